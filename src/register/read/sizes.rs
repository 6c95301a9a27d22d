//! Targets that are of another size than most of the same indicator's: what slips in a return slips here too.

use super::row::RegisterRow;
use crate::catalogue;
use crate::elementary::power;
use crate::finding::Finding;
use crate::map::Map;
use crate::measure::{Aggregation, Unit};
use crate::record::{Cell, Content, Field, Record};
use crate::register::{Indicator, Target};
use crate::statistic::outlier::middle;
use crate::statistic::slip::{Slip, slip_among};
use crate::text::number::tidy;
use crate::text::words::plain;
use std::sync::Arc;

/// One target with its row and its field.
#[derive(Clone, Copy)]
struct Typed<'a> {
    record: &'a Record,
    field: Field,
    value: f64,
    /// Typed or shown with a percent sign.
    signed: bool,
}

/// The targets of all rows by indicator, gathered while the rows are read.
#[derive(Default)]
pub(super) struct Sizes<'a> {
    by_indicator: Map<Arc<str>, Vec<Typed<'a>>>,
}

impl<'a> Sizes<'a> {
    /// Takes the targets of one row. What was asked about already is not asked about again.
    pub fn add(&mut self, record: &'a Record, indicator: &Indicator, target: &Target) {
        let given = [Field::Annual, Field::Q1, Field::Q2, Field::Q3, Field::Q4];
        let [q1, q2, q3, q4] = target.quarters;
        let given = given.into_iter().zip([target.annual, q1, q2, q3, q4]);
        let typed = |(field, value): (Field, Option<f64>)| {
            let signed = record.get(field).is_some_and(has_percent_sign);
            value.filter(|v| *v != 0.0).map(|value| Typed { record, field, value, signed })
        };
        self.by_indicator.entry(indicator.id.clone()).or_default().extend(given.filter_map(typed));
    }

    /// The cells that slipped, each with what its value is near ten or a hundred times of.
    pub fn slips(&self, indicator: &Indicator) -> Vec<(&'a Record, Field, Slip, f64)> {
        let typed = self.by_indicator.get(&indicator.id).map_or(&[][..], Vec::as_slice);
        // The year of a sum is no quarter, and a year to date grows: each is like its own field of other years.
        let grows = indicator.cumulative || indicator.aggregation == Aggregation::Sum;
        let like = |a: &Typed<'_>, b: &Typed<'_>| {
            !grows
                || a.field == b.field
                || !indicator.cumulative && a.field != Field::Annual && b.field != Field::Annual
        };
        let mut out = vec![];
        for (n, one) in typed.iter().enumerate() {
            let mut others: Vec<f64> =
                typed.iter().enumerate().filter(|(k, t)| *k != n && like(one, t)).map(|(_, t)| t.value).collect();
            let percent = indicator.unit == Unit::Percent && !one.signed;
            let last = typed.iter().rposition(|t| like(one, t)) == Some(n);
            if let Some(slip) = slip_among(one.value, &others, percent, last)
                && (slip == Slip::Fraction
                    || one.value.abs().max(middle(&mut others).map_or(0.0, f64::abs)) >= sizeable(indicator))
            {
                out.push((one.record, one.field, slip, one.value));
            }
        }
        out
    }
}

/// What a figure must reach for a slip to be told from a small change: 1 and 10 are none.
pub(super) fn sizeable(indicator: &Indicator) -> f64 {
    20.0 * power(0.1, i32::from(indicator.decimals))
}

/// Says of one cell that it is of another size, where nothing was said of it yet.
pub(super) fn say(row: &mut RegisterRow<'_, '_>, field: Field, slip: Slip, value: f64) {
    // A slip breaks a profile and leaves a range as well: what was said of the cell says it.
    let place = row.place(field);
    let told = |f: &Finding| f.cell == Some(place.cell) && *f.sheet == *place.sheet;
    if row.sheets.findings.iter().any(told) {
        return;
    }
    match slip {
        Slip::Fraction => {
            let (whole, part) = (plain(tidy(value * 100.0)), plain(value));
            let got = format!("{part}, without a percent sign, where most others are near {whole}");
            row.find(&catalogue::G040, field, format!("{whole}% or {part}%"), got);
        }
        Slip::Magnitude(usual) => {
            row.find(&catalogue::G072, field, format!("about {}, as most of its targets", plain(usual)), plain(value));
        }
    }
}

/// Its number is shown, or was typed, as a percentage.
pub(super) fn has_percent_sign(cell: &Cell) -> bool {
    cell.percent || matches!(&cell.content, Content::Text(text) if text.contains('%'))
}
