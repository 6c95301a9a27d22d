//! The return of one service: its own indicators, risks and actions already there, only the cells to fill unlocked.
//!
//! Headings and their order come from [`crate::layout::template`], which the reader uses too. Above each heading row a
//! hidden row holds `qd:FIELD` for every column, and hidden column A holds the id of each row, so that the reader finds
//! every cell after columns were moved or rows inserted. What the catalogue checks and Excel can say stands on the cell
//! as validation and on the sheet Checks as a live count, with the catalogue's codes and words.

mod span;
mod need;
mod percent;
mod styles;
mod context;
mod form;
mod lists;
mod lines;
mod checks;
mod indicators;
mod risks;
mod actions;
mod money;
mod milestones;
mod feedback;
mod complaints;
mod corrections;
mod guidance;
mod cover;

use crate::layout;
use crate::past::Past;
use crate::period::Period;
use crate::register::{Register, Service};
use crate::settings::{LabelUse, Settings};
use crate::workbook::Book;
use context::TemplateContext;
use form::CheckCount;
use styles::TemplateStyles;

/// The return workbook of `service` for `period`: Cover, Indicators, Risks, Actions, Feedback, Corrections, Checks, Guidance, the sheets
/// that the settings ask for (milestones, money, a log of complaints), and hidden the words of the drop-downs and the key
/// sheet.
pub fn book<'a>(
    settings: &'a Settings,
    register: &'a Register,
    period: Period,
    service: &'a Service,
    past: &'a Past,
) -> Book<'a> {
    let mut book = Book::new(
        format!("{} return, {}", service.name, period.heading()),
        format!("Quarterly return of {} for {period}", service.name),
        settings.council.name.clone(),
        settings.look.font.clone(),
    );
    book.label = settings.label(LabelUse::Forms, Some(period));
    let styles = TemplateStyles::register(&mut book, settings);
    let mut layout = layout::template();
    layout.tables.retain(|t| settings.has_sheet(t.kind));
    let c = TemplateContext { settings, register, period, service, past, layout, styles };
    let forms = [
        indicators::form(&c, &mut book),
        risks::form(&c),
        actions::form(&c),
        milestones::form(&c),
        money::revenue(&c),
        money::capital(&c),
        money::savings(&c),
        feedback::form(&c),
        complaints::form(&c),
        corrections::form(&c),
    ];
    let (sheets, left): (Vec<_>, Vec<_>) = forms.into_iter().flatten().unzip();
    let left: Vec<CheckCount> = cover::left(&c).into_iter().chain(left.into_iter().flatten()).collect();
    let checks = checks::sheet(&c, &left);
    let guidance = guidance::sheet(&c);
    book.sheets.push(cover::sheet(&c, &sheets, &checks, &guidance.name));
    book.sheets.extend(sheets);
    book.sheets.push(checks.sheet);
    book.sheets.push(guidance);
    book.sheets.push(lists::sheet(&c));
    book.sheets.push(lists::keys(&c));
    book.names.extend(lists::names(&c));
    book
}

#[cfg(test)]
mod tests;
