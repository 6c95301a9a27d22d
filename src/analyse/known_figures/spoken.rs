//! What the words beside a figure say that it counts: `16 risks`, `28 are off target`, `30.5 weeks`.

use crate::analyse::delivery_plan::MilestoneState;
use crate::measure::Unit;
use crate::text::figures::{WrittenFigure, figures};

/// Kinds of things that are counted: the words by which people name them, and what is in the name of a known count.
const KINDS: [(&[&str], &str); 12] = [
    (&["milestone", "milestones"], "milestone"),
    (&["return", "returns"], "return"),
    (&["risk", "risks"], "risk"),
    (&["action", "actions"], "action"),
    (&["query", "queries"], "quer"),
    (&["service", "services"], "service"),
    (&["saving", "savings"], "saving"),
    (&["complaint", "complaints"], "complaint"),
    (&["compliment", "compliments"], "compliment"),
    (&["quarters"], "quarters"),
    (&["peer", "peers"], "peer"),
    (&["measure", "measures", "indicator", "indicators"], "measure"),
];
/// What shares and rates of improvement are of, though their names do not say so.
const OF_MEASURES: [&str; 2] = ["share ", "rate of improvement"];
/// The kind of what is off target, where nothing else is said.
const MEASURES: usize = KINDS.len() - 1;
/// What narrows a count: beside a figure it is asked of what is known too.
const NARROWED: [&str; 8] =
    ["off target", "on target", "near target", "overdue", "appetite", "improv", "worsen", "steady"];
/// What is counted of two quarters alone is not the quarter's, unless the words say so.
const IN_BOTH: &str = "in both";
/// Units of time that a figure is given in.
const TIMES: [(&[&str], Unit); 4] = [
    (&["day", "days"], Unit::Days),
    (&["week", "weeks"], Unit::Weeks),
    (&["hour", "hours", "hrs"], Unit::Hours),
    (&["minute", "minutes", "mins"], Unit::Minutes),
];
/// What ends the words that are of a figure.
const ENDS: [char; 7] = ['.', ';', '!', '?', '(', ')', ','];

/// What the words beside a figure say of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    /// Days, weeks, hours or minutes.
    pub time: Option<Unit>,
    /// What is counted, by its place among the kinds.
    kind: Option<usize>,
    /// What the count is narrowed to.
    narrowed: Vec<&'static str>,
    /// It is of what two quarters have.
    both: bool,
}

impl Spoken {
    /// What a text says of one of its figures.
    pub fn of(text: &str, figure: &WrittenFigure<'_>) -> Self {
        let (before, behind) = (&text[..figure.at], &text[figure.at + figure.text.len()..]);
        let clause = behind_it(behind);
        let time = word_of(&clause).and_then(|word| TIMES.iter().find(|(words, _)| words.contains(&word)));
        let mut said = Self { time: time.map(|(_, unit)| *unit), ..Self::said(&clause) };
        // Of `12 of 22 on target` the 22 are all that there are.
        let part = figures(before).pop().filter(|part| before[part.at + part.text.len()..].trim() == "of");
        if said.kind.is_none() && said.narrowed.is_empty() {
            let lead = part.as_ref().map_or(before, |part| &before[..part.at]);
            said = Self { time: said.time, ..Self::said(&before_it(lead)) };
        }
        if part.is_some() {
            said.narrowed.clear();
        }
        said
    }

    fn said(clause: &str) -> Self {
        let narrowed: Vec<&str> = NARROWED.into_iter().filter(|words| clause.contains(words)).collect();
        let words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let kind = words.into_iter().find_map(|word| KINDS.iter().position(|(of, _)| of.contains(&word)));
        let of_measures = narrowed.iter().any(|words| words.ends_with("target"));
        Self { time: None, kind: kind.or(of_measures.then_some(MEASURES)), narrowed, both: clause.contains("both") }
    }

    /// Something is said to be counted.
    pub fn counts(&self) -> bool {
        self.kind.is_some()
    }

    /// Whether a known count can be what is spoken of, by its name.
    pub fn fits(&self, what: &str) -> bool {
        let what = what.to_lowercase();
        self.kind == kind_of(&what)
            && (self.both || !what.contains(IN_BOTH))
            && self.narrowed.iter().all(|words| what.contains(words))
    }

    /// Whether a known figure is of a kind of things that are counted, by its name.
    pub fn is_of_things(what: &str) -> bool {
        kind_of(&what.to_lowercase()).is_some()
    }
}

/// What is counted by a known figure of this name.
fn kind_of(what: &str) -> Option<usize> {
    if MilestoneState::ALL.iter().any(|state| state.words().eq_ignore_ascii_case(what)) {
        return Some(0);
    }
    let named = KINDS.iter().position(|(_, of)| what.contains(of));
    named.or_else(|| OF_MEASURES.iter().any(|of| what.contains(of)).then_some(MEASURES))
}

/// The words behind a figure that are of it, small: up to the next figure or the end of the clause, and over what it is part
/// of (`12 of 22 on target`).
fn behind_it(behind: &str) -> String {
    let next = figures(behind).into_iter().next();
    let part = next.filter(|next| behind[..next.at].trim() == "of");
    let rest = part.map_or(behind, |next| &behind[next.at + next.text.len()..]);
    let end = rest.find(|c: char| ENDS.contains(&c) || c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].trim().to_lowercase()
}

/// The words before a figure that lead to it: `On target: 28`, `The number of measures off target is 28`.
fn before_it(before: &str) -> String {
    let lead = before.trim_end();
    if ![":", " is", " are", " was", " were"].iter().any(|end| lead.ends_with(end)) {
        return String::new();
    }
    let start = lead.rfind(|c: char| ENDS.contains(&c) || c.is_ascii_digit()).map_or(0, |at| at + 1);
    lead[start..].to_lowercase()
}

/// The first word that can be a unit: `working days` are days.
fn word_of(clause: &str) -> Option<&str> {
    let mut words = clause.split(|c: char| !c.is_alphanumeric()).filter(|w| !["working", "calendar"].contains(w));
    words.next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("16 risks", 0, "risks of one band", true)]
    #[case("16 risks", 0, "measures off target", false)]
    #[case("28 are off target", 0, "measures off target", true)]
    #[case("28 measures are off target", 0, "measures rated then and not now", false)]
    #[case("12 of 22 on target", 0, "measures on target", true)]
    #[case("12 of 22 on target", 0, "actions open then and without a word", false)]
    #[case("12 of 22 on target", 1, "measures rated", true)]
    #[case("On target: 28 of 125", 0, "measures on target", true)]
    #[case("On target: 28 of 125", 1, "measures rated", true)]
    #[case("28 are off target", 0, "measures off target, of those rated in both", false)]
    #[case("28 of those rated in both are off target", 0, "measures off target, of those rated in both", true)]
    #[case("28, and risks", 0, "risks", false)]
    #[case("3 milestones are overdue", 0, "Overdue", true)]
    #[case("53% are on target, up from 47%", 0, "share on target, of those rated", true)]
    fn what_is_counted(#[case] text: &str, #[case] n: usize, #[case] what: &str, #[case] fits: bool) {
        let said = Spoken::of(text, &figures(text)[n]);
        assert_eq!(said.counts() && said.fits(what), fits, "{said:?}");
    }

    #[rstest]
    #[case("30.5 weeks", Some(Unit::Weeks))]
    #[case("30.5 working days", Some(Unit::Days))]
    #[case("30.5", None)]
    #[case("24 in 7 days", None)]
    fn what_time_is_given_in(#[case] text: &str, #[case] time: Option<Unit>) {
        assert_eq!(Spoken::of(text, &figures(text)[0]).time, time);
    }
}
