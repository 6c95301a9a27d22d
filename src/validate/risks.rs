//! One row of facts for each risk, and the rules over them.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use super::place::at_asked;
use crate::catalogue::{Check, K001, K002, K003, K004, K005, K007, K008, K009};
use crate::finding::Finding;
use crate::fit::fit;
use crate::reading::{Rating, Return, Risk};
use crate::record::{Field, Kind};
use crate::settings::{Settings, Status};
use crate::text::words::meaning;
use chrono::NaiveDate;
use polars::prelude::{col, lit};

/// A risk with what was known of it before.
pub(super) struct RiskFacts<'a> {
    risk: &'a Risk,
    returned: &'a Return,
    before: Option<&'a Risk>,
    settings: &'a Settings,
    as_at: NaiveDate,
    /// The status of the indicator that it is about.
    linked: Option<Status>,
    /// The form has a column for the owner, and one for the date of the review.
    asks: (bool, bool),
}

/// What people call a colour; more than one word where they differ. Colours without a hue have none.
fn colours(fill: &str) -> &'static [&'static str] {
    let part = |from| fill.get(from..from + 2).and_then(|hex| i32::from_str_radix(hex, 16).ok());
    let (Some(r), Some(g), Some(b)) = (part(1), part(3), part(5)) else { return &[] };
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if most - least < 16 {
        return &[];
    }
    let sixth = |rise: i32, start: i32| start + 60 * rise / (most - least);
    let degrees = match most {
        m if m == r => sixth(g - b, 0),
        m if m == g => sixth(b - r, 120),
        _ => sixth(r - g, 240),
    };
    match degrees.rem_euclid(360) {
        0..10 | 330..360 => &["red"],
        10..30 => &["red", "orange", "amber"],
        30..70 => &["amber", "yellow", "orange"],
        70..170 => &["green"],
        170..260 => &["blue"],
        _ => &["purple"],
    }
}

impl RiskFacts<'_> {
    fn score(&self, rating: Option<Rating>) -> Option<f64> {
        rating.and_then(|r| self.settings.risk.score(r)).map(f64::from)
    }

    fn current(&self) -> Option<f64> {
        self.score(self.risk.current)
    }

    fn inherent(&self) -> Option<f64> {
        self.score(self.risk.inherent)
    }

    fn target(&self) -> Option<f64> {
        self.score(self.risk.target)
    }

    fn previous(&self) -> Option<f64> {
        self.score(self.before.and_then(|r| r.current))
    }

    fn band(&self) -> &str {
        self.risk.current.and_then(|r| self.settings.risk.band(r)).map_or("", |b| &b.name)
    }

    /// `3 × 4 = 12`, or the cell and its band where the matrix has no scores.
    fn worked_out(&self) -> String {
        let matrix = &self.settings.risk;
        match self.risk.current {
            Some(r) if matrix.products => format!("{} × {} = {}", r.likelihood, r.impact, r.product()),
            Some(r) => format!("{}, which is {}", matrix.code(r), self.band()),
            None => String::new(),
        }
    }

    fn band_said(&self) -> String {
        match self.risk.current {
            Some(r) if self.settings.risk.products => format!("{}, the band of score {}", self.band(), r.product()),
            Some(r) => format!("{}, the band of {}", self.band(), self.settings.risk.code(r)),
            None => String::new(),
        }
    }

    /// A score as people write it: on a matrix without scores, its band.
    fn shown(&self, score: Option<f64>) -> String {
        let Some(score) = score else { return "nothing".to_owned() };
        let rank = fit::<usize>(score).checked_sub(1).filter(|k| *k as f64 + 1.0 == score);
        let band = rank.and_then(|k| self.settings.risk.bands.get(k)).filter(|_| !self.settings.risk.products);
        band.map_or_else(|| score.to_string(), |b| b.name.clone())
    }

    /// Null where there is no typed band or no score to compare it with.
    fn band_agrees(&self) -> Option<bool> {
        let typed: String = meaning(&self.risk.typed_band).chars().filter(|c| c.is_alphabetic()).collect();
        let band = self.risk.current.and_then(|r| self.settings.risk.band(r))?;
        let named = || typed == meaning(&band.name).chars().filter(|c| c.is_alphabetic()).collect::<String>();
        (!typed.is_empty()).then(|| named() || colours(&band.fill).contains(&typed.as_str()))
    }

    fn days_since_review(&self) -> Option<f64> {
        self.risk.reviewed.map(|day| (self.as_at - day).num_days() as f64)
    }
}

impl Subject for RiskFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let Risk { place, service, id, .. } = self.risk;
        at_asked(check, finding, place, self.returned, |_| true).of(&**service).about(&**id)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>, statuses: &[Option<Status>]) -> Vec<RiskFacts<'a>> {
    let ValidationContext { settings, register, period, returns, past, .. } = *context;
    let as_at = period.last_day(settings.year.start_month);
    let linked = |risk: &Risk| {
        let number = register.indicator_number(risk.indicator.trim());
        number.and_then(|n| *statuses.get(n)?)
    };
    let risks = returns.iter().flat_map(|r| {
        let asks = |field| context.asks(r, Kind::Risks, field);
        let asks = (asks(Field::Owner), asks(Field::Reviewed));
        r.risks.iter().map(move |risk| (risk, r, asks))
    });
    let facts = |(risk, returned, asks): (&'a Risk, &'a Return, _)| RiskFacts {
        risk,
        returned,
        before: past.risks.get(&risk.id),
        settings,
        as_at,
        linked: linked(risk),
        asks,
    };
    risks.map(facts).collect()
}

#[rustfmt::skip]
pub(super) fn columns<'a>() -> Vec<ConditionColumn<RiskFacts<'a>>> {
    use Get::{Flag, Number, Text};
    vec![
        ConditionColumn { name: "asks_owner", words: "the form has a column for the owner", get: Flag(|f| Some(f.asks.0)) },
        ConditionColumn { name: "asks_review", words: "the form has a column for the date of the review", get: Flag(|f| Some(f.asks.1)) },
        ConditionColumn { name: "score", words: "current likelihood × impact", get: Number(RiskFacts::current) },
        ConditionColumn { name: "inherent_score", words: "inherent likelihood × impact", get: Number(RiskFacts::inherent) },
        ConditionColumn { name: "target_score", words: "target likelihood × impact", get: Number(RiskFacts::target) },
        ConditionColumn { name: "typed_score", words: "the score as typed", get: Number(|f| f.risk.typed_score) },
        ConditionColumn { name: "quoted_previous", words: "last quarter's score as quoted", get: Number(|f| f.risk.quoted_previous) },
        ConditionColumn { name: "previous_score", words: "last quarter's score", get: Number(RiskFacts::previous) },
        ConditionColumn { name: "band_agrees", words: "the typed band is the score's", get: Flag(RiskFacts::band_agrees) },
        ConditionColumn { name: "owner", words: "who owns it", get: Text(|f| &f.risk.owner) },
        ConditionColumn { name: "days_since_review", words: "days since the last review", get: Number(RiskFacts::days_since_review) },
        ConditionColumn { name: "linked_status", words: "status of the indicator that it is about", get: Text(|f| f.linked.map_or("", Status::key)) },
    ]
}

fn at_most(score: String, of: &str) -> String {
    format!("at most the {of} score, {score}")
}

pub(super) fn rules<'a>() -> Vec<CheckRule<RiskFacts<'a>>> {
    vec![
        CheckRule {
            check: &K001,
            when: |_| col("typed_score").neq(col("score")),
            expected: |f, _| f.worked_out(),
            got: |f, _| f.shown(f.risk.typed_score),
        },
        CheckRule {
            check: &K002,
            when: |_| col("score").gt(col("inherent_score")),
            expected: |f, _| at_most(f.shown(f.inherent()), "inherent"),
            got: |f, _| f.shown(f.current()),
        },
        CheckRule {
            check: &K003,
            when: |_| col("target_score").gt(col("score")),
            expected: |f, _| at_most(f.shown(f.current()), "current"),
            got: |f, _| f.shown(f.target()),
        },
        CheckRule {
            check: &K004,
            when: |_| col("quoted_previous").neq(col("previous_score")),
            expected: |f, _| format!("{}, as reported last quarter", f.shown(f.previous())),
            got: |f, _| f.shown(f.risk.quoted_previous),
        },
        CheckRule {
            check: &K005,
            when: |_| col("band_agrees").not(),
            expected: |f, _| f.band_said(),
            got: |f, _| format!("“{}”", f.risk.typed_band),
        },
        CheckRule {
            check: &K007,
            when: |_| col("asks_owner").and(col("owner").eq(lit(""))),
            expected: |_, _| "an owner".to_owned(),
            got: |_, _| "nobody".to_owned(),
        },
        CheckRule {
            check: &K008,
            when: |s| {
                let days = col("days_since_review");
                col("asks_review").and(days.clone().is_null().or(days.gt(lit(f64::from(s.risk.review_days)))))
            },
            expected: |f, s| {
                let day = f.as_at.format("%d/%m/%Y");
                format!("a review in the {} days up to {day}", s.risk.review_days)
            },
            got: |f, _| match f.risk.reviewed {
                Some(day) => format!("last reviewed on {}", day.format("%d/%m/%Y")),
                None => "no date of review".to_owned(),
            },
        },
        CheckRule {
            check: &K009,
            when: |_| col("linked_status").eq(lit(Status::Red.key())).and(col("score").lt(col("previous_score"))),
            expected: |f, _| format!("a score of {} or more while {} is red", f.shown(f.previous()), f.risk.indicator),
            got: |f, _| f.shown(f.current()),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::colours;
    use crate::settings::RiskMatrix;

    #[test]
    fn words_of_colours() {
        let bands = RiskMatrix::default().bands;
        let called: Vec<&str> = bands.iter().map(|b| colours(&b.fill)[0]).collect();
        assert_eq!(called, ["green", "amber", "red", "red"]);
        assert_eq!(
            (colours("#00B050"), colours("#0070C0"), colours("#7030A0")),
            (&["green"][..], &["blue"][..], &["purple"][..])
        );
        assert_eq!((colours("#FFFFFF"), colours("#"), colours("red")), (&[][..], &[][..], &[][..]));
    }
}
