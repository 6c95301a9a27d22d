//! Everything that is published of measures which belong together, as cells with the sums that hold between them.

use super::hidden::HiddenFigures;
use super::received::Received;
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// A sum that is off by less than this holds.
const SAME: f64 = 1e-6;

/// A figure of a quarter: the measure's position in the register, and the quarter.
pub type FigureId = (usize, Period);

/// What a cell is of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum CellKind {
    Value,
    Numerator,
    Denominator,
    /// Of a year so far, the quarter alone: nobody publishes it, and whoever subtracts has it.
    ValueAlone,
    NumeratorAlone,
    DenominatorAlone,
    /// What of the denominator is not in the numerator.
    Rest,
    /// What parts that sent nothing have of a total.
    Missing,
}

/// A number that somebody may know, or work out.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The figure that it is of.
    pub of: FigureId,
    /// As it is.
    pub value: f64,
    /// Not published itself, only worked out from others.
    pub worked_out: bool,
    /// It counts people of a measure that hides small numbers: the greatest count that it hides.
    pub most_hidden: Option<f64>,
}

impl Cell {
    /// So few that they could be known.
    pub fn is_small(&self) -> bool {
        self.most_hidden.is_some_and(|most| self.value > SAME && self.value <= most + SAME)
    }

    /// Nobody is told it.
    pub fn is_hidden(&self, hidden: &HiddenFigures) -> bool {
        self.worked_out || hidden.figures.contains(&self.of)
    }
}

/// Cells, and sums of them that are nought.
#[derive(Debug, Default)]
pub struct System {
    pub cells: Vec<Cell>,
    /// Positions of cells with the factor of each.
    pub sums: Vec<Vec<(usize, f64)>>,
    at: BTreeMap<(FigureId, CellKind), usize>,
}

impl System {
    /// Of these measures in these quarters, oldest first.
    pub fn new(received: &Received<'_, '_>, measures: &[usize], quarters: &[Period]) -> Self {
        let mut system = Self::default();
        for q in quarters {
            measures.iter().for_each(|n| system.add_figure(received, (*n, *q)));
            measures.iter().for_each(|n| system.add_total(received, measures, (*n, *q)));
        }
        system
    }

    fn add(&mut self, received: &Received<'_, '_>, of: FigureId, kind: CellKind, value: f64) -> usize {
        use CellKind::{Denominator, Missing, Numerator, Value};
        let worked_out = !matches!(kind, Value | Numerator | Denominator);
        let most_hidden = received.most_hidden(of.0).filter(|_| kind != Missing);
        self.cells.push(Cell { of, value, worked_out, most_hidden });
        let at = self.cells.len() - 1;
        self.at.insert((of, kind), at);
        at
    }

    /// The cells of a figure, and how they hang together.
    fn add_figure(&mut self, received: &Received<'_, '_>, of: FigureId) {
        let (n, q) = of;
        let Some(value) = received.value(n, q) else { return };
        if !received.is_made_of_parts(n) {
            self.add(received, of, CellKind::Value, value);
            self.add_alone(received, of, CellKind::Value, CellKind::ValueAlone);
            return;
        }
        let Some((numerator, denominator)) = received.parts(n, q) else { return };
        let above = self.add(received, of, CellKind::Numerator, numerator);
        let below = self.add(received, of, CellKind::Denominator, denominator);
        self.add_alone(received, of, CellKind::Numerator, CellKind::NumeratorAlone);
        self.add_alone(received, of, CellKind::Denominator, CellKind::DenominatorAlone);
        if received.indicator(n).part_of_whole && denominator >= numerator {
            let rest = self.add(received, of, CellKind::Rest, denominator - numerator);
            self.sums.push(vec![(below, 1.0), (above, -1.0), (rest, -1.0)]);
        }
    }

    /// The quarter alone, below a year so far.
    fn add_alone(&mut self, received: &Received<'_, '_>, of: FigureId, kind: CellKind, alone: CellKind) {
        let before = received.before_in_year(of.0, of.1).and_then(|q| self.at.get(&((of.0, q), kind)).copied());
        let (Some(before), Some(now)) = (before, self.at.get(&(of, kind)).copied()) else { return };
        let value = self.cells[now].value - self.cells[before].value;
        // A year so far that shrinks was corrected: its quarter alone is no count.
        if value >= 0.0 {
            let alone = self.add(received, of, alone, value);
            self.sums.push(vec![(now, 1.0), (before, -1.0), (alone, -1.0)]);
        }
    }

    /// A total with its parts, where the sum holds.
    fn add_total(&mut self, received: &Received<'_, '_>, measures: &[usize], of: FigureId) {
        let Some(total) = self.at.get(&(of, CellKind::Value)).copied() else { return };
        let id = &received.indicator(of.0).id;
        let parts = measures.iter().filter(|n| received.indicator(**n).part_of.as_ref() == Some(id));
        let cells: Vec<Option<usize>> = parts.map(|n| self.at.get(&((*n, of.1), CellKind::Value)).copied()).collect();
        let known: Vec<usize> = cells.iter().flatten().copied().collect();
        if known.is_empty() {
            return;
        }
        let rest = self.cells[total].value - known.iter().map(|at| self.cells[*at].value).sum::<f64>();
        let mut sum: Vec<(usize, f64)> = known.into_iter().map(|at| (at, 1.0)).collect();
        sum.push((total, -1.0));
        match cells.iter().all(Option::is_some) {
            true if rest.abs() > SAME => return,
            true => {}
            false if rest < -SAME => return,
            false => {
                let missing = self.add(received, of, CellKind::Missing, rest.max(0.0));
                sum.push((missing, 1.0));
            }
        }
        self.sums.push(sum);
    }

    /// The cell that has a figure's value.
    pub fn value_of(&self, of: FigureId) -> Option<usize> {
        self.at.get(&(of, CellKind::Value)).copied()
    }

    /// Figures that are published and hang together with a cell, directly or through what nobody is told.
    pub fn published_near(&self, cell: usize, hidden: &HiddenFigures) -> BTreeSet<FigureId> {
        let (mut seen, mut found) = (BTreeSet::from([cell]), BTreeSet::new());
        let mut open = vec![cell];
        while let Some(at) = open.pop() {
            for (other, _) in self.sums.iter().filter(|sum| sum.iter().any(|(c, _)| *c == at)).flatten() {
                match self.cells[*other].is_hidden(hidden) {
                    true if seen.insert(*other) => open.push(*other),
                    true => {}
                    false => _ = found.insert(self.cells[*other].of),
                }
            }
        }
        found
    }
}
