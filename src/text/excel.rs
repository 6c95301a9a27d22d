//! What Excel makes of a code that is typed into it, or opened from a CSV: `001` is the number 1, `1.10` is 1.1, `1E3`
//! is 1000, `SEP-2` and `3-4` are days. What was typed cannot be seen from what it became; which codes become it can.

use crate::period::month_name;
use chrono::{Datelike, NaiveDate};

/// A day as a code can name it: the year is the one in which it was typed, where the code has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Day {
    month: u32,
    day: u32,
    year: Option<i32>,
}

/// What Excel makes of a code.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// A number.
    Number(f64),
    /// A day: each that it may be, day or month first.
    Days(Vec<Day>),
}

impl Taken {
    /// What Excel makes of `code`; `None` where it stays a text.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim();
        let numeric = code.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        let number = || code.parse::<f64>().ok().filter(|n| numeric && n.is_finite());
        number().map(Self::Number).or_else(|| Some(Self::Days(days(code))).filter(|d| *d != Self::Days(vec![])))
    }

    /// Whether a cell that holds this number may have been the code. Excel keeps fifteen digits.
    pub fn is_number(&self, held: f64) -> bool {
        matches!(self, Self::Number(n) if (n - held).abs() <= 1e-14 * n.abs())
    }

    /// Whether a text that Excel wrote for what it took, as in a CSV that it saved, may have been the code.
    pub fn is_text(&self, held: &str) -> bool {
        let day = |a: &Day, b: &Day| {
            (a.month, a.day) == (b.month, b.day) && (a.year == b.year || a.year.is_none() || b.year.is_none())
        };
        match (self, Self::from_code(held)) {
            (_, Some(Self::Number(n))) => self.is_number(n),
            (Self::Days(own), Some(Self::Days(held))) => own.iter().any(|a| held.iter().any(|b| day(a, b))),
            _ => false,
        }
    }

    /// Whether a cell that holds this day may have been the code.
    pub fn is_day(&self, held: NaiveDate) -> bool {
        let same =
            |d: &Day| (d.month, d.day) == (held.month(), held.day()) && d.year.is_none_or(|year| year == held.year());
        matches!(self, Self::Days(days) if days.iter().any(same))
    }
}

/// The days that Excel may see in a text of two or three parts.
fn days(code: &str) -> Vec<Day> {
    let (parts, months) = (parts(code), |word: &str| month_name(word));
    let small = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() <= 2);
    let year = |word: &str| match (word.parse::<i32>().ok()?, word.len()) {
        (n, 2) => Some(if n < 30 { 2000 + n } else { 1900 + n }),
        (n, 4) if (1900..2200).contains(&n) => Some(n),
        _ => None,
    };
    let mut out = vec![];
    let mut add = |month: Option<u32>, day: Option<u32>, year: Option<i32>| {
        let (Some(month), Some(day)) = (month, day) else { return };
        // A leap year has every day that a year can have.
        if NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day).is_some() {
            out.push(Day { month, day, year });
        }
    };
    match parts[..] {
        [a, b] => {
            let named = months(a).map(|m| (m, b)).or_else(|| months(b).map(|m| (m, a)));
            match named {
                Some((month, number)) => {
                    add(Some(month), small(number), None);
                    if let Some(year) = year(number) {
                        add(Some(month), Some(1), Some(year));
                    }
                }
                None => {
                    add(small(b), small(a), None);
                    add(small(a), small(b), None);
                    if let Some(year) = year(b) {
                        add(small(a), Some(1), Some(year));
                    }
                }
            }
        }
        [a, b, c] => {
            let month = months(b).or_else(|| small(b));
            add(month, small(a), year(c));
            add(small(a), small(b), year(c));
            if let Some(year) = year(a).filter(|_| a.len() == 4) {
                add(small(b), small(c), Some(year));
            }
        }
        _ => {}
    }
    out
}

/// Words and numbers of a date: divided by `-`, `/` or a space, or where letters meet digits. Nothing else may stand
/// there.
fn parts(code: &str) -> Vec<&str> {
    let mut out = vec![];
    for word in code.split(['-', '/', ' ']) {
        let meet = |(n, c): (usize, char)| {
            (n > 0 && c.is_ascii_digit() != word.starts_with(|d: char| d.is_ascii_digit())).then_some(n)
        };
        match word.char_indices().find_map(meet) {
            Some(at) => out.extend([&word[..at], &word[at..]]),
            None => out.push(word),
        }
    }
    let plain = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_ascii_alphanumeric());
    if out.iter().all(plain) { out } else { vec![] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("001", 1.0)]
    #[case("1.10", 1.1)]
    #[case("1E3", 1000.0)]
    #[case("2e-1", 0.2)]
    #[case("13", 13.0)]
    #[case("12345678901234567", 12_345_678_901_234_500.0)]
    fn numbers(#[case] code: &str, #[case] held: f64) {
        assert!(Taken::from_code(code).unwrap().is_number(held));
        assert!(!Taken::from_code(code).unwrap().is_number(held + held * 1e-9));
    }

    #[rstest]
    #[case("SEP-2", "2026-09-02")]
    #[case("2-Sep", "2025-09-02")]
    #[case("3-4", "2026-04-03")]
    #[case("3-4", "2026-03-04")]
    #[case("3/4", "2026-04-03")]
    #[case("MAR1", "2026-03-01")]
    #[case("SEP-20", "2026-09-20")]
    #[case("SEP-45", "1945-09-01")]
    #[case("JUN 2026", "2026-06-01")]
    #[case("1-2-26", "2026-02-01")]
    #[case("2026-1-2", "2026-01-02")]
    fn as_days(#[case] code: &str, #[case] held: &str) {
        assert!(Taken::from_code(code).unwrap().is_day(held.parse().unwrap()), "{code}");
    }

    #[rstest]
    fn stays_a_text(
        #[values("LE1", "P-1", "13-14-15-16", "31-31", "SEPA", "MARK2", "nan", "inf", "1.1.1", "", "-")] code: &str,
    ) {
        assert_eq!(Taken::from_code(code), None);
    }

    #[rstest]
    #[case("SEP-2", "2026-09-03")]
    #[case("SEP-45", "1946-09-01")]
    fn another_day(#[case] code: &str, #[case] held: &str) {
        assert!(!Taken::from_code(code).unwrap().is_day(held.parse().unwrap()), "{code}");
    }
}
