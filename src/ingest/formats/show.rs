//! A number as one section of a format shows it.

use super::code::{Clock, ClockUnit, DatePart, Piece, Section};
use crate::elementary::power;
use crate::measure::Unit;
use crate::record::{DayShown, UnitWord};

/// What a section does to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// Nothing is to be seen.
    Empty,
    /// Words or signs alone.
    Words,
    Number(NumberShape),
    /// A length of time, or a time of day.
    Time {
        /// It wraps at twelve, with AM and PM.
        half_days: bool,
    },
    Date,
}

/// What a section with places for digits does to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NumberShape {
    pub percent: bool,
    /// By commas behind the last digit.
    pub divided: f64,
    /// By a word behind the number: a thousand for `k`.
    pub labelled: f64,
    /// A currency that is not the pound.
    pub foreign: bool,
    /// What its words say that it counts.
    pub counts: Option<UnitWord>,
    /// Nothing for a nought: `#,###`.
    pub without_nought: bool,
}

impl NumberShape {
    /// Every number is shown as it is held, but for the sign.
    pub fn is_plain(self) -> bool {
        let Self { percent, divided, labelled, foreign, counts, without_nought } = self;
        !percent && divided == 1.0 && labelled == 1.0 && !foreign && counts.is_none() && !without_nought
    }
}

/// The most decimals that are worth showing.
const DECIMALS: usize = 30;
/// Signs that make a limit of a number.
const LIMITS: [char; 5] = ['<', '>', '≤', '≥', '~'];
const POUNDS: [&str; 3] = ["£", "GBP", "UK£"];
const CURRENCIES: [&str; 12] = ["EUR", "USD", "CHF", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "SEK", "NOK", "DKK"];

impl Section {
    pub fn shape(&self) -> Shape {
        let has = |wanted: fn(&Piece) -> bool| self.pieces.iter().any(wanted);
        if has(|p| matches!(p, Piece::Date(_))) {
            Shape::Date
        } else if has(|p| matches!(p, Piece::Time(_) | Piece::HalfDay)) {
            Shape::Time { half_days: has(|p| matches!(p, Piece::HalfDay)) }
        } else if has(|p| matches!(p, Piece::Digit(_) | Piece::General | Piece::Text)) {
            Shape::Number(self.number_shape())
        } else if self.pieces.iter().any(|p| !matches!(p, Piece::Literal(l) if l.trim().is_empty())) {
            Shape::Words
        } else {
            Shape::Empty
        }
    }

    /// How much of a day it shows, where it shows days.
    pub fn day_shown(&self) -> DayShown {
        let shows = |part| self.pieces.contains(&Piece::Date(part));
        match (shows(DatePart::Day), shows(DatePart::Month), shows(DatePart::Year)) {
            (false, true, true) => DayShown::WithoutDay,
            (true, true, false) => DayShown::WithoutYear,
            _ => DayShown::Whole,
        }
    }

    /// Whether no digit of a number is shown.
    pub fn without_digits(&self, number: f64) -> bool {
        !self.number(number, false).contains(|c: char| c.is_ascii_digit())
    }

    fn number_shape(&self) -> NumberShape {
        let percent = self.pieces.contains(&Piece::Percent);
        let notation = self.pieces.contains(&Piece::Notation);
        let (first, last) = self.digits();
        let divided = if notation { 1.0 } else { power(1e3, i32::try_from(self.scaling_commas()).unwrap_or(0)) };
        let counted = !self.pieces.iter().any(|p| matches!(p, Piece::General | Piece::Text));
        let mut digits = self.pieces.iter().filter(|p| matches!(p, Piece::Digit(_)));
        NumberShape {
            percent,
            divided,
            labelled: labelled(&self.words(last..)),
            foreign: self.is_foreign(),
            counts: unit_word(&self.words(last..)).or_else(|| unit_word(&self.words(..first))),
            without_nought: counted && !notation && !percent && digits.all(|p| *p == Piece::Digit('#')),
        }
    }

    /// The first piece with a digit and the one behind the last: what stands between them is the number.
    fn digits(&self) -> (usize, usize) {
        let number = |p: &Piece| matches!(p, Piece::Digit(_) | Piece::General | Piece::Text);
        let first = self.pieces.iter().position(number).unwrap_or(self.pieces.len());
        (first, self.pieces.iter().rposition(number).map_or(first, |last| last + 1))
    }

    /// Commas behind the last digit before the point, or behind the last of all.
    fn scaling_commas(&self) -> usize {
        let (first, last) = self.digits();
        let point = self.point().unwrap_or(last);
        let commas = |from: usize| self.pieces[from..].iter().take_while(|p| **p == Piece::Comma).count();
        let whole_ends = self.pieces[first..point.max(first)]
            .iter()
            .rposition(|p| matches!(p, Piece::Digit(_)))
            .map_or(first, |n| first + n + 1);
        commas(whole_ends) + if whole_ends == last { 0 } else { commas(last) }
    }

    fn point(&self) -> Option<usize> {
        self.pieces.iter().position(|p| *p == Piece::Point)
    }

    /// The words and signs of these pieces.
    fn words(&self, range: impl std::slice::SliceIndex<[Piece], Output = [Piece]>) -> String {
        let pieces = self.pieces.get(range).unwrap_or_default().iter();
        let text = |p| match p {
            &Piece::Literal(ref text) | &Piece::Currency(ref text) => Some(&**text),
            _ => None,
        };
        pieces.filter_map(text).collect()
    }

    fn is_foreign(&self) -> bool {
        let foreign = |sign: &str| !POUNDS.contains(&sign) && !sign.chars().all(char::is_whitespace);
        let in_words = |text: &str| {
            let sign = |c: char| matches!(c, '$' | '¥' | '\u{a2}' | '\u{20a0}'..='\u{20cf}');
            text.contains(sign) || CURRENCIES.contains(&text.trim())
        };
        self.pieces.iter().any(|p| match p {
            Piece::Currency(sign) => foreign(sign.trim()),
            Piece::Literal(text) => in_words(text),
            _ => false,
        })
    }

    /// Whether it has words or signs of its own, or a colour: then a minus is not missed.
    pub fn tells_sign(&self) -> bool {
        let telling = |c: char| c.is_alphabetic() || "-−–‐‑(▼↓".contains(c);
        self.coloured || self.words(..).contains(telling)
    }

    /// Whether it puts a minus, or the brackets that stand for one, around every number.
    pub fn adds_minus(&self) -> bool {
        let (first, last) = self.digits();
        let before = self.words(..first);
        let sign = before.trim_matches(|c: char| c.is_whitespace() || c == '£');
        matches!(sign, "-" | "−") || (sign == "(" && self.words(last..).trim_start().starts_with(')'))
    }

    /// Whether it writes a word or a number, and not only a dash or another sign.
    pub fn says_something(&self) -> bool {
        self.words(..).contains(|c: char| c.is_alphanumeric() || LIMITS.contains(&c))
    }

    /// Whether its own words read as a part of the number: `0"0"` shows 5 as 50, `0\.0` shows 45 as 4.5, `"<"0` shows a
    /// limit, `0"th"` a rank, `0.0"p"` pence or what is provisional, `0" of 100"` a share.
    pub fn adds_digits(&self) -> bool {
        let (first, last) = self.digits();
        let (before, behind) = (self.words(..first), self.words(last..));
        let apart = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '/');
        let rank = matches!(&*behind.trim().to_lowercase(), "st" | "nd" | "rd" | "th" | "p");
        rank || holds_number(&before)
            || (holds_number(&behind) && labelled(&behind) == 1.0)
            || before.ends_with(['.', ','])
            || before.contains(LIMITS)
            || self.words(first..last).contains(apart)
    }

    /// Whether it shows a text as it is, with spaces perhaps.
    pub fn is_plain_for_texts(&self) -> bool {
        self.pieces.contains(&Piece::Text) && self.words(..).trim().is_empty()
    }

    /// A text with the words around it.
    pub fn around(&self, text: &str) -> String {
        let piece = |p: &Piece| match p {
            Piece::Literal(words) | Piece::Currency(words) => words.clone(),
            Piece::Text => text.to_owned(),
            _ => String::new(),
        };
        self.pieces.iter().map(piece).collect::<String>().trim().to_owned()
    }

    /// The text of a number. `signed`: a negative number is the section's affair only by its minus.
    pub fn text(&self, number: f64, signed: bool) -> String {
        let text = match self.shape() {
            Shape::Time { half_days } => self.time(number, half_days),
            Shape::Date if (0.0..1.0).contains(&number) => "00/01/1900".to_owned(),
            Shape::Date => "########".to_owned(),
            _ => self.number(number, signed),
        };
        text.trim().to_owned()
    }

    fn number(&self, number: f64, signed: bool) -> String {
        let NumberShape { percent, divided, .. } = self.number_shape();
        let size = number.abs() / divided * if percent { 100.0 } else { 1.0 };
        let (first, last) = self.digits();
        let point = self.point().filter(|point| (first..last).contains(point));
        let places = |range: std::ops::Range<usize>| {
            self.pieces[range].iter().filter_map(|p| if let Piece::Digit(c) = p { Some(*c) } else { None })
        };
        let decimals: Vec<char> = places(point.unwrap_or(last)..last).take(DECIMALS).collect();
        let whole = places(first..point.unwrap_or(last));
        let least = whole.skip_while(|c| *c != '0').count();
        let grouped = self.pieces[first..point.unwrap_or(last)]
            .windows(2)
            .any(|w| w[0] == Piece::Comma && matches!(w[1], Piece::Digit(_)));
        let plain = self.pieces.contains(&Piece::General) || self.pieces.contains(&Piece::Text);
        let digits = if plain {
            size.to_string()
        } else {
            let (whole, fraction) = rounded(size, decimals.len());
            let whole = format!("{:0>least$}", if whole == "0" { "" } else { &whole });
            let least = decimals.iter().rposition(|c| *c != '#').map_or(0, |n| n + 1);
            let fraction = &fraction[..fraction.trim_end_matches('0').len().max(least)];
            let whole = if grouped { in_thousands(&whole) } else { whole };
            if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
        };
        let nought = digits.chars().all(|c| matches!(c, '0' | '.' | ','));
        let minus = signed && number < 0.0 && !nought && first < last;
        let mut out = String::from(if minus { "-" } else { "" });
        for (n, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) | Piece::Currency(text) => out.push_str(text),
                Piece::Percent => out.push('%'),
                _ => {}
            }
            if n == first {
                out.push_str(&digits);
            }
        }
        out
    }

    /// A length of time of so many days.
    fn time(&self, days: f64, half_days: bool) -> String {
        let decimals = self.pieces.iter().filter(|p| matches!(p, Piece::Digit(_))).count().min(3);
        let tick = power(10.0, -i32::try_from(decimals).unwrap_or(0));
        let seconds = (days.abs() * 86_400.0 / tick).round() * tick;
        let mut out = String::from(if days < 0.0 { "-" } else { "" });
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::HalfDay => out.push_str(if seconds % 86_400.0 < 43_200.0 { "AM" } else { "PM" }),
                Piece::Time(clock) => {
                    let count = clock.count(seconds, half_days);
                    out.push_str(&format!("{count:0>width$}", width = clock.width));
                }
                Piece::Point if decimals > 0 => {
                    let fraction = format!("{:.decimals$}", seconds.fract());
                    out.push_str(fraction.trim_start_matches(['0', '1']));
                }
                _ => {}
            }
        }
        out
    }

    /// Whether the parts of a time tell all of a length of so many days: nothing wraps, and it is not negative.
    pub fn tells_all(&self, days: f64) -> bool {
        let greatest = self.clocks().min_by_key(|clock| clock.unit);
        greatest.is_some_and(|clock| {
            let limit = if clock.elapsed { f64::INFINITY } else { clock.unit.wraps_at() / 86_400.0 };
            (0.0..limit).contains(&days)
        })
    }

    pub fn clocks(&self) -> impl Iterator<Item = Clock> {
        self.pieces.iter().filter_map(|p| if let Piece::Time(clock) = p { Some(*clock) } else { None })
    }
}

impl Clock {
    fn count(self, seconds: f64, half_days: bool) -> f64 {
        let all = if self.elapsed { seconds } else { seconds % self.unit.wraps_at() };
        match self.unit {
            ClockUnit::Hours if half_days => ((all / 3600.0).floor() + 11.0) % 12.0 + 1.0,
            ClockUnit::Hours => (all / 3600.0).floor(),
            ClockUnit::Minutes => (all / 60.0).floor(),
            ClockUnit::Seconds => all.floor(),
        }
    }
}

impl ClockUnit {
    /// The seconds after which it begins anew.
    fn wraps_at(self) -> f64 {
        match self {
            Self::Hours => 86_400.0,
            Self::Minutes => 3_600.0,
            Self::Seconds => 60.0,
        }
    }
}

/// What a word behind the number multiplies it by: `k`, `m` or `000`.
fn labelled(after: &str) -> f64 {
    let word = after.trim_matches(|c: char| c.is_whitespace() || matches!(c, ')' | '.' | '-' | '(' | ','));
    match &*word.trim_start_matches(['\'', '’']).to_lowercase() {
        "k" | "thousand" | "thousands" | "000" | "000s" => 1e3,
        "m" | "mn" | "mln" | "million" | "millions" | "000,000" | "000000" => 1e6,
        "bn" | "billion" | "billions" => 1e9,
        _ => 1.0,
    }
}

/// What a word beside a number says that it counts: hundredths, or another length of time than the measure's.
fn unit_word(beside: &str) -> Option<UnitWord> {
    let word = beside.trim_matches(|c: char| c != '%' && !c.is_alphabetic()).to_lowercase();
    let time = |unit| Some(UnitWord::Time(unit));
    match &*word {
        "%" | "per cent" | "percent" | "pct" | "percentage" => Some(UnitWord::Percent),
        "day" | "days" => time(Some(Unit::Days)),
        "hour" | "hours" | "hr" | "hrs" => time(Some(Unit::Hours)),
        "minute" | "minutes" | "min" | "mins" => time(Some(Unit::Minutes)),
        "week" | "weeks" | "wk" | "wks" => time(Some(Unit::Weeks)),
        "second" | "seconds" | "sec" | "secs" | "month" | "months" | "year" | "years" | "yr" | "yrs" => time(None),
        _ => None,
    }
}

/// Whether a digit stands in it that is no part of a word: “ of 100”, and not “ km2”.
fn holds_number(words: &str) -> bool {
    let before = std::iter::once(' ').chain(words.chars());
    before.zip(words.chars()).any(|(before, c)| c.is_ascii_digit() && !before.is_alphanumeric())
}

/// The digits before and behind the point, rounded as people round, after fifteen digits as Excel has them.
fn rounded(size: f64, decimals: usize) -> (String, String) {
    let times = power(10.0, i32::try_from(decimals).unwrap_or(0));
    let scaled: f64 = format!("{:.14e}", size * times).parse().unwrap_or(size * times);
    let size = if scaled.is_finite() && scaled.abs() < 1e15 { scaled.round() / times } else { size };
    let text = format!("{size:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    (whole.to_owned(), fraction.to_owned())
}

fn in_thousands(digits: &str) -> String {
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
