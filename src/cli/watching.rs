//! `status --watch` and `check --watch`: what has come is told as it comes, until somebody ends it.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use quarterday::finding::Severity;
use quarterday::period::Period;
use quarterday::pipeline::{Event, Host, Turn, Watch, Workspace};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Between two looks: so many times so long. A file is told at the second look that finds it as it was.
const INTERVAL: (u32, Duration) = (20, Duration::from_millis(100));

/// Tells the returns of a quarter as they come; in the end the status.
pub fn status(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (quarter, today): (Period, NaiveDate),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let (mut watch, stop) = (Watch::of_quarter(workspace, quarter)?, stop()?);
    let silent = silent(host);
    let tell = |watch: &mut Watch, turns: &[Turn]| {
        let read = watch.quarter(workspace, quarter, &silent)?;
        print::turns(turns, &read.analyse(), common.format)
    };
    if common.format == Format::Text {
        let due = print::due(workspace.settings.due_date(quarter), today, &workspace.settings);
        let folder = workspace.returns_dir(quarter);
        writeln!(out, "Watching {}: returns for {}, {due}. Ctrl-C ends it.", folder.display(), quarter.heading())?;
    }
    follow(out, (&mut watch, &stop), bars, tell)?;
    let mut read = watch.quarter(workspace, quarter, host)?;
    read.compare(None)?;
    bars.finish();
    let analysis = read.analyse();
    match common.format {
        Format::Json => {
            let mut status = print::status_json(&analysis, &read.earlier, today);
            status["event"] = "status".into();
            status["warnings"] = bars.warnings().into();
            print::json_line(out, &status)?;
        }
        Format::Text => {
            writeln!(out)?;
            print::status(out, &analysis, &read.earlier, today)?;
        }
    }
    Ok(true)
}

/// Tells files as they come; in the end all that is wrong with them.
pub fn check(
    out: &mut impl Write,
    common: &Common,
    root: &Path,
    (files, quarter): (&[PathBuf], Option<Period>),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let workspace = Workspace::open(root, host)?;
    let (mut watch, stop) = (Watch::of_files(root, files), stop()?);
    let silent = silent(host);
    let tell = |watch: &mut Watch, turns: &[Turn]| {
        let checked = watch.checked(&workspace, quarter, &silent)?;
        print::checked_turns(turns, &checked, &workspace.register, common.format)
    };
    if common.format == Format::Text {
        writeln!(out, "Watching {}. Ctrl-C ends it.", print::paths(files))?;
    }
    follow(out, (&mut watch, &stop), bars, tell)?;
    let checked = watch.checked(&workspace, quarter, host)?;
    bars.finish();
    match common.format {
        Format::Json => print::json_line(out, &serde_json::json!({ "event": "checked", "files": checked }))?,
        Format::Text if checked.is_empty() => bail!("there is no file in {} to check", print::paths(files)),
        Format::Text => {
            writeln!(out)?;
            print::checked(out, &checked, &workspace)?;
        }
    }
    Ok(checked.iter().all(|c| c.findings.iter().all(|f| f.severity != Severity::Error)))
}

/// Looks until somebody ends it; then nothing is waited for any more. What `tell` makes of the turns is printed. What goes
/// wrong on the way, as with a drive that is away, is told once and tried again.
fn follow(
    out: &mut impl Write,
    (watch, stop): (&mut Watch, &AtomicBool),
    bars: &Bars,
    tell: impl Fn(&mut Watch, &[Turn]) -> Result<String>,
) -> Result<()> {
    let (mut pending, mut trouble) = (vec![], String::new());
    loop {
        let looked = watch.look().map_err(anyhow::Error::from);
        let told = looked.and_then(|turns| {
            pending.extend(turns);
            if pending.is_empty() { Ok(String::new()) } else { tell(watch, &pending) }
        });
        let ended = stop.load(Ordering::Relaxed);
        match told {
            // Ctrl-C ends the workers too, and what they were at is not to be taken for a broken file.
            _ if ended => watch.forget(),
            Ok(lines) => {
                write!(out, "{lines}")?;
                out.flush()?;
                pending.clear();
                trouble.clear();
            }
            Err(e) if e.to_string() != trouble => {
                trouble = e.to_string();
                bars.on(Event::Warning(format!("{trouble}; it is tried again")));
            }
            Err(_) => {}
        }
        for _ in 0..INTERVAL.0 {
            if stop.load(Ordering::Relaxed) {
                watch.end();
                return Ok(());
            }
            std::thread::sleep(INTERVAL.1);
        }
    }
}

/// Becomes true when somebody ends the program. Whoever asks a second time does not wait for what is still to be said.
fn stop() -> Result<Arc<AtomicBool>> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        let listen = || {
            flag::register_conditional_shutdown(*signal, 130, asked.clone())?;
            flag::register(*signal, asked.clone())
        };
        listen().context("cannot listen for Ctrl-C")?;
    }
    Ok(asked)
}

/// The same host, to whom no stage is told: what is looked at every few seconds has none.
fn silent<'h>(host: &Host<'_>) -> Host<'h> {
    Host {
        today: host.today.clone(),
        runner: host.runner.clone(),
        build: host.build,
        program: host.program.clone(),
        arguments: host.arguments.clone(),
        marking: host.marking.clone(),
        progress: &|_| {},
    }
}
