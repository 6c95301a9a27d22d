//! What holds of every council: mirrored figures mirror every verdict, a short history supports none, and no order of
//! rows, returns or findings changes anything.

use super::*;

/// Figures of a level that may lie below nothing, so that nothing bounds their forecast.
fn balance(polarity: Polarity, aggregation: Aggregation) -> Indicator {
    Indicator { unit: Unit::Pounds, decimals: 1, polarity, aggregation, ..invoices() }
}

fn figures(most: usize) -> impl Strategy<Value = Vec<f64>> {
    let figure = prop_oneof![9 => (-400i32..400).prop_map(|v| f64::from(v) / 4.0), 1 => Just(GAP)];
    prop::collection::vec(figure, 0..most)
}

/// Every verdict on one indicator.
fn verdicts(c: &Council) -> String {
    let a = c.analysis();
    let r = &a.indicators[0];
    let signals = &r.signals;
    let outturn = r.outturn.as_ref().map(|o| {
        let chance = o.foreseen.as_ref().and_then(|f| f.chance).map(|c| (c * 1e9).round());
        (o.meets, chance, o.foreseen.as_ref().map(|f| f.method))
    });
    let delivery = r.delivery.map(|d| (d.rating, d.score));
    let ways = [direction(r.short), direction(r.long), direction(r.year_on_year)];
    let rated = (r.status, r.status_previous, r.status_year_ago, r.red_since, r.quarters_on_target, r.variance);
    let course = signals.trend.map(|t| (t.course, t.drift));
    let rules = signals.signal.map(|s| (s.variation, s.rule));
    format!("{rated:?} {ways:?} {course:?} {rules:?} {:?} {outturn:?} {delivery:?}", signals.assurance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mirrored_figures_mirror_every_verdict(
        values in figures(22),
        target in -400i32..400,
        mean in any::<bool>(),
        scheme in prop::sample::select(vec![Scheme::Tolerance, Scheme::ToleranceAndTrend, Scheme::Stars, Scheme::Outturn]),
    ) {
        let aggregation = if mean { Aggregation::Mean } else { Aggregation::Last };
        let of = |polarity, sign: f64| {
            let values: Vec<f64> = values.iter().map(|v| v * sign).collect();
            let i = Indicator { scheme: Some(scheme), ..balance(polarity, aggregation) };
            verdicts(&Council::of(i, "2026-27Q2", &values).annual(sign * f64::from(target) / 4.0))
        };
        prop_assert_eq!(of(Polarity::Higher, 1.0), of(Polarity::Lower, -1.0));
    }

    /// Up to eight quarters: two years have not passed, so neither signal nor forecast; a trend from eight figures.
    #[test]
    fn a_short_history_supports_no_verdict(values in figures(9), cumulative in any::<bool>()) {
        for aggregation in [Aggregation::Sum, Aggregation::Last, Aggregation::Mean] {
            let i = Indicator { cumulative, ..balance(Polarity::Higher, aggregation) };
            let c = Council::of(i, "2026-27Q2", &values).annual(20.0);
            let a = c.analysis();
            let r = &a.indicators[0];
            let known = values.iter().filter(|v| !v.is_nan()).count();
            prop_assert!(r.signals.signal.is_err() && r.signals.assurance.is_err());
            prop_assert!(known >= 8 || r.signals.trend.is_err());
            prop_assert!(known > 8 || r.signals.modified_z.is_err());
            prop_assert!(r.outturn.as_ref().map_or(true, |o| o.foreseen.is_none()));
            if values.last().is_none_or(|v| v.is_nan()) {
                prop_assert!(!r.status.rated() && r.delivery.is_err() && r.variance.is_none());
                prop_assert!(r.short.is_err() && r.long.is_err() && r.year_on_year.is_err());
            }
            prop_assert!(values.len() > 1 || (r.short.is_err() && r.long.is_err() && r.red_since.is_none_or(|p| p == a.period)));
        }
    }

    /// Two services, a formula's feeders or not: which return, row or finding comes first says nothing.
    #[test]
    fn no_order_changes_a_figure(series in prop::collection::vec(figures(16), 1..6), turn in 0usize..6) {
        let member = |n: usize| Indicator {
            id: format!("X{n}").into(),
            service: if n.is_multiple_of(2) { "FIN" } else { "HRD" }.into(),
            sets: vec!["Partnership".to_owned()],
            weight: 1.0 + n as f64,
            ..balance(Polarity::Higher, Aggregation::Last)
        };
        let run = |turn: usize| {
            let mut c = Council::new((0..series.len()).map(member).collect(), "2026-27Q2");
            let (name, owner) = ("Partnership".to_owned(), String::new());
            c.register.sets = vec![crate::register::IndicatorSet { name, owner, composite: true }];
            for (n, values) in series.iter().enumerate() {
                c.target(n, 2026, Target { annual: Some(10.0), ..Target::default() });
                c.fill(n, values);
                c.findings.push(Finding::new(&catalogue::S002, "about 22", "2200").about(format!("X{n}")));
                c.findings.push(Finding::new(&catalogue::C005, "about 22", "2200").about(format!("X{n}")));
            }
            for r in &mut c.returns {
                let by = turn % r.readings.len().max(1);
                r.readings.rotate_left(by);
            }
            let (returns, findings) = (c.returns.len().max(1), c.findings.len());
            c.returns.rotate_left(turn % returns);
            c.findings.rotate_left(turn % findings);
            let a = c.analysis();
            let each: Vec<String> = a
                .indicators
                .iter()
                .map(|r| {
                    let doubt = r.queries.iter().map(|f| f.code.clone()).collect::<Vec<_>>();
                    format!("{:?} {:?} {:?} {:?} {:?} {:?}", r.status, r.short, r.long, r.signals, r.outturn, doubt)
                })
                .collect();
            let baskets: Vec<String> = a
                .baskets
                .iter()
                .map(|b| format!("{} {:?} {:?} {:?} {:?}", b.name, b.members, b.now, b.improvement_short, b.composite))
                .collect();
            (each, baskets)
        };
        prop_assert_eq!(run(0), run(turn));
    }
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
            ..invoices()
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
            let c = Council::of(Indicator { polarity, ..invoices() }, "2026-27Q3", values).annual(target);
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
        let of = |n: usize| Indicator { id: format!("X{n}").into(), service: services[n % 3].into(), ..invoices() };
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
