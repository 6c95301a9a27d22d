//! The findings workbook: what a service gets where its own workbook cannot be marked.

use super::page::{FIRST_ROW, FindingCell, FindingsPage, KEY_HEIGHT, QUESTION, asks, columns, height, keys};
use super::styles;
use crate::catalogue::Severity;
use crate::fit::fit;
use crate::workbook::{Align, Book, Border, CellContent, Print, Sheet, SheetCell, Style, Table};
use std::borrow::Cow;

/// The page as a workbook of its own. `why`: why the service's own workbook was not marked.
pub fn findings_book<'p>(page: &'p FindingsPage, why: &str, accent: &str, font: &str) -> Book<'p> {
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
    let input = book.style(Style { fill: format!("#{}", &styles::INPUT[2..]).into(), input: true, ..row.clone() });
    let severities = [Severity::Error, Severity::Query, Severity::Note].map(|s| match styles::colour(s) {
        Some(colour) => book.style(Style { fill: colour.into(), ..strong.clone() }),
        None => text,
    });
    let columns = columns(page);
    let mut sheet = Sheet {
        name: "Findings".to_owned(),
        widths: columns.widths().collect(),
        tab: "#A3211A".into(),
        print: Print { landscape: true, pages_wide: 1, ..Print::default() },
        ..Sheet::default()
    };
    for (text, n) in keys(&columns).into_iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
        sheet.put(0, n, SheetCell::text(text, key));
    }
    sheet.hidden_columns.extend(columns.place(QUESTION));
    sheet.heights.push((0, KEY_HEIGHT));
    sheet.put(1, 0, SheetCell::text(page.title.as_str(), title));
    let ends = format!("This is a list only: your own workbook could not be marked, since {why}.");
    let back = asks(page).then_some("Send this list back beside your workbook: the answers on it are read.");
    let lines = page.lines.iter().map(|line| Cow::from(line.as_str())).chain([ends.into()]);
    let lines = lines.chain(back.map(Cow::from));
    let first = fit::<u32>(page.lines.len() + FIRST_ROW + 2 + usize::from(back.is_some()));
    for (text, n) in lines.zip(fit::<u32>(FIRST_ROW)..) {
        sheet.put(n, 0, SheetCell::text(text, line));
    }
    sheet.heights.extend([(1, 24.0), (first, 20.0)]);
    sheet.heights.extend(page.rows.iter().zip(first + 1..).map(|(row, n)| (n, height(&columns, row))));
    sheet.freeze = (first + 1, 0);
    let columns = columns.map(move |cell: FindingCell<'p>| {
        let plain = if cell.input { input } else { text };
        let style = cell.severity.map_or(plain, |s| severities[s as usize]);
        SheetCell::new(CellContent::Text(cell.text), style)
    });
    let mut table = Table::new("Findings", columns, page.rows.len(), |n| &page.rows[n]).filtered();
    (table.row, table.heading_style) = (first, heading);
    sheet.tables.push(table);
    book.sheets.push(sheet);
    book
}
