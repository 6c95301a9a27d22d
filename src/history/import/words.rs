//! What to do about a finding in a file of past quarters: whoever imports it is no service, and it is no form.

use crate::catalogue::{self as check, Check};
use crate::finding::Finding;
use std::borrow::Cow;

/// The checks whose remedy speaks of a return, and what helps in a file of past quarters.
const REMEDIES: [(&Check, &str); 22] = [
    (&check::F001, "Save it again as an Excel workbook, or as “CSV UTF-8 (Comma delimited)”, and import it again."),
    (&check::F003, "Open it in the program that wrote it, save it under another name, and import that."),
    (&check::F005, "Give the first line the headings of past quarters: Indicator id, Quarter, Value."),
    (&check::F009, "Write the quarter that the figure is of, like 2025-26Q4."),
    (&check::F010, "Write the id or the name of a service as the register's sheet Services has it."),
    (&check::C001, "Nothing, if the number is right; else correct it in the file and import it again."),
    (&check::C002, "Write the number alone in the file, and import it again."),
    (&check::C003, "Put the figure in the place of the error, and import the file again."),
    (&check::C004, "Open the workbook in Excel, press F9, save it and import it again; or write the value."),
    (&check::C005, "Write the figure with its sign, 85% or 0.85%, and import the file again."),
    (&check::C006, "Check the figure. If it is right, correct the range in the register; then import the file again."),
    (&check::C008, "Write one of the words listed."),
    (&check::C009, "Write the value, or in the column “Reason if no value” why there is none."),
    (&check::C010, "Write the date like 30/09/2026."),
    (&check::C014, "Write the id in the row, or take the row out."),
    (&check::C015, "If the column matters, give it its heading; else nothing, since it is not read."),
    (&check::C016, "Take out the one that is wrong, and import the file again."),
    (&check::C017, "Nothing, if that is why there is no figure."),
    (&check::T003, "Leave one row for each indicator and quarter in the file; none of these was taken."),
    (&check::T005, "Correct the id; or put it into the register, as an indicator of its own or under “Formerly”."),
    (&check::T006, "Check the quarter; if the figure is of it, correct the first or last quarter in the register."),
    (
        &check::S002,
        "Check the unit and the decimal point; correct the file and import it again. It was taken as it stands.",
    ),
];

/// Gives findings the remedy that helps whoever imports.
pub(super) fn for_an_import(findings: &mut [Finding]) {
    for finding in findings {
        let known = REMEDIES.iter().find(|(check, _)| check.code == finding.code);
        if let Some((_, remedy)) = known {
            finding.remedy = Cow::Borrowed(remedy);
        }
    }
}
