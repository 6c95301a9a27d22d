//! Returns that come twice, late or corrected, and figures of earlier quarters that change.

use super::books::Opened;
use super::forms::INDICATORS;
use super::harness::{Council, QUARTER, consolidated, council, list, look_at, one_of, said, text};
use super::parts::{edited_part, type_in};
use serde_json::Value;
use std::path::PathBuf;

const EARLIER: &str = "HWY 2026-27Q2.xlsx";
const LATER: &str = "HWY 2026-27Q2 corrected.xlsx";
const NEXT: &str = "2026-27Q3";

/// Where a return of the quarter stands in the workspace.
fn sent(file: &str) -> String {
    format!("returns/{QUARTER}/{file}")
}

/// About what, which field, from what to what.
fn changes(run: &Value) -> Vec<[&str; 4]> {
    let one = list(&run["changes"]).iter();
    one.map(|c| [&c["subject"], &c["field"], &c["before"]["value"], &c["after"]["value"]].map(text)).collect()
}

/// The record of a run over a quarter, whatever was found in it.
fn run(council: &mut Council, quarter: &str) -> Value {
    let said = council.consolidate(quarter);
    assert_ne!(said.code, 2, "{}", said.err);
    council.record(quarter)
}

#[test]
fn two_returns_of_one_service_are_compared_value_by_value() {
    let council = look_at::consolidated();
    let record = council.record(QUARTER);
    let between = changes(&record);
    assert!(between.contains(&["HWY10", "value", "83", "82720"]), "{between:?}");
    assert!(between.contains(&["HWY-A03", "due date", "30/04/2027", ""]), "{between:?}");
    for change in list(&record["changes"]) {
        assert_eq!((&change["against"], &change["service"]), (&"return".into(), &"HWY".into()));
        assert_eq!((&change["before"]["file"], &change["after"]["file"]), (&EARLIER.into(), &LATER.into()));
        assert!(change["before"]["cell"].is_string() && change["after"]["cell"].is_string());
    }
    // On screen when the two are checked together, and in the chase.
    let check = said(council.command(["check"]).args([council.sent(EARLIER), council.sent(LATER)]));
    check.says_all(&["HWY10", "82720", &format!("{LATER} counts")]);
    council.status().says("signed off on 16/10/2026, after 13/10/2026; 7 values differ").says("82720");
}

#[test]
fn a_return_that_is_corrected_after_the_run_says_what_changed_since() {
    let corrected = ["HWY10", "value", "83", "82720"];
    let mut council = council();
    let later = council.bytes(&sent(LATER));
    council.remove(&sent(LATER));
    assert_eq!(changes(&run(&mut council, QUARTER)), Vec::<[&str; 4]>::new());
    council.remove(&sent(EARLIER));
    council.write(&sent(LATER), later);

    // Before it is recorded, one file and the whole quarter say what it would change.
    assert!(changes(&council.returns(LATER).check()[0]).contains(&corrected));
    assert!(changes(&council.json(["status", QUARTER])).contains(&corrected));

    let record = run(&mut council, QUARTER);
    assert!(changes(&record).contains(&corrected), "{:?}", changes(&record));
    assert!(list(&record["changes"]).iter().all(|c| c["against"] == "record" && c["record"] == 2));
    // Nothing that was recorded is gone, and the same run says the same again.
    let before = council.files("history", &["parquet"]);
    assert_eq!(record, run(&mut council, QUARTER));
    assert_eq!(before, council.files("history", &["parquet"]));
    for number in ["00000002", "00000003"] {
        let part = format!("readings/period={QUARTER}/{number}");
        assert!(before.iter().any(|path| path.to_string_lossy().contains(&part)), "{part}");
    }
}

#[test]
fn a_later_return_that_is_rejected_or_says_less_is_said() {
    let mut council = council();
    let whole = council.bytes(&sent(LATER));
    council.write(&sent("HWY 2026-27Q2 corrected v3.xlsx"), &whole[..whole.len() / 2]);
    // A return that was signed off later and lacks a line.
    let less = edited_part(&whole, INDICATORS, |xml| {
        let (start, end) = (xml.find("<row r=\"7\"").unwrap(), xml.find("<row r=\"8\"").unwrap());
        xml.replace_range(start..end, "");
    });
    council.write(&sent("HWY 2026-27Q2 corrected v2.xlsx"), less);
    let status = council.json(["status", QUARTER]);
    let why = |file: &str| text(&one_of(&status["files"], "file", file)["why"]);
    assert!(why("HWY 2026-27Q2 corrected v3.xlsx").contains("v2.xlsx counts: this one is not accepted"));
    assert!(why(LATER).contains("1 is not in it: HWY02"), "{}", why(LATER));
    let gone = changes(&status);
    assert!(gone.contains(&["HWY02", "value", "30.5", ""]), "{gone:?}");
}

#[test]
fn the_chase_has_whom_and_what() {
    let council = look_at::council();
    let said = council.status();
    for line in said.out.lines().filter(|l| !l.contains(" counts: ")) {
        assert!(line.chars().count() <= 110, "{line}");
    }
    said.says_all(&[
        "5 working days late (due Wed 21 October)",
        "head: Louise Kettering",
        "adam.foss@marchford.example",
        "(F002)",
    ]);
    let status = council.json(["status", QUARTER]);
    let service = |id: &str| one_of(&status["returns"], "service", id);
    let missing = service("PRO");
    assert_eq!((&missing["days_overdue"], &missing["wanted"]), (&7.into(), &"the whole return".into()));
    assert_eq!(missing["last_figures"], "2026-27Q1");
    assert_eq!(service("CUS")["days_late"], 7);
    // CSC02 stands as 0.924 beside 1,135 ÷ 1,229, and is read.
    assert_eq!(service("CSC")["absent"], serde_json::json!(["CSC10"]));
}

/// The form of the next quarter with a corrections block: indicator, quarter, figure, class, reason, author.
fn with_corrections(council: &mut Council, service: &str, lines: &[[&str; 6]]) -> PathBuf {
    council.templates(NEXT, &["--service", service]).ends(0);
    let form = council.bytes(&format!("templates/{NEXT}/{service}.xlsx"));
    let filled = edited_part(&form, "xl/worksheets/sheet6.xml", |xml| {
        for (line, row) in lines.iter().zip(6..) {
            for (words, column) in line.iter().zip(["B", "C", "E", "H", "I", "J"]).filter(|(w, _)| !w.is_empty()) {
                type_in(xml, &format!("{column}{row}"), words);
            }
        }
    });
    council.write(&format!("returns/{NEXT}/{service}.xlsx"), filled)
}

/// The figure of 2026-27Q2 that the ledger holds, rounded as the form of a later quarter offers it for correction.
fn held(council: &mut Council, indicator: &str) -> Option<f64> {
    council.templates("2026-27Q4", &["--service", "HWY", "--replace"]).ends(0);
    let book = Opened::read(&council.path("templates/2026-27Q4/HWY.xlsx"));
    let mut rows = book.sheet("Lists").rows();
    let column = rows.next().unwrap().iter().position(|c| c == QUARTER).unwrap();
    let row = rows.find(|r| r.iter().any(|c| c == indicator)).unwrap();
    calamine::DataType::as_f64(&row[column])
}

#[test]
fn a_past_figure_is_restated_with_its_reason_and_put_back_when_that_is_withdrawn() {
    let mut council = consolidated();
    let line = ["HWY06", "2026-27Q2", "61", "Correction", "Two teams were counted twice", "B. Thorne"];
    let form = with_corrections(&mut council, "HWY", &[line]);
    let record = run(&mut council, NEXT);
    let restated = &record["restatements"][0];
    assert_eq!(record["counts"]["restatements"], 1);
    assert_eq!((&restated["indicator"], &restated["period"]), (&"HWY06".into(), &"2026-27Q2".into()));
    assert_eq!((restated["was"].as_f64(), restated["now"].as_f64()), (Some(52.25), Some(61.0)));
    assert_eq!((&restated["status-was"], &restated["status"]), (&"green".into(), &"red".into()));
    assert_eq!((&restated["class"], &restated["author"]), (&"correction".into(), &"B. Thorne".into()));
    assert_eq!((&restated["sheet"], &restated["cell"]), (&"Corrections".into(), &"E6".into()));
    let cabinet = format!("reports/{NEXT}/cabinet.xlsx");
    let bytes = council.bytes(&cabinet);
    assert_eq!(run(&mut council, NEXT), record);
    assert!(bytes == council.bytes(&cabinet), "the same run gave other bytes");

    // The quarter itself consolidated again: what its return said was published then; the correction stands.
    run(&mut council, QUARTER);
    assert_eq!(held(&mut council, "HWY06"), Some(61.0));
    assert_eq!(run(&mut council, NEXT)["restatements"], record["restatements"]);

    // Withdrawn: the figure is what it was.
    std::fs::remove_file(&form).unwrap();
    with_corrections(&mut council, "HWY", &[]);
    assert_eq!(run(&mut council, NEXT)["counts"]["restatements"], 0);
    assert_eq!(held(&mut council, "HWY06"), Some(52.0));
    with_corrections(&mut council, "HWY", &[line]);
    assert_eq!(run(&mut council, NEXT)["restatements"][0]["was"].as_f64(), Some(52.25));
}

#[test]
fn a_correction_that_cannot_be_taken_is_a_finding_at_its_cell() {
    let mut council = council();
    let lines = [
        ["HWY06", "2026-27Q1", "50", "Correction", "", "B. Thorne"],
        ["HWY06", "2001-02Q1", "50", "Update", "Late data", "B. Thorne"],
        ["HWY06", "2026-27Q3", "50", "Update", "Late data", "B. Thorne"],
        ["ASC01", "2026-27Q1", "50", "Update", "Late data", "B. Thorne"],
        ["HWY01", "2026-27Q1", "fifty", "Update", "Late data", "B. Thorne"],
        ["HWY02", "2026-27Q1", "", "Update", "Late data", "B. Thorne"],
        ["HWY04", "2026-27Q1", "50", "Because", "Late data", "B. Thorne"],
    ];
    let form = with_corrections(&mut council, "HWY", &lines);
    let mut checked = council.check_files([form]);
    assert_eq!(checked[0]["corrections"], 0);
    checked.on_sheets(|sheet| sheet == "Corrections").finds_just(&[
        "T001 Corrections!B9",
        "C008 Corrections!C8",
        "T008 Corrections!E6",
        "T009 Corrections!E7",
        "C002 Corrections!E10",
        "T008 Corrections!E11",
        "C008 Corrections!H12",
    ]);
}

/// HRD11 is worked out from HRD04, and HRD12 from that: what is far from its past is asked about where the formula stands,
/// and leads nobody.
#[test]
fn a_figure_of_a_formula_that_is_far_off_is_queried_at_the_formula() {
    let of = |record: &Value, array: &str, field: &str, id: &str| -> Vec<Value> {
        list(&record[array]).iter().filter(|x| x[field] == id).cloned().collect()
    };
    let mut council = consolidated();
    let quiet = council.record(QUARTER);
    assert_eq!(of(&quiet, "findings", "subject", "HRD11"), Vec::<Value>::new());
    assert!(of(&quiet, "readings", "indicator", "HRD11")[0]["outturn"].is_number());

    let file = sent("HRD 2026-27Q2.xlsx");
    let filled = edited_part(&council.bytes(&file), INDICATORS, |xml| type_in(xml, "J9", "7454"));
    council.write(&file, filled);
    let record = run(&mut council, QUARTER);
    for id in ["HRD11", "HRD12"] {
        let found = of(&record, "findings", "subject", id);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0]["code"], &found[0]["file"]), (&"S001".into(), &"register.xlsx".into()), "{found:?}");
        assert!(of(&record, "readings", "indicator", id)[0]["outturn"].is_null(), "{id}");
    }
    let got = text(&of(&record, "findings", "subject", "HRD11")[0]["got"]).to_owned();
    assert!(got.contains("HRD04 £7,454k (HRD 2026-27Q2.xlsx › Indicators!J9)"), "{got}");
}
