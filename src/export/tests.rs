//! What is written is read again by readers that are not ours.

use super::columns::{DICTIONARY, described, dictionary};
use super::table::{ExportColumn, ExportField, ExportTable, FieldKind};
use super::{as_csv, as_parquet, sqlite};
use chrono::NaiveDate;

struct Row {
    words: &'static str,
    number: Option<f64>,
    whole: Option<u64>,
    day: &'static str,
    yes: bool,
}

const ROWS: [Row; 4] = [
    Row { words: "£ “even”, Straße", number: Some(-0.1), whole: Some(7), day: "2026-04-01", yes: true },
    Row { words: "=1+1", number: Some(-0.0), whole: None, day: "1969-12-31", yes: false },
    Row { words: "-5 degrees", number: None, whole: Some(4_294_967_296), day: "2100-02-28", yes: false },
    Row { words: "", number: Some(1.0 / 3.0), whole: Some(0), day: "2024-02-29", yes: true },
];

fn day(row: &Row) -> NaiveDate {
    row.day.parse().unwrap()
}

fn table() -> ExportTable<Row> {
    let columns = vec![
        ExportColumn::<Row>::new("words", FieldKind::Text, "Words", |r| ExportField::text(r.words)),
        ExportColumn::<Row>::new("number", FieldKind::Number, "A number", |r| ExportField::Number(r.number))
            .of_unit("days"),
        ExportColumn::<Row>::new("whole", FieldKind::Whole, "A count", |r| ExportField::Whole(r.whole)),
        ExportColumn::<Row>::new("day", FieldKind::Day, "A day", |r| ExportField::Day(Some(day(r)))),
        ExportColumn::<Row>::new("yes", FieldKind::Yes, "Whether", |r| ExportField::Yes(r.yes)).one_of(["yes", "no"]),
    ];
    ExportTable { name: "sample", columns, rows: ROWS.into() }
}

#[test]
fn csv_is_read_by_the_rules_of_csv() {
    let (name, bytes) = as_csv(&table()).unwrap();
    assert_eq!(name, "sample.csv");
    assert!(bytes.starts_with("\u{feff}words,".as_bytes()));
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').split_terminator("\r\n");
    assert_eq!(lines.next(), Some("words,number,whole,day,yes"));
    let lines: Vec<&str> = lines.collect();
    // Words that begin like a formula are not one, and a number below nought is still a number.
    assert_eq!(lines[0], "\"£ “even”, Straße\",-0.1,7,2026-04-01,yes");
    assert_eq!(lines[1], "'=1+1,0,,1969-12-31,no");
    assert_eq!(lines[2], "'-5 degrees,,4294967296,2100-02-28,no");
    assert_eq!(lines[3], format!(",{},0,2024-02-29,yes", 1.0 / 3.0));
    assert_eq!(lines.len(), 4);
}

#[test]
fn parquet_has_types() {
    use polars::prelude::DataType;
    use polars_io::SerReader;
    let (_, bytes) = as_parquet(&table()).unwrap();
    assert_eq!(as_parquet(&table()).unwrap().1, bytes);
    let frame = polars_io::parquet::read::ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
    let types: Vec<DataType> = frame.columns().iter().map(|c| c.dtype().clone()).collect();
    use DataType::{Boolean, Date, Float64, String, UInt64};
    assert_eq!(types, [String, Float64, UInt64, Date, Boolean]);
    let column = |name: &str| frame.column(name).unwrap();
    let days = column("day").cast(&DataType::Int32).unwrap();
    for (n, row) in ROWS.iter().enumerate() {
        assert_eq!(column("words").str().unwrap().get(n).unwrap_or_default(), row.words);
        assert_eq!(column("number").f64().unwrap().get(n), row.number);
        assert_eq!(column("whole").u64().unwrap().get(n), row.whole);
        assert_eq!(column("yes").bool().unwrap().get(n), Some(row.yes));
        let since = i64::from(days.i32().unwrap().get(n).unwrap());
        assert_eq!(NaiveDate::default() + chrono::Duration::days(since), day(row));
    }
}

#[test]
fn the_same_tables_are_the_same_database() {
    let bytes = || {
        let mut database = sqlite::Database::new().unwrap();
        database.add(&table()).unwrap();
        database.bytes().unwrap()
    };
    assert!(bytes().starts_with(b"SQLite format 3\0"));
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_dictionary_has_every_column_its_own_too() {
    let table = dictionary(DICTIONARY, described(&table()).collect());
    assert_eq!(table.rows.len(), 5 + 6);
    let (_, bytes) = as_csv(&table).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("sample,number,number,days,A number,\r\n"), "{text}");
    assert!(text.contains("sample,yes,yes or no,,Whether,yes; no\r\n"), "{text}");
}
