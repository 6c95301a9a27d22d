//! One row of facts for each saving, and the rules over them.

use super::super::context::ValidationContext;
use super::super::frame::{CheckRule, ConditionColumn, Subject, flag, number};
use super::super::place::at_asked;
use super::{pounds, shown_or_blank};
use crate::catalogue::{B004, B040, Check};
use crate::finding::Finding;
use crate::reading::Return;
use crate::reading::money::Saving;
use crate::record::{Field, Kind};
use polars::prelude::col;

/// A saving in its return.
pub(super) struct SavingFacts<'a> {
    saving: &'a Saving,
    returned: &'a Return,
    /// The form asks for more than the target.
    asks_states: bool,
}

impl SavingFacts<'_> {
    fn says_nothing(&self) -> bool {
        self.asks_states && self.saving.stated().is_none()
    }
}

impl Subject for SavingFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let Saving { place, service, id, target, .. } = self.saving;
        let finding = finding.of(&**service).about(&**id);
        let asked = crate::reading::asked::AskedDetail::Delivered;
        match self.returned.cell_asked(place, asked).filter(|_| *check == B004 && target.is_some()) {
            Some(cell) => finding.at(place).in_cell(cell),
            None => at_asked(check, finding, place, self.returned, |_| true),
        }
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<SavingFacts<'a>> {
    const STATES: [Field; 4] = [Field::Delivered, Field::OnTrack, Field::AtRisk, Field::Undeliverable];
    let facts = |(returned, saving): (&'a Return, &'a Saving)| SavingFacts {
        saving,
        returned,
        asks_states: STATES.iter().any(|field| context.asks(returned, Kind::Savings, *field)),
    };
    context.returns.iter().flat_map(|r| r.money.savings.iter().map(move |s| (r, s))).map(facts).collect()
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<SavingFacts<'a>>> {
    vec![
        number("target", "what was promised", |f| pounds(f.saving.target)),
        number("stated", "what its states sum to", |f| pounds(f.saving.stated())),
        flag("lacks", "no target, or nothing of what became of it", |f| {
            Some(f.saving.target.is_none() || f.says_nothing())
        }),
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<SavingFacts<'a>>> {
    vec![
        CheckRule {
            check: &B004,
            when: |_| col("lacks"),
            expected: |_, _| "a target, and what became of it".to_owned(),
            got: |f, _| if f.saving.target.is_none() { "no target" } else { "a target alone" }.to_owned(),
        },
        CheckRule {
            check: &B040,
            when: |_| col("stated").neq(col("target")),
            expected: |f, _| format!("{}, the sum of its states", shown_or_blank(f.saving.stated())),
            got: |f, _| shown_or_blank(f.saving.target),
        },
    ]
}
