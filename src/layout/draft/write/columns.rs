//! One column of a table as a layout names it.

use super::super::assign::needed;
use super::super::found::{AssignedTable, FoundColumn};
use super::super::settle::{money, percent};
use super::super::vocabulary::{Sense, vocabulary};
use super::WorkbookDraft;
use crate::layout::{MoneyIn, PercentAs};
use crate::record::{Field, Kind};

/// Fields of indicators that stand on a form for the reader: the register has them.
const PRINTED: [Field; 5] = [Field::Title, Field::Unit, Field::Target, Field::Previous, Field::YearAgo];
const MEASURED: [Field; 6] =
    [Field::Value, Field::Target, Field::Previous, Field::YearAgo, Field::Forecast, Field::Progress];

/// The keys of a column beside field and heading.
pub(super) fn keys(table: &AssignedTable<'_>, n: usize, field: Field, found: &WorkbookDraft<'_>) -> String {
    let mut out = String::new();
    let indicators = table.kind == Kind::Indicators;
    let anchors = |f: Field| needed(table.kind).contains(&f) || f == Field::Id;
    let plain = |f: &FoundColumn| matches!(f, FoundColumn::Field(..));
    let anchored = table.found.iter().any(|f| matches!(f, FoundColumn::Field(f, _) if anchors(*f)));
    // Headings with placeholders are looked for only beside a heading that is required.
    let service = table.found.iter().position(|f| matches!(f, FoundColumn::Field(Field::Service, _)));
    let stands_in = !anchored && service.or_else(|| table.found.iter().position(plain)) == Some(n);
    if anchors(field) || stands_in {
        out.push_str(", required = true");
    } else if indicators && PRINTED.contains(&field) {
        out.push_str(", print = true");
    }
    if MEASURED.contains(&field) {
        if table.profiles[n].scaled > 0 {
            out.push_str(", thousands = true");
        }
        match percent(table, n, found.register) {
            Some(PercentAs::Points) => out.push_str(", percent = \"points\""),
            Some(PercentAs::Fraction) => out.push_str(", percent = \"fraction\""),
            None => {}
        }
        match money(table, n).filter(|_| indicators) {
            Some(MoneyIn::Thousands) => out.push_str(", money = \"thousands\""),
            Some(MoneyIn::Millions) => out.push_str(", money = \"millions\""),
            _ => {}
        }
    }
    out
}

/// A heading that says the column by itself, else with the group that it stands under.
pub(super) fn heading(table: &AssignedTable<'_>, n: usize) -> String {
    let column = &table.block.columns[n];
    let twin = |(k, c): (usize, &super::super::find::SeenColumn<'_>)| {
        k != n && crate::text::words::meaning(&c.heading) == crate::text::words::meaning(&column.heading)
    };
    let alone = !table.block.columns.iter().enumerate().any(twin);
    // A heading written over two rows says another thing by its lower half.
    let v = vocabulary();
    let sense = v.sense(table.kind, &v.tokens(&column.heading)).map(|(sense, _)| sense);
    let half = matches!(&table.found[n], FoundColumn::Field(f, _) if sense != Some(Sense::Field(*f)));
    // Headings of which one stands in the upper row alone are read together with their groups.
    let uneven = table.block.columns.iter().any(|c| c.at.row < table.block.rows.1);
    match column.group.is_empty() || (alone && !half && !uneven) {
        true => column.heading.clone(),
        false => format!("{} / {}", column.group, column.heading),
    }
}
