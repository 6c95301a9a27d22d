//! Where things stand, and what comes next.

use super::count;
use anyhow::Result;
use quarterday::next::{ReportState, StandingRelease};
use quarterday::pipeline::Standing;
use std::io::Write;
use std::path::Path;

pub fn standing(out: &mut impl Write, at: &Standing) -> Result<()> {
    let state = &at.state;
    writeln!(out, "{}: {}, {}", at.council, state.quarter.heading(), at.months)?;
    writeln!(out, "In hand is {}: {}.", state.quarter, at.because.words())?;
    for release in &at.releases {
        writeln!(out, "{}", told(release))?;
    }
    writeln!(out)?;
    match state.templates {
        0 if state.returns > 0 => {}
        0 => writeln!(out, "  Forms    none written")?,
        n => writeln!(out, "  Forms    {} in templates/{}", count(n, "workbook", "workbooks"), state.quarter)?,
    }
    let due = at.due.format("%d/%m/%Y");
    let returns = match state.returns {
        0 => format!("none yet, due {due}; they belong in {}", at.returns_dir().display()),
        n => format!("{} in returns/{}, due {due}", count(n, "file", "files"), state.quarter),
    };
    let report = match state.report {
        ReportState::None => "none yet".to_owned(),
        ReportState::Behind if at.changed.is_empty() => "its workbook is not there any more".to_owned(),
        ReportState::Behind => format!("behind: changed since it was written: {}", at.changed.join(", ")),
        ReportState::Current => "up to date, not approved yet".to_owned(),
        ReportState::Approved if state.open_queries > 0 => {
            let approved = if at.approved { "approved" } else { "up to date" };
            format!("{approved}; {} up", count(state.open_queries, "query holds it", "queries hold it"))
        }
        ReportState::Approved => "up to date and free to be published".to_owned(),
    };
    writeln!(out, "  Returns  {returns}\n  Report   {report}")?;
    if state.open_queries > 0 && state.report == ReportState::Current {
        let queries = count(state.open_queries, "query", "queries");
        writeln!(out, "           {queries} without an answer: until then it cannot be published")?;
    }
    Ok(())
}

/// `Release 1 of 2026-27Q2 is published; a newer draft of it is here.`
fn told(release: &StandingRelease) -> String {
    let StandingRelease { quarter, number, provisional, newer_draft } = release;
    let kind = if *provisional { "Provisional release" } else { "Release" };
    let draft = if *newer_draft { "; a newer draft of it is here" } else { "" };
    let end = if *provisional { ", and none is for good" } else { "" };
    format!("{kind} {number} of {quarter} is published{draft}{end}.")
}

pub fn elsewhere(out: &mut impl Write, here: &Path) -> Result<()> {
    writeln!(out, "Quarterday turns the Excel returns of council services into the workbooks that Cabinet reads.")?;
    writeln!(out, "Here, in {}, is no council yet (no quarterday.toml).", here.display())?;
    if here.starts_with(std::env::temp_dir()) {
        writeln!(
            out,
            "This folder is a temporary one, as a program has that is started inside a zip: what is written here may be gone \
             tomorrow. Unpack the zip into a folder of your own, and start it there."
        )?;
    }
    Ok(())
}

/// What can be done, numbered, each with its command or its file.
pub fn steps(out: &mut impl Write, lines: &[(String, String)]) -> Result<()> {
    writeln!(out, "\nWhat comes next:")?;
    for (n, (words, how)) in lines.iter().enumerate() {
        writeln!(out, "  {}  {words}\n       {how}", n + 1)?;
    }
    Ok(())
}
