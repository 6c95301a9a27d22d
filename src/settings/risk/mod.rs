//! `[risk]`: the council's matrix as data (axes, codes, bands by score or by a map of cells), thresholds, appetite, and
//! how the risk of missing a target is placed on the same matrix.
//!
//! Everything that rates a risk (returns as they are read, the forms' lists, the checks, the report) asks this one
//! matrix; no other place multiplies a likelihood by an impact.

mod matrix;
mod presets;
mod written;
mod typed;
mod sense;
#[cfg(test)]
mod tests;

pub use matrix::{Band, DeliverySettings, Limit, RiskMatrix, RiskPreset, step_at};
pub(super) use sense::check;
pub use typed::Axis;
