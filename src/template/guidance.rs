//! Guidance: all that a service officer needs to know of the form, on one page that stands for itself. It is read from top to
//! bottom in one column, so that a screen reader and a printer give the same.

use super::context::TemplateContext;
use crate::fit::fit;
use crate::record::{Field, Kind};
use crate::workbook::{Print, Sheet, SheetCell};

const NAME: &str = "Guidance";
/// Characters of its one column, which is as wide as the paper between its margins: LibreOffice makes a single column that is wider
/// no smaller. A line of text has so many at least.
const WIDTH: f64 = 98.0;
const LINE: usize = 104;
/// Points of a line of text, and of the line of a heading.
const LINE_HEIGHT: f64 = 16.0;
const HEADING_HEIGHT: f64 = 26.0;

/// A heading and the sentences below it.
type Part = (&'static str, Vec<String>);

pub fn sheet<'a>(c: &TemplateContext<'a>) -> Sheet<'a> {
    let styles = &c.styles;
    let mut sheet = Sheet {
        name: NAME.to_owned(),
        widths: vec![WIDTH],
        heights: vec![(0, 30.0)],
        protected: true,
        print: Print { pages_wide: 1, pages_high: 1, footer: c.footer(), ..Print::default() },
        ..Sheet::default()
    };
    let due = c.settings.due_date(c.period).format("%-d %B %Y");
    let title = format!("How to fill in the return of {} for {}", c.service.name, c.period.heading());
    sheet.put(0, 0, SheetCell::text(title, styles.guide_title));
    say(&mut sheet, 1, format!("Return it by {due} to {}.", whom(c)), c);
    let mut row = 2;
    for (heading, sentences) in parts(c) {
        sheet.heights.push((row, HEADING_HEIGHT));
        sheet.put(row, 0, SheetCell::text(heading, styles.guide_heading));
        for (sentence, row) in sentences.iter().zip(row + 1..) {
            say(&mut sheet, row, sentence.clone(), c);
        }
        row += 1 + fit::<u32>(sentences.len());
    }
    sheet
}

/// A line of text, as high as it needs.
fn say<'a>(sheet: &mut Sheet<'a>, row: u32, words: String, c: &TemplateContext<'a>) {
    let lines = words.chars().count().div_ceil(LINE).max(1);
    sheet.heights.push((row, LINE_HEIGHT * f64::from(fit::<u32>(lines)) + 2.0));
    sheet.put(row, 0, SheetCell::text(words, c.styles.guide));
}

/// Who gets the return and answers questions.
fn whom(c: &TemplateContext<'_>) -> String {
    format!("{}, {}", c.settings.council.team, c.settings.council.email)
}

/// What the form calls a column.
fn heading(c: &TemplateContext<'_>, kind: Kind, field: Field) -> String {
    let column = c.layout.table(kind).and_then(|t| t.columns.iter().find(|column| column.field() == Some(field)));
    column.and_then(|column| column.heading.first()).cloned().unwrap_or_default()
}

fn parts(c: &TemplateContext<'_>) -> [Part; 5] {
    let reason = heading(c, Kind::Indicators, Field::Reason);
    let mut fill = vec![
        "Yellow cells are required; the word Required stands above their column.".to_owned(),
        "Pale yellow cells may stay blank, unless the words above their column apply, such as “If off target”."
            .to_owned(),
        "Grey cells are given: what the council holds, or what the form works out. Darker grey is not asked."
            .to_owned(),
        "Select a cell, and a note says what is wanted in it.".to_owned(),
        format!("No figure? Leave its cell blank and choose why in the column “{reason}”. 0 means none."),
        "Type a number alone; words belong in the commentary. 91.2 and 91.2% are the same percentage.".to_owned(),
        "Last quarter’s risks and actions are there. Change what has changed; add new ones below.".to_owned(),
    ];
    if !c.settings.feedback.log {
        fill.push("On the sheet Feedback, type 0 where none came.".to_owned());
    }
    let leave = vec![
        "Headings, references and grey cells are locked. Leave the protection on and the columns in place.".to_owned(),
        "A figure of an earlier quarter is changed on the sheet Corrections, and nowhere else.".to_owned(),
        "Keep the file an Excel workbook without a password. What you call it does not matter.".to_owned(),
    ];
    let checked = vec![
        "While you type, the sheet Checks counts what is left to do, and its links lead to the cells.".to_owned(),
        "Some of it may be right as it is: then say why in the commentary, and send it all the same. If you are asked all the \
         same, answer in the column Answer of the copy that comes back."
            .to_owned(),
    ];
    let unsigned = match c.settings.returns.require_sign_off {
        true => "it is not taken",
        false => "it is listed as not signed off",
    };
    let send = vec![
        format!("On the sheet Cover, type who signs the return off, and the day; else {unsigned}."),
        format!("Send the whole file to {}. Copy nothing out of it.", whom(c)),
        "You may send it again: the latest sign-off counts, so change the day of the sign-off as well.".to_owned(),
    ];
    let days = c.settings.returns.correct_days;
    let back = vec![
        "Where something is wrong, your own workbook comes back, each such cell with a note. A sheet Findings in front lists \
         them, with links."
            .to_owned(),
        "An error is a figure that could not be taken: it is missing until its cell is corrected.".to_owned(),
        "A query is a figure that was taken and looks unusual. Correct it; or, if it is right, say why in the column Answer \
         of the sheet Findings, and who says so."
            .to_owned(),
        format!("Work in that copy and send it as it is, within {days} days. Do not begin again from an older file."),
        format!("Questions: {}.", whom(c)),
    ];
    [
        ("What to fill in", fill),
        ("What to leave as it is", leave),
        ("What is checked while you type", checked),
        ("Sending it", send),
        ("What comes back, and how to answer", back),
    ]
}
