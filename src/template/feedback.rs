//! Feedback: one line for each kind, with how many came and how they were answered.

use super::context::TemplateContext;
use super::form::{FIRST, FilledForm, FormColumns, FormSheet};
use crate::catalogue::{C002, C090, R026, T012};
use crate::fit::fit;
use crate::reading::{FeedbackKind, MOST_COUNTED};
use crate::record::{Field, Kind};
use crate::workbook::{CellContent, SheetCell, ValidationRule};

/// One kind of feedback.
struct FeedbackLine {
    kind: FeedbackKind,
    /// Its counts are worked out from the sheet of the log: only the words are asked.
    logged: bool,
    /// Working days within which it is to be answered.
    days: Option<u32>,
    /// The first line whose counts are asked.
    first: bool,
}

type FeedbackColumns<'c, 'a> = FormColumns<'c, 'a, FeedbackLine>;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FeedbackColumns<'c, 'a>> {
    let styles = &c.styles;
    let blank = |style| SheetCell::new(CellContent::Blank, style);
    let answered = move |line: &FeedbackLine| match line.days {
        Some(_) if !line.logged => blank(styles.asked_whole),
        _ => blank(styles.closed),
    };
    let mut columns = FeedbackColumns::new(c, Kind::Feedback)?
        .column(Field::FeedbackKind, 24.0, |r| SheetCell::text(r.of.kind.words(), styles.given))
        .column(Field::Value, 14.0, move |r| blank(if r.of.logged { styles.closed } else { styles.asked_whole }))
        .column(Field::InTime, 14.0, move |r| answered(&r.of))
        .column(Field::Upheld, 14.0, move |r| answered(&r.of))
        .column(Field::Words, 70.0, move |_| blank(styles.asked))
        .flag_errors(Field::Value, |_| true);
    columns = columns.flag(&R026, Field::InTime, |r| {
        let counted = r.of.days.is_some() && !r.of.logged;
        let above = |field| format!("N({})>N({})", r.at(field), r.at(Field::Value));
        counted.then(|| (format!("OR({},{})", above(Field::InTime), above(Field::Upheld)), false))
    });
    if c.settings.feedback.expected {
        columns = columns.flag(&T012, Field::Value, |r| {
            // Said once, for the sheet: every count is blank.
            let last = r.at_row(FIRST + fit::<u32>(FeedbackKind::ALL.len()) - 1, Field::Value);
            r.of.first.then(|| (format!("COUNTA({}:{last})=0", r.at(Field::Value)), true))
        });
    }
    Some(columns)
}

pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "How many of each kind came in this quarter, and how they were answered. Type 0 where there were none.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze = (FIRST, 2);
    let settings = &c.settings.feedback;
    // The lines that are worked out from the log stand first.
    let skipped = if settings.log { 2 } else { 0 };
    for kind in FeedbackKind::ALL {
        let days = match kind {
            FeedbackKind::Stage1 => Some(settings.stage_1_days),
            FeedbackKind::Stage2 => Some(settings.stage_2_days),
            _ => None,
        };
        let line =
            FeedbackLine { kind, logged: settings.log && days.is_some(), days, first: form.row == FIRST + skipped };
        form.sheet.heights.push((form.row, 36.0));
        rules(&mut form, &line);
        form.fill(line);
    }
    Some(form.finish())
}

fn rules<T>(form: &mut FormSheet<'_, '_, T>, line: &FeedbackLine) {
    let told = "What people told us";
    if line.logged {
        let help =
            "The main subjects, and what the service will do about them. The counts follow from the complaints log.";
        form.rule(Field::Words, ValidationRule::Any, (told, help), &C002);
        return;
    }
    let count = ValidationRule::Whole { min: 0, max: MOST_COUNTED };
    form.rule(Field::Value, count, (line.kind.words(), "How many this quarter; 0 if none."), &C090);
    form.also(&C002);
    if let Some(days) = line.days {
        for (field, what) in
            [(Field::InTime, format!("answered within {days} working days")), (Field::Upheld, "upheld".to_owned())]
        {
            let (part, whole) = (form.at(field), form.at(Field::Value));
            let counted = format!("ISNUMBER({part}),N({part})>=0,N({part})=INT(N({part}))");
            let rule = ValidationRule::Formula(format!("=AND({counted},N({part})<=N({whole}))"));
            let help = format!("How many of those received were {what}.");
            form.rule(field, rule, (line.kind.words(), &help), &R026);
            form.also(&C090);
            form.also(&C002);
        }
    }
    let help = "The main subjects, and what the service will do about them.";
    form.rule(Field::Words, ValidationRule::Any, (told, help), &C002);
}
