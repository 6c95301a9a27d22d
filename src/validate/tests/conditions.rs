//! Every check over returns has a world that sets it off; the quiet world sets off none.

use super::money;
use super::world::{World, day, formula, period, rating};
use crate::catalogue::{self, Family, FoundBy};
use crate::finding::{Finding, Severity};
use crate::past::Past;
use crate::reading::{ActionStatus, Marker, Narrative, Risk, Value};
use crate::validate::frame::CheckRule;
use crate::validate::{actions, corrections, milestones, returns, risks, rows, series};

type Change = fn(&mut World);

/// For each check, what sets it off.
const LOUD: &[(&str, Change)] = &[
    ("R001", |w| w.rate().numerator = Some(1001.0)),
    ("R002", |w| w.rate().value = Value::Number(82.2)),
    // 290 of 60,250 is 481.3 per 100,000: 48.1 and the bare quotient are not.
    ("R002", |w| w.per_100_000(48.1)),
    ("R002", |w| w.per_100_000(0.0)),
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
    ("R022", |w| w.states_beside("calls", 81.3)),
    ("R023", |w| w.states_beside("calls", 431.0)),
    ("R024", |w| {
        w.states_beside("calls", 81.3);
        w.states_beside("rate", 425.0);
    }),
    ("R025", |w| {
        w.past.actions = w.returned.actions.clone();
        w.action().id = "A2".into();
    }),
    ("T002", |w| {
        w.returned.readings.pop();
    }),
    ("T040", |w| w.calls(0.0).value = Value::Marker(Marker::Awaited)),
    ("T040", |w| {
        let reading = w.rate();
        (reading.value, reading.numerator, reading.denominator) = (Value::Marker(Marker::NotAvailable), None, None);
        reading.words.commentary = "The counter is broken until January".into();
    }),
    ("T041", |w| {
        w.past.values.set(1, period().previous(), Some(12.0));
        let reading = w.calls(0.0);
        reading.value = Value::Marker(Marker::Awaited);
        reading.words.commentary.clear();
    }),
    ("T041", |w| {
        w.past.values.set(1, period().previous(), Some(12.0));
        w.returned.readings.remove(1);
    }),
    ("T042", |w| {
        w.past = Past::empty(3, period());
        w.calls(0.0).value = Value::Marker(Marker::NotAvailable);
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
    ("C100", |w| w.correction_asked_for_parts()),
    // A correction is measured as a reading is.
    ("R001", |w| {
        w.register.indicators[1].part_of_whole = true;
        let correction = w.correction();
        (correction.numerator, correction.denominator) = (Some(500.0), Some(415.0));
    }),
    ("R002", |w| {
        let correction = w.correction();
        (correction.numerator, correction.denominator) = (Some(860.0), Some(2.0));
    }),
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
    ("K020", |w| w.risk().id = "R2".into()),
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
    for check in catalogue::all() {
        let expected = check.found_by == FoundBy::Validation && check.family != Family::Register;
        let loud = LOUD.iter().chain(money::LOUD).any(|(code, _)| *code == check.code);
        assert_eq!(loud, expected, "{}", check.code);
    }
}

/// Cases near a boundary that must stay quiet.
const QUIET: &[(&str, Change)] = &[
    // Rounded, as a fraction, or as it is declared; and a figure that many measures share.
    ("R023", |w| w.states_beside("calls", 425.4)),
    ("C100", |w| {
        w.correction_asked_for_parts();
        let correction = &mut w.returned.corrections[0];
        (correction.numerator, correction.denominator) = (Some(830.0), Some(2.0));
    }),
    ("R002", |w| {
        w.correction_asked_for_parts();
        let correction = &mut w.returned.corrections[0];
        (correction.numerator, correction.denominator) = (Some(830.0), Some(2.0));
    }),
    ("R023", |w| w.states_beside("rate", 81.0)),
    ("R023", |w| w.states_beside("rate", 0.813)),
    ("R023", |w| {
        w.states_beside("calls", 418.0);
        w.correction();
    }),
    ("R022", |w| {
        w.states_beside("calls", 100.0);
        w.past.values.set(2, period().previous(), Some(100.0));
    }),
    // A new risk beside the old one, and one whose title was put in other words.
    ("K020", |w| {
        let risk = w.risk().clone();
        w.returned.risks.push(Risk { id: "R2".into(), ..risk });
    }),
    ("K020", |w| w.risk().title = "Too few people in the call centre".into()),
    ("R001", |w| w.rate().numerator = Some(1000.0)),
    // 82.04 is 82.0 at one decimal, and 82.1 is one rounding step from 82.0.
    ("R002", |w| w.rate().value = Value::Number(82.1)),
    ("R002", |w| w.per_100_000(481.3)),
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
    ("T040", |w| w.rate().value = Value::Marker(Marker::NotApplicable)),
    ("T040", |w| {
        w.past = Past::empty(3, period());
        w.rate().value = Value::Marker(Marker::Awaited);
    }),
    ("T041", |w| {
        w.past.values.set(1, period().previous(), Some(12.0));
        let reading = w.calls(0.0);
        reading.value = Value::Marker(Marker::Awaited);
        reading.words.commentary = "The contractor has not sent it".into();
    }),
    ("T042", |w| {
        w.past = Past::empty(3, period());
        let reading = w.calls(0.0);
        reading.value = Value::Marker(Marker::NotAvailable);
        reading.words.commentary = "No count until 2027".into();
    }),
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

/// A reader of the catalogue finds the condition at the same place of its family.
#[test]
fn conditions_stand_in_the_order_of_the_catalogue() {
    fn codes<T>(rules: Vec<CheckRule<T>>) -> Vec<&'static str> {
        rules.iter().map(|r| r.check.code).collect()
    }
    for codes in [
        codes(rows::rules()),
        codes(returns::rules()),
        codes(series::rules()),
        codes(risks::rules()),
        codes(actions::rules()),
        codes(milestones::rules()),
        codes(corrections::rules()),
    ] {
        assert!(codes.is_sorted() && !codes.is_empty(), "{codes:?}");
    }
}
