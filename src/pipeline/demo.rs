//! The demo council, embedded: a complete workspace that `quarterday demo` unpacks.

use super::staging::save;
use super::workspace::NOTEBOOKS;
use crate::error::{Error, Result};
use crate::period::Period;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Files of the demo by their paths within it, with what they hold.
macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../fixtures/demo/", $path)))),+]
    };
}

/// All of them; a test compares the list with the folder.
const FILES: &[(&str, &[u8])] = files![
    "EXPECTED.csv",
    "README.md",
    "layouts/marchford-2019.toml",
    "layouts/marchford-2022.toml",
    "layouts/marchford-finance.toml",
    "layouts/marchford-programme.toml",
    "logo.png",
    "notebook/2026-27Q2.xlsx",
    "past.xlsx",
    "quarterday.toml",
    "register.xlsx",
    "returns/2026-27Q2/ASC Q2 2026-27.xlsx",
    "returns/2026-27Q2/CSC 2026-27 Q2 FINAL.xlsx",
    "returns/2026-27Q2/CUS Q2 late.xlsx",
    "returns/2026-27Q2/Commissioning return 2026-27Q2.xlsx",
    "returns/2026-27Q2/Delivery plan Q2 2026-27.xlsx",
    "returns/2026-27Q2/EHP 2026-27Q2.xlsx",
    "returns/2026-27Q2/Economic development Q2 2026-27.xlsx",
    "returns/2026-27Q2/FIN 2026-27Q2.xlsx",
    "returns/2026-27Q2/FIR 2026-27Q2.xlsx",
    "returns/2026-27Q2/Finance budget monitoring Q2.xlsx",
    "returns/2026-27Q2/HRD 2026-27Q2.xlsx",
    "returns/2026-27Q2/HWY 2026-27Q2 corrected.xlsx",
    "returns/2026-27Q2/HWY 2026-27Q2.xlsx",
    "returns/2026-27Q2/ICT Q2 draft for sign-off.xlsx",
    "returns/2026-27Q2/LEG 2026-27Q2.xlsx",
    "returns/2026-27Q2/LIB_Q2_2026-27.xlsx",
    "returns/2026-27Q2/MAJ 2026-27Q2.xlsx",
    "returns/2026-27Q2/PCC performance return Q2.ods",
    "returns/2026-27Q2/PUH_2026-27Q2.xlsx",
    "returns/2026-27Q2/REG Q2 2026-27.xlsx",
    "returns/2026-27Q2/SEN Q2 return v3.xlsx",
    "returns/2026-27Q2/Schools Q2 performance return.xlsx",
    "returns/2026-27Q2/Trading standards Q2.xlsb",
    "returns/2026-27Q2/Transport and travel Q2 2026-27.xls",
    "returns/2026-27Q2/WAS 2026-27Q2.xlsx",
];

/// The demo's current quarter.
pub const QUARTER: &str = "2026-27Q2";

/// Writes the demo workspace into `root` and gives its current quarter. Files that are there already with other
/// content are left as they are and named.
///
/// # Errors
/// When the folder holds something that is not the demo, or cannot be written.
pub fn unpack(root: &Path) -> Result<(Period, Vec<String>)> {
    let settings = root.join("quarterday.toml");
    let filled = fs::read_dir(root).is_ok_and(|mut d| d.next().is_some());
    if filled && !settings.is_file() {
        return Err(Error::Usage(format!(
            "{} is not empty and is not a workspace; name an empty folder: quarterday demo DIR",
            root.display()
        )));
    }
    let mut kept = Vec::new();
    for (name, content) in FILES {
        let path = root.join(name);
        match fs::read(&path) {
            Ok(bytes) if bytes == *content => {}
            // Every run brings the notebook up to date by itself.
            Ok(_) if Path::new(name).starts_with(NOTEBOOKS) => {}
            Ok(_) => kept.push((*name).to_owned()),
            Err(_) => save(&path, |file| file.write_all(content).map_err(Error::io("write", &path)))?,
        }
    }
    let period = QUARTER.parse().map_err(|e| Error::Internal(format!("{e}")))?;
    Ok((period, kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths below `dir`, folders walked in place.
    fn below(dir: &Path, within: &str, found: &mut Vec<String>) {
        let names = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        for name in names {
            let path = dir.join(&name);
            match path.is_dir() {
                true => below(&path, &format!("{within}{name}/"), found),
                false => found.push(format!("{within}{name}")),
            }
        }
    }

    #[test]
    fn every_file_of_the_demo_is_in_the_list() {
        let mut found = Vec::new();
        below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo"), "", &mut found);
        let mut listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        found.sort();
        listed.sort_unstable();
        assert_eq!(found, listed);
    }
}
