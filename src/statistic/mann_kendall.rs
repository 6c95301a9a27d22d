//! The Mann–Kendall test: do later figures stand above earlier ones more often than chance explains?
//!
//! Mann, H. B. (1945), “Nonparametric tests against trend”, Econometrica 13; Kendall, M. G. (1975), “Rank correlation
//! methods”, with the correction for ties and for continuity. By season: Hirsch, Slack and Smith (1982), Water Resources
//! Research 18(1). Allowing for figures that lean on the one before: Hamed, K. H. and Rao, A. R. (1998), “A modified
//! Mann–Kendall trend test for autocorrelated data”, Journal of Hydrology 204.

use super::distribution::{normal_above, normal_deviations};

/// What the test found. S counts pairs that rise less pairs that fall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// S: rises less falls over all pairs.
    pub s: f64,
    /// Variance of S without a trend, ties allowed for.
    pub variance: f64,
    /// S in standard deviations, corrected for continuity.
    pub z: f64,
    /// Two-sided.
    pub p: f64,
}

impl MannKendall {
    /// Z is one step of S nearer to 0 (continuity). Without variance every figure is the same, and nothing trends.
    fn new(s: f64, variance: f64) -> Self {
        let z = if s == 0.0 || variance <= 0.0 { 0.0 } else { (s - s.signum()) / variance.sqrt() };
        Self { s, variance, z, p: (2.0 * normal_above(z.abs())).min(1.0) }
    }
}

/// The test over values in the order of time. `None` of fewer than two.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    score(values, |_, _| true)
}

/// The test over seasons: values whose times lie whole seasons apart are tested alone, and S and its variance are added
/// up. `None` where no season has two values.
pub fn seasonal(times: &[f64], values: &[f64], season: u32) -> Option<MannKendall> {
    let values = values.get(..times.len())?;
    score(values, |k, j| ((times[j] - times[k]) / f64::from(season)).fract() == 0.0)
}

/// S and its variance, less what ties take from it, of pairs that are of the same season.
fn score(values: &[f64], same: impl Fn(usize, usize) -> bool) -> Option<MannKendall> {
    let cubic = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let (mut s, mut variance, mut pairs) = (0.0, 0.0, false);
    for (k, v) in values.iter().enumerate() {
        // How many of its season there are, and how many equal it; each season and each group of ties is counted by its
        // first value.
        let (mut season, mut ties, mut first_of_season, mut first_of_ties) = (1.0, 1.0, true, true);
        for (j, other) in values.iter().enumerate().filter(|(j, _)| *j != k && same(k, *j)) {
            season += 1.0;
            first_of_season &= j > k;
            if other == v {
                ties += 1.0;
                first_of_ties &= j > k;
            } else if j > k {
                s += if other > v { 1.0 } else { -1.0 };
            }
        }
        pairs |= season > 1.0;
        variance += if first_of_season { cubic(season) } else { 0.0 };
        variance -= if first_of_ties { cubic(ties) } else { 0.0 };
    }
    pairs.then(|| MannKendall::new(s, variance / 18.0))
}

/// The correlation of values with themselves `lag` places later; 0 where they do not vary by more than the dust of binary
/// fractions.
pub fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let (mean, spread) = spread(values);
    lagged(values, lag, mean, spread)
}

/// The mean and the sum of the squared distances from it; 0 where that is dust.
fn spread(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let dust = 1e-12 * values.iter().fold(0.0f64, |most, v| most.max(v.abs()));
    (mean, if spread > dust * dust * values.len() as f64 { spread } else { 0.0 })
}

fn lagged(values: &[f64], lag: usize, mean: f64, spread: f64) -> f64 {
    let with = values.iter().zip(values.iter().skip(lag));
    let together: f64 = with.map(|(a, b)| (a - mean) * (b - mean)).sum();
    if spread > 0.0 { together / spread } else { 0.0 }
}

/// Beyond this an autocorrelation of `n` values is more than chance: z ÷ √n, z for the level of significance.
pub fn notable(n: usize, level: f64) -> f64 {
    normal_deviations(level / 2.0) / (n as f64).sqrt()
}

/// The test allowing for values that lean on those before them (Hamed and Rao): the variance of S is multiplied by what
/// the notable autocorrelations of the ranks of `residuals` (the values without their trend, without the dust of binary
/// fractions, which would part ties) make of it. `ranks` is
/// working space of the same length. `None` of fewer than three values, or where the allowance leaves no variance: then
/// the method has no answer.
pub fn hamed_rao(plain: &MannKendall, residuals: &[f64], level: f64, ranks: &mut [f64]) -> Option<MannKendall> {
    let n = residuals.len();
    let ranks = ranks.get_mut(..n).filter(|_| n > 2)?;
    for (rank, v) in ranks.iter_mut().zip(residuals) {
        let below = residuals.iter().filter(|o| *o < v).count();
        let equal = residuals.iter().filter(|o| *o == v).count();
        // Ties share the mean of their ranks.
        *rank = below as f64 + (equal as f64 + 1.0) / 2.0;
    }
    let (bound, m) = (notable(n, level), n as f64);
    let ((mean, spread), mut sum) = (spread(ranks), 0.0);
    for lag in 1..n {
        let r = lagged(ranks, lag, mean, spread);
        let left = m - lag as f64;
        if r.abs() > bound {
            sum += left * (left - 1.0) * (left - 2.0) * r;
        }
    }
    let times = 1.0 + 2.0 / (m * (m - 1.0) * (m - 2.0)) * sum;
    (times > 0.0).then(|| MannKendall::new(plain.s, plain.variance * times))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs().max(1.0)
    }

    /// Gilbert, R. O. (1987), “Statistical methods for environmental pollution monitoring”, section 16.4: no ties, S = 6
    /// of 4 values; and example 16.3's way with ties: groups of 2 and 3 take (2·1·9 + 3·2·11) ÷ 18 from the variance.
    #[test]
    fn s_and_its_variance() {
        let all = mann_kendall(&[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert_eq!((all.s, all.variance), (6.0, 4.0 * 3.0 * 13.0 / 18.0));
        let tied = mann_kendall(&[10.0, 22.0, 21.0, 30.0, 22.0, 30.0, 40.0, 40.0, 30.0, 5.0]).unwrap();
        let groups = 2.0 * (2.0 * 9.0) + 3.0 * 2.0 * 11.0;
        assert!(near(tied.variance, (10.0 * 9.0 * 25.0 - groups) / 18.0), "{tied:?}");
    }

    /// What pymannkendall 1.4.3 gives for its own documented series 1 to 10 in order, and for one with ties.
    #[test]
    fn as_pymannkendall() {
        let up: Vec<f64> = (1..=10).map(f64::from).collect();
        let t = mann_kendall(&up).unwrap();
        assert!(near(t.z, 44.0 / 125f64.sqrt()) && t.s == 45.0, "{t:?}");
        assert!((t.p / 8.303_070_332_644_974e-5 - 1.0).abs() < 1e-9, "{t:?}");
    }

    #[test]
    fn what_never_moves_has_no_trend() {
        let t = mann_kendall(&[3.0; 9]).unwrap();
        assert_eq!((t.s, t.variance, t.z, t.p), (0.0, 0.0, 0.0, 1.0));
        assert_eq!(autocorrelation(&[3.0; 9], 1), 0.0);
        assert_eq!((mann_kendall(&[]), mann_kendall(&[1.0])), (None, None));
    }

    #[test]
    fn seasons_are_tested_alone() {
        let times: Vec<f64> = (0..12).map(f64::from).collect();
        let values: Vec<f64> = times.iter().map(|t| 100.0 * (t % 4.0) + t).collect();
        let t = seasonal(&times, &values, 4).unwrap();
        // Four seasons of three rising values: S 3 and variance 3·2·11 ÷ 18 each.
        assert!(near(t.s, 12.0) && near(t.variance, 4.0 * 66.0 / 18.0));
        assert_eq!(seasonal(&times[..4], &values[..4], 4), None);
    }

    /// The published method with SciPy's ranks and statsmodels' autocorrelations, in exact fractions up to the ranks: the
    /// slope that is taken out is 19 ÷ 65, and two of what is left are equal, since the slope is theirs.
    #[test]
    fn values_that_lean_on_the_last() {
        let values = [1.0, 1.2, 1.5, 2.2, 2.9, 3.1, 2.9, 2.8, 2.9, 3.3, 4.0, 4.6, 5.0, 5.1, 5.0];
        let plain = mann_kendall(&values).unwrap();
        assert!(plain.s == 89.0 && near(plain.variance, 403.666_666_666_666_7), "{plain:?}");
        let left = |(k, v): (usize, &f64)| ((v - 19.0 / 65.0 * k as f64) * 1e12).round() / 1e12;
        let residuals: Vec<f64> = values.iter().enumerate().map(left).collect();
        let allowed = hamed_rao(&plain, &residuals, 0.05, &mut [0.0; 15]).unwrap();
        assert!(near(allowed.variance, 319.227_494_151_644_35), "{allowed:?}");
        assert!(near(allowed.z, 4.925_298_176_607_229), "{allowed:?}");
        assert_eq!(hamed_rao(&plain, &residuals[..2], 0.05, &mut [0.0; 15]), None);
    }
}
