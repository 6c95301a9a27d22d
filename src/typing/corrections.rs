//! The corrections block: one figure of an earlier quarter a row.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::FileContext;
use super::measure::expected_number;
use super::records::{of_kind, repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::period::Period;
use crate::reading::correction::{Correction, RestatementClass, subject_of};
use crate::record::{Content, Field, Kind, PassedOver, Record};
use crate::register::Indicator;
use crate::text::words::{list, quoted};

/// What a line must have something of to be one: indicators and quarters alone are what the form offers.
const SAID: [Field; 8] = [
    Field::Indicator,
    Field::Period,
    Field::Corrected,
    Field::Numerator,
    Field::Denominator,
    Field::Class,
    Field::Reason,
    Field::Author,
];

/// Types every line of the corrections block.
pub(super) fn corrections(file: &mut FileContext<'_>, records: &[Record]) -> Vec<Correction> {
    let rows = of_kind(records, Kind::Corrections);
    let about = |file: &FileContext<'_>, r: &Record| {
        let indicator = file.register.indicator(&r.text(Field::Indicator))?;
        Some((indicator.id.clone(), Period::said(&r.text(Field::Period), file.settings.year.start_month)?))
    };
    let twice = repeated(rows.clone().filter_map(|r| about(file, r)));
    rows.filter_map(|record| {
        let double = about(file, record).is_some_and(|a| twice.contains(&a));
        let mut row = RowCells::new(file, record);
        let correction = correction(&mut row, records, double);
        row.finish();
        correction
    })
    .collect()
}

/// `None` when there is nothing to take; then every cell of the row is refused, or passed over by a rule.
fn correction(row: &mut RowCells<'_, '_>, records: &[Record], double: bool) -> Option<Correction> {
    if !row.any(&SAID) {
        row.ignore_row(PassedOver::BlankRow);
        return None;
    }
    let number = indicator(row, records)?;
    let indicator = &row.file.register.indicators[number];
    let period = quarter(row, records)?;
    row.subject = subject_of(&indicator.id, period).into();
    if double {
        let at = row.place(&[Field::Corrected, Field::Indicator]).cell;
        row.report(&catalogue::T003, Some(at), "one row", format!("{period} in more than one row"));
        row.refuse_row();
        return None;
    }
    row.text(Field::Indicator);
    row.text(Field::Period);
    let place = row.place_of(Field::Corrected, records);
    let want = expected_number(row.file, number);
    // The form looks the figure up: without a result nothing was quoted.
    let looked_up = row.filled(Field::Published).is_some_and(|c| c.content == Content::FormulaWithoutResult);
    let published = if looked_up {
        row.accept(Field::Published);
        None
    } else {
        row.number(Field::Published, &ExpectedNumber { minimum: None, maximum: None, ..want }).ok()
    };
    let class = row.choice(Field::Class, RestatementClass::from_words, || {
        list(RestatementClass::ALL.map(RestatementClass::words))
    });
    let (reason, author) = (row.text(Field::Reason), row.text(Field::Author));
    let count = ExpectedNumber::default();
    let (numerator, denominator) = (row.number(Field::Numerator, &count), row.number(Field::Denominator, &count));
    let unread = class.bad() || numerator.bad() || denominator.bad();
    let (numerator, denominator) = (numerator.ok(), denominator.ok());
    let quotient = made(indicator, numerator, denominator);
    let corrected =
        row.number(Field::Corrected, &ExpectedNumber { quotient: quotient.filter(|_| want.percent), ..want });
    let corrected = match (corrected, quotient) {
        (CellValue::Blank, Some(quotient)) => CellValue::Is(quotient),
        (corrected, _) => corrected,
    };
    match corrected {
        CellValue::Is(corrected) if !unread => Some(Correction {
            indicator: indicator.id.clone(),
            service: indicator.service.clone(),
            period,
            published,
            corrected,
            numerator,
            denominator,
            class: class.ok(),
            reason,
            author,
            place,
        }),
        got => {
            if got == CellValue::Blank {
                row.report(&catalogue::T008, Some(place.cell), "the corrected figure", "nothing");
            }
            row.refuse_row();
            None
        }
    }
}

/// What the figure is by what it is made of.
fn made(indicator: &Indicator, numerator: Option<f64>, denominator: Option<f64>) -> Option<f64> {
    indicator.quotient(numerator?, denominator?)
}

/// The position in the register of the indicator of the row, when it is one of this service.
fn indicator(row: &mut RowCells<'_, '_>, records: &[Record]) -> Option<usize> {
    let text = row.file.our_id(row.record.text(Field::Indicator));
    row.subject = format!("{text}, a correction").into();
    let at = Some(row.place_of(Field::Indicator, records).cell);
    let register = row.file.register;
    let number = register.indicator_number(&text);
    match number.map(|n| &register.indicators[n]) {
        Some(i) if i.service == row.file.service => return number,
        Some(i) => {
            let owner = register.service(&i.service).map_or(&*i.service, |s| s.name.as_str());
            row.report(&catalogue::T001, at, format!("an indicator of this service; it belongs to {owner}"), &*i.id);
        }
        None if text.is_empty() => {
            row.subject = "a correction".into();
            row.report(&catalogue::C014, at, "the id of an indicator", "nothing");
        }
        None => row.report(&catalogue::T005, at, "the id of an indicator in the register", quoted(&text)),
    }
    row.refuse_row();
    None
}

/// The quarter of the row, when it is one before the quarter of the return.
fn quarter(row: &mut RowCells<'_, '_>, records: &[Record]) -> Option<Period> {
    let text = row.record.text(Field::Period);
    let before = row.file.period;
    match Period::said(&text, row.file.settings.year.start_month) {
        Some(period) if period < before => Some(period),
        _ => {
            let at = Some(row.place_of(Field::Period, records).cell);
            let expected = format!("a quarter before {before}, like {}", before.previous());
            match text.is_empty() {
                true => row.report(&catalogue::T008, at, expected, "nothing"),
                false => row.report(&catalogue::C008, at, expected, quoted(&text)),
            }
            row.refuse_row();
            None
        }
    }
}
