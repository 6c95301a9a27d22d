//! The register beside the ledger and the quarter: ids that only the ledger has, targets that no figure was ever near or that
//! were others when their quarters were reported, and national values of what has not ended.

use crate::catalogue;
use crate::elementary::power;
use crate::finding::Finding;
use crate::past::Past;
use crate::period::Period;
use crate::register::{self, Register};
use crate::reported::PastFigure;
use crate::settings::Settings;
use crate::statistic::outlier::middle;
use crate::statistic::slip::{Slip, slip_among};
use crate::status::{compared, quarter_target};
use crate::text::words::plain;
use std::collections::BTreeMap;

/// Past figures that a target is compared with, the latest; fewer tell nothing.
const LATEST: usize = 8;
const LEAST: usize = 4;

/// What is to be asked of whoever keeps the register.
pub(super) fn findings(register: &Register, settings: &Settings, period: Period, past: &Past) -> Vec<Finding> {
    let of_past = unknown_ids(past).chain(targets(register, period, past)).chain(changed(register, settings, past));
    of_past.chain(national(register, period)).collect()
}

/// National values of a quarter or year that has not ended with the reported quarter.
fn national(register: &Register, period: Period) -> impl Iterator<Item = Finding> + '_ {
    let measures = register.outcomes.iter().flat_map(|outcome| &outcome.measures);
    measures.filter_map(move |measure| {
        let year = register.indicator(&measure.indicator)?.year;
        let national = measure.national.as_ref()?;
        let of = national.of?;
        let later = of.ends(year).is_some_and(|ends| ends > period);
        let expected = format!("a quarter or year that has ended with {period}");
        later.then(|| {
            Finding::new(&catalogue::G084, expected, of.words(year)).at(&national.place).about(&*measure.indicator)
        })
    })
}

/// Targets of reported quarters that the register gives otherwise now: one finding an indicator, of the latest quarter.
fn changed<'a>(register: &'a Register, settings: &'a Settings, past: &'a Past) -> impl Iterator<Item = Finding> + 'a {
    let mut by_indicator: BTreeMap<usize, Vec<(Period, &PastFigure)>> = BTreeMap::new();
    for ((number, quarter), reported) in &past.reported {
        let (indicator, target) = (&register.indicators[*number], register.target(*number, *quarter));
        let today = quarter_target(indicator, target, quarter.quarter()).map(|t| compared(indicator, settings, t));
        if today != reported.target {
            by_indicator.entry(*number).or_default().push((*quarter, reported));
        }
    }
    by_indicator.into_iter().filter_map(|(number, mut quarters)| {
        quarters.sort_by_key(|(quarter, _)| *quarter);
        let (quarter, reported) = quarters.last()?;
        let indicator = &register.indicators[number];
        let target = quarter_target(indicator, register.target(number, *quarter), quarter.quarter());
        let said = |target: Option<f64>| {
            target.map_or_else(|| "no target".to_owned(), |t| format!("a target of {}", plain(t)))
        };
        let release = reported.release.map(|n| format!(", release {n}")).unwrap_or_default();
        let more = match quarters.len() {
            1 => String::new(),
            n => format!(" (and {} earlier)", n - 1),
        };
        let expected = format!("{}, as {quarter}{release} was reported{more}", said(reported.target));
        let finding = Finding::new(&catalogue::G074, expected, format!("{} for {quarter}", said(target)));
        Some(finding.in_file(register::FILE).in_sheet("Targets").about(&*indicator.id))
    })
}

/// What the ledger holds of ids that the register does not have, which would be lost in silence.
fn unknown_ids(past: &Past) -> impl Iterator<Item = Finding> + '_ {
    past.unknown.iter().map(|(id, last)| {
        let got = format!("{id}, with figures up to {last}");
        Finding::new(&catalogue::G073, "an id of the sheet Indicators, or of its column Formerly", got)
            .in_file(register::FILE)
            .about(&**id)
    })
}

/// The quarter's targets that are another size than the figures before: of the same quarter where a year to date grows.
fn targets<'a>(register: &'a Register, period: Period, past: &'a Past) -> impl Iterator<Item = Finding> + 'a {
    register.indicators.iter().enumerate().filter_map(move |(n, indicator)| {
        let target = quarter_target(indicator, register.target(n, period), period.quarter())?;
        let step = if indicator.cumulative { 4 } else { 1 };
        let quarters = (1..=24).filter(|back| back % step == 0).map(|back| period.plus(-back));
        let mut before: Vec<f64> = quarters.filter_map(|q| past.values.get(n, q)).take(LATEST).collect();
        // Whether 0.82 is a fraction was asked when the register was read.
        let Some(Slip::Magnitude(usual)) = slip_among(target, &before, false, true) else { return None };
        let sizeable = 20.0 * power(0.1, i32::from(indicator.decimals));
        if before.len() < LEAST || middle(&mut before)?.abs().max(target.abs()) < sizeable {
            return None;
        }
        let expected = format!("about {}, as most of its past figures", plain(usual));
        let finding = Finding::new(&catalogue::G072, expected, format!("a target of {} for {period}", plain(target)));
        Some(finding.in_file(register::FILE).in_sheet("Targets").about(&*indicator.id))
    })
}
