//! Values for tests: each as blank as it can be, for a test to say what it is about (`Risk { owner, ..sample::risk(…) }`).

use crate::label::{Label, LabelMethod};
use crate::measure::{Aggregation, Frequency, Polarity, Unit};
use crate::period::Period;
use crate::reading::money::{CapitalScheme, MoneyLines, Pence, RevenueFlow, RevenueLine, Saving};
use crate::reading::{
    Action, ActionKind, CellRef, Feedback, FeedbackKind, Narrative, Place, Reading, Return, Risk, RiskLevel, Source,
    Value,
};
use crate::register::{Indicator, Register, Service, Year};
use chrono::NaiveDate;
use std::sync::Arc;

/// `2026-27Q1`.
pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// `2026-09-30`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A label of an invented council.
pub fn label() -> Label {
    Label {
        id: "2096f6a2-d2f7-48be-b329-b73aaa526e5d".into(),
        name: "Official & open".into(),
        tenant: "cb46c030-1825-4e81-a295-151c039dbf02".into(),
        method: LabelMethod::Standard,
        since: Some(day("2026-07-01")),
    }
}

/// A file whose hash is the same 64 digits as every other's.
pub fn source(file: &str) -> Arc<Source> {
    Arc::new(Source { file: file.into(), sha256: "ab".repeat(32) })
}

/// A cell of column E on the sheet Indicators.
pub fn place(file: &str, row: u32) -> Place {
    Place { source: source(file), sheet: "Indicators".into(), cell: CellRef::new(row, 4) }
}

/// A percentage that is better when higher, of every quarter, named by its id.
pub fn indicator(id: &str) -> Indicator {
    Indicator {
        id: id.into(),
        name: id.to_owned(),
        also_called: vec![],
        definition: String::new(),
        service: "FIN".into(),
        owner: String::new(),
        owner_email: String::new(),
        unit: Unit::Percent,
        decimals: 1,
        polarity: Polarity::Higher,
        frequency: Frequency::Quarterly,
        due_quarters: vec![1, 2, 3, 4],
        year: Year::default(),
        sets: vec![],
        aggregation: Aggregation::Last,
        cumulative: false,
        priorities: vec![],
        perspective: String::new(),
        measure_type: None,
        scheme: None,
        tolerance_percent: None,
        tolerance_absolute: None,
        minimum: None,
        maximum: None,
        numerator_name: String::new(),
        denominator_name: String::new(),
        per: None,
        part_of_whole: false,
        breaks: vec![],
        first: None,
        last: None,
        formerly: vec![],
        small_numbers: None,
        paid_from: vec![],
        long_term: None,
        key: false,
        weight: 1.0,
        part_of: None,
        opening_of: None,
        formula: None,
        formula_until: None,
        estimated: String::new(),
        predecessor: String::new(),
        break_reason: String::new(),
        place: Place::default(),
    }
}

/// X1 of Finance: the one indicator of a test that needs one.
pub fn invoices() -> Indicator {
    Indicator { name: "Invoices paid in time".into(), ..indicator("X1") }
}

/// A service of the directorate Resources that nobody answers for.
pub fn service(id: &str) -> Service {
    Service {
        id: id.into(),
        name: format!("Service {id}"),
        directorate: "Resources".into(),
        head: String::new(),
        contact: String::new(),
        email: String::new(),
        also_called: vec![],
        portfolio: String::new(),
    }
}

/// A register with these services and indicators, and nothing beside.
pub fn register(services: impl IntoIterator<Item = Service>, indicators: Vec<Indicator>) -> Register {
    let mut register = Register::default();
    (register.services, register.indicators) = (services.into_iter().collect(), indicators);
    register.indexed()
}

/// Without a word beside it.
pub fn reading(id: &str, service: &str, period: Period, value: Value) -> Reading {
    Reading {
        indicator: id.into(),
        service: service.into(),
        period,
        value,
        provisional: false,
        numerator: None,
        denominator: None,
        forecast: None,
        words: Box::new(Narrative::default()),
        place: Place::default(),
    }
}

/// At the level of its service, without a rating.
pub fn risk(id: &str, service: &str, period: Period) -> Risk {
    Risk {
        id: id.into(),
        service: service.into(),
        period,
        title: format!("Risk {id}."),
        category: String::new(),
        level: RiskLevel::Service,
        inherent: None,
        current: None,
        target: None,
        typed_score: None,
        quoted_previous: None,
        typed_band: String::new(),
        owner: String::new(),
        controls: String::new(),
        reviewed: None,
        target_date: None,
        indicator: String::new(),
        place: Place::default(),
    }
}

/// Without a status and a day.
pub fn action(id: &str, service: &str, period: Period) -> Action {
    Action {
        id: id.into(),
        service: service.into(),
        period,
        title: format!("Action {id}"),
        lead: String::new(),
        due: None,
        status: None,
        progress: None,
        update: String::new(),
        about: String::new(),
        kind: ActionKind::Action,
        priority: String::new(),
        baseline: None,
        evidence: String::new(),
        place: Place::default(),
    }
}

/// Without a count.
/// Pounds.
pub fn pounds(pounds: i64) -> Option<Pence> {
    Some(Pence::new(100 * pounds))
}

/// A line of expenditure of this service without amounts.
pub fn revenue(id: &str, service: &str, period: Period) -> RevenueLine {
    RevenueLine {
        id: id.into(),
        service: service.into(),
        period,
        title: format!("Line {id}"),
        flow: RevenueFlow::Expenditure,
        priority: String::new(),
        budget: None,
        revised: None,
        actual: None,
        forecast: None,
        variance: None,
        virement: None,
        reason: String::new(),
        remedy: String::new(),
        place: Place::default(),
    }
}

/// A scheme of this service without amounts.
pub fn capital(id: &str, service: &str, period: Period) -> CapitalScheme {
    CapitalScheme {
        id: id.into(),
        service: service.into(),
        period,
        title: format!("Scheme {id}"),
        priority: String::new(),
        budget: None,
        spent: None,
        forecast: None,
        funding: String::new(),
        stage: None,
        planned: None,
        completion: None,
        reason: String::new(),
        place: Place::default(),
    }
}

/// A saving of this service without amounts.
pub fn saving(id: &str, service: &str, period: Period) -> Saving {
    Saving {
        id: id.into(),
        service: service.into(),
        period,
        title: format!("Saving {id}"),
        priority: String::new(),
        year: period.year_label(),
        target: None,
        delivered: None,
        on_track: None,
        at_risk: None,
        undeliverable: None,
        mitigation: String::new(),
        owner: String::new(),
        place: Place::default(),
    }
}

pub fn feedback(kind: FeedbackKind, service: &str, period: Period) -> Feedback {
    Feedback {
        service: service.into(),
        period,
        kind,
        received: None,
        in_time: None,
        upheld: None,
        log: None,
        words: String::new(),
        place: Place::default(),
    }
}

/// A return on our own template with nothing in it.
pub fn returned(service: &str, period: Period) -> Return {
    Return {
        saved: None,
        source: source(&format!("{service}.xlsx")),
        service: service.into(),
        period,
        central: false,
        layout: "quarterday-return".into(),
        contact: String::new(),
        signed_off_by: String::new(),
        signed_off: None,
        received: None,
        readings: vec![],
        risks: vec![],
        actions: vec![],
        parts: vec![],
        feedback: vec![],
        money: MoneyLines::default(),
        corrections: vec![],
        stated: vec![],
        months: vec![],
        asked: vec![],
    }
}
