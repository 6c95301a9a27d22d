//! One row of facts for each capital scheme, and the rules over them.

use super::super::context::ValidationContext;
use super::super::frame::{CheckRule, ConditionColumn, Subject, flag, number};
use super::super::place::at_asked;
use super::{by_id, large, no_reason, pounds, reason_expected, repeated, shown, shown_or_blank};
use crate::catalogue::{B004, B012, B013, B014, B016, B018, B030, B031, B033, B034, Check};
use crate::finding::Finding;
use crate::reading::Return;
use crate::reading::asked::AskedDetail;
use crate::reading::money::{CapitalScheme, CapitalStage, Pence};
use crate::record::{Field, Kind};
use crate::text::words::meaning;
use chrono::NaiveDate;
use polars::prelude::{col, lit};

/// A scheme beside what last quarter said of it, seen from the last day of the quarter.
pub(super) struct CapitalFacts<'a> {
    scheme: &'a CapitalScheme,
    returned: &'a Return,
    before: Option<&'a CapitalScheme>,
    asks_reason: bool,
    asks_spent: bool,
    as_at: NaiveDate,
}

impl CapitalFacts<'_> {
    fn moved(&self) -> Option<Pence> {
        Some(self.scheme.forecast? - self.before?.forecast?)
    }

    /// Amounts that cannot be below nought and are, with what they are.
    fn below_nought(&self) -> impl Iterator<Item = (&'static str, Pence)> {
        let CapitalScheme { budget, spent, forecast, .. } = self.scheme;
        let amounts = [("budget", *budget), ("spent", *spent), ("forecast", *forecast)];
        let amounts = amounts.into_iter().filter_map(|(name, amount)| Some((name, amount?)));
        amounts.filter(|(_, amount)| *amount < Pence::default())
    }

    fn out_of_size(&self) -> Option<(Pence, Pence, &'static str)> {
        let (budget, before) = (self.scheme.budget, self.before.and_then(|b| b.budget));
        let own = self.scheme.forecast.zip(budget).map(|(f, b)| (f, b, "its budget"));
        let past = budget.zip(before).map(|(b, p)| (b, p, "last quarter's budget"));
        [own, past].into_iter().flatten().find(|(a, b, _)| a.thousandfold(*b))
    }
}

impl Subject for CapitalFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let CapitalScheme { place, service, id, forecast, .. } = self.scheme;
        let finding = finding.of(&**service).about(&**id);
        if *check == B004 && forecast.is_some() {
            let cell = self.returned.cell_asked(place, AskedDetail::Budget).unwrap_or(place.cell);
            return finding.at(place).in_cell(cell);
        }
        at_asked(check, finding, place, self.returned, |_| true)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<CapitalFacts<'a>> {
    let past = by_id(&context.past.money.capital, |s| (&s.service, &s.id));
    let as_at = context.period.last_day(context.settings.year.start_month);
    let facts = |(returned, scheme): (&'a Return, &'a CapitalScheme)| CapitalFacts {
        scheme,
        returned,
        before: past.get(&(&*scheme.service, meaning(&scheme.id))).copied(),
        asks_reason: context.asks(returned, Kind::Capital, Field::VarianceReason),
        asks_spent: context.asks(returned, Kind::Capital, Field::Spent),
        as_at,
    };
    context.returns.iter().flat_map(|r| r.money.capital.iter().map(move |s| (r, s))).map(facts).collect()
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<CapitalFacts<'a>>> {
    vec![
        number("budget", "what was approved", |f| pounds(f.scheme.budget)),
        number("spent", "spent so far", |f| pounds(f.scheme.spent)),
        number("variance", "forecast less budget", |f| pounds(f.scheme.forecast_variance())),
        number("moved", "forecast less last quarter's", |f| pounds(f.moved())),
        number("unspent", "forecast less what is spent", |f| Some((f.scheme.forecast? - f.scheme.spent?).pounds())),
        number("slip_days", "days that it is later than planned", |f| f.scheme.slip_days().map(|days| days as f64)),
        flag("lacks", "no budget or no forecast", |f| Some(f.scheme.forecast.is_none() || f.scheme.budget.is_none())),
        flag("complete", "its stage is complete", |f| Some(f.scheme.stage == Some(CapitalStage::Complete))),
        flag("overdue", "past its completion and not complete", |f| Some(f.scheme.overdue(f.as_at))),
        flag("sign_reversed", "an amount below nought", |f| Some(f.below_nought().next().is_some())),
        flag("contradicted", "less than what is spent is forecast", |f| {
            Some(f.scheme.forecast.zip(f.scheme.spent).is_some_and(|(forecast, spent)| forecast < spent))
        }),
        flag("out_of_size", "a thousand times its budget, or a thousandth", |f| Some(f.out_of_size().is_some())),
        flag("asks_spent", "the form asks what is spent", |f| Some(f.asks_spent)),
        flag("asks_reason", "the form asks for a reason", |f| Some(f.asks_reason)),
        flag("reason_given", "a reason is given", |f| Some(!f.scheme.reason.trim().is_empty())),
        flag("reason_repeated", "last quarter's reason, word for word", |f| {
            Some(f.before.is_some_and(|b| repeated(&f.scheme.reason, &b.reason)))
        }),
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<CapitalFacts<'a>>> {
    vec![
        CheckRule {
            check: &B004,
            when: |_| col("lacks"),
            expected: |_, _| "a budget and a forecast".to_owned(),
            got: |f, _| match (f.scheme.budget, f.scheme.forecast) {
                (None, None) => "neither".to_owned(),
                (None, _) => "no budget".to_owned(),
                _ => "no forecast".to_owned(),
            },
        },
        CheckRule {
            check: &B012,
            when: |_| col("sign_reversed"),
            expected: |_, _| "amounts of a scheme above nought".to_owned(),
            got: |f, _| {
                let said = f.below_nought().map(|(name, amount)| format!("{name} {}", shown(amount)));
                said.collect::<Vec<_>>().join(", ")
            },
        },
        CheckRule {
            check: &B016,
            when: |_| {
                // Of what is above the budget already it is asked there.
                let above = col("spent").gt(col("budget")).fill_null(lit(false));
                col("contradicted").and(col("sign_reversed").or(col("out_of_size")).or(above).not())
            },
            expected: |f, _| format!("{} or more, what is spent", shown_or_blank(f.scheme.spent)),
            got: |f, _| format!("a forecast of {}", shown_or_blank(f.scheme.forecast)),
        },
        CheckRule {
            check: &B013,
            when: |s| {
                let doubted = col("out_of_size").or(col("sign_reversed")).or(col("contradicted"));
                large(s, "variance").and(no_reason()).and(doubted.not())
            },
            expected: |_, s| reason_expected(s, "a reason for the variance"),
            got: |f, _| format!("none, at {}", shown_or_blank(f.scheme.forecast_variance())),
        },
        CheckRule {
            check: &B014,
            when: |s| {
                let nothing_new = no_reason().or(col("reason_repeated"));
                let said_already = large(s, "variance").and(no_reason()).fill_null(lit(false));
                large(s, "moved").and(nothing_new).and(said_already.not()).and(col("out_of_size").not())
            },
            expected: |_, s| reason_expected(s, "what changed since last quarter"),
            got: |f, _| {
                let nothing = if f.scheme.reason.trim().is_empty() { "none" } else { "last quarter's reason again" };
                let before = f.before.and_then(|b| b.forecast);
                format!("{nothing}; {} after {}", shown_or_blank(f.scheme.forecast), shown_or_blank(before))
            },
        },
        CheckRule {
            check: &B018,
            when: |_| col("out_of_size"),
            expected: |f, _| {
                let (_, other, of) = f.out_of_size().unwrap_or_default();
                format!("about {}, {of}", shown(other))
            },
            got: |f, _| shown(f.out_of_size().unwrap_or_default().0),
        },
        CheckRule {
            check: &B030,
            when: |_| col("spent").gt(col("budget")).and(col("out_of_size").not()),
            expected: |f, _| format!("at most {}, its budget", shown_or_blank(f.scheme.budget)),
            got: |f, _| shown_or_blank(f.scheme.spent),
        },
        CheckRule {
            check: &B031,
            when: |s| {
                let nothing = col("spent").fill_null(lit(0.0)).lt_eq(lit(0.0));
                let apart = large(s, "unspent").and(col("reason_given").not()).fill_null(lit(false));
                col("complete").and(col("asks_spent")).and(nothing.or(apart))
            },
            expected: |f, _| format!("{}, what it costs", shown_or_blank(f.scheme.forecast)),
            got: |f, _| match f.scheme.spent {
                None => "nothing spent, at a scheme that is complete".to_owned(),
                Some(spent) => format!("{} spent, at a scheme that is complete", shown(spent)),
            },
        },
        CheckRule {
            check: &B033,
            when: |_| col("slip_days").gt(lit(0.0)).and(no_reason()),
            expected: |f, _| format!("complete by {}, or a reason", day(f.scheme.planned)),
            got: |f, _| format!("none, at {}", day(f.scheme.completion)),
        },
        CheckRule {
            check: &B034,
            when: |_| col("overdue"),
            expected: |f, _| format!("complete by {}", day(f.scheme.completion.or(f.scheme.planned))),
            got: |f, _| f.scheme.stage.map_or("no stage", CapitalStage::words).to_owned(),
        },
    ]
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default()
}
