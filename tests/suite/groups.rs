//! One file for many services: other names that the register has for them, and the totals of their groups.

use super::books::{Drawn, workbook};
use super::harness::{checks, list, text};

const GROUP: &str = r#"
id = "group"
title = "One table for all"
file-name = "All {period}"
many-services = true
[[tables]]
kind = "indicators"
columns = [
  { field = "service", heading = ["Who"], required = true },
  { field = "id", heading = ["What"], required = true },
  { field = "value", heading = ["Result"], required = true },
]
"#;
const FILE: &str = "All 2026-27Q2.xlsx";
const ROWS: &str = "Who | What | Result\nStreets & Parks | Calls | 400\nFlats, houses and sheds | Calls | 20\n";

/// Both services of the register have “Calls”, each for an indicator of its own; Homes has two other names.
#[test]
fn other_names_and_sub_totals() {
    let mut council = checks().with_layout("group", GROUP);
    let register = Drawn::like(&council.bytes("register.xlsx")).sheet("Services").cell("G1", "Also called");
    let register =
        register.cell("G3", "Housing; Flats, houses and sheds").sheet("Indicators").cell("Y1", "Also called");
    council.write("register.xlsx", register.cell("Y5", "Calls").cell("Y18", "Calls").bytes());
    for (last, code, words) in [
        ("Place | Calls | 420", "T020", "“Place” in row 4"),
        ("Total | Calls | 420", "T020", "“Total” in row 4"),
        ("Total | Calls | 421", "T021", "421 in “Total”"),
        ("Place | Calls | 421", "F010", "“Place”"),
    ] {
        council.draws(FILE, &workbook().sheet("Q2").rows(&format!("{ROWS}{last}")));
        let checked = council.returns(FILE).check();
        let values: Vec<_> =
            list(&checked[0]["values"]).iter().map(|v| (text(&v["indicator"]), v["value"].as_f64())).collect();
        assert_eq!(values, [("ST4", Some(400.0)), ("HO1", Some(20.0))], "{:#}", checked[0]);
        let found =
            list(&checked[0]["findings"]).iter().find(|f| f["code"] == code).unwrap_or_else(|| panic!("{last}"));
        assert!(text(&found["got"]).contains(words) && found["cell"] == "A4", "{found:#}");
    }
}
