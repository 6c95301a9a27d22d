//! `quarterday handover`: all by which a past figure can be explained and worked out again, in one archive for whoever
//! takes over; and `quarterday history verify --pack`, which says whether such an archive is what it was when it was
//! made.
//!
//! ```text
//! handover.xlsx                      for people: what this is, what is in it, who to ask
//! handover.json, handover.sha256     every file with its length and hash, and the newest record of the ledger
//! quarterday.toml, register.xlsx …   the rest is a workspace: unpacked, every command works in it
//! ```
//!
//! A pack is made only of a ledger that is as it was written: it is to be proof, and proof is not made of damage.

mod manifest;
mod contents;
mod figures;
mod page;
mod facts;
mod sheets;
mod workbook;
mod unpack;
mod verify;

pub use unpack::PackFault;
pub use verify::{PackState, VerifiedPack, verify_pack};

use super::in_use::InUse;
use super::ledger;
use super::publish::name;
use super::staging::{Staged, stage, tidy};
use super::written::second_name;
use super::{Event, Host, Workspace};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::file_name;
use crate::history::Ledger;
use crate::package::FilePacker;
use contents::Contents;
use facts::HandoverFacts;
use manifest::{FORMAT, MANIFEST, Manifest, ManifestFile, ManifestHead, SUMS, WORKBOOK};
use std::fs::{self, File};
use std::io::{BufWriter, Cursor};
use std::path::{Path, PathBuf};

/// The folder of the workspace that packs go to.
const FOLDER: &str = "handover";
/// Signs of the council's name that the file has.
const LONGEST: usize = 80;

/// How a pack is made.
#[derive(Debug, Clone, Default)]
pub struct HandoverTerms {
    /// The archive, or a folder that it goes to; the folder `handover` of the workspace, when `None`.
    pub to: Option<PathBuf>,
    /// Who makes it, as they say.
    pub by: String,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct HandedOver {
    /// The archive.
    pub file: PathBuf,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// How many files are in it.
    pub files: usize,
    /// The newest record of its ledger.
    pub record: u64,
    /// The hash of that record.
    pub head: String,
    /// How many releases are in it.
    pub releases: usize,
    /// Who holds it, as the settings say; empty where they say nothing.
    pub custodian: String,
    /// What lay in the workspace and is not in it, each with why.
    pub left_out: Vec<String>,
    /// False where this very archive was there already.
    pub new: bool,
}

/// Packs a workspace for whoever takes over. Nothing of the workspace is changed but for the archive itself.
///
/// # Errors
/// When the name is blank, nothing is recorded, the ledger or what was published is not as it was written, another run
/// is at work, a file changes while it is packed, or the archive cannot be written.
pub fn handover(workspace: &Workspace, terms: &HandoverTerms, host: &Host<'_>) -> Result<HandedOver> {
    let by = name(&terms.by)?;
    let target = target(workspace, terms.to.as_deref())?;
    let dir = workspace.history_dir();
    if Ledger::open(&dir).is_ok_and(|ledger| ledger.records().is_empty()) {
        let words = "there is nothing in the ledger yet, and so no figure to explain; `quarterday consolidate` and \
                     `quarterday history import` record figures";
        return Err(Error::Usage(words.to_owned()));
    }
    let _in_use = InUse::take(&dir, "packing the workspace for its handover", host)?;
    let state = sound(workspace, host)?;
    let ledger = Ledger::open(&dir)?;
    let mut contents = host.stage("Looking through the workspace", 0, || Contents::of(workspace, &ledger))?;
    contents.left_out.extend(state.notes);
    if state.unnamed > 0 {
        let words = "in history that no record names: runs that were stopped left them, and they count nowhere";
        let files = if state.unnamed == 1 { "1 file".to_owned() } else { format!("{} files", state.unnamed) };
        contents.left_out.push(format!("{files} {words}"));
    }
    let head = ledger.head();
    let mut manifest = manifest_of(workspace, &ledger, (&contents, state.dropped), (&by, host));
    let book = host.stage("Reading the ledger", 0, || {
        let figures = figures::kept_figures(workspace, &ledger)?;
        let layouts = figures::used_layouts(workspace, &ledger)?;
        let facts =
            HandoverFacts { workspace, ledger: &ledger, contents: &contents, manifest: &manifest, figures, layouts };
        let mut bytes = Cursor::new(vec![]);
        crate::workbook::write(workbook::book(&facts), &mut bytes)?;
        Ok::<_, Error>(bytes.into_inner())
    })?;
    let own = ManifestFile { file: WORKBOOK.to_owned(), bytes: book.len() as u64, sha256: sha256(&book) };
    manifest.files.insert(0, own);
    if let Some(folder) = target.parent() {
        tidy(folder);
    }
    let total = contents.files.len();
    (host.progress)(Event::Begin { stage: "Packing", total: total as u64 });
    let staged = stage(&target, |file| pack(file, (&manifest, &book), &contents, host))?;
    (host.progress)(Event::End);
    if Ledger::open(&dir)?.head() != head {
        let words =
            "it has a newer record now, which would not be in the pack. Nothing was written; run the command again";
        return Err(Error::Conflict(words.to_owned()));
    }
    let (sha256, bytes) = (staged.sha256()?, staged.bytes()?);
    let new = place(staged, &sha256, host)?;
    Ok(HandedOver {
        file: target,
        sha256,
        bytes,
        // The two lists of hashes are files too.
        files: manifest.files.len() + 2,
        record: head.seq,
        head: head.hash,
        releases: manifest.releases.len(),
        custodian: manifest.custodian,
        left_out: manifest.left_out,
        new,
    })
}

/// Where the archive is to lie.
fn target(workspace: &Workspace, to: Option<&Path>) -> Result<PathBuf> {
    let own = format!("{}.zip", file_name::stem(&workspace.settings.council.name, LONGEST));
    match to {
        None => Ok(workspace.root.join(FOLDER).join(own)),
        Some(folder) if folder.is_dir() => Ok(folder.join(own)),
        Some(file) if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) => Ok(file.to_owned()),
        Some(file) => {
            let words = "is to be an archive; give it a name that ends in .zip, or name a folder that is there";
            Err(Error::Usage(format!("{} {words}", file.display())))
        }
    }
}

/// The state of a ledger of which a pack can be made.
fn sound(workspace: &Workspace, host: &Host<'_>) -> Result<crate::history::LedgerState> {
    let verified = ledger::verify_in(&workspace.root, None, host)?;
    let faults: Vec<&String> = verified.state.faults.iter().chain(&verified.published).collect();
    let Some(first) = faults.first() else { return Ok(verified.state) };
    let more = match faults.len() - 1 {
        0 => String::new(),
        n => format!(", and {n} more of the kind, which `quarterday history verify` lists"),
    };
    let remedy = match verified.state.faults.is_empty() {
        true => "Run `quarterday history repair`, then run the command again",
        false => {
            "Put the folder history back from a backup until `quarterday history verify` finds nothing, then run the \
             command again"
        }
    };
    let message = format!(
        "{}{more}. A pack is to be proof of what the council reported, and is not made of what is damaged. {remedy}. \
         Nothing was written",
        first.trim_end_matches('.')
    );
    Err(Error::Ledger { path: workspace.history_dir(), message })
}

fn manifest_of(
    workspace: &Workspace,
    ledger: &Ledger,
    (contents, dropped): (&Contents, Vec<String>),
    (by, host): (&str, &Host<'_>),
) -> Manifest {
    let (council, settings) = (&workspace.settings.council, &workspace.settings.handover);
    let recorded = ledger.records().last().map(|r| r.recorded.clone()).unwrap_or_default();
    let head = ledger.head();
    Manifest {
        format: FORMAT,
        council: council.name.clone(),
        made: host.today.clone(),
        by: by.to_owned(),
        program: format!("quarterday {}", env!("CARGO_PKG_VERSION")),
        ledger: ManifestHead { record: head.seq, hash: head.hash, recorded },
        custodian: settings.custodian.trim().to_owned(),
        custodian_email: settings.custodian_email.trim().to_owned(),
        retain_until: settings.retain_until.trim().to_owned(),
        notes: settings.notes.trim().to_owned(),
        releases: manifest::releases(ledger),
        dropped,
        left_out: contents.left_out.clone(),
        files: contents.files.iter().map(|f| f.said.clone()).collect(),
    }
}

/// Writes the archive, one file after the other. What is not what the manifest says stops it.
fn pack(file: &mut File, (manifest, book): (&Manifest, &[u8]), contents: &Contents, host: &Host<'_>) -> Result<()> {
    let fault = |name: &str| Error::io("pack", PathBuf::from(name));
    let mut packer = FilePacker::new(BufWriter::new(file));
    let text = manifest.text()?;
    let sums = manifest.sums(&sha256(text.as_bytes()));
    for (name, bytes) in [(WORKBOOK, book), (MANIFEST, text.as_bytes()), (SUMS, sums.as_bytes())] {
        packer.add(name, bytes.len() as u64, bytes).map_err(fault(name))?;
    }
    for file in &contents.files {
        let said = &file.said;
        let from = File::open(&file.path).map_err(Error::io("read", &file.path))?;
        let packed = packer.add(&said.file, said.bytes, from).map_err(fault(&said.file))?;
        if packed != (said.bytes, said.sha256.clone()) {
            let words =
                "was changed while it was being packed. Save and close it everywhere, then run the command again";
            return Err(Error::Usage(format!("{} {words}. Nothing was written", file.path.display())));
        }
        (host.progress)(Event::Step);
    }
    packer.finish().map_err(fault(SUMS))
}

/// Gives the archive its place. An earlier pack may have been handed over already: it is kept under a second name.
/// False where this very archive is there.
fn place(staged: Staged, sha256: &str, host: &Host<'_>) -> Result<bool> {
    let path = staged.path().to_owned();
    if path.symlink_metadata().is_ok() {
        if super::workspace::file_sha256(&path).is_ok_and(|there| there == sha256) {
            return Ok(false);
        }
        let free = (1u32..).map(|n| second_name(&path, &format!("kept {n}"))).find(|p| p.symlink_metadata().is_err());
        let kept = free.ok_or_else(|| Error::Internal(format!("no free name beside {}", path.display())))?;
        fs::rename(&path, &kept).map_err(|e| Error::Write {
            path: path.clone(),
            message: format!("{e}; close what is there if a program has it open, then run again"),
        })?;
        let words = "was there and is another archive. It is kept as";
        (host.progress)(Event::Warning(format!("{} {words} {}", path.display(), kept.display())));
    }
    staged.place()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contents::{PackFile, Part};

    /// Whoever writes into a file while it is packed would have it in the pack with the hash of another.
    #[test]
    fn a_file_that_changes_while_it_is_packed_stops_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.xlsx");
        fs::write(&path, "as it was").unwrap();
        let said = |text: &str| ManifestFile {
            file: "register.xlsx".to_owned(),
            bytes: text.len() as u64,
            sha256: sha256(text.as_bytes()),
        };
        let host = Host {
            today: "2026-10-28".to_owned(),
            runner: super::super::Runner::default(),
            build: "",
            program: PathBuf::new(),
            arguments: vec![],
            marking: vec![],
            progress: &|_| {},
        };
        let packed = |said: ManifestFile| {
            let files = vec![PackFile { part: Part::Own, path: path.clone(), said }];
            let contents = Contents { files, left_out: vec![] };
            let manifest = Manifest {
                format: FORMAT,
                council: "Marchford".to_owned(),
                made: host.today.clone(),
                by: "J. Khan".to_owned(),
                program: String::new(),
                ledger: ManifestHead { record: 1, hash: String::new(), recorded: String::new() },
                custodian: String::new(),
                custodian_email: String::new(),
                retain_until: String::new(),
                notes: String::new(),
                releases: vec![],
                dropped: vec![],
                left_out: vec![],
                files: vec![],
            };
            stage(&folder.path().join("pack.zip"), |file| pack(file, (&manifest, b"book"), &contents, &host))?.place()
        };
        for other in ["as it is", "as it was and more", ""] {
            let refused = packed(said(other)).unwrap_err().to_string();
            assert!(refused.contains("register.xlsx was changed while it was being packed"), "{refused}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
        }
        packed(said("as it was")).unwrap();
        assert!(folder.path().join("pack.zip").is_file());
    }
}
