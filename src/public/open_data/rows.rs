//! The rows of the table.

use crate::period::Period;
use crate::public::Shorthand;
use crate::public::values::{PublicEdition, PublicFigure, PublicMeasure, PublicValue};
use crate::settings::Status;
use chrono::NaiveDate;

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigureKind {
    /// The quarter alone.
    Quarter,
    /// From the start of the financial year to the end of the quarter.
    YearToDate,
    /// The whole year, as the quarter knows or foresees it.
    YearEnd,
}

impl FigureKind {
    pub const ALL: [Self; 3] = [Self::Quarter, Self::YearToDate, Self::YearEnd];

    pub fn words(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::YearToDate => "year to date",
            Self::YearEnd => "year end",
        }
    }
}

/// A figure of a measure.
pub(super) struct OpenRow<'e> {
    pub edition: &'e PublicEdition,
    pub measure: &'e PublicMeasure,
    pub kind: FigureKind,
    pub period: Period,
    /// First and last day of the quarter.
    pub days: Option<[NaiveDate; 2]>,
    pub value: PublicValue,
    pub target: Option<f64>,
    pub status: Option<Status>,
    pub numerator: Option<PublicValue>,
    pub denominator: Option<PublicValue>,
    pub signs: Vec<Shorthand>,
}

/// Every figure, measure by measure and quarter by quarter; the year behind the last quarter.
pub(super) fn rows(edition: &PublicEdition) -> Vec<OpenRow<'_>> {
    let starts = (1..=12).find(|month| edition.period.last_day(*month) == edition.as_at);
    let days = |period: Period| starts.map(|month| [period.first_day(month), period.last_day(month)]);
    edition.measures.iter().flat_map(|m| of_measure(edition, m, days)).collect()
}

fn of_measure<'e>(
    edition: &'e PublicEdition,
    measure: &'e PublicMeasure,
    days: impl Fn(Period) -> Option<[NaiveDate; 2]>,
) -> Vec<OpenRow<'e>> {
    let kind = if measure.year_to_date { FigureKind::YearToDate } else { FigureKind::Quarter };
    let quarter = |figure: &PublicFigure| OpenRow {
        edition,
        measure,
        kind,
        period: figure.period,
        days: days(figure.period),
        value: figure.value,
        target: figure.target,
        status: figure.status,
        numerator: figure.numerator,
        denominator: figure.denominator,
        signs: figure.signs.clone(),
    };
    let year = |kind, value, target, signs| OpenRow {
        edition,
        measure,
        kind,
        period: edition.period,
        days: days(edition.period),
        value,
        target,
        status: None,
        numerator: None,
        denominator: None,
        signs,
    };
    let mut rows: Vec<OpenRow<'e>> = measure.figures.iter().map(quarter).collect();
    // The quarters of a measure that is counted through the year are the year to date already.
    if !measure.year_to_date {
        rows.push(year(FigureKind::YearToDate, measure.year_so_far, None, vec![]));
    }
    if let Some(end) = measure.year_end {
        let signs = if end.foreseen { vec![Shorthand::Forecast] } else { vec![] };
        rows.push(year(FigureKind::YearEnd, PublicValue::Number(end.value), measure.annual_target, signs));
    }
    rows
}
