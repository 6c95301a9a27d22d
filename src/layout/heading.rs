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

/// Stands between the headings above one column, from the top.
pub const BELOW: &str = " / ";

/// A heading that says what differs from column to column, or what does not matter: “{period} / Actual”, “Actual to *”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// One for each row of headings, from the top.
    rows: Vec<PatternRow>,
}

/// What stands in one row of headings.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PatternRow {
    pieces: Vec<Piece>,
    /// Stands for as many rows as there are: `{id...}` for one or more, `**` for any number.
    many: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Words, by their meaning.
    Words(String),
    /// Any words, or none: `*`.
    Any,
    /// What the column is about: `{period}`.
    Place(Field),
    /// What parts two of them: the colon of `{service}: {id}`.
    Mark(String),
}

impl Pattern {
    /// Headings that may stand in a placeholder.
    pub const FIELDS: [Field; 4] = [Field::Period, Field::Service, Field::Id, Field::Breakdown];

    /// `None` for a heading of plain words.
    ///
    /// # Errors
    /// In words, for braces that hold no placeholder, and for what would take every heading.
    pub fn new(heading: &str) -> Result<Option<Self>, String> {
        let rows = heading.split(BELOW).map(|row| PatternRow::new(row, heading)).collect::<Result<Vec<_>, _>>()?;
        let pieces = || rows.iter().flat_map(|row| &row.pieces);
        if pieces().all(|p| matches!(p, Piece::Words(_))) {
            return Ok(None);
        }
        if let Some(empty) = heading.split(BELOW).find(|row| meaning(row).is_empty() && !row.contains('*')) {
            let what = if empty.trim().is_empty() { "a row without words" } else { "a row without letters or digits" };
            return Err(format!(
                "“{heading}” has {what}; write * for a row that does not matter, or {{id...}} where the rows name the \
                 indicator together"
            ));
        }
        if pieces().all(|p| *p == Piece::Any) {
            return Err(format!("“{heading}” would be every heading; write the words that stand in it"));
        }
        if rows.iter().filter(|row| row.many).count() > 1 {
            return Err(format!("“{heading}” has two parts for any number of rows; one of them must be a single row"));
        }
        Ok(Some(Self { rows }))
    }

    /// What its placeholders stand for, each once.
    pub fn fields(&self) -> Vec<Field> {
        let mut out = Vec::new();
        for piece in self.rows.iter().flat_map(|row| &row.pieces) {
            if let Piece::Place(field) = piece
                && !out.contains(field)
            {
                out.push(*field);
            }
        }
        out
    }

    /// Rows of headings that it needs; `None` for as many as there are.
    pub fn depth(&self) -> Option<usize> {
        if self.rows.iter().any(|row| row.many) { None } else { Some(self.rows.len()) }
    }

    /// What stands in place of each placeholder in the headings above a column, from the top; `None` when they are
    /// another column's. A pattern of so many rows speaks of the lowest; one of any number, of all.
    pub fn capture(&self, path: &[&str]) -> Option<Vec<(Field, String)>> {
        let more = path.len().checked_sub(self.rows.len());
        let mut out: Vec<(Field, String)> = Vec::new();
        let (path, many) = match self.rows.iter().position(|row| row.many) {
            None => (&path[more?..], usize::MAX),
            Some(many) => (path, many),
        };
        let mut headings = path.iter();
        for (n, row) in self.rows.iter().enumerate() {
            // Without a row of its own `**` is nothing, and the others have one each.
            let rows = if n == many { (path.len() + 1).checked_sub(self.rows.len())? } else { 1 };
            if rows == 0 && row.pieces != [Piece::Any] {
                return None;
            }
            for heading in headings.by_ref().take(rows) {
                for (field, text) in row.captured(heading)? {
                    match out.iter_mut().find(|(f, _)| *f == field) {
                        Some((_, before)) => before.extend([BELOW, text]),
                        None => out.push((field, text.to_owned())),
                    }
                }
            }
        }
        let all = headings.next().is_none() && out.iter().all(|(_, text)| text.contains(char::is_alphanumeric));
        all.then_some(out)
    }
}

impl PatternRow {
    fn new(row: &str, heading: &str) -> Result<Self, String> {
        if row.trim() == "**" {
            return Ok(Self { pieces: vec![Piece::Any], many: true });
        }
        let (mut pieces, mut many, mut rest) = (Vec::new(), false, row);
        while let Some(at) = rest.find(['*', '{']) {
            words(&mut pieces, &rest[..at]);
            if let Some(after) = rest[at..].strip_prefix('*') {
                pieces.push(Piece::Any);
                rest = after;
                continue;
            }
            let (key, after) =
                rest[at + 1..].split_once('}').ok_or_else(|| format!("“{heading}” has a {{ without a }}"))?;
            let name = key.strip_suffix("...").or(key.strip_suffix('…'));
            many |= name.is_some();
            pieces.push(Piece::Place(place(name.unwrap_or(key), heading)?));
            rest = after;
        }
        words(&mut pieces, rest);
        // Beside words marks do not count, as they do not in any heading.
        let open = |p: Option<&Piece>| matches!(p, Some(Piece::Any | Piece::Place(_)));
        let parts = |n: usize| n > 0 && open(pieces.get(n - 1)) && open(pieces.get(n + 1));
        let counts: Vec<bool> = (0..pieces.len()).map(|n| !matches!(pieces[n], Piece::Mark(_)) || parts(n)).collect();
        let mut counts = counts.into_iter();
        pieces.retain(|_| counts.next().unwrap_or(true));
        if many && pieces.len() > 1 {
            let row = row.trim();
            return Err(format!(
                "“{row}” in “{heading}” is a row of its own; write the words above or below it behind “{BELOW}”"
            ));
        }
        if pieces.windows(2).any(|w| open(w.first()) && open(w.last())) {
            return Err(format!(
                "“{heading}” has nothing between two of its parts, and nobody can tell where one ends"
            ));
        }
        Ok(Self { pieces, many })
    }

    /// What stands in place of its placeholders. Of rows that name something together one may be a sign alone, as `%` is.
    fn captured<'t>(&self, heading: &'t str) -> Option<Vec<(Field, &'t str)>> {
        match self.pieces[..] {
            [Piece::Place(field)] if self.many => {
                let sign = heading.trim_matches(edge);
                (!sign.is_empty()).then(|| vec![(field, sign)])
            }
            _ => captured(&self.pieces, heading),
        }
    }
}

fn words(pieces: &mut Vec<Piece>, text: &str) {
    match meaning(text) {
        meant if !meant.is_empty() => pieces.push(Piece::Words(meant)),
        _ if text.trim().is_empty() => {}
        _ => pieces.push(Piece::Mark(dashes(text.trim()))),
    }
}

/// One dash for every kind of dash.
fn dashes(text: &str) -> String {
    text.replace(['–', '—'], "-")
}

/// The field of a placeholder.
fn place(key: &str, heading: &str) -> Result<Field, String> {
    Pattern::FIELDS.into_iter().find(|f| f.key() == key).ok_or_else(|| {
        let known = Pattern::FIELDS.map(|f| format!("{{{}}}", f.key())).join(", ");
        format!("“{{{key}}}” in “{heading}” is none of {known}; write * for words that do not matter")
    })
}

/// What stands in place of each placeholder of one row; `None` when the text is another heading.
fn captured<'t>(pieces: &[Piece], text: &'t str) -> Option<Vec<(Field, &'t str)>> {
    let Some((first, rest)) = pieces.split_first() else { return letters(text).next().is_none().then(Vec::new) };
    match first {
        Piece::Words(words) => return captured(rest, strip_start(text, words)?),
        Piece::Mark(mark) => {
            let text = text.trim_start();
            let end: usize = text.chars().take(mark.chars().count()).map(char::len_utf8).sum();
            return if dashes(&text[..end]) == *mark { captured(rest, &text[end..]) } else { None };
        }
        Piece::Any | Piece::Place(_) => {}
    }
    // The fewest words that let the rest be what it must be; all of them where nothing follows.
    let ends =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).skip_while(|at| rest.is_empty() && *at < text.len());
    ends.filter_map(|at| {
        let mut out = captured(rest, &text[at..])?;
        if let Piece::Place(field) = first {
            let found = text[..at].trim_matches(edge).trim_end_matches([' ', '(']);
            out.insert(0, (*field, Some(found).filter(|f| f.contains(char::is_alphanumeric))?));
        }
        Some(out)
    })
    .next()
}

/// What stands around a placeholder and is no part of it.
fn edge(c: char) -> bool {
    c.is_whitespace() || invisible(c) || matches!(c, ':' | '-' | '–' | '—' | '/' | ',')
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

    /// What stands in place of the placeholders, with a semicolon between two; nothing where it is another heading.
    #[rstest]
    #[case("{period} / Actual", "Q1 2026-27 / ACTUAL", Some("Q1 2026-27"))]
    #[case("{period} / Actual", "Whole council / Q1 2026-27 / Actual", Some("Q1 2026-27"))]
    #[case("{period} / Actual", "Q1 2026-27 / Target", None)]
    #[case("{period} / Actual", "Q1 2026-27 Actual", None)]
    #[case("Ward: {breakdown}", "ward – Castle Hill", Some("Castle Hill"))]
    #[case("{service}", "Parks & Open Spaces", Some("Parks & Open Spaces"))]
    #[case("Fees & charges {period} and so on", "Fees and charges: Q1 2026-27 & so on", Some("Q1 2026-27"))]
    #[case("{id}", " -- ", None)]
    #[case("Actual {period}", "Actual", None)]
    #[case("No. of {id} cases", "No of MB01 (cases)", Some("MB01"))]
    #[case("As at {period} (*)", "As at 30 September 2026 (provisional)", Some("30 September 2026"))]
    #[case("Actual to *", "Actual to Sep 26", Some(""))]
    #[case("Actual to *", "Actuals", None)]
    #[case("* outturn", "31/03/2026 outturn", Some(""))]
    #[case("{id} / *", "Staff / Hours", Some("Staff"))]
    #[case("{id} / *", "Staff", None)]
    #[case("* / {id} / *", "Place / Staff / Hours", Some("Staff"))]
    #[case("** / {id}", "Place / Staff / Hours", Some("Hours"))]
    #[case("** / {id}", "Hours", Some("Hours"))]
    #[case("{id} / **", "Place / Staff / Hours", Some("Place"))]
    #[case("{id...}", "Place / Staff / Hours", Some("Place / Staff / Hours"))]
    #[case("{id…}", "Hours", Some("Hours"))]
    #[case("{id...}", "Sickness / %", Some("Sickness / %"))]
    #[case("{id...}", "%", None)]
    #[case("{id...}", "Sickness / -", None)]
    #[case("{id...} / Actual", "Staff / Hours / Actual", Some("Staff / Hours"))]
    #[case("{id...} / Actual", "Actual", None)]
    #[case("{id} / * / {id}", "Staff / FTE / Hours", Some("Staff / Hours"))]
    #[case("{service} / {period}", "Waste / Q1 2026-27", Some("Waste; Q1 2026-27"))]
    #[case("{service}: {id}", "Waste: MB01", Some("Waste; MB01"))]
    #[case("{id} - {breakdown}", "MB01 – Castle", Some("MB01; Castle"))]
    #[case("{id} - {breakdown}", "MB01 Castle", None)]
    fn captures(#[case] pattern: &str, #[case] path: &str, #[case] found: Option<&str>) {
        let path: Vec<&str> = path.split(BELOW).collect();
        let got = Pattern::new(pattern).unwrap().unwrap().capture(&path);
        let got = got.map(|says| says.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("; "));
        assert_eq!(got.as_deref(), found);
    }

    #[test]
    fn months_as_days() {
        let heading = |y, m, d| month_heading(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!((heading(2025, 4, 1), heading(2025, 4, 30)), (Some("Apr 2025"), Some("Apr 2025")));
        assert_eq!((heading(2079, 12, 31), heading(1990, 1, 1)), (Some("Dec 2079"), Some("Jan 1990")));
        assert_eq!((heading(2025, 4, 2), heading(2080, 1, 1), heading(1989, 12, 31)), (None, None, None));
    }

    #[rstest]
    #[case(
        "{month}",
        "“{month}” in “{month}” is none of {period}, {service}, {id}, {breakdown}; write * for words that do not matter"
    )]
    #[case("{period", "“{period” has a { without a }")]
    #[case(
        "{period} {service}",
        "“{period} {service}” has nothing between two of its parts, and nobody can tell where one ends"
    )]
    #[case(
        "{id} /  / ",
        "“{id} /  / ” has a row without words; write * for a row that does not matter, or {id...} where the rows name the indicator together"
    )]
    #[case("* / **", "“* / **” would be every heading; write the words that stand in it")]
    #[case("** / {id...}", "“** / {id...}” has two parts for any number of rows; one of them must be a single row")]
    #[case(
        "No. {id...}",
        "“No. {id...}” in “No. {id...}” is a row of its own; write the words above or below it behind “ / ”"
    )]
    fn what_is_no_heading(#[case] heading: &str, #[case] said: &str) {
        assert_eq!(Pattern::new(heading).unwrap_err(), said);
    }

    #[test]
    fn plain_words_are_no_pattern() {
        assert_eq!(Pattern::new("Q1 / Actual"), Ok(None));
    }
}
