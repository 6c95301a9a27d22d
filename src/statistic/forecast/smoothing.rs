//! Exponential smoothing: the quarters to come from the quarters that came, the later the heavier.
//!
//! Three forms, each with its constants set by least squares (`u-analytics`, checked there against statsmodels): level
//! alone, ETS(A,N,N); level and trend, ETS(A,A,N); level, trend and seasons, ETS(A,A,A). Starting states are taken from
//! the data. The form is chosen by AICc over the errors from the second year on, which all three have:
//! n ln(Σe² ÷ n) + 2k + 2k(k + 1) ÷ (n − k − 1), where k is 2, 3 and 4, the constants and the spread (Hyndman and
//! Athanasopoulos, *Forecasting: Principles and Practice*, 3rd edition, 8.6). Where the series is too short to say
//! (n ≤ k + 1), a form is left out; level alone always stands.

use u_analytics::smoothing::{HoltLinear, HoltWinters, Seasonality, SimpleExponentialSmoothing};

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
    let spread = (values.iter().map(|v| (v - middle).powi(2)).sum::<f64>() / n).sqrt();
    if spread == 0.0 || !spread.is_finite() {
        ahead.fill(middle);
        return spread.is_finite().then_some(());
    }
    let set: Vec<f64> = values.iter().map(|v| (v - middle) / spread).collect();
    let level = SimpleExponentialSmoothing::fit(&set)?.smooth(&set)?;
    let mut best = criterion(&set, &level.fitted, per_year, 2);
    ahead.fill(level.forecast);
    if let Some(trend) = HoltLinear::fit(&set, None, None).and_then(|h| h.smooth(&set)) {
        let said = criterion(&set, &trend.fitted, per_year, 3);
        if said < best {
            best = said;
            ahead.iter_mut().zip(1..).for_each(|(v, h)| *v = trend.forecast(h));
        }
    }
    if per_year > 1
        && let Some(seasons) =
            HoltWinters::fit(&set, None, None, None, per_year, Seasonality::Additive).and_then(|h| h.smooth(&set))
    {
        let said = criterion(&set, &seasons.fitted, per_year, 4);
        if said < best {
            ahead.iter_mut().zip(1..).for_each(|(v, h)| *v = seasons.forecast(h));
        }
    }
    ahead.iter_mut().for_each(|v| *v = *v * spread + middle);
    ahead.iter().all(|v| v.is_finite()).then_some(())
}

/// AICc over the errors from the second year on; infinite where there are too few.
fn criterion(values: &[f64], fitted: &[f64], per_year: usize, k: usize) -> f64 {
    let errors = || values.iter().zip(fitted).skip(per_year).map(|(v, f)| (v - f).powi(2));
    let n = errors().count();
    if n <= k + 1 {
        return f64::INFINITY;
    }
    let (n, k) = (n as f64, k as f64);
    // A series that is met exactly would have a logarithm without end; the figures carry no more than this.
    let mean = (errors().sum::<f64>() / n).max(1e-12);
    n * mean.ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
}
