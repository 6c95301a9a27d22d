//! A part of a condition: what it holds, and what a blank means in it.
//!
//! A number or a yes-or-no that is blank is null: no comparison with it holds, nor the opposite of one. A text is never
//! null: a blank text is the empty text, is not equal to any other, and neither above nor below one.

use polars::prelude::{DataType, Expr, NULL, lit, when};

/// What a part of a condition gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Flag,
    /// The word NULL.
    Null,
}

impl Kind {
    /// With an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Flag => "true or false",
            Self::Null => "NULL",
        }
    }
}

/// A part of a condition, worked out for every row.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub kind: Kind,
    pub value: Expr,
    /// As it was written.
    pub said: String,
    /// Its text, where it is one that stands in the condition itself.
    pub literal: Option<String>,
}

impl Typed {
    pub fn new(kind: Kind, value: Expr, said: impl ToString) -> Self {
        Self { kind, value, said: said.to_string(), literal: None }
    }

    pub fn text(literal: &str) -> Self {
        Self { literal: Some(literal.to_owned()), ..Self::new(Kind::Text, lit(literal), format!("'{literal}'")) }
    }

    pub fn null() -> Self {
        Self::new(Kind::Null, lit(NULL), "NULL")
    }

    /// Whether it is blank.
    pub fn is_blank(&self) -> Expr {
        match self.kind {
            Kind::Text => self.value.clone().eq(lit("")),
            Kind::Null => lit(true),
            Kind::Number | Kind::Flag => self.value.clone().is_null(),
        }
    }

    /// As a number.
    ///
    /// # Errors
    /// In words, where it is none.
    pub fn number(self) -> Result<Expr, String> {
        self.of(Kind::Number)
    }

    /// As true or false.
    ///
    /// # Errors
    /// In words, where it is neither.
    pub fn flag(self) -> Result<Expr, String> {
        match self.kind {
            Kind::Number | Kind::Text => Err(format!(
                "{} is {}, not true or false; say what it is compared with, such as {}, or {} IS NOT NULL",
                self.said,
                self.kind.words(),
                if self.kind == Kind::Number {
                    format!("{} > 0", self.said)
                } else {
                    format!("{} = 'a word'", self.said)
                },
                self.said
            )),
            _ => self.of(Kind::Flag),
        }
    }

    /// As a text.
    ///
    /// # Errors
    /// In words, where it is none.
    pub fn words(self) -> Result<Expr, String> {
        self.of(Kind::Text)
    }

    fn of(self, wanted: Kind) -> Result<Expr, String> {
        match self.kind == wanted {
            true => Ok(self.value),
            false => Err(format!("{} is {} where {} is needed", self.said, self.kind.words(), wanted.words())),
        }
    }
}

/// How two are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Same,
    Differs,
    Below,
    NotAbove,
    Above,
    NotBelow,
}

impl Comparison {
    fn of(self, a: Expr, b: Expr) -> Expr {
        match self {
            Self::Same => a.eq(b),
            Self::Differs => a.neq(b),
            Self::Below => a.lt(b),
            Self::NotAbove => a.lt_eq(b),
            Self::Above => a.gt(b),
            Self::NotBelow => a.gt_eq(b),
        }
    }

    fn orders(self) -> bool {
        !matches!(self, Self::Same | Self::Differs)
    }
}

/// Compares two; `= NULL` asks whether the other is blank, as `IS NULL` does.
///
/// # Errors
/// In words, where nobody could say how they compare.
pub(super) fn compare(a: Typed, how: Comparison, b: Typed) -> Result<Expr, String> {
    if a.kind == Kind::Null || b.kind == Kind::Null {
        let other = if a.kind == Kind::Null { &b } else { &a };
        return match how {
            _ if other.kind == Kind::Null => Err("NULL is compared with NULL".to_owned()),
            Comparison::Same => Ok(other.is_blank()),
            Comparison::Differs => Ok(other.is_blank().not()),
            _ => {
                Err(format!("nothing is above or below NULL; whether {0} is blank is asked by {0} IS NULL", other.said))
            }
        };
    }
    no_day(&a)?;
    no_day(&b)?;
    match (a.kind, b.kind) {
        (Kind::Text, Kind::Text) if how.orders() => {
            let known = a.is_blank().not().and(b.is_blank().not());
            Ok(when(known).then(how.of(a.value, b.value)).otherwise(lit(NULL).cast(DataType::Boolean)))
        }
        (Kind::Flag, Kind::Flag) if how.orders() => {
            Err(format!("{} is true or false, neither above nor below", a.said))
        }
        (one, other) if one == other => Ok(how.of(a.value, b.value)),
        _ => Err(unlike(&a, &b)),
    }
}

/// Why two of different kinds are not compared, and what to write.
fn unlike(a: &Typed, b: &Typed) -> String {
    let (number, text) = if a.kind == Kind::Number { (a, b) } else { (b, a) };
    let how = match (number.kind, text.kind) {
        (Kind::Number, Kind::Text) => match text.literal.as_deref().map(|t| t.trim().parse::<f64>().is_ok()) {
            Some(true) => format!("; write {} without quotation marks", text.said.trim_matches('\'').trim()),
            Some(false) => String::new(),
            None => format!("; put {} in quotation marks, where it is meant as a text: '{0}'", number.said),
        },
        _ => {
            let flag = if a.kind == Kind::Flag { a } else { b };
            format!("; write {0}, or NOT {0}", flag.said)
        }
    };
    format!("{} is {} and {} is {}, which cannot be compared{how}", a.said, a.kind.words(), b.said, b.kind.words())
}

/// There are no days among the columns: a text that is one would be compared letter by letter.
fn no_day(part: &Typed) -> Result<(), String> {
    let digits = |s: &&str| !s.is_empty() && s.len() <= 4 && s.chars().all(|c| c.is_ascii_digit());
    let day = |text: &str| {
        let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
        ['-', '/', '.']
            .iter()
            .any(|mark| day.split(*mark).filter(digits).count() == 3 && day.matches(*mark).count() == 2)
    };
    match part.literal.as_deref().is_some_and(day) {
        true => Err(format!("{} is a day, and {NO_DAYS}", part.said)),
        false => Ok(()),
    }
}

/// Why a day is not taken.
pub(super) const NO_DAYS: &str =
    "no column holds days; a quarter is a text such as '2026-27Q2', which is compared with period";

/// One or the other; where one is NULL it is a blank of the other's kind.
pub(super) fn choice(test: Expr, then: Typed, otherwise: Typed) -> Result<Typed, String> {
    let kind = match (then.kind, otherwise.kind) {
        (Kind::Null, kind) | (kind, Kind::Null) => kind,
        (one, other) if one == other => one,
        (one, other) => return Err(format!("one result is {} and another {}", one.words(), other.words())),
    };
    let of_kind = |part: Typed| match (part.kind, kind) {
        (Kind::Null, Kind::Text) => lit(""),
        (Kind::Null, Kind::Flag) => lit(NULL).cast(DataType::Boolean),
        (Kind::Null, Kind::Number) => lit(NULL).cast(DataType::Float64),
        _ => part.value,
    };
    let test = test.fill_null(lit(false));
    Ok(Typed::new(kind, when(test).then(of_kind(then)).otherwise(of_kind(otherwise)), "CASE"))
}

/// Blank in place of nought.
pub(super) fn non_zero(number: Expr) -> Expr {
    when(number.clone().neq(lit(0.0))).then(number).otherwise(lit(NULL).cast(DataType::Float64))
}

/// What [`non_zero`] was made of; any other expression as it is.
pub(super) fn unless_zero(number: &Expr) -> &Expr {
    match number {
        Expr::Ternary { truthy, .. } => truthy,
        other => other,
    }
}

/// Without its decimals.
pub(super) fn truncated(number: Expr) -> Expr {
    number.cast(DataType::Int64).cast(DataType::Float64)
}
