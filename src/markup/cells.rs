//! One sheet: marked cells get another style number, blank ones that are not there are put in their places, and nothing
//! else is touched.

use super::styles::StylesPart;
use super::xml::{Edit, Edits, MarkingRefusal, Tag, TagKind, Tags};
use crate::catalogue::Severity;
use crate::fit::fit;
use crate::reading::CellRef;
use std::collections::BTreeMap;
use std::iter::Peekable;

/// What is done to a sheet.
pub(super) struct SheetMarking<'m> {
    pub marks: &'m BTreeMap<CellRef, Severity>,
    /// Take off the marks of an earlier copy.
    pub unmark: bool,
    /// Another sheet is shown when the workbook opens.
    pub deselect: bool,
}

/// A sheet that was gone through.
pub(super) struct EditedSheet {
    pub edits: Edits,
    pub grid: CellSizes,
    /// Id of the drawing that holds its notes.
    pub drawing: Option<String>,
    /// Where the reference to one goes, and the prefix of the sheet's own elements.
    pub drawing_goes: usize,
    pub prefix: String,
    pub namespace: String,
    /// The prefix, with its colon, of references.
    pub references: Option<String>,
}

/// Sizes in pixels, so that a note can be laid beside its cell.
#[derive(Debug, Default, Clone)]
pub(super) struct CellSizes {
    columns: Vec<(u32, u32, u32)>,
    rows: BTreeMap<u32, u32>,
    column: Option<u32>,
    row: Option<u32>,
}

impl CellSizes {
    pub fn width(&self, col: u32) -> u32 {
        let own = self.columns.iter().find(|(a, b, _)| (*a..=*b).contains(&col));
        own.map_or(self.column.unwrap_or(64), |(.., px)| *px)
    }

    pub fn height(&self, row: u32) -> u32 {
        self.rows.get(&row).copied().unwrap_or(self.row.unwrap_or(20))
    }
}

/// What follows the reference to a drawing of notes in the order of the format.
const AFTER_DRAWING: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Goes through a sheet once.
pub(super) fn edit(xml: &str, wanted: &SheetMarking<'_>, styles: &mut StylesPart<'_>) -> Edit<EditedSheet> {
    let mut tags = Tags::new(xml);
    let root = tags.next()?.filter(|t| t.kind == TagKind::Open).ok_or_else(unfit)?;
    let namespace = root.raw(format!("xmlns:{}", root.prefix()).trim_end_matches(':')).unwrap_or_default().to_owned();
    let references = root.prefix_of(&namespace.replace("spreadsheetml/main", "officeDocument/relationships"));
    let references = references.or_else(|| root.prefix_of(TRANSITIONAL)).map(|p| format!("{p}:"));
    let mut out = EditedSheet {
        edits: Edits::default(),
        grid: CellSizes::default(),
        drawing: None,
        drawing_goes: 0,
        prefix: root.prefix().to_owned(),
        namespace,
        references,
    };
    let mut rows = MarkedRows {
        marks: wanted.marks.iter().peekable(),
        prefix: root.prefix(),
        unmark: wanted.unmark,
        styles,
        columns: vec![],
        last: None,
        done: false,
    };
    while let Some(tag) = tags.next()? {
        if tag.depth == 0 {
            out.drawing_goes = if out.drawing_goes == 0 { tag.at.start } else { out.drawing_goes };
            continue;
        }
        if tag.kind == TagKind::Close {
            continue;
        }
        match (tag.depth, tag.local()) {
            (2, "sheetView") if wanted.deselect && tag.truth("tabSelected") => out.edits.set(&tag, "tabSelected", "0"),
            (1, "sheetFormatPr") => {
                out.grid.column = decimal(&tag, "defaultColWidth").map(column_pixels);
                out.grid.row = decimal(&tag, "defaultRowHeight").map(row_pixels);
            }
            (2, "col") => {
                if let (Some(a), Some(b)) = (tag.number("min"), tag.number("max")) {
                    let (a, b) = (a.saturating_sub(1), b.saturating_sub(1));
                    rows.columns.push((a, b, tag.number("style").unwrap_or_default() as usize));
                    let width = if tag.truth("hidden") { Some(0.0) } else { decimal(&tag, "width") };
                    out.grid.columns.extend(width.map(|w| (a, b, column_pixels(w))));
                }
            }
            (1, "sheetData") if !rows.done => rows.edit(&mut tags, &tag, &mut out)?,
            (1, "sheetData") => return Err(unfit()),
            (1, "legacyDrawing") => out.drawing = tag.prefixed("id"),
            (1, name) if out.drawing_goes == 0 && AFTER_DRAWING.contains(&name) => out.drawing_goes = tag.at.start,
            _ => {}
        }
    }
    if !rows.done && !wanted.marks.is_empty() {
        return Err(unfit());
    }
    Ok(out)
}

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn unfit() -> MarkingRefusal {
    MarkingRefusal::new("a sheet of it is not laid out as it should be")
}

fn decimal(tag: &Tag<'_>, key: &str) -> Option<f64> {
    tag.raw(key)?.parse().ok().filter(|n: &f64| (0.0..1e5).contains(n))
}

fn column_pixels(width: f64) -> u32 {
    if width == 0.0 { 0 } else { fit::<u32>(width * 7.0 + 5.0) }
}

fn row_pixels(points: f64) -> u32 {
    fit::<u32>(points * 4.0 / 3.0)
}

/// The rows of a sheet while they are gone through, with the marks that are still to be placed.
struct MarkedRows<'m, 's, 'l, 'x, I: Iterator<Item = (&'m CellRef, &'m Severity)>> {
    marks: Peekable<I>,
    prefix: &'x str,
    unmark: bool,
    styles: &'s mut StylesPart<'l>,
    /// First, last, style.
    columns: Vec<(u32, u32, usize)>,
    last: Option<u32>,
    done: bool,
}

impl<'m, I: Iterator<Item = (&'m CellRef, &'m Severity)>> MarkedRows<'m, '_, '_, '_, I> {
    fn edit<'p>(&mut self, tags: &mut Tags<'p>, data: &Tag<'p>, out: &mut EditedSheet) -> Edit<()> {
        self.done = true;
        if data.kind == TagKind::Empty {
            let rows = self.missing_rows(None)?;
            if !rows.is_empty() {
                out.edits.open_up(data, &rows);
            }
            return Ok(());
        }
        while let Some(tag) = tags.next()? {
            if tag.kind == TagKind::Close && tag.depth == data.depth {
                let rows = self.missing_rows(None)?;
                out.edits.insert(tag.at.start, rows);
                return Ok(());
            }
            if tag.local() != "row" || tag.depth != data.depth + 1 {
                return Err(unfit());
            }
            let number = match tag.number("r") {
                Some(n) => n.checked_sub(1).ok_or_else(unfit)?,
                None => self.last.map_or(0, |n| n + 1),
            };
            if self.last.is_some_and(|last| last >= number) {
                return Err(unfit());
            }
            self.last = Some(number);
            let height = if tag.truth("hidden") { Some(0.0) } else { decimal(&tag, "ht") };
            out.grid.rows.extend(height.map(|h| (number, row_pixels(h))));
            let rows = self.missing_rows(Some(number))?;
            out.edits.insert(tag.at.start, rows);
            self.row(tags, &tag, number, &mut out.edits)?;
        }
        Err(unfit())
    }

    fn row<'p>(&mut self, tags: &mut Tags<'p>, row: &Tag<'p>, number: u32, edits: &mut Edits) -> Edit<()> {
        let style = row.number("s").filter(|_| row.truth("customFormat")).map(|s| s as usize);
        if row.kind == TagKind::Empty {
            let cells = self.missing_cells(number, None, style)?;
            if !cells.is_empty() {
                edits.open_up(row, &cells);
            }
            return Ok(());
        }
        let mut next = 0;
        while let Some(tag) = tags.next()? {
            if tag.kind == TagKind::Close && tag.depth == row.depth {
                let cells = self.missing_cells(number, None, style)?;
                edits.insert(tag.at.start, cells);
                return Ok(());
            }
            if tag.local() != "c" {
                tags.rest_of(&tag)?;
                continue;
            }
            let col = match tag.raw("r") {
                Some(r) => {
                    let at: CellRef = r.parse().map_err(|()| unfit())?;
                    (at.row == number).then_some(u32::from(at.col)).ok_or_else(unfit)?
                }
                None => next,
            };
            if col < next {
                return Err(unfit());
            }
            next = col + 1;
            let cells = self.missing_cells(number, Some(col), style)?;
            edits.insert(tag.at.start, cells);
            let own = tag.number("s").unwrap_or_default() as usize;
            let new = match self.marks.next_if(|(at, _)| (at.row, u32::from(at.col)) == (number, col)) {
                Some((_, severity)) => Some(self.styles.marked(own, *severity)?),
                None if self.unmark => self.styles.unmarked(own)?,
                None => None,
            };
            if let Some(new) = new {
                edits.set(&tag, "s", &new.to_string());
            }
            tags.rest_of(&tag)?;
        }
        Err(unfit())
    }

    /// Rows for the marks before row `until`.
    fn missing_rows(&mut self, until: Option<u32>) -> Edit<String> {
        let mut out = String::new();
        while let Some((at, _)) = self.marks.peek()
            && until.is_none_or(|until| at.row < until)
        {
            let row = at.row;
            let cells = self.missing_cells(row, None, None)?;
            out += &format!("<{p}row r=\"{}\">{cells}</{p}row>", row + 1, p = self.prefix);
        }
        Ok(out)
    }

    /// Cells for the marks of a row before column `until`, in the style of the row or of their columns.
    fn missing_cells(&mut self, row: u32, until: Option<u32>, style: Option<usize>) -> Edit<String> {
        let mut out = String::new();
        let before = |at: &CellRef| at.row == row && until.is_none_or(|until| u32::from(at.col) < until);
        while let Some((at, severity)) = self.marks.next_if(|(at, _)| before(at)) {
            let column = self.columns.iter().find(|(a, b, _)| (*a..=*b).contains(&u32::from(at.col)));
            let own = style.or(column.map(|(.., s)| *s)).unwrap_or_default();
            let marked = self.styles.marked(own, *severity)?;
            out += &format!("<{p}c r=\"{at}\" s=\"{marked}\"/>", p = self.prefix);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::styles;
    use super::*;

    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    fn marked(body: &str, at: &[&str]) -> Edit<String> {
        let list = styles::none(MAIN);
        let mut styles = StylesPart::read(&list)?;
        let marks = at.iter().map(|a| (a.parse().unwrap(), Severity::Error)).collect();
        let xml = format!("<worksheet xmlns=\"{MAIN}\">{body}</worksheet>");
        let wanted = SheetMarking { marks: &marks, unmark: false, deselect: true };
        let text = edit(&xml, &wanted, &mut styles)?.edits.apply(&xml)?;
        let inner = text.strip_prefix(&format!("<worksheet xmlns=\"{MAIN}\">")).unwrap();
        Ok(inner.strip_suffix("</worksheet>").unwrap().to_owned())
    }

    #[test]
    fn cells_are_marked_in_place_and_put_where_they_are_missing() {
        let cases: [(&str, &[&str], &str); 6] = [
            ("<sheetData/>", &["B2"], "<sheetData><row r=\"2\"><c r=\"B2\" s=\"1\"/></row></sheetData>"),
            (
                "<sheetData><row r=\"2\"><c r='B2' t=\"s\"><v>0</v></c><c r=\"D2\"/></row></sheetData>",
                &["A1", "A2", "B2", "C2", "F2", "A9"],
                "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/></row><row r=\"2\"><c r=\"A2\" s=\"1\"/>\
                 <c s=\"1\" r='B2' t=\"s\"><v>0</v></c><c r=\"C2\" s=\"1\"/><c r=\"D2\"/><c r=\"F2\" s=\"1\"/></row>\
                 <row r=\"9\"><c r=\"A9\" s=\"1\"/></row></sheetData>",
            ),
            (
                "<sheetData><row><c><v>1</v></c><c s=\"0\"><v>2</v></c></row><row/></sheetData>",
                &["B1", "C2"],
                "<sheetData><row><c><v>1</v></c><c s=\"1\"><v>2</v></c></row><row><c r=\"C2\" s=\"1\"/></row></sheetData>",
            ),
            (
                "<sheetViews><sheetView tabSelected=\"1\"/></sheetViews><sheetData/>",
                &[],
                "<sheetViews><sheetView tabSelected=\"0\"/></sheetViews><sheetData/>",
            ),
            ("<sheetData></sheetData>", &["A1"], "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/></row></sheetData>"),
            ("<sheetData><row r=\"1\" ht=\"30\"/></sheetData>", &[], "<sheetData><row r=\"1\" ht=\"30\"/></sheetData>"),
        ];
        for (body, at, wanted) in cases {
            assert_eq!(marked(body, at).unwrap(), wanted, "{body}");
        }
    }

    #[test]
    fn sheets_out_of_order_are_refused() {
        for body in [
            "<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"B2\"/></row></sheetData>",
            "<sheetData><row r=\"0\"/></sheetData>",
            "<sheetData><row r=\"1\"><c r=\"ZZZZ99999999999\"/></row></sheetData>",
            "<sheetData/><sheetData/>",
            "<cols/>",
        ] {
            assert!(marked(body, &["A1"]).is_err(), "{body}");
        }
    }
}
