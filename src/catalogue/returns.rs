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
    T013 Query: "Value is not what its formula gives",
        why "The register says how the value follows from others of the same quarter, and it does not.",
        do "Check the value and the figures that it is made of.";
}
