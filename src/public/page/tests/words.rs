//! The page's own words: short sentences, and none that a resident would have to look up.

use super::read::read;
use super::{downloads, edition_of, release};
use crate::disclosure::HiddenFigures;
use crate::public::page::page;
use crate::public::{Contact, Shorthand};
use crate::reading::Narrative;
use crate::report::sample::{Sample, period};

/// The most words of a sentence: what the style guide of GOV.UK asks for.
const LONGEST: usize = 25;

/// Words of officers, of consultants and of statisticians, each with what a resident reads instead.
const AVOIDED: [(&str, &str); 44] = [
    ("utilise", "use"),
    ("utilisation", "use"),
    ("variance", "difference"),
    ("polarity", "which way is better"),
    ("indicator", "measure"),
    ("indicators", "measures"),
    ("kpi", "measure"),
    ("kpis", "measures"),
    ("rag", "status"),
    ("baseline", "where we began"),
    ("benchmark", "compare"),
    ("trajectory", "how it goes on"),
    ("outturn", "the year as a whole"),
    ("cumulative", "the year so far"),
    ("numerator", "what is counted"),
    ("denominator", "what is counted"),
    ("quartile", "a quarter of all"),
    ("tolerance", "how near"),
    ("remedial", "what is being done"),
    ("mitigation", "what holds it down"),
    ("mitigations", "what holds it down"),
    ("escalate", "tell"),
    ("exception", "what is off target"),
    ("exceptions", "what is off target"),
    ("appetite", "what we accept"),
    ("stakeholder", "people"),
    ("stakeholders", "people"),
    ("leverage", "use"),
    ("facilitate", "help"),
    ("commence", "begin"),
    ("commenced", "began"),
    ("terminate", "end"),
    ("additional", "more"),
    ("approximately", "about"),
    ("whilst", "while"),
    ("pursuant", "under"),
    ("regarding", "about"),
    ("prior", "before"),
    ("subsequent", "after"),
    ("subsequently", "after"),
    ("demonstrate", "show"),
    ("requirement", "need"),
    ("implement", "do"),
    ("methodology", "method"),
];

/// A quarter in which the council's own texts are a word each, so that all other words are ours.
fn wordless() -> Sample {
    let mut sample = Sample::new(60);
    for i in &mut sample.register.indicators {
        (i.name, i.definition) = ("Bins".into(), String::new());
    }
    sample.register.services.iter_mut().for_each(|s| (s.name, s.directorate) = ("Waste".into(), "Place".into()));
    sample.register.priorities.iter_mut().for_each(|p| p.name = "Homes".into());
    for r in &mut sample.returns {
        r.readings.iter_mut().for_each(|reading| *reading.words = Narrative::default());
        r.risks.iter_mut().for_each(|risk| (risk.title, risk.controls) = ("Fire".into(), String::new()));
    }
    sample.settings.public.next = "May".into();
    sample
}

/// Sentences of a block: they end with a full stop and a space.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    block
        .split_inclusive(['.', '!', '?'])
        .scan(0, |from, part| {
            let begins = *from;
            *from += part.len();
            Some((begins, *from))
        })
        .filter(|(_, end)| block[*end..].chars().next().is_none_or(char::is_whitespace))
        .scan(0, |from, (_, end)| {
            let sentence = &block[*from..end];
            *from = end;
            Some(sentence.trim())
        })
        .filter(|sentence| !sentence.is_empty())
}

#[test]
fn sentences_end_with_their_full_stops() {
    let found: Vec<&str> = sentences("It is 38.4% now. Is it? No").collect();
    assert_eq!(found, ["It is 38.4% now.", "Is it?", "No"]);
}

#[test]
fn the_pages_own_words_are_plain() {
    let mut sample = wordless();
    let mut hidden = HiddenFigures::default();
    hidden.figures.insert((0, period()));
    let mut told = 0;
    for published in [false, true] {
        sample.provenance.release = published.then(release);
        let mut edition = edition_of(&sample, &hidden);
        edition.shorthand = Shorthand::ALL.to_vec();
        edition.contact = Contact { words: "The team".into(), email: "team@marchford.example".into() };
        for block in read(&page(&edition, &downloads()).unwrap()).blocks {
            for sentence in sentences(&block) {
                told += 1;
                let words: Vec<&str> =
                    sentence.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).collect();
                assert!(words.len() <= LONGEST, "{} words: {sentence}", words.len());
                for word in words {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                    let avoided = AVOIDED.iter().find(|(avoided, _)| *avoided == word);
                    assert!(avoided.is_none(), "{avoided:?} in {sentence}");
                }
            }
        }
    }
    assert!(told > 1000, "{told} sentences were read");
}
