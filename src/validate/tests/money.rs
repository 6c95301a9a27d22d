//! What is said of money and of milestones: each check has a world that sets it off, the quiet one sets off none.

use super::world::{World, day, period, place};
use crate::finding::Severity;
use crate::reading::money::{CapitalScheme, CapitalStage, MoneyLines, RevenueFlow, RevenueLine, Saving};
use crate::reading::{Action, ActionKind, ActionStatus};
use crate::register::{ControlTotal, PlannedMilestone};
use crate::sample::{self, pounds};
use crate::validate::refuse;

pub(super) type Change = fn(&mut World);

/// A line that overspends with a reason, one of income, a scheme, a saving and a milestone of the plan; last quarter had
/// them all.
pub(super) fn world() -> World {
    let mut w = World::quiet();
    w.settings.milestones.on = true;
    let money = &mut w.settings.money;
    (money.revenue, money.capital, money.savings) = (true, true, true);
    let line = RevenueLine {
        budget: pounds(1_000_000),
        revised: pounds(1_020_000),
        virement: pounds(20_000),
        actual: pounds(540_000),
        forecast: pounds(1_100_000),
        variance: pounds(80_000),
        reason: "Agency staff over the summer".into(),
        place: place(70),
        ..sample::revenue("L1", "CC", period())
    };
    let income = RevenueLine {
        flow: RevenueFlow::Income,
        budget: pounds(-300_000),
        actual: pounds(-140_000),
        forecast: pounds(-290_000),
        place: place(71),
        ..sample::revenue("L2", "CC", period())
    };
    let scheme = CapitalScheme {
        budget: pounds(2_000_000),
        spent: pounds(900_000),
        forecast: pounds(2_050_000),
        stage: Some(CapitalStage::Construction),
        planned: Some(day(11, 30)),
        completion: Some(day(12, 31)),
        reason: "Ground water".into(),
        place: place(80),
        ..sample::capital("C1", "CC", period())
    };
    let saving = Saving {
        target: pounds(100_000),
        delivered: pounds(10_000),
        on_track: pounds(56_000),
        at_risk: pounds(18_000),
        undeliverable: pounds(16_000),
        place: place(85),
        ..sample::saving("S1", "CC", period())
    };
    let milestone = Action {
        title: "New telephone system".into(),
        lead: "C. Smith".into(),
        kind: ActionKind::Milestone,
        baseline: Some(day(6, 30)),
        due: Some(day(12, 31)),
        status: Some(ActionStatus::AtRisk),
        update: "The supplier was changed.".into(),
        place: place(90),
        ..sample::action("M1", "CC", period())
    };
    w.register.plan.push(PlannedMilestone {
        id: "M1".into(),
        title: milestone.title.clone(),
        priority: String::new(),
        service: "CC".into(),
        owner: "C. Smith".into(),
        baseline: milestone.baseline,
        place: place(3),
    });
    w.register.services[0].directorate = "Customers".into();
    let budget = line.revised.zip(income.budget).map(|(a, b)| a + b).unwrap();
    w.register.controls.push(ControlTotal {
        directorate: "Customers".into(),
        service: None,
        year: 2026,
        budget,
        place: sample::place("register.xlsx", 2),
    });
    let before = period().previous();
    w.past.money = MoneyLines {
        revenue: vec![
            RevenueLine { period: before, revised: None, reason: "Agency staff".into(), ..line.clone() },
            RevenueLine { period: before, ..income.clone() },
        ],
        capital: vec![CapitalScheme { period: before, ..scheme.clone() }],
        savings: vec![Saving { period: before, ..saving.clone() }],
    };
    w.past.dated(&Action { due: Some(day(9, 1)), ..milestone.clone() });
    w.returned.money = MoneyLines { revenue: vec![line, income], capital: vec![scheme], savings: vec![saving] };
    w.returned.actions.push(milestone);
    w
}

fn line(w: &mut World) -> &mut RevenueLine {
    &mut w.returned.money.revenue[0]
}

fn income(w: &mut World) -> &mut RevenueLine {
    &mut w.returned.money.revenue[1]
}

fn scheme(w: &mut World) -> &mut CapitalScheme {
    &mut w.returned.money.capital[0]
}

fn saving(w: &mut World) -> &mut Saving {
    &mut w.returned.money.savings[0]
}

fn milestone(w: &mut World) -> &mut Action {
    w.returned.actions.iter_mut().find(|a| a.kind == ActionKind::Milestone).unwrap()
}

/// For each check, what sets it off.
pub(super) const LOUD: &[(&str, Change)] = &[
    ("B004", |w| line(w).forecast = None),
    ("B004", |w| (line(w).budget, line(w).revised) = (None, None)),
    ("B004", |w| scheme(w).budget = None),
    ("B004", |w| saving(w).target = None),
    ("B004", |w| {
        let Saving { delivered, on_track, at_risk, undeliverable, .. } = saving(w);
        (*delivered, *on_track, *at_risk, *undeliverable) = (None, None, None, None);
    }),
    ("B010", |w| line(w).variance = pounds(90_000)),
    ("B011", |w| line(w).variance = pounds(-80_000)),
    ("B012", |w| (income(w).budget, income(w).forecast) = (pounds(300_000), pounds(290_000))),
    ("B012", |w| line(w).revised = pounds(-1_020_000)),
    ("B012", |w| scheme(w).budget = pounds(-2_000_000)),
    ("B013", |w| line(w).reason.clear()),
    ("B013", |w| (scheme(w).forecast, scheme(w).reason) = (pounds(2_300_000), String::new())),
    ("B013", |w| income(w).forecast = pounds(-100_000)),
    ("B014", |w| (line(w).forecast, line(w).reason) = (pounds(1_200_000), "Agency staff.".into())),
    ("B014", |w| {
        (w.past.money.revenue[0].forecast, line(w).variance) = (pounds(1_200_000), pounds(30_000));
        (line(w).forecast, line(w).reason) = (pounds(1_050_000), String::new());
    }),
    ("B015", |w| line(w).virement = None),
    ("B015", |w| line(w).virement = pounds(-20_000)),
    ("B016", |w| line(w).actual = pounds(1_100_001)),
    ("B016", |w| (scheme(w).spent, scheme(w).forecast) = (pounds(1_900_000), pounds(1_800_000))),
    ("B018", |w| line(w).forecast = pounds(1_100)),
    ("B018", |w| line(w).budget = pounds(1_020_000_000)),
    ("B018", |w| (line(w).budget, line(w).revised, line(w).forecast) = (pounds(1_000), None, pounds(1_100))),
    ("B018", |w| scheme(w).forecast = pounds(2_000)),
    ("B030", |w| scheme(w).spent = pounds(2_000_001)),
    ("B031", |w| (scheme(w).stage, scheme(w).spent) = (Some(CapitalStage::Complete), None)),
    ("B031", |w| {
        (scheme(w).stage, scheme(w).reason) = (Some(CapitalStage::Complete), String::new());
    }),
    ("B033", |w| scheme(w).reason.clear()),
    ("B034", |w| scheme(w).completion = Some(day(9, 29))),
    ("B034", |w| (scheme(w).completion, scheme(w).planned) = (None, Some(day(9, 29)))),
    ("B040", |w| saving(w).delivered = pounds(9_999)),
    ("B050", |w| {
        let other = RevenueLine { service: "HW".into(), ..line(w).clone() };
        w.returned.money.revenue.push(other);
    }),
    ("B051", |w| {
        w.returned.money.revenue.remove(1);
    }),
    ("B051", |w| w.returned.money.savings.clear()),
    ("B052", |w| w.register.controls[0].budget = pounds(720_001).unwrap()),
    ("B052", |w| {
        (w.register.controls[0].service, w.register.controls[0].budget) = (Some("CC".into()), pounds(1).unwrap())
    }),
    ("B053", |w| w.register.services[0].directorate = "Place".into()),
    ("M001", |w| {
        (milestone(w).baseline, milestone(w).due) = (None, None);
        w.register.plan[0].baseline = None;
    }),
    ("M002", |w| milestone(w).status = Some(ActionStatus::Complete)),
    ("M003", |w| (milestone(w).status, milestone(w).due) = (Some(ActionStatus::Complete), Some(day(9, 2)))),
    ("M004", |w| (milestone(w).due, milestone(w).update) = (None, String::new())),
    ("M005", |w| milestone(w).update.clear()),
    ("M006", |w| milestone(w).status = None),
    ("M007", |w| w.returned.actions.retain(|a| a.kind == ActionKind::Action)),
    ("M008", |w| milestone(w).id = "M2".into()),
    ("M009", |w| w.register.plan[0].service = "HW".into()),
    ("M010", |w| milestone(w).baseline = Some(day(7, 31))),
    ("R008", |w| milestone(w).lead.clear()),
];

#[test]
fn each_check_of_money_has_a_world_that_sets_it_off() {
    assert_eq!(world().codes(), Vec::<String>::new());
    for (code, change) in LOUD {
        let mut w = world();
        change(&mut w);
        let codes = w.codes();
        assert!(codes.iter().any(|c| c == code), "{code} is not among {codes:?}");
    }
}

/// Cases near a boundary that must stay quiet.
const QUIET: &[(&str, Change)] = &[
    // Whole thousands that were rounded apart.
    ("B010", |w| line(w).variance = pounds(81_000)),
    // Large by amount alone, and by percentage alone.
    ("B013", |w| (line(w).forecast, line(w).reason) = (pounds(1_071_000), String::new())),
    ("B013", |w| (income(w).budget, income(w).forecast) = (pounds(-300_000), pounds(-251_000))),
    ("B014", |w| w.past.money.revenue[0].forecast = pounds(1_200_000)),
    // Last year's budget is no budget of this year.
    ("B015", |w| (line(w).virement, w.past.money.revenue[0].period) = (None, sample::period("2025-26Q4"))),
    ("B016", |w| income(w).actual = pounds(-290_000)),
    ("B018", |w| line(w).forecast = pounds(10_200)),
    ("B030", |w| scheme(w).spent = pounds(2_000_000)),
    ("B034", |w| (scheme(w).completion, scheme(w).stage) = (Some(day(9, 29)), Some(CapitalStage::Withdrawn))),
    ("B051", |w| {
        w.returned.money.savings.clear();
        w.past.money.savings[0] =
            Saving { period: sample::period("2025-26Q4"), year: "2025-26".into(), ..w.past.money.savings[0].clone() };
    }),
    // A form without the sheet is not asked for what another file may say.
    ("B051", |w| {
        w.settings.money.savings = false;
        w.returned.money.savings.clear();
    }),
    ("M007", |w| {
        w.settings.milestones.on = false;
        w.returned.actions.retain(|a| a.kind == ActionKind::Action);
    }),
    ("B052", |w| (w.register.controls[0].year, w.register.controls[0].budget) = (2025, pounds(1).unwrap())),
    ("B053", |w| w.register.controls.clear()),
    ("M002", |w| (milestone(w).status, milestone(w).due) = (Some(ActionStatus::Complete), None)),
    ("M005", |w| (milestone(w).due, milestone(w).update) = (Some(day(9, 1)), "Done soon.".into())),
    ("M007", |w| {
        let done = Action { status: Some(ActionStatus::Complete), ..milestone(w).clone() };
        w.past.actions.push(done);
        w.returned.actions.retain(|a| a.kind == ActionKind::Action);
    }),
    ("M008", |w| w.register.plan.clear()),
    ("R009", |w| milestone(w).due = Some(day(9, 1))),
];

#[test]
fn boundaries_of_money_are_quiet() {
    for (code, change) in QUIET {
        let mut w = world();
        change(&mut w);
        let codes = w.codes();
        assert!(codes.iter().all(|c| c != code), "{code} is among {codes:?}");
    }
}

/// A slip of units is one question and not five; at the end of the year what was spent is what the year came to.
#[test]
fn one_cause_is_one_question() {
    let mut w = world();
    (line(&mut w).forecast, line(&mut w).variance) = (pounds(1_100), None);
    assert_eq!(w.codes(), ["B018"]);
}

/// What the council made an error takes the line out, and nothing else.
#[test]
fn a_refused_line_is_in_no_total() {
    let mut w = world();
    line(&mut w).reason.clear();
    w.settings.checks.severity.insert("B013".into(), Severity::Error);
    let mut findings = w.check();
    crate::validate::apply_settings(&mut findings, &w.settings);
    refuse(std::slice::from_mut(&mut w.returned), &findings);
    let left = |w: &World| w.returned.money.revenue.iter().map(|l| l.id.to_string()).collect::<Vec<_>>();
    assert_eq!(left(&w), ["L2"]);
    assert_eq!((w.returned.money.capital.len(), w.returned.money.savings.len()), (1, 1));
}
