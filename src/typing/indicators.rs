//! The indicators' sheet: one reading a row.

use super::breakdown::{Parts, is_part};
use super::cells::{CellValue, ExpectedNumber};
use super::file_context::FileContext;
use super::measure::{expected_number, known};
use super::records::{of_kind, rows_of_repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::finding::{Finding, Severity};
use crate::layout::{Layout, PercentAs};
use crate::map::{Map, Set};
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::correction::StatedFigure;
use crate::reading::{CellRef, Marker, Narrative, Part, Place, Reading, Value};
use crate::record::{Cell, Content, Field, Kind, PassedOver, Record, Share};
use crate::register::Indicator;
use crate::sight::sight;
use crate::text::number::finer_than;
use crate::text::percent;
use crate::text::words::{plain, quoted};
use std::sync::Arc;

/// Types every indicator row of the file: the readings, and the parts of those that are broken down.
pub(super) fn indicators(file: &mut FileContext<'_>, records: &[Record]) -> (Vec<Reading>, Vec<Part>) {
    let layout = file.layout.filter(|l| l.has_parts());
    let rows = of_kind(records, Kind::Indicators).filter(|r| !is_part(layout, r));
    let service = file.service.clone();
    let mut stated = vec![];
    let mut find = |record: &Record| {
        let number = file.indicator_of(record, &service)?;
        match file.quarter_of(record) {
            Ok(p) if p == file.period => return Some(number),
            Ok(p) if p < file.period => stated.extend(state(file, record, number, p)),
            _ => {}
        }
        None
    };
    let found: Vec<_> = rows.clone().map(&mut find).collect();
    let of_now = || rows.clone().zip(&found).filter_map(|(r, number)| Some(((*number)?, r)));
    stated.extend(of_now().filter_map(|(number, r)| state_beside(file, r, number)));
    file.stated.extend(stated);
    let twice = rows_of_repeated(of_now());
    let causes = of_one_cause(of_now().map(|(number, _)| number), &twice);
    let mut out = Vec::with_capacity(found.len());
    // The value column of the sheet last seen, for rows whose value cell is blank.
    let mut column: Option<(&str, Option<u16>)> = None;
    for (record, number) in rows.clone().zip(&found) {
        if column.is_none_or(|(sheet, _)| sheet != &*record.sheet) {
            let mut same_sheet = rows.clone().filter(|r| r.sheet == record.sheet);
            let filled = same_sheet.find_map(|r| r.get(Field::Value)).map(|c| c.at.col);
            column = Some((&record.sheet, filled.or_else(|| file.headed(record, Field::Value))));
        }
        let column = column.and_then(|(_, c)| c);
        let mut row = RowCells::new(file, record);
        let reading =
            reading(&mut row, *number, |n| Some((twice.get(n)?.as_slice(), causes.get(n).map(Vec::as_slice))), column);
        row.finish();
        out.extend(reading);
    }
    let parts = Parts::take(file, records, &out);
    out.iter().for_each(|reading| parts.compare(file, reading));
    let parts = parts.settle(file, &mut out);
    all_nought(file, rows.zip(&found).filter(|(_, number)| number.is_some()).map(|(record, _)| record));
    (out, parts)
}

/// By indicator that stands twice, the others of a matrix that stand twice in the same rows; only of the first of those, which
/// speaks for all.
fn of_one_cause(numbers: impl Iterator<Item = usize>, twice: &Map<usize, Vec<&Record>>) -> Map<usize, Vec<usize>> {
    let mut out: Map<usize, Vec<usize>> = Map::default();
    let mut first_of: Map<Vec<(&str, u32)>, usize> = Map::default();
    let mut seen: Set<usize> = Set::default();
    for number in numbers.filter(|n| seen.insert(*n)) {
        let Some(rows) = twice.get(&number) else { continue };
        let headed = |r: &&Record| r.get(Field::Id).is_some_and(|c| c.share == Share::Heading && c.at.row < r.row);
        let places = rows.iter().map(|r| (&*r.sheet, r.row)).collect();
        let first = if rows.iter().all(headed) { *first_of.entry(places).or_insert(number) } else { number };
        let others = out.entry(first).or_default();
        if first != number {
            others.push(number);
        }
    }
    out
}

/// Asks about each sheet on which two or more values are formulas and every one of them gives 0: .xls and .xlsb keep a
/// result with every formula, and what was never calculated is a nought there as it is in what XlsxWriter writes. One
/// such formula may well be right.
fn all_nought<'r>(file: &mut FileContext<'_>, rows: impl Iterator<Item = &'r Record>) {
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
        let finding = finding.in_file(file.source.file.as_str()).in_sheet(&**sheet).in_cell(at);
        file.findings.push(finding);
    }
}

/// `None` when there is nothing to take; then every cell of the row is refused, or passed over by a rule.
fn reading<'r>(
    row: &mut RowCells<'_, '_>,
    number: Option<usize>,
    twice: impl Fn(&usize) -> Option<(&'r [&'r Record], Option<&'r [usize]>)>,
    value_column: Option<u16>,
) -> Option<Reading> {
    let value_cell = row.filled(Field::Value).map(|c| c.at);
    let empty_value = value_column.map(|col| CellRef::new(row.place(&[Field::Id]).cell.row, col));
    let not_filled = row.record.get(Field::Value).map(|c| c.at);
    let place = match value_cell.or(not_filled).or(empty_value) {
        Some(at) => row.place_at(at),
        None => row.place(&[Field::Id]),
    };
    let (number, indicator) = known(row, number)?;
    let register = row.file.register;
    if row.crossed(|seen| register.indicator_number(seen).is_some_and(|other| other != number)) {
        return None;
    }
    if let Some((rows, cause)) = twice(&number) {
        match cause {
            Some(others) => {
                let also: Vec<Arc<str>> = others.iter().map(|n| register.indicators[*n].id.clone()).collect();
                row.refuse_double(&catalogue::T003, rows, &also);
            }
            // A row of a matrix that stands twice is one fault, whatever is in it.
            None => row.refuse_row(),
        }
        return None;
    }
    for read_before in [Field::Period, Field::Year, Field::Month] {
        row.text(read_before);
    }

    let count = ExpectedNumber::default();
    let numerator = row.number(Field::Numerator, &count);
    let denominator = row.number(Field::Denominator, &count);
    let want = expected_number(row.file, number);
    let quotient = match (&numerator, &denominator) {
        (CellValue::Is(n), CellValue::Is(d)) => indicator.quotient(*n, *d),
        _ => None,
    };
    let uncalculated = row.filled(Field::Value).is_some_and(|c| c.content == Content::FormulaWithoutResult);
    // Of parts that cannot be right their own check speaks later (R001), and not the range of what follows from them.
    let above = matches!((&numerator, &denominator), (CellValue::Is(n), CellValue::Is(d)) if *d != 0.0 && n > d);
    let told_by_parts = above && indicator.part_of_whole && row.file.refuses(&catalogue::R001);
    let maximum = want.maximum.filter(|_| !told_by_parts);
    let of_value = ExpectedNumber { maximum, quotient: quotient.filter(|_| want.percent), ..want };
    let of_blank = |c: &Cell| c.appearance.as_ref().is_some_and(|a| a.points_at_blank.is_some());
    let nobodys =
        !indicator.due(row.file.period) && quotient.is_none() && row.filled(Field::Value).is_some_and(of_blank);
    let value = if nobodys {
        // A formula that a form keeps ready for a later quarter.
        CellValue::Blank
    } else if uncalculated && quotient.is_some() {
        // What the formula would have said is known from what it divides.
        row.accept(Field::Value);
        let got = format!("a formula that was not calculated; it is {}", quotient.map(plain).unwrap_or_default());
        row.report(&catalogue::C018, value_cell, "a saved result", got);
        // On our own form the formula is known to be the quotient; on another it may be anything.
        let ours = row.file.layout.is_some_and(Layout::is_ours);
        if let Some(said) = row.file.findings.last_mut().filter(|f| !ours && f.severity == Severity::Note) {
            said.severity = Severity::Query;
        }
        CellValue::Blank
    } else {
        row.number(Field::Value, &of_value)
    };
    let reason = row.reason();
    let forecast = row.number(Field::Forecast, &want).ok();
    let provisional = row.yes(Field::Provisional);
    let words = Box::new(Narrative {
        commentary: row.text(Field::Commentary),
        barriers: row.text(Field::Barriers),
        levers: row.text(Field::Levers),
        remedial_action: row.text(Field::RemedialAction),
        options: row.text(Field::Options),
    });

    let value = match (value, reason) {
        (CellValue::Bad, _) => {
            row.refuse_row();
            return None;
        }
        // What is said to be suppressed is not told, whatever stands beside it.
        (CellValue::Is(_), CellValue::Is(m @ Marker::Suppressed)) => {
            let at = row.filled(Field::Reason).map(|c| c.at);
            row.report(&catalogue::C016, at, "a value or a reason", format!("a figure and “{}”", m.words()));
            Value::Marker(m)
        }
        (CellValue::Is(v), reason) => {
            if let CellValue::Is(m) = reason {
                let got = format!("{} and “{}”", plain(v), m.words());
                let at = row.filled(Field::Reason).map(|c| c.at);
                row.report(&catalogue::C016, at, "a value or a reason", got);
            }
            decimals(row, indicator, v, quotient);
            Value::Number(v)
        }
        (_, CellValue::Is(m)) | (CellValue::Marker(m), _) => Value::Marker(m),
        (CellValue::Blank, _) if quotient.is_some() && !reason.bad() => {
            let v = quotient.unwrap_or(f64::NAN);
            if row.out_of_range(None, place.cell, v, &of_value) {
                row.refuse_row();
                return None;
            }
            Value::Number(v)
        }
        _ => {
            let due = indicator.due(row.file.period);
            let told = reason.bad() || numerator.bad() || denominator.bad();
            let empty = Narrative::default() == *words && !numerator.bad() && numerator == CellValue::Blank;
            if !due && !told && empty {
                row.ignore_row(PassedOver::NotDue);
                return None;
            }
            if due || told {
                if !told {
                    let got = match (&numerator, &denominator) {
                        (_, CellValue::Is(0.0)) => "nothing, over a denominator of 0",
                        (CellValue::Is(_), CellValue::Is(_)) if indicator.times().is_none() => {
                            "nothing, beside a numerator and a denominator: the register does not say what the rate is per"
                        }
                        _ => "nothing",
                    };
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
        period: row.file.period,
        value,
        provisional,
        numerator: numerator.ok(),
        denominator: denominator.ok(),
        forecast,
        words,
        place,
    })
}

/// A figure of an earlier quarter in a row of its own, to be compared with what the ledger holds of it.
fn state(file: &FileContext<'_>, record: &Record, number: usize, period: Period) -> Option<StatedFigure> {
    stated(file, record, number, period, record.get(Field::Value)?, false)
}

/// Last quarter's figure as it stands in the row of this one's: it says whose row it is.
fn state_beside(file: &FileContext<'_>, record: &Record, number: usize) -> Option<StatedFigure> {
    let cell = record.stands(Field::Previous).filter(|c| c.share != Share::Heading)?;
    stated(file, record, number, file.period.previous(), cell, true)
}

fn stated(
    file: &FileContext<'_>,
    record: &Record,
    number: usize,
    period: Period,
    cell: &Cell,
    beside: bool,
) -> Option<StatedFigure> {
    let indicator = &file.register.indicators[number];
    let Content::Number(n) = cell.content else { return None };
    if indicator.service != file.service {
        return None;
    }
    let fraction = cell.percent || file.hint(cell).percent == Some(PercentAs::Fraction);
    let n = sight(cell, n, indicator.unit, None).value?;
    let value = if fraction && indicator.unit == Unit::Percent { percent::points(n) } else { n };
    let place = Place { source: file.source.clone(), sheet: record.sheet.clone(), cell: cell.at };
    let (indicator, service) = (indicator.id.clone(), file.service.clone());
    Some(StatedFigure { indicator, service, period, value, place, beside })
}

/// Says when a value was typed with more decimals than declared. What a formula or a quotient gives has as many as it
/// has, and nobody typed them.
fn decimals(row: &mut RowCells<'_, '_>, indicator: &Indicator, value: f64, quotient: Option<f64>) {
    let Some(cell) = row.filled(Field::Value) else { return };
    // The decimals of what may be a fraction are queried as that.
    let fraction = indicator.unit == Unit::Percent && (0.0..1.0).contains(&value);
    let computed = fraction
        || cell.formula
        || cell.shown_number().is_some()
        || quotient.is_some_and(|q| (q - value).abs() <= 1e-9 * q.abs().max(1.0));
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
