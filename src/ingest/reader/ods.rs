//! The cells of an OpenDocument workbook, each by itself.

use super::filling::Filling;
use super::stop::Stop;
use super::value::ReadValue;
use crate::ingest::book::{EXTERNAL, FORMULA, Held, ReadBook};
use crate::ingest::preflight::{Cleared, OdsTable, OdsValue, Refusal, SheetFacts};
use crate::settings::Limits;

pub(super) fn read(cleared: &Cleared<'_>, limits: &Limits) -> Result<ReadBook, Refusal> {
    let mut filling = Filling::new(cleared, limits);
    for (table, facts) in cleared.tables.iter().zip(&cleared.sheets) {
        filling.begin(&table.name, table.hidden);
        let ended = sheet(&mut filling, table, facts, cleared);
        filling.end(ended, facts)?;
    }
    Ok(filling.finish())
}

fn sheet(filling: &mut Filling<'_>, table: &OdsTable, facts: &SheetFacts, cleared: &Cleared<'_>) -> Result<(), Stop> {
    for run in &table.runs {
        let flags = if run.formula { FORMULA } else { 0 } | if run.external { EXTERNAL } else { 0 };
        let style = cleared.styles.get(run.style);
        for at in run.rows.clone().flat_map(|row| run.columns.clone().map(move |column| (row, column))) {
            let value = match &run.value {
                OdsValue::Number(n) => ReadValue::Number(*n),
                OdsValue::Text(s) => ReadValue::Text(s),
                OdsValue::Bool(b) => ReadValue::Bool(*b),
                OdsValue::Day(s) => ReadValue::DateText(s),
                OdsValue::FormulaWithoutResult => {
                    filling.put(at, Held::FormulaWithoutResult, flags, None, facts)?;
                    continue;
                }
            };
            let Some(value) = filling.value(value, at, style)? else { continue };
            filling.put(at, value, flags, style, facts)?;
            if let Some(pointer) = &run.pointer {
                filling.point(at, (**pointer).clone());
            }
        }
    }
    Ok(())
}
