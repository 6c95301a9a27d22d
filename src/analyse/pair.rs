//! Like with like: two quarters are compared over what has a figure in both, and what stands at one end alone is told
//! beside it and counted neither as better nor as worse.

use super::level::BasketLevel;
use crate::settings::Status;

/// What two quarters have in common, and what only one of them has.
#[derive(Debug, Clone, PartialEq)]
pub struct Paired<T> {
    /// Now, and then.
    pub both: Vec<(T, T)>,
    /// There now, and not then.
    pub new: Vec<T>,
    /// There then, and not now.
    pub gone: Vec<T>,
}

/// Sorts what may stand at two ends, now first.
pub fn pair<T>(ends: impl IntoIterator<Item = (Option<T>, Option<T>)>) -> Paired<T> {
    let mut out = Paired { both: vec![], new: vec![], gone: vec![] };
    for end in ends {
        match end {
            (Some(now), Some(then)) => out.both.push((now, then)),
            (Some(now), None) => out.new.push(now),
            (None, Some(then)) => out.gone.push(then),
            (None, None) => {}
        }
    }
    out
}

/// The levels of two quarters over the measures that are rated in both.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LevelPair {
    /// This quarter, of the measures that were rated then as well.
    pub now: BasketLevel,
    /// The earlier quarter, of the same measures.
    pub then: BasketLevel,
    /// The statuses of this quarter whose measures were not rated then.
    pub new: BasketLevel,
    /// The statuses of the earlier quarter whose measures are not rated now.
    pub gone: BasketLevel,
}

impl LevelPair {
    /// Of statuses now and then, with the weights of their measures.
    pub(super) fn of(statuses: impl Iterator<Item = (Status, Status, f64)>) -> Self {
        let end = |status: Status, weight| status.rated().then_some((status, weight));
        let pairs = pair(statuses.map(|(now, then, weight)| (end(now, weight), end(then, weight))));
        let (now, then): (Vec<_>, Vec<_>) = pairs.both.into_iter().unzip();
        let level = |statuses: Vec<(Status, f64)>| BasketLevel::of(statuses.into_iter(), std::iter::empty());
        Self { now: level(now), then: level(then), new: level(pairs.new), gone: level(pairs.gone) }
    }

    /// How many measures are rated in both quarters.
    pub fn rated(&self) -> u32 {
        self.now.rated()
    }

    /// How many were rated then, now or not.
    pub fn rated_then(&self) -> u32 {
        self.then.rated() + self.gone.rated()
    }

    /// By how much the level rose, −1 to 1.
    pub fn change(&self) -> Option<f64> {
        Some(self.now.share? - self.then.share?)
    }
}

/// The rates of improvement of two quarters over the measures that could be compared in both, −1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RatePair {
    /// This quarter's.
    pub now: Option<f64>,
    /// The earlier quarter's.
    pub then: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn statuses() -> impl Strategy<Value = Vec<(Status, Status, f64, bool)>> {
        use Status::{Amber, Awaited, Contextual, Exceeds, Green, NoTarget, NotDue, Red};
        let status = || prop::sample::select(vec![Exceeds, Green, Amber, Red, Awaited, NoTarget, NotDue, Contextual]);
        prop::collection::vec((status(), status(), (1..5u8).prop_map(f64::from), any::<bool>()), 0..20)
    }

    proptest! {
        /// A return that does not come changes nothing in the comparison of the others.
        #[test]
        fn the_others_are_compared_as_before(all in statuses()) {
            let others = || all.iter().filter(|(.., sent)| *sent).map(|(now, then, weight, _)| (*now, *then, *weight));
            let one_missing = all.iter().map(|(now, then, weight, sent)| {
                (if *sent { *now } else { Status::Awaited }, *then, *weight)
            });
            let (with, without) = (LevelPair::of(one_missing), LevelPair::of(others()));
            prop_assert_eq!((with.now, with.then), (without.now, without.then));
            prop_assert_eq!(with.gone.rated(), without.gone.rated() + missing(&all));
        }

        /// A figure off target that is left out never raises the share of what is due that is on target.
        #[test]
        fn a_red_that_is_left_out_raises_nothing(all in statuses()) {
            let level = |hide: bool| {
                let hidden = |now: &Status| hide && *now == Status::Red;
                let shown = all.iter().filter(|(now, ..)| !hidden(now)).map(|(now, _, weight, _)| (*now, *weight));
                let left_out = all.iter().filter(|(now, ..)| hidden(now)).map(|(_, _, weight, _)| *weight);
                BasketLevel::of(shown, left_out)
            };
            prop_assert_eq!(level(true).share_of_due, level(false).share_of_due);
        }
    }

    /// How many were rated then and are not sent now.
    fn missing(all: &[(Status, Status, f64, bool)]) -> u32 {
        all.iter().filter(|(_, then, _, sent)| !sent && then.rated()).count() as u32
    }

    #[test]
    fn ends_are_sorted() {
        let ends = [(Some(1), Some(2)), (Some(3), None), (None, Some(4)), (None, None)];
        assert_eq!(pair(ends), Paired { both: vec![(1, 2)], new: vec![3], gone: vec![4] });
    }

    #[test]
    fn a_return_that_did_not_come_makes_nothing_better() {
        use Status::{Amber, Awaited, Green, NoTarget, Red};
        let statuses =
            [(Green, Green, 1.0), (Red, Green, 2.0), (Awaited, Red, 1.0), (NoTarget, Red, 1.0), (Amber, NoTarget, 1.0)];
        let pair = LevelPair::of(statuses.into_iter());
        assert_eq!((pair.rated(), pair.rated_then()), (2, 4));
        assert_eq!((pair.now.red, pair.then.red, pair.gone.red, pair.new.amber), (1, 0, 2, 1));
        assert_eq!((pair.now.share, pair.then.share), (Some(1.0 / 3.0), Some(1.0)));
        assert!(pair.change().is_some_and(|c| (c + 2.0 / 3.0).abs() < 1e-12));
    }

    #[test]
    fn nothing_rated_then_is_no_nought() {
        let pair = LevelPair::of([(Status::Red, Status::NoTarget, 1.0)].into_iter());
        assert_eq!((pair.rated(), pair.rated_then(), pair.change()), (0, 0, None));
    }
}
