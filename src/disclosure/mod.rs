//! Small numbers: which figures must stay hidden so that nobody is known by them, and the quarter without them.
//!
//! Counts of people from 1 to a threshold are hidden (primary suppression), and with them every figure that one of them
//! could be worked out from (secondary suppression): totals and parts, the quarters below a year to date, what formulas
//! make. Statuses are given before. What is hidden is decided quarter by quarter from the oldest, and only among the figures of
//! that quarter: so what one publication hid no later one shows, and what one showed no later one hides.
//!
//! The methods are those of statistical disclosure control for tables (A. Hundepool et al., “Statistical Disclosure Control”,
//! 2012, chapter 4): a hidden cell is safe when the interval that everything published leaves for it is wide enough, which
//! linear programming tells exactly.

mod hidden;
mod received;
mod system;
mod bounds;
mod choose;
mod told;
mod texts;
mod without;

pub use hidden::HiddenFigures;
pub use without::WithoutSmallNumbers;

#[cfg(test)]
mod tests;
