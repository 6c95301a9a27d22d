//! What marking does to workbooks as other programs save them: the cells marked, and nothing else changed.

use super::parts::{attribute, packed, text};
use super::{files, root};
use quarterday::catalogue::Severity;
use quarterday::markup::{CellMark, FindingsPage, Job, mark};
use std::collections::BTreeMap;

/// A sheet without what marking may change: style numbers of cells, cells and rows that hold nothing, which sheet is
/// selected, and the reference to its notes.
fn bare(sheet: &str) -> String {
    let mut out = String::new();
    let tags: Vec<&str> = sheet.split_inclusive('>').collect();
    let mut n = 0;
    while n < tags.len() {
        let tag = tags[n];
        let at = tag.find('<').unwrap_or(tag.len());
        let name = tag[at..].trim_start_matches('<').split([' ', '/', '>']).next().unwrap_or_default();
        let empty_cell = name == "c" && tag.ends_with("/>");
        let empty_row = name == "row" && (tag.ends_with("/>") || tags.get(n + 1).is_some_and(|t| *t == "</row>"));
        let mut kept = tag.to_owned();
        for attribute_name in ["s", "tabSelected"] {
            if ["c", "sheetView"].contains(&name)
                && let Some(value) = attribute(tag, attribute_name)
            {
                kept = kept.replace(&format!(" {attribute_name}=\"{value}\""), "");
            }
        }
        if empty_row && !tag.ends_with("/>") {
            n += 1;
        }
        if !empty_cell && !empty_row && name != "legacyDrawing" {
            out.push_str(&kept);
        }
        n += 1;
    }
    // A row that held only empty cells is empty now as well, and `<sheetData></sheetData>` may have been `<sheetData/>`.
    let open = |t: &str| t.starts_with("<row ") && !t.ends_with("/>");
    let tags: Vec<&str> = out.split_inclusive('>').collect();
    let lone = |n: usize| open(tags[n]) && tags.get(n + 1) == Some(&"</row>");
    let kept = |n: &usize| !(lone(*n) || *n > 0 && lone(n - 1));
    (0..tags.len()).filter(kept).map(|n| tags[n]).collect()
}

fn job() -> Job {
    let places = [("Data", 2, 1), ("Data", 2, 3), ("Data", 8, 2), ("Data", 20, 3), ("Ann's notes", 0, 0)];
    let note = "▲ Error C006: Outside the possible range\nExpected: 0 to 1\nGot: 12\nWhat to do: Correct it.";
    let marks = places.map(|(sheet, row, col)| CellMark {
        sheet: sheet.to_owned(),
        row,
        col,
        severity: if col == 3 { Severity::Query } else { Severity::Error },
        note: note.to_owned(),
    });
    let page =
        FindingsPage { title: "What was found".into(), lines: vec!["Waste".into()], on_copy: vec![], rows: vec![] };
    Job { page, marks: marks.to_vec(), accent: "#1F3864".into(), label: None }
}

#[test]
fn what_four_programs_write_stays_as_it_was() {
    let workbooks = files(&root().join("fixtures/marked"), "xlsx").into_iter();
    let mut programs = 0;
    for path in workbooks.chain(files(&root().join("fixtures/marked"), "xlsm")) {
        let (name, before) = (path.display(), std::fs::read(&path).unwrap());
        let after = mark(&before, &job()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let (old, new) = (packed(&before), packed(&after));
        let changed: Vec<&str> =
            old.iter().zip(&new).filter(|(a, b)| a != b).map(|((part, _), _)| part.as_str()).collect();
        assert!(old.iter().map(|(n, _)| n).eq(new[..old.len()].iter().map(|(n, _)| n)), "{name}: the order of parts");
        let may = |part: &str| {
            part.ends_with(".vml")
                || ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
                    .contains(&part)
                || ["xl/worksheets/", "xl/comments"].iter().any(|p| part.starts_with(p))
        };
        let wrong: Vec<_> = changed.iter().filter(|part| !may(part)).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        for part in changed.iter().filter(|p| p.starts_with("xl/worksheets/sheet")) {
            assert_eq!(bare(&text(&before, part)), bare(&text(&after, part)), "{name}: {part}");
        }
        let book = text(&after, "xl/workbook.xml");
        for defined in text(&before, "xl/workbook.xml").split("<definedName ").skip(1) {
            let wanted = defined.split("</definedName>").next().unwrap();
            let wanted = match attribute(&format!(" {wanted}"), "localSheetId") {
                None => wanted.to_owned(),
                Some(n) => {
                    let next = n.parse::<u32>().unwrap() + 1;
                    wanted.replace(&format!("localSheetId=\"{n}\""), &format!("localSheetId=\"{next}\""))
                }
            };
            assert!(book.contains(&wanted), "{name}: {wanted}");
        }
        // The note that was on a marked cell is still the first that is read there, with ours below it.
        let notes = comments(&after);
        let ann = &notes[&("Data".to_owned(), "B3".to_owned())];
        assert!(ann.find("Checked by Ann").unwrap() < ann.find("C006").unwrap(), "{name}: {ann}");
        for (sheet, cell) in [("Data", "D3"), ("Data", "C9"), ("Data", "D21"), ("Ann's notes", "A1")] {
            assert!(notes[&(sheet.to_owned(), cell.to_owned())].contains("C006"), "{name}: {sheet}!{cell}");
        }
        programs += 1;
    }
    assert_eq!(programs, 5);
}

/// Notes by sheet and cell, through the references of each sheet.
pub fn comments(bytes: &[u8]) -> BTreeMap<(String, String), String> {
    let target = |rels: &str, id: &str| {
        let line = rels.split("<Relationship ").find(|r| r.contains(&format!("Id=\"{id}\""))).unwrap().to_owned();
        let target = attribute(&format!(" {line}"), "Target").unwrap().to_owned();
        format!("xl/{}", target.trim_start_matches("/xl/").trim_start_matches("../"))
    };
    let mut out = BTreeMap::new();
    let books = text(bytes, "xl/_rels/workbook.xml.rels");
    for sheet in text(bytes, "xl/workbook.xml").split("<sheet ").skip(1) {
        let line = format!(" {sheet}");
        let name = attribute(&line, "name").unwrap().replace("&apos;", "'");
        let part = target(&books, attribute(&line, "r:id").unwrap());
        let folder = part.rsplit_once('/').map(|(f, n)| format!("{f}/_rels/{n}.rels")).unwrap();
        let has = packed(bytes).iter().any(|(n, _)| *n == folder);
        if !has {
            continue;
        }
        let rels = text(bytes, &folder);
        let Some(line) = rels.split("<Relationship ").find(|r| r.contains("/comments\"")) else { continue };
        let list = text(bytes, &target(&rels, attribute(&format!(" {line}"), "Id").unwrap()));
        for comment in list.split("<comment ").skip(1) {
            let cell = attribute(&format!(" {comment}"), "ref").unwrap().to_owned();
            let words: String = comment.split('<').filter_map(|t| t.split_once('>')).map(|(_, words)| words).collect();
            assert!(out.insert((name.clone(), cell), words).is_none(), "two notes on a cell of {name}");
        }
    }
    out
}

type OpenCells = BTreeMap<(usize, usize), String>;

/// The filled cells of an OpenDocument sheet by place, each without its style, its count and its note; what a cell stands
/// for several times is there several times.
fn open_cells(table: &str) -> OpenCells {
    let times = |tag: &str, key: &str| attribute(tag, key).map_or(1, |n| n.parse::<usize>().unwrap());
    let without = |tag: &str, key: &str| match attribute(tag, key) {
        Some(value) => tag.replace(&format!(" {key}=\"{value}\""), ""),
        None => tag.to_owned(),
    };
    let mut out = BTreeMap::new();
    let mut row = 0;
    for line in table.split("<table:table-row").skip(1) {
        let (open, cells) = line.split_once('>').unwrap();
        let (rows, mut col) = (times(open, "table:number-rows-repeated"), 0);
        let cells = cells.replace("<table:covered-table-cell", "<table:table-cell covered=\"\"");
        for cell in cells.split("<table:table-cell").skip(1) {
            let (open, rest) = cell.split_once('>').unwrap();
            let columns = times(open, "table:number-columns-repeated");
            let open = without(&without(open, "table:style-name"), "table:number-columns-repeated");
            let rest = match rest.split_once("<office:annotation") {
                Some((before, note)) => format!("{before}{}", note.split_once("</office:annotation>").unwrap().1),
                None => rest.to_owned(),
            };
            let rest = rest.split("</table:table-cell>").next().unwrap().split("</table:table-row>").next().unwrap();
            let said = format!("{}>{}", open.trim_end_matches('/').trim(), rest.trim());
            if said != ">" {
                for r in row..row + rows.min(50) {
                    (col..col + columns.min(50)).for_each(|c| _ = out.insert((r, c), said.clone()));
                }
            }
            col += columns;
        }
        row += rows;
    }
    out
}

/// Sheets of a part by their opening tags.
fn open_tables(content: &str) -> Vec<(String, OpenCells)> {
    let tables = content.split("<table:table ").skip(1).map(|t| t.split("</table:table>").next().unwrap());
    tables.map(|t| (t.split('>').next().unwrap().to_owned(), open_cells(t))).collect()
}

#[test]
fn what_three_programs_write_in_open_document_stays_as_it_was() {
    let mut noted = 0;
    for path in files(&root().join("fixtures/marked"), "ods") {
        let (name, before) = (path.display(), std::fs::read(&path).unwrap());
        let after = mark(&before, &job()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let (old, new) = (packed(&before), packed(&after));
        assert!(old.iter().map(|(n, _)| n).eq(new.iter().map(|(n, _)| n)), "{name}: the order of parts");
        for ((part, was), (_, is)) in old.iter().zip(&new) {
            assert!(was == is || ["content.xml", "settings.xml"].contains(&part.as_str()), "{name}: {part}");
        }
        let (was, is) = (text(&before, "content.xml"), text(&after, "content.xml"));
        let (old, new) = (open_tables(&was), open_tables(&is));
        assert!(
            new[0].0.contains("table:name=\"Findings\"") && new[1..] == old,
            "{name}: {:#?}\n{:#?}",
            old,
            &new[1..]
        );
        // Each mark has its colour and its note, and Ann's words come before ours.
        assert_eq!(is.matches("C006: Outside").count(), 5, "{name}");
        for words in was.split("<text:p").filter(|p| p.contains("by Ann<")) {
            let words = words.split("</text:p>").next().unwrap();
            assert!(is.contains(words), "{name}: {words}");
            noted += 1;
        }
        // Outside the sheets nothing but styles and prefixes is new.
        let outside = |content: &str| {
            content.split("<office:spreadsheet>").nth(1).unwrap().split("<table:table ").next().unwrap().to_owned()
        };
        assert_eq!(outside(&was), outside(&is), "{name}");
        let ours: Vec<&str> = is.split("<style:style style:name=\"").filter(|s| s.starts_with("qd")).collect();
        assert!(ours.len() > 15, "{name}");
        for style in was.split("<style:style ").skip(1) {
            let style =
                style.split("</style:style>").next().unwrap().split("</office:automatic-styles>").next().unwrap();
            assert!(is.contains(style), "{name}: {style}");
        }
    }
    assert_eq!(noted, 3);
}
