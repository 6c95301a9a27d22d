//! A column said once: what stands above it, how wide it is, what stands in it and when it is shown, so that none of
//! them can be moved or left out without the others.

use super::{SheetCell, StyleId};
use crate::fit::fit;
use std::borrow::Cow;

/// A column of a table whose rows are made from `R`. What it puts in a row is a cell with its style, or what `V` is for
/// a file that is no workbook of ours.
pub struct Column<'a, R, V = SheetCell<'a>> {
    heading: Cow<'static, str>,
    width: f64,
    /// The group that it is one of.
    group: Option<&'static str>,
    value: Box<dyn Fn(&R) -> V + Send + 'a>,
}

impl<'a, R, V> Column<'a, R, V> {
    /// A column with its heading, its width in characters, and what stands in it.
    pub fn new(heading: impl Into<Cow<'static, str>>, width: f64, value: impl Fn(&R) -> V + Send + 'a) -> Self {
        Self { heading: heading.into(), width, group: None, value: Box::new(value) }
    }
}

/// The columns of one table that are shown, in their order.
pub struct Columns<'a, R, V = SheetCell<'a>>(Vec<Column<'a, R, V>>);

impl<R, V> Default for Columns<'_, R, V> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<'a, R, V> Columns<'a, R, V> {
    /// No column yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more: its heading, its width in characters, and what stands in it.
    pub fn column(
        mut self,
        heading: impl Into<Cow<'static, str>>,
        width: f64,
        value: impl Fn(&R) -> V + Send + 'a,
    ) -> Self {
        self.0.push(Column::new(heading, width, value));
        self
    }

    /// One more where `shown`; else it is left out.
    pub fn column_when(
        self,
        shown: bool,
        heading: impl Into<Cow<'static, str>>,
        width: f64,
        value: impl Fn(&R) -> V + Send + 'a,
    ) -> Self {
        if shown { self.column(heading, width, value) } else { self }
    }

    /// One more without a width of its own: of a list that stands on the grid of its sheet, or of a file without widths.
    pub fn field(self, heading: impl Into<Cow<'static, str>>, value: impl Fn(&R) -> V + Send + 'a) -> Self {
        self.column(heading, 0.0, value)
    }

    /// More of them, as many as `columns` gives.
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column<'a, R, V>>) -> Self {
        self.0.extend(columns);
        self
    }

    /// The columns of `more` behind them as one group, which a reader opens and closes with one click.
    pub fn group(self, name: &'static str, more: Self) -> Self {
        self.columns(more.0.into_iter().map(|column| Column { group: Some(name), ..column }))
    }

    /// The columns of `more` behind them.
    pub fn and(self, more: Self) -> Self {
        self.columns(more.0)
    }

    /// The same columns with something made of what stands in them.
    pub fn map<W>(self, to: impl Fn(V) -> W + Clone + Send + 'a) -> Columns<'a, R, W>
    where
        R: 'a,
        V: 'a,
    {
        let column = |Column { heading, width, group, value }: Column<'a, R, V>| {
            let to = to.clone();
            Column { heading, width, group, value: Box::new(move |row: &R| to(value(row))) as _ }
        };
        Columns(self.0.into_iter().map(column).collect())
    }
}

impl<R, V> Columns<'_, R, V> {
    /// What stands above them, as cells.
    pub fn heading_cells<'c>(&self, style: StyleId) -> impl Iterator<Item = SheetCell<'c>> {
        self.0.iter().map(move |c| SheetCell::text(c.heading.clone(), style))
    }

    /// What stands above them.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|c| &*c.heading)
    }

    /// Their widths in characters.
    pub fn widths(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|c| c.width)
    }

    /// Their groups, each with its first and its last column from 0.
    pub fn groups(&self) -> Vec<(&'static str, u16, u16)> {
        let mut groups: Vec<(&'static str, u16, u16)> = vec![];
        for (column, n) in self.0.iter().zip(0..) {
            match (column.group, groups.last_mut()) {
                (Some(name), Some(last)) if last.0 == name => last.2 = n,
                (Some(name), _) => groups.push((name, n, n)),
                (None, _) => {}
            }
        }
        groups
    }

    /// What stands in them in one row.
    pub fn values(&self, row: &R) -> impl Iterator<Item = V> {
        self.0.iter().map(move |c| (c.value)(row))
    }

    /// Where the column with this heading stands, from 0; none where it is left out.
    pub fn place(&self, heading: &str) -> Option<u16> {
        place(self.headings(), heading)
    }
}

/// The position of a heading.
pub(super) fn place<'h>(mut headings: impl Iterator<Item = &'h str>, heading: &str) -> Option<u16> {
    headings.position(|h| h == heading).map(fit::<u16>)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_is_left_out_takes_heading_width_and_value_with_it() {
        let columns = |all: bool| -> Columns<'_, u32, u32> {
            Columns::<u32, u32>::new()
                .column("Once", 10.0, |n| *n)
                .column_when(all, "Twice", 20.0, |n| 2 * n)
                .column_when(true, "Thrice", 30.0, |n| 3 * n)
        };
        for (all, headings, widths, values, place) in [
            (true, &["Once", "Twice", "Thrice"][..], &[10.0, 20.0, 30.0][..], &[7, 14, 21][..], Some(2)),
            (false, &["Once", "Thrice"], &[10.0, 30.0], &[7, 21], Some(1)),
        ] {
            let columns = columns(all);
            assert_eq!(columns.headings().collect::<Vec<_>>(), headings);
            assert_eq!(columns.widths().collect::<Vec<_>>(), widths);
            assert_eq!(columns.values(&7).collect::<Vec<_>>(), values);
            assert_eq!(columns.place("Thrice"), place);
            assert_eq!(columns.place("Twice").is_some(), all);
        }
    }
}
