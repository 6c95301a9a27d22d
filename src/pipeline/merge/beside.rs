//! The last year of the old councils on the footing of the new measures: each council's figures, and all together.

use super::super::Workspace;
use super::old::Old;
use crate::crosswalk::{CouncilTerm, Crosswalk, OldCouncil, Relation, Successor, council_terms};
use crate::error::Result;
use crate::history::Ledger;
use crate::map::Map;
use crate::past::{Past, RecordedFigure};
use crate::period::Period;
use crate::reading::Place;
use crate::register::{Formula, Indicator, Register, Year};
use crate::text::words::list;
use crate::validate::{self, Feeder, FigurePart};
use std::collections::BTreeSet;

/// A line of the baseline: a measure of a successor by one old council, or all together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BaselineLine {
    /// Id of the successor.
    pub successor: String,
    /// Id, name, unit and decimals of the measure.
    pub id: String,
    pub name: String,
    pub unit: crate::measure::Unit,
    pub decimals: u8,
    /// Name of the council; `None` for all together.
    pub council: Option<String>,
    /// Ids of its measures there.
    pub old: String,
    /// What they are to the new one.
    pub relation: Option<Relation>,
    /// The quarters of the last year, and the year.
    pub quarters: [Option<f64>; 4],
    pub year: Option<f64>,
    /// How many councils have a figure of the year, and how many there are.
    pub councils: (usize, usize),
    /// It can be compared with the others on the measure's lines.
    pub comparable: bool,
    /// Its figures are the year to date, and not the quarter's.
    pub to_date: bool,
    /// By what it is estimated.
    pub estimated: String,
    /// Why there is no figure, or what has to be known of it.
    pub said: String,
    /// The cell of its newest figure.
    pub place: Option<Place>,
}

/// What a successor's ledger and register give of the past.
pub(super) struct Known<'w> {
    pub register: &'w Register,
    past: Past,
    recorded: Map<(usize, Period), RecordedFigure>,
    /// The last quarters of the old councils, oldest first.
    quarters: Vec<Period>,
}

impl<'w> Known<'w> {
    pub fn of(workspace: &'w Workspace, ledger: &Ledger, successor: &Successor) -> Result<Self> {
        let register = &workspace.register;
        let mut past = ledger.past(register, successor.first, None)?;
        validate::compute(register, successor.first, &[], &[], &mut past)?;
        let quarters: Vec<Period> = successor.first.previous().last(4).collect();
        let from = quarters.first().copied().unwrap_or(successor.first);
        let recorded = ledger.recorded_figures(register, (from, successor.first), None)?;
        Ok(Self { register, past, recorded, quarters })
    }

    fn get(&self, n: usize, p: Period, part: FigurePart) -> Option<f64> {
        let grid = match part {
            FigurePart::Value => &self.past.values,
            FigurePart::Numerator => &self.past.numerators,
            FigurePart::Denominator => &self.past.denominators,
        };
        grid.get(n, p)
    }

    /// The last of the year's quarters in which the measure is due.
    fn last_due(&self, indicator: &Indicator) -> Option<Period> {
        self.quarters.iter().rev().copied().find(|p| indicator.due_quarters.contains(&p.quarter()))
    }

    /// The year of the measure at a position up to its last due quarter, from figures by quarter.
    fn year(&self, n: usize, get: impl Fn(Period, FigurePart) -> Option<f64>) -> Option<f64> {
        let indicator = &self.register.indicators[n];
        let feeder = Feeder { name: String::new(), number: n, part: FigurePart::Value, year: true };
        let last = self.last_due(indicator)?;
        // The old councils' last year is the year of all measures here, also of those that count by another, and of those that
        // begin with the new council.
        let whole = Indicator { first: None, last: None, year: Year::default(), ..indicator.clone() };
        feeder.figure_of(&whole, last, get)
    }

    fn place(&self, n: usize) -> Option<Place> {
        self.quarters.iter().rev().find_map(|p| Some(self.recorded.get(&(n, *p))?.place.clone()))
    }
}

/// The lines of one successor, measure by measure in the order of their ids: the councils first, then all together.
pub(super) fn lines(
    (crosswalk, councils): (&Crosswalk, &[OldCouncil]),
    successor: &Successor,
    known: &Known<'_>,
) -> Result<Vec<BaselineLine>> {
    let mut out = vec![];
    let terms = council_terms(crosswalk, councils, &successor.id);
    for group in terms.chunk_by(|a, b| a.measure == b.measure) {
        let Some(n) = known.register.indicator_number(&group[0].measure) else { continue };
        let mut of_measure = vec![];
        for term in group {
            of_measure.push(of_council(known, successor, n, term, councils)?);
        }
        let all = together(known, successor, n, &of_measure);
        out.append(&mut of_measure);
        out.push(all);
    }
    Ok(out)
}

fn blank(known: &Known<'_>, successor: &Successor, n: usize) -> BaselineLine {
    let indicator = &known.register.indicators[n];
    BaselineLine {
        successor: successor.id.to_string(),
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        unit: indicator.unit,
        decimals: indicator.decimals,
        council: None,
        old: String::new(),
        relation: None,
        quarters: [None; 4],
        year: None,
        councils: (0, 0),
        comparable: false,
        to_date: indicator.cumulative,
        estimated: String::new(),
        said: String::new(),
        place: None,
    }
}

fn of_council(
    known: &Known<'_>,
    successor: &Successor,
    n: usize,
    term: &CouncilTerm,
    councils: &[OldCouncil],
) -> Result<BaselineLine> {
    let name = councils.iter().find(|c| c.id == term.council).map_or(&*term.council, |c| c.name.as_str());
    let here: Vec<usize> = term.here.iter().filter_map(|id| known.register.indicator_number(id)).collect();
    let mut line = BaselineLine {
        council: Some(name.to_owned()),
        old: term.old.iter().map(|id| &**id).collect::<Vec<_>>().join("; "),
        relation: Some(term.relation),
        estimated: term.estimated.clone(),
        said: term.reason.clone(),
        place: here.iter().find_map(|n| known.place(*n)),
        ..blank(known, successor, n)
    };
    if term.texts[0].is_some() {
        let mut figures: [Vec<Option<f64>>; 3] = Default::default();
        let all: Vec<Period> = known.register.indicators[n].year.so_far(successor.first.previous()).collect();
        let quarters: Vec<Period> =
            known.quarters.iter().chain(all.iter().filter(|p| !known.quarters.contains(p))).copied().collect();
        for (text, out) in term.texts.iter().zip(&mut figures) {
            let Some(text) = text else { continue };
            let formula = Formula { text: text.clone(), place: Place::default() };
            *out = validate::over_quarters(known.register, &formula, &quarters, |n, p, part| known.get(n, p, part))?;
        }
        let get = |p: Period, part: FigurePart| {
            let at = quarters.iter().position(|q| *q == p)?;
            figures[part as usize].get(at).copied().flatten()
        };
        let due = |p: &Period| known.register.indicators[n].due_quarters.contains(&p.quarter());
        for (k, p) in known.quarters.iter().enumerate().filter(|(_, p)| due(p)) {
            line.quarters[k] = get(*p, FigurePart::Value);
        }
        line.year = known.year(n, get);
        line.comparable = true;
    } else if let [only] = here[..] {
        // What is not put together stands in its own unit.
        let own = &known.register.indicators[only];
        (line.unit, line.decimals, line.to_date) = (own.unit, own.decimals, own.cumulative);
        for (k, p) in known.quarters.iter().enumerate() {
            line.quarters[k] = known.get(only, *p, FigurePart::Value);
        }
        line.year = known.year(only, |p, part| known.get(only, p, part));
    }
    Ok(line)
}

fn together(known: &Known<'_>, successor: &Successor, n: usize, councils: &[BaselineLine]) -> BaselineLine {
    let indicator = &known.register.indicators[n];
    let mut line = blank(known, successor, n);
    for (k, p) in known.quarters.iter().enumerate() {
        line.quarters[k] = known.get(n, *p, FigurePart::Value);
    }
    line.year = known.year(n, |p, part| known.get(n, p, part));
    let has = |l: &&BaselineLine| l.year.is_some();
    line.councils = (councils.iter().filter(has).count(), councils.len());
    line.estimated.clone_from(&indicator.estimated);
    let apart = councils.iter().any(|c| !c.comparable);
    line.comparable = !apart;
    let lacking: BTreeSet<&str> = councils.iter().filter(|c| !has(c)).filter_map(|c| c.council.as_deref()).collect();
    let gaps = gaps(known, indicator, councils);
    line.said = match (apart, lacking.is_empty()) {
        (true, _) => indicator.break_reason.clone(),
        (false, _) if !gaps.is_empty() => gaps,
        (false, false) => format!(
            "of {} of {} councils: no figure of the year of {}",
            line.councils.0,
            line.councils.1,
            list(lacking.into_iter())
        ),
        _ => String::new(),
    };
    line
}

/// `No figure of Beckford Borough Council in 2026-27Q2`: which council has none in which quarter that is due.
fn gaps(known: &Known<'_>, indicator: &Indicator, councils: &[BaselineLine]) -> String {
    let due = |p: &Period| indicator.due_quarters.contains(&p.quarter());
    let of = |line: &BaselineLine| {
        let quarters = known.quarters.iter().enumerate().filter(|(k, p)| due(p) && line.quarters[*k].is_none());
        let quarters: Vec<String> = quarters.map(|(_, p)| p.to_string()).collect();
        let name = line.council.as_deref().filter(|_| !quarters.is_empty())?;
        Some(format!("no figure of {name} in {}", list(quarters.iter().map(String::as_str))))
    };
    let all: Vec<String> = councils.iter().filter_map(of).collect();
    all.join("; ")
}

/// The old councils' own targets and statuses of their last year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TargetLine {
    pub successor: String,
    pub id: String,
    pub name: String,
    pub council: String,
    pub old: String,
    pub unit: crate::measure::Unit,
    pub decimals: u8,
    /// The year's targets: of the last year, and of the next where one was set.
    pub targets: [Option<f64>; 2],
    /// The last quarter that has a figure, and the figure.
    pub quarter: Option<Period>,
    pub value: Option<f64>,
    /// As that council reported it.
    pub status: String,
    pub scheme: String,
}

/// A line for each old measure of each new one.
pub(super) fn targets(
    (crosswalk, councils): (&Crosswalk, &[OldCouncil]),
    successor: &Successor,
    olds: &[(&Old, Past)],
) -> Vec<TargetLine> {
    let mut out = vec![];
    for term in council_terms(crosswalk, councils, &successor.id) {
        let Some((old, past)) = olds.iter().find(|(old, _)| old.council.id == term.council) else { continue };
        for id in &term.old {
            let register = &old.council.register;
            let Some(n) = register.indicator_number(id) else { continue };
            let indicator = &register.indicators[n];
            let last = successor.first.previous();
            let annual = |p: Period| register.target(n, p).and_then(|t| t.annual);
            let quarter = last.last(4).rev().find(|p| past.values.get(n, *p).is_some());
            let told = quarter.and_then(|q| past.reported.get(&(n, q)));
            let scheme = indicator.scheme.unwrap_or(old.workspace.settings.status.scheme);
            out.push(TargetLine {
                successor: successor.id.to_string(),
                id: term.measure.to_string(),
                name: indicator.name.clone(),
                council: old.council.name.clone(),
                old: id.to_string(),
                unit: indicator.unit,
                decimals: indicator.decimals,
                targets: [annual(last), annual(successor.first)],
                quarter,
                value: quarter.and_then(|q| past.values.get(n, q)),
                status: told.map_or_else(String::new, |t| old.workspace.settings.look(t.status).word.clone()),
                scheme: scheme.words().to_owned(),
            });
        }
    }
    out
}
