//! Tables of cases over a small council, and properties of the whole analysis.

mod budget;
mod council;
mod delivery_plan;
mod directions;
mod golden_thread;
mod lines;
mod money_and_results;
mod messages;
mod outcomes;
mod outturn;
mod own_words;
mod rating;
mod periods;
mod risk;

use super::*;
use crate::catalogue;
use crate::measure::{Aggregation, LongTerm, Polarity, Unit};
use crate::past::Past;
use crate::reading::{
    Action, ActionStatus, CellRef, Feedback, FeedbackKind, Marker, Place, Rating, Risk, RiskLevel, Value,
};
use crate::record::Outcome;
use crate::register::{Indicator, Target};
use crate::sample::{self, day, invoices, period};
use council::{Council, action, mixed, risk_of};
use proptest::prelude::*;
use rstest::rstest;

mod peers;
mod promised;
mod properties;
mod signals;
mod worst;

const GAP: f64 = f64::NAN;

fn direction(c: Comparison) -> Result<Direction, NoFigure> {
    c.map(|m| m.direction)
}

fn flow() -> Indicator {
    Indicator { unit: Unit::Number, decimals: 0, aggregation: Aggregation::Sum, ..invoices() }
}

fn cumulative() -> Indicator {
    Indicator { cumulative: true, ..flow() }
}

#[test]
fn statuses_without_a_colour() {
    let sent = |i: Indicator, value: Option<Value>| {
        let mut c = Council::new(vec![i], "2026-27Q1");
        if let Some(value) = value {
            c.send(0, value);
        }
        c.annual(85.0).analysis().indicators[0].status
    };
    let yearly = Indicator { due_quarters: vec![4], ..invoices() };
    let context = Indicator { polarity: Polarity::None, ..invoices() };
    assert_eq!(sent(invoices(), None), Status::Awaited);
    assert_eq!(sent(yearly.clone(), None), Status::NotDue);
    assert_eq!(sent(yearly, Some(Value::Number(90.0))), Status::NotDue);
    assert_eq!(sent(context, Some(Value::Number(90.0))), Status::Contextual);
    for (marker, status) in [
        (Marker::NotDue, Status::NotDue),
        (Marker::Awaited, Status::Awaited),
        (Marker::NotAvailable, Status::NotAvailable),
        (Marker::NotApplicable, Status::NotApplicable),
        (Marker::Suppressed, Status::Suppressed),
    ] {
        assert_eq!(sent(invoices(), Some(Value::Marker(marker))), status);
    }
    assert_eq!(Council::of(invoices(), "2026-27Q1", &[90.0]).analysis().indicators[0].status, Status::NoTarget);
}

#[test]
fn runs_of_status() {
    let runs = |values: &[f64]| {
        let c = Council::of(invoices(), "2026-27Q4", values).annual(85.0);
        let a = c.analysis();
        (a.indicators[0].red_since.map(|p| p.to_string()), a.indicators[0].quarters_on_target)
    };
    assert_eq!(runs(&[10.0, 90.0, 10.0, 10.0]), (Some("2026-27Q3".into()), 0));
    assert_eq!(runs(&[10.0, GAP, 10.0]), (Some("2026-27Q4".into()), 0));
    assert_eq!(runs(&[10.0, 85.0, 84.95, 90.0]), (None, 3));
    assert_eq!(runs(&[10.0, 10.0, 80.0]), (None, 0));
    assert_eq!(runs(&[90.0; 30]), (None, 25));
    let half = Indicator { due_quarters: vec![2, 4], ..invoices() };
    let c = Council::of(half, "2026-27Q4", &[10.0, GAP, 10.0]).annual(85.0);
    assert_eq!(c.analysis().indicators[0].red_since, Some(period("2026-27Q2")));
}

#[test]
fn past_statuses_use_the_targets_of_their_time() {
    let mut c = Council::of(invoices(), "2026-27Q1", &[80.0, GAP, GAP, 80.0, 80.0]).annual(85.0);
    c.target(0, 2025, Target { annual: Some(60.0), ..Target::default() });
    let a = c.analysis();
    let r = &a.indicators[0];
    assert_eq!((r.status, r.status_previous, r.status_year_ago), (Status::Amber, Status::Green, Status::Green));
    assert_eq!((r.variance, r.variance_percent.map(f64::round)), (Some(-5.0), Some(-6.0)));
}
