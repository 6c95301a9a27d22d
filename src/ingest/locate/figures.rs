//! Figures beside their labels, on a page without a row of headings: which cells are labels, and which is the figure of
//! each.

use crate::ingest::book::{Held, Raw, ReadBook};
use crate::layout::Scope;
use crate::layout::recognise::{PreparedForm, Said};
use crate::text::number;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of a page, from the top, and what its forms make of them.
pub(super) struct Page<'c> {
    pub cells: &'c [Raw],
    /// By cell, what a label says and speaks for.
    pub labels: Vec<Option<(Said, Scope)>>,
    /// By cell, whether it is a label that is known and not wanted.
    pub ignored: Vec<bool>,
    /// By cell, whether it is a number, as such or as a text.
    numbers: Vec<bool>,
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
        let mut page = Self { cells, labels, ignored, numbers };
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
        (label + 1..self.cells.len()).take_while(same)
    }

    /// The labels of figures.
    fn of_figures(&self) -> Vec<usize> {
        let value = |n: &usize| matches!(self.labels[*n], Some((Said::Value(_), _)));
        (0..self.cells.len()).filter(value).collect()
    }

    /// By column of labels, in which columns the first numbers behind them stand, and how many.
    fn first_numbers(&self) -> BTreeMap<u16, BTreeMap<u16, usize>> {
        let col = |n: usize| self.cells[n].col;
        let mut out: BTreeMap<u16, BTreeMap<u16, usize>> = BTreeMap::new();
        for label in self.of_figures() {
            if let Some(first) = self.behind(label).find(|n| self.numbers[*n]) {
                *out.entry(col(label)).or_default().entry(col(first)).or_default() += 1;
            }
        }
        out
    }

    /// By column of labels, the column in which most have their figure.
    fn main_columns(&self) -> BTreeMap<u16, u16> {
        let most = |(col, count): &(&u16, &usize)| (**count, std::cmp::Reverse(**col));
        let columns = self.first_numbers().into_iter();
        columns.filter_map(|(label, of)| Some((label, *of.iter().max_by_key(most)?.0))).collect()
    }

    /// Where the figures of the labels stand, of those that have their figures in columns. Figures stand in the column in
    /// which most labels of a column have theirs; where that is blank, what stands behind it is last year's or a unit, and
    /// is not taken in its place.
    pub fn figures(&self) -> BTreeMap<usize, FigurePlace> {
        let labels = self.of_figures();
        let col = |n: usize| self.cells[n].col;
        let by_column = self.first_numbers();
        let main = self.main_columns();
        // Columns that stand beside the figures in some row are others: last year, the target.
        let mut others: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
        for label in &labels {
            let there = |n: &usize| self.numbers[*n] && Some(&col(*n)) != main.get(&col(*label));
            if self.behind(*label).any(|n| Some(&col(n)) == main.get(&col(*label))) {
                others.entry(col(*label)).or_default().extend(self.behind(*label).filter(there).map(col));
            }
        }
        let place = |label: usize| {
            let main = *main.get(&col(label))?;
            let other = |n: &usize| others.get(&col(label)).is_some_and(|o| o.contains(&col(*n)));
            let a_figures_column = |n: &usize| by_column[&col(label)].contains_key(&col(*n)) && !other(n);
            let mut behind = self.behind(label);
            let there = behind.clone().find(|n| col(*n) == main);
            let there = there.or_else(|| behind.clone().find(|n| self.numbers[*n] && !other(n)));
            match there.or_else(|| behind.find(a_figures_column)) {
                Some(n) => Some(FigurePlace::At(n)),
                None => Some(FigurePlace::Blank(main)),
            }
        };
        labels.into_iter().filter_map(|n| Some((n, place(n)?))).collect()
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
