//! Numbers as files have them: the shortest decimals that read back as the same number, without an allocation for each.

/// Whole numbers below this are written without decimals or an exponent; a float holds them without loss.
const WHOLE: f64 = 1e15;

/// What turns numbers into digits, one after the other.
#[derive(Default)]
pub struct Digits {
    integers: itoa::Buffer,
    numbers: zmij::Buffer,
}

impl Digits {
    /// The digits of a finite number, a whole one below 10¹⁵ without “.0”; what is very large or very small has an exponent.
    pub fn short(&mut self, number: f64) -> &str {
        match number.fract() == 0.0 && number.abs() < WHOLE {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and far below the greatest of its kind")]
            true => self.integers.format(number as i64),
            false => self.numbers.format_finite(number),
        }
    }

    /// The same never with an exponent, put behind what is in `out`: what any program reads. Never −0.
    pub fn put(&mut self, number: f64, out: &mut String) {
        let digits = self.short(number);
        match digits.contains(['e', 'E']) || number.abs() >= WHOLE {
            true => out.push_str(&number.to_string()),
            false => out.push_str(digits),
        }
    }

    /// A whole number's digits.
    pub fn whole(&mut self, number: impl itoa::Integer) -> &str {
        self.integers.format(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// As the standard library writes them.
        #[test]
        fn digits_are_those_of_the_standard_library(
            number in prop_oneof![any::<f64>(), -1e6..1e6, (-1e17..1e17).prop_map(f64::round), (-99_999..99_999).prop_map(|n| f64::from(n) / 100.0)]
        ) {
            prop_assume!(number.is_finite());
            let mut out = String::new();
            Digits::default().put(number, &mut out);
            prop_assert_eq!(out, (number + 0.0).to_string());
            prop_assert_eq!(Digits::default().short(number).parse::<f64>().ok(), Some(number + 0.0));
        }
    }

    #[test]
    fn nought_has_no_sign() {
        let mut out = String::new();
        [-0.0, 0.0, 1e300, 5e-324, -1.5].into_iter().for_each(|n| Digits::default().put(n, &mut out));
        assert_eq!(out, format!("00{}{}-1.5", 1e300, 5e-324));
    }
}
