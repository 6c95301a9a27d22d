//! A table of facts as a polars frame, and rules over it.

use crate::catalogue::Check;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::register::settings::Settings;
use polars::prelude::{BooleanChunked, Column as Series, DataFrame, DataType, Expr, IntoLazy, NamedFrom};
use polars::prelude::{PlSmallStr, PolarsResult};
use std::collections::BTreeSet;

/// A rule looks at one row at a time, so rows can be looked at in parts, and a frame of all would be memory.
const ROWS_AT_ONCE: usize = 1 << 14;

/// How a column is read from a row of facts.
pub(super) enum Get<T> {
    Number(fn(&T) -> Option<f64>),
    Flag(fn(&T) -> Option<bool>),
    Text(for<'r> fn(&'r T) -> &'r str),
}

/// A named column of facts, with its words for people who write conditions.
pub(super) struct Column<T> {
    pub name: &'static str,
    pub words: &'static str,
    pub get: Get<T>,
}

impl<T> Column<T> {
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

    /// What one row has here, for a person.
    pub fn shown(&self, row: &T) -> String {
        match self.get {
            Get::Number(get) => get(row).map_or("blank".to_owned(), |v| crate::shown::plain(decimals_of(v), v)),
            Get::Flag(get) => get(row).map_or("blank", |v| if v { "true" } else { "false" }).to_owned(),
            Get::Text(get) => format!("“{}”", get(row)),
        }
    }
}

/// Up to four decimals, as many as the value has.
fn decimals_of(value: f64) -> u8 {
    (0..4).find(|d| (value - crate::status::round_half_away(value, *d)).abs() < 1e-9).unwrap_or(4)
}

/// What a finding can be about.
pub(super) trait Subject {
    /// Adds place, service and id.
    fn at(&self, finding: Finding) -> Finding;
}

/// A check of the catalogue with its condition over the columns of one table.
pub(super) struct Rule<T> {
    pub check: &'static Check,
    /// True where there is something to say; null is not true.
    pub when: fn(&Settings) -> Expr,
    pub expected: fn(&T, &Settings) -> String,
    pub got: fn(&T, &Settings) -> String,
}

/// The columns that `expressions` name.
pub(super) fn frame<T>(rows: &[T], columns: &[Column<T>], expressions: &[Expr]) -> PolarsResult<DataFrame> {
    let needed: BTreeSet<PlSmallStr> = expressions.iter().flat_map(|e| e.clone().meta().root_names()).collect();
    let needed = columns.iter().filter(|c| needed.contains(c.name)).map(|c| c.series(rows)).collect();
    DataFrame::new(rows.len(), needed)
}

/// For each expression, the numbers of the rows where it is true.
pub(super) fn matches<T>(rows: &[T], columns: &[Column<T>], expressions: &[Expr]) -> PolarsResult<Vec<Vec<usize>>> {
    let frame = frame(rows, columns, expressions)?;
    let named: Vec<Expr> =
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

/// Runs the rules that are not switched off.
pub(super) fn run<T: Subject>(
    rows: &[T],
    columns: &[Column<T>],
    rules: &[Rule<T>],
    settings: &Settings,
) -> Result<Vec<Finding>> {
    let rules: Vec<&Rule<T>> = rules.iter().filter(|r| settings.checks.severity_of(r.check).is_some()).collect();
    if rows.is_empty() || rules.is_empty() {
        return Ok(vec![]);
    }
    let expressions: Vec<Expr> = rules.iter().map(|r| (r.when)(settings)).collect();
    let mut out = Vec::new();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let hits = matches(rows, columns, &expressions).map_err(|e| Error::Internal(format!("a check failed: {e}")))?;
        for (rule, hits) in rules.iter().zip(hits) {
            for row in hits.into_iter().filter_map(|k| rows.get(k)) {
                out.push(row.at(Finding::new(rule.check, (rule.expected)(row, settings), (rule.got)(row, settings))));
            }
        }
    }
    Ok(out)
}
