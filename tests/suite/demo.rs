//! The demo council, from its files to the Cabinet workbook.

use super::answers::{NOTEBOOK, words_of};
use super::books::Opened;
use super::expected::{Files, assert_same, expected};
use super::harness::{Council, QUARTER, consolidated, list, look_at, one_of, quarterday, read, said, text};
use std::collections::BTreeSet;
use std::path::Path;

/// Everything that a run wrote, what goes back to the services included.
fn outputs(workspace: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = workspace.join("reports").join(QUARTER);
    let name = |p: &Path| p.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
    let all = ["xlsx", "json", "txt", "csv"].iter().flat_map(|ending| super::files(&folder, ending));
    let out: Vec<_> = all.map(|p| (name(&p), read(&p))).collect();
    assert!(out.iter().filter(|(n, _)| n.starts_with("returned")).count() > 20);
    out
}

#[test]
fn one_command_does_everything_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("marchford");
    let demo = || said(quarterday().arg("demo").arg(&workspace)).ends(0);
    demo().says("cabinet.xlsx").says("Findings:");
    let first = outputs(&workspace);
    let cabinet = Opened::read(&workspace.join("reports").join(QUARTER).join("cabinet.xlsx"));
    assert_eq!(cabinet.cell("Headlines!A1").to_string(), "Headlines");
    assert!(cabinet.cell("Headlines!A2").to_string().starts_with("Marchford County Council · Q2 2026-27"));
    assert!(first.iter().any(|(n, b)| n == "cabinet.xlsx" && b.len() > 20_000));
    demo();
    assert!(first == outputs(&workspace), "a second run gave other bytes");
}

#[test]
fn the_same_bytes_whatever_the_place_the_threads_and_the_day() {
    let here = look_at::consolidated();
    let elsewhere = Council::of("demo").with_past("past.xlsx");
    let mut command = elsewhere.command(["consolidate", QUARTER]);
    let command = command.env("TZ", "Pacific/Auckland").env("LANG", "tr_TR.UTF-8").env("POLARS_MAX_THREADS", "1");
    said(command).ends(1);
    assert!(outputs(here.folder()) == outputs(elsewhere.folder()));
    elsewhere.run(["consolidate", QUARTER, "--today", "2027-01-09"]).ends(1);
    assert!(outputs(here.folder()) == outputs(elsewhere.folder()), "the day of a repeated run showed");
}

/// Every deliberate fault of the demo is found at its cell.
#[test]
fn every_planted_fault_is_found() {
    let run = look_at::consolidated().record(QUARTER);
    let row = |f: &serde_json::Value| ["sheet", "cell", "code"].map(|key| text(&f[key]).to_owned()).to_vec();
    let mut found = Files::new();
    for f in list(&run["findings"]) {
        found.entry(text(&f["file"]).to_owned()).or_default().insert(row(f));
    }
    let planted = expected("demo/EXPECTED.csv");
    assert!(planted.values().map(BTreeSet::len).sum::<usize>() >= 40, "only few faults are planted");
    // More is found than was planted.
    for (file, rows) in &mut found {
        rows.retain(|row| planted.get(file).is_some_and(|planted| planted.contains(row)));
    }
    found.retain(|_, rows| !rows.is_empty());
    assert_same(&planted, &found);
}

/// CUS04 was DIG01 until it was handed over: its history is whole, and nothing is asked about the old id.
#[test]
fn the_indicator_that_was_renamed_has_its_whole_history() {
    let council = look_at::consolidated();
    let past = Opened::read(&council.path("past.xlsx")).table("Readings", "Indicator id");
    let under = |id: &str| past.iter().filter(|row| row["Indicator id"] == id).count();
    let (before, since) = (under("DIG01"), under("CUS04"));
    assert!(before > 0 && since > 0);
    let successes = words_of(council, "Successes");
    let all = format!("(CUS04) has been on target for {} quarters in a row", before + since + 1);
    assert!(successes.contains(&all), "{all}: {successes}");
    let run = council.record(QUARTER);
    assert!(list(&run["findings"]).iter().all(|f| !["DIG01", "CUS04"].contains(&text(&f["subject"]))));
}

/// One figure is as bad as it looks: the notebook of the demo accepts it, and it stands where it belongs.
#[test]
fn the_catastrophe_that_was_confirmed_stands_among_the_exceptions() {
    let council = look_at::consolidated();
    let run = council.record(QUARTER);
    let confirmed = one_of(&run["queries"], "state", "accepted");
    let (about, decision) = (text(&confirmed["about"]), &confirmed["decision"]);
    assert!(["why", "by", "on"].iter().all(|key| !text(&decision[key]).is_empty()), "{decision}");
    let found: Vec<_> = list(&run["findings"]).iter().filter(|f| f["subject"] == about).collect();
    assert_eq!((found.len(), &found[0]["code"], &found[0]["severity"]), (1, &confirmed["code"], &"note".into()));
    let said = format!("ueried and confirmed: {}", text(&decision["why"]));
    for sheet in ["Exceptions", "Priorities", "Indicators"] {
        let words = words_of(council, sheet);
        assert!(words.contains(about) && words.contains(&said), "{sheet}: {words}");
    }
    // The notebook fits the quarter: no line of it is told, and none is lost when a run prepares it again.
    assert!(list(&run["findings"]).iter().all(|f| f["file"] != NOTEBOOK));
    let cells = Opened::read(&council.path(NOTEBOOK));
    let decided = cells.table("Queries", "State");
    assert_eq!(decided.iter().filter(|row| row["Decision"] == "Accept").count(), 1);
    assert!(decided.iter().all(|row| row["State"] != "Not a query of this quarter"));
}

/// Promise 7: cells read = accepted + refused + ignored by a named rule, sheet by sheet.
#[test]
fn every_cell_is_accounted_for() {
    let run = look_at::consolidated().record(QUARTER);
    let mut sheets = 0;
    for file in list(&run["inputs"]) {
        for t in file["sheets"].as_array().into_iter().flatten() {
            let n = |k: &str| t[k].as_u64().unwrap();
            let ignored: u64 = t["ignored"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
            assert_eq!(n("read"), n("accepted") + n("refused") + ignored, "{file}");
            sheets += 1;
        }
    }
    assert!(sheets > 80);
}

/// The ledger holds what the run accepted, and nothing else happens on a repeat, which says the same to a program as the
/// record of the run.
#[test]
fn a_repeat_adds_nothing_to_the_ledger() {
    let council = consolidated();
    let before = council.ledger();
    assert_eq!(council.json(["consolidate", QUARTER]), council.record(QUARTER));
    assert_eq!(before, council.ledger());
}
