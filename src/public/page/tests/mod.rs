//! The page of the sample quarter, read back.

mod payload;
mod read;
mod words;

use super::{Download, page};
use crate::disclosure::HiddenFigures;
use crate::public::{PublicEdition, PublicValue, Shorthand, public_edition};
use crate::report::ReleaseFacts;
use crate::report::sample::Sample;
use read::{ReadPage, read};
use std::collections::BTreeSet;

fn edition_of(sample: &Sample, hidden: &HiddenFigures) -> PublicEdition {
    public_edition(&sample.inputs(), &sample.analysis(), hidden, &sample.provenance)
}

/// An edition with so many measures.
fn edition(measures: usize) -> PublicEdition {
    edition_of(&Sample::new(measures), &HiddenFigures::default())
}

fn release() -> ReleaseFacts {
    ReleaseFacts {
        number: 2,
        published: "2026-11-12T09:00:00Z".into(),
        by: "J. Khan".into(),
        approved_by: String::new(),
        provisional: true,
    }
}

fn downloads() -> Vec<Download> {
    let download = |file: &str, kind: &str, bytes| Download {
        file: file.into(),
        words: "All figures".into(),
        kind: kind.into(),
        bytes,
    };
    vec![download("public.xlsx", "Excel workbook", 23_456), download("figures.csv", "CSV file", 1_250_000)]
}

fn written(edition: &PublicEdition) -> ReadPage {
    read(&page(edition, &downloads()).unwrap())
}

#[test]
fn ids_are_unique_and_every_link_leads_somewhere() {
    let page = written(&edition(60));
    let ids = page.values("id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id stands twice");
    let within = page.values("href").into_iter().filter_map(|link| link.strip_prefix('#'));
    let labels = page.values("aria-labelledby").into_iter().flat_map(str::split_whitespace);
    let (mut links, mut lost) = (0, vec![]);
    for to in within.chain(labels) {
        links += 1;
        lost.extend((!known.contains(to)).then_some(to));
    }
    assert!(links > 200 && lost.is_empty(), "{links} links; these lead nowhere: {lost:?}");
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    let edition = edition(24);
    let html = page(&edition, &downloads()).unwrap();
    let read = read(&html);
    for name in ["script", "img", "iframe", "object", "embed", "form", "base", "link", "use", "image"] {
        assert!(read.named(name).is_empty(), "{name}");
    }
    let attributes: BTreeSet<&str> =
        read.elements.iter().flat_map(|e| e.attributes.keys()).map(String::as_str).collect();
    let runs = |name: &&&str| name.starts_with("on") || ["style", "src", "srcset", "action"].contains(*name);
    assert_eq!(attributes.iter().find(runs), None);
    // The licence's address is the one that leads out of the page's own folder.
    assert_eq!(html.matches("http").count() - html.matches("http-equiv").count(), 1);
    assert!(read.values("href").contains(&&*edition.licence.address));
}

#[test]
fn the_policy_names_the_style_and_nothing_else() {
    let page = written(&edition(12));
    let policy =
        page.named("meta").iter().find(|m| m.attributes.contains_key("http-equiv")).unwrap().attributes["content"]
            .clone();
    let hash = crate::digest::sha256_base64(page.style.as_bytes());
    assert_eq!(policy, format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'"));
    assert_eq!(page.named("style").len(), 1);
    assert!(!page.style.contains("url(") && !page.style.contains("@import"));
}

#[test]
fn headings_go_down_a_step_at_a_time() {
    let page = written(&edition(24));
    let levels = page.elements.iter().filter_map(|e| e.name.strip_prefix('h')?.parse::<u8>().ok());
    let levels: Vec<u8> = levels.collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    let html = page.named("html")[0];
    assert_eq!(html.attributes["lang"], "en-GB");
    assert_eq!([page.named("main").len(), page.named("nav").len(), page.named("header").len()], [1, 1, 1]);
}

/// By priority, each once, whatever the priorities say of it; its chart and its table have its name.
#[test]
fn every_measure_stands_once() {
    let mut e = edition(24);
    let all: Vec<usize> = (0..20).collect();
    e.priorities[1].measures = all;
    e.priorities.truncate(2);
    // Two ids that are the same in a link.
    (e.measures[3].id, e.measures[4].id) = ("A/1".into(), "a.1".into());
    let page = written(&e);
    let of =
        |class: &str| page.elements.iter().filter(|e| e.attributes.get("class").is_some_and(|c| c == class)).count();
    assert_eq!(of("measure"), e.measures.len());
    assert_eq!(of("chart"), e.measures.iter().filter(|m| m.figures.iter().any(|f| f.value.number().is_some())).count());
    let ids = page.values("id");
    assert!(["measure-a-1", "measure-a-1-2", "group-1", "group-2", "group-other"].iter().all(|id| ids.contains(id)));
    assert_eq!(page.named("svg").len(), page.named("title").len() - 1);
    assert_eq!(page.named("svg").len(), page.named("desc").len());
}

/// A hidden figure leaves nothing behind: no text, no place on the chart that says how large it was.
#[test]
fn hidden_figures_are_nowhere() {
    let hide = |value: f64, target: f64| {
        let mut e = edition(12);
        let m = &mut e.measures[9];
        let place = m.figures.len() - 2;
        m.figures[place].value = PublicValue::Number(value);
        m.figures[place].target = Some(target);
        let shown = page(&e, &[]).unwrap();
        let text = m_shown(&e, value);
        e.measures[9].figures[place].value = PublicValue::Without(Shorthand::Confidential);
        let hidden = page(&e, &[]).unwrap();
        assert!(shown.contains(&text) && !hidden.contains(&text), "{text}");
        hidden
    };
    assert_eq!(hide(987_654.0, 214_350.0), hide(123_456.0, 214_350.0));
}

fn m_shown(e: &PublicEdition, value: f64) -> String {
    e.measures[9].shown(PublicValue::Number(value))
}

/// A quarter with nothing in it has a page too.
#[test]
fn an_edition_of_nothing() {
    let mut e = edition(1);
    (e.measures, e.priorities, e.standing) = (vec![], vec![], vec![]);
    (e.successes, e.risks, e.notes, e.shorthand) = (vec![], vec![], vec![], vec![]);
    (e.headlines, e.method) = (vec![], vec![]);
    (e.contact.email, e.licence.address) = ("not an address".into(), "http://licence.example".into());
    let page = read(&super::page(&e, &[]).unwrap());
    assert_eq!(page.values("href").iter().filter(|link| !link.starts_with('#')).count(), 0);
    assert!(page.blocks.contains(&"No measure is off target.".to_owned()));
}

#[test]
fn a_draft_says_so_and_a_release_does_not() {
    let mut sample = Sample::new(12);
    let draft = written(&edition_of(&sample, &HiddenFigures::default()));
    assert!(draft.blocks.iter().any(|b| b.starts_with("Draft. Not published.")));
    assert!(draft.values("content").contains(&"noindex"));
    sample.provenance.release = Some(release());
    let mut e = edition_of(&sample, &HiddenFigures::default());
    (e.contact.words, e.contact.email) =
        ("Write to team@marchford.example or ring.".into(), "team@marchford.example".into());
    let told = written(&e);
    assert!(told.blocks.contains(&"Release 2, published on 12 November 2026. The figures are provisional.".to_owned()));
    assert!(!told.values("content").contains(&"noindex") && told.blocks.iter().all(|b| !b.contains("Draft")));
    assert!(told.values("href").contains(&"mailto:team@marchford.example"));
    assert!(told.blocks.contains(&"Write to team@marchford.example or ring.".to_owned()));
    assert!(told.blocks.contains(&"All figures (Excel workbook, 24 KB)".to_owned()));
    assert!(told.blocks.contains(&"All figures (CSV file, 1.2 MB)".to_owned()));
}

#[test]
fn several_hundred_measures_stay_small() {
    let html = page(&edition(200), &[]).unwrap();
    assert!(html.len() < 1_500_000, "{} bytes", html.len());
}

/// Writes pages for `tests/page/run.sh` below `target/page`.
#[test]
#[ignore = "by hand: writes files for a browser"]
fn writes_pages() {
    let mut sample = Sample::new(24);
    sample.provenance.release = Some(release());
    let released = edition_of(&sample, &HiddenFigures::default());
    let pages = [
        ("sample", page(&edition(24), &downloads()).unwrap()),
        ("released", page(&released, &downloads()).unwrap()),
        ("hostile", payload::hostile()),
        ("many", page(&edition(200), &downloads()).unwrap()),
    ];
    for (name, html) in pages {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/page").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(super::FILE), html).unwrap();
    }
}
