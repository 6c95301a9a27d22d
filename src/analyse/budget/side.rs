//! One side of the budget, revenue or capital: its lines, and what they come to by directorate, service and priority.

use super::group::{BudgetGroup, BudgetGroups};
use super::total::{BudgetLine, BudgetTotal, percent};
use crate::analyse::Inputs;
use crate::catalogue::{Characteristic, Check, Family, Severity};
use crate::finding::Finding;
use crate::map::{Map, Set};
use crate::reading::money::Pence;
use crate::settings::{BudgetStatus, MoneySettings};
use std::cmp::Reverse;

/// A line as it is now, and as it was last quarter.
#[derive(Debug)]
pub struct BudgetLineResult<'a, L> {
    /// As it was sent.
    pub line: &'a L,
    /// As it was last quarter; `None` where it was not there, or the quarters cannot be compared.
    pub before: Option<&'a L>,
    /// Forecast less budget.
    pub variance: Option<Pence>,
    /// Of the budget without its sign, in percent.
    pub percent: Option<f64>,
    /// By how much the variance grew since last quarter.
    pub moved: Option<Pence>,
    /// How it stands; `None` without budget or forecast.
    pub status: Option<BudgetStatus>,
}

/// What is summed of one group of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BudgetSum {
    /// What its lines come to.
    pub total: BudgetTotal,
    /// How the whole stands; `None` where nothing is summed.
    pub status: Option<BudgetStatus>,
}

/// Revenue, or capital.
#[derive(Debug)]
pub struct BudgetSide<'a, L> {
    /// The furthest over budget first; what has no variance last.
    pub lines: Vec<BudgetLineResult<'a, L>>,
    /// Lines of last quarter of which nothing came now, by service and id; what had ended then is not waited for.
    pub gone: Vec<&'a L>,
    /// Whether last quarter's variances can be compared: not across the end of a year, for what is of one year.
    pub compared: bool,
    /// The council first, then directorates, services and priorities in the register's order, and what serves none.
    pub groups: Vec<BudgetGroup<BudgetSum>>,
}

impl<'a, L: BudgetLine> BudgetSide<'a, L> {
    pub(super) fn of(inputs: &Inputs<'a>, now: impl Iterator<Item = &'a L>, then: &'a [L], compared: bool) -> Self {
        let settings = &inputs.settings.money;
        let then = if compared { then } else { &[] };
        let mut before: Map<_, &'a L> = then.iter().map(|l| ((l.service(), l.id()), l)).collect();
        let mut groups = BudgetGroups::<BudgetTotal>::new(inputs.register, &inputs.settings.council.name);
        let (doubted, mut lines) = (doubted(inputs), vec![]);
        for line in now {
            let before = before.remove(&(line.service(), line.id()));
            let in_doubt = doubted.contains(&(&**line.service(), &**line.id()));
            groups.each(line.service(), line.priority(), |total| {
                total.add(Some(line), before);
                if in_doubt {
                    total.doubt(line);
                }
            });
            lines.push(line_result(line, before, settings));
        }
        let mut gone: Vec<&'a L> = before.into_values().filter(|l| !l.ended()).collect();
        gone.sort_by_key(|l| (l.service().clone(), l.id().clone()));
        for line in &gone {
            groups.each(line.service(), line.priority(), |total| total.add(None, Some(*line)));
        }
        lines.sort_by_key(|r| (Reverse(r.variance), r.line.service().clone(), r.line.id().clone()));
        let sum = |total: BudgetTotal| BudgetSum {
            total,
            status: (total.lines > 0).then(|| settings.status(total.budget, total.forecast)),
        };
        Self { lines, gone, compared, groups: groups.finish(sum) }
    }
}

/// Lines of which a check doubts an amount, by service and id.
fn doubted<'f>(inputs: &Inputs<'f>) -> Set<(&'f str, &'f str)> {
    let of_amount = |f: &&Finding| {
        let doubts = |c: &Check| c.family == Family::Money && c.characteristic == Characteristic::Accuracy;
        f.severity == Severity::Query && f.check().is_some_and(doubts)
    };
    inputs.findings.iter().filter(of_amount).map(|f| (f.service.as_str(), f.subject.as_str())).collect()
}

fn line_result<'a, L: BudgetLine>(
    line: &'a L,
    before: Option<&'a L>,
    settings: &MoneySettings,
) -> BudgetLineResult<'a, L> {
    let variance = line.variance();
    BudgetLineResult {
        line,
        before,
        variance,
        percent: variance.zip(line.budget()).and_then(|(over, budget)| percent(over, budget)),
        moved: variance.zip(before.and_then(L::variance)).map(|(now, then)| now - then),
        status: line.budget().zip(line.forecast()).map(|(budget, forecast)| settings.status(budget, forecast)),
    }
}

impl<L> BudgetSide<'_, L> {
    /// Nothing is said of it, now or last quarter.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.gone.is_empty()
    }

    /// What all lines come to.
    pub fn council(&self) -> BudgetSum {
        self.groups.first().map(|g| g.sum).unwrap_or_default()
    }
}
