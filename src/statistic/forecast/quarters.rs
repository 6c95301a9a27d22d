//! The quarters of one measure, and what each method makes of them at a point of the year.

use super::smoothing;
use serde::{Deserialize, Serialize};

/// How the quarters of a year make the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// A stock: the last figure is the year's.
    Last,
    /// The greatest.
    Greatest,
    /// The least.
    Least,
    /// Each figure is the year so far already.
    ToDate,
    /// Each figure is the total of the year so far.
    Total,
}

/// From the simplest to the least simple.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastMethod {
    /// The last value goes on.
    LastValue,
    /// The year so far goes on at its pace.
    RunRate,
    /// The year so far is the share of the year that it was in past years.
    SeasonalShare,
    /// Exponential smoothing.
    Smoothing,
}

impl ForecastMethod {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::LastValue, Self::RunRate, Self::SeasonalShare, Self::Smoothing];

    /// As a sentence says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::LastValue => "last value",
            Self::RunRate => "run rate",
            Self::SeasonalShare => "seasonal share",
            Self::Smoothing => "exponential smoothing",
        }
    }
}

/// One measure over whole years and the year that runs.
#[derive(Debug, Clone, Copy)]
pub struct QuarterSeries<'a> {
    /// Oldest first; NaN where there is none. Whole years, then `elapsed` values of this one.
    pub values: &'a [f64],
    /// How many values make a year.
    pub per_year: usize,
    /// How many of this year's are due by now, from 1 to `per_year`.
    pub elapsed: usize,
    /// How quarters make the year.
    pub fold: Fold,
}

impl QuarterSeries<'_> {
    /// Whole years before this one.
    pub(super) fn years(&self) -> usize {
        self.values.len().saturating_sub(self.elapsed) / self.per_year.max(1)
    }

    /// The value of a slot (from 0) of the year `back` years ago.
    fn slot(&self, back: usize, slot: usize) -> Option<f64> {
        let at = (self.values.len() + slot).checked_sub(self.elapsed + back * self.per_year)?;
        self.values.get(at).copied().filter(|v| v.is_finite())
    }

    /// The year `back` years ago, up to and with its first `slots` values.
    pub(super) fn up_to(&self, back: usize, slots: usize) -> Option<f64> {
        let last = self.slot(back, slots.checked_sub(1)?)?;
        let all =
            |fold: fn(f64, f64) -> f64| (0..slots - 1).try_fold(last, |sum, k| Some(fold(sum, self.slot(back, k)?)));
        match self.fold {
            Fold::Last | Fold::ToDate | Fold::Total => Some(last),
            Fold::Sum => all(|a, b| a + b),
            Fold::Mean => Some(all(|a, b| a + b)? / slots as f64),
            Fold::Greatest => all(f64::max),
            Fold::Least => all(f64::min),
        }
    }

    pub(super) fn outturn(&self, back: usize) -> Option<f64> {
        self.up_to(back, self.per_year)
    }

    /// What a method says, at the same point of the year `back` years ago, that the year will come to.
    pub(super) fn project(&self, back: usize, method: ForecastMethod) -> Option<f64> {
        let (gone, all) = (self.elapsed as f64, self.per_year as f64);
        let so_far = self.up_to(back, self.elapsed)?;
        let rest = all - gone;
        match (method, self.fold) {
            (ForecastMethod::LastValue, Fold::Sum) => Some(so_far + rest * self.slot(back, self.elapsed - 1)?),
            (ForecastMethod::LastValue, Fold::Mean) => {
                Some((so_far * gone + rest * self.slot(back, self.elapsed - 1)?) / all)
            }
            (ForecastMethod::LastValue, Fold::Total) => {
                let before = if self.elapsed > 1 { self.slot(back, self.elapsed - 2)? } else { 0.0 };
                Some(so_far + rest * (so_far - before))
            }
            (ForecastMethod::RunRate, Fold::Sum | Fold::Total) => Some(so_far * all / gone),
            (ForecastMethod::RunRate, Fold::Last) => {
                let opening = self.slot(back + 1, self.per_year - 1)?;
                Some(so_far + (so_far - opening) / gone * rest)
            }
            (ForecastMethod::LastValue | ForecastMethod::RunRate, _) => Some(so_far),
            (ForecastMethod::SeasonalShare, _) => self.seasonal(back, so_far),
            (ForecastMethod::Smoothing, Fold::ToDate | Fold::Total) => None,
            (ForecastMethod::Smoothing, _) => self.smoothed(back, so_far),
        }
    }

    /// From what the other years came to against what they had come to by now.
    fn seasonal(&self, back: usize, so_far: f64) -> Option<f64> {
        let years = (1..=self.years()).filter(|y| *y != back);
        let (mut then, mut end, mut n) = (0.0, 0.0, 0.0);
        for (a, b) in years.filter_map(|y| self.up_to(y, self.elapsed).zip(self.outturn(y))) {
            (then, end, n) = (then + a, end + b, n + 1.0);
        }
        if n == 0.0 {
            return None;
        }
        // Of a total that can be taken back, or that had not begun, no share can be told.
        let share = matches!(self.fold, Fold::Sum | Fold::Total) && then > 0.0 && !self.values.iter().any(|v| *v < 0.0);
        Some(if share { so_far / then * end } else { so_far + (end - then) / n })
    }

    /// The quarters to come by exponential smoothing, together with those of the year that are known.
    fn smoothed(&self, back: usize, so_far: f64) -> Option<f64> {
        let end = self.values.len().checked_sub(back * self.per_year)?;
        let known = &self.values[..end];
        let known = &known[known.iter().rposition(|v| !v.is_finite()).map_or(0, |gap| gap + 1)..];
        let rest = self.per_year - self.elapsed;
        let mut ahead = [0.0; 12];
        let ahead = ahead.get_mut(..rest)?;
        smoothing::ahead(known, self.per_year, ahead)?;
        let (gone, all) = (self.elapsed as f64, self.per_year as f64);
        Some(match self.fold {
            Fold::Sum => so_far + ahead.iter().sum::<f64>(),
            Fold::Mean => (so_far * gone + ahead.iter().sum::<f64>()) / all,
            Fold::Greatest => ahead.iter().copied().fold(so_far, f64::max),
            Fold::Least => ahead.iter().copied().fold(so_far, f64::min),
            Fold::Last | Fold::ToDate | Fold::Total => ahead.last().copied().unwrap_or(so_far),
        })
    }

    /// Values without a gap up to now.
    pub(super) fn unbroken(&self) -> usize {
        self.values.iter().rev().take_while(|v| v.is_finite()).count()
    }
}
