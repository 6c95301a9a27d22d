//! `quarterday layout`: how a workbook would be read, and the draft of a layout for one never seen.

use super::workspace::read_one;
use super::{Host, Workspace};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::ingest::Pool;
use crate::layout::draft::{self, Draft, shown, vocabulary};
use crate::layout::recognise::{Candidate, FoundPart, RecognisedColumn, Recognition, WantedPart, surveyed};
use crate::layout::{self, Layout};
use crate::reading::column_letters;
use crate::record::{Cell, Field, FileRecords, Kind, SheetSurvey, Tally};
use crate::settings::Limits;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Examples of a column.
const EXAMPLES: usize = 3;

/// How a workbook would be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Which layout it is read by, how near each comes, and what differs.
    pub recognition: Recognition,
    /// Its sheets.
    pub sheets: Vec<SheetPicture>,
    /// What reading it has to say before any register is asked.
    pub findings: Vec<Finding>,
}

impl Picture {
    /// A layout fits, and nothing stands against reading the workbook by it.
    pub fn is_read(&self) -> bool {
        let refuses = |f: &Finding| f.check().is_some_and(|c| c.unread.is_some());
        self.recognition.chosen.is_some() && !self.findings.iter().any(refuses)
    }
}

/// One sheet of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetPicture {
    /// Its name.
    pub name: String,
    /// Hidden from people who look at the workbook.
    pub hidden: bool,
    /// What was read on it.
    pub parts: Vec<PartPicture>,
    /// Tables by their look, of which nothing is read.
    pub unread: Vec<UnreadTable>,
    /// Cells read, located and passed over, by rule.
    pub tally: Tally,
}

/// A table by its look, which no table of the layout is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnreadTable {
    /// First and last row of the headings, as Excel counts.
    pub header: (u32, u32),
    /// Its columns.
    pub columns: Vec<ColumnPicture>,
}

/// A form or a table on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartPicture {
    /// What it is.
    pub what: WantedPart,
    /// First and last row of the headings, as Excel counts; nothing for a form.
    pub header: Option<(u32, u32)>,
    /// Rows that were read.
    pub records: usize,
    /// Its columns.
    pub columns: Vec<ColumnPicture>,
}

/// A column of a table, or a labelled cell of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnPicture {
    /// The column's letters, or the cell of a form.
    pub place: String,
    /// Its heading.
    pub heading: String,
    /// Key of the field; empty for what is not read.
    pub field: &'static str,
    /// The field in plain words.
    pub meaning: String,
    /// The quarter, service, indicator or part that the heading names.
    pub about: Option<String>,
    /// Printed for the reader and not read back.
    pub print: bool,
    /// The heading is spelt another way than in the layout.
    pub near: bool,
    /// What stands in it, as examples.
    pub examples: Vec<String>,
}

/// A drafted layout, and how the workbook would be read by it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drafted {
    /// The drafted layout.
    pub draft: Draft,
    /// How the workbook would be read by it.
    pub picture: Picture,
}

/// How a workbook would be read by the layouts of the workspace, or by the built-in ones without a workspace.
///
/// # Errors
/// When the file cannot be opened or is no workbook.
pub fn layout(workspace: Option<&Workspace>, file: &Path, host: &Host<'_>) -> Result<Picture> {
    let limits = workspace.map_or_else(Limits::default, |w| w.settings.limits.clone());
    let layouts = workspace.map_or_else(|| vec![layout::template()], |w| w.layouts.clone());
    let read = read(file, &layouts, &limits, host)?;
    let picture = picture(read, &layouts);
    // What no return's layout fits may be one of our other workbooks.
    if picture.recognition.chosen.is_none() {
        for other in [layout::register(), layout::past()] {
            let layouts = [other];
            let again = self::read(file, &layouts, &limits, host)?;
            if !again.layout.is_empty() {
                return Ok(self::picture(again, &layouts));
            }
        }
    }
    Ok(picture)
}

/// Drafts a layout for a workbook, and reads the workbook by it.
///
/// # Errors
/// When the file cannot be opened or is no workbook, or nothing on it can be drafted.
pub fn draft_layout(workspace: Option<&Workspace>, file: &Path, host: &Host<'_>) -> Result<Drafted> {
    let limits = workspace.map_or_else(Limits::default, |w| w.settings.limits.clone());
    let read = read(file, &[], &limits, host)?;
    let refused = read.survey.is_empty();
    if let Some(finding) = read.findings.first().filter(|_| refused) {
        let Finding { expected, got, .. } = finding;
        return Err(Error::Usage(format!("{} cannot be read: expected {expected}; got {got}", read.source.file)));
    }
    let ours = surveyed(&[layout::template()], &read.survey, None);
    if ours.candidates.iter().any(|c| c.by_key) {
        let file = &read.source.file;
        return Err(Error::Usage(format!("{file} is on our own template and needs no layout; nothing was drafted")));
    }
    let draft = draft::draft(&read.source.file, &read.survey, workspace.map(|w| &w.register));
    let by = Layout::parse(&draft.toml).map_err(|e| Error::Internal(format!("the draft does not parse: {e}")))?;
    let again = self::read(file, std::slice::from_ref(&by), &limits, host)?;
    Ok(Drafted { picture: picture(again, &[by]), draft })
}

fn read(file: &Path, layouts: &[Layout], limits: &Limits, host: &Host<'_>) -> Result<FileRecords> {
    if !file.is_file() {
        return Err(Error::Usage(format!("there is no file {}", file.display())));
    }
    let pool = Pool::new(host.program.clone(), host.arguments.clone(), limits, layouts.to_vec()).surveying();
    host.stage("Reading", 0, || read_one(&pool, file, &file.display().to_string()))
}

fn picture(read: FileRecords, layouts: &[Layout]) -> Picture {
    let recognition = surveyed(layouts, &read.survey, None);
    let chosen = recognition.candidates.iter().find(|c| recognition.chosen.as_ref() == Some(&c.id));
    let sheets = read.survey.iter().enumerate().map(|(n, sheet)| SheetPicture {
        name: sheet.name.to_string(),
        hidden: sheet.hidden,
        parts: chosen.map(|c| parts(c, n, sheet, &read)).unwrap_or_default(),
        unread: if chosen.is_some_and(|c| c.by_key || holds_table(c, n)) { vec![] } else { unread(sheet) },
        tally: read.tallies.iter().find(|t| t.sheet == *sheet.name).cloned().unwrap_or_default(),
    });
    let sheets = sheets.collect();
    Picture {
        file: read.source.file.clone(),
        sha256: read.source.sha256.clone(),
        recognition,
        sheets,
        findings: read.findings,
    }
}

/// The forms and tables of a sheet, from top to bottom.
fn parts(candidate: &Candidate, n: usize, sheet: &SheetSurvey, read: &FileRecords) -> Vec<PartPicture> {
    let on_sheet = |p: &&FoundPart| p.sheet == n;
    let mut found: Vec<(WantedPart, &FoundPart)> = Vec::new();
    for part in &candidate.parts {
        found.extend(part.found.iter().filter(on_sheet).map(|f| (part.what, f)));
    }
    found.sort_by_key(|(_, f)| f.header);
    let form = found.iter().any(|(what, _)| *what == WantedPart::Form);
    let mut out: Vec<PartPicture> = Vec::new();
    if form {
        let figures = !found.iter().any(|(what, _)| *what != WantedPart::Form);
        out.push(form_part(sheet, read, figures));
    }
    for (k, (what, part)) in found.iter().enumerate() {
        let (WantedPart::Table(kind), Some((first, last))) = (*what, part.header) else { continue };
        let below = found.get(k + 1).and_then(|(_, f)| f.header).map_or(u32::MAX, |(first, _)| first);
        let rows = last + 1..below;
        let records = read.records.iter().filter(|r| r.kind == kind && r.sheet == sheet.name && rows.contains(&r.row));
        let lines: Vec<u32> = records.map(|r| r.row).collect();
        let strange =
            |col| read.findings.iter().any(|f| f.sheet == *sheet.name && f.cell.is_some_and(|at| at.col == col));
        // Columns that our template prints for people and counts by are no news to them.
        let told = |c: &&RecognisedColumn| {
            c.column.is_some_and(|col| !candidate.by_key || !c.field.is_empty() || strange(col))
        };
        let columns = part.columns.iter().filter(told).map(|c| {
            let col = c.column.unwrap_or_default();
            let cells = sheet.cells.iter().filter(|cell| cell.at.col == col && lines.contains(&cell.at.row));
            ColumnPicture {
                place: column_letters(col),
                heading: c.heading.as_ref().map(|(_, text)| heading(text)).unwrap_or_default(),
                field: c.field,
                meaning: Field::from_key(c.field).map_or("", |f| vocabulary().meaning(f)).to_owned(),
                about: c.about.clone(),
                print: c.print,
                near: c.near,
                examples: examples(cells),
            }
        });
        let mut columns: Vec<ColumnPicture> = columns.collect();
        if !candidate.by_key {
            let listed: Vec<u16> = part.columns.iter().filter_map(|c| c.column).collect();
            columns.extend(unheaded(sheet, &lines, &listed));
            columns.sort_by(|a, b| (a.place.len(), &a.place).cmp(&(b.place.len(), &b.place)));
        }
        let what = WantedPart::Table(kind);
        out.push(PartPicture { what, header: Some((first + 1, last + 1)), records: lines.len(), columns });
    }
    out
}

/// Columns that are filled on the lines of a table and have no heading.
fn unheaded(sheet: &SheetSurvey, lines: &[u32], listed: &[u16]) -> Vec<ColumnPicture> {
    let on_line = |c: &&Cell| lines.contains(&c.at.row) && !listed.contains(&c.at.col);
    let columns: BTreeSet<u16> = sheet.cells.iter().filter(on_line).map(|c| c.at.col).collect();
    let of = |col| sheet.cells.iter().filter(move |c| c.at.col == col && lines.contains(&c.at.row));
    columns.into_iter().map(|col| unknown_column(col, "", examples(of(col)))).collect()
}

/// Whether a table of the layout was found on a sheet.
fn holds_table(candidate: &Candidate, sheet: usize) -> bool {
    let tables = candidate.parts.iter().filter(|p| p.what != WantedPart::Form);
    tables.flat_map(|p| &p.found).any(|f| f.sheet == sheet)
}

/// The tables of a sheet that no table of the layout is.
fn unread(sheet: &SheetSurvey) -> Vec<UnreadTable> {
    let column =
        |(col, heading, cells): (u16, String, Vec<&Cell>)| unknown_column(col, &heading, examples(cells.into_iter()));
    let table = |(rows, columns): draft::SeenTable<'_>| UnreadTable {
        header: (rows.0 + 1, rows.1 + 1),
        columns: columns.into_iter().map(column).collect(),
    };
    draft::tables(sheet).into_iter().map(table).collect()
}

fn unknown_column(col: u16, heading: &str, examples: Vec<String>) -> ColumnPicture {
    ColumnPicture {
        place: column_letters(col),
        heading: heading.to_owned(),
        field: "",
        meaning: String::new(),
        about: None,
        print: false,
        near: false,
        examples,
    }
}

/// The labelled cells that were read on a sheet; on one without a table, its `figures` too.
fn form_part(sheet: &SheetSurvey, read: &FileRecords, figures: bool) -> PartPicture {
    let of_form = |k: Kind| matches!(k, Kind::Cover | Kind::Section) || (figures && k == Kind::Indicators);
    let records: Vec<_> = read.records.iter().filter(|r| r.sheet == sheet.name && of_form(r.kind)).collect();
    let cells = records.iter().flat_map(|r| {
        let id = r.get(Field::Id).filter(|_| r.kind == Kind::Indicators);
        let own = r.fields.iter().filter(move |(field, _)| id.is_none() || *field != Field::Id);
        own.map(move |(field, cell)| (id, field, cell))
    });
    let columns = cells.map(|(id, field, cell)| {
        let beside = || sheet.cells.iter().rev().find(|c| c.at.row == cell.at.row && c.at.col < cell.at.col);
        let above = || sheet.cells.iter().find(|c| c.at.row + 1 == cell.at.row && c.at.col == cell.at.col);
        let label = id.and_then(|id| sheet.cells.iter().find(|c| c.at == id.at && c.at != cell.at));
        let label = label.or_else(beside).or_else(above);
        ColumnPicture {
            place: cell.at.to_string(),
            heading: label.map(|c| one_line(&c.content.shown())).unwrap_or_default(),
            field: field.key(),
            meaning: vocabulary().meaning(*field).to_owned(),
            about: id.map(|id| id.content.shown()),
            print: false,
            near: false,
            examples: examples(std::iter::once(cell)),
        }
    });
    PartPicture { what: WantedPart::Form, header: None, records: records.len(), columns: columns.collect() }
}

fn examples<'c>(cells: impl Iterator<Item = &'c Cell>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for text in cells.map(shown).filter(|t| !t.is_empty()) {
        if !out.contains(&text) {
            out.push(text);
        }
        if out.len() == EXAMPLES {
            break;
        }
    }
    out
}

/// A heading, one line; a key of our template in words.
fn heading(text: &str) -> String {
    if text.starts_with("qd:") { "(hidden key)".to_owned() } else { one_line(text) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
