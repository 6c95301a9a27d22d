//! Data quality: counted tests of what a service sent, over the six characteristics.
//!
//! One test is one thing looked at for one characteristic: a figure, a risk, an action, a line of feedback, or the return
//! itself. It is passed when no check of that characteristic has an error or a query against it; a note is no failure.
//! Every test counts the same. A characteristic without a test has no score.

use super::{IndicatorResult, Inputs, ReturnResult, ReturnState};
use crate::catalogue::{self, Characteristic};
use crate::finding::{Finding, Severity};
use crate::reading::{Marker, Return, Value};
use crate::register::Map;
use std::collections::HashSet;

/// Tests passed of tests counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tests {
    pub passed: u32,
    pub counted: u32,
}

/// The tests of each characteristic, in the order of [`Characteristic::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    pub tests: [Tests; 6],
}

impl Tests {
    /// `None` where nothing was tested.
    pub fn share(self) -> Option<f64> {
        (self.counted > 0).then(|| f64::from(self.passed) / f64::from(self.counted))
    }

    fn count(&mut self, passed: bool) {
        self.counted += 1;
        self.passed += u32::from(passed);
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.counted += other.counted;
    }
}

impl Quality {
    pub fn of(&self, characteristic: Characteristic) -> Tests {
        self.tests[characteristic as usize]
    }

    /// All tests together.
    pub fn all(&self) -> Tests {
        let mut all = Tests::default();
        self.tests.iter().for_each(|t| all.add(*t));
        all
    }
}

/// The tests of all services.
pub(super) fn council(returns: &[ReturnResult]) -> Quality {
    let mut all = Quality::default();
    for line in returns {
        all.tests.iter_mut().zip(line.quality.tests).for_each(|(sum, tests)| sum.add(tests));
    }
    all
}

/// Something that is tested. Its own id tells it from others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Return,
    Figure,
    Risk,
    Action,
    Feedback,
}

use Characteristic::{Accuracy, Completeness, Relevance, Reliability, Timeliness, Validity};

/// What each characteristic looks at.
const TESTED: [(Characteristic, &[Kind]); 6] = [
    (Accuracy, &[Kind::Figure, Kind::Risk, Kind::Feedback]),
    (Validity, &[Kind::Return, Kind::Figure, Kind::Risk, Kind::Action, Kind::Feedback]),
    (Reliability, &[Kind::Return, Kind::Figure]),
    (Timeliness, &[Kind::Return, Kind::Risk, Kind::Action]),
    (Relevance, &[Kind::Return, Kind::Figure]),
    (Completeness, &[Kind::Return, Kind::Figure, Kind::Risk, Kind::Action]),
];

/// Fills in the data quality of every line.
pub(super) fn score(inputs: &Inputs<'_>, results: &[IndicatorResult<'_>], lines: &mut [ReturnResult]) {
    let services = &inputs.register.services;
    let mut findings: Map<&str, Vec<&Finding>> = Map::default();
    for f in inputs.findings.iter().filter(|f| f.severity != Severity::Note) {
        findings.entry(f.service.as_str()).or_default().push(f);
    }
    let mut figures: Map<&str, Map<&str, &IndicatorResult<'_>>> = Map::default();
    for r in results {
        let indicator = &inputs.register.indicators[r.indicator];
        figures.entry(&*indicator.service).or_default().insert(&*indicator.id, r);
    }
    let none = Map::default();
    let mut returns: Map<&str, Vec<&Return>> = Map::default();
    inputs.returns.iter().for_each(|r| returns.entry(&*r.service).or_default().push(r));
    let counting: HashSet<&str> = inputs.submissions.iter().filter(|s| s.counts).map(|s| s.file.as_str()).collect();
    for line in lines {
        let id = &*services[line.service].id;
        let sheet = Sheet {
            inputs,
            line,
            figures: figures.get(id).unwrap_or(&none),
            returns: returns.get(id).map_or(&[], Vec::as_slice),
            findings: findings.get(id).map_or(&[], Vec::as_slice),
            counting: &counting,
        };
        line.quality = sheet.quality();
    }
}

/// What is known of one service.
struct Sheet<'s> {
    inputs: &'s Inputs<'s>,
    line: &'s ReturnResult,
    figures: &'s Map<&'s str, &'s IndicatorResult<'s>>,
    returns: &'s [&'s Return],
    /// Errors and queries.
    findings: &'s [&'s Finding],
    /// Files that count.
    counting: &'s HashSet<&'s str>,
}

impl<'s> Sheet<'s> {
    fn quality(&self) -> Quality {
        let things = self.things();
        let failures = self.failures(&things);
        let mut quality = Quality::default();
        for (characteristic, kinds) in TESTED {
            let tests = &mut quality.tests[characteristic as usize];
            for (kind, id) in things.iter().filter(|(kind, _)| kinds.contains(kind) && *kind != Kind::Return) {
                let complete = characteristic != Completeness || *kind != Kind::Figure || self.came(id);
                let tested = *kind != Kind::Figure || self.tests_figure(characteristic, id);
                if tested {
                    tests.count(complete && !failures.contains(&(characteristic, *kind, *id)));
                }
            }
            let stray = |(c, kind, id): &(Characteristic, Kind, &str)| {
                *c == characteristic && (!kinds.contains(kind) || !things.contains(&(*kind, *id)))
            };
            let faulty = failures.iter().any(stray);
            match self.whole(characteristic, kinds.contains(&Kind::Return)) {
                Some(passed) => tests.count(passed && !faulty),
                None if faulty => tests.count(false),
                None => {}
            }
        }
        quality
    }

    /// The test of the return itself; `None` where there is none.
    fn whole(&self, characteristic: Characteristic, tested: bool) -> Option<bool> {
        match (characteristic, self.line.state) {
            (Timeliness, ReturnState::Missing | ReturnState::Rejected) => Some(false),
            // Where no day is known, lateness cannot be held against it.
            (Timeliness, _) => self.line.days_late.map(|days| days <= 0),
            (_, ReturnState::Missing) => None,
            (Validity, ReturnState::Rejected) => Some(false),
            (_, ReturnState::Rejected) => None,
            _ => tested.then_some(true),
        }
    }

    /// Every figure that is due or came, and every line that counts.
    fn things(&self) -> HashSet<(Kind, &'s str)> {
        let mut out: HashSet<(Kind, &str)> = self.figures.keys().map(|id| (Kind::Figure, *id)).collect();
        for r in self.returns {
            out.extend(r.risks.iter().map(|x| (Kind::Risk, &*x.id)));
            out.extend(r.actions.iter().map(|x| (Kind::Action, &*x.id)));
            out.extend(r.feedback.iter().map(|x| (Kind::Feedback, x.kind.words())));
        }
        out
    }

    /// What errors and queries are against, in the files that count; all of them where none could be accepted.
    fn failures(&self, things: &HashSet<(Kind, &'s str)>) -> HashSet<(Characteristic, Kind, &'s str)> {
        let any = self.returns.is_empty();
        let counts = |f: &&&Finding| any || f.file.is_empty() || self.counting.contains(f.file.as_str());
        let of = |f: &&'s Finding| {
            let characteristic = catalogue::find(&f.code).map_or(Validity, |c| c.characteristic);
            let (kind, id) = self.subject(&f.subject, things);
            (characteristic, kind, id)
        };
        self.findings.iter().filter(counts).map(of).collect()
    }

    fn subject(&self, subject: &'s str, things: &HashSet<(Kind, &'s str)>) -> (Kind, &'s str) {
        let register = self.inputs.register;
        if let Some(n) = register.indicator_number(subject).filter(|_| !subject.is_empty()) {
            return (Kind::Figure, &*register.indicators[n].id);
        }
        let line =
            [Kind::Risk, Kind::Action, Kind::Feedback].into_iter().find(|kind| things.contains(&(*kind, subject)));
        line.map_or((Kind::Return, ""), |kind| (kind, subject))
    }

    /// A figure is complete when it is due, and the rest of it is tested when something was sent.
    fn tests_figure(&self, characteristic: Characteristic, id: &str) -> bool {
        let Some(result) = self.figures.get(id) else { return false };
        match characteristic {
            Completeness => self.inputs.register.indicators[result.indicator].due(self.inputs.period),
            _ => !self.returns.is_empty() && (result.reading.is_some() || result.refusal().is_some()),
        }
    }

    /// “Awaited” says that it is still to come.
    fn came(&self, id: &str) -> bool {
        let reading = self.figures.get(id).and_then(|r| r.reading);
        reading.is_some_and(|r| r.value != Value::Marker(Marker::Awaited))
    }
}
