//! A release worked out once more from nothing but the ledger; what the ledger keeps for how long.

use super::answers::typed;
use super::harness::{Council, list, read, text};
use super::published::{publishes, redefines, sends, stowick, written};
use quarterday::digest::sha256;
use serde_json::Value;
use std::fs::{self, File};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

const Q1: &str = "2026-27Q1";
const Q2: &str = "2026-27Q2";
const Q3: &str = "2026-27Q3";
const WHY: [&str; 6] = ["--class", "correction", "--reason", "June was counted twice", "--by", "N. Fox"];

fn corrects(council: &Council, id: &str, quarter: &str, value: &str) {
    let said = council.run([&["history", "correct", id, quarter, "--value", value][..], &WHY].concat());
    said.ends(0).says("is restated");
}

/// Works a release out again in a folder of its own.
fn reproduces(council: &Council, release: &str) -> (i32, Value) {
    let into = council.path(&format!("proof-{}", release.replace('/', "-")));
    let into = into.to_str().unwrap();
    let said = council.run(["history", "reproduce", release, "--into", into, "--format", "json"]);
    (said.code, serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {}{}", said.out, said.err)))
}

fn is_the_same(council: &Council, release: &str) {
    let (code, done) = reproduces(council, release);
    let files = list(&done["files"]);
    assert!(code == 0 && files.len() == 13 && files.iter().all(|f| f["same"] == true), "{release}: {done:#}");
    assert_eq!((&done["root"], &done["same_record"]), (&done["root_now"], &true.into()), "{release}: {done:#}");
    // What was written in the new workspace are the very bytes that Cabinet got.
    let folder = format!("published/{release}");
    let bytes = |council: &Council, folder: &str| -> Vec<Vec<u8>> {
        written(council, folder).into_iter().map(|(_, bytes)| bytes).collect()
    };
    let again = format!("proof-{}/{folder}", release.replace('/', "-"));
    assert!(bytes(council, &folder) == bytes(council, &again), "{release}");
}

/// The first quarter is published with a notebook that leaves something out and has a line that fits nothing, and with a
/// folder among its returns. Then ten restatements and two changes of the register, and two more releases among them.
#[test]
fn releases_are_reproduced_after_all_that_came_later() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    council.write(&format!("returns/{Q1}/replaced/old.xlsx"), "what was sent first");
    council.consolidate(Q1);
    let notebook = format!("notebook/{Q1}.xlsx");
    let lines = [
        ("A6", "Streets and Parks"),
        ("B6", "st1"),
        ("C6", "Counted twice"),
        ("D6", "J. Khan"),
        ("B7", "ST99"),
        ("C7", "x"),
        ("D7", "y"),
    ];
    council.write(&notebook, typed(&council.bytes(&notebook), "xl/worksheets/sheet3.xml", &lines));
    publishes(&mut council, Q1);
    let run: Value = serde_json::from_slice(&council.bytes(&format!("published/{Q1}/1/run.json"))).unwrap();
    let codes: Vec<&str> = list(&run["findings"]).iter().map(|f| text(&f["code"])).collect();
    assert!(["F020", "F073", "T031"].iter().all(|code| codes.contains(code)), "{codes:?}");

    for (n, value) in ["61.5", "62.5", "63.5", "64.5"].into_iter().enumerate() {
        corrects(&council, "ST2", Q1, value);
        corrects(&council, "ST12", Q1, ["81.2", "82.2", "83.2", "84.2"][n]);
    }
    redefines(&mut council, "Targets", &[("C3", "95")]);
    sends(&mut council, Q2, &[]);
    publishes(&mut council, Q2);
    corrects(&council, "ST2", Q1, "65.5");
    corrects(&council, "ST2", Q2, "66.5");
    redefines(&mut council, "Indicators", &[("E3", "Number")]);
    sends(&mut council, Q3, &[]);
    council.consolidate(Q3);
    council.run(["consolidate", Q1, "--with-corrections"]).says("says otherwise of");
    council.run(["approve", Q1, "--by", "Gwen Hart"]).ends(0);
    assert_eq!(council.json(["publish", Q1, "--by", "Tom Barrow"])["release"], 2);

    // Of the workspace nothing is left but the ledger and what is to be compared.
    for folder in ["returns", "layouts", "notebook", "reports"] {
        fs::remove_dir_all(council.path(folder)).unwrap();
    }
    council.remove("register.xlsx");
    council.write("quarterday.toml", "no settings");
    for release in [format!("{Q1}/1"), format!("{Q2}/1"), format!("{Q1}/2")] {
        is_the_same(&council, &release);
    }
    council
        .run(["history", "reproduce", &format!("{Q3}/1"), "--into", "x"])
        .ends(2)
        .complains("no release 2026-27Q3/1; there are 2026-27Q1/1, 2026-27Q2/1, 2026-27Q1/2");
    let into = council.path("history");
    let there = ["history", "reproduce", "2026-27Q1/1", "--into", into.to_str().unwrap()];
    council.run(there).ends(2).complains("is there and holds something");
    council.run(["history", "reproduce", Q1, "--into", "x"]).ends(2).complains("as in 2026-27Q2/1");
}

/// The newest records written anew as nobody should, with a chain that holds.
fn rewritten(council: &mut Council, edits: &[(&str, &str)]) {
    let records = council.files("history/log", &["json"]);
    let mut previous: Option<(String, String)> = None;
    for path in records {
        let old = read(&path);
        let mut text = String::from_utf8(old.clone()).unwrap();
        if let Some((was, now)) = &previous {
            text = text.replace(was, now);
        }
        edits.iter().for_each(|(was, now)| text = text.replace(was, now));
        fs::write(&path, &text).unwrap();
        previous = Some((sha256(&old), sha256(text.as_bytes())));
    }
}

#[test]
fn what_differs_is_told() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    let published = publishes(&mut council, Q1);
    let statistics = list(&published["files"]).iter().find(|f| f["file"] == "statistics.csv").unwrap();
    let other = "0".repeat(64);
    let bytes = council.bytes(&format!("published/{Q1}/1/statistics.csv"));
    assert_eq!(text(&statistics["sha256"]), sha256(&bytes));
    // A ledger that says another file was published.
    let mut forged = council.copy();
    let output = |sha256: &str| format!("\"file\": \"statistics.csv\",\n        \"sha256\": \"{sha256}\"");
    rewritten(&mut forged, &[(&output(text(&statistics["sha256"])), &output(&other))]);
    forged.run(["history", "verify"]).says("everything is as it was written");
    let (code, done) = reproduces(&forged, &format!("{Q1}/1"));
    let differing: Vec<(&str, &str)> = list(&done["files"])
        .iter()
        .filter(|f| f["same"] == false)
        .map(|f| (text(&f["file"]), text(&f["difference"])))
        .collect();
    assert_eq!((code, differing), (1, vec![("statistics.csv", "its bytes are not kept")]), "{done:#}");
    assert_eq!((&done["root"], &done["same_record"]), (&done["root_now"], &false.into()));
    // A ledger that says the run gave something else.
    let root = text(&published["root"]);
    rewritten(&mut council, &[(root, &other)]);
    let (code, done) = reproduces(&council, &format!("{Q1}/1"));
    assert_eq!((code, text(&done["root"]), text(&done["root_now"])), (1, other.as_str(), root));
    let into = council.path("once-more");
    let arguments = ["history", "reproduce", "2026-27Q1/1", "--into", into.to_str().unwrap()];
    council.run(arguments).ends(1).says("is NOT reproduced").says(root);
}

/// Three quarters, of which the first is published.
fn three_quarters(settings: &str) -> Council {
    let mut council = stowick().with_settings(settings);
    for (quarter, potholes) in [(Q1, "421"), (Q2, "422"), (Q3, "423")] {
        sends(&mut council, quarter, &[("E4", potholes)]);
        match quarter {
            Q1 => _ = publishes(&mut council, Q1),
            _ => _ = council.consolidate(quarter),
        }
    }
    council
}

fn everything(council: &Council) -> Vec<(PathBuf, Vec<u8>)> {
    council.files("history", &["json", "parquet", "zip", "tmp"]).into_iter().map(|f| (f.clone(), read(&f))).collect()
}

fn names(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

#[test]
fn returns_past_their_time_are_dropped_in_the_open() {
    let by = ["history", "gc", "--by", "T. Barrow"];
    // For ever, unless the settings say otherwise.
    let council = three_quarters("");
    let before = everything(&council);
    council.run(by).ends(0).says("nothing to take away");
    assert!(everything(&council) == before);

    let mut council = three_quarters("[ledger]\nkeep_returns = 1");
    let before = everything(&council);
    let would = council.json(["history", "gc", "--dry-run"]);
    assert_eq!(names(&would["returns"]), [format!("returns/{Q2}/streets.xlsx")]);
    assert!(would["returns_bytes"].as_u64().unwrap() > 1000 && everything(&council) == before, "{would:#}");
    council.run(["history", "gc", "--dry-run"]).ends(0).says("would be dropped").says("Nothing was changed");
    let freed = council.json(by);
    assert_eq!((&freed["returns"], &freed["returns_bytes"]), (&would["returns"], &would["returns_bytes"]));
    let size = |files: &[(PathBuf, Vec<u8>)]| -> usize {
        files.iter().filter(|(f, _)| f.extension().is_some_and(|e| e == "zip")).map(|(_, bytes)| bytes.len()).sum()
    };
    assert!(size(&everything(&council)) < size(&before));
    let verified = council.run(["history", "verify"]).ends(0);
    verified
        .says("dropped on 2026-10-28 by T. Barrow, by the retention setting")
        .says("everything is as it was written");
    council.run(by).ends(0).says("nothing to take away");
    // What was published can be reproduced, and the quarter at hand is run as before.
    is_the_same(&council, &format!("{Q1}/1"));
    let reports = written(&council, &format!("reports/{Q3}"));
    council.consolidate(Q3);
    assert!(written(&council, &format!("reports/{Q3}")) == reports);
    publishes(&mut council, Q3);
    is_the_same(&council, &format!("{Q3}/1"));
}

#[test]
fn returns_of_a_release_are_dropped_where_it_is_said() {
    let mut council = three_quarters("[ledger]\nkeep_returns = 2\nkeep_released = false");
    let freed = council.json(["history", "gc", "--by", "T. Barrow"]);
    assert_eq!(names(&freed["returns"]), [format!("returns/{Q1}/streets.xlsx")]);
    let into = council.path("proof");
    let reproduce = ["history", "reproduce", "2026-27Q1/1", "--into", into.to_str().unwrap()];
    council
        .run(reproduce)
        .ends(2)
        .complains("streets.xlsx of 2026-27Q1/1 is not kept: dropped on 2026-10-28 by T. Barrow");
    // What was published is kept all the same, and settings and register of that day with it.
    let release = written(&council, &format!("published/{Q1}/1"));
    fs::remove_dir_all(council.path("published")).unwrap();
    council.json(["publish", Q1, "--by", "Tom Barrow"]);
    assert!(written(&council, &format!("published/{Q1}/1")) == release);
    publishes(&mut council, Q2);
    is_the_same(&council, &format!("{Q2}/1"));
    // A run that was stopped between its record and the files: they go with the next one.
    let archive =
        council.json(["history", "verify"])["dropped"][0].as_str().unwrap().split(':').next().unwrap().to_owned();
    council.write(&format!("history/{archive}"), "still there");
    council.run(["history", "verify"]).ends(0);
    council.run(["history", "gc"]).ends(0).says("1 file that stopped runs left");
    assert!(!council.path(&format!("history/{archive}")).exists());
    council.run(["history", "verify"]).ends(0);
}

#[test]
fn what_stopped_runs_left_goes_when_it_is_old() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    council.consolidate(Q1);
    let before = everything(&council);
    let data = format!("history/readings/period={Q1}/00000099-0123456789abcdef");
    let left = [
        format!("{data}.parquet"),
        format!("history/kept/period={Q3}/00000099-0123456789abcdef-2.zip"),
        "history/log/.00000099-0123456789abcdef-1.tmp".to_owned(),
    ];
    let others = [format!("{data} (1).parquet"), format!("history/readings/period={Q1}/notes.zip")];
    let old = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
    for name in left.iter().chain(&others) {
        let path = council.write(name, "left");
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    // A run that is at work now.
    let young = council.write(&format!("{data}-2.parquet"), "young");
    let would = council.json(["history", "gc", "--dry-run"]);
    assert_eq!((list(&would["left_behind"]).len(), would["left_bytes"].as_u64()), (3, Some(12)), "{would:#}");
    council.run(["history", "gc"]).ends(0).says("3 files that stopped runs left were taken away");
    assert!(left.iter().all(|name| !council.path(name).exists()));
    assert!(young.exists() && others.iter().all(|name| council.path(name).exists()));
    assert!(before.iter().all(|(path, bytes)| read(path) == *bytes));
}
