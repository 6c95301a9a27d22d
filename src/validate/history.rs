//! What an indicator's own past says of a new value: plain numbers over one series, null where there is too little.

use crate::fit::fit;
use crate::measure::{Aggregation, LongTerm};
use crate::past::Past;
use crate::period::Period;
use crate::register::Indicator;
use crate::statistic::outlier::{self, Usual};
use crate::status::{difference, percent_of};

/// The fewest past values from which anything is concluded about their spread.
pub(super) const LEAST: usize = 8;

/// One indicator's past, in quarters: a cumulative sum is taken apart, a year to date that cannot be is compared with the same
/// quarter of other years alone, values before a break are left out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct OwnPast {
    /// This quarter alone.
    pub now: Option<f64>,
    pub previous: Option<f64>,
    pub year_ago: Option<f64>,
    /// What the past values are like, by season where there are enough; `None` where there are none.
    pub usual: Option<Usual>,
    /// Mean of the absolute changes from one value to the next.
    pub mean_change: Option<f64>,
    /// Quarters in a row with the same figure, this one included.
    pub unchanged: u32,
    /// Pairs of the same quarter in two years running, this quarter's included, and how many of them rose and fell.
    pub years: u32,
    pub rises: u32,
    pub falls: u32,
}

impl OwnPast {
    /// How many past values there are.
    pub fn count(&self) -> usize {
        self.usual.map_or(0, |u| u.count)
    }

    pub fn median(&self) -> Option<f64> {
        self.usual.map(|u| u.median)
    }

    /// Change on last quarter, and in percent of it where it is not 0.
    pub fn change(&self) -> Option<(f64, Option<f64>)> {
        let (now, before) = (self.now?, self.previous?);
        let change = difference(now, before);
        Some((change, percent_of(change, before)))
    }

    /// How far this quarter lies from the past.
    pub fn modified_z(&self) -> Option<f64> {
        outlier::modified_z(self.now?, &self.usual?)
    }

    /// This quarter is neither below the lowest nor above the highest of the past, by season what was usual for it.
    pub fn seen(&self) -> Option<bool> {
        let (now, usual) = (self.now?, self.usual?);
        Some((usual.lowest..=usual.highest).contains(&now))
    }
}

/// Working space that is used again from indicator to indicator.
#[derive(Default)]
pub(super) struct Scratch {
    series: Vec<f64>,
    kept: Vec<f64>,
}

/// The past of one indicator, seen from `value` in `period`.
pub(super) fn history(
    indicator: &Indicator,
    number: usize,
    long_term: LongTerm,
    past: &Past,
    period: Period,
    value: Option<f64>,
    scratch: &mut Scratch,
) -> OwnPast {
    let Scratch { series, kept } = scratch;
    quarters(indicator, number, past, period, value, series);
    let Some((now, before)) = series.split_last() else { return OwnPast::default() };
    let at =
        |back: usize| series.len().checked_sub(1 + back).and_then(|k| series.get(k)).copied().filter(|v| !v.is_nan());
    let mut out =
        OwnPast { now: Some(*now).filter(|v| !v.is_nan()), previous: at(1), year_ago: at(4), ..OwnPast::default() };

    let to_date_only = indicator.to_date_only();
    if to_date_only {
        // Last quarter's year to date is another span of time: it tells nothing of this one's.
        out.previous = None;
    }
    if long_term == LongTerm::Seasonal || to_date_only {
        kept.clear();
        kept.resize(before.len(), 0.0);
        out.usual = outlier::usual_for_season(before, kept);
    }
    if out.usual.is_none() {
        let alike = |back: usize| !to_date_only || back.is_multiple_of(4);
        let same = before.iter().rev().zip(1..).filter(|(_, back)| alike(*back)).map(|(v, _)| *v);
        kept.clear();
        kept.extend(same.filter(|v| !v.is_nan()));
        out.usual = outlier::usual(kept);
    }

    let mut known = before.iter().filter(|v| !v.is_nan());
    if let Some(mut last) = known.next() {
        let (mut total, mut n) = (0.0, 0u32);
        for v in known {
            total += (v - last).abs();
            n += 1;
            last = v;
        }
        out.mean_change = (n >= 4 && !to_date_only).then(|| total / f64::from(n));
    }
    out.unchanged = fit::<u32>(series.iter().rev().take_while(|v| **v == *now).count());
    for (a, b) in series.iter().zip(series.iter().skip(4)).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
        out.years += 1;
        out.rises += u32::from(b > a);
        out.falls += u32::from(b < a);
    }
    out
}

/// Past quarters and this one, NaN where there is none, into `out`.
fn quarters(indicator: &Indicator, number: usize, past: &Past, period: Period, value: Option<f64>, out: &mut Vec<f64>) {
    let first = past.values.first();
    let wanted = usize::try_from(period.index() - first.index()).unwrap_or(0);
    out.clear();
    out.extend(past.values.row(number).iter().take(wanted));
    out.resize(wanted, f64::NAN);
    out.push(value.unwrap_or(f64::NAN));
    if let Some(start) = indicator.breaks.iter().filter(|b| **b <= period).max() {
        let before = usize::try_from(start.index() - first.index()).unwrap_or(0).min(out.len());
        out[..before].fill(f64::NAN);
    }
    if !indicator.cumulative || indicator.aggregation != Aggregation::Sum {
        return;
    }
    for k in (1..out.len()).rev() {
        let this = first.plus(fit::<i32>(k));
        let earlier = indicator.year.so_far(this).rev().skip(1).find(|p| indicator.due(*p));
        if let Some(earlier) = earlier {
            let before = usize::try_from(earlier.index() - first.index()).ok().and_then(|j| out.get(j)).copied();
            out[k] = before.filter(|b| !b.is_nan()).map_or(f64::NAN, |b| difference(out[k], b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Indicator;
    use crate::sample::invoices;

    fn seen(indicator: &Indicator, past: &[f64], value: f64) -> OwnPast {
        let now = Period::new(2026, 3).unwrap();
        let mut all = Past::empty(1, now);
        for (p, v) in now.previous().last(past.len()).zip(past) {
            all.values.set(0, p, Some(*v));
        }
        history(
            indicator,
            0,
            indicator.long_term.unwrap_or(LongTerm::Seasonal),
            &all,
            now,
            Some(value),
            &mut Scratch::default(),
        )
    }

    fn ongoing() -> Indicator {
        Indicator { long_term: Some(LongTerm::Ongoing), ..invoices() }
    }

    #[test]
    fn the_past_is_without_this_quarter() {
        let h = seen(&ongoing(), &[2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3], 8.3);
        let usual = h.usual.unwrap();
        assert_eq!((usual.count, usual.lowest, usual.highest), (10, 2.1, 8.3));
        assert_eq!((h.previous, h.year_ago, h.seen()), (Some(8.3), Some(2.3), Some(true)));
        assert!((h.modified_z().unwrap() - 26.3).abs() < 0.01);
    }

    /// 40 is nothing out of the way in a year, and is in a third quarter.
    #[test]
    fn a_season_is_compared_with_itself() {
        let past = [40.0, 80.0, 52.0, 10.0, 41.0, 83.0, 51.0, 11.0, 42.0, 81.0, 50.0, 12.0];
        let of = |i: &Indicator, past: &[f64], value| {
            let h = seen(i, past, value);
            (h.usual.map(|u| (u.by_season, u.count, u.median)), h.seen(), h.modified_z().is_some_and(|z| z > 3.5))
        };
        assert_eq!(of(&invoices(), &past, 40.0), (Some((true, 12, 41.0)), Some(true), false));
        assert_eq!(of(&invoices(), &past, 80.0), (Some((true, 12, 41.0)), Some(false), true));
        assert_eq!(of(&ongoing(), &past, 80.0), (Some((false, 12, 46.0)), Some(true), false));
        assert_eq!(of(&invoices(), &past[5..], 80.0).0, Some((false, 7, 50.0)), "too few");
    }

    #[test]
    fn a_cumulative_sum_is_taken_apart() {
        let sum = Indicator { cumulative: true, aggregation: Aggregation::Sum, ..invoices() };
        // 2025-26: 10, 30, 60, 100; 2026-27: 12, 30, and now 55.
        let h = seen(&sum, &[10.0, 30.0, 60.0, 100.0, 12.0, 30.0], 55.0);
        assert_eq!((h.now, h.previous, h.year_ago), (Some(25.0), Some(18.0), Some(30.0)));
        assert_eq!((h.usual.map(|u| u.highest), h.count()), (Some(40.0), 6));
        // Half-yearly: the third quarter is not due, so the fourth less the second.
        let halves = Indicator { due_quarters: vec![2, 4], ..sum };
        let h = seen(&halves, &[30.0, f64::NAN, 100.0, f64::NAN, 30.0], 55.0);
        assert_eq!((h.now, h.count(), h.usual.map(|u| u.highest)), (Some(25.0), 3, Some(70.0)));
    }

    /// What had come of a year by its other quarters is not like what has come by now: council tax, 28% by June.
    #[test]
    fn a_year_to_date_only_is_compared_with_its_own_quarter() {
        let tax = Indicator { cumulative: true, aggregation: Aggregation::Last, ..ongoing() };
        let past = [28.0, 56.0, 83.0, 97.0, 28.4, 57.0, 83.4, 97.2];
        // The third quarter.
        let h = seen(&tax, &past[..6], 54.0);
        assert_eq!((h.now, h.previous, h.year_ago, h.mean_change), (Some(54.0), None, Some(83.0), None));
        assert_eq!((h.count(), h.usual.map(|u| (u.lowest, u.highest))), (1, Some((83.0, 83.0))));
        let long: Vec<f64> = past.iter().chain(&past).copied().collect();
        let h = seen(&tax, &long, 29.0);
        assert_eq!((h.usual.map(|u| (u.by_season, u.median)), h.years), (Some((true, 28.2)), 13));
    }

    #[test]
    fn nothing_is_compared_across_a_break() {
        let broken = Indicator { breaks: vec![Period::new(2026, 2).unwrap()], ..invoices() };
        let h = seen(&broken, &[50.0, 50.0, 50.0, 50.0, 60.0], 61.0);
        assert_eq!((h.previous, h.year_ago, h.count(), h.years), (Some(60.0), None, 1, 0));
    }

    #[test]
    fn too_little_is_nothing() {
        let h = seen(&invoices(), &[], 5.0);
        assert_eq!(h, OwnPast { now: Some(5.0), unchanged: 1, ..OwnPast::default() });
        let h = seen(&invoices(), &[1.0, 2.0, 4.0, 8.0], 16.0);
        assert_eq!((h.mean_change, h.median(), h.unchanged), (None, Some(3.0), 1));
        assert_eq!(seen(&invoices(), &[1.0, 2.0, 4.0, 8.0, 16.0], 16.0).mean_change, Some(3.75));
    }
}
