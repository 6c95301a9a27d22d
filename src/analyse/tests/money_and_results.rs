//! Money beside results, what one costs, budgets on the risk matrix, and the scorecard.

use super::*;
use crate::analyse::beside_money::{BesideKind, MoneyVerdict};
use crate::analyse::unit_cost::NoUnitCost;
use crate::reading::money::{Pence, RevenueFlow, RevenueLine};
use crate::settings::BudgetStatus;

fn line(id: &str, actual: Option<i64>, budget: i64, forecast: i64) -> RevenueLine {
    let pounds = |n: i64| Pence::new(n * 100);
    RevenueLine {
        id: id.into(),
        service: "FIN".into(),
        period: period("2026-27Q2"),
        title: format!("Line {id}"),
        flow: RevenueFlow::Expenditure,
        priority: String::new(),
        budget: Some(pounds(budget)),
        revised: None,
        actual: actual.map(pounds),
        forecast: Some(pounds(forecast)),
        variance: None,
        virement: None,
        reason: String::new(),
        remedy: String::new(),
        place: sample::place("m.xlsx", 4),
    }
}

/// A measure of volume of two quarters with the lines that pay for it.
fn council(volume: &[f64], paid_from: &[&str], lines: Vec<RevenueLine>) -> Council {
    let i = Indicator { paid_from: paid_from.iter().map(|id| (*id).to_owned()).collect(), ..flow() };
    let mut c = Council::of(i, "2026-27Q2", volume).annual(400.0);
    c.return_of("FIN").money.revenue = lines;
    c
}

#[test]
fn what_one_costs_is_of_whole_parts_alone() {
    let cost = |c: &Council| c.analysis().money_and_results.unit_costs.first().map(|one| one.cost.clone());
    let lines = || vec![line("A", Some(1_000), 4_000, 4_000), line("B", Some(200), 800, 900)];
    let both = council(&[100.0, 60.0], &["A", "b"], lines());
    let one = cost(&both).unwrap().unwrap();
    assert_eq!((one.spent, one.volume, one.each, one.planned), (Pence::new(120_000), 160.0, 7.5, Some(12.0)));

    let missing = |ids: &[&str]| Some(Err(NoUnitCost::Lines(ids.iter().map(|id| (*id).to_owned()).collect())));
    assert_eq!(cost(&council(&[100.0, 60.0], &["A", "Z"], lines())), missing(&["Z"]));
    let unsaid = vec![line("A", None, 4_000, 4_000), line("B", Some(200), 800, 900)];
    assert_eq!(cost(&council(&[100.0, 60.0], &["A", "B"], unsaid)), missing(&["A"]));
    // A quarter without a volume, and money of both.
    let gap = cost(&council(&[GAP, 60.0], &["A"], lines()));
    assert_eq!(gap, Some(Err(NoUnitCost::NoFigure(NoFigure::QuarterMissing))));
    assert_eq!(cost(&council(&[0.0, 0.0], &["A"], lines())), Some(Err(NoUnitCost::Nought)));
    let mut mean = council(&[100.0, 60.0], &["A"], lines());
    mean.register.indicators[0].aggregation = Aggregation::Mean;
    assert_eq!(cost(&mean), Some(Err(NoUnitCost::NoVolume)));
    assert_eq!(cost(&council(&[100.0, 60.0], &[], lines())), None);
}

#[rstest]
#[case(2_000.0, 1_100, BudgetStatus::Over, MoneyVerdict::OverAndOn)]
#[case(10.0, 1_100, BudgetStatus::Over, MoneyVerdict::OverAndOff)]
#[case(10.0, 1_000, BudgetStatus::OnBudget, MoneyVerdict::WithinAndOff)]
#[case(10.0, 1_050, BudgetStatus::Near, MoneyVerdict::WithinAndOff)]
#[case(10.0, 900, BudgetStatus::Under, MoneyVerdict::UnderAndOff)]
fn money_and_results_point_one_way_or_against_each_other(
    #[case] value: f64,
    #[case] forecast: i64,
    #[case] money: BudgetStatus,
    #[case] verdict: MoneyVerdict,
) {
    let rated = || council(&[value, value], &["A"], vec![line("A", Some(500), 1_000, forecast)]).profile([100.0; 4]);
    let c = rated();
    let a = c.analysis();
    let of = |kind| a.money_and_results.items.iter().find(|item| item.kind == kind).unwrap();
    for item in [of(BesideKind::Service), of(BesideKind::Measure)] {
        assert_eq!((item.money, item.verdict, item.rated), (money, verdict, 1));
    }
    assert_eq!(of(BesideKind::Measure).indicator, Some(0));
    // What cannot be rated is not placed, and is counted.
    let mut unrated = rated();
    unrated.register.targets.clear();
    unrated.register = std::mem::take(&mut unrated.register).indexed();
    let a = unrated.analysis();
    assert_eq!((a.money_and_results.items.len(), a.money_and_results.unrated), (0, 1));
}

/// Likelihood by how much is spent, impact by the pounds over budget.
#[rstest]
#[case(Some(200_000), 1_060_000, Some((3, 2, 50.0)))]
#[case(Some(500_000), 1_060_000, Some((4, 2, 65.0)))]
#[case(Some(1_000_000), 1_060_000, Some((5, 2, 95.0)))]
#[case(None, 1_300_000, Some((5, 3, 95.0)))]
#[case(Some(500_000), 1_010_000, None)]
#[case(Some(500_000), 900_000, None)]
fn a_budget_stands_on_the_matrix(
    #[case] spent: Option<i64>,
    #[case] forecast: i64,
    #[case] placed: Option<(u8, u8, f64)>,
) {
    let c = council(&[1.0], &[], vec![line("A", spent, 1_000_000, forecast)]);
    let a = c.analysis();
    let found = a.budget.at_risk.first().map(|b| (b.rating.likelihood, b.rating.impact, b.chance));
    assert_eq!(found, placed);
    assert_eq!(a.exposure.contains(&ExposureItem::Budget(0)), placed.is_some());
}

#[test]
fn the_scorecard_has_the_councils_set_and_what_the_register_names_beside_it() {
    let of = |id: &str, perspective: &str| Indicator { perspective: perspective.into(), ..sample::indicator(id) };
    let indicators = vec![of("X1", "council plan"), of("X2", "council plan"), of("X3", "Partners"), of("X4", "")];
    let mut c = Council::new(indicators, "2026-27Q2");
    for (n, value) in [95.0, 40.0, 70.0].into_iter().enumerate() {
        c.send(n, Value::Number(value));
        c.target(n, 2026, Target { annual: Some(80.0), ..Target::default() });
    }
    let a = c.analysis();
    let names: Vec<&str> = a.scorecard.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Council Plan",
            "Workforce",
            "Customers and communities",
            "Business-critical activity",
            "Big projects",
            "Partners"
        ]
    );
    let plan = &a.scorecard[0];
    assert_eq!((plan.best, plan.worst), (Some(0), Some(1)));
    assert_eq!(plan.basket.map(|n| a.baskets[n].members.clone()), Some(vec![0, 1]));
    assert_eq!(a.scorecard[1].basket, None);
    assert_eq!(
        a.scorecard.iter().map(|e| (e.budget, e.projects)).collect::<Vec<_>>()[3..5],
        [(true, false), (false, true)]
    );
    c.settings.scorecard.perspectives = vec!["Partners".into()];
    let a = c.analysis();
    assert_eq!(a.scorecard.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["Partners", "council plan"]);
}
