//! `quarterday approve` and `quarterday publish`: what Cabinet gets of a quarter, frozen.
//!
//! A release is a record of the ledger that names the run which is frozen and every file that was published, whose bytes
//! the ledger keeps. The folder `published/2026-27Q2/1` is a copy for people: it is made when the record is safe, made again
//! where it went missing, and never written over.

use super::editions;
use super::export::write_figures;
use super::figures::with_figures;
use super::in_use::InUse;
use super::outputs::stage_reports;
use super::released::{self, StagedRelease};
use super::run::{prepare_run, provenance};
use super::workspace::{NOTEBOOKS, file_sha256};
use super::{Host, Quarter, Workspace};
use crate::analyse::reported;
use crate::catalogue::F020;
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::history::{BatchKind, FileToKeep, Ledger, LedgerDecision, LogRecord, Release};
use crate::measure::Approval;
use crate::period::Period;
use crate::reading::Source;
use crate::reading::query::QueryState;
use crate::record::Outcome;
use crate::report::ReleaseFacts;
use crate::settings::Edition;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Somebody's word that a run may be published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Approved {
    /// The quarter.
    pub quarter: Period,
    /// Who approved it.
    pub by: String,
    /// The record of the run.
    pub run: u64,
    /// The canonical root of its results.
    pub root: String,
    /// The record of the approval.
    pub ledger: u64,
    /// What must be settled before it can be published, which makes this approval void.
    pub held_up: Vec<String>,
}

/// How a quarter is published.
#[derive(Debug, Clone, Default)]
pub struct PublishTerms {
    /// Who publishes it, as they say.
    pub by: String,
    /// An early release: it needs no approval, and no query holds it up.
    pub provisional: bool,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Published {
    /// The quarter.
    pub quarter: Period,
    /// 1 for the first release of the quarter.
    pub release: u32,
    /// An early one.
    pub provisional: bool,
    /// Who approved it; empty where nobody had to.
    pub approved_by: String,
    /// Where it lies.
    pub folder: PathBuf,
    /// The files in it.
    pub files: Vec<Source>,
    /// The canonical root of its results.
    pub root: String,
    /// The record of the release.
    pub ledger: u64,
    /// False where this very run was published already.
    pub new: bool,
}

/// Records that `by` has seen what the newest run of a quarter gave, and that it may be published.
///
/// # Errors
/// When the quarter was never run, the name is blank, the returns cannot be read or the ledger cannot be written.
pub fn approve(workspace: &Workspace, period: Period, by: &str, host: &Host<'_>) -> Result<Approved> {
    let by = name(by)?;
    let _in_use = InUse::take(&workspace.history_dir(), &format!("approving {period}"), host)?;
    let ledger = host.ledger(&workspace.history_dir())?;
    let run = newest_run(&ledger, period)?.clone();
    if workspace.settings.publication.approval == Approval::Another && same_person(&by, &run.by) {
        let words = format!("{by} ran the quarter, and publication.approval in quarterday.toml asks for another");
        return Err(Error::Usage(format!("{words}. Somebody else looks at the workbook and approves it")));
    }
    // Whoever approves in vain is to know it now.
    let quarter = Quarter::read_with(workspace, period, (ledger, run.basis), host)?;
    let held_up = held_up(&quarter, &PublishTerms::default());
    let decision = LedgerDecision {
        kind: BatchKind::Approval,
        run: &run,
        by: by.clone(),
        release: None,
        keep: &[],
        dropped: &[],
        note: format!("Record {} may be published", run.seq),
    };
    let head = quarter.ledger.prepare_decision(decision, &host.today)?.commit()?;
    Ok(Approved { quarter: period, by, run: run.seq, root: run.root, ledger: head.seq, held_up })
}

/// Freezes the newest run of a quarter, and writes what Cabinet gets into `published/QUARTER/NUMBER`.
///
/// The quarter is worked out once more from the returns and must give what the run gave, to the last bit.
///
/// # Errors
/// With what to do, when it may not be published; when an output cannot be written, or the ledger is damaged.
pub fn publish(workspace: &Workspace, period: Period, terms: &PublishTerms, host: &Host<'_>) -> Result<Published> {
    freeze(workspace, period, terms, host)?.map_err(|other| {
        Error::Usage(format!(
            "what the returns, the register and the settings give now is not what record {} gave on {}: something was changed \
             since. Run `quarterday consolidate {period}`, look at what changed, then approve and publish it. Nothing was \
             published",
            other.run.seq, other.run.recorded
        ))
    })
}

/// A quarter that gives now what its newest run did not.
pub(super) struct OtherResults {
    run: LogRecord,
    /// The canonical root of what it gives now.
    pub root: String,
}

/// The same, with a quarter that gives something else than its run as a value.
pub(super) fn freeze(
    workspace: &Workspace,
    period: Period,
    terms: &PublishTerms,
    host: &Host<'_>,
) -> Result<Result<Published, OtherResults>> {
    let by = name(&terms.by)?;
    let _in_use = InUse::take(&workspace.history_dir(), &format!("publishing {period}"), host)?;
    let ledger = host.ledger(&workspace.history_dir())?;
    let folder = workspace.published_dir(period);
    released::restore(&ledger, &workspace.root)?;
    let run = newest_run(&ledger, period)?.clone();
    if let Some(done) = already(&ledger, &run, terms, &folder) {
        return Ok(Ok(done));
    }
    let number = ledger.releases(period).count() + 1;
    let place = folder.join(number.to_string());
    if place.exists() {
        let words = "is there, and the ledger knows of no such release; move it aside and publish again";
        return Err(Error::Usage(format!("{} {words}. Nothing was published", place.display())));
    }
    let quarter = Quarter::read_with(workspace, period, (ledger, run.basis), host)?;
    let mut analysis = host.stage("Computing", 0, || quarter.analyse());
    let figures = reported(&analysis);
    let prepared = prepare_run(&quarter, &figures, &run.by, host)?;
    if prepared.root_now() != run.root {
        return Ok(Err(OtherResults { run, root: prepared.root_now().to_owned() }));
    }
    let approved_by = may_be_published(&quarter, &run, &by, terms)?;
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let changes = quarter.changes(Some(run.seq.saturating_sub(1)))?;
    analysis.changes = &changes;
    let mut facts = provenance(&quarter, &prepared, host)?;
    // The release is of this run, whatever was recorded since.
    (facts.ledger_seq, facts.ledger_head, facts.recorded) = (run.seq, run.hash.clone(), run.recorded.clone());
    facts.after_release = None;
    facts.release = Some(ReleaseFacts {
        number,
        published: host.today.clone(),
        by: by.clone(),
        approved_by: approved_by.clone(),
        provisional: terms.provisional,
    });
    let facts = with_figures(facts, &quarter, &analysis)?;
    let reports = host.stage("Writing the release", 0, || {
        let staged = StagedRelease::new(&workspace.root, &folder, number)?;
        let rows = |file: (&Path, &mut File)| write_figures(&quarter, &figures, &facts, file);
        let of = (&quarter.inputs(&workspace.settings), &analysis);
        let editions = editions::wanted(&workspace.settings, &workspace.register, period, &[Edition::Public])?;
        let reports = stage_reports(of, &facts, &editions, &quarter.tallies, (staged.path(), vec![]), rows)?;
        let outputs = reports.outputs.clone();
        reports.place()?;
        Ok::<_, Error>((staged, outputs))
    })?;
    let (staged, outputs) = reports;
    let published = format!("published/{period}/{number}");
    let keep = outputs.iter().map(|s| FileToKeep {
        source: Source { file: format!("{published}/{}", s.file), sha256: s.sha256.clone() },
        path: staged.path().join(&s.file),
    });
    let notebook = notebook(&quarter)?;
    let keep: Vec<FileToKeep> = keep.chain(notebook.clone()).collect();
    let decision = LedgerDecision {
        kind: BatchKind::Release,
        run: &run,
        by,
        release: Some(Release {
            number,
            run: run.seq,
            approved_by: approved_by.clone(),
            provisional: terms.provisional,
            outputs: outputs.clone(),
            notebook: notebook.map(|n| n.source),
            folders: folders(&quarter),
        }),
        keep: &keep,
        dropped: &[],
        note: String::new(),
    };
    let release = quarter.ledger.prepare_decision(decision, &host.today)?;
    let head = host.stage("Recording the release", 0, || release.commit())?;
    staged.place(&place)?;
    Ok(Ok(Published {
        quarter: period,
        release: number,
        provisional: terms.provisional,
        approved_by,
        folder: place,
        files: outputs,
        root: run.root,
        ledger: head.seq,
        new: true,
    }))
}

/// What the team decided is in it, and what it has to say of lines that fit nothing is in the report.
fn notebook(quarter: &Quarter<'_>) -> Result<Option<FileToKeep>> {
    let path = quarter.workspace.notebook(quarter.period);
    if !quarter.team.there {
        return Ok(None);
    }
    let source = Source { file: format!("{NOTEBOOKS}/{}.xlsx", quarter.period), sha256: file_sha256(&path)? };
    Ok(Some(FileToKeep { source, path }))
}

/// Folders among the returns: the report says that they were not read.
fn folders(quarter: &Quarter<'_>) -> Vec<String> {
    let findings = quarter.accepted.findings.iter().filter(|f| f.code == F020.code);
    findings.map(|f| f.file.to_string()).collect()
}

/// Who decided, as they say.
pub(super) fn name(by: &str) -> Result<String> {
    let by = by.split_whitespace().collect::<Vec<_>>().join(" ");
    if by.is_empty() {
        return Err(Error::Usage("--by needs a name: the ledger keeps who decided".to_owned()));
    }
    Ok(by)
}

fn same_person(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn newest_run(ledger: &Ledger, period: Period) -> Result<&LogRecord> {
    let run = ledger.newest_run(period, None).filter(|run| !run.root.is_empty());
    run.ok_or_else(|| {
        Error::Usage(format!(
            "no run of {period} is recorded; run `quarterday consolidate {period}` and look at its workbook"
        ))
    })
}

/// The newest release, where it is of this run and there is nothing to add to it.
fn already(ledger: &Ledger, run: &LogRecord, terms: &PublishTerms, folder: &Path) -> Option<Published> {
    let quarter = run.period?;
    let record = ledger.newest_release(quarter, None)?;
    let release = record.release.as_ref().filter(|release| release.run == run.seq)?;
    (!release.provisional || terms.provisional).then(|| Published {
        quarter,
        release: release.number,
        provisional: release.provisional,
        approved_by: release.approved_by.clone(),
        folder: folder.join(release.number.to_string()),
        files: release.outputs.clone(),
        root: record.root.clone(),
        ledger: record.seq,
        new: false,
    })
}

/// Who approved the run; an error with all that holds it up.
fn may_be_published(quarter: &Quarter<'_>, run: &LogRecord, by: &str, terms: &PublishTerms) -> Result<String> {
    let mut held_up = held_up(quarter, terms);
    let approval = match terms.provisional {
        true => Ok(String::new()),
        false => approval(quarter, run, by),
    };
    let approved_by = approval.unwrap_or_else(|why| {
        held_up.push(why);
        String::new()
    });
    if held_up.is_empty() {
        return Ok(approved_by);
    }
    let reasons = held_up.iter().map(|why| format!("\n  - {why}")).collect::<String>();
    Err(Error::Usage(format!("{} cannot be published yet:{reasons}\nNothing was published", quarter.period)))
}

/// What must be settled first, each with what to do.
fn held_up(quarter: &Quarter<'_>, terms: &PublishTerms) -> Vec<String> {
    let accepted = &quarter.accepted;
    let mut out: Vec<String> = accepted
        .submissions
        .iter()
        .filter(|s| s.outcome == Outcome::Undecided)
        .map(|s| {
            format!(
                "{} is undecided: it could not be read here, and its findings say why. Put that right or have it sent anew",
                s.file
            )
        })
        .collect();
    if terms.provisional {
        return out;
    }
    let severities = &quarter.workspace.settings.publication.held_up_by;
    let open = accepted.queries.iter().filter(|q| q.state == QueryState::Open).count();
    if open > 0 && severities.contains(&Severity::Query) {
        out.push(format!(
            "{open} {} without an answer. Have the services answer in their marked copies, or decide in {}; `quarterday status \
             {}` lists them",
            if open == 1 { "query is" } else { "queries are" },
            quarter.workspace.notebook(quarter.period).display(),
            quarter.period
        ));
    }
    let errors = accepted.findings.iter().filter(|f| f.severity == Severity::Error).count();
    if errors > 0 && severities.contains(&Severity::Error) {
        let words = if errors == 1 { "error stands" } else { "errors stand" };
        out.push(format!("{errors} {words}. Have the rows put right, or leave them out in the notebook with a reason"));
    }
    out
}

/// Who approved the run, or why there is nobody.
fn approval(quarter: &Quarter<'_>, run: &LogRecord, by: &str) -> Result<String, String> {
    let (period, wanted) = (quarter.period, quarter.workspace.settings.publication.approval);
    if wanted == Approval::Nobody {
        return Ok(String::new());
    }
    let approvals =
        quarter.ledger.records().iter().rev().filter(|r| r.kind == BatchKind::Approval && r.period == Some(period));
    let approvals: Vec<&LogRecord> = approvals.collect();
    let another =
        |r: &&&LogRecord| wanted == Approval::Anybody || !(same_person(&r.by, by) || same_person(&r.by, &run.by));
    let ask = format!("`quarterday approve {period} --by NAME`");
    match approvals.iter().filter(|r| r.root == run.root).find(another) {
        Some(approval) => Ok(approval.by.clone()),
        None if approvals.iter().any(|r| r.root == run.root) => {
            Err(format!("it was approved only by those who ran or publish it; another approves it with {ask}"))
        }
        None => match approvals.first() {
            Some(void) => Err(format!(
                "{} approved it on {} as it was then, and what it gives has changed since: that approval is void. They look at the \
                 workbook again and approve it with {ask}",
                void.by, void.recorded
            )),
            None => Err(format!("nobody has approved it; whoever has looked at the workbook says so with {ask}")),
        },
    }
}
