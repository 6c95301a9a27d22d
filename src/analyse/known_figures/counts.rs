//! How many measures stand how: of the council, its priorities, perspectives, directorates and sets.

use super::figure::{Amount, FigureList};
use crate::analyse::{Analysis, Basket, BasketKind, BasketLevel, IndicatorResult, LevelPair};
use crate::period::Period;

pub fn collect<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    for b in &a.baskets {
        match b.kind {
            BasketKind::Council => list.of_council(&b.name),
            _ => list.of(&b.name),
        };
        basket(a, b, list);
    }
    measures(a, list);
}

fn basket<'s>(a: &Analysis<'_>, b: &'s Basket, list: &mut FigureList<'s>) {
    let now = &b.now;
    list.count("measures rated", now.rated()).count("measures on target", now.green);
    list.count("measures near target", now.amber).count("measures off target", now.red);
    list.count("measures", now.total).count("measures with a figure", now.measured);
    list.count("measures due and without a figure", now.missing);
    list.count("measures due and to be rated", now.rated() + now.missing);
    list.some("share on target, of those rated", now.share.map(Amount::share));
    list.some("share on target, of those due", now.share_of_due.map(Amount::share));
    let rated = f64::from(now.rated());
    for (what, n) in [("share off target, of those rated", now.red), ("share near target, of those rated", now.amber)] {
        list.some(what, (rated > 0.0).then(|| Amount::share(f64::from(n) / rated)));
    }
    pair(list, &b.on_quarter, a.period.previous());
    pair(list, &b.on_year, a.period.plus(-4));
    list.count("measures improving", b.improving).count("measures steady", b.steady);
    list.count("measures worsening", b.worsening);
    for rate in [b.improvement_short, b.improvement_long, b.improvement_year] {
        list.some("rate of improvement", rate.map(Amount::share));
    }
    for (rates, when) in [(&b.rate_on_quarter, a.period.previous()), (&b.rate_on_year, a.period.plus(-4))] {
        list.some("rate of improvement of those compared in both", rates.now.map(Amount::share));
        if let Some(then) = rates.then {
            list.then("rate of improvement", when, Amount::share(then));
        }
    }
    if let Some(figure) = b.composite.and_then(|c| c.now.ok()) {
        list.add("one figure for the set", Amount::share(figure));
    }
}

/// Over the measures that are rated in both quarters, and what only one of them has.
fn pair(list: &mut FigureList<'_>, pair: &LevelPair, when: Period) {
    list.count("measures rated in both quarters", pair.rated());
    list.some("share on target, of those rated in both", pair.now.share.map(Amount::share));
    list.some("change of the share on target", pair.change().map(Amount::share_difference));
    type Count = fn(&BasketLevel) -> u32;
    let kinds: [(&'static str, Count); 3] = [
        ("measures on target", |l| l.green),
        ("measures near target", |l| l.amber),
        ("measures off target", |l| l.red),
    ];
    for (what, of) in [
        ("measures on target, of those rated in both", kinds[0].1),
        ("measures near target, of those rated in both", kinds[1].1),
        ("measures off target, of those rated in both", kinds[2].1),
    ] {
        list.count(what, of(&pair.now));
    }
    for (what, of) in kinds {
        let (now, then) = (of(&pair.now), of(&pair.then));
        list.count("change of the number of measures", f64::from(now.abs_diff(then)));
        list.then(what, when, Amount::count(then));
        list.then(what, when, Amount::count(then + of(&pair.gone)));
        list.count("measures rated then and not now", of(&pair.gone))
            .count("measures rated now and not then", of(&pair.new));
    }
    list.count("measures rated then and not now", pair.gone.rated())
        .count("measures rated now and not then", pair.new.rated());
    list.then("measures rated", when, Amount::count(pair.rated_then()));
    if let Some(share) = pair.then.share {
        list.then("share on target", when, Amount::share(share));
    }
}

/// What is counted of all measures beside their statuses.
fn measures<'s>(a: &'s Analysis<'_>, list: &mut FigureList<'s>) {
    list.of_council("");
    let key = |r: &&IndicatorResult<'_>| a.register.indicators[r.indicator].key;
    let to_miss = |r: &&IndicatorResult<'_>| r.outturn.as_ref().is_ok_and(|o| o.to_miss());
    let all = || a.indicators.iter();
    list.counted("key measures", all().filter(key).count());
    list.counted("key measures with a forecast", all().filter(key).filter(|r| r.chance().is_some()).count());
    list.counted("key measures forecast to miss the year's target", all().filter(key).filter(to_miss).count());
    list.counted("measures forecast to miss the year's target", all().filter(to_miss).count());
    list.counted("measures that are not off yet and forecast to miss", a.breaches_forecast().len());
    list.counted("measures without a figure that were rated before", a.lost().len());
    list.counted("figures queried for their size", all().filter(|r| r.doubt().is_some()).count());
    list.counted("figures queried and confirmed", all().filter(|r| r.confirmed.is_some()).count());
    let reds = a.exceptions();
    let doubted = reds.iter().filter(|n| a.indicators[**n].doubt().is_some()).count();
    list.counted("figures off target that are queried", doubted);
    list.counted("figures left out by hand", a.left_out.len());
}
