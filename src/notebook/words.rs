//! The lines of the sheet Words: what the report says, and the team's own words beside it.

use crate::period::Period;
use crate::reading::CellRef;
use crate::reading::own_words::{OwnWords, SaidWords, Sentence, WordsAt};

/// A line of the sheet Words.
#[derive(Debug, Clone, Default)]
pub struct WordsLine {
    /// What the sentence is about; of a line of the team the id that its words are about.
    pub(super) about: String,
    /// What the report says of itself.
    pub(super) computed: String,
    pub(super) words: String,
    /// What stands in their place and is no words: the error of a formula, or that its result was not saved.
    pub(super) no_words: String,
    pub(super) by: String,
    /// The team looked again.
    pub(super) still: String,
    /// What is to be looked at again.
    pub(super) look: String,
    /// What became of the figures in the words.
    pub(super) figures: String,
    /// By what the sentence is known; of older notebooks its number. Blank of a line of the team.
    pub(super) key: String,
    /// The sheet has lost the column of keys: a sentence is known by what it is about.
    pub(super) keyless: bool,
    /// Where the words and Still right? stand.
    pub(super) at: Option<[CellRef; 2]>,
}

// Where a line stands cannot tell two apart.
impl PartialEq for WordsLine {
    fn eq(&self, other: &Self) -> bool {
        let said = |l: &Self| {
            [&l.about, &l.computed, &l.words, &l.no_words, &l.by, &l.still, &l.look, &l.figures, &l.key]
                .map(String::clone)
        };
        said(self) == said(other) && self.keyless == other.keyless
    }
}

impl WordsLine {
    pub(super) fn of(own: &OwnWords) -> Self {
        let (about, key) = match &own.at {
            WordsAt::Line(key) => (String::new(), key.clone()),
            WordsAt::About(id) => (id.clone(), String::new()),
            WordsAt::Added => Default::default(),
        };
        let computed = own.over.clone().unwrap_or_default();
        Self { about, computed, key, words: own.words.clone(), by: own.by.clone(), ..Self::default() }
    }

    /// What its words stand for.
    fn stands_for(&self) -> WordsAt {
        match (self.key.as_str(), self.about.as_str()) {
            ("", "") => WordsAt::Added,
            ("", id) => WordsAt::About(id.to_owned()),
            (key, _) => WordsAt::Line(key.to_owned()),
        }
    }

    /// The team wrote something on it.
    fn is_written(&self) -> bool {
        let own_about = self.key.is_empty() && !self.about.is_empty() && !self.is_printed();
        own_about || [&self.words, &self.no_words, &self.by, &self.still].into_iter().any(|text| !text.is_empty())
    }

    /// What it is about was printed there, as far as can be told without its key.
    pub(super) fn is_printed(&self) -> bool {
        self.keyless && !self.computed.is_empty()
    }

    pub(super) fn says_yes(&self) -> bool {
        ["yes", "y"].iter().any(|yes| self.still.trim().eq_ignore_ascii_case(yes))
    }

    /// The words of the line. `before` is what was last recorded of the quarter.
    pub(super) fn own(&self, period: Period, before: &[OwnWords]) -> OwnWords {
        let at = self.known_by_its_words(before).unwrap_or_else(|| self.stands_for());
        let same_place = || before.iter().filter(|b| b.at == at);
        let known = same_place().find(|b| b.words == self.words);
        // A Yes beside words that were others when they were last looked up was said of those.
        let vouched = self.says_yes() && (known.is_some() || same_place().next().is_none());
        let printed = || Some(self.computed.clone()).filter(|text| !text.is_empty());
        let over = match (known, &at) {
            (Some(known), _) if !vouched => known.over.clone().or_else(printed),
            // What is printed beside an addition are figures of the words that stood there.
            (None, WordsAt::Added) => None,
            (None, WordsAt::About(_)) if same_place().next().is_none() && !self.is_printed() => None,
            _ => printed(),
        };
        let cell = self.at.map(|at| at[0]);
        OwnWords { period, at, words: self.words.clone(), by: self.by.clone(), over, vouched, cell }
    }

    /// What the words of a line without its key stood for when they were last recorded, where only one sentence had them.
    fn known_by_its_words(&self, before: &[OwnWords]) -> Option<WordsAt> {
        let mut same = before.iter().filter(|b| matches!(b.at, WordsAt::Line(_)) && b.words == self.words);
        let first = same.next().filter(|_| self.is_printed())?;
        same.next().is_none().then(|| first.at.clone())
    }

    /// The line with what is known of its words now.
    fn brought_up(self, said: &SaidWords) -> Self {
        let still = if said.is_vouched() || !self.says_yes() { self.still } else { String::new() };
        let computed = said.says.clone().unwrap_or_default();
        Self { computed, still, look: said.look_again(), figures: said.figures_words(), ..self }
    }
}

/// Every sentence once, with what the team wrote instead; then the team's own lines, in their order.
pub(super) fn prepared(written: &[WordsLine], sentences: &[Sentence<'_>], said: &[SaidWords]) -> Vec<WordsLine> {
    let said = |line: &WordsLine| {
        said.iter().find(|w| match (w.own.cell, line.at) {
            (Some(cell), Some([words, _])) => cell == words,
            _ => w.own.at == line.stands_for() && w.own.words == line.words,
        })
    };
    let mut used = vec![false; written.len()];
    let mut sentence = |key: &str, about: &str, computed: &str| {
        let of = |line: &WordsLine| match said(line) {
            Some(words) => words.sentence && words.key == key,
            None if line.is_printed() => line.about == about,
            None => line.key == key,
        };
        let own = written.iter().position(|line| of(line) && line.is_written()).or_else(|| written.iter().position(of));
        let line = own.map(|n| (std::mem::replace(&mut used[n], true), written[n].clone()).1).unwrap_or_default();
        let line = match said(&line) {
            Some(words) if !line.words.is_empty() => line.brought_up(words),
            _ => WordsLine { look: String::new(), figures: String::new(), ..line },
        };
        let (about, computed, key) = (about.to_owned(), computed.to_owned(), key.to_owned());
        WordsLine { about, computed, key, keyless: false, ..line }
    };
    let mut out: Vec<WordsLine> = sentences.iter().map(|s| sentence(&s.key, &s.about, s.words)).collect();
    for (line, _) in written.iter().zip(&used).filter(|(line, used)| !**used && line.is_written()) {
        let line = match said(line) {
            // What an older notebook added by a number is an addition.
            Some(words) => {
                let key = if words.sentence { line.key.clone() } else { String::new() };
                WordsLine { key, ..line.clone().brought_up(words) }
            }
            None => WordsLine { computed: String::new(), look: String::new(), figures: String::new(), ..line.clone() },
        };
        out.push(WordsLine { keyless: false, ..line });
    }
    out
}
