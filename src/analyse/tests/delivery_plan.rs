//! Milestones: where they stand, how they slip, and the counts as councils have published them.

use super::*;
use crate::analyse::delivery_plan::{DoneWhen, MilestoneCounts, MilestoneResult, MilestoneState};
use crate::reading::ActionKind;
use crate::register::{PlannedMilestone, Priority};

fn milestone(id: &str, due: &str, status: Option<ActionStatus>, p: Period) -> Action {
    Action {
        kind: ActionKind::Milestone,
        due: Some(due).filter(|d| !d.is_empty()).map(day),
        status,
        ..sample::action(id, "FIN", p)
    }
}

fn planned(id: &str, baseline: &str) -> PlannedMilestone {
    PlannedMilestone {
        id: id.into(),
        title: format!("Step {id}"),
        priority: "P1".into(),
        service: "FIN".into(),
        owner: "J. Khan".into(),
        baseline: Some(day(baseline)),
        place: sample::place("register.xlsx", 3),
    }
}

fn council(p: &str) -> Council {
    let mut c = Council::new(vec![invoices()], p);
    c.register.priorities = vec![Priority { id: "P1".into(), name: "Homes".into(), owner: String::new() }];
    c
}

/// So many milestones in each state, all of days to come.
fn counted(p: &str, states: &[(ActionStatus, u32)]) -> MilestoneCounts {
    let mut c = council(p);
    let all = states.iter().flat_map(|(status, n)| (0..*n).map(|k| (*status, k)));
    c.return_of("FIN").actions = all
        .map(|(status, k)| milestone(&format!("{}{k}", status.key()), "2027-03-31", Some(status), period(p)))
        .collect();
    c.analysis().delivery_plan.council
}

/// Herefordshire, Q2 of 2025/26: 206 of 240 milestones completed or on track, 85.8%.
#[test]
fn milestones_as_herefordshire_counts_them() {
    use ActionStatus::*;
    let counts = counted("2025-26Q2", &[(Complete, 71), (OnTrack, 135), (AtRisk, 25), (NotStarted, 5), (Paused, 4)]);
    assert_eq!(counts.words(), "206 of 240 milestones completed or on track, 85.8%");
}

/// Bracknell Forest, Q4 of 2024/25: 114 actions: 64, 49 and 1.
#[test]
fn actions_as_bracknell_forest_counts_them() {
    use ActionStatus::*;
    let counts = counted("2024-25Q4", &[(Complete, 64), (OnTrack, 49), (AtRisk, 1)]);
    let states = [MilestoneState::Complete, MilestoneState::OnTrack, MilestoneState::AtRisk].map(|s| counts.of(s));
    assert_eq!((counts.all(), states), (114, [64, 49, 1]));
    assert_eq!(MilestoneCounts::default().words(), "0 of 0 milestones completed or on track");
}

#[test]
fn the_plan_the_returns_and_what_is_open_since_before() {
    use ActionStatus::*;
    let mut c = council("2026-27Q2");
    let (now, before) = (c.period, c.period.previous());
    c.register.plan = vec![
        planned("DONE", "2026-08-31"),
        planned("LATE", "2026-06-30"),
        planned("MOVED", "2026-07-31"),
        planned("SILENT", "2026-12-31"),
        planned("NEVER", "2026-09-15"),
        planned("LONG", "2026-03-31"),
    ];
    c.return_of("FIN").actions = vec![
        milestone("DONE", "2026-08-20", Some(Complete), now),
        milestone("LATE", "", Some(Complete), now),
        Action { priority: "P9".into(), ..milestone("MOVED", "2026-11-30", Some(OnTrack), now) },
        milestone("PAST", "2026-09-29", Some(OnTrack), now),
        action("A1", "2026-06-30", OnTrack, now),
    ];
    let earlier = [
        milestone("MOVED", "2026-07-31", Some(OnTrack), before.previous()),
        milestone("MOVED", "2026-09-30", Some(AtRisk), before),
        milestone("SILENT", "2026-12-31", Some(OnTrack), before),
        milestone("LONG", "2026-03-01", Some(Complete), before.previous()),
        milestone("OPEN", "2026-10-15", Some(Paused), before),
        milestone("SHUT", "2026-10-15", Some(Discontinued), before),
    ];
    earlier.iter().for_each(|a| c.past.dated(a));
    c.past.actions = earlier[1..].to_vec();
    let a = c.analysis();
    let of = |id: &str| -> &MilestoneResult<'_> { a.delivery_plan.milestones.iter().find(|m| &**m.id == id).unwrap() };
    let ids: Vec<&str> = a.delivery_plan.milestones.iter().map(|m| &**m.id).collect();
    assert_eq!(ids, ["DONE", "LATE", "MOVED", "SILENT", "NEVER", "LONG", "OPEN", "PAST"]);
    assert_eq!(a.actions.iter().map(|r| &*r.action.id).collect::<Vec<_>>(), ["A1"], "no milestone among the actions");
    let told = |id: &str| {
        let m = of(id);
        (m.state, m.before, m.slip_days, m.redated, m.done)
    };
    use MilestoneState as S;
    assert_eq!(told("DONE"), (S::Complete, None, Some(-11), 1, Some(DoneWhen::Early)));
    // Without a day of its own it was done by the end of the quarter that says so.
    assert_eq!(told("LATE"), (S::Complete, None, Some(0), 0, Some(DoneWhen::OnTime)));
    assert_eq!(told("MOVED"), (S::OnTrack, Some(S::AtRisk), Some(122), 2, None));
    assert_eq!(told("SILENT"), (S::NoWord, Some(S::OnTrack), Some(0), 0, None));
    assert_eq!(told("NEVER"), (S::NoWord, None, Some(0), 0, None));
    assert_eq!(told("LONG"), (S::Complete, Some(S::Complete), Some(-30), 1, Some(DoneWhen::Early)));
    assert_eq!(told("PAST"), (S::Overdue, None, Some(0), 0, None));
    assert_eq!((of("SILENT").told.map(|t| t.status), of("NEVER").told), (Some(Some(OnTrack)), None));
    let listed = |is: fn(&MilestoneResult<'_>) -> bool| {
        a.delivery_plan.milestones.iter().filter(|m| is(m)).map(|m| &**m.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(|m| m.missed), ["NEVER", "PAST"]);
    assert_eq!(listed(|m| m.due_next), ["MOVED", "SILENT", "OPEN"]);
    assert_eq!((of("MOVED").priority, of("PAST").priority, of("DONE").owner), ("P1", "", "J. Khan"));
    let counts = &a.delivery_plan.council;
    assert_eq!(counts.since_words(), "Of the 4 known last quarter 2 were then, 2 are now; 4 new");
    let by = |groups: &[crate::analyse::delivery_plan::MilestoneGroup]| {
        groups.iter().map(|g| (g.name.clone(), g.counts.all())).collect::<Vec<_>>()
    };
    assert_eq!(by(&a.delivery_plan.priorities), [("Homes".to_owned(), 6), ("No priority".to_owned(), 2)]);
    assert_eq!(by(&a.delivery_plan.directorates), [("Resources".to_owned(), 8)]);
}

/// What is late against the agreed day is late, unless the days of grace cover it.
#[test]
fn days_of_grace() {
    let done = |grace_days| {
        let mut c = council("2026-27Q2");
        c.settings.milestones.grace_days = grace_days;
        c.register.plan = vec![planned("M1", "2026-08-01")];
        let now = c.period;
        c.return_of("FIN").actions = vec![milestone("M1", "2026-08-08", Some(ActionStatus::Complete), now)];
        c.analysis().delivery_plan.milestones[0].done
    };
    assert_eq!([6, 7].map(done), [Some(DoneWhen::Late), Some(DoneWhen::OnTime)]);
}
