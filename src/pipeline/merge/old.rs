//! The workspaces of the councils that end, opened and never written.

use super::super::{Host, Workspace};
use crate::crosswalk::OldCouncil;
use crate::error::{Error, Result};
use crate::fit::fit;
use crate::history::Ledger;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The month in which a council's financial year begins where nothing else is known.
pub(super) const APRIL: u32 = 4;

/// A workspace, as the crosswalk sees it and as it is.
pub(super) struct Old {
    pub council: OldCouncil,
    pub workspace: Workspace,
    pub ledger: Ledger,
}

/// Opens the workspaces, sorted by the ids that their folders give them, so that their order on the command line does not matter.
pub(super) fn open(workspaces: &[PathBuf], host: &Host<'_>) -> Result<Vec<Old>> {
    let mut out: Vec<Old> = vec![];
    for path in workspaces {
        let old = open_one(path, host)?;
        if let Some(other) = out.iter().find(|o| o.council.id == old.council.id) {
            return Err(Error::Usage(format!(
                "{} and {} have the same name; give one of the folders another, since figures are told apart by it",
                other.workspace.root.display(),
                path.display()
            )));
        }
        out.push(old);
    }
    out.sort_by(|a, b| a.council.id.cmp(&b.council.id));
    if let Some((first, other)) = out.first().and_then(|first| {
        let start = |old: &Old| old.workspace.settings.year.start_month;
        Some((first, out.iter().find(|o| start(o) != start(first))?))
    }) {
        return Err(Error::Usage(format!(
            "the financial years of {} and {} begin in different months: their quarters are not the same, and their figures are not put together",
            first.council.name, other.council.name
        )));
    }
    Ok(out)
}

fn open_one(path: &Path, host: &Host<'_>) -> Result<Old> {
    let folder = folder_name(path)?;
    let workspace = Workspace::open(path, host)?;
    let ledger = host.ledger(&workspace.history_dir())?;
    if let Some(note) = ledger.notes().iter().find(|note| note.may_lack_a_record()) {
        return Err(Error::Usage(format!("{}: {note}. Nothing was made: figures could be missing", path.display())));
    }
    let head = ledger.head();
    let settings = &workspace.settings;
    let steps = |labels: &[String]| fit::<u8>(labels.len());
    // By the ids that the measures have now.
    let mut parts: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
    for (id, names) in ledger.part_names()? {
        let id = workspace.register.indicator(&id).map_or(id, |i| i.id.clone());
        parts.entry(id).or_default().extend(names);
    }
    let council = OldCouncil {
        small_numbers: settings.public.small_numbers,
        parts,
        id: id_of(&folder).into(),
        name: settings.council.name.clone(),
        folder,
        register: workspace.register.clone(),
        register_sha256: workspace.register.sha256.clone(),
        ledger: (head.seq, head.hash),
        scheme: (settings.status.scheme, settings.status.tolerance_percent),
        risk_steps: [steps(&settings.risk.likelihood), steps(&settings.risk.impact)],
    };
    Ok(Old { council, workspace, ledger })
}

fn folder_name(path: &Path) -> Result<String> {
    let whole = path.canonicalize().map_err(Error::io("read", path))?;
    Ok(whole.file_name().unwrap_or(whole.as_os_str()).to_string_lossy().into_owned())
}

/// The id of a council from the name of its folder: letters and digits in capitals.
fn id_of(folder: &str) -> String {
    let plain: String = folder.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    if words.is_empty() { "OLD".to_owned() } else { words.join("-").to_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn a_folder_names_a_council() {
        for (folder, id) in [("ash", "ASH"), ("old ashcombe, 2026", "OLD-ASHCOMBE-2026"), ("…", "OLD")] {
            assert_eq!(id_of(folder), id);
        }
    }
}
