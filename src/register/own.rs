//! What `quarterday.toml` says of a council's own checks: their codes are known only when the register was read.

use crate::catalogue;
use crate::error::{Error, Result};
use crate::register::Register;
use crate::settings::{FaultList, TomlDocument};
use crate::text::words::nearest;
use std::path::Path;
use toml::de::DeValue;

/// Refuses a code of a council's own check, switched off, on trial or given a severity, that the register does not have: the
/// check that was meant would go on as if nothing had been said. `text` is what [`crate::settings::load`] has read.
///
/// # Errors
/// With the place of each such code and the nearest that there is.
pub fn own_checks(path: &Path, text: &str, register: &Register) -> Result<()> {
    let Ok(document) = TomlDocument::parse(text) else { return Ok(()) };
    let mut faults = FaultList::new(&document);
    let own = || register.checks.iter().map(|c| c.code.as_str());
    let known = |code: &str| catalogue::find(code).is_some() || own().any(|c| c.eq_ignore_ascii_case(code.trim()));
    let near = |code: &str| nearest(code.trim(), own());
    let unknown = |code: &str| {
        let hint = match near(code) {
            Some(near) => format!("did you mean {near}?"),
            None if register.checks.is_empty() => "it has none".to_owned(),
            None => "`quarterday rule CODE` explains one that it has".to_owned(),
        };
        format!("“{code}” is not the code of a check on the register's sheet Checks; {hint}")
    };
    for list in ["off", "trial"] {
        let codes = document.get(&["checks", list]).and_then(DeValue::as_array);
        for (n, code) in codes.into_iter().flat_map(|codes| codes.iter().enumerate()) {
            if let Some(code) = code.get_ref().as_str().filter(|code| !known(code)) {
                faults.misspelt(&["checks", list, &n.to_string()], unknown(code), near(code));
            }
        }
    }
    let severity = document.get(&["checks", "severity"]).and_then(DeValue::as_table);
    for code in severity.into_iter().flat_map(|table| table.keys()) {
        let code = code.get_ref().as_ref();
        if !known(code) {
            faults.misspelt_key(&["checks", "severity", code], unknown(code), near(code));
        }
    }
    faults.outcome().map_err(|faults| Error::Settings { path: path.to_owned(), faults })
}
