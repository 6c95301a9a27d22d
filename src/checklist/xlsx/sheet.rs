//! A sheet of an .xlsx, cell by cell.

use super::colours::Theme;
use super::styles::Styles;
use super::texts::{plain, text};
use crate::checklist::area::{Area, COLUMNS, ROWS};
use crate::checklist::facts::{CellFacts, CellText, ConditionalLook, Holds, SheetFacts, TextStore};
use crate::checklist::xml::{Read, children, number, root, value, within, yes};
use crate::ingest::{Malformed, XmlPart};
use crate::text::words::clean;
use quick_xml::events::BytesStart;

/// What reading a sheet needs of its workbook.
pub(super) struct Book<'b> {
    pub theme: &'b Theme,
    pub styles: &'b Styles,
    /// The number in the store of each shared text.
    pub shared: &'b [u32],
    pub store: &'b mut TextStore,
    /// Cells that may still be held; nothing once there were more.
    pub room: Option<u64>,
}

/// Reads the part into the facts of its sheet; gives the relationships by which it names its tables.
pub(super) fn read(xml: &[u8], book: &mut Book<'_>, sheet: &mut SheetFacts) -> Read<Vec<String>> {
    let mut part = XmlPart::new(xml);
    let tag = root(&mut part)?;
    let name = tag.local_name();
    let name: &str = name.as_ref();
    if name == "chartsheet" {
        sheet.chart = true;
        return Ok(vec![]);
    }
    let mut tables = vec![];
    sheet.usual_width = book.points(8.43 + 0.71);
    children(&mut part, |name, tag, part| match name {
        "sheetViews" => children(part, |_, tag, part| view(tag, part, sheet)),
        "sheetFormatPr" => {
            if let Some(width) = number(tag, "defaultColWidth") {
                sheet.usual_width = book.points(width);
            }
            if yes(tag, "zeroHeight") {
                sheet.hidden_rows.push((ROWS - 1, ROWS - 1));
            }
            part.pass_over()
        }
        "cols" => children(part, |_, tag, part| {
            column(tag, book, sheet);
            part.pass_over()
        }),
        "sheetData" => {
            let mut next = 0;
            children(part, |_, tag, part| row(tag, part, book, sheet, &mut next))
        }
        "autoFilter" => {
            sheet.filters.extend(value(tag, "ref").as_deref().and_then(Area::parse));
            part.pass_over()
        }
        "mergeCells" => children(part, |_, tag, part| {
            sheet.merges.extend(value(tag, "ref").as_deref().and_then(Area::parse));
            part.pass_over()
        }),
        "conditionalFormatting" => {
            let place = value(tag, "sqref").unwrap_or_default();
            children(part, |_, tag, part| {
                sheet.conditional.extend(looks(tag, book.styles).map(|look| (place.clone(), look)));
                part.pass_over()
            })
        }
        "hyperlinks" => children(part, |_, tag, part| {
            if let Some(area) = value(tag, "ref").as_deref().and_then(Area::parse) {
                sheet.links.insert((area.rows.0, area.columns.0));
            }
            part.pass_over()
        }),
        "headerFooter" => children(part, |_, _, part| {
            let words = plain(part)?;
            if !clean(&words).is_empty() && !sheet.page_texts.contains(&words) {
                sheet.page_texts.push(words);
            }
            Ok(())
        }),
        "tableParts" => children(part, |_, tag, part| {
            tables.extend(value(tag, "id"));
            part.pass_over()
        }),
        "legacyDrawingHF" => {
            sheet.page_texts.push("a picture".into());
            part.pass_over()
        }
        _ => part.pass_over(),
    })?;
    sheet.cells.sort_by_key(|c| (c.row, c.column));
    sheet.widths.sort_by_key(|(first, ..)| *first);
    Ok(tables)
}

impl Book<'_> {
    /// A width in characters of the usual font, in points.
    fn points(&self, characters: f64) -> f64 {
        characters * 0.5 * self.styles.cells.first().map_or(11.0, |usual| usual.size)
    }

    fn fill(&self, style: u32) -> bool {
        let style = self.styles.cells.get(style as usize);
        style.is_some_and(|s| s.fill.as_deref().is_some_and(|fill| fill != "#FFFFFF"))
    }

    /// Takes room for one more cell.
    fn hold(&mut self) -> Read<()> {
        self.room = self.room.and_then(|room| room.checked_sub(1));
        self.room.map(|_| ()).ok_or(Malformed)
    }
}

fn view(tag: &BytesStart<'_>, part: &mut XmlPart<'_>, sheet: &mut SheetFacts) -> Read<()> {
    let place = |tag: &BytesStart<'_>, name| {
        let area = value(tag, name).as_deref().and_then(|text| Area::parse(text.split(' ').next()?));
        area.map(|a| (a.rows.0, a.columns.0))
    };
    sheet.first_in_sight = place(tag, "topLeftCell").unwrap_or_default();
    let mut active = String::from("topLeft");
    children(part, |name, tag, part| {
        match name {
            "pane" => {
                sheet.frozen |= value(tag, "state").is_some_and(|state| state.starts_with("frozen"));
                active = value(tag, "activePane").unwrap_or_else(|| "topLeft".into());
            }
            "selection" if value(tag, "pane").is_none_or(|pane| pane == active) => {
                sheet.cursor = place(tag, "activeCell").unwrap_or_default();
            }
            _ => {}
        }
        part.pass_over()
    })
}

fn column(tag: &BytesStart<'_>, book: &Book<'_>, sheet: &mut SheetFacts) {
    let edge = |name| number::<u32>(tag, name).and_then(|n| n.checked_sub(1)).filter(|n| *n < COLUMNS);
    let Some((first, last)) = edge("min").zip(edge("max")) else { return };
    let width: Option<f64> = number(tag, "width");
    if yes(tag, "hidden") || width == Some(0.0) {
        sheet.hidden_columns.push((first, last));
    }
    sheet.widths.extend(width.map(|width| (first, last, book.points(width))));
    if let Some(style) = number(tag, "style").filter(|style| book.fill(*style)) {
        sheet.filled_blanks.push((Area::of((0, ROWS - 1), (first, last)), style));
    }
}

fn row(
    tag: &BytesStart<'_>,
    part: &mut XmlPart<'_>,
    book: &mut Book<'_>,
    sheet: &mut SheetFacts,
    next: &mut u32,
) -> Read<()> {
    let row = number::<u32>(tag, "r").and_then(|n| n.checked_sub(1)).unwrap_or(*next);
    if row >= ROWS {
        return Err(Malformed);
    }
    *next = row + 1;
    if yes(tag, "hidden") || number(tag, "ht") == Some(0.0) {
        match sheet.hidden_rows.last_mut() {
            Some(last) if last.1 + 1 == row => last.1 = row,
            _ => sheet.hidden_rows.push((row, row)),
        }
    }
    if let Some(style) = number(tag, "s").filter(|style| yes(tag, "customFormat") && book.fill(*style)) {
        sheet.filled_blanks.push((Area::of((row, row), (0, COLUMNS - 1)), style));
    }
    let mut column = 0;
    children(part, |name, tag, part| {
        if name != "c" {
            return part.pass_over();
        }
        let place = value(tag, "r").as_deref().and_then(Area::parse);
        column = place.map_or(column, |a| a.columns.0);
        let at = (row, column);
        let holds = cell(tag, part, book, (sheet, at))?;
        keep(number(tag, "s").unwrap_or_default(), at, holds, book, sheet)?;
        column = (column + 1).min(COLUMNS - 1);
        Ok(())
    })
}

fn keep(
    style: u32,
    (row, column): (u32, u32),
    holds: Option<Holds>,
    book: &mut Book<'_>,
    sheet: &mut SheetFacts,
) -> Read<()> {
    if let Some(holds) = holds {
        book.hold()?;
        sheet.cells.push(CellFacts { row, column, holds, style });
    } else if book.fill(style) {
        match sheet.filled_blanks.last_mut() {
            Some((last, s)) if *s == style && last.rows == (row, row) && last.columns.1 + 1 == column => {
                last.columns.1 = column;
            }
            _ => {
                book.hold()?;
                sheet.filled_blanks.push((Area::of((row, row), (column, column)), style));
            }
        }
    }
    Ok(())
}

/// What a cell holds; nothing where a person sees nothing.
fn cell(
    tag: &BytesStart<'_>,
    part: &mut XmlPart<'_>,
    book: &mut Book<'_>,
    (sheet, at): (&mut SheetFacts, (u32, u32)),
) -> Read<Option<Holds>> {
    let (mut raw, mut own) = (None, None);
    children(part, |name, _, part| match name {
        "v" => plain(part).map(|words| raw = Some(words)),
        "is" => text(part, book.theme).map(|text| own = Some(text)),
        "f" => {
            if plain(part)?.trim_start().to_ascii_uppercase().starts_with("HYPERLINK(") {
                sheet.links.insert(at);
            }
            Ok(())
        }
        _ => part.pass_over(),
    })?;
    let words = |book: &mut Book<'_>, text: CellText| {
        (!clean(&text.text).is_empty()).then(|| Holds::Text(book.store.keep(text)))
    };
    let kind = value(tag, "t");
    Ok(match (kind.as_deref(), own, raw) {
        (_, Some(text), _) => words(book, text),
        (_, None, None) => None,
        (Some("s"), _, Some(raw)) => {
            let number = raw.trim().parse::<usize>().ok().and_then(|n| book.shared.get(n)).copied();
            let number = number.ok_or(Malformed)?;
            let blank = clean(&book.store.texts[number as usize].text).is_empty();
            (!blank).then_some(Holds::Text(number))
        }
        (Some("str" | "inlineStr"), _, Some(raw)) => words(book, CellText { text: raw, ..CellText::default() }),
        (Some("b" | "e" | "d"), ..) => Some(Holds::Other),
        (_, _, Some(raw)) => Some(raw.trim().parse().map_or(Holds::Other, Holds::Number)),
    })
}

/// What a rule changes about its cells.
fn looks(rule: &BytesStart<'_>, styles: &Styles) -> impl Iterator<Item = ConditionalLook> {
    let picture = matches!(value(rule, "type").as_deref(), Some("colorScale" | "dataBar" | "iconSet"));
    let (fills, inks) =
        number::<usize>(rule, "dxfId").and_then(|n| styles.conditional.get(n)).copied().unwrap_or_default();
    let all = [(picture, ConditionalLook::Picture), (fills, ConditionalLook::Fill), (inks, ConditionalLook::Ink)];
    all.into_iter().filter(|(is, _)| *is).map(|(_, look)| look)
}

/// How many notes a part of notes has.
pub(super) fn comments(xml: &[u8]) -> Read<usize> {
    let (mut count, mut part) = (0, XmlPart::new(xml));
    root(&mut part)?;
    within(&mut part, |name, _| count += usize::from(name == "comment"))?;
    Ok(count)
}
