//! Return: is it whole, and is it this service's.
super::checks! { Return, RETURNS;
    T001 Error: "Indicator of another service",
        why "Only the service that owns an indicator reports it, or two figures would compete.",
        do "Delete the row, or ask the performance team to move the indicator to this service in the register.";
    T002 Query: "Due and absent",
        why "The register expects this indicator this quarter and the return does not have it.",
        do "Send the value, or the reason why there is none.";
    T003 Error: "The same indicator twice",
        why "Two values for one indicator, or one kind of feedback, cannot both be right; neither is taken.",
        do "Delete one of the two rows.";
    T004 Query: "Parts do not sum to the whole",
        why "The breakdown and its total contradict each other.",
        do "Check the parts and the total.";
    T005 Error: "Indicator not in the register",
        why "A value without a definition, unit and target means nothing.",
        do "Correct the id, or add the indicator to the register.";
    T006 Note: "Value sent although not due",
        why "The indicator is not due this quarter; the value is kept and not rated.",
        do "Nothing, if the value is right.";
    T007 Error: "No return",
        why "The service has sent nothing that could be accepted for this quarter.",
        do "Send the return; the chase list has the contact.";
    T008 Error: "Correction that is not complete",
        why "A published figure is never changed without the new one, the reason and a name; it stays as it is.",
        do "Fill in the corrected figure, the class, the reason and who made the correction.";
    T009 Error: "Correction of a quarter that the ledger does not hold",
        why "There is no published figure to correct.",
        do "Check the quarter; past years are brought in by the performance team.";
    T010 Query: "Published figure misquoted",
        why "The figure that the correction quotes is not the one that was reported, so it may be about another.",
        do "Check the indicator and the quarter, and quote the figure as it was reported.";
    T011 Query: "A past figure differs and is not declared",
        why "What was published stays as it was until somebody answers for the change.",
        do "List the change on the Corrections sheet with its reason, or put the published figure back.";
    T012 Query: "Feedback not filled in",
        why "No complaint and no answer look the same when the sheet is blank.",
        do "Type how many of each kind came in; 0 where there were none.";
    T013 Query: "Value is not what its formula gives",
        why "The register says how the value follows from others of the same quarter, and it does not.",
        do "Check the value and the figures that it is made of.";
}
