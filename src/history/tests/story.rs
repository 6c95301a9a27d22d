//! A ledger with a long past of every kind: runs, runs again, releases, imports, corrections of quarters long ago. What is
//! in it follows from one number.

use super::place::Quick;
use super::*;
use crate::period::Period;
use crate::reading::correction::{Correction, Restatement};
use crate::reading::query::{Query, QueryState, Question};
use crate::reported::ReportedFigure;
use crate::settings::Status;
use std::fmt::Write;

/// A fixed sequence of numbers (the generator of POSIX rand48).
pub(super) struct Draws(pub(super) u64);

impl Draws {
    /// Below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(0x5_DEEC_E66D).wrapping_add(11) & ((1 << 48) - 1);
        (self.0 >> 17) % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

pub(super) const FIRST: &str = "2016-17Q1";

/// The ledger as it is now, with data files of so many rows at most.
pub(super) fn open(dir: &TempDir, block: usize) -> Ledger {
    Ledger { block, ..Ledger::open(dir.path()).unwrap() }
}

pub(super) fn commit(prepared: PreparedBatch) -> ChainHead {
    prepared.commit_on(&Quick { links: true }).unwrap()
}

fn readings(draws: &mut Draws, quarter: &str) -> Vec<Reading> {
    // D is a measure that had another id once.
    let ids = ["A", "B", "C", "D", "OLD-D", "X", "Y"];
    let some: Vec<&str> = ids.into_iter().filter(|_| !draws.one_in(4)).collect();
    some.into_iter().map(|id| reading(id, quarter, draws.below(3) as f64)).collect()
}

/// What a run of a quarter brings.
pub(super) fn run(ledger: &Ledger, draws: &mut Draws, quarter: &str, basis: Option<u64>) -> PreparedBatch {
    let mut one = a_return(quarter, readings(draws, quarter));
    for id in ["R1", "R2", "R3", "R4"] {
        // Some are in no return for years.
        if draws.one_in(if id == "R1" { 40 } else { 3 }) {
            one.risks.push(risk(id, quarter, draws.below(5) as u8 + 1));
        }
    }
    let statuses = [ActionStatus::OnTrack, ActionStatus::Complete, ActionStatus::Discontinued, ActionStatus::Paused];
    for id in ["1", "2", "3", "4", "5"] {
        if draws.one_in(if id == "1" { 40 } else { 4 }) {
            one.actions.push(action(id, quarter, statuses[draws.below(4) as usize]));
        }
    }
    one.feedback.push(feedback(quarter, draws.below(9) as f64));
    let reported: Vec<ReportedFigure> = one.readings.iter().map(|r| told(r, draws)).collect();
    let sent = |service, draws: &mut Draws| submission(service, quarter, draws.one_in(3));
    let submissions = [sent("waste", draws), sent("parks", draws)];
    let earlier = period(quarter).plus(-1 - draws.below(9) as i32);
    let restatements: Vec<Restatement> =
        (draws.one_in(4)).then(|| restatement("B", period(quarter), earlier)).into_iter().collect();
    let restated = ledger.restate(period(quarter), restatements).unwrap();
    let asked: Vec<&str> = ["A", "B"].into_iter().filter(|_| draws.one_in(3)).collect();
    let queries: Vec<Query> = asked.into_iter().map(|id| query(id, quarter, draws)).collect();
    let returns = [one];
    let mut batch = LedgerBatch::consolidation(period(quarter), &returns, &submissions).restating(&restated);
    batch.reported = &reported;
    batch.sayings = Sayings::new(&queries, &[], &[]);
    batch.basis = basis;
    batch.settings_sha256 = draws.below(1 << 40).to_string();
    ledger.prepare(batch, "2026-07-20").unwrap()
}

fn told(r: &Reading, draws: &mut Draws) -> ReportedFigure {
    ReportedFigure {
        indicator: r.indicator.clone(),
        service: r.service.clone(),
        period: r.period,
        value: r.value.number(),
        numerator: r.numerator,
        denominator: None,
        target: Some(2.0),
        annual_target: None,
        limits: Default::default(),
        scheme: "plain, version 1".into(),
        status: if draws.one_in(2) { Status::Green } else { Status::Red },
        direction: String::new(),
        outturn: None,
        range_and_chance: [None; 3],
    }
}

fn restatement(id: &str, declared: Period, of: Period) -> Restatement {
    Restatement {
        declared,
        of: of.to_string(),
        correction: Correction {
            indicator: id.into(),
            service: "waste".into(),
            period: of,
            published: Some(1.0),
            corrected: 7.0,
            numerator: None,
            denominator: None,
            class: Some(RestatementClass::Correction),
            reason: "Counted twice".into(),
            author: "N. Fox".into(),
            place: place("waste.xlsx", 2),
        },
        was: Some(1.0),
        numerator: None,
        denominator: None,
    }
}

fn query(id: &str, quarter: &str, draws: &mut Draws) -> Query {
    let state = if draws.one_in(2) { QueryState::Open } else { QueryState::Answered };
    Query {
        question: Question {
            period: period(quarter),
            service: "waste".into(),
            code: "S001".into(),
            subject: id.into(),
            figure: "".into(),
        },
        asked: Some(day("2026-07-20")),
        state,
        expected: "less".into(),
        got: "more".into(),
        place: String::new(),
        answer: None,
        decision: None,
    }
}

/// Rows of quarters long ago, as an import brings them.
pub(super) fn import(ledger: &Ledger, draws: &mut Draws, quarter: &str) -> PreparedBatch {
    let mut rows = PastRows::default();
    rows.readings = readings(draws, quarter);
    if draws.one_in(2) {
        rows.risks.push(risk("R2", quarter, 2));
        rows.actions.push(action("1", quarter, ActionStatus::Paused));
    }
    let from = source(&format!("past {}.csv", draws.below(1 << 40)));
    ledger.prepare(LedgerBatch::import(&from, &rows, &[]), "2026-08-01").unwrap()
}

pub(super) fn release(ledger: &Ledger, quarter: Period) -> Option<PreparedBatch> {
    let run = ledger.newest_run(quarter, None)?;
    let number = ledger.releases(quarter).count() as u32 + 1;
    let release = Release {
        number,
        run: run.seq,
        approved_by: String::new(),
        provisional: false,
        outputs: vec![],
        notebook: None,
        folders: vec![],
    };
    let decision = LedgerDecision {
        kind: BatchKind::Release,
        run,
        by: "G. Hart".into(),
        release: Some(release),
        keep: &[],
        dropped: &[],
        note: String::new(),
    };
    Some(ledger.prepare_decision(decision, "2026-09-01").unwrap())
}

/// One more step of the story, which has come to `now`.
pub(super) fn step(ledger: &Ledger, draws: &mut Draws, now: Period) -> Option<PreparedBatch> {
    let back = draws.below(40) as i32;
    let earlier = now.plus(-back).max(period(FIRST));
    match draws.below(8) {
        0 => Some(import(ledger, draws, &earlier.to_string())),
        1 => release(ledger, earlier),
        2 => Some(run(ledger, draws, &earlier.to_string(), ledger.basis(earlier))),
        3 => release(ledger, now),
        _ => Some(run(ledger, draws, &now.to_string(), None)),
    }
}

/// With D, which had another id once.
fn four() -> Register {
    let mut register = three();
    register.indicators.push(Indicator { formerly: vec!["OLD-D".into()], ..indicator("D", Unit::Number) });
    register.indexed()
}

/// What a run of `now` looks back on.
pub(super) fn of_past(ledger: &Ledger, now: Period, as_of: Option<u64>) -> String {
    let register = four();
    let mut out = String::new();
    let mut say = |what: &dyn std::fmt::Debug| writeln!(out, "{what:?}").unwrap();
    let mut past = ledger.past(&register, now, as_of).unwrap();
    let sorted = |maps: &dyn std::fmt::Debug| format!("{maps:?}");
    // Maps without an order are told in one.
    say(&past.risks.drain().map(|(id, risk)| (id, sorted(&risk))).collect::<BTreeMap<_, _>>());
    say(&past.reviews.drain().map(|(id, all)| (id, sorted(&all))).collect::<BTreeMap<_, _>>());
    say(&past.words.drain().map(|(id, words)| (id, sorted(&words))).collect::<BTreeMap<_, _>>());
    say(&past.missed.drain().collect::<BTreeMap<_, _>>().into_iter().map(|m| sorted(&m)).collect::<Vec<_>>());
    say(&past.reported.drain().map(|(at, figure)| (at, sorted(&figure))).collect::<BTreeMap<_, _>>());
    say(&past);
    say(&ledger.open_before(now).unwrap());
    out
}

/// Everything that is asked of a ledger about `now`, as the records up to `as_of` have it.
pub(super) fn answers(ledger: &Ledger, now: Period, as_of: Option<u64>) -> String {
    let (register, mut out) = (four(), of_past(ledger, now, as_of));
    let mut say = |what: &dyn std::fmt::Debug| writeln!(out, "{what:?}").unwrap();
    let sorted = |maps: &dyn std::fmt::Debug| format!("{maps:?}");
    let seen = SeenRecords { as_of, without: None };
    let restatements = ledger.restatements(seen, None).unwrap();
    say(&restatements);
    for quarter in [now.plus(-30), now.plus(-8), now.previous(), now] {
        say(&ledger.figures(quarter, seen, &restatements).unwrap());
        say(&ledger.held_back(quarter).unwrap());
        say(&ledger.reported(quarter, as_of).unwrap());
        say(&ledger.corrections_of(quarter, as_of).unwrap());
        say(&ledger.recorded(quarter, as_of).unwrap().map(|r| sorted(&ledger.said(&r, |_| true).unwrap().values())));
        let figures = ledger.recorded_figures(&register, (quarter.plus(-4), quarter), as_of).unwrap();
        say(&figures.into_iter().map(|(at, figure)| (at, sorted(&figure))).collect::<BTreeMap<_, _>>());
    }
    for id in ["A", "D", "Y", "Z"] {
        let ids = [Arc::from(id)].into();
        say(&ledger.readings_of(&ids).unwrap());
        say(&ledger.reports_of(&ids).unwrap());
        say(&ledger.restatements_of(&ids).unwrap());
    }
    say(&ledger.risks_of(|_, id| id == "R1" || id == "R3").unwrap());
    say(&ledger.actions_of(|_, _| true).unwrap());
    say(&ledger.queries_about(|_, subject| subject == "A").unwrap());
    say(&ledger.submissions_of(&["ab".repeat(32).as_str()].into()).unwrap());
    out
}
