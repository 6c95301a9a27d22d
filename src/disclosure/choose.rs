//! Which figures are hidden: the small ones, and as few others as keep them safe.

use super::bounds::bounds;
use super::hidden::HiddenFigures;
use super::received::Received;
use super::system::{FigureId, System};
use crate::fit::fit;
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
        families.iter().for_each(|family| choice.protect(family, q));
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
        let (Some(value), Some(_)) = (received.value(n, q), received.most_hidden(n)) else { return };
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

    /// Hides others of the quarter until nothing small can be worked out.
    fn protect(&mut self, family: &[usize], q: Period) {
        let quarters: Vec<Period> = (0..=WINDOW).rev().map(|n| q.plus(-n)).collect();
        let system = System::new(self.received, family, &quarters);
        // Each turn hides a figure, and there are no more figures than cells.
        for _ in 0..=system.cells.len() {
            let Some(cell) = self.too_narrow(&system) else { return };
            let near = system.published_near(cell, &self.hidden);
            let Some(of) = self.to_hide(&near, q) else { return };
            self.hide(of);
        }
    }

    /// A small count, or one that is hidden, that can be told too well.
    fn too_narrow(&self, system: &System) -> Option<usize> {
        let protected = |n: &usize| {
            let cell = &system.cells[*n];
            cell.is_small() || cell.most_hidden.is_some() && !cell.worked_out && cell.is_hidden(&self.hidden)
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
fn width(most_hidden: Option<f64>) -> f64 {
    most_hidden.map_or(0.0, |most| (most - 1.0).max(1.0))
}

/// What formulas make of each measure.
fn made_of(received: &Received<'_, '_>) -> Map<usize, Vec<usize>> {
    let mut made_of: Map<usize, Vec<usize>> = Map::default();
    for computed in received.inputs.computed {
        computed.feeders.iter().for_each(|n| made_of.entry(*n).or_default().push(computed.indicator));
    }
    made_of
}

/// Measures that hang together as totals and parts, where one of them hides small numbers.
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
        let Some(total) = i.part_of.as_ref().and_then(|id| register.indicator_number(id)) else { continue };
        let (a, b) = (find(&mut root, n), find(&mut root, total));
        root[a.max(b)] = a.min(b);
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..count {
        families.entry(find(&mut root, n)).or_default().push(n);
    }
    let hides = |family: &Vec<usize>| family.iter().any(|n| received.most_hidden(*n).is_some());
    families.into_values().filter(hides).collect()
}

/// The interval that everything published leaves for a hidden value, in whole steps; `None` where the figure is no count.
pub fn interval(received: &Received<'_, '_>, hidden: &HiddenFigures, of: FigureId) -> Option<(u32, u32)> {
    let family = families(received).into_iter().find(|family| family.contains(&of.0))?;
    let quarters: Vec<Period> = (0..=WINDOW).rev().map(|n| of.1.plus(-n)).collect();
    let system = System::new(received, &family, &quarters);
    let (least, most) = bounds(&system, hidden, system.value_of(of)?);
    Some((fit::<u32>(least.ceil()), fit::<u32>(most.floor())))
}
