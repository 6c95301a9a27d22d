//! Row: do the cells of one line agree.
super::checks! { Row, ROWS;
    R001 Error: "Numerator above denominator",
        why "A part cannot be more than the whole.",
        do "Check both figures; they may be the wrong way round.";
    R002 Error: "Value disagrees with numerator ÷ denominator",
        why "The value and what it is made of contradict each other; one of the three is wrong.",
        do "Correct the numerator, the denominator or the value.";
    R003 Query: "Denominator is zero",
        why "Nothing can be divided by zero: there was no case, so there is no rate.",
        do "Choose “Not applicable” as the reason if there was no case; otherwise correct the denominator.";
    R004 Query: "Off target and no remedial action",
        why "Cabinet asks of every red measure what is being done.",
        do "Write in the remedial action column what will be done, by whom and by when.";
    R005 Query: "Large change and no commentary",
        why "A change this large will be asked about.",
        do "Write in the commentary what caused the change.";
    R006 Query: "Commentary contradicts the status",
        why "The words say that the target is met and the figure says that it is not, or the reverse.",
        do "Check the figure against the words and correct the one that is wrong.";
    R007 Query: "Commentary repeated from last quarter",
        why "Words that do not change say nothing about this quarter.",
        do "Write what happened this quarter.";
    R008 Query: "Action without a lead or a due date",
        why "An action that nobody leads by no date does not get done.",
        do "Name the lead and the due date.";
    R009 Query: "Action overdue",
        why "The due date has passed and the action is not complete.",
        do "Update the status, or agree and type a new due date with the reason.";
    R010 Error: "Cumulative figure fell",
        why "A year-to-date count can only grow within a year.",
        do "Check that the figure is the year to date and not the quarter alone.";
    R011 Error: "The same action twice",
        why "Two lines with one id cannot both be the action; neither is taken.",
        do "Give each action its own id.";
}
