//! What is said of the ledger itself.

use super::{count, json_warned};
use anyhow::Result;
use quarterday::history::MovedAside;
use quarterday::pipeline::{Freed, Reproduced, VerifiedLedger};
use serde::Serialize;
use std::io::Write;

pub fn verified(out: &mut impl Write, verified: &VerifiedLedger) -> Result<()> {
    let state = &verified.state;
    state.faults.iter().try_for_each(|fault| writeln!(out, "damaged: {fault}"))?;
    writeln!(
        out,
        "{} and {} with {}: {}",
        count(state.records, "record", "records"),
        count(state.files, "data file", "data files"),
        count(state.rows.try_into().unwrap_or(usize::MAX), "row", "rows"),
        match state.faults.len() {
            0 => "everything is as it was written.".to_owned(),
            n => format!("{} as it was written; put the folder history back from a backup.", not(n)),
        }
    )?;
    state.dropped.iter().try_for_each(|dropped| writeln!(out, "{dropped}"))?;
    if state.unnamed > 0 {
        let files = count(state.unnamed, "file that no record names was", "files that no record names were");
        writeln!(
            out,
            "{files} left by runs that were stopped; they do no harm, and `quarterday history gc` takes them away."
        )?;
    }
    if !state.head.is_empty() {
        writeln!(out, "Head: record {}, {}", state.records, state.head)?;
    }
    if let Some(against) = &verified.against {
        let sign = if against.held { "Held" } else { "NOT HELD" };
        writeln!(out, "{sign}: {}.", against.words.trim_end_matches('.'))?;
    }
    Ok(())
}

fn not(faults: usize) -> String {
    match faults {
        1 => "one thing is not".to_owned(),
        n => format!("{n} things are not"),
    }
}

pub fn repaired(out: &mut impl Write, moved: &[MovedAside]) -> Result<()> {
    for file in moved {
        writeln!(out, "history/{} ({}) is now history/{}", file.from, file.why, file.to)?;
    }
    match moved.len() {
        0 => writeln!(out, "There is nothing to put aside; the ledger is as it was.")?,
        _ => writeln!(
            out,
            "Nothing that counted was changed. What was to be recorded is recorded by running its command again."
        )?,
    }
    Ok(())
}

pub fn repaired_json(out: &mut impl Write, moved: &[MovedAside], warnings: &[String]) -> Result<()> {
    #[derive(Serialize)]
    struct Repaired<'a> {
        moved: &'a [MovedAside],
    }
    json_warned(out, &Repaired { moved }, warnings)
}

pub fn reproduced(out: &mut impl Write, done: &Reproduced) -> Result<()> {
    let (name, folder) = (format!("{}/{}", done.quarter, done.release), done.folder.display());
    if !done.same_results() {
        writeln!(out, "Release {name} is NOT reproduced: what the ledger keeps gives other results now.")?;
        writeln!(out, "Root published {}: {}", done.published, done.root)?;
        writeln!(out, "Root now:                  {}", done.root_now)?;
    } else if done.is_same() {
        writeln!(out, "Release {name} is reproduced from what the ledger keeps: every byte is the same.")?;
        writeln!(out, "Root: {}", done.root)?;
    } else {
        writeln!(out, "The results of release {name} are the same (root {}); its files are not:", done.root)?;
    }
    for file in &done.files {
        let how = if file.same { "the same" } else { &file.difference };
        writeln!(out, "  {}: {how}", file.file)?;
    }
    if !done.is_same() && done.version != done.version_now {
        let was = if done.version.is_empty() { "another version" } else { &done.version };
        writeln!(out, "quarterday {was} published it, and this is {}.", done.version_now)?;
    }
    writeln!(out, "The workspace that it was worked out in: {folder}")?;
    Ok(())
}

pub fn freed(out: &mut impl Write, freed: &Freed) -> Result<()> {
    let (goes, size) = (if freed.dry_run { "would be" } else { "were" }, |bytes: u64| bytes.div_ceil(1024));
    let (returns, left) = (count(freed.returns.len(), "return", "returns"), freed.left_behind.len());
    if freed.returns.is_empty() && left == 0 {
        writeln!(out, "There is nothing to take away; the ledger is as it was.")?;
        return Ok(());
    }
    if !freed.returns.is_empty() {
        writeln!(out, "{returns} past what [ledger] keep_returns says {goes} dropped:")?;
        freed.returns.iter().try_for_each(|name| writeln!(out, "  {name}"))?;
        let by = freed.ledger.map(|seq| format!(", recorded as number {seq}")).unwrap_or_default();
        writeln!(out, "{} KB {goes} freed by it{by}.", size(freed.returns_bytes))?;
    }
    if left > 0 {
        let files = count(left, "file that stopped runs left", "files that stopped runs left");
        writeln!(out, "{files} {goes} taken away, {} KB.", size(freed.left_bytes))?;
    }
    if freed.dry_run {
        writeln!(out, "Nothing was changed.")?;
    }
    Ok(())
}
