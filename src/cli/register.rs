//! `quarterday check register.xlsx`: the register by itself.

use super::arguments::{Common, Format};
use super::{print, progress};
use anyhow::{Result, bail};
use quarterday::pipeline::{self, Host};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Checks a register with its own words; nothing where the files are returns.
pub fn check(
    out: &mut impl Write,
    common: &Common,
    (root, files): (&Path, &[PathBuf]),
    host: &Host<'_>,
    bars: &progress::Bars,
) -> Result<Option<bool>> {
    for file in files {
        let Some(checked) = pipeline::check_register(root, file, host)? else { continue };
        if files.len() > 1 {
            bail!("{} is a register: check it by itself, and the returns without it", file.display());
        }
        bars.finish();
        match common.format {
            Format::Json => print::json(out, &[&checked])?,
            Format::Text => print::checked_register(out, &checked)?,
        }
        return Ok(Some(checked.accepted));
    }
    Ok(None)
}
