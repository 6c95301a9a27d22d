//! OpenDocument workbooks (.ods): all sheets stand in one part, so marking is one splice of it, and of the part that says
//! which sheet is shown. Every other part is copied as it is packed.
//!
//! Cells and rows that are alike are written once with a count; where a mark falls among them they are split around it. A
//! marked cell gets a style made from its own (`styles`), so that its number format, borders and protection stay.

mod shown;
mod styles;
mod notes;
mod front;
mod rows;
mod tables;

use super::package::Package;
use super::xml::{Edit, Edits, MarkingRefusal, Tag, TagKind, Tags};
use super::{Job, Severity};
use crate::reading::CellRef;
use rows::OdsMarking;
use std::collections::BTreeMap;
use styles::OdsStyles;
use tables::{OdsTable, OdsTables};

const CONTENT: &str = "content.xml";
const SETTINGS: &str = "settings.xml";
/// The prefixes that are written, and what they must mean. A workbook that gives them another meaning is not read either.
const PREFIXES: [(&str, &str); 9] = [
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xlink", "http://www.w3.org/1999/xlink"),
];

/// It is a workbook of this kind, as far as the names of its parts tell.
pub(super) fn is(package: &Package<'_>) -> bool {
    package.has("mimetype") && package.has(CONTENT)
}

/// Marks the workbook in its package.
pub(super) fn mark(package: &mut Package<'_>, job: &Job) -> Edit<()> {
    if !package.read("mimetype")?.trim().starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Err(MarkingRefusal::new("it is no workbook"));
    }
    if package.any(|n| n == "meta-inf/documentsignatures.xml") {
        return Err(MarkingRefusal::new("it is digitally signed, and a change would break the signature"));
    }
    const MANIFEST: &str = "META-INF/manifest.xml";
    if package.has(MANIFEST) && package.read(MANIFEST)?.contains("encryption-data") {
        return Err(MarkingRefusal::new("it needs a password"));
    }
    let xml = package.read(CONTENT)?;
    let common = if package.has("styles.xml") { package.read("styles.xml")? } else { String::new() };
    let tables = OdsTables::read(&xml)?;
    let was = tables.ours.map(|n| tables::kept_colours(&xml[tables.list[n].at.clone()])).unwrap_or_default();
    let mut styles = OdsStyles::read(&xml, &common, was)?;
    let mut edits = Edits::default();
    declare(&xml, &mut edits)?;
    let note_styles = notes::NoteStyles::new(&mut styles);
    for (_, table) in tables.list.iter().enumerate().filter(|(n, _)| Some(*n) != tables.ours) {
        let (marks, notes) = marks_of(table, job);
        if marks.is_empty() && tables.ours.is_none() {
            continue;
        }
        let wanted =
            OdsMarking { marks: &marks, notes: &notes, unmark: tables.ours.is_some(), note_styles: &note_styles };
        if let Some(text) = rows::edit(&xml[table.at.clone()], &wanted, &mut styles)? {
            edits.replace(table.at.clone(), text);
        }
    }
    let name = match tables.ours {
        Some(n) => tables.list[n].name.clone(),
        None => tables.free_name(),
    };
    let front = front::table(&job.page, &name, &job.accent, &mut styles);
    match tables.ours {
        Some(n) => edits.replace(tables.list[n].at.clone(), front),
        None => edits.insert(tables.list[0].at.start, front),
    }
    styles.finish(&mut edits);
    package.put(CONTENT, edits.apply(&xml)?);
    if package.has(SETTINGS) {
        let settings = package.read(SETTINGS)?;
        let text = shown::first(&settings, &name, front::head(&job.page))?;
        package.put(SETTINGS, text);
    }
    Ok(())
}

/// Declares the prefixes that the part has no use for yet.
fn declare(xml: &str, edits: &mut Edits) -> Edit<()> {
    let root = Tags::new(xml).next()?.filter(|t| t.kind == TagKind::Open).ok_or_else(unfit)?;
    for (prefix, meaning) in PREFIXES {
        let key = format!("xmlns:{prefix}");
        match root.raw(&key) {
            Some(declared) if declared == meaning => {}
            None if !["office", "table"].contains(&prefix) => edits.set(&root, &key, meaning),
            _ => return Err(unfit()),
        }
    }
    Ok(())
}

type Marks = BTreeMap<CellRef, Severity>;
type Notes = BTreeMap<CellRef, String>;

/// The marks of a sheet. What lies under a merged cell is not seen, so its note goes to the cell that is.
fn marks_of(table: &OdsTable, job: &Job) -> (Marks, Notes) {
    let (mut marks, mut notes) = (Marks::new(), Notes::new());
    for mark in job.marks.iter().filter(|m| m.sheet == table.name) {
        let at = CellRef::new(mark.row, mark.col);
        let seen = table.seen(at);
        for place in [at, seen] {
            let severity = marks.entry(place).or_insert(mark.severity);
            *severity = mark.severity.min(*severity);
        }
        if mark.note.is_empty() {
            continue;
        }
        let note: &mut String = notes.entry(seen).or_default();
        if !note.is_empty() {
            note.push_str("\n\n");
        }
        note.push_str(&mark.note);
        if seen != at {
            note.push_str(&format!("\nThe cell is {at}, which this merged cell covers."));
        }
    }
    (marks, notes)
}

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("its sheets are not laid out as they should be")
}

/// How often an element stands there.
fn repeated(tag: &Tag<'_>, key: &str) -> Edit<u32> {
    match tag.raw(key) {
        None => Ok(1),
        Some(n) => n.parse().ok().filter(|n| (1..=1 << 20).contains(n)).ok_or_else(unfit),
    }
}
const ROWS_REPEATED: &str = "table:number-rows-repeated";
const COLUMNS_REPEATED: &str = "table:number-columns-repeated";

#[cfg(test)]
mod tests;
