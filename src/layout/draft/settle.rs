//! What is told only by several columns of a table together: ids from names, parts, percentages, money.

use super::cells::text;
use super::find::Across;
use super::found::{AssignedTable, Because, FoundColumn};
use super::names::{leads_to, named};
use super::profile::Profile;
use super::sums::{id_column, take_out};
use super::vocabulary::vocabulary;
use crate::layout::{MoneyIn, PercentAs};
use crate::measure::Unit;
use crate::record::{Cell, Content, Field, Kind};
use crate::register::Register;
use std::collections::{BTreeMap, BTreeSet};

/// A code or a name of the form for an id of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    pub id: String,
    /// The register's name.
    pub name: String,
}

/// Completes a table of indicators, and gives the codes that lead to the register.
pub fn settle(table: &mut AssignedTable<'_>, register: Option<&Register>) -> BTreeMap<String, Code> {
    if matches!(table.kind, Kind::Risks | Kind::Actions) {
        numbers_of_lines(table);
    }
    if table.kind != Kind::Indicators {
        return BTreeMap::new();
    }
    if table.column(Field::Id).is_none() {
        // A form without references names its indicators: the name is what the codes turn into an id.
        let named = table.column(Field::Title).or_else(|| {
            let is_name = |p: &Profile| p.texts > 0 && p.texts == p.filled && p.words.len() == p.filled;
            let free = |n: &usize| !matches!(table.found[*n], FoundColumn::Field(Field::Service, _));
            (0..table.found.len()).filter(free).find(|n| is_name(&table.profiles[*n]))
        });
        if let Some(n) = named {
            table.found[n] = FoundColumn::Field(Field::Id, Because::Both);
        }
    }
    parts(table);
    if let Some(register) = register {
        take_out(table, register);
    }
    total(table, register);
    let mut codes = headings(table);
    codes.extend(id_column(table).zip(register).map(|(id, register)| names(table, id, register)).unwrap_or_default());
    codes
}

/// A reference that begins anew in each table of a sheet is the number of a line.
fn numbers_of_lines(table: &mut AssignedTable<'_>) {
    let Some(id) = table.column(Field::Id).filter(|_| table.block.times > 1) else { return };
    let ids: Vec<String> = table.block.columns[id].cells.iter().map(|c| c.content.shown()).collect();
    if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
        table.found[id] = FoundColumn::Nothing;
    }
}

/// An indicator in several rows, each for a part of it: the column of the parts has another text in each.
fn parts(table: &mut AssignedTable<'_>) {
    if table.found.iter().any(|f| matches!(f, FoundColumn::Across(_, Across::Id))) {
        // Indicators across: what stands down is their parts, unless it is the services.
        if table.column(Field::Service).is_some() {
            return;
        }
        let first = table.profiles.iter().position(|p| p.texts > 0 && p.texts == p.filled);
        if let Some(n) =
            first.filter(|n| !matches!(table.found[*n], FoundColumn::Field(Field::Service | Field::Period, _)))
        {
            table.found[n] = FoundColumn::Field(Field::Breakdown, Because::Content);
        }
        return;
    }
    let Some(id) = table.column(Field::Id) else { return };
    let ids = &table.profiles[id];
    if table.column(Field::Breakdown).is_some() {
        // A column that might be a breakdown is one only where an indicator stands in several rows.
        if ids.filled == ids.words.len() + ids.numbers {
            for found in &mut table.found {
                if matches!(found, FoundColumn::Field(Field::Breakdown, _)) {
                    *found = FoundColumn::Unknown;
                }
            }
        }
        return;
    }
    if ids.words.values().all(|n| *n < 2) {
        return;
    }
    let part = (0..table.found.len()).find(|n| {
        let p = &table.profiles[*n];
        matches!(table.found[*n], FoundColumn::Unknown)
            && p.texts == p.filled
            && p.words.len() > 1
            && p.filled == ids.filled
    });
    if let Some(n) = part {
        table.found[n] = FoundColumn::Field(Field::Breakdown, Because::Content);
    }
}

/// A last line that names no indicator, below lines that do, is a total, whatever it is called.
fn total(table: &mut AssignedTable<'_>, register: Option<&Register>) {
    let Some((id, register)) = id_column(table).zip(register) else { return };
    let cells = &table.block.columns[id].cells;
    let Some((last, above)) = cells.split_last() else { return };
    let known = |c: &&&Cell| {
        let code = c.content.shown();
        register.indicator(&code).is_some() || named(register, &code).is_some()
    };
    let title = table.column(Field::Title).filter(|t| *t != id);
    let untitled = title.is_some_and(|t| in_row(&table.block.columns[t].cells, last.at.row).is_none());
    let mine = text(last).filter(|_| !known(&last) && above.iter().filter(|c| known(c)).count() == above.len());
    if let Some(words) = mine.filter(|_| untitled && above.len() >= 2) {
        let words = words.to_owned();
        let row = last.at.row;
        table.block.stop.insert(0, words);
        for column in &mut table.block.columns {
            column.cells.retain(|c| c.at.row != row);
        }
    }
}

/// Headings that name their indicators together, in other words than the register's.
fn headings(table: &AssignedTable<'_>) -> BTreeMap<String, Code> {
    let across = table.block.columns.iter().zip(&table.found);
    let across = across.filter(|(_, f)| matches!(f, FoundColumn::Across(_, Across::Id)));
    let code = |code: &String| Code { id: code.clone(), name: String::new() };
    across.filter_map(|(c, _)| Some((c.part.clone(), code(c.code.as_ref()?)))).collect()
}

/// What stands down in place of ids.
fn names(table: &AssignedTable<'_>, id: usize, register: &Register) -> BTreeMap<String, Code> {
    let title = table.column(Field::Title);
    let mut out = BTreeMap::new();
    for cell in &table.block.columns[id].cells {
        let code = cell.content.shown();
        // Each service has its own of a name that several have.
        let of_many = register.indicators_named(&code).nth(1).is_some();
        if code.is_empty() || of_many || register.indicator(&code).is_some() {
            continue;
        }
        let beside = title.and_then(|t| in_row(&table.block.columns[t].cells, cell.at.row)).and_then(text);
        let found = [Some(code.as_str()), beside].into_iter().flatten().find_map(|name| named(register, name));
        if let Some(indicator) = found {
            out.insert(code, Code { id: leads_to(register, indicator), name: indicator.name.clone() });
        }
    }
    out
}

fn in_row<'c>(cells: &[&'c Cell], row: u32) -> Option<&'c Cell> {
    cells.iter().find(|c| c.at.row == row).copied()
}

/// How percentages are typed in a column where no format shows it; `None` where it cannot be told or need not. Columns
/// that one line of the layout describes are typed alike.
pub fn percent(table: &AssignedTable<'_>, n: usize, register: Option<&Register>) -> Option<PercentAs> {
    let columns = alike(table, n);
    if columns.iter().all(|n| table.profiles[*n].numbers == 0) {
        return None;
    }
    let is_percent = |name: &str| {
        let register = register?;
        let indicator = register.indicator(name).or_else(|| named(register, name))?;
        Some(indicator.unit == Unit::Percent)
    };
    let cells = |n: &usize| table.block.columns[*n].cells.iter().copied();
    let in_percent: Vec<&Cell> = match (id_column(table), table.column(Field::Unit), register) {
        (Some(id), _, Some(_)) => {
            let known = |c: &&Cell| is_percent(&in_row(&table.block.columns[id].cells, c.at.row)?.content.shown());
            columns.iter().flat_map(cells).filter(|c| known(c).unwrap_or(false)).collect()
        }
        (None, _, Some(_)) if matches!(table.found[n], FoundColumn::Across(_, Across::Id)) => {
            let named = |n: &&usize| {
                let column = &table.block.columns[**n];
                is_percent(column.code.as_ref().unwrap_or(&column.part)).unwrap_or(false)
            };
            columns.iter().filter(named).flat_map(cells).collect()
        }
        (_, Some(unit), _) => {
            let is = |c: &&Cell| {
                let unit = in_row(&table.block.columns[unit].cells, c.at.row).map(|u| u.content.shown());
                unit.is_some_and(|u| u.contains('%') || u.to_lowercase().contains("percent"))
            };
            columns.iter().flat_map(cells).filter(is).collect()
        }
        _ => {
            let profile = &table.profiles[n];
            return (profile.fractions > 0 && profile.fractions == profile.numbers).then_some(PercentAs::Fraction);
        }
    };
    let values: Vec<f64> = in_percent.into_iter().filter(|c| !c.percent).filter_map(number).collect();
    let above_one = values.iter().filter(|v| v.abs() > 1.5).count();
    match (values.len(), above_one) {
        (0, _) => None,
        (_, 0) => Some(PercentAs::Fraction),
        (all, above) if all == above => Some(PercentAs::Points),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match &cell.content {
        Content::Number(n) => Some(*n),
        _ => None,
    }
}

/// What money in a column is typed in, from its heading or the words above the table.
pub fn money(table: &AssignedTable<'_>, n: usize) -> Option<MoneyIn> {
    let columns = alike(table, n);
    let headings = columns.iter().map(|n| &table.block.columns[*n]);
    let said = headings.flat_map(|c| [c.heading.as_str(), c.group.as_str(), c.part.as_str()]);
    match said.chain(table.block.above.iter().copied()).filter_map(|text| vocabulary().money(text)).next()? {
        "millions" => Some(MoneyIn::Millions),
        _ => Some(MoneyIn::Thousands),
    }
}

/// The columns that one line of the layout describes.
fn alike(table: &AssignedTable<'_>, n: usize) -> Vec<usize> {
    let spread =
        |n: usize| table.block.columns[n].spread.as_ref().filter(|_| matches!(table.found[n], FoundColumn::Across(..)));
    let Some(mine) = spread(n) else { return vec![n] };
    (0..table.found.len()).filter(|other| spread(*other) == Some(mine)).collect()
}
