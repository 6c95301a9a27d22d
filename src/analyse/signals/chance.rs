//! The range that chance could explain, and what it makes of a target that was met or missed.

use super::{Chance, IntervalMethod, Verdict};
use crate::analyse::NoFigure;
use crate::analyse::series::Series;
use crate::measure::{Aggregation, Polarity, Unit};
use crate::settings::Status;
use crate::statistic::interval::{self, Interval};

impl Series<'_, '_> {
    /// How far chance could have moved the value as it was sent: Wilson for shares of cases, whether of a hundred or of
    /// 1,000; Byar for counts of events, and over the denominator for rates of them.
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
            let by = self.times().ok_or(NoFigure::PerMissing)?;
            let rate = indicator.unit == Unit::Rate || indicator.unit == Unit::Number && indicator.per.is_some();
            let share = rate || indicator.unit == Unit::Percent;
            if share && indicator.part_of_whole && whole(n) && whole(d) {
                (interval::wilson(n, d, z).map(|i| times(i, by)), IntervalMethod::Wilson)
            } else if rate && whole(n) && d > 0.0 {
                (interval::byar(n, z).map(|i| times(i, by / d)), IntervalMethod::Byar)
            } else {
                return Err(NoFigure::NotCounted);
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
