//! Where links lead: to a sheet of the same workbook, to one of another in the same folder, or nowhere.

use crate::workbook::Book;
use std::collections::{BTreeMap, BTreeSet};

/// Excel takes 2,080 characters of an address, counted as they are escaped.
const ADDRESS: usize = 600;

/// The sheets that links can lead to.
pub(super) struct Ways {
    here: BTreeSet<String>,
    elsewhere: BTreeMap<String, String>,
}

impl Ways {
    pub(super) fn of(book: &Book<'_>) -> Self {
        Self { here: book.sheets.iter().map(|s| s.name.clone()).collect(), elsewhere: book.elsewhere.clone() }
    }

    /// The address of `'Sheet'!A1`, or of `[a workbook beside it.xlsx]'Sheet'!A1`, for Excel; `None` where the sheet is nowhere.
    pub(super) fn to(&self, target: &str) -> Option<String> {
        if let Some((file, place)) = target.strip_prefix('[').and_then(|t| t.split_once(']')) {
            return Some(format!("file:///{file}#{place}"));
        }
        if is_address(target) {
            return Some(target.to_owned());
        }
        let sheet = sheet(target);
        if self.here.contains(&*sheet) {
            return Some(format!("internal:{target}"));
        }
        // Without a folder before it, Excel and LibreOffice look beside the workbook.
        self.elsewhere.get(&*sheet).map(|file| format!("file:///{file}#{target}"))
    }
}

/// The address of a page or a letter box, no longer than Excel takes.
pub fn is_address(target: &str) -> bool {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    known && target.len() <= ADDRESS && !target.contains(char::is_control)
}

/// The sheet of `'Sheet''s name'!A1`.
fn sheet(target: &str) -> String {
    let name = target.rsplit_once('!').map_or(target, |(name, _)| name);
    match name.strip_prefix('\'').and_then(|n| n.strip_suffix('\'')) {
        Some(quoted) => quoted.replace("''", "'"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Sheet;

    #[test]
    fn a_link_leads_where_its_sheet_is() {
        let here = Sheet { name: "What's new".into(), ..Sheet::default() };
        let book = Book {
            sheets: vec![here],
            elsewhere: [("Provenance".to_owned(), "officers.xlsx".to_owned())].into(),
            ..Book::default()
        };
        let ways = Ways::of(&book);
        assert_eq!(ways.to("'What''s new'!A1").as_deref(), Some("internal:'What''s new'!A1"));
        assert_eq!(ways.to("'Provenance'!A7").as_deref(), Some("file:///officers.xlsx#'Provenance'!A7"));
        assert_eq!(ways.to("'Files'!A7"), None);
        assert_eq!(ways.to("https://example.org/a b").as_deref(), Some("https://example.org/a b"));
        assert_eq!(ways.to("javascript:alert(1)"), None);
        assert_eq!(ways.to(&format!("https://example.org/{}", "x".repeat(ADDRESS))), None);
        assert_eq!(ways.to("[a part.xlsx]'Files'!A7").as_deref(), Some("file:///a part.xlsx#'Files'!A7"));
    }
}
