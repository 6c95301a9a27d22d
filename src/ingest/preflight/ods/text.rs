//! The words of a cell as a person reads them: neither notes nor shapes, in runs of one lettering.

use super::styles::{Lettering, Styles};
use super::xml::{Malformed, Next, Part, attribute};
use crate::record::Run;

/// Spaces that one element may stand for.
const MOST_SPACES: usize = 1000;

/// What stands in a cell beside its value.
#[derive(Default)]
pub(super) struct CellText {
    pub runs: Vec<Run>,
    /// A text was saved, if only the empty one.
    pub saved: bool,
    pub note: Option<Note>,
    /// What is drawn on it.
    pub shapes: Vec<Shape>,
}

/// A note on a cell.
pub(super) struct Note {
    pub author: String,
    pub words: String,
}

/// What is drawn on a sheet.
pub(super) struct Shape {
    pub words: String,
    pub picture: bool,
}

impl CellText {
    /// All of the text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }
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
                        reading.paragraph(writes);
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
                    "office:annotation" => out.note = Some(note(part)?),
                    _ if name.starts_with("text:") && name != "text:note" => {
                        open.push((writes.and(style()), false));
                    }
                    _ if is_shape(name) => out.shapes.push(shape(name, part)?),
                    // Tables within the cell, what happens on a click.
                    _ => part.pass_over()?,
                }
            }
            Next::End if open.pop().is_none() => break,
            Next::End => {}
            Next::Text(text) if open.iter().any(|(_, paragraph)| *paragraph) => reading.flowing(&text, writes),
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    out.saved = reading.paragraphs > 0;
    out.runs = reading.runs;
    Ok(out)
}

/// Whether an element is drawn on the sheet.
pub(super) fn is_shape(name: &str) -> bool {
    name.starts_with("draw:") || name == "table:shapes"
}

/// Reads what is drawn, whose element began last.
pub(super) fn shape(name: &str, part: &mut Part<'_>) -> Result<Shape, Malformed> {
    let (mut image, mut object) = (name == "draw:image", name == "draw:object");
    let words = part.rest(|element| {
        image |= element == "draw:image";
        // A chart, which has a picture of itself for other programs.
        object |= element.starts_with("draw:object");
    })?;
    Ok(Shape { words, picture: image && !object })
}

#[derive(Default)]
struct Reading {
    runs: Vec<Run>,
    paragraphs: usize,
    /// A space came last, so that more of them say nothing.
    spaced: bool,
}

impl Reading {
    fn paragraph(&mut self, writes: Lettering) {
        if self.paragraphs > 0 {
            self.exactly("\n", writes);
        }
        self.paragraphs += 1;
        self.spaced = true;
    }

    fn exactly(&mut self, text: &str, writes: Lettering) {
        let Lettering { struck, raised } = writes;
        match self.runs.last_mut().filter(|r| (r.struck, r.raised) == (struck, raised)) {
            Some(run) => run.text.push_str(text),
            None => self.runs.push(Run { text: text.to_owned(), struck, raised }),
        }
        self.spaced = false;
    }

    /// Spaces and line breaks between the words of the XML are one space.
    fn flowing(&mut self, text: &str, writes: Lettering) {
        let mut flown = String::with_capacity(text.len());
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !(space && self.spaced) {
                flown.push(if space { ' ' } else { c });
            }
            self.spaced = space;
        }
        let spaced = self.spaced;
        if !flown.is_empty() {
            self.exactly(&flown, writes);
        }
        self.spaced = spaced;
    }
}

/// Reads a note, whose element began last.
fn note(part: &mut Part<'_>) -> Result<Note, Malformed> {
    let mut out = Note { author: String::new(), words: String::new() };
    loop {
        match part.next()? {
            Next::Start(tag) if tag.name().as_ref() == "dc:creator" => out.author = part.words()?,
            Next::Start(tag) if tag.name().as_ref().starts_with("text:") => {
                out.words += " ";
                out.words += &part.words()?;
            }
            Next::Start(_) => part.pass_over()?,
            Next::End => return Ok(out),
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
}
