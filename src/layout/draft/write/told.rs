//! What a form says of its service and its quarter, and where.

use super::super::cover;
use super::text::{of_quarter, plain, quote, sheets};
use super::{SheetDraft, WorkbookDraft};
use crate::record::{Cell, Field};

/// The sheets of a table that say themselves whose they are: any, where no other sheet is read.
pub(super) fn each_sheet(part: &SheetDraft<'_>, found: &WorkbookDraft<'_>) -> String {
    let names: Vec<&str> =
        std::iter::once(&*part.sheet.name).chain(part.tables.iter().flat_map(|t| t.also.iter().copied())).collect();
    let others = found.parts.iter().filter(|p| !names.contains(&&*p.sheet.name));
    match others.into_iter().all(|p| !p.is_read()) {
        true => quote("*"),
        false => names.iter().map(|n| sheets(n)).collect::<Vec<_>>().join(", "),
    }
}

/// The form says it in a cell or a column, or its file by its name.
pub(super) fn told(found: &WorkbookDraft<'_>, field: Field) -> bool {
    let placeholder = if field == Field::Service { "{service}" } else { "{period}" };
    found.parts.iter().flat_map(|p| p.labels.iter().chain(&p.on_each)).any(|l| l.field == field && l.certain)
        || found.file_pattern.contains(placeholder)
        || found.parts.iter().flat_map(|p| &p.tables).any(|t| t.column(field).is_some())
}

/// The first sheet whose name says what nothing else does, and the pattern of it.
pub(super) fn sheet_pattern(found: &WorkbookDraft<'_>) -> Option<(String, String)> {
    let lacks =
        [(Field::Service, "{service}"), (Field::Period, "{period}")].into_iter().filter(|(f, _)| !told(found, *f));
    let lacks: Vec<&str> = lacks.map(|(_, placeholder)| placeholder).collect();
    if let Some(by_quarter) = quarter_pattern(found) {
        return Some(by_quarter);
    }
    let mut patterns = found.parts.iter().map(|p| (&p.sheet.name, cover::pattern(&p.sheet.name, found.register)));
    let (name, pattern) = patterns.find(|(_, pattern)| lacks.iter().any(|l| pattern.contains(l)))?;
    Some((name.to_string(), pattern))
}

/// A sheet and the pattern of its name, where one table stands on a sheet for each quarter.
pub(super) fn quarter_pattern(found: &WorkbookDraft<'_>) -> Option<(String, String)> {
    let on_many = |p: &&SheetDraft<'_>| p.tables.iter().any(|t| !t.also.is_empty());
    let part = found.parts.iter().find(on_many)?;
    let also = part.tables.iter().flat_map(|t| &t.also);
    let pattern = of_quarter(&part.sheet.name)?;
    let all = also.copied().all(|name| of_quarter(name).as_ref() == Some(&pattern));
    all.then(|| (part.sheet.name.to_string(), pattern))
}

/// The title that names the quarter, where nothing else does.
pub(super) fn quarter_in_title<'f>(found: &'f WorkbookDraft<'_>) -> Option<(&'f str, &'f Cell)> {
    let by_sheet =
        || quarter_pattern(found).is_none() && sheet_pattern(found).is_some_and(|(_, p)| p.contains("{period}"));
    if told(found, Field::Period) || by_sheet() {
        return None;
    }
    found.parts.iter().find_map(|p| Some((&*p.sheet.name, p.quarter?)))
}

/// Whether the quarter is taken from the title of a sheet.
pub(super) fn says_quarter(part: &SheetDraft<'_>, found: &WorkbookDraft<'_>) -> bool {
    quarter_in_title(found).is_some_and(|(sheet, _)| *sheet == *part.sheet.name)
}

/// A quarter or a service within a longer text.
pub(super) fn in_a_title(found: &WorkbookDraft<'_>, field: Field) -> String {
    let texts = found.parts.iter().flat_map(|p| p.tables.first()).flat_map(|t| t.block.above.iter());
    let names = |text: &str| cover::pattern(&text.replace([',', ':'], " "), found.register).contains("{service}");
    match texts.copied().find(|text| field == Field::Service && names(text)) {
        Some(text) => format!("; it stands within “{}”: give it a cell or name the file by it", plain(text)),
        None => String::new(),
    }
}
