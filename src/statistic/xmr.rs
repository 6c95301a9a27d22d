//! XmR charts: which movements are the noise of a process and which are signals.
//!
//! The rules of the NHS programme *Making Data Count*, as its package NHSRplotthedots 0.2 implements them; the constants
//! are Wheeler's (D. J. Wheeler, “Understanding variation”, 1993). Departures, each on purpose:
//!
//! - Where screening leaves no movement at all, nothing is screened: limits that fell together with the mean would call
//!   every point a signal. A series that never moves has its mean for limits, and no point lies outside them.
//! - A run of rises or falls is better or worse by its own direction; the package goes by the side of the mean on which
//!   its last point lies.
//! - Comparisons are strict beyond the dust of binary fractions, a millionth of a millionth of the largest value.

/// Limits lie this many mean moving ranges from the mean.
pub const LIMIT: f64 = 2.66;
/// Near limits lie at two thirds of that.
pub const NEAR: (f64, f64) = (2.0, 3.0);
/// Moving ranges of this many times their mean, or more, are screened out once.
pub const SCREEN: f64 = 3.267;
/// Points of a run, and points on one side of the mean, that are a signal.
pub const RUN: usize = 7;
/// So many of so many consecutive points beyond a near limit are a signal.
pub const TWO_OF_THREE: (usize, usize) = (2, 3);
const DUST: f64 = 1e-12;

/// The chart's lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Xmr {
    /// Mean of the points.
    pub mean: f64,
    /// Mean moving range, screened.
    pub moving_range: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Two thirds of the way from the mean to the lower limit.
    pub near_lower: f64,
    /// Two thirds of the way from the mean to the upper limit.
    pub near_upper: f64,
}

/// Why a point is a signal; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignalRule {
    /// A point outside a limit.
    OutsideLimits,
    /// Seven points that rise, or fall, one after another.
    Run,
    /// Two of three points on one side beyond the near limit.
    NearLimit,
    /// Seven points on one side of the mean.
    OneSide,
}

/// A point that chance does not explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// The rule that fired.
    pub rule: SignalRule,
    /// Up, or above the mean; else down, or below.
    pub high: bool,
}

/// The lines for values in the order of time. `None` of fewer than two: there is no movement to learn from.
pub fn xmr(values: &[f64], screened: bool) -> Option<Xmr> {
    let ranges = || values.windows(2).map(|w| (w[1] - w[0]).abs());
    let mean_of = |keep: &dyn Fn(f64) -> bool| {
        let (sum, n) = ranges().filter(|r| keep(*r)).fold((0.0, 0u32), |(sum, n), r| (sum + r, n + 1));
        (n > 0).then(|| sum / f64::from(n))
    };
    let all = mean_of(&|_| true)?;
    let kept = mean_of(&|r| r < SCREEN * all).filter(|kept| screened && *kept > 0.0);
    let moving_range = kept.unwrap_or(all);
    // A sum of equal values divided by their number need not be that value.
    let mean = if all == 0.0 { values[0] } else { values.iter().sum::<f64>() / values.len() as f64 };
    let (far, near) = (LIMIT * moving_range, NEAR.0 * (LIMIT / NEAR.1) * moving_range);
    Some(Xmr {
        mean,
        moving_range,
        lower: mean - far,
        upper: mean + far,
        near_lower: mean - near,
        near_upper: mean + near,
    })
}

/// Whether the last value is a signal, and by which rule.
pub fn signal(values: &[f64], chart: &Xmr) -> Option<Signal> {
    let last = *values.last()?;
    let dust = DUST * values.iter().fold(0.0f64, |most, v| most.max(v.abs()));
    let above = |v: f64, line: f64| v - line > dust;
    let outside = |v: f64| above(v, chart.upper) || above(chart.lower, v);
    let near = |v: f64| !outside(v) && (above(v, chart.near_upper) || above(chart.near_lower, v));
    let tail = |n: usize| values.len().checked_sub(n).map(|from| &values[from..]);
    let one_side = |points: &[f64]| {
        let high = points.iter().all(|v| above(*v, chart.mean));
        (high || points.iter().all(|v| above(chart.mean, *v))).then_some(high)
    };

    if outside(last) {
        return Some(Signal { rule: SignalRule::OutsideLimits, high: last > chart.mean });
    }
    let run = tail(RUN).and_then(|points| {
        let rises = points.windows(2).all(|w| above(w[1], w[0]));
        (rises || points.windows(2).all(|w| above(w[0], w[1]))).then_some(rises)
    });
    if let Some(high) = run {
        return Some(Signal { rule: SignalRule::Run, high });
    }
    let (two, three) = TWO_OF_THREE;
    let close = tail(three).filter(|p| near(last) && p.iter().filter(|v| near(**v)).count() >= two).and_then(one_side);
    if let Some(high) = close {
        return Some(Signal { rule: SignalRule::NearLimit, high });
    }
    let high = tail(RUN).and_then(one_side)?;
    Some(Signal { rule: SignalRule::OneSide, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, digits: f64) -> bool {
        (a - b).abs() < digits
    }

    /// `set.seed(123); rnorm(20)` in R: the figures that NHSRplotthedots gives in its own tests.
    #[test]
    fn reference_of_nhsrplotthedots() {
        let values = [
            -0.560_475_646_552_213,
            -0.230_177_489_483_28,
            1.558_708_314_149_12,
            0.070_508_391_424_576_1,
            0.129_287_735_160_946,
            1.715_064_986_883_28,
            0.460_916_205_989_202,
            -1.265_061_234_606_53,
            -0.686_852_851_893_526,
            -0.445_661_970_099_958,
            1.224_081_797_439_46,
            0.359_813_827_057_364,
            0.400_771_450_594_052,
            0.110_682_715_945_12,
            -0.555_841_134_754_075,
            1.786_913_136_803_08,
            0.497_850_478_229_239,
            -1.966_617_156_629_64,
            0.701_355_901_563_686,
            -0.472_791_407_727_934,
        ];
        let x = xmr(&values, true).unwrap();
        assert!(near(x.mean, 0.141_623_8, 5e-8), "{x:?}");
        assert!(near(x.lower, -3.011_38, 5e-6) && near(x.upper, 3.294_627, 5e-7), "{x:?}");
    }

    #[test]
    fn screening_takes_out_a_jump_once() {
        let values = [1., 2., 1., 2., 10., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1., 2., 1.];
        let screened = xmr(&values, true).unwrap();
        assert!(near(screened.upper, 4.60, 5e-3) && near(screened.mean, 1.94, 5e-3), "{screened:?}");
        assert!(near(screened.lower, -0.72, 5e-3), "{screened:?}");
        let all = xmr(&values, false).unwrap();
        assert!(near(all.upper, 6.95, 5e-3) && near(all.lower, -3.06, 5e-3), "{all:?}");
    }

    #[test]
    fn what_never_moves_is_no_signal() {
        for v in [0.0, 0.1, -7.3, 1e9 / 3.0] {
            let values = [v; 13];
            let x = xmr(&values, true).unwrap();
            assert_eq!((x.lower, x.mean, x.upper), (v, v, v));
            assert_eq!(signal(&values, &x), None);
        }
    }

    /// One step in a series that never moved else: the step would be screened out and leave no movement.
    #[test]
    fn limits_do_not_fall_together() {
        let mut values = [1.0; 13];
        values[12] = 5.0;
        let x = xmr(&values, true).unwrap();
        assert_eq!(x, xmr(&values, false).unwrap());
        assert!(x.lower < 1.0 && x.upper < 5.0);
        assert_eq!(signal(&values, &x), Some(Signal { rule: SignalRule::OutsideLimits, high: true }));
        assert_eq!(signal(&values[..12], &x), Some(Signal { rule: SignalRule::OneSide, high: false }));
    }

    fn chart(mean: f64, moving_range: f64) -> Xmr {
        let (far, near) = (LIMIT * moving_range, NEAR.0 * (LIMIT / NEAR.1) * moving_range);
        Xmr {
            mean,
            moving_range,
            lower: mean - far,
            upper: mean + far,
            near_lower: mean - near,
            near_upper: mean + near,
        }
    }

    /// Mean 0; limits at 2.66, near limits at 1.7733.
    #[test]
    fn rules_in_their_order() {
        let chart = chart(0.0, 1.0);
        let told = |values: &[f64]| signal(values, &chart).map(|s| (s.rule, s.high));
        assert_eq!(told(&[0.0, -2.67]), Some((SignalRule::OutsideLimits, false)));
        assert_eq!(told(&[0.0, 2.66]), None);
        assert_eq!(told(&[-1.0, -0.5, -0.1, 0.1, 0.2, 0.3, 0.4]), Some((SignalRule::Run, true)));
        assert_eq!(told(&[-1.0, -0.5, -0.1, 0.1, 0.1, 0.3, 0.4]), None);
        assert_eq!(told(&[1.8, 0.5, 1.8]), Some((SignalRule::NearLimit, true)));
        assert_eq!(told(&[-1.8, -1.8, -0.1]), None, "the last point itself is not near");
        assert_eq!(told(&[1.8, -0.5, 1.8]), None, "not on one side");
        assert_eq!(told(&[2.7, 0.5, 1.8]), None, "beyond the limit does not count as near it");
        assert_eq!(told(&[0.1, 0.3, 0.2, 0.3, 0.1, 0.2, 0.1]), Some((SignalRule::OneSide, true)));
        assert_eq!(told(&[0.1, 0.3, 0.2, 0.0, 0.1, 0.2, 0.1]), None, "a point on the mean breaks it");
        assert_eq!(told(&[0.3, 0.2, 0.3, 0.1, 0.2, 0.1]), None, "six are too few");
        // A run inside two of three: the run is told.
        assert_eq!(told(&[0.1, 0.2, 0.3, 0.4, 0.5, 1.8, 1.9]), Some((SignalRule::Run, true)));
    }

    #[test]
    fn too_little_is_none() {
        assert_eq!((xmr(&[], true), xmr(&[1.0], true)), (None, None));
        assert_eq!(signal(&[], &chart(0.0, 1.0)), None);
    }
}
