//! The life of a query: asked about a figure, answered by its service, decided by the team, void when the figure
//! changes.

use super::{Place, Reading, Value, keyed};
use crate::period::Period;
use chrono::NaiveDate;
use std::fmt::Write;
use std::sync::Arc;

/// What is asked: of one check, about one thing of one service, and of the figure as it was sent. With another figure it
/// is another question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    /// The quarter of the return.
    pub period: Period,
    /// Id of the service.
    pub service: Arc<str>,
    /// The code of the check.
    pub code: Arc<str>,
    /// The indicator, risk or action; where there is none, the cell or the sheet.
    pub subject: Arc<str>,
    /// The figure as it was sent, or what stood in the cell.
    pub figure: Arc<str>,
}

/// Separates the parts of a key.
const BETWEEN: char = '|';
/// Stands before a sign of a part that would be taken for one of the key.
const ESCAPE: char = '\\';
/// Signs of a figure that a key holds: a longer text is told apart by what it begins with and how long it is.
const FIGURE: usize = 120;

impl Question {
    /// How a question is written for machines: on the sheet that a service answers on, in the notebook and in the
    /// ledger. `2026-27Q2|HWY|S002|HWY10|800`.
    pub fn key(&self) -> String {
        let mut out = self.period.to_string();
        for part in [&self.service, &self.code, &self.subject, &self.figure] {
            out.push(BETWEEN);
            for sign in part.chars() {
                match sign {
                    BETWEEN | ESCAPE => out.extend([ESCAPE, sign]),
                    '\n' => out.extend([ESCAPE, 'n']),
                    _ => out.push(sign),
                }
            }
        }
        out
    }

    /// By its key; `None` where it is none.
    pub fn from_key(key: &str) -> Option<Self> {
        let mut parts = vec![String::new()];
        let mut signs = key.trim().chars();
        while let Some(sign) = signs.next() {
            let part = parts.last_mut()?;
            match sign {
                BETWEEN => parts.push(String::new()),
                ESCAPE => part.push(match signs.next()? {
                    'n' => '\n',
                    other => other,
                }),
                _ => part.push(sign),
            }
        }
        let [period, service, code, subject, figure] = parts.try_into().ok()?;
        let [service, code, subject, figure] = [service, code, subject, figure].map(Arc::from);
        Some(Self { period: period.parse().ok()?, service, code, subject, figure })
    }

    /// The same question, whatever the figure.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.period, &self.service, &self.code, &self.subject)
            == (other.period, &other.service, &other.code, &other.subject)
    }
}

/// A reading as a question names it: the value and what it is made of, to the sixth decimal, since programs differ behind
/// it. What is held back is not told.
pub fn figure(reading: &Reading) -> String {
    let plain = |n: f64| {
        let text = format!("{n:.6}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let mut out = match reading.value {
        Value::Number(n) => plain(n),
        Value::Marker(marker) => marker.words().to_owned(),
    };
    if let Some((numerator, denominator)) = reading.numerator.zip(reading.denominator).filter(|_| !reading.held_back())
    {
        let _ = write!(out, " ({} ÷ {})", plain(numerator), plain(denominator));
    }
    out
}

/// The figure of a question as people read it: where the words beside it begin with the same number as it is printed, the
/// number is not told twice.
pub fn told(figure: &str) -> &str {
    let Some((raw, beside)) = figure.split_once("; ") else { return figure };
    let of_number = |c: &char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-');
    let printed: String = beside.chars().take_while(of_number).filter(|c| *c != ',').collect();
    let decimals = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match raw.parse::<f64>() {
        Ok(number) if format!("{number:.decimals$}") == printed => beside,
        _ => figure,
    }
}

/// A text as a question names it, not too long for a key.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(FIGURE) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// What a service says to a query.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Why the figure is right, in the service's own words.
    pub why: String,
    /// Who answered.
    pub by: String,
    /// The day on which the workbook with the answer was saved, where it says so.
    pub on: Option<NaiveDate>,
    /// Where it stands.
    pub place: Place,
}

/// An answer as it came back, with its question.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenAnswer {
    /// What was asked.
    pub question: Question,
    /// What was said to it.
    pub answer: Answer,
}

keyed! {
    /// What the team decides of a query.
    Verdict {
        Accept "accept" "Accept",
        /// The answer is not enough: the query stays open.
        AskAgain "ask-again" "Ask again",
    }
}

/// What the team decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// Why.
    pub why: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

keyed! {
    /// Where a query stands in its life.
    QueryState {
        Open "open" "Open",
        /// By the service that sent the figure.
        Answered "answered" "Confirmed by the service",
        /// By the team.
        Accepted "accepted" "Accepted by the team",
        /// The answer was to another figure.
        Void "void" "Void: the figure changed",
        /// The check has nothing to say any more.
        Closed "closed" "No longer asked",
    }
}

impl QueryState {
    /// The figure was queried and is confirmed.
    pub fn confirmed(self) -> bool {
        matches!(self, Self::Answered | Self::Accepted)
    }
}

/// A query and all that was said to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What is asked.
    pub question: Question,
    /// The day on which it was first recorded as asked; `None` before that.
    pub asked: Option<NaiveDate>,
    /// Where it stands.
    pub state: QueryState,
    /// What was expected.
    pub expected: String,
    /// What stood there instead.
    pub got: String,
    /// File, sheet and cell that it is about.
    pub place: String,
    /// What the service says.
    pub answer: Option<Answer>,
    /// What the team decided.
    pub decision: Option<Decision>,
}

impl Query {
    /// Why the figure is right, who says so and when; `None` while it is open.
    pub fn confirmation(&self) -> Option<Confirmation<'_>> {
        let of_team = self.decision.as_ref().filter(|d| d.verdict == Verdict::Accept);
        match self.state {
            QueryState::Accepted => of_team.map(|d| Confirmation { why: &d.why, by: &d.by, on: Some(d.on) }),
            QueryState::Answered => self.answer.as_ref().map(|a| Confirmation { why: &a.why, by: &a.by, on: a.on }),
            QueryState::Open | QueryState::Void | QueryState::Closed => None,
        }
    }

    /// The last word that was said to it, whatever became of it since.
    pub fn said(&self) -> Option<Confirmation<'_>> {
        let of_team = self.decision.as_ref().filter(|d| d.verdict == Verdict::Accept);
        let of_team = of_team.map(|d| Confirmation { why: &d.why, by: &d.by, on: Some(d.on) });
        of_team.or_else(|| self.answer.as_ref().map(|a| Confirmation { why: &a.why, by: &a.by, on: a.on }))
    }
}

/// Why a queried figure is right, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation<'q> {
    /// Why.
    pub why: &'q str,
    /// Who.
    pub by: &'q str,
    /// When, where it is known.
    pub on: Option<NaiveDate>,
}

impl Confirmation<'_> {
    /// `J. Khan, 12 November 2026`
    pub fn who(&self) -> String {
        let day = self.on.map(|day| day.format("%-d %B %Y").to_string());
        let said: Vec<&str> =
            [self.by, day.as_deref().unwrap_or_default()].into_iter().filter(|s| !s.is_empty()).collect();
        said.join(", ")
    }

    /// `queried and confirmed: the storm of 3 August`, without the end of a sentence.
    pub fn words(&self) -> String {
        format!("queried and confirmed: {}", self.why.trim().trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("421", "421")]
    #[case("18000; 18,000, 83% more than last quarter", "18,000, 83% more than last quarter")]
    #[case("81.234; 81.2%, 10 points less", "81.2%, 10 points less")]
    #[case("-3; -3, and 4 before", "-3, and 4 before")]
    #[case("421; no remedial action", "421; no remedial action")]
    #[case("421; 42, and 4 before", "421; 42, and 4 before")]
    #[case("75 (300 ÷ 400); 75.0%, 20% more", "75 (300 ÷ 400); 75.0%, 20% more")]
    #[case("awaited; 3 before", "awaited; 3 before")]
    fn a_figure_is_told_once(#[case] figure: &str, #[case] said: &str) {
        assert_eq!(told(figure), said);
    }

    fn question(subject: &str, figure: &str) -> Question {
        let [service, code] = ["HWY", "S002"].map(Arc::from);
        Question { period: "2026-27Q2".parse().unwrap(), service, code, subject: subject.into(), figure: figure.into() }
    }

    #[rstest]
    #[case("HWY10", "800", "2026-27Q2|HWY|S002|HWY10|800")]
    #[case("", "", "2026-27Q2|HWY|S002||")]
    #[case("a|b", "two\nlines \\ of | it", "2026-27Q2|HWY|S002|a\\|b|two\\nlines \\\\ of \\| it")]
    fn a_question_is_written_and_read(#[case] subject: &str, #[case] figure: &str, #[case] key: &str) {
        let question = question(subject, figure);
        assert_eq!(question.key(), key);
        assert_eq!(Question::from_key(&format!(" {key} ")).as_ref(), Some(&question));
    }

    #[rstest]
    #[case("")]
    #[case("2026-27Q2|HWY|S002|HWY10")]
    #[case("2026-27Q2|HWY|S002|HWY10|800|1")]
    #[case("2026-27Q7|HWY|S002|HWY10|800")]
    #[case("2026-27Q2|HWY|S002|HWY10|800\\")]
    fn what_is_no_key_is_no_question(#[case] key: &str) {
        assert_eq!(Question::from_key(key), None);
    }

    #[test]
    fn a_long_text_is_told_apart_by_its_beginning_and_length() {
        let (long, longer) = ("é".repeat(121), "é".repeat(122));
        assert_eq!(shortened(&long[..240]), long[..240]);
        assert_ne!(shortened(&long), shortened(&longer));
        assert!(shortened(&longer).chars().count() < 150);
    }
}
