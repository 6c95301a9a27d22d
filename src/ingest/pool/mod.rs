//! Worker processes, one a core: files out to them in batches, records back. The parent looks at sizes and passes
//! bytes on; it never parses.

mod unread;

use super::preflight::over_file_limit;
use super::wire::{Receiver, Sender, SentFile, WorkerSettings};
use crate::digest::{file_sha256, sha256};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::layout::Layout;
use crate::period::Period;
use crate::reading::Source;
use crate::record::{FileRecords, Outcome};
use crate::settings::Limits;
use crate::worker::{Process, Stop};
use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read};
use std::path::PathBuf;
use std::process::{ChildStdin, ChildStdout};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// At most so many files or bytes go to a worker at once.
const BATCH_FILES: usize = 64;
const BATCH_BYTES: u64 = 4 << 20;
/// Batches a worker gets when there are few files, so that none waits for a neighbour.
const BATCHES_A_WORKER: usize = 4;

/// A file to read: where it is, and what it is called in findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The file or folder.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// Its bytes, where they are here already and need not be read from a disk.
    pub content: Option<Arc<[u8]>>,
}

impl InputFile {
    /// A file on a disk.
    pub fn on_disk(path: PathBuf, name: String) -> Self {
        Self { path, name, content: None }
    }

    /// A file whose bytes are here already.
    pub fn of_bytes(name: String, content: Arc<[u8]>) -> Self {
        Self { path: PathBuf::from(&name), name, content: Some(content) }
    }
}

/// Starts workers and gives them files.
#[derive(Debug, Clone)]
pub struct Pool {
    program: PathBuf,
    args: Vec<OsString>,
    settings: WorkerSettings,
    idle: Option<Arc<Idle>>,
}

/// Workers that wait for the next call.
#[derive(Default)]
struct Idle(Mutex<Vec<Worker>>);

impl Idle {
    fn workers(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} idle workers", self.workers().len())
    }
}

impl Pool {
    /// `program` with `args` must run [`super::worker`] between its standard input and output.
    pub fn new(program: PathBuf, args: Vec<OsString>, limits: &Limits, layouts: Vec<Layout>) -> Self {
        Self {
            program,
            args,
            settings: WorkerSettings { layouts, limits: limits.clone(), period: None, survey: false },
            idle: None,
        }
    }

    /// The same, and each file comes with what stands on its sheets.
    pub fn surveying(mut self) -> Self {
        self.settings.survey = true;
        self
    }

    /// With so many workers at most, whatever the settings say, that stay from one call to the next: for files that come a
    /// few at a time. Nothing of the pool can be changed behind it.
    pub fn staying(mut self, workers: usize) -> Self {
        self.settings.limits.workers = workers;
        self.idle = Some(Arc::default());
        self
    }

    /// Of two versions of a form that fit a file, the one that is in use in this quarter is taken.
    pub fn for_quarter(mut self, period: Option<Period>) -> Self {
        self.settings.period = period;
        self
    }

    /// What each worker is told first, as JSON.
    ///
    /// # Errors
    /// Never in practice: a layout that was read can be written.
    pub fn reader_settings(&self) -> Result<serde_json::Value> {
        serde_json::to_value(&self.settings).map_err(|e| Error::Internal(e.to_string()))
    }

    /// Reads every file; `each` gets a file's position and records as they come, in no particular order.
    ///
    /// # Errors
    /// When no worker can be started, a tally does not balance, or `each` fails; never for what is in a file.
    pub fn read(&self, files: &[InputFile], mut each: impl FnMut(usize, FileRecords) -> Result<()>) -> Result<()> {
        let limits = &self.settings.limits;
        let mut sized: Vec<(usize, u64)> = Vec::with_capacity(files.len());
        for (n, file) in files.iter().enumerate() {
            if let Some(content) = &file.content {
                sized.push((n, content.len() as u64));
                continue;
            }
            if let Some(finding) = unread::placeholder(&file.path) {
                each(n, finished(&file.name, String::new(), Outcome::Undecided, finding))?;
                continue;
            }
            match std::fs::metadata(&file.path) {
                Ok(data) if data.len() > limits.file_mb << 20 => each(n, too_large(file, data.len(), limits))?,
                Ok(data) => sized.push((n, data.len())),
                Err(e) => each(n, unopened(file, &e))?,
            }
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers = if limits.workers == 0 { cores } else { limits.workers };
        let batches = batches(sized, workers);
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            // A few results may wait; more would be memory.
            let (results, done) = sync_channel(2 * BATCH_FILES);
            for _ in 0..workers.min(batches.len()) {
                let results = results.clone();
                let (batches, next, stop) = (&batches, &next, &stop);
                let worker = self.idle.as_ref().and_then(|idle| idle.workers().pop());
                scope
                    .spawn(move || Lane { pool: self, files, results, stop, worker, stopped: None }.run(batches, next));
            }
            drop(results);
            let mut ended = Ok(());
            for result in done {
                if ended.is_ok() {
                    ended = result.and_then(|(n, records)| each(n, balanced(records)?));
                    stop.store(ended.is_err(), Ordering::Relaxed);
                }
            }
            ended
        })
    }
}

/// Files by size, largest first, in batches by position.
fn batches(mut sized: Vec<(usize, u64)>, workers: usize) -> Vec<Vec<usize>> {
    let most = sized.len().div_ceil(workers * BATCHES_A_WORKER).clamp(1, BATCH_FILES);
    sized.sort_by_key(|(n, size)| (std::cmp::Reverse(*size), *n));
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut bytes = BATCH_BYTES;
    for (n, size) in sized {
        match out.last_mut() {
            Some(batch) if batch.len() < most && bytes + size <= BATCH_BYTES => {
                batch.push(n);
                bytes += size;
            }
            _ => {
                out.push(vec![n]);
                bytes = size;
            }
        }
    }
    out
}

fn finished(name: &str, sha256: String, outcome: Outcome, finding: Finding) -> FileRecords {
    let source = Source { file: name.to_owned(), sha256 };
    FileRecords::unread(source, outcome, vec![finding.in_file(name)])
}

/// A file at which reading was stopped twice.
pub(super) fn given_up(name: &str, sha256: String, stop: Option<Stop>, limits: &Limits) -> FileRecords {
    finished(name, sha256, Outcome::Undecided, unread::given_up(stop, limits))
}

/// Every filled cell was located or ignored by a named rule; anything else is a fault of ours.
pub(super) fn balanced(records: FileRecords) -> Result<FileRecords> {
    match records.tallies.iter().find(|t| t.read != t.located + t.ignored_total()) {
        None => Ok(records),
        Some(t) => Err(Error::Internal(format!(
            "{} › {}: {} cells read, {} located, {} ignored",
            records.source.file,
            t.sheet,
            t.read,
            t.located,
            t.ignored_total()
        ))),
    }
}

fn too_large(file: &InputFile, length: u64, limits: &Limits) -> FileRecords {
    let refusal = over_file_limit(length, limits);
    let finding = Finding::new(refusal.check, refusal.expected, refusal.got);
    match file_sha256(&file.path) {
        Ok(sha256) => finished(&file.name, sha256, Outcome::Rejected, finding),
        Err(e) => unopened(file, &e),
    }
}

/// It could not be opened: nobody knows what is in it.
fn unopened(file: &InputFile, e: &io::Error) -> FileRecords {
    finished(&file.name, String::new(), Outcome::Undecided, unread::unopened(&file.path, e))
}

/// A batch on its way: the files' positions and contents.
struct Load {
    files: Vec<(usize, Vec<u8>)>,
}

/// One thread and the worker that it feeds.
struct Lane<'p> {
    pool: &'p Pool,
    files: &'p [InputFile],
    results: SyncSender<Result<(usize, FileRecords)>>,
    stop: &'p AtomicBool,
    worker: Option<Worker>,
    /// What stopped the last worker that owed an answer.
    stopped: Option<Stop>,
}

impl Lane<'_> {
    fn run(mut self, batches: &[Vec<usize>], next: &AtomicUsize) {
        match self.run_batches(batches, next) {
            Err(e) => _ = self.results.send(Err(e)),
            Ok(()) => {
                if let Some(idle) = &self.pool.idle {
                    idle.workers().extend(self.worker.take());
                }
            }
        }
    }

    /// While a worker parses one batch, the next is read from disk. The lane writes only after it has taken the whole
    /// answer, so the two pipes can never fill up on each other.
    fn run_batches(&mut self, batches: &[Vec<usize>], next: &AtomicUsize) -> Result<()> {
        let load = |lane: &Self| {
            let batch =
                batches.get(next.fetch_add(1, Ordering::Relaxed)).filter(|_| !lane.stop.load(Ordering::Relaxed))?;
            Some(lane.load(batch))
        };
        let Some(mut current) = load(self) else { return Ok(()) };
        let mut sent = self.send(&current)?;
        loop {
            let following = load(self);
            let answer = if sent { self.answer(&current) } else { None };
            if answer.is_some()
                && let Some(following) = &following
            {
                sent = self.send(following)?;
            }
            match answer {
                Some(records) => self.deliver(&current, records),
                None => {
                    self.one_by_one(&current)?;
                    if let Some(following) = &following {
                        sent = self.send(following)?;
                    }
                }
            }
            let Some(following) = following else { return Ok(()) };
            current = following;
        }
    }

    /// Reads the files of a batch; what cannot be opened is answered at once.
    fn load(&self, batch: &[usize]) -> Load {
        let mut files = Vec::with_capacity(batch.len());
        for n in batch {
            let file = &self.files[*n];
            if let Some(content) = &file.content {
                files.push((*n, content.to_vec()));
                continue;
            }
            let most = (self.pool.settings.limits.file_mb << 20) + 1;
            let mut bytes = Vec::new();
            match File::open(&file.path).and_then(|f| f.take(most).read_to_end(&mut bytes)) {
                Ok(_) => files.push((*n, bytes)),
                Err(e) => self.give(*n, unopened(file, &e)),
            }
        }
        Load { files }
    }

    fn give(&self, n: usize, records: FileRecords) {
        // The receiver is gone only when the run is over.
        let _ = self.results.send(Ok((n, records)));
    }

    fn deliver(&self, load: &Load, records: Vec<FileRecords>) {
        for ((n, _), records) in load.files.iter().zip(records) {
            self.give(*n, records);
        }
    }

    /// Sends a batch to the worker, a new one if need be; false when the worker did not take it.
    fn send(&mut self, load: &Load) -> Result<bool> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(Worker::start(self.pool)?),
        };
        let files = self.files;
        let batch = load.files.iter().map(|(n, content)| SentFile { name: &files[*n].name, content });
        let sent = worker.send(&batch.collect::<Vec<_>>());
        if sent.is_err() {
            self.stopped = self.worker.take().map(Worker::end);
        }
        Ok(sent.is_ok())
    }

    fn answer(&mut self, load: &Load) -> Option<Vec<FileRecords>> {
        let names: Vec<&str> = load.files.iter().map(|(n, _)| self.files[*n].name.as_str()).collect();
        let answer = self.worker.as_mut().and_then(|worker| worker.answer(&names));
        if answer.is_none() {
            self.stopped = self.worker.take().map(Worker::end).or(self.stopped);
        }
        answer
    }

    /// The batch killed its worker: each file alone. A file that kills a worker that was started for it is given up.
    fn one_by_one(&mut self, load: &Load) -> Result<()> {
        self.worker = None;
        for (n, bytes) in &load.files {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let single = Load { files: vec![(*n, bytes.clone())] };
            let mut fresh = self.worker.is_none();
            let mut read = self.alone(&single)?;
            if read.is_none() && !fresh {
                fresh = true;
                read = self.alone(&single)?;
            }
            debug_assert!(fresh || read.is_some());
            let given_up = || given_up(&self.files[*n].name, sha256(bytes), self.stopped, &self.pool.settings.limits);
            self.give(*n, read.unwrap_or_else(given_up));
        }
        Ok(())
    }

    fn alone(&mut self, single: &Load) -> Result<Option<FileRecords>> {
        if !self.send(single)? {
            return Ok(None);
        }
        Ok(self.answer(single).and_then(|mut records| records.pop()))
    }
}

/// What goes to a worker, and what comes back.
type Pipes = (Sender<BufWriter<ChildStdin>>, Receiver<BufReader<ChildStdout>>);

/// A worker process and its pipes.
struct Worker {
    process: Process,
    pipes: Option<Pipes>,
}

impl Worker {
    fn start(pool: &Pool) -> Result<Self> {
        let limits = &pool.settings.limits;
        let (process, pipes) = Process::start("start the reader", &pool.program, &pool.args, limits)?;
        let settings = serde_json::to_string(&pool.settings).map_err(|e| Error::Internal(e.to_string()))?;
        // A worker that dies this early is found out when its answer does not come.
        let pipes = pipes.and_then(|(stdin, stdout)| {
            let mut input = Sender(BufWriter::with_capacity(1 << 16, stdin));
            input.send(&settings).ok()?;
            Some((input, Receiver::new(BufReader::with_capacity(1 << 16, stdout))))
        });
        Ok(Self { process, pipes })
    }

    fn send(&mut self, batch: &[SentFile<'_>]) -> io::Result<()> {
        self.process.watch.expect_answer();
        let (input, _) = self.pipes.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.send(&batch)?;
        input.flush()
    }

    /// What the files of these names hold; `None` when the answer breaks off or is none.
    fn answer(&mut self, names: &[&str]) -> Option<Vec<FileRecords>> {
        let (_, output) = self.pipes.as_mut()?;
        let records = names.iter().map(|name| output.records(name)).collect::<io::Result<_>>().ok()?;
        self.process.watch.answered();
        Some(records)
    }
}

impl Worker {
    /// Ends it, and says what stopped it where it owed an answer.
    fn end(mut self) -> Stop {
        let sound = self.pipes.take().is_some();
        self.process.end(sound)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let sound = self.pipes.take().is_some();
        self.process.end(sound);
    }
}

#[cfg(all(test, unix))]
mod tests;
