//! The folders of releases: copies for people of what the ledger keeps.

use crate::digest;
use crate::error::{Error, Result};
use crate::history::{Ledger, Release};
use crate::period::Period;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder beside the releases that becomes one, or goes.
pub(super) struct StagedRelease(tempfile::TempDir);

impl StagedRelease {
    pub fn new(folder: &Path) -> Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".quarterday-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        builder.tempdir_in(folder).map(Self).map_err(Error::io("write in", folder))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn place(self, place: &Path) -> Result<()> {
        let from = self.0.keep();
        for entry in fs::read_dir(&from).map_err(Error::io("read", &from))?.flatten() {
            close(&entry.path());
        }
        fs::rename(&from, place).map_err(Error::io("write", place))
    }
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
    let mut restored = vec![];
    for (quarter, release, place) in releases(ledger, root) {
        match fs::metadata(&place) {
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            _ => continue,
        }
        let folder = place.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        let staged = StagedRelease::new(folder)?;
        for output in &release.outputs {
            let path = staged.path().join(&output.file);
            let bytes = kept(ledger, release, &place, &output.file, &output.sha256)?;
            fs::write(&path, bytes).map_err(Error::io("write", &path))?;
        }
        staged.place(&place)?;
        restored.push(format!("published/{quarter}/{} was made again from the ledger", release.number));
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
            fs::create_dir_all(aside).map_err(Error::io("make the folder", aside))?;
            let free = |n: &u32| !aside.join(format!("{n} {}", name.replace('/', " "))).exists();
            let n = (1u32..).find(free).unwrap_or_default();
            let kept_as = aside.join(format!("{n} {}", name.replace('/', " ")));
            fs::rename(&f.path, &kept_as).map_err(Error::io("move", &f.path))?;
            done.push(format!("{name} was changed; the changed one is now {}", kept_as.display()));
        }
        fs::write(&f.path, bytes).map_err(Error::io("write", &f.path))?;
        close(&f.path);
        done.push(format!("{name} is as it was published"));
    }
    Ok(done)
}
