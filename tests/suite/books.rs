//! Workbooks that a test draws, and workbooks that it opens: cells by sheet and address.
//!
//! What a check finds and what it leaves alone can be drawn where it is asked for, when no other program is needed:
//! `Drawn::like(&clean).sheet("Measures").cell("E4", "48,210")`.

use calamine::{Data, Range, Reader};
use chrono::NaiveDate;
use quarterday::reading::CellRef;
use rust_xlsxwriter::{Format, FormatScript, Workbook, Worksheet};
use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;
use std::path::Path;

/// A workbook that a test draws.
#[derive(Clone, Default)]
pub struct Drawn(Vec<(String, Cells)>);

/// By row and column, from nought.
type Cells = BTreeMap<(u32, u16), Content>;

#[derive(Clone)]
pub enum Content {
    Number(f64),
    /// A number in a cell of this format.
    Shown(f64, String),
    Text(String),
    /// A text, and what is raised behind it.
    Raised(String, String),
    Day(NaiveDate),
}

impl Content {
    /// What becomes of what a person types into a cell: a number, a day, or words, which an apostrophe before them keeps;
    /// `421000 as #,##0,` is a number in a cell of that format, `421^1` has the 1 raised.
    fn typed(words: &str) -> Self {
        let formatted = words.split_once(" as ").and_then(|(number, format)| Some((number.parse().ok()?, format)));
        if let Some((number, format)) = formatted {
            return Self::Shown(number, format.to_owned());
        }
        if let Some((line, raised)) = words.split_once('^') {
            return Self::Raised(line.to_owned(), raised.to_owned());
        }
        match (words.strip_prefix('\''), words.parse(), words.parse()) {
            (Some(text), ..) => Self::Text(text.to_owned()),
            (_, Ok(number), _) => Self::Number(number),
            (_, _, Ok(day)) => Self::Day(day),
            _ => Self::Text(words.to_owned()),
        }
    }

    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

pub fn workbook() -> Drawn {
    Drawn::default()
}

impl Drawn {
    /// The sheets of a saved workbook with the values in their cells, and nothing of how they look.
    pub fn like(saved: &[u8]) -> Self {
        let mut out = Self::default();
        for (name, sheet) in calamine::Xlsx::new(Cursor::new(saved)).unwrap().worksheets() {
            out = out.sheet(&name);
            let (top, left) = sheet.start().unwrap_or_default();
            for (row, column, value) in sheet.used_cells() {
                let content = match value {
                    Data::Float(number) => Content::Number(*number),
                    Data::String(text) => Content::Text(text.clone()),
                    Data::DateTime(day) => Content::Day(day.as_datetime().unwrap().date()),
                    // What a formula without a result has, for one.
                    _ => continue,
                };
                out = out.put((top + row as u32, (left + column as u32) as u16), content);
            }
        }
        out
    }

    /// The sheet that the next cells are on, a new one where there is none of the name.
    pub fn sheet(mut self, name: &str) -> Self {
        let there = self.0.iter().position(|(n, _)| n == name);
        let sheet = there.map_or_else(|| (name.to_owned(), Cells::new()), |n| self.0.remove(n));
        self.0.push(sheet);
        self
    }

    /// The cells of a sheet, each with its row and column from nought.
    pub fn on(&self, name: &str) -> impl Iterator<Item = (&(u32, u16), &Content)> {
        self.0.iter().filter(move |(n, _)| n == name).flat_map(|(_, cells)| cells)
    }

    fn cells(&mut self) -> &mut Cells {
        &mut self.0.last_mut().expect("a sheet comes first").1
    }

    /// Types into a cell of the sheet.
    pub fn cell(self, at: &str, typed: &str) -> Self {
        let at: CellRef = at.parse().unwrap();
        self.put((at.row, at.col), Content::typed(typed))
    }

    /// Clears a cell of the sheet.
    pub fn without(mut self, at: &str) -> Self {
        let at: CellRef = at.parse().unwrap();
        self.cells().remove(&(at.row, at.col));
        self
    }

    pub fn put(mut self, at: (u32, u16), content: Content) -> Self {
        self.cells().insert(at, content);
        self
    }

    /// Types rows from the top: a line is a row, `|` stands between its cells.
    pub fn rows(mut self, rows: &str) -> Self {
        for (row, line) in (0u32..).zip(rows.lines()) {
            for (column, words) in (0u16..).zip(line.split('|').map(str::trim)).filter(|(_, words)| !words.is_empty()) {
                self = self.put((row, column), Content::typed(words));
            }
        }
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.finished("", |_| ())
    }

    /// The workbook when a hand has been laid on one of its sheets.
    pub fn finished(&self, on: &str, hand: impl Fn(&mut Worksheet)) -> Vec<u8> {
        let (mut book, day) = (Workbook::new(), Format::new().set_num_format("dd/mm/yyyy"));
        for (name, cells) in &self.0 {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for ((row, column), content) in cells {
                let written = match content {
                    Content::Number(number) => sheet.write(*row, *column, *number),
                    Content::Shown(number, format) => {
                        sheet.write_with_format(*row, *column, *number, &Format::new().set_num_format(format))
                    }
                    Content::Text(text) => sheet.write(*row, *column, text),
                    Content::Raised(line, mark) => {
                        let raised = Format::new().set_font_script(FormatScript::Superscript);
                        sheet.write_rich_string(*row, *column, &[(&Format::new(), line), (&raised, mark)])
                    }
                    Content::Day(date) => sheet.write_with_format(*row, *column, date, &day),
                };
                written.unwrap();
            }
            if name == on {
                hand(sheet);
            }
        }
        book.save_to_buffer().unwrap()
    }
}

/// A saved workbook, by sheet.
pub struct Opened(HashMap<String, Range<Data>>);

impl Opened {
    pub fn read(path: &Path) -> Self {
        let mut book = calamine::open_workbook_auto(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self(book.worksheets().into_iter().collect())
    }

    /// The workbooks of a report: the members', with the officers' sheets that it has not.
    pub fn report(folder: &Path) -> Self {
        let [members, officers] = ["cabinet.xlsx", "officers.xlsx"].map(|name| Self::read(&folder.join(name)));
        Self(officers.0.into_iter().chain(members.0).collect())
    }

    pub fn sheets(&self) -> impl Iterator<Item = (&String, &Range<Data>)> {
        self.0.iter()
    }

    pub fn sheet(&self, name: &str) -> &Range<Data> {
        self.0.get(name).unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// What is at a place: `Indicators!J7`.
    pub fn cell(&self, place: &str) -> Data {
        let (sheet, at) = place.rsplit_once('!').unwrap();
        let at: CellRef = at.parse().unwrap();
        self.sheet(sheet).get_value((at.row, at.col.into())).cloned().unwrap_or_default()
    }

    /// The rows below a heading that begins the heading row, each by its headings, up to the first without an entry.
    pub fn table(&self, sheet: &str, first: &str) -> Vec<HashMap<String, Data>> {
        let mut rows = self.sheet(sheet).rows().skip_while(|row| row[0] != *first);
        let headings: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
        let rows = rows.filter(|row| row[0] != Data::Empty);
        rows.map(|row| headings.iter().cloned().zip(row.iter().cloned()).collect()).collect()
    }
}
