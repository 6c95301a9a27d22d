//! Series: does this quarter fit the quarters before it.

use super::facts::{Doubt, Origin};

super::check::checks! { Series, SERIES;
    S001 {
        title: "Far from its own history",
        severity: Query,
        why: "The value is further from the indicator's past, or from what is usual for this quarter of the year, than \
              chance explains (modified z-score, Iglewicz and Hoaglin).",
        remedy: "Check the figure; if it is right, say what happened in the column Answer of the marked copy.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Outlier),
        of_formulas: true,
    }
    S002 {
        title: "Wrong magnitude",
        severity: Query,
        why: "The value is near ten or a hundred times what is usual, or further off, as when a unit or a decimal \
              point slips.",
        remedy: "Check the unit and the decimal point.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        remedy_in_past: "Check the unit and the decimal point; correct the file and import it again. It was taken as it stands.",
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Magnitude),
        of_formulas: true,
    }
    S003 {
        title: "Large change on last quarter",
        severity: Query,
        why: "The change is large in proportion and larger than this measure's changes usually are.",
        remedy: "Check the figure; if it is right, say what caused the change in the column Answer of the marked copy.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
    }
    S004 {
        title: "Unchanged for four quarters",
        severity: Query,
        why: "Figures that never change are often figures that nobody has looked up.",
        remedy: "Correct the figure; or say in the column Answer of the marked copy that it was measured this quarter.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
    }
    S005 {
        title: "Opening figure is not last quarter's closing figure",
        severity: Query,
        why: "What one quarter ends with, the next begins with.",
        remedy: "Correct the opening figure, or send a correction of last quarter.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Size),
    }
    S006 {
        title: "Direction looks reversed",
        severity: Query,
        why: "The measure has moved against its stated polarity for its whole history: higher may be taken for better \
              by mistake.",
        remedy: "Ask the performance team to check the polarity in the register.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Validation,
        of_formulas: true,
    }
}
