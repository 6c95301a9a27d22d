//! How the key indicators compare with others: the last part of the sheet Priorities.

use super::indicators::percent;
use super::page::{Column, Listing, Page, column, number, text, whole};
use super::{ReportContext, format};
use crate::analyse::Benchmark;
use crate::analyse::benchmark::Standing;
use crate::workbook::Cell;
use std::sync::Arc;

/// Fitted to the grid of the sheet.
fn columns() -> Vec<Column> {
    vec![
        column("Ref", 10.0),
        column("Indicator", 42.0),
        column("Place among peers", 24.0),
        column("Unit", 10.5),
        column("Quarter of the figures", 11.0),
        column("Our figure", 14.0),
        column("Peers' median", 15.0),
        column("Averages and the best known", 24.0),
        column("From the median", 10.0),
        column("From the median %", 15.0),
        column("Side of the median", 15.0),
        column("Peers", 11.0),
        column("Who they are", 18.0),
    ]
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
    page.put(0, text(super::method::peers::in_short(a), styles.plain));
    page.row += 1;
    // The last table of the sheet, and so the one whose headings can be repeated.
    page.sheet.print.repeat_rows = Some((page.row, page.row));
    let source = report.clone();
    page.table(
        Listing {
            name: "Compared_with_others".into(),
            columns: columns(),
            len: shown.len(),
            rows: Box::new(move |k: usize, out: &mut Vec<Cell<'a>>| line(&source, shown[k], out)),
            filter: false,
            none: "No key indicator has anybody to compare with.",
        },
        styles,
    );
    page.together(from);
}

fn line<'a>(report: &ReportContext<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let (styles, result) = (&report.styles, &report.a.indicators[n]);
    let i = report.definition(result);
    let figures = styles.figures(i.unit, i.decimals);
    let benchmark = result.benchmark.as_deref();
    let standing = benchmark.and_then(|b| b.standing.as_ref());
    let known = standing.and_then(|s| s.as_ref().ok());
    let place = match standing {
        None => "no peers in the register".into(),
        Some(Ok(standing)) => standing.words(),
        Some(Err(why)) => why.words(),
    };
    out.extend([
        report.link(n),
        text(i.name.as_str(), styles.text),
        text(place, styles.text),
        text(format::unit(i.unit), styles.text),
        text(known.map(|s| s.period.to_string()).unwrap_or_default(), styles.text),
        number(known.map(|s| s.own), figures.value),
        number(known.map(|s| s.median), figures.value),
        text(benchmark.map(|b| beside(report, b, i.decimals)).unwrap_or_default(), styles.text),
        number(known.map(|s| s.distance), figures.signed),
        percent(known.and_then(|s| s.percent), styles.percent),
        text(known.map_or("", Standing::side), styles.text),
        known.map_or_else(|| text("", styles.text), |s| whole(s.peers, styles.whole)),
        text(known.map_or("", |s| if s.nearest { "nearest neighbours" } else { "all peers" }), styles.text),
    ]);
}

/// Every average in a line of its own, with its quarter where it is an earlier one.
fn beside(report: &ReportContext<'_>, benchmark: &Benchmark<'_>, decimals: u8) -> String {
    let line = |b: &crate::analyse::benchmark::Beside<'_>| {
        let of = b.comparator.period;
        let of = if of == report.a.period { String::new() } else { format!(" ({of})") };
        b.words(decimals) + &of
    };
    benchmark.beside.iter().map(line).collect::<Vec<_>>().join("\n")
}
