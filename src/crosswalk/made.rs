//! The register that a successor begins with, and what old things are called in it.

use crate::record::Kind;
use crate::starter::WrittenRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The id of an old council, and of something of its.
pub type OldId = (Arc<str>, Arc<str>);

/// The ids that the measures and services of the old councils have in a successor's register, by the council's id and the old
/// id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewIds {
    /// Of measures: their own row in the new register.
    pub measures: BTreeMap<OldId, Arc<str>>,
    /// Of parts of measures that are split by them: by the name of the part.
    pub parts: BTreeMap<(Arc<str>, Arc<str>, String), Arc<str>>,
    /// Of services.
    pub services: BTreeMap<OldId, Arc<str>>,
}

/// The register that a successor begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct SuccessorRegister {
    /// Its rows.
    pub rows: BTreeMap<Kind, Vec<WrittenRow>>,
    /// What old things are called in it.
    pub ids: NewIds,
    /// How many measures are the new council's own.
    pub measures: usize,
    /// Of these, how many take one old one over, are put together, are estimated, and have no figure from before.
    pub taken_over: usize,
    /// Put together from several.
    pub together: usize,
    /// Estimated by shares.
    pub estimated: usize,
    /// Without any figure from before.
    pub without_past: usize,
    /// What of the old registers has no row here, in words.
    pub left_behind: Vec<String>,
}
