//! The conditions of the family Return over readings: does what came belong together.

use super::frame::CheckRule;
use super::readings::ReadingFacts;
use super::terms::{HALF, value};
use crate::catalogue::{T004, T006, T013};
use polars::prelude::{col, lit};

pub(super) fn rules<'a>() -> Vec<CheckRule<ReadingFacts<'a>>> {
    vec![
        CheckRule {
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
        CheckRule {
            check: &T006,
            when: |_| col("value").is_not_null().and(col("due").not()),
            expected: |f, _| f.indicator.when_due(f.reading.period),
            got: value,
        },
        CheckRule {
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
    ]
}
