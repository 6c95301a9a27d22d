//! Risk: scores on the council's matrix, movement, age of the last review, and what is proposed for escalation.

use super::{Inputs, RiskResult};
use crate::reading::{Rating, Risk, RiskLevel};
use crate::register::settings::RiskMatrix;
use chrono::NaiveDate;
use std::collections::HashSet;

/// Every risk of this quarter's returns, and every known one that they did not mention, which is carried as it last
/// stood: a risk does not end because a return forgot it, or because none came. Highest score first.
pub(super) fn risks(inputs: &Inputs<'_>, as_at: NaiveDate) -> Vec<RiskResult> {
    let sent = || inputs.returns.iter().flat_map(|r| &r.risks).filter(|r| r.period == inputs.period);
    let known: HashSet<&str> = sent().map(|r| &*r.id).collect();
    let carried = inputs.past.risks.values().filter(|r| !known.contains(&*r.id));
    let mut out: Vec<RiskResult> = sent()
        .map(|r| (r, false))
        .chain(carried.map(|r| (r, true)))
        .map(|(r, carried)| result(inputs, as_at, r, carried))
        .collect();
    out.sort_by(|a, b| {
        let key = |r: &RiskResult| (std::cmp::Reverse(r.score), r.risk.id.clone(), r.risk.service.clone());
        key(a).cmp(&key(b)).then_with(|| a.risk.place.cmp(&b.risk.place))
    });
    out
}

fn result(inputs: &Inputs<'_>, as_at: NaiveDate, risk: &Risk, carried: bool) -> RiskResult {
    let matrix = &inputs.settings.risk;
    let score = |rating: Option<Rating>| rating.filter(|r| on_matrix(matrix, *r)).map(Rating::score);
    let now = score(risk.current);
    let before = inputs.past.risks.get(&risk.id);
    let previous_score = before.and_then(|b| score(b.current));
    RiskResult {
        risk: risk.clone(),
        carried,
        inherent_score: score(risk.inherent),
        score: now,
        target_score: score(risk.target),
        band: now.and_then(|s| matrix.band(s)).map(|b| b.name.clone()).unwrap_or_default(),
        previous_score,
        movement: now.zip(previous_score).filter(|_| !carried).map(|(now, then)| now as i32 - then as i32),
        // Where nothing at all is known of the past, nothing can be called new.
        new: before.is_none() && !inputs.past.risks.is_empty(),
        // Reviewed after the quarter, in time for the return, is reviewed today.
        days_since_review: risk.reviewed.map(|d| (as_at - d).num_days().max(0)),
        proposed: now.filter(|s| *s >= matrix.escalate_at).and_then(|_| above(risk.level)),
    }
}

/// A rating that the council's matrix does not have gives no score.
fn on_matrix(matrix: &RiskMatrix, rating: Rating) -> bool {
    let within = |n: u8, scale: &[String]| (1..=scale.len()).contains(&usize::from(n));
    within(rating.likelihood, &matrix.likelihood) && within(rating.impact, &matrix.impact)
}

/// The level that a risk is proposed for when it reaches the council's score.
fn above(level: RiskLevel) -> Option<RiskLevel> {
    match level {
        RiskLevel::Project => Some(RiskLevel::Service),
        RiskLevel::Service => Some(RiskLevel::Directorate),
        RiskLevel::Directorate => Some(RiskLevel::Corporate),
        RiskLevel::Corporate => None,
    }
}
