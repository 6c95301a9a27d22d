use super::*;
use crate::accessible::Shorthand;
use crate::measure::{Polarity, Unit};
use crate::period::Period;
use crate::public::values::{Contact, Licence, PublicFigure, PublicMeasure, PublicValue, YearEnd};
use crate::settings::{Settings, Status};
use std::collections::BTreeMap;

fn measure(id: &str, year_to_date: bool) -> PublicMeasure {
    let quarter = Period::new(2026, 2).unwrap();
    let figure = |period, value, status| PublicFigure {
        period,
        value,
        target: Some(0.1 + 0.2),
        status,
        numerator: Some(PublicValue::Without(Shorthand::Confidential)),
        denominator: None,
        signs: vec![Shorthand::Provisional, Shorthand::Revised],
    };
    PublicMeasure {
        id: id.to_owned(),
        name: "=1+1, \"quoted\"\nand broken".to_owned(),
        definition: String::new(),
        priorities: vec!["One".to_owned(), "Two".to_owned()],
        service: "+Waste".to_owned(),
        directorate: "Place".to_owned(),
        unit: Unit::Number,
        unit_words: "number".to_owned(),
        decimals: 1,
        polarity: Polarity::ALL[0],
        numerator_name: String::new(),
        denominator_name: String::new(),
        year_to_date,
        figures: vec![
            figure(quarter.previous(), PublicValue::Number(-0.5), Some(Status::Red)),
            figure(quarter, PublicValue::Without(Shorthand::Confidential), Some(Status::Suppressed)),
        ],
        year_so_far: PublicValue::Number(-0.0),
        year_end: Some(YearEnd { value: 1e21, foreseen: true }),
        annual_target: Some(2.0),
        change: String::new(),
        change_on_year: String::new(),
        described: String::new(),
        off_target: None,
        notes: vec![],
    }
}

fn edition() -> PublicEdition {
    let period = Period::new(2026, 2).unwrap();
    PublicEdition {
        council: "Council & “Co”".to_owned(),
        title: "How it is doing".to_owned(),
        period,
        heading: period.heading(),
        months: period.months(4),
        as_at: period.last_day(4),
        state: "Release 1".to_owned(),
        draft: false,
        published: chrono::NaiveDate::from_ymd_opt(2026, 11, 12),
        next: String::new(),
        contact: Contact { words: String::new(), email: String::new() },
        licence: Licence { name: "Open".to_owned(), address: "https://example.org/licence".to_owned() },
        accent: "#1F3864".to_owned(),
        looks: Settings::default().statuses,
        standing: vec![],
        headlines: vec![],
        priorities: vec![],
        measures: vec![measure("W01", false), measure("W02", true)],
        off_target: vec![],
        successes: vec![],
        risks: vec![],
        notes: vec![],
        shorthand: vec![],
        method: vec![],
    }
}

fn files() -> BTreeMap<&'static str, String> {
    let texts = open_data(&edition()).unwrap().into_iter().map(|f| (f.name, String::from_utf8(f.bytes).unwrap()));
    texts.collect()
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_row_a_measure_quarter_and_kind_of_figure() {
    let files = files();
    let text = &files[FIGURES];
    assert!(text.starts_with("council,measure,name,"), "no mark in front of the first name");
    assert!(!text.replace("\r\n", "").contains('\r') && text.ends_with("\r\n"), "{text}");
    let rows = rows(text);
    let key = |row: &BTreeMap<String, String>| columns::KEY.map(|name| row[name].clone());
    let keys: Vec<[String; 3]> = rows.iter().map(key).collect();
    let said: Vec<String> = keys.iter().map(|key| key.join(" ")).collect();
    assert_eq!(
        said,
        [
            "W01 2026-27Q1 quarter",
            "W01 2026-27Q2 quarter",
            "W01 2026-27Q2 year to date",
            "W01 2026-27Q2 year end",
            "W02 2026-27Q1 year to date",
            "W02 2026-27Q2 year to date",
            "W02 2026-27Q2 year end",
        ]
    );
    let of = |n: usize, column: &str| rows[n][column].as_str();
    assert_eq!(of(0, "value"), "-0.5");
    assert_eq!(of(0, "target"), "0.3");
    assert_eq!((of(0, "first_day"), of(0, "last_day")), ("2026-04-01", "2026-06-30"));
    assert_eq!((of(0, "numerator"), of(0, "numerator_marker"), of(0, "denominator_marker")), ("", "[c]", ""));
    assert_eq!(of(0, "signs"), "[p] [r]");
    assert_eq!((of(1, "value"), of(1, "marker")), ("", "[c]"));
    assert_eq!(of(1, "status"), Settings::default().statuses[&Status::Suppressed].word);
    assert_eq!(of(2, "value"), "0");
    assert_eq!((of(3, "value"), of(3, "signs"), of(3, "status")), ("1000000000000000000000", "[f]", ""));
    // What a spreadsheet would work out is guarded; a number below nought is none of that.
    assert_eq!((of(0, "name"), of(0, "service")), ("'=1+1, \"quoted\"\nand broken", "'+Waste"));
}

/// The description, the dictionary and the table say the same columns in the same order.
#[test]
fn every_column_is_described_twice() {
    let files = files();
    let said: serde_json::Value = serde_json::from_str(&files[METADATA]).unwrap();
    assert_eq!(said["dc:modified"]["@value"], "2026-11-12");
    assert_eq!(said["dc:license"]["@id"], "https://example.org/licence");
    let dictionary = rows(&files[DICTIONARY]);
    for table in said["tables"].as_array().unwrap() {
        let name = table["url"].as_str().unwrap();
        let headings: Vec<&str> = files[name].split("\r\n").next().unwrap().split(',').collect();
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        let named = |c: &serde_json::Value| c["name"].as_str().unwrap().to_owned();
        assert_eq!(columns.iter().map(named).collect::<Vec<_>>(), headings);
        let described = dictionary.iter().filter(|row| row["table"] == name).map(|row| row["column"].as_str());
        assert_eq!(described.collect::<Vec<_>>(), headings);
        let required = columns.iter().filter(|c| c["required"] == true).map(named);
        let key = table["tableSchema"]["primaryKey"].as_array().unwrap();
        assert_eq!(required.collect::<Vec<_>>(), key.iter().map(|k| k.as_str().unwrap()).collect::<Vec<_>>());
    }
}

#[test]
fn a_draft_has_no_day_and_a_licence_without_an_address_is_named() {
    let mut draft = edition();
    (draft.draft, draft.published, draft.licence.address) = (true, None, String::new());
    let files = open_data(&draft).unwrap();
    let said: serde_json::Value = serde_json::from_slice(&files[2].bytes).unwrap();
    assert_eq!(said.get("dc:modified"), None);
    assert_eq!(said["dc:license"], "Open");
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(rows(&text).iter().all(|row| row["draft"] == "yes"));
}
