//! A file that may be parsed.

use super::facts::{CellStyle, SheetFacts};
use super::ods::OdsTable;
use super::packing::Packing;
use super::refusal::WorkbookFormat;
use super::runs::RichTexts;
use chrono::NaiveDateTime;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::ops::Range;
use zip::ZipArchive;

/// A part that the parser reads, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainPart {
    Styles,
    Texts,
    Sheet(usize),
}

/// Where a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PartPlace {
    /// Unpacked, in the bytes.
    Unpacked(Range<usize>),
    /// The number of a part of the archive that the bytes are, and its length.
    Packed(usize, usize),
}

/// A file that may be parsed.
pub(crate) struct Cleared<'a> {
    pub kind: WorkbookFormat,
    /// What the parser reads.
    pub bytes: Cow<'a, [u8]>,
    /// Where the parts of an .xlsx that may be plain stand in them, unpacked.
    pub plain: Vec<(PlainPart, PartPlace)>,
    /// What each style of cells says, by its number. Not of .xlsx, whose parser gives them.
    pub styles: Vec<CellStyle>,
    /// What was found in each sheet, in the order of the workbook.
    pub sheets: Vec<SheetFacts>,
    /// The sheets of an .ods, which no other parser reads.
    pub tables: Vec<OdsTable>,
    /// Where the parser's cells stand in each sheet, in the order of the workbook; nothing where none were moved.
    pub packings: Vec<Packing>,
    /// Texts of several fonts, for which the parser gives what stands for them.
    pub rich: RichTexts,
    /// When it was saved last, as it says itself.
    pub saved: Option<NaiveDateTime>,
    pub macros: bool,
    /// The workbook says that its days count from 1904.
    pub since_1904: bool,
    /// The workbook asks to be calculated before it is looked at.
    pub recalculated: bool,
    /// Parts that link to other workbooks.
    pub links: usize,
    /// Texts of an .xls stand in Unicode, whatever it says of its code page.
    pub unicode: bool,
}

impl<'a> Cleared<'a> {
    /// The XML of a part; `None` where there is none that may be plain.
    pub fn part(&self, part: PlainPart) -> Option<Cow<'_, [u8]>> {
        match &self.plain.iter().find(|(of, _)| *of == part)?.1 {
            PartPlace::Unpacked(range) => self.bytes.get(range.clone()).map(Cow::Borrowed),
            PartPlace::Packed(number, length) => {
                let mut zip = ZipArchive::new(Cursor::new(&*self.bytes)).ok()?;
                let mut xml = Vec::with_capacity(*length);
                zip.by_index(*number).ok()?.take(*length as u64).read_to_end(&mut xml).ok()?;
                Some(Cow::Owned(xml))
            }
        }
    }

    /// A file of which nothing is known yet.
    pub fn of(kind: WorkbookFormat, bytes: Cow<'a, [u8]>) -> Self {
        Self {
            kind,
            bytes,
            plain: vec![],
            styles: vec![],
            sheets: vec![],
            tables: vec![],
            packings: vec![],
            rich: RichTexts::default(),
            saved: None,
            macros: false,
            since_1904: false,
            recalculated: false,
            links: 0,
            unicode: true,
        }
    }
}
