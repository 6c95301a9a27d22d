//! `quarterday history`: what looks after the ledger.

use super::arguments::{Common, Format, History};
use super::print;
use super::progress::Bars;
use anyhow::{Result, bail};
use quarterday::finding::Severity;
use quarterday::pipeline::{self, FigureToCorrect, Host, Workspace};
use std::io::Write;
use std::path::PathBuf;

/// True when nothing of severity error was found.
pub fn history(
    out: &mut impl Write,
    common: &Common,
    (root, open): (impl FnOnce() -> Result<PathBuf>, impl FnOnce() -> Result<Workspace>),
    command: History,
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let imported = match command {
        // The ledger can be looked at whatever is wrong with settings and register.
        History::Verify { against } => {
            let verified = pipeline::verify_ledger(&root()?, against.as_deref(), host)?;
            match common.format {
                Format::Json => print::json_warned(out, &verified, &bars.warnings())?,
                Format::Text => print::verified(out, &verified)?,
            }
            return Ok(verified.is_sound());
        }
        History::Repair => {
            let moved = pipeline::repair_ledger(&root()?, host)?;
            match common.format {
                Format::Json => print::repaired_json(out, &moved, &bars.warnings())?,
                Format::Text => print::repaired(out, &moved)?,
            }
            return Ok(true);
        }
        History::Reproduce { release, into } => {
            let done = pipeline::reproduce(&root()?, release, &into, host)?;
            bars.finish();
            match common.format {
                Format::Json => print::json_warned(out, &done, &bars.warnings())?,
                Format::Text => print::reproduced(out, &done)?,
            }
            return Ok(done.is_same());
        }
        History::Gc { dry_run, by } => {
            let freed = pipeline::free(&root()?, &by, dry_run, host)?;
            match common.format {
                Format::Json => print::json_warned(out, &freed, &bars.warnings())?,
                Format::Text => print::freed(out, &freed)?,
            }
            return Ok(true);
        }
        History::Import { file, why } => pipeline::import(&open()?, &file, why.restating()?.as_ref(), host)?,
        History::Correct { indicator, quarter, value, numerator, denominator, target, why } => {
            let Some(why) = why.restating()? else { bail!("a correction needs --class, --reason and --by") };
            if let Some(target) = target {
                let done = pipeline::correct_target(&open()?, (&indicator, quarter, target), &why, host)?;
                bars.finish();
                match common.format {
                    Format::Json => print::json_warned(out, &done, &bars.warnings())?,
                    Format::Text => print::corrected_target(out, &done)?,
                }
                return Ok(true);
            }
            let figure = FigureToCorrect { indicator, quarter, value, numerator, denominator };
            pipeline::correct(&open()?, &figure, &why, host)?
        }
    };
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &imported, &bars.warnings())?,
        Format::Text => print::imported(out, &imported)?,
    }
    Ok(imported.findings.iter().all(|f| f.severity != Severity::Error))
}
