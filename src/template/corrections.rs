//! Corrections: blank lines for figures of earlier quarters that have to change, with what was published looked up.

use super::Context;
use super::form::{FIRST, Form};
use super::lists::{self, List};
use crate::catalogue::{C002, C003, C008, T008};
use crate::record::{Field, Kind};
use crate::workbook::{Cached, Cell, Content, Rule};

/// Blank lines.
const SPARE: usize = 8;

pub fn form<'a>(c: &Context<'a>) -> Option<Form<'a>> {
    let lead = "Only where a figure that was already reported has to change: one line a figure. Leave the sheet blank otherwise.";
    let mut form = c.form(Kind::Corrections, lead.to_owned())?;
    form.widths(|field| match field {
        Field::Indicator | Field::Class | Field::Period => 15.0,
        Field::Published | Field::Corrected => 14.0,
        Field::Reason => 62.0,
        _ => 24.0,
    });
    form.sheet.freeze = (FIRST, 0);
    let key = c.looks.key;
    form.flag_column(&T008, Field::Corrected, key);
    form.flag_column(&C003, Field::Corrected, key);
    for _ in 0..SPARE {
        row(c, &mut form);
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form)
}

fn row(c: &Context<'_>, form: &mut Form<'_>) {
    let looks = &c.looks;
    let asked = [Field::Indicator, Field::Period, Field::Class, Field::Reason, Field::Author];
    for field in asked {
        form.put(field, Cell::new(Content::Blank, looks.asked));
    }
    form.put(Field::Corrected, Cell::new(Content::Blank, looks.asked_number));
    let [indicator, quarter, corrected] = [Field::Indicator, Field::Period, Field::Corrected].map(|f| form.at(f));
    let found = lists::published(c, &indicator, &quarter);
    form.formula(Field::Published, found, Cached::Text(String::new()), looks.given_number);
    form.height(2, &[]);
    let [class, reason, author] = [Field::Class, Field::Reason, Field::Author].map(|f| form.at(f));
    let filled = [&indicator, &quarter, &corrected, &class, &reason, &author].map(|cell| format!("LEN({cell})>0"));
    let filled = filled.join(",");
    form.flag(&T008, &format!("AND(OR({filled}),NOT(AND({filled})))"), false, looks.key);
    form.flag_errors(looks.key);
    form.row += 1;
}

fn rules(c: &Context<'_>, form: &mut Form<'_>) {
    let help = ("Indicator", "The reference of the indicator whose earlier figure has to change.");
    form.rule_all(Field::Indicator, List::Indicators.rule(c), help, &C008);
    let help = ("Quarter to correct", "The quarter that the figure was reported for. Older ones can be typed.");
    form.rule_all(Field::Period, List::Quarters.rule(c), help, &C008);
    form.warn();
    let help = ("Corrected figure", "What the figure should be, in the indicator's own unit. Type 85 for 85%.");
    form.rule_all(Field::Corrected, Rule::Decimal { min: None, max: None }, help, &C002);
    let class =
        "Update: later or fuller data came in. Improvement: a better way of measuring. Correction: it was wrong.";
    form.rule_all(Field::Class, List::Classes.rule(c), ("Class", class), &C008);
    for (field, title, help) in [
        (Field::Reason, "Reason", "Why the figure changes, in words that can be printed in the report to Cabinet."),
        (Field::Author, "Corrected by", "The person who answers for the new figure."),
    ] {
        form.rule_all(field, Rule::Any, (title, help), &C002);
    }
}
