//! Reports that people work in: what somebody has changed is never written over in silence, and one that is open keeps
//! nobody from a run.

use super::harness::{Council, checks};
use super::published::{sends, written};
use std::fs;

const Q1: &str = "2026-27Q1";

/// Stowick after a run over a quarter with a return in it.
fn reported() -> Council {
    let mut council = checks();
    sends(&mut council, Q1, &[]);
    council.consolidate(Q1);
    council
}

fn at(name: &str) -> String {
    format!("reports/{Q1}/{name}")
}

/// The names in the folder of the reports that are not those of every run.
fn others(council: &Council) -> Vec<String> {
    let names = council.files(&at(""), &["xlsx", "docx", "csv", "json"]).into_iter();
    let mut names: Vec<String> = names.map(|p| p.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.retain(|n| n.contains("kept") || n.contains("new"));
    names.sort();
    names
}

#[test]
fn what_somebody_changed_in_a_report_is_kept_and_said() {
    let mut council = reported();
    let first = written(&council, &at(""));
    assert!(!council.consolidate(Q1).err.contains("kept"));
    for (n, name) in ["cabinet.xlsx", "officers.xlsx", "headlines.docx", "statistics.csv", "breakdowns.csv", "run.json"]
        .into_iter()
        .enumerate()
    {
        council.write(&at(name), "a note of the team");
        let kept = name.replace('.', " kept 1.");
        council.consolidate(Q1).complains(&kept).complains("is not as quarterday is known to have written it");
        assert_eq!(council.text(&at(&kept)), "a note of the team");
        assert_eq!(others(&council).len(), n + 1, "{:?}", others(&council));
    }
    let now = written(&council, &at(""));
    assert!(first.iter().all(|file| now.contains(file)), "the new ones took their places");
    // Changed once more, in another way and in the same.
    council.write(&at("cabinet.xlsx"), "another note");
    council.consolidate(Q1).complains("cabinet kept 2.xlsx");
    council.write(&at("cabinet.xlsx"), "a note of the team");
    council.consolidate(Q1).complains("cabinet kept 1.xlsx");
    assert_eq!(others(&council).len(), 7);
    assert!(!council.consolidate(Q1).err.contains("kept"));
    // What was never touched gives way to another run without a word.
    sends(&mut council, Q1, &[("E4", "431")]);
    assert!(!council.consolidate(Q1).err.contains("kept"));
    assert_eq!(others(&council).len(), 7);
}

/// Nothing is lost with the list of what was written, nor with the run record.
#[test]
fn what_is_not_known_to_be_ours_is_kept() {
    let mut council = reported();
    council.remove(&at("run.json"));
    sends(&mut council, Q1, &[("E4", "431")]);
    assert!(!council.consolidate(Q1).err.contains("kept"), "the list knows them");
    council.remove(&at(".written.json"));
    sends(&mut council, Q1, &[("E4", "432")]);
    // The run record knows all but itself.
    council.consolidate(Q1).complains("run kept 1.json");
    assert_eq!(others(&council), ["run kept 1.json"]);
    council.remove(&at(".written.json"));
    council.write(&at("run.json"), "{}");
    let cabinet = council.bytes(&at("cabinet.xlsx"));
    sends(&mut council, Q1, &[("E4", "433")]);
    council.consolidate(Q1).complains("cabinet kept 1.xlsx");
    assert!(council.bytes(&at("cabinet kept 1.xlsx")) == cabinet);
    assert_eq!(council.text(&at("run kept 2.json")), "{}");
}

#[test]
fn a_report_that_is_open_gets_a_second_name_and_the_next_run_puts_it_right() {
    for lock in ["~$cabinet.xlsx", ".~lock.cabinet.xlsx#"] {
        let mut council = reported();
        let old = council.bytes(&at("cabinet.xlsx"));
        council.write(&at(lock), "G. Hart");
        assert!(!council.consolidate(Q1).err.contains("open"), "nothing else is to be written");
        sends(&mut council, Q1, &[("E4", "431")]);
        let records = council.ledger().len();
        let said = council.consolidate(Q1).complains("is open in another program").complains(lock);
        said.says("cabinet (new).xlsx");
        assert!(council.bytes(&at("cabinet.xlsx")) == old);
        assert_eq!(council.ledger().len(), records + 1, "the run is recorded");
        let new = council.bytes(&at("cabinet (new).xlsx"));
        assert!(new != old);
        // The same run again, and another one, while it is still open.
        council.consolidate(Q1).says("cabinet (new).xlsx");
        assert_eq!(others(&council), ["cabinet (new).xlsx"]);
        sends(&mut council, Q1, &[("E4", "432")]);
        council.consolidate(Q1);
        assert_eq!(others(&council), ["cabinet (new).xlsx"]);
        // That one is opened, too.
        council.write(&at(&lock.replace("cabinet", "cabinet (new)")), "T. Barrow");
        sends(&mut council, Q1, &[("E4", "431")]);
        council.consolidate(Q1).says("cabinet (new 2).xlsx");
        let newest = council.bytes(&at("cabinet (new 2).xlsx"));
        council.remove(&at(&lock.replace("cabinet", "cabinet (new)")));
        // What was typed into it while it was open is not lost.
        council.write(&at("cabinet.xlsx"), "typed meanwhile");
        council.remove(&at(lock));
        council.consolidate(Q1).complains("cabinet kept 1.xlsx");
        assert_eq!(others(&council), ["cabinet kept 1.xlsx"]);
        assert_eq!(council.text(&at("cabinet kept 1.xlsx")), "typed meanwhile");
        assert!(council.bytes(&at("cabinet.xlsx")) == newest, "the same run");
    }
}

/// Word writes its two signs over the first letters of the name.
#[test]
fn a_document_that_is_open_in_word_gets_a_second_name() {
    let mut council = reported();
    council.write(&at("headlines.docx"), "a note of the team");
    council.write(&at("~$adlines.docx"), "G. Hart");
    council.consolidate(Q1).complains("~$adlines.docx").complains("headlines (new).docx");
    assert_eq!(council.text(&at("headlines.docx")), "a note of the team");
    council.remove(&at("~$adlines.docx"));
    council.consolidate(Q1).complains("headlines kept 1.docx");
    assert_eq!(others(&council), ["headlines kept 1.docx"]);
}

#[test]
fn an_open_report_that_nobody_changed_gives_way_without_a_copy() {
    let mut council = reported();
    council.write(&at("~$cabinet.xlsx"), "G. Hart");
    sends(&mut council, Q1, &[("E4", "431")]);
    council.consolidate(Q1).says("cabinet (new).xlsx");
    council.remove(&at("~$cabinet.xlsx"));
    let done = council.consolidate(Q1);
    assert!(!done.err.contains("kept"), "{}", done.err);
    assert_eq!(others(&council), Vec::<String>::new());
}

/// Where no second name is free either, nothing is written over, and what was recorded stays.
#[test]
fn a_report_without_any_free_name_is_an_error() {
    let mut council = reported();
    let old = council.bytes(&at("cabinet.xlsx"));
    for name in
        ["cabinet", "cabinet (new)"].into_iter().map(str::to_owned).chain((2..=9).map(|n| format!("cabinet (new {n})")))
    {
        council.write(&at(&format!("~${name}.xlsx")), "G. Hart");
    }
    sends(&mut council, Q1, &[("E4", "431")]);
    let records = council.ledger().len();
    council.consolidate(Q1).ends(2).complains("cabinet.xlsx").complains("close them, then run again");
    assert!(council.bytes(&at("cabinet.xlsx")) == old);
    assert_eq!(council.ledger().len(), records + 1);
    for name in council.files(&at(""), &["xlsx"]) {
        if name.file_name().unwrap().to_str().unwrap().starts_with('~') {
            fs::remove_file(name).unwrap();
        }
    }
    assert!(!council.consolidate(Q1).err.contains("kept"));
    assert!(council.bytes(&at("cabinet.xlsx")) != old && others(&council).is_empty());
}

/// A place that the system does not give up: on some systems a file that a program has open, here a folder.
#[test]
fn a_refused_place_loses_nothing() {
    let mut council = reported();
    let cabinet = council.bytes(&at("cabinet.xlsx"));
    council.remove(&at("cabinet.xlsx"));
    council.write(&at("cabinet.xlsx/notes.txt"), "somebody's");
    council.consolidate(Q1).complains("cannot be written over").says("cabinet (new).xlsx");
    assert!(council.bytes(&at("cabinet (new).xlsx")) == cabinet);
    assert_eq!(council.text(&at("cabinet.xlsx/notes.txt")), "somebody's");
    fs::remove_dir_all(council.path(&at("cabinet.xlsx"))).unwrap();
    // Somebody has worked in the second one: it is theirs now.
    council.write(&at("cabinet (new).xlsx"), "worked in");
    council.consolidate(Q1);
    assert!(council.bytes(&at("cabinet.xlsx")) == cabinet);
    assert_eq!(council.text(&at("cabinet (new).xlsx")), "worked in");
}
