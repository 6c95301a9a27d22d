//! Figures beside their labels, on a page without a row of headings: which cells are labels, and which is the figure of
//! each.

use super::columns::{Column, Columns, FigureColumn};
use crate::ingest::book::{HIDDEN, Held, Raw, ReadBook, ReadSheet};
use crate::layout::Scope;
use crate::layout::recognise::{PreparedForm, Said, Says, says_of_column, says_of_title};
use crate::period::Period;
use crate::text::number;
use crate::text::words::meaning;
use std::collections::{BTreeMap, BTreeSet};

/// Words with a digit that are longer are a sentence, and not somebody's figure.
const LONGEST_FIGURE: usize = 30;
/// Labels that come twice before a page is taken for one that says everything for two quarters.
const REPEATED: usize = 2;

/// The cells of a page, from the top, and what its forms make of them.
pub(super) struct Page<'c> {
    pub cells: &'c [Raw],
    sheet: &'c ReadSheet,
    about: PageFacts,
    /// By cell, what a label says and speaks for.
    pub labels: Vec<Option<(Said, Scope)>>,
    /// By cell, whether it is a label that is known and not wanted.
    pub ignored: Vec<bool>,
    /// By cell, whether it is the label of a figure of another quarter, as a title above it says.
    pub past: Vec<bool>,
    /// By cell, whether it is a number, as such or as a text.
    pub numbers: Vec<bool>,
    /// By cell, whether it is words with a digit in them, too short for a sentence.
    digits: Vec<bool>,
    /// By cell, its text where it is no number.
    pub texts: Vec<Option<&'c str>>,
    blocks: Vec<Block>,
}

/// What is known of a page before it is looked at.
#[derive(Clone, Copy)]
pub(super) struct PageFacts {
    /// The quarter that is being read.
    pub wanted: Option<Period>,
    /// How many columns behind its label the layout has a figure.
    pub offset: Option<u16>,
    /// The most blank columns that the form has between a label and what stands beside it on other sheets.
    pub spacers: u16,
}

/// Labels below one row of headings, those of one column: what is chosen for them.
struct Block {
    /// The heading cells above them.
    headings: Vec<usize>,
    labels: Vec<usize>,
    column: Option<FigureColumn>,
}

/// A column and what stands above it.
pub(super) type HeadedColumn<'c> = (u16, Option<&'c str>);

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
        book: &'c ReadBook,
        sheet: &'c ReadSheet,
        about: PageFacts,
        forms: &[&PreparedForm],
        cells: &'c [Raw],
        stands_for_figure: impl Fn(&str) -> bool,
    ) -> Self {
        let texts: Vec<Option<&str>> = cells.iter().map(|c| book.text_of(c).filter(|_| !is_number(book, c))).collect();
        let label = |c: &Raw| {
            let text = book.text_of(c)?;
            forms.iter().find_map(|f| Some((f.label(text)?, f.scope)))
        };
        let labels: Vec<Option<(Said, Scope)>> = cells.iter().map(label).collect();
        let ignores = |text: &Option<&str>| text.is_some_and(|t| forms.iter().any(|f| f.ignores(t)));
        let ignored = texts.iter().zip(&labels).map(|(text, label)| label.is_none() && ignores(text)).collect();
        let numbers = cells.iter().map(|c| is_number(book, c)).collect();
        // “3 bins” was typed for a figure; “per 1,000” and “£000” are units.
        let typed = |t: &str| {
            let begins = t.trim_start_matches(['£', '-', '(', ' ', '\'']).starts_with(|c: char| c.is_ascii_digit());
            begins && t.len() <= LONGEST_FIGURE && t.contains(|c: char| ('1'..='9').contains(&c))
        };
        let digits = texts.iter().map(|t| t.is_some_and(typed)).collect();
        let past = vec![false; cells.len()];
        let mut page = Self { cells, sheet, about, labels, ignored, past, numbers, digits, texts, blocks: vec![] };
        let named =
            |n: usize, page: &Self| forms.iter().find_map(|f| Some((Said::Value(f.named(page.texts[n]?)?), f.scope)));
        for n in page.first_labels(|n| page.numbers[n]) {
            page.labels[n] = named(n, &page);
        }
        page.blocks = page.find_blocks();
        // Where the page has its figures a word for none is one, too.
        let figures: BTreeSet<u16> = page.blocks.iter().filter_map(|b| Some(b.column?.col())).collect();
        let no_number = |n: usize| figures.contains(&cells[n].col) && page.texts[n].is_some_and(&stands_for_figure);
        for n in page.first_labels(no_number) {
            page.labels[n] = named(n, &page);
        }
        page.find_repeated();
        page.past = (0..cells.len()).map(|n| page.is_figure_label(n) && page.is_past(n)).collect();
        page.blocks = page.find_blocks();
        page
    }

    /// The first words of each row that has a figure behind them and no label of the layout before it.
    fn first_labels(&self, is_figure: impl Fn(usize) -> bool) -> Vec<usize> {
        let known = |n: &usize| self.labels[*n].is_some() || self.ignored[*n];
        let rows = self.rows();
        let first = rows.filter_map(|row| {
            let words = row.clone().find(|n| !self.numbers[*n])?;
            let here = row.filter(|n| *n > words).take_while(|n| !known(n));
            let behind = here.chain(self.below(words)).any(&is_figure);
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
        (label + 1..self.cells.len()).take_while(move |n| same(n) && !apart(n)).chain(self.below(label))
    }

    /// What stands to the right of the rows that a label covers below its own, where none of them has a label.
    fn below(&self, label: usize) -> impl Iterator<Item = usize> + Clone {
        let (row, end) = (self.cells[label].row, self.end(label));
        let last = row.saturating_add(self.sheet.covers_below(&self.cells[label]));
        let from = if last > row { self.cells.partition_point(|c| c.row <= row) } else { self.cells.len() };
        (from..self.cells.len())
            .take_while(move |n| self.cells[*n].row <= last && self.labels[*n].is_none() && !self.ignored[*n])
            .filter(move |n| self.cells[*n].col > end)
    }

    /// Other figures in the column of a label's figure, beside the rows that the label covers.
    pub fn others(&self, label: usize, figure: usize) -> impl Iterator<Item = usize> {
        let same = move |n: &usize| *n != figure && self.cells[*n].col == self.cells[figure].col;
        self.below(label).filter(same).filter(|n| self.numbers[*n] || self.digits[*n])
    }

    fn is_figure_label(&self, n: usize) -> bool {
        matches!(self.labels[n], Some((Said::Value(_), _)))
    }

    /// The labels of figures.
    fn of_figures(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|n| self.is_figure_label(*n) && !self.past[*n])
    }

    /// Labels that come again with nothing beside them: on a page that has all of them twice, for two quarters, or under a
    /// title that says a quarter, they are the labels of figures that nobody typed.
    fn find_repeated(&mut self) {
        let of = |n: usize| (self.cells[n].col, meaning(self.texts[n].unwrap_or_default()));
        let known: BTreeMap<(u16, String), usize> = self.of_figures().map(|n| (of(n), n)).collect();
        let bare = |n: &usize| self.labels[*n].is_none() && !self.ignored[*n] && self.texts[*n].is_some();
        let again: Vec<(usize, usize)> =
            (0..self.cells.len()).filter(bare).filter_map(|n| Some((n, *known.get(&of(n))?))).collect();
        let said: BTreeSet<&usize> = again.iter().map(|(_, n)| n).collect();
        let told = |(n, label): &(usize, usize)| self.section(*n).or(self.section(*label)).is_some();
        let all = said.len() >= REPEATED;
        for (n, label) in again.iter().copied().filter(|pair| all || told(pair)).collect::<Vec<_>>() {
            self.labels[n] = self.labels[label].clone();
        }
    }

    /// What the nearest title above a label says of its quarter: words that stand alone in their row.
    fn section(&self, label: usize) -> Option<Says> {
        let Raw { row, col, .. } = self.cells[label];
        let rows: Vec<_> = self.rows().take_while(|r| self.cells[r.start].row < row).collect();
        let says = |r: &std::ops::Range<usize>| {
            let mut words = r.clone().filter(|n| self.texts[*n].is_some());
            let title = words.next().filter(|n| self.cells[*n].col <= col && words.next().is_none())?;
            let known = r.clone().any(|n| self.labels[n].is_some() || self.ignored[n]);
            says_of_title(self.texts[title]?, self.about.wanted).filter(|_| !known)
        };
        rows.iter().rev().find_map(says)
    }

    /// Whether a label is of another quarter by the title above it, or by the name of its sheet.
    fn is_past(&self, label: usize) -> bool {
        let of_sheet = || says_of_title(&self.sheet.name, self.about.wanted);
        self.section(label).or_else(of_sheet) == Some(Says::Another)
    }

    /// The last column that a label takes.
    fn end(&self, label: usize) -> u16 {
        self.cells[label].col + self.sheet.covers_right(&self.cells[label])
    }

    /// The labels of figures by their column and by the row of headings above them, and which column is theirs.
    fn find_blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = vec![];
        let mut headings: Vec<usize> = vec![];
        let mut open: BTreeMap<u16, usize> = BTreeMap::new();
        // Whether the headings say a quarter: a row of units below them does not, and words between the labels are answers.
        let mut told = false;
        let first_column = self.of_figures().map(|n| self.cells[n].col).min().unwrap_or(0);
        for row in self.rows() {
            if let Some((heads, say)) = self.headings(row.clone(), first_column)
                && (say || (blocks.is_empty() && !told))
            {
                (headings, open, told) = (heads, BTreeMap::new(), say);
            }
            for label in row.filter(|n| self.is_figure_label(*n) && !self.past[*n]) {
                let at = *open.entry(self.cells[label].col).or_insert_with(|| {
                    blocks.push(Block { headings: headings.clone(), labels: vec![], column: None });
                    blocks.len() - 1
                });
                blocks[at].labels.push(label);
            }
        }
        for block in &mut blocks {
            block.column = self.columns(block).choose();
        }
        blocks
    }

    /// The words of a row that are headings of columns to the right of the labels, several or one that says a quarter; and
    /// whether any of them does.
    fn headings(&self, row: std::ops::Range<usize>, labels: u16) -> Option<(Vec<usize>, bool)> {
        let none = |n: usize| self.labels[n].is_none() && !self.ignored[n] && !self.numbers[n];
        let right = row.clone().filter(|n| self.cells[*n].col > labels && self.texts[*n].is_some());
        let heads: Vec<usize> = right.collect();
        let says = |n: &usize| self.texts[*n].and_then(|t| says_of_column(t, self.about.wanted)).is_some();
        let say = heads.iter().any(says);
        (row.clone().all(none) && (heads.len() > 1 || say)).then_some((heads, say))
    }

    /// What stands behind the labels of a block, column by column.
    fn columns(&self, block: &Block) -> Columns<'c> {
        let first = block.labels.iter().map(|n| self.cells[*n].col).min().unwrap_or(0);
        let labels = block.labels.iter().map(|n| self.end(*n)).max().unwrap_or(first);
        let behind: Vec<usize> = block.labels.iter().flat_map(|n| self.behind(*n)).collect();
        let next = self.of_figures().map(|n| self.cells[n].col).filter(|col| *col > first).min().unwrap_or(u16::MAX);
        let headed = block.headings.iter().copied().filter(|n| (labels + 1..next).contains(&self.cells[*n].col));
        let headed: BTreeMap<u16, usize> = headed.map(|n| (self.cells[n].col, n)).collect();
        let last = behind.iter().map(|n| self.cells[*n].col).chain(headed.keys().copied()).max().unwrap_or(labels);
        let column = |col: u16| {
            let mut here = behind.iter().filter(|n| self.cells[**n].col == col).peekable();
            let blank = here.peek().is_none();
            let figures: Vec<usize> = here.copied().filter(|n| self.numbers[*n] || self.digits[*n]).collect();
            let hidden = !figures.is_empty() && figures.iter().all(|n| self.cells[*n].flags & HIDDEN != 0);
            let heading = headed.get(&col).and_then(|n| self.texts[*n]);
            Column { col, heading, figures: !figures.is_empty(), blank, hidden }
        };
        Columns {
            labels,
            columns: (labels + 1..=last).map(column).collect(),
            told: self.about.offset.map(|offset| first + offset),
            spacers: self.about.spacers,
            wanted: self.about.wanted,
        }
    }

    /// Where the figures of the labels stand, of those that have their figures in columns. Where a label has nothing in its
    /// column, what stands behind it is last year's, a unit or another's, and is not taken in its place.
    pub fn figures(&self) -> BTreeMap<usize, FigurePlace> {
        let of_block = |block: &Block| {
            let main = block.column?.col();
            let place = |label: usize| {
                let there = self.behind(label).find(|n| self.cells[*n].col == main);
                (label, there.map_or(FigurePlace::Blank(main), FigurePlace::At))
            };
            Some(block.labels.iter().copied().map(place).collect::<Vec<_>>())
        };
        self.blocks.iter().filter_map(of_block).flatten().collect()
    }

    /// The first row of labels of which nothing says where their figures stand: its row, and the two columns, each with its
    /// heading.
    pub fn unclear(&self) -> Option<(u32, [HeadedColumn<'c>; 2])> {
        self.blocks.iter().find_map(|block| {
            let Some(FigureColumn::Unclear(one, other)) = block.column else { return None };
            let head = |col: u16| block.headings.iter().find(|n| self.cells[**n].col == col);
            let heading = |col: u16| (col, head(col).and_then(|n| self.texts[*n]));
            let row = block.labels.iter().map(|n| self.cells[*n].row).min()?;
            let row = head(other).map_or(row, |n| self.cells[*n].row);
            Some((row, [heading(one), heading(other)]))
        })
    }

    /// Cells beside the labels of another quarter.
    pub fn of_another_quarter(&self) -> BTreeSet<usize> {
        let past = (0..self.cells.len()).filter(|n| self.past[*n]);
        past.flat_map(|n| self.behind(n)).filter(|n| self.numbers[*n] || self.digits[*n]).collect()
    }

    /// Figures that no label claims, and whether a label of the layout begins their row: not those straight behind a figure
    /// that is read, and not the numbers of rows.
    pub fn left(&self, used: &[bool]) -> Vec<(usize, bool)> {
        let known = |n: &usize| self.labels[*n].is_some() || self.ignored[*n];
        let past = self.of_another_quarter();
        let mut out = vec![];
        for row in self.rows() {
            let has_label = row.clone().any(|n| known(&n));
            for n in row.clone().filter(|n| self.numbers[*n] && !used[*n]) {
                let words = |n: usize| !self.numbers[n];
                let before = row.clone().rev().find(|m| *m < n);
                let numbers_row = before.is_none() && row.contains(&(n + 1)) && words(n + 1);
                let beside_words = before.is_some_and(|m| words(m) && !known(&m) && !used[m]);
                if !numbers_row && (beside_words || !has_label) && !past.contains(&n) {
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
