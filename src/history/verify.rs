//! Whether the ledger is what it was when it was written.

use super::log::DataFile;
use super::{Ledger, kept, table};
use crate::error::Result;

impl Ledger {
    /// Compares every data file with the hash and the number of rows that its record gives, but for those that a later
    /// record dropped. Returns their number.
    ///
    /// # Errors
    /// When a record or a data file is not what it was when it was written.
    pub fn verify(&self) -> Result<usize> {
        let mut files = 0;
        for file in self.records.iter().flat_map(|r| &r.files).filter(|f| self.dropped(&f.path).is_none()) {
            self.verify_file(file)?;
            files += 1;
        }
        match self.wrongly_merged().into_iter().next() {
            Some(wrong) => Err(self.damaged(wrong)),
            None => Ok(files),
        }
    }

    pub(super) fn verify_file(&self, file: &DataFile) -> Result<()> {
        let rows = match file.table.as_str() {
            kept::TABLE => kept::count(&self.dir, file)?,
            _ => table::read(&self.dir, file, None)?.height() as u64,
        };
        if rows != file.rows {
            let message = format!("{} has {rows} rows; its record says {}", file.path, file.rows);
            return Err(self.damaged(message));
        }
        Ok(())
    }
}
