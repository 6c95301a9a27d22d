//! The conditions of the family Row over readings: do the cells of one line agree. Those over actions stand there.

use super::commentary::Claim;
use super::frame::CheckRule;
use super::readings::ReadingFacts;
use super::terms::{change, has_status, is, large_change, no_commentary, on, plain, slip, sure, value};
use crate::catalogue::{R001, R002, R003, R004, R005, R006, R007, R010, S002};
use crate::reading::HELD_BACK;
use crate::settings::{Settings, Status};
use polars::prelude::{Expr, col, lit};

pub(super) fn rules<'a>() -> Vec<CheckRule<ReadingFacts<'a>>> {
    vec![
        CheckRule {
            check: &R001,
            when: |_| above_whole(),
            expected: |f, _| format!("at most the denominator, {}", part(f, f.reading.denominator)),
            got: |f, _| part(f, f.reading.numerator),
        },
        CheckRule {
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
        CheckRule {
            check: &R003,
            when: |_| col("denominator").eq(lit(0.0)),
            expected: |_, _| "a denominator that is not 0".to_owned(),
            got: |f, _| format!("{} ÷ 0", part(f, f.reading.numerator)),
        },
        CheckRule {
            check: &R004,
            when: |_| {
                let unanswered = col("asks_action").and(col("remedial_action_length").eq(lit(0.0)));
                has_status(Status::Red).and(unanswered)
            },
            expected: |_, _| "a remedial action".to_owned(),
            got: |f, s| format!("none, at {}", against_target(f, s)),
        },
        CheckRule {
            check: &R005,
            when: |s| {
                // There is nothing to say of a change that a unit or a decimal point has made.
                large_change().and(no_commentary(s)).and(slip().and(on(s, &S002)).not())
            },
            expected: |_, s| format!("a commentary of at least {} characters", s.checks.commentary_length),
            got: change,
        },
        CheckRule {
            check: &R006,
            when: |_| {
                let claims = |claim: Claim| is("commentary_claims", claim.word());
                let red_and_well = has_status(Status::Red).and(claims(Claim::Good));
                let met = has_status(Status::Green).or(has_status(Status::Exceeds));
                red_and_well.or(met.and(claims(Claim::Bad)))
            },
            expected: |f, s| {
                let met = if f.status == Some(Status::Red) { "off target" } else { "on target" };
                format!("words that agree with {}, {met}", against_target(f, s))
            },
            got: |f, _| excerpt(&f.reading.words.commentary),
        },
        CheckRule {
            check: &R007,
            when: |s| col("commentary_repeated").and(no_commentary(s).not()),
            expected: |_, _| "words about this quarter".to_owned(),
            got: |f, _| excerpt(&f.reading.words.commentary),
        },
        CheckRule {
            check: &R010,
            when: |_| {
                let later = col("only_grows").and(col("year_quarter").gt(lit(1.0)));
                later.and(col("in_quarter").lt(lit(-1e-6) * col("step")))
            },
            expected: |f, _| {
                let before = f.value().zip(f.history.now).map(|(v, now)| crate::status::difference(v, now));
                format!("at least {}, the year to date last quarter", f.shown(before))
            },
            got: value,
        },
    ]
}

/// The part is more than the whole.
fn above_whole() -> Expr {
    let above = col("numerator").gt(col("denominator")).and(col("denominator").neq(lit(0.0)));
    sure(col("part_of_whole").and(above))
}

fn against_target(f: &ReadingFacts<'_>, _: &Settings) -> String {
    let measure = match f.target() {
        Some(target) => f.shown(Some(target)),
        None if crate::status::bounds(f.target).is_some() => "the band".to_owned(),
        None => "no target".to_owned(),
    };
    format!("{} against {measure}", f.shown(f.value()))
}

/// A numerator or denominator; beside a suppressed value it would tell it.
fn part(f: &ReadingFacts<'_>, part: Option<f64>) -> String {
    if f.reading.held_back() { format!("a figure that is {HELD_BACK}") } else { plain(part) }
}

/// The start of a text, in quotation marks.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 80;
    let start: String = text.chars().take(LONGEST).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("“{}{more}”", start.trim_end())
}
