//! Quarters, months, indicators or services across: one line of the layout for all columns of the same sense.

use super::super::find::{Across, Spread};
use super::super::found::{AssignedTable, FoundColumn, is_month};
use super::super::vocabulary::vocabulary;
use super::columns::keys;
use super::text::{quote, say};
use super::{DraftWriter, WorkbookDraft};
use crate::period::month_name;
use crate::reading::column_letters;
use crate::record::Field;

const MONTHS: [&str; 12] = [
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
];
/// Letters of a month that is cut short.
const SHORT: usize = 3;

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

fn from_to(table: &AssignedTable<'_>, n: usize, spread: &Spread) -> String {
    let last = table.block.columns.iter().rev().find(|c| c.spread.as_ref() == Some(spread));
    let (from, to) = (table.block.columns[n].at, last.map_or(table.block.columns[n].at, |c| c.at));
    format!("{} to {}", column_letters(from.col), column_letters(to.col))
}

/// Whether a column is that of a month, and the figure stands elsewhere.
pub(super) fn is_month_beside(table: &AssignedTable<'_>, n: usize) -> bool {
    let month = table.block.columns[n].spread.as_ref().is_some_and(|s| s.across == Across::Month);
    month && matches!(table.found[n], FoundColumn::Nothing)
}

pub(super) fn month_beside(out: &mut String, table: &AssignedTable<'_>, n: usize, written: &mut Vec<String>) {
    let Some(spread) = table.block.columns[n].spread.as_ref().filter(|s| !written.contains(&s.pattern)) else { return };
    let columns = from_to(table, n, spread);
    written.push(spread.pattern.clone());
    if table.found.iter().any(is_month) || !spread.under.is_empty() {
        return say(out, format_args!("  # Columns {columns}, a month each: read by nothing."));
    }
    say(
        out,
        format_args!(
            "  # Columns {columns}, a month each: left out, as the figure stands in a column of its own. Where it is"
        ),
    );
    say(
        out,
        format_args!(
            "  # that of the year and not of the quarter, put sum-parts = true above and in place of that column:"
        ),
    );
    let only = only_months(table, spread);
    say(
        out,
        format_args!(
            "  # {{ field = \"value\", heading = [{}], only = [{only}], required = true }},",
            quote(&spread.pattern)
        ),
    );
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

/// The twelve months as the form writes them: in full or cut short, with any year where it names one.
fn only_months(table: &AssignedTable<'_>, spread: &Spread) -> String {
    let parts = table.block.columns.iter().filter(|c| c.spread.as_ref() == Some(spread)).map(|c| c.part.as_str());
    let parts: Vec<&str> = parts.collect();
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    // A day is shown as a day, and is read as a month and its year.
    let days = parts.iter().all(|p| letters(p) == 0);
    let short = days || parts.iter().all(|p| letters(p) <= SHORT + 1);
    let years = parts.iter().any(|p| p.contains(|c: char| c.is_ascii_digit()));
    let before = !days && parts.iter().any(|p| p.starts_with(|c: char| c.is_ascii_digit()));
    let name = |month: &&str| {
        let as_written = parts.iter().find(|p| !years && month_name(p) == month_name(month)).copied();
        let cut = if short { &month[..SHORT] } else { month };
        match (as_written, years, before) {
            (Some(written), ..) => quote(written),
            (None, true, true) => quote(&format!("2* {cut}")),
            (None, true, false) => quote(&format!("{cut} 2*")),
            (None, false, _) => quote(cut),
        }
    };
    MONTHS.iter().map(|month| name(month)).collect::<Vec<_>>().join(", ")
}
