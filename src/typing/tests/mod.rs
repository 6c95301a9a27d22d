//! Rows as people fill them in, and what becomes of every cell.

use super::*;
use crate::catalogue;
use crate::finding::Severity;
use crate::layout::Layout;
use crate::measure::{Aggregation, Frequency, Polarity, Unit};
use crate::reading::{CellRef, FeedbackKind, Marker, Value};
use crate::record::{Cell, Content, Field, Kind, PassedOver};
use crate::register::{Indicator, Register, Service, Target};
use crate::settings::Settings;
use Content::{Date, Error, FormulaWithoutResult, Number};
use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;

mod complaints;
mod layouts;

fn text(s: &str) -> Content {
    Content::Text(s.into())
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn period() -> Period {
    Period::new(2026, 2).unwrap()
}

fn indicator(id: &str, service: &str, unit: Unit) -> Indicator {
    Indicator {
        id: id.into(),
        name: id.into(),
        definition: String::new(),
        service: service.into(),
        owner: String::new(),
        unit,
        decimals: 1,
        polarity: Polarity::Higher,
        frequency: Frequency::Quarterly,
        due_quarters: vec![1, 2, 3, 4],
        year: crate::register::Year::default(),
        sets: vec![],
        aggregation: Aggregation::Last,
        cumulative: false,
        priorities: vec![],
        perspective: String::new(),
        measure_type: None,
        scheme: None,
        tolerance_percent: None,
        tolerance_absolute: None,
        minimum: None,
        maximum: None,
        numerator_name: String::new(),
        denominator_name: String::new(),
        part_of_whole: unit == Unit::Percent,
        breaks: vec![],
        long_term: None,
        key: false,
        weight: 1.0,
        part_of: None,
        opening_of: None,
        formula: None,
        place: Default::default(),
    }
}

/// Waste (WAS) with a percentage W1, a count W2, a yearly count W3 due in Q4, and W4 and W5 in millions and thousands of
/// pounds; Parks (PRK) with P1.
fn register() -> Register {
    let service = |id: &str, name: &str| Service {
        id: id.into(),
        name: name.into(),
        directorate: "Place".into(),
        head: String::new(),
        contact: String::new(),
        email: String::new(),
    };
    let mut register = Register::default();
    register.services = vec![service("WAS", "Waste"), service("PRK", "Parks and Open Spaces")];
    let yearly = Indicator { due_quarters: vec![4], ..indicator("W3", "WAS", Unit::Number) };
    let mut count = indicator("W2", "WAS", Unit::Number);
    count.minimum = Some(0.0);
    register.indicators =
        vec![indicator("W1", "WAS", Unit::Percent), count, yearly, indicator("P1", "PRK", Unit::Number)];
    let millions = Indicator { due_quarters: vec![4], ..indicator("W4", "WAS", Unit::PoundsMillions) };
    let thousands = Indicator { due_quarters: vec![4], ..indicator("W5", "WAS", Unit::PoundsThousands) };
    register.indicators.extend([millions, thousands]);
    register.targets = vec![("W1".into(), 2026, Target { annual: Some(85.0), ..Target::default() })];
    register.indexed()
}

fn layouts() -> Vec<Layout> {
    let mut older = crate::layout::template();
    older.id = "older".into();
    older.file_name = "{service} {period}".into();
    older.markers.insert("..".into(), Marker::NotAvailable);
    older.words.insert("status".into(), [("In progress".to_owned(), "On track".to_owned())].into());
    for column in older.tables.iter_mut().flat_map(|t| &mut t.columns) {
        if column.field == "value" {
            (column.thousands, column.percent) = (true, Some(crate::layout::PercentAs::Fraction));
        }
    }
    let mut mixed = crate::layout::template();
    (mixed.id, mixed.sheet_name, mixed.many_services) = ("mixed".into(), "Sheet {period}".into(), true);
    mixed.tables[0].sum_parts = true;
    let (mut part, mut across) = (mixed.tables[0].columns[0].clone(), mixed.tables[0].columns[0].clone());
    (part.field, part.heading) = ("breakdown".into(), vec!["Ward".into()]);
    (across.field, across.heading) = ("value".into(), vec!["{breakdown}".into()]);
    mixed.tables[0].columns.extend([part, across]);
    vec![crate::layout::template(), older, mixed]
}

fn cell(at: CellRef, content: Content) -> Cell {
    Cell::new(at, content)
}

fn record(kind: Kind, row: u32, fields: &[(Field, Content)]) -> Record {
    let sheet = if kind == Kind::Cover { "Cover" } else { "Sheet" };
    let field = |(k, (f, c)): (usize, &(Field, Content))| (*f, cell(CellRef::new(row, k as u16), c.clone()));
    Record { kind, sheet: sheet.into(), row, fields: fields.iter().enumerate().map(field).collect() }
}

fn cover() -> Record {
    let date = Date(day(2026, 10, 12));
    let fields = [
        (Field::Service, text("Waste")),
        (Field::Period, text("2026-27Q2")),
        (Field::SignedOffBy, text("D. Patel")),
        (Field::SignedOff, date),
    ];
    record(Kind::Cover, 1, &fields)
}

fn file(name: &str, layout: &str, records: Vec<Record>) -> FileRecords {
    let mut tallies: Vec<Tally> = vec![];
    for r in &records {
        let k = tallies.iter().position(|t| t.sheet == *r.sheet).unwrap_or_else(|| {
            tallies.push(Tally { sheet: r.sheet.to_string(), ..Tally::default() });
            tallies.len() - 1
        });
        tallies[k].read += r.fields.len() as u64;
        tallies[k].located += r.fields.len() as u64;
    }
    FileRecords {
        source: Source { file: name.into(), sha256: String::new() }.into(),
        outcome: Outcome::Accepted,
        layout: layout.into(),
        records,
        heads: vec![],
        findings: vec![],
        tallies,
        survey: vec![],
    }
}

/// Types a file and checks that no cell was lost.
fn typed(mut file: FileRecords, settings: &Settings) -> Typed {
    let (register, layouts) = (register(), layouts());
    if &*file.layout == "older" {
        // The reader marks the cells of a column that is typed in a way of its own.
        let values = file.records.iter_mut().flat_map(|r| &mut r.fields).filter(|(f, _)| *f == Field::Value);
        values.for_each(|(_, cell)| cell.hint = 1);
    }
    let typed = type_file(file, &TypingContext { register: &register, settings, period: period(), layouts: &layouts });
    for t in &typed.tallies {
        assert_eq!(t.located, t.accepted + t.refused, "{t:?}");
        assert_eq!(t.read, t.located + t.ignored_total(), "{t:?}");
    }
    typed
}

fn type_rows(rows: Vec<Record>) -> Typed {
    typed(file("waste.xlsx", "quarterday-return", [vec![cover()], rows].concat()), &Settings::default())
}

fn codes(typed: &Typed) -> Vec<&str> {
    typed.findings.iter().map(|f| &*f.code).collect()
}

fn row(id: &str, fields: &[(Field, Content)]) -> Record {
    let fields = [&[(Field::Id, text(id))], fields].concat();
    record(Kind::Indicators, 5, &fields)
}

/// One value cell of W1 (percent, target 85) or W2 (count): what is taken, and which codes say so.
#[rstest]
#[case("W2", Number(12.0), Some(12.0), &[])]
#[case("W2", text("1,234"), Some(1234.0), &["C001"])]
#[case("W2", text("\u{a0}12 "), Some(12.0), &["C001"])]
#[case("W2", text("12,34"), None, &["C002"])]
#[case("W2", text("about 12"), None, &["C002"])]
#[case("W2", text("85%"), None, &["C002"])]
#[case("W2", text("12k"), None, &["C002"])]
#[case("W2", Content::Bool(true), None, &["C002"])]
#[case("W2", Date(NaiveDate::MIN), None, &["C002"])]
#[case("W2", Error("#DIV/0!".into()), None, &["C003"])]
#[case("W2", FormulaWithoutResult, None, &["C004"])]
#[case("W2", Number(-1.0), None, &["C006"])]
#[case("W2", Number(1.25), Some(1.25), &["C007"])]
#[case("W2", text("1.25"), Some(1.25), &["C001", "C007"])]
#[case("W2", text("  "), None, &["C009"])]
#[case("W1", Number(85.0), Some(85.0), &[])]
#[case("W1", text("85%"), Some(85.0), &["C001"])]
#[case("W1", text("85"), Some(85.0), &["C001"])]
#[case("W1", Number(0.85), Some(0.85), &["C005"])]
#[case("W1", Number(0.0), Some(0.0), &[])]
#[case("W1", Number(101.0), None, &["C006"])]
#[case("w1", Number(85.0), Some(85.0), &[])]
fn values(#[case] id: &str, #[case] content: Content, #[case] value: Option<f64>, #[case] expected: &[&str]) {
    let typed = type_rows(vec![row(id, &[(Field::Value, content)])]);
    assert_eq!(codes(&typed), expected);
    let readings = &typed.returns[0].readings;
    assert_eq!(readings.first().map(|r| r.value), value.map(Value::Number));
    if value.is_some() {
        assert_eq!(readings[0].place.cell, CellRef::new(5, 1));
    }
}

#[test]
fn a_percent_format_is_certain() {
    let mut r = row("W1", &[(Field::Value, Number(0.07))]);
    r.fields[1].1.percent = true;
    let typed = type_rows(vec![r]);
    assert_eq!((codes(&typed), typed.returns[0].readings[0].value), (vec![], Value::Number(7.0)));
}

/// A target of the register and a value of a return that are typed alike are one number to the last bit, or neither is.
#[rstest]
fn a_target_and_the_value_equal_to_it_are_one_number(
    #[values("W1", "W2")] id: &str,
    #[values(
        text("82%"),
        text("82 %"),
        text("7.000000000000001%"),
        text("1,234.5"),
        text("0.1"),
        text("\u{2212}3.3"),
        text("(12.7)"),
        text("1 234"),
        text("'12"),
        text(".3"),
        text("£1,200.07"),
        text("12,34"),
        text("0,123"),
        text("about 5"),
        Number(0.82),
        Number(0.07),
        Number(0.29),
        Number(0.57),
        Number(0.1234567890123456),
        Number(0.3333333333333333),
        Number(1.1)
    )]
    content: Content,
    #[values(false, true)] percent: bool,
) {
    let formatted = |mut record: Record, field: Field| {
        let cell = record.fields.iter_mut().find(|(f, _)| *f == field).unwrap();
        cell.1.percent = percent && matches!(content, Number(_));
        record
    };
    let definition = [
        (Field::Id, id),
        (Field::Name, "A measure"),
        (Field::Service, "WAS"),
        (Field::Owner, "Ann"),
        (Field::Unit, if id == "W1" { "Percent" } else { "Number" }),
        (Field::Polarity, "Higher is better"),
        (Field::Frequency, "Quarterly"),
        (Field::Aggregation, "Last"),
    ];
    let target = [(Field::Id, text(id)), (Field::Year, text("2026-27")), (Field::Annual, content.clone())];
    let records = [
        record(Kind::Services, 1, &[(Field::Id, text("WAS")), (Field::Name, text("Waste"))]),
        record(Kind::Definitions, 1, &definition.map(|(field, words)| (field, text(words)))),
        formatted(record(Kind::Targets, 1, &target), Field::Annual),
    ];
    let (read, _) = crate::register::read(&records, &file("register.xlsx", "", vec![]).source, 4);
    let target = read.targets[0].2.annual;

    let rows = vec![cover(), formatted(row(id, &[(Field::Value, content.clone())]), Field::Value)];
    let typed = typed(file("waste.xlsx", "quarterday-return", rows), &Settings::default());
    let value = typed.returns[0].readings.first().and_then(|r| r.value.number());
    // A count that is typed as a percentage, and what is out of range, is refused in a return.
    let counted_in_percent = id == "W2" && matches!(&content, Content::Text(t) if t.contains('%'));
    if !counted_in_percent && !codes(&typed).contains(&"C006") {
        assert_eq!(target.map(f64::to_bits), value.map(f64::to_bits), "{target:?} {value:?}");
    }
}

#[test]
fn a_layout_says_how_percentages_and_thousands_are_typed() {
    let rows = vec![cover(), row("W1", &[(Field::Value, Number(0.85))]), row("W2", &[(Field::Value, text("£1.2m"))])];
    let typed = typed(file("x.xlsx", "older", rows), &Settings::default());
    assert_eq!(codes(&typed), ["C001"]);
    let values: Vec<_> = typed.returns[0].readings.iter().map(|r| r.value).collect();
    assert_eq!(values, [Value::Number(85.0), Value::Number(1_200_000.0)]);
}

/// A figure in millions that is typed with its `m` is not a million times as large.
#[rstest]
#[case("W4", "£2.6m", 2.6)]
#[case("W4", "850k", 0.85)]
#[case("W4", "£2.6", 2.6)]
#[case("W5", "£2.6m", 2600.0)]
#[case("W5", "850k", 850.0)]
#[case("W2", "3k", 3000.0)]
fn k_and_m_are_counted_in_the_unit(#[case] id: &str, #[case] typed_in: &str, #[case] value: f64) {
    let rows = vec![cover(), row(id, &[(Field::Value, text(typed_in))])];
    let typed = typed(file("x.xlsx", "older", rows), &Settings::default());
    assert_eq!(typed.returns[0].readings[0].value, Value::Number(value));
}

#[rstest]
#[case(&[(Field::Reason, text("not available"))], Value::Marker(Marker::NotAvailable), &[])]
#[case(&[(Field::Value, text("N/A"))], Value::Marker(Marker::NotApplicable), &["C017"])]
#[case(&[(Field::Value, Number(3.0)), (Field::Reason, text("Awaited"))], Value::Number(3.0), &["C016"])]
#[case(
    &[(Field::Value, Number(3.0)), (Field::Reason, text("Suppressed"))],
    Value::Marker(Marker::Suppressed),
    &["C016"]
)]
#[case(&[(Field::Numerator, Number(1.0)), (Field::Denominator, Number(4.0))], Value::Number(25.0), &[])]
#[case(
    &[(Field::Numerator, Number(1.0)), (Field::Denominator, Number(4.0)), (Field::Value, Content::FormulaWithoutResult)],
    Value::Number(25.0), &["C018"]
)]
#[case(
    &[(Field::Numerator, Number(1.0)), (Field::Denominator, Number(3.0)), (Field::Value, Number(100.0 / 3.0))],
    Value::Number(100.0 / 3.0), &[]
)]
#[case(&[(Field::Value, Number(3.0)), (Field::Numerator, text("three"))], Value::Number(3.0), &["C002"])]
#[case(&[(Field::Value, Number(3.0)), (Field::Reason, text("on holiday"))], Value::Number(3.0), &["C008"])]
fn rows_with_a_reading(#[case] fields: &[(Field, Content)], #[case] value: Value, #[case] expected: &[&str]) {
    let typed = type_rows(vec![row("W1", fields)]);
    assert_eq!(codes(&typed), expected);
    assert_eq!(typed.returns[0].readings[0].value, value);
}

#[rstest]
#[case(vec![row("W1", &[])], &["C009"])]
#[case(vec![row("W1", &[(Field::Reason, text("on holiday"))])], &["C008"])]
#[case(vec![row("W1", &[(Field::Numerator, Number(1.0)), (Field::Denominator, Number(0.0))])], &["C009"])]
#[case(vec![row("W3", &[])], &[])]
#[case(vec![row("", &[(Field::Value, Number(1.0))])], &["C014"])]
#[case(vec![row("W9", &[(Field::Value, Number(1.0))])], &["T005"])]
#[case(vec![row("P1", &[(Field::Value, Number(1.0))])], &["T001"])]
#[case(vec![row("W1", &[(Field::Value, Number(1.0))]), row("W1", &[])], &["T003", "T003"])]
#[case(vec![row("W1", &[(Field::Value, Number(1.0)), (Field::Period, text("2026-27Q1"))])], &[])]
#[case(vec![row("W1", &[(Field::Value, Number(1.0)), (Field::Period, text("summer"))])], &["C008"])]
fn rows_without_a_reading(#[case] rows: Vec<Record>, #[case] expected: &[&str]) {
    let typed = type_rows(rows);
    assert_eq!(codes(&typed), expected);
    assert_eq!(typed.returns[0].readings, vec![]);
}

#[test]
fn a_row_for_another_service_that_says_so() {
    let typed =
        type_rows(vec![row("P1", &[(Field::Value, Number(1.0)), (Field::Service, text("parks and open spaces"))])]);
    assert_eq!(codes(&typed), Vec::<&str>::new());
    assert_eq!(&*typed.returns[0].readings[0].service, "PRK");
}

#[test]
fn a_blank_value_is_placed_in_its_column() {
    let typed = type_rows(vec![row("W2", &[(Field::Value, Number(1.0))]), {
        let mut blank = row("W1", &[]);
        blank.fields[0].1.at.row = 9;
        blank
    }]);
    assert_eq!(typed.findings[0].cell, Some(CellRef::new(9, 1)));
    assert_eq!(typed.findings[0].subject, "W1");
    assert_eq!(typed.findings[0].service, "WAS");
}

#[test]
fn hidden_merged_and_external_cells_are_said() {
    let mut r = row("W2", &[(Field::Value, Number(3.0))]);
    (r.fields[1].1.hidden, r.fields[1].1.merged, r.fields[1].1.external) = (true, true, true);
    let typed_row = type_rows(vec![r.clone()]);
    assert_eq!(codes(&typed_row), ["C013", "F007", "C012"]);
    assert_eq!(typed_row.returns[0].readings.len(), 1);

    let mut settings = Settings::default();
    settings.returns.read_hidden = false;
    let unread = typed(file("waste.xlsx", "quarterday-return", vec![cover(), r]), &settings);
    assert_eq!(codes(&unread), ["C009", "C012"]);
    assert_eq!(unread.tallies[1].ignored.get(&PassedOver::Hidden), None);
}

#[test]
fn words_dates_and_choices() {
    let typed = type_rows(vec![
        record(
            Kind::Actions,
            3,
            &[
                (Field::Id, text("A1")),
                (Field::Title, text(" Recruit\ntwo people \u{a0}")),
                (Field::Due, text("30 Sept 2026")),
                (Field::Status, text("on-track")),
                (Field::Progress, text("50%")),
            ],
        ),
        record(
            Kind::Actions,
            4,
            &[(Field::Id, Number(7.0)), (Field::Due, text("soon")), (Field::Status, text("Overdue"))],
        ),
        record(Kind::Actions, 5, &[(Field::Title, text("No id"))]),
        record(Kind::Actions, 6, &[(Field::Id, text("A2")), (Field::Lead, text("E. Brown"))]),
        record(Kind::Actions, 7, &[(Field::Id, text("A2")), (Field::Lead, text("E. Brown"))]),
        record(Kind::Actions, 8, &[(Field::Id, text("A3")), (Field::Progress, FormulaWithoutResult)]),
    ]);
    assert_eq!(codes(&typed), ["C011", "C001", "C008", "C010", "C014", "R011", "R011"]);
    let actions = &typed.returns[0].actions;
    assert_eq!(actions.len(), 2);
    assert_eq!((actions[0].title.as_str(), actions[0].due), ("Recruit\ntwo people", Some(day(2026, 9, 30))));
    assert_eq!((actions[0].progress, &*actions[1].id, actions[1].due), (Some(50.0), "7", None));
}

#[test]
fn ratings() {
    let risk = |id: &str, l: Content, i: Content| {
        record(Kind::Risks, 3, &[(Field::Id, text(id)), (Field::Likelihood, l), (Field::Impact, i)])
    };
    let typed = type_rows(vec![
        risk("R1", Number(4.0), text("5 - Severe")),
        risk("R2", text("almost certain"), text("3")),
        risk("R3", Number(7.0), Number(3.0)),
        risk("R4", Number(2.5), text("High")),
        risk("R5", Number(2.0), text("")),
        record(Kind::Risks, 3, &[(Field::Id, text("R6")), (Field::Owner, text("F. Okoro"))]),
        risk("R8", text(""), FormulaWithoutResult),
        risk("R7", Number(1.0), Number(1.0)),
        risk("R7", Number(1.0), Number(1.0)),
    ]);
    assert_eq!(codes(&typed), ["K006", "K006", "K006", "K006", "K006", "K010", "K010"]);
    let risks = &typed.returns[0].risks;
    let scores: Vec<Option<u32>> = risks.iter().map(|r| r.current.map(|c| c.product())).collect();
    assert_eq!(scores, [Some(20), Some(15), None, None, None, None]);
}

#[test]
fn feedback_by_kind() {
    let line =
        |kind: &str, n: Content| record(Kind::Feedback, 3, &[(Field::FeedbackKind, text(kind)), (Field::Value, n)]);
    let typed = type_rows(vec![
        line("Complaints, stage 1", Number(4.0)),
        line("complaints stage 2", text("none")),
        line("Praise", Number(1.0)),
        line("Comments", text("")),
        line("Compliments", Number(1.0)),
        line("Compliments", Number(2.0)),
    ]);
    assert_eq!(codes(&typed), ["C002", "C008", "T003", "T003"]);
    let feedback = &typed.returns[0].feedback;
    let taken: Vec<_> = feedback.iter().map(|f| (f.kind, f.received)).collect();
    assert_eq!(taken, [(FeedbackKind::Stage1, Some(4.0)), (FeedbackKind::Stage2, None)]);
}

#[test]
fn feedback_by_month() {
    let month = |m: Content, a: Content, b: Content| {
        record(Kind::Feedback, 3, &[(Field::Month, m), (Field::Complaints, a), (Field::Compliments, b)])
    };
    let rows = || {
        vec![
            month(text("Jun 2026"), Number(100.0), Number(100.0)),
            month(text("Jul 2026"), Number(1.0), Number(4.0)),
            month(Date(day(2026, 8, 1)), Number(2.0), text("")),
            month(text("September"), text("3"), Number(5.0)),
            month(text("Sep 2025"), Number(100.0), Number(100.0)),
        ]
    };
    let typed = type_rows(rows());
    let taken = |t: &Typed| t.returns[0].feedback.iter().map(|f| (f.kind, f.received)).collect::<Vec<_>>();
    assert_eq!(codes(&typed), ["C001"]);
    assert_eq!(taken(&typed), [(FeedbackKind::Stage1, Some(6.0)), (FeedbackKind::Compliments, Some(9.0))]);
    assert_eq!(typed.tallies[1].ignored[&PassedOver::OtherPeriod], 6);

    let mut spoilt = rows();
    spoilt.push(month(text("Aug 2026"), text("lots"), Number(1.0)));
    let typed = type_rows(spoilt);
    assert_eq!(codes(&typed), ["C001", "C002"]);
    assert_eq!(taken(&typed), [(FeedbackKind::Compliments, Some(10.0))]);

    let typed = type_rows(vec![month(text("Harvest"), Number(1.0), Number(1.0))]);
    assert_eq!((codes(&typed), taken(&typed)), (vec!["C010"], vec![]));
}

fn cover_with(fields: &[(Field, Content)]) -> Record {
    let mut all: Vec<(Field, Content)> = cover().fields.into_iter().map(|(f, c)| (f, c.content)).collect();
    all.retain(|(f, _)| fields.iter().all(|(g, _)| f != g));
    record(Kind::Cover, 1, &[all.as_slice(), fields].concat())
}

#[rstest]
#[case(&[], &[], true)]
#[case(&[(Field::Service, text("was"))], &[], true)]
#[case(&[(Field::Service, text("Wastes"))], &["F010"], false)]
#[case(&[(Field::Service, text(""))], &["F010"], false)]
#[case(&[(Field::Period, text("Q2 2026/27"))], &[], true)]
#[case(&[(Field::Period, text("2026-27Q1"))], &["F008"], false)]
#[case(&[(Field::Period, text("last quarter"))], &["F009"], false)]
#[case(&[(Field::Period, text(""))], &["F009"], false)]
#[case(&[(Field::SignedOff, text(""))], &["F012"], true)]
#[case(&[(Field::SignedOffBy, text(""))], &["F012"], true)]
#[case(&[(Field::ReturnStatus, text("DRAFT"))], &["F012"], true)]
#[case(&[(Field::SignedOff, Date(day(2026, 10, 22)))], &["F019"], true)]
#[case(&[(Field::SignedOff, Number(46_305.0))], &["C011"], true)]
#[case(&[(Field::TemplateVersion, text("0.9"))], &["F013"], true)]
#[case(&[(Field::TemplateVersion, Number(1.0))], &[], true)]
fn covers(#[case] fields: &[(Field, Content)], #[case] expected: &[&str], #[case] accepted: bool) {
    let records = vec![cover_with(fields), row("W2", &[(Field::Value, Number(1.0))])];
    let typed = typed(file("waste.xlsx", "quarterday-return", records), &Settings::default());
    assert_eq!(codes(&typed), expected);
    assert_eq!((!typed.returns.is_empty(), typed.outcome == Outcome::Accepted), (accepted, accepted));
    if !accepted {
        assert!(typed.tallies.iter().all(|t| t.accepted == 0 && t.refused == t.located));
    }
}

#[test]
fn sign_off_can_be_required() {
    let mut settings = Settings::default();
    settings.returns.require_sign_off = true;
    let records = vec![cover_with(&[(Field::SignedOffBy, text(""))])];
    let typed = typed(file("waste.xlsx", "quarterday-return", records), &settings);
    assert_eq!(typed.findings[0].severity, Severity::Error);
    assert_eq!((typed.returns, &*typed.service), (vec![], "WAS"));
}

#[test]
fn the_key_sheet_helps_where_the_cover_is_blank() {
    let mut key = cover();
    key.fields.iter_mut().for_each(|(_, c)| c.hidden = true);
    let blank = record(Kind::Cover, 1, &[(Field::Service, text("our team")), (Field::Period, text(""))]);
    let typed = typed(file("x.xlsx", "quarterday-return", vec![key, blank]), &Settings::default());
    assert_eq!((codes(&typed), &*typed.service), (vec![], "WAS"));
}

#[rstest]
#[case("2026/Parks and Open Spaces Q2 2026-27.xls", Some("PRK"), &["F012"])]
#[case("WAS 2026-27Q2.xls", Some("WAS"), &["F012"])]
#[case("Parks and Open Spaces Q1 2026-27.xls", None, &["F008", "F012"])]
#[case("Waste.xls", None, &["F010", "F009", "F012"])]
fn service_and_quarter_from_the_file_name(
    #[case] name: &str,
    #[case] service: Option<&str>,
    #[case] expected: &[&str],
) {
    let typed = typed(file(name, "older", vec![]), &Settings::default());
    assert_eq!(codes(&typed), expected);
    assert_eq!(typed.returns.first().map(|r| &*r.service), service);
}

#[test]
fn the_service_of_a_file_that_could_not_be_opened() {
    for (name, service) in
        [("WAS_2026-27Q2.xlsx", "WAS"), ("parks and open spaces return (locked).xlsx", "PRK"), ("return.xlsx", "")]
    {
        let mut unread = file(name, "", vec![]);
        unread.outcome = Outcome::Rejected;
        unread.findings = vec![Finding::new(&catalogue::F002, "", "")];
        let typed = typed(unread, &Settings::default());
        assert_eq!((&*typed.service, &*typed.findings[0].service), (service, service), "{name}");
        assert_eq!(typed.findings[0].file, name);
    }
}

#[test]
fn a_range_that_is_only_a_query_takes_the_value() {
    let mut settings = Settings::default();
    settings.checks.severity = [("C006".to_owned(), Severity::Query)].into();
    let records = vec![cover(), row("W2", &[(Field::Value, Number(-1.0))])];
    let typed = typed(file("waste.xlsx", "quarterday-return", records), &settings);
    assert_eq!((codes(&typed), typed.returns[0].readings.len()), (vec!["C006"], 1));
}

/// R001 names what has to be put right; the range of the quotient speaks where R001 does not refuse.
#[rstest]
#[case(Severity::Error, &[], 1)]
#[case(Severity::Query, &["C006"], 0)]
fn a_part_above_its_whole(#[case] severity: Severity, #[case] expected: &[&str], #[case] readings: usize) {
    let mut settings = Settings::default();
    settings.checks.severity = [("R001".to_owned(), severity)].into();
    for value in [Content::FormulaWithoutResult, Number(125.0)] {
        let parts = [(Field::Numerator, Number(5.0)), (Field::Denominator, Number(4.0)), (Field::Value, value)];
        let typed = typed(file("waste.xlsx", "quarterday-return", vec![cover(), row("W1", &parts)]), &settings);
        let codes: Vec<&str> = codes(&typed).into_iter().filter(|c| *c != "C018").collect();
        assert_eq!((codes.as_slice(), typed.returns[0].readings.len()), (expected, readings));
    }
}

#[test]
fn the_quarter_that_a_file_names() {
    let (register, layouts, settings) = (register(), layouts(), Settings::default());
    let context = TypingContext { register: &register, settings: &settings, period: period(), layouts: &layouts };
    for (name, layout, records, expected) in [
        ("x.xlsx", "quarterday-return", vec![cover()], Some(period())),
        ("Waste Q1 2026-27.xls", "older", vec![], Some(period().previous())),
        ("Waste.xls", "quarterday-return", vec![], None),
    ] {
        assert_eq!(stated_period(&file(name, layout, records), &context), expected);
    }
}

fn any_content() -> impl Strategy<Value = Content> {
    prop_oneof![
        prop::num::f64::ANY.prop_map(Number),
        (-10.0..200.0f64).prop_map(Number),
        (0u8..7).prop_map(|n| Number(f64::from(n))),
        prop::sample::select(vec![
            "",
            " ",
            "85%",
            "1,234",
            "12,34",
            "n/a",
            "Awaited",
            "W1",
            "W2",
            "P1",
            "2026-27Q2",
            "Waste",
            "Likely",
            "On track",
            "Compliments",
            "Aug 2026",
            "30/09/2026",
            "Yes",
            "x-y",
            "£1.2m",
            "9"
        ])
        .prop_map(text),
        "\\PC{0,12}".prop_map(|t| Content::Text(t.into())),
        any::<bool>().prop_map(Content::Bool),
        Just(Date(NaiveDate::MAX)),
        Just(Date(day(2026, 8, 31))),
        Just(Error("#N/A".into())),
        Just(FormulaWithoutResult),
    ]
}

fn any_record() -> impl Strategy<Value = Record> {
    let flags = prop::array::uniform6(prop::bool::weighted(0.2));
    let field = (prop::sample::select(Field::ALL), any_content(), flags);
    let kind = prop_oneof![
        4 => prop::sample::select(&READ[..]),
        1 => prop::sample::select(&Kind::ALL[..]),
    ];
    (kind, 0u32..3, prop::collection::vec(field, 0..12), prop::bool::ANY).prop_map(|(kind, sheet, cells, known)| {
        let mut fields: Vec<(Field, Cell)> = vec![];
        if known {
            fields.push((Field::Id, cell(CellRef::new(1, 0), text("W1"))));
        }
        for (n, (field, content, [percent, formula, hidden, merged, external, since_1904])) in
            cells.into_iter().enumerate()
        {
            if fields.iter().all(|(f, _)| *f != field) {
                let at = CellRef::new(sheet, n as u16 + 1);
                fields.push((
                    field,
                    Cell { percent, formula, hidden, merged, external, since_1904, ..Cell::new(at, content) },
                ));
            }
        }
        Record { kind, sheet: format!("Sheet {sheet}").into(), row: 1, fields }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the cells, each of them is accounted for; `typed` checks the balance.
    #[test]
    fn every_cell_is_accounted_for(
        records in prop::collection::vec(any_record(), 0..8),
        with_cover in prop::bool::weighted(0.8),
        layout in prop::sample::select(vec!["quarterday-return", "older", "mixed", "unknown"]),
        read_hidden in any::<bool>(),
    ) {
        let mut settings = Settings::default();
        settings.returns.read_hidden = read_hidden;
        let cover = with_cover.then(cover);
        let records: Vec<Record> = cover.into_iter().chain(records).collect();
        let first = typed(file("Waste Q2 2026-27.xls", layout, records.clone()), &settings);
        let refused: u64 = first.tallies.iter().map(|t| t.refused).sum();
        let errors = first.findings.iter().filter(|f| f.severity == Severity::Error).count();
        prop_assert!(refused == 0 || errors > 0);
        prop_assert_eq!(typed(file("Waste Q2 2026-27.xls", layout, records), &settings), first);
    }
}
