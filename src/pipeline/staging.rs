//! Files are written beside their places under temporary names and put there whole, or not at all. A run that is killed
//! leaves its temporary names behind; the next one takes them away.
//!
//! A run holds the first of its temporary files locked for as long as it needs any, and its others are named after that
//! one. The system lets go of the lock when the run ends, however it ends: what nobody holds is nobody's.

use crate::digest;
use crate::error::{Error, Result};
use crate::history::disk::{Disk, RealDisk, make_dirs};
use crate::reading::Source;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// How our temporary names begin: `.quarterday-Zx81Qa`, and for those that go with it `.quarterday-Zx81Qa-7bT0cd`.
const OURS: &str = ".quarterday-";

/// Writes a file whole or not at all: to a temporary name beside it, synced, then put in its place.
pub(super) fn save(path: &Path, fill: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    stage(path, fill)?.place()
}

/// A file written beside its final place.
pub(super) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes to a temporary name beside `path`; [`Staged::place`] puts it there, dropping it leaves nothing behind.
pub(super) fn stage(path: &Path, fill: impl FnOnce(&mut File) -> Result<()>) -> Result<Staged> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_dirs(&RealDisk, folder).map_err(Error::io("make the folder", folder))?;
    let mut file = held(folder)?;
    fill(file.as_file_mut())?;
    file.as_file().sync_all().map_err(Error::io("write", path))?;
    Ok(Staged { file, path: path.to_owned() })
}

impl Staged {
    /// Of what was written.
    pub fn sha256(&self) -> Result<String> {
        // By the handle that is held: some systems let no other read.
        let mut file = self.file.as_file();
        let hash = file.rewind().and_then(|()| digest::read_sha256(file));
        hash.map_err(Error::io("read", &self.path))
    }

    /// Its name, with the hash of what was written.
    pub fn source(&self) -> Result<Source> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Source { file: name.into_owned(), sha256: self.sha256()? })
    }

    /// All that was written.
    pub fn read(&self) -> Result<Vec<u8>> {
        let (mut file, mut bytes) = (self.file.as_file(), vec![]);
        let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
        read.map(|_| bytes).map_err(Error::io("read", &self.path))
    }

    /// How long it is.
    pub fn bytes(&self) -> Result<u64> {
        let meta = self.file.as_file().metadata();
        meta.map(|meta| meta.len()).map_err(Error::io("read", &self.path))
    }

    pub fn place(self) -> Result<()> {
        self.try_place().map_err(|(staged, why)| not_placed(staged.path, &why))
    }

    /// Puts it in its place, or gives it back with what the system says.
    pub fn try_place(self) -> Result<(), (Self, io::Error)> {
        // The language's way and not the library's: a path longer than the 260 signs of old Windows only the language writes
        // as Windows wants it. The temporary name is free then, and nothing is left there to be taken away.
        match fs::rename(self.file.path(), &self.path) {
            Err(why) => Err((self, why)),
            Ok(()) => {
                settle(&self.path);
                Ok(())
            }
        }
    }

    /// Where it is to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same for another place in the same folder.
    pub fn at(self, path: PathBuf) -> Self {
        Self { path, ..self }
    }
}

/// Temporary files of one folder that are not held open, since thousands of open files are more than a process may have.
pub(super) struct StagingFolder {
    folder: PathBuf,
    held: NamedTempFile,
}

impl StagingFolder {
    /// Takes away what killed runs left in the folder, which must exist.
    pub fn open(folder: &Path) -> Result<Self> {
        tidy(folder);
        Ok(Self { folder: folder.to_owned(), held: held(folder)? })
    }

    /// A file with these bytes; it goes when it is dropped.
    pub fn write(&self, bytes: &[u8], for_name: &str) -> Result<TempPath> {
        let own = self.held.path().file_name().unwrap_or_default().to_string_lossy();
        let file = temporary(&self.folder, &format!("{own}-"))?.into_temp_path();
        fs::write(&file, bytes).map_err(Error::io("write", self.folder.join(for_name)))?;
        Ok(file)
    }
}

/// Puts temporary files in their places in a folder. Each is safe before it has its name: after a power cut half a file would
/// be taken for one that somebody has changed.
pub(super) fn put(files: Vec<(TempPath, PathBuf)>) -> Result<()> {
    // At the same time, so that the drive is asked some times and not thousands.
    let sync = |(file, path): &(TempPath, PathBuf)| RealDisk.sync(file).map_err(Error::io("write", path));
    files.par_iter().try_for_each(sync)?;
    let last = files.last().map(|(_, path)| path.clone());
    for (file, path) in files {
        fs::rename(&file, &path).map_err(|e| not_placed(path, &e))?;
    }
    last.iter().for_each(|path| settle(path));
    Ok(())
}

/// The names in the folder of a file survive a power cut. Where that cannot be had, the files are there all the same, and any
/// run makes them again.
fn settle(path: &Path) {
    let _ = RealDisk.sync_dir(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")));
}

fn not_placed(path: PathBuf, why: &io::Error) -> Error {
    Error::Write { path, message: format!("{why}; close it if it is open in Excel, then run again") }
}

/// As any other file is made. The library's own would be marked as temporary in Windows, and what is marked so is not
/// synchronised; on Unix nobody else could read it.
fn temporary(folder: &Path, prefix: &str) -> Result<NamedTempFile> {
    let make = |path: &Path| File::options().read(true).write(true).create_new(true).open(path);
    tempfile::Builder::new().prefix(prefix).make_in(folder, make).map_err(Error::io("write in", folder))
}

/// A temporary file that is held. Between its making and its lock another run may have taken it for a dead one's.
fn held(folder: &Path) -> Result<NamedTempFile> {
    loop {
        let file = temporary(folder, OURS)?;
        // A drive that knows no locks has none taken away from it either.
        let ours = !matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock));
        if ours && file.path().exists() {
            return Ok(file);
        }
    }
}

/// Takes away the temporary files of runs that are no more. What cannot be taken away is only untidy.
pub(super) fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut runs: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in entries.flatten().filter(|e| e.file_type().is_ok_and(|kind| kind.is_file())) {
        let name = entry.file_name();
        let Some(own) = name.to_str().and_then(|n| n.strip_prefix(OURS)) else { continue };
        // The rest of the name is six letters and figures, and six more of those that go with it.
        let parts: Vec<&str> = own.split('-').collect();
        if parts.len() <= 2 && parts.iter().all(|p| p.len() == 6 && p.chars().all(|c| c.is_ascii_alphanumeric())) {
            runs.entry(parts[0].to_owned()).or_default().push(entry.path());
        }
    }
    for (run, files) in runs {
        let first = folder.join(format!("{OURS}{run}"));
        let lock = File::options().read(true).write(true).open(&first);
        // Held while the files go, so that no run takes the name for its own meanwhile.
        if lock.as_ref().is_ok_and(|file| file.try_lock().is_err()) {
            continue;
        }
        files.iter().for_each(|file| _ = fs::remove_file(file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut out: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        out.sort();
        out
    }

    #[test]
    fn what_a_killed_run_left_goes_and_what_a_live_one_holds_stays() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let left =
            [".quarterday-AbCd12", ".quarterday-EfGh34", ".quarterday-EfGh34-000001", ".quarterday-IjKl56-000001"];
        let not_ours = [".quarterday-notes.txt", ".quarterday-", "quarterday-AbCd12", ".quarterday-AbCd12-000001-2"];
        left.iter().chain(&not_ours).for_each(|name| fs::write(folder.join(name), "x").unwrap());
        fs::create_dir(folder.join(".quarterday-MnOp78")).unwrap();

        let staged = stage(&folder.join("cabinet.xlsx"), |_| Ok(())).unwrap();
        let copies = StagingFolder::open(folder).unwrap();
        let copy = copies.write(b"marked", "copy.xlsx").unwrap();
        tidy(folder);
        let now = names(folder);
        assert!(left.iter().all(|name| !now.contains(&(*name).to_owned())), "{now:?}");
        assert!(not_ours.iter().all(|name| now.contains(&(*name).to_owned())), "{now:?}");
        assert!(now.contains(&".quarterday-MnOp78".to_owned()), "{now:?}");

        let sha256 = staged.sha256().unwrap();
        assert_eq!(sha256, digest::sha256(b""));
        staged.place().unwrap();
        put(vec![(copy, folder.join("copy.xlsx"))]).unwrap();
        drop(copies);
        assert_eq!(fs::read(folder.join("copy.xlsx")).unwrap(), b"marked");
        assert_eq!(names(folder).len(), not_ours.len() + 3);
    }
}
