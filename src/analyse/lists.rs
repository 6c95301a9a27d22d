//! What stands out, in the order in which it is told.

use super::{Analysis, IndicatorResult};
use crate::settings::Status;

impl Analysis<'_> {
    /// Positions of everything off target, the furthest off first by percentage of the target; where the target is 0
    /// or a band there is no percentage, and those stand last, before the figures that are in doubt. Ties by id.
    pub fn exceptions(&self) -> Vec<usize> {
        let last = |v: Option<f64>| v.unwrap_or(f64::INFINITY);
        let red = |(n, r): (usize, &IndicatorResult<'_>)| {
            let how = (r.doubt().is_some(), last(r.variance_percent), last(r.variance), n);
            (r.status == Status::Red).then_some(how)
        };
        let mut reds: Vec<_> = self.indicators.iter().enumerate().filter_map(red).collect();
        reds.sort_by(|a, b| {
            let by_size = a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2));
            a.0.cmp(&b.0).then(by_size).then_with(|| self.id(a.3).cmp(self.id(b.3)))
        });
        reds.into_iter().map(|(.., n)| n).collect()
    }

    /// Positions of what was rated when it was last due and has no figure now: what was off target first, then near it;
    /// ties by weight and id.
    pub fn lost(&self) -> Vec<usize> {
        let rank = |n: usize| {
            let result = &self.indicators[n];
            let worst = match result.lost()?.1 {
                Status::Red => 0,
                Status::Amber => 1,
                _ => 2,
            };
            Some((worst, -self.register.indicators[result.indicator].weight))
        };
        let mut lost: Vec<_> = (0..self.indicators.len()).filter_map(|n| Some((rank(n)?, n))).collect();
        lost.sort_by(|((a, x), n), ((b, y), m)| {
            a.cmp(b).then(x.total_cmp(y)).then_with(|| self.id(*n).cmp(self.id(*m)))
        });
        lost.into_iter().map(|(_, n)| n).collect()
    }

    /// Positions of what is not off target now and is forecast to miss the year's target, the least likely to meet it
    /// first; ties by id.
    pub fn breaches_forecast(&self) -> Vec<usize> {
        let chance = |n: usize| self.indicators[n].chance().unwrap_or(1.0);
        let told = |n: &usize| {
            let r = &self.indicators[*n];
            r.status != Status::Red && r.outturn.as_ref().is_ok_and(|o| o.to_miss())
        };
        let mut list: Vec<usize> = (0..self.indicators.len()).filter(told).collect();
        list.sort_by(|a, b| chance(*a).total_cmp(&chance(*b)).then_with(|| self.id(*a).cmp(self.id(*b))));
        list
    }

    /// The id of the indicator at a position.
    pub(super) fn id(&self, n: usize) -> &str {
        &self.register.indicators[self.indicators[n].indicator].id
    }
}
