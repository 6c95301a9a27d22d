//! What stands in a folder of returns: files to read, what is not opened and why, and what nobody meant as a return.

use super::staging::OURS;
use super::written::lock;
use crate::catalogue::{F020, F030, F031, F032, F033, F051};
use crate::digest::{file_sha256, sha256};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::ingest::{InputFile, Pool};
use crate::reading::Source;
use crate::record::{FileRecords, Outcome};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file that was sent.
#[derive(Debug, Clone)]
pub(super) struct SentFile {
    /// Where it is, and the name that it is shown under.
    pub input: InputFile,
    /// Why it is not opened.
    shut: Option<Finding>,
    /// What is said of its name.
    said: Option<Finding>,
    /// Somebody has it open.
    open: Option<Finding>,
}

impl SentFile {
    /// Forgets who has it open, which is true of a moment and not of what was sent.
    pub fn forget_who_has_it_open(&mut self) {
        self.open = None;
    }

    fn notes(&self) -> impl Iterator<Item = &Finding> {
        self.said.iter().chain(&self.open)
    }

    /// Of its bytes as they are now, as a run records it: nothing where it cannot be read.
    pub fn sha256(&self) -> String {
        let open = self.shut.is_none().then(|| file_sha256(&self.input.path));
        open.and_then(std::io::Result::ok).unwrap_or_default()
    }

    /// It is opened when it is read.
    pub fn is_opened(&self) -> bool {
        self.shut.is_none()
    }
}

/// What stands in a folder.
pub(super) struct Listed {
    /// By name.
    pub files: Vec<SentFile>,
    /// A note for each folder in it, which is not read: that is where people keep what they have replaced.
    pub folders: Vec<Finding>,
    /// The names of what nobody meant as a return, by name.
    pub passed_over: Vec<String>,
}

/// What systems and programs leave in any folder, and nobody meant as a return: passed over, whatever is in it.
const OF_THE_SYSTEM: [&str; 10] = [
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
    "__macosx",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "@eadir",
    "#recycle",
];

/// Hidden files, what programs write while they save or have a file open, and what the system keeps beside files. A
/// workbook that iCloud has not fetched is hidden too, and is one that somebody sent.
pub(super) fn passed_over(name: &str) -> bool {
    let name = name.to_lowercase();
    let hidden = name.starts_with('.') && !name.ends_with(".icloud");
    let of_a_program = name.starts_with("~$") || name.ends_with(".tmp");
    hidden || of_a_program || OF_THE_SYSTEM.contains(&name.as_str())
}

/// What stands in `folder`, shown under names that begin with `prefix`. A link is followed to what lies in the folder or
/// in `root`, and no further.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn list(folder: &Path, prefix: &str, root: &Path) -> Result<Listed> {
    let homes: Vec<PathBuf> = [folder, root].iter().filter_map(|home| home.canonicalize().ok()).collect();
    let mut listed = Listed { files: vec![], folders: vec![], passed_over: vec![] };
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let entry = entry.map_err(Error::io("read", folder))?;
        let path = entry.path();
        let (name, _) = shown_name(&entry.file_name());
        if passed_over(&entry.file_name().to_string_lossy()) {
            // What we are writing ourselves is nobody's news.
            listed.passed_over.extend(Some(name).filter(|name| !name.starts_with(OURS)));
            continue;
        }
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            let finding = Finding::new(&F020, "returns only, side by side", "a folder, which was not read");
            listed.folders.push(finding.in_file(name));
            continue;
        }
        let mut file = sent(path, name);
        if file.shut.is_none() && fs::symlink_metadata(&file.input.path).is_ok_and(|m| m.is_symlink()) {
            file.shut = leaves(&file.input.path, &homes).map(|finding| finding.in_file(&file.input.name));
        }
        listed.files.push(file);
    }
    listed.files.sort_by(|a, b| a.input.name.cmp(&b.input.name));
    listed.folders.sort();
    listed.passed_over.sort();
    Ok(listed)
}

/// A file that somebody named; `None` where there is nothing of the name. A link is followed wherever it leads: whoever
/// named it meant it.
pub(super) fn named(path: &Path) -> Option<SentFile> {
    fs::symlink_metadata(path).ok()?;
    let own = path.file_name().map(|own| shown_name(own).0);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = match (folder, own) {
        (Some(folder), Some(own)) => folder.join(own).display().to_string(),
        (None, Some(own)) => own,
        (_, None) => path.display().to_string(),
    };
    Some(sent(path.to_owned(), name))
}

fn sent(path: PathBuf, name: String) -> SentFile {
    let said = path.file_name().and_then(|own| shown(own).1).map(|finding| finding.in_file(&name));
    let shut = shut(&path).map(|finding| finding.in_file(&name));
    let open = lock(&path).and_then(|lock| {
        let got = format!("a file that somebody has open, as {} beside it says", shown_name(lock.file_name()?).0);
        Some(Finding::new(&F051, "a file that was saved and closed", got).in_file(&name))
    });
    SentFile { input: InputFile::on_disk(path, name), shut, said, open }
}

/// Why a file is not opened. What cannot even be looked at is left to the reader, which says why.
fn shut(path: &Path) -> Option<Finding> {
    match fs::metadata(path) {
        Ok(data) if data.is_file() => None,
        Ok(data) => Some(Finding::new(&F030, "a workbook", kind(data.file_type()))),
        Err(e) if e.kind() == ErrorKind::PermissionDenied => None,
        Err(e) => {
            let target = fs::read_link(path).ok()?;
            let got = match e.kind() {
                ErrorKind::NotFound => format!("a link to “{}”, where nothing is", shown_path(&target)),
                _ => format!("a link to “{}”, which leads back to itself", shown_path(&target)),
            };
            Some(Finding::new(&F031, "a workbook, or a link to one", got))
        }
    }
}

#[cfg(unix)]
fn kind(of: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if of.is_fifo() {
        "a pipe, which was not opened"
    } else if of.is_socket() {
        "a socket, which was not opened"
    } else if of.is_dir() {
        "a folder, which was not opened"
    } else {
        "a device, which was not opened"
    }
}

#[cfg(not(unix))]
fn kind(_: FileType) -> &'static str {
    "a device, which was not opened"
}

/// Where a link leads out of all of `homes`.
fn leaves(link: &Path, homes: &[PathBuf]) -> Option<Finding> {
    let target = link.canonicalize().ok()?;
    let at_home = homes.iter().any(|home| target.starts_with(home));
    let got = || format!("a link to “{}”, which was not followed", shown_path(&target));
    (!at_home).then(|| Finding::new(&F032, "a workbook, or a link to one in the workspace", got()))
}

fn shown_path(path: &Path) -> String {
    path.to_string_lossy().replace(char::is_control, "\u{FFFD}")
}

/// The name that a file is shown under, and whether it is its own. What is no text is replaced, and eight signs of the
/// hash of its bytes keep it apart from another of which the same is left: `HW caf�~6f2a91c0.xls`.
pub(super) fn shown_name(name: &OsStr) -> (String, bool) {
    match name.to_str() {
        Some(text) if !text.contains(char::is_control) => (text.to_owned(), true),
        _ => {
            let text = name.to_string_lossy().replace(char::is_control, "\u{FFFD}");
            let hash = &sha256(name.as_encoded_bytes())[..8];
            let shown = match text.rsplit_once('.') {
                Some((stem, ending)) => format!("{stem}~{hash}.{ending}"),
                None => format!("{text}~{hash}"),
            };
            (shown, false)
        }
    }
}

/// The same with what is said of it, where it is not its own.
pub(super) fn shown(name: &OsStr) -> (String, Option<Finding>) {
    let (name, plain) = shown_name(name);
    let said = || Finding::new(&F033, "a name in letters and figures", "a name with signs that are no text");
    let said = (!plain).then(|| said().in_file(&name));
    (name, said)
}

/// Reads what can be opened; `each` gets a file's position and records as they come, in no particular order.
///
/// # Errors
/// Those of [`Pool::read`].
pub(super) fn read(
    pool: &Pool,
    files: &[SentFile],
    mut each: impl FnMut(usize, FileRecords) -> Result<()>,
) -> Result<()> {
    let (mut open, mut numbers) = (Vec::with_capacity(files.len()), Vec::with_capacity(files.len()));
    for (n, file) in files.iter().enumerate() {
        match &file.shut {
            Some(finding) => {
                let source = Source { file: file.input.name.clone(), sha256: String::new() };
                let findings = file.notes().chain([finding]).cloned().collect();
                each(n, FileRecords::unread(source, Outcome::Rejected, findings))?;
            }
            None => {
                open.push(file.input.clone());
                numbers.push(n);
            }
        }
    }
    pool.read(&open, |k, mut records| {
        let n = numbers[k];
        records.findings.extend(files[n].notes().cloned());
        each(n, records)
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    fn codes(listed: &Listed) -> Vec<(String, String)> {
        let code =
            |f: &SentFile| f.shut.iter().chain(f.notes()).map(|f| f.code.to_string()).collect::<Vec<_>>().join(" ");
        listed.files.iter().map(|f| (f.input.name.clone(), code(f))).collect()
    }

    #[test]
    fn a_folder_with_everything_in_it() {
        let (workspace, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = workspace.path().join("returns");
        fs::create_dir_all(folder.join("old")).unwrap();
        fs::create_dir_all(folder.join("__MACOSX")).unwrap();
        let write = |path: PathBuf| fs::write(path, "x").unwrap();
        let system =
            [".DS_Store", "~$HW.xlsx", "Thumbs.db", "desktop.ini", "._HW.xlsx", "~WRD0001.tmp", ".~lock.a.url#"];
        system.iter().chain(&["HW.xlsx", ".far.xlsx.icloud", "a.url"]).for_each(|name| write(folder.join(name)));
        write(folder.join(OsStr::from_bytes(b"caf\xe9.xls")));
        write(folder.join(OsStr::from_bytes(b"caf\xe8.xls")));
        write(folder.join("two\nlines.xls"));
        write(workspace.path().join("kept.xlsx"));
        write(elsewhere.path().join("theirs.xlsx"));
        let link = |name: &str, to: &Path| symlink(to, folder.join(name)).unwrap();
        link("l-beside.xlsx", Path::new("HW.xlsx"));
        link("l-circle.xlsx", Path::new("l-circle.xlsx"));
        link("l-in-workspace.xlsx", &workspace.path().join("kept.xlsx"));
        link("l-nowhere.xlsx", Path::new("gone.xlsx"));
        link("l-out.xlsx", &elsewhere.path().join("theirs.xlsx"));
        link("l-out-and-nowhere.xlsx", &elsewhere.path().join("gone.xlsx"));
        link("l-device.xlsx", Path::new("/dev/null"));
        link("l-folder", elsewhere.path());
        let _socket = UnixListener::bind(folder.join("socket.xlsx")).unwrap();

        let listed = list(&folder, "", workspace.path()).unwrap();
        let hashed = |left: &str, name: &[u8]| left.replace('#', &sha256(name)[..8]);
        let mut wanted = vec![
            (".far.xlsx.icloud".to_owned(), ""),
            ("HW.xlsx".to_owned(), "F051"),
            ("a.url".to_owned(), "F051"),
            (hashed("caf\u{FFFD}~#.xls", b"caf\xe9.xls"), "F033"),
            (hashed("caf\u{FFFD}~#.xls", b"caf\xe8.xls"), "F033"),
            ("l-beside.xlsx".to_owned(), ""),
            ("l-circle.xlsx".to_owned(), "F031"),
            ("l-device.xlsx".to_owned(), "F030"),
            ("l-in-workspace.xlsx".to_owned(), ""),
            ("l-nowhere.xlsx".to_owned(), "F031"),
            ("l-out-and-nowhere.xlsx".to_owned(), "F031"),
            ("l-out.xlsx".to_owned(), "F032"),
            ("socket.xlsx".to_owned(), "F030"),
            (hashed("two\u{FFFD}lines~#.xls", b"two\nlines.xls"), "F033"),
        ];
        wanted.sort();
        let wanted: Vec<(String, String)> = wanted.into_iter().map(|(name, code)| (name, code.to_owned())).collect();
        assert_eq!(codes(&listed), wanted);
        let folders: Vec<&str> = listed.folders.iter().map(|f| f.file.as_str()).collect();
        assert_eq!(folders, ["l-folder", "old"]);
        let mut system = [&system[..], &["__MACOSX"]].concat();
        system.sort_unstable();
        assert_eq!(listed.passed_over, system);
    }

    #[test]
    fn a_file_that_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(named(&folder.path().join("absent.xlsx")).is_none());
        let link = folder.path().join("link.xlsx");
        symlink("nowhere", &link).unwrap();
        let file = named(&link).unwrap();
        assert_eq!((file.shut.unwrap().code.as_ref(), file.input.name), ("F031", link.display().to_string()));
    }
}
