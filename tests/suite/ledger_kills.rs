//! Two writers that are killed at any moment: what was acknowledged stays, and nothing needs repair. `tests/kills/run.sh`
//! does it two hundred times.

use super::harness::{Council, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Every round has other figures of the same quarters.
const WHY: [&str; 6] = ["--class", "update", "--reason", "Later figures", "--by", "N. Fox"];

/// Figures of a quarter that no other round has, on a computer of its own: the courtesy between two runs on one
/// computer would keep them apart.
fn writer(council: &Council, file: &Path, computer: &str) -> Child {
    let program = council.command(["history", "import", "--quiet"]);
    let mut run = Command::new(program.get_program());
    run.args(program.get_args()).arg(file).args(WHY).env("HOSTNAME", computer).env_remove("COMPUTERNAME");
    run.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// How many files the ledger has, whole or not.
fn files_of(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| if e.path().is_dir() { files_of(&e.path()) } else { 1 }).sum()
}

#[test]
fn two_writers_are_killed_at_any_moment() {
    let kills: u64 = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(14);
    let mut council = Council::of("ledger-0.1");
    let history = council.path("history");
    let mut acknowledged: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let (mut killed, mut done, mut told, mut round) = (0, 0, 0, 0u32);
    let mut random = 88_172_645_463_325_252u64;
    while killed < kills {
        round += 1;
        let recorded = || files_of(&history.join("readings")) + files_of(&history.join("log"));
        let before = recorded();
        let mut writers = ["PC-12", "PC-13"].map(|computer| {
            let value = format!("{}.{}", 700 + round, &computer[3..]);
            let past = format!("Indicator id,Quarter,Value\nHW02,2025-26Q1,{value}\nHW02,2025-26Q2,{value}\n");
            let file = council.write(&format!("{computer}.csv"), past);
            writer(&council, &file, computer)
        });
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // The first two and some others end by themselves. Of the rest one is killed while it records, which is short: as
        // soon as there is a file more, or a little later.
        if round > 1 && round % 8 != 0 {
            while recorded() == before && writers.iter_mut().any(|w| w.try_wait().unwrap().is_none()) {}
            std::thread::sleep(Duration::from_micros(random % 30_000));
            for writer in &mut writers {
                let _ = writer.kill();
            }
        }
        for writer in writers {
            let ended = writer.wait_with_output().unwrap();
            let words = String::from_utf8(ended.stdout).unwrap();
            // Who had said so before the end counts, whatever came then.
            if let Some(number) = words.split("Recorded as number ").nth(1).and_then(|n| n.split(' ').next()) {
                let path = council.path(&format!("history/log/{:08}.json", number.parse::<u64>().unwrap()));
                let bytes = read(&path);
                assert_eq!(acknowledged.insert(path, bytes), None, "two were told that number {number} is theirs");
            }
            match ended.status.code() {
                None => killed += 1,
                Some(0) => done += 1,
                Some(_) => told += 1,
            }
        }
    }
    assert!(done > 0 && acknowledged.len() >= done);
    assert!(acknowledged.iter().all(|(path, bytes)| read(path) == *bytes), "what was acknowledged is lost");
    let said = council.run(["history", "verify"]).ends(0);
    assert!(!said.err.contains("warning"), "{}", said.err);
    let past = council.write("last.csv", "Indicator id,Quarter,Value\nHW02,2025-26Q1,790\n");
    council.run([&["history", "import", past.to_str().unwrap()][..], &WHY].concat()).ends(0).says("Recorded as number");
    council.run(["history", "verify"]).ends(0);
    let names = std::fs::read_dir(history.join("log")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let (mut records, mut left) = (0, vec![]);
    names.for_each(|n| if n.ends_with(".json") { records += 1 } else { left.push(n) });
    assert_eq!(left, Vec::<String>::new());
    // Some were killed between their record and their word.
    eprintln!("{killed} killed, {done} done, {told} told that somebody was first; {records} records");
}
