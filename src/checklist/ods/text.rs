//! What a cell of an .ods says: its words, and what is drawn at it.

use super::styles::Styles;
use crate::checklist::document::words;
use crate::checklist::facts::{CellText, ShapeFacts, ShapeKind};
use crate::checklist::xml::{Read, value, within};
use crate::ingest::{Malformed, Next, XmlPart};
use crate::text::words::clean;

/// More spaces in a row say no more.
const MOST_SPACES: usize = 200;

/// What stands between the tags of a cell.
#[derive(Debug, Default)]
pub(super) struct CellWords {
    pub text: CellText,
    pub link: bool,
    pub comments: usize,
    pub shapes: Vec<ShapeFacts>,
    /// A table within the cell.
    pub nested: bool,
}

/// Reads a cell, whose element began last.
pub(super) fn read(part: &mut XmlPart<'_>, styles: &Styles) -> Read<CellWords> {
    let mut out = CellWords::default();
    // The style of each open element, and whether it is a link.
    let mut open: Vec<(Option<String>, bool)> = vec![];
    let mut paragraphs = 0;
    loop {
        match part.next()? {
            Next::Start(tag) => match tag.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        out.text.text.push('\n');
                    }
                    paragraphs += 1;
                    let name = tag.name();
                    let name: &str = name.as_ref();
                    out.text.heading |= name == "text:h";
                    open.push((None, false));
                }
                "text:s" => {
                    let spaces = value(&tag, "c").and_then(|n| n.parse().ok()).unwrap_or(1_usize);
                    out.text.text += &" ".repeat(spaces.min(MOST_SPACES));
                    part.pass_over()?;
                }
                "text:line-break" | "text:tab" => {
                    out.text.text.push('\n');
                    part.pass_over()?;
                }
                "text:a" => {
                    out.link = true;
                    open.push((value(&tag, "style-name"), true));
                }
                "office:annotation" => {
                    out.comments += 1;
                    part.pass_over()?;
                }
                "table:table" => {
                    out.nested = true;
                    part.pass_over()?;
                }
                name if name.starts_with("draw:") => out.shapes.extend(shape(name, part)?),
                name if name.starts_with("text:") => open.push((value(&tag, "style-name"), false)),
                _ => part.pass_over()?,
            },
            Next::End if open.pop().is_none() => return Ok(out),
            Next::End => {}
            Next::Text(text) if !open.is_empty() => piece(&mut out.text, &text, &open, styles),
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
}

fn piece(out: &mut CellText, words: &str, open: &[(Option<String>, bool)], styles: &Styles) {
    if let Some(name) = open.iter().rev().find_map(|(style, _)| style.as_ref()).filter(|_| !clean(words).is_empty()) {
        let style = styles.facts("text", name);
        if style.raised {
            out.raised.push((out.text.chars().next_back(), words.to_owned()));
        }
        out.italic |= style.italic;
        out.underlined |= style.underlined && !open.iter().any(|(_, link)| *link);
        out.inks.extend(style.ink);
    }
    out.text += words;
}

/// Reads what is drawn, whose element began last.
pub(super) fn shape(name: &str, part: &mut XmlPart<'_>) -> Read<Option<ShapeFacts>> {
    let (mut image, mut object, mut text_box) = (name == "draw:image", false, false);
    let (mut told, mut said) = (String::new(), String::new());
    let mut depth = 1_usize;
    while depth > 0 {
        match part.next()? {
            Next::Start(tag) => match tag.name().as_ref() {
                "svg:title" | "svg:desc" => told += &words(part)?,
                // What it looks like, and not what it is.
                "draw:glue-point" | "draw:enhanced-geometry" => within(part, |_, _| {})?,
                inner => {
                    image |= inner == "draw:image";
                    object |= inner.starts_with("draw:object");
                    text_box |= inner == "draw:text-box";
                    depth += 1;
                }
            },
            Next::End => depth -= 1,
            Next::Text(text) => said += &text,
            Next::Over => return Err(Malformed),
        }
    }
    let kind = match name {
        "draw:control" => ShapeKind::Control,
        _ if object => ShapeKind::Chart,
        _ if text_box || !clean(&said).is_empty() => ShapeKind::TextBox,
        _ if image => ShapeKind::Picture,
        "draw:frame" => return Ok(None),
        _ => ShapeKind::Drawing,
    };
    Ok(Some(ShapeFacts { kind, at: None, told }))
}
