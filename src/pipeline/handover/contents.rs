//! What goes into a pack, file by file, and what of the workspace does not.

use super::manifest::ManifestFile;
use crate::error::{Error, Result};
use crate::history::{Ledger, LedgerFileKind};
use crate::package::is_plain;
use crate::period::Period;
use crate::pipeline::Workspace;
use crate::pipeline::workspace::{HISTORY, NOTEBOOKS, file_sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const LAYOUTS: &str = "layouts";
const PUBLISHED: &str = "published";
const RETURNS: &str = "returns";

/// A part of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Own,
    Layouts,
    Notebooks,
    Published,
    Records,
    Rows,
    Kept,
}

impl Part {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "Settings and register",
            Self::Layouts => "Layouts",
            Self::Notebooks => "Notebooks",
            Self::Published => "Releases",
            Self::Records => "Records of the ledger",
            Self::Rows => "Tables of the ledger",
            Self::Kept => "Files that runs read",
        }
    }

    /// Where it lies, and what it holds, in words.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Own => [
                "quarterday.toml, register.xlsx and the logo",
                "The settings, and the single data list with every definition, as they are now",
            ],
            Self::Layouts => ["layouts/", "How the forms are laid out that services filled in"],
            Self::Notebooks => ["notebook/", "What the team answered, said and left out, quarter by quarter"],
            Self::Published => ["published/", "Every release, as Cabinet and the public got it"],
            Self::Records => {
                ["history/log/", "What was done, by whom, from which files; each holds the hash of the one before"]
            }
            Self::Rows => ["history/", "Every figure, risk, action and query, with its file, sheet and cell"],
            Self::Kept => [
                "history/kept/",
                "Byte for byte: returns, what was published, and the settings, register and layouts of each run",
            ],
        }
    }
}

/// A file that goes into a pack.
#[derive(Debug, Clone)]
pub(super) struct PackFile {
    pub part: Part,
    /// Where it lies.
    pub path: PathBuf,
    /// As the manifest has it.
    pub said: ManifestFile,
}

/// What goes into a pack.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// By name.
    pub files: Vec<PackFile>,
    /// What lies where such files lie and is none, each with why.
    pub left_out: Vec<String>,
}

impl Contents {
    /// Looks the workspace through. Nothing is read to its end that the ledger has a hash of.
    pub fn of(workspace: &Workspace, ledger: &Ledger) -> Result<Self> {
        let mut out = Self::default();
        let root = &workspace.root;
        for file in workspace.to_keep() {
            let part = if file.source.file.starts_with(LAYOUTS) { Part::Layouts } else { Part::Own };
            out.add(part, file.source.file, file.path, Some(file.source.sha256))?;
        }
        out.layouts(root)?;
        out.notebooks(root)?;
        out.published(root, ledger)?;
        for file in ledger.whole() {
            let part = match file.kind {
                LedgerFileKind::Record => Part::Records,
                LedgerFileKind::Rows => Part::Rows,
                LedgerFileKind::Kept => Part::Kept,
            };
            out.add(part, format!("{HISTORY}/{}", file.name), file.path, Some(file.sha256))?;
        }
        out.returns(root, ledger)?;
        out.files.sort_by(|a, b| a.said.file.cmp(&b.said.file));
        let names: BTreeMap<String, &str> =
            out.files.iter().map(|f| (f.said.file.to_lowercase(), f.said.file.as_str())).collect();
        if let Some(file) =
            out.files.iter().find(|f| names.get(&f.said.file.to_lowercase()) != Some(&f.said.file.as_str()))
        {
            let other = names.get(&file.said.file.to_lowercase()).copied().unwrap_or_default();
            let words =
                "are one file on some systems; give one of them another name, then run again. Nothing was written";
            return Err(Error::Usage(format!("{} and {other} {words}", file.said.file)));
        }
        Ok(out)
    }

    fn add(&mut self, part: Part, name: String, path: PathBuf, sha256: Option<String>) -> Result<()> {
        if !is_plain(&name) {
            let words = "has a name that not every system takes, and the pack is for any; give it another";
            return Err(Error::Usage(format!("{name} {words}, then run again. Nothing was written")));
        }
        let bytes = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
        let sha256 = sha256.map_or_else(|| file_sha256(&path), Ok)?;
        self.files.push(PackFile { part, path, said: ManifestFile { file: name, bytes, sha256 } });
        Ok(())
    }

    /// What lies in the folder of layouts beside those that are read: the schema, the example.
    fn layouts(&mut self, root: &Path) -> Result<()> {
        let known: BTreeSet<String> = self.files.iter().map(|f| f.said.file.clone()).collect();
        for (name, path, is_file) in entries(&root.join(LAYOUTS))? {
            let whole = format!("{LAYOUTS}/{name}");
            match is_file {
                _ if known.contains(&whole) => {}
                true => self.add(Part::Layouts, whole, path, None)?,
                false => self.left_out.push(format!("{whole} is a folder, and no layout")),
            }
        }
        Ok(())
    }

    fn notebooks(&mut self, root: &Path) -> Result<()> {
        for (name, path, is_file) in entries(&root.join(NOTEBOOKS))? {
            let whole = format!("{NOTEBOOKS}/{name}");
            let quarter = name.strip_suffix(".xlsx").and_then(|stem| stem.parse::<Period>().ok());
            match quarter.filter(|quarter| is_file && name == format!("{quarter}.xlsx")) {
                Some(_) => self.add(Part::Notebooks, whole, path, None)?,
                None => self.left_out.push(format!(
                    "{whole} is not the notebook of a quarter, and no run reads it; a second version that a \
                     synchronised folder made is one of these"
                )),
            }
        }
        Ok(())
    }

    fn published(&mut self, root: &Path, ledger: &Ledger) -> Result<()> {
        let folder = root.join(PUBLISHED);
        let mut known = BTreeSet::new();
        for record in ledger.records() {
            let (Some(quarter), Some(release)) = (record.period, record.release.as_ref()) else { continue };
            for output in &release.outputs {
                let name = format!("{quarter}/{}/{}", release.number, output.file);
                let path = folder.join(&name);
                self.add(Part::Published, format!("{PUBLISHED}/{name}"), path, Some(output.sha256.clone()))?;
                known.insert(name);
            }
        }
        let mut folders = vec![String::new()];
        while let Some(within) = folders.pop() {
            for (name, _, is_file) in entries(&folder.join(&within))? {
                let name = if within.is_empty() { name } else { format!("{within}/{name}") };
                match is_file {
                    false => folders.push(name),
                    true if known.contains(&name) => {}
                    true => self.left_out.push(format!("{PUBLISHED}/{name} is of no release that the ledger knows")),
                }
            }
        }
        Ok(())
    }

    /// Returns that no run has read as they are now: the ledger knows nothing of them.
    fn returns(&mut self, root: &Path, ledger: &Ledger) -> Result<()> {
        let mut known = ledger.kept_hashes();
        known.extend(ledger.records().iter().flat_map(|r| &r.inputs).map(|s| s.sha256.as_str()));
        for (quarter, path, is_file) in entries(&root.join(RETURNS))? {
            if is_file {
                continue;
            }
            for (name, path, is_file) in entries(&path)? {
                if is_file && !known.contains(file_sha256(&path)?.as_str()) {
                    self.left_out.push(format!(
                        "{RETURNS}/{quarter}/{name} was read by no run as it is now; `quarterday consolidate \
                         {quarter}` takes it in"
                    ));
                }
            }
        }
        Ok(())
    }
}

/// What stands in a folder, by name: where it is, and whether it is a file. Hidden names, and the locks of office
/// programs, are nobody's work; what is neither file nor folder is not opened.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf, bool)>> {
    let listed = match fs::read_dir(folder) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(vec![]),
        other => other.map_err(Error::io("read", folder))?,
    };
    let listed: Vec<DirEntry> = listed.collect::<std::io::Result<_>>().map_err(Error::io("read", folder))?;
    let of = |entry: &DirEntry| {
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        let meta = fs::metadata(&path).ok()?;
        (!name.starts_with(['.', '~']) && (meta.is_file() || meta.is_dir())).then_some((name, path, meta.is_file()))
    };
    let mut out: Vec<(String, PathBuf, bool)> = listed.iter().filter_map(of).collect();
    out.sort();
    Ok(out)
}
