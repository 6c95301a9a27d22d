//! `quarterday trace`.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::Result;
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, Workspace};
use std::io::Write;

pub fn trace(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (what, quarter, reread): (&str, Option<Period>, bool),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let trace = pipeline::trace(workspace, what, quarter, reread, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &trace, &bars.warnings())?,
        Format::Text => print::trace(out, &trace, &workspace.settings)?,
    }
    Ok(true)
}
