//! The few things that a commit asks of the file system, so that a test can stop it after any one of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What the commit protocol is made of. Nothing here can change a file that exists.
pub(super) trait Disk {
    /// Makes a folder in a folder that exists; fine when it is there already.
    fn make_dir(&self, path: &Path) -> io::Result<()>;
    /// Creates a file that must not exist, and writes it.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// What was written to the file survives a power cut.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// The names in the folder survive a power cut.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
    /// Gives the file a second name, which must not exist: the one step that decides who was first.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a temporary name away.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The file system itself.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn make_dir(&self, path: &Path) -> io::Result<()> {
        match fs::create_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            other => other,
        }
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
        options.open(path)?.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only what is open for writing; nothing is written.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened as a file, and its names are journalled.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}
