//! The ledger as it was up to one of its records, in a folder of its own.

use super::Ledger;
use super::disk::RealDisk;
use super::{log, table};
use crate::digest::sha256;
use crate::error::{Error, Result};
use std::fs;
use std::path::Path;

impl Ledger {
    /// Writes the records up to `seq` and the data files that they name into `to`, which holds no ledger, to the last byte as
    /// they are here. What was dropped by the retention setting is not among them.
    ///
    /// # Errors
    /// When a record or a data file is not what it was when it was written, or cannot be written.
    pub fn copy_up_to(&self, seq: u64, to: &Path) -> Result<()> {
        let write = |name: &str, bytes: &[u8]| -> Result<()> {
            let path = to.join(name);
            let folder = path.parent().unwrap_or(to);
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
            fs::write(&path, bytes).map_err(Error::io("write", &path))
        };
        for record in self.records.iter().take_while(|record| record.seq <= seq) {
            for file in record.files.iter().filter(|file| self.dropped(&file.path).is_none()) {
                write(&file.path, &table::bytes(&self.dir, file)?)?;
            }
            let bytes = log::record_bytes(&RealDisk, &self.dir, record.seq)?;
            if sha256(&bytes) != record.hash {
                return Err(self.damaged(format!("record {} was changed while it was being read", record.seq)));
            }
            write(&format!("{}/{}", log::FOLDER, log::record_name(record.seq)), &bytes)?;
        }
        Ok(())
    }
}
