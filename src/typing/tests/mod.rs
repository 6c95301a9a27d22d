//! Rows as people fill them in, and what becomes of every cell.

use super::*;
use crate::catalogue;
use crate::finding::Severity;
use crate::layout::Layout;
use crate::measure::Unit;
use crate::reading::{CellRef, FeedbackKind, Marker, Value};
use crate::record::{Cell, Content, Field, Kind, PassedOver};
use crate::register::{Indicator, Register, Service, Target};
use crate::sample;
use crate::settings::Settings;
use Content::{Date, Error, FormulaWithoutResult, Number};
use chrono::NaiveDate;
use rstest::rstest;

mod cells;
mod rows;
mod actions;
mod evidence;
mod covers;
mod complaints;
mod feedback;
mod layouts;
mod balance;

fn text(s: &str) -> Content {
    Content::Text(s.into())
}

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn period() -> Period {
    sample::period("2026-27Q2")
}

fn service(id: &str, name: &str) -> Service {
    Service { name: name.into(), ..sample::service(id) }
}

/// A percentage is a part of its whole.
fn indicator(id: &str, service: &str, unit: Unit) -> Indicator {
    Indicator { service: service.into(), unit, part_of_whole: unit == Unit::Percent, ..sample::indicator(id) }
}

/// Waste (WAS) with a percentage W1, a count W2, a yearly count W3 due in Q4, and W4 and W5 in millions and thousands of
/// pounds, a rate W6 per 100,000 and W7 per nobody knows what, a yearly percentage W8 without limits; Parks (PRK) with P1.
fn register() -> Register {
    let yearly = |id, unit| Indicator { due_quarters: vec![4], ..indicator(id, "WAS", unit) };
    let indicators = vec![
        indicator("W1", "WAS", Unit::Percent),
        Indicator { minimum: Some(0.0), ..indicator("W2", "WAS", Unit::Number) },
        yearly("W3", Unit::Number),
        indicator("P1", "PRK", Unit::Number),
        yearly("W4", Unit::PoundsMillions),
        yearly("W5", Unit::PoundsThousands),
        Indicator { per: Some(1e5), ..indicator("W6", "WAS", Unit::Rate) },
        indicator("W7", "WAS", Unit::Rate),
        Indicator { part_of_whole: false, ..yearly("W8", Unit::Percent) },
    ];
    let services = [service("WAS", "Waste"), service("PRK", "Parks and Open Spaces")];
    let mut register = sample::register(services, indicators);
    register.targets = vec![("W1".into(), 2026, Target { annual: Some(85.0), ..Target::default() })];
    register.indexed()
}

fn layouts() -> Vec<Layout> {
    let mut older = crate::layout::template();
    older.id = "older".into();
    older.file_name = "{service} {period}".into();
    older.markers.insert("..".into(), Marker::NotAvailable);
    older.words.insert("status".into(), [("In progress".to_owned(), "On track".to_owned())].into());
    for column in older.tables.iter_mut().flat_map(|t| &mut t.columns) {
        if column.field == "value" {
            (column.thousands, column.percent) = (true, Some(crate::layout::PercentAs::Fraction));
        }
    }
    let mut mixed = crate::layout::template();
    (mixed.id, mixed.sheet_name, mixed.many_services) = ("mixed".into(), "Sheet {period}".into(), true);
    mixed.tables[0].sum_parts = true;
    let (mut part, mut across) = (mixed.tables[0].columns[0].clone(), mixed.tables[0].columns[0].clone());
    (part.field, part.heading) = ("breakdown".into(), vec!["Ward".into()]);
    (across.field, across.heading) = ("value".into(), vec!["{breakdown}".into()]);
    mixed.tables[0].columns.extend([part, across]);
    vec![crate::layout::template(), older, mixed]
}

fn record(kind: Kind, row: u32, fields: &[(Field, Content)]) -> Record {
    let sheet = if kind == Kind::Cover { "Cover" } else { "Sheet" };
    let field = |(k, (f, c)): (usize, &(Field, Content))| (*f, Cell::new(CellRef::new(row, k as u16), c.clone()));
    Record { kind, sheet: sheet.into(), row, fields: fields.iter().enumerate().map(field).collect() }
}

fn cover() -> Record {
    let date = Date(day(2026, 10, 12));
    let fields = [
        (Field::Service, text("Waste")),
        (Field::Period, text("2026-27Q2")),
        (Field::SignedOffBy, text("D. Patel")),
        (Field::SignedOff, date),
    ];
    record(Kind::Cover, 1, &fields)
}

fn file(name: &str, layout: &str, records: Vec<Record>) -> FileRecords {
    let mut tallies: Vec<Tally> = vec![];
    for r in &records {
        let k = tallies.iter().position(|t| t.sheet == *r.sheet).unwrap_or_else(|| {
            tallies.push(Tally { sheet: r.sheet.to_string(), ..Tally::default() });
            tallies.len() - 1
        });
        let cells = r.fields.iter().filter(|(_, c)| c.share != crate::record::Share::Printed).count() as u64;
        tallies[k].read += cells;
        tallies[k].located += cells;
    }
    FileRecords {
        saved: None,
        source: Source { file: name.into(), sha256: String::new() }.into(),
        outcome: Outcome::Accepted,
        layout: layout.into(),
        records,
        heads: vec![],
        findings: vec![],
        tallies,
        survey: vec![],
    }
}

/// Types a file and checks that no cell was lost.
fn typed(mut file: FileRecords, settings: &Settings) -> Typed {
    let (register, layouts) = (register(), layouts());
    if &*file.layout == "older" {
        // The reader marks the cells of a column that is typed in a way of its own.
        let values = file.records.iter_mut().flat_map(|r| &mut r.fields).filter(|(f, _)| *f == Field::Value);
        values.for_each(|(_, cell)| cell.hint = 1);
    }
    let typed = type_file(
        file,
        &TypingContext {
            register: &register,
            settings,
            period: period(),
            quarter_given: false,
            today: None,
            layouts: &layouts,
        },
    );
    for t in &typed.tallies {
        assert_eq!(t.located, t.accepted + t.refused, "{t:?}");
        assert_eq!(t.read, t.located + t.ignored_total(), "{t:?}");
    }
    typed
}

fn type_rows(rows: Vec<Record>) -> Typed {
    typed(file("waste.xlsx", "quarterday-return", [vec![cover()], rows].concat()), &Settings::default())
}

fn codes(typed: &Typed) -> Vec<&str> {
    typed.findings.iter().map(|f| &*f.code).collect()
}

fn row(id: &str, fields: &[(Field, Content)]) -> Record {
    let fields = [&[(Field::Id, text(id))], fields].concat();
    record(Kind::Indicators, 5, &fields)
}
