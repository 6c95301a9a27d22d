//! Money beside performance: which services, priorities and measures overspend and are off target, and where the two point
//! against each other.

use super::budget::{Budget, BudgetGroupKind, BudgetSum, BudgetTotal};
use super::unit_cost::{UnitCost, paid_from, unit_costs};
use super::{Basket, BasketKind, BasketLevel, IndicatorResult, Inputs};
use crate::reading::keyed;
use crate::reading::money::Pence;
use crate::settings::BudgetStatus;

keyed! {
    /// What money and performance say together.
    MoneyVerdict {
        OverAndOff "over-and-off" "Overspending and off target",
        OverAndOn "over-and-on" "Overspending, on target",
        WithinAndOff "within-and-off" "On or near budget, off target",
        WithinAndOn "within-and-on" "On or near budget, on target",
        UnderAndOff "under-and-off" "Underspent and off target",
        UnderAndOn "under-and-on" "Underspent, on target",
    }
}

impl MoneyVerdict {
    /// By how the budget stands, and whether what it pays for is on target. Near budget is within it.
    pub fn of(money: BudgetStatus, on_target: bool) -> Self {
        match (money, on_target) {
            (BudgetStatus::Over, false) => Self::OverAndOff,
            (BudgetStatus::Over, true) => Self::OverAndOn,
            (BudgetStatus::OnBudget | BudgetStatus::Near, false) => Self::WithinAndOff,
            (BudgetStatus::OnBudget | BudgetStatus::Near, true) => Self::WithinAndOn,
            (BudgetStatus::Under, false) => Self::UnderAndOff,
            (BudgetStatus::Under, true) => Self::UnderAndOn,
        }
    }
}

keyed! {
    /// What money is held beside.
    BesideKind {
        Service "service" "Service",
        Priority "priority" "Priority",
        Measure "measure" "Measure",
    }
}

/// Something that has money and results.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyBeside {
    /// What it is.
    pub kind: BesideKind,
    /// Id of the service, priority or measure.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Position in [`super::Analysis::indicators`], of a measure.
    pub indicator: Option<usize>,
    /// How its revenue stands.
    pub money: BudgetStatus,
    /// Forecast less budget.
    pub variance: Pence,
    /// In percent of the budget.
    pub percent: Option<f64>,
    /// Of its rated measures, how many are on target …
    pub on_target: u32,
    /// … of so many.
    pub rated: u32,
    /// What both say together.
    pub verdict: MoneyVerdict,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoneyAndResults {
    /// Services, priorities, measures, and of each the furthest over budget first.
    pub items: Vec<MoneyBeside>,
    /// Services and priorities with a budget whose measures cannot be rated, or that have none.
    pub unrated: u32,
    /// In the register's order.
    pub unit_costs: Vec<UnitCost>,
}

impl MoneyAndResults {
    /// The same with what `whole` says of measures: the lines that pay for one may be another part's. `own` gives the place
    /// of a measure of the whole in the part.
    pub(super) fn with_measures_of(mut self, whole: &Self, own: impl Fn(usize) -> Option<usize>) -> Self {
        self.items.retain(|item| item.kind != BesideKind::Measure);
        let item = |item: &MoneyBeside| Some(MoneyBeside { indicator: Some(own(item.indicator?)?), ..item.clone() });
        self.items.extend(whole.items.iter().filter_map(item));
        let cost = |c: &UnitCost| Some(UnitCost { indicator: own(c.indicator)?, cost: c.cost.clone() });
        self.unit_costs = whole.unit_costs.iter().filter_map(cost).collect();
        self
    }
}

pub(super) fn money_and_results(
    inputs: &Inputs<'_>,
    budget: &Budget<'_>,
    results: &[IndicatorResult<'_>],
    baskets: &[Basket],
) -> MoneyAndResults {
    let register = inputs.register;
    let revenue = &budget.revenue;
    let mut out = MoneyAndResults {
        unit_costs: unit_costs(&register.indicators, results, revenue),
        ..MoneyAndResults::default()
    };
    for group in &revenue.groups {
        let (kind, level) = match group.kind {
            BudgetGroupKind::Service => {
                let at = |n: &usize| results.binary_search_by_key(n, |r| r.indicator).ok();
                let own = register.positions_of(&group.id).iter().filter_map(at).map(|n| &results[n]);
                let statuses = own.map(|r| (r.status, register.indicators[r.indicator].weight));
                (BesideKind::Service, Some(BasketLevel::of(statuses, std::iter::empty())))
            }
            BudgetGroupKind::Priority => {
                let own = baskets.iter().find(|b| (b.kind, b.id.as_str()) == (BasketKind::Priority, &group.id));
                (BesideKind::Priority, own.map(|b| b.now))
            }
            _ => continue,
        };
        let Some(level) = level else { continue };
        match beside((kind, &group.id, &group.name), group.sum, &level) {
            Some(item) => out.items.push(item),
            None => out.unrated += u32::from(group.sum.status.is_some()),
        }
    }
    for (n, r) in results.iter().enumerate() {
        let indicator = &register.indicators[r.indicator];
        let Some(lines) = paid_from(indicator, revenue).ok().filter(|lines| !lines.is_empty()) else { continue };
        let mut total = BudgetTotal::default();
        lines.iter().for_each(|line| total.add(Some(*line), None));
        let whole = total.lines as usize == lines.len();
        let status = whole.then(|| inputs.settings.money.status(total.budget, total.forecast));
        let level = BasketLevel::of([(r.status, 1.0)].into_iter(), std::iter::empty());
        let item = beside((BesideKind::Measure, &indicator.id, &indicator.name), BudgetSum { total, status }, &level);
        out.items.extend(item.map(|item| MoneyBeside { indicator: Some(n), ..item }));
    }
    out.items.sort_by(|a, b| (a.kind, -a.variance, &a.id).cmp(&(b.kind, -b.variance, &b.id)));
    out
}

/// On target are those of which half or more of what is rated is, by weight.
fn beside((kind, id, name): (BesideKind, &str, &str), sum: BudgetSum, level: &BasketLevel) -> Option<MoneyBeside> {
    let (money, share) = (sum.status?, level.share?);
    Some(MoneyBeside {
        kind,
        id: id.to_owned(),
        name: name.to_owned(),
        indicator: None,
        money,
        variance: sum.total.variance(),
        percent: sum.total.percent(),
        on_target: level.green,
        rated: level.rated(),
        verdict: MoneyVerdict::of(money, share >= 0.5),
    })
}
