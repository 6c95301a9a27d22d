//! What the crate says of long sheets, asked before their rows are written: the numbers of the formats and what stands
//! before the rows. And the workbook put together: the crate's parts, and the long sheets in the places of its own.

use super::cursor::FirstRow;
use super::drawn::{self, CHART};
use super::long::{Before, FormatNumbers, LongSheet, Openings};
use super::page::Blank;
use crate::fit::fit;
use crate::label::{self, Label};
use crate::package::{self, PackedPart};
use crate::workbook::{Book, Sheet, Table};
use rust_xlsxwriter::utility::cell_range;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::collections::BTreeMap;
use std::io::{self, Seek, Write};
use std::sync::Arc;

/// Where a link of the crate's stands on a long sheet, in whose place the sheet's own come.
pub(super) const LINK: (u32, u16) = (0, 16_383);
const LINK_ELEMENT: &str = "<hyperlink ref=\"XFD1\"";
const ROWS: &str = "<sheetData";
const SIZE: &str = "<dimension ref=\"";

/// What long sheets need before their first row.
pub(super) struct Prepared {
    openings: Arc<Openings>,
    /// What stands before the rows, by the position of the sheet.
    heads: BTreeMap<usize, String>,
    /// Heights of rows are what somebody set, and not what a program may work out anew.
    heights_are_set: bool,
    /// Cells of a sheet up to which each says its reference.
    references_up_to: usize,
}

impl Prepared {
    /// For the long sheets among `sheets`, which are those with a first row.
    pub fn of(
        sheets: &[(Sheet<'_>, Option<FirstRow<'_>>)],
        blank: &Blank<'_>,
        book: &Book<'_>,
        heights_follow: bool,
    ) -> Result<Self, XlsxError> {
        let long: Vec<_> =
            sheets.iter().enumerate().filter_map(|(n, (s, first))| Some((n, s, first.as_ref()?))).collect();
        let mut out = Self {
            openings: Arc::default(),
            heads: BTreeMap::new(),
            heights_are_set: !heights_follow,
            references_up_to: book.references_up_to,
        };
        if long.is_empty() {
            return Ok(out);
        }
        // A sheet with a cell of each format, then the long ones as they are before their rows.
        let mut workbook = blank.workbook()?;
        let mut page = Worksheet::new();
        let formats: [&[Format]; 3] = blank.formats.lists();
        for (row, formats) in (0..).zip(formats) {
            for (column, format) in (0..).zip(formats) {
                page.write_blank(row, column, format)?;
            }
        }
        page.set_active(!long.iter().any(|(n, ..)| *n == book.opens_at));
        workbook.push_worksheet(page);
        for (n, sheet, first) in &long {
            let mut page = blank.page(sheet, &first.columns(blank.formats))?;
            page.set_active(*n == book.opens_at);
            workbook.push_worksheet(page);
        }
        let bytes = workbook.save_to_buffer()?;
        let rows = package::text(&bytes, &part(0))?;
        let [plain, dated, unlinked] = [0, 1, 2].map(|row| numbers(&rows, row));
        if formats.iter().zip([&plain, &dated, &unlinked]).any(|(formats, numbers)| formats.len() != numbers.len()) {
            return Err(unlike("a format without a number").into());
        }
        out.openings = Arc::new(Openings::of(&FormatNumbers { plain, dated, unlinked }));
        for (k, (n, sheet, _)) in long.iter().enumerate() {
            let xml = package::text(&bytes, &part(k + 1))?;
            let (head, _) = xml.split_once(ROWS).ok_or_else(|| unlike("a sheet without rows"))?;
            out.heads.insert(*n, of_size(head, sheet));
        }
        Ok(out)
    }

    /// The long sheet at a position before its first row.
    pub fn begun(&self, n: usize, sheet: &Sheet<'_>) -> io::Result<LongSheet> {
        let cells: usize = sheet.tables.iter().map(|t| width(t) * t.len()).sum();
        let before = Before {
            openings: Arc::clone(&self.openings),
            head: self.heads.get(&n).map_or("", String::as_str),
            references: cells <= self.references_up_to,
            heights_are_set: self.heights_are_set,
        };
        LongSheet::new(&part(n), sheet, before)
    }
}

fn width(table: &Table<'_>) -> usize {
    table.headings().len().max(table.widths().count())
}

/// What the crate writes is not what it was when this was written: better no workbook than half of one.
fn unlike(what: &str) -> io::Error {
    io::Error::other(format!("the library wrote {what}"))
}

/// The name of the part of a sheet by its position.
fn part(sheet: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", sheet + 1)
}

/// The numbers of the formats of the cells of a row, in their order.
fn numbers(rows: &str, row: usize) -> Vec<u32> {
    let cells = rows.split("<row ").nth(row + 1).unwrap_or_default().split("<c ").skip(1);
    let number = |cell: &str| cell.split(" s=\"").nth(1)?.split('"').next()?.parse().ok();
    cells.map(|cell| number(cell).unwrap_or_default()).collect()
}

/// What stands before the rows, with how far they go.
fn of_size(head: &str, sheet: &Sheet<'_>) -> String {
    let table = |t: &Table<'_>| {
        let last = t.row + fit::<u32>(t.len() + usize::from(!t.headings().is_empty())).saturating_sub(1);
        (t.row, t.column, last, t.column + fit::<u16>(width(t)).saturating_sub(1))
    };
    let cells = sheet.cells.iter().map(|(row, column, _)| (*row, *column, *row, *column));
    let all = sheet.tables.iter().map(table).chain(cells).chain(sheet.merges.iter().copied());
    let whole = all.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3)));
    let (Some((before, rest)), Some(whole)) = (head.split_once(SIZE), whole) else { return head.to_owned() };
    let after = rest.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{SIZE}{}\"{after}", cell_range(whole.0, whole.1, whole.2, whole.3))
}

/// Long sheets that are written but for what stands behind their rows, by the names of their parts.
#[derive(Default)]
pub(super) struct LongSheets(BTreeMap<String, LongSheet>);

impl LongSheets {
    pub fn add(&mut self, sheet: usize, long: LongSheet) {
        self.0.insert(part(sheet), long);
    }

    /// Writes the crate's workbook with these sheets in the places of its own, its charts put right, and with its label.
    pub fn spliced(mut self, workbook: &[u8], label: Option<&Label>, to: &mut (impl Write + Seek)) -> io::Result<()> {
        let lists = if label.is_some() { &label::LISTS[..] } else { &[] };
        let names: Vec<String> = self.0.keys().cloned().chain(lists.iter().map(|name| (*name).to_owned())).collect();
        let parts = label.map(Label::parts).into_iter().flatten();
        let parts = parts.map(|(name, text)| PackedPart::of(name, &text)).collect::<io::Result<_>>()?;
        let instead = |name: &str, xml: &str| {
            if name.starts_with(CHART) {
                return drawn::chart(name, xml);
            }
            if lists.contains(&name) {
                let list = label::listed(name, xml).ok_or_else(|| unlike("a list of parts without an end"))?;
                return PackedPart::of(name, &list);
            }
            let long = self.0.remove(name).ok_or_else(|| unlike("two sheets of one name"))?;
            let behind = xml.split_once("</sheetData>").or_else(|| xml.split_once("<sheetData/>"));
            let (_, tail) = behind.ok_or_else(|| unlike("a sheet without rows"))?;
            match tail.split_once(LINK_ELEMENT).and_then(|(a, rest)| Some((a, rest.split_once("/>")?.1))) {
                Some((before, after)) => {
                    let tail = format!("{before}{}{after}", long.links);
                    long.finish(&tail)
                }
                None if long.links.is_empty() => long.finish(tail),
                None => Err(unlike("a sheet without its links")),
            }
        };
        let is_meant = |name: &str| name.starts_with(CHART) || names.iter().any(|n| n == name);
        package::spliced(workbook, is_meant, instead, parts, to)?;
        if self.0.is_empty() { Ok(()) } else { Err(unlike("no part for a sheet")) }
    }
}
