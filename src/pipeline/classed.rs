//! Why two reports of a quarter say different things of a measure: every difference has a class.

use super::classes::{Difference, DifferenceClass, DifferenceOf, DifferenceSide};
use crate::history::{QuarterFigures, Recorded};
use crate::period::Period;
use crate::reading::correction::Restatement;
use crate::reading::{HELD_BACK, Place, Reading};
use crate::register::{Register, RuleChange};
use crate::reported::{ReportedChange, ReportedFigure, RestatedTarget};
use crate::settings::Status;
use crate::text::words::plain;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the register says of a measure that moves nothing of it.
const CALLED: [&str; 12] = [
    "id",
    "name",
    "service",
    "owner",
    "priorities",
    "sets",
    "perspective",
    "measure type",
    "least possible",
    "greatest possible",
    "key",
    "weight",
];

/// What happened between two runs of a quarter.
pub(super) struct Between<'a> {
    pub register: &'a Register,
    pub before: &'a QuarterFigures,
    pub after: &'a QuarterFigures,
    /// Restatements of the quarter that the later run took in and the earlier one did not.
    pub restated: Vec<&'a Recorded<Restatement>>,
    /// Targets of the quarter that were put right between them.
    pub targets: Vec<&'a Recorded<RestatedTarget>>,
    /// What changed in register and settings; `None` where they were not kept.
    pub rules: Option<&'a [RuleChange]>,
    /// Measures of which an earlier quarter is another than it was, by id.
    pub moved: &'a BTreeMap<Arc<str>, Period>,
    /// Measures that are held back.
    pub held_back: &'a BTreeSet<Arc<str>>,
}

/// Why, in a class and in words; who answers for it, and where that is recorded.
#[derive(Clone)]
struct Explained {
    class: DifferenceClass,
    why: String,
    author: String,
    record: Option<u64>,
}

impl Explained {
    fn new(class: DifferenceClass, why: impl Into<String>) -> Self {
        Self { class, why: why.into(), author: String::new(), record: None }
    }

    fn following(&self, from: &str) -> Self {
        Self { why: format!("follows from the {from}: {}", self.why), ..self.clone() }
    }
}

/// The differences of one measure, each with its class.
pub(super) fn differences(between: &Between<'_>, change: &ReportedChange) -> Vec<Difference> {
    let mut found: Vec<(DifferenceOf, Explained)> = vec![];
    match (&change.was, &change.now) {
        (Some(was), Some(now)) => {
            for of in DifferenceOf::ALL.into_iter().filter(|of| of.differs(was, now)) {
                found.push((of, between.explain(of, (was, now), &found)));
            }
        }
        (was, now) => {
            let class = between.whole(&change.indicator, was.is_none(), now.as_ref());
            found.push((DifferenceOf::Figure, class));
        }
    }
    let service = change.now.as_ref().or(change.was.as_ref()).map_or("", |f| &f.service);
    found
        .into_iter()
        .map(|(of, explained)| Difference {
            indicator: change.indicator.to_string(),
            service: service.to_owned(),
            of,
            was: between.side(of, &change.indicator, change.was.as_ref(), between.before),
            now: between.side(of, &change.indicator, change.now.as_ref(), between.after),
            class: explained.class,
            why: explained.why,
            author: explained.author,
            record: explained.record,
        })
        .collect()
}

impl Between<'_> {
    /// Why one thing differs; `known` is what differs of the measure before it, on which it can hang.
    fn explain(
        &self,
        of: DifferenceOf,
        (was, now): (&ReportedFigure, &ReportedFigure),
        known: &[(DifferenceOf, Explained)],
    ) -> Explained {
        let id = &now.indicator;
        let follows = |from: DifferenceOf| {
            let cause = known.iter().find(|(of, _)| *of == from)?;
            Some(cause.1.following(from.words()))
        };
        let found = match of {
            DifferenceOf::Figure => self.figure(id, was),
            DifferenceOf::Target => self.target(id),
            DifferenceOf::Direction => follows(DifferenceOf::Figure),
            DifferenceOf::Status | DifferenceOf::Forecast => {
                follows(DifferenceOf::Figure).or_else(|| follows(DifferenceOf::Target))
            }
        };
        // Settings that a thing hangs on; a figure hangs on none.
        let (of_the_past, settings): (bool, &[&str]) = match of {
            DifferenceOf::Figure => (false, &[]),
            DifferenceOf::Target => (false, &["status"]),
            DifferenceOf::Status => (true, &["status", "direction", "forecast"]),
            DifferenceOf::Direction => (true, &["direction", "year"]),
            DifferenceOf::Forecast => (true, &["forecast", "year"]),
        };
        found
            .or_else(|| self.rule(id, settings))
            .or_else(|| self.comparison(id).filter(|_| of_the_past))
            .unwrap_or_else(|| self.unexplained(id))
    }

    /// A measure that only one of the reports has.
    fn whole(&self, id: &Arc<str>, is_new: bool, now: Option<&ReportedFigure>) -> Explained {
        if is_new && now.is_some_and(|f| f.value.is_some()) {
            return self
                .restated(id)
                .unwrap_or_else(|| Explained::new(DifferenceClass::NewData, "there was none before"));
        }
        self.rule(id, &[]).unwrap_or_else(|| self.unexplained(id))
    }

    fn figure(&self, id: &Arc<str>, was: &ReportedFigure) -> Option<Explained> {
        let new = was.value.is_none() && was.status != Status::Suppressed;
        let redefined = || {
            let change = self.rules?.iter().find(|c| c.sheet == "Indicators" && c.redefines && *c.about == **id)?;
            Some(Explained::new(DifferenceClass::Definition, words_of(change)))
        };
        self.restated(id)
            .or_else(|| new.then(|| Explained::new(DifferenceClass::NewData, "there was none before")))
            .or_else(redefined)
            .or_else(|| self.worked_out(id))
    }

    fn restated(&self, id: &Arc<str>) -> Option<Explained> {
        let found = self.restated.iter().rev().find(|r| self.same(&r.row.correction.indicator, id))?;
        let c = &found.row.correction;
        Some(Explained {
            class: DifferenceClass::of(c.class),
            why: c.reason.clone(),
            author: c.author.clone(),
            record: Some(found.record),
        })
    }

    /// A figure that a formula gives follows from those that it names.
    fn worked_out(&self, id: &Arc<str>) -> Option<Explained> {
        let formula = self.register.indicator(id)?.formula.as_ref()?;
        // An id alone, or with the word after it that says which of its figures is meant.
        let written = |other: &str, end: char| formula.text.contains(&format!("\"{other}{end}"));
        let named = |other: &str| (written(other, '"') || written(other, '.')) && !self.same(other, id);
        let restated = self.restated.iter().find(|r| named(&r.row.correction.indicator));
        let feeders = self.after.reported.iter().filter(|f| named(&f.indicator));
        let moved = |f: &&ReportedFigure| {
            let before = self.before.reported.iter().find(|b| b.indicator == f.indicator);
            before.is_none_or(|b| DifferenceOf::Figure.differs(b, f))
        };
        let feeder =
            restated.map(|r| &r.row.correction.indicator).or(feeders.into_iter().find(moved).map(|f| &f.indicator))?;
        let was = self.before.reported.iter().find(|b| b.indicator == *feeder);
        let cause = match was {
            Some(was) => self.figure(feeder, was),
            None => Some(Explained::new(DifferenceClass::NewData, "there was none before")),
        };
        let cause = cause.unwrap_or_else(|| self.unexplained(feeder));
        Some(Explained { why: format!("worked out from {feeder}: {}", cause.why), ..cause })
    }

    fn target(&self, id: &Arc<str>) -> Option<Explained> {
        let restated = self.targets.iter().rev().find(|t| self.same(&t.row.indicator, id)).map(|t| Explained {
            class: DifferenceClass::of(t.row.class),
            why: t.row.reason.clone(),
            author: t.row.author.clone(),
            record: Some(t.record),
        });
        let year = format!("{id}, ");
        let in_register = || {
            let of = |c: &&RuleChange| match c.sheet {
                "Targets" => c.about.starts_with(&year),
                "Indicators" => *c.about == **id && (c.what.starts_with("tolerance") || c.what == "decimals"),
                "Settings" => c.about.starts_with("status."),
                _ => false,
            };
            let changes: Vec<String> = self.rules?.iter().filter(of).map(words_of).collect();
            (!changes.is_empty()).then(|| Explained::new(DifferenceClass::Target, changes.join("; ")))
        };
        restated.or_else(in_register)
    }

    /// What changed in the measure's definition, or in settings under these headings.
    fn rule(&self, id: &Arc<str>, settings: &[&str]) -> Option<Explained> {
        let of = |c: &&RuleChange| match c.sheet {
            "Indicators" => *c.about == **id && !CALLED.contains(&c.what),
            "Settings" => settings.iter().any(|part| c.about.split('.').next() == Some(*part)),
            _ => false,
        };
        let changes: Vec<String> = self.rules?.iter().filter(of).map(words_of).collect();
        (!changes.is_empty()).then(|| Explained::new(DifferenceClass::Definition, changes.join("; ")))
    }

    fn comparison(&self, id: &Arc<str>) -> Option<Explained> {
        let quarter = self.moved.get(id)?;
        Some(Explained::new(
            DifferenceClass::Comparison,
            format!("its figure of {quarter} is another than it was then"),
        ))
    }

    fn unexplained(&self, id: &Arc<str>) -> Explained {
        let [before, after] = [self.before, self.after].map(|of| reading(of, id));
        let kept = if self.rules.is_none() { "; the rules of then are not kept" } else { "" };
        let why = match (before, after) {
            (None, None) => format!("nothing that was recorded explains it{kept}"),
            (before, after) => {
                let at = |r: Option<&Reading>| r.map_or_else(|| "nothing".to_owned(), |r| r.place.to_string());
                format!("returns changed between the runs: {}, then {}{kept}", at(before), at(after))
            }
        };
        Explained::new(DifferenceClass::Unexplained, why)
    }

    fn same(&self, a: &str, b: &str) -> bool {
        a == b || self.register.indicator_number(a).is_some_and(|n| self.register.indicator_number(b) == Some(n))
    }

    fn side(
        &self,
        of: DifferenceOf,
        id: &Arc<str>,
        told: Option<&ReportedFigure>,
        quarter: &QuarterFigures,
    ) -> DifferenceSide {
        let place = reading(quarter, id).map(|r: &Reading| Place::to_string(&r.place));
        let place = place.filter(|_| of == DifferenceOf::Figure && told.is_some());
        let Some(f) = told else { return DifferenceSide { said: "nothing".to_owned(), number: None, place } };
        // Where either report holds it back, neither is told.
        let hidden = self.held_back.iter().any(|held| self.same(held, id));
        if hidden && of != DifferenceOf::Target {
            return DifferenceSide { said: HELD_BACK.to_owned(), number: None, place };
        }
        let number = |n: Option<f64>| n.map_or_else(|| "none".to_owned(), plain);
        let (said, number) = match of {
            DifferenceOf::Figure => (figure_words(f), f.value),
            DifferenceOf::Target => (target_words(f), f.target),
            DifferenceOf::Status => (format!("{} ({})", f.status.key(), f.scheme), None),
            DifferenceOf::Direction if f.direction.is_empty() => ("none".to_owned(), None),
            DifferenceOf::Direction => (f.direction.clone(), None),
            DifferenceOf::Forecast => (number(f.outturn), f.outturn),
        };
        DifferenceSide { said, number, place }
    }
}

fn reading<'q>(quarter: &'q QuarterFigures, id: &str) -> Option<&'q Reading> {
    quarter.readings.iter().map(|r| &r.row).find(|r| *r.indicator == *id)
}

/// `81.2`, `50 (35 ÷ 70)`.
fn figure_words(f: &ReportedFigure) -> String {
    let value = f.value.map_or_else(|| "no figure".to_owned(), plain);
    match f.numerator.zip(f.denominator) {
        Some((n, d)) => format!("{value} ({} ÷ {})", plain(n), plain(d)),
        None => value,
    }
}

/// `80`, and what else it is measured by where only that moved.
fn target_words(f: &ReportedFigure) -> String {
    let number = |n: Option<f64>| n.map(plain);
    let target = number(f.target).unwrap_or_else(|| "none".to_owned());
    let more = [("year", f.annual_target), ("tolerance", f.limits.tolerance), ("floor", f.limits.floor)];
    let more = more.into_iter().filter_map(|(what, n)| Some(format!("{what} {}", number(n)?)));
    let band: Vec<String> = f.limits.band.into_iter().flatten().map(plain).collect();
    let band = (!band.is_empty()).then(|| format!("band {}", band.join(" to ")));
    std::iter::once(target).chain(more).chain(band).collect::<Vec<_>>().join(", ")
}

/// `year's target of ST2, 2026-27: “80” → “95”`.
fn words_of(change: &RuleChange) -> String {
    let RuleChange { about, what, was, now, .. } = change;
    format!("{what} of {about}: “{was}” → “{now}”")
}
