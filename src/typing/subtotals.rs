//! Sub-totals in a file of many services, found by what they sum to: a row that names no service, and whose figures are
//! the sums of rows above or below it, is no service's.

use super::file_context::FileContext;
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::map::Map;
use crate::measure::{Aggregation, Unit};
use crate::record::{Content, Field, Kind, PassedOver, Record, Share};
use crate::register::{Indicator, Service};
use crate::shown::count;
use crate::text::number;
use crate::text::words::{meaning, plain, quoted};
use std::ops::Range;

/// So many groups of rows on each side of a row are looked at, the nearest first, and then all rows of the side.
const GROUPS: usize = 20;

/// Words that stand in the name of a total.
const TOTAL: [&str; 5] = ["total", "totals", "subtotal", "sum", "overall"];

/// A name as like the name of a service is that name misspelt.
const MISSPELT: f64 = 0.8;

/// Takes the sub-totals out of the records. They are passed over, and said once for each sheet; one that is called a total
/// and does not sum is asked about.
pub(super) fn pass_over(file: &mut FileContext<'_>, records: Vec<Record>) -> Vec<Record> {
    let judged: Vec<(Line, Verdict)> = tables(file, &records).iter().flat_map(|table| table.judge(file)).collect();
    say(file, &records, &judged);
    let mut passed = vec![false; records.len()];
    for at in judged.into_iter().flat_map(|(line, _)| line.records) {
        let mut row = RowCells::new(file, &records[at]);
        row.ignore_row(PassedOver::SubTotal);
        row.finish();
        passed[at] = true;
    }
    let mut passed = passed.into_iter();
    records.into_iter().filter(|_| passed.next() == Some(false)).collect()
}

/// A line of a table; of a matrix it has several records.
#[derive(Clone)]
struct Line {
    /// Where they stand among the records.
    records: Range<usize>,
    /// What stands in the place of a service that nobody knows.
    unknown: Option<String>,
}

enum Verdict {
    Sums,
    /// What was expected, and what was got.
    Differs(String, String),
}

/// What a column of figures is: the words of its heading or of its row, and which figure.
type Column = (String, Field);

/// The figures of one column, as they add up down the table.
#[derive(Default)]
struct Figures {
    /// Parts add up to the whole.
    additive: bool,
    /// By line of a known service: the sum so far, how many numbers, how many cells without one.
    so_far: Vec<(usize, f64, usize, usize)>,
}

impl Figures {
    fn add(&mut self, line: usize, number: Option<f64>) {
        let (_, sum, numbers, others) = self.so_far.last().copied().unwrap_or_default();
        let (more, other) = (usize::from(number.is_some()), usize::from(number.is_none()));
        self.so_far.push((line, sum + number.unwrap_or_default(), numbers + more, others + other));
    }

    /// Sum and number of the figures of some lines; none where one of them is no number.
    fn sum(&self, lines: &Range<usize>) -> Option<(f64, usize)> {
        let before = |line| self.so_far.partition_point(|(n, ..)| *n < line).checked_sub(1).map(|n| self.so_far[n]);
        let (_, a, numbers_a, others_a) = before(lines.start).unwrap_or_default();
        let (_, b, numbers_b, others_b) = before(lines.end).unwrap_or_default();
        (others_a == others_b).then_some((b - a, numbers_b - numbers_a))
    }
}

/// The figures of a line, by their columns; `None` for one that is no number.
type LineFigures = Vec<(Column, Option<f64>)>;

/// The lines below one heading.
struct Table {
    lines: Vec<Line>,
    /// The figures in lines that name no service.
    unknown: Vec<(usize, LineFigures)>,
    known: Map<Column, Figures>,
}

/// The lines of indicators, by sheet and by the heading that they stand below.
fn tables(file: &FileContext<'_>, records: &[Record]) -> Vec<Table> {
    let heading = |r: &Record| {
        let heads = file.heads.iter().filter(|h| h.kind == r.kind && h.sheet == r.sheet && h.row < r.row);
        heads.map(|h| h.row).max()
    };
    let mut tables: Vec<Table> = vec![];
    let (mut at, mut last) = (0, None);
    for line in records.chunk_by(|a, b| (&a.sheet, a.row, a.kind) == (&b.sheet, b.row, b.kind)) {
        let from = at;
        at += line.len();
        if line[0].kind != Kind::Indicators || line.iter().all(|r| figures(r).next().is_none()) {
            continue;
        }
        let here = Some((line[0].sheet.clone(), heading(&line[0])));
        if tables.is_empty() || last != here {
            tables.push(Table { lines: vec![], unknown: vec![], known: Map::default() });
            last = here;
        }
        if let Some(table) = tables.last_mut() {
            table.add(file, line, from..at);
        }
    }
    tables
}

impl Table {
    fn add(&mut self, file: &FileContext<'_>, line: &[Record], records: Range<usize>) {
        let nobodys = line.iter().all(|r| file.service_of(r).is_none());
        let own = line[0].get(Field::Service).is_none_or(|c| c.share != Share::Heading);
        let (n, unknown) = (self.lines.len(), (nobodys && own).then(|| line[0].text(Field::Service)));
        if unknown.is_some() {
            self.unknown.push((n, line.iter().flat_map(figures).collect()));
        } else {
            for (record, (column, number)) in line.iter().flat_map(|r| figures(r).map(move |f| (r, f))) {
                let additive = column.1 != Field::Value || additive(file, record);
                let figures = self.known.entry(column).or_insert_with(|| Figures { additive, so_far: vec![] });
                figures.add(n, number);
            }
        }
        self.lines.push(Line { records, unknown });
    }

    /// The lines that are sub-totals, and those that are called so and do not sum.
    fn judge(&self, file: &FileContext<'_>) -> Vec<(Line, Verdict)> {
        let edges: Vec<usize> = self.unknown.iter().map(|(n, _)| *n).collect();
        let judged = self.unknown.iter().enumerate().filter_map(|(k, (n, figures))| {
            let (line, before) = (&self.lines[*n], edges[..k].iter().rev().map(|edge| edge + 1..*n));
            let behind = edges[k + 1..].iter().map(|edge| n + 1..*edge);
            let mut groups: Vec<Range<usize>> = before.take(GROUPS).chain(std::iter::once(0..*n)).collect();
            groups.extend(behind.take(GROUPS).chain(std::iter::once(n + 1..self.lines.len())));
            let name = line.unknown.as_deref().unwrap_or_default();
            let total = is_total(name);
            let sums = |lines: &Range<usize>| self.sums(figures, lines, total);
            if groups.iter().any(sums) && (total || !misspelt(file, name)) {
                return Some((line.clone(), Verdict::Sums));
            }
            total.then(|| (line.clone(), self.differs(name, figures, &groups)))
        });
        judged.collect()
    }

    /// Whether these figures are the sums of some lines, in every column that adds up.
    fn sums(&self, figures: &[(Column, Option<f64>)], lines: &Range<usize>, total: bool) -> bool {
        let tested: Vec<(f64, f64, usize)> = figures.iter().filter_map(|f| self.test(f, lines)).collect();
        let telling = |(number, _, numbers): &(f64, f64, usize)| total || (*numbers > 1 && *number != 0.0);
        tested.iter().any(telling) && tested.iter().all(|(number, sum, _)| near(*number, *sum))
    }

    /// A figure, what the lines sum to and how many of them have one; none where that cannot be told.
    fn test(&self, (column, number): &(Column, Option<f64>), lines: &Range<usize>) -> Option<(f64, f64, usize)> {
        let figures = self.known.get(column).filter(|f| f.additive)?;
        let (sum, numbers) = figures.sum(lines).filter(|(_, numbers)| *numbers > 0)?;
        Some(((*number)?, sum, numbers))
    }

    fn differs(&self, name: &str, figures: &[(Column, Option<f64>)], groups: &[Range<usize>]) -> Verdict {
        let tests = groups.iter().flat_map(|lines| figures.iter().map(move |f| self.test(f, lines)));
        match tests.flatten().find(|(number, sum, _)| !near(*number, *sum)) {
            Some((number, sum, numbers)) => Verdict::Differs(
                format!("{}, the sum of {}", plain(sum), count(numbers, "row")),
                format!("{} in {}", plain(number), quoted(name)),
            ),
            None => Verdict::Differs(
                "a service of the register, or figures that are the sums of its rows".to_owned(),
                quoted(name),
            ),
        }
    }
}

/// The figures of a row with their columns; no number where something else stands.
fn figures(record: &Record) -> impl Iterator<Item = (Column, Option<f64>)> {
    let words = [Field::Id, Field::Title, Field::Period, Field::Breakdown].map(|field| meaning(&record.text(field)));
    let own = |cell: &crate::record::Cell| matches!(cell.share, Share::Own | Share::Row);
    let figures = record.fields.iter().filter(move |(field, cell)| field.is_figure() && own(cell));
    figures.filter_map(move |(field, cell)| {
        let number = match &cell.content {
            Content::Number(n) => Some(*n),
            Content::Text(text) if text.trim().is_empty() => return None,
            Content::Text(text) => number::parse(text, false).map(|p| p.value),
            _ => None,
        };
        Some(((words.join("/"), *field), number))
    })
}

/// Whether the values of several services of the row's indicator make the value of all.
fn additive(file: &FileContext<'_>, record: &Record) -> bool {
    let service = file.service_of(record).unwrap_or_default();
    let adds = |i: &Indicator| {
        let time = matches!(i.unit, Unit::Days | Unit::Hours | Unit::Minutes | Unit::Weeks);
        i.adds_up() && (i.aggregation == Aggregation::Sum || (i.aggregation == Aggregation::Last && !time))
    };
    file.indicator_of(record, &service).is_some_and(|n| adds(&file.register.indicators[n]))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// The name is one of a total.
pub(super) fn is_total(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphabetic()).any(|word| TOTAL.contains(&word))
}

fn misspelt(file: &FileContext<'_>, name: &str) -> bool {
    let name = name.to_lowercase();
    let like = |own: &str| strsim::normalized_levenshtein(&own.to_lowercase(), &name) >= MISSPELT;
    file.register.services.iter().flat_map(Service::names).any(like)
}

/// A note for the sub-totals of each sheet, and a question for each that does not sum.
fn say(file: &mut FileContext<'_>, records: &[Record], judged: &[(Line, Verdict)]) {
    let sheet = |line: &Line| &*records[line.records.start].sheet;
    for of_sheet in judged.chunk_by(|(a, _), (b, _)| sheet(a) == sheet(b)) {
        let mut sums = vec![];
        for (line, verdict) in of_sheet {
            let record = &records[line.records.start];
            let at = RowCells::new(file, record).place(&[Field::Service, Field::Id, Field::Title]).cell;
            match verdict {
                Verdict::Sums => sums.push((at, line.unknown.as_deref().unwrap_or_default())),
                Verdict::Differs(expected, got) => {
                    let finding = Finding::new(&catalogue::T021, expected.as_str(), got.as_str());
                    file.findings.push(finding.in_sheet(&*record.sheet).in_cell(at));
                }
            }
        }
        let Some((first, _)) = sums.first() else { continue };
        let named = |(at, name): &(crate::reading::CellRef, &str)| match name.is_empty() {
            true => format!("row {}", at.row + 1),
            false => format!("{} in row {}", quoted(name), at.row + 1),
        };
        let shown: Vec<String> = sums.iter().take(3).map(named).collect();
        let more =
            if sums.len() > shown.len() { format!(" and {} more", sums.len() - shown.len()) } else { String::new() };
        let got = format!("the sums of other rows: {}{more}", shown.join(", "));
        let finding = Finding::new(&catalogue::T020, "rows of services", got);
        file.findings.push(finding.in_sheet(sheet(&of_sheet[0].0)).in_cell(*first));
    }
}
