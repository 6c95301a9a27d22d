//! Of two columns, two sheets or two returns that could each be meant, the one of the quarter is taken, or none of them:
//! never the one that comes first.

use super::books::{Drawn, workbook};
use super::harness::{Council, QUARTER, checks, list, one_of, read, text};
use super::parts::edited_part;
use super::said::Checked;
use serde_json::Value;

/// The council of the checks and its clean return; its Measures have their results in E, under the headings of row 3.
fn council() -> (Council, Drawn) {
    let mut council = checks();
    let clean = council.sends("nothing-wrong.xlsx", "clean.xlsx");
    let clean = Drawn::like(&read(&clean)).sheet("Measures");
    (council, clean)
}

fn check(council: &mut Council, book: &Drawn) -> Checked {
    council.draws("drawn.xlsx", book);
    council.returns("drawn.xlsx").check()
}

/// Cell and value of the first measure, as it was read.
fn first(checked: &Checked) -> Option<(String, f64)> {
    let value = list(&checked[0]["values"]).first()?;
    Some((text(&value["cell"]).to_owned(), value["value"].as_f64()?))
}

/// Cells beside the clean return's, and the cell that is read.
type Columns = (&'static [(&'static str, &'static str)], Option<&'static str>);

/// What is typed above and into two columns of results, and which of them is read.
const COLUMNS: &[Columns] = &[
    (&[("I3", "Result")], None),
    (&[("I3", "Results")], None),
    (&[("I3", "Result"), ("E2", "Q1 2026-27"), ("I2", "Q2 2026-27")], Some("I4")),
    (&[("I3", "Result"), ("E2", "Q2"), ("I2", "Q1")], Some("E4")),
    (&[("I3", "Result"), ("E2", "Q2 2025-26"), ("I2", "Q2 2026-27")], Some("I4")),
    // A heading may speak for all columns to its right.
    (&[("I3", "Result"), ("E2", "Last quarter")], None),
    (&[("I3", "Result"), ("I2", "This quarter")], Some("I4")),
    // Both say that they are the quarter's, or that they are not.
    (&[("I3", "Result"), ("E2", "Q2"), ("I2", "Q2")], None),
    (&[("I3", "Result"), ("E2", "Q1"), ("I2", "Q1")], None),
    (&[("I3", "Result Q2")], Some("I4")),
    (&[("I3", "Result (Q2 2026-27)"), ("E3", "Result")], Some("I4")),
    (&[("I3", "Result Q1")], Some("E4")),
    (&[("I3", "Last quarter's result")], Some("E4")),
    (&[("I3", "Result of the year")], Some("E4")),
];

#[test]
fn of_two_columns_the_one_of_the_quarter_or_neither() {
    let (mut council, clean) = council();
    for (typed, reads) in COLUMNS {
        let mut book = clean.clone().cell("I4", "400").cell("I5", "80");
        for (at, words) in *typed {
            book = book.cell(at, words);
        }
        let checked = check(&mut council, &book);
        match reads {
            Some(cell) => {
                let value = if *cell == "I4" { 400.0 } else { 421.0 };
                assert_eq!(first(&checked), Some(((*cell).to_owned(), value)), "{typed:?}");
                assert!(checked.found().iter().all(|f| !f.starts_with("F026")), "{typed:?}: {:?}", checked.found());
            }
            None => {
                checked.finds_just(&["F026 Measures!I3"]);
                let found = one_of(&checked[0]["findings"], "code", "F026");
                assert!(text(&found["got"]).starts_with("E3 and I3"), "{found:#}");
                assert_eq!(checked[0]["accepted"], false, "{typed:?}");
            }
        }
    }
}

/// A form on which a column is named by two headings, one above the other.
const GROUPED: &str = r#"
id = "grouped"
title = "Grouped"
file-name = "{service} {period}"
[[tables]]
kind = "indicators"
sheet = ["Return"]
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["Actual / This period"], required = true },
]
"#;

#[test]
fn of_two_groups_of_headings_neither() {
    let mut council = super::harness::council().without_returns().with_layout("grouped", GROUPED);
    let name = "WAS 2026-27Q2.xlsx";
    for (above, found) in [("", Some("F026 Return!C3")), (" | Q1 | Q2\n", None)] {
        let rows = format!("{above} | Actual | Actual\nRef | This period | This period\nWAS09 | 87.9 | 88.5");
        let rows = if above.is_empty() { format!("Waste\n{rows}") } else { rows };
        council.draws(name, &workbook().sheet("Return").rows(&rows));
        let checked = council.returns(name).check();
        match found {
            Some(found) => assert!(checked.found().iter().any(|f| f == found), "{:?}", checked.found()),
            None => assert_eq!(first(&checked), Some(("C4".to_owned(), 88.5))),
        }
    }
}

/// A form that any sheet may hold.
const ANY_SHEET: &str = r#"
id = "any-sheet"
title = "Any sheet"
file-name = "{service} {period}"
[[tables]]
kind = "indicators"
sheet = ["*"]
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["Actual"], required = true },
]
"#;

#[test]
fn of_two_sheets_the_one_of_the_quarter_or_neither() {
    let mut council = super::harness::council().without_returns().with_layout("any-sheet", ANY_SHEET);
    let name = "WAS 2026-27Q2.xlsx";
    let rows = |value: &str| format!("Waste\nRef | Actual\nWAS09 | {value}");
    for (sheets, reads) in [
        ([("July", "87.9"), ("August", "88.5")], None),
        ([("Q1", "87.9"), ("Q2", "88.5")], Some(88.5)),
        ([("Q2 2026-27", "88.5"), ("Q2 2025-26", "87.9")], Some(88.5)),
        ([("Last quarter", "87.9"), ("Figures", "88.5")], Some(88.5)),
        // Copies that say the same.
        ([("July", "88.5"), ("August", "88.5")], Some(88.5)),
    ] {
        let draw = |book: Drawn, (sheet, value): &(&str, &str)| book.sheet(sheet).rows(&rows(value));
        council.draws(name, &sheets.iter().fold(workbook(), draw));
        let checked = council.returns(name).check();
        assert_eq!(first(&checked).map(|(_, value)| value), reads, "{sheets:?}");
        let doubles = checked.found().iter().filter(|f| f.starts_with("F026")).count();
        assert_eq!(doubles, usize::from(reads.is_none()), "{sheets:?}: {:?}", checked.found());
    }
    let found = &check_of_copy("Measures (2)", Some("400"));
    assert_eq!(found, &["F027 Measures (2)!"]);
    assert_eq!(check_of_copy("Measures (2)", None), ["F016 Measures (2)!"]);
    assert_eq!(check_of_copy("Measures Q1", Some("400")), ["F016 Measures Q1!"]);
}

/// What is found where the clean return has its measures a second time, with another first figure.
fn check_of_copy(name: &str, value: Option<&str>) -> Vec<String> {
    let (mut council, clean) = council();
    let mut book = clean.clone().sheet(name);
    for (at, content) in clean.on("Measures") {
        book = book.put(*at, content.clone());
    }
    if let Some(value) = value {
        book = book.cell("E4", value);
    }
    let checked = check(&mut council, &book);
    assert_eq!(first(&checked), Some(("E4".to_owned(), 421.0)));
    checked.found()
}

/// Two returns that were signed off on one day: name, when it was saved, first figure; and which counts.
type Two = ([(&'static str, &'static str, &'static str); 2], Option<&'static str>);

const RETURNS: &[Two] = &[
    ([("a.xlsx", "09", "421"), ("a revised.xlsx", "14", "400")], Some("a revised.xlsx")),
    ([("a.xlsx", "09", "421"), ("a (1).xlsx", "14", "400")], Some("a (1).xlsx")),
    ([("a v9.xlsx", "09", "421"), ("a v10.xlsx", "09", "400")], Some("a v10.xlsx")),
    ([("b.xlsx", "09", "421"), ("a.xlsx", "14", "400")], Some("a.xlsx")),
    // What they say of themselves does not agree, or nothing says it.
    ([("a.xlsx", "14", "421"), ("a revised.xlsx", "09", "400")], None),
    ([("a.xlsx", "09", "421"), ("b.xlsx", "09", "400")], None),
];

/// A workbook that says at which hour it was saved.
fn saved(book: &Drawn, hour: &str) -> Vec<u8> {
    edited_part(&book.bytes(), "docProps/core.xml", |xml| {
        let tag = "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">";
        let at = xml.find(tag).unwrap() + tag.len();
        let end = at + xml[at..].find('<').unwrap();
        xml.replace_range(at..end, &format!("2026-10-12T{hour}:00:00Z"));
    })
}

#[test]
fn of_two_returns_the_later_or_neither() {
    for (two, counts) in RETURNS {
        let (mut council, clean) = council();
        council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
        for (name, hour, value) in two {
            council.write(&format!("returns/{QUARTER}/{name}"), saved(&clean.clone().cell("E4", value), hour));
        }
        council.consolidate(QUARTER);
        let run = council.record(QUARTER);
        let counting = |i: &&Value| i["counts"] == true;
        let counting: Vec<&str> = list(&run["inputs"]).iter().filter(counting).map(|i| text(&i["file"])).collect();
        let counting: Vec<&str> = counting.iter().filter_map(|file| file.rsplit('/').next()).collect();
        assert_eq!(counting, counts.iter().copied().collect::<Vec<_>>(), "{two:?}");
        let errors = list(&run["findings"]).iter().filter(|f| f["code"] == "F011" && f["severity"] == "error").count();
        assert_eq!(errors, if counts.is_some() { 0 } else { 2 }, "{two:?}");
        // A guess by a name or a time is asked about.
        let asked = list(&run["findings"]).iter().filter(|f| f["code"] == "F011" && f["severity"] == "query").count();
        assert_eq!(asked, usize::from(counts.is_some()), "{two:?}");
    }
}

/// The second of two returns: the day of its sign-off, its first figure; and whether which of them counts is asked.
type SecondReturn = (&'static str, &'static str, bool);

const SECONDS: &[SecondReturn] = &[
    ("2026-10-14", "400", false),
    ("2026-10-14", "421", false),
    // Answers alone were added: which of them is read is all the same.
    ("2026-10-12", "421", false),
    ("2026-10-12", "400", true),
];

/// What the handbooks tell a service and the team to do, keep both in the folder, holds no publication up.
#[test]
fn a_return_that_was_signed_off_later_is_asked_about_no_more() {
    for (day, value, asks) in SECONDS {
        let (mut council, clean) = council();
        council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
        council.write(&format!("returns/{QUARTER}/streets.xlsx"), saved(&clean, "09"));
        let second = clean.cell("E4", value).sheet("Front").cell("B6", day);
        council.write(&format!("returns/{QUARTER}/streets_marked.xlsx"), saved(&second, "14"));
        council.consolidate(QUARTER);
        let run = council.record(QUARTER);
        let finding = one_of(&run["findings"], "code", "F011");
        assert_eq!(finding["severity"], if *asks { "query" } else { "note" }, "{day} {value}");
        let remedy = text(&finding["remedy"]);
        assert!(remedy.contains(if *asks { "accept this in the notebook" } else { "Nothing, if" }), "{remedy}");
        let open = list(&run["queries"]).iter().any(|q| q["code"] == "F011");
        assert_eq!(open, *asks, "{day} {value}");
    }
}

/// What is wrong with a return that another one replaced is listed, as of a file that gave way, and nothing waits for it; the
/// same fault in a file that counts is what it was.
#[test]
fn errors_of_a_return_that_gave_way_count_no_more() {
    let (mut council, clean) = council();
    let council = &mut council;
    let bad = |day: &str, figure: &str| {
        let book =
            clean.clone().cell("E4", figure).cell("E5", "see below").sheet("Front").cell("B6", day).without("B5");
        saved(&book, "09")
    };
    council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
    council.write(&format!("returns/{QUARTER}/streets.xlsx"), bad("2026-10-12", "4210"));
    let run = council.consolidates();
    let of = |run: &Value, severity: &str| {
        let found = list(&run["findings"]).iter().filter(|f| f["file"] == "streets.xlsx" && f["severity"] == severity);
        found.map(|f| (text(&f["code"]).to_owned(), text(&f["remedy"]).to_owned())).collect::<Vec<_>>()
    };
    let (errors, queries) = (of(&run, "error"), of(&run, "query"));
    assert!(!errors.is_empty() && queries.len() > 1, "{run:#}");
    // What is found where returns are compared with the past is not looked for in one that does not count.
    let queries = queries.iter().filter(|q| q.0 != "S002");

    let right = clean.clone().sheet("Front").cell("B6", "2026-10-14");
    council.write(&format!("returns/{QUARTER}/streets corrected.xlsx"), saved(&right, "14"));
    let run = council.consolidates();
    assert_eq!((of(&run, "error"), of(&run, "query")), (vec![], vec![]), "{run:#}");
    let notes = of(&run, "note");
    for (code, ends) in errors.iter().map(|e| (&e.0, "an error.")).chain(queries.map(|q| (&q.0, "a query."))) {
        let told = |n: &&(String, String)| {
            n.0 == *code && n.1.contains("gave way to streets corrected.xlsx") && n.1.ends_with(ends)
        };
        assert!(notes.iter().any(|n| told(&n)), "{code}: {notes:?}");
    }
    assert!(list(&run["queries"]).iter().all(|q| q["state"] != "open"), "{:#}", run["queries"]);
    let status = council.json(["status", QUARTER]);
    assert_eq!(one_of(&status["returns"], "service", "STR")["errors"], 0);

    // A file that is refused may be the later one: it is wrong, and asked about, until somebody says that it is not.
    let refused = clean.sheet("Front").cell("B4", "2026-27Q1");
    council.write(&format!("returns/{QUARTER}/streets.xlsx"), saved(&refused, "09"));
    let run = council.consolidates();
    let codes = |found: Vec<(String, String)>| found.into_iter().map(|f| f.0).collect::<Vec<_>>();
    assert_eq!((codes(of(&run, "error")), codes(of(&run, "query"))), (vec!["F008".into()], vec!["F011".into()]));
}

/// Two copies of one return: one of them counts, and nobody is asked which.
#[test]
fn of_two_copies_one_counts() {
    let (mut council, clean) = council();
    council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
    for name in ["a.xlsx", "b.xlsx"] {
        council.write(&format!("returns/{QUARTER}/{name}"), saved(&clean, "09"));
    }
    council.consolidate(QUARTER);
    let run = council.record(QUARTER);
    assert_eq!(list(&run["inputs"]).iter().filter(|i| i["counts"] == true).count(), 1, "{:#}", run["inputs"]);
}

/// What a synchronising program made is no return that was sent again: the same bytes are a copy, others are told with which of
/// them counts.
#[test]
fn a_second_version_of_a_return_is_told() {
    for (value, hour, said) in [
        ("420", "09", "streets.xlsx counts: this one is a copy of it, byte for byte"),
        ("421", "10", "streets-PC-ANNA.xlsx counts: "),
    ] {
        let (mut council, clean) = council();
        council.remove(&format!("returns/{QUARTER}/clean.xlsx"));
        let first = saved(&clean.clone().cell("E4", "420"), "09");
        council.write(&format!("returns/{QUARTER}/streets.xlsx"), &first);
        let second = if hour == "09" { first } else { saved(&clean.cell("E4", value), hour) };
        council.write(&format!("returns/{QUARTER}/streets-PC-ANNA.xlsx"), second);
        council.consolidate(QUARTER);
        let run = council.record(QUARTER);
        let finding = one_of(&run["findings"], "code", "F011");
        let got = text(&finding["got"]);
        assert!(got.starts_with(said), "{got}");
        assert!(got.contains("streets-PC-ANNA.xlsx is a second version that a program made"), "{got}");
    }
}
