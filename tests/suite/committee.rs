//! `headlines.docx`, the document for the committee report, and the council's logo on the workbooks.

use super::harness::{Council, consolidated, list, read, text};
use super::parts;
use super::published::{publishes, sends, stowick};
use calamine::Data;
use serde_json::Value;
use std::path::PathBuf;

const Q1: &str = "2026-27Q1";
const LOGO: &[u8] = include_bytes!("../../fixtures/demo/logo.png");

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, from: &'t str, to: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(from).skip(1).filter_map(move |rest| rest.split_once(to)).map(|(between, _)| between)
}

/// What the parts of a workbook are called.
fn names(book: &[u8]) -> Vec<String> {
    parts::packed(book).into_iter().map(|(name, _)| name).collect()
}

/// The words of a paragraph or a cell.
fn words(xml: &str) -> String {
    let words: Vec<&str> = between(xml, "<w:t xml:space=\"preserve\">", "</w:t>").collect();
    quick_xml::escape::unescape(&words.concat()).unwrap().into_owned()
}

/// What Headlines says stands in it, and each figure that is off target leads to the row of Exceptions that has it.
#[test]
fn the_figures_of_the_document_lead_to_their_rows() {
    let council = consolidated();
    let document = read(&council.report("headlines.docx"));
    let (body, links) =
        (parts::text(&document, "word/document.xml"), parts::text(&document, "word/_rels/document.xml.rels"));
    let cabinet = council.cabinet();
    let said = words(&body);
    let headlines = cabinet.sheet("Headlines");
    let told = headlines.rows().skip_while(|row| row[0] != *"Things to know").skip(1);
    let told: Vec<String> =
        told.map_while(|row| row.iter().map(ToString::to_string).find(|words| words.len() > 40)).collect();
    assert!(told.len() >= 3, "{told:?}");
    assert!(told.iter().all(|sentence| said.contains(sentence.as_str())), "{told:?}\n{said}");

    // The cards below the table have no concern.
    let reds = cabinet.table("Exceptions", "Ref").into_iter();
    let reds: Vec<_> = reds.take_while(|row| matches!(row["Concern"], Data::Float(_) | Data::Int(_))).collect();
    let rows: Vec<&str> = between(&body, "<w:tr>", "</w:tr>").skip(1).collect();
    assert!(rows.len() > 5 && rows.len() == reds.len().min(60), "{} of {}", rows.len(), reds.len());
    for (row, red) in rows.iter().zip(&reds) {
        let cells: Vec<&str> = between(row, "<w:tc>", "</w:tc>").collect();
        let said: Vec<String> = cells.iter().map(|cell| words(cell)).collect();
        assert_eq!(said[0], format!("{} {}", red["Ref"], red["Indicator"]));
        assert_eq!(said[2..4], [red["Off target since"].to_string(), red["Will it recover?"].to_string()]);
        assert_eq!(said[4], format!("{}{}", red["Who acts"], red["Until when"]));
        let id = between(cells[1], "<w:hyperlink r:id=\"", "\"").next().unwrap();
        let relation = links.split("<Relationship ").find(|r| r.contains(&format!("Id=\"{id}\""))).unwrap();
        let target = between(relation, "Target=\"", "\"").next().unwrap();
        let place = target.strip_prefix("cabinet.xlsx#").unwrap().replace("&apos;", "");
        assert_eq!(cabinet.cell(&place), red["Ref"], "{target}");
    }
    let record = council.record(super::harness::QUARTER);
    let output = list(&record["outputs"]).iter().find(|o| o["file"] == "headlines.docx").unwrap();
    assert_eq!(text(&output["sha256"]), quarterday::digest::sha256(&document));
}

/// Stowick with a logo of these bytes.
fn with_logo(bytes: &[u8]) -> Council {
    let mut council = stowick().with_settings("[look]\nlogo = \"logo.png\"");
    council.write("logo.png", bytes);
    sends(&mut council, Q1, &[]);
    council
}

fn warnings(err: &str) -> usize {
    err.matches("look.logo").count()
}

#[test]
fn the_logo_stands_on_every_workbook_and_is_kept_with_the_release() {
    let mut council = with_logo(LOGO);
    let said = council.run(["consolidate", Q1, "--edition", "all"]);
    assert_eq!(warnings(&said.err), 0, "{}", said.err);
    let books = council.files(&format!("reports/{Q1}"), &["xlsx"]);
    // What is for everybody has no picture.
    let other = |path: &PathBuf| ["returned", "public"].iter().any(|part| path.to_string_lossy().contains(part));
    let books: Vec<_> = books.into_iter().filter(|path| !other(path)).collect();
    assert!(books.len() >= 4, "{books:?}");
    for path in books {
        let book = read(&path);
        assert!(names(&book).iter().any(|name| name == "xl/media/image1.png"), "{}", path.display());
        let drawings = names(&book).into_iter().filter(|name| name.starts_with("xl/drawings/drawing"));
        let alt = drawings.filter(|name| parts::text(&book, name).contains("descr=\"Logo of Stowick")).count();
        assert!(alt >= 1, "{}", path.display());
    }
    publishes(&mut council, Q1);
    // Another logo is no matter to what was published with this one.
    council.write("logo.png", "none any more");
    let into = council.path("proof");
    let again = ["history", "reproduce", &format!("{Q1}/1"), "--into", into.to_str().unwrap(), "--format", "json"];
    let done: Value = council.run(again).ends(0).json();
    assert!(list(&done["files"]).iter().all(|file| file["same"] == true), "{done:#}");
    assert_eq!(std::fs::read(into.join("logo.png")).unwrap(), LOGO);
}

/// One line says what is wrong, and the rest goes on as if there were no logo.
#[test]
fn what_is_no_logo_is_told_once() {
    let cut = &LOGO[..LOGO.len() / 2];
    let large = vec![0; 1_000_001];
    for (bytes, why) in [
        (&b"our logo, to follow"[..], "logo.png is no whole PNG or JPEG picture"),
        (b"", "logo.png is no whole PNG or JPEG picture"),
        (cut, "logo.png is no whole PNG or JPEG picture"),
        (&large, "logo.png is larger than 1000 KB"),
    ] {
        let mut council = with_logo(bytes);
        let said = council.consolidate(Q1).complains(why).complains("the workbooks go without a logo");
        assert_eq!(warnings(&said.err), 1, "{}", said.err);
        assert!(!names(&council.bytes(&format!("reports/{Q1}/cabinet.xlsx"))).iter().any(|n| n.contains("media")));
    }
    let mut council = with_logo(b"");
    council.remove("logo.png");
    council.consolidate(Q1).complains("quarterday.toml, look.logo: logo.png is not there");
    std::fs::create_dir(council.path("logo.png")).unwrap();
    council.consolidate(Q1).complains("logo.png is not there");
}
