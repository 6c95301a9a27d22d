//! Reads one file, for an engine that forbids a process of our own: whoever runs this module holds its memory and its
//! time, and what that stops costs this file alone.
//!
//! ```text
//! quarterday-reader TERMS                              refuses terms of another program
//! quarterday-reader SETTINGS NAME < FILE               the records of the file
//! quarterday-reader SETTINGS NAME broke-off SHA256     the records of one at which reading was stopped twice: no memory
//! quarterday-reader SETTINGS NAME overdue SHA256       the same, no time
//! ```
//!
//! SETTINGS is a file with what `quarterday cluster reader` prints for the organisation. Records are those of `quarterday
//! cluster read`. Exit code 2 is a fault that is not the file's.

// The rooms of the program that reading a file needs, unchanged, and no others: much of them is not called here.
#![allow(dead_code, unused_imports)]

// In the order of the program's own library.
#[path = "../../../src/fit.rs"]
mod fit;
#[path = "../../../src/elementary.rs"]
mod elementary;
#[path = "../../../src/colour.rs"]
mod colour;
#[path = "../../../src/map.rs"]
mod map;
#[path = "../../../src/digest.rs"]
mod digest;
#[path = "../../../src/period/mod.rs"]
mod period;
#[path = "../../../src/statistic/mod.rs"]
mod statistic;
mod condition;
#[path = "../../../src/reading/mod.rs"]
mod reading;
#[path = "../../../src/catalogue/mod.rs"]
mod catalogue;
#[path = "../../../src/finding.rs"]
mod finding;
#[path = "../../../src/text/mod.rs"]
mod text;
#[path = "../../../src/label.rs"]
mod label;
#[path = "../../../src/measure/mod.rs"]
mod measure;
#[path = "../../../src/record/mod.rs"]
mod record;
#[path = "../../../src/sight.rs"]
mod sight;
#[path = "../../../src/error.rs"]
mod error;
#[path = "../../../src/reported.rs"]
mod reported;
#[path = "../../../src/past.rs"]
mod past;
#[path = "../../../src/settings/mod.rs"]
mod settings;
#[path = "../../../src/register/mod.rs"]
mod register;
#[path = "../../../src/layout/mod.rs"]
mod layout;
#[path = "../../../src/worker/mod.rs"]
mod worker;
#[path = "../../../src/ingest/mod.rs"]
mod ingest;
#[path = "../../../src/cluster/terms.rs"]
mod terms;

use std::error::Error;
use std::io::{Read, Write};
use std::process::ExitCode;
use terms::Terms;

fn main() -> ExitCode {
    // A panic of a parser is caught and becomes a finding; its words are for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let settings = |path| std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let records = match words[..] {
        [terms] => return same_program(&terms.parse()?),
        [path, name] => {
            let mut content = Vec::new();
            std::io::stdin().read_to_end(&mut content)?;
            ingest::read_alone(&settings(path)?, name, &content)?
        }
        [path, name, "broke-off", sha256] => ingest::given_up(&settings(path)?, name, sha256, false)?,
        [path, name, "overdue", sha256] => ingest::given_up(&settings(path)?, name, sha256, true)?,
        _ => return Err("TERMS, or SETTINGS NAME [broke-off SHA256 | overdue SHA256]".into()),
    };
    Ok(std::io::stdout().write_all(&records)?)
}

/// Refuses what was started by another program: the same file may read otherwise there.
fn same_program(asked: &Terms) -> Result<(), Box<dyn Error>> {
    let here = Terms::program(option_env!("QUARTERDAY_BUILD").unwrap_or_default());
    if asked.program == here {
        return Ok(());
    }
    Err(format!(
        "the job was started by quarterday {}, and this module is of {here}; build it from the same",
        asked.program
    )
    .into())
}
