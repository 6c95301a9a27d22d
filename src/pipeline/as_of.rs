//! `quarterday history as-of`: what was known on a day.

use super::export::{ExportedRows, newest, past};
use super::{Host, Workspace, worked_out};
use crate::error::{Error, Result};
use crate::export::{ExportField, FigureContext, FigureRow, figure_columns, figures};
use crate::history::{ChainHead, FigureRelease, SeenRecords};
use crate::period::Period;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// The ledger at the end of a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LedgerOnDay {
    /// The day.
    pub day: NaiveDate,
    /// The newest record then.
    pub record: u64,
    /// The day of that record.
    pub recorded: String,
    /// What it did.
    pub did: &'static str,
    /// Its hash.
    pub head: String,
    /// The quarters of which there were figures, oldest first.
    pub quarters: Vec<QuarterOnDay>,
    /// The figures of the quarter that was asked for: the columns of the table `figures`, each by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Vec<Map<String, Value>>>,
}

/// A quarter at the end of a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct QuarterOnDay {
    /// The quarter.
    pub quarter: Period,
    /// The record of the run that its newest release froze, else of its newest run; none where it was only imported.
    pub run: Option<u64>,
    /// The newest release.
    pub release: Option<FigureRelease>,
    /// Who approved it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub approved_by: String,
    /// Its measures, by what there was of them.
    pub measures: ExportedRows,
    /// How many of them were put right since they were reported.
    pub restated: usize,
}

/// What was known at the end of a day; of one quarter, when it is named, every figure.
///
/// # Errors
/// When nothing was known, of the ledger or of that quarter, or the ledger is damaged.
pub fn as_of(workspace: &Workspace, day: NaiveDate, only: Option<Period>, host: &Host<'_>) -> Result<LedgerOnDay> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let newest = newest(&ledger, Some(day))?;
    let seen = SeenRecords { as_of: Some(newest.seq), without: None };
    let known = ledger.quarters_with_figures(seen.as_of);
    if let Some(quarter) = only.filter(|quarter| !known.contains(quarter)) {
        let first = ledger.records().iter().find(|r| r.files.iter().any(|f| f.period == quarter));
        let since = first.map(|r| format!("; the first record with figures of it is of {}", r.recorded));
        let since = since.unwrap_or_default();
        return Err(Error::Usage(format!("nothing was known of {quarter} on {day}{since}")));
    }
    let past = past(workspace, &ledger, seen.as_of)?;
    let context = FigureContext { register: &workspace.register, settings: &workspace.settings, past: &past };
    let restatements = ledger.restatements(seen, only)?;
    let (mut quarters, mut asked) = (vec![], None);
    for quarter in known.into_iter().filter(|quarter| only.is_none_or(|only| only == *quarter)) {
        let mut told = ledger.figures(quarter, seen, &restatements)?;
        worked_out::add((&ledger, &workspace.register, seen.as_of), newest.seq, &mut [&mut told])?;
        let rows: Vec<_> = figures(&context, &(&told).into(), &ledger.held_back(quarter)?).collect();
        let release = ledger.newest_release(quarter, seen.as_of).and_then(|r| r.release.as_ref());
        quarters.push(QuarterOnDay {
            quarter,
            run: told.run,
            release: told.release,
            approved_by: release.map(|r| r.approved_by.clone()).unwrap_or_default(),
            measures: ExportedRows::of(&rows),
            restated: rows.iter().filter(|r| r.restated.is_some()).count(),
        });
        asked = only.map(|_| by_name(&rows));
    }
    let ChainHead { seq, hash } = newest.head();
    Ok(LedgerOnDay {
        day,
        record: seq,
        recorded: newest.recorded.clone(),
        did: newest.kind.words(),
        head: hash,
        quarters,
        figures: asked,
    })
}

/// Each row with its fields by the names of their columns.
fn by_name(rows: &[FigureRow<'_>]) -> Vec<Map<String, Value>> {
    let columns = figure_columns();
    let value = |field: ExportField<'_>| match field {
        ExportField::Text(words) if words.is_empty() => Value::Null,
        ExportField::Text(words) => Value::String(words.into_owned()),
        ExportField::Number(n) => json!(n),
        ExportField::Whole(n) => json!(n),
        ExportField::Day(day) => json!(day),
        ExportField::Yes(yes) => json!(yes),
    };
    let of = |row| columns.iter().map(|c| (c.name.to_owned(), value((c.value)(row)))).collect();
    rows.iter().map(of).collect()
}
