//! The steps of a commit, each safe before the next: data files, then the record under a name that readers pass over,
//! then the one step that gives it its number if nobody else has it.
//!
//! That step is a second name for the file (a hard link). On drives where a file cannot have two names it is a folder's
//! new name: `log/00000003.json` is then a folder, and the folder `record` in it, which holds the record, comes there
//! whole or not at all, and only if none is there. Both ways contend for the name `00000003.json`, so of two computers
//! that see one share differently one is still told. Neither ever shows a record in part.

use super::disk::{Disk, take_away};
use super::log::{self, RECORD};
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What became of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It has its number, and that is safe.
    Ours,
    /// Somebody or something has its number.
    Taken,
}

/// One commit on its way.
pub(super) struct Protocol<'d> {
    disk: &'d dyn Disk,
    dir: &'d Path,
    log: PathBuf,
    /// Folders of which it is certain that the folder above will name them after a power cut.
    safe: BTreeSet<PathBuf>,
}

impl<'d> Protocol<'d> {
    pub(super) fn new(disk: &'d dyn Disk, dir: &'d Path) -> Self {
        Self { disk, dir, log: dir.join(log::FOLDER), safe: BTreeSet::new() }
    }

    /// Writes a data file under a name in the ledger's folder, or takes the one that an earlier run left there.
    pub(super) fn data(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(name);
        let folder = path.parent().unwrap_or(self.dir).to_owned();
        self.make_dirs(&folder)?;
        let ours = match self.disk.create(&path, bytes) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {
                if self.disk.read(&path).map_err(Error::io("read", &path))? != bytes {
                    let message = format!("{} is being written by another run. Run the command again", path.display());
                    return Err(Error::Conflict(message));
                }
                false
            }
            other => other.map(|()| true).map_err(told("write", &path))?,
        };
        if let Err(e) = self.disk.sync(&path) {
            // What could not be synced may be gone from the drive though it can still be read, and a second sync would
            // not say so: no later run may take this file for its own.
            if ours {
                let _ = self.disk.remove(&path);
            }
            return Err(told("make sure of", path)(e));
        }
        self.disk.sync_dir(&folder).map_err(told("make sure of", folder))
    }

    /// Makes safe what another run recorded as number `seq`: it may have been stopped before it did.
    pub(super) fn settle(&self, seq: u64) -> Result<()> {
        if seq == 0 {
            return Ok(());
        }
        self.disk.sync_dir(&self.log).map_err(told("make sure of", &self.log))?;
        let path = log::record_path(self.dir, seq);
        match self.disk.is_dir(&path) {
            true => self.disk.sync_dir(&path).map_err(told("make sure of", path)),
            false => Ok(()),
        }
    }

    /// Gives the record its number, or says that the number is taken.
    pub(super) fn record(&mut self, seq: u64, hash: &str, bytes: &[u8]) -> Result<Placed> {
        let log = self.log.clone();
        self.make_dirs(&log)?;
        let temporary = self.temporary(seq, hash, bytes)?;
        let path = log::record_path(self.dir, seq);
        let linked = self.disk.link(&temporary, &path);
        if linked.is_ok() {
            self.disk.sync_dir(&log).map_err(told("make sure of", &log))?;
        }
        // The record has its own name by now, or never will: a temporary name that stays is only untidy.
        let _ = self.disk.remove(&temporary);
        match linked {
            Ok(()) => Ok(Placed::Ours),
            // Begun by a run that could not link, and not ended.
            Err(e) if exists(&e) && self.disk.is_dir(&path) => self.as_folder(seq, hash, bytes),
            // Whoever was first has swept up after us, too.
            Err(e) if exists(&e) || gone(&e) => Ok(Placed::Taken),
            Err(e) if refused(&e) => Err(told("write", path)(e)),
            Err(_) => self.as_folder(seq, hash, bytes),
        }
    }

    /// The record under a name that readers pass over.
    fn temporary(&self, seq: u64, hash: &str, bytes: &[u8]) -> Result<PathBuf> {
        let mut n = 1u32;
        loop {
            let path = self.log.join(temporary_name(seq, hash, n));
            match self.disk.create(&path, bytes) {
                // Left by a run that was stopped, or in use by another: never touched.
                Err(e) if exists(&e) => n += 1,
                Err(e) => return Err(told("write", path)(e)),
                Ok(()) => return self.synced(&path).map(|()| path),
            }
        }
    }

    fn synced(&self, path: &Path) -> Result<()> {
        match self.disk.sync(path) {
            // Whoever was first may have swept it away already: then it cannot become the record, which is said.
            Err(e) if !gone(&e) => {
                let _ = self.disk.remove(path);
                Err(told("make sure of", path)(e))
            }
            _ => Ok(()),
        }
    }

    /// The record where a file cannot have two names.
    fn as_folder(&mut self, seq: u64, hash: &str, bytes: &[u8]) -> Result<Placed> {
        let Some(temporary) = self.temporary_folder(seq, hash, bytes)? else { return Ok(Placed::Taken) };
        let folder = log::record_path(self.dir, seq);
        let placed = self.move_in(&temporary, &folder);
        if !matches!(placed, Ok(Placed::Ours)) {
            take_away(self.disk, &temporary);
        }
        placed
    }

    fn move_in(&mut self, temporary: &Path, folder: &Path) -> Result<Placed> {
        match self.disk.make_dir(folder) {
            Err(e) if exists(&e) => return Ok(Placed::Taken),
            other => other.map_err(told("make", folder))?,
        }
        self.disk.sync_dir(&self.log).map_err(told("make sure of", &self.log))?;
        let record = folder.join(RECORD);
        match self.disk.move_dir(temporary, &record) {
            Ok(()) => {}
            // What a system says of a folder that is in the way differs from one to the next.
            Err(e) if gone(&e) || self.disk.is_dir(&record) => return Ok(Placed::Taken),
            Err(e) => return Err(told("write", record)(e)),
        }
        self.disk.sync_dir(folder).map_err(told("make sure of", folder))?;
        Ok(Placed::Ours)
    }

    /// `None` when whoever was first has swept it away.
    fn temporary_folder(&self, seq: u64, hash: &str, bytes: &[u8]) -> Result<Option<PathBuf>> {
        let mut n = 1u32;
        loop {
            let folder = self.log.join(temporary_name(seq, hash, n));
            let path = folder.join(log::record_name(seq));
            let made = self.disk.make_dir(&folder).and_then(|()| self.disk.create(&path, bytes));
            match made {
                // A file of that name, or a folder that is another's.
                Err(e) if exists(&e) => n += 1,
                Err(e) if gone(&e) => return Ok(None),
                Err(e) => {
                    let _ = self.disk.remove_dir(&folder);
                    return Err(told("write", path)(e));
                }
                Ok(()) => {
                    self.synced(&path)?;
                    return match self.disk.sync_dir(&folder) {
                        Err(e) if gone(&e) => Ok(None),
                        other => other.map(|()| Some(folder.clone())).map_err(told("make sure of", folder)),
                    };
                }
            }
        }
    }

    /// Takes away the temporary names of records up to `seq`, which is written: nobody can become one of those any more.
    /// What cannot be taken away is only untidy.
    pub(super) fn sweep(&self, seq: u64) {
        for name in self.disk.names(&self.log).unwrap_or_default() {
            let own = name.strip_prefix('.').and_then(|n| n.strip_suffix(".tmp")?.split('-').next()?.parse().ok());
            if own.is_some_and(|own: u64| own <= seq) {
                take_away(self.disk, &self.log.join(name));
            }
        }
    }

    /// Makes a folder and those above it, each safe in the one above before the next. One that is there already may be
    /// of a run that was stopped before it was safe: from the ledger's own folder down that is made sure of, too.
    fn make_dirs(&mut self, path: &Path) -> Result<()> {
        let above = !path.starts_with(self.dir);
        if self.safe.contains(path) || above && self.disk.is_dir(path) {
            return Ok(());
        }
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(parent) = parent {
            self.make_dirs(parent)?;
        }
        self.disk.make_dir(path).map_err(told("make", path))?;
        let parent = parent.unwrap_or(Path::new("."));
        self.disk.sync_dir(parent).map_err(told("make sure of", parent))?;
        self.safe.insert(path.to_owned());
        Ok(())
    }
}

fn temporary_name(seq: u64, hash: &str, n: u32) -> String {
    format!(".{seq:08}-{}-{n}.tmp", hash.get(..16).unwrap_or(hash))
}

fn exists(e: &io::Error) -> bool {
    e.kind() == ErrorKind::AlreadyExists
}

fn gone(e: &io::Error) -> bool {
    e.kind() == ErrorKind::NotFound
}

/// What another way of writing would be refused, too.
fn refused(e: &io::Error) -> bool {
    full(e) || e.kind() == ErrorKind::ReadOnlyFilesystem
}

fn full(e: &io::Error) -> bool {
    matches!(e.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// For `map_err`: what was being done, to what, and what to do about it.
fn told(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
    let path = path.into();
    move |cause| {
        let remedy = match cause.kind() {
            _ if full(&cause) => "make room on that drive, then run the command again",
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                "the folder of the ledger must be one that you may write to; then run the command again"
            }
            _ => return Error::Io { action, path, cause },
        };
        Error::Write { path, message: format!("{cause}; {remedy}. What was recorded before is as it was") }
    }
}
