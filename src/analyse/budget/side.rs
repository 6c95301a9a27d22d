//! One side of the budget, revenue or capital: its lines, and what they come to by directorate, service and priority.

use super::group::{BudgetGroup, BudgetGroups};
use super::total::{BudgetLine, BudgetTotal, VarianceMove, percent};
use crate::analyse::Inputs;
use crate::catalogue::{B018, Characteristic, Family, Severity};
use crate::map::Map;
use crate::reading::money::Pence;
use crate::settings::{BudgetStatus, MoneySettings};
use crate::text::words::meaning;
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
    /// How it stands; `None` without budget or forecast, and where one may be of the wrong size.
    pub status: Option<BudgetStatus>,
    /// An amount may be of the wrong size: it is in no total.
    pub in_doubt: bool,
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
        let own = |l: &&L| inputs.has_line(l.service(), l.priority());
        let mut before: Map<_, &'a L> = then.iter().filter(own).map(|l| ((l.service(), meaning(l.id())), l)).collect();
        let mut groups = BudgetGroups::<BudgetTotal>::new(inputs.register, inputs.name());
        let (questions, mut lines) = (questions(inputs), vec![]);
        for line in now {
            let before = before.remove(&(line.service(), meaning(line.id())));
            let question = questions.get(&(&**line.service(), &**line.id())).copied();
            groups.each(line.service(), line.priority(), |total| match question {
                Some(Question::Size) => total.doubt(line),
                Some(Question::Other) => {
                    total.add(Some(line), before);
                    total.question(line);
                }
                None => total.add(Some(line), before),
            });
            lines.push(line_result(line, before, settings, question == Some(Question::Size)));
        }
        let mut gone: Vec<&'a L> = before.into_values().filter(|l| !l.ended()).collect();
        gone.sort_by_key(|l| (l.service().clone(), l.id().clone()));
        for line in &gone {
            groups.each(line.service(), line.priority(), |total| total.add(None, Some(*line)));
        }
        lines.sort_by_key(|r| (r.in_doubt, Reverse(r.variance), r.line.service().clone(), r.line.id().clone()));
        // Where nothing is compared nothing is new.
        let compared_alone = |total: BudgetTotal| match compared {
            true => total,
            false => BudgetTotal { moved: VarianceMove::default(), ..total },
        };
        let sum = |total: BudgetTotal| BudgetSum {
            total: compared_alone(total),
            status: (total.lines > 0).then(|| settings.status(total.budget, total.forecast)),
        };
        Self { lines, gone, compared, groups: groups.finish(sum) }
    }
}

/// What a check asks about an amount of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    /// Whether it is right.
    Other,
    /// Whether it is in pounds: nothing is concluded from it.
    Size,
}

/// Lines of which a check questions an amount, by service and id.
fn questions<'f>(inputs: &Inputs<'f>) -> Map<(&'f str, &'f str), Question> {
    let mut out = Map::default();
    for f in inputs.findings.iter().filter(|f| f.severity == Severity::Query) {
        let Some(check) = f.check() else { continue };
        if check.family == Family::Money && check.characteristic == Characteristic::Accuracy {
            let question = if *check == B018 { Question::Size } else { Question::Other };
            let held = out.entry((f.service.as_str(), f.subject.as_str())).or_insert(question);
            *held = question.max(*held);
        }
    }
    out
}

fn line_result<'a, L: BudgetLine>(
    line: &'a L,
    before: Option<&'a L>,
    settings: &MoneySettings,
    in_doubt: bool,
) -> BudgetLineResult<'a, L> {
    let variance = line.variance();
    let status = line.budget().zip(line.forecast()).map(|(budget, forecast)| settings.status(budget, forecast));
    BudgetLineResult {
        line,
        before,
        variance,
        percent: variance.zip(line.budget()).and_then(|(over, budget)| percent(over, budget)),
        moved: variance.zip(before.and_then(L::variance)).map(|(now, then)| now - then),
        status: status.filter(|_| !in_doubt),
        in_doubt,
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
