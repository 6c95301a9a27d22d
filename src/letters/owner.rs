//! The letters to owners of measures: one each, whatever services their measures are in.

use super::Letters;
use super::deadline::Deadline;
use super::letter::{Letter, LetterKind, dear, ending, send_to};
use super::owed::Owed;
use crate::analyse::{Analysis, ReturnState};
use crate::finding::{Finding, SUBJECTS};
use crate::map::Map;
use crate::register::{Indicator, Register, Service};
use crate::text::words::meaning;
use std::sync::Arc;

/// What is wanted of one measure.
struct Wanted<'a> {
    indicator: &'a Indicator,
    service: &'a Service,
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
    let mut by_measure: Map<usize, (&'a Service, Vec<String>)> = Map::default();
    for o in owed {
        let mut say = |id: &str, words: String| {
            if let Some(n) = register.indicator_number(id) {
                by_measure.entry(n).or_insert((o.service, vec![])).1.push(words);
            }
        };
        let still = match o.of.state {
            ReturnState::Rejected => "in a return that could not be accepted",
            _ => "no figure yet",
        };
        o.of.absent.iter().for_each(|id| say(id, still.to_owned()));
        for f in &o.asked {
            f.subject.split(SUBJECTS).for_each(|id| say(id, found(register, f)));
        }
        for q in &o.earlier {
            let (asked, title) = (&q.question, register.title_of_check(&q.question.code));
            let words =
                format!("asked of {}, figure {}: {title} ({})", asked.period.heading(), asked.figure, asked.code);
            say(&asked.subject, words);
        }
    }
    let of = |(n, indicator)| {
        let (service, words) = by_measure.remove(&n)?;
        Some(Wanted { indicator, service, words })
    };
    register.indicators.iter().enumerate().filter_map(of).collect()
}

fn found(register: &Register, f: &Finding) -> String {
    let title = register.title_of_check(&f.code);
    let (expected, got) = (f.expected.trim_end_matches('.'), f.got.trim_end_matches('.'));
    format!("{}: {title} ({}), expected {expected}; got {got}", f.severity.word(), f.code)
}

fn letter(analysis: &Analysis<'_>, owner: &Owner<'_>, deadline: &Deadline) -> Letter {
    let (period, to) = (analysis.period.heading(), send_to(analysis));
    let day = deadline.long(["are", "were"]);
    let opening =
        format!("Of these measures, for which you answer, something is still wanted for {period}. Returns {day}.");
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
    let many = if measures.len() == 1 { "measure" } else { "measures" };
    Letter {
        to: owner.email.to_owned(),
        name: owner.name.to_owned(),
        service: services.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("; "),
        subject: format!("{} of your {many} for {period}: {}", measures.len(), deadline.short()),
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
