//! How a figure moved, and whether that is for the better.

/// Better or worse, by polarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// For the better.
    Improving,
    /// No movement that matters.
    Steady,
    /// For the worse.
    Worsening,
    /// No polarity: moved, but neither way is better.
    Moved,
}

impl Direction {
    /// Whether it says anything of better or worse.
    pub fn counts(self) -> bool {
        self != Self::Moved
    }
}

/// A comparison with an earlier value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Movement {
    /// The value compared with.
    pub from: f64,
    /// Now less then, in the unit.
    pub change: f64,
    /// Change as a percentage of |from|; `None` when from is 0.
    pub percent: Option<f64>,
    /// For better or worse.
    pub direction: Direction,
}
