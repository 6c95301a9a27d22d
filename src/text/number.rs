//! Text that is a number: repaired only where there is one way to read it.

use super::words::{clean, without_marks};
use crate::elementary::{log10, power};

/// A number read from text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parsed {
    /// The number.
    pub value: f64,
    /// A percent sign stood behind it: 85% is 85 here.
    pub percent: bool,
    /// `k` or `m` stood behind it, and the value has them: it counts single pounds, whatever the unit.
    pub scaled: bool,
}

/// Spaces of every kind as the ordinary one, digits and signs of double width as the ones that they stand for.
fn ordinary(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Reads `1,234.5`, `£1 234`, `85%`, `(12)`, `−3` and their combinations; `k` and `m` behind the number only where
/// `thousands` allows it. `None` where a second reading is possible: `1.234,5`, `12,34`, `0,123`, `£000`, and 12-3 where the
/// dash is a soft one, which some programs show.
pub fn parse(text: &str, thousands: bool) -> Option<Parsed> {
    // Most texts are words.
    if !text.chars().any(char::is_numeric) {
        return None;
    }
    if clean(text).contains('\u{ad}') {
        return None;
    }
    let plain: String = without_marks(text).chars().map(ordinary).collect();
    // The apostrophe that makes a text of what is typed, where a program kept it as a part of the text.
    let mut rest = plain.trim().trim_start_matches('\'');
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        rest = inner.trim();
        negative = true;
    }
    let (mut sign, mut pounds) = (false, false);
    loop {
        rest = match rest.chars().next()? {
            '-' | '−' | '–' | '‐' | '‑' if !sign && !negative => {
                (sign, negative) = (true, true);
                &rest[rest.chars().next()?.len_utf8()..]
            }
            '+' if !sign && !negative => {
                sign = true;
                &rest[1..]
            }
            '£' if !pounds => {
                pounds = true;
                &rest['£'.len_utf8()..]
            }
            _ => break,
        }
        .trim_start();
    }
    let mut percent = false;
    let mut times = 1.0;
    if let Some(r) = rest.strip_suffix('%') {
        percent = true;
        rest = r.trim_end();
    } else if thousands && let Some((at, c)) = rest.char_indices().next_back() {
        times = match c {
            'k' | 'K' => 1e3,
            'm' | 'M' => 1e6,
            _ => 1.0,
        };
        if times > 1.0 {
            rest = rest[..at].trim_end();
        }
    }
    if percent && pounds {
        return None;
    }
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        grouped = true;
        joined.push_str(group);
    }
    if !digits(first) || (grouped && (first.is_empty() || first.len() > 3 || first.starts_with('0'))) {
        return None;
    }
    // “£000” says what a figure is counted in, and is none itself.
    if fraction.is_empty() && joined.len() > 2 && joined.bytes().all(|b| b == b'0') {
        return None;
    }
    let value: f64 = format!("0{joined}.{fraction}0").parse().ok()?;
    let value = value * times * if negative { -1.0 } else { 1.0 };
    value.is_finite().then_some(Parsed { value, percent, scaled: times > 1.0 })
}

/// A percentage from a fraction, without the noise of the multiplication: 0.07 × 100 is 7.
pub fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if (rounded - value).abs() <= value.abs() * 1e-14 { rounded } else { value }
}

/// More decimals than `decimals`, beyond the noise of binary fractions.
pub fn finer_than(value: f64, decimals: u8) -> bool {
    let scaled = value * power(10.0, i32::from(decimals));
    (scaled - scaled.round()).abs() > 1e-9 + 1e-12 * scaled.abs()
}

/// The number, a power of ten from 100, that a name says its figure is per: 100,000 of “admissions per 100,000 people”.
pub(crate) fn per_in(text: &str) -> Option<f64> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != ',').filter(|w| !w.is_empty()).collect();
    let after = words.iter().enumerate().filter(|(_, w)| **w == "per").map(|(n, _)| &words[n + 1..]);
    after.filter_map(number_of_words).find(|n| *n >= 100.0 && log10(*n).fract() == 0.0)
}

/// The number that some words begin with: `100,000 people`, `100 000`, `10 thousand`, `million`.
fn number_of_words(words: &[&str]) -> Option<f64> {
    const SCALES: [(&str, f64); 3] = [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6)];
    let scale = |word: &&str| SCALES.iter().find(|(name, _)| name == word).map(|(_, by)| *by);
    let digits = |word: &str| word.trim_end_matches(',').replace(',', "").parse::<u32>().ok();
    let mut rest = words;
    let (mut number, mut known) = (1.0, false);
    if let Some(n) = rest.first().and_then(|w| digits(w)) {
        (number, known, rest) = (f64::from(n), true, &rest[1..]);
        while let Some(after) = rest.first().filter(|w| w.len() == 3).and_then(|w| digits(w)) {
            (number, rest) = (number * 1000.0 + f64::from(after), &rest[1..]);
        }
    } else if rest.first() == Some(&"ten") {
        (number, rest) = (10.0, &rest[1..]);
    }
    for by in rest.iter().map_while(scale) {
        (number, known) = (number * by, true);
    }
    known.then_some(number)
}

/// `per 100,000`.
pub(crate) fn told_by(per: f64) -> String {
    let digits = format!("{per:.0}");
    let separated = digits.bytes().enumerate().fold(String::new(), |mut out, (n, digit)| {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(char::from(digit));
        out
    });
    format!("per {separated}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1,234", 1234.0)]
    #[case("1,234.5", 1234.5)]
    #[case(" 12 ", 12.0)]
    #[case("12\u{a0}", 12.0)]
    #[case("\u{feff}12\u{200b}", 12.0)]
    #[case("4,655,194.03\u{202c}", 4_655_194.03)]
    #[case("\u{202a}22", 22.0)]
    #[case("2,000\u{2028}", 2000.0)]
    #[case("\u{2066}12\u{2069}", 12.0)]
    #[case("1\u{2062}2", 12.0)]
    #[case("\u{61c}1\u{180e}2\u{fe0f}", 12.0)]
    #[case("1 234 567", 1_234_567.0)]
    #[case("1\u{202f}234", 1234.0)]
    #[case("£1,200.50", 1200.5)]
    #[case("-£5", -5.0)]
    #[case("£-5", -5.0)]
    #[case("(£5)", -5.0)]
    #[case("(12)", -12.0)]
    #[case("−3.5", -3.5)]
    #[case("+4", 4.0)]
    #[case(".5", 0.5)]
    #[case("5.", 5.0)]
    #[case("007", 7.0)]
    #[case("'12", 12.0)]
    #[case("１，２３４", 1234.0)]
    fn certain(#[case] text: &str, #[case] value: f64) {
        assert_eq!(parse(text, false), Some(Parsed { value, percent: false, scaled: false }));
    }

    #[rstest]
    #[case("85%", 85.0)]
    #[case("85.5 %", 85.5)]
    #[case("-2%", -2.0)]
    fn percent(#[case] text: &str, #[case] value: f64) {
        assert_eq!(parse(text, false), Some(Parsed { value, percent: true, scaled: false }));
    }

    #[rstest]
    #[case("£1.2m", 1_200_000.0)]
    #[case("15 k", 15_000.0)]
    #[case("(3M)", -3_000_000.0)]
    fn thousands(#[case] text: &str, #[case] value: f64) {
        assert_eq!(parse(text, true).map(|p| p.value), Some(value));
        assert_eq!(parse(text, false), None);
    }

    #[rstest]
    fn not_certain(
        #[values(
            "",
            " ",
            "1.234,5",
            "12,34",
            "0,123",
            "1,2345",
            "1.2.3",
            "12 34",
            "1,234 567",
            "12\u{ad}3",
            "abc",
            "12 days",
            "1e5",
            "(-5)",
            "--5",
            "5-",
            "£",
            "%",
            "£5%",
            "1/2",
            "about 5",
            "(5",
            "5%k",
            "-",
            "1,,234",
            ",234",
            "£000",
            "000",
            "."
        )]
        text: &str,
    ) {
        assert_eq!(parse(text, false), None);
        assert_eq!(parse(text, true), None);
    }

    #[test]
    fn decimals() {
        assert!(!finer_than(85.2, 1) && finer_than(85.25, 1) && !finer_than(0.07 * 100.0, 0));
        assert!(!finer_than(1_234_567_890.0, 0) && finer_than(1_234_567_890.5, 0));
    }

    #[rstest]
    #[case("Admissions per 100,000 people", Some(1e5))]
    #[case("Admissions per 100 000", Some(1e5))]
    #[case("Children in care (per 10,000)", Some(1e4))]
    #[case("Homes per 1000 households", Some(1e3))]
    #[case("Deaths per hundred thousand", Some(1e5))]
    #[case("Crimes per thousand people", Some(1e3))]
    #[case("Crimes per ten thousand", Some(1e4))]
    #[case("Spend per million", Some(1e6))]
    #[case("Calls per 48 hours", None)]
    #[case("Cost per household", None)]
    #[case("Per cent in time", None)]
    #[case("Copper 1,000", None)]
    fn what_a_name_says_it_is_per(#[case] name: &str, #[case] expected: Option<f64>) {
        assert_eq!(per_in(name), expected);
    }

    #[rstest]
    #[case(1.0, "per 1")]
    #[case(100.0, "per 100")]
    #[case(1e3, "per 1,000")]
    #[case(1e6, "per 1,000,000")]
    fn in_words(#[case] per: f64, #[case] expected: &str) {
        assert_eq!(told_by(per), expected);
    }
}
