//! Money and milestones for the made-up quarter: every standing, state and gap occurs.

use super::sample::{chance, period, place};
use crate::period::Period;
use crate::reading::money::{CapitalScheme, CapitalStage, MoneyLines, Pence, RevenueFlow, RevenueLine, Saving};
use crate::reading::{Action, ActionKind, ActionStatus, Source};
use crate::register::{ControlTotal, PlannedMilestone, Register};
use crate::sample;
use chrono::{Days, NaiveDate};
use std::sync::Arc;

const LINES: [(&str, i64, bool); 5] = [
    ("Staff of the service", 2_400_000, false),
    ("Contracts with suppliers", 1_850_000, false),
    ("Agency and temporary staff", 310_000, false),
    ("Fees and charges", 640_000, true),
    ("Premises and vehicles", 420_000, false),
];
const SCHEMES: [&str; 2] = ["New depot at the ring road", "Replacement of the case management system"];
const SAVINGS: [&str; 3] =
    ["Fewer agency shifts", "Shared contract with the neighbouring council", "Digital by default"];
/// How far a forecast is from its budget, in per mille.
const OFF: [i64; 7] = [4, 62, -71, 18, 0, 121, -12];

/// What one service says of money in a quarter.
pub fn money(n: usize, service: &Arc<str>, of: Period, source: &Arc<Source>) -> MoneyLines {
    let part = |amount: i64, per_mille: i64| Pence::new(amount * per_mille / 10);
    // Last quarter every other forecast was otherwise.
    let was = |off: i64| if of == period() { off } else { off / 2 };
    let reason = |off: i64| match off.abs() {
        50.. => "Vacancies were filled by agency staff at day rates for most of the summer.".to_owned(),
        _ => String::new(),
    };
    let line = |(k, (title, pounds, income)): (usize, &(&str, i64, bool))| {
        let (off, sign) = (was(OFF[(n + k) % OFF.len()]), if *income { -1 } else { 1 });
        let amount = sign * (pounds + 37 * (n as i64 + 1) * 1_001);
        RevenueLine {
            id: format!("{service}-{}", 100 * (k + 1)).into(),
            service: service.clone(),
            period: of,
            title: (*title).into(),
            flow: if *income { RevenueFlow::Income } else { RevenueFlow::Expenditure },
            priority: if k == 4 { String::new() } else { format!("P{}", (n + k) % 4 + 1) },
            budget: Some(part(amount, 990)),
            revised: (k != 1).then(|| part(amount, 1_000)).or(Some(part(amount, 1_000))),
            actual: Some(part(amount, 480)),
            // One line of some services has no forecast.
            forecast: (n + k != 6).then(|| part(amount, 1_000 + sign * off)),
            variance: None,
            virement: None,
            reason: reason(off),
            remedy: if off > 50 { "Recruitment week in October; agency rates capped.".into() } else { String::new() },
            place: place(source, "Revenue", k as u32 + 5),
        }
    };
    let scheme = |(k, title): (usize, &&str)| {
        let (amount, off) = (4_200_000 + 910_000 * n as i64, was(OFF[(2 * n + k + 1) % OFF.len()]));
        let planned = day("2027-03-31");
        CapitalScheme {
            id: format!("{service}-C{}", k + 1).into(),
            service: service.clone(),
            period: of,
            title: (*title).into(),
            priority: format!("P{}", n % 4 + 1),
            budget: Some(part(amount, 1_000)),
            spent: Some(part(amount, 150 * (n as i64 % 6))),
            forecast: Some(part(amount, 1_000 + off)),
            funding: "Borrowing and a government grant".into(),
            stage: Some(CapitalStage::ALL[(n + k) % 4]),
            planned: Some(planned),
            completion: Some(planned + Days::new(60 * (n as u64 % 3))),
            reason: reason(off),
            place: place(source, "Capital", k as u32 + 5),
        }
    };
    let saving = |(k, title): (usize, &&str)| {
        let target = 120_000 + 15_000 * (n + k) as i64;
        let states = [[100, 600, 200, 100], [300, 500, 150, 50], [0, 400, 300, 300]][(n + k) % 3];
        let [delivered, on_track, at_risk, undeliverable] = states.map(|share| Some(part(target, share)));
        Saving {
            id: format!("{service}-S{}", k + 1).into(),
            service: service.clone(),
            period: of,
            title: (*title).into(),
            priority: format!("P{}", k + 1),
            year: if k == 2 { "2027-28".into() } else { "2026-27".into() },
            target: Some(part(target, 1_000)),
            delivered,
            on_track,
            at_risk,
            undeliverable,
            mitigation: "Posts are held vacant until the new rounds begin.".into(),
            owner: "P. Reed".into(),
            place: place(source, "Savings", k as u32 + 5),
        }
    };
    MoneyLines {
        revenue: LINES.iter().enumerate().map(line).collect(),
        capital: SCHEMES.iter().enumerate().map(scheme).collect(),
        savings: SAVINGS.iter().enumerate().map(saving).collect(),
    }
}

fn day(text: &str) -> NaiveDate {
    sample::day(text)
}

/// The register's plan, six milestones a service, a control total a directorate, and lines for some measures.
pub fn plan(register: &mut Register) {
    let services: Vec<Arc<str>> = register.services.iter().map(|s| s.id.clone()).collect();
    let milestone = |(n, service): (usize, &Arc<str>)| {
        let service = service.clone();
        (0..6).map(move |k| PlannedMilestone {
            id: format!("{service}-M{}", k + 1).into(),
            title: TITLES[(n + k) % TITLES.len()].into(),
            priority: if k == 5 { String::new() } else { format!("P{}", (n + k) % 4 + 1) },
            service: service.clone(),
            owner: "Jo Marsh".into(),
            baseline: Some(day("2026-06-30") + Days::new(45 * k as u64)),
            place: sample::place(crate::register::FILE, k as u32 + 3),
        })
    };
    register.plan = services.iter().enumerate().flat_map(milestone).collect();
    let control = |directorate: &str| ControlTotal {
        directorate: directorate.into(),
        service: None,
        year: period().year(),
        budget: Pence::new(434_000_000),
        place: sample::place(crate::register::FILE, 3),
    };
    register.controls = register.directorates().into_iter().map(control).collect();
    for (n, indicator) in register.indicators.iter_mut().enumerate().filter(|(n, _)| n % 6 == 3) {
        indicator.paid_from = vec![format!("{}-{}", indicator.service, 100 * (n % 2 + 1))];
        indicator.aggregation = crate::measure::Aggregation::Sum;
    }
}

const TITLES: [&str; 4] = [
    "Adopt the new housing strategy",
    "Resurface the ring road between the two bridges",
    "Open the family hub in the old library",
    "Move all payments to the new system",
];

/// What a service says of its milestones in a quarter: of the last of them nothing.
pub fn milestones(n: usize, service: &Arc<str>, of: Period, source: &Arc<Source>) -> Vec<Action> {
    let states = [
        ActionStatus::Complete,
        ActionStatus::OnTrack,
        ActionStatus::AtRisk,
        ActionStatus::OnTrack,
        ActionStatus::NotStarted,
    ];
    let milestone = |(k, status): (usize, ActionStatus)| {
        // Of some the day is put back in every quarter.
        let back =
            if chance(n * 5 + k) > 0.6 { 40 * u64::try_from(of.index() - period().index() + 3).unwrap() } else { 0 };
        Action {
            kind: ActionKind::Milestone,
            title: TITLES[(n + k) % TITLES.len()].into(),
            due: Some(day("2026-06-30") + Days::new(45 * k as u64 + back)),
            status: Some(if of == period() { status } else { ActionStatus::OnTrack }),
            update: "Consultation closed; the report goes to Cabinet next month.".into(),
            evidence: if k == 0 { "Minute 34 of Cabinet".into() } else { String::new() },
            place: place(source, "Milestones", k as u32 + 5),
            ..sample::action(&format!("{service}-M{}", k + 1), service, of)
        }
    };
    states.into_iter().enumerate().map(milestone).collect()
}
