//! The indicators' sheet: one reading a row.

use super::cells::{Got, Want, plain, quoted};
use super::desk::Desk;
use super::number::{finer_than, tidy};
use super::row::Row;
use super::{of_kind, repeated};
use crate::catalogue;
use crate::layout::PercentAs;
use crate::period::Period;
use crate::reading::correction::Stated;
use crate::reading::{CellRef, Marker, Reading, Value, Words};
use crate::record::{Content, Field, Kind, Record};
use crate::register::{Indicator, Unit};
use crate::status;

/// The quarter of a row in a longer table that names one; the quarter being read where it names none, and the text
/// where it is not a quarter.
fn quarter(desk: &Desk<'_>, record: &Record) -> Result<Period, String> {
    let text = record.text(Field::Period);
    if text.is_empty() { Ok(desk.period) } else { text.parse().map_err(|_| text) }
}

/// Types every indicator row of the file.
pub(super) fn indicators(desk: &mut Desk<'_>, records: &[Record]) -> Vec<Reading> {
    let rows = of_kind(records, Kind::Indicators);
    let found: Vec<Option<usize>> = rows.clone().map(|r| desk.register.indicator_number(&r.text(Field::Id))).collect();
    let of_quarter = rows.clone().zip(&found).filter(|(r, _)| quarter(desk, r) == Ok(desk.period));
    let twice = repeated(of_quarter.filter_map(|(_, n)| *n));
    let mut out = Vec::with_capacity(found.len());
    // The value column of the sheet last seen, for rows whose value cell is blank.
    let mut column: Option<(&str, Option<u16>)> = None;
    for (record, indicator) in rows.clone().zip(&found) {
        if column.is_none_or(|(sheet, _)| sheet != &*record.sheet) {
            let mut same_sheet = rows.clone().filter(|r| r.sheet == record.sheet);
            column = Some((&record.sheet, same_sheet.find_map(|r| r.get(Field::Value)).map(|c| c.at.col)));
        }
        let column = column.and_then(|(_, c)| c);
        let mut row = desk.row(record);
        out.extend(reading(&mut row, *indicator, |n| twice.contains(n), column));
        row.finish();
    }
    out
}

/// `None` when there is nothing to take; then every cell of the row is refused, or passed over by a rule.
fn reading(
    row: &mut Row<'_, '_>,
    number: Option<usize>,
    twice: impl Fn(&usize) -> bool,
    value_column: Option<u16>,
) -> Option<Reading> {
    let id_cell = row.filled(Field::Id).map(|c| c.at);
    let value_cell = row.filled(Field::Value).map(|c| c.at);
    let empty_value = value_column.map(|col| CellRef::new(id_cell.map_or(row.record.row, |c| c.row), col));
    let place = match value_cell.or(empty_value) {
        Some(at) => row.place_at(at),
        None => row.place(&[Field::Id]),
    };
    match quarter(row.desk, row.record) {
        Ok(p) if p == row.desk.period => {}
        Ok(period) => {
            state(row, number, period);
            row.ignore_row("other period");
            return None;
        }
        Err(text) => {
            let expected = format!("a quarter, like {}", row.desk.period);
            let at = row.record.get(Field::Period).map(|c| c.at);
            row.report(&catalogue::C008, at, expected, quoted(&text));
            row.refuse_row();
            return None;
        }
    }
    let Some(number) = number else {
        let text = row.text(Field::Id);
        row.subject = text.as_str().into();
        if text.is_empty() {
            if row.any(Field::ALL) {
                let at = row.place(&[Field::Value]).cell;
                row.report(&catalogue::C014, Some(at), "the id of an indicator", "nothing");
                row.refuse_row();
            }
        } else {
            row.report(&catalogue::T005, id_cell, "the id of an indicator in the register", quoted(&text));
            row.refuse_row();
        }
        return None;
    };
    let register = row.desk.register;
    let indicator = &register.indicators[number];
    row.subject = indicator.id.clone();
    row.text(Field::Id);
    // A return for several services names the service on the row.
    let named = row.text(Field::Service);
    let of_row =
        if named.is_empty() { Some(row.desk.service.clone()) } else { register.service(&named).map(|s| s.id.clone()) };
    if of_row.as_ref() != Some(&indicator.service) {
        let owner = register.service(&indicator.service).map_or(&*indicator.service, |s| s.name.as_str());
        row.report(
            &catalogue::T001,
            id_cell,
            format!("an indicator of this service; it belongs to {owner}"),
            &*indicator.id,
        );
        row.refuse_row();
        return None;
    }
    if twice(&number) {
        row.refuse_double(&catalogue::T003);
        return None;
    }
    row.text(Field::Period);

    let count = Want::default();
    let numerator = row.number(Field::Numerator, &count);
    let denominator = row.number(Field::Denominator, &count);
    let want = want(row.desk, number);
    let quotient = match (&numerator, &denominator) {
        (Got::Is(n), Got::Is(d)) if *d != 0.0 => {
            Some(n / d * if indicator.unit == Unit::Percent { 100.0 } else { 1.0 })
        }
        _ => None,
    };
    let uncalculated = row.filled(Field::Value).is_some_and(|c| c.content == Content::FormulaWithoutResult);
    let value = if uncalculated && quotient.is_some() {
        // What the formula would have said is known from what it divides.
        row.accept(Field::Value);
        let got = format!("a formula that was not calculated; it is {}", quotient.map(plain).unwrap_or_default());
        row.report(&catalogue::C018, value_cell, "a saved result", got);
        Got::Blank
    } else {
        row.number(Field::Value, &want)
    };
    let reason = row.reason();
    let forecast = row.number(Field::Forecast, &want).ok();
    let provisional = row.yes(Field::Provisional);
    let words = Box::new(Words {
        commentary: row.text(Field::Commentary),
        barriers: row.text(Field::Barriers),
        levers: row.text(Field::Levers),
        remedial_action: row.text(Field::RemedialAction),
    });

    let value = match (value, reason) {
        (Got::Bad, _) => {
            row.refuse_row();
            return None;
        }
        (Got::Is(v), reason) => {
            if let Got::Is(m) = reason {
                let got = format!("{} and “{}”", plain(v), m.words());
                let at = row.filled(Field::Reason).map(|c| c.at);
                row.report(&catalogue::C016, at, "a value or a reason", got);
            }
            decimals(row, indicator, v, quotient);
            Value::Number(v)
        }
        (_, Got::Is(m)) | (Got::Marker(m), _) => Value::Marker(m),
        (Got::Blank, _) if quotient.is_some() && !reason.bad() => {
            let v = quotient.unwrap_or(f64::NAN);
            if row.out_of_range(None, place.cell, v, &want) {
                row.refuse_row();
                return None;
            }
            Value::Number(v)
        }
        _ => {
            let due = indicator.due(row.desk.period);
            let told = reason.bad() || numerator.bad() || denominator.bad();
            let empty = Words::default() == *words && !numerator.bad() && numerator == Got::Blank;
            if !due && !told && empty {
                row.ignore_row("not due");
                return None;
            }
            if due || told {
                if !told {
                    let got = if denominator == Got::Is(0.0) { "nothing, over a denominator of 0" } else { "nothing" };
                    row.report(&catalogue::C009, Some(place.cell), "a value, or a reason why there is none", got);
                }
                row.refuse_row();
                return None;
            }
            Value::Marker(Marker::NotDue)
        }
    };
    Some(Reading {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period: row.desk.period,
        value,
        provisional,
        numerator: numerator.ok(),
        denominator: denominator.ok(),
        forecast,
        words,
        place,
    })
}

/// Keeps a figure of an earlier quarter, to be compared with what the ledger holds of it.
fn state(row: &mut Row<'_, '_>, number: Option<usize>, period: Period) {
    let (Some(number), Some(cell)) = (number, row.filled(Field::Value)) else { return };
    let indicator = &row.desk.register.indicators[number];
    let Content::Number(n) = cell.content else { return };
    if period < row.desk.period && indicator.service == row.desk.service {
        let fraction = cell.percent || row.desk.hint(row.record.kind, Field::Value).0 == Some(PercentAs::Fraction);
        let value = if fraction && indicator.unit == Unit::Percent { tidy(n * 100.0) } else { n };
        let (indicator, service) = (indicator.id.clone(), indicator.service.clone());
        let place = row.place_at(cell.at);
        row.desk.stated.push(Stated { indicator, service, period, value, place });
    }
}

/// The range that the register gives; a part of a whole is 0% to 100% where it says nothing.
pub(super) fn want(desk: &Desk<'_>, number: usize) -> Want {
    let indicator = &desk.register.indicators[number];
    let percent = indicator.unit == Unit::Percent;
    let part = percent && indicator.part_of_whole;
    let target = desk.register.target(number, desk.period);
    Want {
        percent,
        thousands_or_millions: match indicator.unit {
            Unit::PoundsThousands => Some(1e3),
            Unit::PoundsMillions => Some(1e6),
            _ => None,
        },
        minimum: indicator.minimum.or(part.then_some(0.0)),
        maximum: indicator.maximum.or(part.then_some(100.0)),
        target: target.and_then(|t| status::quarter_target(indicator, Some(t), desk.period.quarter()).or(t.annual)),
    }
}

/// Says when a value was typed with more decimals than declared. What a formula or a quotient gives has as many as it
/// has, and nobody typed them.
fn decimals(row: &mut Row<'_, '_>, indicator: &Indicator, value: f64, quotient: Option<f64>) {
    let Some(cell) = row.filled(Field::Value) else { return };
    // The decimals of what may be a fraction are queried as that.
    let fraction = indicator.unit == Unit::Percent && (0.0..1.0).contains(&value);
    let computed = fraction || cell.formula || quotient.is_some_and(|q| (q - value).abs() <= 1e-9 * q.abs().max(1.0));
    if !computed && finer_than(value, indicator.decimals) {
        let expected =
            format!("{} {}", indicator.decimals, if indicator.decimals == 1 { "decimal" } else { "decimals" });
        let got = match &cell.content {
            Content::Text(text) => quoted(text),
            _ => plain(value),
        };
        row.report(&catalogue::C007, Some(cell.at), expected, got);
    }
}
