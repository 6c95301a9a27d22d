//! Looking after the ledger: is it what it was, what is in the way, who is at work on it.

use super::harness::{Council, QUARTER, list, read, said, text};
use serde_json::{Value, json};
use std::fs::File;
use std::path::{Path, PathBuf};

const NEWEST: &str = "history/log/00000007.json";

/// A small council with a ledger of seven records, and past figures to import.
fn council() -> Council {
    let mut council = Council::of("ledger-0.1");
    council.write("past.csv", "Indicator id,Quarter,Value\nHW02,2025-26Q1,790\n");
    council
}

/// After a run, with its Cabinet workbook and run record in a folder that somebody kept.
fn kept() -> Council {
    let mut council = council();
    council.consolidate(QUARTER).ends(1);
    for file in ["cabinet.xlsx", "run.json"] {
        let bytes = read(&council.report(file));
        council.write(&format!("kept/{file}"), bytes);
    }
    council
}

fn verify(council: &Council, against: &str) -> (i32, Value, String) {
    let mut arguments = vec!["history".to_owned(), "verify".to_owned(), "--format".to_owned(), "json".to_owned()];
    if !against.is_empty() {
        arguments.extend(["--against".to_owned(), council.path(against).display().to_string()]);
    }
    let said = council.run(arguments);
    (said.code, serde_json::from_str(&said.out).unwrap_or_default(), said.err)
}

/// Every file of the ledger with its bytes.
fn everything(council: &Council) -> Vec<(PathBuf, Vec<u8>)> {
    council.files("history", &["json", "parquet", "zip"]).into_iter().map(|f| (f.clone(), read(&f))).collect()
}

#[test]
fn a_sound_ledger_is_what_its_reports_say() {
    let council = kept();
    for against in ["kept/cabinet.xlsx", "kept/run.json"] {
        let (code, found, _) = verify(&council, against);
        assert_eq!((code, &found["against"]["held"]), (0, &true.into()), "{found:#}");
        assert_eq!(found["against"]["record"], council.record(QUARTER)["ledger"]["record"]);
    }
    let (_, found, _) = verify(&council, "");
    let records = council.files("history/log", &["json"]).len();
    let files = council.files("history", &["parquet"]).len() + council.files("history", &["zip"]).len();
    assert_eq!((&found["records"], &found["files"]), (&records.into(), &files.into()), "{found:#}");
    assert!(found["rows"].as_u64().unwrap() > 20 && list(&found["faults"]).is_empty(), "{found:#}");
    council.run(["history", "verify"]).ends(0).says("everything is as it was written").says("Head: record");
    // What says nothing about the ledger is no proof of anything.
    let nothing = council.path("register.xlsx");
    council.run(["history", "verify", "--against", nothing.to_str().unwrap()]).ends(2).complains("does not say which");
}

/// All of a ledger can be written anew by whoever can write there; what was kept elsewhere tells.
#[test]
fn a_record_with_another_day_is_told_by_what_was_kept() {
    let mut council = kept();
    let newest = council.files("history/log", &["json"]).pop().unwrap();
    let changed = String::from_utf8(read(&newest)).unwrap().replace("\"2026-10-28\"", "\"2026-10-20\"");
    assert_ne!(changed.as_bytes(), read(&newest));
    std::fs::write(&newest, changed).unwrap();
    assert_eq!(verify(&council, "").0, 0, "the chain by itself cannot know");
    for against in ["kept/cabinet.xlsx", "kept/run.json"] {
        let (code, found, _) = verify(&council, against);
        assert_eq!((code, &found["against"]["held"]), (1, &false.into()), "{found:#}");
        assert!(text(&found["against"]["words"]).contains("was changed since"), "{found:#}");
    }
    // An older copy of the folder that was put back.
    council.remove(&format!("history/log/{}", newest.file_name().unwrap().display()));
    let (code, found, _) = verify(&council, "kept/cabinet.xlsx");
    assert!(code == 1 && text(&found["against"]["words"]).contains("newer records are gone"), "{found:#}");
}

#[test]
fn damage_is_named_and_nothing_is_repaired_over_it() {
    let mut council = council();
    let file = council.files("history/readings", &["parquet"])[0].clone();
    let whole = read(&file);
    std::fs::write(&file, &whole[1..]).unwrap();
    council.write("history/log/00000007 (1).json", council.bytes(NEWEST));
    let (code, found, _) = verify(&council, "");
    let fault = text(&found["faults"][0]);
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(code == 1 && fault.contains(name) && fault.contains("backup"), "{found:#}");
    council.run(["history", "verify"]).ends(1).says("damaged: ").says("one thing is not as it was written");
    let before = everything(&council);
    council.run(["history", "repair"]).ends(2).complains("Put the folder history back from a backup");
    assert_eq!(everything(&council), before);

    // What a synchronised folder called otherwise is not lost.
    std::fs::remove_file(&file).unwrap();
    assert!(text(&verify(&council, "").1["faults"][0]).contains("is missing; put it back"));
    let copy = file.with_file_name(name.replace(".parquet", "-PC-ANNA.parquet"));
    std::fs::write(&copy, &whole).unwrap();
    let (_, found, _) = verify(&council, "");
    assert!(text(&found["faults"][0]).contains(&format!("holds the same: call it {name}")), "{found:#}");
    std::fs::rename(&copy, &file).unwrap();
    assert_eq!(verify(&council, "").0, 0);

    // An older record.
    council.write("history/log/00000003.json", "{}");
    let (code, found, _) = verify(&council, "");
    assert!(code == 1 && text(&found["faults"][0]).contains("record 3"), "{found:#}");
    council.run(["history", "repair"]).ends(2);
}

#[test]
fn a_newest_record_that_is_not_whole_is_put_aside() {
    let mut council = council();
    let torn = council.bytes(NEWEST)[..100].to_vec();
    council.write(NEWEST, &torn);
    let past = council.path("past.csv");
    council.import(&past).ends(2).complains("history repair");
    let moved = council.json(["history", "repair"]);
    assert_eq!(moved["moved"][0]["from"], "log/00000007.json", "{moved:#}");
    assert_eq!(council.bytes("history/aside/log/00000007.json"), torn);
    council.import(&past).ends(0).says("number 7");
    assert_eq!(verify(&council, "").0, 0);
    council.run(["history", "repair"]).ends(0).says("nothing to put aside");
    // The same once more does not take the place of what was put aside.
    council.write(NEWEST, "");
    council.run(["history", "repair"]).ends(0).says("aside/log/00000007.json 2");
    assert_eq!(council.bytes("history/aside/log/00000007.json"), torn);
}

/// What programs leave that keep a folder alike on two computers.
#[test]
fn second_versions_are_said_and_put_aside() {
    let mut council = council();
    let theirs = council.text(NEWEST).replace("\"recorded\": \"2026", "\"recorded\": \"2025");
    council.write("history/log/00000007-PC-ANNA.json", theirs);
    council.write("history/log/00000007 (1).json", council.bytes(NEWEST));
    council.write("history/log/00000007 (Anna's conflicted copy 2026-11-02).json", "{");
    let data = council.files("history/readings", &["parquet"])[0].clone();
    let copy = data.with_file_name(data.file_name().unwrap().to_str().unwrap().replace(".parquet", " (1).parquet"));
    std::fs::copy(&data, &copy).unwrap();
    for name in ["desktop.ini", ".DS_Store", "Thumbs.db", "~$00000007.json", ".~lock.00000007.json#", "._00000007.json"]
    {
        council.write(&format!("history/log/{name}"), "x");
    }
    let warned = council.status().ends(0).err;
    let lines: Vec<&str> = warned.lines().filter(|line| line.contains("warning")).collect();
    assert_eq!(lines.len(), 3, "{warned}");
    assert!(lines.iter().any(|l| l.contains("-PC-ANNA.json is record 7 (") && l.contains("What counts is record 7")));
    assert!(lines.iter().any(|l| l.contains("(1).json is a copy of record 7") && l.contains("nothing is lost")));
    assert!(lines.iter().any(|l| l.contains("conflicted copy 2026-11-02).json") && l.contains("cannot be read")));
    let (code, found, _) = verify(&council, "");
    assert_eq!((code, list(&found["notes"]).len()), (0, 4), "{found:#}");

    let counted: Vec<_> = everything(&council).into_iter().filter(|(f, _)| !is_copy(f)).collect();
    let moved = council.json(["history", "repair"]);
    assert_eq!(list(&moved["moved"]).len(), 4, "{moved:#}");
    let now: Vec<_> =
        everything(&council).into_iter().filter(|(f, _)| !f.to_str().unwrap().contains("aside")).collect();
    assert_eq!(now, counted);
    assert!(!council.status().ends(0).err.contains("warning"));
    assert_eq!(council.files("history/aside", &["json", "parquet"]).len(), 4);
}

/// The team's decisions are in one of two, and the other is not lost in silence.
#[test]
fn a_second_version_of_the_notebook_is_said() {
    let mut council = council();
    for name in ["2026-27Q2-PC-ANNA.xlsx", "2026-27Q2 (1).xlsx", "2026-27Q2 kept 1.xlsx", "~$2026-27Q2-PC.xlsx"] {
        council.write(&format!("notebook/{name}"), "x");
    }
    let warned = council.status().ends(0).err;
    assert_eq!(warned.matches("looks like a second version of the notebook").count(), 2, "{warned}");
    assert!(warned.contains("2026-27Q2-PC-ANNA.xlsx") && warned.contains("2026-27Q2 (1).xlsx"), "{warned}");
}

fn is_copy(file: &Path) -> bool {
    let name = file.file_name().unwrap().to_str().unwrap();
    name.contains("PC-ANNA") || name.contains('(')
}

/// Anna on PC-12, who began some seconds ago.
fn at_work(council: &mut Council, seconds: i64) {
    let holder = json!({
        "who": "Anna", "computer": "PC-12", "process": 1, "since": "2026-10-28 10:42",
        "clock": chrono::Utc::now().timestamp() - seconds, "doing": "consolidating 2026-27Q2"
    });
    council.write("history/in-use.json", holder.to_string());
}

fn import_on(council: &Council, computer: &str) -> super::harness::Said {
    let past = council.path("past.csv");
    let mut command = council.command(["history", "import"]);
    said(command.arg(past).env("HOSTNAME", computer).env_remove("COMPUTERNAME"))
}

#[test]
fn whoever_comes_second_is_told_who_was_first() {
    let mut council = council();
    at_work(&mut council, 60);
    let lock = File::create(council.path("history/in-use.lock")).unwrap();
    lock.lock().unwrap();
    import_on(&council, "PC-12")
        .ends(2)
        .complains("another run is at work here: Anna on PC-12 has been consolidating 2026-27Q2 since 2026-10-28 10:42; run the command again when");
    assert!(council.path("history/in-use.json").exists() && !council.path("history/log/00000008.json").exists());
    // That run is gone, and nothing is left of what it said.
    drop(lock);
    let done = import_on(&council, "PC-12").ends(0);
    assert!(!done.err.contains("Anna"), "{}", done.err);
    assert!(!council.path("history/in-use.json").exists() && !council.path("history/in-use.lock").exists());
}

/// Whether a run of another computer is still there nobody knows: it is said, and the commit decides.
#[test]
fn another_computer_stops_nobody() {
    let mut council = council();
    at_work(&mut council, 60);
    import_on(&council, "PC-13").ends(0).complains("warning: Anna on PC-12 has been consolidating 2026-27Q2 since");
    assert!(council.path("history/in-use.json").exists(), "it is Anna's");
    at_work(&mut council, 3 * 24 * 60 * 60);
    import_on(&council, "PC-13").ends(0).complains("too long ago");
    assert!(!council.path("history/in-use.json").exists());
}

/// What many runs wrote is merged: the ledger answers as before, and says what was done.
#[test]
fn files_of_many_runs_are_merged_and_nothing_else_changes() {
    let mut council = council();
    council.run(["history", "compact", "--dry-run"]).ends(0);
    council.consolidate(QUARTER).ends(1);
    let correct = |council: &Council, value: &str| {
        let why = ["--class", "correction", "--reason", "Counted twice", "--by", "N. Fox"];
        let what = ["history", "correct", "HW01", "2025-26Q4", "--value", value];
        council.run(what.into_iter().chain(why)).ends(0);
    };
    ["88.1", "88.2", "88.3"].iter().for_each(|value| correct(&council, value));
    let asked = |council: &Council| {
        council.run(["history", "export"]).ends(0);
        let figures = String::from_utf8(read(&council.path("export/figures.csv"))).unwrap();
        (figures, council.run(["trace", "HW01"]).ends(0).out)
    };
    let before = asked(&council);
    let would = council
        .run(["history", "compact", "--dry-run"])
        .ends(0)
        .says("would be merged into")
        .says("Nothing was changed")
        .out;
    let files = everything(&council);
    let done = council.run(["history", "compact", "--by", "T. Barrow"]).ends(0).says("Recorded as number").out;
    assert_eq!(would.split(" would").next(), done.split(" are").next());
    let after = everything(&council);
    assert!(files.iter().all(|file| after.contains(file)), "what was there stays");
    assert_eq!(asked(&council), before);
    assert_eq!(verify(&council, "").0, 0);
    council.run(["history", "compact"]).ends(0).says("There is nothing to merge");
    correct(&council, "88.4");
    council.consolidate(QUARTER).ends(1);
    assert_eq!(verify(&council, "").0, 0);

    // A merged file is as much a part of the ledger as any other.
    let merged = council.files("history/merged-readings", &["parquet"])[0].clone();
    let whole = read(&merged);
    std::fs::write(&merged, &whole[1..]).unwrap();
    let (code, found, _) = verify(&council, "");
    assert!(code == 1 && text(&found["faults"][0]).contains("merged-readings"), "{found:#}");
}
