//! Row: do the cells of one line agree.

use super::facts::{LiveLine, Origin};
use crate::reading::asked::AskedDetail;

super::check::checks! { Row, ROWS;
    R001 {
        title: "Numerator above denominator",
        severity: Error,
        why: "A part cannot be more than the whole.",
        remedy: "Check both figures; they may be the wrong way round.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        excel_rule: true,
        live: LiveLine::Coloured,
    }
    R002 {
        title: "Value disagrees with numerator ÷ denominator",
        severity: Error,
        why: "The value and what it is made of contradict each other; one of the three is wrong.",
        remedy: "Correct the numerator, the denominator or the value.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
    }
    R003 {
        title: "Denominator is zero",
        severity: Query,
        why: "Nothing can be divided by zero: there was no case, so there is no rate.",
        remedy: "Choose “Not applicable” as the reason if there was no case; otherwise correct the denominator.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    R004 {
        title: "Off target and no remedial action",
        severity: Query,
        why: "Cabinet asks of every red measure what is being done.",
        remedy: "Write in the remedial action column what will be done, by whom and by when.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::RemedialAction],
        excel_rule: true,
        live: LiveLine::Coloured,
    }
    R005 {
        title: "Large change and no commentary",
        severity: Query,
        why: "A change this large will be asked about.",
        remedy: "Write in the commentary what caused the change.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Commentary],
        excel_rule: true,
        live: LiveLine::Coloured,
    }
    R006 {
        title: "Commentary contradicts the status",
        severity: Query,
        why: "The words say that the target is met and the figure says that it is not, or the reverse.",
        remedy: "Check the figure against the words and correct the one that is wrong.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    R007 {
        title: "Commentary repeated from last quarter",
        severity: Query,
        why: "Words that do not change say nothing about this quarter.",
        remedy: "Write what happened this quarter.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Commentary],
    }
    R008 {
        title: "Action without a lead or a due date",
        severity: Query,
        why: "An action that nobody leads by no date does not get done.",
        remedy: "Name the lead and the due date.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        asks: &[AskedDetail::Lead, AskedDetail::Due],
        live: LiveLine::Coloured,
    }
    R009 {
        title: "Action overdue",
        severity: Query,
        why: "The due date has passed and the action is not complete.",
        remedy: "Update the status, or agree and type a new due date with the reason.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Validation,
        live: LiveLine::Coloured,
    }
    R010 {
        title: "Cumulative figure fell",
        severity: Error,
        why: "A year-to-date count can only grow within a year.",
        remedy: "Check that the figure is the year to date and not the quarter alone.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        live: LiveLine::Coloured,
    }
    R011 {
        title: "The same action twice",
        severity: Error,
        why: "Two lines with one id cannot both be the action; neither is taken.",
        remedy: "Give each action its own id.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    R020 {
        title: "Row of another indicator",
        severity: Error,
        why: "The name, or unit and target, that stand in the row are those of another indicator than its id, as after \
              the ids were sorted or pasted alone: the figures could be either's.",
        remedy: "Put the id that belongs to the name back into the row, or copy the figures into a fresh form.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    R021 {
        title: "What stands beside the id is not the register's",
        severity: Query,
        why: "The figure is read by the register's unit and judged by its target. Where the form shows others, somebody \
              has changed the form, or filled it in with another measure in mind.",
        remedy: "Say whether the figure is of the register's measure and in its unit. If the target is new, ask the \
                 performance team to put it into the register.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    R022 {
        title: "Last quarter's figure of another indicator",
        severity: Query,
        why: "What the row shows as last quarter's figure is what was recorded of another indicator, as after rows were \
              sorted or pasted in part: the figure of this quarter may be the other's too.",
        remedy: "Check that the figure of this quarter stands in its own row.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    R023 {
        title: "Last quarter's figure is not the recorded one",
        severity: Note,
        why: "The form shows another figure for last quarter than the ledger, which may have been corrected since the \
              form was printed. The ledger's is the one that is used.",
        remedy: "Nothing, if the recorded figure is right; else send it as a correction.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
    }
    R024 {
        title: "Rows that have changed places",
        severity: Error,
        why: "What two or more rows show as last quarter's figure is what was recorded of each other's indicators: the \
              ids were sorted or pasted alone, and the figures of this quarter would be recorded for the wrong ones.",
        remedy: "Put the ids back beside their own figures, or copy the figures into a fresh form.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Validation,
    }
    R025 {
        title: "Action under the id of another",
        severity: Query,
        why: "The title is that of another action of last quarter, as after ids were sorted, pasted or changed by Excel: \
              what was done would be told of the wrong one.",
        remedy: "Give the action the id that it had, or say that it is a new one.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    R026 {
        title: "More answered in time or upheld than received",
        severity: Error,
        why: "A part cannot be more than the whole: 99 of 12 answered in time would be 825%.",
        remedy: "Check both counts; they may be the wrong way round.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
        excel_rule: true,
        live: LiveLine::Coloured,
    }
}
