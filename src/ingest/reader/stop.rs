//! Why reading a file, or the cells of a sheet, ends.

use crate::catalogue::{F002, F003};
use crate::ingest::preflight::Refusal;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) fn unreadable() -> Refusal {
    Refusal::new(&F003, "a whole workbook", "its list of sheets, styles or texts is unreadable")
}

pub(super) fn password() -> Refusal {
    Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook")
}

/// Why the cells of a sheet stopped coming.
pub(super) enum Stop {
    /// The file is refused.
    Refused(Refusal),
    /// This sheet is broken.
    Broken,
}

/// A panic of the parser breaks the sheet that it was reading, nothing more.
pub(super) fn without_panic(stream: impl FnOnce() -> Result<(), Stop>) -> Result<(), Stop> {
    catch_unwind(AssertUnwindSafe(stream)).unwrap_or(Err(Stop::Broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_parser_breaks_the_sheet() {
        assert!(matches!(without_panic(|| panic!("as a parser may")), Err(Stop::Broken)));
        assert!(without_panic(|| Ok(())).is_ok());
    }
}
