//! On the sheet Risks: the council's exposure (risks, measures and budgets in one list), what is above the council's appetite,
//! and what the rules propose and which rule fired.

use super::cell::{link, text};
use super::context::ReportContext;
use super::format;
use super::lines::{cell_lines, points};
use super::page::Page;
use super::rated::{above, movement, rating, score};
use crate::analyse::budget::{BudgetAtRisk, whole_pounds};
use crate::analyse::shown::{chance_words, plain};
use crate::analyse::{Basis, Breach, Delivery, Direction, ExposureItem, ProposalKind, RiskResult};
use crate::reading::Rating;
use crate::settings::RiskMatrix;
use crate::workbook::{Columns, SheetCell};

/// The columns of the lists: the last of them, words, stands over the rest of the sheet.
const WORDS: (u16, u16) = (6, LAST);
/// The last column of the sheet.
pub const LAST: u16 = 8;
/// Where a budget leads.
const BUDGET_SHEET: &str = "'Budget'!A1";
/// Proposals and breaches that are listed with their rule; a larger register says the rest in its own column.
const LISTED: usize = 150;

/// Everything below the heat map. The longest list is the last, since a sheet repeats one row of headings.
pub fn sections<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    for section in [exposure, appetite, proposals] {
        let from = page.row;
        section(report, page);
        page.begins(from);
    }
}

/// One line of a list.
struct ExposureLine<'a> {
    id: SheetCell<'a>,
    title: &'a str,
    service: &'a str,
    /// What the list says of it in a word.
    what: SheetCell<'a>,
    rating: Rating,
    words: String,
}

impl<'a> ExposureLine<'a> {
    fn of_risk(
        report: &ReportContext<'a>,
        r: &'a RiskResult<'a>,
        rating: Rating,
        what: SheetCell<'a>,
        words: String,
    ) -> Self {
        let id = text(&*r.risk.id, report.styles.code);
        Self { id, title: &r.risk.title, service: report.service(&r.risk.service), what, rating, words }
    }
}

/// A list on the grid of the sheet. Given are the headings of what its things are called, of what it says of each in a
/// word, and of the words.
fn list<'a>(
    report: &ReportContext<'a>,
    page: &mut Page<'a>,
    [title, what, words]: [&'static str; 3],
    lines: impl IntoIterator<Item = ExposureLine<'a>>,
) {
    let (matrix, styles) = (&report.a.settings.risk, &report.styles);
    let banded = |l: &ExposureLine<'a>| styles.score(matrix.rank(l.rating));
    let columns = Columns::<ExposureLine<'a>, SheetCell<'a>>::new()
        .field("Ref", |l| l.id.clone())
        .field(title, |l| text(l.title, styles.text))
        .field("Service", |l| text(l.service, styles.text))
        .field(what, |l| l.what.clone())
        .field("Score", move |l| score(matrix, Some(l.rating), banded(l)))
        .field("Band", move |l| text(matrix.band(l.rating).map_or("", |b| b.name.as_str()), banded(l)))
        .field(words, |l| text(l.words.clone(), styles.text));
    line(page, columns.heading_cells(styles.heading));
    for l in lines {
        let width = |column| if column == WORDS.0 { page.width(WORDS.0, WORDS.1) } else { page.width(column, column) };
        let lines = columns.values(&l).zip(0..).map(|(cell, column)| cell_lines(&cell, width(column), styles));
        page.height(points(lines.fold(1.0, f64::max)));
        line(page, columns.values(&l));
    }
}

/// Cells of one line, the last over the rest of the sheet.
fn line<'a>(page: &mut Page<'a>, cells: impl Iterator<Item = SheetCell<'a>>) {
    for (cell, column) in cells.zip(0..) {
        page.across(column, if column == WORDS.0 { WORDS.1 } else { column }, cell);
    }
    page.row += 1;
}

fn exposure<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let (a, styles, matrix) = (report.a, &report.styles, &report.a.settings.risk);
    page.section("The council's exposure: risks, measures and budgets together, highest first", styles);
    if a.exposure.is_empty() {
        page.put(
            0,
            text("Nothing is rated: neither a risk nor the chance of missing a target or a budget.", styles.note_line),
        );
        page.row += 2;
        return;
    }
    let words = "Likelihood × impact, of all alike. The impact of missing a target follows from the weight in the register, and is \
                 less where the target is missed by little; that of a budget from the pounds over it. Method has the tables.";
    page.put(0, text(words, styles.plain));
    page.row += 1;
    let lines = a.exposure.iter().filter_map(|exposed| match exposed {
        ExposureItem::Risk(n) => {
            let r = &a.risks[*n];
            let rated = r.risk.current?;
            let why = format!("{}. {}.", rating(report, rated), movement(report, r));
            Some(ExposureLine::of_risk(report, r, rated, text("Risk", styles.text), why))
        }
        ExposureItem::Indicator(n) => {
            let result = &a.indicators[*n];
            let delivery = result.delivery.ok()?;
            let indicator = report.definition(result);
            let why = why(report, matrix, delivery, indicator.weight);
            let confirmed = result.confirmation().map_or_else(String::new, |words| format!("; {words}"));
            Some(ExposureLine {
                id: report.link(*n),
                title: &indicator.name,
                service: report.service(&indicator.service),
                what: text("Measure", styles.text),
                rating: delivery.rating,
                words: format!("{}. {why}{confirmed}.", rating(report, delivery.rating)),
            })
        }
        ExposureItem::Budget(n) => {
            let budget = &a.budget.at_risk[*n];
            Some(ExposureLine {
                id: link(budget.id.as_str(), BUDGET_SHEET.to_owned(), styles.link),
                title: &budget.title,
                service: report.service(&budget.service),
                what: text(if budget.scheme { "Capital scheme" } else { "Budget" }, styles.text),
                rating: budget.rating,
                words: format!("{}. {}.", rating(report, budget.rating), over_budget(budget)),
            })
        }
    });
    list(report, page, ["Risk, measure or budget", "Which", "Why it stands here"], lines);
    page.row += 1;
}

/// `Forecast £120,000 over its budget, +4.0%, with 48% of it spent, which stands for a 65% chance that it comes true`
fn over_budget(budget: &BudgetAtRisk) -> String {
    let percent = budget.percent.map_or_else(String::new, |p| format!(", +{}%", plain(1, p)));
    let spent = match budget.spent {
        Some(spent) => format!("with {}% of it spent", plain(1, spent * 100.0)),
        None => "without a word of what is spent".to_owned(),
    };
    let chance = chance_words(budget.chance / 100.0);
    format!(
        "Forecast {} over its budget{percent}, {spent}, which stands for {chance} that it comes true",
        whole_pounds(budget.over)
    )
}

/// `Off target and worsening, which stands for a 95% chance of missing the year's target; 12.0% away from this quarter's;
/// weight 1 in the register`
fn why(report: &ReportContext<'_>, matrix: &RiskMatrix, delivery: Delivery, weight: f64) -> String {
    let chance = delivery.basis.chance();
    let likely = match delivery.basis {
        Basis::Forecast(_) if chance <= 0.0 => "The year's target is met already".to_owned(),
        Basis::Forecast(_) if chance >= 100.0 => "The year's target can no longer be met".to_owned(),
        Basis::Forecast(_) => {
            format!("By its forecast {} of missing the year's target", chance_words(chance / 100.0))
        }
        Basis::Known(_) if chance > 0.0 => "The year's figure is known and misses its target".to_owned(),
        Basis::Known(_) => "The year's figure is known and meets its target".to_owned(),
        Basis::Standing(status, direction, _) => {
            let way = match direction {
                Some(Direction::Improving) => " and improving",
                Some(Direction::Worsening) => " and worsening",
                Some(Direction::Steady) => " and steady",
                Some(Direction::Moved) | None => "",
            };
            let status = report.a.settings.look(status).word;
            format!("{status}{way}, which stands for {} of missing the year's target", chance_words(chance / 100.0))
        }
    };
    if matrix.impact.len() < 2 {
        return likely;
    }
    let which = if matches!(delivery.basis, Basis::Standing(..)) { "this quarter's" } else { "it" };
    let far = match delivery.miss {
        Some(0.0) => String::new(),
        Some(miss) if miss.is_finite() => format!("; {}% away from {which}", plain(1, miss)),
        Some(_) => "; any miss of a target of 0 counts as the furthest".to_owned(),
        None => "; how far from it cannot be told, which counts as far".to_owned(),
    };
    format!("{likely}{far}; weight {weight} in the register")
}

fn proposals<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    page.section("Proposed by the council's rules: people decide", styles);
    let mut all: Vec<(&'a RiskResult<'a>, ProposalKind, &'a str)> =
        a.risks.iter().flat_map(|r| r.proposals.iter().map(move |p| (r, p.what, p.rule.as_str()))).collect();
    let group = |p: ProposalKind| match p {
        ProposalKind::Escalate(_) => 0,
        ProposalKind::Close => 1,
        ProposalKind::StepDown(_) => 2,
        ProposalKind::Static => 3,
    };
    all.sort_by_key(|(_, what, _)| group(*what));
    let count = |n: u8| all.iter().filter(|(_, what, _)| group(*what) == n).count();
    let counts = format!(
        "{} to be passed up, {} to be closed, {} to be passed down, {} static.",
        format::thousands(count(0)),
        format::thousands(count(1)),
        format::thousands(count(2)),
        format::thousands(count(3))
    );
    page.put(0, text(counts, styles.plain));
    page.row += 1;
    if !all.is_empty() {
        page.sheet.print.repeat_rows = Some((page.row, page.row));
        let lines = all.iter().take(LISTED).filter_map(|(r, what, rule)| {
            let what = text(format::proposal(*what), styles.strong);
            Some(ExposureLine::of_risk(report, r, r.risk.current?, what, format!("{rule}.")))
        });
        list(report, page, ["Risk", "Proposed", "The rule that fired"], lines);
    }
    rest(report, page, all.len());
    page.row += 1;
}

fn rest(report: &ReportContext<'_>, page: &mut Page<'_>, all: usize) {
    if all > LISTED {
        let more = format::thousands(all - LISTED);
        page.put(
            0,
            text(format!("{more} more: see their columns on the sheet Risk register."), report.styles.note_line),
        );
        page.row += 1;
    }
}

fn appetite<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let (a, styles, matrix) = (report.a, &report.styles, &report.a.settings.risk);
    page.section("Above the council's appetite", styles);
    if matrix.appetite.is_empty() {
        let words = "The council has not set an appetite; the settings have a table for it, [risk.appetite].";
        page.put(0, text(words, styles.note_line));
        page.row += 2;
        return;
    }
    let over: Vec<(&'a RiskResult<'a>, &'a Breach)> =
        a.risks.iter().filter_map(|r| r.breach.as_ref().map(|b| (r, b))).collect();
    let without = a.risks.iter().filter(|r| matrix.appetite_of(&r.risk.category).is_none()).count();
    let unset = match without {
        0 => String::new(),
        n => format!(" {} in a category without an appetite.", format::count(n, "risk is", "risks are")),
    };
    let counted = format::count(over.len(), "risk is", "risks are");
    page.put(0, text(format!("{counted} above what the council is content to carry.{unset}"), styles.plain));
    page.row += 1;
    if !over.is_empty() {
        let lines = over.iter().take(LISTED).filter_map(|(r, breach)| {
            let category = text(r.risk.category.as_str(), styles.text);
            let earlier = if breach.or_earlier { " or earlier" } else { "" };
            let since = match breach.since == a.period {
                true => "for the first time at this review".to_owned(),
                false => format!("since {}{earlier}", breach.since.heading()),
            };
            let words = format!("{} above the appetite, {}, {since}.", above(breach), breach.appetite);
            Some(ExposureLine::of_risk(report, r, r.risk.current?, category, words))
        });
        list(report, page, ["Risk", "Category", "How far, and since when"], lines);
    }
    rest(report, page, over.len());
    page.row += 1;
}
