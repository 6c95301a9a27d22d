use super::*;
use crate::package;
use calamine::{Data, Ods, Reader, Xlsx};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// A book with every kind of line and cell, and with texts that would do harm were they not texts.
pub(crate) fn sample() -> AccessibleBook {
    type Row = (&'static str, Option<f64>, Option<NaiveDate>);
    let day = NaiveDate::from_ymd_opt(2026, 9, 30);
    let figure = |format| move |row: &Row| AccessibleCell::number(row.1, format, Shorthand::Confidential);
    let columns = Columns::<Row, AccessibleCell>::new()
        .column("Measure", 40.0, |row| AccessibleCell::text(row.0, Shorthand::NotAvailable))
        .column("Value", 14.0, figure(NumberFormat::Points(1)))
        .column("value", 14.0, figure(NumberFormat::Signed(1)))
        .column("Cost", 14.0, figure(NumberFormat::PoundsThousands(0)))
        .column("Share", 14.0, |row| {
            AccessibleCell::number(row.1.map(|n| n / 100.0), NumberFormat::Share(0), Shorthand::NotAvailable)
        })
        .column("As held", 14.0, figure(NumberFormat::General))
        .column("Due", 16.0, |row| AccessibleCell::date(row.2, Shorthand::NotApplicable))
        .column("Notes", 16.0, |_| AccessibleCell::link("[note 1]", "Notes", Shorthand::NotApplicable));
    let rows: Vec<Row> = vec![
        ("=HYPERLINK(\"http://example.org\",\"x\")", Some(84.95), day),
        ("+1", Some(-1234.5), None),
        ("-2", None, day),
        ("@SUM(A1)", Some(f64::NAN), None),
        ("<script>alert('&amp;')</script>\nsecond line", Some(-0.0), day),
        ("bell\u{7}, null\u{0}, _x0041_ and \u{ffff}", Some(0.0004), None),
        ("", Some(12.0), None),
        ("007", Some(1e6), day),
    ];
    let note = Columns::<&str, AccessibleCell>::new()
        .column("Note", 20.0, |n| AccessibleCell::text(*n, Shorthand::NotAvailable))
        .column("Words", 80.0, |_| AccessibleCell::text("Counted at the end of the quarter.", Shorthand::NotAvailable));
    let address = |text: &str, address: &str| AccessibleLine::ToAddress { text: text.into(), address: address.into() };
    AccessibleBook {
        title: "Performance & risk".into(),
        language: "en-GB".into(),
        author: "The <team>".into(),
        subject: "Q2 2026-27".into(),
        label: Some(crate::sample::label()),
        sheets: vec![
            AccessibleSheet {
                name: "Cover".into(),
                title: "Performance & risk, July to September 2026".into(),
                lines: vec![
                    AccessibleLine::Text("Published by the council.".into()),
                    AccessibleLine::Text(" ".into()),
                    AccessibleLine::Heading("Contents".into()),
                    AccessibleLine::ToSheet { text: "What's measured".into(), sheet: "What's measured".into() },
                    AccessibleLine::ToSheet { text: "A sheet that is not there".into(), sheet: "Nowhere".into() },
                    address("The council's page", "https://example.org/a?b=1&c=2"),
                    address("Not an address", "javascript:alert(1)"),
                    AccessibleLine::Text(
                        "A line that is long enough to be wrapped where a sheet of text has only one column and a reader who \
                         enlarges the letters has a narrow window. It says nothing else."
                            .into(),
                    ),
                ],
                table: None,
            },
            AccessibleSheet {
                name: "What's measured".into(),
                title: "What the council measures".into(),
                lines: vec![AccessibleLine::Text("This sheet has one table. Notes are on the sheet of notes.".into())],
                table: AccessibleTable::new("measures", &columns, rows),
            },
            AccessibleSheet {
                name: "Notes".into(),
                title: "Notes".into(),
                lines: vec![],
                table: AccessibleTable::new("notes", &note, ["note 1"]),
            },
        ],
    }
}

fn xlsx(book: &AccessibleBook) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    write_xlsx(book, &mut out).unwrap();
    out.into_inner()
}

fn ods(book: &AccessibleBook) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    write_ods(book, &mut out).unwrap();
    out.into_inner()
}

/// Every cell that holds something, by sheet and place, as both readers say it.
fn cells<R: Reader<Cursor<Vec<u8>>>>(bytes: Vec<u8>) -> BTreeMap<(String, u32, u32), String>
where
    R::Error: std::fmt::Debug,
{
    let mut book = R::new(Cursor::new(bytes)).unwrap();
    let said = |data: &Data| match data {
        // A day is a day to the one and a number with a look to the other.
        Data::DateTime(day) => day.as_datetime().unwrap().date().to_string(),
        Data::DateTimeIso(day) => day.clone(),
        Data::Float(n) => format!("{n:?}"),
        Data::Int(n) => format!("{:?}", *n as f64),
        data => format!("{data:?}"),
    };
    let mut out = BTreeMap::new();
    for (sheet, range) in book.worksheets() {
        let start = range.start().unwrap();
        for (row, column, data) in range.used_cells() {
            out.insert((sheet.clone(), start.0 + row as u32, start.1 + column as u32), said(data));
        }
    }
    assert_eq!(
        book.sheet_names().iter().map(|s| book.worksheet_formula(s).unwrap().used_cells().count()).sum::<usize>(),
        0
    );
    out
}

fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let read = |n| {
        let mut file = zip.by_index(n).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        (name, text)
    };
    (0..count).map(read).collect()
}

fn assert_well_formed(parts: &BTreeMap<String, String>) {
    for (name, text) in parts.iter().filter(|(name, _)| *name != package::KIND) {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(e) => panic!("{name}: {e}"),
            }
        }
        let unwritable = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || c == '\u{ffff}';
        assert!(!text.contains(unwritable), "{name}");
    }
}

#[test]
fn both_files_hold_the_same_cells() {
    let (one, other) = (cells::<Xlsx<_>>(xlsx(&sample())), cells::<Ods<_>>(ods(&sample())));
    assert_eq!(one, other);
    let at = |row, column| one[&("What's measured".to_owned(), row, column)].as_str();
    for ((row, column), wanted) in [
        ((0, 0), "String(\"What the council measures\")"),
        ((2, 1), "String(\"Value\")"),
        ((2, 2), "String(\"value 2\")"),
        ((3, 0), "String(\"=HYPERLINK(\\\"http://example.org\\\",\\\"x\\\")\")"),
        ((3, 1), "84.95"),
        ((3, 4), "0.8495"),
        ((3, 6), "2026-09-30"),
        ((4, 6), "String(\"[z]\")"),
        ((5, 1), "String(\"[c]\")"),
        ((6, 1), "String(\"[c]\")"),
        ((7, 0), "String(\"<script>alert('&amp;')</script>\\nsecond line\")"),
        ((7, 1), "0.0"),
        ((8, 0), "String(\"bell , null , _x0041_ and\")"),
        ((9, 0), "String(\"[x]\")"),
        ((10, 0), "String(\"007\")"),
        ((10, 7), "String(\"[note 1]\")"),
    ] {
        assert_eq!(at(row, column), wanted, "{row}, {column}");
    }
    // Nothing is blank: each row of the table is as wide as the table.
    assert_eq!(one.keys().filter(|(sheet, row, _)| sheet == "What's measured" && *row > 1).count(), 9 * 8);
    assert_eq!(one.keys().filter(|(sheet, ..)| sheet == "Cover").count(), 8);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    assert_eq!(xlsx(&sample()), xlsx(&sample()));
    assert_eq!(ods(&sample()), ods(&sample()));
    // For tests/accessible/office.sh.
    if let Some(folder) = std::env::var_os("ACCESSIBLE_SAMPLE").map(std::path::PathBuf::from) {
        std::fs::write(folder.join("sample.xlsx"), xlsx(&sample())).unwrap();
        std::fs::write(folder.join("sample.ods"), ods(&sample())).unwrap();
    }
    let mut other = sample();
    other.sheets[0].title.push('!');
    assert_ne!(xlsx(&sample()), xlsx(&other));
    assert_ne!(ods(&sample()), ods(&other));
}

#[test]
fn a_workbook_for_excel_says_its_headings_table_language_and_nothing_in_the_way() {
    let parts = parts(xlsx(&sample()));
    assert_well_formed(&parts);
    let styles = &parts["xl/styles.xml"];
    for (level, built_in) in [(1, 16), (2, 17)] {
        let name = format!("<cellStyle name=\"Heading {level}\" xfId=\"");
        let id = styles.split(&name).nth(1).unwrap().split('"').next().unwrap();
        assert!(styles.contains(&format!("{name}{id}\" builtinId=\"{built_in}\"/>")), "{styles}");
        assert!(
            styles.contains(&format!("xfId=\"{id}\" ")) && styles.contains("<cellStyleXfs count=\"4\">"),
            "{styles}"
        );
    }
    assert!(
        !styles.contains("Calibri") && !styles.contains("sz val=\"11\"") && !styles.contains("patternType=\"solid\""),
        "{styles}"
    );
    let core = &parts["docProps/core.xml"];
    assert!(
        core.contains("<dc:title>Performance &amp; risk</dc:title>")
            && core.contains("<dc:language>en-GB</dc:language>")
    );
    let table = &parts["xl/tables/table1.xml"];
    assert!(
        table.contains("ref=\"A3:H11\"") && !table.contains("autoFilter") && !table.contains("TableStyle"),
        "{table}"
    );
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    for none in ["<pane", "<autoFilter", "headerFooter", "mergeCell", "hidden", "customHeight"] {
        assert!(!sheet.contains(none), "{none}: {sheet}");
    }
    let links = &parts["xl/worksheets/_rels/sheet1.xml.rels"];
    assert!(links.contains("https://example.org/a?b=1&amp;c=2") && !links.contains("javascript"), "{links}");
    assert!(parts["xl/worksheets/sheet1.xml"].contains("location=\"'What''s measured'!A1\""));
}

#[test]
fn an_opendocument_spreadsheet_says_the_same() {
    let bytes = ods(&sample());
    assert_eq!(&bytes[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
    let parts = parts(bytes);
    assert_well_formed(&parts);
    let content = parts["content.xml"].replace("&apos;", "'");
    for wanted in [
        "<table:database-range table:name=\"measures\" table:target-range-address=\"'What''s measured'.A3:'What''s measured'.H11\" \
         table:contains-header=\"true\" table:display-filter-buttons=\"false\"/>",
        "style:parent-style-name=\"Heading_20_1\"",
        "style:parent-style-name=\"Heading_20_2\"",
        "xlink:href=\"#'What''s measured'.A1\"",
        "xlink:href=\"https://example.org/a?b=1&amp;c=2\"",
        "office:value-type=\"percentage\" office:value=\"0.8495\"><text:p>85%</text:p>",
        "office:date-value=\"2026-09-30\"><text:p>30 Sep 2026</text:p>",
        "<text:p>&lt;script&gt;alert('&amp;amp;')&lt;/script&gt;</text:p><text:p>second line</text:p>",
    ] {
        assert!(content.contains(wanted), "{wanted}");
    }
    assert!(!content.contains("formula") && !content.contains("spanned") && !content.contains("javascript"));
    assert!(parts["meta.xml"].contains("<dc:language>en-GB</dc:language>"));
    assert!(parts["meta.xml"].contains("_Name\" meta:value-type=\"string\">Official &amp; open</meta:user-defined>"));
    assert!(super::tests::parts(xlsx(&sample())).contains_key("docMetadata/LabelInfo.xml"));
    assert!(parts["styles.xml"].contains("fo:language=\"en\" fo:country=\"GB\""));
    let settings = &parts["settings.xml"];
    assert!(settings.contains("config:name=\"ActiveTable\" config:type=\"string\">Cover<"), "{settings}");
    assert_eq!(settings.matches("config:name=\"CursorPositionX\" config:type=\"int\">0<").count(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is said, both files are well-formed and hold the same.
    #[test]
    fn any_words_and_numbers(rows in prop::collection::vec((any::<String>(), any::<f64>(), 0..40_000i32), 1..6), title in any::<String>()) {
        type Row = (String, f64, i32);
        let columns = Columns::<Row, AccessibleCell>::new()
            .column("Words", 30.0, |row| AccessibleCell::text(&*row.0, Shorthand::NotAvailable))
            .column("Number", 12.0, |row| AccessibleCell::number(Some(row.1), NumberFormat::Number(2), Shorthand::NotAvailable))
            .column("Day", 12.0, |row| {
                AccessibleCell::date(NaiveDate::from_ymd_opt(1950, 1, 1).and_then(|d| d.checked_add_days(chrono::Days::new(row.2 as u64))), Shorthand::NotAvailable)
            });
        let mut book = sample();
        book.title = title.clone();
        book.sheets[1].title = format!("Title {title}");
        book.sheets[1].table = AccessibleTable::new("measures", &columns, rows);
        let (one, other) = (xlsx(&book), ods(&book));
        assert_well_formed(&parts(one.clone()));
        assert_well_formed(&parts(other.clone()));
        let blank = |held: BTreeMap<(String, u32, u32), String>| held.into_iter().filter(|(_, v)| v != "String(\"\")").collect::<Vec<_>>();
        prop_assert_eq!(blank(cells::<Xlsx<_>>(one)), blank(cells::<Ods<_>>(other)));
    }
}
