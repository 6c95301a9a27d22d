//! Feedback: one line for each kind, with how many came and how they were answered.

use super::Context;
use super::form::{FIRST, Form};
use crate::catalogue::{C002, C003, R001, T012};
use crate::reading::{CellRef, FeedbackKind};
use crate::record::{Field, Kind};
use crate::workbook::{Cell, Content, Rule, StyleId};

pub fn form<'a>(c: &Context<'a>) -> Option<Form<'a>> {
    let lead = "How many of each kind came in this quarter, and how they were answered. Type 0 where there were none.";
    let mut form = c.form(Kind::Feedback, lead.to_owned())?;
    form.widths(|field| match field {
        Field::FeedbackKind => 24.0,
        Field::Words => 70.0,
        _ => 14.0,
    });
    form.sheet.freeze = (FIRST, 2);
    // The lines that are worked out from the log stand first.
    let skipped = if c.settings.feedback.log { 2 } else { 0 };
    let looks = &c.looks;
    form.flag_column(&C003, Field::Value, looks.key);
    if c.settings.feedback.expected {
        form.flag_column(&T012, Field::Value, looks.key);
    }
    for kind in FeedbackKind::ALL {
        if c.settings.feedback.log && matches!(kind, FeedbackKind::Stage1 | FeedbackKind::Stage2) {
            logged(c, &mut form, kind);
            continue;
        }
        let days = match kind {
            FeedbackKind::Stage1 => Some(c.settings.feedback.stage_1_days),
            FeedbackKind::Stage2 => Some(c.settings.feedback.stage_2_days),
            _ => None,
        };
        form.sheet.heights.push((form.row, 36.0));
        form.put(Field::FeedbackKind, Cell::text(kind.words(), looks.given));
        let blank = |style: StyleId| Cell::new(Content::Blank, style);
        form.put(Field::Value, blank(looks.asked_whole));
        form.put(Field::Words, blank(looks.asked));
        let answered = if days.is_some() { looks.asked_whole } else { looks.closed };
        form.put(Field::InTime, blank(answered));
        form.put(Field::Upheld, blank(answered));
        form.rule(
            Field::Value,
            Rule::Whole { min: 0, max: 10_000_000 },
            (kind.words(), "How many this quarter; 0 if none."),
            &C002,
        );
        if let Some(days) = days {
            for (field, what) in
                [(Field::InTime, format!("answered within {days} working days")), (Field::Upheld, "upheld".to_owned())]
            {
                let (part, whole) = (form.at(field), form.at(Field::Value));
                let rule = Rule::Formula(format!("=AND(ISNUMBER({part}),N({part})>=0,N({part})<=N({whole}))"));
                form.rule(field, rule, (kind.words(), &format!("How many of those received were {what}.")), &R001);
            }
        }
        form.rule(
            Field::Words,
            Rule::Any,
            ("What people told us", "The main subjects, and what the service will do about them."),
            &C002,
        );
        if form.row == FIRST + skipped {
            // Said once, for the sheet: every count is blank.
            let last = CellRef::new(FIRST + FeedbackKind::ALL.len() as u32 - 1, form.column(Field::Value));
            form.flag(&T012, &format!("COUNTA({}:{last})=0", form.at(Field::Value)), true, looks.key);
        }
        form.flag_errors(looks.key);
        form.row += 1;
    }
    Some(form)
}

/// A line whose counts are worked out from the sheet of the log: only the words are asked.
fn logged<'a>(c: &Context<'a>, form: &mut Form<'a>, kind: FeedbackKind) {
    let looks = &c.looks;
    form.sheet.heights.push((form.row, 36.0));
    form.put(Field::FeedbackKind, Cell::text(kind.words(), looks.given));
    for field in [Field::Value, Field::InTime, Field::Upheld] {
        form.put(field, Cell::new(Content::Blank, looks.closed));
    }
    form.put(Field::Words, Cell::new(Content::Blank, looks.asked));
    let help = "The main subjects, and what the service will do about them. The counts follow from the complaints log.";
    form.rule(Field::Words, Rule::Any, ("What people told us", help), &C002);
    form.flag_errors(looks.key);
    form.row += 1;
}
