//! The indicators' sheet: one reading a row.

use super::breakdown::{Parts, is_part};
use super::cells::{Got, Want};
use super::desk::Desk;
use super::row::Row;
use super::{of_kind, repeated};
use crate::finding::Finding;
use crate::layout::PercentAs;
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::correction::Stated;
use crate::reading::{CellRef, Marker, Place, Reading, Value, Words};
use crate::record::{Content, Field, Kind, Record, Share};
use crate::register::Indicator;
use crate::text::number::{finer_than, tidy};
use crate::text::words::{plain, quoted};
use crate::{catalogue, status};
use std::sync::Arc;

/// Types every indicator row of the file.
pub(super) fn indicators(desk: &mut Desk<'_>, records: &[Record]) -> Vec<Reading> {
    let parts = Parts::take(desk, records);
    let layout = desk.layout.filter(|l| l.has_parts());
    let rows = of_kind(records, Kind::Indicators).filter(|r| !is_part(layout, r));
    let service = desk.service.clone();
    let mut stated = vec![];
    let mut find = |record: &Record| {
        let number = desk.indicator_of(record, &service)?;
        match desk.quarter_of(record) {
            Ok(p) if p == desk.period => return Some(number),
            Ok(p) if p < desk.period => stated.extend(state(desk, record, number, p)),
            _ => {}
        }
        None
    };
    let found: Vec<_> = rows.clone().map(&mut find).collect();
    desk.stated.extend(stated);
    let twice = repeated(found.iter().flatten());
    let mut out = Vec::with_capacity(found.len());
    // The value column of the sheet last seen, for rows whose value cell is blank.
    let mut column: Option<(&str, Option<u16>)> = None;
    for (record, number) in rows.clone().zip(&found) {
        if column.is_none_or(|(sheet, _)| sheet != &*record.sheet) {
            let mut same_sheet = rows.clone().filter(|r| r.sheet == record.sheet);
            let filled = same_sheet.find_map(|r| r.get(Field::Value)).map(|c| c.at.col);
            column = Some((&record.sheet, filled.or_else(|| desk.headed(record, Field::Value))));
        }
        let column = column.and_then(|(_, c)| c);
        let mut row = desk.row(record);
        let reading = reading(&mut row, *number, |n| twice.contains(n), column);
        row.finish();
        if let Some((reading, number)) = reading.as_ref().zip(*number) {
            parts.compare(desk, reading, number);
        }
        out.extend(reading);
    }
    out.extend(parts.without_total(desk));
    all_nought(desk, rows.zip(&found).filter(|(_, number)| number.is_some()).map(|(record, _)| record));
    out
}

/// Asks about each sheet on which two or more values are formulas and every one of them gives 0: .xls and .xlsb keep a
/// result with every formula, and what was never calculated is a nought there as it is in what XlsxWriter writes. One
/// such formula may well be right.
fn all_nought<'r>(desk: &mut Desk<'_>, rows: impl Iterator<Item = &'r Record>) {
    let formulas = rows.filter_map(|r| Some((&r.sheet, r.get(Field::Value).filter(|c| c.formula)?)));
    // By sheet: the first formula, how many there are, and whether all so far are nought.
    let mut sheets: Vec<(&Arc<str>, CellRef, usize, bool)> = vec![];
    for (sheet, cell) in formulas {
        let nought = cell.content == Content::Number(0.0);
        match sheets.iter_mut().find(|(name, ..)| *name == sheet) {
            Some((.., count, all)) => (*count, *all) = (*count + 1, *all && nought),
            None => sheets.push((sheet, cell.at, 1, nought)),
        }
    }
    for (sheet, at, count, _) in sheets.into_iter().filter(|(_, _, count, all)| *all && *count > 1) {
        let got = format!("0 from each of the {count} formulas among the values");
        let finding = Finding::new(&catalogue::C022, "formulas that were calculated", got);
        let finding = finding.in_file(desk.source.file.as_str()).in_sheet(&**sheet).in_cell(at);
        desk.findings.push(finding);
    }
}

/// `None` when there is nothing to take; then every cell of the row is refused, or passed over by a rule.
fn reading(
    row: &mut Row<'_, '_>,
    number: Option<usize>,
    twice: impl Fn(&usize) -> bool,
    value_column: Option<u16>,
) -> Option<Reading> {
    let value_cell = row.filled(Field::Value).map(|c| c.at);
    let empty_value = value_column.map(|col| CellRef::new(row.place(&[Field::Id]).cell.row, col));
    let place = match value_cell.or(empty_value) {
        Some(at) => row.place_at(at),
        None => row.place(&[Field::Id]),
    };
    let (number, indicator) = known(row, number)?;
    let register = row.desk.register;
    if row.crossed(|seen| register.indicator_number(seen).is_some_and(|other| other != number)) {
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
    // Of parts that cannot be right their own check speaks later (R001), and not the range of what follows from them.
    let above = matches!((&numerator, &denominator), (Got::Is(n), Got::Is(d)) if *d != 0.0 && n > d);
    let told_by_parts = above && indicator.part_of_whole && row.desk.refuses(&catalogue::R001);
    let of_value = if told_by_parts { Want { maximum: None, ..want } } else { want };
    let value = if uncalculated && quotient.is_some() {
        // What the formula would have said is known from what it divides.
        row.accept(Field::Value);
        let got = format!("a formula that was not calculated; it is {}", quotient.map(plain).unwrap_or_default());
        row.report(&catalogue::C018, value_cell, "a saved result", got);
        Got::Blank
    } else {
        row.number(Field::Value, &of_value)
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
        // What is said to be suppressed is not told, whatever stands beside it.
        (Got::Is(_), Got::Is(m @ Marker::Suppressed)) => {
            let at = row.filled(Field::Reason).map(|c| c.at);
            row.report(&catalogue::C016, at, "a value or a reason", format!("a figure and “{}”", m.words()));
            Value::Marker(m)
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
            if row.out_of_range(None, place.cell, v, &of_value) {
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

/// The row's indicator, when the row is of this quarter and of this service; else every cell of it is refused, or passed
/// over by a rule.
pub(super) fn known<'a>(row: &mut Row<'_, 'a>, number: Option<usize>) -> Option<(usize, &'a Indicator)> {
    if !row.in_quarter() {
        return None;
    }
    let id_cell = row.filled(Field::Id).map(|c| c.at);
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
            // The heading of a matrix is said once, not for every row below it.
            let in_heading = row.record.get(Field::Id).is_some_and(|c| c.share == Share::Heading);
            let said =
                |f: &Finding| f.code == catalogue::T005.code && f.cell == id_cell && *f.sheet == *row.record.sheet;
            if !in_heading || !row.desk.findings.iter().any(said) {
                row.report(&catalogue::T005, id_cell, "the id of an indicator in the register", quoted(&text));
            }
            row.refuse_row();
        }
        return None;
    };
    let register = row.desk.register;
    let indicator = &register.indicators[number];
    row.subject = indicator.id.clone();
    row.text(if row.filled(Field::Id).is_some() { Field::Id } else { Field::Title });
    is_own(row, indicator).then_some((number, indicator))
}

/// Whether the row's service is the indicator's; else the row is refused, unless it only says that there is nothing: in
/// a matrix of services and indicators most are not every service's.
fn is_own(row: &mut Row<'_, '_>, indicator: &Indicator) -> bool {
    let named = row.text(Field::Service);
    let register = row.desk.register;
    let of_row = if named.is_empty() {
        Some(row.desk.service.clone())
    } else {
        row.desk.service_named(&named).map(|s| s.id.clone())
    };
    if of_row.as_ref() == Some(&indicator.service) {
        return true;
    }
    let value = row.filled(Field::Value).map(|c| c.content.shown()).unwrap_or_default();
    if row.desk.many_services() && row.desk.marker(&value).is_some() {
        row.ignore_row("no value");
        return false;
    }
    let owner = register.service(&indicator.service).map_or(&*indicator.service, |s| s.name.as_str());
    let expected = format!("an indicator of this service; it belongs to {owner}");
    let at = row.place(&[Field::Id, Field::Title, Field::Value]).cell;
    row.report(&catalogue::T001, Some(at), expected, &*indicator.id);
    row.refuse_row();
    false
}

/// A figure of an earlier quarter, to be compared with what the ledger holds of it.
fn state(desk: &Desk<'_>, record: &Record, number: usize, period: Period) -> Option<Stated> {
    let (indicator, cell) = (&desk.register.indicators[number], record.get(Field::Value)?);
    let Content::Number(n) = cell.content else { return None };
    if indicator.service != desk.service {
        return None;
    }
    let fraction = cell.percent || desk.hint(cell).percent == Some(PercentAs::Fraction);
    let value = if fraction && indicator.unit == Unit::Percent { tidy(n * 100.0) } else { n };
    let place = Place { source: desk.source.clone(), sheet: record.sheet.clone(), cell: cell.at };
    Some(Stated { indicator: indicator.id.clone(), service: desk.service.clone(), period, value, place })
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
        money: matches!(indicator.unit, Unit::Pounds | Unit::PoundsThousands | Unit::PoundsMillions),
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
