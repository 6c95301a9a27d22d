//! Where the year will end: the outturn forecast from the quarters so far, tested on the indicator's own past years.

use super::NoFigure;
use super::series::Series;
use crate::elementary::power;
use crate::measure::{Aggregation, Polarity, Unit};
use crate::past;
use crate::period::Period;
use crate::settings::SmoothingFor;
use crate::statistic::forecast::{
    CountKind, Fold, Forecast, ForecastMeasure, ForecastMethod, ForecastRules, NoForecast, QuarterSeries, forecast,
};
use crate::status::{compared, difference, percent_of};

/// The year's outturn: known when its last quarter is in, forecast before that.
#[derive(Debug, Clone, PartialEq)]
pub struct Outturn {
    /// In the indicator's unit, rounded as the year's target is.
    pub value: f64,
    /// The quarter that ends the year.
    pub ends: Period,
    /// How the value was foreseen; `None` when the year has ended and it is known.
    pub foreseen: Option<OutturnForecast>,
    /// The year's target; `None` where there is none.
    pub target: Option<f64>,
    /// Whether the value meets the year's target or lies inside its band; `None` without one.
    pub meets: Option<bool>,
    /// How far the value is from its target, or outside its band, in percent of it: 0 where it meets it, without end where the
    /// target is nought; `None` without one.
    pub miss: Option<f64>,
    /// The service's own forecast of the year, as its return has it.
    pub own: Option<f64>,
    /// Whether the service's own forecast lies outside the range of 80%; `None` without either.
    pub disagrees: Option<bool>,
}

/// A forecast with what vouches for it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutturnForecast {
    /// By which method.
    pub method: ForecastMethod,
    /// The ranges that hold the outturn with a probability of 80% and of 95%.
    pub range_80: (f64, f64),
    /// Where the outturn lies with 95%.
    pub range_95: (f64, f64),
    /// What the ranges are made from: the root mean square of the errors, or what chance alone does to the figures.
    pub spread: f64,
    /// How far off the method was on average in the past years, in the unit, and as a percentage of what they came to.
    pub error: f64,
    /// Mean absolute error over past years, in percent of the outturn.
    pub error_percent: Option<f64>,
    /// Past years in which it was tested.
    pub years: usize,
    /// The chance of meeting the year's target, 0 to 1; `None` without a target.
    pub chance: Option<f64>,
    /// What the due quarters to come are, each alone, if the year ends at the forecast and at either end of the range of
    /// 80%: the same in each, and of a stock on the way there; of key indicators only.
    pub to_come: Vec<(Period, [f64; 3])>,
}

impl Outturn {
    /// The year has not ended, and by the forecast it will miss its target.
    pub fn to_miss(&self) -> bool {
        self.foreseen.is_some() && self.meets == Some(false)
    }
}

/// What the year is to reach.
#[derive(Debug, Clone, Copy)]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
    Between(f64, f64),
}

impl Goal {
    fn met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(goal) => value >= goal,
            Self::AtMost(goal) => value <= goal,
            Self::Between(low, high) => (low..=high).contains(&value),
        }
    }

    /// How far a value is on the wrong side, in percent of what it should reach.
    fn miss(self, value: f64) -> f64 {
        let (short, goal) = match self {
            Self::AtLeast(goal) => (difference(goal, value), goal),
            Self::AtMost(goal) => (difference(value, goal), goal),
            Self::Between(low, _) if value < low => (difference(low, value), low),
            Self::Between(_, high) => (difference(value, high), high),
        };
        if short > 0.0 { percent_of(short, goal).unwrap_or(f64::INFINITY) } else { 0.0 }
    }

    /// The chance of meeting it, when figures that differ from it by no more than `slack` are rounded to it.
    fn chance(self, forecast: &Forecast, slack: f64) -> f64 {
        match self {
            Self::AtLeast(goal) => forecast.at_least(goal - slack),
            Self::AtMost(goal) => forecast.at_most(goal + slack),
            Self::Between(low, high) => forecast.between(low - slack, high + slack),
        }
    }
}

/// The most quarters of a measure: all that is looked back on, what went before in the first of the years, and this one.
const MOST: usize = past::QUARTERS as usize + 4;

/// The years of an indicator as the forecast takes them, oldest first, NaN where there is nothing.
struct Years {
    per_year: usize,
    elapsed: usize,
    /// The due quarters, up to the last one that is due by now; of the array the first `n`.
    quarters: [Period; MOST],
    n: usize,
}

/// The value of the year, and its forecast where it has not ended.
struct YearValue {
    value: f64,
    forecast: Option<Forecast>,
    to_come: Option<[f64; 3]>,
}

impl Series<'_, '_> {
    /// The outturn of the year of `p` as it could be told at `p`, or why it cannot be told.
    pub fn outturn(&self, p: Period) -> Result<Outturn, NoFigure> {
        if !self.inputs.settings.forecast.on {
            return Err(NoFigure::ForecastOff);
        }
        self.outturn_told(p)
    }

    /// The last quarter of the year of `p` in which a value is due.
    pub fn end_of_year(&self, p: Period) -> Option<Period> {
        self.due_in_year(p).next_back()
    }

    /// The same whether forecasts are switched on or not: of a year that has ended there is none to make.
    pub fn outturn_told(&self, p: Period) -> Result<Outturn, NoFigure> {
        let (indicator, settings) = (self.indicator, self.inputs.settings);
        let years = self.years(p);
        let (Some(first), Some(last)) = (years.first_of_this(), years.quarters().last().copied()) else {
            return Err(NoFigure::NothingDueYet);
        };
        if self.broken(first, last) {
            return Err(NoFigure::DefinitionChanged);
        }
        // The dust of binary fractions decides no rounding.
        let round = |v| compared(indicator, settings, difference(v, 0.0));
        let YearValue { value, forecast, to_come } = self.told(&years, last)?;
        let goal = self.goal(p);
        let value = round(value);
        let slack = if settings.status.rounded { 0.5 * self.step() } else { 0.0 };
        let rounded = |(low, high): (f64, f64)| (round(low), round(high));
        let foreseen = forecast.map(|f| OutturnForecast {
            method: f.method,
            range_80: rounded(f.range(0.8)),
            range_95: rounded(f.range(0.95)),
            spread: f.spread,
            error: f.error,
            error_percent: f.error_percent,
            years: f.years,
            chance: goal.map(|g| g.chance(&f, slack)),
            to_come: self.path(p, to_come),
        });
        let own = self.reading.filter(|_| p == self.inputs.period).and_then(|r| r.forecast);
        let outside = |own: f64, (low, high): (f64, f64)| round(own) < low || round(own) > high;
        Ok(Outturn {
            value,
            ends: self.due_in_year(p).next_back().unwrap_or(last),
            target: self.year_target(p).map(round),
            meets: goal.map(|g| g.met(value)),
            miss: goal.map(|g| g.miss(value)),
            own,
            disagrees: own.zip(foreseen.as_ref()).map(|(own, f)| outside(own, f.range_80)),
            foreseen,
        })
    }

    /// The quarters of the year after `p`, each at the level that is to come.
    fn path(&self, p: Period, to_come: Option<[f64; 3]>) -> Vec<(Period, [f64; 3])> {
        // A figure of the year's end does not lie on the way of those of one quarter of each year.
        let Some(levels) = to_come.filter(|_| self.indicator.key && !self.indicator.to_date_only()) else {
            return vec![];
        };
        let left = self.due_in_year(p).filter(|q| *q > p);
        let all = left.clone().count() as f64;
        let from = self.received(p).filter(|_| self.indicator.aggregation == Aggregation::Last);
        let on_the_way = |n: f64| levels.map(|to| from.map_or(to, |from| from + (to - from) * n / all));
        left.enumerate().map(|(n, q)| (q, on_the_way(n as f64 + 1.0))).collect()
    }

    /// The quarters of the year of `p` in which a value is due.
    fn due_in_year(&self, p: Period) -> impl DoubleEndedIterator<Item = Period> + Clone + '_ {
        let whole = (-3..=3).map(move |n| p.plus(n)).filter(move |q| self.year_of(*q) == self.year_of(p));
        whole.filter(|q| self.indicator.due(*q))
    }

    fn years(&self, p: Period) -> Years {
        let known = self.inputs.past.values.first().min(p);
        let start = (0..4).map(|n| known.plus(-n)).take_while(|q| self.year_of(*q) == self.year_of(known)).last();
        let due = (0..).map(|n| start.unwrap_or(known).plus(n)).take_while(|q| *q <= p);
        let (mut quarters, mut n) = ([p; MOST], 0);
        for (place, quarter) in quarters.iter_mut().zip(due.filter(|q| self.indicator.due(*q))) {
            *place = quarter;
            n += 1;
        }
        Years {
            per_year: self.due_in_year(p).count(),
            elapsed: self.due_in_year(p).filter(|q| *q <= p).count(),
            quarters,
            n,
        }
    }

    /// The value of the year, with its forecast where it has not ended.
    fn told(&self, years: &Years, last: Period) -> Result<YearValue, NoFigure> {
        let share = self.is_share() && matches!(self.indicator.aggregation, Aggregation::Ratio | Aggregation::Mean);
        let named = self.indicator.is_ratio() || self.indicator.aggregation == Aggregation::Ratio;
        let sent = || self.due_in_year(last).filter(|q| *q <= last).all(|q| self.quarter_parts(q).is_some());
        let parts = share && (named || sent());
        let (told, missing) = match parts {
            true => (self.by_parts(years, last), NoFigure::PartsMissing),
            false => (self.by_quarters(years, last), NoFigure::QuarterMissing),
        };
        told.or_else(|lack| if self.indicator.cumulative { self.to_date_alone(years, last) } else { Err(lack) })
            .map_err(|lack| match lack {
                NoForecast::History => NoFigure::FewYears,
                NoForecast::ThisYear if self.received(last).is_none() => NoFigure::NoValue,
                NoForecast::ThisYear => missing,
            })
    }

    /// From numerators and denominators.
    fn by_parts(&self, years: &Years, last: Period) -> Result<YearValue, NoForecast> {
        let numerators = self.values(years, last, |q| self.quarter_parts(q).map(|(n, _)| n));
        let denominators = self.values(years, last, |q| self.quarter_parts(q).map(|(_, d)| d));
        // Without its multiplier a rate is foretold from its values.
        let Some(times) = self.times() else { return self.by_quarters(years, last) };
        self.foretold(&ForecastMeasure::Ratio {
            numerator: years.of(&numerators, Fold::Sum),
            denominator: years.of(&denominators, Fold::Sum),
            times,
        })
    }

    /// From the values of the quarters alone.
    fn by_quarters(&self, years: &Years, last: Period) -> Result<YearValue, NoForecast> {
        let fold = match self.indicator.aggregation {
            Aggregation::Sum => Fold::Sum,
            // What the quarters were is not told by how far the year has come, nor by its mean, highest or lowest.
            _ if self.indicator.cumulative => return Err(NoForecast::ThisYear),
            Aggregation::Last => Fold::Last,
            Aggregation::Mean | Aggregation::Ratio => Fold::Mean,
            Aggregation::Max => Fold::Greatest,
            Aggregation::Min => Fold::Least,
        };
        let alone = self.values(years, last, |q| self.quarter(q).ok());
        self.foretold(&ForecastMeasure::Plain(years.of(&alone, fold)))
    }

    /// From years to date, which say what the year came to by now even where they cannot be taken apart.
    fn to_date_alone(&self, years: &Years, last: Period) -> Result<YearValue, NoForecast> {
        let fold = if self.indicator.aggregation == Aggregation::Sum { Fold::Total } else { Fold::ToDate };
        let to_date = self.values(years, last, |q| self.received(q));
        self.foretold(&ForecastMeasure::Plain(years.of(&to_date, fold)))
    }

    /// One figure a due quarter, of those that measure what the last one does.
    fn values(&self, years: &Years, last: Period, of: impl Fn(Period) -> Option<f64>) -> [f64; MOST] {
        let mut values = [f64::NAN; MOST];
        for (value, q) in values.iter_mut().zip(years.quarters()).filter(|(_, q)| !self.broken(**q, last)) {
            *value = of(*q).unwrap_or(f64::NAN);
        }
        values
    }

    fn foretold(&self, measure: &ForecastMeasure<'_>) -> Result<YearValue, NoForecast> {
        let so_far = measure.so_far().ok_or(NoForecast::ThisYear)?;
        if measure.ended() {
            return Ok(YearValue { value: so_far, forecast: None, to_come: None });
        }
        let settings = &self.inputs.settings.forecast;
        let smoothing = self.may_be_smoothed();
        // How far the year has come is not where it ends, nor does it go on at its pace: only past years tell.
        let grows = self.indicator.to_date_only() && self.indicator.aggregation == Aggregation::Last;
        let sense = |m: ForecastMethod| !grows || m == ForecastMethod::SeasonalShare;
        let allowed = |m: ForecastMethod| settings.methods.contains(&m) && sense(m);
        let may = |m: ForecastMethod| allowed(m) && (m != ForecastMethod::Smoothing || smoothing);
        let rules = ForecastRules {
            counted: self.counted(),
            least_years: settings.least_years,
            methods: ForecastMethod::ALL.map(may),
            least_spread: 0.5 * self.step(),
            bounds: self.bounds(measure, so_far),
        };
        let f = forecast(measure, &rules)?;
        let (low, high) = f.range(0.8);
        let [value, low, high] = [f.value, low, high].map(|v| measure.to_come(f.method, v));
        let to_come = value.zip(low).zip(high).map(|((value, low), high)| [value, low, high]);
        Ok(YearValue { value: f.value, forecast: Some(f), to_come })
    }

    /// Smoothing is costly: the settings say for which indicators it is tried, and for how many.
    fn may_be_smoothed(&self) -> bool {
        let settings = &self.inputs.settings.forecast;
        match settings.smoothing {
            SmoothingFor::None => false,
            SmoothingFor::All => self.number < settings.smoothing_most,
            SmoothingFor::Key if !self.indicator.key => false,
            SmoothingFor::Key => {
                let before = self.inputs.register.indicators[..self.number].iter().filter(|i| i.key);
                before.take(settings.smoothing_most).count() < settings.smoothing_most
            }
        }
    }

    /// Whether chance alone moves the figure: a whole number that adds up, or a part of a whole.
    fn counted(&self) -> CountKind {
        let i = self.indicator;
        match i.aggregation {
            Aggregation::Sum if i.unit == Unit::Number && i.decimals == 0 => CountKind::Cases,
            Aggregation::Ratio | Aggregation::Mean if i.part_of_whole => CountKind::Parts,
            _ => CountKind::No,
        }
    }

    /// One step of the indicator's last decimal.
    fn step(&self) -> f64 {
        power(10.0, -i32::from(self.indicator.decimals))
    }

    /// What the year's value cannot fall below or rise above: what the register says of a value, 0 to 100 of a
    /// percentage that never left it, 0 of a count; a total does not fall below what was already counted, a highest or
    /// lowest value stays at least or at most that.
    fn bounds(&self, measure: &ForecastMeasure<'_>, so_far: f64) -> (f64, f64) {
        let i = self.indicator;
        let (least, greatest) = measure.extremes().unwrap_or((so_far, so_far));
        let money = matches!(i.unit, Unit::Pounds | Unit::PoundsThousands | Unit::PoundsMillions);
        let never_negative = i.minimum.is_some_and(|m| m >= 0.0) || i.minimum.is_none() && !money && least >= 0.0;
        let percent = i.unit == Unit::Percent && greatest <= 100.0 || i.part_of_whole;
        let whole = if percent && i.unit == Unit::Percent { 100.0 } else { f64::INFINITY };
        let none = if never_negative { 0.0 } else { f64::NEG_INFINITY };
        match i.aggregation {
            Aggregation::Sum if never_negative => (so_far, f64::INFINITY),
            Aggregation::Sum => (f64::NEG_INFINITY, f64::INFINITY),
            Aggregation::Max => (so_far, i.maximum.unwrap_or(whole).max(so_far)),
            Aggregation::Min => (i.minimum.unwrap_or(none).min(so_far), so_far),
            _ => (i.minimum.unwrap_or(none).min(least), i.maximum.unwrap_or(whole).max(greatest)),
        }
    }

    /// The target of the whole year: the register's, else what its profile comes to at the end.
    fn year_target(&self, p: Period) -> Option<f64> {
        let target = self.target(p)?;
        let profile = |q: Period| target.quarters.get(usize::from(q.quarter()).checked_sub(1)?).copied().flatten();
        target.annual.or_else(|| match self.indicator.aggregation {
            Aggregation::Sum if !self.indicator.cumulative => {
                self.due_in_year(p).try_fold(0.0, |sum, q| Some(difference(sum, -profile(q)?)))
            }
            Aggregation::Sum | Aggregation::Last => self.due_in_year(p).next_back().and_then(profile),
            _ if self.indicator.cumulative => self.due_in_year(p).next_back().and_then(profile),
            _ => None,
        })
    }

    /// What the year's value is to reach. The band of a plan is the year's where each reading is the year's value.
    fn goal(&self, p: Period) -> Option<Goal> {
        let round = |v| compared(self.indicator, self.inputs.settings, v);
        match self.indicator.polarity {
            Polarity::None => None,
            Polarity::Higher => self.year_target(p).map(|t| Goal::AtLeast(round(t))),
            Polarity::Lower => self.year_target(p).map(|t| Goal::AtMost(round(t))),
            Polarity::Plan => {
                let target = self.target(p)?;
                let whole = self.indicator.cumulative || self.indicator.aggregation != Aggregation::Sum;
                let banded = whole && (target.green_low.is_some() || target.green_high.is_some());
                let (low, high) = (target.green_low.map(round), target.green_high.map(round));
                banded.then(|| Goal::Between(low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)))
            }
        }
    }
}

impl Years {
    fn quarters(&self) -> &[Period] {
        &self.quarters[..self.n]
    }

    fn of<'v>(&self, values: &'v [f64; MOST], fold: Fold) -> QuarterSeries<'v> {
        QuarterSeries { values: &values[..self.n], per_year: self.per_year, elapsed: self.elapsed, fold }
    }

    /// The first quarter of the year that runs, where one is due by now.
    fn first_of_this(&self) -> Option<Period> {
        let at = self.n.checked_sub(self.elapsed)?;
        self.quarters().get(at).copied()
    }
}
