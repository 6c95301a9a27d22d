//! Money: what is said of lines of revenue, capital schemes, savings, and of the priorities that they serve.

use super::facts::Origin;

super::check::checks! { Money, MONEY;
    B001 {
        title: "The same line, scheme or saving twice",
        severity: Error,
        why: "Two rows of one id cannot both be right, and their sum may count money twice; neither is taken.",
        remedy: "Keep one row, or give the other an id of its own.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    B002 {
        title: "Priority that the register does not have",
        severity: Query,
        why: "Money and milestones are summed by priority; what names none that is known is in no priority's total.",
        remedy: "Write the id or the name of a priority as the register has it, or leave the cell blank.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        origin: Some(Origin::Missing),
    }
}
