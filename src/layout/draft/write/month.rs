//! Months across, as a layout names them.

use super::super::find::{Across, Spread};
use super::super::found::{AssignedTable, FoundColumn, is_month};
use super::text::{quote, say};
use crate::period::month_name;
use crate::reading::column_letters;

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

/// The first and the last column of those that one line describes.
pub(super) fn from_to(table: &AssignedTable<'_>, n: usize, spread: &Spread) -> String {
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

/// The twelve months as the form writes them: in full or cut short, with any year where it names one.
pub(super) fn only_months(table: &AssignedTable<'_>, spread: &Spread) -> String {
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
    MONTHS.iter().map(name).collect::<Vec<_>>().join(", ")
}
