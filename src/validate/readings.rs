//! One row of facts for each reading: the columns that the checks, and a council's own conditions, are written over.

use super::context::ValidationContext;
use super::frame::{ConditionColumn, Get, Subject};
use super::history::{OwnPast, Scratch, history};
use super::place::{FindingKey, at_asked, key, of_reading};
use super::{commentary, formula};
use crate::catalogue::{Check, Severity};
use crate::elementary::power;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::map::Set;
use crate::measure::{Scheme, Unit};
use crate::reading::{Marker, Narrative, Reading, Return, Value};
use crate::record::{Field, Kind};
use crate::register::{Indicator, Target};
use crate::settings::Status;
use crate::statistic::outlier;
use crate::status::{self, KnownFigures, RuleMoment, StatusCase, StatusRules};
use std::sync::Arc;

/// Rounding steps below which a figure is too small to tell a slip from.
const SIZEABLE: f64 = 20.0;

/// A reading with everything that is known beside it.
pub(super) struct ReadingFacts<'a> {
    pub reading: &'a Reading,
    /// The return that it came in; none where a formula gives it.
    pub returned: Option<&'a Return>,
    pub indicator: &'a Indicator,
    pub target: Option<&'a Target>,
    pub directorate: &'a str,
    pub period: Arc<str>,
    /// None where there is no number, and where it hangs on the forecast of the year.
    pub status: Option<Status>,
    /// The form has a column for the remedial action.
    pub asks_action: bool,
    pub history: OwnPast,
    /// What was said last quarter.
    pub before: Option<&'a Narrative>,
    /// The sum of the indicator's parts, when all of them came, and their number.
    pub parts: Option<(f64, usize)>,
    /// What the indicator's formula gives, and from how many others.
    pub formula: formula::Given,
    /// Whether it is a percentage or a fraction was asked when it was read.
    pub doubted: bool,
    /// The change on last quarter is large by each of the council's thresholds.
    pub large_change: bool,
    /// The least change that the council calls large in this unit.
    pub change_least: Option<f64>,
    /// Last quarter's closing figure, where this is an opening figure.
    pub closing_before: Option<f64>,
}

/// All readings, and the status of each indicator by its position in the register.
pub(super) struct AllFacts<'a> {
    pub rows: Vec<ReadingFacts<'a>>,
    pub statuses: Vec<Option<Status>>,
}

impl ReadingFacts<'_> {
    pub fn value(&self) -> Option<f64> {
        self.reading.value.number()
    }

    fn marker(&self) -> Option<Marker> {
        match self.reading.value {
            Value::Number(_) => None,
            Value::Marker(marker) => Some(marker),
        }
    }

    fn status_or_marker(&self) -> &'static str {
        self.status.map(Status::key).or(self.marker().map(Marker::key)).unwrap_or_default()
    }

    /// One rounding step of the indicator: 0.1 at one decimal.
    pub fn step(&self) -> f64 {
        power(0.1, i32::from(self.indicator.decimals))
    }

    pub fn target(&self) -> Option<f64> {
        status::quarter_target(self.indicator, self.target, self.reading.period.quarter())
    }

    /// Numerator ÷ denominator in the indicator's unit.
    pub fn quotient(&self) -> Option<f64> {
        let (n, d) = (self.reading.numerator?, self.reading.denominator?);
        self.indicator.quotient(n, d)
    }

    /// How many times its usual size this quarter is, where that looks like a slip of the unit or the decimal point.
    pub fn slip_from_past(&self) -> Option<f64> {
        self.slip(self.history.now?, self.history.median()?)
    }

    pub fn slip_from_target(&self) -> Option<f64> {
        // A target that may be a fraction is asked about in the register, and accuses nobody.
        let fraction = |t: &f64| self.indicator.unit == Unit::Percent && *t <= 1.0;
        self.slip(self.value()?, self.target().filter(|t| !fraction(t))?)
    }

    /// The larger of the two is more than a handful of rounding steps, so that 1 and 10 are not taken for a slip.
    fn slip(&self, value: f64, usual: f64) -> Option<f64> {
        let sizeable = value.abs().max(usual.abs()) >= SIZEABLE * self.step();
        outlier::power_of_ten(value, usual).filter(|_| sizeable)
    }

    pub fn change_percent(&self) -> Option<f64> {
        self.history.change()?.1
    }

    pub fn shown(&self, value: Option<f64>) -> String {
        value.map_or("nothing".to_owned(), |v| crate::shown::shown(self.indicator.unit, self.indicator.decimals, v))
    }
}

impl Subject for ReadingFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let Some(returned) = self.returned else {
            // No service sent it: whoever keeps the register looks into it.
            return finding.at(&self.reading.place).about(&*self.reading.indicator);
        };
        at_asked(check, finding, &self.reading.place, returned, |_| true)
            .of(&*self.reading.service)
            .about(&*self.reading.indicator)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Result<AllFacts<'a>> {
    let ValidationContext { register, period, returns, past, .. } = *context;
    let indicators = &register.indicators;
    let mut statuses = vec![None; indicators.len()];
    let mut values = vec![None; indicators.len()];
    let each = returns.iter().flat_map(|r| {
        let asks = context.asks(r, Kind::Indicators, Field::RemedialAction);
        r.readings.iter().map(move |reading| (reading, r, asks))
    });
    let numbered: Vec<(usize, &Reading, &Return, bool)> = each
        .filter_map(|(reading, r, asks)| Some((register.indicator_number(&reading.indicator)?, reading, r, asks)))
        .collect();
    for (number, reading, ..) in &numbered {
        values[*number] = reading.value.number();
    }
    let parts = parts(context, &values);
    let mut sent = vec![None; values.len()];
    for (number, reading, ..) in &numbered {
        sent[*number] = Some([reading.value.number(), reading.numerator, reading.denominator]);
    }
    let formulas = formula::given(context, &sent)?;
    let quarter: Arc<str> = period.to_string().into();
    let asked = |f: &&Finding| f.severity != Severity::Note && f.check().is_some_and(|c| c.doubts_size.is_some());
    let doubted: Set<FindingKey<'_>> = context.findings.iter().filter(asked).filter_map(key).collect();
    let mut rated = rated(context, numbered.iter().map(|(number, reading, ..)| (*number, *reading)))?.into_iter();
    let mut scratch = Scratch::default();
    let mut rows = Vec::with_capacity(numbered.len());
    for (number, reading, returned, asks_action) in numbered {
        let status = match reading.value {
            Value::Number(_) => {
                let status = rated.next().flatten();
                statuses[number] = status;
                status
            }
            Value::Marker(_) => None,
        };
        let closing = indicators[number].opening_of.as_deref().and_then(|id| register.indicator_number(id));
        rows.push(ReadingFacts {
            returned: Some(returned),
            asks_action,
            parts: parts[number],
            formula: formulas.get(number).copied().flatten(),
            doubted: !doubted.is_empty() && doubted.contains(&of_reading(reading)),
            closing_before: closing.and_then(|n| past.values.get(n, period.previous())),
            ..alone(context, number, reading, status, &quarter, &mut scratch)
        });
    }
    Ok(AllFacts { rows, statuses })
}

/// What is known of a reading by itself: of no return, and beside no other.
pub(super) fn alone<'a>(
    context: &ValidationContext<'a>,
    number: usize,
    reading: &'a Reading,
    status: Option<Status>,
    quarter: &Arc<str>,
    scratch: &mut Scratch,
) -> ReadingFacts<'a> {
    let ValidationContext { settings, register, period, past, .. } = *context;
    let indicator = &register.indicators[number];
    let long_term = indicator.long_term.unwrap_or(settings.direction.long_term);
    let history = history(indicator, number, long_term, past, period, reading.value.number(), scratch);
    let large = settings.large_change(indicator.unit);
    let large_change =
        history.change().is_some_and(|(change, percent)| large.holds(change, percent, history.mean_change));
    ReadingFacts {
        reading,
        returned: None,
        indicator,
        target: register.target(number, period),
        directorate: register.service(&indicator.service).map_or("", |s| &s.directorate),
        period: quarter.clone(),
        status,
        asks_action: false,
        history,
        large_change,
        before: past.words.get(&reading.indicator),
        parts: None,
        change_least: large.least,
        formula: None,
        doubted: false,
        closing_before: None,
    }
}

/// The status of each reading that is a number, in their order. What hangs on the forecast of the year, which is worked
/// out when the quarter is, has none here: a check must not see a colour that Cabinet may not.
pub(super) fn rated<'a>(
    context: &ValidationContext<'a>,
    readings: impl Iterator<Item = (usize, &'a Reading)>,
) -> Result<Vec<Option<Status>>> {
    let ValidationContext { settings, register, period, past, .. } = *context;
    let case = |(number, reading): (usize, &'a Reading)| {
        let indicator = &register.indicators[number];
        let known = KnownFigures { forecast: reading.forecast, ..KnownFigures::of(past, indicator, number, period) };
        let value = reading.value.number()?;
        Some(StatusCase { indicator, target: register.target(number, period), period, value, known })
    };
    let cases: Vec<StatusCase<'a>> = readings.filter_map(case).collect();
    let mut statuses: Vec<Option<Status>> = cases.iter().map(|c| status::status(c, settings)).collect();
    let ruled = |c: &StatusCase<'_>| status::scheme(c.indicator, settings) == Scheme::Rules;
    let (at, cases): (Vec<usize>, Vec<StatusCase<'a>>) =
        cases.into_iter().enumerate().filter(|(_, c)| ruled(c)).unzip();
    if !cases.is_empty() {
        let rulings = StatusRules::of(settings).and_then(|rules| rules.rule(&cases, RuleMoment::AtTheCheck));
        for (n, ruling) in at.into_iter().zip(rulings.map_err(Error::Usage)?) {
            statuses[n] = ruling.map(|r| r.status);
        }
    }
    Ok(statuses)
}

/// For each indicator that has parts: their sum and number, when every part came with a number.
fn parts(context: &ValidationContext<'_>, values: &[Option<f64>]) -> Vec<Option<(f64, usize)>> {
    let register = context.register;
    let mut sums: Vec<Option<Option<(f64, usize)>>> = vec![None; values.len()];
    for (part, value) in register.indicators.iter().zip(values) {
        let Some(whole) = part.part_of.as_deref().and_then(|id| register.indicator_number(id)) else { continue };
        let sum = sums[whole].get_or_insert(Some((0.0, 0)));
        *sum = match (*sum, value) {
            (Some((total, n)), Some(v)) => Some((total + v, n + 1)),
            _ => None,
        };
    }
    sums.into_iter().map(Option::flatten).collect()
}

fn length(text: &str) -> Option<f64> {
    Some(text.chars().count() as f64)
}

/// Every column of the readings: what the checks are written over, and what a council may use in its own conditions.
#[rustfmt::skip]
pub(super) fn columns<'a>() -> Vec<ConditionColumn<ReadingFacts<'a>>> {
    use Get::{Flag, Number, Text};
    macro_rules! columns {
        ($($name:literal $kind:ident |$f:ident| $get:expr, $words:literal;)+) => {
            vec![$(ConditionColumn { name: $name, words: $words, get: $kind(|$f: &ReadingFacts<'a>| $get) }),+]
        };
    }
    columns! {
        "indicator" Text |f| &f.reading.indicator, "the indicator's id";
        "service" Text |f| &f.reading.service, "the service's id";
        "directorate" Text |f| f.directorate, "the directorate's name";
        "period" Text |f| &f.period, "the quarter, as 2026-27Q1";
        "quarter" Number |f| Some(f64::from(f.reading.period.quarter())), "1 to 4";
        "year_quarter" Number |f| Some(f64::from(f.indicator.year.position(f.reading.period.quarter()))),
            "1 to 4 in the indicator's own year, which may be academic or calendar";
        "value" Number |f| f.value(), "the value as received; blank where there is a reason instead";
        "numerator" Number |f| f.reading.numerator, "the numerator";
        "denominator" Number |f| f.reading.denominator, "the denominator";
        "quotient" Number |f| f.quotient(), "numerator ÷ denominator in the indicator's unit; blank over zero";
        "forecast" Number |f| f.reading.forecast, "the service's forecast of the year's outturn";
        "marker" Text |f| f.marker().map_or("", Marker::key),
            "why there is no value: not-due, awaited, not-available, not-applicable, suppressed; else empty";
        "provisional" Flag |f| Some(f.reading.provisional), "true when the value is provisional";
        "commentary" Text |f| &f.reading.words.commentary, "the commentary";
        "barriers" Text |f| &f.reading.words.barriers, "what is in the way";
        "levers" Text |f| &f.reading.words.levers, "what is helping";
        "remedial_action" Text |f| &f.reading.words.remedial_action, "the remedial action";
        "commentary_length" Number |f| length(&f.reading.words.commentary), "characters in the commentary";
        "asks_action" Flag |f| Some(f.asks_action), "the form has a column for the remedial action";
        "remedial_action_length" Number |f| length(&f.reading.words.remedial_action),
            "characters in the remedial action";
        "commentary_claims" Text |f| commentary::claim(&f.reading.words.commentary, f.indicator.polarity).word(),
            "good, bad or empty: what the commentary says of the target";
        "commentary_repeated" Flag |f| Some(f.before.is_some_and(|b| commentary::same(&f.reading.words.commentary, &b.commentary))),
            "true when the commentary is last quarter's";
        "unit" Text |f| f.indicator.unit.words(), "the unit, as in the register";
        "polarity" Text |f| f.indicator.polarity.words(), "the polarity, as in the register";
        "frequency" Text |f| f.indicator.frequency.words(), "the frequency, as in the register";
        "aggregation" Text |f| f.indicator.aggregation.words(), "the aggregation, as in the register";
        "cumulative" Flag |f| Some(f.indicator.cumulative), "true when values are the year to date";
        "only_grows" Flag |f| Some(f.indicator.only_grows()), "true when the year to date adds up and cannot fall within the year";
        "part_of_whole" Flag |f| Some(f.indicator.part_of_whole), "true when the numerator is a part of the denominator";
        "due" Flag |f| Some(f.indicator.due(f.reading.period)), "true when a value is due this quarter";
        "key" Flag |f| Some(f.indicator.key), "true for key indicators";
        "weight" Number |f| Some(f.indicator.weight), "the weight in baskets";
        "step" Number |f| Some(f.step()), "one rounding step: 0.1 at one decimal";
        "minimum" Number |f| f.indicator.minimum, "the least possible value";
        "maximum" Number |f| f.indicator.maximum, "the greatest possible value";
        "target" Number |f| f.target(), "this quarter's target";
        "annual_target" Number |f| f.target.and_then(|t| t.annual), "the year's target";
        "floor" Number |f| f.target.and_then(|t| t.floor), "the floor standard";
        "baseline" Number |f| f.target.and_then(|t| t.baseline), "the baseline";
        "status" Text |f| f.status_or_marker(), "green, amber, red or another status, or the marker; empty where it hangs on the forecast of the year";
        "in_quarter" Number |f| f.history.now, "this quarter alone: a cumulative sum is taken apart";
        "previous" Number |f| f.history.previous, "last quarter alone";
        "year_ago" Number |f| f.history.year_ago, "the same quarter last year alone";
        "change_percent" Number |f| f.change_percent(), "change on last quarter, in percent of it";
        "change_least" Number |f| f.change_least, "the least change that can be large in this unit, where the settings give one";
        "large_change" Flag |f| Some(f.large_change),
            "true when the change is above all three thresholds: percent, times the usual change, least";
        "history_count" Number |f| Some(f.history.count() as f64), "how many past quarters there are to compare with";
        "median" Number |f| f.history.median(), "median of the past quarters, by season of the same quarter of past years";
        "by_season" Flag |f| f.history.usual.map(|u| u.by_season),
            "true when this quarter is compared with the same quarter of past years";
        "mad" Number |f| f.history.usual.map(|u| u.mad), "median absolute deviation of the past quarters, by season from the same quarter of other years";
        "lowest" Number |f| f.history.usual.map(|u| u.lowest), "the lowest of the past quarters, by season the lowest usual for this quarter of the year";
        "highest" Number |f| f.history.usual.map(|u| u.highest), "the highest of the past quarters, by season the highest usual for this quarter of the year";
        "modified_z" Number |f| f.history.modified_z(), "how far from the past quarters: 0.6745 × distance from median ÷ mad";
        "seen_before" Flag |f| f.history.seen(), "true when neither below lowest nor above highest";
        "times_usual" Number |f| f.slip_from_past(),
            "how many times the median, where a unit or a decimal point may have slipped; else blank";
        "times_target" Number |f| f.slip_from_target(), "the same against the target";
        "mean_change" Number |f| f.history.mean_change, "mean size of the change from quarter to quarter";
        "unchanged" Number |f| Some(f64::from(f.history.unchanged)), "quarters in a row with this figure, this one included";
        "years_compared" Number |f| Some(f64::from(f.history.years)), "pairs of the same quarter in two years running";
        "years_rising" Number |f| Some(f64::from(f.history.rises)), "how many of those pairs rose";
        "years_falling" Number |f| Some(f64::from(f.history.falls)), "how many of those pairs fell";
        "parts" Number |f| f.parts.map(|p| p.0), "the sum of the indicator's parts, when all came";
        "parts_count" Number |f| f.parts.map(|p| p.1 as f64), "how many parts there are";
        "formula" Number |f| f.formula.map(|p| p.0), "what the indicator's formula gives, when all that it needs came";
        "formula_feeders" Number |f| f.formula.map(|p| p.1 as f64), "how many others the formula needs";
        "doubted" Flag |f| Some(f.doubted), "true when its size was asked about where it was read: it may be a fraction, or a nought of no calculation";
        "closing_before" Number |f| f.closing_before, "last quarter's closing figure, where this is an opening figure";
    }
}
