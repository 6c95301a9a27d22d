//! The facts of an .xlsx, part by part.

mod colours;
mod styles;
mod texts;
mod beside;
mod sheet;

use super::document::{core, custom_language};
use super::facts::{ShapeFacts, ShapeKind, SheetFacts, TextStore, WorkbookFacts};
use super::packed::{Packed, damaged, read_as};
use super::xml::{Read, children, number, root, value, within};
use crate::ingest::{Refusal, XmlPart, relations};
use colours::Theme;
use sheet::Book;
use std::collections::BTreeMap;
use styles::Styles;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

/// Reads the workbook.
pub(super) fn read(packed: &mut Packed<'_, '_>) -> Result<WorkbookFacts, Refusal> {
    let main = packed.opened.workbook.clone();
    let (listed, opens_at) = read_as(&main, &packed.part(&main)?, workbook)?;
    let related = relations(&mut packed.opened.parts, &main)?;
    let path = |kind: &str| related.iter().find(|r| r.kind == kind).map(|r| r.path.clone());
    let theme = packed.optional(path("theme"), Theme::read)?.unwrap_or_default();
    let styles = packed.optional(path("styles"), |xml| styles::read(xml, &theme))?.unwrap_or_default();
    let mut store = TextStore::default();
    let shared = packed.optional(path("sharedstrings"), |xml| texts::shared(xml, &theme, &mut store))?;
    let shared = shared.unwrap_or_default();
    let paths: BTreeMap<&str, &str> = related.iter().map(|r| (r.id.as_str(), r.path.as_str())).collect();
    let mut facts = WorkbookFacts { opens_at, macros: packed.opened.macros, ..WorkbookFacts::default() };
    let mut room = Some(packed.most());
    for Listed { name, id, hidden } in listed {
        let mut sheet = SheetFacts { name, hidden, ..SheetFacts::default() };
        let path = paths.get(id.as_str()).ok_or_else(|| damaged(format!("the sheet “{}” is missing", sheet.name)))?;
        let mut book = Book { theme: &theme, styles: &styles, shared: &shared, store: &mut store, room };
        let xml = packed.part(path)?;
        let read = sheet::read(&xml, &mut book, &mut sheet);
        room = Some(book.room.ok_or_else(|| packed.too_many())?);
        let tables = read_as(path, &xml, |_| read)?;
        beside(packed, (path, &tables), &styles, &mut sheet)?;
        facts.sheets.push(sheet);
    }
    information(packed, &mut facts)?;
    (facts.texts, facts.styles) = (store.texts, styles.cells);
    Ok(facts)
}

/// The sheets, and the number of the one that is shown first.
fn workbook(xml: &[u8]) -> Read<(Vec<Listed>, usize)> {
    let (mut listed, mut opens_at, mut part) = (vec![], None, XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "bookViews" => children(part, |_, tag, part| {
            opens_at = opens_at.or(Some(number(tag, "activeTab").unwrap_or_default()));
            part.pass_over()
        }),
        "sheets" => children(part, |name, tag, part| {
            if name != "sheet" {
                return part.pass_over();
            }
            listed.push(Listed {
                name: value(tag, "name").unwrap_or_default(),
                id: value(tag, "id").unwrap_or_default(),
                hidden: value(tag, "state").is_some_and(|state| state != "visible"),
            });
            part.pass_over()
        }),
        _ => part.pass_over(),
    })?;
    Ok((listed, opens_at.unwrap_or_default()))
}

/// What belongs to a sheet in parts of its own: its tables by the relationships that it names.
fn beside(
    packed: &mut Packed<'_, '_>,
    (path, tables): (&str, &[String]),
    styles: &Styles,
    sheet: &mut SheetFacts,
) -> Result<(), Refusal> {
    for related in relations(&mut packed.opened.parts, path)? {
        let part = Some(related.path);
        match related.kind.as_str() {
            "table" if tables.contains(&related.id) => {
                sheet.tables.extend(packed.optional(part, |xml| beside::table(xml, styles))?.flatten())
            }
            "drawing" => sheet.shapes.extend(packed.optional(part, beside::drawing)?.unwrap_or_default()),
            "comments" => sheet.comments += packed.optional(part, sheet::comments)?.unwrap_or_default(),
            "ctrlprop" | "control" => sheet.shapes.push(ShapeFacts::plain(ShapeKind::Control)),
            // Behind the cells.
            "image" => sheet.shapes.push(ShapeFacts::plain(ShapeKind::Picture)),
            _ => {}
        }
        packed.most_tables(sheet.tables.len())?;
    }
    sheet.tables.sort_by_key(|t| t.area);
    Ok(())
}

/// What the document says of itself.
fn information(packed: &mut Packed<'_, '_>, facts: &mut WorkbookFacts) -> Result<(), Refusal> {
    for related in relations(&mut packed.opened.parts, "")? {
        match related.kind.as_str() {
            "core-properties" => {
                (facts.title, facts.language) = packed.optional(Some(related.path), core)?.unwrap_or_default();
            }
            "custom-properties" if facts.language.is_empty() => {
                facts.language = packed.optional(Some(related.path), custom_language)?.unwrap_or_default();
            }
            "extensibility" => {
                let bar = packed.optional(Some(related.path), toolbar)?;
                facts.toolbar |= bar.unwrap_or_default();
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a part about the ribbon puts anything on it.
fn toolbar(xml: &[u8]) -> Read<bool> {
    let (mut any, mut part) = (false, XmlPart::new(xml));
    root(&mut part)?;
    within(&mut part, |name, _| any |= matches!(name, "button" | "tab" | "group" | "menu"))?;
    Ok(any)
}
