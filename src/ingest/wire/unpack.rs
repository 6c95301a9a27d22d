//! From the rows of an answer back to what was read from the files.

use super::{
    CELL, COLUMN, COUNT, EXPECTED, FILE, FINDING, FileBatch, GOT, HEAD, LAYOUT, PART, RECORD, SEEN, SHEET, SURVEY,
    TALLY, content, head, malformed,
};
use crate::catalogue;
use crate::finding::Finding;
use crate::fit::fit;
use crate::ingest::book::cell_from;
use crate::reading::{CellRef, Source};
use crate::record::{Field, FileRecords, Kind, Outcome, PassedOver, Record, SheetSurvey, TableHead, Tally};
use polars_arrow::array::{Array, PrimitiveArray, Utf8Array};
use std::io;
use std::sync::Arc;

/// An answer while it comes in, part by part: what it says of `names`, in their order; each file's rows stand together.
pub(in crate::ingest) struct Unpacking<'n> {
    names: &'n [&'n str],
    out: Vec<FileRecords>,
    /// The sheets of the newest file by their numbers.
    sheets: Vec<Arc<str>>,
}

impl<'n> Unpacking<'n> {
    pub fn new(names: &'n [&'n str]) -> Self {
        Self { names, out: Vec::with_capacity(names.len()), sheets: vec![] }
    }

    /// Takes a part; false when it was the last.
    pub fn take(&mut self, part: &FileBatch) -> io::Result<bool> {
        let [file, what, place, number, text] = part.arrays() else { return Err(malformed()) };
        fn plain<T: polars_arrow::types::NativeType>(array: &dyn Array) -> io::Result<&[T]> {
            let array = array.as_any().downcast_ref::<PrimitiveArray<T>>();
            array.map(|a| a.values().as_slice()).ok_or_else(malformed)
        }
        let (file, whats) = (plain::<u32>(&**file)?, plain::<u32>(&**what)?);
        let (place, number) = (plain::<u64>(&**place)?, plain::<f64>(&**number)?);
        let text = text.as_any().downcast_ref::<Utf8Array<i64>>().ok_or_else(malformed)?;

        let Self { names, out, sheets } = self;
        let rows = file.iter().zip(whats).zip(place).zip(number).zip(text.values_iter()).enumerate();
        for (n, ((((file, what), place), number), text)) in rows {
            let [tag, code, kind, flags] = what.to_le_bytes();
            let at = CellRef::new(fit::<u32>(place >> 16), fit::<u16>(*place));
            let sheet = || sheets.get((place >> 48) as usize).cloned().ok_or_else(malformed);
            if tag == FILE {
                let name = names.get(*file as usize).filter(|_| *file as usize == out.len()).ok_or_else(malformed)?;
                let outcome = match code {
                    0 => Outcome::Accepted,
                    1 => Outcome::Rejected,
                    _ => Outcome::Undecided,
                };
                let source = Arc::new(Source { file: (*name).to_owned(), sha256: text.to_owned() });
                let (records, heads, findings) = (vec![], vec![], vec![]);
                let (layout, tallies, survey) = (Arc::from(""), vec![], vec![]);
                out.push(FileRecords { source, outcome, layout, records, heads, findings, tallies, survey });
                sheets.clear();
                continue;
            }
            let read = out.last_mut().ok_or_else(malformed)?;
            match tag {
                LAYOUT => read.layout = text.into(),
                SHEET => sheets.push(text.into()),
                RECORD => {
                    let kind = Kind::from_u8(code).ok_or_else(malformed)?;
                    // A record's cells follow it.
                    let cells = whats[n + 1..].iter().take_while(|w| w.to_le_bytes()[0] == CELL).count();
                    read.records.push(Record { kind, sheet: sheet()?, row: at.row, fields: Vec::with_capacity(cells) });
                }
                CELL => {
                    let (kind, hint) = (kind & ((1 << content::HINT) - 1), kind >> content::HINT);
                    let content = content::decoded(kind, *number, text).ok_or_else(malformed)?;
                    let field = Field::from_u8(code).ok_or_else(malformed)?;
                    let record = read.records.last_mut().ok_or_else(malformed)?;
                    record.fields.push((field, crate::record::Cell { at, hint, ..cell_from(content, flags) }));
                }
                HEAD => {
                    let kind = Kind::from_u8(code).ok_or_else(malformed)?;
                    read.heads.push(TableHead { kind, sheet: sheet()?, row: at.row, columns: vec![] });
                }
                COLUMN => {
                    let head = read.heads.last_mut().ok_or_else(malformed)?;
                    head.columns.push(head::column(code, kind, at).ok_or_else(malformed)?);
                }
                FINDING => {
                    let check = catalogue::find(text).ok_or_else(malformed)?;
                    let mut finding = Finding::new(check, "", "").in_file(&read.source.file).in_sheet(&*sheet()?);
                    finding.cell = (code == 1).then_some(at);
                    read.findings.push(finding);
                }
                EXPECTED => text.clone_into(&mut read.findings.last_mut().ok_or_else(malformed)?.expected),
                GOT => text.clone_into(&mut read.findings.last_mut().ok_or_else(malformed)?.got),
                TALLY => {
                    let tally = Tally { sheet: sheet()?.to_string(), read: fit::<u64>(*number), ..Tally::default() };
                    read.tallies.push(tally);
                }
                COUNT => {
                    let tally = read.tallies.last_mut().ok_or_else(malformed)?;
                    match code.checked_sub(1) {
                        None => tally.located = fit::<u64>(*number),
                        Some(rule) => {
                            let rule = PassedOver::ALL.get(usize::from(rule)).ok_or_else(malformed)?;
                            tally.ignored.insert(*rule, fit::<u64>(*number));
                        }
                    }
                }
                SURVEY => {
                    let seen =
                        SheetSurvey { name: sheet()?, hidden: code == 1, filled: fit::<u64>(*number), cells: vec![] };
                    read.survey.push(seen);
                }
                SEEN => {
                    let content = content::decoded(kind, *number, text).ok_or_else(malformed)?;
                    let seen = read.survey.last_mut().ok_or_else(malformed)?;
                    seen.cells.push(crate::record::Cell { at, ..cell_from(content, flags) });
                }
                _ => return Err(malformed()),
            }
        }
        Ok(file.len() >= PART)
    }

    /// All of it, once the last part is taken.
    pub fn finish(self) -> io::Result<Vec<FileRecords>> {
        if self.out.len() == self.names.len() { Ok(self.out) } else { Err(malformed()) }
    }
}
