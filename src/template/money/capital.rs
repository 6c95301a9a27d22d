//! Capital: the schemes of the programme that the service builds or buys.

use super::super::context::TemplateContext;
use super::super::form::{FilledForm, FormColumns, FormRow, FormSheet, excel_date, fresh_ids};
use super::super::lines::{self, Line, amount, blank, day, said};
use super::super::lists::DropDown;
use super::formula::{large, pounds, thousandfold, unsaid};
use super::{amounts, of_this_year, priority, spare, texts};
use crate::catalogue::{B004, B013, B014, B018, B030, B031, B033, B034, C002, C008, C010};
use crate::reading::money::{CapitalScheme, CapitalStage, Pence};
use crate::record::{Field, Kind};
use crate::workbook::{SheetCell, ValidationRule};

type CapitalRow<'a> = FormRow<Line<'a, CapitalScheme>>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, Line<'a, CapitalScheme>>> {
    let (styles, money) = (&c.styles, &c.settings.money);
    let end = c.period.last_day(c.settings.year.start_month);
    let stage_is =
        |r: &CapitalRow<'a>, stage: CapitalStage| format!("{}=\"{}\"", r.at(Field::CapitalStage), stage.words());
    let columns = FormColumns::new(c, Kind::Capital)?
        .column(Field::Id, 14.0, |r: &CapitalRow<'a>| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 38.0, said(styles.asked, |s: &CapitalScheme| &s.title))
        .column(Field::Priority, 20.0, move |r| lines::priority(c, r.of.last.map_or("", |s| &s.priority), styles.asked))
        .column(Field::Budget, 15.0, amount(styles.asked_money, |s: &CapitalScheme| s.budget))
        .each([Field::Spent, Field::Outturn], 15.0, blank(styles.asked_money))
        .column(Field::Funding, 26.0, said(styles.asked, |s: &CapitalScheme| &s.funding))
        .column(
            Field::CapitalStage,
            14.0,
            said(styles.asked, |s: &CapitalScheme| s.stage.map_or("", CapitalStage::words)),
        )
        .column(Field::Planned, 14.0, day(styles.asked_date, |s: &CapitalScheme| s.planned))
        .column(Field::Completion, 14.0, day(styles.asked_date, |s: &CapitalScheme| s.completion))
        .column(Field::VarianceReason, 42.0, blank(styles.asked))
        .flag_errors(Field::Outturn, |_| true)
        .flag(&B004, Field::Outturn, |r| {
            let [title, budget, forecast] = [Field::Title, Field::Budget, Field::Outturn].map(|f| r.at(f));
            let now = r.of.last.is_some_and(|s| !s.title.is_empty());
            Some((format!("AND({title}<>\"\",OR({forecast}=\"\",{budget}=\"\"))"), now))
        })
        .flag(&B013, Field::VarianceReason, move |r| {
            Some((format!("AND({},{})", varies(c, r), unsaid(&r.at(Field::VarianceReason))), false))
        })
        .flag(&B014, Field::VarianceReason, move |r| {
            let before = r.of.last?.forecast?;
            let forecast = r.at(Field::Outturn);
            let moved = large(money, &format!("({forecast}-{})", pounds(before)), &r.at(Field::Budget));
            let reason = unsaid(&r.at(Field::VarianceReason));
            Some((format!("AND(ISNUMBER({forecast}),{moved},{reason},NOT(AND({})))", varies(c, r)), false))
        })
        .flag(&B018, Field::Outturn, |r| {
            let [budget, forecast] = [Field::Budget, Field::Outturn].map(|f| r.at(f));
            let before = r.of.last.and_then(|s| s.budget).map(|before| thousandfold(&budget, &pounds(before)));
            let own = thousandfold(&forecast, &budget);
            Some((format!("OR({own},{})", before.as_deref().unwrap_or("FALSE")), false))
        })
        .flag(&B030, Field::Spent, |r| {
            let [spent, budget] = [Field::Spent, Field::Budget].map(|f| r.at(f));
            Some((format!("AND(ISNUMBER({spent}),ISNUMBER({budget}),N({spent})>N({budget}))"), false))
        })
        .flag(&B031, Field::Spent, move |r| {
            let [spent, forecast] = [Field::Spent, Field::Outturn].map(|f| r.at(f));
            let apart = large(money, &format!("({spent}-{forecast})"), &r.at(Field::Budget));
            let reason = unsaid(&r.at(Field::VarianceReason));
            let differs = format!("AND(ISNUMBER({spent}),ISNUMBER({forecast}),{apart},{reason})");
            let nothing = format!("N({spent})<=0");
            let complete = stage_is(r, CapitalStage::Complete);
            let now = r.of.last.is_some_and(|s| s.stage == Some(CapitalStage::Complete));
            Some((format!("AND({complete},OR({nothing},IFERROR({differs},FALSE)))"), now))
        })
        .flag(&B033, Field::VarianceReason, |r| {
            let [planned, completion] = [Field::Planned, Field::Completion].map(|f| r.at(f));
            let later = format!("ISNUMBER({planned}),ISNUMBER({completion}),N({completion})>N({planned})");
            let now = r.of.last.and_then(CapitalScheme::slip_days).is_some_and(|days| days > 0);
            Some((format!("AND({later},{})", unsaid(&r.at(Field::VarianceReason))), now))
        })
        .flag(&B034, Field::CapitalStage, move |r| {
            let [title, planned, completion] = [Field::Title, Field::Planned, Field::Completion].map(|f| r.at(f));
            let day = format!("IF(ISNUMBER({completion}),{completion},N({planned}))");
            let closed = [CapitalStage::Complete, CapitalStage::Withdrawn].map(|s| stage_is(r, s)).join(",");
            let past = format!("{day}>0,{day}<{}", excel_date(end));
            let now = r.of.last.is_some_and(|s| s.overdue(end));
            Some((format!("AND({title}<>\"\",{past},NOT(OR({closed})))"), now))
        });
    Some(columns)
}

/// The forecast differs from the budget by so much that it needs a reason.
fn varies(c: &TemplateContext<'_>, r: &CapitalRow<'_>) -> String {
    let [budget, forecast] = [Field::Budget, Field::Outturn].map(|f| r.at(f));
    let large = large(&c.settings.money, &format!("({forecast}-{budget})"), &budget);
    let apart = thousandfold(&forecast, &budget);
    // What is in another unit has no variance.
    format!("ISNUMBER({forecast}),ISNUMBER({budget}),{large},NOT({apart})")
}

/// `None` where the settings do not ask for it, since then the layout has none.
pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "One scheme a row, over its whole life and in pounds. A scheme stays here until its year has ended and it is \
                complete or withdrawn.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let own = || c.past.money.capital.iter().filter(|s| s.service == c.service.id);
    let stays = |s: &&CapitalScheme| of_this_year(c, s.period) || s.stage.is_none_or(CapitalStage::open);
    let known: Vec<(&str, &CapitalScheme)> = own().filter(stays).map(|s| (&*s.id, s)).collect();
    let fresh = fresh_ids(c, 'C', own().map(|s| &*s.id), spare(known.len()));
    let budget = known.iter().filter_map(|(_, s)| s.budget).sum();
    lines::fill(&mut form, Line::all(known, fresh), (|s| &s.title, Field::Title));
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    form.total(c, &[(Field::Budget, budget), (Field::Spent, Pence::default()), (Field::Outturn, Pence::default())]);
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    priority(c, form);
    amounts(
        form,
        &[
            (Field::Budget, "Approved budget", "What was approved for the whole scheme."),
            (Field::Spent, "Spent to date", "Spent since the scheme began."),
            (Field::Outturn, "Forecast total cost", "What the whole scheme will cost."),
        ],
    );
    form.rule_all(Field::CapitalStage, DropDown::CapitalStage.rule(c), ("Stage", "How far it is."), &C008);
    for (field, title, help) in [
        (Field::Planned, "Planned completion", "The day by which it was approved to be complete, like 31/03/2027."),
        (Field::Completion, "Completion expected now", "The day by which it will be; once complete, the day it was."),
    ] {
        form.rule_all(field, ValidationRule::possible_day(), (title, help), &C010);
    }
    texts(
        form,
        &[
            (Field::Title, "Scheme", "What is built or bought."),
            (Field::Funding, "Funding", "Where the money comes from: borrowing, grant, developers."),
            (Field::VarianceReason, "Reason", "Why the cost or the day differs from what was approved."),
        ],
        &C002,
    );
}
