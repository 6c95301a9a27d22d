//! What was read of files, so that one that is as it was is not read again.

use super::folder::{self, SentFile};
use crate::digest::file_sha256;
use crate::error::{Error, Result};
use crate::ingest::Pool;
use crate::record::FileRecords;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Length and time of a file: while both stay it is taken for the same. Nothing where it cannot be looked at.
pub(super) type Stamp = Option<(u64, Option<Duration>)>;

/// The stamp that a file has now.
pub(super) fn stamp(path: &Path) -> Stamp {
    let data = fs::metadata(path).ok()?;
    Some((data.len(), data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok())))
}

/// What was read, by path.
#[derive(Default)]
pub(super) struct Readings {
    known: HashMap<PathBuf, (Stamp, FileRecords)>,
    /// What the last reading read.
    last: Vec<PathBuf>,
    /// The files that nobody is writing any more: others are as if they were not there. `None`: all.
    pub ready: Option<BTreeSet<PathBuf>>,
}

impl Readings {
    /// Those of the files that nobody is writing any more.
    pub fn ready(&self, mut files: Vec<SentFile>) -> Vec<SentFile> {
        files.retain(|file| self.ready.as_ref().is_none_or(|ready| ready.contains(&file.input.path)));
        files
    }

    /// The records of all files, in their order; only those are read whose bytes were not read before.
    ///
    /// # Errors
    /// Those of [`folder::read`].
    pub fn read(&mut self, pool: &Pool, files: &[SentFile]) -> Result<Vec<FileRecords>> {
        let stamps: Vec<Stamp> = files.iter().map(|f| stamp(&f.input.path)).collect();
        let new: Vec<usize> = (0..files.len()).filter(|n| !self.knows(&files[*n].input.path, stamps[*n])).collect();
        let to_read: Vec<SentFile> = new.iter().map(|n| files[*n].clone()).collect();
        self.last = to_read.iter().map(|file| file.input.path.clone()).collect();
        folder::read(pool, &to_read, |k, records| {
            let n = new[k];
            self.known.insert(files[n].input.path.clone(), (stamps[n], records));
            Ok(())
        })?;
        let read = |file: &SentFile| {
            let known = self.known.get(&file.input.path).map(|(_, records)| records.clone());
            known.ok_or_else(|| Error::Internal(format!("nothing was said of {}", file.input.name)))
        };
        files.iter().map(read).collect()
    }

    /// The file was read as it is. One that was only touched, or copied over itself, has the same hash.
    pub fn knows(&mut self, path: &Path, now: Stamp) -> bool {
        let Some((stamp, records)) = self.known.get_mut(path) else { return false };
        if *stamp != now && file_sha256(path).is_ok_and(|hash| hash == records.source.sha256) {
            *stamp = now;
        }
        *stamp == now
    }

    /// Forgets what the last reading read: it was disturbed.
    pub fn forget(&mut self) {
        self.last.drain(..).for_each(|path| _ = self.known.remove(&path));
    }
}
