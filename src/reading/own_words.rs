//! The team's own words: what they stand for, over what they were written, and what became of the figures in them.

use super::{CellRef, keyed};
use crate::period::Period;

/// The sheet of the notebook in which they stand.
pub const SHEET: &str = "Words";

/// What words stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordsAt {
    /// In place of a sentence that the report says of itself, by its key; in older notebooks by its number among the things
    /// to know.
    Line(String),
    /// About a measure, a risk, an action, a milestone or a priority, by its id as the team wrote it.
    About(String),
    /// Added to what the report says.
    Added,
}

impl WordsAt {
    /// As the ledger keeps it; `n` counts the words that stand for the same, from 1.
    pub fn key(&self, n: usize) -> String {
        match self {
            Self::Line(key) => key.clone(),
            Self::About(id) => format!("{ABOUT}{id}|{n}"),
            Self::Added => format!("{ADDED}{n}"),
        }
    }

    /// From what the ledger keeps.
    pub fn from_key(key: &str) -> Self {
        if key.starts_with(ADDED) {
            return Self::Added;
        }
        match key.strip_prefix(ABOUT).and_then(|rest| rest.rsplit_once('|')) {
            Some((id, _)) => Self::About(id.to_owned()),
            None => Self::Line(key.to_owned()),
        }
    }
}

/// How the keys of words begin that stand for no sentence of the report.
const ABOUT: &str = "about|";
const ADDED: &str = "added|";

/// The team's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWords {
    /// The quarter.
    pub period: Period,
    /// What they stand for.
    pub at: WordsAt,
    /// What is said.
    pub words: String,
    /// Who says so.
    pub by: String,
    /// What the report said of itself where the words were written; `None` where they are for what it says now.
    pub over: Option<String>,
    /// The team says that they are right beside what the report said there, as they stand.
    pub vouched: bool,
    /// The cell of the notebook in which they stand.
    pub cell: Option<CellRef>,
}

/// A sentence that the first page says of itself, which the team can put its own words in the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'s> {
    /// By what it is known from one run to the next.
    pub key: String,
    /// What it is about: `Off target`, `Most improved: WAS01`.
    pub about: String,
    /// As it is computed.
    pub words: &'s str,
}

keyed! {
    /// What became of a figure in the team's words when it was looked up in the quarter.
    FigureFate {
        /// The quarter has it as it is shown.
        Found "found" "found",
        /// A figure of the quarter rounds to it.
        Rounded "rounded" "rounded",
        /// An earlier quarter had it, or what the report said when the words were written.
        Stale "stale" "stale",
        /// Only something else than what the words name has it.
        Other "other" "of something else",
        Nowhere "nowhere" "found nowhere",
    }
}

/// A figure in the team's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidFigure {
    /// As it is written.
    pub text: String,
    /// What became of it.
    pub fate: FigureFate,
    /// What it is a figure of: `WAS01: value`; empty where it is found nowhere.
    pub of: String,
    /// As the report shows it, where that is another way; else empty.
    pub shown: String,
}

impl SaidFigure {
    /// `62.0% found (WAS01: value)`, `70% rounded from 69.6% (FIN03: value)`, `75% of something else (RES03: value)`,
    /// `12 found nowhere`.
    pub fn words(&self) -> String {
        let Self { text, fate, of, shown } = self;
        let from = if shown.is_empty() { String::new() } else { format!(" from {shown}") };
        let of = if of.is_empty() { String::new() } else { format!(" ({of})") };
        format!("{text} {}{from}{of}", fate.words())
    }

    /// The same of a figure that the quarter has, as it is remembered.
    fn remembered(&self) -> Option<String> {
        let there = matches!(self.fate, FigureFate::Found | FigureFate::Rounded);
        there.then(|| format!("{} ({})", self.text, self.of))
    }
}

/// The figures that the quarter has, as they are remembered beside words that stand for nothing that the report says.
pub fn remembered(figures: &[SaidFigure]) -> String {
    figures.iter().filter_map(SaidFigure::remembered).collect::<Vec<_>>().join("; ")
}

/// The team's own words as reports show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidWords {
    /// As the team wrote them, with what they are written over.
    pub own: OwnWords,
    /// What they are about, for a reader: `Off target`, an id; empty of an addition.
    pub about: String,
    /// The key of the sentence that they replace, or the id of what they are about as the council writes it; empty of an
    /// addition.
    pub key: String,
    /// They stand in place of a sentence of the report.
    pub sentence: bool,
    /// What the report says of itself there now; of an addition which figures of the quarter it has. `None` where the report
    /// says nothing there any more: then the words are not shown.
    pub says: Option<String>,
    /// Their figures, in their order.
    pub figures: Vec<SaidFigure>,
}

/// What stands behind words whose figures have changed.
const CHANGED: &str = "[Figures have changed since these words were written.]";

impl SaidWords {
    /// What the report said of itself where the words were written, where it says something else now.
    pub fn was(&self) -> Option<&str> {
        self.own.over.as_deref().filter(|was| self.says.as_deref() != Some(*was))
    }

    /// There is something in the quarter that they can stand with.
    pub fn is_shown(&self) -> bool {
        self.says.is_some()
    }

    /// They stand in place of a sentence of the report.
    pub fn replaces(&self) -> bool {
        self.is_shown() && self.sentence
    }

    /// The team says that they are right beside what the report says now.
    pub fn is_vouched(&self) -> bool {
        self.own.vouched && self.was().is_none()
    }

    /// As they are shown: figures that have changed since are said with them.
    pub fn shown(&self) -> String {
        match self.was() {
            Some(_) => format!("{} {CHANGED}", self.own.words),
            None => self.own.words.clone(),
        }
    }

    /// What is to be looked at again: `Look again: was “…”; is “…”`; empty where nothing is.
    pub fn look_again(&self) -> String {
        match (self.was(), &self.says) {
            (_, None) => "Not shown: the quarter has nothing that these words are about".to_owned(),
            (Some(was), Some(says)) => format!("Look again: was “{was}”; is “{says}”"),
            (None, Some(_)) => String::new(),
        }
    }

    /// Its figures in a line.
    pub fn figures_words(&self) -> String {
        self.figures.iter().map(SaidFigure::words).collect::<Vec<_>>().join("; ")
    }
}
