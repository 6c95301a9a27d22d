//! Logarithms, powers and their kin, the same to the last bit on every system.
//!
//! The language takes these from the system's own mathematics library, and those differ in the last digit between Linux,
//! Windows and macOS: the same returns would give other bytes. Here they come from `libm`, which is compiled with us. What
//! the processor does exactly on every system (`sqrt`) stays the language's. The guard in `tests/suite/architecture` refuses
//! the system's everywhere else.

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm; negative infinity of 0, no number below it.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logarithm to base 10, whole for whole powers of ten; negative infinity of 0, no number below it.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// `x` to the power of `y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// `x` to a whole power, by multiplication. The language's own is left to the system on Windows.
pub fn power(x: f64, n: i32) -> f64 {
    let (mut square, mut left, mut product) = (x, n.unsigned_abs(), 1.0);
    while left > 0 {
        if left % 2 == 1 {
            product *= square;
        }
        square *= square;
        left /= 2;
    }
    if n < 0 { 1.0 / product } else { product }
}

/// The angle, −π/2 to π/2, whose tangent is `x`.
pub fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// 1 less the error function: twice the share of a normal distribution of variance ½ that lies above `x`.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{E, FRAC_PI_4, LN_2, LN_10, LOG10_2, SQRT_2};

    /// Where a number gets one digit more decides how it is rounded: as the system's logarithm had it, at every power of
    /// ten that is exact and at the numbers on both sides of it.
    #[test]
    fn powers_of_ten_keep_their_digits() {
        for power in -300..=300 {
            let ten: f64 = format!("1e{power}").parse().unwrap();
            for x in [ten.next_down(), ten, ten.next_up()] {
                assert_eq!(log10(x).floor(), x.log10().floor(), "{x:e}");
            }
            assert_eq!(log10(ten), f64::from(power), "{ten:e}");
        }
    }

    /// Byar's limits are a cube: on Windows the language's own has another last digit.
    #[test]
    fn whole_powers_are_products() {
        for x in [0.1f64, 1.131_964, -2.5, 10.0] {
            assert_eq!((power(x, 0), power(x, 1), power(x, 2)), (1.0, x, x * x));
            assert_eq!((power(x, 3), power(x, 6)), (x * x * x, x * x * (x * x * (x * x))));
            assert_eq!((power(x, -1), power(x, -3)), (1.0 / x, 1.0 / (x * x * x)));
        }
        assert_eq!((power(10.0, 22), power(2.0, -1074), power(0.0, -1)), (1e22, 0.0, f64::INFINITY));
    }

    /// The constants of the language, and Abramowitz and Stegun (1964), tables 4.4 and 7.1.
    #[test]
    fn published_values() {
        for (ours, published) in [
            (exp(1.0), E),
            (exp(-2.5), 0.082_084_998_623_898_8),
            (ln(2.0), LN_2),
            (ln(0.1), -LN_10),
            (log10(2.0), LOG10_2),
            (atan(1.0), FRAC_PI_4),
            (pow(2.0, 0.5), SQRT_2),
            (erfc(1.0), 0.157_299_207_050_285_13),
            (erfc(-0.5), 1.520_499_877_813_046_5),
        ] {
            assert!((ours / published - 1.0).abs() <= 4.0 * f64::EPSILON, "{ours} {published}");
        }
        assert_eq!((ln(0.0), exp(f64::NEG_INFINITY), erfc(40.0)), (f64::NEG_INFINITY, 0.0, 0.0));
        assert!(ln(-1.0).is_nan() && log10(-1.0).is_nan());
    }
}
