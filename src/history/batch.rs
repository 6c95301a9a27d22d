//! What one run brings to the ledger.

use super::log::BatchKind;
use super::rows::SubmissionRow;
use super::team::Sayings;
use super::{FileToKeep, PastRows, QuarterRestatements};
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::money::{CapitalScheme, RevenueLine, Saving};
use crate::reading::{Action, Feedback, Part, Reading, Return, Risk, Source};
use crate::reported::{ReportedFigure, RestatedTarget};

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
    /// Lines of revenue.
    pub revenue: Vec<&'a RevenueLine>,
    /// Capital schemes.
    pub capital: Vec<&'a CapitalScheme>,
    /// Savings.
    pub savings: Vec<&'a Saving>,
    /// Figures of earlier quarters that change.
    pub restatements: &'a [Restatement],
    /// What was sent in.
    pub submissions: &'a [SubmissionRow],
    /// What services and the team said.
    pub sayings: Sayings,
    /// What the report says of each measure.
    pub reported: &'a [ReportedFigure],
    /// Targets of earlier quarters that are put right.
    pub targets: &'a [RestatedTarget],
    /// Every file that was read.
    pub inputs: Vec<Source>,
    /// Layouts and notebook, beside the returns, the settings and the register.
    pub beside: Vec<Source>,
    /// The files whose bytes are to be kept.
    pub keep: Vec<FileToKeep>,
    /// Of a run: the newest record that its past was read from; all that there were, when `None`.
    pub basis: Option<u64>,
    /// Who did it, as they said.
    pub by: String,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// SHA-256 of the register's workbook, in hex.
    pub register_sha256: String,
    /// For people who read the log.
    pub note: String,
}

impl<'a> LedgerBatch<'a> {
    /// Nothing yet.
    pub(super) fn empty(kind: BatchKind, period: Option<Period>) -> Self {
        Self {
            kind,
            period,
            readings: vec![],
            parts: vec![],
            risks: vec![],
            actions: vec![],
            feedback: vec![],
            revenue: vec![],
            capital: vec![],
            savings: vec![],
            restatements: &[],
            submissions: &[],
            sayings: Sayings::default(),
            reported: &[],
            targets: &[],
            inputs: vec![],
            beside: vec![],
            keep: vec![],
            basis: None,
            by: String::new(),
            settings_sha256: String::new(),
            register_sha256: String::new(),
            note: String::new(),
        }
    }

    /// A quarter's returns: those that count, and what became of every file. Inputs and hashes are still to be set.
    pub fn consolidation(period: Period, returns: &'a [Return], submissions: &'a [SubmissionRow]) -> Self {
        Self {
            readings: returns.iter().flat_map(|r| &r.readings).collect(),
            parts: returns.iter().flat_map(|r| &r.parts).collect(),
            risks: returns.iter().flat_map(|r| &r.risks).collect(),
            actions: returns.iter().flat_map(|r| &r.actions).collect(),
            feedback: returns.iter().flat_map(|r| &r.feedback).collect(),
            revenue: returns.iter().flat_map(|r| &r.money.revenue).collect(),
            capital: returns.iter().flat_map(|r| &r.money.capital).collect(),
            savings: returns.iter().flat_map(|r| &r.money.savings).collect(),
            submissions,
            inputs: submissions.iter().map(|s| Source::clone(&s.source)).collect(),
            ..Self::empty(BatchKind::Consolidation, Some(period))
        }
    }

    /// With what the returns change in earlier quarters.
    pub fn restating(mut self, restated: &'a QuarterRestatements) -> Self {
        self.readings.extend(&restated.readings);
        self.restatements = &restated.rows;
        self
    }

    /// One target of an earlier quarter, with what its report says against the right one.
    pub fn target(figure: &'a [ReportedFigure], target: &'a [RestatedTarget]) -> Self {
        Self { reported: figure, targets: target, ..Self::empty(BatchKind::Correction, None) }
    }

    /// Past quarters from one file, with what they restate.
    pub fn import(source: &Source, rows: &'a PastRows, restatements: &'a [Restatement]) -> Self {
        Self {
            restatements,
            readings: rows.readings.iter().collect(),
            risks: rows.risks.iter().collect(),
            actions: rows.actions.iter().collect(),
            feedback: rows.feedback.iter().collect(),
            revenue: rows.money.revenue.iter().collect(),
            capital: rows.money.capital.iter().collect(),
            savings: rows.money.savings.iter().collect(),
            inputs: vec![source.clone()],
            ..Self::empty(BatchKind::Import, None)
        }
    }

    /// The first quarter that it has rows of.
    pub(super) fn first_quarter(&self) -> Option<Period> {
        let readings = self.readings.iter().map(|r| r.period);
        let lines = self.risks.iter().map(|r| r.period).chain(self.actions.iter().map(|a| a.period));
        let revenue = self.revenue.iter().map(|l| l.period);
        let money = revenue.chain(self.capital.iter().map(|s| s.period)).chain(self.savings.iter().map(|s| s.period));
        readings.chain(lines).chain(self.feedback.iter().map(|f| f.period)).chain(money).min()
    }
}
