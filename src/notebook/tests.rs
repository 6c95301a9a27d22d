//! A notebook is written, read and prepared again without losing a word.

use super::*;
use crate::catalogue::Severity;
use crate::ingest::read_bytes;
use crate::layout;
use crate::period::Period;
use crate::reading::own_words::{OwnWords, SaidWords, Sentence, WordsAt};
use crate::reading::query::{Answer, Query, QueryState, Question};
use crate::reading::{CellRef, Place};
use crate::record::{Content, Field, FileRecords, Kind};
use crate::register::Register;
use crate::settings::Limits;
use crate::{sample, workbook};
use rstest::rstest;
use std::io::Cursor;

fn period() -> Period {
    "2026-27Q2".parse().unwrap()
}

fn query(subject: &str, figure: &str) -> Query {
    let [service, code] = ["waste", "S002"].map(Into::into);
    Query {
        question: Question { period: period(), service, code, subject: subject.into(), figure: figure.into() },
        asked: "2026-10-28".parse().ok(),
        state: QueryState::Open,
        expected: "about 420".into(),
        got: "4,210 | or so\nand more".into(),
        place: "waste.xlsx › Indicators!J7".into(),
        answer: None,
        decision: None,
    }
}

fn facts<'a>(register: &'a Register, queries: &'a [Query]) -> NotebookFacts<'a> {
    NotebookFacts { period: period(), register, queries, sentences: sentences(), said: &[], left_out: &[] }
}

fn sentences() -> Vec<Sentence<'static>> {
    let line = |(key, words)| Sentence { key: String::from(key), about: format!("About {key}"), words };
    [("reds", "28 are off target."), ("returns", "=A1")].map(line).into()
}

fn terms(register: &Register) -> NotebookTerms<'_> {
    NotebookTerms { file: "notebook/2026-27Q2.xlsx", period: period(), today: "2026-10-28".parse().unwrap(), register }
}

/// The notebook as it is read back from the workbook that it makes.
fn saved(notebook: &Notebook, facts: &NotebookFacts<'_>) -> FileRecords {
    let mut to = Cursor::new(vec![]);
    workbook::write(notebook.book(facts, "Marchford", "Team"), &mut to).unwrap();
    let file = read_bytes("notebook/2026-27Q2.xlsx", to.get_ref(), &[layout::notebook()], &Limits::default());
    assert!(file.findings.iter().all(|f| f.severity == Severity::Note), "{:?}", file.findings);
    file
}

#[test]
fn what_is_prepared_is_read_back() {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let queries = [query("WAS01", "4210"), query("a|b", "two\nlines")];
    let facts = facts(&register, &queries);
    let prepared = Notebook::default().prepared(&facts);
    assert_eq!((prepared.queries.len(), prepared.words.len()), (2, 2));
    let back = Notebook::read(&saved(&prepared, &facts)).unwrap();
    assert_eq!(back.besides, 0);
    // Prepared again from what was read it says the same: a run that changes nothing leaves the file alone.
    let again = back.prepared(&facts);
    assert!(back.says(&again), "{back:?}\n{again:?}");
    assert!(prepared.says(&again));
}

#[rstest]
#[case::no_query(&[], 1)]
#[case::other_figure(&[("WAS01", "430")], 2)]
#[case::the_same(&[("WAS01", "4210")], 1)]
fn what_the_team_wrote_stays(#[case] now: &[(&str, &str)], #[case] lines: usize) {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let then = [query("WAS01", "4210")];
    let mut notebook = Notebook::default().prepared(&facts(&register, &then));
    notebook.queries[0].decision = "Perhaps".into();
    notebook.queries[0].when.text = "soon".into();
    notebook.words[1].words = "Our words".into();
    notebook.left_out.push(LeftOutLine { what: "WAS99".into(), ..LeftOutLine::default() });
    let now: Vec<Query> = now.iter().map(|(subject, figure)| query(subject, figure)).collect();
    let facts = facts(&register, &now);
    let prepared = notebook.prepared(&facts);
    let back = Notebook::read(&saved(&prepared, &facts)).unwrap();
    assert_eq!(back.queries.len(), lines);
    let kept = back.queries.iter().find(|line| line.decision == "Perhaps").unwrap();
    assert_eq!((kept.when.text.as_str(), kept.when.day), ("soon", None));
    assert_eq!(back.words[1].words, "Our words");
    assert_eq!(back.left_out[0].what, "WAS99");
}

/// A query that was closed without a word is not brought to the team; one that it decided, or that is void, is.
#[rstest]
#[case(QueryState::Open, false, true)]
#[case(QueryState::Answered, true, true)]
#[case(QueryState::Void, true, true)]
#[case(QueryState::Closed, false, false)]
#[case(QueryState::Closed, true, false)]
fn which_queries_are_shown(#[case] state: QueryState, #[case] answered: bool, #[case] shown: bool) {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let answer = answered.then(|| Answer { why: "so".into(), by: "me".into(), on: None, place: Place::default() });
    let queries = [Query { state, answer, ..query("WAS01", "4210") }];
    assert_eq!(Notebook::default().prepared(&facts(&register, &queries)).queries.len(), usize::from(shown));
}

#[test]
fn a_sheet_that_is_lost_is_named() {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let facts = facts(&register, &[]);
    let mut file = saved(&Notebook::default().prepared(&facts), &facts);
    file.heads.retain(|head| head.kind != Kind::OwnWords);
    assert_eq!(Notebook::read(&file), Err(vec!["Words"]));
}

/// What became of words: over what they are, and whether a Yes counts.
fn became(own: &OwnWords, says: Option<&str>) -> SaidWords {
    let (key, sentence) = match &own.at {
        WordsAt::Line(key) => (key.clone(), true),
        WordsAt::About(id) => (id.clone(), false),
        WordsAt::Added => (String::new(), false),
    };
    let own = OwnWords { over: own.over.clone().or(says.map(str::to_owned)), ..own.clone() };
    SaidWords { own, about: key.clone(), key, sentence, says: says.map(str::to_owned), figures: vec![] }
}

/// A notebook with words over the first sentence, as two runs find it: what the report says at each, and what the team types
/// between them.
#[rstest]
#[case::nothing_changed("28 are off target.", "", "", "", false)]
#[case::changed("29 are off target.", "", "Look again: was “28 are off target.”; is “29 are off target.”", "", false)]
#[case::vouched("28 are off target.", "Yes", "", "Yes", true)]
#[case::vouched_and_changed(
    "29 are off target.",
    "yes",
    "Look again: was “28 are off target.”; is “29 are off target.”",
    "",
    true
)]
fn words_are_remembered_over_what_they_were_written(
    #[case] now: &str,
    #[case] typed: &str,
    #[case] look: &str,
    #[case] still: &str,
    #[case] vouched: bool,
) {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let (terms, mut findings) = (terms(&register), vec![]);
    let mut notebook = Notebook::default().prepared(&facts(&register, &[]));
    notebook.words[0].words = "The storm".into();
    let first = notebook.own_words(&terms, &[], &mut findings);
    assert_eq!((&first[0].at, first[0].over.as_deref()), (&WordsAt::Line("reds".into()), Some("28 are off target.")));
    let said = [became(&first[0], Some("28 are off target."))];
    let prepared = notebook.prepared(&NotebookFacts { said: &said, ..facts(&register, &[]) });
    let facts_then = NotebookFacts { said: &said, ..facts(&register, &[]) };
    let mut back = Notebook::read(&saved(&prepared, &facts_then)).unwrap();
    assert!(back.says(&prepared), "{back:?}\n{prepared:?}");
    back.words[0].still = typed.into();
    let again = back.own_words(&terms, &first, &mut findings);
    assert_eq!((again[0].over.as_deref(), again[0].vouched), (Some("28 are off target."), vouched));
    let said = [became(&again[0], Some(now))];
    let mut sentences = sentences();
    sentences[0].words = if now.starts_with("29") { "29 are off target." } else { "28 are off target." };
    let prepared = back.prepared(&NotebookFacts { said: &said, sentences, ..facts(&register, &[]) });
    assert_eq!((prepared.words[0].look.as_str(), prepared.words[0].still.as_str()), (look, still));
    assert_eq!((prepared.words[0].computed.as_str(), prepared.words.len()), (now, 2));
    assert_eq!(findings, []);
}

/// Words that are changed are over what is printed beside them; a Yes that was said of others is not said of them.
#[test]
fn changed_words_are_new() {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let mut notebook = Notebook::default().prepared(&facts(&register, &[]));
    notebook.words[0].words = "Other words".into();
    notebook.words[0].still = "Yes".into();
    let before = [OwnWords {
        period: period(),
        at: WordsAt::Line("reds".into()),
        words: "The storm".into(),
        by: String::new(),
        over: Some("27 were".into()),
        vouched: true,
        cell: None,
    }];
    let mut findings = vec![];
    let own = notebook.own_words(&terms(&register), &before, &mut findings);
    assert_eq!((own[0].over.as_deref(), own[0].vouched), (Some("28 are off target."), false));
    let said = [became(&own[0], Some("28 are off target."))];
    let prepared = notebook.prepared(&NotebookFacts { said: &said, ..facts(&register, &[]) });
    assert_eq!(prepared.words[0].still, "");
    assert_eq!(findings, []);
}

/// Lines of the team's own: about something, added, mangled, doubled.
#[test]
fn lines_of_the_teams_own() {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let mut notebook = Notebook::default().prepared(&facts(&register, &[]));
    let line = |row: u32, about: &str, words: &str, key: &str, still: &str| WordsLine {
        about: about.into(),
        words: words.into(),
        key: key.into(),
        still: still.into(),
        at: Some([CellRef::new(row, 2), CellRef::new(row, 4)]),
        ..WordsLine::default()
    };
    notebook.words[0].words = "First".into();
    notebook.words.extend([
        line(9, "WAS01", "The bins were late", "", "perhaps"),
        line(10, "", "Added", "", ""),
        line(11, "About reds", "Twice", "reds", ""),
        line(12, "WAS02", "", "", ""),
        line(13, "Old", "By its number", "2", ""),
    ]);
    let mut findings = vec![];
    let own = notebook.own_words(&terms(&register), &[], &mut findings);
    let at: Vec<&WordsAt> = own.iter().map(|own| &own.at).collect();
    let is = [WordsAt::Line("reds".into()), WordsAt::About("WAS01".into()), WordsAt::Added, WordsAt::Line("2".into())];
    assert_eq!(at, is.iter().collect::<Vec<_>>());
    let told: Vec<(&str, String)> = findings.iter().map(|f| (&*f.code, f.cell.unwrap().to_string())).collect();
    let is = [("F072", "E10"), ("F073", "C12"), ("F072", "C13")].map(|(code, cell)| (code, cell.to_owned()));
    assert_eq!(told, is);
    // Nothing that was written is lost, and an old number becomes its sentence.
    let mut said: Vec<SaidWords> = own.iter().map(|own| became(own, Some("Something"))).collect();
    said[3].key = "returns".into();
    let prepared = notebook.prepared(&NotebookFacts { said: &said, ..facts(&register, &[]) });
    let told: Vec<[&str; 3]> = prepared.words.iter().map(|l| [&*l.about, &*l.words, &*l.key]).collect();
    assert_eq!(
        told,
        [
            ["About reds", "First", "reds"],
            ["About returns", "By its number", "returns"],
            ["WAS01", "The bins were late", ""],
            ["", "Added", ""],
            ["About reds", "Twice", "reds"],
            ["WAS02", "", ""],
        ]
    );
}

/// What a formula leaves in the place of words is told, is no words, and is not forgotten when the notebook is written anew.
#[rstest]
#[case::error(Content::Error("#DIV/0!".into()), "#DIV/0!")]
#[case::not_saved(Content::FormulaWithoutResult, "(formula without a saved result)")]
fn a_formula_without_words(#[case] content: Content, #[case] stands: &str) {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let facts = facts(&register, &[]);
    let mut notebook = Notebook::default().prepared(&facts);
    notebook.words[0].words = "Typed".into();
    let mut file = saved(&notebook, &facts);
    let cells = file.records.iter_mut().filter(|r| r.kind == Kind::OwnWords).flat_map(|r| &mut r.fields);
    for (_, cell) in cells.filter(|(field, cell)| *field == Field::Words && cell.shown() == "Typed") {
        (cell.content, cell.formula) = (content.clone(), true);
    }
    let back = Notebook::read(&file).unwrap();
    // A copy is kept of what the workbook cannot carry over.
    assert_eq!(back.besides, 1);
    let again = Notebook::read(&saved(&back.prepared(&facts), &facts)).unwrap();
    for notebook in [back, again] {
        let mut findings = vec![];
        assert_eq!(notebook.own_words(&terms(&register), &[], &mut findings), []);
        let told: Vec<(&str, String)> = findings.iter().map(|f| (&*f.code, f.cell.unwrap().to_string())).collect();
        assert_eq!(told, [("F072", "C6".to_owned())]);
        assert!(findings[0].got.contains(stands), "{}", findings[0].got);
    }
}

/// Without its hidden column a sheet keeps all its words: by what was recorded, else by what the line is about.
#[rstest]
#[case::recorded(true)]
#[case::not_recorded(false)]
fn a_lost_column_of_keys(#[case] recorded: bool) {
    let register = sample::register([sample::service("waste")], vec![sample::indicator("WAS01")]);
    let mut notebook = Notebook::default().prepared(&facts(&register, &[]));
    notebook.words[0].words = "The storm".into();
    let mut findings = vec![];
    let before = notebook.own_words(&terms(&register), &[], &mut findings);
    let mut file = saved(&notebook, &facts(&register, &[]));
    let lost = |kind: Kind, field: Field| kind == Kind::OwnWords && field == Field::Question;
    file.records.iter_mut().for_each(|r| r.fields.retain(|(field, _)| !lost(r.kind, *field)));
    file.heads.iter_mut().for_each(|h| h.columns.retain(|column| !lost(h.kind, column.field)));
    let back = Notebook::read(&file).unwrap();
    let own = back.own_words(&terms(&register), if recorded { &before } else { &[] }, &mut findings);
    let at = if recorded { WordsAt::Line("reds".into()) } else { WordsAt::About("About reds".into()) };
    assert_eq!((own.len(), &own[0].at, own[0].over.as_deref()), (1, &at, Some("28 are off target.")));
    assert_eq!(findings, []);
    let own = OwnWords { at: WordsAt::Line("reds".into()), ..own[0].clone() };
    let said = [became(&own, Some("28 are off target."))];
    let prepared = back.prepared(&NotebookFacts { said: &said, ..facts(&register, &[]) });
    let told: Vec<[&str; 2]> = prepared.words.iter().map(|l| [&*l.key, &*l.words]).collect();
    assert_eq!(told, [["reds", "The storm"], ["returns", ""]]);
    assert!(!back.says(&prepared), "the column comes back");
}
