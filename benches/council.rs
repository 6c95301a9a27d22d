//! Series as a council has them, for what is measured: shares with their parts, counts, money and days, seasons, trends, noise,
//! gaps; one in a hundred is key, as in a large council.

use quarterday::analyse::{Inputs, analyse};
use quarterday::measure::{Aggregation, Frequency, Polarity, Unit};
use quarterday::past::Past;
use quarterday::period::Period;
use quarterday::reading::money::MoneyLines;
use quarterday::reading::{Narrative, Place, Reading, Return, Source, Value};
use quarterday::register::{Indicator, Register, Service, Target, Year};
use quarterday::settings::Settings;
use std::sync::Arc;

/// Series of one service.
const A_SERVICE: usize = 60;
/// Quarters before this one.
const PAST: i32 = 12;

/// A fixed sequence of numbers between 0 and 1 (the generator of POSIX rand48), so that every run computes the same.
struct Draws(u64);

impl Draws {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(0x5_DEEC_E66D).wrapping_add(11) & ((1 << 48) - 1);
        self.0 as f64 / (1u64 << 48) as f64
    }
}

/// A quarter of a council that is made up.
pub struct Council {
    settings: Settings,
    register: Register,
    period: Period,
    returns: Vec<Return>,
    past: Past,
}

fn indicator(n: usize) -> Indicator {
    let (unit, aggregation) = match n % 4 {
        0 => (Unit::Percent, Aggregation::Ratio),
        1 => (Unit::Number, Aggregation::Sum),
        2 => (Unit::Pounds, Aggregation::Sum),
        _ => (Unit::Days, Aggregation::Mean),
    };
    let share = unit == Unit::Percent;
    let part = |name: &str| if share { name.to_owned() } else { String::new() };
    Indicator {
        paid_from: vec![],
        also_called: vec![],
        id: format!("I{n:06}").into(),
        name: format!("Measure {n}"),
        definition: String::new(),
        service: format!("S{:05}", n / A_SERVICE).into(),
        owner: String::new(),
        owner_email: String::new(),
        unit,
        decimals: u8::from(share),
        polarity: if n.is_multiple_of(3) { Polarity::Lower } else { Polarity::Higher },
        frequency: Frequency::Quarterly,
        due_quarters: vec![1, 2, 3, 4],
        year: Year::default(),
        aggregation,
        cumulative: false,
        priorities: vec![],
        sets: vec![],
        perspective: String::new(),
        measure_type: None,
        scheme: None,
        tolerance_percent: None,
        tolerance_absolute: None,
        minimum: None,
        maximum: None,
        numerator_name: part("Done"),
        denominator_name: part("All"),
        per: None,
        part_of_whole: share,
        breaks: vec![],
        first: None,
        last: None,
        formerly: vec![],
        small_numbers: None,
        long_term: None,
        key: n.is_multiple_of(100),
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

impl Council {
    /// With so many series.
    pub fn of(series: usize) -> Self {
        let period: Period = "2026-27Q2".parse().expect("a quarter");
        let mut draws = Draws(7);
        let services = (0..series.div_ceil(A_SERVICE)).map(|n| Service {
            also_called: vec![],
            id: format!("S{n:05}").into(),
            name: format!("Service {n}"),
            directorate: format!("Directorate {}", n % 6),
            portfolio: String::new(),
            head: String::new(),
            contact: String::new(),
            email: String::new(),
        });
        let indicators: Vec<Indicator> = (0..series).map(indicator).collect();
        let target = |i: &Indicator| {
            let annual = if i.unit == Unit::Percent { 85.0 } else { 400.0 };
            let quarters = if i.unit == Unit::Percent { [None; 4] } else { [Some(100.0); 4] };
            (i.id.clone(), period.year(), Target { annual: Some(annual), quarters, ..Target::default() })
        };
        let mut register = Register::default();
        register.targets = indicators.iter().map(target).collect();
        (register.services, register.indicators) = (services.collect(), indicators);
        let register = register.indexed();

        let mut past = Past::empty(series, period);
        let mut returns: Vec<Return> = register.services.iter().map(|s| blank(&s.id, period)).collect();
        for (n, indicator) in register.indicators.iter().enumerate() {
            let (trend, season) = (draws.draw() - 0.5, 8.0 * draws.draw());
            for back in (0..=PAST).rev() {
                let p = period.plus(-back);
                let level =
                    80.0 + trend * f64::from(PAST - back) + season * f64::from(p.quarter() % 2) + 6.0 * draws.draw();
                let all = (900.0 + 200.0 * draws.draw()).round();
                let (value, parts) = match indicator.is_ratio() {
                    true => ((level * all / 100.0).round() / all * 100.0, Some(((level * all / 100.0).round(), all))),
                    false => (level.round(), None),
                };
                match back {
                    0 => returns[n / A_SERVICE].readings.push(reading(indicator, period, value, parts)),
                    // One past figure in fifty never came.
                    _ if draws.draw() < 0.02 => {}
                    _ => {
                        past.values.set(n, p, Some(value));
                        past.numerators.set(n, p, parts.map(|(part, _)| part));
                        past.denominators.set(n, p, parts.map(|(_, all)| all));
                    }
                }
            }
        }
        Self { settings: Settings::default(), register, period, returns, past }
    }

    /// The whole analysis.
    pub fn analyse(&self) {
        let inputs = Inputs {
            part: None,
            settings: &self.settings,
            register: &self.register,
            period: self.period,
            returns: &self.returns,
            submissions: &[],
            findings: &[],
            past: &self.past,
            computed: &[],
            changes: &[],
            restatements: &[],
            restated_targets: &[],
            queries: &[],
            own_words: &[],
            left_out: &[],
            trial: &[],
            rated: None,
        };
        assert_eq!(analyse(&inputs).indicators.len(), self.register.indicators.len());
    }
}

fn blank(service: &Arc<str>, period: Period) -> Return {
    Return {
        money: MoneyLines::default(),
        parts: vec![],
        saved: None,
        source: Arc::new(Source::default()),
        service: service.clone(),
        period,
        layout: "bench".into(),
        contact: String::new(),
        signed_off_by: String::new(),
        signed_off: None,
        received: None,
        readings: vec![],
        risks: vec![],
        actions: vec![],
        feedback: vec![],
        central: Default::default(),
        corrections: vec![],
        stated: vec![],
        months: vec![],
        asked: Default::default(),
    }
}

fn reading(indicator: &Indicator, period: Period, value: f64, parts: Option<(f64, f64)>) -> Reading {
    Reading {
        indicator: indicator.id.clone(),
        service: indicator.service.clone(),
        period,
        value: Value::Number(value),
        provisional: false,
        numerator: parts.map(|(part, _)| part),
        denominator: parts.map(|(_, all)| all),
        forecast: None,
        words: Box::new(Narrative::default()),
        place: Place::default(),
    }
}
