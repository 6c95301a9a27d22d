//! Which returns count and what is accepted of them: checked, refused, corrected, worked out. One sequence, which
//! `check` runs for a file and `consolidate` for a quarter, so that a service hears before it sends what the council
//! will hear after.

mod later;
mod second;
mod given_way;
mod months;
mod joined;
mod choose;
mod left_out;
mod answers;

pub use choose::superseded;
pub use months::join_months;

use crate::difference::Change;
use crate::error::Result;
use crate::finding::{Finding, Severity};
use crate::layout::Layout;
use crate::past::Past;
use crate::period::Period;
use crate::reading::computed::ComputedIndicator;
use crate::reading::correction::Restatement;
use crate::reading::left_out::{LeftOut, LeftOutItem};
use crate::reading::query::Query;
use crate::reading::{Reading, Return};
use crate::register::Register;
use crate::settings::Settings;
use crate::submission::Submission;
use crate::typing::Typed;
use crate::{catalogue, validate};
use choose::{ChosenReturns, choose};
use std::collections::{BTreeMap, HashSet};

/// By what returns are accepted.
#[derive(Clone, Copy)]
pub struct AcceptContext<'a> {
    /// The council's settings.
    pub settings: &'a Settings,
    /// The single data list.
    pub register: &'a Register,
    /// The forms that returns may come on, our own first.
    pub layouts: &'a [Layout],
    /// The quarter that the returns are for.
    pub period: Period,
}

/// What a quarter's returns come to.
pub struct AcceptedQuarter {
    /// The returns that count, by service in the register's order; refused readings are gone.
    pub returns: Vec<Return>,
    /// What follows from others by a formula of the register; the past has its past quarters.
    pub computed: Vec<ComputedIndicator>,
    /// Readings whose cells could be read and whose row a check refused; each has its finding.
    pub refused: usize,
    /// Every file, in the order in which they were typed.
    pub submissions: Vec<Submission>,
    /// What the returns that count say otherwise than those that give way.
    pub changes: Vec<Change>,
    /// Figures of earlier quarters that the returns correct; the past has them corrected.
    pub restatements: Vec<Restatement>,
    /// By place, then code.
    pub findings: Vec<Finding>,
    /// What checks on trial found; nobody but the team hears of it.
    pub trial: Vec<Finding>,
    /// The queries of the quarter and what was said to them, by question.
    pub queries: Vec<Query>,
    /// What the team leaves out of the quarter.
    pub left_out: Vec<LeftOutItem>,
}

/// Chooses among the files of a quarter, checks the returns that count and takes what is not refused. `others` are
/// findings of stages that came before: of the folder, of the register; `left_out` is what the team takes no notice of.
/// The corrections of the returns go into `past`.
///
/// # Errors
/// When a check or a formula cannot be evaluated; never for what is in a return.
pub fn accept_quarter(
    context: &AcceptContext<'_>,
    mut typed: Vec<Typed>,
    mut others: Vec<Finding>,
    left_out: &[LeftOut],
    corrected: &[Reading],
    past: &mut Past,
) -> Result<AcceptedQuarter> {
    let left_out = left_out::leave_out(&mut typed, left_out, context.register);
    join_months(&mut typed, context.register, context.settings.year.start_month);
    let mut findings: Vec<Finding> = typed.iter_mut().flat_map(|t| std::mem::take(&mut t.findings)).collect();
    let given = typed.iter_mut().flat_map(|t| std::mem::take(&mut t.answers)).collect();
    let ChosenReturns { mut returns, mut submissions, changes, given_way } =
        choose(context.register, context.layouts, typed, &left_out::files(&left_out), &mut findings);
    let mut aside = given_way.take(&mut findings);
    validate::apply_settings(&mut aside, context.settings);
    validate::one_of_each_cause(&mut aside);
    given_way.mark(&mut aside);
    others.extend(missing(context, &returns));
    let Refused { readings: refused, mut trial } =
        refuse(context, &mut returns, &mut findings, others, past, |_| true)?;
    let restatements = restatements(context, &returns, past);
    correct(&mut returns, corrected);
    let computed = validate::compute(context.register, context.period, &returns, &findings, past)?;
    findings.extend(validate::check_computed(&checking(context, &returns, past, &[]), &computed)?);
    findings.extend(aside);
    trial.extend(validate::take_trial(&mut findings, context.settings));
    trial.sort();
    let queries = answers::settle(context.period, &mut findings, &returns, &past.queries, given);
    given_way.mark_settled(&mut findings);
    findings.sort();
    count(&mut submissions, &findings);
    Ok(AcceptedQuarter {
        returns,
        computed,
        refused,
        submissions,
        changes,
        restatements,
        findings,
        trial,
        queries,
        left_out,
    })
}

/// Puts figures of this quarter that were corrected after it was reported into the returns that gave them.
fn correct(returns: &mut [Return], corrected: &[Reading]) {
    for reading in corrected {
        // Of a service that sent nothing the figure came by itself, and stands beside another's: it says whose it is.
        let at = returns.iter().position(|r| r.service == reading.service).unwrap_or_default();
        let Some(own) = returns.get_mut(at) else { continue };
        match own.readings.iter_mut().find(|r| r.indicator == reading.indicator && r.period == reading.period) {
            Some(given) => given.clone_from(reading),
            None => own.readings.push(reading.clone()),
        }
    }
}

/// Checks the returns of one file by themselves and takes out of it what is refused; its findings come out by place,
/// then code. `past` is asked for only where there is something to compare with it. Returns what checks on trial found.
///
/// # Errors
/// When a check cannot be evaluated, or the past cannot be had; never for what is in the file.
pub fn accept_file(
    context: &AcceptContext<'_>,
    typed: &mut Typed,
    past: impl FnOnce() -> Result<Past>,
) -> Result<Vec<Finding>> {
    let Typed { returns, findings, layout, answers, .. } = typed;
    let mut trial = vec![];
    if returns.is_empty() {
        validate::apply_settings(findings, context.settings);
        trial.extend(validate::take_trial(findings, context.settings));
        validate::one_of_each_cause(findings);
    } else {
        let services: Vec<String> = returns.iter().map(|r| r.service.to_string()).collect();
        // What a part does not have may be in another.
        let is_part = context.layouts.iter().any(|l| *l.id == **layout && (l.part_of_return || l.central));
        let of_whole = |f: &Finding| f.check().is_some_and(|c| c.of_whole_return);
        // A check of the council's that cannot be worked out is no service's, and is told all the same.
        let of_register = |f: &Finding| f.check().is_some_and(|c| c.family == catalogue::Family::Register);
        let of_file = |f: &Finding| of_register(f) || services.contains(&f.service) && !(is_part && of_whole(f));
        let past = past()?;
        trial.extend(refuse(context, returns, findings, vec![], &past, of_file)?.trial);
        let queries = past.queries.iter().filter(|q| services.iter().any(|s| **s == *q.question.service));
        let queries: Vec<Query> = queries.cloned().collect();
        answers::settle(context.period, findings, returns, &queries, std::mem::take(answers));
    }
    findings.sort();
    Ok(trial)
}

/// What an error took out, and what checks on trial would have said.
struct Refused {
    /// How many readings.
    readings: usize,
    trial: Vec<Finding>,
}

/// Runs the checks, adds to `findings` those that are `wanted` and the `others`, all with the council's own severities,
/// and takes out of the returns what an error refuses.
fn refuse(
    context: &AcceptContext<'_>,
    returns: &mut [Return],
    findings: &mut Vec<Finding>,
    others: Vec<Finding>,
    past: &Past,
    wanted: impl Fn(&Finding) -> bool,
) -> Result<Refused> {
    let readings = |returns: &[Return]| returns.iter().map(|r| r.readings.len()).sum::<usize>();
    let read = readings(returns);
    let AcceptContext { settings, register, period, .. } = *context;
    validate::settle_fractions(&validate::SettleContext { settings, register, period, past }, returns, findings);
    let checked = validate::run(&checking(context, returns, past, findings))?;
    findings.extend(checked.into_iter().filter(wanted));
    findings.extend(others);
    validate::apply_settings(findings, context.settings);
    let trial = validate::take_trial(findings, context.settings);
    validate::one_of_each_cause(findings);
    validate::refuse(returns, findings);
    Ok(Refused { readings: read - readings(returns), trial })
}

fn checking<'a>(
    context: &AcceptContext<'a>,
    returns: &'a [Return],
    past: &'a Past,
    findings: &'a [Finding],
) -> validate::ValidationContext<'a> {
    let AcceptContext { settings, register, layouts, period } = *context;
    validate::ValidationContext { settings, register, period, returns, past, findings, layouts }
}

/// The corrections that change something, with what they change; `past` takes them.
fn restatements(context: &AcceptContext<'_>, returns: &[Return], past: &mut Past) -> Vec<Restatement> {
    let mut out = vec![];
    for c in returns.iter().flat_map(|r| &r.corrections) {
        let Some(n) = context.register.indicator_number(&c.indicator) else { continue };
        let (was, numerator, denominator) =
            (past.values.get(n, c.period), past.numerators.get(n, c.period), past.denominators.get(n, c.period));
        let given = |part: Option<f64>, held| part.is_some() && part != held;
        if was != Some(c.corrected) || given(c.numerator, numerator) || given(c.denominator, denominator) {
            out.push(Restatement {
                declared: context.period,
                of: c.period.to_string(),
                correction: c.clone(),
                was,
                numerator,
                denominator,
            });
            past.restate(n, c);
        }
    }
    out
}

/// A finding for each service of which no return counts.
fn missing(context: &AcceptContext<'_>, returns: &[Return]) -> Vec<Finding> {
    let came: HashSet<&str> = returns.iter().filter(|r| !r.central).map(|r| &*r.service).collect();
    let wanted = |id: &str| context.register.is_expected(id, context.period);
    let absent = context.register.services.iter().filter(|s| !came.contains(&*s.id) && wanted(&s.id));
    absent
        .map(|s| {
            let expected = format!("a return from {} for {}", s.name, context.period);
            Finding::new(&catalogue::T007, expected, "nothing that could be accepted").of(&*s.id)
        })
        .collect()
}

/// Counts what was found in each file.
fn count(submissions: &mut [Submission], findings: &[Finding]) {
    let mut index: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (n, s) in submissions.iter().enumerate() {
        index.insert((s.file.clone(), s.service.to_string()), n);
        // What is said of the whole file is counted once, with its first service.
        index.entry((s.file.clone(), String::new())).or_insert(n);
    }
    for f in findings {
        let of = |service: &str| index.get(&(f.file.clone(), service.to_owned()));
        let Some(s) = of(&f.service).or_else(|| of("")).and_then(|n| submissions.get_mut(*n)) else { continue };
        match f.severity {
            Severity::Error => s.errors += 1,
            Severity::Query => s.queries += 1,
            Severity::Note => s.notes += 1,
        }
    }
}
