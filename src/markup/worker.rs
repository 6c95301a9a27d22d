//! Workers that mark: a job and a workbook in on one pipe, the marked workbook out on the other, under the same limits
//! as those that read. The parent passes bytes on and never looks into them.

use super::{Job, mark};
use crate::error::{Error, Result};
use crate::settings::Limits;
use crate::worker::{Process, hold_limits};
use std::ffi::OsString;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

const MARKED: u8 = 1;
const REFUSED: u8 = 0;
/// A marked workbook is larger than it was by its notes and its first sheet; no honest one needs more room than this.
const GROWTH: u64 = 16 << 20;

/// The hidden command `quarterday marker`: marks workbooks until the input ends.
///
/// # Errors
/// When a pipe breaks, or a job is none.
pub fn worker(input: impl Read, output: impl Write) -> Result<()> {
    let broken = |e: io::Error| Error::Internal(format!("the marker's pipe: {e}"));
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut output = BufWriter::with_capacity(1 << 16, output);
    let Some(settings) = receive(&mut input, u64::MAX).map_err(broken)? else { return Ok(()) };
    let limits: Limits = serde_json::from_slice(&settings).map_err(|e| Error::Internal(e.to_string()))?;
    let allow_time = hold_limits(&limits);
    // A panic over a strange workbook is caught and becomes a refusal; its words are for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    while let Some(job) = receive(&mut input, u64::MAX).map_err(broken)? {
        let job: Job = serde_json::from_slice(&job).map_err(|e| Error::Internal(e.to_string()))?;
        let Some(bytes) = receive(&mut input, u64::MAX).map_err(broken)? else { return Ok(()) };
        allow_time();
        let marked = catch_unwind(AssertUnwindSafe(|| mark(&bytes, &job)));
        let (tag, answer) = match marked {
            Ok(Ok(marked)) => (MARKED, marked),
            Ok(Err(refused)) => (REFUSED, refused.0.into_bytes()),
            Err(_) => (REFUSED, FAILED.as_bytes().to_vec()),
        };
        output.write_all(&[tag]).map_err(broken)?;
        send(&mut output, &answer).map_err(broken)?;
    }
    Ok(())
}

const FAILED: &str = "it is not laid out as a workbook should be";
const STOPPED: &str = "marking it was stopped by a limit of this machine";

fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// A message; `None` at the end of the stream.
fn receive(from: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    match from.take(length).read_to_end(&mut bytes)? as u64 == length {
        true => Ok(Some(bytes)),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Starts workers that mark.
#[derive(Debug, Clone)]
pub struct MarkerProgram {
    program: PathBuf,
    args: Vec<OsString>,
    limits: Limits,
}

impl MarkerProgram {
    /// `program` with `args` must run [`worker`] between its standard input and output.
    pub fn new(program: PathBuf, args: Vec<OsString>, limits: &Limits) -> Self {
        Self { program, args, limits: limits.clone() }
    }

    /// Does `work` for the numbers below `count`, side by side, each lane with a worker of its own; results in order.
    ///
    /// # Errors
    /// The first that `work` gave.
    pub fn run<T: Send>(
        &self,
        count: usize,
        work: impl Fn(usize, &mut Session<'_>) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let lanes = if self.limits.workers == 0 { cores } else { self.limits.workers }.min(count);
        let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(count)));
        std::thread::scope(|scope| {
            for _ in 0..lanes {
                scope.spawn(|| {
                    let mut session = Session { marker: self, worker: None };
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= count {
                            return;
                        }
                        let result = work(n, &mut session);
                        if result.is_err() {
                            next.store(count, Ordering::Relaxed);
                        }
                        done.lock().unwrap_or_else(PoisonError::into_inner).push((n, result));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(n, _)| *n);
        done.into_iter().map(|(_, result)| result).collect()
    }
}

/// One lane and its worker.
pub struct Session<'m> {
    marker: &'m MarkerProgram,
    worker: Option<MarkingProcess>,
}

impl Session<'_> {
    /// The marked workbook, or why it cannot be marked.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn mark(&mut self, job: &Job, bytes: &[u8]) -> Result<std::result::Result<Vec<u8>, String>> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(MarkingProcess::start(self.marker)?),
        };
        let job = serde_json::to_vec(job).map_err(|e| Error::Internal(e.to_string()))?;
        let answer = worker.ask(&job, bytes);
        if answer.is_err() {
            self.worker = None;
        }
        Ok(match answer {
            Ok((MARKED, marked)) => Ok(marked),
            Ok((_, why)) => Err(String::from_utf8_lossy(&why).into_owned()),
            Err(_) => Err(STOPPED.to_owned()),
        })
    }
}

/// A worker process and its pipes.
struct MarkingProcess {
    process: Process,
    pipes: Option<(BufWriter<ChildStdin>, BufReader<ChildStdout>)>,
}

impl MarkingProcess {
    fn start(marker: &MarkerProgram) -> Result<Self> {
        let (process, pipes) = Process::start("start the marker", &marker.program, &marker.args, &marker.limits)?;
        let settings = serde_json::to_vec(&marker.limits).map_err(|e| Error::Internal(e.to_string()))?;
        // A worker that dies this early is found out when its answer does not come.
        let pipes = pipes.and_then(|(input, output)| {
            let mut input = BufWriter::with_capacity(1 << 16, input);
            send(&mut input, &settings).ok()?;
            Some((input, BufReader::with_capacity(1 << 16, output)))
        });
        Ok(Self { process, pipes })
    }

    fn ask(&mut self, job: &[u8], bytes: &[u8]) -> io::Result<(u8, Vec<u8>)> {
        let (input, output) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        self.process.watch.expect_answer();
        // The worker takes both before it says a word, so the two pipes cannot fill up on each other.
        send(input, job)?;
        send(input, bytes)?;
        let mut tag = [0];
        output.read_exact(&mut tag)?;
        let most = bytes.len() as u64 * 4 + GROWTH;
        let answer = receive(output, most)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.process.watch.answered();
        Ok((tag[0], answer))
    }
}

impl Drop for MarkingProcess {
    fn drop(&mut self) {
        let sound = self.pipes.take().is_some();
        self.process.end(sound);
    }
}
