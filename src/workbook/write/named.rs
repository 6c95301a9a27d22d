//! What the crate has no words for: which styles are headings, the language of the workbook, and
//! heights of rows that follow their words.

use super::super::style::HEADINGS;
use crate::package;
use crate::workbook::Book;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use std::io;

const STYLES: &str = "xl/styles.xml";
const PROPERTIES: &str = "docProps/core.xml";
const SHEETS: &str = "xl/worksheets/sheet";
/// Excel's number of its style “Heading 1”; the other levels follow.
const HEADING_1: usize = 16;

/// What is to be said of a workbook when it is written.
pub(super) struct Words {
    language: String,
    headings: bool,
}

impl Words {
    pub(super) fn of(book: &Book<'_>) -> Self {
        Self { language: book.language.clone(), headings: book.styles().iter().any(|s| s.heading > 0) }
    }

    pub(super) fn are_none(&self) -> bool {
        self.language.is_empty() && !self.headings
    }

    /// The workbook with them.
    pub(super) fn said(&self, workbook: &[u8]) -> io::Result<Vec<u8>> {
        package::changed(workbook, |name, xml| match name {
            STYLES => with_headings(xml).map(Some),
            PROPERTIES => Ok(Some(with_language(xml, &self.language))),
            // Heights that nobody set: a program may work them out anew.
            sheet if sheet.starts_with(SHEETS) => Ok(Some(xml.replace(" customHeight=\"1\"", ""))),
            _ => Ok(None),
        })
    }
}

fn with_language(xml: &str, language: &str) -> String {
    const END: &str = "</cp:coreProperties>";
    match language {
        "" => xml.to_owned(),
        language => xml.replace(END, &format!("<dc:language>{}</dc:language>{END}", escape(language))),
    }
}

/// The styles with those of Excel that are called “Heading 1” and “Heading 2”, and each format with letters of such a size
/// one of them. The lists of the part stand in the order that the format wants: fonts, then styles, then formats.
fn with_headings(xml: &str) -> io::Result<String> {
    let mut reader = Reader::from_str(xml);
    let mut out = Writer::new(vec![]);
    let mut sizes: Vec<String> = vec![];
    let mut list = String::new();
    let mut styles = 0;
    loop {
        let event = reader.read_event().map_err(io::Error::other)?;
        let levels = || levels(&sizes);
        match event {
            Event::Eof => break,
            Event::Start(e) if is_list(e.name().as_ref()) => {
                list = e.name().as_ref().to_owned();
                let more = if list.starts_with("cellStyle") { levels().len() } else { 0 };
                let count = attribute(&e, "count")?.parse::<usize>().map_err(io::Error::other)?;
                if list == "cellStyleXfs" {
                    styles = count;
                }
                out.write_event(Event::Start(with(&e, "count", &(count + more).to_string())?))?;
            }
            Event::End(e) if e.name().as_ref() == list => {
                for (n, (level, font)) in levels().into_iter().enumerate() {
                    match list.as_str() {
                        "cellStyleXfs" => {
                            let element = out.create_element("xf").with_attribute(("numFmtId", "0"));
                            let element = element.with_attribute(("fontId", font.to_string().as_str()));
                            element.with_attributes([("fillId", "0"), ("borderId", "0")]).write_empty()?;
                        }
                        "cellStyles" => {
                            let name = format!("Heading {}", level + 1);
                            let (style, known) = ((styles + n).to_string(), (HEADING_1 + level).to_string());
                            let said = [("name", name.as_str()), ("xfId", &style), ("builtinId", &known)];
                            out.create_element("cellStyle").with_attributes(said).write_empty()?;
                        }
                        _ => {}
                    }
                }
                list.clear();
                out.write_event(Event::End(e))?;
            }
            Event::Empty(e) if list == "fonts" && e.name().as_ref() == "sz" => {
                sizes.push(attribute(&e, "val")?);
                out.write_event(Event::Empty(e))?;
            }
            Event::Start(e) if list == "cellXfs" && e.name().as_ref() == "xf" => {
                out.write_event(Event::Start(tagged(e, &levels(), styles)?))?;
            }
            Event::Empty(e) if list == "cellXfs" && e.name().as_ref() == "xf" => {
                out.write_event(Event::Empty(tagged(e, &levels(), styles)?))?;
            }
            other => out.write_event(other)?,
        }
    }
    String::from_utf8(out.into_inner()).map_err(io::Error::other)
}

fn is_list(name: &str) -> bool {
    matches!(name, "fonts" | "cellStyleXfs" | "cellXfs" | "cellStyles")
}

/// The levels of headings that have letters, from 0, each with the font that it has.
fn levels(sizes: &[String]) -> Vec<(usize, usize)> {
    let font = |size: &u8| sizes.iter().position(|s| *s == size.to_string());
    HEADINGS.iter().enumerate().filter_map(|(level, size)| Some((level, font(size)?))).collect()
}

/// A format with the style of its letters.
fn tagged<'e>(format: BytesStart<'e>, levels: &[(usize, usize)], styles: usize) -> io::Result<BytesStart<'e>> {
    let font = attribute(&format, "fontId")?;
    match levels.iter().position(|(_, of)| of.to_string() == font) {
        Some(n) => with(&format, "xfId", &(styles + n).to_string()),
        None => Ok(format),
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> io::Result<String> {
    let value = element.try_get_attribute(name).map_err(io::Error::other)?;
    Ok(value.map(|a| a.value.into_owned()).unwrap_or_default())
}

/// The element with one attribute changed.
fn with(element: &BytesStart<'_>, name: &str, value: &str) -> io::Result<BytesStart<'static>> {
    let mut out = BytesStart::new(element.name().as_ref().to_owned());
    for attribute in element.attributes() {
        let attribute = attribute.map_err(io::Error::other)?;
        match attribute.key.as_ref() == name {
            true => out.push_attribute((name, value)),
            false => out.push_attribute(attribute),
        }
    }
    Ok(out)
}
