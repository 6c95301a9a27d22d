//! Every version of a row: what each record said of it, and what became of it since.

use super::Ledger;
use super::rows::{LedgerRow, SubmissionRow, keyed};
use super::table;
use crate::error::Result;
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::query::Query;
use crate::reading::{Action, Feedback, Part, Reading, Risk};
use crate::reported::ReportedFigure;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One version of a row: what a record said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version<T> {
    /// The number of the record.
    pub record: u64,
    /// The record took the row away.
    pub withdrawn: bool,
    /// Of a run after the newest release of its quarter: it counts when it is published in its turn.
    pub draft: bool,
    /// What the record says.
    pub row: T,
}

impl Ledger {
    /// Every version of the readings of these indicators, by period and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn readings_of(&self, ids: &BTreeSet<Arc<str>>) -> Result<Vec<Version<Reading>>> {
        self.versions(|(id, _)| ids.contains(id))
    }

    /// Every version of the parts of these indicators, by period and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn parts_of(&self, ids: &BTreeSet<Arc<str>>) -> Result<Vec<Version<Part>>> {
        self.versions(|(id, _)| ids.contains(id))
    }

    /// Every version of what reports said of these indicators, by period and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn reports_of(&self, ids: &BTreeSet<Arc<str>>) -> Result<Vec<Version<ReportedFigure>>> {
        self.versions(|(id, _)| ids.contains(id))
    }

    /// Every version of what was restated of these indicators, by the quarter that declared it and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn restatements_of(&self, ids: &BTreeSet<Arc<str>>) -> Result<Vec<Version<Restatement>>> {
        self.versions(|(id, _)| ids.contains(id))
    }

    /// Every version of the risks that `wanted` takes by service and id, by period and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn risks_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<Risk>>> {
        self.versions(|(service, id)| wanted(service, id))
    }

    /// The same of actions.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn actions_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<Action>>> {
        self.versions(|(service, id)| wanted(service, id))
    }

    /// The same of feedback, by service and the key of its kind.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn feedback_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<Feedback>>> {
        self.versions(|(service, kind)| wanted(service, kind))
    }

    /// The same of lines of revenue.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn revenue_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<RevenueLine>>> {
        self.versions(|(service, id)| wanted(service, id))
    }

    /// The same of capital schemes.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn capital_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<CapitalScheme>>> {
        self.versions(|(service, id)| wanted(service, id))
    }

    /// The same of savings.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn savings_of(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Version<Saving>>> {
        self.versions(|(service, id)| wanted(service, id))
    }

    /// Every version of what became of the files of these bytes, by period and record.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn submissions_of(&self, sha256: &BTreeSet<&str>) -> Result<Vec<Version<SubmissionRow>>> {
        let mut all = self.versions::<SubmissionRow>(|_| true)?;
        all.retain(|v| sha256.contains(v.row.source.sha256.as_str()));
        Ok(all)
    }

    /// The queries of every quarter about what `wanted` takes by service and subject, as they were last recorded.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn queries_about(&self, wanted: impl Fn(&str, &str) -> bool) -> Result<Vec<Query>> {
        let quarters: BTreeSet<Period> =
            self.records.iter().flat_map(|r| &r.files).filter(|f| f.table == "queries").map(|f| f.period).collect();
        let mut out = vec![];
        for quarter in quarters {
            let queries = self.queries(quarter)?.into_iter();
            out.extend(queries.filter(|q| wanted(&q.question.service, &q.question.subject)));
        }
        Ok(out)
    }

    /// The archive that keeps the bytes of a file, by its path inside the ledger; `None` where they are not kept.
    pub fn kept_in(&self, sha256: &str) -> Option<&str> {
        self.keeping(sha256).map(|(_, file)| file.path.as_str())
    }

    /// Oldest period first, and of each the oldest record first. Of two rows of one record, what was taken away first: an
    /// indicator that was renamed is taken away under its old id and there under its new one.
    fn versions<R: LedgerRow>(&self, wanted: impl Fn((&str, &str)) -> bool) -> Result<Vec<Version<R>>> {
        let mut out = vec![];
        for (record, file) in self.files(R::TABLE, None) {
            let frame = table::read(&self.dir, file, None)?;
            for (_, withdrawn, line) in keyed::<R>(&frame).filter(|(key, ..)| wanted(*key)) {
                out.push(Version {
                    record: record.seq,
                    withdrawn,
                    draft: self.is_draft(record, file.period, None),
                    row: self.understood(R::read(line), &file.path)?,
                });
            }
        }
        out.sort_by_key(|v| (v.row.period(), v.record, !v.withdrawn));
        Ok(out)
    }
}
