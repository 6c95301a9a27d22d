//! Why there is no figure, no comparison, no movement or no year to date.

/// Why something cannot be said of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoFigure {
    /// Nothing came this quarter to compare.
    NoValue,
    /// The indicator is not due this quarter.
    NotDue,
    /// The quarter to compare with has no value.
    NoEarlierValue,
    /// The definition changed in between, and unlike things are not compared.
    DefinitionChanged,
    /// Fewer than the four quarters that the long-term mean is taken over.
    NotEnoughHistory,
    /// Quarters of a cumulative reading whose profile expects them to differ.
    ProfileChanges,
    /// A year to date that cannot be taken apart into quarters: only the same quarter of past years is like it.
    YearToDateOnly,
    /// The plan is best and no plan was set.
    NoPlan,
    /// A due quarter of this year has no value.
    QuarterMissing,
    /// A percentage is never averaged: it needs what it was computed from.
    PartsMissing,
    /// A rate whose register does not say what it is per.
    PerMissing,
    /// Nothing to divide by.
    ZeroDenominator,
    /// The year is young.
    NothingDueYet,
    /// Nothing says how likely the year's target is to be missed.
    NotRated,
    /// Neither a share of cases nor a count of events: chance has no simple range.
    NotCounted,
    /// Half of the past figures are the same, so that nothing can be said of how far they spread.
    NoSpread,
    /// Nothing to hold the range of the figures against.
    NoTarget,
    /// No way is better, so nothing passes or fails.
    NoPolarity,
    /// The past years that a forecast must be tested on are not there.
    FewYears,
    /// The council's settings switch forecasts off.
    ForecastOff,
    /// Nothing is foretold from a figure that may be of the wrong size.
    InDoubt,
    /// The council's settings switch trend, signal and chance off.
    SignalsOff,
}

impl NoFigure {
    /// As the page says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoValue => "no value this quarter",
            Self::NotDue => "not due this quarter",
            Self::NoEarlierValue => "no earlier value",
            Self::DefinitionChanged => "definition changed",
            Self::NotEnoughHistory => "not enough history",
            Self::ProfileChanges => "target profile changes in the year",
            Self::YearToDateOnly => "year to date only",
            Self::NoPlan => "no plan to compare with",
            Self::QuarterMissing => "a quarter of this year is missing",
            Self::PartsMissing => "numerator or denominator missing",
            Self::PerMissing => "the register does not say what the rate is per",
            Self::ZeroDenominator => "denominator is zero",
            Self::NothingDueYet => "nothing due yet this year",
            Self::NotRated => "not rated this quarter",
            Self::NotCounted => "not a count or a share of cases",
            Self::NoSpread => "past figures do not spread",
            Self::NoTarget => "no target",
            Self::NoPolarity => "no way is better",
            Self::FewYears => "not enough past years",
            Self::ForecastOff => "forecasts are switched off",
            Self::InDoubt => "the figure is queried",
            Self::SignalsOff => "signals are switched off",
        }
    }
}
