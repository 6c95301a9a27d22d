//! What is tested for data quality, and what passes.
//!
//! One test is one thing looked at for one characteristic: a figure, a risk, an action, a line of feedback, or the return
//! itself. It is passed when no check of that characteristic has an error or a query against it; a note is no failure.
//! Every test counts the same. A characteristic without a test has no score.

use super::{IndicatorResult, Inputs, Quality, ReturnResult, ReturnState};
use crate::catalogue::Characteristic;
use crate::finding::{Finding, Severity};
use crate::map::Map;
use crate::reading::{ActionKind, Marker, Return, Value};
use std::collections::HashSet;

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
enum TestedKind {
    Return,
    Figure,
    Risk,
    Action,
    Feedback,
}

use Characteristic::{Accuracy, Completeness, Relevance, Reliability, Timeliness, Validity};

/// What each characteristic looks at.
const TESTED: [(Characteristic, &[TestedKind]); 6] = [
    (Accuracy, &[TestedKind::Figure, TestedKind::Risk, TestedKind::Feedback]),
    (Validity, &[TestedKind::Return, TestedKind::Figure, TestedKind::Risk, TestedKind::Action, TestedKind::Feedback]),
    (Reliability, &[TestedKind::Return, TestedKind::Figure]),
    (Timeliness, &[TestedKind::Return, TestedKind::Risk, TestedKind::Action]),
    (Relevance, &[TestedKind::Return, TestedKind::Figure]),
    (Completeness, &[TestedKind::Return, TestedKind::Figure, TestedKind::Risk, TestedKind::Action]),
];

/// Fills in the data quality of every line.
pub(super) fn score(inputs: &Inputs<'_>, results: &[IndicatorResult<'_>], lines: &mut [ReturnResult]) {
    let services = &inputs.register.services;
    let mut findings: Map<&str, Vec<&Finding>> = Map::default();
    for f in inputs.findings.iter().filter(|f| f.severity != Severity::Note) {
        findings.entry(f.service.as_str()).or_default().push(f);
    }
    let mut figures: Map<&str, Vec<&IndicatorResult<'_>>> = Map::default();
    for r in results {
        figures.entry(&*inputs.register.indicators[r.indicator].service).or_default().push(r);
    }
    let mut returns: Map<&str, Vec<&Return>> = Map::default();
    inputs.returns.iter().filter(|r| !r.central).for_each(|r| returns.entry(&*r.service).or_default().push(r));
    let counting: HashSet<&str> = inputs.submissions.iter().filter(|s| s.counts).map(|s| s.file.as_str()).collect();
    for line in lines {
        let id = &*services[line.service].id;
        let sheet = TestedService {
            inputs,
            line,
            figures: figures.get(id).map_or(&[], Vec::as_slice),
            returns: returns.get(id).map_or(&[], Vec::as_slice),
            findings: findings.get(id).map_or(&[], Vec::as_slice),
            counting: &counting,
        };
        line.quality = sheet.quality();
    }
}

/// What is known of one service.
struct TestedService<'s> {
    inputs: &'s Inputs<'s>,
    line: &'s ReturnResult,
    figures: &'s [&'s IndicatorResult<'s>],
    returns: &'s [&'s Return],
    /// Errors and queries.
    findings: &'s [&'s Finding],
    /// Files that count.
    counting: &'s HashSet<&'s str>,
}

/// One thing that is tested, with the characteristics that an error or a query denies it.
struct TestedItem<'s> {
    kind: TestedKind,
    figure: Option<&'s IndicatorResult<'s>>,
    failed: FailedCharacteristics,
}

/// In the order of [`Characteristic::ALL`].
type FailedCharacteristics = [bool; 6];

impl<'s> TestedService<'s> {
    fn quality(&self) -> Quality {
        let mut things = self.things();
        let strays = self.fail(&mut things);
        let mut quality = Quality::default();
        for (characteristic, kinds) in TESTED {
            let tests = &mut quality.tests[characteristic as usize];
            for thing in things.values().filter(|t| kinds.contains(&t.kind)) {
                if thing.figure.is_none_or(|f| self.tests_figure(characteristic, f)) {
                    let complete = characteristic != Completeness || thing.figure.is_none_or(came);
                    tests.count(complete && !thing.failed[characteristic as usize]);
                }
            }
            let faulty = strays[characteristic as usize];
            match self.whole(characteristic, kinds.contains(&TestedKind::Return)) {
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
    fn things(&self) -> Map<(TestedKind, &'s str), TestedItem<'s>> {
        let id = |r: &IndicatorResult<'_>| &*self.inputs.register.indicators[r.indicator].id;
        let figures = self.figures.iter().map(|r| (TestedKind::Figure, id(r), Some(*r)));
        let lines = self.returns.iter().flat_map(|r| {
            let risks = r.risks.iter().map(|x| (TestedKind::Risk, &*x.id, None));
            // The delivery plan is its own measure.
            let actions = r.actions.iter().filter(|a| a.kind == ActionKind::Action);
            let actions = actions.map(|x| (TestedKind::Action, &*x.id, None));
            risks.chain(actions).chain(r.feedback.iter().map(|x| (TestedKind::Feedback, x.kind.words(), None)))
        });
        let thing =
            |(kind, id, figure)| ((kind, id), TestedItem { kind, figure, failed: FailedCharacteristics::default() });
        figures.chain(lines).map(thing).collect()
    }

    /// Marks what errors and queries are against, in the files that count; all of them where none could be accepted.
    /// Returns what they deny the return itself, since they are about nothing that is tested.
    fn fail(&self, things: &mut Map<(TestedKind, &'s str), TestedItem<'s>>) -> FailedCharacteristics {
        let any = self.returns.is_empty();
        let mut strays = FailedCharacteristics::default();
        for f in self.findings {
            if !(any || f.file.is_empty() || self.counting.contains(f.file.as_str())) {
                continue;
            }
            let characteristic = f.check().map_or(Characteristic::OF_OWN_CHECKS, |c| c.characteristic);
            let tested = |kind| TESTED.iter().any(|(c, kinds)| *c == characteristic && kinds.contains(&kind));
            let subject = self.subject(&f.subject, things);
            match subject.filter(|(kind, _)| tested(*kind)).and_then(|key| things.get_mut(&key)) {
                Some(thing) => thing.failed[characteristic as usize] = true,
                None => strays[characteristic as usize] = true,
            }
        }
        strays
    }

    fn subject(
        &self,
        subject: &'s str,
        things: &Map<(TestedKind, &'s str), TestedItem<'s>>,
    ) -> Option<(TestedKind, &'s str)> {
        let register = self.inputs.register;
        if let Some(n) = register.indicator_number(subject).filter(|_| !subject.is_empty()) {
            return Some((TestedKind::Figure, &*register.indicators[n].id));
        }
        let lines = [TestedKind::Risk, TestedKind::Action, TestedKind::Feedback].map(|kind| (kind, subject));
        lines.into_iter().find(|key| things.contains_key(key))
    }

    /// A figure is complete when it is due, and the rest of it is tested when something was sent.
    fn tests_figure(&self, characteristic: Characteristic, result: &IndicatorResult<'_>) -> bool {
        match characteristic {
            Completeness => self.inputs.register.indicators[result.indicator].due(self.inputs.period),
            _ => !self.returns.is_empty() && (result.reading.is_some() || result.refusal().is_some()),
        }
    }
}

/// “Awaited” says that it is still to come, and what was reported when it was last due is not there if it is not available.
fn came(result: &IndicatorResult<'_>) -> bool {
    result.lost().is_none() && result.reading.is_some_and(|r| r.value != Value::Marker(Marker::Awaited))
}
