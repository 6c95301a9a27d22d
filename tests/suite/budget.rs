//! Money and milestones through the command: from the sheets of a return to the workbook, the record of the run, the tables
//! for other programs and the trace.

use super::books::Drawn;
use super::harness::{Council, QUARTER, checks, list, read, text};
use serde_json::Value;

/// Stowick, whose streets sent lines of revenue, a scheme, a saving and a milestone on our form.
fn council() -> Council {
    let mut council = checks();
    council.templates(QUARTER, &[]).ends(0);
    let form = Drawn::like(&read(&council.path(&format!("templates/{QUARTER}/STR.xlsx"))));
    let form = form
        .sheet("Revenue")
        .rows(
            "Line | Description | Budget | Revised budget | Actual to date | Forecast outturn | Reason for the variance
             R1 | Crews | 100000 | 120000.10 | 61000 | 130000.35 | Agency shifts
             R2 | Fuel | 50000 | | 20000 | 49000 |
             R3 | Trees | 7000 | | 10 | |",
        )
        .sheet("Capital")
        .rows(
            "Scheme | What is built or bought | Approved budget | Spent to date | Forecast total cost | Stage
             C1 | New depot | 400000 | 100000 | 400000.01 | Design",
        )
        .sheet("Savings")
        .rows(
            "Saving | What is saved | Target | Delivered | On track | At risk | Cannot be delivered
             S1 | Fewer shifts | 1000 | 100 | 560 | 180 | 160",
        )
        .sheet("Milestones")
        .rows(
            "Ref | Milestone | Agreed date | Date expected now | State
             M1 | Open the depot | 2026-09-01 | 2027-02-01 | On track",
        );
    council.draws("STR.xlsx", &form);
    council
}

fn group<'v>(totals: &'v Value, kind: &str, id: &str) -> &'v Value {
    list(totals).iter().find(|g| g["kind"] == kind && g["id"] == id).unwrap_or_else(|| panic!("{totals}"))
}

#[test]
fn a_line_is_the_same_in_the_report_the_export_and_the_trace() {
    let mut council = council();
    let run = council.consolidates();
    let total = group(&run["budget"]["revenue"]["totals"], "council", "");
    assert_eq!([&total["budget"], &total["forecast"], &total["variance"]], [170_000.10, 179_000.35, 9_000.25]);
    assert_eq!((&total["lines"], &total["missing"]["no-forecast"]), (&2.into(), &1.into()));
    let capital = group(&run["budget"]["capital"]["totals"], "service", "STR");
    assert_eq!((&capital["variance"], text(&capital["status"])), (&0.01.into(), "on-budget"));
    let saved = group(&run["budget"]["savings"]["totals"], "council", "");
    assert_eq!([&saved["states"]["on-track"], &saved["unsaid"]], [560.0, 0.0]);
    let plan = &run["delivery-plan"];
    assert_eq!((&plan["council"]["all"], &plan["council"]["completed-or-on-track"]), (&1.into(), &1.into()));
    assert_eq!((&plan["milestones"][0]["slip-days"], &plan["milestones"][0]["re-dated"]), (&153.into(), &1.into()));

    // The same in the workbook.
    let cabinet = council.cabinet();
    let sheet = cabinet.sheet("Budget");
    let row = sheet.rows().find(|row| row[0] == *"R1").expect("the line");
    assert_eq!(row[6].to_string(), "10000.25");
    assert!(cabinet.sheet("Delivery plan").rows().any(|row| row[0] == *"M1"));
    assert!(cabinet.sheet("Actions").rows().all(|row| row[0] != *"M1"));

    // In the tables for other programs.
    council.run(["history", "export"]).ends(0);
    let csv = council.text("export/revenue.csv");
    let line = csv.lines().find(|line| line.contains(",R1,")).unwrap_or_else(|| panic!("{csv}"));
    assert!(
        line.starts_with("2026-27Q2,STR,R1,Crews,,expenditure,100000,120000.1,,61000,130000.35,10000.25,"),
        "{line}"
    );
    assert!(council.text("export/milestones.csv").contains(",M1,Open the depot,"));
    let dictionary = council.text("export/dictionary.csv");
    for table in ["revenue", "capital", "savings", "milestones"] {
        assert!(dictionary.contains(&format!("\n{table},id,")), "{table}: {dictionary}");
    }

    // And in the trace, down to the cell, which still gives what was recorded.
    for (id, kind, words) in [
        // An id may be that of several things.
        ("R1", "revenue", "£130,000.35"),
        ("C1", "capital", "£400,000.01"),
        ("S1", "saving", "£560.00"),
        ("STR/M1", "action", "the delivery plan"),
    ] {
        let traced = council.json(["trace", id, "--reread"]);
        let thing = list(&traced["things"]).iter().find(|t| t["kind"] == kind).unwrap_or_else(|| panic!("{traced}"));
        let version = &thing["quarters"][0]["versions"][0];
        assert_eq!((text(&version["file"]), text(&version["state"])), ("STR.xlsx", "counts"), "{version}");
        assert!(version["says"].to_string().contains(words), "{version}");
        assert_eq!(text(&version["read_again"]["result"]), "same", "{version}");
    }
}
