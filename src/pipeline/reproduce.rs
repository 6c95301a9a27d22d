//! `quarterday history reproduce`: a release worked out once more, from nothing but what the ledger keeps.

use super::publish::freeze;
use super::workspace::{HISTORY, REGISTER, SETTINGS};
use super::{Event, Host, PublishTerms, Workspace};
use crate::error::{Error, Result};
use crate::history::{Ledger, LogRecord, Release};
use crate::ingest::differ::{BookDifference, CellDifference, between};
use crate::period::Period;
use crate::reading::Source;
use crate::settings::Limits;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A release that was worked out once more.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reproduced {
    /// The quarter.
    pub quarter: Period,
    /// The number of the release.
    pub release: u32,
    /// The workspace that it was worked out in: all that the ledger keeps of that day, and nothing else.
    pub folder: PathBuf,
    /// The day on which it was published.
    pub published: String,
    /// The canonical root of its results, as the ledger has it.
    pub root: String,
    /// The root of what was worked out now.
    pub root_now: String,
    /// Every file that was published; none where the results are others.
    pub files: Vec<ReproducedFile>,
    /// The record of the release, recorded again in that workspace, is the same to the last byte.
    pub same_record: bool,
    /// The version of quarterday that published it; empty where its run record does not say.
    pub version: String,
    /// The version that worked it out now.
    pub version_now: String,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReproducedFile {
    /// Its name.
    pub file: String,
    /// It is the same to the last byte.
    pub same: bool,
    /// How it differs; empty where it does not.
    pub difference: String,
}

impl Reproduced {
    /// Values, statuses and words are what they were.
    pub fn same_results(&self) -> bool {
        self.root == self.root_now
    }

    /// So is every byte of every file.
    pub fn is_same(&self) -> bool {
        self.same_results() && self.files.iter().all(|f| f.same)
    }
}

/// Works a release out once more in `into`, a new workspace made of nothing but what the ledger in `root` keeps: the
/// returns, settings, register, layouts and notebook of that day and the records that there were. Compares every file.
///
/// # Errors
/// When there is no such release, something of it is not kept, `into` is in use, or this version cannot read it.
pub fn reproduce(root: &Path, (period, number): (Period, u32), into: &Path, host: &Host<'_>) -> Result<Reproduced> {
    let dir = root.join(HISTORY);
    let ledger = host.ledger(&dir)?;
    let (record, release) = of_number(&ledger, period, number)?;
    let run = ledger.records().iter().find(|r| r.seq == release.run);
    let run = run.ok_or_else(|| Error::Internal(format!("release {number} is of no run")))?;
    let is_empty = fs::read_dir(into).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty || into.is_file() {
        let words = "is there and holds something; name a new folder. Nothing was written";
        return Err(Error::Usage(format!("{} {words}", into.display())));
    }
    host.stage("Laying out what is kept", 0, || {
        lay_out(&ledger, (period, release, run), into, host)?;
        ledger.copy_up_to(record.seq.saturating_sub(1), &into.join(HISTORY))
    })?;
    let then = host.on(&record.recorded);
    let workspace = Workspace::open(into, &then)?;
    let terms = PublishTerms { by: record.by.clone(), provisional: release.provisional };
    let frozen = freeze(&workspace, period, &terms, &then)?;
    let mut out = Reproduced {
        quarter: period,
        release: number,
        folder: into.to_owned(),
        published: record.recorded.clone(),
        root: record.root.clone(),
        root_now: record.root.clone(),
        files: vec![],
        same_record: false,
        version: version(&ledger, release)?,
        version_now: env!("CARGO_PKG_VERSION").to_owned(),
    };
    match frozen {
        Err(other) => out.root_now = other.root,
        Ok(now) => {
            let folder = workspace.published_dir(period).join(number.to_string());
            let of = |was: &Source| {
                let now = now.files.iter().find(|now| now.file == was.file);
                compare(&ledger, was, now, (&folder.join(&was.file), &workspace.settings.limits))
            };
            out.files = release.outputs.iter().map(of).collect::<Result<_>>()?;
            out.same_record = Ledger::open(&workspace.history_dir())?.head().hash == record.hash;
        }
    }
    Ok(out)
}

fn of_number(ledger: &Ledger, period: Period, number: u32) -> Result<(&LogRecord, &Release)> {
    let mut releases = ledger.releases(period).filter_map(|r| Some((r, r.release.as_ref()?)));
    releases.find(|(_, release)| release.number == number).ok_or_else(|| {
        let there: Vec<String> = ledger
            .records()
            .iter()
            .filter_map(|r| Some(format!("{}/{}", r.period?, r.release.as_ref()?.number)))
            .collect();
        let there = match there.is_empty() {
            true => "nothing is published yet".to_owned(),
            false => format!("there are {}", there.join(", ")),
        };
        Error::Usage(format!("the ledger has no release {period}/{number}; {there}"))
    })
}

/// Writes what the run read, each under the name that it had.
fn lay_out(
    ledger: &Ledger,
    (period, release, run): (Period, &Release, &LogRecord),
    into: &Path,
    host: &Host<'_>,
) -> Result<()> {
    let own = [(SETTINGS, &run.settings_sha256), (REGISTER, &run.register_sha256)];
    let own = own.map(|(file, sha256)| Source { file: file.to_owned(), sha256: sha256.clone() });
    let returns = format!("returns/{period}");
    let sent = run.inputs.iter().map(|s| Source { file: format!("{returns}/{}", s.file), sha256: s.sha256.clone() });
    let files = own.into_iter().chain(run.beside.iter().cloned()).chain(release.notebook.clone()).chain(sent);
    let folders = release.folders.iter().map(|name| format!("{returns}/{name}")).chain([returns.clone()]);
    for folder in folders {
        let path = inside(into, &folder)?;
        fs::create_dir_all(&path).map_err(Error::io("make the folder", path))?;
    }
    for file in files {
        if file.sha256.is_empty() {
            let words =
                "was never read, so there is nothing of it to put there: what the report says of it will differ";
            (host.progress)(Event::Warning(format!("{} {words}", file.file)));
            continue;
        }
        let bytes = ledger.kept(&file.sha256)?.ok_or_else(|| {
            let why = ledger.why_not_kept(&file.sha256);
            Error::Usage(format!(
                "{} of {period}/{} is not kept: {why}. It cannot be reproduced",
                file.file, release.number
            ))
        })?;
        let path = inside(into, &file.file)?;
        let folder = path.parent().unwrap_or(into);
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        fs::write(&path, bytes).map_err(Error::io("write", &path))?;
    }
    Ok(())
}

/// Whatever a record says, nothing is written outside the folder.
fn inside(folder: &Path, name: &str) -> Result<PathBuf> {
    match Path::new(name).components().all(|c| matches!(c, Component::Normal(_))) {
        true => Ok(folder.join(name)),
        false => {
            Err(Error::Ledger { path: folder.to_owned(), message: format!("“{name}” is no file of a workspace") })
        }
    }
}

fn compare(
    ledger: &Ledger,
    was: &Source,
    now: Option<&Source>,
    (path, limits): (&Path, &Limits),
) -> Result<ReproducedFile> {
    let difference = match now {
        Some(now) if now.sha256 == was.sha256 => String::new(),
        None => "it was not written".to_owned(),
        Some(_) => match ledger.kept(&was.sha256)? {
            None => "its bytes are not kept".to_owned(),
            Some(bytes) => how(&bytes, &fs::read(path).map_err(Error::io("read", path))?, limits),
        },
    };
    Ok(ReproducedFile { file: was.file.clone(), same: difference.is_empty(), difference })
}

/// How much of a line is shown.
const MOST_SHOWN: usize = 120;

/// The first line of a text that differs, the first cell of a workbook; of other files how long they are.
fn how(was: &[u8], now: &[u8], limits: &Limits) -> String {
    let (Ok(a), Ok(b)) = (std::str::from_utf8(was), std::str::from_utf8(now)) else {
        let bytes = format!("{} bytes were published, {} are written now", was.len(), now.len());
        return in_cells(was, now, limits).map_or(bytes.clone(), |cells| format!("{cells}; {bytes}"));
    };
    let (mut a, mut b) = (a.lines(), b.lines());
    let mut n = 0usize;
    loop {
        n += 1;
        match (a.next(), b.next()) {
            (None, None) => return "it differs in the ends of its lines".to_owned(),
            (was, now) if was != now => return format!("line {n} was {} and is {}", shown(was), shown(now)),
            _ => {}
        }
    }
}

/// What of a workbook differs; nothing where one cannot be read as one.
fn in_cells(was: &[u8], now: &[u8], limits: &Limits) -> Option<String> {
    Some(match between(was, now, limits).ok()? {
        BookDifference::None => {
            "every cell holds the same, and what the cells look like or how they are packed differs".into()
        }
        BookDifference::Sheet(name, true) => format!("it has no sheet {name}"),
        BookDifference::Sheet(name, false) => format!("it has a sheet {name} that was not there"),
        BookDifference::Cells(CellDifference { sheet, cell, was, now, cells }) => {
            let more = match cells - 1 {
                0 => String::new(),
                1 => ", and 1 other cell differs".to_owned(),
                n => format!(", and {n} other cells differ"),
            };
            format!("{cell} of {sheet} was {} and is {}{more}", shown(was.as_deref()), shown(now.as_deref()))
        }
    })
}

fn shown(text: Option<&str>) -> String {
    match text {
        Some(text) => format!("“{}”", text.trim().chars().take(MOST_SHOWN).collect::<String>()),
        None => "nothing".to_owned(),
    }
}

/// Which version published it, as its run record says.
fn version(ledger: &Ledger, release: &Release) -> Result<String> {
    let record = release.outputs.iter().find(|s| s.file == super::outputs::RUN_RECORD);
    let bytes = record.map(|s| ledger.kept(&s.sha256)).transpose()?.flatten();
    let value: Option<serde_json::Value> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(value.and_then(|v| v["program"]["version"].as_str().map(str::to_owned)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use crate::workbook::{self, Book, Sheet, SheetCell, StyleId};

    fn how(was: &[u8], now: &[u8]) -> String {
        super::how(was, now, &Limits::default())
    }

    #[test]
    fn a_difference_is_told_by_its_line() {
        assert_eq!(how(b"a\nb\n", b"a\n c\n"), "line 2 was “b” and is “c”");
        assert_eq!(how(b"a\n", b"a\nb\n"), "line 2 was nothing and is “b”");
        assert_eq!(how(b"a\r\n", b"a\n"), "it differs in the ends of its lines");
        assert_eq!(how(b"\xff\x00", b"a"), "2 bytes were published, 1 are written now");
    }

    /// A workbook with a sheet of these texts below each other.
    fn book(sheet: &str, texts: &[&str]) -> Vec<u8> {
        let cells = (1..).zip(texts).map(|(row, text)| (row, 1, SheetCell::text(*text, StyleId::default()))).collect();
        let mut book = Book::default();
        book.sheets.push(Sheet { name: sheet.to_owned(), cells, ..Sheet::default() });
        let mut bytes = std::io::Cursor::new(vec![]);
        workbook::write(book, &mut bytes).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_difference_of_a_workbook_is_told_by_its_cell() {
        let was = book("Risks", &["a", "b", "c"]);
        let told = |now: &[u8]| how(&was, now).split("; ").next().unwrap().to_owned();
        assert_eq!(told(&book("Risks", &["a", "x", "c"])), "B3 of Risks was “b” and is “x”");
        assert_eq!(told(&book("Risks", &["a", "x"])), "B3 of Risks was “b” and is “x”, and 1 other cell differs");
        assert_eq!(told(&book("Risks", &["a", "b", "c", "d"])), "B5 of Risks was nothing and is “d”");
        assert_eq!(told(&book("Actions", &["a"])), "it has no sheet Risks");
        assert!(how(&was, &[&was[..], b" "].concat()).contains("bytes were published"));
        assert_eq!(how(b"\xffPK", &was), format!("3 bytes were published, {} are written now", was.len()));
    }
}
