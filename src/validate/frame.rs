//! A table of facts as a polars frame, and rules over it.

use crate::catalogue::Check;
pub(super) use crate::condition::{ConditionColumn, Get, matches};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::settings::Settings;
use polars::prelude::Expr;

/// A rule looks at one row at a time, so rows can be looked at in parts, and a frame of all would be memory.
const ROWS_AT_ONCE: usize = 1 << 14;

impl<T> ConditionColumn<T> {
    /// What one row has here, for a person.
    pub(super) fn shown(&self, row: &T) -> String {
        match self.get {
            Get::Number(get) => get(row).map_or("blank".to_owned(), |v| crate::shown::plain(decimals_of(v), v)),
            Get::Flag(get) => get(row).map_or("blank", |v| if v { "true" } else { "false" }).to_owned(),
            Get::Text(get) => format!("“{}”", get(row)),
        }
    }
}

/// A column that is true or false.
pub(super) fn flag<T>(name: &'static str, words: &'static str, get: fn(&T) -> Option<bool>) -> ConditionColumn<T> {
    ConditionColumn { name, words, get: Get::Flag(get) }
}

/// A column of numbers.
pub(super) fn number<T>(name: &'static str, words: &'static str, get: fn(&T) -> Option<f64>) -> ConditionColumn<T> {
    ConditionColumn { name, words, get: Get::Number(get) }
}

/// Up to four decimals, as many as the value has.
pub(super) fn decimals_of(value: f64) -> u8 {
    (0..4).find(|d| (value - crate::status::round_half_away(value, *d)).abs() < 1e-9).unwrap_or(4)
}

/// What a finding can be about.
pub(super) trait Subject {
    /// Adds place, service and id to a finding of `check`.
    fn at(&self, check: &Check, finding: Finding) -> Finding;
}

/// A check of the catalogue with its condition over the columns of one table.
pub(super) struct CheckRule<T> {
    pub check: &'static Check,
    /// True where there is something to say; null is not true.
    pub when: fn(&Settings) -> Expr,
    pub expected: fn(&T, &Settings) -> String,
    pub got: fn(&T, &Settings) -> String,
}

/// Runs the rules that are not switched off.
pub(super) fn run<T: Subject>(
    rows: &[T],
    columns: &[ConditionColumn<T>],
    rules: &[CheckRule<T>],
    settings: &Settings,
) -> Result<Vec<Finding>> {
    let rules: Vec<&CheckRule<T>> = rules.iter().filter(|r| settings.checks.severity_of(r.check).is_some()).collect();
    if rows.is_empty() || rules.is_empty() {
        return Ok(vec![]);
    }
    let expressions: Vec<Expr> = rules.iter().map(|r| (r.when)(settings)).collect();
    let mut out = Vec::new();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let hits =
            matches(rows.iter(), columns, &expressions).map_err(|e| Error::Internal(format!("a check failed: {e}")))?;
        for (rule, hits) in rules.iter().zip(hits) {
            for row in hits.into_iter().filter_map(|k| rows.get(k)) {
                let (expected, got) = ((rule.expected)(row, settings), (rule.got)(row, settings));
                out.push(row.at(rule.check, Finding::new(rule.check, expected, got)));
            }
        }
    }
    Ok(out)
}
