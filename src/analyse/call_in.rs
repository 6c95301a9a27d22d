//! What a scrutiny committee may want to call in, each with the rule that names it.

use super::{Analysis, signals::Assurance};
use crate::fit::fit;
use crate::reading::keyed;
use crate::settings::Status;
use crate::shown::count;

/// Quarters off target in a row from which a measure is a candidate.
pub const QUARTERS: u32 = 2;

keyed! {
    /// Why something is a candidate, in the order in which they are told.
    CallInRule {
        Red "red" "Off target for two quarters or more",
        Fails "fails" "Consistently fails its target: as it stands the process cannot reach it",
        Lost "lost" "Off target when it was last rated, and without a figure now",
        Appetite "appetite" "A risk above the council's appetite",
        Overdue "overdue" "An action past its day and not complete",
        Restated "restated" "A published figure that was corrected",
    }
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallInItem {
    /// Position in [`super::Analysis::indicators`].
    Indicator(usize),
    /// Position in [`super::Analysis::risks`].
    Risk(usize),
    /// Position in [`super::Analysis::actions`].
    Action(usize),
    /// Position in [`super::Analysis::restatements`].
    Restatement(usize),
}

/// A candidate for call-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallIn {
    /// What it is.
    pub item: CallInItem,
    /// The rules that name it.
    pub rules: Vec<CallInRule>,
    /// What the rules found: `off target for 5 quarters`, `6 above the appetite of 10 since Q3 2025-26`.
    pub found: String,
}

impl Analysis<'_> {
    /// Measures, the worst first; then risks, the furthest above the appetite first; actions, the longest overdue first;
    /// restatements.
    pub fn call_in(&self) -> Vec<CallIn> {
        let measures = self.exceptions().into_iter().filter_map(|n| self.off_target(n));
        let lost = self.lost().into_iter().filter_map(|n| {
            let (quarter, _) = self.indicators[n].lost().filter(|(_, status)| *status == Status::Red)?;
            let found = format!("off target in {}, and no figure now", quarter.heading());
            Some(CallIn { item: CallInItem::Indicator(n), rules: vec![CallInRule::Lost], found })
        });
        let mut above: Vec<_> =
            self.risks.iter().enumerate().filter_map(|(n, r)| Some((n, r.breach.as_ref()?))).collect();
        above.sort_by_key(|(n, b)| (std::cmp::Reverse(b.above), *n));
        let risks = above.into_iter().map(|(n, b)| CallIn {
            item: CallInItem::Risk(n),
            rules: vec![CallInRule::Appetite],
            found: format!(
                "{} above the appetite since {}{}",
                b.above,
                b.since.heading(),
                if b.or_earlier { " or before" } else { "" }
            ),
        });
        let actions = self.actions.iter().enumerate().filter(|(_, r)| r.overdue).map(|(n, r)| CallIn {
            item: CallInItem::Action(n),
            rules: vec![CallInRule::Overdue],
            found: format!("{} overdue", count(fit::<usize>(r.days_overdue), "day")),
        });
        let restated = self.restatements.iter().enumerate().map(|(n, r)| CallIn {
            item: CallInItem::Restatement(n),
            rules: vec![CallInRule::Restated],
            found: format!("the figure of {} was corrected", r.restatement.of),
        });
        measures.chain(lost).chain(risks).chain(actions).chain(restated).collect()
    }

    fn off_target(&self, n: usize) -> Option<CallIn> {
        let result = &self.indicators[n];
        let quarters = result.red_since.map_or(1, |since| fit::<u32>(self.period.index() - since.index() + 1));
        let rules = [
            (CallInRule::Red, quarters >= QUARTERS),
            // Limits that a figure in doubt has a part in say nothing.
            (CallInRule::Fails, result.doubt().is_none() && result.signals.assurance == Ok(Assurance::Fails)),
        ];
        let rules: Vec<CallInRule> = rules.into_iter().filter(|(_, holds)| *holds).map(|(rule, _)| rule).collect();
        let more = if result.red_before { " or more" } else { "" };
        let found = format!("off target for {}{more}", count(quarters as usize, "quarter"));
        (!rules.is_empty()).then_some(CallIn { item: CallInItem::Indicator(n), rules, found })
    }
}
