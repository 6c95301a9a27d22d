//! `handover.json` and `handover.sha256`: what a pack says that it holds. Either checks the other.

use crate::error::{Error, Result};
use crate::history::Ledger;
use crate::period::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The workbook that people open first.
pub(super) const WORKBOOK: &str = "handover.xlsx";
/// The manifest for programs.
pub(super) const MANIFEST: &str = "handover.json";
/// The same hashes in the form that `sha256sum -c` reads, with that of the manifest.
pub(super) const SUMS: &str = "handover.sha256";
/// The form of the manifest that this version writes.
pub(super) const FORMAT: u32 = 1;

/// What a pack says that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of this manifest.
    pub format: u32,
    /// Whose pack it is.
    pub council: String,
    /// The day on which it was made.
    pub made: String,
    /// Who made it, as they say.
    pub by: String,
    /// The program that made it.
    pub program: String,
    /// The newest record of the ledger.
    pub ledger: ManifestHead,
    /// Who holds the pack, as the settings say.
    pub custodian: String,
    /// Where they are asked.
    pub custodian_email: String,
    /// The day until which it is to be kept.
    pub retain_until: String,
    /// What else the council had to say.
    pub notes: String,
    /// What was published, oldest first.
    pub releases: Vec<ManifestRelease>,
    /// Archives of returns that the council's retention dropped before: when and by whom.
    pub dropped: Vec<String>,
    /// What lay in the workspace and is not in the pack.
    pub left_out: Vec<String>,
    /// Every file but this one and the list of hashes, by name.
    pub files: Vec<ManifestFile>,
}

/// The newest record of the ledger: everything before it follows from its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestHead {
    /// Its number, which is how many records there are.
    pub record: u64,
    /// Its hash.
    pub hash: String,
    /// Its day.
    pub recorded: String,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestRelease {
    /// The quarter.
    pub quarter: Period,
    /// 1 for the first of its quarter.
    pub number: u32,
    /// The day on which it was published.
    pub published: String,
    /// Who published it.
    pub by: String,
    /// Who approved it; empty where nobody had to.
    pub approved_by: String,
    /// An early one.
    pub provisional: bool,
    /// The record of the release.
    pub record: u64,
    /// The record of the run that is frozen.
    pub run: u64,
    /// How many files were published.
    pub files: usize,
}

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestFile {
    /// Its name in the pack, with `/`.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl Manifest {
    /// As it stands in the pack.
    pub fn text(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|e| Error::Internal(e.to_string()))?;
        Ok(text + "\n")
    }

    /// The hashes in the form that `sha256sum -c` reads, that of the manifest first.
    pub fn sums(&self, manifest_sha256: &str) -> String {
        let mut out = format!("{manifest_sha256}  {MANIFEST}\n");
        for file in &self.files {
            let _ = writeln!(out, "{}  {}", file.sha256, file.file);
        }
        out
    }
}

/// What such a list says, by name; `None` for a line that is none.
pub(super) fn read_sums(text: &str) -> Option<BTreeMap<&str, &str>> {
    let line = |line| {
        let (hash, name): (&str, &str) = str::split_once(line, "  ")?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        is_hash.then_some((name, hash))
    };
    text.lines().map(line).collect()
}

/// What was published, oldest first.
pub(super) fn releases(ledger: &Ledger) -> Vec<ManifestRelease> {
    let of = |record: &crate::history::LogRecord| {
        let release = record.release.as_ref()?;
        Some(ManifestRelease {
            quarter: record.period?,
            number: release.number,
            published: record.recorded.clone(),
            by: record.by.clone(),
            approved_by: release.approved_by.clone(),
            provisional: release.provisional,
            record: record.seq,
            run: release.run,
            files: release.outputs.len(),
        })
    };
    let mut out: Vec<ManifestRelease> = ledger.records().iter().filter_map(of).collect();
    out.sort_by_key(|r| (r.quarter, r.number));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_hashes_is_read_as_it_is_written() {
        let hash = |c: &str| c.repeat(64);
        let text = format!("{}  handover.json\n{}  notebook/a  b.xlsx\n", hash("a"), hash("0"));
        let sums = read_sums(&text).unwrap();
        assert_eq!((sums["handover.json"], sums["notebook/a  b.xlsx"]), (hash("a").as_str(), hash("0").as_str()));
        for wrong in ["no hash  a", &format!("{} a", hash("a")), &format!("{}  a\n\n", hash("a")), &hash("g")] {
            assert_eq!(read_sums(wrong), None, "{wrong}");
        }
    }
}
