//! What services send, as values: readings, risks, actions and feedback, each with its place.

pub mod asked;
pub mod computed;
pub mod correction;

use crate::period::Period;
use asked::AskedColumn;
use chrono::NaiveDate;
use correction::{Correction, Stated};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A cell by zero-based row and column; displays as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct CellRef {
    pub row: u32,
    pub col: u16,
}

impl CellRef {
    pub fn new(row: u32, col: u16) -> Self {
        Self { row, col }
    }
}

/// The letters of a zero-based column: 0 is `A`, 27 is `AB`.
pub fn column_letters(col: u16) -> String {
    let (mut n, mut out) = (u32::from(col) + 1, Vec::new());
    while n > 0 {
        out.push(b'A' + ((n - 1) % 26) as u8);
        n = (n - 1) / 26;
    }
    out.iter().rev().map(|b| *b as char).collect()
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), self.row + 1)
    }
}

impl FromStr for CellRef {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> {
        let digits = s.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let col = s[..digits].bytes().try_fold(0u32, |n, b| {
            b.is_ascii_uppercase().then(|| n * 26 + u32::from(b - b'A') + 1).filter(|n| *n <= 16_384)
        });
        let row: u32 = s[digits..].parse().map_err(|_| ())?;
        match col {
            Some(c @ 1..) if (1..=1_048_576).contains(&row) => Ok(Self { row: row - 1, col: (c - 1) as u16 }),
            _ => Err(()),
        }
    }
}

/// The file a value came from: its name inside the returns folder and the SHA-256 of its bytes, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Source {
    pub file: String,
    pub sha256: String,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    pub source: Arc<Source>,
    pub sheet: Arc<str>,
    pub cell: CellRef,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} › {}!{}", self.source.file, self.sheet, self.cell)
    }
}

/// Why there is no number. Never amber, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    NotDue,
    Awaited,
    NotAvailable,
    NotApplicable,
    Suppressed,
}

/// What stands in the place of a number that would tell a suppressed one.
pub const HELD_BACK: &str = "held back";

impl Marker {
    pub const ALL: [Self; 5] = [Self::NotDue, Self::Awaited, Self::NotAvailable, Self::NotApplicable, Self::Suppressed];

    /// The words of the form and of the reports.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotDue => "Not due",
            Self::Awaited => "Awaited",
            Self::NotAvailable => "Not available",
            Self::NotApplicable => "Not applicable",
            Self::Suppressed => "Suppressed",
        }
    }

    /// The key used in settings, layouts and the ledger.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotDue => "not-due",
            Self::Awaited => "awaited",
            Self::NotAvailable => "not-available",
            Self::NotApplicable => "not-applicable",
            Self::Suppressed => "suppressed",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.key() == key)
    }
}

/// A number, or the reason that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Value {
    Number(f64),
    Marker(Marker),
}

impl Value {
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(n),
            Self::Marker(_) => None,
        }
    }
}

/// One indicator's value as received for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub indicator: Arc<str>,
    pub service: Arc<str>,
    pub period: Period,
    /// In the indicator's own unit; a percentage is in points (85 means 85%).
    pub value: Value,
    pub provisional: bool,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    /// The service's own forecast of the year's outturn.
    pub forecast: Option<f64>,
    pub words: Box<Words>,
    /// The cell that holds the value.
    pub place: Place,
}

impl Reading {
    /// So few cases that they could identify people: what stands beside the value would tell it.
    pub fn held_back(&self) -> bool {
        self.value == Value::Marker(Marker::Suppressed)
    }
}

/// The narrative beside a reading. Empty strings where nothing was written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    pub commentary: String,
    pub barriers: String,
    pub levers: String,
    pub remedial_action: String,
}

/// Where a risk is managed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskLevel {
    Project,
    Service,
    Directorate,
    Corporate,
}

impl RiskLevel {
    pub const ALL: [Self; 4] = [Self::Project, Self::Service, Self::Directorate, Self::Corporate];
    pub fn words(self) -> &'static str {
        match self {
            Self::Project => "Project",
            Self::Service => "Service",
            Self::Directorate => "Directorate",
            Self::Corporate => "Corporate",
        }
    }
    pub fn from_words(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.words().eq_ignore_ascii_case(text.trim()))
    }
}

/// Likelihood and impact, each 1 to the size of the council's matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rating {
    pub likelihood: u8,
    pub impact: u8,
}

impl Rating {
    /// likelihood × impact; what the council's matrix makes of it is the matrix's to say.
    pub fn product(self) -> u32 {
        u32::from(self.likelihood) * u32::from(self.impact)
    }
}

/// One line of a risk register as received.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    pub id: Arc<str>,
    pub service: Arc<str>,
    pub period: Period,
    pub title: String,
    pub category: String,
    pub level: RiskLevel,
    pub inherent: Option<Rating>,
    pub current: Option<Rating>,
    pub target: Option<Rating>,
    /// The score as typed, where the form has a column for it; audited against likelihood × impact.
    pub typed_score: Option<f64>,
    /// Last quarter's score as the service quotes it.
    pub quoted_previous: Option<f64>,
    /// The band as typed.
    pub typed_band: String,
    pub owner: String,
    pub controls: String,
    pub reviewed: Option<NaiveDate>,
    pub target_date: Option<NaiveDate>,
    /// The indicator that this risk is about, if any.
    pub indicator: String,
    /// The cell that holds the current likelihood.
    pub place: Place,
}

/// The stated status of an action. Overdue is computed, never stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    NotStarted,
    OnTrack,
    AtRisk,
    Complete,
    Paused,
    Discontinued,
    CarriedOver,
}

impl ActionStatus {
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::OnTrack,
        Self::AtRisk,
        Self::Complete,
        Self::Paused,
        Self::Discontinued,
        Self::CarriedOver,
    ];
    pub fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::OnTrack => "On track",
            Self::AtRisk => "At risk",
            Self::Complete => "Complete",
            Self::Paused => "Paused",
            Self::Discontinued => "Discontinued",
            Self::CarriedOver => "Carried over",
        }
    }
    /// Open actions are carried forward until they are closed.
    pub fn open(self) -> bool {
        !matches!(self, Self::Complete | Self::Discontinued)
    }
}

/// One remedial or planned action as received.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    pub id: Arc<str>,
    pub service: Arc<str>,
    pub period: Period,
    pub title: String,
    pub lead: String,
    pub due: Option<NaiveDate>,
    pub status: Option<ActionStatus>,
    /// 0 to 100.
    pub progress: Option<f64>,
    pub update: String,
    /// The indicator or risk that this action is about, if any.
    pub about: String,
    /// The cell that holds the status.
    pub place: Place,
}

/// What a count of feedback counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackKind {
    Stage1,
    Stage2,
    Compliments,
    Comments,
}

impl FeedbackKind {
    pub const ALL: [Self; 4] = [Self::Stage1, Self::Stage2, Self::Compliments, Self::Comments];
    pub fn words(self) -> &'static str {
        match self {
            Self::Stage1 => "Complaints, stage 1",
            Self::Stage2 => "Complaints, stage 2",
            Self::Compliments => "Compliments",
            Self::Comments => "Comments",
        }
    }
}

/// The stages of a complaint as a log names them.
pub const COMPLAINT_STAGES: [&str; 2] = ["Stage 1", "Stage 2"];

/// What can come of a complaint, and whether that is for the person who complained.
pub const COMPLAINT_OUTCOMES: [(&str, bool); 4] =
    [("Upheld", true), ("Partly upheld", true), ("Not upheld", false), ("Withdrawn", false)];

/// One line of the feedback sheet: how many of a kind in a quarter, and how they were answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    pub service: Arc<str>,
    pub period: Period,
    pub kind: FeedbackKind,
    pub received: Option<f64>,
    pub in_time: Option<f64>,
    pub upheld: Option<f64>,
    /// Where the counts come from a log of complaints and not from what somebody typed.
    pub log: Option<Logged>,
    /// What people said: the service's own words.
    pub words: String,
    /// The cell that holds the count received.
    pub place: Place,
}

/// What only a log of complaints tells: a complaint that has not come to its day yet is neither in time nor late.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Logged {
    /// Acknowledged in time.
    pub acknowledged: f64,
    /// Acknowledged, or past the day for it.
    pub acknowledge_due: f64,
    /// Answered, or past the day for it: what [`Feedback::in_time`] is a share of.
    pub answer_due: f64,
}

/// One return: everything a service sent in one file for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Return {
    pub source: Arc<Source>,
    /// Id of the service in the register.
    pub service: Arc<str>,
    pub period: Period,
    /// Id of the layout; the ids of several, with [`Return::JOINT`] between them, where parts were joined.
    pub layout: Arc<str>,
    pub contact: String,
    pub signed_off_by: String,
    pub signed_off: Option<NaiveDate>,
    /// Day on which the return came in: from the cover where it says so, else the file's own modified date.
    pub received: Option<NaiveDate>,
    pub readings: Vec<Reading>,
    pub risks: Vec<Risk>,
    pub actions: Vec<Action>,
    pub feedback: Vec<Feedback>,
    /// Declared changes to figures of earlier quarters.
    pub corrections: Vec<Correction>,
    /// Figures of earlier quarters that stand in the form beside this quarter's.
    pub stated: Vec<Stated>,
    /// Where the form asks for what may be blank.
    pub asked: Vec<AskedColumn>,
}

impl Return {
    /// Stands between the layouts of a return that was joined from parts.
    pub const JOINT: &'static str = " + ";
}
