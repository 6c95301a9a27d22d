//! What the workbooks of the editions are called.

use crate::analyse::Part;
use crate::settings::Edition;

/// Signs that no file name may have on Windows.
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];
/// The longest that the part's own name is in a file name, in signs.
const LONGEST: usize = 80;

/// `cabinet.xlsx`, `officers.xlsx`, `directorate Adults and Public Health.xlsx`: of an edition, and of a part where it has
/// one workbook for each.
pub fn workbook(edition: Edition, part: Option<&Part>) -> String {
    let one = |kind: &str| format!("{kind} {}.xlsx", part.map(|p| file_name(&p.name)).unwrap_or_default());
    match edition {
        Edition::Members => "cabinet.xlsx".to_owned(),
        Edition::Directorates => one("directorate"),
        Edition::Portfolios => one("portfolio"),
        Edition::Services => one("service"),
        whole => format!("{}.xlsx", whole.key()),
    }
}

/// A name as a file may have it.
fn file_name(name: &str) -> String {
    let plain = name.chars().map(|c| if FORBIDDEN.contains(&c) || c.is_control() { '-' } else { c });
    let words: String = plain.take(LONGEST).collect();
    words.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        for (name, file) in [
            ("Adults and Public Health", "Adults and Public Health"),
            ("Roads / Transport: today?", "Roads - Transport- today-"),
            (" Councillor J. Alder. ", "Councillor J. Alder"),
        ] {
            assert_eq!(file_name(name), file);
        }
        assert_eq!(file_name(&"é".repeat(200)).chars().count(), LONGEST);
        assert_eq!(workbook(Edition::HalfYear, None), "half-year.xlsx");
    }
}
