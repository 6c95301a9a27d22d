//! Each command as a user meets it.

use super::books::{Opened, workbook};
use super::harness::{QUARTER, consolidated, council, list, look_at, new_council, nowhere, read, said, text};
use super::root;
use rstest::rstest;
use serde_json::Value;
use std::ffi::OsStr;

const NEXT: &str = "2026-27Q3";

#[rstest]
#[case("demo")]
#[case("init")]
#[case("templates")]
#[case("check")]
#[case("layout")]
#[case("consolidate")]
#[case("status")]
#[case("scheme")]
#[case("trace")]
#[case("handover")]
#[case("rule")]
#[case("completions")]
#[case("history export")]
#[case("history as-of")]
#[case("history diff")]
fn help_has_an_example(#[case] command: &str) {
    let said = nowhere(command.split(' ').chain(["--help"])).ends(0);
    assert!(said.out.contains("Example:") || said.out.contains("Examples:"), "{}", said.out);
}

#[test]
fn a_new_workspace_goes_all_the_way() {
    let mut ours = new_council();
    ours.templates(QUARTER, &[]).ends(0);
    let templates = ours.files(&format!("templates/{QUARTER}"), &["xlsx"]);
    assert!(!templates.is_empty());

    // Blank templates are returns in which everything is still to fill in.
    for template in &templates {
        let name = template.file_name().unwrap().to_string_lossy();
        ours.write(&format!("returns/{QUARTER}/{name}"), read(template));
    }
    ours.consolidate(QUARTER).ends(1).says("C009").says("Blank with no reason");
    assert!(ours.report("cabinet.xlsx").is_file() && ours.report("run.json").is_file());

    // Whoever puts measures of their own in place of the worked ones is told of every sheet that speaks of those.
    let place = tempfile::tempdir().unwrap();
    let init = nowhere([OsStr::new("init"), place.path().join("another").as_os_str()]).ends(0);
    let (read_me, register) = (root().join("README.md"), Opened::read(&ours.path("register.xlsx")));
    let read_me = std::fs::read_to_string(read_me).unwrap();
    let begin = register.sheet("Read me").used_cells().map(|(.., words)| words.to_string());
    let begin = begin.filter(|words| words.contains("worked rows")).collect::<String>();
    let first = ["Read me", "Lists", "Services", "Priorities", "Indicators", "Targets"];
    for (sheet, _) in register.sheets().filter(|(name, cells)| !first.contains(&name.as_str()) && cells.height() > 1) {
        assert!([&init.out, &read_me, &begin].iter().all(|words| words.contains(sheet)), "{sheet}: {}", init.out);
    }
    // A second init changes nothing.
    let before = ours.bytes("register.xlsx");
    nowhere([OsStr::new("init"), ours.folder().as_os_str()]).ends(2).complains("is a workspace already");
    assert_eq!(before, ours.bytes("register.xlsx"));
}

#[test]
fn every_layout_field_of_a_template_is_found_again() {
    let council = look_at::forms();
    let templates = council.files(&format!("templates/{NEXT}"), &["xlsx"]);
    assert_eq!(templates.len(), 24);
    assert!(council.path("returns").join(NEXT).is_dir(), "no place for what comes back");
    for template in &templates {
        let checked = council.check_files([template]);
        assert_eq!((&checked[0]["layout"], &checked[0]["period"]), (&"quarterday-return".into(), &NEXT.into()));
        for found in checked.found() {
            let told = ["F005", "F014", "F015", "F016", "C014", "C015"].iter().any(|code| found.starts_with(code));
            assert!(!told, "{}: {found}", template.display());
        }
    }
}

#[test]
fn check_takes_a_folder_and_refuses_an_empty_one() {
    let council = look_at::council();
    let checked = council.returns("").check();
    assert_eq!(checked.files.len(), 25);
    // The folder names the quarter, so a cover of another quarter is found here as `consolidate` finds it.
    assert!(checked.files.iter().all(|file| file["period"] == QUARTER));
    assert!(checked.found().iter().any(|found| found.starts_with("F008")));
    let empty = tempfile::tempdir().unwrap();
    council.run([OsStr::new("check"), empty.path().as_os_str()]).ends(2);
}

#[test]
fn check_says_file_sheet_cell_and_remedy() {
    let council = look_at::council();
    let returns = council.files(&format!("returns/{QUARTER}"), &["xlsx"]);
    let said = said(council.command(["check"]).args(returns));
    said.ends(1).says_all(&["expected", "got", "→", "Indicators!", "cells read"]);
}

#[test]
fn status_lists_the_chase() {
    let council = look_at::council();
    council.status().ends(0).says_all(&["To chase:", "missing", "@"]);
    assert_eq!(list(&council.json(["status", QUARTER])["returns"]).len(), 24);
}

#[test]
fn every_rule_explains_itself() {
    for check in quarterday::catalogue::all() {
        nowhere(["rule", check.code]).ends(0).says_all(&[check.title, "Why:", "What to do:"]);
    }
    nowhere(["rule", "nonsense"]).ends(2);
    let rules = nowhere(["rule", "--format", "json"]).json();
    assert_eq!(list(&rules).len(), quarterday::catalogue::all().count());
}

/// What a person says on the command line settles a file that names no quarter, and no file that names another.
#[rstest]
#[case("Service | WAS", &["F009 query !"], true)]
#[case("Service | WAS\nQuarter | the summer", &["F009 query Return!B2"], true)]
#[case("Service | WAS\nQuarter | Q1 2026-27", &["F008 error Return!B2"], false)]
fn a_quarter_that_is_given(#[case] cover: &str, #[case] found: &[&str], #[case] accepted: bool) {
    let layout = r#"
        id = "letter"
        title = "Letter"
        [[forms]]
        sheet = ["Return"]
        fields = { service = ["Service"], period = ["Quarter"] }
        [[tables]]
        kind = "indicators"
        columns = [{ field = "id", heading = ["Ref"], required = true }, { field = "value", heading = ["Actual"], required = true }]"#;
    let mut council = council().without_returns().with_layout("letter", layout);
    let file =
        council.draws("a.xlsx", &workbook().sheet("Return").rows(&format!("{cover}\n\nRef | Actual\nWAS09 | 88.5")));
    let elsewhere = tempfile::tempdir().unwrap();
    let alone = elsewhere.path().join("a.xlsx");
    std::fs::copy(&file, &alone).unwrap();
    let check = |more: &[&str]| {
        let mut command = council.command(["check", "--format", "json", "-q"]);
        serde_json::from_slice::<Value>(&command.arg(&alone).args(more).output().unwrap().stdout).unwrap()
    };
    let given = &check(&["--quarter", QUARTER])[0];
    let about = |f: &&Value| ["F008", "F009"].contains(&text(&f["code"]));
    let said = list(&given["findings"]).iter().filter(about).map(|f| {
        let [code, severity, sheet, cell] = ["code", "severity", "sheet", "cell"].map(|key| text(&f[key]));
        format!("{code} {severity} {sheet}!{cell}")
    });
    assert_eq!(said.collect::<Vec<_>>(), found, "{given:#}");
    assert_eq!((given["accepted"] == true, list(&given["values"]).len()), (accepted, usize::from(accepted)));
    // Without it a file that names none is refused.
    assert_eq!(check(&[])[0]["accepted"] == true, !accepted);
}

#[test]
fn past_quarters_from_csv() {
    let mut ours = new_council();
    assert_eq!(nowhere(["check", "--format", "json"]).code, 2, "check without files is a usage error");
    assert!(ours.path("register.xlsx").is_file());
    let past = ours.write("past.csv", "Indicator id,Quarter,Value\nNO-SUCH,2026-27Q1,5\n");
    ours.import(&past).ends(1).says("T005");
}

#[test]
fn completions_for_a_shell() {
    nowhere(["completions", "bash"]).ends(0).says("consolidate");
}

#[test]
fn a_csv_that_says_nothing_is_an_error_and_leaves_the_ledger_alone() {
    let mut council = council();
    let before = council.ledger();
    for text in ["Some,Other,Headings\nASC01,2026-27Q1,5\n", "Indicator id;Quarter;Value\nASC01;2026-27Q1;5\n"] {
        let past = council.write("past.csv", text);
        council.import(&past).ends(1).says("Nothing was taken");
    }
    assert_eq!(before, council.ledger());
}

#[test]
fn consolidating_a_past_quarter_withdraws_nothing_that_was_imported() {
    let mut council = consolidated();
    let before = council.record(QUARTER)["counts"]["statuses"].clone();
    let wrong_quarter = council.bytes(&format!("returns/{QUARTER}/LEG 2026-27Q2.xlsx"));
    council.write("returns/2026-27Q1/LEG.xlsx", wrong_quarter);
    council.consolidate("2026-27Q1");
    let newest = council.files("history/log", &["json"]).pop().unwrap();
    let record: Value = serde_json::from_slice(&read(&newest)).unwrap();
    assert_eq!((&record["period"], &record["counts"]["withdrawn"]), (&"2026-27Q1".into(), &0.into()));
    assert_eq!(before, council.consolidates()["counts"]["statuses"]);
}

#[test]
fn a_form_that_may_be_filled_in_is_not_written_over() {
    let mut council = council();
    council.templates(NEXT, &["--service", "ASC"]).ends(0);
    let form = format!("templates/{NEXT}/ASC.xlsx");
    let blank = council.bytes(&form);
    council.write(&form, "filled in");
    council.templates(NEXT, &["--service", "ASC"]).ends(0).says("Left as they are");
    assert_eq!(council.bytes(&form), b"filled in");
    council.templates(NEXT, &["--service", "ASC", "--replace"]).ends(0);
    assert_eq!(council.bytes(&form), blank);
}

#[test]
fn replaced_returns_in_a_folder_are_not_read() {
    let mut council = council();
    council.sends("ASC Q2 2026-27.xlsx", "old/ASC.xlsx");
    council.run(["consolidate", QUARTER, "--all"]).ends(1).says("F020").says("old");
}
