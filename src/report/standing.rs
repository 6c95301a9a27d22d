//! Every basket on one table: council, priorities, sets, perspectives and directorates, each against last quarter and the
//! same quarter last year.

use super::cell::{number, text, whole};
use super::context::ReportContext;
use super::format;
use super::page::Page;
use crate::analyse::composite::{Composite, NoComposite, SetComposite};
use crate::analyse::{Basket, BasketKind, LevelPair};
use crate::workbook::{Columns, SheetCell};

/// The columns between which the chart draws a line.
const LEVEL_THEN: &str = "Level of these, last quarter";
const LEVEL_NOW: &str = "Level of these, now";
const RATE_THEN: &str = "Rate of those compared in both, last quarter";
const RATE_NOW: &str = "Rate of those compared in both, now";

/// The widths of the columns that stand to the right of the grid of the sheet.
pub const WIDTHS_BEYOND: [f64; 4] = [16.0, 17.0, 16.0, 20.0];

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
    /// The columns of level and rate now.
    pub now: [u16; 2],
    /// The columns of the level now and last quarter, of the measures rated in both.
    pub level: [u16; 2],
    /// The columns of the rate now and last quarter, of the measures compared in both.
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
        .field("Rated there", |(_, b)| whole(b.now.rated(), styles.whole))
        .field("Level", |(_, b)| number(b.now.share, styles.share))
        .field("Rate", |(_, b)| number(b.improvement_short, styles.net))
        .field("Off target, of these, last quarter → now", |(_, b)| text(reds(&b.on_quarter), styles.text))
        // Now and last quarter side by side, since the chart draws a line from one to the other.
        .field(LEVEL_NOW, |(_, b)| number(b.on_quarter.now.share, styles.share))
        .field(LEVEL_THEN, |(_, b)| number(b.on_quarter.then.share, styles.share))
        .field("Rated now and last quarter", |(_, b)| whole(b.on_quarter.rated(), styles.whole))
        .field("Rated last quarter, not now", |(_, b)| text(gone(&b.on_quarter), styles.text))
        .field("Composite (last quarter → now; a year ago → now)", |(_, b)| {
            text(b.composite.as_ref().map_or(String::new(), |c| composite(report, c)), styles.text)
        })
        .field("Answers for it", |(_, b)| text(b.owner.as_str(), styles.text))
        .field("Rated now and a year ago", |(_, b)| whole(b.on_year.rated(), styles.whole))
        .field("Off target, of these, a year ago → now", |(_, b)| text(reds(&b.on_year), styles.text))
        .field("Rate on last year", |(_, b)| number(b.improvement_year, styles.net))
        .field("Level of these, a year ago", |(_, b)| number(b.on_year.then.share, styles.share))
        .field("Level of these, now (on a year ago)", |(_, b)| number(b.on_year.now.share, styles.share))
        .field(RATE_NOW, |(_, b)| number(b.rate_on_quarter.now, styles.net))
        .field(RATE_THEN, |(_, b)| number(b.rate_on_quarter.then, styles.net))
}

pub fn table<'a>(report: &ReportContext<'a>, page: &mut Page<'a>) -> StandingTable {
    let styles = &report.styles;
    page.section("Everything counted together, against last quarter and a year ago", styles);
    page.put(
        0,
        text(
            "Level and rate as above. Quarters are compared over the measures that are rated in both: “of these”. On the \
             chart a dashed line leads from where these stood last quarter to where they stand now. Composite: how much of its targets a set reached on \
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
        now: places(["Level", "Rate"]),
        level: places([LEVEL_NOW, LEVEL_THEN]),
        rate: places([RATE_NOW, RATE_THEN]),
        rows: baskets.iter().zip(first..).map(|((_, b), row)| (b.kind, b.id.clone(), row)).collect(),
    }
}

/// `3 → 4`, of the measures rated in both quarters.
fn reds(pair: &LevelPair) -> String {
    match (pair.rated_then(), pair.rated()) {
        (0, _) => "none rated then".to_owned(),
        (_, 0) => "none rated in both".to_owned(),
        _ => format!("{} → {}", pair.then.red, pair.now.red),
    }
}

/// `37 (9 off target)`
fn gone(pair: &LevelPair) -> String {
    match (pair.gone.rated(), pair.gone.red) {
        (0, _) => "none".to_owned(),
        (all, 0) => all.to_string(),
        (all, red) => format!("{all} ({red} off target)"),
    }
}

/// `97% (95% → 96%; 92% → 97%)`: now, and like with like; or why there is none now.
fn composite(report: &ReportContext<'_>, set: &SetComposite) -> String {
    let id = |n: usize| &*report.a.register.indicators[n].id;
    let pair = |[now, then]: [Composite; 2]| match (now, then) {
        (Ok(now), Ok(then)) => format!("{} → {}", format::share(Some(then)), format::share(Some(now))),
        _ => "none".to_owned(),
    };
    match set.now {
        Ok(v) => format!("{} ({}; {})", format::share(Some(v)), pair(set.on_quarter), pair(set.on_year)),
        Err(NoComposite::Missing(n)) => format!("No value of {}", id(n)),
        Err(NoComposite::NotPositive(n)) => format!("{} is not above 0", id(n)),
        Err(NoComposite::Nothing) => "Nothing rated".to_owned(),
    }
}
