//! Small workbooks made in code, read as a service's would be.

pub(super) mod far;
mod formats;
mod hostile;
mod labels;
mod seen;

use super::read_bytes;
use crate::layout::{Layout, register, template};
use crate::record::{Content, Field, FileRecords, Kind, Outcome, PassedOver, Share};
use crate::settings::Limits;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Read, Write};

const FORM: &str = r#"
id = "old-form"
title = "Old form"
file-name = "{service} {period}"
[[forms]]
sheet = ["Cover"]
fields = { service = ["Service"], period = ["Quarter"], contact = ["Contact"] }
[[tables]]
kind = "indicators"
sheet = ["PIs", "Indicators"]
stop = ["Total"]
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "title", heading = ["Indicator"], print = true },
  { field = "value", heading = ["Value", "Actual"], required = true },
  { field = "commentary", heading = ["Comments"] },
]
"#;

fn form() -> Layout {
    Layout::parse(FORM).unwrap()
}

fn read(bytes: &[u8]) -> FileRecords {
    let read = read_bytes("Waste 2026-27 Q1.xlsx", bytes, &[template(), form()], &Limits::default());
    for tally in &read.tallies {
        assert_eq!(tally.read, tally.located + tally.ignored_total(), "{tally:?}");
    }
    read
}

fn codes(read: &FileRecords) -> Vec<&str> {
    read.findings.iter().map(|f| &*f.code).collect()
}

/// A workbook of the old form with its headings in `row` and whatever `fill` adds.
fn book(row: u32, headings: &[&str], fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Cover").unwrap();
    cover.write(0, 0, "Return").unwrap();
    for (n, (label, value)) in [("Service:", "Waste"), ("Quarter", "2026-27Q1")].into_iter().enumerate() {
        cover.write(2 + n as u32, 0, label).unwrap();
        cover.write(2 + n as u32, 1, value).unwrap();
    }
    let sheet = book.add_worksheet().set_name("PIs").unwrap();
    for (n, heading) in headings.iter().enumerate() {
        sheet.write(row, n as u16, *heading).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

/// Replaces text in one part of a workbook.
fn patched(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn value(read: &FileRecords) -> &crate::record::Cell {
    read.records.iter().find(|r| r.kind == Kind::Indicators).unwrap().get(Field::Value).unwrap()
}

const HEADINGS: [&str; 4] = ["Ref", "Indicator", "Value", "Comments"];
const SHEET: &str = "xl/worksheets/sheet2.xml";

#[test]
fn an_ordinary_return() {
    let bytes = book(4, &HEADINGS, |s| {
        s.write(0, 0, "Performance indicators").unwrap();
        for (n, id) in ["W1", "W2", "W3"].iter().enumerate() {
            s.write(5 + n as u32, 0, *id).unwrap();
        }
        s.write(5, 1, "Missed bins").unwrap();
        s.write(5, 2, 12.5).unwrap();
        s.write(6, 1, "Recycling").unwrap();
        s.write(8, 0, "Total (all)").unwrap();
        s.write(9, 2, 99).unwrap();
    });
    let read = read(&bytes);
    assert_eq!((read.outcome, &*read.layout, codes(&read)), (Outcome::Accepted, "old-form", vec![]));
    let cover = &read.records[0];
    assert_eq!((cover.text(Field::Service), cover.text(Field::Period)), ("Waste".into(), "2026-27Q1".into()));
    assert_eq!(cover.get(Field::Service).unwrap().at.to_string(), "B3");
    // W3 is numbered in advance and not used; W2 is printed for filling in and was not.
    let rows: Vec<_> = read.records[1..].iter().map(|r| (r.row, r.text(Field::Id))).collect();
    assert_eq!(rows, [(5, "W1".to_owned()), (6, "W2".to_owned())]);
    let ignored: Vec<_> = read.tallies[1].ignored.iter().map(|(k, v)| (k.key(), *v)).collect();
    assert_eq!(ignored, [("blank row", 1), ("heading", 4), ("notes", 2), ("print", 2), ("title", 1)]);
    assert_eq!(read.source.sha256.len(), 64);
}

#[test]
fn cells_by_what_they_are() {
    let bytes = book(0, &HEADINGS, |s| {
        let percent = Format::new().set_num_format("0.0%");
        let date = Format::new().set_num_format("dd/mm/yyyy");
        for (n, id) in ["a", "b", "c", "d", "e", "f", "g"].iter().enumerate() {
            s.write(1 + n as u32, 0, *id).unwrap();
        }
        s.write_with_format(1, 2, 0.85, &percent).unwrap();
        s.write_with_format(2, 2, ExcelDateTime::from_ymd(2026, 9, 30).unwrap(), &date).unwrap();
        s.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        s.write_formula(4, 2, Formula::new("=1+1").set_result("7777")).unwrap();
        s.write(5, 2, true).unwrap();
        s.merge_range(6, 2, 7, 2, "1,234 ", &Format::new()).unwrap();
        s.set_row_hidden(6).unwrap();
    });
    let read = read(&patched(&bytes, SHEET, "<v>7777</v>", ""));
    let cell = |n: usize| read.records[1 + n].get(Field::Value).unwrap();
    assert_eq!((&cell(0).content, cell(0).percent), (&Content::Number(0.85), true));
    assert_eq!(cell(1).content, Content::Date(chrono::NaiveDate::from_ymd_opt(2026, 9, 30).unwrap()));
    assert_eq!((&cell(2).content, cell(2).formula), (&Content::Error("#DIV/0!".into()), true));
    assert_eq!((&cell(3).content, cell(3).formula), (&Content::FormulaWithoutResult, true));
    assert_eq!(cell(4).content, Content::Bool(true));
    assert_eq!(cell(5).content, Content::Text("1,234 ".into()));
    assert!(cell(5).hidden && cell(5).merged && !cell(4).hidden && !cell(4).merged);
}

#[test]
fn the_1904_system() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 0, "a").unwrap();
        s.write_with_format(1, 2, 44_833.0, &date).unwrap();
    });
    let read = read(&patched(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" "));
    assert_eq!(value(&read).content.shown(), "30/09/2026");
}

#[test]
fn an_unknown_error_costs_its_cell_only() {
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 0, "a").unwrap();
        s.write_formula(1, 2, Formula::new("=A9").set_result("#N/A")).unwrap();
        s.write(2, 0, "b").unwrap();
        s.write(2, 2, 5).unwrap();
    });
    let read = read(&patched(&bytes, SHEET, "<v>#N/A</v>", "<v>#SPILL!</v>"));
    assert_eq!(value(&read).content, Content::Error("#SPILL!".into()));
    assert_eq!(value(&read).at.to_string(), "C2");
    assert_eq!(read.records[2].text(Field::Value), "5");
}

#[test]
fn columns_by_meaning_and_by_key() {
    // Moved and renamed beyond recognition; the row of keys above still says what they are.
    let bytes = book(1, &["Wert", "Ref", "Extra", "Indicator"], |s| {
        s.write(0, 0, "qd:value").unwrap();
        s.write(0, 1, "qd:id").unwrap();
        s.write(2, 0, 3).unwrap();
        s.write(2, 1, "W1").unwrap();
        s.write(2, 2, "mine").unwrap();
    });
    let read = read(&bytes);
    assert_eq!((value(&read).content.shown(), codes(&read)), ("3".into(), vec!["C015"]));
    assert_eq!(read.findings[0].location(), "Waste 2026-27 Q1.xlsx › PIs!C2");
    assert_eq!(read.tallies[1].ignored[&PassedOver::UnknownColumn], 1);
}

#[test]
fn sheets_by_meaning_or_by_their_headings() {
    for (name, expected) in [("indicators ", vec![]), ("My numbers", vec!["F014"])] {
        let bytes = book(0, &HEADINGS, |s| {
            s.set_name(name).unwrap();
            s.write(1, 0, "a").unwrap();
            s.write(1, 2, 1).unwrap();
        });
        let read = read(&bytes);
        assert_eq!((value(&read).content.shown(), codes(&read)), ("1".into(), expected), "{name}");
    }
}

#[test]
fn no_layout_says_the_nearest() {
    let bytes = book(0, &["Ref", "Amount"], |s| {
        s.write(1, 0, "a").unwrap();
    });
    let read = read(&bytes);
    assert_eq!((read.outcome, codes(&read)), (Outcome::Rejected, vec!["F005"]));
    assert_eq!(read.findings[0].expected, "a form like “Old form”, the nearest");
    assert_eq!(read.findings[0].got, "3 of its 7 headings and labels; sheet “PIs” without “Value”");
}

#[test]
fn equal_layouts_are_said_and_the_first_taken() {
    let mut twin = form();
    twin.id = "twin".into();
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 2, 1).unwrap();
    });
    let read = read_bytes("x.xlsx", &bytes, &[form(), twin], &Limits::default());
    assert_eq!((&*read.layout, codes(&read)), ("old-form", vec!["F014"]));
    assert_eq!(read.findings[0].got, "“twin” would fit as well");
}

#[test]
fn other_and_missing_sheets() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("PIs").unwrap();
    for (n, heading) in HEADINGS.iter().enumerate() {
        sheet.write(0, n as u16, *heading).unwrap();
    }
    sheet.write(1, 2, 4).unwrap();
    book.add_worksheet().set_name("Workings").unwrap().write(3, 3, 1).unwrap();
    let read = read(&book.save_to_buffer().unwrap());
    assert_eq!(codes(&read), ["F015", "F016"]);
    assert_eq!(read.tallies[1].ignored[&PassedOver::OtherSheet], 1);
}

#[test]
fn our_template_by_its_key_sheet() {
    let mut book = Workbook::new();
    let layout = template();
    let cover = book.add_worksheet().set_name("Deckblatt").unwrap();
    cover.write(0, 0, "nothing known").unwrap();
    let key = book.add_worksheet().set_name("_quarterday").unwrap();
    for (n, (label, value)) in [
        ("Template", "quarterday-return"),
        ("Template version", "1"),
        ("Service id", "waste"),
        ("Quarter", "2026-27Q1"),
    ]
    .into_iter()
    .enumerate()
    {
        key.write(n as u32, 0, label).unwrap();
        key.write(n as u32, 1, value).unwrap();
    }
    key.set_very_hidden(true);
    let table = &layout.tables[0];
    let sheet = book.add_worksheet().set_name("Indicators").unwrap();
    for (n, column) in table.columns.iter().rev().enumerate() {
        sheet.write(9, n as u16, column.heading[0].as_str()).unwrap();
    }
    let read = read(&book.save_to_buffer().unwrap());
    assert_eq!(&*read.layout, "quarterday-return");
    let cover = &read.records[0];
    assert_eq!((cover.text(Field::Service), cover.get(Field::Service).unwrap().hidden), ("waste".into(), false));
    // Cover, Risks, Actions and Feedback are missing, the columns are in another order.
    let mut found = codes(&read);
    found.sort_unstable();
    assert_eq!(found, ["F014", "F015", "F015", "F015", "F015", "F016"]);
}

#[test]
fn every_built_in_layout_reads_its_own_headings() {
    for layout in [template(), register(), crate::layout::past()] {
        let mut book = Workbook::new();
        for table in &layout.tables {
            let sheet = book.add_worksheet().set_name(&table.sheet[0]).unwrap();
            for (n, column) in table.columns.iter().enumerate() {
                sheet.write(3, n as u16, column.heading[0].as_str()).unwrap();
                sheet.write(4, n as u16, n as u32).unwrap();
            }
        }
        let read = read_bytes(
            "x.xlsx",
            &book.save_to_buffer().unwrap(),
            &[template(), register(), crate::layout::past()],
            &Limits::default(),
        );
        assert_eq!(*read.layout, layout.id);
        for table in &layout.tables {
            let record = read.records.iter().find(|r| r.kind == table.kind).unwrap();
            let read = record.fields.iter().filter(|(_, c)| c.share != Share::Printed).count();
            assert_eq!(read, table.columns.iter().filter(|c| !c.print).count(), "{}", layout.id);
            assert_eq!(record.fields.len(), table.columns.len(), "{}", layout.id);
        }
    }
}

#[test]
fn two_far_cells_are_two_cells() {
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1_048_575, 16_383, 1).unwrap();
    });
    let read = read(&bytes);
    assert_eq!((read.outcome, read.tallies[1].read), (Outcome::Accepted, 5));
}

#[test]
fn large_workbooks_are_read_alike() {
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 0, "a").unwrap();
        s.write_formula(1, 2, Formula::new("=[1]Old!A1").set_result("5")).unwrap();
    });
    let limits = Limits::default();
    let read = |kept| {
        let cleared = super::preflight::inspect_zip(&bytes, &limits, kept).unwrap();
        assert_eq!(matches!(cleared.bytes, std::borrow::Cow::Borrowed(_)), kept == 0);
        let book = super::reader::read(&cleared, &limits).unwrap();
        book.sheets[1].cells.iter().map(|c| book.cell(&book.sheets[1], c)).collect::<Vec<_>>()
    };
    let cells = read(0);
    assert_eq!(cells, read(u64::MAX));
    assert!(cells.iter().any(|c| c.external && c.content == Content::Number(5.0)));
}

#[test]
fn a_form_above_its_table_on_one_sheet() {
    let text = FORM.replace("sheet = [\"Cover\"]", "sheet = [\"PIs\"]");
    let bytes = book(6, &HEADINGS, |s| {
        s.write(1, 1, "Service").unwrap();
        s.write(2, 1, "Waste").unwrap();
        s.write(3, 0, "Quarter").unwrap();
        s.write(3, 3, "2026-27Q1").unwrap();
        s.write(7, 2, 5).unwrap();
    });
    let read = read_bytes("x.xlsx", &bytes, &[Layout::parse(&text).unwrap()], &Limits::default());
    assert_eq!(
        (read.records[0].text(Field::Service), read.records[0].text(Field::Period)),
        ("Waste".into(), "2026-27Q1".into())
    );
    assert_eq!((value(&read).content.shown(), read.tallies[1].located), ("5".into(), 3));
}

#[test]
fn macros_and_links_are_said() {
    let bytes = book(0, &HEADINGS, |s| {
        s.write(1, 2, 1).unwrap();
    });
    let mut zip = zip::ZipWriter::new_append(Cursor::new(bytes)).unwrap();
    for name in ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<x/>").unwrap();
    }
    assert_eq!(codes(&read(&zip.finish().unwrap().into_inner())), ["F006", "F007"]);
}
