//! Rows and columns that are passed over on purpose.

use super::super::found::{AssignedTable, FoundColumn};
use super::super::sums::{id_column, key_column};
use super::super::years;
use super::columns::heading;
use super::month::is_month_beside;
use super::text::{plain, quote, say};
use crate::text::words::{meaning, meaning_or_signs};
use std::collections::BTreeSet;

/// Columns of figures passed over that are too few to speak of.
const FEW: usize = 1;

/// Rows that are sums of others, or begin as lines do, by all that stands in the column of their names.
pub(super) fn skip_whole(out: &mut String, table: &AssignedTable<'_>) {
    let words: Vec<String> = table.block.skip_whole.iter().map(|w| quote(w)).collect();
    let Some(key) = key_column(table).filter(|_| !words.is_empty()) else { return };
    let field = if id_column(table) == Some(key) { "id" } else { "service" };
    say(out, format_args!("# Guessed: rows that add up others, or name those below them."));
    say(out, format_args!("skip-where = [{{ field = \"{field}\", is = [{}] }}]", words.join(", ")));
}

/// The headings of columns that are known and read by nothing; and, where without them most of the table would count as
/// unread and the whole file with it, of those that could not be told, with what a person must do.
pub(super) fn wanted_by_nobody(table: &AssignedTable<'_>) -> (Vec<String>, Option<String>) {
    let columns = 0..table.found.len();
    let read = |n: usize| matches!(table.found[n], FoundColumn::Field(..) | FoundColumn::Across(..));
    let of_read: BTreeSet<String> =
        columns.clone().filter(|n| read(*n)).map(|n| meaning_or_signs(&heading(table, n))).collect();
    let can_be_written = |n: &usize| {
        let words = heading(table, *n);
        let plain = !words.contains(['*', '{', '}']) && words.split(" / ").all(|row| !meaning(row).is_empty());
        plain && !of_read.contains(&meaning_or_signs(&words))
    };
    // Last year's outturn is another year's in the next form.
    let any_year = !table.found.iter().any(|f| matches!(f, FoundColumn::Across(..)));
    let written = |n: usize| quote(&if any_year { without_year(&heading(table, n)) } else { heading(table, n) });
    let nothing = |n: &usize| matches!(table.found[*n], FoundColumn::Nothing) && !is_month_beside(table, *n);
    let mut ignored: Vec<String> = columns.clone().filter(nothing).filter(can_be_written).map(written).collect();
    let figures = |n: &usize| table.profiles[*n].mostly_numbers() && !table.profiles[*n].counts();
    let untold = |n: &usize| matches!(table.found[*n], FoundColumn::Unknown) && figures(n);
    let (lost, all) = (columns.clone().filter(untold).count(), columns.clone().filter(figures).count());
    let mut ask = None;
    if 2 * lost > all && lost > FEW {
        let untold: Vec<usize> = columns.filter(untold).filter(can_be_written).collect();
        let words: Vec<String> = untold.iter().map(|n| format!("“{}”", plain(&heading(table, *n)))).collect();
        ask = Some(format!(
            "most columns of figures could not be told, and are passed over under ignore: {}; take out of ignore what is \
             wanted, and give it a column or a line of [codes]",
            words.join(", ")
        ));
        ignored.extend(untold.into_iter().map(written));
    }
    let mut seen = BTreeSet::new();
    ignored.retain(|heading| seen.insert(meaning_or_signs(heading)));
    (ignored, ask)
}

/// `Outturn *` from `Outturn 2024/25`.
fn without_year(heading: &str) -> String {
    let words: Vec<&str> = heading.split(' ').map(|w| if years::named(w).is_some() { "*" } else { w }).collect();
    let is_said = words.iter().any(|w| !meaning(w).is_empty());
    if is_said { words.join(" ") } else { heading.to_owned() }
}
