//! The gallery: small workbooks, each with one thing wrong and named by it. What is read of each, and what is found, is
//! exactly what its maker says must follow from what was put into it.

use super::{copy_dir, quarterday, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What, sheet, cell, id or code, value.
type Row = [String; 5];
type Files = BTreeMap<String, BTreeSet<Row>>;
/// Longer comments are compared by their length.
const LONG: usize = 200;

fn gallery(dir: &Path) -> PathBuf {
    let workspace = dir.join("fenmoor");
    copy_dir(&root().join("fixtures/gallery"), &workspace);
    let past = workspace.join("past.csv");
    quarterday().args(["history", "import"]).arg(&past).arg("--workspace").arg(&workspace).assert().code(0);
    workspace
}

fn expected(name: &str) -> Files {
    let mut files = Files::new();
    for row in csv::Reader::from_path(root().join("fixtures/gallery").join(name)).unwrap().deserialize() {
        let [file, row @ ..]: [String; 6] = row.unwrap();
        assert!(files.entry(file.clone()).or_default().insert(row.clone()), "{file} says {row:?} twice");
    }
    files
}

/// What `quarterday check` says of `paths`.
fn got(workspace: &Path, paths: impl IntoIterator<Item = PathBuf>) -> Files {
    let out = quarterday()
        .arg("check")
        .args(paths)
        .args(["--format", "json", "--workspace"])
        .arg(workspace)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let checked: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).unwrap();
    checked.iter().map(|file| (name_of(Path::new(file["file"].as_str().unwrap())), said(file))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// A number to fourteen digits: the last of those that JSON gives may be lost in reading it.
fn digits(number: f64) -> String {
    format!("{number:.13e}")
}

fn said(file: &serde_json::Value) -> BTreeSet<Row> {
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let number = |v: &serde_json::Value| v.as_f64().map(digits);
    let row = |what: &str, place: &serde_json::Value, id: &str, value: String| {
        [what.to_owned(), text(&place["sheet"]), text(&place["cell"]), text(&place[id]), value]
    };
    let outcome = if file["accepted"] == true { "accepted" } else { "rejected" };
    let mut out = BTreeSet::from([row("outcome", file, "", outcome.to_owned())]);
    if let Some(day) = file["signed_off"].as_str() {
        out.insert(row("signed off", file, "", day.to_owned()));
    }
    for v in file["values"].as_array().unwrap() {
        let value = number(&v["value"]).unwrap_or_else(|| text(&v["marker"]));
        let parts = number(&v["numerator"]).zip(number(&v["denominator"]));
        let value = parts.map_or(value.clone(), |(n, d)| format!("{value} = {n} / {d}"));
        out.insert(row("reading", v, "indicator", value));
        let words = v["commentary"].as_str().unwrap().to_owned();
        let length = words.chars().count();
        match length {
            0 => continue,
            1..=LONG => out.insert(row("comment", v, "indicator", words)),
            _ => out.insert(row("comment", v, "indicator", format!("{length} characters"))),
        };
    }
    for f in file["findings"].as_array().unwrap() {
        out.insert(row("finding", f, "code", String::new()));
    }
    out
}

/// The differences of two sets of files, in words; empty when there is none.
fn differences(expected: &Files, got: &Files) -> String {
    let none = BTreeSet::new();
    let names: BTreeSet<&String> = expected.keys().chain(got.keys()).collect();
    let mut out = String::new();
    for name in names {
        let (e, g) = (expected.get(name).unwrap_or(&none), got.get(name).unwrap_or(&none));
        let lines = e.difference(g).map(|r| ("lacks", r)).chain(g.difference(e).map(|r| ("has", r)));
        out.extend(lines.map(|(word, row)| format!("{name} {word} {}\n", row.join(" | "))));
    }
    out
}

/// Numbers as the program prints them, whatever the maker wrote: 1e3 is 1000.
fn as_printed(files: Files) -> Files {
    let number = |text: &str| text.parse::<f64>().map_or(text.to_owned(), digits);
    let part = |text: &str| text.split(' ').map(number).collect::<Vec<_>>().join(" ");
    let row = |[what, sheet, cell, id, value]: Row| {
        let value = if what == "reading" { part(&value) } else { value };
        [what, sheet, cell, id, value]
    };
    files.into_iter().map(|(name, rows)| (name, rows.into_iter().map(row).collect())).collect()
}

#[test]
fn every_symptom_is_read_and_said_as_it_must_be() {
    let dir = TempDir::new().unwrap();
    let workspace = gallery(dir.path());
    let differ =
        differences(&as_printed(expected("EXPECTED.csv")), &got(&workspace, [workspace.join("returns/2026-27Q2")]));
    assert!(differ.is_empty(), "\n{differ}");
}

/// The same files where the settings leave hidden values out: each is listed, none is read.
#[test]
fn hidden_values_are_left_out_where_the_settings_say_so() {
    let dir = TempDir::new().unwrap();
    let workspace = gallery(dir.path());
    let settings = workspace.join("quarterday.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n[returns]\nread_hidden = false\n")).unwrap();
    let expected = as_printed(expected("EXPECTED-hidden-left-out.csv"));
    let paths = expected.keys().map(|name| workspace.join("returns/2026-27Q2").join(name));
    let differ = differences(&expected, &got(&workspace, paths));
    assert!(differ.is_empty(), "\n{differ}");
}

/// The gallery is what it says: many small files of five kinds, the same name never twice.
#[test]
fn the_gallery_is_wide_and_small() {
    let files: Vec<PathBuf> = std::fs::read_dir(root().join("fixtures/gallery/returns/2026-27Q2"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    let of = |kind: &str| files.iter().filter(|f| f.extension().is_some_and(|e| e == kind)).count();
    for (kind, least) in [("xlsx", 100), ("xls", 25), ("ods", 25), ("xlsb", 15), ("xlsm", 2)] {
        assert!(of(kind) >= least, "{} files of {kind}", of(kind));
    }
    let sizes = files.iter().map(|f| f.metadata().unwrap().len());
    assert!(sizes.sum::<u64>() < 3_000_000);
}
