//! The templates that we print, filled and handled as people do: whatever is moved, every figure is found again.

use super::harness::{list, look_at, nowhere, text};
use super::parts::{cell, edited, edited_part};
use std::ffi::OsStr;
use std::path::PathBuf;

pub const INDICATORS: &str = "xl/worksheets/sheet2.xml";
/// The first row of indicators, and the columns of the template that are filled here.
pub const FIRST: usize = 6;
const NUMERATOR: &str = "I";
const DENOMINATOR: &str = "K";
pub const VALUE: &str = "L";
pub const REASON: &str = "M";

/// How far rows and columns move that stand at a place or beyond it: (from, by).
#[derive(Clone, Copy)]
struct Moves {
    rows: (usize, usize),
    columns: (usize, usize),
}

/// A part, what it says, and what it says instead.
type Words = (&'static str, &'static str, &'static str);

/// What people do to a form: its name, what moves, and what they call otherwise.
const CASES: &[(&str, Moves, &[Words])] = &[
    ("a row above the table", Moves { rows: (1, 1), columns: (1, 0) }, &[]),
    ("rows between keys and headings", Moves { rows: (5, 2), columns: (1, 0) }, &[]),
    ("a row within the table", Moves { rows: (8, 1), columns: (1, 0) }, &[]),
    ("a column before the value", Moves { rows: (1, 0), columns: (9, 1) }, &[]),
    ("rows and columns", Moves { rows: (3, 4), columns: (3, 2) }, &[]),
    (
        "a sheet with another name",
        Moves { rows: (1, 0), columns: (1, 0) },
        &[("xl/workbook.xml", "name=\"Indicators\"", "name=\"Our figures\"")],
    ),
    (
        "headings in other words",
        Moves { rows: (1, 1), columns: (1, 0) },
        &[
            (STRINGS, ">Value this quarter<", ">Q3<"),
            (STRINGS, ">Numerator<", ">Top<"),
            (STRINGS, ">Ref<", ">Our number<"),
        ],
    ),
    ("without our keys", Moves { rows: (1, 1), columns: (1, 0) }, &[(STRINGS, ">qd:", ">x-")]),
];
const STRINGS: &str = "xl/sharedStrings.xml";
/// Services with figures of every kind: worked out and typed, due and not due.
const SERVICES: [&str; 4] = ["CSC", "HWY", "PUH", "WAS"];

#[test]
fn every_figure_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let council = look_at::forms();
    let (mut files, mut figures) = (vec![], 0);
    let mut save = |case: &str, service: &str, content: &[u8]| {
        let path = folder.path().join(case).join(format!("{service}.xlsx"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        files.push(path);
    };
    let filled = SERVICES.map(|service| {
        let template = council.bytes(&format!("templates/2026-27Q3/{service}.xlsx"));
        edited_part(&template, INDICATORS, |xml| fill(xml, &mut figures))
    });
    SERVICES.iter().zip(&filled).for_each(|(service, form)| save("filled", service, form));
    for (case, moves, words) in CASES {
        for (service, form) in SERVICES.iter().zip(&filled) {
            let changed = edited(form, |part, text| {
                let text = words.iter().filter(|w| w.0 == part).fold(text, |t, (_, from, to)| t.replace(from, to));
                if part == INDICATORS { shifted(&text, *moves) } else { text }
            });
            assert!(changed != *form);
            save(case, service, &changed);
        }
    }
    let checked = check(&files);
    let (before, after) = checked.split_at(SERVICES.len());
    assert!(figures > 20 && before.iter().map(|c| c.readings).sum::<u64>() >= figures);
    for ((case, moves, _), after) in CASES.iter().zip(after.chunks(SERVICES.len())) {
        for (before, after) in before.iter().zip(after) {
            assert_eq!(before.readings, after.readings, "{case}, {}", after.file);
            let mut there: Vec<_> = before.findings.clone();
            there.iter_mut().for_each(|(_, at)| *at = moved_place(at, *moves));
            there.sort();
            // That a sheet or a heading was told by other signs than its words is said, and is all that may be added.
            let said = |code: &str| !["F014", "C015"].contains(&code);
            let found: Vec<_> = after.findings.iter().filter(|(code, _)| said(code)).cloned().collect();
            assert_eq!(there, found, "{case}, {}", after.file);
        }
    }
}

/// What `check` says of a file: how many readings, and its findings on the sheet of indicators.
pub struct Checked {
    pub file: String,
    pub readings: u64,
    pub findings: Vec<(String, String)>,
}

pub fn check(files: &[PathBuf]) -> Vec<Checked> {
    let mut checked = look_at::forms().check_files(files);
    checked.on_sheets(|sheet| !["Cover", "Risks", "Actions", "Feedback"].contains(&sheet));
    let place = |f: &serde_json::Value| (text(&f["code"]).to_owned(), text(&f["cell"]).to_owned());
    let one = |c: &serde_json::Value| {
        let mut findings: Vec<_> = list(&c["findings"]).iter().map(place).collect();
        findings.sort();
        Checked { file: text(&c["file"]).to_owned(), readings: c["readings"].as_u64().unwrap(), findings }
    };
    checked.files.iter().map(one).collect()
}

/// Fills every indicator that is due with the number of its row, with the results that Excel would save.
pub fn fill(xml: &mut String, figures: &mut u64) {
    for row in FIRST.. {
        let at = |column: &str| format!("{column}{row}");
        let Some(reason) = cell(xml, &at(REASON)) else { return };
        if xml[reason].contains("<v>") {
            continue;
        }
        *figures += 1;
        let value = cell(xml, &at(VALUE)).unwrap();
        let old = xml[value.clone()].to_owned();
        if old.contains("<f>") {
            xml.replace_range(value, &old.replace(" t=\"str\"", "").replace("<v></v>", "<v>0.5</v>"));
            figure_in(xml, &at(NUMERATOR), &row.to_string());
            figure_in(xml, &at(DENOMINATOR), &(2 * row).to_string());
        } else if in_percent(xml, row) {
            figure_in(xml, &at(VALUE), &format!("0.{row:02}"));
        } else {
            figure_in(xml, &at(VALUE), &row.to_string());
        }
    }
}

/// Whether the value of a row is typed into a cell in per cent, whose rule alone takes a second percent sign.
pub fn in_percent(xml: &str, row: usize) -> bool {
    xml.contains(&format!("SUBSTITUTE({VALUE}{row},"))
}

/// Types a figure into a blank cell, which keeps its look.
fn figure_in(xml: &mut String, at: &str, figure: &str) {
    let cell = cell(xml, at).unwrap();
    let typed = xml[cell.clone()].replace("/>", &format!("><v>{figure}</v></c>"));
    xml.replace_range(cell, &typed);
}

/// Every row and cell at its new place.
fn shifted(xml: &str, moves: Moves) -> String {
    let mut pieces = xml.split(" r=\"");
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (place, rest) = piece.split_once('"').unwrap();
        out.push_str(&format!(" r=\"{}\"{rest}", moved_place(place, moves)));
    }
    out
}

/// `J7`, or `7` alone for a row, after the moves.
fn moved_place(place: &str, moves: Moves) -> String {
    let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let Ok(row) = place[letters.len()..].parse::<usize>() else { return place.to_owned() };
    let moved = |n: usize, (from, by): (usize, usize)| if n >= from { n + by } else { n };
    let column = letters.bytes().fold(0, |n, b| 26 * n + usize::from(b - b'A') + 1);
    let column = match letters {
        "" => String::new(),
        _ => quarterday::reading::column_letters(moved(column, moves.columns) as u16 - 1),
    };
    format!("{column}{}", moved(row, moves.rows))
}

/// The page of guidance keeps the government's points, but for the foot that every page of the form has.
#[test]
fn the_guidance_can_be_read_by_all() {
    let form = look_at::forms().path("templates/2026-27Q3/HWY.xlsx");
    let judged =
        nowhere([OsStr::new("accessible"), form.as_os_str(), OsStr::new("--format"), OsStr::new("json")]).json();
    let mut broken = vec![];
    for point in list(&list(&judged)[0]["points"]).iter().filter(|p| p["verdict"] == "broken") {
        let here = list(&point["places"]).iter().any(|place| place["sheet"] == "Guidance");
        broken.extend(here.then(|| point["number"].clone()));
    }
    assert_eq!(broken, [20]);
}
