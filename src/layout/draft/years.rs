//! Which financial year a form is of, and which one a heading names: last year's outturn is no forecast of this year's.

use super::cells::text;
use super::find::is_part;
use crate::period::{Period, year};
use crate::record::SheetSurvey;
use crate::text::words::stem;

/// Longer texts are sentences.
const CHARACTERS: usize = 40;

/// The year of the quarter that a form names first, else the latest that it names at all.
pub fn of_form(file: &str, survey: &[SheetSurvey]) -> Option<i32> {
    let texts = survey.iter().flat_map(|s| s.cells.iter()).filter_map(text).filter(|t| t.len() <= CHARACTERS);
    let names = survey.iter().map(|s| &*s.name);
    let texts: Vec<&str> = std::iter::once(stem(file)).chain(names).chain(texts).collect();
    let quarter = texts.iter().find_map(|t| t.parse::<Period>().ok()).map(|p| i32::from(p.year()));
    quarter.or_else(|| texts.iter().filter_map(|t| named(t)).max())
}

/// The year in which the financial year begins that a heading names, and no part of it: `Outturn 2025/26`.
pub fn named(text: &str) -> Option<i32> {
    if is_part(text) || text.parse::<Period>().is_ok() {
        return None;
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let (first, second) = (year(pair[0])?, year(pair[1])?);
        (second == first + 1).then_some(first)
    })
}

#[cfg(test)]
mod tests {
    use super::named;
    use rstest::rstest;

    #[rstest]
    #[case("Outturn 2025/26", Some(2025))]
    #[case("25-26 actual", Some(2025))]
    #[case("2025 to 2026", None)]
    #[case("Q2 2026/27", None)]
    #[case("Actual", None)]
    #[case("Age 65 to 66", None)]
    fn the_year_of_a_heading(#[case] text: &str, #[case] is: Option<i32>) {
        assert_eq!(named(text), is);
    }
}
