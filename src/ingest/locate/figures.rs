//! Figures beside their labels, on a page without a row of headings: which cells are labels, and which is the figure of
//! each.

use crate::ingest::book::{Held, Raw, ReadBook};
use crate::layout::Scope;
use crate::layout::recognise::{PreparedForm, Said};
use crate::text::number;
use std::collections::{BTreeMap, BTreeSet};

/// Words with a digit that are longer are a sentence, and not somebody's figure.
const LONGEST_FIGURE: usize = 30;

/// The cells of a page, from the top, and what its forms make of them.
pub(super) struct Page<'c> {
    pub cells: &'c [Raw],
    /// By cell, what a label says and speaks for.
    pub labels: Vec<Option<(Said, Scope)>>,
    /// By cell, whether it is a label that is known and not wanted.
    pub ignored: Vec<bool>,
    /// By cell, whether it is a number, as such or as a text.
    numbers: Vec<bool>,
    /// By cell, whether it is words with a digit in them, too short for a sentence.
    digits: Vec<bool>,
}

/// Where the figure of a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigurePlace {
    /// The cell, by its position.
    At(usize),
    /// Nothing stands in this column, in which the page has its figures.
    Blank(u16),
}

impl<'c> Page<'c> {
    /// `stands_for_figure` says whether a word means that there is no number, or one.
    pub fn new(
        book: &ReadBook,
        forms: &[&PreparedForm],
        cells: &'c [Raw],
        stands_for_figure: impl Fn(&str) -> bool,
    ) -> Self {
        let text = |c: &Raw| book.text_of(c).filter(|_| !is_number(book, c));
        let label = |c: &Raw| {
            let text = book.text_of(c)?;
            forms.iter().find_map(|f| Some((f.label(text)?, f.scope)))
        };
        let ignores = |c: &Raw| text(c).is_some_and(|t| forms.iter().any(|f| f.ignores(t)));
        let labels: Vec<Option<(Said, Scope)>> = cells.iter().map(label).collect();
        let ignored = cells.iter().zip(&labels).map(|(c, label)| label.is_none() && ignores(c)).collect();
        let numbers = cells.iter().map(|c| is_number(book, c)).collect();
        // “3 bins” was typed for a figure; “per 1,000” and “£000” are units.
        let typed = |t: &str| {
            let begins = t.trim_start_matches(['£', '-', '(', ' ', '\'']).starts_with(|c: char| c.is_ascii_digit());
            begins && t.len() <= LONGEST_FIGURE && t.contains(|c: char| ('1'..='9').contains(&c))
        };
        let digits = cells.iter().map(|c| text(c).is_some_and(typed)).collect();
        let mut page = Self { cells, labels, ignored, numbers, digits };
        let named = |n: usize| forms.iter().find_map(|f| Some((Said::Value(f.named(text(&cells[n])?)?), f.scope)));
        for n in page.first_labels(|n| page.numbers[n]) {
            page.labels[n] = named(n);
        }
        // Where the page has its figures a word for none is one, too.
        let figures: BTreeSet<u16> = page.main_columns().into_values().collect();
        let no_number = |n: usize| figures.contains(&cells[n].col) && text(&cells[n]).is_some_and(&stands_for_figure);
        for n in page.first_labels(no_number) {
            page.labels[n] = named(n);
        }
        page
    }

    /// The first words of each row that has a figure behind them and no label of the layout before it.
    fn first_labels(&self, is_figure: impl Fn(usize) -> bool) -> Vec<usize> {
        let known = |n: &usize| self.labels[*n].is_some() || self.ignored[*n];
        let rows = self.rows();
        let first = rows.filter_map(|row| {
            let words = row.clone().find(|n| !self.numbers[*n])?;
            let behind = row.filter(|n| *n > words).take_while(|n| !known(n)).any(&is_figure);
            Some(words).filter(|n| behind && !known(n))
        });
        first.collect()
    }

    fn rows(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut at = 0;
        self.cells.chunk_by(|a, b| a.row == b.row).map(move |row| {
            let from = at;
            at += row.len();
            from..at
        })
    }

    /// What stands to the right of a label, up to the next.
    fn behind(&self, label: usize) -> impl Iterator<Item = usize> + Clone {
        let row = self.cells[label].row;
        let same = move |n: &usize| self.cells[*n].row == row && self.labels[*n].is_none() && !self.ignored[*n];
        // Words apart from what stands before them, with a figure straight behind, are a label of their own.
        let apart = move |n: &usize| {
            let follows =
                self.cells.get(*n + 1).is_some_and(|next| next.row == row && next.col == self.cells[*n].col + 1);
            let gap = self.cells[*n].col > self.cells[*n - 1].col + 1;
            gap && follows && !self.numbers[*n] && self.numbers[*n + 1]
        };
        (label + 1..self.cells.len()).take_while(move |n| same(n) && !apart(n))
    }

    /// The labels of figures.
    fn of_figures(&self) -> Vec<usize> {
        let value = |n: &usize| matches!(self.labels[*n], Some((Said::Value(_), _)));
        (0..self.cells.len()).filter(value).collect()
    }

    /// By column of labels, the column in which their figures stand: the first in which any of them has one, or words with a
    /// digit in them, which somebody typed for one.
    fn main_columns(&self) -> BTreeMap<u16, u16> {
        let col = |n: usize| self.cells[n].col;
        let mut out: BTreeMap<u16, u16> = BTreeMap::new();
        for label in self.of_figures() {
            if let Some(first) = self.behind(label).find(|n| self.numbers[*n] || self.digits[*n]).map(col) {
                let main = out.entry(col(label)).or_insert(first);
                *main = (*main).min(first);
            }
        }
        out
    }

    /// Where the figures of the labels stand, of those that have their figures in columns. Where a label has nothing in its
    /// column, what stands behind it is last year's, a unit or another's, and is not taken in its place.
    pub fn figures(&self) -> BTreeMap<usize, FigurePlace> {
        let main = self.main_columns();
        let place = |label: usize| {
            let main = *main.get(&self.cells[label].col)?;
            let there = self.behind(label).find(|n| self.cells[*n].col == main);
            Some(there.map_or(FigurePlace::Blank(main), FigurePlace::At))
        };
        self.of_figures().into_iter().filter_map(|n| Some((n, place(n)?))).collect()
    }

    /// Words above two columns of figures, which make a table of the page: nothing says which of them is meant.
    pub fn headings(&self) -> Option<(&'c Raw, &'c Raw)> {
        let labels = self.of_figures();
        let first = labels.iter().map(|n| self.cells[*n].row).min()?;
        let columns: BTreeSet<u16> = labels
            .iter()
            .flat_map(|n| self.behind(*n))
            .filter(|n| self.numbers[*n])
            .map(|n| self.cells[n].col)
            .collect();
        let heads = |col: u16| {
            let above = |n: &usize| {
                let cell = &self.cells[*n];
                cell.row < first && cell.col == col && self.labels[*n].is_none() && !self.numbers[*n]
            };
            (0..self.cells.len()).rev().find(above).map(|n| &self.cells[n])
        };
        let mut headed = columns.into_iter().filter_map(heads);
        let (one, other) = (headed.next()?, headed.next()?);
        (one.row == other.row).then_some((one, other))
    }

    /// Figures that no label claims, and whether a label of the layout begins their row: not those straight behind a figure
    /// that is read, and not the numbers of rows.
    pub fn left(&self, used: &[bool]) -> Vec<(usize, bool)> {
        let known = |n: &usize| self.labels[*n].is_some() || self.ignored[*n];
        let mut out = vec![];
        for row in self.rows() {
            let has_label = row.clone().any(|n| known(&n));
            for n in row.clone().filter(|n| self.numbers[*n] && !used[*n]) {
                let words = |n: usize| !self.numbers[n];
                let before = row.clone().rev().find(|m| *m < n);
                let numbers_row = before.is_none() && row.contains(&(n + 1)) && words(n + 1);
                let beside_words = before.is_some_and(|m| words(m) && !known(&m) && !used[m]);
                if !numbers_row && (beside_words || !has_label) {
                    out.push((n, has_label));
                }
            }
        }
        out
    }
}

fn is_number(book: &ReadBook, cell: &Raw) -> bool {
    match cell.value {
        Held::Number(_) | Held::FormulaWithoutResult | Held::Error(_) => true,
        _ => book.text_of(cell).is_some_and(|text| number::parse(text, true).is_some()),
    }
}
