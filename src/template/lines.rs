//! Lines of a form that a service has had before, to be updated, with blank ones below them; and what stands in their
//! cells.

use super::context::TemplateContext;
use super::form::{FormRow, FormSheet};
use crate::reading::money::Pence;
use crate::text::words::meaning;
use crate::workbook::{CellContent, SheetCell, StyleId};
use chrono::NaiveDate;

/// What a service said last of one thing, or a blank line for a new one.
pub struct Line<'a, T> {
    pub id: String,
    pub last: Option<&'a T>,
}

impl<'a, T> Line<'a, T> {
    /// The lines that are known, and a blank one for each fresh id.
    pub fn all(known: Vec<(&'a str, &'a T)>, fresh: Vec<String>) -> impl Iterator<Item = Self> {
        let known = known.into_iter().map(|(id, last)| Self { id: id.to_owned(), last: Some(last) });
        known.chain(fresh.into_iter().map(|id| Self { id, last: None }))
    }
}

/// A cell with these words, to be changed where they are none any more.
pub fn words<'a>(words: &'a str, style: StyleId) -> SheetCell<'a> {
    match words {
        "" => SheetCell::new(CellContent::Blank, style),
        words => SheetCell::text(words, style),
    }
}

/// What was said of it last.
pub fn said<'a, T>(
    style: StyleId,
    of: fn(&T) -> &str,
) -> impl Fn(&FormRow<Line<'a, T>>) -> SheetCell<'a> + Copy + Send {
    move |r| words(r.of.last.map_or("", of), style)
}

/// The day that was said last.
pub fn day<'a, T>(
    style: StyleId,
    of: fn(&T) -> Option<NaiveDate>,
) -> impl Fn(&FormRow<Line<'a, T>>) -> SheetCell<'a> + Copy + Send {
    move |r| SheetCell::date(r.of.last.and_then(of), style)
}

/// The amount that was said last.
pub fn amount<'a, T>(
    style: StyleId,
    of: impl Fn(&T) -> Option<Pence> + Copy + Send,
) -> impl Fn(&FormRow<Line<'a, T>>) -> SheetCell<'a> + Copy + Send {
    move |r| SheetCell::number(r.of.last.and_then(of).map(Pence::pounds), style)
}

/// The priority that was named last, by its name.
pub fn priority<'a>(c: &TemplateContext<'a>, id: &str, style: StyleId) -> SheetCell<'a> {
    let known = c.register.priorities.iter().find(|p| meaning(&p.id) == meaning(id));
    words(known.map_or("", |p| p.name.as_str()), style)
}

/// A cell to fill.
pub fn blank<'a, R>(style: StyleId) -> impl Fn(&R) -> SheetCell<'a> + Copy + Send {
    move |_| SheetCell::new(CellContent::Blank, style)
}

/// Fills a line for each, at least two lines of text high.
pub fn fill<'a, T>(
    form: &mut FormSheet<'_, 'a, Line<'a, T>>,
    lines: impl Iterator<Item = Line<'a, T>>,
    title: (fn(&T) -> &str, crate::record::Field),
) {
    for line in lines {
        form.height(2, &[(line.last.map_or("", title.0), title.1)]);
        form.fill(line);
    }
}
