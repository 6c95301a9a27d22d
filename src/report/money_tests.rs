//! Money and milestones on the sheets: there where there are any, and the same to the penny wherever they are told.

use super::sample::{Sample, everything};
use super::*;
use crate::analyse::budget::{BudgetGroupKind, whole_pounds};
use crate::reading::ActionKind;
use crate::reading::money::{MoneyLines, Pence};
use crate::workbook::{CellContent, Sheet, Table};

/// The rows of a table as numbers and words under their headings.
fn rows(table: &mut Table<'_>) -> Vec<Vec<String>> {
    let len = table.len();
    let row = |n| {
        let mut cells = vec![];
        table.fill(n, &mut cells);
        cells.into_iter().map(|c| said(&c.content)).collect()
    };
    (0..len).map(row).collect()
}

fn said(content: &CellContent<'_>) -> String {
    match content {
        CellContent::Text(t) | CellContent::Link { text: t, .. } => t.to_string(),
        CellContent::Number(n) => n.to_string(),
        CellContent::Date(d) => d.to_string(),
        _ => String::new(),
    }
}

fn sheet<'b, 'a>(book: &'b mut Book<'a>, name: &str) -> &'b mut Sheet<'a> {
    book.sheets.iter_mut().find(|s| s.name == name).unwrap()
}

fn table<'b, 'a>(sheet: &'b mut Sheet<'a>, name: &str) -> &'b mut Table<'a> {
    sheet.tables.iter_mut().find(|t| t.name == name).unwrap()
}

/// Pence of what a cell of pounds holds.
fn pence(pounds: &str) -> Pence {
    Pence::of_pounds(pounds.parse().unwrap()).unwrap()
}

#[test]
fn totals_are_the_same_wherever_they_are_told() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let mut book = everything(&analysis, &sample.provenance);
    let budget = sheet(&mut book, budget::NAME);
    let headings = table(budget, "Revenue_totals").headings().to_vec();
    let at = |heading: &str| headings.iter().position(|h| h == heading).unwrap();
    let groups = rows(table(budget, "Revenue_totals"));
    let lines = rows(table(budget, "Revenue_lines"));
    for heading in ["Budget now, £", "Spent to date, £", "Forecast, £", "Variance, £ (over is +)"] {
        let column = at(heading);
        let sum_of = |kind: &str| groups.iter().filter(|r| r[0] == kind).map(|r| pence(&r[column])).sum::<Pence>();
        let council = sum_of("Council");
        assert_eq!([sum_of("Directorate"), sum_of("Priority"), sum_of("Service")], [council; 3], "{heading}");
        let summed = lines.iter().filter(|r| r[at("Standing")] != "Not in the totals");
        assert_eq!(summed.map(|r| pence(&r[column])).sum::<Pence>(), council, "{heading}");
    }
    // Every sheet that tells the council's forecast tells this one.
    let total = analysis.budget.revenue.council().total;
    let words = format!(
        "Revenue: forecast {} against a budget of {}",
        whole_pounds(total.forecast),
        whole_pounds(total.budget)
    );
    for name in [budget::NAME, scorecard::NAME] {
        let there = sheet(&mut book, name).cells.iter().any(|(.., c)| said(&c.content).starts_with(&words));
        assert!(there, "{name}: {words}");
    }
    assert!(groups.iter().any(|r| r[at("Missing or queried")].contains("without a forecast")), "{groups:?}");
    let savings = rows(table(sheet(&mut book, budget::NAME), "Savings_totals"));
    let target = |kind: &str| savings.iter().filter(|r| r[0] == kind).map(|r| pence(&r[3])).sum::<Pence>();
    assert!(["Directorate", "Priority", "Service", "Year"].iter().all(|kind| target(kind) == target("Council")));
}

#[test]
fn without_a_perspective_there_is_no_scorecard() {
    let mut sample = Sample::new(12);
    sample.register.indicators.iter_mut().for_each(|i| i.perspective.clear());
    let analysis = sample.analysis();
    let book = everything(&analysis, &sample.provenance);
    assert!(book.sheets.iter().all(|s| s.name != scorecard::NAME));
}

#[test]
fn milestones_are_of_the_delivery_plan_and_not_of_the_actions() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    assert!(analysis.actions.iter().all(|r| r.action.kind == ActionKind::Action));
    let mut book = everything(&analysis, &sample.provenance);
    let actions = rows(&mut sheet(&mut book, "Actions").tables[0]);
    assert!(actions.iter().all(|r| r[0].starts_with('A')), "{actions:?}");
    let plan = sheet(&mut book, delivery_plan::NAME);
    let all = rows(table(plan, "Milestones"));
    assert_eq!(all.len(), analysis.delivery_plan.milestones.len());
    let counts = rows(table(plan, "Milestone_counts"));
    let of = |kind: &str| counts.iter().filter(|r| r[0] == kind).map(|r| r[2].parse::<u32>().unwrap()).sum::<u32>();
    assert_eq!([of("Priority"), of("Directorate")], [analysis.delivery_plan.council.all(); 2]);
    assert!(all.iter().any(|r| r[2] == "? No word this quarter" && r[10].starts_with("Last heard of in")));
}

#[test]
fn without_money_and_milestones_there_are_no_sheets_of_them() {
    let mut sample = Sample::new(12);
    (sample.past.money, sample.register.plan) = (MoneyLines::default(), vec![]);
    sample.past.actions.retain(|a| a.kind == ActionKind::Action);
    for r in &mut sample.returns {
        r.money = MoneyLines::default();
        r.actions.retain(|a| a.kind == ActionKind::Action);
    }
    let analysis = sample.analysis();
    let book = everything(&analysis, &sample.provenance);
    let names: Vec<&str> = book.sheets.iter().map(|s| s.name.as_str()).collect();
    for name in [budget::NAME, money_and_results::NAME, delivery_plan::NAME] {
        assert!(!names.contains(&name), "{names:?}");
    }
    assert!(names.contains(&scorecard::NAME));
    assert_eq!(book.sheets[book.opens_at].name, OPENS_AT.words());
}

/// What one costs, by hand: of every measure that can be told, and never with a part of it missing.
#[test]
fn unit_costs_are_money_over_volume() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let costs = &analysis.money_and_results.unit_costs;
    assert!(costs.iter().any(|c| c.cost.is_ok()) && costs.iter().any(|c| c.cost.is_err()));
    for one in costs {
        let result = &analysis.indicators[one.indicator];
        let ids = &sample.register.indicators[result.indicator].paid_from;
        let lines = analysis.budget.revenue.lines.iter().filter(|l| ids.iter().any(|id| **id == *l.line.id));
        let spent: Pence = lines.filter_map(|l| l.line.actual).sum();
        match &one.cost {
            Ok(cost) => {
                assert_eq!(cost.spent, spent);
                assert!((cost.each - spent.pounds() / result.year_to_date.unwrap()).abs() < 1e-9);
            }
            Err(why) => assert!(!why.words().is_empty()),
        }
    }
}

/// A budget at risk stands among the council's exposure by its printed table.
#[test]
fn budgets_at_risk_are_ranked_with_risks_and_measures() {
    let sample = Sample::new(60);
    let analysis = sample.analysis();
    let over = analysis.budget.at_risk.iter().find(|b| !b.scheme).unwrap();
    let group = analysis.budget.revenue.groups.iter().find(|g| (g.kind, &g.id) == (BudgetGroupKind::Service, &over.id));
    assert_eq!(over.over, group.unwrap().sum.total.variance());
    assert_eq!(
        over.rating.impact,
        1 + [50_000.0, 250_000.0, 1_250_000.0, 6_250_000.0].iter().filter(|b| over.over.pounds() >= **b).count() as u8
    );
    let mut book = everything(&analysis, &sample.provenance);
    let risks = sheet(&mut book, "Risks");
    assert!(risks.cells.iter().any(|(.., c)| said(&c.content).contains("over its budget, +")));
}
