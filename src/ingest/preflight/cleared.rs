//! A file that may be parsed.

use super::facts::{CellStyle, SheetFacts};
use super::ods::OdsTable;
use super::packing::Packing;
use super::refusal::WorkbookFormat;
use super::runs::RichTexts;
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// A file that may be parsed.
pub(crate) struct Cleared<'a> {
    pub kind: WorkbookFormat,
    /// What the parser reads.
    pub bytes: Cow<'a, [u8]>,
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
    /// A file of which nothing is known yet.
    pub fn of(kind: WorkbookFormat, bytes: Cow<'a, [u8]>) -> Self {
        Self {
            kind,
            bytes,
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
