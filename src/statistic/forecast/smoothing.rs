//! Exponential smoothing: the quarters to come from the quarters that came, the later the heavier.
//!
//! Three forms (`u-analytics`, checked there against statsmodels), each with its constants set by least squares: level
//! alone, ETS(A,N,N); level and trend, ETS(A,A,N); level, trend and seasons, ETS(A,A,A). Starting states are taken from
//! the data. The form is chosen by AICc over the errors from the second year on, which all three have:
//! n ln(Σe² ÷ n) + 2k + 2k(k + 1) ÷ (n − k − 1), where k is 2, 3 and 4, the constants and the spread (Hyndman and
//! Athanasopoulos, *Forecasting: Principles and Practice*, 3rd edition, 8.6). Where the series is too short to say
//! (n ≤ k + 1), a form is left out; level alone always stands.

use super::least_squares::least_squares;
use crate::elementary::{ln, power};
use u_analytics::smoothing::{HoltLinear, HoltResult, HoltWinters, Seasonality, SesResult, SimpleExponentialSmoothing};

/// Quarters before which nothing is smoothed: a year and one.
const LEAST: usize = 5;

/// Fills `ahead` with the values that follow `values`; `None` when they are too few.
pub(super) fn ahead(values: &[f64], per_year: usize, ahead: &mut [f64]) -> Option<()> {
    if values.len() < LEAST {
        return None;
    }
    // Set to a spread of 1 around 0, so that the search stops at the same place in any unit.
    let n = values.len() as f64;
    let middle = values.iter().sum::<f64>() / n;
    let spread = (values.iter().map(|v| power(v - middle, 2)).sum::<f64>() / n).sqrt();
    if spread == 0.0 || !spread.is_finite() {
        ahead.fill(middle);
        return spread.is_finite().then_some(());
    }
    let set: Vec<f64> = values.iter().map(|v| (v - middle) / spread).collect();
    let fitted = |level: &SesResult| squares(&set, &level.fitted, SesResult::FIRST_ERROR);
    let level = best_of(|[alpha]| SimpleExponentialSmoothing::new(alpha)?.smooth(&set), fitted)?;
    let mut best = criterion(&set, &level.fitted, per_year, 2);
    ahead.fill(level.forecast);
    let fitted = |trend: &HoltResult| squares(&set, &trend.fitted, HoltResult::FIRST_ERROR);
    if let Some(trend) = best_of(|[alpha, beta]| HoltLinear::new(alpha, beta)?.smooth(&set), fitted) {
        let said = criterion(&set, &trend.fitted, per_year, 3);
        if said < best {
            best = said;
            ahead.iter_mut().zip(1..).for_each(|(v, h)| *v = trend.forecast(h));
        }
    }
    let winters = |[alpha, beta, gamma]: [f64; 3]| {
        HoltWinters::new(alpha, beta, gamma, per_year, Seasonality::Additive)?.smooth(&set)
    };
    if let Some(seasons) = best_of(winters, |seasons| squares(&set, &seasons.fitted, per_year)) {
        let said = criterion(&set, &seasons.fitted, per_year, 4);
        if said < best {
            ahead.iter_mut().zip(1..).for_each(|(v, h)| *v = seasons.forecast(h));
        }
    }
    ahead.iter_mut().for_each(|v| *v = *v * spread + middle);
    ahead.iter().all(|v| v.is_finite()).then_some(())
}

/// What a form gives with the constants whose errors are least; `None` where the values are too few for it.
fn best_of<const N: usize, T>(smooth: impl Fn([f64; N]) -> Option<T>, errors: impl Fn(&T) -> f64) -> Option<T> {
    smooth([0.5; N])?;
    smooth(least_squares(|constants| smooth(constants).map_or(f64::INFINITY, |smoothed| errors(&smoothed))))
}

/// The squared errors from the first that a form learns from.
fn squares(values: &[f64], fitted: &[f64], first: usize) -> f64 {
    values.iter().zip(fitted).skip(first).map(|(v, f)| power(v - f, 2)).sum()
}

/// AICc over the errors from the second year on; infinite where there are too few.
fn criterion(values: &[f64], fitted: &[f64], per_year: usize, k: usize) -> f64 {
    let errors = || values.iter().zip(fitted).skip(per_year).map(|(v, f)| power(v - f, 2));
    let n = errors().count();
    if n <= k + 1 {
        return f64::INFINITY;
    }
    let (n, k) = (n as f64, k as f64);
    // A series that is met exactly would have a logarithm without end; the figures carry no more than this.
    let mean = (errors().sum::<f64>() / n).max(1e-12);
    n * ln(mean) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
}
