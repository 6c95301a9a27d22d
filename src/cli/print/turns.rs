//! Lines about files as they come.

use super::super::arguments::Format;
use super::status::state_word;
use super::{count, json_line, taken_word};
use anyhow::Result;
use quarterday::analyse::{Analysis, ReturnState};
use quarterday::finding::causes;
use quarterday::pipeline::{Checked, Turn};
use quarterday::register::Register;
use serde_json::json;
use std::fmt::Write;
use std::path::PathBuf;

/// Services that are named before the rest is counted.
const MOST: usize = 5;

/// A line a file of the quarter; behind the last who is still missing.
pub fn turns(turns: &[Turn], analysis: &Analysis<'_>, format: Format) -> Result<String> {
    let still = |state: ReturnState| {
        let of = analysis.returns.iter().filter(move |r| r.state == state);
        of.map(|r| &analysis.register.services[r.service])
    };
    let mut out = String::new();
    for (n, turn) in turns.iter().enumerate() {
        let sent = analysis.submissions.iter().find(|s| s.file == turn.file);
        let service = sent.and_then(|s| analysis.register.service(&s.service));
        let of =
            service.and_then(|s| analysis.returns.iter().find(|r| analysis.register.services[r.service].id == s.id));
        let state = sent.map(|s| match of {
            Some(of) if of.file == s.file => state_word(of.state).to_owned(),
            _ => s.why.clone(),
        });
        if format == Format::Json {
            let ids = |state| still(state).map(|s| s.id.to_string()).collect::<Vec<_>>();
            let line = json!({
                "event": turn.kind, "file": turn.file, "service": sent.map(|s| &*s.service),
                "name": service.map(|s| &s.name), "state": state, "counts": sent.map(|s| s.counts),
                "errors": sent.map(|s| s.errors), "queries": sent.map(|s| s.queries),
                "missing": ids(ReturnState::Missing), "rejected": ids(ReturnState::Rejected),
            });
            out += &one_line(&line)?;
            continue;
        }
        let what = sent.zip(state).map(|(s, state)| {
            let name = service.map_or("no known service", |s| s.name.as_str());
            said(name, &state, s.errors as usize, s.queries as usize)
        });
        write!(out, "{}", line(turn, what))?;
        if n + 1 == turns.len() {
            let missing = still(ReturnState::Missing).map(|s| s.name.clone());
            let rejected = still(ReturnState::Rejected).map(|s| format!("{} (rejected)", s.name));
            write!(out, "{}", missing_words(missing.chain(rejected).collect(), analysis.returns.len()))?;
        }
        writeln!(out)?;
    }
    Ok(out)
}

/// `. Still missing 5 of 24: Waste, Housing`.
fn missing_words(names: Vec<String>, of: usize) -> String {
    if names.is_empty() {
        return ". Nobody is missing".to_owned();
    }
    let more = names.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(". Still missing {} of {of}: {}{more}", names.len(), names[..names.len().min(MOST)].join(", "))
}

/// A line a file that is checked.
pub fn checked_turns(turns: &[Turn], checked: &[Checked], register: &Register, format: Format) -> Result<String> {
    let mut out = String::new();
    for turn in turns {
        let file = checked.iter().find(|c| c.file == turn.file);
        let [errors, queries, notes] = file.map(|c| causes(&c.findings)).unwrap_or_default();
        let service = file.and_then(|c| register.service(&c.service));
        if format == Format::Json {
            let line = json!({
                "event": turn.kind, "file": turn.file, "service": file.map(|c| &c.service),
                "name": service.map(|s| &s.name), "accepted": file.map(|c| c.accepted),
                "superseded_by": file.and_then(|c| c.superseded_by.as_ref()),
                "errors": errors, "queries": queries, "notes": notes,
            });
            out += &one_line(&line)?;
            continue;
        }
        let what = file.map(|c| {
            let several = format!("{} services", c.services.len());
            let name = match service {
                Some(service) => &service.name,
                None if c.services.len() > 1 => &several,
                None => "no known service",
            };
            let other = c.superseded_by.as_ref().map(|other| format!(", but {other} counts")).unwrap_or_default();
            said(name, &format!("{}{other}", taken_word(c)), errors, queries)
        });
        writeln!(out, "{}", line(turn, what))?;
    }
    Ok(out)
}

fn said(service: &str, state: &str, errors: usize, queries: usize) -> String {
    format!("{service}, {state}; {}, {}", count(errors, "error", "errors"), count(queries, "query", "queries"))
}

/// `10:42  came     HW.xlsx: Highways, complete; 0 errors, 2 queries`.
fn line(turn: &Turn, what: Option<String>) -> String {
    let now = chrono::Local::now().format("%H:%M");
    let what = what.map(|what| format!(": {what}")).unwrap_or_default();
    format!("{now}  {:<8} {}{what}", turn.kind.key(), turn.file)
}

fn one_line(value: &serde_json::Value) -> Result<String> {
    let mut out = vec![];
    json_line(&mut out, value)?;
    Ok(String::from_utf8(out)?)
}

/// `returns/2026-27Q2, a.xlsx`.
pub fn paths(files: &[PathBuf]) -> String {
    files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
