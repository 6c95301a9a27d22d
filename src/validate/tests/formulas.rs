//! What follows from others is worked out: now and for past quarters, in order, and never from what is missing.

use super::world::{World, formula, indicator, period, reading};
use crate::finding::{Finding, Severity};
use crate::measure::{Aggregation, Unit};
use crate::past::Past;
use crate::reading::computed::{ComputedIndicator, NoComputedValue};
use crate::reading::{Marker, Reading, Value};
use crate::register::{Indicator, Register};
use crate::validate::{check_computed, check_formulas, compute};
use proptest::prelude::*;

/// A council of `a`, `b`, `c`, of which the first two are sent, and as many formulas as are given.
fn desk(formulas: &[(&str, &str)]) -> World {
    let follows = |(id, text): &(&str, &str)| Indicator {
        formula: formula(text),
        aggregation: Aggregation::Ratio,
        ..indicator(id)
    };
    let mut register = Register::default();
    register.indicators = ["a", "b", "c"].map(indicator).into_iter().chain(formulas.iter().map(follows)).collect();
    let register = register.indexed();
    let past = Past::empty(register.indicators.len(), period());
    World::with(|w| {
        w.returned.readings = vec![reading("a", 1, 30.0), reading("b", 2, 40.0)];
        (w.register, w.past) = (register, past);
    })
}

impl World {
    fn compute(&mut self) -> Vec<ComputedIndicator> {
        let returns = std::slice::from_ref(&self.returned);
        compute(&self.register, period(), returns, &self.findings, &mut self.past).unwrap()
    }

    /// The value, or the reason in its place, of the `n`th formula.
    fn now(&mut self, n: usize) -> Option<(Value, Option<NoComputedValue>)> {
        let computed = self.compute().swap_remove(n);
        computed.reading.map(|r| (r.value, computed.lack))
    }

    fn send(&mut self, id: &str, value: Value) {
        self.returned.readings.retain(|r| &*r.indicator != id);
        self.returned.readings.push(Reading { value, ..reading(id, 9, 0.0) });
    }
}

#[test]
fn a_formula_is_worked_out_where_nothing_was_sent() {
    let mut d = desk(&[("f", "\"a\" / \"b\" * 100")]);
    let computed = d.compute();
    let [f] = &computed[..] else { panic!("{computed:?}") };
    let r = f.reading.as_ref().unwrap();
    assert_eq!((r.value, r.numerator, r.denominator), (Value::Number(75.0), Some(3000.0), Some(40.0)));
    assert_eq!((&f.feeders[..], &f.lack, &r.service), (&[0, 1][..], &None, &d.register.indicators[3].service));
    assert_eq!(r.place, d.register.indicators[3].formula.as_ref().unwrap().place);
    // A percentage has the parts of a percentage.
    d.register.indicators[3].unit = Unit::Percent;
    let r = d.compute().swap_remove(0).reading.unwrap();
    assert_eq!((r.value, r.numerator, r.denominator), (Value::Number(75.0), Some(30.0), Some(40.0)));
    // What was sent stays.
    d.send("f", Value::Number(74.0));
    assert_eq!(d.now(0), None);
    d.send("f", Value::Marker(Marker::NotAvailable));
    assert_eq!(d.now(0), None);
}

/// What a rate counts stands above its line: 30 of 40, not 30,000, however it is written.
#[test]
fn the_thousand_of_a_rate_is_not_counted() {
    for text in ["\"a\" * 1000 / \"b\"", "1000 * \"a\" / \"b\"", "\"a\" / \"b\" * 1000", "10 * (\"a\" / \"b\" * 100)"] {
        let mut d = desk(&[("f", text)]);
        d.register.indicators[3].unit = Unit::Rate;
        let r = d.compute().swap_remove(0).reading.unwrap();
        assert_eq!((r.value, r.numerator, r.denominator), (Value::Number(750.0), Some(30.0), Some(40.0)), "{text}");
    }
    // The register's own word goes before what the formula looks like, and a formula that gives another is asked about.
    let mut d = desk(&[("f", "\"a\" / \"b\" * 1000")]);
    (d.register.indicators[3].unit, d.register.indicators[3].per) = (Unit::Rate, Some(1e4));
    assert_eq!(d.compute().swap_remove(0).times, 1e4);
    let found = check_formulas(&d.register);
    assert_eq!(found.iter().map(|f| (&*f.code, f.got.as_str())).collect::<Vec<_>>(), [("G063", "a quotient × 1000")]);
    d.register.indicators[3].per = Some(1e3);
    assert_eq!(check_formulas(&d.register), []);
    // Seven times is no rate's number: what it means is the council's.
    let mut d = desk(&[("f", "\"a\" * 7 / \"b\"")]);
    d.register.indicators[3].unit = Unit::Rate;
    assert_eq!(d.compute().swap_remove(0).reading.unwrap().numerator, Some(210.0));
}

/// In binary fractions 50.4 is not 100.8 − 50.4, and 0.1 + 0.2 is not 0.3.
#[test]
fn results_are_what_a_reader_would_work_out() {
    for (text, a, b, want) in [
        ("\"a\" - \"b\"", 1_000_000.1, 1_000_000.0, 0.1),
        ("\"a\" + \"b\"", 0.1, 0.2, 0.3),
        ("\"a\" / \"b\" * 100", 57.0, 200.0, 28.5),
        ("\"a\" / \"b\"", 1.0, 3.0, 0.333_333_333),
    ] {
        let mut d = desk(&[("f", text)]);
        d.send("a", Value::Number(a));
        d.send("b", Value::Number(b));
        assert_eq!(d.now(0), Some((Value::Number(want), None)), "{text}");
    }
}

#[test]
fn a_missing_feeder_is_a_word_and_never_a_zero() {
    let marker = |m| Some((Value::Marker(m), Some(NoComputedValue::Missing(vec![2]))));
    let mut d = desk(&[("f", "\"a\" + \"c\" * 0")]);
    assert_eq!(d.now(0), marker(Marker::Awaited));
    d.send("c", Value::Marker(Marker::Suppressed));
    assert_eq!(d.now(0), marker(Marker::Suppressed));
    d.send("c", Value::Marker(Marker::NotApplicable));
    assert_eq!(d.now(0), marker(Marker::NotApplicable));
    d.send("c", Value::Number(0.0));
    assert_eq!(d.now(0), Some((Value::Number(30.0), None)));
    // Where the formula could do without it too.
    let mut d = desk(&[("f", "CASE WHEN \"a\" > 0 THEN \"a\" ELSE \"c\" END")]);
    assert_eq!(d.now(0), marker(Marker::Awaited));
}

#[test]
fn a_division_by_zero_is_said() {
    let mut d = desk(&[("f", "\"a\" / \"c\"")]);
    d.send("c", Value::Number(0.0));
    assert_eq!(d.now(0), Some((Value::Marker(Marker::NotAvailable), Some(NoComputedValue::NoResult))));
    d.send("a", Value::Number(0.0));
    assert_eq!(d.now(0), Some((Value::Marker(Marker::NotAvailable), Some(NoComputedValue::NoResult))));
}

/// A quotient over nought is nothing, and what divides by it is nothing too: not nought, as a hundred over infinity is.
#[test]
fn a_division_by_a_quotient_over_nought_is_said() {
    let mut d = desk(&[("f", "100 / (\"a\" / \"c\")")]);
    d.send("c", Value::Number(0.0));
    assert_eq!(d.now(0), Some((Value::Marker(Marker::NotAvailable), Some(NoComputedValue::NoResult))));
}

/// The figures of sixty services and more are added up, however deep others would find that.
#[test]
fn a_long_sum_is_worked_out() {
    let sum = vec!["\"a\""; 240].join(" + ");
    let mut d = desk(&[("f", &sum)]);
    assert_eq!(d.now(0), Some((Value::Number(7200.0), None)));
}

/// In the register the second stands before what it needs.
#[test]
fn formulas_of_formulas_in_order() {
    let mut d = desk(&[("g", "\"f\" * 2"), ("f", "\"a\" + \"b\"")]);
    d.register.indicators[0].breaks = vec![period().previous()];
    d.past.values.set(0, period().previous(), Some(1.0));
    d.past.values.set(1, period().previous(), Some(2.0));
    let computed = d.compute();
    assert_eq!(computed.iter().map(|c| c.indicator).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(computed[0].reading.as_ref().unwrap().value, Value::Number(140.0));
    assert_eq!(d.past.values.get(3, period().previous()), Some(6.0));
    // A new definition of what it is made of is its own.
    assert_eq!(computed[0].breaks, [period().previous()]);
    d.returned.readings.remove(1);
    assert_eq!(d.now(0), Some((Value::Marker(Marker::Awaited), Some(NoComputedValue::Missing(vec![4])))));
}

#[test]
fn past_quarters_follow_from_the_past_of_the_feeders() {
    let mut d = desk(&[("f", "\"a\" / \"b\"")]);
    let back = |n: i32| period().plus(-n);
    for (n, a, b) in
        [(1, Some(6.0), Some(3.0)), (2, Some(6.0), None), (3, Some(6.0), Some(0.0)), (4, Some(8.0), Some(2.0))]
    {
        d.past.values.set(0, back(n), a);
        d.past.values.set(1, back(n), b);
    }
    // What the ledger holds was published, and stays.
    d.past.values.set(3, back(4), Some(5.0));
    d.compute();
    let values: Vec<_> = (1..=5).map(|n| d.past.values.get(3, back(n))).collect();
    assert_eq!(values, [Some(2.0), None, None, Some(5.0), None]);
    assert_eq!((d.past.numerators.get(3, back(1)), d.past.denominators.get(3, back(1))), (Some(6.0), Some(3.0)));
    // Nothing is worked out for a quarter in which nothing is due.
    let mut d = desk(&[("f", "\"a\" / \"b\"")]);
    d.past.values.set(0, back(1), Some(6.0));
    d.past.values.set(1, back(1), Some(3.0));
    d.register.indicators[3].due_quarters = vec![back(2).quarter()];
    assert_eq!((d.now(0), d.past.values.get(3, back(1))), (None, None));
}

#[test]
fn what_was_refused_is_not_replaced() {
    let mut d = desk(&[("f", "\"a\" / \"b\"")]);
    d.findings.push(Finding::new(&crate::catalogue::C002, "a number", "“many”").about("f"));
    assert_eq!(d.now(0), None);
}

#[test]
fn provisional_figures_give_provisional_results() {
    let mut d = desk(&[("f", "\"a\" / \"b\""), ("g", "\"f\" + 1")]);
    d.returned.readings[0].provisional = true;
    assert!(d.compute().iter().all(|c| c.reading.as_ref().unwrap().provisional));
}

/// What a formula gives is looked at like what is sent, at the formula, with the cells of what it is made of.
#[test]
fn a_figure_of_a_formula_is_checked_by_its_size() {
    let found = |a: f64, change: fn(&mut World)| {
        let mut d = desk(&[("f", "\"a\" / \"b\" * 100"), ("g", "\"f\" + \"b\"")]);
        for (k, p) in period().previous().last(12).enumerate() {
            d.past.values.set(0, p, Some(30.0 + ((k * 5) % 7) as f64));
            d.past.values.set(1, p, Some(40.0));
        }
        d.send("a", Value::Number(a));
        change(&mut d);
        let computed = d.compute();
        let findings = check_computed(&d.context(), &computed).unwrap();
        let place = |f: &Finding| (f.file.clone(), f.sheet.clone(), f.cell);
        for f in &findings {
            let formula = &d.register.indicators[d.register.indicator_number(&f.subject).unwrap()].formula;
            let at = &formula.as_ref().unwrap().place;
            assert_eq!(place(f), (at.source.file.clone(), at.sheet.to_string(), Some(at.cell)));
            assert!(f.service.is_empty() && f.remedy.contains("worked out from"), "{f:?}");
        }
        findings.into_iter().map(|f| (f.code.to_string(), f.subject, f.severity, f.got)).collect::<Vec<_>>()
    };
    let as_usual = |_: &mut World| {};
    assert_eq!(found(33.0, as_usual), vec![]);
    let places = "from a 60 (call-centre.xlsx › Indicators!I10), b 40 (call-centre.xlsx › Indicators!I3)";
    let far = found(60.0, as_usual);
    assert_eq!(far[0], ("S001".to_owned(), "f".to_owned(), Severity::Query, format!("150, {places}")), "{far:?}");
    assert_eq!((&*far[1].1, &*far[1].0), ("g", "S001"));
    assert!(far[1].3.ends_with("from b 40 (call-centre.xlsx › Indicators!I3), f 150 (worked out)"), "{}", far[1].3);
    assert!(found(330.0, as_usual).iter().any(|(code, id, ..)| (&**code, &**id) == ("S002", "f")));
    // There is no return that an error could refuse; what is off is off; what was sent has its own checks.
    let error = found(60.0, |d| d.settings.checks.severity = [("S001".to_owned(), Severity::Error)].into());
    assert_eq!(error[0].2, Severity::Query);
    assert_eq!(found(60.0, |d| d.settings.checks.off = vec!["S001".into()]), vec![]);
    assert_eq!(found(60.0, |d| d.send("f", Value::Number(150.0))).len(), 1);
    assert_eq!(found(60.0, |d| d.send("b", Value::Marker(Marker::Awaited))), vec![]);
}

/// Formulas that need each other, one that needs what may not come, and one that never has a result.
const CHAIN: [(&str, &str); 5] = [
    ("f", "\"a\" / \"b\" * 100"),
    ("g", "\"f\" + \"b\""),
    ("h", "\"g\" - \"a\" * 2"),
    ("i", "\"c\" + \"h\""),
    ("j", "\"a\" / (\"b\" - \"b\")"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Neither the order of the register nor that of a return says anything: by id, every figure, reason and past is the same.
    #[test]
    fn no_order_of_indicators_changes_what_formulas_give(
        order in Just((0..3 + CHAIN.len()).collect::<Vec<_>>()).prop_shuffle(),
        sent in proptest::collection::vec(proptest::option::weighted(0.8, 1i32..400), 3),
        past in proptest::collection::vec(1i32..400, 24),
        turn in 0usize..3,
    ) {
        let run = |order: &[usize], turn: usize| {
            let mut d = desk(&CHAIN);
            let listed = d.register.indicators.clone();
            d.register.indicators = order.iter().map(|n| listed[*n].clone()).collect();
            d.register = std::mem::take(&mut d.register).indexed();
            let at = |id: &str| order.iter().position(|n| &*listed[*n].id == id).unwrap();
            for (k, p) in period().previous().last(12).enumerate() {
                d.past.values.set(at("a"), p, Some(f64::from(past[k])));
                d.past.values.set(at("b"), p, Some(f64::from(past[12 + k])));
            }
            d.returned.readings.clear();
            for (row, (id, value)) in ["a", "b", "c"].iter().zip(&sent).enumerate() {
                d.returned.readings.extend(value.map(|v| reading(id, row as u32 + 1, f64::from(v))));
            }
            let readings = d.returned.readings.len().max(1);
            d.returned.readings.rotate_left(turn % readings);
            let computed = d.compute();
            let name = |n: &usize| d.register.indicators[*n].id.to_string();
            let names = |numbers: &[usize]| {
                let mut names: Vec<String> = numbers.iter().map(name).collect();
                names.sort();
                names
            };
            let mut each: Vec<String> = computed
                .iter()
                .map(|c| {
                    let lack = match &c.lack {
                        Some(NoComputedValue::Missing(missing)) => names(missing),
                        other => vec![format!("{other:?}")],
                    };
                    let past: Vec<String> = d.past.values.row(c.indicator).iter().map(ToString::to_string).collect();
                    format!("{} {:?} {lack:?} {:?} {past:?}", name(&c.indicator), names(&c.feeders), c.reading)
                })
                .collect();
            each.sort();
            let mut found: Vec<(String, String)> = check_computed(&d.context(), &computed)
                .unwrap()
                .into_iter()
                .map(|f| (f.subject, f.code.to_string()))
                .collect();
            found.sort();
            (each, found)
        };
        let as_listed: Vec<usize> = (0..order.len()).collect();
        prop_assert_eq!(run(&as_listed, 0), run(&order, turn));
    }
}
