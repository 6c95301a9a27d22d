//! The process that parses: files in on one pipe, records out on the other, under limits that it cannot lift. What
//! kills it kills one batch and no more.

use super::read_prepared;
use super::wire::{Cells, Receiver, Sender, Settings, files_of};
use crate::error::{Error, Result};
use crate::layout::recognise::Prepared;
use crate::settings::Limits;
use std::io::{self, BufReader, BufWriter, Read, Write};

/// The hidden command `quarterday worker`: reads batches of files until the input ends.
pub fn worker(input: impl Read, output: impl Write) -> Result<()> {
    let broken = |e: io::Error| Error::Internal(format!("the worker's pipe: {e}"));
    let mut input = Receiver::new(BufReader::with_capacity(1 << 16, input)).map_err(broken)?;
    let Some(first) = input.receive().map_err(broken)? else { return Ok(()) };
    let settings = files_of(&first).map_err(broken)?.next().map(|(_, content)| serde_json::from_slice(content));
    let settings: Settings = match settings {
        Some(Ok(settings)) => settings,
        _ => return Err(Error::Internal("the worker was started without settings".into())),
    };
    let allow_time = hold_limits(&settings.limits);
    // A panic of a parser is caught and becomes a finding; its words are for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let layouts: Vec<Prepared<'_>> = settings.layouts.iter().map(|l| Prepared::new(l, settings.period)).collect();
    let mut output = Sender::cells(BufWriter::with_capacity(1 << 16, output)).map_err(broken)?;
    while let Some(batch) = input.receive().map_err(broken)? {
        let mut cells = Cells::new();
        for (n, (name, content)) in files_of(&batch).map_err(broken)?.enumerate() {
            allow_time();
            let read = read_prepared(name, content, &layouts, &settings.limits, settings.survey);
            cells.push(n as u32, &read, &mut |part| output.send(part)).map_err(broken)?;
        }
        drop(batch);
        cells.finish(&mut |part| output.send(part)).map_err(broken)?;
    }
    output.finish().map_err(broken)
}

/// Holds this process to what one file may use; what comes back is to be called before each file.
pub(crate) fn hold_limits(limits: &Limits) -> impl Fn() + use<> {
    limits::hold(limits);
    let seconds = limits.worker_cpu_seconds;
    move || limits::allow_processor_time(seconds)
}

#[cfg(unix)]
mod limits {
    use crate::settings::Limits;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    /// Memory, file size and core dumps, for the life of the process. A limit that the system already holds lower
    /// stays: failing to set one is no reason not to read.
    pub fn hold(limits: &Limits) {
        for (resource, most) in [(Resource::As, limits.worker_mb << 20), (Resource::Fsize, 0), (Resource::Core, 0)] {
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
        }
    }

    /// `seconds` from now; counted afresh for each file.
    pub fn allow_processor_time(seconds: u64) {
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.max(0).cast_unsigned();
        let maximum = getrlimit(Resource::Cpu).maximum;
        let current = Some((used + seconds + 1).min(maximum.unwrap_or(u64::MAX)));
        let _ = setrlimit(Resource::Cpu, Rlimit { current, maximum });
    }
}

#[cfg(not(unix))]
mod limits {
    //! Without resource limits the parent's limit on time is what holds.
    use crate::settings::Limits;
    pub fn hold(_: &Limits) {}
    pub fn allow_processor_time(_: u64) {}
}
