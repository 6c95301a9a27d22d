//! The run record, `run.json`: what went in, under which settings, what was found and what came out, so that an
//! auditor can read every figure again.

mod labels;
mod money;

use super::findings::told;
use super::page::SMALL;
use super::provenance::{Provenance, ReleaseFacts};
use crate::analyse::{
    self, Analysis, Basket, BasketLevel, IndicatorResult, LevelPair, PartResult, Quality, QualityTests, RatePair,
    Recoloured, RestatementResult, ReturnResult, TrialResult, trial,
};
use crate::catalogue::Characteristic;
use crate::finding::Severity;
use crate::measure::Scheme;
use crate::reading::left_out::LeftOutItem;
use crate::reading::own_words::SaidWords;
use crate::reading::query::Query;
use crate::reading::{HELD_BACK, Source, Value as ReadingValue};
use crate::record::Tally;
use crate::reported::RestatedTarget;
use crate::status::words;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Above this many readings (or findings) they are listed in the workbook alone.
pub const READINGS_IN_RECORD: usize = SMALL;

/// The record of one run. `tallies` has one entry a file, in any order; `outputs` are the files that were written.
pub fn run_record(
    analysis: &Analysis<'_>,
    provenance: &Provenance,
    tallies: &[(Arc<Source>, Vec<Tally>)],
    outputs: &[Source],
) -> Value {
    let a = analysis;
    let readings = a.results().into_iter().filter(|i| i.reading.is_some() && i.computed.is_none()).count();
    let mut record = json!({
        "program": { "name": "quarterday", "version": provenance.version },
        "council": a.settings.council.name,
        "period": a.period,
        "as-at": a.as_at.to_string(),
        "due": a.due_date.to_string(),
        "state": provenance.key(),
        "root": provenance.root,
        "ledger": {
            "record": provenance.ledger_seq,
            "head": provenance.ledger_head,
            "recorded": provenance.recorded,
            "past-up-to": provenance.basis,
        },
        "rounded": a.settings.status.rounded,
        "register": { "sha256": provenance.register_sha256 },
        "settings": {
            "sha256": provenance.settings_sha256,
            "differences": provenance.settings_differences.iter().map(|(key, ours, default)| {
                json!({ "key": key, "council": ours, "default": default })
            }).collect::<Vec<_>>(),
        },
        "status": status(a),
        "inputs": inputs(a, tallies),
        "outputs": outputs,
        "counts": counts(a, provenance, readings),
        "data-quality": data_quality(a),
        "baskets": a.baskets.iter().map(basket).collect::<Vec<_>>(),
    });
    if let Some(record) = record.as_object_mut() {
        if let Some(release) = &provenance.release {
            record.insert("release".into(), published(release));
        }
        if let Some(number) = provenance.after_release {
            record.insert("after-release".into(), number.into());
        }
        record.extend(labels::labels(a.settings));
        record.insert("rules-changed".into(), serde_json::to_value(&provenance.rules).unwrap_or_default());
        let recoloured = a.indicators.iter().flat_map(|r| r.recoloured.iter().map(move |c| recoloured(a, r, c)));
        record.insert("recoloured".into(), recoloured.collect());
        if readings <= READINGS_IN_RECORD {
            let schemes: Vec<String> = Scheme::ALL.iter().map(|s| words::title(*s, a.settings)).collect();
            let listed = a.results().into_iter().filter_map(|i| reading(a, i, &schemes)).collect();
            record.insert("readings".into(), Value::Array(listed));
        } else {
            let words = "on the sheet Indicators of the Cabinet workbook: file, sheet and cell of every figure";
            record.insert("readings-listed".into(), words.into());
        }
        record.insert("scorecard".into(), money::scorecard(a));
        if !a.budget.is_empty() {
            record.insert("budget".into(), money::budget(a, READINGS_IN_RECORD));
        }
        if !a.delivery_plan.is_empty() {
            record.insert("delivery-plan".into(), money::delivery_plan(a, READINGS_IN_RECORD));
        }
        if !a.parts.is_empty() {
            record.insert("breakdowns".into(), a.parts.iter().take(READINGS_IN_RECORD).map(breakdown).collect());
        }
        let changed = &a.changes[..a.changes.len().min(READINGS_IN_RECORD)];
        record.insert("changes".into(), serde_json::to_value(changed).unwrap_or_default());
        record.insert("restatements".into(), a.restatements.iter().map(|r| restatement(a, r)).collect());
        let targets = a.restated_targets.iter().map(|(n, t)| restated_target(a, *n, t)).collect();
        record.insert("restated-targets".into(), targets);
        record.insert("queries".into(), a.queries.iter().take(READINGS_IN_RECORD).map(|q| query(a, q)).collect());
        record.insert("left-out".into(), a.left_out.iter().map(left_out).collect());
        record.insert("own-words".into(), a.own_words.iter().map(own_words).collect());
        if !a.settings.checks.trial.is_empty() {
            record.insert("on-trial".into(), on_trial(a));
        }
        if a.findings.len() <= READINGS_IN_RECORD {
            let told: Vec<_> = a.findings.iter().map(|f| told(a, f)).collect();
            record.insert("findings".into(), serde_json::to_value(told).unwrap_or_default());
        } else {
            record.insert("findings-listed".into(), "on the sheet Findings of the Cabinet workbook".into());
        }
    }
    record
}

/// Who published what, and when.
fn published(release: &ReleaseFacts) -> Value {
    json!({
        "number": release.number,
        "published": release.published,
        "by": release.by,
        "approved-by": release.approved_by,
        "provisional": release.provisional,
    })
}

fn restated_target(a: &Analysis<'_>, number: usize, t: &RestatedTarget) -> Value {
    json!({
        "indicator": &*a.register.indicators[number].id,
        "period": t.period,
        "was": t.was,
        "now": t.now,
        "status-was": t.status_was.key(),
        "status": t.status.key(),
        "class": t.class,
        "reason": t.reason,
        "author": t.author,
    })
}

/// An earlier quarter that today's register and settings would rate otherwise.
fn recoloured(a: &Analysis<'_>, r: &IndicatorResult<'_>, c: &Recoloured) -> Value {
    json!({
        "indicator": &*a.register.indicators[r.indicator].id,
        "quarter": c.period,
        "value": c.kept.value,
        "release": c.kept.release,
        "reported": { "target": c.kept.target, "status": c.kept.status.key() },
        "today": { "target": c.target, "status": c.status.key() },
    })
}

/// How the council rates, and the version of every scheme that gave a status.
fn status(a: &Analysis<'_>) -> Value {
    let used: BTreeSet<Scheme> = a.indicators.iter().map(|i| i.scheme).collect();
    let versions: BTreeMap<&str, String> =
        used.into_iter().map(|s| (words::key(s), words::version(s, a.settings))).collect();
    json!({
        "scheme": words::key(a.settings.status.scheme),
        "preset": a.settings.status.preset,
        "versions": versions,
    })
}

/// A query with all that was said to it. Of a suppressed figure no number is told.
fn query(a: &Analysis<'_>, q: &Query) -> Value {
    let question = &q.question;
    let held_back = a.held_back(&question.subject);
    json!({
        "service": &*question.service,
        "code": &*question.code,
        "about": &*question.subject,
        "figure": if held_back { HELD_BACK } else { &*question.figure },
        "place": q.place,
        "asked": q.asked,
        "state": q.state.key(),
        "answer": q.answer.as_ref().map(|answer| json!({
            "why": answer.why, "by": answer.by, "on": answer.on, "place": answer.place.to_string(),
        })),
        "decision": q.decision.as_ref().map(|d| json!({
            "verdict": d.verdict.key(), "why": d.why, "by": d.by, "on": d.on,
        })),
    })
}

fn left_out(item: &LeftOutItem) -> Value {
    json!({
        "what": item.kind.words(),
        "service": item.service,
        "about": item.subject,
        "file": item.file,
        "place": item.cell,
        "why": item.line.why,
        "by": item.line.by,
        "on": item.line.on,
    })
}

fn own_words(said: &SaidWords) -> Value {
    let figures =
        said.figures.iter().map(|f| json!({ "figure": f.text, "is": f.fate.key(), "of": f.of, "shown": f.shown }));
    json!({
        "about": said.about,
        "computed": said.says,
        "words": said.own.words,
        "look-again": said.look_again(),
        "figures": figures.collect::<Vec<_>>(),
    })
}

/// What checks on trial would have done.
fn on_trial(a: &Analysis<'_>) -> Value {
    let result = |r: TrialResult<'_>| json!({ "code": r.code, "would-refuse": r.stopped, "would-ask": r.asked, "would-note": r.noted });
    json!({
        "codes": a.settings.checks.trial,
        "results": trial(a.trial).into_iter().map(result).collect::<Vec<_>>(),
        "findings": a.trial.iter().take(READINGS_IN_RECORD).map(|f| told(a, f)).collect::<Vec<_>>(),
    })
}

/// Every file with its hash, what became of it, and its cells sheet by sheet.
fn inputs(a: &Analysis<'_>, tallies: &[(Arc<Source>, Vec<Tally>)]) -> Vec<Value> {
    let by_file: HashMap<(&str, &str), &Vec<Tally>> =
        tallies.iter().map(|(s, t)| ((s.file.as_str(), s.sha256.as_str()), t)).collect();
    let of = |(n, s): (usize, &crate::submission::Submission)| {
        // The cells of a file that holds several returns stand with the first of them.
        let first = n.checked_sub(1).is_none_or(|before| a.submissions[before].file != s.file);
        let sheets = by_file.get(&(s.file.as_str(), s.sha256.as_str())).filter(|_| first);
        json!({
            "file": s.file,
            "sha256": s.sha256,
            "service": &*s.service,
            "layout": &*s.layout,
            "outcome": s.outcome,
            "counts": s.counts,
            "why": s.why,
            "findings": { "error": s.errors, "query": s.queries, "note": s.notes },
            "sheets": sheets,
        })
    };
    a.submissions.iter().enumerate().map(of).collect()
}

fn counts(a: &Analysis<'_>, provenance: &Provenance, readings: usize) -> Value {
    let mut outcomes: BTreeMap<String, u32> = BTreeMap::new();
    // A file of several services is one file.
    let mut files: Vec<_> = a.submissions.iter().map(|s| (&s.file, s.outcome)).collect();
    files.dedup();
    for (_, outcome) in files {
        *outcomes.entry(word(&outcome)).or_default() += 1;
    }
    let mut statuses: BTreeMap<String, u32> = BTreeMap::new();
    for i in &a.indicators {
        *statuses.entry(word(&i.status)).or_default() += 1;
    }
    let mut severities: BTreeMap<&str, u32> =
        [Severity::Error, Severity::Query, Severity::Note].map(|s| (s.word(), 0)).into();
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    for f in a.findings {
        *severities.entry(f.severity.word()).or_default() += 1;
        *codes.entry(&f.code).or_default() += 1;
    }
    json!({
        "files": outcomes,
        "cells": provenance.tallies,
        "indicators": a.indicators.len(),
        "readings": readings,
        "computed": a.indicators.iter().filter(|i| i.computed.is_some()).count(),
        "statuses": statuses,
        "risks": a.risks.len(),
        "actions": a.actions.len(),
        "services": a.returns.len(),
        "changes": a.changes.len(),
        "restatements": a.restatements.len(),
        "findings": { "by-severity": severities, "by-code": codes },
    })
}

/// A basket now, and like with like against last quarter and a year ago.
fn basket(b: &Basket) -> Value {
    let level = |l: &BasketLevel| json!({ "rated": l.rated(), "green": l.green, "amber": l.amber, "red": l.red, "share": l.share });
    let pair = |p: &LevelPair, rate: &RatePair| {
        json!({
            "rated-in-both": p.rated(),
            "then": level(&p.then),
            "now": level(&p.now),
            "rated-then-only": level(&p.gone),
            "rated-now-only": level(&p.new),
            "rate-then": rate.then,
            "rate-now": rate.now,
        })
    };
    json!({
        "kind": word(&b.kind),
        "id": b.id,
        "now": level(&b.now),
        "missing": b.now.missing,
        "share-of-due": b.now.share_of_due,
        "rate": b.improvement_short,
        "last-quarter": pair(&b.on_quarter, &b.rate_on_quarter),
        "a-year-ago": pair(&b.on_year, &b.rate_on_year),
    })
}

/// QualityTests passed and counted, of the council and of each service.
fn data_quality(a: &Analysis<'_>) -> Value {
    let tests = |t: QualityTests| json!({ "passed": t.passed, "counted": t.counted });
    let of = |q: &Quality| {
        let mut out: Map<String, Value> = Characteristic::ALL.map(|c| (word(&c), tests(q.of(c)))).into_iter().collect();
        out.insert("all".into(), tests(q.all()));
        Value::Object(out)
    };
    let service = |r: &ReturnResult| (a.register.services[r.service].id.to_string(), of(&r.quality));
    json!({ "council": of(&a.quality), "services": a.returns.iter().map(service).collect::<Map<_, _>>() })
}

/// The key under which serde writes a unit variant.
fn word(variant: &impl serde::Serialize) -> String {
    serde_json::to_value(variant).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn restatement(a: &Analysis<'_>, r: &RestatementResult<'_>) -> Value {
    let c = &r.restatement.correction;
    json!({
        "indicator": &*a.register.indicators[r.indicator].id,
        "period": c.period,
        "was": r.restatement.was,
        "now": c.corrected,
        "status-was": r.status_was,
        "status": r.status,
        "class": c.class,
        "reason": c.reason,
        "author": c.author,
        "file": c.place.source.file,
        "sheet": &*c.place.sheet,
        "cell": c.place.cell.to_string(),
    })
}

fn breakdown(result: &PartResult<'_>) -> Value {
    let part = result.part;
    let mut out = Map::new();
    out.insert("indicator".into(), (&*part.indicator).into());
    out.insert("breakdown".into(), (&*part.name).into());
    if let ReadingValue::Marker(m) = part.value {
        out.insert("marker".into(), m.key().into());
    }
    let figures = [("value", part.value.number()), ("numerator", part.numerator), ("denominator", part.denominator)];
    for (key, figure) in figures {
        match figure {
            Some(_) if result.held_back => _ = out.insert(key.into(), HELD_BACK.into()),
            Some(n) => _ = out.insert(key.into(), n.into()),
            None => {}
        }
    }
    out.insert("file".into(), part.place.source.file.as_str().into());
    out.insert("sheet".into(), (&*part.place.sheet).into());
    out.insert("cell".into(), part.place.cell.to_string().into());
    Value::Object(out)
}

fn reading(a: &Analysis<'_>, result: &IndicatorResult<'_>, schemes: &[String]) -> Option<Value> {
    let r = result.reading?;
    let mut out = Map::new();
    out.insert("indicator".into(), (&*a.register.indicators[result.indicator].id).into());
    match r.value {
        ReadingValue::Number(n) => out.insert("value".into(), n.into()),
        ReadingValue::Marker(m) => out.insert("marker".into(), m.key().into()),
    };
    for (key, part) in [("numerator", r.numerator), ("denominator", r.denominator)] {
        if let Some(n) = part.filter(|_| !r.held_back()) {
            out.insert(key.into(), n.into());
        }
    }
    if let Some(computed) = result.computed {
        let feeders: Vec<&str> = computed.feeders.iter().map(|n| &*a.register.indicators[*n].id).collect();
        out.insert("computed-from".into(), feeders.into());
    }
    out.insert("provisional".into(), r.provisional.into());
    out.insert("status".into(), word(&result.status).into());
    out.insert("status-last-quarter".into(), word(&result.status_previous).into());
    out.insert("status-year-ago".into(), word(&result.status_year_ago).into());
    out.insert("scheme".into(), schemes[result.scheme as usize].as_str().into());
    if let Ok(outturn) = &result.outturn {
        out.insert("outturn".into(), outturn.value.into());
    }
    let why = analyse::why(a.settings, a.register, a.period, result);
    if !why.is_empty() {
        out.insert("why".into(), why.into());
    }
    out.insert("file".into(), r.place.source.file.as_str().into());
    out.insert("sha256".into(), r.place.source.sha256.as_str().into());
    out.insert("sheet".into(), (&*r.place.sheet).into());
    out.insert("cell".into(), r.place.cell.to_string().into());
    Some(Value::Object(out))
}
