//! Saved workbooks as the parts of XML that they are: what people, and other programs, do to a cell.

use std::io::{Cursor, Read, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The same workbook with its parts of XML changed.
pub fn edited(bytes: &[u8], mut change: impl FnMut(&str, String) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..zip.len() {
        let mut part = zip.by_index(n).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        out.start_file(&name, SimpleFileOptions::default()).unwrap();
        out.write_all(change(&name, text).as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The same workbook with one part changed.
pub fn edited_part(bytes: &[u8], part: &str, change: impl FnOnce(&mut String)) -> Vec<u8> {
    let mut change = Some(change);
    edited(bytes, |name, mut text| {
        if let Some(change) = change.take_if(|_| name == part) {
            change(&mut text);
        }
        text
    })
}

/// The text of a part.
pub fn text(bytes: &[u8], part: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut out).unwrap();
    out
}

/// The parts as they are packed, in their order.
pub fn packed(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let part = |n| {
        let mut file = zip.by_index_raw(n).unwrap();
        let mut raw = Vec::new();
        file.read_to_end(&mut raw).unwrap();
        (file.name().unwrap().into_owned(), raw)
    };
    (0..count).map(part).collect()
}

/// The value of an attribute of a tag.
pub fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

/// The cell at a place, from `<c` to its end.
pub fn cell(xml: &str, at: &str) -> Option<Range<usize>> {
    let start = xml.find(&format!("<c r=\"{at}\""))?;
    let tag = start + xml[start..].find('>')? + 1;
    let end = if xml[..tag].ends_with("/>") { tag } else { tag + xml[tag..].find("</c>")? + 4 };
    Some(start..end)
}

/// A row by its number, from `<row` to its end.
pub fn row(xml: &str, n: usize) -> Range<usize> {
    let start = xml.find(&format!("<row r=\"{n}\"")).unwrap();
    start..start + xml[start..].find("</row>").unwrap() + "</row>".len()
}

/// Types a number or words into a cell, over whatever is there; nothing empties it.
pub fn type_in(xml: &mut String, at: &str, typed: &str) {
    let content = match typed.parse::<f64>() {
        Ok(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
        Err(_) if typed.is_empty() => format!("<c r=\"{at}\"/>"),
        Err(_) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{typed}</t></is></c>"),
    };
    let range = cell(xml, at).unwrap_or_else(|| panic!("no cell {at}"));
    xml.replace_range(range, &content);
}
