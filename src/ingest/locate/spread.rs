//! Rows that give several records, one for each heading of a matrix, and rows whose blank cells mean what stands above.

use super::rows::{Current, is_spare, pass_over};
use super::{SheetCount, Taking};
use crate::ingest::book::{FORMULA, Raw, ReadSheet};
use crate::layout::recognise::{Group, Header, Slot};
use crate::reading::CellRef;
use crate::record::{Cell, Content, Field, PassedOver, Record, Share};

/// The cells of one record of a row, and the heading that it is about; none for what is not split up.
struct Body<'c> {
    group: Option<u16>,
    cells: Vec<(Field, &'c Raw)>,
}

impl Taking<'_> {
    pub(super) fn take_spread_row(
        &mut self,
        sheet: &ReadSheet,
        current: &mut Current<'_>,
        cells: &[Raw],
        count: &mut SheetCount,
    ) {
        let header = current.header;
        let mut bodies: Vec<Body<'_>> = Vec::new();
        let mut of_row: Vec<(Field, &Raw)> = Vec::new();
        let mut printed: Vec<(Field, &Raw)> = Vec::new();
        for cell in cells {
            match header.slots.get(usize::from(cell.col)).copied().unwrap_or(Slot::Unknown) {
                Slot::Across(group, field) => add(&mut bodies, Some(group), field, cell),
                Slot::Field(field) if header.is_split(field) => add(&mut bodies, None, field, cell),
                Slot::Field(field) => of_row.push((field, cell)),
                other => {
                    pass_over(other, cell, count, &mut current.unknown);
                    // What stands under a heading of the matrix is of that heading alone.
                    if let Slot::Print(field) = other {
                        printed.push((field, cell));
                    }
                }
            }
        }
        let above = fill_down(header, cells, &mut current.above);
        if bodies.is_empty() && header.groups.is_empty() && !of_row.is_empty() {
            bodies.push(Body { group: None, cells: std::mem::take(&mut of_row) });
        }
        // Words of a row whose months are all blank are of a figure that is not there.
        let kept = bodies.is_empty() && !names(header) && of_row.iter().any(|(field, cell)| is_said(*field, cell));
        if kept {
            bodies.push(Body { group: None, cells: vec![] });
        }
        let located = (of_row.len() + bodies.iter().map(|b| b.cells.len()).sum::<usize>()) as u64;
        let spare = bodies
            .iter()
            .flat_map(|b| &b.cells)
            .all(|(field, cell)| is_spare(*field, cell) || header.fill_down.contains(&cell.col));
        // Row headings without a value: numbered in advance, or the name of a section.
        if bodies.is_empty() || (spare && printed.is_empty() && !kept) {
            count.pass(PassedOver::BlankRow, located);
            return;
        }
        count.located += located;
        for body in &bodies {
            let mut fields = Vec::with_capacity(1 + of_row.len() + above.len() + body.cells.len() + printed.len());
            let group = body.group.and_then(|g| header.groups.get(usize::from(g)));
            fields.extend(group.into_iter().flat_map(|g| g.says.iter().map(|(f, text)| (*f, heading(g, text)))));
            fields.extend(of_row.iter().map(|(f, c)| (*f, self.shared(sheet, c, header, Share::Row))));
            fields.extend(above.iter().map(|(f, c)| (*f, self.shared(sheet, c, header, Share::Heading))));
            fields.extend(body.cells.iter().map(|(f, c)| (*f, self.cell(sheet, c, header))));
            let whose = |f: &Field| header.groups.is_empty() || matches!(f, Field::Title | Field::Unit);
            let once = |f: &Field| printed.iter().filter(|(g, _)| g == f).count() == 1;
            let told = printed.iter().filter(|(f, _)| whose(f) && once(f));
            fields.extend(told.map(|(f, c)| (*f, self.shared(sheet, c, header, Share::Printed))));
            let kind = current.table.kind;
            self.out.records.push(Record { kind, sheet: sheet.name.clone(), row: cells[0].row, fields });
        }
    }

    pub(super) fn shared(&self, sheet: &ReadSheet, cell: &Raw, header: &Header, share: Share) -> Cell {
        Cell { share, ..self.cell(sheet, cell, header) }
    }
}

/// Whether the headings of a matrix say whose its figures are: without one its row is nobody's.
fn names(header: &Header) -> bool {
    let whose = |field: &Field| matches!(field, Field::Id | Field::Service);
    header.groups.iter().flat_map(|g| &g.says).any(|(field, _)| whose(field))
}

/// What somebody typed about the figure of a row: not a formula that stands ready.
fn is_said(field: Field, cell: &Raw) -> bool {
    const SAID: [Field; 8] = [
        Field::Forecast,
        Field::Commentary,
        Field::Barriers,
        Field::Levers,
        Field::RemedialAction,
        Field::Reason,
        Field::Numerator,
        Field::Denominator,
    ];
    SAID.contains(&field) && cell.flags & FORMULA == 0
}

fn add<'c>(bodies: &mut Vec<Body<'c>>, group: Option<u16>, field: Field, cell: &'c Raw) {
    match bodies.iter_mut().find(|b| b.group == group) {
        Some(body) => body.cells.push((field, cell)),
        None => bodies.push(Body { group, cells: vec![(field, cell)] }),
    }
}

/// What stands above the blank cells of a row, where the layout says that it counts; keeps what the row has itself.
fn fill_down(header: &Header, cells: &[Raw], above: &mut Vec<Raw>) -> Vec<(Field, Raw)> {
    let mut out = Vec::new();
    for col in &header.fill_down {
        match cells.iter().find(|c| c.col == *col) {
            Some(cell) => {
                above.retain(|c| c.col != *col);
                above.push(*cell);
            }
            None => {
                let field = match header.slots.get(usize::from(*col)) {
                    Some(Slot::Field(field)) => *field,
                    _ => continue,
                };
                out.extend(above.iter().find(|c| c.col == *col).map(|c| (field, *c)));
            }
        }
    }
    out
}

fn heading(group: &Group, text: &str) -> Cell {
    Cell { share: Share::Heading, ..Cell::new(CellRef::new(group.row, group.col), Content::Text(text.into())) }
}
