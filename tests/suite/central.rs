//! What one team sends for all services: added to what each sends, and nobody's return.

use super::books::workbook;
use super::harness::{QUARTER, checks, list, text};
use rstest::rstest;

const MONEY: &str = r#"
id = "money"
title = "Budget monitoring"
file-name = "Finance {period}"
many-services = true
central = true
[[tables]]
kind = "revenue"
columns = [
  { field = "id", heading = ["Line"], required = true },
  { field = "service", heading = ["Service"], required = true },
  { field = "title", heading = ["What"], required = true },
  { field = "budget", heading = ["Budget"] },
  { field = "outturn", heading = ["Forecast"], required = true },
]
"#;
const FILE: &str = "Finance 2026-27Q2.xlsx";
const ROWS: &str = "Line | Service | What | Budget | Forecast\n\
                    S1 | Streets & Parks | Gritting | 1000 | 1100.25\nH1 | Homes | Repairs | 2000 | 1900";

/// Homes sent nothing of its own, Streets & Parks a return that nobody needs to send again.
#[test]
fn lines_are_taken_and_no_return_came() {
    let mut council = checks().with_layout("money", MONEY);
    council.sends("nothing-wrong.xlsx", "nothing-wrong.xlsx");
    let before = council.consolidates();
    council.draws(FILE, &workbook().sheet("Q2").rows(ROWS));
    let after = council.consolidates();
    for what in ["data-quality", "baskets"] {
        assert!(!before[what].is_null() && before[what] == after[what], "{what}");
    }
    let absent = |record: &serde_json::Value| {
        list(&record["findings"])
            .iter()
            .filter(|f| f["code"] == "T007")
            .map(|f| text(&f["service"]).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(absent(&before), absent(&after));
    assert!(absent(&after).contains(&"HOM".to_owned()), "{:?}", absent(&after));
    let signed =
        |record: &serde_json::Value| list(&record["findings"]).iter().any(|f| f["code"] == "F012" && f["file"] == FILE);
    assert!(!signed(&after));
}

/// Without a service in its rows nothing says whose its lines are.
#[test]
fn a_central_form_is_of_many_services() {
    let mut council = checks().with_layout("money", &MONEY.replace("many-services = true\n", ""));
    council.consolidate(QUARTER).ends(2).complains("`central` needs `many-services = true`");
}

/// Two of them that cannot be told apart: what they say differently counts for nobody, and that is said.
#[test]
fn two_that_differ_are_told() {
    let mut council = checks().with_layout("money", MONEY);
    council.draws(FILE, &workbook().sheet("Q2").rows(ROWS));
    council.draws("Finance 2026-27Q2 again.xlsx", &workbook().sheet("Q2").rows(&ROWS.replace("1100.25", "1200")));
    let run = council.consolidates();
    let told = |code: &str| -> Vec<String> {
        let findings = list(&run["findings"]).iter().filter(|f| f["code"] == code);
        findings.map(|f| format!("{} {} {}", text(&f["severity"]), text(&f["file"]), text(&f["got"]))).collect()
    };
    let found = told("F011");
    assert!(found.iter().any(|f| f.starts_with("error Finance") && f.contains("neither")), "{found:?}");
    // Of Homes both say the same.
    assert!(!found.iter().any(|f| f.starts_with("error") && f.contains("HOM")), "{found:?}");
}

/// What is a line, what a total, and what stands twice.
#[rstest]
#[case("S1 | Streets & Parks | Gritting again | 5 | 6", "B001")]
#[case("s1 | Streets & Parks | Gritting again | 5 | 6", "B001")]
#[case("Total | | | 3000 | 3000.25", "none")]
#[case("Total | | | 3000 | 3001", "B003")]
#[case("SUM-01 | Homes | Summer activities | 640 | 655", "none")]
#[case("T1 | Homes | Total | 3000 | 3000.25", "none")]
fn lines_and_totals(#[case] row: &str, #[case] code: &str) {
    let mut council = checks().with_layout("money", MONEY);
    council.draws(FILE, &workbook().sheet("Q2").rows(&format!("{ROWS}\n{row}")));
    let checked = council.returns(FILE).check();
    let found: Vec<&str> =
        list(&checked[0]["findings"]).iter().map(|f| text(&f["code"])).filter(|c| c.starts_with('B')).collect();
    match code {
        "none" => assert!(!found.contains(&"B001") && !found.contains(&"B003"), "{found:?}"),
        code => assert!(found.contains(&code), "{found:?}"),
    }
    let lines = if row.starts_with("SUM") {
        3
    } else if code == "B001" {
        1
    } else {
        2
    };
    assert_eq!(checked[0]["revenue"], lines, "{:#}", checked[0]);
}

/// As it was printed, with every sheet.
#[test]
fn an_untouched_form_is_unchanged() {
    let switches = "[milestones]\non = true\n[money]\nrevenue = true\ncapital = true\nsavings = true";
    let mut council = checks().with_settings(switches);
    council.templates(QUARTER, &[]).ends(0);
    let checked = council.check_files([council.path(&format!("templates/{QUARTER}/STR.xlsx"))]);
    let found: Vec<&str> = list(&checked[0]["findings"]).iter().map(|f| text(&f["code"])).collect();
    assert!(!found.contains(&"F014"), "{found:?}");
}

/// Money has no column for a reason: the amount is missing, and that is an error.
#[test]
fn a_word_in_the_place_of_an_amount() {
    let mut council = checks().with_layout("money", MONEY);
    council.draws(FILE, &workbook().sheet("Q2").rows(&format!("{ROWS}\nS2 | Homes | Paint | 5 | Not available")));
    let checked = council.returns(FILE).check();
    let found: Vec<&str> = list(&checked[0]["findings"]).iter().map(|f| text(&f["code"])).collect();
    assert!(found.contains(&"C002") && !found.contains(&"C017"), "{found:?}");
}
