//! `quarterday status`, with its letters.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::Result;
use chrono::NaiveDate;
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, Quarter, Workspace};
use std::io::Write;
use std::path::PathBuf;

/// `letters`: whether they are wanted, and in which folder where one was named.
pub fn status(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (quarter, letters, today): (Period, Option<Option<PathBuf>>, NaiveDate),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let mut read = Quarter::read(workspace, quarter, false, host)?;
    read.compare(None)?;
    let analysis = read.analyse();
    let write = |folder: Option<PathBuf>| pipeline::letters(&read, &analysis, folder.as_deref(), host);
    let letters = letters.map(write).transpose()?;
    bars.finish();
    match common.format {
        Format::Json => {
            let mut status = print::status_json(&analysis, &read.earlier, today);
            if let Some(letters) = &letters {
                status["letters"] = serde_json::to_value(letters)?;
            }
            print::json_warned(out, &status, &bars.warnings())?;
        }
        Format::Text => {
            print::status(out, &analysis, &read.earlier, today)?;
            if let Some(letters) = &letters {
                print::letters(out, letters)?;
            }
        }
    }
    Ok(true)
}
