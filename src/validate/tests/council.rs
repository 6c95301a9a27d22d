//! A council's own checks, and the columns that they may use.

use super::world::{World, place};
use crate::finding::Severity;
use crate::reading::CellRef;
use crate::register::{CouncilCheck, Register};
use crate::validate::{check_council_checks, columns};

fn council_check(condition: &str, applies_to: &[&str]) -> CouncilCheck {
    CouncilCheck {
        code: "MC01".into(),
        title: "Fewer than 500 calls".into(),
        severity: Severity::Query,
        applies_to: applies_to.iter().map(|s| (*s).to_owned()).collect(),
        condition: condition.into(),
        remedy: "Ask the call centre.".into(),
        place: place(3),
    }
}

fn with_check(check: CouncilCheck) -> Register {
    let mut register = Register::default();
    register.checks = vec![check];
    register
}

#[test]
fn a_councils_own_check() {
    for (condition, applies_to, expected) in [
        ("value < 500", &["calls"][..], &["calls"][..]),
        ("value < 500 AND indicator <> 'part'", &[], &["rate", "calls"]),
        ("status = 'green' AND commentary LIKE '%summer%'", &[], &["rate", "calls"]),
        ("numerator IS NULL", &[], &["calls", "part"]),
        ("ABS(value - previous) / previous > 0.5", &[], &[]),
        ("1 = 1", &["rate"], &["rate"]),
    ] {
        let world = World::with(|w| w.register.checks = vec![council_check(condition, applies_to)]);
        assert_eq!(check_council_checks(&world.register), vec![], "{condition}");
        let subjects: Vec<String> = world.check().into_iter().map(|f| f.subject).collect();
        assert_eq!(subjects, expected, "{condition}");
    }
    let world = World::with(|w| w.register.checks = vec![council_check("value < 500", &["calls"])]);
    let f = world.check().remove(0);
    assert_eq!((&*f.code, &*f.got, &*f.remedy), ("MC01", "value 421", "Ask the call centre."));
}

/// It costs itself: it is named at its place in the register, and the others go on. What it is not about does not count.
#[test]
fn a_councils_own_check_that_fails_on_data() {
    let fails = |applies_to: &[&str]| CouncilCheck {
        code: "MC02".into(),
        ..council_check("CAST(indicator AS INTEGER) = 1", applies_to)
    };
    let world = World::with(|w| w.register.checks = vec![fails(&[]), council_check("value < 500", &["calls"])]);
    assert_eq!(check_council_checks(&world.register), vec![]);
    let found: Vec<_> = world.check().into_iter().map(|f| (f.code.to_string(), f.subject, f.cell, f.got)).collect();
    let got = "check MC02 is not run: for rate its CAST meets a text that is no number";
    assert_eq!(found[0], ("G008".into(), "MC02".into(), Some(CellRef::new(3, 8)), got.into()));
    assert_eq!((found.len(), &*found[1].0, &*found[1].1), (2, "MC01", "calls"));
    let world = World::with(|w| w.register.checks = vec![fails(&["nobody"])]);
    assert!(world.check().is_empty());
}

#[test]
fn a_councils_own_check_that_cannot_run() {
    for (condition, words) in [
        ("valeu < 500", "did you mean “value”"),
        ("value <", "not understood"),
        ("value + 1", "not true or false"),
        ("SELECT 1", "not understood"),
        ("", "not understood"),
        ("indicator > 3 AND", "not understood"),
    ] {
        let register = with_check(council_check(condition, &[]));
        let findings = check_council_checks(&register);
        assert_eq!(findings.len(), 1, "{condition}");
        assert_eq!(&*findings[0].code, "G008");
        assert!(findings[0].got.contains(words), "{condition}: {}", findings[0].got);
        assert_eq!(findings[0].cell, Some(CellRef::new(3, 8)));
    }
    let register = with_check(council_check("value > 1", &["nobody"]));
    assert_eq!(&*check_council_checks(&register)[0].code, "G002");
}

#[test]
fn every_column_can_be_used_and_is_described() {
    let columns = columns();
    for (name, words) in &columns {
        assert!(!words.is_empty() && words.len() < 110, "{name}");
        let register = with_check(council_check(&format!("{name} IS NULL"), &[]));
        assert_eq!(check_council_checks(&register), vec![], "{name}");
    }
    let names: std::collections::HashSet<_> = columns.iter().map(|c| c.0).collect();
    assert_eq!(names.len(), columns.len());
}
