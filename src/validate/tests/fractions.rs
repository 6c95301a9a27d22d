//! 0.85 in a column of percentages, and 9120% in a cell in per cent: read plainly where the past shows it to be of that
//! size, else not taken.

use super::world::{World, period, place};
use crate::catalogue::C005;
use crate::finding::{Finding, Severity};
use crate::reading::{CellRef, Value};
use crate::validate::{SettleContext, settle_fractions};
use rstest::rstest;

fn doubted(row: u32, subject: &str) -> Finding {
    Finding::new(&C005, "85% or 0.85%", "0.85").at(&place(row)).of("CC").about(subject)
}

fn settle(w: &mut World, mut findings: Vec<Finding>) -> Vec<Finding> {
    let World { settings, register, past, returned, .. } = w;
    let context = SettleContext { settings, register, period: period(), past };
    settle_fractions(&context, std::slice::from_mut(returned), &mut findings);
    findings
}

/// The rate without its parts, after these figures, the last one first, and against this target.
fn rate(value: f64, before: &[f64], target: f64) -> World {
    let mut w = World::quiet();
    for (k, quarter) in period().previous().last(12).rev().enumerate() {
        w.past.values.set(0, quarter, before.get(k).copied());
    }
    w.register.targets[0].2.quarters = [Some(target); 4];
    let rate = w.rate();
    (rate.value, rate.numerator, rate.denominator) = (Value::Number(value), None, None);
    w
}

#[rstest]
#[case::vacancies(0.3, &[0.2, 0.5, 0.4, 0.3], 0.5, true)]
#[case::past_before_target(0.3, &[0.2, 0.5], 80.0, true)]
#[case::a_past_of_nothing(0.3, &[0.0, 0.0, 0.0, 0.0], 80.0, true)]
#[case::target_alone(0.3, &[], 0.5, true)]
#[case::decided_by_the_past(0.85, &[81.0, 83.0, 85.0, 84.0], 0.8, false)]
#[case::decided_by_the_target(0.85, &[], 80.0, false)]
#[case::the_past_says_both(0.85, &[0.9, 85.0], 0.8, false)]
#[case::one(1.0, &[98.0, 99.0], 95.0, false)]
#[case::rents(120.0, &[101.0, 99.0], 80.0, true)]
#[case::doubled(120.0, &[50.0, 0.0, 3.0], 80.0, true)]
#[case::tenfold_in_the_past(9120.0, &[8800.0], 90.0, true)]
#[case::points_in_per_cent(9120.0, &[91.0, 90.4], 90.0, false)]
#[case::small_points_in_per_cent(450.0, &[4.2, 4.4], 4.0, false)]
#[case::points_by_the_target(450.0, &[], 4.0, false)]
#[case::below_nought(-9120.0, &[-91.0], -90.0, false)]
fn a_value(#[case] value: f64, #[case] before: &[f64], #[case] target: f64, #[case] plain: bool) {
    let mut w = rate(value, before, target);
    let found = settle(&mut w, vec![doubted(5, "rate")]);
    let severities: Vec<Severity> = found.iter().map(|f| f.severity).collect();
    assert_eq!(severities, if plain { vec![] } else { vec![Severity::Error] });
    assert_eq!(w.returned.readings.iter().any(|r| &*r.indicator == "rate"), plain);
}

/// Where nothing is known of the measure, nobody believes thousands of per cent.
#[rstest]
#[case(120.0, true)]
#[case(9120.0, false)]
fn nothing_to_go_by(#[case] value: f64, #[case] plain: bool) {
    let mut w = rate(value, &[], 80.0);
    w.register.targets.clear();
    w.register = w.register.clone().indexed();
    assert_eq!(settle(&mut w, vec![doubted(5, "rate")]).is_empty(), plain);
}

#[test]
fn its_parts_say_more() {
    // 8 of 1,000 are 0.8%.
    let mut w = rate(0.8, &[81.0], 80.0);
    (w.rate().numerator, w.rate().denominator) = (Some(8.0), Some(1000.0));
    assert_eq!(settle(&mut w, vec![doubted(5, "rate")]), vec![]);
    // 800 of 1,000 are not, which R002 refuses.
    (w.rate().numerator, w.rate().denominator) = (Some(800.0), Some(1000.0));
    assert_eq!(settle(&mut w, vec![doubted(5, "rate")])[0].severity, Severity::Query);
    assert_eq!(w.returned.readings.len(), 3);
}

#[test]
fn what_stands_beside_a_value_falls_alone() {
    let mut w = rate(82.0, &[81.0], 80.0);
    w.rate().forecast = Some(0.9);
    let beside = Finding { cell: Some(CellRef::new(5, 11)), ..doubted(5, "rate") };
    assert_eq!(settle(&mut w, vec![beside])[0].severity, Severity::Error);
    assert_eq!((w.rate().forecast, w.returned.readings.len()), (None, 3));
    w.action().progress = Some(0.5);
    assert_eq!(settle(&mut w, vec![doubted(50, "A1")])[0].severity, Severity::Error);
    assert_eq!(w.action().progress, None);
}

#[test]
fn a_council_that_decides_for_itself_has_it_as_typed() {
    let mut w = rate(0.85, &[81.0], 80.0);
    w.settings.checks.severity = [("C005".to_owned(), Severity::Note)].into();
    assert_eq!(settle(&mut w, vec![doubted(5, "rate")])[0].severity, Severity::Query);
    assert_eq!(w.returned.readings.len(), 3);
}
