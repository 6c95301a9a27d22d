//! A past that changes in the open: imports and corrections over figures that were reported.

use super::answers::words_of;
use super::doors::with_columns;
use super::export::{row, rows};
use super::harness::{Council, list, one_of, text};
use super::published::{publishes, redefines, sends, stowick, written};
use serde_json::Value;

const Q1: &str = "2026-27Q1";
const Q2: &str = "2026-27Q2";
const WHY: [&str; 6] = ["--class", "correction", "--reason", "June was counted twice", "--by", "N. Fox"];

/// Stowick with its first quarter published.
fn reported() -> Council {
    let mut council = stowick();
    sends(&mut council, Q1, &[]);
    publishes(&mut council, Q1);
    council
}

fn reading<'r>(run: &'r Value, id: &str) -> &'r Value {
    one_of(&run["readings"], "indicator", id)
}

#[test]
fn an_import_over_a_reported_quarter_is_answered_for_or_refused() {
    let mut council = reported();
    let lines = "Indicator id,Quarter,Value\nST2,2026-27Q1,61.5\nST12,2026-27Q1,91.2\nST13,2025-26Q4,700\n";
    let past = council.write("past.csv", lines);
    let past = past.to_str().unwrap();
    let silent = council.json(["history", "import", past]);
    let finding = one_of(&silent["findings"], "code", "F083");
    assert_eq!((text(&finding["cell"]), text(&finding["subject"])), ("C2", "ST2, 2026-27Q1"));
    assert_eq!((text(&finding["expected"]), text(&finding["got"])), ("81.2, as the ledger has it", "61.5"));
    // What is the same, and what is new of a quarter that nobody reported, is taken.
    let rows = ["read", "taken", "refused"].map(|key| silent["rows"][key].as_u64().unwrap());
    assert_eq!(rows, [3, 2, 1]);
    let cell = |name: &str| silent["cells"][name].as_u64().unwrap();
    assert_eq!(cell("read"), cell("accepted") + cell("refused") + cell("ignored"));
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    assert_eq!(council.record(Q2)["restatements"], Value::Array(vec![]));

    let said = council.run([&["history", "import", past][..], &WHY].concat()).ends(0);
    said.says("1 figure that was there is restated");
    council.consolidate(Q2);
    let run = council.record(Q2);
    let restated = &list(&run["restatements"])[0];
    let of = |key: &str| restated[key].clone();
    assert_eq!((of("indicator"), of("was"), of("now")), ("ST2".into(), 81.2.into(), 61.5.into()), "{restated}");
    assert_eq!((of("status-was"), of("status")), ("green".into(), "red".into()));
    let words = words_of(&council, "Restatements");
    assert!(words.contains("June was counted twice") && words.contains("N. Fox"), "{words}");
    assert_eq!(reading(&run, "ST2")["status-last-quarter"], "red");
    let half = council.run([&["history", "import", past][..], &WHY[..4]].concat());
    half.ends(2).complains("all of --class, --reason and --by");
}

#[test]
fn one_figure_is_corrected_in_the_open() {
    let mut council = reported();
    let release = written(&council, &format!("published/{Q1}"));
    let correct = |council: &Council, quarter: &str, value: &str| {
        council.run([&["history", "correct", "st2", quarter, "--value", value][..], &WHY].concat())
    };
    correct(&council, Q1, "nearly all").ends(1).says("C002");
    correct(&council, "2031-32Q1", "61.5").ends(1).says("F081");
    council.run(["history", "correct", "ST2", Q1, "--value", "61.5"]).ends(2).complains("needs --class");
    correct(&council, Q1, "61.5").ends(0).says("1 figure that was there is restated: the report of 2026-27Q2 shows");
    correct(&council, Q1, "61.5").ends(0).says("nothing was changed");
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let run = council.record(Q2);
    assert_eq!(list(&run["restatements"]).len(), 1);
    assert_eq!(reading(&run, "ST2")["status-last-quarter"], "red");
    // There was no return, and nothing says that there was.
    let by_hand = "entered by N. Fox with `history correct`";
    assert!(words_of(&council, "Restatements").contains(by_hand));
    let traced = council.run(["trace", "ST2", Q1]).ends(0).says(&format!("{by_hand}, record "));
    assert!(
        !traced.out.contains("declared by the return") && !traced.out.contains("history correct ›"),
        "{}",
        traced.out
    );
    // What was published stays, and a run of the old quarter gives what it gave until corrections are asked for.
    assert_eq!(written(&council, &format!("published/{Q1}")), release);
    council.consolidate(Q1).says("this run says the same value, target, status and outturn of every measure");
    council.run(["consolidate", Q1, "--with-corrections"]).says("says otherwise of").says("as they are known now");
    assert_eq!(reading(&council.record(Q1), "ST2")["value"], 61.5);
    council.run(["approve", Q1, "--by", "Gwen Hart"]).ends(0);
    assert_eq!(council.json(["publish", Q1, "--by", "Tom Barrow"])["release"], 2);
    assert_eq!(written(&council, &format!("published/{Q1}/1")), release);
}

#[test]
fn a_target_of_a_reported_quarter_is_put_right_in_the_open() {
    let mut council = reported();
    let release = written(&council, &format!("published/{Q1}"));
    redefines(&mut council, "Targets", &[("C3", "95")]);
    let correct = |council: &Council, id: &str, quarter: &str| {
        council.run([&["history", "correct", id, quarter, "--target", "95"][..], &WHY].concat())
    };
    correct(&council, "ST2", "2025-26Q1").ends(2).complains("was not reported with it");
    correct(&council, "ST77", Q1).ends(2).complains("no indicator ST77");
    correct(&council, "st2", Q1).ends(0).says("the target was 80 (green) and is 95 (red)");
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let run = council.record(Q2);
    let target = one_of(&run["restated-targets"], "indicator", "ST2");
    assert_eq!((&target["was"], &target["now"], &target["status-was"]), (&80.0.into(), &95.0.into(), &"green".into()));
    assert_eq!(reading(&run, "ST2")["status-last-quarter"], "red");
    // It is the target of today now, so nothing is asked about it, and nothing is kept against it.
    assert!(!list(&run["findings"]).iter().any(|f| f["code"] == "G074"), "{run}");
    assert_eq!(run["recoloured"], Value::Array(vec![]));
    assert!(words_of(&council, "Restatements").contains("Targets that were put right"));
    assert_eq!(written(&council, &format!("published/{Q1}")), release);
}

/// A figure that was restated is rated against the target that its quarter was reported with, and today's stands beside it.
#[test]
fn a_restated_figure_is_rated_as_its_quarter_was_reported() {
    let mut council = reported();
    redefines(&mut council, "Targets", &[("C3", "95")]);
    council.run([&["history", "correct", "ST2", Q1, "--value", "85"][..], &WHY].concat()).ends(0);
    sends(&mut council, Q2, &[]);
    council.consolidate(Q2);
    let run = council.record(Q2);
    let restated = &list(&run["restatements"])[0];
    assert_eq!((&restated["status-was"], &restated["status"]), (&"green".into(), &"green".into()), "{restated}");
    assert_eq!(reading(&run, "ST2")["status-last-quarter"], "green");
    let kept = one_of(&run["recoloured"], "indicator", "ST2");
    assert_eq!((&kept["value"], &kept["reported"]["target"]), (&85.0.into(), &80.0.into()), "{kept}");
    assert_eq!((&kept["reported"]["status"], &kept["today"]["status"]), (&"green".into(), &"red".into()), "{kept}");
    let words = words_of(&council, "Restatements");
    assert!(words.contains("is rated against the target that its quarter was reported with"), "{words}");
    council.run(["history", "export"]).ends(0);
    assert_eq!(row(&rows(&council, "export/figures.csv"), "ST2", Q1)["status"], "green");
    // Only a target that is put right in the open is another one, and the figure that is rated by it is the one of today.
    let target = ["history", "correct", "ST2", Q1, "--target", "84"];
    council.run([&target[..], &WHY].concat()).ends(0).says("the target was 80 (green) and is 84 (green)");
    let target = ["history", "correct", "ST2", Q1, "--target", "95"];
    council.run([&target[..], &WHY].concat()).ends(0).says("the target was 84 (green) and is 95 (red)");
    council.consolidate(Q2);
    let run = council.record(Q2);
    assert_eq!(list(&run["restatements"])[0]["status"], "red");
    assert_eq!(reading(&run, "ST2")["status-last-quarter"], "red");
    assert_eq!(run["recoloured"], Value::Array(vec![]));
}

/// A quarter that was imported and never run, as 81.7 of the fixture's was, has no report: its status is today's, and Method
/// says so.
#[test]
fn a_quarter_without_a_report_is_rated_by_todays_register() {
    let mut council = stowick();
    sends(&mut council, Q2, &[]);
    for (target, status) in [("80", "green"), ("95", "red")] {
        redefines(&mut council, "Targets", &[("C3", target)]);
        council.consolidate(Q2);
        let run = council.record(Q2);
        assert_eq!(reading(&run, "ST2")["status-last-quarter"], status);
        assert_eq!(run["recoloured"], Value::Array(vec![]));
    }
    let words = words_of(&council, "Method");
    assert!(words.contains("imported and never reported, its status is worked out by today's register"), "{words}");
}

/// What came late of a service that had sent nothing is in the quarter when corrections are asked for.
#[test]
fn a_late_figure_of_a_service_that_sent_nothing() {
    let mut council = reported();
    let late = council.write("late.csv", "Indicator id,Quarter,Value\nHO1,2026-27Q1,26\n");
    let late = late.to_str().unwrap();
    council.run(["history", "import", late]).ends(1).says("no figure: 2026-27Q1 was reported without one");
    let said = council.run([&["history", "import", late][..], &WHY].concat()).ends(0);
    let said = said.says("1 figure of a quarter that had been reported without");
    assert!(!said.out.contains("that was there"), "{}", said.out);
    council.consolidate(Q1);
    assert!(!list(&council.record(Q1)["readings"]).iter().any(|r| r["indicator"] == "HO1"));
    council.run(["consolidate", Q1, "--with-corrections"]);
    let run = council.record(Q1);
    assert_eq!((&reading(&run, "HO1")["value"], &reading(&run, "HO1")["status"]), (&26.0.into(), &"green".into()));
    // It is still a service that sent no return.
    assert!(list(&run["findings"]).iter().any(|f| f["code"] == "T007" && f["service"] == "HOM"), "{run}");
}

/// What was recorded under an id that the indicator had before is its past as well.
#[test]
fn a_renamed_indicator_has_no_second_past() {
    let mut council = reported();
    with_columns(&mut council, "NEW1", "", "", "ST1");
    let past = council.write("past.csv", "Indicator id,Quarter,Value\nNEW1,2026-27Q1,421\nNEW1,2025-26Q4,888\n");
    let said = council.run(["history", "import", past.to_str().unwrap()]).ends(1);
    said.says_all(&["F083", "C3", "420, as the ledger has it", "taken 1 + refused 1"]);
}
