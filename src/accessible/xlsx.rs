//! A book as a workbook for Excel. Each row has its height, which LibreOffice does not work out in a workbook for Excel; it is
//! no height that somebody set, so that Excel works it out anew when larger letters ask for it.

use super::AccessibleBook;
use super::laid::{FONT, INK, Laid, LaidTable, LaidValue, Look, SIZE, Way, first_cell, height, sheets};
use crate::error::Result;
use crate::fit::fit;
use crate::workbook::{self, Align, Book, CellContent, Column, Columns, Print, Sheet, SheetCell, Style, Table};
use std::io::{Seek, Write};

/// Writes a book for Excel. The same book gives the same bytes.
///
/// # Errors
/// When `to` cannot be written, or a sheet or table has a name that Excel does not take.
pub fn write_xlsx(book: &AccessibleBook, to: &mut (impl Write + Seek + Send)) -> Result<()> {
    let mut out = Book::new(book.title.clone(), book.subject.clone(), book.author.clone(), FONT.to_owned());
    (out.language, out.size) = (book.language.clone(), SIZE);
    out.label.clone_from(&book.label);
    for laid in sheets(book) {
        let mut sheet = Sheet { name: laid.name.to_owned(), widths: laid.widths, show_grid: true, ..Sheet::default() };
        let rows = fit::<u32>(laid.above.len());
        let below = laid.table.iter().flat_map(|t| std::iter::once(&t.headings).chain(&t.rows)).map(Vec::as_slice);
        let rows_of = laid.above.iter().map(std::slice::from_ref).chain(below);
        sheet.heights = (0..).zip(rows_of.map(|row| height(row, &sheet.widths))).collect();
        for (row, line) in (0..).zip(laid.above) {
            sheet.put(row, 0, cell(&mut out, line));
        }
        sheet.print = Print { landscape: true, pages_wide: 1, bare: true, ..Print::default() };
        if let Some(laid) = laid.table {
            sheet.print.repeat_rows = Some((rows, rows));
            sheet.tables.push(table(&mut out, rows, laid));
        }
        out.sheets.push(sheet);
    }
    workbook::write(out, to)
}

fn table<'a>(book: &mut Book<'a>, row: u32, laid: LaidTable<'_>) -> Table<'a> {
    let name = laid.name.to_owned();
    let headings: Vec<SheetCell<'a>> = laid.headings.into_iter().map(|heading| cell(book, heading)).collect();
    let rows = laid.rows.into_iter().map(|row| row.into_iter().map(|c| cell(book, c)).collect());
    let rows: Vec<Vec<SheetCell<'a>>> = rows.collect();
    let heading_styles = headings.iter().map(|h| h.style).collect();
    let column = |(n, heading): (usize, SheetCell<'a>)| {
        let CellContent::Text(words) = heading.content else { return None };
        let value = move |row: &Vec<SheetCell<'a>>| row[n].clone();
        Some(Column::new(words.into_owned(), 0.0, value))
    };
    let columns = Columns::new().columns(headings.into_iter().enumerate().filter_map(column));
    let mut table = Table::new(name, columns, rows.len(), move |n| rows[n].clone());
    (table.row, table.heading_styles, table.plain) = (row, heading_styles, true);
    table
}

fn cell<'a>(book: &mut Book<'a>, laid: Laid) -> SheetCell<'a> {
    let style = book.style(style(laid.look));
    let target = |way| match way {
        Way::Sheet(name) => first_cell(&name, '!'),
        Way::Address(address) => address,
    };
    let content = match (laid.value, laid.way) {
        (LaidValue::Text(words), Some(way)) => CellContent::Link { text: words.into(), target: target(way) },
        (LaidValue::Text(words), None) => CellContent::Text(words.into()),
        (LaidValue::Number(number), _) => CellContent::Number(number),
        (LaidValue::Date(day), _) => CellContent::Date(day),
    };
    SheetCell::new(content, style)
}

/// Everything wraps; words stand at the left and days with them, numbers at the right.
fn style(look: Look) -> Style {
    Style {
        number: look.number,
        bold: look.bold,
        heading: look.heading,
        link: look.link,
        ink: if look.link { INK.into() } else { "".into() },
        wrap: look.wrap,
        // Numbers keep off the words of the next column.
        indent: if look.right { 1 } else { 0 },
        align: if look.right { Align::Right } else { Align::Left },
        ..Style::default()
    }
}
