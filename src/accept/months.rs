//! Months of a quarter that come in files of their own: three of them are the quarter.

use crate::catalogue::{self, Check};
use crate::finding::Finding;
use crate::period::Period;
use crate::reading::month::MonthFigure;
use crate::reading::{BesideFigure, Reading, Value};
use crate::register::Register;
use crate::text::words::quoted_list;
use crate::typing::Typed;
use crate::typing::months::{Month, QuarterMonths};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A month's figure, and the file and the return that give it.
type Given = (usize, usize, MonthFigure);

/// Makes the quarter of the months that files give, by the aggregation of the indicator. The quarter is of the file with
/// its last month; a month that no file gives, or that two give otherwise, is said.
pub fn join_months(typed: &mut [Typed], register: &Register, start_month: u32) {
    let mut all: BTreeMap<(Arc<str>, Period, Arc<str>), Vec<Given>> = BTreeMap::new();
    for (file, typed) in typed.iter_mut().enumerate() {
        for (n, r) in typed.returns.iter_mut().enumerate() {
            for figure in std::mem::take(&mut r.months) {
                let key = (r.service.clone(), r.period, figure.indicator.clone());
                all.entry(key).or_default().push((file, n, figure));
            }
        }
    }
    for ((service, period, id), mut given) in all {
        let Some(number) = register.indicator_number(&id) else { continue };
        let indicator = &register.indicators[number];
        given.sort_by_key(|(file, _, figure)| (figure.month, *file));
        let mut months = QuarterMonths::default();
        let mut beside = BesideFigure::default();
        let mut twice = false;
        for (_, _, figure) in &given {
            beside.join(&figure.beside);
            let MonthFigure { value, numerator, denominator, .. } = *figure;
            let month = Month { value, numerator, denominator };
            let before = months.0[figure.month].replace(month);
            twice |= before.is_some_and(|before| before != month);
        }
        let refused: Option<(&'static Check, String, String)> = if twice {
            let files: Vec<String> = given.iter().map(|(_, _, f)| f.place.source.file.clone()).collect();
            Some((&catalogue::T003, "one file for each month".to_owned(), quoted_list(&files)))
        } else if let Some((expected, got)) = months.lacks(period, start_month) {
            Some((&catalogue::C009, expected, got))
        } else if months.value(indicator).is_none() {
            Some((&catalogue::C009, "months that make a quarter".to_owned(), "three that do not".to_owned()))
        } else {
            None
        };
        let Some((file, n, last)) = given.last().cloned() else { continue };
        let Some((check, expected, got)) = refused else {
            let parts = months.numerator().zip(months.denominator());
            typed[file].returns[n].readings.push(Reading {
                indicator: id,
                service,
                period,
                value: Value::Number(months.value(indicator).unwrap_or(f64::NAN)),
                provisional: beside.provisional,
                numerator: parts.map(|(numerator, _)| numerator),
                denominator: parts.map(|(_, denominator)| denominator),
                forecast: beside.forecast,
                words: Box::new(beside.words),
                place: last.place,
            });
            continue;
        };
        for (file, _, figure) in &given {
            let finding = Finding::new(check, expected.as_str(), got.as_str()).at(&figure.place);
            typed[*file].findings.push(finding.of(&*service).about(&*id));
            let tally = typed[*file].tallies.iter_mut().find(|t| t.sheet == *figure.place.sheet);
            if let Some(tally) = tally {
                tally.accepted -= figure.cells.min(tally.accepted);
                tally.refused += figure.cells;
            }
        }
    }
}
