//! What a cell holds, as the wire's columns for it: a kind, a number and a text.

use crate::fit::fit;
use crate::record::Content;
use chrono::{Datelike, NaiveDate};

/// Bits that say what a cell holds; those above them say how its column is typed.
pub(super) const HINT: u8 = 3;

const NUMBER: u8 = 0;
const TEXT: u8 = 1;
const BOOL: u8 = 2;
const DATE: u8 = 3;
const ERROR: u8 = 4;
const MISSING: u8 = 5;

pub(super) fn coded(content: &Content) -> (u8, f64, &str) {
    match content {
        Content::Number(n) => (NUMBER, *n, ""),
        Content::Text(t) => (TEXT, 0.0, t.as_str()),
        Content::Bool(b) => (BOOL, f64::from(u8::from(*b)), ""),
        Content::Date(d) => (DATE, f64::from(d.num_days_from_ce()), ""),
        Content::Error(e) => (ERROR, 0.0, e.as_str()),
        Content::FormulaWithoutResult => (MISSING, 0.0, ""),
    }
}

/// `None` for what [`coded`] never gives.
pub(super) fn decoded(kind: u8, number: f64, text: &str) -> Option<Content> {
    Some(match kind {
        NUMBER => Content::Number(number),
        TEXT => Content::Text(text.into()),
        BOOL => Content::Bool(number != 0.0),
        DATE => Content::Date(NaiveDate::from_num_days_from_ce_opt(fit::<i32>(number))?),
        ERROR => Content::Error(text.into()),
        MISSING => Content::FormulaWithoutResult,
        _ => return None,
    })
}
