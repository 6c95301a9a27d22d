//! The clock beside a worker process: the one use of time in the library, and no result depends on it.

use std::process::Child;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Ends a worker that takes longer than it may.
pub(crate) struct Watch {
    deadline: Arc<Mutex<Option<Instant>>>,
    wall: Duration,
    _end: std::sync::mpsc::Sender<()>,
}

impl Watch {
    pub fn start(child: Arc<Mutex<Child>>, wall: Duration) -> Self {
        let deadline = Arc::new(Mutex::new(None::<Instant>));
        let (end, ended) = channel::<()>();
        let seen = deadline.clone();
        // The thread ends when the worker's owner drops its end of the channel.
        std::thread::spawn(move || {
            while ended.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
                let deadline = *seen.lock().unwrap_or_else(PoisonError::into_inner);
                if deadline.is_some_and(|d| Instant::now() > d) {
                    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                }
            }
        });
        Self { deadline, wall, _end: end }
    }

    fn set(&self, to: Option<Instant>) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }

    pub fn expect_answer(&self) {
        self.set(Some(Instant::now() + self.wall));
    }

    pub fn answered(&self) {
        self.set(None);
    }

    pub fn waiting(&self) -> bool {
        self.deadline.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
    /// An answer is owed and its time is over.
    pub fn overdue(&self) -> bool {
        let deadline = *self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        deadline.is_some_and(|d| Instant::now() > d)
    }
}
