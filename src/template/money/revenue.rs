//! Revenue: the lines of the service's budget.

use super::super::context::TemplateContext;
use super::super::form::{Condition, FilledForm, FormColumns, FormRow, FormSheet, fresh_ids};
use super::super::lines::{self, Line, amount, blank, said};
use super::super::lists::DropDown;
use super::formula::{large, pounds, spent_says_otherwise, thousandfold, unsaid};
use super::{amounts, of_this_year, priority, spare, texts};
use crate::catalogue::{B004, B012, B013, B014, B015, B016, B018, C002, C008};
use crate::reading::money::{Pence, RevenueFlow, RevenueLine};
use crate::record::{Field, Kind};
use crate::workbook::{CachedResult, CellContent, SheetCell};

type RevenueRow<'a> = FormRow<Line<'a, RevenueLine>>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, Line<'a, RevenueLine>>> {
    let (styles, money) = (&c.styles, &c.settings.money);
    let year = move |of: fn(&RevenueLine) -> Option<Pence>| {
        amount(styles.asked_money, move |l: &RevenueLine| of(l).filter(|_| of_this_year(c, l.period)))
    };
    let columns = FormColumns::new(c, Kind::Revenue)?
        .column(Field::Id, 14.0, |r: &RevenueRow<'a>| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 34.0, said(styles.asked, |l: &RevenueLine| &l.title))
        .column(Field::Flow, 14.0, said(styles.asked, |l: &RevenueLine| l.flow.words()))
        .column(Field::Priority, 20.0, move |r| lines::priority(c, r.of.last.map_or("", |l| &l.priority), styles.asked))
        .column(Field::Budget, 14.0, year(|l| l.budget))
        .column(Field::Revised, 14.0, year(|l| l.revised))
        .each([Field::Virement, Field::Actual, Field::Outturn], 14.0, blank(styles.asked_money))
        .column(Field::Variance, 14.0, move |r| {
            let (forecast, budget) = (r.at(Field::Outturn), current(r));
            let [set, revised] = [Field::Budget, Field::Revised].map(|f| r.at(f));
            let known = format!("ISNUMBER({forecast}),OR(ISNUMBER({set}),ISNUMBER({revised}))");
            let formula = format!("=IF(AND({known}),{forecast}-{budget},\"\")");
            SheetCell::new(
                CellContent::Formula { formula, result: CachedResult::Text(String::new()) },
                styles.given_money,
            )
        })
        .column(Field::VarianceReason, 38.0, blank(styles.asked))
        .column(Field::RemedialAction, 34.0, blank(styles.asked))
        .flag_errors(Field::Outturn, |_| true)
        .flag(&B004, Field::Outturn, |r| {
            let [title, set, revised, forecast] =
                [Field::Title, Field::Budget, Field::Revised, Field::Outturn].map(|f| r.at(f));
            let lacks = format!("OR({forecast}=\"\",AND({set}=\"\",{revised}=\"\"))");
            Some((format!("AND({title}<>\"\",{lacks})"), r.of.last.is_some_and(|l| !l.title.is_empty())))
        })
        .flag(&B012, Field::Flow, reversed)
        .flag(&B013, Field::VarianceReason, move |r| {
            Some((format!("AND({},{})", varies(c, r), unsaid(&r.at(Field::VarianceReason))), false))
        })
        .flag(&B014, Field::VarianceReason, move |r| {
            let before = last(c, r)?.forecast?;
            let forecast = r.at(Field::Outturn);
            let moved = format!("({forecast}-{}-N({}))", pounds(before), r.at(Field::Virement));
            let moved = large(money, &moved, &current(r));
            let reason = unsaid(&r.at(Field::VarianceReason));
            Some((format!("AND(ISNUMBER({forecast}),{moved},{reason},NOT(AND({})))", varies(c, r)), false))
        })
        .flag(&B015, Field::Virement, move |r| {
            let before = last(c, r)?.current_budget()?;
            let moved = format!("{}-{}-N({})", current(r), pounds(before), r.at(Field::Virement));
            let [set, revised] = [Field::Budget, Field::Revised].map(|f| r.at(f));
            Some((format!("AND(OR(ISNUMBER({set}),ISNUMBER({revised})),ROUND({moved},2)<>0)"), false))
        })
        .flag(&B016, Field::Outturn, move |r| {
            Some((spent_says_otherwise(c.period, &r.at(Field::Actual), &r.at(Field::Outturn)), false))
        })
        .flag(&B018, Field::Outturn, move |r| {
            let own = thousandfold(&r.at(Field::Outturn), &current(r));
            let before = last(c, r).and_then(RevenueLine::current_budget);
            let past = before.map(|before| thousandfold(&current(r), &pounds(before)));
            Some((format!("OR({own},{})", past.as_deref().unwrap_or("FALSE")), false))
        });
    Some(columns)
}

/// What last quarter said of the line, where it was of the same year.
fn last<'a>(c: &TemplateContext<'_>, r: &RevenueRow<'a>) -> Option<&'a RevenueLine> {
    r.of.last.filter(|l| of_this_year(c, l.period))
}

/// The budget as it stands: the revised one, where there is one.
fn current(r: &RevenueRow<'_>) -> String {
    let [set, revised] = [Field::Budget, Field::Revised].map(|f| r.at(f));
    format!("IF(ISNUMBER({revised}),{revised},N({set}))")
}

/// The forecast differs from the budget by so much that it needs a reason.
fn varies(c: &TemplateContext<'_>, r: &RevenueRow<'_>) -> String {
    let variance = r.at(Field::Variance);
    let large = large(&c.settings.money, &format!("N({variance})"), &current(r));
    // What is in another unit has no variance.
    format!("ISNUMBER({variance}),{large},NOT({})", thousandfold(&r.at(Field::Outturn), &current(r)))
}

/// Income above nought, or expenditure below it.
fn reversed(r: &RevenueRow<'_>) -> Option<Condition> {
    let amounts = [Field::Budget, Field::Revised, Field::Outturn].map(|f| r.at(f));
    let any = |sign: &str| amounts.iter().map(|at| format!("N({at}){sign}0")).collect::<Vec<_>>().join(",");
    let flow = r.at(Field::Flow);
    let is = |flow_is: RevenueFlow, sign: &str| format!("AND({flow}=\"{}\",OR({}))", flow_is.words(), any(sign));
    let condition = format!("OR({},{})", is(RevenueFlow::Income, ">"), is(RevenueFlow::Expenditure, "<"));
    Some((condition, r.of.last.is_some_and(RevenueLine::sign_reversed)))
}

/// `None` where the settings do not ask for it, since then the layout has none.
pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "One line of the budget a row, in pounds: expenditure above nought, income below it. The variance is worked \
                out; above nought it is an overspending.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let own = c.past.money.revenue.iter().filter(|l| l.service == c.service.id);
    let known: Vec<(&str, &RevenueLine)> = own.map(|l| (&*l.id, l)).collect();
    let fresh = fresh_ids(c, 'L', known.iter().map(|(id, _)| *id), spare(known.len()));
    let now = |of: fn(&RevenueLine) -> Option<Pence>| {
        known.iter().map(|(_, l)| *l).filter(|l| of_this_year(c, l.period)).filter_map(of).sum()
    };
    let totals = [
        (Field::Budget, now(|l| l.budget)),
        (Field::Revised, now(|l| l.revised)),
        (Field::Virement, Pence::default()),
        (Field::Actual, Pence::default()),
        (Field::Outturn, Pence::default()),
        (Field::Variance, Pence::default()),
    ];
    lines::fill(&mut form, Line::all(known, fresh), (|l| &l.title, Field::Title));
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    form.total(c, &totals);
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let way = "Income stands below nought, expenditure above it.";
    form.rule_all(Field::Flow, DropDown::Flow.rule(c), ("Income or expenditure", way), &C008);
    priority(c, form);
    amounts(
        form,
        &[
            (Field::Budget, "Budget", "The year's budget as it was set."),
            (Field::Revised, "Revised budget", "The year's budget as it stands now. Blank: as it was set."),
            (Field::Virement, "Virement", "What was moved into the line since last quarter; out of it with a minus."),
            (Field::Actual, "Actual to date", "Spent, or received with a minus, since the year began."),
            (Field::Outturn, "Forecast outturn", "What you expect for the whole year."),
        ],
    );
    let asked = format!(
        "Why it differs from the budget: needed above £{:.0} and {}%.",
        c.settings.money.reason_amount, c.settings.money.reason_percent
    );
    texts(
        form,
        &[
            (Field::Title, "Description", "What the money is for, or where it comes from."),
            (Field::VarianceReason, "Reason for the variance", &asked),
            (Field::RemedialAction, "What is done about it", "What will bring it back, by whom and by when."),
        ],
        &C002,
    );
}
