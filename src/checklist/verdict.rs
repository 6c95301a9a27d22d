//! What is said of a workbook, point by point.

use super::found::{Found, PointPlace};
use super::points::Point;
use serde::Serialize;

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

impl Judged {
    /// What a point found, as its verdict.
    pub(super) fn of(point: &'static Point, found: Found) -> Self {
        let (verdict, places) = match found.places() {
            (broken, _) if !broken.is_empty() => (Verdict::Broken, broken),
            (_, ask) if !ask.is_empty() => (Verdict::ForAPerson, ask),
            _ => (Verdict::Kept, vec![]),
        };
        Self { point, verdict, places }
    }
}
