//! Register: is the single data list in order.
super::checks! { Register, REGISTER;
    G001 Error: "Id missing or not unique",
        why "Every other sheet and every return refers to the id.",
        do "Give each row its own id.";
    G002 Error: "Unknown reference",
        why "The row refers to a service, priority or indicator that the register does not have.",
        do "Correct the id, or add what it refers to.";
    G003 Error: "Not one of the allowed words",
        why "Only the listed words have a meaning to the calculation.",
        do "Use one of the words listed.";
    G004 Error: "Thresholds in the wrong order",
        why "With bounds out of order no value could be rated rightly.",
        do "Put the thresholds in the order that the polarity asks for.";
    G005 Query: "Profile contradicts the annual target",
        why "The quarters' targets do not lead to the year's target.",
        do "Correct the profile or the annual target.";
    G006 Query: "No target",
        why "An indicator that should be rated has no target for this year; it is reported as “no target”.",
        do "Add the target, or set the scheme to context.";
    G007 Query: "No owner",
        why "Somebody must answer for every measure.",
        do "Name the owner.";
    G008 Error: "Council's own check cannot run",
        why "The condition of the check is not valid, or names a column that does not exist; it would accuse the data of its own error.",
        do "Correct the condition; the columns that can be used are listed with the check.";
    G009 Error: "Required cell is blank or not readable",
        why "The row cannot be used without it.",
        do "Fill in the cell.";
    G010 Error: "Sheet or column missing",
        why "The register needs it.",
        do "Put it back; quarterday init writes a register that has everything.";
    G011 Error: "Possible range in the wrong order",
        why "The least possible value is above the greatest.",
        do "Swap the two.";
    G012 Error: "Number out of its range",
        why "The calculation cannot use such a number.",
        do "Type a number in the range.";
    G013 Error: "Reference that leads back to itself",
        why "An indicator that is, by way of others, a part of itself, its own opening figure or its own feeder can never be checked.",
        do "Take the reference out of one of the rows named.";
    G014 Error: "Formula that cannot be worked out",
        why "What is not understood, or gives no number, would accuse the figures of its own error.",
        do "Write arithmetic over ids of indicators in double quotes, such as \"A1\" / \"A2\" * 100.";
    G015 Query: "Target is worse than the baseline",
        why "By the polarity the year's target would be a step back from where the measure started: one of the three is often the wrong way round.",
        do "Check polarity, target and baseline; leave them if a step back is planned.";
    G030 Query: "Peer without a distance",
        why "The nearest neighbours are chosen by distance, so a peer that has none is never among them, often for its spelling.",
        do "Write the name as the sheet Neighbours has it, or add it there with its distance.";
    G035 Query: "Formula over different spans of time",
        why "A year to date beside the figure of one quarter gives a result that is neither, and what is not due in a quarter cannot give its result then.",
        do "Use figures of one kind that are due in the same quarters, or make the result due when all of them are.";
}
