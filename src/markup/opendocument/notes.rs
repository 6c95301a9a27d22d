//! Notes on cells: an annotation stands in its cell.

use super::super::notes::{AUTHOR, OURS, is_ours};
use super::super::xml::{Edit, Edits, TagKind, Tags, escaped};
use super::styles::OdsStyles;
use super::unfit;
use std::ops::Range;

/// Styles of our notes.
pub(super) struct NoteStyles {
    shape: String,
    heading: String,
    below: String,
}

impl NoteStyles {
    pub fn new(styles: &mut OdsStyles<'_>) -> Self {
        // LibreOffice lays a note beside its cell by itself, as wide as its lines.
        let shape = styles.add(
            "graphic",
            "",
            "<style:graphic-properties draw:fill=\"solid\" draw:fill-color=\"#ffffe1\" draw:auto-grow-height=\"true\" \
             draw:auto-grow-width=\"true\" fo:padding=\"0.1cm\"/><style:text-properties fo:font-size=\"9pt\"/>",
        );
        let heading = styles.add("text", "", "<style:text-properties fo:font-weight=\"bold\"/>");
        let below = styles.add("text", "", "<style:text-properties fo:font-family=\"Tahoma\" fo:font-size=\"9pt\"/>");
        Self { shape, heading, below }
    }
}

/// Letters that stand in a line of a note, its width and a line's height in centimetres.
const LETTERS: usize = 72;
const WIDTH: f64 = 12.0;
const LINE: f64 = 0.42;

/// A note of ours: its heading in bold, the rest plain.
pub(super) fn annotation(text: &str, styles_of_notes: &NoteStyles) -> String {
    let lines: usize = text.lines().map(|l| l.chars().count() / LETTERS + 1).sum();
    let height = (lines as f64 * LINE + 0.3).min(16.0);
    let (heading, rest) = text.split_once('\n').map_or((text, ""), |(h, _)| (h, &text[h.len()..]));
    format!(
        "<office:annotation draw:style-name=\"{}\" svg:width=\"{WIDTH}cm\" svg:height=\"{height:.2}cm\"><dc:creator>{AUTHOR}\
         </dc:creator><text:p><text:span text:style-name=\"{}\">{}</text:span>{}</text:p></office:annotation>",
        styles_of_notes.shape,
        styles_of_notes.heading,
        words(heading),
        words(rest)
    )
}

/// Text as a paragraph holds it: line breaks, tabs and spaces that would run together are elements.
pub(super) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut spaces = 1;
    for part in escaped(text).split_inclusive([' ', '\n', '\t']) {
        let (word, end) = match part.char_indices().next_back() {
            Some((at, c @ (' ' | '\n' | '\t'))) => (&part[..at], Some(c)),
            _ => (part, None),
        };
        if !word.is_empty() {
            out.push_str(word);
            spaces = 0;
        }
        match end {
            Some(' ') if spaces == 0 => {
                out.push(' ');
                spaces = 1;
            }
            Some(' ') => out.push_str("<text:s/>"),
            Some('\n') => {
                out.push_str("<text:line-break/>");
                spaces = 1;
            }
            Some(_) => {
                out.push_str("<text:tab/>");
                spaces = 1;
            }
            None => {}
        }
    }
    out
}

/// Changes the note that stands in a cell: ours goes, somebody else's stays, with ours below. Whether it stays is
/// returned.
pub(super) fn extend(
    cell: &str,
    at: Range<usize>,
    note: Option<&str>,
    styles_of_notes: &NoteStyles,
    edits: &mut Edits,
) -> Edit<bool> {
    let xml = &cell[at.clone()];
    let mut tags = Tags::new(xml);
    let open = tags.next()?.ok_or_else(unfit)?;
    let inner = |r: Range<usize>| at.start + r.start..at.start + r.end;
    if open.kind == TagKind::Empty {
        edits.replace(at.clone(), "");
        return Ok(false);
    }
    let (mut paragraphs, mut ours, mut end) = (Vec::new(), false, None);
    while let Some(tag) = tags.next()? {
        if tag.kind == TagKind::Close {
            end = Some(tag.at.start);
            break;
        }
        let part = tags.rest_of(&tag)?;
        match tag.name() {
            "dc:creator" => ours |= text_of(&xml[part]).trim() == AUTHOR,
            "text:p" => paragraphs.push(part),
            _ => {}
        }
    }
    // Some programs forget who wrote a note, so its words tell as well.
    if ours || paragraphs.first().is_some_and(|p| is_ours(&text_of(&xml[p.clone()]))) {
        edits.replace(at.clone(), "");
        return Ok(false);
    }
    for old in paragraphs.into_iter().filter(|p| text_of(&xml[p.clone()]).starts_with(OURS)) {
        edits.replace(inner(old), "");
    }
    let end = end.ok_or_else(unfit)?;
    if let Some(note) = note {
        let (style, words) = (&styles_of_notes.below, words(&format!("{OURS}{note}")));
        edits.insert(
            at.start + end,
            format!("<text:p><text:span text:style-name=\"{style}\">{words}</text:span></text:p>"),
        );
    }
    Ok(true)
}

fn text_of(xml: &str) -> String {
    xml.split('<').filter_map(|t| t.split_once('>')).map(|(_, words)| words).collect()
}
