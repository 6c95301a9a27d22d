//! Source cells read again from the bytes that the ledger keeps, by the way that every file goes: pre-flight, worker,
//! typing, checks. By the layouts, register and settings as they are now.

use super::import::read as read_import;
use super::{Event, Host, Workspace};
use crate::accept::{accept_file, join_months};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{BatchKind, Ledger, LogRecord, PastRows, Version};
use crate::ingest::InputFile;
use crate::period::Period;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Place, Reading, Return, Risk, Value};
use crate::text::words::plain;
use crate::trace::{Known, KnownRow, ReadAgain, Reread};
use crate::typing::{self, Typed};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file as it is read again.
struct FileAgain {
    returns: Vec<Return>,
    /// Of an import.
    past: PastRows,
    findings: Vec<Finding>,
}

/// Which file for which quarter; of an import for none.
type Job = (Option<Period>, String);

/// Reads the cells of all rows, or of those of one quarter, again.
///
/// # Errors
/// When a file cannot be unpacked or no worker can be started; never for what is in a file.
pub(super) fn read_again(
    workspace: &Workspace,
    ledger: &Ledger,
    only: Option<Period>,
    known: &mut Known,
    host: &Host<'_>,
) -> Result<()> {
    let wanted = |period: Period| only.is_none_or(|only| only == period);
    let mut jobs: BTreeMap<Job, (String, u64)> = BTreeMap::new();
    let mut add = |record: u64, period: Period, place: &Place| {
        if let Some(log) = ledger.records().iter().find(|r| r.seq == record).filter(|_| wanted(period)) {
            let name = place.source.file.clone();
            jobs.entry((job_quarter(log), place.source.sha256.clone())).or_insert((name, record));
        }
    };
    known.readings.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.risks.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.actions.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.feedback.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.revenue.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.capital.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    known.savings.iter().for_each(|r| add(r.version.record, r.version.row.period, &r.version.row.place));
    let folder = TempDir::new()
        .map_err(Error::io("make a folder in", std::path::PathBuf::from("the system's temporary folder")))?;
    let mut files: BTreeMap<Job, FileAgain> = BTreeMap::new();
    host.stage("Reading again", jobs.len(), || {
        for (n, (job, (name, record))) in jobs.iter().enumerate() {
            let bytes = ledger.kept(&job.1)?;
            if let Some(bytes) = bytes {
                let path = unpacked(&folder, n, name, &bytes)?;
                files.insert(job.clone(), file_again(workspace, ledger, (job.0, *record), (&path, name), host)?);
            }
            (host.progress)(Event::Step);
        }
        Ok::<_, Error>(())
    })?;
    let quarter_of = |record: u64| ledger.records().iter().find(|r| r.seq == record).map(job_quarter);
    let file = |record: u64, place: &Place| files.get(&(quarter_of(record)?, place.source.sha256.clone()));
    let readings = known.readings.iter_mut().filter(|r| wanted(r.version.row.period));
    readings.for_each(|r| r.again = Some(reading(&r.version, file(r.version.record, &r.version.row.place))));
    let risks = known.risks.iter_mut().filter(|r| wanted(r.version.row.period));
    risks.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |r| &r.place, same_risk));
    let actions = known.actions.iter_mut().filter(|r| wanted(r.version.row.period));
    actions.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |a| &a.place, same_action));
    let feedback = known.feedback.iter_mut().filter(|r| wanted(r.version.row.period));
    feedback.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |f| &f.place, same_feedback));
    let revenue = known.revenue.iter_mut().filter(|r| wanted(r.version.row.period));
    revenue.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |l| &l.place, same_revenue));
    let capital = known.capital.iter_mut().filter(|r| wanted(r.version.row.period));
    capital.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |s| &s.place, same_capital));
    let savings = known.savings.iter_mut().filter(|r| wanted(r.version.row.period));
    savings.for_each(|r| again(r, file(r.version.record, &r.version.row.place), |s| &s.place, same_saving));
    Ok(())
}

fn job_quarter(record: &LogRecord) -> Option<Period> {
    record.period.filter(|_| record.kind == BatchKind::Consolidation)
}

/// A file of the ledger in a folder that goes when the trace is told; its ending says how it is read.
fn unpacked(folder: &TempDir, n: usize, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).filter(|e| e.chars().all(char::is_alphanumeric));
    let path = folder.path().join(format!("{n}.{}", ending.unwrap_or("xlsx")));
    fs::write(&path, bytes).map_err(Error::io("write", &path))?;
    Ok(path)
}

fn file_again(
    workspace: &Workspace,
    ledger: &Ledger,
    (quarter, record): (Option<Period>, u64),
    (path, name): (&Path, &str),
    host: &Host<'_>,
) -> Result<FileAgain> {
    let Some(quarter) = quarter else {
        let (_, past, findings) = read_import(workspace, path, name, host)?;
        return Ok(FileAgain { returns: vec![], past, findings });
    };
    let mut read = None;
    let input = InputFile::on_disk(path.to_owned(), name.to_owned());
    workspace.pool(host).for_quarter(Some(quarter)).read(&[input], |_, file| {
        read = Some(file);
        Ok(())
    })?;
    let read = read.ok_or_else(|| Error::Internal(format!("the reader gave nothing for {name}")))?;
    let mut typed = [typing::type_file(read, &workspace.typing(quarter))];
    join_months(&mut typed, &workspace.register, workspace.settings.year.start_month);
    let [mut typed] = typed;
    // What the run that recorded it knew of the past.
    let basis = ledger.records().iter().find(|r| r.seq == record).and_then(|r| r.basis);
    let as_of = basis.unwrap_or(record.saturating_sub(1));
    accept_file(&workspace.accepting(quarter), &mut typed, || ledger.past(&workspace.register, quarter, Some(as_of)))?;
    let Typed { returns, findings, .. } = typed;
    Ok(FileAgain { returns, past: PastRows::default(), findings })
}

impl FileAgain {
    /// What is found about an id now, in words.
    fn found(&self, id: &str) -> Vec<String> {
        let own = self.findings.iter().filter(|f| f.subject == id);
        own.map(|f| format!("{} {}: expected {}; got {}", f.severity.word(), f.code, f.expected, f.got)).collect()
    }
}

fn at(place: &Place, other: &Place) -> bool {
    (&place.sheet, place.cell) == (&other.sheet, other.cell)
}

const NOT_KEPT: ReadAgain = ReadAgain { result: Reread::NotKept, gives: String::new(), findings: vec![] };

/// A figure, of the return's own quarter or corrected by it.
fn reading(version: &Version<Reading>, file: Option<&FileAgain>) -> ReadAgain {
    let (row, Some(file)) = (&version.row, file) else { return NOT_KEPT };
    let own = file.returns.iter().flat_map(|r| &r.readings).chain(&file.past.readings);
    let own = own.filter(|r| r.period == row.period && at(&r.place, &row.place));
    let mut given = own.map(|r| (r.value, r.numerator, r.denominator));
    let corrections = file.returns.iter().flat_map(|r| &r.corrections);
    let corrected = corrections.filter(|c| c.period == row.period && at(&c.place, &row.place));
    let mut corrected = corrected.map(|c| (Value::Number(c.corrected), c.numerator, c.denominator));
    let given = given.next().or_else(|| corrected.next());
    let findings = file.found(&row.indicator);
    let (result, gives) = match given {
        Some(given) if given == (row.value, row.numerator, row.denominator) => (Reread::Same, String::new()),
        Some(given) => (Reread::Differs, words(given)),
        None => (Reread::NotRead, String::new()),
    };
    ReadAgain { result, gives, findings }
}

/// `85 (340 ÷ 400)`.
fn words((value, numerator, denominator): (Value, Option<f64>, Option<f64>)) -> String {
    let parts = numerator.zip(denominator).map(|(n, d)| format!(" ({} ÷ {})", plain(n), plain(d)));
    match value {
        Value::Number(n) => plain(n) + &parts.unwrap_or_default(),
        Value::Marker(marker) => marker.words().to_owned(),
    }
}

/// Rows of a kind in a file, and whether one says what was recorded.
type Compared<T> = fn(&FileAgain, &T) -> Vec<(Place, String, bool)>;

fn again<T>(row: &mut KnownRow<T>, file: Option<&FileAgain>, place: fn(&T) -> &Place, compared: Compared<T>) {
    let recorded = &row.version.row;
    let told = match file {
        None => NOT_KEPT,
        Some(file) => {
            let there = compared(file, recorded).into_iter().find(|(found, ..)| at(found, place(recorded)));
            let id = there.as_ref().map_or("", |(_, id, _)| id);
            let findings = if id.is_empty() { vec![] } else { file.found(id) };
            let result = match &there {
                Some((.., true)) => Reread::Same,
                Some(_) => Reread::Differs,
                None => Reread::NotRead,
            };
            ReadAgain { result, gives: String::new(), findings }
        }
    };
    row.again = Some(told);
}

fn same_risk(file: &FileAgain, recorded: &Risk) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.risks).chain(&file.past.risks);
    let same = |r: &Risk| Risk { place: recorded.place.clone(), ..r.clone() } == *recorded;
    rows.map(|r| (r.place.clone(), r.id.to_string(), same(r))).collect()
}

fn same_action(file: &FileAgain, recorded: &Action) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.actions).chain(&file.past.actions);
    let same = |a: &Action| Action { place: recorded.place.clone(), ..a.clone() } == *recorded;
    rows.map(|a| (a.place.clone(), a.id.to_string(), same(a))).collect()
}

fn same_feedback(file: &FileAgain, recorded: &Feedback) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.feedback).chain(&file.past.feedback);
    let same = |f: &Feedback| Feedback { place: recorded.place.clone(), ..f.clone() } == *recorded;
    rows.map(|f| (f.place.clone(), String::new(), same(f))).collect()
}

fn same_revenue(file: &FileAgain, recorded: &RevenueLine) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.money.revenue);
    let same = |l: &RevenueLine| RevenueLine { place: recorded.place.clone(), ..l.clone() } == *recorded;
    rows.map(|l| (l.place.clone(), l.id.to_string(), same(l))).collect()
}

fn same_capital(file: &FileAgain, recorded: &CapitalScheme) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.money.capital);
    let same = |s: &CapitalScheme| CapitalScheme { place: recorded.place.clone(), ..s.clone() } == *recorded;
    rows.map(|s| (s.place.clone(), s.id.to_string(), same(s))).collect()
}

fn same_saving(file: &FileAgain, recorded: &Saving) -> Vec<(Place, String, bool)> {
    let rows = file.returns.iter().flat_map(|r| &r.money.savings);
    let same = |s: &Saving| Saving { place: recorded.place.clone(), ..s.clone() } == *recorded;
    rows.map(|s| (s.place.clone(), s.id.to_string(), same(s))).collect()
}
