//! The command as a user meets it, in sentences:
//! `council().returns("HWY 2026-27Q2.xlsx").check().finds("R001", "Indicators!J12")`.
//!
//! A council is a workspace of the fixtures. [`council`] and its like give a copy that a test may change; what a test
//! only looks at comes from [`look_at`], where each is made once for all tests.

use super::books::{Drawn, Opened};
pub(crate) use super::look_at;
pub use super::said::{Checked, Said, list, one_of, places, said, text};
use super::{copy_dir, root};
use assert_cmd::Command;
use rust_xlsxwriter::Worksheet;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The day that tests take for today.
const TODAY: &str = "2026-10-28";
/// The quarter in which the councils of the fixtures are.
pub const QUARTER: &str = "2026-27Q2";

/// The program, with a day for today and without colours.
pub fn quarterday() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("quarterday"));
    command.args(["--today", TODAY]).env("NO_COLOR", "1");
    command
}

/// Marchford, the demo, with its past in the ledger.
pub fn council() -> Council {
    look_at::council().copy()
}

/// Marchford after a run over its quarter.
pub fn consolidated() -> Council {
    look_at::consolidated().copy()
}

/// Fenmoor, whose returns have each one thing wrong, with its past in the ledger.
pub fn gallery() -> Council {
    Council::of("gallery").with_past("past.csv")
}

/// Stowick, whose returns set off each check, with its past in the ledger and without returns.
pub fn checks() -> Council {
    look_at::checks().copy()
}

/// The folder of the forms that the drafter of layouts was measured by (`unseen`) or made with (`known`).
pub fn drafts(folder: &str) -> PathBuf {
    root().join("fixtures/drafts").join(folder)
}

/// A council as `quarterday init` makes it.
pub fn new_council() -> Council {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("our-council");
    said(quarterday().arg("init").arg(&path).args(["--quarter", QUARTER])).ends(0).says("register.xlsx");
    Council { path, home: root().join("fixtures/demo"), _folder: Some(folder) }
}

/// Runs the program where no workspace is.
pub fn nowhere<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Said {
    let folder = TempDir::new().unwrap();
    said(quarterday().args(arguments).current_dir(&folder))
}

/// A council's workspace.
pub struct Council {
    path: PathBuf,
    /// The fixture that it is a copy of.
    home: PathBuf,
    /// Goes with the council; those that all tests look at stay.
    _folder: Option<TempDir>,
}

/// How it is made.
impl Council {
    /// A copy of a fixture, with nothing in its ledger.
    pub fn of(fixture: &str) -> Self {
        let folder = TempDir::new().unwrap();
        Self::at(folder.path().join(fixture), fixture, Some(folder))
    }

    /// A copy of a fixture in a folder, which goes with it where one is given.
    pub fn at(path: PathBuf, fixture: &str, folder: Option<TempDir>) -> Self {
        let home = root().join("fixtures").join(fixture);
        copy_dir(&home, &path);
        Self { path, home, _folder: folder }
    }

    /// Another that is like it, in a folder of its own.
    pub fn copy(&self) -> Self {
        let folder = TempDir::new().unwrap();
        self.copy_to(folder.path().join(self.path.file_name().unwrap()), Some(folder))
    }

    pub fn copy_to(&self, path: PathBuf, folder: Option<TempDir>) -> Self {
        copy_dir(&self.path, &path);
        Self { path, home: self.home.clone(), _folder: folder }
    }

    /// With past quarters in the ledger.
    pub fn with_past(mut self, file: &str) -> Self {
        let file = self.path(file);
        self.import(&file).ends(0);
        self
    }

    /// Without what its services sent.
    pub fn without_returns(self) -> Self {
        let returns = self.path("returns");
        std::fs::remove_dir_all(&returns).unwrap();
        std::fs::create_dir_all(returns.join(QUARTER)).unwrap();
        self
    }

    /// With this layout and no other.
    pub fn with_layout(mut self, name: &str, text: &str) -> Self {
        std::fs::remove_dir_all(self.path("layouts")).unwrap();
        self.write(&format!("layouts/{name}.toml"), text);
        self
    }

    /// With more lines in its settings.
    pub fn with_settings(mut self, lines: &str) -> Self {
        let text = self.text("quarterday.toml");
        self.write("quarterday.toml", format!("{text}\n{lines}\n"));
        self
    }
}

/// Its files, by their names in the workspace; `&mut` is for those that change one.
impl Council {
    pub fn folder(&self) -> &Path {
        &self.path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A return of the quarter, whether it came or will.
    pub fn sent(&self, file: &str) -> PathBuf {
        self.path.join("returns").join(QUARTER).join(file)
    }

    /// What a run wrote for the quarter.
    pub fn report(&self, file: &str) -> PathBuf {
        self.path.join("reports").join(QUARTER).join(file)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        read(&self.path(name))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// Every file below a folder whose name ends in one of the endings, sorted by ending.
    pub fn files(&self, folder: &str, endings: &[&str]) -> Vec<PathBuf> {
        let folder = self.path(folder);
        if !folder.is_dir() {
            return vec![];
        }
        endings.iter().flat_map(|ending| super::files(&folder, ending)).collect()
    }

    pub fn write(&mut self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn remove(&mut self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    /// Puts a return of the fixture's among those of the quarter, under another name.
    pub fn sends(&mut self, file: &str, name: &str) -> PathBuf {
        let content = read(&self.home.join("returns").join(QUARTER).join(file));
        self.write(&format!("returns/{QUARTER}/{name}"), content)
    }

    /// Puts a workbook that is drawn in a test among the returns of the quarter.
    pub fn draws(&mut self, name: &str, book: &Drawn) -> PathBuf {
        self.write(&format!("returns/{QUARTER}/{name}"), book.bytes())
    }

    /// A return that a test has drawn, with a hand laid on its sheet of measures.
    pub fn finishes(&mut self, name: &str, book: &Drawn, hand: impl Fn(&mut Worksheet)) -> PathBuf {
        self.write(&format!("returns/{QUARTER}/{name}"), book.finished("Measures", hand))
    }
}

/// What it is asked to do.
impl Council {
    /// A command on the workspace.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = quarterday();
        command.args(arguments).arg("--workspace").arg(&self.path);
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Said {
        said(&mut self.command(arguments))
    }

    /// What a command says to a program; that it could not be done is an error of the test.
    pub fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Value {
        let said = said(self.command(arguments).args(["--format", "json"]));
        assert_ne!(said.code, 2, "{}", said.err);
        said.json()
    }

    pub fn consolidate(&mut self, quarter: &str) -> Said {
        self.run(["consolidate", quarter])
    }

    /// The record of a run that had something to say.
    pub fn consolidates(&mut self) -> Value {
        self.consolidate(QUARTER).ends(1);
        self.record(QUARTER)
    }

    pub fn status(&self) -> Said {
        self.run(["status", QUARTER])
    }

    /// Blank forms; `more` are the options.
    pub fn templates(&mut self, quarter: &str, more: &[&str]) -> Said {
        self.run([&["templates", quarter], more].concat())
    }

    pub fn import(&mut self, past: &Path) -> Said {
        self.run([OsStr::new("history"), OsStr::new("import"), past.as_os_str()])
    }

    pub fn check_files(&self, files: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Checked {
        let said = said(self.command(["check"]).args(files).args(["--format", "json"]));
        let Value::Array(files) = said.json() else { panic!("no list of files") };
        Checked { code: said.code, files }
    }

    /// A return that was sent, or that the fixture has in store.
    pub fn returns(&self, file: &str) -> Returns<'_> {
        Returns { council: self, files: vec![] }.and(file)
    }
}

/// What came of it.
impl Council {
    /// The record of the last run over a quarter.
    pub fn record(&self, quarter: &str) -> Value {
        serde_json::from_slice(&self.bytes(&format!("reports/{quarter}/run.json"))).unwrap()
    }

    pub fn cabinet(&self) -> Opened {
        Opened::report(self.report("cabinet.xlsx").parent().unwrap())
    }

    /// The records of the ledger, the newest last.
    pub fn ledger(&self) -> Vec<PathBuf> {
        self.files("history", &["json"])
    }
}

/// Some returns of a council.
pub struct Returns<'c> {
    council: &'c Council,
    files: Vec<PathBuf>,
}

impl Returns<'_> {
    pub fn and(mut self, file: &str) -> Self {
        let sent = self.council.sent(file);
        let stored = self.council.home.join("returns").join(QUARTER).join(file);
        let path = if sent.exists() { sent } else { stored };
        assert!(path.exists(), "no return {file}");
        self.files.push(path);
        self
    }

    pub fn check(self) -> Checked {
        self.council.check_files(self.files)
    }

    /// Checks them and puts marked copies into a folder.
    pub fn mark(mut self, folder: &Path) -> Checked {
        self.files.extend([PathBuf::from("--mark"), folder.to_owned()]);
        self.council.check_files(self.files)
    }
}

pub fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
