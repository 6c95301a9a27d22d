//! `quarterday history compact`: the files that many records wrote of one quarter become few.

use super::Host;
use super::in_use::InUse;
use super::workspace::{HISTORY, open_settings};
use crate::error::Result;
use std::path::Path;

/// What was merged, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Compacted {
    /// Nothing was changed.
    pub dry_run: bool,
    /// Quarters of which files are merged.
    pub quarters: usize,
    /// Files that were opened for their rows.
    pub before: usize,
    /// Files that are opened for them now.
    pub after: usize,
    /// The bytes that these take; what was there stays.
    pub bytes: u64,
    /// The record that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<u64>,
}

/// Merges the files of quarters that become at most half as many; says only what would be merged where it is a `dry_run`.
/// Nothing is taken away, and no question is answered otherwise than before.
///
/// # Errors
/// When the ledger is damaged or in use, or a file cannot be written.
pub fn compact(root: &Path, by: &str, dry_run: bool, host: &Host<'_>) -> Result<Compacted> {
    open_settings(root)?;
    let dir = root.join(HISTORY);
    let _in_use = if dry_run { None } else { Some(InUse::take(&dir, "merging files of the ledger", host)?) };
    let ledger = host.ledger(&dir)?;
    let by = [by, &host.runner.who].into_iter().map(str::trim).find(|name| !name.is_empty()).unwrap_or_default();
    let compaction = host.stage("Merging files", 0, || ledger.prepare_compaction(by, &host.today))?;
    let Some(compaction) = compaction else { return Ok(Compacted { dry_run, ..Compacted::default() }) };
    Ok(Compacted {
        dry_run,
        quarters: compaction.quarters,
        before: compaction.before,
        after: compaction.after,
        bytes: compaction.bytes,
        ledger: if dry_run { None } else { Some(compaction.prepared.commit()?.seq) },
    })
}
