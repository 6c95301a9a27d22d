//! `quarterday scheme`.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::{Result, bail};
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, Workspace};
use quarterday::settings::Settings;
use std::io::Write;

/// Without a quarter the schemes, or one of them; with one what it would look like under another.
pub fn scheme(
    out: &mut impl Write,
    common: &Common,
    workspace: Option<Workspace>,
    (name, quarter): (Option<&str>, Option<Period>),
    host: &Host<'_>,
    bars: &Bars,
) -> Result<bool> {
    let usual = Settings::default();
    let settings = workspace.as_ref().map_or(&usual, |w| &w.settings);
    let Some(name) = name else {
        match common.format {
            Format::Json => print::schemes_json(out, settings, workspace.is_some())?,
            Format::Text => print::schemes(out, settings, workspace.is_some())?,
        }
        return Ok(true);
    };
    let Some(other) = pipeline::under(settings, name) else {
        bail!("there is no scheme and no preset “{name}”; `quarterday scheme` lists them");
    };
    match (quarter, &workspace) {
        (None, _) => match common.format {
            Format::Json => print::scheme_json(out, &other)?,
            Format::Text => print::scheme(out, &other)?,
        },
        (Some(_), None) => bail!("a quarter is read from a workspace; name it with --workspace DIR"),
        (Some(quarter), Some(workspace)) => {
            let under = pipeline::compare_schemes(workspace, name, quarter, host)?;
            bars.finish();
            match common.format {
                Format::Json => print::json_warned(out, &under, &bars.warnings())?,
                Format::Text => print::under(out, &under, settings)?,
            }
        }
    }
    Ok(true)
}
