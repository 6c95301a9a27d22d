//! How the key indicators compare with others: the last part of the sheet Priorities.

use super::indicators::percent;
use super::page::{Column, Listing, Page, column, number, text, whole};
use super::{Desk, format};
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
pub fn section<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>) {
    let (a, looks) = (desk.a, &desk.looks);
    if a.register.comparators.is_empty() {
        return;
    }
    let key = |n: &usize| desk.definition(&a.indicators[*n]).key && a.indicators[*n].benchmark.is_some();
    let shown: Vec<usize> = (0..a.indicators.len()).filter(key).take(a.settings.look.priority_rows).collect();
    let from = page.row;
    page.section("How the key indicators compare with others", looks);
    page.put(0, text(super::method::peers::in_short(a), looks.plain));
    page.row += 1;
    // The last table of the sheet, and so the one whose headings can be repeated.
    page.sheet.print.repeat_rows = Some((page.row, page.row));
    let source = desk.clone();
    page.table(
        Listing {
            name: "Compared_with_others".into(),
            columns: columns(),
            len: shown.len(),
            rows: Box::new(move |k: usize, out: &mut Vec<Cell<'a>>| line(&source, shown[k], out)),
            filter: false,
            none: "No key indicator has anybody to compare with.",
        },
        looks,
    );
    page.together(from);
}

fn line<'a>(desk: &Desk<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let (looks, result) = (&desk.looks, &desk.a.indicators[n]);
    let i = desk.definition(result);
    let figures = looks.figures(i.unit, i.decimals);
    let benchmark = result.benchmark.as_deref();
    let standing = benchmark.and_then(|b| b.standing.as_ref());
    let known = standing.and_then(|s| s.as_ref().ok());
    let place = match standing {
        None => "no peers in the register".into(),
        Some(Ok(standing)) => standing.words(),
        Some(Err(why)) => why.words(),
    };
    out.extend([
        desk.link(n),
        text(i.name.as_str(), looks.text),
        text(place, looks.text),
        text(format::unit(i.unit), looks.text),
        text(known.map(|s| s.period.to_string()).unwrap_or_default(), looks.text),
        number(known.map(|s| s.own), figures.value),
        number(known.map(|s| s.median), figures.value),
        text(benchmark.map(|b| beside(desk, b, i.decimals)).unwrap_or_default(), looks.text),
        number(known.map(|s| s.distance), figures.signed),
        percent(known.and_then(|s| s.percent), looks.percent),
        text(known.map_or("", Standing::side), looks.text),
        known.map_or_else(|| text("", looks.text), |s| whole(s.peers, looks.whole)),
        text(known.map_or("", |s| if s.nearest { "nearest neighbours" } else { "all peers" }), looks.text),
    ]);
}

/// Every average in a line of its own, with its quarter where it is an earlier one.
fn beside(desk: &Desk<'_>, benchmark: &Benchmark<'_>, decimals: u8) -> String {
    let line = |b: &crate::analyse::benchmark::ComparatorDistance<'_>| {
        let of = b.comparator.period;
        let of = if of == desk.a.period { String::new() } else { format!(" ({of})") };
        b.words(decimals) + &of
    };
    benchmark.beside.iter().map(line).collect::<Vec<_>>().join("\n")
}
