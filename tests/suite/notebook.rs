//! The team's notebook: what of it cannot be taken, that nothing in it is lost, words, what is left out; checks on trial.

use super::answers::{
    FIGURE, MARKED, NOTEBOOK, asked, decides, notebook, outputs, run, said_of, states, streets, typed, words_of,
};
use super::books::Drawn;
use super::harness::{QUARTER, checks, list, one_of, text};
use super::parts::edited_part;
use calamine::Data;

#[test]
fn what_of_the_notebook_cannot_be_taken_is_told_and_stays() {
    let mut council = asked();
    for (words, cell, expected, got) in [
        (["Perhaps", "", "", ""], "I6", "Accept, Ask again", "“Perhaps”"),
        (["", "The storm", "", ""], "I6", "Accept, Ask again", "nothing"),
        (["Accept", "", "J. Khan", ""], "J6", "why", "nothing; the decision is not taken"),
        (["Accept", "The storm", "", ""], "K6", "by whom", "nothing; the decision is not taken"),
        (
            ["Accept", "The storm", "J. Khan", "soon"],
            "L6",
            "a day up to today, like 28/10/2026, or a blank cell",
            "“soon”",
        ),
        (
            ["Accept", "The storm", "J. Khan", "2026-10-29"],
            "L6",
            "a day up to today, like 28/10/2026, or a blank cell",
            "“29/10/2026”",
        ),
    ] {
        decides(&mut council, words);
        let said = council.consolidate(QUARTER).ends(1);
        said.says("F072");
        let run = council.record(QUARTER);
        let told = one_of(&run["findings"], "code", "F072");
        assert_eq!((text(&told["cell"]), text(&told["got"])), (cell, got), "{words:?}");
        assert_eq!(text(&told["expected"]), expected, "{words:?}");
        assert_eq!(text(&told["file"]), NOTEBOOK);
        assert_eq!(states(&run), [(FIGURE, "open")]);
        let stays = notebook(&council).cell("Queries!I6");
        assert_eq!(if words[0].is_empty() { Data::Empty } else { Data::String(words[0].into()) }, stays);
    }
    // A line that is no query of the quarter is told, and stays behind the others when new queries come.
    decides(&mut council, ["Accept", "The storm", "J. Khan", ""]);
    let other = typed(&council.bytes(NOTEBOOK), "xl/worksheets/sheet1.xml", &[("P6", "2026-27Q1|STR|S002|ST1|9")]);
    council.write(NOTEBOOK, other);
    let run = run(&mut council);
    assert_eq!(text(&one_of(&run["findings"], "code", "F073")["cell"]), "I6");
    let after = notebook(&council);
    assert_eq!(after.cell("Queries!P6").to_string(), "2026-27Q2|STR|S002|ST1|4210");
    assert_eq!(after.cell("Queries!A7").to_string(), "Not a query of this quarter");
    assert_eq!(after.cell("Queries!J7").to_string(), "The storm");
}

/// What the notebook is when it cannot be written, read or told: nothing is written, and it stays as it is.
#[test]
fn a_notebook_that_is_open_or_cannot_be_read_stops_the_run() {
    let mut council = asked();
    let before = outputs(&council);
    for lock in ["notebook/~$2026-27Q2.xlsx", "notebook/.~lock.2026-27Q2.xlsx#"] {
        council.write(lock, "J. Khan");
        council.consolidate(QUARTER).ends(2).complains("is open in another program").complains("Nothing was written");
        council.status().ends(0);
        std::fs::remove_file(council.path(lock)).unwrap();
    }
    let whole = council.bytes(NOTEBOOK);
    let no_sheet = edited_part(&whole, "xl/workbook.xml", |xml| *xml = xml.replace("name=\"Words\"", "name=\"Other\""));
    for (bytes, says) in
        [(b"no workbook".to_vec(), "F001"), (whole[..2_000].to_vec(), "F003"), (no_sheet, "the sheet “Words”")]
    {
        council.write(NOTEBOOK, &bytes);
        council.consolidate(QUARTER).ends(2).complains(says);
        council.status().ends(2);
        assert!(council.bytes(NOTEBOOK) == bytes, "{says}: the notebook was written over");
    }
    council.write(NOTEBOOK, &whole);
    assert!(outputs(&council) == before, "something was written");
}

/// What stands beside its columns is not carried over, so the whole is kept when the notebook is prepared anew.
#[test]
fn nothing_that_the_team_wrote_is_lost() {
    let mut council = asked();
    let own = Drawn::like(&council.bytes(NOTEBOOK)).sheet("Our own").cell("B2", "To be asked at the meeting");
    council.write(NOTEBOOK, own.bytes());
    // As long as nothing has to be changed the team's own workbook stays as it is.
    let before = council.bytes(NOTEBOOK);
    run(&mut council);
    assert!(council.bytes(NOTEBOOK) == before, "the notebook was written over");
    let sent = streets(&mut council, "4300");
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    council.consolidate(QUARTER).ends(1).complains("2026-27Q2 kept 1.xlsx");
    assert!(council.bytes("notebook/2026-27Q2 kept 1.xlsx") == before);
    assert_eq!(notebook(&council).cell("Queries!P6").to_string(), "2026-27Q2|STR|S002|ST1|4300");
}

/// Words, files and rows.
#[test]
fn the_teams_own_words_and_what_it_leaves_out() {
    let mut council = asked();
    let computed = notebook(&council).cell("Words!B6").to_string();
    assert!(words_of(&council, "Headlines").contains(&computed));
    let words = typed(&council.bytes(NOTEBOOK), "xl/worksheets/sheet2.xml", &[("C6", "The storm was hard.")]);
    let out = [
        ("A6", "Streets and Parks"),
        ("B6", "st1"),
        ("C6", "Counted twice"),
        ("D6", "J. Khan"),
        ("B7", "ST99"),
        ("C7", "x"),
        ("D7", "y"),
        ("B8", "R1"),
    ];
    council.write(NOTEBOOK, typed(&words, "xl/worksheets/sheet3.xml", &out));
    let first = run(&mut council);
    let headlines = words_of(&council, "Headlines");
    assert!(headlines.contains("The storm was hard.") && !headlines.contains(&computed), "{headlines}");
    assert_eq!(first["own-words"][0]["words"], "The storm was hard.");
    assert!(text(&first["own-words"][0]["computed"]).starts_with("1 of 5 rated indicators is off target"));

    let left_out = &first["left-out"][0];
    assert_eq!(
        (text(&left_out["what"]), text(&left_out["about"]), text(&left_out["place"])),
        ("indicator", "ST1", "Measures!E4")
    );
    assert_eq!(said_of(&first), [("T031", "note")]);
    assert!(list(&first["readings"]).iter().all(|r| r["indicator"] != "ST1"));
    assert!(words_of(&council, "Returns").contains("Counted twice"));
    assert!(words_of(&council, "Indicators").contains("Left out by hand: Counted twice (J. Khan)"));
    let told: Vec<(&str, &str)> = list(&first["findings"])
        .iter()
        .filter(|f| f["file"] == NOTEBOOK)
        .map(|f| (text(&f["code"]), text(&f["cell"])))
        .collect();
    // The words were written where ST1 still counted.
    assert_eq!(told, [("F073", "B7"), ("F072", "C8"), ("F075", "C6")]);
    let before = outputs(&council);
    run(&mut council);
    assert!(outputs(&council) == before, "something was written");
    // The ledger knows it without the notebook; a line that is taken out is read again.
    council.remove(NOTEBOOK);
    let again = run(&mut council);
    assert_eq!((&again["left-out"], &again["own-words"]), (&first["left-out"], &first["own-words"]));
    let line = ["A6", "B6", "C6", "D6", "E6"].map(|at| (at, ""));
    let cleared = typed(&council.bytes(NOTEBOOK), "xl/worksheets/sheet3.xml", &line);
    council.write(NOTEBOOK, typed(&cleared, "xl/worksheets/sheet2.xml", &[("C6", "")]));
    let cleared = run(&mut council);
    assert_eq!((list(&cleared["left-out"]).len(), said_of(&cleared)), (0, vec![("S002", "query")]));
    assert!(words_of(&council, "Headlines").contains(&computed));

    // A whole file, whatever is wrong with it.
    council.write("returns/2026-27Q2/scratch.xlsx", "no workbook");
    let file = [("B6", "scratch.xlsx"), ("C6", "Somebody's notes"), ("D6", "J. Khan")];
    council.write(NOTEBOOK, typed(&council.bytes(NOTEBOOK), "xl/worksheets/sheet3.xml", &file));
    let run = run(&mut council);
    let input = one_of(&run["inputs"], "file", "scratch.xlsx");
    assert_eq!(text(&input["why"]), "left out by hand by J. Khan on 28 October 2026: Somebody's notes");
    let of_file = list(&run["findings"]).iter().filter(|f| f["file"] == "scratch.xlsx");
    let of_file: Vec<(&str, &str)> = of_file.map(|f| (text(&f["code"]), text(&f["severity"]))).collect();
    assert_eq!(of_file, [("F001", "note"), ("F071", "note")]);
}

/// A check on trial, ours or the council's, is the team's alone, and stops nothing.
#[test]
fn a_check_on_trial_is_told_to_the_team_only() {
    let mut council = asked();
    council.remove(NOTEBOOK);
    let mut council =
        council.with_settings("[checks]\ntrial = [\"S001\", \"S002\", \"S003\"]\nseverity = { S002 = \"error\" }\n");
    council.consolidate(QUARTER).ends(1).says("On trial: S002 would have stopped 1 and asked about 0");
    let run = council.record(QUARTER);
    assert_eq!(said_of(&run), vec![]);
    assert_eq!(list(&run["queries"]).iter().filter(|q| q["state"] == "open").count(), 0);
    let trial = &run["on-trial"];
    let result = |code| {
        let of = one_of(&trial["results"], "code", code);
        (of["would-refuse"].as_u64().unwrap(), of["would-ask"].as_u64().unwrap())
    };
    assert_eq!(["S001", "S002", "S003"].map(result), [(0, 1), (1, 0), (0, 1)]);
    assert!(list(&trial["findings"]).iter().all(|f| f["subject"] == "ST1"));
    assert!(list(&run["readings"]).iter().any(|r| r["indicator"] == "ST1"), "it refuses nothing");
    assert!(!council.path(MARKED).exists(), "nothing of it goes to the service");
    let words = words_of(&council, "Findings");
    assert!(words.contains("Checks on trial") && words.contains("Wrong magnitude"), "{words}");
    assert!(words_of(&council, "Method").contains("On trial"));
    let checked = council.returns("streets.xlsx").check();
    assert_eq!(list(&checked.files[0]["findings"]).len(), 0);
    assert_eq!(list(&checked.files[0]["trial"]).len(), 3);

    for (line, says) in [
        ("trial = [\"S0O2\"]", "is not the code of a check"),
        ("trial = [\"C002\"]", "C002 cannot be on trial"),
        ("trial = [\"S002\"]\noff = [\"S002\"]", "S002 is switched off above"),
        ("trial = [\"U999\"]", "is not the code of a check on the register's sheet Checks"),
    ] {
        let mut council = checks().with_settings(&format!("[checks]\n{line}\n"));
        council.consolidate(QUARTER).ends(2).complains(says);
    }
}
