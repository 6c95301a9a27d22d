//! The conditions over lines of revenue, capital schemes and savings; `template::money` says those that Excel can say.

mod revenue;
mod capital;
mod savings;
mod whole;

use super::context::ValidationContext;
use super::frame::run;
use crate::error::Result;
use crate::finding::Finding;
use crate::map::Map;
use crate::reading::money::Pence;
use crate::settings::Settings;
use crate::text::words::meaning;
use polars::prelude::{Expr, col, lit};

/// All that is to be said of money.
pub(super) fn findings(context: &ValidationContext<'_>) -> Result<Vec<Finding>> {
    let settings = context.settings;
    let mut out = run(&revenue::facts(context), &revenue::columns(), &revenue::rules(), settings)?;
    out.extend(run(&capital::facts(context), &capital::columns(), &capital::rules(), settings)?);
    out.extend(run(&savings::facts(context), &savings::columns(), &savings::rules(), settings)?);
    out.extend(whole::findings(context));
    Ok(out)
}

/// By service and id, what was said last quarter.
fn by_id<'a, T>(lines: &'a [T], key: fn(&'a T) -> (&'a str, &'a str)) -> Map<(&'a str, String), &'a T> {
    let of = |line: &'a T| (key(line).0, meaning(key(line).1));
    lines.iter().map(|line| (of(line), line)).collect()
}

/// An amount as a person reads it, with pence where it has any.
fn shown(amount: Pence) -> String {
    let decimals = if amount.pence() % 100 == 0 { 0 } else { 2 };
    crate::shown::shown(crate::measure::Unit::Pounds, decimals, amount.pounds())
}

fn shown_or_blank(amount: Option<Pence>) -> String {
    amount.map_or("blank".to_owned(), shown)
}

fn pounds(amount: Option<Pence>) -> Option<f64> {
    amount.map(Pence::pounds)
}

/// The column of a difference is beyond the amount and the percentage of the budget that need no reason.
fn large(settings: &Settings, difference: &str) -> Expr {
    let (amount, share) = (settings.money.reason_amount, settings.money.reason_percent / 100.0);
    let size = || col(difference).abs();
    size().gt(lit(amount)).and(size().gt(lit(share) * col("budget").abs().fill_null(lit(0.0))))
}

/// A reason is asked for, and none is given, or last quarter's again.
fn no_reason() -> Expr {
    col("asks_reason").and(col("reason_given").not())
}

/// Two texts say the same, and something.
fn repeated(now: &str, before: &str) -> bool {
    !meaning(now).is_empty() && meaning(now) == meaning(before)
}

/// The reason that was expected.
fn reason_expected(settings: &Settings, what: &str) -> String {
    let amount = crate::shown::shown(crate::measure::Unit::Pounds, 0, settings.money.reason_amount);
    format!("{what}, above {amount} and {}%", settings.money.reason_percent)
}
