//! One row of facts for each indicator of a service that sent a return: did it come.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use crate::catalogue::{Check, T002, T031};
use crate::finding::{Finding, Severity};
use crate::map::{Map, Set};
use crate::reading::Return;
use crate::register::Indicator;
use polars::prelude::col;

/// An indicator that the register expects in a return.
pub(super) struct Expected<'a> {
    indicator: &'a Indicator,
    from: &'a Return,
    due: bool,
    came: bool,
    /// It came and was refused, or left out by hand: its finding says so already.
    refused: bool,
}

impl Subject for Expected<'_> {
    fn at(&self, _: &Check, finding: Finding) -> Finding {
        let file = self.from.source.file.as_str();
        let sheet = self.from.readings.first().map_or("", |r| &r.place.sheet);
        finding.in_file(file).in_sheet(sheet).of(&*self.indicator.service).about(&*self.indicator.id)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<Expected<'a>> {
    let returns: Map<&str, &Return> = context.returns.iter().map(|r| (&*r.service, r)).collect();
    let mut came = vec![false; context.register.indicators.len()];
    let sent = context.returns.iter().flat_map(|r| &r.readings);
    sent.filter_map(|r| context.register.indicator_number(&r.indicator)).for_each(|n| came[n] = true);
    let refused: Set<(&str, &str)> = context
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error || f.code == T031.code)
        .map(|f| (f.service.as_str(), f.subject.as_str()))
        .collect();
    let indicators = context.register.indicators.iter().zip(came);
    indicators
        .filter_map(|(indicator, came)| {
            Some(Expected {
                indicator,
                from: returns.get(&*indicator.service)?,
                due: indicator.asked() && indicator.due(context.period),
                came,
                refused: refused.contains(&(&*indicator.service, &*indicator.id)),
            })
        })
        .collect()
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<Expected<'a>>> {
    vec![
        ConditionColumn { name: "due", words: "a value is due this quarter", get: Get::Flag(|e| Some(e.due)) },
        ConditionColumn { name: "came", words: "a value or a reason came", get: Get::Flag(|e| Some(e.came)) },
        ConditionColumn { name: "refused", words: "it came and was refused", get: Get::Flag(|e| Some(e.refused)) },
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<Expected<'a>>> {
    vec![CheckRule {
        check: &T002,
        when: |_| col("due").and(col("came").or(col("refused")).not()),
        expected: |e, _| format!("{}: a value, or a reason why there is none", e.indicator.name),
        got: |_, _| "no row".to_owned(),
    }]
}
