//! Corrections: blank lines for figures of earlier quarters that have to change, with what was published looked up.

use super::context::TemplateContext;
use super::form::{FIRST, FilledForm, FormColumns, FormRow, FormSheet};
use super::lists::{self, DropDown};
use crate::catalogue::{C002, C008, T001, T005, T008};
use crate::record::{Field, Kind};
use crate::workbook::{CachedResult, CellContent, SheetCell, ValidationRule};

/// Blank lines.
const SPARE: usize = 8;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, ()>> {
    let styles = &c.styles;
    let asked = |_: &FormRow<()>| SheetCell::new(CellContent::Blank, styles.asked);
    let columns = FormColumns::<()>::new(c, Kind::Corrections)?
        .each([Field::Indicator, Field::Period, Field::Class], 15.0, asked)
        .column(Field::Published, 14.0, |r| {
            let formula = lists::published(c, &r.at(Field::Indicator), &r.at(Field::Period));
            SheetCell::new(
                CellContent::Formula { formula, result: CachedResult::Text(String::new()) },
                styles.given_number,
            )
        })
        .each([Field::Corrected, Field::Numerator, Field::Denominator], 14.0, |_| {
            SheetCell::new(CellContent::Blank, styles.asked_number)
        })
        .column(Field::Reason, 62.0, asked)
        .column(Field::Author, 24.0, asked)
        .flag(&T008, Field::Corrected, |r| {
            let said = |f| format!("LEN({})>0", r.at(f));
            let parts = [Field::Numerator, Field::Denominator].map(said).join(",");
            let figure = format!("OR({},AND({parts}))", said(Field::Corrected));
            let others = [Field::Indicator, Field::Period, Field::Class, Field::Reason, Field::Author].map(said);
            let filled = format!("{figure},{}", others.join(","));
            Some((format!("AND(OR({filled},{parts}),NOT(AND({filled})))"), false))
        })
        .flag_errors(Field::Corrected, |()| true);
    Some(columns)
}

pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let lead = "Only where a figure that was already reported has to change: one line a figure. Leave the sheet blank otherwise.";
    let mut form = FormSheet::new(c, lead.to_owned(), columns(c)?);
    form.sheet.freeze = (FIRST, 0);
    for _ in 0..SPARE {
        form.height(2, &[]);
        form.fill(());
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let help = ("Indicator", "The reference of the indicator whose earlier figure has to change.");
    form.rule_all(Field::Indicator, DropDown::Indicators.rule(c), help, &T005);
    form.also(&T001);
    let help = ("Quarter to correct", "The quarter that the figure was reported for. Older ones can be typed.");
    form.rule_all(Field::Period, DropDown::Quarters.rule(c), help, &C008);
    form.warn();
    let help = ("Corrected figure", "What the figure should be, in the indicator's own unit. Type 85 or 85%.");
    form.rule_all(Field::Corrected, ValidationRule::Decimal { min: None, max: None }, help, &C002);
    for (field, title, help) in [
        (
            Field::Numerator,
            "Corrected numerator",
            "What the corrected figure is made of, where it has a numerator and a denominator: the year is worked out \
             from them.",
        ),
        (Field::Denominator, "Corrected denominator", "As it should be, beside the numerator: both, or neither."),
    ] {
        form.rule_all(field, ValidationRule::Decimal { min: None, max: None }, (title, help), &C002);
    }
    let class =
        "Update: later or fuller data came in. Improvement: a better way of measuring. Correction: it was wrong.";
    form.rule_all(Field::Class, DropDown::Classes.rule(c), ("Class", class), &C008);
    for (field, title, help) in [
        (Field::Reason, "Reason", "Why the figure changes, in words that can be printed in the report to Cabinet."),
        (Field::Author, "Corrected by", "The person who answers for the new figure."),
    ] {
        form.rule_all(field, ValidationRule::Any, (title, help), &C002);
    }
}
