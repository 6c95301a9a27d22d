//! One row of facts for each correction of an earlier quarter, and for each past figure that a form states beside this
//! quarter's; and the rules over them.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use crate::catalogue::{Check, T008, T009, T010, T011};
use crate::finding::Finding;
use crate::reading::correction::{Correction, StatedFigure};
use crate::register::Indicator;
use crate::status::round_half_away;
use polars::prelude::{col, lit};

/// A correction with what the ledger holds of its quarter.
pub(super) struct CorrectionFacts<'a> {
    correction: &'a Correction,
    indicator: &'a Indicator,
    /// The ledger has figures of that quarter.
    quarter_held: bool,
    held: Option<f64>,
}

impl CorrectionFacts<'_> {
    /// As both are printed.
    fn misquoted(&self) -> Option<bool> {
        Some(!same(self.indicator, self.correction.published?, self.held?))
    }
}

impl Subject for CorrectionFacts<'_> {
    fn at(&self, _: &Check, finding: Finding) -> Finding {
        let c = self.correction;
        finding.at(&c.place).of(&*c.service).about(&*c.indicator)
    }
}

fn same(indicator: &Indicator, a: f64, b: f64) -> bool {
    round_half_away(a, indicator.decimals) == round_half_away(b, indicator.decimals)
}

fn shown(indicator: &Indicator, value: Option<f64>) -> String {
    value.map_or("no figure".to_owned(), |v| crate::shown::shown(indicator.unit, indicator.decimals, v))
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<CorrectionFacts<'a>> {
    let ValidationContext { register, returns, past, .. } = *context;
    let facts = |correction: &'a Correction| {
        let number = register.indicator_number(&correction.indicator)?;
        Some(CorrectionFacts {
            correction,
            indicator: &register.indicators[number],
            quarter_held: past.held.contains(&correction.period),
            held: past.values.get(number, correction.period),
        })
    };
    returns.iter().flat_map(|r| &r.corrections).filter_map(facts).collect()
}

#[rustfmt::skip]
pub(super) fn columns<'a>() -> Vec<ConditionColumn<CorrectionFacts<'a>>> {
    vec![
        ConditionColumn { name: "class", words: "the class is given", get: Get::Flag(|f| Some(f.correction.class.is_some())) },
        ConditionColumn { name: "reason", words: "the reason", get: Get::Text(|f| &f.correction.reason) },
        ConditionColumn { name: "author", words: "who made it", get: Get::Text(|f| &f.correction.author) },
        ConditionColumn { name: "quarter_held", words: "the ledger has that quarter", get: Get::Flag(|f| Some(f.quarter_held)) },
        ConditionColumn { name: "misquoted", words: "not as it was reported", get: Get::Flag(|f| f.misquoted()) },
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<CorrectionFacts<'a>>> {
    vec![
        CheckRule {
            check: &T008,
            when: |_| col("class").not().or(col("reason").eq(lit(""))).or(col("author").eq(lit(""))),
            expected: |_, _| "class, reason and author of the correction".to_owned(),
            got: |f, _| {
                let c = f.correction;
                let parts =
                    [("class", c.class.is_none()), ("reason", c.reason.is_empty()), ("author", c.author.is_empty())];
                let blank: Vec<_> = parts.into_iter().filter(|(_, blank)| *blank).map(|(name, _)| name).collect();
                format!("no {}", blank.join(", no "))
            },
        },
        CheckRule {
            check: &T009,
            when: |_| col("quarter_held").not(),
            expected: |_, _| "a quarter whose figures were recorded".to_owned(),
            got: |f, _| f.correction.period.to_string(),
        },
        CheckRule {
            check: &T010,
            when: |_| col("misquoted"),
            expected: |f, _| format!("{} for {}, as it was reported", shown(f.indicator, f.held), f.correction.period),
            got: |f, _| shown(f.indicator, f.correction.published),
        },
    ]
}

/// A past figure that a form states and that is neither what the ledger holds nor declared.
pub(super) struct Undeclared<'a> {
    stated: &'a StatedFigure,
    indicator: &'a Indicator,
    held: Option<f64>,
    differs: bool,
}

impl Subject for Undeclared<'_> {
    fn at(&self, _: &Check, finding: Finding) -> Finding {
        let s = self.stated;
        finding.at(&s.place).of(&*s.service).about(&*s.indicator)
    }
}

pub(super) fn stated<'a>(context: &ValidationContext<'a>) -> Vec<Undeclared<'a>> {
    let ValidationContext { register, returns, past, .. } = *context;
    let of = |stated: &'a StatedFigure, corrections: &[Correction]| {
        let number = register.indicator_number(&stated.indicator)?;
        let (indicator, held) = (&register.indicators[number], past.values.get(number, stated.period));
        let about = |c: &&Correction| (&c.indicator, c.period) == (&stated.indicator, stated.period);
        // What is declared is what the figure should be now.
        let wanted = corrections.iter().find(about).map(|c| c.corrected).or(held)?;
        Some(Undeclared { stated, indicator, held, differs: !same(indicator, stated.value, wanted) })
    };
    let of_own_row = |s: &&StatedFigure| !s.beside;
    returns.iter().flat_map(|r| r.stated.iter().filter(of_own_row).filter_map(move |s| of(s, &r.corrections))).collect()
}

pub(super) fn stated_columns<'a>() -> Vec<ConditionColumn<Undeclared<'a>>> {
    vec![ConditionColumn { name: "differs", words: "not as the ledger has it", get: Get::Flag(|u| Some(u.differs)) }]
}

pub(super) fn stated_rules<'a>() -> Vec<CheckRule<Undeclared<'a>>> {
    vec![CheckRule {
        check: &T011,
        when: |_| col("differs"),
        expected: |u, _| format!("{} for {}, as it was reported", shown(u.indicator, u.held), u.stated.period),
        got: |u, _| shown(u.indicator, Some(u.stated.value)),
    }]
}
