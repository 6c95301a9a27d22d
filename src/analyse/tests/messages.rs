//! What is said first: headlines and successes, and the baskets that they count.

use super::*;

#[test]
fn headlines_and_successes() {
    let c = mixed();
    let a = c.analysis();
    assert_eq!(
        a.headlines[0].sentence,
        "1 of 4 rated indicators is off target; of the 4 rated in both quarters 1, 1 fewer than last quarter. Of most concern: Invoices paid in time (A), \
         40.0% against a target of 85.0%, 52.9% short, off target since Q4 2025-26 or before. Will it recover? Cannot be told: 3 figures only."
    );
    assert_eq!((a.headlines[0].indicator, a.exceptions()), (Some(0), vec![0]));
    // Last year's figure of B is not there, and the council compares with last year.
    assert!(a.headlines.iter().all(|h| h.kind != HeadlineKind::Worsened));
    let told: Vec<_> = a.successes.iter().map(|s| (s.kind, s.indicator)).collect();
    assert_eq!(told, [(SuccessKind::Recovered, 2), (SuccessKind::LongestRun, 3), (SuccessKind::Met, 1)]);
    assert_eq!(a.successes[0].words, "About C");
    assert_eq!(
        a.successes[1].sentence,
        "Invoices paid in time (D) has been on target for 5 quarters in a row: 86.0% against a target of 85.0%."
    );
}

#[test]
fn what_worsened_most_is_told_by_the_comparison_of_the_council() {
    let mut c = mixed();
    c.settings.direction.long_term = LongTerm::Ongoing;
    let headline = |c: &Council| {
        let told = c.analysis().headlines.into_iter().find(|h| h.kind == HeadlineKind::Worsened);
        told.map(|h| h.sentence)
    };
    assert_eq!(
        headline(&c).unwrap(),
        "The key indicator that worsened most is Invoices paid in time (B): from 90.0% when it was last due to 89.0%, down \
         1.0 percentage points."
    );
    c.settings.direction.long_term = LongTerm::Seasonal;
    c.fill(1, &[95.0, 80.0, 80.0, 80.0, 89.0]);
    assert_eq!(
        headline(&c).unwrap(),
        "The key indicator that worsened most is Invoices paid in time (B): from 95.0% a year ago to 89.0%, down 6.0 \
         percentage points."
    );
}

/// Emptying a figure that is off target never makes the council look better, and it is told.
#[test]
fn a_red_that_is_left_out_makes_nothing_better() {
    let c = mixed();
    let before = c.analysis();
    let mut c = mixed();
    c.returns[0].readings.retain(|r| &*r.indicator != "A");
    let after = c.analysis();
    let council = |a: &Analysis<'_>| (a.baskets[0].now, a.baskets[0].on_quarter);
    let ((was, _), (is, pair)) = (council(&before), council(&after));
    assert_eq!((was.missing, is.missing, was.rated(), is.rated()), (0, 1, 4, 3));
    assert!(is.share_of_due <= was.share_of_due && is.share > was.share);
    assert_eq!((pair.gone.red, pair.rated()), (1, 3));
    assert_eq!((after.lost(), after.indicators[0].figure_last_rated), (vec![0], Some(50.0)));
    assert!(
        after.headlines[0]
            .sentence
            .ends_with("1 indicator rated last quarter has no rating now, which was off target then.")
    );
}

/// Where the record begins with the run, nobody knows when it began; where the measure begins there, it is known.
#[test]
fn since_when_it_is_off_target() {
    let said = |values: &[f64], first: Option<i32>| {
        let mut c = mixed();
        c.fill(0, values);
        c.register.indicators[0].first = first.map(|n| c.period.plus(n));
        c.analysis().indicators[0].red_since_words()
    };
    assert_eq!(said(&[50.0, 50.0, 50.0, 40.0], None).as_deref(), Some("Q3 2025-26 or before"));
    assert_eq!(said(&[50.0, 50.0, 50.0, 40.0], Some(-3)).as_deref(), Some("Q3 2025-26"));
    assert_eq!(said(&[90.0, 50.0, 50.0, 40.0], None).as_deref(), Some("Q4 2025-26"));
    assert_eq!(said(&[f64::NAN, f64::NAN, f64::NAN, 40.0], None).as_deref(), Some("Q2 2026-27"));
}

/// Nor by staying out twice.
#[test]
fn a_red_that_stays_out_is_told_again() {
    let mut c = mixed();
    c.fill(0, &[80.0, 50.0, f64::NAN, f64::NAN]);
    c.returns[0].readings.retain(|r| &*r.indicator != "A");
    let a = c.analysis();
    let result = &a.indicators[0];
    assert_eq!((a.lost(), result.figure_last_rated), (vec![0], Some(50.0)));
    assert_eq!(result.lost(), Some((a.period.plus(-2), Status::Red)));
    assert_eq!(a.call_in().len(), 1);
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
        "1 of 4 rated indicators is off target; of the 4 rated in both quarters 1, 1 fewer than last quarter, leaving out 1 figure that is queried (A)."
    );
    assert!(a.successes.iter().all(|s| s.indicator != 3));
}

#[test]
fn what_was_refused_is_told_from_what_never_came() {
    let mut c = Council::new(vec![invoices()], "2026-27Q1");
    let id = c.register.indicators[0].id.to_string();
    c.findings = vec![Finding::new(&catalogue::C006, "", "").about(id).of("FIN")];
    let a = c.analysis();
    assert_eq!(a.indicators[0].refusal().map(|f| &*f.code), Some("C006"));
    assert_eq!(a.indicators[0].status, Status::Awaited);
}

#[test]
fn targets_of_the_quarters_are_those_of_the_quarters_alone() {
    let key = || Indicator { key: true, ..invoices() };
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
    let line = |b: &Basket| (b.kind, b.members.len(), b.now.share, b.on_quarter.then.share, b.improvement_short);
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
