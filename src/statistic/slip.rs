//! A figure among figures of the same kind, none of which is known to be right: the one that is of another size than
//! most. Where a past stands before the figure, [`super::outlier::power_of_ten`] is asked instead.

use super::outlier::{middle, power_of_ten};

/// How a figure has slipped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slip {
    /// A fraction among percentages.
    Fraction,
    /// Near ten or a hundred times most of the others or the inverse, or further off: with the median of those.
    Magnitude(f64),
}

/// How `value` has slipped among `others`, where it differs so from more than half of them: two that slipped alike do
/// not hide behind each other. Of two figures only the `last` can be told to have slipped in its size, since one of them
/// did; a fraction tells of itself. `percent` says that the value is a percentage and was typed without its sign.
pub fn slip_among(value: f64, others: &[f64], percent: bool, last: bool) -> Option<Slip> {
    let most = |n: usize| 2 * n > others.len();
    let nearer = |other: &&f64| (value * 100.0 - **other).abs() < (value - **other).abs();
    if percent && value > 0.0 && value <= 1.0 && most(others.iter().filter(nearer).count()) {
        return Some(Slip::Fraction);
    }
    let mut usual: Vec<f64> = others.iter().copied().filter(|o| power_of_ten(value, *o).is_some()).collect();
    if !most(usual.len()) || (others.len() == 1 && !last) {
        return None;
    }
    middle(&mut usual).map(Slip::Magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[0.9, 87.0, 88.0], 0, Some(Slip::Fraction))]
    #[case(&[0.9, 87.0, 88.0], 1, None)]
    #[case(&[0.82, 82.0], 0, Some(Slip::Fraction))]
    #[case(&[82.0, 0.82], 0, None)]
    // Two stray ones among five.
    #[case(&[0.82, 0.83, 84.0, 85.0, 83.0], 1, Some(Slip::Fraction))]
    #[case(&[0.82, 0.83, 84.0, 85.0, 83.0], 3, None)]
    #[case(&[88_400.0, 88.4, 88.0], 0, Some(Slip::Magnitude(88.2)))]
    #[case(&[88_400.0, 88.4, 88.0], 1, None)]
    #[case(&[88.4, 88_400.0], 0, None)]
    #[case(&[88.4, 88_400.0], 1, Some(Slip::Magnitude(88.4)))]
    #[case(&[0.4, 0.5, 0.3], 0, None)]
    #[case(&[50.0], 0, None)]
    fn one_among_others(#[case] values: &[f64], #[case] at: usize, #[case] slip: Option<Slip>) {
        let others: Vec<f64> = values.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, v)| *v).collect();
        assert_eq!(slip_among(values[at], &others, true, at + 1 == values.len()), slip);
    }
}
