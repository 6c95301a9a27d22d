//! The year's outturn: what it is forecast from, when it is known, what it is compared with.

use super::*;
use crate::register::{Year, YearKind};
use crate::statistic::forecast::ForecastMethod;

/// Three years of 10, 20, 30, 40 give or take one, and the quarters of this year.
fn seasonal(now: &[f64]) -> Vec<f64> {
    let past = [10.0, 20.0, 30.0, 40.0, 11.0, 20.0, 30.0, 39.0, 10.0, 21.0, 29.0, 40.0];
    [&past, now].concat()
}

fn outturn(c: &Council) -> Result<Box<Outturn>, NoFigure> {
    c.analysis().indicators[0].outturn.clone()
}

fn foreseen(c: &Council) -> (Outturn, OutturnForecast) {
    let o = outturn(c).unwrap();
    let f = o.foreseen.clone().unwrap();
    (*o, f)
}

#[test]
fn a_seasonal_total() {
    let (o, f) = foreseen(&Council::of(flow(), "2026-27Q2", &seasonal(&[12.0, 22.0])).annual(105.0));
    // 92 of 300 had come by now.
    assert_eq!((o.value, f.method, f.years), (111.0, ForecastMethod::SeasonalShare, 3));
    assert_eq!((o.target, o.meets, o.ends), (Some(105.0), Some(true), period("2026-27Q4")));
    let chance = f.chance.unwrap();
    assert!(chance > 0.6 && chance < 0.99, "{chance}");
    assert!(f.range_80.0 > f.range_95.0 && f.range_80.1 < f.range_95.1 && f.range_95.0 >= 34.0);
    assert!(f.to_come.is_empty(), "it has no chart");
    let (o, f) = foreseen(&Council::of(Indicator { key: true, ..flow() }, "2026-27Q2", &seasonal(&[12.0, 22.0])));
    let quarters: Vec<Period> = f.to_come.iter().map(|(q, _)| *q).collect();
    assert_eq!(quarters, [period("2026-27Q3"), period("2026-27Q4")]);
    let [value, low, high] = f.to_come[0].1;
    assert!((value * 2.0 + 34.0 - o.value).abs() < 0.5 && low < value && value < high);
}

/// Where the year begins in January, its quarters are the council's Q4, Q1, Q2 and Q3.
#[test]
fn a_calendar_year_ends_with_the_third_quarter() {
    let calendar = Indicator { year: Year::new(YearKind::Calendar, 4), ..flow() };
    let (o, f) = foreseen(&Council::of(calendar, "2026-27Q2", &seasonal(&[12.0, 22.0])));
    // 2024 came to 101 and 2025 to 99; 141 of the 200 had come by now, of this year 74.
    assert_eq!((o.value, f.method, f.years), (105.0, ForecastMethod::SeasonalShare, 2));
    assert_eq!(o.ends, period("2026-27Q3"));
}

/// As year to date the same readings say the same.
#[test]
fn cumulative_readings_say_what_quarters_say() {
    let alone = Council::of(flow(), "2026-27Q2", &seasonal(&[12.0, 22.0])).annual(105.0);
    let mut sum = 0.0;
    let to_date: Vec<f64> = (0..)
        .zip(seasonal(&[12.0, 22.0]))
        .map(|(n, v)| {
            sum = if n % 4 == 0 { v } else { sum + v };
            sum
        })
        .collect();
    assert_eq!(outturn(&alone), outturn(&Council::of(cumulative(), "2026-27Q2", &to_date).annual(105.0)));
    // A quarter that never came leaves the year to date, which is enough for a share.
    let mut gap = to_date.clone();
    gap[12] = GAP;
    let (o, f) = foreseen(&Council::of(cumulative(), "2026-27Q2", &gap).annual(105.0));
    assert_eq!((o.value, f.method), (111.0, ForecastMethod::SeasonalShare));
}

#[test]
fn polarity_mirrored_mirrors_the_chance() {
    let level = Indicator { unit: Unit::Rate, minimum: Some(-1000.0), ..invoices() };
    let values: Vec<f64> = seasonal(&[12.0, 22.0]);
    let mirrored: Vec<f64> = values.iter().map(|v| -v).collect();
    let chance = |polarity, values: &[f64], target| {
        let i = Indicator { polarity, ..level.clone() };
        let (o, f) = foreseen(&Council::of(i, "2026-27Q2", values).annual(target));
        (o.meets, f.chance.unwrap())
    };
    for target in [30.0, 40.0, 45.0] {
        let (higher, lower) = (chance(Polarity::Higher, &values, target), chance(Polarity::Lower, &mirrored, -target));
        assert_eq!(higher.0, lower.0);
        assert!((higher.1 - lower.1).abs() < 1e-12, "{higher:?} {lower:?}");
        let against = chance(Polarity::Lower, &values, target);
        // Both are met where the outturn rounds to the target.
        assert!(higher.1 + against.1 >= 1.0 && higher.1 + against.1 < 1.1);
    }
}

/// In its last quarter the year is known, and it is the year to date.
#[test]
fn a_year_that_has_ended_is_known() {
    for aggregation in [Aggregation::Sum, Aggregation::Last, Aggregation::Mean, Aggregation::Max, Aggregation::Min] {
        for cumulative in [false, true] {
            let i = Indicator { aggregation, cumulative, ..flow() };
            let c = Council::of(i, "2026-27Q4", &seasonal(&[12.0, 22.0, 31.0, 44.0])).annual(50.0);
            let a = c.analysis();
            let (o, to_date) = (a.indicators[0].outturn.clone().unwrap(), a.indicators[0].year_to_date.unwrap());
            assert_eq!((o.value, o.foreseen), (to_date, None), "{aggregation:?} {cumulative}");
            assert_eq!(o.meets, Some(to_date >= 50.0));
            assert!(a.breaches_forecast().is_empty() && a.indicators[0].chance().is_none());
        }
    }
}

/// How far the year has come is neither where it ends nor a pace: 54.0% by September ends where past years say.
#[test]
fn how_far_a_year_has_come_is_foretold_from_past_years() {
    let tax = Indicator { cumulative: true, aggregation: Aggregation::Last, ..invoices() };
    let mut values = vec![];
    for year in [0.0, 0.4, -0.3] {
        values.extend([28.0, 56.0 + year, 83.0, 97.0 + year]);
    }
    values.extend([28.3, 54.0]);
    let (o, f) = foreseen(&Council::of(tax.clone(), "2026-27Q2", &values).annual(97.5));
    assert_eq!((o.value, f.method, f.to_come.len()), (95.0, ForecastMethod::SeasonalShare, 0));
    // Where the council allows nothing else, nothing is foretold.
    let mut c = Council::of(tax, "2026-27Q2", &values);
    c.settings.forecast.methods = vec![ForecastMethod::LastValue, ForecastMethod::RunRate];
    assert_eq!(c.analysis().indicators[0].outturn.as_deref(), Err(&NoFigure::FewYears));
}

#[test]
fn ratios_are_forecast_by_their_parts() {
    let i = Indicator {
        aggregation: Aggregation::Ratio,
        numerator_name: "paid in time".into(),
        denominator_name: "paid".into(),
        part_of_whole: true,
        ..invoices()
    };
    let mut c = Council::of(i, "2026-27Q1", &[50.0, 50.0, 50.0, 90.0, 50.0, 50.0, 50.0, 90.0, 60.0]).annual(80.0);
    // Nine tenths of the year's cases come in its last quarter.
    for n in 0..9 {
        let p = c.period.plus(n - 8);
        let (numerator, denominator) = if p.quarter() == 4 { (810.0, 900.0) } else { (50.0, 100.0) };
        c.parts(0, p, if n == 8 { 60.0 } else { numerator }, denominator);
    }
    let (o, f) = foreseen(&c);
    // 60 of 100 now; a share of 50 ÷ 960 and of 100 ÷ 1,200: 1,152 of 1,200. Alone the quarters say 60%.
    assert_eq!((o.value, f.method, o.meets), (96.0, ForecastMethod::SeasonalShare, Some(true)));
    assert!(f.range_95.1 <= 100.0 && f.range_80.0 < 96.0);
    c.past.numerators.set(0, period("2025-26Q2"), None);
    assert_eq!(outturn(&c), Err(NoFigure::FewYears));
}

/// Numerator and denominator beside a suppressed figure would tell it.
#[test]
fn parts_of_a_suppressed_figure_tell_nothing() {
    let i = Indicator {
        aggregation: Aggregation::Ratio,
        numerator_name: "paid in time".into(),
        denominator_name: "paid".into(),
        ..invoices()
    };
    let mut c = Council::of(i, "2026-27Q1", &[50.0, 50.0, 50.0, 90.0, 50.0, 50.0, 50.0, 90.0, 60.0]).annual(80.0);
    for n in 0..9 {
        let p = c.period.plus(n - 8);
        c.parts(0, p, if n == 8 { 60.0 } else { 50.0 }, 100.0);
    }
    assert!(outturn(&c).is_ok());
    c.returns[0].readings[0].value = Value::Marker(Marker::Suppressed);
    let result = &c.analysis().indicators[0];
    assert_eq!((result.status, &result.outturn), (Status::Suppressed, &Err(NoFigure::NoValue)));
    assert_eq!(result.signals.chance, Err(NoFigure::NoValue));
    assert!(result.short.is_err() && result.long.is_err() && result.year_to_date.is_err());
}

#[test]
fn why_there_is_no_forecast() {
    let case = |i: Indicator, p: &str, values: &[f64]| outturn(&Council::of(i, p, values).annual(100.0)).err();
    let whole = seasonal(&[12.0, 22.0]);
    assert_eq!(case(flow(), "2026-27Q2", &whole), None);
    assert_eq!(case(flow(), "2026-27Q2", &seasonal(&[12.0, GAP])), Some(NoFigure::NoValue));
    assert_eq!(case(flow(), "2026-27Q2", &seasonal(&[GAP, 22.0])), Some(NoFigure::QuarterMissing));
    assert_eq!(case(flow(), "2026-27Q2", &whole[8..]), Some(NoFigure::FewYears));
    for length in 0..=8 {
        let few = &whole[whole.len() - length..];
        assert!(case(flow(), "2026-27Q2", few).is_some(), "{length} quarters say nothing of a year");
    }
    let broken = |at: &str| Indicator { breaks: vec![period(at)], ..flow() };
    assert_eq!(case(broken("2026-27Q2"), "2026-27Q2", &whole), Some(NoFigure::DefinitionChanged));
    assert_eq!(case(broken("2025-26Q1"), "2026-27Q2", &whole), Some(NoFigure::FewYears));
    assert_eq!(case(broken("2024-25Q1"), "2026-27Q2", &whole), None);
    let annual = Indicator { due_quarters: vec![4], ..flow() };
    assert_eq!(case(annual, "2026-27Q2", &whole), Some(NoFigure::NothingDueYet));
    let mut c = Council::of(flow(), "2026-27Q2", &whole);
    c.settings.forecast.on = false;
    assert_eq!(outturn(&c), Err(NoFigure::ForecastOff));
    let mut c = Council::of(flow(), "2026-27Q2", &whole);
    c.findings.push(Finding::new(&catalogue::S002, "about 22", "2200").about("X1").of("FIN"));
    assert_eq!(outturn(&c), Err(NoFigure::InDoubt));
}

/// Half-yearly, the year has two figures; in a quarter that is not due the last one stands.
#[test]
fn half_years() {
    let half = Indicator { due_quarters: vec![2, 4], ..flow() };
    let values = [GAP, 40.0, GAP, 60.0, GAP, 42.0, GAP, 60.0, GAP, 38.0, GAP, 61.0, GAP, 44.0];
    let (o, f) = foreseen(&Council::of(half.clone(), "2026-27Q2", &values).annual(105.0));
    assert_eq!((o.value, f.method), (110.0, ForecastMethod::SeasonalShare));
    let later = [&values[..], &[GAP]].concat();
    let (same, _) = foreseen(&Council::of(half, "2026-27Q3", &later).annual(105.0));
    assert_eq!((same.value, same.ends), (110.0, period("2026-27Q4")));
}

#[test]
fn targets_of_the_year() {
    let values = seasonal(&[12.0, 22.0]);
    let of = |i: Indicator, target: Target| {
        let mut c = Council::of(i, "2026-27Q2", &values);
        c.target(0, 2026, target);
        let (o, f) = foreseen(&c);
        (o.target, o.meets, f.chance.is_some())
    };
    let profile = Target { quarters: [10.0, 20.0, 30.0, 45.0].map(Some), ..Target::default() };
    assert_eq!(of(flow(), profile.clone()), (Some(105.0), Some(true), true));
    assert_eq!(of(invoices(), profile), (Some(45.0), Some(false), true));
    assert_eq!(of(flow(), Target::default()), (None, None, false));
    let none = Indicator { polarity: Polarity::None, ..flow() };
    assert_eq!(of(none, Target { annual: Some(1.0), ..Target::default() }), (Some(1.0), None, false));
    // The band of a stock is the year's; that of a total is the quarter's.
    let band = Target { green_low: Some(30.0), green_high: Some(50.0), ..Target::default() };
    let plan = |aggregation| Indicator { polarity: Polarity::Plan, aggregation, ..flow() };
    assert_eq!(of(plan(Aggregation::Last), band.clone()), (None, Some(true), true));
    assert_eq!(of(plan(Aggregation::Sum), band), (None, None, false));
}

#[test]
fn the_services_own_forecast() {
    for (own, disagrees) in [(111.0, false), (150.0, true), (60.0, true)] {
        let mut c = Council::of(flow(), "2026-27Q2", &seasonal(&[12.0, 22.0]));
        c.returns[0].readings[0].forecast = Some(own);
        let (o, _) = foreseen(&c);
        assert_eq!((o.own, o.disagrees), (Some(own), Some(disagrees)));
    }
}

/// A percentage stays from 0 to 100, a total above what has come, a highest above the highest so far.
#[test]
fn bounds() {
    let (_, f) = foreseen(&Council::of(invoices(), "2026-27Q2", &[99.0, 60.0, 98.0, 99.0].repeat(4)[..14]));
    assert!(f.range_95.1 <= 100.0, "{:?}", f.range_95);
    let rare = [0.0, 3.0, 1.0, 0.0, 5.0, 0.0, 0.0, 1.0, 2.0, 4.0];
    let (_, f) = foreseen(&Council::of(flow(), "2026-27Q2", &rare));
    assert!(f.range_95.0 >= 6.0, "{:?}", f.range_95);
    let highest = Indicator { aggregation: Aggregation::Max, ..flow() };
    let (o, f) = foreseen(&Council::of(highest, "2026-27Q2", &seasonal(&[12.0, 70.0])));
    assert!(o.value >= 70.0 && f.range_95.0 >= 70.0);
    // A total that can no longer come down to its target has no chance.
    let fewer = Indicator { polarity: Polarity::Lower, ..flow() };
    let (o, f) = foreseen(&Council::of(fewer, "2026-27Q2", &seasonal(&[12.0, 22.0])).annual(30.0));
    assert_eq!((o.meets, f.chance), (Some(false), Some(0.0)));
}

#[test]
fn what_is_forecast_to_miss_is_told() {
    let key = |id: &str| Indicator { id: id.into(), key: true, ..flow() };
    let mut c = Council::new(vec![key("A"), key("B"), key("C")], "2026-27Q2");
    c.settings.forecast.methods =
        vec![ForecastMethod::LastValue, ForecastMethod::RunRate, ForecastMethod::SeasonalShare];
    for (n, target) in [120.0, 105.0, 115.0].into_iter().enumerate() {
        c.fill(n, &seasonal(&[12.0, 22.0]));
        c.target(n, 2026, Target { annual: Some(target), ..Target::default() });
    }
    let a = c.analysis();
    assert_eq!(a.breaches_forecast(), [0, 2]);
    let told = a.headlines.iter().find(|h| h.kind == HeadlineKind::Outturn).unwrap();
    assert_eq!(told.indicator, Some(0));
    let says = "2 of 3 key indicators are forecast to miss the year's target. Least likely to meet it: Invoices paid in \
                time (A), forecast to end the year at 111 against the year's target of 120, ";
    assert!(told.sentence.starts_with(says), "{}", told.sentence);
    assert!(a.headlines.len() <= 5);
}
