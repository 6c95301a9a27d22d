//! Where the tables of a sheet stand: heading rows by their words, bodies below them, what ends them.

use super::cells::{HEADING_CHARACTERS, HEADING_ROWS, name, rows_of_headings, text};
use super::vocabulary::vocabulary;
use crate::period::month_name;
use crate::reading::CellRef;
use crate::record::{Cell, Content, Field, Kind};
use crate::register::Register;
use crate::text::number;
use chrono::Datelike;
use std::collections::BTreeSet;

/// Kinds that a table of a return can be.
pub const KINDS: [Kind; 4] = [Kind::Indicators, Kind::Risks, Kind::Actions, Kind::Feedback];
/// A text this like a heading is taken for one.
const HEADING: f64 = 0.6;
/// A label this like a label of a cover is one.
pub const LABEL: f64 = 0.7;
/// Words of a note by which the row is known again.
const STOP_WORDS: usize = 3;

/// What may stand across, a column or a group of columns for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    Quarter,
    Month,
    /// Indicators, by their ids.
    Id,
    Service,
}

/// A heading that names a quarter, a month, an indicator or a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    pub across: Across,
    /// The heading with a placeholder for what is named.
    pub pattern: String,
    /// What else the heading says; empty for the figure itself.
    pub under: String,
}

/// One column of a table.
#[derive(Debug, Clone)]
pub struct SeenColumn<'s> {
    pub at: CellRef,
    pub heading: String,
    /// The heading above a group of columns; empty without one.
    pub group: String,
    pub spread: Option<Spread>,
    /// What an indicator is called that the headings name together in other words than the register's.
    pub code: Option<String>,
    /// What of the heading the placeholder stands for.
    pub part: String,
    pub cells: Vec<&'s Cell>,
}

/// A table as it stands on a sheet.
#[derive(Debug, Clone)]
pub struct TableBlock<'s> {
    /// The first and the last heading row.
    pub rows: (u32, u32),
    /// The last row of the body.
    pub last: u32,
    pub columns: Vec<SeenColumn<'s>>,
    pub lines: usize,
    pub stop: Vec<String>,
    pub skip: Vec<String>,
    /// Rows that are no lines, by all that stands first in them: another line begins with the same words, or they are sums.
    pub skip_whole: Vec<String>,
    /// Texts above the table, back to the table before it.
    pub above: Vec<&'s str>,
    /// How often its headings stand on the sheet, one table below the other.
    pub times: usize,
}

/// The heading rows of every table among the rows of a sheet, from top to bottom: the first and the last of each.
pub fn heads(rows: &[&[Cell]], register: Option<&Register>) -> Vec<(usize, usize)> {
    let mut heads: Vec<(usize, usize)> = Vec::new();
    let mut n = 0;
    while n < rows.len() {
        let before = n.checked_sub(1).and_then(|k| rows.get(k).copied());
        if !is_heading(rows[n], register) && !stands_as_heading(before, rows[n], &rows[n + 1..]) {
            let depth = rows_of_headings(before, &rows[n..]);
            heads.extend(depth.map(|depth| (n, n + depth - 1)));
            n += depth.unwrap_or(1);
            continue;
        }
        let first = if n > 0 && is_group(rows[n - 1], rows[n]) { n - 1 } else { n };
        let mut last = n;
        while last + 1 < rows.len()
            && last + 1 - first < HEADING_ROWS
            && rows[last + 1][0].at.row == rows[last][0].at.row + 1
            && (is_heading(rows[last + 1], register) || completes(rows[last], rows[last + 1], &rows[last + 2..]))
        {
            last += 1;
        }
        let last = rows_of_headings(None, &rows[first..]).map_or(last, |depth| last.max(first + depth - 1));
        heads.push((first, last));
        n = last + 1;
    }
    heads
}

/// `Q1`, `Quarter 2 2026/27`, `Apr-26`, `September`, a date: a part of the year.
pub fn part_of_year(cell: &Cell) -> Option<Across> {
    if let Content::Date(day) = &cell.content {
        return (day.day() == 1 || day.month() != day.succ_opt()?.month()).then_some(Across::Month);
    }
    part_in_words(text(cell)?)
}

fn part_in_words(text: &str) -> Option<Across> {
    let words = text.to_lowercase();
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let years = |words: &[&str]| words.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit()));
    let one_to_four = |w: &str| matches!(w.as_bytes(), [b'1'..=b'4']);
    match parts.as_slice() {
        [q, rest @ ..] if matches!(q.as_bytes(), [b'q', b'1'..=b'4']) && years(rest) => Some(Across::Quarter),
        ["quarter" | "qtr", n, rest @ ..] if one_to_four(n) && years(rest) => Some(Across::Quarter),
        [rest @ .., q] if matches!(q.as_bytes(), [b'q', b'1'..=b'4']) && years(rest) => Some(Across::Quarter),
        [m, rest @ ..] if month_name(m.trim_end_matches(|c: char| c.is_ascii_digit())).is_some() && years(rest) => {
            Some(Across::Month)
        }
        _ => None,
    }
}

/// Whether a heading names a part of the year.
pub fn is_part(text: &str) -> bool {
    text.split(" / ").any(|t| part_in_words(t).is_some())
}

/// Whether a text is a quarter and nothing else.
pub fn is_quarter(text: &str) -> bool {
    part_in_words(text) == Some(Across::Quarter)
}

/// A row of short texts of which most are words for columns, or parts of the year.
fn is_heading(row: &[Cell], register: Option<&Register>) -> bool {
    let (mut texts, mut known, mut parts, mut named_here) = (0, 0, 0, BTreeSet::new());
    for cell in row {
        if part_of_year(cell).is_some() {
            parts += 1;
        } else if let Some((_, whose)) = text(cell).and_then(|t| named(t, register)) {
            named_here.insert(whose);
        } else if let Some(text) = text(cell).filter(|t| number::parse(t, true).is_none()) {
            texts += 1;
            known += usize::from(text.chars().count() <= HEADING_CHARACTERS && names_a_column(text));
        } else {
            return false;
        }
    }
    // An id and its own name are a line.
    let names = named_here.len();
    let across = parts.max(names) >= 2;
    // A service and a quarter below their labels are no headings.
    if known == 0 && !across {
        return false;
    }
    let (known, all) = (known + parts + names, texts + parts + names);
    // A label of the cover, and beside it what is no heading: its value.
    let second = |c: &Cell| part_of_year(c).is_none() && text(c).is_some_and(names_a_column);
    let label_and_value = cover_label(row).is_some() && !across && (all == 2 || !row.get(1).is_some_and(second));
    known >= 2 && known * 2 >= all && !label_and_value
}

/// A row of short texts, no two alike, free above, over rows of which the next are filled and hold numbers or days:
/// headings in words that are not known.
fn stands_as_heading(before: Option<&[Cell]>, row: &[Cell], below: &[&[Cell]]) -> bool {
    let texts: Vec<&str> = row.iter().filter_map(text).filter(|t| t.chars().count() <= HEADING_CHARACTERS).collect();
    let mut distinct = texts.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let free = before.is_none_or(|b| b.len() == 1 || b[0].at.row + 1 < row[0].at.row);
    let filled = |r: &&&[Cell]| 2 * r.len() > row.len() && r.iter().any(|c| text(c).is_none());
    let numbers = below.iter().take(2).filter(filled).count();
    let adjoins = below.first().is_some_and(|b| b[0].at.row == row[0].at.row + 1);
    let first_columns = below.first().is_some_and(|b| b[0].at.col == row[0].at.col);
    distinct.len() >= 3
        && distinct.len() == row.len()
        && free
        && adjoins
        && first_columns
        && numbers == below.len().min(2)
}

fn names_a_column(text: &str) -> bool {
    let v = vocabulary();
    let words = v.tokens(text);
    KINDS.iter().any(|kind| v.sense(*kind, &words).is_some_and(|(_, likeness)| likeness >= HEADING))
}

/// The field of the cover whose label a row begins with.
pub fn cover_label(row: &[Cell]) -> Option<(Field, f64)> {
    let v = vocabulary();
    let first = row.first().filter(|c| part_of_year(c).is_none())?;
    match v.sense(Kind::Cover, &v.tokens(text(first)?))? {
        (super::vocabulary::Sense::Field(field), likeness) if likeness >= LABEL => Some((field, likeness)),
        _ => None,
    }
}

/// A row of texts right above a heading row: headings of groups, merged or not.
fn is_group(row: &[Cell], heading: &[Cell]) -> bool {
    let adjoins = row[0].at.row + 1 == heading[0].at.row;
    let words = row
        .iter()
        .all(|c| text(c).is_some_and(|t| t.chars().count() <= HEADING_CHARACTERS) || part_of_year(c).is_some());
    let title = row.len() == 1 && row[0].at.col <= heading[0].at.col;
    // Headings that stand twice are told apart by what stands above them.
    let twice = heading.iter().enumerate().any(|(n, c)| heading[..n].iter().any(|b| name(b) == name(c)));
    let plain = || row.iter().any(|c| c.merged) || cover_label(row).is_none();
    adjoins && words && !title && (row.len() > 2 || twice || plain())
}

/// A row of texts that goes on with the headings above it: every column below holds something else.
fn completes(above: &[Cell], row: &[Cell], below: &[&[Cell]]) -> bool {
    let words = row.iter().all(|c| text(c).is_some_and(|t| t.chars().count() <= 40) && !c.formula);
    // Above the first line the name of a part of the table may stand.
    let numbers = below.iter().take(2).find(|b| b.len() > 1).is_some_and(|b| b.iter().any(|c| text(c).is_none()));
    words && numbers && row.len() >= 2 && above.iter().any(|c| c.merged)
}

/// A table from its heading rows and the rows below them.
pub fn block<'s>(
    heads: &[&'s [Cell]],
    below: &[&'s [Cell]],
    above: Vec<&'s str>,
    register: Option<&Register>,
) -> TableBlock<'s> {
    let mut columns = columns(heads, register);
    let (low, high) = (columns.first().map_or(0, |c| c.at.col), columns.last().map_or(0, |c| c.at.col));
    let inside = |row: &&'s [Cell]| row.iter().filter(|c| (low..=high).contains(&c.at.col)).count();
    let begins = |row: &&'s [Cell]| row.first().and_then(text).unwrap_or_default();
    // A line has something beside its first cell and is no total; the last line ends the body.
    let is_line = |row: &&'s [Cell]| inside(row) >= 2 && !vocabulary().stops(begins(row));
    let gap = below.windows(2).position(|w| w[1][0].at.row > w[0][0].at.row + 2 && cover_label(w[1]).is_some());
    let below = &below[..gap.map_or(below.len(), |n| n + 1)];
    let end = below.iter().rposition(is_line).map_or(0, |n| n + 1);
    let (body, tail) = below.split_at(end);
    let (lines, others): (Vec<&'s [Cell]>, Vec<&'s [Cell]>) = body.iter().copied().partition(|r| is_line(r));
    for cell in lines.iter().flat_map(|r| r.iter()) {
        if let Ok(n) = columns.binary_search_by_key(&cell.at.col, |c| c.at.col) {
            columns[n].cells.push(cell);
        }
    }
    let (mut skip, mut skip_whole): (Vec<String>, Vec<String>) = (vec![], vec![]);
    for text in others.iter().map(begins).filter(|t| !t.is_empty()) {
        let words = first_words(text);
        let (list, words) =
            if ends_a_line(&lines, &words) { (&mut skip_whole, text.to_owned()) } else { (&mut skip, words) };
        if !list.contains(&words) {
            list.push(words);
        }
    }
    let mut stop: Vec<String> = Vec::new();
    for text in tail.iter().map(begins).filter(|t| !t.is_empty()) {
        let words = first_words(text);
        if !stop.contains(&words) && !ends_a_line(&lines, &words) {
            stop.push(words);
        }
    }
    TableBlock {
        rows: (heads[0][0].at.row, heads[heads.len() - 1][0].at.row),
        last: body.last().map_or(heads[heads.len() - 1][0].at.row, |r| r[0].at.row),
        columns,
        lines: lines.len(),
        stop,
        skip,
        skip_whole,
        above,
        times: 1,
    }
}

/// The heading of every column, with the group that it stands under.
fn columns<'s>(heads: &[&'s [Cell]], register: Option<&Register>) -> Vec<SeenColumn<'s>> {
    let mut out: Vec<SeenColumn<'s>> = Vec::new();
    let leaf = heads[heads.len() - 1];
    let widest = heads.iter().flat_map(|r| r.iter()).map(|c| c.at.col).max().unwrap_or(0);
    for col in 0..=widest {
        let own = leaf.iter().find(|c| c.at.col == col);
        let twin = own.is_some_and(|o| leaf.iter().any(|c| c.at.col != col && name(c) == name(o)));
        let mut over: Vec<String> = Vec::new();
        let mut lowest = None;
        for row in &heads[..heads.len() - 1] {
            // A group's heading stands over its first column; it holds to the next one, where it is merged, and over
            // headings that nothing else tells apart.
            let cell = row.iter().rev().find(|c| c.at.col <= col && (c.merged || c.at.col == col || twin));
            if let Some(cell) = cell.filter(|c| c.at.col == col || own.is_some()) {
                over.push(name(cell));
                lowest = Some(cell);
            }
        }
        let Some(cell) = own.or(lowest) else { continue };
        let heading = name(cell);
        if own.is_none() {
            over.pop();
        }
        over.retain(|o| !o.is_empty() && *o != heading);
        let group = over.join(" / ");
        let spread = spread(cell, &group, over.last().map_or("", String::as_str), register);
        let (spread, part) = spread.map_or_else(Default::default, |(spread, part)| (Some(spread), part));
        out.push(SeenColumn {
            at: CellRef::new(cell.at.row, col),
            heading,
            group,
            spread,
            code: None,
            part,
            cells: vec![],
        });
    }
    out
}

/// What stands across in a heading, and the words that say it.
fn spread(cell: &Cell, group: &str, over: &str, register: Option<&Register>) -> Option<(Spread, String)> {
    let heading = name(cell);
    if let Some(across) = part_of_year(cell).or_else(|| named(&heading, register).map(|(across, _)| across)) {
        // What stands over the quarters says which of their figures it is, unless it is a quarter or a title itself.
        let plain = group.is_empty() || is_part(group) || !names_a_column(over);
        let under = if plain { String::new() } else { over.to_owned() };
        let placeholder = placeholder(across);
        let pattern = if plain { placeholder.to_owned() } else { format!("{group} / {placeholder}") };
        return Some((Spread { across, pattern, under }, heading));
    }
    if let Some(across) = part_in_words(over).or_else(|| named(over, register).map(|(across, _)| across)) {
        let pattern = format!("{} / {heading}", placeholder(across));
        return Some((Spread { across, pattern, under: heading }, over.to_owned()));
    }
    // “Q2 actual”: the quarter is a part of the heading.
    let words: Vec<&str> = heading.split_whitespace().collect();
    for length in (1..words.len()).rev() {
        for at in [0, words.len() - length] {
            let (piece, rest) = (&words[at..at + length], [&words[..at], &words[at + length..]].concat());
            if part_in_words(&piece.join(" ")) == Some(Across::Quarter) {
                let (before, after) = (words[..at].join(" "), words[at + length..].join(" "));
                let pattern = format!("{before} {{period}} {after}").trim().to_owned();
                let spread = Spread { across: Across::Quarter, pattern, under: rest.join(" ") };
                return Some((spread, piece.join(" ")));
            }
        }
    }
    None
}

fn placeholder(across: Across) -> &'static str {
    match across {
        Across::Quarter => "{period}",
        Across::Month => "{breakdown}",
        Across::Id => "{id}",
        Across::Service => "{service}",
    }
}

/// What of the register a text names, and the id of it.
fn named<'r>(text: &str, register: Option<&'r Register>) -> Option<(Across, &'r str)> {
    let register = register?;
    let named = || register.indicators_named(text).next().and_then(|n| register.indicators.get(n));
    let id = register.indicator(text).or_else(named).map(|i| (Across::Id, &*i.id));
    id.or_else(|| register.service(text).map(|s| (Across::Service, &*s.id)))
}

/// The words by which a row of notes is known again: up to a colon, else the first few.
pub fn first_words(text: &str) -> String {
    let known = vocabulary();
    let words: Vec<&str> = text.split_whitespace().collect();
    let colon = words.iter().position(|w| w.ends_with(':')).filter(|n| *n < STOP_WORDS);
    let stop = (1..=words.len().min(STOP_WORDS)).find(|n| known.stops(&words[..*n].join(" ")));
    let n = colon.map(|n| n + 1).or(stop).unwrap_or(words.len().min(STOP_WORDS));
    words[..n].join(" ").trim_end_matches([':', ',', ';', '.', '-']).to_owned()
}

/// Whether a line of the body begins with the words that would end it.
fn ends_a_line(lines: &[&[Cell]], words: &str) -> bool {
    let words = words.to_lowercase();
    lines.iter().any(|r| r.first().and_then(text).is_some_and(|t| t.to_lowercase().starts_with(&words)))
}
