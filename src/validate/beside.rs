//! Last quarter's figures that stand in the rows of this quarter's: they say whose row it is. Where they are what the
//! ledger holds of another indicator, the ids have moved and the figures of now may be the other's too.

use super::context::ValidationContext;
use super::frame::decimals_of;
use crate::catalogue::{R022, R023, R024};
use crate::finding::Finding;
use crate::map::Set;
use crate::measure::Unit;
use crate::reading::correction::StatedFigure;
use crate::reading::{Reading, Return};
use crate::register::Indicator;
use crate::status::round_half_away;

/// A figure that is not what the ledger holds of its row's indicator.
struct Displaced<'a> {
    stated: &'a StatedFigure,
    /// Position of its row's indicator in the register.
    number: usize,
    held: f64,
    /// The only other indicator of the service of which it is what the ledger holds.
    other: Option<usize>,
}

/// What there is to say of every such figure.
pub(super) fn findings(context: &ValidationContext<'_>) -> Vec<Finding> {
    context.returns.iter().flat_map(|r| of_return(context, r)).collect()
}

fn of_return(context: &ValidationContext<'_>, returned: &Return) -> Vec<Finding> {
    let displaced: Vec<Displaced<'_>> =
        returned.stated.iter().filter(|s| s.beside).filter_map(|s| displaced(context, returned, s)).collect();
    let rows: Set<usize> = displaced.iter().map(|d| d.number).collect();
    let indicators = &context.register.indicators;
    let shown = |n: usize, value| crate::shown::shown(indicators[n].unit, indicators[n].decimals, value);
    let find = |d: &Displaced<'_>| {
        let Displaced { stated, number, held, other } = *d;
        let finding = |check, expected: String, got: String| {
            Finding::new(check, expected, got).at(&stated.place).of(&*stated.service).about(&*stated.indicator)
        };
        let own = format!("{}, which {} was in {}", shown(number, held), stated.indicator, stated.period);
        let Some(other) = other else { return finding(&R023, own, shown(number, stated.value)) };
        let got = format!("{}, which {} was", shown(other, stated.value), indicators[other].id);
        // Both rows are out of place: no chance makes two figures each other's.
        let reading = returned.readings.iter().find(|r| r.indicator == stated.indicator);
        match reading.filter(|_| rows.contains(&other)) {
            Some(Reading { place, .. }) => finding(&R024, own, got).at(place),
            None => finding(&R022, own, got),
        }
    };
    displaced.iter().map(find).collect()
}

/// `None` where it is what it should be, or what it should be is not known.
fn displaced<'a>(
    context: &ValidationContext<'_>,
    returned: &Return,
    stated: &'a StatedFigure,
) -> Option<Displaced<'a>> {
    let (register, values) = (context.register, &context.past.values);
    let number = register.indicator_number(&stated.indicator)?;
    let held = values.get(number, stated.period)?;
    let corrected =
        returned.corrections.iter().filter(|c| (&c.indicator, c.period) == (&stated.indicator, stated.period));
    let mut known = corrected.flat_map(|c| [Some(c.corrected), c.published]).flatten().chain([held]);
    if known.any(|known| same(&register.indicators[number], stated.value, known)) {
        return None;
    }
    let service = &register.indicators[number].service;
    let is = |n: &usize| {
        let held = values.get(*n, stated.period).filter(|_| *n != number);
        held.is_some_and(|held| same(&register.indicators[*n], stated.value, held))
    };
    let candidates = if telling(stated.value) { register.positions_of(service) } else { &[] };
    let mut others = candidates.iter().copied().filter(is);
    let other = others.next().filter(|_| others.next().is_none());
    Some(Displaced { stated, number, held, other })
}

/// Rounded as the indicator is, or as it stands there; a percentage may stand as a fraction.
fn same(indicator: &Indicator, stated: f64, held: f64) -> bool {
    let as_printed = |value: f64, decimals| round_half_away(value, decimals) == round_half_away(held, decimals);
    as_printed(stated, indicator.decimals)
        || (indicator.unit == Unit::Percent && as_printed(stated * 100.0, indicator.decimals))
        || round_half_away(held, decimals_of(stated)) == stated
}

/// A figure that few measures share.
fn telling(value: f64) -> bool {
    ![0.0, 1.0, 100.0].contains(&value)
}
