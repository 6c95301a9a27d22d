//! Golden thread: what hangs on nothing, what everybody who is named answers for, and everything from priority to person.

use super::cell::link;
use super::context::ReportContext;
use super::places::{ACTIONS, RISK_REGISTER};
use super::row::{ReportColumns, ReportRow};
use super::{actions, format, rated};
use crate::analyse::golden_thread::{LooseEnd, LooseItem, OwnerResult, ThreadItem, ThreadKind};
use crate::workbook::{Sheet, SheetCell, Table};
use std::sync::Arc;

const NAME: &str = "Golden thread";
/// The columns of the sentences.
const WORDS: (u16, u16) = (0, 7);

/// From the priority to who answers for it; the other tables stand on the same grid.
fn thread<'a>() -> ReportColumns<'a, ThreadItem<'a>> {
    ReportColumns::<ThreadItem<'a>>::new()
        .column("Priority", 28.0, |r| r.text(r.report.priority(r.of.priority)))
        .column("Directorate", 22.0, |r| r.text(r.report.directorate(r.of.service)))
        .column("Service", 22.0, |r| r.text(r.report.service(r.of.service)))
        .column("Measure, risk, action or milestone", 42.0, |r| r.text(r.of.title))
        .column("What it is", 11.0, |r| r.text(r.of.kind.words()))
        .column("Ref", 11.0, reference)
        .column("How it stands", 19.0, standing)
        .column("Answers for it", 19.0, |r| r.text(named(r.of.owner)))
        .column("Is about", 14.0, |r| r.code(r.of.about))
}

fn loose<'a>() -> ReportColumns<'a, LooseItem<'a>> {
    ReportColumns::<LooseItem<'a>>::new()
        .column("Why it hangs on nothing", 28.0, |r| r.text(r.of.why.words()))
        .column("Directorate", 22.0, |r| r.text(r.report.directorate(r.of.service)))
        .column("Service", 22.0, |r| r.text(r.report.service(r.of.service)))
        .column("Name", 42.0, |r| r.text(r.of.title))
        .column("What it is", 11.0, |r| r.text(r.of.kind))
        .column("Ref", 11.0, |r| r.code(r.of.id))
        .column("Names, and is not there", 19.0, |r| r.code(r.of.said))
        .column("Answers for it", 19.0, |r| r.text(named(r.of.owner)))
}

fn owners<'a>() -> ReportColumns<'a, OwnerResult<'a>> {
    let has = |kind: ThreadKind| move |r: &ReportRow<'a, OwnerResult<'a>>| r.whole(r.of.has[kind as usize]);
    ReportColumns::<OwnerResult<'a>>::new()
        .column("Who", 28.0, |r| r.text(r.of.name))
        .column("Off target, above the appetite or overdue", 22.0, |r| r.whole(r.of.off.iter().sum::<u32>()))
        .column("Measures due and not sent", 22.0, |r| r.whole(r.of.not_sent))
        .column("Which these are", 42.0, |r| r.text(r.of.pressing.join(", ")))
        .column("Measures", 11.0, has(ThreadKind::Measure))
        .column("Risks", 11.0, has(ThreadKind::Risk))
        .column("Actions", 19.0, has(ThreadKind::Action))
        .column("Milestones", 19.0, has(ThreadKind::Milestone))
}

fn named(owner: &str) -> &str {
    if owner.is_empty() { "Nobody named" } else { owner }
}

fn reference<'a>(r: &ReportRow<'a, ThreadItem<'a>>) -> SheetCell<'a> {
    match r.of.kind {
        ThreadKind::Measure => r.report.link(r.of.place),
        ThreadKind::Risk => link(r.of.id, RISK_REGISTER.address(r.of.place), r.styles().link),
        ThreadKind::Action => link(r.of.id, ACTIONS.address(r.of.place), r.styles().link),
        ThreadKind::Milestone => r.code(r.of.id),
    }
}

/// Status of a measure, score of a risk, state of an action or a milestone.
fn standing<'a>(r: &ReportRow<'a, ThreadItem<'a>>) -> SheetCell<'a> {
    let (a, n) = (r.report.a, r.of.place);
    match r.of.kind {
        ThreadKind::Measure => r.report.status(a.indicators[n].status),
        ThreadKind::Risk => rated::standing(&a.settings.risk, r.styles(), &a.risks[n]),
        ThreadKind::Action => actions::status(r.styles(), &a.actions[n]),
        ThreadKind::Milestone => {
            let (words, style) = r.styles().milestone(a.delivery_plan.milestones[n].state);
            SheetCell::text(words, style)
        }
    }
}

pub fn sheet<'a>(report: &Arc<ReportContext<'a>>) -> Sheet<'a> {
    let (a, styles) = (report.a, &report.styles);
    let found = a.golden_thread();
    let mut page = report.page(NAME, "Golden thread: from the council plan to who answers for it");
    let words = [
        format!(
            "Council plan → priority → directorate → service → {}, {}, {} and {} → {} who answer for them.",
            format::count(a.indicators.len(), "measure", "measures"),
            format::count(a.risks.len(), "risk", "risks"),
            format::count(a.actions.len(), "action", "actions"),
            format::count(a.delivery_plan.milestones.len(), "milestone", "milestones"),
            format::count(found.owners.len(), "person", "people"),
        ),
        loose_words(&found.loose),
    ];
    let (len, items) = (found.items.len(), found.items);
    let all: Table<'a> = report.table("Golden_thread", thread(), len, move |n| items[n]).filtered();
    page.widen(all.widths());
    for words in words {
        page.paragraph(WORDS.0, WORDS.1, words, styles.text);
    }
    page.row += 1;
    page.section("What hangs on nothing", styles);
    let (len, items) = (found.loose.len(), found.loose);
    let table = report.table("Hangs_on_nothing", loose(), len, move |n| items[n]);
    page.table(table, "Everything hangs on something, and somebody answers for it.", styles);
    let from = page.row;
    page.section("Who answers for what", styles);
    let (len, items) = (found.owners.len(), found.owners);
    let table = report.table("Owners", owners(), len, move |n| items[n].clone());
    page.table(table, "Nobody is named.", styles);
    page.begins(from);
    if !report.wide() {
        // The whole thread is for the screen.
        page.rest_on_screen();
    }
    page.section("From each priority to who answers for it", styles);
    page.table(all, "Nothing hangs on the plan.", styles);
    page.sheet
}

/// `Hangs on nothing: serves no priority (9); no owner is named (3).`
fn loose_words(loose: &[LooseItem<'_>]) -> String {
    if loose.is_empty() {
        return "Everything hangs on the plan.".to_owned();
    }
    let of = |why: LooseEnd| (why, loose.iter().filter(|item| item.why == why).count());
    let counted = LooseEnd::ALL.into_iter().map(of).filter(|(_, n)| *n > 0);
    let counted: Vec<String> =
        counted.map(|(why, n)| format!("{} ({})", why.words().to_lowercase(), format::thousands(n))).collect();
    format!("Hangs on nothing: {}.", counted.join("; "))
}
