//! Every check over returns has a world that sets it off; the quiet world sets off none.

mod formulas;

use super::*;
use crate::catalogue::Family;
use crate::measure::{Aggregation, Frequency, Polarity, Unit};
use crate::reading::correction::{Correction, RestatementClass, StatedFigure};
use crate::reading::*;
use crate::register::{CouncilCheck, Formula, Indicator, Service, Target};
use chrono::NaiveDate;

/// A council of one service and three indicators: `rate`, a percentage of two counts; `calls`, a count with a past;
/// `part`, a part of `calls`.
struct World {
    settings: Settings,
    register: Register,
    past: Past,
    returned: Return,
    findings: Vec<Finding>,
    layouts: Vec<Layout>,
}

fn period() -> Period {
    Period::new(2026, 2).unwrap()
}

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).unwrap()
}

fn place(row: u32) -> Place {
    let source = Source { file: "call-centre.xlsx".into(), sha256: String::new() };
    Place { source: source.into(), sheet: "Indicators".into(), cell: CellRef::new(row, 8) }
}

fn indicator(id: &str) -> Indicator {
    Indicator {
        id: id.into(),
        name: format!("The {id}"),
        definition: String::new(),
        service: "CC".into(),
        owner: "A. Khan".into(),
        unit: Unit::Number,
        decimals: 0,
        polarity: Polarity::Higher,
        frequency: Frequency::Quarterly,
        due_quarters: vec![1, 2, 3, 4],
        year: crate::register::Year::default(),
        sets: vec![],
        aggregation: Aggregation::Sum,
        cumulative: false,
        priorities: vec![],
        perspective: String::new(),
        measure_type: None,
        scheme: None,
        tolerance_percent: None,
        tolerance_absolute: None,
        minimum: Some(0.0),
        maximum: None,
        numerator_name: String::new(),
        denominator_name: String::new(),
        part_of_whole: false,
        breaks: vec![],
        long_term: None,
        key: false,
        weight: 1.0,
        part_of: None,
        opening_of: None,
        formula: None,
        place: Place::default(),
    }
}

fn reading(id: &str, row: u32, value: f64) -> Reading {
    Reading {
        indicator: id.into(),
        service: "CC".into(),
        period: period(),
        value: Value::Number(value),
        provisional: false,
        numerator: None,
        denominator: None,
        forecast: None,
        words: Box::new(Narrative { commentary: "Steady demand over the summer.".into(), ..Narrative::default() }),
        place: place(row),
    }
}

fn rating(likelihood: u8, impact: u8) -> Option<Rating> {
    Some(Rating { likelihood, impact })
}

impl World {
    fn quiet() -> Self {
        let mut rate = Indicator {
            unit: Unit::Percent,
            decimals: 1,
            aggregation: Aggregation::Ratio,
            numerator_name: "Answered".into(),
            denominator_name: "Received".into(),
            part_of_whole: true,
            ..indicator("rate")
        };
        rate.maximum = Some(100.0);
        let part = Indicator { part_of: Some("calls".into()), ..indicator("part") };
        let year = |annual| Target { annual: Some(annual), quarters: [Some(annual); 4], ..Target::default() };
        let mut register = Register::default();
        register.services = vec![Service {
            id: "CC".into(),
            name: "Call centre".into(),
            directorate: "Resources".into(),
            head: String::new(),
            contact: String::new(),
            email: String::new(),
        }];
        register.indicators = vec![rate, indicator("calls"), part];
        register.targets = vec![("rate".into(), 2026, year(80.0)), ("calls".into(), 2026, year(400.0))];
        let register = register.indexed();
        let mut past = Past::empty(3, period());
        for (k, p) in period().previous().last(12).enumerate() {
            let wave = [0.0, 7.0, -5.0, 3.0, -2.0][k % 5];
            past.values.set(0, p, Some(81.0 + wave / 10.0));
            past.values.set(1, p, Some(420.0 + wave));
            past.values.set(2, p, Some(420.0 + wave));
        }
        let risk = Risk {
            id: "R1".into(),
            service: "CC".into(),
            period: period(),
            title: "Too few people".into(),
            category: String::new(),
            level: RiskLevel::Service,
            inherent: rating(4, 4),
            current: rating(3, 4),
            target: rating(2, 4),
            typed_score: Some(12.0),
            quoted_previous: Some(12.0),
            typed_band: "high".into(),
            owner: "B. Jones".into(),
            controls: "Rota".into(),
            reviewed: Some(day(9, 1)),
            target_date: None,
            indicator: "rate".into(),
            place: place(40),
        };
        past.risks.insert(risk.id.clone(), risk.clone());
        let action = Action {
            id: "A1".into(),
            service: "CC".into(),
            period: period(),
            title: "Recruit".into(),
            lead: "C. Smith".into(),
            due: Some(day(12, 1)),
            status: Some(ActionStatus::OnTrack),
            progress: Some(50.0),
            update: String::new(),
            about: "rate".into(),
            place: place(50),
        };
        let rate = Reading { numerator: Some(820.0), denominator: Some(1000.0), ..reading("rate", 5, 82.0) };
        let returned = Return {
            source: place(0).source,
            service: "CC".into(),
            period: period(),
            layout: "quarterday-return".into(),
            contact: String::new(),
            signed_off_by: String::new(),
            signed_off: None,
            received: None,
            readings: vec![rate, reading("calls", 6, 421.0), reading("part", 7, 421.0)],
            risks: vec![risk],
            actions: vec![action],
            feedback: vec![feedback()],
            corrections: vec![],
            stated: vec![],
            asked: vec![],
        };
        past.held.extend(period().previous().last(12));
        let layouts = vec![crate::layout::template()];
        Self { settings: Settings::default(), register, past, returned, findings: vec![], layouts }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut world = Self::quiet();
        change(&mut world);
        world
    }

    fn check(&self) -> Vec<Finding> {
        run(&Context {
            settings: &self.settings,
            register: &self.register,
            period: period(),
            returns: std::slice::from_ref(&self.returned),
            past: &self.past,
            findings: &self.findings,
            layouts: &self.layouts,
        })
        .unwrap()
    }

    fn codes(&self) -> Vec<String> {
        self.check().into_iter().map(|f| f.code.into_owned()).collect()
    }

    fn rate(&mut self) -> &mut Reading {
        &mut self.returned.readings[0]
    }

    fn calls(&mut self, value: f64) -> &mut Reading {
        let calls = &mut self.returned.readings[1];
        calls.value = Value::Number(value);
        calls
    }

    fn past_calls(&mut self, value: impl Fn(usize) -> Option<f64>) {
        for (k, p) in period().previous().last(12).enumerate() {
            self.past.values.set(1, p, value(k));
        }
    }

    /// The rate is off target, and said to be.
    fn red(&mut self) -> &mut Reading {
        let rate = self.rate();
        (rate.value, rate.numerator) = (Value::Number(60.0), Some(600.0));
        rate
    }

    fn risk(&mut self) -> &mut Risk {
        &mut self.returned.risks[0]
    }

    fn action(&mut self) -> &mut Action {
        &mut self.returned.actions[0]
    }

    /// A correction of last quarter's calls that nothing is wrong with.
    fn correction(&mut self) -> &mut Correction {
        self.past.values.set(1, period().previous(), Some(418.0));
        self.returned.corrections.push(Correction {
            indicator: "calls".into(),
            service: "CC".into(),
            period: period().previous(),
            published: Some(418.0),
            corrected: 415.0,
            class: Some(RestatementClass::Correction),
            reason: "Calls of one day were counted twice".into(),
            author: "B. Jones".into(),
            place: place(60),
        });
        &mut self.returned.corrections[0]
    }
}

impl World {
    /// The form has last quarter's calls beside this quarter's.
    fn states(&mut self, value: f64) {
        let (indicator, service) = ("calls".into(), "CC".into());
        self.returned.stated.push(StatedFigure {
            indicator,
            service,
            period: period().previous(),
            value,
            place: place(61),
        });
        self.past.values.set(1, period().previous(), Some(418.0));
    }
}

fn feedback() -> Feedback {
    Feedback {
        service: "CC".into(),
        period: period(),
        kind: FeedbackKind::Stage1,
        received: Some(3.0),
        in_time: Some(3.0),
        upheld: Some(0.0),
        log: None,
        words: String::new(),
        place: place(55),
    }
}

#[test]
fn a_past_figure_that_is_as_it_was_or_is_declared_is_quiet() {
    assert_eq!(World::with(|w| w.states(418.0)).codes(), Vec::<String>::new());
    let declared = World::with(|w| {
        w.states(415.0);
        w.correction();
    });
    assert_eq!(declared.codes(), Vec::<String>::new());
    // Declared, and the form still has the old figure beside it.
    let half = World::with(|w| {
        w.states(418.0);
        w.correction();
    });
    assert_eq!(half.codes(), ["T011"]);
    let refused = World::with(|w| w.correction().reason.clear());
    let mut returns = [refused.returned.clone()];
    refuse(&mut returns, &refused.check());
    assert!(returns[0].corrections.is_empty() && returns[0].readings.len() == 3);
    let not_asked = World::with(|w| {
        w.returned.feedback.clear();
        w.settings.feedback.expected = false;
    });
    assert_eq!(not_asked.codes(), Vec::<String>::new());
}

fn formula(text: &str) -> Option<Box<Formula>> {
    Some(Box::new(Formula { text: text.into(), place: place(2) }))
}

type Change = fn(&mut World);

/// For each check, what sets it off.
const LOUD: &[(&str, Change)] = &[
    ("R001", |w| w.rate().numerator = Some(1001.0)),
    ("R002", |w| w.rate().value = Value::Number(82.2)),
    ("R003", |w| w.rate().denominator = Some(0.0)),
    ("R004", |w| {
        w.red();
    }),
    ("R005", |w| w.calls(520.0).words.commentary = "Up.".into()),
    ("R006", |w| w.red().words.commentary = "We are on target and improving.".into()),
    ("R006", |w| w.rate().words.commentary = "We failed to meet the standard.".into()),
    ("R007", |w| {
        let words = Narrative { commentary: "Steady demand, over the summer".into(), ..Narrative::default() };
        w.past.words.insert("calls".into(), words);
    }),
    ("R008", |w| w.action().lead.clear()),
    ("R008", |w| w.action().due = None),
    ("R009", |w| w.action().due = Some(day(9, 29))),
    ("R010", |w| {
        w.register.indicators[1].cumulative = true;
        w.calls(400.0);
    }),
    ("T002", |w| {
        w.returned.readings.pop();
    }),
    ("T004", |w| {
        w.returned.readings[2].value = Value::Number(417.0);
    }),
    ("T013", |w| {
        w.register.indicators[1].formula = formula("\"part\" * 2");
    }),
    ("T006", |w| w.register.indicators[1].due_quarters = vec![4]),
    ("T008", |w| w.correction().class = None),
    ("T008", |w| w.correction().reason.clear()),
    ("T008", |w| w.correction().author.clear()),
    ("T009", |w| w.correction().period = "2010-11Q1".parse().unwrap()),
    ("T010", |w| w.correction().published = Some(481.0)),
    ("T011", |w| w.states(415.0)),
    ("T012", |w| w.returned.feedback.clear()),
    ("S001", |w| {
        w.calls(460.0);
    }),
    ("S002", |w| {
        w.calls(4200.0);
    }),
    ("S002", |w| {
        w.past_calls(|_| None);
        w.calls(73_390.0);
    }),
    ("S003", |w| {
        w.past_calls(|_| Some(421.0));
        w.calls(520.0);
    }),
    // A short past, and a change that the council calls large.
    ("S003", |w| {
        w.past_calls(|k| (k > 9).then_some(421.0));
        w.calls(520.0);
        w.settings.checks.change_least = [("Number".to_owned(), 99.0)].into();
    }),
    ("S004", |w| {
        w.past_calls(|k| Some(if k < 9 { 400.0 + k as f64 } else { 421.0 }));
    }),
    ("S005", |w| w.register.indicators[1].opening_of = Some("rate".into())),
    ("S006", |w| {
        w.past_calls(|k| Some(900.0 - 20.0 * k as f64));
        w.calls(300.0);
    }),
    ("K001", |w| w.risk().typed_score = Some(16.0)),
    ("K002", |w| w.risk().inherent = rating(2, 4)),
    ("K003", |w| w.risk().target = rating(4, 4)),
    ("K004", |w| w.risk().quoted_previous = Some(9.0)),
    ("K005", |w| w.risk().typed_band = "Medium".into()),
    ("K007", |w| w.risk().owner.clear()),
    ("K008", |w| w.risk().reviewed = None),
    ("K008", |w| w.risk().reviewed = Some(day(6, 21))),
    ("K009", |w| {
        w.red();
        w.risk().current = rating(2, 4);
    }),
];

#[test]
fn the_quiet_world_is_quiet() {
    assert_eq!(World::quiet().codes(), Vec::<String>::new());
}

#[test]
fn every_check_has_a_case_that_sets_it_off() {
    for (code, change) in LOUD {
        let codes = World::with(change).codes();
        assert!(codes.iter().any(|c| c == code), "{code} is not among {codes:?}");
    }
    // Typing and the pipeline have the others; see their tests.
    let elsewhere = ["R011", "T001", "T003", "T005", "T007", "K006", "K010"];
    for check in catalogue::all() {
        let here = matches!(check.family, Family::Row | Family::Return | Family::Series | Family::Risk);
        let expected = here && !elsewhere.contains(&check.code);
        assert_eq!(LOUD.iter().any(|(code, _)| *code == check.code), expected, "{}", check.code);
    }
}

/// Cases near a boundary that must stay quiet.
const QUIET: &[(&str, Change)] = &[
    ("R001", |w| w.rate().numerator = Some(1000.0)),
    // 82.04 is 82.0 at one decimal, and 82.1 is one rounding step from 82.0.
    ("R002", |w| w.rate().value = Value::Number(82.1)),
    ("R004", |w| w.red().words.remedial_action = "Two more people from October".into()),
    // Large in proportion only: such changes are usual here.
    ("S003", |w| {
        w.past_calls(|k| Some(if k % 2 == 0 { 300.0 } else { 500.0 }));
        w.calls(300.0);
    }),
    // Large in proportion, and small for its unit; or a past too short to tell.
    ("S003", |w| {
        w.past_calls(|_| Some(421.0));
        w.calls(520.0);
        w.settings.checks.change_least = [("Number".to_owned(), 100.0)].into();
    }),
    ("S003", |w| {
        w.past_calls(|k| (k > 9).then_some(421.0));
        w.calls(520.0);
    }),
    ("R006", |w| w.red().words.commentary = "We will be on target by the year end.".into()),
    ("R009", |w| {
        w.action().due = Some(day(9, 1));
        w.action().status = Some(ActionStatus::Complete);
    }),
    ("R010", |w| {
        // April to September is 700 and April to June was 420.
        w.register.indicators[1].cumulative = true;
        w.calls(841.0);
    }),
    ("T002", |w| {
        w.returned.readings.pop();
        w.findings.push(Finding::new(&catalogue::C009, "", "").of("CC").about("part"));
    }),
    ("T004", |w| w.returned.readings[2].value = Value::Marker(Marker::Awaited)),
    ("T006", |w| {
        w.register.indicators[1].due_quarters = vec![4];
        w.returned.readings[1].value = Value::Marker(Marker::NotDue);
    }),
    // A feeder without a value gives no result, and not zero.
    ("T013", |w| {
        w.register.indicators[1].formula = formula("\"part\" + \"rate\" * 0");
        w.rate().value = Value::Marker(Marker::Awaited);
        w.calls(430.0);
    }),
    ("T013", |w| w.register.indicators[1].formula = formula("(PART * 3 - PART) / 2")),
    // No spread at all, and too short a past.
    ("S001", |w| {
        w.past_calls(|_| Some(400.0));
        w.calls(460.0);
    }),
    ("S001", |w| {
        w.past_calls(|k| (k > 4).then_some(400.0 + k as f64));
        w.calls(460.0);
    }),
    ("S001", |w| {
        w.calls(460.0);
        w.register.indicators[1].breaks = vec![period()];
    }),
    // From 1 to 10 is no slip of the decimal point.
    ("S002", |w| {
        w.past_calls(|_| Some(1.0));
        w.calls(10.0);
    }),
    ("S004", |w| {
        w.past_calls(|_| Some(0.0));
        w.calls(0.0);
    }),
    ("K009", |w| {
        w.red();
    }),
];

#[test]
fn boundaries_are_quiet() {
    for (code, change) in QUIET {
        let codes = World::with(change).codes();
        assert!(codes.iter().all(|c| c != code), "{code} is among {codes:?}");
    }
}

/// One slip is one query, and what is refused is not queried as well.
#[test]
fn a_lesser_check_gives_way() {
    let slipped = |w: &mut World| {
        w.calls(4200.0);
        w.returned.readings[2].value = Value::Number(4200.0);
    };
    assert_eq!(World::with(slipped).codes(), ["S002", "S002"]);
    let off = World::with(|w| {
        slipped(w);
        w.settings.checks.off.push("S002".into());
    });
    assert_eq!(off.codes(), ["S001", "S001"]);

    let disagrees = |w: &mut World| {
        w.red().denominator = Some(1200.0);
    };
    assert_eq!(World::with(disagrees).codes(), ["R002"]);
    let queried = World::with(|w| {
        disagrees(w);
        w.settings.checks.severity.insert("R002".into(), Severity::Query);
    });
    assert!(queried.codes().iter().any(|c| c == "R004"));
}

#[test]
fn findings_say_place_expected_and_got() {
    let findings = World::with(|w| w.rate().value = Value::Number(82.2)).check();
    let f = findings.iter().find(|f| f.code == "R002").unwrap();
    assert_eq!(f.location(), "call-centre.xlsx › Indicators!I6");
    assert_eq!((f.service.as_str(), f.subject.as_str()), ("CC", "rate"));
    assert_eq!((f.expected.as_str(), f.got.as_str()), ("82.0%, which is 820 ÷ 1,000", "82.2%"));

    let findings = World::with(|w| {
        w.past_calls(|_| Some(427.0));
        w.calls(520.0);
    })
    .check();
    let f = findings.iter().find(|f| f.code == "S003").unwrap();
    assert_eq!(f.got, "520, 22% more than last quarter's 427");
}

/// Of a year to date the quarter alone is compared with the past, and the figure that was sent stands beside it.
#[test]
fn a_year_to_date_is_quoted_as_sent() {
    let got = |code: &str, value: f64| {
        let findings = World::with(|w| {
            w.register.indicators[1].cumulative = true;
            // April to June of each year was 400, then 410, 420 and 430 more.
            w.past_calls(|k| Some([400.0, 810.0, 1230.0, 1660.0][(k + 1) % 4]));
            w.past.values.set(1, period().previous(), Some(400.0));
            w.calls(value);
        })
        .check();
        let f = findings.into_iter().find(|f| f.code == code).unwrap_or_else(|| panic!("no {code}"));
        f.got
    };
    assert_eq!(got("S002", 4500.0), "4,100 in the quarter alone (4,500 for the year to date)");
    assert_eq!(got("S001", 1100.0), "700 in the quarter alone (1,100 for the year to date)");
}

/// A figure that its target no longer measures is not off target, whatever it is.
#[test]
fn a_new_definition_is_not_off_target() {
    let red = World::with(|w| {
        w.red();
        w.register.indicators[0].breaks = vec![period()];
    });
    assert!(red.codes().contains(&"R004".to_owned()), "the profile has a target for the quarter");
    let changed = World::with(|w| {
        w.red();
        w.register.indicators[0].breaks = vec![period()];
        w.register.indicators[0].cumulative = true;
    });
    assert!(!changed.codes().contains(&"R004".to_owned()));
}

/// What may be a fraction is asked about once.
#[test]
fn a_fraction_is_asked_about_once() {
    let fraction = |w: &mut World| {
        w.rate().value = Value::Number(0.82);
        w.rate().numerator = None;
        w.rate().words.remedial_action = "None needed".into();
    };
    assert_eq!(World::with(fraction).codes(), ["S002"]);
    let asked = World::with(|w| {
        fraction(w);
        w.findings.push(Finding::new(&catalogue::C005, "", "").at(&place(5)).about("rate"));
    });
    assert_eq!(asked.codes(), Vec::<String>::new());
}

#[test]
fn an_error_takes_the_reading_out() {
    let mut world = World::with(|w| w.rate().value = Value::Number(82.2));
    let mut findings = world.check();
    // An error about another cell of the row leaves the value alone.
    findings.push(
        Finding::new(&catalogue::C002, "", "").at(&Place { cell: CellRef::new(6, 6), ..place(0) }).about("calls"),
    );
    refuse(std::slice::from_mut(&mut world.returned), &findings);
    let left: Vec<&str> = world.returned.readings.iter().map(|r| &*r.indicator).collect();
    assert_eq!(left, ["calls", "part"]);
}

/// What is missing beside a value is said in the blank cell of its own column, below the heading that is nearest.
#[test]
fn what_is_missing_is_said_where_it_is_asked() {
    use crate::reading::asked::{AskedColumn, AskedDetail};
    let column = |what, sheet: &str, heading, col, beside| AskedColumn {
        what,
        source: place(0).source,
        sheet: sheet.into(),
        heading,
        col,
        beside,
    };
    let missing = |w: &mut World| {
        w.red();
        w.risk().owner.clear();
        w.action().due = None;
        w.returned.asked = vec![
            column(AskedDetail::RemedialAction, "Indicators", 3, 12, None),
            column(AskedDetail::RemedialAction, "Other", 4, 13, None),
            column(AskedDetail::RemedialAction, "Indicators", 4, 14, Some(9)),
            column(AskedDetail::RemedialAction, "Indicators", 60, 15, None),
            column(AskedDetail::Owner, "Indicators", 30, 4, None),
            column(AskedDetail::Owner, "Indicators", 39, 5, None),
            column(AskedDetail::Lead, "Indicators", 45, 2, None),
        ];
    };
    let mut world = World::with(missing);
    let findings = world.check();
    let cell = |code: &str| findings.iter().find(|f| f.code == code).unwrap().cell.unwrap().to_string();
    // The form has no column for the due date that the check knows: the finding stays at the status.
    assert_eq!([cell("R004"), cell("K007"), cell("R008")], ["M6", "F41", "I51"]);

    // Where the council made it an error, the value that it stands beside is not taken.
    let mut findings = findings;
    findings.iter_mut().filter(|f| f.code == "R004").for_each(|f| f.severity = Severity::Error);
    refuse(std::slice::from_mut(&mut world.returned), &findings);
    assert_eq!(world.returned.readings.len(), 2);

    // A value that an error refuses is not asked about, wherever the question would stand.
    let refused = World::with(|w| {
        missing(w);
        w.rate().denominator = Some(1200.0);
    });
    assert!(!refused.codes().contains(&"R004".to_owned()), "{:?}", refused.codes());
}

#[test]
fn settings_change_severity_and_switch_off() {
    let mut settings = Settings::default();
    settings.checks.off = vec!["r003".into(), "C009".into(), "MC01".into()];
    settings.checks.severity = [("R001".to_owned(), Severity::Note), ("C002".to_owned(), Severity::Note)].into();
    let mut findings: Vec<Finding> = [&catalogue::R001, &catalogue::R003, &catalogue::C009, &catalogue::C002]
        .map(|c| Finding::new(c, "", ""))
        .into();
    let mut raised = Finding::new(&catalogue::F012, "", "");
    raised.severity = Severity::Error;
    findings.push(raised);
    apply_settings(&mut findings, &settings);
    let left: Vec<(&str, Severity)> = findings.iter().map(|f| (&*f.code, f.severity)).collect();
    use Severity::{Error, Note};
    assert_eq!(left, [("R001", Note), ("C009", Error), ("C002", Error), ("F012", Error)]);

    let world = World::with(|w| {
        w.rate().denominator = Some(0.0);
        w.settings = settings;
    });
    assert!(!world.codes().iter().any(|c| c == "R003"));
}

fn council_check(condition: &str, applies_to: &[&str]) -> CouncilCheck {
    CouncilCheck {
        code: "MC01".into(),
        title: "Fewer than 500 calls".into(),
        severity: Severity::Query,
        applies_to: applies_to.iter().map(|s| (*s).to_owned()).collect(),
        condition: condition.into(),
        remedy: "Ask the call centre.".into(),
        place: place(3),
    }
}

fn with_check(check: CouncilCheck) -> Register {
    let mut register = Register::default();
    register.checks = vec![check];
    register
}

#[test]
fn a_councils_own_check() {
    for (condition, applies_to, expected) in [
        ("value < 500", &["calls"][..], &["calls"][..]),
        ("value < 500 AND indicator <> 'part'", &[], &["rate", "calls"]),
        ("status = 'green' AND commentary LIKE '%summer%'", &[], &["rate", "calls"]),
        ("numerator IS NULL", &[], &["calls", "part"]),
        ("ABS(value - previous) / previous > 0.5", &[], &[]),
        ("1 = 1", &["rate"], &["rate"]),
    ] {
        let world = World::with(|w| w.register.checks = vec![council_check(condition, applies_to)]);
        assert_eq!(check_council_checks(&world.register), vec![], "{condition}");
        let subjects: Vec<String> = world.check().into_iter().map(|f| f.subject).collect();
        assert_eq!(subjects, expected, "{condition}");
    }
    let world = World::with(|w| w.register.checks = vec![council_check("value < 500", &["calls"])]);
    let f = world.check().remove(0);
    assert_eq!((&*f.code, &*f.got, &*f.remedy), ("MC01", "value 421", "Ask the call centre."));
}

#[test]
fn a_councils_own_check_that_cannot_run() {
    for (condition, words) in [
        ("valeu < 500", "did you mean “value”"),
        ("value <", "not understood"),
        ("value + 1", "not true or false"),
        ("SELECT 1", "not understood"),
        ("", "not understood"),
        ("indicator > 3 AND", "not understood"),
    ] {
        let register = with_check(council_check(condition, &[]));
        let findings = check_council_checks(&register);
        assert_eq!(findings.len(), 1, "{condition}");
        assert_eq!(&*findings[0].code, "G008");
        assert!(findings[0].got.contains(words), "{condition}: {}", findings[0].got);
        assert_eq!(findings[0].cell, Some(CellRef::new(3, 8)));
    }
    let register = with_check(council_check("value > 1", &["nobody"]));
    assert_eq!(&*check_council_checks(&register)[0].code, "G002");
}

#[test]
fn every_column_can_be_used_and_is_described() {
    let columns = columns();
    for (name, words) in &columns {
        assert!(!words.is_empty() && words.len() < 110, "{name}");
        let register = with_check(council_check(&format!("{name} IS NULL"), &[]));
        assert_eq!(check_council_checks(&register), vec![], "{name}");
    }
    let names: std::collections::HashSet<_> = columns.iter().map(|c| c.0).collect();
    assert_eq!(names.len(), columns.len());
}

/// What a form does not ask, nobody left blank.
#[test]
fn a_form_without_the_column_is_not_asked_for_it() {
    let mut world = World::with(|w| {
        w.red();
        w.returned.risks[0].owner.clear();
        w.returned.risks[0].reviewed = None;
        w.returned.actions[0].lead.clear();
    });
    let asked = ["K007", "K008", "R004", "R008"].map(str::to_owned);
    assert!(asked.iter().all(|c| world.codes().contains(c)), "{:?}", world.codes());
    for table in &mut world.layouts[0].tables {
        table.columns.retain(|c| !["remedial-action", "owner", "reviewed", "lead"].contains(&c.field.as_str()));
    }
    assert!(asked.iter().all(|c| !world.codes().contains(c)), "{:?}", world.codes());
}

#[test]
fn no_returns_no_findings() {
    let world = World::quiet();
    let empty = Context {
        settings: &world.settings,
        register: &world.register,
        period: period(),
        returns: &[],
        past: &world.past,
        findings: &[],
        layouts: &[],
    };
    assert_eq!(run(&empty).unwrap(), vec![]);
}
