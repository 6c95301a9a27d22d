//! `[forecast]`: whether and how the year's outturn is forecast.

use crate::statistic::forecast::ForecastMethod;
use serde::{Deserialize, Serialize};

/// Which indicators exponential smoothing is tried for: it costs some hundred times what the other methods cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmoothingFor {
    /// For none.
    None,
    /// Those that the register marks as key.
    Key,
    /// For every indicator.
    All,
}

/// `[forecast]`: whether and how the outturn is forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ForecastSettings {
    /// Outturns are forecast.
    pub on: bool,
    /// Complete past years that a method must have been tested on.
    pub least_years: usize,
    /// The methods that are tried.
    pub methods: Vec<ForecastMethod>,
    /// For which indicators smoothing is tried.
    pub smoothing: SmoothingFor,
    /// Smoothing is tried for no more indicators than this, the first of the register.
    pub smoothing_most: usize,
}

impl Default for ForecastSettings {
    fn default() -> Self {
        Self {
            on: true,
            least_years: 2,
            methods: ForecastMethod::ALL.to_vec(),
            smoothing: SmoothingFor::Key,
            smoothing_most: 200,
        }
    }
}
