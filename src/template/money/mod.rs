//! The sheets of money: lines of revenue, capital schemes and savings, as they stood last quarter, blank ones, and a total.

mod formula;
mod revenue;
mod capital;
mod savings;

pub use capital::form as capital;
pub use revenue::form as revenue;
pub use savings::form as savings;

use super::context::TemplateContext;
use super::form::FormSheet;
use super::lists::DropDown;
use crate::catalogue::{B002, C002, Check};
use crate::period::Period;
use crate::record::Field;
use crate::workbook::ValidationRule;

/// Blank lines of a sheet that has some, and of one that has none yet.
const SPARE: (usize, usize) = (6, 20);

/// How many blank lines go below so many that are known.
fn spare(known: usize) -> usize {
    if known == 0 { SPARE.1 } else { SPARE.0 }
}

/// Whether what was said in a quarter is of the year that the form is of.
fn of_this_year(c: &TemplateContext<'_>, period: Period) -> bool {
    period.year() == c.period.year()
}

/// Amounts in pounds, each with its help.
fn amounts<T>(form: &mut FormSheet<'_, '_, T>, fields: &[(Field, &str, &str)]) {
    for (field, title, help) in fields {
        let any = ValidationRule::Decimal { min: None, max: None };
        form.rule_all(*field, any, (title, &format!("{help} In pounds, like 1,250,000.")), &C002);
    }
}

/// Words, each with its help.
fn texts<T>(form: &mut FormSheet<'_, '_, T>, fields: &[(Field, &str, &str)], breaks: &Check) {
    for (field, title, help) in fields {
        form.rule_all(*field, ValidationRule::Any, (title, help), breaks);
    }
}

/// The priority that a line serves.
pub(super) fn priority<T>(c: &TemplateContext<'_>, form: &mut FormSheet<'_, '_, T>) {
    let help = "The priority of the council plan that it serves. Blank: none.";
    form.rule_all(Field::Priority, DropDown::Priorities.rule(c), ("Priority", help), &B002);
}
