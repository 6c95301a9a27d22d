//! What `quarterday.toml` says of a council's own checks: their codes are known only when the register was read.

use crate::catalogue;
use crate::error::{Error, Result};
use crate::register::Register;
use crate::settings::Document;
use crate::text::words::nearest;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Refuses a code of a council's own check, switched off or given a severity, that the register does not have: the
/// check that was meant would go on as if nothing had been said. `text` is what [`crate::settings::load`] has read.
///
/// # Errors
/// With the line of each such code and the nearest that there is.
pub fn own_checks(path: &Path, text: &str, register: &Register) -> Result<()> {
    let text = text.trim_start_matches('\u{feff}');
    let Ok(root) = DeTable::parse(text) else { return Ok(()) };
    let root = root.into_inner();
    let Some(DeValue::Table(checks)) = root.get("checks").map(|v| v.get_ref()) else { return Ok(()) };
    let (document, mut lines) = (Document { text, root: &root }, vec![]);
    let mut look = |code: &str, path: &[&str]| {
        let own = register.checks.iter().map(|c| c.code.as_str());
        if catalogue::find(code).is_none() && !own.clone().any(|c| c.eq_ignore_ascii_case(code.trim())) {
            let hint = match nearest(code.trim(), own) {
                Some(near) => format!("did you mean {near}?"),
                None if register.checks.is_empty() => "it has none".to_owned(),
                None => "`quarterday rule CODE` explains one that it has".to_owned(),
            };
            let line = document.line_of(path);
            lines.push(format!(
                "line {line}: “{code}” is not the code of a check on the register's sheet Checks; {hint}"
            ));
        }
    };
    if let Some(DeValue::Array(off)) = checks.get("off").map(|v| v.get_ref()) {
        for (n, code) in off.iter().enumerate() {
            if let DeValue::String(code) = code.get_ref() {
                look(code, &["checks", "off", &n.to_string()]);
            }
        }
    }
    if let Some(DeValue::Table(severity)) = checks.get("severity").map(|v| v.get_ref()) {
        for code in severity.keys() {
            look(code.get_ref(), &["checks", "severity", code.get_ref()]);
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    Err(Error::Settings { path: path.to_owned(), message: lines.join("\n") })
}
