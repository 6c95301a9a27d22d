//! Indicators broken down by ward, age or grade: the parts must sum to the total that is given; where none is given and
//! the layout says so, their sum is the value. Where the parts are the months of the quarter, they make it by the
//! indicator's aggregation.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::{FileContext, our_word};
use super::measure::{expected_number, known};
use super::months::{self, Month, MonthName, QuarterMonths};
use super::outcome::CellOutcome;
use super::records::{of_kind, repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::measure::Unit;
use crate::reading::month::MonthFigure;
use crate::reading::{Marker, Narrative, Place, Reading, Value};
use crate::record::{Field, Kind, PassedOver, Record, Share};
use crate::register::Indicator;
use crate::text::words::{meaning, plain};
use std::collections::HashSet;
use std::sync::Arc;

/// Whether a row is a part of an indicator: it names one, and not the total. `layout` is one that has parts.
pub(super) fn is_part(layout: Option<&Layout>, record: &Record) -> bool {
    layout.is_some_and(|_| {
        let text = record.text(Field::Breakdown);
        !text.is_empty() && meaning(our_word(layout, Field::Breakdown, &text)) != "total"
    })
}

/// The parts of a file's indicators, summed.
#[derive(Default)]
pub(super) struct Parts(Vec<PartsSum>);

struct PartsSum {
    /// Position in the register.
    indicator: usize,
    parts: u32,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    /// Every part could be read.
    whole: bool,
    /// A row gives the total.
    stated: bool,
    /// Parts that are months of the quarter.
    months: QuarterMonths,
    /// Of the first part.
    place: Place,
    /// The sheet of every cell that was taken.
    taken: Vec<Arc<str>>,
}

impl PartsSum {
    /// All its parts are months of the quarter.
    fn by_month(&self) -> bool {
        self.parts > 0 && self.months.given() == self.parts as usize
    }
}

impl Parts {
    /// Reads every part of the file.
    pub fn take(file: &mut FileContext<'_>, records: &[Record]) -> Self {
        let mut out = Self::default();
        if !file.layout.is_some_and(Layout::has_parts) {
            return out;
        }
        let (layout, service) = (file.layout, file.service.clone());
        let of_quarter = |file: &FileContext<'_>, r: &Record| {
            file.indicator_of(r, &service).filter(|_| file.quarter_of(r) == Ok(file.period))
        };
        let rows = || of_kind(records, Kind::Indicators);
        let wholes = rows().filter(|r| !is_part(layout, r));
        let stated: HashSet<usize> = wholes.filter_map(|r| of_quarter(file, r)).collect();
        let named = |r: &Record| meaning(&r.text(Field::Breakdown));
        let parts = || rows().filter(|r| is_part(layout, r));
        let twice = repeated(parts().filter_map(|r| Some((of_quarter(file, r)?, named(r)))));
        for record in parts() {
            let number = file.indicator_of(record, &service);
            let mut row = RowCells::new(file, record);
            if let Some((number, _)) = known(&mut row, number) {
                if twice.contains(&(number, named(record))) {
                    row.refuse_double(&catalogue::T003, &[]);
                } else {
                    out.add(&mut row, number, stated.contains(&number));
                }
            }
            row.finish();
        }
        out
    }

    fn add(&mut self, row: &mut RowCells<'_, '_>, number: usize, stated: bool) {
        let place = row.place(&[Field::Value, Field::Numerator]);
        let start_month = row.file.settings.year.start_month;
        let month = months::named(&row.record.text(Field::Breakdown), row.file.period, start_month);
        if month == MonthName::Elsewhere {
            row.ignore_row(PassedOver::OtherPeriod);
            return;
        }
        // The range is the total's; a part has none of its own.
        let expected = ExpectedNumber { minimum: None, maximum: None, ..expected_number(row.file, number) };
        let count = ExpectedNumber::default();
        let (numerator, denominator) = (row.number(Field::Numerator, &count), row.number(Field::Denominator, &count));
        let value = row.number(Field::Value, &expected);
        for read_before in [Field::Breakdown, Field::Period, Field::Year, Field::Month] {
            row.text(read_before);
        }
        let n = self.0.iter().position(|s| s.indicator == number).unwrap_or_else(|| {
            let (indicator, taken) = (number, vec![]);
            let zero = Some(0.0);
            let sum = PartsSum {
                indicator,
                parts: 0,
                value: zero,
                numerator: zero,
                denominator: zero,
                whole: true,
                stated,
                months: QuarterMonths::default(),
                place,
                taken,
            };
            self.0.push(sum);
            self.0.len() - 1
        });
        let sum = &mut self.0[n];
        let nothing = matches!(value, CellValue::Marker(Marker::NotApplicable))
            || (value == CellValue::Blank && numerator == CellValue::Blank && denominator == CellValue::Blank);
        if nothing {
            row.pass_over(PassedOver::NoValue);
            return;
        }
        sum.parts += 1;
        sum.whole &= !value.bad() && !numerator.bad() && !denominator.bad() && !matches!(value, CellValue::Marker(_));
        if let MonthName::Here(n) = month {
            let (value, numerator, denominator) = (value.ok(), numerator.ok(), denominator.ok());
            sum.months.0[n] = Some(Month { value, numerator, denominator });
        }
        let plus = |a: Option<f64>, b: CellValue<f64>| Some(a? + b.ok()?);
        sum.value = plus(sum.value, value);
        sum.numerator = plus(sum.numerator, numerator);
        sum.denominator = plus(sum.denominator, denominator);
        if stated {
            row.pass_over(PassedOver::Breakdown);
        } else {
            let own = row
                .record
                .fields
                .iter()
                .zip(&row.outcomes)
                .filter(|((_, c), f)| c.share == Share::Own && **f == CellOutcome::Accepted);
            sum.taken.extend(own.map(|_| row.record.sheet.clone()));
        }
    }

    /// Says at the total when the parts do not sum to it.
    pub fn compare(&self, file: &mut FileContext<'_>, reading: &Reading, number: usize) {
        let Some(sum) = self.0.iter().find(|s| s.indicator == number && s.whole && s.parts > 0) else { return };
        let indicator = &file.register.indicators[number];
        let count = |what: &'static str, parts: Option<f64>, whole: Option<f64>| {
            let (parts, whole) = (parts?, whole?);
            ((parts - whole).abs() > 1e-6 * whole.abs().max(1.0)).then_some((what, parts, whole))
        };
        // Half a rounding step for the total and for each part.
        let slack = 0.500_001 * 10f64.powi(-i32::from(indicator.decimals)) * f64::from(sum.parts + 1);
        let value = || {
            let (parts, whole) = (sum.value?, reading.value.number()?);
            (adds_up(indicator) && (parts - whole).abs() > slack).then_some(("", parts, whole))
        };
        if sum.by_month() {
            let made = sum.months.value(indicator).zip(reading.value.number());
            if let Some((made, whole)) = made.filter(|(made, whole)| (made - whole).abs() > slack) {
                let expected = format!("{}, which the months make", plain(made));
                let finding = Finding::new(&catalogue::T004, expected, plain(whole));
                file.findings.push(finding.at(&reading.place).about(&*indicator.id));
            }
            return;
        }
        let differs = value()
            .or_else(|| count("numerator ", sum.numerator, reading.numerator))
            .or_else(|| count("denominator ", sum.denominator, reading.denominator));
        if let Some((what, parts, whole)) = differs {
            let expected = format!("{what}{}, the sum of its {} parts", plain(parts), sum.parts);
            let finding = Finding::new(&catalogue::T004, expected, format!("{what}{}", plain(whole)));
            file.findings.push(finding.at(&reading.place).about(&*indicator.id));
        }
    }

    /// The readings of indicators whose total nobody gives.
    pub fn without_total(self, file: &mut FileContext<'_>) -> Vec<Reading> {
        let summed = file.layout.is_some_and(|l| l.tables.iter().any(|t| t.sum_parts));
        let is_part_of_return = file.layout.is_some_and(|l| l.part_of_return);
        let mut out = Vec::new();
        for sum in self.0.into_iter().filter(|s| !s.stated && s.parts > 0) {
            let indicator = &file.register.indicators[sum.indicator];
            let quotient = match (sum.numerator, sum.denominator) {
                (Some(n), Some(d)) if d != 0.0 => {
                    Some(n / d * if indicator.unit == Unit::Percent { 100.0 } else { 1.0 })
                }
                _ => None,
            };
            let value = match sum.by_month() {
                true => sum.months.value(indicator),
                false => sum.value.filter(|_| adds_up(indicator)).or(quotient),
            };
            let value = value.filter(|_| summed && sum.whole);
            if value.is_none() && summed && sum.whole && sum.by_month() && is_part_of_return {
                // The others may be in other files.
                let cells = sum.taken.len() as u64;
                let given = sum.months.0.iter().enumerate().filter_map(|(n, m)| Some((n, (*m)?)));
                file.months.extend(given.map(|(month, Month { value, numerator, denominator })| MonthFigure {
                    indicator: indicator.id.clone(),
                    month,
                    value,
                    numerator,
                    denominator,
                    place: sum.place.clone(),
                    cells: cells / u64::from(sum.parts),
                }));
                continue;
            }
            let Some(value) = value else {
                let missing = sum.months.lacks(file.period, file.settings.year.start_month);
                let (expected, got) = if let Some(lacks) = missing.filter(|_| sum.by_month() && sum.whole && summed) {
                    lacks
                } else {
                    let expected = if summed { "parts that can be summed" } else { "the total of its parts" };
                    (expected.to_owned(), format!("{} parts and no total", sum.parts))
                };
                let finding = Finding::new(&catalogue::C009, expected, got);
                file.findings.push(finding.at(&sum.place).about(&*indicator.id));
                sum.taken.iter().for_each(|sheet| file.take_back(sheet));
                continue;
            };
            out.push(Reading {
                indicator: indicator.id.clone(),
                service: indicator.service.clone(),
                period: file.period,
                value: Value::Number(value),
                provisional: false,
                numerator: sum.numerator.filter(|_| quotient.is_some()),
                denominator: sum.denominator.filter(|_| quotient.is_some()),
                forecast: None,
                words: Box::new(Narrative::default()),
                place: sum.place,
            });
        }
        out
    }
}

/// Whether parts add up to the whole: counts and money do, shares and rates do not.
fn adds_up(indicator: &Indicator) -> bool {
    !matches!(indicator.unit, Unit::Percent | Unit::Rate | Unit::Ratio | Unit::Score) && !indicator.is_ratio()
}
