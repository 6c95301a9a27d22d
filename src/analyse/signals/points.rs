//! The points of a series, and what those before this quarter say of its size.

use super::{MOST, SIZE};
use crate::analyse::series::Series;
use crate::fit::fit;
use crate::measure::LongTerm;
use crate::period::Period;
use crate::statistic::outlier::{self, Usual};
use crate::status::{difference, percent_of};

/// The points of a series, without a place on the heap.
pub(super) struct Points {
    pub times: [f64; MOST],
    pub values: [f64; MOST],
    pub n: usize,
    pub first: Option<Period>,
    pub last: Option<Period>,
}

impl Points {
    pub(super) fn times(&self) -> &[f64] {
        &self.times[..self.n]
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values[..self.n]
    }
}

impl Series<'_, '_> {
    /// Every due quarter with a figure since the definition last changed.
    pub(super) fn points(&self) -> Points {
        let now = self.inputs.period;
        let mut out = Points { times: [0.0; MOST], values: [0.0; MOST], n: 0, first: None, last: None };
        let start = self.breaks().filter(|b| *b <= now).max();
        let known = self.inputs.past.values.first().max(now.plus(1 - fit::<i32>(MOST)));
        let from = start.map_or(known, |s| s.max(known));
        for p in (from.index()..=now.index()).map(Period::from_index).filter(|p| self.indicator.due(*p)) {
            if let Ok(v) = self.quarter(p)
                && let (Some(time), Some(value)) = (out.times.get_mut(out.n), out.values.get_mut(out.n))
            {
                let first = *out.first.get_or_insert(p);
                (*time, *value) = (f64::from(p.index() - first.index()), v);
                out.n += 1;
                out.last = Some(p);
            }
        }
        out
    }

    /// What the points before this quarter are like: by season where the measure is compared with the same quarter of
    /// other years and there are enough of them, else all.
    pub(super) fn usual(&self, points: &Points, known: usize) -> Option<Usual> {
        let at = usize::try_from(self.inputs.period.index() - points.first?.index()).ok()?;
        let (mut past, mut kept, mut n) = ([f64::NAN; MOST], [0.0; MOST], 0);
        for (time, value) in points.times[..known].iter().zip(points.values).filter(|(t, _)| fit::<usize>(**t) < at) {
            (past[fit::<usize>(*time)], kept[n]) = (value, value);
            n += 1;
        }
        let council = self.inputs.settings.direction.long_term;
        let seasonal = self.indicator.long_term.unwrap_or(council) == LongTerm::Seasonal;
        let by_season = seasonal.then(|| outlier::usual_for_season(past.get(..at)?, &mut [0.0; MOST])).flatten();
        by_season.or_else(|| outlier::usual(&mut kept[..n]))
    }

    /// By each of the council's thresholds; `None` without the figure of the quarter in which one was last due.
    pub(super) fn large_change(&self, times: &[f64], values: &[f64]) -> Option<bool> {
        let before = values.len().checked_sub(2)?;
        let apart = self.inputs.period.index() - self.previous_due(self.inputs.period)?.index();
        if times[before + 1] - times[before] != f64::from(apart) {
            return None;
        }
        let change = difference(values[before + 1], values[before]);
        let earlier = values[..=before].windows(2).map(|w| (w[1] - w[0]).abs());
        let usual = (before >= SIZE).then(|| earlier.sum::<f64>() / before as f64);
        let large = self.inputs.settings.large_change(self.indicator.unit);
        Some(large.holds(change, percent_of(change, values[before]), usual))
    }
}
