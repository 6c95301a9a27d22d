//! The notebook of a quarter: found, read and prepared again.

use super::staging::{Staged, stage};
use super::workspace::{NOTEBOOKS, read_one};
use super::written::{keep, lock};
use super::{Event, Host, Workspace};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::Ledger;
use crate::ingest::Pool;
use crate::layout;
use crate::notebook::{Notebook, NotebookFacts, NotebookTerms};
use crate::period::Period;
use crate::reading::left_out::{LeftOut, LeftOutItem};
use crate::reading::own_words::OwnWords;
use crate::reading::query::Query;
use crate::record::Outcome;
use crate::settings::LabelUse;
use crate::workbook;
use chrono::NaiveDate;
use std::fs;
use std::path::Path;

/// What the team says of a quarter.
pub(super) struct TeamWords {
    /// The notebook as it was read, or what the ledger knows where there is none.
    pub notebook: Notebook,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
    /// Its own words.
    pub words: Vec<OwnWords>,
    /// What is to be said of the notebook.
    pub findings: Vec<Finding>,
    /// There is one.
    pub there: bool,
}

/// How a notebook is called in findings and reports.
pub(super) fn name(period: Period) -> String {
    format!("{NOTEBOOKS}/{period}.xlsx")
}

fn terms<'a>(workspace: &'a Workspace, period: Period, file: &'a str, host: &Host<'_>) -> NotebookTerms<'a> {
    NotebookTerms { file, period, today: today(host), register: &workspace.register }
}

/// The day of the run.
pub(super) fn today(host: &Host<'_>) -> NaiveDate {
    host.today.parse().unwrap_or_default()
}

/// Reads the notebook of a quarter and puts its decisions into `known`. Where there is none, what the ledger has counts.
///
/// # Errors
/// When there is one that cannot be read: a decision that nobody sees is a decision lost.
pub(super) fn read(
    workspace: &Workspace,
    period: Period,
    ledger: &Ledger,
    known: &mut Vec<Query>,
    host: &Host<'_>,
) -> Result<TeamWords> {
    let path = workspace.notebook(period);
    say_second_versions(&path, host);
    let (recorded, left_out) = ledger.team(period)?;
    if !path.exists() {
        let notebook = Notebook::remembered(&recorded, &left_out);
        return Ok(TeamWords { notebook, left_out, words: recorded, findings: vec![], there: false });
    }
    let name = name(period);
    let refuse = |findings| Error::Notebook { path: path.clone(), findings };
    let limits = &workspace.settings.limits;
    let pool = Pool::new(host.program.clone(), host.arguments.clone(), limits, vec![layout::notebook()]);
    let file = host.stage("Reading the notebook", 0, || read_one(&pool, &path, &name))?;
    if file.outcome != Outcome::Accepted {
        return Err(refuse(file.findings));
    }
    let notebook = Notebook::read(&file).map_err(|lost| refuse(crate::notebook::without_sheets(&name, &lost)))?;
    let terms = terms(workspace, period, &name, host);
    let mut findings = vec![];
    notebook.decide(&terms, known, &mut findings);
    let words = notebook.own_words(&terms, &recorded, &mut findings);
    let left_out = notebook.leaves_out(&terms, &left_out, &mut findings);
    Ok(TeamWords { notebook, left_out, words, findings, there: true })
}

/// Two people who write at once in a synchronised folder leave two notebooks, and only one is read.
fn say_second_versions(path: &Path, host: &Host<'_>) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_second = |name: &str| {
        let added = name.strip_prefix(&*stem).and_then(|rest| rest.strip_suffix(".xlsx"));
        added.is_some_and(|added| ["-", " (", ".sync-conflict", "_conf"].iter().any(|s| added.starts_with(s)))
    };
    let folder = path.parent().map(fs::read_dir).into_iter().flatten().flatten().flatten();
    let mut names: Vec<String> = folder.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in names.iter().filter(|name| is_second(name)) {
        (host.progress)(Event::Warning(format!(
            "{NOTEBOOKS}/{name} looks like a second version of the notebook, as a synchronised folder leaves it when two \
             people write at once; it is not read. Copy what is missing from it into {}, then move it away",
            path.display()
        )));
    }
}

impl TeamWords {
    /// What the lines that left nothing out have to say.
    pub fn fitting_nothing(
        &self,
        workspace: &Workspace,
        period: Period,
        items: &[LeftOutItem],
        host: &Host<'_>,
    ) -> Vec<Finding> {
        let name = name(period);
        match self.there {
            true => self.notebook.fitting_nothing(&terms(workspace, period, &name, host), &self.left_out, items),
            false => vec![],
        }
    }
}

/// Stops a run over a notebook that somebody has open: what it is about to write would be written over by what they save.
///
/// # Errors
/// When a program keeps its lock beside the notebook.
pub(super) fn not_open(workspace: &Workspace, period: Period) -> Result<()> {
    match lock(&workspace.notebook(period)) {
        None => Ok(()),
        Some(lock) => Err(Error::Usage(format!(
            "the notebook {} is open in another program; save it, close it and run again. Nothing was written. If nobody has \
             it open, delete {}",
            workspace.notebook(period).display(),
            lock.display()
        ))),
    }
}

/// The notebook as it should stand after the run, beside its place; nothing where it stands so already. What the team put
/// outside its columns is kept in a copy of the whole.
pub(super) fn prepare(
    workspace: &Workspace,
    team: &TeamWords,
    facts: &NotebookFacts<'_>,
    host: &Host<'_>,
) -> Result<Option<Staged>> {
    let prepared = team.notebook.prepared(facts);
    if team.there && team.notebook.says(&prepared) {
        return Ok(None);
    }
    let path = workspace.notebook(facts.period);
    if team.there && team.notebook.besides > 0 {
        let kept = keep(&path)?;
        let words = "the notebook had more in it than its own columns; all of it is kept in";
        (host.progress)(Event::Warning(format!("{words} {}", kept.display())));
    }
    let council = &workspace.settings.council;
    let mut book = prepared.book(facts, &council.name, &council.team);
    book.label = workspace.settings.label(LabelUse::Team, Some(facts.period));
    stage(&path, |file| workbook::write(book, file)).map(Some)
}
