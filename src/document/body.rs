//! What a document says, as WordprocessingML.

use super::{Block, Document, DocumentCell, DocumentTable, Span};
use crate::fit::fit;
use crate::text::words::writable;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// The main part of a document.
pub(super) struct Body {
    pub xml: String,
    /// Where its links lead, each once; the `n`th has the id [`link_id`]`(n)`.
    pub links: Vec<String>,
}

type Xml = Writer<Vec<u8>>;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// A twentieth of a point is Word's unit of length; a millimetre has so many.
const MILLIMETRE: f64 = 1440.0 / 25.4;
/// The page and its margins, in that unit: A4, 18 mm at the sides.
const PAGE: [(&str, &str); 2] = [("w:w", "11906"), ("w:h", "16838")];
const MARGINS: [(&str, &str); 7] = [
    ("w:top", "1021"),
    ("w:right", "1020"),
    ("w:bottom", "1021"),
    ("w:left", "1020"),
    ("w:header", "567"),
    ("w:footer", "510"),
    ("w:gutter", "0"),
];

/// The id of the `n`th link.
pub(super) fn link_id(n: usize) -> String {
    format!("rIdLink{}", n + 1)
}

/// Words as XML holds them, without what it cannot hold.
pub(super) fn escaped(words: &str) -> String {
    quick_xml::escape::escape(writable(words)).into_owned()
}

/// The main part of a document.
pub(super) fn body(document: &Document) -> io::Result<Body> {
    let mut links = vec![];
    let mut xml = Writer::new(DECLARATION.as_bytes().to_vec());
    xml.create_element("w:document").with_attributes([("xmlns:w", MAIN), ("xmlns:r", RELATIONS)]).write_inner_content(
        |x| {
            x.create_element("w:body").write_inner_content(|x| {
                document.blocks.iter().try_for_each(|block| write_block(x, block, document, &mut links))?;
                page(x)
            })?;
            Ok(())
        },
    )?;
    let xml = String::from_utf8(xml.into_inner()).map_err(io::Error::other)?;
    Ok(Body { xml, links })
}

/// The paper, and what stands at its foot.
fn page(x: &mut Xml) -> io::Result<()> {
    x.create_element("w:sectPr").write_inner_content(|x| {
        let footer = [("w:type", "default"), ("r:id", "rIdFooter")];
        x.create_element("w:footerReference").with_attributes(footer).write_empty()?;
        x.create_element("w:pgSz").with_attributes(PAGE).write_empty()?;
        x.create_element("w:pgMar").with_attributes(MARGINS).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn write_block(x: &mut Xml, block: &Block, document: &Document, links: &mut Vec<String>) -> io::Result<()> {
    let plain = |words: &String| vec![Span::plain(words)];
    match block {
        Block::Title(words) => paragraph(x, "Title", &plain(words), "", links),
        Block::Subtitle(words) => paragraph(x, "Subtitle", &plain(words), "", links),
        Block::Heading(words) => paragraph(x, "Heading1", &plain(words), "", links),
        Block::Paragraph(spans) => paragraph(x, "Normal", spans, "", links),
        Block::Numbered(spans) => paragraph(x, "ListNumber", spans, "", links),
        Block::Table(table) => write_table(x, table, &document.accent, links),
    }
}

/// A paragraph in a style, its words in a colour where there is one.
fn paragraph(x: &mut Xml, style: &str, spans: &[Span], ink: &str, links: &mut Vec<String>) -> io::Result<()> {
    x.create_element("w:p").write_inner_content(|x| {
        x.create_element("w:pPr").write_inner_content(|x| value(x, "w:pStyle", style))?;
        for span in spans.iter().filter(|s| !s.text.is_empty()) {
            match span.link.as_str() {
                "" => run(x, span, ink)?,
                link => {
                    let known = links.iter().position(|l| l == link);
                    let n = known.unwrap_or_else(|| {
                        links.push(link.to_owned());
                        links.len() - 1
                    });
                    let id = link_id(n);
                    let link = [("r:id", id.as_str()), ("w:history", "1")];
                    x.create_element("w:hyperlink").with_attributes(link).write_inner_content(|x| run(x, span, ink))?;
                }
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Words of one look.
fn run(x: &mut Xml, span: &Span, ink: &str) -> io::Result<()> {
    x.create_element("w:r").write_inner_content(|x| {
        if span.bold || !ink.is_empty() || !span.link.is_empty() {
            x.create_element("w:rPr").write_inner_content(|x| {
                if !span.link.is_empty() {
                    value(x, "w:rStyle", "Hyperlink")?;
                }
                if span.bold {
                    x.create_element("w:b").write_empty()?;
                }
                if !ink.is_empty() && span.link.is_empty() {
                    value(x, "w:color", ink.trim_start_matches('#'))?;
                }
                Ok(())
            })?;
        }
        for (n, line) in writable(&span.text).split('\n').enumerate() {
            if n > 0 {
                x.create_element("w:br").write_empty()?;
            }
            let text = x.create_element("w:t").with_attribute(("xml:space", "preserve"));
            text.write_text_content(BytesText::new(line))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_table(x: &mut Xml, table: &DocumentTable, accent: &str, links: &mut Vec<String>) -> io::Result<()> {
    let widths: Vec<String> = table.columns.iter().map(|(_, width)| twips(*width)).collect();
    let whole = twips(table.columns.iter().map(|(_, width)| width).sum());
    let headings = table.columns.iter().map(|(heading, _)| DocumentCell {
        paragraphs: vec![vec![Span::bold(heading)]],
        fill: accent.to_owned(),
        ink: "#FFFFFF".to_owned(),
    });
    let headings: Vec<DocumentCell> = headings.collect();
    x.create_element("w:tbl").write_inner_content(|x| {
        x.create_element("w:tblPr").write_inner_content(|x| {
            value(x, "w:tblStyle", "Lines")?;
            width(x, "w:tblW", &whole)?;
            value_of(x, "w:tblLayout", "w:type", "fixed")?;
            // The first row is a heading, the first column is not.
            let look = [("w:val", "0020"), ("w:firstRow", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")];
            x.create_element("w:tblLook").with_attributes(look).write_empty()?;
            value(x, "w:tblDescription", &writable(&table.alt))
        })?;
        x.create_element("w:tblGrid")
            .write_inner_content(|x| widths.iter().try_for_each(|w| value_of(x, "w:gridCol", "w:w", w)))?;
        row(x, &headings, &widths, true, links)?;
        table.rows.iter().try_for_each(|cells| row(x, cells, &widths, false, links))
    })?;
    // Word wants a paragraph behind a table.
    paragraph(x, "AfterTable", &[], "", links)
}

/// A row that stays whole on its page, and stands on top of every page where it has the headings.
fn row(x: &mut Xml, cells: &[DocumentCell], widths: &[String], head: bool, links: &mut Vec<String>) -> io::Result<()> {
    x.create_element("w:tr").write_inner_content(|x| {
        x.create_element("w:trPr").write_inner_content(|x| {
            x.create_element("w:cantSplit").write_empty()?;
            if head {
                x.create_element("w:tblHeader").write_empty()?;
            }
            Ok(())
        })?;
        let blank = DocumentCell::default();
        let cells = cells.iter().chain(std::iter::repeat(&blank));
        for (cell, width_of) in cells.zip(widths) {
            x.create_element("w:tc").write_inner_content(|x| {
                x.create_element("w:tcPr").write_inner_content(|x| {
                    width(x, "w:tcW", width_of)?;
                    if !cell.fill.is_empty() {
                        let fill = cell.fill.trim_start_matches('#');
                        let shading = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)];
                        x.create_element("w:shd").with_attributes(shading).write_empty()?;
                    }
                    Ok(())
                })?;
                // A cell ends with a paragraph, if a blank one.
                let none = [vec![]];
                let paragraphs = if cell.paragraphs.is_empty() { &none[..] } else { &cell.paragraphs };
                paragraphs.iter().try_for_each(|spans| paragraph(x, "TableText", spans, &cell.ink, links))
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn twips(millimetres: u32) -> String {
    fit::<u32>((f64::from(millimetres) * MILLIMETRE).round()).to_string()
}

fn width(x: &mut Xml, name: &str, width: &str) -> io::Result<()> {
    x.create_element(name).with_attributes([("w:w", width), ("w:type", "dxa")]).write_empty()?;
    Ok(())
}

fn value(x: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    value_of(x, name, "w:val", value)
}

/// An element with one attribute.
fn value_of(x: &mut Xml, name: &str, attribute: &str, value: &str) -> io::Result<()> {
    x.create_element(name).with_attribute((attribute, value)).write_empty()?;
    Ok(())
}
