//! Conditions in SQL over named columns: checked before they are used, and answered for many rows at once. A council
//! writes its own checks in them, and the rules of its own status scheme.

pub use polars::prelude::Expr as Condition;
use polars::prelude::{BooleanChunked, Column as Series, DataFrame, DataType, IntoLazy, NamedFrom};
use polars::prelude::{PlSmallStr, PolarsResult};
use polars::sql::sql_expr;
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
    /// The column's values over all rows.
    fn series(&self, rows: &[T]) -> Series {
        use polars::prelude::{Series as Values, StringChunked};
        let name = PlSmallStr::from_static(self.name);
        let values = match self.get {
            Get::Number(get) => {
                Values::new(name, rows.iter().map(|r| get(r).filter(|v| !v.is_nan())).collect::<Vec<_>>())
            }
            Get::Flag(get) => Values::new(name, rows.iter().map(get).collect::<Vec<_>>()),
            Get::Text(get) => {
                use polars::prelude::{IntoSeries, NewChunkedArray};
                StringChunked::from_iter_values(name, rows.iter().map(get)).into_series()
            }
        };
        values.into()
    }
}

/// Reads a condition.
///
/// # Errors
/// In words, where it is not SQL.
pub fn parse(condition: &str) -> Result<Condition, String> {
    sql_expr(condition).map_err(|e| reason(&e.to_string()))
}

/// The names of the columns that a condition uses.
pub fn used(expression: &Condition) -> Vec<PlSmallStr> {
    expression.clone().meta().root_names()
}

/// Tries a condition over `rows`, which may be none, so that one that cannot run never meets a figure.
///
/// # Errors
/// In words: not SQL, a column that there is not, or an answer that is not true or false.
pub fn check<T>(condition: &str, columns: &[ConditionColumn<T>], rows: &[T]) -> Result<Condition, String> {
    let expression = parse(condition)?;
    if let Some(unknown) = used(&expression).iter().find(|name| columns.iter().all(|c| c.name != name.as_str())) {
        let likeness = |c: &&ConditionColumn<T>| strsim::levenshtein(c.name, unknown);
        let nearest = columns.iter().min_by_key(likeness).map_or("", |c| c.name);
        let all: Vec<&str> = columns.iter().map(|c| c.name).collect();
        let all = all.join(", ");
        return Err(format!("“{unknown}” is not a column; did you mean “{nearest}”? The columns are: {all}"));
    }
    let dry = frame(rows, columns, std::slice::from_ref(&expression)).map(|f| f.lazy().select([expression.clone()]));
    let answer = dry.and_then(|f| f.collect()).map_err(|e| reason(&e.to_string()))?;
    match answer.columns().first().map(|c| c.dtype()) {
        Some(DataType::Boolean) => Ok(expression),
        _ => Err("a condition that gives a number or a text, not true or false".to_owned()),
    }
}

/// The first line of the parser's message, without the name of its type of error.
pub fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.rsplit_once("sql parser error: ").map_or(line, |(_, rest)| rest);
    format!("not understood: {line}")
}

/// The columns that `expressions` name.
fn frame<T>(rows: &[T], columns: &[ConditionColumn<T>], expressions: &[Condition]) -> PolarsResult<DataFrame> {
    let needed: BTreeSet<PlSmallStr> = expressions.iter().flat_map(used).collect();
    let needed = columns.iter().filter(|c| needed.contains(c.name)).map(|c| c.series(rows)).collect();
    DataFrame::new(rows.len(), needed)
}

/// For each expression, the numbers of the rows where it is true.
///
/// # Errors
/// When the condition cannot be evaluated, which checking it first prevents.
pub fn matches<T>(
    rows: &[T],
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
