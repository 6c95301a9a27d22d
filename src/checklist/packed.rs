//! The parts of a workbook as the two readers ask for them, and what is refused.

use super::xml::Read;
use crate::catalogue::{F003, F004};
use crate::ingest::{Opened, Refusal, in_utf_8};
use crate::settings::Limits;

/// More tables on one sheet are no workbook for readers.
const MOST_TABLES: usize = 1_000;

/// A workbook's parts under the limits.
pub(super) struct Packed<'p, 'a> {
    pub opened: &'p mut Opened<'a>,
    pub limits: &'p Limits,
}

impl Packed<'_, '_> {
    /// A part that must be there.
    pub fn part(&mut self, path: &str) -> Result<Vec<u8>, Refusal> {
        let parts = &mut self.opened.parts;
        let number = parts.find(path).ok_or_else(|| damaged(format!("the part “{path}” is missing")))?;
        let part = parts.read(number)?;
        Ok(in_utf_8(&part).unwrap_or(part))
    }

    /// A part that may be there, read.
    pub fn optional<T>(
        &mut self,
        path: Option<String>,
        read: impl FnOnce(&[u8]) -> Read<T>,
    ) -> Result<Option<T>, Refusal> {
        match path.filter(|path| self.opened.parts.find(path).is_some()) {
            Some(path) => read_as(&path, &self.part(&path)?, read).map(Some),
            None => Ok(None),
        }
    }

    /// Filled cells that may be held.
    pub fn most(&self) -> u64 {
        self.limits.workbook_cells
    }

    /// What is said of a workbook with more.
    pub fn too_many(&self) -> Refusal {
        let most = self.limits.workbook_cells;
        let got = format!("more; {most} were read and held before it was given up");
        Refusal::new(&F004, format!("no more than {most} filled cells"), got)
    }

    /// Refuses a sheet with more tables than are judged.
    pub fn most_tables(&self, tables: usize) -> Result<(), Refusal> {
        let expected = || format!("no more than {MOST_TABLES} tables on a sheet");
        if tables <= MOST_TABLES { Ok(()) } else { Err(Refusal::new(&F004, expected(), "more")) }
    }
}

/// Reads a part; one that is not well formed is a damaged workbook.
pub(super) fn read_as<T>(path: &str, xml: &[u8], read: impl FnOnce(&[u8]) -> Read<T>) -> Result<T, Refusal> {
    read(xml).map_err(|_| damaged(format!("the part “{path}” is unreadable")))
}

/// A workbook that is not whole.
pub(super) fn damaged(got: String) -> Refusal {
    Refusal::new(&F003, "a whole workbook", got)
}
