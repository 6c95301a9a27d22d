//! Words, numbers and days as people write them in cells and settings, and how they are said back.

pub mod words;
pub mod second;
pub mod likeness;
pub mod number;
pub mod digits;
pub mod figures;
pub mod percent;
pub mod date;
pub mod deadline;
pub mod excel;
