//! `quarterday history verify --pack`: whether a pack is what it was when it was made, and the ledger in it.

use super::manifest::{MANIFEST, Manifest};
use super::unpack::{PackFault, unpack};
use crate::error::{Error, Result};
use crate::pipeline::ledger::{VerifiedLedger, verify_in};
use crate::pipeline::workspace::{HISTORY, file_sha256};
use crate::pipeline::{Event, Host};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What was found of a pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifiedPack {
    /// The archive.
    pub pack: PackState,
    /// The ledger in it; `None` where the pack does not say what it holds.
    #[serde(flatten)]
    pub ledger: Option<VerifiedLedger>,
}

/// How a pack was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackState {
    /// The archive.
    pub file: PathBuf,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Whose pack it says that it is; this and what follows is empty where it does not say.
    pub council: String,
    /// The day on which it was made.
    pub made: String,
    /// Who made it, as they said.
    pub by: String,
    /// The program that made it.
    pub program: String,
    /// Files that are as they were.
    pub files: usize,
    /// Their length.
    pub bytes: u64,
    /// What is not as it was.
    pub faults: Vec<PackFault>,
}

impl VerifiedPack {
    /// Every file is what it was when the pack was made, and so is the ledger.
    pub fn is_sound(&self) -> bool {
        self.pack.faults.is_empty() && self.ledger.as_ref().is_some_and(VerifiedLedger::is_sound)
    }
}

/// Compares every file of a pack with its manifest, and its ledger with its own chain and with the report `against`.
/// It is unpacked into a folder of its own in `scratch`, which goes when that is done.
///
/// # Errors
/// When it is no pack, a later version made it, or there is no room to unpack it; never for what is damaged in it.
pub fn verify_pack(pack: &Path, against: Option<&Path>, scratch: &Path, host: &Host<'_>) -> Result<VerifiedPack> {
    let folder = tempfile::Builder::new().prefix("quarterday-pack-").tempdir_in(scratch);
    let folder = folder.map_err(Error::io("write in", scratch))?;
    let mut unpacked = unpack(pack, folder.path(), host)?;
    let sha256 = file_sha256(pack)?;
    let mut ledger = None;
    if let Some(manifest) = &unpacked.manifest {
        let silent = |event| match event {
            // Said below, by names within the pack.
            Event::Warning(_) => {}
            other => (host.progress)(other),
        };
        let quiet = Host { progress: &silent, ..host.on(&host.today) };
        let verified = within(folder.path(), verify_in(folder.path(), against, &quiet)?);
        verified.state.notes.iter().for_each(|note| (host.progress)(Event::Warning(note.clone())));
        let whole = verified.state.faults.is_empty();
        if let Some(fault) = Some(&verified).filter(|_| whole).and_then(|v| other_head(manifest, v)) {
            unpacked.faults.push(fault);
        }
        ledger = Some(verified);
    }
    let of = |said: fn(&Manifest) -> &String| unpacked.manifest.as_ref().map(|m| said(m).clone()).unwrap_or_default();
    let pack = PackState {
        file: pack.to_owned(),
        sha256,
        council: of(|m| &m.council),
        made: of(|m| &m.made),
        by: of(|m| &m.by),
        program: of(|m| &m.program),
        files: unpacked.files,
        bytes: unpacked.bytes,
        faults: unpacked.faults,
    };
    Ok(VerifiedPack { pack, ledger })
}

/// What the manifest says of the newest record, where the ledger says something else.
fn other_head(manifest: &Manifest, verified: &VerifiedLedger) -> Option<PackFault> {
    let (head, state) = (&manifest.ledger, &verified.state);
    let same = head.hash == state.head && head.record == state.records as u64;
    (!same).then(|| PackFault {
        file: format!("{HISTORY}/log"),
        expected: format!("record {} with the hash {}, as {MANIFEST} has it", head.record, head.hash),
        got: match state.head.as_str() {
            "" => "no record".to_owned(),
            hash => format!("record {} with the hash {hash}", state.records),
        },
    })
}

/// What was found, with names within the pack in place of those of the folder that it was unpacked into.
fn within(folder: &Path, mut verified: VerifiedLedger) -> VerifiedLedger {
    let folders = [format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR), folder.display().to_string()];
    // Who looks into a pack has no backup of the council's, but whoever gave it to them.
    let others = folders.iter().map(String::as_str).chain(["; put it back from a backup"]);
    let plain = |words: &mut String| others.clone().for_each(|part| *words = words.replace(part, ""));
    let state = &mut verified.state;
    state.faults.iter_mut().chain(&mut state.notes).chain(&mut state.dropped).for_each(plain);
    verified
}
