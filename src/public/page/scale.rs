//! The scale of a chart: round numbers, a few of them, around the values that there are.

use crate::elementary::{log10, power};
use crate::fit::fit;

/// Steps that a chart has at most, about.
const STEPS: f64 = 4.0;

/// Round numbers from below the least value to above the greatest.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The numbers, the least first; two or more.
    pub ticks: Vec<f64>,
}

impl Scale {
    /// The scale of values. `decimals`: what a label shows, so that no two labels are the same. `most`: where the values
    /// cannot go beyond, as 100%. `None` without a value, and where they are too far apart to count with.
    pub fn of(values: &[f64], decimals: u8, most: Option<f64>) -> Option<Self> {
        let least = values.iter().copied().reduce(f64::min)?;
        let greatest = values.iter().copied().reduce(f64::max)?;
        let finest = power(10.0, -i32::from(decimals));
        let (from, to) = match greatest > least {
            true => (least, greatest),
            // One value, or all the same: room on both sides, in proportion.
            false => {
                let room = (least.abs() / 20.0).max(finest);
                (least - room, greatest + room)
            }
        };
        let step = round_step((to - from) / STEPS).max(finest);
        let (mut first, mut last) = ((from / step).floor(), (to / step).ceil());
        if least >= 0.0 {
            first = first.max(0.0);
        }
        if let Some(most) = most.filter(|most| greatest <= *most) {
            last = last.min((most / step).ceil());
        }
        let count = last - first;
        // So far apart, or so large beside their distance, that one tick could not be told from the next.
        if !(1.0..=20.0).contains(&count) || first.abs() > 1e12 {
            return None;
        }
        let steps = std::iter::successors(Some(first), |n| (n + 1.0 <= last).then_some(n + 1.0));
        Some(Self { ticks: steps.map(|n| n * step).collect() })
    }

    /// Where a value stands, from 0 at the foot to 1 at the top.
    pub fn share(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks[0], self.ticks[self.ticks.len() - 1]);
        (value - first) / (last - first)
    }
}

/// The first of 1, 2, 5, 10, 20, 50 … that is no smaller.
fn round_step(size: f64) -> f64 {
    let whole = power(10.0, fit(log10(size).floor()));
    let step = [1.0, 2.0, 5.0].into_iter().map(|step| step * whole).find(|step| *step >= size * (1.0 - 1e-9));
    step.unwrap_or(10.0 * whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[81.2, 84.9, 86.0], 1, Some(100.0), &[80.0, 82.0, 84.0, 86.0])]
    #[case(&[96.1, 99.7], 1, Some(100.0), &[96.0, 97.0, 98.0, 99.0, 100.0])]
    #[case(&[0.0, 12.0], 0, None, &[0.0, 5.0, 10.0, 15.0])]
    #[case(&[-3.0, 4.0], 0, None, &[-4.0, -2.0, 0.0, 2.0, 4.0])]
    #[case(&[-1234567.0, -1200000.0], 0, None, &[-1_240_000.0, -1_230_000.0, -1_220_000.0, -1_210_000.0, -1_200_000.0])]
    // One value or all equal: it stands in the middle, and a count does not go below nothing.
    #[case(&[420.0], 0, None, &[380.0, 400.0, 420.0, 440.0, 460.0])]
    #[case(&[0.0, 0.0], 0, None, &[0.0, 1.0])]
    #[case(&[100.0], 1, Some(100.0), &[95.0, 100.0])]
    // No label twice where no decimals are shown.
    #[case(&[1.0, 2.0], 0, None, &[1.0, 2.0])]
    fn round_numbers(#[case] values: &[f64], #[case] decimals: u8, #[case] most: Option<f64>, #[case] ticks: &[f64]) {
        let found = Scale::of(values, decimals, most).unwrap().ticks;
        assert_eq!(found.len(), ticks.len(), "{found:?}");
        assert!(found.iter().zip(ticks).all(|(a, b)| (a - b).abs() < 1e-9 * b.abs().max(1.0)), "{found:?}");
    }

    #[test]
    fn what_has_no_scale() {
        assert_eq!(Scale::of(&[], 0, None), None);
        assert_eq!(Scale::of(&[f64::MAX, f64::MIN], 0, None), None);
        assert_eq!(Scale::of(&[1e300, 1e300 * (1.0 + 1e-15)], 0, None), None);
    }

    proptest! {
        #[test]
        fn every_value_is_on_its_scale(values in prop::collection::vec(-1e9..1e9f64, 1..20), decimals in 0u8..3) {
            let scale = Scale::of(&values, decimals, None).unwrap();
            prop_assert!((2..=9).contains(&scale.ticks.len()), "{:?}", scale.ticks);
            for value in values {
                let share = scale.share(value);
                prop_assert!((-1e-9..=1.0 + 1e-9).contains(&share), "{value} stands at {share} of {:?}", scale.ticks);
            }
        }
    }
}
