//! The sheets of money: a line of revenue, a capital scheme or a saving a row.

use super::cells::{CellValue, ExpectedNumber};
use super::file_context::FileContext;
use super::records::{of_kind, rows_of_repeated};
use super::row::RowCells;
use crate::catalogue;
use crate::layout::VarianceAs;
use crate::map::{Map, Set};
use crate::reading::money::{CapitalScheme, CapitalStage, MoneyLines, Pence, RevenueFlow, RevenueLine, Saving};
use crate::record::{Content, Field, Kind, Record};
use crate::register::Year;
use crate::text::words::{list, meaning, quoted};

/// Types every row of money of the file.
pub(super) fn money(file: &mut FileContext<'_>, records: &[Record]) -> MoneyLines {
    MoneyLines {
        revenue: rows(file, records, Kind::Revenue, "the id of a line of the budget", revenue),
        capital: rows(file, records, Kind::Capital, "the id of a scheme", capital),
        savings: rows(file, records, Kind::Savings, "the id of a saving", saving),
    }
}

/// The rows of one kind, each id once.
fn rows<T>(
    file: &mut FileContext<'_>,
    records: &[Record],
    kind: Kind,
    wanted: &str,
    read: fn(&mut RowCells<'_, '_>, &[Record]) -> T,
) -> Vec<T> {
    let rows = of_kind(records, kind);
    let now = || rows.clone().filter(|r| file.quarter_of(r) == Ok(file.period));
    let ids = || now().map(|r| (r.text(Field::Id), r)).filter(|(id, _)| !id.is_empty());
    let known: Set<String> = ids().map(|(id, _)| id).collect();
    // An id in another case is the same.
    let twice: Map<String, Vec<&Record>> = rows_of_repeated(ids().map(|(id, r)| (meaning(&id), r)));
    let mut out = vec![];
    for record in rows {
        let mut row = RowCells::new(file, record);
        if row.in_quarter() {
            row.text(Field::Service);
            row.text(Field::Period);
            row.text(Field::Directorate);
            if row.identify(wanted).is_some() && !row.crossed(|id| known.contains(id)) {
                match twice.get(&meaning(&row.subject)) {
                    Some(rows) => row.refuse_double(&catalogue::B001, rows, &[]),
                    None => out.push(read(&mut row, records)),
                }
            }
        }
        row.finish();
    }
    out
}

fn revenue(row: &mut RowCells<'_, '_>, records: &[Record]) -> RevenueLine {
    let flow = row.choice(Field::Flow, RevenueFlow::from_words, || list(RevenueFlow::ALL.map(RevenueFlow::words)));
    let table = row.file.layout.and_then(|l| l.table(Kind::Revenue));
    let turned = flow == CellValue::Is(RevenueFlow::Income) && table.is_some_and(|t| t.income_positive);
    let turn = |amount: Pence| if turned { -amount } else { amount };
    // A formula that no program has calculated is nothing that anybody typed; what it would give is worked out anyway.
    let told = row.filled(Field::Variance).filter(|c| c.content != Content::FormulaWithoutResult).is_some();
    let typed = if told { amount(row, Field::Variance) } else { None };
    let variance = typed.map(|typed| match table.map_or(VarianceAs::default(), |t| t.variance) {
        VarianceAs::ForecastLessBudget => turn(typed),
        VarianceAs::BudgetLessForecast => -turn(typed),
        VarianceAs::GoodPositive => -typed,
    });
    let mut amount = |field| amount(row, field).map(turn);
    let [budget, revised, actual, forecast, virement] =
        [Field::Budget, Field::Revised, Field::Actual, Field::Outturn, Field::Virement].map(&mut amount);
    // The budget before a revised one that is refused is another.
    let budget = budget.filter(|_| !row.was_refused(Field::Revised));
    // Where no column says which way the money goes, its sign does.
    let below = [budget, revised, forecast].into_iter().flatten().any(|amount| amount < Pence::default());
    let by_sign = if below { RevenueFlow::Income } else { RevenueFlow::Expenditure };
    RevenueLine {
        place: row.place_of(Field::Outturn, records),
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        flow: flow.ok().unwrap_or(by_sign),
        priority: priority(row),
        budget,
        revised,
        actual,
        forecast,
        variance,
        virement,
        reason: row.text(Field::VarianceReason),
        remedy: row.text(Field::RemedialAction),
    }
}

fn capital(row: &mut RowCells<'_, '_>, records: &[Record]) -> CapitalScheme {
    let stage =
        row.choice(Field::CapitalStage, CapitalStage::from_words, || list(CapitalStage::ALL.map(CapitalStage::words)));
    CapitalScheme {
        place: row.place_of(Field::Outturn, records),
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        priority: priority(row),
        budget: amount(row, Field::Budget),
        spent: amount(row, Field::Spent),
        forecast: amount(row, Field::Outturn),
        funding: row.text(Field::Funding),
        stage: stage.ok(),
        planned: row.deadline(Field::Planned),
        completion: row.deadline(Field::Completion),
        reason: row.text(Field::VarianceReason),
    }
}

fn saving(row: &mut RowCells<'_, '_>, records: &[Record]) -> Saving {
    let now = row.file.period;
    let year = |text: &str| Year::default().read(text).map(|year| Year::default().label(year));
    let years = || [-4, 0, 4].map(|n| now.plus(n).year_label()).join(", ");
    let states = [Field::Delivered, Field::OnTrack, Field::AtRisk, Field::Undeliverable];
    let amounts = states.map(|state| amount(row, state));
    // Beside one that is refused the others are not the whole of it.
    let refused = states.iter().any(|state| row.was_refused(*state));
    let [delivered, on_track, at_risk, undeliverable] = if refused { [None; 4] } else { amounts };
    Saving {
        place: row.place_of(Field::SavingTarget, records),
        id: row.subject.clone(),
        service: row.file.service.clone(),
        period: row.file.period,
        title: row.text(Field::Title),
        priority: priority(row),
        year: row.choice(Field::Year, year, years).ok().unwrap_or_default(),
        target: amount(row, Field::SavingTarget),
        delivered,
        on_track,
        at_risk,
        undeliverable,
        mitigation: row.text(Field::Mitigation),
        owner: row.text(Field::Owner),
    }
}

/// An amount in pounds, to the penny.
fn amount(row: &mut RowCells<'_, '_>, field: Field) -> Option<Pence> {
    let most = Some(Pence::MOST_POUNDS);
    let want = ExpectedNumber { money: true, minimum: most.map(|m| -m), maximum: most, ..ExpectedNumber::default() };
    let given = row.number(field, &want);
    if let CellValue::Marker(_) = given {
        // A form of money has no column for a reason: the word stands in the place of an amount that is lost.
        row.file.findings.pop_if(|f| f.code == catalogue::C017.code);
        let got = row.filled(field).map(|c| quoted(&c.content.shown())).unwrap_or_default();
        row.refuse(field, &catalogue::C002, "an amount, or nothing", got);
    }
    given.ok().and_then(Pence::of_pounds)
}

/// The id of the priority that a row names by its id or its name; empty where it names none that is known, which is said.
pub(super) fn priority(row: &mut RowCells<'_, '_>) -> String {
    let said = row.text(Field::Priority);
    let Some(cell) = row.filled(Field::Priority).filter(|_| !said.is_empty()) else { return String::new() };
    let wanted = row.file.our_word(Field::Priority, &said);
    let register = row.file.register;
    let same = |text: &str| meaning(text) == meaning(wanted);
    if let Some(known) = register.priorities.iter().find(|p| same(&p.id) || same(&p.name)) {
        return known.id.clone();
    }
    let ids = list(register.priorities.iter().map(|p| p.id.as_str()));
    row.report(&catalogue::B002, Some(cell.at), format!("one of: {ids}"), quoted(&said));
    String::new()
}
