//! The ledger answers: its figures as tables that other programs read, what was known on a day, and what two reports of
//! a quarter say differently.

use super::books::Drawn;
use super::corrections::corrected;
use super::harness::{Council, QUARTER, consolidated, list, one_of, read, said, text};
use super::published::{publishes, redefines, sends, stowick, written};
use assert_cmd::Command;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const Q1: &str = "2026-27Q1";
const Q2: &str = "2026-27Q2";
const WHY: [&str; 6] = ["--class", "correction", "--reason", "June was counted twice", "--by", "N. Fox"];

/// A row of a table by the names of its columns.
type Row = BTreeMap<String, String>;

/// Reads a table as the readers of people's programs do: the mark at its head is no letter.
pub fn rows(council: &Council, file: &str) -> Vec<Row> {
    let bytes = council.bytes(file);
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "{file}");
    let mut csv = csv::Reader::from_reader(bytes.as_slice());
    let names = csv.headers().unwrap().clone();
    let row = |line: csv::StringRecord| names.iter().zip(&line).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    csv.records().map(|line| row(line.unwrap())).collect()
}

pub fn row<'r>(rows: &'r [Row], id: &str, quarter: &str) -> &'r Row {
    let found: Vec<&Row> = rows.iter().filter(|r| r["indicator"] == id && r["quarter"] == quarter).collect();
    assert_eq!(found.len(), 1, "{id}, {quarter}");
    found[0]
}

/// What every row of a table says of itself is in the dictionary, and the words in it are among those that can stand there.
fn are_described(rows: &[Row], table: &str, dictionary: &[Row]) {
    let columns: BTreeMap<&str, &Row> =
        dictionary.iter().filter(|r| r["table"] == table).map(|r| (&*r["column"], r)).collect();
    for row in rows {
        assert_eq!(row.keys().map(String::as_str).collect::<BTreeSet<_>>(), columns.keys().copied().collect());
        for (column, value) in row {
            let of = columns[&**column];
            assert!(!of["meaning"].is_empty(), "{column}");
            let listed = of["allowed"].is_empty() || of["allowed"].split("; ").any(|word| word == value);
            // A rate is told by what it is per.
            assert!(value.is_empty() || listed || column == "unit" && value.contains("per "), "{column}: {value}");
            match &*of["type"] {
                "number" => assert!(value.is_empty() || value.parse::<f64>().is_ok(), "{column}: {value}"),
                "whole number" => assert!(value.is_empty() || value.parse::<u64>().is_ok(), "{column}: {value}"),
                // Of risks, actions, milestones and schemes not every day is known.
                "date" if value.is_empty() => {
                    let unknown = ["due", "target_date", "reviewed", "agreed", "planned", "completion"];
                    assert!(unknown.contains(&&**column), "{column}")
                }
                "date" => assert!(value.parse::<chrono::NaiveDate>().is_ok(), "{column}: {value}"),
                _ => {}
            }
        }
    }
}

#[test]
fn the_demo_in_three_formats_says_what_its_report_says() {
    let council = consolidated();
    let said = council.json(["history", "export", "--type", "all"]);
    let files: Vec<&str> = list(&said["files"]).iter().map(|f| text(&f["file"])).collect();
    let money = ["revenue", "capital", "savings", "milestones"];
    let tables = ["figures", "risks", "actions", "feedback", "quarters"].into_iter().chain(money).chain(["dictionary"]);
    let tables: Vec<&str> = tables.collect();
    let expected = tables.iter().map(|t| format!("{t}.csv")).chain(tables.iter().map(|t| format!("{t}.parquet")));
    assert_eq!(files, expected.chain(["quarterday.sqlite".to_owned()]).collect::<Vec<_>>());
    let folder = council.folder().join("export");
    assert_eq!(text(&said["folder"]), folder.to_str().unwrap());

    let [figures, risks, actions, feedback, quarters, dictionary] =
        ["figures", "risks", "actions", "feedback", "quarters", "dictionary"]
            .map(|t| rows(&council, &format!("export/{t}.csv")));
    for (table, lines) in money.into_iter().zip([96, 20, 38, 240]) {
        let rows = rows(&council, &format!("export/{table}.csv"));
        are_described(&rows, table, &dictionary);
        assert_eq!(rows.iter().filter(|r| r["quarter"] == QUARTER).count(), lines, "{table}");
    }
    are_described(&figures, "figures", &dictionary);
    are_described(&risks, "risks", &dictionary);
    are_described(&actions, "actions", &dictionary);
    are_described(&feedback, "feedback", &dictionary);
    are_described(&quarters, "quarters", &dictionary);
    are_described(&dictionary, "dictionary", &dictionary);
    // Every row is counted once.
    let count = |name: &str| said["of_rows"][name].as_u64().unwrap() as usize;
    assert_eq!(figures.len(), count("with_figure") + count("held_back") + count("without_figure"));
    assert_eq!(count("with_figure"), figures.iter().filter(|r| !r["value"].is_empty()).count());
    let keys: BTreeSet<_> = figures.iter().map(|r| (&r["indicator"], &r["quarter"])).collect();
    assert_eq!(keys.len(), figures.len());
    let of: BTreeSet<_> = figures.iter().map(|r| &r["quarter"]).collect();
    assert_eq!(of, quarters.iter().map(|r| &r["quarter"]).collect());
    let q2 = quarters.iter().find(|r| r["quarter"] == QUARTER).unwrap();
    assert_eq!((&*q2["first_day"], &*q2["last_day"]), ("2026-07-01", "2026-09-30"));
    assert_eq!((&*q2["year"], &*q2["number"], &*q2["months"]), ("2026-27", "2", "July to September 2026"));

    // The record of the run says the same of each figure of the quarter.
    let run = council.record(QUARTER);
    let readings = list(&run["readings"]);
    let mut seen = 0;
    for reading in readings {
        let row = row(&figures, text(&reading["indicator"]), QUARTER);
        // serde_json reads the last digit of a number loosely.
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs();
        match (row["value"].parse().ok(), reading["value"].as_f64()) {
            (Some(a), Some(b)) => assert!(same(a, b), "{reading}"),
            (a, b) => assert_eq!(a, b, "{reading}"),
        }
        assert_eq!(row["status"], text(&reading["status"]), "{reading}");
        seen += usize::from(!row["value"].is_empty());
    }
    assert!(seen > 100, "{seen}");
    let past = figures.iter().filter(|r| r["quarter"] != QUARTER && r["file"] == "past.xlsx").count();
    assert!(past > 500, "{past}");

    // Risks, actions and feedback are those of the ledger, each once a quarter, with where it comes from.
    for (table, rows, key) in
        [("risks", &risks, "risk"), ("actions", &actions, "action"), ("feedback", &feedback, "kind")]
    {
        let keys: BTreeSet<_> = rows.iter().map(|r| (&r["service"], &r[key], &r["quarter"])).collect();
        assert_eq!(keys.len(), rows.len(), "{table}");
        let now = rows.iter().filter(|r| r["quarter"] == QUARTER).count();
        assert!(now > 10, "{now} {table}");
        assert!(rows.iter().all(|r| !r["file"].is_empty() && r["sha256"].len() == 64 && !r["record"].is_empty()));
    }
    // A risk that was not reviewed this quarter stands in the report all the same.
    let reviewed = risks.iter().filter(|r| r["quarter"] == QUARTER).count() as u64;
    assert!(reviewed <= run["counts"]["risks"].as_u64().unwrap(), "{reviewed}");

    // The other formats hold the same rows.
    let database = Connection::open(folder.join("quarterday.sqlite")).unwrap();
    let whole: String = database.query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap();
    assert_eq!(whole, "ok");
    let lines = [("risks", &risks), ("actions", &actions), ("feedback", &feedback)];
    let others = [("figures", &figures), ("quarters", &quarters), ("dictionary", &dictionary)];
    for (table, rows) in lines.into_iter().chain(others) {
        let mut all = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = all.column_names().map(str::to_owned).collect();
        let mut found = all.query([]).unwrap();
        for row in rows {
            let line = found.next().unwrap().unwrap();
            for (n, name) in names.iter().enumerate() {
                use rusqlite::types::ValueRef;
                let told = &row[name];
                let same = match line.get_ref(n).unwrap() {
                    ValueRef::Null => told.is_empty(),
                    ValueRef::Real(x) => told.parse() == Ok(x),
                    ValueRef::Integer(k) if told == "yes" || told == "no" => (k == 1) == (told == "yes"),
                    ValueRef::Integer(k) => told.parse() == Ok(k),
                    ValueRef::Text(words) => {
                        let words = std::str::from_utf8(words).unwrap();
                        words == told || words == told.trim_start_matches('\'')
                    }
                    ValueRef::Blob(_) => false,
                };
                assert!(same, "{table}.{name}: {told}");
            }
        }
        assert!(found.next().unwrap().is_none());
    }
    // The same ledger gives the same bytes.
    assert_eq!(council.json(["history", "export", "--type", "all"])["files"], said["files"]);
    council.run(["history", "export", "--type", "xml"]).ends(2).complains("one of csv, parquet, sqlite, all");
}

#[test]
fn the_table_beside_the_report_is_the_ledgers() {
    let council = consolidated();
    let beside = rows(&council, &format!("reports/{QUARTER}/figures.csv"));
    council.run(["history", "export"]).ends(0);
    let all = rows(&council, "export/figures.csv");
    let quarters: BTreeSet<&str> = beside.iter().map(|r| &*r["quarter"]).collect();
    assert_eq!((quarters.len(), quarters.last()), (13, Some(&QUARTER)));
    for told in &beside {
        assert_eq!(told, row(&all, &told["indicator"], &told["quarter"]));
    }
    assert_eq!(beside.len(), all.iter().filter(|r| quarters.contains(&*r["quarter"])).count());
    let outputs = council.record(QUARTER)["outputs"].clone();
    one_of(&outputs, "file", "figures.csv");
}

#[test]
fn what_was_put_right_stands_beside_what_was_published() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    council.run([&["history", "correct", "ST2", Q1, "--value", "61.5"][..], &WHY].concat()).ends(0);
    let said = council.json(["history", "export"]);
    assert_eq!(said["restated"], 1);
    let figures = rows(&council, "export/figures.csv");
    let told = row(&figures, "ST2", Q1);
    let of = |names: [&str; 6]| names.map(|name| told[name].clone());
    assert_eq!(
        of(["value", "status", "restated", "value_as_published", "status_as_published", "release"]),
        ["61.5", "red", "figure", "81.2", "green", "1"]
    );
    assert_eq!((&*told["file"], &*told["provisional"]), ("history correct", "no"));
    assert_eq!(row(&figures, "ST1", Q1)["restated"], "");
    // Before that day it was as it was published.
    let day = ["--to", council.folder().join("then").to_str().unwrap(), "--as-of", "2026-10-27"].map(str::to_owned);
    let early = council.run([&["history", "export"].map(str::to_owned)[..], &day].concat());
    early.ends(2).complains("nothing was known on 2026-10-27: the first record of the ledger is of");
    // A target that is put right.
    let target = ["history", "correct", "ST3", Q1, "--target", "1"];
    council.run([&target[..], &WHY].concat()).ends(0);
    council.run(["history", "export"]).ends(0);
    let figures = rows(&council, "export/figures.csv");
    let told = row(&figures, "ST3", Q1);
    assert_eq!((&*told["restated"], &*told["target"]), ("target", "1"));
    assert_ne!(told["target_as_published"], "1");
    assert_eq!(told["value"], told["value_as_published"]);
}

/// Figures that a return puts right are in the table of its own run, the first time and again.
#[test]
fn a_run_again_writes_the_same_table() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    council.consolidate(Q1);
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let first = written(&council, &format!("reports/{Q2}"));
    council.consolidate(Q2);
    assert!(written(&council, &format!("reports/{Q2}")) == first);
    publishes(&mut council, Q1);
    council.consolidate(Q2);
    let figures = rows(&council, &format!("reports/{Q2}/figures.csv"));
    assert_eq!((&*row(&figures, "ST2", Q1)["release"], &*row(&figures, "ST2", Q2)["release"]), ("1", ""));
    publishes(&mut council, Q2);
    let figures = rows(&council, &format!("published/{Q2}/1/figures.csv"));
    let told = row(&figures, "ST2", Q2);
    assert_eq!((&*told["release"], &*told["provisional"]), ("1", "no"));
}

#[test]
fn what_is_held_back_now_is_told_of_no_earlier_day() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    sends(&mut council, Q1, &[("E5", "'"), ("F5", "Suppressed")]);
    council.consolidate(Q1);
    let told = |council: &Council| {
        council.run(["history", "export"]).ends(0);
        row(&rows(council, "export/figures.csv"), "ST2", Q1).clone()
    };
    let hidden = told(&council);
    assert_eq!((&*hidden["value"], &*hidden["marker"], &*hidden["status"]), ("", "suppressed", "suppressed"));
    let known = council.json(["history", "as-of", "2026-12-31", Q1]);
    let figure = one_of(&known["figures"], "indicator", "ST2");
    assert_eq!((&figure["value"], &figure["marker"]), (&Value::Null, &"suppressed".into()));
    let diff = council.json(["history", "diff", "2026-27Q1/1", Q1]);
    let said = list(&diff["differences"]).iter().find(|d| d["indicator"] == "ST2" && d["of"] == "figure").unwrap();
    assert_eq!((text(&said["was"]["said"]), text(&said["now"]["said"])), ("held back", "held back"));
    assert!(!diff.to_string().contains("81.2"), "{diff}");
}

#[test]
fn what_was_known_on_a_day() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    // The day that the harness gives stands first.
    let on = |council: &Council, day: &str, words: &[&str]| {
        let command = council.command(words);
        said(
            Command::new(command.get_program())
                .args(["--today", day])
                .args(command.get_args().skip(2))
                .env("NO_COLOR", "1"),
        )
    };
    let early = |council: &Council| council.run(["history", "as-of", "2020-01-01"]);
    early(&council).ends(2).complains("nothing was known on 2020-01-01: the first record");
    on(&council, "2026-11-02", &["consolidate", Q1]);
    on(&council, "2026-11-05", &["approve", Q1, "--by", "Gwen Hart"]).ends(0);
    on(&council, "2026-11-05", &["publish", Q1, "--by", "Tom Barrow"]).ends(0);
    on(&council, "2026-11-20", &[&["history", "correct", "ST2", Q1, "--value", "61.5"][..], &WHY].concat()).ends(0);
    council
        .run(["history", "as-of", "2026-11-01", Q2])
        .ends(2)
        .complains("nothing was known of 2026-27Q2 on 2026-11-01");
    let known = |day: &str| {
        let known = council.json(["history", "as-of", day, Q1]);
        let quarter = list(&known["quarters"])[0].clone();
        (one_of(&known["figures"], "indicator", "ST2").clone(), quarter)
    };
    let (figure, quarter) = known("2026-11-03");
    assert_eq!((&figure["value"], &figure["release"], &quarter["release"]), (&81.2.into(), &Value::Null, &Value::Null));
    let (figure, quarter) = known("2026-11-19");
    assert_eq!((&figure["value"], &figure["release"]), (&81.2.into(), &1.into()));
    assert_eq!((text(&quarter["approved_by"]), &quarter["restated"]), ("Gwen Hart", &0.into()));
    let (figure, quarter) = known("2026-11-20");
    assert_eq!((&figure["value"], &figure["value_as_published"]), (&61.5.into(), &81.2.into()));
    assert_eq!(quarter["restated"], 1);
    council.run(["history", "as-of", "2026-11-20", Q1]).ends(0).says_all(&["Head: ", "ST2", "61.5", "figure"]);
}

#[test]
fn every_difference_of_two_releases_has_a_class() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    council.run([&["history", "correct", "ST2", Q1, "--value", "61.5"][..], &WHY].concat()).ends(0);
    let late = ["--class", "update", "--reason", "Two late lists", "--by", "G. Hart"];
    council.run([&["history", "correct", "ST4", Q1, "--value", "62"][..], &late].concat()).ends(0);
    // What the sheet Restatements of the next quarter tells of it.
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let restated = council.record(Q2)["restatements"].clone();
    // A figure that its service sends anew without a word, and another target.
    sends(&mut council, Q1, &[("E4", "431")]);
    redefines(&mut council, "Targets", &[("C4", "1")]);
    council.run(["consolidate", Q1, "--with-corrections"]);
    council.run(["approve", Q1, "--by", "Gwen Hart"]).ends(0);
    council.json(["publish", Q1, "--by", "Tom Barrow"]);
    let diff = council.json(["history", "diff", "2026-27Q1/1", "2026-27Q1/2"]);
    let differences = list(&diff["differences"]);
    let of = |id: &str, what: &str| -> &Value {
        let found = differences.iter().find(|d| d["indicator"] == id && d["of"] == what);
        found.unwrap_or_else(|| panic!("{id} {what}: {diff:#}"))
    };
    let corrected = of("ST2", "figure");
    assert_eq!((text(&corrected["class"]), text(&corrected["author"])), ("correction", "N. Fox"));
    assert_eq!((&corrected["was"]["number"], &corrected["now"]["number"]), (&81.2.into(), &61.5.into()));
    assert_eq!(
        (text(&corrected["why"]), text(&of("ST2", "status")["class"])),
        ("June was counted twice", "correction")
    );
    let silent = of("ST1", "figure");
    assert_eq!(text(&silent["class"]), "unexplained");
    assert!(text(&silent["why"]).contains("streets.xlsx › Measures!E4, then streets.xlsx › Measures!E4"), "{silent}");
    let target = differences.iter().find(|d| d["of"] == "target").unwrap();
    assert_eq!(text(&target["class"]), "target");
    assert!(text(&target["why"]).contains("→ “1”"), "{target}");
    // The classes add up, and every measure that differs has a line.
    let classes: u64 = diff["classes"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(classes, differences.len() as u64);
    let measures: BTreeSet<&str> = differences.iter().map(|d| text(&d["indicator"])).collect();
    assert_eq!(measures.len() as u64, diff["measures"].as_u64().unwrap());

    // What is restated here is what the sheet Restatements says, and nothing else.
    let told = |of: &Value, [was, now]: [&Value; 2]| {
        let words = ["indicator", "class", "author"].map(|name| text(&of[name]).to_owned());
        (words, was.as_f64().unwrap().to_bits(), now.as_f64().unwrap().to_bits())
    };
    let classes = ["update", "improvement", "correction"];
    let in_diff = differences.iter().filter(|d| d["of"] == "figure" && classes.contains(&text(&d["class"])));
    let in_diff: BTreeSet<_> = in_diff.map(|d| told(d, [&d["was"]["number"], &d["now"]["number"]])).collect();
    let on_sheet: BTreeSet<_> = list(&restated).iter().map(|r| told(r, [&r["was"], &r["now"]])).collect();
    assert_eq!((in_diff.len(), &in_diff), (2, &on_sheet));

    let said = council.run(["history", "diff", "2026-27Q1/1", "2026-27Q1/2"]).ends(0);
    said.says_all(&["release 1 (record", "release 2 (record", "June was counted twice", "(N. Fox)"]);
    let same = council.run(["history", "diff", "2026-27Q1/2", Q1]).ends(0);
    same.says("say the same of every measure");
    council.run(["history", "diff", Q1, "2026-27Q3"]).ends(2).complains("no run of 2026-27Q3 is recorded");
    council.run(["history", "diff", Q1, Q2]).ends(2).complains("one is of 2026-27Q1 and the other of 2026-27Q2");
    council.run(["history", "diff", "2026-27Q1/3", Q1]).ends(2).complains("its releases are 1 to 2");
    council.run(["history", "diff", "900", "1"]).ends(2).complains("the ledger has no record 900");
    council.run(["history", "diff", "spring", "1"]).ends(2).complains("is no release");
}

/// Its earlier quarter was put right, so a measure that is as it was is compared with another figure.
#[test]
fn a_comparison_that_moved_is_told_from_a_figure_that_did() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    sends(&mut council, Q2, &[]);
    publishes(&mut council, Q2);
    council.run([&["history", "correct", "ST2", Q1, "--value", "61.5"][..], &WHY].concat()).ends(0);
    council.run(["consolidate", Q2, "--with-corrections"]);
    let run = council.record(Q2);
    let restated = one_of(&run["restatements"], "indicator", "ST2");
    assert_eq!((&restated["was"], &restated["now"]), (&81.2.into(), &61.5.into()));
    council.run(["approve", Q2, "--by", "Gwen Hart"]).ends(0);
    council.json(["publish", Q2, "--by", "Tom Barrow"]);
    let diff = council.json(["history", "diff", "2026-27Q2/1", "2026-27Q2/2"]);
    let differences = list(&diff["differences"]);
    assert!(!differences.is_empty());
    for difference in differences {
        assert_eq!((text(&difference["indicator"]), text(&difference["class"])), ("ST2", "comparison"), "{difference}");
        assert!(text(&difference["why"]).contains("2026-27Q1"), "{difference}");
    }
}

/// Measured otherwise from one release to the next: the same figure has another status.
#[test]
fn what_the_register_defines_anew_is_told_as_that() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    redefines(&mut council, "Indicators", &[("G3", "Lower is better")]);
    publishes(&mut council, Q1);
    let diff = council.json(["history", "diff", "2026-27Q1/1", "2026-27Q1/2"]);
    let differences = list(&diff["differences"]);
    let of: BTreeSet<&str> = differences.iter().map(|d| text(&d["of"])).collect();
    assert!(of.contains("status") && of.contains("direction"), "{diff:#}");
    for difference in differences {
        assert_eq!((text(&difference["indicator"]), text(&difference["class"])), ("ST2", "definition"), "{difference}");
        assert!(text(&difference["why"]).contains("“Higher is better” → “Lower is better”"), "{difference}");
    }
}

/// A quarter's own returns put an earlier one right: in the table beside the report from the first run on.
#[test]
fn what_a_return_corrects_is_in_the_table_of_its_own_run() {
    let mut council = corrected("", "310", "400");
    council.consolidate(QUARTER);
    let file = format!("reports/{QUARTER}/figures.csv");
    let first = council.bytes(&file);
    let figures = rows(&council, &file);
    let told = row(&figures, "ST3", Q1);
    let of = ["value", "numerator", "restated", "value_as_published", "file", "cell"].map(|name| &*told[name]);
    assert_eq!(of, ["77.5", "310", "figure", "75", "STR.xlsx", "E6"]);
    council.consolidate(QUARTER);
    assert!(council.bytes(&file) == first);
    council.run(["history", "export"]).ends(0);
    assert_eq!(row(&rows(&council, "export/figures.csv"), "ST3", Q1), told);
}

/// Rows that came, went or changed among risks, actions and feedback are told beside the figures.
#[test]
fn a_diff_tells_of_what_is_no_figure() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    council.run(["history", "diff", "2026-27Q1/1", Q1]).ends(0).says("say the same of every measure");
    let path = council.path(&format!("returns/{Q1}/streets.xlsx"));
    let form = Drawn::like(&read(&path)).sheet("Risk log").cell("A4", "R9").sheet("Action log").cell("E4", "At risk");
    council.write(&format!("returns/{Q1}/streets.xlsx"), form.bytes());
    council.consolidate(Q1);
    let diff = council.json(["history", "diff", "2026-27Q1/1", Q1]);
    let lines = list(&diff["lines"]);
    let of = |kind: &str, subject: &str| lines.iter().find(|l| l["kind"] == kind && l["subject"] == subject).unwrap();
    let (gone, new) = (of("risk", "R1"), of("risk", "R9"));
    assert_eq!((text(&gone["before"]["file"]), text(&gone["after"]["file"])), ("streets.xlsx", ""));
    assert_eq!((text(&new["before"]["file"]), text(&new["after"]["file"])), ("", "streets.xlsx"));
    let status = lines.iter().find(|l| l["kind"] == "action" && l["field"] == "status").unwrap();
    assert_eq!(text(&status["after"]["value"]), "At risk");
    let said = council.run(["history", "diff", "2026-27Q1/1", Q1]).ends(0);
    said.says_all(&["Risks, actions, feedback and money: ", "1 is new", "1 is not in it: R1", "streets.xlsx › "]);
}
