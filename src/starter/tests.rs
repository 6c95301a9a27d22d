//! The starter register is in good order and says what everything means.

use super::*;
use crate::reading::{CellRef, Source};
use crate::record::{self, Record};
use crate::register::{errors, read};
use crate::workbook::{Visibility, write};
use std::sync::Arc;

/// The rows of a book's tables as the reader would give them.
fn records(book: Book<'static>) -> Vec<Record> {
    let layout = layout::register();
    let mut out = Vec::new();
    for mut sheet in book.sheets {
        let Some(known) = layout.tables.iter().find(|t| t.sheet[0] == sheet.name) else { continue };
        let mut table = sheet.tables.remove(0);
        for n in 0..table.len() {
            let mut cells = Vec::new();
            table.fill(n, &mut cells);
            assert_eq!(cells.len(), known.columns.len());
            let row = table.row + 1 + n as u32;
            let cells = cells.into_iter().zip(&known.columns).enumerate().filter_map(|(col, (cell, column))| {
                let content = match cell.content {
                    CellContent::Text(t) => record::Content::Text(t.into()),
                    CellContent::Number(n) => record::Content::Number(n),
                    _ => return None,
                };
                let at = CellRef::new(row, col as u16);
                Some((column.field().unwrap(), record::Cell::new(at, content)))
            });
            out.push(Record { kind: known.kind, sheet: sheet.name.as_str().into(), row, fields: cells.collect() });
        }
    }
    out
}

#[test]
fn the_starter_register_is_in_good_order() {
    for period in ["2026-27Q1", "1999-00Q4"] {
        let period: Period = period.parse().unwrap();
        let (register, findings) = read(&records(register_book(period)), &Arc::new(Source::default()), 4);
        assert!(!errors(&findings) && findings.is_empty(), "{findings:#?}");
        let counts = (register.services.len(), register.priorities.len(), register.indicators.len());
        assert_eq!(counts, (3, 3, 8));
        assert_eq!((register.checks.len(), register.comparators.len(), register.targets.len()), (1, 2, 7));
        assert!(register.targets.iter().all(|(_, year, _)| *year == period.year()));
    }
}

#[test]
fn every_column_has_help_and_nothing_else_has() {
    let (layout, starter) = (layout::register(), Starter::read(REGISTER_WORDS));
    for table in &layout.tables {
        for column in &table.columns {
            let help = starter.help(table.kind, &column.field);
            assert!(!help.is_empty() && help.chars().count() <= 230, "{:?} {}", table.kind, column.field);
            assert!(column.heading[0].chars().count() <= 32, "{}", column.heading[0]);
        }
        let known = |key: &String| table.columns.iter().any(|c| c.field == *key);
        assert!(starter.help[&table.kind].keys().all(known), "{:?}", table.kind);
        // A new council has none before it.
        let rows = starter.rows.get(&table.kind);
        assert!(rows.is_some() || table.kind == Kind::Predecessors, "{:?}", table.kind);
        assert!(rows.into_iter().flatten().all(|r| r.keys().all(known)), "{:?}", table.kind);
        assert!(!starter.sheets[&table.kind].is_empty());
    }
}

#[test]
fn drop_downs_offer_the_words_that_are_read() {
    let book = register_book("2026-27Q1".parse().unwrap());
    let lists = book.sheets.last().unwrap();
    assert_eq!((lists.name.as_str(), lists.visibility), ("Lists", Visibility::Hidden));
    let indicators = book.sheets.iter().find(|s| s.name == "Indicators").unwrap();
    let ranges: Vec<_> =
        indicators.validations.iter().filter(|v| matches!(v.rule, ValidationRule::ListRange(_))).collect();
    assert_eq!(ranges.len(), 16, "{ranges:#?}");
    assert!(book.sheets.iter().all(|s| !s.name.is_empty()));
}

#[test]
fn the_older_layouts_of_the_demo_parse() {
    for (text, tables) in [
        (include_str!("../../fixtures/demo/layouts/marchford-2019.toml"), 4),
        (include_str!("../../fixtures/demo/layouts/marchford-2022.toml"), 5),
    ] {
        let layout = Layout::parse(text).unwrap();
        assert_eq!(layout.tables.len(), tables, "{}", layout.id);
    }
}

#[test]
fn it_is_written() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    write(register_book("2026-27Q1".parse().unwrap()), &mut bytes).unwrap();
    assert!(bytes.get_ref().starts_with(b"PK"));
}
