//! One row of facts for each line of revenue, and the rules over them.

use super::super::context::ValidationContext;
use super::super::frame::{CheckRule, ConditionColumn, Subject, flag, number};
use super::super::place::at_asked;
use super::{by_id, large, no_reason, pounds, reason_expected, repeated, shown, shown_or_blank};
use crate::catalogue::{B004, B010, B011, B012, B013, B014, B015, B016, B018, Check};
use crate::finding::Finding;
use crate::reading::Return;
use crate::reading::asked::AskedDetail;
use crate::reading::money::{Pence, RevenueFlow, RevenueLine};
use crate::record::{Field, Kind};
use crate::text::words::meaning;
use polars::prelude::{col, lit};

/// A line beside what last quarter of the same year said of it.
pub(super) struct RevenueFacts<'a> {
    line: &'a RevenueLine,
    returned: &'a Return,
    before: Option<&'a RevenueLine>,
    asks_reason: bool,
    asks_virement: bool,
}

impl RevenueFacts<'_> {
    fn lacks(&self) -> bool {
        self.line.forecast.is_none() || self.line.current_budget().is_none()
    }

    /// The variance as typed, and as it should be.
    fn variances(&self) -> Option<(Pence, Pence)> {
        self.line.variance.zip(self.line.forecast_variance()).filter(|(typed, made)| !same(*typed, *made))
    }

    /// By how much the forecast moved beyond what was moved into the line.
    fn moved(&self) -> Option<Pence> {
        Some(self.line.forecast? - self.before?.forecast? - self.line.virement.unwrap_or_default())
    }

    /// By how much the budget moved since last quarter.
    fn budget_moved(&self) -> Option<Pence> {
        Some(self.line.current_budget()? - self.before?.current_budget()?)
    }

    /// How much of that no virement explains.
    fn unexplained(&self) -> Option<Pence> {
        self.budget_moved().map(|moved| moved - self.line.virement.unwrap_or_default())
    }

    /// The amount that another is a thousand times, or a thousandth, of; with what the other is.
    fn out_of_size(&self) -> Option<(Pence, Pence, &'static str)> {
        let (budget, before) = (self.line.current_budget(), self.before.and_then(RevenueLine::current_budget));
        let own = self.line.forecast.zip(budget).map(|(f, b)| (f, b, "its budget"));
        let past = budget.zip(before).map(|(b, p)| (b, p, "last quarter's budget"));
        let set = self.line.budget.zip(self.line.revised).map(|(b, r)| (b, r, "the revised budget"));
        [own, past, set].into_iter().flatten().find(|(a, b, _)| a.thousandfold(*b))
    }
}

/// Amounts in whole thousands, or whole pounds, may differ by one for having been rounded.
fn same(a: Pence, b: Pence) -> bool {
    let whole = |step: i64| a.pence() % step == 0 && b.pence() % step == 0;
    let step = [100_000, 100, 1].into_iter().find(|step| whole(*step)).unwrap_or(1);
    (a - b).abs().pence() <= if step == 1 { 0 } else { step }
}

impl Subject for RevenueFacts<'_> {
    fn at(&self, check: &Check, finding: Finding) -> Finding {
        let RevenueLine { place, service, id, .. } = self.line;
        let finding = finding.of(&**service).about(&**id);
        // Of two amounts that may be lacking the forecast stands at the line's own place.
        if *check == B004 && self.line.forecast.is_some() {
            let cell = self.returned.cell_asked(place, AskedDetail::Budget).unwrap_or(place.cell);
            return finding.at(place).in_cell(cell);
        }
        at_asked(check, finding, place, self.returned, |what| what == AskedDetail::Virement && self.asks_virement)
    }
}

pub(super) fn facts<'a>(context: &ValidationContext<'a>) -> Vec<RevenueFacts<'a>> {
    let past = by_id(&context.past.money.revenue, |l| (&l.service, &l.id));
    let facts = |(returned, line): (&'a Return, &'a RevenueLine)| RevenueFacts {
        line,
        returned,
        before: past
            .get(&(&*line.service, meaning(&line.id)))
            .copied()
            .filter(|b| b.period.year() == line.period.year()),
        asks_reason: context.asks(returned, Kind::Revenue, Field::VarianceReason),
        asks_virement: context.asks(returned, Kind::Revenue, Field::Virement),
    };
    context.returns.iter().flat_map(|r| r.money.revenue.iter().map(move |l| (r, l))).map(facts).collect()
}

pub(super) fn columns<'a>() -> Vec<ConditionColumn<RevenueFacts<'a>>> {
    vec![
        number("budget", "the budget as it stands", |f| pounds(f.line.current_budget())),
        number("variance", "forecast less budget", |f| pounds(f.line.forecast_variance())),
        number("moved", "forecast less last quarter's and the virement", |f| pounds(f.moved())),
        number("unexplained", "what no virement explains of the budget's movement", |f| pounds(f.unexplained())),
        flag("lacks", "no budget or no forecast", |f| Some(f.lacks())),
        flag("variance_differs", "the typed variance is another", |f| Some(f.variances().is_some())),
        flag("variance_reversed", "the typed variance has the other sign", |f| {
            f.variances().map(|(typed, made)| same(typed, -made))
        }),
        flag("sign_reversed", "income above nought, or expenditure below it", |f| Some(f.line.sign_reversed())),
        flag("contradicted", "what is spent contradicts the forecast", |f| Some(f.line.forecast_contradicted())),
        flag("out_of_size", "a thousand times its budget, or a thousandth", |f| Some(f.out_of_size().is_some())),
        flag("asks_reason", "the form asks for a reason", |f| Some(f.asks_reason)),
        flag("asks_virement", "the form asks for virements", |f| Some(f.asks_virement)),
        flag("reason_given", "a reason is given", |f| Some(!f.line.reason.trim().is_empty())),
        flag("reason_repeated", "last quarter's reason, word for word", |f| {
            Some(f.before.is_some_and(|b| repeated(&f.line.reason, &b.reason)))
        }),
    ]
}

pub(super) fn rules<'a>() -> Vec<CheckRule<RevenueFacts<'a>>> {
    vec![
        CheckRule {
            check: &B004,
            when: |_| col("lacks"),
            expected: |_, _| "a budget and a forecast".to_owned(),
            got: |f, _| match (f.line.current_budget(), f.line.forecast) {
                (None, None) => "neither".to_owned(),
                (None, _) => "no budget".to_owned(),
                _ => "no forecast".to_owned(),
            },
        },
        CheckRule {
            check: &B010,
            when: |_| col("variance_differs").and(col("variance_reversed").not()),
            expected: |f, _| variance_expected(f.line),
            got: |f, _| shown_or_blank(f.line.variance),
        },
        CheckRule {
            check: &B011,
            when: |_| col("variance_reversed"),
            expected: |f, _| variance_expected(f.line),
            got: |f, _| shown_or_blank(f.line.variance),
        },
        CheckRule {
            check: &B012,
            when: |_| col("sign_reversed"),
            expected: |f, _| match f.line.flow {
                RevenueFlow::Income => "income below nought".to_owned(),
                RevenueFlow::Expenditure => "expenditure above nought".to_owned(),
            },
            got: |f, _| {
                let RevenueLine { budget, revised, forecast, .. } = f.line;
                let said = [("budget", *budget), ("revised budget", *revised), ("forecast", *forecast)];
                let said = said.iter().filter_map(|(name, amount)| Some(format!("{name} {}", shown((*amount)?))));
                said.collect::<Vec<_>>().join(", ")
            },
        },
        CheckRule {
            check: &B013,
            when: |s| large(s, "variance").and(no_reason()).and(col("out_of_size").not()),
            expected: |_, s| reason_expected(s, "a reason for the variance"),
            got: |f, _| format!("none, at {}", shown_or_blank(f.line.forecast_variance())),
        },
        CheckRule {
            check: &B014,
            when: |s| {
                let nothing_new = no_reason().or(col("reason_repeated"));
                let said_already = large(s, "variance").and(no_reason());
                large(s, "moved").and(nothing_new).and(sure(said_already).not()).and(col("out_of_size").not())
            },
            expected: |_, s| reason_expected(s, "what changed since last quarter"),
            got: |f, _| {
                let nothing = if f.line.reason.trim().is_empty() { "none" } else { "last quarter's reason again" };
                let before = f.before.and_then(|b| b.forecast);
                let moved = match f.line.virement {
                    Some(virement) if virement != Pence::default() => {
                        format!(", beside a virement of {}", shown(virement))
                    }
                    _ => String::new(),
                };
                format!("{nothing}; {} after {}{moved}", shown_or_blank(f.line.forecast), shown_or_blank(before))
            },
        },
        CheckRule {
            check: &B015,
            when: |_| {
                let explained = col("asks_virement").not().and(col("reason_given"));
                col("unexplained").neq(lit(0.0)).and(explained.not()).and(col("out_of_size").not())
            },
            expected: |f, _| format!("a virement of {}", shown_or_blank(f.budget_moved())),
            got: |f, _| {
                let before = f.before.and_then(RevenueLine::current_budget);
                let now = shown_or_blank(f.line.current_budget());
                format!("{}; the budget is {now} after {}", shown_or_blank(f.line.virement), shown_or_blank(before))
            },
        },
        CheckRule {
            check: &B016,
            when: |_| col("contradicted").and(col("out_of_size").not()),
            expected: |f, _| match f.line.period.quarter() {
                4 => format!("{}, what the year came to", shown_or_blank(f.line.actual)),
                _ => format!("{} or more, the actual to date", shown_or_blank(f.line.actual)),
            },
            got: |f, _| format!("a forecast of {}", shown_or_blank(f.line.forecast)),
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
    ]
}

/// Null is no.
fn sure(condition: polars::prelude::Expr) -> polars::prelude::Expr {
    condition.fill_null(lit(false))
}

fn variance_expected(line: &RevenueLine) -> String {
    format!(
        "{}, which is {} less {}",
        shown_or_blank(line.forecast_variance()),
        shown_or_blank(line.forecast),
        shown_or_blank(line.current_budget())
    )
}
