//! The trend over the whole series: its slope, its test, and which way that is.

use super::{Course, MOST, SEASON, Trend};
use crate::analyse::NoFigure;
use crate::analyse::series::Series;
use crate::elementary::{log10, power};
use crate::fit::fit;
use crate::measure::{LongTerm, Polarity};
use crate::statistic::mann_kendall;
use crate::statistic::theil_sen::{self, theil_sen};

impl Series<'_, '_> {
    /// Slope and test over the series. `None` of the seasonal test leaves nothing to compare.
    pub(super) fn trend(&self, times: &[f64], values: &[f64]) -> Result<Trend, NoFigure> {
        let settings = &self.inputs.settings.trend;
        let seasonal = self.indicator.long_term == Some(LongTerm::Seasonal) && self.indicator.due_quarters.len() > 1;
        let by_season = settings.by_season && seasonal;
        let mut slopes = [0.0; theil_sen::slopes(MOST)];
        let season = by_season.then_some(SEASON);
        let test = match season {
            Some(season) => mann_kendall::seasonal(times, values, season),
            None => mann_kendall::mann_kendall(values),
        };
        let line = theil_sen(times, values, season, &mut slopes).ok_or(NoFigure::NotEnoughHistory)?;
        let test = test.ok_or(NoFigure::NotEnoughHistory)?;

        let (mut left, mut ranks) = ([0.0; MOST], [0.0; MOST]);
        let left = left.get_mut(..values.len()).unwrap_or_default();
        // Twelve digits of the largest value: what is equal stays equal.
        let digits = log10(values.iter().fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()))).floor();
        let grain = power(10.0, (fit::<i32>(digits) - 11).max(-300));
        for ((left, t), v) in left.iter_mut().zip(times).zip(values) {
            *left = ((v - line.slope * t) / grain).round() * grain;
        }
        let allowing = if by_season { None } else { mann_kendall::hamed_rao(&test, left, settings.level, &mut ranks) };
        let clear = test.p < settings.level;
        let moved = line.slope * times.last().copied().unwrap_or_default();
        Ok(Trend {
            line,
            test,
            by_season,
            autocorrelation: (!by_season).then(|| mann_kendall::autocorrelation(left, 1)),
            allowing,
            course: if clear { self.course(line.slope, moved) } else { Course::Unclear },
            drift: clear && allowing.is_some_and(|a| a.p >= settings.level),
        })
    }

    /// Which way a clear trend goes that moved so far in all.
    fn course(&self, slope: f64, moved: f64) -> Course {
        let step = power(10.0, -i32::from(self.indicator.decimals));
        let steady = self.inputs.settings.direction.steady_steps * step * (1.0 + 1e-9);
        match (self.indicator.polarity, slope > 0.0) {
            _ if moved.abs() <= steady => Course::Steady,
            (Polarity::Higher, true) | (Polarity::Lower, false) => Course::Improving,
            (Polarity::Higher, false) | (Polarity::Lower, true) => Course::Worsening,
            (_, true) => Course::Rising,
            (_, false) => Course::Falling,
        }
    }
}
