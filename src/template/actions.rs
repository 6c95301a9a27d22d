//! Actions: every open action of the last report, to be updated, and blank lines for new ones.

use super::context::TemplateContext;
use super::form::{FIRST, FilledForm, FormColumns, FormRow, FormSheet, excel_date, fresh_ids};
use super::lists::DropDown;
use super::percent;
use crate::catalogue::{C002, C006, C008, C010, R008, R009};
use crate::reading::{Action, ActionKind, ActionStatus, CellRef};
use crate::record::{Field, Kind};
use crate::text::percent::held;
use crate::workbook::{CellContent, SheetCell, ValidationRule};

/// Blank lines for new actions.
const SPARE: usize = 8;

/// An open action, or a blank line for a new one.
struct ActionLine<'a> {
    id: String,
    action: Option<&'a Action>,
}

type ActionColumns<'c, 'a> = FormColumns<'c, 'a, ActionLine<'a>>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<ActionColumns<'c, 'a>> {
    let styles = &c.styles;
    let text = |words: fn(&Action) -> &str| {
        move |r: &FormRow<ActionLine<'a>>| match r.of.action.map(words) {
            Some(words) if !words.is_empty() => SheetCell::text(words, styles.asked),
            _ => SheetCell::new(CellContent::Blank, styles.asked),
        }
    };
    let columns = ActionColumns::new(c, Kind::Actions)?
        .column(Field::Id, 14.0, |r| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 46.0, text(|a| &a.title))
        .column(Field::About, 17.0, text(|a| &a.about))
        .column(Field::Lead, 20.0, text(|a| &a.lead))
        .column(Field::Due, 14.0, |r| SheetCell::date(r.of.action.and_then(|a| a.due), styles.asked_date))
        .column(Field::Status, 15.0, text(|a| a.status.map_or("", ActionStatus::words)))
        .column(Field::Progress, 11.0, |r| {
            SheetCell::number(r.of.action.and_then(|a| a.progress).map(held), styles.asked_percent)
        })
        .column(Field::Update, 52.0, |_| SheetCell::new(CellContent::Blank, styles.asked))
        .flag_errors(Field::Progress, |_| true)
        .flag(&R008, Field::Lead, |r| {
            let [title, lead, due] = [Field::Title, Field::Lead, Field::Due].map(|f| r.at(f));
            let now = r.of.action.is_some_and(|a| a.lead.is_empty() || a.due.is_none());
            Some((format!("AND({title}<>\"\",OR({lead}=\"\",{due}=\"\"))"), now))
        })
        .flag(&R009, Field::Due, |r| {
            let [title, due, status] = [Field::Title, Field::Due, Field::Status].map(|f| r.at(f));
            let end = c.period.last_day(c.settings.year.start_month);
            let now = r.of.action.and_then(|a| a.due).is_some_and(|due| due < end);
            let closed = [ActionStatus::Complete, ActionStatus::Discontinued];
            let [complete, discontinued] = closed.map(|s| format!("{status}<>\"{}\"", s.words()));
            let end = excel_date(end);
            Some((format!("AND({title}<>\"\",ISNUMBER({due}),N({due})<{end},{complete},{discontinued})"), now))
        });
    Some(columns)
}

pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "Update each open action; add new ones on the blank lines. An action stays here until it is complete or discontinued.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let own = || c.past.actions.iter().filter(|a| a.kind == ActionKind::Action && a.service == c.service.id);
    let mut open: Vec<&Action> = own().filter(|a| a.status.is_none_or(ActionStatus::open)).collect();
    open.sort_by(|a, b| a.id.cmp(&b.id));
    open.dedup_by(|a, b| a.id == b.id);
    let fresh = fresh_ids(c, 'A', own().map(|a| &*a.id), SPARE);
    let open = open.into_iter().map(|action| ActionLine { id: action.id.to_string(), action: Some(action) });
    for line in open.chain(fresh.into_iter().map(|id| ActionLine { id, action: None })) {
        form.height(2, &[(line.action.map_or("", |a| &a.title), Field::Title)]);
        form.fill(line);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let words = [
        (Field::Title, "Action", "What will be done, so that anyone can tell when it is."),
        (Field::About, "About", "The reference of the indicator or risk that this action is about, if there is one."),
        (Field::Lead, "Lead", "The person who answers for it."),
        (Field::Update, "Update this quarter", "What was done since the last return, and what comes next."),
    ];
    for (field, title, help) in words {
        form.rule_all(field, ValidationRule::Any, (title, help), &C002);
    }
    let date = ValidationRule::possible_day();
    form.rule_all(
        Field::Due,
        date,
        ("Due date", "The day by which it will be done, like 30/09/2026. Say in the update why a date has moved."),
        &C010,
    );
    form.rule_all(
        Field::Status,
        DropDown::ActionStatus.rule(c),
        ("Status", "Choose from the list. Overdue is worked out from the due date."),
        &C008,
    );
    let progress = CellRef::new(FIRST, form.column(Field::Progress)).to_string();
    form.rule_all(
        Field::Progress,
        percent::rule(&progress, Some(0.0), Some(100.0)),
        ("Progress", "How much is done, 0 to 100. Type 40 or 40%."),
        &C006,
    );
    form.also(&C002);
}
