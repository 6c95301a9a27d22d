//! The letters to owners of measures: one each, whatever services their measures are in.

use super::Letters;
use super::deadline::Deadline;
use super::letter::{Letter, LetterKind, dear, ending, send_to};
use super::owed::Owed;
use crate::analyse::{Analysis, ReturnState};
use crate::finding::{Finding, SUBJECTS};
use crate::map::Map;
use crate::reading::query::told;
use crate::register::{Indicator, Register, Service};
use crate::text::words::meaning;
use std::sync::Arc;

/// What is wanted of one measure.
struct Wanted<'a> {
    indicator: &'a Indicator,
    service: &'a Service,
    /// Its figure is still to come.
    missing: bool,
    words: Vec<String>,
}

/// An owner, and what is wanted of his or her measures in the register's order.
struct Owner<'a> {
    name: &'a str,
    email: &'a str,
    wanted: Vec<Wanted<'a>>,
}

/// The letters to owners; those to services are to be added.
pub(super) fn letters(analysis: &Analysis<'_>, owed: &[Owed<'_>], deadline: &Deadline) -> Letters {
    let mut out = Letters { services: vec![], owners: vec![], contacts: vec![], without_owner: vec![] };
    let register = analysis.register;
    let addresses = addresses(register);
    let mut owners: Vec<Owner<'_>> = vec![];
    let mut known: Map<(String, &str), usize> = Map::default();
    for wanted in wanted(analysis, owed) {
        let owner = wanted.indicator.owner.as_str();
        if owner.is_empty() {
            out.without_owner.push(wanted.indicator.id.to_string());
            continue;
        }
        let own = wanted.indicator.owner_email.as_str();
        let email = if own.is_empty() { addresses.get(&meaning(owner)).copied().unwrap_or_default() } else { own };
        let new = owners.len();
        let at = *known.entry((meaning(owner), email)).or_insert(new);
        if at == new {
            owners.push(Owner { name: owner, email, wanted: vec![] });
        }
        owners[at].wanted.push(wanted);
    }
    for owner in owners {
        let is_contact = |w: &Wanted<'_>| meaning(&w.service.contact) == meaning(owner.name);
        match owner.wanted.iter().all(is_contact) {
            true => out.contacts.push(owner.name.to_owned()),
            false => out.owners.push(letter(analysis, &owner, deadline)),
        }
    }
    out
}

/// Addresses by name: those that the register gives for owners, and those of the contacts of services.
fn addresses(register: &Register) -> Map<String, &str> {
    let owners = register.indicators.iter().map(|i| (&i.owner, &i.owner_email));
    let contacts = register.services.iter().map(|s| (&s.contact, &s.email));
    let mut out = Map::default();
    for (name, email) in owners.chain(contacts).filter(|(name, email)| !name.is_empty() && !email.is_empty()) {
        out.entry(meaning(name)).or_insert(email.as_str());
    }
    out
}

/// What is wanted of each measure, in the register's order.
fn wanted<'a>(analysis: &'a Analysis<'_>, owed: &[Owed<'a>]) -> Vec<Wanted<'a>> {
    let register: &'a Register = analysis.register;
    let mut by_measure: Map<usize, Wanted<'a>> = Map::default();
    for o in owed {
        let mut say = |id: &str, missing: bool, words: String| {
            let Some(n) = register.indicator_number(id) else { return };
            let new =
                || Wanted { indicator: &register.indicators[n], service: o.service, missing: false, words: vec![] };
            let wanted = by_measure.entry(n).or_insert_with(new);
            wanted.missing |= missing;
            wanted.words.push(words);
        };
        o.of.absent.iter().for_each(|id| say(id, true, still(o.of.state).to_owned()));
        for f in &o.asked {
            f.subject.split(SUBJECTS).for_each(|id| say(id, false, found(register, f)));
        }
        for q in &o.earlier {
            let (asked, title) = (&q.question, register.title_of_check(&q.question.code));
            let words = format!(
                "asked of {}, figure {}: {title} ({})",
                asked.period.heading(),
                told(&asked.figure),
                asked.code
            );
            say(&asked.subject, false, words);
        }
    }
    (0..register.indicators.len()).filter_map(|n| by_measure.remove(&n)).collect()
}

/// Why there is no figure.
fn still(state: ReturnState) -> &'static str {
    match state {
        ReturnState::Rejected => "in a return that could not be accepted",
        _ => "no figure yet",
    }
}

fn found(register: &Register, f: &Finding) -> String {
    let title = register.title_of_check(&f.code);
    let (expected, got) = (f.expected.trim_end_matches('.'), f.got.trim_end_matches('.'));
    format!("{}: {title} ({}), expected {expected}; got {got}", f.severity.word(), f.code)
}

fn letter(analysis: &Analysis<'_>, owner: &Owner<'_>, deadline: &Deadline) -> Letter {
    let (period, to) = (analysis.period.heading(), send_to(analysis));
    let missing = owner.wanted.iter().filter(|w| w.missing).count();
    let day = if missing > 0 { format!(" Returns {}.", deadline.long(["are", "were"])) } else { String::new() };
    let opening = format!("Of these measures, for which you answer, something is still wanted for {period}.{day}");
    let mut paragraphs = vec![dear(owner.name), opening];
    let mut services: Vec<&Service> = vec![];
    for w in &owner.wanted {
        if !services.iter().any(|s| s.id == w.service.id) {
            services.push(w.service);
        }
    }
    paragraphs.extend(services.iter().map(|service| of_service(owner, service)));
    paragraphs.push(format!(
        "Please see that figures and answers reach whoever fills in the return: each service sends one workbook, to {to}."
    ));
    paragraphs.extend(ending(analysis));
    let measures: Vec<Arc<str>> = owner.wanted.iter().map(|w| w.indicator.id.clone()).collect();
    let when = if missing > 0 { deadline.short() } else { String::new() };
    let others = measures.len() - missing;
    let parts = [
        (missing > 0).then(|| format!("{missing} without a figure, {when}")),
        (others > 0).then(|| format!("{others} to correct or to explain")),
    ];
    Letter {
        to: owner.email.to_owned(),
        name: owner.name.to_owned(),
        service: services.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("; "),
        subject: format!("Your measures for {period}: {}", parts.into_iter().flatten().collect::<Vec<_>>().join("; ")),
        when,
        measures,
        ..Letter::new(LetterKind::Owner, deadline, owner.name, &paragraphs)
    }
}

/// What is wanted in the return of one service.
fn of_service(owner: &Owner<'_>, service: &Service) -> String {
    let contact: Vec<&str> =
        [&service.contact, &service.email].map(String::as_str).into_iter().filter(|p| !p.is_empty()).collect();
    let contact = if contact.is_empty() { String::new() } else { format!(" (return: {})", contact.join(", ")) };
    let heading = format!("{}{contact}:", service.name);
    let line = |w: &Wanted<'_>| format!("- {} {}: {}", w.indicator.id, w.indicator.name, w.words.join("; "));
    let lines = owner.wanted.iter().filter(|w| w.service.id == service.id).map(line);
    [heading].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}
