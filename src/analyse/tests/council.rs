//! A council in a quarter, for tests to fill, and the lines that its returns are filled with.

use super::*;
use crate::reading::Narrative;

/// A council in a quarter, for tests to fill.
pub struct Council {
    pub settings: Settings,
    pub register: Register,
    pub period: Period,
    pub returns: Vec<Return>,
    pub submissions: Vec<Submission>,
    pub findings: Vec<Finding>,
    pub queries: Vec<Query>,
    pub own_words: Vec<OwnWords>,
    pub left_out: Vec<LeftOutItem>,
    pub past: Past,
}

impl Council {
    pub fn new(indicators: Vec<Indicator>, p: &str) -> Self {
        let period = period(p);
        let mut ids: Vec<Arc<str>> = indicators.iter().map(|i| i.service.clone()).collect();
        ids.dedup();
        let past = Past::empty(indicators.len(), period);
        let register = sample::register(ids.iter().map(|id| sample::service(id)), indicators);
        let (submissions, findings, settings) = (vec![], vec![], Settings::default());
        Self {
            settings,
            register,
            period,
            returns: vec![],
            submissions,
            findings,
            queries: vec![],
            own_words: vec![],
            left_out: vec![],
            past,
        }
    }

    /// One indicator with its past values, oldest first, and this quarter's value last; NaN is nothing.
    pub fn of(i: Indicator, p: &str, values: &[f64]) -> Self {
        let mut c = Self::new(vec![i], p);
        c.fill(0, values);
        c
    }

    pub fn fill(&mut self, n: usize, values: &[f64]) {
        let Some((now, past)) = values.split_last() else { return };
        for (k, v) in past.iter().rev().enumerate() {
            self.past.values.set(n, self.period.plus(-1 - k as i32), Some(*v).filter(|v| !v.is_nan()));
        }
        if !now.is_nan() {
            self.send(n, Value::Number(*now));
        }
    }

    pub fn send(&mut self, n: usize, value: Value) {
        let i = &self.register.indicators[n];
        let service = i.service.clone();
        let commentary = format!("About {}", i.id);
        let words = Box::new(Narrative { commentary, ..Narrative::default() });
        let reading = Reading { words, ..sample::reading(&i.id, &service, self.period, value) };
        self.return_of(&service).readings.push(reading);
    }

    pub fn return_of(&mut self, service: &str) -> &mut Return {
        let at = self.returns.iter().position(|r| &*r.service == service).unwrap_or_else(|| {
            self.returns.push(sample::returned(service, self.period));
            self.returns.len() - 1
        });
        &mut self.returns[at]
    }

    pub fn target(&mut self, n: usize, year: i16, target: Target) {
        self.register.targets.retain(|(id, y, _)| (&**id, *y) != (&*self.register.indicators[n].id, year));
        self.register.targets.push((self.register.indicators[n].id.clone(), year, target));
        self.register = std::mem::take(&mut self.register).indexed();
    }

    pub fn annual(mut self, target: f64) -> Self {
        for year in self.period.year() - 6..=self.period.year() {
            self.target(0, year, Target { annual: Some(target), ..Target::default() });
        }
        self
    }

    pub fn profile(mut self, quarters: [f64; 4]) -> Self {
        let quarters = quarters.map(Some);
        for year in self.period.year() - 6..=self.period.year() {
            self.target(0, year, Target { annual: quarters[3], quarters, ..Target::default() });
        }
        self
    }

    pub fn parts(&mut self, n: usize, p: Period, numerator: f64, denominator: f64) {
        if p == self.period {
            let id = self.register.indicators[n].id.clone();
            for r in self.returns.iter_mut().flat_map(|r| &mut r.readings).filter(|r| r.indicator == id) {
                (r.numerator, r.denominator) = (Some(numerator), Some(denominator));
            }
        } else {
            self.past.numerators.set(n, p, Some(numerator));
            self.past.denominators.set(n, p, Some(denominator));
        }
    }

    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            part: None,
            changes: &[],
            restatements: &[],
            restated_targets: &[],
            settings: &self.settings,
            register: &self.register,
            period: self.period,
            returns: &self.returns,
            submissions: &self.submissions,
            findings: &self.findings,
            past: &self.past,
            computed: &[],
            queries: &self.queries,
            own_words: &self.own_words,
            left_out: &self.left_out,
            trial: &[],
            rated: None,
        }
    }

    pub fn analysis(&self) -> Analysis<'_> {
        analyse(&self.inputs())
    }
}

/// Rated, and reviewed a month before the first quarter of 2026-27 ends.
pub fn risk_of(id: &str, likelihood: u8, impact: u8, p: Period) -> Risk {
    Risk {
        inherent: Some(Rating { likelihood: 5, impact: 5 }),
        current: Some(Rating { likelihood, impact }),
        reviewed: Some(day("2026-05-31")),
        ..sample::risk(id, "FIN", p)
    }
}

pub fn action(id: &str, due: &str, status: ActionStatus, p: Period) -> Action {
    Action { due: Some(day(due)), status: Some(status), ..sample::action(id, "FIN", p) }
}

/// Four indicators: red, worsening key, recovered, long on target.
pub fn mixed() -> Council {
    let of = |id: &str, key| Indicator { id: id.into(), key, perspective: "People".into(), ..invoices() };
    let mut c = Council::new(vec![of("A", false), of("B", true), of("C", false), of("D", false)], "2026-27Q2");
    for n in 0..4 {
        for year in [2025, 2026] {
            c.target(n, year, Target { annual: Some(85.0), ..Target::default() });
        }
    }
    c.fill(0, &[50.0, 50.0, 40.0]);
    c.fill(1, &[90.0, 89.0]);
    c.fill(2, &[50.0, 90.0]);
    c.fill(3, &[86.0, 86.0, 86.0, 86.0, 86.0]);
    c
}
