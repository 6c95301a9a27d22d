//! Revenue, capital and savings: what the lines come to, how far they are from their budgets, and how that moved.

mod total;
mod group;
mod side;
mod savings;
mod at_risk;

pub use at_risk::BudgetAtRisk;
pub use group::{BudgetGroup, BudgetGroupKind, NO_PRIORITY};
pub use savings::{Savings, SavingsTotal};
pub use side::{BudgetLineResult, BudgetSide, BudgetSum};
pub use total::{BudgetLine, BudgetTotal, CountedMoney, VarianceMove, whole_pounds};

use super::Inputs;
use crate::finding::{Finding, Severity};
use crate::map::Set;
use crate::reading::money::{CapitalScheme, RevenueLine};
use crate::register::{ControlTotal, Register};

/// All that is said of money.
#[derive(Debug)]
pub struct Budget<'a> {
    /// The year's revenue budget.
    pub revenue: BudgetSide<'a, RevenueLine>,
    /// The capital programme, over the life of each scheme.
    pub capital: BudgetSide<'a, CapitalScheme>,
    /// Savings.
    pub savings: Savings<'a>,
    /// What is forecast near or over its budget, services first: on the council's risk matrix.
    pub at_risk: Vec<BudgetAtRisk>,
    /// Errors on the sheets of money: what they refuse is in no total.
    pub refused: usize,
}

impl Budget<'_> {
    /// Nothing is said of money.
    pub fn is_empty(&self) -> bool {
        self.revenue.is_empty() && self.capital.is_empty() && self.savings.is_empty()
    }
}

impl BudgetGroup<BudgetSum> {
    /// The budget of the register that its lines must sum to, of a directorate or a service in a year that starts in this
    /// calendar year.
    pub fn control<'r>(&self, register: &'r Register, year: i16) -> Option<&'r ControlTotal> {
        let of = |c: &&ControlTotal| match self.kind {
            BudgetGroupKind::Directorate => c.service.is_none() && c.directorate == self.id,
            BudgetGroupKind::Service => c.service.as_deref() == Some(&self.id),
            _ => false,
        };
        register.controls.iter().filter(|c| c.year == year).find(of)
    }
}

/// The money of the returns that count, against last quarter's.
pub(super) fn budget<'a>(inputs: &Inputs<'a>) -> Budget<'a> {
    let money = || inputs.returns.iter().map(|r| &r.money);
    let past = &inputs.past.money;
    let own = |period, service: &str, priority: &str| period == inputs.period && inputs.has_line(service, priority);
    let revenue = money().flat_map(|m| &m.revenue).filter(|l| own(l.period, &l.service, &l.priority));
    let capital = money().flat_map(|m| &m.capital).filter(|s| own(s.period, &s.service, &s.priority));
    let savings = money().flat_map(|m| &m.savings).filter(|s| own(s.period, &s.service, &s.priority));
    // A revenue budget is of one year: in its first quarter there is none of its variances to compare with.
    let same_year = inputs.period.year() == inputs.period.previous().year();
    let places = money().flat_map(|m| {
        let (lines, schemes) = (m.revenue.iter().map(|l| &l.place), m.capital.iter().map(|s| &s.place));
        lines.chain(schemes).chain(m.savings.iter().map(|s| &s.place))
    });
    let sheets: Set<(&str, &str)> = places.map(|place| (place.source.file.as_str(), &*place.sheet)).collect();
    let of_part = |f: &&Finding| inputs.part.is_none_or(|part| part.has_finding(f));
    let errors = inputs.findings.iter().filter(|f| f.severity == Severity::Error).filter(of_part);
    let refused = errors.filter(|f| sheets.contains(&(f.file.as_str(), f.sheet.as_str()))).count();
    let revenue = BudgetSide::of(inputs, revenue, &past.revenue, same_year);
    let capital = BudgetSide::of(inputs, capital, &past.capital, true);
    Budget {
        at_risk: at_risk::at_risk(inputs, &revenue, &capital),
        revenue,
        capital,
        savings: Savings::of(inputs, savings, &past.savings),
        refused,
    }
}
