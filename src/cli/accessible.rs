//! `quarterday accessible`.

use super::arguments::{Common, Format};
use super::print;
use anyhow::{Context, Result};
use quarterday::checklist::{self, Verdict};
use quarterday::settings::Limits;
use std::io::Write;
use std::path::PathBuf;

/// Judges every file before anything is said; true when no point is broken.
pub fn accessible(out: &mut impl Write, common: &Common, files: &[PathBuf]) -> Result<bool> {
    let limits = Limits::default();
    let judged = files.iter().map(|file| {
        let verdicts = checklist::judge_file(file, &limits).with_context(|| file.display().to_string())?;
        Ok((file.display().to_string(), verdicts))
    });
    let judged = judged.collect::<Result<Vec<_>>>()?;
    match common.format {
        Format::Json => print::accessible_json(out, &judged)?,
        Format::Text => judged.iter().try_for_each(|(file, verdicts)| print::accessible(out, file, verdicts))?,
    }
    Ok(judged.iter().all(|(_, verdicts)| verdicts.with(Verdict::Broken).next().is_none()))
}
