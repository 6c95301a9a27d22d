//! CSV (RFC 4180, UTF-8) into the same records as a workbook, so that both are typed by one path.

use super::{Importer, PastRows, words};
use crate::catalogue;
use crate::digest::sha256;
use crate::finding::{Finding, Severity};
use crate::fit::fit;
use crate::layout::{self, LayoutTable};
use crate::period::Period;
use crate::reading::{CellRef, Source};
use crate::record::{Cell, Content, Field, FileRecords, Outcome, PassedOver, Record, Tally};
use crate::register::Register;
use crate::text::date;
use crate::text::words::{clean, meaning};
use std::sync::Arc;

/// Fields whose text is a number when it is written as one.
const NUMBERS: [Field; 24] = [
    Field::Value,
    Field::Numerator,
    Field::Denominator,
    Field::Likelihood,
    Field::Impact,
    Field::InherentLikelihood,
    Field::InherentImpact,
    Field::TargetLikelihood,
    Field::TargetImpact,
    Field::Progress,
    Field::InTime,
    Field::Upheld,
    Field::Budget,
    Field::Revised,
    Field::Virement,
    Field::Actual,
    Field::Outturn,
    Field::Variance,
    Field::Spent,
    Field::SavingTarget,
    Field::Delivered,
    Field::OnTrack,
    Field::AtRisk,
    Field::Undeliverable,
];
const DAYS: [Field; 6] =
    [Field::Due, Field::Reviewed, Field::TargetDate, Field::BaselineDate, Field::Planned, Field::Completion];

/// The records of a CSV file: the sheet has no name, the cell is line and column.
pub fn csv_records(name: &str, bytes: &[u8]) -> FileRecords {
    let mut records = vec![];
    let file = each_record(name, bytes, |record| records.push(record));
    FileRecords { records, ..file }
}

/// As [`csv_records`] and [`super::import_records`], one line at a time: the file comes back without its records.
pub fn import_csv(name: &str, bytes: &[u8], register: &Register, now: Period) -> (FileRecords, PastRows, Vec<Finding>) {
    let source = Source { file: name.to_owned(), sha256: sha256(bytes) };
    let mut importer = Importer::new(Arc::new(source), register, now);
    let mut file = each_record(name, bytes, |record| importer.take(&record));
    words::for_an_import(&mut file.findings);
    let (rows, findings) = importer.finish();
    (file, rows, findings)
}

fn each_record(name: &str, bytes: &[u8], mut take: impl FnMut(Record)) -> FileRecords {
    let layout = layout::past();
    let mut file = FileRecords {
        saved: None,
        source: Arc::new(Source { file: name.to_owned(), sha256: sha256(bytes) }),
        outcome: Outcome::Rejected,
        layout: "".into(),
        records: vec![],
        heads: vec![],
        findings: vec![],
        tallies: vec![],
        survey: vec![],
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let expected = "CSV in UTF-8 (in Excel: Save As, CSV UTF-8)";
        file.findings.push(Finding::new(&catalogue::F001, expected, "text in another encoding").in_file(name));
        return file;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut line = ::csv::StringRecord::new();
    let mut tally = Tally::default();
    let mut columns: Option<(&LayoutTable, Vec<Option<Field>>)> = None;
    let sheet: Arc<str> = "".into();
    let mut row = 0;
    loop {
        row += blank_lines(text.as_bytes(), reader.position().byte());
        let begin = fit::<usize>(reader.position().byte());
        match reader.read_record(&mut line) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                // The text is UTF-8 and lines may differ in length, so nothing is left to go wrong but the unforeseen.
                let finding = Finding::new(&catalogue::F003, "CSV with commas and double quotes", e.to_string());
                file.findings.push(finding.in_file(name));
                file.outcome = Outcome::Rejected;
                break;
            }
        }
        let filled = line.iter().enumerate().filter(|(_, text)| !clean(text).is_empty());
        let filled = filled.filter_map(|(k, text)| Some((u16::try_from(k).ok()?, text)));
        let Some((table, fields)) = &columns else {
            let Some(found) = header(&layout.tables, &line) else {
                let headings = line.iter().map(clean).filter(|h| !h.is_empty()).collect::<Vec<_>>().join(", ");
                let expected = "a first line with the headings of past quarters, such as Indicator id, Quarter, Value";
                file.findings.push(Finding::new(&catalogue::F005, expected, headings).in_file(name));
                return file;
            };
            for (col, text) in filled {
                tally.read += 1;
                let known = found.1.get(usize::from(col)).is_some_and(Option::is_some);
                *tally
                    .ignored
                    .entry(if known { PassedOver::Heading } else { PassedOver::UnknownColumn })
                    .or_default() += 1;
                if !known {
                    let finding = Finding::new(&catalogue::C015, "a heading of past quarters", clean(text));
                    file.findings.push(finding.in_file(name).in_cell(CellRef::new(row, col)));
                }
            }
            file.layout = layout.id.as_str().into();
            file.outcome = Outcome::Accepted;
            columns = Some(found);
            row += 1;
            continue;
        };
        let end = fit::<usize>(reader.position().byte());
        let raw = text.get(begin..end).unwrap_or_default();
        if let Some(swallowed) = swallowed(raw, &line, fields, end == text.len()) {
            let cells = filled.count() as u64;
            (tally.read, tally.refused) = (tally.read + cells, tally.refused + cells);
            let at = CellRef::new(row, swallowed.col);
            let (first, last) = (row + 2, row + 1 + swallowed.lines);
            let lines = if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
            let got =
                format!("one that opens in {at} and takes in {lines}: nothing of this row and of {lines} was taken");
            let finding = Finding::new(&catalogue::F082, "a quotation mark that is closed in its own cell", got);
            file.findings.push(finding.in_file(name).in_cell(at));
            row += 1;
            continue;
        }
        let mut record = Record { kind: table.kind, sheet: sheet.clone(), row, fields: vec![] };
        for (col, text) in filled {
            tally.read += 1;
            match fields.get(usize::from(col)).copied().flatten() {
                Some(field) => record.fields.push((field, cell(field, CellRef::new(row, col), text))),
                None => *tally.ignored.entry(PassedOver::UnknownColumn).or_default() += 1,
            }
        }
        tally.located += record.fields.len() as u64;
        if !record.fields.is_empty() {
            take(record);
        }
        row += 1;
    }
    if columns.is_none() && file.findings.is_empty() {
        file.findings.push(Finding::new(&catalogue::F005, "a first line with headings", "an empty file").in_file(name));
    }
    debug_assert!(file.outcome == Outcome::Accepted || file.findings.iter().any(|f| f.severity == Severity::Error));
    file.tallies.push(tally);
    file
}

/// Rows that an open quotation mark has made a part of one cell.
struct Swallowed {
    col: u16,
    /// Lines after the row's own.
    lines: u32,
}

/// What a record has swallowed: up to the end of the file, where nothing closes its mark; else where a line within a
/// cell reads as a row of its own, with its quarter in the column of quarters.
fn swallowed(raw: &str, line: &::csv::StringRecord, fields: &[Option<Field>], at_end: bool) -> Option<Swallowed> {
    let raw = raw.trim_start_matches(['\r', '\n']);
    let lines = fit::<u32>(raw.trim_end_matches(['\r', '\n']).matches('\n').count());
    let (col, _) = line.iter().enumerate().find(|(_, text)| text.trim_end().contains('\n'))?;
    let open = at_end && raw.bytes().filter(|b| *b == b'"').count() % 2 == 1;
    let quarters = fields.iter().position(|f| *f == Some(Field::Period));
    let is_row = |inner: &str| {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(inner.as_bytes());
        let cells = reader.records().next().and_then(Result::ok);
        let quarter = cells.as_ref().zip(quarters).and_then(|(cells, at)| cells.get(at));
        quarter.is_some_and(|text| clean(text).parse::<Period>().is_ok())
    };
    // The last line within a mark may close it; it is a row all the same.
    let within = || raw.lines().skip(1).any(is_row);
    (lines > 0 && (open || within())).then(|| Swallowed { col: u16::try_from(col).unwrap_or(u16::MAX), lines })
}

/// Lines without a character, which the reader passes over and a spreadsheet numbers, from where the reader stands.
fn blank_lines(text: &[u8], from: u64) -> u32 {
    let (before, rest) = text.split_at_checked(fit::<usize>(from)).unwrap_or((text, &[]));
    let half = before.ends_with(b"\r") && rest.starts_with(b"\n");
    let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n').count();
    fit::<u32>(blank - usize::from(half))
}

/// The table whose headings these are, and the field of each column.
fn header<'l>(tables: &'l [LayoutTable], line: &::csv::StringRecord) -> Option<(&'l LayoutTable, Vec<Option<Field>>)> {
    let headings: Vec<String> = line.iter().map(meaning).collect();
    let fits = tables.iter().filter_map(|table| {
        let mut fields: Vec<Option<Field>> = vec![None; headings.len()];
        for column in &table.columns {
            let at = headings.iter().position(|h| !h.is_empty() && column.heading.iter().any(|a| meaning(a) == *h));
            match at {
                Some(at) => fields[at] = column.field(),
                None if column.required => return None,
                None => {}
            }
        }
        Some((table, fields))
    });
    fits.max_by_key(|(_, fields)| fields.iter().flatten().count())
}

fn cell(field: Field, at: CellRef, text: &str) -> Cell {
    let number = || text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'e' | b'E' | b'+'));
    let content = if NUMBERS.contains(&field) && number() {
        text.parse().ok().filter(|n: &f64| n.is_finite()).map(Content::Number)
    } else if DAYS.contains(&field) {
        date::parse(clean(text)).map(Content::Date)
    } else {
        None
    };
    let content = content.unwrap_or_else(|| Content::Text(text.into()));
    Cell::new(at, content)
}
