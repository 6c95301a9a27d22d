//! One cause, one finding: what is said of a cell is said once, and equal findings of a sheet are one line.

use super::books::{Drawn, Opened};
use super::harness::{Council, QUARTER, checks, gallery, list, look_at, read, text};
use quarterday::catalogue::{self, Origin};
use rstest::rstest;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Over every return of the demo, the gallery and the checks: no cell carries two findings of one origin, nor a second one
/// about what an error refused.
#[test]
fn no_cell_is_told_of_one_cause_twice() {
    let (demo, gallery, checks) = (look_at::council(), gallery(), look_at::checks());
    let stored = super::root().join("fixtures/checks/returns").join(QUARTER);
    let mut twice = String::new();
    let mut cells = 0;
    for (council, returns) in [(demo, demo.sent("")), (&gallery, gallery.sent("")), (checks, stored)] {
        for file in &council.check_files([returns]).files {
            let mut by_cell: BTreeMap<[&str; 3], Vec<&serde_json::Value>> = BTreeMap::new();
            for f in list(&file["findings"]).iter().filter(|f| f["cell"].is_string()) {
                by_cell.entry(["sheet", "cell", "subject"].map(|key| text(&f[key]))).or_default().push(f);
            }
            cells += by_cell.len();
            for (cell, said) in by_cell {
                let mut origins = BTreeSet::new();
                let codes: Vec<&str> = said.iter().map(|f| text(&f["code"])).collect();
                let of = |f: &serde_json::Value| catalogue::find(text(&f["code"])).and_then(|c| c.origin);
                let again = said.iter().filter_map(|f| of(f)).any(|origin| !origins.insert(origin as u8));
                let refused = said.iter().any(|f| f["severity"] == "error" && of(f) == Some(Origin::Missing));
                let beside = refused && said.iter().any(|f| of(f) == Some(Origin::Size) && f["severity"] != "note");
                if again || beside || codes.iter().collect::<BTreeSet<_>>().len() < codes.len() {
                    twice.push_str(&format!("{} {cell:?}: {codes:?}\n", text(&file["file"])));
                }
            }
        }
    }
    assert!(cells > 300, "{cells}");
    assert!(twice.is_empty(), "\n{twice}");
}

/// A council whose one return is the clean one with other words in some cells.
fn with(cells: &[(&str, &str)]) -> Council {
    let mut council = checks();
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let clean = Drawn::like(&read(&clean));
    let typed = cells.iter().fold(clean, |book, (place, typed)| {
        let (sheet, cell) = place.split_once('!').unwrap();
        let book = book.sheet(sheet);
        if typed.is_empty() { book.without(cell) } else { book.cell(cell, typed) }
    });
    council.draws("clean.xlsx", &typed);
    council
}

/// What is found, with its severity, where one thing is wrong: nothing else is said of the same thing.
#[rstest]
// ST3 is 300 of 400.
#[case(&[("Measures!E6", "0.75")], &["note C005 Measures!E6"])]
#[case(&[("Measures!E6", "'0.75")], &["note C005 Measures!E6", "note C001 Measures!E6"])]
#[case(&[("Measures!E6", "0.62")], &["error R002 Measures!E6"])]
#[case(&[("Measures!E5", "0.8")], &["error C005 Measures!E5"])]
#[case(&[("Action log!D4", "by Christmas")], &["error C010 Action log!D4"])]
#[case(&[("Action log!D4", "by Christmas"), ("Action log!C4", "")], &["error C010 Action log!D4", "query R008 Action log!C4"])]
#[case(&[("Action log!D4", "TBC")], &["query C072 Action log!D4"])]
#[case(&[("Action log!D4", "TBC"), ("Action log!E4", "Complete")], &["note C072 Action log!D4"])]
#[case(&[("Risk log!N4", "soon")], &["error C010 Risk log!N4"])]
#[case(&[("Front!B6", "2026-10-29")], &["query F080 Front!B6"])]
#[case(&[("Front!B6", "2026-10-28")], &["note F019 !"])]
#[case(&[("Front!B6", "soon")], &["error C010 Front!B6"])]
fn one_thing_is_told_once(#[case] cells: &[(&str, &str)], #[case] wanted: &[&str]) {
    let checked = with(cells).returns("clean.xlsx").check();
    let say = |f: &serde_json::Value| {
        let [severity, code, sheet, cell] = ["severity", "code", "sheet", "cell"].map(|key| text(&f[key]));
        format!("{severity} {code} {sheet}!{cell}")
    };
    let said: BTreeSet<String> = list(&checked.files[0]["findings"]).iter().map(say).collect();
    assert_eq!(said, wanted.iter().map(|w| (*w).to_owned()).collect());
}

/// 0.75 beside 300 ÷ 400 is taken as 75%.
#[test]
fn numerator_and_denominator_tell_a_fraction() {
    let checked = with(&[("Measures!E6", "0.75")]).returns("clean.xlsx").check();
    let values = list(&checked.files[0]["values"]);
    let taken = values.iter().find(|v| v["indicator"] == "ST3").unwrap();
    assert_eq!((&taken["value"], &taken["repaired"]), (&75.0.into(), &true.into()));
}

/// On screen and in the marked copy equal findings are one line with their cells, and errors stand first.
#[test]
fn equal_findings_are_one_line() {
    let cells = ["E4", "E7", "E8", "E9"].map(|cell| format!("Measures!{cell}"));
    let typed: Vec<(&str, &str)> = cells.iter().map(|c| (c.as_str(), "lots")).collect();
    let council = with(&typed);
    let returned = council.sent("clean.xlsx");
    let said = council.run(["check".as_ref(), returned.as_os_str()]).ends(1);
    said.says_all(&["Measures!E4, E7 to E9", "in 4 cells"]);
    let folder = council.path("marked");
    let marked = council.returns("clean.xlsx").mark(&folder);
    let copy = list(&marked.files[0]["sent_back"]).iter().map(text).find(|name| name.ends_with(".xlsx")).unwrap();
    let copy = Opened::read(Path::new(copy));
    let rows: Vec<String> = (1..40).map(|row| copy.cell(&format!("Findings!C{row}")).to_string()).collect();
    assert!(rows.iter().any(|place| place == "Measures!E4, E7 to E9"), "{rows:?}");
}
