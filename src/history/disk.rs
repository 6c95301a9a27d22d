//! The few things that the ledger and the releases ask of the file system, so that a test can lose, tear and reorder what was not
//! synced, after any one of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What the commit protocol is made of, reading and writing. Nothing here can change a file that exists.
pub(crate) trait Disk {
    /// All of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The names in a folder, in no order; what is no text is replaced.
    fn names(&self, path: &Path) -> io::Result<Vec<String>>;
    /// It is a folder.
    fn is_dir(&self, path: &Path) -> bool;
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
    /// Gives a folder another name, where no folder that holds anything may be: that step where a file cannot have two
    /// names.
    fn move_dir(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a temporary file away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Takes an empty folder away.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;
}

/// The file system itself.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn names(&self, path: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

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
        let written = options.open(path)?.write_all(bytes);
        // Only here is it known that the file is our own.
        written.inspect_err(|_| _ = fs::remove_file(path))
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only what is open for writing; nothing is written.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened as a file, and its names are journalled.
        if !cfg!(unix) {
            return Ok(());
        }
        match File::open(path)?.sync_all() {
            // Some network drives know no such thing: they keep the names themselves, or nothing can be done about it.
            Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            other => other,
        }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn move_dir(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// Takes a file or a folder of files away. What cannot be taken away is only untidy.
pub(crate) fn take_away(disk: &dyn Disk, path: &Path) {
    if !disk.is_dir(path) {
        let _ = disk.remove(path);
        return;
    }
    for name in disk.names(path).unwrap_or_default() {
        let _ = disk.remove(&path.join(name));
    }
    let _ = disk.remove_dir(path);
}

/// Makes a folder and those above it that are not there, each safe in the one above before the next.
pub(crate) fn make_dirs(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || disk.is_dir(path) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(path);
    make_dirs(disk, parent)?;
    disk.make_dir(path)?;
    disk.sync_dir(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}
