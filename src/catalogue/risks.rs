//! Risk: the arithmetic of the register.

use super::facts::{LiveLine, Origin};
use crate::reading::asked::AskedDetail;

super::check::checks! { Risk, RISKS;
    K001 {
        title: "Score is not likelihood × impact",
        severity: Error,
        why: "The typed score is not what the two ratings give; the computed score is used.",
        remedy: "Correct the ratings or the score.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
    }
    K002 {
        title: "Current score above the inherent score",
        severity: Query,
        why: "Controls cannot make a risk worse than it is without them.",
        remedy: "Check both ratings.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
        live: LiveLine::Coloured,
    }
    K003 {
        title: "Target score above the current score",
        severity: Query,
        why: "A target is what the risk should come down to.",
        remedy: "Check both ratings; close the risk if the target is met.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
        live: LiveLine::Coloured,
    }
    K004 {
        title: "Last quarter's score misquoted",
        severity: Query,
        why: "The score quoted for last quarter is not the one that was reported.",
        remedy: "Correct the quoted score.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
    }
    K005 {
        title: "Band disagrees with the score",
        severity: Query,
        why: "The typed band is not the band of this score on the council's matrix.",
        remedy: "Correct the band, or the ratings.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
    }
    K006 {
        title: "Rating outside the scale",
        severity: Error,
        why: "The council's matrix has no such likelihood or impact.",
        remedy: "Choose a rating from the list.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        questions_score: true,
        excel_rule: true,
    }
    K007 {
        title: "Risk without an owner",
        severity: Query,
        why: "A risk that nobody owns is not managed.",
        remedy: "Name the owner.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        asks: &[AskedDetail::Owner],
        live: LiveLine::Coloured,
    }
    K008 {
        title: "Risk not reviewed in time",
        severity: Query,
        why: "A risk that has not been looked at lately may no longer be what the register says.",
        remedy: "Review the risk and type the date of the review.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        asks: &[AskedDetail::Reviewed],
        live: LiveLine::Coloured,
    }
    K009 {
        title: "Red indicator, linked risk lowered",
        severity: Query,
        why: "The measure got worse while the risk about it was rated lower.",
        remedy: "Explain in the controls why the risk is lower, or rate it again.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
    }
    K010 {
        title: "The same risk twice",
        severity: Error,
        why: "Two lines with one id cannot both be the risk; neither is taken.",
        remedy: "Give each risk its own id.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    K020 {
        title: "Risk under the id of another",
        severity: Query,
        why: "The title is that of another risk of last quarter, as after ids were sorted, pasted or changed by Excel: \
              its ratings would be compared with another risk's.",
        remedy: "Give the risk the id that it had, or say that it is a new one.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        questions_score: true,
    }
    K021 {
        title: "No risk on a form that asks for them",
        severity: Query,
        why: "The form has a table of risks that every return must have, and no line of it is filled: no risk, and a page \
              that was forgotten, look the same.",
        remedy: "Fill in the risks, or say that there are none. Where a service need not have any, give the table \
                 optional = true in its layout.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Typing,
    }
    K030 {
        title: "Linked indicator not in the register",
        severity: Query,
        why: "What the indicator says of the risk is compared with its score; an id that nobody knows is compared with nothing.",
        remedy: "Choose the id of an indicator, or leave the cell blank.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        excel_rule: true,
    }
}
