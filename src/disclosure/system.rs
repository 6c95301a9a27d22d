//! Everything that is published of measures which belong together, as cells with the sums that hold between them.

use super::hidden::HiddenFigures;
use super::received::{Received, Standing};
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// A sum that is off by less than this holds to the last digit.
const SAME: f64 = 1e-6;
/// A sum that is off by less than this share of the total, or by one, still tells a part from the others.
const HOLDS: f64 = 0.02;

/// A figure of a quarter: the measure's position in the register, and the quarter.
pub type FigureId = (usize, Period);

/// What a cell is of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum CellKind {
    Value,
    Numerator,
    Denominator,
    /// What of the denominator is not in the numerator.
    Rest,
    /// What lies between two years so far: nobody publishes it, and whoever subtracts has it.
    Between,
    /// A part that its service holds back itself.
    Suppressed,
    /// What parts that sent nothing have of a total.
    Missing,
    /// By how much a sum does not hold, which everybody sees.
    Off,
}

/// A number that somebody may know, or work out.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The figure that it is of.
    pub of: FigureId,
    /// As it is.
    pub value: f64,
    /// The greatest count that is hidden for its measure.
    pub most_hidden: f64,
    /// Nobody must be able to tell it, if it is small.
    protected: bool,
    kind: CellKind,
}

impl Cell {
    /// Not published itself, only worked out from others.
    pub fn worked_out(&self) -> bool {
        matches!(self.kind, CellKind::Rest | CellKind::Between | CellKind::Suppressed | CellKind::Missing)
    }

    /// So few that they could be known; what a service holds back is so few, whatever it is.
    pub fn is_small(&self) -> bool {
        let few = self.value.abs() > SAME && self.value.abs() <= self.most_hidden + SAME;
        self.kind == CellKind::Suppressed || self.protected && few
    }

    /// Nobody is told it.
    pub fn is_hidden(&self, hidden: &HiddenFigures) -> bool {
        self.worked_out() || self.kind != CellKind::Off && hidden.figures.contains(&self.of)
    }

    /// The least that it can be, for whoever knows that noughts are told: what is hidden is one or more.
    pub fn least(&self) -> f64 {
        let told_if_nought = !self.worked_out() || self.kind == CellKind::Suppressed;
        match self.value {
            value if value < 0.0 => f64::NEG_INFINITY,
            value if told_if_nought && value >= 1.0 || self.kind == CellKind::Suppressed => 1.0,
            _ => 0.0,
        }
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
            for kind in [CellKind::Value, CellKind::Numerator, CellKind::Denominator] {
                measures.iter().for_each(|n| system.add_total(received, measures, (*n, *q), kind));
            }
            measures.iter().for_each(|n| system.add_opening(received, (*n, *q)));
        }
        system
    }

    fn add(&mut self, received: &Received<'_, '_>, of: FigureId, kind: CellKind, value: f64) -> usize {
        let protected = received.hides(of.0) && !matches!(kind, CellKind::Missing | CellKind::Off);
        self.cells.push(Cell { of, value, most_hidden: received.most_hidden(of.0), protected, kind });
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
            self.add_between(received, of, CellKind::Value);
            return;
        }
        let Some((numerator, denominator)) = received.parts(n, q) else { return };
        let above = self.add(received, of, CellKind::Numerator, numerator);
        let below = self.add(received, of, CellKind::Denominator, denominator);
        self.add_between(received, of, CellKind::Numerator);
        self.add_between(received, of, CellKind::Denominator);
        if received.indicator(n).part_of_whole && denominator >= numerator {
            let rest = self.add(received, of, CellKind::Rest, denominator - numerator);
            self.sums.push(vec![(below, 1.0), (above, -1.0), (rest, -1.0)]);
            self.add_between(received, of, CellKind::Rest);
        }
    }

    /// What lies between a year so far and those before it in the year.
    fn add_between(&mut self, received: &Received<'_, '_>, of: FigureId, kind: CellKind) {
        let Some(now) = self.at.get(&(of, kind)).copied() else { return };
        for q in received.before_in_year(of.0, of.1) {
            let Some(before) = self.at.get(&((of.0, q), kind)).copied() else { continue };
            let value = self.cells[now].value - self.cells[before].value;
            // A year so far that shrinks was corrected: what lies between is no count.
            if value >= 0.0 {
                let between = self.add(received, of, CellKind::Between, value);
                self.sums.push(vec![(now, 1.0), (before, -1.0), (between, -1.0)]);
            }
        }
    }

    /// A total with its parts, where the sum holds.
    fn add_total(&mut self, received: &Received<'_, '_>, measures: &[usize], of: FigureId, kind: CellKind) {
        let Some(total) = self.at.get(&(of, kind)).copied() else { return };
        let (id, q) = (&received.indicator(of.0).id, of.1);
        let parts = measures.iter().copied().filter(|n| received.indicator(*n).part_of.as_ref() == Some(id));
        let (mut sum, mut suppressed, mut missing) = (vec![(total, -1.0)], vec![], false);
        for n in parts {
            match (self.at.get(&((n, q), kind)), received.standing(n, q)) {
                (Some(at), _) => sum.push((*at, 1.0)),
                (None, Standing::Suppressed) => suppressed.push(n),
                (None, Standing::Nought) => {}
                (None, Standing::Number | Standing::Missing) => missing = true,
            }
        }
        if sum.len() == 1 && suppressed.is_empty() {
            return;
        }
        let rest = -sum.iter().map(|(at, factor)| self.cells[*at].value * factor).sum::<f64>();
        let open = missing || !suppressed.is_empty();
        if open && rest < -SAME || !open && rest.abs() > (self.cells[total].value.abs() * HOLDS).max(1.0) {
            return;
        }
        let share = rest / suppressed.len().max(1) as f64;
        for n in suppressed {
            sum.push((self.add(received, (n, q), CellKind::Suppressed, share), 1.0));
        }
        if missing {
            sum.push((self.add(received, of, CellKind::Missing, rest.max(0.0)), 1.0));
        } else if !open && rest.abs() > SAME {
            sum.push((self.add(received, of, CellKind::Off, rest), 1.0));
        }
        self.sums.push(sum);
    }

    /// A stock opens where it closed when it was last due.
    fn add_opening(&mut self, received: &Received<'_, '_>, of: FigureId) {
        let i = received.indicator(of.0);
        let closing = i.opening_of.as_ref().and_then(|id| received.inputs.register.indicator_number(id));
        let before = closing.and_then(|n| {
            let last = (1..=4).map(|k| of.1.plus(-k)).find(|q| received.indicator(n).due(*q))?;
            self.at.get(&((n, last), CellKind::Value)).copied()
        });
        let (Some(before), Some(now)) = (before, self.at.get(&(of, CellKind::Value)).copied()) else { return };
        if (self.cells[now].value - self.cells[before].value).abs() < SAME {
            self.sums.push(vec![(now, 1.0), (before, -1.0)]);
        }
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
                    false if self.cells[*other].kind == CellKind::Off => {}
                    false => _ = found.insert(self.cells[*other].of),
                }
            }
        }
        found
    }
}
