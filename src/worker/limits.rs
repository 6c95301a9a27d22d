//! What a worker may use, held by itself and never lifted.

use crate::settings::Limits;

/// Holds this process to what one file may use; what comes back is to be called before each file.
pub(crate) fn hold_limits(limits: &Limits) -> impl Fn() + use<> {
    system::hold(limits);
    let seconds = limits.worker_cpu_seconds;
    move || system::allow_processor_time(seconds)
}

#[cfg(unix)]
mod system {
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

#[cfg(windows)]
mod system {
    //! Windows has no limits that a process could set on itself without unsafe code, and a job object's limit on memory has
    //! no safe door that is kept. So the allocator counts, and refuses what is too much: the worker breaks off, as it does
    //! where the system refuses. Processor time is not counted: the parent's clock is what ends a worker that takes long.
    use crate::fit::fit;
    use crate::settings::Limits;
    use cap::Cap;
    use std::alloc::System;

    #[global_allocator]
    static HEAP: Cap<System> = Cap::new(System, usize::MAX);

    /// What is held already is not taken away: then nothing more is given.
    pub fn hold(limits: &Limits) {
        let most: usize = fit(limits.worker_mb << 20);
        let _ = HEAP.set_limit(most.max(HEAP.allocated()));
    }

    pub fn allow_processor_time(_: u64) {}
}

/// Elsewhere, as in WebAssembly, whoever runs the reader holds its limits.
#[cfg(not(any(unix, windows)))]
mod system {
    use crate::settings::Limits;

    pub fn hold(_: &Limits) {}

    pub fn allow_processor_time(_: u64) {}
}
