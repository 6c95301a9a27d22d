//! The sheets Delivery plan and Control totals, which a register may do without.

use super::row::{Ids, RegisterRow, Sheets};
use super::targets::year_in;
use crate::catalogue;
use crate::measure::Unit;
use crate::reading::money::Pence;
use crate::record::{Content, Field, Kind};
use crate::register::{ControlTotal, PlannedMilestone, Service, Year};
use crate::text::date;
use crate::text::words::{meaning, quoted};
use chrono::NaiveDate;

/// The steps of the delivery plan, in the order of the sheet.
pub(super) fn milestones(sheets: &mut Sheets<'_>, services: &Ids, priorities: &Ids) -> Vec<PlannedMilestone> {
    let ids = Ids::read(sheets, Kind::Plan, Field::Id);
    let mut plan = Vec::new();
    for record in sheets.of(Kind::Plan) {
        let mut row = sheets.row(record, Field::Id);
        let title = row.needed(Field::Title, "what is to be done");
        let service = row.needed(Field::Service, "the id of the service that reports on it");
        let service = service.and_then(|id| row.refers(Field::Service, &id, services, "a service"));
        let priority = row.text(Field::Priority);
        let priority = match priority.is_empty() {
            true => String::new(),
            false => row
                .refers(Field::Priority, &priority, priorities, "a priority")
                .map(|p| p.to_string())
                .unwrap_or_default(),
        };
        let (owner, baseline) = (row.text(Field::Owner), day(&mut row, Field::BaselineDate));
        if baseline.is_none() {
            row.find(&catalogue::G080, Field::BaselineDate, "the day that was agreed, like 31/03/2027", "none");
        }
        let place = row.place(Field::Id);
        if let (Some(id), Some(title), Some(service)) = (ids.own(&row, Field::Id), title, service) {
            plan.push(PlannedMilestone { id, title, priority, service, owner, baseline, place });
        }
    }
    plan
}

fn day(row: &mut RegisterRow<'_, '_>, field: Field) -> Option<NaiveDate> {
    let day = match &row.record.get(field)?.content {
        Content::Date(day) => Some(*day),
        content => date::parse(&content.shown()),
    };
    day.filter(|day| date::possible(*day))
}

/// What the lines of each directorate, or service, must sum to.
pub(super) fn controls(sheets: &mut Sheets<'_>, services: &[Service], ids: &Ids) -> Vec<ControlTotal> {
    let mut controls: Vec<ControlTotal> = Vec::new();
    for record in sheets.of(Kind::Controls) {
        let mut row = sheets.row(record, Field::Directorate);
        let directorate = row.needed(Field::Directorate, "the directorate whose lines it is the total of");
        let directorate = directorate.and_then(|said| {
            let known = services.iter().find(|s| meaning(&s.directorate) == meaning(&said));
            if known.is_none() {
                row.find(&catalogue::G002, Field::Directorate, "a directorate of the sheet Services", quoted(&said));
            }
            known.map(|s| s.directorate.clone())
        });
        let named = row.text(Field::Service);
        let service = if named.is_empty() { None } else { row.refers(Field::Service, &named, ids, "a service") };
        let year = row.needed(Field::Year, "a financial year like 2026-27");
        let year = year.and_then(|text| year_in(&mut row, Year::default(), &text));
        let most = Pence::MOST_POUNDS;
        let budget = row.number_within(Field::Budget, Unit::Pounds, -most, most).and_then(Pence::of_pounds);
        if budget.is_none() && row.record.get(Field::Budget).is_none() {
            row.find(&catalogue::G009, Field::Budget, "the budget in pounds", "blank");
        }
        let place = row.place(Field::Budget);
        if !named.is_empty() && service.is_none() {
            continue;
        }
        let (Some(directorate), Some(year), Some(budget)) = (directorate, year, budget) else { continue };
        let same = |c: &&ControlTotal| (&c.directorate, &c.service, c.year) == (&directorate, &service, year);
        match controls.iter().find(same) {
            Some(other) => {
                let got = format!("a second total beside {}", other.place.cell);
                row.find(
                    &catalogue::G001,
                    Field::Directorate,
                    "one total for a directorate, a service and a year",
                    got,
                );
            }
            None => controls.push(ControlTotal { directorate, service, year, budget, place }),
        }
    }
    controls
}
