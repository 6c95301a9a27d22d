//! The folders of releases: copies for people of what the ledger keeps.

use super::staging::save;
use crate::digest;
use crate::error::{Error, Result};
use crate::history::disk::{Disk, RealDisk, make_dirs, take_away};
use crate::history::{Ledger, Release};
use crate::period::Period;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder beside the releases that becomes one, or goes.
pub(super) struct StagedRelease(tempfile::TempDir);

impl StagedRelease {
    /// For release `number`, which is to lie in `folder` of the workspace at `root`.
    pub fn new(root: &Path, folder: &Path, number: u32) -> Result<Self> {
        make_folder(&RealDisk, root, folder).map_err(Error::io("make the folder", folder))?;
        let prefix = temporary(number);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        builder.tempdir_in(folder).map(Self).map_err(Error::io("write in", folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn place(self, place: &Path) -> Result<()> {
        put_folder(&RealDisk, &self.0.keep(), place)?;
        close_all(place)
    }
}

/// How the names of folders begin that are to become release `number`.
fn temporary(number: u32) -> String {
    format!(".quarterday-{number}-")
}

/// Makes a folder below `root` and those above it, each safe in the one above before the next.
fn make_folder(disk: &dyn Disk, root: &Path, folder: &Path) -> io::Result<()> {
    let mut path = root.to_owned();
    for part in folder.strip_prefix(root).unwrap_or(folder).components() {
        let above = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.clone() };
        path.push(part);
        disk.make_dir(&path)?;
        disk.sync_dir(&above)?;
    }
    Ok(())
}

/// Gives a folder of files its place: every file is safe before the folder has its name, so that what is there is whole, and
/// that name is safe before anything is said. What stopped runs left of it goes.
fn put_folder(disk: &dyn Disk, from: &Path, place: &Path) -> Result<()> {
    let folder = place.parent().unwrap_or(place);
    let put = || {
        disk.names(from)?.iter().try_for_each(|name| disk.sync(&from.join(name)))?;
        disk.sync_dir(from)?;
        disk.move_dir(from, place)?;
        disk.sync_dir(folder)
    };
    put().map_err(Error::io("write", place))?;
    let number = place.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or_default();
    let left = disk.names(folder).unwrap_or_default().into_iter().filter(|name| name.starts_with(&temporary(number)));
    left.for_each(|name| take_away(disk, &folder.join(name)));
    Ok(())
}

fn close_all(folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(Error::io("read", folder))?;
    entries.flatten().for_each(|entry| close(&entry.path()));
    Ok(())
}

/// Nobody writes over what was published by mistake. Where a drive knows no such mark, the ledger still has the bytes.
fn close(file: &Path) {
    if let Ok(meta) = fs::metadata(file) {
        let mut permissions = meta.permissions();
        permissions.set_readonly(true);
        let _ = fs::set_permissions(file, permissions);
    }
}

/// Every release of the ledger, with the quarter and the folder that it has in the workspace.
fn releases<'l>(ledger: &'l Ledger, root: &Path) -> impl Iterator<Item = (Period, &'l Release, PathBuf)> {
    let published = root.join("published");
    let all = ledger.records().iter().filter_map(|r| Some((r.period?, r.release.as_ref()?)));
    all.map(move |(quarter, release)| {
        let folder = published.join(quarter.to_string()).join(release.number.to_string());
        (quarter, release, folder)
    })
}

/// The bytes of a published file as the ledger keeps them.
fn kept(ledger: &Ledger, release: &Release, folder: &Path, file: &str, sha256: &str) -> Result<Vec<u8>> {
    ledger.kept(sha256)?.ok_or_else(|| Error::Ledger {
        path: folder.to_owned(),
        message: format!("{file} of release {} is no longer kept", release.number),
    })
}

/// Makes the folders of releases again that are recorded and not there: a run was stopped after it recorded one, or they
/// were deleted. What is there is left as it is.
pub(super) fn restore(ledger: &Ledger, root: &Path) -> Result<Vec<String>> {
    let restored = restore_on(&RealDisk, ledger, root)?;
    restored.iter().try_for_each(|(_, place)| close_all(place))?;
    let said = |(name, _)| format!("{name} was made again from the ledger");
    Ok(restored.into_iter().map(said).collect())
}

/// The same on any disk. Returns what was made again, and where.
fn restore_on(disk: &dyn Disk, ledger: &Ledger, root: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut restored = vec![];
    for (quarter, release, place) in releases(ledger, root) {
        let (folder, number) = (place.parent().unwrap_or(root), release.number.to_string());
        let there = disk.names(folder).unwrap_or_default();
        if there.contains(&number) {
            continue;
        }
        make_folder(disk, root, folder).map_err(Error::io("make the folder", folder))?;
        let free = (1u32..).map(|n| format!("{}{n}", temporary(release.number))).find(|name| !there.contains(name));
        let staged = folder.join(free.unwrap_or_default());
        disk.make_dir(&staged).map_err(Error::io("make the folder", &staged))?;
        for output in &release.outputs {
            let path = staged.join(&output.file);
            let bytes = kept(ledger, release, &place, &output.file, &output.sha256)?;
            disk.create(&path, &bytes).map_err(Error::io("write", &path))?;
        }
        put_folder(disk, &staged, &place)?;
        restored.push((format!("published/{quarter}/{number}"), place));
    }
    Ok(restored)
}

/// A published file that is not what was published.
struct ChangedFile<'l> {
    quarter: Period,
    release: &'l Release,
    file: &'l str,
    sha256: &'l str,
    path: PathBuf,
    /// False where it is gone.
    there: bool,
}

fn changed_files<'l>(ledger: &'l Ledger, root: &Path) -> Vec<ChangedFile<'l>> {
    let mut out = vec![];
    for (quarter, release, folder) in releases(ledger, root) {
        for output in &release.outputs {
            let path = folder.join(&output.file);
            let found = digest::file_sha256(&path).ok();
            if found.as_ref() != Some(&output.sha256) {
                let (file, sha256, there) = (output.file.as_str(), output.sha256.as_str(), path.exists());
                out.push(ChangedFile { quarter, release, file, sha256, path, there });
            }
        }
    }
    out
}

/// What of the folders of releases is not what was published.
pub(super) fn changed(ledger: &Ledger, root: &Path) -> Vec<String> {
    let said = |f: &ChangedFile<'_>| {
        let what = if f.there { "was changed since it was published" } else { "is not there" };
        let remedy = "`quarterday history repair` puts it back from the ledger";
        format!("published/{}/{}/{} {what}; {remedy}", f.quarter, f.release.number, f.file)
    };
    changed_files(ledger, root).iter().map(said).collect()
}

/// Puts back what was published where it was changed or is gone. What somebody made of it goes into `aside`.
pub(super) fn put_back(ledger: &Ledger, root: &Path, aside: &Path) -> Result<Vec<String>> {
    let mut done = restore(ledger, root)?;
    for f in changed_files(ledger, root) {
        let folder = f.path.parent().unwrap_or(root);
        let bytes = kept(ledger, f.release, folder, f.file, f.sha256)?;
        let name = format!("published/{}/{}/{}", f.quarter, f.release.number, f.file);
        if f.there {
            make_dirs(&RealDisk, aside).map_err(Error::io("make the folder", aside))?;
            let free = |n: &u32| !aside.join(format!("{n} {}", name.replace('/', " "))).exists();
            let n = (1u32..).find(free).unwrap_or_default();
            let kept_as = aside.join(format!("{n} {}", name.replace('/', " ")));
            fs::rename(&f.path, &kept_as).map_err(Error::io("move", &f.path))?;
            // It has its new name for certain before another file takes the old one.
            RealDisk.sync_dir(aside).map_err(Error::io("make sure of", aside))?;
            done.push(format!("{name} was changed; the changed one is now {}", kept_as.display()));
        }
        save(&f.path, |file| file.write_all(&bytes).map_err(Error::io("write", &f.path)))?;
        close(&f.path);
        done.push(format!("{name} is as it was published"));
    }
    Ok(done)
}

#[cfg(test)]
mod tests;
