//! What stands in a notebook, and what is to stand in it after a run.

use super::lines::{self, LeftOutLine, QueryLine};
use super::words::{self, WordsLine};
use crate::map::Map;
use crate::period::Period;
use crate::reading::left_out::{LeftOut, LeftOutItem};
use crate::reading::own_words::{OwnWords, SaidWords, Sentence};
use crate::reading::query::Query;
use crate::register::Register;

/// What stands in a notebook.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notebook {
    /// The sheet Queries.
    pub queries: Vec<QueryLine>,
    /// The sheet Words.
    pub words: Vec<WordsLine>,
    /// The sheet Left out.
    pub left_out: Vec<LeftOutLine>,
    /// Cells that stand outside the columns that are carried over when it is prepared again.
    pub besides: u64,
}

/// What a notebook is prepared from.
pub struct NotebookFacts<'a> {
    /// The quarter.
    pub period: Period,
    /// The single data list.
    pub register: &'a Register,
    /// The queries of the quarter.
    pub queries: &'a [Query],
    /// What the report says of itself on its first page.
    pub sentences: Vec<Sentence<'a>>,
    /// What became of the team's words.
    pub said: &'a [SaidWords],
    /// What was left out.
    pub left_out: &'a [LeftOutItem],
}

impl Notebook {
    /// What the ledger knows of a notebook that is not there.
    pub fn remembered(words: &[OwnWords], left_out: &[LeftOut]) -> Self {
        Self {
            words: words.iter().map(WordsLine::of).collect(),
            left_out: left_out.iter().map(LeftOutLine::of).collect(),
            ..Self::default()
        }
    }

    /// The notebook as it should stand after a run: every query once, those that were there in their order and new ones
    /// behind them, with what the team wrote; then lines that fit no query of the quarter.
    pub fn prepared(&self, facts: &NotebookFacts<'_>) -> Self {
        let (mut queries, mut others) = (vec![], vec![]);
        let mut listed: Vec<bool> = vec![false; facts.queries.len()];
        let places: Map<String, usize> = facts.queries.iter().enumerate().map(|(n, q)| (q.question.key(), n)).collect();
        for line in &self.queries {
            match places.get(&line.key).copied().filter(|n| !listed[*n]) {
                Some(n) => {
                    listed[n] = true;
                    // What is no longer asked, and of which nobody said a word, is in nobody's way.
                    if line.is_written() || lines::is_shown(&facts.queries[n]) {
                        queries.push(line.brought_up(&facts.queries[n], facts.register));
                    }
                }
                None if line.is_written() => {
                    others.push(QueryLine { state: lines::NO_QUERY.to_owned(), ..line.clone() });
                }
                None => {}
            }
        }
        let new = facts.queries.iter().zip(&listed).filter(|(q, listed)| !**listed && lines::is_shown(q));
        let mut new: Vec<QueryLine> = new.map(|(q, _)| QueryLine::default().brought_up(q, facts.register)).collect();
        new.sort_by(|a, b| (&a.service, &a.about, &a.code).cmp(&(&b.service, &b.about, &b.code)));
        queries.extend(new);
        queries.extend(others);
        Self {
            queries,
            words: words::prepared(&self.words, &facts.sentences, facts.said),
            left_out: self.left_out.iter().map(|line| line.brought_up(facts.left_out)).collect(),
            besides: 0,
        }
    }

    /// Whether the notebook says all that another would say, in the order of the other.
    pub fn says(&self, other: &Self) -> bool {
        self.queries == other.queries && self.words == other.words && self.left_out == other.left_out
    }
}
