//! Why there is no comparison, no movement or no year to date: the words of the page, each in one place.

/// Nothing came this quarter to compare.
pub const NO_VALUE: &str = "no value this quarter";
/// The indicator is not due this quarter.
pub const NOT_DUE: &str = "not due this quarter";
/// The quarter to compare with has no value.
pub const NO_EARLIER_VALUE: &str = "no earlier value";
/// The definition changed in between, and unlike things are not compared.
pub const DEFINITION_CHANGED: &str = "definition changed";
/// Fewer than the four quarters that the long-term mean is taken over.
pub const NOT_ENOUGH_HISTORY: &str = "not enough history";
/// Quarters of a cumulative reading whose profile expects them to differ.
pub const PROFILE_CHANGES: &str = "target profile changes in the year";
/// A year to date that cannot be taken apart into quarters.
pub const YEAR_TO_DATE_ONLY: &str = "year to date only";
/// The plan is best and no plan was set.
pub const NO_PLAN: &str = "no plan to compare with";
/// A due quarter of this year has no value.
pub const QUARTER_MISSING: &str = "a quarter of this year is missing";
/// A percentage is never averaged: it needs what it was computed from.
pub const PARTS_MISSING: &str = "numerator or denominator missing";
/// Nothing to divide by.
pub const ZERO_DENOMINATOR: &str = "denominator is zero";
/// The year is young.
pub const NOTHING_DUE_YET: &str = "nothing due yet this year";
/// Nothing says how likely the year's target is to be missed.
pub const NOT_RATED: &str = "not rated this quarter";
/// Neither a share of cases nor a count of events: chance has no simple range.
pub const NOT_COUNTED: &str = "not a count or a share of cases";
/// Half of the past figures are the same, so that nothing can be said of how far they spread.
pub const NO_SPREAD: &str = "past figures do not spread";
/// Nothing to hold the range of the figures against.
pub const NO_TARGET: &str = "no target";
/// No way is better, so nothing passes or fails.
pub const NO_POLARITY: &str = "no way is better";
/// The past years that a forecast must be tested on are not there.
pub const FEW_YEARS: &str = "not enough past years";
/// The council's settings switch forecasts off.
pub const FORECAST_OFF: &str = "forecasts are switched off";
/// Nothing is foretold from a figure that may be of the wrong size.
pub const IN_DOUBT: &str = "the figure is queried";
/// The council's settings switch trend, signal and chance off.
pub const SIGNALS_OFF: &str = "signals are switched off";
