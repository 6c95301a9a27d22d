//! `baseline.xlsx`: the last year of the old councils side by side, for whoever sets the new ones' targets.

use super::super::{Host, Workspace};
use super::alike::{ActionLine, RiskLine, actions, risks};
use super::beside::{BaselineLine, Known, TargetLine, lines, targets};
use super::left::LeftBehind;
use super::made::MadeWorkspace;
use super::old::Old;
use crate::crosswalk::{Crosswalk, OldCouncil, Successor};
use crate::error::Result;
use crate::measure::Unit;
use crate::past::Past;
use crate::period::Period;
use crate::reading::Place;
use crate::report::number_format;
use crate::validate;
use crate::workbook::{
    Align, Book, Border, CellContent, Columns, NumberFormat, Print, Sheet, SheetCell, Style, StyleId, Table, in_footer,
    lines as lines_of,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands in the baseline report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct BaselineCounts {
    /// Measures of the successors together.
    pub measures: usize,
    /// Of these, with a figure of all councils for the year.
    pub comparable: usize,
    /// Risks that may be the same as another council's.
    pub risks_alike: usize,
    /// Actions that are not over.
    pub actions: usize,
    /// Of these, without anybody who answers for them in the new councils.
    pub actions_without_owner: usize,
}

struct Styles {
    title: StyleId,
    note: StyleId,
    heading: StyleId,
    text: StyleId,
    strong: StyleId,
    code: StyleId,
    date: StyleId,
    whole: StyleId,
    centre: StyleId,
    figures: BTreeMap<(Unit, u8), StyleId>,
}

impl Styles {
    fn new(book: &mut Book<'_>, figures: impl Iterator<Item = (Unit, u8)>) -> Self {
        let plain = Style { border: Border::Below, wrap: true, ..Style::default() };
        let heading = Style {
            bold: true,
            fill: "#1F3864".into(),
            ink: "#FFFFFF".into(),
            wrap: true,
            align: Align::Left,
            ..Style::default()
        };
        let number = |number| Style { number, border: Border::Below, ..Style::default() };
        let mut out = Self {
            title: book.style(Style { bold: true, heading: 1, ink: "#1F3864".into(), ..Style::default() }),
            note: book.style(Style { ink: "#595959".into(), ..Style::default() }),
            heading: book.style(heading),
            text: book.style(plain.clone()),
            strong: book.style(Style { bold: true, ..plain.clone() }),
            code: book.style(Style { number: NumberFormat::Text, border: Border::Below, ..Style::default() }),
            date: book.style(Style { align: Align::Left, ..number(NumberFormat::Date) }),
            whole: book.style(number(NumberFormat::Number(0))),
            centre: book.style(Style { align: Align::Centre, ..plain.clone() }),
            figures: BTreeMap::new(),
        };
        for (unit, decimals) in figures {
            let style = number(number_format(unit, decimals));
            out.figures.entry((unit, decimals)).or_insert_with(|| book.style(style));
        }
        out
    }
}

/// All of it, with how much there is.
pub(super) fn baseline<'m>(
    (crosswalk, olds, councils): (&Crosswalk, &[Old], &[OldCouncil]),
    successors: &[(&Successor, &Workspace)],
    made: impl Iterator<Item = &'m MadeWorkspace> + Clone,
    host: &Host<'_>,
) -> Result<(Book<'static>, BaselineCounts)> {
    let last = successors.iter().map(|(s, _)| s.first.previous()).max().unwrap_or(Period::from_index(0));
    let mut pasts: Vec<(&Old, Past)> = vec![];
    for old in olds {
        let mut past = old.ledger.past(&old.council.register, last.plus(1), None)?;
        validate::compute(&old.council.register, last.plus(1), &[], &[], &mut past)?;
        pasts.push((old, past));
    }
    let (mut measures, mut goals) = (vec![], vec![]);
    for (successor, workspace) in successors {
        let ledger = host.ledger(&workspace.history_dir())?;
        let known = Known::of(workspace, &ledger, successor)?;
        measures.extend(lines((crosswalk, councils), successor, &known)?);
        goals.extend(targets((crosswalk, councils), successor, &pasts));
    }
    let risks = risks(crosswalk, &pasts, last);
    let registers: Vec<&crate::register::Register> = successors.iter().map(|(_, w)| &w.register).collect();
    let actions = actions(crosswalk, &pasts, &registers);
    let all = || measures.iter().filter(|l: &&BaselineLine| l.council.is_none());
    let counts = BaselineCounts {
        measures: all().count(),
        comparable: all().filter(|l| l.comparable && l.year.is_some()).count(),
        risks_alike: risks.iter().filter(|r| r.group > 0).count(),
        actions: actions.len(),
        actions_without_owner: actions.iter().filter(|a| !a.without_owner.is_empty()).count(),
    };
    let names: Vec<&str> = councils.iter().map(|c| c.name.as_str()).collect();
    let title = format!("Baseline: {} in {}", crate::text::words::list(names.into_iter()), last.year_label());
    let mut book = Book::new(
        title.clone(),
        "The last year of the councils before, side by side".to_owned(),
        String::new(),
        String::new(),
    );
    book.language = "en-GB".to_owned();
    let looks = measures.iter().map(|l| (l.unit, l.decimals)).chain(goals.iter().map(|g| (g.unit, g.decimals)));
    let styles = Styles::new(&mut book, looks.collect::<Vec<_>>().into_iter());
    let left: Vec<(String, LeftBehind)> =
        made.clone().flat_map(|m| m.left_behind.iter().map(|l| (m.name.clone(), l.clone()))).collect();
    book.sheets = vec![
        summary(&styles, (&title, last), counts, made, councils),
        measure_sheet(&styles, last, measures),
        target_sheet(&styles, last, goals),
        risk_sheet(&styles, risks),
        action_sheet(&styles, actions),
        left_sheet(&styles, left),
    ];
    Ok((book, counts))
}

fn summary<'m>(
    styles: &Styles,
    (title, last): (&str, Period),
    counts: BaselineCounts,
    made: impl Iterator<Item = &'m MadeWorkspace>,
    councils: &[OldCouncil],
) -> Sheet<'static> {
    let mut sheet =
        Sheet { name: "Read me".to_owned(), widths: vec![44.0, 16.0, 24.0, 24.0, 18.0, 18.0], ..Sheet::default() };
    sheet.put(0, 0, SheetCell::text(title.to_owned(), styles.title));
    let said = [
        format!(
            "{} measures of the new councils; {} have one figure of all councils before for {}. Where one council has none, all together have none: of how many there is one stands beside.",
            counts.measures, counts.comparable, last.year_label()
        ),
        "Measures: each new measure, council by council on its footing and all together, with the cell of the newest figure. What is not comparable stands in its own unit, and why.".to_owned(),
        "Targets: what each council had set itself, and how it stood, for setting new ones.".to_owned(),
        format!("Risks: {} of them are worded like another council’s and may be one risk.", counts.risks_alike),
        format!("Actions: {} are not over; {} of them have nobody who answers for them in the new registers.", counts.actions, counts.actions_without_owner),
        "Left behind: what was not handed on to the new workspaces, and why. It stays in the old ones.".to_owned(),
        "It is for those who know every figure: small numbers of people stand in it as they were sent.".to_owned(),
        "An estimate is a share of another council’s figure, by the share and the source that stand beside it. It is no reading.".to_owned(),
    ];
    for (n, line) in said.into_iter().zip(2..).map(|(line, n)| (n, line)) {
        sheet.put(n, 0, SheetCell::text(line, styles.note));
    }
    let rows: Vec<MadeRow> = made
        .map(|m| MadeRow {
            name: format!("{} ({})", m.name, m.id),
            counts: [m.measures, m.taken_over, m.together, m.estimated, m.without_past],
        })
        .collect();
    let count = |n: usize| move |r: &MadeRow| (r.counts[n] as f64, n);
    let (text, whole) = (styles.strong, styles.whole);
    let number = move |(n, _): (f64, usize)| SheetCell::number(Some(n), whole);
    let columns = Columns::new()
        .column("New council", 44.0, move |r: &MadeRow| SheetCell::text(r.name.clone(), text))
        .column("Its measures", 16.0, move |r| number(count(0)(r)))
        .column("Taken over as they are", 18.0, move |r| number(count(1)(r)))
        .column("Put together", 16.0, move |r| number(count(2)(r)))
        .column("Estimated", 18.0, move |r| number(count(3)(r)))
        .column("Without a past", 40.0, move |r| number(count(4)(r)));
    let len = rows.len();
    let mut table = Table::new("NewCouncils", columns, len, move |n| rows[n].clone());
    (table.row, table.heading_style) = (11, styles.heading);
    sheet.tables.push(table);
    let olds: Vec<[String; 4]> = councils
        .iter()
        .map(|c| {
            [format!("{} ({})", c.name, c.id), c.ledger.0.to_string(), digits(&c.ledger.1), digits(&c.register_sha256)]
        })
        .collect();
    let code = styles.code;
    let of = |k: usize| move |r: &[String; 4]| SheetCell::text(r[k].clone(), code);
    let columns = Columns::new()
        .column("Council before", 44.0, of(0))
        .column("Ledger record", 16.0, of(1))
        .column("Its hash begins", 18.0, of(2))
        .column("Register’s hash begins", 16.0, of(3));
    let at = 13 + u32::try_from(len).unwrap_or_default();
    let len = olds.len();
    let mut table = Table::new("CouncilsBefore", columns, len, move |n| olds[n].clone());
    (table.row, table.heading_style) = (at, styles.heading);
    sheet.tables.push(table);
    sheet.print = Print { landscape: true, pages_wide: 1, ..Print::default() };
    sheet
}

/// The first digits of a hash: enough to tell it by, and the crosswalk has all.
fn digits(hash: &str) -> String {
    hash.chars().take(16).collect()
}

#[derive(Clone)]
struct MadeRow {
    name: String,
    counts: [usize; 5],
}

/// A sheet with one table below a heading.
fn listed<R: Clone + Send + 'static>(
    styles: &Styles,
    name: &str,
    note: &str,
    columns: Columns<'static, R>,
    rows: Vec<R>,
) -> Sheet<'static> {
    let mut sheet = Sheet { name: name.to_owned(), freeze: (HEADING + 1, 0), ..Sheet::default() };
    sheet.put(0, 0, SheetCell::text(name.to_owned(), styles.title));
    sheet.put(1, 0, SheetCell::text(note.to_owned(), styles.note));
    sheet.widths.extend(columns.widths());
    sheet.heights.push((HEADING, LINE * room(columns.headings(), &sheet.widths)));
    for (row, n) in rows.iter().zip(HEADING + 1..) {
        let words = columns.values(row).map(|cell| match cell.content {
            CellContent::Text(words) => words.into_owned(),
            _ => String::new(),
        });
        let lines = room(words, &sheet.widths);
        sheet.heights.extend((lines > 1.0).then_some((n, LINE * lines)));
    }
    sheet.print = Print {
        landscape: true,
        pages_wide: 1,
        repeat_rows: Some((HEADING, HEADING)),
        footer: in_footer(name),
        ..Print::default()
    };
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let len = rows.len();
    let mut table = Table::new(id, columns, len, move |n| rows[n].clone());
    (table.row, table.heading_style, table.filter) = (HEADING, styles.heading, true);
    sheet.tables.push(table);
    sheet
}

/// The row of the headings of a list, and the points of a line of text.
const HEADING: u32 = 3;
const LINE: f64 = 15.0;

/// Lines of the longest of some cells.
fn room(cells: impl Iterator<Item = impl AsRef<str>>, widths: &[f64]) -> f64 {
    cells.zip(widths).map(|(words, width)| lines_of(words.as_ref(), *width)).fold(1.0, f64::max)
}

fn at(place: Option<&Place>) -> String {
    place.map(ToString::to_string).unwrap_or_default()
}

fn measure_sheet(styles: &Styles, last: Period, lines: Vec<BaselineLine>) -> Sheet<'static> {
    let (text, strong, code, centre) = (styles.text, styles.strong, styles.code, styles.centre);
    let figures: BTreeMap<(Unit, u8), StyleId> = styles.figures.clone();
    let whole = styles.whole;
    let style = move |l: &BaselineLine| figures.get(&(l.unit, l.decimals)).copied().unwrap_or(whole);
    let figure = |k: usize| {
        let style = style.clone();
        move |l: &BaselineLine| SheetCell::number(l.quarters[k], style(l))
    };
    let quarters: Vec<Period> = last.last(4).collect();
    let year_style = style.clone();
    let columns = Columns::new()
        .column("New council", 10.0, move |l: &BaselineLine| SheetCell::text(l.successor.clone(), code))
        .column("Id", 10.0, move |l| SheetCell::text(l.id.clone(), code))
        .column("Measure", 36.0, move |l| SheetCell::text(l.name.clone(), text))
        .column("By", 26.0, move |l| match &l.council {
            Some(name) => SheetCell::text(name.clone(), text),
            None => SheetCell::text("Together", strong),
        })
        .column("Their ids", 12.0, move |l| SheetCell::text(l.old.clone(), code))
        .column("Unit", 12.0, move |l| SheetCell::text(l.unit.words(), text))
        .column("Each quarter is", 12.0, move |l| {
            SheetCell::text(if l.to_date { "the year to date" } else { "the quarter" }, text)
        })
        .column(quarters[0].to_string(), 12.0, figure(0))
        .column(quarters[1].to_string(), 12.0, figure(1))
        .column(quarters[2].to_string(), 12.0, figure(2))
        .column(quarters[3].to_string(), 12.0, figure(3))
        .column(last.year_label(), 12.0, move |l| SheetCell::number(l.year, year_style(l)))
        .column("Of councils", 10.0, move |l| {
            let of = if l.council.is_none() { format!("{} of {}", l.councils.0, l.councils.1) } else { String::new() };
            SheetCell::text(of, centre)
        })
        .column("Comparable", 12.0, move |l| SheetCell::text(if l.comparable { "Yes" } else { "No" }, text))
        .column("Relation", 16.0, move |l| SheetCell::text(l.relation.map_or("", |r| r.words()), text))
        .column("Estimated by", 30.0, move |l| SheetCell::text(l.estimated.clone(), text))
        .column("What has to be known", 44.0, move |l| SheetCell::text(l.said.clone(), text))
        .column("Newest figure from", 40.0, move |l| SheetCell::text(at(l.place.as_ref()), text));
    let note = "Each new measure by the councils before, on its own footing, and all together. Percentages are never averaged: numerators and denominators are added.";
    let mut sheet = listed(styles, "Measures", note, columns, lines);
    sheet.freeze = (HEADING + 1, 3);
    sheet
}

fn target_sheet(styles: &Styles, last: Period, lines: Vec<TargetLine>) -> Sheet<'static> {
    let (text, code) = (styles.text, styles.code);
    let figures = styles.figures.clone();
    let whole = styles.whole;
    let style = move |l: &TargetLine| figures.get(&(l.unit, l.decimals)).copied().unwrap_or(whole);
    let (a, b, c) = (style.clone(), style.clone(), style);
    let columns = Columns::new()
        .column("New council", 10.0, move |l: &TargetLine| SheetCell::text(l.successor.clone(), code))
        .column("Id", 10.0, move |l| SheetCell::text(l.id.clone(), code))
        .column("Council", 28.0, move |l| SheetCell::text(l.council.clone(), text))
        .column("Its id", 10.0, move |l| SheetCell::text(l.old.clone(), code))
        .column("Its measure", 36.0, move |l| SheetCell::text(l.name.clone(), text))
        .column("Unit", 12.0, move |l| SheetCell::text(l.unit.words(), text))
        .column(format!("Target of the year {}", last.year_label()), 13.0, move |l| {
            SheetCell::number(l.targets[0], a(l))
        })
        .column("Newest quarter", 12.0, move |l| {
            SheetCell::text(l.quarter.map(|q| q.to_string()).unwrap_or_default(), code)
        })
        .column("Figure of that quarter", 13.0, move |l| SheetCell::number(l.value, b(l)))
        .column("Status as reported", 16.0, move |l| SheetCell::text(l.status.clone(), text))
        .column("Scheme", 14.0, move |l| SheetCell::text(l.scheme.clone(), text))
        .column(format!("Target of the year {}", last.plus(1).year_label()), 13.0, move |l| {
            SheetCell::number(l.targets[1], c(l))
        });
    let note =
        "What each council before had set itself and where it stood at the end, by its own rules, in its own unit.";
    listed(styles, "Targets", note, columns, lines)
}

fn risk_sheet(styles: &Styles, lines: Vec<RiskLine>) -> Sheet<'static> {
    let (text, code, whole) = (styles.text, styles.code, styles.whole);
    let columns = Columns::new()
        .column("Group", 8.0, move |l: &RiskLine| SheetCell::number((l.group > 0).then_some(l.group as f64), whole))
        .column("Likeness", 16.0, move |l| SheetCell::text(l.likeness, text))
        .column("Council", 28.0, move |l| SheetCell::text(l.council.clone(), text))
        .column("Id", 9.0, move |l| SheetCell::text(l.id.clone(), code))
        .column("Risk", 50.0, move |l| SheetCell::text(l.title.clone(), text))
        .column("Category", 16.0, move |l| SheetCell::text(l.category.clone(), text))
        .column("Owner", 20.0, move |l| SheetCell::text(l.owner.clone(), text))
        .column("Service in the new council", 16.0, move |l| SheetCell::text(l.service.clone(), code))
        .column("Likelihood × impact", 12.0, move |l| {
            SheetCell::text(l.current.map(|r| format!("{} × {}", r.likelihood, r.impact)).unwrap_or_default(), text)
        })
        .column("On a matrix of", 12.0, move |l| SheetCell::text(format!("{} × {}", l.steps[0], l.steps[1]), text))
        .column("From", 40.0, move |l| SheetCell::text(at(Some(&l.place)), text));
    let note = "Risks of the last year. Those of one group are worded alike and may be one risk: people decide.";
    listed(styles, "Risks", note, columns, lines)
}

fn action_sheet(styles: &Styles, lines: Vec<ActionLine>) -> Sheet<'static> {
    let (text, strong, code, date) = (styles.text, styles.strong, styles.code, styles.date);
    let columns = Columns::new()
        .column("Without an owner", 24.0, move |l: &ActionLine| SheetCell::text(l.without_owner, strong))
        .column("Council", 28.0, move |l| SheetCell::text(l.council.clone(), text))
        .column("Id", 9.0, move |l| SheetCell::text(l.id.clone(), code))
        .column("Action", 50.0, move |l| SheetCell::text(l.title.clone(), text))
        .column("Lead", 20.0, move |l| SheetCell::text(l.lead.clone(), text))
        .column("Due", 12.0, move |l| SheetCell::date(l.due, date))
        .column("Status", 14.0, move |l| SheetCell::text(l.status.map_or("", |s| s.words()), text))
        .column("Service in the new council", 16.0, move |l| SheetCell::text(l.service.clone(), code))
        .column("From", 40.0, move |l| SheetCell::text(at(Some(&l.place)), text));
    let note = "Actions that are not over. An owner is somebody whom one of the new registers names.";
    listed(styles, "Actions", note, columns, lines)
}

fn left_sheet(styles: &Styles, lines: Vec<(String, LeftBehind)>) -> Sheet<'static> {
    let text = styles.text;
    let columns = Columns::new()
        .column("New council", 28.0, move |l: &(String, LeftBehind)| SheetCell::text(l.0.clone(), text))
        .column("What", 60.0, move |l| SheetCell::text(l.1.what.clone(), text))
        .column("Why", 80.0, move |l| SheetCell::text(l.1.why.clone(), text));
    listed(styles, "Left behind", "What the new workspaces were not given.", columns, lines)
}
