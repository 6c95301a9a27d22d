//! Baskets: the high-level model. An indicator may be in several; the council's basket has them all.

use super::composite::{SetComposite, composite};
use super::level::BasketLevel;
use super::pair::{LevelPair, RatePair};
use super::part::PartKind;
use super::{Direction, IndicatorResult, Inputs};
use crate::fit::fit;
use crate::map::Map;
use crate::register::{Indicator, Register};
use crate::settings::Status;

/// A set of indicators and how it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Basket {
    /// What brings its indicators together.
    pub kind: BasketKind,
    /// Priority id, directorate, perspective or name of the set; empty for the council.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who answers for it, where the register says.
    pub owner: String,
    /// Positions in [`super::Analysis::indicators`].
    pub members: Vec<usize>,
    /// This quarter.
    pub now: BasketLevel,
    /// Against the quarter before.
    pub on_quarter: LevelPair,
    /// Against the same quarter a year ago.
    pub on_year: LevelPair,
    /// Share improving less share worsening, of those comparable, −1 to 1: short term, and long term.
    pub improvement_short: Option<f64>,
    /// Rate of improvement on the long-term comparison.
    pub improvement_long: Option<f64>,
    /// Against the same quarter last year, whatever the indicators' own long-term comparison.
    pub improvement_year: Option<f64>,
    /// The short-term rate against the one of last quarter.
    pub rate_on_quarter: RatePair,
    /// The short-term rate against the one of the same quarter a year ago.
    pub rate_on_year: RatePair,
    /// One figure for the whole, only where the register asks for it.
    pub composite: Option<SetComposite>,
    /// How many improve.
    pub improving: u32,
    /// How many are steady.
    pub steady: u32,
    /// How many worsen.
    pub worsening: u32,
}

/// What brings indicators together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BasketKind {
    /// All of the council's.
    Council,
    /// A priority.
    Priority,
    /// A perspective of the scorecard.
    Perspective,
    /// A directorate.
    Directorate,
    /// Named by the register.
    Set,
}

/// What brings indicators together, and which: council first, then priorities, perspectives, directorates and sets in the
/// register's order. Measures of the councils before this one are in none.
pub fn members<'r>(register: &'r Register, council: &'r str) -> Vec<BasketMembers<'r>> {
    members_of(register, council, |i| i.predecessor.is_empty())
}

fn members_of<'r>(
    register: &'r Register,
    council: &'r str,
    own: impl Fn(&Indicator) -> bool,
) -> Vec<BasketMembers<'r>> {
    let mut sets = BasketDrafts::default();
    sets.open(BasketKind::Council, "", council);
    for p in &register.priorities {
        sets.open(BasketKind::Priority, &p.id, &p.name);
    }
    for i in register.indicators.iter().filter(|i| !i.perspective.is_empty()) {
        sets.open(BasketKind::Perspective, &i.perspective, &i.perspective);
    }
    for d in register.directorates() {
        sets.open(BasketKind::Directorate, d, d);
    }
    for s in &register.sets {
        sets.open(BasketKind::Set, &s.name, &s.name);
    }
    let directorates: Map<&str, &str> = register.services.iter().map(|s| (&*s.id, s.directorate.as_str())).collect();
    for (n, i) in register.indicators.iter().enumerate().filter(|(_, i)| own(i)) {
        sets.put(BasketKind::Council, "", n);
        for p in &i.priorities {
            sets.put(BasketKind::Priority, p, n);
        }
        for s in &i.sets {
            sets.put(BasketKind::Set, s, n);
        }
        sets.put(BasketKind::Perspective, &i.perspective, n);
        sets.put(BasketKind::Directorate, directorates.get(&*i.service).unwrap_or(&""), n);
    }
    sets.list
}

/// Every basket of the register, measured.
pub(super) fn baskets(inputs: &Inputs<'_>, results: &[IndicatorResult<'_>]) -> Vec<Basket> {
    let register = inputs.register;
    let counted = |r: &IndicatorResult<'_>| BasketMember {
        weight: register.indicators[r.indicator].weight,
        missing: r.is_missing(),
        status: [r.status, r.status_previous, r.status_year_ago],
        short: r.short.map(|m| m.direction).ok(),
        was_short: r.was_short,
        long: r.long.map(|m| m.direction).ok(),
        year: r.year_on_year.map(|m| m.direction).ok(),
    };
    let counted: Vec<BasketMember> = results.iter().map(counted).collect();
    let at = |n: &usize| results.binary_search_by_key(n, |r| r.indicator).ok();
    let all = inputs.part.is_some_and(|part| part.kind == PartKind::Predecessor);
    let own = |i: &Indicator| all || i.predecessor.is_empty();
    let sets = members_of(register, inputs.name(), own).into_iter().filter_map(|set| {
        let whole = set.members.len();
        let members: Vec<usize> = set.members.iter().filter_map(at).collect();
        let wanted = inputs.part.is_none() || set.kind == BasketKind::Council || !members.is_empty();
        wanted.then_some((members.len() == whole, BasketMembers { members, ..set }))
    });
    let measured = sets.map(|(whole, set)| {
        let (owner, asks) = match set.kind {
            BasketKind::Priority => register.priorities.iter().find(|p| p.id == set.id).map(|p| (&p.owner, false)),
            BasketKind::Set => register.sets.iter().find(|s| s.name == set.id).map(|s| (&s.owner, s.composite)),
            _ => None,
        }
        .map_or((String::new(), false), |(owner, composite)| (owner.clone(), composite));
        // Of some of a set it would be another set's.
        let figure = (asks && whole).then(|| composite(inputs, results, &set.members));
        Basket { owner, composite: figure, ..measure(set, &counted) }
    });
    measured.collect()
}

/// A basket before it is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketMembers<'s> {
    /// What brings its indicators together.
    pub kind: BasketKind,
    /// Priority id, directorate, perspective or name of the set; empty for the council.
    pub id: &'s str,
    /// Its name.
    pub name: &'s str,
    /// Positions in the register, or in the results.
    pub members: Vec<usize>,
}

#[derive(Default)]
struct BasketDrafts<'s> {
    list: Vec<BasketMembers<'s>>,
    index: Map<(BasketKind, &'s str), usize>,
}

impl<'s> BasketDrafts<'s> {
    /// Adds a basket unless it is there.
    fn open(&mut self, kind: BasketKind, id: &'s str, name: &'s str) {
        self.index.entry((kind, id)).or_insert_with(|| {
            self.list.push(BasketMembers { kind, id, name, members: vec![] });
            self.list.len() - 1
        });
    }

    /// Puts the result `n` into a basket, once; a basket that the register does not know takes nothing.
    fn put(&mut self, kind: BasketKind, id: &'s str, n: usize) {
        if let Some(set) = self.index.get(&(kind, id)).map(|at| &mut self.list[*at])
            && set.members.last() != Some(&n)
        {
            set.members.push(n);
        }
    }
}

/// What baskets count of a result.
struct BasketMember {
    weight: f64,
    /// Due and without a figure, where it would be rated with one.
    missing: bool,
    /// Now, the quarter before, a year ago.
    status: [Status; 3],
    short: Option<Direction>,
    was_short: [Option<Direction>; 2],
    long: Option<Direction>,
    year: Option<Direction>,
}

fn measure(set: BasketMembers<'_>, counted: &[BasketMember]) -> Basket {
    let members = || set.members.iter().map(|n| &counted[*n]);
    let level = |then: usize| LevelPair::of(members().map(|c| (c.status[0], c.status[then], c.weight)));
    let rates = |then: usize| {
        let compared = |c: &&BasketMember| {
            c.short.is_some_and(Direction::counts) && c.was_short[then].is_some_and(Direction::counts)
        };
        let both = || members().filter(compared);
        RatePair {
            now: improvement(both().filter_map(|c| Some((c.short?, c.weight)))),
            then: improvement(both().filter_map(|c| Some((c.was_short[then]?, c.weight)))),
        }
    };
    let rate = |direction: fn(&BasketMember) -> Option<Direction>| {
        improvement(members().filter_map(|c| Some((direction(c)?, c.weight))))
    };
    let count = |direction| fit::<u32>(members().filter(|c| c.short == Some(direction)).count());
    Basket {
        kind: set.kind,
        id: set.id.to_owned(),
        name: set.name.to_owned(),
        owner: String::new(),
        now: BasketLevel::of(
            members().map(|c| (c.status[0], c.weight)),
            members().filter(|c| c.missing).map(|c| c.weight),
        ),
        on_quarter: level(1),
        on_year: level(2),
        improvement_short: rate(|c| c.short),
        improvement_long: rate(|c| c.long),
        improvement_year: rate(|c| c.year),
        rate_on_quarter: rates(0),
        rate_on_year: rates(1),
        composite: None,
        improving: count(Direction::Improving),
        steady: count(Direction::Steady),
        worsening: count(Direction::Worsening),
        members: set.members,
    }
}

/// Share improving less share worsening, of those comparable: with an earlier value, and a better way to go. From −1 to
/// 1; `None` when none is comparable.
fn improvement(directions: impl Iterator<Item = (Direction, f64)>) -> Option<f64> {
    let (mut net, mut all) = (0.0, 0.0);
    for (direction, weight) in directions {
        let sign = match direction {
            Direction::Improving => 1.0,
            Direction::Steady => 0.0,
            Direction::Worsening => -1.0,
            Direction::Moved => continue,
        };
        (net, all) = (net + sign * weight, all + weight);
    }
    (all > 0.0).then(|| net / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn improvement_is_net_of_worsening() {
        use Direction::*;
        let rate = |d: &[(Direction, f64)]| improvement(d.iter().copied());
        assert_eq!(rate(&[(Improving, 1.0), (Improving, 1.0), (Steady, 1.0), (Worsening, 1.0)]), Some(0.25));
        assert_eq!(rate(&[(Improving, 1.0), (Worsening, 3.0)]), Some(-0.5));
        assert_eq!(rate(&[(Moved, 1.0)]), None);
        assert_eq!(rate(&[]), None);
    }
}
