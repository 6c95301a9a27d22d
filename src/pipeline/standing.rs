//! Where a council's quarter stands, from what lies in its folders: quickly, without reading a register or a return.

use super::folder::{self, SentFile};
use super::workspace::{HISTORY, NOTEBOOKS, REGISTER, SETTINGS, file_sha256, layouts, open_settings};
use super::{Host, outputs::RUN_RECORD};
use crate::digest;
use crate::error::Result;
use crate::finding::Severity;
use crate::history::{BatchKind, Ledger, LogRecord};
use crate::measure::Approval;
use crate::next::{
    Calendar, InHandBecause, QuarterFolders, QuarterState, ReportState, StandingRelease, quarter_in_hand,
};
use crate::period::Period;
use crate::reading::Source;
use crate::reading::query::QueryState;
use crate::settings::Settings;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a council's quarter stands.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// The workspace.
    pub root: PathBuf,
    /// The council, as the settings name it.
    pub council: String,
    /// The quarter in hand, and how far it is.
    pub state: QuarterState,
    /// Why it is in hand.
    pub because: InHandBecause,
    /// The months of the quarter: `July to September 2026`.
    pub months: String,
    /// The day by which its returns are due.
    pub due: NaiveDate,
    /// What was changed since its report: `returns`, `register`.
    pub changed: Vec<&'static str>,
    /// Somebody has approved what its newest run gave.
    pub approved: bool,
    /// Its release, and that of the newest quarter before it which was run again since: what those in hand would ask about.
    pub releases: Vec<StandingRelease>,
}

impl Standing {
    /// What services sent for the quarter belongs here.
    pub fn returns_dir(&self) -> PathBuf {
        self.root.join("returns").join(self.state.quarter.to_string())
    }

    /// The Cabinet workbook of a quarter.
    pub fn workbook(&self, quarter: Period) -> PathBuf {
        workbook(&self.root, quarter)
    }
}

fn workbook(root: &Path, quarter: Period) -> PathBuf {
    root.join("reports").join(quarter.to_string()).join("cabinet.xlsx")
}

/// The names of the folders in `folder` that are workspaces, by name, the demo last.
pub fn workspaces_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let workspaces = entries.filter(|entry| entry.path().join(SETTINGS).is_file());
    let mut names: Vec<String> = workspaces.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_by_key(|name| (name.contains("demo"), name.clone()));
    names
}

/// Where the workspace in `root` stands today.
///
/// # Errors
/// When there is no workspace, or its settings or a layout have an error, a folder cannot be read or the ledger is damaged.
pub fn standing(root: &Path, today: NaiveDate, host: &Host<'_>) -> Result<Standing> {
    let (_, text, settings) = open_settings(root)?;
    let ledger = host.ledger(&root.join(HISTORY))?;
    let folders = folders(root, &ledger)?;
    let start = settings.year.start_month;
    let present = Period::containing(today, start);
    let calendar = Calendar { present, today, due: settings.due_date(present.previous()) };
    let (quarter, because) = quarter_in_hand(&folders, &calendar);
    let of = |period| folders.iter().find(|f| f.quarter == period);
    let (mut report, mut changed, mut open_queries, mut approved) = (ReportState::None, vec![], 0, false);
    if let Some(run) = ledger.newest_run(quarter, None) {
        changed = changed_since(root, &text, run)?;
        open_queries = held_up_by(&ledger, &settings, quarter)?;
        approved = is_approved(&ledger, run);
        report = match changed.is_empty() && workbook(root, quarter).is_file() {
            false => ReportState::Behind,
            true if approved || settings.publication.approval == Approval::Nobody => ReportState::Approved,
            true => ReportState::Current,
        };
    }
    let reported = folders.iter().map(|f| f.quarter).filter(|q| *q < quarter && workbook(root, *q).is_file());
    let state = QuarterState {
        quarter,
        templates: of(quarter).map_or(0, |f| f.templates),
        returns: of(quarter).map_or(0, |f| f.returns),
        report,
        open_queries,
        reported_before: reported.max(),
        forms_to_come: of(quarter.plus(1)).is_none_or(|next| next.templates == 0),
        looked_at: false,
    };
    Ok(Standing {
        root: root.to_owned(),
        council: settings.council.name.clone(),
        state,
        because,
        months: quarter.months(start),
        due: settings.due_date(quarter),
        changed,
        approved,
        releases: releases(&folders, quarter),
    })
}

/// The release of the quarter in hand, and of the newest before it that is published and was run again since.
fn releases(folders: &[QuarterFolders], quarter: Period) -> Vec<StandingRelease> {
    let of = |f: &QuarterFolders| f.release;
    let before =
        folders.iter().filter(|f| f.quarter < quarter).filter_map(of).filter(|r| r.newer_draft || r.provisional);
    let own = folders.iter().find(|f| f.quarter == quarter).and_then(of);
    own.into_iter().chain(before.max_by_key(|r| r.quarter)).collect()
}

/// The quarters of which anything lies in the folders.
fn folders(root: &Path, ledger: &Ledger) -> Result<Vec<QuarterFolders>> {
    let mut quarters = BTreeSet::new();
    for place in ["templates", "returns", "reports"] {
        let entries = fs::read_dir(root.join(place)).into_iter().flatten().flatten();
        quarters.extend(entries.filter_map(|entry| entry.file_name().to_str()?.parse::<Period>().ok()));
    }
    let of = |quarter: Period| {
        let run = ledger.newest_run(quarter, None);
        Ok(QuarterFolders {
            quarter,
            templates: sent(root, "templates", quarter)?.len(),
            returns: sent(root, "returns", quarter)?.len(),
            run: run.is_some(),
            release: run.and_then(|run| newest(ledger, run)),
        })
    };
    quarters.into_iter().map(of).collect()
}

/// The newest release of a run's quarter that is for good; where there is none, the newest.
fn newest(ledger: &Ledger, run: &LogRecord) -> Option<StandingRelease> {
    let quarter = run.period?;
    let releases: Vec<_> = ledger.releases(quarter).filter_map(|record| record.release.as_ref()).collect();
    let release = releases.iter().rfind(|release| !release.provisional).or(releases.last())?;
    Some(StandingRelease {
        quarter,
        number: release.number,
        provisional: release.provisional,
        newer_draft: release.run != run.seq,
    })
}

/// The files of a quarter in one of the folders; none where there is no such folder.
fn sent(root: &Path, place: &str, quarter: Period) -> Result<Vec<SentFile>> {
    let dir = root.join(place).join(quarter.to_string());
    if !dir.is_dir() {
        return Ok(vec![]);
    }
    folder::list(&dir, "", root).map(|listed| listed.files)
}

/// What is not as the run read it.
fn changed_since(root: &Path, settings: &str, run: &LogRecord) -> Result<Vec<&'static str>> {
    let Some(quarter) = run.period else { return Ok(vec![]) };
    let now: BTreeSet<Source> = sent(root, "returns", quarter)?
        .into_iter()
        .map(|file| Source { sha256: file.sha256(), file: file.input.name })
        .collect();
    let then: BTreeSet<Source> = run.inputs.iter().cloned().collect();
    let own = |source: &&Source| source.file.starts_with("layouts/");
    let layouts_then: BTreeSet<&Source> = run.beside.iter().filter(own).collect();
    let (_, files) = layouts(root)?;
    let layouts_now: BTreeSet<&Source> = files.iter().map(|file| &file.source).collect();
    let register = root.join(REGISTER);
    let register = register.is_file().then(|| file_sha256(&register)).transpose()?.unwrap_or_default();
    let differs = [
        ("returns", now != then),
        ("register", register != run.register_sha256),
        ("settings", digest::sha256(settings.as_bytes()) != run.settings_sha256),
        ("layouts", layouts_now != layouts_then),
        ("notebook", written_in(root, quarter)),
    ];
    Ok(differs.into_iter().filter_map(|(what, differs)| differs.then_some(what)).collect())
}

/// Whether the notebook was saved after the run, which brings it up to date itself. Some drives keep time in steps of two
/// seconds.
fn written_in(root: &Path, quarter: Period) -> bool {
    const STEP: Duration = Duration::from_secs(2);
    let saved = |path: PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    let notebook = saved(root.join(NOTEBOOKS).join(format!("{quarter}.xlsx")));
    let record = saved(root.join("reports").join(quarter.to_string()).join(RUN_RECORD));
    notebook.zip(record).is_some_and(|(notebook, record)| notebook > record + STEP)
}

fn is_approved(ledger: &Ledger, run: &LogRecord) -> bool {
    let approves = |r: &LogRecord| r.kind == BatchKind::Approval && r.period == run.period && r.root == run.root;
    ledger.records().iter().any(approves)
}

/// Queries without an answer, where the settings let them hold publishing up.
fn held_up_by(ledger: &Ledger, settings: &Settings, quarter: Period) -> Result<usize> {
    if !settings.publication.held_up_by.contains(&Severity::Query) {
        return Ok(0);
    }
    Ok(ledger.queries(quarter)?.iter().filter(|query| query.state == QueryState::Open).count())
}
