//! `quarterday check`: what is wrong with these returns.

use super::folder::{self, SentFile};
use super::readings::Readings;
use super::send_back::{self, SendBackCase, SentBack};
use super::workspace::{HISTORY, pool};
use super::{Event, Host, Workspace};
use crate::accept::{accept_file, join_months, superseded};
use crate::difference::{self, Against, Change, Values};
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::{Ledger, RecordedQuarter};
use crate::markup::ReturnedFile;
use crate::period::Period;
use crate::reading::{ActionKind, Marker, Part, Place, Reading, Return};
use crate::record::{FileRecords, Tally};
use crate::typing::{self, Typed, TypingContext};
use chrono::NaiveDate;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// One checked file.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Checked {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Id of the service, empty when it could not be told or when there are several.
    pub service: String,
    /// Ids of the services whose returns the file holds.
    pub services: Vec<String>,
    /// The quarter that it was checked for, where one is known.
    pub period: Option<Period>,
    /// Id of the layout that it was read by, empty where there is none.
    pub layout: String,
    /// It gives a return that could be taken.
    pub accepted: bool,
    /// The day of the sign-off, where the return gives one.
    pub signed_off: Option<NaiveDate>,
    /// How many readings are accepted; [`Self::values`] has them.
    pub readings: usize,
    /// How many risks it gives.
    pub risks: usize,
    /// How many actions.
    pub actions: usize,
    /// How many milestones.
    pub milestones: usize,
    /// How many lines of revenue.
    pub revenue: usize,
    /// How many capital schemes.
    pub capital: usize,
    /// How many savings.
    pub savings: usize,
    /// How many lines of feedback.
    pub feedback: usize,
    /// The accepted readings, in the order of the file.
    pub values: Vec<Taken>,
    /// Their parts.
    pub parts: Vec<TakenPart>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What checks on trial found: the team's, and not sent back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trial: Vec<Finding>,
    /// What became of the cells of each sheet.
    pub tallies: Vec<Tally>,
    /// How many corrections.
    pub corrections: usize,
    /// The file among those checked together that counts instead, empty where this one does.
    pub superseded_by: Option<String>,
    /// What that file says otherwise; or, where this one counts, what it says otherwise than the last recorded run.
    pub changes: Vec<Change>,
    /// What was written for its service: the marked copy or the findings workbook, and the text for an e-mail.
    pub sent_back: Vec<String>,
    /// Where it lies.
    #[serde(skip)]
    pub path: PathBuf,
}

/// An accepted reading as it was taken.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Taken {
    pub indicator: String,
    pub sheet: String,
    pub cell: String,
    /// In the indicator's own unit; `None` where there is a marker instead.
    pub value: Option<f64>,
    /// Why there is no number.
    pub marker: Option<&'static str>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub provisional: bool,
    pub commentary: String,
    /// What was typed had to be put right, or worked out, to be read: a note at the cell says how.
    pub repaired: bool,
}

/// A part of an accepted reading as it was taken.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TakenPart {
    pub indicator: String,
    pub breakdown: String,
    pub sheet: String,
    pub cell: String,
    /// In the indicator's own unit; `None` where there is a marker instead.
    pub value: Option<f64>,
    /// Why there is no number.
    pub marker: Option<&'static str>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
}

impl TakenPart {
    fn new(part: &Part) -> Self {
        Self {
            indicator: part.indicator.to_string(),
            breakdown: part.name.to_string(),
            sheet: part.place.sheet.to_string(),
            cell: part.place.cell.to_string(),
            value: part.value.number(),
            marker: part.value.marker().map(Marker::key),
            numerator: part.numerator,
            denominator: part.denominator,
        }
    }
}

impl Taken {
    fn new(reading: &Reading, findings: &[Finding]) -> Self {
        let Place { sheet, cell, .. } = &reading.place;
        let here = |f: &&Finding| f.cell == Some(*cell) && *f.sheet == **sheet;
        let settled = |f: &Finding| f.severity == Severity::Note;
        let repairs = |f: &Finding| f.check().is_some_and(|c| c.repairs_value || c.doubts_size.is_some() && settled(f));
        Self {
            indicator: reading.indicator.to_string(),
            sheet: sheet.to_string(),
            cell: cell.to_string(),
            value: reading.value.number(),
            marker: reading.value.marker().map(Marker::key),
            numerator: reading.numerator,
            denominator: reading.denominator,
            provisional: reading.provisional,
            commentary: reading.words.commentary.clone(),
            repaired: findings.iter().filter(here).any(repairs),
        }
    }
}

/// Checks `files` (and the files of folders among them) by the workspace in `root`, each against `period` or, without
/// one, against the quarter of the folder that it lies in, else the quarter on its own cover.
///
/// # Errors
/// When a named file is not there, the workspace cannot be opened, or the ledger is damaged; never for what is in a return.
pub fn check(
    root: &Path,
    files: &[PathBuf],
    period: Option<Period>,
    host: &Host<'_>,
) -> Result<(Workspace, Vec<Checked>)> {
    let mut inputs: Vec<SentFile> = Vec::new();
    for path in files {
        match path.is_dir() {
            true => inputs.extend(folder::list(path, &path.display().to_string(), root)?.files),
            false => {
                let named = folder::named(path);
                let absent = || Error::Usage(format!("there is no file {}", path.display()));
                inputs.push(named.ok_or_else(absent)?);
            }
        }
    }
    if inputs.is_empty() {
        return Err(Error::Usage("there is no file in the folder to check; folders within it are not read".to_owned()));
    }
    let known = known_quarter(&inputs, period);
    let (workspace, (read, ledger, recorded)) = Workspace::open_beside(root, host, |settings, layouts| {
        let mut read: Vec<Option<FileRecords>> = inputs.iter().map(|_| None).collect();
        host.stage("Reading", inputs.len(), || {
            folder::read(&pool(settings, layouts, host).for_quarter(known), &inputs, |n, file| {
                read[n] = Some(file);
                (host.progress)(Event::Step);
                Ok(())
            })
        })?;
        // A large register takes longer to read than a return, so what its ledger says is ready before it.
        let ledger = host.ledger(&root.join(HISTORY))?;
        let last = known.map(|quarter| Ok((quarter, ledger.recorded(quarter, None)?))).transpose()?;
        Ok((read, ledger, BTreeMap::from_iter(last)))
    })?;
    let read = read
        .into_iter()
        .zip(&inputs)
        .map(|(file, sent)| file.ok_or_else(|| Error::Internal(format!("nothing was said of {}", sent.input.name))));
    let checked = check_all(&workspace, &inputs, read.collect::<Result<_>>()?, period, (&ledger, recorded))?;
    Ok((workspace, checked))
}

/// The same of files that are watched, in a workspace that is open: what was read before is not read again.
pub(super) fn check_again(
    workspace: &Workspace,
    inputs: &[SentFile],
    period: Option<Period>,
    readings: &mut Readings,
    host: &Host<'_>,
) -> Result<Vec<Checked>> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let read = readings.read(&workspace.pool(host).for_quarter(known_quarter(inputs, period)), inputs)?;
    check_all(workspace, inputs, read, period, (&ledger, BTreeMap::new()))
}

fn check_all(
    workspace: &Workspace,
    inputs: &[SentFile],
    read: Vec<FileRecords>,
    period: Option<Period>,
    (ledger, recorded): (&Ledger, BTreeMap<Period, Option<RecordedQuarter>>),
) -> Result<Vec<Checked>> {
    let type_one = |(file, SentFile { input, .. }): (FileRecords, &SentFile)| {
        let quarter_given = period.is_some();
        let period = period.or_else(|| folder_period(&input.path));
        let period = period.or_else(|| typing::stated_period(&file, &workspace.typing(Period::EXAMPLE)));
        // Without any quarter the typing says F009, whatever quarter it is asked about.
        let context = workspace.typing(period.unwrap_or(Period::EXAMPLE));
        (period, typing::type_file(file, &TypingContext { quarter_given, ..context }))
    };
    let (periods, mut typed): (Vec<Option<Period>>, Vec<Typed>) = read.into_iter().zip(inputs).map(type_one).unzip();
    join_months(&mut typed, &workspace.register, workspace.settings.year.start_month);
    let check = |((typed, period), sent): ((Typed, Option<Period>), &SentFile)| {
        check_one(workspace, ledger, typed, &sent.input.path, period)
    };
    let checked = typed.into_iter().zip(periods).zip(inputs).map(check).collect::<Result<Vec<_>>>()?;
    with_changes(workspace, ledger, recorded, checked)
}

/// Each file with what changed between it and the return that counts instead, or between it and the last recorded run.
/// A part of a return is neither: what it does not have may be in another.
fn with_changes(
    workspace: &Workspace,
    ledger: &Ledger,
    mut recorded: BTreeMap<Period, Option<RecordedQuarter>>,
    checked: Vec<(Checked, Vec<Return>)>,
) -> Result<Vec<Checked>> {
    let whole = |r: &&Return| !workspace.layouts.iter().any(|l| l.id == *r.layout && (l.part_of_return || l.central));
    let returns: Vec<&Return> = checked.iter().flat_map(|(_, r)| r).filter(whole).collect();
    let superseded = superseded(&returns);
    let mut found = Vec::with_capacity(checked.len());
    for (_, returns) in &checked {
        let (mut other, mut changes) = (None, vec![]);
        for r in returns.iter().filter(whole) {
            match superseded.get(&(r.source.file.as_str(), &*r.service)) {
                Some((file, since)) => {
                    other = Some((*file).to_owned());
                    changes.extend(since.iter().cloned());
                }
                None => changes.extend(since_recorded(ledger, r, &mut recorded)?),
            }
        }
        found.push((other, changes));
    }
    let add = |((checked, _), (superseded_by, changes))| Checked { superseded_by, changes, ..checked };
    Ok(checked.into_iter().zip(found).map(add).collect())
}

/// What a return says otherwise than the last recorded run of its quarter did of its service.
fn since_recorded(
    ledger: &Ledger,
    r: &Return,
    recorded: &mut BTreeMap<Period, Option<RecordedQuarter>>,
) -> Result<Vec<Change>> {
    let last = match recorded.entry(r.period) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(free) => free.insert(ledger.recorded(r.period, None)?),
    };
    let Some(last) = last else { return Ok(vec![]) };
    let before = ledger.said(last, |service| service == &*r.service)?;
    let before = before.values();
    if before.is_empty() {
        return Ok(vec![]);
    }
    let against = Against::Record { record: last.record, recorded: last.day.clone() };
    Ok(difference::between(&before, &Values::of([r]), &against))
}

/// The quarter that all the files are checked for, where that is known before they are read.
fn known_quarter(inputs: &[SentFile], period: Option<Period>) -> Option<Period> {
    let mut folders = inputs.iter().map(|i| folder_period(&i.input.path));
    period.or_else(|| folders.next().flatten().filter(|first| folders.all(|p| p == Some(*first))))
}

/// The quarter of the folder that a file lies in, when the folder is named by one: `returns/2026-27Q2/waste.xlsx`.
fn folder_period(path: &Path) -> Option<Period> {
    // Of the folder that a link lies in, not of the one that it leads to.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.canonicalize().ok()?.file_name()?.to_str()?.parse().ok()
}

fn check_one(
    workspace: &Workspace,
    ledger: &Ledger,
    mut typed: Typed,
    path: &Path,
    period: Option<Period>,
) -> Result<(Checked, Vec<Return>)> {
    let asked = period.unwrap_or(Period::EXAMPLE);
    let services = typed.returns.iter().map(|r| r.service.to_string()).collect();
    let trial = accept_file(&workspace.accepting(asked), &mut typed, || ledger.past(&workspace.register, asked, None))?;
    let Typed { returns, findings, tallies, service, layout, source, .. } = typed;
    let count = |f: fn(&Return) -> usize| returns.iter().map(f).sum();
    let checked = Checked {
        file: source.file.clone(),
        sha256: source.sha256.clone(),
        service: service.to_string(),
        services,
        period,
        layout: layout.to_string(),
        accepted: !returns.is_empty(),
        signed_off: returns.first().and_then(|r| r.signed_off),
        readings: count(|r| r.readings.len()),
        risks: count(|r| r.risks.len()),
        actions: count(|r| r.actions_of(ActionKind::Action).count()),
        milestones: count(|r| r.actions_of(ActionKind::Milestone).count()),
        revenue: count(|r| r.money.revenue.len()),
        capital: count(|r| r.money.capital.len()),
        savings: count(|r| r.money.savings.len()),
        feedback: count(|r| r.feedback.len()),
        corrections: count(|r| r.corrections.len()),
        superseded_by: None,
        changes: vec![],
        parts: returns.iter().flat_map(|r| &r.parts).map(TakenPart::new).collect(),
        values: returns.iter().flat_map(|r| &r.readings).map(|r| Taken::new(r, &findings)).collect(),
        findings,
        trial,
        tallies,
        sent_back: vec![],
        path: path.to_owned(),
    };
    Ok((checked, returns))
}

/// Writes a marked copy (or a findings workbook) and a text for an e-mail into `folder` for each checked file with
/// errors or queries, and names them in it. What an earlier check wrote there is written over, a checked file never.
///
/// # Errors
/// When the folder cannot be written or no worker can be started.
pub fn mark_checked(workspace: &Workspace, files: &mut [Checked], folder: &Path, host: &Host<'_>) -> Result<SentBack> {
    let wanted = |c: &Checked| c.findings.iter().any(|f| f.severity != Severity::Note);
    let sent = mark_each(workspace, files.iter().filter(|c| wanted(c)), &*files, folder, host)?;
    for (file, names) in files.iter_mut().filter(|c| wanted(c)).zip(&sent.by_case) {
        file.sent_back = names.iter().map(|name| folder.join(name).display().to_string()).collect();
    }
    Ok(sent)
}

fn mark_each<'f>(
    workspace: &'f Workspace,
    wanted: impl Iterator<Item = &'f Checked>,
    files: &[Checked],
    folder: &Path,
    host: &Host<'_>,
) -> Result<SentBack> {
    let case = |c: &'f Checked| SendBackCase {
        path: c.path.clone(),
        sha256: &c.sha256,
        returned: ReturnedFile {
            settings: &workspace.settings,
            register: &workspace.register,
            period: c.period,
            file: name_of(&c.file),
            service: &c.service,
            // What is wrong with the register is nothing to a service.
            findings: c.findings.iter().filter(|f| f.file == c.file).collect(),
            others: vec![],
        },
    };
    let cases: Vec<SendBackCase<'_>> = wanted.map(case).collect();
    let taken: BTreeSet<PathBuf> = files.iter().filter_map(|c| c.path.canonicalize().ok()).collect();
    send_back::stage(workspace, &cases, folder, &taken, host)?.place()
}

/// The file's own name: the folder that somebody checked it in is nothing to its service.
fn name_of(file: &str) -> &str {
    file.rsplit(std::path::is_separator).next().unwrap_or(file)
}
