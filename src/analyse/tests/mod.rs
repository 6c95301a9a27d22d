//! Tables of cases over a small council, and properties of the whole analysis.

mod outturn;
mod rating;
mod periods;
mod risk;

use super::*;
use crate::catalogue;
use crate::measure::{Aggregation, LongTerm, Polarity, Unit};
use crate::past::Past;
use crate::reading::{
    Action, ActionStatus, CellRef, Feedback, FeedbackKind, Marker, Narrative, Place, Rating, Risk, RiskLevel, Source,
    Value,
};
use crate::record::Outcome;
use crate::register::{Indicator, Service, Target};
use crate::status::tests::indicator;
use proptest::prelude::*;
use rstest::rstest;

mod peers;
mod promised;
mod properties;
mod signals;

/// A council in a quarter, for tests to fill.
struct Council {
    settings: Settings,
    register: Register,
    period: Period,
    returns: Vec<Return>,
    submissions: Vec<Submission>,
    findings: Vec<Finding>,
    past: Past,
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn service(id: &str) -> Service {
    Service {
        id: id.into(),
        name: format!("Service {id}"),
        directorate: "Resources".into(),
        head: String::new(),
        contact: String::new(),
        email: String::new(),
    }
}

fn blank_return(service: &str, p: Period) -> Return {
    Return {
        source: Arc::new(Source { file: format!("{service}.xlsx"), sha256: String::new() }),
        service: service.into(),
        period: p,
        layout: "quarterday-return".into(),
        contact: String::new(),
        signed_off_by: String::new(),
        signed_off: None,
        received: None,
        readings: vec![],
        risks: vec![],
        actions: vec![],
        feedback: vec![],
        corrections: vec![],
        stated: vec![],
        asked: vec![],
    }
}

fn reading(i: &Indicator, p: Period, value: Value) -> Reading {
    Reading {
        indicator: i.id.clone(),
        service: i.service.clone(),
        period: p,
        value,
        provisional: false,
        numerator: None,
        denominator: None,
        forecast: None,
        words: Box::new(Narrative { commentary: format!("About {}", i.id), ..Narrative::default() }),
        place: Place::default(),
    }
}

impl Council {
    fn new(indicators: Vec<Indicator>, p: &str) -> Self {
        let period = period(p);
        let mut ids: Vec<Arc<str>> = indicators.iter().map(|i| i.service.clone()).collect();
        ids.dedup();
        let past = Past::empty(indicators.len(), period);
        let services = ids.iter().map(|id| service(id)).collect();
        let mut register = Register::default();
        (register.services, register.indicators) = (services, indicators);
        let register = register.indexed();
        let (submissions, findings, settings) = (vec![], vec![], Settings::default());
        Self { settings, register, period, returns: vec![], submissions, findings, past }
    }

    /// One indicator with its past values, oldest first, and this quarter's value last; NaN is nothing.
    fn of(i: Indicator, p: &str, values: &[f64]) -> Self {
        let mut c = Self::new(vec![i], p);
        c.fill(0, values);
        c
    }

    fn fill(&mut self, n: usize, values: &[f64]) {
        let Some((now, past)) = values.split_last() else { return };
        for (k, v) in past.iter().rev().enumerate() {
            self.past.values.set(n, self.period.plus(-1 - k as i32), Some(*v).filter(|v| !v.is_nan()));
        }
        if !now.is_nan() {
            self.send(n, Value::Number(*now));
        }
    }

    fn send(&mut self, n: usize, value: Value) {
        let i = &self.register.indicators[n];
        let reading = reading(i, self.period, value);
        let service = i.service.clone();
        self.return_of(&service).readings.push(reading);
    }

    fn return_of(&mut self, service: &str) -> &mut Return {
        let at = self.returns.iter().position(|r| &*r.service == service).unwrap_or_else(|| {
            self.returns.push(blank_return(service, self.period));
            self.returns.len() - 1
        });
        &mut self.returns[at]
    }

    fn target(&mut self, n: usize, year: i16, target: Target) {
        self.register.targets.retain(|(id, y, _)| (&**id, *y) != (&*self.register.indicators[n].id, year));
        self.register.targets.push((self.register.indicators[n].id.clone(), year, target));
        self.register = std::mem::take(&mut self.register).indexed();
    }

    fn annual(mut self, target: f64) -> Self {
        for year in self.period.year() - 6..=self.period.year() {
            self.target(0, year, Target { annual: Some(target), ..Target::default() });
        }
        self
    }

    fn profile(mut self, quarters: [f64; 4]) -> Self {
        let quarters = quarters.map(Some);
        for year in self.period.year() - 6..=self.period.year() {
            self.target(0, year, Target { annual: quarters[3], quarters, ..Target::default() });
        }
        self
    }

    fn parts(&mut self, n: usize, p: Period, numerator: f64, denominator: f64) {
        if p == self.period {
            let id = self.register.indicators[n].id.clone();
            for r in self.returns.iter_mut().flat_map(|r| &mut r.readings).filter(|r| r.indicator == id) {
                (r.numerator, r.denominator) = (Some(numerator), Some(denominator));
            }
        } else {
            self.past.numerators.set(n, p, Some(numerator));
            self.past.denominators.set(n, p, Some(denominator));
        }
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            changes: &[],
            restatements: &[],
            settings: &self.settings,
            register: &self.register,
            period: self.period,
            returns: &self.returns,
            submissions: &self.submissions,
            findings: &self.findings,
            past: &self.past,
            computed: &[],
        }
    }

    fn analysis(&self) -> Analysis<'_> {
        analyse(&self.inputs())
    }
}

const GAP: f64 = f64::NAN;

fn direction(c: Comparison) -> Result<Direction, NoFigure> {
    c.map(|m| m.direction)
}

fn flow() -> Indicator {
    Indicator { unit: Unit::Number, decimals: 0, aggregation: Aggregation::Sum, ..indicator() }
}

fn cumulative() -> Indicator {
    Indicator { cumulative: true, ..flow() }
}

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
    let c = Council::of(indicator(), "2026-27Q2", values);
    assert_eq!(direction(c.analysis().indicators[0].short), expected);
}

#[test]
fn directions_of_frequencies_breaks_and_plans() {
    let case = |i: Indicator, p: &str, values: &[f64]| Council::of(i, p, values).analysis().indicators[0].short;
    let half = Indicator { due_quarters: vec![2, 4], ..indicator() };
    assert_eq!(case(half.clone(), "2026-27Q2", &[70.0, GAP, 80.0]).unwrap().from, 70.0);
    assert_eq!(case(half, "2026-27Q3", &[70.0, GAP]), Err(NoFigure::NotDue));
    let annual = Indicator { due_quarters: vec![4], ..indicator() };
    assert_eq!(case(annual, "2026-27Q4", &[70.0, GAP, GAP, GAP, 80.0]).unwrap().from, 70.0);
    let broken = |at: &str| Indicator { breaks: vec![period(at)], ..indicator() };
    assert_eq!(case(broken("2026-27Q2"), "2026-27Q2", &[70.0, 80.0]), Err(NoFigure::DefinitionChanged));
    assert!(case(broken("2026-27Q1"), "2026-27Q2", &[70.0, 80.0]).is_ok());
    let none = Indicator { polarity: Polarity::None, ..indicator() };
    assert_eq!(direction(case(none.clone(), "2026-27Q2", &[70.0, 80.0])), Ok(Direction::Moved));
    assert_eq!(direction(case(none, "2026-27Q2", &[70.0, 70.0])), Ok(Direction::Steady));
    // From nothing there is no percentage.
    assert_eq!(case(indicator(), "2026-27Q2", &[0.0, 5.0]).unwrap().percent, None);
    assert_eq!(case(indicator(), "2026-27Q2", &[-4.0, -5.0]).unwrap().percent, Some(-25.0));

    let plan = Indicator { polarity: Polarity::Plan, ..indicator() };
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
    let broken = Indicator { breaks: vec![period("2026-27Q2")], ..indicator() };
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
    // A year's mean does not say what the quarter was.
    let mean = Indicator { aggregation: Aggregation::Mean, ..cumulative() };
    assert_eq!(
        Council::of(mean, "2026-27Q2", &[20.0, 50.0]).analysis().indicators[0].short,
        Err(NoFigure::YearToDateOnly)
    );
}

#[test]
fn long_direction() {
    let ongoing = Indicator { long_term: Some(LongTerm::Ongoing), ..indicator() };
    let case =
        |i: &Indicator, values: &[f64]| Council::of(i.clone(), "2026-27Q2", values).analysis().indicators[0].long;
    assert_eq!(case(&indicator(), &[70.0, 1.0, 1.0, 1.0, 80.0]).unwrap().from, 70.0);
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
        let i = Indicator { unit, aggregation: Aggregation::Ratio, ..indicator() };
        let mut c = Council::of(i, "2026-27Q2", &[times * 0.5, times * 0.1]);
        let p = c.period;
        c.parts(0, p.previous(), 1.0, 2.0);
        c.parts(0, p, 10.0, 100.0);
        let expected = crate::status::round_half_away(times * 11.0 / 102.0, 1);
        assert_eq!(c.analysis().indicators[0].year_to_date, Ok(expected), "{unit:?}");
        c.parts(0, p.previous(), 0.0, -100.0);
        assert_eq!(c.analysis().indicators[0].year_to_date, Err(NoFigure::ZeroDenominator), "{unit:?}");
    }
    let late = Indicator { due_quarters: vec![4], ..indicator() };
    assert_eq!(
        Council::of(late, "2026-27Q2", &[1.0]).analysis().indicators[0].year_to_date,
        Err(NoFigure::NothingDueYet)
    );
}

#[test]
fn statuses_without_a_colour() {
    let sent = |i: Indicator, value: Option<Value>| {
        let mut c = Council::new(vec![i], "2026-27Q1");
        if let Some(value) = value {
            c.send(0, value);
        }
        c.annual(85.0).analysis().indicators[0].status
    };
    let yearly = Indicator { due_quarters: vec![4], ..indicator() };
    let context = Indicator { polarity: Polarity::None, ..indicator() };
    assert_eq!(sent(indicator(), None), Status::Awaited);
    assert_eq!(sent(yearly.clone(), None), Status::NotDue);
    assert_eq!(sent(yearly, Some(Value::Number(90.0))), Status::NotDue);
    assert_eq!(sent(context, Some(Value::Number(90.0))), Status::Contextual);
    for (marker, status) in [
        (Marker::NotDue, Status::NotDue),
        (Marker::Awaited, Status::Awaited),
        (Marker::NotAvailable, Status::NotAvailable),
        (Marker::NotApplicable, Status::NotApplicable),
        (Marker::Suppressed, Status::Suppressed),
    ] {
        assert_eq!(sent(indicator(), Some(Value::Marker(marker))), status);
    }
    assert_eq!(Council::of(indicator(), "2026-27Q1", &[90.0]).analysis().indicators[0].status, Status::NoTarget);
}

#[test]
fn runs_of_status() {
    let runs = |values: &[f64]| {
        let c = Council::of(indicator(), "2026-27Q4", values).annual(85.0);
        let a = c.analysis();
        (a.indicators[0].red_since.map(|p| p.to_string()), a.indicators[0].quarters_on_target)
    };
    assert_eq!(runs(&[10.0, 90.0, 10.0, 10.0]), (Some("2026-27Q3".into()), 0));
    assert_eq!(runs(&[10.0, GAP, 10.0]), (Some("2026-27Q4".into()), 0));
    assert_eq!(runs(&[10.0, 85.0, 84.95, 90.0]), (None, 3));
    assert_eq!(runs(&[10.0, 10.0, 80.0]), (None, 0));
    assert_eq!(runs(&[90.0; 30]), (None, 25));
    let half = Indicator { due_quarters: vec![2, 4], ..indicator() };
    let c = Council::of(half, "2026-27Q4", &[10.0, GAP, 10.0]).annual(85.0);
    assert_eq!(c.analysis().indicators[0].red_since, Some(period("2026-27Q2")));
}

#[test]
fn past_statuses_use_the_targets_of_their_time() {
    let mut c = Council::of(indicator(), "2026-27Q1", &[80.0, GAP, GAP, 80.0, 80.0]).annual(85.0);
    c.target(0, 2025, Target { annual: Some(60.0), ..Target::default() });
    let a = c.analysis();
    let r = &a.indicators[0];
    assert_eq!((r.status, r.status_previous, r.status_year_ago), (Status::Amber, Status::Green, Status::Green));
    assert_eq!((r.variance, r.variance_percent.map(f64::round)), (Some(-5.0), Some(-6.0)));
}

fn risk_of(id: &str, likelihood: u8, impact: u8, p: Period) -> Risk {
    Risk {
        id: id.into(),
        service: "FIN".into(),
        period: p,
        title: format!("Risk {id}."),
        category: String::new(),
        level: RiskLevel::Service,
        inherent: Some(Rating { likelihood: 5, impact: 5 }),
        current: Some(Rating { likelihood, impact }),
        target: None,
        typed_score: None,
        quoted_previous: None,
        typed_band: String::new(),
        owner: String::new(),
        controls: String::new(),
        reviewed: Some(day("2026-05-31")),
        target_date: None,
        indicator: String::new(),
        place: Place::default(),
    }
}

#[test]
fn risks_move_and_are_carried() {
    let mut c = Council::new(vec![indicator()], "2026-27Q1");
    let (now, before) = (c.period, c.period.previous());
    c.return_of("FIN").risks = vec![risk_of("R1", 4, 4, now), risk_of("R2", 1, 2, now), risk_of("R4", 9, 9, now)];
    for r in [risk_of("R1", 3, 4, before), risk_of("R3", 5, 1, before)] {
        c.past.review(r);
    }
    let a = c.analysis();
    let line = |r: &RiskResult<'_>| {
        (r.risk.id.to_string(), r.score, r.band.to_owned(), r.movement, r.new, r.carried, r.escalated())
    };
    assert_eq!(
        a.risks.iter().map(line).collect::<Vec<_>>(),
        [
            ("R1".into(), Some(16), "Critical".into(), Some(4), false, false, Some(RiskLevel::Directorate)),
            ("R3".into(), Some(5), "Medium".into(), None, false, true, None),
            ("R2".into(), Some(2), "Low".into(), None, true, false, None),
            // 9 × 9 is not on a 5 × 5 matrix.
            ("R4".into(), None, String::new(), None, true, false, None),
        ]
    );
    assert_eq!((a.risks[0].inherent_score, a.risks[0].days_since_review), (Some(25), Some(30)));
    assert!(a.headlines.iter().any(|h| {
        h.risk == Some(0)
            && h.sentence
                == "The highest risk is “Risk R1” (R1): score 16, Critical, up 4 since last quarter; 1 risk is proposed \
                    for the level above."
    }));
}

fn action(id: &str, due: &str, status: ActionStatus, p: Period) -> Action {
    Action {
        id: id.into(),
        service: "FIN".into(),
        period: p,
        title: format!("Action {id}"),
        lead: String::new(),
        due: Some(day(due)),
        status: Some(status),
        progress: None,
        update: String::new(),
        about: String::new(),
        place: Place::default(),
    }
}

#[test]
fn actions_stay_until_they_are_closed() {
    use ActionStatus::*;
    let mut c = Council::new(vec![indicator()], "2026-27Q1");
    let (now, before) = (c.period, c.period.previous());
    c.return_of("FIN").actions = vec![
        action("A1", "2026-06-30", OnTrack, now),
        action("A2", "2026-06-29", OnTrack, now),
        action("A3", "2026-01-01", Complete, now),
    ];
    c.past.actions = vec![
        action("A2", "2026-06-29", NotStarted, before),
        action("A4", "2026-04-01", AtRisk, before),
        action("A5", "2026-04-01", Complete, before),
        action("A6", "2027-04-01", Discontinued, before),
    ];
    let a = c.analysis();
    let line = |x: &ActionResult<'_>| {
        (x.action.id.to_string(), x.overdue, x.days_overdue, x.carried, x.previous_status, x.new)
    };
    assert_eq!(
        a.actions.iter().map(line).collect::<Vec<_>>(),
        [
            ("A4".into(), true, 90, true, Some(AtRisk), false),
            ("A2".into(), true, 1, false, Some(NotStarted), false),
            ("A3".into(), false, 0, false, None, true),
            // Due on the last day of the quarter: not yet overdue.
            ("A1".into(), false, 0, false, None, true),
        ]
    );
    let said = "2 actions are overdue; the longest, “Action A4” (A4), by 90 days.";
    assert!(a.headlines.iter().any(|h| h.sentence == said));
}

#[test]
fn feedback_over_five_quarters() {
    let line = |p: Period, received, row| Feedback {
        service: "FIN".into(),
        period: p,
        kind: FeedbackKind::Stage1,
        received: Some(received),
        in_time: Some(received / 2.0),
        upheld: None,
        log: None,
        words: format!("row {row}"),
        place: Place { cell: CellRef::new(row, 0), ..Place::default() },
    };
    let mut c = Council::new(vec![indicator()], "2026-27Q1");
    let p = c.period;
    c.past.feedback = vec![line(p.year_ago(), 7.0, 1), line(p.plus(-5), 9.0, 2), line(p.previous(), 8.0, 3)];
    c.return_of("FIN").feedback = vec![line(p, 4.0, 2), line(p, 6.0, 1)];
    let a = c.analysis();
    assert_eq!(a.feedback.len(), 1);
    assert_eq!(a.feedback[0].rates.received, [Some(7.0), None, None, Some(8.0), Some(10.0)]);
    assert_eq!(a.feedback[0].rates.in_time.and_then(PartOfWhole::share), Some(0.5));
    assert_eq!(a.feedback[0].now.as_ref().unwrap().words, "row 1\nrow 2");
    c.return_of("FIN").feedback = vec![line(p, 0.0, 1)];
    assert_eq!(c.analysis().feedback[0].rates.in_time.and_then(PartOfWhole::share), None);
}

#[test]
fn returns_and_their_shares() {
    let of = |id: &str, service: &str| Indicator { id: id.into(), service: service.into(), ..indicator() };
    let mut c = Council::new(
        vec![of("A", "ONE"), of("B", "TWO"), of("C", "THREE"), of("D", "FOUR"), of("E", "FIVE"), of("F", "SIX")],
        "2026-27Q1",
    );
    for n in [0, 1, 2] {
        c.send(n, Value::Number(1.0));
    }
    c.send(3, Value::Marker(Marker::Awaited));
    c.return_of("ONE").received = Some(day("2026-07-21"));
    c.return_of("TWO").received = Some(day("2026-07-22"));
    c.submissions.push(Submission {
        file: "locked.xlsx".into(),
        sha256: String::new(),
        service: "FIVE".into(),
        layout: "".into(),
        outcome: Outcome::Rejected,
        counts: false,
        why: "it has a password".into(),
        signed_off: None,
        errors: 1,
        queries: 0,
        notes: 0,
    });
    c.past.missed.insert("SIX".into(), 2);
    c.findings.push(Finding::new(&catalogue::T002, "", "").of("FOUR"));
    let a = c.analysis();
    use ReturnState::*;
    let states: Vec<_> = a.returns.iter().map(|r| (r.state, r.days_late, r.missed)).collect();
    assert_eq!(
        states,
        [
            (Complete, Some(0), 0),
            (Late, Some(1), 0),
            (Complete, None, 0),
            (Incomplete, None, 0),
            (Rejected, None, 1),
            (Missing, None, 3)
        ]
    );
    assert_eq!((a.returns[3].due, a.returns[3].came, a.returns[3].findings), (1, 0, [0, 1, 0]));
    assert_eq!((a.completeness, a.timeliness), (0.5, 2.0 / 6.0));
    let said = "3 of 6 services sent a complete return; missing: Service SIX; could not be accepted: Service FIVE; \
                incomplete: Service FOUR; late: Service TWO.";
    assert!(a.headlines.iter().any(|h| h.sentence == said), "{:?}", a.headlines);
}

/// Four indicators: red, worsening key, recovered, long on target.
fn mixed() -> Council {
    let of = |id: &str, key| Indicator { id: id.into(), key, perspective: "People".into(), ..indicator() };
    let mut c = Council::new(vec![of("A", false), of("B", true), of("C", false), of("D", false)], "2026-27Q2");
    for n in 0..4 {
        for year in [2025, 2026] {
            c.target(n, year, Target { annual: Some(85.0), ..Target::default() });
        }
    }
    c.fill(0, &[50.0, 50.0, 40.0]);
    c.fill(1, &[90.0, 89.0]);
    c.fill(2, &[50.0, 90.0]);
    c.fill(3, &[86.0, 86.0, 86.0, 86.0, 86.0]);
    c
}

#[test]
fn headlines_and_successes() {
    let c = mixed();
    let a = c.analysis();
    assert_eq!(
        a.headlines[0].sentence,
        "1 of 4 rated indicators is off target, 1 fewer than last quarter. Furthest off: Invoices paid in time (A), \
         40.0% against a target of 85.0%, 52.9% short, off target since Q4 2025-26."
    );
    assert_eq!((a.headlines[0].indicator, a.exceptions()), (Some(0), vec![0]));
    assert_eq!(
        a.headlines[1].sentence,
        "The key indicator that worsened most since it was last due is Invoices paid in time (B): from 90.0% to \
         89.0%, down 1.0 percentage points."
    );
    let told: Vec<_> = a.successes.iter().map(|s| (s.kind, s.indicator)).collect();
    assert_eq!(told, [(SuccessKind::Recovered, 2), (SuccessKind::LongestRun, 3), (SuccessKind::Met, 1)]);
    assert_eq!(a.successes[0].words, "About C");
    assert_eq!(
        a.successes[1].sentence,
        "Invoices paid in time (D) has been on target for 5 quarters in a row: 86.0% against a target of 85.0%."
    );
}

#[test]
fn nobody_is_led_by_a_figure_that_is_queried() {
    let mut c = mixed();
    let query = |check, id: &str, service: &str| Finding::new(check, "", "").about(id).of(service);
    c.findings = vec![
        query(&catalogue::R004, "A", "FIN"),
        query(&catalogue::S002, "A", "FIN"),
        query(&catalogue::S001, "D", "FIN"),
        // What another service sent says nothing of this figure.
        query(&catalogue::S002, "C", "OTHER"),
    ];
    let a = c.analysis();
    let doubts: Vec<_> = a.indicators.iter().map(|r| r.doubt().map(|f| &*f.code)).collect();
    assert_eq!(doubts, [Some("S002"), None, None, Some("S001")]);
    assert_eq!((a.headlines[0].indicator, a.exceptions()), (None, vec![0]));
    assert_eq!(
        a.headlines[0].sentence,
        "1 of 4 rated indicators is off target, 1 fewer than last quarter, leaving out 1 figure that is queried (A)."
    );
    assert!(a.successes.iter().all(|s| s.indicator != 3));
}

#[test]
fn what_was_refused_is_told_from_what_never_came() {
    let mut c = Council::new(vec![indicator()], "2026-27Q1");
    let id = c.register.indicators[0].id.to_string();
    c.findings = vec![Finding::new(&catalogue::C006, "", "").about(id).of("FIN")];
    let a = c.analysis();
    assert_eq!(a.indicators[0].refusal().map(|f| &*f.code), Some("C006"));
    assert_eq!(a.indicators[0].status, Status::Awaited);
}

#[test]
fn targets_of_the_quarters_are_those_of_the_quarters_alone() {
    let key = || Indicator { key: true, ..indicator() };
    let sum = Indicator { aggregation: Aggregation::Sum, cumulative: true, unit: Unit::Number, ..key() };
    let mut c = Council::new(vec![sum, Indicator { id: "L".into(), ..key() }], "2026-27Q2");
    let profile = Target { quarters: [Some(10.0), Some(25.0), Some(40.0), Some(60.0)], ..Target::default() };
    c.target(0, 2026, profile);
    c.target(1, 2025, Target { annual: Some(80.0), ..Target::default() });
    c.target(1, 2026, Target { annual: Some(85.0), ..Target::default() });
    let a = c.analysis();
    let last = |n: usize| a.indicators[n].targets[9..].to_vec();
    assert_eq!(last(0), [None, None, Some(10.0), Some(15.0)]);
    assert_eq!(last(1), [Some(80.0), Some(80.0), Some(85.0), Some(85.0)]);
}

#[test]
fn baskets_of_a_council() {
    let c = mixed();
    let a = c.analysis();
    let line = |b: &Basket| (b.kind, b.members.len(), b.now.share, b.previous.share, b.improvement_short);
    assert_eq!(
        a.baskets.iter().map(line).collect::<Vec<_>>(),
        [
            (BasketKind::Council, 4, Some(0.75), Some(0.5), Some(-0.25)),
            (BasketKind::Perspective, 4, Some(0.75), Some(0.5), Some(-0.25)),
            (BasketKind::Directorate, 4, Some(0.75), Some(0.5), Some(-0.25)),
        ]
    );
    assert_eq!((a.baskets[0].improving, a.baskets[0].steady, a.baskets[0].worsening), (1, 1, 2));
}

/// Everything the analysis says, as text: what cannot be compared with `==` because it borrows is printed.
fn said(a: &Analysis<'_>) -> String {
    format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        a.indicators, a.baskets, a.risks, a.actions, a.feedback, a.returns, a.headlines, a.successes
    )
}

fn values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![4 => (-500i32..500).prop_map(|v| f64::from(v) / 4.0), 1 => Just(GAP)], 0..8)
}

fn any_indicator() -> impl Strategy<Value = Indicator> {
    let aggregations = [
        Aggregation::Sum,
        Aggregation::Last,
        Aggregation::Mean,
        Aggregation::Ratio,
        Aggregation::Max,
        Aggregation::Min,
    ];
    let due = [vec![1, 2, 3, 4], vec![2, 4], vec![4], vec![]];
    (
        prop::sample::select(aggregations.to_vec()),
        any::<bool>(),
        prop::sample::select(due.to_vec()),
        any::<bool>(),
        0u8..4,
    )
        .prop_map(|(aggregation, cumulative, due_quarters, ongoing, polarity)| Indicator {
            aggregation,
            cumulative,
            due_quarters,
            long_term: ongoing.then_some(LongTerm::Ongoing),
            polarity: Polarity::ALL[usize::from(polarity)],
            ..indicator()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// No history is too short to be said in words, and none gives a number that is not one.
    #[test]
    fn short_histories_say_words(i in any_indicator(), values in values(), quarter in 1u8..=4, target in -100.0..100.0f64) {
        let p = Period::new(2026, quarter).unwrap().to_string();
        let c = Council::of(i, &p, &values).annual(target);
        let a = c.analysis();
        let r = &a.indicators[0];
        for compared in [r.short, r.long, r.year_on_year] {
            match compared {
                Ok(m) => prop_assert!(m.from.is_finite() && m.change.is_finite() && m.percent.is_none_or(f64::is_finite)),
                Err(why) => prop_assert!(!why.words().is_empty()),
            }
            prop_assert!(values.len() > 1 || compared.is_err());
        }
        prop_assert!(r.year_to_date.is_ok_and(f64::is_finite) || r.year_to_date.is_err());
        prop_assert_eq!(r.quarters.len(), 13);
    }

    /// Lower is better is higher is better in a mirror: status, direction and variance.
    #[test]
    fn mirrored(values in values(), target in -100i32..100) {
        let target = f64::from(target);
        let run = |polarity, values: &[f64], target| {
            let c = Council::of(Indicator { polarity, ..indicator() }, "2026-27Q3", values).annual(target);
            let a = c.analysis();
            let r = &a.indicators[0];
            (r.status, r.status_previous, r.variance, direction(r.short), direction(r.long), r.red_since)
        };
        let mirror: Vec<f64> = values.iter().map(|v| -v).collect();
        prop_assert_eq!(run(Polarity::Higher, &values, target), run(Polarity::Lower, &mirror, -target));
    }

    /// In whatever order returns, readings and lines come, the result is the same.
    #[test]
    fn order_does_not_matter(values in prop::collection::vec(values(), 6), seed in any::<u64>()) {
        let services = ["FIN", "HR", "WST"];
        let of = |n: usize| Indicator { id: format!("X{n}").into(), service: services[n % 3].into(), ..indicator() };
        let mut c = Council::new((0..6).map(of).collect(), "2026-27Q2");
        for (n, v) in values.iter().enumerate() {
            c.target(n, 2026, Target { annual: Some(10.0), ..Target::default() });
            c.fill(n, v);
        }
        let p = c.period;
        for (n, id) in services.iter().enumerate() {
            let r = c.return_of(id);
            r.risks = (1..4).map(|k| Risk { service: (*id).into(), ..risk_of(&format!("R{n}{k}"), k, 2, p) }).collect();
            r.actions = (1..4).map(|k| action(&format!("A{n}{k}"), "2026-01-01", ActionStatus::OnTrack, p)).collect();
        }
        let before = said(&c.analysis());
        let turn = |len: usize| if len == 0 { 0 } else { (seed % len as u64) as usize };
        let k = turn(c.returns.len());
        c.returns.rotate_left(k);
        for r in &mut c.returns {
            r.readings.reverse();
            let k = turn(r.risks.len());
            r.risks.rotate_left(k);
            r.actions.reverse();
        }
        prop_assert_eq!(before, said(&c.analysis()));
    }
}
