//! Layouts through the doors that people use: files of many services, services of many files.

use super::books::workbook;
use super::harness::{Council, QUARTER, council, list, new_council, text};
use serde_json::Value;

/// The demo council without returns, and with this layout alone.
fn with_layout(name: &str, text: &str) -> Council {
    council().without_returns().with_layout(name, text)
}

/// `CODE SERVICE Sheet!Cell` of every finding with one of these codes.
fn places(findings: &Value, codes: &[&str]) -> Vec<String> {
    let wanted = list(findings).iter().filter(|f| codes.contains(&text(&f["code"])));
    let place = |f: &Value| {
        let [code, service, sheet, cell] = ["code", "service", "sheet", "cell"].map(|key| text(&f[key]));
        format!("{code} {service} {sheet}!{cell}")
    };
    wanted.map(place).collect()
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
    let mut council = with_layout("scorecard", SCORECARD);
    let rows = "Corporate scorecard\n | Fly-tips cleared | | Health checks |\nService | Result | Remarks | Result | Remarks\n\
                WAS | 88.5 | A third crew | - |\nPublic health | 91 | | oops | Nine practices\nCouncil | 88.5 | | 0";
    council.draws("Scorecard 2026-27 Q2.xlsx", &workbook().sheet("Q2").rows(rows));
    let checked = &council.returns("Scorecard 2026-27 Q2.xlsx").check()[0];
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
    council.consolidate(QUARTER).ends(1).says("1 read: 1 accepted");
    let run = council.record(QUARTER);
    let lines: Vec<_> = list(&run["inputs"]).iter().map(|i| (&i["service"], &i["counts"])).collect();
    assert_eq!(lines, [(&"PUH".into(), &true.into()), (&"WAS".into(), &true.into())]);
    // Run again nothing changes.
    assert_eq!(council.consolidates(), run);
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
    let mut council = with_layout("figures", FIGURES);
    council.write("layouts/risks.toml", RISKS);
    let mut send = |name: &str, sheet: &str, rows: &str| council.draws(name, &workbook().sheet(sheet).rows(rows));
    send("WAS figures 2026-27 Q2.xlsx", "Figures", "Ref | Actual\nWAS03 | 23000\nWAS04 | 17000");
    send("Waste and recycling figures 2026-27Q2.xlsx", "Figures", "Ref | Actual\nWAS05 | 3000");
    send(
        "WAS risks 2026-27Q2.xlsx",
        "Risks",
        "No | Risk | L | I\nR1 | Fire | 2 | 4\n\nPI | Result\nWAS05 | 3100\nWAS09 | 88.5",
    );
    let again = send("was figures 2026-27Q2.xlsx", "Figures", "Ref | Actual\nWAS03 | 23500\nWAS04 | 17000");

    // A part is not asked for what may be in another.
    assert_eq!(places(&council.check_files([again])[0]["findings"], &["T002"]), Vec::<String>::new());

    let run = council.consolidates();
    let line = |i: &Value| format!("{} {} {}", text(&i["file"]), i["counts"], text(&i["why"]));
    let lines: Vec<String> = list(&run["inputs"]).iter().map(line).collect();
    let part = "true a part of the service's return";
    assert_eq!(lines.len(), 4, "{lines:#?}");
    // Nothing says which of the two halves is the later, so neither counts.
    let (one, other) = ("WAS figures 2026-27 Q2.xlsx", "was figures 2026-27Q2.xlsx");
    assert!(lines[0].starts_with(&format!("{one} false neither this nor {other} counts: ")), "{lines:#?}");
    assert!(lines[3].starts_with(&format!("{other} false neither this nor {one} counts: ")), "{lines:#?}");
    assert_eq!(
        &lines[1..3],
        ["WAS risks 2026-27Q2.xlsx", "Waste and recycling figures 2026-27Q2.xlsx"].map(|f| format!("{f} {part}"))
    );
    let findings = &run["findings"];
    assert_eq!(places(findings, &["T003"]), ["T003 WAS Risks!B5", "T003 WAS Figures!B2"], "{findings:#}");
    // WAS09 is left; both figures of WAS05 are refused.
    assert_eq!(run["counts"]["readings"], 1);
}

#[test]
fn a_fault_in_a_layout_says_file_line_and_word() {
    let council = with_layout("scorecard", &SCORECARD.replace("stop =", "stopp ="));
    let said = "scorecard.toml: line 10: “stopp” is not a key of this part of a layout; did you mean “stop”?";
    council.status().ends(2).complains(said);
}

/// A new workspace has the schema for editors and an example that becomes a layout when it is renamed.
#[test]
fn a_new_workspace_has_the_schema_and_an_example() {
    let mut ours = new_council();
    let schema: Value = serde_json::from_slice(&ours.bytes("layouts/layout.schema.json")).unwrap();
    assert!(schema["properties"]["tables"]["description"].is_string());
    let example = ours.text("layouts/example.toml.txt");
    ours.write("layouts/parks.toml", example);
    ours.remove("layouts/example.toml.txt");
    std::fs::create_dir_all(ours.sent("")).unwrap();
    ours.status().ends(0);
}
