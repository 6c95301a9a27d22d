//! Quarters, months, indicators or services across: one line of the layout for all columns of the same sense.

use super::super::find::{Across, Spread};
use super::super::found::{AssignedTable, FoundColumn};
use super::super::vocabulary::vocabulary;
use super::columns::keys;
use super::month::{from_to, only_months};
use super::text::{quote, say};
use super::{DraftWriter, WorkbookDraft};
use crate::record::Field;

impl DraftWriter {
    pub(super) fn across(
        &mut self,
        out: &mut String,
        table: &AssignedTable<'_>,
        n: usize,
        field: Field,
        found: &WorkbookDraft<'_>,
        written: &mut Vec<String>,
    ) {
        let column = &table.block.columns[n];
        let Some(spread) = column.spread.as_ref().filter(|s| !written.contains(&s.pattern)) else { return };
        let what = vocabulary().meaning(field);
        let each = match spread.across {
            Across::Quarter => "a quarter",
            Across::Month => "a month",
            Across::Id => "an indicator",
            Across::Service => "a service",
        };
        self.guessed += 1;
        say(out, format_args!("  # Columns {}, {each} each: {what}, guessed.", from_to(table, n, spread)));
        let keys = format!("{}{}", keys(table, n, field, found), only(table, spread));
        say(out, format_args!("  {{ field = {}, heading = [{}]{keys} }},", quote(field.key()), quote(&spread.pattern)));
        written.push(spread.pattern.clone());
    }
}

/// The names that stand across, where other columns might be taken for one: a total, a note. Of months all twelve, so that
/// the next form finds its own.
fn only(table: &AssignedTable<'_>, spread: &Spread) -> String {
    if spread.across == Across::Month {
        return format!(", only = [{}]", only_months(table, spread));
    }
    let others = table.found.iter().any(|f| matches!(f, FoundColumn::Unknown | FoundColumn::Nothing));
    if !others || spread.across == Across::Quarter || !spread.under.is_empty() {
        return String::new();
    }
    let named = table.block.columns.iter().filter(|c| c.spread.as_ref() == Some(spread)).map(|c| quote(&c.part));
    format!(", only = [{}]", named.collect::<Vec<_>>().join(", "))
}
