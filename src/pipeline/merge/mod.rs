//! `quarterday merge`: the workspaces of councils that end become those of the councils that come after.
//!
//! The first run drafts the crosswalk, people edit it, and the same command checks it and makes the workspaces. The old ones
//! are read and never written.

mod old;
mod left;
mod feedback;
mod past;
mod made;
mod written;
mod beside;
mod alike;
mod baseline;

pub use baseline::BaselineCounts;
pub use left::LeftBehind;
pub use made::MadeWorkspace;
pub use past::CarriedRows;

use self::old::{Old, open};
use super::in_use::InUse;
use super::staging::{save, tidy};
use super::workspace::{pool_of, read_one};
use super::{Host, Workspace};
use crate::crosswalk::{self, Becoming, Crosswalk, OldCouncil, Successor};
use crate::error::{Error, Result};
use crate::finding::{Finding, Severity};
use crate::layout;
use crate::period::Period;
use crate::reading::Source;
use crate::register::errors;
use crate::text::words::list;
use crate::workbook;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What `merge` is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeTerms {
    /// The folder of the crosswalk, in which each successor gets a folder of its own.
    pub into: PathBuf,
    /// Of a draft: id and name of each council that comes after.
    pub successors: Vec<(String, String)>,
    /// Of a draft: the first quarter of all of them.
    pub first: Option<Period>,
    /// Check the crosswalk, and make nothing.
    pub check: bool,
    /// Who does it.
    pub by: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merged {
    /// A crosswalk was drafted, for people to edit.
    Drafted {
        /// Where it lies.
        crosswalk: PathBuf,
        /// The councils that end, by id, with the number of their measures.
        councils: Vec<(String, usize)>,
    },
    /// The crosswalk was checked, and nothing was made.
    Checked {
        /// What was found.
        findings: Vec<Finding>,
        /// It has no errors.
        sound: bool,
    },
    /// The workspaces were made.
    Made {
        /// What was found.
        findings: Vec<Finding>,
        /// The councils that come after.
        successors: Vec<MadeWorkspace>,
        /// The workbook that lays the old councils' last year side by side.
        baseline: PathBuf,
        /// What stands in it.
        counts: BaselineCounts,
    },
}

/// Drafts a crosswalk between the workspaces, or checks the one that is there and makes what it says.
///
/// # Errors
/// When a workspace cannot be opened, the terms do not go with what is there, or something cannot be written. What is wrong with
/// the crosswalk is no error but found.
pub fn merge(workspaces: &[PathBuf], terms: &MergeTerms, host: &Host<'_>) -> Result<Merged> {
    apart(workspaces, &terms.into)?;
    let file = terms.into.join(crosswalk::FILE);
    if !file.exists() {
        return draft(workspaces, terms, &file, host);
    }
    if !terms.successors.is_empty() || terms.first.is_some() {
        return Err(Error::Usage(format!(
            "{} is there already, and says what the councils become: edit it, and run the command without --successor and --first; or name another folder",
            file.display()
        )));
    }
    let (crosswalk, source, mut findings) = read(&file, host)?;
    if errors(&findings) {
        findings.extend(crosswalk::check_alone(&crosswalk));
        findings.sort();
        return Ok(Merged::Checked { findings, sound: false });
    }
    let olds = named(open(workspaces, host)?, &crosswalk)?;
    let councils: Vec<OldCouncil> = olds.iter().map(|old| old.council.clone()).collect();
    findings.extend(crosswalk::check(&crosswalk, &councils));
    findings.sort();
    let sound = !errors(&findings);
    if sound {
        for successor in &crosswalk.successors {
            settings_from(&crosswalk, &olds, &councils, successor)
                .map(|old| written::settings(old, successor))
                .transpose()?;
        }
    }
    if terms.check || !sound {
        return Ok(Merged::Checked { findings, sound });
    }
    // Two at once would make the same folders.
    let _in_use = InUse::take(&terms.into, "merging councils", host)?;
    let there = |s: &&Successor| terms.into.join(&*s.id).exists();
    if let Some(taken) = crosswalk.successors.iter().find(there) {
        return Err(Error::Usage(format!(
            "{} is there already; nothing was changed. What a council has begun with is not made anew: put the folder aside, or name another with --into",
            terms.into.join(&*taken.id).display()
        )));
    }
    make((&crosswalk, &source), (&olds, &councils), (terms, findings), host)
}

/// The folder of the new councils is no old council's.
fn apart(workspaces: &[PathBuf], into: &Path) -> Result<()> {
    let there = |path: &Path| path.ancestors().find_map(|p| p.canonicalize().ok());
    let absolute = std::path::absolute(into).map_err(Error::io("read", into))?;
    let Some(here) = there(&absolute) else { return Ok(()) };
    let inside = workspaces.iter().filter_map(|w| w.canonicalize().ok()).any(|old| here.starts_with(old));
    match inside || here.join("quarterday.toml").is_file() {
        true => Err(Error::Usage(format!(
            "{} is in a workspace, and the old workspaces are never changed; name another folder with --into",
            into.display()
        ))),
        false => Ok(()),
    }
}

/// The old council whose settings a successor begins with.
fn settings_from<'o>(
    crosswalk: &Crosswalk,
    olds: &'o [Old],
    councils: &[OldCouncil],
    successor: &Successor,
) -> Option<&'o Old> {
    let id = &crosswalk::settings_council(crosswalk, councils, &successor.id)?.id;
    olds.iter().find(|old| old.council.id == *id)
}

fn draft(workspaces: &[PathBuf], terms: &MergeTerms, file: &Path, host: &Host<'_>) -> Result<Merged> {
    let example = "such as --successor \"EAST=East Arden Council\" --first 2027-28Q1";
    let (Some(first), false) = (terms.first, terms.successors.is_empty()) else {
        return Err(Error::Usage(format!(
            "there is no {} yet. To draft it, say which councils come after and when: {example}",
            file.display()
        )));
    };
    if terms.check {
        return Err(Error::Usage(format!("there is no {} to check; draft it first, without --check", file.display())));
    }
    if workspaces.len() < 2 && terms.successors.len() < 2 {
        return Err(Error::Usage("name two or more workspaces, or one that goes to several successors".to_owned()));
    }
    for (n, (id, _)) in terms.successors.iter().enumerate() {
        let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !id.is_empty();
        if !plain || terms.successors[..n].iter().any(|(other, _)| other.eq_ignore_ascii_case(id)) {
            return Err(Error::Usage(format!("“{id}” is no id of a successor: letters, digits and -, each its own")));
        }
    }
    let olds = open(workspaces, host)?;
    let councils: Vec<OldCouncil> = olds.into_iter().map(|old| old.council).collect();
    let becoming = Becoming { successors: terms.successors.clone(), first };
    let book = host.stage("Comparing measures", 0, || crosswalk::draft(&councils, &becoming));
    tidy(&terms.into);
    save(file, |out| workbook::write(book, out))?;
    let councils = councils.iter().map(|c| (c.id.to_string(), c.register.indicators.len())).collect();
    Ok(Merged::Drafted { crosswalk: file.to_owned(), councils })
}

/// Reads the crosswalk by a worker, as every workbook is read.
fn read(file: &Path, host: &Host<'_>) -> Result<(Crosswalk, Source, Vec<Finding>)> {
    let pool = pool_of(vec![layout::crosswalk()], host);
    let read = host.stage("Reading the crosswalk", 0, || read_one(&pool, file, crosswalk::FILE))?;
    let (crosswalk, mut findings) = crosswalk::read(&read.records, &read.source, old::APRIL);
    // A sheet that could not be read for want of a heading is not also empty.
    let unread = |f: &Finding| read.findings.iter().any(|of| of.severity == Severity::Error && of.sheet == f.sheet);
    findings.retain(|f| f.code != crate::catalogue::G010.code || !unread(f));
    findings.extend(read.findings.iter().cloned());
    findings.sort();
    Ok((crosswalk, read.source.as_ref().clone(), findings))
}

/// The workspaces as the crosswalk has their councils, by the names of their folders.
fn named(olds: Vec<Old>, crosswalk: &Crosswalk) -> Result<Vec<Old>> {
    let mut waiting = olds;
    let mut out = vec![];
    for row in &crosswalk.councils {
        let at = waiting.iter().position(|old| old.council.folder.to_lowercase() == row.folder.to_lowercase());
        let Some(at) = at else {
            return Err(Error::Usage(format!(
                "the crosswalk has {} in a folder “{}”, and no workspace of that name was given; name it too, or correct the column Folder",
                row.name, row.folder
            )));
        };
        let mut old = waiting.swap_remove(at);
        old.council.id = row.id.clone();
        old.council.name.clone_from(&row.name);
        out.push(old);
    }
    if !waiting.is_empty() {
        let names: Vec<&str> = waiting.iter().map(|old| old.council.folder.as_str()).collect();
        return Err(Error::Usage(format!(
            "the crosswalk has no row for the workspace {}; add it to the sheet Councils, or leave it out of the command",
            list(names.into_iter())
        )));
    }
    Ok(out)
}

/// Where a workspace is made before it gets its name.
fn hidden(into: &Path, id: &str) -> PathBuf {
    into.join(format!(".quarterday-merging-{id}"))
}

/// Makes every workspace under a name that nobody looks at, and gives all of them their own when all are whole. What cannot be made
/// leaves nothing.
fn make(
    of: (&Crosswalk, &Source),
    olds: (&[Old], &[OldCouncil]),
    terms: (&MergeTerms, Vec<Finding>),
    host: &Host<'_>,
) -> Result<Merged> {
    let (crosswalk, into) = (of.0, terms.0.into.clone());
    let made = make_all(of, olds, terms, host);
    if made.is_err() {
        for successor in &crosswalk.successors {
            // What cannot be taken away is only untidy.
            let _ = std::fs::remove_dir_all(hidden(&into, &successor.id));
        }
    }
    made
}

fn make_all(
    (crosswalk, source): (&Crosswalk, &Source),
    (olds, councils): (&[Old], &[OldCouncil]),
    (terms, findings): (&MergeTerms, Vec<Finding>),
    host: &Host<'_>,
) -> Result<Merged> {
    let mut made = vec![];
    for successor in &crosswalk.successors {
        let folder = hidden(&terms.into, &successor.id);
        if folder.exists() {
            // Of a run that was stopped: nobody has worked in it.
            std::fs::remove_dir_all(&folder).map_err(Error::io("take away", &folder))?;
        }
        let register = crosswalk::successor_register(crosswalk, councils, successor);
        let from = settings_from(crosswalk, olds, councils, successor);
        let going: Vec<&Old> =
            olds.iter().filter(|old| crosswalk.councils_of(&successor.id).any(|c| c.id == old.council.id)).collect();
        written::workspace(&folder, (successor, &register), from, &going)?;
        let workspace = Workspace::open(&folder, host)?;
        let (rows, mut left) = host.stage("Handing figures on", 0, || {
            past::handed_on(crosswalk, successor, &register.ids, (&workspace, &going))
        })?;
        left.extend(register.left_behind.iter().map(|what| LeftBehind::new(what.clone(), past::NO_PLACE)));
        let carried = rows.counts();
        past::record(&rows, (source, &terms.into.join(crosswalk::FILE)), (&workspace, &going), (&terms.by, host))?;
        made.push((
            workspace,
            MadeWorkspace {
                id: successor.id.to_string(),
                name: successor.name.clone(),
                folder: terms.into.join(&*successor.id),
                measures: register.measures,
                taken_over: register.taken_over,
                together: register.together,
                estimated: register.estimated,
                without_past: register.without_past,
                carried,
                left_behind: left,
            },
        ));
    }
    let baseline = terms.into.join("baseline.xlsx");
    let successors: Vec<(&Successor, &Workspace)> =
        crosswalk.successors.iter().zip(made.iter().map(|(workspace, _)| workspace)).collect();
    let (book, counts) = host.stage("Laying the last year side by side", 0, || {
        baseline::baseline((crosswalk, olds, councils), &successors, made.iter().map(|(_, m)| m), host)
    })?;
    save(&baseline, |out| workbook::write(book, out))?;
    let mut out = vec![];
    for (workspace, made) in made {
        drop(workspace);
        let from = hidden(&terms.into, &made.id);
        std::fs::rename(&from, &made.folder).map_err(Error::io("name", &made.folder))?;
        out.push(made);
    }
    Ok(Merged::Made { findings, successors: out, baseline, counts })
}
