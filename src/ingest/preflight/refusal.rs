//! Why a file is not read at all, and which formats are.

use crate::catalogue::{Check, F003};

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub check: &'static Check,
    pub expected: String,
    pub got: String,
}

impl Refusal {
    pub fn new(check: &'static Check, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self { check, expected: expected.into(), got: got.into() }
    }
}

/// The kinds of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkbookFormat {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
}

/// The file is not whole.
pub(super) fn damaged(got: &str) -> Refusal {
    Refusal::new(&F003, "a whole workbook", got)
}
