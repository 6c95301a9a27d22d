//! A row of a workbook after its cells were located and before they are typed: which field each cell fills.
//!
//! The reader produces records from any workbook, returns, the register and past series alike, by the same layout
//! mechanism; `typing`, `register` and `history` turn them into values and findings.

mod appearance;
mod cell;
mod kind;

use crate::reading::{Source, keyed};
pub use appearance::{Appearance, DayShown, HowShown, Run, ShownNumber, Struck, UnitWord};
pub use cell::{Cell, Content, Share};
pub use kind::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! fields {
    ($($name:ident $key:literal,)+) => {
        /// The meaning of a column or of a single cell. The key is how layout files name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Field { $(#[doc = $key] $name,)+ }
        impl Field {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// How layout files name it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
            /// The field of a key of layout files.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|f| f.key() == key)
            }
            /// The value of this number; `None` when there is none.
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
    // the register: other names
    AlsoCalled "also-called",
    // the register: from when to when, and what it was called before
    FirstQuarter "first-quarter", LastQuarter "last-quarter", Formerly "formerly", SmallNumbers "small-numbers",
    // the register: what a rate is told by
    Per "per",
    // answers to queries, and the notebook
    Answer "answer", AnsweredBy "answered-by", Question "question", Decision "decision", Why "why", ByWhom "by-whom",
    When "when", Asked "asked", State "state",
    // money
    Flow "flow", Budget "budget", Revised "revised", Actual "actual", Outturn "outturn", Variance "variance",
    Virement "virement", VarianceReason "variance-reason", Spent "spent", Funding "funding", CapitalStage "capital-stage",
    Planned "planned", Completion "completion", SavingTarget "saving-target", Delivered "delivered",
    OnTrack "on-track", AtRisk "at-risk", Undeliverable "undeliverable", Mitigation "mitigation",
    // the delivery plan
    BaselineDate "baseline-date", Evidence "evidence", Options "options",
    // the register: which line of revenue a volume is paid from, and which member of the Cabinet answers for a service
    PaidFrom "paid-from", Portfolio "portfolio",
    // the register: where the owner of a measure is written to
    OwnerEmail "owner-email",
    // the register: what comes from the councils before this one
    FormulaUntil "formula-until", Estimated "estimated", Predecessor "predecessor", BreakReason "break-reason",
    // the crosswalk of councils that become others
    GoesTo "goes-to", Folder "folder", RegisterHash "register-hash", LedgerRecord "ledger-record",
    LedgerHash "ledger-hash", SettingsFrom "settings-from", Basis "basis", Successor "successor", Share "share",
    Parts "parts", Successors "successors", NewId "new-id", NewName "new-name", SentBy "sent-by", Relation "relation",
    Factor "factor", Offset "offset", SplitBy "split-by", Likeness "likeness", DraftedWith "drafted-with",
    Differences "differences",
    // the register: outcomes, and what is published of them for the nation
    Role "role", NationalMeasure "national-measure", Whose "whose", PublishedOn "published-on",
}

impl Field {
    /// A figure of a measure, or what it is worked out from.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Value | Self::Numerator | Self::Denominator)
    }
}

/// One row (or one form) with its cells by field. A field occurs at most once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What it is a row of.
    pub kind: Kind,
    /// Name of the sheet. Not written with the record: it is said once for thousands.
    #[serde(skip)]
    pub sheet: Arc<str>,
    /// Zero-based row; for a form, the row of its first cell.
    pub row: u32,
    /// What each cell fills, in the order of the row.
    pub fields: Vec<(Field, Cell)>,
}

impl Record {
    /// The cell of a field.
    pub fn get(&self, field: Field) -> Option<&Cell> {
        self.fields.iter().find(|(f, c)| *f == field && c.share != Share::Printed).map(|(_, c)| c)
    }

    /// The cell of a field, or what is printed beside it in its place.
    pub fn stands(&self, field: Field) -> Option<&Cell> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, c)| c)
    }

    /// The text of a field as a person reads it: trimmed, numbers without needless decimals, empty when absent.
    pub fn text(&self, field: Field) -> String {
        self.get(field).map(Cell::shown).unwrap_or_default()
    }
}

keyed! {
    /// The rule by which a cell is passed over: of the layout, or of typing, which takes it from what was located. In the
    /// order of their keys, in which tallies list them.
    PassedOver {
        /// A cell of spaces.
        Blank "blank" "blank",
        BlankRow "blank row" "in rows without a figure",
        /// A part of a value whose total the form gives.
        Breakdown "breakdown" "breakdown",
        Heading "heading" "in the headings",
        /// In a hidden row, column or sheet, which the council does not have read.
        Hidden "hidden" "hidden",
        /// What the form keeps for itself.
        Key "key" "hidden keys",
        Label "label" "labels",
        /// In a row without a figure to go with.
        NoValue "no value" "no value",
        /// In the row of an indicator that is not due.
        NotDue "not due" "not due",
        /// Nothing asked for it.
        NotNeeded "not needed" "not needed",
        /// In a column that the layout knows and does not want.
        NotWanted "not wanted" "in columns that the layout does not want",
        Notes "notes" "below the table",
        /// Of another quarter.
        OtherPeriod "other period" "other period",
        OtherSheet "other sheet" "on a sheet that is no part of the layout",
        OurFindings "our findings" "our own list of findings",
        Print "print" "printed for the reader",
        Skip "skip" "in rows between the lines",
        /// A row that is the sum of others.
        SubTotal "sub-total" "in sub-totals",
        Title "title" "above the table",
        UnknownColumn "unknown column" "in columns that are not recognised",
        UnreadableSheet "unreadable sheet" "on a sheet that cannot be parsed",
    }
}

/// What became of every filled cell of one sheet: `read = located + ignored`, and after typing
/// `located = accepted + refused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Name of the sheet.
    pub sheet: String,
    /// Filled cells in the sheet.
    pub read: u64,
    /// Cells that a field of the layout claimed.
    pub located: u64,
    /// Located cells that became part of a reading, risk, action or line of feedback.
    pub accepted: u64,
    /// Located cells that an error finding refused.
    pub refused: u64,
    /// Cells that a rule passes over, by rule; typing moves here what it takes from `located`.
    pub ignored: BTreeMap<PassedOver, u64>,
}

impl Tally {
    /// Cells passed over by any rule.
    pub fn ignored_total(&self) -> u64 {
        self.ignored.values().sum()
    }
}

keyed! {
    /// How reading one file ended.
    Outcome {
        Accepted "accepted" "accepted",
        /// By a deterministic rule, the same everywhere.
        Rejected "rejected" "rejected",
        /// By a limit of this machine or a file that it cannot open; blocks publication until it is resolved.
        Undecided "undecided" "undecided",
    }
}

/// The heading of a table that was read: it knows the columns of cells that are blank too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableHead {
    /// What it is a row of.
    pub kind: Kind,
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// The last of its heading rows.
    pub row: u32,
    /// The columns that a field reads.
    pub columns: Vec<HeadColumn>,
}

/// A column that a field reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadColumn {
    /// The field that it fills.
    pub field: Field,
    /// Column, counted from 0.
    pub col: u16,
    /// The heading of a matrix that it stands below: the columns of one heading make one record of a row.
    pub group: Option<u16>,
}

/// One file as the reader leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRecords {
    /// The file.
    pub source: Arc<Source>,
    /// When it was last saved, as the workbook says itself; in the clock of the program that saved it.
    pub saved: Option<chrono::NaiveDateTime>,
    /// How reading it ended.
    pub outcome: Outcome,
    /// Id of the layout that fits, empty when none does.
    pub layout: Arc<str>,
    /// Rows that were read.
    pub records: Vec<Record>,
    /// The headings of its tables.
    pub heads: Vec<TableHead>,
    /// What was found.
    pub findings: Vec<crate::finding::Finding>,
    /// What became of the cells of each sheet.
    pub tallies: Vec<Tally>,
    /// What stands on the sheets, where it was asked for; else empty.
    pub survey: Vec<SheetSurvey>,
}

impl FileRecords {
    /// A file of which nothing was read.
    pub fn unread(source: Source, outcome: Outcome, findings: Vec<crate::finding::Finding>) -> Self {
        Self {
            source: Arc::new(source),
            saved: None,
            outcome,
            layout: Arc::from(""),
            records: vec![],
            heads: vec![],
            findings,
            tallies: vec![],
            survey: vec![],
        }
    }
}

/// What a person sees of a sheet who looks at its beginning and its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetSurvey {
    /// Its name.
    pub name: Arc<str>,
    /// Hidden from people who look at the workbook.
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
