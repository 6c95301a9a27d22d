//! The range of a forecast and the chance of a value, by Student's t over the errors of the back-test.

use super::Forecast;
use crate::map::Map;
use crate::statistic::distribution::{student_above, student_deviations};
use std::cell::RefCell;

impl Forecast {
    /// The range that holds the outturn with the probability `level` (0 to 1), inside the measure's bounds.
    pub fn range(&self, level: f64) -> (f64, f64) {
        let wide = self.spread * self.deviations((1.0 - level) / 2.0);
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
        student_above(-t, self.freedom)
    }

    /// The value of Student's t that so much lies above. It is the same for all measures with as many errors, and costs
    /// more than the forecast.
    fn deviations(&self, above: f64) -> f64 {
        thread_local! {
            static KNOWN: RefCell<Map<(usize, u64), f64>> = RefCell::default();
        }
        let found = || student_deviations(above, self.freedom);
        KNOWN.with_borrow_mut(|known| *known.entry((self.freedom, above.to_bits())).or_insert_with(found))
    }
}
