//! Budget: revenue, capital and savings by directorate, priority and service, then every line, and what no total has.

use super::budget_lines;
use super::cell::{percent, text};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use super::row::{ReportColumns, ReportRow};
use crate::analyse::budget::{BudgetGroup, BudgetGroupKind, BudgetSide, BudgetSum, BudgetTotal, Savings, SavingsTotal};
use crate::analyse::shown::plain;
use crate::analyse::{moved_words, savings_words, shares, shares_in_turn, side_words};
use crate::fit::fit;
use crate::reading::money::{Pence, SavingState};
use crate::settings::Status;
use crate::workbook::{Chart, ChartKind, ChartSeries, Column, SeriesLook, Sheet, Table};
use std::sync::Arc;

pub const NAME: &str = "Budget";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 9);
/// The last column that is printed.
const PRINTED: u16 = 11;
/// Of the longest bar a part must be so much, one in so many, to have room for its label.
const ROOM: i64 = 16;
/// Pixels of a bar of the chart, and of what stands above and below the bars.
const BAR: (usize, usize) = (34, 130);

type GroupRow<'a, S> = ReportRow<'a, &'a BudgetGroup<S>>;

/// What brings lines together, as a heading.
fn kind_words(kind: BudgetGroupKind) -> &'static str {
    match kind {
        BudgetGroupKind::Council => "Council",
        BudgetGroupKind::Directorate => "Directorate",
        BudgetGroupKind::Service => "Service",
        BudgetGroupKind::Priority => "Priority",
        BudgetGroupKind::Year => "Year",
    }
}

/// The order in which totals are listed.
const KINDS: [BudgetGroupKind; 5] = [
    BudgetGroupKind::Council,
    BudgetGroupKind::Directorate,
    BudgetGroupKind::Priority,
    BudgetGroupKind::Service,
    BudgetGroupKind::Year,
];

/// What the totals of revenue and of capital are called.
struct SideWords {
    one: &'static str,
    many: &'static str,
    set: bool,
}

const LINES: SideWords = SideWords { one: "line", many: "Lines", set: true };
const SCHEMES: SideWords = SideWords { one: "scheme", many: "Schemes", set: false };

fn totals<'a>(words: &'static SideWords, controls: bool) -> ReportColumns<'a, &'a BudgetGroup<BudgetSum>> {
    fn total<'a>(r: &GroupRow<'a, BudgetSum>) -> BudgetTotal {
        r.of.sum.total
    }
    ReportColumns::<&'a BudgetGroup<BudgetSum>>::new()
        .column("Group", 12.0, |r| r.text(kind_words(r.of.kind)))
        .column("Name", 38.0, |r| r.text(r.of.name.as_str()))
        .column(words.many, 22.0, |r| r.whole(total(r).lines))
        .column("Budget now, £", 14.0, |r| r.money(Some(total(r).budget)))
        .column("Spent to date, £", 15.0, |r| r.money(Some(total(r).spent)))
        .column("Forecast, £", 14.0, |r| r.money(Some(total(r).forecast)))
        .column("Variance, £ (over is +)", 13.0, |r| r.money_change(Some(total(r).variance())))
        .column("Variance %", 12.0, |r| percent(total(r).percent(), r.styles().percent))
        .column("Standing", 17.0, |r| r.budget(r.of.sum.status))
        .column("Moved since last quarter, £", 13.0, |r| r.money_change(total(r).moved.change()))
        .column("Missing or queried", 34.0, |r| r.text(total(r).lacks(words.one)))
        .column("Compared with last quarter", 40.0, |r| r.text(moved_words(&total(r).moved, words.one)))
        .column_when(words.set, "Budget as set, £", 22.0, |r| r.money(Some(total(r).set)))
        .column_when(controls, "Control total of the register, £", 18.0, |r| r.money(control(r)))
        .column_when(controls, "Lines less control total, £", 14.0, |r| {
            r.money_change(control(r).map(|budget| total(r).budget - budget))
        })
}

fn control(r: &GroupRow<'_, BudgetSum>) -> Option<Pence> {
    let a = r.report.a;
    r.of.control(a.register, a.period.year()).map(|c| c.budget)
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (budget, styles) = (&report.a.budget, &report.styles);
    let mut page = report.page(NAME, "Budget: revenue, capital and savings");
    page.print_up_to(PRINTED);
    page.widen(totals(&LINES, true).widths());
    if budget.is_empty() {
        page.put(0, text("No return says anything of money.", styles.note_line));
        return page.sheet;
    }
    for words in [side_words("Revenue", &budget.revenue, "line"), side_words("Capital", &budget.capital, "scheme")] {
        page.paragraph(WORDS.0, WORDS.1, words, styles.text);
    }
    let later = budget.capital.lines.iter().filter(|r| r.line.slip_days().is_some_and(|days| days > 0)).count();
    if later > 0 {
        let words = format!("{} later than planned.", format::count(later, "capital scheme is", "capital schemes are"));
        page.paragraph(WORDS.0, WORDS.1, words, styles.text);
    }
    page.paragraph(WORDS.0, WORDS.1, savings_words(&budget.savings), styles.text);
    if budget.refused > 0 {
        let refused = format::count(budget.refused, "error stands", "errors stand");
        page.paragraph(
            WORDS.0,
            WORDS.1,
            format!(
                "{refused} on the sheets that money comes from; what is refused there is in no total: see Findings."
            ),
            styles.query,
        );
    }
    page.row += 1;
    side(report, &mut page, "Revenue", &budget.revenue, &LINES);
    side(report, &mut page, "Capital", &budget.capital, &SCHEMES);
    savings(report, &mut page, &budget.savings);
    if !report.wide() {
        // The lines are for the screen: a reader on paper asks for the totals.
        page.print_ends();
    }
    budget_lines::sections(report, &mut page);
    page.sheet
}

/// The totals in the order of the sheet.
fn in_order<S>(groups: &[BudgetGroup<S>]) -> Vec<&BudgetGroup<S>> {
    KINDS.iter().flat_map(|kind| groups.iter().filter(move |g| g.kind == *kind)).collect()
}

fn side<'a, L>(
    report: &Arc<ReportContext<'a>>,
    page: &mut Page<'a>,
    name: &'static str,
    side: &'a BudgetSide<'a, L>,
    words: &'static SideWords,
) {
    if side.is_empty() {
        return;
    }
    let from = page.row;
    page.section(format!("{name} by directorate, priority and service"), &report.styles);
    let groups = in_order(&side.groups);
    let controls = words.set && !report.a.register.controls.is_empty();
    let table = report.table(format!("{name}_totals"), totals(words, controls), groups.len(), move |n| groups[n]);
    page.table(table, "", &report.styles);
    page.begins(from);
}

fn saving_totals<'a>() -> ReportColumns<'a, &'a BudgetGroup<SavingsTotal>> {
    let of = |state| move |r: &GroupRow<'a, SavingsTotal>| r.money(Some(r.of.sum.of(state)));
    ReportColumns::<&'a BudgetGroup<SavingsTotal>>::new()
        .column("Group", 12.0, |r| r.text(kind_words(r.of.kind)))
        .column("Name", 38.0, |r| r.text(r.of.name.as_str()))
        .column("Savings", 22.0, |r| r.whole(r.of.sum.savings))
        .column("Target, £", 14.0, |r| r.money(Some(r.of.sum.target)))
        .columns(SavingState::ALL.map(|state| Column::new(format!("{}, £", state.words()), 14.0, of(state))))
        .column("No state given, £", 17.0, |r| r.money(Some(r.of.sum.unsaid())))
        .column("Delivered or on track", 13.0, |r| {
            let secure = [SavingState::Delivered, SavingState::OnTrack];
            let shares: Option<f64> = secure.into_iter().map(|state| r.of.sum.percent(state)).sum();
            percent(shares, r.styles().share)
        })
        .column("Delivered, on track, at risk, cannot be delivered: shares", 34.0, |r| {
            r.text(shares_in_turn(&r.of.sum))
        })
        .column("Missing or queried", 40.0, |r| r.text(r.of.sum.lacks()))
}

fn savings<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>, savings: &'a Savings<'a>) {
    if savings.is_empty() {
        return;
    }
    let from = page.row;
    page.section("Savings by directorate, priority, service and year", &report.styles);
    let groups = in_order(&savings.groups);
    let bars: Vec<(u32, &BudgetGroup<SavingsTotal>)> = groups
        .iter()
        .zip(page.row + 1..)
        .filter(|(g, _)| g.kind == BudgetGroupKind::Directorate)
        .map(|(g, row)| (row, *g))
        .collect();
    let table = report.table("Savings_totals", saving_totals(), groups.len(), move |n| groups[n]);
    let chart = chart(report, &table, &bars);
    page.table(table, "", &report.styles);
    if let Some(chart) = chart {
        let row = page.row;
        page.row += chart.height.div_ceil(20) + 1;
        page.sheet.charts.push(Chart { row, ..chart });
    }
    page.begins(from);
}

/// Directorates, a bar each, by the states of their savings.
fn chart(report: &ReportContext<'_>, table: &Table<'_>, bars: &[(u32, &BudgetGroup<SavingsTotal>)]) -> Option<Chart> {
    let ((first, _), (last, _)) = (bars.first()?, bars.last()?);
    let name = table.place("Name")?;
    let longest = bars.iter().map(|(_, g)| g.sum.target).max()?;
    let looks = [Status::Exceeds, Status::Green, Status::Amber, Status::Red].map(|s| report.a.settings.look(s));
    let series = SavingState::ALL.into_iter().zip(looks).filter_map(|(state, look)| {
        let column = table.place(&format!("{}, £", state.words()))?;
        let label = |(_, g): &(u32, &BudgetGroup<SavingsTotal>)| match g.sum.percent(state) {
            // A part this short has no room for its label.
            Some(percent) if g.sum.of(state).pence() * ROOM >= longest.pence() => {
                format!("{} {}%", look.symbol, plain(0, percent))
            }
            _ => String::new(),
        };
        Some(ChartSeries {
            name: format!("{} {}", look.symbol, state.words()),
            sheet: NAME.into(),
            categories: (*first, name, *last, name),
            values: (*first, column, *last, column),
            colour: look.fill.clone(),
            labels: bars.iter().map(label).collect(),
            look: SeriesLook::default(),
        })
    });
    let says = bars.iter().map(|(_, g)| format!("{}: {}", g.name, shares(&g.sum)));
    Some(Chart {
        kind: ChartKind::StackedBar,
        title: "Savings by state".into(),
        alt: says.collect::<Vec<_>>().join("; ") + ".",
        x_title: "Pounds".into(),
        y_title: String::new(),
        series: series.collect(),
        row: 0,
        column: 0,
        width: 1_100,
        height: fit::<u32>((bars.len() * BAR.0 + BAR.1) as u64),
        x_range: None,
        y_range: None,
        x_format: "\"£\"#,##0".into(),
        y_format: String::new(),
        legend: true,
        over_gaps: false,
    })
}
