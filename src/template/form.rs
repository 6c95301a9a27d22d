//! One form sheet of the return: a title, a hidden row of keys, the headings of the layout, and rows to fill.

use super::context::TemplateContext;
use super::need::Need;
use super::styles::TemplateStyles;
use crate::catalogue::{C003, Check, LiveLine};
use crate::fit::fit;
use crate::layout::LayoutTable;
use crate::reading::money::Pence;
use crate::reading::{CellRef, column_letters};
use crate::record::{Field, Kind};
use crate::settings::CheckSettings;
use crate::workbook::{
    BOX_TEXT, CachedResult, CellContent, Column, Columns, Mark, Print, Sheet, SheetCell, StyleId, Validation,
    ValidationRule,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Rows of every form sheet.
const NEEDS: u32 = 2;
pub const KEYS: u32 = 3;
pub const HEADINGS: u32 = 4;
pub const FIRST: u32 = 5;
/// The hidden column of row ids.
const IDS: u16 = 0;
const TITLE_COLUMN: u16 = 1;
/// Points of a line, and the lines of the highest row.
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: usize = 20;
/// The width of a column of which the form says nothing.
const UNSAID: f64 = 10.5;

/// Columns of formulas.
const WORKED_OUT: [Field; 4] = [Field::Score, Field::PreviousScore, Field::Published, Field::Variance];
/// What the total below the lines is called: the reader takes no line for one that is called so.
const TOTAL: &str = "Total";

/// What is left to do on one sheet, by one check: a formula that counts it, and what it counts in the untouched file.
pub struct CheckCount {
    pub check: &'static Check,
    pub sheet: String,
    pub count: String,
    pub now: u32,
    /// Where to go when something is left: the first cell that the check has something against.
    pub target: CheckTarget,
}

/// A cell to go to.
pub enum CheckTarget {
    /// Always this one.
    Cell(String),
    /// In this column (by letters), the first row that the flags in `flags` mark; the second is that row now.
    First { column: String, flags: String, now: Option<u32> },
}

/// Where one row of a form stands, and what it is made from.
pub struct FormRow<T> {
    pub of: T,
    row: u32,
    fields: Rc<[Field]>,
}

impl<T> FormRow<T> {
    /// The address of a field in this row, as `H6`.
    pub fn at(&self, field: Field) -> String {
        self.at_row(self.row, field)
    }

    /// The address of a field in another row.
    pub fn at_row(&self, row: u32, field: Field) -> String {
        CellRef::new(row, column_of(&self.fields, field)).to_string()
    }

    /// The cells from the first field to the last.
    fn whole(&self) -> String {
        format!("{}:{}", CellRef::new(self.row, 1), CellRef::new(self.row, fit::<u16>(self.fields.len())))
    }
}

/// The column of a field; the sheet's last where the layout has none.
fn column_of(fields: &[Field], field: Field) -> u16 {
    fit::<u16>(fields.iter().position(|f| *f == field).unwrap_or(fields.len())) + 1
}

/// When a check has something against a row, as a condition of Excel's, and whether it has in the untouched file.
pub type Condition = (String, bool);

/// Says it of a row; nothing where the check does not look at that row.
type RowCondition<'c, T> = dyn Fn(&FormRow<T>) -> Option<Condition> + 'c;

/// A hidden column that says of each row whether a check has something against it.
struct FlagColumn<'c, T> {
    check: &'static Check,
    /// What would put it right, which is coloured while the check has something to say.
    asks: Field,
    when: Box<RowCondition<'c, T>>,
}

/// The columns of a form whose rows are made from `T`: each for a field of the layout, which gives its heading and its
/// place, then one for each check that Excel can say.
pub struct FormColumns<'c, 'a, T> {
    table: &'c LayoutTable,
    checks: &'c CheckSettings,
    fields: Vec<(Field, Column<'c, FormRow<T>, SheetCell<'a>>)>,
    flags: Vec<FlagColumn<'c, T>>,
}

impl<'c, 'a, T> FormColumns<'c, 'a, T> {
    /// No column yet of a form for records of `kind`; none where the layout has no such form.
    pub fn new(c: &'c TemplateContext<'_>, kind: Kind) -> Option<Self> {
        let table = c.layout.table(kind)?;
        Some(Self { table, checks: &c.settings.checks, fields: vec![], flags: vec![] })
    }

    /// The column of a field: its width in characters, and what stands in it.
    pub fn column(
        mut self,
        field: Field,
        width: f64,
        value: impl Fn(&FormRow<T>) -> SheetCell<'a> + Send + 'c,
    ) -> Self {
        let of_field = self.table.columns.iter().find(|c| c.field() == Some(field));
        let heading = of_field.and_then(|c| c.heading.first()).cloned().unwrap_or_default();
        self.fields.push((field, Column::new(heading, width, value)));
        self
    }

    /// The columns of several fields that are alike.
    pub fn each<const N: usize>(
        self,
        fields: [Field; N],
        width: f64,
        value: impl Fn(&FormRow<T>) -> SheetCell<'a> + Copy + Send + 'c,
    ) -> Self {
        fields.into_iter().fold(self, |columns, field| columns.column(field, width, value))
    }

    /// A hidden column for a check that Excel can say. Checks that the council switched off, or has on
    /// trial, have none.
    pub fn flag(
        mut self,
        check: &'static Check,
        asks: Field,
        when: impl Fn(&FormRow<T>) -> Option<Condition> + 'c,
    ) -> Self {
        if !self.checks.unsaid(check.code) {
            self.flags.push(FlagColumn { check, asks, when: Box::new(when) });
        }
        self
    }

    /// A hidden column that says of each row where `asked` whether any of its cells is an error value.
    pub fn flag_errors(self, asks: Field, asked: impl Fn(&T) -> bool + 'c) -> Self {
        self.flag(&C003, asks, move |r| {
            asked(&r.of).then(|| (format!("SUMPRODUCT(--ISERROR({}))>0", r.whole()), false))
        })
    }

    /// The columns in the order of the layout. A field of which the form says nothing stays blank.
    fn in_order(self) -> (Columns<'c, FormRow<T>, SheetCell<'a>>, Vec<FlagColumn<'c, T>>) {
        let mut fields = self.fields;
        let columns = self.table.columns.iter().map(|c| match fields.iter().position(|(f, _)| c.field() == Some(*f)) {
            Some(n) => fields.swap_remove(n).1,
            None => {
                let heading = c.heading.first().cloned().unwrap_or_default();
                Column::new(heading, UNSAID, |_: &FormRow<T>| SheetCell::new(CellContent::Blank, StyleId::default()))
            }
        });
        (Columns::new().columns(columns), self.flags)
    }
}

/// What a hidden column of a check has said so far.
struct FlagCount {
    check: &'static Check,
    column: u16,
    asks: Field,
    now: u32,
    /// The first row that it has something against in the untouched file.
    first: Option<u32>,
}

/// A filled form, and what is left to do on it.
pub type FilledForm<'a> = (Sheet<'a>, Vec<CheckCount>);

/// A form sheet being filled, row by row.
pub struct FormSheet<'c, 'a, T> {
    pub sheet: Sheet<'a>,
    kind: Kind,
    styles: &'c TemplateStyles,
    /// By position: the column of the sheet is one more.
    fields: Rc<[Field]>,
    columns: Columns<'c, FormRow<T>, SheetCell<'a>>,
    flags: Vec<(FlagColumn<'c, T>, FlagCount)>,
    pub row: u32,
    key: StyleId,
}

impl<'c, 'a, T> FormSheet<'c, 'a, T> {
    /// A form without rows, with `lead` as the line that says how to use it.
    pub fn new(c: &'c TemplateContext<'a>, lead: String, columns: FormColumns<'c, 'a, T>) -> Self {
        let (styles, table) = (&c.styles, columns.table);
        let name = table.sheet.first().cloned().unwrap_or_default();
        let (columns, flags) = columns.in_order();
        let mut sheet = Sheet {
            name: name.clone(),
            widths: [12.0].into_iter().chain(columns.widths()).collect(),
            heights: vec![(0, 30.0), (1, 18.0), (NEEDS, 15.0), (HEADINGS, 36.0)],
            hidden_columns: vec![IDS],
            hidden_rows: vec![KEYS],
            freeze: (FIRST, 4),
            protected: true,
            print: Print {
                landscape: true,
                pages_wide: 1,
                repeat_rows: Some((NEEDS, HEADINGS)),
                footer: c.footer(),
                ..Print::default()
            },
            zoom: 90,
            ..Sheet::default()
        };
        sheet.put(
            0,
            TITLE_COLUMN,
            SheetCell::text(format!("{name}: {}, {}", c.service.name, c.period.heading()), styles.title),
        );
        sheet.put(1, TITLE_COLUMN, SheetCell::text(lead, styles.lead));
        let fields: Rc<[Field]> = table.columns.iter().filter_map(|c| c.field()).collect();
        // The id is read from the hidden column; what people see is called the reference.
        let id = fields.first() == Some(&Field::Id);
        if id {
            sheet.put(KEYS, IDS, SheetCell::text("qd:id", styles.key));
        }
        for ((column, heading), n) in table.columns.iter().zip(columns.heading_cells(styles.head_asked)).zip(0..) {
            let key = if id && n == 0 { "ref" } else { column.field.as_str() };
            let first = n == 0 && !matches!(fields.first(), Some(Field::Indicator | Field::Received));
            let worked_out = fields.get(usize::from(n)).is_some_and(|field| WORKED_OUT.contains(field));
            let given = column.print || first || worked_out;
            sheet.put(KEYS, n + 1, SheetCell::text(format!("qd:{key}"), styles.key));
            sheet.put(HEADINGS, n + 1, if given { SheetCell { style: styles.head_given, ..heading } } else { heading });
            let need = fields.get(usize::from(n)).map(|field| Need::of(table.kind, *field));
            let (words, style) = match need {
                _ if worked_out => ("Worked out", styles.need_given),
                _ if given => ("Given", styles.need_given),
                Some(Need::Required) => (Need::Required.words(), styles.need_required),
                Some(need) => (need.words(), styles.need_optional),
                None => continue,
            };
            sheet.put(NEEDS, n + 1, SheetCell::text(words, style));
        }
        let mut flagged = vec![];
        for (flag, column) in flags.into_iter().zip(fit::<u16>(fields.len()) + 1..) {
            sheet.put(KEYS, column, SheetCell::text(format!("qd:{}", flag.check.code), styles.key));
            sheet.put(HEADINGS, column, SheetCell::text(flag.check.code, styles.key));
            sheet.hidden_columns.push(column);
            let said = FlagCount { check: flag.check, column, asks: flag.asks, now: 0, first: None };
            flagged.push((flag, said));
        }
        Self { sheet, kind: table.kind, styles, fields, columns, flags: flagged, row: FIRST, key: styles.key }
    }

    /// Fills the current row; the one below it becomes current.
    pub fn fill(&mut self, of: T) {
        let row = FormRow { of, row: self.row, fields: self.fields.clone() };
        for ((mut cell, field), column) in self.columns.values(&row).zip(self.fields.iter()).zip(1..) {
            if Need::of(self.kind, *field) != Need::Required {
                cell.style = self.styles.optional(cell.style);
            }
            if column == 1 && self.fields.first() == Some(&Field::Id) {
                self.sheet.put(self.row, IDS, SheetCell { style: self.key, ..cell.clone() });
            }
            self.sheet.put(self.row, column, cell);
        }
        for (flag, said) in &mut self.flags {
            let Some((condition, now)) = (flag.when)(&row) else { continue };
            said.now += u32::from(now);
            said.first = said.first.or(now.then_some(self.row));
            let result = if now { CachedResult::Number(1.0) } else { CachedResult::Text(String::new()) };
            // An error value in a cell must not spread into the counts: it is counted once, as itself.
            let formula = format!("=IF(IFERROR({condition},FALSE),1,\"\")");
            self.sheet.put(self.row, said.column, SheetCell::new(CellContent::Formula { formula, result }, self.key));
        }
        self.row += 1;
    }

    /// Height of the current row: enough for these texts in columns so many characters wide, and at least for so many
    /// lines.
    pub fn height(&mut self, least: usize, texts: &[(&str, Field)]) {
        let needs = |(text, field): &(&str, Field)| {
            let width = self.sheet.widths.get(usize::from(self.column(*field))).copied().unwrap_or(10.0);
            // Words do not break, so that a line is rarely full.
            let line = |l: &str| fit::<usize>((l.chars().count() as f64 / (width * 0.9)).ceil().max(1.0));
            text.lines().map(line).sum::<usize>()
        };
        let lines = texts.iter().map(needs).max().unwrap_or_default().clamp(least, MOST_LINES);
        self.sheet.heights.push((self.row, LINE_HEIGHT * lines as f64 + 3.0));
    }

    /// The column of a field; the sheet's last where the layout has none.
    pub fn column(&self, field: Field) -> u16 {
        column_of(&self.fields, field)
    }

    /// The address of a field in the current row, as `H6`.
    pub fn at(&self, field: Field) -> String {
        CellRef::new(self.row, self.column(field)).to_string()
    }

    /// Validation of one field in the current row.
    pub fn rule(&mut self, field: Field, rule: ValidationRule, help: (&str, &str), breaks: &Check) {
        let (row, column) = (self.row, self.column(field));
        self.sheet.validations.push(validation((row, column, row, column), rule, help, breaks));
    }

    /// Validation of one field from the first row to the current one.
    pub fn rule_all(&mut self, field: Field, rule: ValidationRule, help: (&str, &str), breaks: &Check) {
        let column = self.column(field);
        self.sheet.validations.push(validation((FIRST, column, self.row.max(FIRST), column), rule, help, breaks));
    }

    /// The last rule also speaks for another check, since Excel has one message a cell.
    pub fn also(&mut self, check: &Check) {
        if let Some(last) = self.sheet.validations.last_mut() {
            let title = format!("{} {}: {}.", last.error, check.code, check.title);
            let whole = format!("{title} {}", check.remedy);
            // What Excel has no room for it would cut off in the middle.
            last.error = if whole.chars().count() <= BOX_TEXT { whole } else { title };
        }
    }

    /// The last rule warns and lets pass.
    pub fn warn(&mut self) {
        if let Some(last) = self.sheet.validations.last_mut() {
            last.warn_only = true;
        }
    }

    /// The total of these columns below the last line, each as it is in the untouched file.
    pub fn total(&mut self, c: &TemplateContext<'a>, columns: &[(Field, Pence)]) {
        let styles = &c.styles;
        self.sheet.heights.push((self.row, 21.0));
        for field in self.fields.clone().iter() {
            let column = self.column(*field);
            let cell = match columns.iter().find(|(f, _)| f == field) {
                _ if column == TITLE_COLUMN => SheetCell::text(TOTAL, styles.total),
                None => SheetCell::new(CellContent::Blank, styles.total),
                Some((_, now)) => {
                    let letters = column_letters(column);
                    let formula = format!("=SUM({letters}{}:{letters}{})", FIRST + 1, self.row);
                    let result = CachedResult::Number(now.pounds());
                    SheetCell::new(CellContent::Formula { formula, result }, styles.total_money)
                }
            };
            self.sheet.put(self.row, column, cell);
        }
    }

    /// The sheet, and what is left to do on it.
    pub fn finish(mut self) -> FilledForm<'a> {
        let last = self.row.max(FIRST + 1) - 1;
        let mut left = vec![];
        for (_, flag) in &self.flags {
            let letters = column_letters(flag.column);
            let range = format!("{}!${letters}${}:${letters}${}", self.sheet.name, FIRST + 1, last + 1);
            let column = fit::<u16>(self.fields.iter().position(|f| *f == flag.asks).unwrap_or_default()) + 1;
            left.push(CheckCount {
                check: flag.check,
                sheet: self.sheet.name.clone(),
                count: format!("=SUM({range})"),
                now: flag.now,
                target: CheckTarget::First { column: column_letters(column), flags: range, now: flag.first },
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
pub fn validation(range: (u32, u16, u32, u16), rule: ValidationRule, help: (&str, &str), breaks: &Check) -> Validation {
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

/// A date as a formula writes it, whatever the language of Excel.
pub fn excel_date(date: NaiveDate) -> String {
    date.format("DATE(%Y,%-m,%-d)").to_string()
}

/// References for new lines, `WASTE-R07`, numbered on from the highest that the service has had.
pub fn fresh_ids<'i>(
    c: &TemplateContext<'_>,
    letter: char,
    had: impl Iterator<Item = &'i str>,
    n: usize,
) -> Vec<String> {
    let prefix = format!("{}-{letter}", c.service.id.to_uppercase());
    let had: BTreeSet<String> = had.map(str::to_uppercase).collect();
    let highest = had.iter().filter_map(|id| id.strip_prefix(&prefix)?.parse::<u32>().ok()).max().unwrap_or_default();
    (1..=fit::<u32>(n)).map(|k| format!("{prefix}{:02}", highest.saturating_add(k))).collect()
}
