//! `quarterday history correct`: one figure of an earlier quarter, or the target that it was measured against, put right in the
//! open. A figure is taken as a file of one row would be.

use super::import::{Imported, now, shown_in, take, typed};
use super::in_use::InUse;
use super::{Host, Workspace};
use crate::error::{Error, Result};
use crate::history::{BatchKind, LedgerBatch, Restating};
use crate::period::Period;
use crate::reading::ENTERED;
use crate::reported::{ReportedFigure, RestatedTarget};
use crate::status::{KnownFigures, RatedThen, StatusRules, compared, tolerance};

/// One figure of an earlier quarter that was wrong.
#[derive(Debug, Clone)]
pub struct FigureToCorrect {
    /// Id of the indicator.
    pub indicator: String,
    /// The quarter.
    pub quarter: Period,
    /// The figure as it should be, as people write it; nothing where it follows from what it is made of.
    pub value: String,
    /// The numerator, or nothing.
    pub numerator: String,
    /// The denominator, or nothing.
    pub denominator: String,
}

/// Puts another figure in the place of one of an earlier quarter.
///
/// # Errors
/// When the ledger cannot be written; never for the figure.
pub fn correct(workspace: &Workspace, figure: &FigureToCorrect, why: &Restating, host: &Host<'_>) -> Result<Imported> {
    let _in_use = InUse::take(&workspace.history_dir(), &format!("correcting {}", figure.quarter), host)?;
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let FigureToCorrect { indicator, quarter, value, numerator, denominator } = figure;
    let row = [indicator, &quarter.to_string(), value, numerator, denominator].map(|text| quoted(text)).join(",");
    let csv = format!("Indicator id,Quarter,Value,Numerator,Denominator\n{row}\n");
    let read = typed(ENTERED, csv.as_bytes(), workspace, now(workspace, host)?);
    take(workspace, read, (BatchKind::Correction, Some(why), None), host)
}

/// A target that was put right.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CorrectedTarget {
    /// Id of the indicator.
    pub indicator: String,
    /// The quarter.
    pub quarter: Period,
    /// The target as it was reported.
    pub was: Option<f64>,
    /// The target as it is now.
    pub now: f64,
    /// The status as it was reported, and as it is now: their keys.
    pub status: [&'static str; 2],
    /// The first quarter whose report shows both, on its sheet Restatements.
    pub shown_in: Period,
    /// The record of it.
    pub ledger: u64,
}

/// Puts another target in the place of the one that a quarter was reported with; the figure stays as it is.
///
/// # Errors
/// When the quarter was not reported with the measure, or the ledger cannot be written.
pub fn correct_target(
    workspace: &Workspace,
    (indicator, quarter, target): (&str, Period, f64),
    why: &Restating,
    host: &Host<'_>,
) -> Result<CorrectedTarget> {
    let _in_use = InUse::take(&workspace.history_dir(), &format!("correcting {quarter}"), host)?;
    let (register, settings) = (&workspace.register, &workspace.settings);
    let Some(number) = register.indicator_number(indicator) else {
        return Err(Error::Usage(format!("the register has no indicator {indicator}")));
    };
    let indicator = &register.indicators[number];
    let ledger = host.ledger(&workspace.history_dir())?;
    let past = ledger.past(register, quarter.plus(1), None)?;
    let reported = ledger.report_that_counts(quarter, None)?;
    let Some(was) = reported.into_iter().find(|f| register.indicator_number(&f.indicator) == Some(number)) else {
        let words =
            "was not reported with it, so there is nothing to put right: a target that nobody was told is changed in";
        return Err(Error::Usage(format!("{quarter} {words} register.xlsx ({})", indicator.id)));
    };
    let target = compared(indicator, settings, target);
    let mut figure = ReportedFigure { target: Some(target), ..was.clone() };
    figure.limits.tolerance = Some(tolerance(indicator, target, settings));
    let (known, rules) = (KnownFigures::of(&past, indicator, number, quarter), StatusRules::of(settings).ok());
    let rated = |by: &ReportedFigure, value: Option<f64>| {
        let then = RatedThen::of(by, indicator, register.target(number, quarter));
        value.map_or(was.status, |value| then.rate(value, known, settings, rules.as_ref()))
    };
    figure.status = rated(&figure, was.value);
    // The figure itself may have been restated since.
    let now = past.values.get(number, quarter).or(was.value);
    let status_was = if now == was.value { was.status } else { rated(&was, now) };
    let restated = RestatedTarget {
        indicator: was.indicator.clone(),
        service: was.service.clone(),
        period: quarter,
        was: was.target,
        now: target,
        status_was,
        status: rated(&figure, now),
        class: Some(why.class),
        reason: why.reason.clone(),
        author: why.by.clone(),
    };
    let (figures, targets) = ([figure], [restated]);
    let mut batch = LedgerBatch::target(&figures, &targets);
    batch.settings_sha256.clone_from(&workspace.settings_sha256);
    batch.register_sha256.clone_from(&workspace.register.sha256);
    batch.by.clone_from(&why.by);
    batch.note = format!("{}: {}", why.class.words(), why.reason);
    let shown_in = shown_in(&ledger, quarter);
    let head = ledger.prepare(batch, &host.today)?.commit()?;
    let [restated] = targets;
    Ok(CorrectedTarget {
        indicator: restated.indicator.to_string(),
        quarter,
        was: restated.was,
        now: restated.now,
        status: [restated.status_was.key(), restated.status.key()],
        shown_in,
        ledger: head.seq,
    })
}
