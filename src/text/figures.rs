//! Figures as people write them in running text: `1,234`, `85%`, `£1.2m`, `12.5 per cent`, `3 percentage points`.
//!
//! What only looks like one is none: days, years, quarters, times, ids (`WAS01`), ordinals (`3rd`) and what is numbered
//! (`stage 2`). Numbers that are spelt (`three`) are left out.

use crate::fit::fit;
use crate::period::month_name;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureUnit {
    /// Whatever the words beside it say.
    Plain,
    /// Percent of something.
    Percent,
    /// The difference of two percentages, or of two scores.
    Points,
    /// Pounds, whatever they are written in.
    Pounds,
}

/// Of what earlier time a figure is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Of the quarter before: `58% last quarter`.
    LastQuarter,
    /// Of some earlier time: `from 58%`, `58% a year ago`.
    Once,
}

/// A figure in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenFigure<'t> {
    /// As it is written, with its sign and what it is counted in.
    pub text: &'t str,
    /// Where it begins in the text, in bytes.
    pub at: usize,
    /// The number before what it is counted in: 1.2 of `£1.2m`.
    pub number: f64,
    /// Its decimals; below nought where it is round: −2 of `4,200`.
    pub decimals: i8,
    /// Its digits without noughts at either end: how much it says.
    pub digits: u8,
    /// What the number is counted in: 1,000,000 of `£1.2m`.
    pub scale: f64,
    /// What it counts.
    pub unit: FigureUnit,
    /// The earlier time that the words beside it say it is of.
    pub earlier: Option<Earlier>,
}

impl WrittenFigure<'_> {
    /// The figure itself: 1,200,000 of `£1.2m`.
    pub fn value(&self) -> f64 {
        self.number * self.scale
    }
}

/// The figures of a text, in its order.
pub fn figures(text: &str) -> Vec<WrittenFigure<'_>> {
    let mut out = vec![];
    let mut from = 0;
    while let Some(at) = text[from..].find(|c: char| c.is_ascii_digit()).map(|n| from + n) {
        let run = Run::at(text, at);
        from = run.end;
        if let Some(figure) = run.figure() {
            from = from.max(figure.1);
            out.push(figure.0);
        }
    }
    out
}

/// Signs that begin a number below nought.
const MINUS: [char; 3] = ['-', '−', '–'];
/// Words before a number that make a label of it.
const NUMBERED: [&str; 19] = [
    "quarter",
    "qtr",
    "stage",
    "phase",
    "section",
    "page",
    "level",
    "tier",
    "type",
    "step",
    "part",
    "table",
    "appendix",
    "paragraph",
    "item",
    "year",
    "week",
    "no",
    "number",
];
/// Words before a figure that say that it is of an earlier time.
const BEFORE: [&str; 3] = ["from", "formerly", "previously"];
/// The same, behind it.
const BEHIND: [&str; 9] = [
    "last quarter",
    "last year",
    "a year ago",
    "a year before",
    "a quarter ago",
    "the quarter before",
    "then",
    "when it was last due",
    "previously",
];
/// Of these, those that say that it is of the quarter before.
const LAST_QUARTER: [&str; 3] = ["last quarter", "a quarter ago", "the quarter before"];
/// Words that, between a figure and those, hold the two apart.
const APART: [&str; 8] = ["than", "since", "from", "is", "are", "now", "to", "against"];

/// Digits that hang together, and what stands around them.
struct Run<'t> {
    text: &'t str,
    /// Where the digits begin and end.
    start: usize,
    end: usize,
    /// Letters, or signs of days and times, hang on to the digits: they are no number.
    other: bool,
}

impl<'t> Run<'t> {
    fn at(text: &'t str, start: usize) -> Self {
        let before = text[..start].chars().next_back();
        let mut end = start + number_len(&text[start..]);
        let behind = |end: usize, n: usize| text[end..].chars().nth(n);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // `12/11/2026`, `2026/27`, `10:30`, `12.11.2026`.
        let joined = |end: usize| matches!(behind(end, 0), Some('/' | ':' | '.')) && digit(behind(end, 1));
        let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
        // `2026-27`, `2026–27`, `2026-11-29`.
        let spanned =
            |end: usize| matches!(behind(end, 0), Some('-' | '–')) && digit(behind(end, 1)) && year(&text[start..end]);
        // Ids: `WAS01`, `COVID-19`, `R_1`.
        let mut other = before.is_some_and(|c| c.is_alphabetic() || c == '_')
            || (before == Some('-') && text[..start - 1].chars().next_back().is_some_and(char::is_alphabetic));
        if joined(end) || spanned(end) {
            other = true;
            let rest = |c: char| c.is_ascii_digit() || matches!(c, '/' | ':' | '.' | '-' | '–');
            end += text[end..].find(|c| !rest(c)).unwrap_or(text.len() - end);
        } else if other {
            end += text[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - end);
        }
        Self { text, start, end, other }
    }

    /// The figure that it is, and where that ends; none where it is something else.
    fn figure(&self) -> Option<(WrittenFigure<'t>, usize)> {
        let (before, behind) = (&self.text[..self.start], &self.text[self.end..]);
        let digits = &self.text[self.start..self.end];
        if self.other {
            return None;
        }
        let (unit, scale, len) = counted_in(behind)?;
        let signed = before.trim_end_matches('£');
        let pounds = signed.len() < before.len();
        let minus = signed.chars().next_back().filter(|c| MINUS.contains(c));
        let lone = |sign: &char| {
            let left = signed[..signed.len() - sign.len_utf8()].chars().next_back();
            left.is_none_or(|c| c.is_whitespace() || c == '(')
        };
        let minus = minus.filter(lone);
        let plain = unit == FigureUnit::Plain && !pounds && scale == 1.0;
        if plain && (digits.len() <= 2 && is_label(before) || is_of_a_day(before, digits, behind)) {
            return None;
        }
        let start = signed.len() - minus.map_or(0, char::len_utf8);
        let start = if pounds || minus.is_some() { start } else { self.start };
        let number: f64 = digits.replace(',', "").parse().ok()?;
        let end = self.end + len;
        let figure = WrittenFigure {
            text: &self.text[start..end],
            at: start,
            number: if minus.is_some() { -number } else { number },
            decimals: decimals(digits),
            digits: fit::<u8>(significant(digits)),
            scale,
            unit: if pounds { FigureUnit::Pounds } else { unit },
            earlier: earlier(before, &self.text[end..]),
        };
        Some((figure, end))
    }
}

/// How long the number is that a text begins with: digits, commas before each third of them, and a fraction.
fn number_len(text: &str) -> usize {
    let digits = |from: usize| text[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - from);
    let mut len = digits(0);
    if len <= 3 {
        while text[len..].starts_with(',') && digits(len + 1) == 3 {
            len += 4;
        }
    }
    let fraction = if text[len..].starts_with('.') { digits(len + 1) } else { 0 };
    len + if fraction > 0 { fraction + 1 } else { 0 }
}

/// What stands behind a number and belongs to it: its unit, what it is counted in, and how long the words are. Nothing where
/// they make no figure of it.
fn counted_in(behind: &str) -> Option<(FigureUnit, f64, usize)> {
    use FigureUnit::{Percent, Plain, Points};
    let letters = |text: &str| text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let at_once = behind[..letters(behind)].to_lowercase();
    let scaled = |word: &str| match word {
        "k" | "thousand" => Some(1e3),
        "m" | "mn" | "million" => Some(1e6),
        "bn" | "billion" => Some(1e9),
        _ => None,
    };
    if let Some(scale) = scaled(&at_once) {
        return Some((Plain, scale, at_once.len()));
    }
    match at_once.as_str() {
        "st" | "nd" | "rd" | "th" | "am" | "pm" => return None,
        "pp" | "ppt" | "ppts" | "pts" => return Some((Points, 1.0, at_once.len())),
        _ => {}
    }
    if behind.starts_with('%') {
        return Some((Percent, 1.0, 1));
    }
    let spaces = behind.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let rest = behind[spaces..].to_lowercase();
    let begins = |words: &[&str]| {
        let whole = |w: &&&str| rest.starts_with(**w) && !rest[w.len()..].starts_with(char::is_alphabetic);
        words.iter().filter(whole).map(|w| spaces + w.len()).next()
    };
    if spaces == 0 {
        return Some((Plain, 1.0, 0));
    }
    if let Some(len) = begins(&["percentage points", "percentage point", "points", "point", "pp", "ppts"]) {
        return Some((Points, 1.0, len));
    }
    if rest.starts_with('%') {
        return Some((Percent, 1.0, spaces + 1));
    }
    if let Some(len) = begins(&["per cent", "percent"]) {
        return Some((Percent, 1.0, len));
    }
    let word = &rest[..letters(&rest)];
    match scaled(word).filter(|_| word.len() > 2) {
        Some(scale) => Some((Plain, scale, spaces + word.len())),
        None => Some((Plain, 1.0, 0)),
    }
}

/// `stage 2`, `Quarter 3`: what is counted so is named, not measured.
fn is_label(before: &str) -> bool {
    let word = last_word(before.trim_end_matches(['.', ' ']));
    NUMBERED.contains(&word.to_lowercase().as_str()) && before.ends_with([' ', '.'])
}

/// `3 August`, `August 2026`, `2026`.
fn is_of_a_day(before: &str, digits: &str, behind: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase) && month_name(word).is_some();
    let next = behind.trim_start();
    let next = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
    let whole: Option<u32> = digits.parse().ok();
    let day = whole.is_some_and(|n| (1..=31).contains(&n));
    let year = digits.len() == 4 && whole.is_some_and(|n| (1900..2100).contains(&n));
    let month_before = capital(last_word(before.trim_end()));
    year || day && (capital(next) || month_before)
}

fn last_word(text: &str) -> &str {
    let at = text.char_indices().rev().find(|(_, c)| !c.is_alphabetic()).map_or(0, |(n, c)| n + c.len_utf8());
    &text[at..]
}

/// The earlier time that the words beside a figure say it is of.
fn earlier(before: &str, behind: &str) -> Option<Earlier> {
    let clause = &behind[..behind.find(|c: char| ".;:,()".contains(c) || c.is_ascii_digit()).unwrap_or(behind.len())];
    let clause = format!(" {} ", clause.trim().to_lowercase());
    let said = BEHIND.iter().filter_map(|words| Some((clause.find(&format!(" {words} "))?, *words))).min();
    let said = said.filter(|(at, _)| {
        let between = &clause[..=*at];
        // `up 5% on last quarter`, but `was on track then`.
        !between.ends_with(" on ") && APART.iter().all(|word| !between.contains(&format!(" {word} ")))
    });
    let word = last_word(before.trim_end_matches(['£', '-', '−', ' '])).to_lowercase();
    match said {
        Some((_, words)) if LAST_QUARTER.contains(&words) => Some(Earlier::LastQuarter),
        Some(_) => Some(Earlier::Once),
        None => BEFORE.contains(&word.as_str()).then_some(Earlier::Once),
    }
}

/// Decimals of a number as it is written; of a round one how many noughts it ends with, below nought. Two of its digits are
/// always meant.
fn decimals(digits: &str) -> i8 {
    if let Some((_, fraction)) = digits.split_once('.') {
        return i8::try_from(fraction.len()).unwrap_or(i8::MAX);
    }
    let whole = digits.replace(',', "");
    let noughts = whole.len() - whole.trim_end_matches('0').len();
    -i8::try_from(noughts.min(whole.len().saturating_sub(2))).unwrap_or(i8::MAX)
}

fn significant(digits: &str) -> usize {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    match digits.contains('.') {
        true => plain.trim_start_matches('0').len(),
        false => plain.trim_matches('0').len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Earlier::{LastQuarter, Once};
    use FigureUnit::{Percent, Plain, Points, Pounds};
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("1,234 visits", "1,234", 1234.0, 0, Plain)]
    #[case("at 85%, as", "85%", 85.0, 0, Percent)]
    #[case("of 85.50 %", "85.50 %", 85.5, 2, Percent)]
    #[case("12.5 per cent of", "12.5 per cent", 12.5, 1, Percent)]
    #[case("12.5 percent", "12.5 percent", 12.5, 1, Percent)]
    #[case("up 3.2 percentage points.", "3.2 percentage points", 3.2, 1, Points)]
    #[case("up 3pp", "3pp", 3.0, 0, Points)]
    #[case("cost £1.2m more", "£1.2m", 1.2e6, 1, Pounds)]
    #[case("cost £1.2 million more", "£1.2 million", 1.2e6, 1, Pounds)]
    #[case("£450k", "£450k", 450e3, -1, Pounds)]
    #[case("£2bn", "£2bn", 2e9, 0, Pounds)]
    #[case("£1,200.50", "£1,200.50", 1200.5, 2, Pounds)]
    #[case("an underspend of −£300,000", "−£300,000", -300_000.0, -4, Pounds)]
    #[case("(-3 days)", "-3", -3.0, 0, Plain)]
    #[case("4,200 visits", "4,200", 4200.0, -2, Plain)]
    #[case("12hrs", "12", 12.0, 0, Plain)]
    #[case("1.2 million visits", "1.2 million", 1.2e6, 1, Plain)]
    #[case("70.", "70", 70.0, 0, Plain)]
    #[case("of which 12 may be late", "12", 12.0, 0, Plain)]
    fn as_people_write_them(
        #[case] text: &str,
        #[case] written: &str,
        #[case] value: f64,
        #[case] decimals: i8,
        #[case] unit: FigureUnit,
    ) {
        let found = figures(text);
        assert_eq!(found.len(), 1, "{found:?}");
        let f = &found[0];
        assert_eq!((f.text, f.decimals, f.unit), (written, decimals, unit));
        assert!((f.value() - value).abs() < 1e-9 * value.abs(), "{f:?}");
    }

    #[rstest]
    fn no_figures(
        #[values(
            "WAS01 and R-12",
            "COVID-19",
            "since Q2 2025-26",
            "in 2026/27",
            "on 3 August 2026",
            "on 3 Aug",
            "by 12/11/2026",
            "by 2026-11-29",
            "by 12.11.2026",
            "in August 2026",
            "at 10:30",
            "at 10am",
            "the 3rd time",
            "stage 2 complaints",
            "Quarter 3",
            "No. 4",
            "in 2026",
            "between 2024-25 and 2026–27",
            "three",
            ""
        )]
        text: &str,
    ) {
        assert_eq!(figures(text), []);
    }

    #[rstest]
    #[case("15 to 20", &["15", "20"])]
    #[case("15–20", &["15", "20"])]
    #[case("12, 13 and 1,234.", &["12", "13", "1,234"])]
    #[case("FIN03 rose from 58.0% to 62.0%, up 4.0 percentage points", &["58.0%", "62.0%", "4.0 percentage points"])]
    #[case("1,23 and 12,3456", &["1", "23", "12", "3456"])]
    fn several(#[case] text: &str, #[case] written: &[&str]) {
        assert_eq!(figures(text).iter().map(|f| f.text).collect::<Vec<_>>(), written);
    }

    #[rstest]
    #[case("rose from 58% to", Some(Once))]
    #[case("58% a year ago", Some(Once))]
    #[case("12 measures last quarter", Some(LastQuarter))]
    #[case("190 were then", Some(Once))]
    #[case("58% is better than last quarter", None)]
    #[case("58%, better than last quarter", None)]
    #[case("58% now", None)]
    #[case("fell from 35 days last quarter to 30", Some(LastQuarter))]
    #[case("1 more than last quarter", None)]
    #[case("up 5% on last quarter", None)]
    #[case("£15,185,000 was delivered or on track then", Some(Once))]
    fn of_an_earlier_time(#[case] text: &str, #[case] earlier: Option<Earlier>) {
        assert_eq!(figures(text)[0].earlier, earlier);
    }

    proptest! {
        /// Whatever stands in a cell, its figures are pieces of it in its order, and nothing panics.
        #[test]
        fn any_text(text in "[0-9£%a-zé ,.:/−–()-]{0,40}|.{0,40}") {
            let mut from = 0;
            for figure in figures(&text) {
                let at = text[from..].find(figure.text).unwrap();
                from += at + figure.text.len();
                prop_assert!(figure.number.is_finite() && figure.scale >= 1.0);
            }
        }

        /// A whole number with its commas is read as it is meant.
        #[test]
        fn what_we_print_is_read(n in 0u32..100_000_000) {
            let text = n.to_string();
            let mut grouped = String::new();
            for (k, digit) in text.chars().enumerate() {
                if k > 0 && (text.len() - k) % 3 == 0 {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            let words = format!("There were {grouped} visits");
            let found = figures(&words);
            let year = (1900..2100).contains(&n) && !grouped.contains(',');
            prop_assert_eq!(found.iter().map(|f| f.value()).collect::<Vec<_>>(), if year { vec![] } else { vec![f64::from(n)] });
        }
    }
}
