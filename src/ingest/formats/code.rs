//! A number format's code in Excel's language, taken apart into sections and their pieces.

use std::iter::Peekable;
use std::str::Chars;

/// What a format makes of the numbers of one kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    /// The numbers that it is for, where it says so itself: `[<0.005]`.
    pub condition: Option<Condition>,
    /// It has a colour, which may stand for the sign.
    pub coloured: bool,
    pub pieces: Vec<Piece>,
}

/// The condition of a section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    comparison: Comparison,
    number: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    Not,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// The place of a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    /// Between digits it groups thousands; behind the last it divides by a thousand.
    Comma,
    Percent,
    /// Stands as it is.
    Literal(String),
    /// The sign or code of a currency, in brackets.
    Currency(String),
    /// A part of a length of time or of a time of day.
    Time(Clock),
    /// AM or PM.
    HalfDay,
    /// A part of a date.
    Date(DatePart),
    /// The number as it is.
    General,
    /// An exponent or a fraction: the same number, written otherwise.
    Notation,
    /// The place of a text.
    Text,
}

/// What a part of a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DatePart {
    Day,
    Month,
    Year,
    /// The day of the week, an era.
    Other,
}

/// A part of a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub unit: ClockUnit,
    /// Digits at the least.
    pub width: usize,
    /// Counts on beyond 24 hours or 60 minutes: `[h]`.
    pub elapsed: bool,
}

/// What a part of a length of time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClockUnit {
    Hours,
    Minutes,
    Seconds,
}

impl Condition {
    pub fn holds(self, n: f64) -> bool {
        match self.comparison {
            Comparison::Less => n < self.number,
            Comparison::LessOrEqual => n <= self.number,
            Comparison::Greater => n > self.number,
            Comparison::GreaterOrEqual => n >= self.number,
            Comparison::Equal => n == self.number,
            Comparison::Not => n != self.number,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, Not};
        let signs =
            [("<=", LessOrEqual), (">=", GreaterOrEqual), ("<>", Not), ("<", Less), (">", Greater), ("=", Equal)];
        let (comparison, number) = signs.iter().find_map(|(sign, c)| Some((*c, text.strip_prefix(sign)?)))?;
        Some(Self { comparison, number: number.trim().parse().ok()? })
    }
}

/// The sections of a code; `None` for one that nobody can understand.
pub(super) fn sections(code: &str) -> Option<Vec<Section>> {
    let mut chars = code.chars().peekable();
    let mut sections = vec![Section::default()];
    while let Some(c) = chars.next() {
        if c == ';' {
            sections.push(Section::default());
        } else if let Some(section) = sections.last_mut() {
            section.take(c, &mut chars)?;
        }
    }
    sections.iter_mut().for_each(Section::tell_minutes_from_months);
    Some(sections)
}

impl Section {
    fn take(&mut self, c: char, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        let piece = match c {
            '"' => Piece::Literal(within(rest, '"')?),
            '\\' => Piece::Literal(rest.next()?.to_string()),
            // As wide as the next character; and the next character as often as there is room.
            '_' => rest.next().map(|_| Piece::Literal(" ".into()))?,
            '*' => Piece::Literal(rest.next()?.to_string()),
            '[' => return self.bracket(&within(rest, ']')?),
            '0' | '#' | '?' => Piece::Digit(c),
            '.' => Piece::Point,
            ',' => Piece::Comma,
            '%' => Piece::Percent,
            '@' => Piece::Text,
            // A fraction is a number written otherwise; between the parts of a date a stroke stands as it is.
            '/' if matches!(self.pieces.last(), Some(Piece::Digit(_))) => Piece::Notation,
            'g' | 'G' if follows(rest, "eneral") => Piece::General,
            'a' | 'A' if follows(rest, "m/pm") || follows(rest, "/p") => Piece::HalfDay,
            'e' | 'E' if rest.next_if(|c| matches!(c, '+' | '-')).is_some() => Piece::Notation,
            'h' | 'H' | 's' | 'S' | 'm' | 'M' | 'd' | 'D' => {
                let width = 1 + std::iter::from_fn(|| rest.next_if(|next| next.eq_ignore_ascii_case(&c))).count();
                match c.to_ascii_lowercase() {
                    'm' if width > 2 => Piece::Date(DatePart::Month),
                    'd' if width > 2 => Piece::Date(DatePart::Other),
                    'd' => Piece::Date(DatePart::Day),
                    letter => Piece::Time(Clock { unit: unit(letter), width, elapsed: false }),
                }
            }
            'y' | 'Y' | 'e' | 'E' => Piece::Date(DatePart::Year),
            'g' | 'G' | 'b' | 'B' => Piece::Date(DatePart::Other),
            c => Piece::Literal(c.to_string()),
        };
        self.pieces.push(piece);
        Some(())
    }

    fn bracket(&mut self, inner: &str) -> Option<()> {
        let letter = inner.chars().next()?.to_ascii_lowercase();
        if let Some(currency) = inner.strip_prefix('$') {
            // What follows the last dash is the language.
            let sign = currency.rsplit_once('-').map_or(currency, |(sign, _)| sign);
            if !sign.is_empty() {
                self.pieces.push(Piece::Currency(sign.to_owned()));
            }
        } else if matches!(letter, 'h' | 'm' | 's') && inner.chars().all(|c| c.eq_ignore_ascii_case(&letter)) {
            self.pieces.push(Piece::Time(Clock { unit: unit(letter), width: inner.len(), elapsed: true }));
        } else if matches!(letter, '<' | '>' | '=') {
            self.condition = Some(Condition::parse(inner)?);
        } else {
            // A colour; or a script of digits, which looks like one here and does as little.
            self.coloured = true;
        }
        Some(())
    }

    /// `m` is a minute behind hours and before seconds; else it is a month.
    fn tell_minutes_from_months(&mut self) {
        let is_time = |p: &&Piece| matches!(p, Piece::Time(_) | Piece::Date(_) | Piece::HalfDay);
        let of = |p: Option<&Piece>, wanted| matches!(p, Some(Piece::Time(clock)) if clock.unit == wanted);
        for n in 0..self.pieces.len() {
            let Piece::Time(clock) = self.pieces[n] else { continue };
            let (before, after) = (&self.pieces[..n], &self.pieces[n + 1..]);
            let minutes = of(before.iter().rfind(is_time), ClockUnit::Hours)
                || of(after.iter().find(is_time), ClockUnit::Seconds);
            if clock.unit == ClockUnit::Minutes && !clock.elapsed && !minutes {
                self.pieces[n] = Piece::Date(DatePart::Month);
            }
        }
    }
}

fn unit(letter: char) -> ClockUnit {
    match letter {
        'h' | 'H' => ClockUnit::Hours,
        's' | 'S' => ClockUnit::Seconds,
        _ => ClockUnit::Minutes,
    }
}

/// What stands before the closing mark; `None` where it is missing.
fn within(rest: &mut Peekable<Chars<'_>>, end: char) -> Option<String> {
    let mut inner = String::new();
    loop {
        match rest.next()? {
            c if c == end => return Some(inner),
            c => inner.push(c),
        }
    }
}

/// Takes these letters where they come next, in either case.
fn follows(rest: &mut Peekable<Chars<'_>>, letters: &str) -> bool {
    let mut ahead = rest.clone();
    let found = letters.chars().all(|c| ahead.next().is_some_and(|next| next.eq_ignore_ascii_case(&c)));
    if found {
        *rest = ahead;
    }
    found
}
