//! A query through its life, as services and the team live it: asked, answered in the marked copy, decided in the
//! notebook, not asked again, void with another figure. And what the team does beside it: words, rows left out, trials.

use super::books::{Drawn, Opened};
use super::harness::{Council, QUARTER, checks, list, one_of, quarterday, read, said, text};
use super::parts::{edited_part, type_in};
use calamine::Data;
use serde_json::Value;

pub const NOTEBOOK: &str = "notebook/2026-27Q2.xlsx";
pub const MARKED: &str = "reports/2026-27Q2/returned/streets_marked.xlsx";
/// A figure ten times its past, and right all the same.
pub const FIGURE: &str = "4210";
/// The list of findings in the marked copy.
const FINDINGS: &str = "xl/worksheets/findings1.xml";
/// Where the first query stands in the marked copy and in the notebook.
const ANSWER: [&str; 2] = ["I10", "J10"];
const DECISION: [&str; 4] = ["I6", "J6", "K6", "L6"];

/// The clean return with another figure of potholes.
pub fn streets(council: &mut Council, figure: &str) -> Vec<u8> {
    let clean = council.sends("nothing-wrong.xlsx", "streets.xlsx");
    Drawn::like(&read(&clean)).sheet("Measures").cell("E4", figure).bytes()
}

/// Stowick with that return, run once.
pub fn asked() -> Council {
    let mut council = checks();
    let sent = streets(&mut council, FIGURE);
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    council.consolidate(QUARTER).ends(1).says("Queries:  1 open, 0 answered");
    council
}

/// The workbook with words typed into cells of one of its sheets.
pub fn typed(bytes: &[u8], part: &str, cells: &[(&str, &str)]) -> Vec<u8> {
    let mut found = false;
    let out = edited_part(bytes, part, |xml| {
        found = true;
        cells.iter().for_each(|(at, words)| type_in(xml, at, words));
    });
    assert!(found, "no part {part}");
    out
}

/// What the service answers in its marked copy, and sends back under the old name.
fn answers(council: &mut Council, why: &str, who: &str) {
    let marked = council.bytes(MARKED);
    let answered = typed(&marked, FINDINGS, &[(ANSWER[0], why), (ANSWER[1], who)]);
    council.write("returns/2026-27Q2/streets.xlsx", answered);
}

/// What the team writes on the first line of the notebook's queries.
pub fn decides(council: &mut Council, words: [&str; 4]) {
    let cells: Vec<(&str, &str)> = DECISION.into_iter().zip(words).collect();
    let notebook = typed(&council.bytes(NOTEBOOK), "xl/worksheets/sheet1.xml", &cells);
    council.write(NOTEBOOK, notebook);
}

pub fn run(council: &mut Council) -> Value {
    council.consolidate(QUARTER).ends(1);
    council.record(QUARTER)
}

pub fn states(run: &Value) -> Vec<(&str, &str)> {
    list(&run["queries"]).iter().map(|q| (text(&q["figure"]), text(&q["state"]))).collect()
}

/// The findings about the potholes: code, severity.
pub fn said_of(run: &Value) -> Vec<(&str, &str)> {
    let about = list(&run["findings"]).iter().filter(|f| f["subject"] == "ST1");
    about.map(|f| (text(&f["code"]), text(&f["severity"]))).collect()
}

/// Every word of a sheet of the Cabinet workbook.
pub fn words_of(council: &Council, sheet: &str) -> String {
    let cells = council.cabinet();
    cells.sheet(sheet).used_cells().map(|(.., value)| format!("{value}\n")).collect()
}

pub fn notebook(council: &Council) -> Opened {
    Opened::read(&council.path(NOTEBOOK))
}

/// Every output of the quarter, the notebook and the ledger.
pub fn outputs(council: &Council) -> Vec<(String, Vec<u8>)> {
    let mut out = vec![];
    for folder in ["reports", "notebook", "history"] {
        for path in council.files(folder, &["xlsx", "json", "csv", "txt", "parquet"]) {
            out.push((path.display().to_string(), read(&path)));
        }
    }
    out
}

#[test]
fn a_service_answers_and_is_not_asked_again() {
    let mut council = asked();
    assert!(!words_of(&council, "Headlines").contains("queried and confirmed"));
    assert!(words_of(&council, "Indicators").contains("take nothing from it until the service has confirmed it"));
    let letter = council.text("reports/2026-27Q2/returned/streets_e-mail.txt");
    assert!(letter.contains("in the column Answer, say why it is right"), "{letter}");

    // The copy that comes back is the return itself, and its answer is heard by `check` already.
    answers(&mut council, "Every pothole of the storm of 3 August", "N. Fox");
    let checked = council.returns("streets.xlsx").check();
    let finding = &list(&checked.files[0]["findings"])[0];
    assert_eq!((text(&finding["code"]), text(&finding["severity"])), ("S002", "note"));
    assert_eq!(checked.files[0]["readings"], 15);

    let first = run(&mut council);
    assert_eq!(states(&first), [(FIGURE, "answered")]);
    assert_eq!(said_of(&first), [("S002", "note")]);
    let answer = &first["queries"][0]["answer"];
    assert_eq!((text(&answer["why"]), text(&answer["by"])), ("Every pothole of the storm of 3 August", "N. Fox"));
    assert_eq!(answer["place"], "streets.xlsx › Findings!I10");
    for sheet in ["Indicators", "Findings"] {
        let words = words_of(&council, sheet);
        assert!(words.to_lowercase().contains("queried and confirmed: every pothole of the storm"), "{sheet}: {words}");
    }
    assert!(!council.path(MARKED).exists(), "nothing is asked, so nothing goes back");
    assert_eq!(list(&council.json(["status", QUARTER])["open_queries"]).len(), 0);

    // The same run again, and without the answer in what was sent: the ledger has it.
    let before = outputs(&council);
    run(&mut council);
    assert!(outputs(&council) == before, "another run with the same inputs wrote other bytes");
    let sent = streets(&mut council, FIGURE);
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    assert_eq!(states(&run(&mut council)), [(FIGURE, "answered")]);
}

/// However the list comes back: values only, or as one of two sheets of a workbook of its own.
#[test]
fn answers_are_read_wherever_the_list_comes_back() {
    let mut council = asked();
    let plain = council.bytes("returns/2026-27Q2/streets.xlsx");
    answers(&mut council, "The storm", "N. Fox");
    let answered = council.bytes("returns/2026-27Q2/streets.xlsx");
    council.write("returns/2026-27Q2/streets.xlsx", Drawn::like(&answered).bytes());
    assert_eq!(states(&run(&mut council)), [(FIGURE, "answered")]);

    let mut council = asked();
    council.write("returns/2026-27Q2/streets.xlsx", plain);
    let mut list = super::books::workbook().sheet("Findings");
    for ((row, column), content) in Drawn::like(&answered).on("Findings") {
        list = list.put((*row, *column), content.clone());
    }
    council.write("returns/2026-27Q2/our answers.xlsx", list.bytes());
    let run = run(&mut council);
    assert_eq!(states(&run), [(FIGURE, "answered")]);
    let file = one_of(&run["inputs"], "file", "our answers.xlsx");
    assert_eq!((&file["outcome"], &file["counts"]), (&"accepted".into(), &false.into()));
    assert_eq!(file["why"], "a list of answers to queries, and no return");
}

/// What is written beside anything but a query of this return is told and not taken.
#[test]
fn an_answer_to_no_query_is_told() {
    let mut council = asked();
    let marked = council.bytes(MARKED);
    for (cells, got) in [
        (vec![(ANSWER[0], "Yes"), ("K10", "")], "“Yes” beside a line that asks nothing"),
        (vec![(ANSWER[0], "Yes"), ("K10", "2026-27Q1|STR|S002|ST1|4210")], "“Yes” on a list of another return"),
        (vec![(ANSWER[0], "Yes"), ("K10", "2026-27Q2|HOM|S002|ST1|4210")], "“Yes” on a list of another return"),
    ] {
        council.write("returns/2026-27Q2/streets.xlsx", typed(&marked, FINDINGS, &cells));
        let run = run(&mut council);
        let told = one_of(&run["findings"], "code", "F070");
        assert_eq!((text(&told["got"]), text(&told["cell"])), (got, ANSWER[0]));
        assert_eq!(states(&run), [(FIGURE, "open")]);
    }
    // A name alone says nothing, and nothing is said of it.
    council.write("returns/2026-27Q2/streets.xlsx", typed(&marked, FINDINGS, &[(ANSWER[1], "N. Fox")]));
    assert_eq!(said_of(&run(&mut council)), [("S002", "query")]);
}

#[test]
fn the_team_decides_and_another_figure_voids_it() {
    let mut council = asked();
    answers(&mut council, "It is right", "N. Fox");
    run(&mut council);
    // The team is not content: the query is open again, and its service reads why.
    decides(&mut council, ["Ask again", "Why is it right?", "J. Khan", ""]);
    let again = run(&mut council);
    assert_eq!((states(&again), said_of(&again)), (vec![(FIGURE, "open")], vec![("S002", "query")]));
    let remedy = text(&one_of(&again["findings"], "code", "S002")["remedy"]);
    assert!(remedy.ends_with("The answer was not enough: Why is it right? (J. Khan)."), "{remedy}");
    // The day was blank: it is the day of the run, and stands in the notebook from now on.
    assert!(matches!(notebook(&council).cell("Queries!L6"), Data::DateTime(_)));

    decides(&mut council, ["Accept", "The storm of 3 August", "J. Khan", "2026-10-27"]);
    let accepted = run(&mut council);
    assert_eq!(states(&accepted), [(FIGURE, "accepted")]);
    assert!(
        words_of(&council, "Indicators")
            .contains("Queried and confirmed: The storm of 3 August (J. Khan, 27 October 2026)")
    );
    let before = outputs(&council);
    run(&mut council);
    assert!(outputs(&council) == before, "another run with the same inputs wrote other bytes");

    // Without the notebook the ledger knows it, and writes it into a new one.
    council.remove(NOTEBOOK);
    assert_eq!(states(&run(&mut council)), [(FIGURE, "accepted")]);
    let fresh = notebook(&council);
    assert_eq!(fresh.cell("Queries!I6").to_string(), "Accept");
    assert_eq!(fresh.cell("Queries!J6").to_string(), "The storm of 3 August");

    // Another figure: the answer is void, which is said, and the question is a new one.
    let sent = streets(&mut council, "4300");
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    let void = run(&mut council);
    assert_eq!(states(&void), [(FIGURE, "void"), ("4300", "open")]);
    assert_eq!(said_of(&void), [("S002", "query"), ("T030", "note")]);
    let told = one_of(&void["findings"], "code", "T030");
    let expected = "4210, queried and confirmed: The storm of 3 August (J. Khan, 27 October 2026)";
    assert_eq!((text(&told["expected"]), text(&told["got"])), (expected, "4300: the answer to S002 is void"));
    assert_eq!(text(&told["cell"]), "E4");
    // A figure that nothing is asked of voids it as well.
    let sent = streets(&mut council, "421");
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    let usual = run(&mut council);
    assert_eq!((states(&usual), said_of(&usual)), (vec![(FIGURE, "void"), ("4300", "closed")], vec![("T030", "note")]));
    // And the old figure is the old answer's.
    let sent = streets(&mut council, FIGURE);
    council.write("returns/2026-27Q2/streets.xlsx", sent);
    let back = run(&mut council);
    assert_eq!(
        (states(&back), said_of(&back)),
        (vec![(FIGURE, "accepted"), ("4300", "closed")], vec![("S002", "note")])
    );

    // A decision that is cleared is taken back; the service's own answer holds again.
    decides(&mut council, ["", "", "", ""]);
    assert_eq!(states(&run(&mut council))[0], (FIGURE, "answered"));
    assert_eq!(notebook(&council).cell("Queries!I6"), Data::Empty);
}

/// Two quarters: what was confirmed in the one is not asked in the next, and what was not is listed by its age.
#[test]
fn the_next_quarter_knows_what_is_open() {
    let mut council = asked();
    let next = streets(&mut council, "430");
    let next = Drawn::like(&next).sheet("Front").cell("B4", "2026-27Q3").cell("B6", "2027-01-11");
    council.write("returns/2026-27Q3/streets.xlsx", next.bytes());
    council.write("returns/2026-27Q2/streets.xlsx", {
        let mut again = checks();
        streets(&mut again, FIGURE)
    });
    let status = |council: &Council, day: &str| {
        let mut command = quarterday();
        command.args(["status", "2026-27Q3", "--format", "json", "--workspace"]).arg(council.folder());
        let day = day.to_owned();
        let mut later = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("quarterday"));
        later.args(["--today", &day]).args(command.get_args().skip(2));
        said(&mut later).json()
    };
    let open = status(&council, "2027-01-20");
    let open: Vec<(&str, u64)> =
        list(&open["open_queries"]).iter().map(|q| (text(&q["period"]), q["days_open"].as_u64().unwrap())).collect();
    assert_eq!(open[0], ("2026-27Q2", 84));
    assert!(open[1..].iter().all(|(period, days)| (*period, *days) == ("2026-27Q3", 0)), "{open:?}");

    decides(&mut council, ["Accept", "The storm", "J. Khan", ""]);
    run(&mut council);
    let open = status(&council, "2027-01-20");
    assert!(list(&open["open_queries"]).iter().all(|q| q["period"] == "2026-27Q3"));
    council.consolidate("2026-27Q3");
    let record = council.record("2026-27Q3");
    assert!(!list(&record["queries"]).iter().any(|q| q["figure"] == FIGURE), "{:?}", record["queries"]);
}
