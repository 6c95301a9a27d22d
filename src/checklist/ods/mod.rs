//! The facts of an .ods, part by part.

mod styles;
mod text;
mod database;
mod table;
mod view;

use super::document::meta;
use super::facts::{SheetFacts, TextStore, WorkbookFacts};
use super::packed::{Packed, read_as};
use super::xml::{Read, children, root};
use crate::ingest::{Refusal, XmlPart};
use database::Marked;
use styles::Styles;
use table::Book;

const CONTENTS: &str = "content.xml";

/// Reads the workbook.
pub(super) fn read(packed: &mut Packed<'_, '_>) -> Result<WorkbookFacts, Refusal> {
    let mut styles = packed.optional(Some("styles.xml".into()), all_styles)?.unwrap_or_default();
    let (mut store, xml) = (TextStore::default(), packed.part(CONTENTS)?);
    let mut book = Book { styles: &mut styles, store: &mut store, room: Some(packed.most()) };
    let read = contents(&xml, &mut book);
    if book.room.is_none() {
        return Err(packed.too_many());
    }
    let (sheets, marked) = read_as(CONTENTS, &xml, |_| read)?;
    let mut facts = WorkbookFacts { sheets, ..WorkbookFacts::default() };
    for Marked { sheet, named, table } in marked {
        let Some(sheet) = facts.sheets.iter_mut().find(|s| s.name == sheet) else { continue };
        match named {
            true => sheet.tables.push(table),
            false if table.filter => sheet.filters.push(table.area),
            false => {}
        }
        packed.most_tables(sheet.tables.len())?;
    }
    facts.sheets.iter_mut().for_each(|s| s.tables.sort_by_key(|t| t.area));
    (facts.title, facts.language) = packed.optional(Some("meta.xml".into()), meta)?.unwrap_or_default();
    if facts.language.is_empty() {
        facts.language.clone_from(&styles.language);
    }
    packed.optional(Some("settings.xml".into()), |xml| view::take(xml, &mut facts))?;
    let names = &packed.opened.parts.names;
    facts.macros = names.iter().any(|n| is_macro(n));
    facts.toolbar = names.iter().any(|n| n.starts_with("configurations2/toolbar/") && n.ends_with(".xml"));
    (facts.texts, facts.styles) = (store.texts, styles.known);
    Ok(facts)
}

/// A module; the lists of an empty library are written by some programs without any.
fn is_macro(name: &str) -> bool {
    let list = ["script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"];
    let module = name.starts_with("basic/") && name.ends_with(".xml") && !list.iter().any(|l| name.ends_with(l));
    module || (name.starts_with("scripts/") && !name.ends_with('/'))
}

fn all_styles(xml: &[u8]) -> Read<Styles> {
    let (mut styles, mut part) = (Styles::default(), XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "styles" | "automatic-styles" | "master-styles" => styles.take(part),
        _ => part.pass_over(),
    })?;
    Ok(styles)
}

fn contents(xml: &[u8], book: &mut Book<'_>) -> Read<(Vec<SheetFacts>, Vec<Marked>)> {
    let (mut sheets, mut marked, mut part) = (vec![], vec![], XmlPart::new(xml));
    root(&mut part)?;
    children(&mut part, |name, _, part| match name {
        "automatic-styles" => book.styles.take(part),
        "body" => children(part, |_, _, part| {
            children(part, |name, tag, part| match name {
                "table" => table::read(tag, part, book).map(|sheet| sheets.push(sheet)),
                "database-ranges" => database::ranges(part).map(|ranges| marked.extend(ranges)),
                _ => part.pass_over(),
            })
        }),
        _ => part.pass_over(),
    })?;
    Ok((sheets, marked))
}
