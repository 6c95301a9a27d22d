//! Indicators broken down by ward, age or grade: each part is kept beside the reading, and the parts must sum to the total
//! that is given; where none is given and the layout says so, their sum is the value. Where the parts are the months of
//! the quarter, they make it by the indicator's aggregation.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::{FileContext, our_word};
use super::measure::{expected_number, known};
use super::months::{self, Month, MonthName, QuarterMonths};
use super::narrative::take_beside;
use super::outcome::CellOutcome;
use super::records::{of_kind, repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::elementary::power;
use crate::finding::Finding;
use crate::layout::Layout;
use crate::reading::month::MonthFigure;
use crate::reading::{BesideFigure, Marker, Part, Place, Reading, Value};
use crate::record::{Field, Kind, PassedOver, Record, Share};
use crate::register::Indicator;
use crate::text::words::{meaning, plain, quoted};
use std::collections::HashSet;
use std::sync::Arc;

/// Whether a row is a part of an indicator: it names one, and not the total. `layout` is one that has parts.
pub(super) fn is_part(layout: Option<&Layout>, record: &Record) -> bool {
    layout.is_some_and(|_| {
        let text = record.text(Field::Breakdown);
        !text.is_empty() && meaning(our_word(layout, Field::Breakdown, &text)) != "total"
    })
}

/// The parts of a file's indicators, by indicator.
#[derive(Default)]
pub(super) struct Parts(Vec<PartsSum>);

/// What became of the row that gives the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Total {
    /// There is none.
    Absent,
    /// It is no reading.
    Fell,
    Read,
}

struct PartsSum {
    /// Position in the register.
    indicator: usize,
    parts: u32,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    /// Every part could be read.
    whole: bool,
    /// Whether a row gives the total.
    total: Total,
    /// Parts that are months of the quarter.
    months: QuarterMonths,
    /// Of the first part.
    place: Place,
    /// Those that are no months.
    kept: Vec<Part>,
    /// What is said beside them, where no row gives the total.
    beside: BesideFigure,
    /// The sheet of every cell that was taken.
    taken: Vec<Arc<str>>,
}

impl PartsSum {
    fn new(indicator: usize, total: Total, place: Place) -> Self {
        let (value, numerator, denominator) = (Some(0.0), Some(0.0), Some(0.0));
        let (kept, taken, months, beside) = (vec![], vec![], QuarterMonths::default(), BesideFigure::default());
        let whole = true;
        Self { indicator, parts: 0, value, numerator, denominator, whole, total, months, place, kept, beside, taken }
    }

    fn add(&mut self, figures: Month) {
        let plus = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
        self.value = plus(self.value, figures.value);
        self.numerator = plus(self.numerator, figures.numerator);
        self.denominator = plus(self.denominator, figures.denominator);
    }

    /// Asks about one suppressed part among others that are told, with the total: whoever subtracts has it.
    fn say_suppressed(&self, file: &mut FileContext<'_>, reading: &Reading, indicator: &Indicator) {
        let mut suppressed = self.kept.iter().filter(|p| p.suppressed());
        let (Some(only), None) = (suppressed.next(), suppressed.next()) else { return };
        let told = |p: &Part| p.suppressed() || p.value.number().is_some();
        let subtracts = indicator.adds_up() && reading.value.number().is_some() && self.kept.iter().all(told);
        if subtracts && self.kept.len() > 1 {
            let got = format!("{} alone, of {} parts with their total", quoted(&only.name), self.kept.len());
            let finding = Finding::new(&catalogue::T022, "two suppressed parts or more, or none", got);
            file.findings.push(finding.at(&only.place).about(&*indicator.id));
        }
    }

    /// What stands among the parts and is none of them: months beside other things, a target beside wards.
    fn unlike(&self) -> Option<String> {
        let stranger = match self.months.given() {
            0 => self.kept.iter().find(|p| months::is_no_part(&p.name))?,
            _ => self.kept.first()?,
        };
        let beside = if self.months.given() > 0 { "months" } else { "parts" };
        Some(format!("{} among {beside}", quoted(&stranger.name)))
    }

    /// All its parts are months of the quarter.
    fn by_month(&self) -> bool {
        self.parts > 0 && self.months.given() == self.parts as usize
    }
}

impl Parts {
    /// Reads every part of the file. `wholes` are the readings whose total a row gives.
    pub fn take(file: &mut FileContext<'_>, records: &[Record], wholes: &[Reading]) -> Self {
        let mut out = Self::default();
        if !file.layout.is_some_and(Layout::has_parts) {
            return out;
        }
        let (layout, service) = (file.layout, file.service.clone());
        let of_quarter = |file: &FileContext<'_>, r: &Record| {
            file.indicator_of(r, &service).filter(|_| file.quarter_of(r) == Ok(file.period))
        };
        let rows = || of_kind(records, Kind::Indicators);
        let totals = rows().filter(|r| !is_part(layout, r));
        let stated: HashSet<usize> = totals.filter_map(|r| of_quarter(file, r)).collect();
        let read: HashSet<&str> = wholes.iter().map(|r| &*r.indicator).collect();
        let register = file.register;
        let total = |number: &usize| match stated.contains(number) {
            true if read.contains(&*register.indicators[*number].id) => Total::Read,
            true => Total::Fell,
            false => Total::Absent,
        };
        let named = |r: &Record| meaning(&r.text(Field::Breakdown));
        let parts = || rows().filter(|r| is_part(layout, r));
        let twice = repeated(parts().filter_map(|r| Some((of_quarter(file, r)?, named(r)))));
        for record in parts() {
            let number = file.indicator_of(record, &service);
            let mut row = RowCells::new(file, record);
            if let Some((number, _)) = known(&mut row, number) {
                if twice.contains(&(number, named(record))) {
                    row.refuse_double(&catalogue::T003, &[], &[]);
                } else {
                    out.add(&mut row, number, total(&number));
                }
            }
            row.finish();
        }
        out
    }

    fn add(&mut self, row: &mut RowCells<'_, '_>, number: usize, total: Total) {
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
        let name = row.text(Field::Breakdown);
        for read_before in [Field::Period, Field::Year, Field::Month] {
            row.text(read_before);
        }
        let n = self.0.iter().position(|s| s.indicator == number).unwrap_or_else(|| {
            self.0.push(PartsSum::new(number, total, place.clone()));
            self.0.len() - 1
        });
        let sum = &mut self.0[n];
        if total == Total::Absent {
            take_beside(&mut sum.beside, row, &name, &expected);
        }
        let nothing = matches!(value, CellValue::Marker(Marker::NotApplicable))
            || (value == CellValue::Blank && numerator == CellValue::Blank && denominator == CellValue::Blank);
        if nothing {
            row.pass_over(PassedOver::NoValue);
            return;
        }
        sum.parts += 1;
        let bad = value.bad() || numerator.bad() || denominator.bad();
        sum.whole &= !bad && !matches!(value, CellValue::Marker(_));
        let figures = Month { value: value.ok(), numerator: numerator.ok(), denominator: denominator.ok() };
        sum.add(figures);
        match month {
            MonthName::Here(n) => sum.months.0[n] = Some(figures),
            _ if !bad => sum.kept.push(part(row, number, &name, value, figures, place)),
            _ => {}
        }
        match total {
            Total::Read if month == MonthName::Other => {}
            Total::Read | Total::Fell => row.pass_over(PassedOver::Breakdown),
            Total::Absent => {
                let own = row
                    .record
                    .fields
                    .iter()
                    .zip(&row.outcomes)
                    .filter(|((_, c), f)| c.share == Share::Own && **f == CellOutcome::Accepted);
                sum.taken.extend(own.map(|_| row.record.sheet.clone()));
            }
        }
    }

    /// Says at the total when the parts do not sum to it.
    pub fn compare(&self, file: &mut FileContext<'_>, reading: &Reading) {
        let Some(number) = file.register.indicator_number(&reading.indicator) else { return };
        let Some(sum) = self.0.iter().find(|s| s.indicator == number && s.parts > 0) else { return };
        let indicator = &file.register.indicators[number];
        sum.say_suppressed(file, reading, indicator);
        if !sum.whole {
            return;
        }
        let count = |what: &'static str, parts: Option<f64>, whole: Option<f64>| {
            let (parts, whole) = (parts?, whole?);
            ((parts - whole).abs() > 1e-6 * whole.abs().max(1.0)).then_some((what, parts, whole))
        };
        // Half a rounding step for the total and for each part.
        let slack = 0.500_001 * power(10.0, -i32::from(indicator.decimals)) * f64::from(sum.parts + 1);
        let value = || {
            let (parts, whole) = (sum.value?, reading.value.number()?);
            (indicator.adds_up() && (parts - whole).abs() > slack).then_some(("", parts, whole))
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

    /// Adds the readings of indicators whose total nobody gives, and gives the parts of all that were read.
    pub fn settle(self, file: &mut FileContext<'_>, out: &mut Vec<Reading>) -> Vec<Part> {
        let summed = file.layout.is_some_and(|l| l.tables.iter().any(|t| t.sum_parts));
        let is_part_of_return = file.layout.is_some_and(|l| l.part_of_return);
        let mut parts = vec![];
        for sum in self.0.into_iter().filter(|s| s.parts > 0) {
            if sum.total != Total::Absent {
                parts.extend(sum.kept.into_iter().filter(|_| sum.total == Total::Read));
                continue;
            }
            let indicator = &file.register.indicators[sum.indicator];
            let quotient = match (sum.numerator, sum.denominator) {
                (Some(n), Some(d)) => indicator.quotient(n, d),
                _ => None,
            };
            let value = match sum.by_month() {
                true => sum.months.value(indicator),
                false => sum.value.filter(|_| indicator.adds_up()).or(quotient),
            };
            let unlike = sum.unlike();
            let value = value.filter(|_| summed && sum.whole && unlike.is_none());
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
                    beside: sum.beside.clone(),
                    place: sum.place.clone(),
                    cells: cells / u64::from(sum.parts),
                }));
                continue;
            }
            let Some(value) = value else {
                let missing = sum.months.lacks(file.period, file.settings.year.start_month);
                let (expected, got) = if let Some(unlike) = unlike {
                    ("parts that are alike, named under `only`, and the rest under `ignore`".to_owned(), unlike)
                } else if let Some(lacks) = missing.filter(|_| sum.by_month() && sum.whole && summed) {
                    lacks
                } else {
                    let expected = if summed {
                        "parts that can be summed"
                    } else {
                        "the total of its parts, or `sum-parts` in the layout"
                    };
                    (expected.to_owned(), format!("{} parts and no total", sum.parts))
                };
                let finding = Finding::new(&catalogue::C009, expected, got);
                file.findings.push(finding.at(&sum.place).about(&*indicator.id));
                sum.taken.iter().for_each(|sheet| file.take_back(sheet));
                continue;
            };
            parts.extend(sum.kept);
            out.push(Reading {
                indicator: indicator.id.clone(),
                service: indicator.service.clone(),
                period: file.period,
                value: Value::Number(value),
                provisional: sum.beside.provisional,
                numerator: sum.numerator.filter(|_| quotient.is_some()),
                denominator: sum.denominator.filter(|_| quotient.is_some()),
                forecast: sum.beside.forecast,
                words: Box::new(sum.beside.words),
                place: sum.place,
            });
        }
        parts
    }
}

/// One part as it was read. What stands beside a suppressed value would tell it.
fn part(
    row: &RowCells<'_, '_>,
    number: usize,
    name: &str,
    value: CellValue<f64>,
    figures: Month,
    place: Place,
) -> Part {
    let indicator = &row.file.register.indicators[number];
    let quotient = figures.numerator.zip(figures.denominator).and_then(|(n, d)| indicator.quotient(n, d));
    let value = match (value, quotient) {
        (CellValue::Marker(marker), _) => Value::Marker(marker),
        (CellValue::Is(value), _) => Value::Number(value),
        (_, Some(quotient)) => Value::Number(quotient),
        (_, None) => Value::Marker(Marker::NotAvailable),
    };
    let told = value != Value::Marker(Marker::Suppressed);
    Part {
        indicator: indicator.id.clone(),
        name: row.file.our_word(Field::Breakdown, name).into(),
        service: indicator.service.clone(),
        period: row.file.period,
        value,
        numerator: figures.numerator.filter(|_| told),
        denominator: figures.denominator.filter(|_| told),
        place,
    }
}
