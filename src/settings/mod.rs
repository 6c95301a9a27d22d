//! `quarterday.toml`: the council's settings, typed; unknown keys are refused and every default is visible in the
//! file that `quarterday init` writes.

mod document;
mod faults;
mod rulebook;
mod status;
mod preset;
mod forecast;
mod signals;
mod benchmarks;
pub mod risk;
mod publication;
mod public;
mod money;
mod scorecard;
mod editions;
mod logo;
mod label;
mod letters;
mod handover;
mod returns;
mod model;
mod sheets;
mod labelled;
mod keys;
mod sense;
mod load;
#[cfg(test)]
mod tests;

pub use crate::measure::{Amber, NoTarget, Status};
pub use benchmarks::Benchmarks;
pub(crate) use document::TomlDocument;
pub use editions::{Edition, EditionSettings, EditionSheets, SheetName};
pub(crate) use faults::{FaultList, not_among, refused};
pub use forecast::{ForecastSettings, SmoothingFor};
pub use handover::HandoverSettings;
pub use label::{LabelName, LabelSettings, LabelUse};
pub use letters::LetterSettings;
pub use load::{load, starter};
pub use logo::Logo;
#[cfg(test)]
pub(crate) use logo::made as made_logo;
pub use model::{
    CheckSettings, Council, DirectionSettings, FeedbackSettings, Limits, LookSettings, Settings, YearSettings,
};
pub use money::{BudgetStatus, MilestoneSettings, MoneySettings};
pub use preset::{STATUS_PRESETS, StatusPreset};
pub use public::{Named, PublicSettings};
pub use publication::{LedgerSettings, PublicationSettings};
pub use returns::Returns;
pub use risk::{Axis, Band, Limit, RiskMatrix};
pub use rulebook::{OTHERWISE, RuleFacts, StatusRule, columns as rule_columns};
pub use scorecard::ScorecardSettings;
pub(crate) use sense::own_code;
pub use signals::{SignalSettings, TrendSettings};
pub use status::{StatusLook, StatusSettings, default_look};
