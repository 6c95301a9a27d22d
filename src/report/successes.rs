//! Successes: what was met, improved, recovered or kept up, in the service's own words where it wrote any.

use super::page::{Listing, column, number, text, whole};
use super::{Desk, format};
use crate::workbook::{Cell, Sheet};
use std::sync::Arc;

const NAME: &str = "Successes";
/// Indicators that the line above the table names.
const NAMED: usize = 20;

pub fn sheet<'a>(desk: &Arc<Desk<'a>>) -> Sheet<'a> {
    let looks = &desk.looks;
    let mut page = desk.page(NAME, "Successes: what went well");
    let columns = vec![
        column("Ref", 10.0),
        column("Why", 19.0),
        column("Service", 22.0),
        column("What went well", 62.0),
        column("Target", 12.0),
        column("Value", 12.0),
        column("Unit", 11.0),
        column("Status", 18.0),
        column("Quarters on target in a row", 12.0),
        column("Direction on last quarter", 17.0),
        column("In the service's words", 48.0),
    ];
    page.widen(&columns);
    let doubted = desk.a.indicators.iter().filter(|r| r.doubt().is_some());
    let ids: Vec<&str> = doubted.map(|r| &*desk.definition(r).id).collect();
    if !ids.is_empty() && ids.len() <= NAMED {
        let words = format!("Left out, since their figures are queried for their size: {}.", ids.join(", "));
        page.put(0, text(words, looks.plain));
        page.row += 2;
    } else if !ids.is_empty() {
        let words = "Figures that are queried for their size are left out: see the notes on Indicators.";
        page.put(0, text(words, looks.plain));
        page.row += 2;
    }
    page.heading_here(2);
    let source = desk.clone();
    page.table(
        Listing {
            name: NAME.into(),
            columns,
            len: desk.a.successes.len(),
            rows: Box::new(move |n: usize, out: &mut Vec<Cell<'a>>| line(&source, n, out)),
            filter: true,
            none: "No success stands out this quarter.",
        },
        looks,
    );
    page.sheet
}

fn line<'a>(desk: &Desk<'a>, n: usize, out: &mut Vec<Cell<'a>>) {
    let success = &desk.a.successes[n];
    let (looks, result) = (&desk.looks, &desk.a.indicators[success.indicator]);
    let i = desk.definition(result);
    let figures = looks.figures(i.unit, i.decimals);
    out.extend([
        desk.link(success.indicator),
        text(success.kind.words(), looks.strong),
        text(desk.service(&i.service), looks.text),
        text(success.sentence.as_str(), looks.text),
        number(result.target, figures.value),
        number(result.value, figures.value),
        text(format::unit(i.unit), looks.text),
        desk.status(result.status),
        whole(result.quarters_on_target, looks.whole),
        text(format::direction(&result.short), looks.text),
        text(success.words, looks.text),
    ]);
}
