//! The first rows of a sheet, and what their texts may be in a layout.

use crate::record::Field;
use crate::text::words::{meaning, meaning_or_signs};
use std::cell::{LazyCell, OnceCell};

/// Rows with something in them among which a heading row is looked for.
pub const HEAD_ROWS: usize = 60;
/// Longer texts are not headings.
const HEADING_BYTES: usize = 160;

/// A row of a sheet as its headings are looked for.
pub struct TextRow<'t> {
    /// Its number, from nought.
    pub row: u32,
    /// Texts by column, and months that stand there as days.
    pub texts: Vec<(u16, &'t str)>,
    /// Filled cells that hold no text.
    pub others: usize,
    /// Columns whose cell nobody sees.
    pub hidden: Vec<u16>,
    /// Columns of the texts that a merged range holds, with its last column.
    pub merged: Vec<(u16, u16)>,
}

type Rest<'t> = LazyCell<Vec<HeadRow<'t>>, Box<dyn FnOnce() -> Vec<HeadRow<'t>> + 't>>;

/// The first rows of a sheet; the rest is looked at only for tables that stand below others.
pub struct SheetHead<'t> {
    /// Its name.
    pub name: &'t str,
    /// Hidden from people who look at the workbook.
    pub hidden: bool,
    pub(super) meaning: String,
    pub(super) rows: Vec<HeadRow<'t>>,
    rest: Rest<'t>,
}

pub(super) struct HeadRow<'t> {
    pub row: u32,
    /// Texts by column, and months that stand there as days.
    pub texts: Vec<(u16, &'t str)>,
    /// Filled cells that hold no text.
    pub others: usize,
    /// Columns whose cell nobody sees.
    pub hidden: Vec<u16>,
    merged: Vec<(u16, u16)>,
    words: OnceCell<Vec<Word>>,
}

pub(super) enum Word {
    Heading(String),
    Key(Field),
    /// The reference that people see, beside the hidden id.
    Ref,
    /// A key that names no field: the template's own column, printed or counted for people.
    Ours,
}

impl<'t> SheetHead<'t> {
    /// `rows` gives the rows of the sheet from the first, each time that it is asked.
    pub fn new<I: Iterator<Item = TextRow<'t>>>(name: &'t str, hidden: bool, rows: impl Fn() -> I + 't) -> Self {
        let first = rows().take(HEAD_ROWS).map(HeadRow::new).collect();
        let texts = |row: &TextRow<'t>| !row.texts.is_empty();
        let rest = move || rows().skip(HEAD_ROWS).filter(texts).map(HeadRow::new).collect();
        Self { name, hidden, meaning: meaning(name), rows: first, rest: LazyCell::new(Box::new(rest)) }
    }

    /// The rows below `after`, which the first of the sheet may not reach.
    pub(super) fn below(&self, after: u32) -> (&[HeadRow<'t>], &[HeadRow<'t>]) {
        let below = |rows: &[HeadRow<'t>]| rows.partition_point(|r| r.row <= after);
        // A short sheet has no rest, and one that is not long enough to have any is not asked for it.
        let rest: &[HeadRow<'t>] = if self.rows.len() < HEAD_ROWS { &[] } else { &self.rest };
        (&self.rows[below(&self.rows)..], &rest[below(rest)..])
    }
}

impl<'t> HeadRow<'t> {
    fn new(TextRow { row, texts, others, hidden, merged }: TextRow<'t>) -> Self {
        Self { row, texts, others, hidden, merged, words: OnceCell::new() }
    }

    /// The text in a column.
    pub fn at(&self, col: u16) -> Option<&'t str> {
        self.texts.binary_search_by_key(&col, |(c, _)| *c).ok().map(|n| self.texts[n].1)
    }

    /// The last text at or before a column: where it stands, and where its merged range ends if it has one.
    pub fn before(&self, col: u16) -> Option<(u16, &'t str, Option<u16>)> {
        let (at, text) = *self.texts.get(self.texts.partition_point(|(c, _)| *c <= col).checked_sub(1)?)?;
        Some((at, text, self.merged.iter().find(|(c, _)| *c == at).map(|(_, end)| *end)))
    }

    pub fn words(&self) -> &[Word] {
        self.words.get_or_init(|| self.texts.iter().map(|(_, text)| word(text)).collect())
    }

    /// Whether the row has our hidden keys.
    pub fn keyed(&self) -> bool {
        self.words().iter().any(|w| matches!(w, Word::Key(_)))
    }
}

pub(super) fn word(text: &str) -> Word {
    if text.len() > HEADING_BYTES {
        return Word::Heading(String::new());
    }
    match text.trim().strip_prefix("qd:") {
        Some("ref") => Word::Ref,
        Some(key) => Field::from_key(key).map_or(Word::Ours, Word::Key),
        None => Word::Heading(meaning_or_signs(text)),
    }
}
