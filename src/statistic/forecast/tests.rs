//! Forecasts of synthetic years.

use super::*;
use proptest::prelude::*;

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
pub(crate) struct Draws(pub u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Normal, of mean 0 and variance 1 (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}

const RULES: ForecastRules = ForecastRules {
    counted: CountKind::No,
    least_years: 2,
    methods: [true; 4],
    least_spread: 0.0,
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
};

fn plain(values: &[f64], elapsed: usize, fold: Fold) -> ForecastMeasure<'_> {
    ForecastMeasure::Plain(QuarterSeries { values, per_year: 4, elapsed, fold })
}

/// A measure of a council as they come: a level, seasons, a drift over the years, shocks that last and noise.
fn synthetic(d: &mut Draws, quarters: usize) -> Vec<f64> {
    let level = 50.0 + 200.0 * d.uniform();
    let (season, drift) = (0.3 * d.uniform(), 0.03 * d.normal());
    let (noise, walk) = (0.02 + 0.1 * d.uniform(), 0.04 * d.uniform());
    let pattern: Vec<f64> = (0..4).map(|_| 1.0 + season * d.normal()).collect();
    let mut shift = 0.0;
    (0..quarters)
        .map(|t| {
            shift += walk * d.normal();
            level * pattern[t % 4].max(0.2) * (1.0 + drift * t as f64 / 4.0 + shift + noise * d.normal()).max(0.05)
        })
        .collect()
}

/// How often the range of 80% and of 95% held what came, over so many series, and how many could be forecast.
fn held(series: usize, years: usize, fold: Fold, seed: u64, methods: [bool; 4]) -> (f64, f64, usize) {
    let mut d = Draws(seed);
    let (mut in_80, mut in_95, mut n) = (0, 0, 0);
    for k in 0..series {
        let all = synthetic(&mut d, years * 4 + 4);
        let elapsed = 1 + k % 3;
        let known = &all[..years * 4 + elapsed];
        let came = plain(&all, 4, fold).so_far().unwrap();
        let f = forecast(&plain(known, elapsed, fold), &ForecastRules { methods, ..RULES }).unwrap();
        let within = |(low, high): (f64, f64)| usize::from((low..=high).contains(&came));
        (in_80, in_95, n) = (in_80 + within(f.range(0.8)), in_95 + within(f.range(0.95)), n + 1);
    }
    (in_80 as f64 / n as f64, in_95 as f64 / n as f64, n)
}

/// Sums, levels and stocks; two to six past years; from the first, second and third quarter.
#[test]
fn ranges_hold_what_they_say() {
    let simple = [true, true, true, false];
    for (fold, series) in [(Fold::Sum, 600), (Fold::Mean, 300), (Fold::Last, 300)] {
        for years in 2..=6 {
            let (in_80, in_95, n) = held(series, years, fold, 7, simple);
            println!("{fold:?}, {years} years, {n} series: 80% held {in_80:.3}, 95% held {in_95:.3}");
            assert!((0.7..=0.9).contains(&in_80), "{fold:?} {years}: 80% held {in_80}");
            assert!((0.9..=0.99).contains(&in_95), "{fold:?} {years}: 95% held {in_95}");
        }
    }
}

#[test]
fn ranges_hold_with_smoothing_too() {
    let (in_80, in_95, n) = held(250, 4, Fold::Sum, 11, [true; 4]);
    println!("with smoothing, {n} series: 80% held {in_80:.3}, 95% held {in_95:.3}");
    assert!((0.7..=0.9).contains(&in_80), "80% held {in_80}");
    assert!((0.9..=0.99).contains(&in_95), "95% held {in_95}");
}

/// The chance says how often: of all the series whose chance lay in a tenth, about that share reached the value.
#[test]
fn chances_come_true_as_often_as_they_say() {
    let mut d = Draws(23);
    let (mut said, mut came, mut n) = ([0.0; 5], [0.0; 5], [0.0; 5]);
    for k in 0..3000 {
        let all = synthetic(&mut d, 20);
        let elapsed = 1 + k % 3;
        let outturn = plain(&all, 4, Fold::Sum).so_far().unwrap();
        let rules = ForecastRules { methods: [true, true, true, false], ..RULES };
        let f = forecast(&plain(&all[..16 + elapsed], elapsed, Fold::Sum), &rules).unwrap();
        let goal = plain(&all[12..16], 4, Fold::Sum).so_far().unwrap() * (0.85 + 0.3 * d.uniform());
        let (chance, reached) = (f.at_least(goal), f64::from(u8::from(outturn >= goal)));
        let at = ((chance * 5.0) as usize).min(4);
        (said[at], came[at], n[at]) = (said[at] + chance, came[at] + reached, n[at] + 1.0);
    }
    for at in 0..5 {
        let (said, came) = (said[at] / n[at], came[at] / n[at]);
        println!("chance {said:.2}: came true {came:.2} of {} times", n[at]);
        assert!((said - came).abs() < 0.12, "said {said}, came {came}");
    }
}

/// By hand. Two past years of 10, 20, 30, 40 and 20, 20, 40, 40; this year 15, 25 so far.
#[test]
fn methods_by_hand() {
    let values = [10.0, 20.0, 30.0, 40.0, 20.0, 20.0, 40.0, 40.0, 15.0, 25.0];
    let m = plain(&values, 2, Fold::Sum);
    assert_eq!(m.project(0, ForecastMethod::LastValue), Some(40.0 + 2.0 * 25.0));
    assert_eq!(m.project(0, ForecastMethod::RunRate), Some(80.0));
    // 30 of 100 and 40 of 120 had come: 70 of 220.
    assert_eq!(m.project(0, ForecastMethod::SeasonalShare), Some(40.0 / 70.0 * 220.0));
    // Last year, from the share of the year before: 40 ÷ 0.3; the year before, from that of last year: 30 × 3.
    assert_eq!(m.project(1, ForecastMethod::SeasonalShare), Some(40.0 / 30.0 * 100.0));
    assert_eq!(m.project(2, ForecastMethod::SeasonalShare), Some(30.0 / 40.0 * 120.0));
    let f = forecast(&m, &RULES).unwrap();
    // Last value was off by −40 and −30, run rate by −40 and −40, seasonal share by 13.3 and −10.
    assert_eq!((f.method, f.years, f.freedom), (ForecastMethod::SeasonalShare, 2, 1));
    assert!((f.error - (40.0 / 3.0 + 10.0) / 2.0).abs() < 1e-12);
    assert!((f.error_percent.unwrap() - (100.0 / 9.0 + 10.0) / 2.0).abs() < 1e-9);
    let spread = ((1600.0 / 9.0 + 100.0) / 2.0f64).sqrt();
    assert!((f.spread - spread).abs() < 1e-12);
    // t of one degree of freedom at 90%: tan(0.4 π).
    let wide = spread * (0.4 * std::f64::consts::PI).tan();
    let (low, high) = f.range(0.8);
    assert!((low - (f.value - wide)).abs() < 1e-6 && (high - (f.value + wide)).abs() < 1e-6, "{low} {high}");
    assert!((f.at_least(f.value) - 0.5).abs() < 1e-12);
    assert!((f.at_least(low) - 0.9).abs() < 1e-9 && (f.at_most(high) - 0.9).abs() < 1e-9);
}

#[test]
fn levels_by_hand() {
    let values = [50.0, 52.0, 54.0, 56.0, 60.0, 61.0, 65.0, 66.0, 70.0];
    let last = plain(&values, 1, Fold::Last);
    assert_eq!(last.project(0, ForecastMethod::LastValue), Some(70.0));
    assert_eq!(last.project(0, ForecastMethod::RunRate), Some(70.0 + (70.0 - 66.0) * 3.0));
    assert_eq!(last.project(2, ForecastMethod::RunRate), None, "nothing is known of the year before the first");
    assert_eq!(last.project(0, ForecastMethod::SeasonalShare), Some(76.0));
    let mean = plain(&values, 1, Fold::Mean);
    assert_eq!(mean.project(0, ForecastMethod::RunRate), Some(70.0));
    assert_eq!(mean.project(0, ForecastMethod::SeasonalShare), Some(70.0 + (3.0 + 3.0) / 2.0));
    let greatest = plain(&values, 1, Fold::Greatest);
    assert_eq!(greatest.project(0, ForecastMethod::LastValue), Some(70.0));
    let (n, d) = ([8.0, 9.0, 9.0, 8.0, 9.0], [10.0, 10.0, 12.0, 10.0, 12.0]);
    let quarters = |values| QuarterSeries { values, per_year: 2, elapsed: 1, fold: Fold::Sum };
    let ratio = ForecastMeasure::Ratio { numerator: quarters(&n), denominator: quarters(&d), times: 100.0 };
    assert_eq!(ratio.outturn(2), Some(85.0));
    assert_eq!(ratio.project(0, ForecastMethod::RunRate), Some(75.0));
    // 17 of 34 numerators and 22 of 42 denominators had come by now.
    assert_eq!(ratio.project(0, ForecastMethod::SeasonalShare), Some(9.0 / 17.0 * 34.0 / (12.0 / 22.0 * 42.0) * 100.0));
    assert!((ratio.to_come(ForecastMethod::RunRate, 75.0).unwrap() - 75.0).abs() < 1e-9);
}

#[test]
fn histories_that_say_too_little() {
    let values: Vec<f64> = (0..8).map(f64::from).collect();
    for n in 1..=8 {
        let elapsed = (n - 1) % 4 + 1;
        let got = forecast(&plain(&values[..n], elapsed, Fold::Sum), &RULES);
        assert_eq!(got, Err(NoForecast::History), "{n} quarters");
    }
    let gap = [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, f64::NAN, 2.0];
    assert_eq!(forecast(&plain(&gap, 2, Fold::Sum), &RULES), Err(NoForecast::ThisYear));
    // A stock needs its last figure alone.
    assert!(forecast(&plain(&gap, 2, Fold::Last), &RULES).is_ok());
    assert_eq!(forecast(&plain(&[], 1, Fold::Sum), &RULES), Err(NoForecast::ThisYear));
}

#[test]
fn what_never_changes_is_foreseen_within_its_rounding() {
    let f = forecast(&plain(&[0.0; 9], 1, Fold::Sum), &ForecastRules { least_spread: 0.5, ..RULES }).unwrap();
    assert_eq!((f.value, f.method, f.error, f.error_percent), (0.0, ForecastMethod::LastValue, 0.0, None));
    let (low, high) = f.range(0.8);
    assert!(low < 0.0 && high > 0.0 && high < 1.5);
    let certain = forecast(&plain(&[5.0; 9], 1, Fold::Sum), &RULES).unwrap();
    assert_eq!((certain.range(0.95), certain.at_least(20.0), certain.at_least(20.1)), ((20.0, 20.0), 1.0, 0.0));
    // A constant is smoothed to itself.
    assert_eq!(plain(&[5.0; 13], 1, Fold::Sum).project(0, ForecastMethod::Smoothing), Some(20.0));
}

/// 100 cases a quarter, to the case, with three quarters to come: 300 are expected, give or take √300. And 80 of 100:
/// 300 of 400 are still to be judged.
#[test]
fn chance_alone_leaves_a_spread() {
    let values = [100.0; 9];
    let f = forecast(&plain(&values, 1, Fold::Sum), &ForecastRules { counted: CountKind::Cases, ..RULES }).unwrap();
    assert_eq!((f.value, f.error, f.spread), (400.0, 0.0, 300f64.sqrt()));
    let (above, below) = ([80.0; 9], [100.0; 9]);
    let quarters = |values| QuarterSeries { values, per_year: 4, elapsed: 1, fold: Fold::Sum };
    let ratio = ForecastMeasure::Ratio { numerator: quarters(&above), denominator: quarters(&below), times: 100.0 };
    let f = forecast(&ratio, &ForecastRules { counted: CountKind::Parts, ..RULES }).unwrap();
    assert!((f.value - 80.0).abs() < 1e-9 && (f.spread - 100.0 * (0.16 * 300.0f64).sqrt() / 400.0).abs() < 1e-9);
}

#[test]
fn smoothing_follows_seasons_and_trend() {
    let pattern = [10.0, -5.0, -5.0, 0.0];
    let values: Vec<f64> = (0..22).map(|t| 100.0 + 2.0 * t as f64 + pattern[t % 4]).collect();
    let all: f64 = (20..24).map(|t| 100.0 + 2.0 * t as f64 + pattern[t % 4]).sum();
    let said = plain(&values, 2, Fold::Sum).project(0, ForecastMethod::Smoothing).unwrap();
    assert!((said / all - 1.0).abs() < 0.02, "{said} for {all}");
    let short = [1.0, 2.0, 3.0, 4.0];
    assert_eq!(plain(&short[..1], 1, Fold::Sum).project(0, ForecastMethod::Smoothing), None);
}

/// What a series is: values that are not too large, some quarters of them missing, a point of the year, a fold.
fn series() -> impl Strategy<Value = (Vec<f64>, usize, Fold)> {
    let fold = prop_oneof![
        Just(Fold::Sum),
        Just(Fold::Mean),
        Just(Fold::Last),
        Just(Fold::Greatest),
        Just(Fold::Least),
        Just(Fold::ToDate),
        Just(Fold::Total)
    ];
    let value = prop_oneof![9 => 0.0..1000.0, 1 => Just(f64::NAN)];
    (2usize..6, 1usize..4, fold).prop_flat_map(move |(years, elapsed, fold)| {
        (proptest::collection::vec(value.clone(), years * 4 + elapsed), Just(elapsed), Just(fold))
    })
}

fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scaling_scales((values, elapsed, fold) in series(), by in 0.01..100.0f64) {
        let simple = ForecastRules { methods: [true, true, true, false], ..RULES };
        let scaled: Vec<f64> = values.iter().map(|v| v * by).collect();
        let (a, b) = (forecast(&plain(&values, elapsed, fold), &simple), forecast(&plain(&scaled, elapsed, fold), &simple));
        prop_assert_eq!(a.is_ok(), b.is_ok());
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert_eq!(a.method, b.method);
            prop_assert!(near(a.value * by, b.value) && near(a.error * by, b.error) && near(a.spread * by, b.spread));
            prop_assert!(near(a.at_least(300.0), b.at_least(300.0 * by)));
        }
    }

    /// Of a level: a total has a share, which a shift changes.
    #[test]
    fn shifting_shifts((values, elapsed, fold) in series(), by in -500.0..500.0f64) {
        prop_assume!(!matches!(fold, Fold::Sum | Fold::Total));
        let simple = ForecastRules { methods: [true, true, true, false], ..RULES };
        let shifted: Vec<f64> = values.iter().map(|v| v + by).collect();
        let (a, b) = (forecast(&plain(&values, elapsed, fold), &simple), forecast(&plain(&shifted, elapsed, fold), &simple));
        prop_assert_eq!(a.is_ok(), b.is_ok());
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert_eq!(a.method, b.method);
            prop_assert!((a.value + by - b.value).abs() < 1e-6 && (a.spread - b.spread).abs() < 1e-6);
        }
    }

    /// Mirrored values with mirrored polarity have the same chance.
    #[test]
    fn mirrors((values, elapsed, fold) in series(), goal in 0.0..4000.0f64) {
        prop_assume!(!matches!(fold, Fold::Sum | Fold::Total));
        let simple = ForecastRules { methods: [true, true, true, false], ..RULES };
        let mirror = match fold { Fold::Greatest => Fold::Least, Fold::Least => Fold::Greatest, same => same };
        let mirrored: Vec<f64> = values.iter().map(|v| -v).collect();
        let (a, b) = (forecast(&plain(&values, elapsed, fold), &simple), forecast(&plain(&mirrored, elapsed, mirror), &simple));
        prop_assert_eq!(a.is_ok(), b.is_ok());
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert!(near(a.at_least(goal), b.at_most(-goal)));
            prop_assert!(near(a.at_least(goal) + a.at_most(goal), 1.0) || a.spread == 0.0);
        }
    }

    #[test]
    fn nothing_leaves_its_bounds((values, elapsed, fold) in series(), low in 0.0..500.0f64, wide in 0.0..500.0f64) {
        let rules = ForecastRules { methods: [true, true, true, false], bounds: (low, low + wide), ..RULES };
        if let Ok(f) = forecast(&plain(&values, elapsed, fold), &rules) {
            let inside = |v: f64| (low..=low + wide).contains(&v);
            let (ranges, chance) = ([f.range(0.8), f.range(0.95)], f.at_least(low + wide / 2.0));
            prop_assert!(inside(f.value) && ranges.iter().all(|(a, b)| inside(*a) && inside(*b) && a <= b));
            prop_assert!(ranges[1].0 <= ranges[0].0 && ranges[0].1 <= ranges[1].1);
            prop_assert!((0.0..=1.0).contains(&chance));
            prop_assert_eq!((f.at_least(low), f.at_most(low + wide)), (1.0, 1.0));
        }
    }
}

/// A stock that rises by 0.2 a quarter is foretold without error by its pace and by its seasons: the simpler method is told,
/// whatever binary fractions leave over.
#[test]
fn dust_prefers_no_method() {
    for step in [0.1, 0.2, 0.3, 0.7] {
        let values: Vec<f64> = (0..14).map(|k| (98.0 + 10.0 * step * f64::from(k)).round() / 10.0).collect();
        let f = forecast(&plain(&values, 2, Fold::Last), &RULES).unwrap();
        assert_eq!((f.method, f.error), (ForecastMethod::RunRate, 0.0), "{step}");
    }
}
