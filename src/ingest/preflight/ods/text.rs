//! The words of a cell as a person reads them: neither notes nor shapes, and what is crossed out or raised apart.

use super::styles::{Lettering, Styles};
use super::xml::{Malformed, Next, Part, attribute};
use crate::record::{Appearance, Struck};
use compact_str::CompactString;

/// Spaces that one element may stand for.
const MOST_SPACES: usize = 1000;

/// What stands in a cell beside its value.
#[derive(Default)]
pub(super) struct CellText {
    pub text: String,
    /// A text was saved, if only the empty one.
    pub saved: bool,
    /// What is crossed out or raised of it, and its note.
    pub appearance: Appearance,
    /// Boxes with words in them that are drawn on it.
    pub shapes: usize,
}

/// Reads to the end of the cell that began last.
pub(super) fn read(part: &mut Part<'_>, styles: &Styles) -> Result<CellText, Malformed> {
    let mut reading = Reading::default();
    // How each open element writes, and whether it is a paragraph.
    let mut open: Vec<(Lettering, bool)> = Vec::new();
    let mut out = CellText::default();
    loop {
        let writes = open.last().map_or(Lettering::default(), |(l, _)| *l);
        match part.next()? {
            Next::Start(tag) => {
                let name = tag.name();
                let name: &str = name.as_ref();
                let style =
                    || attribute(&tag, "text:style-name").and_then(|s| styles.lettering(&s)).unwrap_or_default();
                match name {
                    "text:p" | "text:h" => {
                        reading.paragraph();
                        open.push((writes.and(style()), true));
                    }
                    "text:s" => {
                        let n = attribute(&tag, "text:c").and_then(|n| n.parse().ok()).unwrap_or(1_usize);
                        reading.exactly(&" ".repeat(n.min(MOST_SPACES)), writes);
                        part.pass_over()?;
                    }
                    "text:tab" | "text:line-break" => {
                        reading.exactly(if name == "text:tab" { "\t" } else { "\n" }, writes);
                        part.pass_over()?;
                    }
                    "office:annotation" => {
                        let note = read_note(part)?;
                        out.appearance.note = if note.is_empty() { "a note without words".into() } else { note };
                    }
                    _ if name.starts_with("text:") && name != "text:note" => {
                        open.push((writes.and(style()), false));
                    }
                    // Shapes, tables within the cell, what happens on a click.
                    _ => out.shapes += usize::from(part.pass_over()? && is_shape(name)),
                }
            }
            Next::End if open.pop().is_none() => break,
            Next::End => {}
            Next::Text(text) if open.iter().any(|(_, paragraph)| *paragraph) => reading.flowing(&text, writes),
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    reading.finish(&mut out);
    Ok(out)
}

/// Whether an element is drawn on the sheet.
pub(super) fn is_shape(name: &str) -> bool {
    name.starts_with("draw:") || name == "table:shapes"
}

#[derive(Default)]
struct Reading {
    plain: String,
    struck: String,
    raised: String,
    paragraphs: usize,
    /// A space came last, so that more of them say nothing.
    spaced: bool,
}

impl Reading {
    fn paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.plain.push('\n');
        }
        self.paragraphs += 1;
        self.spaced = true;
    }

    fn to(&mut self, writes: Lettering) -> &mut String {
        match writes {
            Lettering { struck: true, .. } => &mut self.struck,
            Lettering { raised: true, .. } => &mut self.raised,
            Lettering { .. } => &mut self.plain,
        }
    }

    fn exactly(&mut self, text: &str, writes: Lettering) {
        self.to(writes).push_str(text);
        self.spaced = false;
    }

    /// Spaces and line breaks between the words of the XML are one space.
    fn flowing(&mut self, text: &str, writes: Lettering) {
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !(space && self.spaced) {
                self.to(writes).push(if space { ' ' } else { c });
            }
            self.spaced = space;
        }
    }

    fn finish(self, out: &mut CellText) {
        let Self { plain, struck, raised, paragraphs, .. } = self;
        out.saved = paragraphs > 0;
        if !plain.trim().is_empty() || (struck.trim().is_empty() && raised.trim().is_empty()) {
            out.text = plain;
            if !struck.trim().is_empty() {
                out.appearance.struck = Struck::Part(struck.trim().into());
            }
            out.appearance.raised = raised.trim().into();
        } else if struck.trim().is_empty() {
            // Nothing stands lower than the raised characters: they are the text.
            out.text = raised;
        } else {
            out.text = struck;
            out.appearance.struck = Struck::Whole;
        }
    }
}

/// The words of a note, without its author and day.
fn read_note(part: &mut Part<'_>) -> Result<CompactString, Malformed> {
    let (mut words, mut depth) = (String::new(), 1);
    while depth > 0 {
        match part.next()? {
            Next::Start(tag) if !tag.name().as_ref().starts_with("text:") => {
                part.pass_over()?;
            }
            Next::Start(_) => {
                depth += 1;
                words.push(' ');
            }
            Next::End => depth -= 1,
            Next::Text(text) => words += &text,
            Next::Over => return Err(Malformed),
        }
    }
    Ok(words.split_whitespace().collect::<Vec<_>>().join(" ").into())
}
