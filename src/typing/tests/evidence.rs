//! What stands beside an id, what Excel made of an id, and rows that nobody filled.

use super::*;
use crate::record::Share;

/// Leisure, with ids as Excel changes them and ids that it leaves alone.
fn leisure() -> Register {
    let of = |id: &str, name: &str, unit| Indicator { name: name.into(), ..indicator(id, "WAS", unit) };
    let indicators = vec![
        of("L1", "Visits to leisure centres", Unit::Number),
        of("L2", "Days to mend play equipment", Unit::Days),
        of("L3", "Cost of a visit", Unit::Pounds),
        of("L4", "Rent collected", Unit::Percent),
        of("L5", "Rent collected from current tenants", Unit::Percent),
        of("001", "Members who stay for a year", Unit::Number),
        of("1.1", "Books lent", Unit::Number),
        of("1.10", "Books bought", Unit::Number),
        of("SEP-2", "Income from the hire of pitches", Unit::Number),
    ];
    let mut register = sample::register([service("WAS", "Waste")], indicators);
    let year = |annual| Target { annual: Some(annual), ..Target::default() };
    let targets = [("L1", 48_000.0), ("L2", 5.0), ("L4", 95.0), ("L5", 90.0)];
    register.targets = targets.map(|(id, annual)| (id.into(), 2026, year(annual))).to_vec();
    register.indexed()
}

/// A row with an id, a value of 3 and what is printed beside it: name, unit, target.
fn printed(id: Content, name: &str, unit: &str, target: Content) -> Record {
    let mut out = record(Kind::Indicators, 5, &[(Field::Id, id), (Field::Value, Number(3.0))]);
    let beside = [(Field::Title, text(name)), (Field::Unit, text(unit)), (Field::Target, target)];
    for (n, (field, content)) in beside.into_iter().enumerate() {
        let cell = Cell { share: Share::Printed, ..Cell::new(CellRef::new(5, 20 + n as u16), content) };
        out.fields.extend((cell.content != text("")).then_some((field, cell)));
    }
    out
}

/// The codes of what is found, and the indicators that were read.
fn read(rows: Vec<Record>) -> (Vec<String>, Vec<String>) {
    let (register, settings, layouts) = (leisure(), Settings::default(), layouts());
    let context = TypingContext {
        register: &register,
        settings: &settings,
        period: period(),
        quarter_given: false,
        today: None,
        layouts: &layouts,
    };
    let typed = type_file(file("waste.xlsx", "quarterday-return", [vec![cover()], rows].concat()), &context);
    assert!(typed.tallies.iter().all(|t| t.located == t.accepted + t.refused), "{:?}", typed.tallies);
    let readings = typed.returns.iter().flat_map(|r| &r.readings).map(|r| r.indicator.to_string()).collect();
    (codes(&typed).into_iter().map(str::to_owned).collect(), readings)
}

#[rstest]
#[case("L2", "Days to mend play equipment", "Days", Number(5.0), &[])]
#[case::shortened("L2", "Mend play equipment", "days", Number(5.0), &[])]
#[case::other_words("L2", "Time taken to mend the equipment of play areas", "Number", Number(5.0), &[])]
#[case::ampersand("L1", "Visits & leisure centres", "No.", text("48,000"), &[])]
#[case::unknown_words("L1", "Footfall", "Number", Number(48_000.0), &[])]
#[case::in_words("L1", "", "", text("at least 48000"), &[])]
#[case::as_a_fraction("L4", "Rent collected", "%", Number(0.95), &[])]
#[case::typographic("L3", "Cost of a visit\u{a0}", "£", text(""), &[])]
#[case::shorter_than_another("L5", "Rent collected", "", text(""), &["R021"])]
#[case::target_altered("L1", "Visits to leisure centres", "Number", Number(40_000.0), &["R021"])]
#[case::unit_altered("L1", "Visits to leisure centres", "%", text(""), &["R021"])]
#[case::unknown_and_altered("L1", "Footfall", "%", text(""), &["R021"])]
fn what_stands_beside_an_id(
    #[case] id: &str,
    #[case] name: &str,
    #[case] unit: &str,
    #[case] target: Content,
    #[case] expected: &[&str],
) {
    let (found, readings) = read(vec![printed(text(id), name, unit, target)]);
    assert_eq!(found, expected);
    assert_eq!(readings, [id]);
}

#[rstest]
#[case::its_name("L3", "Days to mend play equipment", "Days", Number(5.0))]
#[case::nearly_its_name("L3", "Days to mend playing equipment", "", text(""))]
#[case::name_alone("L2", "Cost of a visit", "", text(""))]
#[case::unit_and_target("L4", "", "Days", Number(5.0))]
#[case::shortened_and_a_target("L5", "Rent collected", "", Number(95.0))]
fn the_row_of_another(#[case] id: &str, #[case] name: &str, #[case] unit: &str, #[case] target: Content) {
    let (found, readings) = read(vec![printed(text(id), name, unit, target)]);
    assert_eq!((found, readings), (vec!["R020".to_owned()], vec![]));
}

#[rstest]
#[case::nought(Number(1.0), "Members who stay for a year", &["C031"], Some("001"))]
#[case::day(Date(day(2026, 9, 2)), "Income from hire of pitches", &["C031"], Some("SEP-2"))]
#[case::day_as_it_is_counted(Number(46_267.0), "Income from the hire of pitches", &["C031"], Some("SEP-2"))]
#[case::written_again(text("02-Sep"), "Income from the hire of pitches", &["C031"], Some("SEP-2"))]
#[case::without_a_name(Number(1.0), "", &["C030"], None)]
#[case::one_of_two(Number(1.1), "Books bought", &["C031"], Some("1.10"))]
#[case::the_other(Number(1.1), "Books lent", &[], Some("1.1"))]
#[case::either(Number(1.1), "", &["C030"], None)]
#[case::no_such_id(Number(7.0), "Members who stay for a year", &["T005"], None)]
#[case::marked(text("L\u{200b}1\u{202c}"), "", &["C033"], Some("L1"))]
fn what_excel_made_of_an_id(
    #[case] id: Content,
    #[case] name: &str,
    #[case] expected: &[&str],
    #[case] of: Option<&str>,
) {
    let (found, readings) = read(vec![printed(id, name, "", text(""))]);
    assert_eq!(found, expected);
    assert_eq!(readings.first().map(String::as_str), of);
}

#[test]
fn an_id_that_stands_elsewhere_as_a_text_is_not_this_one() {
    let rows = vec![printed(Number(1.1), "", "", text("")), printed(text("1.10"), "", "", text(""))];
    assert_eq!(read(rows), (vec![], vec!["1.1".to_owned(), "1.10".to_owned()]));
}

#[test]
fn rows_that_nobody_filled_are_said_once_a_sheet() {
    let unused = |n: u32| {
        let mut row = record(Kind::Indicators, n, &[(Field::Value, Number(0.0)), (Field::Numerator, Number(12.5))]);
        row.fields[1].1.formula = n.is_multiple_of(2);
        row
    };
    let typed = type_rows((6..26).map(unused).collect());
    assert_eq!(codes(&typed), ["C032"]);
    assert!(typed.findings[0].got.starts_with("20 rows"), "{}", typed.findings[0].got);
    // One typed number that is no nought, and stands in no other such row, makes a row of it.
    let typed = type_rows(vec![record(Kind::Indicators, 6, &[(Field::Value, Number(7.0))])]);
    assert_eq!(codes(&typed), ["C014"]);
}
