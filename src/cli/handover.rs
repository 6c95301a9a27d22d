//! `quarterday handover`, and `quarterday history verify --pack`.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::Result;
use quarterday::pipeline::{self, HandoverTerms, Host, Workspace};
use std::io::Write;
use std::path::Path;

pub fn handover(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    terms: &HandoverTerms,
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let packed = pipeline::handover(workspace, terms, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &packed, &bars.warnings())?,
        Format::Text => print::handed_over(out, &packed)?,
    }
    Ok(true)
}

pub fn verify(
    out: &mut impl Write,
    common: &Common,
    (pack, against): (&Path, Option<&Path>),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let verified = pipeline::verify_pack(pack, against, &std::env::temp_dir(), host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &verified, &bars.warnings())?,
        Format::Text => print::verified_pack(out, &verified)?,
    }
    Ok(verified.is_sound())
}
