//! Risks: the service's register as it last stood, to be reviewed, and blank lines for new risks.

mod formula;

use super::context::TemplateContext;
use super::form::{FIRST, FilledForm, FormColumns, FormRow, FormSheet, excel_date, fresh_ids};
use super::lists::DropDown;
use crate::catalogue::{C002, C008, C010, K002, K003, K006, K007, K008, K030};
use crate::fit::fit;
use crate::reading::{Rating, Risk};
use crate::record::{Field, Kind};
use crate::settings::Axis;
use crate::workbook::{CachedResult, CellContent, Mark, SheetCell, ValidationRule};
use chrono::NaiveDate;

/// Blank lines for new risks.
const SPARE: usize = 5;

/// A risk of the register, or a blank line for a new one.
struct RiskLine<'a> {
    id: String,
    risk: Option<&'a Risk>,
}

type RiskColumns<'c, 'a> = FormColumns<'c, 'a, RiskLine<'a>>;

const INHERENT: (Field, Field) = (Field::InherentLikelihood, Field::InherentImpact);
const CURRENT: (Field, Field) = (Field::Likelihood, Field::Impact);
const TARGET: (Field, Field) = (Field::TargetLikelihood, Field::TargetImpact);

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<RiskColumns<'c, 'a>> {
    let (styles, matrix) = (&c.styles, &c.settings.risk);
    let text = |words: fn(&Risk) -> &str| {
        move |r: &FormRow<RiskLine<'a>>| match r.of.risk.map(words) {
            Some(words) if !words.is_empty() => SheetCell::text(words, styles.asked),
            _ => SheetCell::new(CellContent::Blank, styles.asked),
        }
    };
    let date = |day: fn(&Risk) -> Option<NaiveDate>| {
        move |r: &FormRow<RiskLine<'a>>| SheetCell::date(r.of.risk.and_then(day), styles.asked_date)
    };
    let likelihood = |of: fn(&Risk) -> Option<Rating>| {
        move |r: &FormRow<RiskLine<'a>>| step(c, Axis::Likelihood, r.of.risk.and_then(of).map(|r| r.likelihood))
    };
    let impact = |of: fn(&Risk) -> Option<Rating>| {
        move |r: &FormRow<RiskLine<'a>>| step(c, Axis::Impact, r.of.risk.and_then(of).map(|r| r.impact))
    };
    let cells = |r: &FormRow<RiskLine<'a>>, (likelihood, impact)| (r.at(likelihood), r.at(impact));
    let score = |r: Option<&Risk>, of: fn(&Risk) -> Option<Rating>| r.and_then(of).and_then(|r| matrix.score(r));
    let named = |r: &FormRow<RiskLine<'a>>| r.of.risk.filter(|r| !r.title.is_empty());
    let exceeds = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a > b);
    let columns = RiskColumns::new(c, Kind::Risks)?
        .column(Field::Id, 14.0, |r| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 38.0, text(|r| &r.title))
        .column(Field::Category, 14.0, text(|r| &r.category))
        .column(Field::Level, 15.0, text(|r| r.level.words()))
        .column(Field::Owner, 18.0, text(|r| &r.owner))
        .column(Field::InherentLikelihood, 10.5, likelihood(|r| r.inherent))
        .column(Field::InherentImpact, 10.5, impact(|r| r.inherent))
        .column(Field::Likelihood, 10.5, likelihood(|r| r.current))
        .column(Field::Impact, 10.5, impact(|r| r.current))
        .column(Field::Score, 10.5, move |r| {
            let (formula, result) = (formula::score(matrix, &cells(r, CURRENT)), now(c, r.of.risk));
            SheetCell::new(CellContent::Formula { formula, result }, styles.given_whole)
        })
        .column(Field::PreviousScore, 10.5, |r| match now(c, r.of.risk) {
            CachedResult::Number(score) => SheetCell::number(Some(score), styles.given_whole),
            CachedResult::Text(band) if band.is_empty() => SheetCell::new(CellContent::Blank, styles.given_whole),
            CachedResult::Text(band) => SheetCell::text(band, styles.given_whole),
        })
        .column(Field::TargetLikelihood, 10.5, likelihood(|r| r.target))
        .column(Field::TargetImpact, 10.5, impact(|r| r.target))
        .column(Field::Controls, 42.0, text(|r| &r.controls))
        .column(Field::TargetDate, 15.0, date(|r| r.target_date))
        .column(Field::Reviewed, 15.0, date(|r| r.reviewed))
        .column(Field::Indicator, 10.5, text(|r| &r.indicator))
        .flag_errors(Field::Likelihood, |_| true)
        .flag(&K002, Field::InherentLikelihood, move |r| {
            let now = exceeds(score(r.of.risk, |r| r.current), score(r.of.risk, |r| r.inherent));
            Some((formula::above(matrix, &cells(r, CURRENT), &cells(r, INHERENT)), now))
        })
        .flag(&K003, Field::TargetLikelihood, move |r| {
            let now = exceeds(score(r.of.risk, |r| r.target), score(r.of.risk, |r| r.current));
            Some((formula::above(matrix, &cells(r, TARGET), &cells(r, CURRENT)), now))
        })
        .flag(&K007, Field::Owner, move |r| {
            let [title, owner] = [Field::Title, Field::Owner].map(|f| r.at(f));
            let now = named(r).is_some_and(|r| r.owner.is_empty());
            Some((format!("AND({title}<>\"\",{owner}=\"\")"), now))
        })
        .flag(&K008, Field::Reviewed, move |r| {
            let [title, reviewed] = [Field::Title, Field::Reviewed].map(|f| r.at(f));
            let start = c.period.first_day(c.settings.year.start_month);
            let late = named(r).is_some_and(|r| r.reviewed.is_none_or(|d| d < start));
            Some((format!("AND({title}<>\"\",N({reviewed})<{})", excel_date(start)), late))
        });
    Some(columns)
}

pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "Review each risk and type the date of the review; add new ones on the blank lines. The score is worked out for you.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let mut own: Vec<&Risk> = c.past.risks.values().filter(|r| r.service == c.service.id).collect();
    own.sort_by(|a, b| a.id.cmp(&b.id));
    let fresh = fresh_ids(c, 'R', own.iter().map(|r| &*r.id), SPARE);
    let own = own.into_iter().map(|risk| RiskLine { id: risk.id.to_string(), risk: Some(risk) });
    for line in own.chain(fresh.into_iter().map(|id| RiskLine { id, risk: None })) {
        match line.risk {
            Some(r) => {
                form.height(2, &[(&r.title, Field::Title), (&r.controls, Field::Controls), (&r.owner, Field::Owner)])
            }
            None => form.height(2, &[]),
        }
        form.fill(line);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form.finish())
}

/// The score as it stands in the untouched file; on a matrix without scores, the band.
fn now(c: &TemplateContext<'_>, risk: Option<&Risk>) -> CachedResult {
    let matrix = &c.settings.risk;
    match risk.and_then(|r| r.current).filter(|r| matrix.holds(*r)) {
        None => CachedResult::Text(String::new()),
        Some(r) if matrix.products => CachedResult::Number(matrix.score(r).map(f64::from).unwrap_or_default()),
        Some(r) => CachedResult::Text(matrix.band(r).map(|b| b.name.clone()).unwrap_or_default()),
    }
}

/// A step as it is typed: its number or its letter.
fn step<'a>(c: &TemplateContext<'_>, axis: Axis, step: Option<u8>) -> SheetCell<'a> {
    let (matrix, styles) = (&c.settings.risk, &c.styles);
    let code = step.and_then(|n| matrix.axis(axis).1.get(usize::from(n).checked_sub(1)?));
    match code {
        Some(code) if !matrix.numbered_axis(axis) => SheetCell::text(code.clone(), styles.asked),
        _ => SheetCell::number(step.map(f64::from), styles.asked_whole),
    }
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let matrix = &c.settings.risk;
    let scale = |axis| {
        let steps = 1..=fit::<u8>(matrix.axis(axis).0.len());
        steps.map(|n| matrix.label(axis, n, true)).collect::<Vec<_>>().join(", ")
    };
    let (likelihood, impact) = (scale(Axis::Likelihood), scale(Axis::Impact));
    for (field, when) in [
        (Field::InherentLikelihood, "without any controls"),
        (Field::Likelihood, "now, with the controls in place"),
        (Field::TargetLikelihood, "that the risk should come down to"),
    ] {
        let help = format!("How likely it is, {when}: {likelihood}.");
        form.rule_all(field, DropDown::Likelihood.rule(c), ("Likelihood", &help), &K006);
    }
    for (field, when) in [
        (Field::InherentImpact, "without any controls"),
        (Field::Impact, "now, with the controls in place"),
        (Field::TargetImpact, "that the risk should come down to"),
    ] {
        let help = format!("How bad it would be, {when}: {impact}.");
        form.rule_all(field, DropDown::Impact.rule(c), ("Impact", &help), &K006);
    }
    for (field, title, help) in [
        (Field::Title, "Risk", "What could happen, why, and what it would lead to."),
        (Field::Category, "Category", "Financial, legal, reputation, safety or the like."),
        (Field::Owner, "Owner", "The person who answers for this risk."),
        (Field::Controls, "Controls", "What is in place to make it less likely or less harmful."),
    ] {
        form.rule_all(field, ValidationRule::Any, (title, help), &C002);
    }
    let level = format!("Who manages it. {}", matrix.passed_up());
    form.rule_all(Field::Level, DropDown::RiskLevels.rule(c), ("Register level", &level), &C008);
    form.rule_all(
        Field::Indicator,
        DropDown::Indicators.rule(c),
        ("Linked indicator", "The indicator that would show this risk coming true, if there is one."),
        &K030,
    );
    for (field, title, help) in [
        (Field::TargetDate, "Target date", "The day by which the target is to be reached."),
        (Field::Reviewed, "Date reviewed", "The day on which this risk was last looked at; it is to be this quarter."),
    ] {
        form.rule_all(field, ValidationRule::possible_day(), (title, help), &C010);
    }
    // The score takes the colour of its band.
    let (column, score) = (form.column(Field::Score), form.column(Field::Score));
    let letters = crate::reading::column_letters(score);
    for (n, band) in matrix.bands.iter().enumerate() {
        let cell = format!("${letters}{}", FIRST + 1);
        let below = matrix.bands.get(n + 1).map(|next| format!(",{cell}<{}", next.from)).unwrap_or_default();
        let formula = match (matrix.products, matrix.map.is_empty()) {
            (true, true) => format!("=AND(ISNUMBER({cell}),{cell}>={}{below})", band.from),
            (false, _) => format!("={cell}=\"{}\"", band.name.replace('"', "\"\"")),
            // The number alone does not say the cell of the map, and a mark's formula cannot hold the map.
            (true, false) => continue,
        };
        form.sheet.marks.push(Mark {
            range: (FIRST, column, form.row, column),
            formula,
            fill: band.fill.clone(),
            ink: band.ink.clone(),
        });
    }
}
