//! All settings with their defaults.

use super::benchmarks::Benchmarks;
use super::editions::EditionSettings;
use super::forecast::ForecastSettings;
use super::handover::HandoverSettings;
use super::label::LabelSettings;
use super::letters::LetterSettings;
use super::logo::Logo;
use super::money::{MilestoneSettings, MoneySettings};
use super::public::PublicSettings;
use super::publication::{LedgerSettings, PublicationSettings};
use super::returns::Returns;
use super::risk::RiskMatrix;
use super::scorecard::ScorecardSettings;
use super::signals::{SignalSettings, TrendSettings};
use super::status::{StatusLook, StatusSettings, default_look};
use crate::catalogue::Check;
use crate::finding::Severity;
use crate::measure::{LongTerm, Status, Unit};
use crate::period::Period;
use crate::statistic::outlier::LargeChange;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All of `quarterday.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `[council]`.
    pub council: Council,
    /// `[year]`.
    pub year: YearSettings,
    /// `[returns]`.
    pub returns: Returns,
    /// `[letters]`.
    pub letters: LetterSettings,
    /// `[status]`.
    pub status: StatusSettings,
    /// `[direction]`.
    pub direction: DirectionSettings,
    /// `[trend]`.
    pub trend: TrendSettings,
    /// `[signals]`.
    pub signals: SignalSettings,
    /// `[forecast]`.
    pub forecast: ForecastSettings,
    /// `[risk]`.
    pub risk: RiskMatrix,
    /// `[checks]`.
    pub checks: CheckSettings,
    /// `[feedback]`.
    pub feedback: FeedbackSettings,
    /// `[money]`.
    pub money: MoneySettings,
    /// `[milestones]`.
    pub milestones: MilestoneSettings,
    /// `[scorecard]`.
    pub scorecard: ScorecardSettings,
    /// `[editions]`.
    pub editions: EditionSettings,
    /// `[benchmarks]`.
    pub benchmarks: Benchmarks,
    /// `[publication]`.
    pub publication: PublicationSettings,
    /// `[public]`.
    pub public: PublicSettings,
    /// `[ledger]`.
    pub ledger: LedgerSettings,
    /// `[handover]`.
    pub handover: HandoverSettings,
    /// `[look]`.
    pub look: LookSettings,
    /// `[label]`.
    pub label: LabelSettings,
    /// `[limits]`.
    pub limits: Limits,
    /// Ends in `[statuses.green]` and so on: words, symbols and colours. Missing ones have their defaults.
    pub statuses: BTreeMap<Status, StatusLook>,
}

/// `[council]`: whose settings they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Council {
    /// The council's name.
    pub name: String,
    /// Who to ask, printed on templates and on the workbook's Contents sheet.
    pub team: String,
    /// Where to ask.
    pub email: String,
}

/// `[year]`: when the financial year starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct YearSettings {
    /// Month (1 to 12) in which the financial year starts.
    pub start_month: u32,
}

/// `[direction]`: what counts as a movement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DirectionSettings {
    /// A movement no larger than this many rounding steps of the indicator is “steady”.
    pub steady_steps: f64,
    /// What the long-term direction is measured against, where the register does not say.
    pub long_term: LongTerm,
}

/// `[checks]`: which checks run, how severe they are, and where they begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckSettings {
    /// Codes that are not run; each is listed on the Method sheet.
    pub off: Vec<String>,
    /// Codes that are on trial: what they find is told to the team only, and stops nothing.
    pub trial: Vec<String>,
    /// Severities that differ from the catalogue: `R004 = "note"`.
    pub severity: BTreeMap<String, Severity>,
    /// Modified z-score above which a value is far from its history.
    pub outlier_z: f64,
    /// A change on last quarter is large above this percentage …
    pub change_percent: f64,
    /// … and above this many times the mean quarterly change of its history.
    pub change_times_usual: f64,
    /// A smaller change is never large, by unit and in it; it stands in for the usual change where the past is short.
    pub change_least: BTreeMap<String, f64>,
    /// Relative difference between a value and numerator ÷ denominator that is still rounding, in rounding steps.
    pub ratio_steps: f64,
    /// Least length of a commentary, in characters, to count as one.
    pub commentary_length: usize,
}

/// `[feedback]`: whether feedback is expected, and by when it is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedbackSettings {
    /// A return whose form asks for feedback is to give it; a blank sheet is queried.
    pub expected: bool,
    /// The forms have a sheet with one row for each complaint, from which the counts are worked out.
    pub log: bool,
    /// Working days to acknowledge a complaint, of a log.
    pub acknowledge_days: u32,
    /// Days to answer are counted from the day a complaint was acknowledged, not from the day it was received.
    pub from_acknowledged: bool,
    /// Working days to answer a complaint at stage 1 and stage 2, printed on the forms.
    pub stage_1_days: u32,
    /// Working days in which stage 2 is answered.
    pub stage_2_days: u32,
}

/// `[look]`: how workbooks look and how long their lists are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LookSettings {
    /// The one font.
    pub font: String,
    /// Headings and the first column of tables, `#RRGGBB`.
    pub accent: String,
    /// The name of a picture beside the settings that stands on every workbook; empty for none.
    pub logo: String,
    /// That picture, where it is one: it is read where the settings are.
    #[serde(skip)]
    pub picture: Option<Logo>,
    /// Indicators that Priorities lists for one priority before it refers to the Indicators sheet.
    pub priority_rows: usize,
    /// Exceptions told in full, and those listed one a line after them before Exceptions refers to the Indicators sheet.
    pub full_exceptions: usize,
    /// Exceptions that are listed after those.
    pub listed_exceptions: usize,
}

/// What one file may use; each is reported when it is reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest file, in MB.
    pub file_mb: u64,
    /// Parts of an archive.
    pub zip_entries: u64,
    /// The largest part, unpacked, in MB.
    pub entry_mb: u64,
    /// All parts, unpacked, in MB.
    pub unpacked_mb: u64,
    /// Unpacked to packed size, beyond 100 KB.
    pub ratio: u64,
    /// Filled cells of a sheet.
    pub sheet_cells: u64,
    /// Filled cells of a workbook.
    pub workbook_cells: u64,
    /// Memory of a worker, in MB.
    pub worker_mb: u64,
    /// Processor time for one file, in seconds.
    pub worker_cpu_seconds: u64,
    /// Time on the clock for one answer, in seconds.
    pub worker_wall_seconds: u64,
    /// Worker processes; 0 is one for each core.
    pub workers: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            council: Council::default(),
            year: YearSettings::default(),
            returns: Returns::default(),
            letters: LetterSettings::default(),
            status: StatusSettings::default(),
            direction: DirectionSettings::default(),
            trend: TrendSettings::default(),
            signals: SignalSettings::default(),
            forecast: ForecastSettings::default(),
            risk: RiskMatrix::default(),
            checks: CheckSettings::default(),
            feedback: FeedbackSettings::default(),
            money: MoneySettings::default(),
            milestones: MilestoneSettings::default(),
            scorecard: ScorecardSettings::default(),
            editions: EditionSettings::default(),
            benchmarks: Benchmarks::default(),
            publication: PublicationSettings::default(),
            public: PublicSettings::default(),
            ledger: LedgerSettings::default(),
            handover: HandoverSettings::default(),
            look: LookSettings::default(),
            label: LabelSettings::default(),
            limits: Limits::default(),
            statuses: Status::ALL.map(|s| (s, default_look(s))).into(),
        }
    }
}
impl Default for Council {
    fn default() -> Self {
        Self {
            name: "Our Council".into(),
            team: "Performance team".into(),
            email: "performance@council.example".into(),
        }
    }
}
impl Default for YearSettings {
    fn default() -> Self {
        Self { start_month: 4 }
    }
}
impl Default for DirectionSettings {
    fn default() -> Self {
        Self { steady_steps: 1.0, long_term: LongTerm::Seasonal }
    }
}
impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            off: vec![],
            trial: vec![],
            severity: BTreeMap::new(),
            outlier_z: 3.5,
            change_percent: 15.0,
            change_times_usual: 3.0,
            change_least: BTreeMap::new(),
            ratio_steps: 1.0,
            commentary_length: 15,
        }
    }
}
impl Default for FeedbackSettings {
    fn default() -> Self {
        Self {
            expected: true,
            log: false,
            acknowledge_days: 5,
            from_acknowledged: false,
            stage_1_days: 10,
            stage_2_days: 20,
        }
    }
}
impl Default for LookSettings {
    fn default() -> Self {
        Self {
            font: "Calibri".into(),
            accent: "#1F3864".into(),
            logo: String::new(),
            picture: None,
            priority_rows: 60,
            full_exceptions: 60,
            listed_exceptions: 1000,
        }
    }
}
impl Default for Limits {
    fn default() -> Self {
        Self {
            file_mb: 50,
            zip_entries: 1_000,
            entry_mb: 256,
            unpacked_mb: 512,
            ratio: 100,
            sheet_cells: 2_000_000,
            workbook_cells: 5_000_000,
            worker_mb: 1_024,
            worker_cpu_seconds: 60,
            worker_wall_seconds: 120,
            workers: 0,
        }
    }
}

impl CheckSettings {
    /// The severity of a check after the council's own changes, where it may make some; `None` when it is switched off.
    pub fn severity_of(&self, check: &Check) -> Option<Severity> {
        if check.council_may_change { self.severity_or(check.code, check.severity) } else { Some(check.severity) }
    }

    /// Whether a check of this code is on trial.
    pub fn on_trial(&self, code: &str) -> bool {
        self.trial.iter().any(|c| c.eq_ignore_ascii_case(code))
    }

    /// The severity of a check for those who act on what it finds; `None` also while it is on trial.
    pub fn acts(&self, check: &Check) -> Option<Severity> {
        self.severity_of(check).filter(|_| !self.on_trial(check.code))
    }

    /// Whether no service hears of a check: it is switched off, or on trial.
    pub fn unsaid(&self, code: &str) -> bool {
        self.on_trial(code) || self.off.iter().any(|c| c.eq_ignore_ascii_case(code))
    }

    /// The same by code alone, for a council's own checks.
    pub fn severity_or(&self, code: &str, severity: Severity) -> Option<Severity> {
        if self.off.iter().any(|c| c.eq_ignore_ascii_case(code)) {
            return None;
        }
        let own = self.severity.iter().find(|(c, _)| c.eq_ignore_ascii_case(code));
        Some(own.map_or(severity, |(_, s)| *s))
    }
}

impl Settings {
    /// The least change of a measure in this unit that can be large, where the council says.
    pub fn change_least(&self, unit: Unit) -> Option<f64> {
        self.checks.change_least.get(unit.words()).copied()
    }

    /// What makes a change of a measure in this unit large.
    pub fn large_change(&self, unit: Unit) -> LargeChange {
        let CheckSettings { change_percent: percent, change_times_usual: times_usual, .. } = self.checks;
        LargeChange { percent, times_usual, least: self.change_least(unit) }
    }

    /// Word, symbol and colours of a status; symbols and fills differ in shape and lightness, not in hue alone.
    pub fn look(&self, status: Status) -> StatusLook {
        self.statuses.get(&status).cloned().unwrap_or_else(|| default_look(status))
    }

    /// The day by which returns for `period` are due.
    pub fn due_date(&self, period: Period) -> NaiveDate {
        self.returns.due_date(period, period.last_day(self.year.start_month))
    }
}
