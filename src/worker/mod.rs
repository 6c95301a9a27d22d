//! A process of our own under limits: how it is started, what it may use, how long it may take, and how it ends. What it
//! is asked and answers is the business of those who start it. Two clocks run: `limits` counts its processor time for one
//! file, `watch` the time on the wall until its answer; both are settings. Windows has the second alone.

mod limits;
mod watch;
mod process;

pub(crate) use limits::hold_limits;
pub(crate) use process::{Process, Stop};
