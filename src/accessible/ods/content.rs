//! What a spreadsheet says: its styles, its sheets cell by cell, its tables.

use super::super::laid::{Laid, LaidSheet, LaidValue, Look, Way, first_cell};
use super::numbers;
use crate::workbook::NumberFormat;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

type Xml = Writer<Vec<u8>>;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
/// A digit of the font in its size, and what a column has beside its letters, in millimetres.
const DIGIT: f64 = 2.354;
const BESIDE: f64 = 2.0;
const SPACES: [(&str, &str); 9] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("xmlns:calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
    ("office:version", "1.3"),
];

/// What of a book is said by number: looks, and widths of columns in hundredths of a character.
struct Styles {
    looks: Vec<Look>,
    widths: Vec<String>,
}

impl Styles {
    fn of(sheets: &[LaidSheet<'_>]) -> Self {
        let mut styles = Self { looks: vec![], widths: vec![] };
        for sheet in sheets {
            let table = sheet.table.iter().flat_map(|t| t.headings.iter().chain(t.rows.iter().flatten()));
            for cell in sheet.above.iter().chain(table) {
                if !styles.looks.contains(&cell.look) {
                    styles.looks.push(cell.look);
                }
            }
            for width in sheet.widths.iter().map(|w| millimetres(*w)) {
                if !styles.widths.contains(&width) {
                    styles.widths.push(width);
                }
            }
        }
        styles
    }

    fn look(&self, look: Look) -> String {
        format!("ce{}", self.looks.iter().position(|l| *l == look).unwrap_or_default() + 1)
    }

    fn width(&self, width: f64) -> String {
        let width = millimetres(width);
        format!("co{}", self.widths.iter().position(|w| *w == width).unwrap_or_default() + 1)
    }
}

fn millimetres(characters: f64) -> String {
    format!("{:.2}mm", characters * DIGIT + BESIDE)
}

/// The main part.
pub(super) fn content(sheets: &[LaidSheet<'_>]) -> io::Result<String> {
    let styles = Styles::of(sheets);
    let mut xml = Writer::new(DECLARATION.as_bytes().to_vec());
    xml.create_element("office:document-content").with_attributes(SPACES).write_inner_content(|x| {
        x.create_element("office:automatic-styles").write_inner_content(|x| automatic(x, &styles))?;
        x.create_element("office:body").write_inner_content(|x| {
            x.create_element("office:spreadsheet").write_inner_content(|x| {
                sheets.iter().try_for_each(|s| sheet(x, s, &styles))?;
                tables(x, sheets)
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

fn automatic(x: &mut Xml, styles: &Styles) -> io::Result<()> {
    for (n, width) in styles.widths.iter().enumerate() {
        style(x, &format!("co{}", n + 1), "table-column", &[], |x| {
            empty(x, "style:table-column-properties", &[("style:column-width", width)])
        })?;
    }
    style(x, "ro1", "table-row", &[], |x| {
        empty(x, "style:table-row-properties", &[("style:use-optimal-row-height", "true")])
    })?;
    style(x, "ta1", "table", &[("style:master-page-name", "Default")], |x| {
        empty(x, "style:table-properties", &[("table:display", "true"), ("style:writing-mode", "lr-tb")])
    })?;
    for (n, look) in styles.looks.iter().enumerate() {
        let number = format!("N{}", n + 1);
        numbers::write(x, &number, look.number)?;
        let parent = match (look.heading, look.bold, look.link) {
            (1, ..) => "Heading_20_1",
            (2, ..) => "Heading_20_2",
            (_, true, _) => "Table_20_heading",
            (_, _, true) => "Link",
            _ => "Default",
        };
        let mut attributes = vec![("style:parent-style-name", parent)];
        if look.number != NumberFormat::General && look.number != NumberFormat::Text {
            attributes.push(("style:data-style-name", &number));
        }
        style(x, &format!("ce{}", n + 1), "table-cell", &attributes, |x| {
            let fixed = ("style:text-align-source", "fix");
            empty(
                x,
                "style:table-cell-properties",
                &[
                    fixed,
                    ("fo:wrap-option", if look.wrap { "wrap" } else { "no-wrap" }),
                    ("style:vertical-align", "top"),
                ],
            )?;
            // Numbers keep off the words of the next column.
            let (align, off) = if look.right { ("end", "3mm") } else { ("start", "0mm") };
            empty(x, "style:paragraph-properties", &[("fo:text-align", align), ("fo:margin-left", off)])
        })?;
    }
    Ok(())
}

fn style(
    x: &mut Xml,
    name: &str,
    family: &str,
    more: &[(&str, &str)],
    properties: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let element = x.create_element("style:style").with_attributes([("style:name", name), ("style:family", family)]);
    element.with_attributes(more.iter().copied()).write_inner_content(properties)?;
    Ok(())
}

fn empty(x: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    x.create_element(name).with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}

fn sheet(x: &mut Xml, sheet: &LaidSheet<'_>, styles: &Styles) -> io::Result<()> {
    let named = [("table:name", sheet.name), ("table:style-name", "ta1")];
    x.create_element("table:table").with_attributes(named).write_inner_content(|x| {
        for width in &sheet.widths {
            empty(x, "table:table-column", &[("table:style-name", &styles.width(*width))])?;
        }
        sheet.above.iter().try_for_each(|line| row(x, std::slice::from_ref(line), styles))?;
        if let Some(table) = &sheet.table {
            let headings = |x: &mut Xml| row(x, &table.headings, styles);
            x.create_element("table:table-header-rows").write_inner_content(headings)?;
            table.rows.iter().try_for_each(|cells| row(x, cells, styles))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn row(x: &mut Xml, cells: &[Laid], styles: &Styles) -> io::Result<()> {
    x.create_element("table:table-row")
        .with_attribute(("table:style-name", "ro1"))
        .write_inner_content(|x| cells.iter().try_for_each(|laid| cell(x, laid, &styles.look(laid.look))))?;
    Ok(())
}

fn cell(x: &mut Xml, laid: &Laid, look: &str) -> io::Result<()> {
    let (kind, value, said) = match &laid.value {
        LaidValue::Text(words) => ("string", None, words.clone()),
        LaidValue::Number(n) => {
            let kind = if numbers::is_share(laid.look.number) { "percentage" } else { "float" };
            (kind, Some(("office:value", n.to_string())), numbers::shown(*n, laid.look.number))
        }
        LaidValue::Date(day) => {
            ("date", Some(("office:date-value", day.to_string())), day.format("%-d %b %Y").to_string())
        }
    };
    let element = x.create_element("table:table-cell").with_attributes([("table:style-name", look)]);
    let element = element.with_attributes([("office:value-type", kind), ("calcext:value-type", kind)]);
    let value = value.iter().map(|(name, value)| (*name, value.as_str()));
    element.with_attributes(value).write_inner_content(|x| {
        for line in said.split('\n') {
            x.create_element("text:p").write_inner_content(|x| match &laid.way {
                None => x.write_event(quick_xml::events::Event::Text(BytesText::new(line))),
                Some(way) => {
                    let to = [("xlink:type", "simple"), ("xlink:href", &*address(way))];
                    x.create_element("text:a").with_attributes(to).write_text_content(BytesText::new(line))?;
                    Ok(())
                }
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn address(way: &Way) -> String {
    match way {
        Way::Sheet(name) => format!("#{}", first_cell(name, '.')),
        Way::Address(address) => address.clone(),
    }
}

/// What makes tables of ranges of cells: a name, one heading row, no buttons of filters.
fn tables(x: &mut Xml, sheets: &[LaidSheet<'_>]) -> io::Result<()> {
    let named: Vec<_> = sheets.iter().filter_map(|sheet| Some((sheet, sheet.table.as_ref()?))).collect();
    if named.is_empty() {
        return Ok(());
    }
    x.create_element("table:database-ranges").write_inner_content(|x| {
        named.iter().try_for_each(|(sheet, table)| {
            let (top, columns) = (sheet.above.len() + 1, table.headings.len());
            let name = format!("'{}'", sheet.name.replace('\'', "''"));
            let end = format!("{}{}", column(columns), top + table.rows.len());
            let range = format!("{name}.A{top}:{name}.{end}");
            let said = [
                ("table:name", table.name),
                ("table:target-range-address", &range),
                ("table:contains-header", "true"),
                ("table:display-filter-buttons", "false"),
            ];
            empty(x, "table:database-range", &said)
        })
    })?;
    Ok(())
}

/// The letters of the `n`th column, from 1.
fn column(n: usize) -> String {
    match n.checked_sub(1) {
        None => String::new(),
        Some(n) => format!("{}{}", column(n / 26), char::from(b'A' + crate::fit::fit::<u8>(n % 26))),
    }
}

/// How the spreadsheet opens: in the first cell of the first sheet.
pub(super) fn settings(sheets: &[LaidSheet<'_>]) -> io::Result<String> {
    let spaces = [
        ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
        ("xmlns:ooo", "http://openoffice.org/2004/office"),
        ("office:version", "1.3"),
    ];
    let first = sheets.first().map(|s| s.name).unwrap_or_default();
    let mut xml = Writer::new(DECLARATION.as_bytes().to_vec());
    xml.create_element("office:document-settings").with_attributes(spaces).write_inner_content(|x| {
        x.create_element("office:settings").write_inner_content(|x| {
            named(x, "config:config-item-set", "ooo:view-settings", |x| {
                named(x, "config:config-item-map-indexed", "Views", |x| {
                    x.create_element("config:config-item-map-entry").write_inner_content(|x| {
                        item(x, "ViewId", "string", "view1")?;
                        named(x, "config:config-item-map-named", "Tables", |x| {
                            sheets.iter().try_for_each(|sheet| {
                                named(x, "config:config-item-map-entry", sheet.name, |x| {
                                    item(x, "CursorPositionX", "int", "0")?;
                                    item(x, "CursorPositionY", "int", "0")
                                })
                            })
                        })?;
                        item(x, "ActiveTable", "string", first)
                    })?;
                    Ok(())
                })
            })
        })?;
        Ok(())
    })?;
    String::from_utf8(xml.into_inner()).map_err(io::Error::other)
}

fn named(x: &mut Xml, element: &str, name: &str, inside: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    x.create_element(element).with_attribute(("config:name", name)).write_inner_content(inside)?;
    Ok(())
}

fn item(x: &mut Xml, name: &str, kind: &str, value: &str) -> io::Result<()> {
    let said = [("config:name", name), ("config:type", kind)];
    x.create_element("config:config-item").with_attributes(said).write_text_content(BytesText::new(value))?;
    Ok(())
}
