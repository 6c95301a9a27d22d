//! Lines of revenue, capital schemes and savings over their quarters.

use super::TraceContext;
use super::known::Known;
use super::line::{LineOf, TracedLine, day, said, tell};
use crate::measure::Unit;
use crate::period::Period;
use crate::reading::money::{CapitalScheme, CapitalStage, Pence, RevenueLine, Saving};
use crate::shown::shown;

/// What the three have in common.
macro_rules! line_of {
    ($row:ident, $rows:expr, $says:expr) => {
        LineOf {
            of: |row: &$row| (&row.service, &row.id),
            period: |row| row.period,
            place: |row| &row.place,
            title: |row| row.title.clone(),
            says: $says,
            rows: $rows,
        }
    };
}

pub(super) fn revenue(context: TraceContext<'_>, known: &Known, of: (&str, &str), only: Option<Period>) -> TracedLine {
    tell(context, known, &line_of!(RevenueLine, &known.revenue, says_revenue), of, only)
}

pub(super) fn capital(context: TraceContext<'_>, known: &Known, of: (&str, &str), only: Option<Period>) -> TracedLine {
    tell(context, known, &line_of!(CapitalScheme, &known.capital, says_capital), of, only)
}

pub(super) fn saving(context: TraceContext<'_>, known: &Known, of: (&str, &str), only: Option<Period>) -> TracedLine {
    tell(context, known, &line_of!(Saving, &known.savings, says_saving), of, only)
}

/// `£1,234.50`; of money the pence are told.
fn pounds(amount: Option<Pence>) -> String {
    amount.map(|amount| shown(Unit::Pounds, 2, amount.pounds())).unwrap_or_default()
}

fn says_revenue(l: &RevenueLine) -> Vec<(&'static str, String)> {
    said([
        ("title", l.title.clone()),
        ("income or expenditure", l.flow.words().to_owned()),
        ("priority", l.priority.clone()),
        ("budget", pounds(l.budget)),
        ("revised budget", pounds(l.revised)),
        ("virement", pounds(l.virement)),
        ("actual to date", pounds(l.actual)),
        ("forecast outturn", pounds(l.forecast)),
        ("variance", pounds(l.forecast_variance())),
        ("variance as typed", pounds(l.variance)),
        ("reason", l.reason.clone()),
        ("remedy", l.remedy.clone()),
    ])
}

fn says_capital(s: &CapitalScheme) -> Vec<(&'static str, String)> {
    said([
        ("title", s.title.clone()),
        ("priority", s.priority.clone()),
        ("approved budget", pounds(s.budget)),
        ("spent to date", pounds(s.spent)),
        ("forecast cost", pounds(s.forecast)),
        ("variance", pounds(s.forecast_variance())),
        ("funding", s.funding.clone()),
        ("stage", s.stage.map_or("", CapitalStage::words).to_owned()),
        ("planned completion", day(s.planned)),
        ("expected completion", day(s.completion)),
        ("reason", s.reason.clone()),
    ])
}

fn says_saving(s: &Saving) -> Vec<(&'static str, String)> {
    said([
        ("title", s.title.clone()),
        ("priority", s.priority.clone()),
        ("year", s.year.clone()),
        ("target", pounds(s.target)),
        ("delivered", pounds(s.delivered)),
        ("on track", pounds(s.on_track)),
        ("at risk", pounds(s.at_risk)),
        ("cannot be delivered", pounds(s.undeliverable)),
        ("mitigation", s.mitigation.clone()),
        ("owner", s.owner.clone()),
    ])
}
