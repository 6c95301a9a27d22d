//! Sentences of the public edition: short, and of plain words.

use super::values::{PublicMeasure, PublicValue, StatusCount};
use crate::analyse::{Comparison, Direction};
use crate::measure::Unit;
use crate::settings::Status;
use crate::shown::{count, shown_difference};

/// `Better than last quarter by 2.0 percentage points.`; empty where the two cannot be compared.
pub fn change(compared: &Comparison, than: &str, unit: Unit, decimals: u8) -> String {
    let Ok(movement) = compared else { return String::new() };
    let by = shown_difference(unit, decimals, movement.change.abs());
    let nothing = crate::status::round_half_away(movement.change, decimals) == 0.0;
    match movement.direction {
        _ if nothing => format!("The same as {than}."),
        Direction::Improving => format!("Better than {than} by {by}."),
        Direction::Worsening => format!("Worse than {than} by {by}."),
        Direction::Steady => format!("Much the same as {than}: {by} {}.", side(movement.change)),
        Direction::Moved => format!("{by} {} than {than}.", side(movement.change)),
    }
}

fn side(change: f64) -> &'static str {
    if change > 0.0 { "higher" } else { "lower" }
}

/// What the chart of a measure shows.
pub fn described(m: &PublicMeasure) -> String {
    let known: Vec<(String, f64)> =
        m.figures.iter().filter_map(|f| Some((f.period.heading(), f.value.number()?))).collect();
    let hidden = m
        .figures
        .iter()
        .filter(|f| f.value == PublicValue::Without(crate::accessible::Shorthand::Confidential))
        .count();
    let show = |value: f64| m.shown(PublicValue::Number(value));
    let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let most = known.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut out = match (least, most, known.last()) {
        (Some(least), Some(most), Some(last)) if known.len() > 1 => format!(
            "{} from {} to {}. Lowest: {} in {}. Highest: {} in {}. Latest: {} in {}.",
            count(known.len(), "figure"),
            known[0].0,
            last.0,
            show(least.1),
            least.0,
            show(most.1),
            most.0,
            show(last.1),
            last.0
        ),
        (_, _, Some(last)) => format!("One figure: {} in {}.", show(last.1), last.0),
        _ => "No figure to show.".to_owned(),
    };
    if let Some(target) = m.now().target {
        out.push_str(&format!(" Target this quarter: {}.", show(target)));
    }
    if hidden > 0 {
        out.push_str(&format!(" Hidden: {}.", count(hidden, "figure")));
    }
    out
}

/// `3 of the 5 measures with a target are on target, 1 is near it and 1 is off target.`
pub fn standing(counts: &[StatusCount]) -> String {
    let of = |wanted: &[Status]| counts.iter().filter(|c| wanted.contains(&c.status)).map(|c| c.now).sum::<usize>();
    let (on, near, off) = (of(&[Status::Green, Status::Exceeds]), of(&[Status::Amber]), of(&[Status::Red]));
    match on + near + off {
        0 => "No measure could be rated.".to_owned(),
        rated => format!(
            "Of {}, {} on target, {} near it and {} off target.",
            count(rated, "rated measure"),
            is(on),
            is(near),
            is(off)
        ),
    }
}

fn is(n: usize) -> String {
    match n {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        n => format!("{n} are"),
    }
}

/// The text as one that ends as a sentence does.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        None => String::new(),
        Some('.' | '!' | '?' | '…' | ']' | '”' | '"') => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}
