//! What stands between the lines of a table of money and is none: totals, which must be what the lines give, and headings,
//! which may say that income follows.

use super::file_context::FileContext;
use super::row::RowCells;
use super::subtotals::is_total;
use crate::catalogue;
use crate::elementary::power;
use crate::finding::Finding;
use crate::reading::money::RevenueFlow;
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share};
use crate::shown::count;
use crate::text::number;
use crate::text::words::{meaning, plain, quoted};
use std::ops::Range;

/// Every amount that a table of money may have.
const AMOUNTS: [Field; 12] = [
    Field::Budget,
    Field::Revised,
    Field::Virement,
    Field::Actual,
    Field::Outturn,
    Field::Variance,
    Field::Spent,
    Field::SavingTarget,
    Field::Delivered,
    Field::OnTrack,
    Field::AtRisk,
    Field::Undeliverable,
];

/// So many groups of lines on each side of a total are looked at, the nearest first, and then all lines of the side.
const GROUPS: usize = 20;

/// Takes totals and headings out of the records. They are passed over; a total that its lines do not give is asked about,
/// and what stands below the heading “Income” is income.
pub(super) fn pass_over(file: &mut FileContext<'_>, records: Vec<Record>) -> Vec<Record> {
    let mut out = Vec::with_capacity(records.len());
    let mut records = records.into_iter().peekable();
    while let Some(first) = records.next() {
        if !matches!(first.kind, Kind::Revenue | Kind::Capital | Kind::Savings) {
            out.push(first);
            continue;
        }
        let (kind, sheet, head) = (first.kind, first.sheet.clone(), heading(file, &first));
        let mut table = vec![first];
        while let Some(next) = records.next_if(|r| (r.kind, &r.sheet) == (kind, &sheet) && heading(file, r) == head) {
            table.push(next);
        }
        out.extend(lines_of(file, table));
    }
    out
}

/// The heading row that a record stands below.
fn heading(file: &FileContext<'_>, record: &Record) -> Option<u32> {
    let heads = file.heads.iter().filter(|h| h.kind == record.kind && h.sheet == record.sheet && h.row < record.row);
    heads.map(|h| h.row).max()
}

/// What a row of the table is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Line,
    Heading,
    /// Perhaps; where it is called one and nothing else, it is one.
    Total {
        named: bool,
    },
}

/// The lines of one table, each with which way its money goes, where a heading says it.
fn lines_of(file: &mut FileContext<'_>, mut table: Vec<Record>) -> Vec<Record> {
    let mut roles: Vec<Role> = table.iter().map(|r| role(file, r)).collect();
    let mut flow: Option<Cell> = None;
    for (record, role) in table.iter_mut().zip(&roles) {
        match role {
            Role::Heading => flow = name(record).filter(|c| flow_of(file, &c.content.shown()).is_some()).cloned(),
            Role::Total { .. } => flow = None,
            Role::Line if record.get(Field::Flow).is_none() => {
                let said = flow.clone().map(|cell| (Field::Flow, Cell { share: Share::Heading, ..cell }));
                record.fields.extend(said);
            }
            Role::Line => {}
        }
    }
    for n in 0..table.len() {
        let Role::Total { named } = roles[n] else { continue };
        match judge(file, &table, &roles, n) {
            Ok(numbers) if named || numbers > 1 => {}
            Err(finding) if named => file.findings.push(*finding),
            // A row without an id that is no total is a line, and its id is asked for.
            _ => roles[n] = Role::Line,
        }
    }
    let mut lines = Vec::with_capacity(table.len());
    for (record, role) in table.into_iter().zip(roles) {
        let rule = match role {
            Role::Line => {
                lines.push(record);
                continue;
            }
            Role::Heading => PassedOver::Heading,
            Role::Total { .. } => PassedOver::SubTotal,
        };
        let mut row = RowCells::new(file, &record);
        row.ignore_row(rule);
        row.finish();
    }
    lines
}

/// The words by which a row calls itself.
fn name(record: &Record) -> Option<&Cell> {
    const NAMES: [Field; 5] = [Field::Id, Field::Ref, Field::Title, Field::Service, Field::Directorate];
    let own = |cell: &&Cell| matches!(cell.share, Share::Own | Share::Row) && !cell.content.shown().trim().is_empty();
    NAMES.iter().find_map(|field| record.get(*field).filter(own))
}

fn role(file: &FileContext<'_>, record: &Record) -> Role {
    let Some(name) = name(record) else { return Role::Line };
    let (words, id) = (name.content.shown(), record.text(Field::Id));
    let without_id = id.trim().is_empty();
    let numbered = file.layout.and_then(|l| l.table(record.kind)).is_some_and(|t| t.number_rows);
    let amounts = amounts(record).next().is_some();
    let filled = |cell: &Cell| cell.share == Share::Own && !cell.content.shown().trim().is_empty();
    let alone = record.fields.iter().filter(|(_, cell)| filled(cell)).count() == 1;
    let own = |field| record.get(field).is_some_and(filled);
    // Which way its money goes, and what it serves, is said of a line alone.
    let of_line = own(Field::Flow) || own(Field::Priority);
    let code = !id.contains(char::is_whitespace) && id.contains(|c: char| c.is_ascii_digit() || c == '-');
    let called = is_total(&words) || is_net(&words);
    let title = record.text(Field::Title);
    let named = !of_line && (called && (without_id || is_total(&id) && !code) || meaning(&title) == "total");
    // With an id of its own it is a total only if its lines give it.
    let perhaps = if without_id { !numbered } else { is_total(&title) || is_total(&id) };
    match () {
        () if amounts && named => Role::Total { named },
        () if amounts && perhaps => Role::Total { named },
        () if amounts || !alone => Role::Line,
        () if flow_of(file, &words).is_some() || (without_id && !numbered) => Role::Heading,
        () => Role::Line,
    }
}

/// “Net expenditure”, “Net cost of services”: what is left when income is taken off.
fn is_net(words: &str) -> bool {
    words.split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case("net"))
}

/// Which way money goes by a word of the form.
fn flow_of(file: &FileContext<'_>, words: &str) -> Option<RevenueFlow> {
    RevenueFlow::from_words(file.our_word(Field::Flow, words))
}

/// The amounts of a row with their cells; no number where something else stands.
fn amounts(record: &Record) -> impl Iterator<Item = (Field, &Cell, Option<f64>)> {
    let own = |cell: &Cell| matches!(cell.share, Share::Own | Share::Row);
    record.fields.iter().filter(move |(field, cell)| AMOUNTS.contains(field) && own(cell)).filter_map(
        |(field, cell)| {
            let number = match &cell.content {
                Content::Number(n) => Some(*n),
                Content::Text(text) if text.trim().is_empty() => return None,
                Content::Text(text) => number::parse(text, false).map(|p| p.value),
                Content::FormulaWithoutResult => return None,
                _ => None,
            };
            Some((*field, cell, number))
        },
    )
}

/// What lines sum to in one column: as they stand, and with income taken off; of how many numbers, to how many decimals.
#[derive(Clone, Copy, Default)]
struct Sum {
    plain: f64,
    net: f64,
    numbers: usize,
    decimals: i32,
}

impl Sum {
    /// Equal but for what rounding each of them may make.
    fn gives(&self, total: f64) -> bool {
        let decimals = self.decimals.max(decimals(total));
        let rounding = 0.5 * power(10.0, -decimals) * (self.numbers + 1) as f64;
        let least = 1e-6 * total.abs().max(1.0);
        // A sum that shows all its decimals is exact.
        let allowed = if decimals >= 2 { least } else { rounding.max(least) };
        (self.plain - total).abs() <= allowed || (self.net - total).abs() <= allowed
    }
}

/// Decimals that a number shows, at most four.
fn decimals(number: f64) -> i32 {
    (0..4)
        .find(|d| {
            let scaled = number * power(10.0, *d);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(4)
}

/// What the lines of a group sum to in a column; none where one of them is no number.
fn sum(file: &FileContext<'_>, table: &[Record], roles: &[Role], lines: &Range<usize>, field: Field) -> Option<Sum> {
    let mut out = Sum::default();
    for (record, _) in table[lines.clone()].iter().zip(&roles[lines.clone()]).filter(|(_, role)| **role == Role::Line) {
        let Some((.., number)) = amounts(record).find(|(f, ..)| *f == field) else { continue };
        let number = number?;
        let income = flow_of(file, &record.text(Field::Flow)) == Some(RevenueFlow::Income);
        out.plain += number;
        out.net += if income { -number } else { number };
        out.numbers += 1;
        out.decimals = out.decimals.max(decimals(number));
    }
    Some(out)
}

/// How many numbers make the total in row `n`, or what is wrong with it.
fn judge(file: &FileContext<'_>, table: &[Record], roles: &[Role], n: usize) -> Result<usize, Box<Finding>> {
    let edges: Vec<usize> = (0..table.len()).filter(|k| matches!(roles[*k], Role::Total { .. })).collect();
    let before = edges.iter().rev().filter(|edge| **edge < n).map(|edge| edge + 1..n).take(GROUPS);
    let behind = edges.iter().filter(|edge| **edge > n).map(|edge| n + 1..*edge).take(GROUPS);
    let all = std::iter::once(0..n).chain(behind).chain(std::iter::once(n + 1..table.len()));
    let groups: Vec<Range<usize>> = before.chain(all).collect();
    let figures: Vec<(Field, &Cell, f64)> =
        amounts(&table[n]).filter_map(|(field, cell, number)| Some((field, cell, number?))).collect();
    let differing = |lines: &Range<usize>| -> (Vec<(CellOf<'_>, Sum)>, usize) {
        let sums = figures.iter().filter_map(|f| Some((f, sum(file, table, roles, lines, f.0)?)));
        let sums: Vec<_> = sums.filter(|(_, sum)| sum.numbers > 0).collect();
        let numbers = sums.iter().map(|(_, sum)| sum.numbers).max().unwrap_or_default();
        let wrong = sums.into_iter().filter(|((.., total), sum)| !sum.gives(*total));
        (wrong.map(|((_, cell, total), sum)| ((*cell, *total), sum)).collect(), numbers)
    };
    let mut nearest: Option<(Vec<(CellOf<'_>, Sum)>, usize)> = None;
    for lines in &groups {
        let (wrong, numbers) = differing(lines);
        match numbers {
            0 => continue,
            _ if wrong.is_empty() => return Ok(numbers),
            _ if nearest.as_ref().is_none_or(|(least, _)| wrong.len() < least.len()) => {
                nearest = Some((wrong, numbers))
            }
            _ => {}
        }
    }
    let Some(((cell, total), sum)) = nearest.and_then(|(wrong, _)| wrong.into_iter().next()) else { return Ok(0) };
    let words = name(&table[n]).map(|c| quoted(&c.content.shown())).unwrap_or_default();
    let expected = format!("{}, the sum of {}", plain(sum.plain), count(sum.numbers, "line"));
    let finding = Finding::new(&catalogue::B003, expected, format!("{} in {words}", plain(total)));
    Err(Box::new(finding.in_sheet(&*table[n].sheet).in_cell(cell.at)))
}

/// A cell with the total that stands in it.
type CellOf<'c> = (&'c Cell, f64);
