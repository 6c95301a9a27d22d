//! Layouts through the doors that people use: files of many services, services of many files.

use super::{demo_workspace, quarterday};
use predicates::str::contains;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A workbook with one sheet: a line is a row, `|` stands between its cells.
pub fn workbook(path: &Path, sheet: &str, rows: &str) -> PathBuf {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name(sheet).unwrap();
    for (row, line) in (0u32..).zip(rows.lines()) {
        for (col, text) in (0u16..).zip(line.split('|').map(str::trim)) {
            match text.parse::<f64>() {
                _ if text.is_empty() => {}
                Ok(number) => drop(page.write(row, col, number).unwrap()),
                Err(_) => drop(page.write(row, col, text).unwrap()),
            }
        }
    }
    book.save(path).unwrap();
    path.to_owned()
}

/// A demo workspace without its returns and its layouts, with these layouts instead.
fn workspace(dir: &Path, layouts: &[(&str, &str)]) -> PathBuf {
    let ws = demo_workspace(dir);
    for folder in ["returns/2026-27Q2", "layouts"] {
        std::fs::remove_dir_all(ws.join(folder)).unwrap();
        std::fs::create_dir_all(ws.join(folder)).unwrap();
    }
    for (name, text) in layouts {
        std::fs::write(ws.join("layouts").join(format!("{name}.toml")), text).unwrap();
    }
    ws
}

fn check(ws: &Path, file: &Path) -> Value {
    let out = quarterday().args(["check", "--format", "json", "--workspace"]).arg(ws).arg(file).output().unwrap();
    let checked: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {out:?}"));
    checked[0].clone()
}

fn run_record(ws: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(ws.join("reports/2026-27Q2/run.json")).unwrap()).unwrap()
}

/// `CODE SERVICE Sheet!Cell` of every finding with one of these codes.
fn places(findings: &Value, codes: &[&str]) -> Vec<String> {
    let findings = findings.as_array().unwrap().iter();
    let wanted = findings.filter(|f| codes.contains(&f["code"].as_str().unwrap()));
    let text = |f: &Value, key: &str| f[key].as_str().unwrap_or_default().to_owned();
    wanted
        .map(|f| format!("{} {} {}!{}", text(f, "code"), text(f, "service"), text(f, "sheet"), text(f, "cell")))
        .collect()
}

const SCORECARD: &str = r#"
id = "scorecard"
title = "Corporate scorecard"
file-name = "Scorecard {period}"
many-services = true
markers = { "-" = "not-applicable" }
codes = { "Fly-tips cleared" = "WAS09", "Health checks" = "PUH01" }
[[tables]]
kind = "indicators"
stop = ["Council"]
columns = [
  { field = "service", heading = ["Service"], required = true },
  { field = "value", heading = ["{id} / Result"], required = true },
  { field = "commentary", heading = ["{id} / Remarks"] },
]
"#;

#[test]
fn a_scorecard_of_services_and_indicators() {
    let dir = TempDir::new().unwrap();
    let ws = workspace(dir.path(), &[("scorecard", SCORECARD)]);
    let rows = "Corporate scorecard\n | Fly-tips cleared | | Health checks |\nService | Result | Remarks | Result | Remarks\n\
                WAS | 88.5 | A third crew | - |\nPublic health | 91 | | oops | Nine practices\nCouncil | 88.5 | | 0";
    let file = workbook(&ws.join("returns/2026-27Q2/Scorecard 2026-27 Q2.xlsx"), "Q2", rows);
    let checked = check(&ws, &file);
    assert_eq!(checked["layout"], "scorecard");
    assert_eq!(checked["services"], serde_json::json!(["PUH", "WAS"]));
    assert_eq!((&checked["readings"], &checked["accepted"]), (&1.into(), &true.into()));
    let found = places(&checked["findings"], &["T001", "C002"]);
    assert_eq!(found, ["T001 PUH Q2!B5", "C002 PUH Q2!D5"], "{checked:#}");
    let tally = &checked["tallies"][0];
    let sum = |key: &str| tally[key].as_u64().unwrap();
    let ignored: u64 = tally["ignored"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(sum("read"), sum("accepted") + sum("refused") + ignored);

    // The same file in a run: a line for each service, and both have sent a return.
    quarterday()
        .args(["consolidate", "2026-27Q2", "--workspace"])
        .arg(&ws)
        .assert()
        .code(1)
        .stdout(contains("1 read: 1 accepted"));
    let run = run_record(&ws);
    let lines: Vec<_> = run["inputs"].as_array().unwrap().iter().map(|i| (&i["service"], &i["counts"])).collect();
    assert_eq!(lines, [(&"PUH".into(), &true.into()), (&"WAS".into(), &true.into())]);
    // Run again nothing changes.
    quarterday().args(["consolidate", "2026-27Q2", "--workspace"]).arg(&ws).assert().code(1);
    assert_eq!(run_record(&ws), run);
    assert_eq!(run["counts"]["files"], serde_json::json!({ "accepted": 1 }));
}

const FIGURES: &str = r#"
id = "figures"
title = "Figures"
file-name = "{service} figures {period}"
part-of-return = true
[[tables]]
kind = "indicators"
sheet = ["Figures"]
columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]
"#;
const RISKS: &str = r#"
id = "risks"
title = "Risks and more"
file-name = "{service} risks {period}"
part-of-return = true
[[tables]]
kind = "risks"
sheet = ["Risks"]
columns = [
  { field = "id", heading = ["No"], required = true },
  { field = "title", heading = ["Risk"], required = true },
  { field = "likelihood", heading = ["L"], required = true },
  { field = "impact", heading = ["I"], required = true },
]
[[tables]]
kind = "indicators"
sheet = ["Risks"]
optional = true
columns = [{ field = "id", heading = ["PI"], required = true }, { field = "value", heading = ["Result"], required = true }]
"#;

/// One service sends four files: two halves of its figures, its risks with one figure more, and a half again.
#[test]
fn parts_of_a_return_are_joined_and_doubles_found() {
    let dir = TempDir::new().unwrap();
    let ws = workspace(dir.path(), &[("figures", FIGURES), ("risks", RISKS)]);
    let returns = ws.join("returns/2026-27Q2");
    let send = |name: &str, sheet: &str, rows: &str| workbook(&returns.join(name), sheet, rows);
    send("WAS figures 2026-27 Q2.xlsx", "Figures", "Ref | Actual\nWAS03 | 23000\nWAS04 | 17000");
    send("Waste and recycling figures 2026-27Q2.xlsx", "Figures", "Ref | Actual\nWAS05 | 3000");
    send(
        "WAS risks 2026-27Q2.xlsx",
        "Risks",
        "No | Risk | L | I\nR1 | Fire | 2 | 4\n\nPI | Result\nWAS05 | 3100\nWAS09 | 88.5",
    );
    let again = send("was figures 2026-27Q2.xlsx", "Figures", "Ref | Actual\nWAS03 | 23500\nWAS04 | 17000");

    // A part is not asked for what may be in another.
    assert_eq!(places(&check(&ws, &again)["findings"], &["T002"]), Vec::<String>::new());

    quarterday().args(["consolidate", "2026-27Q2", "--format", "json", "--workspace"]).arg(&ws).assert().code(1);
    let run = run_record(&ws);
    let line = |i: &Value| format!("{} {} {}", i["file"].as_str().unwrap(), i["counts"], i["why"].as_str().unwrap());
    let lines: Vec<String> = run["inputs"].as_array().unwrap().iter().map(line).collect();
    let part = "true a part of the service's return";
    assert_eq!(lines.len(), 4, "{lines:#?}");
    assert!(
        lines[0].starts_with("WAS figures 2026-27 Q2.xlsx false was figures 2026-27Q2.xlsx counts: "),
        "{lines:#?}"
    );
    assert_eq!(
        &lines[1..],
        ["WAS risks 2026-27Q2.xlsx", "Waste and recycling figures 2026-27Q2.xlsx", "was figures 2026-27Q2.xlsx"]
            .map(|f| format!("{f} {part}"))
    );
    let findings = &run["findings"];
    assert_eq!(places(findings, &["T003"]), ["T003 WAS Risks!B5", "T003 WAS Figures!B2"], "{findings:#}");
    // WAS03 of the later half, WAS04 and WAS09 are left; both figures of WAS05 are refused.
    assert_eq!(run["counts"]["readings"], 3);
}

#[test]
fn a_fault_in_a_layout_says_file_line_and_word() {
    let dir = TempDir::new().unwrap();
    let ws = workspace(dir.path(), &[("scorecard", &SCORECARD.replace("stop =", "stopp ="))]);
    let said = "scorecard.toml: line 10: “stopp” is not a key of this part of a layout; did you mean “stop”?";
    quarterday().args(["status", "2026-27Q2", "--workspace"]).arg(&ws).assert().code(2).stderr(contains(said));
}

/// A new workspace has the schema for editors and an example that becomes a layout when it is renamed.
#[test]
fn a_new_workspace_has_the_schema_and_an_example() {
    let dir = TempDir::new().unwrap();
    let ws = dir.path().join("ours");
    quarterday().arg("init").arg(&ws).assert().success();
    let schema: Value = serde_json::from_slice(&std::fs::read(ws.join("layouts/layout.schema.json")).unwrap()).unwrap();
    assert!(schema["properties"]["tables"]["description"].is_string());
    std::fs::rename(ws.join("layouts/example.toml.txt"), ws.join("layouts/parks.toml")).unwrap();
    std::fs::create_dir_all(ws.join("returns/2026-27Q2")).unwrap();
    quarterday().args(["status", "2026-27Q2", "--workspace"]).arg(&ws).assert().success();
}
