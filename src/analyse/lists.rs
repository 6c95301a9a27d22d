//! What stands out, in the order in which it is told.

use super::Analysis;
use super::concern::{self, Concern};
use crate::settings::Status;

impl Analysis<'_> {
    /// Why the measure at position `n` stands where it does in an order of what is worst.
    pub fn concern(&self, n: usize) -> Concern {
        concern::concern(self.register, self.period, &self.indicators[n])
    }

    /// Positions of everything off target, what is of most concern first; the figures that are in doubt last. Ties by id.
    pub fn exceptions(&self) -> Vec<usize> {
        let red = |n: &usize| self.indicators[*n].status == Status::Red;
        self.worst_first((0..self.indicators.len()).filter(red))
    }

    /// Positions in the order in which a reader should see them: off target before near target before on target before the
    /// rest; within each what is in doubt last, what is of most concern first, ties by id.
    pub fn worst_first(&self, members: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let rank = |status| match status {
            Status::Red => 0,
            Status::Amber => 1,
            Status::Green | Status::Exceeds => 2,
            _ => 3,
        };
        let place = |n: usize| {
            let r = &self.indicators[n];
            let concern = if r.status.rated() { self.concern(n).score() } else { 0.0 };
            ((rank(r.status), r.doubt().is_some()), concern, n)
        };
        // Every list asks: the order of all is worked out once.
        let ranks = self.ranks.get_or_init(|| {
            let mut order: Vec<_> = (0..self.indicators.len()).map(place).collect();
            order.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| self.id(a.2).cmp(self.id(b.2))));
            let mut ranks = vec![0; order.len()];
            order.into_iter().enumerate().for_each(|(rank, (.., n))| ranks[n] = rank);
            ranks
        });
        let mut order: Vec<usize> = members.into_iter().collect();
        order.sort_by_key(|n| ranks[*n]);
        order
    }

    /// What stands where nothing is off target.
    pub fn no_reds(&self) -> &'static str {
        match self.indicators.iter().any(|r| r.status.rated()) {
            true => "Nothing is off target this quarter.",
            false => "Nothing could be rated this quarter, so nothing is known to be off target.",
        }
    }

    /// Positions of what was rated before and has no figure now: what was off target first, then near it;
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
