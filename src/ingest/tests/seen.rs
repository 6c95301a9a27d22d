//! What a person sees of a workbook and a plain reading of its cells does not.

use super::{HEADINGS, SHEET, book, codes, patched, read, value};
use crate::record::{Appearance, Content, Field, FileRecords, Struck};
use crate::settings::Limits;
use rstest::rstest;
use rust_xlsxwriter::{Format, FormatScript, Formula, Image, Note, Shape, Worksheet};
use std::io::{Cursor, Read, Write};

/// A workbook with one row, whose cells `fill` writes.
fn row(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    book(0, &HEADINGS, |s| {
        s.write(1, 0, "a").unwrap();
        fill(s);
    })
}

fn seen(read: &FileRecords) -> Appearance {
    value(read).appearance.as_deref().cloned().unwrap_or_default()
}

/// The same workbook with its parts under other names, and texts replaced in all of them.
fn moved(bytes: &[u8], names: &[(&str, &str)], texts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        let content = texts.iter().fold(content, |text, (from, to)| text.replace(from, to));
        let name = names.iter().find(|(from, _)| *from == name).map_or(&*name, |(_, to)| to);
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const INLINE: &str = r#"<c r="C2" t="inlineStr"><is><r><rPr><strike/></rPr><t>9</t></r><r><t>87</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>"#;

#[test]
fn runs_of_a_text() {
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let (struck, plain) = (Format::new().set_font_strikethrough(), Format::new());
    let shared = row(|s| {
        s.write_rich_string(1, 2, &[(&struck, "9"), (&plain, "87"), (&raised, "1")]).unwrap();
        s.write_rich_string(1, 3, &[(&plain, "45 m"), (&raised, "2")]).unwrap();
    });
    let inline = patched(&row(|s| _ = s.write(1, 2, 77.5).unwrap()), SHEET, "<c r=\"C2\"><v>77.5</v></c>", INLINE);
    for bytes in [&shared, &inline] {
        let read = read(bytes);
        let expected = Appearance {
            struck: Struck::Part("9".into()),
            raised: "1".into(),
            on_the_line: "87".into(),
            ..Appearance::default()
        };
        assert_eq!((&value(&read).content, seen(&read)), (&Content::Text("871".into()), expected));
    }
    // In words what is raised stays: a square metre is one.
    assert_eq!(read(&shared).records[1].text(Field::Commentary), "45 m2");
    let cleared = super::super::preflight::inspect_zip(&shared, &Limits::default(), 0).unwrap();
    assert!(matches!(cleared.bytes, std::borrow::Cow::Owned(_)), "the parser must not read the runs again");
}

#[test]
fn a_cell_that_is_crossed_out() {
    let read = read(&row(|s| _ = s.write_with_format(1, 2, 5, &Format::new().set_font_strikethrough()).unwrap()));
    assert_eq!((&value(&read).content, seen(&read).struck), (&Content::Number(5.0), Struck::Whole));
}

/// A formula in the value cell, its saved result, and what stands in E5 to E7.
#[rstest]
#[case::blank("=PIs!E5", &[], "PIs!E5")]
#[case::absolute("='PIs'!$E$5", &[], "PIs!E5")]
#[case::over_another("=E5", &["=E6", "=$E$7"], "PIs!E7")]
#[case::a_nought_that_was_typed("=E5", &["0"], "")]
#[case::never_worked_out("=E5", &["7"], "no result")]
#[case::a_word("=E5", &["NIL"], "no result")]
#[case::in_a_circle("=E5", &["=E5"], "")]
#[case::another_formula("=E5+0", &[], "")]
#[case::no_such_sheet("=Other!E5", &[], "")]
fn noughts_that_nobody_typed(#[case] formula: &str, #[case] cells: &[&str], #[case] expected: &str) {
    let bytes = row(|s| {
        s.write_formula(1, 2, Formula::new(formula).set_result("0")).unwrap();
        for (n, text) in cells.iter().enumerate() {
            let (at, number) = (4 + n as u32, text.parse::<f64>());
            match (text.strip_prefix('='), number) {
                (Some(_), _) => s.write_formula(at, 4, Formula::new(*text).set_result("0")).unwrap(),
                (None, Ok(number)) => s.write(at, 4, number).unwrap(),
                (None, Err(_)) => s.write(at, 4, *text).unwrap(),
            };
        }
    });
    let read = read(&patched(&bytes, "xl/workbook.xml", " fullCalcOnLoad=\"1\"", ""));
    let blank = seen(&read).points_at_blank.unwrap_or_default();
    let got = if value(&read).content == Content::FormulaWithoutResult { "no result" } else { &*blank };
    assert_eq!(got, expected);
}

#[test]
fn formulas_that_were_never_calculated() {
    let other = |result: &'static str| {
        row(|s| {
            s.write_formula(1, 2, Formula::new("=60-60").set_result("0")).unwrap();
            s.write_formula(1, 3, Formula::new("=\"a\"&\"b\"").set_result(result)).unwrap();
        })
    };
    let of = |bytes: &[u8]| {
        let read = read(bytes);
        (value(&read).content.clone(), seen(&read).uncalculated)
    };
    assert_eq!(of(&other("0")), (Content::FormulaWithoutResult, false));
    // Some program or other worked out a result: whether this one was cannot be told.
    assert_eq!(of(&other("ab")), (Content::Number(0.0), true));
    let empty = patched(&other("ab"), SHEET, "<v>ab</v>", "<v></v>");
    assert_eq!(of(&empty), (Content::Number(0.0), true));
    let calculated = patched(&other("0"), "xl/workbook.xml", " fullCalcOnLoad=\"1\"", "");
    assert_eq!(of(&calculated), (Content::Number(0.0), false));
}

#[rstest]
#[case::comment("<v>48<!-- x -->210</v>")]
#[case::section("<v><![CDATA[48210]]></v>")]
#[case::half_a_section("<v>48<![CDATA[210]]></v>")]
#[case::reference("<v>4&#56;2&#x31;0</v>")]
#[case::instruction("<v>48<?x?>210</v>")]
fn a_number_in_pieces(#[case] pieces: &str) {
    let bytes = patched(&row(|s| _ = s.write(1, 2, 77.5).unwrap()), SHEET, "<v>77.5</v>", pieces);
    let read = read(&bytes);
    assert_eq!((&value(&read).content, codes(&read)), (&Content::Number(48210.0), vec![]));
}

#[test]
fn a_number_that_cannot_be_put_together() {
    let bytes = patched(&row(|s| _ = s.write(1, 2, 77.5).unwrap()), SHEET, "<v>77.5</v>", "<v>48&lt;210</v>");
    let read = read(&bytes);
    let sheet = read.findings.iter().find(|f| f.code == "F018").unwrap();
    assert_eq!(sheet.got, "the number in cell C2 is in pieces");
}

/// A picture of one point.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

#[test]
fn what_stands_beside_the_cells() {
    let picture = Image::new_from_buffer(PICTURE).unwrap();
    let bytes = row(|s| {
        s.write(1, 2, 77.5).unwrap();
        s.insert_shape(3, 6, &Shape::textbox().set_text("LE1 is an estimate.\nDo not publish.")).unwrap();
        s.insert_shape(9, 6, &Shape::textbox().set_text("")).unwrap();
        s.insert_image(20, 6, &picture).unwrap();
        s.insert_note(0, 2, &Note::new("Whole numbers, please")).unwrap();
        s.insert_note(1, 2, &Note::new("Without\nAugust")).unwrap();
        s.insert_note(1, 3, &Note::new("▲ Error C009: a value").add_author_prefix(false)).unwrap();
        s.insert_note(2, 3, &Note::new("anything").set_author("Quarterday")).unwrap();
    });
    let read = read(&bytes);
    assert!(seen(&read).note.ends_with("Without August"), "{:?}", seen(&read));
    let said = read.findings.iter().find(|f| f.code == "F040").unwrap();
    assert_eq!(said.got, "1 text box (“LE1 is an estimate. Do not publish.”), 1 picture, 1 note");
}

#[test]
fn threads_are_said_once() {
    let mut beside = super::super::preflight::Beside::default();
    let thread =
        br#"<ThreadedComments><threadedComment ref="C2" id="{1}"><text>Is it &amp; was</text></threadedComment>
        <threadedComment ref="C2" parentId="{1}"><text>Yes</text></threadedComment></ThreadedComments>"#;
    let twin =
        br#"<comments><authors><author>tc={1}</author></authors><commentList><comment ref="C2" authorId="0"><text>
        <t>[Threaded comment]

Your version of Excel allows you to read this. Comment:
    Is it &amp; was</t></text></comment></commentList></comments>"#;
    beside.take_comments(twin);
    assert_eq!(beside.notes[&(1, 2)], "Is it & was");
    beside.take_threads(thread);
    beside.take_comments(twin);
    assert_eq!((beside.notes.len(), &*beside.notes[&(1, 2)]), (1, "Is it & was / Yes"));
}

#[test]
fn a_picture_in_a_cell() {
    let picture = Image::new_from_buffer(PICTURE).unwrap();
    let read = read(&row(|s| _ = s.embed_image(1, 2, &picture).unwrap()));
    assert_eq!((&value(&read).content, seen(&read).picture), (&Content::Error("#VALUE!".into()), true));
}

#[rstest]
#[case::in_single_quotes("<c r=\"C2\" t='e'><v>#BUSY!</v></c>", "#BUSY!")]
#[case::python("<c r=\"C2\" t=\"e\"><f>PY(0)</f><v>#PYTHON!</v></c>", "#PYTHON!")]
fn error_values_newer_than_the_parser(#[case] cell: &str, #[case] expected: &str) {
    let bytes = row(|s| _ = s.write(1, 2, 77.5).unwrap().write(2, 2, 6).unwrap());
    let read = read(&patched(&bytes, SHEET, "<c r=\"C2\"><v>77.5</v></c>", cell));
    assert_eq!((&value(&read).content, codes(&read)), (&Content::Error(expected.into()), vec![]));
    assert_eq!(read.tallies[1].located, 3);
}

#[test]
fn parts_by_their_relationships() {
    let raised = Format::new().set_font_script(FormatScript::Superscript);
    let bytes = row(|s| {
        s.write_rich_string(1, 2, &[(&Format::new(), "87"), (&raised, "1")]).unwrap();
        s.set_row_hidden(1).unwrap();
    });
    let names = [
        ("xl/workbook.xml", "book/Main.xml"),
        ("xl/_rels/workbook.xml.rels", "book/_rels/Main.xml.rels"),
        (SHEET, "sheet two.xml"),
        ("xl/sharedStrings.xml", "book/words.xml"),
        ("xl/worksheets/sheet1.xml", "book/worksheets/sheet1.xml"),
        ("xl/styles.xml", "xl/look.xml"),
    ];
    let texts = [
        ("Target=\"xl/workbook.xml\"", "Target=\"/book/Main.xml\""),
        ("Target=\"worksheets/sheet2.xml\"", "Target=\"../sheet%20two.xml\""),
        ("Target=\"sharedStrings.xml\"", "Target=\"words.xml\""),
        ("Target=\"styles.xml\"", "Target=\"/xl/look.xml\""),
    ];
    let read = read(&moved(&bytes, &names, &texts));
    assert_eq!((codes(&read), &*value(&read).content.shown(), value(&read).hidden), (vec![], "871", true));
    assert_eq!(seen(&read).on_the_line, "87");
}

#[test]
fn sizes_of_what_is_not_read_and_counts_that_lie_refuse_nothing() {
    let bytes = row(|s| _ = s.write(1, 2, "five").unwrap());
    let bytes = patched(&bytes, "xl/sharedStrings.xml", "uniqueCount=\"", "uniqueCount=\"99999999");
    let mut zip = zip::ZipWriter::new_append(Cursor::new(bytes)).unwrap();
    zip.start_file("xl/media/image1.bmp", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![0; 4 << 20]).unwrap();
    let read = read(&zip.finish().unwrap().into_inner());
    assert_eq!((codes(&read), &*value(&read).content.shown()), (vec![], "five"));
}
