//! The council's own checks: conditions in SQL over the columns of the readings.

use super::Context;
use super::frame::{Column, frame, matches};
use super::readings::{self, Facts};
use crate::catalogue;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::register::{CouncilCheck, Register};
use polars::prelude::{DataType, Expr, IntoLazy};
use polars::sql::sql_expr;
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
        if let Err(got) = tried(&check.condition, &columns) {
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

fn parse(condition: &str) -> Result<Expr, String> {
    sql_expr(condition).map_err(|e| reason(&e.to_string()))
}

/// What is wrong with the condition, if anything.
fn tried(condition: &str, columns: &[Column<Facts<'_>>]) -> Result<(), String> {
    let expression = parse(condition)?;
    if let Some(unknown) =
        expression.clone().meta().root_names().iter().find(|name| columns.iter().all(|c| c.name != name.as_str()))
    {
        let likeness = |c: &&Column<Facts<'_>>| strsim::levenshtein(c.name, unknown);
        let nearest = columns.iter().min_by_key(likeness).map_or("", |c| c.name);
        let all: Vec<&str> = columns.iter().map(|c| c.name).collect();
        let all = all.join(", ");
        return Err(format!("“{unknown}” is not a column; did you mean “{nearest}”? The columns are: {all}"));
    }
    let dry = frame(&[], columns, std::slice::from_ref(&expression)).map(|f| f.lazy().select([expression.clone()]));
    let answer = dry.and_then(|f| f.collect()).map_err(|e| reason(&e.to_string()))?;
    match answer.columns().first().map(|c| c.dtype()) {
        Some(DataType::Boolean) => Ok(()),
        _ => Err("a condition that gives a number or a text, not true or false".to_owned()),
    }
}

/// The first line of the parser's message, without the name of its type of error.
pub(super) fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.rsplit_once("sql parser error: ").map_or(line, |(_, rest)| rest);
    format!("not understood: {line}")
}

/// Runs the council's checks that are not switched off.
pub(super) fn run(rows: &[Facts<'_>], context: &Context<'_>) -> Result<Vec<Finding>> {
    let on = |c: &&CouncilCheck| context.settings.checks.severity_or(&c.code, c.severity).is_some();
    let checks: Vec<&CouncilCheck> = context.register.checks.iter().filter(on).collect();
    if checks.is_empty() || rows.is_empty() {
        return Ok(vec![]);
    }
    let columns = readings::columns();
    let internal = |c: &CouncilCheck, e: String| Error::Internal(format!("check {} of the register: {e}", c.code));
    let parsed: Vec<Expr> =
        checks.iter().map(|c| parse(&c.condition).map_err(|e| internal(c, e))).collect::<Result<_>>()?;
    let hits = matches(rows, &columns, &parsed)
        .map_err(|e| Error::Internal(format!("the council's own checks failed: {}", reason(&e.to_string()))))?;
    let mut out = vec![];
    for ((check, expression), hits) in checks.iter().zip(&parsed).zip(hits) {
        let used = expression.clone().meta().root_names();
        let used: Vec<&Column<Facts<'_>>> = columns.iter().filter(|c| used.contains(&c.name.into())).collect();
        let rows = hits.into_iter().filter_map(|k| rows.get(k));
        for row in rows.filter(|r| applies(check, &r.reading.indicator)) {
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
            });
        }
    }
    Ok(out)
}

fn applies(check: &CouncilCheck, indicator: &str) -> bool {
    check.applies_to.is_empty() || check.applies_to.iter().any(|id| id == indicator)
}
