//! What stands in one cell: numbers as people type them, and what cannot be one.

use super::*;

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

/// Cells in per cent, as those of our form are: W1 is a part of its whole, W8 has no limits. What shows as 9120% is doubted.
#[rstest]
#[case("W1", Number(0.07), Some(7.0), &[])]
#[case("W1", Number(0.912), Some(91.2), &[])]
#[case("W1", Number(0.005), Some(0.5), &[])]
#[case("W1", Number(1.0), Some(100.0), &[])]
#[case("W1", Number(0.0), Some(0.0), &[])]
#[case("W1", Number(91.2), None, &["C006"])]
#[case("W1", text("91.2%"), Some(91.2), &["C001"])]
#[case("W1", text("91.2%%"), Some(91.2), &["C001"])]
#[case("W1", text("91.2"), Some(91.2), &["C001"])]
#[case("W1", text("0.912"), Some(0.912), &["C001", "C005"])]
#[case("W1", text("91.2%%%"), None, &["C002"])]
#[case("W8", Number(-0.035), Some(-3.5), &[])]
#[case("W8", Number(1.0), Some(100.0), &[])]
#[case("W8", Number(1.2), Some(120.0), &["C005"])]
#[case("W8", Number(91.2), Some(9120.0), &["C005"])]
#[case("W8", Number(-91.2), Some(-9120.0), &["C005"])]
fn in_a_cell_in_per_cent(
    #[case] id: &str,
    #[case] content: Content,
    #[case] value: Option<f64>,
    #[case] expected: &[&str],
) {
    let mut r = row(id, &[(Field::Value, content)]);
    r.fields[1].1.percent = true;
    let typed = type_rows(vec![r]);
    assert_eq!(codes(&typed), expected);
    assert_eq!(typed.returns[0].readings.first().map(|r| r.value), value.map(Value::Number));
}

/// Without a format in per cent two signs are no number.
#[test]
fn two_percent_signs_elsewhere() {
    let typed = type_rows(vec![row("W1", &[(Field::Value, text("91.2%%"))])]);
    assert_eq!(codes(&typed), ["C002"]);
}

/// What its numerator and denominator make is as large as it says.
#[test]
fn a_large_percentage_that_its_parts_make() {
    let parts = [(Field::Value, Number(12.5)), (Field::Numerator, Number(25.0)), (Field::Denominator, Number(2.0))];
    let mut r = row("W8", &parts);
    r.fields[1].1.percent = true;
    assert_eq!(codes(&type_rows(vec![r])), [""; 0]);
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
