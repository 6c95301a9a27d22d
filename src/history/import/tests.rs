use super::*;
use crate::history::tests::{indicator, register};
use crate::reading::Rating;
use crate::reading::money::RevenueFlow;
use crate::register::Indicator;
use chrono::NaiveDate;

fn now() -> Period {
    crate::sample::period("2026-27Q3")
}

fn import(csv: &str) -> (PastRows, Vec<String>) {
    let rate = Indicator { per: Some(1e5), ..indicator("R", Unit::Rate) };
    let register = register(vec![indicator("A", Unit::Percent), indicator("B", Unit::Number), rate]);
    let file = csv_records("past.csv", csv.as_bytes());
    let (rows, findings) = import_records(&file, &register, now());
    let all = file.findings.iter().chain(&findings);
    let said = all.map(|f| format!("{} {}", f.cell.map(|c| c.to_string()).unwrap_or_default(), f.code));
    let said = said.collect();
    let tally = file.tallies.first().cloned().unwrap_or_default();
    let passed = tally.ignored_total() + tally.refused;
    assert_eq!(tally.read, tally.located + passed, "cells read are located, refused with their row, or ignored");
    let taken = rows.cells.all().count() as u64;
    assert_eq!(rows.rows, taken + rows.rows_refused + rows.rows_silent, "rows read are taken, refused or silent");
    assert_eq!(tally.located, rows.accepted + rows.refused, "cells located are accepted or refused");
    let one_by_one = import_csv("past.csv", csv.as_bytes(), &register, now());
    assert_eq!((&one_by_one.1, one_by_one.0.records.len()), (&rows, 0));
    (rows, said)
}

#[test]
fn readings_and_what_is_wrong_with_them() {
    let head = "Indicator id,Quarter,Value,Numerator,Denominator,Reason if no value,Notes\n";
    for (line, value, said) in [
        ("A,2025-26Q4,85.5,,,,", Some(Value::Number(85.5)), vec![]),
        ("A,2025-26Q4,,171,200,,", Some(Value::Number(85.5)), vec![]),
        ("R,2025-26Q4,,301,70000,,", Some(Value::Number(430.0)), vec![]),
        ("R,2025-26Q4,,301,0,,", None, vec!["A2 C009"]),
        ("A,2025-26Q4,,,,Awaited,", Some(Value::Marker(Marker::Awaited)), vec![]),
        ("A,2025-26Q4,n/a,,,,", Some(Value::Marker(Marker::NotApplicable)), vec!["C2 C017"]),
        ("A,2025-26Q4,85,,,tbc,", Some(Value::Number(85.0)), vec!["F2 C016"]),
        ("B,2025-26Q4,\"1,234\",,,,", Some(Value::Number(1234.0)), vec!["C2 C001"]),
        ("B,2025-26Q4,lots,,,,", None, vec!["C2 C002"]),
        ("B,2025-26Q4,-1,,,,", None, vec!["C2 C006"]),
        ("B,2025-26Q4,,,,,", None, vec!["A2 C009"]),
        ("B,2025-26Q4,,,,because,", None, vec!["F2 C008"]),
        ("B,last spring,1,,,,", None, vec!["B2 F009"]),
        ("B,,1,,,,", None, vec!["A2 F009"]),
        ("Z,2025-26Q4,1,,,,", None, vec!["A2 T005"]),
        (",2025-26Q4,1,,,,", None, vec!["C2 C014"]),
        ("B,2025-26Q4,1,,,,x\nB,2025-26Q4,1,,,,", None, vec!["C2 T003", "C3 T003"]),
    ] {
        let (rows, mut found) = import(&format!("{head}{line}"));
        assert_eq!(found.remove(0), "G1 C015");
        assert_eq!(
            (rows.readings.first().map(|r| r.value), found),
            (value, said.into_iter().map(str::to_owned).collect()),
            "{line}"
        );
    }
}

#[test]
fn cells_are_numbered_as_a_spreadsheet_numbers_them() {
    for end in ["\n", "\r\n"] {
        let csv = ["Id,Period,Value,Commentary", "", "A,2025-26Q1,1,\"two\n\nlines\"", ",,,", "", "", "A,2025-26Q2,2,"]
            .join(end);
        let (rows, _) = import(&csv);
        let cells: Vec<_> = rows.readings.iter().map(|r| r.place.cell.to_string()).collect();
        assert_eq!(cells, ["C3", "C7"], "{end:?}");
    }
}

#[test]
fn percentages_typed_as_fractions_are_queried_once() {
    let lines: String = (1..=4).map(|q| format!("A,2025-26Q{q},0.8{q}\n")).collect();
    let (rows, said) = import(&format!("Id,Period,Value\n{lines}"));
    assert_eq!((rows.readings.len(), said), (4, vec!["C2 C005".to_owned()]));
}

#[test]
fn risks_actions_and_feedback() {
    let head = "Ref,Service id,Quarter,Risk,Register level,Current likelihood,Current impact,Date reviewed\n";
    let (rows, said) = import(&format!(
        "{head}R1,Service waste,2025-26Q4,Fleet,corporate,3,4,31/03/2026\nR2,parks,2025-26Q4,Trees,,3,,\n\
             R3,nobody,2025-26Q4,x,,1,1,\nR4,parks,2025-26Q4,x,,9.5,1,soon\n"
    ));
    let [risk] = &rows.risks[..] else { panic!("{rows:?}") };
    assert_eq!(
        (&*risk.service, risk.level, risk.current.map(Rating::product)),
        ("waste", RiskLevel::Corporate, Some(12))
    );
    assert_eq!(
        (risk.reviewed, risk.place.to_string().as_str()),
        (NaiveDate::from_ymd_opt(2026, 3, 31), "past.csv › F2")
    );
    assert_eq!(said, ["B4 F010", "A3 K006", "F5 K006"].map(str::to_owned));

    let head = "Ref,Service id,Quarter,Action,Due date,Status,Progress %\n";
    let (rows, said) =
        import(&format!("{head}1,waste,2025-26Q4,Rounds,2026-12-01,on track,40\n2,waste,2025-26Q4,x,,Fine,\n"));
    assert_eq!(
        (rows.actions.len(), rows.actions[0].status, said),
        (1, Some(ActionStatus::OnTrack), vec!["F3 C008".into()])
    );

    let head = "Service id,Quarter,Kind of feedback,Received\n";
    let (rows, said) = import(&format!("{head}waste,2025-26Q4,Complaints (stage 1),12\nwaste,2025-26Q4,Praise,1\n"));
    assert_eq!((rows.feedback.len(), rows.feedback[0].received, said), (1, Some(12.0), vec!["C3 C008".into()]));
}

#[test]
fn what_is_not_a_file_of_past_quarters() {
    for (bytes, code) in [(&b"\xa3 12"[..], "F001"), (b"", "F005"), (b"Colour,Size\nred,3\n", "F005")] {
        let file = csv_records("x.csv", bytes);
        assert_eq!((file.findings[0].code.as_ref(), file.records.len()), (code, 0));
        assert_eq!(file.outcome, crate::record::Outcome::Rejected);
    }
}

/// Of one indicator among its other quarters; B is a count, C a year to date.
#[test]
fn past_figures_are_doubted_as_returns_are() {
    let lines = |id: &str, values: &[&str]| -> String {
        let quarters = ["2024-25Q1", "2024-25Q2", "2024-25Q3", "2024-25Q4", "2025-26Q1", "2025-26Q2"];
        let rows = values.iter().zip(quarters).map(|(value, quarter)| format!("{id},{quarter},{value}\n"));
        format!("Id,Period,Value\n{}", rows.collect::<String>())
    };
    for (id, values, taken, said) in [
        ("A", &["87", "88", "0.9"][..], 2, &["C4 C005"][..]),
        ("A", &["0.82", "84", "85", "0.83", "86"], 3, &["C2 C005", "C5 C005"]),
        ("A", &["0.82%", "84", "85"], 3, &["C2 C001", "C2 S002"]),
        ("A", &["87", "88", "88.4", "8840"], 4, &["C5 S002"]),
        ("B", &["120", "88400", "88.4", "90"], 4, &["C3 S002"]),
        ("B", &["0.1", "1", "0.1"], 3, &[]),
        // One of the two slipped; the last is asked about.
        ("B", &["88.4", "88400"], 2, &["C3 S002"]),
        ("B", &["0", "120"], 2, &[]),
    ] {
        let (rows, found) = import(&lines(id, values));
        assert_eq!((rows.readings.len(), found), (taken, said.iter().map(|s| (*s).to_owned()).collect()), "{values:?}");
    }
}

#[test]
fn quarters_that_are_not_past() {
    for (quarter, said) in [
        ("2099-00Q1", Some("B2 F081")),
        ("2026-27Q3", Some("B2 F081")),
        ("2026-27Q2", None),
        ("1926-27Q1", Some("B2 F081")),
    ] {
        let (rows, found) = import(&format!("Id,Period,Value\nB,{quarter},1\n"));
        assert_eq!(
            (rows.readings.len(), found),
            (usize::from(said.is_none()), said.map(str::to_owned).into_iter().collect())
        );
    }
}

/// What a quotation mark takes in is said with its lines; the rows before and after are read.
#[test]
fn quotation_marks_that_are_not_closed() {
    let head = "Id,Period,Value,Commentary\n";
    for (rows, taken, said) in [
        ("A,2025-26Q1,1,ok\nA,2025-26Q2,2,\"bad\nA,2025-26Q3,3,x\nA,2025-26Q4,4,y\n", 1, Some("D3 lines 4 to 5")),
        ("A,2025-26Q1,1,\"bad\nA,2025-26Q2,2,\"fine\"\nA,2025-26Q3,3,\n", 1, Some("D2 line 3")),
        ("A,2025-26Q1,1,\"two\nlines, of words, and more\"\nA,2025-26Q2,2,\n", 2, None),
        ("A,2025-26Q1,1,a 5\" pipe\nA,2025-26Q2,2,\n", 2, None),
    ] {
        let csv = format!("{head}{rows}");
        let (read, _) = import(&csv);
        let file = csv_records("past.csv", csv.as_bytes());
        let told: Vec<&Finding> = file.findings.iter().filter(|f| f.code == "F082").collect();
        assert_eq!((read.readings.len(), told.len()), (taken, usize::from(said.is_some())), "{csv}");
        if let (Some(said), [finding]) = (said, &told[..]) {
            let (cell, lines) = said.split_once(' ').unwrap();
            assert_eq!(finding.cell.unwrap().to_string(), cell);
            assert!(finding.got.contains(lines), "{}", finding.got);
        }
    }
}

/// Whoever imports is no service, and what is imported is no return.
#[test]
fn remedies_speak_of_the_file() {
    let head = "Indicator id,Quarter,Value,Numerator,Reason if no value,Colour\n";
    let rows = "Z,2025-26Q4,1,,,\nB,soon,1,,,\nB,2099-00Q1,1,,,\nB,2025-26Q4,lots,,,\nB,2025-26Q3,-1,,,\n,2025-26Q1,1,,,\n\
                B,2025-26Q1,,,because,\nB,2024-25Q4,,,,\nB,2024-25Q3,\"1,2\",,,\nB,2024-25Q2,n/a,,,\n\
                B,2024-25Q1,5,,awaited,\nB,2023-24Q1,5,,,\nB,2023-24Q1,5,,,\nA,2023-24Q2,87,,,\nA,2023-24Q3,0.9,,,\nA,2023-24Q4,88,,,\n";
    let register = register(vec![indicator("A", Unit::Percent), indicator("B", Unit::Number)]);
    let (file, _, findings) = import_csv("past.csv", format!("{head}{rows}").as_bytes(), &register, now());
    let all: Vec<&Finding> = file.findings.iter().chain(&findings).collect();
    let codes: std::collections::BTreeSet<&str> = all.iter().map(|f| &*f.code).collect();
    assert!(codes.len() >= 12, "{codes:?}");
    for f in all {
        let text = format!("{} {} {}", f.expected, f.got, f.remedy);
        for word in ["return", "the form", "template", "performance team", "send it"] {
            assert!(!text.contains(word), "{}: {text}", f.code);
        }
    }
}

#[test]
fn lines_of_money_and_what_is_wrong_with_them() {
    let head = "Line,Service id,Quarter,Description,Income or expenditure,Budget,Forecast outturn\n";
    for (line, taken, said) in [
        ("L1,waste,2025-26Q4,Fees,,-1000,-900.005", Some((RevenueFlow::Income, -90_001)), vec![]),
        (
            "L1,waste,2025-26Q4,Fees,Expenditure,1000,\"1,200\"",
            Some((RevenueFlow::Expenditure, 120_000)),
            vec!["G2 C001"],
        ),
        ("L1,waste,2025-26Q4,Fees,Sideways,1000,1200", None, vec!["E2 C008"]),
        ("L1,waste,2025-26Q4,Fees,,1000,2e12", None, vec!["G2 C006"]),
        ("L1,Nobody,2025-26Q4,Fees,,1000,1200", None, vec!["B2 F010"]),
        ("L1,waste,2025-26Q4,Fees,,1,1\nL1,waste,2025-26Q4,Fees,,2,2", None, vec!["G2 B001", "G3 B001"]),
    ] {
        let (rows, found) = import(&format!("{head}{line}"));
        let first = rows.money.revenue.first().and_then(|l| Some((l.flow, l.forecast?.pence())));
        assert_eq!((first, found), (taken, said.into_iter().map(str::to_owned).collect()), "{line}");
    }
}
