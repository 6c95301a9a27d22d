//! The analysis of a part of the council. Each figure, status, risk and action is the council's own; only what counts several
//! of them is counted anew, over the part alone.

use super::{
    Analysis, IndicatorResult, Inputs, Part, PartKind, action, assess, basket, beside_money, budget, delivery_plan,
    exposure, feedback, key_messages, money_words, outcomes, own_words, returns, scorecard,
};
use crate::difference::Change;
use crate::finding::Finding;
use crate::reading::left_out::LeftOutItem;
use crate::reading::query::Query;
use crate::reading::{Action, Risk};
use crate::submission::Submission;
use std::sync::OnceLock;

/// What an analysis of a part is made from: kept for as long as it is used.
pub struct PartInputs<'a> {
    inputs: Inputs<'a>,
    part: Part,
    findings: Vec<Finding>,
    trial: Vec<Finding>,
    submissions: Vec<Submission>,
    changes: Vec<Change>,
    queries: Vec<Query>,
    left_out: Vec<LeftOutItem>,
}

impl<'a> PartInputs<'a> {
    /// What of the council's inputs is the part's. `whole` is the council's analysis from them.
    pub fn new(inputs: Inputs<'a>, whole: &Analysis<'a>, part: Part) -> Self {
        let about = |service: &str, subject: &str| part.has_about(service, subject);
        let found = |list: &[Finding]| list.iter().filter(|f| about(&f.service, &f.subject)).cloned().collect();
        Self {
            findings: found(whole.findings),
            trial: found(whole.trial),
            submissions: whole.submissions.iter().filter(|s| part.has_service(&s.service)).cloned().collect(),
            changes: whole.changes.iter().filter(|c| about(&c.service, &c.subject)).cloned().collect(),
            queries: whole
                .queries
                .iter()
                .filter(|q| about(&q.question.service, &q.question.subject))
                .cloned()
                .collect(),
            left_out: whole.left_out.iter().filter(|l| about(&l.service, &l.subject)).cloned().collect(),
            inputs,
            part,
        }
    }

    /// The part of the council's analysis.
    pub fn analysis<'p>(&'p self, whole: &Analysis<'p>) -> Analysis<'p> {
        let inputs: Inputs<'p> = Inputs { part: Some(&self.part), ..self.inputs };
        let (inputs, part, register) = (&inputs, &self.part, self.inputs.register);
        let id = |n: usize| &*register.indicators[n].id;
        let own = |r: &&IndicatorResult<'_>| part.has_measure(id(r.indicator));
        // To a council before this one the measures that were its own are its own.
        let (indicators, before): (Vec<IndicatorResult<'p>>, Vec<_>) = match part.kind {
            PartKind::Predecessor => (whole.results().into_iter().filter(own).cloned().collect(), vec![]),
            _ => (
                whole.indicators.iter().filter(own).cloned().collect(),
                whole.before.iter().filter(own).cloned().collect(),
            ),
        };
        let returns: Vec<_> =
            whole.returns.iter().filter(|r| part.has_service(&register.services[r.service].id)).cloned().collect();
        let (completeness, timeliness) = returns::shares(&returns);
        let risk = |r: &Risk| part.has_about(&r.service, &r.indicator);
        let risks: Vec<_> = whole.risks.iter().filter(|r| risk(r.risk)).cloned().collect();
        let of_risk = |a: &Action| risks.iter().any(|r| *r.risk.id == *a.about.trim());
        let action = |a: &Action| part.has_about(&a.service, a.about.trim()) || part.is_of_priorities() && of_risk(a);
        let actions: Vec<_> = whole.actions.iter().filter(|r| action(r.action)).cloned().collect();
        let baskets = basket::baskets(inputs, &indicators);
        let budget = budget::budget(inputs);
        let money = beside_money::money_and_results(inputs, &budget, &indicators, &baskets);
        let here = |n: usize| indicators.binary_search_by_key(&whole.indicators[n].indicator, |r| r.indicator).ok();
        let money_and_results = money.with_measures_of(&whole.money_and_results, here);
        let feedback = feedback::feedback(inputs);
        let mut out = Analysis {
            part: Some(part),
            exposure: exposure::exposure(inputs, &risks, &indicators, &budget.at_risk),
            money_and_results,
            scorecard: scorecard::scorecard(inputs, &baskets, &indicators),
            baskets,
            quality: assess::council(&returns),
            parts: whole.parts.iter().filter(|p| part.has_measure(id(p.indicator))).cloned().collect(),
            outcomes: outcomes::of_part(&whole.outcomes, &indicators),
            indicators,
            before,
            risks,
            promises: action::promises(&actions),
            actions,
            budget,
            delivery_plan: delivery_plan::delivery_plan(inputs, whole.as_at),
            feedback_totals: feedback::totals(inputs, &feedback),
            feedback,
            returns,
            submissions: &self.submissions,
            findings: &self.findings,
            changes: &self.changes,
            restatements: whole.restatements.iter().filter(|r| part.has_measure(id(r.indicator))).cloned().collect(),
            restated_targets: whole
                .restated_targets
                .iter()
                .filter(|(n, _)| part.has_measure(id(*n)))
                .copied()
                .collect(),
            queries: &self.queries,
            left_out: &self.left_out,
            trial: &self.trial,
            completeness,
            timeliness,
            headlines: vec![],
            money_lines: vec![],
            successes: vec![],
            own_words: vec![],
            ranks: OnceLock::new(),
            ..*whole
        };
        out.headlines = key_messages::headlines(&out);
        out.money_lines = money_words::money_lines(&out);
        out.successes = key_messages::successes(&out);
        out.own_words = own_words::of_part(&out, &whole.own_words);
        out
    }
}
