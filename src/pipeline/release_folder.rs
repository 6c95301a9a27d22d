//! The folder of a release: written beside its place, put there whole, closed, and made again where it went missing.

use crate::error::{Error, Result};
use crate::history::Ledger;
use crate::period::Period;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A folder beside the releases that becomes one, or goes.
pub(super) struct ReleaseFolder(tempfile::TempDir);

impl ReleaseFolder {
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

/// Makes the folders of releases again that are recorded and not there: a run was stopped after it recorded one, or they
/// were deleted. What is there is left as it is.
pub(super) fn restore(ledger: &Ledger, period: Period, folder: &Path) -> Result<()> {
    for release in ledger.releases(period).filter_map(|r| r.release.as_ref()) {
        let place = folder.join(release.number.to_string());
        match fs::metadata(&place) {
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            _ => continue,
        }
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        let staged = ReleaseFolder::new(folder)?;
        for output in &release.outputs {
            let path = staged.path().join(&output.file);
            let bytes = ledger.kept(&output.sha256)?.ok_or_else(|| Error::Ledger {
                path: place.clone(),
                message: format!("{} of release {} is no longer kept", output.file, release.number),
            })?;
            fs::write(&path, bytes).map_err(Error::io("write", &path))?;
        }
        staged.place(&place)?;
    }
    Ok(())
}
