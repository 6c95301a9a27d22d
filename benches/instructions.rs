//! Three fixed pieces of work whose instructions are counted: `benches/instructions.sh`, by hand. Times differ from hour to hour on a
//! machine that others use; instructions hardly do, so that a few percent more are seen.
//!
//! `cargo bench --bench instructions -- read|write|analyse` does one of them.

mod council;

use council::Council;
use quarterday::ingest::read_bytes;
use quarterday::layout::template;
use quarterday::settings::Limits;
use quarterday::workbook::{Book, CellContent, Column, Columns, NumberFormat, Sheet, SheetCell, Style, Table, write};
use std::io::Cursor;
use std::path::Path;

/// Rows of the long sheet, and the returns read.
const ROWS: usize = 20_000;
const RETURNS: usize = 40;
const SERIES: usize = 1_000;

/// The returns of the demo, one after the other.
fn read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo/returns/2026-27Q2");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the demo").map(|e| e.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "xlsx"));
    files.sort();
    let layouts = [template()];
    let mut cells = 0;
    for path in files.iter().cycle().take(RETURNS) {
        let bytes = std::fs::read(path).expect("a file");
        // Those on other forms are read as well, and not located.
        let records = read_bytes("return.xlsx", &bytes, &layouts, &Limits::default());
        cells += records.tallies.iter().map(|t| t.read).sum::<u64>();
    }
    assert!(cells > 1_000, "{cells} cells");
}

/// A sheet of many rows with texts, numbers, blank cells and links.
fn write_long() {
    let mut book = Book::default();
    book.references_up_to = 0;
    let number = book.style(Style { number: NumberFormat::Number(1), ..Style::default() });
    let text = book.style(Style { bold: true, ..Style::default() });
    let words = |k: &usize| SheetCell::text(format!("Measure {k} & its name"), text);
    let value = move |c: usize| {
        Column::new(format!("Quarter {c}"), 10.0, move |k: &usize| {
            SheetCell::number((k % 7 != c % 7).then_some((k * c) as f64 / 8.0), number)
        })
    };
    let link = move |k: &usize| {
        let target = format!("'Long'!A{}", k + 2);
        SheetCell::new(CellContent::Link { text: format!("{k}").into(), target }, text)
    };
    let columns = Columns::new().column("Name", 30.0, words).columns((0..12).map(value)).column("Link", 9.0, link);
    let mut sheet = Sheet { name: "Long".into(), ..Sheet::default() };
    sheet.tables.push(Table::new("Long", columns, ROWS, |n| n));
    book.sheets.push(sheet);
    let mut out = Cursor::new(vec![]);
    write(book, &mut out).expect("memory takes it");
    assert!(out.into_inner().len() > 100_000);
}

fn main() {
    // On one core: what is done is counted, not how it is shared out.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| match std::env::args().nth(1).as_deref() {
        Some("read") => read(),
        Some("write") => write_long(),
        Some("analyse") => Council::of(SERIES).analyse(),
        _ => println!("read, write or analyse; benches/instructions.sh counts their instructions"),
    });
}
