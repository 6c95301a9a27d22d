//! How a figure follows from others: the formula with their figures in it.

use crate::text::words::plain;
use serde::Serialize;

/// How a figure follows from others in one quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkedOut {
    /// The formula of the register.
    pub formula: String,
    /// The same with the figures in it: `112 / 400 * 100`.
    pub arithmetic: String,
    /// What it gives; none where a figure is missing or it would divide by zero.
    pub gives: Option<f64>,
    /// Whether that is what the newest report said; none where no report is kept.
    pub as_reported: Option<bool>,
    /// The cell of the register that holds the formula.
    pub file: String,
    /// Its sheet.
    pub sheet: String,
    /// Its cell.
    pub cell: String,
}

/// What stands where a figure is missing.
const NONE: &str = "?";

/// The formula with the figure of each name in its place. Names stand in quotation marks, or bare where they look like
/// words.
pub(super) fn filled_in(formula: &str, value: impl Fn(&str) -> Option<Option<f64>>) -> String {
    let mut out = String::new();
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let (name, end) = match first {
            '"' => match rest[1..].find('"') {
                Some(end) => (&rest[1..=end], end + 2),
                None => ("", rest.len()),
            },
            _ => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                (&rest[..end], end.max(first.len_utf8()))
            }
        };
        let figure = Some(name).filter(|name| !name.is_empty()).and_then(&value);
        match figure {
            Some(figure) => out.push_str(&figure.map_or_else(|| NONE.to_owned(), in_brackets)),
            None => out.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    out
}

/// A figure below nought would run into the sign before it.
fn in_brackets(figure: f64) -> String {
    let words = plain(figure);
    if figure < 0.0 { format!("({words})") } else { words }
}

#[cfg(test)]
mod tests {
    use super::filled_in;
    use rstest::rstest;

    #[rstest]
    #[case(r#""A 1" / "B" * 100"#, "112 / 400 * 100")]
    #[case("(B - C) / coalesce(B, 1)", "(400 - (-2.5)) / coalesce(400, 1)")]
    #[case("B + B2 + \"D\"", "400 + B2 + ?")]
    #[case("“é” + B", "“é” + 400")]
    #[case("1 + \"open", "1 + \"open")]
    fn figures_take_the_place_of_names(#[case] formula: &str, #[case] expected: &str) {
        let value = |name: &str| match name {
            "A 1" => Some(Some(112.0)),
            "B" => Some(Some(400.0)),
            "C" => Some(Some(-2.5)),
            "D" => Some(None),
            _ => None,
        };
        assert_eq!(filled_in(formula, value), expected);
    }
}
