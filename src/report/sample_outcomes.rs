//! The outcomes of the made-up council quarter.

use super::sample::{NAMES, period};
use crate::reading::Place;
use crate::register::{Indicator, NationalFigure, NationalPeriod, Outcome, OutcomeMeasure, OutcomeRole, Register};
use chrono::NaiveDate;

/// Three outcomes, the last without a metric; national values of a year, of a quarter and of no period.
pub fn outcomes(register: &Register) -> Vec<Outcome> {
    let measure = |(n, i): (usize, &Indicator)| OutcomeMeasure {
        indicator: i.id.clone(),
        role: OutcomeRole::ALL[(n / 3 + n % 3 / 2) % 3],
        source: "National statistics, published each autumn".into(),
        national_measure: format!("NS{n:02}"),
        national: (n % 4 != 3).then(|| NationalFigure {
            value: NAMES[n % NAMES.len()].4,
            of: [Some(NationalPeriod::Year(2024)), Some(NationalPeriod::Quarter(period().plus(-3))), None][n % 3],
            published: NaiveDate::from_ymd_opt(2025, 9, 30),
            place: Place::default(),
        }),
        whose: if n % 5 == 4 { "South of England".into() } else { String::new() },
        place: Place::default(),
    };
    let of = |(k, name): (usize, &str)| {
        let own = register.indicators.iter().enumerate().filter(|(n, _)| *n < 24 && n % 3 == k);
        Outcome { name: name.into(), measures: own.map(measure).collect() }
    };
    ["Homes that people can afford", "A county that wastes nothing", "Nobody waits"]
        .into_iter()
        .enumerate()
        .map(of)
        .collect()
}
