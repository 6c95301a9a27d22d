//! Returns that come twice, late or corrected, and figures of earlier quarters that change.

use super::forms::{cell, edited};
use super::{demo_workspace, files, quarterday};
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn run(ws: &Path, command: &str, quarter: &str) -> Value {
    let out = quarterday().args([command, quarter, "--format", "json", "--workspace"]).arg(ws).output().unwrap();
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// About what, which field, from what to what.
fn changes(run: &Value) -> Vec<[String; 4]> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let one =
        |c: &Value| [text(&c["subject"]), text(&c["field"]), text(&c["before"]["value"]), text(&c["after"]["value"])];
    run["changes"].as_array().unwrap().iter().map(one).collect()
}

fn has(changes: &[[String; 4]], wanted: [&str; 4]) -> bool {
    changes.iter().any(|c| c.iter().map(String::as_str).eq(wanted))
}

const EARLIER: &str = "HWY 2026-27Q2.xlsx";
const LATER: &str = "HWY 2026-27Q2 corrected.xlsx";

#[test]
fn two_returns_of_one_service_are_compared_value_by_value() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let record = run(&ws, "consolidate", "2026-27Q2");
    let between = changes(&record);
    assert!(has(&between, ["HWY10", "value", "83", "82720"]), "{between:?}");
    assert!(has(&between, ["HWY-A03", "due date", "30/04/2027", ""]), "{between:?}");
    for change in record["changes"].as_array().unwrap() {
        assert_eq!((&change["against"], &change["service"]), (&"return".into(), &"HWY".into()));
        assert_eq!((&change["before"]["file"], &change["after"]["file"]), (&EARLIER.into(), &LATER.into()));
        assert!(change["before"]["cell"].is_string() && change["after"]["cell"].is_string());
    }
    // On screen when the two are checked together, and in the chase.
    let returns = ws.join("returns/2026-27Q2");
    let both = [returns.join(EARLIER), returns.join(LATER)];
    let check = quarterday().arg("check").args(&both).arg("--workspace").arg(&ws).assert();
    check.stdout(contains("HWY10").and(contains("82720")).and(contains(format!("{LATER} counts"))));
    quarterday()
        .args(["status", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .stdout(contains("signed off on 16/10/2026, after 13/10/2026; 7 values differ").and(contains("82720")));
}

#[test]
fn a_return_that_is_corrected_after_the_run_says_what_changed_since() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = ws.join("returns/2026-27Q2");
    let later = std::fs::read(returns.join(LATER)).unwrap();
    std::fs::remove_file(returns.join(LATER)).unwrap();
    assert_eq!(changes(&run(&ws, "consolidate", "2026-27Q2")), Vec::<[String; 4]>::new());
    std::fs::remove_file(returns.join(EARLIER)).unwrap();
    std::fs::write(returns.join(LATER), later).unwrap();

    // Before it is recorded, one file and the whole quarter say what it would change.
    let out =
        quarterday().args(["check", "--format", "json", "--workspace"]).arg(&ws).arg(returns.join(LATER)).output();
    let checked: Value = serde_json::from_slice(&out.unwrap().stdout).unwrap();
    assert!(has(&changes(&checked[0]), ["HWY10", "value", "83", "82720"]));
    assert!(has(&changes(&run(&ws, "status", "2026-27Q2")), ["HWY10", "value", "83", "82720"]));

    let record = run(&ws, "consolidate", "2026-27Q2");
    let since = changes(&record);
    assert!(has(&since, ["HWY10", "value", "83", "82720"]), "{since:?}");
    assert!(record["changes"].as_array().unwrap().iter().all(|c| c["against"] == "record" && c["record"] == 2));
    // Nothing that was recorded is gone, and the same run says the same again.
    let before = files(&ws.join("history"), "parquet");
    let again = run(&ws, "consolidate", "2026-27Q2");
    assert_eq!(record, again);
    assert_eq!(before, files(&ws.join("history"), "parquet"));
    assert!(before.iter().any(|p| p.to_string_lossy().contains("readings/period=2026-27Q2/00000002")));
    assert!(before.iter().any(|p| p.to_string_lossy().contains("readings/period=2026-27Q2/00000003")));
}

#[test]
fn a_later_return_that_is_rejected_or_says_less_is_said() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let returns = ws.join("returns/2026-27Q2");
    let whole = std::fs::read(returns.join(LATER)).unwrap();
    std::fs::write(returns.join("HWY 2026-27Q2 last.xlsx"), &whole[..whole.len() / 2]).unwrap();
    // A return that was signed off later and lacks a line.
    let less = edited(&whole, |part, mut text| {
        if part == super::forms::INDICATORS {
            let (start, end) = (text.find("<row r=\"7\"").unwrap(), text.find("<row r=\"8\"").unwrap());
            text.replace_range(start..end, "");
        }
        text
    });
    std::fs::write(returns.join("HWY 2026-27Q2 zz less.xlsx"), less).unwrap();
    let status = run(&ws, "status", "2026-27Q2");
    let why = |file: &str| {
        let files = status["files"].as_array().unwrap();
        files.iter().find(|f| f["file"] == file).unwrap()["why"].as_str().unwrap().to_owned()
    };
    assert!(why("HWY 2026-27Q2 last.xlsx").contains("zz less.xlsx counts: this one is not accepted"));
    assert!(why(LATER).contains("1 is not in it: HWY02"), "{}", why(LATER));
    let gone = changes(&status);
    assert!(has(&gone, ["HWY02", "value", "30.5", ""]), "{gone:?}");
}

#[test]
fn the_chase_has_whom_and_what() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let out = quarterday().args(["status", "2026-27Q2", "--workspace"]).arg(&ws).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    for line in text.lines().filter(|l| !l.contains(" counts: ")) {
        assert!(line.chars().count() <= 110, "{line}");
    }
    for words in ["7 days overdue", "head: Louise Kettering", "adam.foss@marchford.example", "(F002)"] {
        assert!(text.contains(words), "no “{words}” in {text}");
    }
    let status = run(&ws, "status", "2026-27Q2");
    let service = |id: &str| status["returns"].as_array().unwrap().iter().find(|r| r["service"] == id).unwrap().clone();
    let missing = service("PRO");
    assert_eq!((&missing["days_overdue"], &missing["wanted"]), (&7.into(), &"the whole return".into()));
    assert_eq!(missing["last_figures"], "2026-27Q1");
    assert_eq!(service("CUS")["days_late"], 7);
    assert_eq!(service("CSC")["absent"], serde_json::json!(["CSC02", "CSC10"]));
}

/// Types a number or words into a cell of the form, over whatever is there.
fn type_in(xml: &mut String, at: &str, typed: &str) {
    let cell = cell(xml, at).unwrap();
    let content = match typed.parse::<f64>() {
        Ok(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Err(_) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{typed}</t></is></c>"),
    };
    xml.replace_range(cell, &content);
}

/// The form of the next quarter with a corrections block: indicator, quarter, figure, class, reason, author.
fn with_corrections(ws: &Path, service: &str, lines: &[[&str; 6]]) -> PathBuf {
    quarterday().args(["templates", "2026-27Q3", "--service", service, "--workspace"]).arg(ws).assert().success();
    let form = std::fs::read(ws.join("templates/2026-27Q3").join(format!("{service}.xlsx"))).unwrap();
    let filled = edited(&form, |part, mut text| {
        if part == "xl/worksheets/sheet6.xml" {
            for (line, row) in lines.iter().zip(6..) {
                for (words, column) in line.iter().zip(["B", "C", "E", "F", "G", "H"]) {
                    if !words.is_empty() {
                        type_in(&mut text, &format!("{column}{row}"), words);
                    }
                }
            }
        }
        text
    });
    let path = ws.join("returns/2026-27Q3").join(format!("{service}.xlsx"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, filled).unwrap();
    path
}

/// The figure of 2026-27Q2 that the ledger holds, rounded as the form of a later quarter offers it for correction.
fn held(ws: &Path, indicator: &str) -> Option<f64> {
    let args = ["templates", "2026-27Q4", "--service", "HWY", "--replace", "--workspace"];
    quarterday().args(args).arg(ws).assert().success();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(ws.join("templates/2026-27Q4/HWY.xlsx")).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "Lists").unwrap();
    let mut rows = sheet.rows();
    let column = rows.next().unwrap().iter().position(|c| c == "2026-27Q2").unwrap();
    let row = rows.find(|r| r.iter().any(|c| c == indicator)).unwrap();
    calamine::DataType::as_f64(&row[column])
}

#[test]
fn a_past_figure_is_restated_with_its_reason_and_put_back_when_that_is_withdrawn() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    run(&ws, "consolidate", "2026-27Q2");
    let line = ["HWY06", "2026-27Q2", "61", "Correction", "Two teams were counted twice", "B. Thorne"];
    let form = with_corrections(&ws, "HWY", &[line]);
    let record = run(&ws, "consolidate", "2026-27Q3");
    let restated = &record["restatements"][0];
    assert_eq!(record["counts"]["restatements"], 1);
    assert_eq!((&restated["indicator"], &restated["period"]), (&"HWY06".into(), &"2026-27Q2".into()));
    assert_eq!((restated["was"].as_f64(), restated["now"].as_f64()), (Some(52.25), Some(61.0)));
    assert_eq!((&restated["status-was"], &restated["status"]), (&"green".into(), &"red".into()));
    assert_eq!((&restated["class"], &restated["author"]), (&"correction".into(), &"B. Thorne".into()));
    assert_eq!((&restated["sheet"], &restated["cell"]), (&"Corrections".into(), &"E6".into()));
    let cabinet = ws.join("reports/2026-27Q3/cabinet.xlsx");
    let bytes = std::fs::read(&cabinet).unwrap();
    assert_eq!(run(&ws, "consolidate", "2026-27Q3"), record);
    assert!(bytes == std::fs::read(&cabinet).unwrap(), "the same run gave other bytes");

    // The quarter itself consolidated again: what its return said was published then; the correction stands.
    run(&ws, "consolidate", "2026-27Q2");
    assert_eq!(held(&ws, "HWY06"), Some(61.0));
    assert_eq!(run(&ws, "consolidate", "2026-27Q3")["restatements"], record["restatements"]);

    // Withdrawn: the figure is what it was.
    std::fs::remove_file(&form).unwrap();
    with_corrections(&ws, "HWY", &[]);
    let withdrawn = run(&ws, "consolidate", "2026-27Q3");
    assert_eq!(withdrawn["counts"]["restatements"], 0);
    assert_eq!(held(&ws, "HWY06"), Some(52.0));
    with_corrections(&ws, "HWY", &[line]);
    assert_eq!(run(&ws, "consolidate", "2026-27Q3")["restatements"][0]["was"].as_f64(), Some(52.25));
}

#[test]
fn a_correction_that_cannot_be_taken_is_a_finding_at_its_cell() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let form = with_corrections(
        &ws,
        "HWY",
        &[
            ["HWY06", "2026-27Q1", "50", "Correction", "", "B. Thorne"],
            ["HWY06", "2001-02Q1", "50", "Update", "Late data", "B. Thorne"],
            ["HWY06", "2026-27Q3", "50", "Update", "Late data", "B. Thorne"],
            ["ASC01", "2026-27Q1", "50", "Update", "Late data", "B. Thorne"],
            ["HWY01", "2026-27Q1", "fifty", "Update", "Late data", "B. Thorne"],
            ["HWY02", "2026-27Q1", "", "Update", "Late data", "B. Thorne"],
            ["HWY04", "2026-27Q1", "50", "Because", "Late data", "B. Thorne"],
        ],
    );
    let out = quarterday().args(["check", "--format", "json", "--workspace"]).arg(&ws).arg(&form).output().unwrap();
    let checked: Value = serde_json::from_slice(&out.stdout).unwrap();
    let findings = checked[0]["findings"].as_array().unwrap().iter().filter(|f| f["sheet"] == "Corrections");
    let at = |f: &Value| format!("{} {}", f["cell"].as_str().unwrap(), f["code"].as_str().unwrap());
    let found: Vec<String> = findings.map(at).collect();
    let wanted = ["B9 T001", "C8 C008", "E6 T008", "E7 T009", "E10 C002", "E11 T008", "F12 C008"];
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    let mut wanted = wanted.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    assert_eq!(checked[0]["corrections"], 0);
}

/// HRD11 is worked out from HRD04, and HRD12 from that: what is far from its past is asked about where the formula stands,
/// and leads nobody.
#[test]
fn a_figure_of_a_formula_that_is_far_off_is_queried_at_the_formula() {
    let dir = TempDir::new().unwrap();
    let ws = demo_workspace(dir.path());
    let path = ws.join("returns/2026-27Q2/HRD 2026-27Q2.xlsx");
    let of = |record: &Value, list: &str, field: &str, id: &str| -> Vec<Value> {
        record[list].as_array().unwrap().iter().filter(|x| x[field] == id).cloned().collect()
    };
    let quiet = run(&ws, "consolidate", "2026-27Q2");
    assert_eq!(of(&quiet, "findings", "subject", "HRD11"), Vec::<Value>::new());
    assert!(of(&quiet, "readings", "indicator", "HRD11")[0]["outturn"].is_number());

    let filled = edited(&std::fs::read(&path).unwrap(), |part, mut text| {
        if part == super::forms::INDICATORS {
            type_in(&mut text, "J9", "7454");
        }
        text
    });
    std::fs::write(&path, filled).unwrap();
    let record = run(&ws, "consolidate", "2026-27Q2");
    for id in ["HRD11", "HRD12"] {
        let found = of(&record, "findings", "subject", id);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0]["code"], &found[0]["file"]), (&"S001".into(), &"register.xlsx".into()), "{found:?}");
        assert!(of(&record, "readings", "indicator", id)[0]["outturn"].is_null(), "{id}");
    }
    let got = &of(&record, "findings", "subject", "HRD11")[0]["got"];
    assert!(got.as_str().unwrap().contains("HRD04 £7,454k (HRD 2026-27Q2.xlsx › Indicators!J9)"), "{got}");
}
