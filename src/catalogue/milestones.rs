//! Milestone: what is said of the steps of the delivery plan, beside what is asked of every action.

use super::facts::{LiveLine, Origin};
use crate::reading::asked::AskedDetail;

super::check::checks! { Milestone, MILESTONES;
    M001 {
        title: "Milestone without any day",
        severity: Query,
        why: "Neither the day that was agreed nor one that is expected is given: it can be neither late nor in time.",
        remedy: "Type the day that was agreed, like 31/03/2027.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        asks: &[AskedDetail::Baseline, AskedDetail::Due],
        live: LiveLine::Coloured,
    }
    M002 {
        title: "Complete on a day that has not come",
        severity: Query,
        why: "It is called complete, and the day beside it is after the end of the quarter.",
        remedy: "Type the day on which it was complete, or the state that it has.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Due],
        live: LiveLine::Coloured,
    }
    M003 {
        title: "Complete without evidence",
        severity: Note,
        why: "Nothing shows that it is complete.",
        remedy: "Say what shows it, and where that can be seen.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Evidence],
    }
    M004 {
        title: "Milestone past its day without a word",
        severity: Query,
        why: "Its day has passed, it is not complete, and nothing is said of it this quarter.",
        remedy: "Say what is in the way and by when it will be done, or type the state that it has.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Update],
        live: LiveLine::Coloured,
    }
    M005 {
        title: "Milestone re-dated again without a word",
        severity: Query,
        why: "Its day was moved as often as the council lists by name, this quarter again, and nobody says why.",
        remedy: "Say why the day moved, and what makes the new one certain.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Update],
        live: LiveLine::Coloured,
    }
    M006 {
        title: "Milestone without a state",
        severity: Query,
        why: "Nobody says where it stands: it is counted in no state.",
        remedy: "Choose the state that it has.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        live: LiveLine::Counted,
    }
    M007 {
        title: "Milestone of the plan that is not mentioned",
        severity: Query,
        why: "The register's delivery plan has it for this service, and the return says nothing of it.",
        remedy: "Add the milestone with its state, or have it taken out of the plan.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        of_whole_return: true,
    }
    M008 {
        title: "Milestone that the plan does not have",
        severity: Note,
        why: "The register's delivery plan does not have it. It was taken, and no baseline of the plan is held \
              against it.",
        remedy: "Nothing, if it is the service's own; else write the id as the plan has it.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Validation,
    }
    M009 {
        title: "Milestone of another service",
        severity: Query,
        why: "The delivery plan has it for another service than the one that reports on it.",
        remedy: "Leave it to the service of the plan, or have the plan changed.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Validation,
    }
    M010 {
        title: "Agreed date that is not the plan's",
        severity: Query,
        why: "The register says what was agreed, and a day that is agreed does not move with a return.",
        remedy: "Type the day of the plan as the agreed date, and another that is expected beside it.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Validation,
        asks: &[AskedDetail::Baseline],
    }
}
