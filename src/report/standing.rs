//! Every basket on one table: council, priorities, sets, perspectives and directorates, each against last quarter and the
//! same quarter last year.

use super::cell::{number, text, whole};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use crate::analyse::composite::{Composite, NoComposite};
use crate::analyse::{Basket, BasketKind};
use crate::workbook::{Columns, SheetCell};

/// The order in which they are listed.
const KINDS: [(BasketKind, &str); 5] = [
    (BasketKind::Council, "Council"),
    (BasketKind::Priority, "Priority"),
    (BasketKind::Set, "Set"),
    (BasketKind::Perspective, "Perspective"),
    (BasketKind::Directorate, "Directorate"),
];

/// Where the baskets stand on the table.
pub struct StandingTable {
    /// The columns of the level, now and last quarter.
    pub level: [u16; 2],
    /// The columns of the rate, now and last quarter.
    pub rate: [u16; 2],
    rows: Vec<(BasketKind, String, u32)>,
}

impl StandingTable {
    /// The row that a basket stands in.
    pub fn row_of(&self, b: &Basket) -> Option<u32> {
        self.rows.iter().find(|(kind, id, _)| (*kind, id) == (b.kind, &b.id)).map(|(.., row)| *row)
    }
}

/// A basket, and what its kind is called.
type GroupedBasket<'a> = (&'static str, &'a Basket);

fn columns<'r, 'a>(report: &'r ReportContext<'a>) -> Columns<'r, GroupedBasket<'a>, SheetCell<'a>> {
    let styles = &report.styles;
    Columns::<GroupedBasket<'a>, SheetCell<'a>>::new()
        .field("Group", |(group, _)| text(*group, styles.text))
        .field("Name", |(_, b)| text(b.name.as_str(), styles.text))
        .field("Answers for it", |(_, b)| text(b.owner.as_str(), styles.text))
        .field("Rated there", |(_, b)| whole(b.now.rated(), styles.whole))
        // Now and last quarter side by side, since the chart draws a line from one to the other.
        .field("Level", |(_, b)| number(b.now.share, styles.share))
        .field("Level last quarter", |(_, b)| number(b.previous.share, styles.share))
        .field("Level a year ago", |(_, b)| number(b.year_ago.share, styles.share))
        .field("Off target (last quarter; a year ago)", |(_, b)| text(reds(b), styles.text))
        .field("Rate", |(_, b)| number(b.improvement_short, styles.net))
        .field("Rate last quarter", |(_, b)| number(b.was_improvement[0], styles.net))
        .field("Composite (last quarter; a year ago)", |(_, b)| {
            text(b.composite.as_ref().map_or(String::new(), |c| composite(report, c)), styles.text)
        })
        .field("Rate a year ago", |(_, b)| number(b.was_improvement[1], styles.net))
        .field("Rate on last year", |(_, b)| number(b.improvement_year, styles.net))
}

pub fn table<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) -> StandingTable {
    let styles = &report.styles;
    page.section("Everything counted together, against last quarter and a year ago", styles);
    page.put(
        0,
        text(
            "Level and rate as above; the rate on last year compares with the same quarter last year. On the chart a \
             dashed line leads from where each stood last quarter. Composite: how much of its targets a set reached on \
             average, where the register asks for it (see Method).",
            styles.note_line,
        ),
    );
    page.row += 1;
    page.height(48.0);
    let of_kind = |(kind, word)| report.a.baskets.iter().filter(move |b| b.kind == kind).map(move |b| (word, b));
    let baskets: Vec<GroupedBasket<'a>> = KINDS.into_iter().flat_map(of_kind).collect();
    let (columns, first) = (columns(report), page.row + 1);
    page.list(&columns, baskets.iter().copied(), styles);
    page.row += 1;
    let places = |headings: [&str; 2]| headings.map(|h| columns.place(h).unwrap_or_default());
    StandingTable {
        level: places(["Level", "Level last quarter"]),
        rate: places(["Rate", "Rate last quarter"]),
        rows: baskets.iter().zip(first..).map(|((_, b), row)| (b.kind, b.id.clone(), row)).collect(),
    }
}

/// `4 (3; 6)`: now, last quarter, a year ago.
fn reds(b: &Basket) -> String {
    format!("{} ({}; {})", b.now.red, b.previous.red, b.year_ago.red)
}

/// `97% (95%; 92%)`: now, last quarter, a year ago; or why there is none now.
fn composite(report: &ReportContext<'_>, [now, before, year_ago]: &[Composite; 3]) -> String {
    let id = |n: usize| &*report.a.register.indicators[n].id;
    let shown = |c: &Composite| c.map_or("none".to_owned(), |v| format::share(Some(v)));
    match now {
        Ok(v) => format!("{} ({}; {})", format::share(Some(*v)), shown(before), shown(year_ago)),
        Err(NoComposite::Missing(n)) => format!("No value of {}", id(*n)),
        Err(NoComposite::NotPositive(n)) => format!("{} is not above 0", id(*n)),
        Err(NoComposite::Nothing) => "Nothing rated".to_owned(),
    }
}
