//! Money: what is said of lines of revenue, capital schemes, savings, and of the priorities that they serve.

use super::facts::{LiveLine, Origin};
use crate::reading::asked::AskedDetail;

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
        excel_rule: true,
    }
    B003 {
        title: "Total of money that its lines do not give",
        severity: Query,
        why: "A total that is not the sum of its lines says that a line is missing or an amount is wrong. The lines \
              were taken, the total was not.",
        remedy: "Look at the lines and at the total, and correct what is wrong.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    B004 {
        title: "Line, scheme or saving without its amounts",
        severity: Query,
        why: "Without a budget and a forecast, or a saving without a target and what became of it, nothing can be \
              said of it, and every total lacks it.",
        remedy: "Type the amounts; 0 where there is nothing.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        live: LiveLine::Counted,
    }
    B010 {
        title: "Variance that is not forecast less budget",
        severity: Query,
        why: "The variance that is typed is not what forecast and budget make. The report works its own out from the \
              two.",
        remedy: "Correct the variance, the forecast or the budget.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        asks: &[AskedDetail::Variance],
    }
    B011 {
        title: "Variance with its sign reversed",
        severity: Query,
        why: "Forecast less budget gives the same amount with the other sign: an overspending would read as a saving.",
        remedy: "Type the variance as forecast less budget, or ask for a layout that says how the form has it.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        asks: &[AskedDetail::Variance],
    }
    B012 {
        title: "Sign that looks reversed",
        severity: Query,
        why: "Expenditure, and all of a scheme, stands above nought and income below it. Here income is above nought or expenditure below \
              it, and a total would be wrong by twice the amount.",
        remedy: "Put the sign right, or say that the line is the other of the two; else say why it is so.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        live: LiveLine::Coloured,
    }
    B013 {
        title: "Variance without a reason",
        severity: Query,
        why: "The forecast differs from the budget by more than the amount and the percentage above which the \
              council wants to know why.",
        remedy: "Say why it differs: the cause, its size, and whether it will come again.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::VarianceReason],
        live: LiveLine::Coloured,
    }
    B014 {
        title: "Forecast that moved without a reason",
        severity: Query,
        why: "The forecast, without what was moved into the line, is further from last quarter's than the amount and the percentage above which the council \
              wants to know why, and nothing new is said.",
        remedy: "Say what changed since last quarter.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::VarianceReason],
        live: LiveLine::Coloured,
    }
    B015 {
        title: "Budget that moved without a virement",
        severity: Query,
        why: "The budget differs from last quarter's by another amount than was moved into the line or out of it.",
        remedy: "Type in the virement what was moved since last quarter, or correct the budget.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Virement, AskedDetail::Revised],
        live: LiveLine::Coloured,
    }
    B016 {
        title: "Forecast that what is spent contradicts",
        severity: Query,
        why: "More is spent, or received, than is expected for the whole year; or the year has ended and the two are \
              not the same.",
        remedy: "Correct the forecast or the actual; else say why money will come back.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        live: LiveLine::Coloured,
    }
    B018 {
        title: "Amount in thousands beside one in pounds",
        severity: Query,
        why: "One amount is about a thousand times another that should be like it: one is in thousands, the other in \
              pounds.",
        remedy: "Type all amounts in pounds, or say that the budget is really so different.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        live: LiveLine::Coloured,
    }
    B030 {
        title: "Scheme that spent more than its budget",
        severity: Query,
        why: "More is spent than was approved for the whole scheme.",
        remedy: "Correct what is spent, or say when the budget was raised and type the approved one.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Spent],
        live: LiveLine::Coloured,
    }
    B031 {
        title: "Scheme complete without its money spent",
        severity: Query,
        why: "A scheme that is complete has spent what it costs. Here nothing is spent, or far from its forecast and \
              no reason is given.",
        remedy: "Type what is spent and what it cost in the end, or another stage.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Spent],
        live: LiveLine::Coloured,
    }
    B033 {
        title: "Scheme later than planned without a reason",
        severity: Query,
        why: "It is expected to be complete after the day that was planned, and nobody says why.",
        remedy: "Say why it is later.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::VarianceReason],
        live: LiveLine::Coloured,
    }
    B034 {
        title: "Scheme past its completion and not complete",
        severity: Query,
        why: "The day by which it should have been complete has passed, and its stage is another.",
        remedy: "Type the day that is expected now, or the stage Complete.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::CapitalStage],
        live: LiveLine::Coloured,
    }
    B040 {
        title: "States of a saving that do not sum to its target",
        severity: Query,
        why: "What is delivered, on track, at risk and cannot be delivered is together what was promised.",
        remedy: "Split the whole target over the four states.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        live: LiveLine::Coloured,
    }
    B050 {
        title: "The same line, scheme or saving in two services",
        severity: Query,
        why: "Two services report one id, and the council's total may have its money twice. Both were taken.",
        remedy: "Leave it to one of the two services, or give one of the two another id.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    B051 {
        title: "Lines of last quarter that are missing",
        severity: Query,
        why: "A line that is left out lowers every total above it without a word.",
        remedy: "Add the lines again, with 0 where nothing is left of them, or say where they went.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
    }
    B052 {
        title: "Lines that do not sum to their control total",
        severity: Query,
        why: "The register says what the budgets of these lines must sum to, and they do not.",
        remedy: "Look for a line that is missing, twice, or in the wrong directorate; or correct the control total \
                 in the register.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    B053 {
        title: "Directorate without a control total",
        severity: Note,
        why: "Other directorates have a control total in the register, and nothing tells whether the lines of this \
              one are complete.",
        remedy: "Add its budget to the sheet of control totals.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
    }
}
