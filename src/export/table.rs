//! A table for other programs as data: each column said once, with its type, its unit and what it means.

use chrono::NaiveDate;
use std::borrow::Cow;

/// What kind of value a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number with decimals.
    Number,
    /// A whole number.
    Whole,
    /// A day.
    Day,
    /// Yes or no.
    Yes,
}

impl FieldKind {
    /// As the dictionary says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Whole => "whole number",
            Self::Day => "date",
            Self::Yes => "yes or no",
        }
    }
}

/// What stands in one field; nothing where there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportField<'r> {
    /// Words; nothing where they are empty.
    Text(Cow<'r, str>),
    /// A number.
    Number(Option<f64>),
    /// A whole number.
    Whole(Option<u64>),
    /// A day.
    Day(Option<NaiveDate>),
    /// Yes or no.
    Yes(bool),
}

impl<'r> ExportField<'r> {
    /// Words that stand somewhere.
    pub fn text(words: &'r str) -> Self {
        Self::Text(Cow::Borrowed(words))
    }

    /// Words that are made for the field.
    pub fn made(words: impl ToString) -> Self {
        Self::Text(Cow::Owned(words.to_string()))
    }
}

/// A column.
pub struct ExportColumn<R> {
    /// Its name.
    pub name: &'static str,
    /// What kind of value it holds.
    pub kind: FieldKind,
    /// What its numbers are in; empty where they are in nothing.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The words that can stand there; empty where there is no list.
    pub allowed: String,
    /// What stands there.
    pub value: for<'r> fn(&'r R) -> ExportField<'r>,
}

impl<R> ExportColumn<R> {
    /// A column without a unit and a list of words.
    pub fn new(
        name: &'static str,
        kind: FieldKind,
        meaning: &'static str,
        value: for<'r> fn(&'r R) -> ExportField<'r>,
    ) -> Self {
        Self { name, kind, unit: "", meaning, allowed: String::new(), value }
    }

    /// With what its numbers are in.
    pub fn of_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// With the words that can stand there.
    pub fn one_of<'w>(self, words: impl IntoIterator<Item = &'w str>) -> Self {
        Self { allowed: words.into_iter().collect::<Vec<_>>().join("; "), ..self }
    }
}

/// A table with its rows.
pub struct ExportTable<R> {
    /// Its name, and that of its files.
    pub name: &'static str,
    /// Its columns, in their order.
    pub columns: Vec<ExportColumn<R>>,
    /// Its rows, in their order.
    pub rows: Vec<R>,
}
