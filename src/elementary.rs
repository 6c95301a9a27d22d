//! Logarithms, powers and their kin, the same to the last bit on every system.
//!
//! The language takes these from the system's own mathematics library, and those differ in the last digit between Linux,
//! Windows and macOS: the same returns would give other bytes. Here they come from `libm`, which is compiled with us. What
//! the processor does exactly on every system (`sqrt`, a whole power by multiplication) stays the language's. The guard in
//! `tests/suite/architecture` refuses the system's everywhere else.

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

    /// Abramowitz and Stegun (1964), tables 4.2, 4.4, 4.14 and 7.1 with 26.1.
    #[test]
    fn published_values() {
        for (ours, published) in [
            (exp(1.0), 2.718_281_828_459_045),
            (exp(-2.5), 0.082_084_998_623_898_8),
            (ln(2.0), 0.693_147_180_559_945_3),
            (ln(0.1), -2.302_585_092_994_045_7),
            (log10(2.0), 0.301_029_995_663_981_2),
            (atan(1.0), std::f64::consts::FRAC_PI_4),
            (pow(2.0, 0.5), std::f64::consts::SQRT_2),
            (erfc(1.0), 0.157_299_207_050_285_13),
            (erfc(-0.5), 1.520_499_877_813_046_5),
        ] {
            assert!((ours / published - 1.0).abs() <= 4.0 * f64::EPSILON, "{ours} {published}");
        }
        assert_eq!((ln(0.0), exp(f64::NEG_INFINITY), erfc(40.0)), (f64::NEG_INFINITY, 0.0, 0.0));
        assert!(ln(-1.0).is_nan() && log10(-1.0).is_nan());
    }
}
