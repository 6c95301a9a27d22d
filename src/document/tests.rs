use super::*;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

fn document() -> Document {
    let row = |n: usize| {
        let place = format!("cabinet.xlsx#'One page'!A{}", n + 5);
        let reference = vec![Span::link(format!("HW{n:02}"), place), Span::plain(" Waste & <recycling>")];
        let status = DocumentCell {
            paragraphs: vec![vec![Span::bold("▲ Off target")]],
            fill: "#F4B6B0".into(),
            ink: "#7A0C0C".into(),
        };
        vec![DocumentCell { paragraphs: vec![reference], ..DocumentCell::default() }, status]
    };
    Document {
        title: "Performance & risk".into(),
        subject: "Q2 2026-27".into(),
        author: "The team".into(),
        font: "Calibri".into(),
        accent: "#1F3864".into(),
        footer: "Council & Co · Q2 2026-27 · provisional".into(),
        label: Some(crate::sample::label()),
        blocks: vec![
            Block::Title("What is off target".into()),
            Block::Subtitle("Council & Co".into()),
            Block::Heading("Things to know".into()),
            Block::Numbered(vec![
                Span::plain("First:\nits second line "),
                Span::link("HW01", "cabinet.xlsx#'One page'!A6"),
            ]),
            Block::Paragraph(vec![Span::plain("Bell\u{7}, null\u{0} and \u{ffff}")]),
            Block::Table(DocumentTable {
                alt: "All that is off target".into(),
                columns: vec![("Measure".into(), 100), ("Status".into(), 74), ("Who".into(), 0)],
                rows: (0..60).map(row).collect(),
            }),
        ],
    }
}

fn bytes(document: &Document) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    write(document, &mut out).unwrap();
    out.into_inner()
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

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(bytes(&document()), bytes(&document()));
    let mut other = document();
    other.footer.push('!');
    assert_ne!(bytes(&document()), bytes(&other));
}

/// Every part is well-formed, and every part and link that one names is there.
#[test]
fn parts_are_whole_and_lead_to_each_other() {
    let parts = parts(bytes(&document()));
    for (name, text) in &parts {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(e) => panic!("{name}: {e}"),
            }
        }
    }
    let named = |part: &str| parts.contains_key(part);
    for part in parts["[Content_Types].xml"].split("PartName=\"/").skip(1) {
        assert!(named(part.split('"').next().unwrap()), "{part}");
    }
    let relations = &parts["word/_rels/document.xml.rels"];
    for target in ["styles.xml", "numbering.xml", "settings.xml", "footer1.xml"] {
        assert!(relations.contains(&format!("Target=\"{target}\"")) && named(&format!("word/{target}")));
    }
    let ids = |text: &str, mark: &str| -> std::collections::BTreeSet<String> {
        text.split(mark)
            .skip(1)
            .map(|s| s.split('"').next().unwrap().to_owned())
            .filter(|s| s.contains("Link"))
            .collect()
    };
    let (used, known) = (ids(&parts["word/document.xml"], "r:id=\""), ids(relations, " Id=\""));
    // The numbered paragraph leads where the second row leads.
    assert_eq!((used.len(), &used), (60, &known));
    assert!(
        relations.contains("Target=\"cabinet.xlsx#&apos;One%20page&apos;!A6\" TargetMode=\"External\""),
        "{relations}"
    );
}

#[test]
fn what_it_says_is_there_in_its_style() {
    let parts = parts(bytes(&document()));
    let body = &parts["word/document.xml"];
    for wanted in [
        r#"<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t xml:space="preserve">What is off target</w:t></w:r></w:p>"#,
        r#"<w:pStyle w:val="Heading1"/>"#,
        r#"First:</w:t><w:br/><w:t xml:space="preserve">its second line </w:t>"#,
        r#"Bell , null  and  </w:t>"#,
        r#"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"#,
        r#"<w:tblDescription w:val="All that is off target"/>"#,
        r#" Waste &amp; &lt;recycling&gt;</w:t>"#,
        r#"<w:shd w:val="clear" w:color="auto" w:fill="F4B6B0"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="7A0C0C"/></w:rPr>"#,
    ] {
        assert!(body.contains(wanted), "{wanted}\n{}", &body[..4000]);
    }
    assert_eq!(body.matches("<w:tblHeader/>").count(), 1);
    // A row that lacks a cell has a blank one.
    assert_eq!(body.matches("<w:tc>").count(), 61 * 3);
    assert!(parts["docProps/core.xml"].contains("<dc:title>Performance &amp; risk</dc:title>"));
    assert!(parts["docMetadata/LabelInfo.xml"].contains(" method=\"Standard\" siteId=\"{cb46c030-"));
    assert!(parts["docProps/custom.xml"].contains(">Official &amp; open</vt:lpwstr>"));
    assert!(parts["_rels/.rels"].contains("relationships/classificationlabels\" Target=\"docMetadata/LabelInfo.xml\""));
    assert!(parts["word/footer1.xml"].contains("Council &amp; Co · Q2 2026-27 · provisional"));
    assert!(parts["word/styles.xml"].contains(r#"<w:lang w:val="en-GB"/>"#));
}
