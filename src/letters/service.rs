//! The letter to a service.

use super::deadline::Deadline;
use super::letter::{Letter, LetterKind, dear, ending, send_to};
use super::owed::Owed;
use crate::analyse::{Analysis, ReturnState};
use crate::finding::SUBJECTS;
use crate::markup::ReturnedFile;
use crate::reading::query::told;
use std::sync::Arc;

/// Findings that are told; the rest are in the marked copy.
const MOST_FINDINGS: usize = 20;
/// Measures that are listed before the rest is counted.
const MOST_MEASURES: usize = 60;

/// Files that go with the letter to a service, by their names.
#[derive(Debug, Clone, Default)]
pub struct ServiceFiles {
    /// Its blank return.
    pub form: Option<String>,
    /// What goes back to it of the return that it sent: its marked copy, or the list of what was found.
    pub copy: Option<String>,
}

/// What the service owes, by when, where to send it, and on which form.
pub(super) fn letter(
    analysis: &Analysis<'_>,
    owed: &Owed<'_>,
    deadline: &Deadline,
    ServiceFiles { form, copy }: &ServiceFiles,
) -> Letter {
    let (r, service) = (owed.of, owed.service);
    let returned = ReturnedFile {
        settings: analysis.settings,
        register: analysis.register,
        period: Some(analysis.period),
        file: &r.file,
        service: &service.id,
        findings: owed.asked.clone(),
        others: vec![],
    };
    let mut paragraphs = vec![dear(&service.contact), opening(analysis, owed, deadline)];
    paragraphs.extend(measures(analysis, owed));
    if came(r.state) && owed.unsigned {
        paragraphs.push(format!("It is not signed off yet: please have it signed off{}.", by(&service.head)));
    }
    let copy = copy.as_deref().filter(|_| !owed.asked.is_empty());
    let asked = returned.asked(MOST_FINDINGS, copy);
    if !asked.is_empty() {
        paragraphs.push(asked.join("\n"));
    }
    if let Some(name) = copy {
        paragraphs.push(format!("“{name}” is attached. Its first sheet lists everything, with links."));
    }
    paragraphs.extend(earlier(analysis, owed));
    paragraphs.push(please(analysis, owed, deadline, form.as_deref(), &returned));
    paragraphs.extend(ending(analysis));
    let kind = match (r.state, &owed.wants) {
        (ReturnState::Rejected, _) => LetterKind::Refused,
        (_, None) => LetterKind::Asked,
        (_, Some(_)) if deadline.is_past() => LetterKind::Chaser,
        (_, Some(_)) => LetterKind::Reminder,
    };
    Letter {
        to: service.email.clone(),
        name: service.contact.clone(),
        service: service.name.clone(),
        when: if owed.wants.is_some() { deadline.short() } else { String::new() },
        subject: subject(analysis, owed, deadline, &returned),
        measures: about(analysis, owed),
        attach: copy.map(|name| format!("returned/{name}")).unwrap_or_default(),
        ..Letter::new(kind, deadline, &service.id, &paragraphs)
    }
}

/// A return that counts is here.
fn came(state: ReturnState) -> bool {
    !matches!(state, ReturnState::Missing | ReturnState::Rejected)
}

fn by(head: &str) -> String {
    if head.is_empty() { String::new() } else { format!(" by {head}") }
}

fn subject(analysis: &Analysis<'_>, owed: &Owed<'_>, deadline: &Deadline, returned: &ReturnedFile<'_>) -> String {
    let r = owed.of;
    let findings = (!owed.asked.is_empty()).then(|| returned.tally(false));
    let parts = [
        (r.state == ReturnState::Missing).then(|| deadline.short()),
        (r.state == ReturnState::Rejected).then(|| "it could not be accepted".to_owned()),
        (came(r.state) && !r.absent.is_empty()).then(|| format!("{} of {} measures missing", r.absent.len(), r.due)),
        (came(r.state) && owed.unsigned).then(|| "not signed off".to_owned()),
        findings,
        (!owed.earlier.is_empty()).then(|| format!("{} open of earlier quarters", owed.earlier.len())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: return for {}: {}", owed.service.name, analysis.period.heading(), parts.join("; "))
}

fn opening(analysis: &Analysis<'_>, owed: &Owed<'_>, deadline: &Deadline) -> String {
    let (r, period) = (owed.of, analysis.period.heading());
    let day = deadline.long(["is", "was"]);
    let name = &owed.service.name;
    match r.state {
        ReturnState::Missing => {
            let or_more = if r.missed_or_more { " or more" } else { "" };
            let again = match r.missed {
                0 | 1 => String::new(),
                missed => format!(" Nothing that could be accepted has come for {missed}{or_more} quarters in a row."),
            };
            let still = if deadline.is_past() { "and has not come" } else { "and has not come yet" };
            format!(
                "The return of {name} for {period} {day}{} {still}.{again}",
                if day.contains(',') { "," } else { "" }
            )
        }
        ReturnState::Rejected => format!(
            "Thank you for “{}”, the return of {name} for {period}. It could not be accepted: nothing of it is in the report \
             until it is put right. The return {day}.",
            r.file
        ),
        _ if owed.wants.is_some() => {
            format!(
                "Thank you for “{}”, the return of {name} for {period}. Something is still missing; it {day}.",
                r.file
            )
        }
        _ => format!("Thank you for “{}”, the return of {name} for {period}.", r.file),
    }
}

/// The measures that are still to come.
fn measures(analysis: &Analysis<'_>, owed: &Owed<'_>) -> Option<String> {
    let r = owed.of;
    let counted = |n: usize| format!("{n} {}", if n == 1 { "measure" } else { "measures" });
    let heading = match r.state {
        _ if r.absent.is_empty() => return None,
        ReturnState::Missing => format!("It asks for {}, and for what its other sheets ask:", counted(r.absent.len())),
        ReturnState::Rejected => return None,
        _ => format!("Missing, of {} that {} due:", counted(r.due as usize), if r.due == 1 { "is" } else { "are" }),
    };
    let line = |id: &Arc<str>| {
        let indicator = analysis.register.indicator(id)?;
        let owner = Some(&indicator.owner).filter(|o| !o.is_empty()).map(|o| format!(" (owner: {o})"));
        Some(format!("- {id} {}{}", indicator.name, owner.unwrap_or_default()))
    };
    let more = r.absent.len().saturating_sub(MOST_MEASURES);
    let lines = r.absent.iter().take(MOST_MEASURES).filter_map(line);
    let more = (more > 0).then(|| format!("- and {more} more"));
    Some([heading].into_iter().chain(lines).chain(more).collect::<Vec<_>>().join("\n"))
}

/// What was asked about earlier quarters and is still open.
fn earlier(analysis: &Analysis<'_>, owed: &Owed<'_>) -> Option<String> {
    let line = |q: &&crate::reading::query::Query| {
        let (asked, title) = (&q.question, analysis.register.title_of_check(&q.question.code));
        format!(
            "- {}, {}: {title} ({}); the figure is {}",
            asked.period.heading(),
            asked.subject,
            asked.code,
            told(&asked.figure)
        )
    };
    let lines = owed.earlier.iter().map(line);
    let heading =
        "Still open of earlier quarters; please say why each figure is right, or what it should be:".to_owned();
    (!owed.earlier.is_empty()).then(|| [heading].into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}

fn please(
    analysis: &Analysis<'_>,
    owed: &Owed<'_>,
    deadline: &Deadline,
    form: Option<&str>,
    returned: &ReturnedFile<'_>,
) -> String {
    let to = send_to(analysis);
    if owed.of.state == ReturnState::Missing {
        let form = form.map_or("your form for the quarter".to_owned(), |name| format!("the form “{name}”"));
        let when = match deadline.is_past() {
            true => "as soon as you can".to_owned(),
            false => format!("by {}", deadline.due.format("%A %-d %B %Y")),
        };
        return format!(
            "Please fill in {form}, have it signed off{}, and send it to {to} {when}.",
            by(&owed.service.head)
        );
    }
    match (owed.asked.is_empty(), &owed.wants) {
        (false, _) => format!("Please send the corrected workbook to {to}{}.", returned.by_when()),
        (true, Some(_)) => format!("Please send the completed workbook to {to}."),
        (true, None) => format!("Please write to {to}."),
    }
}

/// The measures that the letter is about, in the register's order.
fn about(analysis: &Analysis<'_>, owed: &Owed<'_>) -> Vec<Arc<str>> {
    let named = owed.asked.iter().flat_map(|f| f.subject.split(SUBJECTS));
    let named = named.chain(owed.earlier.iter().map(|q| &*q.question.subject));
    let mut numbers: Vec<usize> = owed
        .of
        .absent
        .iter()
        .map(|id| &**id)
        .chain(named)
        .filter_map(|id| analysis.register.indicator_number(id))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|n| analysis.register.indicators[n].id.clone()).collect()
}
