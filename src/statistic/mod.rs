//! The statistics, each in one place: pure functions over slices, with source, constants and degenerate cases in the
//! doc comment and a published example as test. They know nothing of indicators; `validate` and `analyse` call them.
//!
//! Values are in the order of time, the oldest first. What cannot be computed is `None`; nothing divides without a guard.

pub mod distribution;
pub mod interval;
pub mod mann_kendall;
pub mod outlier;
pub mod slip;
pub mod theil_sen;
pub mod xmr;
pub mod forecast;
pub mod rank;
pub mod working_day;
