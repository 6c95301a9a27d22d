//! What a person sees of a cell and a program does not: what of it sets a check off, and what nearly does.

use super::books::Drawn;
use super::harness::{checks, read};
use rust_xlsxwriter::{Format, FormatScript, Formula, Image, Note, Shape, Worksheet};

type Hand = fn(&mut Worksheet);

/// A picture of one point.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// Row and column of the first value, and of the words beside it.
const VALUE: (u32, u16) = (3, 4);
const COMMENT: (u32, u16) = (3, 6);

fn rich(sheet: &mut Worksheet, (row, column): (u32, u16), runs: &[(&Format, &str)]) {
    sheet.write_rich_string(row, column, runs).unwrap();
}

fn note(words: &str) -> Note {
    Note::new(words).add_author_prefix(false)
}

fn formula(sheet: &mut Worksheet, row: u32, formula: &str, result: &str) {
    sheet.write_formula(row, VALUE.1, Formula::new(formula).set_result(result)).unwrap();
}

/// The code, where it is found on the sheet of measures, what sets it off and what nearly does.
pub const SEEN: &[(&str, &str, Hand, Hand)] = &[
    (
        "C040",
        "Measures!E4",
        |s| {
            rich(s, VALUE, &[(&Format::new(), "421"), (&Format::new().set_font_script(FormatScript::Superscript), "1")])
        },
        |s| rich(s, VALUE, &[(&Format::new(), "42"), (&Format::new().set_bold(), "1")]),
    ),
    (
        "C041",
        "Measures!E4",
        |s| _ = s.write_with_format(VALUE.0, VALUE.1, 421, &Format::new().set_font_strikethrough()).unwrap(),
        |s| _ = s.write_with_format(VALUE.0, VALUE.1, 421, &Format::new().set_bold()).unwrap(),
    ),
    (
        "C042",
        "Measures!G4",
        |s| {
            rich(s, COMMENT, &[(&Format::new().set_font_strikethrough(), "Bad."), (&Format::new(), " A good quarter.")])
        },
        |s| rich(s, COMMENT, &[(&Format::new().set_bold(), "Good."), (&Format::new(), " A good quarter.")]),
    ),
    ("C043", "Measures!E4", |s| formula(s, 3, "=Z99", "0"), |s| formula(s, 3, "=E5", "421")),
    (
        "C044",
        "Measures!E4",
        |s| _ = s.insert_note(VALUE.0, VALUE.1, &note("Without the north of the borough")).unwrap(),
        |s| _ = s.insert_note(VALUE.0, VALUE.1, &note("◆ Query C005: an earlier copy of ours")).unwrap(),
    ),
    (
        "C045",
        "Measures!E4",
        |s| _ = s.embed_image(VALUE.0, VALUE.1, &Image::new_from_buffer(PICTURE).unwrap()).unwrap(),
        |s| _ = s.insert_image(VALUE.0, VALUE.1, &Image::new_from_buffer(PICTURE).unwrap()).unwrap(),
    ),
    (
        "C046",
        "Measures!E4",
        |s| (formula(s, 3, "=60-60", "0"), formula(s, 4, "=80+1", "81")).1,
        |s| (formula(s, 3, "=400+21", "421"), formula(s, 4, "=80+1", "81")).1,
    ),
    (
        "F040",
        "Measures!",
        |s| _ = s.insert_shape(20, 9, &Shape::textbox().set_text("ST1 is an estimate.")).unwrap(),
        |s| _ = s.insert_shape(20, 9, &Shape::textbox()).unwrap(),
    ),
];

#[test]
fn what_is_seen_is_said() {
    let mut council = checks();
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let clean = Drawn::like(&read(&clean));
    council.draws("clean.xlsx", &clean);
    for (code, place, on, off) in SEEN {
        council.finishes("on.xlsx", &clean, on);
        council.finishes("off.xlsx", &clean, off);
        council.returns("on.xlsx").check().finds(code, place);
        let off = council.returns("off.xlsx").check().found();
        assert!(off.iter().all(|found| !found.starts_with(code)), "{off:?}");
    }
}
