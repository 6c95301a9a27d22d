//! What a point finds while it looks.

use serde::Serialize;
use std::collections::BTreeMap;

/// What breaks a point, or is to be looked at, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointPlace {
    /// The sheet; empty where it is the whole workbook.
    pub sheet: String,
    /// The cell, or a range of them; empty where it is the whole sheet.
    pub cell: String,
    /// What stands there.
    pub what: String,
    /// On how many more cells or ranges of the sheet the like stands.
    pub more: usize,
}

/// What a point finds while it looks.
#[derive(Default)]
pub(super) struct Found {
    broken: Places,
    ask: Places,
}

/// By sheet and kind, the first place and how many more there are.
#[derive(Default)]
struct Places {
    list: Vec<PointPlace>,
    kinds: BTreeMap<(String, &'static str), usize>,
}

impl Found {
    /// Something that breaks the point: on a sheet, in cells, of a kind; the first of a kind on a sheet is told in words.
    pub fn broken(&mut self, sheet: &str, cell: impl ToString, kind: &'static str, what: impl FnOnce() -> String) {
        self.broken.add(sheet, cell, kind, what);
    }

    /// What breaks the point, and what a person is to look at.
    pub fn places(self) -> (Vec<PointPlace>, Vec<PointPlace>) {
        (self.broken.list, self.ask.list)
    }

    /// Something that a person is to look at.
    pub fn ask(&mut self, sheet: &str, cell: impl ToString, kind: &'static str, what: impl FnOnce() -> String) {
        self.ask.add(sheet, cell, kind, what);
    }
}

impl Places {
    fn add(&mut self, sheet: &str, cell: impl ToString, kind: &'static str, what: impl FnOnce() -> String) {
        if let Some(known) = self.kinds.get(&(sheet.to_owned(), kind)) {
            self.list[*known].more += 1;
            return;
        }
        self.kinds.insert((sheet.to_owned(), kind), self.list.len());
        self.list.push(PointPlace { sheet: sheet.to_owned(), cell: cell.to_string(), what: what(), more: 0 });
    }
}
