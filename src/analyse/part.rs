//! A part of the council as one reader answers for it: a directorate, a portfolio, a service. Each figure, status, risk and
//! action is the council's own; only what counts several of them is counted anew, over the part alone.

use super::{
    Analysis, Inputs, action, assess, basket, beside_money, budget, delivery_plan, exposure, feedback, key_messages,
    money_words, returns, scorecard,
};
use crate::difference::Change;
use crate::finding::Finding;
use crate::map::Set;
use crate::reading::left_out::LeftOutItem;
use crate::reading::own_words::{SaidWords, WordsAt};
use crate::reading::query::Query;
use crate::reading::{Action, Risk, keyed};
use crate::register::Register;
use crate::submission::Submission;
use std::sync::Arc;

keyed! {
    /// What makes a part one.
    PartKind {
        Directorate "directorate" "Directorate",
        Portfolio "portfolio" "Portfolio",
        Service "service" "Service",
    }
}

/// What belongs to one reader.
#[derive(Debug, Clone)]
pub struct Part {
    /// What makes it one.
    pub kind: PartKind,
    /// What it is called: the directorate, the portfolio holder, the service.
    pub name: String,
    /// Ids of its services; where it is made of priorities, of those that measure anything of it.
    services: Set<Arc<str>>,
    /// Ids of its priorities, where it is made of them and not of services.
    priorities: Option<Set<String>>,
    /// Ids of its measures.
    measures: Set<Arc<str>>,
}

impl Part {
    /// Every directorate, in the register's order.
    pub fn directorates(register: &Register) -> Vec<Self> {
        let of = |name: &str| Self::of_services(register, PartKind::Directorate, name, |s| s.directorate == name);
        register.directorates().into_iter().map(of).collect()
    }

    /// Every service, in the register's order.
    pub fn services(register: &Register) -> Vec<Self> {
        let of = |own: &crate::register::Service| {
            Self::of_services(register, PartKind::Service, &own.name, |s| s.id == own.id)
        };
        register.services.iter().map(of).collect()
    }

    /// The portfolio of everybody whom the register names as a portfolio holder of services; where it names nobody, of
    /// everybody who owns a priority. In the register's order.
    pub fn portfolios(register: &Register) -> Vec<Self> {
        let by_service = unique(register.services.iter().map(|s| s.portfolio.as_str()));
        if by_service.is_empty() {
            let owners = unique(register.priorities.iter().map(|p| p.owner.as_str()));
            return owners.into_iter().map(|owner| Self::of_priorities(register, owner)).collect();
        }
        let of = |name: &str| Self::of_services(register, PartKind::Portfolio, name, |s| s.portfolio == name);
        by_service.into_iter().map(of).collect()
    }

    fn of_services(
        register: &Register,
        kind: PartKind,
        name: &str,
        wanted: impl Fn(&crate::register::Service) -> bool,
    ) -> Self {
        let services: Set<Arc<str>> = register.services.iter().filter(|s| wanted(s)).map(|s| s.id.clone()).collect();
        let own = register.indicators.iter().filter(|i| services.contains(&i.service));
        let measures = own.map(|i| i.id.clone()).collect();
        Self { kind, name: name.to_owned(), services, priorities: None, measures }
    }

    fn of_priorities(register: &Register, owner: &str) -> Self {
        let own = register.priorities.iter().filter(|p| p.owner == owner);
        let priorities: Set<String> = own.map(|p| p.id.clone()).collect();
        let serves = |i: &&crate::register::Indicator| i.priorities.iter().any(|p| priorities.contains(p));
        let own = || register.indicators.iter().filter(serves);
        Self {
            kind: PartKind::Portfolio,
            name: owner.to_owned(),
            services: own().map(|i| i.service.clone()).collect(),
            measures: own().map(|i| i.id.clone()).collect(),
            priorities: Some(priorities),
        }
    }

    /// Whether a measure, by its id, belongs to it.
    pub fn has_measure(&self, id: &str) -> bool {
        self.measures.contains(id)
    }

    /// Whether a finding is about something of it.
    pub(super) fn has_finding(&self, finding: &Finding) -> bool {
        self.has_about(&finding.service, &finding.subject)
    }

    /// Whether what serves a priority and is a service's belongs to it: a line of money, a milestone.
    fn has_line(&self, service: &str, priority: &str) -> bool {
        self.priorities.as_ref().map_or_else(|| self.services.contains(service), |own| own.contains(priority))
    }

    /// Whether what is a service's and is about a measure belongs to it.
    fn has_about(&self, service: &str, about: &str) -> bool {
        if self.priorities.is_some() { self.has_measure(about) } else { self.services.contains(service) }
    }
}

/// The names, each once and none that is blank.
fn unique<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut out: Vec<&str> = vec![];
    names.filter(|name| !name.trim().is_empty()).for_each(|name| {
        if !out.contains(&name) {
            out.push(name);
        }
    });
    out
}

impl<'a> Inputs<'a> {
    /// What the whole is called: the council, or the part of it.
    pub(super) fn name(&self) -> &'a str {
        self.part.map_or(&self.settings.council.name, |part| &part.name)
    }

    /// Whether a line of money or a milestone is to be counted.
    pub(super) fn has_line(&self, service: &str, priority: &str) -> bool {
        self.part.is_none_or(|part| part.has_line(service, priority))
    }

    /// Whether what a service says of itself, as its feedback, is to be counted.
    pub(super) fn has_service(&self, service: &str) -> bool {
        self.part.is_none_or(|part| part.priorities.is_none() && part.services.contains(service))
    }
}

/// What an analysis of a part is made from: kept for as long as it is used.
pub struct PartInputs<'a> {
    inputs: Inputs<'a>,
    part: Part,
    findings: Vec<Finding>,
    trial: Vec<Finding>,
    submissions: Vec<Submission>,
    changes: Vec<Change>,
    queries: Vec<Query>,
    left_out: Vec<LeftOutItem>,
}

impl<'a> PartInputs<'a> {
    /// What of the council's inputs is the part's. `whole` is the council's analysis from them.
    pub fn new(inputs: Inputs<'a>, whole: &Analysis<'a>, part: Part) -> Self {
        let about = |service: &str, subject: &str| part.has_about(service, subject);
        let found = |list: &[Finding]| list.iter().filter(|f| about(&f.service, &f.subject)).cloned().collect();
        Self {
            findings: found(whole.findings),
            trial: found(whole.trial),
            submissions: whole.submissions.iter().filter(|s| part.services.contains(&*s.service)).cloned().collect(),
            changes: whole.changes.iter().filter(|c| about(&c.service, &c.subject)).cloned().collect(),
            queries: whole
                .queries
                .iter()
                .filter(|q| about(&q.question.service, &q.question.subject))
                .cloned()
                .collect(),
            left_out: whole.left_out.iter().filter(|l| about(&l.service, &l.subject)).cloned().collect(),
            inputs,
            part,
        }
    }

    /// The part of the council's analysis.
    pub fn analysis<'p>(&'p self, whole: &Analysis<'p>) -> Analysis<'p> {
        let inputs: Inputs<'p> = Inputs { part: Some(&self.part), ..self.inputs };
        let (inputs, part, register) = (&inputs, &self.part, self.inputs.register);
        let id = |n: usize| &*register.indicators[n].id;
        let indicators: Vec<_> =
            whole.indicators.iter().filter(|r| part.has_measure(id(r.indicator))).cloned().collect();
        let returns: Vec<_> = whole
            .returns
            .iter()
            .filter(|r| part.services.contains(&*register.services[r.service].id))
            .cloned()
            .collect();
        let (completeness, timeliness) = returns::shares(&returns);
        let risk = |r: &Risk| part.has_about(&r.service, &r.indicator);
        let risks: Vec<_> = whole.risks.iter().filter(|r| risk(r.risk)).cloned().collect();
        let of_risk = |a: &Action| risks.iter().any(|r| *r.risk.id == *a.about.trim());
        let action = |a: &Action| part.has_about(&a.service, a.about.trim()) || part.priorities.is_some() && of_risk(a);
        let actions: Vec<_> = whole.actions.iter().filter(|r| action(r.action)).cloned().collect();
        let baskets = basket::baskets(inputs, &indicators);
        let budget = budget::budget(inputs);
        let money = beside_money::money_and_results(inputs, &budget, &indicators, &baskets);
        let own = |n: usize| indicators.binary_search_by_key(&whole.indicators[n].indicator, |r| r.indicator).ok();
        let money_and_results = money.with_measures_of(&whole.money_and_results, own);
        let feedback = feedback::feedback(inputs);
        let mut out = Analysis {
            part: Some(part),
            exposure: exposure::exposure(inputs, &risks, &indicators, &budget.at_risk),
            money_and_results,
            scorecard: scorecard::scorecard(inputs, &baskets, &indicators),
            baskets,
            quality: assess::council(&returns),
            parts: whole.parts.iter().filter(|p| part.has_measure(id(p.indicator))).cloned().collect(),
            indicators,
            risks,
            promises: action::promises(&actions),
            actions,
            budget,
            delivery_plan: delivery_plan::delivery_plan(inputs, whole.as_at),
            feedback_totals: feedback::totals(inputs, &feedback),
            feedback,
            returns,
            submissions: &self.submissions,
            findings: &self.findings,
            changes: &self.changes,
            restatements: whole.restatements.iter().filter(|r| part.has_measure(id(r.indicator))).cloned().collect(),
            restated_targets: whole
                .restated_targets
                .iter()
                .filter(|(n, _)| part.has_measure(id(*n)))
                .copied()
                .collect(),
            queries: &self.queries,
            left_out: &self.left_out,
            trial: &self.trial,
            completeness,
            timeliness,
            headlines: vec![],
            money_lines: vec![],
            successes: vec![],
            own_words: vec![],
            ..*whole
        };
        out.headlines = key_messages::headlines(&out);
        out.money_lines = money_words::money_lines(&out);
        out.successes = key_messages::successes(&out);
        let of_it =
            |words: &&SaidWords| !matches!(words.own.at, WordsAt::About(_)) || out.says_of(&words.key).is_some();
        out.own_words = whole.own_words.iter().filter(of_it).cloned().collect();
        out
    }
}
