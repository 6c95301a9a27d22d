//! Crosswalk: which old measure is which new one, when councils become others.

super::check::checks! { Crosswalk, CROSSWALK;
    X001 {
        title: "Claimed to be the same, and is not",
        severity: Error,
        why: "Figures of another unit, of the other polarity or of another kind cannot be added to each other.",
        remedy: "Say “Convertible to” with a factor, an offset or a formula, or “Not comparable with” and why.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X002 {
        title: "Shares that do not sum to 1",
        severity: Error,
        why: "What is given to the successors would be more or less than the council had.",
        remedy: "Correct the shares of the basis, one row for each council that the old one goes to.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X003 {
        title: "Councils that become each other in a circle",
        severity: Error,
        why: "A council that is another's successor and its predecessor has no first quarter.",
        remedy: "Correct the column “Goes to”: a council that goes on keeps its own id, or a new council has a new one.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X004 {
        title: "One id for different things",
        severity: Query,
        why: "Whoever knows the id from an old council would take the new measure for the old one, and what has one id by \
              chance may be taken for one thing.",
        remedy: "Give the new measure another id, or look at both and keep it.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X005 {
        title: "Not of this register",
        severity: Error,
        why: "Every measure, service and priority of every old council needs a row, and every row needs its measure, so that \
              nothing is lost on the way.",
        remedy: "Add the row, or take it out; `quarterday merge` into an empty folder drafts all rows.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X006 {
        title: "Share without its source",
        severity: Query,
        why: "An estimate is as good as what it was estimated by.",
        remedy: "Write where the share is from, with the year that it is of.",
        characteristic: Reliability,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X007 {
        title: "Figure of several councils without a share",
        severity: Error,
        why: "The whole figure would stand in each of the new councils, and be counted as often.",
        remedy: "Name a basis of the sheet Shares in “Split by”, or the one council that the measure goes to.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X008 {
        title: "No figure can be made of them together",
        severity: Note,
        why: "Percentages, averages and rates are not averaged: without numerators and denominators the old figures can only \
              stand side by side.",
        remedy: "Nothing, or find numerators and denominators and import them in the old council’s workspace.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X009 {
        title: "Differs from the measure that leads",
        severity: Note,
        why: "Frequency, year, rounding or year to date differ; the new measure has what all of them can give.",
        remedy: "Nothing, where that is what the new council wants; else choose another row with “Lead?”.",
        characteristic: Reliability,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X010 {
        title: "Register or ledger changed since the crosswalk was drafted",
        severity: Query,
        why: "What was compared when the crosswalk was drafted may be said otherwise now.",
        remedy: "Look at what changed; then take the old hash out of the sheet Councils: register, or ledger.",
        characteristic: Reliability,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X011 {
        title: "Risks on another matrix",
        severity: Note,
        why: "A score on four steps is not the score of the same words on five.",
        remedy: "Nothing: the risks are handed on without their ratings, and are rated anew.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Crosswalk,
    }
    X012 {
        title: "Not comparable, and nobody says why",
        severity: Query,
        why: "The break stands in every report to come, and somebody will ask.",
        remedy: "Write the reason beside it.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Crosswalk,
    }
}
