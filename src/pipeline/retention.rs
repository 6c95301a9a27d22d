//! `quarterday history gc`: what stopped runs left in the ledger's folder, and returns that the settings no longer keep.

use super::in_use::InUse;
use super::workspace::{HISTORY, open_settings};
use super::{Event, Host};
use crate::error::{Error, Result};
use crate::history::{BatchKind, FileToKeep, Ledger, LedgerDecision, LogRecord, PastRetention};
use std::fs;
use std::path::{Path, PathBuf};

/// What was taken away, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Freed {
    /// Nothing was changed.
    pub dry_run: bool,
    /// Returns that are kept no longer, by the names that they had in the workspace.
    pub returns: Vec<String>,
    /// The bytes that it frees.
    pub returns_bytes: u64,
    /// The record that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ledger: Option<u64>,
    /// Files that stopped runs left.
    pub left_behind: Vec<PathBuf>,
    /// Their bytes.
    pub left_bytes: u64,
}

/// Takes away what no record names and a stopped run left, and what is past the retention of the settings; says only what
/// would go where it is a `dry_run`.
///
/// What is dropped is recorded first, by `by`: a run that is stopped in between is ended by the next one.
///
/// # Errors
/// When the ledger is damaged or in use, nobody is named, or a file cannot be written.
pub fn free(root: &Path, by: &str, dry_run: bool, host: &Host<'_>) -> Result<Freed> {
    let (_, _, settings) = open_settings(root)?;
    let dir = root.join(HISTORY);
    let _in_use = if dry_run { None } else { Some(InUse::take(&dir, "taking away what is no longer kept", host)?) };
    let ledger = host.ledger(&dir)?;
    let past = ledger.past_retention(settings.ledger.keep_returns, settings.ledger.keep_released)?;
    let mut out = Freed {
        dry_run,
        returns: past.returns.iter().map(|s| s.file.clone()).collect(),
        returns_bytes: past.bytes,
        ..Freed::default()
    };
    let ledger = match past.archives.is_empty() || dry_run {
        true => ledger,
        false => {
            out.ledger = Some(record(&ledger, &past, &who(by, host)?, &dir, host)?);
            Ledger::open(&dir)?
        }
    };
    // Looked for only now: that record may have taken up what a run that was stopped had left.
    let left = ledger.left_behind(host.runner.clock)?;
    let dropped: Vec<PathBuf> = past.archives.iter().map(|archive| dir.join(archive)).collect();
    let others: Vec<&(PathBuf, u64)> = left.iter().filter(|(path, _)| !dropped.contains(path)).collect();
    out.left_bytes = others.iter().map(|(_, bytes)| bytes).sum();
    out.left_behind = others.into_iter().map(|(path, _)| path.clone()).collect();
    if dry_run {
        return Ok(out);
    }
    let goes = left.into_iter().map(|(path, _)| path).collect();
    for (path, why) in ledger.take_away(goes)? {
        let words = "cannot be taken away";
        (host.progress)(Event::Warning(format!("{} {words} ({why}); run it again later", path.display())));
    }
    Ok(out)
}

fn who(by: &str, host: &Host<'_>) -> Result<String> {
    let named = [by, &host.runner.who].into_iter().map(str::trim).find(|name| !name.is_empty());
    let words = "--by needs a name: the ledger keeps who dropped what. Nothing was dropped";
    named.map(str::to_owned).ok_or_else(|| Error::Usage(words.to_owned()))
}

/// Records what is dropped, and keeps again what is still wanted of it.
fn record(ledger: &Ledger, past: &PastRetention, by: &str, dir: &Path, host: &Host<'_>) -> Result<u64> {
    let again = tempfile::Builder::new().prefix(".quarterday-").tempdir_in(dir).map_err(Error::io("write in", dir))?;
    let mut keep = vec![];
    for (n, source) in past.wanted.iter().enumerate() {
        let lost = || Error::Internal(format!("{} is wanted and not kept", source.file));
        let bytes = ledger.kept(&source.sha256)?.ok_or_else(lost)?;
        let path = again.path().join(n.to_string());
        fs::write(&path, bytes).map_err(Error::io("write", &path))?;
        keep.push(FileToKeep { source: source.clone(), path });
    }
    let runs = ledger.records().iter().filter(|r| r.kind == BatchKind::Consolidation);
    let newest = runs.max_by_key(|r| (r.period, r.seq)).ok_or_else(|| Error::Internal("nothing was run".to_owned()))?;
    let decision = LedgerDecision {
        kind: BatchKind::Retention,
        run: &LogRecord { root: String::new(), ..newest.clone() },
        by: by.to_owned(),
        release: None,
        keep: &keep,
        dropped: &past.archives,
        note: format!("{} returns are kept no longer", past.returns.len()),
    };
    let prepared = ledger.prepare_decision(decision, &host.today)?;
    prepared.commit().map(|head| head.seq)
}
