//! One row while it is typed: its cells by what they are, its findings at their cells.

use super::Refused;
use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::period::Period;
use crate::reading::{CellRef, Place, Rating, Source};
use crate::record::{Cell, Content, Field, Record, clean};
use crate::register::Register;
use chrono::NaiveDate;
use std::sync::Arc;

/// One record while it is typed, and where its findings go.
pub(super) struct Line<'a, 's> {
    pub(super) record: &'a Record,
    pub(super) source: &'a Arc<Source>,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) service: &'s str,
    pub(super) subject: &'s str,
}

impl<'s> Line<'_, 's> {
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
    ) -> Result<T, Refused> {
        self.say(check, field, expected, got);
        Err(Refused)
    }

    pub(super) fn percent(&self, field: Field) -> bool {
        self.record.get(field).is_some_and(|c| c.percent)
    }

    pub(super) fn period(&mut self) -> Result<Period, Refused> {
        let text = self.record.text(Field::Period);
        text.parse().or_else(|_| self.refuse(&catalogue::F009, Field::Period, "a quarter like 2026-27Q1", &text))
    }

    pub(super) fn service(&mut self, register: &'s Register) -> Result<Arc<str>, Refused> {
        let text = self.record.text(Field::Service);
        let Some(service) = register.service(&text) else {
            return self.refuse(&catalogue::F010, Field::Service, "a service of the register", &text);
        };
        self.service = &service.id;
        Ok(service.id.clone())
    }

    /// What risks and actions begin with.
    pub(super) fn identity(&mut self, register: &'s Register) -> Result<(Arc<str>, Arc<str>, Period), Refused> {
        let id = self.record.text(Field::Id);
        if id.is_empty() {
            return self.refuse(&catalogue::C014, Field::Title, "an id", "a row without one");
        }
        Ok((id.into(), self.service(register)?, self.period()?))
    }

    /// A number; in points where a percentage is wanted and the cell's format shows one.
    pub(super) fn number(&mut self, field: Field, percent: bool) -> Result<Option<f64>, Refused> {
        let Some(cell) = self.record.get(field) else { return Ok(None) };
        let check = match &cell.content {
            // To ten decimals: 0.57 as a percentage is 57 and not 56.99999999999999.
            Content::Number(n) if percent && cell.percent => return Ok(Some((n * 1e12).round() / 1e10)),
            Content::Number(n) if n.is_finite() => return Ok(Some(*n)),
            Content::Text(text) if clean(text).is_empty() => return Ok(None),
            Content::Text(text) => match number_in(text) {
                Some(n) => {
                    self.say(&catalogue::C001, field, "a number", text);
                    return Ok(Some(n));
                }
                None => &catalogue::C002,
            },
            Content::Error(_) => &catalogue::C003,
            Content::FormulaWithoutResult => &catalogue::C004,
            Content::Number(_) | Content::Bool(_) | Content::Date(_) => &catalogue::C002,
        };
        let got = cell.content.shown();
        self.refuse(check, field, "a number", &got)
    }

    pub(super) fn day(&mut self, field: Field) -> Result<Option<NaiveDate>, Refused> {
        let Some(Cell { content, .. }) = self.record.get(field) else { return Ok(None) };
        match content {
            Content::Date(day) => Ok(Some(*day)),
            Content::Text(text) if clean(text).is_empty() => Ok(None),
            Content::Text(text) if let Some(day) = day_in(text) => {
                self.say(&catalogue::C011, field, "a date", text);
                Ok(Some(day))
            }
            other => self.refuse(&catalogue::C010, field, "a date like 30/09/2026", &other.shown()),
        }
    }

    /// Both or neither.
    pub(super) fn rating(&mut self, likelihood: Field, impact: Field) -> Result<Option<Rating>, Refused> {
        let mut one = |field| match self.number(field, false)? {
            None => Ok(None),
            Some(n) if n.fract() == 0.0 && (1.0..=255.0).contains(&n) => Ok(Some(n as u8)),
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

/// The number that a text can only mean: `1,234.5`, `£ 1 234`, `85%`, `(12)`.
fn number_in(text: &str) -> Option<f64> {
    let text: String = clean(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, text) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) => (-1.0, inside),
        None => match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, text.as_str()),
        },
    };
    let text = text.strip_prefix('£').unwrap_or(text);
    let text = text.strip_suffix('%').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped =
        groups.len() == 1 || groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|g| g.len() == 3);
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let whole = groups.concat();
    (grouped && digits(&whole) && digits(fraction))
        .then(|| format!("{whole}.{fraction}").parse::<f64>().ok())?
        .map(|n| sign * n)
}

/// The day that a text can only mean; two-digit years are refused.
pub(super) fn day_in(text: &str) -> Option<NaiveDate> {
    let text = clean(text);
    let day = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"];
    let day = day.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())?;
    (1900..=9999).contains(&chrono::Datelike::year(&day)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_text() {
        for (text, n) in [
            ("1,234.5", Some(1234.5)),
            ("£ 1\u{a0}234 ", Some(1234.0)),
            ("85%", Some(85.0)),
            ("(12)", Some(-12.0)),
            ("\u{2212}3", Some(-3.0)),
            ("1,23", None),
            ("12,34,567", None),
            ("1.2m", None),
            ("1e5", None),
            ("inf", None),
            ("about 3", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(number_in(text), n, "{text}");
        }
    }

    #[test]
    fn days_in_text() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 30);
        for (text, wanted) in [
            ("30/09/2026", day),
            ("2026-09-30", day),
            ("30 September 2026", day),
            ("30/09/26", None),
            ("9/30/2026", None),
        ] {
            assert_eq!(day_in(text), wanted, "{text}");
        }
    }
}
