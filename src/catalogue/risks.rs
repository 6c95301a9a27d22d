//! Risk: the arithmetic of the register.
super::checks! { Risk, RISKS;
    K001 Error: "Score is not likelihood × impact",
        why "The typed score is not what the two ratings give; the computed score is used.",
        do "Correct the ratings or the score.";
    K002 Query: "Current score above the inherent score",
        why "Controls cannot make a risk worse than it is without them.",
        do "Check both ratings.";
    K003 Query: "Target score above the current score",
        why "A target is what the risk should come down to.",
        do "Check both ratings; close the risk if the target is met.";
    K004 Query: "Last quarter's score misquoted",
        why "The score quoted for last quarter is not the one that was reported.",
        do "Correct the quoted score.";
    K005 Query: "Band disagrees with the score",
        why "The typed band is not the band of this score on the council's matrix.",
        do "Correct the band, or the ratings.";
    K006 Error: "Rating outside the scale",
        why "The council's matrix has no such likelihood or impact.",
        do "Choose a rating from the list.";
    K007 Query: "Risk without an owner",
        why "A risk that nobody owns is not managed.",
        do "Name the owner.";
    K008 Query: "Risk not reviewed in time",
        why "A risk that has not been looked at lately may no longer be what the register says.",
        do "Review the risk and type the date of the review.";
    K009 Query: "Red indicator, linked risk lowered",
        why "The measure got worse while the risk about it was rated lower.",
        do "Explain in the controls why the risk is lower, or rate it again.";
    K010 Error: "The same risk twice",
        why "Two lines with one id cannot both be the risk; neither is taken.",
        do "Give each risk its own id.";
}
