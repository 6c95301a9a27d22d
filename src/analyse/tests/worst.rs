//! What is worst, whether it will recover, and who acts.

use super::*;
use crate::analyse::concern::{FAR_PERCENT, LONG, size};
use crate::analyse::recovery::{LIKELY, RecoveryKind, UNLIKELY};

fn concern_of(i: Indicator, values: &[f64], target: f64) -> Concern {
    Council::of(i, "2026-27Q2", values).annual(target).analysis().concern(0)
}

fn lower(id: &str) -> Indicator {
    Indicator { id: id.into(), unit: Unit::Number, polarity: Polarity::Lower, ..invoices() }
}

#[test]
fn concern_is_told_by_its_parts() {
    // 25% of the target short, for three quarters of eight, with no forecast.
    let c = concern_of(invoices(), &[60.0, 60.0, 60.0], 80.0);
    assert_eq!(c, Concern { counts: 1.0, far: 0.5, long: 0.375, unlikely: 0.5 });
    assert_eq!((c.score(), &*c.words()), (45.8, "far 50, long 38, unlikely 50; counts 1"));
    let key = concern_of(Indicator { key: true, weight: 2.0, ..invoices() }, &[60.0, 60.0, 60.0], 80.0);
    assert_eq!((key.counts, key.score()), (3.0, 137.5));
    // Of a target of nothing there is no percentage, and too few figures for a usual range.
    assert_eq!(concern_of(lower("A"), &[3.0], 0.0).far, 0.5);
    // On target: neither far nor long.
    let met = concern_of(invoices(), &[90.0, 90.0], 80.0);
    assert_eq!((met.far, met.long), (0.0, 0.0));
}

/// A band is missed by what lies outside it, in percent of the bound that is missed.
#[test]
fn a_band_is_missed_by_its_bound() {
    let far = |value: f64| {
        let i = Indicator { polarity: Polarity::Plan, unit: Unit::Number, ..invoices() };
        let mut c = Council::of(i, "2026-27Q2", &[value]);
        c.target(0, 2026, Target { green_low: Some(10.0), green_high: Some(20.0), ..Target::default() });
        c.analysis().concern(0).far
    };
    assert_eq!((far(25.0), far(15.0), far(9.0)), (0.5, 0.0, 0.2));
}

/// How far counts against what the measure usually does: the same shortfall of a steady measure is further.
#[test]
fn a_steady_measure_is_further_off() {
    let series = |swing: f64| {
        let mut values: Vec<f64> = (0..24).map(|n| 80.0 + if n % 2 == 0 { swing } else { -swing }).collect();
        values.push(70.0);
        concern_of(invoices(), &values, 85.0).far
    };
    assert!(series(0.5) > series(9.0), "{} {}", series(0.5), series(9.0));
}

/// Fifty times a tiny target is not what is worst; the figure in doubt stands last; ties by id.
#[test]
fn what_is_worst_is_what_matters() {
    let of = |id: &str, key| Indicator { key, ..lower(id) };
    let mut c =
        Council::new(vec![of("D", false), of("T", false), of("K", true), of("C", false), of("B", false)], "2026-27Q2");
    let cases: [(&[f64], f64); 5] = [
        (&[900.0; 9], 100.0),
        (&[0.0, 5.0], 0.1),
        (&[140.0; 9], 100.0),
        (&[120.0, 120.0], 100.0),
        (&[120.0, 120.0], 100.0),
    ];
    for (n, (values, target)) in cases.into_iter().enumerate() {
        for year in 2023..=2026 {
            c.target(n, year, Target { annual: Some(target), ..Target::default() });
        }
        c.fill(n, values);
    }
    c.findings = vec![Finding::new(&catalogue::S002, "", "").about("D").of("FIN")];
    let a = c.analysis();
    let order: Vec<&str> = a.exceptions().into_iter().map(|n| a.id(n)).collect();
    assert_eq!(order, ["K", "T", "B", "C", "D"]);
    let percent = |n: usize| a.indicators[n].variance_percent.unwrap();
    assert!(percent(1) < 50.0 * percent(2), "by percentage alone T would stand first");
}

fn share() -> impl Strategy<Value = f64> {
    0.0..=1.0f64
}

proptest! {
    /// More of any part is never less concern, and no score is below nothing.
    #[test]
    fn more_of_any_part_is_never_less(parts in [share(), share(), share()], counts in 0.01..20.0f64, part in 0usize..4, more in share()) {
        let of = |[far, long, unlikely]: [f64; 3], counts| Concern { counts, far, long, unlikely }.score();
        let mut greater = parts;
        if let Some(p) = greater.get_mut(part) {
            *p = p.max(more);
        }
        let heavier = if part == 3 { counts + more } else { counts };
        prop_assert!(of(greater, heavier) >= of(parts, counts) && of(parts, counts) >= 0.0);
    }

    /// A greater distance is never nearer, whatever else is known of it, and no distance is further than all the way.
    #[test]
    fn further_is_never_nearer(distance in 0.0..1e6f64, more in 0.0..1e6f64, goal in prop::option::of(0.01..1e5f64), usual in prop::option::of(0.01..1e5f64)) {
        let of = |d: f64| size(d, goal.map(|g| 100.0 * d / g), usual);
        prop_assert!(of(distance + more) >= of(distance) && of(distance + more) <= 1.0);
        prop_assert!(goal.is_none() || usual.is_some() || 100.0 * distance < FAR_PERCENT * goal.unwrap_or(1.0) || of(distance) == 1.0);
    }

    /// Of measures that differ in one thing only, what is further off, off for longer, or counts more is never less worrying.
    #[test]
    fn what_is_worse_is_never_of_less_concern(value in 1.0..80.0f64, less in 0.0..40.0f64, quarters in 1usize..12, weight in 0.5..5.0f64) {
        let of = |i: Indicator, value: f64, quarters: usize| concern_of(i, &vec![value; quarters], 100.0);
        let (it, further) = (of(invoices(), value, quarters), of(invoices(), value - less, quarters));
        prop_assert!(further.far >= it.far && further.score() >= it.score());
        let longer = of(invoices(), value, quarters + 1);
        prop_assert!(longer.long >= it.long && (longer.long > it.long || it.long == 1.0));
        prop_assert_eq!(it.long, (quarters as f64 / f64::from(LONG)).min(1.0));
        let heavy = of(Indicator { weight: 1.0 + weight, ..invoices() }, value, quarters);
        let key = of(Indicator { key: true, ..invoices() }, value, quarters);
        prop_assert!(heavy.score() >= it.score() && key.score() >= it.score());
    }

    /// What is said of recovery is what the chance of the year's target says, where there is one that can still be met or missed.
    #[test]
    fn recovery_says_what_the_chance_says(values in prop::collection::vec(60.0..100.0f64, 10..20), target in 60.0..100.0f64) {
        let c = Council::of(Indicator { aggregation: Aggregation::Mean, ..invoices() }, "2026-27Q2", &values).annual(target);
        let a = c.analysis();
        let told = a.recovery(0);
        let outturn = a.indicators[0].outturn.as_ref();
        if let Some(chance) = outturn.ok().and_then(|o| o.foreseen.as_ref()?.chance) {
            let kind = match chance {
                0.0 => RecoveryKind::No,
                1.0 => RecoveryKind::Yes,
                c if c >= LIKELY => RecoveryKind::Likely,
                c if c < UNLIKELY => RecoveryKind::Unlikely,
                _ => RecoveryKind::Open,
            };
            prop_assert_eq!(told.kind, kind, "{} at {}", told.words, chance);
        }
        prop_assert!(!told.words.is_empty());
    }
}

#[test]
fn recovery_in_words() {
    let sum = |id: &str| Indicator { aggregation: Aggregation::Sum, decimals: 0, ..lower(id) };
    let yearly = Indicator { due_quarters: vec![2], ..invoices() };
    let told = |c: &Council| c.analysis().recovery(0);
    let of = |i: Indicator, values: &[f64], target: f64| Council::of(i, "2026-27Q2", values).annual(target);
    // 14 counted by half-year of the 10 that the whole year may have.
    let spent = of(sum("A"), &[3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 6.0, 8.0], 10.0);
    assert_eq!((told(&spent).kind, &*told(&spent).words), (RecoveryKind::No, "No longer possible this year"));
    let few = of(invoices(), &[60.0, 61.0], 80.0);
    assert_eq!((told(&few).kind, &*told(&few).words), (RecoveryKind::Unknown, "Cannot be told: 2 figures only"));
    let later = of(yearly, &[60.0], 80.0);
    assert_eq!(
        (told(&later).kind, &*told(&later).words),
        (RecoveryKind::Later, "Not before Q2 2027-28: measured once a year")
    );
    let mut expects = of(invoices(), &[60.0, 61.0], 80.0);
    for (own, kind, words) in [
        (70.0, RecoveryKind::Unlikely, "Unlikely: the service itself expects 70.0%"),
        (82.0, RecoveryKind::Open, "The service expects so: 82.0% for the year"),
    ] {
        expects.return_of("FIN").readings[0].forecast = Some(own);
        assert_eq!((told(&expects).kind, &*told(&expects).words), (kind, words));
    }
    expects.findings = vec![Finding::new(&catalogue::S002, "", "").about(&*invoices().id).of("FIN")];
    assert_eq!(told(&expects).words, "Cannot be told: the figure is queried");
}

/// Who leads the open action that is due first; what is done or about something else says nothing.
#[test]
fn who_acts_is_who_must_act_first() {
    let mut c = Council::of(Indicator { owner: "O. Owner".into(), ..invoices() }, "2026-27Q2", &[60.0]).annual(80.0);
    let (id, p) = (c.register.indicators[0].id.to_string(), c.period);
    let acting = |c: &Council| {
        let a = c.analysis();
        let about: Vec<usize> = (0..a.actions.len()).filter(|k| a.actions[*k].action.about == id).collect();
        let acting = a.acting(0, &about);
        (acting.who.to_owned(), acting.until, acting.days_overdue > 0)
    };
    assert_eq!(acting(&c), ("O. Owner".to_owned(), None, false));
    let led = |n: &str, due: &str, status| Action {
        about: id.clone(),
        lead: format!("Lead {n}"),
        ..action(n, due, status, p)
    };
    c.return_of("FIN").actions = vec![
        led("1", "2026-07-01", ActionStatus::Complete),
        led("2", "2027-03-31", ActionStatus::OnTrack),
        led("3", "2026-12-31", ActionStatus::OnTrack),
        Action { about: "other".into(), ..led("4", "2026-10-31", ActionStatus::OnTrack) },
    ];
    assert_eq!(acting(&c), ("Lead 3".to_owned(), Some(day("2026-12-31")), false));
    let actions = &mut c.return_of("FIN").actions;
    (actions[2].lead, actions[1].due) = (String::new(), Some(day("2026-08-31")));
    assert_eq!(acting(&c), ("Lead 2".to_owned(), Some(day("2026-08-31")), true));
    c.return_of("FIN").actions[1].status = Some(ActionStatus::Complete);
    assert_eq!(acting(&c), ("O. Owner".to_owned(), Some(day("2026-12-31")), false));
}
