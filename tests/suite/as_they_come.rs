//! Forms as people send them: example rows, rows below the last line, names that are spelt in another way, sheets and
//! labels that are not there.

use super::books::workbook;
use super::harness::{Council, checks, council, list, one_of, read, text};
use super::parts::edited_part;
use serde_json::Value;

const RISKS: &str = r#"
id = "risk-list"
title = "Risk list"
file-name = "{service} {period}"
[[tables]]
kind = "risks"
sheet = ["Risks"]
number-rows = true
MARKS
columns = [
  { field = "title", heading = ["Risk"], required = true },
  { field = "impact", heading = ["Impact"], required = true },
  { field = "likelihood", heading = ["Likelihood"], required = true },
  { field = "owner", heading = ["Owner"] },
]
"#;
const NAME: &str = "WAS 2026-27Q2.xlsx";

fn checked(council: &mut Council, sheet: &str, rows: &str) -> Value {
    council.draws(NAME, &workbook().sheet(sheet).rows(rows));
    council.returns(NAME).check()[0].clone()
}

#[test]
fn a_row_that_is_no_record_is_told_by_any_column() {
    let rows = "No. | Risk | Impact | Likelihood | Owner\n0 | How to fill it in | 4 | 4 | A N Other\n\
                1 | Flood | 3 | 2 | Ann Lowe\n2 | Fire | 5 | 1 | Ann Lowe";
    for (marks, risks) in [
        ("", 3),
        ("skip = [\"0\"]", 2),
        ("skip-where = [{ field = \"owner\", is = [\"a n other\"] }]", 2),
        ("skip-where = [{ field = \"title\", starts = [\"How to\"] }]", 2),
        ("skip-where = [{ field = \"likelihood\", is = [\"4\"] }]", 2),
        ("skip-where = [{ field = \"impact\", is = [\"44\"] }]", 3),
        ("stop-where = [{ field = \"title\", is = [\"Fire\"] }]", 2),
    ] {
        let mut council = council().without_returns().with_layout("risks", &RISKS.replace("MARKS", marks));
        assert_eq!(checked(&mut council, "Risks", rows)["risks"], risks, "{marks}");
    }
}

#[test]
fn rows_below_the_last_line_are_quoted_and_a_footnote_is_a_footnote() {
    let mut council = council().without_returns().with_layout("risks", &RISKS.replace("MARKS", "stop = [\"Total\"]"));
    let rows = "No. | Risk | Impact | Likelihood\n1 | Flood | 3 | 2\nTotal\n2 | Fire | 5 | 1\n | 1 As in July";
    let file = checked(&mut council, "Risks", rows);
    let found = one_of(&file["findings"], "code", "F014");
    assert_eq!((text(&found["cell"]), &found["severity"]), ("A4", &"query".into()));
    assert!(text(&found["got"]).starts_with("A4 2 · B4 Fire · C4 5 · D4 1,"), "{found:#}");
    assert!(!text(&found["got"]).contains("July"), "{found:#}");
}

const SCORECARD: &str = r#"
id = "scorecard"
title = "Scorecard"
file-name = "Scorecard {period}"
many-services = true
[[tables]]
kind = "indicators"
columns = [
  { field = "service", heading = ["Service"], required = true },
  { field = "value", heading = ["{id}"], required = true },
]
"#;

/// “and” is “&”; what is no service is one finding at its cell, which names the nearest and no cover.
#[test]
fn names_of_services_on_a_form_without_a_cover() {
    let mut council = council().without_returns().with_layout("scorecard", SCORECARD);
    for (typed, found) in [("Waste and recycling", 0), ("waste & Recycling", 0), ("Waste adn recycling", 1)] {
        council.draws(
            "Scorecard 2026-27Q2.xlsx",
            &workbook().sheet("Q2").rows(&format!("Service | WAS09\n{typed} | 88.5")),
        );
        let file = &council.returns("Scorecard 2026-27Q2.xlsx").check()[0];
        let of_row = |f: &&Value| f["code"] == "F010" && f["sheet"] == "Q2";
        let of_service: Vec<&Value> = list(&file["findings"]).iter().filter(of_row).collect();
        assert_eq!(of_service.len(), found, "{typed}: {file:#}");
        for finding in of_service {
            assert_eq!(finding["cell"], "A2");
            assert!(text(&finding["expected"]).to_lowercase().contains("waste and recycling"), "{finding:#}");
            assert!(!text(&finding["remedy"]).to_lowercase().contains("cover"), "{finding:#}");
        }
    }
}

/// A label that is not there is said, and not the sheet, which is.
#[test]
fn a_label_that_is_not_there() {
    let mut council = checks();
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let bytes = edited_part(&read(&clean), "xl/sharedStrings.xml", |xml| {
        for label in ["Service area", "Return for", "Approved by", "Date approved"] {
            *xml = xml.replace(label, "Something else");
        }
    });
    council.write("returns/2026-27Q2/clean.xlsx", bytes);
    let file = &council.returns("clean.xlsx").check()[0];
    let found = one_of(&file["findings"], "code", "F015");
    assert!(text(&found["expected"]).contains("“Service area”"), "{found:#}");
    assert_eq!(found["got"], "the sheet without them");
}

/// A service on the cover that is none, in a file whose name says which it is.
#[test]
fn a_cover_that_the_name_of_the_file_corrects() {
    let layout = "id = \"covered\"\ntitle = \"Covered\"\nfile-name = \"{service} {period}\"\n[[forms]]\nsheet = [\"Return\"]\n\
                  [forms.fields]\nservice = [\"Team\"]\n[[tables]]\nkind = \"indicators\"\nsheet = [\"Return\"]\ncolumns = [\n\
                  { field = \"id\", heading = [\"Ref\"], required = true },\n\
                  { field = \"value\", heading = [\"Actual\"], required = true },\n]\n";
    let mut council = council().without_returns().with_layout("covered", layout);
    for (team, found) in [("WAS", 0), ("Waist", 1)] {
        let file = checked(&mut council, "Return", &format!("Team | {team}\nRef | Actual\nWAS09 | 88.5"));
        let asked = list(&file["findings"]).iter().filter(|f| f["code"] == "F010");
        let asked: Vec<_> = asked.map(|f| (text(&f["cell"]), text(&f["severity"]))).collect();
        assert_eq!(asked, vec![("B1", "query"); found], "{team}");
        assert_eq!((&file["accepted"], &file["readings"]), (&true.into(), &1.into()), "{team}");
    }
}
