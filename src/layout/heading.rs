//! Names and headings as they are compared: by meaning, with `*` for any words in the name of a sheet, and with a
//! placeholder for what differs from column to column.

use crate::fit::fit;
use crate::record::Field;
use crate::text::words::{invisible, letters, meaning};
use chrono::{Datelike, NaiveDate};
use std::sync::LazyLock;

/// The name of a sheet, with `*` for any words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What stands between the stars, by meaning; one piece for a name without stars.
    pieces: Vec<String>,
}

impl Name {
    /// Prepares a name for comparison.
    pub fn new(name: &str) -> Self {
        Self { pieces: name.split('*').map(meaning).collect() }
    }

    /// Any name at all.
    pub fn any(&self) -> bool {
        self.pieces.len() > 1 && self.pieces.iter().all(String::is_empty)
    }

    /// Whether a sheet's name, by its meaning, is this one.
    pub fn fits(&self, sheet: &str) -> bool {
        let [first, middle @ .., last] = self.pieces.as_slice() else {
            return self.pieces.first().is_some_and(|name| name == sheet);
        };
        let Some(mut rest) = sheet.strip_prefix(first.as_str()).and_then(|s| s.strip_suffix(last.as_str())) else {
            return false;
        };
        middle.iter().all(|piece| {
            let after = rest.find(piece.as_str()).map(|at| &rest[at + piece.len()..]);
            after.inspect(|after| rest = after).is_some()
        })
    }
}

/// The month that a day in a row of headings means: a program makes a date of what was typed as `Apr-25`. The first or
/// the last day of a month stands for it, any other day is no heading.
pub fn month_heading(day: NaiveDate) -> Option<&'static str> {
    static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let month = |n: i32| NaiveDate::from_ymd_opt(YEARS.start + n / 12, fit::<u32>(n) % 12 + 1, 1);
        (0..fit::<i32>(YEARS.len()) * 12)
            .map(|n| month(n).map_or(String::new(), |m| m.format("%b %Y").to_string()))
            .collect()
    });
    let edge = day.day() == 1 || day.succ_opt().is_some_and(|next| next.day() == 1);
    let n = (day.year() - YEARS.start) * 12 + fit::<i32>(day.month0());
    usize::try_from(n).ok().filter(|_| edge).and_then(|n| WORDS.get(n)).map(String::as_str)
}
const YEARS: std::ops::Range<i32> = 1990..2080;

/// A heading that stands for several columns: “{period} / Actual”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What the placeholder stands for.
    pub field: Field,
    before: String,
    after: String,
}

impl Pattern {
    /// Headings that may stand in a placeholder.
    pub const FIELDS: [Field; 4] = [Field::Period, Field::Service, Field::Id, Field::Breakdown];

    /// `None` for a heading without a placeholder.
    ///
    /// # Errors
    /// In words, for braces that hold no placeholder, or more than one.
    pub fn new(heading: &str) -> Result<Option<Self>, String> {
        let Some((before, rest)) = heading.split_once('{') else { return Ok(None) };
        let (key, after) = rest.split_once('}').ok_or_else(|| format!("“{heading}” has a {{ without a }}"))?;
        if after.contains('{') {
            return Err(format!("“{heading}” has two placeholders; a heading can have one"));
        }
        let field = Self::FIELDS.into_iter().find(|f| f.key() == key).ok_or_else(|| {
            let known = Self::FIELDS.map(|f| format!("{{{}}}", f.key())).join(", ");
            format!("“{{{key}}}” in “{heading}” is none of {known}")
        })?;
        Ok(Some(Self { field, before: meaning(before), after: meaning(after) }))
    }

    /// What stands in place of the placeholder; `None` when the heading is another one.
    pub fn capture<'t>(&self, heading: &'t str) -> Option<&'t str> {
        let rest = strip_start(heading, &self.before)?;
        let rest = strip_end(rest, &self.after)?;
        let edge = |c: char| c.is_whitespace() || invisible(c) || matches!(c, ':' | '-' | '–' | '—' | '/' | ',');
        let found = rest.trim_matches(edge).trim_end_matches([' ', '(']);
        found.contains(char::is_alphanumeric).then_some(found)
    }
}

/// `text` without what means `wanted` at its start.
fn strip_start<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut left = wanted;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(&text[at..]);
        }
        for lower in letters(c.encode_utf8(&mut [0; 4])) {
            left = left.strip_prefix(lower)?;
        }
    }
    left.is_empty().then_some("")
}

/// `text` without what means `wanted` at its end.
fn strip_end<'t>(text: &'t str, wanted: &str) -> Option<&'t str> {
    let mut left = wanted;
    for (at, c) in text.char_indices().rev() {
        if left.is_empty() {
            return Some(&text[..at + c.len_utf8()]);
        }
        let lower: String = letters(c.encode_utf8(&mut [0; 4])).collect();
        left = left.strip_suffix(lower.as_str())?;
    }
    left.is_empty().then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("PI Return", "PI-return ", true)]
    #[case("PI Return", "PI Return 2", false)]
    #[case("Ward *", "Ward: St. Mary's", true)]
    #[case("Ward *", "Forward", false)]
    #[case("* Q1", "Waste Q1", true)]
    #[case("Q* data *", "Q2 Data (final)", true)]
    #[case("Q* data *", "Q2 figures", false)]
    #[case("ab*ba", "aba", false)]
    #[case("*", "anything", true)]
    fn names_of_sheets(#[case] name: &str, #[case] sheet: &str, #[case] fits: bool) {
        assert_eq!(Name::new(name).fits(&meaning(sheet)), fits);
    }

    #[rstest]
    #[case("{period} / Actual", "Q1 2026-27 / ACTUAL", Some("Q1 2026-27"))]
    #[case("{period} / Actual", "Q1 2026-27 / Target", None)]
    #[case("Ward: {breakdown}", "ward – Castle Hill", Some("Castle Hill"))]
    #[case("{service}", "Parks & Open Spaces", Some("Parks & Open Spaces"))]
    #[case("Fees & charges {period} and so on", "Fees and charges: Q1 2026-27 & so on", Some("Q1 2026-27"))]
    #[case("{id}", " -- ", None)]
    #[case("Actual {period}", "Actual", None)]
    #[case("No. of {id} cases", "No of MB01 (cases)", Some("MB01"))]
    fn captures(#[case] pattern: &str, #[case] heading: &str, #[case] found: Option<&str>) {
        assert_eq!(Pattern::new(pattern).unwrap().unwrap().capture(heading), found);
    }

    #[test]
    fn months_as_days() {
        let heading = |y, m, d| month_heading(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!((heading(2025, 4, 1), heading(2025, 4, 30)), (Some("Apr 2025"), Some("Apr 2025")));
        assert_eq!((heading(2079, 12, 31), heading(1990, 1, 1)), (Some("Dec 2079"), Some("Jan 1990")));
        assert_eq!((heading(2025, 4, 2), heading(2080, 1, 1), heading(1989, 12, 31)), (None, None, None));
    }

    #[test]
    fn braces_are_checked() {
        for wrong in ["{month}", "{period", "{period} {service}"] {
            assert!(Pattern::new(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Pattern::new("Actual"), Ok(None));
    }
}
