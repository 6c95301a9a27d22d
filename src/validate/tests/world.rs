//! A small council that the tests change in one thing.

use crate::finding::Finding;
use crate::layout::Layout;
use crate::measure::{Aggregation, Unit};
use crate::past::Past;
use crate::period::Period;
use crate::reading::asked::{AskedColumn, AskedDetail};
use crate::reading::correction::{Correction, RestatementClass, StatedFigure};
use crate::reading::*;
use crate::register::{Formula, Indicator, Register, Target};
use crate::sample;
use crate::settings::Settings;
use crate::validate::{ValidationContext, run};
use chrono::NaiveDate;

/// A council of one service and three indicators: `rate`, a percentage of two counts; `calls`, a count with a past;
/// `part`, a part of `calls`.
pub struct World {
    pub settings: Settings,
    pub register: Register,
    pub past: Past,
    pub returned: Return,
    pub findings: Vec<Finding>,
    pub layouts: Vec<Layout>,
}

pub fn period() -> Period {
    sample::period("2026-27Q2")
}

pub fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).unwrap()
}

pub fn place(row: u32) -> Place {
    Place { cell: CellRef::new(row, 8), ..sample::place("call-centre.xlsx", row) }
}

pub fn indicator(id: &str) -> Indicator {
    Indicator {
        name: format!("The {id}"),
        service: "CC".into(),
        owner: "A. Khan".into(),
        unit: Unit::Number,
        decimals: 0,
        aggregation: Aggregation::Sum,
        minimum: Some(0.0),
        ..sample::indicator(id)
    }
}

pub fn reading(id: &str, row: u32, value: f64) -> Reading {
    Reading {
        words: Box::new(Narrative { commentary: "Steady demand over the summer.".into(), ..Narrative::default() }),
        place: place(row),
        ..sample::reading(id, "CC", period(), Value::Number(value))
    }
}

pub fn rating(likelihood: u8, impact: u8) -> Option<Rating> {
    Some(Rating { likelihood, impact })
}

impl World {
    pub fn quiet() -> Self {
        let rate = Indicator {
            unit: Unit::Percent,
            decimals: 1,
            aggregation: Aggregation::Ratio,
            maximum: Some(100.0),
            numerator_name: "Answered".into(),
            denominator_name: "Received".into(),
            part_of_whole: true,
            ..indicator("rate")
        };
        let part = Indicator { part_of: Some("calls".into()), ..indicator("part") };
        let year = |annual| Target { annual: Some(annual), quarters: [Some(annual); 4], ..Target::default() };
        let indicators = vec![rate, indicator("calls"), part];
        let mut register = sample::register([sample::service("CC")], indicators);
        register.targets = vec![("rate".into(), 2026, year(80.0)), ("calls".into(), 2026, year(400.0))];
        let register = register.indexed();
        let mut past = Past::empty(3, period());
        for (k, p) in period().previous().last(12).enumerate() {
            let wave = [0.0, 7.0, -5.0, 3.0, -2.0][k % 5];
            past.values.set(0, p, Some(81.0 + wave / 10.0));
            past.values.set(1, p, Some(420.0 + wave));
            past.values.set(2, p, Some(420.0 + wave));
        }
        let risk = Risk {
            title: "Too few people".into(),
            inherent: rating(4, 4),
            current: rating(3, 4),
            target: rating(2, 4),
            typed_score: Some(12.0),
            quoted_previous: Some(12.0),
            typed_band: "high".into(),
            owner: "B. Jones".into(),
            controls: "Rota".into(),
            reviewed: Some(day(9, 1)),
            indicator: "rate".into(),
            place: place(40),
            ..sample::risk("R1", "CC", period())
        };
        past.risks.insert(risk.id.clone(), risk.clone());
        let action = Action {
            title: "Recruit".into(),
            lead: "C. Smith".into(),
            due: Some(day(12, 1)),
            status: Some(ActionStatus::OnTrack),
            progress: Some(50.0),
            about: "rate".into(),
            place: place(50),
            ..sample::action("A1", "CC", period())
        };
        let rate = Reading { numerator: Some(820.0), denominator: Some(1000.0), ..reading("rate", 5, 82.0) };
        let returned = Return {
            source: place(0).source,
            readings: vec![rate, reading("calls", 6, 421.0), reading("part", 7, 421.0)],
            risks: vec![risk],
            actions: vec![action],
            feedback: vec![feedback()],
            ..sample::returned("CC", period())
        };
        past.held.extend(period().previous().last(12));
        let layouts = vec![crate::layout::template()];
        Self { settings: Settings::default(), register, past, returned, findings: vec![], layouts }
    }

    pub fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut world = Self::quiet();
        change(&mut world);
        world
    }

    pub fn context(&self) -> ValidationContext<'_> {
        ValidationContext {
            settings: &self.settings,
            register: &self.register,
            period: period(),
            returns: std::slice::from_ref(&self.returned),
            past: &self.past,
            findings: &self.findings,
            layouts: &self.layouts,
        }
    }

    pub fn check(&self) -> Vec<Finding> {
        run(&self.context()).unwrap()
    }

    pub fn codes(&self) -> Vec<String> {
        self.check().into_iter().map(|f| f.code.into_owned()).collect()
    }

    pub fn rate(&mut self) -> &mut Reading {
        &mut self.returned.readings[0]
    }

    pub fn calls(&mut self, value: f64) -> &mut Reading {
        let calls = &mut self.returned.readings[1];
        calls.value = Value::Number(value);
        calls
    }

    pub fn past_calls(&mut self, value: impl Fn(usize) -> Option<f64>) {
        for (k, p) in period().previous().last(12).enumerate() {
            self.past.values.set(1, p, value(k));
        }
    }

    /// The rate is off target, and said to be.
    /// `rate` is per 100,000, and 290 of 60,250 came to this.
    pub fn per_100_000(&mut self, value: f64) {
        let indicator = &mut self.register.indicators[0];
        (indicator.unit, indicator.per, indicator.maximum) = (Unit::Rate, Some(1e5), None);
        let rate = self.rate();
        (rate.value, rate.numerator, rate.denominator) = (Value::Number(value), Some(290.0), Some(60_250.0));
    }

    pub fn red(&mut self) -> &mut Reading {
        let rate = self.rate();
        (rate.value, rate.numerator) = (Value::Number(60.0), Some(600.0));
        rate
    }

    pub fn risk(&mut self) -> &mut Risk {
        &mut self.returned.risks[0]
    }

    pub fn action(&mut self) -> &mut Action {
        &mut self.returned.actions[0]
    }

    /// A correction of last quarter's calls that nothing is wrong with.
    pub fn correction(&mut self) -> &mut Correction {
        self.past.values.set(1, period().previous(), Some(418.0));
        self.returned.corrections.push(Correction {
            indicator: "calls".into(),
            service: "CC".into(),
            period: period().previous(),
            published: Some(418.0),
            corrected: 415.0,
            numerator: None,
            denominator: None,
            class: Some(RestatementClass::Correction),
            reason: "Calls of one day were counted twice".into(),
            author: "B. Jones".into(),
            place: place(60),
        });
        &mut self.returned.corrections[0]
    }

    /// The same on a form that asks for what the figure is made of, where that is recorded of the old one.
    pub fn correction_asked_for_parts(&mut self) {
        let Place { source, sheet, .. } = self.correction().place.clone();
        self.past.numerators.set(1, period().previous(), Some(836.0));
        self.past.denominators.set(1, period().previous(), Some(2.0));
        let column = AskedColumn { what: AskedDetail::Numerator, source, sheet, heading: 2, col: 9, beside: None };
        self.returned.asked.push(column);
    }

    /// The form has last quarter's figure in the row of an indicator; the ledger has 81.3 of `rate` and 425 of `calls`.
    pub fn states_beside(&mut self, id: &str, value: f64) {
        for (number, held) in [(0, 81.3), (1, 425.0), (2, 424.0)] {
            self.past.values.set(number, period().previous(), Some(held));
        }
        self.returned.stated.push(StatedFigure {
            indicator: id.into(),
            service: "CC".into(),
            period: period().previous(),
            value,
            place: place(62),
            beside: true,
        });
    }

    /// The form has last quarter's calls beside this quarter's.
    pub fn states(&mut self, value: f64) {
        let (indicator, service) = ("calls".into(), "CC".into());
        self.returned.stated.push(StatedFigure {
            indicator,
            service,
            period: period().previous(),
            value,
            place: place(61),
            beside: false,
        });
        self.past.values.set(1, period().previous(), Some(418.0));
    }
}

pub fn feedback() -> Feedback {
    Feedback {
        received: Some(3.0),
        in_time: Some(3.0),
        upheld: Some(0.0),
        place: place(55),
        ..sample::feedback(FeedbackKind::Stage1, "CC", period())
    }
}

pub fn formula(text: &str) -> Option<Box<Formula>> {
    Some(Box::new(Formula { text: text.into(), place: place(2) }))
}
