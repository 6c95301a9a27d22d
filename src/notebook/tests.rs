//! A notebook is written, read and prepared again without losing a word.

use super::*;
use crate::catalogue::Severity;
use crate::ingest::read_bytes;
use crate::layout;
use crate::period::Period;
use crate::reading::Place;
use crate::reading::query::{Answer, Query, QueryState, Question};
use crate::record::FileRecords;
use crate::register::Register;
use crate::settings::Limits;
use crate::{sample, workbook};
use rstest::rstest;
use std::io::Cursor;
use std::path::Path;

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
    NotebookFacts { period: period(), register, queries, sentences: vec!["28 are off target.", "=A1"], left_out: &[] }
}

/// The notebook as it is read back from the workbook that it makes.
fn saved(notebook: &Notebook, facts: &NotebookFacts<'_>) -> FileRecords {
    let mut to = Cursor::new(vec![]);
    workbook::write(notebook.book(facts, "Marchford", "Team"), &mut to, Path::new(".")).unwrap();
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
    assert_eq!((prepared.queries.len(), prepared.words.len()), (2, 5));
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
    file.heads.retain(|head| head.kind != crate::record::Kind::OwnWords);
    assert_eq!(Notebook::read(&file), Err(vec!["Words"]));
}
