//! A quarter that is published, and the past that nobody re-colours: what was reported stays reported, whatever is sent,
//! imported, corrected or re-defined later.

use super::answers::words_of;
use super::books::Drawn;
use super::harness::{Council, checks, list, one_of, read, text};
use serde_json::Value;

const Q1: &str = "2026-27Q1";
const Q2: &str = "2026-27Q2";
const Q3: &str = "2026-27Q3";

/// Everything that a run or a release wrote in a folder, by name.
pub fn written(council: &Council, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = council.files(folder, &["xlsx", "ods", "docx", "html", "json", "csv"]);
    files.into_iter().map(|path| (path.display().to_string(), read(&path))).collect()
}

/// Stowick's clean return for a quarter, with figures typed over it.
pub fn sends(council: &mut Council, quarter: &str, cells: &[(&str, &str)]) {
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let form = Drawn::like(&read(&clean)).sheet("Front").cell("B4", &format!("'{quarter}")).sheet("Measures");
    let form = cells.iter().fold(form, |form, (at, typed)| form.cell(at, typed));
    council.remove(&format!("returns/{Q2}/clean.xlsx"));
    council.write(&format!("returns/{quarter}/streets.xlsx"), form.bytes());
}

/// The register with cells typed over.
pub fn redefines(council: &mut Council, sheet: &str, cells: &[(&str, &str)]) {
    let register = Drawn::like(&council.bytes("register.xlsx")).sheet(sheet);
    let register = cells.iter().fold(register, |register, (at, typed)| register.cell(at, typed));
    // The sheets stand in another order now, which is no matter.
    council.write("register.xlsx", register.bytes());
}

/// The council with nothing but what its services send from now on, and no query in the way.
pub fn stowick() -> Council {
    checks().with_settings("[publication]\nheld_up_by = []")
}

/// Runs a quarter, has it approved and publishes it.
pub fn publishes(council: &mut Council, quarter: &str) -> Value {
    council.consolidate(quarter);
    council.run(["approve", quarter, "--by", "Gwen Hart"]).ends(0);
    council.json(["publish", quarter, "--by", "Tom Barrow"])
}

fn reading<'r>(run: &'r Value, id: &str) -> &'r Value {
    one_of(&run["readings"], "indicator", id)
}

#[test]
fn what_is_published_is_frozen() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    let published = publishes(&mut council, Q1);
    assert_eq!((&published["release"], &published["new"]), (&1.into(), &true.into()));
    assert_eq!(text(&published["approved_by"]), "Gwen Hart");
    let folder = format!("published/{Q1}/1");
    let release = written(&council, &folder);
    assert_eq!(release.len(), 13, "six of them for everybody");
    let words = super::books::Opened::report(&council.path(&folder));
    let contents: String = words.sheet("Contents").used_cells().map(|(.., value)| format!("{value}\n")).collect();
    assert!(
        contents.contains("Release 1 of this quarter, published 28 Oct 2026 by Tom Barrow, approved by Gwen Hart"),
        "{contents}"
    );
    assert!(!contents.contains("rovisional"), "{contents}");
    let run: Value = serde_json::from_slice(&council.bytes(&format!("{folder}/run.json"))).unwrap();
    assert_eq!((text(&run["state"]), &run["root"]), ("final", &published["root"]));

    // Published again, nothing is written; run again with another figure, a draft stands beside it.
    assert_eq!(council.json(["publish", Q1, "--by", "Tom Barrow"])["new"], false);
    sends(&mut council, Q1, &[("E4", "431")]);
    let said = council.consolidate(Q1);
    said.says("Release 1 of this quarter stands. This run is a draft beside it and says otherwise of 1 measure");
    assert_eq!(written(&council, &folder), release);
    assert_eq!(council.record(Q1)["after-release"], 1);
    // The draft is not what was approved.
    council.run(["publish", Q1, "--by", "Tom Barrow"]).ends(2).complains("that approval is void");
    let second = publishes(&mut council, Q1);
    assert_eq!(second["release"], 2);
    assert_eq!(written(&council, &folder), release);
    // What was deleted is made again from the ledger, byte for byte.
    let place = council.path(&folder);
    std::fs::remove_dir_all(&place).unwrap();
    council.json(["publish", Q1, "--by", "Tom Barrow"]);
    assert_eq!(written(&council, &folder), release);
    // What was changed in it is told, and put back; what somebody made of it is kept.
    let workbook = council.path(&format!("{folder}/cabinet.xlsx"));
    std::fs::remove_file(&workbook).unwrap();
    std::fs::write(&workbook, "edited").unwrap();
    council
        .run(["history", "verify"])
        .ends(1)
        .says("published/2026-27Q1/1/cabinet.xlsx was changed since it was published");
    council.run(["history", "repair"]).ends(0).says("cabinet.xlsx is as it was published");
    assert_eq!(written(&council, &folder), release);
    let aside = std::fs::read_dir(council.path("history/aside")).unwrap().flatten().next().unwrap();
    assert_eq!(read(&aside.path()), b"edited");
    council.run(["history", "verify"]).ends(0);
}

#[test]
fn a_release_that_is_held_up_says_by_what() {
    let mut council = checks();
    let publish = |council: &Council| council.run(["publish", Q1, "--by", "Tom Barrow"]);
    publish(&council).ends(2).complains("no run of 2026-27Q1 is recorded");
    council.run(["approve", Q1, "--by", "Gwen Hart"]).ends(2).complains("no run of 2026-27Q1 is recorded");
    sends(&mut council, Q1, &[("E4", "4210")]);
    council.run(["consolidate", Q1, "--by", "Nadia Fox"]);
    publish(&council).ends(2).complains("without an answer").complains("nobody has approved it");
    council.run(["approve", Q1, "--by", " nadia  FOX"]).ends(2).complains("ran the quarter");
    council.run(["approve", Q1, "--by", " "]).ends(2).complains("--by needs a name");
    // Whoever approves in vain is told so, and what comes first.
    let approved = council.run(["approve", Q1, "--by", "Tom Barrow"]).ends(0);
    approved.says_all(&[
        "It cannot be published yet:",
        "2 queries are without an answer",
        "void",
        "Next: settle these",
    ]);
    council.run::<&str>([]).ends(0).says("approved; 2 queries hold it up");
    publish(&council).ends(2).complains("approved only by those who ran or publish it");
    // What stands in the folder now is not what was run.
    sends(&mut council, Q1, &[("E4", "421")]);
    publish(&council).ends(2).complains("is not what record");
    assert!(!council.path("published").join(Q1).join("1").exists());
    let early = council.run(["publish", Q1, "--by", "Tom Barrow", "--provisional"]);
    early.ends(2).complains("is not what record");
    council.run(["consolidate", Q1, "--by", "Nadia Fox"]);
    council.run(["publish", Q1, "--by", "Tom Barrow", "--provisional"]).ends(0).says("Provisional release 1");
    // The final one is another release; the settings say what holds it up, and are part of what is approved.
    let council = council.with_settings("[publication]\nheld_up_by = []");
    publish(&council).ends(2).complains("is not what record");
    council.run(["consolidate", Q1, "--by", "Nadia Fox"]);
    council.run(["approve", Q1, "--by", "Gwen Hart"]).ends(0);
    publish(&council).ends(0).says("Release 2 of 2026-27Q1");
}

#[test]
fn a_register_that_changes_recolours_no_earlier_quarter() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let before = reading(&council.record(Q2), "ST2").clone();
    assert_eq!(before["status-last-quarter"], "green");
    // 81.2 is short of 95, and was on target when it was reported.
    redefines(&mut council, "Targets", &[("C3", "95")]);
    council.consolidate(Q2);
    let run = council.record(Q2);
    let after = reading(&run, "ST2");
    assert_eq!((&after["status"], &after["status-last-quarter"]), (&"red".into(), &"green".into()));
    let told = one_of(&run["recoloured"], "indicator", "ST2");
    assert_eq!((&told["quarter"], &told["release"]), (&Q1.into(), &1.into()));
    assert_eq!((&told["reported"]["target"], &told["reported"]["status"]), (&80.0.into(), &"green".into()));
    assert_eq!((&told["today"]["target"], &told["today"]["status"]), (&95.0.into(), &"red".into()));
    let asked =
        |run: &Value, code: &str| list(&run["findings"]).iter().any(|f| f["code"] == code && f["subject"] == "ST2");
    assert!(asked(&run, "G074") && !asked(&run, "G075"), "{run}");
    let words = words_of(&council, "Restatements");
    assert!(words.contains("Statuses that stay as they were reported") && words.contains("release 1"), "{words}");
    // Since the report of the quarter before, and since the last run of this one, the same was changed.
    let changed = |run: &Value| -> Vec<(Value, usize)> {
        let since = list(&run["rules-changed"]).iter();
        since.map(|s| (s["release"].clone(), list(&s["changes"]).len())).collect()
    };
    assert_eq!(changed(&run), [(1.into(), 1), (Value::Null, 1)]);
    let target = &run["rules-changed"][0]["changes"][0];
    assert_eq!((text(&target["sheet"]), text(&target["about"])), ("Targets", "ST2, 2026-27"));
    assert_eq!((text(&target["what"]), text(&target["was"]), text(&target["now"])), ("year's target", "80", "95"));
    assert!(words_of(&council, "Method").contains("“80” → “95”"));
    // Another definition without a break is asked about, and with one it is not.
    redefines(&mut council, "Indicators", &[("E3", "Number")]);
    council.consolidate(Q2);
    assert!(asked(&council.record(Q2), "G075"));
    let again = written(&council, &format!("reports/{Q2}"));
    council.consolidate(Q2);
    assert!(written(&council, &format!("reports/{Q2}")) == again, "run again, nothing changes");
}

#[test]
fn an_old_quarter_gives_again_what_it_gave() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    council.consolidate(Q1);
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let first = written(&council, &format!("reports/{Q2}"));
    // The first quarter is run again with a return that came late, and the third follows.
    sends(&mut council, Q1, &[("E5", "61.5")]);
    sends(&mut council, Q3, &[]);
    council.consolidate(Q3);
    council.consolidate(Q1);
    council.consolidate(Q2);
    let again = written(&council, &format!("reports/{Q2}"));
    for ((name, before), (_, after)) in first.iter().zip(&again) {
        assert!(before == after, "{name}: {}", council.text(&format!("reports/{Q2}/run.json")));
    }
    council.run(["consolidate", Q2, "--with-corrections"]);
    let moved = council.record(Q2);
    assert_eq!(reading(&moved, "ST2")["status-last-quarter"], "red");
}

#[test]
fn later_quarters_compare_with_what_was_published() {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    // A draft after the release is nobody's last quarter until it is published.
    sends(&mut council, Q1, &[("E5", "61.5")]);
    council.consolidate(Q1);
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    assert_eq!(reading(&council.record(Q2), "ST2")["status-last-quarter"], "green");
    publishes(&mut council, Q1);
    council.consolidate(Q2);
    assert_eq!(reading(&council.record(Q2), "ST2")["status-last-quarter"], "red");
}

/// ST16 is worked out from ST5 and ST4, and no service sends it.
#[test]
fn a_formula_that_is_written_anew_changes_no_past() {
    let mut council = stowick();
    let without_share = |council: &mut Council, quarter: &str, requests: &str| {
        sends(council, quarter, &[("E7", requests), ("A18", "'"), ("B18", "'"), ("E18", "'"), ("G18", "'")]);
    };
    without_share(&mut council, Q1, "70");
    publishes(&mut council, Q1);
    assert_eq!(reading(&council.record(Q1), "ST16")["value"], 50.0);
    without_share(&mut council, Q2, "60");
    // The mean of the two quarters tells what the first is taken for: 35 of 70, and never 25 of 70.
    let mean = |council: &Council| -> f64 {
        let numbers = council.text(&format!("reports/{Q2}/statistics.csv"));
        let mut lines = numbers.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let column = lines.next().unwrap().iter().position(|name| *name == "xmr_mean").unwrap();
        lines.find(|line| line[0] == "ST16").unwrap()[column].parse().unwrap()
    };
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    council.consolidate(Q2);
    assert!(near(mean(&council), (50.0 + 35.0 / 60.0 * 100.0) / 2.0));
    redefines(&mut council, "Indicators", &[("X17", "'\"ST6\" / \"ST4\" * 100")]);
    council.consolidate(Q2);
    let run = council.record(Q2);
    assert!(list(&run["findings"]).iter().any(|f| f["code"] == "G075" && f["subject"] == "ST16"), "{run}");
    assert!(near(mean(&council), (50.0 + 25.0 / 60.0 * 100.0) / 2.0));
    // A figure that it was worked out from was wrong: then the past is worked out again.
    let why = ["--class", "correction", "--reason", "Counted twice", "--by", "N. Fox"];
    council.run([&["history", "correct", "ST6", Q1, "--value", "21"][..], &why].concat()).ends(0);
    council.consolidate(Q2);
    assert!(near(mean(&council), (21.0 / 70.0 * 100.0 + 25.0 / 60.0 * 100.0) / 2.0));
}
