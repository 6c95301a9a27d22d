//! Overspending and off target: services, priorities and measures where money and performance point the same way or against
//! each other, and what one costs.

use super::cell::{number, percent, text};
use super::context::ReportContext;
use super::format;
use super::lines::{lines, points};
use super::page::Page;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::beside_money::{BesideKind, MoneyBeside, MoneyVerdict};
use crate::analyse::unit_cost::UnitCost;
use crate::workbook::{Sheet, SheetCell};
use std::sync::Arc;

pub const NAME: &str = "Money and results";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 7);
/// Names in one cell of the matrix before they are counted.
const NAMED: usize = 12;

/// The rows of the matrix: money from the worst to what is left over, with what is off target and what is on it.
const MATRIX: [(&str, [MoneyVerdict; 2]); 3] = [
    ("Over budget", [MoneyVerdict::OverAndOff, MoneyVerdict::OverAndOn]),
    ("On or near budget", [MoneyVerdict::WithinAndOff, MoneyVerdict::WithinAndOn]),
    ("Underspent", [MoneyVerdict::UnderAndOff, MoneyVerdict::UnderAndOn]),
];

/// What is listed, in this order: where both are bad, then where they point against each other.
const LISTED: [MoneyVerdict; 4] =
    [MoneyVerdict::OverAndOff, MoneyVerdict::OverAndOn, MoneyVerdict::UnderAndOff, MoneyVerdict::WithinAndOff];

type BesideRow<'a> = ReportRow<'a, &'a MoneyBeside>;

fn columns<'a>() -> ReportColumns<'a, &'a MoneyBeside> {
    ReportColumns::<&'a MoneyBeside>::new()
        .column("Ref", 13.0, reference)
        .column("Name", 42.0, |r| r.text(r.of.name.as_str()))
        .column("Money and results", 28.0, |r| text(r.of.verdict.words(), r.styles().strong))
        .column("Standing", 18.0, |r| r.budget(Some(r.of.money)))
        .column("Variance, £ (over is +)", 15.0, |r| r.money_change(Some(r.of.variance)))
        .column("Variance %", 12.0, |r| percent(r.of.percent, r.styles().percent))
        .column("On target, of those rated", 24.0, results)
        .column("What it is", 40.0, |r| r.text(r.of.kind.words()))
}

/// Of a measure its status, of the others how many are on target.
fn results<'a>(r: &BesideRow<'a>) -> SheetCell<'a> {
    match r.of.indicator {
        Some(n) => r.report.status(r.report.a.indicators[n].status),
        None => r.text(format!("{} of {}", r.of.on_target, r.of.rated)),
    }
}

fn reference<'a>(r: &BesideRow<'a>) -> SheetCell<'a> {
    r.of.indicator.map_or_else(|| r.code(r.of.id.as_str()), |n| r.report.link(n))
}

fn costs<'a>() -> ReportColumns<'a, &'a UnitCost> {
    let one = |r: &ReportRow<'a, &'a UnitCost>| r.of.cost.as_ref().ok().copied();
    ReportColumns::<&'a UnitCost>::new()
        .column("Ref", 13.0, |r| r.report.link(r.of.indicator))
        .column("Measure", 42.0, |r| {
            let result = &r.report.a.indicators[r.of.indicator];
            r.text(r.report.definition(result).name.as_str())
        })
        .column("Paid from", 28.0, |r| {
            let result = &r.report.a.indicators[r.of.indicator];
            r.text(r.report.definition(result).paid_from.join(", "))
        })
        .column("Spent to date, £", 18.0, move |r| r.money(one(r).map(|c| c.spent)))
        .column("Volume to date", 15.0, move |r| number(one(r).map(|c| c.volume), r.styles().whole))
        .column("Cost of one, £", 12.0, move |r| number(one(r).map(|c| c.each), r.styles().money_and_pence))
        .column("Planned: year's budget over year's target, £", 24.0, move |r| {
            number(one(r).and_then(|c| c.planned), r.styles().money_and_pence)
        })
        .column("Note", 40.0, |r| {
            r.text(r.of.cost.as_ref().err().map_or_else(String::new, |why| format::capital(why.words())))
        })
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (both, styles) = (&report.a.money_and_results, &report.styles);
    let mut page = report.page(NAME, "Overspending and off target: money beside results");
    page.widen(columns().widths());
    let of = |verdict| both.items.iter().filter(move |item| item.verdict == verdict);
    let counted = |verdict| {
        let kinds =
            BesideKind::ALL.map(|kind| (of(verdict).filter(|i| i.kind == kind).count(), kind.words().to_lowercase()));
        let said: Vec<String> = kinds
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, kind)| format::count(n, &kind, &plural(&kind)))
            .collect();
        if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
    };
    let words = format!(
        "Overspending and off target: {}. Overspending, on target: {}. Underspent and off target: {}.",
        counted(MoneyVerdict::OverAndOff),
        counted(MoneyVerdict::OverAndOn),
        counted(MoneyVerdict::UnderAndOff)
    );
    page.paragraph(WORDS.0, WORDS.1, words, styles.strong);
    let unrated = match both.unrated {
        0 => String::new(),
        n => format!(
            " {} not placed: no measure of theirs is rated.",
            format::count(n as usize, "service or priority is", "services or priorities are")
        ),
    };
    let rule = format!(
        "Over budget, near it and underspent as Method says, of the year's revenue forecast. On target: half or more of the rated \
         measures are, by weight. A measure is placed where the register says which lines pay for it.{unrated}"
    );
    page.paragraph(WORDS.0, WORDS.1, rule, styles.text);
    page.row += 1;
    matrix(report, &mut page);
    let rows: Vec<&'a MoneyBeside> = LISTED.into_iter().flat_map(of).collect();
    page.section("Where both are bad, and where they point against each other", styles);
    let table = report.table("Money_and_results", columns(), rows.len(), move |n| rows[n]);
    page.table(table, "Nothing: wherever money is spent as budgeted, results are on target.", styles);
    if !both.unit_costs.is_empty() {
        let from = page.row;
        page.section("What one costs: spent since the year began over the volume since the year began", styles);
        let table = report.table("Unit_costs", costs(), both.unit_costs.len(), |n| &both.unit_costs[n]);
        page.table(table, "", styles);
        page.together(from);
    }
    page.sheet
}

fn plural(kind: &str) -> String {
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{kind}s"),
    }
}

/// Money down, results across, the names of services and priorities in their cells.
fn matrix<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let styles = &report.styles;
    const CELLS: [(u16, u16); 2] = [(1, 2), (3, 6)];
    page.section("Services and priorities", styles);
    page.put(0, text("", styles.axis));
    for ((from, to), words) in CELLS.into_iter().zip(["Fewer than half on target", "Half or more on target"]) {
        page.across(from, to, text(words, styles.axis));
    }
    page.row += 1;
    for (words, verdicts) in MATRIX {
        page.put(0, text(words, styles.axis));
        let mut deepest = 1.0_f64;
        for ((from, to), verdict) in CELLS.into_iter().zip(verdicts) {
            let placed = |i: &&MoneyBeside| i.verdict == verdict && i.kind != BesideKind::Measure;
            let names: Vec<&str> =
                report.a.money_and_results.items.iter().filter(placed).map(|i| i.name.as_str()).collect();
            let more = names.len().saturating_sub(NAMED);
            let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
            let said = match (names.is_empty(), more) {
                (true, _) => "–".to_owned(),
                (_, 0) => named,
                (_, more) => format!("{named} and {more} more"),
            };
            deepest = deepest.max(lines(&said, page.width(from, to)));
            page.across(
                from,
                to,
                text(said, if verdict == MoneyVerdict::OverAndOff { styles.query } else { styles.fact }),
            );
        }
        page.height(points(deepest.max(lines(words, page.width(0, 0)))));
        page.row += 1;
    }
    page.row += 1;
}
