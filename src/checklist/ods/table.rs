//! A sheet of an .ods, cell by cell.

use super::styles::{Styles, repeats};
use super::text;
use crate::checklist::area::{Area, COLUMNS, ROWS};
use crate::checklist::facts::{CellFacts, CellText, ConditionalLook, Holds, SheetFacts, TextStore};
use crate::checklist::xml::{Read, value, within};
use crate::ingest::{Malformed, Next, XmlPart, attribute};
use crate::text::words::clean;
use quick_xml::events::BytesStart;

/// What reading a sheet needs of its workbook.
pub(super) struct Book<'b> {
    pub styles: &'b mut Styles,
    pub store: &'b mut TextStore,
    /// Cells that may still be held; nothing once there were more.
    pub room: Option<u64>,
}

/// The place that comes next, and what the columns say of their cells.
#[derive(Default)]
struct Progress {
    row: u32,
    column: u32,
    columns: Vec<(u32, u32, String)>,
}

impl Progress {
    /// The style that a column gives its cells.
    fn style(&self, column: u32) -> Option<&str> {
        let next = self.columns.get(self.columns.partition_point(|(_, last, _)| *last < column))?;
        (next.0 <= column).then_some(next.2.as_str())
    }
}

/// Reads a sheet, whose element began last.
pub(super) fn read(tag: &BytesStart<'_>, part: &mut XmlPart<'_>, book: &mut Book<'_>) -> Read<SheetFacts> {
    let style = value(tag, "style-name").unwrap_or_default();
    let said = book.styles.said("table", &style);
    let page = said.and_then(|s| s.page.clone()).unwrap_or_else(|| "Default".into());
    let mut sheet = SheetFacts {
        name: value(tag, "name").unwrap_or_default(),
        hidden: said.is_some_and(|s| s.hidden) || value(tag, "display").as_deref() == Some("false"),
        page_texts: book.styles.pages.get(&page).cloned().unwrap_or_default(),
        // What LibreOffice gives a column that says nothing: 2.26 cm.
        usual_width: 64.0,
        ..SheetFacts::default()
    };
    let (mut at, mut depth) = (Progress::default(), 1_usize);
    while depth > 0 {
        match part.next()? {
            Next::Start(tag) => match tag.name().as_ref() {
                "table:table-column" => {
                    column(&tag, book, &mut sheet, &mut at);
                    part.pass_over()?;
                }
                "table:table-row" => row(&tag, part, book, &mut sheet, &mut at)?,
                "table:table-columns"
                | "table:table-column-group"
                | "table:table-header-columns"
                | "table:table-rows"
                | "table:table-row-group"
                | "table:table-header-rows"
                | "table:shapes" => depth += 1,
                "calcext:conditional-formats" => conditional(part, book.styles, &mut sheet)?,
                name if name.starts_with("draw:") => sheet.shapes.extend(text::shape(name, part)?),
                _ => part.pass_over()?,
            },
            Next::End => depth -= 1,
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    Ok(sheet)
}

fn is_collapsed(tag: &BytesStart<'_>) -> bool {
    matches!(value(tag, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn column(tag: &BytesStart<'_>, book: &Book<'_>, sheet: &mut SheetFacts, at: &mut Progress) {
    if at.column >= COLUMNS {
        return;
    }
    let first = at.column;
    at.column += repeats(tag, "number-columns-repeated", COLUMNS - first);
    let last = at.column - 1;
    let width = value(tag, "style-name").and_then(|style| book.styles.said("table-column", &style)?.width);
    if is_collapsed(tag) || width == Some(0.0) {
        sheet.hidden_columns.push((first, last));
    }
    sheet.widths.extend(width.map(|width| (first, last, width)));
    at.columns.extend(value(tag, "default-cell-style-name").map(|style| (first, last, style)));
}

fn row(
    tag: &BytesStart<'_>,
    part: &mut XmlPart<'_>,
    book: &mut Book<'_>,
    sheet: &mut SheetFacts,
    at: &mut Progress,
) -> Read<()> {
    let first = at.row;
    if first >= ROWS {
        return Err(Malformed);
    }
    let last = first + repeats(tag, "number-rows-repeated", ROWS - first) - 1;
    at.row = last + 1;
    if is_collapsed(tag) {
        sheet.hidden_rows.push((first, last));
    }
    let (from, style) = (sheet.cells.len(), value(tag, "default-cell-style-name"));
    let mut column = 0;
    loop {
        match part.next()? {
            Next::Start(tag) => match tag.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => {
                    if column >= COLUMNS {
                        return Err(Malformed);
                    }
                    let columns = (column, column + repeats(&tag, "number-columns-repeated", COLUMNS - column) - 1);
                    let usual = style.as_deref().or_else(|| at.style(columns.0)).unwrap_or("Default");
                    cell(&tag, part, book, sheet, (Area::of((first, last), columns), usual))?;
                    column = columns.1 + 1;
                }
                _ => part.pass_over()?,
            },
            Next::End => break,
            Next::Text(_) => {}
            Next::Over => return Err(Malformed),
        }
    }
    let once: Vec<CellFacts> = sheet.cells[from..].to_vec();
    for row in first + 1..=last {
        if once.is_empty() {
            break;
        }
        for cell in &once {
            book.hold()?;
            sheet.cells.push(CellFacts { row, ..*cell });
        }
    }
    Ok(())
}

impl Book<'_> {
    /// Takes room for one more cell.
    fn hold(&mut self) -> Read<()> {
        self.room = self.room.and_then(|room| room.checked_sub(1));
        self.room.map(|_| ()).ok_or(Malformed)
    }
}

/// Reads a cell, which may stand for several, into its first row; with the style that it has where it names none.
fn cell(
    tag: &BytesStart<'_>,
    part: &mut XmlPart<'_>,
    book: &mut Book<'_>,
    sheet: &mut SheetFacts,
    (area, usual): (Area, &str),
) -> Read<()> {
    let (row, first) = (area.rows.0, area.columns.0);
    let words = text::read(part, book.styles)?;
    let at = |shape| crate::checklist::facts::ShapeFacts { at: Some((row, first)), ..shape };
    sheet.shapes.extend(words.shapes.into_iter().map(at));
    sheet.comments += words.comments;
    if words.nested {
        sheet.nested.push(Area::of((row, row), (first, first)));
    }
    let spans = |name| value(tag, name).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).max(1) - 1;
    let (right, down) = (spans("number-columns-spanned"), spans("number-rows-spanned"));
    if right + down > 0 {
        let rows = (row, row.saturating_add(down).min(ROWS - 1));
        sheet.merges.push(Area::of(rows, (first, first.saturating_add(right).min(COLUMNS - 1))));
    }
    let formula = attribute(tag, "table:formula").unwrap_or_default();
    if words.link || formula.to_ascii_uppercase().contains("=HYPERLINK(") {
        sheet.links.insert((row, first));
    }
    let own = value(tag, "style-name");
    let name = own.as_deref().unwrap_or(usual);
    let style = book.styles.number(name);
    match holds(tag, words.text, book.store) {
        Some(holds) => {
            for column in first..=area.columns.1 {
                book.hold()?;
                sheet.cells.push(CellFacts { row, column, holds, style });
            }
            for look in book.styles.maps(name).iter().flat_map(|map| looks(book.styles.conditional(map))) {
                let place = (area.to_string(), look);
                if !sheet.conditional.contains(&place) && sheet.conditional.len() < 100 {
                    sheet.conditional.push(place);
                }
            }
        }
        None => {
            let fill = book.styles.known[style as usize].fill.as_deref();
            if fill.is_some_and(|fill| fill != "#FFFFFF") {
                book.hold()?;
                sheet.filled_blanks.push((area, style));
            }
        }
    }
    Ok(())
}

/// What a cell holds; nothing where a person sees nothing.
fn holds(tag: &BytesStart<'_>, text: CellText, store: &mut TextStore) -> Option<Holds> {
    let kind = attribute(tag, "office:value-type");
    match kind.as_deref() {
        Some("float" | "percentage" | "currency")
            if attribute(tag, "calcext:value-type").as_deref() != Some("error") =>
        {
            let number = attribute(tag, "office:value").and_then(|n| n.trim().parse().ok());
            Some(number.map_or(Holds::Other, Holds::Number))
        }
        Some("date" | "time" | "boolean" | "float" | "percentage" | "currency") => Some(Holds::Other),
        _ => {
            let given = attribute(tag, "office:string-value").filter(|_| clean(&text.text).is_empty());
            let text = given.map_or(text, |given| CellText { text: given.into_owned(), ..CellText::default() });
            (!clean(&text.text).is_empty()).then(|| Holds::Text(store.keep(text)))
        }
    }
}

fn looks((fills, inks): (bool, bool)) -> impl Iterator<Item = ConditionalLook> {
    let all = [(fills, ConditionalLook::Fill), (inks, ConditionalLook::Ink)];
    all.into_iter().filter(|(is, _)| *is).map(|(_, look)| look)
}

/// Formats that depend on values, as LibreOffice writes them beside the cells.
fn conditional(part: &mut XmlPart<'_>, styles: &Styles, sheet: &mut SheetFacts) -> Read<()> {
    let mut place = String::new();
    within(part, |name, tag| match name {
        "conditional-format" => {
            let target = value(tag, "target-range-address").unwrap_or_default();
            let ranges = target.split(' ').filter_map(|range| super::database::area(range).map(|(_, area)| area));
            place = ranges.map(|area| area.to_string()).collect::<Vec<_>>().join(" ");
        }
        "color-scale" | "data-bar" | "icon-set" => sheet.conditional.push((place.clone(), ConditionalLook::Picture)),
        "condition" => {
            let style = value(tag, "apply-style-name").unwrap_or_default();
            sheet.conditional.extend(looks(styles.conditional(&style)).map(|look| (place.clone(), look)));
        }
        _ => {}
    })
}
