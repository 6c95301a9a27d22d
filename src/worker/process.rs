//! A worker: our own program between two pipes, with a clock beside it.

use super::watch::Watch;
use crate::error::{Error, Result};
use crate::settings::Limits;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What stopped a worker that owed an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The processor time that it may use.
    ProcessorTime,
    /// The time within which it must answer.
    WallTime,
    /// It broke off by itself, as it does when it is refused memory.
    BrokeOff,
}

/// A worker that runs. Whoever holds its pipes says by [`Self::end`] whether it is sound.
pub(crate) struct Process {
    child: Arc<Mutex<Child>>,
    /// Ends a worker that owes an answer for too long.
    pub watch: Watch,
    _tie: tie::Tie,
}

impl Process {
    /// Starts `program` with `args`; what comes back are its input and its output. `action` says in an error what was
    /// being done: `start the reader`.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn start(
        action: &'static str,
        program: &Path,
        args: &[OsString],
        limits: &Limits,
    ) -> Result<(Self, Option<(ChildStdin, ChildStdout)>)> {
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // One file at a time needs no threads, and each would reserve memory that the worker may not have.
        command.env("POLARS_MAX_THREADS", "1").env("RAYON_NUM_THREADS", "1");
        let mut child = command.spawn().map_err(Error::io(action, program))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let tie = tie::to_us(&child);
        let child = Arc::new(Mutex::new(child));
        let watch = Watch::start(child.clone(), Duration::from_secs(limits.worker_wall_seconds));
        Ok((Self { child, watch, _tie: tie }, pipes))
    }

    /// The number that the system gave it.
    #[cfg(test)]
    pub fn id(&self) -> u32 {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    /// With its input closed a sound worker that owes nothing ends by itself; another is ended. Either way it is waited
    /// for. What comes back is of use for one that owed an answer.
    pub fn end(&self, sound: bool) -> Stop {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let overdue = self.watch.overdue();
        if !sound || self.watch.waiting() {
            let _ = child.kill();
        }
        match child.wait() {
            _ if overdue => Stop::WallTime,
            Ok(status) if used_its_time(status) => Stop::ProcessorTime,
            _ => Stop::BrokeOff,
        }
    }
}

/// The system ends a process that has used up its processor time with a signal of its own.
#[cfg(unix)]
fn used_its_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

/// Elsewhere only the time on the wall is limited.
#[cfg(not(unix))]
fn used_its_time(_: ExitStatus) -> bool {
    false
}

#[cfg(windows)]
mod tie {
    use std::os::windows::io::AsRawHandle;
    use std::process::Child;
    use win32job::{ExtendedLimitInfo, Job};

    /// A job object that ends its worker when the last handle to it is closed: ours, and so when we end, however we do.
    pub type Tie = Option<Job>;

    /// Ties a worker to this process. Failing to is no reason not to read: a worker ends with its input too.
    pub fn to_us(child: &Child) -> Tie {
        let mut limits = ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        let job = Job::create_with_limit_info(&limits).ok()?;
        job.assign_process(child.as_raw_handle() as isize).ok()?;
        Some(job)
    }
}

/// Elsewhere a worker ends with its input, or when its processor time is used up.
#[cfg(not(windows))]
mod tie {
    pub struct Tie;
    pub fn to_us(_: &std::process::Child) -> Tie {
        Tie
    }
}
