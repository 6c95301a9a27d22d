//! What a series says: cases with known answers, and properties that hold for every series.

use super::*;
use crate::analyse::NoFigure;
use crate::analyse::signals::{Assurance, Course, IntervalMethod, Signals, Variation, Verdict};
use crate::reading::computed::ComputedIndicator;
use crate::statistic::xmr::SignalRule;

fn of(i: Indicator, values: &[f64]) -> Council {
    Council::of(i, "2026-27Q2", values)
}

fn signals(council: &Council) -> Arc<Signals> {
    council.analysis().indicators[0].signals.clone()
}

fn counted() -> Indicator {
    Indicator { unit: Unit::Number, decimals: 0, ..invoices() }
}

#[rstest]
#[case(Polarity::Higher, Course::Improving)]
#[case(Polarity::Lower, Course::Worsening)]
#[case(Polarity::None, Course::Rising)]
#[case(Polarity::Plan, Course::Rising)]
fn a_trend_is_better_or_worse_by_polarity(#[case] polarity: Polarity, #[case] course: Course) {
    let up: Vec<f64> = (0..8).map(|k| 50.0 + f64::from(k)).collect();
    let i = Indicator { polarity, ..counted() };
    let t = signals(&of(i.clone(), &up)).trend.unwrap();
    assert_eq!((t.course, t.line.slope, t.line.intercept), (course, 1.0, 50.0));
    assert_eq!(signals(&of(i, &up[1..])).trend, Err(NoFigure::NotEnoughHistory));
}

/// Clear to the test, and over the whole series no more than the step by which direction of travel is steady.
#[test]
fn what_hardly_moves_is_steady() {
    let up: Vec<f64> = (0..13).map(|k| 50.0 + 0.05 * f64::from(k)).collect();
    assert_eq!(signals(&of(counted(), &up)).trend.unwrap().course, Course::Steady);
    assert_eq!(signals(&of(invoices(), &up)).trend.unwrap().course, Course::Improving);
}

#[test]
fn seasons_are_compared_with_themselves_where_the_register_says_so() {
    let values: Vec<f64> = (0..13).map(|k| 500.0 + [0.0, 90.0, 40.0, 200.0][k % 4] + k as f64).collect();
    let seasonal = Indicator { long_term: Some(LongTerm::Seasonal), ..counted() };
    let t = signals(&of(seasonal.clone(), &values)).trend.unwrap();
    assert!(t.by_season && t.course == Course::Improving && t.line.slope == 1.0, "{t:?}");
    assert!(t.autocorrelation.is_none() && t.allowing.is_none());
    assert_eq!(signals(&of(counted(), &values)).trend.unwrap().course, Course::Unclear);
    let mut council = of(seasonal, &values);
    council.settings.trend.by_season = false;
    assert!(!signals(&council).trend.unwrap().by_season);
}

#[test]
fn nothing_reaches_back_over_a_break() {
    let mut values = vec![500.0; 12];
    values.extend([60.0, 61.0, 60.0, 62.0, 61.0]);
    let i = Indicator { breaks: vec![period("2025-26Q2")], ..counted() };
    let s = signals(&of(i, &values));
    assert_eq!((s.points, s.first), (5, Some(period("2025-26Q2"))));
    assert!(s.chart.unwrap().upper < 100.0 && s.trial);
    assert_eq!((s.trend, s.signal), (Err(NoFigure::NotEnoughHistory), Err(NoFigure::NotEnoughHistory)));
}

/// What a formula follows from was counted anew in the second quarter: the series begins there, and the year's target is
/// of the old definition.
#[test]
fn a_new_definition_of_a_feeder_is_one_of_what_follows_from_it() {
    let mut values = vec![500.0; 12];
    values.extend([60.0, 61.0, 60.0, 62.0, 61.0]);
    let c = of(Indicator { aggregation: Aggregation::Last, ..counted() }, &values).annual(50.0);
    let computed = |at: &str| ComputedIndicator {
        indicator: 0,
        feeders: vec![],
        breaks: vec![period(at)],
        times: 1.0,
        reading: None,
        lack: None,
    };
    let told = |computed: &[ComputedIndicator]| {
        let inputs = Inputs { computed, ..c.inputs() };
        let a = analyse(&inputs);
        (a.indicators[0].signals.points, a.indicators[0].status, a.indicators[0].short.is_ok())
    };
    assert_eq!(told(&[]), (17, Status::Green, true));
    assert_eq!(told(&[computed("2025-26Q2")]), (5, Status::Green, true));
    assert_eq!(told(&[computed("2026-27Q2")]), (1, Status::NotComparable, false));
}

#[test]
fn only_due_quarters_count_and_gaps_keep_their_time() {
    let halves = Indicator { due_quarters: vec![2, 4], ..counted() };
    let s = signals(&of(halves, &[7.0, 10.0, 7.0, 12.0, GAP, 14.0, 7.0, GAP, 7.0, 18.0, 7.0, 20.0, 7.0, 22.0]));
    assert_eq!((s.points, s.first), (6, Some(period("2023-24Q2"))));
    let s = signals(&of(counted(), &[10.0, 11.0, GAP, GAP, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0]));
    assert_eq!((s.points, s.trend.unwrap().line.slope), (8, 1.0));
    let due_later = Indicator { due_quarters: vec![4], ..counted() };
    assert_eq!(signals(&of(due_later, &[5.0; 25])).trend, Err(NoFigure::NotDue));
    assert_eq!(signals(&of(counted(), &[5.0, GAP])).signal, Err(NoFigure::NoValue));
}

#[test]
fn a_year_to_date_that_cannot_be_taken_apart_has_no_series() {
    let mean = Indicator { aggregation: Aggregation::Mean, cumulative: true, ..counted() };
    let s = signals(&of(mean, &[5.0; 20]));
    assert_eq!((s.points, s.trend, s.chart), (0, Err(NoFigure::YearToDateOnly), None));
    assert_eq!(s.signal, Err(NoFigure::YearToDateOnly));
}

/// Thirteen quarters between 57 and 63: mean 60, limits 49.4 and 70.6.
const QUIET: [f64; 13] = [60.0, 62.0, 58.0, 61.0, 57.0, 63.0, 59.0, 62.0, 58.0, 61.0, 57.0, 63.0, 59.0];

#[rstest]
#[case(
    80.0,
    59.0,
    Status::Red,
    Assurance::Fails,
    ", and consistently failing: its usual range does not reach its target"
)]
#[case(68.0, 59.0, Status::Red, Assurance::HitOrMiss, ", but within its usual range")]
#[case(59.0, 59.0, Status::Green, Assurance::HitOrMiss, ", but could miss it by chance alone")]
#[case(40.0, 59.0, Status::Green, Assurance::Passes, ", and reliably so")]
#[case(40.0, 42.0, Status::Green, Assurance::Passes, ", with a signal of concern")]
#[case(60.0, 74.0, Status::Green, Assurance::HitOrMiss, ", with a signal of improvement")]
#[case(
    90.0,
    74.0,
    Status::Red,
    Assurance::Fails,
    ", with a signal of improvement, but its usual range does not reach its target yet"
)]
fn status_and_signal_stand_side_by_side(
    #[case] target: f64,
    #[case] now: f64,
    #[case] status: Status,
    #[case] assurance: Assurance,
    #[case] beside: &str,
) {
    let mut values = QUIET;
    values[12] = now;
    let council = of(counted(), &values).annual(target);
    let result = &council.analysis().indicators[0];
    assert_eq!((result.status, result.signals.assurance), (status, Ok(assurance)));
    assert_eq!(result.signals.beside(result.status), Some(beside));
}

#[test]
fn the_rule_that_fired_is_told() {
    let mut values = QUIET;
    values[12] = 80.0;
    let told = |polarity| {
        let s = signals(&of(Indicator { polarity, ..counted() }, &values)).signal.unwrap();
        (s.variation, s.rule)
    };
    assert_eq!(told(Polarity::Higher), (Variation::Improvement, Some(SignalRule::OutsideLimits)));
    assert_eq!(told(Polarity::Lower), (Variation::Concern, Some(SignalRule::OutsideLimits)));
    assert_eq!(told(Polarity::None), (Variation::High, Some(SignalRule::OutsideLimits)));
    let none = signals(&of(Indicator { polarity: Polarity::None, ..counted() }, &values));
    assert_eq!(none.assurance, Err(NoFigure::NoPolarity));
    assert_eq!(signals(&of(counted(), &values)).assurance, Err(NoFigure::NoTarget));
}

/// 60 of 100 against 65%: Wilson's interval is 50.2% to 69.1%.
#[test]
fn a_miss_that_chance_could_explain_is_said_and_changes_nothing() {
    let share = Indicator {
        numerator_name: "In time".into(),
        denominator_name: "All".into(),
        part_of_whole: true,
        aggregation: Aggregation::Ratio,
        ..invoices()
    };
    let chance = |parts: Option<(f64, f64)>, target: f64| {
        let mut council = of(share.clone(), &[60.0]).annual(target);
        let reading = &mut council.returns[0].readings[0];
        (reading.numerator, reading.denominator) = (parts.map(|p| p.0), parts.map(|p| p.1));
        let result = &council.analysis().indicators[0];
        (result.status, result.signals.chance.map(|c| (c.method, c.verdict)))
    };
    let of_hundred = Some((60.0, 100.0));
    let wilson = |verdict| Ok((IntervalMethod::Wilson, Some(verdict)));
    assert_eq!(chance(of_hundred, 65.0), (Status::Amber, wilson(Verdict::MissedByLess)));
    assert_eq!(chance(of_hundred, 75.0), (Status::Red, wilson(Verdict::MissedByMore)));
    assert_eq!(chance(of_hundred, 55.0), (Status::Green, wilson(Verdict::MetByLess)));
    assert_eq!(chance(of_hundred, 45.0), (Status::Green, wilson(Verdict::MetByMore)));
    assert_eq!(chance(None, 65.0), (Status::Amber, Err(NoFigure::PartsMissing)));
    assert_eq!(chance(Some((60.5, 100.0)), 65.0).1, Err(NoFigure::NotCounted), "money is not cases");
}

/// 290 of 60,250: Byar's interval of the count, and Wilson's of the share, each per 100,000.
#[rstest]
#[case(false, IntervalMethod::Byar, (427.517_0, 540.036_7))]
#[case(true, IntervalMethod::Wilson, (429.132_5, 539.837_2))]
fn rates_have_the_range_of_what_they_count(
    #[case] part_of_whole: bool,
    #[case] method: IntervalMethod,
    #[case] range: (f64, f64),
) {
    let rate = Indicator {
        unit: Unit::Rate,
        per: Some(1e5),
        numerator_name: "Admissions".into(),
        denominator_name: "People".into(),
        part_of_whole,
        aggregation: Aggregation::Ratio,
        polarity: Polarity::Lower,
        ..invoices()
    };
    let mut council = of(rate, &[481.3]).annual(405.0);
    let reading = &mut council.returns[0].readings[0];
    (reading.numerator, reading.denominator) = (Some(290.0), Some(60_250.0));
    let result = &council.analysis().indicators[0];
    let chance = result.signals.chance.unwrap();
    assert_eq!((chance.method, chance.verdict, result.status), (method, Some(Verdict::MissedByMore), Status::Red));
    assert!((chance.range.low - range.0).abs() < 1e-3 && (chance.range.high - range.1).abs() < 1e-3, "{chance:?}");
}

#[test]
fn counts_of_events_have_a_range_and_stocks_have_none() {
    let chance = |aggregation, value| {
        let council = of(Indicator { aggregation, ..counted() }, &[value]);
        council.analysis().indicators[0].signals.chance
    };
    let range = chance(Aggregation::Sum, 65.0).unwrap().range;
    assert!((range.low - 50.163_188).abs() < 1e-6 && (range.high - 82.849_139).abs() < 1e-6);
    assert_eq!(chance(Aggregation::Last, 65.0), Err(NoFigure::NotCounted));
    assert_eq!(chance(Aggregation::Sum, 6.5), Err(NoFigure::NotCounted));
}

#[test]
fn outliers_slips_and_figures_that_stand_still() {
    let mut values = vec![420.0, 415.0, 431.0, 402.0, 440.0, 418.0, 425.0, 409.0];
    values.push(73_390.0);
    let s = signals(&of(counted(), &values));
    assert!(s.modified_z.unwrap() > 3.5 && s.times_usual.unwrap() > 170.0);
    assert_eq!(s.large_change, Some(true));
    let s = signals(&of(counted(), &[5.0, 7.0, 7.0, 7.0, 7.0]));
    assert_eq!((s.unchanged, s.still, s.large_change), (4, true, Some(false)));
    assert!(!signals(&of(invoices(), &[100.0; 9])).still, "all of them may well stay all");
    assert!(!signals(&of(counted(), &[0.0; 9])).still);
    assert_eq!(signals(&of(counted(), &[7.0; 9])).modified_z, Err(NoFigure::NoSpread));
}

/// By the register, and where that says nothing by the council's long-term comparison.
#[test]
fn what_is_usual_is_so_for_the_quarter_of_the_year() {
    let mut values: Vec<f64> = (0..13).map(|k| [500.0, 90.0, 240.0, 700.0][k % 4] + ((k * 7) % 5) as f64).collect();
    values[12] = 240.0;
    let told = |long_term: Option<LongTerm>, council: LongTerm| {
        let mut c = of(Indicator { long_term, ..counted() }, &values);
        c.settings.direction.long_term = council;
        let s = signals(&c);
        (s.usual.map(|u| (u.by_season, u.count, u.median)), s.modified_z.is_ok_and(|z| z > 3.5))
    };
    let (by_season, by_all) = ((Some((true, 12, 501.0)), true), (Some((false, 12, 372.0)), false));
    assert_eq!(told(Some(LongTerm::Seasonal), LongTerm::Ongoing), by_season);
    assert_eq!(told(None, LongTerm::Seasonal), by_season);
    assert_eq!(told(Some(LongTerm::Ongoing), LongTerm::Seasonal), by_all);
    assert_eq!(told(None, LongTerm::Ongoing), by_all);
}

/// Up to 25 quarters of whole numbers, with a gap here and there.
fn series() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(prop_oneof![9 => (-40i32..400).prop_map(f64::from), 1 => Just(GAP)], 0..26)
}

/// Numbers that binary fractions hold exactly, so that scaling and shifting change nothing else.
fn scaled(values: &[f64], by: f64, shift: f64) -> Vec<f64> {
    values.iter().map(|v| v * by + shift).collect()
}

fn bare(i: Indicator, values: &[f64]) -> Council {
    let mut council = of(i, values);
    council.settings.direction.steady_steps = 0.0;
    council
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn shift_and_scale_change_the_line_and_no_verdict(values in series(), by in 1i32..6, shift in -500i32..500) {
        let (by, shift) = (2f64.powi(by), f64::from(shift));
        let (a, b) = (signals(&bare(counted(), &values)), signals(&bare(counted(), &scaled(&values, by, shift))));
        prop_assert_eq!(a.signal, b.signal);
        prop_assert_eq!(a.trend.map(|t| (t.course, t.test)), b.trend.map(|t| (t.course, t.test)));
        if let (Ok(a), Ok(b)) = (a.trend, b.trend) {
            prop_assert!(near(a.line.slope * by, b.line.slope) && near(a.line.intercept * by + shift, b.line.intercept));
        }
        if let (Some(a), Some(b)) = (a.chart, b.chart) {
            prop_assert!(near(a.mean * by + shift, b.mean) && near(a.moving_range * by, b.moving_range));
        }
        prop_assert_eq!(a.modified_z.is_ok(), b.modified_z.is_ok());
        if let (Ok(a), Ok(b)) = (a.modified_z, b.modified_z) {
            prop_assert!(near(a, b));
        }
    }

    #[test]
    fn polarity_mirrored_mirrors_the_verdict(values in series(), target in -40i32..400) {
        let with = |polarity| {
            let council = of(Indicator { polarity, ..counted() }, &values).annual(f64::from(target));
            signals(&council)
        };
        let (higher, lower) = (with(Polarity::Higher), with(Polarity::Lower));
        let course = |c| match c {
            Course::Improving => Course::Worsening,
            Course::Worsening => Course::Improving,
            other => other,
        };
        let variation = |v| match v {
            Variation::Improvement => Variation::Concern,
            Variation::Concern => Variation::Improvement,
            other => other,
        };
        let assurance = |a| match a {
            Assurance::Passes => Assurance::Fails,
            Assurance::Fails => Assurance::Passes,
            Assurance::HitOrMiss => Assurance::HitOrMiss,
        };
        prop_assert_eq!(higher.trend.map(|t| course(t.course)), lower.trend.map(|t| t.course));
        prop_assert_eq!(higher.signal.map(|s| (variation(s.variation), s.rule)), lower.signal.map(|s| (s.variation, s.rule)));
        prop_assert_eq!(higher.assurance.map(assurance), lower.assurance);
    }

    #[test]
    fn a_short_history_gives_no_verdict(values in proptest::collection::vec((-40i32..400).prop_map(f64::from), 0..13)) {
        let s = signals(&of(counted(), &values).annual(100.0));
        prop_assert_eq!(s.points, values.len());
        prop_assert!(s.signal.is_err() && s.assurance.is_err() && s.beside(Status::Red).is_none() && s.trial);
        prop_assert!(values.len() >= 8 || s.trend.is_err());
        prop_assert!(values.len() > 8 || s.modified_z.is_err());
        prop_assert!(values.len() > 4 || s.times_usual.is_none());
        prop_assert!(values.len() > 1 || (s.chart.is_none() && s.large_change.is_none()));
    }

    #[test]
    fn what_never_moves_never_signals(value in -1e6f64..1e6, n in 0usize..26) {
        for polarity in Polarity::ALL {
            let s = signals(&of(Indicator { polarity: *polarity, ..counted() }, &vec![value; n]));
            prop_assert!(s.signal.is_err() || s.signal.is_ok_and(|s| s.variation == Variation::CommonCause));
            prop_assert!(s.trend.is_err() || s.trend.is_ok_and(|t| t.course == Course::Unclear));
            prop_assert!(s.modified_z.is_err() && s.times_usual.is_none() && s.large_change != Some(true));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(all in proptest::collection::vec(series(), 1..6)) {
        let indicators = (0..all.len()).map(|n| Indicator { id: format!("X{n}").as_str().into(), ..counted() }).collect();
        let mut council = Council::new(indicators, "2026-27Q2");
        for (n, values) in all.iter().enumerate() {
            council.fill(n, values);
        }
        let said = |c: &Council| -> Vec<_> {
            c.analysis().indicators.iter().map(|r| r.signals.clone()).collect()
        };
        let before = said(&council);
        council.returns.iter_mut().for_each(|r| r.readings.reverse());
        prop_assert_eq!(before, said(&council));
    }
}
