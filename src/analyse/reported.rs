//! What the report of a quarter says of each measure, as the ledger keeps it.

use super::{Analysis, Direction, IndicatorResult};
use crate::reported::{ReportedFigure, StatusLimits};
use crate::settings::Status;
use crate::status::{bounds, tolerance, words};

/// One row a measure that was due or came, in the register's order.
pub fn reported(analysis: &Analysis<'_>) -> Vec<ReportedFigure> {
    let told = |r: &&IndicatorResult<'_>| r.reading.is_some() || r.status != Status::NotDue;
    analysis.results().into_iter().filter(told).map(|r| row(analysis, r)).collect()
}

fn row(analysis: &Analysis<'_>, r: &IndicatorResult<'_>) -> ReportedFigure {
    let indicator = &analysis.register.indicators[r.indicator];
    let target = analysis.register.target(r.indicator, analysis.period);
    // What is held back is told nowhere, its parts neither.
    let given = r.reading.filter(|reading| !reading.held_back());
    let outturn = r.outturn.as_ref().ok();
    let foreseen = outturn.and_then(|o| o.foreseen.as_ref());
    ReportedFigure {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period: analysis.period,
        value: given.and_then(|reading| reading.value.number()),
        numerator: given.and_then(|reading| reading.numerator),
        denominator: given.and_then(|reading| reading.denominator),
        target: r.target,
        annual_target: r.annual_target,
        limits: StatusLimits {
            tolerance: r.target.map(|goal| tolerance(indicator, goal, analysis.settings)),
            floor: target.and_then(|t| t.floor),
            band: bounds(target).unwrap_or_default(),
        },
        scheme: words::title(r.scheme, analysis.settings),
        status: r.status,
        direction: r.short.as_ref().map_or("", |m| key(m.direction)).to_owned(),
        outturn: outturn.map(|o| o.value),
        range_and_chance: [
            foreseen.map(|f| f.range_80.0),
            foreseen.map(|f| f.range_80.1),
            foreseen.and_then(|f| f.chance),
        ],
    }
}

fn key(direction: Direction) -> &'static str {
    match direction {
        Direction::Improving => "improving",
        Direction::Steady => "steady",
        Direction::Worsening => "worsening",
        Direction::Moved => "moved",
    }
}
