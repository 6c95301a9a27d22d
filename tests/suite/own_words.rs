//! The team's own words from one run to the next: in place of what, marked when the figures change, looked up, in every
//! edition.

use super::answers::{FIGURE, NOTEBOOK, asked, notebook, outputs, run, streets, typed, words_of};
use super::books::{Drawn, Opened};
use super::harness::{Council, QUARTER, list, one_of, text};
use serde_json::Value;

const WORDS: &str = "xl/worksheets/sheet2.xml";

fn types(council: &mut Council, cells: &[(&str, &str)]) {
    let notebook = typed(&council.bytes(NOTEBOOK), WORDS, cells);
    council.write(NOTEBOOK, notebook);
}

/// The return sent again with another figure of visits to the museum, which are off target.
fn visits(council: &mut Council, figure: &str) {
    let sent = streets(council, FIGURE);
    let sent = Drawn::like(&sent).sheet("Measures").cell("E15", figure).bytes();
    council.write("returns/2026-27Q2/streets.xlsx", sent);
}

/// What was said of the sheet Words: code and cell.
fn told(run: &Value) -> Vec<(&str, &str)> {
    let own = list(&run["findings"]).iter().filter(|f| f["file"] == NOTEBOOK && f["sheet"] == "Words");
    own.map(|f| (text(&f["code"]), text(&f["cell"]))).collect()
}

fn cell(council: &Council, at: &str) -> String {
    notebook(council).cell(&format!("Words!{at}")).to_string()
}

/// Every sentence of the demo's first page in the place of itself: the quarter has every figure in it.
#[test]
fn every_figure_of_the_demos_headlines_is_found() {
    let mut council = Council::of("demo").with_past("past.xlsx");
    council.consolidate(QUARTER).ends(1);
    let lines = notebook(&council).table("Words", "About");
    let lines: Vec<String> = lines.iter().map(|row| row["What the report says"].to_string()).collect();
    let lines: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    assert!(lines.len() >= 12, "{lines:?}");
    let cells: Vec<(String, &str)> = lines.iter().zip(6..).map(|(l, n)| (format!("C{n}"), l.as_str())).collect();
    types(&mut council, &cells.iter().map(|(at, words)| (at.as_str(), *words)).collect::<Vec<_>>());
    let run = run(&mut council);
    let own = list(&run["own-words"]);
    assert_eq!((own.len(), told(&run)), (lines.len(), vec![]));
    let mut figures = 0;
    for words in own {
        for figure in list(&words["figures"]) {
            assert_eq!(text(&figure["is"]), "found", "{figure} in {}", words["words"]);
            figures += 1;
        }
    }
    assert!(figures > 40, "{figures} figures");
}

#[test]
fn words_are_kept_looked_up_and_marked_when_figures_change() {
    let mut council = asked();
    let computed = cell(&council, "B6");
    types(&mut council, &[("C6", "Of 6 rated measures visits are off: 745, and 17,171 calls."), ("D6", "J. Khan")]);
    let first = run(&mut council);
    assert_eq!(told(&first), [("F077", "C6")]);
    let said = &first["own-words"][0];
    let fates: Vec<&str> = list(&said["figures"]).iter().map(|f| text(&f["is"])).collect();
    assert_eq!((text(&said["computed"]), fates), (computed.as_str(), vec!["found", "found", "nowhere"]));
    assert_eq!(
        cell(&council, "G6"),
        "6 found (Stowick Borough Council: measures rated); 745 found (ST13: value); 17,171 found nowhere"
    );
    let before = outputs(&council);
    run(&mut council);
    assert!(outputs(&council) == before, "a second run says something else");

    // The figures change: the words stay, marked, and what is to be looked at stands beside them.
    visits(&mut council, "740");
    let second = run(&mut council);
    let now = text(&second["own-words"][0]["computed"]).to_owned();
    assert_eq!(cell(&council, "F6"), format!("Look again: was “{computed}”; is “{now}”"));
    assert_eq!(told(&second), [("F075", "C6"), ("F076", "C6"), ("F077", "C6")]);
    let headlines = words_of(&council, "Headlines");
    assert!(headlines.contains("17,171 calls. [Figures have changed since these words were written.]"), "{headlines}");
    assert!(!headlines.contains(&now));

    // Yes, and nothing is asked as long as it stands so.
    types(&mut council, &[("E6", "Yes")]);
    let third = run(&mut council);
    assert_eq!((told(&third), cell(&council, "F6").as_str(), cell(&council, "E6").as_str()), (vec![], "", "Yes"));
    assert!(!words_of(&council, "Headlines").contains("Figures have changed"));
    visits(&mut council, "745");
    let fourth = run(&mut council);
    assert_eq!((told(&fourth), cell(&council, "E6").as_str()), (vec![("F075", "C6"), ("F077", "C6")], ""));

    // The ledger knows over what they were written, without the notebook too.
    council.remove(NOTEBOOK);
    let fifth = run(&mut council);
    assert_eq!(fifth["own-words"], fourth["own-words"]);
    assert_eq!(told(&fifth), [("F075", ""), ("F077", "")]);
    types(&mut council, &[("C6", ""), ("D6", "")]);
    assert_eq!(list(&run(&mut council)["own-words"]).len(), 0);
    assert!(words_of(&council, "Headlines").contains(&computed));
}

#[test]
fn words_about_a_measure_and_additions_stand_in_every_edition() {
    let mut council = asked();
    let free = (6..60).find(|n| cell(&council, &format!("B{n}")).is_empty()).unwrap();
    let at = |column: &str, n: usize| format!("{column}{}", free + n);
    let red = {
        let run = council.record(QUARTER);
        text(&one_of(&run["readings"], "status", "red")["indicator"]).to_owned()
    };
    let lines = [
        (at("A", 0), red.as_str()),
        (at("C", 0), "The depot was shut."),
        (at("C", 1), "The council thanks its staff."),
        (at("A", 2), "ST99"),
        (at("C", 2), "About nothing."),
        (at("A", 3), "ST1"),
        (at("E", 4), "perhaps"),
    ];
    types(&mut council, &lines.iter().map(|(at, words)| (at.as_str(), *words)).collect::<Vec<_>>());
    council.run(["consolidate", QUARTER, "--edition", "directorates"]).ends(1);
    let run = council.record(QUARTER);
    let expected = [("F072", at("C", 3)), ("F072", at("E", 4)), ("F073", at("C", 2))];
    let mut found = told(&run);
    found.sort_unstable();
    assert_eq!(found, expected.iter().map(|(code, at)| (*code, at.as_str())).collect::<Vec<_>>());
    let headlines = words_of(&council, "Headlines");
    for words in ["In the team's words", "The depot was shut.", "The council thanks its staff."] {
        assert!(headlines.contains(words), "{words}: {headlines}");
    }
    assert!(!headlines.contains("About nothing."));
    assert!(words_of(&council, "Exceptions").contains("The depot was shut."));
    assert_eq!(cell(&council, &at("F", 2)), "Not shown: the quarter has nothing that these words are about");
    let parts: Vec<_> = council
        .files("reports/2026-27Q2", &["xlsx"])
        .into_iter()
        .filter(|p| p.display().to_string().contains("directorate"))
        .collect();
    assert!(!parts.is_empty());
    for path in parts {
        let words: String =
            Opened::read(&path).sheet("Headlines").used_cells().map(|(.., v)| format!("{v}\n")).collect();
        assert!(words.contains("The council in the team's words"), "{}: {words}", path.display());
        assert!(words.contains("The council thanks its staff."), "{words}");
    }
    // What was written stays where nothing changes.
    let before = outputs(&council);
    council.run(["consolidate", QUARTER, "--edition", "directorates"]).ends(1);
    assert!(outputs(&council) == before, "something was written");
}
