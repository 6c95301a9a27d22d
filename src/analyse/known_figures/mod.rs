//! Every figure that the reports of a quarter have, with what it is a figure of: what the figures in the team's words are
//! looked up in.

mod spoken;
mod figure;
mod measures;
mod counts;
mod money;
mod others;
mod lookup;

pub use figure::KnownFigure;
pub use lookup::FigureTerms;

use super::Analysis;
use crate::past::Past;
use figure::FigureList;

/// All figures of the quarter and those of earlier ones that it is compared with, in the order of the reports: the council's
/// own first.
pub(super) fn known<'s>(a: &'s Analysis<'_>, past: &Past) -> Vec<KnownFigure<'s>> {
    let mut list = FigureList::default();
    counts::collect(a, &mut list);
    money::collect(a, &mut list);
    others::collect(a, &mut list);
    measures::collect(a, past, &mut list);
    measures::words(a, &mut list);
    list.figures
}
