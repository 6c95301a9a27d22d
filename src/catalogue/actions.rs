//! Cell, continued: what is said of an action, its status and the day by which it is due.

use super::facts::Origin;

super::check::checks! { Cell, ACTIONS;
    C070 {
        title: "Status in other words",
        severity: Note,
        why: "The word is none of ours and its meaning was certain: it was taken for the status that is named.",
        remedy: "Nothing, if that is what is meant; else choose a status from the list.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C071 {
        title: "Due date that names a month, a quarter or a year",
        severity: Note,
        why: "Something is due by a day. Of a month, a quarter or a year the last day was taken; of a day that its cell \
              shows as a month, the day.",
        remedy: "Nothing, if the day is right; else type the day, like 31/03/2027.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C072 {
        title: "Due date that names no day",
        severity: Query,
        why: "The words say that there is no day, or none yet, and what has no day is never late. Of an action that is \
              complete or discontinued this is a note.",
        remedy: "Type a day, a month or a quarter as soon as there is one, like 31/03/2027, March 2027 or Q4 2026-27.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Typing,
        origin: Some(Origin::Missing),
    }
    C073 {
        title: "Due date whose year is not shown",
        severity: Query,
        why: "The cell shows a day and a month. Of “Mar-27” Excel makes 27 March of this year, where March 2027 may have \
              been meant.",
        remedy: "Type the whole day, like 27/03/2027, and look at what the cell shows.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    C074 {
        title: "Overdue before its day",
        severity: Query,
        why: "What is called overdue has a day that is past. Here there is no day, or it has not come, so one of the two \
              is wrong.",
        remedy: "Correct the due date, or choose the status that the action has.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
}
