//! The normal distribution and Student's t, the same to the last bit on every system.
//!
//! Normal: the complementary error function. Student's t of whole degrees of freedom: the finite sums of Abramowitz, M. and
//! Stegun, I. A. (1964), “Handbook of Mathematical Functions”, 26.7.3 and 26.7.4, which need no gamma function. Quantiles
//! are found by halving until two neighbouring numbers are left: it needs nothing but the distribution itself, so that both
//! agree, and takes sixty steps of which each costs less than a microsecond.

use crate::elementary::{atan, erfc};
use std::f64::consts::{FRAC_2_PI, SQRT_2};

/// The share of a normal distribution that lies above `z` standard deviations.
pub fn normal_above(z: f64) -> f64 {
    erfc(z / SQRT_2) / 2.0
}

/// The number of standard deviations that the share `above` of a normal distribution lies above: 1.96 for 0.025. `above`
/// is between 0 and 1.
pub fn normal_deviations(above: f64) -> f64 {
    crossing(above, normal_above)
}

/// The share of Student's t with so many degrees of freedom that lies above `t`, to fifteen decimals; a half where there
/// are none.
pub fn student_above(t: f64, freedom: usize) -> f64 {
    if t < 0.0 {
        return 1.0 - student_above(-t, freedom);
    }
    if freedom == 0 || t.is_nan() {
        return 0.5;
    }
    // In the handbook's words x is tan θ, and `squared` is cos² θ.
    let x = t / (freedom as f64).sqrt();
    let squared = 1.0 / (1.0 + x * x);
    let sine = if x < 1e8 { x * squared.sqrt() } else { 1.0 };
    let odd = freedom % 2 == 1;
    let (mut term, first) = if odd { (squared.sqrt(), 3) } else { (1.0, 2) };
    let mut sum = if freedom == 1 { 0.0 } else { term };
    for k in (first..freedom.saturating_sub(1)).step_by(2) {
        term *= squared * (k as f64 - 1.0) / k as f64;
        sum += term;
    }
    let within = if odd { FRAC_2_PI * (atan(x) + sine * sum) } else { sine * sum };
    ((1.0 - within) / 2.0).max(0.0)
}

/// The value that the share `above` of Student's t with so many degrees of freedom lies above: 12.706 for 0.025 and one
/// degree. `above` is between 0 and 1; 0 where there are no degrees of freedom.
pub fn student_deviations(above: f64, freedom: usize) -> f64 {
    if freedom == 0 { 0.0 } else { crossing(above, |t| student_above(t, freedom)) }
}

/// Where `above`, which falls from ½ at 0 and is symmetrical, comes down to `share`.
fn crossing(share: f64, above: impl Fn(f64) -> f64) -> f64 {
    if share > 0.5 {
        return -crossing(1.0 - share, above);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while above(high) > share {
        (low, high) = (high, 2.0 * high);
    }
    loop {
        let middle = low + (high - low) / 2.0;
        match above(middle) > share {
            _ if middle <= low || middle >= high => return middle,
            true => low = middle,
            false => high = middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Abramowitz and Stegun, tables 26.1 and 26.5, in more digits.
    #[rstest]
    #[case(0.5, 0.0)]
    #[case(0.05, 1.644_853_626_951_472_2)]
    #[case(0.025, 1.959_963_984_540_054)]
    #[case(0.005, 2.575_829_303_548_900_4)]
    #[case(0.000_5, 3.290_526_731_491_895)]
    #[case(1e-9, 5.997_807_015_007_686)]
    fn the_normal_table(#[case] above: f64, #[case] z: f64) {
        assert!((normal_deviations(above) - z).abs() <= 1e-13, "{}", normal_deviations(above));
        assert!((normal_above(z) / above - 1.0).abs() < 1e-12);
        assert!((normal_deviations(1.0 - above) + z).abs() < 1e-6);
    }

    /// Abramowitz and Stegun, table 26.10: A is within, the share above is half of what is left.
    #[rstest]
    #[case(1, 0.025, 12.706)]
    #[case(2, 0.025, 4.303)]
    #[case(3, 0.025, 3.182)]
    #[case(4, 0.025, 2.776)]
    #[case(5, 0.025, 2.571)]
    #[case(10, 0.025, 2.228)]
    #[case(30, 0.025, 2.042)]
    #[case(120, 0.025, 1.980)]
    #[case(1, 0.1, 3.078)]
    #[case(2, 0.1, 1.886)]
    #[case(7, 0.1, 1.415)]
    #[case(60, 0.1, 1.296)]
    #[case(1, 0.005, 63.657)]
    #[case(2, 0.005, 9.925)]
    #[case(15, 0.005, 2.947)]
    #[case(40, 0.005, 2.704)]
    fn the_table_of_student(#[case] freedom: usize, #[case] above: f64, #[case] t: f64) {
        assert!((student_deviations(above, freedom) - t).abs() <= 5e-4, "{}", student_deviations(above, freedom));
        assert!((student_deviations(1.0 - above, freedom) + t).abs() <= 5e-4);
    }

    /// One and two degrees have closed forms of their own; many come near the normal.
    #[test]
    fn student_in_closed_form() {
        assert!((student_above(1.0, 1) - 0.25).abs() < 1e-15);
        assert!((student_above(2.0, 2) - (0.5 - 1.0 / 6f64.sqrt())).abs() < 1e-15);
        assert!((student_deviations(0.025, 2) - 0.95 * (2.0 / (1.0 - 0.95f64 * 0.95)).sqrt()).abs() < 1e-12);
        assert!((student_above(1.96, 100_000) - normal_above(1.96)).abs() < 1e-5);
    }

    #[test]
    fn ends() {
        for freedom in [1, 2, 3, 8, 9] {
            assert_eq!((student_above(0.0, freedom), student_above(f64::INFINITY, freedom)), (0.5, 0.0));
            assert_eq!((student_above(f64::NEG_INFINITY, freedom), student_above(1e300, freedom)), (1.0, 0.0));
        }
        assert_eq!((student_above(3.0, 0), student_deviations(0.1, 0)), (0.5, 0.0));
        assert!(normal_deviations(f64::MIN_POSITIVE) > 37.0 && student_deviations(1e-300, 3).is_finite());
    }

    proptest! {
        /// More freedom, thinner tails; further out, less; and a quantile leads back to its share.
        #[test]
        fn it_falls_and_comes_back(above in 0.001..0.499f64, freedom in 1usize..200) {
            let t = student_deviations(above, freedom);
            prop_assert!((student_above(t, freedom) - above).abs() < 1e-14);
            prop_assert!(student_deviations(above, freedom + 1) < t && normal_deviations(above) < t);
            prop_assert!(student_above(t * 1.01, freedom) < above);
            prop_assert!((normal_above(normal_deviations(above)) - above).abs() < 1e-15);
        }
    }
}
