//! Whole workbooks marked in memory, from the least that a program may write to what ours leaves behind.

use super::super::page::{FindingRow, FindingsPage, KEY};
use super::super::{CellMark, Job, mark};
use super::*;
use std::io::{Cursor, Read, Write};

const NOTE: &str =
    "▲ Error C006: Outside the possible range\nExpected: 0 to 100\nGot:  842 <&>\nWhat to do: Correct it.";

fn job(marks: &[(&str, &str, Severity)]) -> Job {
    let marks = marks.iter().map(|(sheet, cell, severity)| {
        let at: CellRef = cell.parse().unwrap();
        CellMark { sheet: (*sheet).into(), row: at.row, col: at.col, severity: *severity, note: NOTE.into() }
    });
    let row = FindingRow {
        severity: Severity::Error,
        code: "C006".into(),
        place: "It's data!B2".into(),
        target: Some("'It''s data'!B2".into()),
        about: "WAS01".into(),
        what: "Outside the possible range".into(),
        expected: "0 to 100 & <more>".into(),
        got: "two\nlines".into(),
        remedy: "Correct it.".into(),
        question: "2026-27Q2|WAS|C006|WAS01|842".into(),
    };
    let page =
        FindingsPage { title: "What was found".into(), lines: vec!["Waste".into()], on_copy: vec![], rows: vec![row] };
    Job { page, marks: marks.collect(), accent: "#1F3864".into(), label: None }
}

fn error(cell: &'static str) -> (&'static str, &'static str, Severity) {
    ("Data", cell, Severity::Error)
}

type Parts = BTreeMap<String, String>;

fn parts(bytes: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|n| n.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const ROOT: &str = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\">";
const STYLES: &str = "<office:automatic-styles><style:style style:name=\"cash\" style:family=\"table-cell\" \
    style:data-style-name=\"N2\"><style:table-cell-properties fo:border=\"1pt solid #000000\" \
    fo:background-color=\"#FFF8DC\"/><style:map style:condition=\"x\"/></style:style><style:style style:name=\"plain\" \
    style:family=\"table-cell\" style:parent-style-name=\"Dark\"/><style:style style:name=\"qd1\" style:family=\"text\"/>\
    </office:automatic-styles>";

/// A workbook whose sheet Data holds these rows.
fn book(rows: &str) -> Parts {
    let content = format!(
        "{ROOT}{STYLES}<office:body><office:spreadsheet><table:table table:name=\"Data\" table:protected=\"true\">\
         <table:table-column table:number-columns-repeated=\"2\"/><table:table-column \
         table:default-cell-style-name=\"cash\"/>{rows}</table:table><table:table table:name=\"findings\"><table:table-row/>\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let common = format!(
        "{ROOT}<office:styles><style:style style:name=\"Dark\" style:family=\"table-cell\"><style:text-properties \
         fo:color=\"#FFFFFF\"/></style:style></office:styles></office:document-content>"
    );
    let settings = "<office:document-settings><config:config-item-map-named config:name=\"Tables\">\
        <config:config-item-map-entry config:name=\"Data\"/></config:config-item-map-named><config:config-item \
        config:name=\"ActiveTable\" config:type=\"string\">Data</config:config-item></office:document-settings>";
    let list = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("content.xml", content),
        ("styles.xml", common),
        ("settings.xml", settings.to_owned()),
        ("META-INF/manifest.xml", "<manifest/>".to_owned()),
    ];
    list.map(|(name, text)| (name.to_owned(), text)).into()
}

/// The rows of a sheet in the marked copy, notes shortened and styles named by what they are.
fn rows_of(parts: &Parts, sheet: &str) -> String {
    let content = &parts["content.xml"];
    let table = content.split("<table:table ").find(|t| t.starts_with(&format!("table:name=\"{sheet}\""))).unwrap();
    let table = table.split("</table:table>").next().unwrap();
    let mut rows = table[table.find("<table:table-row").unwrap()..].to_owned();
    while let Some((before, rest)) = rows.split_once("<office:annotation ") {
        let (note, after) = rest.split_once("</office:annotation>").unwrap();
        assert!(
            note.contains("▲ Error C006") && note.contains("Got: <text:s/>842 &lt;&amp;&gt;<text:line-break/>"),
            "{note}"
        );
        rows = format!("{before}[note]{after}");
    }
    for style in content.split("<style:style style:name=\"").skip(1) {
        let name = style.split('"').next().unwrap();
        let mut said =
            style.split("background-color=\"").nth(1).and_then(|c| c.split('"').next()).unwrap_or("none").to_owned();
        if style.contains("fo:border=") {
            said += " border";
        }
        rows = rows.replace(&format!("style-name=\"{name}\""), &format!("style=\"{said}\""));
    }
    rows.replace("table:", "").replace("number-columns-repeated", "cols").replace("number-rows-repeated", "rows")
}

fn marked(rows: &str, marks: &[&'static str]) -> String {
    let marks: Vec<_> = marks.iter().map(|c| error(c)).collect();
    rows_of(&parts(&mark(&packed(&book(rows)), &job(&marks)).unwrap()), "Data")
}

const CELL: &str = "<table:table-cell office:value=\"1\"><text:p>1</text:p></table:table-cell>";

#[test]
fn cells_and_rows_that_are_alike_are_split_around_a_mark() {
    let many = "<table:table-row table:number-rows-repeated=\"9\"><table:table-cell table:number-columns-repeated=\"7\" \
                table:style-name=\"plain\"/></table:table-row>";
    let plain = "<table-cell cols=\"7\" style=\"none\"/>";
    let three = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"3\" office:value=\"1\"/>{CELL}</table:table-row>"
    );
    let one = "<table-cell office:value=\"1\"><text:p>1</text:p></table-cell>";
    let cases: [(&str, &[&'static str], String); 6] = [
        (
            many,
            &["C4"],
            format!(
                "<table-row rows=\"3\">{plain}</table-row><table-row><table-cell cols=\"2\" style=\"none\"/><table-cell \
                 style=\"#a3211a\">[note]</table-cell><table-cell cols=\"4\" style=\"none\"/></table-row><table-row \
                 rows=\"5\">{plain}</table-row>"
            ),
        ),
        (
            many,
            &["A1", "G9"],
            format!(
                "<table-row><table-cell style=\"#a3211a\">[note]</table-cell><table-cell cols=\"6\" style=\"none\"/>\
                 </table-row><table-row rows=\"7\">{plain}</table-row><table-row><table-cell cols=\"6\" style=\"none\"/>\
                 <table-cell style=\"#a3211a\">[note]</table-cell></table-row>"
            ),
        ),
        (
            &three,
            &["A1", "B1", "C1"],
            // The third column gives its style: the mark keeps its border and holds where its colour is kept.
            format!(
                "<table-row><table-cell style=\"#f7b5ae\" office:value=\"1\">[note]</table-cell><table-cell style=\"#f7b5ae\" \
                 office:value=\"1\">[note]</table-cell><table-cell style=\"#f7b5af border\" office:value=\"1\">[note]</table-cell>{one}\
                 </table-row>"
            ),
        ),
        (
            &three,
            &["F1"],
            format!(
                "<table-row><table-cell cols=\"3\" office:value=\"1\"/>{one}<table-cell/><table-cell style=\"#f7b5ae\">[note]\
                 </table-cell></table-row>"
            ),
        ),
        (
            "<table:table-row/>",
            &["B1", "C4"],
            "<table-row><table-cell/><table-cell style=\"#f7b5ae\">[note]</table-cell></table-row><table-row rows=\"2\">\
             <table-cell/></table-row><table-row><table-cell cols=\"2\"/><table-cell style=\"#f7b5af border\">[note]</table-cell>\
             </table-row>"
                .to_owned(),
        ),
        (
            "<table:table-header-rows><table:table-row/></table:table-header-rows><table:named-expressions/>",
            &["A2"],
            "<table-row/></table-header-rows><table-row><table-cell style=\"#f7b5ae\">[note]</table-cell></table-row>\
             <named-expressions/>"
                .to_owned(),
        ),
    ];
    for (rows, marks, wanted) in cases {
        assert_eq!(marked(rows, marks), wanted, "{rows} {marks:?}");
    }
}

#[test]
fn what_lies_under_a_merged_cell_is_told_on_the_merged_one() {
    let rows = "<table:table-row><table:table-cell/><table:table-cell table:number-columns-spanned=\"2\" \
                table:number-rows-spanned=\"2\"/><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell/>\
                <table:covered-table-cell table:number-columns-repeated=\"2\" office:value=\"7\"/></table:table-row>";
    let bytes = mark(&packed(&book(rows)), &job(&[error("B2")])).unwrap();
    let content = &parts(&bytes)["content.xml"];
    assert_eq!(content.matches("The cell is B2, which this merged cell covers.").count(), 1);
    assert_eq!(
        marked(rows, &["B2"]),
        "<table-row><table-cell/><table-cell style=\"#f7b5ae\" number-columns-spanned=\"2\" number-rows-spanned=\"2\">[note]\
         </table-cell><covered-table-cell/></table-row><table-row><table-cell/><covered-table-cell style=\"#f7b5ae\" \
         office:value=\"7\"/><covered-table-cell office:value=\"7\"/></table-row>"
    );
}

#[test]
fn the_findings_sheet_is_first_and_shown_with_its_links() {
    let before = book(&format!("<table:table-row>{CELL}</table:table-row>"));
    let bytes = mark(&packed(&before), &job(&[error("A1")])).unwrap();
    assert_eq!(bytes, mark(&packed(&before), &job(&[error("A1")])).unwrap());
    let after = parts(&bytes);
    let content = &after["content.xml"];
    let front = content.split("<table:table ").nth(1).unwrap();
    assert!(front.starts_with("table:name=\"Findings (2)\"") && front.contains(KEY), "{front}");
    assert!(front.contains("xlink:href=\"#&apos;It&apos;&apos;s data&apos;.B2\">It&apos;s data!B2<"), "{front}");
    assert!(
        front.contains("<text:p>two</text:p><text:p>lines</text:p>") && front.contains("0 to 100 &amp; &lt;more&gt;")
    );
    assert!(content.contains("table:name=\"Data\" table:protected=\"true\""));
    assert!(
        content.contains("xmlns:xlink=\"http://www.w3.org/1999/xlink\"")
            && !content.contains("style:name=\"qd1\" style:family=\"graphic\"")
    );
    let settings = &after["settings.xml"];
    assert!(settings.contains("config:type=\"string\">Findings (2)<"), "{settings}");
    assert_eq!(settings.matches("<config:config-item-map-entry ").count(), 2);
    for part in ["mimetype", "styles.xml", "META-INF/manifest.xml"] {
        assert_eq!(after[part], before[part]);
    }
}

/// Colours come back whatever a program made of the names of styles, and notes of others stay.
#[test]
fn marked_again_it_carries_the_new_marks_alone() {
    let note = |words: &str| format!("<office:annotation><text:p>{words}</text:p></office:annotation>");
    let rows = format!(
        "<table:table-row><table:table-cell table:style-name=\"cash\">{}</table:table-cell><table:table-cell \
         table:style-name=\"plain\"/><table:table-cell/></table:table-row>",
        note("Mine")
    );
    let mut first =
        parts(&mark(&packed(&book(&rows)), &job(&[error("A1"), error("B1"), error("C1"), error("A3")])).unwrap());
    assert!(
        first["content.xml"].contains("<text:p>Mine</text:p><text:p><text:span")
            && first["content.xml"].contains("[Quarterday] ▲ Error C006")
    );
    // What LibreOffice does: names of its own, colours in its own spelling, a mark as the style of a whole row.
    let content = first.get_mut("content.xml").unwrap();
    *content = content.replace("\"qd", "\"ce").replace("#f7b5af", "#F7B5AF").replace("Findings (2)", "What was found");
    let last =
        content.rfind("<table:table-row><table:table-cell table:style-name=").unwrap() + "<table:table-row".len();
    let style = content[last..].split('"').nth(1).unwrap().to_owned();
    content.insert_str(last, &format!(" table:default-cell-style-name=\"{style}\""));
    let second = parts(&mark(&packed(&first), &job(&[("Data", "B1", Severity::Query)])).unwrap());
    let content = &second["content.xml"];
    assert_eq!((content.matches("<table:table ").count(), content.matches(KEY).count()), (3, 1));
    assert!(content.contains("table:name=\"What was found\"") && second["settings.xml"].contains(">What was found<"));
    assert_eq!(second["settings.xml"].matches("config:name=\"What was found\"").count(), 1);
    assert!(content.contains("<text:p>Mine</text:p></office:annotation>"));
    let cells = rows_of(&second, "Data");
    assert_eq!(
        cells.replace(&note("Mine"), "[theirs]"),
        "<table-row><table-cell style=\"#FFF8DC border\">[theirs]</table-cell><table-cell style=\"#855300\">[note]\
         </table-cell><table-cell style=\"#FFF8DC border\"></table-cell></table-row><table-row><table-cell/></table-row>\
         <table-row default-cell-style=\"none\"><table-cell style=\"none\"></table-cell></table-row>"
    );
}

#[test]
fn what_cannot_be_edited_is_refused() {
    let rows = format!("<table:table-row>{CELL}</table:table-row>");
    let with = |part: &str, change: &dyn Fn(&str) -> String| {
        let mut parts = book(&rows);
        let text = change(parts.get(part).map_or("", String::as_str));
        parts.insert(part.to_owned(), text);
        mark(&packed(&parts), &job(&[error("A1")]))
    };
    assert!(with("content.xml", &|t| t.to_owned()).is_ok());
    let content = |from: &str, to: &str| {
        with("content.xml", &|t| t.replacen(from, to, 1)).map(|_| (from.to_owned(), to.to_owned()))
    };
    let refused = [
        content("xmlns:table=\"urn:oasis", "xmlns:table=\"urn:other"),
        content("xmlns:fo=\"urn:oasis", "xmlns:fo=\"urn:other"),
        content(" table:name=\"Data\"", ""),
        content("<table:table ", "<table:tracked-changes/><table:table "),
        content("<table:table-row>", "<table:table-row table:number-rows-repeated=\"0\">"),
        content("<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048577\">"),
        content("<table:table-row>", "<table:table-row table:number-rows-repeated=\"2\" xml:id=\"a\">"),
        content("<table:table-cell ", "<table:table-cell table:number-columns-repeated=\"-1\" "),
        content(&format!("<table:table-row>{CELL}</table:table-row>"), ""),
        content("</office:body>", ""),
    ];
    for edited in refused {
        assert!(edited.is_err(), "{edited:?}");
    }
    let words = |part: &str, text: &'static str| with(part, &|_| text.to_owned()).unwrap_err().0;
    assert!(words("META-INF/documentsignatures.xml", "<a/>").contains("signed"));
    assert!(words("META-INF/manifest.xml", "<manifest:encryption-data/>").contains("password"));
    assert!(words("mimetype", "application/vnd.oasis.opendocument.text").contains("no workbook"));
    assert!(words("settings.xml", "<a").contains("XML"));
    // A row that is written once for thousands is written for each mark in them: all of that must stay below a limit.
    let long = format!("<table:table-row table:number-rows-repeated=\"3000\">{}</table:table-row>", CELL.repeat(200));
    let marks: Vec<_> = (0..1000).map(|n| CellMark { row: n * 3, ..job(&[error("A1")]).marks[0].clone() }).collect();
    let large = mark(&packed(&book(&long)), &Job { marks, ..job(&[]) });
    assert!(large.unwrap_err().0.contains("too large"));
}

/// Bytes of each edited part are cut, doubled and replaced: the answer is a workbook or a refusal, never a panic.
#[test]
fn broken_parts_never_panic() {
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"4\" \
         table:style-name=\"cash\"><office:annotation><dc:creator>Ann</dc:creator><text:p>Mine</text:p></office:annotation>\
         </table:table-cell><table:table-cell table:number-columns-spanned=\"2\"/><table:covered-table-cell/></table:table-row>\
         <table:table-row>{CELL}</table:table-row>"
    );
    let base = book(&rows);
    let base = parts(&mark(&packed(&base), &job(&[error("B2"), error("F3"), error("H9")])).unwrap());
    let again = job(&[error("B2"), error("A4"), ("findings", "Z99", Severity::Query)]);
    assert!(mark(&packed(&base), &again).is_ok());
    let (mut refused, mut tried) = (0, 0);
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below.max(1)
    };
    let boundary = |text: &str, at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    for n in 0..600 {
        let mut broken = base.clone();
        let part = ["content.xml", "content.xml", "styles.xml", "settings.xml"][n % 4];
        let text = broken.get_mut(part).unwrap();
        let (a, b) = (boundary(text, random(text.len() + 1)), boundary(text, random(text.len() + 1)));
        let (a, b) = (a.min(b), a.max(b));
        let b = boundary(text, b.min(a + 40));
        match random(4) {
            0 => text.replace_range(a..b, ""),
            1 => *text = [&text[..b], &text[a..]].concat(),
            2 => text.replace_range(
                a..b,
                ["<", ">", "\"", "4294967296", "-1", "</table:table-cell>", "<table:table-row/>", "é", "'"][random(9)],
            ),
            _ => text.truncate(a),
        }
        tried += 1;
        refused += usize::from(mark(&packed(&broken), &again).is_err());
    }
    assert!(refused > 50 && refused < tried, "{refused} of {tried}");
}

/// A label stands among what a workbook says of itself: its own stays, and one without gets the council's.
#[test]
fn a_workbook_has_its_own_label_or_the_councils() {
    let root = "<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\">";
    let own = "<office:meta><meta:user-defined meta:name=\"MSIP_Label_0f6ee3ab-7d4f-4c12-9a0a-5a9a3a8f5a11_Enabled\">true\
               </meta:user-defined></office:meta>";
    let label = crate::sample::label();
    let job = Job { label: Some(label.clone()), ..job(&[error("A1")]) };
    let given = label.user_defined();
    for (said, wanted) in [
        (own, own.to_owned()),
        ("<office:meta/>", format!("<office:meta>{given}</office:meta>")),
        ("<office:meta><a/></office:meta>", format!("<office:meta><a/>{given}</office:meta>")),
    ] {
        let mut before = book("<table:table-row><table:table-cell/></table:table-row>");
        let meta = |said: &str| format!("{root}{said}</office:document-meta>");
        before.insert("meta.xml".into(), meta(said));
        let once = mark(&packed(&before), &job).unwrap();
        assert_eq!(parts(&once)["meta.xml"], meta(&wanted));
        assert_eq!(parts(&mark(&once, &job).unwrap())["meta.xml"], meta(&wanted));
        let unlabelled = mark(&packed(&before), &Job { label: None, ..job.clone() }).unwrap();
        assert_eq!(parts(&unlabelled)["meta.xml"], meta(said));
    }
    let none = book("<table:table-row><table:table-cell/></table:table-row>");
    assert!(!parts(&mark(&packed(&none), &job).unwrap()).contains_key("meta.xml"));
}
