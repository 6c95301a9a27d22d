//! The quarter without its small numbers: what an analysis for readers outside the team is made from. A hidden number is not
//! in it, so that nothing that is made of it can tell one.

use super::choose;
use super::hidden::HiddenFigures;
use super::received::Received;
use super::texts::{WITHHELD, tells_number, withhold_action, withhold_narrative, withhold_risk};
use super::told::may_be_told;
use crate::analyse::{Analysis, Inputs, analyse};
use crate::difference::Change;
use crate::finding::Finding;
use crate::map::Map;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::ComputedIndicator;
use crate::reading::correction::Restatement;
use crate::reading::own_words::{OwnWords, WordsAt};
use crate::reading::query::Query;
use crate::reading::{Marker, Reading, Return, Value};
use crate::register::Register;
use crate::reported::PastFigure;
use crate::settings::Status;

/// What an analysis without small numbers is made from: kept for as long as it is used.
pub struct WithoutSmallNumbers<'a> {
    inputs: Inputs<'a>,
    hidden: HiddenFigures,
    returns: Vec<Return>,
    past: Past,
    computed: Vec<ComputedIndicator>,
    findings: Vec<Finding>,
    trial: Vec<Finding>,
    changes: Vec<Change>,
    restatements: Vec<Restatement>,
    queries: Vec<Query>,
    own_words: Vec<OwnWords>,
    rated: Map<usize, Status>,
}

impl<'a> WithoutSmallNumbers<'a> {
    /// Decides what is hidden of a quarter, and takes it out. `whole` is the council's analysis from `inputs`. `None` where
    /// nothing is hidden: then the quarter is without small numbers as it stands.
    pub fn new(inputs: Inputs<'a>, whole: &Analysis<'a>) -> Option<Self> {
        let received = Received::new(&inputs, whole);
        let mut hidden = choose::hidden(&received);
        let broken_down =
            inputs.returns.iter().flat_map(|r| &r.parts).any(|p| is_marked(inputs.register, &p.indicator));
        if hidden.is_empty() && !broken_down {
            return None;
        }
        let untold = |of: &(usize, Period)| {
            let status = status_of(&inputs, whole, *of);
            status.is_some_and(|status| !may_be_told(&received, *of, status))
        };
        hidden.without_status = hidden.figures.iter().copied().filter(untold).collect();
        // Also what is told keeps its status: it was given beside figures that are hidden now.
        let untold = |n: usize| hidden.without_status.contains(&(n, inputs.period));
        let rated =
            whole.results().into_iter().filter(|r| !untold(r.indicator)).map(|r| (r.indicator, r.status)).collect();
        let about = About { register: inputs.register, hidden: &hidden };
        Some(Self {
            returns: inputs.returns.iter().map(|r| about.of_return(r)).collect(),
            past: about.past(inputs.past),
            computed: inputs.computed.iter().map(|c| about.computed(c, inputs.period)).collect(),
            findings: inputs.findings.iter().map(|f| about.finding(f)).collect(),
            trial: inputs.trial.iter().map(|f| about.finding(f)).collect(),
            changes: whole.changes.iter().filter(|c| !about.is(&c.subject)).cloned().collect(),
            restatements: inputs.restatements.iter().filter(|r| !about.is(&r.correction.indicator)).cloned().collect(),
            queries: inputs.queries.iter().filter(|q| !about.is(&q.question.subject)).cloned().collect(),
            own_words: inputs.own_words.iter().filter(|w| !about.told_by(w)).cloned().collect(),
            rated,
            inputs,
            hidden,
        })
    }

    /// What is hidden.
    pub fn hidden(&self) -> &HiddenFigures {
        &self.hidden
    }

    /// The quarter without them.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            returns: &self.returns,
            past: &self.past,
            computed: &self.computed,
            findings: &self.findings,
            trial: &self.trial,
            changes: &self.changes,
            restatements: &self.restatements,
            queries: &self.queries,
            own_words: &self.own_words,
            rated: Some(&self.rated),
            ..self.inputs
        }
    }

    /// The analysis of it.
    pub fn analysis(&self) -> Analysis<'_> {
        analyse(&self.inputs())
    }
}

/// The status that a figure had before anything was hidden; `None` where none is known.
fn status_of(inputs: &Inputs<'_>, whole: &Analysis<'_>, (n, q): (usize, Period)) -> Option<Status> {
    match q == inputs.period {
        true => whole.position(n).map(|at| whole.indicators[at].status),
        false => inputs.past.reported.get(&(n, q)).map(|told| told.status),
    }
}

/// A measure counts people and hides small numbers.
fn is_marked(register: &Register, id: &str) -> bool {
    register.indicator(id).is_some_and(|i| i.small_numbers.is_some())
}

/// Takes out what is about measures with hidden figures.
struct About<'h> {
    register: &'h Register,
    hidden: &'h HiddenFigures,
}

impl About<'_> {
    /// An id is that of a measure with hidden figures.
    fn is(&self, id: &str) -> bool {
        self.register.indicator_number(id.trim()).is_some_and(|n| self.hidden.has_any(n))
    }

    /// The team's words are about such a measure, or name it, and tell a number.
    fn told_by(&self, own: &OwnWords) -> bool {
        let stands_for = match &own.at {
            WordsAt::About(id) if self.is(id) => return tells_number(&own.words),
            WordsAt::About(_) | WordsAt::Added => "",
            WordsAt::Line(key) => key,
        };
        let lower = format!("{stands_for} {}", own.words).to_lowercase();
        let names = |n: usize| {
            let i = &self.register.indicators[n];
            lower.contains(&i.id.to_lowercase()) || lower.contains(&i.name.to_lowercase())
        };
        let mut measures: Vec<usize> = self.hidden.figures.iter().map(|(n, _)| *n).collect();
        measures.dedup();
        tells_number(&own.words) && measures.into_iter().any(names)
    }

    fn of_return(&self, r: &Return) -> Return {
        let mut out = r.clone();
        for reading in &mut out.readings {
            self.reading(reading);
        }
        // The parts of what counts people count even fewer.
        out.parts.retain(|part| !is_marked(self.register, &part.indicator) && !self.is(&part.indicator));
        out.risks.iter_mut().filter(|risk| self.is(&risk.indicator)).for_each(withhold_risk);
        out.actions.iter_mut().filter(|action| self.is(&action.about)).for_each(withhold_action);
        out
    }

    fn reading(&self, reading: &mut Reading) {
        let Some(n) = self.register.indicator_number(&reading.indicator) else { return };
        if self.hidden.has_any(n) {
            withhold_narrative(&mut reading.words);
        }
        if self.hidden.has(n, reading.period) {
            reading.value = Value::Marker(Marker::Suppressed);
            (reading.numerator, reading.denominator, reading.forecast) = (None, None, None);
        }
    }

    fn past(&self, past: &Past) -> Past {
        let mut out = past.clone();
        for of in &self.hidden.figures {
            let (n, q) = *of;
            out.values.set(n, q, None);
            out.numerators.set(n, q, None);
            out.denominators.set(n, q, None);
            out.told.remove(of);
            if let Some(told) = out.reported.get_mut(of) {
                let untold = self.hidden.without_status.contains(of);
                let status = if untold { Status::Suppressed } else { told.status };
                *told = PastFigure { value: None, status, ..*told };
            }
        }
        out.words.iter_mut().filter(|(id, _)| self.is(id)).for_each(|(_, words)| withhold_narrative(words));
        out.risks.values_mut().filter(|risk| self.is(&risk.indicator)).for_each(withhold_risk);
        out.actions.iter_mut().filter(|action| self.is(&action.about)).for_each(withhold_action);
        out.queries.retain(|query| !self.is(&query.question.subject));
        out
    }

    fn computed(&self, computed: &ComputedIndicator, now: Period) -> ComputedIndicator {
        let mut out = computed.clone();
        if self.hidden.has(computed.indicator, now) {
            out.reading.iter_mut().for_each(|reading| self.reading(reading));
        }
        out
    }

    /// A finding says that something is found, and no number.
    fn finding(&self, finding: &Finding) -> Finding {
        let mut out = finding.clone();
        if self.is(&finding.subject) {
            WITHHELD.clone_into(&mut out.expected);
            WITHHELD.clone_into(&mut out.got);
            out.figure.clear();
        }
        out
    }
}
