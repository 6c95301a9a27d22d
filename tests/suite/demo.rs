//! The demo council, from its files to the Cabinet workbook.

use super::{demo_workspace, files, quarterday, root};
use predicates::prelude::*;
use predicates::str::contains;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

fn consolidate(ws: &Path) -> serde_json::Value {
    let out =
        quarterday().args(["consolidate", "2026-27Q2", "--format", "json", "--workspace"]).arg(ws).output().unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Everything that a run wrote, what goes back to the services included.
fn outputs(ws: &Path) -> Vec<(String, Vec<u8>)> {
    let dir = ws.join("reports/2026-27Q2");
    let name = |p: &Path| p.strip_prefix(&dir).unwrap().to_string_lossy().into_owned();
    let all = ["xlsx", "json", "txt", "csv"].iter().flat_map(|ext| files(&dir, ext));
    let out: Vec<_> = all.map(|p| (name(&p), std::fs::read(&p).unwrap())).collect();
    assert!(out.iter().filter(|(n, _)| n.starts_with("returned")).count() > 20);
    out
}

#[test]
fn one_command_does_everything_and_again() {
    let dir = TempDir::new().unwrap();
    let ws = dir.path().join("marchford");
    let demo = || quarterday().arg("demo").arg(&ws).assert();
    demo().success().stdout(contains("cabinet.xlsx").and(contains("Findings:")));
    let first = outputs(&ws);
    assert!(first.iter().any(|(n, b)| n == "cabinet.xlsx" && b.len() > 20_000));
    demo().success();
    assert!(first == outputs(&ws), "a second run gave other bytes");
}

#[test]
fn the_same_bytes_whatever_the_place_the_threads_and_the_day() {
    let dir = TempDir::new().unwrap();
    let a = demo_workspace(&dir.path().join("a"));
    consolidate(&a);
    let b = demo_workspace(&dir.path().join("somewhere/else"));
    quarterday()
        .args(["consolidate", "2026-27Q2", "--workspace"])
        .arg(&b)
        .env("TZ", "Pacific/Auckland")
        .env("LANG", "tr_TR.UTF-8")
        .env("POLARS_MAX_THREADS", "1")
        .assert()
        .code(1);
    assert!(outputs(&a) == outputs(&b));
    quarterday().args(["consolidate", "2026-27Q2", "--today", "2027-01-09", "--workspace"]).arg(&b).assert().code(1);
    assert!(outputs(&a) == outputs(&b), "the day of a repeated run showed");
}

/// Every deliberate fault of the demo is found at its cell.
#[test]
fn every_planted_fault_is_found() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let run = consolidate(&ws);
    let found: BTreeSet<[String; 4]> = run["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| ["file", "sheet", "cell", "code"].map(|k| f[k].as_str().unwrap_or_default().to_owned()))
        .collect();
    let mut expected = csv::Reader::from_path(root().join("fixtures/demo/EXPECTED.csv")).unwrap();
    let mut planted = 0;
    let mut lost = Vec::new();
    for row in expected.deserialize() {
        let row: [String; 4] = row.unwrap();
        planted += 1;
        if !found.contains(&row) {
            lost.push(row.join(" | "));
        }
    }
    assert!(planted >= 40, "only {planted} faults are planted");
    assert!(lost.is_empty(), "not found:\n{}", lost.join("\n"));
}

/// Promise 7: cells read = accepted + refused + ignored by a named rule, sheet by sheet.
#[test]
fn every_cell_is_accounted_for() {
    let dir = TempDir::new().unwrap();
    let run = consolidate(&demo_workspace(dir.path()));
    let mut sheets = 0;
    for file in run["inputs"].as_array().unwrap() {
        for t in file["sheets"].as_array().into_iter().flatten() {
            let n = |k: &str| t[k].as_u64().unwrap();
            let ignored: u64 = t["ignored"].as_object().unwrap().values().map(|v| v.as_u64().unwrap()).sum();
            assert_eq!(n("read"), n("accepted") + n("refused") + ignored, "{file}");
            sheets += 1;
        }
    }
    assert!(sheets > 80);
}

/// The ledger holds what the run accepted, and nothing else happens on a repeat.
#[test]
fn a_repeat_adds_nothing_to_the_ledger() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    consolidate(&ws);
    let log = || super::files(&ws.join("history"), "json");
    let before = log();
    consolidate(&ws);
    assert_eq!(before, log());
}
