//! `docs/layouts.md`, the handbook of the language of layouts: every example is drawn from its page, read by the layout
//! beside it, and gives what the page says; every fault is refused in the words of the page; the keys are the schema's.

use super::books::{Drawn, workbook};
use super::harness::{Council, list, new_council, text};
use super::root;
use quarterday::layout::{Layout, schema};
use serde_json::Value;
use std::fmt::Write;

const PAGE: &str = "docs/layouts.md";

/// A block of the page: what follows the ticks on its first line, and its lines.
struct Block<'p> {
    what: &'p str,
    lines: &'p str,
}

fn page() -> String {
    std::fs::read_to_string(root().join(PAGE)).unwrap()
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let fenced = page.split("```").skip(1).step_by(2);
    fenced.filter_map(|b| b.split_once('\n')).map(|(what, lines)| Block { what, lines }).collect()
}

/// Draws `sheet NAME in FILE` into the workbook of that file; `<` is a cell that is merged with the one to its left.
fn draw(books: &mut Vec<(String, Drawn)>, what: &str, rows: &str) {
    let (sheet, file) = what.split_once(" in ").unwrap_or((what, "Libraries 2026-27Q2.xlsx"));
    let n = books.iter().position(|(name, _)| name == file).unwrap_or_else(|| {
        books.push((file.to_owned(), workbook()));
        books.len() - 1
    });
    let drawn = std::mem::take(&mut books[n].1).sheet(sheet);
    books[n].1 = drawn.rows(rows);
}

/// The workbook as bytes, its merged cells merged.
fn merged(book: &Drawn, rows: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = book.bytes();
    for (sheet, rows) in rows.iter().filter(|(_, rows)| rows.contains("| <")) {
        let book = Drawn::like(&bytes);
        bytes = book.finished(sheet, |page| {
            for (row, line) in (0u32..).zip(rows.lines()) {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                for first in 0..cells.len() {
                    let covered = cells[first + 1..].iter().take_while(|c| **c == "<").count();
                    if covered > 0 && cells[first] != "<" {
                        let format = rust_xlsxwriter::Format::new();
                        let (a, b) = (first as u16, (first + covered) as u16);
                        page.merge_range(row, a, row, b, cells[first], &format).unwrap();
                    }
                }
            }
        });
    }
    bytes
}

/// What `check` says of the files, as the page writes it: each reading, then each finding that is none of every form's.
fn said(council: &Council, files: &[std::path::PathBuf]) -> String {
    let checked = council.run(
        [
            &["check", "--quarter", "2026-27Q2", "--format", "json"][..],
            &files.iter().map(|f| f.to_str().unwrap()).collect::<Vec<_>>(),
        ]
        .concat(),
    );
    let mut out = String::new();
    for file in list(&checked.json()) {
        let at = |v: &Value| format!("{}!{}", text(&v["sheet"]), text(&v["cell"]));
        for v in list(&file["values"]) {
            let value = v["value"].as_f64().map_or_else(|| text(&v["marker"]).to_owned(), |n| n.to_string());
            writeln!(out, "{} | {value} | {}", text(&v["indicator"]), at(v)).unwrap();
        }
        // Nobody signs these off, and most of them say little: that is of no example.
        for f in list(&file["findings"]).iter().filter(|f| !["F012", "T002", "C007"].contains(&text(&f["code"]))) {
            writeln!(out, "{} | {} | {}", text(&f["code"]), text(&f["got"]), at(f)).unwrap();
        }
        let words = ["risks", "actions", "milestones", "revenue lines", "capital schemes", "savings"];
        for word in words {
            let key = word.split(' ').next().unwrap();
            let n = file[key].as_u64().unwrap();
            if n > 0 {
                writeln!(out, "{n} {word}").unwrap();
            }
        }
    }
    out
}

#[test]
fn every_example_gives_what_it_says() {
    let page = page();
    let mut council = new_council();
    let mut register = workbook();
    let (mut sheets, mut layout, mut examples) = (Vec::new(), "", 0);
    for Block { what, lines } in blocks(&page) {
        match what.split_once(' ').unwrap_or((what, "")) {
            ("register", sheet) => register = register.sheet(sheet).rows(lines),
            ("sheet", name) => sheets.push((name, lines)),
            ("toml", "") => layout = lines,
            ("readings", _) => {
                council.write("register.xlsx", register.bytes());
                council.write("layouts/example.toml", whole(layout));
                let mut books = Vec::new();
                sheets.iter().for_each(|(what, rows)| draw(&mut books, what, &rows.replace('<', "")));
                let on = |file: &str| -> Vec<(&str, &str)> {
                    let of =
                        |what: &str| what.split_once(" in ").map_or("Libraries 2026-27Q2.xlsx", |(_, f)| f) == file;
                    let name = |what: &'_ str| what.find(" in ").unwrap_or(what.len());
                    sheets
                        .iter()
                        .filter(|(what, _)| of(what))
                        .map(|(what, rows)| (&what[..name(what)], *rows))
                        .collect()
                };
                let files: Vec<_> = books
                    .iter()
                    .map(|(file, book)| council.write(&format!("returns/{file}"), merged(book, &on(file))))
                    .collect();
                assert_eq!(said(&council, &files), lines, "the example with\n{layout}");
                files.iter().for_each(|file| std::fs::remove_file(file).unwrap());
                examples += 1;
                sheets.clear();
            }
            _ => {}
        }
    }
    assert!(examples >= 16, "{examples} examples");
}

/// A layout of the page with what every layout begins with, where the page leaves that out.
fn whole(layout: &str) -> String {
    let top = "id = \"example\"\ntitle = \"The example\"\n";
    let named = if layout.contains("file-name") { "" } else { "file-name = \"{service} {period}\"\n" };
    if layout.starts_with("id =") { layout.to_owned() } else { format!("{top}{named}{layout}") }
}

#[test]
fn every_fault_is_refused_in_the_words_of_the_page() {
    let page = page();
    let (mut layout, mut faults) = ("", 0);
    for Block { what, lines } in blocks(&page) {
        match what {
            "toml fault" => layout = lines,
            "said" => {
                let refused = Layout::parse(layout).unwrap_err().to_string();
                assert_eq!(format!("{refused}\n"), lines, "of\n{layout}");
                faults += 1;
            }
            _ => {}
        }
    }
    assert!(faults >= 6, "{faults} faults");
}

/// The table of keys is the schema's; `UPDATE_DOCS=1 cargo test --test suite handbook` writes it anew.
#[test]
fn the_keys_are_those_of_the_schema() {
    let schema = schema();
    let parts = [
        ("", "The whole layout"),
        ("Form", "`[[forms]]`"),
        ("Table", "`[[tables]]`"),
        ("Column", "A column"),
        ("RowMark", "`skip-where`, `stop-where`"),
    ];
    let mut keys = String::new();
    for (part, title) in parts {
        let here = if part.is_empty() { &schema } else { &schema["$defs"][part] };
        write!(keys, "\n{title}\n\n| key | what it means |\n|---|---|\n").unwrap();
        for (key, property) in here["properties"].as_object().unwrap() {
            let words = text(&property["description"]).replace('\n', " ").replace('|', "\\|");
            writeln!(keys, "| `{key}` | {words} |").unwrap();
        }
    }
    let mut page = page();
    let (start, end) = ("<!-- keys -->\n", "<!-- /keys -->");
    let (a, b) = (page.find(start).unwrap() + start.len(), page.find(end).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        page.replace_range(a..b, &keys);
        std::fs::write(root().join(PAGE), page).unwrap();
    } else {
        assert_eq!(&page[a..b], keys, "run UPDATE_DOCS=1 cargo test --test suite handbook");
    }
}
