//! The notebook as a workbook: what is printed is plain, what the team fills in is shaded.

use super::contents::{Notebook, NotebookFacts};
use super::lines::{LeftOutLine, QueryLine, Written};
use super::read::SHEETS;
use super::words::WordsLine;
use crate::fit::fit;
use crate::reading::query::Verdict;
use crate::workbook::{
    Align, Book, Border, CellContent, Columns, NumberFormat, Print, Sheet, SheetCell, Style, StyleId, Table,
    Validation, ValidationRule, in_footer,
};

const ACCENT: &str = "#1F3864";
const SHADE: &str = "#FFF7DB";
/// Rows of the sheet Left out that stand ready.
const READY: usize = 25;
/// The row of the headings.
const HEADINGS: u32 = 4;

#[derive(Clone, Copy)]
struct NotebookStyles {
    title: StyleId,
    line: StyleId,
    heading: StyleId,
    text: StyleId,
    input: StyleId,
    day: StyleId,
    key: StyleId,
}

impl NotebookStyles {
    fn new(book: &mut Book<'_>) -> Self {
        let plain = Style { wrap: true, border: Border::Box, align: Align::Left, ..Style::default() };
        let input = Style { fill: SHADE.into(), input: true, ..plain.clone() };
        Self {
            title: book.style(Style { bold: true, size: 16, ink: ACCENT.into(), ..Style::default() }),
            line: book.style(Style::default()),
            heading: book.style(Style {
                bold: true,
                fill: ACCENT.into(),
                ink: "#FFFFFF".into(),
                middle: true,
                ..plain.clone()
            }),
            text: book.style(plain),
            day: book.style(Style { number: NumberFormat::Date, ..input.clone() }),
            // What is an id, or begins with a nought, stays as it is typed.
            input: book.style(Style { number: NumberFormat::Text, ..input }),
            key: book.style(Style { number: NumberFormat::Text, ..Style::default() }),
        }
    }

    fn print(&self, text: &str) -> SheetCell<'static> {
        SheetCell::text(text.to_owned(), self.text)
    }

    fn fill_in(&self, text: &str) -> SheetCell<'static> {
        match text.is_empty() {
            true => SheetCell::new(CellContent::Blank, self.input),
            false => SheetCell::text(text.to_owned(), self.input),
        }
    }

    fn day(&self, written: &Written) -> SheetCell<'static> {
        match (written.day, written.text.is_empty()) {
            (Some(day), _) => SheetCell::date(Some(day), self.day),
            (None, true) => SheetCell::new(CellContent::Blank, self.day),
            (None, false) => SheetCell::text(written.text.clone(), self.day),
        }
    }
}

impl Notebook {
    /// As a workbook.
    pub fn book(&self, facts: &NotebookFacts<'_>, council: &str, team: &str) -> Book<'static> {
        book(self, facts, council, team)
    }
}

fn book(notebook: &Notebook, facts: &NotebookFacts<'_>, council: &str, team: &str) -> Book<'static> {
    let title = format!("{council}: notebook, {}", facts.period.heading());
    let mut book = Book::new(title, "Decisions of the performance team".to_owned(), team.to_owned(), String::new());
    let styles = NotebookStyles::new(&mut book);
    let left_out: Vec<LeftOutLine> = notebook.left_out.clone();
    let ready = (left_out.len() + 5).max(READY);
    let heading = facts.period.heading();
    book.sheets = vec![
        sheet(
            (0, format!("Queries, {heading}")),
            [
                "Decide in the shaded cells. Accept: the figure is right as it stands, for the reason in Why; where that is blank, \
                 for the service's own. Ask again: the answer is not enough.",
                "A service's own answer confirms its figure until you decide otherwise. With another figure every answer is void. \
                 A blank When is the day of the next run; a decision that you clear is taken back.",
            ],
            queries(styles),
            notebook.queries.clone(),
            &styles,
        ),
        sheet(
            (1, format!("The team's own words, {heading}")),
            [
                "Your own words stand in place of the report's, in every edition; clear the cell to have its own back. On the lines \
                 below write about a measure, a risk, an action, a milestone or a priority by its id, or, with a blank About, \
                 add to Headlines.",
                "They stay when the quarter is run again. Where figures under them have changed, or figures in them are not the \
                 quarter's, look again: change the words, or say Yes under Still right?",
            ],
            words(styles),
            with_blank_lines(&notebook.words),
            &styles,
        ),
        sheet(
            (2, format!("Left out by hand, {heading}")),
            [
                "A file by its name in the folder of returns, or a row by the id of its indicator, risk or action. Name the service \
                 where the id alone does not tell whose row it is.",
                "What is left out is said on the sheets Returns and Files, with the reason and your name. Take the line out to \
                 have it read again.",
            ],
            left_out_columns(styles),
            left_out.into_iter().chain(std::iter::repeat_n(LeftOutLine::default(), ready)).take(ready).collect(),
            &styles,
        ),
    ];
    let last = |sheet: &Sheet<'_>| HEADINGS + fit::<u32>(sheet.tables[0].len().max(1));
    for sheet in &mut book.sheets {
        let last = last(sheet);
        let columns = ["Decision", "When"].map(|heading| sheet.tables[0].place(heading));
        sheet.validations.extend(columns[0].map(|column| decision((HEADINGS + 1, column, last, column))));
        sheet.validations.extend(columns[1].map(|column| day((HEADINGS + 1, column, last, column))));
        let still = sheet.tables[0].place("Still right?");
        sheet.validations.extend(still.map(|column| still_right((HEADINGS + 1, column, last, column))));
        sheet.hidden_columns.extend(sheet.tables[0].place(KEY));
    }
    book
}

/// The heading of the columns that are hidden.
const KEY: &str = "qd:question";
/// Lines for words of the team's own that stand ready.
const ADDED: usize = 12;

fn with_blank_lines(written: &[WordsLine]) -> Vec<WordsLine> {
    written.iter().cloned().chain((0..ADDED).map(|_| WordsLine::default())).collect()
}

fn queries(s: NotebookStyles) -> Columns<'static, QueryLine> {
    Columns::<QueryLine>::new()
        .column("State", 16.0, move |l| s.print(&l.state))
        .column("Service", 20.0, move |l| s.print(&l.service))
        .column("About", 11.0, move |l| s.print(&l.about))
        .column("What was found", 24.0, move |l| s.print(&l.what[0]))
        .column("Expected", 26.0, move |l| s.print(&l.what[1]))
        .column("Got", 26.0, move |l| s.print(&l.what[2]))
        .column("The service's answer", 34.0, move |l| s.print(&l.answer))
        .column("Answered by", 16.0, move |l| s.print(&l.answered_by))
        .column("Decision", 13.0, move |l| s.fill_in(&l.decision))
        .column("Why", 34.0, move |l| s.fill_in(&l.why))
        .column("By whom", 16.0, move |l| s.fill_in(&l.by))
        .column("When", 13.0, move |l| s.day(&l.when))
        .column("Where", 30.0, move |l| s.print(&l.what[3]))
        .column("Code", 8.0, move |l| s.print(&l.code))
        .column("Asked", 12.0, move |l| s.print(&l.asked))
        .column(KEY, 8.0, move |l| SheetCell::text(l.key.clone(), s.key))
}

fn words(s: NotebookStyles) -> Columns<'static, WordsLine> {
    Columns::<WordsLine>::new()
        .column("About", 18.0, move |l| if l.key.is_empty() { s.fill_in(&l.about) } else { s.print(&l.about) })
        .column("What the report says", 56.0, move |l| s.print(&l.computed))
        .column("Your own words", 56.0, move |l| s.fill_in(if l.no_words.is_empty() { &l.words } else { &l.no_words }))
        .column("By whom", 16.0, move |l| s.fill_in(&l.by))
        .column("Still right?", 11.0, move |l| s.fill_in(&l.still))
        .column("To look at again", 44.0, move |l| s.print(&l.look))
        .column("Figures in these words", 44.0, move |l| s.print(&l.figures))
        .column(KEY, 8.0, move |l| SheetCell::text(l.key.clone(), s.key))
}

fn left_out_columns(s: NotebookStyles) -> Columns<'static, LeftOutLine> {
    Columns::<LeftOutLine>::new()
        .column("Service", 22.0, move |l| s.fill_in(&l.service))
        .column("File, or id of the row", 32.0, move |l| s.fill_in(&l.what))
        .column("Why", 40.0, move |l| s.fill_in(&l.why))
        .column("By whom", 18.0, move |l| s.fill_in(&l.by))
        .column("When", 13.0, move |l| s.day(&l.when))
        .column("What became of it", 44.0, move |l| s.print(&l.became))
}

fn sheet<R: Clone + Send + 'static>(
    (number, title): (usize, String),
    lines: [&'static str; 2],
    columns: Columns<'static, R>,
    rows: Vec<R>,
    styles: &NotebookStyles,
) -> Sheet<'static> {
    let name = SHEETS[number].0;
    let widths: Vec<f64> = columns.widths().collect();
    let mut sheet = Sheet { name: name.to_owned(), freeze: (HEADINGS + 1, 0), ..Sheet::default() };
    sheet.put(0, 0, SheetCell::text(title, styles.title));
    sheet.put(1, 0, SheetCell::text(lines[0], styles.line));
    sheet.put(2, 0, SheetCell::text(lines[1], styles.line));
    sheet.heights.extend([(0, 24.0), (HEADINGS, 20.0)]);
    let height = |row: &R| {
        let cells = columns.values(row).zip(&widths).zip(columns.headings());
        let lines = cells.filter(|(_, heading)| *heading != KEY).map(|((cell, width), _)| match &cell.content {
            CellContent::Text(text) => (text.chars().count() as f64 * 1.1 / width).ceil(),
            _ => 1.0,
        });
        15.0 * lines.fold(1.0, f64::max) + 3.0
    };
    sheet.heights.extend(rows.iter().zip(HEADINGS + 1..).map(|(row, n)| (n, height(row).min(400.0))));
    sheet.print = Print {
        landscape: true,
        pages_wide: 1,
        repeat_rows: Some((HEADINGS, HEADINGS)),
        footer: in_footer(name),
        ..Print::default()
    };
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let len = rows.len();
    let mut table = Table::new(id, columns, len, move |n| rows[n].clone()).filtered();
    (table.row, table.heading_style) = (HEADINGS, styles.heading);
    sheet.tables.push(table);
    (sheet.widths, sheet.tab) = (widths, ACCENT.into());
    sheet
}

fn decision(range: (u32, u16, u32, u16)) -> Validation {
    Validation {
        range,
        rule: ValidationRule::List(Verdict::ALL.map(|v| v.words().to_owned()).into()),
        help_title: "Decision".to_owned(),
        help:
            "Accept: the figure is right as it stands. Ask again: the answer is not enough, and the query stays open."
                .to_owned(),
        error_title: "Decision".to_owned(),
        error: "Choose Accept or Ask again, or clear the cell.".to_owned(),
        warn_only: false,
    }
}

fn still_right(range: (u32, u16, u32, u16)) -> Validation {
    Validation {
        range,
        rule: ValidationRule::List(vec!["Yes".to_owned()]),
        help_title: "Still right?".to_owned(),
        help:
            "Yes: the words are right beside what the report says now. It is cleared when a figure under them changes."
                .to_owned(),
        error_title: "Still right?".to_owned(),
        error: "Choose Yes, or clear the cell.".to_owned(),
        warn_only: false,
    }
}

fn day(range: (u32, u16, u32, u16)) -> Validation {
    Validation {
        range,
        rule: ValidationRule::Any,
        help_title: "When".to_owned(),
        help: "The day of the decision, like 12/11/2026. A blank cell is the day of the next run.".to_owned(),
        error_title: String::new(),
        error: String::new(),
        warn_only: true,
    }
}
