//! What others reach: the comparators of each indicator, and how like the council its neighbours are.

use crate::map::Map;
use crate::measure::{find_words, words};
use crate::period::Period;
use crate::text::words::letters;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

words! {
    /// Who is compared with.
    PeerKind {
        /// One council, among which ours is ranked.
        Peer "Peer",
        /// Of a county, a region or the country.
        Average "Average",
        /// The best known.
        Best "Best",
    }
}

/// Somebody else's value to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparator {
    /// Id of the indicator.
    pub indicator: Arc<str>,
    /// Whose figure it is.
    pub name: String,
    /// The quarter of the figure.
    pub period: Period,
    /// In the indicator's unit.
    pub value: f64,
    /// Where the figure was published.
    pub source: String,
    /// What the other is to the council.
    pub kind: PeerKind,
    /// The place among the neighbours, 0 the nearest; `None` for one that the register has no distance of. Set when
    /// the register is indexed.
    pub nearness: Option<u32>,
}

/// A council and how unlike ours it is, by the register's sheet Neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// Whose figure it is.
    pub name: String,
    /// 0 or more; the smaller, the nearer.
    pub distance: f64,
    /// Where the figure was published.
    pub source: String,
}

/// A name as names of councils are compared: letters and digits count, nothing else.
pub(super) fn key(name: &str) -> String {
    letters(name).collect()
}

/// Positions of the comparators of each indicator, in the sheet's order.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Sorted by indicator; empty where there are no comparators at all.
    order: Vec<u32>,
    /// Where the comparators of each indicator begin in `order`, and their end.
    first: Vec<u32>,
}

impl Index {
    pub fn new(comparators: &[Comparator], position: impl Fn(&Arc<str>) -> Option<usize>) -> Self {
        let mut known: Vec<(usize, u32)> =
            comparators.iter().zip(0..).filter_map(|(c, n)| Some((position(&c.indicator)?, n))).collect();
        known.sort_unstable();
        let Some((last, _)) = known.last() else { return Self::default() };
        let mut first = vec![0u32; last + 2];
        known.iter().for_each(|(indicator, _)| first[indicator + 1] += 1);
        (1..first.len()).for_each(|n| first[n] += first[n - 1]);
        Self { order: known.into_iter().map(|(_, n)| n).collect(), first }
    }

    pub fn of(&self, indicator: usize) -> &[u32] {
        let bound = |n: usize| self.first.get(n).map(|at| *at as usize);
        match (bound(indicator), bound(indicator + 1)) {
            (Some(from), Some(to)) => &self.order[from..to],
            _ => &[],
        }
    }
}

/// Gives every comparator its place among the neighbours, which stand nearest first.
pub(super) fn rank(comparators: &mut [Comparator], neighbours: &[Neighbour]) {
    if neighbours.is_empty() {
        return;
    }
    let places: Map<String, u32> = neighbours.iter().zip(0..).map(|(n, place)| (key(&n.name), place)).collect();
    comparators.iter_mut().for_each(|c| c.nearness = places.get(&key(&c.name)).copied());
}

/// Whether two names are of one council: letters and digits count, nothing else.
pub fn same_name(a: &str, b: &str) -> bool {
    letters(a).eq(letters(b))
}
