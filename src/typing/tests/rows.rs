//! What a row is about, and what its cells are beside its figure.

use super::*;

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
#[case(vec![row("W1", &[(Field::Value, Number(1.0))]), row("W1", &[])], &["T003"])]
#[case(vec![row("W1", &[(Field::Value, Number(1.0)), (Field::Period, text("2026-27Q1"))])], &[])]
#[case(vec![row("W1", &[(Field::Value, Number(1.0)), (Field::Period, text("summer"))])], &["C008"])]
fn rows_without_a_reading(#[case] rows: Vec<Record>, #[case] expected: &[&str]) {
    let typed = type_rows(rows);
    assert_eq!(codes(&typed), expected);
    assert_eq!(typed.returns[0].readings, vec![]);
}

/// A rate is worked out with what the register says it is per; without that nothing is made of its parts.
#[test]
fn a_rate_of_its_parts() {
    let parts = [(Field::Numerator, Number(290.0)), (Field::Denominator, Number(58_000.0))];
    let typed = type_rows(vec![row("W6", &parts)]);
    assert_eq!((codes(&typed), typed.returns[0].readings[0].value), (vec![], Value::Number(500.0)));
    let typed = type_rows(vec![row("W7", &parts)]);
    assert_eq!((codes(&typed), &typed.returns[0].readings), (vec!["C009"], &vec![]));
    assert!(typed.findings[0].got.contains("what the rate is per"), "{:?}", typed.findings);
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
            &[(Field::Id, Number(7.0)), (Field::Due, text("soon")), (Field::Status, text("Amber"))],
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
    assert_eq!(codes(&typed), ["K006", "K006", "K006", "K006", "K006", "K010"]);
    let risks = &typed.returns[0].risks;
    let scores: Vec<Option<u32>> = risks.iter().map(|r| r.current.map(|c| c.product())).collect();
    assert_eq!(scores, [Some(20), Some(15), None, None, None, None]);
}
