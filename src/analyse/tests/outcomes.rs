//! Outcomes: how their measures stand, and what was published for the nation beside the council's own figure of the same time.

use super::*;
use crate::analyse::outcomes::{BesideNational, NationalResult, NotBeside, RoleCounts, age_words};
use crate::register::{NationalFigure, NationalPeriod, Outcome, OutcomeMeasure, OutcomeRole, Year, YearKind};

fn of_year(year: i16) -> Option<NationalPeriod> {
    Some(NationalPeriod::Year(year))
}

fn of_quarter(quarter: &str) -> Option<NationalPeriod> {
    Some(NationalPeriod::Quarter(period(quarter)))
}

fn measure(id: &str, role: OutcomeRole, national: Option<(f64, Option<NationalPeriod>)>) -> OutcomeMeasure {
    let figure = |(value, of)| NationalFigure { value, of, published: None, place: Place::default() };
    OutcomeMeasure {
        indicator: id.into(),
        role,
        source: "National statistics".into(),
        national_measure: String::new(),
        national: national.map(figure),
        whose: String::new(),
        place: Place::default(),
    }
}

fn outcome(name: &str, measures: Vec<OutcomeMeasure>) -> Outcome {
    Outcome { name: name.into(), measures }
}

/// The national value of the one measure of a council, as the quarter 2026-27Q2 sees it. The last of its figures is of that.
fn national(i: Indicator, values: &[f64], value: f64, of: Option<NationalPeriod>) -> NationalResult {
    let mut c = Council::of(i, "2026-27Q2", values);
    let id = c.register.indicators[0].id.clone();
    c.register.outcomes = vec![outcome("O", vec![measure(&id, OutcomeRole::Metric, Some((value, of)))])];
    c.analysis().outcomes.outcomes[0].measures[0].national.unwrap()
}

/// From 2024-25Q1 to 2026-27Q2.
const TEN: [f64; 10] = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0];

#[rstest]
#[case(0, "of this quarter")]
#[case(1, "1 quarter old")]
#[case(4, "1 year old")]
#[case(6, "1 year 2 quarters old")]
#[case(9, "2 years 1 quarter old")]
#[case(-1, "of a later quarter")]
fn ages(#[case] quarters: i32, #[case] words: &str) {
    assert_eq!(age_words(quarters), words);
}

/// A year is held against what the measure's quarters of that year come to, a quarter against the quarter alone.
#[rstest]
#[case::last_of_a_year(invoices(), of_year(2024), Ok(40.0), 6)]
#[case::mean_of_a_year(Indicator { aggregation: Aggregation::Mean, ..invoices() }, of_year(2025), Ok(65.0), 2)]
#[case::highest_of_a_year(Indicator { aggregation: Aggregation::Max, ..invoices() }, of_year(2025), Ok(80.0), 2)]
#[case::a_quarter(invoices(), of_quarter("2025-26Q1"), Ok(50.0), 5)]
#[case::this_quarter(invoices(), of_quarter("2026-27Q2"), Ok(95.0), 0)]
#[case::of_a_year_to_date(
    Indicator { unit: Unit::Rate, ..cumulative() }, of_quarter("2025-26Q3"), Ok(10.0), 3
)]
#[case::no_such_past(invoices(), of_year(2023), Err(NotBeside::NoFigure(NoFigure::NoValue)), 10)]
#[case::not_ended(invoices(), of_year(2026), Err(NotBeside::NotEnded), -2)]
#[case::a_later_quarter(invoices(), of_quarter("2026-27Q3"), Err(NotBeside::NotEnded), -1)]
#[case::a_count_of_all(flow(), of_year(2024), Err(NotBeside::CountsAll), 6)]
fn the_same_time_is_compared(
    #[case] i: Indicator,
    #[case] of: Option<NationalPeriod>,
    #[case] own: Result<f64, NotBeside>,
    #[case] age: i32,
) {
    let found = national(i, &TEN, 30.0, of);
    assert_eq!((found.beside.map(|b| b.own), found.age), (own, Some(age)));
    assert_eq!(found.beside.map(|b| b.difference), own.map(|own| own - 30.0));
}

/// Our own share of a year is made of its parts, never of its percentages, and is not guessed where one is missing.
#[test]
fn a_share_of_a_year_is_pooled() {
    let ratio = Indicator {
        aggregation: Aggregation::Ratio,
        numerator_name: "In time".into(),
        denominator_name: "All".into(),
        ..invoices()
    };
    let mut c = Council::of(ratio, "2026-27Q2", &TEN);
    c.register.outcomes = vec![outcome("O", vec![measure("X1", OutcomeRole::Metric, Some((30.0, of_year(2024))))])];
    let beside = |c: &Council| c.analysis().outcomes.outcomes[0].measures[0].national.unwrap().beside;
    assert_eq!(beside(&c), Err(NotBeside::NoFigure(NoFigure::PartsMissing)));
    for (n, (part, all)) in [(1.0, 10.0), (20.0, 100.0), (3.0, 10.0), (32.0, 80.0)].into_iter().enumerate() {
        c.parts(0, period("2024-25Q1").plus(n as i32), part, all);
    }
    let BesideNational { own, difference, better } = beside(&c).unwrap();
    assert_eq!((own, difference, better), (28.0, -2.0, Some(false)));
}

#[test]
fn nothing_is_said_of_no_period_or_across_a_new_definition() {
    let found = national(invoices(), &TEN, 30.0, None);
    assert_eq!((found.value, found.age, found.beside), (Some(30.0), None, Err(NotBeside::NoPeriod)));
    let mean = |breaks| Indicator { aggregation: Aggregation::Mean, breaks, ..invoices() };
    let found = national(mean(vec![period("2024-25Q3")]), &TEN, 30.0, of_year(2024));
    assert_eq!(found.beside, Err(NotBeside::NoFigure(NoFigure::DefinitionChanged)));
    let yearly = Indicator { due_quarters: vec![4], ..invoices() };
    let found = national(yearly, &TEN, 30.0, of_quarter("2024-25Q3"));
    assert_eq!(found.beside, Err(NotBeside::NoFigure(NoFigure::NotDue)));
}

/// The year is that of the measure: a school year ends in the council's second quarter, a calendar year in its third.
#[rstest]
#[case(YearKind::Academic, 2024, 60.0, 4)]
#[case(YearKind::Calendar, 2025, 70.0, 3)]
fn years_of_the_measure(#[case] kind: YearKind, #[case] year: i16, #[case] own: f64, #[case] age: i32) {
    let i = Indicator { year: Year::new(kind, 4), ..invoices() };
    let found = national(i, &TEN, 30.0, of_year(year));
    assert_eq!((found.beside.map(|b| b.own), found.age), (Ok(own), Some(age)));
}

#[rstest]
#[case(Polarity::Higher, 30.0, Some(true))]
#[case(Polarity::Lower, 30.0, Some(false))]
#[case(Polarity::Lower, 40.0, None)]
#[case(Polarity::None, 30.0, None)]
fn the_better_side(#[case] polarity: Polarity, #[case] value: f64, #[case] better: Option<bool>) {
    let found = national(Indicator { polarity, ..invoices() }, &TEN, value, of_year(2024));
    assert_eq!(found.beside.unwrap().better, better);
}

/// What is asked about is not held against the nation; an earlier figure stays.
#[test]
fn a_figure_in_doubt_is_not_compared() {
    let doubted = |of| {
        let mut c = Council::of(invoices(), "2026-27Q2", &TEN);
        c.register.outcomes = vec![outcome("O", vec![measure("X1", OutcomeRole::Metric, Some((30.0, of)))])];
        c.findings.push(Finding::new(&catalogue::S001, "50 to 65", "95").about("X1").of("FIN"));
        c.analysis().outcomes.outcomes[0].measures[0].national.unwrap().beside.map(|b| b.own)
    };
    assert_eq!(doubted(of_quarter("2026-27Q2")), Err(NotBeside::InDoubt));
    assert_eq!(doubted(of_quarter("2026-27Q1")), Ok(90.0));
}

/// How long after its end a value was published tells when the next is out: the quarter ends on 30 September 2026.
#[rstest]
#[case(of_year(2024), "2025-09-30", "published 6 months after it; a newer one may be out")]
#[case(of_year(2024), "2025-10-01", "published 7 months after it")]
#[case(of_year(2025), "2026-04-20", "published 1 month after it")]
#[case(of_quarter("2026-27Q1"), "2026-06-30", "published as it ended; a newer one may be out")]
#[case(of_quarter("2026-27Q1"), "2026-08-12", "published 2 months after it")]
fn publication(#[case] of: Option<NationalPeriod>, #[case] day: &str, #[case] words: &str) {
    let mut c = Council::of(invoices(), "2026-27Q2", &TEN);
    let mut metric = measure("X1", OutcomeRole::Metric, Some((30.0, of)));
    metric.national.as_mut().unwrap().published = Some(sample::day(day));
    c.register.outcomes = vec![outcome("O", vec![metric])];
    assert_eq!(c.analysis().outcomes.outcomes[0].measures[0].national.unwrap().publication_words(), words);
}

/// Red, worsening key, recovered, long on target; a measure serves two outcomes and counts once among those that speak.
#[test]
fn measures_are_counted_by_role_and_never_blended() {
    let mut c = mixed();
    let (metric, proxy, contribution) = (OutcomeRole::Metric, OutcomeRole::Proxy, OutcomeRole::Contribution);
    c.register.outcomes = vec![
        outcome(
            "First",
            vec![
                measure("D", contribution, None),
                measure("B", metric, Some((80.0, of_year(2025)))),
                measure("A", metric, Some((80.0, of_year(2023)))),
            ],
        ),
        outcome("Second", vec![measure("A", proxy, None)]),
    ];
    let a = c.analysis();
    let found = &a.outcomes;
    assert_eq!((found.mapped, found.unmapped), (3, 1));
    let order: Vec<_> = found.outcomes[0].measures.iter().map(|m| &*m.of.indicator).collect();
    assert_eq!(order, ["B", "A", "D"]);
    let counts = |n: usize, role| found.outcomes[n].counts(role);
    let all = RoleCounts { green: 1, red: 1, national: 2, oldest: Some(10), ..RoleCounts::default() };
    assert_eq!(counts(0, metric), all);
    assert_eq!(counts(0, contribution), RoleCounts { green: 1, ..RoleCounts::default() });
    assert_eq!(counts(1, proxy), RoleCounts { red: 1, ..RoleCounts::default() });
    assert_eq!(counts(1, metric), RoleCounts::default());
    assert_eq!(found.outcomes.iter().map(|o| o.has_metric).collect::<Vec<_>>(), [true, false]);
    c.returns[0].readings.retain(|r| &*r.indicator != "D");
    assert_eq!(c.analysis().outcomes.outcomes[0].counts(contribution).unrated, 1);
}

/// What is not due or has not come yet has its last figure of the year before, unless another thing was measured then.
#[test]
fn the_last_figure_stands_in_with_its_quarter() {
    let earlier = |i: Indicator, values: &[f64]| {
        let mut c = Council::of(i, "2026-27Q2", values);
        c.register.outcomes = vec![outcome("O", vec![measure("X1", OutcomeRole::Metric, None)])];
        c.analysis().outcomes.outcomes[0].measures[0].earlier
    };
    let yearly = Indicator { due_quarters: vec![4], ..invoices() };
    let q4 = period("2025-26Q4");
    assert_eq!(earlier(yearly.clone(), &[50.0, GAP, GAP]), Some((q4, 50.0)));
    assert_eq!(earlier(invoices(), &[50.0, GAP, GAP]), Some((q4, 50.0)));
    assert_eq!(earlier(invoices(), &[50.0, 60.0, 70.0]), None);
    assert_eq!(earlier(invoices(), &[50.0, GAP, GAP, GAP, GAP, GAP]), None);
    let broken = Indicator { breaks: vec![period("2026-27Q1")], ..yearly };
    assert_eq!(earlier(broken, &[50.0, GAP, GAP]), None);
}

/// A part has the outcomes that its measures speak for, with these alone; that there is a metric stays true.
#[test]
fn a_part_has_its_own_measures() {
    let mut c = mixed();
    c.register.services.push(sample::service("LEG"));
    c.register.indicators[0].service = "LEG".into();
    c.register.outcomes = vec![
        outcome("Both", vec![measure("A", OutcomeRole::Metric, None), measure("B", OutcomeRole::Proxy, None)]),
        outcome("Other", vec![measure("A", OutcomeRole::Metric, None)]),
    ];
    c.register = std::mem::take(&mut c.register).indexed();
    let (inputs, whole) = (c.inputs(), c.analysis());
    let held = PartInputs::new(inputs, &whole, Part::services(&c.register).remove(0));
    let own = held.analysis(&whole);
    let [both] = &own.outcomes.outcomes[..] else { panic!("{:?}", own.outcomes) };
    assert_eq!((both.name, both.measures.len(), both.has_metric), ("Both", 1, true));
    assert_eq!((own.outcomes.mapped, own.outcomes.unmapped), (1, 2));
}
