//! 0.85 in a column of percentages, and 9120% where 91.2 was put into a cell in per cent: the figures before it, or where
//! there are none its target, may tell that it is as small or as large as it says. Where they do not, it is not taken until
//! the service has typed it with its sign.

use super::place::{key, of_reading};
use crate::catalogue::{C005, R002};
use crate::finding::{Finding, Severity};
use crate::measure::Unit;
use crate::past::Past;
use crate::period::Period;
use crate::reading::correction::Correction;
use crate::reading::{Reading, Return};
use crate::register::Register;
use crate::settings::Settings;
use crate::status::known_sizes;
use crate::text::percent;

/// What becomes of a doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// The figure is as small, or as large, as it says.
    Gone,
    /// Something else decides.
    Stays,
    /// The figure is not taken.
    Refused,
}

/// Settles the doubts of typing, where the council has given the check no severity of its own. A figure that nothing
/// shows to be of its size is taken out of its return, and its finding is an error.
pub fn settle_fractions(context: &SettleContext<'_>, returns: &mut [Return], findings: &mut Vec<Finding>) {
    if context.settings.checks.acts(&C005) != Some(C005.severity) {
        return;
    }
    findings.retain_mut(|f| {
        let of_return = |r: &&mut Return| r.source.file == f.file && *r.service == *f.service;
        // A note says what numerator and denominator have settled.
        let doubted = f.code == C005.code && f.severity != Severity::Note;
        let Some(returned) = returns.iter_mut().find(of_return).filter(|_| doubted) else { return true };
        let doubt = settled(context, returned, f);
        if doubt == Doubt::Refused {
            f.severity = Severity::Error;
        }
        doubt != Doubt::Gone
    });
}

/// By what doubts are settled.
#[derive(Clone, Copy)]
pub struct SettleContext<'a> {
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The quarter that the returns are for.
    pub period: Period,
    /// What the ledger knew before.
    pub past: &'a Past,
}

fn settled(context: &SettleContext<'_>, returned: &mut Return, finding: &Finding) -> Doubt {
    let SettleContext { register, period, .. } = *context;
    let doubtful = |value: Option<f64>| value.filter(|v| (0.0..=1.0).contains(v) || v.abs() > percent::PLAIN);
    if let Some(action) = returned.actions.iter_mut().find(|a| *a.id == *finding.subject) {
        return if action.progress.take_if(|p| doubtful(Some(*p)).is_some()).is_some() {
            Doubt::Refused
        } else {
            Doubt::Stays
        };
    }
    let corrected = |c: &Correction| c.subject() == finding.subject && Some(c.place.cell) == finding.cell;
    if let Some(n) = returned.corrections.iter().position(corrected) {
        let correction = &returned.corrections[n];
        let Some(number) = register.indicator_number(&correction.indicator) else { return Doubt::Stays };
        let doubt = match doubtful(Some(correction.corrected)) {
            None => Doubt::Stays,
            Some(value) if is_of_its_size(context, number, correction.period, value) => Doubt::Gone,
            Some(_) => Doubt::Refused,
        };
        if doubt == Doubt::Refused {
            returned.corrections.remove(n);
        }
        return doubt;
    }
    let percent = |n: &usize| register.indicators[*n].unit == Unit::Percent;
    let Some(number) = register.indicator_number(&finding.subject).filter(percent) else { return Doubt::Stays };
    let settle = |value, period| match doubtful(Some(value)) {
        None => Doubt::Stays,
        Some(_) if is_of_its_size(context, number, period, value) => Doubt::Gone,
        Some(_) => Doubt::Refused,
    };
    let at = key(finding);
    if let Some(n) = returned.readings.iter().position(|r| Some(of_reading(r)) == at) {
        let reading = &returned.readings[n];
        let doubt = match (reading.value.number(), quotient(reading)) {
            (Some(value), Some(quotient)) if (quotient - value).abs() <= 0.05 * value.abs() => Doubt::Gone,
            // What it is made of contradicts it, which says more; where it does not, it decides nothing.
            (Some(_), Some(_)) if context.settings.checks.acts(&R002) == Some(Severity::Error) => Doubt::Stays,
            (Some(value), _) => settle(value, period),
            (None, _) => Doubt::Stays,
        };
        if doubt == Doubt::Refused {
            returned.readings.remove(n);
        }
        return doubt;
    }
    let cell = finding.cell;
    let of_row = |r: &&mut Reading| {
        *r.indicator == *finding.subject
            && *r.place.sheet == *finding.sheet
            && cell.is_some_and(|c| c.row == r.place.cell.row)
    };
    let Some(reading) = returned.readings.iter_mut().find(of_row) else { return Doubt::Stays };
    match doubtful(reading.forecast).map(|forecast| settle(forecast, period)) {
        Some(Doubt::Refused) => {
            reading.forecast = None;
            Doubt::Refused
        }
        Some(doubt) => doubt,
        None => Doubt::Stays,
    }
}

/// As a percentage.
fn quotient(reading: &Reading) -> Option<f64> {
    let (n, d) = (reading.numerator?, reading.denominator?);
    (d != 0.0).then(|| n / d * 100.0)
}

/// Whether the figures before say that this one is as small, or as large, as it says; where there are none, whether the
/// target does.
fn is_of_its_size(context: &SettleContext<'_>, number: usize, period: Period, value: f64) -> bool {
    let known = known_sizes(context.register, context.past, number, period);
    if value.abs() > percent::PLAIN {
        return value.abs() <= percent::too_large(known.into_iter());
    }
    let nearer = |other: &f64| (value - other).abs() < (value * 100.0 - other).abs();
    !known.is_empty() && known.iter().all(nearer)
}
