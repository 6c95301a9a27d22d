//! What quarterday wrote into a folder, so that nothing is written over that somebody has changed since.
//!
//! `.written.json` in the folder of a quarter's reports has the hash of every file as it was written. It has old and new
//! hash while files take their places and the new one afterwards, so that a run which was stopped between takes nothing of
//! its own for somebody's work. What is not known to be ours is kept, whatever became of that list.

use super::staging::save;
use super::workspace::file_sha256;
use super::{Event, Host};
use crate::error::{Error, Result};
use crate::reading::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

const LIST: &str = ".written.json";

/// The files that earlier runs wrote into a folder.
pub(super) struct Written {
    folder: PathBuf,
    /// By name, with `/`: the hashes that it was written with.
    known: BTreeMap<String, BTreeSet<String>>,
}

impl Written {
    /// What is known of a folder: its list, and what the run record in it names, which a version before the list wrote.
    pub fn read(folder: &Path, run_record: &str) -> Self {
        let list = fs::read(folder.join(LIST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut known: BTreeMap<String, BTreeSet<String>> = list.unwrap_or_default();
        let record: Option<serde_json::Value> =
            fs::read(folder.join(run_record)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let outputs: Option<Vec<Source>> = record.and_then(|mut r| serde_json::from_value(r["outputs"].take()).ok());
        for output in outputs.unwrap_or_default() {
            known.entry(output.file).or_default().insert(output.sha256);
        }
        // Whoever wrote these, nothing outside the folder is taken away because of them.
        known.retain(|name, _| !name.contains('\\') && is_inside(name));
        Self { folder: folder.to_owned(), known }
    }

    /// The names that begin so, without their beginning.
    pub fn names<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = &'a str> {
        self.known.keys().filter_map(move |name| name.strip_prefix(beginning))
    }

    /// What stands under a name.
    pub fn there(&self, name: &str, new: &str) -> Result<There> {
        let path = self.folder.join(name);
        if !path.is_file() {
            return Ok(There::Nothing);
        }
        let there = file_sha256(&path)?;
        Ok(match there == new {
            true => There::TheSame,
            false if self.known.get(name).is_some_and(|known| known.contains(&there)) => There::Ours,
            false => There::Changed,
        })
    }

    /// Keeps a file under a second name, and says so: somebody has changed it, and it is about to be written over.
    pub fn set_aside(&self, name: &str, host: &Host<'_>) -> Result<()> {
        let path = self.folder.join(name);
        let kept = keep(&path)?;
        (host.progress)(Event::Warning(format!(
            "{} is not as quarterday is known to have written it. It is kept as {}, and the new one takes its place. What is \
             typed into a report goes into no figure: correct the return, or write into the notebook",
            path.display(),
            kept.display()
        )));
        Ok(())
    }

    /// Notes what is about to be written.
    pub fn expect<'s>(&mut self, files: impl IntoIterator<Item = &'s Source>) -> Result<()> {
        for file in files {
            self.known.entry(file.file.clone()).or_default().insert(file.sha256.clone());
        }
        self.save()
    }

    /// Notes what was written, and forgets what is there no more.
    pub fn settle(mut self, placed: impl IntoIterator<Item = Source>) -> Result<()> {
        for file in placed {
            self.known.insert(file.file, [file.sha256].into());
        }
        let folder = &self.folder;
        self.known.retain(|name, _| folder.join(name).is_file());
        self.save()
    }

    fn save(&self) -> Result<()> {
        let path = self.folder.join(LIST);
        let bytes = serde_json::to_vec_pretty(&self.known).map_err(|e| Error::Internal(e.to_string()))?;
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        save(&path, |file| file.write_all(&bytes).map_err(Error::io("write", &path)))
    }

    /// Takes away what an earlier run wrote and this one, which wrote `now`, does not write: a workbook of another run beside
    /// those of this one would be taken for one of them. What lies below `apart` has a keeper of its own.
    pub fn take_away(&mut self, now: &[Source], apart: &str, host: &Host<'_>) -> Result<()> {
        // A file that is open has its new one beside it, and both are this run's.
        let own = |s: &Source, name: &str| {
            let (stem, ending) = s.file.rsplit_once('.').unwrap_or((&s.file, ""));
            s.file == name || name.starts_with(&format!("{stem} (new")) && name.ends_with(ending)
        };
        let stale = |name: &&String| !name.starts_with(apart) && !now.iter().any(|s| own(s, name));
        let stale: Vec<String> = self.known.keys().filter(stale).cloned().collect();
        for name in stale {
            let path = self.folder.join(&name);
            let stays = match (lock(&path), self.there(&name, "")?) {
                (Some(_), There::Ours | There::Changed) => "is open: close it, and the next run takes it away",
                (None, There::Changed) => "was changed by somebody and is kept: move it elsewhere",
                _ => "",
            };
            if !stays.is_empty() {
                let words =
                    "is of an earlier run, this one writes no such workbook, and what it says may be different now. It";
                (host.progress)(Event::Warning(format!("{} {words} {stays}", path.display())));
            }
            if lock(&path).is_none() {
                self.remove(&name)?;
            }
        }
        Ok(())
    }

    /// Takes a file of ours away that is wanted no more. Where somebody has changed it, it is theirs from now on; what
    /// cannot be taken away is tried again by the next run.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        let taken = match self.there(name, "")? {
            There::Ours => fs::remove_file(self.folder.join(name)).is_ok(),
            There::Changed | There::TheSame | There::Nothing => true,
        };
        if taken {
            self.known.remove(name);
        }
        Ok(())
    }
}

/// What stands where a file is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// No file.
    Nothing,
    /// What is about to be written.
    TheSame,
    /// As an earlier run wrote it.
    Ours,
    /// Somebody has changed it, or it is not known who wrote it.
    Changed,
}

fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|c| matches!(c, Component::Normal(_)))
}

/// A copy of a file under a name that is free: `cabinet kept 1.xlsx`.
pub(super) fn keep(path: &Path) -> Result<PathBuf> {
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    for n in 1u32.. {
        let kept = second_name(path, &format!("kept {n}"));
        match fs::read(&kept) {
            Ok(there) if there == bytes => return Ok(kept),
            Ok(_) => {}
            Err(_) if kept.symlink_metadata().is_ok() => {}
            Err(_) => {
                save(&kept, |file| file.write_all(&bytes).map_err(Error::io("write", &kept)))?;
                return Ok(kept);
            }
        }
    }
    Err(Error::Internal(format!("no free name for a copy of {}", path.display())))
}

/// The same file with words behind its name: `cabinet kept 1.xlsx`.
pub(super) fn second_name(path: &Path, words: &str) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{} {words}.{}", part(path.file_stem()), part(path.extension())))
}

/// What Excel, Word and LibreOffice leave beside a file while it is open.
pub(super) fn lock(path: &Path) -> Option<PathBuf> {
    let own = path.file_name()?.to_string_lossy();
    // Word writes its two signs over the first two of a long name.
    let words = own.get(2..).filter(|name| name.ends_with(".docx"));
    let beside = [format!("~${own}"), format!("~${}", words.unwrap_or(&own)), format!(".~lock.{own}#")];
    beside.into_iter().map(|name| path.with_file_name(name)).find(|path| path.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let list =
            r#"{"cabinet.xlsx": ["ab"], "../register.xlsx": ["ab"], "/etc/hosts": ["ab"], "returned/a.xlsx": ["cd"]}"#;
        fs::write(folder.join(LIST), list).unwrap();
        fs::write(folder.join("run.json"), r#"{"outputs": [{"file": "returned\\b.xlsx", "sha256": "ef"}]}"#).unwrap();
        let written = Written::read(folder, "run.json");
        assert_eq!(written.names("").collect::<Vec<_>>(), ["cabinet.xlsx", "returned/a.xlsx"]);
    }

    /// Until a run has settled, what was there before it and what it writes are both its own.
    #[test]
    fn a_run_that_was_stopped_between_leaves_nothing_of_somebodys() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let source = |bytes: &str| Source { file: "a.csv".to_owned(), sha256: crate::digest::sha256(bytes.as_bytes()) };
        let there = |bytes: &str| {
            fs::write(folder.join("a.csv"), bytes).unwrap();
            Written::read(folder, "run.json").there("a.csv", "").unwrap()
        };
        assert_eq!(there("old"), There::Changed);
        let mut written = Written::read(folder, "run.json");
        written.expect(&[source("old")]).unwrap();
        written.expect(&[source("new")]).unwrap();
        assert_eq!((there("old"), there("new"), there("other")), (There::Ours, There::Ours, There::Changed));
        written.settle([source("new")]).unwrap();
        assert_eq!((there("old"), there("new")), (There::Changed, There::Ours));
        assert_eq!(Written::read(folder, "").there("a.csv", &source("new").sha256).unwrap(), There::TheSame);
    }

    #[test]
    fn what_is_kept_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        for (bytes, kept) in [("a", "run kept 1.json"), ("b", "run kept 2.json"), ("a", "run kept 1.json")] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(keep(&path).unwrap().file_name().unwrap(), kept);
            assert_eq!(fs::read(folder.path().join(kept)).unwrap(), bytes.as_bytes());
        }
    }
}
