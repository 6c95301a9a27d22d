//! The folder that holds a council's settings, register, layouts, returns, ledger and reports.

use super::staging::{save, tidy};
use super::{Event, Host};
use crate::accept::AcceptContext;
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::history::FileToKeep;
use crate::ingest::{InputFile, Pool};
use crate::layout::{self, Layout};
use crate::period::Period;
use crate::reading::Source;
use crate::record::{FileRecords, Outcome};
use crate::register::{self, Register};
use crate::settings::{Logo, LookSettings, Settings};
use crate::typing::TypingContext;
use crate::{catalogue, digest, settings, starter, validate, workbook};
use chrono::NaiveDate;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) const SETTINGS: &str = "quarterday.toml";
pub(super) const REGISTER: &str = register::FILE;
pub(super) const HISTORY: &str = "history";
pub(super) const NOTEBOOKS: &str = "notebook";

/// An opened workspace: settings, register and layouts are in order, or opening it fails.
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// The council's settings.
    pub settings: Settings,
    /// SHA-256 of the settings, in hex.
    pub settings_sha256: String,
    /// The single data list.
    pub register: Register,
    /// What the register's checks had to say short of an error.
    pub findings: Vec<Finding>,
    /// Our own template first, then the council's in the order of their file names.
    pub layouts: Vec<Layout>,
    /// What is kept beside settings and register: the council's own layouts, in the order of their names, and its logo.
    pub beside: Vec<FileToKeep>,
    /// The day on which it was opened: a sign-off of a later one is asked about.
    pub today: Option<NaiveDate>,
}

impl Workspace {
    /// Opens the workspace in `root`.
    ///
    /// # Errors
    /// When there is none, or when its settings, a layout or the register has an error.
    pub fn open(root: &Path, host: &Host<'_>) -> Result<Self> {
        let open = || Self::open_beside(root, host, |_, _| Ok(()));
        host.stage("Reading the register", 0, open).map(|(workspace, ())| workspace)
    }

    /// Opens the workspace while `beside` works: what needs only settings and layouts need not wait for the register.
    pub(super) fn open_beside<T>(
        root: &Path,
        host: &Host<'_>,
        beside: impl FnOnce(&Settings, &[Layout]) -> Result<T>,
    ) -> Result<(Self, T)> {
        let (path, text, mut settings) = open_settings(root)?;
        let (layouts, mut beside_files) = layouts(root)?;
        beside_files.extend(logo(root, &mut settings.look, host));
        let (register, done) = std::thread::scope(|scope| {
            let register = scope.spawn(|| read_register(&root.join(REGISTER), &settings, host));
            let done = beside(&settings, &layouts);
            (register.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), done)
        });
        let (register, findings) = register?;
        register::own_checks(&path, &text, &register)?;
        let workspace = Self {
            root: root.to_owned(),
            settings,
            settings_sha256: digest::sha256(text.as_bytes()),
            register,
            findings,
            layouts,
            beside: beside_files,
            today: host.today.parse().ok(),
        };
        Ok((workspace, done?))
    }

    /// What services sent for a quarter.
    pub fn returns_dir(&self, period: Period) -> PathBuf {
        self.root.join("returns").join(period.to_string())
    }

    /// What a run of a quarter writes.
    pub fn reports_dir(&self, period: Period) -> PathBuf {
        self.root.join("reports").join(period.to_string())
    }

    /// The blank returns of a quarter.
    pub fn templates_dir(&self, period: Period) -> PathBuf {
        self.root.join("templates").join(period.to_string())
    }

    /// The notebook of a quarter.
    pub fn notebook(&self, period: Period) -> PathBuf {
        self.root.join(NOTEBOOKS).join(format!("{period}.xlsx"))
    }

    /// The ledger.
    pub fn history_dir(&self) -> PathBuf {
        self.root.join(HISTORY)
    }

    /// What a quarter is worked out by, beside its returns: settings, register, layouts and the logo.
    pub(super) fn to_keep(&self) -> impl Iterator<Item = FileToKeep> + '_ {
        let own = [(SETTINGS, &self.settings_sha256), (REGISTER, &self.register.sha256)].map(|(name, sha256)| {
            let source = Source { file: name.to_owned(), sha256: sha256.clone() };
            FileToKeep { source, path: self.root.join(name) }
        });
        own.into_iter().chain(self.beside.iter().cloned())
    }

    /// What was published of a quarter.
    pub fn published_dir(&self, period: Period) -> PathBuf {
        self.root.join("published").join(period.to_string())
    }

    /// What typing the returns of a quarter needs to know.
    pub(super) fn typing(&self, period: Period) -> TypingContext<'_> {
        TypingContext {
            register: &self.register,
            settings: &self.settings,
            period,
            quarter_given: false,
            today: self.today,
            layouts: &self.layouts,
        }
    }

    /// By what the returns of a quarter are accepted.
    pub(super) fn accepting(&self, period: Period) -> AcceptContext<'_> {
        AcceptContext { settings: &self.settings, register: &self.register, layouts: &self.layouts, period }
    }

    /// Workers that read by the council's layouts.
    pub(super) fn pool(&self, host: &Host<'_>) -> Pool {
        pool(&self.settings, &self.layouts, host)
    }
}

/// The settings of the workspace in `root`, where they lie and their text.
pub(super) fn open_settings(root: &Path) -> Result<(PathBuf, String, Settings)> {
    let path = root.join(SETTINGS);
    if !path.is_file() {
        return Err(Error::Usage(format!(
            "there is no {SETTINGS} in {}; name the workspace with --workspace DIR, or make one with `quarterday init DIR`",
            root.display()
        )));
    }
    let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let settings = settings::load(&path, &text)?;
    Ok((path, text, settings))
}

/// Workers that read by these layouts.
pub(super) fn pool(settings: &Settings, layouts: &[Layout], host: &Host<'_>) -> Pool {
    Pool::new(host.program.clone(), host.arguments.clone(), &settings.limits, layouts.to_vec())
}

pub(super) fn layouts(root: &Path) -> Result<(Vec<Layout>, Vec<FileToKeep>)> {
    let (mut out, mut files) = (vec![layout::template()], vec![]);
    let folder = root.join("layouts");
    let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries.filter_map(|e| e.ok().map(|e| e.path())).collect(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok((out, files)),
        Err(e) => return Err(Error::io("read", folder)(e)),
    };
    // What a system keeps beside a file under a hidden name is no layout, and what is no file is not opened.
    let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
    let special = |p: &PathBuf| fs::metadata(p).is_ok_and(|m| !m.is_file());
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml") && !hidden(p) && !special(p));
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let read = || {
            let layout = Layout::parse(&text)?;
            layout.check_id(&text, &out).map(|()| layout)
        };
        let layout = read().map_err(|faults| Error::Layout { path: path.clone(), faults })?;
        out.push(layout);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let source = Source { file: format!("layouts/{name}"), sha256: digest::sha256(text.as_bytes()) };
        files.push(FileToKeep { source, path });
    }
    Ok((out, files))
}

/// Reads the logo that the settings name. What is none is told, and the workbooks go without.
fn logo(root: &Path, look: &mut LookSettings, host: &Host<'_>) -> Option<FileToKeep> {
    let name = Some(&look.logo).filter(|name| !name.is_empty())?;
    let path = root.join(name);
    let read = || {
        // What is no file is not opened, and what is too large is not read to its end.
        let file = fs::metadata(&path).ok().filter(fs::Metadata::is_file).and_then(|_| fs::File::open(&path).ok());
        let mut bytes = vec![];
        let read = file.map(|file| file.take(Logo::LARGEST + 1).read_to_end(&mut bytes));
        match read {
            None => Err("is not there".to_owned()),
            Some(Err(why)) => Err(format!("cannot be read ({why})")),
            Some(Ok(_)) => Logo::new(bytes),
        }
    };
    match read() {
        Ok(logo) => {
            let source = Source { file: name.clone(), sha256: digest::sha256(&logo.bytes) };
            look.picture = Some(logo);
            Some(FileToKeep { source, path })
        }
        Err(why) => {
            let words =
                format!("{}, look.logo: {name} {why}; the workbooks go without a logo", root.join(SETTINGS).display());
            (host.progress)(Event::Warning(words));
            None
        }
    }
}

pub(super) fn read_register(path: &Path, settings: &Settings, host: &Host<'_>) -> Result<(Register, Vec<Finding>)> {
    if !path.is_file() {
        return Err(Error::Usage(format!(
            "there is no {REGISTER} beside {SETTINGS}; `quarterday init DIR` writes one to start from"
        )));
    }
    let file = read_one(&register_pool(settings, host), path, REGISTER)?;
    let (register, findings) = understood(file, settings);
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Err(Error::Register { path: path.to_owned(), findings });
    }
    Ok((register, findings))
}

/// A worker that reads by these layouts, under the limits that hold where no settings say others.
pub(super) fn pool_of(layouts: Vec<Layout>, host: &Host<'_>) -> Pool {
    Pool::new(host.program.clone(), host.arguments.clone(), &settings::Limits::default(), layouts)
}

fn register_pool(settings: &Settings, host: &Host<'_>) -> Pool {
    Pool::new(host.program.clone(), host.arguments.clone(), &settings.limits, vec![layout::register()])
}

/// The register that a file holds, and all that is wrong with it, by place.
fn understood(file: FileRecords, settings: &Settings) -> (Register, Vec<Finding>) {
    let (register, mut findings) = register::read(&file.records, &file.source, settings.year.start_month);
    // A sheet that could not be read for want of a heading is not also empty.
    let unread = |f: &Finding| file.findings.iter().any(|of| of.severity == Severity::Error && of.sheet == f.sheet);
    findings.retain(|f| f.code != catalogue::G010.code || !unread(f));
    findings.extend(file.findings);
    findings.extend(validate::check_council_checks(&register));
    findings.extend(validate::check_formulas(&register));
    findings.sort();
    (register, findings)
}

/// A register that was checked by itself.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CheckedRegister {
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// A run could work with it.
    pub accepted: bool,
    /// How many services it has.
    pub services: usize,
    /// How many indicators.
    pub indicators: usize,
    /// How many rows of targets.
    pub targets: usize,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Checks a register with its own words: the one of the workspace in `root`, or another that is called one and is laid
/// out as one. `None` for every other file.
///
/// # Errors
/// When the settings cannot be read or no worker can be started; never for what is in the file.
pub fn check_register(root: &Path, path: &Path, host: &Host<'_>) -> Result<Option<CheckedRegister>> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let own = path.canonicalize().is_ok_and(|p| root.join(REGISTER).canonicalize().is_ok_and(|own| own == p));
    if !path.is_file() || !(own || name.to_lowercase().contains("register")) {
        return Ok(None);
    }
    let (_, _, settings) = open_settings(root)?;
    let file = host.stage("Reading the register", 0, || read_one(&register_pool(&settings, host), path, &name))?;
    if !own && file.outcome != Outcome::Accepted {
        return Ok(None);
    }
    let sha256 = file.source.sha256.clone();
    let (register, mut findings) = understood(file, &settings);
    validate::apply_settings(&mut findings, &settings);
    Ok(Some(CheckedRegister {
        file: name,
        sha256,
        accepted: !register::errors(&findings),
        services: register.services.len(),
        indicators: register.indicators.len(),
        targets: register.targets.len(),
        findings,
    }))
}

/// Reads one file through the pool.
pub(super) fn read_one(pool: &Pool, path: &Path, name: &str) -> Result<FileRecords> {
    let mut out = None;
    let input = InputFile::on_disk(path.to_owned(), name.to_owned());
    pool.read(&[input], |_, file| {
        out = Some(file);
        Ok(())
    })?;
    out.ok_or_else(|| Error::Internal(format!("the reader gave nothing for {}", path.display())))
}

/// Of a file's bytes.
pub(super) fn file_sha256(path: &Path) -> Result<String> {
    digest::file_sha256(path).map_err(Error::io("read", path))
}

/// Writes a new workspace into `root`: settings with every default, a starter register with worked rows, and the
/// empty folders. An existing workspace is left alone.
///
/// # Errors
/// When there is a workspace already, or a file cannot be written.
pub fn init(root: &Path, period: Period) -> Result<()> {
    if root.join(SETTINGS).exists() || root.join(REGISTER).exists() {
        return Err(Error::Usage(format!("{} is a workspace already; nothing was changed", root.display())));
    }
    for folder in ["layouts", "returns", "history", NOTEBOOKS, "reports"] {
        let path = root.join(folder);
        fs::create_dir_all(&path).map_err(Error::io("make the folder", &path))?;
    }
    [root, &root.join("layouts")].into_iter().for_each(tidy);
    save(&root.join(SETTINGS), |file| {
        std::io::Write::write_all(file, settings::starter().as_bytes()).map_err(Error::io("write", root.join(SETTINGS)))
    })?;
    let layouts = root.join("layouts");
    let schema = serde_json::to_string_pretty(&layout::schema()).map_err(|e| Error::Internal(e.to_string()))?;
    for (name, text) in [("layout.schema.json", schema.as_str()), ("example.toml.txt", layout::EXAMPLE)] {
        let path = layouts.join(name);
        save(&path, |file| std::io::Write::write_all(file, text.as_bytes()).map_err(Error::io("write", &path)))?;
    }
    save(&root.join(REGISTER), |file| workbook::write(starter::register_book(period), file))
}
