//! `quarterday consolidate`: the main job.

use super::in_use::InUse;
use super::notebook;
use super::send_back::{self, Copies, SendBackCase, SentBack};
use super::staging::{Staged, stage, tidy};
use super::workspace::NOTEBOOKS;
use super::{Host, Quarter, Workspace};
use crate::analyse::{Analysis, BasketKind, ReturnState, TrialResult, trial};
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::{LedgerBatch, PreparedBatch, Sayings, SubmissionRow};
use crate::markup::ReturnedFile;
use crate::measure::SendBack;
use crate::notebook::NotebookFacts;
use crate::period::Period;
use crate::reading::Source;
use crate::reading::query::QueryState;
use crate::record::Outcome;
use crate::report::{self, Provenance, Totals};
use crate::settings::Settings;
use crate::{status, workbook};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a run wrote and found.
pub struct Consolidated<'w> {
    /// The quarter that it is about.
    pub period: Period,
    /// The Cabinet workbook.
    pub workbook: PathBuf,
    /// The record of the run.
    pub run_json: PathBuf,
    /// The notebook of the quarter.
    pub notebook: PathBuf,
    /// The quarter in a few lines.
    pub summary: Vec<String>,
    /// The quarter as it was read and computed.
    pub quarter: Quarter<'w>,
    /// What goes back to the services.
    pub sent_back: SentBack,
    /// As written to run.json.
    pub record: serde_json::Value,
}

/// Reads, checks, computes, writes the reports of `period` and records the run.
///
/// Reports are staged beside their places first, then the ledger commits, then they are put in place: a run that
/// cannot write leaves the ledger as it was. Run again with the same inputs, nothing changes.
///
/// # Errors
/// When the returns' folder cannot be read, an output cannot be written, or the ledger is damaged or was changed meanwhile.
pub fn consolidate<'w>(workspace: &'w Workspace, period: Period, host: &Host<'_>) -> Result<Consolidated<'w>> {
    let (root, folder) = (&workspace.root, workspace.reports_dir(period));
    // Wherever a run that was killed may have been writing.
    [root, &root.join("layouts"), &workspace.returns_dir(period), &root.join(NOTEBOOKS), &folder]
        .into_iter()
        .for_each(|left| tidy(left));
    notebook::not_open(workspace, period)?;
    // An output folder that cannot be written is better known before the work than after it.
    if workspace.returns_dir(period).is_dir() {
        stage(&folder.join("run.json"), |_| Ok(()))?;
    }
    let _in_use = InUse::take(&workspace.history_dir(), &format!("consolidating {period}"), host)?;
    let mut quarter = Quarter::read(workspace, period, host)?;
    let prepared = prepare(&quarter, host)?;
    // Up to the record before this run's own, so that the same run gives the same answer again.
    quarter.compare(Some(prepared.seq().saturating_sub(1)))?;
    let analysis = host.stage("Computing", 0, || quarter.analyse());
    let provenance = provenance(&quarter, &prepared);
    let (workbook, run_json) = (folder.join("cabinet.xlsx"), folder.join("run.json"));
    let (statistics, breakdowns) = (folder.join(report::STATISTICS), folder.join(report::BREAKDOWNS));
    let copies = copies(&quarter, &folder, &run_json, host)?;
    let facts = NotebookFacts {
        period,
        register: &workspace.register,
        queries: &quarter.accepted.queries,
        sentences: analysis.headlines.iter().map(|h| h.computed.as_str()).collect(),
        left_out: &quarter.accepted.left_out,
    };
    let prepared_notebook = notebook::prepare(workspace, &quarter.team, &facts, host)?;
    let (staged, record) = host.stage("Writing the Cabinet workbook", 0, || -> Result<_> {
        let book = report::cabinet(&analysis, &provenance);
        let cabinet = stage(&workbook, |file| workbook::write(book, file, &folder))?;
        let numbers =
            stage(&statistics, |file| report::statistics(&analysis, file).map_err(Error::io("write", &statistics)))?;
        let parts =
            stage(&breakdowns, |file| report::breakdowns(&analysis, file).map_err(Error::io("write", &breakdowns)))?;
        let written = [("cabinet.xlsx", &cabinet), (report::STATISTICS, &numbers), (report::BREAKDOWNS, &parts)];
        let written = written.map(|(name, staged)| Ok(Source { file: name.to_owned(), sha256: staged.sha256()? }));
        let mut outputs: Vec<Source> = written.into_iter().collect::<Result<_>>()?;
        outputs.extend(copies.sources().map(|s| Source { file: format!("{RETURNED}/{}", s.file), ..s.clone() }));
        let record = report::run_record(&analysis, &provenance, &quarter.tallies, &outputs);
        let run = stage(&run_json, |file| {
            let mut file = BufWriter::new(file);
            serde_json::to_writer_pretty(&mut file, &record)
                .map_err(io::Error::from)
                .map_err(Error::io("write", &run_json))?;
            file.flush().map_err(Error::io("write", &run_json))
        })?;
        Ok(([cabinet, numbers, parts, run], record))
    })?;
    host.stage("Recording the run", 0, || prepared.commit())?;
    staged.into_iter().try_for_each(Staged::place)?;
    let sent_back = copies.place()?;
    prepared_notebook.map(Staged::place).transpose()?;
    let summary = summary(&analysis, &provenance.tallies, quarter.accepted.refused);
    drop(analysis);
    let notebook = workspace.notebook(period);
    Ok(Consolidated { period, workbook, run_json, notebook, summary, quarter, sent_back, record })
}

/// The folder of a quarter's reports that holds what goes back to the services.
const RETURNED: &str = "returned";

/// Marked copies of the returns that the settings send back. A return that another one replaced is not marked: its
/// service is told of it in the text about the one that counts.
fn copies(quarter: &Quarter<'_>, folder: &Path, run_json: &Path, host: &Host<'_>) -> Result<Copies> {
    let workspace = quarter.workspace;
    let least = workspace.settings.returns.send_back;
    let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in quarter.accepted.findings.iter().filter(|f| !f.file.is_empty() && least != SendBack::Never) {
        by_file.entry(&finding.file).or_default().push(finding);
    }
    let wanted =
        |f: &&Finding| f.severity == Severity::Error || (f.severity == Severity::Query && least == SendBack::Queries);
    let mut cases = Vec::new();
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
        let path = quarter.paths.get(&s.file).cloned().unwrap_or_default();
        cases.push(SendBackCase { path, sha256: &s.sha256, returned });
    }
    let mut copies = send_back::stage(workspace, &cases, &folder.join(RETURNED), &BTreeSet::new(), host)?;
    copies.respect(&written_before(run_json))?;
    Ok(copies)
}

/// What the last run put into the folder, with its hashes; nothing where its record cannot be read.
fn written_before(run_json: &Path) -> BTreeMap<String, String> {
    let record = std::fs::read(run_json).ok().and_then(|b| serde_json::from_slice::<serde_json::Value>(&b).ok());
    let outputs = record.and_then(|mut r| serde_json::from_value::<Vec<Source>>(r["outputs"].take()).ok());
    let name = |s: Source| Some((s.file.strip_prefix(RETURNED)?.strip_prefix('/')?.to_owned(), s.sha256));
    outputs.unwrap_or_default().into_iter().filter_map(name).filter(|(n, _)| !n.contains(['/', '\\'])).collect()
}

/// What the ledger will hold after this run, not yet written.
fn prepare(quarter: &Quarter<'_>, host: &Host<'_>) -> Result<PreparedBatch> {
    let submissions: Vec<SubmissionRow> = quarter
        .accepted
        .submissions
        .iter()
        .map(|s| SubmissionRow {
            period: quarter.period,
            source: Source { file: s.file.clone(), sha256: s.sha256.clone() }.into(),
            service: s.service.clone(),
            layout: s.layout.clone(),
            outcome: s.outcome,
            counts: s.counts,
        })
        .collect();
    let restated = quarter.ledger.restate(quarter.period, quarter.accepted.restatements.clone())?;
    let batch = LedgerBatch {
        settings_sha256: quarter.workspace.settings_sha256.clone(),
        register_sha256: quarter.workspace.register.sha256.clone(),
        note: rated_by(quarter.workspace),
        sayings: Sayings::new(&quarter.accepted.queries, &quarter.team.words, &quarter.team.left_out),
        ..LedgerBatch::consolidation(quarter.period, &quarter.accepted.returns, &submissions).restating(&restated)
    };
    host.stage("Comparing with the ledger", 0, || quarter.ledger.prepare(batch, &host.today))
}

/// The schemes that gave the statuses of a run, for whoever reads the ledger: `Status by floor, version 1; tolerance,
/// version 1`.
fn rated_by(workspace: &Workspace) -> String {
    let settings = &workspace.settings;
    let used: BTreeSet<_> = workspace.register.indicators.iter().map(|i| status::scheme(i, settings)).collect();
    let titles: Vec<String> = used.into_iter().map(|s| status::words::title(s, settings)).collect();
    let preset = match settings.status.preset.as_str() {
        "" => String::new(),
        name => format!(" (preset {name})"),
    };
    format!("Status by {}{preset}", titles.join("; "))
}

fn provenance(quarter: &Quarter<'_>, prepared: &PreparedBatch) -> Provenance {
    let mut tallies = Totals::default();
    quarter.tallies.iter().for_each(|(_, sheets)| tallies.add(sheets));
    let head = prepared.head();
    Provenance {
        ledger_seq: head.seq,
        ledger_head: head.hash,
        recorded: prepared.recorded().to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        register_sha256: quarter.workspace.register.sha256.clone(),
        settings_sha256: quarter.workspace.settings_sha256.clone(),
        settings_differences: differences(&quarter.workspace.settings),
        tallies,
        published: false,
    }
}

/// Settings that differ from the default: key, the council's value, the default.
fn differences(settings: &Settings) -> Vec<(String, String, String)> {
    let flat = |settings: &Settings| {
        let mut out = Vec::new();
        // Settings hold nothing that JSON cannot say.
        flatten("", &serde_json::to_value(settings).unwrap_or_default(), &mut out);
        out.into_iter().collect::<std::collections::BTreeMap<_, _>>()
    };
    let (own, usual) = (flat(settings), flat(&Settings::default()));
    let differs = own.into_iter().filter(|(k, v)| usual.get(k) != Some(v));
    differs.map(|(k, v)| (k.clone(), v, usual.get(&k).cloned().unwrap_or_default())).collect()
}

fn flatten(path: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
    let serde_json::Value::Object(map) = value else {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return out.push((path.to_owned(), shown));
    };
    for (key, value) in map {
        flatten(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, out);
    }
}

fn summary(analysis: &Analysis<'_>, cells: &Totals, refused: usize) -> Vec<String> {
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
    let readings = analysis.indicators.iter().filter(|i| i.reading.is_some() && i.computed.is_none()).count();
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
