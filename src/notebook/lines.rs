//! The lines of the notebook: what is printed on them, and what the team writes.

use crate::catalogue;
use crate::reading::CellRef;
use crate::reading::left_out::{LeftOut, LeftOutItem};
use crate::reading::query::{Query, QueryState};
use crate::register::Register;
use chrono::NaiveDate;

/// The state of a line that the team wrote and that is no query of the quarter.
pub(super) const NO_QUERY: &str = "Not a query of this quarter";

/// A day as it was written: where it is none, the words are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// As it stands in the cell.
    pub text: String,
    /// The day, where it is one.
    pub day: Option<NaiveDate>,
}

impl Written {
    /// A day.
    pub fn on(day: NaiveDate) -> Self {
        Self { text: day.format("%d/%m/%Y").to_string(), day: Some(day) }
    }
}

/// A line of the sheet Queries.
#[derive(Debug, Clone, Default)]
pub struct QueryLine {
    pub(super) state: String,
    pub(super) asked: String,
    pub(super) service: String,
    pub(super) about: String,
    pub(super) code: String,
    /// Printed, and not read back.
    pub(super) what: [String; 4],
    pub(super) answer: String,
    pub(super) answered_by: String,
    pub(super) decision: String,
    pub(super) why: String,
    pub(super) by: String,
    pub(super) when: Written,
    pub(super) key: String,
    /// Where the line stands, and its columns of the team.
    pub(super) at: Option<[CellRef; 4]>,
}

// What is not read back cannot tell two lines apart, nor can where they stand.
impl PartialEq for QueryLine {
    fn eq(&self, other: &Self) -> bool {
        let said =
            |l: &Self| [&l.state, &l.answer, &l.answered_by, &l.decision, &l.why, &l.by, &l.key].map(Clone::clone);
        said(self) == said(other) && self.when == other.when
    }
}

impl QueryLine {
    /// The team wrote something on it.
    pub(super) fn is_written(&self) -> bool {
        [&self.decision, &self.why, &self.by, &self.when.text].into_iter().any(|text| !text.is_empty())
    }

    /// The line with what is known of its query now. What the team wrote stays as it wrote it; a decision that only the
    /// ledger has is written down, and so is the day of one that had none.
    pub(super) fn brought_up(&self, query: &Query, register: &Register) -> Self {
        let question = &query.question;
        let service = register.service(&question.service).map_or(&*question.service, |s| s.name.as_str());
        let own = || register.checks.iter().find(|c| c.code == *question.code).map(|c| c.title.clone());
        let title = catalogue::find(&question.code).map(|c| c.title.to_owned()).or_else(own).unwrap_or_default();
        let mut line = Self {
            state: query.state.words().to_owned(),
            asked: query.asked.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default(),
            service: service.to_owned(),
            about: question.subject.to_string(),
            code: question.code.to_string(),
            what: [title, query.expected.clone(), query.got.clone(), query.place.clone()],
            answer: query.answer.as_ref().map_or_else(String::new, |a| a.why.clone()),
            answered_by: query.answer.as_ref().map_or_else(String::new, |a| a.by.clone()),
            key: question.key(),
            ..self.clone()
        };
        if let Some(decision) = &query.decision {
            if line.decision.is_empty() {
                line.decision = decision.verdict.words().to_owned();
                line.by.clone_from(&decision.by);
            }
            if line.why.is_empty() {
                line.why.clone_from(&decision.why);
            }
            if line.when.text.is_empty() {
                line.when = Written::on(decision.on);
            }
        }
        line
    }
}

/// A query that is put into the notebook where it is not there yet: one to be decided, or one that was decided.
pub(super) fn is_shown(query: &Query) -> bool {
    match query.state {
        QueryState::Open | QueryState::Answered | QueryState::Accepted => true,
        QueryState::Void => query.said().is_some(),
        QueryState::Closed => query.decision.is_some(),
    }
}

/// A line of the sheet Left out.
#[derive(Debug, Clone, Default)]
pub struct LeftOutLine {
    pub(super) service: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) by: String,
    pub(super) when: Written,
    /// Printed, and not read back.
    pub(super) became: String,
    pub(super) at: Option<[CellRef; 4]>,
}

impl PartialEq for LeftOutLine {
    fn eq(&self, other: &Self) -> bool {
        let said = |l: &Self| [&l.service, &l.what, &l.why, &l.by].map(Clone::clone);
        said(self) == said(other) && self.when == other.when
    }
}

impl LeftOutLine {
    pub(super) fn of(line: &LeftOut) -> Self {
        Self {
            service: line.service.clone(),
            what: line.what.clone(),
            why: line.why.clone(),
            by: line.by.clone(),
            when: Written::on(line.on),
            ..Self::default()
        }
    }

    pub(super) fn names(&self, line: &LeftOut) -> bool {
        self.what == line.what && self.service == line.service
    }

    /// The line with what it left out.
    pub(super) fn brought_up(&self, items: &[LeftOutItem]) -> Self {
        let of = |item: &&LeftOutItem| self.names(&item.line);
        let became: Vec<String> = items
            .iter()
            .filter(of)
            .map(|item| match item.cell.as_str() {
                "" => format!("the file {}", item.file),
                cell => format!("{} {}, {} › {cell}", item.kind.words(), item.subject, item.file),
            })
            .collect();
        let became = if became.is_empty() { "Nothing: it fits nothing".to_owned() } else { became.join("; ") };
        let day = items.iter().find(of).map(|item| item.line.on);
        let when = day.filter(|_| self.when.text.is_empty()).map_or_else(|| self.when.clone(), Written::on);
        Self { became, when, ..self.clone() }
    }
}
