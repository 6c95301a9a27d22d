//! What is usual and what is far from it: median and median absolute deviation, the modified z-score, and slips of the
//! decimal point.
//!
//! Iglewicz, B. and Hoaglin, D. (1993), “How to detect and handle outliers”, ASQC Basic References in Quality Control 16:
//! modified z = 0.6745 |x − median| ÷ MAD, an outlier above 3.5.

/// Makes the MAD comparable with a standard deviation: the third quartile of the normal distribution.
pub const MODIFIED_Z: f64 = 0.6745;
/// How far from ten or a hundred times the usual figure a slip may lie, as a share of it.
pub const NEAR: f64 = 0.15;
/// So many times more, or less, is a slip wherever exactly it lies.
pub const FAR: f64 = 100.0;
const FACTORS: [f64; 4] = [10.0, 100.0, 0.1, 0.01];

/// What a set of values is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    pub count: usize,
    pub median: f64,
    /// Median of the absolute deviations from the median.
    pub mad: f64,
    pub lowest: f64,
    pub highest: f64,
}

/// The median, by partial sorting. `None` of nothing. No value may be NaN.
pub fn middle(values: &mut [f64]) -> Option<f64> {
    let n = values.len();
    if n == 0 {
        return None;
    }
    let (below, upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    if n % 2 == 1 {
        return Some(*upper);
    }
    let lower = below.iter().copied().max_by(f64::total_cmp)?;
    Some((lower + *upper) / 2.0)
}

/// What `values` are like; they are working space afterwards. `None` of nothing. No value may be NaN.
pub fn usual(values: &mut [f64]) -> Option<Usual> {
    let median = middle(values)?;
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for v in values.iter_mut() {
        (lowest, highest) = (lowest.min(*v), highest.max(*v));
        *v = (*v - median).abs();
    }
    Some(Usual { count: values.len(), median, mad: middle(values)?, lowest, highest })
}

/// How far `value` lies from what is usual. `None` where the MAD is 0: half the values are the median itself, and any
/// other would be infinitely far.
pub fn modified_z(value: f64, usual: &Usual) -> Option<f64> {
    (usual.mad > 0.0).then(|| MODIFIED_Z * (value - usual.median).abs() / usual.mad)
}

/// How many times `usual` the value is, where that is near ten or a hundred times it or the inverse, or further off than
/// a hundred times: as when a unit or a decimal point slips. Signs do not count; nothing is so many times 0, and 0 of
/// nothing.
pub fn power_of_ten(value: f64, usual: f64) -> Option<f64> {
    let times = (value / usual).abs();
    let near = |factor: f64| (times / factor - 1.0).abs() <= NEAR;
    let far = times >= FAR || (times > 0.0 && times <= 1.0 / FAR);
    (times.is_finite() && (far || FACTORS.into_iter().any(near))).then_some(times)
}

/// What makes a change large: all of these at once, so that neither a large share of little nor a usual step of much is
/// taken for one. Government finance returns ask about changes over £1.5m *and* 15%.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Large {
    /// More than this many percent of the earlier value …
    pub percent: f64,
    /// … and more than this many times the usual change …
    pub times_usual: f64,
    /// … and at least this much. It decides alone with the percentage where the usual change is not known.
    pub least: Option<f64>,
}

impl Large {
    /// `percent` is `None` where the earlier value is 0: then nothing can be said.
    pub fn holds(&self, change: f64, percent: Option<f64>, usual_change: Option<f64>) -> bool {
        let unusual = usual_change.map_or(self.least.is_some(), |usual| change.abs() > self.times_usual * usual);
        percent.is_some_and(|p| p.abs() > self.percent) && change.abs() >= self.least.unwrap_or(0.0) && unusual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten values of Iglewicz and Hoaglin (1993) that can be checked by hand: median 2.45, deviations .05 .05 .15 .15 .15
    /// .15 .35 .35 5.75 5.85, so MAD 0.15 and 26.3 for 8.3.
    #[test]
    fn iglewicz_and_hoaglin() {
        let u = usual(&mut [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]).unwrap();
        assert!((u.median - 2.45).abs() < 1e-12 && (u.mad - 0.15).abs() < 1e-12, "{u:?}");
        assert!((modified_z(8.3, &u).unwrap() - 26.306).abs() < 1e-3);
        assert_eq!((u.count, u.lowest, u.highest), (10, 2.1, 8.3));
    }

    #[test]
    fn medians() {
        assert_eq!(middle(&mut []), None);
        assert_eq!(middle(&mut [3.0]), Some(3.0));
        assert_eq!(middle(&mut [3.0, 1.0]), Some(2.0));
        assert_eq!(middle(&mut [5.0, 1.0, 4.0, 2.0, 3.0]), Some(3.0));
        assert_eq!(middle(&mut [4.0, 1.0, 1.0, 9.0]), Some(2.5));
        assert_eq!(usual(&mut []), None);
    }

    #[test]
    fn nothing_is_far_from_what_never_moves() {
        let u = usual(&mut [5.0; 9]).unwrap();
        assert_eq!((u.mad, modified_z(5.0, &u), modified_z(6.0, &u)), (0.0, None, None));
    }

    /// 73,390 against 420 is the case of the design.
    #[test]
    fn slips() {
        for (value, usual) in [(73_390.0, 420.0), (4_200.0, 420.0), (42.0, 420.0), (4.2, 420.0), (-4_300.0, 420.0)] {
            assert!(power_of_ten(value, usual).is_some(), "{value} {usual}");
        }
        for (value, usual) in [(420.0, 420.0), (0.0, 420.0), (5.0, 0.0), (0.0, 0.0), (2_100.0, 420.0), (8_400.0, 420.0)]
        {
            assert_eq!(power_of_ten(value, usual), None, "{value} {usual}");
        }
    }

    #[test]
    fn large_is_large_in_every_way() {
        let large = Large { percent: 15.0, times_usual: 3.0, least: Some(1.5) };
        assert!(large.holds(-2.0, Some(-20.0), Some(0.5)));
        assert!(large.holds(2.0, Some(20.0), None));
        assert!(!large.holds(1.4, Some(20.0), Some(0.1)), "too little");
        assert!(!large.holds(2.0, Some(15.0), Some(0.1)), "too small a share");
        assert!(!large.holds(2.0, Some(20.0), Some(1.0)), "as usual");
        assert!(!large.holds(2.0, None, Some(0.1)), "from nothing");
        assert!(!Large { least: None, ..large }.holds(2.0, Some(20.0), None), "nothing to measure by");
    }
}
