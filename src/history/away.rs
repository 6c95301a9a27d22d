//! Taking away what no record wants any more.

use super::Ledger;
use super::disk::{Disk, RealDisk};
use super::protocol::Protocol;
use crate::error::Result;
use std::io;
use std::path::PathBuf;

impl Ledger {
    /// Takes files of the ledger's folder away of which nothing counts any more. Returns those that cannot be taken away, and
    /// why; they are only untidy.
    ///
    /// # Errors
    /// When it cannot be made sure of the newest record.
    pub fn take_away(&self, files: Vec<PathBuf>) -> Result<Vec<(PathBuf, io::Error)>> {
        self.take_away_on(&RealDisk, files)
    }

    pub(super) fn take_away_on(&self, disk: &dyn Disk, files: Vec<PathBuf>) -> Result<Vec<(PathBuf, io::Error)>> {
        // The newest record may be the one that drops them, and of a run that was stopped before it was safe.
        Protocol::new(disk, &self.dir).settle(self.head().seq)?;
        Ok(files.into_iter().filter_map(|path| disk.remove(&path).err().map(|why| (path, why))).collect())
    }
}
