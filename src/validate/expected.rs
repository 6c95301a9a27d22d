//! One row of facts for each indicator of a service that sent a return: did it come, and where it has no figure, what it had
//! when it was last due.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use super::terms::on;
use crate::catalogue::{Check, T002, T031, T040, T041, T042};
use crate::finding::{Finding, SUBJECTS, Severity};
use crate::map::{Map, Set};
use crate::period::{Period, month_name};
use crate::reading::{Marker, Reading, Return};
use crate::record::{Field, Kind};
use crate::register::Indicator;
use crate::settings::{Settings, Status};
use crate::shown::shown;
use crate::status::{self, KnownFigures, StatusCase};
use polars::prelude::{Expr, col};

/// An indicator that the register expects in a return.
pub(super) struct Expected<'a> {
    indicator: &'a Indicator,
    from: &'a Return,
    due: bool,
    came: bool,
    /// It came and was refused, or left out by hand: its finding says so already.
    refused: bool,
    reading: Option<&'a Reading>,
    /// The form has a column for the commentary.
    asks_words: bool,
    /// When it was last due before this quarter: the figure, and its status.
    last: Option<(Period, f64, Option<Status>)>,
}

impl Expected<'_> {
    fn marker(&self) -> Option<Marker> {
        self.reading?.value.marker()
    }

    fn commentary(&self) -> &str {
        self.reading.map_or("", |r| r.words.commentary.as_str())
    }

    /// What was reported when it was last due: `70.0% in Q1 2026-27, off target`.
    fn last_words(&self, settings: &Settings) -> String {
        let Some((period, value, status)) = self.last else { return String::new() };
        let value = shown(self.indicator.unit, self.indicator.decimals, value);
        let status = status.map_or(String::new(), |s| format!(", {}", settings.look(s).word.to_lowercase()));
        format!("{value} in {}{status}", period.heading())
    }
}

/// Whether a text names a day, a month, a quarter or a year.
fn names_a_time(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2);
    text.contains(|c: char| c.is_ascii_digit()) || words.any(|w| month_name(w).is_some())
}

impl Subject for Expected<'_> {
    fn at(&self, _: &Check, finding: Finding) -> Finding {
        if let Some(reading) = self.reading {
            return finding.at(&reading.place).of(&*self.indicator.service).about(&*self.indicator.id);
        }
        let file = self.from.source.file.as_str();
        let sheet = self.from.readings.first().map_or("", |r| &r.place.sheet);
        finding.in_file(file).in_sheet(sheet).of(&*self.indicator.service).about(&*self.indicator.id)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<Expected<'a>> {
    let returns: Map<&str, &Return> = context.returns.iter().filter(|r| !r.central).map(|r| (&*r.service, r)).collect();
    let mut came: Vec<Option<&Reading>> = vec![None; context.register.indicators.len()];
    for reading in context.returns.iter().flat_map(|r| &r.readings) {
        if let Some(n) = context.register.indicator_number(&reading.indicator) {
            came[n] = Some(reading);
        }
    }
    let refused: Set<(&str, &str)> = context
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error || f.code == T031.code)
        .flat_map(|f| f.subject.split(SUBJECTS).map(|subject| (f.service.as_str(), subject)))
        .collect();
    let indicators = context.register.indicators.iter().zip(came).enumerate();
    indicators
        .filter_map(|(n, (indicator, reading))| {
            let due = indicator.asked(context.period) && indicator.due(context.period);
            let no_figure = due && reading.is_none_or(|r| r.value.number().is_none());
            let from = returns.get(&*indicator.service)?;
            Some(Expected {
                indicator,
                from,
                asks_words: !no_figure || context.asks(from, Kind::Indicators, Field::Commentary),
                due,
                came: reading.is_some(),
                refused: refused.contains(&(&*indicator.service, &*indicator.id)),
                reading: reading.filter(|r| *r.service == *indicator.service),
                last: if no_figure { last(context, n) } else { None },
            })
        })
        .collect()
}

/// What an indicator had when it was last due, at most a year before. Its status is the one that was reported; of a quarter that
/// was not, it is left open where it hangs on the forecast of the year or on rules of the council's own.
fn last(context: &ValidationContext<'_>, n: usize) -> Option<(Period, f64, Option<Status>)> {
    let indicator = &context.register.indicators[n];
    let period = (1..=4).map(|back| context.period.plus(-back)).find(|q| indicator.due(*q))?;
    let value = context.past.values.get(n, period)?;
    let known = KnownFigures::of(context.past, indicator, n, period);
    let case = StatusCase { indicator, target: context.register.target(n, period), period, value, known };
    let told = context.past.reported.get(&(n, period)).filter(|told| told.value == Some(value));
    let status = told.map(|told| told.status).or_else(|| status::status(&case, context.settings));
    Some((period, value, status.filter(|s| s.rated())))
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<Expected<'a>>> {
    vec![
        ConditionColumn { name: "due", words: "a value is due this quarter", get: Get::Flag(|e| Some(e.due)) },
        ConditionColumn { name: "came", words: "a value or a reason came", get: Get::Flag(|e| Some(e.came)) },
        ConditionColumn { name: "refused", words: "it came and was refused", get: Get::Flag(|e| Some(e.refused)) },
        ConditionColumn {
            name: "unavailable",
            words: "its reason is “not available”",
            get: Get::Flag(|e| Some(e.marker() == Some(Marker::NotAvailable))),
        },
        ConditionColumn {
            name: "awaited",
            words: "its reason is “awaited”",
            get: Get::Flag(|e| Some(e.marker() == Some(Marker::Awaited))),
        },
        ConditionColumn {
            name: "reported",
            words: "it had a figure when it was last due",
            get: Get::Flag(|e| Some(e.last.is_some())),
        },
        ConditionColumn {
            name: "was_off",
            words: "it was off target when it was last due",
            get: Get::Flag(|e| Some(e.last.is_some_and(|(.., status)| status == Some(Status::Red)))),
        },
        ConditionColumn {
            name: "asks_words",
            words: "the form has a column for the commentary",
            get: Get::Flag(|e| Some(e.asks_words)),
        },
        ConditionColumn {
            name: "explained",
            words: "its commentary says something",
            get: Get::Flag(|e| Some(!e.commentary().trim().is_empty())),
        },
        ConditionColumn {
            name: "dated",
            words: "its commentary names a day, a month, a quarter or a year",
            get: Get::Flag(|e| Some(names_a_time(e.commentary()))),
        },
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<Expected<'a>>> {
    vec![
        CheckRule {
            check: &T002,
            when: |s| absent().and(gone_red(s).not()),
            expected: |e, _| format!("{}: a value, or a reason why there is none", e.indicator.name),
            got: |_, _| "no row".to_owned(),
        },
        CheckRule {
            check: &T040,
            when: |s| col("due").and(without_figure()).and(col("reported")).and(gone_red(s).not()),
            expected: |e, s| format!("a figure as last time ({})", e.last_words(s)),
            got,
        },
        CheckRule {
            check: &T041,
            when: |_| off_target_without_a_word(),
            expected: |e, s| format!("a figure, or why there is none: it was {}", e.last_words(s)),
            got,
        },
        CheckRule {
            check: &T042,
            when: |s| {
                let said = col("reported").and(on(s, &T040)).or(gone_red(s));
                col("unavailable").and(col("asks_words")).and(col("explained").and(col("dated")).not()).and(said.not())
            },
            expected: |_, _| "why there is no figure, and by when there will be one".to_owned(),
            got,
        },
    ]
}

/// No row came of what is due.
fn absent() -> Expr {
    col("due").and(col("came").or(col("refused")).not())
}

fn without_figure() -> Expr {
    col("unavailable").or(col("awaited"))
}

/// Off target when it was last due, and now neither a figure nor a word.
fn off_target_without_a_word() -> Expr {
    col("due").and(col("was_off")).and(absent().or(without_figure().and(col("asks_words")).and(col("explained").not())))
}

/// The same, where the council has not switched the check off.
fn gone_red(settings: &Settings) -> Expr {
    off_target_without_a_word().and(on(settings, &T041))
}

fn got(e: &Expected<'_>, _: &Settings) -> String {
    let words = match e.marker() {
        Some(marker) => format!("“{}”", marker.words()),
        None => return "no row".to_owned(),
    };
    match e.commentary().trim() {
        "" => format!("{words} and no commentary"),
        _ => words,
    }
}
