//! What services send, as values: readings, risks, actions and feedback, each with its place.

pub mod asked;
pub mod computed;
mod vocabulary;
pub mod correction;
pub mod money;
pub mod month;
pub mod query;
pub mod left_out;
pub mod own_words;

use crate::fit::fit;
use crate::period::Period;
use asked::{AskedColumn, AskedDetail};
use chrono::{NaiveDate, NaiveDateTime};
use correction::{Correction, StatedFigure};
use money::MoneyLines;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub(crate) use vocabulary::keyed;
pub use vocabulary::{ActionKind, ActionStatus, ComplaintOutcome, ComplaintStage, FeedbackKind, Marker, RiskLevel};

/// A cell by zero-based row and column; displays as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct CellRef {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u16,
}

impl CellRef {
    /// The cell in this row and column, both counted from 0.
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
            Some(c @ 1..) if (1..=1_048_576).contains(&row) => Ok(Self { row: row - 1, col: fit::<u16>(c - 1) }),
            _ => Err(()),
        }
    }
}

/// The file a value came from: its name inside the returns folder and the SHA-256 of its bytes, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Source {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: CellRef,
}

/// What stands for the file of a figure that somebody put right by hand: there was no return.
pub const ENTERED: &str = "history correct";

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, sheet, cell } = self;
        match (source.file.as_str(), &**sheet) {
            (ENTERED, "") => write!(f, "entered with `{ENTERED}`"),
            // A CSV file has no sheets.
            (file, "") => write!(f, "{file} › {cell}"),
            (file, sheet) => write!(f, "{file} › {sheet}!{cell}"),
        }
    }
}

/// What stands in the place of a number that would tell a suppressed one.
pub const HELD_BACK: &str = "held back";

/// A number, or the reason that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A number in the indicator's unit.
    Number(f64),
    /// Why there is no number.
    Marker(Marker),
}

impl Value {
    /// The number, where it is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(n),
            Self::Marker(_) => None,
        }
    }

    /// Why there is no number, where there is none.
    pub fn marker(self) -> Option<Marker> {
        match self {
            Self::Number(_) => None,
            Self::Marker(marker) => Some(marker),
        }
    }
}

/// One indicator's value as received for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// In the indicator's own unit; a percentage is in points (85 means 85%).
    pub value: Value,
    /// Sent as provisional.
    pub provisional: bool,
    /// The numerator, where there is one.
    pub numerator: Option<f64>,
    /// The denominator, where there is one.
    pub denominator: Option<f64>,
    /// The service's own forecast of the year's outturn.
    pub forecast: Option<f64>,
    /// What the service writes beside it.
    pub words: Box<Narrative>,
    /// The cell that holds the value.
    pub place: Place,
}

impl Reading {
    /// So few cases that they could identify people: what stands beside the value would tell it.
    pub fn held_back(&self) -> bool {
        self.value == Value::Marker(Marker::Suppressed)
    }
}

/// A part of a reading as received: a ward, an age, a protected characteristic. It is no reading of its own: whatever
/// walks over readings never meets a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Id of the indicator that it is a part of.
    pub indicator: Arc<str>,
    /// What the part is called.
    pub name: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// In the indicator's own unit, as the reading's.
    pub value: Value,
    /// The numerator, where there is one.
    pub numerator: Option<f64>,
    /// The denominator, where there is one.
    pub denominator: Option<f64>,
    /// The cell that holds the value.
    pub place: Place,
}

impl Part {
    /// So few cases that they could identify people.
    pub fn suppressed(&self) -> bool {
        self.value == Value::Marker(Marker::Suppressed)
    }
}

/// The narrative beside a reading. Empty strings where nothing was written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Narrative {
    /// What the service says of the figure.
    pub commentary: String,
    /// What stands in the way.
    pub barriers: String,
    /// What could help.
    pub levers: String,
    /// What is being done.
    pub remedial_action: String,
    /// What else could be done.
    pub options: String,
}

/// What a service says beside a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BesideFigure {
    /// Its own forecast of the year.
    pub forecast: Option<f64>,
    /// The figure may still change.
    pub provisional: bool,
    /// What it wrote.
    pub words: Narrative,
}

/// Likelihood and impact, each 1 to the size of the council's matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rating {
    /// Step on the council's scale of likelihood, from 1.
    pub likelihood: u8,
    /// Step on the council's scale of impact, from 1.
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
    /// Its id.
    pub id: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// Its title.
    pub title: String,
    /// Its category, which decides the appetite.
    pub category: String,
    /// Who keeps the risk in view.
    pub level: RiskLevel,
    /// Before controls.
    pub inherent: Option<Rating>,
    /// As it is now.
    pub current: Option<Rating>,
    /// As it should become.
    pub target: Option<Rating>,
    /// The score as typed, where the form has a column for it; audited against likelihood × impact.
    pub typed_score: Option<f64>,
    /// Last quarter's score as the service quotes it.
    pub quoted_previous: Option<f64>,
    /// The band as typed.
    pub typed_band: String,
    /// Who answers for it.
    pub owner: String,
    /// What holds it down.
    pub controls: String,
    /// The day of the last review.
    pub reviewed: Option<NaiveDate>,
    /// The day by which the target is to be reached.
    pub target_date: Option<NaiveDate>,
    /// The indicator that this risk is about, if any.
    pub indicator: String,
    /// The cell that holds the current likelihood.
    pub place: Place,
}

/// One remedial action, or one milestone of the delivery plan, as received.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Its id.
    pub id: Arc<str>,
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// Its title.
    pub title: String,
    /// Who leads it.
    pub lead: String,
    /// The day by which it is due.
    pub due: Option<NaiveDate>,
    /// Its status.
    pub status: Option<ActionStatus>,
    /// 0 to 100.
    pub progress: Option<f64>,
    /// What is said of it this quarter.
    pub update: String,
    /// The indicator or risk that this action is about, if any.
    pub about: String,
    /// A remedial action, or a step of the delivery plan.
    pub kind: ActionKind,
    /// Of a milestone, id of the priority that it serves.
    pub priority: String,
    /// The day by which it was first to be done, where the return gives it.
    pub baseline: Option<NaiveDate>,
    /// What shows that it is done.
    pub evidence: String,
    /// The cell that holds the status.
    pub place: Place,
}

/// More complaints, compliments or comments than any council could count in a quarter.
pub const MOST_COUNTED: i64 = 10_000_000;

/// Whether a number can say how many there were: they are counted one by one.
pub fn is_count(n: f64) -> bool {
    n.fract() == 0.0 && (0.0..=MOST_COUNTED as f64).contains(&n)
}

/// One line of the feedback sheet: how many of a kind in a quarter, and how they were answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Id of the service.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// Which kind it is.
    pub kind: FeedbackKind,
    /// How many were received.
    pub received: Option<f64>,
    /// How many were answered in time.
    pub in_time: Option<f64>,
    /// How many were upheld.
    pub upheld: Option<f64>,
    /// Where the counts come from a log of complaints and not from what somebody typed.
    pub log: Option<ComplaintLog>,
    /// What people said: the service's own words.
    pub words: String,
    /// The cell that holds the count received.
    pub place: Place,
}

/// What only a log of complaints tells: a complaint that has not come to its day yet is neither in time nor late.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ComplaintLog {
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
    /// The file.
    pub source: Arc<Source>,
    /// Id of the service in the register.
    pub service: Arc<str>,
    /// The quarter that it is about.
    pub period: Period,
    /// It came from a team that sends for all services, and the service itself sent nothing.
    pub central: bool,
    /// Id of the layout; the ids of several, with [`Return::JOINT`] between them, where parts were joined.
    pub layout: Arc<str>,
    /// Who to ask.
    pub contact: String,
    /// Who signed off.
    pub signed_off_by: String,
    /// The day of the sign-off.
    pub signed_off: Option<NaiveDate>,
    /// Day on which the return came in: from the cover where it says so, else the file's own modified date.
    pub received: Option<NaiveDate>,
    /// When the workbook was last saved, as it says itself.
    pub saved: Option<NaiveDateTime>,
    /// Figures of indicators.
    pub readings: Vec<Reading>,
    /// The parts of those that are broken down.
    pub parts: Vec<Part>,
    /// Risks.
    pub risks: Vec<Risk>,
    /// Actions.
    pub actions: Vec<Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<Feedback>,
    /// Revenue, capital and savings.
    pub money: MoneyLines,
    /// Declared changes to figures of earlier quarters.
    pub corrections: Vec<Correction>,
    /// Figures of earlier quarters that stand in the form beside this quarter's.
    pub stated: Vec<StatedFigure>,
    /// Months of the quarter that are given without the others.
    pub months: Vec<month::MonthFigure>,
    /// Where the form asks for what may be blank.
    pub asked: Vec<AskedColumn>,
}

impl Return {
    /// Stands between the layouts of a return that was joined from parts.
    pub const JOINT: &'static str = " + ";

    /// Its actions of one kind.
    pub fn actions_of(&self, kind: ActionKind) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |a| a.kind == kind)
    }

    /// The cell in which the form asks for this of whatever stands at `place`; none where the form has no such column.
    pub fn cell_asked(&self, place: &Place, what: AskedDetail) -> Option<CellRef> {
        let CellRef { row, col } = place.cell;
        let own = |c: &&AskedColumn| {
            let here = c.what == what && c.sheet == place.sheet && c.source.file == place.source.file;
            here && c.heading < row && c.beside.is_none_or(|beside| beside == col)
        };
        let nearest = self.asked.iter().filter(own).max_by_key(|c| c.heading);
        nearest.map(|c| CellRef::new(row, c.col))
    }
}
