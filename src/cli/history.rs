//! `quarterday history`: what looks after the ledger.

use super::arguments::{Common, Format, History};
use super::print;
use super::progress::Bars;
use anyhow::{Result, bail};
use quarterday::finding::Severity;
use quarterday::pipeline::{self, FigureToCorrect, Host, Workspace};
use std::io::Write;

/// True when nothing of severity error was found.
pub fn history(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    command: History,
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let imported = match command {
        History::Import { file, why } => pipeline::import(workspace, &file, why.restating()?.as_ref(), host)?,
        History::Correct { indicator, quarter, value, numerator, denominator, target, why } => {
            let Some(why) = why.restating()? else { bail!("a correction needs --class, --reason and --by") };
            if let Some(target) = target {
                let done = pipeline::correct_target(workspace, (&indicator, quarter, target), &why, host)?;
                bars.finish();
                match common.format {
                    Format::Json => print::json_warned(out, &done, &bars.warnings())?,
                    Format::Text => print::corrected_target(out, &done)?,
                }
                return Ok(true);
            }
            let figure = FigureToCorrect { indicator, quarter, value, numerator, denominator };
            pipeline::correct(workspace, &figure, &why, host)?
        }
    };
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &imported, &bars.warnings())?,
        Format::Text => print::imported(out, &imported)?,
    }
    Ok(imported.findings.iter().all(|f| f.severity != Severity::Error))
}
