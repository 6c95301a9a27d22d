//! Whole workbooks marked in memory: what is untouched stays as it is packed, and nothing that a file says ends badly.

use super::*;
use crate::label;
use std::io::{Cursor, Read, Write};

fn job(marks: &[(&str, &str, Severity)]) -> Job {
    let marks = marks.iter().map(|(sheet, cell, severity)| {
        let at: CellRef = cell.parse().unwrap();
        let note =
            "▲ Error C006: Outside the possible range\nExpected: 0 to 100\nGot: 842\nWhat to do: Correct it.".into();
        CellMark { sheet: (*sheet).into(), row: at.row, col: at.col, severity: *severity, note }
    });
    let row = FindingRow {
        severity: Severity::Error,
        code: "C006".into(),
        place: "Data!B2".into(),
        target: Some("'Data'!B2".into()),
        about: "WAS01".into(),
        what: "Outside the possible range".into(),
        expected: "0 to 100 & <more>".into(),
        got: "842".into(),
        remedy: "Correct it.".into(),
        question: "2026-27Q2|WAS|C006|WAS01|842".into(),
    };
    let page =
        FindingsPage { title: "What was found".into(), lines: vec!["Waste".into()], on_copy: vec![], rows: vec![row] };
    Job { page, marks: marks.collect(), accent: "#1F3864".into(), label: None }
}

/// The parts of an archive by name, each unpacked.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|n| n.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut text = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut text).unwrap();
        (name, String::from_utf8_lossy(&text).into_owned())
    };
    names.into_iter().map(read).collect()
}

fn packed(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MAIN_NS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of two sheets with print titles on the second, and without styles.
fn small() -> BTreeMap<String, String> {
    let rels = |list: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
        )
    };
    let one = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELS}/{kind}\" Target=\"{target}\"/>")
    };
    let sheet = |selected: &str| {
        format!(
            "<worksheet xmlns=\"{MAIN_NS}\"><sheetViews><sheetView {selected}workbookViewId=\"0\"/></sheetViews><sheetData>\
             <row r=\"2\"><c r=\"B2\"><v>842</v></c></row></sheetData><pageMargins left=\"1\" right=\"1\" top=\"1\" bottom=\"1\" \
             header=\"1\" footer=\"1\"/><tableParts count=\"0\"/></worksheet>"
        )
    };
    let list = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
                .to_owned(),
        ),
        ("_rels/.rels", rels(&one("rId1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN_NS}\" xmlns:r=\"{RELS}\"><bookViews><workbookView activeTab=\"1\"/></bookViews><sheets>\
                 <sheet name=\"Data\" sheetId=\"3\" r:id=\"rId1\"/><sheet name=\"findings\" sheetId=\"4\" r:id=\"rId2\"/></sheets>\
                 <definedNames><definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">findings!$1:$2</definedName>\
                 </definedNames></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            rels(&(one("rId1", "worksheet", "worksheets/a.xml") + &one("rId2", "worksheet", "/xl/worksheets/b.xml"))),
        ),
        ("xl/worksheets/a.xml", sheet("")),
        ("xl/worksheets/b.xml", sheet("tabSelected=\"1\" ")),
        ("xl/vbaProject.bin", "\0macros".to_owned()),
    ];
    list.map(|(name, text)| (name.to_owned(), text)).into()
}

#[test]
fn positions_move_on_by_one_and_one_sheet_is_selected() {
    let before = small();
    let marked = parts(&mark(&packed(&before), &job(&[("Data", "B2", Severity::Error)])).unwrap());
    let book = &marked["xl/workbook.xml"];
    assert!(
        book.contains("<sheets><sheet name=\"Findings (2)\" sheetId=\"5\" r:id=\"rIdMarked2\"/><sheet name=\"Data\"")
    );
    assert!(book.contains("localSheetId=\"2\"") && book.contains("activeTab=\"0\""));
    assert_eq!(
        marked["xl/worksheets/b.xml"],
        before["xl/worksheets/b.xml"].replace("tabSelected=\"1\"", "tabSelected=\"0\"")
    );
    assert_eq!(marked["xl/vbaProject.bin"], before["xl/vbaProject.bin"]);
    let data = &marked["xl/worksheets/a.xml"];
    assert!(data.contains("<c s=\"1\" r=\"B2\"><v>842</v></c>"));
    assert!(data.contains("<legacyDrawing xmlns:r=\"") && data.find("legacyDrawing") < data.find("tableParts"));
    assert!(
        marked["xl/comments1.xml"].contains("ref=\"B2\"")
            && marked["xl/drawings/vmlDrawing1.vml"].contains("<x:Row>1<")
    );
    let front = &marked["xl/worksheets/findings1.xml"];
    assert!(front.contains("location=\"&apos;Data&apos;!B2\"") && front.contains("0 to 100 &amp; &lt;more&gt;"));
}

#[test]
fn a_sheet_in_which_nothing_changes_stays_as_it_is_packed() {
    let mut list = small();
    let text = list["xl/worksheets/b.xml"].replace("tabSelected=\"1\"", "zoomScale=\"90\" tabSelected=\"0\"");
    list.insert("xl/worksheets/b.xml".into(), text.clone());
    let bytes = packed(&list);
    let raw = |bytes: &[u8]| {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
        let n = zip.index_for_name("xl/worksheets/b.xml").unwrap();
        let mut out = Vec::new();
        zip.by_index_raw(n).unwrap().read_to_end(&mut out).unwrap();
        out
    };
    let mut colour_only = job(&[("Data", "B2", Severity::Error)]);
    colour_only.marks[0].note.clear();
    let marked = mark(&bytes, &colour_only).unwrap();
    assert_eq!(raw(&marked), raw(&bytes));
    assert!(!parts(&marked).contains_key("xl/comments1.xml"));
}

/// A first list of styles stands where readers look that do not follow references, and is referred to for those that do.
#[test]
fn a_first_list_of_styles_is_found_by_every_reader() {
    let marked = parts(&mark(&packed(&small()), &job(&[("Data", "B2", Severity::Error)])).unwrap());
    let list = &marked["xl/styles.xml"];
    assert!(list.contains("FFF7B5AE"), "{list}");
    let types = &marked["[Content_Types].xml"];
    assert!(
        types.contains("PartName=\"/xl/styles.xml\" ContentType=\"") && types.contains("spreadsheetml.styles+xml"),
        "{types}"
    );
    let references = &marked["xl/_rels/workbook.xml.rels"];
    assert!(references.contains("/styles\" Target=\"/xl/styles.xml\""), "{references}");
    assert!(marked.keys().all(|name| name == "xl/styles.xml" || !name.contains("styles")));
}

#[test]
fn the_same_twice() {
    let bytes = packed(&small());
    let job = job(&[("Data", "B2", Severity::Error), ("Data", "A1", Severity::Query)]);
    assert_eq!(mark(&bytes, &job).unwrap(), mark(&bytes, &job).unwrap());
}

#[test]
fn marked_again_it_carries_the_new_marks_alone() {
    let first =
        mark(&packed(&small()), &job(&[("Data", "B2", Severity::Error), ("findings", "B2", Severity::Query)])).unwrap();
    let second = parts(&mark(&first, &job(&[("Data", "C7", Severity::Query)])).unwrap());
    assert_eq!(second["xl/workbook.xml"].matches("<sheet ").count(), 3);
    assert_eq!(second["xl/comments1.xml"].matches("<comment ").count(), 1);
    assert!(second["xl/comments1.xml"].contains("ref=\"C7\""));
    assert!(!second["xl/comments2.xml"].contains("<comment "));
    assert_eq!(second["xl/drawings/vmlDrawing1.vml"].matches("<v:shape ").count(), 1);
    assert_eq!(second["xl/drawings/vmlDrawing2.vml"].matches("<v:shape ").count(), 0);
    // The cell that was marked has a format without our fill again.
    let style = second["xl/worksheets/a.xml"].split("r=\"B2\"").next().unwrap().rsplit("s=\"").next().unwrap();
    let style: usize = style.split('"').next().unwrap().parse().unwrap();
    let formats = second["xl/styles.xml"].split("<cellXfs").nth(1).unwrap();
    assert!(formats.split("<xf ").nth(style + 1).unwrap().contains("fillId=\"0\""));
}

#[test]
fn strict_and_prefixed_workbooks() {
    let change = |f: &dyn Fn(&str) -> String| -> BTreeMap<String, String> {
        small().into_iter().map(|(name, text)| (name, f(&text))).collect()
    };
    let strict = change(&|t| {
        t.replace(MAIN_NS, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(RELS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    });
    let marked = parts(&mark(&packed(&strict), &job(&[("Data", "B2", Severity::Error)])).unwrap());
    for (name, text) in &marked {
        let old = text.contains(MAIN_NS) || text.contains(RELS);
        assert!(!old, "{name}: {text}");
    }
    let mut prefixed = small();
    for part in ["xl/workbook.xml", "xl/worksheets/a.xml", "xl/worksheets/b.xml"] {
        let text = prefixed.get_mut(part).unwrap();
        *text = text.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=");
    }
    let marked = parts(&mark(&packed(&prefixed), &job(&[("Data", "B2", Severity::Error)])).unwrap());
    assert!(marked["xl/workbook.xml"].contains("<x:sheet name=\"Findings (2)\""));
    assert!(marked["xl/worksheets/a.xml"].contains("<x:legacyDrawing "));
    assert!(marked["xl/comments1.xml"].contains(&format!("xmlns=\"{MAIN_NS}\"")));
}

#[test]
fn what_cannot_be_edited_is_refused() {
    let with = |part: &str, text: &str| {
        let mut parts = small();
        parts.insert(part.to_owned(), text.to_owned());
        packed(&parts)
    };
    let without = |part: &str| {
        let mut parts = small();
        parts.remove(part);
        packed(&parts)
    };
    let b2 = || job(&[("Data", "B2", Severity::Error)]);
    for bytes in [
        Vec::new(),
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
        b"PK\x03\x04".to_vec(),
        with("_xmlsignatures/sig1.xml", "<a/>"),
        with("xl/revisions/r.xml", "<a/>"),
        with("xl/workbook.xml", "<workbook/>"),
        with("xl/workbook.xml", "<workbook"),
        with("xl/worksheets/a.xml", "<worksheet><sheetData><row></sheetData></worksheet>"),
        with("XL/worksheets/A.xml", "<a/>"),
        with("[Content_Types].xml", "<Other/>"),
        without("xl/worksheets/a.xml"),
        without("xl/_rels/workbook.xml.rels"),
        without("[Content_Types].xml"),
    ] {
        assert!(mark(&bytes, &b2()).is_err());
    }
    let signed = mark(&with("_xmlsignatures/sig1.xml", "<a/>"), &b2()).unwrap_err();
    assert!(signed.0.contains("signed"));
}

/// Bytes of each edited part are cut, doubled and replaced: the answer is a workbook or a refusal, never a panic.
#[test]
fn broken_parts_never_panic() {
    let base = parts(&mark(&packed(&small()), &job(&[("Data", "B2", Severity::Error)])).unwrap());
    let again = job(&[("Data", "B2", Severity::Query), ("findings", "Z99", Severity::Error)]);
    let (mut refused, mut tried) = (0, 0);
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below.max(1)
    };
    let names: Vec<String> = base.keys().cloned().collect();
    for _ in 0..500 {
        let mut broken = base.clone();
        let text = broken.get_mut(&names[random(names.len())]).unwrap();
        let boundary = |text: &str, mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (a, b) = (boundary(text, random(text.len() + 1)), boundary(text, random(text.len() + 1)));
        let (a, b) = (a.min(b), a.max(b));
        let b = boundary(text, b.min(a + 40));
        match random(4) {
            0 => text.replace_range(a..b, ""),
            1 => *text = [&text[..b], &text[a..]].concat(),
            2 => {
                text.replace_range(a..b, ["<", ">", "\"", "4294967296", "-1", "</c>", "<c r=\"A1\"/>", "é"][random(8)])
            }
            _ => text.truncate(a),
        }
        tried += 1;
        refused += usize::from(mark(&packed(&broken), &again).is_err());
    }
    assert!(refused > 50 && refused < tried, "{refused} of {tried}");
}

const OWN_LABEL: &str = "<?xml version=\"1.0\"?><l:labelList xmlns:l=\"http://schemas.microsoft.com/office/2020/mipLabelMetadata\">\
                         <l:label id=\"{0f6ee3ab-7d4f-4c12-9a0a-5a9a3a8f5a11}\"/></l:labelList>";

/// The small workbook with a part that `relation` leads to.
fn with_part(mut parts: BTreeMap<String, String>, relation: &str, part: &str, text: &str) -> BTreeMap<String, String> {
    let add = |list: &str, end: &str, line: String| list.replace(end, &(line + end));
    let relations = &parts["_rels/.rels"];
    let line = format!("<Relationship Id=\"own{}\" Type=\"{relation}\" Target=\"{part}\"/>", relations.len());
    let relations = add(relations, "</Relationships>", line);
    let kind = if part == label::PART { label::PART_TYPE } else { label::PROPERTIES_TYPE };
    let line = format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
    let types = add(&parts["[Content_Types].xml"], "</Types>", line);
    parts.extend([
        ("_rels/.rels".into(), relations),
        ("[Content_Types].xml".into(), types),
        (part.into(), text.into()),
    ]);
    parts
}

/// A label of its own stays byte for byte, with what leads to it, whichever of the two places it stands in; the council's does
/// not come beside it.
#[test]
fn a_workbook_keeps_its_label() {
    let properties = "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"><property \
                      pid=\"2\" name=\"MSIP_Label_0f6ee3ab-7d4f-4c12-9a0a-5a9a3a8f5a11_Enabled\"/></Properties>";
    let part = with_part(small(), label::PART_RELATION, label::PART, OWN_LABEL);
    let property = with_part(small(), label::PROPERTIES_RELATION, label::PROPERTIES, properties);
    let both = with_part(part.clone(), label::PROPERTIES_RELATION, label::PROPERTIES, properties);
    for before in [part, property, both] {
        for own in [None, Some(crate::sample::label())] {
            let job = Job { label: own, ..job(&[("Data", "B2", Severity::Error)]) };
            let after = parts(&mark(&packed(&before), &job).unwrap());
            for name in ["_rels/.rels", label::PART, label::PROPERTIES] {
                assert_eq!(after.get(name), before.get(name), "{name}");
            }
            for name in [label::PART, label::PROPERTIES].into_iter().filter(|name| before.contains_key(*name)) {
                assert!(after["[Content_Types].xml"].contains(&format!("PartName=\"/{name}\" ContentType=")));
            }
        }
    }
}

/// One without a label gets the council's, its own properties staying; once, however often it is marked.
#[test]
fn a_workbook_without_a_label_gets_the_councils() {
    let own =
        |root: &str| format!("<{root}><p:property xmlns:p=\"x\" fmtid=\"f\" pid=\"9\" name=\"Case\"/></Properties>");
    let plain = "Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"";
    let strict = "Properties xmlns=\"http://purl.oclc.org/ooxml/officeDocument/customProperties\"";
    let job = Job { label: Some(crate::sample::label()), ..job(&[("Data", "B2", Severity::Error)]) };
    let cases =
        [(None, true), (Some(own(plain)), true), (Some(format!("<{plain}/>")), true), (Some(own(strict)), false)];
    for (properties, named) in cases {
        let mut before = small();
        if let Some(text) = &properties {
            before = with_part(before, label::PROPERTIES_RELATION, label::PROPERTIES, text);
        }
        let once = mark(&packed(&before), &job).unwrap();
        let after = parts(&once);
        assert_eq!(after[label::PART], crate::sample::label().part());
        assert!(after["_rels/.rels"].contains("classificationlabels\" Target=\"/docMetadata/LabelInfo.xml\""));
        assert!(after["[Content_Types].xml"].contains(label::PART_TYPE));
        let text = &after[label::PROPERTIES];
        assert_eq!(text.contains(">Official &amp; open</vt:lpwstr>"), named, "{text}");
        assert_eq!(text.contains("name=\"Case\""), properties.is_some_and(|p| p.contains("Case")));
        assert!(!named || text.contains("xmlns:vt="));
        let mut tags = xml::Tags::new(text);
        let mut numbers = std::collections::BTreeSet::new();
        while let Some(tag) = tags.next().unwrap() {
            assert!(!tag.opens("property") || numbers.insert(tag.number("pid").unwrap()), "{text}");
        }
        let twice = parts(&mark(&once, &job).unwrap());
        for name in ["_rels/.rels", label::PART, label::PROPERTIES] {
            assert_eq!(twice[name], after[name], "{name}");
        }
    }
}
