//! Milestones: the steps of the delivery plan that the service reports on, and blank lines for others.

use super::context::TemplateContext;
use super::form::{FilledForm, FormColumns, FormRow, FormSheet, excel_date, fresh_ids};
use super::lines::{self, blank, words};
use super::lists::DropDown;
use super::money::priority;
use crate::catalogue::{C002, C008, C010, M001, M002, M004, M005, M006, R008};
use crate::map::Set;
use crate::reading::{Action, ActionKind, ActionStatus};
use crate::record::{Field, Kind};
use crate::register::PlannedMilestone;
use crate::workbook::{SheetCell, ValidationRule};
use chrono::NaiveDate;

/// Blank lines for milestones that the plan does not have.
const SPARE: usize = 5;

/// A milestone of the plan, or one that the service told of last quarter, or a blank line for a new one.
struct MilestoneLine<'a> {
    id: String,
    planned: Option<&'a PlannedMilestone>,
    last: Option<&'a Action>,
}

impl MilestoneLine<'_> {
    /// The day that was agreed: the register's, else what was said of it.
    fn agreed(&self) -> Option<NaiveDate> {
        self.planned.and_then(|p| p.baseline).or_else(|| self.last?.baseline)
    }

    /// The day by which it is expected, as it was last said.
    fn expected(&self) -> Option<NaiveDate> {
        self.last.and_then(|a| a.due).or_else(|| self.agreed())
    }

    fn open(&self) -> bool {
        self.last.and_then(|a| a.status).is_none_or(ActionStatus::open)
    }

    fn named(&self) -> bool {
        self.planned.is_some() || self.last.is_some()
    }
}

type MilestoneRow<'a> = FormRow<MilestoneLine<'a>>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, MilestoneLine<'a>>> {
    let styles = &c.styles;
    let (end, often) = (c.period.last_day(c.settings.year.start_month), c.settings.milestones.often);
    let of_last = |of: fn(&Action) -> &str| move |r: &MilestoneRow<'a>| words(r.of.last.map_or("", of), styles.asked);
    let planned = |of: fn(&PlannedMilestone) -> &str, last: fn(&Action) -> &str| {
        move |r: &MilestoneRow<'a>| {
            words(r.of.planned.map(of).or(r.of.last.map(last)).unwrap_or_default(), styles.asked)
        }
    };
    let day = |r: &MilestoneRow<'a>| {
        let [due, agreed] = [Field::Due, Field::BaselineDate].map(|f| r.at(f));
        format!("IF(ISNUMBER({due}),{due},N({agreed}))")
    };
    let unsaid = |r: &MilestoneRow<'a>| format!("LEN(TRIM({}))=0", r.at(Field::Update));
    let closed = |r: &MilestoneRow<'a>| {
        let is = |s: ActionStatus| format!("{}=\"{}\"", r.at(Field::Status), s.words());
        format!("OR({},{})", is(ActionStatus::Complete), is(ActionStatus::Discontinued))
    };
    let late = move |r: &MilestoneRow<'a>| format!("{0}>0,{0}<{1},NOT({2})", day(r), excel_date(end), closed(r));
    let columns = FormColumns::new(c, Kind::Milestones)?
        .column(Field::Id, 14.0, |r: &MilestoneRow<'a>| SheetCell::text(r.of.id.clone(), styles.given))
        .column(Field::Title, 44.0, planned(|p| &p.title, |a| &a.title))
        .column(Field::Priority, 22.0, move |r| {
            let id = r.of.planned.map(|p| &p.priority).or(r.of.last.map(|a| &a.priority));
            lines::priority(c, id.map_or("", String::as_str), styles.asked)
        })
        .column(Field::Lead, 20.0, planned(|p| &p.owner, |a| &a.lead))
        .column(Field::BaselineDate, 14.0, move |r| {
            // What the plan says is agreed is not a service's to move.
            let of_plan = r.of.planned.is_some_and(|p| p.baseline.is_some());
            SheetCell::date(r.of.agreed(), if of_plan { styles.given_date } else { styles.asked_date })
        })
        .column(Field::Due, 14.0, move |r| SheetCell::date(r.of.last.and_then(|a| a.due), styles.asked_date))
        .column(Field::Status, 15.0, of_last(|a| a.status.map_or("", ActionStatus::words)))
        .column(Field::Update, 48.0, blank(styles.asked))
        .column(Field::Evidence, 32.0, of_last(|a| &a.evidence))
        .flag_errors(Field::Status, |_| true)
        .flag(&M006, Field::Status, |r| {
            let [title, status] = [Field::Title, Field::Status].map(|f| r.at(f));
            let now = r.of.named() && r.of.last.is_none_or(|a| a.status.is_none());
            Some((format!("AND({title}<>\"\",{status}=\"\")"), now))
        })
        .flag(&R008, Field::Lead, move |r| {
            let [title, lead] = [Field::Title, Field::Lead].map(|f| r.at(f));
            let lead_unsaid = r.of.planned.map_or(r.of.last.is_some_and(|a| a.lead.is_empty()), |p| p.owner.is_empty());
            Some((format!("AND({title}<>\"\",{lead}=\"\",NOT({}))", closed(r)), lead_unsaid && r.of.open()))
        })
        .flag(&M001, Field::BaselineDate, move |r| {
            let now = r.of.named() && r.of.expected().is_none();
            Some((format!("AND({}<>\"\",{}=0)", r.at(Field::Title), day(r)), now))
        })
        .flag(&M002, Field::Due, move |r| {
            let complete = format!("{}=\"{}\"", r.at(Field::Status), ActionStatus::Complete.words());
            let due = r.at(Field::Due);
            let now = r.of.last.is_some_and(|a| a.status == Some(ActionStatus::Complete) && a.due > Some(end));
            Some((format!("AND({complete},N({due})>{})", excel_date(end)), now))
        })
        .flag(&M004, Field::Update, move |r| {
            let past = late(r);
            let now = r.of.open() && r.of.expected().is_some_and(|day| day < end);
            Some((format!("AND({}<>\"\",{past},{})", r.at(Field::Title), unsaid(r)), now))
        })
        .flag(&M005, Field::Update, move |r| {
            let before = r.of.expected()?;
            let moves = c.past.days_of(&c.service.id, &r.of.id).len();
            let due = r.at(Field::Due);
            let again = format!("ISNUMBER({due}),N({due})<>{}", excel_date(before));
            (moves >= often as usize).then(|| (format!("AND({again},{},NOT(AND({})))", unsaid(r), late(r)), false))
        });
    Some(columns)
}

/// `None` where the settings do not ask for it, since then the layout has none.
pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "Say of each milestone where it stands. The agreed date stays; where a milestone is expected on another day, \
                type that beside it and say why.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze.1 = 3;
    let own = || c.past.actions.iter().filter(|a| a.kind == ActionKind::Milestone && a.service == c.service.id);
    let plan: Vec<&PlannedMilestone> = c.register.plan.iter().filter(|p| p.service == c.service.id).collect();
    let planned: Set<&str> = plan.iter().map(|p| &*p.id).collect();
    let last = |id: &str| own().filter(|a| *a.id == *id).max_by_key(|a| a.period);
    let of_plan = plan.iter().map(|p| MilestoneLine { id: p.id.to_string(), planned: Some(p), last: last(&p.id) });
    let mut others: Vec<&Action> =
        own().filter(|a| !planned.contains(&*a.id) && a.status.is_none_or(ActionStatus::open)).collect();
    others.sort_by(|a, b| a.id.cmp(&b.id));
    others.dedup_by(|a, b| a.id == b.id);
    let others = others.into_iter().map(|a| MilestoneLine { id: a.id.to_string(), planned: None, last: Some(a) });
    let fresh = fresh_ids(c, 'M', own().map(|a| &*a.id).chain(planned.iter().copied()), SPARE);
    let fresh = fresh.into_iter().map(|id| MilestoneLine { id, planned: None, last: None });
    for line in of_plan.chain(others).chain(fresh) {
        let title = line.planned.map(|p| &p.title).or(line.last.map(|a| &a.title));
        form.height(2, &[(title.map_or("", String::as_str), Field::Title)]);
        form.fill(line);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    priority(c, form);
    for (field, title, help) in [
        (Field::Title, "Milestone", "What will be done, so that anyone can tell when it is."),
        (Field::Lead, "Owner", "The person who answers for it."),
        (Field::Update, "Update this quarter", "What was done since the last return, and why a date has moved."),
        (Field::Evidence, "Evidence", "Once it is complete: what shows it, and where that can be seen."),
    ] {
        form.rule_all(field, ValidationRule::Any, (title, help), &C002);
    }
    for (field, title, help) in [
        (Field::BaselineDate, "Agreed date", "The day that was agreed, like 31/03/2027. It does not move."),
        (Field::Due, "Date expected now", "Only where it differs from the agreed date; once complete, the day it was."),
    ] {
        form.rule_all(field, ValidationRule::possible_day(), (title, help), &C010);
    }
    let help = "Choose from the list. Late is worked out from the dates.";
    form.rule_all(Field::Status, DropDown::ActionStatus.rule(c), ("State", help), &C008);
}
