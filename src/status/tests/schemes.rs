//! The schemes that ask more than a value and its target, the council's own rules, and what the settings make of a
//! status.

use super::super::*;
use super::annual;
use crate::past::Past;
use crate::sample::invoices;
use crate::settings::{StatusRule, load};
use proptest::prelude::*;
use rstest::rstest;
use std::path::Path;

fn q2() -> Period {
    Period::new(2026, 2).unwrap()
}

fn by(scheme: Scheme, polarity: Polarity) -> Indicator {
    Indicator { scheme: Some(scheme), polarity, ..invoices() }
}

fn rated(
    i: &Indicator,
    target: Option<&Target>,
    value: f64,
    known: KnownFigures,
    settings: &Settings,
) -> Option<Status> {
    status(&StatusCase { indicator: i, target, period: q2(), value, known }, settings)
}

fn year_ago(value: f64) -> KnownFigures {
    KnownFigures { year_ago: Some(value), ..KnownFigures::default() }
}

fn outlook(outlook: Outlook) -> KnownFigures {
    KnownFigures { outlook, ..KnownFigures::default() }
}

/// Havering's rule: within 10% of the target is green; further off is amber while it is no worse than a year ago.
#[rstest]
#[case(Polarity::Higher, 90.0, 100.0, None, Status::Green)]
#[case(Polarity::Higher, 89.95, 100.0, None, Status::Green)]
#[case(Polarity::Higher, 89.9, 100.0, Some(89.9), Status::Amber)]
#[case(Polarity::Higher, 89.9, 100.0, Some(89.94), Status::Amber)]
#[case(Polarity::Higher, 89.9, 100.0, Some(90.0), Status::Red)]
#[case(Polarity::Higher, 89.9, 100.0, None, Status::Red)]
#[case(Polarity::Lower, 110.0, 100.0, None, Status::Green)]
#[case(Polarity::Lower, 110.1, 100.0, Some(110.1), Status::Amber)]
#[case(Polarity::Lower, 110.1, 100.0, Some(110.0), Status::Red)]
#[case(Polarity::Lower, 0.0, 0.0, None, Status::Green)]
#[case(Polarity::Lower, 0.1, 0.0, Some(0.2), Status::Amber)]
#[case(Polarity::Lower, 0.1, 0.0, None, Status::Red)]
fn tolerance_and_trend(
    #[case] polarity: Polarity,
    #[case] value: f64,
    #[case] goal: f64,
    #[case] before: Option<f64>,
    #[case] expected: Status,
) {
    let known = KnownFigures { year_ago: before, ..KnownFigures::default() };
    let i = by(Scheme::ToleranceAndTrend, polarity);
    assert_eq!(rated(&i, Some(&annual(goal)), value, known, &Settings::default()), Some(expected));
}

/// Better by more than the tolerance; within it on either side, bounds included; worse by more.
#[rstest]
#[case(Polarity::Higher, None, 110.1, 100.0, Status::Exceeds)]
#[case(Polarity::Higher, None, 110.0, 100.0, Status::Green)]
#[case(Polarity::Higher, None, 90.0, 100.0, Status::Green)]
#[case(Polarity::Higher, None, 89.9, 100.0, Status::Red)]
#[case(Polarity::Lower, None, 89.9, 100.0, Status::Exceeds)]
#[case(Polarity::Lower, None, 90.0, 100.0, Status::Green)]
#[case(Polarity::Lower, None, 110.1, 100.0, Status::Red)]
#[case(Polarity::Higher, Some(0.0), 100.0, 100.0, Status::Green)]
#[case(Polarity::Higher, Some(0.0), 99.95, 100.0, Status::Green)]
#[case(Polarity::Higher, Some(0.0), 100.1, 100.0, Status::Exceeds)]
#[case(Polarity::Higher, None, 0.0, 0.0, Status::Green)]
#[case(Polarity::Higher, None, 0.1, 0.0, Status::Exceeds)]
#[case(Polarity::Lower, None, 0.1, 0.0, Status::Red)]
// 10% of 1.1 is 0.11, whatever its binary form.
#[case(Polarity::Higher, None, 1.0, 1.1, Status::Green)]
fn stars(
    #[case] polarity: Polarity,
    #[case] percent: Option<f64>,
    #[case] value: f64,
    #[case] goal: f64,
    #[case] expected: Status,
) {
    let i = Indicator { tolerance_percent: percent, ..by(Scheme::Stars, polarity) };
    assert_eq!(rated(&i, Some(&annual(goal)), value, KnownFigures::default(), &Settings::default()), Some(expected));
}

#[rstest]
#[case(85.0, Outlook::Meets(false), Some(Status::Green))]
#[case(84.95, Outlook::NotAsked, Some(Status::Green))]
#[case(84.9, Outlook::Meets(true), Some(Status::Amber))]
#[case(84.9, Outlook::Meets(false), Some(Status::Red))]
#[case(84.9, Outlook::NoForecast, Some(Status::Red))]
// A check and a form do not know the forecast: they say neither colour.
#[case(84.9, Outlook::NotAsked, None)]
fn by_outturn(#[case] value: f64, #[case] at_the_end: Outlook, #[case] expected: Option<Status>) {
    let i = by(Scheme::Outturn, Polarity::Higher);
    let got = rated(&i, Some(&annual(85.0)), value, outlook(at_the_end), &Settings::default());
    assert_eq!(got, expected);
}

#[rstest]
#[case(Scheme::Tolerance)]
#[case(Scheme::Floor)]
#[case(Scheme::ToleranceAndTrend)]
#[case(Scheme::Stars)]
#[case(Scheme::Outturn)]
fn without_a_target(#[case] scheme: Scheme) {
    let mut settings = Settings::default();
    let status = |s: &Settings| rated(&by(scheme, Polarity::Higher), None, 1.0, year_ago(1.0), s);
    assert_eq!(status(&settings), Some(Status::NoTarget));
    settings.status.no_target = NoTarget::Red;
    assert_eq!(status(&settings), Some(Status::Red));
    let context = by(Scheme::Context, Polarity::Higher);
    assert_eq!(rated(&context, None, 1.0, KnownFigures::default(), &settings), Some(Status::Contextual));
}

#[test]
fn amber_reads_as_unknown() {
    let mut settings = Settings::default();
    settings.status.amber = Amber::Unknown;
    for (scheme, known) in [
        (Scheme::Tolerance, KnownFigures::default()),
        (Scheme::ToleranceAndTrend, year_ago(70.0)),
        (Scheme::Outturn, outlook(Outlook::Meets(true))),
    ] {
        let i = Indicator { tolerance_percent: Some(20.0), ..by(scheme, Polarity::Higher) };
        let value = if scheme == Scheme::ToleranceAndTrend { 75.0 } else { 90.0 };
        let status = rated(&i, Some(&annual(100.0)), value, known, &settings);
        assert_eq!(status, Some(Status::Unknown), "{scheme:?}");
        assert!(!Status::Unknown.rated());
    }
}

fn ask(settings: &Settings, i: &Indicator, target: Option<&Target>, value: f64, known: KnownFigures) -> Option<Ruling> {
    asked(settings, i, target, value, known, RuleMoment::Now)
}

fn asked(
    s: &Settings,
    i: &Indicator,
    target: Option<&Target>,
    value: f64,
    known: KnownFigures,
    when: RuleMoment,
) -> Option<Ruling> {
    let case = StatusCase { indicator: i, target, period: q2(), value, known };
    StatusRules::of(s).unwrap().rule(&[case], when).unwrap()[0]
}

fn rules(list: &[(&str, Status)]) -> Settings {
    let mut s = Settings::default();
    let rule =
        |(when, status): &(&str, Status)| StatusRule { when: (*when).into(), status: *status, words: "so".into() };
    s.status.rules = list.iter().map(rule).collect();
    s
}

/// The list that settings begin with is `tolerance` at ten per cent.
#[rstest]
#[case(Some(85.0), 84.95, Status::Green)]
#[case(Some(85.0), 84.9, Status::Amber)]
#[case(Some(85.0), 76.5, Status::Amber)]
#[case(Some(85.0), 76.4, Status::Red)]
#[case(Some(0.0), -0.1, Status::Red)]
#[case(None, 1.0, Status::NoTarget)]
fn the_rules_of_the_starter(#[case] goal: Option<f64>, #[case] value: f64, #[case] expected: Status) {
    let target = goal.map(annual);
    let i = by(Scheme::Rules, Polarity::Higher);
    let got = ask(&Settings::default(), &i, target.as_ref(), value, KnownFigures::default());
    assert_eq!(got.map(|r| r.status), Some(expected));
}

/// Havering's rule as a council would write it gives what the scheme gives.
#[test]
fn the_first_rule_that_holds() {
    let s = rules(&[
        ("variance_percent >= -10", Status::Green),
        ("gain_on_year_ago >= 0", Status::Amber),
        ("otherwise", Status::Red),
    ]);
    for polarity in [Polarity::Higher, Polarity::Lower] {
        let (own, trend) = (by(Scheme::Rules, polarity), by(Scheme::ToleranceAndTrend, polarity));
        for value in [70.0, 80.0, 89.9, 90.0, 100.0, 110.0, 110.1, 130.0] {
            for before in [None, Some(80.0), Some(120.0)] {
                let known = KnownFigures { year_ago: before, ..KnownFigures::default() };
                let target = annual(100.0);
                let got = ask(&s, &own, Some(&target), value, known).map(|r| r.status);
                assert_eq!(got, rated(&trend, Some(&target), value, known, &s), "{polarity:?} {value} {before:?}");
            }
        }
    }
    let i = by(Scheme::Rules, Polarity::Higher);
    let got = ask(&s, &i, Some(&annual(100.0)), 50.0, KnownFigures::default());
    assert_eq!(got, Some(Ruling { rule: 2, status: Status::Red }));
}

/// What hangs on a forecast is not said where there is none yet; what an earlier rule says is.
#[test]
fn rules_that_ask_a_forecast() {
    let s = rules(&[("variance >= 0", Status::Green), ("outturn_meets", Status::Amber), ("otherwise", Status::Red)]);
    let i = by(Scheme::Rules, Polarity::Higher);
    let said = |value, known, when| asked(&s, &i, Some(&annual(85.0)), value, known, when).map(|r| r.status);
    assert_eq!(said(80.0, outlook(Outlook::Meets(true)), RuleMoment::Now), Some(Status::Amber));
    assert_eq!(said(80.0, outlook(Outlook::Meets(false)), RuleMoment::Now), Some(Status::Red));
    assert_eq!(said(80.0, outlook(Outlook::NoForecast), RuleMoment::Now), Some(Status::Red));
    assert_eq!(said(80.0, KnownFigures::default(), RuleMoment::AtTheCheck), None);
    assert_eq!(said(90.0, KnownFigures::default(), RuleMoment::AtTheCheck), Some(Status::Green));
    assert!(StatusRules::of(&s).unwrap().ask_outturn() && StatusRules::of(&s).unwrap().ask_forecast());
    let own = rules(&[("forecast >= annual_target", Status::Green), ("otherwise", Status::Red)]);
    let forecast = KnownFigures { forecast: Some(90.0), ..KnownFigures::default() };
    let said = |when| asked(&own, &i, Some(&annual(85.0)), 1.0, forecast, when).map(|r| r.status);
    assert_eq!((said(RuleMoment::AtTheCheck), said(RuleMoment::Afterwards)), (Some(Status::Green), None));
}

/// Rules rate what has a plan too; a band does not come before them.
#[test]
fn rules_and_a_plan() {
    let s = rules(&[
        ("value BETWEEN green_low AND green_high", Status::Green),
        ("polarity = 'Plan is best' AND variance >= -15", Status::Amber),
        ("otherwise", Status::Red),
    ]);
    let i = by(Scheme::Rules, Polarity::Plan);
    let band = Target { green_low: Some(95.0), green_high: Some(105.0), ..annual(100.0) };
    for (value, expected) in [(95.0, Status::Green), (85.0, Status::Amber), (116.0, Status::Red)] {
        let got = ask(&s, &i, Some(&band), value, KnownFigures::default()).map(|r| r.status);
        assert_eq!(got, Some(expected), "{value}");
    }
}

/// Sixty thousand figures are one question, not sixty thousand.
#[test]
fn many_figures_at_once() {
    let (s, i, target) = (Settings::default(), by(Scheme::Rules, Polarity::Higher), annual(100.0));
    let case = |n: usize| StatusCase {
        indicator: &i,
        target: Some(&target),
        period: q2(),
        value: (n % 200) as f64,
        known: KnownFigures::default(),
    };
    let cases: Vec<StatusCase<'_>> = (0..40_000).map(case).collect();
    let got = StatusRules::of(&s).unwrap().rule(&cases, RuleMoment::Now).unwrap();
    let tolerance = by(Scheme::Tolerance, Polarity::Higher);
    for (case, ruling) in cases.iter().zip(got).step_by(37) {
        let want = status(&StatusCase { indicator: &tolerance, ..*case }, &s);
        assert_eq!(ruling.map(|r| r.status), want, "{}", case.value);
    }
}

#[test]
fn what_the_ledger_tells() {
    let mut past = Past::empty(1, q2());
    past.values.set(0, q2().previous(), Some(1.0));
    past.values.set(0, q2().year_ago(), Some(2.0));
    let known = |i: &Indicator| KnownFigures::of(&past, i, 0, q2());
    let i = invoices();
    assert_eq!((known(&i).previous, known(&i).year_ago), (Some(1.0), Some(2.0)));
    let half_yearly = Indicator { due_quarters: vec![2, 4], ..invoices() };
    assert_eq!(known(&half_yearly).previous, None);
    let broken = Indicator { breaks: vec![q2().previous()], ..invoices() };
    assert_eq!((known(&broken).previous, known(&broken).year_ago), (Some(1.0), None));
}

#[rstest]
#[case("maidstone", Scheme::Tolerance, 10.0)]
#[case("Reigate", Scheme::Tolerance, 0.0)]
#[case("kent", Scheme::Floor, 10.0)]
#[case("havering", Scheme::ToleranceAndTrend, 10.0)]
#[case("east-riding", Scheme::Stars, 10.0)]
#[case("harlow", Scheme::Stars, 10.0)]
#[case("medway", Scheme::Outturn, 10.0)]
#[case("bracknell-forest", Scheme::Context, 10.0)]
#[case("herefordshire-2006", Scheme::Tolerance, 10.0)]
fn presets(#[case] name: &str, #[case] scheme: Scheme, #[case] percent: f64) {
    let s = load(Path::new("q"), &format!("[status]\npreset = \"{name}\"\n")).unwrap().status;
    assert_eq!((s.scheme, s.tolerance_percent), (scheme, percent));
    assert_eq!(s.no_target == NoTarget::Red, name == "herefordshire-2006");
}

#[test]
fn versions_follow_the_rules() {
    let (a, b) = (Settings::default(), rules(&[("otherwise", Status::Red)]));
    let version = |s: &Settings| words::version(Scheme::Rules, s);
    assert!(version(&a).starts_with("1-") && version(&a) != version(&b));
    assert_eq!(words::version(Scheme::Floor, &a), "1");
    for scheme in Scheme::ALL {
        assert!(!words::rule(*scheme, &a).is_empty() && !words::seen(*scheme).is_empty());
    }
}

proptest! {
    /// A lower-is-better measure is a higher-is-better one seen in a mirror, whatever the scheme.
    #[test]
    fn a_mirror_mirrors(
        value in -1e4..1e4f64,
        goal in -1e4..1e4f64,
        before in -1e4..1e4f64,
        meets in any::<bool>(),
        percent in 0.0..50.0f64,
    ) {
        let settings = Settings::default();
        let known = |sign: f64| KnownFigures { outlook: Outlook::Meets(meets), ..year_ago(sign * before) };
        for scheme in [Scheme::Tolerance, Scheme::Floor, Scheme::ToleranceAndTrend, Scheme::Stars, Scheme::Outturn] {
            let mirrored = |polarity, sign: f64| {
                let i = Indicator { tolerance_percent: Some(percent), ..by(scheme, polarity) };
                let target = Target { floor: Some(sign * before), ..annual(sign * goal) };
                rated(&i, Some(&target), sign * value, known(sign), &settings)
            };
            prop_assert_eq!(mirrored(Polarity::Higher, 1.0), mirrored(Polarity::Lower, -1.0), "{:?}", scheme);
        }
    }
}

/// The same through the council's own rules, many at a time.
#[test]
fn a_mirror_mirrors_the_rules() {
    let s = Settings::default();
    let side = |polarity, sign: f64| -> Vec<Option<Status>> {
        let i = by(Scheme::Rules, polarity);
        let targets: Vec<Target> = (0..50).map(|n| annual(sign * f64::from(n - 25))).collect();
        let pairs = targets.iter().flat_map(|t| (-60..60).map(move |v| (t, sign * f64::from(v) / 2.0)));
        let cases: Vec<StatusCase<'_>> = pairs
            .map(|(t, value)| StatusCase {
                indicator: &i,
                target: Some(t),
                period: q2(),
                value,
                known: KnownFigures::default(),
            })
            .collect();
        let got = StatusRules::of(&s).unwrap().rule(&cases, RuleMoment::Now).unwrap();
        got.into_iter().map(|r| r.map(|r| r.status)).collect()
    };
    assert_eq!(side(Polarity::Higher, 1.0), side(Polarity::Lower, -1.0));
}
