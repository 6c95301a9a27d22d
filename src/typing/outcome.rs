//! What became of a cell: every located one leaves with exactly one outcome.

use crate::record::PassedOver;

/// What became of one located cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CellOutcome {
    /// Passed over by this rule.
    Ignored(PassedOver),
    Refused,
    Accepted,
}
