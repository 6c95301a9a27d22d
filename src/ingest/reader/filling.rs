//! A book while it is being filled, with what it may still take.

use super::dress::{date, dress};
use super::noughts::Noughts;
use super::stop::Stop;
use super::value::ReadValue;
use crate::catalogue::F004;
use crate::fit::fit;
use crate::ingest::book::{EXTERNAL, FORMULA, HIDDEN, Held, MERGED, Raw, ReadBook, ReadSheet, Span};
use crate::ingest::formats::{NumbersAre, is_error_text};
use crate::ingest::pointer::Pointer;
use crate::ingest::preflight::packing::over_cell_limit;
use crate::ingest::preflight::{CellStyle, Cleared, Refusal, RichTexts, SheetFacts};
use crate::reading::CellRef;
use crate::record::{Appearance, HowShown, ShownNumber};
use crate::settings::Limits;
use crate::text::words::clean;
use calamine::{ExcelDateTime, ExcelDateTimeType};

const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// The most that a cell can hold in Excel.
const CELL_CHARACTERS: usize = 32_767;

/// A book while it is being filled, with what it may still take.
pub(super) struct Filling<'a> {
    pub book: ReadBook,
    limits: &'a Limits,
    cells: u64,
    ordered: bool,
    last: Option<(u32, u32)>,
    rich: &'a RichTexts,
    /// What a person sees of the text that was kept last, where it has several fonts.
    seen: Option<&'a Appearance>,
    pub noughts: Noughts,
    recalculated: bool,
}

impl<'a> Filling<'a> {
    pub fn new(cleared: &'a Cleared<'_>, limits: &'a Limits) -> Self {
        Self {
            book: ReadBook::new(cleared.since_1904),
            limits,
            cells: 0,
            ordered: true,
            last: None,
            rich: &cleared.rich,
            seen: None,
            noughts: Noughts::default(),
            recalculated: cleared.recalculated,
        }
    }

    /// The book, when every sheet was read.
    pub fn finish(mut self) -> ReadBook {
        self.noughts.settle(&mut self.book, self.recalculated);
        self.book
    }

    pub fn begin(&mut self, name: &str, hidden: bool) {
        self.book.sheets.push(ReadSheet { name: name.into(), hidden, ..ReadSheet::default() });
        (self.ordered, self.last) = (true, None);
    }

    fn text(&mut self, text: &str) -> Result<Span, Stop> {
        let room = self.limits.entry_mb << 20;
        if (self.book.text_length() + text.len()) as u64 > room {
            let expected = format!("no more than {} MB of text in all cells", self.limits.entry_mb);
            return Err(Stop::Refused(Refusal::new(&F004, expected, "more")));
        }
        self.book.keep(text).ok_or(Stop::Broken)
    }

    pub fn error(&mut self, text: &str) -> Result<Held, Stop> {
        Ok(Held::Error(self.text(text)?))
    }

    /// Keeps a value; `None` for what a person would see as blank.
    pub fn value(
        &mut self,
        value: ReadValue<'_>,
        at: (u32, u32),
        style: Option<&CellStyle>,
    ) -> Result<Option<Held>, Stop> {
        self.seen = None;
        let value = match value {
            ReadValue::Text(text) => ReadValue::Text(self.of_runs(text)),
            value => value,
        };
        Ok(Some(match value {
            ReadValue::Nothing => return Ok(None),
            // A negative nought is nought.
            ReadValue::Number(n) if n.is_finite() => Held::Number(n + 0.0),
            ReadValue::Number(n) => Held::Text(self.text(&n.to_string())?),
            ReadValue::Bool(b) => Held::Bool(b),
            ReadValue::Error(e) => self.error(&e.to_string())?,
            ReadValue::Date(d) => {
                let since_1904 = ExcelDateTime::new(d.as_f64(), ExcelDateTimeType::DateTime, true);
                self.book.since_1904 |= d == since_1904;
                // calamine takes the days of every .xlsb for days since 1900.
                let d = if self.book.since_1904 && d.is_datetime() { since_1904 } else { d };
                // calamine takes a length of time for a day, and a format for that of a day by its number alone.
                let days = style.is_none_or(|s| s.format.takes(d.as_f64()) == NumbersAre::Days);
                date(d).filter(|_| days).map_or(Held::Number(d.as_f64()), Held::Date)
            }
            ReadValue::DateText(s) => match s.get(..10).and_then(|d| d.parse().ok()) {
                Some(day) => Held::Date(day),
                None => Held::Text(self.text(s)?),
            },
            ReadValue::Text(s) if clean(s).is_empty() => return Ok(None),
            ReadValue::Text(s) if is_error_text(s) => self.error(s)?,
            ReadValue::Text(s) => {
                if s.len() > CELL_CHARACTERS && s.chars().count() > CELL_CHARACTERS {
                    let cell = CellRef::new(at.0, at.1.min(COLUMNS) as u16);
                    let got = format!("more in {cell} of sheet “{}”", self.sheet_name());
                    let expected = format!("no more than {CELL_CHARACTERS} characters in a cell");
                    return Err(Stop::Refused(Refusal::new(&F004, expected, got)));
                }
                Held::Text(self.text(s)?)
            }
        }))
    }

    /// The text that another one stands for.
    fn of_runs<'t>(&mut self, text: &'t str) -> &'t str
    where
        'a: 't,
    {
        let Some((text, seen)) = self.rich.get(text) else { return text };
        self.seen = Some(seen);
        text
    }

    fn sheet_name(&self) -> &str {
        self.book.sheets.last().map_or("", |s| &*s.name)
    }

    /// Keeps a cell; a style only where it is not plain.
    pub fn put(
        &mut self,
        at: (u32, u32),
        value: Held,
        flags: u8,
        style: Option<&CellStyle>,
        facts: &SheetFacts,
    ) -> Result<(), Stop> {
        let (row, col) = at;
        let appearance = appearance(self.seen.take(), value, style.filter(|s| !s.is_plain()), facts, at, &self.book);
        let Some(sheet) = self.book.sheets.last_mut() else { return Err(Stop::Broken) };
        if row >= ROWS || col >= COLUMNS {
            return Err(Stop::Broken);
        }
        self.cells += 1;
        if sheet.cells.len() as u64 >= self.limits.sheet_cells || self.cells > self.limits.workbook_cells {
            let got = format!("more, in sheet “{}”", sheet.name);
            return Err(Stop::Refused(over_cell_limit(self.limits, &got)));
        }
        self.ordered &= self.last.is_none_or(|last| last < at);
        self.last = Some(at);
        let hidden = sheet.hidden || facts.row_hidden(row) || facts.column_hidden(col);
        let mut flags = flags | if hidden { HIDDEN } else { 0 } | if facts.is_merged(at) { MERGED } else { 0 };
        let col = fit::<u16>(col);
        if let Some((appearance, of_style)) = appearance {
            flags |= of_style;
            if matches!(appearance.shown, Some(ShownNumber { how: HowShown::Nothing, .. })) {
                flags |= HIDDEN;
            }
            if appearance != Appearance::default() {
                sheet.appearances.insert((row, col), appearance);
            }
        }
        sheet.cells.push(Raw { row, col, flags, value });
        Ok(())
    }

    /// Marks a cell that was already put as a formula; a formula without a cell has no saved result.
    pub fn formula(&mut self, at: (u32, u32), text: &str) {
        let Some(sheet) = self.book.sheets.last_mut().filter(|_| at.0 < ROWS && at.1 < COLUMNS) else { return };
        let key = (at.0, fit::<u16>(at.1));
        // Another workbook is [Old.xlsx]ReadSheet!A1 to Excel and ['file:///old.ods'#$ReadSheet.A1] to OpenDocument.
        let outside = text.contains('[') && (text.contains(']') && text.contains('!') || text.contains("'#"));
        let flags = FORMULA | if outside { EXTERNAL } else { 0 };
        let Ok(n) = sheet.cells.binary_search_by_key(&key, |c| (c.row, c.col)) else { return };
        sheet.cells[n].flags |= flags;
        let nought = matches!(sheet.cells[n].value, Held::Number(0.0));
        if let Some(pointer) = Some(text).filter(|_| nought).and_then(Pointer::parse) {
            self.point(at, pointer);
        }
    }

    /// The nought of a formula of the sheet being read only points at another cell.
    pub fn point(&mut self, at: (u32, u32), pointer: Pointer) {
        let sheet = self.book.sheets.len().saturating_sub(1);
        self.noughts.point((sheet, at.0, fit::<u16>(at.1)), pointer);
    }

    pub fn sort(&mut self) {
        if let Some(sheet) = self.book.sheets.last_mut().filter(|_| !self.ordered) {
            sheet.cells.sort_by_key(|c| (c.row, c.col));
        }
    }

    /// Refuses the sheet just begun.
    pub fn refuse_sheet(&mut self, why: String) {
        if let Some(sheet) = self.book.sheets.last_mut() {
            sheet.broken = Some(why);
        }
    }

    /// Closes the sheet: cells in order, none of them twice.
    pub fn end(&mut self, ended: Result<(), Stop>, facts: &SheetFacts) -> Result<(), Refusal> {
        let Some(sheet) = self.book.sheets.last_mut() else { return Ok(()) };
        match ended {
            Err(Stop::Refused(refusal)) => return Err(refusal),
            Err(Stop::Broken) => {
                let last = self.last.map(|(r, c)| CellRef::new(r, fit::<u16>(c)));
                sheet.broken =
                    Some(last.map_or("unreadable from its start".into(), |c| format!("unreadable after cell {c}")));
            }
            Ok(()) if !self.ordered => {
                self.sort();
                let Some(sheet) = self.book.sheets.last_mut() else { return Ok(()) };
                let twice = sheet.cells.windows(2).find(|w| (w[0].row, w[0].col) == (w[1].row, w[1].col));
                sheet.broken = twice.map(|w| format!("cell {} twice", CellRef::new(w[0].row, w[0].col)));
            }
            Ok(()) => {}
        }
        if let Some(sheet) = self.book.sheets.last_mut() {
            sheet.hide(&facts.covered);
            sheet.covers = facts.covered_right();
            sheet.covers_below = facts.covered_down();
            sheet.beside = facts.beside.clone();
        }
        Ok(())
    }
}

/// What a person sees of a value, and the flags that its style gives it; `None` where that is simply the value.
fn appearance(
    seen: Option<&Appearance>,
    value: Held,
    style: Option<&CellStyle>,
    facts: &SheetFacts,
    at: (u32, u32),
    book: &ReadBook,
) -> Option<(Appearance, u8)> {
    let known = facts.appearance_of(at);
    let note = if facts.beside.notes.is_empty() { None } else { facts.beside.notes.get(&at) };
    let number = if let Held::Number(n) = value { Some(n) } else { None };
    let unseen = (facts.noughts_hidden && number == Some(0.0)) || facts.hides(at, number);
    if style.is_none() && known.is_none() && seen.is_none() && note.is_none() && !unseen {
        return None;
    }
    let mut out = known.cloned().unwrap_or_default();
    if let Some(Appearance { struck, raised, on_the_line, .. }) = seen.cloned() {
        (out.struck, out.raised, out.on_the_line) = (struck, raised, on_the_line);
    }
    if let Some(note) = note {
        out.note = note.as_str().into();
    }
    let flags = style.map_or(0, |style| dress(&mut out, style, value, book));
    if unseen {
        out.shown = Some(ShownNumber { text: "".into(), how: HowShown::Nothing });
    }
    Some((out, flags))
}
