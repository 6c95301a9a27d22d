//! The shorthand of statistics in government: why a cell has no number, or what there is to know of the number in it.

/// A shorthand, the same in every table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shorthand {
    /// `[b]`
    Break,
    /// `[c]`
    Confidential,
    /// `[e]`
    Estimated,
    /// `[f]`
    Forecast,
    /// `[low]`
    Low,
    /// `[p]`
    Provisional,
    /// `[r]`
    Revised,
    /// `[x]`
    NotAvailable,
    /// `[z]`
    NotApplicable,
}

impl Shorthand {
    /// All of them, in the order of their marks.
    pub const ALL: [Self; 9] = [
        Self::Break,
        Self::Confidential,
        Self::Estimated,
        Self::Forecast,
        Self::Low,
        Self::Provisional,
        Self::Revised,
        Self::NotAvailable,
        Self::NotApplicable,
    ];

    /// As it stands in a cell.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Break => "[b]",
            Self::Confidential => "[c]",
            Self::Estimated => "[e]",
            Self::Forecast => "[f]",
            Self::Low => "[low]",
            Self::Provisional => "[p]",
            Self::Revised => "[r]",
            Self::NotAvailable => "[x]",
            Self::NotApplicable => "[z]",
        }
    }

    /// What it says, in words for anybody.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Break => "counted in another way from here on: do not compare with earlier figures",
            Self::Confidential => "hidden, because the number is so small that it could point to a person",
            Self::Estimated => "estimated",
            Self::Forecast => "a forecast",
            Self::Low => "more than nothing, but rounds to 0",
            Self::Provisional => "provisional: it may still change",
            Self::Revised => "revised since it was last published",
            Self::NotAvailable => "not available",
            Self::NotApplicable => "not applicable",
        }
    }
}
