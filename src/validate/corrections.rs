//! One row of facts for each correction of an earlier quarter, and for each past figure that a form states beside this
//! quarter's; and the rules over them.

use super::context::ValidationContext;
use super::frame::{CheckRule, ConditionColumn, Get, Subject};
use super::place::at_asked;
use super::terms::plain;
use crate::catalogue::{C100, Check, R001, R002, T008, T009, T010, T011};
use crate::elementary::power;
use crate::finding::Finding;
use crate::reading::Return;
use crate::reading::asked::AskedDetail;
use crate::reading::correction::{Correction, StatedFigure, subject_of};
use crate::register::Indicator;
use crate::status::round_half_away;
use polars::prelude::{col, lit};

/// A correction with what the ledger holds of its quarter.
pub(super) struct CorrectionFacts<'a> {
    correction: &'a Correction,
    returned: &'a Return,
    indicator: &'a Indicator,
    /// The ledger has what the old figure was made of.
    parts_held: bool,
    /// The ledger has figures of that quarter.
    quarter_held: bool,
    held: Option<f64>,
}

impl CorrectionFacts<'_> {
    /// As both are printed.
    fn misquoted(&self) -> Option<bool> {
        Some(!same(self.indicator, self.correction.published?, self.held?))
    }

    /// Numerator ÷ denominator in the indicator's unit.
    fn quotient(&self) -> Option<f64> {
        let Correction { numerator, denominator, .. } = *self.correction;
        self.indicator.quotient(numerator?, denominator?)
    }

    fn above_whole(&self) -> bool {
        let Correction { numerator, denominator, .. } = *self.correction;
        self.indicator.part_of_whole && numerator.zip(denominator).is_some_and(|(n, d)| d != 0.0 && n > d)
    }

    /// Rounding steps between the figure and what it is made of.
    fn steps_from_parts(&self) -> Option<f64> {
        let step = power(0.1, i32::from(self.indicator.decimals));
        self.quotient().filter(|_| !self.above_whole()).map(|q| (q - self.correction.corrected).abs() / step)
    }

    /// The form asks for what the figure is made of, the old one's is known, and it is not given.
    fn lacks_parts(&self) -> bool {
        let asked = || self.returned.cell_asked(&self.correction.place, AskedDetail::Numerator).is_some();
        let Correction { numerator, denominator, .. } = self.correction;
        self.parts_held && (numerator.is_none() || denominator.is_none()) && asked()
    }
}

impl Subject for CorrectionFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let c = self.correction;
        at_asked(check, finding, &c.place, self.returned, |_| true).of(&*c.service).about(c.subject())
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
    let facts = |(returned, correction): (&'a Return, &'a Correction)| {
        let number = register.indicator_number(&correction.indicator)?;
        Some(CorrectionFacts {
            correction,
            returned,
            parts_held: past.numerators.get(number, correction.period).is_some()
                && past.denominators.get(number, correction.period).is_some(),
            indicator: &register.indicators[number],
            quarter_held: past.held.contains(&correction.period),
            held: past.values.get(number, correction.period),
        })
    };
    returns.iter().flat_map(|r| r.corrections.iter().map(move |c| (r, c))).filter_map(facts).collect()
}

#[rustfmt::skip]
pub(super) fn columns<'a>() -> Vec<ConditionColumn<CorrectionFacts<'a>>> {
    vec![
        ConditionColumn { name: "class", words: "the class is given", get: Get::Flag(|f| Some(f.correction.class.is_some())) },
        ConditionColumn { name: "reason", words: "the reason", get: Get::Text(|f| &f.correction.reason) },
        ConditionColumn { name: "author", words: "who made it", get: Get::Text(|f| &f.correction.author) },
        ConditionColumn { name: "quarter_held", words: "the ledger has that quarter", get: Get::Flag(|f| Some(f.quarter_held)) },
        ConditionColumn { name: "lacks_parts", words: "the old figure's numerator and denominator are known, and the new one's are not given", get: Get::Flag(|f| Some(f.lacks_parts())) },
        ConditionColumn { name: "above_whole", words: "the numerator is above the denominator", get: Get::Flag(|f| Some(f.above_whole())) },
        ConditionColumn { name: "steps_from_parts", words: "rounding steps between the figure and its numerator ÷ denominator", get: Get::Number(CorrectionFacts::steps_from_parts) },
        ConditionColumn { name: "misquoted", words: "not as it was reported", get: Get::Flag(|f| f.misquoted()) },
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<CorrectionFacts<'a>>> {
    vec![
        CheckRule {
            check: &C100,
            when: |_| col("lacks_parts"),
            expected: |f, _| {
                let i = f.indicator;
                format!("the numerator ({}) and the denominator ({})", i.numerator_name, i.denominator_name)
            },
            got: |f, _| format!("{} alone", shown(f.indicator, Some(f.correction.corrected))),
        },
        CheckRule {
            check: &R001,
            when: |_| col("above_whole"),
            expected: |f, _| format!("at most the denominator, {}", plain(f.correction.denominator)),
            got: |f, _| plain(f.correction.numerator),
        },
        CheckRule {
            check: &R002,
            when: |s| col("steps_from_parts").gt(lit(s.checks.ratio_steps + 1e-6)),
            expected: |f, _| {
                let parts = format!("{} ÷ {}", plain(f.correction.numerator), plain(f.correction.denominator));
                format!("{}, which is {parts}", shown(f.indicator, f.quotient()))
            },
            got: |f, _| shown(f.indicator, Some(f.correction.corrected)),
        },
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
        finding.at(&s.place).of(&*s.service).about(subject_of(&s.indicator, s.period))
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
