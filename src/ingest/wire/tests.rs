use super::*;
use crate::catalogue::{C015, F016};
use crate::record::{Cell, Content, Field, HeadColumn, Kind, PassedOver, Share};
use chrono::NaiveDate;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn sheet() -> impl Strategy<Value = Arc<str>> {
    select(&["Risks", "Other sheet", ""][..]).prop_map(Arc::from)
}

fn at() -> impl Strategy<Value = CellRef> {
    (0..1_048_576_u32, 0..16_384_u16).prop_map(|(row, col)| CellRef::new(row, col))
}

fn kind() -> impl Strategy<Value = Kind> {
    select(&Kind::ALL[..])
}

fn cell() -> impl Strategy<Value = Cell> {
    let content = prop_oneof![
        any::<f64>().prop_filter("a value that is equal to itself", |n| !n.is_nan()).prop_map(Content::Number),
        any::<String>().prop_map(|t| Content::Text(t.into())),
        any::<bool>().prop_map(Content::Bool),
        (0..3_652_059).prop_filter_map("a day", NaiveDate::from_num_days_from_ce_opt).prop_map(Content::Date),
        Just(Content::Error("#SPILL!".into())),
        Just(Content::FormulaWithoutResult),
    ];
    let share = select(&[Share::Own, Share::Row, Share::Heading, Share::Printed][..]);
    (at(), content, any::<[bool; 6]>(), share, any::<u8>()).prop_map(|(at, content, on, share, hint)| {
        let [percent, formula, hidden, merged, external, since_1904] = on;
        Cell { percent, formula, hidden, merged, external, since_1904, share, hint, ..Cell::new(at, content) }
    })
}

fn record() -> impl Strategy<Value = Record> {
    let fields = prop::collection::vec((select(Field::ALL), cell()), 0..4);
    (kind(), sheet(), any::<u32>(), fields).prop_map(|(kind, sheet, row, fields)| Record { kind, sheet, row, fields })
}

fn head() -> impl Strategy<Value = TableHead> {
    let column = (select(Field::ALL), any::<u16>(), option::of(any::<u16>()));
    let columns = prop::collection::vec(column.prop_map(|(field, col, group)| HeadColumn { field, col, group }), 0..4);
    let head = (kind(), sheet(), any::<u32>(), columns);
    head.prop_map(|(kind, sheet, row, columns)| TableHead { kind, sheet, row, columns })
}

fn finding() -> impl Strategy<Value = Finding> {
    let parts = (select(&[&C015, &F016][..]), sheet(), option::of(at()), any::<String>(), any::<String>());
    parts.prop_map(|(check, sheet, cell, expected, got)| Finding {
        cell,
        ..Finding::new(check, expected, got).in_file("a.xlsx").in_sheet(&*sheet)
    })
}

fn tally() -> impl Strategy<Value = Tally> {
    let ignored = prop::collection::btree_map(select(&PassedOver::ALL[..]), any::<u64>(), 0..4);
    (sheet(), any::<u64>(), any::<u64>(), ignored).prop_map(|(sheet, read, located, ignored)| Tally {
        sheet: sheet.to_string(),
        read,
        located,
        ignored,
        ..Tally::default()
    })
}

fn survey() -> impl Strategy<Value = SheetSurvey> {
    let parts = (sheet(), any::<bool>(), any::<u64>(), prop::collection::vec(cell(), 0..4));
    parts.prop_map(|(name, hidden, filled, cells)| SheetSurvey { name, hidden, filled, cells })
}

/// What may be read from `a.xlsx`.
fn read() -> impl Strategy<Value = FileRecords> {
    fn some<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
        prop::collection::vec(of, 0..3)
    }
    let outcome = select(&[Outcome::Accepted, Outcome::Rejected, Outcome::Undecided][..]);
    let whole = ("[0-9a-f]{0,64}", outcome, "[a-z-]{0,9}");
    let lists = (prop::collection::vec(record(), 0..6), some(head()), some(finding()), some(tally()), some(survey()));
    (whole, lists).prop_map(|((sha256, outcome, layout), (records, heads, findings, tallies, survey))| FileRecords {
        saved: chrono::NaiveDate::MIN.and_hms_opt(1, 2, 3),
        source: Arc::new(Source { file: "a.xlsx".into(), sha256 }),
        outcome,
        layout: layout.into(),
        records,
        heads,
        findings,
        tallies,
        survey,
    })
}

fn sent(read: &[&FileRecords]) -> Vec<u8> {
    let mut sender = Sender(Vec::new());
    read.iter().for_each(|read| sender.send_records(read).unwrap());
    sender.0
}

fn received(stream: &[u8]) -> io::Result<FileRecords> {
    Receiver::new(stream).records("a.xlsx")
}

proptest! {
    #[test]
    fn a_file_comes_back_as_it_went(read in read()) {
        prop_assert_eq!(received(&sent(&[&read])).unwrap(), read);
    }

    /// Whatever a worker sends, the answer is one or is none, and what is kept of it came.
    #[test]
    fn a_stream_that_breaks_off_or_is_changed_is_no_harm(
        read in read(), end in any::<Index>(), changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4),
    ) {
        let mut stream = sent(&[&read]);
        prop_assert!(received(&stream[..end.index(stream.len())]).is_err());
        for (at, byte) in changes {
            let at = at.index(stream.len());
            stream[at] = byte;
        }
        if let Ok(read) = received(&stream) {
            prop_assert!(read.records.len() + read.heads.len() + read.findings.len() < stream.len());
        }
    }
}

#[test]
fn a_large_file_comes_in_parts_and_its_sheets_are_shared() {
    let record = |sheet: &Arc<str>, row| Record { kind: Kind::Risks, sheet: sheet.clone(), row, fields: vec![] };
    let (risks, other): (Arc<str>, Arc<str>) = ("Risks".into(), "Other".into());
    let rows = 2 * PART as u32 + 7;
    let read = FileRecords {
        saved: None,
        source: Arc::new(Source { file: "a.xlsx".into(), sha256: "ff".into() }),
        outcome: Outcome::Accepted,
        layout: "own".into(),
        records: (0..rows).map(|n| record(if n < rows - 5 { &risks } else { &other }, n)).collect(),
        heads: vec![],
        findings: vec![],
        tallies: vec![],
        survey: vec![],
    };
    let stream = sent(&[&read, &read]);
    let mut receiver = Receiver::new(stream.as_slice());
    for _ in 0..2 {
        let got = receiver.records("a.xlsx").unwrap();
        assert!(got == read);
        let names = got.records.chunk_by(|a, b| Arc::ptr_eq(&a.sheet, &b.sheet)).count();
        assert_eq!(names, 4, "three parts of one sheet, one of the other");
    }
    assert!(receiver.receive::<&str>().unwrap().is_none());
}

#[test]
fn a_length_is_no_reason_to_take_memory() {
    let mut stream = (u64::MAX >> 1).to_le_bytes().to_vec();
    stream.extend([1; 9]);
    let mut receiver = Receiver::new(stream.as_slice());
    assert_eq!(receiver.records("a.xlsx").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    assert!(receiver.message.capacity() < 1 << 10, "{}", receiver.message.capacity());
    // A list inside a message says how long it is, too.
    let mut sender = Sender(Vec::new());
    sender.send(&(0_u8, "Risks", u64::MAX)).unwrap();
    assert_eq!(received(&sender.0).unwrap_err().kind(), io::ErrorKind::Other);
}
