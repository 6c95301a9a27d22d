//! A run as the ledger records it, and what its reports say of where they come from.

use super::rules::{self, differences};
use super::{Host, Quarter, Workspace};
use crate::error::Result;
use crate::history::{FileToKeep, LedgerBatch, LogRecord, PreparedBatch, Sayings, SubmissionRow};
use crate::reading::Source;
use crate::report::{Provenance, RulesSince, Totals};
use crate::reported::{ReportedChange, ReportedFigure};
use crate::status;
use crate::submission::Submission;
use std::collections::BTreeSet;

/// What the ledger will hold after this run, not yet written.
pub(super) fn prepare_run(
    quarter: &Quarter<'_>,
    reported: &[ReportedFigure],
    by: &str,
    host: &Host<'_>,
) -> Result<PreparedBatch> {
    let submissions = submission_rows(quarter);
    let restated =
        quarter.ledger.restate(quarter.period, quarter.accepted.restatements[..quarter.own_restatements].to_vec())?;
    let batch = LedgerBatch {
        settings_sha256: quarter.workspace.settings_sha256.clone(),
        register_sha256: quarter.workspace.register.sha256.clone(),
        note: rated_by(quarter.workspace),
        sayings: Sayings::new(&quarter.accepted.queries, &quarter.team.words, &quarter.team.left_out),
        reported,
        beside: quarter.workspace.beside.iter().map(|f| f.source.clone()).collect(),
        keep: to_keep(quarter),
        basis: quarter.basis,
        by: by.to_owned(),
        ..LedgerBatch::consolidation(quarter.period, &quarter.accepted.returns, &submissions).restating(&restated)
    };
    host.stage("Comparing with the ledger", 0, || quarter.ledger.prepare(batch, &host.today))
}

/// What became of every file.
pub(super) fn submission_rows(quarter: &Quarter<'_>) -> Vec<SubmissionRow> {
    let row = |s: &Submission| SubmissionRow {
        period: quarter.period,
        source: Source { file: s.file.clone(), sha256: s.sha256.clone() }.into(),
        service: s.service.clone(),
        layout: s.layout.clone(),
        outcome: s.outcome,
        counts: s.counts,
        signed_off: s.signed_off,
        signed_off_by: signed_off_by(quarter, s),
    };
    quarter.accepted.submissions.iter().map(row).collect()
}

/// Who signed off what a file says; of a return that was joined from several, whoever signed off any of them.
fn signed_off_by(quarter: &Quarter<'_>, of: &Submission) -> String {
    let own = quarter.accepted.returns.iter().find(|r| of.counts && r.service == of.service);
    own.map(|r| r.signed_off_by.clone()).unwrap_or_default()
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

/// What the quarter was worked out from: settings, register, layouts, the logo, and every return.
fn to_keep(quarter: &Quarter<'_>) -> Vec<FileToKeep> {
    let folder = format!("returns/{}", quarter.period);
    let mut known = BTreeSet::new();
    let returns = quarter.accepted.submissions.iter().filter(|s| known.insert(&s.file)).filter_map(|s| {
        let path = quarter.paths.get(&s.file)?.clone();
        Some(FileToKeep { source: Source { file: format!("{folder}/{}", s.file), sha256: s.sha256.clone() }, path })
    });
    quarter.workspace.to_keep().chain(returns).filter(|f| !f.source.sha256.is_empty()).collect()
}

/// The measures of which a draft says otherwise than the quarter's newest release.
pub(super) fn since_release(
    quarter: &Quarter<'_>,
    release: &LogRecord,
    reported: &[ReportedFigure],
) -> Result<Vec<ReportedChange>> {
    let run = release.release.as_ref().map(|r| r.run);
    Ok(crate::reported::changes(&quarter.ledger.reported(quarter.period, run)?, reported))
}

/// Where the figures of a run come from.
pub(super) fn provenance(quarter: &Quarter<'_>, prepared: &PreparedBatch, host: &Host<'_>) -> Result<Provenance> {
    let (workspace, ledger, period) = (quarter.workspace, &quarter.ledger, quarter.period);
    let mut changed: Vec<RulesSince> = quarter.rules.iter().cloned().collect();
    if let Some(run) = ledger.newest_run(period, Some(prepared.seq().saturating_sub(1))) {
        changed.push(rules::since(workspace, ledger, (run, period, None), host)?);
    }
    let mut tallies = Totals::default();
    quarter.tallies.iter().for_each(|(_, sheets)| tallies.add(sheets));
    let own = prepared.own();
    Ok(Provenance {
        rules: changed,
        ledger_seq: own.seq,
        ledger_head: own.hash,
        recorded: prepared.recorded().to_owned(),
        version: env!("CARGO_PKG_VERSION"),
        register_sha256: quarter.workspace.register.sha256.clone(),
        settings_sha256: quarter.workspace.settings_sha256.clone(),
        settings_differences: differences(&quarter.workspace.settings),
        tallies,
        root: prepared.root().to_owned(),
        basis: prepared.basis(),
        release: None,
        after_release: quarter
            .ledger
            .newest_release(quarter.period, None)
            .and_then(|r| Some(r.release.as_ref()?.number)),
        figures: vec![],
        figures_of_quarter: false,
    })
}
