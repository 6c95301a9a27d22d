//! Where one version of a row comes from: file, sheet and cell, the record that holds it, and who signed it off.

use super::TraceContext;
use super::again::ReadAgain;
use super::known::Known;
use crate::history::{BatchKind, Version};
use crate::period::Period;
use crate::reading::Place;
use chrono::NaiveDate;
use serde::Serialize;

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionState {
    /// It is what counts now.
    Counts,
    /// A later version counts.
    Superseded,
    /// The record took it away: what the service sent has it no longer.
    Withdrawn,
    /// Of a run after the newest release of its quarter: it counts when it is published in its turn.
    Draft,
}

/// Where a version of a row comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedOrigin {
    /// What became of it.
    pub state: VersionState,
    /// The number of the record that holds it.
    pub record: u64,
    /// What the record was.
    pub record_kind: BatchKind,
    /// The quarter that the record is about; none of an import.
    pub record_quarter: Option<Period>,
    /// The day of the record.
    pub recorded: String,
    /// Who made the record, where they said so.
    pub recorded_by: String,
    /// Id of the service.
    pub service: String,
    /// Name of the file.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// SHA-256 of the bytes of the file, in hex.
    pub sha256: String,
    /// The archive that keeps these bytes, inside the ledger's folder; none where they are not kept.
    pub kept_in: Option<String>,
    /// Id of the layout that the file was read by, where the ledger has it.
    pub layout: String,
    /// The day of the sign-off, where the ledger has it.
    pub signed_off: Option<NaiveDate>,
    /// Who signed off, where the ledger has it.
    pub signed_off_by: String,
    /// The cell read again, where that was asked for.
    pub read_again: Option<ReadAgain>,
}

/// The state of each of the versions of one row in one quarter, in their order.
pub(super) fn states<T>(versions: &[&Version<T>]) -> Vec<VersionState> {
    let counts = versions.iter().rposition(|v| !v.draft);
    let of = |(n, v): (usize, &&Version<T>)| match () {
        () if v.withdrawn => VersionState::Withdrawn,
        () if v.draft => VersionState::Draft,
        () if counts == Some(n) => VersionState::Counts,
        () => VersionState::Superseded,
    };
    versions.iter().enumerate().map(of).collect()
}

/// What a record was.
pub(super) fn kind_of(context: TraceContext<'_>, record: u64) -> BatchKind {
    context.ledger.records().iter().find(|r| r.seq == record).map_or(BatchKind::Import, |r| r.kind)
}

/// Where a version comes from.
pub(super) fn origin(
    context: TraceContext<'_>,
    known: &Known,
    (record, service, place): (u64, &str, &Place),
    state: VersionState,
    read_again: Option<&ReadAgain>,
) -> TracedOrigin {
    let log = context.ledger.records().iter().find(|r| r.seq == record);
    let sha256 = &place.source.sha256;
    // Of what became of the file, the last that was known when the row was recorded.
    let mut sent = known.submissions.iter().filter(|v| v.row.source.sha256 == *sha256 && v.record <= record);
    let sent = sent.rfind(|v| v.row.service.is_empty() || *v.row.service == *service).map(|v| &v.row);
    TracedOrigin {
        state,
        record,
        record_kind: log.map_or(BatchKind::Import, |r| r.kind),
        record_quarter: log.and_then(|r| r.period),
        recorded: log.map_or_else(String::new, |r| r.recorded.clone()),
        recorded_by: log.map_or_else(String::new, |r| r.by.clone()),
        service: service.to_owned(),
        file: place.source.file.clone(),
        sheet: place.sheet.to_string(),
        cell: place.cell.to_string(),
        sha256: sha256.clone(),
        kept_in: context.ledger.kept_in(sha256).map(str::to_owned),
        layout: sent.map_or_else(String::new, |s| s.layout.to_string()),
        signed_off: sent.and_then(|s| s.signed_off),
        signed_off_by: sent.map_or_else(String::new, |s| s.signed_off_by.clone()),
        read_again: read_again.cloned(),
    }
}
