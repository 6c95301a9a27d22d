//! The texts of an .xlsx, shared or in their cells.

use super::colours::Theme;
use super::styles::font;
use crate::checklist::facts::{CellText, StyleFacts, TextStore};
use crate::checklist::xml::{Read, children, root};
use crate::ingest::{Malformed, Next, XmlPart};

/// Reads the shared texts; gives the number that each has in the store.
pub(super) fn shared(xml: &[u8], theme: &Theme, store: &mut TextStore) -> Read<Vec<u32>> {
    let (mut numbers, mut part) = (vec![], XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "si" => text(part, theme).map(|text| numbers.push(store.keep(text))),
        _ => part.pass_over(),
    })?;
    Ok(numbers)
}

/// A text, whose element began last.
pub(super) fn text(part: &mut XmlPart<'_>, theme: &Theme) -> Read<CellText> {
    let mut out = CellText::default();
    children(part, |name, _, part| match name {
        "t" => plain(part).map(|words| out.text += &words),
        "r" => {
            let (mut style, mut words) = (None, String::new());
            children(part, |name, _, part| match name {
                "rPr" => font(part, theme).map(|font| style = Some(font)),
                "t" => plain(part).map(|more| words += &more),
                _ => part.pass_over(),
            })?;
            out.add(&words, style.as_ref());
            Ok(())
        }
        // How it is spoken.
        _ => part.pass_over(),
    })?;
    Ok(out)
}

/// The characters of the element that began last.
pub(super) fn plain(part: &mut XmlPart<'_>) -> Read<String> {
    let mut out = String::new();
    loop {
        match part.next()? {
            Next::Text(text) => out += &text,
            Next::Start(_) => part.pass_over()?,
            Next::End => return Ok(out),
            Next::Over => return Err(Malformed),
        }
    }
}

impl CellText {
    /// Adds a piece with a style of its own.
    fn add(&mut self, words: &str, style: Option<&StyleFacts>) {
        if let Some(style) = style.filter(|_| !words.trim().is_empty()) {
            if style.raised {
                self.raised.push((self.text.chars().next_back(), words.to_owned()));
            }
            self.italic |= style.italic;
            self.underlined |= style.underlined;
            self.inks.extend(style.ink.clone());
        }
        self.text += words;
    }
}
