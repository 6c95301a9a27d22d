//! What a report knows of the run that made it, besides the figures.

use crate::record::{PassedOver, Tally};
use std::collections::BTreeMap;

/// Where the figures come from: filled by the pipeline, printed on Contents and Method and in the run record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The number and hash of the ledger's newest record.
    pub ledger_seq: u64,
    /// The head of the ledger's chain.
    pub ledger_head: String,
    /// When that record was made (RFC 3339).
    pub recorded: String,
    /// Of this program.
    pub version: &'static str,
    /// SHA-256 of the register's workbook, in hex.
    pub register_sha256: String,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// Settings that differ from the default: key, the council's value, the default.
    pub settings_differences: Vec<(String, String, String)>,
    /// What became of all cells.
    pub tallies: Totals,
    /// Approved and frozen; otherwise every page says “provisional”.
    pub published: bool,
}

impl Provenance {
    /// `final` or `provisional`.
    pub fn state(&self) -> &'static str {
        if self.published { "final" } else { "provisional" }
    }
}

/// Cells of all files by what became of them: `read = located + ignored`, `located = accepted + refused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Totals {
    /// How many files were read.
    pub files: u64,
    /// Filled cells.
    pub read: u64,
    /// Cells that a field of a layout claimed.
    pub located: u64,
    /// Cells that became part of a return.
    pub accepted: u64,
    /// Cells that an error refused.
    pub refused: u64,
    /// Cells passed over, by rule.
    pub ignored: BTreeMap<PassedOver, u64>,
}

impl Totals {
    /// Adds one file's sheets.
    pub fn add(&mut self, sheets: &[Tally]) {
        self.files += 1;
        for t in sheets {
            self.read += t.read;
            self.located += t.located;
            self.accepted += t.accepted;
            self.refused += t.refused;
            for (rule, n) in &t.ignored {
                *self.ignored.entry(*rule).or_default() += n;
            }
        }
    }

    /// Cells passed over by any rule.
    pub fn ignored_total(&self) -> u64 {
        self.ignored.values().sum()
    }
}
