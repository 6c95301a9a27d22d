//! A book as an OpenDocument spreadsheet, version 1.3.
//!
//! The writer is our own, over quick-xml and the archive that documents have. `spreadsheet-ods` 1.0.4, the crate for it,
//! brings some eighty others, among them a second quick-xml and a second zip, and has no words for what makes a table of a
//! range of cells (`table:database-range`), which it hands on as XML that it does not look into.

mod numbers;
mod content;

use super::AccessibleBook;
use super::laid::{FONT, INK, SIZE, sheets};
use crate::error::{Error, Result};
use crate::label::Label;
use crate::package;
use quick_xml::escape::escape;
use std::io::{Seek, Write};

/// Writes a book as an OpenDocument spreadsheet. The same book gives the same bytes.
///
/// # Errors
/// When `to` cannot be written.
pub fn write_ods(book: &AccessibleBook, to: &mut (impl Write + Seek)) -> Result<()> {
    let (language, country) = book.language.split_once('-').unwrap_or((&book.language, "none"));
    let [title, subject, author, whole, language, country] =
        [&book.title, &book.subject, &book.author, &book.language, language, country]
            .map(|words| escape(crate::text::words::writable(words)).into_owned());
    let sheets = sheets(book);
    let label = book.label.as_ref().map(Label::user_defined).unwrap_or_default();
    let mut written = || {
        let parts = [
            (package::KIND, "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
            (
                "meta.xml",
                format!(
                    include_str!("parts/meta.xml"),
                    title = title,
                    subject = subject,
                    author = author,
                    language = whole,
                    label = label
                ),
            ),
            ("settings.xml", content::settings(&sheets)?),
            (
                "styles.xml",
                format!(
                    include_str!("parts/styles.xml"),
                    font = FONT,
                    size = SIZE,
                    ink = INK,
                    language = language,
                    country = country
                ),
            ),
            ("content.xml", content::content(&sheets)?),
            ("META-INF/manifest.xml", include_str!("parts/manifest.xml").to_owned()),
        ];
        package::write(&parts, to)
    };
    written().map_err(Error::io("write", "the spreadsheet"))
}
