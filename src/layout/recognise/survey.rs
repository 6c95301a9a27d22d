//! Recognising from a survey of the sheets, where the file itself stays with the worker.

use super::{PreparedLayout, Recognition, SheetHead, TextRow, recognition};
use crate::layout::{Layout, month_heading};
use crate::period::Period;
use crate::record::{Cell, Content, SheetSurvey};

/// How each layout compares with the workbook of which this is the survey.
pub fn surveyed(layouts: &[Layout], survey: &[SheetSurvey], period: Option<Period>) -> Recognition {
    let prepared: Vec<PreparedLayout<'_>> = layouts.iter().map(|l| PreparedLayout::new(l, period)).collect();
    let heads: Vec<SheetHead<'_>> =
        survey.iter().map(|s| SheetHead::new(&s.name, s.hidden, move || s.rows().map(texts))).collect();
    recognition(&prepared, &heads)
}

fn texts(row: &[Cell]) -> TextRow<'_> {
    let text = |c: &Cell| matches!(c.content, Content::Text(_));
    let texts = row.iter().filter_map(|c| match &c.content {
        Content::Text(t) => Some((c.at.col, t.as_str())),
        Content::Date(day) => Some((c.at.col, month_heading(*day)?)),
        _ => None,
    });
    TextRow {
        row: row[0].at.row,
        texts: texts.collect(),
        others: row.iter().filter(|c| !text(c)).count(),
        merged: row.iter().filter(|c| c.covers > 0).map(|c| (c.at.col, c.at.col.saturating_add(c.covers))).collect(),
        hidden: row.iter().filter(|c| c.hidden).map(|c| c.at.col).collect(),
    }
}
