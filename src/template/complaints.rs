//! The complaints log: blank lines, one for each complaint, from which the counts of the quarter are worked out.

use super::Context;
use super::actions::excel_date;
use super::form::{FIRST, Form};
use crate::catalogue::{C003, C008, C010, F023};
use crate::reading::{CellRef, ComplaintOutcome, ComplaintStage};
use crate::record::{Field, Kind};
use crate::workbook::{Cell, Content, Rule};

/// Blank lines.
const SPARE: usize = 250;

/// `None` where the settings ask for no log, since then the layout has none.
pub fn form<'a>(c: &Context<'a>) -> Option<Form<'a>> {
    let settings = &c.settings.feedback;
    let lead = format!(
        "One line for each complaint received this quarter. Acknowledge within {} working days; answer within {} at stage 1 \
         and {} at stage 2. The counts are worked out from this sheet.",
        settings.acknowledge_days, settings.stage_1_days, settings.stage_2_days
    );
    let mut form = c.form(Kind::Complaints, lead)?;
    form.widths(|_| 20.0);
    form.sheet.freeze = (FIRST, 0);
    let looks = &c.looks;
    form.flag_column(&F023, Field::Answered, looks.key);
    form.flag_column(&C003, Field::Received, looks.key);
    for _ in 0..SPARE {
        for field in [Field::Received, Field::Acknowledged, Field::Answered] {
            form.put(field, Cell::new(Content::Blank, looks.asked_date));
        }
        for field in [Field::Id, Field::Stage, Field::ComplaintOutcome] {
            form.put(field, Cell::new(Content::Blank, looks.asked));
        }
        let [received, acknowledged, answered] =
            [Field::Received, Field::Acknowledged, Field::Answered].map(|f| form.at(f));
        let before = |day: &str| format!("AND(ISNUMBER({day}),ISNUMBER({received}),N({day})<N({received}))");
        form.flag(&F023, &format!("OR({},{})", before(&acknowledged), before(&answered)), false, looks.key);
        form.flag_errors(looks.key);
        form.row += 1;
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form)
}

fn rules(c: &Context<'_>, form: &mut Form<'_>) {
    let start = c.settings.year.start_month;
    let (first, last) = (c.period.first_day(start), c.period.last_day(start));
    let help = ("Received on", "The day on which the complaint came in, like 30/09/2026: in this quarter.");
    form.rule_all(Field::Received, Rule::Date { min: first, max: last }, help, &C010);
    let (received, from) = (form.column(Field::Received), excel_date(first));
    let received = CellRef::new(FIRST, received);
    for (field, title, help) in [
        (
            Field::Acknowledged,
            "Acknowledged on",
            "The day on which the person was told that it came in. Blank: not yet.",
        ),
        (Field::Answered, "Answered on", "The day of the full answer. Blank: still open."),
    ] {
        let cell = CellRef::new(FIRST, form.column(field));
        let rule = Rule::Formula(format!("=AND(ISNUMBER({cell}),N({cell})>=MAX(N({received}),{from}))"));
        form.rule_all(field, rule, (title, help), &F023);
    }
    form.rule_all(Field::Id, Rule::Any, ("Reference", "The complaint's own reference, without a name."), &C008);
    let list = |words: &[&str]| Rule::List(words.iter().map(|w| (*w).to_owned()).collect());
    form.rule_all(
        Field::Stage,
        list(&ComplaintStage::ALL.map(ComplaintStage::words)),
        ("Stage", "Blank means stage 1."),
        &C008,
    );
    let outcomes = list(&ComplaintOutcome::ALL.map(ComplaintOutcome::words));
    form.rule_all(Field::ComplaintOutcome, outcomes, ("Outcome", "What came of it, when it was answered."), &C008);
}
