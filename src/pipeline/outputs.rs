//! The files of a report, written beside their places: of a draft and of a release the same.

use super::editions::{self, Reported};
use super::public;
use super::staging::{Staged, stage};
use super::written::{There, Written, lock, second_name};
use super::{Event, Host};
use crate::analyse::{Analysis, Inputs};
use crate::disclosure::WithoutSmallNumbers;
use crate::document;
use crate::error::{Error, Result};
use crate::export;
use crate::public::PAGE;
use crate::reading::Source;
use crate::record::Tally;
use crate::report::{self, Provenance};
use crate::settings::Edition;
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) const RUN_RECORD: &str = "run.json";
/// How the names of workbooks end.
const WORKBOOKS: [&str; 2] = [".xlsx", ".ods"];

/// Files that are written and not yet in their places.
pub(super) struct StagedReports {
    staged: Vec<Staged>,
    /// What each is called, with the hash of its bytes; the run record last.
    pub outputs: Vec<Source>,
    /// What the run record says.
    record: serde_json::Value,
    /// What of a draft for everybody breaks a point of accessibility.
    pub broken: Vec<String>,
}

/// Writes the reports beside their places in `folder`: the workbooks of `editions`, the document and the tables. `also` is what else the
/// run wrote, for its record; `figures` writes the table of the figures.
pub(super) fn stage_reports<'q>(
    (inputs, analysis): (&Inputs<'q>, &Analysis<'q>),
    provenance: &Provenance,
    editions: &[Edition],
    tallies: &[(Arc<Source>, Vec<Tally>)],
    (folder, also): (&Path, Vec<Source>),
    figures: impl FnOnce((&Path, &mut File)) -> Result<()> + Send,
) -> Result<StagedReports> {
    let [headlines, statistics, breakdowns, figures_csv, run_json] =
        [report::COMMITTEE, report::STATISTICS, report::BREAKDOWNS, export::FIGURES, RUN_RECORD]
            .map(|name| folder.join(name));
    let (public, hides) = (editions.contains(&Edition::Public), inputs.settings.public.hidden_from_members);
    let without = (public || hides).then(|| WithoutSmallNumbers::new(*inputs, analysis)).flatten();
    let analysis_without = without.as_ref().map(WithoutSmallNumbers::analysis);
    let without = without.as_ref().zip(analysis_without.as_ref());
    let reported = Reported { inputs, whole: analysis, provenance, without };
    let page = || match without.filter(|_| hides) {
        Some((_, analysis)) => document_of(&headlines, analysis, provenance),
        None => document_of(&headlines, analysis, provenance),
    };
    let numbers =
        || stage(&statistics, |file| report::statistics(analysis, file).map_err(Error::io("write", &statistics)));
    let parts =
        || stage(&breakdowns, |file| report::breakdowns(analysis, file).map_err(Error::io("write", &breakdowns)));
    let figures = || stage(&figures_csv, |file| figures((&figures_csv, file)));
    let everybody = || match public {
        true => public::stage_public(&reported, folder).map(Some),
        false => Ok(None),
    };
    // All beside each other: none reads what another writes.
    let (workbooks, ((public, figures), (page, (numbers, parts)))) = rayon::join(
        || editions::stage_editions(&reported, editions, folder),
        || rayon::join(|| rayon::join(everybody, figures), || rayon::join(page, || rayon::join(numbers, parts))),
    );
    let (mut staged, public) = (workbooks?, public?);
    let mut broken = vec![];
    if let Some(public) = public {
        staged.extend(public.files);
        broken = public.broken;
    }
    staged.extend([page?, numbers?, parts?, figures?]);
    let mut outputs: Vec<Source> = staged.par_iter().map(Staged::source).collect::<Result<_>>()?;
    let listed: Vec<Source> = outputs.iter().cloned().chain(also).collect();
    let record = report::run_record(analysis, provenance, tallies, &listed);
    let run = stage(&run_json, |file| {
        let mut file = BufWriter::new(file);
        serde_json::to_writer_pretty(&mut file, &record)
            .map_err(io::Error::from)
            .map_err(Error::io("write", &run_json))?;
        file.flush().map_err(Error::io("write", &run_json))
    })?;
    outputs.push(run.source()?);
    staged.push(run);
    Ok(StagedReports { staged, outputs, record, broken })
}

/// The document of the headlines.
fn document_of(path: &Path, analysis: &Analysis<'_>, provenance: &Provenance) -> Result<Staged> {
    stage(path, |file| document::write(&report::committee(analysis, provenance), file))
}

/// Reports that are in their places, or beside them where a program had the old ones open.
pub(super) struct PlacedReports {
    /// What the run record says.
    pub record: serde_json::Value,
    pub workbook: PathBuf,
    pub run_json: PathBuf,
    /// The page for everybody, where it is written.
    pub page: Option<PathBuf>,
    /// The workbooks beside the Cabinet workbook.
    pub workbooks: Vec<PathBuf>,
    /// The names that the files have there, with their hashes.
    pub placed: Vec<Source>,
}

impl StagedReports {
    /// Puts every file in its place.
    pub fn place(self) -> Result<()> {
        self.staged.into_iter().try_for_each(Staged::place)
    }

    /// Puts every file in its place, or beside it where a program has the old one open; keeps what somebody has changed.
    pub fn place_beside(self, written: &mut Written, host: &Host<'_>) -> Result<PlacedReports> {
        let mut out = PlacedReports {
            record: self.record,
            workbook: PathBuf::new(),
            run_json: PathBuf::new(),
            page: None,
            workbooks: vec![],
            placed: vec![],
        };
        for (staged, source) in self.staged.into_iter().zip(self.outputs) {
            let path = place_one(staged, &source, written, host)?;
            match source.file.as_str() {
                name if name == report::workbook_name(Edition::Members, None) => out.workbook.clone_from(&path),
                RUN_RECORD => out.run_json.clone_from(&path),
                PAGE => out.page = Some(path.clone()),
                name if WORKBOOKS.iter().any(|ending| name.ends_with(ending)) => out.workbooks.push(path.clone()),
                _ => {}
            }
            out.placed.push(Source { file: name(&path), ..source });
        }
        Ok(out)
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// How often a second name is tried: each may be open, too.
const SECOND_NAMES: u32 = 9;

/// Puts a file in its place. Where it cannot come there without a loss, it comes beside, and that is said: the run is
/// recorded by now, and the next one puts it right.
pub(super) fn place_one(staged: Staged, source: &Source, written: &mut Written, host: &Host<'_>) -> Result<PathBuf> {
    let path = staged.path().to_owned();
    let (staged, why) = match make_way(&path, source, written, host) {
        Ok(false) => {
            take_away_second(&path, written)?;
            return Ok(path);
        }
        Ok(true) => match staged.try_place() {
            Ok(()) => {
                take_away_second(&path, written)?;
                return Ok(path);
            }
            Err((staged, why)) => (staged, format!("cannot be written over ({why})")),
        },
        Err(why) => (staged, why),
    };
    let second = place_second(staged, source, written)?;
    (host.progress)(Event::Warning(format!(
        "{} {why} and is as it was; what this run gives is {}. Close the one that is open and run again: the new one takes its \
         place then",
        path.display(),
        second.display()
    )));
    Ok(second)
}

/// Keeps what somebody has changed. False where there is nothing to write; an error where the old file is to stay.
fn make_way(path: &Path, source: &Source, written: &Written, host: &Host<'_>) -> Result<bool, String> {
    let unreadable = |why| format!("cannot be kept ({why})");
    match (written.there(&source.file, &source.sha256).map_err(unreadable)?, lock(path)) {
        (There::TheSame, _) => return Ok(false),
        (There::Ours | There::Changed, Some(lock)) => {
            return Err(format!("is open in another program (if nobody has it open, delete {})", lock.display()));
        }
        (There::Changed, None) => written.set_aside(&source.file, host).map_err(unreadable)?,
        (There::Ours, None) | (There::Nothing, _) => {}
    }
    Ok(true)
}

/// Puts a file under the first second name that is free or ours.
fn place_second(mut staged: Staged, source: &Source, written: &Written) -> Result<PathBuf> {
    let path = staged.path().to_owned();
    for second in (1..=SECOND_NAMES).map(|n| beside(&path, n)) {
        if lock(&second).is_some() || written.there(&name(&second), &source.sha256)? == There::Changed {
            continue;
        }
        match staged.at(second.clone()).try_place() {
            Ok(()) => return Ok(second),
            Err((back, _)) => staged = back,
        }
    }
    let message = format!("nor {} and its like; close them, then run again", beside(&path, 1).display());
    Err(Error::Write { path, message })
}

/// `cabinet (new).xlsx`, `cabinet (new 2).xlsx`.
fn beside(path: &Path, n: u32) -> PathBuf {
    second_name(path, &if n == 1 { "(new)".to_owned() } else { format!("(new {n})") })
}

/// The file is in its place: what an earlier run put beside it is wanted no more, unless somebody has worked on it or has
/// it open.
fn take_away_second(path: &Path, written: &mut Written) -> Result<()> {
    for second in (1..=SECOND_NAMES).map(|n| beside(path, n)).filter(|second| lock(second).is_none()) {
        written.remove(&name(&second))?;
    }
    Ok(())
}
