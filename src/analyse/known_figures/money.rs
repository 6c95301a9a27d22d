//! The figures of revenue, capital and savings, of money beside results, and of the delivery plan.

use super::figure::{Amount, FigureList};
use crate::analyse::Analysis;
use crate::analyse::budget::{
    BudgetGroup, BudgetGroupKind, BudgetLine, BudgetSide, BudgetSum, BudgetTotal, SavingsTotal,
};
use crate::analyse::delivery_plan::{MilestoneCounts, MilestoneState};
use crate::period::Period;
use crate::reading::money::{Pence, SavingState};

pub fn collect<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    side(&a.budget.revenue, a.period, list);
    side(&a.budget.capital, a.period, list);
    savings(a, list);
    for item in &a.money_and_results.items {
        list.of(&item.id).add("variance", Amount::money_difference(item.variance));
        list.some("variance in percent", item.percent.map(Amount::percent));
        list.count("measures on target", item.on_target).count("measures rated", item.rated);
    }
    for unit in &a.money_and_results.unit_costs {
        let Ok(cost) = &unit.cost else { continue };
        let pounds = |pounds: f64| Pence::of_pounds(pounds).map(Amount::money);
        list.of(&a.register.indicators[a.indicators[unit.indicator].indicator].id);
        list.some("unit cost", pounds(cost.each)).some("planned unit cost", cost.planned.and_then(pounds));
        list.add("spent on it", Amount::money(cost.spent)).count("volume to date", cost.volume);
    }
    plan(a, list);
}

fn owner<'s, S>(group: &'s BudgetGroup<S>, list: &mut FigureList<'s>) {
    match group.kind {
        BudgetGroupKind::Council => list.of_council(&group.name),
        _ => list.of(&group.name),
    };
}

fn side<'s, L: BudgetLine>(side: &'s BudgetSide<'_, L>, period: Period, list: &mut FigureList<'s>) {
    for group in &side.groups {
        owner(group, list);
        let BudgetSum { total, .. } = group.sum;
        sum(&total, period, list);
    }
    for line in &side.lines {
        list.of(line.line.id());
        for (what, amount) in [
            ("budget as set", line.line.set()),
            ("budget", line.line.budget()),
            ("spent to date", line.line.spent()),
            ("forecast", line.line.forecast()),
        ] {
            list.some(what, amount.map(Amount::money));
        }
        list.some("variance", line.variance.map(Amount::money_difference));
        list.some("variance in percent", line.percent.map(Amount::percent));
        list.some("change of its variance", line.moved.map(Amount::money_difference));
    }
}

fn sum(total: &BudgetTotal, period: Period, list: &mut FigureList<'_>) {
    list.count("lines of money", total.lines).add("budget", Amount::money(total.budget));
    list.add("budget as set", Amount::money(total.set)).add("spent to date", Amount::money(total.spent));
    list.add("forecast", Amount::money(total.forecast));
    list.add("variance", Amount::money_difference(total.variance()));
    list.some("variance in percent", total.percent().map(Amount::percent));
    let moved = &total.moved;
    list.some("change of the variance", moved.change().map(Amount::money_difference));
    list.count("lines of both quarters", moved.lines).add("their variance", Amount::money_difference(moved.now));
    list.then("variance", period.previous(), Amount::money_difference(moved.then));
    for (what, counted) in [
        ("lines without a forecast", total.no_forecast),
        ("lines without a budget", total.no_budget),
        ("lines with an amount in doubt", total.in_doubt),
        ("lines that are new", moved.new),
        ("lines that are gone", moved.gone),
    ] {
        list.count(what, counted.lines).add(what, Amount::money_difference(counted.amount));
    }
    for (what, n) in [
        ("lines with neither budget nor forecast", total.neither),
        ("lines of which nothing came", total.gone),
        ("lines without the budget as set", total.no_set),
        ("lines without what was spent", total.no_spent),
        ("lines queried", total.queried),
    ] {
        list.count(what, n);
    }
}

fn savings<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    let savings = &a.budget.savings;
    for group in &savings.groups {
        owner(group, list);
        saved(&group.sum, list);
    }
    list.of_council("");
    let [then, now] = savings.since;
    let secure = |total: SavingsTotal| Amount::money(total.of(SavingState::Delivered) + total.of(SavingState::OnTrack));
    list.count("savings of both quarters", now.savings).add("delivered or on track, of both quarters", secure(now));
    list.then("delivered or on track", a.period.previous(), secure(then));
    for saving in &savings.savings {
        list.of(&saving.id).some("saving promised", saving.target.map(Amount::money));
        for state in SavingState::ALL {
            list.add(state.words(), Amount::money(saving.amount(state)));
        }
    }
}

fn saved(total: &SavingsTotal, list: &mut FigureList<'_>) {
    list.count("savings", total.savings).add("savings promised", Amount::money(total.target));
    for state in SavingState::ALL {
        list.add(state.words(), Amount::money(total.of(state)));
        list.some(state.words(), total.percent(state).map(|p| Amount::share(p / 100.0)));
    }
    list.add("savings of which nothing is said", Amount::money(total.unsaid()));
    for (what, (n, amount)) in
        [("savings without a state", total.no_state), ("savings of which nothing came", total.gone)]
    {
        list.count(what, n).add(what, Amount::money(amount));
    }
    list.count("savings without a target", total.no_target);
}

fn plan<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    let plan = &a.delivery_plan;
    list.of_council("");
    milestones(&plan.council, a.period, list);
    for group in plan.priorities.iter().chain(&plan.directorates) {
        list.of(&group.name);
        milestones(&group.counts, a.period, list);
    }
    for milestone in &plan.milestones {
        list.of(milestone.id)
            .some("days of slip", milestone.slip_days.map(days))
            .count("times re-dated", milestone.redated);
        list.some("progress", milestone.told.and_then(|told| told.progress).map(|p| Amount::share(p / 100.0)));
    }
}

fn milestones(counts: &MilestoneCounts, period: Period, list: &mut FigureList<'_>) {
    list.count("milestones", counts.all()).count("milestones complete or on track", counts.done_or_on_track());
    let share = counts.share().map(|share| Amount::of(crate::measure::Unit::Percent, 1, share * 100.0));
    list.some("share of milestones complete or on track", share);
    for state in MilestoneState::ALL {
        list.count(state.words(), counts.of(state));
    }
    let [then, now] = counts.on_course;
    list.count("milestones of both quarters", counts.both)
        .count("milestones of both quarters complete or on track", now);
    list.then("milestones complete or on track", period.previous(), Amount::count(then));
    list.count("milestones that are new", counts.new);
}

/// So many days, counted from either side.
pub(super) fn days(days: i64) -> Amount {
    Amount::difference(crate::measure::Unit::Days, 0, days as f64)
}
