//! How alike two names are, as people shorten, lengthen and misspell them.

use super::words::meaning;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Words that tell no two names apart.
const SLIGHT: [&str; 28] = [
    "a",
    "an",
    "and",
    "at",
    "average",
    "avg",
    "by",
    "count",
    "for",
    "from",
    "in",
    "is",
    "no",
    "number",
    "of",
    "on",
    "per",
    "percent",
    "percentage",
    "proportion",
    "rate",
    "that",
    "the",
    "to",
    "total",
    "which",
    "who",
    "with",
];

/// How the words of one name stand to those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Nothing says that they are one.
    Apart,
    /// They may be one in other words.
    Near,
    /// But for slight words they are the same, or one is the other shortened.
    Close,
    /// The same letters.
    Same,
}

/// A name as it is compared.
#[derive(Debug, Clone)]
pub struct Name {
    text: String,
    letters: String,
    /// Those that tell; found when the letters are not the same.
    words: OnceCell<BTreeSet<String>>,
}

impl Name {
    /// Of what a person wrote; a second line is not of the name.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), letters: meaning(text), words: OnceCell::new() }
    }

    fn words(&self) -> &BTreeSet<String> {
        self.words.get_or_init(|| {
            let words =
                self.text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase);
            let all: BTreeSet<String> = words.collect();
            let telling: BTreeSet<String> = all.iter().filter(|w| !SLIGHT.contains(&w.as_str())).cloned().collect();
            if telling.is_empty() { all } else { telling }
        })
    }

    /// Nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How alike they are.
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.letters == other.letters {
            return Likeness::Same;
        }
        let (own, others) = (self.words(), other.words());
        let (fewer, more) = if own.len() <= others.len() { (own, others) } else { (others, own) };
        let shared = fewer.iter().filter(|a| more.iter().any(|b| same_word(a, b))).count();
        // One word alone is a part of many names.
        if shared == fewer.len() && (shared > 1 || more.len() == 1) {
            return Likeness::Close;
        }
        let spelt = || strsim::normalized_damerau_levenshtein(&self.letters, &other.letters) >= 0.7;
        if (shared > 0 && 2 * shared >= fewer.len()) || spelt() { Likeness::Near } else { Likeness::Apart }
    }
}

/// The same word, cut off (“resid.”), in the plural, or misspelt by one letter.
fn same_word(a: &str, b: &str) -> bool {
    const LEAST: usize = 4;
    let long = [a, b].iter().all(|w| w.chars().count() >= LEAST && !w.contains(|c: char| c.is_ascii_digit()));
    a == b || (long && (a.starts_with(b) || b.starts_with(a) || strsim::damerau_levenshtein(a, b) == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Cost of a visit", "cost of visit", Likeness::Close)]
    #[case("Rent collected (%)", "Percentage of rent collected", Likeness::Close)]
    #[case("Days to mend play equipment", "Days to mend play equipmnt", Likeness::Close)]
    #[case("Repairs & voids", "Repairs and voids", Likeness::Same)]
    #[case("Complaints answered in time", "Complaints in time", Likeness::Close)]
    #[case("Rent collected", "Rent collected from current tenants", Likeness::Close)]
    #[case("Homes let (sheltered)", "Homes let (general needs)", Likeness::Near)]
    #[case("Days to mend play equipment", "Time taken to mend equipment in play areas", Likeness::Near)]
    #[case("Cost of a visit", "Days to mend play equipment", Likeness::Apart)]
    #[case("Visits in ward 1", "Visits in ward 2", Likeness::Near)]
    #[case("Typographic ‘quotes’ – and dashes", "Typographic 'quotes' - and dashes", Likeness::Same)]
    #[case("Visits", "Visits to leisure centres", Likeness::Near)]
    #[case("", "Cost of a visit", Likeness::Apart)]
    fn names(#[case] a: &str, #[case] b: &str, #[case] expected: Likeness) {
        let (a, b) = (Name::new(a), Name::new(b));
        assert_eq!((a.likeness(&b), b.likeness(&a)), (expected, expected));
    }
}
