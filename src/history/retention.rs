//! Returns whose bytes are kept for as long as the settings say, and files that no record names.
//!
//! What is dropped is said by a record of its own before a byte goes, so that the chain stays whole and whoever reads a
//! dropped file is told. An archive goes as a whole: what is still wanted of it is kept again by that record.

use super::Ledger;
use super::copies;
use super::kept::TABLE;
use super::log::{self, BatchKind, DataFile, LogRecord};
use crate::error::{Error, Result};
use crate::map::Set;
use crate::reading::Source;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How names of returns begin.
const RETURNS: &str = "returns/";
/// A run that is at work may have written what is younger and not named it yet.
const SAFE_SECONDS: i64 = 24 * 60 * 60;

/// What the settings keep no longer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastRetention {
    /// The archives that go, in the ledger's folder.
    pub archives: Vec<String>,
    /// Their bytes.
    pub bytes: u64,
    /// The returns in them that nobody wants any more.
    pub returns: Vec<Source>,
    /// What is still wanted of them, to be kept again.
    pub wanted: Vec<Source>,
}

impl Ledger {
    /// The record by which a data file was dropped.
    pub fn dropped(&self, path: &str) -> Option<&LogRecord> {
        self.records.iter().find(|r| r.dropped.iter().any(|dropped| dropped == path))
    }

    /// The ledger as it is without these data files.
    pub(super) fn without(&self, paths: &[String]) -> Self {
        let mut left = self.clone();
        left.records.iter_mut().for_each(|r| r.files.retain(|f| !paths.contains(&f.path)));
        left
    }

    /// Where the bytes of a file are kept: its name there, and the archive.
    pub(super) fn keeping(&self, sha256: &str) -> Option<(&Source, &DataFile)> {
        self.archives().find_map(|(record, file)| Some((record.kept.iter().find(|s| s.sha256 == sha256)?, file)))
    }

    /// The archives that are not dropped, with their records.
    pub(super) fn archives(&self) -> impl Iterator<Item = (&LogRecord, &DataFile)> {
        self.files(TABLE, None).filter(|(_, file)| self.dropped(&file.path).is_none())
    }

    /// Why the bytes of a file are not kept, in words.
    pub fn why_not_kept(&self, sha256: &str) -> String {
        let of = |r: &&LogRecord| r.kept.iter().any(|s| s.sha256 == sha256);
        let mut archives = self.records.iter().filter(of).flat_map(|r| &r.files).filter(|f| f.table == TABLE);
        match archives.find_map(|file| self.dropped(&file.path)) {
            Some(record) => said(record),
            None => "the version that read it kept no bytes".to_owned(),
        }
    }

    /// What goes where returns are kept for `quarters` quarters, the newest that was run among them. Those of releases
    /// stay where `keep_released`.
    ///
    /// # Errors
    /// When an archive cannot be looked at.
    pub fn past_retention(&self, quarters: u16, keep_released: bool) -> Result<PastRetention> {
        let mut out = PastRetention::default();
        let runs = || self.records.iter().filter(|r| r.kind == BatchKind::Consolidation);
        let Some(newest) = runs().filter_map(|r| r.period).max().filter(|_| quarters > 0) else { return Ok(out) };
        let oldest = newest.plus(1 - i32::from(quarters));
        let released: BTreeSet<u64> = self.records.iter().filter_map(|r| Some(r.release.as_ref()?.run)).collect();
        let stays = |r: &&LogRecord| r.period >= Some(oldest) || keep_released && released.contains(&r.seq);
        let wanted: Set<&str> = runs().filter(stays).flat_map(|r| &r.inputs).map(|s| s.sha256.as_str()).collect();
        let goes = |s: &Source| s.file.starts_with(RETURNS) && !wanted.contains(s.sha256.as_str());
        for (record, file) in self.archives() {
            if !record.kept.iter().any(&goes) {
                continue;
            }
            let path = self.dir.join(&file.path);
            out.bytes += fs::metadata(&path).map_err(Error::io("read", path))?.len();
            out.archives.push(file.path.clone());
            let (returns, wanted): (Vec<Source>, Vec<Source>) = record.kept.iter().cloned().partition(|s| goes(s));
            out.returns.extend(returns);
            out.wanted.extend(wanted);
        }
        Ok(out)
    }

    /// Files that stopped runs left: data files that no record names, temporary names, archives that were dropped and are
    /// still there. Only what is a day old at `clock`, in seconds of the common clock: a run may be at work.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn left_behind(&self, clock: i64) -> Result<Vec<(PathBuf, u64)>> {
        let named: BTreeSet<&str> = self.records.iter().flat_map(|r| &r.files).map(|f| f.path.as_str()).collect();
        let mut out = vec![];
        let dropped = self.records.iter().flat_map(|r| &r.dropped).map(|path| self.dir.join(path));
        out.extend(dropped.filter_map(|path| Some((path.clone(), fs::metadata(&path).ok()?.len()))));
        let old = |path: &Path| {
            let data = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
            let written = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
            (i64::try_from(written).ok()? < clock - SAFE_SECONDS).then_some((path.to_owned(), data.len()))
        };
        for table in names(&self.dir)? {
            if table == log::FOLDER {
                let temporary = names(&self.dir.join(&table))?.into_iter().filter(|name| is_temporary(name));
                out.extend(temporary.filter_map(|name| old(&self.dir.join(&table).join(name))));
                continue;
            }
            for period in names(&self.dir.join(&table))?.into_iter().filter(|name| name.starts_with("period=")) {
                let folder = format!("{table}/{period}");
                for name in names(&self.dir.join(&folder))?.into_iter().filter(|name| is_data(name)) {
                    let path = format!("{folder}/{name}");
                    if !named.contains(path.as_str()) {
                        out.extend(old(&self.dir.join(path)));
                    }
                }
            }
        }
        out.sort();
        Ok(out)
    }
}

/// `dropped on 2026-11-03 by T. Barrow, by the retention setting (record 12)`.
pub(super) fn said(record: &LogRecord) -> String {
    format!("dropped on {} by {}, by the retention setting (record {})", record.recorded, record.by, record.seq)
}

/// The names in a folder; none where there is no folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
    let read = || fs::read_dir(folder)?.map(name).collect::<std::io::Result<Vec<String>>>();
    let mut names = read().map_err(Error::io("read", folder))?;
    names.sort();
    Ok(names)
}

/// A name that only a commit gives: `00000003-0123456789abcdef.parquet`, `00000003-0123456789abcdef-2.zip`.
fn is_data(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".parquet").or_else(|| name.strip_suffix(".zip")) else { return false };
    let mut parts = stem.split('-');
    let [seq, hash, n, more] = [parts.next(), parts.next(), parts.next(), parts.next()];
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_hash = |text: &str| text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit());
    seq.is_some_and(|s| s.len() == 8 && digits(s))
        && hash.is_some_and(is_hash)
        && n.is_none_or(digits)
        && more.is_none()
        && copies::of_data(name).is_none()
}

/// `.00000003-0123456789abcdef-1.tmp`.
fn is_temporary(name: &str) -> bool {
    let Some(stem) = name.strip_prefix('.').and_then(|n| n.strip_suffix(".tmp")) else { return false };
    stem.split('-').count() == 3 && stem.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_taken_away() {
        for name in ["00000003-0123456789abcdef.parquet", "00000003-0123456789abcdef-2.zip"] {
            assert!(is_data(name), "{name}");
        }
        let others = [
            "00000003-0123456789abcdef (1).parquet",
            "00000003-0123456789abcdef-PC-ANNA.zip",
            "00000003-0123456789abcdef-ANNA.zip",
            "3-0123456789abcdef.zip",
            "returns.zip",
            "00000003-0123456789abcdef.xlsx",
        ];
        assert!(others.iter().all(|name| !is_data(name)), "{:?}", others.map(is_data));
        assert!(is_temporary(".00000003-0123456789abcdef-1.tmp"));
        assert!(![".tmp", ".DS_Store", "00000003.json", ".notes-of-ours.tmp"].iter().any(|name| is_temporary(name)));
    }
}
