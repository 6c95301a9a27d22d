//! The content of an OpenDocument workbook with the cells of its loose sheets moved together: each cell as it was
//! written, without the empty ones between.

use super::{Extent, Packed, Packing, is_to_be_packed};
use crate::catalogue::F004;
use crate::fit::fit;
use crate::ingest::preflight::refusal::{Refusal, damaged};
use crate::settings::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// What a content is made of, as far as its cells go.
enum Part {
    /// A sheet begins before this.
    Begin(usize),
    /// Rows that are all the same, with their filled cells.
    Rows(Range<u32>, Vec<FilledCell>),
    /// Its closing tag begins here.
    End(usize),
}

/// A cell with something in it, as often as it is repeated.
struct FilledCell {
    columns: Range<u32>,
    /// Its place in the XML.
    at: Range<usize>,
}

/// The content with the cells of its loose sheets moved together. `None` where nothing lies far apart.
///
/// # Errors
/// What has too many cells is refused, and what lies far apart and is not whole.
pub(in crate::ingest::preflight) fn pack(xml: &[u8], limits: &Limits) -> Result<Option<Packed>, Refusal> {
    let mut extents: Vec<Extent> = Vec::new();
    // Where the content breaks off the parser will stop too: what stands before was measured.
    let _ = each_part(xml, |part| {
        match (part, extents.last_mut()) {
            (Part::Begin(_), _) => extents.push(Extent::default()),
            (Part::Rows(rows, cells), Some(extent)) => {
                cells.into_iter().for_each(|cell| extent.cover(rows.clone(), cell.columns));
            }
            _ => {}
        }
        Ok(())
    });
    if !is_to_be_packed(&extents, limits)? {
        return Ok(None);
    }
    let (mut bytes, mut copied) = (Vec::with_capacity(xml.len()), 0);
    let (mut packings, mut open) = (Vec::<Packing>::new(), false);
    each_part(xml, |part| {
        let loose = |n: usize| extents.get(n).is_some_and(Extent::is_loose);
        match part {
            Part::Begin(after) => {
                if loose(packings.len()) {
                    bytes.extend_from_slice(&xml[copied..after]);
                }
                packings.push(Packing::default());
            }
            Part::Rows(rows, cells) if loose(packings.len() - 1) && !cells.is_empty() => {
                let Some(packing) = packings.last_mut() else { return Ok(()) };
                for row in rows {
                    if packing.push_row(row, cells.iter().flat_map(|cell| cell.columns.clone()), COLUMNS as usize) {
                        bytes.extend_from_slice(if open { END_AND_ROW } else { ROW });
                        open = true;
                    }
                    cells.iter().for_each(|cell| bytes.extend_from_slice(&xml[cell.at.clone()]));
                    if bytes.len() as u64 > limits.entry_mb << 20 {
                        let expected = format!("no more than {} MB of text in all cells", limits.entry_mb);
                        return Err(Refusal::new(&F004, expected, "more"));
                    }
                }
            }
            Part::End(from) if loose(packings.len() - 1) => {
                if std::mem::take(&mut open) {
                    bytes.extend_from_slice(END);
                }
                copied = from;
            }
            Part::Rows(..) | Part::End(_) => {}
        }
        Ok(())
    })?;
    bytes.extend_from_slice(&xml[copied..]);
    Ok(Some(Packed { bytes, packings }))
}

const ROW: &[u8] = b"<table:table-row>";
const END: &[u8] = b"</table:table-row>";
const END_AND_ROW: &[u8] = b"</table:table-row><table:table-row>";

/// Goes through the sheets that the parser sees: those with a name, and not what is drawn in a cell.
fn each_part(xml: &[u8], mut each: impl FnMut(Part) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut reader = reader(xml);
    let (mut inside, mut next_row) = (false, 0);
    loop {
        let from = position(&reader);
        match reader.read_event().map_err(|_| breaks_off())? {
            Event::Start(tag) if name(&tag) == "table:table" && !inside && attribute(&tag, "table:name").is_some() => {
                (inside, next_row) = (true, 0);
                each(Part::Begin(position(&reader)))?;
            }
            Event::Empty(tag) if name(&tag) == "table:table" && !inside && attribute(&tag, "table:name").is_some() => {
                each(Part::Begin(position(&reader)))?;
                each(Part::End(position(&reader)))?;
            }
            Event::End(tag) if tag.name().as_ref() == "table:table" && inside => {
                inside = false;
                each(Part::End(from))?;
            }
            Event::Start(tag) if name(&tag) == "table:table-row" && inside => {
                let rows = repeated(&tag, "table:number-rows-repeated", next_row, ROWS);
                next_row = rows.end;
                each(Part::Rows(rows, filled_cells(&mut reader)?))?;
            }
            Event::Empty(tag) if name(&tag) == "table:table-row" && inside => {
                next_row = repeated(&tag, "table:number-rows-repeated", next_row, ROWS).end;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The filled cells of a row, to its end.
fn filled_cells(reader: &mut Reader<&[u8]>) -> Result<Vec<FilledCell>, Refusal> {
    let (mut out, mut column) = (Vec::new(), 0);
    loop {
        let from = position(reader);
        let (columns, filled) = match reader.read_event().map_err(|_| breaks_off())? {
            Event::Start(tag) if is_cell(name(&tag)) => {
                let found = look_at(&tag, column)?;
                to_the_end_of_the_cell(reader)?;
                found
            }
            Event::Empty(tag) if is_cell(name(&tag)) => look_at(&tag, column)?,
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(out),
            Event::Eof => return Err(breaks_off()),
            _ => continue,
        };
        column = columns.end;
        if filled && !columns.is_empty() {
            out.push(FilledCell { columns, at: from..position(reader) });
        }
    }
}

/// The columns of a cell, and whether anything stands in it that the parser would take for a value.
fn look_at(tag: &BytesStart<'_>, column: u32) -> Result<(Range<u32>, bool), Refusal> {
    const REPEATED: &str = "table:number-columns-repeated";
    let filled = tag.attributes().flatten().any(|a| {
        let key: &str = a.key.as_ref();
        key.starts_with("office:") || key == "table:formula"
    });
    let columns = repeated(tag, REPEATED, column, COLUMNS);
    let asked = repeated(tag, REPEATED, 0, u32::MAX).end;
    // The parser would cut it off, and in a packed row it would not know where.
    if filled && asked > columns.end - columns.start {
        return Err(damaged("cells beyond the last column"));
    }
    Ok((columns, filled))
}

/// A cell may hold a drawing with cells of its own.
fn to_the_end_of_the_cell(reader: &mut Reader<&[u8]>) -> Result<(), Refusal> {
    let mut depth = 1;
    while depth > 0 {
        match reader.read_event().map_err(|_| breaks_off())? {
            Event::Start(tag) if is_cell(name(&tag)) => depth += 1,
            Event::End(tag) if is_cell(tag.name().as_ref()) => depth -= 1,
            Event::Eof => return Err(breaks_off()),
            _ => {}
        }
    }
    Ok(())
}

/// Tags need not match, as for the parser.
fn reader(xml: &[u8]) -> Reader<&[u8]> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    reader
}

fn position(reader: &Reader<&[u8]>) -> usize {
    fit::<usize>(reader.buffer_position())
}

fn name<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    tag.name().into_inner()
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<std::borrow::Cow<'t, str>> {
    tag.attributes().flatten().find(|a| a.key.as_ref() == name).map(|a| a.value)
}

/// From the next place on, as often as the attribute says and as there is room.
fn repeated(tag: &BytesStart<'_>, name: &str, next: u32, most: u32) -> Range<u32> {
    let times = attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1_u32);
    next..next + times.min(most - next)
}

fn breaks_off() -> Refusal {
    damaged("its sheets break off")
}
