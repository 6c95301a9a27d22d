//! `quarterday templates`: one return workbook a service.

use super::staging::{stage, tidy};
use super::workspace::file_sha256;
use super::{Event, Host, Workspace};
use crate::error::{Error, Result};
use crate::file_name::stem;
use crate::period::Period;
use crate::register::Register;
use crate::{template, workbook};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WrittenForms {
    /// The folder that was written.
    pub folder: PathBuf,
    /// Where what the services send back belongs: made here, so that nobody has to guess it.
    pub returns: PathBuf,
    /// The names of what was written.
    pub files: Vec<String>,
    /// Files that were there with other content, filled in perhaps, and were left as they are.
    pub kept: Vec<String>,
}

/// Writes the return workbook of every service (or of those named) for `period`. A workbook that is there already and
/// is not the blank form is left as it is unless `replace`: somebody may have filled it in. The folder that the returns
/// will go to is made too.
///
/// # Errors
/// When the register has no such service, the ledger is damaged or may lack its newest record, or a file cannot be
/// written.
pub fn templates(
    workspace: &Workspace,
    period: Period,
    services: &[String],
    replace: bool,
    host: &Host<'_>,
) -> Result<WrittenForms> {
    let register = &workspace.register;
    if let Some(unknown) = services.iter().find(|s| register.service(s).is_none()) {
        return Err(Error::Usage(format!("the register has no service “{unknown}”")));
    }
    let wanted: Vec<_> = register
        .services
        .iter()
        .filter(|s| !services.is_empty() || register.is_expected(&s.id, period))
        .filter(|s| services.is_empty() || services.iter().any(|w| register.service(w).is_some_and(|w| w.id == s.id)))
        .collect();
    let ledger = host.ledger(&workspace.history_dir())?;
    if let Some(note) = ledger.notes().iter().find(|note| note.may_lack_a_record()) {
        return Err(Error::Usage(format!(
            "{note}. Nothing was written: the forms would show figures of an older quarter"
        )));
    }
    let past = ledger.past(register, period, None)?;
    let folder = workspace.templates_dir(period);
    tidy(&folder);
    let names = names(register);
    let written = host.stage("Writing templates", wanted.len(), || {
        wanted
            .par_iter()
            .map(|service| {
                let name = names.get(&*service.id).cloned().unwrap_or_default();
                let book = template::book(&workspace.settings, register, period, service, &past);
                let path = folder.join(&name);
                let staged = stage(&path, |file| workbook::write(book, file))?;
                let kept = !replace && path.exists() && file_sha256(&path)? != staged.sha256()?;
                if !kept {
                    staged.place()?;
                }
                (host.progress)(Event::Step);
                Ok((name, kept))
            })
            .collect::<Result<Vec<(String, bool)>>>()
    })?;
    let returns = workspace.returns_dir(period);
    std::fs::create_dir_all(&returns).map_err(Error::io("make", &returns))?;
    let (kept, files): (Vec<_>, Vec<_>) = written.into_iter().partition(|(_, kept)| *kept);
    let names = |list: Vec<(String, bool)>| list.into_iter().map(|(name, _)| name).collect();
    Ok(WrittenForms { folder, returns, files: names(files), kept: names(kept) })
}

/// What the form of each service is called, by the service's id: the id, as every system takes it and apart from the others.
fn names(register: &Register) -> BTreeMap<&str, String> {
    const LONGEST: usize = 80;
    let (mut taken, mut names) = (BTreeSet::new(), BTreeMap::new());
    for service in &register.services {
        let stem = stem(&service.id, LONGEST);
        let each = std::iter::once(stem.clone()).chain((2..).map(|n| format!("{stem} ({n})")));
        let free = each.into_iter().find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(stem);
        taken.insert(free.to_lowercase());
        names.insert(&*service.id, format!("{free}.xlsx"));
    }
    names
}
