//! Every aggregation, in the quarter and as year to date, for every frequency and kind of year, against months of figures
//! from which each can be counted anew.

use super::*;
use crate::measure::Frequency;
use crate::register::{Year, YearKind};

/// Figures by month, from the first month of the financial year 2020-21.
struct Months;

impl Months {
    fn flow(m: i32) -> f64 {
        f64::from(m * 37 % 23 + 5)
    }

    fn parts(m: i32) -> (f64, f64) {
        (f64::from(m * 13 % 7 + 1), f64::from(m * 29 % 11 + 10))
    }

    fn first(p: Period) -> i32 {
        (p.index() - Period::new(2020, 1).unwrap().index()) * 3
    }

    /// Σ numerators and Σ denominators of the months from the first of `a` to the last of `b`.
    fn pooled(a: Period, b: Period) -> (f64, f64) {
        (Self::first(a)..Self::first(b) + 3).map(Self::parts).fold((0.0, 0.0), |s, x| (s.0 + x.0, s.1 + x.1))
    }

    fn over(aggregation: Aggregation, a: Period, b: Period) -> f64 {
        let all = || (Self::first(a)..Self::first(b) + 3).map(Self::flow);
        match aggregation {
            Aggregation::Sum => all().sum(),
            Aggregation::Last => all().next_back().unwrap(),
            Aggregation::Mean => all().sum::<f64>() / all().count() as f64,
            Aggregation::Max => all().fold(f64::MIN, f64::max),
            Aggregation::Min => all().fold(f64::MAX, f64::min),
            Aggregation::Ratio => {
                let (n, d) = Self::pooled(a, b);
                100.0 * n / d
            }
        }
    }
}

/// An indicator as a register would give it, its due quarters by its frequency and its year.
fn of(aggregation: Aggregation, cumulative: bool, frequency: Frequency, kind: YearKind) -> Indicator {
    let year = Year::new(kind, 4);
    let due_quarters = year.due_quarters(frequency);
    let unit = if aggregation == Aggregation::Ratio { Unit::Percent } else { Unit::Number };
    Indicator { aggregation, cumulative, frequency, due_quarters, year, unit, decimals: 6, ..invoices() }
}

/// The first quarter that a reading of `p` covers: of its year where it is cumulative, else the one after the reading
/// before it.
fn covers(i: &Indicator, p: Period) -> Period {
    if i.cumulative {
        return i.year.so_far(p).next().unwrap();
    }
    let before = (1..=4).map(|n| p.plus(-n)).find(|q| i.due(*q)).unwrap();
    before.plus(1)
}

fn council(i: &Indicator, p: Period) -> Council {
    let mut c = Council::new(vec![i.clone()], &p.to_string());
    for q in p.last(17).filter(|q| i.due(*q)) {
        let value = Months::over(i.aggregation, covers(i, q), q);
        if q == p {
            c.send(0, Value::Number(value));
        } else {
            c.past.values.set(0, q, Some(value));
        }
        let (n, d) = Months::pooled(covers(i, q), q);
        if i.aggregation == Aggregation::Ratio {
            c.parts(0, q, n, d);
        }
    }
    c
}

fn near(got: f64, want: f64) -> bool {
    (got - want).abs() < 2e-6
}

#[rstest]
fn every_year_to_date_and_every_quarter(
    #[values(
        Aggregation::Sum,
        Aggregation::Last,
        Aggregation::Mean,
        Aggregation::Ratio,
        Aggregation::Max,
        Aggregation::Min
    )]
    aggregation: Aggregation,
    #[values(false, true)] cumulative: bool,
    #[values(Frequency::Monthly, Frequency::Quarterly, Frequency::HalfYearly, Frequency::Annual)] frequency: Frequency,
    #[values(YearKind::Financial, YearKind::Academic, YearKind::Calendar)] kind: YearKind,
) {
    let i = of(aggregation, cumulative, frequency, kind);
    // How far a year has come, its mean, highest and lowest do not tell what a quarter was.
    let hidden =
        cumulative && !matches!(aggregation, Aggregation::Sum | Aggregation::Ratio) && i.due_quarters.len() > 1;
    assert_eq!(i.to_date_only(), hidden);
    // What one quarter alone was: since the reading before it, or since its year began.
    let alone = |q: Period| {
        let before = (1..=4).map(|n| q.plus(-n)).find(|b| i.due(*b)).unwrap().plus(1);
        Months::over(aggregation, before.max(i.year.so_far(q).next().unwrap()), q)
    };
    for quarter in 1..=4 {
        let p = Period::new(2026, quarter).unwrap();
        let c = council(&i, p);
        let a = c.analysis();
        let r = &a.indicators[0];
        match i.year.so_far(p).rfind(|q| i.due(*q)) {
            Some(last) => {
                let want = Months::over(aggregation, i.year.so_far(p).next().unwrap(), last);
                assert!(near(r.year_to_date.unwrap(), want), "{p}: {:?} is not {want}", r.year_to_date);
            }
            None => assert_eq!(r.year_to_date, Err(NoFigure::NothingDueYet), "{p}"),
        }
        for (q, got) in p.last(13).zip(&r.quarters) {
            let sent = |q| Months::over(aggregation, covers(&i, q), q);
            let want = match hidden {
                true => (i.due(q) && q.quarter() == p.quarter()).then(|| sent(q)),
                false => i.due(q).then(|| alone(q)),
            };
            assert!(got.is_some() == want.is_some(), "{p}, {q}: {got:?}, not {want:?}");
            assert!(got.zip(want).is_none_or(|(got, want)| near(got, want)), "{p}, {q}: {got:?}, not {want:?}");
        }
        let before = (1..=4).map(|n| p.plus(-n)).find(|q| i.due(*q)).unwrap();
        match (i.due(p), hidden) {
            (false, _) => assert_eq!(r.short, Err(NoFigure::NoValue).or(Err(NoFigure::NotDue))),
            (true, true) => assert_eq!(r.short, Err(NoFigure::YearToDateOnly)),
            (true, false) => assert!(near(r.short.unwrap().from, alone(before)), "{p}: {:?}", r.short),
        }
        // Like with like: the same point of the year before, as received.
        match i.due(p) {
            true => {
                let then = Months::over(aggregation, covers(&i, p.year_ago()), p.year_ago());
                assert!(near(r.year_on_year.unwrap().from, then), "{p}: {:?}", r.year_on_year);
            }
            false => assert_eq!(r.year_on_year, Err(NoFigure::NotDue)),
        }
    }
}

#[test]
fn due_quarters_end_the_parts_of_the_indicators_own_year() {
    use Frequency::*;
    for (kind, half_yearly, annual) in [
        (YearKind::Financial, vec![2, 4], vec![4]),
        (YearKind::Academic, vec![2, 4], vec![2]),
        (YearKind::Calendar, vec![1, 3], vec![3]),
    ] {
        let year = Year::new(kind, 4);
        assert_eq!((year.due_quarters(HalfYearly), year.due_quarters(Annual)), (half_yearly, annual), "{kind:?}");
        assert_eq!((year.due_quarters(Monthly), year.due_quarters(Quarterly)), (vec![1, 2, 3, 4], vec![1, 2, 3, 4]));
    }
}

/// In Q2 an academic year ends: its target is the one that was set for it, and its year's target counts.
#[test]
fn targets_are_those_of_the_indicators_own_year() {
    let of_year = |kind, p: &str| {
        let i = of(Aggregation::Sum, true, Frequency::Quarterly, kind);
        let mut c = Council::of(i, p, &[10.0, 20.0]);
        for (year, annual) in [(2024, 240.0), (2025, 250.0), (2026, 260.0)] {
            c.target(0, year, Target { annual: Some(annual), ..Target::default() });
        }
        let a = c.analysis();
        (a.indicators[0].annual_target, a.indicators[0].target)
    };
    assert_eq!(of_year(YearKind::Financial, "2026-27Q2"), (Some(260.0), None));
    assert_eq!(of_year(YearKind::Academic, "2026-27Q2"), (Some(250.0), Some(250.0)));
    assert_eq!(of_year(YearKind::Academic, "2026-27Q3"), (Some(260.0), None));
    assert_eq!(of_year(YearKind::Calendar, "2025-26Q4"), (Some(260.0), None));
    assert_eq!(of_year(YearKind::Calendar, "2026-27Q3"), (Some(260.0), Some(260.0)));
}

/// A new definition leaves its own year's target behind, whichever quarter that year begins with.
#[test]
fn a_new_definition_at_the_start_of_its_year_is_comparable() {
    let status = |kind, from: &str| {
        let i = of(Aggregation::Last, false, Frequency::Quarterly, kind);
        let mut c = Council::of(Indicator { breaks: vec![period(from)], ..i }, "2026-27Q1", &[10.0, 20.0]);
        for year in [2025, 2026] {
            c.target(0, year, Target { annual: Some(5.0), ..Target::default() });
        }
        c.analysis().indicators[0].status
    };
    assert_eq!(status(YearKind::Academic, "2025-26Q3"), Status::Green);
    assert_eq!(status(YearKind::Academic, "2026-27Q1"), Status::NotComparable);
    assert_eq!(status(YearKind::Calendar, "2025-26Q4"), Status::Green);
    assert_eq!(status(YearKind::Calendar, "2026-27Q1"), Status::NotComparable);
    assert_eq!(status(YearKind::Financial, "2026-27Q1"), Status::Green);
}

/// An uneven profile of the indicator's own year withholds the short-term direction, an even one does not.
#[test]
fn profiles_are_read_in_the_order_of_the_year() {
    let short = |profile: [f64; 4]| {
        let i = of(Aggregation::Sum, true, Frequency::Quarterly, YearKind::Academic);
        let mut c = Council::of(i, "2026-27Q1", &[10.0, 20.0, 30.0]);
        c.target(0, 2025, Target { annual: Some(100.0), quarters: profile.map(Some), ..Target::default() });
        direction(c.analysis().indicators[0].short)
    };
    // By the council's quarters: Q1 is the third of the academic year, Q2 its end.
    assert_eq!(short([75.0, 100.0, 25.0, 50.0]), Ok(Direction::Steady));
    assert_eq!(short([25.0, 50.0, 75.0, 100.0]), Err(NoFigure::ProfileChanges));
}

/// A council of one set whose members have these values, each against the target of its year.
fn set_of(series: &[Vec<f64>], polarity: Polarity, times: f64) -> Council {
    let member = |n: usize| Indicator {
        id: format!("X{n}").into(),
        polarity,
        decimals: 0,
        unit: Unit::Number,
        sets: vec!["Partnership".to_owned()],
        ..invoices()
    };
    let mut c = Council::new((0..series.len()).map(member).collect(), "2026-27Q2");
    let (name, owner) = ("Partnership".to_owned(), "A. Member".to_owned());
    c.register.sets = vec![crate::register::IndicatorSet { name, owner, composite: true }];
    for (n, values) in series.iter().enumerate() {
        for year in [2025, 2026] {
            c.target(n, year, Target { annual: Some(50.0 * times), ..Target::default() });
        }
        c.fill(n, &values.iter().map(|v| v * times).collect::<Vec<_>>());
    }
    c
}

fn whole_values() -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec((1i32..100).prop_map(f64::from), 6), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A measure in other units, with its target, is the same measure: no status, direction or figure of a basket changes.
    #[test]
    fn scaled_with_its_target(series in whole_values(), power in 0i32..3) {
        let times = 2f64.powi(power);
        let run = |times: f64| {
            let mut c = set_of(&series, Polarity::Higher, times);
            c.settings.direction.steady_steps *= times;
            let a = c.analysis();
            let of = |b: &Basket| {
                let near = |v: f64| (v * 1e9).round();
                let composite = b.composite.map(|c| [[c.now; 2], c.on_quarter, c.on_year].map(|pair| pair.map(|v| v.map(near))));
                let rates = (b.improvement_short, b.improvement_year, b.rate_on_quarter, b.rate_on_year);
                (b.now, b.on_quarter, b.on_year, rates, composite)
            };
            let each: Vec<_> = a.indicators.iter().map(|r| (r.status, direction(r.short), direction(r.long))).collect();
            (each, a.baskets.iter().map(of).collect::<Vec<_>>())
        };
        prop_assert_eq!(run(1.0), run(times));
    }

    /// Where the polarity is turned round, what improved has worsened.
    #[test]
    fn mirrored_polarity_mirrors_improvement(series in whole_values()) {
        let run = |polarity| {
            let c = set_of(&series, polarity, 1.0);
            let a = c.analysis();
            let rates = |b: &Basket| {
                let (quarter, year) = (b.rate_on_quarter, b.rate_on_year);
                let alone = [b.improvement_short, b.improvement_long, b.improvement_year];
                [alone, [quarter.now, quarter.then, year.now], [year.then; 3]].concat()
            };
            a.baskets.iter().map(rates).collect::<Vec<_>>()
        };
        let turned = |rates: Vec<Option<f64>>| rates.into_iter().map(|r| r.map(|r| 0.0 - r)).collect::<Vec<_>>();
        let lower: Vec<_> = run(Polarity::Lower).into_iter().map(turned).collect();
        prop_assert_eq!(run(Polarity::Higher), lower);
    }
}

#[test]
fn a_set_is_a_basket_of_its_own_with_one_figure() {
    let series = [vec![40.0, 45.0, 50.0, 55.0, 40.0, 60.0], vec![50.0, 50.0, 50.0, 50.0, 50.0, 40.0]];
    let c = set_of(&series, Polarity::Higher, 1.0);
    let a = c.analysis();
    let set = a.baskets.iter().find(|b| b.kind == BasketKind::Set).unwrap();
    assert_eq!((set.name.as_str(), set.owner.as_str(), set.members.len()), ("Partnership", "A. Member", 2));
    // 60 and 40 of 50; last quarter 40 and 50; a year ago 45 and 50.
    let composite = set.composite.unwrap();
    assert_eq!(
        (composite.now, composite.on_quarter, composite.on_year),
        (Ok(1.0), [Ok(1.0), Ok(0.9)], [Ok(1.0), Ok(0.95)])
    );
    assert_eq!((set.improvement_short, set.rate_on_quarter.then), (Some(0.0), Some(-0.5)));
    assert!(a.baskets.iter().filter(|b| b.kind != BasketKind::Set).all(|b| b.composite.is_none()));
    // One that should be rated and has no value: no figure.
    let mut c = set_of(&series, Polarity::Higher, 1.0);
    c.returns[0].readings.pop();
    let a = c.analysis();
    let set = a.baskets.iter().find(|b| b.kind == BasketKind::Set).unwrap();
    assert_eq!(set.composite.unwrap().now, Err(composite::NoComposite::Missing(1)));
}

/// (0.42 + 0.51) ÷ 2 is 0.465 to a reader, and a little less in binary fractions.
#[test]
fn a_mean_is_rounded_as_its_digits_are_read() {
    let i = Indicator { aggregation: Aggregation::Mean, decimals: 2, ..invoices() };
    for (values, want) in [([0.42, 0.51], 0.47), ([0.1, 0.27], 0.19), ([1.1, 2.25], 1.68), ([-0.42, -0.51], -0.47)] {
        let c = Council::of(Indicator { unit: Unit::Number, ..i.clone() }, "2026-27Q2", &values);
        assert_eq!(c.analysis().indicators[0].year_to_date, Ok(want), "{values:?}");
    }
}
