//! Series: does this quarter fit the quarters before it.
super::checks! { Series, SERIES;
    S001 Query: "Far from its own history",
        why "The value is further from the indicator's past, or from what is usual for this quarter of the year, than chance explains (modified z-score, Iglewicz and Hoaglin).",
        do "Check the figure; if it is right, say in the commentary what happened.";
    S002 Query: "Wrong magnitude",
        why "The value is near ten or a hundred times what is usual, or further off, as when a unit or a decimal point slips.",
        do "Check the unit and the decimal point.";
    S003 Query: "Large change on last quarter",
        why "The change is large in proportion and larger than this measure's changes usually are.",
        do "Check the figure, and that the commentary gives the cause of the change.";
    S004 Query: "Unchanged for four quarters",
        why "Figures that never change are often figures that nobody has looked up.",
        do "Confirm that the figure was measured this quarter, or correct it.";
    S005 Query: "Opening figure is not last quarter's closing figure",
        why "What one quarter ends with, the next begins with.",
        do "Correct the opening figure, or send a correction of last quarter.";
    S006 Query: "Direction looks reversed",
        why "The measure has moved against its stated polarity for its whole history: higher may be taken for better by mistake.",
        do "Ask the performance team to check the polarity in the register.";
}
