//! Which figures are hidden: the small ones, and as few others as keep them safe.

use super::bounds::bounds;
use super::hidden::HiddenFigures;
use super::received::{Received, Standing};
use super::system::{FigureId, System};
use crate::map::Map;
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// Quarters that can hang together: those of a year, and of the year before it where their years differ.
const WINDOW: i32 = 7;

/// Decides quarter by quarter, from the oldest.
pub fn hidden(received: &Received<'_, '_>) -> HiddenFigures {
    let mut choice = Choice { received, made_of: made_of(received), hidden: HiddenFigures::default() };
    let families = families(received);
    for q in received.quarters() {
        families.iter().flatten().for_each(|n| choice.hide_small((*n, q)));
        // What a formula makes of a hidden figure can be one of another family.
        loop {
            let before = choice.hidden.figures.len();
            families.iter().for_each(|family| choice.protect(family, q));
            if choice.hidden.figures.len() == before {
                break;
            }
        }
    }
    choice.hidden
}

struct Choice<'c, 'r, 'a> {
    received: &'c Received<'r, 'a>,
    /// What formulas make of a measure, by its position.
    made_of: Map<usize, Vec<usize>>,
    hidden: HiddenFigures,
}

impl Choice<'_, '_, '_> {
    /// A figure, and all that formulas make of it in that quarter.
    fn hide(&mut self, (n, q): FigureId) {
        let mut open = vec![n];
        while let Some(n) = open.pop() {
            if self.hidden.figures.insert((n, q)) {
                open.extend(self.made_of.get(&n).into_iter().flatten());
            }
        }
    }

    /// Hides a figure that is so small itself, or of which that cannot be told.
    fn hide_small(&mut self, of: FigureId) {
        let (n, q) = of;
        let received = self.received;
        let Some(value) = received.value(n, q).filter(|_| received.hides(n)) else { return };
        let untold = received.is_made_of_parts(n) && received.parts(n, q).is_none() && value != 0.0;
        let system = System::new(received, &[n], &[q]);
        if !untold && !system.cells.iter().any(|cell| cell.is_small()) {
            return;
        }
        self.hide(of);
        // What a formula gives is known to whoever knows what it is made of.
        let feeders = received.inputs.computed.iter().find(|c| c.indicator == n).map(|c| c.feeders.as_slice());
        let size = |n: &usize| received.value(*n, q).map_or(f64::INFINITY, f64::abs);
        let told = feeders.into_iter().flatten().copied().filter(|n| received.value(*n, q).is_some());
        if let Some(smallest) = told.min_by(|a, b| size(a).total_cmp(&size(b)).then(a.cmp(b))) {
            self.hide((smallest, q));
        }
    }

    /// Hides others of the quarter until nothing that is hidden can be worked out.
    fn protect(&mut self, family: &[usize], q: Period) {
        let quarters: Vec<Period> = (0..=WINDOW).rev().map(|n| q.plus(-n)).collect();
        let hidden = |n: &usize| quarters.iter().any(|q| self.hidden.has(*n, *q));
        let held_back = |n: &usize| self.received.standing(*n, q) == Standing::Suppressed;
        if !family.iter().any(|n| self.received.hides(*n) || hidden(n) || held_back(n)) {
            return;
        }
        let system = System::new(self.received, family, &quarters);
        // Each turn hides a figure, and there are no more figures than cells.
        for _ in 0..=system.cells.len() {
            let Some(cell) = self.too_narrow(&system) else { return };
            let near = system.published_near(cell, &self.hidden);
            let Some(of) = self.to_hide(&near, q) else { return };
            self.hide(of);
        }
    }

    /// A small count, or a figure that is hidden, that can be told too well.
    fn too_narrow(&self, system: &System) -> Option<usize> {
        let protected = |n: &usize| {
            let cell = &system.cells[*n];
            cell.is_small() || !cell.worked_out() && cell.is_hidden(&self.hidden)
        };
        (0..system.cells.len()).filter(protected).find(|n| {
            let (least, most) = bounds(system, &self.hidden, *n);
            most - least < width(system.cells[*n].most_hidden)
        })
    }

    /// Of the published figures the one that costs least: of this quarter, which nobody has seen yet; the smallest, but no
    /// nought; no total where a part does it.
    fn to_hide(&self, near: &BTreeSet<FigureId>, q: Period) -> Option<FigureId> {
        let received = self.received;
        let cost = |of: &FigureId| {
            let value = received.value(of.0, of.1).unwrap_or_default().abs();
            (of.1 != q, value == 0.0, value, *of)
        };
        near.iter().copied().min_by(|a, b| {
            let (a, b) = (cost(a), cost(b));
            (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then(a.3.cmp(&b.3))
        })
    }
}

/// How wide the interval of a count must be: as wide as that of all counts that are hidden.
fn width(most_hidden: f64) -> f64 {
    (most_hidden - 1.0).max(1.0)
}

/// What formulas make of each measure.
fn made_of(received: &Received<'_, '_>) -> Map<usize, Vec<usize>> {
    let mut made_of: Map<usize, Vec<usize>> = Map::default();
    for computed in received.inputs.computed {
        computed.feeders.iter().for_each(|n| made_of.entry(*n).or_default().push(computed.indicator));
    }
    made_of
}

/// Measures that hang together as totals and parts, or as a stock that opens where another closed; those that hang alone only
/// where they hide small numbers.
fn families(received: &Received<'_, '_>) -> Vec<Vec<usize>> {
    let register = received.inputs.register;
    let count = register.indicators.len();
    let mut root: Vec<usize> = (0..count).collect();
    fn find(root: &mut [usize], n: usize) -> usize {
        let mut at = n;
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    for (n, i) in register.indicators.iter().enumerate() {
        let others = [&i.part_of, &i.opening_of].into_iter().flatten();
        for other in others.filter_map(|id| register.indicator_number(id)) {
            let (a, b) = (find(&mut root, n), find(&mut root, other));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..count {
        families.entry(find(&mut root, n)).or_default().push(n);
    }
    let tells = |family: &Vec<usize>| family.len() > 1 || received.hides(family[0]);
    families.into_values().filter(tells).collect()
}
