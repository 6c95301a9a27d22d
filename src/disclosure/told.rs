//! Which statuses of hidden figures may be told: a colour says on which side of the target a figure lies.

use super::received::Received;
use super::system::FigureId;
use crate::fit::fit;
use crate::measure::Scheme;
use crate::settings::Status;
use crate::status::{KnownFigures, StatusCase, compared, quarter_target, scheme, status};

/// Whether the status of a hidden figure may be told: one that hangs on no value; and of a count that is small itself, where
/// every count that is hidden has it. It says nothing then that the sign does not say, and whether it is told does not hang
/// on the count. Of shares none is told, and none of measures that hang together: there it would say which of them are small.
pub fn may_be_told(received: &Received<'_, '_>, of: FigureId, told: Status) -> bool {
    let (n, q) = of;
    let own_rules = scheme(received.indicator(n), received.inputs.settings) == Scheme::Rules;
    if matches!(told, Status::NoTarget | Status::Contextual) && !own_rules {
        return true;
    }
    let most = received.most_hidden(n);
    let small = received.value(n, q).is_some_and(|value| (1.0..=most).contains(&value));
    let alone = !received.is_made_of_parts(n) && !received.is_tied(n);
    let tried = small && alone && received.hides(n) && same_target(received, of);
    tried && (1..=fit::<u32>(most)).all(|count| rated(received, of, count) == Some(told))
}

/// The target that gave the status is the one of today's register.
fn same_target(received: &Received<'_, '_>, (n, q): FigureId) -> bool {
    let (inputs, i) = (received.inputs, received.indicator(n));
    let now = quarter_target(i, inputs.register.target(n, q), q.quarter()).map(|t| compared(i, inputs.settings, t));
    q == inputs.period || inputs.past.reported.get(&(n, q)).is_some_and(|told| told.target == now)
}

/// The status that a count would have.
fn rated(received: &Received<'_, '_>, (n, q): FigureId, count: u32) -> Option<Status> {
    let (inputs, indicator) = (received.inputs, received.indicator(n));
    let known = KnownFigures::of(inputs.past, indicator, n, q);
    let case =
        StatusCase { indicator, target: inputs.register.target(n, q), period: q, value: f64::from(count), known };
    status(&case, inputs.settings)
}
