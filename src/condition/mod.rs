//! Conditions in SQL over named columns: checked before they are used, and answered for many rows at once. A council
//! writes its own checks in them, and the rules of its own status scheme. What is written is read part by part into what
//! its writer means by it (`sql`), so that a condition fails when it is read or, but for a CAST, never.

mod typed;
mod functions;
mod sql;
#[cfg(test)]
mod tests;

pub use polars::prelude::Expr as Condition;
use polars::prelude::{BooleanChunked, Column as Series, DataFrame, DataType, IntoLazy, NamedFrom};
use polars::prelude::{PlSmallStr, PolarsResult};
use std::collections::BTreeSet;

/// How a column is read from a row.
pub enum Get<T> {
    /// A number, or null.
    Number(fn(&T) -> Option<f64>),
    /// True, false or null.
    Flag(fn(&T) -> Option<bool>),
    /// A text.
    Text(for<'r> fn(&'r T) -> &'r str),
}

/// A named column, with its words for people who write conditions.
pub struct ConditionColumn<T> {
    /// Its name in a condition.
    pub name: &'static str,
    /// What it holds, in words.
    pub words: &'static str,
    /// What stands in it in one row.
    pub get: Get<T>,
}

impl<T> ConditionColumn<T> {
    fn kind(&self) -> typed::Kind {
        match self.get {
            Get::Number(_) => typed::Kind::Number,
            Get::Flag(_) => typed::Kind::Flag,
            Get::Text(_) => typed::Kind::Text,
        }
    }

    /// The column's values over all rows.
    fn series<'r>(&self, rows: impl Iterator<Item = &'r T>) -> Series
    where
        T: 'r,
    {
        use polars::prelude::{Series as Values, StringChunked};
        let name = PlSmallStr::from_static(self.name);
        let values = match self.get {
            Get::Number(get) => Values::new(name, rows.map(|r| get(r).filter(|v| !v.is_nan())).collect::<Vec<_>>()),
            Get::Flag(get) => Values::new(name, rows.map(get).collect::<Vec<_>>()),
            Get::Text(get) => {
                use polars::prelude::{IntoSeries, NewChunkedArray};
                StringChunked::from_iter_values(name, rows.map(get)).into_series()
            }
        };
        values.into()
    }
}

/// Reads a condition over `columns`.
///
/// # Errors
/// In words, where it is not SQL, names a column that there is not, or is not true or false.
pub fn parse<T>(condition: &str, columns: &[ConditionColumn<T>]) -> Result<Condition, String> {
    let known: Vec<sql::Known> = columns.iter().map(|c| (c.name, c.kind())).collect();
    sql::condition(condition, &known)
}

/// Reads arithmetic over any names, each of which is a number's. A quotient over nought is blank.
///
/// # Errors
/// In words, where it is none.
pub fn arithmetic(text: &str) -> Result<Condition, String> {
    sql::arithmetic(text)
}

/// What a quotient that [`arithmetic`] has read is divided by, from its right side, which leaves nought out.
pub fn divided_by(right: &Condition) -> &Condition {
    typed::unless_zero(right)
}

/// The names of the columns that a condition uses, each once.
pub fn used(expression: &Condition) -> BTreeSet<PlSmallStr> {
    let name = |part: &Condition| if let Condition::Column(name) = part { Some(name.clone()) } else { None };
    expression.into_iter().filter_map(name).collect()
}

/// Tries a condition over `rows`, which may be none, so that one that cannot run never meets a figure.
///
/// # Errors
/// Those of [`parse`], and where it cannot be worked out for the rows.
pub fn check<T>(condition: &str, columns: &[ConditionColumn<T>], rows: &[T]) -> Result<Condition, String> {
    let expression = parse(condition, columns)?;
    match matches(rows.iter(), columns, std::slice::from_ref(&expression)) {
        Ok(_) => Ok(expression),
        Err(_) => Err(FAILED.to_owned()),
    }
}

/// How a condition that was understood can fail on a figure.
pub const FAILED: &str = "CAST meets a text that is no number";

/// The columns that `expressions` name.
fn frame<'r, T: 'r>(
    rows: impl ExactSizeIterator<Item = &'r T> + Clone,
    columns: &[ConditionColumn<T>],
    expressions: &[Condition],
) -> PolarsResult<DataFrame> {
    let needed: BTreeSet<PlSmallStr> = expressions.iter().flat_map(used).collect();
    let needed = columns.iter().filter(|c| needed.contains(c.name)).map(|c| c.series(rows.clone())).collect();
    DataFrame::new(rows.len(), needed)
}

/// For each expression, the numbers of the rows where it is true.
///
/// # Errors
/// When a condition cannot be worked out for a row, as [`FAILED`] says; checking it first prevents all else.
pub fn matches<'r, T: 'r>(
    rows: impl ExactSizeIterator<Item = &'r T> + Clone,
    columns: &[ConditionColumn<T>],
    expressions: &[Condition],
) -> PolarsResult<Vec<Vec<usize>>> {
    let frame = frame(rows, columns, expressions)?;
    let named: Vec<Condition> =
        expressions.iter().enumerate().map(|(n, e)| e.clone().cast(DataType::Boolean).alias(format!("?{n}"))).collect();
    // Beside the columns, so that a condition without any column still gives one answer a row.
    let answers = frame.lazy().with_columns(named).collect()?;
    (0..expressions.len())
        .map(|n| {
            let answer: &BooleanChunked = answers.column(&format!("?{n}"))?.as_materialized_series().bool()?;
            Ok(answer.iter().enumerate().filter(|(_, yes)| *yes == Some(true)).map(|(k, _)| k).collect())
        })
        .collect()
}
