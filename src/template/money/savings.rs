//! Savings: what was promised, and how much of it is in which state.

use super::super::context::TemplateContext;
use super::super::form::{FilledForm, FormColumns, FormRow, FormSheet, fresh_ids};
use super::super::lines::{self, Line, amount, blank, said};
use super::super::lists::DropDown;
use super::{amounts, of_this_year, priority, spare, texts};
use crate::catalogue::{B004, B040, C002, C008};
use crate::reading::money::{Pence, Saving};
use crate::record::{Field, Kind};
use crate::workbook::SheetCell;

type SavingRow<'a> = FormRow<Line<'a, Saving>>;

const STATES: [Field; 4] = [Field::Delivered, Field::OnTrack, Field::AtRisk, Field::Undeliverable];

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, Line<'a, Saving>>> {
    let styles = &c.styles;
    let states = |r: &SavingRow<'a>| STATES.map(|f| r.at(f)).join(",");
    let columns = FormColumns::new(c, Kind::Savings)?
        .column(Field::Id, 14.0, |r: &SavingRow<'a>| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 38.0, said(styles.asked, |s: &Saving| &s.title))
        .column(Field::Priority, 20.0, move |r| lines::priority(c, r.of.last.map_or("", |s| &s.priority), styles.asked))
        .column(Field::Year, 11.0, said(styles.asked, |s: &Saving| &s.year))
        .column(Field::SavingTarget, 14.0, amount(styles.asked_money, |s: &Saving| s.target))
        .each(STATES, 14.0, blank(styles.asked_money))
        .column(Field::Mitigation, 40.0, said(styles.asked, |s: &Saving| &s.mitigation))
        .column(Field::Owner, 20.0, said(styles.asked, |s: &Saving| &s.owner))
        .flag_errors(Field::SavingTarget, |_| true)
        .flag(&B004, Field::Delivered, move |r| {
            let [title, target] = [Field::Title, Field::SavingTarget].map(|f| r.at(f));
            let now = r.of.last.is_some_and(|s| !s.title.is_empty());
            Some((format!("AND({title}<>\"\",OR({target}=\"\",COUNT({})=0))", states(r)), now))
        })
        .flag(&B040, Field::SavingTarget, move |r| {
            let (target, states) = (r.at(Field::SavingTarget), states(r));
            let gap = format!("ROUND(SUM({states})-N({target}),2)<>0");
            Some((format!("AND(ISNUMBER({target}),COUNT({states})>0,{gap})"), false))
        });
    Some(columns)
}

/// `None` where the settings do not ask for it, since then the layout has none.
pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "One saving a row, in pounds: split its target into what is delivered, on track, at risk, and cannot be \
                delivered.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let own = || c.past.money.savings.iter().filter(|s| s.service == c.service.id);
    let ended = |s: &Saving| !of_this_year(c, s.period) && s.year == s.period.year_label();
    let known: Vec<(&str, &Saving)> = own().filter(|s| !ended(s)).map(|s| (&*s.id, s)).collect();
    let fresh = fresh_ids(c, 'S', own().map(|s| &*s.id), spare(known.len()));
    let target = known.iter().filter_map(|(_, s)| s.target).sum();
    lines::fill(&mut form, Line::all(known, fresh), (|s| &s.title, Field::Title));
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    let totals = STATES.map(|f| (f, Pence::default()));
    form.total(c, &[&[(Field::SavingTarget, target)], &totals[..]].concat());
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    priority(c, form);
    form.rule_all(Field::Year, DropDown::Years.rule(c), ("Year", "The financial year that the saving is of."), &C008);
    amounts(
        form,
        &[
            (Field::SavingTarget, "Target", "What was promised for the year."),
            (Field::Delivered, "Delivered", "How much of the target is in hand."),
            (Field::OnTrack, "On track", "How much is expected in full."),
            (Field::AtRisk, "At risk", "How much is expected, with doubts."),
            (Field::Undeliverable, "Cannot be delivered", "How much is not expected any more."),
        ],
    );
    texts(
        form,
        &[
            (Field::Title, "Saving", "What is saved, and how."),
            (
                Field::Mitigation,
                "Mitigation",
                "What is done about what is at risk, or instead of what cannot be delivered.",
            ),
            (Field::Owner, "Owner", "The person who answers for it."),
        ],
        &C002,
    );
}
