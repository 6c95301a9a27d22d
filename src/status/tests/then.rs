//! Figures that were restated are rated by what their quarter was reported with.

use super::super::*;
use crate::reported::{ReportedFigure, StatusLimits};
use crate::sample::invoices;
use crate::settings::load;
use rstest::rstest;
use std::path::Path;

fn q2() -> Period {
    Period::new(2026, 2).unwrap()
}

fn then() -> Target {
    Target {
        annual: Some(100.0),
        quarters: [None, Some(80.0), None, None],
        floor: Some(70.0),
        amber_low: Some(60.0),
        green_low: Some(75.0),
        green_high: Some(90.0),
        amber_high: Some(95.0),
        ..Target::default()
    }
}

/// As the report of the quarter has it.
fn told(indicator: &Indicator, target: &Target, settings: &Settings, status: Status) -> ReportedFigure {
    let goal = quarter_target(indicator, Some(target), 2).map(|t| compared(indicator, settings, t));
    ReportedFigure {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period: q2(),
        value: Some(50.0),
        numerator: None,
        denominator: None,
        target: goal,
        annual_target: target.annual,
        limits: StatusLimits {
            tolerance: goal.map(|goal| tolerance(indicator, goal, settings)),
            floor: target.floor,
            band: bounds(Some(target)).unwrap_or_default(),
        },
        scheme: words::title(scheme(indicator, settings), settings),
        status,
        direction: String::new(),
        outturn: None,
        range_and_chance: [None; 3],
    }
}

/// Whatever the register says now, a figure has the status that it would have had in the report.
#[rstest]
fn as_the_report_would_have(
    #[values(
        Scheme::Tolerance,
        Scheme::Floor,
        Scheme::ToleranceAndTrend,
        Scheme::Stars,
        Scheme::Band,
        Scheme::Context
    )]
    by: Scheme,
    #[values(false, true)] with_target: bool,
) {
    let settings = load(Path::new("quarterday.toml"), "").unwrap();
    let polarity = if by == Scheme::Band { Polarity::Plan } else { Polarity::Higher };
    let indicator = Indicator { scheme: Some(by), polarity, tolerance_percent: Some(10.0), ..invoices() };
    let target = if with_target { then() } else { Target::default() };
    let reported = told(&indicator, &target, &settings, Status::Red);
    let today = Indicator { scheme: Some(Scheme::Stars), tolerance_percent: Some(1.0), ..indicator.clone() };
    let higher = Target { annual: Some(9e3), quarters: [Some(9e3); 4], floor: Some(8e3), ..Target::default() };
    let by_then = RatedThen::of(&reported, &today, Some(&higher));
    for tenths in 500..1200 {
        let value = f64::from(tenths) / 10.0;
        let known = KnownFigures { year_ago: Some(65.0), ..KnownFigures::default() };
        let case = StatusCase { indicator: &indicator, target: Some(&target), period: q2(), value, known };
        let wanted = status(&case, &settings).unwrap();
        assert_eq!(by_then.rate(value, known, &settings, None), wanted, "{value}");
    }
}

/// A definition that had changed, or a quarter in which nothing was due, stays so whatever the figure.
#[rstest]
#[case(Status::NotComparable)]
#[case(Status::NotDue)]
fn what_no_figure_changes(#[case] reported: Status) {
    let settings = load(Path::new("quarterday.toml"), "").unwrap();
    let told = told(&invoices(), &then(), &settings, reported);
    let by_then = RatedThen::of(&told, &invoices(), None);
    assert_eq!(by_then.rate(99.0, KnownFigures::default(), &settings, None), reported);
}
