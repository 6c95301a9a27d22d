//! Reads and checks every return of a quarter: the part that `consolidate` and `status` share.

use super::choose::{Chosen, choose};
use super::{Event, Host, Workspace};
use crate::analyse::{Analysis, Inputs, Submission, analyse};
use crate::difference::{self, Against, Change, Values};
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::Ledger;
use crate::ingest::InputFile;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::Computed;
use crate::reading::correction::Restatement;
use crate::reading::{Return, Source};
use crate::record::Tally;
use crate::settings::Settings;
use crate::typing::{self, Typed};
use crate::{catalogue, validate};
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
    /// What follows from others by a formula of the register; `past` has its past quarters.
    pub computed: Vec<Computed>,
    /// Readings whose cells could be read and whose row a check refused; each has its finding.
    pub refused: usize,
    /// Every file, by name.
    pub submissions: Vec<Submission>,
    /// What the returns that count say otherwise than those that give way and, after [`Quarter::compare`], than the
    /// ledger.
    pub changes: Vec<Change>,
    /// Figures of earlier quarters that the returns correct; `past` has them corrected.
    pub restatements: Vec<Restatement>,
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
        let mut past = host.stage("Opening the ledger", 0, || ledger.past(&workspace.register, period, None))?;
        let Chosen { mut returns, mut submissions, changes } = choose(workspace, typed, &mut findings);
        let checking = validate::ValidationContext {
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
        let restatements = restatements(workspace, &returns, &mut past, period);
        let computed = validate::compute(&workspace.register, period, &returns, &findings, &mut past)?;
        let context = validate::ValidationContext {
            settings: &workspace.settings,
            register: &workspace.register,
            period,
            returns: &returns,
            past: &past,
            findings: &[],
            layouts: &workspace.layouts,
        };
        findings.extend(validate::check_computed(&context, &computed)?);
        findings.sort();
        count(&mut submissions, &findings);
        Ok(Self {
            workspace,
            period,
            ledger,
            past,
            returns,
            computed,
            refused,
            submissions,
            changes,
            restatements,
            findings,
            tallies,
        })
    }

    /// The computed quarter.
    pub fn analyse(&self) -> Analysis<'_> {
        self.analyse_under(&self.workspace.settings)
    }

    /// The quarter as it would be computed under other settings, from the same readings.
    pub fn analyse_under<'q>(&'q self, settings: &'q Settings) -> Analysis<'q> {
        analyse(&Inputs {
            settings,
            register: &self.workspace.register,
            period: self.period,
            returns: &self.returns,
            submissions: &self.submissions,
            findings: &self.findings,
            past: &self.past,
            computed: &self.computed,
            changes: &self.changes,
            restatements: &self.restatements,
        })
    }

    /// Adds to the changes what differs from the newest recorded run of this quarter up to `as_of` (of all, when
    /// `None`).
    pub fn compare(&mut self, as_of: Option<u64>) -> Result<()> {
        if let Some(recorded) = self.ledger.recorded(self.period, as_of)? {
            let against = Against::Record { record: recorded.record, recorded: recorded.day.clone() };
            let before = self.ledger.said(&recorded, |_| true)?;
            let after = Values::of(&self.returns);
            self.changes.extend(difference::between(&before.values(), &after, &against));
        }
        Ok(())
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
    let context = typing::TypingContext {
        register: &workspace.register,
        settings: &workspace.settings,
        period,
        layouts: &workspace.layouts,
    };
    let mut typed: Vec<Option<Typed>> = files.iter().map(|_| None).collect();
    host.stage("Reading returns", files.len(), || {
        workspace.pool(host).for_quarter(Some(period)).read(files, |n, file| {
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

/// The corrections that change something, with what they change; `past` takes them.
fn restatements(workspace: &Workspace, returns: &[Return], past: &mut Past, period: Period) -> Vec<Restatement> {
    let mut out = vec![];
    for c in returns.iter().flat_map(|r| &r.corrections) {
        let Some(n) = workspace.register.indicator_number(&c.indicator) else { continue };
        let was = past.values.get(n, c.period);
        if was != Some(c.corrected) {
            out.push(Restatement {
                declared: period,
                of: c.period.to_string(),
                correction: c.clone(),
                was,
                numerator: past.numerators.get(n, c.period),
                denominator: past.denominators.get(n, c.period),
            });
            past.restate(n, c);
        }
    }
    out
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
    let mut index: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (n, s) in submissions.iter().enumerate() {
        index.insert((s.file.clone(), s.service.to_string()), n);
        // What is said of the whole file is counted once, with its first service.
        index.entry((s.file.clone(), String::new())).or_insert(n);
    }
    for f in findings {
        let of = |service: &str| index.get(&(f.file.clone(), service.to_owned()));
        let Some(s) = of(&f.service).or_else(|| of("")).and_then(|n| submissions.get_mut(*n)) else { continue };
        match f.severity {
            Severity::Error => s.errors += 1,
            Severity::Query => s.queries += 1,
            Severity::Note => s.notes += 1,
        }
    }
}
