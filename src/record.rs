//! A row of a workbook after its cells were located and before they are typed: which field each cell fills.
//!
//! The reader produces records from any workbook, returns, the register and past series alike, by the same layout
//! mechanism; `typing`, `register` and `history` turn them into values and findings.

use crate::reading::{CellRef, Source};
use crate::text::words::clean;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a record is a row of.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Kind {
    /// The single cells of a cover sheet or key sheet, as one record.
    Cover,
    Indicators,
    Risks,
    Actions,
    Feedback,
    Corrections,
    // the register's sheets
    Services,
    Priorities,
    Definitions,
    Targets,
    Checks,
    Comparators,
    /// Past series in tidy form.
    History,
    /// Single cells that speak for the records below them on the same sheet.
    Section,
    /// How like the council each of its neighbours is.
    Neighbours,
    /// A log of complaints, one a row.
    Complaints,
    /// The register's sheet of sets of indicators.
    Sets,
}

impl Kind {
    pub const ALL: [Self; 17] = [
        Self::Cover,
        Self::Indicators,
        Self::Risks,
        Self::Actions,
        Self::Feedback,
        Self::Corrections,
        Self::Services,
        Self::Priorities,
        Self::Definitions,
        Self::Targets,
        Self::Checks,
        Self::Comparators,
        Self::History,
        Self::Section,
        Self::Neighbours,
        Self::Complaints,
        Self::Sets,
    ];
    pub fn from_u8(n: u8) -> Option<Self> {
        Self::ALL.get(usize::from(n)).copied()
    }
}

macro_rules! fields {
    ($($name:ident $key:literal,)+) => {
        /// The meaning of a column or of a single cell. The key is how layout files name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Field { $(#[doc = $key] $name,)+ }
        impl Field {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|f| f.key() == key)
            }
            pub fn from_u8(n: u8) -> Option<Self> {
                Self::ALL.get(usize::from(n)).copied()
            }
        }
    };
}

fields! {
    // identity, used by every kind
    Id "id", Title "title", Service "service", Period "period", Directorate "directorate",
    // cover
    Template "template", TemplateVersion "template-version", Contact "contact", Email "email", Council "council",
    SignedOffBy "signed-off-by", SignedOff "signed-off", ReturnStatus "return-status", Received "received",
    // indicators
    Unit "unit", Target "target", Previous "previous", YearAgo "year-ago", Numerator "numerator",
    Denominator "denominator", Value "value", Reason "reason", Provisional "provisional", Forecast "forecast",
    Commentary "commentary", Barriers "barriers", Levers "levers", RemedialAction "remedial-action",
    Breakdown "breakdown",
    // risks
    Category "category", Level "level", InherentLikelihood "inherent-likelihood", InherentImpact "inherent-impact",
    Likelihood "likelihood", Impact "impact", TargetLikelihood "target-likelihood", TargetImpact "target-impact",
    Score "score", PreviousScore "previous-score", Band "band", Owner "owner", Controls "controls",
    Reviewed "reviewed", TargetDate "target-date", Indicator "indicator",
    // actions
    Lead "lead", Due "due", Status "status", Progress "progress", Update "update", About "about",
    // feedback
    FeedbackKind "feedback-kind", InTime "in-time", Upheld "upheld", Words "words",
    Complaints "complaints", Compliments "compliments", Month "month",
    // corrections of earlier quarters
    Published "published", Corrected "corrected", Class "class", Author "author",
    // the register
    Definition "definition", Decimals "decimals", Polarity "polarity", Frequency "frequency",
    DueQuarters "due-quarters", Aggregation "aggregation", Cumulative "cumulative", Priority "priority",
    Perspective "perspective", MeasureType "measure-type", Scheme "scheme", TolerancePercent "tolerance-percent",
    ToleranceAbsolute "tolerance-absolute", Minimum "minimum", Maximum "maximum", NumeratorName "numerator-name",
    DenominatorName "denominator-name", PartOfWhole "part-of-whole", Breaks "breaks", Seasonal "seasonal",
    Key "key", Weight "weight", PartOf "part-of", Formula "formula", Year "year", Annual "annual",
    Q1 "q1", Q2 "q2", Q3 "q3", Q4 "q4", Baseline "baseline", Floor "floor",
    AmberLow "amber-low", GreenLow "green-low", GreenHigh "green-high", AmberHigh "amber-high",
    Code "code", Severity "severity", AppliesTo "applies-to", Condition "condition", Remedy "remedy",
    Name "name", Source "source", Head "head", Notes "notes", OpeningOf "opening-of",
    // the reference that people see, where it is not the hidden id of its row
    Ref "ref",
    // peers
    ComparatorKind "comparator-kind", Distance "distance",
    // a log of complaints
    Acknowledged "acknowledged", Answered "answered", Stage "stage", ComplaintOutcome "outcome",
    // the register: which year, and the sets of indicators
    YearKind "year-kind", Sets "sets", Composite "composite",
}

/// What is in a cell, by what the cell *is*, not by what it looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    Number(f64),
    /// Trimmed of nothing: exactly as stored.
    Text(CompactString),
    Bool(bool),
    /// A number with a date format, as an ISO date (`2026-09-30`); the workbook's date system is already applied.
    Date(chrono::NaiveDate),
    /// An Excel error, as Excel writes it: `#DIV/0!`.
    Error(CompactString),
    /// A formula whose result was never saved.
    FormulaWithoutResult,
}

/// A located cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub at: CellRef,
    pub content: Content,
    /// The number format shows a percentage, so 0.85 is 85%.
    pub percent: bool,
    pub formula: bool,
    /// In a hidden row, column or sheet.
    pub hidden: bool,
    /// The first cell of a merged range.
    pub merged: bool,
    /// The formula refers to another workbook.
    pub external: bool,
    /// Its workbook counts days from 1904; a date is right already, a bare number is not.
    pub since_1904: bool,
    /// Whether other records have the cell too.
    pub share: Share,
    /// How its column is typed: the number of a hint of the layout, from 1; 0 for plainly.
    pub hint: u8,
}

/// Whether a cell is one record's alone: every filled cell is counted once, however many records it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Share {
    #[default]
    Own,
    /// Of all the records that one row of a matrix gives; counted once for the row.
    Row,
    /// A heading, a cell above, a label or a sheet's name, which is counted where it stands.
    Heading,
}

/// One row (or one form) with its cells by field. A field occurs at most once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub kind: Kind,
    /// Not written with the record: it is the same for thousands, and said once for them.
    #[serde(skip)]
    pub sheet: Arc<str>,
    /// Zero-based row; for a form, the row of its first cell.
    pub row: u32,
    pub fields: Vec<(Field, Cell)>,
}

impl Record {
    pub fn get(&self, field: Field) -> Option<&Cell> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, c)| c)
    }

    /// The text of a field as a person reads it: trimmed, numbers without needless decimals, empty when absent.
    pub fn text(&self, field: Field) -> String {
        self.get(field).map(|c| c.content.shown()).unwrap_or_default()
    }
}

impl Content {
    /// As a person reads it: trimmed of every kind of space, numbers without needless decimals, dates as 30/09/2026.
    pub fn shown(&self) -> String {
        match self {
            Self::Number(n) => format!("{n}"),
            Self::Text(t) => clean(t).to_owned(),
            Self::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Date(d) => d.format("%d/%m/%Y").to_string(),
            Self::Error(e) => e.to_string(),
            Self::FormulaWithoutResult => String::new(),
        }
    }
}

/// What became of every filled cell of one sheet: `read = located + ignored`, and after typing
/// `located = accepted + refused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    pub sheet: String,
    /// Filled cells in the sheet.
    pub read: u64,
    /// Cells that a field of the layout claimed.
    pub located: u64,
    /// Located cells that became part of a reading, risk, action or line of feedback.
    pub accepted: u64,
    /// Located cells that an error finding refused.
    pub refused: u64,
    /// Cells that a rule of the layout passes over, by rule: `title`, `heading`, `label`, `print`, `notes`,
    /// `skip`, `unknown column`, `other sheet`, `key`; and, moved here from `located` by typing: `blank`, `blank row`, `hidden`, `not due`,
    /// `not needed`, `no value`, `other period`, `breakdown`.
    pub ignored: std::collections::BTreeMap<&'static str, u64>,
}

impl Tally {
    pub fn ignored_total(&self) -> u64 {
        self.ignored.values().sum()
    }
}

/// How reading one file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Accepted,
    /// By a deterministic rule, the same everywhere.
    Rejected,
    /// By a limit of this machine; blocks publication until it is resolved.
    Undecided,
}

impl Outcome {
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Undecided => "undecided",
        }
    }
}

/// The heading of a table that was read: it knows the columns of cells that are blank too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableHead {
    pub kind: Kind,
    pub sheet: Arc<str>,
    /// The last of its heading rows.
    pub row: u32,
    pub columns: Vec<HeadColumn>,
}

/// A column that a field reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadColumn {
    pub field: Field,
    pub col: u16,
    /// The heading of a matrix that it stands below: the columns of one heading make one record of a row.
    pub group: Option<u16>,
}

/// One file as the reader leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecords {
    pub source: Arc<Source>,
    pub outcome: Outcome,
    /// Id of the layout that fits, empty when none does.
    pub layout: Arc<str>,
    pub records: Vec<Record>,
    pub heads: Vec<TableHead>,
    pub findings: Vec<crate::finding::Finding>,
    pub tallies: Vec<Tally>,
    /// What stands on the sheets, where it was asked for; else empty.
    pub survey: Vec<SheetSurvey>,
}

/// What a person sees of a sheet who looks at its beginning and its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetSurvey {
    pub name: Arc<str>,
    pub hidden: bool,
    /// Filled cells in the whole sheet.
    pub filled: u64,
    /// By row, then column; long texts are cut.
    pub cells: Vec<Cell>,
}

impl SheetSurvey {
    /// The cells of each row that has any.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> + Clone {
        self.cells.chunk_by(|a, b| a.at.row == b.at.row)
    }
}
