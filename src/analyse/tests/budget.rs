//! Totals over small councils, and what holds of every one.

use super::*;
use crate::analyse::budget::{BudgetGroup, BudgetGroupKind, BudgetLine, BudgetSum, BudgetTotal};
use crate::reading::money::{MoneyLines, Pence, RevenueFlow, RevenueLine, Saving, SavingState};
use crate::settings::BudgetStatus;

/// A line in pounds; a thousandth of a pound more than any is none.
fn line(id: &str, service: &str, period: &str, budget: Option<i64>, forecast: Option<i64>) -> RevenueLine {
    let pounds = |n: Option<i64>| n.map(|n| Pence::new(n * 100));
    RevenueLine {
        id: id.into(),
        service: service.into(),
        period: sample::period(period),
        title: format!("Line {id}"),
        flow: RevenueFlow::Expenditure,
        priority: String::new(),
        budget: pounds(budget),
        revised: None,
        actual: pounds(Some(0)),
        forecast: pounds(forecast),
        variance: None,
        virement: None,
        reason: String::new(),
        remedy: String::new(),
        place: sample::place("m.xlsx", 4),
    }
}

fn saving(id: &str, target: i64, states: [i64; 4]) -> Saving {
    let [delivered, on_track, at_risk, undeliverable] = states.map(|n| Some(Pence::new(n * 100)));
    Saving {
        id: id.into(),
        service: "A".into(),
        period: sample::period("2026-27Q2"),
        title: format!("Saving {id}"),
        priority: "P1".into(),
        year: "2026-27".into(),
        target: Some(Pence::new(target * 100)),
        delivered,
        on_track,
        at_risk,
        undeliverable,
        mitigation: String::new(),
        owner: String::new(),
        place: sample::place("m.xlsx", 4),
    }
}

/// Services A and B of Place, C of People; the priority P1.
fn council(period: &str) -> Council {
    let mut c = Council::new(vec![], period);
    let of = |id: &str, directorate: &str| crate::register::Service {
        directorate: directorate.into(),
        ..sample::service(id)
    };
    c.register = sample::register([of("A", "Place"), of("B", "Place"), of("C", "People")], vec![]);
    c.register.priorities =
        vec![crate::register::Priority { id: "P1".into(), name: "Homes".into(), owner: String::new() }];
    c
}

fn sent(c: &mut Council, lines: Vec<RevenueLine>) {
    for line in lines {
        let service = line.service.to_string();
        c.return_of(&service).money.revenue.push(line);
    }
}

fn group<'b, S>(groups: &'b [BudgetGroup<S>], kind: BudgetGroupKind, id: &str) -> &'b S {
    &groups.iter().find(|g| (g.kind, g.id.as_str()) == (kind, id)).unwrap().sum
}

#[test]
fn one_side_is_never_summed_alone_and_what_lacks_is_said() {
    let mut c = council("2026-27Q2");
    let now = "2026-27Q2";
    let homes = |l: RevenueLine| RevenueLine { priority: "P1".into(), ..l };
    sent(
        &mut c,
        vec![
            homes(line("1", "A", now, Some(1_000), Some(1_100))),
            line("2", "A", now, Some(400_000), None),
            RevenueLine { actual: None, ..line("3", "B", now, Some(500), Some(400)) },
            RevenueLine { revised: Some(Pence::new(60_000)), ..line("4", "C", now, None, Some(600)) },
            line("5", "C", now, None, Some(70)),
            homes(line("6", "C", now, None, None)),
            RevenueLine { priority: "P9".into(), ..line("7", "C", "2026-27Q1", Some(9), Some(9)) },
        ],
    );
    let a = c.analysis();
    let groups = &a.budget.revenue.groups;
    use BudgetGroupKind::*;
    let council = group(groups, Council, "");
    assert_eq!(council.total.budget, Pence::new(210_000));
    assert_eq!(council.total.forecast, Pence::new(210_000));
    assert_eq!((council.total.lines, council.status), (3, Some(BudgetStatus::OnBudget)));
    assert_eq!(
        council.total.lacks("line"),
        "1 line of £400,000 without a forecast; 1 line of £70 forecast without a budget; 1 line with neither budget nor \
         forecast; 1 line without the budget as it was set; 1 line without what was spent"
    );
    assert_eq!(group(groups, Directorate, "Place").total.variance(), Pence::new(0));
    assert_eq!(group(groups, Service, "A").status, Some(BudgetStatus::Over));
    assert_eq!(group(groups, Service, "B").status, Some(BudgetStatus::Under));
    assert_eq!(group(groups, Priority, "P1").total.percent(), Some(10.0));
    assert_eq!((group(groups, Priority, "").total.lines, group(groups, Priority, "P1").total.neither), (2, 1));
    assert!(groups.iter().all(|g| g.id != "P9"), "a line of another quarter is not of this one");
    assert_eq!(a.budget.revenue.lines[0].line.id.to_string(), "1", "the furthest over budget first");
}

#[test]
fn variances_move_over_the_lines_of_both_quarters() {
    let then = || {
        vec![
            line("1", "A", "2026-27Q1", Some(1_000), Some(1_010)),
            line("2", "A", "2026-27Q1", Some(1_000), None),
            line("GONE", "B", "2026-27Q1", Some(10), Some(15)),
        ]
    };
    let mut c = council("2026-27Q2");
    c.past.money.revenue = then();
    let now = "2026-27Q2";
    sent(
        &mut c,
        vec![
            line("1", "A", now, Some(1_000), Some(1_040)),
            line("2", "A", now, Some(1_000), Some(900)),
            line("1", "B", now, Some(1), Some(3)),
        ],
    );
    let a = c.analysis();
    let side = &a.budget.revenue;
    let moved = side.council().total.moved;
    assert_eq!((moved.lines, moved.change()), (1, Some(Pence::new(3_000))));
    assert_eq!((moved.new.lines, moved.new.amount), (2, Pence::new(-9_800)));
    assert_eq!((moved.gone.lines, moved.gone.amount), (1, Pence::new(500)));
    assert_eq!(side.gone.iter().map(|l| &*l.id).collect::<Vec<_>>(), ["GONE"]);
    assert_eq!(side.lines.iter().map(|r| r.moved).collect::<Vec<_>>(), [Some(Pence::new(3_000)), None, None]);

    // Next year's budget is another: nothing moved, and nothing is gone.
    let mut c = council("2027-28Q1");
    c.past.money.revenue = then();
    let a = c.analysis();
    assert!(!a.budget.revenue.compared && a.budget.revenue.is_empty());
}

/// Reading, savings by state: delivered 10%, on track 56%, at risk 18%, not deliverable 16%.
#[test]
fn savings_as_reading_publishes_them() {
    let mut c = council("2026-27Q2");
    c.return_of("A").money = MoneyLines {
        savings: vec![
            saving("S1", 4_000, [1_000, 2_600, 400, 0]),
            saving("S2", 5_000, [0, 3_000, 1_200, 800]),
            saving("S3", 1_000, [0, 0, 200, 800]),
            Saving { delivered: None, on_track: None, at_risk: None, undeliverable: None, ..saving("S4", 70, [0; 4]) },
            Saving { target: None, ..saving("S5", 0, [5, 0, 0, 0]) },
        ],
        ..MoneyLines::default()
    };
    let a = c.analysis();
    let total = a.budget.savings.council();
    assert_eq!(SavingState::ALL.map(|s| total.percent(s)), [10.0, 56.0, 18.0, 16.0].map(Some));
    assert_eq!((total.savings, total.target, total.unsaid()), (3, Pence::new(1_000_000), Pence::new(0)));
    assert_eq!(total.lacks(), "1 saving of £70 that nothing is said of; 1 saving without a target");
    let groups = &a.budget.savings.groups;
    assert_eq!(*group(groups, BudgetGroupKind::Year, "2026-27"), total);
    assert_eq!(*group(groups, BudgetGroupKind::Priority, "P1"), total);
}

fn lines() -> impl Strategy<Value = Vec<RevenueLine>> {
    let amount = || prop::option::weighted(0.8, -5_000_000_i64..5_000_000);
    let one = (prop::sample::select(vec!["A", "B", "C"]), any::<bool>(), amount(), amount());
    prop::collection::vec(one, 1..25).prop_map(|all| {
        let line = |(n, (service, homes, budget, forecast)): (usize, (&str, bool, Option<i64>, Option<i64>))| {
            let priority = if homes { "P1".to_owned() } else { String::new() };
            let pence = |n: Option<i64>| n.map(Pence::new);
            RevenueLine {
                priority,
                budget: pence(budget),
                forecast: pence(forecast),
                ..line(&n.to_string(), service, "2026-27Q2", None, None)
            }
        };
        all.into_iter().enumerate().map(line).collect()
    })
}

fn totals(lines: Vec<RevenueLine>) -> Vec<BudgetGroup<BudgetSum>> {
    let mut c = council("2026-27Q2");
    sent(&mut c, lines);
    let a = c.analysis();
    a.budget.revenue.groups.clone()
}

fn total(groups: &[BudgetGroup<BudgetSum>], kind: BudgetGroupKind, id: &str) -> BudgetTotal {
    groups.iter().find(|g| (g.kind, g.id.as_str()) == (kind, id)).map(|g| g.sum.total).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_lines_changes_nothing((lines, shuffled) in lines().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))) {
        prop_assert_eq!(totals(lines), totals(shuffled));
    }

    /// Every way of dividing the lines gives the same sum, to the penny.
    #[test]
    fn the_parts_sum_to_the_council(lines in lines()) {
        use BudgetGroupKind::*;
        let groups = totals(lines);
        let council = total(&groups, Council, "");
        for kind in [Directorate, Service, Priority] {
            let parts = || groups.iter().filter(|g| g.kind == kind).map(|g| g.sum.total);
            prop_assert_eq!(parts().map(|t| t.budget).sum::<Pence>(), council.budget);
            prop_assert_eq!(parts().map(|t| t.forecast).sum::<Pence>(), council.forecast);
            prop_assert_eq!(parts().map(|t| t.variance()).sum::<Pence>(), council.variance());
            prop_assert_eq!(parts().map(|t| t.lines).sum::<u32>(), council.lines);
        }
    }

    /// A line taken out lowers every total above it by what it is, and no other; moved to another service it takes
    /// exactly that along.
    #[test]
    fn a_line_is_what_its_totals_lose(lines in lines(), pick in any::<prop::sample::Index>()) {
        use BudgetGroupKind::*;
        let one = lines[pick.index(lines.len())].clone();
        let mut without = lines.clone();
        without.retain(|l| l.id != one.id);
        let summed = one.variance().is_some();
        let worth = |amount: Option<Pence>| if summed { amount.unwrap_or_default() } else { Pence::default() };
        let (with, without) = (totals(lines.clone()), totals(without));
        let place = if &*one.service == "C" { "People" } else { "Place" };
        let above = [(Council, ""), (Directorate, place), (Service, &*one.service), (Priority, one.priority.as_str())];
        for g in &with {
            let (now, then) = (g.sum.total, total(&without, g.kind, &g.id));
            let is_above = above.contains(&(g.kind, g.id.as_str()));
            prop_assert_eq!(now.budget - then.budget, if is_above { worth(one.current_budget()) } else { Pence::default() });
            prop_assert_eq!(now.forecast - then.forecast, if is_above { worth(one.forecast) } else { Pence::default() });
        }
        let moved = lines.into_iter().map(|l| if l.id == one.id { RevenueLine { service: "B".into(), ..l } } else { l });
        let moved = totals(moved.collect());
        prop_assert_eq!(total(&moved, Council, "").budget, total(&with, Council, "").budget);
        let taken = if &*one.service == "B" { Pence::default() } else { worth(one.current_budget()) };
        prop_assert_eq!(total(&moved, Service, "B").budget - total(&with, Service, "B").budget, taken);
    }
}
