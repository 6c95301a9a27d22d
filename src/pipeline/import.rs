//! `quarterday history import`: past quarters from one tidy workbook or CSV file.

use super::workspace::read_one;
use super::{Host, Workspace};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::history::{self, Batch, BatchKind, Ledger};
use crate::ingest::Pool;
use crate::layout;
use std::fs;
use std::path::Path;

/// What an import took.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Imported {
    pub file: String,
    pub readings: usize,
    pub risks: usize,
    pub actions: usize,
    pub feedback: usize,
    /// False when the ledger held all of it already.
    pub changed: bool,
    /// Number of the ledger's newest record after the import.
    pub ledger: u64,
    pub findings: Vec<Finding>,
}
