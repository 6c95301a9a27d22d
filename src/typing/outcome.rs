//! What became of a cell: every located one leaves with exactly one outcome.

/// What became of one located cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CellOutcome {
    /// Passed over by this rule.
    Ignored(&'static str),
    Refused,
    Accepted,
}
