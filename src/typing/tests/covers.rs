//! Whose return a file is, of which quarter, and who signed it off.

use super::*;

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
    // Nobody who fills in our form is told of layouts.
    assert!(typed.findings.iter().all(|f| !f.remedy.contains("layout")));
    if !accepted {
        assert!(typed.tallies.iter().all(|t| t.accepted == 0 && t.refused == t.located));
    }
}

/// Where rows have words in place of a quarter, the first of them is quoted.
#[rstest]
#[case("September", "“September”", true)]
#[case("soon", "“soon”", false)]
fn words_in_place_of_a_quarter_in_rows(#[case] words: &str, #[case] got: &str, #[case] a_month: bool) {
    let row = row("W2", &[(Field::Value, Number(1.0)), (Field::Period, text(words))]);
    let records = vec![cover_with(&[(Field::Period, text(""))]), row];
    let typed = typed(file("waste.xlsx", "quarterday-return", records), &Settings::default());
    let said = typed.findings.iter().find(|f| f.code == "F009").unwrap();
    assert_eq!((said.got.as_str(), said.expected.contains("a month with its year")), (got, a_month));
    assert!(said.cell.is_some());
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
fn the_quarter_that_a_file_names() {
    let (register, layouts, settings) = (register(), layouts(), Settings::default());
    let context = TypingContext {
        register: &register,
        settings: &settings,
        period: period(),
        quarter_given: false,
        today: None,
        layouts: &layouts,
    };
    for (name, layout, records, expected) in [
        ("x.xlsx", "quarterday-return", vec![cover()], Some(period())),
        ("Waste Q1 2026-27.xls", "older", vec![], Some(period().previous())),
        ("Waste.xls", "quarterday-return", vec![], None),
    ] {
        assert_eq!(stated_period(&file(name, layout, records), &context), expected);
    }
}
