//! What programs other than Excel write.

use super::{codes, read};
use crate::record::{Field, Kind};

#[test]
fn short_cells_of_xlsb_are_read() {
    let read = read(include_bytes!("../../../fixtures/xlsb-short-cells.xlsb"));
    assert_eq!(codes(&read), Vec::<&str>::new());
    assert_eq!(read.records[0].text(Field::Service), "Waste");
    let rows: Vec<_> = read.records.iter().filter(|r| r.kind == Kind::Indicators).collect();
    let shown = |f| rows.iter().map(|r| r.get(f).map_or(String::new(), |c| c.content.shown())).collect::<Vec<_>>();
    assert_eq!(shown(Field::Id), ["W1", "W2", "W3", "W4", "W5", "W6"]);
    assert_eq!(shown(Field::Value), ["12.5", "40", "TRUE", "", "#DIV/0!", "1234567.125"]);
    assert_eq!(shown(Field::Commentary), ["Wet leaves", "", "none", "gap before", "divided by nothing", ""]);
    assert_eq!(rows[5].get(Field::Value).unwrap().at.to_string(), "C7");
    // On the cover 1 + 2 + 2; on the other sheet, row by row, 4 + 4 + 3 + 4 + 3 + 4 + 3.
    assert_eq!(read.tallies.iter().map(|t| t.read).sum::<u64>(), 30);
}

#[test]
fn large_workbooks_with_short_cells_too() {
    let bytes = include_bytes!("../../../fixtures/xlsb-short-cells.xlsb");
    let limits = super::Limits::default();
    let read = |kept| {
        let cleared = super::super::preflight::inspect_zip(bytes, &limits, kept).unwrap();
        let book = super::super::reader::read(&cleared, &limits).unwrap();
        book.sheets.iter().flat_map(|s| s.cells.iter().map(|c| book.cell(s, c))).collect::<Vec<_>>()
    };
    assert_eq!(read(0), read(u64::MAX));
}
