//! The golden thread: everything once under each of its priorities, what hangs on nothing, and what each person has.

use super::*;
use crate::analyse::golden_thread::{GoldenThread, LooseEnd, ThreadKind};
use crate::reading::ActionKind;
use crate::register::Priority;
use crate::settings::Limit;

/// Four measures under two of three priorities, a risk, an action and a milestone.
fn council() -> Council {
    let mut c = mixed();
    let priority = |id: &str| Priority { id: id.into(), name: format!("Priority {id}"), owner: "Cllr Ash".into() };
    c.register.priorities = ["P1", "P2", "P3"].map(priority).into();
    let serves: [&[&str]; 4] = [&["P2", "P1"], &["P1"], &["P9"], &[]];
    for ((i, ids), owner) in c.register.indicators.iter_mut().zip(serves).zip(["Jo Marsh", "jo marsh ", "", "P. Reed"])
    {
        (i.priorities, i.owner) = (ids.iter().map(|id| (*id).to_owned()).collect(), owner.into());
    }
    c.settings.risk.appetite.insert("default".into(), Limit::Score(12));
    let p = c.period;
    let own = c.return_of("FIN");
    own.risks = vec![
        Risk { owner: "JO MARSH".into(), indicator: "a".into(), ..risk_of("R1", 5, 5, p) },
        Risk { owner: "P. Reed".into(), indicator: "GONE".into(), ..risk_of("R2", 1, 1, p) },
    ];
    own.actions = vec![
        Action { lead: "P. Reed".into(), about: "r1".into(), ..action("A1", "2026-08-01", ActionStatus::OnTrack, p) },
        Action { lead: "Jo Marsh".into(), about: "R7".into(), ..action("A2", "2027-08-01", ActionStatus::OnTrack, p) },
        Action {
            kind: ActionKind::Milestone,
            lead: String::new(),
            ..action("M1", "2027-01-01", ActionStatus::OnTrack, p)
        },
    ];
    c
}

fn loose(thread: &GoldenThread<'_>) -> Vec<(LooseEnd, String)> {
    thread.loose.iter().map(|item| (item.why, format!("{} {}", item.id, item.said).trim_end().to_owned())).collect()
}

#[test]
fn everything_hangs_under_each_of_its_priorities() {
    let c = council();
    let analysis = c.analysis();
    let thread = analysis.golden_thread();
    let items: Vec<String> = thread.items.iter().map(|item| format!("{} {}", item.priority, item.id)).collect();
    let of = |priority: &str, ids: &[&str]| ids.iter().map(|id| format!("{priority} {id}")).collect::<Vec<_>>();
    // A risk is where its measure is, and an action where its risk is.
    let mut wanted = of("P1", &["A", "B", "R1", "A1"]);
    wanted.extend(of("P2", &["A", "R1", "A1"]));
    wanted.extend(of("", &["C", "D", "R2", "A2", "M1"]));
    assert_eq!(items, wanted);
    let off = thread.items.iter().filter(|item| item.off).map(|item| item.id);
    assert_eq!(off.collect::<Vec<_>>(), ["A", "R1", "A1", "A", "R1", "A1"]);
}

#[test]
fn what_hangs_on_nothing() {
    let mut c = council();
    let wanted = |service: bool| {
        let mut all = vec![(LooseEnd::PriorityWithoutMeasure, "P3")];
        all.extend(service.then_some((LooseEnd::ServiceWithoutMeasure, "LEG")));
        all.extend([("C P9"), "D", "M1"].map(|said| (LooseEnd::NoPriority, said)));
        all.extend(["R2 GONE", "A2 R7"].map(|said| (LooseEnd::AboutNothing, said)));
        all.extend(["C", "M1"].map(|id| (LooseEnd::NoOwner, id)));
        all.into_iter().map(|(why, said)| (why, said.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(loose(&c.analysis().golden_thread()), wanted(false));
    c.register.services.push(sample::service("LEG"));
    c.register = std::mem::take(&mut c.register).indexed();
    assert_eq!(loose(&c.analysis().golden_thread()), wanted(true));
}

/// Of a part nothing is said that another part may have.
#[test]
fn a_part_has_its_own_thread() {
    let c = council();
    let (inputs, whole) = (c.inputs(), c.analysis());
    let part = Part::services(&c.register).remove(0);
    let held = PartInputs::new(inputs, &whole, part);
    let own = held.analysis(&whole);
    let thread = own.golden_thread();
    assert_eq!(thread.items.len(), whole.golden_thread().items.len());
    assert!(loose(&thread).iter().all(|(why, _)| matches!(why, LooseEnd::NoPriority | LooseEnd::NoOwner)));
}

#[test]
fn what_each_person_has_whatever_the_case_of_the_name() {
    let mut c = council();
    c.returns[0].readings.retain(|r| &*r.indicator != "D");
    let analysis = c.analysis();
    let owners = analysis.golden_thread().owners;
    let said: Vec<_> = owners.iter().map(|o| (o.name, o.has, o.off, o.not_sent, o.pressing.join(" "))).collect();
    assert_eq!(
        said,
        [
            ("Jo Marsh", [2, 1, 1, 0], [1, 1, 0, 0], 0, "A R1".to_owned()),
            ("P. Reed", [1, 1, 1, 0], [0, 0, 1, 0], 1, "D A1".to_owned()),
        ]
    );
    assert_eq!(ThreadKind::ALL.map(|kind| owners[0].has[kind as usize]), owners[0].has);
}
