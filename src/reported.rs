//! What a report said of each measure, as values: kept in the ledger with every run, frozen by a release, and what later
//! quarters compare with.

use crate::measure::Status;
use crate::period::Period;
use crate::reading::correction::RestatementClass;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One measure in the report of one quarter. Figures are in the indicator's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedFigure {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Id of the service that owns it.
    pub service: Arc<str>,
    /// The quarter of the report.
    pub period: Period,
    /// As received, or as its formula gave it; `None` where there was no figure.
    pub value: Option<f64>,
    /// The numerator, where the measure has one.
    pub numerator: Option<f64>,
    /// The denominator, where the measure has one.
    pub denominator: Option<f64>,
    /// The quarter's target as it was compared: rounded as the settings say.
    pub target: Option<f64>,
    /// The year's target.
    pub annual_target: Option<f64>,
    /// What else the status was given by.
    pub limits: StatusLimits,
    /// The scheme with its version: `floor, version 1`.
    pub scheme: String,
    /// Its status.
    pub status: Status,
    /// Against the quarter before: `improving`, `steady`, `worsening`, `moved`, or nothing where that could not be told.
    pub direction: String,
    /// Where the year was to end, or did.
    pub outturn: Option<f64>,
    /// The range that was to hold the outturn with 80%, and the chance of meeting the year's target, 0 to 1.
    pub range_and_chance: [Option<f64>; 3],
}

/// The boundaries of a status beside the target.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StatusLimits {
    /// How far short of the target is still amber.
    pub tolerance: Option<f64>,
    /// The floor standard.
    pub floor: Option<f64>,
    /// The bounds of a band, from the lowest: amber, green, green, amber.
    pub band: [Option<f64>; 4],
}

/// What the report of an earlier quarter said, as far as a later one compares with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastFigure {
    /// As received then, or as its formula gave it.
    pub value: Option<f64>,
    /// The quarter's target then, as it was compared.
    pub target: Option<f64>,
    /// The status then.
    pub status: Status,
    /// The number of the release that has it; `None` where the quarter was reported and not published.
    pub release: Option<u32>,
}

/// A target of a reported quarter that was wrong, and was put right in the open.
#[derive(Debug, Clone, PartialEq)]
pub struct RestatedTarget {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Id of the service that owns it.
    pub service: Arc<str>,
    /// The quarter whose target changes.
    pub period: Period,
    /// The target as it was reported.
    pub was: Option<f64>,
    /// The target as it should have been.
    pub now: f64,
    /// The status that it had: as it was reported, or as it was restated since.
    pub status_was: Status,
    /// The status that the figure has against the right target.
    pub status: Status,
    /// Update, improvement or correction.
    pub class: Option<RestatementClass>,
    /// Why it changes.
    pub reason: String,
    /// Who answers for it.
    pub author: String,
}

/// A measure of which two reports of one quarter say different things.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedChange {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// What the earlier report said; `None` where it did not have the measure.
    pub was: Option<ReportedFigure>,
    /// What the later one says; `None` where it does not have the measure.
    pub now: Option<ReportedFigure>,
}

/// The differences of two reports of one quarter, by id.
pub fn changes(before: &[ReportedFigure], after: &[ReportedFigure]) -> Vec<ReportedChange> {
    let mut both: BTreeMap<&Arc<str>, [Option<&ReportedFigure>; 2]> = BTreeMap::new();
    before.iter().for_each(|f| both.entry(&f.indicator).or_default()[0] = Some(f));
    after.iter().for_each(|f| both.entry(&f.indicator).or_default()[1] = Some(f));
    let differ = both.into_iter().filter(|(_, [was, now])| was != now);
    differ
        .map(|(id, [was, now])| ReportedChange { indicator: id.clone(), was: was.cloned(), now: now.cloned() })
        .collect()
}
