//! A finding: what a check has to say about a reading, a row, a sheet or a file.

pub use crate::catalogue::Severity;
use crate::catalogue::{self, Check};
use crate::map::Map;
use crate::period::Period;
use crate::reading::query::Question;
use crate::reading::{CellRef, Place};
use serde::Serialize;
use std::borrow::Cow;

/// What stands between the subjects of a finding that is about several.
pub(crate) const SUBJECTS: &str = "; ";

/// One finding. The place is data, not part of a sentence. Sorted by place, then code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Id of the service, empty where it is not known.
    pub service: String,
    /// Name of the file, empty where it is about none.
    pub file: String,
    /// Name of the sheet, empty where it is about the whole file.
    pub sheet: String,
    /// `None` when the finding is about the sheet or the file.
    #[serde(serialize_with = "cell_text")]
    pub cell: Option<CellRef>,
    /// The code of the check.
    pub code: Cow<'static, str>,
    /// How severe it is.
    pub severity: Severity,
    /// Indicator, risk or action id, empty where there is none; of several that have one cause, all of them.
    pub subject: String,
    /// What was expected.
    pub expected: String,
    /// What stood there instead.
    pub got: String,
    /// What to do.
    pub remedy: Cow<'static, str>,
    /// The figure that a query is about, as it was sent; blank for what is none.
    #[serde(skip)]
    pub figure: String,
}

fn cell_text<S: serde::Serializer>(cell: &Option<CellRef>, s: S) -> Result<S::Ok, S::Error> {
    match cell {
        Some(c) => s.collect_str(c),
        None => s.serialize_none(),
    }
}

impl Finding {
    /// A finding of `check` with the catalogue's severity and remedy; add the place with the `at…` methods.
    pub fn new(check: &'static Check, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self {
            service: String::new(),
            file: String::new(),
            sheet: String::new(),
            cell: None,
            code: Cow::Borrowed(check.code),
            severity: check.severity,
            subject: String::new(),
            expected: expected.into(),
            got: got.into(),
            remedy: Cow::Borrowed(check.remedy),
            figure: String::new(),
        }
    }

    /// The check that it is of; none where the check is the council's own.
    pub fn check(&self) -> Option<&'static Check> {
        catalogue::find(&self.code)
    }

    /// Found at this place.
    pub fn at(mut self, place: &Place) -> Self {
        self.file = place.source.file.clone();
        self.sheet = place.sheet.to_string();
        self.cell = Some(place.cell);
        self
    }

    /// Found in this file.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Found on this sheet.
    pub fn in_sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = sheet.into();
        self
    }

    /// Found in this cell.
    pub fn in_cell(mut self, cell: CellRef) -> Self {
        self.cell = Some(cell);
        self
    }

    /// Found in what this service sent.
    pub fn of(mut self, service: impl Into<String>) -> Self {
        self.service = service.into();
        self
    }

    /// Found about this indicator, risk or action.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// How much hangs on it, the most first: what is in error, and among the rest the figures whose size is doubted, by
    /// which somebody could be led.
    pub fn importance(&self) -> (Severity, bool) {
        (self.severity, self.check().is_none_or(|c| c.doubts_size.is_none()))
    }

    /// What is asked of a service in this quarter, where it is a query.
    pub fn question(&self, period: Period) -> Option<Question> {
        let asks = self.severity == Severity::Query && !self.service.is_empty();
        let subject = || match (self.subject.as_str(), self.cell) {
            ("", Some(cell)) => format!("{}!{cell}", self.sheet).into(),
            ("", None) => self.sheet.as_str().into(),
            (subject, _) => subject.into(),
        };
        asks.then(|| Question {
            period,
            service: self.service.as_str().into(),
            code: (&*self.code).into(),
            subject: subject(),
            figure: self.figure.as_str().into(),
        })
    }

    /// `returns/waste.xlsx › Indicators!E7`, as much of it as is known.
    pub fn location(&self) -> String {
        let mut out = self.file.clone();
        if !self.sheet.is_empty() {
            out.push_str(" › ");
            out.push_str(&self.sheet);
            if let Some(c) = self.cell {
                out.push('!');
                out.push_str(&c.to_string());
            }
        }
        out
    }
}

/// Equal findings of a sheet: one cause, however many cells it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause<'a> {
    /// The first of them.
    pub first: &'a Finding,
    /// Their cells, in order.
    pub cells: Vec<CellRef>,
    /// What they are about, in order.
    pub subjects: Vec<&'a str>,
}

impl<'a> Cause<'a> {
    /// Cells and subjects that are named; of the others their number is told.
    const NAMED: usize = 6;

    /// The causes among findings, in the order of the first of each. What is not about a cell is a cause of its own.
    pub fn among(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Self> {
        let mut out: Vec<Self> = vec![];
        let mut known = Map::default();
        for f in findings {
            let cause = (f.severity, &f.code, &f.file, &f.sheet, &f.expected, &f.got);
            let new = out.len();
            let at = if f.cell.is_some() { *known.entry(cause).or_insert(new) } else { new };
            if at == new {
                out.push(Self { first: f, cells: vec![], subjects: vec![] });
            }
            out[at].cells.extend(f.cell);
            if !f.subject.is_empty() && !out[at].subjects.contains(&f.subject.as_str()) {
                out[at].subjects.push(&f.subject);
            }
        }
        out
    }

    /// `Return!G4 to G9, G12 and 38 more`; the sheet alone where it is about no cell, and nothing where it is about no
    /// sheet.
    pub fn place(&self) -> String {
        self.place_with(Self::NAMED)
    }

    /// The same, with every cell.
    pub fn whole_place(&self) -> String {
        self.place_with(usize::MAX)
    }

    fn place_with(&self, named: usize) -> String {
        let cells = some_of(ranges(&self.cells), named);
        match (self.first.sheet.is_empty(), cells.is_empty()) {
            (true, _) => cells,
            (false, true) => self.first.sheet.clone(),
            (false, false) => format!("{}!{cells}", self.first.sheet),
        }
    }

    /// `LE1, LE2 and 38 more`.
    pub fn about(&self) -> String {
        some_of(self.subjects.iter().map(|s| (s.to_string(), 1)).collect(), Self::NAMED)
    }
}

/// Names as many as may be named; each word is one thing, or several where its number says so.
fn some_of(words: Vec<(String, usize)>, named: usize) -> String {
    let more: usize = words.iter().skip(named).map(|(_, n)| n).sum();
    let told: Vec<String> = words.into_iter().take(named).map(|(word, _)| word).collect();
    let told = told.join(", ");
    if more > 0 { format!("{told} and {more} more") } else { told }
}

/// `G4 to G9`, `C2 to E2`, `B12`, each with the number of its cells: what follows in a column, or else in a row, is one.
fn ranges(cells: &[CellRef]) -> Vec<(String, usize)> {
    let next = |a: CellRef, b: CellRef, down: bool| match down {
        true => a.col == b.col && a.row.checked_add(1) == Some(b.row),
        false => a.row == b.row && a.col.checked_add(1) == Some(b.col),
    };
    let mut sorted = cells.to_vec();
    sorted.sort_unstable_by_key(|c| (c.col, c.row));
    sorted.dedup();
    let mut runs: Vec<(CellRef, CellRef, usize)> = vec![];
    for cell in sorted {
        match runs.last_mut() {
            Some((_, last, n)) if next(*last, cell, true) => (*last, *n) = (cell, *n + 1),
            _ => runs.push((cell, cell, 1)),
        }
    }
    runs.sort_unstable_by_key(|(first, ..)| (first.row, first.col));
    let mut out: Vec<(CellRef, CellRef, usize)> = vec![];
    for (first, end, n) in runs {
        match out.last_mut() {
            Some((from, last, count)) if n == 1 && from.row == last.row && next(*last, first, false) => {
                (*last, *count) = (end, *count + 1);
            }
            _ => out.push((first, end, n)),
        }
    }
    let words = |(from, to, n)| match n {
        1 => (format!("{from}"), 1),
        2 => (format!("{from}, {to}"), 2),
        _ => (format!("{from} to {to}"), n),
    };
    out.into_iter().map(words).collect()
}

/// How many errors, queries and notes there are, equal ones of a sheet counted once.
pub fn causes<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> [usize; 3] {
    let mut out = [0; 3];
    Cause::among(findings).iter().for_each(|cause| out[cause.first.severity as usize] += 1);
    out
}

#[cfg(test)]
mod tests {
    use super::ranges;
    use rstest::rstest;

    #[rstest]
    #[case("B4", "B4")]
    #[case("B4 B5", "B4, B5")]
    #[case("B4 B5 B6 B12", "B4 to B6, B12")]
    #[case("C2 D2 E2 E9", "C2 to E2, E9")]
    #[case("G7 G4 G6 G5 A1", "A1, G4 to G7")]
    #[case("B4 B5 B6 C4 C5 C6", "B4 to B6, C4 to C6")]
    #[case("B4 B4", "B4")]
    fn cells_that_follow_are_one(#[case] cells: &str, #[case] said: &str) {
        let cells: Vec<_> = cells.split(' ').map(|c| c.parse().unwrap()).collect();
        let told: Vec<String> = ranges(&cells).into_iter().map(|(words, _)| words).collect();
        assert_eq!(told.join(", "), said);
    }
}
