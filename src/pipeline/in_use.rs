//! The ledger names who is at work on it: a courtesy to whoever comes second. That nothing is lost is seen to by the
//! commit, whoever reads this or does not.
//!
//! `history/in-use.json` says who, on which computer, since when. `history/in-use.lock` is held locked by the run that
//! wrote it, and the system lets go of it when the run ends, however it ends: on the same computer it is known whether
//! that run is still there. Of another computer it is not.

use super::{Event, Host, Runner};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const HOLDER: &str = "in-use.json";
const LOCK: &str = "in-use.lock";
/// A run of another computer that is older has ended, however it did.
const STALE_SECONDS: i64 = 24 * 60 * 60;

/// What the file says.
#[derive(Serialize, Deserialize)]
struct Holder {
    #[serde(flatten)]
    runner: Runner,
    /// As in “Anna has been consolidating 2026-27Q2”.
    doing: String,
}

impl Holder {
    /// `Anna on PC-12 has been consolidating 2026-27Q2 since 2026-11-03 10:42`.
    fn words(&self) -> String {
        let Runner { who, computer, since, .. } = &self.runner;
        let who = if who.is_empty() { "somebody" } else { who };
        let on = if computer.is_empty() { "another computer" } else { computer };
        format!("{who} on {on} has been {} since {since}", self.doing)
    }
}

/// The ledger is in use by this run, and says so until this is dropped.
pub(super) struct InUse {
    lock: Option<File>,
    dir: PathBuf,
}

impl InUse {
    /// Says in `dir` that this run is at work. What another computer says is told, and the run goes on; so it does where
    /// nothing can be written, which the commit will say.
    ///
    /// # Errors
    /// When another run on this computer is at work.
    pub(super) fn take(dir: &Path, doing: &str, host: &Host<'_>) -> Result<Self> {
        let mut in_use = Self { lock: None, dir: dir.to_owned() };
        let before: Option<Holder> =
            fs::read(dir.join(HOLDER)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let ours = |holder: &Holder| holder.runner.computer == host.runner.computer;
        let lock = fs::create_dir_all(dir).and_then(|()| File::create(dir.join(LOCK)));
        let Ok(lock) = lock else { return Ok(in_use) };
        let held = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
        match before {
            // Its own file may not be there yet.
            Some(holder) if held && ours(&holder) => {
                return Err(Error::InUse(holder.words()));
            }
            Some(holder) if !ours(&holder) => {
                let old = (host.runner.clock - holder.runner.clock).abs() > STALE_SECONDS;
                let end = match old {
                    true => "that is too long ago to be still so, and is passed over",
                    false => "whoever ends second is told, and runs the command again",
                };
                (host.progress)(Event::Warning(format!("{}; {end}", holder.words())));
                if !old {
                    return Ok(in_use);
                }
            }
            _ => {}
        }
        // Of this computer, and nobody holds it: that run is no more.
        if !held {
            let holder = Holder { runner: host.runner.clone(), doing: doing.to_owned() };
            let bytes = serde_json::to_vec_pretty(&holder).map_err(|e| Error::Internal(e.to_string()))?;
            // Half of it says nothing, and goes with the lock.
            let _ = fs::write(dir.join(HOLDER), bytes);
            in_use.lock = Some(lock);
        }
        Ok(in_use)
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        // What cannot be taken away is taken over by the next run.
        if let Some(lock) = self.lock.take() {
            let _ = fs::remove_file(self.dir.join(HOLDER));
            drop(lock);
            let _ = fs::remove_file(self.dir.join(LOCK));
        }
    }
}
