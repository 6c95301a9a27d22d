//! The crosswalk: what is drafted, what people can get wrong in it, and what a merge that cannot be made leaves behind.

use super::{COUNCILS, DAY, Merging, bytes, quarterday};
use crate::books::Opened;
use crate::said::said;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

/// What people can get wrong in a crosswalk, where it is said, and that nothing is made then.
#[rstest]
// Another polarity, claimed to be the same.
#[case::polarity(&[("Measures", "F39", "Same as"), ("Measures", "G39", ""), ("Measures", "H39", "")], "X001", "Measures!F39", &["lower is better", "B58"])]
// Another unit.
#[case::unit(&[("Measures", "F16", "Same as"), ("Measures", "I16", "")], "X001", "Measures!F16", &["Pounds", "B56"])]
// A conversion that turns nothing round.
#[case::not_turned(&[("Measures", "G39", "2"), ("Measures", "H39", "")], "X001", "Measures!F39", &["lower is better"])]
#[case::twice_the_same(&[("Measures", "F31", "Same as"), ("Measures", "F36", "Same as")], "X001", "Measures!F36", &["Part of"])]
#[case::shares(&[("Shares", "D2", "0.44")], "X002", "Shares!D2", &["1.01", "D2", "D3"])]
#[case::share_of_one(&[("Shares", "C7", "EAST")], "G001", "Shares!B7", &["which D6 has too"])]
#[case::shares_and_parts(&[("Shares", "E7", "Stour"), ("Shares", "D7", "")], "X002", "Shares!D6", &["parts for all"])]
#[case::circle(&[("Successors", "A2", "ASH"), ("Successors", "A3", "BECK"), ("Councils", "D2", "BECK"), ("Councils", "D3", "ASH")], "X003", "Councils!D2", &["D2", "D3"])]
#[case::measure_unknown(&[("Measures", "B2", "HW99")], "X005", "Measures!B2", &["HW99"])]
#[case::measure_without_a_row(&[("Measures", "B2", "HW99")], "X005", "Measures", &["a row for the measure HW01 of ASH"])]
#[case::service_without_a_row(&[("Services", "B2", "ZZ")], "X005", "Services", &["a row for the service HW of ASH"])]
#[case::no_share(&[("Measures", "J40", "")], "X007", "Measures!F40", &["EAST, WEST", "population"])]
#[case::basis_unknown(&[("Measures", "J40", "lengths")], "G002", "Measures!F40", &["lengths", "roads"])]
#[case::relation(&[("Measures", "F2", "Similar to")], "G003", "Measures!F2", &["Same as"])]
#[case::two_lead(&[("Measures", "K17", "Yes")], "G009", "Measures!F57", &["RE02"])]
#[case::formula(&[("Measures", "I16", "value / pounds")], "G014", "Measures!F16", &["pounds"])]
#[case::sent_by(&[("Services", "G9", "SHIRE-XX")], "G002", "Services!B9", &["SHIRE-XX"])]
#[case::no_new_id(&[("Measures", "E2", "")], "G009", "Measures!E2", &["blank"])]
#[case::goes_nowhere(&[("Councils", "D2", "")], "G009", "Councils!D2", &["Successors"])]
fn a_crosswalk_that_is_not_in_order_makes_nothing(
    #[case] edits: &[(&str, &str, &str)],
    #[case] code: &str,
    #[case] place: &str,
    #[case] says: &[&str],
) {
    let merging = Merging::three().edited(edits);
    let mut command = merging.command(&["--format", "json"]);
    let run = said(&mut command).ends(1);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let findings = told["checked"]["findings"].as_array().unwrap();
    let at = |f: &Value| {
        let cell = f["cell"].as_str().map(|cell| format!("!{cell}")).unwrap_or_default();
        format!("{}{cell}", f["sheet"].as_str().unwrap_or_default())
    };
    let found = findings.iter().find(|f| {
        let words = f.to_string();
        f["code"] == code && at(f).starts_with(place) && says.iter().all(|w| words.contains(w))
    });
    assert!(found.is_some_and(|f| f["severity"] == "error"), "{findings:#?}");
    assert_eq!(std::fs::read_dir(merging.into.path()).unwrap().count(), 1, "nothing beside the crosswalk");
}

/// What has to be known and stops nobody.
#[rstest]
#[case::one_id_for_two_things(&[], "X004", &["Potholes repaired", "B40"])]
#[case::not_to_be_added(&[], "X008", &["CS04 of ASH", "without numerator"])]
#[case::frequency(&[], "X009", &["Half-yearly", "HT03"])]
#[case::matrix(&[], "X011", &["5 × 5", "4 × 4"])]
#[case::no_source(&[("Shares", "F2", "")], "X006", &["F2"])]
#[case::no_reason(&[("Measures", "L13", "")], "X012", &["L13"])]
#[case::register_changed(&[("Councils", "E2", "0123456789abcdef")], "X010", &["0123456789ab"])]
fn what_has_to_be_known_is_said(#[case] edits: &[(&str, &str, &str)], #[case] code: &str, #[case] says: &[&str]) {
    let merging = Merging::three().edited(edits);
    let run = said(&mut merging.command(&["--format", "json", "--check"])).ends(0);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let found = told["checked"]["findings"].as_array().unwrap().iter();
    let mut own = found.filter(|f| f["code"] == code).map(Value::to_string);
    assert!(own.any(|words| says.iter().all(|w| words.contains(w))), "{}", run.out);
}

#[test]
fn a_draft_says_what_may_be_one_and_can_be_read_back() {
    let into = TempDir::new().unwrap();
    let merging = Merging { into, councils: vec!["beck", "ash"] };
    let successor = ["--successor", "BOTH=Ashcombe and Beckford Council", "--first", "2027-28Q1"];
    merging.run(&[]).ends(2).complains("--successor");
    merging.run(&successor).ends(0).says("Drafted");
    let book = Opened::read(&merging.path("crosswalk.xlsx"));
    let rows = book.table("Measures", "Council id");
    assert_eq!(rows.len(), 38);
    let of = |council: &str, id: &str| {
        let own = |row: &&std::collections::HashMap<String, calamine::Data>| {
            row["Council id"] == council && row["Indicator id"] == id
        };
        rows.iter().find(own).unwrap()
    };
    let said = |council: &str, id: &str, column: &str| of(council, id)[column].to_string();
    // The same id and words; the same words; one id for different things; alone.
    assert_eq!(said("BECK", "HW01", "Likeness"), "same id and words");
    assert_eq!(
        (said("BECK", "EN05", "Likeness"), said("BECK", "EN05", "New id")),
        ("same words".into(), "HW04".into())
    );
    assert!(said("BECK", "EN05", "Differences").contains("frequency: Annual, Quarterly"));
    assert_eq!(said("ASH", "CS02", "Likeness"), "same id and other words");
    assert_ne!(said("ASH", "CS02", "New id"), said("BECK", "CS02", "New id"));
    assert_eq!(said("ASH", "RS04", "Likeness"), "alone");
    // The same registers give the same bytes, and what is drafted can be made of.
    let again = Merging { into: TempDir::new().unwrap(), councils: vec!["ash", "beck"] };
    again.run(&successor).ends(0);
    assert!(bytes(again.into.path()) == bytes(merging.into.path()));
    merging.run(&successor).ends(2).complains("is there already");
    merging.run(&["--check"]).ends(0).says("in order");
    merging.run(&[]).ends(0).says("BOTH");
    merging.ask("BOTH", &["history", "verify"]).ends(0);
}

/// A merge that cannot be made leaves nothing, and none is made in an old workspace.
#[test]
fn what_cannot_be_made_leaves_nothing() {
    let merging = Merging::three().edited(&[("Successors", "A2", "../evil"), ("Councils", "D2", "../evil")]);
    merging.run(&[]).ends(1).says("G001");
    assert!(!merging.into.path().parent().unwrap().join("evil").exists());
    let narrow = Merging::three().edited(&[("Measures", "D40", "EAST")]);
    narrow.run(&[]).ends(1).says("the rest would go nowhere");
    let mut command = quarterday(DAY);
    command.arg("merge").args(["ash", "beck"].map(|c| COUNCILS.path().join(c)));
    command.arg("--into").arg(COUNCILS.path().join("ash/new")).args(["--first", "2027-28Q1", "--successor", "B=Both"]);
    said(&mut command).ends(2).complains("is in a workspace");
    assert!(!COUNCILS.path().join("ash/new").exists());
}

/// Who comes second while councils are merged is told who is at it, and both lose nothing.
#[test]
fn two_do_not_merge_into_one_folder_at_once() {
    let merging = Merging::three();
    let holder = serde_json::json!({
        "who": "Anna", "computer": "PC-12", "process": 1, "since": "2027-04-28 10:42",
        "clock": chrono::Utc::now().timestamp() - 60, "doing": "merging councils"
    });
    std::fs::write(merging.path("in-use.json"), holder.to_string()).unwrap();
    let lock = std::fs::File::create(merging.path("in-use.lock")).unwrap();
    lock.lock().unwrap();
    let second = || said(merging.command(&[]).env("HOSTNAME", "PC-12").env_remove("COMPUTERNAME"));
    second().ends(2).complains("Anna on PC-12 has been merging councils since 2027-04-28 10:42");
    assert!(!merging.path("EAST").exists());
    drop(lock);
    second().ends(0);
    assert!(merging.path("EAST").exists() && !merging.path("in-use.json").exists());
    assert!(!merging.path("in-use.lock").exists());
}
