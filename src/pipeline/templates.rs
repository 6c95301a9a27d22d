//! `quarterday templates`: one return workbook a service.

use super::workspace::save;
use super::{Event, Host, Workspace};
use crate::error::{Error, Result};
use crate::history::Ledger;
use crate::period::Period;
use crate::{template, workbook};
use rayon::prelude::*;
use std::path::PathBuf;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    pub folder: PathBuf,
    pub files: Vec<String>,
}

/// Writes the return workbook of every service (or of those named) for `period`.
pub fn templates(workspace: &Workspace, period: Period, services: &[String], host: &Host<'_>) -> Result<Written> {
    let register = &workspace.register;
    if let Some(unknown) = services.iter().find(|s| register.service(s).is_none()) {
        return Err(Error::Usage(format!("the register has no service “{unknown}”")));
    }
    let wanted: Vec<_> = register
        .services
        .iter()
        .filter(|s| services.is_empty() || services.iter().any(|w| register.service(w).is_some_and(|w| w.id == s.id)))
        .collect();
    let past = Ledger::open(&workspace.history_dir())?.past(register, period, None)?;
    let folder = workspace.templates_dir(period);
    let files = host.stage("Writing templates", wanted.len(), || {
        wanted
            .par_iter()
            .map(|service| {
                let name = format!("{}.xlsx", service.id);
                let book = template::book(&workspace.settings, register, period, service, &past);
                save(&folder.join(&name), |file| workbook::write(book, file, &folder))?;
                (host.progress)(Event::Step);
                Ok(name)
            })
            .collect::<Result<Vec<String>>>()
    })?;
    Ok(Written { folder, files })
}
