//! What is said of the ledger itself.

use super::count;
use anyhow::Result;
use quarterday::pipeline::{RepairedLedger, VerifiedLedger};
use std::io::Write;

pub fn verified(out: &mut impl Write, verified: &VerifiedLedger) -> Result<()> {
    verified_in(out, verified, "put the folder history back from a backup")
}

/// The same with what is to be done about damage.
pub fn verified_in(out: &mut impl Write, verified: &VerifiedLedger, remedy: &str) -> Result<()> {
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
            n => format!("{} as it was written; {remedy}.", not(n)),
        }
    )?;
    verified.published.iter().try_for_each(|changed| writeln!(out, "changed: {changed}"))?;
    if state.unnamed > 0 {
        let files = count(state.unnamed, "file that no record names was", "files that no record names were");
        writeln!(
            out,
            "{files} left by runs that were stopped; they do no harm, and `quarterday history gc` takes them away."
        )?;
    }
    state.dropped.iter().try_for_each(|dropped| writeln!(out, "{dropped}"))?;
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

pub fn repaired(out: &mut impl Write, repaired: &RepairedLedger) -> Result<()> {
    for file in &repaired.moved {
        writeln!(out, "history/{} ({}) is now history/{}", file.from, file.why, file.to)?;
    }
    repaired.published.iter().try_for_each(|done| writeln!(out, "{done}"))?;
    match (repaired.moved.len(), repaired.published.len()) {
        (0, 0) => writeln!(out, "There is nothing to put aside; the ledger is as it was.")?,
        (0, _) => {}
        _ => writeln!(
            out,
            "Nothing that counted was changed. What was to be recorded is recorded by running its command again."
        )?,
    }
    Ok(())
}
