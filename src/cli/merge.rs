//! `quarterday merge`: councils that become others.

use super::arguments::{Common, Format, Merge};
use super::print;
use super::progress::Bars;
use anyhow::Result;
use quarterday::pipeline::{self, Host, MergeTerms, Merged};
use std::io::Write;

/// True when the crosswalk has no error.
pub fn merge(out: &mut impl Write, common: &Common, typed: Merge, (host, bars): (&Host<'_>, &Bars)) -> Result<bool> {
    let Merge { workspaces, into, successors, first, check, by } = typed;
    let terms = MergeTerms { into, successors, first, check, by: by.unwrap_or_default() };
    let merged = pipeline::merge(&workspaces, &terms, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_warned(out, &merged, &bars.warnings())?,
        Format::Text => print::merged(out, &merged, &terms)?,
    }
    Ok(!matches!(merged, Merged::Checked { sound: false, .. }))
}
