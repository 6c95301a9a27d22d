//! What goes back to the services: marked copies or findings workbooks, and the texts that go with them.

use super::staging::{self, StagingFolder, tidy};
use super::written::{There, Written};
use super::{Event, Host, Workspace};
use crate::catalogue::Unread;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::file_name;
use crate::history::disk::{RealDisk, make_dirs};
use crate::markup::{Job, MarkerProgram, ReturnedFile, Session, findings_book};
use crate::reading::Source;
use crate::settings::LabelUse;
use crate::workbook;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// The folder of a quarter's reports that holds what goes back to the services.
pub(super) const RETURNED: &str = "returned/";

/// One file to send back.
pub(super) struct SendBackCase<'a> {
    pub path: PathBuf,
    /// Of the bytes that were read.
    pub sha256: &'a str,
    pub returned: ReturnedFile<'a>,
}

/// What was written for the services.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct SentBack {
    /// The folder that was written.
    pub folder: PathBuf,
    /// Copies of services' own workbooks with the cells marked.
    pub marked: Vec<String>,
    /// Findings workbooks, for files that cannot be marked.
    pub listed: Vec<String>,
    /// Texts to paste into e-mails.
    pub texts: Vec<String>,
    /// Files of an earlier run that somebody has changed since: left as they are.
    pub kept: Vec<String>,
    /// The files by what they were written for.
    #[serde(skip)]
    pub by_case: Vec<Vec<String>>,
}

/// Files beside their places, until they are put there; dropping it leaves nothing behind.
pub(super) struct Copies {
    files: Vec<(Source, TempPath)>,
    /// Holds their temporary names for this run.
    staging: Option<StagingFolder>,
    /// Of an earlier run, and not wanted any more.
    stale: Vec<String>,
    pub said: SentBack,
}

/// What a file becomes.
enum CopyKind {
    Marked,
    Listed,
    Text,
}

/// Writes what goes back for each case into `folder`, under names that end in nothing of `taken`.
pub(super) fn stage(
    workspace: &Workspace,
    cases: &[SendBackCase<'_>],
    folder: &Path,
    taken: &BTreeSet<PathBuf>,
    host: &Host<'_>,
) -> Result<Copies> {
    let said = SentBack { folder: folder.to_owned(), ..SentBack::default() };
    let mut copies = Copies { files: vec![], staging: None, stale: vec![], said };
    if cases.is_empty() {
        tidy(folder);
        return Ok(copies);
    }
    make_dirs(&RealDisk, folder).map_err(Error::io("make the folder", folder))?;
    let staging = StagingFolder::open(folder)?;
    let names = names(cases, folder, taken, host);
    let marker = MarkerProgram::new(host.program.clone(), host.marking.clone(), &workspace.settings.limits);
    let staged = host.stage("Marking returns", cases.len(), || {
        marker.run(cases.len(), |n, session| {
            let out = one(workspace, &cases[n], &names[n], &staging, session);
            (host.progress)(Event::Step);
            out
        })
    })?;
    copies.staging = Some(staging);
    copies.said.by_case = staged.iter().map(|of| of.iter().map(|(_, name, ..)| name.clone()).collect()).collect();
    for (form, name, sha256, file) in staged.into_iter().flatten() {
        match form {
            CopyKind::Marked => copies.said.marked.push(name.clone()),
            CopyKind::Listed => copies.said.listed.push(name.clone()),
            CopyKind::Text => copies.said.texts.push(name.clone()),
        }
        copies.files.push((Source { file: name, sha256 }, file));
    }
    Ok(copies)
}

type StagedCopy = (CopyKind, String, String, TempPath);

fn one(
    workspace: &Workspace,
    case: &SendBackCase<'_>,
    names: &CopyNames,
    staging: &StagingFolder,
    session: &mut Session<'_>,
) -> Result<Vec<StagedCopy>> {
    let mut out = Vec::new();
    let returned = &case.returned;
    let [errors, queries, _] = returned.counts();
    if errors + queries > 0 {
        let look = &workspace.settings.look;
        let label = workspace.settings.label(LabelUse::Forms, returned.period);
        let job = Job { page: returned.page(), marks: returned.marks(), accent: look.accent.clone(), label };
        let marked = match content(case, workspace.settings.limits.file_mb)? {
            Ok(bytes) => session.mark(&job, &bytes)?,
            Err(why) => Err(why),
        };
        let (form, name, bytes) = match marked {
            Ok(bytes) => (CopyKind::Marked, &names.marked, bytes),
            Err(why) => {
                let mut book = findings_book(&job.page, &why, &look.accent, &look.font);
                book.label.clone_from(&job.label);
                let mut to = Cursor::new(Vec::new());
                workbook::write(book, &mut to)?;
                (CopyKind::Listed, &names.listed, to.into_inner())
            }
        };
        out.push(put(staging, form, name, &bytes)?);
    }
    let attached = out.first().map(|(form, name, ..)| (name.as_str(), matches!(form, CopyKind::Marked)));
    let text = returned.letter(attached);
    let text = put(staging, CopyKind::Text, &names.text, text.as_bytes())?;
    out.push(text);
    Ok(out)
}

fn put(staging: &StagingFolder, form: CopyKind, name: &str, bytes: &[u8]) -> Result<StagedCopy> {
    Ok((form, name.to_owned(), sha256(bytes), staging.write(bytes, name)?))
}

/// The bytes that were read, or why they are not to be marked.
fn content(case: &SendBackCase<'_>, file_mb: u64) -> Result<std::result::Result<Vec<u8>, String>> {
    let refused = case.returned.findings.iter().find(|f| f.check().is_some_and(|c| c.unread == Some(Unread::Unopened)));
    if let Some(finding) = refused {
        return Ok(Err(format!("it could not be read ({})", finding.code)));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(&case.path).map_err(Error::io("read", &case.path))?;
    file.take((file_mb << 20) + 1).read_to_end(&mut bytes).map_err(Error::io("read", &case.path))?;
    Ok(match sha256(&bytes) == case.sha256 {
        true => Ok(bytes),
        false => Err("it was changed while it was being read".to_owned()),
    })
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct CopyNames {
    marked: String,
    listed: String,
    text: String,
}

impl CopyNames {
    fn all(&self) -> [&String; 3] {
        [&self.marked, &self.listed, &self.text]
    }
}

/// Names from those that the files are shown under, each once, none that would write over a file of `taken`.
fn names(cases: &[SendBackCase<'_>], folder: &Path, taken: &BTreeSet<PathBuf>, host: &Host<'_>) -> Vec<CopyNames> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mut used = BTreeSet::new();
    let mut out = Vec::with_capacity(cases.len());
    for case in cases {
        let file = case.returned.file;
        let free = |names: &CopyNames| {
            names.all().iter().all(|n| !used.contains(&n.to_lowercase()) && !taken.contains(&folder.join(n)))
        };
        let each =
            |most| (1..).map(|n| copy_names(file, n, most)).find(free).unwrap_or_else(|| copy_names(file, 1, most));
        let fits = |names: &CopyNames| names.all().iter().all(|n| fits(&folder.join(n)));
        let whole = each(usize::MAX);
        let names = match fits(&whole) {
            true => whole,
            false => {
                let names = LENGTHS.map(each).into_iter().find(fits).unwrap_or(whole);
                let said = format!("the name of {file} is too long for its copies, which are called {}", names.marked);
                (host.progress)(Event::Warning(said));
                names
            }
        };
        used.extend(names.all().map(|n| n.to_lowercase()));
        out.push(names);
    }
    out
}

/// How long a name may be, in bytes: what most systems take, and what one takes that encrypts names.
const LENGTHS: [usize; 2] = [255, 140];

/// The system takes a file of this name, whether there is one or not.
fn fits(path: &Path) -> bool {
    fs::symlink_metadata(path).map_or_else(|e| e.kind() == ErrorKind::NotFound, |_| true)
}

/// How the names of our copies end; a copy that came back is not called `_marked_marked`.
const MARKED: [&str; 2] = ["_marked", "_findings"];
/// Longer words behind a point are no ending.
const ENDING: usize = 8;

/// The names of the copies of a file, the `n`th time that they are wanted. Where one would have more than `most` bytes,
/// the file's own part is cut and ends in eight signs of its hash, so that the same file has the same copies in every run.
fn copy_names(file: &str, n: u32, most: usize) -> CopyNames {
    let (whole, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= ENDING => (stem, format!(".{ending}")),
        _ => (file, String::new()),
    };
    let stem = MARKED.iter().fold(whole, |s, end| s.strip_suffix(end).unwrap_or(s));
    // On another system the same folder may hold what this one takes.
    let stem = file_name::stem(stem, usize::MAX);
    let more = if n == 1 { String::new() } else { format!(" ({n})") };
    let ends = [format!("{more}_marked{ending}"), format!("{more}_findings.xlsx"), format!("{more}_e-mail.txt")];
    let room = most - ends.iter().map(String::len).max().unwrap_or_default();
    let stem = match stem.len() <= room {
        true => stem,
        false => format!("{}~{}", &stem[..stem.floor_char_boundary(room - 9)], &sha256(stem.as_bytes())[..8]),
    };
    let [marked, listed, text] = ends.map(|end| format!("{stem}{end}"));
    CopyNames { marked, listed, text }
}

/// The name of the copy of a file that lies in `folder`: the marked one, or the list of what was found. `None` where there is
/// none, and where two files have copies of one name and nobody can tell whose is whose.
pub(super) fn copy_of(folder: &Path, file: &str) -> Option<String> {
    let there = |name: &String| folder.join(name).is_file();
    let second = copy_names(file, 2, usize::MAX);
    if second.all().into_iter().any(there) {
        return None;
    }
    let CopyNames { marked, listed, .. } = copy_names(file, 1, usize::MAX);
    [marked, listed].into_iter().find(there)
}

impl Copies {
    /// Texts of these names, and nothing else.
    pub fn texts(folder: &Path, texts: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let staging = StagingFolder::open(folder)?;
        let put = |(name, text): (String, String)| put(&staging, CopyKind::Text, &name, text.as_bytes());
        let files = texts.map(put).collect::<Result<Vec<_>>>()?;
        let files = files.into_iter().map(|(_, file, sha256, path)| (Source { file, sha256 }, path)).collect();
        let said = SentBack { folder: folder.to_owned(), ..SentBack::default() };
        Ok(Self { files, staging: Some(staging), stale: vec![], said })
    }

    /// Leaves as it is what somebody has changed since an earlier run wrote it, and notes what that run wrote and this one
    /// does not. `beginning`: of the names of this folder in `before`; `ending`: of those that are meant.
    pub fn respect(&mut self, before: &Written, beginning: &str, ending: &str) -> Result<()> {
        let (mut kept, mut stale) = (BTreeSet::new(), vec![]);
        for (source, _) in &self.files {
            if before.there(&format!("{beginning}{}", source.file), &source.sha256)? == There::Changed {
                kept.insert(source.file.clone());
            }
        }
        let gone = |n: &&str| n.ends_with(ending) && !self.files.iter().any(|(s, _)| s.file == *n);
        for name in before.names(beginning).filter(gone) {
            match before.there(&format!("{beginning}{name}"), "")? {
                There::Ours => stale.push(name.to_owned()),
                There::Changed => _ = kept.insert(name.to_owned()),
                There::TheSame | There::Nothing => {}
            }
        }
        self.files.retain(|(s, _)| !kept.contains(&s.file));
        let said = &mut self.said;
        [&mut said.marked, &mut said.listed, &mut said.texts].into_iter().for_each(|l| l.retain(|n| !kept.contains(n)));
        said.kept = kept.into_iter().collect();
        self.stale = stale;
        Ok(())
    }

    /// The files with their hashes.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().map(|(source, _)| source)
    }

    /// Puts everything in its place.
    pub fn place(self) -> Result<SentBack> {
        let folder = &self.said.folder;
        staging::put(self.files.into_iter().map(|(source, file)| (file, folder.join(&source.file))).collect())?;
        drop(self.staging);
        for name in &self.stale {
            let path = self.said.folder.join(name);
            fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        }
        Ok(self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_copies() {
        let marked = |file: &str, n, most| copy_names(file, n, most).marked;
        assert_eq!(marked("HW Q2.xlsx", 1, 255), "HW Q2_marked.xlsx");
        assert_eq!(marked("HW Q2_marked.xlsx", 2, 255), "HW Q2 (2)_marked.xlsx");
        assert_eq!(marked("HW v1.2 by the whole team", 1, 255), "HW v1.2 by the whole team_marked");
        assert_eq!(marked(".xlsx", 1, 255), "xlsx_marked");
        assert_eq!(marked("HW: Q2?.xlsx", 1, 255), "HW- Q2-_marked.xlsx");
        assert_eq!(marked("NUL.v2.xlsx", 1, 255), "NUL_.v2_marked.xlsx");
        for long in ["n".repeat(246) + ".xls", "é".repeat(125), "a.".to_owned() + &"n".repeat(250)] {
            let names = copy_names(&long, 12, 255);
            assert!(names.all().iter().all(|n| (230..=255).contains(&n.len())), "{names:?}");
            assert_ne!(names.marked, copy_names(&long.replacen(['n', 'é'], "m", 1), 12, 255).marked);
            assert_eq!(names, copy_names(&long, 12, 255));
        }
    }
}
