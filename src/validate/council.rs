//! The council's own checks: conditions in SQL over the columns of the readings.

use super::context::ValidationContext;
use super::frame::{ConditionColumn, matches};
use super::readings::{self, ReadingFacts};
use crate::catalogue;
use crate::condition::{self, Condition, parse};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::register::{CouncilCheck, Register};
use polars::prelude::PolarsResult;
use std::borrow::Cow;

/// The columns that a condition may use, with their words.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    readings::columns().iter().map(|c| (c.name, c.words)).collect()
}

/// Tries every condition on an empty table, so that a check that cannot run is an error of the register and never
/// accuses a return.
pub fn check_council_checks(register: &Register) -> Vec<Finding> {
    let columns = readings::columns();
    let mut out = vec![];
    for check in &register.checks {
        if let Err(got) = condition::check(&check.condition, &columns, &[]) {
            let expected = "a condition in SQL that is true or false for each reading";
            out.push(Finding::new(&catalogue::G008, expected, got).at(&check.place).about(&check.code));
        }
        for id in check.applies_to.iter().filter(|id| register.indicator(id).is_none()) {
            let finding = Finding::new(&catalogue::G002, "the id of an indicator", format!("“{id}”"));
            out.push(finding.at(&check.place).about(&check.code));
        }
    }
    out
}

/// Runs the council's checks that are not switched off. One that cannot be worked out for a reading costs itself, and is
/// a finding at its own place in the register.
pub(super) fn run(rows: &[ReadingFacts<'_>], context: &ValidationContext<'_>) -> Result<Vec<Finding>> {
    let on = |c: &&CouncilCheck| context.settings.checks.severity_or(&c.code, c.severity).is_some();
    let columns = readings::columns();
    let mut out = vec![];
    for check in context.register.checks.iter().filter(on) {
        let expression = parse(&check.condition, &columns)
            .map_err(|e| Error::Internal(format!("check {} of the register: {e}", check.code)))?;
        let rows: Vec<&ReadingFacts<'_>> = rows.iter().filter(|r| applies(check, &r.reading.indicator)).collect();
        let Ok(hits) = holds(&rows, &columns, &expression) else {
            let at = rows
                .iter()
                .find(|row| holds(&[row], &columns, &expression).is_err())
                .map_or("a reading", |r| &*r.reading.indicator);
            let expected = "a condition that can be worked out for every reading";
            let got = format!("check {} is not run: for {at} its {}", check.code, condition::FAILED);
            out.push(Finding::new(&catalogue::G008, expected, got).at(&check.place).about(&check.code));
            continue;
        };
        let used = condition::used(&expression);
        let used: Vec<&ConditionColumn<ReadingFacts<'_>>> = columns.iter().filter(|c| used.contains(c.name)).collect();
        for row in hits.into_iter().filter_map(|k| rows.get(k)) {
            let got: Vec<String> = used.iter().map(|c| format!("{} {}", c.name, c.shown(row))).collect();
            out.push(Finding {
                service: row.reading.service.to_string(),
                file: row.reading.place.source.file.clone(),
                sheet: row.reading.place.sheet.to_string(),
                cell: Some(row.reading.place.cell),
                code: Cow::Owned(check.code.clone()),
                severity: check.severity,
                subject: row.reading.indicator.to_string(),
                expected: format!("not “{}”", check.title),
                got: got.join(", "),
                remedy: Cow::Owned(check.remedy.clone()),
                figure: String::new(),
            });
        }
    }
    Ok(out)
}

/// The rows that a condition holds for.
fn holds<'a>(
    rows: &[&ReadingFacts<'a>],
    columns: &[ConditionColumn<ReadingFacts<'a>>],
    condition: &Condition,
) -> PolarsResult<Vec<usize>> {
    matches(rows.iter().copied(), columns, std::slice::from_ref(condition)).map(|mut each| each.swap_remove(0))
}

fn applies(check: &CouncilCheck, indicator: &str) -> bool {
    check.applies_to.is_empty() || check.applies_to.iter().any(|id| id == indicator)
}
