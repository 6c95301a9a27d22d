//! The folder of a successor: settings, register and layouts.

use super::super::staging::save;
use super::super::workspace::{NOTEBOOKS, REGISTER, SETTINGS};
use super::old::Old;
use crate::crosswalk::{Successor, SuccessorRegister, of_council, with_name};
use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::starter;
use crate::workbook;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a workspace without figures: the settings of one of the old councils under the new name, the register that follows,
/// and the layouts of all.
pub(super) fn workspace(
    folder: &Path,
    (successor, register): (&Successor, &SuccessorRegister),
    settings_from: Option<&Old>,
    going: &[&Old],
) -> Result<()> {
    for sub in ["layouts", "returns", "history", NOTEBOOKS, "reports"] {
        let path = folder.join(sub);
        fs::create_dir_all(&path).map_err(Error::io("make the folder", &path))?;
    }
    let text =
        |path: &Path, text: &str| save(path, |out| out.write_all(text.as_bytes()).map_err(Error::io("write", path)));
    if let Some(from) = settings_from {
        text(&folder.join(SETTINGS), &settings(from, successor)?)?;
        let logo = &from.workspace.settings.look.logo;
        for kept in from.workspace.beside.iter().filter(|kept| !logo.is_empty() && kept.source.file == *logo) {
            let to = folder.join(logo);
            let bytes = fs::read(&kept.path).map_err(Error::io("read", &kept.path))?;
            save(&to, |out| out.write_all(&bytes).map_err(Error::io("write", &to)))?;
        }
    }
    layouts(folder, going, text)?;
    let names: Vec<&str> = going.iter().map(|old| old.council.name.as_str()).collect();
    let begin = vec![
        format!("{} begins with this register in {}. It was made by `quarterday merge` from those of {}.", successor.name, successor.first, names.join(", ")),
        "Measures with an id such as ASH-HW01 are those of the councils before, with their own figures from their own cells; the column Predecessor says whose. They stand beside the new council’s, and the new ones are worked out from them by the column Formula until their own services send them.".to_owned(),
        "When services that still send on their old forms are joined: give the new measure “Formula until”, the last quarter of the old way, and the old measures the same “Last quarter”. Until then nobody asks the new service for it.".to_owned(),
        "New targets belong on the sheet Targets: those of the old councils stand there under their own measures, and side by side in baseline.xlsx.".to_owned(),
    ];
    let book = starter::register_with(begin, &register.rows, successor.first);
    save(&folder.join(REGISTER), |out| workbook::write(book, out))
}

/// The settings that a successor begins with: those of an old council under the new name.
pub(super) fn settings(from: &Old, successor: &Successor) -> Result<String> {
    let path = from.workspace.root.join(SETTINGS);
    let old = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let named = with_name(&old, &successor.name);
    // A name that is written over several lines, or in another form, is not found or leaves what cannot be read.
    let fits = |text: &String| crate::settings::load(&path, text).is_ok_and(|read| read.council.name == successor.name);
    named.filter(fits).ok_or_else(|| {
        Error::Usage(format!(
            "{} does not give the council's name in a line of its own; write it as name = \"…\" under [council], or name another council in “Settings from”. Nothing was made",
            path.display()
        ))
    })
}

/// Every layout of the old councils, each with the council whose ids its forms have. Two of one id get their council's before it.
fn layouts(folder: &Path, going: &[&Old], text: impl Fn(&Path, &str) -> Result<()>) -> Result<()> {
    let own = |old: &Old| {
        // The form of a council before that one stays that council's.
        let whose = |l: &Layout| match l.council.is_empty() {
            true => old.council.id.to_string(),
            false => format!("{}-{}", old.council.id, l.council),
        };
        let layouts = old.workspace.layouts.iter().skip(1).map(|l| (l.id.clone(), whose(l)));
        let files = old.workspace.beside.iter().filter(|kept| kept.source.file.starts_with("layouts/"));
        layouts.zip(files.map(|kept| kept.path.clone())).collect::<Vec<_>>()
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    going.iter().flat_map(|old| own(old)).for_each(|((id, _), _)| *uses.entry(id).or_default() += 1);
    for old in going {
        for ((id, council), path) in own(old) {
            let layout = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
            let prefix = old.council.id.to_lowercase();
            let new_id = if uses.get(&id).is_some_and(|n| *n > 1) { format!("{prefix}-{id}") } else { id };
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let to = folder.join("layouts").join(format!("{prefix}-{name}"));
            text(&to, &of_council(&layout, &council, &new_id))?;
        }
    }
    Ok(())
}
