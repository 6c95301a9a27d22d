//! The sheets about measures, forms and people: what a figure means, and who can be asked.

use super::facts::{HandoverFacts, page, shown};
use super::figures::{KeptFigures, UsedLayout, in_runs};
use super::page::Look;
use crate::history::{BatchKind, LogRecord};
use crate::period::Period;
use crate::register::{Indicator, Priority, Service};
use crate::workbook::{Columns, Sheet};
use std::collections::BTreeMap;

pub(super) fn all(facts: &HandoverFacts<'_>, look: Look) -> Vec<Sheet<'static>> {
    vec![definitions(facts, look), figures(facts, look), layouts(facts, look), who(facts, look)]
}

fn definitions(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let mut page = page(facts, ("Definitions", "What each measure means"), look);
    let listed = |quarters: &[Period]| quarters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let quarter = |quarter: Option<Period>| quarter.map(|q| q.to_string()).unwrap_or_default();
    let columns = Columns::<Indicator>::new()
        .column("Id", 12.0, move |i| look.code(i.id.to_string()))
        .column("Name", 34.0, move |i| look.text(i.name.clone()))
        .column("Definition", 58.0, move |i| look.text(i.definition.clone()))
        .column("Service", 12.0, move |i| look.code(i.service.to_string()))
        .column("Unit", 16.0, move |i| look.text(i.with_per(i.unit.words()).into_owned()))
        .column("Which way is better", 17.0, move |i| look.text(i.polarity.words()))
        .column("Frequency", 15.0, move |i| look.text(i.frequency.words()))
        .column("Year", 14.0, move |i| look.text(i.year.kind.words()))
        .column("Year's figure", 15.0, move |i| look.text(i.aggregation.words()))
        .column("Sent as", 14.0, move |i| look.text(if i.cumulative { "Year to date" } else { "Quarter" }))
        .column("Numerator", 26.0, move |i| look.text(i.numerator_name.clone()))
        .column("Denominator", 26.0, move |i| look.text(i.denominator_name.clone()))
        .column("Follows from", 24.0, move |i| {
            look.text(i.formula.as_ref().map_or_else(String::new, |f| f.text.clone()))
        })
        .column("New definition from", 17.0, move |i| look.code(listed(&i.breaks)))
        .column("First quarter", 14.0, move |i| look.code(quarter(i.first)))
        .column("Last quarter", 14.0, move |i| look.code(quarter(i.last)))
        .column("Formerly", 16.0, move |i| look.code(i.formerly.join(", ")));
    page.note(
        "As the register says today. What it said for an earlier quarter is kept with that quarter's run: quarterday \
         history reproduce lays it out.",
    );
    page.heading_here(2);
    page.table("Definitions", columns, facts.workspace.register.indicators.clone(), "The register has no measures.");
    page.finish()
}

fn figures(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let mut page = page(facts, ("Figures kept", "Which figures are kept"), look);
    let name = |f: &KeptFigures| match f.name.is_empty() {
        true => "No longer in the register".to_owned(),
        false => f.name.clone(),
    };
    let columns = Columns::<KeptFigures>::new()
        .column("Id", 14.0, move |f| look.code(f.id.clone()))
        .column("Name", 52.0, move |f| look.text(name(f)))
        .column("From", 14.0, move |f| look.code(f.quarters.map(|(first, _)| first.to_string()).unwrap_or_default()))
        .column("To", 14.0, move |f| look.code(f.quarters.map(|(_, last)| last.to_string()).unwrap_or_default()))
        .column("Quarters with a figure", 14.0, move |f| look.count(f.figures as u64))
        .column("Held back", 12.0, move |f| look.count(f.held_back as u64))
        .column("Without a number", 14.0, move |f| look.count(f.without as u64))
        .column("Put right since", 14.0, move |f| look.count(f.restated as u64));
    page.note("Held back: so few cases that they could identify people; no report tells the figure.");
    page.note(
        "Without a number: due and not sent, or not available. Put right: figure or target was restated after a \
    report.",
    );
    page.heading_here(2);
    page.table("Figures_kept", columns, facts.figures.clone(), "The ledger holds no figures.");
    page.finish()
}

fn layouts(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let mut page = page(facts, ("Layouts", "The forms that were read"), look);
    let title = |l: &UsedLayout| match (l.title.is_empty(), l.file.is_empty()) {
        (true, _) => "Among the layouts no longer; the ledger keeps it with the runs that read by it".to_owned(),
        (false, true) => format!("{} (Quarterday's own form)", l.title),
        (false, false) => l.title.clone(),
    };
    let quarters = |l: &UsedLayout| match l.quarters.is_empty() {
        true => "No return that the ledger knows".to_owned(),
        false => in_runs(&l.quarters),
    };
    let columns = Columns::<UsedLayout>::new()
        .column("Layout", 24.0, move |l| look.code(l.id.clone()))
        .column("Form", 48.0, move |l| look.text(title(l)))
        .column("Version", 12.0, move |l| look.code(l.version.clone()))
        .column("Returns read by it", 14.0, move |l| look.count(l.files as u64))
        .column("Quarters", 48.0, move |l| look.code(quarters(l)))
        .column("File", 40.0, move |l| look.code(l.file.clone()));
    page.note(
        "A layout says where each thing stands in a form. Figures of past quarters that were imported were read \
    by none.",
    );
    page.heading_here(1);
    page.table("Layouts", columns, facts.layouts.clone(), "There are no layouts.");
    page.finish()
}

/// What somebody did.
#[derive(Clone)]
struct Deed {
    record: u64,
    what: String,
    by: String,
    day: String,
    quarter: String,
}

fn deeds(facts: &HandoverFacts<'_>) -> Vec<Deed> {
    let named = facts.ledger.records().iter().filter(|r| !r.by.is_empty());
    let with_note = |what: &str, note: &str| match note.trim() {
        "" => what.to_owned(),
        note => format!("{what}: {note}"),
    };
    let of = |r: &LogRecord| Deed {
        record: r.seq,
        what: match (r.kind, &r.release) {
            (BatchKind::Release, Some(release)) => format!("published release {}", release.number),
            // What its note says is by which rules, and stands on the report's sheet Method.
            (BatchKind::Consolidation, _) => "ran the quarter".to_owned(),
            (BatchKind::Approval, _) => with_note("approved", &r.note),
            (kind, _) => with_note(kind.words(), &r.note),
        },
        by: r.by.clone(),
        day: r.recorded.clone(),
        quarter: r.period.map(|q| q.to_string()).unwrap_or_default(),
    };
    named.map(of).collect()
}

fn who(facts: &HandoverFacts<'_>, look: Look) -> Sheet<'static> {
    let (settings, register, manifest) = (&facts.workspace.settings, &facts.workspace.register, facts.manifest);
    let services: BTreeMap<String, String> =
        register.services.iter().map(|s| (s.id.to_string(), s.name.clone())).collect();
    let mut page = page(facts, ("Who to ask", "Who to ask about a figure"), look);
    let or =
        |words: &str, else_: &str| if words.trim().is_empty() { else_.to_owned() } else { words.trim().to_owned() };
    let measures = Columns::<Indicator>::new()
        .column("Measure", 14.0, move |i| look.code(i.id.to_string()))
        .column("Name", 48.0, move |i| look.text(i.name.clone()))
        .column("Owner", 28.0, move |i| look.text(or(&i.owner, "Nobody is named")))
        .column("Owner's e-mail", 34.0, move |i| look.email(&i.owner_email))
        .column("Service", 34.0, move |i| look.text(services.get(&*i.service).cloned().unwrap_or_default()))
        .column("Priorities", 22.0, move |i| look.code(i.priorities.join(", ")));
    let of_services = Columns::<Service>::new()
        .column("Service", 14.0, move |s| look.code(s.id.to_string()))
        .column("Name", 48.0, move |s| look.text(s.name.clone()))
        .column("Head", 28.0, move |s| look.text(or(&s.head, "Nobody is named")))
        .column("E-mail", 34.0, move |s| look.email(&s.email))
        .column("Contact", 34.0, move |s| look.text(s.contact.clone()))
        .column("Directorate", 22.0, move |s| look.text(s.directorate.clone()));
    let priorities = Columns::<Priority>::new()
        .column("Priority", 14.0, move |p| look.code(p.id.clone()))
        .column("Name", 48.0, move |p| look.text(p.name.clone()))
        .column("Owner", 28.0, move |p| look.text(or(&p.owner, "Nobody is named")));
    let recorded = Columns::<Deed>::new()
        .column("Record", 14.0, move |d| look.code(d.record.to_string()))
        .column("What", 48.0, move |d| look.text(d.what.clone()))
        .column("By", 28.0, move |d| look.text(d.by.clone()))
        .column("Day", 34.0, move |d| look.day(&d.day))
        .column("Quarter", 34.0, move |d| look.code(d.quarter.clone()));
    page.widen(&measures);
    page.section("Who holds the pack");
    let until = match settings.handover.last_day() {
        Some(day) => shown(&day.to_string()),
        None => "Nobody has said".to_owned(),
    };
    page.fact("Custodian", or(&manifest.custodian, "Nobody is named: write them under [handover] in quarterday.toml"));
    page.fact("E-mail", or(&manifest.custodian_email, "–"));
    page.fact("Keep until", until);
    page.fact("Notes", or(&manifest.notes, "–"));
    let team = &settings.council;
    page.fact("Team until then", format!("{}, {}", team.team, team.email));
    page.gap();
    page.section("Who answers for a measure");
    page.note(
        "As the register says today. People move: the head of the service, and then the custodian, are asked next.",
    );
    page.table("Owners", measures, register.indicators.clone(), "The register has no measures.");
    page.section("Who heads a service, and who filled in its return");
    page.table("Services", of_services, register.services.clone(), "The register has no services.");
    page.section("Who answers for a priority");
    page.table("Priorities", priorities, register.priorities.clone(), "The register has no priorities.");
    page.section("Who ran, approved, published, corrected and dropped what");
    page.note("As they said, by the records of the ledger. Records of nobody's name are not listed.");
    page.table("Recorded", recorded, deeds(facts), "No record has a name.");
    page.finish()
}
