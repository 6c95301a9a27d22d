//! `quarterday approve` and `quarterday publish`.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::Result;
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, PublishTerms, Workspace};
use std::io::Write;

pub fn approve(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (quarter, by): (Period, &str),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let approved = pipeline::approve(workspace, quarter, by, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &approved, &bars.warnings())?,
        Format::Text => print::approved(out, &approved)?,
    }
    Ok(true)
}

pub fn publish(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (quarter, terms): (Period, &PublishTerms),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let published = pipeline::publish(workspace, quarter, terms, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &published, &bars.warnings())?,
        Format::Text => print::published(out, &published)?,
    }
    Ok(true)
}
