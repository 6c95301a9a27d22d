//! `quarterday history diff`: what two reports of one quarter say differently, and why.

use super::classed::{Between, differences};
use super::classes::{Difference, DifferenceClass};
use super::export::past;
use super::{Host, Workspace, rules};
use crate::difference::{self, Against, Change};
use crate::error::{Error, Result};
use crate::export::{FigureContext, FigureRow, FiguresOf, figures};
use crate::fit::fit;
use crate::history::{BatchKind, Ledger, LogRecord, SeenRecords};
use crate::period::Period;
use crate::reported::changes;
use crate::settings::Status;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

/// Quarters before one that its comparisons reach back to.
const COMPARED_WITH: usize = 8;

/// A report of a quarter, as people name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportName {
    /// `2026-27Q2/1`: a release.
    Release(Period, u32),
    /// `2026-27Q2`: its newest run.
    Newest(Period),
    /// `7`: a record of the ledger, of a run or a release.
    Record(u64),
}

impl FromStr for ReportName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || format!("“{text}” is no release (2026-27Q2/1), quarter (2026-27Q2) or record (7)");
        if let Ok(record) = text.parse() {
            return Ok(Self::Record(record));
        }
        let (quarter, number) = text.split_once('/').map_or((text, None), |(quarter, number)| (quarter, Some(number)));
        let quarter = quarter.parse().map_err(|_| wanted())?;
        match number.map(str::parse) {
            None => Ok(Self::Newest(quarter)),
            Some(Ok(number)) => Ok(Self::Release(quarter, number)),
            Some(Err(_)) => Err(wanted()),
        }
    }
}

/// One of the two reports.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ComparedReport {
    /// The record of its run.
    pub run: u64,
    /// The day of that record.
    pub recorded: String,
    /// The release, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<u32>,
}

/// What two reports of a quarter say differently.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ReportDiff {
    /// The quarter.
    pub quarter: Period,
    /// The first that was named.
    pub before: ComparedReport,
    /// The second.
    pub after: ComparedReport,
    /// How many measures differ.
    pub measures: usize,
    /// How many differences there are, by class; every difference has one.
    pub classes: BTreeMap<&'static str, usize>,
    /// By id.
    pub differences: Vec<Difference>,
    /// What services say otherwise of risks, actions, feedback and money, value by value; a row that only one report has is one change.
    pub lines: Vec<Change>,
}

/// Compares two reports of one quarter.
///
/// # Errors
/// When one is not there, they are of two quarters, or the ledger is damaged.
pub fn diff(workspace: &Workspace, [a, b]: [ReportName; 2], host: &Host<'_>) -> Result<ReportDiff> {
    let ledger = host.ledger(&workspace.history_dir())?;
    let [(before, old), (after, new)] = [named(&ledger, a)?, named(&ledger, b)?];
    let quarter = old.period.unwrap_or(Period::EXAMPLE);
    if new.period != Some(quarter) {
        let other = new.period.map(|p| p.to_string()).unwrap_or_default();
        return Err(Error::Usage(format!(
            "one is of {quarter} and the other of {other}; name two reports of one quarter"
        )));
    }
    let [was, now] = [ledger.figures_of_run(old, quarter)?, ledger.figures_of_run(new, quarter)?];
    let changed = changes(&was.reported, &now.reported);
    let rules = host.stage("Comparing the rules", 0, || rules::between(&ledger, old, new, host))?;
    let all = ledger.restatements(SeenRecords::default(), Some(quarter))?;
    let taken = |record: u64| (old.looked_at() < record) != (new.looked_at() < record);
    let restated = all.iter().filter(|r| r.row.correction.period == quarter && taken(r.record)).collect();
    let targets = ledger.restated_targets(quarter)?;
    let run = |record: u64| (old.seq < record) != (new.seq < record);
    let held = |of: &[crate::reported::ReportedFigure]| -> Vec<Arc<str>> {
        of.iter().filter(|f| f.status == Status::Suppressed).map(|f| f.indicator.clone()).collect()
    };
    let mut held_back = ledger.held_back(quarter)?;
    held_back.extend(held(&was.reported));
    held_back.extend(held(&now.reported));
    let moved = moved(workspace, &ledger, quarter, [old, new])?;
    let between = Between {
        register: &workspace.register,
        before: &was,
        after: &now,
        restated,
        targets: targets.iter().filter(|t| run(t.record)).collect(),
        rules: rules.as_deref(),
        moved: &moved,
        held_back: &held_back,
    };
    let found: Vec<Difference> = changed.iter().flat_map(|change| differences(&between, change)).collect();
    let mut classes: BTreeMap<&'static str, usize> = BTreeMap::new();
    for class in DifferenceClass::ALL {
        let n = found.iter().filter(|d| d.class == class).count();
        if n > 0 {
            classes.insert(class.words(), n);
        }
    }
    let [was, now] = [ledger.lines_of_run(old, quarter)?, ledger.lines_of_run(new, quarter)?];
    let against = Against::Record { record: old.seq, recorded: old.recorded.clone() };
    let lines = difference::between(&was.values(), &now.values(), &against);
    Ok(ReportDiff { quarter, before, after, measures: changed.len(), classes, differences: found, lines })
}

/// The run that a name means.
fn named(ledger: &Ledger, name: ReportName) -> Result<(ComparedReport, &LogRecord)> {
    let by_record = |seq: u64| ledger.records().iter().find(|r| r.seq == seq);
    let run_of = |record: &LogRecord| {
        let release = record.release.as_ref()?;
        Some((by_record(release.run)?, Some(release.number)))
    };
    let found = match name {
        ReportName::Release(quarter, number) => {
            ledger.releases(quarter).find(|r| r.release.as_ref().is_some_and(|r| r.number == number)).and_then(run_of)
        }
        ReportName::Newest(quarter) => ledger.newest_run(quarter, None).map(|run| (run, None)),
        ReportName::Record(seq) => by_record(seq).and_then(|record| match record.kind {
            BatchKind::Consolidation => Some((record, None)),
            _ => run_of(record),
        }),
    };
    let Some((run, release)) = found else {
        return Err(Error::Usage(match name {
            ReportName::Release(quarter, number) => match ledger.releases(quarter).count() {
                0 => format!("{quarter} is not published"),
                n => format!("{quarter} has no release {number}; its releases are 1 to {n}"),
            },
            ReportName::Newest(quarter) => format!("no run of {quarter} is recorded"),
            ReportName::Record(seq) => match by_record(seq) {
                Some(record) => format!("{} is neither a run nor a release", record.title()),
                None => format!("the ledger has no record {seq}; its newest is {}", ledger.head().seq),
            },
        }));
    };
    Ok((ComparedReport { run: run.seq, recorded: run.recorded.clone(), release }, run))
}

/// Measures of which a quarter before is another for one run than for the other, with the newest such quarter.
fn moved(
    workspace: &Workspace,
    ledger: &Ledger,
    period: Period,
    runs: [&LogRecord; 2],
) -> Result<BTreeMap<Arc<str>, Period>> {
    let [old, new] = runs.map(|run| SeenRecords { as_of: Some(run.looked_at()), without: Some(period) });
    let mut out = BTreeMap::new();
    if old.as_of == new.as_of {
        return Ok(out);
    }
    let past = past(workspace, ledger, None)?;
    let context = FigureContext { register: &workspace.register, settings: &workspace.settings, past: &past };
    let nobody = BTreeSet::new();
    let first = Some(period.plus(-fit::<i32>(COMPARED_WITH)));
    let restatements = [ledger.restatements(old, first)?, ledger.restatements(new, first)?];
    for quarter in period.previous().last(COMPARED_WITH) {
        let [a, b] = [ledger.figures(quarter, old, &restatements[0])?, ledger.figures(quarter, new, &restatements[1])?];
        let compared = |r: FigureRow<'_>| (Arc::<str>::from(r.id), (r.value, r.told.and_then(|f| f.target), r.status));
        let of = |told| figures(&context, &FiguresOf::from(told), &nobody).map(compared).collect::<BTreeMap<_, _>>();
        let (was, mut now) = (of(&a), of(&b));
        for (id, said) in was {
            if now.remove(&id) != Some(said) {
                out.insert(id, quarter);
            }
        }
        out.extend(now.into_keys().map(|id| (id, quarter)));
    }
    Ok(out)
}
