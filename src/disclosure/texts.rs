//! Texts about hidden figures: a number in one may be the hidden one.

use crate::reading::{Action, Narrative, Risk};

/// What stands in the place of a text that tells a number.
pub const WITHHELD: &str = "[c]";

/// Numbers as words, and what else says how many.
const NUMBERS: [&str; 64] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "dozen",
    "dozens",
    "score",
    "single",
    "sole",
    "lone",
    "once",
    "twice",
    "thrice",
    "both",
    "couple",
    "pair",
    "pairs",
    "twins",
    "trio",
    "triplets",
    "half",
    "halves",
    "double",
    "doubled",
    "treble",
    "trebled",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "another",
];

/// The text tells a number, in digits or in words.
pub fn tells_number(text: &str) -> bool {
    let word = |word: &str| NUMBERS.contains(&word.to_lowercase().as_str());
    text.contains(char::is_numeric) || text.split(|c: char| !c.is_alphabetic()).any(word)
}

/// Takes a text out where it tells a number.
pub fn withhold(text: &mut String) {
    if tells_number(text) {
        WITHHELD.clone_into(text);
    }
}

/// Takes out what a service wrote beside a hidden figure.
pub fn withhold_narrative(words: &mut Narrative) {
    let Narrative { commentary, barriers, levers, remedial_action, options } = words;
    [commentary, barriers, levers, remedial_action, options].into_iter().for_each(withhold);
}

/// Takes out what a risk says about a measure with hidden figures.
pub fn withhold_risk(risk: &mut Risk) {
    withhold(&mut risk.title);
    withhold(&mut risk.controls);
}

/// Takes out what an action says about a measure with hidden figures.
pub fn withhold_action(action: &mut Action) {
    withhold(&mut action.title);
    withhold(&mut action.update);
    withhold(&mut action.evidence);
}
