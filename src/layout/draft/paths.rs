//! Indicators across, under headings that name them together: “Workforce / Sickness absence / Days lost”.

use super::cells::headings_above;
use super::find::{Across, Spread, TableBlock};
use super::names::{is_indicator, leads_to, words};
use super::vocabulary::{Sense, vocabulary};
use super::years;
use crate::layout::BELOW;
use crate::record::{Cell, Content, Field, Kind};
use crate::register::{Indicator, Register};
use crate::text::words::meaning;
use std::collections::{BTreeMap, BTreeSet};

/// Headings that share so many of their words with a name, and it with them, are that indicator's.
const NAMED: f64 = 0.8;
/// A heading that is this like what a field is called says the field.
const SAYS: f64 = 0.8;

/// Words that people leave out of headings: “Visits” for “Number of visits”.
const SLIGHT: [&str; 10] = ["number", "total", "percent", "percentage", "average", "rate", "count", "the", "and", "in"];
/// How much they count.
const SLIGHTLY: f64 = 0.3;

/// A column and the indicator that its headings name.
struct NamedColumn<'r> {
    column: usize,
    likeness: f64,
    indicator: &'r Indicator,
    path: Vec<String>,
}

/// Gives each column of figures the indicator that its headings name together, where two or more do.
pub fn name_columns(block: &mut TableBlock<'_>, heads: &[&[Cell]], year: Option<i32>, register: Option<&Register>) {
    let Some(register) = register.filter(|r| !names_stand_down(block, r)) else { return };
    let names = distinct_names(register);
    let mut named: Vec<NamedColumn<'_>> = Vec::new();
    for (column, seen) in block.columns.iter().enumerate() {
        let figures = seen.cells.iter().filter(|c| holds_figure(c)).count();
        if 2 * figures < seen.cells.len() || seen.cells.is_empty() {
            continue;
        }
        let path = headings_above(heads, seen.at.col);
        let mut best: Vec<(f64, &Indicator)> =
            names.iter().map(|(i, name)| (likeness(&path, name, year), *i)).collect();
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        if let [(likeness, indicator), rest @ ..] = best.as_slice()
            && *likeness >= NAMED
            && rest.first().is_none_or(|(next, _)| next < likeness)
        {
            named.push(NamedColumn { column, likeness: *likeness, indicator, path });
        }
    }
    one_column_each(&mut named);
    let by_itself =
        |n: &NamedColumn<'_>| block.columns[n.column].spread.as_ref().is_some_and(|spread| spread.across == Across::Id);
    if named.len() < 2 || named.iter().all(by_itself) {
        return;
    }
    let pattern = if named.iter().any(|n| n.path.len() > 1) { "{id...}" } else { "{id}" };
    for NamedColumn { column, indicator, path, .. } in named {
        let (seen, path) = (&mut block.columns[column], path.join(BELOW));
        let spread = Spread { across: Across::Id, pattern: pattern.to_owned(), under: String::new() };
        seen.code = (!is_indicator(register, &path)).then(|| leads_to(register, indicator));
        (seen.spread, seen.part) = (Some(spread), path);
    }
}

/// Whether a column holds indicators: what stands across is something else.
fn names_stand_down(block: &TableBlock<'_>, register: &Register) -> bool {
    block.columns.iter().any(|column| {
        let texts = column.cells.iter().filter_map(|c| super::cells::text(c));
        let (known, all) =
            texts.fold((0, 0), |(known, all), t| (known + usize::from(is_indicator(register, t)), all + 1));
        all > 0 && 2 * known >= all
    })
}

/// Every name of the register once, as words, with the first indicator that has it.
fn distinct_names(register: &Register) -> Vec<(&Indicator, Vec<String>)> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let all = register.indicators.iter().flat_map(|i| i.names().map(move |name| (i, name)));
    let new = all.filter(|(_, name)| seen.insert(words(name).join(" ")));
    new.map(|(i, name)| (i, words(name))).filter(|(_, name)| !name.is_empty()).collect()
}

fn holds_figure(cell: &Cell) -> bool {
    match &cell.content {
        Content::Number(_) | Content::FormulaWithoutResult => true,
        Content::Text(text) => crate::text::number::parse(text, true).is_some() || vocabulary().marker(text).is_some(),
        _ => false,
    }
}

/// How like the headings above a column are to a name: shared words against all, of the rows that share any. Rows above
/// that share none are of the form alone; what stands lowest must be of the name, or say that it is the figure.
fn likeness(path: &[String], name: &[String], year: Option<i32>) -> f64 {
    let rows: Vec<Vec<String>> = path.iter().map(|row| words(row)).collect();
    let shares = |row: &[String]| row.iter().any(|w| has(name, w));
    let weight = |words: &mut dyn Iterator<Item = &String>| -> f64 {
        words.map(|w| if SLIGHT.contains(&w.as_str()) { SLIGHTLY } else { 1.0 }).sum()
    };
    let matched = weight(&mut name.iter().filter(|w| rows.iter().any(|row| has(row, w))));
    let extra = weight(&mut rows.iter().filter(|row| shares(row)).flatten().filter(|w| !has(name, w)));
    let others = path.iter().zip(&rows).filter(|(_, row)| !shares(row)).map(|(heading, _)| heading);
    let lowest = path.last().zip(rows.last());
    let by_lowest = lowest.is_some_and(|(heading, row)| shares(row) || says(heading) == Some(Field::Value));
    // Last year's, the target of it.
    let another = |heading: &String| {
        let of_year = years::named(heading).zip(year).is_some_and(|(of, year)| of != year);
        of_year || says(heading).is_some_and(|field| field != Field::Value)
    };
    if !by_lowest || others.into_iter().any(another) {
        return 0.0;
    }
    2.0 * matched / (weight(&mut name.iter()) + matched + extra)
}

fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|w| super::vocabulary::same_word(w, word))
}

/// The figure that a heading says, as the words of indicators call it.
fn says(heading: &str) -> Option<Field> {
    const FIGURES: [Field; 5] = [Field::Value, Field::Target, Field::Previous, Field::YearAgo, Field::Forecast];
    let v = vocabulary();
    match v.sense(Kind::Indicators, &v.tokens(heading))? {
        (Sense::Field(field), likeness) if likeness >= SAYS && FIGURES.contains(&field) => Some(field),
        _ => None,
    }
}

/// Of columns that name the same indicator the one that does so best; none where that is not one.
fn one_column_each(named: &mut Vec<NamedColumn<'_>>) {
    let mut best: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for n in named.iter() {
        let held = best.entry(meaning(&n.indicator.name)).or_insert((n.likeness, 0));
        match n.likeness.total_cmp(&held.0) {
            std::cmp::Ordering::Greater => *held = (n.likeness, 1),
            std::cmp::Ordering::Equal => held.1 += 1,
            std::cmp::Ordering::Less => {}
        }
    }
    named.retain(|n| best.get(&meaning(&n.indicator.name)) == Some(&(n.likeness, 1)));
}
