//! Where each figure that a report shows comes from, line by line.

use super::Quarter;
use crate::analyse::{Analysis, QUARTERS};
use crate::error::Result;
use crate::fit::fit;
use crate::map::Map;
use crate::past::RecordedFigure;
use crate::period::Period;
use crate::reading::correction::{Correction, RestatementClass};
use crate::reading::{Place, Value};
use crate::register::Indicator;
use crate::report::{FigureLine, Provenance, READINGS_IN_RECORD};

/// Lines that a workbook has at most when the earlier quarters are among them.
const MOST_LINES: usize = 4 * READINGS_IN_RECORD;
/// Quarters before the first that is shown which a year to date of it is taken apart by.
const TAKEN_APART: usize = 3;

/// The provenance of a report with a line for each figure that it shows.
pub(super) fn with_figures(facts: Provenance, quarter: &Quarter<'_>, analysis: &Analysis<'_>) -> Result<Provenance> {
    let mut figures = figure_lines(quarter, analysis, Own { record: facts.ledger_seq, recorded: &facts.recorded })?;
    let release = facts.release.as_ref().map(|r| r.number);
    figures.iter_mut().filter(|f| f.quarter == analysis.period).for_each(|f| f.release = release);
    Ok(Provenance { figures, figures_of_quarter: !with_earlier(analysis), ..facts })
}

/// Whether the lines of the earlier quarters are not too many.
fn with_earlier(analysis: &Analysis<'_>) -> bool {
    analysis.indicators.len() * QUARTERS <= MOST_LINES
}

/// In the register's order, of each measure the newest first. None where there would be too many of this quarter alone.
fn figure_lines(quarter: &Quarter<'_>, analysis: &Analysis<'_>, own: Own<'_>) -> Result<Vec<FigureLine>> {
    if analysis.indicators.len() > READINGS_IN_RECORD {
        return Ok(vec![]);
    }
    let earlier = if with_earlier(analysis) { QUARTERS - 1 + TAKEN_APART } else { 0 };
    let (period, register) = (analysis.period, analysis.register);
    let (first, next) = (period.plus(-fit::<i32>(earlier)), period.plus(1));
    // This quarter as the run's own record leaves it, the earlier ones as the run saw them.
    let now = quarter.ledger.recorded_figures(register, (period, next), Some(own.record))?;
    let before = quarter.ledger.recorded_figures(register, (first, period), quarter.basis)?;
    let mut out = vec![];
    for result in analysis.results() {
        let (n, indicator) = (result.indicator, &register.indicators[result.indicator]);
        out.extend(result.reading.map(|reading| {
            let open = |part: Option<f64>| part.filter(|_| !reading.held_back());
            let known =
                now.get(&(n, period)).filter(|f| (Value::Number(f.value), &f.place) == (reading.value, &reading.place));
            let (record, recorded) = known.map_or((own.record, own.recorded), |f| (f.record, f.recorded.as_str()));
            let sent = result.computed.is_none();
            FigureLine {
                indicator: n,
                quarter: period,
                value: reading.value,
                numerator: open(reading.numerator),
                denominator: open(reading.denominator),
                how: if sent { "As sent".to_owned() } else { worked_out(indicator) },
                place: reading.place.clone(),
                record: Some(record).filter(|_| sent),
                recorded: if sent { recorded.to_owned() } else { String::new() },
                release: None,
            }
        }));
        let shown = if indicator.cumulative { earlier } else { earlier.saturating_sub(TAKEN_APART) };
        let quarters = (1..=shown).map(|back| period.plus(-fit::<i32>(back)));
        out.extend(quarters.filter_map(|q| earlier_line(quarter, &before, (n, q), own)));
    }
    Ok(out)
}

/// The record of the run.
#[derive(Clone, Copy)]
struct Own<'r> {
    record: u64,
    recorded: &'r str,
}

/// A figure of an earlier quarter; nothing where there is no number.
fn earlier_line(
    quarter: &Quarter<'_>,
    known: &Map<(usize, Period), RecordedFigure>,
    (n, period): (usize, Period),
    own: Own<'_>,
) -> Option<FigureLine> {
    let past = &quarter.past;
    let value = past.values.get(n, period)?;
    let register = &quarter.workspace.register;
    let indicator = &register.indicators[n];
    let restated = quarter
        .accepted
        .restatements
        .iter()
        .map(|r| &r.correction)
        .find(|c| (register.indicator_number(&c.indicator), c.period, c.corrected) == (Some(n), period, value));
    let parts = (past.numerators.get(n, period), past.denominators.get(n, period));
    // What these returns correct is not in the ledger yet when they are first run.
    let known = known.get(&(n, period)).filter(|f| (f.value, (f.numerator, f.denominator)) == (value, parts));
    let (how, place, record, recorded): (String, Place, Option<u64>, &str) = match (known, restated) {
        (known, Some(c)) if known.is_none_or(|f| f.place == c.place) => {
            let of = known.map_or((own.record, own.recorded), |f| (f.record, f.recorded.as_str()));
            (corrected(c), c.place.clone(), Some(of.0), of.1)
        }
        (Some(f), _) => ("As recorded".to_owned(), f.place.clone(), Some(f.record), f.recorded.as_str()),
        (None, _) => {
            let place = indicator.formula.as_ref().map(|f| f.place.clone()).unwrap_or_default();
            (worked_out(indicator), place, None, "")
        }
    };
    let reported = past.reported.get(&(n, period)).filter(|told| told.value == Some(value));
    Some(FigureLine {
        indicator: n,
        quarter: period,
        value: Value::Number(value),
        numerator: parts.0,
        denominator: parts.1,
        how,
        place,
        record,
        recorded: recorded.to_owned(),
        release: reported.and_then(|told| told.release),
    })
}

fn worked_out(indicator: &Indicator) -> String {
    format!("Worked out: {}", indicator.formula.as_ref().map_or("", |f| f.text.as_str()))
}

/// `Restated (correction): a meter was read twice; J. Khan`.
fn corrected(c: &Correction) -> String {
    let class = c.class.map(|class: RestatementClass| format!(" ({})", class.words().to_lowercase()));
    let said: Vec<&str> = [c.reason.as_str(), c.author.as_str()].into_iter().filter(|s| !s.is_empty()).collect();
    format!("Restated{}: {}", class.unwrap_or_default(), said.join("; "))
}
