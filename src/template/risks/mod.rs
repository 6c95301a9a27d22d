//! Risks: the service's register as it last stood, to be reviewed, and blank lines for new risks.

mod formula;

use super::Context;
use super::actions::excel_date;
use super::form::{FIRST, Form};
use super::lists::List;
use crate::catalogue::{C002, C003, C008, C010, K002, K003, K006, K007, K008};
use crate::reading::{Rating, Risk};
use crate::record::{Field, Kind};
use crate::settings::Axis;
use crate::workbook::{Cached, Cell, Content, Mark, Rule};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Blank lines for new risks.
const SPARE: usize = 5;

pub fn form<'a>(c: &Context<'a>) -> Option<Form<'a>> {
    let lead = "Review each risk and type the date of the review; add new ones on the blank lines. The score is worked out for you.";
    let mut form = c.form(Kind::Risks, lead.to_owned())?;
    form.widths(|field| match field {
        Field::Id => 14.0,
        Field::Title => 38.0,
        Field::Category => 14.0,
        Field::Owner => 18.0,
        Field::Controls => 42.0,
        Field::Level | Field::TargetDate | Field::Reviewed => 15.0,
        _ => 10.5,
    });
    form.sheet.freeze.1 = 3;
    let key = c.looks.key;
    form.flag_column(&C003, Field::Likelihood, key);
    form.flag_column(&K002, Field::InherentLikelihood, key);
    form.flag_column(&K003, Field::TargetLikelihood, key);
    form.flag_column(&K007, Field::Owner, key);
    form.flag_column(&K008, Field::Reviewed, key);
    let mut own: Vec<&Risk> = c.past.risks.values().filter(|r| r.service == c.service.id).collect();
    own.sort_by(|a, b| a.id.cmp(&b.id));
    let fresh = fresh_ids(c, 'R', own.iter().map(|r| &*r.id), SPARE);
    for risk in own {
        row(c, &mut form, &risk.id, Some(risk));
    }
    for id in fresh {
        row(c, &mut form, &id, None);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form)
}

/// References for new lines, `WASTE-R07`, numbered on from the highest that the service has had.
pub fn fresh_ids<'i>(c: &Context<'_>, letter: char, had: impl Iterator<Item = &'i str>, n: usize) -> Vec<String> {
    let prefix = format!("{}-{letter}", c.service.id.to_uppercase());
    let had: BTreeSet<String> = had.map(str::to_uppercase).collect();
    let highest = had.iter().filter_map(|id| id.strip_prefix(&prefix)?.parse::<u32>().ok()).max().unwrap_or_default();
    let ids = (1..=n as u32).map(|k| format!("{prefix}{:02}", highest.saturating_add(k)));
    ids.collect()
}

fn row<'a>(c: &Context<'a>, form: &mut Form<'a>, id: &str, risk: Option<&'a Risk>) {
    let looks = &c.looks;
    form.id(id, looks.key, looks.given);
    let text = |f: fn(&Risk) -> &str| match risk.map(f) {
        Some(t) if !t.is_empty() => Cell::text(t, looks.asked),
        _ => Cell::new(Content::Blank, looks.asked),
    };
    let date = |f: fn(&Risk) -> Option<NaiveDate>| Cell::date(risk.and_then(f), looks.asked_date);
    for (field, cell) in [
        (Field::Title, text(|r| &r.title)),
        (Field::Category, text(|r| &r.category)),
        (Field::Level, text(|r| r.level.words())),
        (Field::Owner, text(|r| &r.owner)),
        (Field::Controls, text(|r| &r.controls)),
        (Field::TargetDate, date(|r| r.target_date)),
        (Field::Reviewed, date(|r| r.reviewed)),
        (Field::Indicator, text(|r| &r.indicator)),
    ] {
        form.put(field, cell);
    }
    let ratings = [
        (Field::InherentLikelihood, Field::InherentImpact, risk.and_then(|r| r.inherent)),
        (Field::Likelihood, Field::Impact, risk.and_then(|r| r.current)),
        (Field::TargetLikelihood, Field::TargetImpact, risk.and_then(|r| r.target)),
    ];
    for (likelihood, impact, rating) in ratings {
        form.put(likelihood, step(c, Axis::Likelihood, rating.map(|r| r.likelihood)));
        form.put(impact, step(c, Axis::Impact, rating.map(|r| r.impact)));
    }
    let [inherent, current, target] = ratings.map(|(l, i, _)| (form.at(l), form.at(i)));
    let matrix = &c.settings.risk;
    let now = risk.and_then(|r| r.current).filter(|r| matrix.holds(*r));
    let (cached, previous) = match now {
        None => (Cached::Text(String::new()), Cell::new(Content::Blank, looks.given_whole)),
        Some(r) if matrix.products => {
            let score = matrix.score(r).map(f64::from);
            (Cached::Number(score.unwrap_or_default()), Cell::number(score, looks.given_whole))
        }
        Some(r) => {
            let band = matrix.band(r).map(|b| b.name.clone()).unwrap_or_default();
            (Cached::Text(band.clone()), Cell::text(band, looks.given_whole))
        }
    };
    form.formula(Field::Score, formula::score(matrix, &current), cached, looks.given_whole);
    form.put(Field::PreviousScore, previous);
    match risk {
        Some(r) => {
            form.height(2, &[(&r.title, Field::Title), (&r.controls, Field::Controls), (&r.owner, Field::Owner)])
        }
        None => form.height(2, &[]),
    }
    flags(c, form, risk, [&inherent, &current, &target]);
    form.flag_errors(looks.key);
    form.row += 1;
}

/// A step as it is typed: its number or its letter.
fn step<'a>(c: &Context<'a>, axis: Axis, step: Option<u8>) -> Cell<'a> {
    let (matrix, looks) = (&c.settings.risk, &c.looks);
    let code = step.and_then(|n| matrix.axis(axis).1.get(usize::from(n).checked_sub(1)?));
    match code {
        Some(code) if !matrix.numbered_axis(axis) => Cell::text(code.clone(), looks.asked),
        _ => Cell::number(step.map(f64::from), looks.asked_whole),
    }
}

fn flags(c: &Context<'_>, form: &mut Form<'_>, risk: Option<&Risk>, cells: [&(String, String); 3]) {
    let key = c.looks.key;
    let [inherent, current, target] = cells;
    let matrix = &c.settings.risk;
    let above = |a, b| formula::above(matrix, a, b);
    let score = |f: fn(&Risk) -> Option<Rating>| risk.and_then(f).and_then(|r| matrix.score(r));
    let exceeds = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a > b);
    let (was, is, aim) = (score(|r| r.inherent), score(|r| r.current), score(|r| r.target));
    form.flag(&K002, &above(current, inherent), exceeds(is, was), key);
    form.flag(&K003, &above(target, current), exceeds(aim, is), key);
    let [title, owner, reviewed] = [Field::Title, Field::Owner, Field::Reviewed].map(|f| form.at(f));
    let named = risk.filter(|r| !r.title.is_empty());
    form.flag(&K007, &format!("AND({title}<>\"\",{owner}=\"\")"), named.is_some_and(|r| r.owner.is_empty()), key);
    let start = c.period.first_day(c.settings.year.start_month);
    let late = named.is_some_and(|r| r.reviewed.is_none_or(|d| d < start));
    form.flag(&K008, &format!("AND({title}<>\"\",N({reviewed})<{})", excel_date(start)), late, key);
}

fn rules(c: &Context<'_>, form: &mut Form<'_>) {
    let matrix = &c.settings.risk;
    let days = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap_or_default();
    let scale = |axis| {
        let steps = 1..=matrix.axis(axis).0.len() as u8;
        steps.map(|n| matrix.label(axis, n, true)).collect::<Vec<_>>().join(", ")
    };
    let (likelihood, impact) = (scale(Axis::Likelihood), scale(Axis::Impact));
    for (field, when) in [
        (Field::InherentLikelihood, "without any controls"),
        (Field::Likelihood, "now, with the controls in place"),
        (Field::TargetLikelihood, "that the risk should come down to"),
    ] {
        let help = format!("How likely it is, {when}: {likelihood}.");
        form.rule_all(field, List::Likelihood.rule(c), ("Likelihood", &help), &K006);
    }
    for (field, when) in [
        (Field::InherentImpact, "without any controls"),
        (Field::Impact, "now, with the controls in place"),
        (Field::TargetImpact, "that the risk should come down to"),
    ] {
        let help = format!("How bad it would be, {when}: {impact}.");
        form.rule_all(field, List::Impact.rule(c), ("Impact", &help), &K006);
    }
    for (field, title, help) in [
        (Field::Title, "Risk", "What could happen, why, and what it would lead to."),
        (Field::Category, "Category", "Financial, legal, reputation, safety or the like."),
        (Field::Owner, "Owner", "The person who answers for this risk."),
        (Field::Controls, "Controls", "What is in place to make it less likely or less harmful."),
    ] {
        form.rule_all(field, Rule::Any, (title, help), &C002);
    }
    let level = format!("Who manages it. {}", matrix.passed_up());
    form.rule_all(Field::Level, List::RiskLevels.rule(c), ("Register level", &level), &C008);
    form.rule_all(
        Field::Indicator,
        List::Indicators.rule(c),
        ("Linked indicator", "The indicator that would show this risk coming true, if there is one."),
        &C008,
    );
    form.warn();
    for (field, title, help) in [
        (Field::TargetDate, "Target date", "The day by which the target is to be reached."),
        (Field::Reviewed, "Date reviewed", "The day on which this risk was last looked at; it is to be this quarter."),
    ] {
        form.rule_all(field, Rule::Date { min: days(2000), max: days(2100) }, (title, help), &C010);
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
