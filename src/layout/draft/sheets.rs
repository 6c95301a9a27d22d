//! The same table on several sheets: one table of the layout.

use super::SheetDraft;
use super::found::AssignedTable;
use crate::record::Field;
use crate::text::words::meaning;
use std::collections::BTreeSet;

/// Joins each table to the first of its kind with the same headings on an earlier sheet.
pub fn join(parts: &mut [SheetDraft<'_>]) {
    for n in 1..parts.len() {
        let (before, from) = parts.split_at_mut(n);
        let part = &mut from[0];
        for table in std::mem::take(&mut part.tables) {
            let same = before.iter_mut().find_map(|p| {
                let name = &*p.sheet.name;
                p.tables.iter_mut().find(|t| alike(t, &table)).map(|t| (name, t))
            });
            match same {
                // A hidden copy, as of last quarter's, is not read beside what people see.
                Some((name, _)) if part.sheet.hidden => part.read_with = Some(name),
                Some((name, first)) => {
                    first.also.push(&part.sheet.name);
                    together(first, &table);
                    part.read_with = Some(name);
                    // The sheet of which more columns are filled says more of them.
                    if told(&table) > told(first) {
                        (first.found, first.profiles) = (table.found, table.profiles);
                    }
                }
                None => part.tables.push(table),
            }
        }
    }
}

/// A label that names another service on each sheet of one table speaks for its sheet, and so does the label of the quarter
/// where each has it.
pub fn say_for_each(parts: &mut [SheetDraft<'_>]) {
    for n in 0..parts.len() {
        let also: Vec<&str> = parts[n].tables.iter().flat_map(|t| t.also.iter().copied()).collect();
        let of_table: Vec<usize> =
            (0..parts.len()).filter(|k| *k == n || also.contains(&&*parts[*k].sheet.name)).collect();
        let values = |field: Field| -> Option<Vec<&str>> {
            let first = parts[n].labels.iter().find(|l| l.field == field && l.certain)?;
            let same = |l: &&super::Label| l.certain && l.field == field && meaning(&l.text) == meaning(&first.text);
            of_table.iter().map(|k| parts[*k].labels.iter().find(same).map(|l| &*l.value)).collect()
        };
        let services = values(Field::Service).filter(|_| !also.is_empty());
        if services.is_none_or(|s| s.into_iter().collect::<BTreeSet<_>>().len() < 2) {
            continue;
        }
        let quarter = values(Field::Period).is_some();
        let said = |l: &super::Label| l.field == Field::Service || (quarter && l.field == Field::Period);
        parts[n].on_each = parts[n].labels.iter().filter(|l| said(l)).cloned().collect();
        for k in of_table {
            parts[k].labels.retain(|l| !said(l));
        }
    }
}

/// What ends and what interrupts the table on any of its sheets does so on all.
fn together(first: &mut AssignedTable<'_>, more: &AssignedTable<'_>) {
    let (into, from) = (&mut first.block, &more.block);
    for (into, from) in
        [(&mut into.stop, &from.stop), (&mut into.skip, &from.skip), (&mut into.skip_whole, &from.skip_whole)]
    {
        let new: Vec<String> = from.iter().filter(|w| !into.contains(w)).cloned().collect();
        into.extend(new);
    }
}

fn alike(a: &AssignedTable<'_>, b: &AssignedTable<'_>) -> bool {
    let headings = |t: &AssignedTable<'_>| -> Vec<String> {
        t.block.columns.iter().map(|c| meaning(&format!("{} / {}", c.group, c.heading))).collect()
    };
    a.kind == b.kind && headings(a) == headings(b)
}

fn told(table: &AssignedTable<'_>) -> usize {
    table.profiles.iter().filter(|p| p.filled > 0).count()
}
