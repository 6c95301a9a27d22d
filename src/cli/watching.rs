//! `status --watch` and `check --watch`: what has come is told as it comes, until somebody ends it.

use super::arguments::{Common, Format};
use super::print;
use super::progress::Bars;
use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use quarterday::finding::Severity;
use quarterday::period::Period;
use quarterday::pipeline::{Event, Host, Turn, Watch, Workspace};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Between two looks. A file is told at the second look that finds it as it was.
const INTERVAL: Duration = Duration::from_secs(2);

/// Tells the returns of a quarter as they come; in the end the status.
pub fn status(
    out: &mut impl Write,
    common: &Common,
    workspace: &Workspace,
    (quarter, today): (Period, NaiveDate),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let mut watch = Watch::of_quarter(workspace, quarter)?;
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
    follow(out, &mut watch, bars, tell)?;
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
    let mut watch = Watch::of_files(root, files);
    let silent = silent(host);
    let tell = |watch: &mut Watch, turns: &[Turn]| {
        let checked = watch.checked(&workspace, quarter, &silent)?;
        print::checked_turns(turns, &checked, &workspace.register, common.format)
    };
    if common.format == Format::Text {
        writeln!(out, "Watching {}. Ctrl-C ends it.", print::paths(files))?;
    }
    follow(out, &mut watch, bars, tell)?;
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
    watch: &mut Watch,
    bars: &Bars,
    tell: impl Fn(&mut Watch, &[Turn]) -> Result<String>,
) -> Result<()> {
    let stop = stop()?;
    let (mut pending, mut trouble) = (vec![], String::new());
    loop {
        let looked = watch.look().map_err(anyhow::Error::from);
        let told = looked.and_then(|turns| {
            pending.extend(turns);
            if pending.is_empty() { Ok(String::new()) } else { tell(watch, &pending) }
        });
        let ended = stop.try_recv().is_ok();
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
        if ended || stop.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout) {
            watch.end();
            return Ok(());
        }
    }
}

/// Gets a message when somebody ends the program. Whoever asks a second time does not wait for what is still to be said.
fn stop() -> Result<Receiver<()>> {
    let (tell, told) = channel();
    let mut asked = false;
    let ask = move || {
        if std::mem::replace(&mut asked, true) {
            std::process::exit(130);
        }
        let _ = tell.send(());
    };
    ctrlc::set_handler(ask).context("cannot listen for Ctrl-C")?;
    Ok(told)
}

/// The same host, to whom no stage is told: what is looked at every few seconds has none.
fn silent<'h>(host: &Host<'_>) -> Host<'h> {
    Host {
        today: host.today.clone(),
        runner: host.runner.clone(),
        program: host.program.clone(),
        arguments: host.arguments.clone(),
        marking: host.marking.clone(),
        progress: &|_| {},
    }
}
