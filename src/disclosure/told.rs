//! Which statuses of hidden figures may be told: a colour says on which side of the target a figure lies.

use super::choose::interval;
use super::hidden::HiddenFigures;
use super::received::Received;
use super::system::FigureId;
use crate::fit::fit;
use crate::settings::Status;
use crate::status::{KnownFigures, StatusCase, status};

/// Whether the status of a hidden figure leaves as many counts possible as are hidden. Where that cannot be tried, it is not
/// told.
pub fn may_be_told(received: &Received<'_, '_>, hidden: &HiddenFigures, of: FigureId, told: Status) -> bool {
    if !told.rated() {
        return true;
    }
    // Of a share, numerator and denominator are hidden too: what it is above or below says nothing of a count.
    if received.is_made_of_parts(of.0) {
        return true;
    }
    let Some(most_hidden) = received.most_hidden(of.0).map(fit::<u32>) else { return true };
    let (Some(value), Some((least, most))) = (received.value(of.0, of.1), interval(received, hidden, of)) else {
        return false;
    };
    let value = fit::<u32>(value.round());
    let alike = |count: &u32| (least.max(1)..=most).contains(count) && rated(received, of, *count) == Some(told);
    if !alike(&value) {
        return false;
    }
    let below = (1..=most_hidden).map_while(|n| value.checked_sub(n)).take_while(|count| alike(count)).count();
    let above = (1..=most_hidden).map(|n| value.saturating_add(n)).take_while(|count| alike(count)).count();
    below + above + 1 >= fit::<usize>(f64::from(most_hidden))
}

/// The status that a count would have.
fn rated(received: &Received<'_, '_>, (n, q): FigureId, count: u32) -> Option<Status> {
    let (inputs, indicator) = (received.inputs, received.indicator(n));
    let known = KnownFigures::of(inputs.past, indicator, n, q);
    let case =
        StatusCase { indicator, target: inputs.register.target(n, q), period: q, value: f64::from(count), known };
    status(&case, inputs.settings)
}
