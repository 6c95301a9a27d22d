//! The rules over readings: the families Row, Return and Series.

use super::frame::Rule;
use super::history::LEAST;
use super::readings::Facts;
use crate::catalogue::{
    Check, R001, R002, R003, R004, R005, R006, R007, R010, S001, S002, S003, S004, S005, S006, T004, T006, T013,
};
use crate::measure::Unit;
use crate::reading::HELD_BACK;
use crate::settings::Settings;
use crate::statistic::outlier::Usual;
use polars::prelude::{Expr, col, lit};

/// What a figure is compared with where its measure has seasons.
const FOR_THE_SEASON: &str = "usual for this quarter of the year";
/// Half a rounding step and the noise of binary fractions.
const HALF: f64 = 0.5 + 1e-6;

fn is(column: &str, word: &'static str) -> Expr {
    col(column).eq(lit(word))
}

/// False where the condition has no answer.
fn sure(condition: Expr) -> Expr {
    condition.fill_null(lit(false))
}

/// True while the check is on: a lesser check gives way to one that says more, but not to one that says nothing.
fn on(settings: &Settings, check: &Check) -> Expr {
    lit(settings.checks.severity_of(check).is_some())
}

/// The part is more than the whole.
fn above_whole() -> Expr {
    let above = col("numerator").gt(col("denominator")).and(col("denominator").neq(lit(0.0)));
    sure(col("part_of_whole").and(above))
}

/// A fraction in place of a percentage was asked about: the same slip is not asked about twice.
fn asked_already() -> Expr {
    col("doubted")
}

/// The value is a slip of the unit or the decimal point: against its past, or where that is short against its target.
fn slip() -> Expr {
    let past = col("history_count").gt_eq(lit(4.0));
    let by_past = past.clone().and(col("seen_before").not()).and(col("times_usual").is_not_null());
    let by_target = past.not().and(col("times_target").is_not_null());
    sure(by_past).or(sure(by_target)).and(asked_already().not())
}

/// The value is outside everything that was seen before, and further than chance explains.
fn outlier(settings: &Settings) -> Expr {
    let enough = col("history_count").gt_eq(lit(LEAST as f64));
    let far = col("modified_z").gt(lit(settings.checks.outlier_z));
    sure(enough.and(col("seen_before").not()).and(far)).and(asked_already().not())
}

/// The change on last quarter is large in proportion, in the unit where the settings say what is, and for this
/// indicator.
fn large_change() -> Expr {
    col("large_change").and(asked_already().not())
}

fn no_commentary(settings: &Settings) -> Expr {
    col("commentary_length").lt(lit(settings.checks.commentary_length as f64))
}

/// The figure that was compared with the past: of a year to date, the quarter alone, beside what was sent.
fn in_quarter(f: &Facts<'_>) -> String {
    match (f.history.now, f.value()) {
        (Some(now), Some(sent)) if now != sent => {
            format!("{} in the quarter alone ({} for the year to date)", f.shown(Some(now)), f.shown(Some(sent)))
        }
        (now, sent) => f.shown(now.or(sent)),
    }
}

/// `71.2%, 12.0% more than last quarter's 63.6%`.
fn change(f: &Facts<'_>, _: &Settings) -> String {
    let percent = f.change_percent().unwrap_or(0.0);
    let way = if percent < 0.0 { "less" } else { "more" };
    let size = crate::shown::plain(0, percent.abs());
    format!("{}, {size}% {way} than last quarter's {}", in_quarter(f), f.shown(f.history.previous))
}

fn value(f: &Facts<'_>, _: &Settings) -> String {
    f.shown(f.value())
}

fn against_target(f: &Facts<'_>, _: &Settings) -> String {
    let measure = match f.target() {
        Some(target) => f.shown(Some(target)),
        None if crate::status::bounds(f.target).is_some() => "the band".to_owned(),
        None => "no target".to_owned(),
    };
    format!("{} against {measure}", f.shown(f.value()))
}

fn usual(f: &Facts<'_>, _: &Settings) -> String {
    match f.history.usual {
        Some(usual) if usual.by_season => format!("about {}, {FOR_THE_SEASON}", f.shown(Some(usual.median))),
        Some(usual) => format!("about {}, the usual figure", f.shown(Some(usual.median))),
        None => format!("about {}, the target", f.shown(f.target())),
    }
}

/// From the lowest to the highest that is usual for the season, of what the measure can be: pooled spread knows no bounds.
fn season(f: &Facts<'_>, usual: &Usual) -> (String, String) {
    let i = f.indicator;
    let never_negative = i.part_of_whole || usual.median >= 0.0 && i.unit != Unit::Pounds;
    let low = usual.lowest.max(i.minimum.or(never_negative.then_some(0.0)).unwrap_or(f64::MIN));
    let high = usual.highest.min(i.maximum.or(i.part_of_whole.then_some(100.0)).unwrap_or(f64::MAX));
    (f.shown(Some(low)), f.shown(Some(high)))
}

pub(super) fn readings<'a>() -> Vec<Rule<Facts<'a>>> {
    vec![
        Rule {
            check: &R001,
            when: |_| above_whole(),
            expected: |f, _| format!("at most the denominator, {}", part(f, f.reading.denominator)),
            got: |f, _| part(f, f.reading.numerator),
        },
        Rule {
            check: &R002,
            when: |s| {
                let gap = (col("value") - col("quotient")).abs();
                let apart = gap.gt(lit(s.checks.ratio_steps + 1e-6) * col("step"));
                apart.and(above_whole().and(on(s, &R001)).not())
            },
            expected: |f, _| {
                let parts = format!("{} ÷ {}", plain(f.reading.numerator), plain(f.reading.denominator));
                format!("{}, which is {parts}", f.shown(f.quotient()))
            },
            got: value,
        },
        Rule {
            check: &R003,
            when: |_| col("denominator").eq(lit(0.0)),
            expected: |_, _| "a denominator that is not 0".to_owned(),
            got: |f, _| format!("{} ÷ 0", part(f, f.reading.numerator)),
        },
        Rule {
            check: &R004,
            when: |_| {
                let unanswered = col("asks_action").and(col("remedial_action_length").eq(lit(0.0)));
                is("status", "red").and(unanswered)
            },
            expected: |_, _| "a remedial action".to_owned(),
            got: |f, s| format!("none, at {}", against_target(f, s)),
        },
        Rule {
            check: &R005,
            when: |s| large_change().and(no_commentary(s)),
            expected: |_, s| format!("a commentary of at least {} characters", s.checks.commentary_length),
            got: change,
        },
        Rule {
            check: &R006,
            when: |_| {
                let red_and_well = is("status", "red").and(is("commentary_claims", "good"));
                let met = is("status", "green").or(is("status", "exceeds"));
                red_and_well.or(met.and(is("commentary_claims", "bad")))
            },
            expected: |f, s| {
                let met = if f.status == "red" { "off target" } else { "on target" };
                format!("words that agree with {}, {met}", against_target(f, s))
            },
            got: |f, _| excerpt(&f.reading.words.commentary),
        },
        Rule {
            check: &R007,
            when: |s| col("commentary_repeated").and(no_commentary(s).not()),
            expected: |_, _| "words about this quarter".to_owned(),
            got: |f, _| excerpt(&f.reading.words.commentary),
        },
        Rule {
            check: &R010,
            when: |_| {
                let grows = col("minimum").gt_eq(lit(0.0)).or(col("minimum").is_null().and(is("unit", "Pounds").not()));
                let sum = col("cumulative").and(is("aggregation", "Sum")).and(col("year_quarter").gt(lit(1.0)));
                sum.and(grows).and(col("in_quarter").lt(lit(-1e-6) * col("step")))
            },
            expected: |f, _| {
                let before = f.value().zip(f.history.now).map(|(v, now)| crate::status::difference(v, now));
                format!("at least {}, the year to date last quarter", f.shown(before))
            },
            got: value,
        },
        Rule {
            check: &T004,
            when: |_| {
                let gap = (col("value") - col("parts")).abs();
                gap.gt(lit(HALF) * col("step") * (col("parts_count") + lit(1.0)))
            },
            expected: |f, _| {
                let (sum, n) = f.parts.unwrap_or_default();
                format!("{}, the sum of its {n} parts", f.shown(Some(sum)))
            },
            got: value,
        },
        Rule {
            check: &T013,
            when: |_| {
                let gap = (col("value") - col("formula")).abs();
                gap.gt(lit(HALF) * col("step") * (col("formula_feeders") + lit(1.0)))
            },
            expected: |f, _| {
                let text = f.indicator.formula.as_ref().map_or("", |formula| formula.text.as_str());
                format!("{}, which {text} gives", f.shown(f.formula.map(|(value, _)| value)))
            },
            got: value,
        },
        Rule {
            check: &T006,
            when: |_| col("value").is_not_null().and(col("due").not()),
            expected: |f, _| {
                let due: Vec<String> = f.indicator.due_quarters.iter().map(|q| format!("Q{q}")).collect();
                format!("a value in {} only", due.join(" and "))
            },
            got: value,
        },
        Rule {
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
        Rule { check: &S002, when: |_| slip(), expected: usual, got: |f, _| in_quarter(f) },
        Rule {
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
        Rule {
            check: &S004,
            when: |_| {
                let full = is("unit", "Percent").and(col("in_quarter").eq(lit(100.0)));
                let moves = col("in_quarter").neq(lit(0.0)).and(full.not());
                col("unchanged").gt_eq(lit(4.0)).and(moves)
            },
            expected: |_, _| "a figure measured this quarter".to_owned(),
            got: |f, _| format!("{} for {} quarters in a row", in_quarter(f), f.history.unchanged),
        },
        Rule {
            check: &S005,
            when: |_| (col("value") - col("closing_before")).abs().gt(lit(HALF) * col("step")),
            expected: |f, _| format!("{}, last quarter's closing figure", f.shown(f.closing_before)),
            got: value,
        },
        Rule {
            check: &S006,
            when: |_| {
                let against =
                    |polarity, column: &str| is("polarity", polarity).and(col(column).eq(col("years_compared")));
                let away = against("Higher is better", "years_falling").or(against("Lower is better", "years_rising"));
                let short = is("status", "red").or(is("status", "no-target"));
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

/// A numerator or denominator; beside a suppressed value it would tell it.
fn part(f: &Facts<'_>, part: Option<f64>) -> String {
    if f.reading.held_back() { format!("a figure that is {HELD_BACK}") } else { plain(part) }
}

fn plain(value: Option<f64>) -> String {
    value.map_or("nothing".to_owned(), |v| {
        let decimals = (0..4).find(|d| (v - crate::status::round_half_away(v, *d)).abs() < 1e-9).unwrap_or(4);
        crate::shown::plain(decimals, v)
    })
}

/// The start of a text, in quotation marks.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 80;
    let start: String = text.chars().take(LONGEST).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("“{}{more}”", start.trim_end())
}
