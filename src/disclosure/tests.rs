use super::HiddenFigures;
use super::WithoutSmallNumbers;
use super::texts::tells_number;
use crate::analyse::{Analysis, Inputs, analyse};
use crate::measure::{Aggregation, Polarity, Unit};
use crate::past::Past;
use crate::period::Period;
use crate::reading::{Marker, Narrative, Return, Value};
use crate::register::{Indicator, Register, SmallNumbers, Target};
use crate::reported::PastFigure;
use crate::sample;
use crate::settings::{Settings, Status};
use proptest::prelude::*;
use rstest::rstest;

/// A council of measures that count people, in the second quarter of 2026-27.
struct World {
    settings: Settings,
    register: Register,
    past: Past,
    returns: Vec<Return>,
}

fn now() -> Period {
    sample::period("2026-27Q2")
}

fn people(id: &str) -> Indicator {
    Indicator {
        unit: Unit::Number,
        decimals: 0,
        polarity: Polarity::Lower,
        aggregation: Aggregation::Sum,
        small_numbers: Some(SmallNumbers::AsSettings),
        ..sample::indicator(id)
    }
}

fn part(id: &str, whole: &str) -> Indicator {
    Indicator { part_of: Some(whole.into()), ..people(id) }
}

fn share(id: &str) -> Indicator {
    Indicator {
        numerator_name: "Helped".into(),
        denominator_name: "Asked".into(),
        part_of_whole: true,
        small_numbers: Some(SmallNumbers::AsSettings),
        aggregation: Aggregation::Ratio,
        ..sample::indicator(id)
    }
}

impl World {
    fn new(indicators: Vec<Indicator>) -> Self {
        let past = Past::empty(indicators.len(), now());
        let register = sample::register([sample::service("FIN")], indicators);
        Self { settings: Settings::default(), register, past, returns: vec![sample::returned("FIN", now())] }
    }

    /// The last quarters of a measure, oldest first, this one last; NaN is nothing.
    fn values(mut self, n: usize, values: &[f64]) -> Self {
        for (k, value) in values.iter().rev().enumerate().filter(|(_, value)| !value.is_nan()) {
            let id = self.register.indicators[n].id.clone();
            match k {
                0 => self.returns[0].readings.push(sample::reading(&id, "FIN", now(), Value::Number(*value))),
                _ => self.past.values.set(n, now().plus(-(k as i32)), Some(*value)),
            }
        }
        self
    }

    /// This quarter's numerator and denominator.
    fn parts(mut self, n: usize, numerator: f64, denominator: f64) -> Self {
        let id = self.register.indicators[n].id.clone();
        let value = Value::Number(if denominator == 0.0 { 0.0 } else { numerator / denominator * 100.0 });
        let mut reading = sample::reading(&id, "FIN", now(), value);
        (reading.numerator, reading.denominator) = (Some(numerator), Some(denominator));
        self.returns[0].readings.push(reading);
        self
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            part: None,
            settings: &self.settings,
            register: &self.register,
            period: now(),
            returns: &self.returns,
            submissions: &[],
            findings: &[],
            past: &self.past,
            computed: &[],
            changes: &[],
            restatements: &[],
            restated_targets: &[],
            queries: &[],
            own_words: &[],
            left_out: &[],
            trial: &[],
            rated: None,
        }
    }

    fn hidden(&self) -> HiddenFigures {
        let inputs = self.inputs();
        let whole = analyse(&inputs);
        WithoutSmallNumbers::new(inputs, &whole).map(|w| w.hidden().clone()).unwrap_or_default()
    }

    /// The positions of the measures that are hidden this quarter.
    fn hidden_now(&self) -> Vec<usize> {
        self.hidden().figures.into_iter().filter(|(_, q)| *q == now()).map(|(n, _)| n).collect()
    }
}

#[rstest]
#[case::nought_is_told(0.0, false)]
#[case::one(1.0, true)]
#[case::the_last(4.0, true)]
#[case::above(5.0, false)]
fn a_small_count_is_hidden(#[case] value: f64, #[case] hidden: bool) {
    let world = World::new(vec![people("A")]).values(0, &[value]);
    assert_eq!(world.hidden_now() == [0], hidden);
}

#[test]
fn only_where_the_register_says_so_and_up_to_what_it_says() {
    let plain = Indicator { small_numbers: None, ..people("A") };
    assert!(World::new(vec![plain]).values(0, &[2.0]).hidden().is_empty());
    let seven = Indicator { small_numbers: Some(SmallNumbers::UpTo(7)), ..people("A") };
    assert_eq!(World::new(vec![seven]).values(0, &[7.0]).hidden_now(), [0]);
    let mut world = World::new(vec![people("A")]).values(0, &[9.0]);
    world.settings.public.small_numbers = 9;
    assert_eq!(world.hidden_now(), [0]);
}

#[rstest]
#[case::few_above(3.0, 40.0, true)]
#[case::few_left(38.0, 40.0, true)]
#[case::few_in_all(2.0, 3.0, true)]
#[case::none_above(0.0, 40.0, false)]
#[case::all(40.0, 40.0, false)]
#[case::enough(20.0, 40.0, false)]
fn a_share_is_hidden_with_its_parts(#[case] above: f64, #[case] below: f64, #[case] hidden: bool) {
    let world = World::new(vec![share("A")]).parts(0, above, below);
    assert_eq!(world.hidden_now() == [0], hidden);
    if hidden {
        let inputs = world.inputs();
        let whole = analyse(&inputs);
        let without = WithoutSmallNumbers::new(inputs, &whole).unwrap();
        let reading = &without.inputs().returns[0].readings[0];
        assert_eq!((reading.value.number(), reading.numerator, reading.denominator), (None, None, None));
    }
}

#[test]
fn a_share_without_its_parts_cannot_be_told_and_is_hidden() {
    assert_eq!(World::new(vec![share("A")]).values(0, &[12.5]).hidden_now(), [0]);
    assert!(World::new(vec![share("A")]).values(0, &[0.0]).hidden().is_empty());
}

#[test]
fn one_hidden_part_hides_the_smallest_other() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let world = World::new(measures).values(0, &[50.0]).values(1, &[3.0]).values(2, &[27.0]).values(3, &[20.0]);
    assert_eq!(world.hidden_now(), [1, 3]);
}

#[test]
fn a_total_that_is_not_marked_hides_its_parts_all_the_same() {
    let total = Indicator { small_numbers: None, ..people("T") };
    let world =
        World::new(vec![total, part("A", "T"), part("B", "T")]).values(0, &[50.0]).values(1, &[3.0]).values(2, &[47.0]);
    assert_eq!(world.hidden_now(), [1, 2]);
}

#[test]
fn two_small_parts_below_a_small_rest_need_a_third() {
    // Who knows that noughts are told knows that each is 1 or more. A sum of 6 leaves each from 1 to 5; one of 3 only 1 or 2.
    let measures = || vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let wide = World::new(measures()).values(0, &[46.0]).values(1, &[4.0]).values(2, &[2.0]).values(3, &[40.0]);
    assert_eq!(wide.hidden_now(), [1, 2]);
    let narrow = World::new(measures()).values(0, &[43.0]).values(1, &[2.0]).values(2, &[1.0]).values(3, &[40.0]);
    assert_eq!(narrow.hidden_now(), [1, 2, 3]);
}

#[test]
fn a_part_that_sent_nothing_leaves_no_more_room_than_the_total_does() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let world = World::new(measures).values(0, &[50.0]).values(1, &[1.0]).values(2, &[48.0]);
    assert_eq!(world.hidden_now(), [1, 2], "A can be 0 to 2 only, with C unknown");
}

#[test]
fn a_year_so_far_does_not_tell_a_small_quarter() {
    let so_far = Indicator { cumulative: true, ..people("A") };
    let world = World::new(vec![so_far]).values(0, &[10.0, 12.0]);
    assert_eq!(world.hidden_now(), [0], "12 less 10 is 2");
    let first = Indicator { cumulative: true, ..people("A") };
    assert!(World::new(vec![first]).values(0, &[10.0, 20.0]).hidden().is_empty());
}

#[test]
fn what_opens_where_a_hidden_stock_closed_is_hidden() {
    let opens = Indicator { small_numbers: None, opening_of: Some("A".into()), ..people("B") };
    let world = World::new(vec![people("A"), opens]).values(0, &[3.0, 30.0]).values(1, &[20.0, 3.0]);
    assert_eq!(world.hidden_now(), [1], "it opened at what A closed with");
}

/// What a service holds back itself must not be told by the others.
#[test]
fn a_part_that_its_service_holds_back_is_not_worked_out() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let mut world = World::new(measures).values(0, &[50.0]).values(2, &[27.0]).values(3, &[20.0]);
    let held_back = sample::reading("A", "FIN", now(), Value::Marker(Marker::Suppressed));
    world.returns[0].readings.push(held_back);
    assert_eq!(world.hidden_now(), [3]);
}

/// Parts that have no figure by their nature add nothing.
#[test]
fn a_part_that_does_not_apply_hides_nothing() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let mut world = World::new(measures).values(0, &[50.0]).values(1, &[3.0]).values(2, &[47.0]);
    world.returns[0].readings.push(sample::reading("C", "FIN", now(), Value::Marker(Marker::NotApplicable)));
    assert_eq!(world.hidden_now(), [1, 2]);
}

#[test]
fn shares_add_up_by_their_parts() {
    let of = |id: &str| Indicator { part_of: Some("T".into()), ..share(id) };
    let world = World::new(vec![share("T"), of("A"), of("B"), of("C")])
        .parts(0, 43.0, 100.0)
        .parts(1, 3.0, 50.0)
        .parts(2, 20.0, 30.0)
        .parts(3, 20.0, 20.0);
    assert_eq!(world.hidden_now(), [0, 1], "43 less 20 less 20 is 3");
}

/// A total that is off by one still tells.
#[test]
fn sums_that_nearly_hold_are_sums() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T")];
    let world = World::new(measures).values(0, &[51.0]).values(1, &[3.0]).values(2, &[47.0]);
    assert_eq!(world.hidden_now(), [1, 2]);
}

#[test]
fn two_quarters_behind_a_missing_one_are_not_told() {
    let so_far = Indicator { cumulative: true, aggregation: Aggregation::Sum, ..people("A") };
    let mut world = World::new(vec![so_far]).values(0, &[12.0]);
    // The first quarter of this year is 2026-27Q1; with the second missing, the third less the first is two quarters.
    world.past.values.set(0, now().previous(), Some(10.0));
    assert_eq!(world.hidden_now(), [0]);
}

#[test]
fn what_a_formula_makes_of_a_hidden_figure_is_hidden() {
    use crate::reading::computed::ComputedIndicator;
    let world = World::new(vec![people("A"), Indicator { small_numbers: None, ..people("B") }]).values(0, &[2.0]);
    let reading = Some(sample::reading("B", "FIN", now(), Value::Number(20.0)));
    let computed =
        [ComputedIndicator { indicator: 1, feeders: vec![0], breaks: vec![], times: 1.0, reading, lack: None }];
    let inputs = Inputs { computed: &computed, ..world.inputs() };
    let whole = analyse(&inputs);
    let without = WithoutSmallNumbers::new(inputs, &whole).unwrap();
    assert!(without.hidden().has(1, now()));
    assert_eq!(without.inputs().computed[0].reading.as_ref().unwrap().value.number(), None);
}

/// A status says on which side of the target a count lies.
#[rstest]
#[case::far_from_the_target(2.0, 40.0, true)]
#[case::green_says_at_most_three(2.0, 3.0, false)]
#[case::red_says_at_least_two(4.0, 1.0, false)]
#[case::every_small_count_is_red(4.0, 0.0, true)]
fn a_status_is_told_where_it_leaves_room(#[case] value: f64, #[case] target: f64, #[case] told: bool) {
    let mut world = World::new(vec![people("A")]).values(0, &[value]);
    let targets = Target { annual: Some(target), quarters: [Some(target); 4], ..Target::default() };
    world.register.targets.push(("A".into(), 2026, targets));
    world.register = std::mem::take(&mut world.register).indexed();
    world.settings.status.tolerance_percent = 0.0;
    let inputs = world.inputs();
    let whole = analyse(&inputs);
    let without = WithoutSmallNumbers::new(inputs, &whole).unwrap();
    let analysis = without.analysis();
    let expected = if told { whole.indicators[0].status } else { Status::Suppressed };
    assert_eq!(analysis.indicators[0].status, expected);
    assert!(analysis.indicators[0].value.is_none() && analysis.indicators[0].variance.is_none());
}

/// Told of one part and not of another, it would say which of them is small.
#[test]
fn no_status_is_told_of_what_hangs_together() {
    let measures = vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")];
    let mut world = World::new(measures).values(0, &[46.0]).values(1, &[4.0]).values(2, &[2.0]).values(3, &[40.0]);
    let targets = Target { annual: Some(40.0), quarters: [Some(40.0); 4], ..Target::default() };
    world.register.targets.extend(["A", "B"].map(|id| (id.into(), 2026, targets.clone())));
    world.register = std::mem::take(&mut world.register).indexed();
    let inputs = world.inputs();
    let whole = analyse(&inputs);
    let analysis = WithoutSmallNumbers::new(inputs, &whole).unwrap();
    let statuses = analysis.analysis().indicators.iter().map(|r| r.status).collect::<Vec<_>>();
    assert_eq!(whole.indicators[1].status, Status::Green);
    assert_eq!(statuses, [Status::NoTarget, Status::Suppressed, Status::Suppressed, Status::NoTarget]);
}

#[test]
fn a_past_figure_keeps_its_status_and_loses_its_number() {
    let mut world = World::new(vec![people("A")]).values(0, &[2.0, 30.0]);
    let told = PastFigure { value: Some(2.0), target: None, status: Status::NoTarget, release: None };
    world.past.reported.insert((0, now().previous()), told);
    let inputs = world.inputs();
    let whole = analyse(&inputs);
    let without = WithoutSmallNumbers::new(inputs, &whole).unwrap();
    let analysis = without.analysis();
    let result = &analysis.indicators[0];
    assert_eq!((result.status_previous, result.quarters[11], result.value), (Status::NoTarget, None, Some(30.0)));
    assert!(result.short.is_err() && result.year_to_date.is_err());
}

#[test]
fn texts_that_tell_a_number_are_withheld() {
    let mut world = World::new(vec![people("A"), people("B")]).values(0, &[2.0]).values(1, &[30.0]);
    for reading in &mut world.returns[0].readings {
        *reading.words = Narrative {
            commentary: "Both children were placed.".into(),
            remedial_action: "More carers are trained.".into(),
            ..Narrative::default()
        };
    }
    let inputs = world.inputs();
    let whole = analyse(&inputs);
    let without = WithoutSmallNumbers::new(inputs, &whole).unwrap();
    let words: Vec<String> = without.inputs().returns[0]
        .readings
        .iter()
        .map(|r| format!("{} {}", r.words.commentary, r.words.remedial_action))
        .collect();
    assert_eq!(words, ["[c] More carers are trained.", "Both children were placed. More carers are trained."]);
}

#[rstest]
#[case("We saw 3 people", true)]
#[case("Only three of them", true)]
#[case("ONE more", true)]
#[case("None of the carers", false)]
#[case("", false)]
#[case("someone else", false)]
fn numbers_in_texts(#[case] text: &str, #[case] tells: bool) {
    assert_eq!(tells_number(text), tells);
}

/// The analysis that is published, and what it must not have.
fn published(world: &World) -> (Option<HiddenFigures>, Vec<Vec<Option<f64>>>) {
    let inputs = world.inputs();
    let whole = analyse(&inputs);
    let figures = |a: &Analysis<'_>| a.indicators.iter().map(|r| r.quarters.to_vec()).collect::<Vec<_>>();
    match WithoutSmallNumbers::new(inputs, &whole) {
        None => (None, figures(&whole)),
        Some(without) => (Some(without.hidden().clone()), figures(&without.analysis())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever the counts, no published total less its published parts leaves a hidden count less room than four.
    #[test]
    fn no_small_count_can_be_subtracted(counts in proptest::collection::vec(proptest::collection::vec(0u32..30, 3), 4)) {
        let mut world = World::new(vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")]);
        let column = |n: usize| counts.iter().map(|row| f64::from(row[n])).collect::<Vec<_>>();
        let totals: Vec<f64> = counts.iter().map(|row| row.iter().map(|c| f64::from(*c)).sum()).collect();
        world = world.values(0, &totals);
        for n in 0..3 {
            world = world.values(n + 1, &column(n));
        }
        let (hidden, figures) = published(&world);
        for (k, row) in counts.iter().enumerate() {
            let at = 13 - counts.len() + k;
            let told: Vec<Option<f64>> = (1..4).map(|n| figures[n][at]).collect();
            let small = |n: usize| (1..=4).contains(&row[n]);
            for n in (0..3).filter(|n| small(*n)) {
                prop_assert!(told[n].is_none(), "{} is told", row[n]);
            }
            let unknown = told.iter().filter(|t| t.is_none()).count();
            if let Some(total) = figures[0][at] {
                let left = total - told.iter().flatten().sum::<f64>();
                // Noughts are told, so that each of the hidden is one at least.
                let least = (0..3).filter(|n| told[*n].is_none() && row[*n] > 0).count();
                prop_assert!(
                    unknown == 0 || unknown > 1 && left - least as f64 >= 3.0,
                    "{unknown} unknown add up to {left}"
                );
            }
        }
        // What a publication a quarter earlier hid and showed, this one does too.
        if let Some(hidden) = hidden {
            let mut earlier = World::new(vec![people("T"), part("A", "T"), part("B", "T"), part("C", "T")]);
            earlier = earlier.values(0, &totals[..3]);
            for n in 0..3 {
                earlier = earlier.values(n + 1, &column(n)[..3]);
            }
            let then: Vec<(usize, i32)> =
                earlier.hidden().figures.into_iter().map(|(n, q)| (n, q.index() - 1)).collect();
            let now: Vec<(usize, i32)> =
                hidden.figures.into_iter().filter(|(_, q)| *q < now()).map(|(n, q)| (n, q.index())).collect();
            prop_assert_eq!(then, now);
        }
    }
}
