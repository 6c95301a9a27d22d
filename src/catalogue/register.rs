//! Register: is the single data list in order.

super::check::checks! { Register, REGISTER;
    G001 {
        title: "Id missing or not unique",
        severity: Error,
        why: "Every other sheet and every return refers to the id.",
        remedy: "Give each row its own id.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G002 {
        title: "Unknown reference",
        severity: Error,
        why: "The row refers to a service, priority or indicator that the register does not have.",
        remedy: "Correct the id, or add what it refers to; or delete the row, if it is a worked example.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G003 {
        title: "Not one of the allowed words",
        severity: Error,
        why: "Only the listed words have a meaning to the calculation.",
        remedy: "Use one of the words listed.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G004 {
        title: "Thresholds in the wrong order",
        severity: Error,
        why: "With bounds out of order no value could be rated rightly.",
        remedy: "Put the thresholds in the order that the polarity asks for.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G005 {
        title: "Profile contradicts the annual target",
        severity: Query,
        why: "The quarters' targets do not lead to the year's target.",
        remedy: "Correct the profile or the annual target.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G006 {
        title: "No target",
        severity: Query,
        why: "An indicator that should be rated has no target for this year; it is reported as “no target”.",
        remedy: "Add the target, or set the scheme to context.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G007 {
        title: "No owner",
        severity: Query,
        why: "Somebody must answer for every measure.",
        remedy: "Name the owner.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G008 {
        title: "Council's own check cannot run",
        severity: Error,
        why: "The condition of the check is not valid, names a column that does not exist, or cannot be worked out for a \
              reading; it would accuse the data of its own error.",
        remedy: "Correct the condition; the columns that can be used are listed with the check.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Validation,
    }
    G009 {
        title: "Required cell is blank or not readable",
        severity: Error,
        why: "The row cannot be used without it.",
        remedy: "Fill in the cell.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Register,
    }
    G010 {
        title: "Sheet or column missing",
        severity: Error,
        why: "The register needs it.",
        remedy: "Put it back; quarterday init writes a register that has everything.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Register,
    }
    G011 {
        title: "Possible range in the wrong order",
        severity: Error,
        why: "The least possible value is above the greatest.",
        remedy: "Swap the two.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G012 {
        title: "Number out of its range",
        severity: Error,
        why: "The calculation cannot use such a number.",
        remedy: "Type a number in the range.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G013 {
        title: "Reference that leads back to itself",
        severity: Error,
        why: "An indicator that is, by way of others, a part of itself, its own opening figure or its own feeder can \
              never be checked.",
        remedy: "Take the reference out of one of the rows named.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G014 {
        title: "Formula that cannot be worked out",
        severity: Error,
        why: "What is not understood, or gives no number, would accuse the figures of its own error.",
        remedy: "Write arithmetic over ids of indicators in double quotes, such as \"A1\" / \"A2\" * 100.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Validation,
    }
    G015 {
        title: "Target is worse than the baseline",
        severity: Query,
        why: "By the polarity the year's target would be a step back from where the measure started: one of the three \
              is often the wrong way round.",
        remedy: "Check polarity, target and baseline; leave them if a step back is planned.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G030 {
        title: "Peer without a distance",
        severity: Query,
        why: "The nearest neighbours are chosen by distance, so a peer that has none is never among them, often for \
              its spelling.",
        remedy: "Write the name as the sheet Neighbours has it, or add it there with its distance.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G035 {
        title: "Formula over different spans of time",
        severity: Query,
        why: "A year to date beside the figure of one quarter gives a result that is neither, and what is not due in a \
              quarter cannot give its result then.",
        remedy: "Use figures of one kind that are due in the same quarters, or make the result due when all of them \
              are.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    G040 {
        title: "Target of a percentage that may be a fraction",
        severity: Query,
        why: "0.82 may mean 82% or 0.82%. It is taken as 0.82%, so every figure of a service would be far better than \
              its target, or far worse.",
        remedy: "Type the target with its sign: 82%, or 0.82% if it is less than one per cent.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G050 {
        title: "Name that two rows share",
        severity: Error,
        why: "By a name that two have, a return would be taken for the wrong service, or a figure for the wrong indicator.",
        remedy: "Take the name out of one of the two rows; layouts may say what it means in one form ([codes], [words]).",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G060 {
        title: "Rate that does not say what it is per",
        severity: Error,
        why: "290 ÷ 60,250 is 481.3 per 100,000 and 4.8 per 1,000. Without the number neither the form nor a check can work \
              the value out.",
        remedy: "Type what the rate is per in the column Per: 1,000, 10,000 or 100,000; 1 if the quotient itself is the value.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G061 {
        title: "Percentage with a number in the column Per",
        severity: Error,
        why: "A percentage is per hundred already; it cannot be per another number too.",
        remedy: "Leave the column Per blank, or make the unit Rate if the figure is one.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G062 {
        title: "Per is another than the name says",
        severity: Query,
        why: "A value that is worked out with another number than its name says is ten or a hundred times too small or too \
              large.",
        remedy: "Type in the column Per what the name says, or correct the name.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G063 {
        title: "Formula that does not give what the rate is per",
        severity: Query,
        why: "A formula gives the value itself: a quotient that is not multiplied by the number in the column Per is that many \
              times too small.",
        remedy: "Multiply the quotient by the number in the column Per, such as \"A1\" / \"A2\" * 100000, or correct that column.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
    }
    G070 {
        title: "Last quarter before the first",
        severity: Error,
        why: "An indicator that ends before it begins would never be asked for.",
        remedy: "Correct one of the two quarters, or leave it blank.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G071 {
        title: "Former id that a row still has",
        severity: Error,
        why: "What was recorded under an id can be the past of one indicator only.",
        remedy: "Take the id out of the column Formerly of one of the two rows.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Register,
    }
    G072 {
        title: "Target of another size than those beside it",
        severity: Query,
        why: "The target is near ten or a hundred times most of the indicator's other targets, or further off, as when a \
              unit or a decimal point slips. Every figure would be far better than it, or far worse.",
        remedy: "Check the unit and the decimal point, and type the target again.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G073 {
        title: "Recorded under an id that no row has",
        severity: Query,
        why: "The ledger holds figures of an id that the register does not have any more, so they are in no report and no \
              indicator has them as its past.",
        remedy: "Put the id into the column Formerly of the indicator that it is called now; or put its row back, with the \
                 last quarter that it was measured for.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Acceptance,
    }
    G074 {
        title: "Target of a reported quarter that was changed since",
        severity: Query,
        why: "The quarter was reported against another target. It keeps the status that it was reported with; only a figure \
              that is corrected is measured against the target of today.",
        remedy: "Put the target back. If it was wrong when the quarter was reported, say so with `quarterday history correct`, \
                 which restates it in the open; a target for the quarters to come belongs in theirs.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Acceptance,
    }
    G075 {
        title: "Re-defined without a break",
        severity: Query,
        why: "The register of the quarter before said otherwise what is measured, or how. What was reported then is compared with \
              what is reported now as if it were the same.",
        remedy: "If another thing is measured now, put this quarter into the column Breaks, so that nothing is \
                 compared across it. If only the words got better, say so in the notebook.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Acceptance,
    }
    G076 {
        title: "Small numbers of a share without its parts",
        severity: Query,
        why: "The measure counts people and its value is a share or a rate. Without numerator and denominator nobody can tell \
              which of its figures are of few people, so that every one but nought is hidden from the public.",
        remedy: "Fill in Numerator and Denominator, so that the form asks for both; or clear Small numbers, if the measure \
                 counts no people.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G080 {
        title: "Milestone without its agreed day",
        severity: Query,
        why: "Whether a milestone slipped is told from the day that was agreed; without one it is neither early nor late.",
        remedy: "Write the agreed day, like 31/03/2027, into the column Agreed date of the sheet Delivery plan.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G081 {
        title: "Metric or proxy without its national source",
        severity: Query,
        why: "A metric of an outcome is published for the nation, and a proxy stands for one that is. Without who publishes it \
              nobody can look it up, or tell what the council's figure is read beside.",
        remedy: "Write who publishes it into the column National source of the sheet Outcomes; or make its role Contribution, if \
                 nothing is published.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G082 {
        title: "National value that does not go with its period",
        severity: Query,
        why: "A national value is shown with its age, and beside the council's figure of the same period. That cannot be done \
              without the period, of a period without a value, or of one that had not ended when the value was published.",
        remedy: "Fill in the value and the quarter or year that it is of, and check the day of publication.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Register,
    }
    G083 {
        title: "National value that may be in another unit",
        severity: Query,
        why: "A national value is read in the unit of the measure. This one may be a fraction of a percentage, or is near ten or a \
              hundred times the measure's targets or the inverse, so that the council would look far better or far worse.",
        remedy: "Type it in the unit of the measure, a percentage with its sign (82%); leave it, if it is right.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Register,
    }
    G084 {
        title: "National value of a period that has not ended",
        severity: Query,
        why: "By the end of the reported quarter nobody can have known it. It is shown without its age, and nothing is compared \
              with it.",
        remedy: "Correct the quarter or year of the value on the sheet Outcomes.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Acceptance,
    }
}
