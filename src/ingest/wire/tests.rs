use super::*;
use crate::catalogue::{C015, F016};
use crate::finding::Finding;
use crate::ingest::book::cell_from;
use crate::reading::{CellRef, Source};
use crate::record::{Content, Field, HeadColumn, Kind, PassedOver, Record, SheetSurvey, TableHead, Tally};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

#[test]
fn a_file_comes_back_as_it_went() {
    let contents = [
        Content::Number(-0.5),
        Content::Text("ä\u{1f}b ".into()),
        Content::Bool(true),
        Content::Date(NaiveDate::from_ymd_opt(2026, 9, 30).unwrap()),
        Content::Error("#SPILL!".into()),
        Content::FormulaWithoutResult,
    ];
    let cell = |n: usize, content| {
        let at = CellRef::new(1_048_575, 16_383);
        (Field::ALL[n], crate::record::Cell { at, hint: 5 * n as u8, ..cell_from(content, 63 >> n) })
    };
    // What is seen before a layout is chosen has no column of one.
    let plain = |(n, c)| crate::record::Cell { hint: 0, ..cell(n, c).1 };
    let seen = contents.clone().into_iter().enumerate().map(plain).collect();
    let fields = contents.into_iter().enumerate().map(|(n, c)| cell(n, c)).collect();
    let sheet: Arc<str> = "Risks".into();
    let ignored = BTreeMap::from([(PassedOver::Title, 3), (PassedOver::UnreadableSheet, 1)]);
    let read = FileRecords {
        source: Arc::new(Source { file: "a.xlsx".into(), sha256: "ff".into() }),
        outcome: Outcome::Rejected,
        layout: "own".into(),
        heads: vec![TableHead {
            kind: Kind::Indicators,
            sheet: sheet.clone(),
            row: 70_000,
            columns: vec![
                HeadColumn { field: Field::Value, col: 16_383, group: Some(9) },
                HeadColumn { field: Field::Title, col: 0, group: None },
            ],
        }],
        records: vec![Record { kind: Kind::Risks, sheet: sheet.clone(), row: 7, fields }],
        findings: vec![
            Finding::new(&C015, "this", "that").in_file("a.xlsx").in_sheet("Other").in_cell(CellRef::new(2, 3)),
            Finding::new(&F016, "", "").in_file("a.xlsx"),
        ],
        tallies: vec![Tally { sheet: "Risks".into(), read: 10, located: 6, ignored, ..Tally::default() }],
        survey: vec![
            SheetSurvey { name: "Risks".into(), hidden: true, filled: 6, cells: seen },
            SheetSurvey { name: "Empty".into(), hidden: false, filled: 0, cells: vec![] },
        ],
    };
    // Small enough for one part, and so large that parts begin in the middle of a file.
    for copies in [1, PART, 2 * PART + 7] {
        let mut read = read.clone();
        read.records = vec![read.records[0].clone(); copies / 4 + 1];
        let mut pipe = Vec::new();
        let mut sender = Sender::cells(&mut pipe).unwrap();
        let mut cells = Cells::new();
        cells.push(0, &read, &mut |part| sender.send(part)).unwrap();
        cells.push(1, &read, &mut |part| sender.send(part)).unwrap();
        cells.finish(&mut |part| sender.send(part)).unwrap();
        sender.finish().unwrap();
        let mut receiver = Receiver::new(pipe.as_slice()).unwrap();
        let mut answer = Unpacking::new(&["a.xlsx", "a.xlsx"]);
        let mut parts = 1;
        while answer.take(&receiver.receive().unwrap().unwrap()).unwrap() {
            parts += 1;
        }
        assert!(receiver.receive().unwrap().is_none());
        assert!(parts > copies / PART, "{parts}");
        assert!(answer.finish().unwrap() == [read.clone(), read]);
    }
}
