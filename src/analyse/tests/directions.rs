//! Directions of travel and years to date: what is compared with what.

use super::*;

#[rstest]
#[case(&[80.0, 82.0], Ok(Direction::Improving))]
#[case(&[82.0, 80.0], Ok(Direction::Worsening))]
#[case(&[82.0, 82.1], Ok(Direction::Steady))]
#[case(&[82.0, 81.9], Ok(Direction::Steady))]
#[case(&[82.0, 82.2], Ok(Direction::Improving))]
// What the page shows is what moves: 84.96 and 85.14 are 85.0 and 85.1.
#[case(&[84.96, 85.14], Ok(Direction::Steady))]
#[case(&[80.0, GAP], Err(NoFigure::NoValue))]
#[case(&[GAP, 80.0], Err(NoFigure::NoEarlierValue))]
#[case(&[80.0], Err(NoFigure::NoEarlierValue))]
fn short_direction(#[case] values: &[f64], #[case] expected: Result<Direction, NoFigure>) {
    let c = Council::of(invoices(), "2026-27Q2", values);
    assert_eq!(direction(c.analysis().indicators[0].short), expected);
}

#[test]
fn directions_of_frequencies_breaks_and_plans() {
    let case = |i: Indicator, p: &str, values: &[f64]| Council::of(i, p, values).analysis().indicators[0].short;
    let half = Indicator { due_quarters: vec![2, 4], ..invoices() };
    assert_eq!(case(half.clone(), "2026-27Q2", &[70.0, GAP, 80.0]).unwrap().from, 70.0);
    assert_eq!(case(half, "2026-27Q3", &[70.0, GAP]), Err(NoFigure::NotDue));
    let annual = Indicator { due_quarters: vec![4], ..invoices() };
    assert_eq!(case(annual, "2026-27Q4", &[70.0, GAP, GAP, GAP, 80.0]).unwrap().from, 70.0);
    let broken = |at: &str| Indicator { breaks: vec![period(at)], ..invoices() };
    assert_eq!(case(broken("2026-27Q2"), "2026-27Q2", &[70.0, 80.0]), Err(NoFigure::DefinitionChanged));
    assert!(case(broken("2026-27Q1"), "2026-27Q2", &[70.0, 80.0]).is_ok());
    let none = Indicator { polarity: Polarity::None, ..invoices() };
    assert_eq!(direction(case(none.clone(), "2026-27Q2", &[70.0, 80.0])), Ok(Direction::Moved));
    assert_eq!(direction(case(none, "2026-27Q2", &[70.0, 70.0])), Ok(Direction::Steady));
    // From nothing there is no percentage.
    assert_eq!(case(invoices(), "2026-27Q2", &[0.0, 5.0]).unwrap().percent, None);
    assert_eq!(case(invoices(), "2026-27Q2", &[-4.0, -5.0]).unwrap().percent, Some(-25.0));

    let plan = Indicator { polarity: Polarity::Plan, ..invoices() };
    assert_eq!(case(plan.clone(), "2026-27Q2", &[110.0, 95.0]), Err(NoFigure::NoPlan));
    for (values, expected) in [
        ([110.0, 95.0], Direction::Improving),
        ([98.0, 106.0], Direction::Worsening),
        ([95.0, 105.0], Direction::Steady),
    ] {
        let c = Council::of(plan.clone(), "2026-27Q2", &values).annual(100.0);
        assert_eq!(direction(c.analysis().indicators[0].short), Ok(expected));
    }
}

/// A year's target that was set for another definition rates nothing; the value is measured all the same.
#[test]
fn not_comparable_after_a_new_definition() {
    let broken = Indicator { breaks: vec![period("2026-27Q2")], ..invoices() };
    let council = Council::of(broken.clone(), "2026-27Q2", &[80.0, 50.0]).annual(85.0);
    let a = council.analysis();
    let r = &a.indicators[0];
    assert_eq!((r.status, r.status_previous, r.variance), (Status::NotComparable, Status::Amber, None));
    let now = a.baskets.iter().find(|b| b.kind == BasketKind::Council).map(|b| (b.now.rated(), b.now.measured));
    assert_eq!(now, Some((0, 1)));
    // A target of the quarter's own is one for the new definition.
    let council = Council::of(broken, "2026-27Q2", &[80.0, 50.0]).profile([85.0, 50.0, 50.0, 50.0]);
    assert_eq!(council.analysis().indicators[0].status, Status::Green);
}

#[test]
fn cumulative_readings_are_taken_apart() {
    // Quarters 10, 12, 9, 13 and again 11, 12.
    let c = Council::of(cumulative(), "2026-27Q2", &[10.0, 22.0, 31.0, 44.0, 11.0, 23.0]).profile([11., 22., 33., 44.]);
    let a = c.analysis();
    let r = &a.indicators[0];
    assert_eq!(r.quarters[7..], [Some(10.0), Some(12.0), Some(9.0), Some(13.0), Some(11.0), Some(12.0)]);
    let short = r.short.unwrap();
    assert_eq!((short.from, short.change, short.direction), (11.0, 1.0, Direction::Steady));
    // Like with like: the half-year against last year's half-year.
    assert_eq!(r.year_on_year.unwrap().from, 22.0);
    assert_eq!((r.year_to_date, r.value, r.target, r.status), (Ok(23.0), Some(23.0), Some(22.0), Status::Green));

    // A profile that expects the quarters to differ.
    let seasonal = Council::of(cumulative(), "2026-27Q2", &[10.0, 30.0]).profile([10., 30., 70., 80.]);
    assert_eq!(seasonal.analysis().indicators[0].short, Err(NoFigure::ProfileChanges));
    // Thirds rounded to whole numbers are even.
    let even = Council::of(cumulative(), "2026-27Q2", &[33.0, 70.0]).profile([33., 67., 100., 133.]);
    assert!(even.analysis().indicators[0].short.is_ok());
    // A missing quarter leaves two in one.
    let gap = Council::of(cumulative(), "2026-27Q3", &[10.0, GAP, 30.0]);
    let a = gap.analysis();
    assert_eq!((a.indicators[0].quarters[12], a.indicators[0].year_to_date), (None, Ok(30.0)));
    assert_eq!(a.indicators[0].short, Err(NoFigure::NoEarlierValue));
    // A half-yearly one is taken apart into half-years.
    let half = Indicator { due_quarters: vec![2, 4], ..cumulative() };
    let c = Council::of(half, "2026-27Q4", &[20.0, GAP, 50.0]);
    assert_eq!(c.analysis().indicators[0].short.unwrap().change, 10.0);
    // A new definition in the middle of the year cannot be subtracted.
    let broken = Indicator { breaks: vec![period("2026-27Q2")], ..cumulative() };
    let c = Council::of(broken, "2026-27Q2", &[20.0, 50.0]);
    assert_eq!(c.analysis().indicators[0].quarters[12], None);
}

/// Council tax collected: 28% by June is not worse than 97% by March, and 57.2% by September is compared with last September's.
#[rstest]
fn a_year_to_date_only_is_compared_with_the_same_quarter_of_past_years(
    #[values(Aggregation::Last, Aggregation::Mean, Aggregation::Max, Aggregation::Min)] aggregation: Aggregation,
    #[values(LongTerm::Seasonal, LongTerm::Ongoing)] long_term: LongTerm,
) {
    let tax = Indicator { aggregation, long_term: Some(long_term), ..Indicator { cumulative: true, ..invoices() } };
    let values = [28.0, 56.1, 83.0, 97.1, 28.4, 57.0, 83.9, 97.4, 28.6, 54.0];
    let c = Council::of(tax, "2026-27Q2", &values).profile([28.0, 57.0, 84.0, 97.5]);
    let a = c.analysis();
    let r = &a.indicators[0];
    assert_eq!(r.short, Err(NoFigure::YearToDateOnly));
    assert_eq!(r.was_short, [None, None]);
    assert_eq!((r.long.unwrap().from, r.year_on_year.unwrap().change), (57.0, -3.0));
    let known: Vec<_> = r.quarters.iter().rev().step_by(4).copied().collect();
    assert_eq!(known, [Some(54.0), Some(57.0), Some(56.1), None]);
    assert_eq!(r.quarters.iter().flatten().count(), 3, "nothing of other quarters");
    assert_eq!((r.signals.points, r.signals.chart, r.signals.beside(r.status)), (0, None, None));
    assert!(r.signals.trend.is_err() && r.signals.signal.is_err() && r.signals.assurance.is_err());
    let said = a.sentence(0);
    assert!(said.contains("Worse than at this point of last year by 3.0 percentage points"), "{said}");
    assert!(!said.contains("usual range") && !said.contains("last quarter"), "{said}");
}

/// Due once a year it is the year's figure, and a series like any other.
#[test]
fn a_year_to_date_of_an_annual_measure_is_a_series() {
    let annual = Indicator { cumulative: true, due_quarters: vec![4], ..invoices() };
    let values: Vec<f64> = (0..17).map(|n| if n % 4 == 0 { 90.0 + f64::from(n) } else { GAP }).collect();
    let c = Council::of(annual, "2026-27Q4", &values);
    let a = c.analysis();
    assert_eq!((a.indicators[0].short.unwrap().change, a.indicators[0].signals.points), (4.0, 5));
}

#[test]
fn long_direction() {
    let ongoing = Indicator { long_term: Some(LongTerm::Ongoing), ..invoices() };
    let case =
        |i: &Indicator, values: &[f64]| Council::of(i.clone(), "2026-27Q2", values).analysis().indicators[0].long;
    assert_eq!(case(&invoices(), &[70.0, 1.0, 1.0, 1.0, 80.0]).unwrap().from, 70.0);
    assert_eq!(case(&ongoing, &[70.0, 72.0, 74.0, 76.0, 80.0]).unwrap().from, 73.0);
    assert_eq!(case(&ongoing, &[70.0, GAP, 74.0, 76.0, 80.0]), Err(NoFigure::NotEnoughHistory));
    assert_eq!(case(&ongoing, &[74.0, 76.0, 80.0]), Err(NoFigure::NotEnoughHistory));
    let broken = Indicator { breaks: vec![period("2026-27Q1")], ..ongoing.clone() };
    assert_eq!(case(&broken, &[70.0, 72.0, 74.0, 76.0, 80.0]), Err(NoFigure::DefinitionChanged));
    // Shares are pooled where their parts exist, not averaged: 1 of 2 and three times 0 of 10 are 1 of 32.
    let mut c = Council::of(ongoing, "2026-27Q2", &[50.0, 0.0, 0.0, 0.0, 10.0]);
    for (n, (numerator, denominator)) in [(1.0, 2.0), (0.0, 10.0), (0.0, 10.0), (0.0, 10.0)].into_iter().enumerate() {
        c.parts(0, c.period.plus(n as i32 - 4), numerator, denominator);
    }
    assert_eq!(c.analysis().indicators[0].long.unwrap().from, 3.1);
}

#[rstest]
#[case(Aggregation::Sum, &[10.0, 20.0, 30.0], Ok(60.0))]
#[case(Aggregation::Last, &[10.0, 20.0, 30.0], Ok(30.0))]
#[case(Aggregation::Mean, &[10.0, 20.0, 30.0], Ok(20.0))]
#[case(Aggregation::Max, &[10.0, 40.0, 30.0], Ok(40.0))]
#[case(Aggregation::Min, &[10.0, 40.0, 30.0], Ok(10.0))]
#[case(Aggregation::Sum, &[10.0, GAP, 30.0], Err(NoFigure::QuarterMissing))]
#[case(Aggregation::Mean, &[GAP, 20.0, 30.0], Err(NoFigure::QuarterMissing))]
#[case(Aggregation::Last, &[GAP, GAP, 30.0], Ok(30.0))]
#[case(Aggregation::Sum, &[10.0, 20.0, GAP], Err(NoFigure::NoValue))]
#[case(Aggregation::Ratio, &[10.0, 20.0, 30.0], Err(NoFigure::PartsMissing))]
fn years(#[case] aggregation: Aggregation, #[case] values: &[f64], #[case] expected: Result<f64, NoFigure>) {
    let c = Council::of(Indicator { aggregation, ..flow() }, "2026-27Q3", values);
    assert_eq!(c.analysis().indicators[0].year_to_date, expected);
}

#[test]
fn years_of_ratios_are_pooled() {
    for (unit, times) in [(Unit::Percent, 100.0), (Unit::Rate, 1000.0), (Unit::Days, 1.0)] {
        let per = (unit == Unit::Rate).then_some(times);
        let i = Indicator { unit, per, aggregation: Aggregation::Ratio, ..invoices() };
        // What the figures themselves look like is no evidence of what a rate is per.
        let mut c = Council::of(i, "2026-27Q2", &[times * 5.0, times * 0.1]);
        let p = c.period;
        c.parts(0, p.previous(), 1.0, 2.0);
        c.parts(0, p, 10.0, 100.0);
        let expected = crate::status::round_half_away(times * 11.0 / 102.0, 1);
        assert_eq!(c.analysis().indicators[0].year_to_date, Ok(expected), "{unit:?}");
        c.parts(0, p.previous(), 0.0, -100.0);
        assert_eq!(c.analysis().indicators[0].year_to_date, Err(NoFigure::ZeroDenominator), "{unit:?}");
    }
    let mut c =
        Council::of(Indicator { unit: Unit::Rate, aggregation: Aggregation::Ratio, ..invoices() }, "2026-27Q1", &[5.0]);
    c.parts(0, c.period, 1.0, 2.0);
    assert_eq!(c.analysis().indicators[0].year_to_date, Err(NoFigure::PerMissing));
    let late = Indicator { due_quarters: vec![4], ..invoices() };
    assert_eq!(
        Council::of(late, "2026-27Q2", &[1.0]).analysis().indicators[0].year_to_date,
        Err(NoFigure::NothingDueYet)
    );
}
