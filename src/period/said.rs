//! A quarter as people write it on a cover: with a short year, with its months, with its last day.
//!
//! A text is understood when it can mean one quarter only: everything that it says must agree, and a word that means
//! nothing here leaves it not understood.

use super::{Period, month_name, year};
use chrono::{Datelike, NaiveDate};

/// What a text says of its quarter.
#[derive(Default)]
struct Said {
    /// The number of the quarter.
    quarter: Option<u8>,
    /// The calendar year in which the financial year starts.
    financial_year: Option<i16>,
    months: Vec<Month>,
    /// The one month or day that is named is the last of the quarter.
    ending: bool,
}

/// A month, with the day and the year that stand beside it.
#[derive(Clone, Copy)]
struct Month {
    day: Option<u32>,
    month: u32,
    year: Option<i32>,
}

/// A word of letters, or a number with how many digits it has.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    Number(u32, usize),
}

impl Period {
    /// The one quarter that a text can mean, as people write it: the spellings of `from_str`, short years,
    /// months with their year, the last day. `start_month` is that of the financial year, 1 to 12.
    pub fn said(text: &str, start_month: u32) -> Option<Self> {
        let months = || text.split(|c: char| !c.is_alphabetic()).any(|word| month_name(word).is_some());
        understood(text, start_month).or_else(|| text.parse().ok().filter(|_| !months()))
    }
}

/// The one quarter that a text can mean in financial years that start in this month (1 to 12); `None` where it could be
/// another, or is none.
fn understood(text: &str, start_month: u32) -> Option<Period> {
    let lower = text.to_lowercase();
    let mut said = Said::default();
    let (mut dates, mut rest) = (Vec::new(), String::new());
    for word in lower.split_whitespace() {
        // Two days may stand with nothing but a dash between them.
        let apart = |c| matches!(c, '-' | '–') && numeric_date(word).is_none() && word.contains(['/', '.']);
        for part in word.split(apart) {
            match numeric_date(part) {
                Some(day) => dates.push(day),
                None => rest.extend([part, " "]),
            }
        }
    }
    said.take(&tokens(&rest))?;
    said.months.extend(dates.iter().map(|d| Month { day: Some(d.day()), month: d.month(), year: Some(d.year()) }));
    said.period(start_month)
}

/// `30/09/2026`, `30.09.26`, `2026-09-30`; the day before the month.
fn numeric_date(word: &str) -> Option<NaiveDate> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let forms = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%y"];
    // chrono takes `26` for a year of four digits.
    let full = |f: &&&str| f.contains("%Y") == word.split(['/', '.', '-']).any(|part| part.len() == 4);
    forms.iter().filter(full).find_map(|f| NaiveDate::parse_from_str(word, f).ok())
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let kind = |c: char| if c.is_ascii_digit() { 1 } else { u8::from(c.is_alphabetic()) * 2 };
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        match kind(first) {
            1 => out.extend(piece.parse().ok().map(|n| Token::Number(n, piece.len()))),
            2 => out.push(Token::Word(piece)),
            _ => {}
        }
        rest = after;
    }
    out
}

/// Words that say nothing of which quarter it is.
const WITHOUT_MEANING: [&str; 24] = [
    "st",
    "nd",
    "rd",
    "th",
    "of",
    "the",
    "to",
    "and",
    "until",
    "from",
    "for",
    "in",
    "period",
    "reporting",
    "year",
    "financial",
    "fy",
    "month",
    "months",
    "three",
    "performance",
    "return",
    "quarterly",
    "through",
];
const ORDINALS: [[&str; 3]; 4] =
    [["first", "one", "i"], ["second", "two", "ii"], ["third", "three", "iii"], ["fourth", "four", "iv"]];

fn is_quarter(word: &str) -> bool {
    matches!(word, "q" | "qtr" | "quarter")
}

/// The number of a quarter in words.
fn ordinal(token: Option<&Token<'_>>) -> Option<u8> {
    match token? {
        Token::Word(word) => (1..).zip(ORDINALS).find(|(_, words)| words.contains(word)).map(|(n, _)| n),
        Token::Number(n @ 1..=4, 1) => u8::try_from(*n).ok(),
        Token::Number(..) => None,
    }
}

impl Said {
    /// Takes everything that is said; `None` when a word or a number is left that means nothing here.
    fn take(&mut self, tokens: &[Token<'_>]) -> Option<()> {
        let mut used = vec![false; tokens.len()];
        let suffix = |t: Option<&Token<'_>>| matches!(t, Some(Token::Word("st" | "nd" | "rd" | "th" | "of")));
        for (n, token) in tokens.iter().enumerate() {
            let Token::Word(word) = token else { continue };
            if is_quarter(word) {
                used[n] = true;
                let before = (1..=2).filter_map(|back| n.checked_sub(back)).find(|b| !suffix(tokens.get(*b)));
                let number = [Some(n + 1), before].into_iter().flatten().find(|at| ordinal(tokens.get(*at)).is_some());
                if let Some(at) = number.filter(|at| !used[*at]) {
                    used[at] = true;
                    once(&mut self.quarter, ordinal(tokens.get(at))?)?;
                }
            } else if let Some(month) = month_name(word) {
                used[n] = true;
                let before = (1..=2).filter_map(|back| n.checked_sub(back)).find(|b| !suffix(tokens.get(*b)));
                let day = before.and_then(|at| match tokens[at] {
                    Token::Number(day @ 1..=31, 1 | 2) if !used[at] => Some((at, day)),
                    _ => None,
                });
                // The two years of a financial year may follow, and are no year of the month.
                let pair = matches!(tokens.get(n + 1..n + 3), Some([a, b]) if financial(*a, *b).is_some());
                let year = match tokens.get(n + 1).filter(|_| !pair) {
                    Some(Token::Number(y, digits @ (2 | 4))) => year(&format!("{y:0digits$}")),
                    _ => None,
                };
                used[n + 1..].iter_mut().take(usize::from(year.is_some())).for_each(|u| *u = true);
                day.into_iter().for_each(|(at, _)| used[at] = true);
                self.months.push(Month { day: day.map(|(_, day)| day), month, year });
            } else if matches!(*word, "ending" | "ended" | "end") {
                (used[n], self.ending) = (true, true);
            }
        }
        self.take_years(tokens, &mut used)?;
        let means_nothing = |(token, used): (&Token<'_>, &bool)| {
            *used || matches!(token, Token::Word(w) if WITHOUT_MEANING.contains(w)) || *token == Token::Number(3, 1)
        };
        tokens.iter().zip(&used).all(means_nothing).then_some(())
    }

    /// The two years of a financial year: `2026-27`, `2026/2027`, `26/27`.
    fn take_years(&mut self, tokens: &[Token<'_>], used: &mut [bool]) -> Option<()> {
        for n in 1..tokens.len() {
            let (Token::Number(_, long), Token::Number(_, digits)) = (tokens[n - 1], tokens[n]) else { continue };
            if used[n - 1] || used[n] || !matches!((long, digits), (4, 2 | 4) | (2, 2)) {
                continue;
            }
            (used[n - 1], used[n]) = (true, true);
            once(&mut self.financial_year, financial(tokens[n - 1], tokens[n])?)?;
        }
        Some(())
    }

    /// The quarter that all of it agrees on.
    fn period(&self, start_month: u32) -> Option<Period> {
        let named = match (self.financial_year, self.quarter) {
            (Some(year), Some(quarter)) => Some(Period::new(year, quarter)?),
            _ => None,
        };
        let [first, .., last] = self.months.as_slice() else {
            return match self.months.first() {
                Some(only) => self.of_last(*only, named, start_month),
                None => named,
            };
        };
        // A year behind the last month speaks for all of them.
        let of_months = match (last.year, named) {
            (Some(year), _) => Period::containing(NaiveDate::from_ymd_opt(year, last.month, 1)?, start_month),
            (None, Some(named)) => named,
            (None, None) => return None,
        };
        let (begins, ends) = (of_months.first_day(start_month), of_months.last_day(start_month));
        let fits = |m: &Month, day: NaiveDate| {
            m.month == day.month() && m.day.is_none_or(|d| d == day.day()) && m.year.is_none_or(|y| y == day.year())
        };
        let middle = &self.months[1..self.months.len() - 1];
        let between = middle.is_empty() || (middle.len() == 1 && middle[0].month == begins.month() % 12 + 1);
        let agrees = fits(first, begins) && fits(last, ends) && between && self.agrees(of_months, named);
        agrees.then_some(of_months)
    }

    /// The quarter of the one day or month that is named: its last, or a day on which it begins or ends.
    fn of_last(&self, only: Month, named: Option<Period>, start_month: u32) -> Option<Period> {
        let period =
            Period::containing(NaiveDate::from_ymd_opt(only.year?, only.month, only.day.unwrap_or(1))?, start_month);
        let (begins, ends) = (period.first_day(start_month), period.last_day(start_month));
        let day = only.day.and_then(|day| NaiveDate::from_ymd_opt(only.year?, only.month, day));
        let edge = match day {
            Some(day) => day == ends || (day == begins && !self.ending),
            None => self.ending && only.month == ends.month(),
        };
        (edge && self.agrees(period, named)).then_some(period)
    }

    /// Whether the number of the quarter and the financial year, as far as they are said, are those of the quarter.
    fn agrees(&self, period: Period, named: Option<Period>) -> bool {
        named.is_none_or(|n| n == period)
            && self.quarter.is_none_or(|q| q == period.quarter())
            && self.financial_year.is_none_or(|y| y == period.year())
    }
}

/// The calendar year in which a financial year of these two starts, where the second follows the first.
fn financial(first: Token<'_>, second: Token<'_>) -> Option<i16> {
    let (Token::Number(a, long @ (2 | 4)), Token::Number(b, digits @ (2 | 4))) = (first, second) else { return None };
    let first = if long == 2 { 2000 + a } else { a };
    let next = if digits == 2 { (first + 1) % 100 } else { first + 1 };
    i16::try_from(first).ok().filter(|_| b == next)
}

/// Remembers what is said once, or twice in the same way.
fn once<T: PartialEq + Copy>(slot: &mut Option<T>, value: T) -> Option<()> {
    (*slot.get_or_insert(value) == value).then_some(())
}

#[cfg(test)]
mod tests {
    use super::super::Period;
    use rstest::rstest;

    #[rstest]
    #[case("Q2 26/27")]
    #[case("Q2 2026/27")]
    #[case("FY26/27 Q2")]
    #[case("Second quarter 2026/27")]
    #[case("Quarter two, 2026-27")]
    #[case("2nd Qtr 2026-2027")]
    #[case("Quarter II 2026/27")]
    #[case("July - September 2026")]
    #[case("Jul-Sep 2026")]
    #[case("Jul–Sept 26")]
    #[case("July, August and September 2026")]
    #[case("Jul 2026 to Sep 2026")]
    #[case("1 July 2026 to 30 September 2026")]
    #[case("1st July to 30th September 2026")]
    #[case("01/07/2026 - 30/09/2026")]
    #[case("2026-07-01 to 2026-09-30")]
    #[case("01.07.26-30.09.26 ")]
    #[case("01/07/2026-30/09/2026")]
    #[case("Quarter ending 30 September 2026")]
    #[case("Quarter ended September 2026")]
    #[case("3 months to 30th September 2026")]
    #[case("30/09/2026")]
    #[case("2026/27 - Q2 (July to September 2026)")]
    #[case("Q2 (Jul-Sep) 2026/27")]
    #[case("Q2: July to September 2026")]
    fn one_quarter(#[case] text: &str) {
        assert_eq!(Period::said(text, 4).map(|p| p.to_string()).as_deref(), Some("2026-27Q2"), "{text}");
    }

    #[rstest]
    #[case("Q2")]
    #[case("Q2 2026")]
    #[case("2026/27")]
    #[case("September 2026")]
    #[case("Q1 (July to September 2026)")]
    #[case("2026/27 Q1 (July to September)")]
    #[case("Q2 2026/28")]
    #[case("Q2 or Q3 2026/27")]
    #[case("July to August 2026")]
    #[case("June to August 2026")]
    #[case("12/10/2026")]
    #[case("July to September")]
    #[case("draft of 30/09/2026")]
    #[case("Q2 2025/26 and Q2 2026/27")]
    #[case("July 2025 to September 2026")]
    #[case("")]
    fn no_one_quarter(#[case] text: &str) {
        assert_eq!(Period::said(text, 4), None, "{text}");
    }

    #[test]
    fn years_that_start_elsewhere() {
        assert_eq!(
            Period::said("December 2026 to February 2027", 9).map(|p| p.to_string()).as_deref(),
            Some("2026-27Q2")
        );
        assert_eq!(Period::said("Jan - Mar 2027", 4).map(|p| p.to_string()).as_deref(), Some("2026-27Q4"));
        assert_eq!(Period::said("Jul-Sep 2026", 1).map(|p| p.quarter()), Some(3));
    }
}
