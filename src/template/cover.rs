//! Cover: whose return it is and for which quarter, how to fill it in, who filled it in, and the sign-off.

use super::checks::{ChecksSheet, left_marks};
use super::context::TemplateContext;
use super::form::{CheckCount, CheckTarget, FIRST, validation};
use crate::catalogue::{C002, C010, F012};
use crate::layout;
use crate::record::Field;
use crate::workbook::{CellContent, Print, Sheet, SheetCell, ValidationRule};

const LABEL: u16 = 1;
const VALUE: u16 = 2;
const LAST: u16 = 3;

const LEFT: u32 = 4;
const FACTS: u32 = 6;
const HOW: u32 = 11;
const LEGEND: u32 = 15;
const CONTACT: u32 = 18;
const SIGN_OFF: u32 = 22;
const SHEETS: u32 = 26;

fn cover_form(layout: &layout::Layout) -> Option<&layout::LayoutForm> {
    layout.forms.iter().find(|f| f.fields.contains_key(Field::SignedOff.key()))
}

/// What is left to do on the cover itself: the sign-off.
pub fn left(c: &TemplateContext<'_>) -> Option<CheckCount> {
    let name = cover_form(&c.layout)?.sheet.first()?.clone();
    (!c.settings.checks.unsaid(F012.code)).then(|| CheckCount {
        check: &F012,
        count: format!("=IFERROR(IF(OR({name}!$C${0}=\"\",{name}!$C${1}=\"\"),1,0),1)", SIGN_OFF + 2, SIGN_OFF + 3),
        now: 1,
        target: CheckTarget::Cell(format!("'{name}'!C{}", SIGN_OFF + 2)),
        sheet: name,
    })
}

pub fn sheet<'a>(c: &TemplateContext<'a>, forms: &[Sheet<'a>], checks: &ChecksSheet<'_>, guidance: &str) -> Sheet<'a> {
    let styles = &c.styles;
    let form = cover_form(&c.layout);
    let label = |field: Field| {
        let words = form.and_then(|f| f.fields.get(field.key())?.first());
        SheetCell::text(words.cloned().unwrap_or_default(), styles.label)
    };
    let mut sheet = Sheet {
        name: form.and_then(|f| f.sheet.first()).cloned().unwrap_or_default(),
        widths: vec![2.0, 22.0, 44.0, 30.0],
        heights: vec![(0, 20.0), (1, 34.0), (2, 22.0), (3, 6.0), (LEFT, 28.0), (LEGEND, 18.0), (LEGEND + 1, 18.0)],
        protected: true,
        tab: c.settings.look.accent.clone().into(),
        print: Print { pages_wide: 1, pages_high: 1, footer: c.footer(), ..Print::default() },
        ..Sheet::default()
    };
    let start = c.settings.year.start_month;
    sheet.put(0, LABEL, SheetCell::text(c.settings.council.name.as_str(), styles.lead));
    sheet.put(1, LABEL, SheetCell::text(format!("Quarterly return: {}", c.service.name), styles.title));
    let quarter = format!("Quarter {} of {}, {}", c.period.quarter(), c.period.year_label(), c.period.months(start));
    sheet.put(2, LABEL, SheetCell::text(quarter, styles.subtitle));
    sheet.put(LEFT, LABEL, SheetCell::new(checks.repeat(), styles.left));
    sheet.merges.push((LEFT, LABEL, LEFT, LAST));
    let done = format!("LEFT($B${},7)=\"Nothing\"", LEFT + 1);
    sheet.marks.extend(left_marks((LEFT, LABEL, LEFT, LAST), &done));

    let facts = [
        (label(Field::Service), SheetCell::text(c.service.name.as_str(), styles.line)),
        (label(Field::Period), SheetCell::text(c.period.to_string(), styles.line)),
        (
            SheetCell::text("Return by", styles.label),
            SheetCell::date(Some(c.settings.due_date(c.period)), styles.line_date),
        ),
        (SheetCell::text("Directorate", styles.label), SheetCell::text(c.service.directorate.as_str(), styles.line)),
    ];
    for ((label, value), row) in facts.into_iter().zip(FACTS..) {
        sheet.heights.push((row, 18.0));
        sheet.put(row, LABEL, label);
        sheet.put(row, VALUE, value);
    }

    section(&mut sheet, HOW, "How to fill it in", c);
    let council = &c.settings.council;
    let lines = [
        "1.  Fill the yellow cells of each sheet; the pale ones may stay blank. Select a cell and it tells you what is wanted."
            .to_owned(),
        "2.  Grey cells are what the council already holds. Last quarter’s risks and actions are there to be updated."
            .to_owned(),
        format!(
            "3.  Sign off below when only that is left, and send the file to {}, {}.",
            council.team, council.email
        ),
    ];
    for (line, row) in lines.into_iter().zip(HOW + 1..) {
        sheet.heights.push((row, 18.0));
        sheet.put(row, LABEL, SheetCell::text(line, styles.lead));
    }

    let legend = [
        (LEGEND, LABEL, "Required", styles.legend_asked),
        (LEGEND, VALUE, "May stay blank, unless the words above it apply", styles.legend_optional),
        (LEGEND + 1, LABEL, "Given", styles.legend_given),
        (LEGEND + 1, VALUE, "Not asked", styles.legend_closed),
    ];
    for (row, column, words, style) in legend {
        sheet.put(row, column, SheetCell::text(words, style));
    }

    let input = |text: &'a str, style| match text {
        "" => SheetCell::new(CellContent::Blank, style),
        text => SheetCell::text(text, style),
    };
    section(&mut sheet, CONTACT, "Who filled it in (may stay blank)", c);
    section(&mut sheet, SIGN_OFF, "Sign-off (required)", c);
    // Nothing may stand to the right of a cell to fill: the reader would take it for the answer where that is blank.
    let fields = [
        (
            CONTACT + 1,
            Field::Contact,
            input(&c.service.contact, styles.answer_optional),
            "The person to ask about this return.",
        ),
        (
            CONTACT + 2,
            Field::Email,
            input(&c.service.email, styles.answer_optional),
            "Where questions about this return will go.",
        ),
        (
            SIGN_OFF + 1,
            Field::SignedOffBy,
            input("", styles.answer),
            "The head of service, who answers for these figures.",
        ),
        (SIGN_OFF + 2, Field::SignedOff, input("", styles.answer_date), "The day of the sign-off, like 30/09/2026."),
    ];
    for (row, field, cell, help) in fields {
        sheet.heights.push((row, 20.0));
        sheet.put(row, LABEL, label(field));
        sheet.put(row, VALUE, cell);
        let (rule, breaks) = match field {
            Field::SignedOff => (ValidationRule::possible_day(), &C010),
            _ => (ValidationRule::Any, &C002),
        };
        let title = form.and_then(|f| f.fields.get(field.key())?.first()).map_or("", String::as_str);
        sheet.validations.push(validation((row, VALUE, row, VALUE), rule, (title, help), breaks));
    }

    section(&mut sheet, SHEETS, "The sheets", c);
    let due = super::indicators::due(c);
    let first = forms.iter().map(|f| (f.name.as_str(), format!("B{}", FIRST + 1)));
    let others = [(checks.sheet.name.as_str(), "B1".to_owned()), (guidance, "A1".to_owned())];
    for ((name, cell), row) in first.chain(others).zip(SHEETS + 1..) {
        let about = match name {
            "Indicators" if due == 1 => "1 indicator is due this quarter".to_owned(),
            "Indicators" => format!("{due} indicators are due this quarter"),
            "Risks" => "Review what is there, add what is new".to_owned(),
            "Actions" => "Update what is open, add what is new".to_owned(),
            "Corrections" => "Figures of earlier quarters that have to change".to_owned(),
            "Milestones" => "Say where each step of the delivery plan stands".to_owned(),
            "Revenue" => "Lines of the budget: spent so far, and expected".to_owned(),
            "Capital" => "Schemes: cost, stage and completion".to_owned(),
            "Savings" => "What was promised, and what became of it".to_owned(),
            "Feedback" => "Complaints, compliments and comments".to_owned(),
            "Checks" => "What is still left to do, line by line".to_owned(),
            _ => "How to fill it in, on one page; what comes back".to_owned(),
        };
        let target = format!("'{name}'!{cell}");
        sheet.heights.push((row, 18.0));
        sheet.put(row, LABEL, SheetCell::new(CellContent::Link { text: name.to_owned().into(), target }, styles.link));
        sheet.put(row, VALUE, SheetCell::text(about, styles.lead));
    }
    sheet
}

fn section(sheet: &mut Sheet<'_>, row: u32, title: &'static str, c: &TemplateContext<'_>) {
    sheet.heights.push((row, 24.0));
    sheet.put(row, LABEL, SheetCell::text(title, c.styles.section));
    for column in LABEL + 1..=LAST {
        sheet.put(row, column, SheetCell::new(CellContent::Blank, c.styles.section));
    }
}
