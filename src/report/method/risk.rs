//! Method, on risk: the matrix, what is proposed and when, appetite, and the risk of missing a target.

use crate::fit::fit;
use crate::settings::{Axis, RiskMatrix, Settings, Status};

/// Label and words, paragraph by paragraph.
pub fn paragraphs(settings: &Settings) -> Vec<(&'static str, String)> {
    let matrix = &settings.risk;
    let mut out = vec![("Risk scores", scores(matrix)), ("What is proposed of a risk", proposals(matrix))];
    out.push(("Risk appetite", appetite(matrix)));
    out.push(("Risk of missing a target", delivery(settings)));
    out
}

fn scores(matrix: &RiskMatrix) -> String {
    let (down, across) = (matrix.likelihood.len(), matrix.impact.len());
    if matrix.products {
        let what = format!("Likelihood × impact on a matrix of {down} by {across}.");
        let bands: Vec<String> = matrix.bands.iter().map(|b| format!("{} from {}", b.name, b.from)).collect();
        return match matrix.map.is_empty() {
            true => format!("{what} Bands: {}.", bands.join(", ")),
            false => format!("{what} The heat map shows the band of each cell, which the council's map gives."),
        };
    }
    let names: Vec<&str> = matrix.bands.iter().map(|b| b.name.as_str()).collect();
    format!(
        "A matrix of {down} by {across} without scores: the council's map says the band of each cell, lowest first {}. \
         Ratings are compared by their bands.",
        names.join(", ")
    )
}

fn proposals(matrix: &RiskMatrix) -> String {
    format!(
        "People decide; the rule that fired stands beside each proposal. {} It is proposed for the level below only \
         after {} successive reviews at its level and below what that level takes, so that one good quarter does not \
         move it to and fro. To be closed: at or below its target, with every action about it complete, and neither high, \
         nor above the appetite, nor with a score that a check questions. Static: the \
         same rating for {} successive reviews, and its target date has passed. Movement is against the last register \
         that had the risk.",
        matrix.passed_up(),
        matrix.step_down_reviews,
        matrix.static_reviews
    )
}

fn appetite(matrix: &RiskMatrix) -> String {
    if matrix.appetite.is_empty() {
        return "The council has set none.".to_owned();
    }
    let each = matrix.appetite.iter().filter(|(key, _)| *key != "default").map(|(key, most)| format!("{key} {most}"));
    let others = matrix.appetite.get("default").map(|most| format!("any other {most}"));
    let all: Vec<String> = each.chain(others).collect();
    format!("The most that the council is content to carry, by category: {}. Above it is a breach.", all.join(", "))
}

fn delivery(settings: &Settings) -> String {
    let matrix = &settings.risk;
    let scale = |axis, bounds: &[f64], sign: &str| {
        let steps = 1..=matrix.axis(axis).0.len();
        let steps = steps.map(|n| {
            let step = matrix.label(axis, fit::<u8>(n), false);
            match n.checked_sub(2).and_then(|k| bounds.get(k)) {
                None => format!("{step} below that"),
                Some(bound) => format!("{step} from {}{sign}", short(*bound)),
            }
        });
        steps.rev().collect::<Vec<_>>().join(", ")
    };
    let standing = [Status::Green, Status::Amber, Status::Red].map(|status| {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let of = |way| matrix.standing(status, way).map(short).unwrap_or_default();
        format!(
            "{}: {}% improving, {}% steady, {}% worsening, {}% without a direction",
            settings.look(status).word,
            of(Some(Greater)),
            of(Some(Equal)),
            of(Some(Less)),
            of(None)
        )
    });
    format!(
        "A measure stands on the risk matrix by its chance of missing the year's target, its weight in the register and how \
         far the target is missed. Likelihood: {}. Impact: by the table below, so that a small miss is less than a great \
         one. The chance and how far are the forecast's, or the year's own when it is known; where there is no forecast, a status and a \
         direction stand for a chance, and how far is this quarter's. {}. Any miss of a target of 0, and one whose size cannot be \
         told, counts as the furthest. A measure that is not rated, or queried for its size, is not placed.",
        scale(Axis::Likelihood, &matrix.chances(), "%"),
        standing.join("; ")
    )
}

/// A number without noughts that say nothing.
pub(super) fn short(n: f64) -> String {
    let text = format!("{n:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
