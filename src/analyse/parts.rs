//! The parts of this quarter's readings, to be listed: nothing is computed from them.

use super::{IndicatorResult, Inputs};
use crate::map::Map;
use crate::reading::Part;

/// A part of a reading that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct PartResult<'a> {
    /// The position of its indicator in the register.
    pub indicator: usize,
    /// As received.
    pub part: &'a Part,
    /// Its numbers would tell what is suppressed: the whole, or the one part that is not told.
    pub held_back: bool,
}

/// The parts of each reading that counts, in the register's order, then by place.
pub(super) fn parts<'a>(inputs: &Inputs<'a>, indicators: &[IndicatorResult<'a>]) -> Vec<PartResult<'a>> {
    let mut by_indicator: Map<&str, Vec<&'a Part>> = Map::default();
    for part in inputs.returns.iter().flat_map(|r| &r.parts).filter(|p| p.period == inputs.period) {
        by_indicator.entry(&part.indicator).or_default().push(part);
    }
    let mut out = vec![];
    for result in indicators {
        let Some(reading) = result.reading.filter(|_| result.computed.is_none()) else { continue };
        let mut parts = by_indicator.remove(&*reading.indicator).unwrap_or_default();
        // Of two returns that give one indicator one counts, and so do its parts.
        parts.retain(|p| p.place.source == reading.place.source);
        parts.sort_by_key(|p| &p.place);
        let held_back = reading.held_back() || parts.iter().filter(|p| p.suppressed()).count() == 1;
        out.extend(parts.into_iter().map(|part| PartResult { indicator: result.indicator, part, held_back }));
    }
    out
}
