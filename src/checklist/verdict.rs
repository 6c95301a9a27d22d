//! What is said of a workbook, point by point.

use super::points::Point;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a workbook stands to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing breaks it, or it asks nothing of this workbook.
    Kept,
    /// Something breaks it.
    Broken,
    /// A machine cannot say; a person is to look.
    ForAPerson,
}

impl Verdict {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::ForAPerson => "for a person",
        }
    }
}

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

/// A point and how the workbook stands to it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The point.
    pub point: &'static Point,
    /// How the workbook stands to it.
    pub verdict: Verdict,
    /// What breaks it; where nothing does, what a person is to look at.
    pub places: Vec<PointPlace>,
}

/// A whole workbook, judged.
#[derive(Debug, Clone)]
pub struct Verdicts {
    /// Every point, in order.
    pub points: Vec<Judged>,
    /// How many filled cells were read.
    pub cells: usize,
}

impl Verdicts {
    /// The points with this verdict.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Judged> {
        self.points.iter().filter(move |j| j.verdict == verdict)
    }
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

    /// Something that a person is to look at.
    pub fn ask(&mut self, sheet: &str, cell: impl ToString, kind: &'static str, what: impl FnOnce() -> String) {
        self.ask.add(sheet, cell, kind, what);
    }

    pub fn judged(self, point: &'static Point) -> Judged {
        let (verdict, places) = match (self.broken.list, self.ask.list) {
            (broken, _) if !broken.is_empty() => (Verdict::Broken, broken),
            (_, ask) if !ask.is_empty() => (Verdict::ForAPerson, ask),
            _ => (Verdict::Kept, vec![]),
        };
        Judged { point, verdict, places }
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
