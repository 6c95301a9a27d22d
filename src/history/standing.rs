//! What earlier quarters left standing, however long ago: risks, open actions, queries without an answer.
//!
//! A run looks back on six years. What stood before them it hands on: with its own record it writes once more what a run of
//! the next quarter would have to look for in all the quarters before its six years. Who finds such a record, and no later
//! one that says otherwise of those quarters, begins there; the answer is the one that reading everything gives.

use super::Ledger;
use super::log::LogRecord;
use super::opened::NamedFile;
use super::rows::LedgerRow;
use super::table;
use super::team::QueryRow;
use crate::error::Result;
use crate::past::{QUARTERS, REVIEWS};
use crate::period::Period;
use crate::reading::query::{Query, QueryState};
use crate::reading::{Action, Risk};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A table of which rows are handed on.
pub(super) trait HandedOn: LedgerRow {
    /// The table of those rows.
    const CARRIED: &'static str;
    /// Takes a row that came after those before.
    fn take(self, standing: &mut Standing<Self>);
    /// Nobody asks for it any more once its quarter is no longer looked back on.
    fn is_over(&self) -> bool;
}

/// Rows by what they are about, of each the last ones.
pub(super) struct Standing<R>(BTreeMap<(Arc<str>, Arc<str>), Vec<R>>);

impl HandedOn for Risk {
    const CARRIED: &'static str = "carried-risks";

    fn take(self, standing: &mut Standing<Self>) {
        let reviews = standing.0.entry((self.id.clone(), "".into())).or_default();
        if reviews.len() == REVIEWS {
            reviews.remove(0);
        }
        reviews.push(self);
    }

    /// A risk ends when the council says so, not when returns forget it.
    fn is_over(&self) -> bool {
        false
    }
}

impl HandedOn for Action {
    const CARRIED: &'static str = "carried-actions";

    /// Where it was given another day, the row before stays: how often it was is told of milestones.
    fn take(self, standing: &mut Standing<Self>) {
        let rows = standing.0.entry((self.service.clone(), self.id.clone())).or_default();
        if rows.last().is_some_and(|last| last.due.is_none() || last.due == self.due) {
            rows.pop();
        }
        rows.push(self);
    }

    fn is_over(&self) -> bool {
        self.status.is_some_and(|status| !status.open())
    }
}

impl HandedOn for QueryRow {
    const CARRIED: &'static str = "carried-queries";

    fn take(self, standing: &mut Standing<Self>) {
        standing.0.insert((self.period().to_string().into(), self.key().0.into()), vec![self]);
    }

    fn is_over(&self) -> bool {
        self.query.state != QueryState::Open
    }
}

/// What a run hands on to that of the next quarter.
pub(super) struct HandOn {
    /// The first quarter that the next run looks into itself.
    pub(super) from: Period,
    pub(super) risks: Vec<Risk>,
    pub(super) actions: Vec<Action>,
    pub(super) queries: Vec<QueryRow>,
}

/// The records whose rows count.
#[derive(Debug, Clone, Copy)]
struct Counting {
    /// The newest of them; all, when `None`.
    up_to: Option<u64>,
    /// Those too that are drafts of a published quarter.
    drafts: bool,
}

impl Ledger {
    /// Every risk as registers before `period` had it, the newest last, at most [`REVIEWS`] of each id.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub(super) fn standing_risks(&self, period: Period, up_to: Option<u64>) -> Result<Vec<Risk>> {
        self.standing(period.plus(-QUARTERS), period, Counting { up_to, drafts: false })
    }

    /// Every action as it stood before `period`, a row for each day that it was given and the newest last, but those that
    /// ended before the quarters that are looked back on.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub(super) fn standing_actions(&self, period: Period, up_to: Option<u64>) -> Result<Vec<Action>> {
        self.standing(period.plus(-QUARTERS), period, Counting { up_to, drafts: false })
    }

    /// Queries of the quarters before one that were never answered, oldest quarter first.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn open_before(&self, period: Period) -> Result<Vec<Query>> {
        let rows = self.standing::<QueryRow>(period, period, Counting { up_to: None, drafts: true })?;
        Ok(rows.into_iter().map(|row| row.query).collect())
    }

    /// What a run of `period` that looked at the records up to `up_to` hands on; nothing while a run of the next quarter
    /// looks into every quarter that there is.
    pub(super) fn to_hand_on(&self, period: Period, up_to: u64) -> Result<Option<HandOn>> {
        let from = period.plus(1 - QUARTERS);
        let [counting, all] = [false, true].map(|drafts| Counting { up_to: Some(up_to), drafts });
        let tables = [Risk::TABLE, Action::TABLE, QueryRow::TABLE];
        if !tables.into_iter().flat_map(|table| self.files(table, Some(up_to))).any(|(_, f)| f.period < from) {
            return Ok(None);
        }
        let (risks, actions) = (self.standing(from, from, counting)?, self.standing(from, from, counting)?);
        Ok(Some(HandOn { from, risks, actions, queries: self.standing(from, from, all)? }))
    }

    /// What the quarters before `end` leave standing; of what is over, the quarters from `since` on.
    fn standing<R: HandedOn>(&self, since: Period, end: Period, counting: Counting) -> Result<Vec<R>> {
        let mut standing = Standing(BTreeMap::new());
        let carrier = self.carrier::<R>(since, counting);
        let from = carrier.and_then(|record| record.carried);
        for opened in carrier.into_iter().flat_map(|record| self.open_files(carried_by::<R>(record), None)) {
            for line in table::lines(&opened?.frame) {
                self.understood(R::read(line), R::CARRIED)?.take(&mut standing);
            }
        }
        let quarters: BTreeSet<Period> = self.counting::<R>(counting).map(|(_, f)| f.period).collect();
        for quarter in quarters.into_iter().filter(|q| from.is_none_or(|from| *q >= from) && *q < end) {
            let rows = self.rows_of::<R>(quarter, |r| self.counts(r, quarter, counting))?;
            rows.into_iter().for_each(|row| row.take(&mut standing));
        }
        let ends = |rows: &Vec<R>| rows.last().is_some_and(|last| last.period() < since && last.is_over());
        Ok(standing.0.into_values().filter(|rows| !ends(rows)).flatten().collect())
    }

    /// The run that hands on most quarters, all of them before `since`. What was recorded of them after it looked is not in
    /// what it hands on: there must be nothing of that kind.
    fn carrier<R: HandedOn>(&self, since: Period, counting: Counting) -> Option<&LogRecord> {
        let known = |from: Period, counting: Counting| -> BTreeSet<&str> {
            self.counting::<R>(counting).filter(|(_, f)| f.period < from).map(|(_, f)| f.path.as_str()).collect()
        };
        let runs = self.records.iter().filter(|r| counting.up_to.is_none_or(|n| r.seq <= n));
        let mut runs: Vec<(Period, &LogRecord)> = runs.filter_map(|r| Some((r.carried?, r))).collect();
        runs.retain(|(from, _)| *from <= since);
        runs.sort_by_key(|(from, run)| (*from, run.seq));
        let still = |(from, run): &(Period, &LogRecord)| {
            known(*from, counting) == known(*from, Counting { up_to: Some(run.looked_at()), ..counting })
        };
        runs.into_iter().rev().find(still).map(|(_, run)| run)
    }

    fn counting<R: HandedOn>(&self, counting: Counting) -> impl Iterator<Item = NamedFile<'_>> {
        self.files(R::TABLE, None).filter(move |(record, file)| self.counts(record, file.period, counting))
    }

    fn counts(&self, record: &LogRecord, quarter: Period, Counting { up_to, drafts }: Counting) -> bool {
        up_to.is_none_or(|n| record.seq <= n) && (drafts || !self.is_draft(record, quarter, up_to))
    }
}

/// The files of what a run hands on.
fn carried_by<R: HandedOn>(record: &LogRecord) -> impl Iterator<Item = NamedFile<'_>> {
    record.files.iter().filter(|f| f.table == R::CARRIED).map(move |file| (record, file))
}
