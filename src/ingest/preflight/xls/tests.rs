use super::records::{
    COLUMN_INFO, DEFAULT_HEIGHT, FORMULA, NOTE, NUMBER, OBJECT, ROW, SEVERAL_NUMBERS, SHARED_TEXT, TEXT_OF_OBJECT,
    TEXT_WITH_RUNS, WINDOW,
};
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

/// A workbook of one sheet, read.
fn read(globals: &[(u16, &[u8])], cells: &[(u16, &[u8])]) -> XlsFacts {
    let begin = (BEGIN, &[0, 6, 5, 0][..]);
    let head = |start: u16| {
        let [a, b] = start.to_le_bytes();
        stream(&[&[begin], globals, &[(SHEET, &[a, b, 0, 0, 0, 0][..]), (END, &[])]].concat())
    };
    let sheet = stream(&[&[begin], cells, &[(END, &[][..])]].concat());
    workbook(&[head(head(0).len() as u16), sheet].concat(), false)
}

const PLAIN: (u16, &[u8]) = (FONT, &[0xC8, 0, 0, 0, 0, 0, 0x90, 1, 0, 0]);
const STRUCK: (u16, &[u8]) = (FONT, &[0xC8, 0, 8, 0, 0, 0, 0x90, 1, 0, 0]);
const RAISED: (u16, &[u8]) = (FONT, &[0xC8, 0, 0, 0, 0, 0, 0x90, 1, 1, 0]);
/// Struck is 1, raised is 5: there is no 4.
const FONTS: [(u16, &[u8]); 5] = [PLAIN, STRUCK, PLAIN, PLAIN, RAISED];

/// The file's own formats come before those that every workbook has, wherever they stand and whatever their number.
#[test]
fn formats_of_the_file_come_first() {
    let styles = [50, 28, 14, 400, 58].map(|format: u16| [[0, 0], format.to_le_bytes()].concat());
    let styles: Vec<(u16, &[u8])> = styles.iter().map(|s| (STYLE, &s[..])).collect();
    let formats: [(u16, &[u8]); 3] = [
        (FORMAT, b"\x32\x00\x03\x00\x000.0"),
        (FORMAT, b"\x1C\x00\x05\x00\x000[Red]"),
        (FORMAT, b"\x90\x01\x05\x00\x00dd/mm"),
    ];
    let found = read(&[&styles[..], &formats].concat(), &[]);
    let parser_sees: Vec<_> =
        records(&found.mended, 0).filter(|(kind, _)| *kind == STYLE).map(|(_, body)| body[2]).collect();
    // What has no format in the file is a day by its number.
    assert_eq!(parser_sees, [0, 0, 14, 14, 14]);
}

#[test]
fn old_formulas_are_formulas() {
    let formula: &[u8] = &[1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x40, 0, 0, 0, 0, 0, 0, 0, 0];
    let found =
        read(&[], &[(0x0206, formula), (BEGIN, &[0, 6, 5, 0]), (0x0206, formula), (END, &[]), (0x0406, formula)]);
    let kinds: Vec<u16> = records(&found.mended, 0).map(|(kind, _)| kind).skip_while(|kind| *kind != END).collect();
    assert_eq!(kinds, [END, BEGIN, FORMULA, BEGIN, 0x0206, END, FORMULA, END]);
    assert_eq!(found.sheets[0].special.iter().map(|s| (s.at, s.result)).collect::<Vec<_>>(), [((1, 2), true); 2]);
}

/// The texts that cells share, one of which goes on in the next record, wide; and one that stands in its cell.
#[test]
fn runs_of_texts() {
    let plain = b"\x01\x00\x00x";
    let struck = b"\x03\x00\x08\x02\x00987\x00\x00\x01\x00\x01\x00\x00\x00";
    let raised = b"\x05\x00\x08\x01\x0091";
    let goes_on = b"\x01.\x002\x00*\x00\x04\x00\x05\x00";
    let shared = [&[0; 8][..], plain, struck, raised].concat();
    let cell = |column: u8, text: u8| [1, 0, column, 0, 0, 0, text, 0, 0, 0];
    let own = b"\x02\x00\x00\x00\x00\x00\x02\x00\x0042\x01\x00\x01\x00\x05\x00";
    let globals = [&FONTS[..], &[(SHARED_TEXTS, &shared[..]), (CONTINUE, goes_on)]].concat();
    let cells = [cell(0, 0), cell(1, 1), cell(2, 2)];
    let mut records: Vec<(u16, &[u8])> = cells.iter().map(|c| (SHARED_TEXT, &c[..])).collect();
    records.push((TEXT_WITH_RUNS, own));
    let found = read(&globals, &records);
    let texts: Vec<_> = found.sheets[0].texts.iter().map(|(at, mark)| (*at, found.rich.get(mark).unwrap())).collect();
    let texts: Vec<_> =
        texts.iter().map(|(at, (text, seen))| (*at, text.as_str(), &seen.struck, seen.raised.as_str())).collect();
    let struck = crate::record::Struck::Part("9".into());
    let no = crate::record::Struck::No;
    assert_eq!(texts, [((1, 1), "87", &struck, ""), ((1, 2), "91.2*", &no, "*"), ((2, 0), "42", &no, "2")]);
}

#[test]
fn whole_cells_that_are_crossed_out() {
    let found = read(
        &[&FONTS[..], &[(STYLE, &[0, 0, 0, 0][..]), (STYLE, &[1, 0, 0, 0])]].concat(),
        &[(NUMBER, &[0, 0, 0, 0, 1, 0]), (SHARED_TEXT, &[0, 0, 1, 0, 1, 0, 0, 0, 0, 0]), (NUMBER, &[0, 0, 2, 0, 0, 0])],
    );
    assert_eq!(found.sheets[0].styled, [(0..1, 0..1, 1), (0..1, 1..2, 1)]);
    assert!(found.styles[1].struck);
}

#[test]
fn what_is_hidden_by_its_size_or_with_the_rest() {
    let row = |n: u8, height: u8| [n, 0, 0, 0, 0, 0, height, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let (low, high) = (row(1, 0), row(3, 200));
    let found = read(
        &[],
        &[
            (DEFAULT_HEIGHT, &[2, 0, 0, 0]),
            (ROW, &low),
            (ROW, &high),
            (COLUMN_INFO, &[2, 0, 2, 0, 0, 0, 0, 0, 0, 0]),
            (COLUMN_INFO, &[3, 0, 9, 0, 9, 0, 0, 0, 0, 0]),
            (WINDOW, &[0xA6, 6]),
        ],
    );
    let facts = &found.sheets[0];
    assert_eq!(facts.hidden_rows, [(0, 0), (1, 1), (2, 2), (4, 0xFFFF)]);
    assert_eq!(facts.hidden_columns, [(2, 2)]);
    assert!(facts.noughts_hidden);
    assert!(!read(&[], &[(WINDOW, &[0xB6, 6])]).sheets[0].noughts_hidden);
}

/// Notes by the boxes that their words stand in; a button's words are no text box.
#[test]
fn notes_and_boxes() {
    let object = |kind: u8, number: u8| [0x15, 0, 0x12, 0, kind, 0, number, 0];
    let (note, text, button) = (object(0x19, 1), object(6, 2), object(7, 3));
    let words = |count: u8| [[0; 10].to_vec(), vec![count, 0, 0, 0, 0, 0, 0, 0]].concat();
    let (three, four) = (words(3), words(4));
    let by = |number: u8, author: &str| {
        [&[2, 0, 3, 0, 0, 0, number, 0, author.len() as u8, 0, 0][..], author.as_bytes()].concat()
    };
    let (of_ann, of_ours) = (by(1, "Ann"), by(9, "Quarterday"));
    let found = read(
        &[],
        &[
            (OBJECT, &note),
            (TEXT_OF_OBJECT, &three),
            (CONTINUE, b"\x00why"),
            (CONTINUE, b"\x00\x00"),
            (OBJECT, &text),
            (TEXT_OF_OBJECT, &four),
            (CONTINUE, b"\x01h\x00e\x00r\x00e\x00"),
            (OBJECT, &button),
            (TEXT_OF_OBJECT, &four),
            (CONTINUE, b"\x00Send"),
            (NOTE, &of_ours),
            (NOTE, &of_ann),
        ],
    );
    let beside = &found.sheets[0].beside;
    assert_eq!(beside.notes.iter().map(|(at, w)| (*at, w.as_str())).collect::<Vec<_>>(), [((2, 3), "why")]);
    assert_eq!((beside.text_boxes, beside.words.as_str()), (1, "here"));
}
