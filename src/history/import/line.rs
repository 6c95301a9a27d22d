//! One row while it is typed: its cells by what they are, its findings at their cells.

use super::RowRefused;
use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::fit::fit;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::{CellRef, Place, Rating, Source};
use crate::record::{Cell, Content, Field, Record};
use crate::register::Register;
use crate::sight::{Sight, sight};
use crate::text::number::tidy;
use crate::text::words::{clean, plain};
use crate::text::{date, number};
use chrono::NaiveDate;
use std::sync::Arc;

/// Quarters back from which figures can be: forty years.
const OLDEST: i32 = 160;

/// One record while it is typed, and where its findings go.
pub(super) struct ImportLine<'a, 's> {
    pub(super) record: &'a Record,
    pub(super) source: &'a Arc<Source>,
    /// The quarter that it is now: what is past is before it.
    pub(super) now: Period,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) service: &'s str,
    pub(super) subject: &'s str,
}

impl<'s> ImportLine<'_, 's> {
    /// Of the field's cell; of the row's first cell where the field is blank.
    pub(super) fn place(&self, field: Field) -> Place {
        let first = || self.record.fields.first().map(|(_, c)| c.at);
        let cell = self.record.get(field).map(|c| c.at).or_else(first);
        Place {
            source: self.source.clone(),
            sheet: self.record.sheet.clone(),
            cell: cell.unwrap_or(CellRef::new(self.record.row, 0)),
        }
    }

    pub(super) fn say(&mut self, check: &'static Check, field: Field, expected: impl Into<String>, got: &str) {
        let finding = Finding::new(check, expected, got).at(&self.place(field));
        self.findings.push(finding.of(self.service).about(self.subject));
    }

    pub(super) fn refuse<T>(
        &mut self,
        check: &'static Check,
        field: Field,
        expected: impl Into<String>,
        got: &str,
    ) -> Result<T, RowRefused> {
        self.say(check, field, expected, got);
        Err(RowRefused)
    }

    /// Typed with its sign, or shown with one.
    pub(super) fn percent(&self, field: Field) -> bool {
        let signed = |c: &Cell| c.percent || matches!(&c.content, Content::Text(text) if text.contains('%'));
        self.record.get(field).is_some_and(signed)
    }

    /// The quarter of the row, which must be over, and of this age: 2099 and 1026 are slips of a finger.
    pub(super) fn period(&mut self) -> Result<Period, RowRefused> {
        let text = self.record.text(Field::Period);
        let Ok(period) = text.parse::<Period>() else {
            return self.refuse(&catalogue::F009, Field::Period, "a quarter like 2026-27Q1", &text);
        };
        let (first, last) = (self.now.plus(-OLDEST), self.now.previous());
        if (first..=last).contains(&period) {
            return Ok(period);
        }
        let expected = format!("a quarter that is over, from {first} to {last}");
        self.refuse(&catalogue::F081, Field::Period, expected, &period.to_string())
    }

    pub(super) fn service(&mut self, register: &'s Register) -> Result<Arc<str>, RowRefused> {
        let text = self.record.text(Field::Service);
        let Some(service) = register.service(&text) else {
            return self.refuse(&catalogue::F010, Field::Service, "a service of the register", &text);
        };
        self.service = &service.id;
        Ok(service.id.clone())
    }

    /// What risks and actions begin with.
    pub(super) fn identity(&mut self, register: &'s Register) -> Result<(Arc<str>, Arc<str>, Period), RowRefused> {
        let id = self.record.text(Field::Id);
        if id.is_empty() {
            return self.refuse(&catalogue::C014, Field::Title, "an id", "a row without one");
        }
        Ok((id.into(), self.service(register)?, self.period()?))
    }

    /// A number in this unit; in points where it is a percentage and the cell's format shows one.
    pub(super) fn number(&mut self, field: Field, unit: Unit) -> Result<Option<f64>, RowRefused> {
        let Some(cell) = self.record.get(field) else { return Ok(None) };
        let percent = unit == Unit::Percent;
        let check = match &cell.content {
            Content::Number(n) if !n.is_finite() => &catalogue::C002,
            Content::Number(n) => {
                let Sight { value, said } = sight(cell, *n, unit, None);
                if let Some((check, expected, got)) = said {
                    self.say(check, field, expected, &got);
                }
                let value = value.ok_or(RowRefused)?;
                if cell.percent && !percent {
                    let got = format!("{}%, read as {}", plain(tidy(value * 100.0)), plain(value));
                    self.say(&catalogue::C005, field, "a number that is not a percentage", &got);
                }
                return Ok(Some(if percent && cell.percent { tidy(value * 100.0) } else { value }));
            }
            Content::Text(text) if clean(text).is_empty() => return Ok(None),
            Content::Text(text) => match number::parse(cell.on_the_line(text), false) {
                Some(parsed) if percent || !parsed.percent => {
                    let check = if cell.has_raised() { &catalogue::C040 } else { &catalogue::C001 };
                    self.say(check, field, "a number", text);
                    return Ok(Some(parsed.value));
                }
                _ => &catalogue::C002,
            },
            Content::Error(_) => &catalogue::C003,
            Content::FormulaWithoutResult => &catalogue::C004,
            Content::Bool(_) | Content::Date(_) => &catalogue::C002,
        };
        let got = cell.content.shown();
        self.refuse(check, field, "a number", &got)
    }

    pub(super) fn day(&mut self, field: Field) -> Result<Option<NaiveDate>, RowRefused> {
        let Some(Cell { content, .. }) = self.record.get(field) else { return Ok(None) };
        match content {
            Content::Date(day) => Ok(Some(*day)),
            Content::Text(text) if clean(text).is_empty() => Ok(None),
            Content::Text(text) if let Some(day) = date::parse(clean(text)) => {
                self.say(&catalogue::C011, field, "a date", text);
                Ok(Some(day))
            }
            other => self.refuse(&catalogue::C010, field, "a date like 30/09/2026", &other.shown()),
        }
    }

    /// Both or neither.
    pub(super) fn rating(&mut self, likelihood: Field, impact: Field) -> Result<Option<Rating>, RowRefused> {
        let mut one = |field| match self.number(field, Unit::Number)? {
            None => Ok(None),
            Some(n) if n.fract() == 0.0 && (1.0..=255.0).contains(&n) => Ok(Some(fit::<u8>(n))),
            Some(n) => {
                self.refuse(&catalogue::K006, field, "a rating of the council's matrix: 1, 2, 3 …", &n.to_string())
            }
        };
        match (one(likelihood)?, one(impact)?) {
            (Some(likelihood), Some(impact)) => Ok(Some(Rating { likelihood, impact })),
            (None, None) => Ok(None),
            (Some(_), None) => self.refuse(&catalogue::K006, impact, "an impact beside the likelihood", "blank"),
            (None, Some(_)) => self.refuse(&catalogue::K006, likelihood, "a likelihood beside the impact", "blank"),
        }
    }
}

/// The words that are allowed, as a finding expects them.
pub(super) fn list<const N: usize>(words: [&'static str; N]) -> String {
    format!("one of: {}", words.join("; "))
}
