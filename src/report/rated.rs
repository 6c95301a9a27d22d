//! How a rating of a risk is shown: its score, its words, which way it moved, and how far it is above the appetite.

use super::cell::{number, text};
use super::context::ReportContext;
use super::format;
use super::styles::ReportStyles;
use crate::analyse::{Breach, RiskResult};
use crate::reading::Rating;
use crate::settings::{Axis, Limit, RiskMatrix};
use crate::workbook::{SheetCell, StyleId};

/// A rating's score as a number, or its cell where the matrix has no scores; blank off the matrix.
pub fn score<'a>(matrix: &RiskMatrix, rating: Option<Rating>, style: StyleId) -> SheetCell<'a> {
    let rating = rating.filter(|r| matrix.holds(*r));
    if matrix.products {
        number(rating.and_then(|r| matrix.score(r)).map(f64::from), style)
    } else {
        text(rating.map(|r| matrix.shown(r)).unwrap_or_default(), style)
    }
}

/// `Likely 4 × Severe 5`.
pub fn rating(report: &ReportContext<'_>, rating: Rating) -> String {
    let side = |axis, step| report.a.settings.risk.label(axis, step, false);
    format!("{} × {}", side(Axis::Likelihood, rating.likelihood), side(Axis::Impact, rating.impact))
}

/// `16 High` in the colours of its band.
pub fn standing<'a>(matrix: &RiskMatrix, styles: &ReportStyles, r: &RiskResult<'_>) -> SheetCell<'a> {
    let current = r.risk.current;
    let shown = current.map_or_else(|| "Not rated".to_owned(), |rating| matrix.shown(rating));
    text(format!("{shown} {}", r.band), styles.score(current.and_then(|c| matrix.rank(c))))
}

/// Against the register before; where that is not last quarter's, which it is.
pub fn movement(report: &ReportContext<'_>, r: &RiskResult<'_>) -> String {
    let by = |n: u32| match report.a.settings.risk.products {
        true => n.to_string(),
        false => format::count(n as usize, "band", "bands"),
    };
    let since = match r.previous {
        Some(last) if last.period < report.a.period.previous() => format!(" since {}", last.period.heading()),
        _ => String::new(),
    };
    match r.movement {
        _ if r.new => "New".into(),
        _ if r.carried => "Not updated".into(),
        None if r.previous.is_none() => "First register".into(),
        None => "Not rated".into(),
        Some(0) => format!("→ Same{since}"),
        Some(up @ 1..) => format!("↑ Up {}{since}", by(up.unsigned_abs())),
        Some(down) => format!("↓ Down {}{since}", by(down.unsigned_abs())),
    }
}

/// `4 points`, or `1 band` where the appetite is a band.
pub fn above(breach: &Breach) -> String {
    let (one, many) = match breach.appetite {
        Limit::Score(_) => ("point", "points"),
        Limit::Band(_) => ("band", "bands"),
    };
    format::count(breach.above as usize, one, many)
}
