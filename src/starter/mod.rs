//! The register that `quarterday init` writes: sheets and headings from the layout by which it is read back, words of
//! the drop-downs from the types that read them, help and worked rows from `templates/starter.toml`.

mod rules;
#[cfg(test)]
mod tests;

use crate::layout::{self, Layout};
use crate::period::Period;
use crate::reading::column_letters;
use crate::record::{Field, Kind};
use crate::workbook::{
    Align, Book, Border, Cell, Content, Mark, NumberFormat, Print, Rule, Sheet, Style, StyleId, Table, Validation,
};
use rules::{Lists, rule};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The last row (zero-based) that drop-downs and marks reach.
const LAST_ROW: u32 = 5_000;
const ACCENT: &str = "#1F3864";

#[derive(Deserialize)]
struct Starter {
    /// How to begin: lines of the first sheet.
    begin: Vec<String>,
    /// What each sheet holds.
    sheets: BTreeMap<Kind, String>,
    /// Help on each column.
    help: BTreeMap<Kind, BTreeMap<String, String>>,
    /// Worked rows.
    rows: BTreeMap<Kind, Vec<toml::Table>>,
}

impl Starter {
    fn read() -> Self {
        // A test reads it, so content can never reach the default.
        toml::from_str(include_str!("../../templates/starter.toml"))
            .unwrap_or_else(|e| unreachable!("the starter does not parse: {e}"))
    }

    fn help(&self, kind: Kind, field: &str) -> &str {
        self.help.get(&kind).and_then(|h| h.get(field)).map_or("", String::as_str)
    }
}

/// A register with worked rows whose targets are for the financial year of `period`.
pub fn register_book(period: Period) -> Book<'static> {
    let layout = layout::register();
    let starter = Starter::read();
    let subject = "The single data list".to_owned();
    let mut book = Book::new(layout.title.clone(), subject, String::new(), String::new());
    let styles = Styles::new(&mut book);
    let lists = Lists::new(&layout, period);
    let mut sheets = vec![read_me(&layout, &starter, &styles)];
    for table in &layout.tables {
        sheets.push(data_sheet(&layout, table, &starter, &lists, &styles, period));
    }
    sheets.push(lists.sheet(&styles));
    book.sheets = sheets;
    book
}

struct Styles {
    title: StyleId,
    strong: StyleId,
    /// Sentences of the first sheet.
    prose: StyleId,
    heading: StyleId,
    words: StyleId,
    /// Ids, years and quarters: Excel must not turn them into numbers and dates.
    text: StyleId,
    number: StyleId,
    link: StyleId,
}

impl Styles {
    fn new(book: &mut Book<'_>) -> Self {
        let plain = Style { border: Border::Below, ..Style::default() };
        let heading = Style {
            bold: true,
            fill: ACCENT.into(),
            ink: "#FFFFFF".into(),
            wrap: true,
            align: Align::Left,
            ..Style::default()
        };
        Self {
            title: book.style(Style { bold: true, size: 16, ink: ACCENT.into(), ..Style::default() }),
            strong: book.style(Style { bold: true, size: 12, ink: ACCENT.into(), ..Style::default() }),
            prose: book.style(Style::default()),
            heading: book.style(heading),
            words: book.style(Style { wrap: true, ..plain.clone() }),
            text: book.style(Style { number: NumberFormat::Text, ..plain.clone() }),
            number: book.style(plain),
            link: book.style(Style { ink: "#0563C1".into(), ..Style::default() }),
        }
    }
}

fn text(content: impl Into<String>, style: StyleId) -> Cell<'static> {
    Cell { content: Content::Text(content.into().into()), style }
}

/// The width that shows the longest of some texts, within reason.
fn width<'t>(texts: impl Iterator<Item = &'t String>) -> f64 {
    let longest = texts.map(|t| t.chars().count()).max().unwrap_or_default();
    // A little more than the letters: the button of the filter needs room too.
    (longest as f64 + 4.0).clamp(9.0, 46.0)
}

fn read_me(layout: &Layout, starter: &Starter, styles: &Styles) -> Sheet<'static> {
    let mut cells = vec![
        (0, 0, text(layout.title.clone(), styles.title)),
        (
            1,
            0,
            text("The council's single data list: what is measured, by whom, and against which target.", styles.prose),
        ),
    ];
    let prose = styles.prose;
    cells.extend(starter.begin.iter().zip(3..).map(|(line, row)| (row, 0, text(line.clone(), prose))));
    let mut row = starter.begin.len() as u32 + 4;
    cells.push((row, 0, text("Sheets", styles.strong)));
    for table in &layout.tables {
        row += 1;
        let Some(name) = table.sheet.first() else { continue };
        let link = Content::Link { text: name.clone().into(), target: format!("'{name}'!A1") };
        cells.push((row, 0, Cell { content: link, style: styles.link }));
        let holds = starter.sheets.get(&table.kind).cloned().unwrap_or_default();
        cells.push((row, 1, text(holds, prose)));
    }
    row += 2;
    cells.push((row, 0, text("Columns", styles.strong)));
    let mut columns = Vec::new();
    for table in &layout.tables {
        for column in &table.columns {
            let sheet = table.sheet.first().cloned().unwrap_or_default();
            let heading = column.heading.first().cloned().unwrap_or_default();
            let must = if column.required { "yes" } else { "" };
            columns.push([sheet, heading, must.into(), starter.help(table.kind, &column.field).to_owned()]);
        }
    }
    let widths = vec![16.0, 24.0, 16.0, 90.0];
    let mut heights = vec![(0, 26.0)];
    let rows = columns.iter().zip(row + 2..);
    heights.extend(rows.map(|(texts, n)| (n, height(texts.iter().map(String::as_str), &widths))));
    let words = styles.words;
    let grid = Table {
        name: "Columns".into(),
        row: row + 1,
        column: 0,
        headings: ["Sheet", "Column", "Must be filled", "What it means"].map(str::to_owned).to_vec(),
        heading_style: styles.heading,
        len: columns.len(),
        rows: Box::new(move |n: usize, out: &mut Vec<Cell<'static>>| {
            out.extend(columns.get(n).into_iter().flatten().map(|t| text(t.clone(), words)));
        }),
        filter: true,
    };
    Sheet {
        name: layout.ignore_sheets.first().cloned().unwrap_or_default(),
        widths,
        heights,
        cells,
        tables: vec![grid],
        print: Print { landscape: true, pages_wide: 1, ..Print::default() },
        tab: ACCENT.into(),
        ..Sheet::default()
    }
}

fn data_sheet(
    layout: &Layout,
    table: &layout::LayoutTable,
    starter: &Starter,
    lists: &Lists,
    styles: &Styles,
    period: Period,
) -> Sheet<'static> {
    let name = table.sheet.first().cloned().unwrap_or_default();
    let headings: Vec<String> = table.columns.iter().filter_map(|c| c.heading.first().cloned()).collect();
    let examples = starter.rows.get(&table.kind).map_or(&[][..], Vec::as_slice);
    let shown: Vec<Vec<Cell<'static>>> = examples
        .iter()
        .map(|row| table.columns.iter().map(|c| example(row.get(&c.field), c.field(), styles, period)).collect())
        .collect();
    let mut sheet =
        Sheet { freeze: (1, if table.kind == Kind::Definitions { 2 } else { 1 }), show_grid: true, ..Sheet::default() };
    for (n, column) in table.columns.iter().enumerate() {
        let (at, heading) = (n as u16, headings.get(n).cloned().unwrap_or_default());
        let longest = shown.iter().filter_map(|row| Some(words_of(row.get(n)?).to_owned()));
        // A heading may break over two lines.
        let half = heading.chars().take(heading.chars().count().div_ceil(2)).collect();
        let words = heading.split(' ').map(str::to_owned);
        sheet.widths.push(width(longest.chain(words).chain([half]).collect::<Vec<_>>().iter()));
        let help = starter.help(table.kind, &column.field);
        let help = if column.required { format!("Must be filled. {help}") } else { help.to_owned() };
        let box_of = |range, rule, error: &str, warn_only| Validation {
            range,
            rule,
            help_title: heading.clone(),
            help: help.clone(),
            error_title: heading.clone(),
            error: error.to_owned(),
            warn_only,
        };
        sheet.validations.push(box_of((0, at, 0, at), Rule::Any, "", false));
        if let Some((rule, error, warn_only)) = rule(layout, table.kind, column.field(), at, lists) {
            sheet.validations.push(box_of((1, at, LAST_ROW, at), rule, error, warn_only));
        }
        if column.required {
            let letters = column_letters(at);
            let last = column_letters(table.columns.len() as u16 - 1);
            sheet.marks.push(Mark {
                range: (1, at, LAST_ROW, at),
                formula: format!("=AND(COUNTA($A2:${last}2)>0,ISBLANK(${letters}2))"),
                fill: "#FFE0A3".into(),
                ink: "#5C3D00".into(),
            });
        }
    }
    sheet.heights.push((0, height(headings.iter().map(String::as_str), &sheet.widths)));
    let rows = shown.iter().zip(1..);
    sheet.heights.extend(rows.map(|(row, n)| (n, height(row.iter().map(words_of), &sheet.widths))));
    sheet.print = Print {
        landscape: true,
        // As many pages side by side as can be read.
        pages_wide: (sheet.widths.iter().sum::<f64>() / 160.0).ceil() as u16,
        repeat_rows: Some((0, 0)),
        footer: name.clone(),
        ..Print::default()
    };
    sheet.tables.push(Table {
        name: name.chars().filter(char::is_ascii_alphanumeric).collect(),
        row: 0,
        column: 0,
        headings,
        heading_style: styles.heading,
        len: shown.len(),
        rows: Box::new(move |n: usize, out: &mut Vec<Cell<'static>>| {
            out.extend(shown.get(n).into_iter().flatten().cloned());
        }),
        filter: true,
    });
    sheet.name = name;
    sheet
}

/// Points that a row needs for its texts in columns of these widths: programs differ in whether they work it out.
fn height<'t>(cells: impl Iterator<Item = &'t str>, widths: &[f64]) -> f64 {
    let lines = |(text, width): (&str, &f64)| (text.chars().count() as f64 / width).ceil();
    15.0 * cells.zip(widths).map(lines).fold(1.0, f64::max) + 3.0
}

fn words_of<'c>(cell: &'c Cell<'_>) -> &'c str {
    match &cell.content {
        Content::Text(text) => text,
        _ => "",
    }
}

/// A cell of a worked row.
fn example(value: Option<&toml::Value>, field: Option<Field>, styles: &Styles, period: Period) -> Cell<'static> {
    use Field::{AppliesTo, Breaks, Code, DueQuarters, Id, OpeningOf, PartOf, Priority, Service, Year};
    let style = match field {
        Some(
            Id
            | Code
            | Service
            | Year
            | Field::Period
            | DueQuarters
            | Breaks
            | Priority
            | AppliesTo
            | PartOf
            | OpeningOf,
        ) => styles.text,
        _ => styles.words,
    };
    match value {
        Some(toml::Value::Integer(n)) => Cell { content: Content::Number(*n as f64), style: styles.number },
        Some(toml::Value::Float(n)) => Cell { content: Content::Number(*n), style: styles.number },
        Some(toml::Value::String(words)) => {
            let start = Period::new(period.year(), 1).unwrap_or(period);
            let words = words
                .replace("{year}", &period.year_label())
                .replace("{last}", &period.previous().to_string())
                .replace("{year-start}", &start.to_string());
            text(words, style)
        }
        _ => Cell { content: Content::Blank, style },
    }
}
