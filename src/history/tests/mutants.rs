//! Protocols that are wrong on purpose, each made of the right one by a disk that does something else: what does not
//! catch them has shown nothing about the right one.

use super::model::Model;
use crate::history::disk::Disk;
use std::cell::RefCell;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mutation {
    /// Data files are not synced.
    NoDataSync,
    /// The folders of data files are not synced.
    NoDataFolderSync,
    /// The record is not synced.
    NoRecordSync,
    /// The folder that gets the record is not synced.
    NoLogSync,
    /// The record gets its number first and is synced then.
    NumberBeforeSync,
    /// The record takes its number whether somebody has it or not.
    RenameOver,
    /// Done is said before the folder is synced.
    AcknowledgedBeforeSync,
    /// What a run that was stopped left is taken for safe.
    NothingOfOthersSettled,
    /// What is dropped is taken away before it is recorded.
    AwayBeforeRecord,
    /// What stopped runs left is looked for before the record that may take it up.
    LeftListedFirst,
    /// The files of a release are not synced.
    NoOutputSync,
    /// The folder of a release gets its name before the names in it are synced.
    NoOutputFolderSync,
    /// The name of a release's folder is not synced.
    NoOutputNameSync,
}

/// A model whose steps go wrong, or do not.
pub(crate) struct Mutant<'m> {
    model: &'m Model,
    mutation: Option<Mutation>,
    late: RefCell<Vec<PathBuf>>,
    numbered: RefCell<bool>,
}

impl<'m> Mutant<'m> {
    pub(crate) fn new(model: &'m Model, mutation: Option<Mutation>) -> Self {
        Self { model, mutation, late: RefCell::default(), numbered: RefCell::new(false) }
    }

    /// After done was said: what was put off.
    pub(crate) fn flush(&self) {
        self.late.take().iter().for_each(|path| _ = self.model.sync(path));
    }

    fn is(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension() == Some(OsStr::new(ending))
}

/// A record under its temporary name, or the folder of one, or the file in that.
fn is_temporary(path: &Path) -> bool {
    ends(path, "tmp") || path.parent().is_some_and(|p| ends(p, "tmp"))
}

/// A folder that is to become a release.
fn is_staged(path: Option<&Path>) -> bool {
    path.and_then(|p| p.file_name()?.to_str()).is_some_and(|name| name.starts_with(".quarterday-"))
}

/// Of the records, or of one.
fn is_log(path: &Path) -> bool {
    path.ends_with("log") || ends(path, "json")
}

impl Disk for Mutant<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.model.read(path)
    }
    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        self.model.names(path)
    }
    fn is_dir(&self, path: &Path) -> bool {
        self.model.is_dir(path)
    }
    fn make_dir(&self, path: &Path) -> io::Result<()> {
        self.model.make_dir(path)
    }
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.model.create(path, bytes)
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        match self.mutation {
            Some(Mutation::NoDataSync) if ends(path, "parquet") || ends(path, "zip") => Ok(()),
            Some(Mutation::NoRecordSync) if is_temporary(path) => Ok(()),
            Some(Mutation::NoOutputSync) if is_staged(path.parent()) => Ok(()),
            Some(Mutation::NumberBeforeSync) if is_temporary(path) => {
                self.late.borrow_mut().push(path.to_owned());
                Ok(())
            }
            _ => self.model.sync(path),
        }
    }
    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        match self.mutation {
            Some(Mutation::NoDataFolderSync) if !is_log(path) && !is_temporary(path) => Ok(()),
            Some(Mutation::NoRecordSync) if is_temporary(path) => Ok(()),
            Some(Mutation::NoLogSync) if is_log(path) => Ok(()),
            Some(Mutation::NoOutputFolderSync) if is_staged(Some(path)) => Ok(()),
            Some(Mutation::NoOutputNameSync)
                if path.components().any(|c| c.as_os_str() == "published") && !is_staged(Some(path)) =>
            {
                Ok(())
            }
            Some(Mutation::NothingOfOthersSettled) if is_log(path) && !*self.numbered.borrow() => Ok(()),
            Some(Mutation::AcknowledgedBeforeSync) if is_log(path) && *self.numbered.borrow() => {
                self.late.borrow_mut().push(path.to_owned());
                Ok(())
            }
            _ => self.model.sync_dir(path),
        }
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let linked = match self.is(Mutation::RenameOver) && self.model.links {
            true => self.model.rename_over(from, to),
            false => self.model.link(from, to),
        };
        *self.numbered.borrow_mut() = linked.is_ok();
        if self.is(Mutation::NumberBeforeSync) && linked.is_ok() {
            self.flush();
        }
        linked
    }
    fn move_dir(&self, from: &Path, to: &Path) -> io::Result<()> {
        let moved = match self.is(Mutation::RenameOver) {
            true => self.model.rename_over(from, to),
            false => self.model.move_dir(from, to),
        };
        *self.numbered.borrow_mut() = moved.is_ok();
        if self.is(Mutation::NumberBeforeSync) && moved.is_ok() {
            let file = |path: &Path| self.model.names(path).unwrap_or_default().pop().map(|name| path.join(name));
            *self.late.borrow_mut() = file(to).into_iter().collect();
            self.flush();
        }
        moved
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.model.remove(path)
    }
    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.model.remove_dir(path)
    }
}
