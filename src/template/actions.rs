//! Actions: every open action of the last report, to be updated, and blank lines for new ones.

use super::Context;
use super::form::Form;
use super::lists::List;
use crate::catalogue::{C002, C003, C006, C008, C010, R008, R009};
use crate::reading::{Action, ActionStatus};
use crate::record::{Field, Kind};
use crate::workbook::{Cell, Content, Rule};
use chrono::NaiveDate;

/// Blank lines for new actions.
const SPARE: usize = 8;

pub fn form<'a>(c: &Context<'a>) -> Option<Form<'a>> {
    let lead = "Update each open action; add new ones on the blank lines. An action stays here until it is complete or discontinued.";
    let mut form = c.form(Kind::Actions, lead.to_owned())?;
    form.widths(|field| match field {
        Field::Id => 14.0,
        Field::Title => 46.0,
        Field::About => 17.0,
        Field::Lead => 20.0,
        Field::Due => 14.0,
        Field::Status => 15.0,
        Field::Progress => 11.0,
        _ => 52.0,
    });
    form.sheet.freeze.1 = 3;
    let key = c.looks.key;
    form.flag_column(&C003, Field::Progress, key);
    form.flag_column(&R008, Field::Lead, key);
    form.flag_column(&R009, Field::Due, key);
    let own = || c.past.actions.iter().filter(|a| a.service == c.service.id);
    let mut open: Vec<&Action> = own().filter(|a| a.status.is_none_or(ActionStatus::open)).collect();
    open.sort_by(|a, b| a.id.cmp(&b.id));
    open.dedup_by(|a, b| a.id == b.id);
    let fresh = super::risks::fresh_ids(c, 'A', own().map(|a| &*a.id), SPARE);
    for action in open {
        row(c, &mut form, &action.id, Some(action));
    }
    for id in fresh {
        row(c, &mut form, &id, None);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form)
}

fn row<'a>(c: &Context<'a>, form: &mut Form<'a>, id: &str, action: Option<&'a Action>) {
    let looks = &c.looks;
    form.id(id, looks.key, looks.given);
    let text = |f: fn(&Action) -> &str| match action.map(f) {
        Some(t) if !t.is_empty() => Cell::text(t, looks.asked),
        _ => Cell::new(Content::Blank, looks.asked),
    };
    let cells = [
        (Field::Title, text(|a| &a.title)),
        (Field::About, text(|a| &a.about)),
        (Field::Lead, text(|a| &a.lead)),
        (Field::Due, Cell::date(action.and_then(|a| a.due), looks.asked_date)),
        (Field::Status, text(|a| a.status.map_or("", ActionStatus::words))),
        (Field::Progress, Cell::number(action.and_then(|a| a.progress), looks.asked_points)),
        (Field::Update, Cell::new(Content::Blank, looks.asked)),
    ];
    for (field, cell) in cells {
        form.put(field, cell);
    }
    form.height(2, &[(action.map_or("", |a| &a.title), Field::Title)]);
    let [title, lead, due, status] = [Field::Title, Field::Lead, Field::Due, Field::Status].map(|f| form.at(f));
    let now = action.is_some_and(|a| a.lead.is_empty() || a.due.is_none());
    form.flag(&R008, &format!("AND({title}<>\"\",OR({lead}=\"\",{due}=\"\"))"), now, looks.key);
    let end = c.period.last_day(c.settings.year.start_month);
    let now = action.and_then(|a| a.due).is_some_and(|due| due < end);
    let closed = [ActionStatus::Complete, ActionStatus::Discontinued].map(|s| format!("{status}<>\"{}\"", s.words()));
    let overdue =
        format!("AND({title}<>\"\",ISNUMBER({due}),N({due})<{},{},{})", excel_date(end), closed[0], closed[1]);
    form.flag(&R009, &overdue, now, looks.key);
    form.flag_errors(looks.key);
    form.row += 1;
}

fn rules(c: &Context<'_>, form: &mut Form<'_>) {
    let days = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap_or_default();
    let words = [
        (Field::Title, "Action", "What will be done, so that anyone can tell when it is."),
        (Field::About, "About", "The reference of the indicator or risk that this action is about, if there is one."),
        (Field::Lead, "Lead", "The person who answers for it."),
        (Field::Update, "Update this quarter", "What was done since the last return, and what comes next."),
    ];
    for (field, title, help) in words {
        form.rule_all(field, Rule::Any, (title, help), &C002);
    }
    let date = Rule::Date { min: days(2000), max: days(2100) };
    form.rule_all(
        Field::Due,
        date,
        ("Due date", "The day by which it will be done, like 30/09/2026. Say in the update why a date has moved."),
        &C010,
    );
    form.rule_all(
        Field::Status,
        List::ActionStatus.rule(c),
        ("Status", "Choose from the list. Overdue is worked out from the due date."),
        &C008,
    );
    form.rule_all(
        Field::Progress,
        Rule::Decimal { min: Some(0.0), max: Some(100.0) },
        ("Progress", "How much is done, 0 to 100. Type 40 for 40%."),
        &C006,
    );
}

/// A date as a formula writes it, whatever the language of Excel.
pub fn excel_date(date: NaiveDate) -> String {
    date.format("DATE(%Y,%-m,%-d)").to_string()
}
