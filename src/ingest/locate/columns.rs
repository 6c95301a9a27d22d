//! Which column of a page has its figures: the one whose heading says this quarter, else the first behind the labels where
//! nothing could be meant beside it.

use crate::layout::recognise::{Says, says_of_column};
use crate::period::Period;

/// A column behind the labels of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Column<'t> {
    pub col: u16,
    /// What stands above it.
    pub heading: Option<&'t str>,
    /// Beside a label it has a number, or words that somebody typed for one.
    pub figures: bool,
    /// Beside the labels it has nothing.
    pub blank: bool,
    /// Nobody sees it.
    pub hidden: bool,
}

/// What a page knows of its columns before one is chosen.
pub(super) struct Columns<'t> {
    /// The last column that a label takes.
    pub labels: u16,
    /// Those behind it, from the left, each of them.
    pub columns: Vec<Column<'t>>,
    /// The column that the layout says.
    pub told: Option<u16>,
    /// The most blank columns that the form has between a label and what stands beside it elsewhere.
    pub spacers: u16,
    pub wanted: Option<Period>,
}

/// The column of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigureColumn {
    Is(u16),
    /// Either of two could be meant.
    Unclear(u16, u16),
}

impl FigureColumn {
    /// The column in which figures are looked for.
    pub fn col(self) -> u16 {
        match self {
            Self::Is(col) | Self::Unclear(_, col) => col,
        }
    }
}

impl<'t> Columns<'t> {
    /// `None` where the page has neither figures nor a heading that says whose column it would be.
    pub fn choose(&self) -> Option<FigureColumn> {
        let says = |c: &&Column<'t>| c.heading.and_then(|h| says_of_column(h, self.wanted));
        let seen = || self.columns.iter().filter(|c| !c.hidden);
        let of_this: Vec<&Column<'t>> = seen().filter(|c| says(c) == Some(Says::This)).collect();
        if let Some(told) = self.told {
            let another = of_this.iter().find(|c| c.col != told).filter(|_| !of_this.iter().any(|c| c.col == told));
            return Some(another.map_or(FigureColumn::Is(told), |c| FigureColumn::Unclear(told, c.col)));
        }
        match of_this[..] {
            [] => {}
            [this] => {
                // Words above one of two may be the title of the page.
                let left = seen().find(|c| c.figures && c.heading.is_none() && c.col < this.col);
                return Some(left.map_or(FigureColumn::Is(this.col), |l| FigureColumn::Unclear(l.col, this.col)));
            }
            [one, other, ..] => return Some(FigureColumn::Unclear(one.col, other.col)),
        }
        let any_seen = seen().any(|c| c.figures);
        let figures = || self.columns.iter().filter(|c| c.figures && (!c.hidden || !any_seen));
        if figures().any(|c| says(&c) == Some(Says::Another)) {
            return Some(self.beside_others(says, figures().filter(|c| says(c).is_none()).collect()));
        }
        let mut headed = figures().filter(|c| c.heading.is_some());
        if let (Some(one), Some(other)) = (headed.next(), headed.next()) {
            return Some(FigureColumn::Unclear(one.col, other.col));
        }
        figures().next().map(|first| self.unless_apart(first.col))
    }

    /// Where headings say that there are figures that are not this quarter's: the one column that is left, and where none
    /// has figures the one in which they would stand.
    fn beside_others(&self, says: impl Fn(&&Column<'t>) -> Option<Says>, left: Vec<&Column<'t>>) -> FigureColumn {
        let mut headed = left.iter().filter(|c| c.heading.is_some());
        match (headed.next(), headed.next(), left.first()) {
            (Some(one), Some(other), _) => FigureColumn::Unclear(one.col, other.col),
            (Some(one), None, Some(first)) if first.col < one.col => FigureColumn::Unclear(first.col, one.col),
            (_, _, Some(first)) => FigureColumn::Is(first.col),
            (_, _, None) => {
                let empty = |c: &&Column<'t>| c.blank && !c.hidden && says(c).is_none();
                let headed = self.columns.iter().filter(empty).find(|c| c.heading.is_some());
                FigureColumn::Is(headed.map_or(self.labels + 1, |c| c.col))
            }
        }
    }

    /// Behind a blank column, where the form leaves none blank elsewhere, the figures could be last year's, and this
    /// quarter's not filled in.
    fn unless_apart(&self, col: u16) -> FigureColumn {
        let blank: Vec<u16> = self.columns.iter().filter(|c| c.blank && c.col < col).map(|c| c.col).collect();
        match blank[..] {
            [first, ..] if blank.len() > usize::from(self.spacers) => FigureColumn::Unclear(first, col),
            _ => FigureColumn::Is(col),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// `128`: figures; `-`: blank; `x`: words; `Target: 3` below a heading; `(…)`: hidden.
    fn columns(drawn: &str) -> Vec<Column<'_>> {
        let column = |(n, drawn): (u16, &'static str)| -> Column<'static> {
            let hidden = drawn.starts_with('(');
            let drawn = drawn.trim_matches(['(', ')']);
            let (heading, cell) = drawn.split_once(": ").map_or((None, drawn), |(h, c)| (Some(h), c));
            let figures = cell.parse::<f64>().is_ok();
            Column { col: n, heading, figures, blank: cell == "-", hidden }
        };
        (1..).zip(String::from(drawn).leak().split(" | ")).map(column).collect()
    }

    #[rstest]
    #[case("128 | 120", 0, Some(FigureColumn::Is(1)))]
    #[case("- | 120", 0, Some(FigureColumn::Unclear(1, 2)))]
    #[case("- | 128", 1, Some(FigureColumn::Is(2)))]
    #[case("- | - | 120", 1, Some(FigureColumn::Unclear(1, 3)))]
    #[case("people | 128", 0, Some(FigureColumn::Is(2)))]
    #[case("- | Last year: 120", 0, Some(FigureColumn::Is(1)))]
    #[case("This quarter: - | Last year: 120", 0, Some(FigureColumn::Is(1)))]
    #[case("Result: - | Last year: 120", 0, Some(FigureColumn::Is(1)))]
    #[case("2026-27: - | 2025-26: 120", 0, Some(FigureColumn::Is(1)))]
    #[case("2025-26: 120 | 2026-27: 128", 0, Some(FigureColumn::Is(2)))]
    #[case("Q1: 120 | Q2: 128", 0, Some(FigureColumn::Is(2)))]
    #[case("Q2: 120 | Q2 2026-27: 128", 0, Some(FigureColumn::Unclear(1, 2)))]
    #[case("Actual: 128 | Target: 120", 0, Some(FigureColumn::Is(1)))]
    #[case("Low: 128 | High: 120", 0, Some(FigureColumn::Unclear(1, 2)))]
    #[case("128 | This quarter: 120", 0, Some(FigureColumn::Unclear(1, 2)))]
    #[case("This quarter: 128 | 120", 0, Some(FigureColumn::Is(1)))]
    #[case("(120) | 128", 0, Some(FigureColumn::Is(2)))]
    #[case("x | -", 0, None)]
    fn the_column_of_the_figures(#[case] drawn: &str, #[case] spacers: u16, #[case] is: Option<FigureColumn>) {
        let page = Columns { labels: 0, columns: columns(drawn), told: None, spacers, wanted: Period::new(2026, 2) };
        assert_eq!(page.choose(), is, "{drawn}");
    }
}
