//! How a sheet is printed.

use super::over::cut;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::borrow::Cow;

/// Excel's limit of the characters in a footer.
const FOOTER: usize = 255;
/// What one part may have of them, so that a long name leaves the page its number.
const FOOTER_WORDS: usize = 90;

/// How a sheet prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Print {
    /// Wider than high.
    pub landscape: bool,
    /// The size of the paper.
    pub paper: Paper,
    /// Pages wide; 0 prints at full size. Height is as long as it needs.
    pub pages_wide: u16,
    /// Pages high; 0 is as many as needed.
    pub pages_high: u16,
    /// Last row and last column that are printed, where what stands behind them is for the screen only.
    pub last: Option<(u32, u16)>,
    /// Rows that begin a new page, where they are printed.
    pub breaks: Vec<u32>,
    /// First and last row repeated on every page, where they are printed.
    pub repeat_rows: Option<(u32, u32)>,
    /// First and last column repeated on every page.
    pub repeat_columns: Option<(u16, u16)>,
    /// In Excel's notation: `&L`, `&C`, `&R` begin the left, middle and right part, `&P` and `&N` are the page and the
    /// number of pages, `&&` is an ampersand. Empty prints “Page 1 of 3”.
    pub footer: String,
    /// Nothing at all at the foot of a page.
    pub bare: bool,
}

/// Words of ours or of a council in a footer: an ampersand would begin a command, and figures straight behind the size
/// of the letters would be more of that size.
pub fn in_footer(words: &str) -> String {
    let words = cut(words, FOOTER_WORDS).replace('&', "&&");
    let space = if words.starts_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    format!("{space}{words}")
}

/// Sizes of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 297 by 420 mm.
    A3,
}

impl Paper {
    /// Its number in the file format.
    fn number(self) -> u8 {
        match self {
            Paper::A3 => 8,
            Paper::A4 => 9,
        }
    }

    /// Width and height in points of what a page leaves between its margins.
    pub fn room(self, landscape: bool) -> (f64, f64) {
        match (self, landscape) {
            (Paper::A4, true) => (770.0, 501.0),
            (Paper::A4, false) => (523.0, 748.0),
            (Paper::A3, true) => (1118.0, 748.0),
            (Paper::A3, false) => (770.0, 1096.0),
        }
    }
}

pub(super) fn set_up(page: &mut Worksheet, print: &Print) -> Result<(), XlsxError> {
    page.set_paper_size(print.paper.number()).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    if print.landscape {
        page.set_landscape();
    }
    if print.pages_wide > 0 || print.pages_high > 0 {
        page.set_print_fit_to_pages(print.pages_wide, print.pages_high);
    }
    if let Some((row, column)) = print.last {
        page.set_print_area(0, 0, row, column)?;
    }
    // A program cuts what is not printed into empty pages, and repeats headings of it.
    let printed = |row: u32| print.last.is_none_or(|(last, _)| row <= last);
    let breaks: Vec<u32> = print.breaks.iter().copied().filter(|row| printed(*row)).collect();
    page.set_page_breaks(&breaks)?;
    if let Some((first, last)) = print.repeat_rows.filter(|(_, last)| printed(*last)) {
        page.set_repeat_rows(first, last)?;
    }
    if let Some((first, last)) = print.repeat_columns {
        page.set_repeat_columns(first, last)?;
    }
    if !print.bare {
        page.set_footer(cut(&placed(&print.footer), FOOTER));
    }
    Ok(())
}

/// A footer that says where it stands. The standard puts one that does not into the middle; openpyxl takes it out when it saves
/// the workbook (`findings/footer-without-its-part.sh`).
fn placed(footer: &str) -> Cow<'_, str> {
    match footer {
        "" => "&C&9Page &P of &N".into(),
        _ if ["&L", "&C", "&R"].iter().any(|part| footer.starts_with(part)) => footer.into(),
        _ => format!("&C{footer}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_says_where_it_stands() {
        for (footer, wanted) in [
            ("Outcomes", "&COutcomes"),
            ("&L&8Marchford&RPage &P", "&L&8Marchford&RPage &P"),
            ("&&9", "&C&&9"),
            ("", "&C&9Page &P of &N"),
        ] {
            assert_eq!(placed(footer), wanted);
        }
    }

    #[test]
    fn words_in_a_footer() {
        let cases = [
            ("Housing", "Housing"),
            ("0-19 Public Health Nursing", " 0-19 Public Health Nursing"),
            ("Parks & Play", "Parks && Play"),
            ("&9", "&&9"),
            ("", ""),
        ];
        for (words, wanted) in cases {
            assert_eq!(in_footer(words), wanted);
        }
        assert!(in_footer(&"&".repeat(300)).chars().count() <= 2 * FOOTER_WORDS);
    }
}
