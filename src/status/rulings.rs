//! The scheme `rules`: the council's own list of conditions, answered for many figures at once.

use super::{
    Outlook, StatusCase, bounds, compared, percent_of, plan, quarter_target, scheme, settle, status, tolerance,
    variance,
};
use crate::condition::{self, Condition};
use crate::measure::{Polarity, Scheme};
use crate::settings::{OTHERWISE, RuleFacts, Settings, Status, rule_columns};
use rayon::prelude::*;

/// Figures are looked at in parts: a frame of all of a large council's would be memory.
const AT_ONCE: usize = 1 << 14;

/// Columns that nobody knows before the forecast of the year is worked out.
const OUTTURN: [&str; 2] = ["outturn", "outturn_meets"];

/// The list of the settings, ready to be asked.
pub struct StatusRules<'s> {
    settings: &'s Settings,
    conditions: Vec<Condition>,
}

/// Which rule gave a figure its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Its place in the list, from 0.
    pub rule: usize,
    /// The status that it gives.
    pub status: Status,
}

/// When a list is asked, and so what it can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleMoment {
    /// When the quarter is worked out.
    Now,
    /// When a return is checked: the year's outturn is not forecast yet.
    AtTheCheck,
    /// Of an earlier quarter: neither its forecast nor the service's is worked out again.
    Afterwards,
}

/// The status of a figure of an earlier quarter, by the scheme that rates it. Where the scheme asks for the forecast of that
/// quarter, which is not worked out again, the figure is not comparable.
pub fn afterwards(case: &StatusCase<'_>, settings: &Settings, rules: Option<&StatusRules<'_>>) -> Status {
    let ruled = || {
        // A correction is rare: its figure is a table of its own.
        let rulings = rules?.rule(&[*case], RuleMoment::Afterwards).ok()?;
        rulings.into_iter().next().flatten().map(|r| r.status)
    };
    let rated = match scheme(case.indicator, settings) {
        Scheme::Rules => ruled(),
        _ => status(case, settings),
    };
    rated.unwrap_or(Status::NotComparable)
}

impl<'s> StatusRules<'s> {
    /// # Errors
    /// In words, where a condition is not SQL; settings that were loaded have none.
    pub fn of(settings: &'s Settings) -> Result<Self, String> {
        let list = settings.status.rules.iter().take_while(|r| !r.when.trim().eq_ignore_ascii_case(OTHERWISE));
        let conditions = list.map(|r| condition::parse(&r.when, &rule_columns())).collect::<Result<_, _>>()?;
        Ok(Self { settings, conditions })
    }

    /// Whether a rule looks at the forecast of the year that is computed.
    pub fn ask_outturn(&self) -> bool {
        self.conditions.iter().any(|c| names(c, &OUTTURN))
    }

    /// Whether the status of an earlier quarter cannot be worked out again.
    pub fn ask_forecast(&self) -> bool {
        self.reach(RuleMoment::Afterwards) < self.conditions.len()
    }

    /// The first rule that looks at what is not known when it is asked: nothing can be said from there on.
    fn reach(&self, asked: RuleMoment) -> usize {
        let unseen: &[&str] = match asked {
            RuleMoment::Now => &[],
            RuleMoment::AtTheCheck => &OUTTURN,
            RuleMoment::Afterwards => &["forecast", OUTTURN[0], OUTTURN[1]],
        };
        self.conditions.iter().position(|c| names(c, unseen)).unwrap_or(self.conditions.len())
    }

    /// The first rule that holds for each case; `None` where it hangs on what is not known.
    ///
    /// # Errors
    /// In words, where a condition fails on a figure.
    pub fn rule(&self, cases: &[StatusCase<'_>], asked: RuleMoment) -> Result<Vec<Option<Ruling>>, String> {
        let parts: Vec<Vec<Option<Ruling>>> =
            cases.par_chunks(AT_ONCE).map(|part| self.part(part, asked)).collect::<Result<_, _>>()?;
        Ok(parts.concat())
    }

    fn part(&self, cases: &[StatusCase<'_>], asked: RuleMoment) -> Result<Vec<Option<Ruling>>, String> {
        let rows: Vec<RuleFacts<'_>> = cases.iter().map(|c| facts(c, self.settings)).collect();
        let reach = self.reach(asked);
        let hits = condition::matches(rows.iter(), &rule_columns(), &self.conditions[..reach])
            .map_err(|_| format!("a rule under [[status.rules]] cannot be worked out: {}", condition::FAILED))?;
        // The last rule holds for all, and an earlier one that holds has the word.
        let otherwise = (reach == self.conditions.len()).then_some(reach);
        let mut first: Vec<Option<usize>> = vec![otherwise; cases.len()];
        for (rule, rows) in hits.into_iter().enumerate().rev() {
            rows.into_iter().for_each(|row| first[row] = Some(rule));
        }
        let ruling = |(case, rule): (&StatusCase<'_>, Option<usize>)| {
            let own = rule.and_then(|rule| self.settings.status.rules.get(rule)).map(|r| r.status);
            let own = if case.value.is_nan() { Some(Status::NotAvailable) } else { own };
            let status = settle(case, own, self.settings)?;
            Some(Ruling { rule: rule.unwrap_or_default(), status })
        };
        Ok(cases.iter().zip(first).map(ruling).collect())
    }
}

fn names(condition: &Condition, columns: &[&str]) -> bool {
    condition::used(condition).iter().any(|name| columns.contains(&name.as_str()))
}

/// What the conditions see of one figure. Values and targets are as they are compared, rounded where the settings say.
fn facts<'a>(case: &StatusCase<'a>, settings: &Settings) -> RuleFacts<'a> {
    let StatusCase { indicator, target, period, value, known } = *case;
    let round = |v: f64| compared(indicator, settings, v);
    let value = round(value);
    let quarter = period.quarter();
    let goal = quarter_target(indicator, target, quarter).map(round);
    let measured_from =
        if indicator.polarity == Polarity::Plan { plan(indicator, target, quarter).map(round) } else { goal };
    let beyond = measured_from.and_then(|t| variance(indicator.polarity, value, t));
    let (previous, year_ago) = (known.previous.map(round), known.year_ago.map(round));
    // Where the plan is best, coming closer to it is better.
    let gain = |then: Option<f64>| match (indicator.polarity, measured_from) {
        (Polarity::Plan, plan) => {
            let away = |v: f64| plan.and_then(|p| variance(Polarity::Plan, v, p));
            Some(super::difference(away(value)?, away(then?)?))
        }
        (polarity, _) => variance(polarity, value, then?),
    };
    RuleFacts {
        indicator: &indicator.id,
        service: &indicator.service,
        unit: indicator.unit.words(),
        polarity: indicator.polarity.words(),
        frequency: indicator.frequency.words(),
        aggregation: indicator.aggregation.words(),
        cumulative: indicator.cumulative,
        key: indicator.key,
        weight: indicator.weight,
        quarter,
        value,
        target: goal,
        annual_target: target.and_then(|t| t.annual).map(round),
        floor: target.and_then(|t| t.floor).map(round),
        baseline: target.and_then(|t| t.baseline).map(round),
        bounds: bounds(target).unwrap_or_default().map(|b| b.map(round)),
        tolerance: goal.map(|t| tolerance(indicator, t, settings)),
        variance: beyond,
        variance_percent: beyond.zip(measured_from).and_then(|(v, t)| percent_of(v, t)),
        previous,
        year_ago,
        gain_on_previous: gain(previous),
        gain_on_year_ago: gain(year_ago),
        forecast: known.forecast.map(round),
        outturn: known.outturn,
        outturn_meets: match known.outlook {
            Outlook::Meets(meets) => Some(meets),
            Outlook::NoForecast | Outlook::NotAsked => None,
        },
    }
}
