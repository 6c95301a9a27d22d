//! Every basket on one table: council, priorities, sets, perspectives and directorates, each against last quarter and the
//! same quarter last year.

use super::page::{Page, number, text, whole};
use super::{Desk, format};
use crate::analyse::composite::{Composite, NoComposite};
use crate::analyse::{Basket, BasketKind};
use std::sync::Arc;

/// The columns of the level now and last quarter, and of the rate now and last quarter: side by side, since the chart
/// draws a line from one to the other.
pub const LEVEL: u16 = 4;
pub const RATE: u16 = 8;

const HEADINGS: [&str; 13] = [
    "Group",
    "Name",
    "Answers for it",
    "Rated there",
    "Level",
    "Level last quarter",
    "Level a year ago",
    "Off target (last quarter; a year ago)",
    "Rate",
    "Rate last quarter",
    "Composite (last quarter; a year ago)",
    "Rate a year ago",
    "Rate on last year",
];

/// The order in which they are listed.
const KINDS: [(BasketKind, &str); 5] = [
    (BasketKind::Council, "Council"),
    (BasketKind::Priority, "Priority"),
    (BasketKind::Set, "Set"),
    (BasketKind::Perspective, "Perspective"),
    (BasketKind::Directorate, "Directorate"),
];

/// Which row a basket stands in.
pub struct Table(Vec<(BasketKind, String, u32)>);

impl Table {
    pub fn row_of(&self, b: &Basket) -> Option<u32> {
        self.0.iter().find(|(kind, id, _)| (*kind, id) == (b.kind, &b.id)).map(|(.., row)| *row)
    }
}

pub fn table<'a>(desk: &Arc<Desk<'a>>, page: &mut Page<'a>) -> Table {
    let looks = &desk.looks;
    page.section("Everything counted together, against last quarter and a year ago", looks);
    page.put(
        0,
        text(
            "Level and rate as above; the rate on last year compares with the same quarter last year. On the chart a \
             dashed line leads from where each stood last quarter. Composite: how much of its targets a set reached on \
             average, where the register asks for it (see Method).",
            looks.note_line,
        ),
    );
    page.row += 1;
    page.height(48.0);
    for (column, heading) in HEADINGS.into_iter().enumerate() {
        page.put(column as u16, text(heading, looks.heading));
    }
    page.row += 1;
    let mut rows = Vec::new();
    for (kind, word) in KINDS {
        for b in desk.a.baskets.iter().filter(|b| b.kind == kind) {
            rows.push((kind, b.id.clone(), page.row));
            line(desk, page, word, b);
        }
    }
    page.row += 1;
    Table(rows)
}

fn line<'a>(desk: &Desk<'a>, page: &mut Page<'a>, word: &'static str, b: &'a Basket) {
    let looks = &desk.looks;
    let cells = [
        text(word, looks.text),
        text(b.name.as_str(), looks.text),
        text(b.owner.as_str(), looks.text),
        whole(b.now.rated(), looks.whole),
        number(b.now.share, looks.share),
        number(b.previous.share, looks.share),
        number(b.year_ago.share, looks.share),
        text(reds(b), looks.text),
        number(b.improvement_short, looks.net),
        number(b.was_improvement[0], looks.net),
        text(b.composite.as_ref().map_or(String::new(), |c| composite(desk, c)), looks.text),
        number(b.was_improvement[1], looks.net),
        number(b.improvement_year, looks.net),
    ];
    for (column, cell) in cells.into_iter().enumerate() {
        page.put(column as u16, cell);
    }
    page.row += 1;
}

/// `4 (3; 6)`: now, last quarter, a year ago.
fn reds(b: &Basket) -> String {
    format!("{} ({}; {})", b.now.red, b.previous.red, b.year_ago.red)
}

/// `97% (95%; 92%)`: now, last quarter, a year ago; or why there is none now.
fn composite(desk: &Desk<'_>, [now, before, year_ago]: &[Composite; 3]) -> String {
    let id = |n: usize| &*desk.a.register.indicators[n].id;
    let shown = |c: &Composite| c.map_or("none".to_owned(), |v| format::share(Some(v)));
    match now {
        Ok(v) => format!("{} ({}; {})", format::share(Some(*v)), shown(before), shown(year_ago)),
        Err(NoComposite::Missing(n)) => format!("No value of {}", id(*n)),
        Err(NoComposite::NotPositive(n)) => format!("{} is not above 0", id(*n)),
        Err(NoComposite::Nothing) => "Nothing rated".to_owned(),
    }
}
