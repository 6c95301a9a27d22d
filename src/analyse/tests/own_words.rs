//! The team's own words: in place of what, over what, and where their figures come from.

use super::*;
use crate::notebook::words_looked_up;
use crate::reading::own_words::{FigureFate, SaidWords, WordsAt};
use crate::shown::shown;

fn own(at: WordsAt, words: &str) -> OwnWords {
    let (words, by) = (words.to_owned(), "J. Khan".to_owned());
    OwnWords { period: period("2026-27Q1"), at, words, by, over: None, vouched: false, cell: Some(CellRef::new(5, 2)) }
}

fn line(key: &str, words: &str) -> OwnWords {
    own(WordsAt::Line(key.to_owned()), words)
}

fn about(id: &str, words: &str) -> OwnWords {
    own(WordsAt::About(id.to_owned()), words)
}

/// A council with these words.
fn with(words: Vec<OwnWords>) -> Council {
    Council { own_words: words, ..mixed() }
}

/// This quarter's figure of a measure, sent anew.
fn sent(c: &mut Council, id: &str, value: f64) {
    for reading in c.returns.iter_mut().flat_map(|r| &mut r.readings).filter(|r| &*r.indicator == id) {
        reading.value = Value::Number(value);
    }
}

fn said(c: &Council) -> SaidWords {
    c.analysis().own_words[0].clone()
}

fn codes(c: &Council) -> Vec<String> {
    let found = words_looked_up(&c.analysis().own_words, "notebook/2026-27Q1.xlsx");
    assert!(found.iter().all(|f| f.file.starts_with("notebook") && f.sheet == "Words" && f.cell.is_some()));
    found.into_iter().map(|f| f.code.into_owned()).collect()
}

#[test]
fn words_stand_in_place_of_a_sentence_and_are_marked_when_it_changes() {
    let mut c = with(vec![line("reds", "Invoices are our worry."), line("2", "By its number.")]);
    let computed = mixed().analysis().headlines[0].sentence.clone();
    let (a, first) = (c.analysis(), said(&c));
    assert!(a.headlines[0].own_words() && a.headlines[0].computed == computed);
    assert_eq!(a.headlines[0].sentence, "Invoices are our worry.");
    assert_eq!((a.own_words[1].key.as_str(), a.own_words[1].replaces()), (a.headlines[1].kind.key(), true));
    // What was new is over what the report says now, and stays over it.
    assert_eq!((first.own.over.as_deref(), first.look_again()), (Some(computed.as_str()), String::new()));
    assert_eq!(codes(&c), Vec::<String>::new());
    c.own_words = vec![first.own];
    sent(&mut c, "A", 41.0);
    let again = said(&c);
    let now = c.analysis().headlines[0].computed.clone();
    assert_ne!(now, computed);
    assert_eq!(again.look_again(), format!("Look again: was “{computed}”; is “{now}”"));
    assert_eq!(
        c.analysis().headlines[0].sentence,
        "Invoices are our worry. [Figures have changed since these words were written.]"
    );
    assert_eq!(codes(&c), ["F075"]);
    // Whoever looked again says so, of what it says now.
    c.own_words[0].over = Some(now);
    c.own_words[0].vouched = true;
    assert_eq!((codes(&c), said(&c).is_vouched()), (vec![], true));
    // Without words the report's own is back.
    c.own_words.clear();
    assert!(!c.analysis().headlines[0].own_words());
}

#[test]
fn words_about_something_stand_with_it_and_words_about_nothing_are_told() {
    let c = with(vec![about("a", "The system was down."), about("A", "It is back."), about("ZZ9", "Nothing.")]);
    let a = c.analysis();
    assert_eq!(a.own_words_about("A"), "The system was down.\nIt is back.");
    assert_eq!((a.own_words_about("B"), a.own_words_about("ZZ9")), (String::new(), String::new()));
    assert!(a.headlines.iter().all(|h| !h.own_words()));
    assert_eq!(codes(&c), ["F073"]);
    assert!(a.own_words[2].look_again().starts_with("Not shown"));
    // A sentence by what its line has under About, once.
    let label = mixed().analysis().sentences()[0].about.clone();
    let c = with(vec![about(&label.to_uppercase(), "Ours."), line("reds", "Twice.")]);
    let own = c.analysis().own_words;
    assert_eq!((&own[0].own.at, own[0].replaces()), (&WordsAt::Line("reds".into()), true));
    assert_eq!((codes(&c), own[1].is_shown()), (vec!["F073".to_owned()], false));
    assert_eq!(c.analysis().headlines[0].sentence, "Ours.");
    // A sentence that is told no more.
    let c = with(vec![line("budget", "Within budget.")]);
    assert_eq!((codes(&c), said(&c).is_shown()), (vec!["F073".to_owned()], false));
}

#[rstest]
#[case("A stood at 40.0%.", "40.0% found (A: value)")]
#[case("A stood at 40 per cent", "40 per cent found (A: value)")]
#[case("A is half of what it should be: 47% of 85%", "47% found nowhere; 85% found (A: target)")]
#[case(
    "52.9% short, say 53%",
    "52.9% found (A: distance from target in percent); 53% rounded from −52.9% (A: distance from target in percent)"
)]
#[case("A fell from 86.0% to 40.0%", "86.0% of something else (D: value of Q1 2026-27); 40.0% found (A: value)")]
#[case("1 of 4 is off target", "1 found (Our Council: measures off target); 4 found (Our Council: measures rated)")]
#[case("On 3 August 2026, WAS01, Q2 2026-27 and the 2nd time", "")]
#[case("We took on 1,234 cases", "1,234 found nowhere")]
fn figures_are_looked_up(#[case] words: &str, #[case] expected: &str) {
    let c = with(vec![about("A", words)]);
    assert_eq!(said(&c).figures_words(), expected);
}

/// What only something else has, or has in another unit or at another time, is not found.
#[rstest]
#[case("A", "40.0% (target 89%)", "40.0% found (A: value); 89% of something else (B: value)")]
#[case("A", "A, unlike B, is at 89.0%", "89.0% found (B: value)")]
#[case("A", "4.0", "4.0 found nowhere")]
#[case("A", "40.0 weeks, or £40", "40.0 found nowhere; £40 found nowhere")]
#[case("A", "from 55% last quarter", "55% stale (A: value of Q4 2025-26)")]
#[case("A", "from 50% last quarter", "50% found (A: value of Q1 2026-27)")]
#[case("A", "from 55%", "55% found (A: value of Q4 2025-26)")]
#[case("R1", "The score rose from 16 to 25.", "16 found nowhere; 25 found (R1: score)")]
#[case("R1", "The score is 25, as 2 risks have", "25 found (R1: score); 2 found (risks)")]
#[case("R1", "3 risks", "3 found nowhere")]
#[case("", "A has reached 89.0%", "89.0% of something else (B: value)")]
#[case("", "1 measure is off target", "1 found (Our Council: measures off target)")]
#[case("", "3 measures are off target", "3 found nowhere")]
#[case(
    "",
    "Of 4 measures 3 are on target",
    "4 found (Our Council: measures rated); 3 found (Our Council: measures on target)"
)]
#[case("", "On target: 3 of 4", "3 found (Our Council: measures on target); 4 found (Our Council: measures rated)")]
#[case("", "4 schools shut", "4 found nowhere")]
fn figures_of_others_are_told(#[case] id: &str, #[case] words: &str, #[case] expected: &str) {
    let mut c = with(vec![if id.is_empty() { own(WordsAt::Added, words) } else { about(id, words) }]);
    c.fill(0, &[55.0, 50.0, 40.0]);
    let p = c.period;
    c.return_of("FIN").risks = vec![risk_of("R1", 5, 5, p), risk_of("R2", 4, 4, p)];
    assert_eq!(said(&c).figures_words(), expected);
    let told = said(&c).figures.iter().filter(|f| matches!(f.fate, FigureFate::Other | FigureFate::Nowhere)).count();
    assert_eq!(codes(&c).iter().filter(|code| *code == "F077").count(), told);
}

#[test]
fn what_an_earlier_quarter_or_the_sentence_then_had_is_stale() {
    let mut c = with(vec![line("reds", "Invoices (C) stand at 70.0%")]);
    c.fill(2, &[70.0, 90.0]);
    assert_eq!(said(&c).figures_words(), "70.0% stale (C: value of Q1 2026-27)");
    assert_eq!(codes(&c), ["F076"]);
    c.own_words[0].words = "Invoices (C) rose from 70.0%".into();
    assert_eq!((said(&c).figures[0].fate, codes(&c)), (FigureFate::Found, vec![]));
    // A figure that only an earlier run had.
    c.own_words = vec![line("reds", "It was 77.3%")];
    assert_eq!(codes(&c), ["F077"]);
    c.own_words[0].over = Some("A, 77.3% against a target of 85.0%".into());
    assert_eq!(said(&c).figures_words(), "77.3% stale (what the report said when these words were written)");
    assert_eq!(codes(&c), ["F075", "F076"]);
    c.own_words[0] = OwnWords { over: Some(said(&c).says.unwrap()), vouched: true, ..c.own_words[0].clone() };
    assert_eq!(codes(&c), Vec::<String>::new());
}

/// An addition has nothing under it but its own figures.
#[test]
fn an_addition_is_over_its_own_figures() {
    let mut c = with(vec![own(WordsAt::Added, "Invoices (A) at 40.0%, of 17,171")]);
    assert_eq!(said(&c).own.over.as_deref(), Some("40.0% (A: value)"));
    c.own_words[0].over = said(&c).own.over;
    assert_eq!(codes(&c), ["F077"]);
    // Whosever the figure is: as long as it stands nothing has changed.
    let mut other = with(vec![own(WordsAt::Added, "We stand at 86.0%")]);
    other.own_words[0].over = said(&other).own.over;
    assert_eq!((said(&other).figures_words().as_str(), codes(&other)), ("86.0% found (D: value)", vec![]));
    sent(&mut c, "A", 41.0);
    assert_eq!(codes(&c), ["F075", "F076", "F077"], "{}", said(&c).figures_words());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The index has every figure that the report itself says: each in each of its sentences is found.
    #[test]
    fn every_figure_of_every_sentence_is_found(
        series in prop::collection::vec(prop::collection::vec(prop_oneof![6 => (0i32..4000).prop_map(|v| f64::from(v) / 4.0), 1 => Just(GAP)], 1..16), 1..6),
        target in 0i32..1000,
    ) {
        let named = |n: usize| Indicator { id: format!("M{n}").into(), ..invoices() };
        let mut c = Council::new((0..series.len()).map(named).collect(), "2026-27Q2");
        for (n, values) in series.iter().enumerate() {
            for year in 2022..=2026 {
                c.target(n, year, Target { annual: Some(f64::from(target)), ..Target::default() });
            }
            c.fill(n, values);
        }
        c.own_words = {
            let a = c.analysis();
            let lines = a.sentences().into_iter().map(|s| line(&s.key, s.words));
            lines.chain((0..series.len()).map(|n| about(&format!("M{n}"), &a.sentence(n)))).collect()
        };
        for words in c.analysis().own_words {
            for figure in &words.figures {
                prop_assert!(figure.fate == FigureFate::Found, "{} in {}", figure.words(), words.own.words);
            }
        }
    }

    /// A figure as it is shown is found; with another last digit it is not its measure's, and only found where another has it.
    #[test]
    fn a_figure_that_was_changed_is_no_longer_found(value in 1000i32..99_999, up in 1i32..9) {
        let value = f64::from(value) / 10.0;
        let mut c = Council::of(Indicator { unit: Unit::Number, decimals: 1, ..invoices() }, "2026-27Q2", &[value]);
        let id = c.register.indicators[0].id.to_string();
        let text = shown(Unit::Number, 1, value);
        c.own_words = vec![about(&id, &format!("It is {text}"))];
        prop_assert_eq!(said(&c).figures[0].fate, FigureFate::Found);
        let digit = text.as_bytes()[text.len() - 1] - b'0';
        let other = format!("{}{}", &text[..text.len() - 1], (i32::from(digit) + up) % 10);
        c.own_words = vec![about(&id, &format!("It is {other}"))];
        prop_assert_eq!(said(&c).figures[0].fate, FigureFate::Nowhere, "{} for {}", other, text);
    }
}
