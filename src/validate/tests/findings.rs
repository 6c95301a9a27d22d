//! What a finding says and where it stands, and what follows from it.

use super::world::{World, period, place};
use crate::catalogue;
use crate::finding::{Finding, Severity};
use crate::reading::asked::{AskedColumn, AskedDetail};
use crate::reading::{CellRef, Place, Value};
use crate::settings::Settings;
use crate::validate::{ValidationContext, apply_settings, refuse, run};

#[test]
fn findings_say_place_expected_and_got() {
    let findings = World::with(|w| w.rate().value = Value::Number(82.2)).check();
    let f = findings.iter().find(|f| f.code == "R002").unwrap();
    assert_eq!(f.location(), "call-centre.xlsx › Indicators!I6");
    assert_eq!((f.service.as_str(), f.subject.as_str()), ("CC", "rate"));
    assert_eq!((f.expected.as_str(), f.got.as_str()), ("82.0%, which is 820 ÷ 1,000", "82.2%"));

    let findings = World::with(|w| {
        w.past_calls(|_| Some(427.0));
        w.calls(520.0);
    })
    .check();
    let f = findings.iter().find(|f| f.code == "S003").unwrap();
    assert_eq!(f.got, "520, 22% more than last quarter's 427");
}

/// Of a year to date the quarter alone is compared with the past, and the figure that was sent stands beside it.
#[test]
fn a_year_to_date_is_quoted_as_sent() {
    let got = |code: &str, value: f64| {
        let findings = World::with(|w| {
            w.register.indicators[1].cumulative = true;
            // April to June of each year was 400, then 410, 420 and 430 more.
            w.past_calls(|k| Some([400.0, 810.0, 1230.0, 1660.0][(k + 1) % 4]));
            w.past.values.set(1, period().previous(), Some(400.0));
            w.calls(value);
        })
        .check();
        let f = findings.into_iter().find(|f| f.code == code).unwrap_or_else(|| panic!("no {code}"));
        f.got
    };
    assert_eq!(got("S002", 4500.0), "4,100 in the quarter alone (4,500 for the year to date)");
    assert_eq!(got("S001", 1100.0), "700 in the quarter alone (1,100 for the year to date)");
}

/// A figure that its target no longer measures is not off target, whatever it is.
#[test]
fn a_new_definition_is_not_off_target() {
    let red = World::with(|w| {
        w.red();
        w.register.indicators[0].breaks = vec![period()];
    });
    assert!(red.codes().contains(&"R004".to_owned()), "the profile has a target for the quarter");
    let changed = World::with(|w| {
        w.red();
        w.register.indicators[0].breaks = vec![period()];
        w.register.indicators[0].cumulative = true;
    });
    assert!(!changed.codes().contains(&"R004".to_owned()));
}

/// What may be a fraction is asked about once.
#[test]
fn a_fraction_is_asked_about_once() {
    let fraction = |w: &mut World| {
        w.rate().value = Value::Number(0.82);
        w.rate().numerator = None;
        w.rate().words.remedial_action = "None needed".into();
    };
    assert_eq!(World::with(fraction).codes(), ["S002"]);
    let asked = World::with(|w| {
        fraction(w);
        w.findings.push(Finding::new(&catalogue::C005, "", "").at(&place(5)).about("rate"));
    });
    assert_eq!(asked.codes(), Vec::<String>::new());
}

#[test]
fn an_error_takes_the_reading_out() {
    let mut world = World::with(|w| w.rate().value = Value::Number(82.2));
    let mut findings = world.check();
    // An error about another cell of the row leaves the value alone.
    findings.push(
        Finding::new(&catalogue::C002, "", "").at(&Place { cell: CellRef::new(6, 6), ..place(0) }).about("calls"),
    );
    refuse(std::slice::from_mut(&mut world.returned), &findings);
    let left: Vec<&str> = world.returned.readings.iter().map(|r| &*r.indicator).collect();
    assert_eq!(left, ["calls", "part"]);
}

/// What is missing beside a value is said in the blank cell of its own column, below the heading that is nearest.
#[test]
fn what_is_missing_is_said_where_it_is_asked() {
    let column = |what, sheet: &str, heading, col, beside| AskedColumn {
        what,
        source: place(0).source,
        sheet: sheet.into(),
        heading,
        col,
        beside,
    };
    let missing = |w: &mut World| {
        w.red();
        w.risk().owner.clear();
        w.action().due = None;
        w.returned.asked = vec![
            column(AskedDetail::RemedialAction, "Indicators", 3, 12, None),
            column(AskedDetail::RemedialAction, "Other", 4, 13, None),
            column(AskedDetail::RemedialAction, "Indicators", 4, 14, Some(9)),
            column(AskedDetail::RemedialAction, "Indicators", 60, 15, None),
            column(AskedDetail::Owner, "Indicators", 30, 4, None),
            column(AskedDetail::Owner, "Indicators", 39, 5, None),
            column(AskedDetail::Lead, "Indicators", 45, 2, None),
        ];
    };
    let mut world = World::with(missing);
    let findings = world.check();
    let cell = |code: &str| findings.iter().find(|f| f.code == code).unwrap().cell.unwrap().to_string();
    // The form has no column for the due date that the check knows: the finding stays at the status.
    assert_eq!([cell("R004"), cell("K007"), cell("R008")], ["M6", "F41", "I51"]);

    // Where the council made it an error, the value that it stands beside is not taken.
    let mut findings = findings;
    findings.iter_mut().filter(|f| f.code == "R004").for_each(|f| f.severity = Severity::Error);
    refuse(std::slice::from_mut(&mut world.returned), &findings);
    assert_eq!(world.returned.readings.len(), 2);

    // A value that an error refuses is not asked about, wherever the question would stand.
    let refused = World::with(|w| {
        missing(w);
        w.rate().denominator = Some(1200.0);
    });
    assert!(!refused.codes().contains(&"R004".to_owned()), "{:?}", refused.codes());
}

#[test]
fn settings_change_severity_and_switch_off() {
    let mut settings = Settings::default();
    settings.checks.off = vec!["r003".into(), "C009".into(), "MC01".into()];
    settings.checks.severity = [("R001".to_owned(), Severity::Note), ("C002".to_owned(), Severity::Note)].into();
    let mut findings: Vec<Finding> = [&catalogue::R001, &catalogue::R003, &catalogue::C009, &catalogue::C002]
        .map(|c| Finding::new(c, "", ""))
        .into();
    let mut raised = Finding::new(&catalogue::F012, "", "");
    raised.severity = Severity::Error;
    findings.push(raised);
    apply_settings(&mut findings, &settings);
    let left: Vec<(&str, Severity)> = findings.iter().map(|f| (&*f.code, f.severity)).collect();
    use Severity::{Error, Note};
    assert_eq!(left, [("R001", Note), ("C009", Error), ("C002", Error), ("F012", Error)]);

    let world = World::with(|w| {
        w.rate().denominator = Some(0.0);
        w.settings = settings;
    });
    assert!(!world.codes().iter().any(|c| c == "R003"));
}

#[test]
fn a_past_figure_that_is_as_it_was_or_is_declared_is_quiet() {
    assert_eq!(World::with(|w| w.states(418.0)).codes(), Vec::<String>::new());
    let declared = World::with(|w| {
        w.states(415.0);
        w.correction();
    });
    assert_eq!(declared.codes(), Vec::<String>::new());
    // Declared, and the form still has the old figure beside it.
    let half = World::with(|w| {
        w.states(418.0);
        w.correction();
    });
    assert_eq!(half.codes(), ["T011"]);
    let refused = World::with(|w| w.correction().reason.clear());
    let mut returns = [refused.returned.clone()];
    refuse(&mut returns, &refused.check());
    assert!(returns[0].corrections.is_empty() && returns[0].readings.len() == 3);
    let not_asked = World::with(|w| {
        w.returned.feedback.clear();
        w.settings.feedback.expected = false;
    });
    assert_eq!(not_asked.codes(), Vec::<String>::new());
}

/// What a form does not ask, nobody left blank.
#[test]
fn a_form_without_the_column_is_not_asked_for_it() {
    let mut world = World::with(|w| {
        w.red();
        w.returned.risks[0].owner.clear();
        w.returned.risks[0].reviewed = None;
        w.returned.actions[0].lead.clear();
    });
    let asked = ["K007", "K008", "R004", "R008"].map(str::to_owned);
    assert!(asked.iter().all(|c| world.codes().contains(c)), "{:?}", world.codes());
    for table in &mut world.layouts[0].tables {
        table.columns.retain(|c| !["remedial-action", "owner", "reviewed", "lead"].contains(&c.field.as_str()));
    }
    assert!(asked.iter().all(|c| !world.codes().contains(c)), "{:?}", world.codes());
}

#[test]
fn no_returns_no_findings() {
    let world = World::quiet();
    let empty = ValidationContext { returns: &[], layouts: &[], ..world.context() };
    assert_eq!(run(&empty).unwrap(), vec![]);
}
