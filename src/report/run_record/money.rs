//! Money, milestones and the scorecard in the run record: amounts in pounds, exact to the penny.

use crate::analyse::Analysis;
use crate::analyse::budget::{BudgetGroup, BudgetLine, BudgetLineResult, BudgetSide, BudgetSum, SavingsTotal};
use crate::analyse::delivery_plan::{MilestoneCounts, MilestoneGroup, MilestoneResult, MilestoneState};
use crate::reading::Place;
use crate::reading::money::{Pence, SavingState};
use serde_json::{Map, Value, json};

/// Revenue, capital and savings: their totals, and every line with what follows from it.
pub fn budget(a: &Analysis<'_>, most: usize) -> Value {
    let budget = &a.budget;
    let states = |s: &SavingsTotal| -> Map<String, Value> {
        SavingState::ALL.into_iter().map(|state| (state.key().to_owned(), s.of(state).pounds().into())).collect()
    };
    let saved = |g: &BudgetGroup<SavingsTotal>| {
        json!({
            "kind": g.kind,
            "id": g.id,
            "savings": g.sum.savings,
            "target": g.sum.target.pounds(),
            "states": states(&g.sum),
            "unsaid": g.sum.unsaid().pounds(),
            "missing": { "no-state": g.sum.no_state.0, "no-target": g.sum.no_target },
        })
    };
    json!({
        "revenue": side(&budget.revenue, most, |l| &l.place),
        "capital": side(&budget.capital, most, |s| &s.place),
        "savings": { "totals": budget.savings.groups.iter().map(saved).collect::<Vec<_>>() },
        "refused": budget.refused,
    })
}

fn side<L: BudgetLine>(side: &BudgetSide<'_, L>, most: usize, place: fn(&L) -> &Place) -> Value {
    json!({
        "compared-with-last-quarter": side.compared,
        "totals": side.groups.iter().map(total).collect::<Vec<_>>(),
        "lines": side.lines.iter().take(most).map(|r| line(r, place(r.line))).collect::<Vec<_>>(),
        "gone": side.gone.iter().map(|l| json!([&**l.service(), &**l.id()])).collect::<Vec<_>>(),
    })
}

fn total(g: &BudgetGroup<BudgetSum>) -> Value {
    let t = &g.sum.total;
    json!({
        "kind": g.kind,
        "id": g.id,
        "lines": t.lines,
        "budget-as-set": t.set.pounds(),
        "budget": t.budget.pounds(),
        "spent": t.spent.pounds(),
        "forecast": t.forecast.pounds(),
        "variance": t.variance().pounds(),
        "status": g.sum.status.map(|s| s.key()),
        "moved": t.moved.change().map(Pence::pounds),
        "moved-lines": t.moved.lines,
        "missing": {
            "no-forecast": t.no_forecast.lines,
            "no-budget": t.no_budget.lines,
            "neither": t.neither,
            "gone": t.gone,
            "no-budget-as-set": t.no_set,
            "no-spent": t.no_spent,
        },
    })
}

fn line<L: BudgetLine>(r: &BudgetLineResult<'_, L>, place: &Place) -> Value {
    json!({
        "id": &**r.line.id(),
        "service": &**r.line.service(),
        "budget": r.line.budget().map(Pence::pounds),
        "forecast": r.line.forecast().map(Pence::pounds),
        "variance": r.variance.map(Pence::pounds),
        "moved": r.moved.map(Pence::pounds),
        "status": r.status.map(|s| s.key()),
        "file": place.source.file,
        "sheet": &*place.sheet,
        "cell": place.cell.to_string(),
    })
}

/// The delivery plan: its counts, and every milestone.
pub fn delivery_plan(a: &Analysis<'_>, most: usize) -> Value {
    let plan = &a.delivery_plan;
    let group = |g: &MilestoneGroup| json!({ "id": g.id, "counts": counts(&g.counts) });
    json!({
        "council": counts(&plan.council),
        "priorities": plan.priorities.iter().map(group).collect::<Vec<_>>(),
        "directorates": plan.directorates.iter().map(group).collect::<Vec<_>>(),
        "milestones": plan.milestones.iter().take(most).map(milestone).collect::<Vec<_>>(),
    })
}

fn counts(c: &MilestoneCounts) -> Value {
    let states: Map<String, Value> =
        MilestoneState::ALL.into_iter().map(|state| (state.key().to_owned(), c.of(state).into())).collect();
    let [then, now] = c.on_course;
    json!({
        "all": c.all(),
        "completed-or-on-track": c.done_or_on_track(),
        "states": states,
        "known-in-both": { "all": c.both, "then": then, "now": now },
        "new": c.new,
    })
}

fn milestone(m: &MilestoneResult<'_>) -> Value {
    json!({
        "id": &**m.id,
        "service": &**m.service,
        "priority": m.priority,
        "state": m.state.key(),
        "before": m.before.map(|s| s.key()),
        "agreed": m.agreed,
        "expected": m.expected,
        "slip-days": m.slip_days,
        "re-dated": m.redated,
        "done": m.done.map(|d| d.key()),
    })
}

/// The perspectives, by the baskets that they show.
pub fn scorecard(a: &Analysis<'_>) -> Value {
    let id = |n: Option<usize>| n.map(|n| a.register.indicators[a.indicators[n].indicator].id.to_string());
    let entry = |e: &crate::analyse::scorecard::ScorecardEntry| {
        let now = e.basket.and_then(|n| a.baskets.get(n)).map(|b| b.now).unwrap_or_default();
        json!({
            "perspective": e.name,
            "measures": now.total,
            "green": now.green,
            "amber": now.amber,
            "red": now.red,
            "share": now.share,
            "worst": id(e.worst),
            "best": id(e.best),
        })
    };
    a.scorecard.iter().map(entry).collect()
}
