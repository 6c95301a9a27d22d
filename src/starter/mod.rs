//! The register that `quarterday init` writes: sheets and headings from the layout by which it is read back, words of
//! the drop-downs from the types that read them, help and worked rows from `templates/starter.toml`.

mod styles;
mod rules;
#[cfg(test)]
mod tests;

use crate::fit::fit;
use crate::layout::{self, Layout};
use crate::period::Period;
use crate::reading::column_letters;
use crate::record::{Field, Kind};
use crate::workbook::{
    Book, CellContent, Column, Columns, Mark, Print, Sheet, SheetCell, Table, Validation, ValidationRule, in_footer,
};
use rules::{DropDownLists, rule};
use serde::Deserialize;
use std::collections::BTreeMap;
use styles::{ACCENT, LAST_ROW, StarterStyles, text, width};

/// The month in which a financial year starts before the council says otherwise.
const APRIL: u32 = 4;

#[derive(Deserialize)]
struct Starter {
    /// How to begin: lines of the first sheet.
    begin: Vec<String>,
    /// What each sheet holds.
    sheets: BTreeMap<Kind, String>,
    /// Help on each column.
    help: BTreeMap<Kind, BTreeMap<String, String>>,
    /// Worked rows.
    #[serde(default)]
    rows: BTreeMap<Kind, Vec<toml::Table>>,
}

impl Starter {
    fn read(words: &str) -> Self {
        // A test reads them, so content can never reach the default.
        toml::from_str(words).unwrap_or_else(|e| unreachable!("the starter does not parse: {e}"))
    }

    fn help(&self, kind: Kind, field: &str) -> &str {
        self.help.get(&kind).and_then(|h| h.get(field)).map_or("", String::as_str)
    }
}

/// A cell of a register that is written.
#[derive(Debug, Clone, PartialEq)]
pub enum WrittenCell {
    /// Words, an id, a quarter, a day as people write it.
    Words(String),
    /// A number; a percentage in points.
    Number(f64),
}

/// A row of a register that is written, by what stands in it; what is not there is blank.
pub type WrittenRow = BTreeMap<Field, WrittenCell>;

/// A register with worked rows whose targets are for the financial year of `period`.
pub fn register_book(period: Period) -> Book<'static> {
    let starter = Starter::read(REGISTER_WORDS);
    let worked = |rows: &Vec<toml::Table>| rows.iter().map(|row| worked_row(row, period)).collect();
    let rows = starter.rows.iter().map(|(kind, rows)| (*kind, worked(rows))).collect();
    book(&layout::register(), (SINGLE_DATA_LIST, &starter), &rows, &[], period)
}

/// A register with these rows and, on its first sheet, these words about it; drop-downs are for the year of `period`.
pub fn register_with(begin: Vec<String>, rows: &BTreeMap<Kind, Vec<WrittenRow>>, period: Period) -> Book<'static> {
    let starter = Starter { begin, ..Starter::read(REGISTER_WORDS) };
    book(&layout::register(), (SINGLE_DATA_LIST, &starter), rows, &[], period)
}

/// A crosswalk with these rows, and the words that `lists` give to drop-downs of its columns.
pub fn crosswalk_with(
    rows: &BTreeMap<Kind, Vec<WrittenRow>>,
    lists: &[(Field, Vec<String>)],
    period: Period,
) -> Book<'static> {
    let starter = Starter::read(include_str!("../../templates/crosswalk-words.toml"));
    let subject = "Which old measure, service and priority is which new one, and what becomes of its figures.";
    book(&layout::crosswalk(), (subject, &starter), rows, lists, period)
}

const REGISTER_WORDS: &str = include_str!("../../templates/starter.toml");
const SINGLE_DATA_LIST: &str = "The council's single data list: what is measured, by whom, and against which target.";

fn book(
    layout: &Layout,
    (subject, starter): (&str, &Starter),
    rows: &BTreeMap<Kind, Vec<WrittenRow>>,
    lists: &[(Field, Vec<String>)],
    period: Period,
) -> Book<'static> {
    let mut book = Book::new(layout.title.clone(), short(subject), String::new(), String::new());
    let styles = StarterStyles::new(&mut book);
    let lists = DropDownLists::new(layout, lists, period);
    let mut sheets = vec![read_me(layout, (subject, starter), &styles)];
    for table in &layout.tables {
        let rows = rows.get(&table.kind).cloned().unwrap_or_default();
        sheets.push(data_sheet((layout, table), starter, rows, &lists, &styles));
    }
    sheets.push(lists.sheet(&styles));
    book.sheets = sheets;
    book
}

/// The property “subject” of a workbook: what it is about, before the colon.
fn short(subject: &str) -> String {
    match subject {
        SINGLE_DATA_LIST => "The single data list".to_owned(),
        other => other.trim_end_matches('.').to_owned(),
    }
}

fn read_me(layout: &Layout, (subject, starter): (&str, &Starter), styles: &StarterStyles) -> Sheet<'static> {
    let begin = &starter.begin;
    let mut cells = vec![(0, 0, text(layout.title.clone(), styles.title)), (1, 0, text(subject, styles.prose))];
    let prose = styles.prose;
    cells.extend(begin.iter().zip(3..).map(|(line, row)| (row, 0, text(line.clone(), prose))));
    let mut row = fit::<u32>(begin.len()) + 4;
    cells.push((row, 0, text("Sheets", styles.strong)));
    for table in &layout.tables {
        row += 1;
        let Some(name) = table.sheet.first() else { continue };
        let link = CellContent::Link { text: name.clone().into(), target: format!("'{name}'!A1") };
        cells.push((row, 0, SheetCell { content: link, style: styles.link }));
        let holds = starter.sheets.get(&table.kind).cloned().unwrap_or_default();
        cells.push((row, 1, text(holds, prose)));
    }
    row += 2;
    cells.push((row, 0, text("Columns", styles.strong)));
    let of_table = |table: &layout::LayoutTable| {
        let sheet = table.sheet.first().cloned().unwrap_or_default();
        let of_column = move |column: &layout::LayoutColumn| ColumnHelp {
            sheet: sheet.clone(),
            heading: column.heading.first().cloned().unwrap_or_default(),
            required: column.required,
            help: starter.help(table.kind, &column.field).to_owned(),
        };
        table.columns.iter().map(of_column).collect::<Vec<_>>()
    };
    let all: Vec<ColumnHelp> = layout.tables.iter().flat_map(of_table).collect();
    let explained = explained();
    let widths: Vec<f64> = explained.widths().collect();
    let mut heights = vec![(0, 26.0)];
    heights.extend(all.iter().zip(row + 2..).map(|(of, n)| (n, height(explained.values(of), &widths))));
    let (words, len) = (styles.words, all.len());
    let mut table = Table::new("Columns", explained.map(move |t| text(t, words)), len, move |n| all[n].clone());
    (table.row, table.heading_style, table.filter) = (row + 1, styles.heading, true);
    Sheet {
        name: layout.ignore_sheets.first().cloned().unwrap_or_default(),
        widths,
        heights,
        cells,
        tables: vec![table],
        print: Print { landscape: true, pages_wide: 1, ..Print::default() },
        tab: ACCENT.into(),
        ..Sheet::default()
    }
}

/// A column of the register, as the first sheet explains it.
#[derive(Clone)]
struct ColumnHelp {
    sheet: String,
    heading: String,
    required: bool,
    help: String,
}

fn explained() -> Columns<'static, ColumnHelp, String> {
    Columns::<ColumnHelp, String>::new()
        .column("Sheet", 16.0, |of| of.sheet.clone())
        .column("Column", 24.0, |of| of.heading.clone())
        .column("Must be filled", 16.0, |of| if of.required { "yes" } else { "" }.to_owned())
        .column("What it means", 90.0, |of| of.help.clone())
}

fn data_sheet(
    (layout, table): (&Layout, &layout::LayoutTable),
    starter: &Starter,
    examples: Vec<WrittenRow>,
    lists: &DropDownLists,
    styles: &StarterStyles,
) -> Sheet<'static> {
    let name = table.sheet.first().cloned().unwrap_or_default();
    let mut sheet = Sheet {
        freeze: (
            1,
            match table.kind {
                Kind::Definitions => 2,
                Kind::Crosswalk => 3,
                _ => 1,
            },
        ),
        show_grid: true,
        ..Sheet::default()
    };
    let columns = Columns::new().columns(table.columns.iter().map(|c| in_register(c, &examples, *styles)));
    for (n, column) in table.columns.iter().enumerate() {
        let (at, heading) = (fit::<u16>(n), column.heading.first().cloned().unwrap_or_default());
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
        sheet.validations.push(box_of((0, at, 0, at), ValidationRule::Any, "", false));
        if let Some((rule, error, warn_only)) = rule(layout, table.kind, column.field(), at, lists) {
            sheet.validations.push(box_of((1, at, LAST_ROW, at), rule, error, warn_only));
        }
        if column.required {
            let letters = column_letters(at);
            let last = column_letters(fit::<u16>(table.columns.len()) - 1);
            sheet.marks.push(Mark {
                range: (1, at, LAST_ROW, at),
                formula: format!("=AND(COUNTA($A2:${last}2)>0,ISBLANK(${letters}2))"),
                fill: "#FFE0A3".into(),
                ink: "#5C3D00".into(),
            });
        }
    }
    sheet.widths.extend(columns.widths());
    sheet.heights.push((0, height(columns.headings(), &sheet.widths)));
    let rows = examples.iter().zip(1..);
    sheet.heights.extend(rows.map(|(row, n)| (n, height(columns.values(row).map(words_of), &sheet.widths))));
    sheet.print = Print {
        landscape: true,
        // As many pages side by side as can be read.
        pages_wide: fit::<u16>((sheet.widths.iter().sum::<f64>() / 160.0).ceil()),
        repeat_rows: Some((0, 0)),
        footer: in_footer(&name),
        ..Print::default()
    };
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut table = Table::new(id, columns, examples.len(), move |n| examples[n].clone());
    (table.heading_style, table.filter) = (styles.heading, true);
    sheet.tables.push(table);
    sheet.name = name;
    sheet
}

/// A column of a sheet of the register, as wide as its worked rows and its heading ask.
fn in_register(
    column: &layout::LayoutColumn,
    examples: &[WrittenRow],
    styles: StarterStyles,
) -> Column<'static, WrittenRow> {
    let field = column.field();
    let value = move |row: &WrittenRow| written(field.and_then(|field| row.get(&field)), field, &styles);
    let heading = column.heading.first().cloned().unwrap_or_default();
    // A heading may break over two lines.
    let half = heading.chars().take(heading.chars().count().div_ceil(2)).collect();
    let words = heading.split(' ').map(str::to_owned).chain([half]);
    let width = width(examples.iter().map(|row| words_of(value(row))).chain(words));
    Column::new(heading, width, value)
}

/// Points that a row needs for its texts in columns of these widths: programs differ in whether they work it out.
fn height(cells: impl Iterator<Item = impl AsRef<str>>, widths: &[f64]) -> f64 {
    let lines = |(text, width): (_, &f64)| (AsRef::<str>::as_ref(&text).chars().count() as f64 / width).ceil();
    15.0 * cells.zip(widths).map(lines).fold(1.0, f64::max) + 3.0
}

fn words_of(cell: SheetCell<'_>) -> String {
    match cell.content {
        CellContent::Text(text) => text.into_owned(),
        _ => String::new(),
    }
}

/// A worked row of the templates, with the quarters and the year in it.
fn worked_row(row: &toml::Table, period: Period) -> WrittenRow {
    let cell = |value: &toml::Value| match value {
        toml::Value::Integer(n) => Some(WrittenCell::Number(*n as f64)),
        toml::Value::Float(n) => Some(WrittenCell::Number(*n)),
        toml::Value::String(words) => {
            let [start, last] = [1, 4].map(|quarter| Period::new(period.year(), quarter).unwrap_or(period));
            let words = words
                .replace("{year}", &period.year_label())
                .replace("{year-end}", &last.last_day(APRIL).format("%d/%m/%Y").to_string())
                .replace("{last}", &period.previous().to_string())
                .replace("{last-year}", &period.year_ago().year_label())
                .replace("{year-start}", &start.to_string());
            Some(WrittenCell::Words(words))
        }
        _ => None,
    };
    row.iter().filter_map(|(key, value)| Some((Field::from_key(key)?, cell(value)?))).collect()
}

/// A cell of a row of the register.
fn written(value: Option<&WrittenCell>, field: Option<Field>, styles: &StarterStyles) -> SheetCell<'static> {
    use Field::{
        AppliesTo, Breaks, Code, DueQuarters, FirstQuarter, FormulaUntil, Id, LastQuarter, OpeningOf, PartOf,
        Predecessor, Priority, Service, Year,
    };
    let style = match field {
        Some(
            Id
            | Code
            | Service
            | Year
            | Field::Period
            | DueQuarters
            | Breaks
            | FirstQuarter
            | LastQuarter
            | Field::Formerly
            | Field::BaselineDate
            | Priority
            | AppliesTo
            | PartOf
            | OpeningOf
            | FormulaUntil
            | Predecessor,
        ) => styles.text,
        _ => styles.words,
    };
    match value {
        Some(WrittenCell::Number(n)) => SheetCell { content: CellContent::Number(*n), style: styles.number },
        Some(WrittenCell::Words(words)) => text(words.clone(), style),
        None => SheetCell { content: CellContent::Blank, style },
    }
}
