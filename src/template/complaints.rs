//! The complaints log: blank lines, one for each complaint, from which the counts of the quarter are worked out.

use super::context::TemplateContext;
use super::form::{FIRST, FilledForm, FormColumns, FormRow, FormSheet, excel_date};
use crate::catalogue::{C008, C010, C091, F023};
use crate::reading::{CellRef, ComplaintOutcome, ComplaintStage};
use crate::record::{Field, Kind};
use crate::workbook::{CellContent, SheetCell, ValidationRule};

/// Blank lines.
const SPARE: usize = 250;

fn columns<'c, 'a>(c: &'c TemplateContext<'a>) -> Option<FormColumns<'c, 'a, ()>> {
    let styles = &c.styles;
    let date = |_: &FormRow<()>| SheetCell::new(CellContent::Blank, styles.asked_date);
    let words = |_: &FormRow<()>| SheetCell::new(CellContent::Blank, styles.asked);
    let columns = FormColumns::<()>::new(c, Kind::Complaints)?
        .each([Field::Received, Field::Acknowledged, Field::Answered], 20.0, date)
        .each([Field::Id, Field::Stage, Field::ComplaintOutcome], 20.0, words)
        .flag(&F023, Field::Answered, |r| {
            let [received, acknowledged, answered] =
                [Field::Received, Field::Acknowledged, Field::Answered].map(|f| r.at(f));
            let before = |day: &str| format!("AND(ISNUMBER({day}),ISNUMBER({received}),N({day})<N({received}))");
            Some((format!("OR({},{})", before(&acknowledged), before(&answered)), false))
        })
        .flag_errors(Field::Received, |()| true);
    Some(columns)
}

/// `None` where the settings ask for no log, since then the layout has none.
pub fn form<'a>(c: &TemplateContext<'a>) -> Option<FilledForm<'a>> {
    let settings = &c.settings.feedback;
    let lead = format!(
        "One line for each complaint received this quarter. Acknowledge within {} working days; answer within {} at stage 1 \
         and {} at stage 2. The counts are worked out from this sheet.",
        settings.acknowledge_days, settings.stage_1_days, settings.stage_2_days
    );
    let mut form = FormSheet::new(c, lead, columns(c)?);
    form.sheet.freeze = (FIRST, 0);
    for _ in 0..SPARE {
        form.fill(());
    }
    form.row -= 1;
    rules(c, &mut form);
    form.row += 1;
    Some(form.finish())
}

fn rules<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let start = c.settings.year.start_month;
    let (first, last) = (c.period.first_day(start), c.period.last_day(start));
    let help = ("Received on", "The day on which the complaint came in, like 30/09/2026: in this quarter.");
    form.rule_all(Field::Received, ValidationRule::Date { min: first, max: last }, help, &C091);
    form.also(&C010);
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
        let rule = ValidationRule::Formula(format!("=AND(ISNUMBER({cell}),N({cell})>=MAX(N({received}),{from}))"));
        form.rule_all(field, rule, (title, help), &F023);
    }
    form.rule_all(
        Field::Id,
        ValidationRule::Any,
        ("Reference", "The complaint's own reference, without a name."),
        &C008,
    );
    let list = |words: &[&str]| ValidationRule::List(words.iter().map(|w| (*w).to_owned()).collect());
    form.rule_all(
        Field::Stage,
        list(&ComplaintStage::ALL.map(ComplaintStage::words)),
        ("Stage", "Blank means stage 1."),
        &C008,
    );
    let outcomes = list(&ComplaintOutcome::ALL.map(ComplaintOutcome::words));
    form.rule_all(Field::ComplaintOutcome, outcomes, ("Outcome", "What came of it, when it was answered."), &C008);
}
