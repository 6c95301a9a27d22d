//! Past figures among those of the same indicator: a fraction among percentages is not taken, and a figure near ten or a
//! hundred times the others is asked about, as they would be in a return.

use super::ImportedReading;
use crate::catalogue;
use crate::elementary::power;
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::measure::{Aggregation, Unit};
use crate::reading::Reading;
use crate::register::{Indicator, Register};
use crate::statistic::outlier::middle;
use crate::statistic::slip::{Slip, slip_among};
use crate::status::quarter_target;
use crate::text::number::tidy;
use crate::text::words::plain;
use std::sync::Arc;

/// Figures of one indicator that are compared with each other; a file that repeats one without end says it otherwise.
const MOST: usize = 400;
/// Figures that are all fractions, from which on that may be how the whole file was typed.
const ENOUGH: usize = 4;

/// Takes out what is refused, and says all that is doubted.
pub(super) fn settle(
    readings: Vec<ImportedReading>,
    register: &Register,
    findings: &mut Vec<Finding>,
) -> (Vec<(Reading, u32)>, u64) {
    let mut by_indicator: Map<Arc<str>, Vec<usize>> = Map::default();
    for (n, one) in readings.iter().enumerate().filter(|(_, one)| one.value().is_some_and(|v| v != 0.0)) {
        by_indicator.entry(one.reading.indicator.clone()).or_default().push(n);
    }
    let mut refused = vec![false; readings.len()];
    for indicator in &register.indicators {
        let Some(all) = by_indicator.get(&indicator.id) else { continue };
        let all: Vec<&ImportedReading> = all.iter().take(MOST).map(|n| &readings[*n]).collect();
        if all_fractions(indicator, register, &all, findings) {
            continue;
        }
        for (n, one) in all.iter().enumerate() {
            let finding = doubt(indicator, &all, n);
            if finding.as_ref().is_some_and(|f| f.severity == Severity::Error) {
                refused[by_indicator[&indicator.id][n]] = true;
            }
            findings.extend(finding.map(|f| f.at(&one.reading.place).of(&*indicator.service).about(&*indicator.id)));
        }
    }
    let mut cells = 0;
    let mut kept = Vec::with_capacity(readings.len());
    for (one, refused) in readings.into_iter().zip(refused) {
        match refused {
            true => cells += u64::from(one.cells),
            false => kept.push((one.reading, one.cells)),
        }
    }
    (kept, cells)
}

/// Whether every figure of a percentage was typed as a fraction, which is asked about once: there are many, or the target
/// tells that they are.
fn all_fractions(
    indicator: &Indicator,
    register: &Register,
    all: &[&ImportedReading],
    findings: &mut Vec<Finding>,
) -> bool {
    let fraction = |one: &&ImportedReading| !one.signed && one.value().is_some_and(|v| v > 0.0 && v <= 1.0);
    let Some(first) = all.first().filter(|_| indicator.unit == Unit::Percent && all.iter().all(fraction)) else {
        return false;
    };
    let number = register.indicator_number(&indicator.id);
    let target = number.and_then(|n| register.target(n, first.reading.period).map(|t| (n, t)));
    let target =
        target.and_then(|(_, t)| quarter_target(indicator, Some(t), first.reading.period.quarter()).or(t.annual));
    let value = first.value().unwrap_or_default();
    let nearer = |t: f64| (value * 100.0 - t).abs() < (value - t).abs();
    if all.len() < ENOUGH && !target.is_some_and(nearer) {
        return true;
    }
    if target.is_none_or(nearer) {
        let got = "no value of this indicator is above 1";
        let finding = Finding::new(&catalogue::C005, "percentages as 85, not as 0.85", got);
        findings.push(finding.at(&first.reading.place).of(&*indicator.service).about(&*indicator.id));
    }
    true
}

/// What there is to say of one figure among all of its indicator.
fn doubt(indicator: &Indicator, all: &[&ImportedReading], n: usize) -> Option<Finding> {
    let one = all[n];
    let value = one.value()?;
    // A year to date grows within its year.
    let grows = indicator.cumulative && indicator.aggregation == Aggregation::Sum;
    let quarter = |r: &ImportedReading| r.reading.period.quarter();
    let like = |other: &ImportedReading| !grows || quarter(other) == quarter(one);
    let others = all.iter().enumerate().filter(|(k, other)| *k != n && like(other));
    let mut others: Vec<f64> = others.filter_map(|(_, other)| other.value()).collect();
    let percent = indicator.unit == Unit::Percent && !one.signed;
    let last = all.iter().rposition(|other| like(other)) == Some(n);
    match slip_among(value, &others, percent, last)? {
        Slip::Fraction => {
            let (whole, part) = (plain(tidy(value * 100.0)), plain(value));
            let got = format!("{part}, without a percent sign, among {} that are near {whole}", others.len());
            let mut finding = Finding::new(&catalogue::C005, format!("{whole}% or {part}%"), got);
            finding.severity = Severity::Error;
            Some(finding)
        }
        Slip::Magnitude(usual) => {
            let sizeable = 20.0 * power(0.1, i32::from(indicator.decimals));
            let largest = middle(&mut others).map_or(0.0, f64::abs).max(value.abs());
            let expected = format!("about {}, as most of its other quarters", plain(usual));
            (largest >= sizeable).then(|| Finding::new(&catalogue::S002, expected, plain(value)))
        }
    }
}
