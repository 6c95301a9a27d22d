//! The words by which the draft guesses, from `templates/vocabulary.toml`, and how like two headings are.

use crate::reading::Marker;
use crate::record::{Field, Kind};
use crate::text::words::clean;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// A word that the vocabulary does not know, in a heading.
const UNKNOWN_WEIGHT: f64 = 0.6;
/// Words of at least so many letters may be mistyped.
const MISTYPED_FROM: usize = 5;
const MISTYPED_LIKENESS: f64 = 0.84;
/// Longer texts are sentences.
const HEADING_BYTES: usize = 160;

#[derive(Deserialize)]
struct File {
    same: HashMap<String, String>,
    empty: FieldWords,
    meaning: BTreeMap<String, String>,
    fields: BTreeMap<Kind, BTreeMap<String, Vec<String>>>,
    sheets: BTreeMap<Kind, Vec<String>>,
    stop: FieldWords,
    line: FieldWords,
    total: FieldWords,
    markers: BTreeMap<String, Marker>,
    words: BTreeMap<String, BTreeMap<String, String>>,
    units: FieldWords,
    money: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct FieldWords {
    words: Vec<String>,
}

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    Field(Field),
    /// A column that is known and read by nothing: trends, colours, variances.
    Nothing,
}

pub struct Vocabulary {
    file: File,
    empty: HashSet<String>,
    phrases: BTreeMap<Kind, Vec<(Sense, Vec<String>)>>,
    weights: HashMap<(Kind, String), f64>,
}

/// The vocabulary, prepared once.
pub fn vocabulary() -> &'static Vocabulary {
    static ONE: OnceLock<Vocabulary> = OnceLock::new();
    ONE.get_or_init(|| {
        let file = toml::from_str(include_str!("../../../templates/vocabulary.toml"));
        // A test parses it, so no input can lead here.
        Vocabulary::new(file.unwrap_or_else(|e| unreachable!("the vocabulary does not parse: {e}")))
    })
}

impl Vocabulary {
    fn new(file: File) -> Self {
        let empty = file.empty.words.iter().cloned().collect();
        let mut out = Self { file, empty, phrases: BTreeMap::new(), weights: HashMap::new() };
        let mut phrases = BTreeMap::new();
        for (kind, fields) in &out.file.fields {
            let mut fields_with: HashMap<String, HashSet<&str>> = HashMap::new();
            let mut of_kind = Vec::new();
            for (key, texts) in fields {
                let sense = Field::from_key(key).map_or(Sense::Nothing, Sense::Field);
                for text in texts {
                    let words = out.tokens(text);
                    for word in &words {
                        fields_with.entry(word.clone()).or_default().insert(key);
                    }
                    of_kind.push((sense, words));
                }
            }
            let weights = fields_with.into_iter().map(|(w, keys)| ((*kind, w), 1.0 / (keys.len() as f64).sqrt()));
            out.weights.extend(weights);
            phrases.insert(*kind, of_kind);
        }
        out.phrases = phrases;
        out
    }

    /// A heading as words that can be compared.
    pub fn tokens(&self, text: &str) -> Vec<String> {
        let text = text.get(..text.floor_char_boundary(HEADING_BYTES)).unwrap_or_default().to_lowercase();
        let text = text
            .replace(['\'', '’'], "")
            .replace('%', " % ")
            .replace('#', " number ")
            .replace("e-mail", "email")
            .replace("sign-off", "signoff");
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|w| !w.is_empty());
        let words = words.filter(|w| !w.bytes().all(|b| b.is_ascii_digit()) && !self.empty.contains(*w));
        let word = |w: &str| match w.as_bytes() {
            [b'q', b'1'..=b'4'] => "quarter".to_owned(),
            _ => self.file.same.get(w).cloned().unwrap_or_else(|| w.to_owned()),
        };
        let mut out: Vec<String> = words.map(word).collect();
        out.dedup();
        out
    }

    /// How like a heading is to what a kind calls each of its fields: the best of every field, from 0 to 1.
    pub fn senses(&self, kind: Kind, heading: &[String]) -> Vec<(Sense, f64)> {
        let mut out: Vec<(Sense, f64)> = Vec::new();
        for (sense, phrase) in self.phrases.get(&kind).into_iter().flatten() {
            let likeness = self.likeness(kind, heading, phrase);
            if likeness > 0.0 {
                match out.iter_mut().find(|(s, _)| s == sense) {
                    Some((_, best)) => *best = best.max(likeness),
                    None => out.push((*sense, likeness)),
                }
            }
        }
        out
    }

    /// The best sense of a heading.
    pub fn sense(&self, kind: Kind, heading: &[String]) -> Option<(Sense, f64)> {
        self.senses(kind, heading).into_iter().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Shared words against all words of both, weighted by how much each tells; the order breaks ties.
    fn likeness(&self, kind: Kind, heading: &[String], phrase: &[String]) -> f64 {
        if heading.is_empty() || phrase.is_empty() {
            return 0.0;
        }
        let weight = |w: &String| self.weights.get(&(kind, w.clone())).copied().unwrap_or(UNKNOWN_WEIGHT);
        let mut free: Vec<&String> = heading.iter().collect();
        let mut shared = 0.0;
        for word in phrase {
            if let Some(at) = free.iter().position(|h| same_word(h, word)) {
                free.swap_remove(at);
                shared += weight(word);
            }
        }
        let (all, wanted): (f64, f64) = (heading.iter().map(weight).sum(), phrase.iter().map(weight).sum());
        let f = 2.0 * shared / (all + wanted);
        if f >= 1.0 && heading != phrase { 0.98 } else { f.min(1.0) }
    }

    /// How much words on a sheet point to a kind.
    pub fn points_to(&self, kind: Kind, text: &str) -> bool {
        let words = self.tokens(text);
        let known = self.file.sheets.get(&kind).into_iter().flatten();
        known.flat_map(|w| self.tokens(w)).any(|w| words.iter().any(|t| same_word(t, &w)))
    }

    /// What a field is, in plain words.
    pub fn meaning(&self, field: Field) -> &str {
        self.file.meaning.get(field.key()).map_or(field.key(), String::as_str)
    }

    /// Whether a row that begins with this text is a total or a note.
    pub fn stops(&self, text: &str) -> bool {
        let text = clean(text).to_lowercase();
        let begins =
            |w: &String| text.strip_prefix(w.trim_end()).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
        self.file.stop.words.iter().any(begins)
    }

    /// Whether a heading is what people write above the numbers of lines: `No.`, `Item`, nothing but a sign.
    pub fn numbers_lines(&self, heading: &str) -> bool {
        let words = self.tokens(heading);
        words.iter().all(|w| self.file.line.words.contains(w))
    }

    /// Whether a heading is of the sum of what stands beside it, or of the year so far.
    pub fn sums_up(&self, heading: &str) -> bool {
        self.tokens(heading).iter().any(|w| self.file.total.words.contains(w))
    }

    pub fn marker(&self, text: &str) -> Option<Marker> {
        self.file.markers.get(&clean(text).to_lowercase()).copied()
    }

    /// Our word for a word of the form.
    pub fn ours(&self, field: Field, text: &str) -> Option<&str> {
        let (words, wanted) = (self.file.words.get(field.key())?, crate::text::words::meaning(text));
        words.iter().find(|(word, _)| crate::text::words::meaning(word) == wanted).map(|(_, ours)| ours.as_str())
    }

    pub fn is_unit(&self, text: &str) -> bool {
        let text = clean(text).to_lowercase();
        self.file.units.words.contains(&text) || crate::measure::Unit::from_words(&text).is_some()
    }

    /// `thousands` or `millions`, where a heading or a title says so.
    pub fn money(&self, text: &str) -> Option<&str> {
        let text: String = text.to_lowercase().replace('’', "'");
        let says = |(_, words): &(&String, &Vec<String>)| words.iter().any(|w| ends_word(&text, w));
        self.file.money.iter().find(says).map(|(key, _)| key.as_str())
    }
}

/// `text` holds `word`, and no letter or digit follows it.
fn ends_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, w)| !text[at + w.len()..].starts_with(char::is_alphanumeric))
}

/// Equal, one the plural of the other, or mistyped.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    let plural = |a: &str, b: &str| a.strip_suffix('s').is_some_and(|a| a == b && a.len() > 2);
    let long = a.chars().count().min(b.chars().count()) >= MISTYPED_FROM;
    a == b || plural(a, b) || plural(b, a) || long && strsim::normalized_damerau_levenshtein(a, b) >= MISTYPED_LIKENESS
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_word_of_the_file_is_understood() {
        let v = vocabulary();
        for (kind, fields) in &v.file.fields {
            for (key, texts) in fields {
                assert!(key == "-" || Field::from_key(key).is_some(), "{key}");
                assert!(texts.iter().all(|t| !v.tokens(t).is_empty()), "{kind:?} {key}");
            }
        }
        for key in v.file.meaning.keys() {
            assert!(Field::from_key(key).is_some(), "{key}");
        }
        for word in v.file.words["status"].values() {
            assert!(crate::reading::ActionStatus::ALL.iter().any(|s| s.words() == word), "{word}");
        }
        for word in v.file.words["feedback-kind"].values() {
            assert!(crate::reading::FeedbackKind::ALL.iter().any(|s| s.words() == word), "{word}");
        }
    }

    #[rstest]
    #[case(Kind::Indicators, "KPI Ref", Field::Id)]
    #[case(Kind::Indicators, "Measure description", Field::Title)]
    #[case(Kind::Indicators, "Actual - Q2", Field::Value)]
    #[case(Kind::Indicators, "Last Qtr", Field::Previous)]
    #[case(Kind::Indicators, "Managers comentary", Field::Commentary)]
    #[case(Kind::Indicators, "Year-end forecast", Field::Forecast)]
    #[case(Kind::Risks, "Net L", Field::Likelihood)]
    #[case(Kind::Risks, "Inherent likelihood (1-5)", Field::InherentLikelihood)]
    #[case(Kind::Risks, "Existing controls", Field::Controls)]
    #[case(Kind::Actions, "By whom?", Field::Lead)]
    #[case(Kind::Actions, "% complete", Field::Progress)]
    #[case(Kind::Feedback, "No. received", Field::Value)]
    #[case(Kind::Cover, "Contact e-mail:", Field::Email)]
    fn headings_are_understood(#[case] kind: Kind, #[case] heading: &str, #[case] field: Field) {
        let v = vocabulary();
        let (sense, likeness) = v.sense(kind, &v.tokens(heading)).unwrap();
        assert_eq!(sense, Sense::Field(field), "{likeness}");
        assert!(likeness > 0.5, "{likeness}");
    }

    #[rstest]
    #[case("Budget £000", Some("thousands"))]
    #[case("Budget (£m)", Some("millions"))]
    #[case("Budget £", None)]
    #[case("All figures in £'000s", Some("thousands"))]
    fn money_is_heard(#[case] text: &str, #[case] money: Option<&str>) {
        assert_eq!(vocabulary().money(text), money);
    }
}
