//! The findings workbook: what a service gets where its own workbook cannot be marked.

use super::page::{COLUMNS, FIRST_ROW, KEY, KEY_HEIGHT, Page, Row, height};
use super::styles;
use crate::catalogue::Severity;
use crate::workbook::{Align, Book, Border, Cell, Content, Print, Sheet, Style, Table};

/// The page as a workbook of its own. `why`: why the service's own workbook was not marked.
pub fn findings_book(page: Page, why: &str, accent: &str, font: &str) -> Book<'static> {
    let mut book = Book::new(page.title.clone(), page.lines[0].clone(), String::new(), font.to_owned());
    let row =
        Style { wrap: true, border: Border::Below, align: Align::Left, indent: 1, middle: true, ..Style::default() };
    let strong = Style { bold: true, ..row.clone() };
    let title = book.style(Style { bold: true, size: 16, ink: accent.to_owned().into(), ..Style::default() });
    let line = book.style(Style::default());
    let key = book.style(Style { size: 2, ink: "#FFFFFF".into(), ..Style::default() });
    let heading =
        book.style(Style { bold: true, ink: "#FFFFFF".into(), fill: accent.to_owned().into(), ..row.clone() });
    let text = book.style(row.clone());
    let severities = [Severity::Error, Severity::Query, Severity::Note].map(|s| match styles::colour(s) {
        Some(colour) => book.style(Style { fill: colour.into(), ..strong.clone() }),
        None => text,
    });
    let mut sheet = Sheet {
        name: "Findings".to_owned(),
        widths: COLUMNS.map(|(_, width)| width).to_vec(),
        tab: "#A3211A".into(),
        print: Print { landscape: true, pages_wide: 1, ..Print::default() },
        ..Sheet::default()
    };
    sheet.put(0, 0, Cell::text(KEY, key));
    sheet.heights.push((0, KEY_HEIGHT));
    sheet.put(1, 0, Cell::text(page.title, title));
    let mut lines = page.lines;
    lines.push(format!("This is a list only: your own workbook could not be marked, since {why}."));
    let first = (lines.len() + FIRST_ROW + 1) as u32;
    for (text, n) in lines.into_iter().zip(FIRST_ROW as u32..) {
        sheet.put(n, 0, Cell::text(text, line));
    }
    sheet.heights.extend([(1, 24.0), (first, 20.0)]);
    sheet.heights.extend(page.rows.iter().zip(first + 1..).map(|(row, n)| (n, height(row))));
    sheet.freeze = (first + 1, 0);
    let rows = page.rows;
    sheet.tables.push(Table {
        name: "Findings".to_owned(),
        row: first,
        column: 0,
        headings: COLUMNS.map(|(heading, _)| heading.to_owned()).to_vec(),
        heading_style: heading,
        len: rows.len(),
        rows: Box::new(move |n: usize, out: &mut Vec<Cell<'static>>| {
            let Some(row): Option<&Row> = rows.get(n) else { return };
            let styles = std::iter::once(severities[row.severity as usize]).chain(std::iter::repeat(text));
            out.extend(row.texts().into_iter().zip(styles).map(|(t, style)| Cell::new(Content::Text(t.into()), style)));
        }),
        filter: true,
    });
    book.sheets.push(sheet);
    book
}
