//! The register's sheet Outcomes, and the sheet of the workbooks that it makes.

use super::books::{Drawn, Opened};
use super::harness::{Council, QUARTER, checks};
use super::said::list;
use std::collections::HashMap;

const MAPPED: &str = "Streets to live in | ST2 | Metric | Survey of streets | 82.5 | | 2025-26 | 30/06/2026\n\
                      Streets to live in | ST12 | Proxy | Survey of streets | 88 | County | 2025-26Q4 |\n\
                      Streets to live in | ST1 | Contribution | | | | |\n\
                      Nobody waits | ST10 | Proxy | Survey of streets | | | |\n\
                      Nobody waits | ST13 | Contribution | | | | |\n\
                      Nobody waits | ST2 | Contribution | | | | |";

/// Stowick's register with these rows on a sheet Outcomes.
fn register(council: &Council, rows: &str) -> Drawn {
    let headings = "Outcome | Indicator id | Role | National source | Last national value | Value of | Of quarter or year | Published";
    Drawn::like(&council.bytes("register.xlsx")).sheet("Outcomes").rows(&format!("{headings}\n{rows}"))
}

/// Stowick with a past, a clean return and these rows on the sheet Outcomes of its register.
fn council(rows: &str) -> Council {
    let mut council = checks().with_past("past.xlsx");
    council.sends("nothing-wrong.xlsx", "STR.xlsx");
    let register = register(&council, rows);
    council.write("register.xlsx", register.bytes());
    council
}

/// The lines of the measures on the sheet: of each, these columns.
fn measures(book: &Opened, columns: &[&str]) -> Vec<String> {
    let (mut headings, mut out): (HashMap<String, usize>, _) = (HashMap::new(), vec![]);
    for row in book.sheet("Outcomes").rows() {
        if row[0] == *"Ref" {
            headings = row.iter().enumerate().map(|(n, heading)| (heading.to_string(), n)).collect();
        } else if row[0].to_string().starts_with("ST") && !headings.is_empty() {
            out.push(columns.iter().map(|column| row[headings[*column]].to_string()).collect::<Vec<_>>().join(" | "));
        }
    }
    out
}

/// The texts of the first column, and the counts of each outcome and role.
fn told(book: &Opened) -> (Vec<String>, Vec<String>) {
    let sheet = book.sheet("Outcomes");
    let counted =
        sheet.rows().skip_while(|row| row[0] != *"No.").skip(1).take_while(|row| !row[2].to_string().is_empty());
    let counts = |row: &[calamine::Data]| row[1..9].iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    (sheet.rows().map(|row| row[0].to_string()).collect(), counted.map(counts).collect())
}

#[test]
fn each_outcome_has_its_measures_beside_what_is_published() {
    let council = council(MAPPED);
    council.run(["consolidate", QUARTER, "--edition", "all"]);
    let cabinet = council.cabinet();
    let columns = ["Ref", "Role", "Latest figure", "Status", "National value", "Of when", "How old"];
    let wanted = [
        "ST2 | Metric | 81.2 | ● On target | 82.5 | 2025-26 | 2 quarters old",
        "ST12 | Proxy | 91.2 | ● On target | 88 | Q4 2025-26 | 2 quarters old",
        "ST1 | Contribution | 421 | ● On target |  |  | ",
        "ST10 | Proxy |  | · Not due | none given |  | ",
        "ST13 | Contribution | 745 | ▲ Off target |  |  | ",
        "ST2 | Contribution | 81.2 | ● On target |  |  | ",
    ];
    assert_eq!(measures(&cabinet, &columns), wanted);
    // The mean of the four quarters of 2025-26: 80.5, 81.3, 80.8 and 81.
    let beside = ["Ours of the same time, and how far from it", "Value of", "Publication"];
    let wanted = [
        "80.9%: 1.6 below, worse | the nation | Published 3 months after it",
        "No figure of ours for Q4 2025-26 | County | ",
    ];
    assert_eq!(measures(&cabinet, &beside)[..2], wanted);
    let (texts, counts) = told(&cabinet);
    assert!(texts.iter().any(|t| t.starts_with("2 outcomes. 5 of 17 measures speak for at least one, 12 for none.")));
    let sentence =
        "1 proxy: 1 not rated. 2 contributions: 1 on target, 1 off target. The register has no metric for it.";
    assert!(texts.iter().any(|t| t == sentence), "{texts:#?}");
    let wanted = [
        "Streets to live in | Metric | 1 | 1 | 0 | 0 | 0 | 1",
        "Streets to live in | Proxy | 1 | 1 | 0 | 0 | 0 | 1",
        "Streets to live in | Contribution | 1 | 1 | 0 | 0 | 0 | ",
        "Nobody waits | Proxy | 1 | 0 | 0 | 0 | 1 | ",
        "Nobody waits | Contribution | 2 | 1 | 0 | 1 | 0 | ",
    ];
    assert_eq!(counts, wanted);
    // The other workbooks say the same; a service's page and what everybody may read have no such sheet.
    for file in ["officers.xlsx", "scrutiny.xlsx", "half-year.xlsx", "directorate Place.xlsx"] {
        assert_eq!(measures(&Opened::read(&council.report(file)), &columns), measures(&cabinet, &columns), "{file}");
    }
    for file in ["service Streets and Parks.xlsx", "public.xlsx"] {
        assert!(Opened::read(&council.report(file)).sheets().all(|(name, _)| name != "Outcomes"), "{file}");
    }
}

/// A council that maps nothing sees no change.
#[test]
fn without_outcomes_there_is_no_sheet() {
    let mut council = checks();
    council.sends("nothing-wrong.xlsx", "STR.xlsx");
    council.consolidates();
    assert!(council.cabinet().sheets().all(|(name, _)| name != "Outcomes"));
}

/// A value of what has not ended is asked about at its cell, and nothing is compared with it.
#[test]
fn a_value_of_a_quarter_to_come() {
    let mut council = council("Streets to live in | ST2 | Metric | Survey of streets | 82.5 | | 2026-27Q3 |");
    let run = council.consolidates();
    let found: Vec<String> = list(&run["findings"])
        .iter()
        .filter(|f| f["code"] == "G084")
        .map(|f| format!("{} {}", f["subject"], f["cell"]).replace('"', ""))
        .collect();
    assert_eq!(found, ["ST2 G2"]);
    let columns = ["National value", "How old", "Ours of the same time, and how far from it"];
    let wanted = ["82.5 | of a later quarter | Not compared: Q3 2026-27 has not ended"];
    assert_eq!(measures(&council.cabinet(), &columns), wanted);
}

/// Where small numbers are hidden from members, the council's own published value does not tell them either; the nation's stays.
#[test]
fn a_published_value_tells_no_small_number() {
    let rows = "Plots for all | ST14 | Metric | Survey of plots | 52 | Stowick Borough Council | 2026-27Q1 |\n\
                Plots for few | ST14 | Metric | Survey of plots | 3 | Stowick Borough Council | 2026-27Q2 |\n\
                Plots at last | ST14 | Metric | Survey of plots | 40 | | 2025-26Q4 |";
    let shown = |file: &str, hidden: bool| {
        let settings = format!("[public]\nhidden_from_members = {hidden}");
        let mut council = council(rows).with_settings(&settings);
        let marked = register(&council, rows).sheet("Indicators").cell("Y1", "Small numbers").cell("Y15", "Yes");
        council.write("register.xlsx", marked.bytes());
        let few = Drawn::like(&super::harness::read(&council.sent("STR.xlsx"))).sheet("Measures").cell("E16", "3");
        council.draws("STR.xlsx", &few);
        council.consolidates();
        measures(&Opened::read(&council.report(file)), &["Latest figure", "National value"])
    };
    let open = ["3 | 52", "3 | 3", "3 | 40"];
    assert_eq!(shown("cabinet.xlsx", false), open);
    assert_eq!(shown("officers.xlsx", true), open);
    assert_eq!(shown("cabinet.xlsx", true), [" | 52", " | held back", " | 40"]);
}
