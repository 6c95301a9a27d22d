//! The demo council, embedded: a complete workspace that `quarterday demo` unpacks.

use super::workspace::save;
use crate::error::{Error, Result};
use crate::period::Period;
use include_dir::{Dir, DirEntry, include_dir};
use std::fs;
use std::io::Write;
use std::path::Path;

static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/demo");

/// The demo's current quarter.
pub const QUARTER: &str = "2026-27Q2";

/// Writes the demo workspace into `root` and gives its current quarter. Files that are there already with other
/// content are left as they are and named.
///
/// # Errors
/// When the folder holds something that is not the demo, or cannot be written.
pub fn unpack(root: &Path) -> Result<(Period, Vec<String>)> {
    let settings = root.join("quarterday.toml");
    let filled = fs::read_dir(root).is_ok_and(|mut d| d.next().is_some());
    if filled && !settings.is_file() {
        return Err(Error::Usage(format!(
            "{} is not empty and is not a workspace; name an empty folder: quarterday demo DIR",
            root.display()
        )));
    }
    let mut kept = Vec::new();
    unpack_dir(&DEMO, root, &mut kept)?;
    let period = QUARTER.parse().map_err(|e| Error::Internal(format!("{e}")))?;
    Ok((period, kept))
}

fn unpack_dir(dir: &Dir<'_>, root: &Path, kept: &mut Vec<String>) -> Result<()> {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(d) => unpack_dir(d, root, kept)?,
            DirEntry::File(f) => {
                let path = root.join(f.path());
                match fs::read(&path) {
                    Ok(bytes) if bytes == f.contents() => {}
                    Ok(_) => kept.push(f.path().display().to_string()),
                    Err(_) => save(&path, |file| file.write_all(f.contents()).map_err(Error::io("write", &path)))?,
                }
            }
        }
    }
    Ok(())
}
