//! Return: is it whole, and is it this service's.

use super::facts::{Doubt, LiveLine, Origin};

super::check::checks! { Return, RETURNS;
    T001 {
        title: "Indicator of another service",
        severity: Error,
        why: "Only the service that owns an indicator reports it, or two figures would compete.",
        remedy: "Delete the row, or ask the performance team to move the indicator to this service in the register.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        excel_rule: true,
    }
    T002 {
        title: "Due and absent",
        severity: Query,
        why: "The register expects this indicator this quarter and the return does not have it.",
        remedy: "Send the value, or the reason why there is none.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        of_whole_return: true,
    }
    T003 {
        title: "The same indicator twice",
        severity: Error,
        why: "Two values for one indicator, or one kind of feedback, cannot both be right; neither is taken.",
        remedy: "Delete one of the two rows.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Leave one row for each indicator and quarter in the file; none of these was taken.",
    }
    T004 {
        title: "Parts do not sum to the whole",
        severity: Query,
        why: "The breakdown and its total contradict each other.",
        remedy: "Check the parts and the total.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Parts),
    }
    T005 {
        title: "Indicator not in the register",
        severity: Error,
        why: "A value without a definition, unit and target means nothing.",
        remedy: "Correct the id, or add the indicator to the register.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Correct the id; or put it into the register, as an indicator of its own or under “Formerly”.",
        excel_rule: true,
    }
    T006 {
        title: "Value sent although not due",
        severity: Note,
        why: "The indicator is not due this quarter; the value is kept and not rated.",
        remedy: "Nothing, if the value is right.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Validation,
        remedy_in_past: "Check the quarter; if the figure is of it, correct the first or last quarter in the register.",
    }
    T007 {
        title: "No return",
        severity: Error,
        why: "The service has sent nothing that could be accepted for this quarter.",
        remedy: "Send the return; the chase list has the contact.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Acceptance,
    }
    T008 {
        title: "Correction that is not complete",
        severity: Error,
        why: "A published figure is never changed without the new one, the reason and a name; it stays as it is.",
        remedy: "Fill in the corrected figure, the class, the reason and who made the correction.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Validation,
        live: LiveLine::Coloured,
    }
    T009 {
        title: "Correction of a quarter that the ledger does not hold",
        severity: Error,
        why: "There is no published figure to correct.",
        remedy: "Check the quarter; past years are brought in by the performance team.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Validation,
    }
    T010 {
        title: "Published figure misquoted",
        severity: Query,
        why: "The figure that the correction quotes is not the one that was reported, so it may be about another.",
        remedy: "Check the indicator and the quarter, and quote the figure as it was reported.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    T011 {
        title: "A past figure differs and is not declared",
        severity: Query,
        why: "What was published stays as it was until somebody answers for the change.",
        remedy: "List the change on the Corrections sheet with its reason, or put the published figure back.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
    }
    T012 {
        title: "Feedback not filled in",
        severity: Query,
        why: "No complaint and no answer look the same when the sheet is blank.",
        remedy: "Type how many of each kind came in; 0 where there were none.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        live: LiveLine::Counted,
    }
    T013 {
        title: "Value is not what its formula gives",
        severity: Query,
        why: "The register says how the value follows from others of the same quarter, and it does not.",
        remedy: "Check the value and the figures that it is made of.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Formula),
    }
    T020 {
        title: "Sub-totals passed over",
        severity: Note,
        why: "A row that names no service and whose figures are the sums of other rows is a sub-total. No service \
              has it, and it was not read.",
        remedy: "Nothing, if they are sub-totals; write the name of a service as the register has it.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    T021 {
        title: "Total that is not the sum of its rows",
        severity: Query,
        why: "What is called a total and is not the sum of its rows says that a row is missing or a figure is \
              wrong. The total was not read.",
        remedy: "Look at the rows and at the total, and correct what is wrong; if it is a service, write its name \
              as the register has it.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    T022 {
        title: "One suppressed part among others that are told",
        severity: Query,
        why: "With the total and all other parts, whoever subtracts has the part that should not be told.",
        remedy: "Suppress a second part, the smallest of the others, or join the two under one name.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    T030 {
        title: "An answer is void, since the figure changed",
        severity: Note,
        why: "A query was answered for another figure than the return has now. What was said of the one is no word about the \
              other.",
        remedy: "Nothing, if the new figure is right and nothing is asked of it; otherwise answer again.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Acceptance,
    }
    T031 {
        title: "Row left out by hand",
        severity: Note,
        why: "The performance team has left the row out, with a reason and a name, in the notebook of the quarter.",
        remedy: "Nothing. The performance team has it read again by taking its line out of the sheet Left out of the notebook.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Acceptance,
    }
    T040 {
        title: "A figure last time and none now",
        severity: Query,
        why: "The measure was reported when it was last due, and now there is no figure; it counts as missing until there is \
              one.",
        remedy: "Send the figure; or say in the column Answer of the marked copy why there is none and when it will be there.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
    }
    T041 {
        title: "Off target last time, no figure and no reason now",
        severity: Error,
        why: "A figure that was off target cannot go away without a word: Cabinet is told that it was off target and that \
              nobody said why it is missing.",
        remedy: "Send the figure, or say in the commentary why there is none and when it will be there.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
    }
    T042 {
        title: "Not available, without a reason and a date",
        severity: Query,
        why: "“Not available” says neither why nor until when.",
        remedy: "Say in the commentary why there is no figure, and by which day or quarter there will be one.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
    }
}
