//! A finding: what a check has to say about a reading, a row, a sheet or a file.

pub use crate::catalogue::Severity;
use crate::catalogue::{self, Check};
use crate::reading::{CellRef, Place};
use serde::Serialize;
use std::borrow::Cow;

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
    /// Indicator, risk or action id, empty where there is none.
    pub subject: String,
    /// What was expected.
    pub expected: String,
    /// What stood there instead.
    pub got: String,
    /// What to do.
    pub remedy: Cow<'static, str>,
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
