//! Level, trend and signal of one indicator over its whole series: what is noise and what is not, beside the status and
//! never in its place.
//!
//! The series is every quarter in which a value was due and came, each taken alone, since the definition last changed.
//! A missing quarter is passed over; times stay what they were.

mod chance;
mod points;
mod trend;

use super::NoFigure;
use super::series::Series;
use crate::fit::fit;
use crate::measure::{Polarity, Unit};
use crate::past;
use crate::period::Period;
use crate::settings::Status;
use crate::statistic::interval::Interval;
use crate::statistic::mann_kendall::MannKendall;
use crate::statistic::outlier::{self, Usual};
use crate::statistic::theil_sen::TrendLine;
use crate::statistic::xmr::{self, SignalRule, Xmr};
use std::sync::{Arc, LazyLock};

/// The most points that a series can have: all that is looked back on, and this quarter.
const MOST: usize = past::QUARTERS as usize + 1;
/// Quarters in a year, the seasons of a measure.
const SEASON: u32 = 4;
/// Past figures from which something is concluded about their spread.
const SPREAD: usize = 8;
/// Past figures from which the size of a figure is doubted, and changes from which one is called unusual.
const SIZE: usize = 4;
/// So many times in a row with the same figure are worth a word.
pub const UNCHANGED: u32 = 4;

/// Which way the whole series goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Course {
    /// For the better.
    Improving,
    /// For the worse.
    Worsening,
    /// Up and down where no way is better.
    Rising,
    /// Down, where no way is better.
    Falling,
    /// Clear, and no more in all than what a direction of travel calls steady.
    Steady,
    /// No clear trend.
    Unclear,
}

/// The trend over the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Per quarter; the intercept is at the first point. Of quarters with the same quarter of other years where
    /// `by_season`.
    pub line: TrendLine,
    /// The test of the trend.
    pub test: MannKendall,
    /// Season by season.
    pub by_season: bool,
    /// Of what the line leaves over, with the point before; `None` where tested by season.
    pub autocorrelation: Option<f64>,
    /// The test with an allowance for autocorrelation; `None` where tested by season or where the method has no answer.
    pub allowing: Option<MannKendall>,
    /// Which way it goes.
    pub course: Course,
    /// A clear trend that is not clear when allowed for autocorrelation: it may be drift.
    pub drift: bool,
}

/// Better, worse or no more than noise, by polarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Variation {
    /// Special cause, for the better.
    Improvement,
    /// Special cause, for the worse.
    Concern,
    /// Signals where no way is better.
    High,
    /// Special cause, down, where no way is better.
    Low,
    /// The usual range.
    CommonCause,
}

/// The latest point's variation with the rule that fired; none for common cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatestSignal {
    /// What kind of variation it is.
    pub variation: Variation,
    /// The rule that was met; none within the usual range.
    pub rule: Option<SignalRule>,
}

/// What the limits say of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Assurance {
    /// Consistently meets the target.
    Passes,
    /// Consistently fails the target.
    Fails,
    /// May or may not meet it.
    HitOrMiss,
}

/// The range that chance could explain, in the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Where the true figure lies.
    pub range: Interval,
    /// By which method.
    pub method: IntervalMethod,
    /// `None` where there is no target that could be met or missed.
    pub verdict: Option<Verdict>,
}

/// How an interval was worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalMethod {
    /// Wilson's, for a proportion.
    Wilson,
    /// Byar's, for a count.
    Byar,
}

/// Target met or missed, by more or by less than chance could explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Missed by less than chance could explain.
    MissedByLess,
    /// Missed by more than that.
    MissedByMore,
    /// Met by less than chance could explain.
    MetByLess,
    /// Met by more than that.
    MetByMore,
}

/// All that a series says of its latest quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Signals {
    /// How many points there are, and the quarter of the first.
    pub points: usize,
    /// The first quarter of the series.
    pub first: Option<Period>,
    /// Its trend, or why none is said.
    pub trend: Result<Trend, NoFigure>,
    /// The lines of the chart, of two points or more; on trial below [`crate::settings::SignalSettings::least_points`].
    pub chart: Option<Xmr>,
    /// Fewer points than limits should have.
    pub trial: bool,
    /// The latest point, or why nothing is said of it.
    pub signal: Result<LatestSignal, NoFigure>,
    /// Whether the process can meet its target, or why that is not said.
    pub assurance: Result<Assurance, NoFigure>,
    /// Whether chance could explain the distance from the target, or why that is not said.
    pub chance: Result<Chance, NoFigure>,
    /// What the points before this one are like, by season where there are enough.
    pub usual: Option<Usual>,
    /// How far this quarter lies from them.
    pub modified_z: Result<f64, NoFigure>,
    /// How many times the usual figure this one is, where a decimal point may have slipped.
    pub times_usual: Option<f64>,
    /// Points in a row with the same figure, this one included; 0 without a figure.
    pub unchanged: u32,
    /// The same figure so often that it is worth a word; a nought or a full hundred percent may well stay.
    pub still: bool,
    /// The change on the quarter in which a value was last due is large in percent, in the unit and for this measure.
    pub large_change: Option<bool>,
}

impl Series<'_, '_> {
    /// What the series says. `value` and `target` are those that `status` compares, `variance` how they differ.
    pub fn signals(&self, status: Status, target: Option<f64>, variance: Option<f64>) -> Arc<Signals> {
        let settings = &self.inputs.settings.signals;
        if !settings.on {
            return Arc::clone(&OFF);
        }
        let points = self.points();
        let here = match self.received(self.inputs.period) {
            _ if self.indicator.to_date_only() => Err(NoFigure::YearToDateOnly),
            _ if points.last == Some(self.inputs.period) => Ok(()),
            Some(_) if self.indicator.due(self.inputs.period) => {
                self.quarter(self.inputs.period).map(|_| ()).and(Err(NoFigure::NoValue))
            }
            _ => Err(self.absent()),
        };
        let known = points.n;
        let (times, values) = (&points.times()[..known], &points.values()[..known]);
        let enough = |least: usize| if known < least { Err(NoFigure::NotEnoughHistory) } else { Ok(()) };

        let chart = xmr::xmr(values, settings.screening);
        let charted = here.and(enough(settings.least_points)).and(chart.ok_or(NoFigure::NotEnoughHistory));
        let (usual, now) = (self.usual(&points, known), here.ok().and(values.last().copied()));
        let far = usual.filter(|u| u.count >= SPREAD).ok_or(NoFigure::NotEnoughHistory);
        let slip = |now: f64| usual.filter(|u| u.count >= SIZE).and_then(|u| outlier::power_of_ten(now, u.median));
        let unchanged = now.map_or(0, |now| fit::<u32>(values.iter().rev().take_while(|v| **v == now).count()));
        let full = |now: f64| now == 100.0 && self.indicator.unit == Unit::Percent;
        Arc::new(Signals {
            points: known,
            first: points.first,
            trend: here.and(enough(self.inputs.settings.trend.least_points)).and_then(|()| self.trend(times, values)),
            chart,
            trial: known < settings.least_points,
            signal: charted.map(|chart| self.signalled(values, &chart)),
            assurance: charted.and_then(|chart| self.assurance(&chart)),
            chance: self.chance(status, target, variance),
            usual,
            modified_z: here
                .and(far)
                .and_then(|usual| now.and_then(|now| outlier::modified_z(now, &usual)).ok_or(NoFigure::NoSpread)),
            times_usual: now.and_then(slip),
            unchanged,
            still: unchanged >= UNCHANGED && now.is_some_and(|now| now != 0.0 && !full(now)),
            large_change: here.ok().and_then(|()| self.large_change(times, values)),
        })
    }

    fn signalled(&self, values: &[f64], chart: &Xmr) -> LatestSignal {
        let signal = xmr::signal(values, chart);
        let variation = match (signal.map(|s| s.high), self.indicator.polarity) {
            (None, _) => Variation::CommonCause,
            (Some(true), Polarity::Higher) | (Some(false), Polarity::Lower) => Variation::Improvement,
            (Some(_), Polarity::Higher | Polarity::Lower) => Variation::Concern,
            (Some(true), _) => Variation::High,
            (Some(false), _) => Variation::Low,
        };
        LatestSignal { variation, rule: signal.map(|s| s.rule) }
    }

    /// Whether the process as it stands can meet, or miss, what this quarter alone was to be.
    fn assurance(&self, chart: &Xmr) -> Result<Assurance, NoFigure> {
        let higher = match self.indicator.polarity {
            Polarity::Higher => true,
            Polarity::Lower => false,
            Polarity::Plan | Polarity::None => return Err(NoFigure::NoPolarity),
        };
        let target = self.quarter_target(self.inputs.period).ok_or(NoFigure::NoTarget)?;
        Ok(match (target > chart.upper, target < chart.lower) {
            (false, false) => Assurance::HitOrMiss,
            (above, _) if above == higher => Assurance::Fails,
            _ => Assurance::Passes,
        })
    }
}

/// Nothing was worked out: one for all, so that what is switched off costs no room.
static OFF: LazyLock<Arc<Signals>> = LazyLock::new(|| {
    Arc::new(Signals {
        points: 0,
        first: None,
        trend: Err(NoFigure::SignalsOff),
        chart: None,
        trial: false,
        signal: Err(NoFigure::SignalsOff),
        assurance: Err(NoFigure::SignalsOff),
        chance: Err(NoFigure::SignalsOff),
        usual: None,
        modified_z: Err(NoFigure::SignalsOff),
        times_usual: None,
        unchanged: 0,
        still: false,
        large_change: None,
    })
});

impl Signals {
    /// Status and signal together, what follows the status's word: `, but within its usual range`. `None` where the status
    /// is no rating or there is no signal to hold against it.
    pub fn beside(&self, status: Status) -> Option<&'static str> {
        let signal = self.signal.ok().filter(|_| status.rated())?;
        Some(match (signal.variation, status.on_target(), self.assurance.ok()) {
            (Variation::Concern, ..) => ", with a signal of concern",
            (Variation::Improvement, false, Some(Assurance::Fails)) => {
                ", with a signal of improvement, but its usual range does not reach its target yet"
            }
            (Variation::Improvement, false, _) => ", but with a signal of improvement",
            (Variation::Improvement, true, _) => ", with a signal of improvement",
            (Variation::High, ..) => ", and unusually high",
            (Variation::Low, ..) => ", and unusually low",
            (Variation::CommonCause, true, Some(Assurance::Passes)) => ", and reliably so",
            (Variation::CommonCause, true, Some(Assurance::Fails)) => {
                " this quarter, but its usual range is worse than its target"
            }
            (Variation::CommonCause, true, Some(Assurance::HitOrMiss)) => ", but could miss it by chance alone",
            (Variation::CommonCause, true, None) => ", and within its usual range",
            (Variation::CommonCause, false, Some(Assurance::Fails)) => {
                ", and consistently failing: its usual range does not reach its target"
            }
            (Variation::CommonCause, false, _) => ", but within its usual range",
        })
    }
}
