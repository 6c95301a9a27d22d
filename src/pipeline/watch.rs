//! Looks at folders and files again and again, and says what has come, changed or gone once nobody is writing it any more.
//!
//! By listing, and not by notifications of the system: those do not come from network shares, are lost when many files come
//! at once, and do not tell whether a file is whole. To list sixty files every two seconds costs nothing.

use super::check::{self, Checked};
use super::folder::{self, SentFile};
use super::readings::{Readings, Stamp, stamp};
use super::{Host, Quarter, Workspace};
use crate::error::Result;
use crate::period::Period;
use crate::reading::keyed;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Looks after which a file that nobody changes any more is taken as it is, though it is not whole: half a minute at a look
/// every two seconds.
const PATIENCE: u32 = 15;
/// Looks after which a file that is not there is gone: a program that saves takes the old one away first.
const GONE: u32 = 2;
/// How names end while a program is still writing.
const WRITING: [&str; 6] = [".tmp", ".part", ".partial", ".crdownload", ".download", ".filepart"];

keyed! {
    /// What happened to a file.
    TurnKind {
        Came "came" "came",
        Changed "changed" "changed",
        Gone "gone" "gone",
    }
}

/// A file that has come, changed or gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// What happened.
    pub kind: TurnKind,
    /// The name that the file is shown under.
    pub file: String,
}

/// What is known of a file from looking at it.
#[derive(Default)]
struct Seen {
    name: String,
    stamp: Stamp,
    /// Looks since its stamp last changed, and since it was last there.
    looks: u32,
    absent: u32,
    /// Its stamp when it was last told; none before.
    told: Option<Stamp>,
}

/// Folders and files that are looked at.
pub struct Watch {
    root: PathBuf,
    /// Each with what the names of its files begin with, where it is a folder: one that is away is not one without files.
    targets: Vec<(PathBuf, Option<String>)>,
    seen: BTreeMap<PathBuf, Seen>,
    readings: Readings,
}

impl Watch {
    /// Of the returns of a quarter.
    ///
    /// # Errors
    /// When their folder is not there.
    pub fn of_quarter(workspace: &Workspace, period: Period) -> Result<Self> {
        let folder = Quarter::folder(workspace, period)?;
        Ok(Self::new(&workspace.root, vec![(folder, Some(String::new()))]))
    }

    /// Of these files and folders; a file that is not there yet is waited for.
    pub fn of_files(root: &Path, files: &[PathBuf]) -> Self {
        let prefix = |path: &PathBuf| path.is_dir().then(|| path.display().to_string());
        Self::new(root, files.iter().map(|path| (path.clone(), prefix(path))).collect())
    }

    fn new(root: &Path, targets: Vec<(PathBuf, Option<String>)>) -> Self {
        Self { root: root.to_owned(), targets, seen: BTreeMap::new(), readings: Readings::default() }
    }

    /// What has come, changed or gone since the last look, by path.
    ///
    /// # Errors
    /// When a folder cannot be listed, as when its drive is away: the next look may find it again, and nothing is gone.
    pub fn look(&mut self) -> Result<Vec<Turn>> {
        let there = self.files()?;
        let mut turns = vec![];
        for file in &there {
            let seen = self.seen.entry(file.input.path.clone()).or_default();
            let now = stamp(&file.input.path);
            seen.looks = if seen.absent == 0 && seen.stamp == now { seen.looks.saturating_add(1) } else { 0 };
            (seen.name, seen.stamp, seen.absent) = (file.input.name.clone(), now, 0);
            let settled = |looks: u32| looks >= PATIENCE || looks >= 1 && is_whole(file);
            if seen.told != Some(now) && settled(seen.looks) {
                let kind = if seen.told.is_none() { TurnKind::Came } else { TurnKind::Changed };
                // One that was only touched, or copied over itself, is as it was.
                if kind == TurnKind::Came || !self.readings.knows(&file.input.path, now) {
                    turns.push(Turn { kind, file: seen.name.clone() });
                }
                seen.told = Some(now);
            }
        }
        let there: BTreeSet<&PathBuf> = there.iter().map(|file| &file.input.path).collect();
        self.seen.retain(|path, seen| {
            seen.absent = if there.contains(path) { 0 } else { seen.absent + 1 };
            let gone = seen.absent >= GONE;
            if gone && seen.told.is_some() {
                turns.push(Turn { kind: TurnKind::Gone, file: seen.name.clone() });
            }
            !gone
        });
        let told = self.seen.iter().filter(|(_, seen)| seen.told == Some(seen.stamp));
        self.readings.ready = Some(told.map(|(path, _)| path.clone()).collect());
        Ok(turns)
    }

    fn files(&self) -> Result<Vec<SentFile>> {
        let mut out = vec![];
        for (path, prefix) in &self.targets {
            match prefix {
                Some(prefix) => out.extend(folder::list(path, prefix, &self.root)?.files),
                None => out.extend(folder::named(path)),
            }
        }
        Ok(out)
    }

    /// The quarter as it is now, without what is still being written.
    ///
    /// # Errors
    /// Those of [`Quarter::read`].
    pub fn quarter<'w>(&mut self, workspace: &'w Workspace, period: Period, host: &Host<'_>) -> Result<Quarter<'w>> {
        Quarter::read_watched(workspace, period, &mut self.readings, host)
    }

    /// The files as they are now, checked, without what is still being written.
    ///
    /// # Errors
    /// When no worker can be started, or the ledger is damaged.
    pub fn checked(&mut self, workspace: &Workspace, period: Option<Period>, host: &Host<'_>) -> Result<Vec<Checked>> {
        let files = self.readings.ready(self.files()?);
        check::check_again(workspace, &files, period, &mut self.readings, host)
    }

    /// The last reading was disturbed: what it read is read again.
    pub fn forget(&mut self) {
        self.readings.forget();
    }

    /// Nothing is waited for any more: what is there is taken as it is.
    pub fn end(&mut self) {
        self.readings.ready = None;
    }
}

/// Nobody is still writing it, as far as its name and its bytes tell.
fn is_whole(file: &SentFile) -> bool {
    let own = file.input.path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    // Excel writes a new workbook under eight hexadecimal digits, then gives it the name of the old one.
    let of_excel = own.len() == 8 && own.chars().all(|c| c.is_ascii_hexdigit());
    if of_excel || WRITING.iter().any(|end| own.ends_with(end)) {
        return false;
    }
    !file.is_opened() || has_end(&file.input.path).unwrap_or(false)
}

/// The end of an archive is the last that is written of it, and says where everything else is; nobody sends noughts.
fn has_end(path: &Path) -> std::io::Result<bool> {
    /// How long the end of an archive can be, its comment with it.
    const LONGEST: u64 = 22 + 65_535;
    let mut file = File::open(path)?;
    let mut head = vec![];
    file.by_ref().take(4).read_to_end(&mut head)?;
    if !head.starts_with(b"PK") {
        return Ok(head.iter().any(|byte| *byte != 0));
    }
    let from = file.metadata()?.len().saturating_sub(LONGEST);
    let mut tail = vec![];
    file.seek(SeekFrom::Start(from))?;
    file.take(LONGEST).read_to_end(&mut tail)?;
    Ok(tail.windows(4).any(|four| four == b"PK\x05\x06"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What a look says, in short: `came a.xlsx`.
    fn looked(watch: &mut Watch) -> Vec<String> {
        let short = |t: Turn| format!("{} {}", t.kind.key(), t.file.rsplit('/').next().unwrap());
        watch.look().unwrap().into_iter().map(short).collect()
    }

    fn looked_until_told(watch: &mut Watch) -> (u32, Vec<String>) {
        (1..=2 * PATIENCE).map(|n| (n, looked(watch))).find(|(_, said)| !said.is_empty()).unwrap_or_default()
    }

    const WHOLE: &[u8] = b"PK\x03\x04 parts PK\x05\x06 and so on";

    #[rstest::rstest]
    #[case("a.xlsx", WHOLE, 2)]
    #[case("a.xls", b"\xD0\xCF\x11\xE0", 2)]
    #[case("a.csv", b"Id,Value", 2)]
    // Cut off, made longer before it is filled, empty, under a name for the while: waited for, and told in the end.
    #[case("a.xlsx", b"PK\x03\x04 parts", PATIENCE + 1)]
    #[case("a.xlsx", &[0; 4096], PATIENCE + 1)]
    #[case("a.xlsx", b"", PATIENCE + 1)]
    #[case("3fa9c0d1", WHOLE, PATIENCE + 1)]
    #[case("a.xlsx.crdownload", WHOLE, PATIENCE + 1)]
    fn a_file_is_told_when_it_is_whole(#[case] name: &str, #[case] bytes: &[u8], #[case] looks: u32) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let mut watch = Watch::of_files(folder.path(), &[folder.path().to_owned()]);
        assert_eq!(looked_until_told(&mut watch), (looks, vec![format!("came {name}")]));
        assert_eq!(looked_until_told(&mut watch), (0, vec![]));
    }

    #[test]
    fn a_file_that_grows_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut watch = Watch::of_files(folder.path(), &[folder.path().to_owned()]);
        for n in 1..40 {
            fs::write(&path, WHOLE.repeat(n)).unwrap();
            assert_eq!(looked(&mut watch), [""; 0], "{n}");
            assert_eq!(watch.readings.ready, Some(BTreeSet::new()));
        }
        assert_eq!(looked(&mut watch), ["came a.xlsx"]);
        assert_eq!(watch.readings.ready, Some(BTreeSet::from([path])));
    }

    /// Saved again by taking the old one away, changed, gone, and back.
    #[test]
    fn a_file_changes_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        // A file that is named need not be there yet.
        let mut watch = Watch::of_files(folder.path(), std::slice::from_ref(&path));
        assert_eq!(looked(&mut watch), [""; 0]);
        fs::write(&path, WHOLE).unwrap();
        assert_eq!(looked_until_told(&mut watch), (2, vec!["came a.xlsx".to_owned()]));
        fs::remove_file(&path).unwrap();
        assert_eq!(looked(&mut watch), [""; 0]);
        fs::write(&path, WHOLE.repeat(2)).unwrap();
        assert_eq!(looked_until_told(&mut watch), (2, vec!["changed a.xlsx".to_owned()]));
        fs::remove_file(&path).unwrap();
        assert_eq!(looked_until_told(&mut watch), (2, vec!["gone a.xlsx".to_owned()]));
        fs::write(&path, WHOLE).unwrap();
        assert_eq!(looked_until_told(&mut watch), (2, vec!["came a.xlsx".to_owned()]));
    }

    #[test]
    fn a_folder_that_is_away_is_no_folder_without_files() {
        let home = tempfile::tempdir().unwrap();
        let (folder, elsewhere) = (home.path().join("returns"), home.path().join("elsewhere"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.xlsx"), WHOLE).unwrap();
        let mut watch = Watch::of_files(home.path(), std::slice::from_ref(&folder));
        assert_eq!(looked_until_told(&mut watch).1, ["came a.xlsx"]);
        fs::rename(&folder, &elsewhere).unwrap();
        (0..5).for_each(|_| assert!(watch.look().is_err()));
        fs::rename(&elsewhere, &folder).unwrap();
        assert_eq!(looked_until_told(&mut watch), (0, vec![]));
    }
}
