//! Every scheme at its boundaries.

mod schemes;
mod then;

use super::*;
use crate::sample::invoices;
use proptest::prelude::*;
use rstest::rstest;

/// A quarterly percentage with one decimal, higher better, for tests to vary.
fn rate(i: &Indicator, target: Option<&Target>, quarter: u8, value: f64, settings: &Settings) -> Status {
    rate_at(i, target, Period::new(2026, quarter).unwrap(), value, settings)
}

fn rate_at(indicator: &Indicator, target: Option<&Target>, period: Period, value: f64, settings: &Settings) -> Status {
    status(&StatusCase { indicator, target, period, value, known: KnownFigures::default() }, settings).unwrap()
}

fn annual(target: f64) -> Target {
    Target { annual: Some(target), ..Target::default() }
}

#[rstest]
#[case(84.95, 1, 85.0)]
#[case(84.949999, 1, 84.9)]
#[case(-84.95, 1, -85.0)]
#[case(1.005, 2, 1.01)]
#[case(2.675, 2, 2.68)]
#[case(0.5, 0, 1.0)]
#[case(-0.5, 0, -1.0)]
#[case(-0.04, 1, 0.0)]
#[case(2.5, 0, 3.0)]
#[case(1e300, 2, 1e300)]
#[case(123456789.995, 2, 123456790.0)]
#[case(0.285, 2, 0.29)]
#[case(1.45, 1, 1.5)]
fn rounds_what_is_printed(#[case] value: f64, #[case] decimals: u8, #[case] rounded: f64) {
    let got = round_half_away(value, decimals);
    assert_eq!(got, rounded);
    assert!(got != 0.0 || got.is_sign_positive());
}

#[rstest]
// The page shows 85.0% against 85%, so the colour is green: what is compared is what is shown.
#[case(Polarity::Higher, 84.95, 85.0, Status::Green)]
#[case(Polarity::Higher, 85.0, 85.0, Status::Green)]
#[case(Polarity::Higher, 84.9, 85.0, Status::Amber)]
#[case(Polarity::Higher, 76.5, 85.0, Status::Amber)]
#[case(Polarity::Higher, 76.4, 85.0, Status::Red)]
#[case(Polarity::Lower, 85.04, 85.0, Status::Green)]
#[case(Polarity::Lower, 93.5, 85.0, Status::Amber)]
#[case(Polarity::Lower, 93.6, 85.0, Status::Red)]
// Ten per cent of 1.1 is 0.11, whatever its binary form.
#[case(Polarity::Higher, 1.0, 1.1, Status::Amber)]
#[case(Polarity::Lower, 3.3, 3.0, Status::Amber)]
// At target 0 no percentage is a tolerance.
#[case(Polarity::Lower, 0.0, 0.0, Status::Green)]
#[case(Polarity::Lower, 0.1, 0.0, Status::Red)]
// The share is of |T|.
#[case(Polarity::Higher, -11.0, -10.0, Status::Amber)]
#[case(Polarity::Higher, -11.1, -10.0, Status::Red)]
#[case(Polarity::None, 1.0, 85.0, Status::Contextual)]
fn tolerance_scheme(#[case] polarity: Polarity, #[case] value: f64, #[case] target: f64, #[case] expected: Status) {
    let i = Indicator { polarity, ..invoices() };
    assert_eq!(rate(&i, Some(&annual(target)), 1, value, &Settings::default()), expected);
}

#[rstest]
#[case(None, Some(2.0), 0.0, 2.0, Status::Amber)]
#[case(None, Some(2.0), 0.0, 2.1, Status::Red)]
#[case(None, Some(2.0), 100.0, 103.0, Status::Red)]
#[case(Some(5.0), None, 100.0, 105.0, Status::Amber)]
#[case(Some(5.0), None, 100.0, 105.1, Status::Red)]
#[case(Some(5.0), Some(2.0), 100.0, 104.0, Status::Amber)]
#[case(Some(0.0), None, 100.0, 100.1, Status::Red)]
fn tolerance_of_the_indicator(
    #[case] percent: Option<f64>,
    #[case] absolute: Option<f64>,
    #[case] target: f64,
    #[case] value: f64,
    #[case] expected: Status,
) {
    let i =
        Indicator { polarity: Polarity::Lower, tolerance_percent: percent, tolerance_absolute: absolute, ..invoices() };
    assert_eq!(rate(&i, Some(&annual(target)), 1, value, &Settings::default()), expected);
}

#[test]
fn unrounded_when_the_settings_say_so() {
    let mut settings = Settings::default();
    settings.status.rounded = false;
    assert_eq!(rate(&invoices(), Some(&annual(85.0)), 1, 84.95, &settings), Status::Amber);
}

#[rstest]
#[case(Polarity::Higher, 90.0, Some(80.0), 90.0, Status::Green)]
#[case(Polarity::Higher, 90.0, Some(80.0), 80.0, Status::Amber)]
#[case(Polarity::Higher, 90.0, Some(80.0), 79.9, Status::Red)]
#[case(Polarity::Lower, 10.0, Some(12.0), 12.0, Status::Amber)]
#[case(Polarity::Lower, 10.0, Some(12.0), 12.1, Status::Red)]
#[case(Polarity::Higher, 90.0, None, 89.9, Status::Red)]
fn floor_scheme(
    #[case] polarity: Polarity,
    #[case] goal: f64,
    #[case] floor: Option<f64>,
    #[case] value: f64,
    #[case] expected: Status,
) {
    let i = Indicator { polarity, scheme: Some(Scheme::Floor), ..invoices() };
    let target = Target { floor, ..annual(goal) };
    assert_eq!(rate(&i, Some(&target), 1, value, &Settings::default()), expected);
}

#[rstest]
#[case(89.9, Status::Red)]
#[case(90.0, Status::Amber)]
#[case(94.9, Status::Amber)]
#[case(95.0, Status::Green)]
#[case(100.0, Status::Green)]
#[case(105.04, Status::Green)]
#[case(105.1, Status::Amber)]
#[case(110.0, Status::Amber)]
#[case(110.1, Status::Red)]
fn band_scheme(#[case] value: f64, #[case] expected: Status) {
    let i = Indicator { polarity: Polarity::Plan, ..invoices() };
    let target = Target {
        annual: Some(100.0),
        amber_low: Some(90.0),
        green_low: Some(95.0),
        green_high: Some(105.0),
        amber_high: Some(110.0),
        ..Target::default()
    };
    assert_eq!(rate(&i, Some(&target), 1, value, &Settings::default()), expected);
}

#[test]
fn target_of_a_quarter() {
    let profile = Target { annual: Some(100.0), quarters: [Some(25.0), None, None, None], ..Target::default() };
    let sum = Indicator { aggregation: Aggregation::Sum, ..invoices() };
    let cumulative = Indicator { cumulative: true, ..sum.clone() };
    let yearly = Indicator { due_quarters: vec![2], ..sum.clone() };
    let table = [
        (&invoices(), 1, Some(25.0)),
        (&invoices(), 2, Some(100.0)),
        (&sum, 1, Some(25.0)),
        (&sum, 4, None),
        (&cumulative, 3, None),
        (&cumulative, 4, Some(100.0)),
        (&yearly, 2, Some(100.0)),
        (&yearly, 3, None),
    ];
    for (i, quarter, expected) in table {
        assert_eq!(quarter_target(i, Some(&profile), quarter), expected);
    }
    assert_eq!(quarter_target(&sum, None, 1), None);
    assert_eq!(quarter_target(&sum, Some(&profile), 0), None);
    assert_eq!(rate(&sum, Some(&profile), 2, 5.0, &Settings::default()), Status::NoTarget);
}

#[rstest]
#[case(Polarity::Higher, 84.9, 85.0, Some(-0.1))]
#[case(Polarity::Lower, 0.3, 0.1, Some(-0.2))]
#[case(Polarity::Plan, 0.3, 0.1, Some(-0.2))]
#[case(Polarity::Lower, 12345.5, 12345.6, Some(0.1))]
#[case(Polarity::None, 1.0, 2.0, None)]
fn variances(#[case] polarity: Polarity, #[case] value: f64, #[case] target: f64, #[case] expected: Option<f64>) {
    assert_eq!(variance(polarity, value, target), expected);
}

proptest! {
    /// A lower-is-better measure is a higher-is-better one seen in a mirror.
    #[test]
    fn mirrored_polarity_mirrors_status(value in -1e6..1e6f64, target in -1e6..1e6f64, p in 0.0..50.0f64) {
        let settings = Settings::default();
        let higher = Indicator { tolerance_percent: Some(p), ..invoices() };
        let lower = Indicator { polarity: Polarity::Lower, ..higher.clone() };
        prop_assert_eq!(
            rate(&higher, Some(&annual(target)), 1, value, &settings),
            rate(&lower, Some(&annual(-target)), 1, -value, &settings)
        );
    }

    /// Fast and exact rounding agree, and rounding twice is rounding once.
    #[test]
    fn rounding(value in -1e9..1e9f64, decimals in 0u8..5) {
        let once = round_half_away(value, decimals);
        prop_assert_eq!(round_half_away(once, decimals), once);
        let exact = decimal_half_away(value, decimals).unwrap() / 10f64.powi(i32::from(decimals));
        prop_assert_eq!(once, exact + 0.0);
    }
}

/// Two definitions in one year: a year's target is of the old one, a quarter's own may be of the new one.
#[rstest]
#[case("2026-27Q2", false, None, Status::NotComparable)]
#[case("2026-27Q3", false, None, Status::Green)]
#[case("2026-27Q1", false, None, Status::Green)]
#[case("2025-26Q3", false, None, Status::Green)]
#[case("2026-27Q2", false, Some(85.0), Status::Green)]
#[case("2026-27Q2", true, Some(85.0), Status::NotComparable)]
fn a_new_definition(
    #[case] at: &str,
    #[case] cumulative: bool,
    #[case] profile: Option<f64>,
    #[case] expected: Status,
) {
    let now = Period::new(2026, 2).unwrap();
    let i = Indicator { breaks: vec![at.parse().unwrap()], cumulative, ..invoices() };
    let target = Target { quarters: [None, profile, None, None], ..annual(85.0) };
    assert_eq!(rate_at(&i, Some(&target), now, 90.0, &Settings::default()), expected);
    let context = Indicator { polarity: Polarity::None, ..i.clone() };
    assert_eq!(rate_at(&context, Some(&target), now, 90.0, &Settings::default()), Status::Contextual);
    assert_eq!(rate_at(&i, None, now, 90.0, &Settings::default()), Status::NoTarget);
}
