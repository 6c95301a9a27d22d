//! What one team sends for all services: added to what each sends, and nobody's return.

use super::books::workbook;
use super::harness::{QUARTER, checks, list, text};

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
