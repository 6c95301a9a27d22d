//! `quarterday history`: what looks after the ledger.

use super::arguments::{Common, Format, History};
use super::handover;
use super::print;
use super::progress::Bars;
use anyhow::{Result, bail};
use quarterday::finding::Severity;
use quarterday::pipeline::{self, ExportTerms, FigureToCorrect, Host, Workspace};
use serde::Serialize;
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
        History::Verify { against, pack: Some(pack) } => {
            return handover::verify(out, common, (&pack, against.as_deref()), (host, bars));
        }
        History::Verify { against, pack: None } => {
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
                Format::Json => print::json_warned(out, &moved, &bars.warnings())?,
                Format::Text => print::repaired(out, &moved)?,
            }
            return Ok(true);
        }
        History::Export { to, as_of, formats } => {
            let workspace = open()?;
            let to = to.unwrap_or_else(|| workspace.root.join("export"));
            let terms = ExportTerms { to, as_of, formats: formats.0 };
            return answered(out, common, bars, &pipeline::export(&workspace, &terms, host)?, print::exported);
        }
        History::AsOf { date, quarter } => {
            return answered(out, common, bars, &pipeline::as_of(&open()?, date, quarter, host)?, print::on_day);
        }
        History::Diff { before, after } => {
            let diff = pipeline::diff(&open()?, [before, after], host)?;
            return answered(out, common, bars, &diff, print::report_diff);
        }
        History::Reproduce { release, into } => {
            let done = pipeline::reproduce(&root()?, release, &into, host)?;
            let same = done.is_same();
            return answered(out, common, bars, &done, print::reproduced).map(|sound| sound && same);
        }
        History::Compact { dry_run, by } => {
            return answered(out, common, bars, &pipeline::compact(&root()?, &by, dry_run, host)?, print::compacted);
        }
        History::Gc { dry_run, by } => {
            return answered(out, common, bars, &pipeline::free(&root()?, &by, dry_run, host)?, print::freed);
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

/// Says what was asked.
fn answered<W: Write, T: Serialize>(
    out: &mut W,
    common: &Common,
    bars: &Bars,
    answer: &T,
    words: impl FnOnce(&mut W, &T) -> Result<()>,
) -> Result<bool> {
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, answer, &bars.warnings())?,
        Format::Text => words(out, answer)?,
    }
    Ok(true)
}
