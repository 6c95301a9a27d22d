//! How the key indicators compare with others: the last part of the sheet Priorities.

use super::cell::{percent, text};
use super::context::ReportContext;
use super::method;
use super::page::Page;
use super::row::{IndicatorRow, ReportColumns, ReportRow};
use crate::analyse::Benchmark;
use crate::analyse::benchmark::{ComparatorDistance, Standing};

use std::sync::Arc;

type BenchmarkRow<'a> = ReportRow<'a, IndicatorRow<'a>>;

/// Fitted to the grid of the sheet.
fn columns<'a>() -> ReportColumns<'a, IndicatorRow<'a>> {
    ReportColumns::<IndicatorRow<'a>>::new()
        .column("Ref", 10.0, |r| r.link())
        .column("Indicator", 42.0, |r| r.name())
        .column("Our figure", 14.0, |r| r.value(known(r).map(|s| s.own)))
        .column("Peers' median", 15.0, |r| r.value(known(r).map(|s| s.median)))
        .column("Unit", 10.5, |r| r.unit())
        .column("Quarter of the figures", 11.0, |r| r.text(known(r).map(|s| s.period.to_string()).unwrap_or_default()))
        .column("Place among peers", 24.0, |r| {
            match r.of.result.benchmark.as_deref().and_then(|b| b.standing.as_ref()) {
                None => r.text("no peers in the register"),
                Some(Ok(standing)) => {
                    let own = r.of.result.confirmation().filter(|_| standing.period == r.report.a.period);
                    let confirmed = own.map_or_else(String::new, |words| format!("; {words}"));
                    r.text(format!("{}{confirmed}", standing.words()))
                }
                Some(Err(why)) => r.text(why.words()),
            }
        })
        .column("Side of the median", 15.0, |r| r.text(known(r).map_or("", Standing::side)))
        .column("From the median", 10.0, |r| r.signed(known(r).map(|s| s.distance)))
        .column("From the median %", 15.0, |r| percent(known(r).and_then(|s| s.percent), r.styles().percent))
        .column("Averages and the best known", 24.0, |r| {
            let benchmark = r.of.result.benchmark.as_deref();
            r.text(benchmark.map(|b| beside(&r.report, b, r.of.i.decimals)).unwrap_or_default())
        })
        .column("Who they are", 18.0, |r| {
            r.text(known(r).map_or("", |s| if s.nearest { "nearest neighbours" } else { "all peers" }))
        })
        .column("Peers", 11.0, |r| known(r).map_or_else(|| r.text(""), |s| r.whole(s.peers)))
}

/// Where it stands among its peers, if that can be told.
fn known<'a>(r: &BenchmarkRow<'a>) -> Option<&'a Standing> {
    r.of.result.benchmark.as_deref()?.standing.as_ref()?.as_ref().ok()
}

/// Every key indicator that the register gives comparators for; nothing where it gives none at all.
pub fn section<'a>(report: &Arc<ReportContext<'a>>, page: &mut Page<'a>) {
    let (a, styles) = (report.a, &report.styles);
    if a.register.comparators.is_empty() {
        return;
    }
    let key = |n: &usize| report.definition(&a.indicators[*n]).key && a.indicators[*n].benchmark.is_some();
    let shown: Vec<usize> = (0..a.indicators.len()).filter(key).take(a.settings.look.priority_rows).collect();
    let from = page.row;
    page.section("How the key indicators compare with others", styles);
    page.put(0, text(method::peers::in_short(a), styles.plain));
    page.row += 1;
    // The last table of the sheet, and so the one whose headings can be repeated.
    page.sheet.print.repeat_rows = Some((page.row, page.row));
    let (source, len) = (report.clone(), shown.len());
    let table = report.table("Compared_with_others", columns(), len, move |k| source.indicator(shown[k]));
    page.table(table, "No key indicator has anybody to compare with.", styles);
    page.begins(from);
}

/// Every average in a line of its own, with its quarter where it is an earlier one.
fn beside(report: &ReportContext<'_>, benchmark: &Benchmark<'_>, decimals: u8) -> String {
    let line = |b: &ComparatorDistance<'_>| {
        let of = b.comparator.period;
        let of = if of == report.a.period { String::new() } else { format!(" ({of})") };
        b.words(decimals) + &of
    };
    benchmark.beside.iter().map(line).collect::<Vec<_>>().join("\n")
}
