//! The rows of a long sheet, written by ourselves: the crate takes four times as long for them and three times that where
//! it has to keep them in a file. Everything else of the sheet is the crate's; `spliced` puts the two together.
//!
//! A cell is what the crate would have written, with two liberties that the standard gives (ECMA-376-1, 18.3.1.4): a
//! number that is whole has no “.0”, and in a sheet of many cells none says its own reference. It stands beside the one
//! before it, and an empty element stands where there is none.

use crate::package::{PackedPart, PartWriter};
use crate::text::digits::Digits;
use crate::workbook::Sheet;
use quick_xml::escape::partial_escape;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::Arc;

/// How hard the part is packed: harder costs more than it saves.
const LEVEL: u8 = 2;
/// Bytes that are gathered before they are packed.
const GATHERED: usize = 1 << 16;
/// Points to a pixel of a row's height, which is a whole number of them.
const PIXEL: f64 = 0.75;

/// Numbers of the crate's for the formats of a book, by the number of a style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormatNumbers {
    pub plain: Vec<u32>,
    pub dated: Vec<u32>,
    pub unlinked: Vec<u32>,
}

/// How a cell's element begins, up to its content.
struct Opening {
    number: String,
    text: String,
    kept: String,
    blank: String,
    formula: String,
}

impl Opening {
    /// Of the format with this number; `reference` is what stands between the element's name and its format.
    fn of(format: u32) -> Self {
        let style = if format == 0 { String::new() } else { format!(" s=\"{format}\"") };
        Self {
            number: format!("{style}><v>"),
            text: format!("{style} t=\"inlineStr\"><is><t>"),
            kept: format!("{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">"),
            blank: format!("{style}/>"),
            formula: style,
        }
    }
}

/// Openings by the number of a style.
#[derive(Default)]
pub(super) struct Openings {
    plain: Vec<Opening>,
    dated: Vec<Opening>,
    unlinked: Vec<Opening>,
}

impl Openings {
    pub fn of(numbers: &FormatNumbers) -> Self {
        let all = |formats: &[u32]| formats.iter().map(|n| Opening::of(*n)).collect();
        Self { plain: all(&numbers.plain), dated: all(&numbers.dated), unlinked: all(&numbers.unlinked) }
    }
}

/// Which of a style's formats a cell has.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Plain,
    Dated,
    Unlinked,
}

/// What a long sheet needs before its first row.
pub(super) struct Before<'h> {
    pub openings: Arc<Openings>,
    /// What stands before the rows.
    pub head: &'h str,
    /// Each cell says its reference.
    pub references: bool,
    /// Heights of rows are what somebody set, and not what a program may work out anew.
    pub heights_are_set: bool,
}

/// A row with its height in points, or hidden.
type RowLook = (Option<f64>, bool);

/// The part of a long sheet, packed as it is written.
pub(super) struct LongSheet {
    part: PartWriter,
    gathered: Vec<u8>,
    openings: Arc<Openings>,
    /// The names of the columns, as far as they were asked for; empty where cells say no references.
    columns: Vec<String>,
    references: bool,
    /// Rows that look otherwise than most and were not yet written.
    looks: BTreeMap<u32, RowLook>,
    heights_are_set: bool,
    /// The row being written, from 1, as its cells name it; empty between rows.
    row: String,
    /// The column that a cell without a reference would have.
    next: u16,
    digits: Digits,
    /// The elements of the sheet's links.
    pub links: String,
}

impl LongSheet {
    /// A part that begins with what the crate says of the sheet.
    pub fn new(name: &str, sheet: &Sheet<'_>, before: Before<'_>) -> io::Result<Self> {
        let mut looks: BTreeMap<u32, RowLook> = BTreeMap::new();
        for (row, height) in &sheet.heights {
            looks.entry(*row).or_default().0 = Some((*height / PIXEL).round() * PIXEL);
        }
        for row in &sheet.hidden_rows {
            looks.entry(*row).or_default().1 = true;
        }
        let mut out = Self {
            part: PartWriter::new(name, LEVEL)?,
            gathered: Vec::with_capacity(GATHERED + (GATHERED >> 2)),
            openings: before.openings,
            columns: vec![],
            references: before.references,
            looks,
            heights_are_set: before.heights_are_set,
            row: String::new(),
            next: 0,
            digits: Digits::default(),
            links: String::new(),
        };
        out.put(before.head);
        out.put("<sheetData>");
        Ok(out)
    }

    /// Begins the row at this position, counted from 0; every cell until [`LongSheet::end_row`] is in it, from left to right.
    pub fn start_row(&mut self, row: u32) {
        while let Some(at) = self.looks.first_key_value().map(|(at, _)| *at).filter(|at| *at < row) {
            let look = self.looks.remove(&at).unwrap_or_default();
            self.row_element(at, look, "/>");
        }
        let look = self.looks.remove(&row).unwrap_or_default();
        self.row_element(row, look, ">");
        self.row.clear();
        self.row.push_str(self.digits.whole(row + 1));
        self.next = 0;
    }

    fn row_element(&mut self, row: u32, (height, hidden): RowLook, end: &str) {
        self.put("<row r=\"");
        self.gathered.extend_from_slice(self.digits.whole(row + 1).as_bytes());
        self.put("\"");
        if let Some(height) = height {
            let height = format!(" ht=\"{height}\"");
            self.put(&height);
        }
        if hidden {
            self.put(" hidden=\"1\"");
        }
        if height.is_some() && self.heights_are_set {
            self.put(" customHeight=\"1\"");
        }
        self.put(end);
    }

    /// Ends the row.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.put("</row>");
        if self.gathered.len() > GATHERED { self.pack() } else { Ok(()) }
    }

    /// A finite number.
    pub fn number(&mut self, column: u16, number: f64, (style, look): (usize, Look)) {
        self.reference(column);
        let opening = opening(&self.openings, style, look);
        self.gathered.extend_from_slice(opening.number.as_bytes());
        self.gathered.extend_from_slice(self.digits.short(number).as_bytes());
        self.put("</v></c>");
    }

    /// A text that is not empty.
    pub fn text(&mut self, column: u16, text: &str, (style, look): (usize, Look)) {
        self.reference(column);
        let opening = opening(&self.openings, style, look);
        let white = ['\t', '\n', ' '];
        let kept = text.starts_with(white) || text.ends_with(white);
        let opening = if kept { &opening.kept } else { &opening.text };
        self.gathered.extend_from_slice(opening.as_bytes());
        escape(text, &mut self.gathered);
        self.put("</t></is></c>");
    }

    /// A cell that has a format and no content.
    pub fn blank(&mut self, column: u16, style: usize) {
        self.reference(column);
        let opening = opening(&self.openings, style, Look::Plain);
        self.gathered.extend_from_slice(opening.blank.as_bytes());
    }

    /// A formula, with or without its `=`, of functions that every Excel knows, and its result.
    pub fn formula(&mut self, column: u16, formula: &str, result: &str, style: usize) {
        self.reference(column);
        let opening = opening(&self.openings, style, Look::Plain);
        self.gathered.extend_from_slice(opening.formula.as_bytes());
        self.put(if result.parse::<f64>().is_ok() { "><f>" } else { " t=\"str\"><f>" });
        escape(formula.strip_prefix('=').unwrap_or(formula), &mut self.gathered);
        self.put("</f><v>");
        escape(result, &mut self.gathered);
        self.put("</v></c>");
    }

    /// The link of a cell of the row being written to a cell of this workbook.
    pub fn link(&mut self, (row, column): (u32, u16), target: &str, text: &str) {
        let attribute = |text| partial_escape(text).replace('"', "&quot;").replace('\n', "&#xA;");
        let (at, target, text) = (row_col_to_cell(row, column), attribute(target), attribute(text));
        let _ = write!(self.links, "<hyperlink ref=\"{at}\" location=\"{target}\" display=\"{text}\"/>");
    }

    /// The part with what the crate says behind the rows.
    pub fn finish(mut self, tail: &str) -> io::Result<PackedPart> {
        for (row, look) in std::mem::take(&mut self.looks) {
            self.row_element(row, look, "/>");
        }
        self.put("</sheetData>");
        self.put(tail);
        self.pack()?;
        self.part.finish()
    }

    fn reference(&mut self, column: u16) {
        if self.references {
            while self.columns.len() <= usize::from(column) {
                self.columns.push(column_number_to_name(u16::try_from(self.columns.len()).unwrap_or(u16::MAX)));
            }
            self.put("<c r=\"");
            self.gathered.extend_from_slice(self.columns[usize::from(column)].as_bytes());
            self.gathered.extend_from_slice(self.row.as_bytes());
            self.put("\"");
        } else {
            (self.next..column).for_each(|_| self.gathered.extend_from_slice(b"<c/>"));
            self.next = column + 1;
            self.put("<c");
        }
    }

    fn put(&mut self, xml: &str) {
        self.gathered.extend_from_slice(xml.as_bytes());
    }

    fn pack(&mut self) -> io::Result<()> {
        self.part.write(&self.gathered)?;
        self.gathered.clear();
        Ok(())
    }
}

fn opening(openings: &Openings, style: usize, look: Look) -> &Opening {
    match look {
        Look::Plain => &openings.plain[style],
        Look::Dated => &openings.dated[style],
        Look::Unlinked => &openings.unlinked[style],
    }
}

/// What a byte begins that may not stand in an element as it is: a mark of XML, a control sign, or what Excel would take
/// for one that it wrote itself, `_x0007_`. Of two signs beyond U+FFFD the first byte is this, too.
const UNUSUAL: [bool; 256] = {
    let mut unusual = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        unusual[byte] = byte != 0x09 && byte != 0x0A;
        byte += 1;
    }
    unusual[b'&' as usize] = true;
    unusual[b'<' as usize] = true;
    unusual[b'>' as usize] = true;
    unusual[b'_' as usize] = true;
    unusual[0xEF] = true;
    unusual
};

/// A text as the content of an element: with the escapes of XML, and Excel's own for what XML cannot say.
fn escape(text: &str, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| UNUSUAL[usize::from(b)]) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let Some(sign) = rest.chars().next() else { return };
        match sign {
            '&' => out.extend_from_slice(b"&amp;"),
            '<' => out.extend_from_slice(b"&lt;"),
            '>' => out.extend_from_slice(b"&gt;"),
            '_' if is_an_escape(rest.as_bytes()) => out.extend_from_slice(b"_x005F_"),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(out, "_x{:04X}_", u32::from(sign));
            }
            _ => out.extend_from_slice(&rest.as_bytes()[..sign.len_utf8()]),
        }
        rest = &rest[sign.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Whether a text begins as Excel writes what XML cannot say.
fn is_an_escape(text: &[u8]) -> bool {
    text.len() >= 7 && text[1] == b'x' && text[2..6].iter().all(u8::is_ascii_hexdigit) && text[6] == b'_'
}
