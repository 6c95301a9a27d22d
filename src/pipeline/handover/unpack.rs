//! A pack that somebody sent, unpacked without believing it: a name that leads out of the folder, a link, and what is
//! longer than it says are faults, and are not unpacked.

use super::manifest::{FORMAT, MANIFEST, Manifest, ManifestFile, SUMS, read_sums};
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::history::disk::{RealDisk, make_dirs};
use crate::package::{PackedFile, PackedFiles, alike, is_plain};
use crate::pipeline::{Event, Host};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

/// The longest manifest that is read: ten times one of a hundred thousand files.
const LONGEST_MANIFEST: u64 = 256 << 20;
/// How often as long as the archive its files may be, and what they may be whatever that gives.
const RATIO: u64 = 100;
const ALLOWANCE: u64 = 100 << 20;
/// What a name is called that leads nowhere else.
const PLAIN: &str = "the name of a file within the pack";

/// What of a pack is not what it was when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackFault {
    /// The file in the pack, or the pack itself.
    pub file: String,
    /// What it should be.
    pub expected: String,
    /// What it is.
    pub got: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, got {}", self.file, self.expected, self.got)
    }
}

/// What was unpacked.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    /// What the pack says that it holds; `None` where that cannot be read.
    pub manifest: Option<Manifest>,
    /// What is not as it was.
    pub faults: Vec<PackFault>,
    /// Files that are as they were, and their length.
    pub files: usize,
    pub bytes: u64,
}

impl Unpacked {
    fn fault(&mut self, file: &str, expected: impl Into<String>, got: impl Into<String>) {
        self.faults.push(PackFault { file: file.to_owned(), expected: expected.into(), got: got.into() });
    }
}

/// Unpacks a pack into an empty folder, and compares every file with what the pack says of it.
///
/// # Errors
/// When it is no pack, a later version made it, or the folder cannot be written; never for what is damaged in it.
pub(super) fn unpack(pack: &Path, into: &Path, host: &Host<'_>) -> Result<Unpacked> {
    let read = |e| Error::io("read", pack)(e);
    File::open(pack).map_err(read)?;
    let mut archive = PackedFiles::open(pack).map_err(|e| not_a_pack(pack, &format!("is no archive ({e})")))?;
    let list = archive.list().map_err(|e| not_a_pack(pack, &format!("cannot be looked into ({e})")))?;
    let mut out = Unpacked::default();
    let entries = usable(&list, &mut out);
    if PackedFiles::says_it_has(pack).map_err(read)?.is_some_and(|said| said != list.len()) {
        out.fault("the archive", "each name once", "a name that stands in its list twice");
    }
    if !entries.contains_key(MANIFEST) && list.iter().all(|entry| !entry.name.starts_with("history/")) {
        return Err(not_a_pack(pack, &format!("has no {MANIFEST} and no ledger in it")));
    }
    let Some((manifest, sums)) = manifest(pack, &mut archive, &entries, &mut out)? else { return Ok(out) };
    let claimed = manifest.files.iter().fold(0u64, |sum, file| sum.saturating_add(file.bytes));
    let most = archive.bytes.saturating_mul(RATIO).saturating_add(ALLOWANCE);
    if claimed > most {
        let expected = format!("files that unpack to {most} bytes at most, from an archive of {}", archive.bytes);
        out.fault(MANIFEST, expected, format!("{claimed} bytes; nothing was unpacked"));
        out.manifest = Some(manifest);
        return Ok(out);
    }
    (host.progress)(Event::Begin { stage: "Verifying the pack", total: manifest.files.len() as u64 });
    let mut listed: BTreeSet<&str> = [MANIFEST, SUMS].into();
    for file in &manifest.files {
        (host.progress)(Event::Step);
        if !listed.insert(&file.file) {
            out.fault(MANIFEST, "each file once", format!("{} twice", file.file));
            continue;
        }
        match entries.get(file.file.as_str()) {
            // What is wrong with its name was said of its entry.
            None if list.iter().any(|entry| entry.name == file.file) => {}
            None => out.fault(&file.file, said(file.bytes, &file.sha256), "no such file"),
            Some(entry) => {
                let second = sums.as_ref().and_then(|sums| sums.get(&file.file)).map(String::as_str);
                one(&mut archive, (file, entry, second), into, &mut out)?;
            }
        }
    }
    for (name, entry) in entries.iter().filter(|(name, _)| !listed.contains(*name)) {
        out.fault(name, "no such file", format!("{}, which {MANIFEST} does not name", length(entry.bytes)));
    }
    (host.progress)(Event::End);
    out.manifest = Some(manifest);
    Ok(out)
}

fn not_a_pack(pack: &Path, why: &str) -> Error {
    let words =
        "Name an archive that `quarterday handover` wrote; one that was copied only in part is to be copied anew";
    Error::Usage(format!("{} {why}: it is no handover pack. {words}", pack.display()))
}

/// The files that can be unpacked where nothing else is, by name.
fn usable<'l>(list: &'l [PackedFile], out: &mut Unpacked) -> BTreeMap<&'l str, &'l PackedFile> {
    let mut entries = BTreeMap::new();
    for entry in list {
        let name = entry.name.as_str();
        let (expected, got) = match () {
            () if entry.is_folder && is_plain(name.trim_end_matches('/')) => continue,
            () if !is_plain(name) => (PLAIN, "a name that could lead elsewhere; it was not unpacked"),
            () if entry.is_link => ("a file", "a link to another; it was not followed"),
            () if entry.is_encrypted => ("a file that can be read", "one that is locked with a password"),
            () => {
                entries.insert(name, entry);
                continue;
            }
        };
        out.fault(name, expected, got);
    }
    let within = |name: &str| {
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        folders.into_iter().find(|folder| entries.contains_key(folder)).map(str::to_owned)
    };
    let crossed: Vec<(&str, String)> = entries.keys().filter_map(|name| Some((*name, within(name)?))).collect();
    for (name, folder) in crossed {
        out.fault(name, PLAIN, format!("one within {folder}, which is a file; it was not unpacked"));
        entries.remove(name);
    }
    for name in alike(list.iter().map(|entry| entry.name.as_str())) {
        out.fault(name, "a name that no other has in other capitals", "such a name; it was not unpacked");
        entries.remove(name);
    }
    entries
}

/// Hashes by name, as the list of hashes has them.
type Sums = BTreeMap<String, String>;

/// What the pack says that it holds, twice; none where the manifest cannot be read.
fn manifest(
    pack: &Path,
    archive: &mut PackedFiles,
    entries: &BTreeMap<&str, &PackedFile>,
    out: &mut Unpacked,
) -> Result<Option<(Manifest, Option<Sums>)>> {
    let mut bytes_of = |name: &str, out: &mut Unpacked| -> Result<Option<Vec<u8>>> {
        let Some(entry) = entries.get(name) else {
            out.fault(name, "a list of what is in the pack", "no such file");
            return Ok(None);
        };
        let mut bytes = vec![];
        let read = archive.unpack(entry.place, LONGEST_MANIFEST, &mut bytes).map_err(Error::io("read", pack))?;
        match read {
            Ok((length, _)) if length <= LONGEST_MANIFEST => Ok(Some(bytes)),
            Ok(_) => {
                out.fault(name, format!("at most {LONGEST_MANIFEST} bytes"), "more; it was not read");
                Ok(None)
            }
            Err(e) => {
                out.fault(name, "a list of what is in the pack", unreadable(&e));
                Ok(None)
            }
        }
    };
    let (text, list) = (bytes_of(MANIFEST, out)?, bytes_of(SUMS, out)?);
    let list = list.and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| {
        let own = |(name, hash): (&str, &str)| (name.to_owned(), hash.to_lowercase());
        read_sums(&text).map(|sums| sums.into_iter().map(own).collect::<Sums>())
    });
    if let Some(None) = list {
        out.fault(SUMS, "a hash and a name on every line", "a line that is none");
    }
    let (Some(text), sums) = (text, list.flatten()) else { return Ok(None) };
    let value: serde_json::Value = match serde_json::from_slice(&text) {
        Ok(value) => value,
        Err(e) => {
            out.fault(MANIFEST, "a manifest as `quarterday handover` writes it", format!("what is none ({e})"));
            return Ok(None);
        }
    };
    if value["format"].as_u64().is_some_and(|form| form > u64::from(FORMAT)) {
        let words = "was made by a later quarterday; verify it with that one";
        return Err(Error::Usage(format!("{} {words}", pack.display())));
    }
    let manifest: Manifest = match serde_json::from_value(value) {
        Ok(manifest) => manifest,
        Err(e) => {
            out.fault(MANIFEST, "a manifest as `quarterday handover` writes it", format!("what is none ({e})"));
            return Ok(None);
        }
    };
    if let Some(sums) = &sums {
        agree(&manifest, sums, &sha256(&text), out);
    }
    Ok(Some((manifest, sums)))
}

/// The manifest and the list of hashes, each of which has what the other says.
fn agree(manifest: &Manifest, sums: &Sums, own: &str, out: &mut Unpacked) {
    match sums.get(MANIFEST) {
        Some(said) if said == own => {}
        Some(said) => {
            return out.fault(MANIFEST, format!("SHA-256 {said}, as {SUMS} has it"), format!("SHA-256 {own}"));
        }
        None => return out.fault(SUMS, format!("a line for {MANIFEST}"), "none"),
    }
    // The manifest is what was listed: where they differ now, it is the list that was changed.
    for file in &manifest.files {
        match sums.get(&file.file) {
            Some(said) if *said == file.sha256 => {}
            Some(said) => out.fault(SUMS, format!("{}  {}", file.sha256, file.file), format!("{said}  {}", file.file)),
            None => out.fault(SUMS, format!("{}  {}", file.sha256, file.file), "no such line"),
        }
    }
    if sums.len() > manifest.files.len() + 1 {
        let (expected, got) = (manifest.files.len() + 1, sums.len());
        out.fault(SUMS, format!("{expected} lines"), format!("{got} lines"));
    }
}

/// Unpacks one file and compares it. `second` is its hash as the other list has it.
fn one(
    archive: &mut PackedFiles,
    (file, entry, second): (&ManifestFile, &PackedFile, Option<&str>),
    into: &Path,
    out: &mut Unpacked,
) -> Result<()> {
    let path = into.join(&file.file);
    let folder = path.parent().unwrap_or(into);
    make_dirs(&RealDisk, folder).map_err(Error::io("make the folder", folder))?;
    let mut to = File::create_new(&path).map_err(Error::io("write", &path))?;
    let unpacked = archive.unpack(entry.place, file.bytes, &mut to).map_err(Error::io("write", &path))?;
    let expected = said(file.bytes, &file.sha256);
    match unpacked {
        Err(e) => out.fault(&file.file, expected, unreadable(&e)),
        Ok((length, _)) if length > file.bytes => {
            let got = format!("more than {} bytes; the rest was not unpacked", file.bytes);
            out.fault(&file.file, expected, got);
        }
        // Which of the two lists was changed where they differ was said of them.
        Ok((length, hash)) if length == file.bytes && (hash == file.sha256 || second == Some(&hash)) => {
            out.files += 1;
            out.bytes += length;
        }
        Ok((length, hash)) => out.fault(&file.file, expected, said(length, &hash)),
    }
    Ok(())
}

fn said(bytes: u64, hash: &str) -> String {
    format!("{} with SHA-256 {hash}", length(bytes))
}

fn length(bytes: u64) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

fn unreadable(why: &io::Error) -> String {
    format!("what cannot be unpacked ({why})")
}
