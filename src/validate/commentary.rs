//! What a commentary claims about its figure, conservatively: only plain statements about now count.

use crate::measure::Polarity;

/// A statement that all is well.
const GOOD: [&str; 12] = [
    "on target",
    "on track",
    "target met",
    "target was met",
    "target has been met",
    "met the target",
    "met target",
    "exceeded the target",
    "exceeded target",
    "target exceeded",
    "achieved the target",
    "target achieved",
];

/// A statement that it is not.
const BAD: [&str; 12] = [
    "off target",
    "off track",
    "missed the target",
    "missed target",
    "target missed",
    "target not met",
    "target was not met",
    "not met the target",
    "not on target",
    "failed to meet",
    "fell short of",
    "did not meet",
];

/// Where the value stands, which is well or not by polarity.
const ABOVE: [&str; 4] = ["above target", "above the target", "over target", "over the target"];
const BELOW: [&str; 4] = ["below target", "below the target", "under target", "under the target"];

/// Words that make a statement one about another time, a wish or a condition, or turn it round.
const HEDGES: [&str; 27] = [
    "not",
    "n't",
    "no longer",
    "never",
    "will",
    "expect",
    "forecast",
    "should",
    "would",
    "could",
    "year end",
    "year-end",
    "next",
    "last",
    "previous",
    "aim",
    "hope",
    "plan",
    "intend",
    "if",
    "back on",
    "return",
    "until",
    "was on",
    "were on",
    "unless",
    "nearly",
];

/// Every statement above has one of these: most commentaries have none, and are passed over at once.
const NEEDED: [&str; 4] = ["target", "track", "meet", "short"];

/// What a commentary claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Good,
    Bad,
    /// Nothing, or both.
    Nothing,
}

impl Claim {
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Nothing => "",
        }
    }
}

/// Words that make a bad statement one about another time or a condition, or turn it round.
const LATER: [&str; 14] = [
    "last",
    "previous",
    "next",
    "if",
    "will",
    "would",
    "could",
    "unless",
    "risk",
    "no longer",
    "not below",
    "not above",
    "not under",
    "not over",
];

/// Reads sentence by sentence; a sentence with a hedge claims nothing good, and a bad one must be plainly so.
pub(super) fn claim(text: &str, polarity: Polarity) -> Claim {
    let (well, badly): (&[&str], &[&str]) = match polarity {
        Polarity::Higher => (&ABOVE, &BELOW),
        Polarity::Lower => (&BELOW, &ABOVE),
        Polarity::Plan | Polarity::None => (&[], &[]),
    };
    let lower = text.to_lowercase();
    if !NEEDED.iter().any(|word| lower.contains(word)) {
        return Claim::Nothing;
    }
    let (mut good, mut bad) = (false, false);
    for sentence in lower.split(['.', ';', '!', '?', '\n']) {
        let has = |list: &[&str]| list.iter().any(|phrase| whole_words(sentence, phrase));
        if has(&BAD) || has(badly) {
            bad |= !has(&LATER);
        } else if has(&GOOD) || has(well) {
            good |= !has(&HEDGES);
        }
    }
    match (good, bad) {
        (true, false) => Claim::Good,
        (false, true) => Claim::Bad,
        _ => Claim::Nothing,
    }
}

/// `phrase` occurs in `text` at the start of a word; “forecasts” has “forecast”, “knot” has no “not”.
fn whole_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase)
        .any(|(at, _)| phrase.starts_with("n't") || !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// The same words, whatever their case, spaces and punctuation.
pub(super) fn same(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(a).next().is_some() && letters(a).eq(letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_statement_has_a_needed_word() {
        for phrase in GOOD.iter().chain(&BAD) {
            assert!(NEEDED.iter().any(|word| phrase.contains(word)), "{phrase}");
        }
    }

    #[rstest]
    #[case("Performance is on target.", Claim::Good)]
    #[case("We have exceeded the target for the third quarter running", Claim::Good)]
    #[case("The target was not met because of vacancies.", Claim::Bad)]
    #[case("We failed to meet the standard", Claim::Bad)]
    #[case("We are not on target", Claim::Bad)]
    #[case("We expect to be on target by year end", Claim::Nothing)]
    #[case("This will be back on track next quarter", Claim::Nothing)]
    #[case("Target met in libraries; target missed in museums", Claim::Nothing)]
    #[case("Last quarter we missed the target", Claim::Nothing)]
    #[case("We haven't met the target", Claim::Nothing)]
    #[case("Seasonal demand is higher", Claim::Nothing)]
    #[case("", Claim::Nothing)]
    fn claims(#[case] text: &str, #[case] expected: Claim) {
        assert_eq!(claim(text, Polarity::Higher), expected);
    }

    #[test]
    fn above_and_below_are_good_or_bad_by_polarity() {
        for (text, higher, lower) in [
            ("Excellent performance, well above target.", Claim::Good, Claim::Bad),
            ("Disappointing: we are well below target again.", Claim::Bad, Claim::Good),
            ("We are no longer below target.", Claim::Nothing, Claim::Nothing),
            ("We hope to be above target next year.", Claim::Nothing, Claim::Nothing),
        ] {
            assert_eq!((claim(text, Polarity::Higher), claim(text, Polarity::Lower)), (higher, lower), "{text}");
            assert_eq!(claim(text, Polarity::None), Claim::Nothing);
        }
    }
}
