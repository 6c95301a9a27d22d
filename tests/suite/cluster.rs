//! The part of a run that many machines share: rows of Arrow in and out, and the same root as on one machine.

use super::harness::{Council, QUARTER, council, quarterday};
use super::said::{Said, said};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BinaryArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use polars::prelude::{Column, DataFrame};
use polars_io::parquet::write::ParquetWriter;
use proptest::prelude::*;
use quarterday::ingest;
use quarterday::record::Outcome;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// A file on its way to a machine.
#[derive(Clone, Debug)]
struct Sent {
    organisation: String,
    terms: String,
    file: String,
    content: Vec<u8>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    organisation: String,
    terms: String,
    file: String,
    outcome: String,
    codes: Vec<String>,
    readings: usize,
    records: Option<Vec<u8>>,
}

fn terms(root: &Path) -> Value {
    let mut command = quarterday();
    let said = said(command.args(["cluster", "terms", QUARTER]).arg(root)).ends(0);
    serde_json::from_str(&said.out).unwrap()
}

/// The returns of a council, as a job finds them.
fn files(council: &Council, organisation: &str, terms: &str) -> Vec<Sent> {
    let mut out = vec![];
    for entry in std::fs::read_dir(council.path(&format!("returns/{QUARTER}"))).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (organisation, terms) = (organisation.to_owned(), terms.to_owned());
            out.push(Sent { organisation, terms, file, content: std::fs::read(path).unwrap() });
        }
    }
    out.sort_by(|a, b| a.file.cmp(&b.file));
    out
}

fn stream(batches: &[RecordBatch]) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(vec![], &batches[0].schema()).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn batches(bytes: &[u8]) -> Vec<RecordBatch> {
    StreamReader::try_new(bytes, None).unwrap().map(Result::unwrap).collect()
}

fn named(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

fn sent_batch(sent: &[Sent]) -> RecordBatch {
    let texts = |of: fn(&Sent) -> &str| -> ArrayRef { Arc::new(StringArray::from_iter_values(sent.iter().map(of))) };
    named(vec![
        ("organisation", texts(|s| &s.organisation)),
        ("terms", texts(|s| &s.terms)),
        ("file", texts(|s| &s.file)),
        ("content", Arc::new(BinaryArray::from_iter_values(sent.iter().map(|s| &s.content)))),
    ])
}

fn cluster(command: &str, root: &Path, input: Vec<u8>) -> (Said, Vec<u8>) {
    let mut run = quarterday();
    let out = run.args(["cluster", command]).arg(root).write_stdin(input).output().unwrap();
    let code = out.status.code().unwrap();
    (Said { code, out: String::new(), err: String::from_utf8(out.stderr).unwrap() }, out.stdout)
}

fn texts(batch: &RecordBatch, name: &str) -> Vec<String> {
    batch.column_by_name(name).unwrap().as_string::<i32>().iter().map(|t| t.unwrap_or_default().to_owned()).collect()
}

/// Reads files, so many in a batch.
fn read(root: &Path, sent: &[Sent], at_once: usize) -> Vec<Row> {
    let input = stream(&sent.chunks(at_once).map(sent_batch).collect::<Vec<_>>());
    let (said, out) = cluster("read", root, input);
    said.ends(0);
    let read = batches(&out);
    assert_eq!(read.len(), sent.len().div_ceil(at_once), "a batch for a batch");
    read.iter().flat_map(rows).collect()
}

fn rows(batch: &RecordBatch) -> Vec<Row> {
    let [organisations, terms, files, outcomes] =
        ["organisation", "terms", "file", "outcome"].map(|name| texts(batch, name));
    let list = |name: &str| batch.column_by_name(name).unwrap().as_list::<i32>();
    let row = |n: usize| {
        let findings = list("findings").value(n);
        let codes = findings.as_struct().column_by_name("code").unwrap().as_string::<i32>();
        let records = batch.column_by_name("records").unwrap().as_binary::<i32>();
        Row {
            organisation: organisations[n].clone(),
            terms: terms[n].clone(),
            file: files[n].clone(),
            outcome: outcomes[n].clone(),
            codes: codes.iter().flatten().map(str::to_owned).collect(),
            readings: list("readings").value(n).len(),
            records: records.is_valid(n).then(|| records.value(n).to_vec()),
        }
    };
    (0..batch.num_rows()).map(row).collect()
}

fn read_batch(rows: &[Row]) -> RecordBatch {
    let texts =
        |of: fn(&Row) -> &str| -> ArrayRef { Arc::new(LargeStringArray::from_iter_values(rows.iter().map(of))) };
    let records = rows.iter().map(|row| row.records.as_deref());
    named(vec![
        ("organisation", texts(|r| &r.organisation)),
        ("terms", texts(|r| &r.terms)),
        ("file", texts(|r| &r.file)),
        ("records", Arc::new(LargeBinaryArray::from_iter(records))),
    ])
}

/// The root of each organisation, by its name.
fn roots(root: &Path, rows: &[Row], at_once: usize) -> Vec<(String, String)> {
    let (said, out) = cluster("consolidate", root, stream(&rows.chunks(at_once).map(read_batch).collect::<Vec<_>>()));
    said.ends(0);
    batches(&out).iter().flat_map(|b| texts(b, "organisation").into_iter().zip(texts(b, "root"))).collect()
}

/// The demo's council: what its files came to, and the root of the same on one machine.
static READ: LazyLock<(Council, Vec<Row>, String)> = LazyLock::new(|| {
    let mut council = council();
    let here = council.consolidates()["root"].as_str().unwrap().to_owned();
    let council = super::harness::council();
    let terms = terms(council.folder())[""].as_str().unwrap().to_owned();
    let rows = read(council.folder(), &files(&council, "", &terms), 8);
    (council, rows, here)
});

#[test]
fn a_cluster_gives_the_root_of_one_machine() {
    let (council, rows, here) = &*READ;
    assert_eq!(here.len(), 64);
    assert_eq!(roots(council.folder(), rows, 100), [(String::new(), here.clone())]);
    let said = |file: &str| rows.iter().find(|row| row.file.starts_with(file)).unwrap();
    assert!(rows.iter().any(|row| row.outcome == "rejected" && row.readings == 0), "{rows:?}");
    assert!(said("WAS").readings > 3);
    // A change of one file is another root.
    let without: Vec<Row> = rows.iter().filter(|row| !row.file.starts_with("WAS")).cloned().collect();
    assert_ne!(roots(council.folder(), &without, 100)[0].1, *here);
}

/// Engines run what was lost again, hand in twice, and in any order and any division.
#[test]
fn any_division_order_and_doubling_gives_the_same() {
    let (council, rows, here) = &*READ;
    let sent = files(council, "", &rows[0].terms);
    let mut again: Vec<Sent> = sent.iter().chain(&sent[..5]).cloned().collect();
    again.reverse();
    let mut read_again = read(council.folder(), &again, 3);
    read_again.sort_by(|a, b| a.file.cmp(&b.file));
    read_again.dedup();
    assert_eq!(&read_again, rows);
    let strategy = (Just(rows.clone()).prop_shuffle(), prop::collection::vec(0..rows.len(), 0..6), 1usize..9);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6) };
    proptest!(config, |((mut shuffled, twice, at_once) in strategy)| {
        for n in twice {
            shuffled.insert(n, rows[n].clone());
        }
        prop_assert_eq!(&roots(council.folder(), &shuffled, at_once)[0].1, here);
    });
}

/// A folder of workspaces: each is an organisation, and their files come mixed.
#[test]
fn organisations_side_by_side() {
    let home = tempfile::tempdir().unwrap();
    let north = council().copy_to(home.path().join("north"), None);
    let mut south = council().copy_to(home.path().join("south + west"), None);
    south.remove(&format!("returns/{QUARTER}/WAS 2026-27Q2.xlsx"));
    let terms = terms(home.path());
    let of = |council: &Council, name: &str| files(council, name, terms[name].as_str().unwrap());
    let mut sent = [of(&north, "north"), of(&south, "south + west")].concat();
    sent.sort_by(|a, b| a.file.cmp(&b.file));
    let mut rows = read(home.path(), &sent, 10);
    let (said, _) = cluster("consolidate", home.path(), stream(&[read_batch(&rows)]));
    said.ends(2).complains("do not lie side by side; sort them by organisation");
    rows.sort_by(|a, b| a.organisation.cmp(&b.organisation));
    let roots = roots(home.path(), &rows, 7);
    assert_eq!(roots.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["north", "south + west"]);
    assert_eq!(roots[0].1, READ.2);
    assert_ne!(roots[1].1, READ.2);
}

/// Whatever comes of a file is a row, and the others are as if it were not there.
#[test]
fn a_file_that_cannot_be_read_costs_its_own_row() {
    let (council, rows, _) = &*READ;
    let sent = |file: &str, content: &[u8]| Sent {
        organisation: String::new(),
        terms: rows[0].terms.clone(),
        file: file.to_owned(),
        content: content.to_vec(),
    };
    let good = files(council, "", &rows[0].terms);
    let half = &good[3].content[..good[3].content.len() / 2];
    let mut all = vec![sent("no workbook.xlsx", b"words"), sent("empty.xlsx", b""), sent("half.xlsx", half)];
    all.extend([sent("~$WAS.xlsx", b"words"), sent("two\nlines.xlsx", b"words")]);
    all.extend(good);
    let read = read(council.folder(), &all, 4);
    let said = |n: usize| (read[n].outcome.as_str(), read[n].codes.join(" "));
    assert_eq!(said(0), ("rejected", "F001".to_owned()));
    assert_eq!(said(1), ("rejected", "F001".to_owned()));
    assert_eq!(said(2).0, "rejected");
    assert_eq!((said(3), &read[3].records), (("passed over", String::new()), &None));
    assert_eq!(said(4), ("rejected", "F001 F033".to_owned()));
    assert_eq!(&read[5..], &rows[..]);
}

/// One that takes more time than it may have is undecided, as on one machine, and the one beside it is read.
#[test]
fn a_file_beyond_the_limits_is_undecided() {
    let council = council().with_settings("[limits]\nworker_cpu_seconds = 1\n");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..60_000 {
        (0..10).for_each(|col| _ = sheet.write(row, col, format!("words of row {row}, column {col}")).unwrap());
    }
    let terms = terms(council.folder())[""].as_str().unwrap().to_owned();
    let mut sent = files(&council, "", &terms);
    sent.retain(|sent| sent.file.starts_with("WAS"));
    sent.push(Sent { file: "large.xlsx".to_owned(), content: book.save_to_buffer().unwrap(), ..sent[0].clone() });
    let rows = read(council.folder(), &sent, 2);
    assert_eq!(rows.iter().map(|row| row.outcome.as_str()).collect::<Vec<_>>(), ["accepted", "undecided"]);
    assert_eq!(rows[1].codes, ["F017"]);
}

#[test]
fn what_is_not_the_jobs_own_is_refused() {
    let (council, rows, _) = &*READ;
    let good = files(council, "", &rows[0].terms);
    let refused = |root: &Path, terms: &str, wanted: &[&str]| {
        let sent = Sent { terms: terms.to_owned(), ..good[0].clone() };
        let (said, _) = cluster("read", root, stream(&[sent_batch(&[sent])]));
        wanted.iter().fold(said.ends(2), |said, words| said.complains(words));
    };
    let terms = &rows[0].terms;
    let program = terms.split("; ").next().unwrap();
    refused(council.folder(), &terms.replace(program, "program=9.9.9 elsewhere"), &["was started by quarterday 9.9.9"]);
    refused(council.folder(), "words", &["no terms of this version"]);
    let other = super::harness::council().with_settings("# another line\n");
    refused(other.folder(), terms, &["is not what the job was started by: settings (there "]);
    let (mut register, mut layout) = (super::harness::council(), super::harness::council());
    layout.write(
        "layouts/another.toml",
        layout
            .bytes(&layout.files("layouts", &["toml"])[0].strip_prefix(layout.folder()).unwrap().display().to_string()),
    );
    let text = layout.text("layouts/another.toml");
    let id = text.lines().find(|line| line.starts_with("id ")).unwrap().to_owned();
    layout.write("layouts/another.toml", text.replace(&id, "id = \"another\""));
    refused(layout.folder(), terms, &["beside (there "]);
    register.write("register.xlsx", register.bytes("register.xlsx"));
    refused(&council.path("returns"), terms, &["there is no quarterday.toml"]);

    let sent = sent_batch(&good[..1]);
    let without = sent.project(&[0, 1, 2]).unwrap();
    cluster("read", council.folder(), stream(&[without]))
        .0
        .ends(2)
        .complains("have no column “content”; they have organisation, terms, file");
    cluster("read", council.folder(), b"no stream of batches".to_vec())
        .0
        .ends(2)
        .complains("no stream of Arrow batches");
    let mut broken = stream(&[sent]);
    broken.truncate(broken.len() / 2);
    cluster("read", council.folder(), broken).0.ends(2).complains("breaks off");
    let away = Sent { organisation: "../elsewhere".to_owned(), ..good[0].clone() };
    cluster("read", council.folder(), stream(&[sent_batch(&[away])])).0.ends(2).complains("is no name of a folder");
    let mut other = rows[0].clone();
    other.records = rows[1].records.clone();
    let twice = read_batch(&[rows[0].clone(), other]);
    cluster("consolidate", council.folder(), stream(&[twice])).0.ends(2).complains("came twice, and not the same");
}

fn write_parquet(folder: &Path, rows: &[Row], with_organisation: bool) {
    std::fs::create_dir_all(folder).unwrap();
    for (n, part) in rows.chunks(9).enumerate() {
        let text = |name: &str, of: fn(&Row) -> &str| Column::new(name.into(), part.iter().map(of).collect::<Vec<_>>());
        let records: Vec<Option<&[u8]>> = part.iter().map(|row| row.records.as_deref()).collect();
        let mut columns =
            vec![text("terms", |r| &r.terms), text("file", |r| &r.file), Column::new("records".into(), records)];
        if with_organisation {
            columns.push(text("organisation", |r| &r.organisation));
        }
        let mut frame = DataFrame::new(part.len(), columns).unwrap();
        let file = std::fs::File::create(folder.join(format!("part-{n}.parquet"))).unwrap();
        ParquetWriter::new(file).finish(&mut frame).unwrap();
    }
}

/// The workbooks from what a job wrote: the same root, the same Cabinet workbook, and no file read.
#[test]
fn reports_from_what_a_job_wrote() {
    let (_, rows, here) = &*READ;
    let mut whole = council();
    whole.consolidates();
    let mut council = super::harness::council().without_returns();
    let job = council.path("job");
    write_parquet(&job, rows, true);
    let from = |folder: &Path| format!("--from={}", folder.display());
    council.run(["consolidate", QUARTER, &from(&job)]).ends(1).says(here).complains("were read elsewhere");
    assert_eq!(council.record(QUARTER)["root"].as_str(), Some(here.as_str()));
    assert_eq!(
        council.bytes(&format!("reports/{QUARTER}/figures.csv")),
        whole.bytes(&format!("reports/{QUARTER}/figures.csv"))
    );
    // By organisation, as engines divide what they write.
    let divided = council.path("divided");
    write_parquet(&divided.join("organisation=__HIVE_DEFAULT_PARTITION__"), rows, false);
    let root = council.folder().to_owned();
    said(quarterday().args(["cluster", "reports", QUARTER, &from(&divided)]).arg(root)).ends(1).says(here);

    council
        .run(["consolidate", QUARTER, "--organisation=north", &from(&job)])
        .ends(2)
        .complains("holds no file of the organisation “north”");
    council.run(["consolidate", QUARTER, &from(&council.path("layouts"))]).ends(2).complains("no Parquet file in");
    let settings = council.text("quarterday.toml") + "# another line\n";
    council.write("quarterday.toml", settings);
    council.run(["consolidate", QUARTER, &from(&job)]).ends(2).complains("for other terms than these: settings (there");
}

/// Where no process may be started, the reader of one file gives the very records, and says what stopped it.
#[test]
fn a_file_by_itself() {
    let (council, rows, _) = &*READ;
    let said = said(quarterday().args(["cluster", "reader", QUARTER]).arg(council.folder())).ends(0);
    let settings: Value = serde_json::from_str(&said.out).unwrap();
    let settings = settings[""].to_string();
    for (sent, row) in files(council, "", &rows[0].terms).iter().zip(rows) {
        let alone = ingest::read_alone(&settings, &sent.file, &sent.content).unwrap();
        assert_eq!(Some(alone), row.records, "{}", sent.file);
    }
    for (overdue, got) in [(false, "broke off twice"), (true, "no answer within")] {
        let records = ingest::given_up(&settings, "large.xlsx", "1f", overdue).unwrap();
        let read = ingest::unpacked("large.xlsx", &records).unwrap();
        assert_eq!((read.outcome, &*read.findings[0].code, &*read.source.sha256), (Outcome::Undecided, "F017", "1f"));
        assert!(read.findings[0].got.contains(got), "{:?}", read.findings);
    }
    assert!(ingest::read_alone("{}", "a.xlsx", b"").unwrap_err().to_string().contains("the reader's settings"));
}

/// Any engine reads them: text, bytes and lists in the old layouts, no whole number without a sign.
#[test]
fn the_columns_are_old_and_plain() {
    for of in ["read", "consolidate"] {
        let out = quarterday().args(["cluster", "schema", of]).output().unwrap();
        let schema = StreamReader::try_new(&out.stdout[..], None).unwrap().schema();
        let types = schema.fields().iter().map(|f| f.data_type().to_string()).collect::<Vec<_>>().join("\n");
        for new in ["View", "Large", "UInt", "Dictionary", "Timestamp", "Date", "RunEnd"] {
            assert!(!types.contains(new), "{of}: {new} in\n{types}");
        }
        assert!(types.contains("List") && types.contains("Float64") && types.contains("Utf8"), "{types}");
    }
}
