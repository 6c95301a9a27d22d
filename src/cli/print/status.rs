//! Who has returned, what changed, and whom to chase for what.

use super::{changes, count, show};
use anyhow::Result;
use chrono::{NaiveDate, TimeDelta};
use comfy_table::{Cell, Color, ColumnConstraint, Table, Width};
use quarterday::analyse::{Analysis, ReturnResult, ReturnState};
use quarterday::finding::{Finding, causes};
use quarterday::fit::fit;
use quarterday::letters::{Deadline, Owed, owed};
use quarterday::reading::query::{Query, QueryState, told};
use quarterday::register;
use quarterday::settings::Settings;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::io::Write;

/// Widths of the columns: both tables fit in a hundred characters, which fit on any terminal and on paper.
const SERVICES: [u16; 7] = [24, 12, 10, 7, 6, 7, 20];
const CHASE: [u16; 4] = [25, 34, 24, 9];
const QUERIES: [u16; 6] = [9, 10, 20, 10, 25, 14];
/// Open queries that are listed before the rest is counted.
const MOST_QUERIES: usize = 40;

pub(super) fn state_word(state: ReturnState) -> &'static str {
    match state {
        ReturnState::Complete => "complete",
        ReturnState::Late => "late",
        ReturnState::Incomplete => "incomplete",
        ReturnState::Rejected => "rejected",
        ReturnState::Missing => "missing",
    }
}

/// The state, and by how many working days the return was late.
fn state(analysis: &Analysis<'_>, r: &ReturnResult) -> Cell {
    let colour = match r.state {
        ReturnState::Complete => Color::Green,
        ReturnState::Late | ReturnState::Incomplete => Color::Yellow,
        ReturnState::Rejected | ReturnState::Missing => Color::Red,
    };
    let day = r.days_late.filter(|d| *d > 0).map(|d| analysis.due_date + TimeDelta::days(d));
    let late = day.map(|day| deadline(analysis, day)).filter(|d| d.days > 0).map(|d| d.working_days());
    let words = match (r.state, late) {
        (state, None) => state_word(state).to_owned(),
        (ReturnState::Late, Some(days)) => format!("late, {days}"),
        (state, Some(days)) => format!("{}, {days} late", state_word(state)),
    };
    Cell::new(words).fg(colour)
}

/// A table with columns that take at most so many characters each, two between them.
fn table(headings: &[&str], widths: &[u16]) -> Table {
    let mut table = super::table(headings);
    // The constraints say how wide it may be; a smaller terminal breaks the lines itself.
    table.set_width(u16::MAX);
    table.set_constraints(widths.iter().map(|w| ColumnConstraint::UpperBoundary(Width::Fixed(*w + 2))));
    table.column_iter_mut().for_each(|c| {
        c.set_padding((0, 2));
    });
    table
}

/// Errors, queries and notes of each service's own files that count, or of the one that was refused: equal ones of a sheet are
/// one, as everywhere on screen.
fn found(analysis: &Analysis<'_>) -> Vec<[usize; 3]> {
    let counting: HashSet<&str> = analysis.submissions.iter().filter(|s| s.counts).map(|s| s.file.as_str()).collect();
    let mut by_service: HashMap<&str, Vec<&Finding>> = HashMap::new();
    for finding in analysis.findings.iter().filter(|f| !f.file.is_empty()) {
        by_service.entry(&finding.service).or_default().push(finding);
    }
    let of = |r: &ReturnResult| {
        let own = by_service.get(&*analysis.register.services[r.service].id).map_or(&[][..], Vec::as_slice);
        causes(own.iter().copied().filter(|f| f.file == r.file || counting.contains(f.file.as_str())))
    };
    analysis.returns.iter().map(of).collect()
}

/// What is asked of whoever keeps the register.
fn of_register<'a>(analysis: &Analysis<'a>) -> Vec<&'a Finding> {
    analysis.findings.iter().filter(|f| f.file == register::FILE && f.service.is_empty()).collect()
}

/// When returns are due: `due in 2 working days (Fri 16 October)`.
pub fn due(due: NaiveDate, today: NaiveDate, settings: &Settings) -> String {
    Deadline::on(today, due, &settings.returns.working_days()).short()
}

/// The day by which returns are due, as another day sees it.
fn deadline(analysis: &Analysis<'_>, day: NaiveDate) -> Deadline {
    Deadline::on(day, analysis.due_date, &analysis.settings.returns.working_days())
}

/// Services of which something is still to come, in the register's order.
fn chase<'a>(analysis: &'a Analysis<'_>) -> Vec<(Owed<'a>, String)> {
    owed(analysis, &[]).into_iter().filter_map(|o| Some((o.wants.clone()?, o))).map(|(wants, o)| (o, wants)).collect()
}

/// Open queries, the oldest first: those of earlier quarters before those of this one.
fn open<'q>(analysis: &'q Analysis<'_>, earlier: &'q [Query]) -> Vec<&'q Query> {
    let own = analysis.queries.iter().filter(|q| q.state == QueryState::Open);
    let mut out: Vec<&Query> = earlier.iter().chain(own).collect();
    out.sort_by(|a, b| (a.asked, &a.question).cmp(&(b.asked, &b.question)));
    out
}

/// Days for which a query is open.
fn age(query: &Query, today: NaiveDate) -> usize {
    query.asked.map_or(0, |asked| fit::<usize>((today - asked).num_days().max(0).unsigned_abs()))
}

/// The open queries by age; of many the first, and how many more there are.
fn queries(out: &mut impl Write, analysis: &Analysis<'_>, earlier: &[Query], today: NaiveDate) -> Result<()> {
    let open = open(analysis, earlier);
    if open.is_empty() {
        return Ok(());
    }
    writeln!(out, "Open queries: {}, the oldest first", open.len())?;
    let mut rows = table(&["Open for", "Quarter", "Service", "About", "What is asked", "Figure"], &QUERIES);
    for query in open.iter().take(MOST_QUERIES) {
        let question = &query.question;
        let service = analysis.register.service(&question.service).map_or(&*question.service, |s| s.name.as_str());
        let title = analysis.register.title_of_check(&question.code);
        rows.add_row([
            count(age(query, today), "day", "days"),
            question.period.to_string(),
            service.to_owned(),
            question.subject.to_string(),
            format!("{title} ({})", question.code),
            told(&question.figure).to_owned(),
        ]);
    }
    show(out, &rows)?;
    if open.len() > MOST_QUERIES {
        writeln!(out, "… and {} more, on the sheet Queries of the notebook.", open.len() - MOST_QUERIES)?;
    }
    writeln!(out)?;
    Ok(())
}

pub fn status(out: &mut impl Write, analysis: &Analysis<'_>, earlier: &[Query], today: NaiveDate) -> Result<()> {
    writeln!(out, "Returns for {}, due {}\n", analysis.period.heading(), day(analysis.due_date))?;
    let headings = ["Service", "State", "Signed off", "Came", "Errors", "Queries", "File"];
    let mut rows = table(&headings, &SERVICES);
    for (r, [errors, queries, _]) in analysis.returns.iter().zip(found(analysis)) {
        rows.add_row(vec![
            Cell::new(&analysis.register.services[r.service].name),
            state(analysis, r),
            Cell::new(r.signed_off.map(day).unwrap_or_default()),
            Cell::new(format!("{} of {}", r.came.min(r.due), r.due)),
            Cell::new(errors),
            Cell::new(queries),
            Cell::new(&r.file),
        ]);
    }
    show(out, &rows)?;
    writeln!(
        out,
        "\nComplete {:.0}%, complete and on time {:.0}% of {}.\n",
        analysis.completeness * 100.0,
        analysis.timeliness * 100.0,
        count(analysis.returns.len(), "return", "returns")
    )?;
    let more = analysis.submissions.iter().filter(|s| !s.counts && s.why.contains(" counts: "));
    for s in more {
        writeln!(out, "{}: {}.", s.file, s.why)?;
    }
    changes::changes(out, analysis.changes, analysis.register, "with --format json")?;
    let register = of_register(analysis);
    if !register.is_empty() {
        super::findings(out, &register, None)?;
    }
    queries(out, analysis, earlier, today)?;
    let chase = chase(analysis);
    if chase.is_empty() {
        writeln!(out, "Nobody to chase.")?;
        return Ok(());
    }
    let since = deadline(analysis, today).short();
    writeln!(out, "To chase: {}, {since}", count(chase.len(), "service", "services"))?;
    let mut rows = table(&["Service and head", "Contact", "What is wanted", "Last figures"], &CHASE);
    for (Owed { of, service, .. }, wants) in chase {
        let lines = |parts: [&str; 2]| parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("\n");
        let or_more = if of.missed_or_more { " or more" } else { "" };
        let again = match of.missed {
            0 | 1 => String::new(),
            missed => format!("; {missed}{or_more} quarters in a row without"),
        };
        let head = if service.head.is_empty() { String::new() } else { format!("head: {}", service.head) };
        rows.add_row([
            lines([&service.name, &head]),
            lines([&service.contact, &service.email]),
            format!("{wants}{again}"),
            of.last.map_or("none".to_owned(), |p| p.to_string()),
        ]);
    }
    show(out, &rows)
}

/// The same in three lines: who returned, what was found, whom to chase.
pub fn status_in_short(out: &mut impl Write, analysis: &Analysis<'_>, today: NaiveDate) -> Result<()> {
    let of = |state| analysis.returns.iter().filter(|r| r.state == state).count();
    let states = [
        ReturnState::Complete,
        ReturnState::Late,
        ReturnState::Incomplete,
        ReturnState::Rejected,
        ReturnState::Missing,
    ];
    let said = states.map(|state| (of(state), state_word(state))).into_iter().filter(|(n, _)| *n > 0);
    let said: Vec<String> = said.map(|(n, word)| format!("{n} {word}")).collect();
    let services = count(analysis.returns.len(), "service", "services");
    writeln!(out, "  Services {services}: {}", said.join(", "))?;
    writeln!(out, "  Found    {}", super::tally(analysis.findings))?;
    match chase(analysis).len() {
        0 => writeln!(out, "  To chase nobody")?,
        n => {
            let since = deadline(analysis, today).short();
            writeln!(out, "  To chase {}, {since}", count(n, "service", "services"))?;
        }
    }
    Ok(())
}

fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

pub fn status_json(analysis: &Analysis<'_>, earlier: &[Query], today: NaiveDate) -> Value {
    let asked = |query: &&Query| {
        let q = &query.question;
        json!({
            "period": q.period, "service": &*q.service, "code": &*q.code, "about": &*q.subject, "figure": &*q.figure,
            "place": query.place, "asked": query.asked, "days_open": age(query, today),
        })
    };
    let open: Vec<_> = open(analysis, earlier).iter().map(asked).collect();
    let chase = chase(analysis);
    let returns: Vec<_> = analysis
        .returns
        .iter()
        .zip(found(analysis))
        .map(|(r, [errors, queries, notes])| {
            let service = &analysis.register.services[r.service];
            let wanted = chase.iter().find(|(o, _)| o.of.service == r.service).map(|(_, wants)| wants);
            let working =
                wanted.map(|_| Some(deadline(analysis, today)).filter(Deadline::is_past).map_or(0, |d| d.days));
            let overdue = wanted.map(|_| (today - analysis.due_date).num_days().max(0));
            json!({
                "service": &*service.id, "name": service.name, "state": state_word(r.state), "file": r.file,
                "signed_off": r.signed_off, "days_late": r.days_late, "due": r.due, "came": r.came, "absent": r.absent,
                "errors": errors, "queries": queries, "notes": notes,
                "quarters_missed": r.missed, "quarters_missed_or_more": r.missed_or_more,
                "last_figures": r.last, "head": service.head, "contact": service.contact,
                "email": service.email, "wanted": wanted, "days_overdue": overdue,
                "working_days_overdue": working,
            })
        })
        .collect();
    let files: Vec<_> = analysis
        .submissions
        .iter()
        .map(|s| json!({ "file": s.file, "service": &*s.service, "outcome": s.outcome, "counts": s.counts, "why": s.why }))
        .collect();
    json!({
        "period": analysis.period, "due": analysis.due_date, "completeness": analysis.completeness,
        "timeliness": analysis.timeliness, "returns": returns, "files": files, "changes": analysis.changes,
        "register": of_register(analysis),
        "open_queries": open,
    })
}
