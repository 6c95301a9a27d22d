//! One form sheet of the return: a title, a hidden row of keys, the headings of the layout, and rows to fill.

use super::Context;
use crate::catalogue::{C003, Check, LiveLine};
use crate::layout::LayoutTable;
use crate::reading::{CellRef, column_letters};
use crate::record::Field;
use crate::workbook::{Cached, Cell, Content, Mark, Print, Rule, Sheet, StyleId, Validation};

/// Rows of every form sheet.
pub const KEYS: u32 = 3;
pub const HEADINGS: u32 = 4;
pub const FIRST: u32 = 5;
/// The hidden column of row ids.
const IDS: u16 = 0;
const TITLE_COLUMN: u16 = 1;
/// Points of a line, and the lines of the highest row.
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: usize = 20;

/// What is left to do on one sheet, by one check: a formula that counts it, and what it counts in the untouched file.
pub struct Left {
    pub check: &'static Check,
    pub sheet: String,
    pub count: String,
    pub now: u32,
    /// Where to go when something is left: the first cell that the check has something against.
    pub target: Target,
}

/// A cell to go to.
pub enum Target {
    /// Always this one.
    Cell(String),
    /// In this column (by letters), the first row that the flags in `flags` mark; the second is that row now.
    First { column: String, flags: String, now: Option<u32> },
}

/// A column that says of each row whether the check has something against it.
struct Flag {
    check: &'static Check,
    column: u16,
    asks: Field,
    now: u32,
    /// The first row that it has something against in the untouched file.
    first: Option<u32>,
}

pub struct Form<'a> {
    pub sheet: Sheet<'a>,
    /// By position: the column of the sheet is one more.
    columns: Vec<Field>,
    flags: Vec<Flag>,
    pub row: u32,
    off: Vec<String>,
}

impl<'a> Form<'a> {
    pub fn new(table: &LayoutTable, lead: String, c: &Context<'a>) -> Self {
        let looks = &c.looks;
        let name = table.sheet.first().cloned().unwrap_or_default();
        let mut sheet = Sheet {
            name: name.clone(),
            widths: vec![12.0],
            heights: vec![(0, 30.0), (1, 18.0), (2, 6.0), (HEADINGS, 36.0)],
            hidden_columns: vec![IDS],
            hidden_rows: vec![KEYS],
            freeze: (FIRST, 4),
            protected: true,
            print: Print {
                landscape: true,
                pages_wide: 1,
                repeat_rows: Some((HEADINGS, HEADINGS)),
                footer: c.footer(),
                ..Print::default()
            },
            zoom: 90,
            ..Sheet::default()
        };
        sheet.put(
            0,
            TITLE_COLUMN,
            Cell::text(format!("{name}: {}, {}", c.service.name, c.period.heading()), looks.title),
        );
        sheet.put(1, TITLE_COLUMN, Cell::text(lead, looks.lead));
        let columns: Vec<Field> = table.columns.iter().filter_map(|c| c.field()).collect();
        // The id is read from the hidden column; what people see is called the reference.
        let id = columns.first() == Some(&Field::Id);
        if id {
            sheet.put(KEYS, IDS, Cell::text("qd:id", looks.key));
        }
        for (n, column) in table.columns.iter().enumerate() {
            let at = n as u16 + 1;
            let key = if id && n == 0 { "ref" } else { column.field.as_str() };
            let first = n == 0 && !matches!(columns.first(), Some(Field::Indicator | Field::Received));
            let worked_out = matches!(columns.get(n), Some(Field::Score | Field::PreviousScore | Field::Published));
            let given = column.print || first || worked_out;
            let heading = column.heading.first().cloned().unwrap_or_default();
            sheet.put(KEYS, at, Cell::text(format!("qd:{key}"), looks.key));
            sheet.put(HEADINGS, at, Cell::text(heading, if given { looks.head_given } else { looks.head_asked }));
        }
        Self { sheet, columns, flags: vec![], row: FIRST, off: c.settings.checks.off.clone() }
    }

    /// Widths of the columns in the layout's order, by field.
    pub fn widths(&mut self, width: impl Fn(Field) -> f64) {
        self.sheet.widths.extend(self.columns.iter().map(|f| width(*f)));
    }

    /// Height of the current row: enough for these texts in columns so many characters wide, and at least for so many
    /// lines.
    pub fn height(&mut self, least: usize, texts: &[(&str, Field)]) {
        let needs = |(text, field): &(&str, Field)| {
            let width = self.sheet.widths.get(usize::from(self.column(*field))).copied().unwrap_or(10.0);
            // Words do not break, so that a line is rarely full.
            let line = |l: &str| (l.chars().count() as f64 / (width * 0.9)).ceil().max(1.0) as usize;
            text.lines().map(line).sum::<usize>()
        };
        let lines = texts.iter().map(needs).max().unwrap_or_default().clamp(least, MOST_LINES);
        self.sheet.heights.push((self.row, LINE_HEIGHT * lines as f64 + 3.0));
    }

    /// The column of a field; the sheet's last where the layout has none.
    pub fn column(&self, field: Field) -> u16 {
        self.columns.iter().position(|f| *f == field).unwrap_or(self.columns.len()) as u16 + 1
    }

    /// The address of a field in the current row, as `H6`.
    pub fn at(&self, field: Field) -> String {
        CellRef::new(self.row, self.column(field)).to_string()
    }

    pub fn put(&mut self, field: Field, cell: Cell<'a>) {
        let column = self.column(field);
        self.sheet.put(self.row, column, cell);
    }

    pub fn formula(&mut self, field: Field, formula: String, result: Cached, style: StyleId) {
        self.put(field, Cell::new(Content::Formula { formula, result }, style));
    }

    /// The id of the row, hidden, and the reference that people see.
    pub fn id(&mut self, id: &str, key: StyleId, shown: StyleId) {
        self.sheet.put(self.row, IDS, Cell::text(id.to_owned(), key));
        self.put(Field::Id, Cell::text(id.to_owned(), shown));
    }

    /// Validation of one field in the current row.
    pub fn rule(&mut self, field: Field, rule: Rule, help: (&str, &str), breaks: &Check) {
        let (row, column) = (self.row, self.column(field));
        self.sheet.validations.push(validation((row, column, row, column), rule, help, breaks));
    }

    /// Validation of one field from the first row to the current one.
    pub fn rule_all(&mut self, field: Field, rule: Rule, help: (&str, &str), breaks: &Check) {
        let column = self.column(field);
        self.sheet.validations.push(validation((FIRST, column, self.row.max(FIRST), column), rule, help, breaks));
    }

    /// The last rule also speaks for another check, since Excel has one message a cell.
    pub fn also(&mut self, check: &Check) {
        if let Some(last) = self.sheet.validations.last_mut() {
            last.error = format!("{} {}: {}. {}", last.error, check.code, check.title, check.remedy);
        }
    }

    /// The last rule warns and lets pass.
    pub fn warn(&mut self) {
        if let Some(last) = self.sheet.validations.last_mut() {
            last.warn_only = true;
        }
    }

    /// A hidden column for a check that Excel can say; `asks` is the column that would put it right, which is coloured
    /// while the check has something to say. Checks that the council switched off have none.
    pub fn flag_column(&mut self, check: &'static Check, asks: Field, key: StyleId) {
        if self.off.iter().any(|code| code.eq_ignore_ascii_case(check.code)) {
            return;
        }
        let column = (self.columns.len() + 1 + self.flags.len()) as u16;
        self.sheet.put(KEYS, column, Cell::text(format!("qd:{}", check.code), key));
        self.sheet.put(HEADINGS, column, Cell::text(check.code, key));
        self.sheet.hidden_columns.push(column);
        self.flags.push(Flag { check, column, asks, now: 0, first: None });
    }

    /// Says of the current row when `check` has something against it, and whether it has now.
    pub fn flag(&mut self, check: &'static Check, condition: &str, now: bool, key: StyleId) {
        let row = self.row;
        let Some(flag) = self.flags.iter_mut().find(|f| f.check == check) else { return };
        flag.now += u32::from(now);
        flag.first = flag.first.or(now.then_some(row));
        let result = if now { Cached::Number(1.0) } else { Cached::Text(String::new()) };
        // An error value in a cell must not spread into the counts: it is counted once, as itself.
        let formula = format!("=IF(IFERROR({condition},FALSE),1,\"\")");
        self.sheet.put(row, flag.column, Cell::new(Content::Formula { formula, result }, key));
    }

    /// Says of the current row whether any of its cells is an error value.
    pub fn flag_errors(&mut self, key: StyleId) {
        let (first, last) = (CellRef::new(self.row, 1), CellRef::new(self.row, self.columns.len() as u16));
        self.flag(&C003, &format!("SUMPRODUCT(--ISERROR({first}:{last}))>0"), false, key);
    }

    /// The sheet, and what is left to do on it.
    pub fn finish(mut self) -> (Sheet<'a>, Vec<Left>) {
        let last = self.row.max(FIRST + 1) - 1;
        let mut left = vec![];
        for flag in &self.flags {
            let letters = column_letters(flag.column);
            let range = format!("{}!${letters}${}:${letters}${}", self.sheet.name, FIRST + 1, last + 1);
            let column = self.columns.iter().position(|f| *f == flag.asks).unwrap_or_default() as u16 + 1;
            left.push(Left {
                check: flag.check,
                sheet: self.sheet.name.clone(),
                count: format!("=SUM({range})"),
                now: flag.now,
                target: Target::First { column: column_letters(column), flags: range, now: flag.first },
            });
            if flag.check.live == LiveLine::Coloured {
                self.sheet.marks.push(Mark {
                    range: (FIRST, column, last, column),
                    formula: format!("=${letters}{}=1", FIRST + 1),
                    fill: "#FBD5B5".to_owned(),
                    ink: "#7A2E00".to_owned(),
                });
            }
        }
        (self.sheet, left)
    }
}

/// A rule whose error speaks with the catalogue's code and words.
pub fn validation(range: (u32, u16, u32, u16), rule: Rule, help: (&str, &str), breaks: &Check) -> Validation {
    Validation {
        range,
        rule,
        help_title: help.0.to_owned(),
        help: help.1.to_owned(),
        error_title: breaks.code.to_owned(),
        error: format!("{}: {}. {}", breaks.code, breaks.title, breaks.remedy),
        warn_only: breaks.severity != crate::finding::Severity::Error,
    }
}
