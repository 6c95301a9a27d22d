//! Where the council stands among others: rank, quartile and distance from the median of its peers, and how far it is
//! from the averages that the register gives.
//!
//! Like is compared with like: the peers' latest quarter that is not after the current one, with our own figure of that
//! same quarter.

use super::NoFigure;
use super::series::Series;
use crate::fit::fit;
use crate::measure::Polarity;
use crate::period::Period;
use crate::register::{Comparator, PeerKind, same_name};
use crate::shown::plain;
use crate::statistic::rank::{Better, Rank, median, place};
use crate::status::{compared, difference, percent_of};
use std::borrow::Cow;

/// What can be said of one indicator beside others.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark<'a> {
    /// `None` where the register has no peers for the indicator.
    pub standing: Option<Result<Standing, NoStanding>>,
    /// The averages and the best known, each of its latest quarter, in the register's order.
    pub beside: Vec<ComparatorDistance<'a>>,
}

/// The council among its peers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The quarter of all these figures; before the current one where the peers have nothing later.
    pub period: Period,
    /// The council's own figure.
    pub own: f64,
    /// How many are compared with.
    pub peers: u32,
    /// They are the nearest by the register's distances, not all that it has.
    pub nearest: bool,
    /// Of the peers, without the council.
    pub median: f64,
    /// Own less median, in the unit.
    pub distance: f64,
    /// Of |median|; `None` where that is 0.
    pub percent: Option<f64>,
    /// On the better side of the median; `None` where neither way is better or the two are equal.
    pub better: Option<bool>,
    /// `None` where neither way is better.
    pub place: Option<Rank>,
}

/// Why the council cannot be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoStanding {
    /// Every comparator is of a later quarter.
    NotYet,
    /// The council has no figure of the quarter that its peers are known for.
    NoFigure(Period),
    /// Its figure of that quarter may be of the wrong size.
    InDoubt,
    /// Fewer peers than the settings ask for.
    TooFew {
        /// How many are compared with.
        peers: u32,
        /// How many are needed.
        least: u32,
    },
}

/// An average, or the best known, and how far the council is from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparatorDistance<'a> {
    /// Whose figure it is.
    pub comparator: &'a Comparator,
    /// Own figure of the same quarter less theirs, or why there is none.
    pub distance: Result<f64, NoStanding>,
    /// On the better side; `None` where neither way is better or the two are equal.
    pub better: Option<bool>,
}

impl NoStanding {
    /// One word, for tables that are computed with.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotYet => "later-quarter",
            Self::NoFigure(_) => "no-figure",
            Self::InDoubt => "in-doubt",
            Self::TooFew { .. } => "too-few",
        }
    }

    /// In words for the page.
    pub fn words(self) -> Cow<'static, str> {
        match self {
            Self::NotYet => "peers’ figures are of a later quarter".into(),
            Self::NoFigure(p) => format!("no figure of ours for {}, which the peers’ are of", p.heading()).into(),
            Self::InDoubt => NoFigure::InDoubt.words().into(),
            Self::TooFew { peers, least } => format!("too few peers: {peers}, and {least} are needed").into(),
        }
    }
}

/// The four quarters from the best.
pub const QUARTILES: [&str; 4] = ["top quartile", "second quartile", "third quartile", "bottom quartile"];

impl Standing {
    /// `3rd of 16, top quartile`, or why there is no rank.
    pub fn words(&self) -> Cow<'static, str> {
        match self.place {
            None => "not ranked: neither way is better".into(),
            Some(p) => {
                let quartile = QUARTILES[usize::from(p.quartile.clamp(1, 4)) - 1];
                let tied = if p.ties > 0 { "=" } else { "" };
                format!("{}{tied} of {}, {quartile}", ordinal(p.rank), p.of).into()
            }
        }
    }
}

impl Standing {
    /// On which side of the median, and whether that is the better one.
    pub fn side(&self) -> &'static str {
        match (self.distance, self.better) {
            (0.0, _) => "at the median",
            (d, None) if d > 0.0 => "above",
            (_, None) => "below",
            (d, Some(true)) if d > 0.0 => "above, better",
            (d, Some(false)) if d > 0.0 => "above, worse",
            (_, Some(true)) => "below, better",
            (_, Some(false)) => "below, worse",
        }
    }
}

impl Benchmark<'_> {
    /// Takes back what rests on our figure of the quarter: it may be of the wrong size.
    pub(super) fn doubt(&mut self, quarter: Period) {
        if let Some(standing) = self.standing.as_mut().filter(|s| s.as_ref().is_ok_and(|s| s.period == quarter)) {
            *standing = Err(NoStanding::InDoubt);
        }
        for beside in self.beside.iter_mut().filter(|b| b.comparator.period == quarter && b.distance.is_ok()) {
            (beside.distance, beside.better) = (Err(NoStanding::InDoubt), None);
        }
    }

    /// The whole in one line: the place, the quarter where it is not `now`, else the nearest thing to it that is known.
    pub fn words(&self, now: Period, decimals: u8) -> String {
        let of = |p: Period| if p == now { String::new() } else { format!(" ({p})") };
        match &self.standing {
            Some(Ok(standing)) => format!("{}{}", standing.words(), of(standing.period)),
            Some(Err(why)) => why.words().into_owned(),
            None => self.beside.first().map_or_else(String::new, |b| b.words(decimals) + &of(b.comparator.period)),
        }
    }
}

impl ComparatorDistance<'_> {
    /// `1.4 above England, better`.
    pub fn words(&self, decimals: u8) -> String {
        let name = &self.comparator.name;
        let distance = match self.distance {
            Ok(distance) => distance,
            Err(NoStanding::InDoubt) => return format!("{}: not held against {name}", NoFigure::InDoubt.words()),
            Err(_) => return format!("no figure of ours beside {name}"),
        };
        let side = match self.better {
            Some(true) => ", better",
            Some(false) => ", worse",
            None => "",
        };
        let shown = plain(decimals, distance.abs());
        match distance {
            d if d > 0.0 => format!("{shown} above {name}{side}"),
            d if d < 0.0 => format!("{shown} below {name}{side}"),
            _ => format!("equal to {name}"),
        }
    }
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub fn ordinal(n: u32) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// What can be said of the series' indicator; `None` where the register has nobody to compare with.
pub(super) fn benchmark<'a>(series: &Series<'_, 'a>) -> Option<Benchmark<'a>> {
    let (register, settings) = (series.inputs.register, series.inputs.settings);
    let all = register.comparators_of(series.number);
    all.clone().next()?;
    // A published list of neighbours often has the council itself.
    let ours: &str = &settings.council.name;
    let same = |name: &str| same_name(name, ours);
    let peers = || all.clone().filter(|c| c.kind == PeerKind::Peer && !same(&c.name));
    let standing = peers().next().map(|_| standing(series, peers()));
    let mut latest: Vec<&'a Comparator> = Vec::new();
    for c in all.clone().filter(|c| c.kind != PeerKind::Peer && c.period <= series.inputs.period) {
        match latest.iter_mut().find(|held| held.name == c.name) {
            Some(held) if held.period < c.period => *held = c,
            Some(_) => {}
            None => latest.push(c),
        }
    }
    let beside = latest.into_iter().map(|comparator| beside(series, comparator)).collect();
    Some(Benchmark { standing, beside })
}

/// Our own figure of a quarter, as received and rounded as it is shown.
fn own(series: &Series<'_, '_>, p: Period) -> Option<f64> {
    series.received(p).map(|v| compared(series.indicator, series.inputs.settings, v))
}

fn better(series: &Series<'_, '_>) -> Option<Better> {
    match series.indicator.polarity {
        Polarity::Higher => Some(Better::Higher),
        Polarity::Lower => Some(Better::Lower),
        Polarity::Plan | Polarity::None => None,
    }
}

fn standing<'a>(
    series: &Series<'_, 'a>,
    peers: impl Iterator<Item = &'a Comparator> + Clone,
) -> Result<Standing, NoStanding> {
    let (register, settings) = (series.inputs.register, &series.inputs.settings.benchmarks);
    let period = peers.clone().map(|c| c.period).filter(|p| *p <= series.inputs.period).max();
    let period = period.ok_or(NoStanding::NotYet)?;
    let of_period = peers.filter(|c| c.period == period);
    let nearest = !register.neighbours.is_empty();
    let shown = |v| compared(series.indicator, series.inputs.settings, v);
    let mut values: Vec<f64> = if nearest {
        let mut known: Vec<(u32, f64)> = of_period.filter_map(|c| Some((c.nearness?, shown(c.value)))).collect();
        known.sort_by_key(|(nearness, _)| *nearness);
        known.into_iter().map(|(_, value)| value).take(settings.nearest as usize).collect()
    } else {
        of_period.map(|c| shown(c.value)).collect()
    };
    let count = fit::<u32>(values.len());
    if count < settings.least_peers {
        return Err(NoStanding::TooFew { peers: count, least: settings.least_peers });
    }
    let own = own(series, period).ok_or(NoStanding::NoFigure(period))?;
    values.sort_by(f64::total_cmp);
    let too_few = NoStanding::TooFew { peers: count, least: settings.least_peers };
    let median = median(&values).ok_or(too_few)?;
    let distance = difference(own, median);
    let place =
        better(series).and_then(|better| place(own, &values, better, &mut Vec::with_capacity(values.len() + 1)));
    Ok(Standing {
        period,
        own,
        peers: count,
        nearest,
        median,
        distance,
        percent: percent_of(distance, median),
        better: gains(series, distance),
        place,
    })
}

fn beside<'a>(series: &Series<'_, 'a>, comparator: &'a Comparator) -> ComparatorDistance<'a> {
    let theirs = compared(series.indicator, series.inputs.settings, comparator.value);
    let own = own(series, comparator.period).ok_or(NoStanding::NoFigure(comparator.period));
    let distance = own.map(|own| difference(own, theirs));
    ComparatorDistance { comparator, distance, better: distance.ok().and_then(|d| gains(series, d)) }
}

/// Whether a distance is on the better side.
fn gains(series: &Series<'_, '_>, distance: f64) -> Option<bool> {
    match better(series)? {
        Better::Higher => Some(distance > 0.0),
        Better::Lower => Some(distance < 0.0),
    }
    .filter(|_| distance != 0.0)
}
