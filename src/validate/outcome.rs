//! What follows from findings: which stay, how severe they are, and what they take out of a return.

use super::context::ValidationContext;
use super::place::{FindingKey, key, of_reading};
use crate::catalogue::{Check, Family};
use crate::finding::{Finding, Severity};
use crate::map::{Map, Set};
use crate::reading::{Place, Return};
use crate::settings::Settings;

/// A value that an error refuses needs no explanation of what it would have meant.
pub(super) fn leave_out_moot(findings: &mut Vec<Finding>, settings: &Settings) {
    let checks = &settings.checks;
    let refuses =
        |f: &Finding| !checks.on_trial(&f.code) && checks.severity_or(&f.code, f.severity) == Some(Severity::Error);
    // A return gives one reading of an indicator, and not all that is said of it stands in its own cell.
    fn whose(f: &Finding) -> [&str; 3] {
        [&f.file, &f.service, &f.subject]
    }
    let refused: Set<[&str; 3]> = findings.iter().filter(|f| refuses(f)).map(whose).collect();
    let stays: Vec<bool> = findings.iter().map(|f| refuses(f) || !refused.contains(&whose(f))).collect();
    let mut stays = stays.into_iter();
    findings.retain(|_| stays.next().unwrap_or(true));
}

/// What is said of a cell that was refused when it was read is not also said of what would have stood there.
pub(super) fn leave_out_refused(findings: &mut Vec<Finding>, context: &ValidationContext<'_>) {
    let refused = context.refused();
    findings.retain(|f| key(f).is_none_or(|key| !refused.contains(&key)));
}

/// One cause, one finding: of findings of one origin at a cell the most severe stays, and of those the surest; what was
/// put right in a cell is nothing beside the error that refuses it.
pub fn one_of_each_cause(findings: &mut Vec<Finding>) {
    let refused: Set<FindingKey<'_>> =
        findings.iter().filter(|f| f.severity == Severity::Error).filter_map(key).collect();
    let rank = |f: &Finding, n: usize| {
        (f.severity, f.check().and_then(|c| c.doubts_size).map_or((1, None), |d| (0, Some(d))), n)
    };
    let mut surest = Map::default();
    for (n, f) in findings.iter().enumerate() {
        if let (Some(key), Some(origin)) = (key(f), f.check().and_then(|c| c.origin)) {
            let best = surest.entry((key, origin)).or_insert(n);
            if rank(f, n) < rank(&findings[*best], *best) {
                *best = n;
            }
        }
    }
    let stays = |(n, f): (usize, &Finding)| {
        let (Some(key), Some(check)) = (key(f), f.check()) else { return true };
        let repair = f.severity == Severity::Note && check.repairs_value;
        check.origin.is_none_or(|origin| surest.get(&(key, origin)) == Some(&n)) && !(repair && refused.contains(&key))
    };
    let stays: Vec<bool> = findings.iter().enumerate().map(stays).collect();
    let mut stays = stays.into_iter();
    findings.retain(|_| stays.next().unwrap_or(true));
}

/// Applies the council's own severities to findings of any stage, and drops those of checks that are switched off. A
/// severity that another setting raised (`returns.require_sign_off`) stays.
pub fn apply_settings(findings: &mut Vec<Finding>, settings: &Settings) {
    let checks = &settings.checks;
    if checks.off.is_empty() && checks.severity.is_empty() {
        return;
    }
    findings.retain_mut(|f| {
        let check = f.check();
        if check.is_some_and(|c| c.severity > f.severity) {
            return true;
        }
        let severity = match check {
            // A note of what was settled stays one, unless the council wants it otherwise.
            Some(check) if checks.severity_of(check) == Some(check.severity) => Some(f.severity),
            Some(check) => checks.severity_of(check),
            None => checks.severity_or(&f.code, f.severity),
        };
        f.severity = severity.unwrap_or(f.severity);
        severity.is_some()
    });
}

/// Takes out of the findings those of checks on trial: they are the team's to look at, and nobody is to act on them.
pub fn take_trial(findings: &mut Vec<Finding>, settings: &Settings) -> Vec<Finding> {
    if settings.checks.trial.is_empty() {
        return vec![];
    }
    let (trial, rest) = std::mem::take(findings).into_iter().partition(|f| settings.checks.on_trial(&f.code));
    *findings = rest;
    trial
}

/// Takes out of the returns every reading, correction and line of money at whose place there is an error about it, and the
/// parts of what is no reading.
pub fn refuse(returns: &mut [Return], findings: &[Finding]) {
    refuse_by(returns, findings);
    for r in returns.iter_mut().filter(|r| !r.parts.is_empty()) {
        let read: Set<&str> = r.readings.iter().map(|reading| &*reading.indicator).collect();
        r.parts.retain(|part| read.contains(&*part.indicator));
    }
}

/// Takes out every line, scheme and saving of which an error is said in its row, so that no total has it.
fn refuse_money(returned: &mut Return, errors: &Set<[&str; 3]>) {
    let stands = |Place { source, sheet, .. }: &Place, id: &str| !errors.contains(&[source.file.as_str(), sheet, id]);
    returned.money.revenue.retain(|l| stands(&l.place, &l.id));
    returned.money.capital.retain(|s| stands(&s.place, &s.id));
    returned.money.savings.retain(|s| stands(&s.place, &s.id));
}

fn refuse_by(returns: &mut [Return], findings: &[Finding]) {
    let errors: Set<FindingKey<'_>> =
        findings.iter().filter(|f| f.severity == Severity::Error).filter_map(key).collect();
    if errors.is_empty() {
        return;
    }
    // What is missing beside a value stands in its own cell, and is the value's error where the council made it one.
    let asked = |c: &Check| c.asks.iter().any(|what| what.beside_value());
    let beside = |f: &&Finding| f.severity == Severity::Error && f.check().is_some_and(asked);
    let lacking: Set<[&str; 3]> =
        findings.iter().filter(beside).map(|f| [f.file.as_str(), &f.service, &f.subject]).collect();
    let of_money = |f: &&Finding| {
        f.severity == Severity::Error && f.cell.is_some() && f.check().is_some_and(|c| c.family == Family::Money)
    };
    let of_money: Set<[&str; 3]> =
        findings.iter().filter(of_money).map(|f| [f.file.as_str(), &f.sheet, &f.subject]).collect();
    for r in returns {
        r.readings.retain(|reading| {
            let whose = [reading.place.source.file.as_str(), &reading.service, &reading.indicator];
            !errors.contains(&of_reading(reading)) && !lacking.contains(&whose)
        });
        let stands = |place: &Place, indicator: &str| {
            let Place { source, sheet, cell } = place;
            !errors.contains(&(source.file.as_str(), &**sheet, *cell, indicator))
        };
        r.corrections.retain(|c| stands(&c.place, &c.subject()));
        r.parts.retain(|p| stands(&p.place, &p.indicator));
        refuse_money(r, &of_money);
    }
}
