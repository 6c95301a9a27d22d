//! Where findings stand, and what stands there.

use crate::catalogue::Check;
use crate::finding::Finding;
use crate::reading::asked::AskedDetail;
use crate::reading::{CellRef, Place, Reading, Return};

/// The place of a finding and the indicator that it is about.
pub(super) type FindingKey<'f> = (&'f str, &'f str, CellRef, &'f str);

pub(super) fn key(finding: &Finding) -> Option<FindingKey<'_>> {
    Some((finding.file.as_str(), finding.sheet.as_str(), finding.cell?, finding.subject.as_str()))
}

/// The key of a finding about this reading's value.
pub(super) fn of_reading(reading: &Reading) -> FindingKey<'_> {
    let place = &reading.place;
    (place.source.file.as_str(), &*place.sheet, place.cell, &*reading.indicator)
}

/// Puts a finding of `check` where it was found; what is missing, into the cell that asks for it, where the form has one:
/// of several cells the first that is `blank`.
pub(super) fn at_asked(
    check: &Check,
    finding: Finding,
    place: &Place,
    returned: &Return,
    blank: impl Fn(AskedDetail) -> bool,
) -> Finding {
    let missing = check.asks.iter().find(|what| blank(**what)).or(check.asks.last());
    let cell = missing.and_then(|what| returned.cell_asked(place, *what)).unwrap_or(place.cell);
    finding.at(place).in_cell(cell)
}
