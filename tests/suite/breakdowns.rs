//! Figures broken down by ward: each part is kept, listed and recorded, and no figure of the council counts it again.

use super::books::workbook;
use super::harness::{Council, QUARTER, checks, list, one_of, text};
use serde_json::Value;

const WARDS: &str = r#"
id = "wards"
title = "Figures by ward"
file-name = "{service} {period}"
[[tables]]
kind = "indicators"
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["All"], required = true },
  { field = "value", heading = ["{breakdown}"], only = ["Castle", "Hill", "Vale"] },
]
"#;
const FILE: &str = "STR 2026-27Q2.xlsx";

fn sends(council: &mut Council, rows: &str) {
    council.draws(FILE, &workbook().sheet("Wards").rows(rows));
}

/// `ST4 Castle 100` for every part in a list.
fn parts(list_of: &Value) -> Vec<String> {
    let value = |p: &Value| p["value"].as_f64().map_or_else(|| p["marker"].to_string(), |n| n.to_string());
    let one = |p: &Value| format!("{} {} {}", text(&p["indicator"]), text(&p["breakdown"]), value(p).replace('"', ""));
    list(list_of).iter().map(one).collect()
}

const WITH: &str = "Ref | All | Castle | Hill\nST4 | 400 | 100 | 300\nST12 | 91% | 92% | 90%";

#[test]
fn parts_are_kept_listed_and_recorded() {
    let mut council = checks().with_layout("wards", WARDS);
    sends(&mut council, WITH);
    let checked = council.returns(FILE).check();
    let expected = ["ST4 Castle 100", "ST4 Hill 300", "ST12 Castle 92", "ST12 Hill 90"];
    assert_eq!(
        (parts(&checked[0]["parts"]), &checked[0]["readings"]),
        (expected.map(str::to_owned).to_vec(), &2.into())
    );

    let run = council.consolidates();
    assert_eq!(parts(&run["breakdowns"]), expected);
    assert_eq!(run["counts"]["readings"], 2);
    let listed = council.text(&format!("reports/{QUARTER}/breakdowns.csv"));
    assert!(listed.contains("ST4,STR,2026-27Q2,Castle,100,,,,STR 2026-27Q2.xlsx,Wards,C2"), "{listed}");
    let sheet = council.cabinet().table("Breakdowns", "Ref");
    assert_eq!(
        sheet.iter().map(|row| row["Breakdown"].to_string()).collect::<Vec<_>>(),
        ["Castle", "Hill", "Castle", "Hill"]
    );
    assert_eq!(council.files("history/parts", &["parquet"]).len(), 1);
    // Run again nothing changes, in the ledger neither.
    assert_eq!(council.consolidates(), run);

    // A part that is said otherwise is a change, and the ledger has both.
    sends(&mut council, &WITH.replace("100 | 300", "150 | 250"));
    let run = council.consolidates();
    let traced = council.json(["trace", "ST4"]);
    let castle = one_of(&traced["things"][0]["parts"], "name", "Castle");
    let versions = list(&castle["quarters"][0]["versions"]).iter();
    let told: Vec<_> = versions.map(|v| (v["value"].as_f64().unwrap(), text(&v["state"]), text(&v["cell"]))).collect();
    assert_eq!(told, [(100.0, "superseded", "C2"), (150.0, "counts", "C2")], "{castle:#}");
    council.run(["trace", "ST4"]).ends(0).says_all(&["Part Castle", "Part Hill"]);
    let change = one_of(&run["changes"], "subject", "ST4, Castle");
    assert_eq!((&change["before"]["value"], &change["after"]["value"]), (&"100".into(), &"150".into()), "{change:#}");
    assert_eq!(council.files("history/parts", &["parquet"]).len(), 2);
}

/// With and without their parts the figures are the same, to the last byte of the numbers.
#[test]
fn parts_change_no_figure() {
    let numbers = |rows: &str| {
        let mut council = checks().with_layout("wards", WARDS);
        sends(&mut council, rows);
        let run = council.consolidates();
        let counts = ["indicators", "readings", "statuses", "services"].map(|key| run["counts"][key].clone());
        (council.text(&format!("reports/{QUARTER}/statistics.csv")), counts, list(&run["readings"]).len())
    };
    assert_eq!(numbers(WITH), numbers("Ref | All\nST4 | 400\nST12 | 91%"));
}

#[test]
fn one_suppressed_part_is_asked_about() {
    let mut council = checks().with_layout("wards", WARDS);
    for (wards, asks) in [
        ("Castle | Hill | Vale\nST4 | 400 | 100 | Suppressed | 200", true),
        ("Castle | Hill | Vale\nST4 | 400 | 100 | Suppressed | Suppressed", false),
        ("Castle | Hill | Vale\nST4 | 400 | 100 | 100 | 200", false),
    ] {
        sends(&mut council, &format!("Ref | All | {wards}"));
        let found = council.returns(FILE).check().found();
        assert_eq!(found.iter().any(|f| f.starts_with("T022") && f.contains("D2")), asks, "{found:?}");
    }
    // And what would tell it is held back from what Cabinet gets.
    sends(&mut council, "Ref | All | Castle | Hill | Vale\nST4 | 400 | 111 | Suppressed | 222");
    let run = council.consolidates();
    assert_eq!(run["breakdowns"][0]["value"], "held back");
    assert!(!council.text(&format!("reports/{QUARTER}/breakdowns.csv")).contains("222"));
    let traced = council.json(["trace", "ST4"])["things"][0]["parts"].to_string();
    assert!(traced.contains("Vale") && !traced.contains("222") && !traced.contains("111"), "{traced}");
}
