//! The same table on several sheets: one table of the layout.

use super::SheetDraft;
use super::found::AssignedTable;
use crate::text::words::meaning;

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

fn alike(a: &AssignedTable<'_>, b: &AssignedTable<'_>) -> bool {
    let headings = |t: &AssignedTable<'_>| -> Vec<String> {
        t.block.columns.iter().map(|c| meaning(&format!("{} / {}", c.group, c.heading))).collect()
    };
    a.kind == b.kind && headings(a) == headings(b)
}

fn told(table: &AssignedTable<'_>) -> usize {
    table.profiles.iter().filter(|p| p.filled > 0).count()
}
