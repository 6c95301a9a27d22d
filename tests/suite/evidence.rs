//! The row as evidence: what a form shows beside an id, on a form that shows last quarter's figure and has codes of its
//! own, as Excel changes them.

use super::books::Drawn;
use super::harness::{Council, checks, read};
use super::said::Checked;

/// The clean return on the form with two more columns: what is typed into it for both, and then for one.
pub struct DrawnRows {
    pub code: &'static str,
    both: &'static [(&'static str, &'static str)],
    on: (&'static str, &'static str),
    off: (&'static str, &'static str),
    found: &'static [&'static str],
}

/// Potholes were 427 last quarter, repairs in time 81.7, bins 1,010.
pub const ROWS: &[DrawnRows] = &[
    // Excel took the code 1.10 for the number 1.1, and the name beside it is its own, or nobody's.
    DrawnRows { code: "C030", both: &[("B4", "'")], on: ("A4", "1.1"), off: ("A4", "'1.10"), found: &["Measures!A4"] },
    DrawnRows { code: "C031", both: &[], on: ("A4", "1.1"), off: ("A4", "'1.10"), found: &["Measures!A4"] },
    DrawnRows { code: "R022", both: &[], on: ("I4", "1010"), off: ("I4", "427"), found: &["Measures!I4"] },
    DrawnRows { code: "R023", both: &[], on: ("I5", "80"), off: ("I5", "82"), found: &["Measures!I5"] },
    DrawnRows {
        code: "R024",
        both: &[("I10", "427")],
        on: ("I4", "1010"),
        off: ("I4", "427"),
        found: &["Measures!E4", "Measures!E10"],
    },
];

/// The council of the checks, with last quarter's figure on its form and the code 1.10 for its first measure.
fn council() -> (Council, Drawn) {
    let mut council = checks();
    let layout = council.text("layouts/stowick.toml");
    let quarter = "  { field = \"period\", heading = [\"Quarter\"] },\n";
    assert!(layout.contains(quarter));
    let more = "  { field = \"previous\", heading = [\"Last quarter\"], print = true },\n";
    let layout = layout.replace(quarter, &format!("{quarter}{more}"));
    council.write("layouts/stowick.toml", format!("{layout}\n[codes]\n\"1.10\" = \"ST1\"\n"));
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let clean = Drawn::like(&read(&clean)).sheet("Measures").cell("I3", "Last quarter");
    (council, clean)
}

fn check(council: &mut Council, clean: &Drawn, typed: &[(&str, &str)]) -> Checked {
    let mut book = clean.clone().sheet("Measures");
    for (at, typed) in typed {
        book = book.cell(at, typed);
    }
    council.draws("drawn.xlsx", &book);
    council.returns("drawn.xlsx").check()
}

#[test]
fn each_check_of_a_row_has_its_pair() {
    let (mut council, clean) = council();
    check(&mut council, &clean, &[]).finds_just(&[]);
    for DrawnRows { code, both, on, off, found } in ROWS {
        let on = check(&mut council, &clean, &[both, &[*on][..]].concat());
        for place in *found {
            on.finds(code, place);
        }
        let off = check(&mut council, &clean, &[both, &[*off][..]].concat()).found();
        assert!(off.iter().all(|found| !found.starts_with(code)), "{off:?}");
    }
}

/// The id column was sorted alone: every row that is another's is refused, and its id is named.
#[test]
fn an_id_column_that_was_sorted_alone() {
    let (mut council, clean) = council();
    let said = check(&mut council, &clean, &[("A4", "ST15"), ("A17", "ST1")]);
    said.finds_just(&["R020 Measures!A4", "R020 Measures!A17"]);
    let remedy = said[0]["findings"][0]["remedy"].as_str().unwrap();
    assert!(remedy.contains("Potholes filled") && remedy.contains("ST1"), "{remedy}");
}

/// Equal findings of a sheet are one cause, wherever they are counted for people.
#[test]
fn equal_findings_are_counted_once() {
    let (mut council, clean) = council();
    let blank: Vec<(&str, &str)> = ["E4", "E7", "E8", "E9", "E12"].map(|at| (at, "about 7")).to_vec();
    let said = check(&mut council, &clean, &blank);
    assert_eq!(said.found().iter().filter(|f| f.starts_with("C002")).count(), 5);
    let path = council.sent("drawn.xlsx");
    let words = council.run(["check".as_ref(), path.as_os_str()]);
    words.says_all(&["1 error", "Measures!E4, E7"]);
}
