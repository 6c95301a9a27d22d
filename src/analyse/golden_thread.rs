//! The golden thread: council plan → priority → directorate → service → measure, risk, action, milestone → who answers for it.
//! What hangs on nothing is told, and what each person who is named has.

use super::delivery_plan::MilestoneState;
use super::{ActionResult, Analysis, IndicatorResult, RiskResult};
use crate::map::{Map, Set};
use crate::reading::keyed;
use crate::register::Indicator;
use crate::settings::Status;
use std::sync::Arc;

keyed! {
    /// What hangs on the thread.
    ThreadKind {
        Measure "measure" "Measure",
        Risk "risk" "Risk",
        Action "action" "Action",
        Milestone "milestone" "Milestone",
    }
}

keyed! {
    /// Why something hangs on nothing.
    LooseEnd {
        PriorityWithoutMeasure "priority-without-measure" "A priority that no measure serves",
        ServiceWithoutMeasure "service-without-measure" "A service without a measure",
        NoPriority "no-priority" "Serves no priority",
        AboutNothing "about-nothing" "About something that is not there",
        NoOwner "no-owner" "No owner is named",
    }
}

/// One thing under one priority; what serves several priorities is there under each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadItem<'a> {
    /// What it is.
    pub kind: ThreadKind,
    /// Its place in the analysis' list of its kind.
    pub place: usize,
    /// Id of the priority; empty where it serves none that the register knows.
    pub priority: &'a str,
    /// Id of its service.
    pub service: &'a str,
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// The measure or risk that it says it is about; empty where it says nothing.
    pub about: &'a str,
    /// Who answers for it; empty where nobody is named.
    pub owner: &'a str,
    /// Off target, above the appetite, or overdue.
    pub off: bool,
}

/// Something that hangs on nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooseItem<'a> {
    /// Why.
    pub why: LooseEnd,
    /// `Measure`, `Risk`, `Priority`, `Service`, …
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// Id of its service; empty of a priority.
    pub service: &'a str,
    /// What it says that it serves or is about, where that is not there.
    pub said: &'a str,
    /// Who answers for it; empty where nobody is named.
    pub owner: &'a str,
}

/// What one person answers for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnerResult<'a> {
    /// The name as it is written first.
    pub name: &'a str,
    /// How many of each kind, in the order of [`ThreadKind::ALL`].
    pub has: [u32; ThreadKind::ALL.len()],
    /// How many of them are off target, above the appetite or overdue.
    pub off: [u32; ThreadKind::ALL.len()],
    /// Measures that are due and did not come.
    pub not_sent: u32,
    /// Ids of what is off target, above the appetite, overdue or not sent: measures, risks, actions, milestones.
    pub pressing: Vec<&'a str>,
}

/// The thread of a computed quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoldenThread<'a> {
    /// By priority, directorate, service and kind, all in the register's order; what serves no priority comes last.
    pub items: Vec<ThreadItem<'a>>,
    /// What hangs on nothing, by why.
    pub loose: Vec<LooseItem<'a>>,
    /// Those with most that is off target, above the appetite, overdue or not sent first; then by name.
    pub owners: Vec<OwnerResult<'a>>,
}

impl Analysis<'_> {
    /// The golden thread of this quarter, or of this part of it.
    pub fn golden_thread(&self) -> GoldenThread<'_> {
        let each = things(self);
        let items = in_order(self, &each);
        GoldenThread { loose: loose(self, &each), owners: owners(self, &each), items }
    }
}

/// A thing, and all the priorities that it serves.
type Thing<'a> = (ThreadItem<'a>, Vec<&'a str>);

/// Every measure, risk, action and milestone once, as its list has it.
fn things<'a>(a: &'a Analysis<'_>) -> Vec<Thing<'a>> {
    let known: Set<&str> = a.register.priorities.iter().map(|p| p.id.as_str()).collect();
    let of_measure = |id: &str| -> Vec<&'a str> {
        let named = a.register.indicator(id).map_or(&[][..], |i| i.priorities.as_slice());
        named.iter().map(String::as_str).filter(|id| known.contains(id)).collect()
    };
    // An action may be about a risk, which is about a measure.
    let risks: Map<String, &str> = a.risks.iter().map(|r| (folded(&r.risk.id), r.risk.indicator.trim())).collect();
    let of_action = |about: &str| match risks.get(&folded(about)) {
        Some(measure) if a.register.indicator(about).is_none() => of_measure(measure),
        _ => of_measure(about),
    };
    let measures = a.indicators.iter().enumerate().map(|(n, r)| {
        let i = definition(a, r);
        (measure(i, n, r), of_measure(&i.id))
    });
    let risk = a.risks.iter().enumerate().map(|(n, r)| (risk(n, r), of_measure(r.risk.indicator.trim())));
    let action = a.actions.iter().enumerate().map(|(n, r)| (action(n, r), of_action(r.action.about.trim())));
    let milestones = a.delivery_plan.milestones.iter().enumerate().map(|(n, m)| {
        let item = ThreadItem {
            kind: ThreadKind::Milestone,
            place: n,
            priority: "",
            service: m.service,
            id: m.id,
            title: m.title,
            about: m.priority,
            owner: m.owner.trim(),
            off: m.state == MilestoneState::Overdue,
        };
        (item, Some(m.priority).into_iter().filter(|id| known.contains(id)).collect())
    });
    measures.chain(risk).chain(action).chain(milestones).collect()
}

fn definition<'a>(a: &'a Analysis<'_>, r: &IndicatorResult<'_>) -> &'a Indicator {
    &a.register.indicators[r.indicator]
}

fn measure<'a>(i: &'a Indicator, place: usize, r: &IndicatorResult<'_>) -> ThreadItem<'a> {
    ThreadItem {
        kind: ThreadKind::Measure,
        place,
        priority: "",
        service: &i.service,
        id: &i.id,
        title: &i.name,
        about: "",
        owner: i.owner.trim(),
        off: r.status == Status::Red,
    }
}

fn risk<'a>(place: usize, r: &RiskResult<'a>) -> ThreadItem<'a> {
    ThreadItem {
        kind: ThreadKind::Risk,
        place,
        priority: "",
        service: &r.risk.service,
        id: &r.risk.id,
        title: &r.risk.title,
        about: r.risk.indicator.trim(),
        owner: r.risk.owner.trim(),
        off: r.breach.is_some(),
    }
}

fn action<'a>(place: usize, r: &ActionResult<'a>) -> ThreadItem<'a> {
    ThreadItem {
        kind: ThreadKind::Action,
        place,
        priority: "",
        service: &r.action.service,
        id: &r.action.id,
        title: &r.action.title,
        about: r.action.about.trim(),
        owner: r.action.lead.trim(),
        off: r.overdue,
    }
}

/// A line for each priority of each thing, along the thread.
fn in_order<'a>(a: &'a Analysis<'_>, things: &[Thing<'a>]) -> Vec<ThreadItem<'a>> {
    let priority: Map<&str, usize> =
        a.register.priorities.iter().enumerate().map(|(n, p)| (p.id.as_str(), n)).collect();
    let directorates = a.register.directorates();
    let service: Map<&str, (usize, usize)> = (a.register.services.iter().enumerate())
        .map(|(n, s)| (&*s.id, (directorates.iter().position(|d| *d == s.directorate).unwrap_or(usize::MAX), n)))
        .collect();
    let mut items: Vec<ThreadItem<'a>> = things
        .iter()
        .flat_map(|(item, serves)| {
            let serves = if serves.is_empty() { &[""][..] } else { serves };
            serves.iter().map(|priority| ThreadItem { priority, ..*item })
        })
        .collect();
    let last = (usize::MAX, usize::MAX);
    items.sort_by_cached_key(|item| {
        let of = priority.get(item.priority).copied().unwrap_or(usize::MAX);
        (of, service.get(item.service).copied().unwrap_or(last), item.kind as usize, item.place)
    });
    items
}

/// What hangs on nothing. Of a part, no priority is said to have no measure: another part may have one.
fn loose<'a>(a: &'a Analysis<'_>, things: &[Thing<'a>]) -> Vec<LooseItem<'a>> {
    let served: Set<&str> = a.register.indicators.iter().flat_map(|i| &i.priorities).map(String::as_str).collect();
    let measured: Set<&str> = a.register.indicators.iter().map(|i| &*i.service).collect();
    let risks: Set<String> = a.risks.iter().map(|r| folded(&r.risk.id)).collect();
    // Of a part, what is about a risk may be about another part's.
    let there = |id: &str| a.part.is_some() || a.register.indicator(id).is_some() || risks.contains(&folded(id));
    let priorities = a.register.priorities.iter().filter(|p| a.part.is_none() && !served.contains(&*p.id));
    let services = a.returns.iter().map(|r| &a.register.services[r.service]).filter(|s| !measured.contains(&*s.id));
    let mut out: Vec<LooseItem<'a>> = priorities
        .map(|p| LooseItem {
            why: LooseEnd::PriorityWithoutMeasure,
            kind: "Priority",
            id: &p.id,
            title: &p.name,
            service: "",
            said: "",
            owner: p.owner.trim(),
        })
        .chain(services.map(|s| LooseItem {
            why: LooseEnd::ServiceWithoutMeasure,
            kind: "Service",
            id: &s.id,
            title: &s.name,
            service: &s.id,
            said: "",
            owner: s.head.trim(),
        }))
        .collect();
    for (item, serves) in things {
        let of = |why, said| LooseItem {
            why,
            kind: item.kind.words(),
            id: item.id,
            title: item.title,
            service: item.service,
            said,
            owner: item.owner,
        };
        let plan = matches!(item.kind, ThreadKind::Measure | ThreadKind::Milestone);
        if plan && serves.is_empty() {
            out.push(of(LooseEnd::NoPriority, unknown_priority(a, item)));
        }
        if !plan && !item.about.is_empty() && !there(item.about) {
            out.push(of(LooseEnd::AboutNothing, item.about));
        }
        if item.owner.is_empty() {
            out.push(of(LooseEnd::NoOwner, ""));
        }
    }
    out.sort_by_key(|item| item.why as usize);
    out
}

/// The first priority that a thing names and the register does not know.
fn unknown_priority<'a>(a: &'a Analysis<'_>, item: &ThreadItem<'a>) -> &'a str {
    match item.kind {
        ThreadKind::Measure => definition(a, &a.indicators[item.place]).priorities.first().map_or("", String::as_str),
        _ => item.about,
    }
}

/// An id or a name as it is compared: in any case.
fn folded(words: &str) -> String {
    words.trim().to_lowercase()
}

/// What everybody who is named has.
fn owners<'a>(a: &'a Analysis<'_>, things: &[Thing<'a>]) -> Vec<OwnerResult<'a>> {
    let absent: Set<&Arc<str>> = a.returns.iter().flat_map(|r| &r.absent).collect();
    let mut places: Map<String, usize> = Map::default();
    let mut out: Vec<OwnerResult<'a>> = vec![];
    for (item, _) in things.iter().filter(|(item, _)| !item.owner.is_empty()) {
        let n = *places.entry(folded(item.owner)).or_insert(out.len());
        if n == out.len() {
            out.push(OwnerResult { name: item.owner, ..OwnerResult::default() });
        }
        let (owner, kind) = (&mut out[n], item.kind as usize);
        owner.has[kind] += 1;
        owner.off[kind] += u32::from(item.off);
        let not_sent =
            item.kind == ThreadKind::Measure && absent.contains(&definition(a, &a.indicators[item.place]).id);
        owner.not_sent += u32::from(not_sent);
        if item.off || not_sent {
            owner.pressing.push(item.id);
        }
    }
    out.sort_by_key(|owner| (std::cmp::Reverse(owner.pressing.len()), folded(owner.name)));
    out
}
