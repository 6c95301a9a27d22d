//! The Theil–Sen line: the median of the slopes between all pairs of points, which a few wild figures do not move.
//!
//! Theil, H. (1950), “A rank-invariant method of linear and polynomial regression analysis”, Indagationes Mathematicae
//! 12; Sen, P. K. (1968), “Estimates of the regression coefficient based on Kendall's tau”, JASA 63. The intercept is
//! Conover's: the line goes through the medians of times and values. Within seasons only: Hirsch, R. M., Slack, J. R. and
//! Smith, R. A. (1982), “Techniques of trend analysis for monthly water quality data”, Water Resources Research 18(1).

use super::outlier::middle;

/// A line through the points: per unit of time, and where the time is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendLine {
    /// Change a step.
    pub slope: f64,
    /// The line at step 0.
    pub intercept: f64,
}

/// How many slopes `n` points can have: what `buffer` must hold.
pub const fn slopes(n: usize) -> usize {
    n * n.saturating_sub(1) / 2
}

/// The line through points in the order of time. With `season`, only points whose times lie whole seasons apart are
/// compared (4 quarters: a quarter with the same quarter of other years). `None` where no two points can be compared,
/// or where the buffer is too short. Points at the same time have no slope and are passed over.
pub fn theil_sen(times: &[f64], values: &[f64], season: Option<u32>, buffer: &mut [f64]) -> Option<TrendLine> {
    let mut n = 0;
    for (k, (t, v)) in times.iter().zip(values).enumerate() {
        for (later_t, later_v) in times.iter().zip(values).skip(k + 1) {
            let apart = later_t - t;
            if apart == 0.0 || season.is_some_and(|s| (apart / f64::from(s)).fract() != 0.0) {
                continue;
            }
            *buffer.get_mut(n)? = (later_v - v) / apart;
            n += 1;
        }
    }
    let slope = middle(buffer.get_mut(..n)?)?;
    let mut middle_of = |points: &[f64]| {
        let copy = buffer.get_mut(..points.len().min(values.len()))?;
        copy.copy_from_slice(points.get(..copy.len())?);
        middle(copy)
    };
    let (time, value) = (middle_of(times)?, middle_of(values)?);
    Some(TrendLine { slope, intercept: value - slope * time })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(times: &[f64], values: &[f64], season: Option<u32>) -> Option<TrendLine> {
        // Room for the points themselves, where there are fewer slopes than points.
        let mut buffer = vec![0.0; slopes(times.len()).max(times.len())];
        theil_sen(times, values, season, &mut buffer)
    }

    /// Sen (1968), section 6: the 21 slopes have the median 4.
    #[test]
    fn sens_own_example() {
        let (t, v) = ([1.0, 2.0, 3.0, 4.0, 10.0, 12.0, 18.0], [9.0, 15.0, 19.0, 20.0, 45.0, 55.0, 78.0]);
        assert_eq!(line(&t, &v, None).map(|l| (l.slope, l.intercept)), Some((4.0, 4.0)));
    }

    #[test]
    fn wild_figures_do_not_move_it() {
        let t: Vec<f64> = (0..13).map(f64::from).collect();
        let mut v: Vec<f64> = t.iter().map(|t| 3.0 + 0.5 * t).collect();
        v[5] = 1e6;
        // The wild figure is above the middle, so the middle value is the next one, half a step up.
        assert_eq!(line(&t, &v, None), Some(TrendLine { slope: 0.5, intercept: 3.5 }));
    }

    #[test]
    fn seasons_are_compared_with_themselves() {
        let t: Vec<f64> = (0..12).map(f64::from).collect();
        let v: Vec<f64> = t.iter().map(|t| 100.0 * (t % 4.0) + 0.25 * t).collect();
        assert_eq!(line(&t, &v, Some(4)).map(|l| l.slope), Some(0.25));
        assert_ne!(line(&t, &v, None).map(|l| l.slope), Some(0.25));
    }

    #[test]
    fn too_little_is_none() {
        assert_eq!(line(&[], &[], None), None);
        assert_eq!(line(&[0.0], &[1.0], None), None);
        assert_eq!(line(&[0.0, 0.0], &[1.0, 2.0], None), None);
        assert_eq!(line(&[0.0, 1.0], &[1.0, 2.0], Some(4)), None);
        assert_eq!(theil_sen(&[0.0, 1.0, 2.0], &[0.0; 3], None, &mut [0.0; 2]), None);
    }
}
