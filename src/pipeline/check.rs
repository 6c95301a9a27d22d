//! `quarterday check`: what is wrong with these returns.

use super::quarter::list;
use super::send_back::{self, Case, SentBack};
use super::{Event, Host, Workspace};
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::Ledger;
use crate::ingest::InputFile;
use crate::ingest::typing::{self, Typed};
use crate::markup::Returned;
use crate::period::Period;
use crate::reading::Return;
use crate::record::{FileRecords, Tally};
use crate::validate;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One checked file.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Checked {
    pub file: String,
    pub sha256: String,
    /// Id of the service, empty when it could not be told.
    pub service: String,
    pub period: Option<Period>,
    pub layout: String,
    pub accepted: bool,
    pub readings: usize,
    pub risks: usize,
    pub actions: usize,
    pub feedback: usize,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
    /// Where it lies.
    #[serde(skip)]
    pub path: PathBuf,
}

/// Checks `files` (and the files of folders among them), each against `period` or, without one, against the quarter of
/// the folder that it lies in, else the quarter on its own cover.
pub fn check(
    workspace: &Workspace,
    files: &[PathBuf],
    period: Option<Period>,
    host: &Host<'_>,
) -> Result<Vec<Checked>> {
    let mut inputs: Vec<InputFile> = Vec::new();
    for path in files {
        match path.is_dir() {
            true => inputs.extend(list(path, &path.display().to_string())?.0),
            false => inputs.push(InputFile { path: path.clone(), name: path.display().to_string() }),
        }
    }
    if let Some(absent) = inputs.iter().find(|f| !f.path.is_file()) {
        return Err(Error::Usage(format!("there is no file {}", absent.name)));
    }
    if inputs.is_empty() {
        return Err(Error::Usage("there is no file in the folder to check; folders within it are not read".to_owned()));
    }
    let mut read: Vec<Option<FileRecords>> = inputs.iter().map(|_| None).collect();
    host.stage("Reading", inputs.len(), || {
        workspace.pool(host).read(&inputs, |n, file| {
            read[n] = Some(file);
            (host.progress)(Event::Step);
            Ok(())
        })
    })?;
    let ledger = Ledger::open(&workspace.history_dir())?;
    let check = |(file, input): (Option<FileRecords>, &InputFile)| {
        let file = file.ok_or_else(|| Error::Internal(format!("nothing was said of {}", input.name)))?;
        check_one(workspace, &ledger, file, &input.path, period.or_else(|| folder_period(&input.path)))
    };
    read.into_iter().zip(&inputs).map(check).collect()
}

/// The quarter of the folder that a file lies in, when the folder is named by one: `returns/2026-27Q2/waste.xlsx`.
fn folder_period(path: &Path) -> Option<Period> {
    let path = path.canonicalize().ok()?;
    path.parent()?.file_name()?.to_str()?.parse().ok()
}

fn check_one(
    workspace: &Workspace,
    ledger: &Ledger,
    file: FileRecords,
    path: &Path,
    period: Option<Period>,
) -> Result<Checked> {
    let Workspace { settings, register, layouts, .. } = workspace;
    let asking = |period| typing::Context { register, settings, period, layouts };
    let period = period.or_else(|| typing::stated_period(&file, &asking(Period::from_index(0))));
    // Without any quarter the typing says F009, whatever quarter it is asked about.
    let asked = period.unwrap_or_else(|| Period::from_index(0));
    let typed = typing::type_file(file, &asking(asked));
    let Typed { returned, mut findings, tallies, service, layout, source, .. } = typed;
    let mut returns: Vec<Return> = returned.into_iter().collect();
    if !returns.is_empty() {
        let past = ledger.past(register, asked, None)?;
        let context = validate::Context {
            settings,
            register,
            period: asked,
            returns: &returns,
            past: &past,
            findings: &findings,
            layouts,
        };
        let checked = validate::run(&context)?;
        findings.extend(checked.into_iter().filter(|f| *f.service == *service));
    }
    validate::apply_settings(&mut findings, settings);
    validate::refuse(&mut returns, &findings);
    findings.sort();
    let count = |f: fn(&Return) -> usize| returns.first().map_or(0, f);
    Ok(Checked {
        file: source.file.clone(),
        sha256: source.sha256.clone(),
        service: service.to_string(),
        period,
        layout: layout.to_string(),
        accepted: !returns.is_empty(),
        readings: count(|r| r.readings.len()),
        risks: count(|r| r.risks.len()),
        actions: count(|r| r.actions.len()),
        feedback: count(|r| r.feedback.len()),
        findings,
        tallies,
        path: path.to_owned(),
    })
}

/// Writes a marked copy (or a findings workbook) and a text for an e-mail into `folder` for each checked file with
/// errors or queries. What an earlier check wrote there is written over, a checked file never.
pub fn mark_checked<'f>(
    workspace: &'f Workspace,
    files: &'f [Checked],
    folder: &Path,
    host: &Host<'_>,
) -> Result<SentBack> {
    let case = |c: &'f Checked| Case {
        path: c.path.clone(),
        sha256: &c.sha256,
        returned: Returned {
            settings: &workspace.settings,
            register: &workspace.register,
            period: c.period,
            file: name_of(&c.path, &c.file),
            service: &c.service,
            findings: c.findings.iter().collect(),
            others: vec![],
        },
    };
    let wanted = |c: &&Checked| c.findings.iter().any(|f| f.severity != Severity::Note);
    let cases: Vec<Case<'_>> = files.iter().filter(wanted).map(case).collect();
    let taken: BTreeSet<PathBuf> = files.iter().filter_map(|c| c.path.canonicalize().ok()).collect();
    send_back::stage(workspace, &cases, folder, &taken, host)?.place()
}

/// The file's own name: the folder that somebody checked it in is nothing to its service.
fn name_of<'a>(path: &'a Path, file: &'a str) -> &'a str {
    path.file_name().and_then(|n| n.to_str()).unwrap_or(file)
}
