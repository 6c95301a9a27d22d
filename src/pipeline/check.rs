//! `quarterday check`: what is wrong with these returns.

use super::quarter::list;
use super::{Event, Host, Workspace};
use crate::catalogue::{self, Check};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::Ledger;
use crate::ingest::InputFile;
use crate::ingest::typing::{self, Typed};
use crate::period::Period;
use crate::reading::{Place, Reading, Return, Value};
use crate::record::{FileRecords, Tally};
use crate::validate;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// One checked file.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Checked {
    pub file: String,
    pub sha256: String,
    /// Id of the service, empty when it could not be told or when there are several.
    pub service: String,
    /// Ids of the services whose returns the file holds.
    pub services: Vec<String>,
    pub period: Option<Period>,
    pub layout: String,
    pub accepted: bool,
    /// The day of the sign-off, where the return gives one.
    pub signed_off: Option<NaiveDate>,
    /// How many readings are accepted; [`Self::values`] has them.
    pub readings: usize,
    pub risks: usize,
    pub actions: usize,
    pub feedback: usize,
    /// The accepted readings, in the order of the file.
    pub values: Vec<Taken>,
    pub findings: Vec<Finding>,
    pub tallies: Vec<Tally>,
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

impl Taken {
    fn new(reading: &Reading, findings: &[Finding]) -> Self {
        const REPAIRS: [&Check; 3] = [&catalogue::C001, &catalogue::C017, &catalogue::C018];
        let Place { sheet, cell, .. } = &reading.place;
        let here = |f: &&Finding| f.cell == Some(*cell) && *f.sheet == **sheet;
        Self {
            indicator: reading.indicator.to_string(),
            sheet: sheet.to_string(),
            cell: cell.to_string(),
            value: reading.value.number(),
            marker: match reading.value {
                Value::Number(_) => None,
                Value::Marker(marker) => Some(marker.key()),
            },
            numerator: reading.numerator,
            denominator: reading.denominator,
            provisional: reading.provisional,
            commentary: reading.words.commentary.clone(),
            repaired: findings.iter().filter(here).any(|f| REPAIRS.iter().any(|c| f.code == c.code)),
        }
    }
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
        workspace.pool(host).for_quarter(known_quarter(&inputs, period)).read(&inputs, |n, file| {
            read[n] = Some(file);
            (host.progress)(Event::Step);
            Ok(())
        })
    })?;
    let ledger = Ledger::open(&workspace.history_dir())?;
    let check = |(file, input): (Option<FileRecords>, &InputFile)| {
        let file = file.ok_or_else(|| Error::Internal(format!("nothing was said of {}", input.name)))?;
        check_one(workspace, &ledger, file, period.or_else(|| folder_period(&input.path)))
    };
    read.into_iter().zip(&inputs).map(check).collect()
}

/// The quarter that all the files are checked for, where that is known before they are read.
fn known_quarter(inputs: &[InputFile], period: Option<Period>) -> Option<Period> {
    let mut folders = inputs.iter().map(|i| folder_period(&i.path));
    period.or_else(|| folders.next().flatten().filter(|first| folders.all(|p| p == Some(*first))))
}

/// The quarter of the folder that a file lies in, when the folder is named by one: `returns/2026-27Q2/waste.xlsx`.
fn folder_period(path: &Path) -> Option<Period> {
    let path = path.canonicalize().ok()?;
    path.parent()?.file_name()?.to_str()?.parse().ok()
}

fn check_one(workspace: &Workspace, ledger: &Ledger, file: FileRecords, period: Option<Period>) -> Result<Checked> {
    let Workspace { settings, register, layouts, .. } = workspace;
    let asking = |period| typing::Context { register, settings, period, layouts };
    let period = period.or_else(|| typing::stated_period(&file, &asking(Period::from_index(0))));
    // Without any quarter the typing says F009, whatever quarter it is asked about.
    let asked = period.unwrap_or_else(|| Period::from_index(0));
    let typed = typing::type_file(file, &asking(asked));
    let Typed { mut returns, mut findings, tallies, service, layout, source, .. } = typed;
    let services: Vec<String> = returns.iter().map(|r| r.service.to_string()).collect();
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
        // What a part does not have may be in another.
        let is_part = layouts.iter().any(|l| *l.id == *layout && l.part_of_return);
        let of_file = |f: &Finding| services.contains(&f.service) && !(is_part && f.code == catalogue::T002.code);
        findings.extend(checked.into_iter().filter(of_file));
    }
    validate::apply_settings(&mut findings, settings);
    validate::refuse(&mut returns, &findings);
    findings.sort();
    let count = |f: fn(&Return) -> usize| returns.iter().map(f).sum();
    Ok(Checked {
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
        actions: count(|r| r.actions.len()),
        feedback: count(|r| r.feedback.len()),
        values: returns.iter().flat_map(|r| &r.readings).map(|r| Taken::new(r, &findings)).collect(),
        findings,
        tallies,
    })
}
