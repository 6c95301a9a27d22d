//! The figures of each measure: of this quarter, of the year, and of the quarters before.

use super::figure::{Amount, FigureList};
use crate::analyse::{Analysis, IndicatorResult, Movement};
use crate::past::Past;
use crate::period::Period;
use crate::register::Indicator;
use crate::status::bounds;

pub fn collect<'s>(a: &'s Analysis<'_>, past: &Past, list: &mut FigureList<'s>) {
    for r in &a.indicators {
        let i = &a.register.indicators[r.indicator];
        list.of(&i.id);
        now(a, i, r, list);
        movements(a, i, r, list);
        year(i, r, list);
        among_others(i, r, list);
        earlier(a, past, i, r, list);
    }
}

fn now<'s>(a: &Analysis<'_>, i: &Indicator, r: &'s IndicatorResult<'_>, list: &mut FigureList<'s>) {
    let of = |value: Option<f64>| value.map(|v| Amount::of(i.unit, i.decimals, v));
    let apart = |value: Option<f64>| value.map(|v| Amount::difference(i.unit, i.decimals, v));
    list.some("value", of(r.value)).some("target", of(r.target)).some("year's target", of(r.annual_target));
    let band = bounds(a.register.target(r.indicator, a.period)).unwrap_or_default();
    for bound in band {
        list.some("band", of(bound));
    }
    list.some("distance from target", apart(r.variance));
    list.some("distance from target in percent", r.variance_percent.map(Amount::percent));
    list.counted("figures of its series", r.signals.points);
    list.count("quarters on target in a row", r.quarters_on_target);
    if let Some(since) = r.red_since {
        list.count("quarters off target in a row", a.period.index() - since.index() + 1);
    }
    // What is held back is told by nobody.
    if let Some(reading) = r.reading.filter(|reading| !reading.held_back()) {
        let counted = |n: Option<f64>| n.map(Amount::count);
        list.some("numerator", counted(reading.numerator)).some("denominator", counted(reading.denominator));
        list.some("the service's forecast", of(reading.forecast));
    }
    if let Ok(delivery) = r.delivery {
        list.count("score on the risk matrix", delivery.score);
    }
}

fn movements<'s>(a: &Analysis<'_>, i: &Indicator, r: &'s IndicatorResult<'_>, list: &mut FigureList<'s>) {
    let last_due = r.last_due.unwrap_or(a.period.previous());
    let mut movement = |what: &'static str, in_percent: &'static str, when: Period, m: Option<Movement>| {
        let Some(m) = m else { return };
        list.then("value", when, Amount::of(i.unit, i.decimals, m.from));
        list.add("value", Amount::of(i.unit, i.decimals, m.from + m.change));
        list.add(what, Amount::difference(i.unit, i.decimals, m.change));
        list.some(in_percent, m.percent.map(Amount::percent));
    };
    let year_ago = a.period.plus(-4);
    movement("change since it was last due", "change since it was last due in percent", last_due, r.short.ok());
    movement("change on a year ago", "change on a year ago in percent", year_ago, r.year_on_year.ok());
    movement("long-term change", "long-term change in percent", year_ago, r.long.ok());
}

fn year<'s>(i: &Indicator, r: &'s IndicatorResult<'_>, list: &mut FigureList<'s>) {
    let of = |value: Option<f64>| value.map(|v| Amount::of(i.unit, i.decimals, v));
    list.some("year to date", of(r.year_to_date.ok()));
    let Ok(outturn) = r.outturn.as_deref() else { return };
    let what = if outturn.foreseen.is_some() { "forecast of the year" } else { "figure of the year" };
    list.add(what, Amount::of(i.unit, i.decimals, outturn.value));
    list.some("year's target", of(outturn.target)).some("the service's forecast", of(outturn.own));
    list.some("distance of the year from its target in percent", outturn.miss.map(Amount::percent));
    let Some(foreseen) = &outturn.foreseen else { return };
    for (what, (low, high)) in [("range of 80%", foreseen.range_80), ("range of 95%", foreseen.range_95)] {
        list.some(what, of(Some(low))).some(what, of(Some(high)));
    }
    // As sentences say it: under 1%, over 99%.
    let chance = foreseen.chance.map(|c| if (0.0..1.0).contains(&c) && c > 0.0 { c.clamp(0.01, 0.99) } else { c });
    list.some("chance of the year's target", chance.map(Amount::share));
    list.some("chance of missing the year's target", chance.map(|c| Amount::share(1.0 - c)));
}

fn among_others<'s>(i: &Indicator, r: &'s IndicatorResult<'_>, list: &mut FigureList<'s>) {
    let Some(benchmark) = r.benchmark.as_deref() else { return };
    let of = |value: f64| Amount::of(i.unit, i.decimals, value);
    if let Some(Ok(standing)) = benchmark.standing {
        list.add("own figure among its peers", of(standing.own)).add("median of its peers", of(standing.median));
        list.add("distance from the median", Amount::difference(i.unit, i.decimals, standing.distance));
        list.some("distance from the median in percent", standing.percent.map(Amount::percent));
        list.count("peers", standing.peers);
        if let Some(place) = standing.place {
            list.count("rank", place.rank).count("ranked", place.of).count("quartile", f64::from(place.quartile));
        }
    }
    for beside in &benchmark.beside {
        list.add("figure of others", of(beside.comparator.value));
        let distance = beside.distance.ok().map(|d| Amount::difference(i.unit, i.decimals, d));
        list.some("distance from others", distance);
    }
}

/// What a service says of its figures, and what was said to our queries.
pub fn words<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    for r in &a.indicators {
        list.of(&a.register.indicators[r.indicator].id);
        let narrative = r.reading.filter(|reading| !reading.held_back()).map(|reading| &reading.words);
        for words in narrative.iter().flat_map(|n| [&n.commentary, &n.barriers, &n.levers, &n.remedial_action]) {
            list.words("in its service's words", words, false);
        }
        if let Some(said) = r.confirmed.and_then(|query| query.confirmation()) {
            list.words("in the answer to its query", said.why, true);
        }
    }
}

/// As received, and each quarter alone; the targets then.
fn earlier<'s>(a: &Analysis<'_>, past: &Past, i: &Indicator, r: &'s IndicatorResult<'_>, list: &mut FigureList<'s>) {
    let of = |value: f64| Amount::of(i.unit, i.decimals, value);
    for (back, own) in (1i32..).zip(r.quarters.iter().rev().skip(1)) {
        let when = a.period.plus(-back);
        let received = past.values.get(r.indicator, when);
        for value in received.into_iter().chain(own.filter(|own| received != Some(*own))) {
            list.then("value", when, of(value));
        }
        if let Some(target) = past.reported.get(&(r.indicator, when)).and_then(|then| then.target) {
            list.then("target", when, of(target));
        }
    }
    if let Some(quarter) = r.quarters.last().copied().flatten().filter(|_| r.value.is_some()) {
        list.add("value of the quarter alone", of(quarter));
    }
}
