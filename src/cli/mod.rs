//! One function a command: call the pipeline, print, choose the exit code.

mod version;
mod console;
mod arguments;
mod print;
mod picture;
mod progress;
mod register;
mod scheme;
mod publication;
mod handover;
mod history;
mod trace;
mod accessible;
mod cluster;
mod merge;
mod start;
mod shipped;
mod status;
mod watching;

use anyhow::{Context, Result, bail};
use arguments::{Cli, Command, Common, Format};
use clap::Parser;
use quarterday::error::Error;
use quarterday::finding::{Finding, Severity};
use quarterday::period::Period;
use quarterday::pipeline::{self, HandoverTerms, Host, JobOutput, PublishTerms, RunTerms, Runner, Workspace};
use quarterday::{catalogue, ingest, markup};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// Parses the arguments, runs the command and says how it ended.
pub fn run() -> ExitCode {
    let (code, asks) = match Cli::try_parse() {
        Ok(cli) => {
            let asks = cli.command.is_none();
            (carry_out(cli), asks)
        }
        Err(e) => {
            // The exit code is what matters; a closed output must not hide it.
            let _ = e.print();
            (u8::try_from(e.exit_code()).unwrap_or(2), false)
        }
    };
    // Whoever was asked has ended it themselves.
    if !asks || code != 0 {
        console::hold();
    }
    ExitCode::from(code)
}

/// Runs a command, and gives its exit code.
fn carry_out(cli: Cli) -> u8 {
    let format = cli.common.format;
    match without_panic(|| dispatch(cli)) {
        Ok(sound) => u8::from(!sound),
        Err(e) => {
            if e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                return 0;
            }
            // The exit code is what matters; a closed output must not hide it.
            if format == Format::Json {
                let _ = print::error_json(&mut io::stdout().lock(), &e);
            }
            let mut err = io::stderr().lock();
            if let Some(Error::Register { findings, .. } | Error::Notebook { findings, .. }) = e.downcast_ref::<Error>()
            {
                let errors: Vec<&Finding> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
                let _ = print::findings(&mut err, &errors, None);
            }
            let _ = writeln!(err, "quarterday: {e:#}");
            2
        }
    }
}

/// What is said by code that gives up is for those who build it, and no screen of a council: who can say what happened, as
/// on a full disk, catches it and says so; what nobody caught is a fault of ours, told by its place.
fn without_panic(work: impl FnOnce() -> Result<bool>) -> Result<bool> {
    static FIRST: Mutex<Option<String>> = Mutex::new(None);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| {
            let end: Vec<&str> = at.file().rsplit(['/', '\\']).take(3).collect();
            format!("{}, line {}", end.into_iter().rev().collect::<Vec<_>>().join("/"), at.line())
        });
        // A thread that waits for another gives up after it.
        FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| place.unwrap_or_default());
    }));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let place = FIRST.lock().unwrap_or_else(PoisonError::into_inner).take();
        Err(Error::Internal(format!("stopped at {}", place.unwrap_or_default())).into())
    })
}

/// True when nothing of severity error was found.
fn dispatch(cli: Cli) -> Result<bool> {
    let Cli { command, common } = cli;
    allocate_in_bulk();
    if let Some(Command::Worker) = command {
        ingest::worker(io::stdin().lock(), io::stdout().lock())?;
        return Ok(true);
    }
    if let Some(Command::Marker) = command {
        markup::worker(io::stdin().lock(), io::stdout().lock())?;
        return Ok(true);
    }
    let out = &mut io::stdout().lock();
    let watches = matches!(command, Some(Command::Status { watch: true, .. } | Command::Check { watch: true, .. }));
    let bars = progress::Bars::new(common.quiet || watches || common.format == Format::Json);
    let watch = |event| bars.on(event);
    let today = common.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    let host = Host {
        today: today.to_string(),
        runner: runner(),
        build: version::build().unwrap_or_default(),
        program: std::env::current_exe().context("cannot find the program's own file to start workers from")?,
        arguments: vec!["worker".into()],
        marking: vec!["marker".into()],
        progress: &watch,
    };
    let open = || -> Result<Workspace> {
        let workspace = Workspace::open(&workspace_root(&common)?, &host)?;
        give_back();
        Ok(workspace)
    };
    let Some(command) = command else { return start::start(out, &common, today, (&host, &bars)) };
    match command {
        Command::Demo { dir } => demo(out, &common, &dir, &host),
        Command::Init { dir, quarter } => {
            let quarter = quarter.unwrap_or_else(|| Period::containing(today, 4));
            pipeline::init(&dir, quarter)?;
            print::init(out, &dir, quarter)?;
            Ok(true)
        }
        Command::Templates { quarter, services, replace } => {
            let written = pipeline::templates(&open()?, quarter, &services, replace, &host)?;
            match common.format {
                Format::Json => print::json_warned(out, &written, &bars.warnings())?,
                Format::Text => print::templates(out, &written, quarter)?,
            }
            Ok(true)
        }
        Command::Check { files, quarter, watch: true, .. } => {
            watching::check(out, &common, &root_near(&common, &files)?, (&files, quarter), (&host, &bars))
        }
        Command::Check { files, quarter, mark: mark_dir, .. } => {
            let root = root_near(&common, &files)?;
            if let Some(sound) = register::check(out, &common, (&root, &files), &host, &bars)? {
                return Ok(sound);
            }
            let (workspace, mut checked) = pipeline::check(&root, &files, quarter, &host)?;
            let mark = |folder: PathBuf| pipeline::mark_checked(&workspace, &mut checked, &folder, &host);
            let sent_back = mark_dir.map(mark).transpose()?;
            bars.finish();
            match common.format {
                Format::Json => print::json(out, &checked)?,
                Format::Text => print::checked(out, &checked, &workspace)?,
            }
            if let Some(sent_back) = sent_back.filter(|_| common.format == Format::Text) {
                print::sent_back(out, &sent_back)?;
            }
            let sound = checked.iter().all(|c| c.findings.iter().all(|f| f.severity != Severity::Error));
            // The process ends here: all that it holds is given back at once.
            std::mem::forget((workspace, checked));
            Ok(sound)
        }
        Command::Accessible { files } => accessible::accessible(out, &common, &files),
        Command::Layout { file, draft } => {
            let workspace = open_if_any(&common, &file, &host)?;
            match draft {
                Some(to) => draft_layout(out, &common, workspace.as_ref(), (&file, &to), &host),
                None => {
                    let picture = pipeline::layout(workspace.as_ref(), &file, &host)?;
                    match common.format {
                        Format::Json => print::json(out, &picture)?,
                        Format::Text => picture::picture(out, &picture)?,
                    }
                    Ok(picture.is_read())
                }
            }
        }
        Command::Approve { quarter, by } => {
            publication::approve(out, &common, &open()?, (quarter, &by), (&host, &bars))
        }
        Command::Publish { quarter, by, provisional } => {
            let terms = PublishTerms { by, provisional };
            publication::publish(out, &common, &open()?, (quarter, &terms), (&host, &bars))
        }
        Command::Handover { to, by } => {
            handover::handover(out, &common, &open()?, &HandoverTerms { to, by }, (&host, &bars))
        }
        Command::Trace { what, quarter, reread } => {
            trace::trace(out, &common, &open()?, (&what, quarter, reread), (&host, &bars))
        }
        Command::Merge(typed) => merge::merge(out, &common, typed, (&host, &bars)),
        Command::Cluster { command } => cluster::cluster(out, command, (&host, &bars)),
        Command::Consolidate { quarter, all, with_corrections, editions, by, from, organisation } => {
            let workspace = open()?;
            let editions = editions.into_iter().flat_map(|e| e.0).collect();
            let from = from.map(|folder| JobOutput { folder, organisation });
            let done =
                pipeline::consolidate(&workspace, quarter, &RunTerms { by, editions, with_corrections, from }, &host)?;
            bars.finish();
            match common.format {
                Format::Json => print::json_warned(out, &done.record, &bars.warnings())?,
                Format::Text => print::consolidated(out, &done, &workspace, all)?,
            }
            let sound = done.quarter.accepted.findings.iter().all(|f| f.severity != Severity::Error);
            // The process ends here: all that it holds is given back at once, and not text by text.
            std::mem::forget(done);
            std::mem::forget(workspace);
            Ok(sound)
        }
        Command::Status { quarter, watch: true, .. } => {
            watching::status(out, &common, &open()?, (quarter, today), (&host, &bars))
        }
        Command::Status { quarter, letters, .. } => {
            status::status(out, &common, &open()?, (quarter, letters, today), (&host, &bars))
        }
        Command::Scheme { name, quarter } => {
            let own = workspace_root(&common)?.join("quarterday.toml").is_file() || common.workspace.is_some();
            let workspace = own.then(&open).transpose()?;
            scheme::scheme(out, &common, workspace, (name.as_deref(), quarter), &host, &bars)
        }
        Command::History { command } => {
            history::history(out, &common, (|| workspace_root(&common), open), command, (&host, &bars))
        }
        Command::Rule { code } => rule(out, &common, code.as_deref(), open),
        Command::Licences => shipped::licences(out),
        Command::Completions { shell } => shipped::completions(out, shell),
        Command::Man { folder } => shipped::manual(&folder),
        Command::Worker | Command::Marker => Ok(true),
    }
}

/// Who runs this, as the environment says.
fn runner() -> Runner {
    let named = |names: &[&str]| names.iter().find_map(|n| std::env::var(n).ok().filter(|v| !v.trim().is_empty()));
    // Not every shell hands the computer's name on.
    let system = || std::fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
    let now = chrono::Local::now();
    Runner {
        who: named(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_default(),
        computer: named(&["COMPUTERNAME", "HOSTNAME"]).or_else(system).unwrap_or_default(),
        process: std::process::id(),
        since: now.format("%Y-%m-%d %H:%M").to_string(),
        clock: now.timestamp(),
    }
}

/// The whole product in one command. Ends well when it has shown the demo's faults: they are its content.
fn demo(out: &mut impl Write, common: &Common, dir: &Path, host: &Host<'_>) -> Result<bool> {
    let (quarter, kept) = pipeline::unpack(dir)?;
    let workspace = Workspace::open(dir, host)?;
    let imported = pipeline::import(&workspace, &dir.join("past.xlsx"), None, host)?;
    let done = pipeline::consolidate(&workspace, quarter, &RunTerms::default(), host)?;
    let written = pipeline::templates(&workspace, quarter.plus(1), &[], false, host)?;
    match common.format {
        Format::Json => print::json(out, &done.record)?,
        Format::Text => {
            print::consolidated(out, &done, &workspace, false)?;
            print::demo(out, dir, &imported, &written, &kept, quarter)?;
        }
    }
    Ok(true)
}

/// What a check means. A code that the catalogue does not have may be the council's own, which its register words.
fn rule(
    out: &mut impl Write,
    common: &Common,
    code: Option<&str>,
    open: impl Fn() -> Result<Workspace>,
) -> Result<bool> {
    let checks: Vec<_> = match code {
        None => catalogue::all().collect(),
        Some(code) => match catalogue::find(code) {
            Some(check) => vec![check],
            None => return own_rule(out, common, code, open),
        },
    };
    match common.format {
        Format::Json => print::rules_json(out, &checks)?,
        Format::Text if code.is_some() => print::rule(out, checks[0])?,
        Format::Text => print::rules(out, &checks)?,
    }
    Ok(true)
}

fn own_rule(out: &mut impl Write, common: &Common, code: &str, open: impl Fn() -> Result<Workspace>) -> Result<bool> {
    if !workspace_root(common)?.join("quarterday.toml").is_file() {
        bail!(
            "there is no check “{code}”; `quarterday rule` lists them all, and with --workspace DIR a council's own \
             are known too"
        );
    }
    let workspace = open()?;
    let own = workspace.register.checks.iter().find(|c| c.code.eq_ignore_ascii_case(code.trim()));
    match (own, common.format) {
        (Some(check), Format::Json) => print::own_rule_json(out, check)?,
        (Some(check), Format::Text) => print::own_rule(out, check)?,
        (None, _) => bail!("neither the catalogue nor the register has a check “{code}”; `quarterday rule` lists them"),
    }
    Ok(true)
}

/// The named workspace, or the nearest folder at or above this one that holds a quarterday.toml.
fn workspace_root(common: &Common) -> Result<PathBuf> {
    if let Some(root) = &common.workspace {
        return Ok(root.clone());
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let found = here.ancestors().find(|p| p.join("quarterday.toml").is_file()).map(Path::to_owned);
    Ok(found.unwrap_or(here))
}

/// Writes the draft where it is wanted; a file that is there already is somebody's work and stays.
fn draft_layout(
    out: &mut impl Write,
    common: &Common,
    workspace: Option<&Workspace>,
    (file, to): (&Path, &Path),
    host: &Host<'_>,
) -> Result<bool> {
    let to_file = to != Path::new("-");
    if to_file && to.extension().is_none_or(|e| e != "toml") {
        bail!("{} is to be a layout; give it a name that ends in .toml", to.display());
    }
    if to_file && to.exists() {
        bail!("{} is there already and was left as it is; give the draft another name", to.display());
    }
    let drafted = pipeline::draft_layout(workspace, file, host)?;
    if to_file {
        let write = || io::Write::write_all(&mut std::fs::File::create_new(to)?, drafted.draft.toml.as_bytes());
        write().with_context(|| format!("cannot write {}", to.display()))?;
    }
    match (common.format, to_file) {
        (Format::Json, _) => print::json(out, &drafted)?,
        (Format::Text, true) => picture::drafted(out, &drafted, to)?,
        (Format::Text, false) => write!(out, "{}", drafted.draft.toml)?,
    }
    Ok(true)
}

/// For `layout`: the workspace that `check` would take, or none; one that is named must be there.
fn open_if_any(common: &Common, file: &Path, host: &Host<'_>) -> Result<Option<Workspace>> {
    let around = |path: &Path| path.ancestors().any(|p| p.join("quarterday.toml").is_file());
    let near = file.canonicalize().is_ok_and(|f| around(&f)) || std::env::current_dir().is_ok_and(|d| around(&d));
    match common.workspace.is_some() || near {
        true => Ok(Some(Workspace::open(&root_near(common, &[file.to_owned()])?, host)?)),
        false => Ok(None),
    }
}

/// For `check`: the named workspace, else the one around this folder, else the one around the first file.
fn root_near(common: &Common, files: &[PathBuf]) -> Result<PathBuf> {
    let root = workspace_root(common)?;
    if common.workspace.is_none() && !root.join("quarterday.toml").is_file() {
        // Windows' own way of writing a whole path, `\\?\C:\…`, is for no eyes.
        let first = files.first().and_then(|f| dunce::canonicalize(f).ok());
        let around = first.as_deref().and_then(|f| f.ancestors().find(|p| p.join("quarterday.toml").is_file()));
        if let Some(around) = around {
            return Ok(around.to_owned());
        }
    }
    Ok(root)
}

/// Large tables come and go stage by stage: below these sizes the allocator keeps what is freed for the next one
/// instead of asking the system for fresh pages each time, and its pieces stand in two places, not one a thread.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator has no safe door")]
fn allocate_in_bulk() {
    const KEEP: libc::c_int = 32 << 20;
    // SAFETY: called first thing, before there is a second thread; sets numbers of the allocator.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
        libc::mallopt(libc::M_MMAP_THRESHOLD, KEEP);
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEEP);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn allocate_in_bulk() {}

/// Reading the register leaves free, in many small pieces that the allocator would keep, more memory than all that comes
/// after it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator has no safe door")]
fn give_back() {
    // SAFETY: takes no pointer and touches only memory that nobody holds.
    unsafe { libc::malloc_trim(0) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
