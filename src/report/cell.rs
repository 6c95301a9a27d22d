//! Cells of the report by what stands in them.

use crate::analyse::IndicatorResult;
use crate::report::styles::ReportStyles;
use crate::workbook::{CellContent, SheetCell, StyleId};
use std::borrow::Cow;

/// A cell of text.
pub fn text<'a>(text: impl Into<Cow<'a, str>>, style: StyleId) -> SheetCell<'a> {
    let text = text.into();
    SheetCell { content: if text.is_empty() { CellContent::Blank } else { CellContent::Text(text) }, style }
}

/// A cell of a number, blank where there is none.
pub fn number<'a>(number: Option<f64>, style: StyleId) -> SheetCell<'a> {
    SheetCell { content: number.filter(|n| n.is_finite()).map_or(CellContent::Blank, CellContent::Number), style }
}

/// A count.
pub fn whole<'a>(n: impl Into<i64>, style: StyleId) -> SheetCell<'a> {
    number(Some(n.into() as f64), style)
}

/// A cell of a date, blank where there is none.
pub fn day<'a>(date: Option<chrono::NaiveDate>, style: StyleId) -> SheetCell<'a> {
    SheetCell { content: date.map_or(CellContent::Blank, CellContent::Date), style }
}

/// Text that leads to a cell of this workbook.
pub fn link<'a>(text: impl Into<Cow<'a, str>>, target: String, style: StyleId) -> SheetCell<'a> {
    SheetCell { content: CellContent::Link { text: text.into(), target }, style }
}

/// A percentage in points as a share, which is how Excel stores what it shows with a percent sign.
pub fn percent<'a>(points: Option<f64>, style: StyleId) -> SheetCell<'a> {
    // To a ten-thousandth of a percent: more is noise of the division.
    let share = |p: f64| if p.abs() < 1e9 { (p * 1e4).round() / 1e6 } else { p / 100.0 };
    number(points.map(share), style)
}

/// The forecast of the year, or why there is none; of a year that has ended, what it came to.
pub fn forecast<'a>(result: &IndicatorResult<'a>, figure: StyleId, words: StyleId) -> SheetCell<'a> {
    match &result.outturn {
        Ok(outturn) => number(Some(outturn.value), figure),
        Err(why) => text(why.words(), words),
    }
}

/// The chance of meeting the year's target, shown as the sentences tell it: 0 or 100% only where nothing can change it any
/// more.
pub fn chance<'a>(result: &IndicatorResult<'_>, styles: &ReportStyles) -> SheetCell<'a> {
    let chance = result.chance();
    number(chance, if matches!(chance, Some(0.0 | 1.0)) { styles.share } else { styles.chance })
}
