//! Which kind of record a table holds, and which field each of its columns fills.

use super::find::{Across, KINDS, SeenColumn, Spread, TableBlock};
use super::found::{AssignedTable, Because, FoundColumn, fills, is_month};
use super::months;
use super::names::{is_indicator, named};
use super::profile::Profile;
use super::vocabulary::{Sense, vocabulary};
use super::years;
use crate::record::{Field, Kind};
use crate::register::Register;
use crate::text::words::meaning;

/// Words and content together must reach this for a guess.
const GUESS: f64 = 0.5;
/// Words alone this like a known heading are certain, unless the content speaks against it.
const CERTAIN: f64 = 0.95;
/// A field that the content alone tells.
const TOLD: f64 = 0.62;
/// A table whose columns suit no kind better than this is none of a return's.
const TABLE: f64 = 2.0;

/// What each column of an indicator adds, up to so many of them.
const NAMED_COLUMN: f64 = 0.5;
const NAMED_COLUMNS: usize = 6;

/// The fields without which a row of a kind says nothing.
pub fn needed(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Risks => &[Field::Title, Field::Likelihood, Field::Impact],
        Kind::Actions => &[Field::Title, Field::Status],
        Kind::Feedback => &[Field::FeedbackKind, Field::Value],
        _ => &[Field::Id, Field::Value],
    }
}

/// `None` for a table that is none of a return's.
pub fn assign<'s>(
    block: TableBlock<'s>,
    sheet: &str,
    year: Option<i32>,
    register: Option<&Register>,
) -> Option<AssignedTable<'s>> {
    let profiles: Vec<Profile> = block.columns.iter().map(|c| Profile::of(c.cells.iter().copied(), register)).collect();
    let mut best: Option<(f64, Kind, Vec<FoundColumn>)> = None;
    for kind in KINDS {
        let (mut score, mut found) = columns(&block, &profiles, kind, year);
        names_before_numbers(&profiles, register, &mut found);
        score += last_resort(&block, &profiles, kind, year, register, &mut found);
        score += months::settle(kind, &mut found);
        let lacks = needed(kind).iter().filter(|n| !found.iter().any(|f| fills(f, **n))).count();
        score -= 1.5 * lacks as f64;
        let title = block.above.last().copied().unwrap_or_default();
        score += if vocabulary().points_to(kind, sheet) { 0.8 } else { 0.0 };
        score += if vocabulary().points_to(kind, title) { 0.4 } else { 0.0 };
        if best.as_ref().is_none_or(|(s, ..)| score > *s) {
            best = Some((score, kind, found));
        }
    }
    let (score, kind, found) = best?;
    let has = |field: &Field| found.iter().any(|f| fills(f, *field));
    // Lists of words have headings like a table's: what a line cannot do without must be there, or the sheet say so.
    let enough = needed(kind).iter().all(has) || vocabulary().points_to(kind, sheet);
    // Headings across are looked for beside another: a field, or the names of what stands down.
    let by_id = found.iter().any(|f| matches!(f, FoundColumn::Across(_, Across::Id)));
    let names = by_id && profiles.iter().any(|p| p.texts > 0 && p.texts == p.filled);
    let anchored = names || found.iter().any(|f| matches!(f, FoundColumn::Field(..)));
    let enough = enough && (anchored || !found.iter().any(|f| matches!(f, FoundColumn::Across(..))));
    (score >= TABLE && enough).then_some(AssignedTable { block, kind, profiles, found, also: vec![] })
}

/// Gives each column its field, the surest first; a field goes to one column.
fn columns(block: &TableBlock<'_>, profiles: &[Profile], kind: Kind, year: Option<i32>) -> (f64, Vec<FoundColumn>) {
    let mut found = vec![FoundColumn::Unknown; block.columns.len()];
    let mut taken: Vec<Field> = Vec::new();
    let mut score = 0.0;
    across(block, kind, &mut found, &mut taken);
    if found.iter().any(|f| matches!(f, FoundColumn::Across(..))) {
        score += 2.0;
    }
    // The register's own indicators in the headings say of what the table is.
    let named = found.iter().filter(|f| matches!(f, FoundColumn::Across(Field::Value, Across::Id))).count();
    score += NAMED_COLUMN * named.min(NAMED_COLUMNS) as f64;
    let lines = matches!(kind, Kind::Indicators | Kind::Feedback);
    let mut pairs: Vec<(f64, f64, usize, Sense)> = Vec::new();
    for (n, (column, profile)) in block.columns.iter().zip(profiles).enumerate() {
        if matches!(found[n], FoundColumn::Across(..)) {
            continue;
        }
        // Numbers of lines are references at most.
        let of_lines = lines && profile.counts() && vocabulary().numbers_lines(&column.heading);
        let may_be = |sense: &Sense| !of_lines || *sense == Sense::Field(Field::Id);
        for (sense, likeness) in senses(column, kind, year).into_iter().filter(|(sense, _)| may_be(sense)) {
            let content = match sense {
                Sense::Field(field) => profile.suits(field),
                // What nothing reads is colours, arrows and sums; sentences are worth a guess.
                Sense::Nothing if profile.sentences() && kind != Kind::Risks => -0.5,
                Sense::Nothing => 0.0,
            };
            pairs.push((likeness + content, likeness, n, sense));
        }
        if let Some(field) = profile.tells(kind) {
            pairs.push((TOLD, 0.0, n, Sense::Field(field)));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    for (sum, likeness, n, sense) in pairs.into_iter().filter(|(sum, likeness, ..)| *sum >= GUESS && *likeness >= 0.0) {
        if !matches!(found[n], FoundColumn::Unknown) {
            continue;
        }
        match sense {
            Sense::Nothing => found[n] = FoundColumn::Nothing,
            Sense::Field(field) if taken.contains(&field) => {}
            Sense::Field(field) => {
                let because = match likeness {
                    0.0 => Because::Content,
                    l if l >= CERTAIN && sum >= l => Because::Words,
                    _ => Because::Both,
                };
                taken.push(field);
                found[n] = FoundColumn::Field(field, because);
                score += sum.min(1.3) * if needed(kind).contains(&field) { 1.5 } else { 1.0 };
            }
        }
    }
    for (n, column) in block.columns.iter().enumerate().filter(|(n, _)| lines && profiles[*n].counts()) {
        if matches!(found[n], FoundColumn::Unknown) && vocabulary().numbers_lines(&column.heading) {
            found[n] = FoundColumn::Nothing;
        }
    }
    (score, found)
}

/// What no words told: the names of indicators in place of their ids, and the one column that can be the figure.
/// Gives what that is worth.
fn last_resort(
    block: &TableBlock<'_>,
    profiles: &[Profile],
    kind: Kind,
    year: Option<i32>,
    register: Option<&Register>,
    found: &mut [FoundColumn],
) -> f64 {
    if matches!(kind, Kind::Risks | Kind::Actions) {
        return title(profiles, found);
    }
    let mut score = 0.0;
    if kind == Kind::Indicators && !found.iter().any(|f| fills(f, Field::Id)) {
        let names = |p: &Profile| {
            let known = |r: &Register| p.words.keys().filter(|w| named(r, w).is_some()).count();
            p.texts == p.filled && register.is_some_and(|r| 2 * known(r) > p.words.len())
        };
        if let Some(n) = (0..found.len()).find(|n| profiles[*n].filled > 0 && names(&profiles[*n])) {
            found[n] = FoundColumn::Field(Field::Id, Because::Content);
            score += 1.5;
        }
    }
    if !found.iter().any(|f| fills(f, Field::Value) && !is_month(f)) {
        let free = |n: &usize| {
            let untold = matches!(found[*n], FoundColumn::Unknown | FoundColumn::Nothing);
            untold && profiles[*n].mostly_numbers() && !of_another_year(&block.columns[*n], year)
        };
        let free: Vec<usize> = (0..found.len()).filter(free).collect();
        let percent = free.iter().filter(|n| profiles[**n].percents * 2 > profiles[**n].filled);
        let percent: Vec<usize> = percent.copied().collect();
        let v = vocabulary();
        let alone = |n: &&usize| {
            v.sense(kind, &v.tokens(&block.columns[**n].heading))
                .is_some_and(|(s, l)| s == Sense::Field(Field::Value) && l >= 0.8)
        };
        // The total beside the months, what is called a figure under whatever group, the only share, the only numbers;
        // of feedback the first count.
        let figure = match (found.iter().any(is_month), free.iter().find(alone), percent.as_slice(), free.as_slice()) {
            (true, ..) => months::total(block, found, &free),
            (false, Some(called), ..) => Some(*called),
            (false, _, [only], _) | (false, _, _, [only]) => Some(*only),
            (false, .., [first, ..]) if kind == Kind::Feedback => Some(*first),
            _ => None,
        };
        if let Some(n) = figure {
            found[n] = FoundColumn::Field(Field::Value, Because::Content);
            score += 0.75;
        }
    }
    score
}

/// Lines that are numbered from one, and called by names of the register: the numbers say nothing of the next form.
fn names_before_numbers(profiles: &[Profile], register: Option<&Register>, found: &mut [FoundColumn]) {
    let place = |field: Field| found.iter().position(|f| matches!(f, FoundColumn::Field(held, _) if *held == field));
    let Some(((id, title), register)) = place(Field::Id).zip(place(Field::Title)).zip(register) else { return };
    let words = &profiles[title].words;
    let known = words.keys().filter(|w| is_indicator(register, w)).count();
    if profiles[id].counts() && 2 * known > words.len() {
        found[id] = FoundColumn::Nothing;
        found[title] = FoundColumn::Field(Field::Id, Because::Both);
    }
}

/// The first column of words, no two alike, of which nothing else is told: what the line is about.
fn title(profiles: &[Profile], found: &mut [FoundColumn]) -> f64 {
    if found.iter().any(|f| fills(f, Field::Title)) {
        return 0.0;
    }
    let words = |p: &Profile| p.filled > 1 && p.texts == p.filled && p.words.len() == p.filled && p.sentences();
    let free = |n: &usize| matches!(found[*n], FoundColumn::Unknown) && words(&profiles[*n]);
    let Some(n) = (0..found.len()).find(free) else { return 0.0 };
    found[n] = FoundColumn::Field(Field::Title, Because::Content);
    0.75
}

/// Last year's outturn, next year's target: what is of another year is not what the quarter asks.
fn of_another_year(column: &SeenColumn<'_>, year: Option<i32>) -> bool {
    let of = years::named(&column.heading).or_else(|| years::named(&column.group));
    of.zip(year).is_some_and(|(of, year)| of != year)
}

/// What the words of a heading may mean, alone and with the group that it stands under.
fn senses(column: &SeenColumn<'_>, kind: Kind, year: Option<i32>) -> Vec<(Sense, f64)> {
    let v = vocabulary();
    if kind == Kind::Indicators && of_another_year(column, year) {
        return vec![(Sense::Nothing, CERTAIN)];
    }
    let alone = v.tokens(&column.heading);
    let mut out = v.senses(kind, &alone);
    if column.group.is_empty() {
        return out;
    }
    // The group says more than the heading where both together are a known phrase.
    let mut joined = v.tokens(&column.group);
    joined.extend(alone);
    joined.dedup();
    for (_, likeness) in &mut out {
        *likeness *= 0.9;
    }
    for (sense, likeness) in v.senses(kind, &joined) {
        match out.iter_mut().find(|(s, _)| *s == sense) {
            Some((_, best)) => *best = best.max(likeness),
            None => out.push((sense, likeness)),
        }
    }
    out
}

/// Quarters, months, indicators or services across: two or more columns whose headings name them.
fn across(block: &TableBlock<'_>, kind: Kind, found: &mut [FoundColumn], taken: &mut Vec<Field>) {
    if !matches!(kind, Kind::Indicators | Kind::Feedback) {
        return;
    }
    let field_of = |spread: &Spread| match vocabulary().sense(kind, &vocabulary().tokens(&spread.under)) {
        _ if spread.under.is_empty() => Some(Field::Value),
        Some((Sense::Field(field), likeness)) if likeness >= GUESS => Some(field),
        _ => None,
    };
    // Where the headings name one quarter, and the figure's is among them, the next form names the next in its place.
    let quarters = || block.columns.iter().filter(|c| c.spread.as_ref().is_some_and(|s| s.across == Across::Quarter));
    let one = quarters().all(|c| quarters().all(|d| meaning(&c.part) == meaning(&d.part)));
    let figure = |c: &SeenColumn<'_>| c.spread.as_ref().and_then(field_of) == Some(Field::Value);
    let one = one && quarters().any(figure);
    for (n, column) in block.columns.iter().enumerate() {
        let Some(spread) = &column.spread else { continue };
        // The last group reaches over what stands behind it: a heading under one part of the year is its own.
        let twins = block.columns.iter().filter(|c| c.spread.as_ref() == Some(spread)).count();
        let alone = one && spread.across == Across::Quarter && !spread.under.is_empty();
        // An indicator's own name above a column is that indicator, and be it the only one.
        let named = spread.across == Across::Id && spread.under.is_empty();
        if (twins < 2 && !alone && !named) || (spread.across == Across::Id && kind == Kind::Feedback) {
            continue;
        }
        let field = field_of(spread);
        if alone && field.is_none_or(|f| f != Field::Value && taken.contains(&f)) {
            continue;
        }
        found[n] = field.map_or(FoundColumn::Nothing, |f| FoundColumn::Across(f, spread.across));
        // A month is no quarter: a column for the quarter may stand beside it.
        taken.extend(field.filter(|f| spread.across != Across::Month && !taken.contains(f)));
        if spread.across == Across::Id && !taken.contains(&Field::Id) {
            taken.push(Field::Id);
        }
    }
}
