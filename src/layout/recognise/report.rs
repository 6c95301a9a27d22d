//! What recognising a workbook came to, for people: which layout, how near each comes, what was found of it and what
//! differs.

use super::fit::{Fit, choose, fit, labels};
use super::head::SheetHead;
use super::header::{Header, NearHeading, Slot};
use super::prepared::{PreparedLayout, PreparedTable};
use crate::reading::CellRef;
use crate::record::{Field, Kind};
use serde::Serialize;

/// How each layout compares with one workbook.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Recognition {
    /// Id of the layout that the workbook is read by.
    pub chosen: Option<String>,
    /// Every layout, the nearest first.
    pub candidates: Vec<Candidate>,
}

/// How one layout compares with the workbook.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Enough of it is there to read by it.
    pub fits: bool,
    /// Told by the key sheet of our own template.
    pub by_key: bool,
    /// In use in the quarter that is read.
    pub in_date: bool,
    /// Labels and headings found, of those that the layout has.
    pub matched: usize,
    /// How many of its parts are needed.
    pub wanted: usize,
    /// Its parts.
    pub parts: Vec<RecognisedPart>,
}

/// One form or table of a layout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecognisedPart {
    /// What it is.
    pub what: WantedPart,
    /// Names that its sheet may have, as the layout says them.
    pub sheets: Vec<String>,
    /// May be missing from a workbook.
    pub optional: bool,
    /// Where it was found: once, several times, or not at all.
    pub found: Vec<FoundPart>,
    /// It was looked for in vain; these headings or labels are what the nearest place lacks.
    pub lacks: Vec<String>,
}

/// What was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WantedPart {
    /// Single cells.
    Form,
    /// A table of this kind.
    Table(Kind),
}

/// A form or table where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundPart {
    /// Position of the sheet in the workbook.
    pub sheet: usize,
    /// Its name.
    pub name: String,
    /// The sheet has another name than the layout says.
    pub renamed: bool,
    /// First and last row of the headings, counted from 0; of a form, nothing.
    pub header: Option<(u32, u32)>,
    /// By column of the sheet; then the columns of the layout that are not there.
    pub columns: Vec<RecognisedColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecognisedColumn {
    /// Key of the field; empty for a column that the layout does not know.
    pub field: &'static str,
    /// The first heading that the layout has for it.
    pub wanted: String,
    /// Column of the sheet, counted from 0; `None` when it is not there.
    pub column: Option<u16>,
    /// Where its heading stands and what it says, where that is known.
    pub heading: Option<(u32, String)>,
    /// The quarter, service, indicator or part that the heading names.
    pub about: Option<String>,
    /// A table without it is not this one.
    pub required: bool,
    /// Printed for the reader, or without a field not wanted by the layout: not read back.
    pub print: bool,
    /// The heading is spelt another way.
    pub near: bool,
}

/// Compares every layout with the workbook.
pub fn recognition(layouts: &[PreparedLayout<'_>], heads: &[SheetHead<'_>]) -> Recognition {
    let chosen = choose(layouts, heads).and_then(Result::ok).map(|f| f.layout);
    let mut fits: Vec<Fit> = layouts.iter().enumerate().map(|(n, l)| fit(n, l, heads)).collect();
    fits.sort_by_key(|f| (chosen != Some(f.layout), !f.fits(), f.missing.len(), std::cmp::Reverse(f.matched)));
    Recognition {
        chosen: chosen.map(|n| layouts[n].layout.id.clone()),
        candidates: fits.iter().map(|f| candidate(f, &layouts[f.layout], heads)).collect(),
    }
}

fn candidate(fit: &Fit, layout: &PreparedLayout<'_>, heads: &[SheetHead<'_>]) -> Candidate {
    let forms = layout.forms.iter().enumerate().map(|(n, form)| {
        let found = fit.forms.iter().filter(|(f, _)| *f == n).map(|(_, s)| FoundPart {
            sheet: *s,
            name: heads[*s].name.to_owned(),
            renamed: renamed(fit, &form.title, *s),
            header: None,
            columns: vec![],
        });
        let found: Vec<_> = found.collect();
        let lacks = if found.is_empty() { first_labels(&layout.layout.forms[n].fields) } else { vec![] };
        RecognisedPart {
            what: WantedPart::Form,
            sheets: layout.layout.forms[n].sheet.clone(),
            optional: form.optional,
            found,
            lacks,
        }
    });
    let tables = layout.tables.iter().enumerate().map(|(n, table)| {
        let found = fit.tables.iter().filter(|(t, ..)| *t == n).map(|(_, s, header)| FoundPart {
            sheet: *s,
            name: heads[*s].name.to_owned(),
            renamed: renamed(fit, &table.called_sheet(), *s),
            header: Some((header.first, header.last)),
            columns: columns(table, header, &heads[*s]),
        });
        let lacks = fit.missing.iter().find(|m| m.title == table.called_sheet());
        RecognisedPart {
            what: WantedPart::Table(table.kind),
            sheets: table.table.sheet.clone(),
            optional: table.table.optional,
            found: found.collect(),
            lacks: lacks.map(|m| m.lacks.clone()).unwrap_or_default(),
        }
    });
    let parts: Vec<RecognisedPart> = forms.chain(tables).collect();
    let in_forms = fit.forms.iter().map(|(f, s)| labels(&layout.forms[*f], &heads[*s]));
    let in_tables = parts.iter().filter_map(|p| p.found.first());
    let headings = |p: &FoundPart| {
        // Columns across are one heading of the layout, however many there are.
        let there = p.columns.iter().filter(|c| c.column.is_some() && !c.field.is_empty());
        there.map(|c| c.field).collect::<std::collections::HashSet<_>>().len()
    };
    Candidate {
        id: layout.layout.id.clone(),
        title: layout.layout.title.clone(),
        fits: fit.fits(),
        by_key: fit.by_key,
        in_date: layout.in_date,
        matched: in_forms.sum::<usize>() + in_tables.map(headings).sum::<usize>(),
        wanted: layout.forms.iter().map(super::fit::distinct).sum::<usize>()
            + layout.tables.iter().map(|t| t.fields.len()).sum::<usize>(),
        parts,
    }
}

/// `Waste, Q2`.
fn about(says: &[(Field, String)]) -> String {
    says.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ")
}

fn renamed(fit: &Fit, title: &str, sheet: usize) -> bool {
    fit.renamed.iter().any(|(t, s)| t == title && *s == sheet)
}

fn first_labels(fields: &std::collections::BTreeMap<String, Vec<String>>) -> Vec<String> {
    fields.values().filter_map(|labels| labels.first().cloned()).collect()
}

fn columns(table: &PreparedTable<'_>, header: &Header, head: &SheetHead<'_>) -> Vec<RecognisedColumn> {
    let mut out: Vec<RecognisedColumn> = Vec::new();
    let heading = |col: u16| -> Option<(u32, String)> {
        let rows = head.rows.iter().filter(|r| (header.first..=header.last).contains(&r.row));
        // The lowest heading is the column's own; keys above it are for us.
        rows.rev().find_map(|r| {
            let n = r.texts.binary_search_by_key(&col, |(c, _)| *c).ok()?;
            Some((r.row, r.texts[n].1.trim().to_owned()))
        })
    };
    // Headings to the right of the last column that is known are columns, too.
    let headed = head.rows.iter().filter(|r| (header.first..=header.last).contains(&r.row));
    let headed = headed.filter_map(|r| r.texts.last()).map(|(col, _)| usize::from(*col) + 1).max().unwrap_or(0);
    let unknown = std::iter::repeat(&Slot::Unknown);
    for (slot, col) in header.slots.iter().chain(unknown).take(headed.max(header.slots.len())).zip(0u16..) {
        let (field, about) = match slot {
            Slot::Field(f) | Slot::Print(f) => (Some(*f), None),
            Slot::Across(g, f) => (Some(*f), header.groups.get(usize::from(*g)).map(|g| about(&g.says))),
            Slot::Ref | Slot::Ours | Slot::Ignored | Slot::Unknown => (None, None),
        };
        let heading = heading(col);
        if field.is_none() && heading.is_none() {
            continue;
        }
        let wanted = field.and_then(|f| table.fields.iter().position(|g| *g == f));
        let near = |n: &NearHeading| CellRef::new(n.row, n.col).col == col;
        out.push(RecognisedColumn {
            field: field.map_or("", Field::key),
            wanted: wanted.map(|n| table.called(n).to_owned()).unwrap_or_default(),
            column: Some(col),
            heading,
            about,
            required: wanted.is_some_and(|n| table.columns()[n].required),
            print: matches!(slot, Slot::Print(_) | Slot::Ignored),
            near: header.near.iter().any(near),
        });
    }
    let there: Vec<&str> = out.iter().map(|c| c.field).collect();
    let absent = (0..table.fields.len()).filter(|n| !there.contains(&table.fields[*n].key()));
    let absent: Vec<RecognisedColumn> = absent
        .map(|n| RecognisedColumn {
            field: table.fields[n].key(),
            wanted: table.called(n).to_owned(),
            column: None,
            heading: None,
            about: None,
            required: table.columns()[n].required,
            print: table.columns()[n].print,
            near: false,
        })
        .collect();
    out.extend(absent);
    out
}
