//! One sheet: its rows and cells are walked as they are written, those that are alike are split around a mark, and
//! nothing else is touched.

use super::super::xml::{Edit, Edits, MarkingRefusal, Tag, TagKind, Tags};
use super::notes::{self, NoteStyles};
use super::styles::OdsStyles;
use super::{COLUMNS_REPEATED, Marks, Notes, ROWS_REPEATED, repeated, unfit};
use crate::catalogue::Severity;
use crate::reading::CellRef;
use std::iter::Peekable;

/// What is done to a sheet.
pub(super) struct OdsMarking<'m> {
    pub marks: &'m Marks,
    pub notes: &'m Notes,
    /// Take off the marks of an earlier copy.
    pub unmark: bool,
    pub note_styles: &'m NoteStyles,
}

/// What splitting may add to a sheet: a row that is written once for a million is copied for each mark in it.
const MOST_GROWTH: usize = 16 << 20;

/// The sheet with its marks; `None` where nothing changes.
pub(super) fn edit(table: &str, wanted: &OdsMarking<'_>, styles: &mut OdsStyles<'_>) -> Edit<Option<String>> {
    let mut tags = Tags::new(table);
    tags.next()?.ok_or_else(unfit)?;
    let mut rows = OdsRows { wanted, styles, columns: vec![], next: 0, room: MOST_GROWTH };
    let mut edits = Edits::default();
    let mut last = None;
    while let Some(tag) = tags.next()? {
        if tag.kind == TagKind::Close {
            if tag.depth == 1 && HOLD_ROWS.contains(&tag.name()) {
                last = Some(tag.at.end);
            }
            continue;
        }
        match tag.name() {
            "table:table-column" => {
                rows.column(&tag, &mut edits)?;
                tags.rest_of(&tag)?;
            }
            "table:table-row" => {
                let at = tags.rest_of(&tag)?;
                if let Some(text) = rows.row(&tag, &table[at.clone()])? {
                    edits.replace(at.clone(), text);
                }
                if tag.depth == 1 {
                    last = Some(at.end);
                }
            }
            name if HOLD_ROWS.contains(&name) || HOLD_COLUMNS.contains(&name) => {}
            _ => _ = tags.rest_of(&tag)?,
        }
    }
    let missing = rows.missing_rows()?;
    if !missing.is_empty() {
        edits.insert(last.ok_or_else(unfit)?, missing);
    }
    if edits.is_empty() { Ok(None) } else { edits.apply(table).map(Some) }
}

const HOLD_ROWS: [&str; 3] = ["table:table-header-rows", "table:table-row-group", "table:table-rows"];
const HOLD_COLUMNS: [&str; 3] = ["table:table-header-columns", "table:table-column-group", "table:table-columns"];
const STYLE: &str = "table:style-name";
const DEFAULT_STYLE: &str = "table:default-cell-style-name";

struct OdsRows<'m, 's, 'l, 'x> {
    wanted: &'m OdsMarking<'m>,
    styles: &'s mut OdsStyles<'l>,
    /// How many columns, and the style of their cells where those have none.
    columns: Vec<(u32, Option<&'x str>)>,
    /// The row that comes next.
    next: u32,
    room: usize,
}

impl<'x> OdsRows<'_, '_, '_, 'x> {
    fn column(&mut self, tag: &Tag<'x>, edits: &mut Edits) -> Edit<()> {
        let style = tag.raw(DEFAULT_STYLE);
        self.columns.push((repeated(tag, COLUMNS_REPEATED)?, style));
        self.unmark_default(tag, edits)
    }

    /// LibreOffice may have made a mark the style of a whole row or column.
    fn unmark_default(&mut self, tag: &Tag<'_>, edits: &mut Edits) -> Edit<()> {
        if self.wanted.unmark
            && let Some(style) = self.styles.unmarked(tag.raw(DEFAULT_STYLE))?
        {
            edits.set(tag, DEFAULT_STYLE, &style);
        }
        Ok(())
    }

    fn style_of_column(&self, col: u32) -> Option<&'x str> {
        let mut end = 0_u32;
        let found = self.columns.iter().find(|(times, _)| {
            end = end.saturating_add(*times);
            col < end
        });
        found.and_then(|(_, style)| *style)
    }

    /// A row, or several that are alike; `None` where nothing changes.
    fn row(&mut self, tag: &Tag<'_>, row: &str) -> Edit<Option<String>> {
        let times = repeated(tag, ROWS_REPEATED)?;
        let first = self.next;
        self.next = first.checked_add(times).ok_or_else(unfit)?;
        let all = self.wanted.marks;
        let mut marked: Vec<u32> =
            all.range(CellRef::new(first, 0)..CellRef::new(self.next, 0)).map(|(at, _)| at.row).collect();
        marked.dedup();
        if marked.is_empty() && !self.wanted.unmark {
            return Ok(None);
        }
        if times == 1 {
            return self.cells(row, marked.first().copied());
        }
        let plain = if self.wanted.unmark { self.cells(row, None)? } else { None };
        if marked.is_empty() {
            return Ok(plain);
        }
        let plain = plain.unwrap_or_else(|| row.to_owned());
        self.may_split(&plain)?;
        let (mut out, mut at) = (String::new(), first);
        for number in marked {
            self.grow(2 * plain.len())?;
            out += &alike(&plain, ROWS_REPEATED, number - at)?;
            let own = self.cells(row, Some(number))?.unwrap_or_default();
            out += &alike(&own, ROWS_REPEATED, 1)?;
            at = number + 1;
        }
        out += &alike(&plain, ROWS_REPEATED, self.next - at)?;
        Ok(Some(out))
    }

    fn grow(&mut self, by: usize) -> Edit<()> {
        self.room = self.room.checked_sub(by).ok_or_else(|| MarkingRefusal::new("it is too large"))?;
        Ok(())
    }

    /// An element with an id can stand there only once.
    fn may_split(&self, element: &str) -> Edit<()> {
        if element.contains("xml:id=") { Err(unfit()) } else { Ok(()) }
    }

    /// One row with the marks of row `number`; `None` where nothing changes.
    fn cells(&mut self, row: &str, number: Option<u32>) -> Edit<Option<String>> {
        let wanted = self.wanted;
        let range = number.map(|n| wanted.marks.range(CellRef::new(n, 0)..CellRef::new(n + 1, 0)));
        let mut marks = range.into_iter().flatten().map(|(at, s)| (*at, *s)).peekable();
        let mut edits = Edits::default();
        let mut tags = Tags::new(row);
        let open = tags.next()?.ok_or_else(unfit)?;
        let default = open.raw(DEFAULT_STYLE);
        self.unmark_default(&open, &mut edits)?;
        let mut next = 0_u32;
        while open.kind == TagKind::Open
            && let Some(tag) = tags.next()?
        {
            if tag.kind == TagKind::Close {
                let cells = self.missing_cells(&mut marks, next, default)?;
                edits.insert(tag.at.start, cells);
                break;
            }
            let at = tags.rest_of(&tag)?;
            if !["table:table-cell", "table:covered-table-cell"].contains(&tag.name()) {
                continue;
            }
            let first = next;
            next = first.checked_add(repeated(&tag, COLUMNS_REPEATED)?).ok_or_else(unfit)?;
            let mut here = Vec::new();
            while let Some(mark) = marks.next_if(|(at, _)| u32::from(at.col) < next) {
                here.push(mark);
            }
            if let Some(text) = self.cell(&tag, &row[at.clone()], first..next, &here, default)? {
                edits.replace(at, text);
            }
        }
        if open.kind == TagKind::Empty {
            let cells = self.missing_cells(&mut marks, 0, default)?;
            if !cells.is_empty() {
                edits.open_up(&open, &cells);
            }
        }
        if edits.is_empty() { Ok(None) } else { edits.apply(row).map(Some) }
    }

    /// A cell, or several that are alike, with the marks among them; `None` where nothing changes.
    fn cell(
        &mut self,
        tag: &Tag<'_>,
        cell: &str,
        cols: std::ops::Range<u32>,
        marks: &[(CellRef, Severity)],
        default: Option<&str>,
    ) -> Edit<Option<String>> {
        let own = tag.raw(STYLE);
        let plain = match self.wanted.unmark {
            true => {
                let style = self.styles.unmarked(own)?;
                changed(cell, style.as_deref(), None, self.wanted)?
            }
            false => None,
        };
        if marks.is_empty() {
            return Ok(plain);
        }
        let plain = plain.unwrap_or_else(|| cell.to_owned());
        let alone = cols.len() == 1;
        if !alone {
            self.may_split(&plain)?;
        }
        let (mut out, mut at) = (String::new(), cols.start);
        for (place, severity) in marks {
            let col = u32::from(place.col);
            let own = own.or(default).or_else(|| self.style_of_column(col));
            let style = self.styles.marked(own, *severity)?;
            let note = self.wanted.notes.get(place).map(String::as_str);
            let text = changed(cell, Some(&style), note, self.wanted)?.unwrap_or_default();
            if alone {
                return Ok(Some(text));
            }
            self.grow(2 * plain.len())?;
            out += &alike(&plain, COLUMNS_REPEATED, col - at)?;
            out += &alike(&text, COLUMNS_REPEATED, 1)?;
            at = col + 1;
        }
        out += &alike(&plain, COLUMNS_REPEATED, cols.end - at)?;
        Ok(Some(out))
    }

    /// OdsRows for the marks below the last row.
    fn missing_rows(&mut self) -> Edit<String> {
        let mut out = String::new();
        let mut left = self.wanted.marks.range(CellRef::new(self.next, 0)..).map(|(at, s)| (*at, *s)).peekable();
        while let Some((at, _)) = left.peek() {
            let row = at.row;
            let gap = row - self.next;
            if gap > 0 {
                out += &alike("<table:table-row><table:table-cell/></table:table-row>", ROWS_REPEATED, gap)?;
            }
            let mut own =
                std::iter::from_fn(|| left.next_if(|(at, _)| at.row == row)).collect::<Vec<_>>().into_iter().peekable();
            out += &format!("<table:table-row>{}</table:table-row>", self.missing_cells(&mut own, 0, None)?);
            self.next = row + 1;
        }
        Ok(out)
    }

    /// Cells for the marks from column `next` on, in the style of the row or of their columns.
    fn missing_cells(
        &mut self,
        marks: &mut Peekable<impl Iterator<Item = (CellRef, Severity)>>,
        mut next: u32,
        default: Option<&str>,
    ) -> Edit<String> {
        let mut out = String::new();
        for (at, severity) in marks {
            let col = u32::from(at.col);
            if col > next {
                out += &alike("<table:table-cell/>", COLUMNS_REPEATED, col - next)?;
            }
            let style = self.styles.marked(default.or_else(|| self.style_of_column(col)), severity)?;
            let note = self.wanted.notes.get(&at).map(String::as_str);
            out += &changed("<table:table-cell/>", Some(&style), note, self.wanted)?.unwrap_or_default();
            next = col + 1;
        }
        Ok(out)
    }
}

/// The element, standing for `times` that are alike; nothing for none.
fn alike(element: &str, key: &str, times: u32) -> Edit<String> {
    if times == 0 {
        return Ok(String::new());
    }
    let tag = Tags::new(element).next()?.ok_or_else(unfit)?;
    let mut edits = Edits::default();
    match times {
        1 => edits.unset(&tag, key),
        _ => edits.set(&tag, key, &times.to_string()),
    }
    edits.apply(element)
}

/// A cell with another style and its note; `None` where nothing changes.
fn changed(cell: &str, style: Option<&str>, note: Option<&str>, wanted: &OdsMarking<'_>) -> Edit<Option<String>> {
    let mut edits = Edits::default();
    let mut tags = Tags::new(cell);
    let open = tags.next()?.ok_or_else(unfit)?;
    if let Some(style) = style {
        edits.set(&open, STYLE, style);
    }
    let fresh = note.map(|n| notes::annotation(n, wanted.note_styles));
    if open.kind == TagKind::Empty {
        if let Some(fresh) = fresh {
            edits.open_up(&open, &fresh);
        }
        return if edits.is_empty() { Ok(None) } else { edits.apply(cell).map(Some) };
    }
    // A source of the cell's content comes before its note.
    let (mut goes, mut theirs) = (open.at.end, false);
    while let Some(tag) = tags.next()? {
        if tag.kind == TagKind::Close {
            continue;
        }
        let at = tags.rest_of(&tag)?;
        match tag.name() {
            "table:cell-range-source" => goes = at.end,
            "office:annotation" if !theirs && (note.is_some() || wanted.unmark) => {
                theirs = notes::extend(cell, at, note, wanted.note_styles, &mut edits)?;
            }
            _ => {}
        }
    }
    if let Some(fresh) = fresh.filter(|_| !theirs) {
        edits.insert(goes, fresh);
    }
    if edits.is_empty() { Ok(None) } else { edits.apply(cell).map(Some) }
}
