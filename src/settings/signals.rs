//! `[trend]` and `[signals]`: what counts as a trend, as a signal and as chance.

use super::faults::FaultList;
use serde::{Deserialize, Serialize};

/// `[trend]`: when a trend is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrendSettings {
    /// The fewest figures from which a trend is told.
    pub least_points: usize,
    /// A trend is clear where chance gives one like it less often than this.
    pub level: f64,
    /// Measures that the register calls seasonal are compared with the same quarter of other years only.
    pub by_season: bool,
}

/// `[signals]`: control limits and what they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignalSettings {
    /// Work out trend, signal and chance of every indicator.
    pub on: bool,
    /// The fewest figures from which a signal is told; limits of fewer are on trial.
    pub least_points: usize,
    /// Leave movements that are far larger than the others out of the limits.
    pub screening: bool,
    /// How sure a range for chance is to hold the truth.
    pub confidence: f64,
}

impl Default for TrendSettings {
    fn default() -> Self {
        Self { least_points: 8, level: 0.05, by_season: true }
    }
}
impl Default for SignalSettings {
    fn default() -> Self {
        Self { on: true, least_points: 13, screening: true, confidence: 0.95 }
    }
}

/// Refuses what makes no sense.
pub(super) fn check(trend: &TrendSettings, signals: &SignalSettings, faults: &mut FaultList<'_>) {
    for (section, least, from) in [("trend", trend.least_points, 4), ("signals", signals.least_points, 8)] {
        if !(from..=25).contains(&least) {
            let what = format!("`least_points` must be from {from} to 25; it is {least}");
            faults.value(&[section, "least_points"], what);
        }
    }
    for (section, key, value, from, to) in
        [("trend", "level", trend.level, 0.001, 0.2), ("signals", "confidence", signals.confidence, 0.5, 0.999)]
    {
        if !(from..=to).contains(&value) {
            faults.value(&[section, key], format!("`{key}` must be from {from} to {to}; it is {value}"));
        }
    }
}
