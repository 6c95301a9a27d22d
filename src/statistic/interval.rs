//! How far chance alone could have moved a share or a count.
//!
//! Wilson, E. B. (1927), “Probable inference, the law of succession, and statistical inference”, JASA 22, for a share of
//! cases; Byar's approximation for a count of events (Breslow, N. E. and Day, N. E. (1987), “Statistical methods in cancer
//! research”, volume II, IARC, page 69). Both are what the Office for Health Improvement and Disparities uses for public
//! health indicators, as in its package PHEindicatormethods, which multiplies the limits of a proportion and those of a
//! count over its denominator by what the figure is told by: 100, 1,000, 100,000 (`phe_proportion`, `phe_rate`).

use super::distribution::normal_deviations;
use crate::elementary::power;

/// A range that holds the truth with the confidence that it was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// How many standard deviations either side of the middle hold this share of a normal distribution: 1.96 for 0.95.
/// `None` outside 0 to 1.
pub fn deviations(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then(|| normal_deviations((1.0 - confidence) / 2.0))
}

/// Of the share `cases` ÷ `of`, 0 to 1. `None` where that is not a share of cases.
pub fn wilson(cases: f64, of: f64, z: f64) -> Option<Interval> {
    if !(of > 0.0 && of.is_finite() && (0.0..=of).contains(&cases)) {
        return None;
    }
    let middle = 2.0 * cases + z * z;
    let spread = z * (z * z + 4.0 * cases * (1.0 - cases / of)).sqrt();
    let both = 2.0 * (of + z * z);
    Some(Interval { low: ((middle - spread) / both).max(0.0), high: ((middle + spread) / both).min(1.0) })
}

/// Of a count of events. `None` where it is not a count.
pub fn byar(events: f64, z: f64) -> Option<Interval> {
    if !(events >= 0.0 && events.is_finite()) {
        return None;
    }
    let bound = |n: f64, z: f64| n * power(1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt()), 3);
    // None counted: the truth cannot lie below.
    let low = if events == 0.0 { 0.0 } else { bound(events, -z).max(0.0) };
    Some(Interval { low, high: bound(events + 1.0, z) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, digits: f64) -> bool {
        (a - b).abs() < digits
    }

    #[test]
    fn the_normal_quantile() {
        let z = deviations(0.95).unwrap();
        assert!(near(z, 1.959_963_984_540_054, 1e-14), "{z}");
        assert_eq!((deviations(0.0), deviations(1.0), deviations(f64::NAN)), (None, None, None));
    }

    /// The worked figures of PHEindicatormethods.
    #[test]
    fn published_figures() {
        let z = deviations(0.95).unwrap();
        let w = wilson(65.0, 100.0, z).unwrap();
        assert!(near(w.low, 0.552_544_4, 5e-8) && near(w.high, 0.736_357_5, 5e-8), "{w:?}");
        let b = byar(65.0, z).unwrap();
        assert!(near(b.low, 50.163_188, 5e-7) && near(b.high, 82.849_139, 5e-7), "{b:?}");
    }

    #[test]
    fn ends_and_nonsense() {
        let z = deviations(0.95).unwrap();
        assert_eq!(wilson(0.0, 20.0, z).unwrap().low, 0.0);
        assert!(near(wilson(20.0, 20.0, z).unwrap().high, 1.0, 1e-15));
        assert_eq!(byar(0.0, z).unwrap().low, 0.0);
        assert!(byar(1.0, z).unwrap().low > 0.0);
        for (x, n) in [(1.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0), (1.0, f64::NAN), (1.0, f64::INFINITY)] {
            assert_eq!(wilson(x, n, z), None, "{x} of {n}");
        }
        assert_eq!((byar(-1.0, z), byar(f64::NAN, z), byar(f64::INFINITY, z)), (None, None, None));
    }
}
