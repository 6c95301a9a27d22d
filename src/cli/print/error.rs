//! Why a command could not run, for programs: what an editor needs to go to the place.

use super::json;
use anyhow::Result;
use quarterday::error::{Error, SettingsFault};
use quarterday::finding::{Finding, Severity};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct ErrorReport<'a> {
    /// The kind of error.
    error: &'static str,
    /// What people are told.
    message: String,
    places: Vec<ErrorPlace<'a>>,
}

/// A place of a settings file or a layout file, or a cell of the register.
#[derive(Serialize)]
#[serde(untagged)]
enum ErrorPlace<'a> {
    Text {
        file: String,
        #[serde(flatten)]
        fault: &'a SettingsFault,
    },
    Cell(Finding),
}

/// One object in place of the result.
pub fn error_json(out: &mut impl Write, error: &anyhow::Error) -> Result<()> {
    let own = error.downcast_ref::<Error>();
    let places = match own {
        Some(Error::Settings { path, faults } | Error::Layout { path, faults }) => {
            let text = |fault| ErrorPlace::Text { file: path.display().to_string(), fault };
            faults.0.iter().map(text).collect()
        }
        Some(Error::Register { path, findings } | Error::Notebook { path, findings }) => {
            let errors = findings.iter().filter(|f| f.severity == Severity::Error);
            errors.map(|f| ErrorPlace::Cell(f.clone().in_file(path.display().to_string()))).collect()
        }
        _ => vec![],
    };
    let report = ErrorReport { error: own.map_or("usage", Error::kind), message: format!("{error:#}"), places };
    json(out, &report)
}
