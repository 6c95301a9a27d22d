//! How a workbook of rows that people fill looks: styles, cells of text, widths.

use crate::workbook::{Align, Book, Border, CellContent, NumberFormat, SheetCell, Style, StyleId};

/// The last row (zero-based) that drop-downs and marks reach.
pub(super) const LAST_ROW: u32 = 5_000;
pub(super) const ACCENT: &str = "#1F3864";

#[derive(Clone, Copy)]
pub(super) struct StarterStyles {
    pub title: StyleId,
    pub strong: StyleId,
    /// Sentences of the first sheet.
    pub prose: StyleId,
    pub heading: StyleId,
    pub words: StyleId,
    /// Ids, years and quarters: Excel must not turn them into numbers and dates.
    pub text: StyleId,
    pub number: StyleId,
    pub link: StyleId,
}

impl StarterStyles {
    pub fn new(book: &mut Book<'_>) -> Self {
        let plain = Style { border: Border::Below, ..Style::default() };
        let heading = Style {
            bold: true,
            fill: ACCENT.into(),
            ink: "#FFFFFF".into(),
            wrap: true,
            align: Align::Left,
            ..Style::default()
        };
        Self {
            title: book.style(Style { bold: true, size: 16, ink: ACCENT.into(), ..Style::default() }),
            strong: book.style(Style { bold: true, size: 12, ink: ACCENT.into(), ..Style::default() }),
            prose: book.style(Style::default()),
            heading: book.style(heading),
            words: book.style(Style { wrap: true, ..plain.clone() }),
            text: book.style(Style { number: NumberFormat::Text, ..plain.clone() }),
            number: book.style(plain),
            link: book.style(Style { ink: "#0563C1".into(), ..Style::default() }),
        }
    }
}

pub(super) fn text(content: impl Into<String>, style: StyleId) -> SheetCell<'static> {
    SheetCell { content: CellContent::Text(content.into().into()), style }
}

/// The width that shows the longest of some texts, within reason.
pub(super) fn width(texts: impl Iterator<Item = impl AsRef<str>>) -> f64 {
    let longest = texts.map(|t| t.as_ref().chars().count()).max().unwrap_or_default();
    // A little more than the letters: the button of the filter needs room too.
    (longest as f64 + 4.0).clamp(9.0, 46.0)
}
