//! Reads and checks every return of a quarter: the part that `consolidate` and `status` share.

use super::{Event, Host, Workspace};
use crate::analyse::{Analysis, Inputs, Submission, analyse};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::Ledger;
use crate::ingest::InputFile;
use crate::ingest::typing::{self, Typed};
use crate::past::Past;
use crate::period::Period;
use crate::reading::{Return, Source};
use crate::record::{Outcome, Tally};
use crate::validate;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A quarter read and checked, before it is analysed.
pub struct Quarter<'w> {
    pub workspace: &'w Workspace,
    pub period: Period,
    pub ledger: Ledger,
    pub past: Past,
    /// The returns that count, by service in the register's order; refused readings are gone.
    pub returns: Vec<Return>,
    /// Readings whose cells could be read and whose row a check refused; each has its finding.
    pub refused: usize,
    /// Every file, by name.
    pub submissions: Vec<Submission>,
    /// By place, then code.
    pub findings: Vec<Finding>,
    /// What became of the cells of each file, by name.
    pub tallies: Vec<(Arc<Source>, Vec<Tally>)>,
}

impl<'w> Quarter<'w> {
    /// Reads and checks the returns of `period`.
    ///
    /// # Errors
    /// When the folder cannot be read or the ledger is damaged; never for what is in a return.
    pub fn read(workspace: &'w Workspace, period: Period, host: &Host<'_>) -> Result<Self> {
        let folder = workspace.returns_dir(period);
        if !folder.is_dir() {
            let folder = folder.display();
            return Err(Error::Usage(format!("there is no folder {folder}; put the returns of the quarter there")));
        }
        let (files, folders) = list(&folder, "")?;
        let mut typed = read_all(workspace, period, &files, host)?;
        let mut findings: Vec<Finding> = typed.iter_mut().flat_map(|t| std::mem::take(&mut t.findings)).collect();
        findings.extend(folders.into_iter().map(|name| {
            Finding::new(&catalogue::F020, "returns only, side by side", "a folder, which was not read").in_file(name)
        }));
        let tallies = typed.iter_mut().map(|t| (t.source.clone(), std::mem::take(&mut t.tallies))).collect();

        let ledger = Ledger::open(&workspace.history_dir())?;
        let past = host.stage("Opening the ledger", 0, || ledger.past(&workspace.register, period, None))?;
        let (mut returns, mut submissions) = choose(workspace, typed, &mut findings);
        let checking = validate::Context {
            settings: &workspace.settings,
            register: &workspace.register,
            period,
            returns: &returns,
            past: &past,
            findings: &findings,
            layouts: &workspace.layouts,
        };
        let checked = host.stage("Checking", 0, || validate::run(&checking))?;
        findings.extend(checked);
        findings.extend(missing(workspace, &returns, period));
        findings.extend(workspace.findings.iter().cloned());
        validate::apply_settings(&mut findings, &workspace.settings);
        let readings = |returns: &[Return]| returns.iter().map(|r| r.readings.len()).sum::<usize>();
        let read = readings(&returns);
        validate::refuse(&mut returns, &findings);
        let refused = read - readings(&returns);
        findings.sort();
        count(&mut submissions, &findings);
        Ok(Self { workspace, period, ledger, past, returns, refused, submissions, findings, tallies })
    }

    /// The computed quarter.
    pub fn analyse(&self) -> Analysis<'_> {
        analyse(&Inputs {
            settings: &self.workspace.settings,
            register: &self.workspace.register,
            period: self.period,
            returns: &self.returns,
            submissions: &self.submissions,
            findings: &self.findings,
            past: &self.past,
        })
    }
}

/// The files of `folder` by name, without hidden files and the lock files that Excel leaves; and the folders in it,
/// which are not read: that is where people keep what they have replaced.
pub(super) fn list(folder: &Path, prefix: &str) -> Result<(Vec<InputFile>, Vec<String>)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let entry = entry.map_err(Error::io("read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let path = entry.path();
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        match path.is_dir() {
            true => folders.push(name),
            false => files.push(InputFile { path, name }),
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    folders.sort();
    Ok((files, folders))
}

fn read_all(workspace: &Workspace, period: Period, files: &[InputFile], host: &Host<'_>) -> Result<Vec<Typed>> {
    let context = typing::Context {
        register: &workspace.register,
        settings: &workspace.settings,
        period,
        layouts: &workspace.layouts,
    };
    let mut typed: Vec<Option<Typed>> = files.iter().map(|_| None).collect();
    host.stage("Reading returns", files.len(), || {
        workspace.pool(host).read(files, |n, file| {
            typed[n] = Some(typing::type_file(file, &context));
            (host.progress)(Event::Step);
            Ok(())
        })
    })?;
    typed
        .into_iter()
        .zip(files)
        .map(|(t, f)| t.ok_or_else(|| Error::Internal(format!("nothing was said of {}", f.name))))
        .collect()
}

/// Which return of each service counts: the latest sign-off, then the last by file name. Nothing is passed over in
/// silence: a return that gives way is a finding, and stays listed among the submissions.
fn choose(workspace: &Workspace, typed: Vec<Typed>, findings: &mut Vec<Finding>) -> (Vec<Return>, Vec<Submission>) {
    let mut best: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for (n, t) in typed.iter().enumerate() {
        if let Some(r) = &t.returned {
            let rank = |k: usize| typed[k].returned.as_ref().map(|r| (r.signed_off, k));
            best.entry(r.service.clone()).and_modify(|b| *b = if rank(n) > rank(*b) { n } else { *b }).or_insert(n);
        }
    }
    let mut submissions = Vec::with_capacity(typed.len());
    for (n, t) in typed.iter().enumerate() {
        let winner = best.get(&t.service).copied();
        let counts = t.returned.is_some() && winner == Some(n);
        let why = match (&t.returned, winner) {
            (None, _) if t.outcome == Outcome::Undecided => "reading was stopped by a limit of this machine".to_owned(),
            (None, _) => "not accepted: see its findings".to_owned(),
            (Some(_), Some(w)) if w != n => {
                let other = &typed[w];
                let reason = reason_to_win(other, t);
                findings.push(
                    Finding::new(
                        &catalogue::F011,
                        "one return from each service",
                        format!("{} counts: {reason}", other.source.file),
                    )
                    .in_file(&*t.source.file)
                    .of(&*t.service),
                );
                format!("{} counts instead: {reason}", other.source.file)
            }
            (Some(_), _) => "the service's return".to_owned(),
        };
        submissions.push(Submission {
            file: t.source.file.clone(),
            sha256: t.source.sha256.clone(),
            service: t.service.clone(),
            layout: t.layout.clone(),
            outcome: t.outcome,
            counts,
            why,
            signed_off: t.returned.as_ref().and_then(|r| r.signed_off),
            errors: 0,
            queries: 0,
            notes: 0,
        });
    }
    let mut typed: Vec<Option<Typed>> = typed.into_iter().map(Some).collect();
    let services = &workspace.register.services;
    let returns = services.iter().filter_map(|s| typed[*best.get(&s.id)?].take()?.returned).collect();
    (returns, submissions)
}

fn reason_to_win(winner: &Typed, other: &Typed) -> String {
    let signed = |t: &Typed| t.returned.as_ref().and_then(|r| r.signed_off);
    match (signed(winner), signed(other)) {
        (Some(w), Some(o)) if w > o => {
            format!("signed off on {}, after {}", w.format("%d/%m/%Y"), o.format("%d/%m/%Y"))
        }
        (Some(_), None) => "it is signed off and this one is not".to_owned(),
        _ => "the sign-off dates do not tell them apart, and it comes last by file name".to_owned(),
    }
}

fn missing(workspace: &Workspace, returns: &[Return], period: Period) -> Vec<Finding> {
    let came: std::collections::HashSet<&str> = returns.iter().map(|r| &*r.service).collect();
    let absent = workspace.register.services.iter().filter(|s| !came.contains(&*s.id));
    absent
        .map(|s| {
            let expected = format!("a return from {} for {period}", s.name);
            Finding::new(&catalogue::T007, expected, "nothing that could be accepted").of(&*s.id)
        })
        .collect()
}

fn count(submissions: &mut [Submission], findings: &[Finding]) {
    let index: BTreeMap<String, usize> = submissions.iter().enumerate().map(|(n, s)| (s.file.clone(), n)).collect();
    for f in findings {
        let Some(s) = index.get(&f.file).and_then(|n| submissions.get_mut(*n)) else { continue };
        match f.severity {
            Severity::Error => s.errors += 1,
            Severity::Query => s.queries += 1,
            Severity::Note => s.notes += 1,
        }
    }
}
