//! A figure of an earlier quarter that was put right, rated as its quarter was reported.

use super::{KnownFigures, StatusCase, StatusRules, afterwards, words};
use crate::period::Period;
use crate::register::{Indicator, Target};
use crate::reported::{ReportedFigure, StatusLimits};
use crate::settings::{Settings, Status};

/// By what the report of a quarter rated a measure: target, limits, tolerance and scheme. What the register and the
/// settings say since re-colours nothing, not even a figure that was restated.
pub struct RatedThen {
    indicator: Indicator,
    target: Target,
    period: Period,
    /// What no figure changes.
    always: Option<Status>,
}

impl RatedThen {
    /// From what the report said. `indicator` and `today` are the measure and its targets of that year as the register has
    /// them: what no report says of a measure is theirs. A council's own rules are those of today.
    pub fn of(told: &ReportedFigure, indicator: &Indicator, today: Option<&Target>) -> Self {
        let StatusLimits { tolerance, floor, band: [amber_low, green_low, green_high, amber_high] } = told.limits;
        let mut target = Target {
            annual: told.annual_target.filter(|_| told.target.is_some()),
            floor,
            amber_low,
            green_low,
            green_high,
            amber_high,
            ..today.cloned().unwrap_or_default()
        };
        if let Some(own) = target.quarters.get_mut(usize::from(told.period.quarter()).saturating_sub(1)) {
            *own = told.target;
        }
        let mut indicator = indicator.clone();
        indicator.scheme = words::scheme(&told.scheme).or(indicator.scheme);
        if tolerance.is_some() {
            (indicator.tolerance_absolute, indicator.tolerance_percent) = (tolerance, None);
        }
        // Whether a definition had changed hangs on no figure, nor whether one was due.
        let always = match told.status {
            Status::NotDue => Some(Status::NotDue),
            Status::NotComparable => told.value.map(|_| Status::NotComparable),
            _ => None,
        };
        Self { indicator, target, period: told.period, always }
    }

    /// The status of a figure that stands in the place of the reported one. Where the scheme asks for the forecast of that
    /// quarter, which is not worked out again, it is not comparable.
    pub fn rate(
        &self,
        value: f64,
        known: KnownFigures,
        settings: &Settings,
        rules: Option<&StatusRules<'_>>,
    ) -> Status {
        let (indicator, target) = (&self.indicator, Some(&self.target));
        let case = StatusCase { indicator, target, period: self.period, value, known };
        self.always.unwrap_or_else(|| afterwards(&case, settings, rules))
    }
}
