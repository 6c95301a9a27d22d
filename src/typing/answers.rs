//! What a service says to our queries, on the list of findings with which its return went back.

use super::file_context::FileContext;
use super::records::of_kind;
use super::row::RowCells;
use crate::catalogue;
use crate::reading::query::{Answer, GivenAnswer, Question};
use crate::record::{Field, Kind, Record};
use crate::text::words::quoted;

/// Every answer of the file. One line may ask of several cells, and its answer is to all of them.
pub(super) fn answers(file: &mut FileContext<'_>, records: &[Record]) -> Vec<GivenAnswer> {
    let mut out = vec![];
    for record in of_kind(records, Kind::Answers) {
        let mut row = RowCells::new(file, record);
        out.extend(line(&mut row));
        row.finish();
    }
    out
}

/// Every answer of a list that came back without its return. Whose it is, its questions say.
pub(super) fn alone(file: &mut FileContext<'_>, records: &[Record]) -> Vec<GivenAnswer> {
    let questions = records.iter().filter_map(|r| Question::from_key(&r.text(Field::Question)));
    let first = questions.map(|q| q.service).find(|service| file.register.service(service).is_some());
    file.service = first.unwrap_or_default();
    answers(file, records)
}

/// One line; nothing where it answers no query of this file.
fn line(row: &mut RowCells<'_, '_>) -> Vec<GivenAnswer> {
    // A name without an answer is no answer.
    let Some(at) = row.filled(Field::Answer).map(|cell| cell.at) else { return vec![] };
    let keys = row.record.text(Field::Question);
    let of_file = |q: &Question| {
        let whose = row.file.many_services() || *q.service == *row.file.service;
        q.period == row.file.period && whose
    };
    let questions: Vec<Question> = keys.lines().filter_map(Question::from_key).filter(of_file).collect();
    let why = row.text(Field::Answer);
    if questions.is_empty() {
        let got = match keys.is_empty() {
            true => format!("{} beside a line that asks nothing", quoted(&why)),
            false => format!("{} on a list of another return", quoted(&why)),
        };
        row.report(&catalogue::F070, Some(at), "an answer beside a query of this return", got);
        return vec![];
    }
    row.accept(Field::Question);
    let service = row.file.register.service(&row.file.service).map(|s| s.name.clone());
    // Who signed the return off has not said so: an answer without a name is the service's.
    let by = Some(row.text(Field::AnsweredBy)).filter(|name| !name.is_empty()).or(service).unwrap_or_default();
    let on = row.file.saved.map(|saved| saved.date());
    let answer = Answer { why, by, on, place: row.place_at(at) };
    questions.into_iter().map(|question| GivenAnswer { question, answer: answer.clone() }).collect()
}
