//! `quarterday status --letters`: letters to those of whom something is still wanted, as texts and as a table.

use super::outputs::place_one;
use super::send_back::{Copies, RETURNED, copy_of};
use super::staging::{stage, tidy};
use super::written::Written;
use super::{Host, Quarter};
use crate::analyse::Analysis;
use crate::error::{Error, Result};
use crate::history::disk::{RealDisk, make_dirs};
use crate::letters::{self, Letter, LetterKind, ServiceFiles};
use crate::register::Service;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The table among the letters.
const TABLE: &str = "letters.csv";
/// How the names of the texts end.
const TEXT: &str = ".txt";

/// The copies that the newest run wrote for the services, by the name of the return: what has come since has none.
fn copies(quarter: &Quarter<'_>) -> HashMap<String, String> {
    let folder = quarter.workspace.reports_dir(quarter.period).join(RETURNED);
    let run = quarter.ledger.newest_run(quarter.period, None);
    let inputs: HashSet<(&str, &str)> = run.iter().flat_map(|r| &r.inputs).map(|s| (&*s.file, &*s.sha256)).collect();
    let known = quarter.accepted.submissions.iter().filter(|s| inputs.contains(&(&*s.file, &*s.sha256)));
    known.filter_map(|s| Some((s.file.clone(), copy_of(&folder, &s.file)?))).collect()
}

/// The letters of a day, as they were written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WrittenLetters {
    /// The folder that was written.
    pub folder: PathBuf,
    /// The table for a mail merge.
    pub table: PathBuf,
    /// One letter for each service that owes something, in the register's order.
    pub services: Vec<WrittenLetter>,
    /// Services that owe nothing.
    pub nothing_owed: usize,
    /// One for each owner of measures of which something is wanted.
    pub owners: Vec<WrittenLetter>,
    /// Owners who are the contacts of the services that their measures are in, and have their letters.
    pub owners_as_contacts: Vec<String>,
    /// Measures of which something is wanted, and that have no owner in the register.
    pub without_owner: Vec<String>,
    /// Texts that somebody has changed since they were written, left as they are.
    pub kept: Vec<String>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WrittenLetter {
    /// Its file.
    pub file: String,
    /// Why it is written.
    pub kind: LetterKind,
    /// The service, or the owner.
    pub of: String,
    /// To which address; empty where the register has none.
    pub to: String,
}

/// Writes the letters of the host's day into `folder`, or beside the quarter's reports. What an earlier run wrote there gives
/// way; a text that somebody has changed stays.
///
/// # Errors
/// When `folder` is that of the returns, or cannot be written.
pub fn letters(
    quarter: &Quarter<'_>,
    analysis: &Analysis<'_>,
    folder: Option<&Path>,
    host: &Host<'_>,
) -> Result<WrittenLetters> {
    let (workspace, period) = (quarter.workspace, quarter.period);
    let folder = folder.map_or_else(|| workspace.reports_dir(period).join("letters"), Path::to_owned);
    make_dirs(&RealDisk, &folder).map_err(Error::io("make the folder", &folder))?;
    let same = |a: &Path, b: &Path| a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
    if same(&folder, &workspace.returns_dir(period)) {
        let words = "holds the returns, and letters in it would be read as returns; name another folder";
        return Err(Error::Usage(format!("{} {words}", folder.display())));
    }
    let today: NaiveDate = host.today.parse().map_err(|e| Error::Internal(format!("today: {e}")))?;
    let copies = copies(quarter);
    let files = |service: &Service, file: &str| {
        let name = format!("{}.xlsx", service.id);
        let form = workspace.templates_dir(period).join(&name).is_file().then_some(name);
        ServiceFiles { form, copy: copies.get(file).cloned() }
    };
    let letters = letters::letters(analysis, &quarter.earlier, today, files);
    let all = || letters.services.iter().chain(&letters.owners);

    tidy(&folder);
    let mut written = Written::read(&folder, "");
    let path = folder.join(TABLE);
    let table = stage(&path, |file| letters::write_table(all(), file).map_err(Error::io("write", &path)))?;
    let source = table.source()?;
    let mut texts = Copies::texts(&folder, all().map(|l| (l.file.clone(), l.text())))?;
    texts.respect(&written, "", TEXT)?;
    let sources: Vec<_> = texts.sources().cloned().collect();
    written.expect(sources.iter().chain([&source]))?;
    let table = place_one(table, &source, &mut written, host)?;
    let kept = texts.place()?.kept;
    let name = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    written.settle(sources.into_iter().chain([crate::reading::Source { file: name, ..source }]))?;

    let said = |letters: &[Letter], of: fn(&Letter) -> &String| -> Vec<WrittenLetter> {
        let one =
            |l: &Letter| WrittenLetter { file: l.file.clone(), kind: l.kind, of: of(l).clone(), to: l.to.clone() };
        letters.iter().map(one).collect()
    };
    Ok(WrittenLetters {
        folder,
        table,
        nothing_owed: analysis.returns.len() - letters.services.len(),
        services: said(&letters.services, |l| &l.service),
        owners: said(&letters.owners, |l| &l.name),
        owners_as_contacts: letters.contacts,
        without_owner: letters.without_owner,
        kept,
    })
}
