//! What became of queries: a figure that its service confirmed, or the team, is asked about no more; with another figure
//! the answer is void, and that is said.

use crate::catalogue::T030;
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::period::Period;
use crate::reading::query::{self, GivenAnswer, Query, QueryState, Question, Verdict};
use crate::reading::{Reading, Return};
use std::borrow::Cow;

/// The readings of the returns by service and indicator.
type Readings<'r> = Map<(&'r str, &'r str), &'r Reading>;

/// Gives every finding the figure that it is about. A finding in another cell than the figure's is about what stands
/// there as well: with another text the same check asks another question.
fn name_figures(findings: &mut [Finding], readings: &Readings<'_>) {
    for f in findings.iter_mut().filter(|f| f.severity == Severity::Query) {
        let beside = || query::shortened(&f.got);
        f.figure = match readings.get(&(f.service.as_str(), f.subject.as_str())) {
            Some(r) if r.held_back() || stands_at(f, r) => query::figure(r),
            Some(r) => format!("{}; {}", query::figure(r), beside()),
            None => beside(),
        };
    }
}

fn stands_at(f: &Finding, r: &Reading) -> bool {
    f.file == r.place.source.file && f.sheet == *r.place.sheet && f.cell == Some(r.place.cell)
}

/// Settles the queries of a quarter: what is `known` of them from the ledger and the notebook, what services now have
/// `given` as answers, what is asked now. A query that is confirmed becomes a note that says by whom and why. Returns
/// every query with where it stands, by question.
pub(super) fn settle(
    period: Period,
    findings: &mut Vec<Finding>,
    returns: &[Return],
    known: &[Query],
    mut given: Vec<GivenAnswer>,
) -> Vec<Query> {
    let readings = returns.iter().flat_map(|r| &r.readings);
    let readings: Readings<'_> = readings.map(|r| ((&*r.service, &*r.indicator), r)).collect();
    name_figures(findings, &readings);
    let mut queries = Queries::new(known.to_vec());
    // Of two answers to one question the later counts.
    given.sort_by(|a, b| (a.answer.on, &a.answer.place).cmp(&(b.answer.on, &b.answer.place)));
    for GivenAnswer { question, answer } in given {
        let query = queries.of(question);
        if query.place.is_empty() {
            query.place = answer.place.to_string();
        }
        query.answer = Some(answer);
    }
    let mut asked: Vec<Question> = vec![];
    for f in findings.iter_mut() {
        let Some(question) = f.question(period) else { continue };
        let query = queries.of(question.clone());
        (query.expected, query.got, query.place) = (f.expected.clone(), f.got.clone(), f.location());
        query.state = state(query);
        asked.push(question);
        if let Some(confirmed) = query.confirmation() {
            f.severity = Severity::Note;
            f.remedy = Cow::Owned(format!("Nothing: {} ({}).", confirmed.words(), confirmed.who()));
        } else if let Some(again) = query.decision.as_ref().filter(|d| d.verdict == Verdict::AskAgain) {
            f.remedy = Cow::Owned(format!("{} The answer was not enough: {} ({}).", f.remedy, again.why, again.by));
        }
    }
    asked.sort();
    let came = |q: &Question| returns.iter().any(|r| r.service == q.service && !r.central);
    let mut queries = queries.list;
    for query in &mut queries {
        let question = &query.question;
        if asked.binary_search(question).is_err() && came(question) {
            let other = now(question, &asked, &readings).is_some();
            query.state = if other && query.said().is_some() { QueryState::Void } else { QueryState::Closed };
        }
    }
    findings.extend(void(&queries, &asked, &readings, findings));
    queries.sort_by(|a, b| a.question.cmp(&b.question));
    queries
}

/// Queries by question, each once.
struct Queries {
    list: Vec<Query>,
    places: Map<Question, usize>,
}

impl Queries {
    fn new(list: Vec<Query>) -> Self {
        let places = list.iter().enumerate().map(|(n, q)| (q.question.clone(), n)).collect();
        Self { list, places }
    }

    /// The query of a question; a new one where it was not asked before.
    fn of(&mut self, question: Question) -> &mut Query {
        let new = self.list.len();
        let at = *self.places.entry(question.clone()).or_insert(new);
        if at == new {
            self.list.push(Query {
                got: question.figure.to_string(),
                question,
                asked: None,
                state: QueryState::Open,
                expected: String::new(),
                place: String::new(),
                answer: None,
                decision: None,
            });
        }
        &mut self.list[at]
    }
}

/// Where a query that is asked stands. The team's word goes before the service's.
fn state(query: &Query) -> QueryState {
    match (&query.decision, &query.answer) {
        (Some(decision), _) if decision.verdict == Verdict::Accept => QueryState::Accepted,
        (Some(_), _) | (None, None) => QueryState::Open,
        (None, Some(_)) => QueryState::Answered,
    }
}

/// The other figure that there is now: of the same check where it asks again, else of the reading.
fn now(question: &Question, asked: &[Question], readings: &Readings<'_>) -> Option<String> {
    let again = asked.iter().find(|a| a.is_like(question)).map(|a| a.figure.to_string());
    let figure = |text: &str| text.split_once("; ").map_or(text, |(figure, _)| figure).to_owned();
    let reading = || readings.get(&(&*question.service, &*question.subject)).map(|r| query::figure(r));
    again.or_else(|| reading().filter(|now| *now != figure(&question.figure)))
}

/// A note for each answer that was to another figure than there is now, unless the question was answered anew.
fn void(queries: &[Query], asked: &[Question], readings: &Readings<'_>, findings: &[Finding]) -> Vec<Finding> {
    let mut out: Vec<Finding> = vec![];
    let mut last: Vec<&Query> = vec![];
    for query in queries.iter().filter(|q| q.state == QueryState::Void) {
        let day = |q: &Query| q.said().and_then(|said| said.on);
        match last.iter_mut().find(|other| other.question.is_like(&query.question)) {
            Some(other) if (day(other), &other.question) < (day(query), &query.question) => *other = query,
            Some(_) => {}
            None => last.push(query),
        }
    }
    for query in last {
        let question = &query.question;
        let anew = |q: &&Query| q.question.is_like(question) && q.state.confirmed();
        let (None, Some(said), Some(now)) = (queries.iter().find(anew), query.said(), now(question, asked, readings))
        else {
            continue;
        };
        let expected = format!("{}, {} ({})", question.figure, said.words(), said.who());
        let finding = Finding::new(&T030, expected, format!("{now}: the answer to {} is void", question.code));
        let reading = readings.get(&(&*question.service, &*question.subject));
        let like = |f: &&Finding| f.question(question.period).is_some_and(|q| q.is_like(question));
        let finding = match (findings.iter().find(like), reading) {
            (Some(f), _) => {
                let here = finding.in_file(&*f.file).in_sheet(&*f.sheet);
                match f.cell {
                    Some(cell) => here.in_cell(cell),
                    None => here,
                }
            }
            (None, Some(r)) => finding.at(&r.place),
            (None, None) => finding,
        };
        out.push(finding.of(&*question.service).about(&*question.subject));
    }
    out
}
