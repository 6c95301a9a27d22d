//! Budgets at risk: forecasts over their budgets, on the council's risk matrix.

use super::group::BudgetGroupKind;
use super::side::BudgetSide;
use super::total::{BudgetLine, BudgetTotal};
use crate::analyse::Inputs;
use crate::reading::Rating;
use crate::reading::money::{CapitalScheme, Pence, RevenueLine};
use crate::settings::BudgetStatus;
use crate::settings::risk::step_at;
use std::sync::Arc;

/// A service's revenue, or a capital scheme, that is forecast over its budget.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetAtRisk {
    /// Id of the service, or of the scheme.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Id of its service.
    pub service: Arc<str>,
    /// A capital scheme; else the revenue of a service.
    pub scheme: bool,
    /// How far over its budget it is forecast to end.
    pub over: Pence,
    /// In percent of the budget.
    pub percent: Option<f64>,
    /// How much of the forecast is spent, 0 to 1; `None` where it is not said of every line, which counts as all of it.
    pub spent: Option<f64>,
    /// The chance that it comes true, in percent.
    pub chance: f64,
    /// Where it stands on the matrix.
    pub rating: Rating,
    /// Its score there.
    pub score: u32,
}

/// What is forecast near or over its budget, services first.
pub(super) fn at_risk(
    inputs: &Inputs<'_>,
    revenue: &BudgetSide<'_, RevenueLine>,
    capital: &BudgetSide<'_, CapitalScheme>,
) -> Vec<BudgetAtRisk> {
    let services = revenue.groups.iter().filter(|g| g.kind == BudgetGroupKind::Service).filter_map(|g| {
        let service = inputs.register.services.iter().find(|s| *s.id == g.id)?;
        placed(inputs, g.sum.total, (&g.id, &g.name, &service.id, false))
    });
    let schemes =
        capital.lines.iter().filter(|r| !r.in_doubt && r.line.stage.is_none_or(|stage| stage.open())).filter_map(|r| {
            let mut total = BudgetTotal::default();
            total.add(Some(r.line), None);
            placed(inputs, total, (r.line.id(), r.line.title(), r.line.service(), true))
        });
    services.chain(schemes).collect()
}

fn placed(
    inputs: &Inputs<'_>,
    total: BudgetTotal,
    (id, title, service, scheme): (&str, &str, &Arc<str>, bool),
) -> Option<BudgetAtRisk> {
    let (settings, matrix) = (&inputs.settings.money, &inputs.settings.risk);
    let status = (total.lines > 0).then(|| settings.status(total.budget, total.forecast))?;
    if !matches!(status, BudgetStatus::Near | BudgetStatus::Over) {
        return None;
    }
    let whole = total.forecast.pounds();
    let spent = (total.no_spent == 0 && whole != 0.0).then(|| (total.spent.pounds() / whole).clamp(0.0, 1.0));
    let chance = settings.chance(spent.unwrap_or(1.0));
    let over = total.variance();
    let rating = Rating {
        likelihood: step_at(chance, &matrix.chances()),
        impact: step_at(over.pounds(), &settings.impacts(matrix.impact.len())),
    };
    let score = matrix.score(rating)?;
    Some(BudgetAtRisk {
        id: id.to_owned(),
        title: title.to_owned(),
        service: service.clone(),
        scheme,
        over,
        percent: total.percent(),
        spent,
        chance,
        rating,
        score,
    })
}
