//! The gallery: small workbooks, each with one thing wrong and named by it. What is read of each, and what is found, is
//! exactly what its maker says must follow from what was put into it.

use super::expected::{Files, assert_same, expected, name_of};
use super::harness::{Checked, QUARTER, gallery, list, text};
use super::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Longer comments are compared by their length.
const LONG: usize = 200;

/// What `quarterday check` said, as the list of what must be said has it: what, sheet, cell, id or code, value.
fn got(checked: &Checked) -> Files {
    assert_eq!(checked.code, 1);
    checked.files.iter().map(|file| (name_of(text(&file["file"])), said(file))).collect()
}

/// A number to fourteen digits: the last of those that JSON gives may be lost in reading it.
fn digits(number: f64) -> String {
    format!("{number:.13e}")
}

fn said(file: &Value) -> BTreeSet<Vec<String>> {
    let number = |v: &Value| v.as_f64().map(digits);
    let row = |what: &str, place: &Value, id: &str, value: String| {
        vec![what.to_owned(), text(&place["sheet"]).into(), text(&place["cell"]).into(), text(&place[id]).into(), value]
    };
    let outcome = if file["accepted"] == true { "accepted" } else { "rejected" };
    let mut out = BTreeSet::from([row("outcome", file, "", outcome.to_owned())]);
    if let Some(day) = file["signed_off"].as_str() {
        out.insert(row("signed off", file, "", day.to_owned()));
    }
    for v in list(&file["values"]) {
        let value = number(&v["value"]).unwrap_or_else(|| text(&v["marker"]).to_owned());
        let parts = number(&v["numerator"]).zip(number(&v["denominator"]));
        let value = parts.map_or(value.clone(), |(n, d)| format!("{value} = {n} / {d}"));
        out.insert(row("reading", v, "indicator", value));
        let words = text(&v["commentary"]).to_owned();
        let length = words.chars().count();
        match length {
            0 => continue,
            1..=LONG => out.insert(row("comment", v, "indicator", words)),
            _ => out.insert(row("comment", v, "indicator", format!("{length} characters"))),
        };
    }
    for f in list(&file["findings"]) {
        out.insert(row("finding", f, "code", String::new()));
    }
    out
}

/// Numbers as the program prints them, whatever the maker wrote: 1e3 is 1000.
fn as_printed(files: Files) -> Files {
    let number = |text: &str| text.parse::<f64>().map_or(text.to_owned(), digits);
    let part = |text: &str| text.split(' ').map(number).collect::<Vec<_>>().join(" ");
    let row = |mut row: Vec<String>| {
        if row[0] == "reading" {
            row[4] = part(&row[4]);
        }
        row
    };
    files.into_iter().map(|(name, rows)| (name, rows.into_iter().map(row).collect())).collect()
}

#[test]
fn every_symptom_is_read_and_said_as_it_must_be() {
    assert_same(&as_printed(expected("gallery/EXPECTED.csv")), &got(&gallery().returns("").check()));
}

/// The same files where the settings leave hidden values out: each is listed, none is read.
#[test]
fn hidden_values_are_left_out_where_the_settings_say_so() {
    let council = gallery().with_settings("[returns]\nread_hidden = false");
    let expected = as_printed(expected("gallery/EXPECTED-hidden-left-out.csv"));
    assert_same(&expected, &got(&council.check_files(expected.keys().map(|name| council.sent(name)))));
}

/// The gallery is what it says: many small files of five kinds, the same name never twice.
#[test]
fn the_gallery_is_wide_and_small() {
    let files: Vec<PathBuf> = std::fs::read_dir(root().join("fixtures/gallery/returns").join(QUARTER))
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
