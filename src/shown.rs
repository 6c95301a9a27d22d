//! Numbers in sentences: unit, declared decimals, thousands separators and a real minus sign.

use crate::elementary::power;
use crate::measure::Unit;
use crate::status::round_half_away;
use crate::text::digits::Digits;

/// A value as a sentence says it: `£1,234.50`, `85.0%`, `−3 days`, `£1.2m`.
pub fn shown(unit: Unit, decimals: u8, value: f64) -> String {
    match unit {
        Unit::Percent => format!("{}%", plain(decimals, value)),
        Unit::Pounds => pounds(decimals, value, ""),
        Unit::PoundsThousands => pounds(decimals, value, "k"),
        Unit::PoundsMillions => pounds(decimals, value, "m"),
        Unit::Days => counted(decimals, value, "day"),
        Unit::Hours => counted(decimals, value, "hour"),
        Unit::Minutes => counted(decimals, value, "minute"),
        Unit::Weeks => counted(decimals, value, "week"),
        Unit::Tonnes => counted(decimals, value, "tonne"),
        Unit::Kilograms => format!("{} kg", plain(decimals, value)),
        Unit::Number | Unit::Rate | Unit::Score | Unit::Ratio => plain(decimals, value),
    }
}

/// The size of a difference between two values: as [`shown`], but percentages differ by points.
pub fn shown_difference(unit: Unit, decimals: u8, difference: f64) -> String {
    match unit {
        Unit::Percent => counted(decimals, difference, "percentage point"),
        _ => shown(unit, decimals, difference),
    }
}

/// The digits alone: `−1,234.5`.
pub fn plain(decimals: u8, value: f64) -> String {
    let rounded = round_half_away(value, decimals);
    let digits = fixed(decimals, rounded.abs());
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 3);
    if rounded < 0.0 {
        out.push('−');
    }
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// The digits of a number that is rounded to these decimals, all of them. So many units of the last place as a float holds
/// without loss are written as a whole number, ten times as quickly as a fraction.
fn fixed(decimals: u8, rounded: f64) -> String {
    let (places, units) = (usize::from(decimals), (rounded * power(10.0, i32::from(decimals))).round());
    if !(0.0..1e15).contains(&units) {
        return format!("{rounded:.places$}");
    }
    let mut digits = Digits::default();
    let digits = digits.short(units);
    let mut out = "0".repeat((places + 1).saturating_sub(digits.len()));
    out.push_str(digits);
    if places > 0 {
        out.insert(out.len() - places, '.');
    }
    out
}

/// `12 services`, `1 service`.
pub fn count(n: usize, one: &str) -> String {
    counted(0, n as f64, one)
}

/// A chance from 0 to 1 as a sentence says it: `a 12% chance`. What is nearly sure is not called certain.
pub fn chance_words(chance: f64) -> String {
    match chance_percent(chance).as_str() {
        percent if percent.starts_with('8') || percent == "11%" || percent == "18%" => format!("an {percent} chance"),
        percent if percent.starts_with(char::is_numeric) => format!("a {percent} chance"),
        percent => format!("a chance of {percent}"),
    }
}

/// A chance from 0 to 1 in whole percent: `12%`, `under 1%`, `over 99%`.
pub fn chance_percent(chance: f64) -> String {
    match chance * 100.0 {
        p if p < 1.0 => "under 1%".to_owned(),
        p if p > 99.0 => "over 99%".to_owned(),
        p => format!("{}%", plain(0, p)),
    }
}

fn counted(decimals: u8, value: f64, one: &str) -> String {
    let digits = plain(decimals, value);
    let s = if digits == "1" { "" } else { "s" };
    format!("{digits} {one}{s}")
}

fn pounds(decimals: u8, value: f64, behind: &str) -> String {
    let digits = plain(decimals, value);
    match digits.strip_prefix('−') {
        Some(digits) => format!("−£{digits}{behind}"),
        None => format!("£{digits}{behind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(Unit::Percent, 1, 84.95, "85.0%")]
    #[case(Unit::Pounds, 2, 1234.5, "£1,234.50")]
    #[case(Unit::Pounds, 0, -1234567.0, "−£1,234,567")]
    #[case(Unit::PoundsMillions, 1, 1.25, "£1.3m")]
    #[case(Unit::PoundsThousands, 0, 999.5, "£1,000k")]
    #[case(Unit::Days, 0, 1.0, "1 day")]
    #[case(Unit::Days, 1, 1.0, "1.0 days")]
    #[case(Unit::Days, 0, -3.0, "−3 days")]
    #[case(Unit::Number, 0, 100.0, "100")]
    #[case(Unit::Number, 0, -0.2, "0")]
    #[case(Unit::Kilograms, 0, 1000.0, "1,000 kg")]
    fn in_sentences(#[case] unit: Unit, #[case] decimals: u8, #[case] value: f64, #[case] expected: &str) {
        assert_eq!(shown(unit, decimals, value), expected);
    }

    #[rstest]
    #[case(0.0, "a chance of under 1%")]
    #[case(0.084, "an 8% chance")]
    #[case(0.11, "an 11% chance")]
    #[case(0.5, "a 50% chance")]
    #[case(0.8, "an 80% chance")]
    #[case(0.999, "a chance of over 99%")]
    fn chances(#[case] chance: f64, #[case] expected: &str) {
        assert_eq!(chance_words(chance), expected);
    }

    proptest! {
        /// As the standard library writes what is rounded.
        #[test]
        fn decimals_are_those_of_the_standard_library(
            value in prop_oneof![0.0..1e6, 0.0..1e18, (0..99_999).prop_map(|n| f64::from(n) / 1000.0)],
            decimals in 0u8..=9,
        ) {
            let rounded = round_half_away(value, decimals);
            prop_assert_eq!(fixed(decimals, rounded), format!("{:.*}", usize::from(decimals), rounded));
        }
    }

    #[test]
    fn differences_and_counts() {
        assert_eq!(shown_difference(Unit::Percent, 1, 2.0), "2.0 percentage points");
        assert_eq!(shown_difference(Unit::Percent, 0, 1.0), "1 percentage point");
        assert_eq!(shown_difference(Unit::Pounds, 0, 1200.0), "£1,200");
        assert_eq!(count(1, "service"), "1 service");
        assert_eq!(count(1200, "service"), "1,200 services");
    }
}
