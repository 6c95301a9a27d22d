//! Whose a row is and for which quarter, where not the row says it but its sheet, a section of its sheet, or the
//! register; and the rows of a file of many services, service by service.

use super::codes::nearest_service;
use super::file_context::FileContext;
use super::pattern::from_pattern;
use super::records::{READ, of_kind};
use super::row::RowCells;
use super::subtotals;
use crate::catalogue;
use crate::finding::Finding;
use crate::map::Set;
use crate::period::{Period, quarter_alone};
use crate::reading::CellRef;
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share, TableHead};
use crate::text::date;
use crate::text::words::{quoted, stem};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::Arc;

/// What speaks for the rows of a sheet.
const FACTS: [Field; 3] = [Field::Service, Field::Period, Field::Breakdown];

/// Gives every row the service and the quarter that its section or its sheet's name says, where it names none itself.
pub(super) fn spread(file: &mut FileContext<'_>, records: &mut [Record]) {
    let by_name = file.layout.is_some_and(|l| !l.sheet_name.is_empty() || l.file_name.contains(MONTH));
    join_year(file, records);
    let sections: Vec<Record> = of_kind(records, Kind::Section).cloned().collect();
    for section in &sections {
        let mut row = RowCells::new(file, section);
        for (field, _) in &section.fields {
            row.text(*field);
        }
        row.finish();
    }
    if sections.is_empty() && !by_name {
        return;
    }
    let mut names: HashMap<Arc<str>, [Option<String>; 3]> = HashMap::new();
    for record in records.iter_mut().filter(|r| !matches!(r.kind, Kind::Cover | Kind::Section)) {
        for (n, field) in FACTS.into_iter().enumerate() {
            if !record.text(field).is_empty() {
                continue;
            }
            let above = |s: &&Record| s.sheet == record.sheet && s.row <= record.row && s.get(field).is_some();
            let section = sections.iter().rev().find(above).and_then(|s| s.get(field));
            let fact = match section {
                Some(cell) => Some(Cell { share: Share::Heading, hidden: false, ..cell.clone() }),
                None if by_name => {
                    let said = names.entry(record.sheet.clone()).or_insert_with(|| said_by_name(file, &record.sheet));
                    said[n].clone().map(of_sheet)
                }
                None => None,
            };
            record.fields.extend(fact.map(|cell| (field, cell)));
        }
    }
}

/// Gives every row whose year stands in a column of its own the quarter, or the month, that both make together, whether the
/// layout calls the column beside it a month or a quarter. Where the months of a quarter are summed the month is a part of
/// its quarter; else it stands for the quarter that it ends.
fn join_year(file: &FileContext<'_>, records: &mut [Record]) {
    let parts = file.layout.is_some_and(|l| l.tables.iter().any(|t| t.sum_parts));
    let start = file.settings.year.start_month;
    // Where rows say their month, one that says none is of no quarter that anybody knows.
    let dated: Set<(Arc<str>, Kind)> =
        records.iter().filter(|r| r.get(Field::Month).is_some()).map(|r| (r.sheet.clone(), r.kind)).collect();
    for record in records.iter_mut().filter(|r| matches!(r.kind, Kind::Indicators | Kind::Risks | Kind::Actions)) {
        let year = record.text(Field::Year);
        let named_month = record.get(Field::Month).map(|cell| (cell.at, cell.content.shown()));
        let (is_month, period) = (named_month.is_some(), record.fields.iter().position(|(f, _)| *f == Field::Period));
        match (named_month, period) {
            (Some((at, month)), None) => {
                let (field, text) = of_month(month_number(&month, &year, start), &month, &year, start, parts);
                let cell = Cell::new(at, Content::Text(text.into()));
                record.fields.push((field, Cell { share: Share::Heading, ..cell }));
            }
            (None, None) if !parts && has_figure(record) && dated.contains(&(record.sheet.clone(), record.kind)) => {
                let at = record.get(Field::Year).map_or(CellRef::new(record.row, 0), |c| c.at);
                let text =
                    if year.is_empty() { "neither month nor year".to_owned() } else { format!("{year} and no month") };
                let cell = Cell::new(at, Content::Text(text.into()));
                record.fields.push((Field::Period, Cell { share: Share::Heading, ..cell }));
            }
            (_, Some(n)) if !year.is_empty() => {
                let (field, cell) = &mut record.fields[n];
                let shown = cell.content.shown();
                let whole = file.quarter_said(&shown);
                if quarter_alone(&shown).is_some() {
                    // “Q2” of the year beside it, and not of the year that is being read.
                    cell.content = Content::Text(format!("{shown} {year}").into());
                } else if let Some(month) = date::month(&shown).filter(|_| !is_month) {
                    let (meant, text) = of_month(Some(month), &shown, &year, start, parts);
                    (*field, cell.content) = (meant, Content::Text(text.into()));
                } else if whole.zip(first_of(&year, start)).is_some_and(|(q, first)| q.year() != first.year()) {
                    cell.content = Content::Text(format!("{shown} beside {year}").into());
                }
            }
            _ => {}
        }
    }
}

/// Somebody filled the row: one that a form keeps ready has no month either.
fn has_figure(record: &Record) -> bool {
    let filled = |field| record.get(field).is_some_and(|c| !c.content.shown().is_empty());
    [Field::Value, Field::Numerator, Field::Denominator].into_iter().any(filled)
}

/// The first quarter of a year, where it is a financial one.
fn first_of(year: &str, start: u32) -> Option<Period> {
    Period::said(&format!("Q1 {year}"), start).filter(|_| year.contains(['-', '/', '–']))
}

/// A month by its name, or by its number in a calendar year: of a financial one the ninth month could be September or December.
fn month_number(text: &str, year: &str, start: u32) -> Option<(Option<i32>, u32)> {
    let by_number = || text.trim().parse().ok().filter(|m| (1..=12).contains(m)).map(|m| (None, m));
    date::month(text).or_else(|| by_number().filter(|_| first_of(year, start).is_none() || start == 1))
}

/// The field and the words that a month of a year stands for.
fn of_month(named: Option<(Option<i32>, u32)>, month: &str, year: &str, start: u32, parts: bool) -> (Field, String) {
    // A financial year has its first months in one calendar year and its last in the next.
    let of_year = |m: u32| match Period::said(&format!("Q1 {year}"), start) {
        Some(first) => Some(i32::from(first.year()) + i32::from(m < start)),
        None => crate::period::year(year),
    };
    // The year of the month itself and the year beside it must be one.
    let agreed = |own: Option<i32>, m: u32| match (own, of_year(m)) {
        (Some(own), Some(beside)) => Some(own).filter(|own| *own == beside || year.is_empty()),
        (own, beside) => own.or(beside),
    };
    let first = named.and_then(|(own, m)| NaiveDate::from_ymd_opt(agreed(own, m)?, m, 1));
    let quarter = first.map(|day| (Period::containing(day, start), day));
    let ended = quarter.filter(|(q, day)| q.last_day(start).month() == day.month() && !parts);
    let text = match (ended, first) {
        (Some((quarter, _)), _) => quarter.to_string(),
        (None, Some(first)) => first.format("%b %Y").to_string(),
        (None, None) => format!("{month} beside {year}"),
    };
    (if parts { Field::Breakdown } else { Field::Period }, text)
}

/// The place of a month in the name of a file or a sheet.
const MONTH: &str = "{month}";

/// Service, quarter and month from a sheet's name, and the month from the file's; the whole name of the sheet where the
/// pattern is the service alone and nobody knows it.
fn said_by_name(file: &FileContext<'_>, sheet: &str) -> [Option<String>; 3] {
    let pattern = file.layout.map_or("", |l| l.sheet_name.as_str());
    // A quarter without its year is of the year being read, and proves nothing about the file.
    let quarter = |text: &str| {
        let whole = file.quarter_said(text).map(|p| p.to_string());
        whole.or_else(|| quarter_alone(text).map(|q| format!("Q{q}")))
    };
    let said = from_pattern(file, pattern, sheet, quarter);
    let whole = (pattern.trim() == "{service}").then(|| sheet.to_owned());
    let of_file = || {
        let pattern = file.layout.map_or("", |l| l.file_name.as_str());
        from_pattern(file, pattern, stem(&file.source.file), |text| file.quarter_said(text)).month
    };
    [said.service.map(|s| s.to_string()).or(whole), said.period, said.month.or_else(of_file)]
}

fn of_sheet(text: String) -> Cell {
    Cell { share: Share::Heading, ..Cell::new(CellRef::default(), Content::Text(text.into())) }
}

/// The rows of a file of many services, by service in the register's order. A row whose service nobody knows is
/// refused.
pub(super) fn by_service(file: &mut FileContext<'_>, records: Vec<Record>) -> Vec<(Arc<str>, Vec<Record>)> {
    let records = subtotals::pass_over(file, records);
    let services = &file.register.services;
    let mut out: Vec<(Arc<str>, Vec<Record>)> = services.iter().map(|s| (s.id.clone(), vec![])).collect();
    let positions: HashMap<Arc<str>, usize> = services.iter().enumerate().map(|(n, s)| (s.id.clone(), n)).collect();
    for record in records {
        if matches!(record.kind, Kind::Cover | Kind::Section) || !READ.contains(&record.kind) {
            continue;
        }
        if record.text(Field::Service).is_empty() && asks_whose(file, &record) && nobody_filled(file, &record) {
            continue;
        }
        match file.service_of(&record).and_then(|id| positions.get(&id)) {
            Some(n) => out[*n].1.push(record),
            None => refuse(file, &record, &record.text(Field::Service)),
        }
    }
    out.retain(|(_, rows)| !rows.is_empty());
    out
}

/// The table of a row has a column for the service.
fn asks_whose(file: &FileContext<'_>, record: &Record) -> bool {
    let of_table = |h: &&TableHead| h.kind == record.kind && h.sheet == record.sheet && h.row < record.row;
    let head = file.heads.iter().rev().find(of_table);
    head.is_some_and(|h| h.columns.iter().any(|c| c.field == Field::Service))
}

/// Passes over a row in which nothing stands but what the form keeps ready: it is nobody's, and not the cover's.
fn nobody_filled(file: &mut FileContext<'_>, record: &Record) -> bool {
    let mut row = RowCells::new(file, record);
    let unused = row.passes_unused();
    if unused {
        row.finish();
    }
    unused
}

fn refuse(file: &mut FileContext<'_>, record: &Record, text: &str) {
    let mut row = RowCells::new(file, record);
    if row.is_spare() {
        row.ignore_row(PassedOver::BlankRow);
    } else if text.is_empty() && row.passes_unused() {
        // Nobody filled it.
    } else {
        let got = if text.is_empty() { "nothing".to_owned() } else { quoted(text) };
        // A heading or a sheet's name is said once, not for every row that it speaks for.
        let shared = record.get(Field::Service).filter(|c| c.share == Share::Heading);
        let heading = shared.map(|c| c.at).filter(|at| *at != CellRef::default());
        let at = heading.unwrap_or_else(|| row.place(&[Field::Service, Field::Id]).cell);
        let said = |f: &Finding| {
            let here = shared.is_some() || f.cell == Some(at);
            here && f.code == catalogue::F010.code && *f.sheet == *record.sheet && f.got == got
        };
        if !row.file.findings.iter().any(said) {
            let nearest = nearest_service(row.file.register, text);
            row.report(&catalogue::F010, Some(at), format!("a service of the register{nearest}"), got);
        }
        row.refuse_row();
    }
    row.finish();
}
