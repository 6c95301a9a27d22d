//! A return goes back to its service: its own workbook with the faulty cells marked, a Findings sheet in front on which
//! the service answers queries, and a short text to paste into an e-mail.
//!
//! .xlsx and .xlsm are edited part by part: a part that is not changed is copied as it is packed, a changed one keeps
//! every byte but those spliced in. Changed are the list of sheets (one more), the styles (the marked cells' own formats
//! with another fill), the marked cells' style numbers, and notes with their boxes; shared texts, macros and their
//! signature, charts, pivots, protection and everything else stay. In .ods, whose sheets and styles stand in one part, it
//! is that part and the one that says which sheet is shown. A workbook in another format, a damaged or signed
//! one, or one that is not laid out as the standard says gets a findings workbook instead: a list of the same findings.
//!
//! Editing parses what a stranger wrote, so it is done where reading is: in a worker process under the limits of
//! memory and time ([`worker`]), never in the process that holds the council's data. A worker that dies, panics or
//! refuses costs one file its marks and no more.

mod xml;
mod package;
mod contents;
mod styles;
mod cells;
mod page;
mod notes;
mod boxes;
mod front;
mod sheet;
mod letter;
mod labels;
mod opendocument;
mod worker;
#[cfg(test)]
mod tests;

pub use page::{CellMark, FindingRow, FindingsPage, ReturnedFile};
pub use sheet::findings_book;
pub use worker::{MarkerProgram, Session, worker};
pub use xml::MarkingRefusal;

use crate::catalogue::Severity;
use crate::label::Label;
use crate::reading::CellRef;
use cells::{EditedSheet, SheetMarking};
use contents::{Contents, SheetPart};
use notes::Comments;
use package::Package;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use styles::StylesPart;
use xml::Edit;

/// What is done to one workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The Findings sheet.
    pub page: FindingsPage,
    /// The cells to mark.
    pub marks: Vec<CellMark>,
    /// Colour of headings, `#RRGGBB`.
    pub accent: String,
    /// The label of a workbook that has none of its own.
    pub label: Option<Label>,
}

/// The workbook with its marks and the Findings sheet; the same job and bytes give the same bytes.
///
/// # Errors
/// When the workbook cannot be edited safely; the words say why.
pub fn mark(bytes: &[u8], job: &Job) -> Result<Vec<u8>, MarkingRefusal> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(MarkingRefusal::new(WHICH));
    }
    let mut package = Package::open(bytes)?;
    if opendocument::is(&package) {
        opendocument::mark(&mut package, job)?;
        job.label.as_ref().map_or(Ok(()), |label| labels::put_open(&mut package, label))?;
        return package.write();
    }
    if package.any(|n| n.starts_with("_xmlsignatures/")) {
        return Err(MarkingRefusal::new("it is digitally signed, and a change would break the signature"));
    }
    if package.any(|n| n.contains("/revisions/")) {
        return Err(MarkingRefusal::new("it is shared with tracked changes"));
    }
    if !package.any(|n| n.ends_with("workbook.xml")) {
        return Err(MarkingRefusal::new(WHICH));
    }
    let contents = Contents::read(&mut package)?;
    let styles_part = styles_part(&mut package, &contents)?;
    let list = package.read(&styles_part)?;
    let mut styles = StylesPart::read(&list)?;
    styles.colours_kept = memchr::memmem::find(&package.head("docProps/app.xml", HEAD), b"LibreOffice").is_none();
    for (_, sheet) in contents.sheets.iter().enumerate().filter(|(n, _)| Some(*n) != contents.ours) {
        mark_sheet(&mut package, &contents, sheet, job, &mut styles)?;
    }
    let front_styles = styles.front_styles(&job.accent);
    let text = styles.finish()?;
    package.put(&styles_part, text);
    let front = front::sheet(&job.page, &contents.namespace, &front_styles);
    put_front(&mut package, &contents, front)?;
    job.label.as_ref().map_or(Ok(()), |label| labels::put(&mut package, label))?;
    package.write()
}

const WHICH: &str = "only .xlsx, .xlsm and .ods workbooks can be marked";
/// How far into a part its views, or its program, can stand.
const HEAD: u64 = 64 << 10;
const MAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The part that lists the styles; a first one where the workbook has none.
fn styles_part(package: &mut Package<'_>, contents: &Contents) -> Edit<String> {
    if let Some(part) = contents.related("styles") {
        return Ok(part);
    }
    // Some readers look for it under this name and no other, wherever the workbook's own part is.
    const USUAL: &str = "xl/styles.xml";
    let part = if package.has(USUAL) { package.free("xl/styles", ".xml") } else { USUAL.to_owned() };
    package.put(&part, styles::none(&contents.namespace));
    package.declare("PartName", &format!("/{part}"), &format!("{MAIN}.styles+xml"))?;
    package.relate(&contents.part, &contents.kind_of("styles"), &part)?;
    Ok(part)
}

/// A name in the folder of a part.
fn beside(part: &str, name: &str) -> String {
    part.rsplit_once('/').map_or(name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

fn mark_sheet(
    package: &mut Package<'_>,
    contents: &Contents,
    sheet: &SheetPart,
    job: &Job,
    styles: &mut StylesPart<'_>,
) -> Edit<()> {
    let own = job.marks.iter().filter(|m| sheet.cells && m.sheet == sheet.name);
    let (mut marks, mut notes) = (BTreeMap::<CellRef, Severity>::new(), BTreeMap::new());
    for mark in own {
        let at = CellRef::new(mark.row, mark.col);
        marks.insert(at, mark.severity);
        if !mark.note.is_empty() {
            notes.insert(at, mark.note.clone());
        }
    }
    let again = contents.ours.is_some();
    // The sheet that was shown gives way to ours: two selected sheets would be typed into together.
    let selected = memchr::memmem::find(&package.head(&sheet.part, HEAD), b"tabSelected").is_some();
    if marks.is_empty() && !again && !selected {
        return Ok(());
    }
    let xml = package.read(&sheet.part)?;
    let wanted = SheetMarking { marks: &marks, unmark: again, deselect: true };
    let mut edited = cells::edit(&xml, &wanted, styles)?;
    if sheet.cells {
        put_notes(package, contents, sheet, &notes, &mut edited)?;
    }
    if !edited.edits.is_empty() {
        let text = edited.edits.apply(&xml)?;
        package.put(&sheet.part, text);
    }
    Ok(())
}

/// Notes of a sheet, and the boxes that show them.
fn put_notes(
    package: &mut Package<'_>,
    contents: &Contents,
    sheet: &SheetPart,
    notes: &BTreeMap<CellRef, String>,
    edited: &mut EditedSheet,
) -> Edit<()> {
    let relations = package.relations(&sheet.part)?;
    let listed = relations.iter().find(|r| r.is("comments")).and_then(|r| r.target.clone());
    if listed.is_none() && notes.is_empty() {
        return Ok(());
    }
    let comments: Comments = match &listed {
        Some(part) => notes::extend(&package.read(part)?, notes)?,
        None => notes::new_comments(&edited.namespace, notes),
    };
    match listed {
        Some(part) => package.put(&part, comments.xml.clone()),
        None => {
            let part = package.free(&beside(&contents.part, "comments"), ".xml");
            package.put(&part, comments.xml.clone());
            package.declare("PartName", &format!("/{part}"), &format!("{MAIN}.comments+xml"))?;
            package.relate(&sheet.part, &contents.kind_of("comments"), &part)?;
        }
    }
    let drawing = edited.drawing.as_ref().map(|id| {
        let found = relations.iter().find(|r| r.id == *id).and_then(|r| r.target.clone());
        found.ok_or_else(|| MarkingRefusal::new("the drawing of its notes is missing"))
    });
    match drawing.transpose()? {
        Some(part) => {
            let vml = boxes::extend(&package.read(&part)?, &comments, &edited.grid)?;
            package.put(&part, vml);
        }
        None if comments.added.is_empty() => {}
        None => {
            let part = package.free(&beside(&contents.part, "drawings/vmlDrawing"), ".vml");
            package.put(&part, boxes::first(&comments.added, &edited.grid));
            package.declare("Extension", "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
            let kind = contents.kind_of("vmlDrawing");
            let id = package.relate(&sheet.part, &kind, &part)?;
            let base = kind.trim_end_matches("/vmlDrawing");
            let attribute = match &edited.references {
                Some(prefix) => format!("{prefix}id=\"{id}\""),
                None => format!("xmlns:r=\"{base}\" r:id=\"{id}\""),
            };
            edited.edits.insert(edited.drawing_goes, format!("<{}legacyDrawing {attribute}/>", edited.prefix));
        }
    }
    Ok(())
}

/// Puts the Findings sheet in front, or in the place of the one of an earlier copy.
fn put_front(package: &mut Package<'_>, contents: &Contents, front: String) -> Edit<()> {
    if let Some(position) = contents.ours {
        package.put(&contents.sheets[position].part, front);
        let text = contents.showing(position)?;
        package.put(&contents.part, text);
        return Ok(());
    }
    let part = package.free(&beside(&contents.part, "worksheets/findings"), ".xml");
    package.put(&part, front);
    package.declare("PartName", &format!("/{part}"), &format!("{MAIN}.worksheet+xml"))?;
    let relation = package.relate(&contents.part, &contents.kind_of("worksheet"), &part)?;
    let text = contents.with_sheet(&contents.free_name(), &relation)?;
    package.put(&contents.part, text);
    Ok(())
}
