//! `quarterday consolidate`: the main job.

use super::editions;
use super::export::write_figures;
use super::figures::with_figures;
use super::in_use::InUse;
use super::job::{self, JobOutput};
use super::notebook;
use super::outputs::{RUN_RECORD, stage_reports};
use super::run::{prepare_run, provenance, since_release};
use super::send_back::{self, Copies, RETURNED, SendBackCase, SentBack};
use super::staging::{Staged, stage, tidy};
use super::workspace::NOTEBOOKS;
use super::written::Written;
use super::{Event, Host, Quarter, Workspace};
use crate::analyse::{Analysis, BasketKind, ReturnState, TrialResult, reported, trial};
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::markup::ReturnedFile;
use crate::measure::SendBack;
use crate::notebook::NotebookFacts;
use crate::period::Period;
use crate::reading::Source;
use crate::reading::query::QueryState;
use crate::record::Outcome;
use crate::report::Totals;
use crate::reported::ReportedChange;
use crate::settings::Edition;
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

/// What a run wrote and found.
pub struct Consolidated<'w> {
    /// The quarter that it is about.
    pub period: Period,
    /// The Cabinet workbook: beside its place where a program had the old one open.
    pub workbook: PathBuf,
    /// The record of the run, likewise.
    pub run_json: PathBuf,
    /// The canonical root of the results, in hex.
    pub root: String,
    /// The page for everybody, where it is written.
    pub page: Option<PathBuf>,
    /// The workbooks of other readers, likewise.
    pub workbooks: Vec<PathBuf>,
    /// Editions that this run was asked for and the settings do not name: the next run takes them away.
    pub for_once: Vec<Edition>,
    /// The notebook of the quarter.
    pub notebook: PathBuf,
    /// The quarter in a few lines.
    pub summary: Vec<String>,
    /// The quarter as it was read and computed.
    pub quarter: Quarter<'w>,
    /// What goes back to the services.
    pub sent_back: SentBack,
    /// The newest release of the quarter, where there is one, and the measures of which this draft says otherwise.
    pub after_release: Option<(u32, Vec<ReportedChange>)>,
    /// Earlier quarters are as they are known now, and not as that release had them.
    pub with_corrections: bool,
    /// As written to run.json.
    pub record: serde_json::Value,
}

/// How a quarter is run.
#[derive(Debug, Clone, Default)]
pub struct RunTerms {
    /// Who runs it, as they say; may be empty.
    pub by: String,
    /// Editions to write beside those of the settings.
    pub editions: Vec<Edition>,
    /// Takes in what was corrected and imported since the quarter was last run, which an old quarter does not by itself.
    pub with_corrections: bool,
    /// Takes what a job read in place of the files.
    pub from: Option<JobOutput>,
}

/// Reads, checks, computes, writes the reports of `period` and records the run.
///
/// Reports are staged beside their places first, then the ledger commits, then they are put in place: a run that
/// cannot write leaves the ledger as it was. Run again with the same inputs, nothing changes.
///
/// # Errors
/// When the returns' folder cannot be read, an output cannot be written, or the ledger is damaged or was changed meanwhile.
pub fn consolidate<'w>(
    workspace: &'w Workspace,
    period: Period,
    terms: &RunTerms,
    host: &Host<'_>,
) -> Result<Consolidated<'w>> {
    let (root, folder) = (&workspace.root, workspace.reports_dir(period));
    let editions = editions::wanted(&workspace.settings, &workspace.register, period, &terms.editions)?;
    let apart = editions::without_portfolio(&workspace.register, &editions);
    apart.into_iter().for_each(|words| (host.progress)(Event::Warning(words)));
    // Wherever a run that was killed may have been writing.
    [root, &root.join("layouts"), &workspace.returns_dir(period), &root.join(NOTEBOOKS), &folder]
        .into_iter()
        .for_each(|left| tidy(left));
    notebook::not_open(workspace, period)?;
    // An output folder that cannot be written is better known before the work than after it.
    if workspace.returns_dir(period).is_dir() {
        stage(&folder.join(RUN_RECORD), |_| Ok(()))?;
    }
    let _in_use = InUse::take(&workspace.history_dir(), &format!("consolidating {period}"), host)?;
    let mut quarter = match &terms.from {
        Some(job) => job::quarter(workspace, period, terms.with_corrections, job, host)?,
        None => Quarter::read(workspace, period, terms.with_corrections, host)?,
    };
    let mut analysis = host.stage("Computing", 0, || quarter.analyse());
    let reported = reported(&analysis);
    let prepared = prepare_run(&quarter, &reported, &terms.by, host)?;
    // Up to the record before this run's own, so that the same run gives the same answer again.
    let changes = quarter.changes(Some(prepared.seq().saturating_sub(1)))?;
    analysis.changes = &changes;
    let provenance = provenance(&quarter, &prepared, host)?;
    let mut before = Written::read(&folder, RUN_RECORD);
    let copies = copies(&quarter, &folder, &before, host)?;
    let returned: Vec<Source> =
        copies.sources().map(|s| Source { file: format!("{RETURNED}{}", s.file), ..s.clone() }).collect();
    let facts = NotebookFacts {
        period,
        register: &workspace.register,
        queries: &quarter.accepted.queries,
        sentences: analysis.sentences(),
        said: &analysis.own_words,
        left_out: &quarter.accepted.left_out,
    };
    let prepared_notebook = notebook::prepare(workspace, &quarter.team, &facts, host)?;
    let provenance = with_figures(provenance, &quarter, &analysis)?;
    let written = host.stage("Writing the workbooks", 0, || {
        let figures = |file: (&Path, &mut File)| write_figures(&quarter, &reported, &provenance, file);
        let of = (&quarter.inputs(&workspace.settings), &analysis);
        stage_reports(of, &provenance, &editions, &quarter.tallies, (&folder, returned.clone()), figures)
    })?;
    for told in &written.broken {
        (host.progress)(Event::Warning(format!("{told} The quarter cannot be published before")));
    }
    before.expect(written.outputs.iter().chain(&returned))?;
    host.stage("Recording the run", 0, || prepared.commit())?;
    before.take_away(&written.outputs, RETURNED, host)?;
    let reports = written.place_beside(&mut before, host)?;
    let sent_back = copies.place()?;
    before.settle(reports.placed.into_iter().chain(returned))?;
    prepared_notebook.map(Staged::place).transpose()?;
    let mut summary = summary(&analysis, &provenance.tallies, quarter.accepted.refused, &quarter.passed_over);
    summary.push(format!("Root:     {}", provenance.root));
    let release = quarter.ledger.newest_release(period, None).cloned();
    let since_release = match &release {
        Some(release) => since_release(&quarter, release, &reported)?,
        None => vec![],
    };
    drop(analysis);
    quarter.accepted.changes = changes;
    let notebook = workspace.notebook(period);
    let after_release = release.and_then(|r| r.release).map(|r| (r.number, since_release));
    let (workbook, run_json, page, workbooks) = (reports.workbook, reports.run_json, reports.page, reports.workbooks);
    let for_once = |edition: &Edition| !workspace.settings.editions.written.contains(edition);
    let for_once = editions.iter().copied().filter(for_once).collect();
    Ok(Consolidated {
        period,
        root: provenance.root,
        workbook,
        run_json,
        page,
        workbooks,
        for_once,
        notebook,
        summary,
        quarter,
        sent_back,
        after_release,
        with_corrections: terms.with_corrections,
        record: reports.record,
    })
}

/// Marked copies of the returns that the settings send back. A return that another one replaced is not marked: its
/// service is told of it in the text about the one that counts.
fn copies(quarter: &Quarter<'_>, folder: &Path, before: &Written, host: &Host<'_>) -> Result<Copies> {
    let workspace = quarter.workspace;
    let least = workspace.settings.returns.send_back;
    let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in quarter.accepted.findings.iter().filter(|f| !f.file.is_empty() && least != SendBack::Never) {
        by_file.entry(&finding.file).or_default().push(finding);
    }
    let wanted =
        |f: &&Finding| f.severity == Severity::Error || (f.severity == Severity::Query && least == SendBack::Queries);
    let (mut cases, mut elsewhere) = (Vec::new(), 0);
    for s in quarter
        .accepted
        .submissions
        .iter()
        .filter(|s| s.counts || s.outcome != Outcome::Accepted || s.service.is_empty())
    {
        let replaced = quarter.accepted.submissions.iter().filter(|o| {
            s.counts && o.file != s.file && o.service == s.service && o.outcome == Outcome::Accepted && !o.counts
        });
        let others: Vec<_> = replaced.map(|o| (o.file.clone(), o.why.clone())).collect();
        let findings = by_file.remove(s.file.as_str()).unwrap_or_default();
        let told = least == SendBack::Queries && !others.is_empty();
        if !told && !findings.iter().any(wanted) {
            continue;
        }
        let returned = ReturnedFile {
            settings: &workspace.settings,
            register: &workspace.register,
            period: Some(quarter.period),
            file: &s.file,
            service: &s.service,
            findings,
            others,
        };
        match quarter.paths.get(&s.file).cloned() {
            Some(path) => cases.push(SendBackCase { path, sha256: &s.sha256, returned }),
            None => elsewhere += 1,
        }
    }
    if elsewhere > 0 {
        let folder = workspace.returns_dir(quarter.period);
        let words = format!(
            "{elsewhere} of the returns would go back to their services with marks, and were read elsewhere: put them into \
             {} and run again",
            folder.display()
        );
        (host.progress)(Event::Warning(words));
    }
    let mut copies = send_back::stage(workspace, &cases, &folder.join(RETURNED), &BTreeSet::new(), host)?;
    copies.respect(before, RETURNED, "")?;
    Ok(copies)
}

fn summary(analysis: &Analysis<'_>, cells: &Totals, refused: usize, passed_over: &[String]) -> Vec<String> {
    let state = |s| analysis.returns.iter().filter(|r| r.state == s).count();
    // A file of several services is one file.
    let mut sent: Vec<_> = analysis.submissions.iter().map(|s| (s.file.as_str(), s.outcome)).collect();
    sent.dedup();
    let files = |o| sent.iter().filter(|(_, outcome)| *outcome == o).count();
    let mut out = vec![
        format!("{}, {}", analysis.settings.council.name, analysis.period.heading()),
        format!(
            "Returns:  {} expected: {} complete, {} late, {} incomplete, {} rejected, {} missing",
            analysis.returns.len(),
            state(ReturnState::Complete),
            state(ReturnState::Late),
            state(ReturnState::Incomplete),
            state(ReturnState::Rejected),
            state(ReturnState::Missing)
        ),
        format!(
            "Files:    {} read: {} accepted, {} rejected, {} undecided",
            sent.len(),
            files(Outcome::Accepted),
            files(Outcome::Rejected),
            files(Outcome::Undecided)
        ),
        format!(
            "Cells:    {} read = {} accepted + {} refused + {} ignored by rule",
            cells.read,
            cells.accepted,
            cells.refused,
            cells.ignored_total()
        ),
    ];
    if !passed_over.is_empty() {
        out.insert(3, format!("          {} passed over, no returns: {}", passed_over.len(), passed_over.join(", ")));
    }
    let readings = analysis.results().into_iter().filter(|i| i.reading.is_some() && i.computed.is_none()).count();
    out.push(format!("Readings: {readings} accepted, {refused} refused by a check of the row"));
    if let Some(council) = analysis.baskets.iter().find(|b| b.kind == BasketKind::Council) {
        let (now, word) = (&council.now, |s| analysis.settings.look(s).word.to_lowercase());
        use crate::settings::Status;
        out.push(format!(
            "Status:   {} {}, {} {}, {} {}; {} rated of {} indicators",
            now.green,
            word(Status::Green),
            now.amber,
            word(Status::Amber),
            now.red,
            word(Status::Red),
            now.rated(),
            now.total
        ));
    }
    let confirmed = analysis.queries.iter().filter(|q| q.state.confirmed()).count();
    let open = analysis.queries.iter().filter(|q| q.state == QueryState::Open).count();
    out.push(format!("Queries:  {open} open, {confirmed} answered"));
    if !analysis.left_out.is_empty() {
        out.push(format!("Left out: {} by hand", analysis.left_out.len()));
    }
    for TrialResult { code, stopped, asked, noted } in trial(analysis.trial) {
        let notes = if noted > 0 { format!(", noted {noted}") } else { String::new() };
        out.push(format!("On trial: {code} would have stopped {stopped} and asked about {asked}{notes}"));
    }
    out
}
