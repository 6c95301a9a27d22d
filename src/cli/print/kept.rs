//! What the ledger keeps: a release worked out again from it, what is merged, and what it keeps no longer.

use super::count;
use anyhow::Result;
use quarterday::pipeline::{Compacted, Freed, Reproduced};
use std::io::Write;

pub fn reproduced(out: &mut impl Write, done: &Reproduced) -> Result<()> {
    let (name, folder) = (format!("{}/{}", done.quarter, done.release), done.folder.display());
    if !done.same_results() {
        writeln!(out, "Release {name} is NOT reproduced: what the ledger keeps gives other results now.")?;
        writeln!(out, "Root published {}: {}", done.published, done.root)?;
        writeln!(out, "Root now:                  {}", done.root_now)?;
    } else if done.is_same() {
        writeln!(out, "Release {name} is reproduced from what the ledger keeps: every byte is the same.")?;
        writeln!(out, "Root: {}", done.root)?;
    } else {
        writeln!(out, "The results of release {name} are the same (root {}); its files are not:", done.root)?;
    }
    for file in &done.files {
        let how = if file.same { "the same" } else { &file.difference };
        writeln!(out, "  {}: {how}", file.file)?;
    }
    if !done.is_same() && done.version != done.version_now {
        let was = if done.version.is_empty() { "another version" } else { &done.version };
        writeln!(out, "quarterday {was} published it, and this is {}.", done.version_now)?;
    }
    writeln!(out, "The workspace that it was worked out in: {folder}")?;
    Ok(())
}

pub fn compacted(out: &mut impl Write, compacted: &Compacted) -> Result<()> {
    let Compacted { before, after, bytes, .. } = *compacted;
    if before == 0 {
        writeln!(out, "There is nothing to merge; the ledger is as it was.")?;
        return Ok(());
    }
    let (quarters, kilobytes) = (count(compacted.quarters, "quarter", "quarters"), bytes.div_ceil(1024));
    let (are, done) = match compacted.ledger {
        Some(seq) => ("are", format!(" Recorded as number {seq}; what was there stays.")),
        None => ("would be", " Nothing was changed.".to_owned()),
    };
    writeln!(out, "{before} files of {quarters} {are} merged into {after}, {kilobytes} KB.{done}")?;
    Ok(())
}

pub fn freed(out: &mut impl Write, freed: &Freed) -> Result<()> {
    let (goes, size) = (if freed.dry_run { "would be" } else { "were" }, |bytes: u64| bytes.div_ceil(1024));
    let (returns, left) = (count(freed.returns.len(), "return", "returns"), freed.left_behind.len());
    if freed.returns.is_empty() && left == 0 {
        writeln!(out, "There is nothing to take away; the ledger is as it was.")?;
        return Ok(());
    }
    if !freed.returns.is_empty() {
        writeln!(out, "{returns} past what [ledger] keep_returns says {goes} dropped:")?;
        freed.returns.iter().try_for_each(|name| writeln!(out, "  {name}"))?;
        let by = freed.ledger.map(|seq| format!(", recorded as number {seq}")).unwrap_or_default();
        writeln!(out, "{} KB {goes} freed by it{by}.", size(freed.returns_bytes))?;
    }
    if left > 0 {
        let files = count(left, "file that stopped runs left", "files that stopped runs left");
        writeln!(out, "{files} {goes} taken away, {} KB.", size(freed.left_bytes))?;
    }
    if freed.dry_run {
        writeln!(out, "Nothing was changed.")?;
    }
    Ok(())
}
