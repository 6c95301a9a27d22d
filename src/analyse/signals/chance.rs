//! The range that chance could explain, and what it makes of a target that was met or missed.

use super::{Chance, IntervalMethod, Verdict};
use crate::analyse::NoFigure;
use crate::analyse::series::Series;
use crate::measure::{Aggregation, Polarity, Unit};
use crate::settings::Status;
use crate::statistic::interval::{self, Interval};

impl Series<'_, '_> {
    /// How far chance could have moved the value as it was sent: Wilson for shares of cases, Byar for counts of events
    /// and for rates of them.
    pub(super) fn chance(
        &self,
        status: Status,
        target: Option<f64>,
        variance: Option<f64>,
    ) -> Result<Chance, NoFigure> {
        let (p, indicator) = (self.inputs.period, self.indicator);
        let value = self.received(p).ok_or_else(|| self.absent())?;
        let z = interval::deviations(self.inputs.settings.signals.confidence).ok_or(NoFigure::NotCounted)?;
        let whole = |n: f64| n.fract() == 0.0;
        let times = |i: Interval, by: f64| Interval { low: i.low * by, high: i.high * by };
        let events = indicator.unit == Unit::Number
            && indicator.aggregation == Aggregation::Sum
            && !indicator.is_ratio()
            && whole(value);
        let (range, method) = if indicator.is_ratio() {
            let (n, d) = self.parts(p).ok_or(NoFigure::PartsMissing)?;
            match indicator.unit {
                Unit::Percent if indicator.part_of_whole && whole(n) && whole(d) => {
                    (interval::wilson(n, d, z).map(|i| times(i, 100.0)), IntervalMethod::Wilson)
                }
                Unit::Rate if whole(n) && d > 0.0 => {
                    let by = self.multiplier(std::iter::once(p)) / d;
                    (interval::byar(n, z).map(|i| times(i, by)), IntervalMethod::Byar)
                }
                _ => return Err(NoFigure::NotCounted),
            }
        } else if events {
            (interval::byar(value, z), IntervalMethod::Byar)
        } else {
            return Err(NoFigure::NotCounted);
        };
        let range = range.ok_or(NoFigure::NotCounted)?;
        let aimed = target.zip(variance).filter(|_| status.rated() && indicator.polarity != Polarity::Plan);
        let verdict =
            aimed.map(|(target, variance)| match (variance < 0.0, (range.low..=range.high).contains(&target)) {
                (true, true) => Verdict::MissedByLess,
                (true, false) => Verdict::MissedByMore,
                (false, true) => Verdict::MetByLess,
                (false, false) => Verdict::MetByMore,
            });
        Ok(Chance { range, method, verdict })
    }
}
