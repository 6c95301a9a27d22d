//! The things to know and what went well, as sentences built from computed facts only.

use super::concern;
use super::shown::{chance_words, count, plain, shown, shown_difference};
use super::why::band;
use super::{
    Analysis, Comparison, Direction, Headline, HeadlineKind, IndicatorResult, LevelPair, Movement, ReturnState,
    Success, SuccessKind,
};
use crate::fit::fit;
use crate::measure::{LongTerm, Polarity};
use crate::reading::query::Query;
use crate::register::Indicator;
use crate::settings::Status;
use std::cmp::Reverse;

/// Successes told of each kind.
const EACH: usize = 10;
/// A run on target shorter than a year is not yet a long one.
const LONG_RUN: u32 = 4;
/// Services named in one sentence.
const NAMED: usize = 3;
/// Things to know.
const MOST: usize = 5;

/// At most five, the most important first.
pub(super) fn headlines(a: &Analysis<'_>) -> Vec<Headline> {
    let all = [reds(a), outturn(a), worsened(a), risks(a), returns(a), actions(a)].into_iter().flatten().take(MOST);
    all.map(|h| Headline { computed: h.sentence.clone(), ..h }).collect()
}

fn outturn(a: &Analysis<'_>) -> Option<Headline> {
    let key = |r: &&IndicatorResult<'_>| a.register.indicators[r.indicator].key;
    let told = a.indicators.iter().filter(key).filter(|r| r.chance().is_some()).count();
    let chance = |n: usize| a.indicators[n].chance().unwrap_or(1.0);
    let to_miss = |n: &usize| a.indicators[*n].outturn.as_ref().is_ok_and(|o| o.to_miss());
    let missing = (0..a.indicators.len()).filter(|n| key(&&a.indicators[*n]) && to_miss(n));
    let missing: Vec<usize> = missing.collect();
    let least =
        missing.iter().copied().min_by(|x, y| chance(*x).total_cmp(&chance(*y)).then_with(|| a.id(*x).cmp(a.id(*y))));
    let sentence = match (told, least) {
        (0, _) => return None,
        (_, None) => format!("None of {} is forecast to miss the year's target.", count(told, "key indicator")),
        (_, Some(n)) => {
            let (i, r) = of(a, n);
            let o = r.outturn.as_ref().ok()?;
            let show = |v| shown(i.unit, i.decimals, v);
            let target = match (o.target, band(a.register, a.period, r)) {
                (_, Some(band)) => format!("its band of {band}"),
                (Some(target), None) => format!("the year's target of {}", show(target)),
                (None, None) => "its plan".to_owned(),
            };
            let likely = r.chance().map_or_else(String::new, |c| match c {
                0.0 => ", which it can no longer meet".to_owned(),
                c => format!(", {}", chance_words(c)),
            });
            format!(
                "{} of {} forecast to miss the year's target. Least likely to meet it: {}, forecast to end the year at {} \
                 against {target}{likely}{}.",
                missing.len(),
                are(told, "key indicator", missing.len()),
                label(i),
                show(o.value),
                confirmed(r),
            )
        }
    };
    Some(Headline { kind: HeadlineKind::Outturn, sentence, computed: String::new(), indicator: least, risk: None })
}

fn reds(a: &Analysis<'_>) -> Option<Headline> {
    let council = a.baskets.first()?;
    let (now, pair) = (council.now, &council.on_quarter);
    let off = match (now.rated(), now.red) {
        (0, _) => return None,
        (_, 0) => "Nothing that could be rated is off target".to_owned(),
        (rated, red) => format!("{red} of {} off target", are(rated as usize, "rated indicator", red as usize)),
    };
    let provisional = if now.is_provisional() {
        format!(
            " (provisional: {} due and without a figure)",
            are(now.missing as usize, "indicator", now.missing as usize)
        )
    } else {
        String::new()
    };
    let reds = a.exceptions();
    let worst = reds.iter().copied().find(|n| a.indicators[*n].doubt().is_none());
    let except = leaving_out(a, &reds);
    let why = match worst {
        Some(n) => format!(". Of most concern{except}: {}. Will it recover? {}", off_target(a, n), a.recovery(n).words),
        None => except,
    };
    let sentence = format!("{off}{provisional}{}{why}.{}", reds_compared(pair), gone(pair));
    Some(Headline { kind: HeadlineKind::Reds, sentence, computed: String::new(), indicator: worst, risk: None })
}

/// `; of the 113 rated in both quarters 27, 1 more than last quarter`
fn reds_compared(pair: &LevelPair) -> String {
    if pair.rated_then() == 0 {
        return "; none was rated last quarter".to_owned();
    }
    let change = i64::from(pair.now.red) - i64::from(pair.then.red);
    let against = match change {
        0 => "as many as last quarter".to_owned(),
        1.. => format!("{} more than last quarter", plain(0, change as f64)),
        _ => format!("{} fewer than last quarter", plain(0, -change as f64)),
    };
    match pair.rated() {
        0 => "; none was rated in both quarters".to_owned(),
        both => format!("; of {} in both quarters {}, {against}", count_rated(both), plain(0, pair.now.red.into())),
    }
}

/// `the 113 rated`
fn count_rated(n: u32) -> String {
    if n == 1 { "the one rated".to_owned() } else { format!("the {} rated", plain(0, n.into())) }
}

/// ` 37 indicators rated last quarter have no rating now, 9 of them off target then.`
fn gone(pair: &LevelPair) -> String {
    let (all, red) = (pair.gone.rated(), pair.gone.red);
    if all == 0 {
        return String::new();
    }
    let have = if all == 1 { "has" } else { "have" };
    let then = match (all, red) {
        (_, 0) => "none of them off target then".to_owned(),
        (1, _) => "which was off target then".to_owned(),
        (_, red) => format!("{} of them off target then", plain(0, red.into())),
    };
    format!(" {} rated last quarter {have} no rating now, {then}.", count(all as usize, "indicator"))
}

/// `, leaving out 1 figure that is queried (HWY10)`: those of the list that may be of the wrong size. Nothing is said
/// where there are none.
fn leaving_out(a: &Analysis<'_>, list: &[usize]) -> String {
    let ids: Vec<&str> = list.iter().filter(|n| a.indicators[**n].doubt().is_some()).map(|n| a.id(*n)).collect();
    let more = match ids.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = ids[..ids.len().min(NAMED)].join(", ");
    match ids.len() {
        0 => String::new(),
        1 => format!(", leaving out 1 figure that is queried ({named})"),
        n => format!(", leaving out {n} figures that are queried ({named}{more})"),
    }
}

/// `4 of 46 rated indicators are`: the verb goes with the number that is meant.
fn are(all: usize, one: &str, meant: usize) -> String {
    format!("{} {}", count(all, one), if meant == 1 { "is" } else { "are" })
}

/// `Invoices paid in time (FIN3), 70.0% against a target of 85.0%, 17.6% short, off target since Q2 2025-26`
fn off_target(a: &Analysis<'_>, n: usize) -> String {
    let (i, r) = of(a, n);
    let distance = match (r.variance_percent, i.polarity) {
        (None, _) => String::new(),
        (Some(v), Polarity::Higher) => format!(", {}% short", plain(1, v.abs())),
        (Some(v), Polarity::Lower) => format!(", {}% over", plain(1, v.abs())),
        (Some(v), _) => format!(", {}% away", plain(1, v.abs())),
    };
    let since = match r.red_since_words().filter(|_| r.red_since < Some(a.period)) {
        Some(since) => format!(", off target since {since}"),
        None => String::new(),
    };
    let key = if i.key { ", a key indicator" } else { "" };
    format!("{}{key}, {}{distance}{since}{}", label(i), against_target(a, i, r), confirmed(r))
}

/// `; queried and confirmed: the storm of 3 August`, where the figure was.
fn confirmed(r: &IndicatorResult<'_>) -> String {
    let words = r.confirmed.and_then(Query::confirmation).map(|c| c.words());
    words.map(|words| format!("; {words}")).unwrap_or_default()
}

fn worsened(a: &Analysis<'_>) -> Option<Headline> {
    let (ranked, doubted) = ranked(a, Direction::Worsening);
    // Key indicators have a place in headlines; others only where no key indicator worsened.
    let key = |n: &&usize| of(a, **n).0.key;
    let n = *ranked.iter().find(key).or(ranked.first())?;
    let (i, r) = of(a, n);
    let (m, when) = compared(a, n, has_last_year(a));
    let m = m.ok()?;
    let among = if i.key { "The key indicator that worsened most" } else { "What worsened most" };
    let doubted: Vec<usize> = doubted.into_iter().filter(|n| !i.key || of(a, *n).0.key).collect();
    let except = leaving_out(a, &doubted);
    let comma = if except.is_empty() { "" } else { "," };
    let sentence = format!("{among}{except}{comma} is {}: {}{}.", label(i), moved(i, m, when), confirmed(r));
    Some(Headline { kind: HeadlineKind::Worsened, sentence, computed: String::new(), indicator: Some(n), risk: None })
}

fn risks(a: &Analysis<'_>) -> Option<Headline> {
    let top = a.risks.first()?;
    top.score?;
    let matrix = &a.settings.risk;
    let shown = top.risk.current.map(|r| matrix.shown(r)).unwrap_or_default();
    let score = if matrix.products { format!("score {shown}") } else { shown };
    let band = if top.band.is_empty() { String::new() } else { format!(", {}", top.band) };
    let since = match top.previous {
        Some(last) if last.period < a.period.previous() => format!(" since {}", last.period.heading()),
        _ => " since last quarter".to_owned(),
    };
    let by = |n: i32| if matrix.products { n.to_string() } else { count(fit::<usize>(n), "band") };
    let movement = match top.movement {
        Some(m @ 1..) => format!(", up {}{since}", by(m)),
        Some(0) => format!(", unchanged{since}"),
        Some(m) => format!(", down {}{since}", by(-m)),
        None if top.carried => ", not in this quarter's returns".to_owned(),
        None if top.new => ", new this quarter".to_owned(),
        None => String::new(),
    };
    let proposed = match a.risks.iter().filter(|r| r.escalated().is_some()).count() {
        0 => String::new(),
        n => format!("; {} proposed for the level above", are(n, "risk", n)),
    };
    let title = sentence_part(&top.risk.title);
    let sentence = format!("The highest risk is “{title}” ({}): {score}{band}{movement}{proposed}.", top.risk.id);
    Some(Headline { kind: HeadlineKind::Risks, sentence, computed: String::new(), indicator: None, risk: Some(0) })
}

fn returns(a: &Analysis<'_>) -> Option<Headline> {
    let all = a.returns.len();
    let named = |state: ReturnState, what: &str| {
        let names: Vec<&str> = a
            .returns
            .iter()
            .filter(|r| r.state == state)
            .map(|r| a.register.services[r.service].name.as_str())
            .collect();
        let more = names.len().saturating_sub(NAMED);
        let shown = names[..names.len() - more].join(", ");
        match (names.len(), more) {
            (0, _) => String::new(),
            (_, 0) => format!("; {what}: {shown}"),
            (_, more) => format!("; {what}: {shown} and {more} more"),
        }
    };
    let complete = a.returns.iter().filter(|r| matches!(r.state, ReturnState::Complete | ReturnState::Late)).count();
    let sentence = match (all, complete) {
        (0, _) => return None,
        _ if complete == all => {
            format!("All {} sent a complete return{}.", count(all, "service"), named(ReturnState::Late, "late"))
        }
        _ => format!(
            "{complete} of {} sent a complete return{}{}{}{}.",
            count(all, "service"),
            named(ReturnState::Missing, "missing"),
            named(ReturnState::Rejected, "could not be accepted"),
            named(ReturnState::Incomplete, "incomplete"),
            named(ReturnState::Late, "late"),
        ),
    };
    Some(Headline { kind: HeadlineKind::Returns, sentence, computed: String::new(), indicator: None, risk: None })
}

fn actions(a: &Analysis<'_>) -> Option<Headline> {
    let overdue: Vec<_> = a.actions.iter().filter(|x| x.overdue).collect();
    let longest = overdue.first()?;
    let title = sentence_part(&longest.action.title);
    let sentence = format!(
        "{} overdue; the longest, “{title}” ({}), by {}.",
        are(overdue.len(), "action", overdue.len()),
        longest.action.id,
        count(fit::<usize>(longest.days_overdue), "day")
    );
    Some(Headline { kind: HeadlineKind::Actions, sentence, computed: String::new(), indicator: None, risk: None })
}

/// By kind, the greatest first; an indicator stands under the first kind that fits it. Nothing that is off target or worse
/// than a year ago is a success, and no figure that is queried for its size until it is confirmed.
pub(super) fn successes<'a>(a: &Analysis<'a>) -> Vec<Success<'a>> {
    let by = |keep: &dyn Fn(&IndicatorResult<'a>) -> bool| {
        let sure = |r: &IndicatorResult<'a>| keep(r) && r.doubt().is_none() && may_be_success(r);
        let beyond = |r: &IndicatorResult<'a>| r.variance_percent.unwrap_or(f64::NEG_INFINITY);
        let all = a.indicators.iter().enumerate().filter(|(_, r)| sure(r));
        let mut list: Vec<(f64, usize)> = all.map(|(n, r)| (beyond(r), n)).collect();
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| a.id(x.1).cmp(a.id(y.1))));
        list.into_iter().map(|(_, n)| n).collect::<Vec<usize>>()
    };
    let mut longest = by(&|r| r.quarters_on_target >= LONG_RUN);
    longest.sort_by_key(|n| Reverse(a.indicators[*n].quarters_on_target));
    let mut improved = ranked(a, Direction::Improving).0;
    improved.retain(|n| may_be_success(&a.indicators[*n]));
    let candidates = [
        (SuccessKind::Recovered, by(&|r| r.status.on_target() && r.status_previous == Status::Red)),
        (SuccessKind::Improved, improved),
        (SuccessKind::LongestRun, longest),
        (SuccessKind::Met, by(&|r| r.status.on_target() && r.variance_percent.is_some_and(|v| v > 0.0))),
    ];
    let mut told = std::collections::HashSet::new();
    let mut out = Vec::new();
    for (kind, list) in candidates {
        let fresh: Vec<usize> = list.into_iter().filter(|n| !told.contains(n)).take(EACH).collect();
        told.extend(fresh.iter().copied());
        out.extend(fresh.into_iter().filter_map(|n| success(a, kind, n)));
    }
    out
}

/// Neither off target nor worse than a year ago.
fn may_be_success(r: &IndicatorResult<'_>) -> bool {
    let worse = r.year_on_year.is_ok_and(|m| m.direction == Direction::Worsening);
    r.status != Status::Red && !worse
}

fn success<'a>(a: &Analysis<'a>, kind: SuccessKind, n: usize) -> Option<Success<'a>> {
    let (i, r) = of(a, n);
    let name = label(i);
    let sentence = match kind {
        SuccessKind::Recovered => {
            format!("{name} is back on target: {}; it was off target last quarter.", against_target(a, i, r))
        }
        SuccessKind::Improved => {
            let (m, when) = compared(a, n, has_last_year(a));
            format!("{name} has improved: {}.", moved(i, m.ok()?, when))
        }
        SuccessKind::LongestRun => {
            let times = match i.due_quarters.len() {
                4 => format!("{} in a row", count(r.quarters_on_target as usize, "quarter")),
                _ => format!("each of the last {} times that it was due", r.quarters_on_target),
            };
            format!("{name} has been on target for {times}: {}.", against_target(a, i, r))
        }
        SuccessKind::Met => format!("{name} is better than its target: {}.", against_target(a, i, r)),
    };
    let words = r.reading.map_or("", |reading| reading.words.commentary.as_str());
    let sentence = format!("{}{}.", sentence.trim_end_matches('.'), confirmed(r));
    Some(Success { kind, indicator: n, computed: sentence.clone(), sentence, words })
}

/// The comparison that says whether a figure got better or worse, and since when: with the same quarter last year where the
/// council's long-term comparison is seasonal, since a season is no improvement, and there are figures of last year; else with
/// when it was last due.
fn compared(a: &Analysis<'_>, n: usize, has_last_year: bool) -> (Comparison, &'static str) {
    let (i, r) = of(a, n);
    match i.long_term.unwrap_or(a.settings.direction.long_term) {
        LongTerm::Seasonal if has_last_year => (r.year_on_year, "a year ago"),
        LongTerm::Seasonal | LongTerm::Ongoing => (r.short, "when it was last due"),
    }
}

/// Whether any measure can be compared with the same quarter last year.
fn has_last_year(a: &Analysis<'_>) -> bool {
    a.indicators.iter().any(|r| r.year_on_year.is_ok())
}

/// Positions of what moved this way, the largest movement first as the concern takes what a measure counts and how large a
/// distance is, ties by id. From 0 there is no percentage, and no rank. Figures that are queried for their size stand in the
/// second list.
fn ranked(a: &Analysis<'_>, direction: Direction) -> (Vec<usize>, Vec<usize>) {
    let last_year = has_last_year(a);
    let size = |n: usize| {
        let (i, r) = of(a, n);
        let moved = compared(a, n, last_year).0.ok().filter(|m| m.direction == direction && m.percent.is_some())?;
        Some(concern::counts(i) * concern::size(moved.change, moved.percent, concern::usual_width(i, r)))
    };
    let mut list: Vec<(f64, usize)> = (0..a.indicators.len()).filter_map(|n| Some((size(n)?, n))).collect();
    list.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| a.id(x.1).cmp(a.id(y.1))));
    list.into_iter().map(|(_, n)| n).partition(|n| a.indicators[*n].doubt().is_none())
}

fn of<'s, 'a>(a: &'s Analysis<'a>, n: usize) -> (&'a Indicator, &'s IndicatorResult<'a>) {
    let result = &a.indicators[n];
    (&a.register.indicators[result.indicator], result)
}

fn label(i: &Indicator) -> String {
    format!("{} ({})", sentence_part(&i.name), i.id)
}

/// A title inside a sentence: without its own full stop.
fn sentence_part(title: &str) -> &str {
    title.trim().trim_end_matches('.')
}

/// `70.0% against a target of 85.0%`, `22 against a band of 15 to 20`, as far as there is one.
fn against_target(a: &Analysis<'_>, i: &Indicator, r: &IndicatorResult<'_>) -> String {
    let show = |v: Option<f64>| v.map(|v| shown(i.unit, i.decimals, v));
    let goal = band(a.register, a.period, r).map(|band| format!("a band of {band}"));
    match (show(r.value), goal.or_else(|| show(r.target).map(|target| format!("a target of {target}")))) {
        (Some(value), Some(goal)) => format!("{value} against {goal}"),
        (Some(value), None) => value,
        _ => String::new(),
    }
}

/// `from 92.0% a year ago to 85.0%, down 7.0 percentage points`
fn moved(i: &Indicator, m: Movement, when: &str) -> String {
    let show = |v| shown(i.unit, i.decimals, v);
    let way = if m.change < 0.0 { "down" } else { "up" };
    let size = shown_difference(i.unit, i.decimals, m.change.abs());
    let quarter = if i.cumulative { " in the quarter" } else { "" };
    format!("from {} {when} to {}{quarter}, {way} {size}", show(m.from), show(m.from + m.change))
}
