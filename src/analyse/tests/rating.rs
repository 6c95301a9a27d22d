//! Statuses over time by the schemes that ask more than a value and its target.

use super::super::*;
use super::{Council, invoices, period};
use crate::measure::{Aggregation, Polarity};
use crate::register::{Indicator, Target};
use crate::settings::StatusRule;

fn by(scheme: Scheme) -> Indicator {
    Indicator { scheme: Some(scheme), aggregation: Aggregation::Last, ..invoices() }
}

/// Three years and two quarters, with one target of 85 for all.
fn council(i: Indicator, values: &[f64]) -> Council {
    let mut c = Council::of(i, "2026-27Q2", values);
    let target = Target { annual: Some(85.0), ..Target::default() };
    let id = c.register.indicators[0].id.clone();
    c.register.targets = (2022..=2026).map(|year| (id.clone(), year, target.clone())).collect();
    c.register = std::mem::take(&mut c.register).indexed();
    c
}

fn said(c: &Council) -> (Status, Status, Status, Option<Period>, u32) {
    let a = c.analysis();
    let r = &a.indicators[0];
    (r.status, r.status_previous, r.status_year_ago, r.red_since, r.quarters_on_target)
}

/// The forecast of an earlier quarter is not worked out again: such a quarter has no colour beside this one's, not even
/// where it was on target, or shares of those that have one would be too good.
#[test]
fn an_earlier_quarter_by_outturn_is_not_comparable() {
    let on = council(by(Scheme::Outturn), &[70.0, 86.0, 87.0, 88.0, 86.0, 90.0, 91.0]);
    let (now, before, year_ago, since, run) = said(&on);
    assert_eq!((now, before, year_ago), (Status::Green, Status::NotComparable, Status::NotComparable));
    // That it was on target is certain all the same.
    assert_eq!((since, run), (None, 6));
    let off = council(by(Scheme::Outturn), &[84.0, 83.0, 82.0, 81.0, 80.0, 79.0, 78.0]);
    assert_eq!(said(&off), (Status::Red, Status::NotComparable, Status::NotComparable, None, 0));
    let fallen = council(by(Scheme::Outturn), &[90.0, 90.0, 90.0, 90.0, 90.0, 90.0, 60.0]);
    assert_eq!(said(&fallen).3, Some(period("2026-27Q2")));
}

#[test]
fn trend_looks_a_year_back_in_every_quarter() {
    let i = by(Scheme::ToleranceAndTrend);
    let c = council(i, &[60.0, 60.0, 60.0, 60.0, 61.0, 61.0, 61.0, 61.0, 50.0]);
    // A year before the year before there is 60: 61 is no worse.
    assert_eq!(said(&c), (Status::Red, Status::Amber, Status::Amber, Some(period("2026-27Q2")), 0));
}

/// The rules rate the quarters before this one as the scheme does that they spell.
#[test]
fn rules_over_time_are_as_the_scheme() {
    let series: [&[f64]; 4] = [
        &[86.0, 70.0, 86.0, 87.0, 85.0, 84.95, 90.0],
        &[90.0, 80.0, 70.0, 71.0, 60.0, 61.0, 62.0],
        &[f64::NAN, 90.0, f64::NAN, 90.0, 90.0, f64::NAN, 90.0],
        &[90.0, 84.0, 60.0, 90.0, 86.0, 70.0, 84.0],
    ];
    for values in series {
        for due in [vec![1, 2, 3, 4], vec![2, 4]] {
            for polarity in [Polarity::Higher, Polarity::Lower] {
                let of = |scheme| Indicator { due_quarters: due.clone(), polarity, ..by(scheme) };
                let (rules, tolerance) = (council(of(Scheme::Rules), values), council(of(Scheme::Tolerance), values));
                assert_eq!(said(&rules), said(&tolerance), "{values:?} {due:?} {polarity:?}");
            }
        }
    }
}

/// A rule that looks at the outturn sees the same forecast as the scheme `outturn`.
#[test]
fn rules_see_the_outturn() {
    let rule = |when: &str, status| StatusRule { when: when.into(), status, words: "so".into() };
    let rising: Vec<f64> = (0..14).map(|n| 60.0 + 1.5 * f64::from(n)).collect();
    let level = vec![80.0; 14];
    for values in [&rising, &level] {
        let outturn = council(by(Scheme::Outturn), values);
        let mut rules = council(by(Scheme::Rules), values);
        rules.settings.status.rules = vec![
            rule("variance >= 0", Status::Green),
            rule("outturn_meets", Status::Amber),
            rule("otherwise", Status::Red),
        ];
        assert_eq!(said(&rules), said(&outturn), "{values:?}");
        let a = outturn.analysis();
        let meets = a.indicators[0].outturn.as_ref().ok().and_then(|o| o.meets);
        let expected = if meets == Some(true) { Status::Amber } else { Status::Red };
        assert_eq!(a.indicators[0].status, expected, "{meets:?}");
    }
}

#[test]
fn why_holds_the_figures() {
    let mut c = council(by(Scheme::Tolerance), &[90.0, 84.0]);
    let why = |c: &Council| {
        let a = c.analysis();
        super::super::why(&c.settings, &c.register, c.period, &a.indicators[0])
    };
    assert_eq!(why(&c), "84.0% against a target of 85.0%: short by no more than 8.5 percentage points");
    c.register.indicators[0].polarity = Polarity::Lower;
    assert_eq!(why(&c), "84.0% against a target of 85.0%: the target is achieved");
    c.register.indicators[0] = Indicator { polarity: Polarity::Lower, ..by(Scheme::Stars) };
    assert_eq!(why(&c), "84.0% against a target of 85.0%: within 8.5 percentage points of it");
    c.register.indicators[0] = by(Scheme::Outturn);
    assert!(why(&c).contains("missed, and there is no forecast of the year"), "{}", why(&c));
    c.register.indicators[0] = by(Scheme::Rules);
    assert!(why(&c).ends_with("short of the target by no more than 10% of it (rule 3)"), "{}", why(&c));
    c.register.indicators[0] = by(Scheme::Floor);
    assert!(why(&c).ends_with("missed, and there is no floor standard"), "{}", why(&c));
    c.register.targets[4].2 = Target { green_low: Some(85.0), green_high: Some(95.0), ..Target::default() };
    c.register.indicators[0] = Indicator { polarity: Polarity::None, ..invoices() };
    assert_eq!(why(&c), "84.0% is outside the expected 85.0% to 95.0%");
}
