//! Small numbers: which figures must stay hidden so that nobody is known by them, and the quarter without them.

mod hidden;

pub use hidden::HiddenFigures;
