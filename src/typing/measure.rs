//! Which indicator a row is about, and what its figures may be.

use super::cells::ExpectedNumber;
use super::evidence;
use super::file_context::FileContext;
use super::row::RowCells;
use crate::catalogue;
use crate::finding::Finding;
use crate::measure::Unit;
use crate::record::{Cell, Content, Field, PassedOver, Share};
use crate::register::Indicator;
use crate::text::words::{invisible, quoted};

/// The row's indicator, when the row is of this quarter and of this service; else every cell of it is refused, or passed
/// over by a rule.
pub(super) fn known<'a>(row: &mut RowCells<'_, 'a>, number: Option<usize>) -> Option<(usize, &'a Indicator)> {
    if !row.in_quarter() {
        return None;
    }
    let id_cell = row.filled(Field::Id).map(|c| c.at);
    let Some(number) = number else {
        let text = row.text(Field::Id);
        row.subject = text.as_str().into();
        if text.is_empty() {
            if row.any(Field::ALL) && !row.passes_unused() {
                // A form without ids says by its title whose row it is.
                let named = row.filled(Field::Title).filter(|_| row.file.headed(row.record, Field::Id).is_none());
                match named {
                    Some(title) => {
                        let got = quoted(&title.content.shown());
                        row.report(&catalogue::T005, Some(title.at), "an indicator of the register, by its name", got);
                    }
                    None => {
                        let at = row.place(&[Field::Value]).cell;
                        row.report(&catalogue::C014, Some(at), "the id of an indicator", "nothing");
                    }
                }
                row.refuse_row();
            }
        } else {
            // The heading of a matrix is said once, not for every row below it.
            let in_heading = row.record.get(Field::Id).is_some_and(|c| c.share == Share::Heading);
            // A code that the layout has is wrong in the layout, or this service has not got its indicator.
            let meant = row.file.codes.id(&row.file.service, &text);
            let got =
                meant.map_or_else(|| quoted(&text), |ours| format!("{}, which is {ours} by the layout", quoted(&text)));
            let said = |f: &Finding| {
                f.code == catalogue::T005.code && f.cell == id_cell && *f.sheet == *row.record.sheet && f.got == got
            };
            if !excel_changed(row) && (!in_heading || !row.file.findings.iter().any(said)) {
                row.report(&catalogue::T005, id_cell, "the id of an indicator in the register", got);
            }
            row.refuse_row();
        }
        return None;
    };
    let register = row.file.register;
    let indicator = &register.indicators[number];
    row.subject = indicator.id.clone();
    row.text(if row.filled(Field::Id).is_some() { Field::Id } else { Field::Title });
    if !is_own(row, indicator) {
        return None;
    }
    known_by_name(row, number);
    let marked = |c: &&Cell| matches!(&c.content, Content::Text(text) if text.contains(invisible));
    if let Some(at) = row.filled(Field::Id).filter(marked).map(|c| c.at) {
        row.report(&catalogue::C033, Some(at), &*indicator.id, "the same with marks that nobody sees");
    }
    evidence::fits(row, number).then_some((number, indicator))
}

/// Says that Excel made something else of the row's id, where it could be one or several of the register.
fn excel_changed(row: &mut RowCells<'_, '_>) -> bool {
    let service = row.file.service.clone();
    let before = row.file.before_excel(row.record, &service);
    let Some(cell) = row.filled(Field::Id).filter(|_| !before.is_empty()) else { return false };
    let codes: Vec<String> = before.iter().map(|b| quoted(&b.code)).collect();
    let (at, got) = (cell.at, made(cell, &codes.join(" or ")));
    row.report(&catalogue::C030, Some(at), format!("{}, as a text", codes.join(" or ")), got);
    true
}

/// Asks about an id that Excel changed and that the name beside it tells.
fn known_by_name(row: &mut RowCells<'_, '_>, number: usize) {
    let service = row.file.service.clone();
    if row.filled(Field::Id).is_none() || row.file.indicator_as_it_stands(row.record, &service) == Some(number) {
        return;
    }
    let mut before = row.file.before_excel(row.record, &service).into_iter();
    if let (Some(before), Some(cell)) = (before.find(|b| b.number == number), row.filled(Field::Id)) {
        let (at, got) = (cell.at, made(cell, &quoted(&before.code)));
        let expected = format!("{}, whose name stands in the row", quoted(&before.code));
        row.report(&catalogue::C031, Some(at), expected, got);
    }
}

/// `1: Excel took “001” for a number`.
fn made(cell: &Cell, code: &str) -> String {
    let held = cell.content.shown();
    match cell.content {
        Content::Date(_) => format!("{held}: Excel took {code} for a day"),
        Content::Number(_) => format!("{held}: Excel took {code} for a number"),
        _ => format!("{}, which Excel makes of {code}", quoted(&held)),
    }
}

/// Whether the row's service is the indicator's; else the row is refused, unless it only says that there is nothing: in
/// a matrix of services and indicators most are not every service's.
fn is_own(row: &mut RowCells<'_, '_>, indicator: &Indicator) -> bool {
    let named = row.text(Field::Service);
    let register = row.file.register;
    let of_row = if named.is_empty() {
        Some(row.file.service.clone())
    } else {
        row.file.service_named(&named).map(|s| s.id.clone())
    };
    if of_row.as_ref() == Some(&indicator.service) {
        return true;
    }
    let value = row.filled(Field::Value).map(|c| c.content.shown()).unwrap_or_default();
    if row.file.many_services() && row.file.marker(&value).is_some() {
        row.ignore_row(PassedOver::NoValue);
        return false;
    }
    let owner = register.service(&indicator.service).map_or(&*indicator.service, |s| s.name.as_str());
    let expected = format!("an indicator of this service; it belongs to {owner}");
    let at = row.place(&[Field::Id, Field::Title, Field::Value]).cell;
    row.report(&catalogue::T001, Some(at), expected, &*indicator.id);
    row.refuse_row();
    false
}

/// The range that the register gives; a part of a whole is 0% to 100% where it says nothing.
pub(super) fn expected_number(file: &FileContext<'_>, number: usize) -> ExpectedNumber {
    let indicator = &file.register.indicators[number];
    let percent = indicator.unit == Unit::Percent;
    let part = percent && indicator.part_of_whole;
    ExpectedNumber {
        percent,
        unit: Some(indicator.unit),
        thousands_or_millions: Some(indicator.unit.counts_in()).filter(|n| *n > 1.0),
        money: indicator.unit.is_money(),
        minimum: indicator.minimum.or(part.then_some(0.0)),
        maximum: indicator.maximum.or(part.then_some(100.0)),
        quotient: None,
    }
}
