//! What is said of the ledger itself.

use super::{count, json_warned};
use anyhow::Result;
use quarterday::history::MovedAside;
use quarterday::pipeline::VerifiedLedger;
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
