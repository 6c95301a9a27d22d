//! What is said of a handover pack.

use super::count;
use super::ledger::verified_in;
use anyhow::Result;
use quarterday::pipeline::{HandedOver, VerifiedPack};
use std::io::Write;

/// Of what was left out, so many lines are printed before the rest is counted.
const MOST_PRINTED: usize = 10;

pub fn handed_over(out: &mut impl Write, packed: &HandedOver) -> Result<()> {
    let files = count(packed.files, "file", "files");
    let (what, size) =
        (if packed.new { "is written" } else { "is there already, and is this very pack" }, packed.bytes);
    writeln!(out, "The handover pack {what}: {files}, {} KB.", size.div_ceil(1024))?;
    writeln!(out, "  {}", packed.file.display())?;
    writeln!(out, "SHA-256: {}", packed.sha256)?;
    let releases = count(packed.releases, "release", "releases");
    writeln!(out, "Ledger:  record {}, {}; {releases}", packed.record, packed.head)?;
    if packed.custodian.is_empty() {
        writeln!(
            out,
            "Nobody is named who will hold it: write custodian under [handover] in quarterday.toml, and pack again."
        )?;
    } else {
        writeln!(out, "Held by: {}", packed.custodian)?;
    }
    if !packed.left_out.is_empty() {
        writeln!(out, "Not in it ({}), as its sheet Read me says:", count(packed.left_out.len(), "thing", "things"))?;
        packed.left_out.iter().take(MOST_PRINTED).try_for_each(|left| writeln!(out, "  - {left}"))?;
        if packed.left_out.len() > MOST_PRINTED {
            writeln!(out, "  … and {} more.", packed.left_out.len() - MOST_PRINTED)?;
        }
    }
    writeln!(
        out,
        "It holds names, comments and figures that are held back: it is for whoever takes over, and not for \
         publication."
    )?;
    let file = packed.file.display();
    writeln!(out, "Next: `quarterday history verify --pack \"{file}\"`, and hand the SHA-256 on apart from the pack.")?;
    Ok(())
}

pub fn verified_pack(out: &mut impl Write, verified: &VerifiedPack) -> Result<()> {
    let pack = &verified.pack;
    pack.faults.iter().try_for_each(|fault| writeln!(out, "damaged: {fault}"))?;
    if !pack.council.is_empty() {
        writeln!(out, "Pack of {}, made {} by {} with {}", pack.council, pack.made, pack.by, pack.program)?;
    }
    writeln!(
        out,
        "{} of {} KB: {}",
        count(pack.files, "file", "files"),
        pack.bytes.div_ceil(1024),
        match pack.faults.len() {
            0 => "every file is as it was packed, none is missing and none was added.".to_owned(),
            1 => "one thing is not as it was packed; ask for the pack again from whoever holds it.".to_owned(),
            n => format!("{n} things are not as they were packed; ask for the pack again from whoever holds it."),
        }
    )?;
    writeln!(out, "SHA-256: {}", pack.sha256)?;
    match &verified.ledger {
        Some(ledger) => verified_in(out, ledger, "ask for the pack again from whoever holds it"),
        None => Ok(writeln!(out, "The ledger in it was not looked at: the pack does not say what it holds.")?),
    }
}
