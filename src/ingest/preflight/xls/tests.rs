use super::records::{COLUMN_INFO, FORMULA, NUMBER, ROW, SEVERAL_NUMBERS};
use super::*;

fn stream(records: &[(u16, &[u8])]) -> Vec<u8> {
    let write =
        |(kind, body): &(u16, &[u8])| [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat();
    records.iter().flat_map(write).collect()
}

#[test]
fn finds_what_calamine_does_not_say() {
    let begin = (BEGIN, &[0, 6, 5, 0][..]);
    let globals = |start: u8| {
        stream(&[
            begin,
            (FORMAT, b"\xA4\x00\x04\x00\x00\x30\x2E\x30\x25"),
            (STYLE, &[0, 0, 0, 0]),
            (STYLE, &[0, 0, 0xA4, 0]),
            (SHEET, &[start, 0, 0, 0, 0, 0]),
            (LINKED, &[1, 0, 1, 4]),
            (LINKED, &[1, 0, 3, 0, 0, b'a', b'b', b'c']),
            (END, &[]),
        ])
    };
    let mut row = [0; 16];
    (row[0], row[12]) = (5, 0x20);
    let sheet = stream(&[
        begin,
        (COLUMN_INFO, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]),
        (ROW, &row),
        begin,
        (NUMBER, &[9, 0, 9, 0, 1, 0]),
        (END, &[]),
        (FORMULA, &[4, 0, 1, 0, 1, 0]),
        (SEVERAL_NUMBERS, &[4, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0]),
        (END, &[]),
        (NUMBER, &[8, 0, 8, 0, 1, 0]),
    ]);
    let start = globals(0).len() as u8;
    let found = workbook(&[globals(start), sheet].concat(), false);
    let facts = &found.sheets;
    assert_eq!((found.links, found.macro_sheet), (1, false));
    assert_eq!(facts[0].hidden_rows, [(5, 5)]);
    assert_eq!(facts[0].special[0].at, (4, 1));
    assert_eq!(facts[0].hidden_columns, [(2, 3)]);
    assert_eq!(facts[0].styled, [(4..5, 1..2, 1), (4..5, 3..4, 1)]);
}

#[test]
fn formats_of_either_version() {
    assert_eq!(code(b"\xA4\x00\x02\x00\x010\x00%\x00", true), "0%");
    assert_eq!(code(b"\xA4\x00\x020%", false), "0%");
    assert!(workbook(&[0x85, 0, 200, 0, 1], false).sheets.is_empty());
}
