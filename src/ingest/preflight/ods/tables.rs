//! The sheets of an OpenDocument workbook, cell by cell: what is written once for many cells stays one run of cells.

use super::calendar::{clock, day_of, days, serial_of};
use super::codes::Shows;
use super::styles::{Styles, StylesOf};
use super::text::{self, CellText, Shape, is_shape};
use super::xml::{Malformed, Next, Part, attribute, says};
use super::{OdsRun, OdsTable, OdsValue};
use crate::ingest::formats::is_error_text;
use crate::ingest::pointer::Pointer;
use crate::ingest::preflight::facts::SheetFacts;
use crate::ingest::preflight::runs::RichTexts;
use crate::text::words::clean;
use quick_xml::events::BytesStart;
use std::ops::Range;

const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// A table while it is read.
#[derive(Default)]
struct Reading {
    /// Cells that a workbook may have, as far as other tables have left them.
    most: u64,
    table: OdsTable,
    facts: SheetFacts,
    next_row: u32,
    next_column: u32,
    /// Columns and the style that their cells have.
    columns: Vec<(Range<u32>, String)>,
    /// Another workbook's cells, kept for formulas; nobody sees them.
    copy_of_another: bool,
}

/// What was found in the contents.
#[derive(Default)]
pub(super) struct Contents {
    pub tables: Vec<OdsTable>,
    pub facts: Vec<SheetFacts>,
    pub rich: RichTexts,
    /// Other workbooks whose cells are kept.
    pub links: usize,
}

/// Reads every table; the styles of the contents are taken on the way.
pub(super) fn read(xml: &[u8], styles: &mut Styles, mut most: u64) -> Result<Contents, Malformed> {
    let (mut part, mut out, mut whole) = (Part::new(xml), Contents::default(), false);
    loop {
        match part.next()? {
            Next::Start(tag) => match tag.name().as_ref() {
                "table:table" => {
                    let read = table(&tag, &mut part, styles, &mut out.rich, most)?;
                    most = most.saturating_sub(read.table.runs.len() as u64);
                    if read.copy_of_another {
                        out.links += 1;
                    } else {
                        out.tables.push(read.table);
                        out.facts.push(read.facts);
                    }
                }
                "office:spreadsheet" => whole = true,
                // What they hold are no sheets of this workbook.
                "table:dde-links" | "table:tracked-changes" | "office:scripts" => part.pass_over()?,
                _ => styles.take(StylesOf::Contents, &tag, &mut part)?,
            },
            Next::Over if whole || !out.tables.is_empty() => return Ok(out),
            Next::Over => return Err(Malformed),
            Next::End | Next::Text(_) => {}
        }
    }
}

fn table(
    tag: &BytesStart<'_>,
    part: &mut Part<'_>,
    styles: &mut Styles,
    rich: &mut RichTexts,
    most: u64,
) -> Result<Reading, Malformed> {
    let mut reading = Reading { most, ..Reading::default() };
    reading.table.name = attribute(tag, "table:name").unwrap_or_default().into_owned();
    let shows_nothing = |tag: &BytesStart<'_>, styles: &Styles| {
        attribute(tag, "table:style-name").is_some_and(|style| styles.hides(&style))
    };
    reading.table.hidden = says(tag, "table:display", "false") || shows_nothing(tag, styles);
    // Groups of columns and rows, and whether each is folded away.
    let mut open = vec![false];
    while !open.is_empty() {
        let folded = open.last().copied().unwrap_or_default();
        let tag = match part.next()? {
            Next::Start(tag) => tag,
            Next::End => {
                open.pop();
                continue;
            }
            Next::Text(_) => continue,
            Next::Over => return Err(Malformed),
        };
        let is_hidden = matches!(attribute(&tag, "table:visibility").as_deref(), Some("collapse" | "filter"))
            || folded
            || shows_nothing(&tag, styles);
        match tag.name().as_ref() {
            "table:table-column" => {
                reading.column(&tag, is_hidden);
                part.pass_over()?;
            }
            "table:table-row" => reading.row(&tag, is_hidden, part, styles, rich)?,
            "table:table-source" => {
                reading.copy_of_another = true;
                part.pass_over()?;
            }
            name if is_group(name) => open.push(folded || says(&tag, "table:display", "false")),
            name if is_shape(name) => {
                let shape = text::shape(name, part)?;
                reading.beside(&shape);
            }
            _ => part.pass_over()?,
        }
    }
    Ok(reading)
}

fn is_group(element: &str) -> bool {
    const GROUPS: [&str; 6] = [
        "table:table-columns",
        "table:table-column-group",
        "table:table-header-columns",
        "table:table-rows",
        "table:table-row-group",
        "table:table-header-rows",
    ];
    GROUPS.contains(&element)
}

impl Reading {
    fn beside(&mut self, shape: &Shape) {
        self.facts.beside.pictures += u32::from(shape.picture);
        self.facts.beside.take_text_box(&shape.words);
    }

    fn column(&mut self, tag: &BytesStart<'_>, is_hidden: bool) {
        let first = self.next_column;
        self.next_column += repeats(tag, "table:number-columns-repeated", COLUMNS - first);
        if is_hidden && self.next_column > first {
            self.facts.hidden_columns.push((first, self.next_column - 1));
        }
        if let Some(style) = attribute(tag, "table:default-cell-style-name") {
            self.columns.push((first..self.next_column, style.into_owned()));
        }
    }

    fn row(
        &mut self,
        tag: &BytesStart<'_>,
        is_hidden: bool,
        part: &mut Part<'_>,
        styles: &mut Styles,
        rich: &mut RichTexts,
    ) -> Result<(), Malformed> {
        let rows = self.next_row..self.next_row + repeats(tag, "table:number-rows-repeated", ROWS - self.next_row);
        self.next_row = rows.end;
        if is_hidden && !rows.is_empty() {
            self.facts.hidden_rows.push((rows.start, rows.end - 1));
        }
        let style = attribute(tag, "table:default-cell-style-name");
        let mut next = 0;
        loop {
            match part.next()? {
                Next::Start(tag) => match tag.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let columns = next..next + repeats(&tag, "table:number-columns-repeated", u32::MAX - next);
                        next = columns.end;
                        self.cell(&tag, rows.clone(), columns, style.as_deref(), part, (styles, rich))?;
                    }
                    _ => part.pass_over()?,
                },
                Next::End => return Ok(()),
                Next::Text(_) => {}
                Next::Over => return Err(Malformed),
            }
        }
    }

    fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        rows: Range<u32>,
        columns: Range<u32>,
        row_style: Option<&str>,
        part: &mut Part<'_>,
        (styles, rich): (&mut Styles, &mut RichTexts),
    ) -> Result<(), Malformed> {
        let words = text::read(part, styles)?;
        words.shapes.iter().for_each(|shape| self.beside(shape));
        if let Some(note) = &words.note {
            self.facts.beside.take_note((rows.start, columns.start), &note.author, &note.words);
        }
        let said = Said::new(tag);
        let covered = tag.name().as_ref() == "table:covered-table-cell";
        let spans = |name| attribute(tag, name).is_some_and(|n| n != "1");
        if spans("table:number-columns-spanned") || spans("table:number-rows-spanned") {
            self.facts.merged.push((rows.start, columns.start));
            // A covered cell with nothing in it is not kept, and its columns are covered all the same.
            let down = repeats(tag, "table:number-rows-spanned", ROWS);
            let right = repeats(tag, "table:number-columns-spanned", COLUMNS);
            let all = (rows.start..rows.start.saturating_add(down), columns.start..columns.start.saturating_add(right));
            self.facts.covered.push(all);
        }
        let Some(value) = said.value(&words, rich) else { return Ok(()) };
        // More runs than cells that may be: the reader refuses the workbook anyway.
        if rows.is_empty() || self.table.runs.len() as u64 > self.most {
            return Ok(());
        }
        if columns.end > COLUMNS {
            // A cell beyond the last column.
            return Err(Malformed);
        }
        if covered {
            self.facts.covered.push((rows.clone(), columns.clone()));
        }
        // The cell's own style, its row's, its column's. Columns of one run may differ.
        let own = attribute(tag, "table:style-name");
        let mut from = columns.start;
        while from < columns.end {
            let next = self.columns.get(self.columns.partition_point(|(range, _)| range.end <= from));
            let (name, to) = match (own.as_deref().or(row_style), next) {
                (Some(style), _) => (Some(style), columns.end),
                (None, Some((range, style))) if range.start <= from => (Some(style.as_str()), range.end),
                (None, Some((range, _))) => (None, range.start),
                (None, None) => (None, columns.end),
            };
            let to = to.min(columns.end);
            let style = styles.number(name);
            let (value, style) = said.dressed(&value, style, styles);
            let nought = matches!(value, OdsValue::Number(n) if n == 0.0);
            let pointer = said.formula.as_deref().filter(|_| nought).and_then(Pointer::parse).map(Box::new);
            self.table.runs.push(OdsRun {
                rows: rows.clone(),
                columns: from..to,
                value,
                style,
                formula: said.formula.is_some(),
                external: said.formula.as_deref().is_some_and(refers_outside),
                pointer,
            });
            from = to;
        }
        Ok(())
    }
}

/// What the attributes of a cell say.
struct Said {
    kind: Option<String>,
    error: bool,
    number: Option<String>,
    text: Option<String>,
    currency: Option<String>,
    formula: Option<String>,
}

impl Said {
    fn new(tag: &BytesStart<'_>) -> Self {
        let get = |name| attribute(tag, name).map(|v| v.into_owned());
        let kind = get("office:value-type");
        let number = match kind.as_deref() {
            Some("date") => get("office:date-value"),
            Some("time") => get("office:time-value"),
            Some("boolean") => get("office:boolean-value"),
            _ => get("office:value"),
        };
        Self {
            kind,
            error: says(tag, "calcext:value-type", "error"),
            number,
            text: get("office:string-value"),
            currency: get("office:currency"),
            formula: get("table:formula"),
        }
    }

    /// What the cell holds; nothing where a person sees nothing.
    fn value(&self, words: &CellText, rich: &mut RichTexts) -> Option<OdsValue> {
        let text = words.text();
        let blank = clean(&text).is_empty();
        // Some programs save an error of a formula as a nought, and its name as the text.
        if !blank && (self.error || (self.formula.is_some() && is_error_text(text.trim()))) {
            return Some(OdsValue::Text(text));
        }
        match (self.kind.as_deref(), self.number.as_deref().map(str::trim)) {
            // LibreOffice makes a formula that gives 1 of a truth in another file, and shows it as one.
            (Some("float"), Some("1" | "0")) if matches!(text.trim(), "TRUE" | "FALSE") => {
                return Some(OdsValue::Bool(text.trim() == "TRUE"));
            }
            (Some("float" | "percentage" | "currency"), Some(n)) => {
                return Some(n.parse().map_or_else(|_| OdsValue::Text(n.to_owned()), OdsValue::Number));
            }
            (Some("boolean"), Some(b)) => return Some(OdsValue::Bool(b.eq_ignore_ascii_case("true"))),
            (Some("date"), Some(day)) => return Some(OdsValue::Day(day.to_owned())),
            (Some("time"), Some(time)) => {
                return Some(days(time).map_or_else(|| OdsValue::Text(time.to_owned()), OdsValue::Number));
            }
            _ => {}
        }
        // A text of several fonts is read from its runs; another one may be said beside them.
        if let Some(mark) = rich.keep(&words.runs) {
            return Some(OdsValue::Text(mark));
        }
        let given = self.text.as_ref().filter(|given| !clean(given).is_empty());
        match given {
            Some(given) => Some(OdsValue::Text(given.clone())),
            None if !blank => Some(OdsValue::Text(text)),
            // A formula that gives the empty text is a blank cell.
            None if words.saved || self.text.is_some() => None,
            None => self.formula.as_ref().map(|_| OdsValue::FormulaWithoutResult),
        }
    }

    /// The value and its style, where the kind of the value says more than the style.
    fn dressed(&self, value: &OdsValue, style: usize, styles: &mut Styles) -> (OdsValue, usize) {
        let (kind, shows) = (self.kind.as_deref().unwrap_or_default(), styles.shows(style));
        match (value, kind, shows) {
            (OdsValue::Number(_), "percentage", Shows::Percent)
            | (OdsValue::Number(_), "time", Shows::Time)
            | (OdsValue::Number(_), "currency", Shows::Money) => (value.clone(), style),
            (OdsValue::Number(_), "percentage", _) => (value.clone(), styles.with_code(style, "0%")),
            (OdsValue::Number(n), "time", _) => (value.clone(), styles.with_code(style, clock(*n))),
            (OdsValue::Number(_), "currency", _) => match self.currency.as_deref() {
                Some(code) if !code.is_empty() && code != "GBP" => {
                    let code: String = code.chars().filter(char::is_ascii_alphabetic).collect();
                    (value.clone(), styles.with_code(style, &format!("[${code}] #,##0.00")))
                }
                _ => (value.clone(), style),
            },
            // A day whose style shows a number is one.
            (OdsValue::Day(day), _, Shows::Number | Shows::Percent | Shows::Money | Shows::Time) => {
                match serial_of(day) {
                    Some(number) => (OdsValue::Number(number), style),
                    None => (value.clone(), style),
                }
            }
            // A number whose style shows a day is that day.
            (OdsValue::Number(n), _, Shows::Day) => match day_of(*n) {
                Some(day) => (OdsValue::Day(day), style),
                None => (value.clone(), style),
            },
            _ => (value.clone(), style),
        }
    }
}

/// Another workbook is ['file:///old.ods'#$Sheet.A1], or [Old.xlsx]Sheet!A1 as in Excel.
fn refers_outside(formula: &str) -> bool {
    formula.contains('[') && (formula.contains(']') && formula.contains('!') || formula.contains("'#"))
}

fn repeats(tag: &BytesStart<'_>, name: &str, room: u32) -> u32 {
    attribute(tag, name).and_then(|n| n.trim().parse().ok()).unwrap_or(1_u32).min(room)
}
