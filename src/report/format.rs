//! How values become what a person reads: number formats by unit, UK dates, words and arrows.

use crate::analyse::shown::plain;
use crate::analyse::signals::{Assurance, Chance, Course, Signals, Variation, Verdict};
use crate::analyse::{Comparison, Direction, LevelPair, Movement, NoFigure, ProposalKind, ReturnState};
use crate::measure::Unit;
use crate::record::Outcome;
use crate::register::Indicator;
use crate::settings::{Settings, Status};
use crate::statistic::xmr::SignalRule;
use crate::workbook::NumberFormat;
use chrono::NaiveDate;
use std::borrow::Cow;

/// The number format of a value in this unit with the indicator's declared decimals.
pub fn number(unit: Unit, decimals: u8) -> NumberFormat {
    match unit {
        Unit::Percent => NumberFormat::Points(decimals),
        Unit::Pounds => NumberFormat::Pounds(decimals),
        Unit::PoundsThousands => NumberFormat::PoundsThousands(decimals),
        Unit::PoundsMillions => NumberFormat::PoundsMillions(decimals),
        _ => NumberFormat::Number(decimals),
    }
}

/// What stands in a column of units beside the numbers.
pub fn unit(indicator: &Indicator) -> Cow<'static, str> {
    indicator.with_per(match indicator.unit {
        Unit::Number => "number",
        Unit::Percent => "%",
        Unit::Pounds => "£",
        Unit::PoundsThousands => "£ thousand",
        Unit::PoundsMillions => "£ million",
        Unit::Days => "days",
        Unit::Hours => "hours",
        Unit::Minutes => "minutes",
        Unit::Weeks => "weeks",
        Unit::Rate => "rate",
        Unit::Score => "score",
        Unit::Tonnes => "tonnes",
        Unit::Kilograms => "kilograms",
        Unit::Ratio => "ratio",
    })
}

/// `30 Sep 2026`.
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// Direction of travel in words with the plain movement beside it, since less can be better; or why there is none.
pub fn direction(compared: &Comparison) -> &'static str {
    match compared {
        Err(why) => why.words(),
        Ok(movement) => travel(movement),
    }
}

fn travel(movement: &Movement) -> &'static str {
    let (up, down) = (movement.change > 0.0, movement.change < 0.0);
    match movement.direction {
        Direction::Improving if up => "Improving ↑",
        Direction::Improving if down => "Improving ↓",
        Direction::Improving => "Improving →",
        Direction::Worsening if up => "Worsening ↑",
        Direction::Worsening if down => "Worsening ↓",
        Direction::Worsening => "Worsening →",
        Direction::Steady if up => "Steady ↑",
        Direction::Steady if down => "Steady ↓",
        Direction::Steady => "Steady →",
        Direction::Moved if up => "Up ↑",
        Direction::Moved if down => "Down ↓",
        Direction::Moved => "Unchanged →",
    }
}

/// The trend over the whole series, or why there is none.
pub fn trend(signals: &Signals) -> Cow<'static, str> {
    let words =
        signals.trend.as_ref().map_or_else(|why| why.words(), |t| course(t.course, t.line.slope > 0.0, t.drift));
    if signals.still { format!("{words}; {}", still(signals.unchanged)).into() } else { words.into() }
}

fn course(course: Course, up: bool, drift: bool) -> &'static str {
    match (course, up, drift) {
        (Course::Improving, true, false) => "Improving ↑",
        (Course::Improving, true, true) => "Improving ↑, or drift",
        (Course::Improving, false, false) => "Improving ↓",
        (Course::Improving, false, true) => "Improving ↓, or drift",
        (Course::Worsening, true, false) => "Worsening ↑",
        (Course::Worsening, true, true) => "Worsening ↑, or drift",
        (Course::Worsening, false, false) => "Worsening ↓",
        (Course::Worsening, false, true) => "Worsening ↓, or drift",
        (Course::Rising, _, false) => "Rising ↑",
        (Course::Rising, _, true) => "Rising ↑, or drift",
        (Course::Falling, _, false) => "Falling ↓",
        (Course::Falling, _, true) => "Falling ↓, or drift",
        (Course::Steady, ..) => "Steady →",
        (Course::Unclear, ..) => "No clear trend",
    }
}

/// `unchanged 5 times in a row`.
pub fn still(times: u32) -> String {
    format!("unchanged {times} times in a row")
}

/// Variation with the rule that fired, and assurance: `Concern: 7 in a row one way; hit or miss`; or why there is none.
pub fn signal(signals: &Signals, status: Status, settings: &Settings) -> Cow<'static, str> {
    let signal = match signals.signal {
        Ok(signal) => signal,
        Err(NoFigure::NotEnoughHistory) if signals.trial => {
            return format!("too few figures: {} of {}", signals.points, settings.signals.least_points).into();
        }
        Err(why) => return why.words().into(),
    };
    // What is usual and what happened this quarter are two questions; where their answers differ both are told.
    let assured = |a: Assurance| match (a, status.on_target(), status == Status::Red) {
        (Assurance::Fails, true, _) => "its usual range misses the target that it met this quarter",
        (Assurance::Passes, _, true) => "its usual range meets the target that it missed this quarter",
        _ => assurance(a),
    };
    let (variation, assurance) = (variation(signal.variation), signals.assurance.ok().map(assured));
    match (signal.rule.map(rule), assurance) {
        (None, None) => variation.into(),
        (None, Some(assurance)) => format!("{variation}; {assurance}").into(),
        (Some(rule), None) => format!("{variation}: {rule}").into(),
        (Some(rule), Some(assurance)) => format!("{variation}: {rule}; {assurance}").into(),
    }
}

pub fn variation(variation: Variation) -> &'static str {
    match variation {
        Variation::Improvement => "Improvement",
        Variation::Concern => "Concern",
        Variation::High => "Unusually high",
        Variation::Low => "Unusually low",
        Variation::CommonCause => "Usual range",
    }
}

pub fn rule(rule: SignalRule) -> &'static str {
    match rule {
        SignalRule::OutsideLimits => "outside its limits",
        SignalRule::Run => "7 in a row one way",
        SignalRule::NearLimit => "2 of 3 near a limit",
        SignalRule::OneSide => "7 on one side of its mean",
    }
}

pub fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Passes => "consistently passes",
        Assurance::Fails => "consistently fails",
        Assurance::HitOrMiss => "hit or miss",
    }
}

/// Whether the target was met or missed by less than chance could explain, or why that is not known.
pub fn chance(chance: &Result<Chance, NoFigure>) -> &'static str {
    match chance {
        Err(why) => why.words(),
        Ok(Chance { verdict: None, .. }) => "nothing to meet or miss",
        Ok(Chance { verdict: Some(verdict), .. }) => match verdict {
            Verdict::MissedByLess => "Missed by less than chance could explain",
            Verdict::MissedByMore => "Missed by more than chance could explain",
            Verdict::MetByLess => "Met by less than chance could explain",
            Verdict::MetByMore => "Met by more than chance could explain",
        },
    }
}

/// `51% → 55% of 113`: then and now, of the measures rated in both quarters.
pub fn level_pair(pair: &LevelPair) -> String {
    match (pair.rated_then(), pair.rated()) {
        (0, _) => "none rated then".to_owned(),
        (_, 0) => "none rated in both".to_owned(),
        (_, both) => format!("{} → {} of {both}", share(pair.then.share), share(pair.now.share)),
    }
}

/// A whole percentage of a share: `83%`; words where there is none.
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "none rated".to_owned(), |s| format!("{:.0}%", s * 100.0))
}

/// `1 return`, `2 returns`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `12,345`.
pub fn thousands(n: usize) -> String {
    plain(0, n as f64)
}

/// The state of a service's return, with the symbol that goes with it.
pub fn return_state(state: ReturnState) -> &'static str {
    match state {
        ReturnState::Complete => "● Complete, on time",
        ReturnState::Late => "◆ Complete, late",
        ReturnState::Incomplete => "◆ Incomplete",
        ReturnState::Rejected => "▲ Rejected",
        ReturnState::Missing => "× No return",
    }
}

/// What became of a file.
pub fn outcome(outcome: Outcome, counts: bool) -> &'static str {
    match (outcome, counts) {
        (Outcome::Accepted, true) => "● Accepted",
        (Outcome::Accepted, false) => "– Read, does not count",
        (Outcome::Rejected, _) => "▲ Rejected",
        (Outcome::Undecided, _) => "? Undecided",
    }
}

/// What is proposed of a risk, with an arrow for up and down.
pub fn proposal(proposed: ProposalKind) -> String {
    match proposed {
        ProposalKind::Escalate(to) => format!("↑ Escalate to {}", to.words().to_lowercase()),
        ProposalKind::StepDown(to) => format!("↓ Step down to {}", to.words().to_lowercase()),
        ProposalKind::Close => "✓ Close".to_owned(),
        ProposalKind::Static => "→ Static: look at it afresh".to_owned(),
    }
}

/// When a record of the ledger was made, from its RFC 3339 form: `3 Aug 2026, 10:22 UTC`; anything else as it is.
pub fn moment(recorded: &str) -> String {
    if let Ok(day) = recorded.parse() {
        return date(day);
    }
    chrono::DateTime::parse_from_rfc3339(recorded)
        .map_or_else(|_| recorded.to_owned(), |at| at.to_utc().format("%-d %b %Y, %H:%M UTC").to_string())
}

/// A sentence from words that begin small.
pub fn capital(words: String) -> String {
    let mut signs = words.chars();
    let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
    first + signs.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::invoices;

    #[test]
    fn counting() {
        for (n, want) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(n), want);
        }
        assert_eq!(count(1, "return", "returns"), "1 return");
    }

    #[test]
    fn words_of_directions_name_the_plain_movement() {
        let movement = |change, direction| Ok(Movement { from: 1.0, change, percent: None, direction });
        for (compared, want) in [
            (movement(-2.0, Direction::Improving), "Improving ↓"),
            (movement(2.0, Direction::Worsening), "Worsening ↑"),
            (movement(0.0, Direction::Steady), "Steady →"),
            (movement(2.0, Direction::Moved), "Up ↑"),
            (Err(NoFigure::NoEarlierValue), "no earlier value"),
        ] {
            assert_eq!(direction(&compared), want);
        }
    }

    /// The words say the numbers that the rules go by.
    #[test]
    fn rules_are_told_with_their_own_numbers() {
        use crate::statistic::xmr::{RUN, TWO_OF_THREE};
        assert!(
            rule(SignalRule::Run).starts_with(&format!("{RUN} "))
                && rule(SignalRule::OneSide).starts_with(&format!("{RUN} "))
        );
        assert!(rule(SignalRule::NearLimit).starts_with(&format!("{} of {} ", TWO_OF_THREE.0, TWO_OF_THREE.1)));
    }

    #[test]
    fn every_unit_has_a_format_and_a_word() {
        for unit_ in Unit::ALL {
            assert!(!unit(&Indicator { unit: *unit_, ..invoices() }).is_empty());
            assert_ne!(number(*unit_, 1), NumberFormat::General);
        }
        assert_eq!(moment("2026-08-03T10:22:01Z"), "3 Aug 2026, 10:22 UTC");
        assert_eq!(moment("today"), "today");
        let day = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap_or_default();
        assert_eq!(date(day), "3 Sep 2026");
    }
}
