//! Every condition over readings, by family and code.

use super::frame::CheckRule;
use super::readings::ReadingFacts;
use super::{returns, rows, series};

pub(super) fn over_readings<'a>() -> Vec<CheckRule<ReadingFacts<'a>>> {
    [rows::rules(), returns::rules(), series::rules()].into_iter().flatten().collect()
}
