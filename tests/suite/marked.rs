//! Back to the service: its own workbook with the cells marked, and nothing else of it changed.

use super::{copy_dir, demo_workspace, files, quarterday, root};
use predicates::prelude::*;
use predicates::str::contains;
use quarterday::catalogue::Severity;
use quarterday::markup::{CellMark, FindingsPage, Job, mark};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The parts of a workbook as they are packed, in their order.
fn packed(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let part = |n| {
        let mut file = zip.by_index_raw(n).unwrap();
        let mut raw = Vec::new();
        file.read_to_end(&mut raw).unwrap();
        (file.name().unwrap().into_owned(), raw)
    };
    (0..count).map(part).collect()
}

fn text(bytes: &[u8], part: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut out).unwrap();
    out
}

/// A workbook with one part changed.
fn edited(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for n in 0..zip.len() {
        let file = zip.by_index_raw(n).unwrap();
        if file.name().unwrap() != part {
            out.raw_copy_file(file).unwrap();
            continue;
        }
        drop(file);
        out.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        let (before, after) = (text(bytes, part), change(&text(bytes, part)));
        assert_ne!(before, after, "{part} is not changed");
        out.write_all(after.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

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
    Job { page, marks: marks.to_vec(), accent: "#1F3864".into() }
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
fn comments(bytes: &[u8]) -> BTreeMap<(String, String), String> {
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

fn consolidated(ws: &Path) -> (Value, String) {
    let run = |format: &str| {
        let args = ["consolidate", "2026-27Q2", "--format", format, "--workspace"];
        quarterday().args(args).arg(ws).output().unwrap().stdout
    };
    (serde_json::from_slice(&run("json")).unwrap(), String::from_utf8(run("text")).unwrap())
}

fn checked(ws: &Path, paths: &[PathBuf]) -> Vec<Value> {
    let args = ["check", "--format", "json", "--quarter", "2026-27Q2", "--workspace"];
    let out = quarterday().args(args).arg(ws).args(paths).output().unwrap();
    serde_json::from_slice::<Value>(&out.stdout).unwrap().as_array().unwrap().clone()
}

/// Findings without the name of the file.
fn found(checked: &Value) -> Vec<Value> {
    let mut findings = checked["findings"].as_array().unwrap().clone();
    findings.iter_mut().for_each(|f| _ = f.as_object_mut().unwrap().remove("file"));
    findings
}

#[test]
fn each_return_with_findings_goes_back_and_reads_as_before() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let (run, printed) = consolidated(&ws);
    let folder = ws.join("reports/2026-27Q2/returned");
    assert!(printed.contains("15 marked workbooks, 4 findings workbooks, 19 texts for e-mails"), "{printed}");
    let marked: Vec<PathBuf> =
        files(&folder, "xlsx").into_iter().filter(|p| p.display().to_string().ends_with("_marked.xlsx")).collect();
    let own = |p: &PathBuf| {
        let name = p.file_name().unwrap().to_string_lossy().replace("_marked", "");
        ws.join("returns/2026-27Q2").join(name)
    };
    let (before, after) = (checked(&ws, &marked.iter().map(own).collect::<Vec<_>>()), checked(&ws, &marked));
    assert_eq!((before.len(), after.len()), (14, 14));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(found(before), found(after), "{}", after["file"]);
        assert_eq!(before["readings"], after["readings"]);
        let ours =
            after["tallies"].as_array().unwrap().iter().filter(|t| t["ignored"]["our findings"].as_u64() > Some(5));
        assert_eq!(ours.count(), 1);
    }
    // Every output is in the run record, with its hash, and nothing else is in the folder.
    let listed =
        run["outputs"].as_array().unwrap().iter().filter_map(|o| o["file"].as_str()?.strip_prefix("returned/"));
    let mut listed: Vec<String> = listed.map(str::to_owned).collect();
    let mut there: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    listed.sort();
    there.sort();
    assert_eq!(listed, there);
}

/// Returns in .ods by five programs' hands, whatever is wrong with them.
#[test]
fn open_document_returns_read_as_before() {
    let dir = TempDir::new().unwrap();
    let (ws, out) = (dir.path().join("ws"), dir.path().join("out"));
    copy_dir(&root().join("fixtures/gallery"), &ws);
    let returns = ws.join("returns/2026-27Q2");
    let mut command = quarterday();
    command.arg("check").args(files(&returns, "ods")).arg("--workspace").arg(&ws).arg("--mark").arg(&out);
    command.assert().stdout(contains("21 marked workbooks, 5 findings workbooks"));
    let marked = files(&out, "ods");
    let own = |p: &PathBuf| returns.join(p.file_name().unwrap().to_string_lossy().replace("_marked", ""));
    let one = |path: &PathBuf| checked(&ws, std::slice::from_ref(path)).remove(0);
    for path in &marked {
        let (before, after) = (one(&own(path)), one(path));
        assert_eq!(found(&before), found(&after), "{}", path.display());
        assert_eq!(before["values"], after["values"], "{}", path.display());
        let ours = |t: &&Value| t["ignored"]["our findings"].as_u64() > Some(5);
        assert_eq!(after["tallies"].as_array().unwrap().iter().filter(ours).count(), 1);
    }
    for name in ["password-to-open", "cut-short", "manifest-missing"] {
        assert!(out.join(format!("{name}_findings.xlsx")).is_file(), "{name}");
    }
}

#[test]
fn a_marked_copy_that_is_corrected_and_sent_back_is_clean_and_counts() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    consolidated(&ws);
    let copy = std::fs::read(ws.join("reports/2026-27Q2/returned/WAS 2026-27Q2_marked.xlsx")).unwrap();
    // The rating 7 on the sheet of risks becomes a 3, and the score that a program works out from it follows.
    let rating = |xml: &str| {
        let (before, cell) = xml.split_once("r=\"J7\"").unwrap();
        let (value, after) = cell.split_once("</v>").unwrap();
        let (open, _) = value.rsplit_once("<v>").unwrap();
        let open = open.replace(" t=\"s\"", "");
        format!("{before}r=\"J7\"{open}<v>3</v>{}", after.replacen("<v>28</v>", "<v>12</v>", 1))
    };
    let corrected = edited(&copy, "xl/worksheets/sheet3.xml", rating);
    std::fs::write(ws.join("returns/2026-27Q2/WAS 2026-27Q2_marked.xlsx"), corrected).unwrap();
    let (run, _) = consolidated(&ws);
    let inputs = run["inputs"].as_array().unwrap();
    let input = |name: &str| inputs.iter().find(|i| i["file"] == name).unwrap();
    assert_eq!(input("WAS 2026-27Q2_marked.xlsx")["counts"], true);
    assert_eq!(input("WAS 2026-27Q2.xlsx")["counts"], false);
    let left: Vec<_> =
        run["findings"].as_array().unwrap().iter().filter(|f| f["file"] == "WAS 2026-27Q2_marked.xlsx").collect();
    assert_eq!(input("WAS 2026-27Q2_marked.xlsx")["findings"]["error"], 1, "{left:#?}");

    // Marked once more it carries what is left: the corrected cell has its own colour and no note.
    let again = std::fs::read(ws.join("reports/2026-27Q2/returned/WAS 2026-27Q2_marked.xlsx")).unwrap();
    let (first, second) = (comments(&copy), comments(&again));
    assert!(first.keys().any(|(sheet, cell)| (sheet.as_str(), cell.as_str()) == ("Risks", "J7")));
    assert!(!second.keys().any(|(sheet, _)| sheet == "Risks") && !second.is_empty());
    assert_eq!(
        text(&again, "xl/workbook.xml").matches("<sheet ").count(),
        text(&copy, "xl/workbook.xml").matches("<sheet ").count()
    );
    let letter = std::fs::read_to_string(ws.join("reports/2026-27Q2/returned/WAS 2026-27Q2_e-mail.txt")).unwrap();
    assert!(letter.contains("We also have “WAS 2026-27Q2.xlsx”"), "{letter}");
}

#[test]
fn the_same_twice_and_what_somebody_changed_is_kept() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    consolidated(&ws);
    let folder = ws.join("reports/2026-27Q2/returned");
    let all = || -> BTreeMap<PathBuf, Vec<u8>> {
        ["xlsx", "txt"].iter().flat_map(|e| files(&folder, e)).map(|p| (p.clone(), std::fs::read(p).unwrap())).collect()
    };
    let first = all();
    consolidated(&ws);
    assert!(first == all());

    let (changed, gone) = (folder.join("ASC Q2 2026-27_marked.xlsx"), folder.join("WAS 2026-27Q2_e-mail.txt"));
    std::fs::write(&changed, "corrected in place").unwrap();
    std::fs::remove_file(ws.join("returns/2026-27Q2/WAS 2026-27Q2.xlsx")).unwrap();
    let args = ["consolidate", "2026-27Q2", "--workspace"];
    quarterday()
        .args(args)
        .arg(&ws)
        .assert()
        .stdout(contains("Left as they are").and(contains("ASC Q2 2026-27_marked")));
    assert_eq!(std::fs::read(&changed).unwrap(), b"corrected in place");
    assert!(!gone.exists());
}

#[test]
fn the_settings_say_what_goes_back() {
    for send_back in ["never", "errors"] {
        let dir = TempDir::new().unwrap();
        let ws = demo_workspace(dir.path());
        let path = ws.join("quarterday.toml");
        let settings = std::fs::read_to_string(&path).unwrap();
        let heading = settings.find("[returns]").map_or(settings.len(), |at| at + "[returns]".len());
        let (head, tail) = settings.split_at(heading);
        let section = if head.ends_with("[returns]") { "" } else { "\n[returns]" };
        std::fs::write(&path, format!("{head}{section}\nsend_back = \"{send_back}\"\n{tail}")).unwrap();
        let (run, _) = consolidated(&ws);
        let folder = ws.join("reports/2026-27Q2/returned");
        let there = ["xlsx", "ods"].map(|kind| if folder.is_dir() { files(&folder, kind).len() } else { 0 });
        let there = there[0] + there[1];
        let with_errors = run["inputs"].as_array().unwrap().iter().filter(|i| {
            i["findings"]["error"].as_u64() > Some(0) && (i["counts"] == true || i["outcome"] != "accepted")
        });
        let wanted = if send_back == "errors" { with_errors.count() } else { 0 };
        assert!(there == wanted && (wanted > 5 || send_back == "never"), "{send_back}: {there}, not {wanted}");
    }
}

#[test]
fn check_marks_into_a_folder_and_never_over_what_it_checked() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let out = dir.path().join("out");
    copy_dir(&ws.join("returns/2026-27Q2"), &out);
    let (was, asc) = (out.join("WAS 2026-27Q2.xlsx"), out.join("WAS 2026-27Q2_marked.xlsx"));
    std::fs::copy(out.join("ASC Q2 2026-27.xlsx"), &asc).unwrap();
    let before = std::fs::read(&asc).unwrap();
    let mut command = quarterday();
    command
        .args(["check", "--quarter", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .args([&was, &asc])
        .arg("--mark")
        .arg(&out);
    command.assert().code(1).stdout(contains("2 marked workbooks, 2 texts for e-mails"));
    assert_eq!(std::fs::read(&asc).unwrap(), before);
    assert!(out.join("WAS 2026-27Q2 (2)_marked.xlsx").is_file() && out.join("WAS 2026-27Q2 (2)_e-mail.txt").is_file());
}

/// What is missing is marked where it is to be filled in, in a column without a single filled cell; the files written are
/// named.
#[test]
fn a_blank_cell_is_marked_and_the_copies_are_named() {
    let dir = TempDir::new().unwrap();
    let (ws, out) = (dir.path().join("stowick"), dir.path().join("out"));
    copy_dir(&root().join("fixtures/checks"), &ws);
    let returns = ws.join("returns/2026-27Q2");
    for (name, sheet, cell, code) in [
        ("check-K007-on", "Risk log", "M4", "K007"),
        ("check-R008-date-on", "Action log", "D4", "R008"),
        ("check-R004-on", "Measures", "H14", "R004"),
    ] {
        let mut command = quarterday();
        let files = [returns.join(format!("{name}.xlsx")), returns.join("nothing-wrong.xlsx")];
        command.arg("check").args(files).args(["--format", "json", "--workspace"]).arg(&ws).arg("--mark").arg(&out);
        let said: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        let named: Vec<&str> = said[0]["sent_back"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        let wanted = ["_marked.xlsx", "_e-mail.txt"].map(|end| out.join(format!("{name}{end}")).display().to_string());
        assert_eq!(
            (named, &said[1]["sent_back"]),
            (wanted.iter().map(String::as_str).collect(), &Value::Array(vec![]))
        );
        let marked = std::fs::read(&wanted[0]).unwrap();
        assert!(comments(&marked)[&(sheet.to_owned(), cell.to_owned())].contains(code), "{name}");
        assert!(std::fs::read_to_string(&wanted[1]).unwrap().contains(cell), "{name}");
    }
}

#[test]
fn hostile_files_get_a_findings_workbook() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let out = dir.path().join("out");
    let mut command = quarterday();
    command.args(["check", "--quarter", "2026-27Q2", "--workspace"]).arg(&ws).arg(root().join("fixtures/poison"));
    command.arg("--mark").arg(&out).assert().code(1);
    let poison = std::fs::read_dir(root().join("fixtures/poison")).unwrap().count();
    assert_eq!((files(&out, "txt").len(), files(&out, "xlsx").len()), (poison, poison));
    let listed = files(&out, "xlsx").into_iter().filter(|p| p.display().to_string().ends_with("_findings.xlsx"));
    let listed: Vec<PathBuf> = listed.collect();
    assert!(listed.len() >= 8, "{listed:?}");
    // The list itself is no return and says so to whoever sends it back.
    for file in checked(&ws, &listed) {
        assert_eq!((file["accepted"].as_bool(), &file["findings"][0]["code"]), (Some(false), &"F005".into()), "{file}");
    }
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
