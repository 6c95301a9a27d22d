//! The only door to calamine: cells of a cleared file into a [`ReadBook`], sheet by sheet and by name, bounded, never as
//! a dense range where the format can be streamed.

mod dress;

use super::book::{EXTERNAL, FORMULA, HIDDEN, Held, MERGED, Raw, ReadBook, ReadSheet};
use super::preflight::{CellStyle, Cleared, Refusal, SheetFacts, SpecialCell, WorkbookFormat};
use crate::catalogue::{F002, F003, F004};
use crate::fit::fit;
use crate::ingest::formats::{NumberFormat, NumbersAre, built_in, is_error_text};
use crate::reading::CellRef;
use crate::record::{Appearance, HowShown, ShownNumber};
use crate::settings::Limits;
use crate::text::words::clean;
use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, ExcelDateTimeType, Ods, OdsError, Range, Reader, SheetType,
    SheetVisible, Xls, XlsError, XlsOptions, Xlsb, XlsbError, Xlsx, XlsxError,
};
use dress::{clock, date, dress, duration};
use std::collections::BTreeSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// The code page that means UTF-16.
const UNICODE: u16 = 1200;
/// The most that a cell can hold in Excel.
const CELL_CHARACTERS: usize = 32_767;

type ByteSource<'a> = Cursor<&'a [u8]>;

/// Reads every worksheet. A panic of the parser is damage to the file, nothing more.
pub(super) fn read(cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let read = || {
        let source = Cursor::new(&*cleared.bytes);
        match cleared.kind {
            WorkbookFormat::Xlsx => xlsx(source, &cleared.sheets, limits),
            WorkbookFormat::Xlsb => xlsb(source, cleared, limits),
            WorkbookFormat::Xls => xls(source, cleared, limits),
            WorkbookFormat::Ods => ods(source, cleared, limits),
        }
    };
    let book = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(unreadable()))?;
    if book.sheets.is_empty() {
        return Err(Refusal::new(&F003, "a whole workbook", "no sheet in it"));
    }
    Ok(book)
}

fn unreadable() -> Refusal {
    Refusal::new(&F003, "a whole workbook", "its list of sheets, styles or texts is unreadable")
}

fn password() -> Refusal {
    Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook")
}

/// Why the cells of a sheet stopped coming.
enum Stop {
    /// The file is refused.
    Refused(Refusal),
    /// This sheet is broken.
    Broken,
}

/// A panic of the parser breaks the sheet that it was reading, nothing more.
fn without_panic(stream: impl FnOnce() -> Result<(), Stop>) -> Result<(), Stop> {
    catch_unwind(AssertUnwindSafe(stream)).unwrap_or(Err(Stop::Broken))
}

fn xlsx(source: ByteSource<'_>, facts: &[SheetFacts], limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened =
        Xlsx::new(source).map_err(|e| if matches!(e, XlsxError::Password) { password() } else { unreadable() });
    let mut workbook = opened?;
    let mut filling = Filling::new(limits);
    let mut styles: Option<Vec<CellStyle>> = None;
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = facts.get(n).unwrap_or(&none);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        let stream = || {
            let mut cells = match workbook.worksheet_cells_reader(&sheet.name) {
                Ok(cells) => cells,
                Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
                Err(_) => return Err(Stop::Broken),
            };
            let styles = styles.get_or_insert_with(|| cells.styles().iter().map(cell_style).collect());
            let mut special = facts.special.iter().peekable();
            loop {
                let (cell, style) = match cells.next_cell_with_style_id() {
                    Ok(Some(next)) => next,
                    Ok(None) => return Ok(()),
                    // An error value that calamine does not know costs this cell only; the next call goes on.
                    Err(XlsxError::CellError(text)) => {
                        let known = special.find(|s| s.error.as_deref() == Some(text.as_str())).ok_or(Stop::Broken)?;
                        let value = filling.error(&text)?;
                        filling.put(known.at, value, flags(known), None, facts)?;
                        continue;
                    }
                    Err(_) => return Err(Stop::Broken),
                };
                let at = cell.get_position();
                let extra = special.next_if(|s| s.at == at);
                let style = styles.get(style);
                let value = match cell.get_value() {
                    DataRef::Empty if extra.is_some_and(|s| s.formula && !s.result) => Some(Held::FormulaWithoutResult),
                    value => filling.value(value.into(), at, style)?,
                };
                if let Some(value) = value {
                    filling.put(at, value, extra.map_or(0, flags), style, facts)?;
                }
            }
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.book)
}

fn cell_style(style: &calamine::Style) -> CellStyle {
    let (id, code) = style.number_format.as_ref().map_or((0, ""), |f| (f.format_id.unwrap_or(0), &*f.format_code));
    let code = if code.is_empty() { built_in(id) } else { code };
    CellStyle { format: NumberFormat::numbered(id, code), struck: style.font.as_ref().is_some_and(|f| f.strikethrough) }
}

fn flags(special: &SpecialCell) -> u8 {
    (if special.formula { FORMULA } else { 0 }) | (if special.external { EXTERNAL } else { 0 })
}

fn xlsb(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened =
        Xlsb::new(source).map_err(|e| if matches!(e, XlsbError::Password) { password() } else { unreadable() });
    let mut workbook = opened?;
    let mut filling = Filling::new(limits);
    filling.book.since_1904 = cleared.since_1904;
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = cleared.sheets.get(n).unwrap_or(&none);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        let stream = || {
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| Stop::Broken)?;
            while let Some(cell) = cells.next_cell().map_err(|_| Stop::Broken)? {
                let at = cell.get_position();
                let style = style_at(at, facts, &cleared.styles);
                if let Some(value) = filling.value(cell.get_value().into(), at, style)? {
                    filling.put(at, value, 0, style, facts)?;
                }
            }
            drop(cells);
            // A second pass for the formulas: this format does not give both at once.
            let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(|_| Stop::Broken)?;
            while let Some(cell) = cells.next_formula().map_err(|_| Stop::Broken)? {
                filling.formula(cell.get_position(), cell.get_value());
            }
            Ok(())
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.book)
}

fn xls(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let mut options = XlsOptions::default();
    // Some programs name a code page of one byte and write Unicode all the same, as the format asks of them.
    options.force_codepage = cleared.unicode.then_some(UNICODE);
    let opened = Xls::new_with_options(source, options);
    let mut workbook = opened.map_err(|e| if matches!(e, XlsError::Password) { password() } else { unreadable() })?;
    let merged = workbook.sheets_metadata().to_vec().into_iter().enumerate().map(|(n, s)| {
        let mut facts = cleared.sheets.get(n).cloned().unwrap_or_default();
        for range in workbook.merge_cells_by_sheet_name(&s.name).unwrap_or_default() {
            facts.merge(range.start, range.end);
        }
        facts.merged.sort_unstable();
        facts
    });
    let facts: Vec<SheetFacts> = merged.collect();
    dense(&mut workbook, &cleared.styles, &facts, limits)
}

fn ods(source: ByteSource<'_>, cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let opened = Ods::new(source).map_err(|e| if matches!(e, OdsError::Password) { password() } else { unreadable() });
    dense(&mut opened?, &cleared.styles, &cleared.sheets, limits)
}

/// Formats that calamine reads whole.
fn dense<'a, R: Reader<ByteSource<'a>>>(
    workbook: &mut R,
    styles: &[CellStyle],
    facts: &[SheetFacts],
    limits: &Limits,
) -> Result<ReadBook, Refusal> {
    let mut filling = Filling::new(limits);
    let none = SheetFacts::default();
    let sheets = workbook.sheets_metadata().to_vec();
    for (n, sheet) in sheets.iter().enumerate().filter(|(_, s)| s.typ == SheetType::WorkSheet) {
        let facts = facts.get(n).unwrap_or(&none);
        filling.begin(&sheet.name, sheet.visible != SheetVisible::Visible);
        let stream = || {
            let cells = workbook.worksheet_range(&sheet.name).map_err(|_| Stop::Broken)?;
            // The nought of a formula that was never calculated is no value.
            let unsaved: BTreeSet<_> = facts.special.iter().filter(|s| !s.result).map(|s| s.at).collect();
            for (at, value) in absolute(&cells) {
                if !unsaved.is_empty() && unsaved.contains(&at) {
                    continue;
                }
                let value = ReadValue::from(value);
                let style = style_at(at, facts, styles);
                let clock = if let ReadValue::DurationText(text) = value { clock(text, style) } else { None };
                if let Some(kept) = filling.value(value, at, style)? {
                    filling.put(at, kept, 0, clock.as_ref().or(style), facts)?;
                }
            }
            let (saved, unsaved): (Vec<_>, Vec<_>) = facts.special.iter().partition(|s| s.result);
            for special in unsaved {
                filling.put(special.at, Held::FormulaWithoutResult, flags(special), None, facts)?;
            }
            filling.sort();
            saved.into_iter().for_each(|s| filling.formula(s.at, ""));
            if let Ok(formulas) = workbook.worksheet_formula(&sheet.name) {
                absolute(&formulas).filter(|(_, f)| !f.is_empty()).for_each(|(at, f)| filling.formula(at, f));
            }
            Ok(())
        };
        let ended = without_panic(stream);
        filling.end(ended, facts)?;
    }
    Ok(filling.book)
}

/// The style of a cell; `None` where nothing is known of the styles of the workbook.
fn style_at<'s>(at: (u32, u32), facts: &SheetFacts, styles: &'s [CellStyle]) -> Option<&'s CellStyle> {
    static PLAIN: CellStyle = CellStyle::PLAIN;
    let known = facts.style_of(at).map_or(Some(&PLAIN), |n| styles.get(n));
    known.filter(|_| !styles.is_empty())
}

/// The used cells of a range by their place in the sheet; the range itself counts from its first used cell.
fn absolute<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = ((u32, u32), &T)> {
    let (row, col) = range.start().unwrap_or_default();
    range.used_cells().map(move |(r, c, value)| ((row + fit::<u32>(r), col + fit::<u32>(c)), value))
}

/// A value of calamine's, not yet kept.
enum ReadValue<'a> {
    Nothing,
    Number(f64),
    Text(&'a str),
    Bool(bool),
    Date(ExcelDateTime),
    DateText(&'a str),
    /// A length of time as OpenDocument has it: PT36H00M00S.
    DurationText(&'a str),
    Error(&'a CellErrorType),
}

/// Both of calamine's value types have the same variants.
macro_rules! value_of {
    ($from:ident $(<$life:lifetime>, $shared:ident)?) => {
        impl<'a> From<&'a $from$(<$life>)?> for ReadValue<'a> {
            fn from(value: &'a $from$(<$life>)?) -> Self {
                match value {
                    $from::Int(n) => Self::Number(*n as f64),
                    $from::Float(n) => Self::Number(*n),
                    $from::String(s) => Self::Text(s),
                    $from::DurationIso(s) => Self::DurationText(s),
                    $($from::$shared(s) => Self::Text(s),)?
                    $from::Bool(b) => Self::Bool(*b),
                    $from::DateTime(d) => Self::Date(*d),
                    $from::DateTimeIso(s) => Self::DateText(s),
                    $from::Error(e) => Self::Error(e),
                    _ => Self::Nothing,
                }
            }
        }
    };
}
value_of!(DataRef<'a>, SharedString);
value_of!(Data);

/// A book while it is being filled, with what it may still take.
struct Filling<'a> {
    book: ReadBook,
    limits: &'a Limits,
    cells: u64,
    ordered: bool,
    last: Option<(u32, u32)>,
}

impl<'a> Filling<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { book: ReadBook::default(), limits, cells: 0, ordered: true, last: None }
    }

    fn begin(&mut self, name: &str, hidden: bool) {
        self.book.sheets.push(ReadSheet { name: name.into(), hidden, ..ReadSheet::default() });
        (self.ordered, self.last) = (true, None);
    }

    fn text(&mut self, text: &str) -> Result<super::book::Span, Stop> {
        let room = self.limits.entry_mb << 20;
        if (self.book.text_length() + text.len()) as u64 > room {
            let expected = format!("no more than {} MB of text in all cells", self.limits.entry_mb);
            return Err(Stop::Refused(Refusal::new(&F004, expected, "more")));
        }
        self.book.keep(text).ok_or(Stop::Broken)
    }

    fn error(&mut self, text: &str) -> Result<Held, Stop> {
        Ok(Held::Error(self.text(text)?))
    }

    /// Keeps a value; `None` for what a person would see as blank.
    fn value(&mut self, value: ReadValue<'_>, at: (u32, u32), style: Option<&CellStyle>) -> Result<Option<Held>, Stop> {
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
            ReadValue::DurationText(s) => match duration(s) {
                Some(days) => Held::Number(days),
                None => Held::Text(self.text(s)?),
            },
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

    fn sheet_name(&self) -> &str {
        self.book.sheets.last().map_or("", |s| &*s.name)
    }

    /// Keeps a cell; a style only where it is not plain.
    fn put(
        &mut self,
        at: (u32, u32),
        value: Held,
        flags: u8,
        style: Option<&CellStyle>,
        facts: &SheetFacts,
    ) -> Result<(), Stop> {
        let (row, col) = at;
        let Some(sheet) = self.book.sheets.last_mut() else { return Err(Stop::Broken) };
        if row >= ROWS || col >= COLUMNS {
            return Err(Stop::Broken);
        }
        self.cells += 1;
        if sheet.cells.len() as u64 >= self.limits.sheet_cells || self.cells > self.limits.workbook_cells {
            let Limits { sheet_cells, workbook_cells, .. } = self.limits;
            let expected =
                format!("no more than {sheet_cells} filled cells in a sheet and {workbook_cells} in the workbook");
            return Err(Stop::Refused(Refusal::new(&F004, expected, format!("more, in sheet “{}”", sheet.name))));
        }
        self.ordered &= self.last.is_none_or(|last| last < at);
        self.last = Some(at);
        let hidden = sheet.hidden || facts.row_hidden(row) || facts.column_hidden(col);
        let mut flags = flags | if hidden { HIDDEN } else { 0 } | if facts.is_merged(at) { MERGED } else { 0 };
        let col = fit::<u16>(col);
        let style = style.filter(|s| !s.is_plain());
        let known = facts.appearance_of(at);
        if style.is_some() || known.is_some() {
            let mut appearance = known.cloned().unwrap_or_default();
            if let Some(style) = style {
                flags |= dress(&mut appearance, style, value);
            }
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
    fn formula(&mut self, at: (u32, u32), text: &str) {
        let Some(sheet) = self.book.sheets.last_mut().filter(|_| at.0 < ROWS && at.1 < COLUMNS) else { return };
        let key = (at.0, fit::<u16>(at.1));
        // Another workbook is [Old.xlsx]ReadSheet!A1 to Excel and ['file:///old.ods'#$ReadSheet.A1] to OpenDocument.
        let outside = text.contains('[') && (text.contains(']') && text.contains('!') || text.contains("'#"));
        let flags = FORMULA | if outside { EXTERNAL } else { 0 };
        if let Ok(n) = sheet.cells.binary_search_by_key(&key, |c| (c.row, c.col)) {
            sheet.cells[n].flags |= flags;
        }
    }

    fn sort(&mut self) {
        if let Some(sheet) = self.book.sheets.last_mut().filter(|_| !self.ordered) {
            sheet.cells.sort_by_key(|c| (c.row, c.col));
        }
    }

    /// Closes the sheet: cells in order, none of them twice.
    fn end(&mut self, ended: Result<(), Stop>, facts: &SheetFacts) -> Result<(), Refusal> {
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
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
