//! Feedback: complaints, compliments and comments of each service over five quarters.

use super::{FeedbackResult, Inputs};
use crate::period::Period;
use crate::reading::{Feedback, FeedbackKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// This quarter and the four before it, so that last year's same quarter is there.
const QUARTERS: usize = 5;

/// By service in the register's order, then by kind; only what has a line in one of the five quarters.
pub(super) fn feedback(inputs: &Inputs<'_>) -> Vec<FeedbackResult> {
    let current = inputs.returns.iter().flat_map(|r| &r.feedback).filter(|f| f.period == inputs.period);
    let earlier = inputs.past.feedback.iter().filter(|f| f.period < inputs.period);
    let mut lines: Vec<&Feedback> = current.chain(earlier).collect();
    lines.sort_by(|a, b| a.place.cmp(&b.place));
    let mut all: BTreeMap<(Arc<str>, FeedbackKind), BTreeMap<Period, Feedback>> = BTreeMap::new();
    for line in lines.into_iter().filter(|f| inputs.period.index() - f.period.index() < QUARTERS as i32) {
        let quarters = all.entry((line.service.clone(), line.kind)).or_default();
        quarters.entry(line.period).and_modify(|f| add(f, line)).or_insert_with(|| line.clone());
    }
    let mut out = Vec::with_capacity(all.len());
    for service in &inputs.register.services {
        for kind in FeedbackKind::ALL {
            let Some(mut quarters) = all.remove(&(service.id.clone(), kind)) else { continue };
            let received = inputs.period.last(QUARTERS).map(|p| quarters.get(&p)?.received).collect();
            let now = quarters.remove(&inputs.period);
            let in_time = now.as_ref().and_then(|f| f.in_time.zip(f.received));
            let in_time_share = in_time.filter(|(_, all)| *all > 0.0).map(|(in_time, all)| in_time / all);
            out.push(FeedbackResult { service: service.id.clone(), kind, now, received, in_time_share });
        }
    }
    out
}

/// Several lines of one kind in one quarter, as a form by month has, are one quarter's total.
fn add(to: &mut Feedback, line: &Feedback) {
    let sum = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b).or(a).or(b);
    to.received = sum(to.received, line.received);
    to.in_time = sum(to.in_time, line.in_time);
    to.upheld = sum(to.upheld, line.upheld);
    if !line.words.is_empty() {
        let gap = if to.words.is_empty() { "" } else { "\n" };
        to.words = format!("{}{gap}{}", to.words, line.words);
    }
}
