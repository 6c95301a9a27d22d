//! Past lines of money: what a quarter had of revenue, of the capital programme and of savings.

use super::RowRefused;
use super::line::{ImportLine, list};
use crate::catalogue;
use crate::measure::Unit;
use crate::reading::money::{CapitalScheme, CapitalStage, Pence, RevenueFlow, RevenueLine, Saving};
use crate::record::Field;
use crate::register::{Register, Year};
use crate::text::words::meaning;

/// An amount in pounds.
fn amount(row: &mut ImportLine<'_, '_>, field: Field) -> Result<Option<Pence>, RowRefused> {
    let Some(pounds) = row.number(field, Unit::Pounds)? else { return Ok(None) };
    match Pence::of_pounds(pounds) {
        Some(amount) => Ok(Some(amount)),
        None => row.refuse(&catalogue::C006, field, "an amount that a council can have", &pounds.to_string()),
    }
}

/// The id of the priority that a row names by its id or its name; what is unknown is said, and the row is taken.
pub(super) fn priority(row: &mut ImportLine<'_, '_>, register: &Register) -> String {
    let said = row.record.text(Field::Priority);
    let same = |text: &str| meaning(text) == meaning(&said);
    let known = register.priorities.iter().find(|p| same(&p.id) || same(&p.name));
    if known.is_none() && !said.is_empty() {
        row.say(&catalogue::B002, Field::Priority, "a priority of the register", &said);
    }
    known.map(|p| p.id.clone()).unwrap_or_default()
}

pub(super) fn revenue<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<RevenueLine, RowRefused> {
    let (id, service, period) = row.identity(register)?;
    let [budget, revised, actual, forecast, variance, virement] =
        [Field::Budget, Field::Revised, Field::Actual, Field::Outturn, Field::Variance, Field::Virement]
            .map(|field| amount(row, field));
    let (budget, revised, forecast) = (budget?, revised?, forecast?);
    let said = row.record.text(Field::Flow);
    let below = [budget, revised, forecast].into_iter().flatten().any(|amount| amount < Pence::default());
    let flow = match RevenueFlow::from_words(&said) {
        Some(flow) => flow,
        None if !said.is_empty() => {
            return row.refuse(&catalogue::C008, Field::Flow, list(RevenueFlow::ALL.map(RevenueFlow::words)), &said);
        }
        None if below => RevenueFlow::Income,
        None => RevenueFlow::Expenditure,
    };
    Ok(RevenueLine {
        id,
        service,
        period,
        title: row.record.text(Field::Title),
        flow,
        priority: priority(row, register),
        budget,
        revised,
        actual: actual?,
        forecast,
        variance: variance?,
        virement: virement?,
        reason: row.record.text(Field::VarianceReason),
        remedy: row.record.text(Field::RemedialAction),
        place: row.place(Field::Outturn),
    })
}

pub(super) fn capital<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<CapitalScheme, RowRefused> {
    let (id, service, period) = row.identity(register)?;
    let [budget, spent, forecast] = [Field::Budget, Field::Spent, Field::Outturn].map(|field| amount(row, field));
    let said = row.record.text(Field::CapitalStage);
    let stage = CapitalStage::from_words(&said);
    if stage.is_none() && !said.is_empty() {
        let stages = list(CapitalStage::ALL.map(CapitalStage::words));
        return row.refuse(&catalogue::C008, Field::CapitalStage, stages, &said);
    }
    Ok(CapitalScheme {
        id,
        service,
        period,
        title: row.record.text(Field::Title),
        priority: priority(row, register),
        budget: budget?,
        spent: spent?,
        forecast: forecast?,
        funding: row.record.text(Field::Funding),
        stage,
        planned: row.day(Field::Planned)?,
        completion: row.day(Field::Completion)?,
        reason: row.record.text(Field::VarianceReason),
        place: row.place(Field::Outturn),
    })
}

pub(super) fn saving<'r>(row: &mut ImportLine<'_, 'r>, register: &'r Register) -> Result<Saving, RowRefused> {
    let (id, service, period) = row.identity(register)?;
    let said = row.record.text(Field::Year);
    let year = match Year::default().read(&said) {
        Some(year) => Year::default().label(year),
        None if said.is_empty() => String::new(),
        None => return row.refuse(&catalogue::C008, Field::Year, "a financial year like 2026-27", &said),
    };
    let [target, delivered, on_track, at_risk, undeliverable] =
        [Field::SavingTarget, Field::Delivered, Field::OnTrack, Field::AtRisk, Field::Undeliverable]
            .map(|field| amount(row, field));
    Ok(Saving {
        id,
        service,
        period,
        title: row.record.text(Field::Title),
        priority: priority(row, register),
        year,
        target: target?,
        delivered: delivered?,
        on_track: on_track?,
        at_risk: at_risk?,
        undeliverable: undeliverable?,
        mitigation: row.record.text(Field::Mitigation),
        owner: row.record.text(Field::Owner),
        place: row.place(Field::SavingTarget),
    })
}
