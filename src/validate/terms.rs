//! What the conditions over readings have in common; they stand in `rows`, `returns` and `series`, by family.

use super::frame::decimals_of;
use super::history::LEAST;
use super::readings::ReadingFacts;
use crate::catalogue::Check;
use crate::settings::{Settings, Status};
use polars::prelude::{Expr, col, lit};

/// Half a rounding step and the noise of binary fractions.
pub(super) const HALF: f64 = 0.5 + 1e-6;

pub(super) fn is(column: &str, word: &'static str) -> Expr {
    col(column).eq(lit(word))
}

pub(super) fn has_status(status: Status) -> Expr {
    is("status", status.key())
}

/// False where the condition has no answer.
pub(super) fn sure(condition: Expr) -> Expr {
    condition.fill_null(lit(false))
}

/// True while the check is on: a lesser check gives way to one that says more, but not to one that says nothing.
pub(super) fn on(settings: &Settings, check: &Check) -> Expr {
    lit(settings.checks.acts(check).is_some())
}

/// The size was asked about when the figure was read, as a fraction may stand for a percentage: it is not asked about
/// twice.
fn asked_already() -> Expr {
    col("doubted")
}

/// The value is a slip of the unit or the decimal point: against its past, or where that is short against its target.
pub(super) fn slip() -> Expr {
    let past = col("history_count").gt_eq(lit(4.0));
    let by_past = past.clone().and(col("seen_before").not()).and(col("times_usual").is_not_null());
    let by_target = past.not().and(col("times_target").is_not_null());
    sure(by_past).or(sure(by_target)).and(asked_already().not())
}

/// The value is outside everything that was seen before, and further than chance explains.
pub(super) fn outlier(settings: &Settings) -> Expr {
    let enough = col("history_count").gt_eq(lit(LEAST as f64));
    let far = col("modified_z").gt(lit(settings.checks.outlier_z));
    sure(enough.and(col("seen_before").not()).and(far)).and(asked_already().not())
}

/// The change on last quarter is large in proportion, in the unit where the settings say what is, and for this
/// indicator.
pub(super) fn large_change() -> Expr {
    col("large_change").and(asked_already().not())
}

pub(super) fn no_commentary(settings: &Settings) -> Expr {
    col("commentary_length").lt(lit(settings.checks.commentary_length as f64))
}

/// The figure that was compared with the past: of a year to date, the quarter alone, beside what was sent.
pub(super) fn in_quarter(f: &ReadingFacts<'_>) -> String {
    match (f.history.now, f.value()) {
        (Some(now), Some(sent)) if now != sent => {
            format!("{} in the quarter alone ({} for the year to date)", f.shown(Some(now)), f.shown(Some(sent)))
        }
        (now, sent) => f.shown(now.or(sent)),
    }
}

/// `71.2%, 12.0% more than last quarter's 63.6%`.
pub(super) fn change(f: &ReadingFacts<'_>, _: &Settings) -> String {
    let percent = f.change_percent().unwrap_or(0.0);
    let way = if percent < 0.0 { "less" } else { "more" };
    let size = crate::shown::plain(0, percent.abs());
    format!("{}, {size}% {way} than last quarter's {}", in_quarter(f), f.shown(f.history.previous))
}

pub(super) fn value(f: &ReadingFacts<'_>, _: &Settings) -> String {
    f.shown(f.value())
}

pub(super) fn plain(value: Option<f64>) -> String {
    value.map_or("nothing".to_owned(), |v| crate::shown::plain(decimals_of(v), v))
}
