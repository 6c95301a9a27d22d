//! Reads and checks every return of a quarter: the part that `consolidate` and `status` share.

use super::folder::{Listed, SentFile, list, read};
use super::notebook::{self, TeamWords};
use super::readings::Readings;
use super::{Event, Host, Workspace, beside_past, rules};
use crate::accept::{AcceptedQuarter, accept_quarter};
use crate::analyse::{Analysis, Inputs, analyse};
use crate::difference::{self, Against, Change, Values};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::Ledger;
use crate::notebook::words_looked_up;
use crate::past::Past;
use crate::period::Period;
use crate::reading::Source;
use crate::reading::query::Query;
use crate::record::{FileRecords, Tally};
use crate::report::RulesSince;
use crate::reported::RestatedTarget;
use crate::settings::Settings;
use crate::typing::{self, Typed};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A quarter read and checked, before it is analysed.
pub struct Quarter<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The quarter that it is about.
    pub period: Period,
    /// The ledger.
    pub ledger: Ledger,
    /// The newest record that the past was read from; all, when `None`.
    pub basis: Option<u64>,
    /// How many of the restatements these returns declare: the first of them.
    pub(super) own_restatements: usize,
    /// Targets of earlier quarters that were put right since the quarter before was reported.
    pub(super) restated_targets: Vec<RestatedTarget>,
    /// What changed in the rules since the report of the quarter before.
    pub(super) rules: Option<RulesSince>,
    /// What the ledger knew; the corrections of the returns are in it.
    pub past: Past,
    /// What the returns come to; after [`Quarter::compare`] its changes have what differs from the ledger as well.
    pub accepted: AcceptedQuarter,
    /// What became of the cells of each file, by name.
    pub tallies: Vec<(Arc<Source>, Vec<Tally>)>,
    /// Queries of earlier quarters that were never answered, oldest first.
    pub earlier: Vec<Query>,
    /// What the team says of the quarter.
    pub(super) team: TeamWords,
    /// What lies among the returns and nobody meant as one, by name.
    pub passed_over: Vec<String>,
    /// Where each file is, by the name that it is shown under.
    pub(super) paths: HashMap<String, PathBuf>,
}

impl<'w> Quarter<'w> {
    /// Reads and checks the returns of `period`. Its past is what [`Ledger::basis`] gives, all that is known when
    /// `with_corrections`.
    ///
    /// # Errors
    /// When the folder cannot be read or the ledger is damaged; never for what is in a return.
    pub fn read(workspace: &'w Workspace, period: Period, with_corrections: bool, host: &Host<'_>) -> Result<Self> {
        let ledger = host.ledger(&workspace.history_dir())?;
        let basis = ledger.basis(period).filter(|_| !with_corrections);
        Self::read_listed(workspace, period, (ledger, basis), Self::listed(workspace, period)?, host)
    }

    /// The same with the past as the records up to `basis` of the ledger leave it, and without what is true of this moment
    /// only: a release says nothing that cannot be made again from what was sent.
    pub(super) fn read_with(
        workspace: &'w Workspace,
        period: Period,
        from: (Ledger, Option<u64>),
        host: &Host<'_>,
    ) -> Result<Self> {
        let mut listed = Self::listed(workspace, period)?;
        listed.files.iter_mut().for_each(SentFile::forget_who_has_it_open);
        Self::read_listed(workspace, period, from, listed, host)
    }

    /// The same of a folder that is watched: what was read before is not read again, and what is still being written is as if
    /// it were not there.
    pub(super) fn read_watched(
        workspace: &'w Workspace,
        period: Period,
        readings: &mut Readings,
        host: &Host<'_>,
    ) -> Result<Self> {
        let ledger = host.ledger(&workspace.history_dir())?;
        let basis = ledger.basis(period);
        let mut listed = Self::listed(workspace, period)?;
        listed.files = readings.ready(listed.files);
        let context = workspace.typing(period);
        let records = readings.read(&workspace.pool(host).for_quarter(Some(period)), &listed.files)?;
        let typed = records.into_iter().map(|file| typing::type_file(file, &context)).collect();
        Self::accept(workspace, period, (ledger, basis), Taken::of(listed, typed), host)
    }

    /// The same of files that were read elsewhere.
    pub(super) fn of_records(
        workspace: &'w Workspace,
        period: Period,
        with_corrections: bool,
        read: ReadElsewhere,
        host: &Host<'_>,
    ) -> Result<Self> {
        let ledger = host.ledger(&workspace.history_dir())?;
        let basis = ledger.basis(period).filter(|_| !with_corrections);
        let context = workspace.typing(period);
        let typed = read.records.into_iter().map(|file| typing::type_file(file, &context)).collect();
        let taken = Taken { typed, folders: vec![], passed_over: read.passed_over, paths: read.paths };
        Self::accept(workspace, period, (ledger, basis), taken, host)
    }

    /// What lies in the folder of the returns.
    fn listed(workspace: &Workspace, period: Period) -> Result<Listed> {
        list(&Self::folder(workspace, period)?, "", &workspace.root)
    }

    /// Where the returns of a quarter are.
    pub(super) fn folder(workspace: &Workspace, period: Period) -> Result<PathBuf> {
        let folder = workspace.returns_dir(period);
        match folder.is_dir() {
            true => Ok(folder),
            false => {
                let folder = folder.display();
                let how = format!("`quarterday templates {period}` makes it with the forms, or make it yourself");
                Err(Error::Usage(format!("there is no folder {folder} for the returns of the quarter; {how}")))
            }
        }
    }

    fn read_listed(
        workspace: &'w Workspace,
        period: Period,
        ledger: (Ledger, Option<u64>),
        listed: Listed,
        host: &Host<'_>,
    ) -> Result<Self> {
        let typed = read_all(workspace, period, &listed.files, host)?;
        Self::accept(workspace, period, ledger, Taken::of(listed, typed), host)
    }

    /// What the files come to.
    fn accept(
        workspace: &'w Workspace,
        period: Period,
        (ledger, basis): (Ledger, Option<u64>),
        Taken { mut typed, folders, passed_over, paths }: Taken,
        host: &Host<'_>,
    ) -> Result<Self> {
        let tallies = typed.iter_mut().map(|t| (t.source.clone(), std::mem::take(&mut t.tallies))).collect();
        let mut past = host.stage("Opening the ledger", 0, || ledger.past(&workspace.register, period, basis))?;
        let (corrected, declared) = ledger.corrections_of(period, basis)?;
        let team = notebook::read(workspace, period, &ledger, &mut past.queries, host)?;
        let register = workspace.findings.iter().cloned().chain(beside_past::findings(
            &workspace.register,
            &workspace.settings,
            period,
            &past,
        ));
        let rules = rules::since_last_quarter(workspace, &ledger, period, basis, host)?;
        let redefined = rules.iter().flat_map(|since| rules::redefined(&workspace.register, since, period));
        let others = folders.into_iter().chain(register).chain(redefined).collect();
        let context = workspace.accepting(period);
        let left_out = &team.left_out;
        let mut accepted =
            host.stage("Checking", 0, || accept_quarter(&context, typed, others, left_out, &corrected, &mut past))?;
        let own = accepted.restatements.len();
        accepted.findings.extend(team.findings.iter().cloned());
        accepted.findings.extend(team.fitting_nothing(workspace, period, &accepted.left_out, host));
        accepted.findings.sort();
        accepted.queries.iter_mut().for_each(|q| _ = q.asked.get_or_insert(notebook::today(host)));
        // What these returns declare comes first: it is theirs to record.
        accepted.restatements.extend(declared);
        accepted.restatements.extend(ledger.restated_between(period, basis)?);
        ledger.told_of_restated(&workspace.register, &mut past, &accepted.restatements, basis)?;
        let restated_targets = ledger.targets_restated_between(period, basis)?;
        let earlier = ledger.open_before(period)?;
        let mut quarter = Self {
            workspace,
            period,
            ledger,
            basis,
            own_restatements: own,
            restated_targets,
            rules,
            past,
            accepted,
            tallies,
            earlier,
            team,
            passed_over,
            paths,
        };
        host.stage("Looking up the team's words", 0, || quarter.look_up_words());
        Ok(quarter)
    }

    /// Looks the team's own words up in the quarter as it is computed without them. What is to be said of them joins the
    /// findings; what the report says where they are new is what they are written over.
    fn look_up_words(&mut self) {
        if self.team.words.is_empty() {
            return;
        }
        let (words, findings) = {
            let analysis = self.analyse();
            let words: Vec<_> = analysis.own_words.iter().map(|said| said.own.clone()).collect();
            (words, words_looked_up(&analysis.own_words, &notebook::name(self.period)))
        };
        self.team.words = words;
        self.accepted.findings.extend(findings);
        self.accepted.findings.sort();
    }

    /// The computed quarter.
    pub fn analyse(&self) -> Analysis<'_> {
        self.analyse_under(&self.workspace.settings)
    }

    /// The quarter as it would be computed under other settings, from the same readings.
    pub fn analyse_under<'q>(&'q self, settings: &'q Settings) -> Analysis<'q> {
        analyse(&self.inputs(settings))
    }

    /// What the analysis looks at.
    pub(super) fn inputs<'q>(&'q self, settings: &'q Settings) -> Inputs<'q> {
        Inputs {
            part: None,
            settings,
            register: &self.workspace.register,
            period: self.period,
            returns: &self.accepted.returns,
            submissions: &self.accepted.submissions,
            findings: &self.accepted.findings,
            past: &self.past,
            computed: &self.accepted.computed,
            changes: &self.accepted.changes,
            restatements: &self.accepted.restatements,
            restated_targets: &self.restated_targets,
            queries: &self.accepted.queries,
            own_words: &self.team.words,
            left_out: &self.accepted.left_out,
            trial: &self.accepted.trial,
            rated: None,
        }
    }

    /// Adds to the changes what differs from the newest recorded run of this quarter up to `as_of` (of all, when
    /// `None`).
    ///
    /// # Errors
    /// When the ledger is damaged.
    pub fn compare(&mut self, as_of: Option<u64>) -> Result<()> {
        self.accepted.changes = self.changes(as_of)?;
        Ok(())
    }

    /// What the returns that count say otherwise than those that give way, and than the newest recorded run up to `as_of` (of
    /// all, when `None`) did: a pair of values that both tell of stands once.
    ///
    /// # Errors
    /// When the ledger is damaged.
    pub fn changes(&self, as_of: Option<u64>) -> Result<Vec<Change>> {
        Ok(difference::joined(&self.accepted.changes, self.changes_since(as_of)?))
    }

    /// What differs from the newest recorded run of this quarter up to `as_of` (of all, when `None`).
    ///
    /// # Errors
    /// When the ledger is damaged.
    fn changes_since(&self, as_of: Option<u64>) -> Result<Vec<Change>> {
        let Some(recorded) = self.ledger.recorded(self.period, as_of)? else { return Ok(vec![]) };
        let against = Against::Record { record: recorded.record, recorded: recorded.day.clone() };
        let before = self.ledger.said(&recorded, |_| true)?;
        Ok(difference::between(&before.values(), &Values::of(&self.accepted.returns), &against))
    }
}

/// What came of a quarter's folder.
struct Taken {
    /// The files, as they were typed, by name.
    typed: Vec<Typed>,
    /// A note for each folder in it.
    folders: Vec<Finding>,
    /// What nobody meant as a return.
    passed_over: Vec<String>,
    /// Where each file is.
    paths: HashMap<String, PathBuf>,
}

impl Taken {
    fn of(listed: Listed, typed: Vec<Typed>) -> Self {
        let Listed { files, folders, passed_over } = listed;
        let paths = files.into_iter().map(|file| (file.input.name, file.input.path)).collect();
        Self { typed, folders, passed_over, paths }
    }
}

/// A quarter's files as they were read elsewhere.
#[derive(Default)]
pub(super) struct ReadElsewhere {
    /// By name.
    pub records: Vec<FileRecords>,
    /// What nobody meant as a return, by name.
    pub passed_over: Vec<String>,
    /// Where the files are that are here too.
    pub paths: HashMap<String, PathBuf>,
}

fn read_all(workspace: &Workspace, period: Period, files: &[SentFile], host: &Host<'_>) -> Result<Vec<Typed>> {
    let context = workspace.typing(period);
    let mut typed: Vec<Option<Typed>> = files.iter().map(|_| None).collect();
    host.stage("Reading returns", files.len(), || {
        read(&workspace.pool(host).for_quarter(Some(period)), files, |n, file| {
            typed[n] = Some(typing::type_file(file, &context));
            (host.progress)(Event::Step);
            Ok(())
        })
    })?;
    typed
        .into_iter()
        .zip(files)
        .map(|(t, f)| t.ok_or_else(|| Error::Internal(format!("nothing was said of {}", f.input.name))))
        .collect()
}
