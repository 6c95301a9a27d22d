//! What one run brings to the ledger.

use super::log::BatchKind;
use super::rows::SubmissionRow;
use super::team::Sayings;
use super::{PastRows, QuarterRestatements};
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::{Action, Feedback, Part, Reading, Return, Risk, Source};

/// Everything that one run brings to the ledger.
#[derive(Debug, Clone)]
pub struct LedgerBatch<'a> {
    /// What is done.
    pub kind: BatchKind,
    /// The quarter that is consolidated; none for an import.
    pub period: Option<Period>,
    /// Figures of indicators.
    pub readings: Vec<&'a Reading>,
    /// The parts of those that are broken down.
    pub parts: Vec<&'a Part>,
    /// Risks.
    pub risks: Vec<&'a Risk>,
    /// Actions.
    pub actions: Vec<&'a Action>,
    /// Complaints, compliments and comments.
    pub feedback: Vec<&'a Feedback>,
    /// Figures of earlier quarters that change.
    pub restatements: &'a [Restatement],
    /// What was sent in.
    pub submissions: &'a [SubmissionRow],
    /// What services and the team said.
    pub sayings: Sayings,
    /// Every file that was read.
    pub inputs: Vec<Source>,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// SHA-256 of the register's workbook, in hex.
    pub register_sha256: String,
    /// For people who read the log.
    pub note: String,
}

impl<'a> LedgerBatch<'a> {
    /// A quarter's returns: those that count, and what became of every file. Inputs and hashes are still to be set.
    pub fn consolidation(period: Period, returns: &'a [Return], submissions: &'a [SubmissionRow]) -> Self {
        Self {
            kind: BatchKind::Consolidation,
            period: Some(period),
            readings: returns.iter().flat_map(|r| &r.readings).collect(),
            parts: returns.iter().flat_map(|r| &r.parts).collect(),
            risks: returns.iter().flat_map(|r| &r.risks).collect(),
            actions: returns.iter().flat_map(|r| &r.actions).collect(),
            feedback: returns.iter().flat_map(|r| &r.feedback).collect(),
            restatements: &[],
            submissions,
            sayings: Sayings::default(),
            inputs: submissions.iter().map(|s| Source::clone(&s.source)).collect(),
            settings_sha256: String::new(),
            register_sha256: String::new(),
            note: String::new(),
        }
    }

    /// With what the returns change in earlier quarters.
    pub fn restating(mut self, restated: &'a QuarterRestatements) -> Self {
        self.readings.extend(&restated.readings);
        self.restatements = &restated.rows;
        self
    }

    /// Past quarters from one file.
    pub fn import(source: &Source, rows: &'a PastRows) -> Self {
        Self {
            kind: BatchKind::Import,
            period: None,
            readings: rows.readings.iter().collect(),
            parts: vec![],
            risks: rows.risks.iter().collect(),
            actions: rows.actions.iter().collect(),
            feedback: rows.feedback.iter().collect(),
            restatements: &[],
            submissions: &[],
            sayings: Sayings::default(),
            inputs: vec![source.clone()],
            settings_sha256: String::new(),
            register_sha256: String::new(),
            note: String::new(),
        }
    }
}
