//! The conditions of the family Series: does this quarter fit the quarters before it.

use super::frame::CheckRule;
use super::history::LEAST;
use super::readings::ReadingFacts;
use super::terms::{
    HALF, change, has_status, in_quarter, is, large_change, no_commentary, on, outlier, plain, slip, value,
};
use crate::catalogue::{S001, S002, S003, S004, S005, S006};
use crate::measure::{Polarity, Unit};
use crate::settings::{Settings, Status};
use crate::statistic::outlier::Usual;
use polars::prelude::{col, lit};

/// What a figure is compared with where its measure has seasons.
const FOR_THE_SEASON: &str = "usual for this quarter of the year";

pub(super) fn rules<'a>() -> Vec<CheckRule<ReadingFacts<'a>>> {
    vec![
        CheckRule {
            check: &S001,
            when: |s| outlier(s).and(slip().and(on(s, &S002)).not()),
            expected: |f, _| {
                let (Some(usual), n) = (f.history.usual, f.history.count()) else { return String::new() };
                if usual.by_season {
                    let (low, high) = season(f, &usual);
                    return format!("{low} to {high}, {FOR_THE_SEASON} by the {n} quarters before it");
                }
                let (low, high) = (f.shown(Some(usual.lowest)), f.shown(Some(usual.highest)));
                format!("like the {n} quarters before it, {low} to {high}")
            },
            got: |f, _| in_quarter(f),
        },
        CheckRule { check: &S002, when: |_| slip(), expected: usual, got: |f, _| in_quarter(f) },
        CheckRule {
            check: &S003,
            when: |s| {
                let said = slip().and(on(s, &S002)).or(outlier(s).and(on(s, &S001)));
                large_change().and(no_commentary(s).not()).and(said.not())
            },
            expected: |f, s| {
                let percent = plain(Some(s.checks.change_percent));
                let least = f.change_least.map(|least| format!(", of less than {}", f.shown(Some(least))));
                format!("a change of at most {percent}%{}, or the usual one", least.unwrap_or_default())
            },
            got: change,
        },
        CheckRule {
            check: &S004,
            when: |_| {
                let full = is("unit", Unit::Percent.words()).and(col("in_quarter").eq(lit(100.0)));
                let moves = col("in_quarter").neq(lit(0.0)).and(full.not());
                col("unchanged").gt_eq(lit(4.0)).and(moves)
            },
            expected: |_, _| "a figure measured this quarter".to_owned(),
            got: |f, _| format!("{} for {} quarters in a row", in_quarter(f), f.history.unchanged),
        },
        CheckRule {
            check: &S005,
            when: |_| (col("value") - col("closing_before")).abs().gt(lit(HALF) * col("step")),
            expected: |f, _| format!("{}, last quarter's closing figure", f.shown(f.closing_before)),
            got: value,
        },
        CheckRule {
            check: &S006,
            when: |_| {
                let against = |polarity: Polarity, column: &str| {
                    is("polarity", polarity.words()).and(col(column).eq(col("years_compared")))
                };
                let away = against(Polarity::Higher, "years_falling").or(against(Polarity::Lower, "years_rising"));
                let short = has_status(Status::Red).or(has_status(Status::NoTarget));
                col("years_compared").gt_eq(lit(LEAST as f64)).and(away).and(short)
            },
            expected: |f, _| format!("a measure of which {}", f.indicator.polarity.words().to_lowercase()),
            got: |f, _| {
                let way = if f.history.rises > 0 { "higher" } else { "lower" };
                format!("{way} than a year before in each of the last {} quarters", f.history.years)
            },
        },
    ]
}

fn usual(f: &ReadingFacts<'_>, _: &Settings) -> String {
    match f.history.usual {
        Some(usual) if usual.by_season => format!("about {}, {FOR_THE_SEASON}", f.shown(Some(usual.median))),
        Some(usual) => format!("about {}, the usual figure", f.shown(Some(usual.median))),
        None => format!("about {}, the target", f.shown(f.target())),
    }
}

/// From the lowest to the highest that is usual for the season, of what the measure can be: pooled spread knows no bounds.
fn season(f: &ReadingFacts<'_>, usual: &Usual) -> (String, String) {
    let i = f.indicator;
    let never_negative = i.part_of_whole || usual.median >= 0.0 && i.unit != Unit::Pounds;
    let low = usual.lowest.max(i.minimum.or(never_negative.then_some(0.0)).unwrap_or(f64::MIN));
    let high = usual.highest.min(i.maximum.or(i.part_of_whole.then_some(100.0)).unwrap_or(f64::MAX));
    (f.shown(Some(low)), f.shown(Some(high)))
}
