//! Reading the ledger: the quarters before one.

use super::log::LogRecord;
use super::opened::OpenedRows;
use super::rows::{LedgerRow, SubmissionRow, WORDS, keyed};
use super::table::{self, LedgerLine};
use super::{ChainHead, Ledger};
use crate::error::Result;
use crate::fit::fit;
use crate::map::Set;
use crate::past::{Missed, Past, QUARTERS};
use crate::period::Period;
use crate::reading::{Feedback, Narrative, Reading};
use crate::register::Register;
use polars::prelude::{DataFrame, StringChunked};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Quarters of feedback that reports look back on.
const FEEDBACK_QUARTERS: i32 = 8;

/// The rows of one quarter that count.
#[derive(Debug, Clone)]
pub(super) struct LiveRows {
    frames: Vec<DataFrame>,
    /// Position of the frame and the row in it, in the order of the key.
    rows: Vec<(usize, usize)>,
}

impl LiveRows {
    pub(super) fn lines(&self) -> impl Iterator<Item = LedgerLine<'_>> {
        self.rows.iter().map(|(n, row)| LedgerLine { frame: &self.frames[*n], row: *row })
    }
}

impl Ledger {
    /// What was known before `period`, from the records up to `as_of` (all, when `None`).
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn past(&self, register: &Register, period: Period, as_of: Option<u64>) -> Result<Past> {
        let known = self.known_files(Reading::TABLE, as_of).map(|(_, f)| f.period).min().unwrap_or(period);
        let mut past = Past::since(known, register.indicators.len(), period);
        self.grids(register, &mut past, as_of)?;
        self.past_reports(register, &mut past, as_of)?;
        self.as_before(register, period, &mut past, as_of)?;
        past.held = self.quarters::<Reading>(as_of).collect();
        self.narrative(register, period.previous(), &mut past, as_of)?;
        self.standing_risks(period, as_of)?.into_iter().for_each(|risk| past.review(risk));
        let mut actions = BTreeMap::new();
        for action in self.standing_actions(period, as_of)? {
            past.dated(&action);
            actions.insert((action.service.clone(), action.id.clone()), action);
        }
        past.actions = actions.into_values().collect();
        for quarter in self.quarters::<Feedback>(as_of).filter(|q| *q < period) {
            if quarter >= period.plus(-FEEDBACK_QUARTERS) {
                past.feedback.extend(self.rows::<Feedback>(quarter, as_of)?);
            }
        }
        self.past_money(period, &mut past, as_of)?;
        self.missed(register, period, &mut past, as_of)?;
        past.queries = self.queries(period)?;
        Ok(past)
    }

    /// The head that the ledger had at `as_of`.
    pub fn head_at(&self, as_of: u64) -> ChainHead {
        self.records.iter().take_while(|r| r.seq <= as_of).last().map(LogRecord::head).unwrap_or_default()
    }

    /// File by file, oldest record first, so that what supersedes comes last; only the columns that are needed.
    fn grids(&self, register: &Register, past: &mut Past, as_of: Option<u64>) -> Result<()> {
        let (first, end) = (past.values.first(), past.values.first().plus(fit::<i32>(past.values.quarters())));
        let mut positions = Positions { register, before: None };
        let files = self.known_files(Reading::TABLE, as_of).filter(|(_, f)| (first..end).contains(&f.period));
        for opened in self.open_files(files, Some(&["indicator", "value", "numerator", "denominator", "withdrawn"])) {
            let OpenedRows { file, frame, .. } = opened?;
            let (Some(names), Some(withdrawn)) = (table::text(&frame, "indicator"), table::flag(&frame, "withdrawn"))
            else {
                return Err(self.damaged(format!("{} has not the columns of readings", file.path)));
            };
            let positions = positions.of(names);
            // An indicator that was renamed between two runs of a quarter is taken away under its old id and there under
            // its new one, in the order of the ids: what is there counts.
            let gone = |row: usize| withdrawn.get(row) == Some(true);
            let any_gone = (0..positions.len()).any(gone);
            let there: Set<u32> = match any_gone {
                true => (0..positions.len()).filter(|row| !gone(*row)).filter_map(|row| positions[row]).collect(),
                false => Set::default(),
            };
            for (row, name) in names.iter().enumerate().filter(|(row, _)| positions[*row].is_none()) {
                let name: Arc<str> = name.unwrap_or_default().into();
                match gone(row) {
                    true if past.unknown.get(&name) == Some(&file.period) => _ = past.unknown.remove(&name),
                    true => {}
                    false => {
                        let last = past.unknown.entry(name).or_insert(file.period);
                        *last = file.period.max(*last);
                    }
                }
            }
            let grids = [
                ("value", &mut past.values),
                ("numerator", &mut past.numerators),
                ("denominator", &mut past.denominators),
            ];
            for (column, grid) in grids {
                let Some(numbers) = table::number(&frame, column) else { continue };
                for ((position, number), withdrawn) in positions.iter().zip(numbers.iter()).zip(withdrawn.iter()) {
                    let stays = |position: &&u32| withdrawn != Some(true) || !there.contains(*position);
                    if let Some(position) = position.as_ref().filter(stays) {
                        grid.set(*position as usize, file.period, number.filter(|_| withdrawn != Some(true)));
                    }
                }
            }
        }
        Ok(())
    }

    fn narrative(&self, register: &Register, quarter: Period, past: &mut Past, as_of: Option<u64>) -> Result<()> {
        let columns = ["indicator", "withdrawn"].into_iter().chain(WORDS).collect::<Vec<_>>();
        let files = self.known_files(Reading::TABLE, as_of).filter(|(_, f)| f.period == quarter);
        for opened in self.open_files(files, Some(&columns)) {
            let frame = opened?.frame;
            let (gone, there): (Vec<_>, Vec<_>) = table::lines(&frame).partition(|line| line.flag("withdrawn"));
            for line in gone.into_iter().chain(there) {
                let Some(indicator) = register.indicator(line.text("indicator")) else { continue };
                let words = self.understood(line.field::<Box<Narrative>, 5>(WORDS), Reading::TABLE)?;
                if *words == Narrative::default() || line.flag("withdrawn") {
                    past.words.remove(&indicator.id);
                } else {
                    past.words.insert(indicator.id.clone(), *words);
                }
            }
        }
        Ok(())
    }

    /// How many quarters in a row, up to the last, each service sent nothing that counts, as far as is looked back. Quarters
    /// of which the ledger has no submission at all were not collected by us and accuse nobody.
    fn missed(&self, register: &Register, period: Period, past: &mut Past, as_of: Option<u64>) -> Result<()> {
        let mut quarters: Vec<(Period, BTreeSet<Arc<str>>)> = vec![];
        let (before, looked_at): (Vec<Period>, Vec<Period>) =
            self.quarters::<SubmissionRow>(as_of).filter(|q| *q < period).partition(|q| *q < period.plus(-QUARTERS));
        for quarter in looked_at {
            let rows = self.rows::<SubmissionRow>(quarter, as_of)?;
            if !rows.is_empty() {
                quarters.push((quarter, rows.into_iter().filter(|r| r.counts).map(|r| r.service).collect()));
            }
        }
        for service in &register.services {
            let absent = |(quarter, sent): &&(Period, BTreeSet<Arc<str>>)| {
                !sent.contains(&service.id) && register.is_expected(&service.id, *quarter)
            };
            let missed = quarters.iter().rev().take_while(absent).count();
            if missed > 0 {
                let or_more = missed == quarters.len() && !before.is_empty();
                past.missed.insert(service.id.clone(), Missed { quarters: fit::<u32>(missed), or_more });
            }
        }
        Ok(())
    }

    /// The quarters of which the ledger has rows of this kind, oldest first.
    pub(super) fn quarters<R: LedgerRow>(&self, as_of: Option<u64>) -> impl Iterator<Item = Period> + use<R> {
        let quarters: BTreeSet<Period> = self.known_files(R::TABLE, as_of).map(|(_, f)| f.period).collect();
        quarters.into_iter()
    }

    /// The rows of one quarter as the records up to `as_of` leave them, by key.
    pub(super) fn rows<R: LedgerRow>(&self, quarter: Period, as_of: Option<u64>) -> Result<Vec<R>> {
        self.rows_of(quarter, |record| as_of.is_none_or(|n| record.seq <= n) && !self.is_draft(record, quarter, as_of))
    }

    /// The rows of one quarter as the records that `keep` takes leave them, by key.
    pub(super) fn rows_of<R: LedgerRow>(&self, quarter: Period, keep: impl Fn(&LogRecord) -> bool) -> Result<Vec<R>> {
        self.read_live(&self.live::<R>(quarter, keep)?, quarter, |_| true)
    }

    /// The same rows, not yet read.
    pub(super) fn live<R: LedgerRow>(&self, quarter: Period, keep: impl Fn(&LogRecord) -> bool) -> Result<LiveRows> {
        self.live_columns::<R>(quarter, keep, None)
    }

    /// The same with no more than these columns; the others read as blank.
    pub(super) fn live_columns<R: LedgerRow>(
        &self,
        quarter: Period,
        keep: impl Fn(&LogRecord) -> bool,
        columns: Option<&[&str]>,
    ) -> Result<LiveRows> {
        let files = self.files(R::TABLE, None).filter(|(r, f)| f.period == quarter && keep(r));
        let frames = self.open_files(files, columns).map(|o| Ok(o?.frame)).collect::<Result<Vec<_>>>()?;
        let mut live = BTreeMap::new();
        for (n, frame) in frames.iter().enumerate() {
            for (key, withdrawn, line) in keyed::<R>(frame) {
                match withdrawn {
                    true => _ = live.remove(&key),
                    false => _ = live.insert(key, (n, line.row)),
                }
            }
        }
        let rows = live.into_values().collect();
        Ok(LiveRows { frames, rows })
    }

    /// Reads those of the rows whose service is one `of` these.
    pub(super) fn read_live<R: LedgerRow>(
        &self,
        live: &LiveRows,
        quarter: Period,
        of: impl Fn(&str) -> bool,
    ) -> Result<Vec<R>> {
        let services: Vec<_> = live.frames.iter().map(|frame| table::text(frame, "service")).collect();
        let service = |n: usize, row: usize| services[n].and_then(|s| s.get(row)).unwrap_or_default();
        let wanted = live.rows.iter().filter(|(n, row)| of(service(*n, *row)));
        let read = |(n, row): &(usize, usize)| R::read(LedgerLine { frame: &live.frames[*n], row: *row });
        wanted.map(|at| self.understood(read(at), &format!("{}, {quarter}", R::TABLE))).collect()
    }

    pub(super) fn understood<R>(&self, row: Option<R>, table: &str) -> Result<R> {
        let message = || format!("{table} has a row that cannot be read; a later quarterday may have written it");
        row.ok_or_else(|| self.damaged(message()))
    }
}

/// Finds the register's positions of one file's indicators after another's. Quarters have nearly the same indicators
/// in the same order, so most rows are found in the file before, without a look-up.
struct Positions<'r> {
    register: &'r Register,
    before: Option<(StringChunked, Vec<Option<u32>>)>,
}

impl Positions<'_> {
    fn of(&mut self, names: &StringChunked) -> &[Option<u32>] {
        let before = self.before.take();
        let mut walk = before.iter().flat_map(|(names, positions)| names.iter().zip(positions)).peekable();
        // Rows stand in the order of the key, so both lists are walked once, side by side.
        let mut known = |name: &str| {
            while walk.next_if(|(held, _)| held.is_some_and(|held| held < name)).is_some() {}
            walk.next_if(|(held, _)| *held == Some(name)).map(|(_, position)| *position)
        };
        let positions = names
            .iter()
            .map(|name| {
                let name = name.unwrap_or_default();
                known(name).unwrap_or_else(|| self.register.indicator_number(name).map(fit::<u32>))
            })
            .collect();
        &self.before.insert((names.clone(), positions)).1
    }
}
