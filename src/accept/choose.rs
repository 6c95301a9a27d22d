//! Which returns count: of several from one service the whole before one with an unreadable sheet, then the later; where
//! nobody can tell, none. Parts of a return are joined. Nothing is passed over in silence: a return that gives way is a
//! finding, and stays listed.

use super::given_way::GivenWay;
use super::joined::join;
use super::later::{Later, later, rank};
use super::second::{settled, told_apart};
use crate::catalogue;
use crate::difference::{self, Against, Change, Values};
use crate::finding::{Finding, Severity};
use crate::layout::Layout;
use crate::reading::Return;
use crate::record::Outcome;
use crate::register::Register;
use crate::submission::Submission;
use crate::text::words::list;
use crate::typing::Typed;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

/// One return among those of the quarter.
struct Contender<'t> {
    typed: &'t Typed,
    returned: &'t Return,
    part: bool,
    /// The number of the file, and of the return in it.
    at: (usize, usize),
}

impl Contender<'_> {
    /// Which of two counts. What has a sheet that cannot be read says less than it was sent to say.
    fn against(&self, other: &Self) -> Later {
        match (self.is_whole(), other.is_whole()) {
            (true, false) => {
                let why = "every sheet of it can be read, and of this one not".to_owned();
                Later::First { why, signed: false }
            }
            (false, true) => Later::Second,
            _ => later(self.returned, other.returned),
        }
    }

    fn is_whole(&self) -> bool {
        !self.typed.findings.iter().any(|f| f.code == catalogue::F018.code)
    }
}

/// What became of a return.
#[derive(Clone)]
enum ReturnOutcome {
    Counts,
    /// One of several parts.
    Joined,
    /// Nobody can tell whether it or the other is the later, and why.
    Unclear {
        with: String,
        why: String,
    },
    /// Gives way to another, why, whether that is no guess, and what that one says otherwise.
    Gives {
        to: String,
        why: String,
        sure: bool,
        changes: Vec<Change>,
    },
}

impl ReturnOutcome {
    fn changes(self) -> Vec<Change> {
        match self {
            Self::Gives { changes, .. } => changes,
            Self::Counts | Self::Joined | Self::Unclear { .. } => vec![],
        }
    }
}

/// The returns that count, and what is to be said of all.
pub(super) struct ChosenReturns {
    /// By service in the register's order.
    pub returns: Vec<Return>,
    /// Every file with what became of it.
    pub submissions: Vec<Submission>,
    /// Value by value, what the returns that count say otherwise than those that give way.
    pub changes: Vec<Change>,
    /// What gives way, and to what.
    pub given_way: GivenWay,
}

/// Chooses among the returns of the quarter. A return that gives way is a finding, and each value that it had otherwise
/// is a change; so is a file a finding that could not be accepted while another of its service could. `left_out` says
/// why files are left out by hand.
pub(super) fn choose(
    register: &Register,
    layouts: &[Layout],
    typed: Vec<Typed>,
    left_out: &HashMap<String, String>,
    findings: &mut Vec<Finding>,
) -> ChosenReturns {
    let is_part = |id: &str| layouts.iter().any(|l| l.id == id && (l.part_of_return || l.central));
    let mut by_service: HashMap<&str, Vec<Contender<'_>>> = HashMap::new();
    for (file, typed) in typed.iter().enumerate() {
        for (n, returned) in typed.returns.iter().enumerate() {
            let entry = Contender { typed, returned, part: is_part(&returned.layout), at: (file, n) };
            by_service.entry(&returned.service).or_default().push(entry);
        }
    }
    let mut outcomes: HashMap<(&str, &str), ReturnOutcome> = HashMap::new();
    let mut counting: HashMap<&str, &str> = HashMap::new();
    let mut kept: Vec<Vec<(usize, usize)>> = vec![];
    for service in &register.services {
        let Some(entries) = by_service.get(&*service.id) else { continue };
        let parts = settle(entries, &mut outcomes);
        let own = parts.first().filter(|p| !p.returned.central);
        counting.extend(own.map(|first| (&*first.returned.service, first.returned.source.file.as_str())));
        kept.push(parts.iter().map(|e| e.at).collect());
    }
    let given = |t| submissions(t, &outcomes, &counting, left_out, findings);
    let submissions = typed.iter().flat_map(given).collect();
    let given_way = given_way(&typed, &outcomes, &counting);
    let mut changes: Vec<Change> = outcomes.into_values().flat_map(|outcome| outcome.changes()).collect();
    difference::sort(&mut changes);

    let mut held: Vec<Vec<Option<Return>>> =
        typed.into_iter().map(|t| t.returns.into_iter().map(Some).collect()).collect();
    let mut take = |(file, n): (usize, usize)| held.get_mut(file)?.get_mut(n)?.take();
    let returns = kept.into_iter().filter_map(|k| join(k.into_iter().filter_map(&mut take), findings)).collect();
    ChosenReturns { returns, submissions, changes, given_way }
}

/// What gives way to what: returns to the one that counts; and a file that could not be accepted, where another counts.
fn given_way(
    typed: &[Typed],
    outcomes: &HashMap<(&str, &str), ReturnOutcome>,
    counting: &HashMap<&str, &str>,
) -> GivenWay {
    let mut out = GivenWay::default();
    for t in typed {
        let file = t.source.file.as_str();
        let mut given: Vec<(&str, &str)> = vec![];
        for r in &t.returns {
            if let Some(ReturnOutcome::Gives { to, .. }) = outcomes.get(&(file, &*r.service)) {
                given.push((&*r.service, to));
            }
        }
        given.iter().for_each(|(service, to)| out.gives(file, service, to));
        // What is said of the whole file gives way when every return in it does.
        match (given.first(), counting.get(&*t.service)) {
            (Some((_, to)), _) if given.len() == t.returns.len() => out.gives(file, "", to),
            (None, Some(to)) if t.returns.is_empty() && t.outcome == Outcome::Rejected => out.is_refused(file, to),
            _ => {}
        }
    }
    out
}

/// Decides between the returns of one service: whole ones compete, parts are kept unless two of the same form give the
/// same.
fn settle<'e, 't>(
    entries: &'e [Contender<'t>],
    outcomes: &mut HashMap<(&'t str, &'t str), ReturnOutcome>,
) -> Vec<&'e Contender<'t>> {
    let mut ranked: Vec<(usize, &Contender<'t>)> = entries.iter().enumerate().collect();
    ranked.sort_by_key(|(n, e)| Reverse((e.is_whole(), rank(e.returned), *n)));
    let mut kept: Vec<(usize, &Contender<'t>)> = Vec::new();
    let mut unclear = Vec::new();
    for (n, entry) in ranked {
        let beats = |other: &&(usize, &Contender<'_>)| match (entry.part, other.1.part) {
            (false, false) => true,
            (true, true) => {
                entry.returned.layout == other.1.returned.layout && overlap(entry.returned, other.1.returned)
            }
            _ => false,
        };
        let key = (entry.typed.source.file.as_str(), &*entry.returned.service);
        match kept.iter().find(beats) {
            Some((_, winner)) => {
                let (old, new) = (Values::of([entry.returned]), Values::of([winner.returned]));
                let changes = difference::between(&old, &new, &Against::Return);
                let bytes = |e: &Contender<'_>| e.typed.source.sha256.clone();
                let (reason, sure) = match winner.against(entry) {
                    Later::First { why, signed } => (why, signed || changes.is_empty()),
                    _ if bytes(entry) == bytes(winner) => ("this one is a copy of it, byte for byte".to_owned(), true),
                    // Copies of one return: whichever is read, the figures are the same.
                    _ if changes.is_empty() => ("it says the same".to_owned(), true),
                    later => {
                        let why = later.why_unclear();
                        unclear.push((winner.at, entry.at));
                        let with = winner.typed.source.file.clone();
                        outcomes.insert(key, ReturnOutcome::Unclear { with, why });
                        continue;
                    }
                };
                let why = format!("{reason}; {}", difference::summary(&changes));
                outcomes.insert(key, ReturnOutcome::Gives { to: winner.typed.source.file.clone(), why, sure, changes });
            }
            None => kept.push((n, entry)),
        }
    }
    // Where nobody can tell which of two is the later, neither counts.
    kept.retain(|(_, entry)| {
        let Some((_, other)) = unclear.iter().find(|(winner, _)| *winner == entry.at) else { return true };
        let Some(other) = entries.iter().find(|e| e.at == *other) else { return true };
        let why = entry.against(other).why_unclear();
        let with = other.typed.source.file.clone();
        let key = (entry.typed.source.file.as_str(), &*entry.returned.service);
        // What gave way to it gave way to nothing.
        for (_, outcome) in outcomes.iter_mut().filter(|((_, service), _)| *service == key.1) {
            if matches!(outcome, ReturnOutcome::Gives { to, .. } if *to == key.0) {
                *outcome = ReturnOutcome::Unclear { with: key.0.to_owned(), why: why.clone() };
            }
        }
        outcomes.insert(key, ReturnOutcome::Unclear { with, why });
        false
    });
    // The whole return first, then the parts as they are listed, and last what another team sends for the service.
    kept.sort_by_key(|(n, e)| (e.part, e.returned.central, *n));
    let outcome = if kept.len() > 1 { ReturnOutcome::Joined } else { ReturnOutcome::Counts };
    for (_, entry) in &kept {
        outcomes.insert((entry.typed.source.file.as_str(), &*entry.returned.service), outcome.clone());
    }
    kept.into_iter().map(|(_, e)| e).collect()
}

/// Whether two returns give a value for the same thing.
fn overlap(a: &Return, b: &Return) -> bool {
    fn meet<'r, T, K: Hash + Eq>(a: &'r [T], b: &'r [T], key: impl Fn(&'r T) -> K) -> bool {
        let known: HashSet<K> = a.iter().map(&key).collect();
        b.iter().any(|t| known.contains(&key(t)))
    }
    meet(&a.readings, &b.readings, |r| &r.indicator)
        || meet(&a.risks, &b.risks, |r| &r.id)
        || meet(&a.actions, &b.actions, |r| &r.id)
        || meet(&a.feedback, &b.feedback, |f| f.kind)
        || meet(&a.money.revenue, &b.money.revenue, |l| &l.id)
        || meet(&a.money.capital, &b.money.capital, |s| &s.id)
        || meet(&a.money.savings, &b.money.savings, |s| &s.id)
}

/// The lines of one file: one, or one for each service that it holds.
fn submissions(
    typed: &Typed,
    outcomes: &HashMap<(&str, &str), ReturnOutcome>,
    counting: &HashMap<&str, &str>,
    left_out: &HashMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Vec<Submission> {
    let line = |service: &Arc<str>, counts, why, signed_off| Submission {
        file: typed.source.file.clone(),
        sha256: typed.source.sha256.clone(),
        service: service.clone(),
        layout: typed.layout.clone(),
        outcome: typed.outcome,
        counts,
        why,
        signed_off,
        errors: 0,
        queries: 0,
        notes: 0,
    };
    if let Some(why) = left_out.get(&typed.source.file) {
        return vec![line(&typed.service, false, why.clone(), None)];
    }
    if typed.returns.is_empty() && typed.outcome == Outcome::Accepted {
        return vec![line(&typed.service, false, "a list of answers to queries, and no return".to_owned(), None)];
    }
    if typed.returns.is_empty() {
        let why = match typed.outcome {
            Outcome::Undecided => "not decided: it could not be read here, see its findings",
            _ => "not accepted: see its findings",
        };
        let Some(other) = counting.get(&*typed.service) else {
            return vec![line(&typed.service, false, why.to_owned(), None)];
        };
        // The earlier one counts, whatever this one was meant to replace.
        let got = format!("{other} counts: this one is {why}");
        let finding = Finding::new(&catalogue::F011, "one return from each service", got.as_str());
        findings.push(finding.in_file(&*typed.source.file).of(&*typed.service));
        return vec![line(&typed.service, false, got, None)];
    }
    if typed.returns.iter().all(|r| r.central) {
        let (counts, why) = central(typed, outcomes, findings);
        return vec![line(&Arc::default(), counts, why, None)];
    }
    let mut out = Vec::with_capacity(typed.returns.len());
    for r in &typed.returns {
        let (counts, why) = match outcomes.get(&(typed.source.file.as_str(), &*r.service)) {
            Some(ReturnOutcome::Gives { to, why, sure, .. }) => {
                let got = format!("{to} counts: {why}");
                let finding = Finding::new(&catalogue::F011, "one return from each service", got);
                let mut finding = told_apart(finding, &typed.source.file, to);
                if *sure {
                    settled(&mut finding);
                }
                let got = finding.got.clone();
                findings.push(finding.in_file(&*typed.source.file).of(&*r.service));
                (false, got)
            }
            Some(ReturnOutcome::Unclear { with, why }) => {
                let got = format!("neither this nor {with} counts: {why}");
                let finding = Finding::new(&catalogue::F011, "one return from each service", got);
                let mut finding = told_apart(finding, &typed.source.file, with);
                finding.severity = Severity::Error;
                let got = finding.got.clone();
                findings.push(finding.in_file(&*typed.source.file).of(&*r.service));
                (false, got)
            }
            Some(ReturnOutcome::Joined) => (true, "a part of the service's return".to_owned()),
            Some(ReturnOutcome::Counts) | None => (true, "the service's return".to_owned()),
        };
        out.push(line(&r.service, counts, why, r.signed_off));
    }
    out
}

/// Whether a file that is sent for all services counts, and why. Where another one counts instead, or nobody can tell which
/// of two does, that is said once with the services that it is about.
fn central(
    typed: &Typed,
    outcomes: &HashMap<(&str, &str), ReturnOutcome>,
    findings: &mut Vec<Finding>,
) -> (bool, String) {
    let (mut counting, mut guessed, mut beaten) = (0, false, BTreeMap::<(bool, String), Vec<&str>>::new());
    for r in &typed.returns {
        let (unclear, got) = match outcomes.get(&(typed.source.file.as_str(), &*r.service)) {
            Some(ReturnOutcome::Gives { to, sure, .. }) => {
                guessed |= !sure;
                (false, format!("{to} counts"))
            }
            Some(ReturnOutcome::Unclear { with, why }) => (true, format!("neither this nor {with} counts: {why}")),
            Some(ReturnOutcome::Joined | ReturnOutcome::Counts) | None => {
                counting += 1;
                continue;
            }
        };
        beaten.entry((unclear, got)).or_default().push(&r.service);
    }
    let mut said = vec![];
    for ((unclear, got), services) in beaten {
        let got = format!("{got}, for {}", list(services.iter().copied()));
        let mut finding = Finding::new(&catalogue::F011, "one such file for all services", got.as_str());
        if unclear {
            finding.severity = Severity::Error;
        } else if !guessed {
            settled(&mut finding);
        }
        findings.push(finding.in_file(&*typed.source.file));
        said.push(got);
    }
    let lines = format!("lines of {}, and no service's return", crate::shown::count(counting, "service"));
    said.extend((counting > 0).then_some(lines));
    (counting > 0, said.join("; "))
}

/// What changed between whole returns of the same service and quarter that are checked together: of each file and
/// service that gives way, against the file that counts.
pub fn superseded<'r>(returns: &[&'r Return]) -> HashMap<(&'r str, &'r str), (&'r str, Vec<Change>)> {
    let mut last: HashMap<_, &'r Return> = HashMap::new();
    for r in returns {
        let held = last.entry((&r.service, r.period)).or_insert(r);
        if matches!(later(r, held), Later::First { .. }) {
            *held = r;
        }
    }
    let gives_way = |r: &&'r Return| {
        let winner = *last.get(&(&r.service, r.period))?;
        let changes = || difference::between(&Values::of([*r]), &Values::of([winner]), &Against::Return);
        let key = (r.source.file.as_str(), &*r.service);
        (winner.source.file != r.source.file).then(|| (key, (&*winner.source.file, changes())))
    };
    returns.iter().filter_map(gives_way).collect()
}
