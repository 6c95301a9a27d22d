//! The status of one value against its target, and the arithmetic that it rests on: pure functions that templates,
//! checks and the analysis share, so that a service, a finding and Cabinet never see two colours for one figure.
//!
//! Values and targets are compared as the page shows them, rounded to the indicator's decimals (`status.rounded` in
//! the settings switches that off), and on the good side of every boundary equality counts.

use crate::register::settings::{Settings, Status};
use crate::register::{Aggregation, Indicator, Polarity, Scheme, Target};

/// The scheme that gives this indicator its status: context where no way is better, a band where the plan is best,
/// else the indicator's own, else the council's.
pub fn scheme(indicator: &Indicator, settings: &Settings) -> Scheme {
    match (indicator.polarity, indicator.scheme.unwrap_or(settings.status.scheme)) {
        (Polarity::None, _) | (_, Scheme::Context) => Scheme::Context,
        (Polarity::Plan, _) => Scheme::Band,
        (_, scheme) => scheme,
    }
}

/// The target for one quarter (1 to 4): the profile's, else the year's where each quarter is measured against it.
///
/// A sum has no target for a single quarter without a profile: a quarter of the year's target would deny the seasons.
/// The year's target is its target where the reading is the whole year: the last quarter of a cumulative measure, and
/// a measure that is due once a year.
pub fn quarter_target(indicator: &Indicator, target: Option<&Target>, quarter: u8) -> Option<f64> {
    let target = target?;
    let profile = usize::from(quarter).checked_sub(1).and_then(|q| *target.quarters.get(q)?);
    profile.or_else(|| {
        let whole_year = match indicator.aggregation {
            Aggregation::Sum => indicator.cumulative && quarter == 4 || indicator.due_quarters == [quarter],
            _ => true,
        };
        target.annual.filter(|_| whole_year)
    })
}

/// What a value is measured from where the plan is best: the quarter's target, else the middle of the green band.
pub fn plan(indicator: &Indicator, target: Option<&Target>, quarter: u8) -> Option<f64> {
    quarter_target(indicator, target, quarter).or_else(|| {
        let target = target?;
        Some((target.green_low? + target.green_high?) / 2.0)
    })
}

/// Rounds half away from zero in decimal, as a reader of the printed digits would: 84.95 to one decimal is 85.0,
/// although the binary number nearest to 84.95 lies a little below it. The digits are those of the shortest decimal
/// that stands for the same number, which is what was typed into the cell. Never gives −0.
pub fn round_half_away(value: f64, decimals: u8) -> f64 {
    let scale = 10f64.powi(i32::from(decimals));
    let scaled = value * scale;
    // No such digits left to round, or not a number at all.
    if scaled.is_nan() || scaled.abs() >= 9e15 {
        return value;
    }
    let near_half = (scaled.abs().fract() - 0.5).abs() < 1e-4;
    let rounded = if near_half { decimal_half_away(value, decimals).unwrap_or(scaled.round()) } else { scaled.round() };
    rounded / scale + 0.0
}

/// The slow and exact way: the units of the last place kept.
fn decimal_half_away(value: f64, decimals: u8) -> Option<f64> {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = usize::from(decimals);
    let mut digits = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(kept));
    let units = digits.try_fold(0u64, |n, d| n.checked_mul(10)?.checked_add(u64::from(d - b'0')))?;
    let up = fraction.as_bytes().get(kept).is_some_and(|d| *d >= b'5');
    Some((units + u64::from(up)) as f64 * value.signum())
}

/// The number as it is compared: rounded to the indicator's decimals where the settings say so.
pub fn compared(indicator: &Indicator, settings: &Settings, value: f64) -> f64 {
    if settings.status.rounded { round_half_away(value, indicator.decimals) } else { value }
}

/// a − b without the binary dust of decimals: 0.3 − 0.1 is 0.2. Fifteen significant digits of the larger number are kept,
/// which is what a cell of Excel holds.
pub fn difference(a: f64, b: f64) -> f64 {
    let digits = a.abs().max(b.abs()).max(1.0).log10().floor();
    round_half_away(a - b, (14.0 - digits).clamp(0.0, 12.0) as u8)
}

/// How far the value is on the good side of the target: v − T where higher is better, T − v where lower is, less the
/// distance where the plan is best. `None` where no way is better.
pub fn variance(polarity: Polarity, value: f64, target: f64) -> Option<f64> {
    match polarity {
        Polarity::Higher => Some(difference(value, target)),
        Polarity::Lower => Some(difference(target, value)),
        Polarity::Plan => Some(0.0 - difference(value, target).abs()),
        Polarity::None => None,
    }
}

/// A change or a variance as a percentage of |base|; `None` when the base is 0.
pub fn percent_of(change: f64, base: f64) -> Option<f64> {
    (base != 0.0).then(|| round_half_away(change / base.abs() * 100.0, 10))
}

/// The status of one value in one quarter (1 to 4).
///
/// | scheme | green | amber |
/// |---|---|---|
/// | tolerance | target achieved | short by no more than p% of \|target\| or by the absolute tolerance; at target 0 only the absolute one |
/// | floor | target achieved | floor standard met; without a floor standard there is no amber |
/// | band | from green-low to green-high | from amber-low to amber-high; a side without a limit is open, a side without an amber limit has no amber |
/// | context | | |
///
/// Else red. The council's percentage applies where the register gives the indicator no tolerance of its own.
pub fn status(indicator: &Indicator, target: Option<&Target>, quarter: u8, value: f64, settings: &Settings) -> Status {
    let round = |v: f64| compared(indicator, settings, v);
    let value = round(value);
    let rate = |green: bool, amber: bool| match (green, amber) {
        (true, _) => Status::Green,
        (_, true) => Status::Amber,
        _ => Status::Red,
    };
    if value.is_nan() {
        return Status::NotAvailable;
    }
    let scheme = scheme(indicator, settings);
    if scheme == Scheme::Context {
        return Status::Contextual;
    }
    let banded = target.filter(|t| t.green_low.is_some() || t.green_high.is_some());
    if let (Scheme::Band, Some(t)) = (scheme, banded) {
        let within = |low: Option<f64>, high: Option<f64>| {
            low.is_none_or(|l| value >= round(l)) && high.is_none_or(|h| value <= round(h))
        };
        let amber = within(t.amber_low.or(t.green_low), t.amber_high.or(t.green_high));
        return rate(within(t.green_low, t.green_high), amber);
    }
    // A plan without limits is met exactly, or missed within the tolerance.
    let Some(goal) = quarter_target(indicator, target, quarter).map(round) else { return Status::NoTarget };
    let Some(short) = variance(indicator.polarity, value, goal).map(|v| -v) else { return Status::Contextual };
    let amber = match scheme {
        Scheme::Floor => target
            .and_then(|t| t.floor)
            .is_some_and(|floor| variance(indicator.polarity, value, round(floor)).is_some_and(|v| v >= 0.0)),
        _ => short <= tolerance(indicator, goal, settings) + 1e-9 * goal.abs(),
    };
    rate(short <= 0.0, amber)
}

/// How far short of the target is still amber, in the unit.
fn tolerance(indicator: &Indicator, target: f64, settings: &Settings) -> f64 {
    let share = |percent: f64| percent / 100.0 * target.abs();
    match (indicator.tolerance_absolute, indicator.tolerance_percent) {
        (None, None) => share(settings.status.tolerance_percent),
        (absolute, percent) => absolute.unwrap_or(0.0).max(percent.map_or(0.0, share)),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::reading::Place;
    use crate::register::{Frequency, Unit};
    use proptest::prelude::*;
    use rstest::rstest;

    /// A quarterly percentage with one decimal, higher better, for tests to vary.
    pub(crate) fn indicator() -> Indicator {
        Indicator {
            id: "X1".into(),
            name: "Invoices paid in time".into(),
            definition: String::new(),
            service: "FIN".into(),
            owner: String::new(),
            unit: Unit::Percent,
            decimals: 1,
            polarity: Polarity::Higher,
            frequency: Frequency::Quarterly,
            due_quarters: vec![1, 2, 3, 4],
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
            part_of_whole: false,
            breaks: vec![],
            long_term: None,
            key: false,
            weight: 1.0,
            part_of: None,
            opening_of: None,
            place: Place::default(),
        }
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
    // The worked example of the design: the page shows 85.0% against 85%, so the colour is green.
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
        let i = Indicator { polarity, ..indicator() };
        assert_eq!(status(&i, Some(&annual(target)), 1, value, &Settings::default()), expected);
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
        let i = Indicator {
            polarity: Polarity::Lower,
            tolerance_percent: percent,
            tolerance_absolute: absolute,
            ..indicator()
        };
        assert_eq!(status(&i, Some(&annual(target)), 1, value, &Settings::default()), expected);
    }

    #[test]
    fn unrounded_when_the_settings_say_so() {
        let mut settings = Settings::default();
        settings.status.rounded = false;
        assert_eq!(status(&indicator(), Some(&annual(85.0)), 1, 84.95, &settings), Status::Amber);
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
        let i = Indicator { polarity, scheme: Some(Scheme::Floor), ..indicator() };
        let target = Target { floor, ..annual(goal) };
        assert_eq!(status(&i, Some(&target), 1, value, &Settings::default()), expected);
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
        let i = Indicator { polarity: Polarity::Plan, ..indicator() };
        let target = Target {
            annual: Some(100.0),
            amber_low: Some(90.0),
            green_low: Some(95.0),
            green_high: Some(105.0),
            amber_high: Some(110.0),
            ..Target::default()
        };
        assert_eq!(status(&i, Some(&target), 1, value, &Settings::default()), expected);
    }

    #[test]
    fn target_of_a_quarter() {
        let profile = Target { annual: Some(100.0), quarters: [Some(25.0), None, None, None], ..Target::default() };
        let sum = Indicator { aggregation: Aggregation::Sum, ..indicator() };
        let cumulative = Indicator { cumulative: true, ..sum.clone() };
        let yearly = Indicator { due_quarters: vec![2], ..sum.clone() };
        let table = [
            (&indicator(), 1, Some(25.0)),
            (&indicator(), 2, Some(100.0)),
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
        assert_eq!(status(&sum, Some(&profile), 2, 5.0, &Settings::default()), Status::NoTarget);
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
            let higher = Indicator { tolerance_percent: Some(p), ..indicator() };
            let lower = Indicator { polarity: Polarity::Lower, ..higher.clone() };
            prop_assert_eq!(
                status(&higher, Some(&annual(target)), 1, value, &settings),
                status(&lower, Some(&annual(-target)), 1, -value, &settings)
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
}
