//! What a formula takes of a measure: its parts, its year so far; and until when it gives the value.

use super::world::{World, formula, indicator, period, reading};
use crate::measure::Aggregation;
use crate::past::Past;
use crate::period::Period;
use crate::reading::{Reading, Value};
use crate::register::{Indicator, Register, Year, YearKind};
use crate::validate::{check_formulas, compute, feeders, worked_out};
use rstest::rstest;

/// One measure `a` of this kind with a past quarter and one of now, and a formula `f` over it.
fn world(a: Indicator, text: &str) -> World {
    let mut register = Register::default();
    register.indicators = vec![a, Indicator { formula: formula(text), decimals: 3, ..indicator("f") }];
    let register = register.indexed();
    let mut past = Past::empty(2, period());
    past.values.set(0, period().previous(), Some(30.0));
    past.numerators.set(0, period().previous(), Some(3.0));
    past.denominators.set(0, period().previous(), Some(10.0));
    World::with(|w| {
        let now = Reading { numerator: Some(9.0), denominator: Some(20.0), ..reading("a", 1, 45.0) };
        (w.register, w.past, w.returned.readings) = (register, past, vec![now]);
    })
}

fn gives(world: &mut World) -> Option<f64> {
    let returns = std::slice::from_ref(&world.returned);
    let computed = compute(&world.register, period(), returns, &[], &mut world.past).unwrap();
    computed[0].reading.as_ref().and_then(|r| r.value.number())
}

#[rstest]
#[case::value("\"a\" * 2", Aggregation::Sum, Some(90.0))]
#[case::numerator("\"a.numerator\" * 1", Aggregation::Sum, Some(9.0))]
#[case::denominator("\"a.numerator\" / \"a.denominator\"", Aggregation::Sum, Some(0.45))]
#[case::year_of_a_flow("\"a.year\" * 1", Aggregation::Sum, Some(75.0))]
#[case::year_of_a_stock("\"a.year\" * 1", Aggregation::Last, Some(45.0))]
#[case::year_of_an_average("\"a.year\" * 1", Aggregation::Mean, Some(37.5))]
#[case::greatest("\"a.year\" * 1", Aggregation::Max, Some(45.0))]
#[case::least("\"a.year\" * 1", Aggregation::Min, Some(30.0))]
#[case::parts_of_the_year("\"a.year.numerator\" / \"a.year.denominator\"", Aggregation::Sum, Some(0.4))]
fn a_formula_takes_what_it_names(#[case] text: &str, #[case] aggregation: Aggregation, #[case] expected: Option<f64>) {
    let mut world = world(Indicator { aggregation, ..indicator("a") }, text);
    assert_eq!(gives(&mut world), expected);
}

/// A year to date is its year already; without the quarter before there is no year; an academic year began elsewhere.
#[test]
fn the_year_so_far_is_that_of_the_measure() {
    let text = "\"a.year\" * 1";
    let mut to_date = world(Indicator { cumulative: true, ..indicator("a") }, text);
    assert_eq!(gives(&mut to_date), Some(45.0));
    let mut lacking = world(indicator("a"), text);
    lacking.past.values.set(0, period().previous(), None);
    assert_eq!(gives(&mut lacking), None);
    let academic = Indicator { year: Year::new(YearKind::Academic, 4), ..indicator("a") };
    let mut world = world(academic, text);
    for (n, quarter) in period().previous().previous().last(2).enumerate() {
        world.past.values.set(0, quarter, Some(100.0 * (n + 1) as f64));
    }
    assert_eq!(gives(&mut world), Some(100.0 + 200.0 + 30.0 + 45.0));
}

/// An id that ends like a word of ours is the id.
#[test]
fn an_id_goes_before_the_words() {
    let mut register = Register::default();
    register.indicators = vec![
        indicator("a"),
        indicator("a.year"),
        Indicator { formula: formula("\"a.year\" + \"a.year.numerator\""), ..indicator("f") },
    ];
    let register = register.indexed();
    let named: Vec<(usize, bool)> = feeders(&register, 2).unwrap().iter().map(|f| (f.number, f.year)).collect();
    assert_eq!(named, [(1, false), (1, false)]);
    let mut unknown = Register::default();
    unknown.indicators = vec![indicator("a"), Indicator { formula: formula("\"a.half\" * 2"), ..indicator("f") }];
    assert_eq!(check_formulas(&unknown.indexed())[0].code, crate::catalogue::G002.code);
}

/// After its last quarter a formula gives nothing: the service is asked, and what it sends is no longer compared with it.
#[test]
fn a_formula_ends() {
    let mut world = world(indicator("a"), "\"a\" * 2");
    let until = |p: Period| Some(p);
    world.register.indicators[1].formula_until = until(period().previous());
    assert_eq!(gives(&mut world), None);
    assert!(world.register.indicators[1].asked(period()) && !world.register.indicators[1].asked(period().previous()));
    // The past keeps what it gave.
    assert_eq!(world.past.values.get(1, period().previous()), Some(60.0));
    world.register.indicators[1].formula_until = until(period());
    assert_eq!(gives(&mut world), Some(90.0));
    let past = Past { ..world.past.clone() };
    let told = worked_out(&world.register, period(), &past).unwrap();
    assert!(told.iter().all(|r| r.value != Value::Number(60.0)), "what is there is not told again");
}
