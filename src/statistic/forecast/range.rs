//! The range of a forecast and the chance of a value, by Student's t over the errors of the back-test.

use super::Forecast;
use crate::map::Map;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::cell::RefCell;

impl Forecast {
    /// The range that holds the outturn with the probability `level` (0 to 1), inside the measure's bounds.
    pub fn range(&self, level: f64) -> (f64, f64) {
        let wide = self.spread * self.quantile(0.5 + level / 2.0);
        let hold = |v: f64| v.clamp(self.bounds.0, self.bounds.1);
        (hold(self.value - wide), hold(self.value + wide))
    }

    /// The probability that the outturn is `value` or more.
    pub fn at_least(&self, value: f64) -> f64 {
        let (low, high) = self.bounds;
        match value {
            v if v <= low => 1.0,
            v if v > high => 0.0,
            v => self.below((self.value - v) / self.spread),
        }
    }

    /// The probability that the outturn is `value` or less.
    pub fn at_most(&self, value: f64) -> f64 {
        let (low, high) = self.bounds;
        match value {
            v if v >= high => 1.0,
            v if v < low => 0.0,
            v => self.below((v - self.value) / self.spread),
        }
    }

    /// The probability that the outturn is from `low` to `high`.
    pub fn between(&self, low: f64, high: f64) -> f64 {
        if low > high { 0.0 } else { (self.at_least(low) + self.at_most(high) - 1.0).clamp(0.0, 1.0) }
    }

    fn below(&self, t: f64) -> f64 {
        // Without any spread the forecast is certain, and its own value is reached.
        if t.is_nan() || t == f64::INFINITY {
            return 1.0;
        }
        self.student().map_or(0.5, |student| student.cdf(t))
    }

    /// The quantile of Student's t. It is the same for all measures with as many errors, and costs more than the forecast.
    fn quantile(&self, share: f64) -> f64 {
        thread_local! {
            static KNOWN: RefCell<Map<(usize, u64), f64>> = RefCell::default();
        }
        let found = || self.student().map_or(0.0, |t| t.inverse_cdf(share));
        KNOWN.with_borrow_mut(|known| *known.entry((self.freedom, share.to_bits())).or_insert_with(found))
    }

    fn student(&self) -> Option<StudentsT> {
        StudentsT::new(0.0, 1.0, self.freedom as f64).ok()
    }
}
