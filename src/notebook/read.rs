//! The notebook as the team left it: what it decides, and what of it cannot be taken as it stands.

use super::contents::Notebook;
use super::lines::{LeftOutLine, QueryLine, Written};
use super::words::WordsLine;
use crate::catalogue::{Check, F072, F073, F074};
use crate::finding::Finding;
use crate::period::Period;
use crate::reading::CellRef;
use crate::reading::left_out::{LeftOut, LeftOutItem};
use crate::reading::own_words;
use crate::reading::query::{Decision, Query, QueryState, Question, Verdict};
use crate::record::{Content, Field, FileRecords, Kind, PassedOver, Record};
use crate::register::Register;
use crate::text::date;
use crate::text::words::{list, quoted};
use chrono::NaiveDate;

/// By what a notebook is understood.
#[derive(Clone, Copy)]
pub struct NotebookTerms<'a> {
    /// How the notebook is called.
    pub file: &'a str,
    /// The quarter.
    pub period: Period,
    /// The day of a decision that has none.
    pub today: NaiveDate,
    /// The single data list.
    pub register: &'a Register,
}

/// The columns that the team fills in, in the order in which lines know their cells.
const OF_QUERIES: [Field; 4] = [Field::Decision, Field::Why, Field::ByWhom, Field::When];
const OF_LEFT_OUT: [Field; 4] = [Field::Name, Field::Why, Field::ByWhom, Field::When];
const OF_WORDS: [Field; 2] = [Field::Words, Field::Decision];
/// What stands for words whose formula was saved without its result.
pub(super) const WITHOUT_RESULT: &str = "(formula without a saved result)";
/// The sheets, as they are called and as they are known.
pub(super) const SHEETS: [(&str, Kind); 3] =
    [("Queries", Kind::Queries), (own_words::SHEET, Kind::OwnWords), ("Left out", Kind::LeftOut)];

impl Notebook {
    /// The notebook from its rows.
    ///
    /// # Errors
    /// The sheets that cannot be found in it.
    pub fn read(file: &FileRecords) -> Result<Self, Vec<&'static str>> {
        let known = |kind: Kind| file.heads.iter().any(|head| head.kind == kind);
        let lost: Vec<&str> = SHEETS.iter().filter(|(_, kind)| !known(*kind)).map(|(name, _)| *name).collect();
        if !lost.is_empty() {
            return Err(lost);
        }
        let (mut out, mut formulas) = (Self::default(), 0);
        let has = |field| {
            let heads = file.heads.iter().filter(|head| head.kind == Kind::OwnWords);
            heads.flat_map(|head| &head.columns).any(|column| column.field == field)
        };
        let keyless = !has(Field::Question) && !has(Field::Code);
        for record in &file.records {
            let text = |field| record.text(field);
            match record.kind {
                Kind::Queries => out.queries.push(QueryLine {
                    state: text(Field::State),
                    asked: text(Field::Asked),
                    service: text(Field::Service),
                    about: text(Field::About),
                    code: text(Field::Code),
                    what: Default::default(),
                    answer: text(Field::Answer),
                    answered_by: text(Field::AnsweredBy),
                    decision: text(Field::Decision),
                    why: text(Field::Why),
                    by: text(Field::ByWhom),
                    when: written(record),
                    key: text(Field::Question),
                    at: Some(cells(file, record, OF_QUERIES)),
                }),
                Kind::OwnWords => {
                    // A formula is its result when the notebook is written anew.
                    let of_team = [Field::About, Field::Words, Field::ByWhom, Field::Decision].into_iter();
                    formulas += of_team.filter(|f| record.get(*f).is_some_and(|cell| cell.formula)).count() as u64;
                    let (words, no_words) = own_words(record);
                    out.words.push(WordsLine {
                        about: text(Field::About),
                        computed: text(Field::Title),
                        words,
                        no_words,
                        keyless,
                        by: text(Field::ByWhom),
                        still: text(Field::Decision),
                        look: text(Field::State),
                        figures: text(Field::Value),
                        // Older notebooks number the sentences.
                        key: [text(Field::Question), text(Field::Code)]
                            .into_iter()
                            .find(|k| !k.is_empty())
                            .unwrap_or_default(),
                        at: Some(cells(file, record, OF_WORDS)),
                    });
                }
                Kind::LeftOut => out.left_out.push(LeftOutLine {
                    service: text(Field::Service),
                    what: text(Field::Name),
                    why: text(Field::Why),
                    by: text(Field::ByWhom),
                    when: written(record),
                    became: String::new(),
                    at: Some(cells(file, record, OF_LEFT_OUT)),
                }),
                _ => {}
            }
        }
        let besides =
            [PassedOver::OtherSheet, PassedOver::UnknownColumn, PassedOver::Notes, PassedOver::UnreadableSheet];
        let count = |rule| file.tallies.iter().filter_map(move |t| t.ignored.get(&rule)).sum::<u64>();
        out.besides = besides.into_iter().map(count).sum::<u64>() + formulas;
        Ok(out)
    }

    /// Puts what the team decided into the queries that are known, and says what cannot be taken. A decision that was
    /// recorded and is no longer on its line is taken back; a query without a line keeps its decision.
    pub fn decide(&self, terms: &NotebookTerms<'_>, known: &mut Vec<Query>, findings: &mut Vec<Finding>) {
        for line in self.queries.iter().filter(|line| line.at.is_some()) {
            let question = Question::from_key(&line.key).filter(|q| q.period == terms.period);
            let Some(question) = question else {
                if line.is_written() {
                    let got = format!("{} beside a line that is none", quoted(&line.decision));
                    findings.push(terms.say(
                        &F073,
                        "Queries",
                        line.at,
                        0,
                        "a decision beside a query of this quarter",
                        got,
                    ));
                }
                continue;
            };
            let at = known.iter().position(|q| q.question == question);
            let answer = at.and_then(|n| known[n].answer.as_ref()).map(|a| a.why.clone());
            let before = at.and_then(|n| known[n].decision.clone());
            let decision = terms.decision(line, answer, before.as_ref(), findings);
            match at {
                Some(n) => known[n].decision = decision,
                None if decision.is_some() => known.push(Query {
                    got: question.figure.to_string(),
                    question,
                    asked: None,
                    state: QueryState::Closed,
                    expected: String::new(),
                    place: String::new(),
                    answer: None,
                    decision,
                }),
                None => {}
            }
        }
    }

    /// What the team leaves out. `before` is what it left out when it was last recorded.
    pub fn leaves_out(
        &self,
        terms: &NotebookTerms<'_>,
        before: &[LeftOut],
        findings: &mut Vec<Finding>,
    ) -> Vec<LeftOut> {
        let mut out: Vec<LeftOut> = vec![];
        for line in &self.left_out {
            let texts = [(&line.what, "the name of a file, or an id"), (&line.why, "why"), (&line.by, "by whom")];
            if texts.iter().all(|(text, _)| text.is_empty()) && line.when.text.is_empty() && line.service.is_empty() {
                continue;
            }
            if !line.service.is_empty() && terms.register.service(&line.service).is_none() {
                findings.push(terms.say(
                    &F073,
                    "Left out",
                    line.at,
                    0,
                    "a service of the register",
                    quoted(&line.service),
                ));
                continue;
            }
            if let Some(n) = texts.iter().position(|(text, _)| text.is_empty()) {
                findings.push(terms.say(&F072, "Left out", line.at, n, texts[n].1, "nothing; it is not left out"));
                continue;
            }
            let recorded = before.iter().find(|b| line.names(b)).map(|b| b.on);
            let Some(on) = terms.day(line.at, "Left out", &line.when, recorded, findings) else { continue };
            let (service, what) = (line.service.clone(), line.what.clone());
            let (why, by) = (line.why.clone(), line.by.clone());
            let left_out = LeftOut { period: terms.period, service, what, why, by, on };
            // The same line twice is one.
            if out.iter().all(|o| (&o.service, &o.what) != (&left_out.service, &left_out.what)) {
                out.push(left_out);
            }
        }
        out
    }

    /// Lines of the sheet Left out that left nothing out, though they are complete.
    pub fn fitting_nothing(&self, terms: &NotebookTerms<'_>, lines: &[LeftOut], items: &[LeftOutItem]) -> Vec<Finding> {
        let nothing = lines.iter().filter(|line| items.iter().all(|item| item.line != **line));
        nothing
            .map(|line| {
                let at = self.left_out.iter().find(|l| l.names(line)).and_then(|l| l.at);
                let expected = "a file of the quarter, or an indicator, a risk or an action of its returns";
                terms.say(&F073, "Left out", at, 0, expected, quoted(&line.what)).about(line.what.as_str())
            })
            .collect()
    }
}

impl NotebookTerms<'_> {
    fn say(
        &self,
        check: &'static Check,
        sheet: &str,
        at: Option<[CellRef; 4]>,
        n: usize,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) -> Finding {
        let finding = Finding::new(check, expected, got).in_file(self.file).in_sheet(sheet);
        match at {
            Some(cells) => finding.in_cell(cells[n]),
            None => finding,
        }
    }

    /// The day of a line: as it is written, else as it was recorded, else today.
    fn day(
        &self,
        at: Option<[CellRef; 4]>,
        sheet: &str,
        written: &Written,
        recorded: Option<NaiveDate>,
        findings: &mut Vec<Finding>,
    ) -> Option<NaiveDate> {
        match written.day {
            Some(day) if day <= self.today => Some(day),
            None if written.text.is_empty() => Some(recorded.unwrap_or(self.today)),
            _ => {
                let today = self.today.format("%d/%m/%Y");
                let expected = format!("a day up to today, like {today}, or a blank cell");
                findings.push(self.say(&F072, sheet, at, 3, expected, quoted(&written.text)));
                None
            }
        }
    }

    /// What a line decides; nothing where it says nothing, or not all that it must. `answer` is what the service said,
    /// which is reason enough to accept.
    fn decision(
        &self,
        line: &QueryLine,
        answer: Option<String>,
        before: Option<&Decision>,
        findings: &mut Vec<Finding>,
    ) -> Option<Decision> {
        if !line.is_written() {
            return None;
        }
        let Some(verdict) = Verdict::from_words(&line.decision) else {
            let words = list(Verdict::ALL.map(Verdict::words));
            let got = if line.decision.is_empty() { "nothing".to_owned() } else { quoted(&line.decision) };
            findings.push(self.say(&F072, "Queries", line.at, 0, words, got).about(line.about.as_str()));
            return None;
        };
        let of_service = answer.filter(|_| verdict == Verdict::Accept).unwrap_or_default();
        let why = if line.why.is_empty() { of_service } else { line.why.clone() };
        for (n, text, expected) in [(1, &why, "why"), (2, &line.by, "by whom")] {
            if text.is_empty() {
                let finding = self.say(&F072, "Queries", line.at, n, expected, "nothing; the decision is not taken");
                findings.push(finding.about(line.about.as_str()));
                return None;
            }
        }
        let recorded = before.filter(|b| b.verdict == verdict).map(|b| b.on);
        let on = self.day(line.at, "Queries", &line.when, recorded, findings)?;
        Some(Decision { verdict, why, by: line.by.clone(), on })
    }
}

/// The words of a line; else what stands in their place and is none, as a formula leaves it.
fn own_words(record: &Record) -> (String, String) {
    match record.get(Field::Words).map(|cell| &cell.content) {
        Some(Content::Error(error)) => (String::new(), error.to_string()),
        Some(Content::FormulaWithoutResult) => (String::new(), WITHOUT_RESULT.to_owned()),
        _ if record.text(Field::Words) == WITHOUT_RESULT => (String::new(), WITHOUT_RESULT.to_owned()),
        _ => (record.text(Field::Words), String::new()),
    }
}

/// The day of a line as it was written.
fn written(record: &Record) -> Written {
    let Some(cell) = record.get(Field::When) else { return Written::default() };
    let text = cell.shown();
    let day = match &cell.content {
        Content::Date(day) => Some(*day),
        Content::Number(n) => date::serial(*n, cell.since_1904),
        Content::Text(text) => date::parse(text),
        _ => None,
    };
    day.map_or(Written { text, day: None }, Written::on)
}

/// The cells of a row in these columns, whether they are filled or not.
fn cells<const N: usize>(file: &FileRecords, record: &Record, fields: [Field; N]) -> [CellRef; N] {
    let heads = file.heads.iter().filter(|h| h.kind == record.kind && h.sheet == record.sheet);
    let columns: Vec<_> = heads.flat_map(|h| &h.columns).collect();
    fields.map(|field| {
        let column = columns.iter().find(|c| c.field == field).map_or(0, |c| c.col);
        CellRef::new(record.row, column)
    })
}

/// What is wrong with a notebook in which sheets cannot be found, or not the columns that they need.
pub fn without_sheets(file: &str, lost: &[&'static str]) -> Vec<Finding> {
    let one = |name: &&'static str| {
        let expected = format!("the sheet {} with its headings and its hidden column", quoted(name));
        Finding::new(&F074, expected, "none that can be told from them").in_file(file)
    };
    lost.iter().map(one).collect()
}
