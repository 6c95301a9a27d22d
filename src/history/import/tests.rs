use super::*;
use crate::history::tests::{indicator, register};
use crate::reading::Rating;
use chrono::NaiveDate;

fn import(csv: &str) -> (PastRows, Vec<String>) {
    let rate = Indicator { per: Some(1e5), ..indicator("R", Unit::Rate) };
    let register = register(vec![indicator("A", Unit::Percent), indicator("B", Unit::Number), rate]);
    let file = csv_records("past.csv", csv.as_bytes());
    let (rows, findings) = import_records(&file, &register);
    let all = file.findings.iter().chain(&findings);
    let said = all.map(|f| format!("{} {}", f.cell.map(|c| c.to_string()).unwrap_or_default(), f.code));
    let said = said.collect();
    let tally = file.tallies.first().cloned().unwrap_or_default();
    assert_eq!(tally.read, tally.located + tally.ignored_total(), "cells read are located or ignored");
    assert_eq!(tally.located, rows.accepted + rows.refused, "cells located are accepted or refused");
    let one_by_one = import_csv("past.csv", csv.as_bytes(), &register);
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
        (NaiveDate::from_ymd_opt(2026, 3, 31), "past.csv › !F2")
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
