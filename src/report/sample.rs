//! A made-up council quarter for the tests of the sheets: every status, marker, unit and state occurs.

use super::{Provenance, Totals, edition, sample_money, sample_outcomes};
use crate::analyse::{Analysis, Inputs, analyse};
use crate::catalogue as check;
use crate::finding::Finding;
use crate::measure::*;
use crate::past::Past;
use crate::period::Period;
use crate::reading::*;
use crate::record::{Outcome, PassedOver};
use crate::register::*;
use crate::sample;
use crate::settings::{Edition, Settings, SheetName};
use crate::submission::Submission;
use crate::workbook::Book;
use chrono::NaiveDate;
use std::sync::Arc;

/// What an analysis borrows from.
pub struct Sample {
    pub settings: Settings,
    pub register: Register,
    pub returns: Vec<Return>,
    pub submissions: Vec<Submission>,
    pub findings: Vec<Finding>,
    pub past: Past,
    pub provenance: Provenance,
}

pub(super) const NAMES: [(&str, Unit, u8, Polarity, f64); 12] = [
    ("Household waste recycled or composted", Unit::Percent, 1, Polarity::Higher, 48.0),
    ("Missed bin collections per 100,000", Unit::Rate, 1, Polarity::Lower, 42.0),
    ("Average days to re-let a council home", Unit::Days, 1, Polarity::Lower, 31.0),
    ("Council tax collected in the year", Unit::Percent, 1, Polarity::Higher, 96.5),
    ("Forecast overspend on the service's budget", Unit::PoundsThousands, 0, Polarity::Lower, 420.0),
    ("Capital programme spent against profile", Unit::PoundsMillions, 2, Polarity::Plan, 12.4),
    ("Major planning applications decided in time", Unit::Percent, 0, Polarity::Higher, 88.0),
    ("Families in temporary accommodation", Unit::Number, 0, Polarity::Lower, 131.0),
    ("Cost of a looked-after child's week", Unit::Pounds, 2, Polarity::Lower, 4312.55),
    ("Visits to libraries and leisure centres", Unit::Number, 0, Polarity::Higher, 214_350.0),
    ("Population of working age", Unit::Number, 0, Polarity::None, 301_220.0),
    ("Satisfaction with how the council keeps residents informed", Unit::Score, 2, Polarity::Higher, 3.61),
];

pub fn period() -> Period {
    sample::period("2026-27Q2")
}

fn day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, month, day)
}

pub fn place(source: &Arc<Source>, sheet: &str, row: u32) -> Place {
    Place { source: source.clone(), sheet: sheet.into(), cell: CellRef::new(row, 8) }
}

/// A number between 0 and 1 that always is the same.
pub fn chance(seed: usize) -> f64 {
    let mixed = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

fn register(indicators: usize) -> Register {
    let service = |(n, (name, directorate)): (usize, &(&str, &str))| Service {
        name: (*name).into(),
        directorate: (*directorate).into(),
        head: "A. Head".into(),
        contact: "A. Contact".into(),
        email: format!("s{:02}@marchford.example", n + 1),
        ..sample::service(&format!("S{:02}", n + 1))
    };
    let services = [
        ("Waste and recycling", "Place"),
        ("Housing", "Communities"),
        ("Revenues and benefits", "Resources"),
        ("Planning", "Place"),
        ("Children's social care", "Children and families"),
        ("Libraries and leisure", "Communities"),
        ("Highways and street lighting", "Place"),
    ];
    let priorities = ["Clean, green county", "A home for everyone", "Good start in life", "A council that works"];
    let mut targets = Vec::new();
    let indicator = |n: usize| {
        let (name, unit, decimals, polarity, usual) = NAMES[n % NAMES.len()];
        let id: Arc<str> = format!("M{:03}", n + 1).into();
        for year in [2023, 2024, 2025, 2026] {
            let wide = |share: f64| (polarity == Polarity::Plan).then_some(usual * share);
            let target = Target {
                annual: (n % 13 != 7 && polarity != Polarity::None).then_some(usual),
                amber_low: wide(0.9),
                green_low: wide(0.95),
                green_high: wide(1.05),
                amber_high: wide(1.1),
                ..Target::default()
            };
            targets.push((id.clone(), year, target));
        }
        let annual = n % 17 == 11;
        Indicator {
            name: name.into(),
            definition: format!("{name}, counted in the quarter as the national guidance says."),
            service: format!("S{:02}", n % services.len() + 1).into(),
            owner: if n % 9 == 4 { String::new() } else { "Jo Marsh".into() },
            unit,
            decimals,
            polarity,
            frequency: if annual { Frequency::Annual } else { Frequency::Quarterly },
            due_quarters: if annual { vec![4] } else { vec![1, 2, 3, 4] },
            priorities: vec![format!("P{}", n % priorities.len() + 1)],
            perspective: ["Council plan", "Workforce", "Customers and communities", "Partnership"][n % 4].into(),
            key: n.is_multiple_of(5),
            ..sample::indicator(&id)
        }
    };
    let indicators = (0..indicators).map(indicator).collect();
    let mut register = sample::register(services.iter().enumerate().map(service), indicators);
    register.priorities = priorities
        .iter()
        .enumerate()
        .map(|(n, name)| Priority {
            id: format!("P{}", n + 1),
            name: (*name).into(),
            owner: format!("Cllr {}", ["Ash", "Birch", "Cedar", "Dunn"][n]),
        })
        .collect();
    register.targets = targets;
    register.sha256 = "ab".repeat(32);
    register.indexed()
}

fn words(n: usize) -> Narrative {
    match n % 3 {
        0 => Narrative::default(),
        1 => Narrative { commentary: "=SUM(A1:A9) is what somebody typed here.".into(), ..Narrative::default() },
        _ => Narrative {
            commentary: "Two of the five vehicles were off the road for most of May, and the agency crew did not know \
                         the rural rounds. The rounds have been re-drawn since."
                .into(),
            barriers: "Parts for the older vehicles take six weeks.".into(),
            levers: "The new depot opens in September.".into(),
            remedial_action: "Hire two vehicles until the parts arrive; J. Marsh, by 31 August 2026.".into(),
            options: "Share the depot of the neighbouring council.".into(),
        },
    }
}

fn reading(n: usize, i: &Indicator, source: &Arc<Source>) -> Option<Reading> {
    let usual = NAMES[n % NAMES.len()].4;
    let value = match n % 19 {
        3 => Value::Marker(Marker::Awaited),
        8 => Value::Marker(Marker::Suppressed),
        14 => return None,
        _ => Value::Number(usual * (0.8 + 0.4 * chance(n * 31))),
    };
    Some(Reading {
        provisional: n % 7 == 2,
        words: Box::new(words(n)),
        place: place(source, "Indicators", n as u32 + 5),
        ..sample::reading(&i.id, &i.service, period(), value)
    })
}

/// A third of the reading, which no total may count again.
fn part(of: &Reading, name: &str) -> Part {
    Part {
        indicator: of.indicator.clone(),
        name: name.into(),
        service: of.service.clone(),
        period: of.period,
        value: of.value.number().map_or(of.value, |n| Value::Number(n / 3.0)),
        numerator: Some(1.0),
        denominator: None,
        place: of.place.clone(),
    }
}

fn risk(n: usize, service: &Arc<str>, source: &Arc<Source>) -> Risk {
    let rating =
        |seed: usize| Rating { likelihood: (chance(seed) * 5.0) as u8 + 1, impact: (chance(seed + 7) * 5.0) as u8 + 1 };
    Risk {
        title: [
            "A main contractor fails and the service stops",
            "Demand for placements outruns the budget",
            "A cyber attack closes the council's systems for more than two days",
            "Bridge on the A-road has to be closed to lorries",
        ][n % 4]
            .into(),
        category: ["Financial", "Operational", "Legal"][n % 3].into(),
        level: RiskLevel::ALL[n % 4],
        inherent: Some(Rating { likelihood: 5, impact: 4 }),
        current: (n % 11 != 10).then(|| rating(n)),
        target: Some(Rating { likelihood: 2, impact: 2 }),
        owner: "Director of Place".into(),
        controls: "Contract reviewed each month; reserve supplier named; fund set aside.".into(),
        reviewed: day(6, 1 + n as u32 % 28),
        target_date: day(12, 31),
        indicator: if n.is_multiple_of(5) { format!("M{:03}", n + 1) } else { String::new() },
        place: place(source, "Risks", n as u32 + 5),
        ..sample::risk(&format!("R{:02}", n + 1), service, period())
    }
}

fn action(n: usize, service: &Arc<str>, source: &Arc<Source>) -> Action {
    Action {
        title: "Agree the new rounds with the crews and tell every household".into(),
        lead: if n % 6 == 5 { String::new() } else { "P. Reed".into() },
        due: day(3 + n as u32 % 8, 15),
        status: (n % 8 != 7).then_some(ActionStatus::ALL[n % 7]),
        progress: Some((n % 5) as f64 * 25.0),
        update: "Crews consulted; leaflet at the printer's.".into(),
        about: format!("M{:03}", n + 1),
        place: place(source, "Actions", n as u32 + 5),
        ..sample::action(&format!("A{:02}", n + 1), service, period())
    }
}

fn feedback(n: usize, service: &Arc<str>, period: Period, source: &Arc<Source>) -> Vec<Feedback> {
    let line = |(k, kind): (usize, FeedbackKind)| {
        let received = (chance(n * 40 + k * 9 + period.quarter() as usize) * 60.0).round();
        Feedback {
            received: Some(received),
            in_time: (k < 2).then_some((received * 0.8).floor()),
            upheld: (k < 2).then_some((received * 0.3).floor()),
            words: if k == 0 { "People ask to be told when a collection is late.".into() } else { String::new() },
            place: place(source, "Feedback", k as u32 + 5),
            ..sample::feedback(kind, service, period)
        }
    };
    FeedbackKind::ALL.into_iter().enumerate().map(line).collect()
}

/// A workbook with every sheet that there is.
pub fn everything<'a>(analysis: &'a Analysis<'a>, provenance: &'a Provenance) -> Book<'a> {
    edition(analysis, provenance, Edition::Members, &[])
}

impl Sample {
    pub fn new(indicators: usize) -> Self {
        let mut settings = Settings::default();
        settings.council.name = "Marchford County Council".into();
        settings.editions.sheets.members = SheetName::ALL.to_vec();
        let mut register = register(indicators);
        sample_money::plan(&mut register);
        register.outcomes = sample_outcomes::outcomes(&register);
        let mut past = Past::empty(indicators, period());
        for (n, i) in register.indicators.iter().enumerate() {
            let usual = NAMES[n % NAMES.len()].4;
            for (k, p) in period().previous().last(14).enumerate() {
                let drift = 1.0 + 0.02 * (chance(n) - 0.5) * k as f64;
                let value = usual * drift * (0.9 + 0.2 * chance(n * 17 + k));
                past.values.set(n, p, (n % 10 != 9 && i.due(p)).then_some(value));
            }
            past.words.insert(i.id.clone(), words(n + 1));
        }
        let (mut returns, mut submissions, mut findings) = (vec![], vec![], vec![]);
        for (n, s) in register.services.iter().enumerate() {
            let source = Arc::new(Source { file: format!("{} 2026-27Q2.xlsx", s.name), sha256: format!("{n:064}") });
            for p in period().previous().last(4) {
                past.feedback.extend(feedback(n, &s.id, p, &source));
            }
            for r in (0..4).map(|k| n * 4 + k).filter(|r| r % 7 != 3) {
                let mut risk = risk(r + 40, &s.id, &source);
                risk.id = format!("R{:02}", r + 1).into();
                past.review(Risk { period: period().previous(), ..risk });
            }
            for p in period().previous().last(2) {
                let told = sample_money::milestones(n, &s.id, p, &source);
                told.iter().for_each(|m| past.dated(m));
                past.actions.retain(|a| told.iter().all(|m| m.id != a.id));
                past.actions.extend(told);
            }
            past.money.extend(sample_money::money(n, &s.id, period().previous(), &source));
            let rejected = n == 5;
            if n == 6 {
                continue;
            }
            let mut found = vec![
                Finding::new(&check::C001, "a number", "“1,234” as text")
                    .at(&place(&source, "Indicators", 8))
                    .of(&*s.id),
                Finding::new(&check::R004, "a remedial action", "nothing")
                    .at(&place(&source, "Indicators", 12))
                    .of(&*s.id),
            ];
            if rejected {
                found = vec![
                    Finding::new(&check::F003, "a workbook that opens", "a file that breaks off")
                        .in_file(source.file.clone())
                        .of(&*s.id),
                ];
            }
            submissions.push(Submission {
                file: source.file.clone(),
                sha256: source.sha256.clone(),
                service: s.id.clone(),
                layout: "quarterday-return".into(),
                outcome: if rejected { Outcome::Rejected } else { Outcome::Accepted },
                counts: !rejected,
                why: if rejected { "The file is damaged.".into() } else { "The only return of the service.".into() },
                signed_off: day(7, 10 + n as u32),
                errors: u32::from(rejected),
                queries: 1,
                notes: 1,
            });
            findings.extend(found);
            if rejected {
                continue;
            }
            let mine = register.indicators.iter().enumerate().filter(|(_, i)| i.service == s.id);
            let readings: Vec<Reading> = mine.filter_map(|(k, i)| reading(k, i, &source)).collect();
            returns.push(Return {
                source: source.clone(),
                parts: readings.iter().flat_map(|r| ["=Castle", "Hill", "Vale"].map(|name| part(r, name))).collect(),
                contact: s.contact.clone(),
                signed_off_by: s.head.clone(),
                signed_off: day(7, 10 + n as u32),
                received: day(7, 15 + 2 * n as u32),
                readings,
                risks: (0..4).map(|k| risk(n * 4 + k, &s.id, &source)).collect(),
                actions: (0..5)
                    .map(|k| action(n * 5 + k, &s.id, &source))
                    .chain(sample_money::milestones(n, &s.id, period(), &source))
                    .collect(),
                money: sample_money::money(n, &s.id, period(), &source),
                feedback: feedback(n, &s.id, period(), &source),
                ..sample::returned(&s.id, period())
            });
        }
        let mut tallies = Totals::default();
        tallies.add(&[crate::record::Tally {
            sheet: "Indicators".into(),
            read: 8_120,
            located: 6_431,
            accepted: 6_400,
            refused: 31,
            ignored: [(PassedOver::Heading, 900), (PassedOver::Print, 789)].into(),
        }]);
        let provenance = Provenance {
            ledger_seq: 14,
            ledger_head: "c4".repeat(32),
            recorded: "2026-08-03T10:22:01Z".into(),
            version: "0.1.0",
            register_sha256: register.sha256.clone(),
            settings_sha256: "0f".repeat(32),
            settings_differences: vec![("returns.due_days".into(), "28".into(), "21".into())],
            tallies,
            ..Provenance::default()
        };
        Self { settings, register, returns, submissions, findings, past, provenance }
    }

    pub fn analysis(&self) -> Analysis<'_> {
        analyse(&self.inputs())
    }

    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            part: None,
            changes: &[],
            restatements: &[],
            restated_targets: &[],
            settings: &self.settings,
            register: &self.register,
            period: period(),
            returns: &self.returns,
            submissions: &self.submissions,
            findings: &self.findings,
            past: &self.past,
            computed: &[],
            queries: &[],
            own_words: &[],
            left_out: &[],
            trial: &[],
            rated: None,
        }
    }
}
