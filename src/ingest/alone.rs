//! One file by itself, where no process may run beside its own: whoever calls holds the limits (`packaging/wasm`). What
//! comes back are the messages of [`super::packed`], as a run on one machine has them.

use super::pool::{self, balanced};
use super::read_prepared;
use super::wire::{WorkerSettings, packed};
use crate::error::{Error, Result};
use crate::layout::recognise::PreparedLayout;
use crate::worker::Stop;
use std::io;

/// Reads one file by the settings that a worker gets.
///
/// # Errors
/// When the settings are none, or a tally does not balance; never for what is in the file.
pub fn read_alone(settings: &str, name: &str, content: &[u8]) -> Result<Vec<u8>> {
    let WorkerSettings { layouts, limits, period, survey } = parsed(settings)?;
    let layouts: Vec<PreparedLayout<'_>> = layouts.iter().map(|l| PreparedLayout::new(l, period)).collect();
    packed(&balanced(read_prepared(name, content, &layouts, &limits, survey))?).map_err(unpackable)
}

/// What is said of a file at which reading was stopped twice: it broke off, or was `overdue`.
///
/// # Errors
/// When the settings are none.
pub fn given_up(settings: &str, name: &str, sha256: &str, overdue: bool) -> Result<Vec<u8>> {
    let stop = if overdue { Stop::WallTime } else { Stop::BrokeOff };
    let limits = parsed(settings)?.limits;
    packed(&pool::given_up(name, sha256.to_owned(), Some(stop), &limits)).map_err(unpackable)
}

fn parsed(settings: &str) -> Result<WorkerSettings> {
    serde_json::from_str(settings).map_err(|e| Error::Internal(format!("the reader's settings: {e}")))
}

fn unpackable(e: io::Error) -> Error {
    Error::Internal(format!("records as messages: {e}"))
}
