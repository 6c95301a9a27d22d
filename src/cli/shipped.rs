//! What a package has beside the program, and the program writes itself: completions, pages of the manual, licences.

use super::arguments::Cli;
use anyhow::{Context, Result};
use clap::CommandFactory;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The packages that the program is built from and the licences that they come under, as `packaging/licences` makes them.
const LICENCES: &str = include_str!("../../packaging/licences/licences.txt");

pub fn licences(out: &mut impl Write) -> Result<bool> {
    out.write_all(LICENCES.as_bytes())?;
    Ok(true)
}

pub fn completions(out: &mut impl Write, shell: clap_complete::Shell) -> Result<bool> {
    // It panics where nobody reads on; what is in memory can be written as everything else is.
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "quarterday", &mut script);
    out.write_all(&script)?;
    Ok(true)
}

/// A page for the program, and one for each command that `--help` lists.
pub fn manual(folder: &Path) -> Result<bool> {
    let write = || fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
    write().with_context(|| format!("cannot write the manual into {}", folder.display()))?;
    Ok(true)
}
