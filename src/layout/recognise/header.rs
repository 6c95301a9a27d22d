//! The heading rows of a table, and what the columns below them are.

use super::choice;
use super::head::{HeadRow, SheetHead, Word};
use super::prepared::PreparedTable;
use crate::fit::fit;
use crate::period::Period;
use crate::record::Field;
use crate::text::words::meaning;

/// The meanings of headings above a column of years.
const YEAR_HEADINGS: [&str; 4] = ["year", "financialyear", "calendaryear", "fy"];

/// What a column of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Read into a field.
    Field(Field),
    /// Printed by us, read by nobody.
    Print(Field),
    /// A field of the records that one of the header's groups stands for.
    Across(u16, Field),
    /// The reference that people see: the id of a line that has no hidden one, because somebody added it.
    Ref,
    /// A column of the template that no field reads: the live checks.
    Ours,
    /// Known to the layout, and not wanted.
    Ignored,
    /// Not described by the layout.
    Unknown,
}

/// The heading rows of a table and what its columns are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    /// The first heading row.
    pub first: u32,
    /// The last heading row.
    pub last: u32,
    /// Found by the hidden keys of our template.
    pub keyed: bool,
    /// By column of the sheet.
    pub slots: Vec<Slot>,
    /// What columns were captured for: empty for a plain table.
    pub groups: Vec<Group>,
    /// Columns of the sheet whose blank cells mean what stands above them.
    pub fill_down: Vec<u16>,
    /// By column of the sheet, how it is typed: see [`crate::layout::Layout::hints`]. Empty where all are plain.
    pub hints: Vec<u8>,
    /// Headings that were understood although they are spelt in another way.
    pub near: Vec<NearHeading>,
    /// Headings that stand above several columns, where nothing says which of them is meant.
    pub doubles: Vec<DoubleHeading>,
}

/// A heading that stands above several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubleHeading {
    /// As it stands in the form.
    pub text: String,
    /// Row, counted from 0.
    pub row: u32,
    /// Columns, counted from 0.
    pub columns: Vec<u16>,
}

/// The quarter, service, indicator or part that some columns of a matrix are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What the group says of its rows, as it stands in the heading.
    pub says: Vec<(Field, String)>,
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u16,
}

/// A heading spelt almost as the layout has it.
#[derive(Debug, Clone, PartialEq)]
pub struct NearHeading {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u16,
    /// What stood there instead.
    pub got: String,
    /// The heading of the layout.
    pub wanted: String,
}

impl Header {
    pub(super) fn matched(&self) -> usize {
        self.slots.iter().filter(|s| matches!(s, Slot::Field(_) | Slot::Print(_) | Slot::Across(..))).count()
    }

    /// Whether a field is one that groups fill, so that a column of it outside them is a record of its own: the total.
    pub fn is_split(&self, field: Field) -> bool {
        self.slots.iter().any(|s| matches!(s, Slot::Across(_, f) if *f == field))
    }

    /// How the cells of a column are typed.
    pub fn hint(&self, col: u16) -> u8 {
        self.hints.get(usize::from(col)).copied().unwrap_or(0)
    }

    /// Widens the header to a column, and gives the column's slot where nothing claims it yet.
    pub(super) fn free(&mut self, col: u16) -> Option<&mut Slot> {
        let col = usize::from(col);
        self.slots.resize(self.slots.len().max(col + 1), Slot::Unknown);
        Some(&mut self.slots[col]).filter(|s| **s == Slot::Unknown)
    }
}

impl PreparedTable<'_> {
    /// The columns that a row names: position in the sheet, position in the table.
    pub(super) fn matches(&self, row: &HeadRow<'_>) -> Vec<(u16, usize)> {
        let mut out: Vec<(u16, usize)> = Vec::new();
        for ((col, _), word) in row.texts.iter().zip(row.words()) {
            if let Some(n) = self.column_of(word)
                && !out.iter().any(|(_, m)| *m == n)
            {
                out.push((*col, n));
            }
        }
        out
    }

    /// The heading rows below `after`, or the required headings that the best row lacks. With `misspelt`, headings
    /// that are spelt almost right count too.
    pub(super) fn header(
        &self,
        head: &SheetHead<'_>,
        after: Option<u32>,
        misspelt: bool,
        wanted: Option<Period>,
    ) -> Result<Header, Vec<usize>> {
        let Some(after) = after else { return self.header_among(&head.rows, misspelt, wanted) };
        let (rows, rest) = head.below(after);
        let first = self.header_among(rows, misspelt, wanted);
        first.or_else(|lacks| self.header_among(rest, false, wanted).map_err(|_| lacks))
    }

    fn header_among(&self, rows: &[HeadRow<'_>], misspelt: bool, wanted: Option<Period>) -> Result<Header, Vec<usize>> {
        let exact = if self.is_across() { self.block(rows) } else { self.plain(rows) };
        let near = |lacks| if misspelt { self.misspelt(rows).ok_or(lacks) } else { Err(lacks) };
        let mut header = exact.or_else(near)?;
        self.name_near(rows, &mut header);
        self.settle_doubles(rows, &mut header, wanted);
        self.note_fill_down(&mut header);
        Ok(header)
    }

    /// Of the columns that could be meant by one column of the table, takes the one that is of the quarter `wanted`; where
    /// nothing says which, none.
    fn settle_doubles(&self, rows: &[HeadRow<'_>], header: &mut Header, wanted: Option<Period>) {
        let of_header = |r: &&HeadRow<'_>| (header.first..=header.last).contains(&r.row);
        // Keys survive any change of the visible words, so they are believed first.
        let keyed = rows.iter().filter(of_header).any(HeadRow::keyed);
        let rows_of_header: Vec<_> = rows.iter().filter(of_header).filter(|r| !keyed || r.keyed()).collect();
        for (n, column) in self.columns().iter().enumerate().filter(|(_, c)| !c.print) {
            let slot = self.slot(n);
            let Some(taken) = header.slots.iter().position(|s| *s == slot).map(fit::<u16>) else { continue };
            let Some((row, columns)) = self.could_be(n, &rows_of_header, header, taken, wanted) else { continue };
            match choice::column(rows, header.last, &columns, wanted) {
                Some(meant) => {
                    header.slots[usize::from(taken)] = Slot::Unknown;
                    header.free(columns[meant]).into_iter().for_each(|free| *free = slot);
                    self.note_hint(header, columns[meant], n);
                }
                None => {
                    let text = column.heading.first().cloned().unwrap_or_default();
                    header.doubles.push(DoubleHeading { text, row, columns });
                }
            }
        }
    }

    /// The columns of a sheet that the `n`th of the table could mean, where they are several: the one that is `taken`, those
    /// of the same heading, and those of the heading with this quarter or almost so. With their heading row.
    fn could_be(
        &self,
        n: usize,
        rows: &[&HeadRow<'_>],
        header: &Header,
        taken: u16,
        wanted: Option<Period>,
    ) -> Option<(u32, Vec<u16>)> {
        let free = |col: u16| header.slots.get(usize::from(col)).is_none_or(|s| *s == Slot::Unknown);
        let is_heading = |text: &str| self.headings.get(&meaning(text)) == Some(&n);
        let of_this = |text: &str| choice::is_heading_of_this(text, wanted, is_heading);
        let near = |text: &str| self.fields[n] == Field::Value && self.is_near(n, text);
        rows.iter().find_map(|row| {
            let means = |(text, word): (&str, &Word)| {
                self.column_of(word) == Some(n) || (self.column_of(word).is_none() && (of_this(text) || near(text)))
            };
            let others =
                row.texts.iter().zip(row.words()).filter(|((col, text), word)| free(*col) && means((text, word)));
            let mut columns: Vec<u16> = others.map(|((col, _), _)| *col).collect();
            // Headings one above the other name a column together.
            if self.is_across() && rows.last().is_some_and(|last| last.row == row.row) {
                columns.extend(self.named_by_all(n, rows).into_iter().filter(|col| free(*col)));
            }
            columns.push(taken);
            columns.sort_unstable();
            columns.dedup();
            (columns.len() > 1).then_some((row.row, columns))
        })
    }

    /// One row of headings, joined with the adjoining ones.
    fn plain(&self, rows: &[HeadRow<'_>]) -> Result<Header, Vec<usize>> {
        let mut best: Option<Vec<usize>> = None;
        for (n, row) in rows.iter().enumerate() {
            let found = self.matches(row);
            let lacks: Vec<usize> = self.required().filter(|r| !found.iter().any(|(_, m)| m == r)).collect();
            if found.is_empty() || !lacks.is_empty() {
                if best.as_ref().is_none_or(|b| lacks.len() < b.len()) {
                    best = Some(lacks);
                }
                continue;
            }
            return Ok(self.header_at(rows, n));
        }
        Err(best.unwrap_or_else(|| self.required().collect()))
    }

    /// Joins the heading rows around the `n`th: every adjoining row that names columns and holds no number.
    pub(super) fn header_at(&self, rows: &[HeadRow<'_>], n: usize) -> Header {
        let has_key = rows[n].keyed();
        let joins = |a: &HeadRow<'_>, b: &HeadRow<'_>| {
            let named = self.matches(b).len();
            let adjoins = a.row.abs_diff(b.row) == 1;
            // Rows put in above the visible headings stand below the hidden keys.
            let least = if adjoins && (has_key || b.keyed()) { 1 } else { 2 };
            (adjoins || a.keyed()) && b.others == 0 && named >= least
        };
        let mut last = n;
        while rows.get(last + 1).is_some_and(|next| joins(&rows[last], next)) {
            last += 1;
        }
        let mut rows: Vec<&HeadRow<'_>> = rows[n..=last].iter().collect();
        let (first, last) = (rows[0].row, rows[rows.len() - 1].row);
        // Keys survive any change of the visible words, so they are believed first.
        rows.sort_by_key(|r| !r.keyed());
        let keyed = rows.iter().any(|r| r.keyed());
        let mut header = Header { first, last, keyed, ..Header::default() };
        let mut taken = vec![false; self.fields.len()];
        for (col, n) in rows.iter().flat_map(|r| self.matches(r)) {
            let slot = self.slot(n);
            if let Some(free) = header.free(col).filter(|_| !taken[n]) {
                (taken[n], *free) = (true, slot);
                self.note_hint(&mut header, col, n);
            }
        }
        self.name_year(&mut header, rows.iter().flat_map(|r| r.texts.iter().copied()));
        for row in &rows {
            for (col, text) in &row.texts {
                if self.ignores(&[*text])
                    && let Some(free) = header.free(*col)
                {
                    *free = Slot::Ignored;
                }
            }
            let ours = row.texts.iter().zip(row.words()).filter(|(_, word)| matches!(word, Word::Ours | Word::Ref));
            for ((col, _), word) in ours {
                if let Some(free) = header.free(*col) {
                    *free = if matches!(word, Word::Ref) { Slot::Ref } else { Slot::Ours };
                }
            }
        }
        header
    }

    /// Takes a column headed “Year” for the year of the quarter or the month in the column beside it, where the layout
    /// describes that one alone.
    pub(super) fn name_year<'t>(&self, header: &mut Header, headings: impl Iterator<Item = (u16, &'t str)>) {
        if !self.fields.contains(&Field::Period) || self.fields.contains(&Field::Year) {
            return;
        }
        let mut years = headings.filter(|(_, text)| YEAR_HEADINGS.contains(&meaning(text).as_str()));
        if let (Some((col, _)), None) = (years.next(), years.next())
            && let Some(free) = header.free(col)
        {
            *free = Slot::Field(Field::Year);
        }
    }

    /// Remembers how a column is typed.
    pub(super) fn note_hint(&self, header: &mut Header, col: u16, column: usize) {
        let (hint, col) = (self.hints[column], usize::from(col));
        if hint > 0 {
            header.hints.resize(header.hints.len().max(col + 1), 0);
            header.hints[col] = hint;
        }
    }

    pub(super) fn slot(&self, column: usize) -> Slot {
        let field = self.fields[column];
        if self.columns()[column].print { Slot::Print(field) } else { Slot::Field(field) }
    }

    fn note_fill_down(&self, header: &mut Header) {
        let fills = |f: &Field| self.columns().iter().zip(&self.fields).any(|(c, g)| c.fill_down && f == g);
        let columns = header.slots.iter().zip(0u16..);
        header.fill_down =
            columns.filter(|(slot, _)| matches!(slot, Slot::Field(f) if fills(f))).map(|(_, col)| col).collect();
    }
}
