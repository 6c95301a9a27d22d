//! On the sheet Exceptions: what stands in the way of what is not on target, what could help, and which options there are,
//! gathered by priority.

use super::cell::text;
use super::context::ReportContext;
use super::format;
use super::lines::{lines, points};
use super::page::Page;
use crate::analyse::BasketKind;
use crate::analyse::budget::NO_PRIORITY;
use crate::reading::Narrative;
use crate::settings::Status;

/// On the grid of the sheet: barriers, levers, options, each from a column to another.
const TOLD: [(u16, u16); 3] = [(2, 5), (6, 7), (8, 11)];

/// What a service says of what stands in the way of a measure.
fn said<'a>(report: &ReportContext<'a>, n: usize) -> Option<[&'a str; 3]> {
    let result = &report.a.indicators[n];
    let Narrative { barriers, levers, options, .. } = &*result.reading?.words;
    let said = [barriers.as_str(), levers.as_str(), options.as_str()];
    let wanted = matches!(result.status, Status::Red | Status::Amber);
    (wanted && said.iter().any(|words| !words.is_empty())).then_some(said)
}

/// Of each priority what is not on target and has a word of barriers, levers or options, worst first; then what serves none.
pub fn section<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) {
    let a = report.a;
    let groups =
        a.baskets.iter().filter(|b| b.kind == BasketKind::Priority).map(|b| (b.name.as_str(), b.members.clone()));
    let none = |n: &usize| report.definition(&a.indicators[*n]).priorities.is_empty();
    let none = (NO_PRIORITY, (0..a.indicators.len()).filter(none).collect());
    let told = |members: Vec<usize>| report.a.worst_first(members.into_iter().filter(|n| said(report, *n).is_some()));
    let groups: Vec<(&str, Vec<usize>)> = groups
        .chain([none])
        .map(|(name, members)| (name, told(members)))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    if groups.is_empty() {
        return;
    }
    let styles = &report.styles;
    page.section("What stands in the way and what could help, by priority", styles);
    let headings = ["Barriers", "Levers", "Options for improvement"];
    page.put(0, text("Ref", styles.heading));
    page.put(1, text("Indicator", styles.heading));
    for ((from, to), heading) in TOLD.into_iter().zip(headings) {
        page.across(from, to, text(heading, styles.heading));
    }
    page.row += 1;
    for (name, list) in groups {
        let from = page.row;
        page.across(0, TOLD[2].1, text(name, styles.band));
        page.row += 1;
        let more = list.len().saturating_sub(a.settings.look.priority_rows);
        for n in list.into_iter().take(a.settings.look.priority_rows) {
            line(report, page, n);
        }
        if more > 0 {
            page.put(1, text(format!("… {} more on the Indicators sheet.", format::thousands(more)), styles.note_line));
            page.row += 1;
        }
        page.together(from);
    }
    page.row += 1;
}

fn line<'a>(report: &ReportContext<'a>, page: &mut Page<'a>, n: usize) {
    let styles = &report.styles;
    let name = report.definition(&report.a.indicators[n]).name.as_str();
    let words = said(report, n).unwrap_or_default();
    let deep = TOLD.into_iter().zip(words).map(|((from, to), words)| lines(words, page.width(from, to)));
    page.height(points(deep.fold(lines(name, page.width(1, 1)), f64::max)));
    page.put(0, report.link(n));
    page.put(1, text(name, styles.text));
    for ((from, to), words) in TOLD.into_iter().zip(words) {
        page.across(from, to, text(words, styles.fact));
    }
    page.row += 1;
}
