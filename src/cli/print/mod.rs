//! What is printed, for people and as JSON: the only user of comfy-table.

use anyhow::Result;
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width, presets};
use quarterday::analyse::{TrialResult, trial};
use quarterday::catalogue::FoundBy;
use quarterday::finding::{Cause, Finding, Severity, causes};
use quarterday::fit::fit;
use quarterday::layout::FINDINGS_ALONE;
use quarterday::period::Period;
use quarterday::pipeline::{Checked, CheckedRegister, Consolidated, Imported, SentBack, Workspace, WrittenForms};
use quarterday::register::Register;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;

mod accessible;
mod changes;
mod error;
mod answers;
mod kept;
mod ledger;
mod handover;
mod letters;
mod lines;
mod merge;
mod publication;
mod rules;
mod scheme;
mod standing;
mod status;
mod tree;
mod trace;
mod turns;

pub use accessible::{accessible, accessible_json};
pub use answers::{exported, on_day, report_diff};
pub use error::error_json;
pub use handover::{handed_over, verified_pack};
pub use kept::{compacted, freed, reproduced};
pub use ledger::{repaired, verified};
pub use letters::letters;
pub use merge::merged;
pub use publication::{approved, corrected_target, published};
pub use rules::{own_rule, own_rule_json, rule, rules, rules_json};
pub use scheme::{scheme, scheme_json, schemes, schemes_json, under};
pub use standing::{elsewhere, standing, steps};
pub use status::{due, status, status_in_short, status_json};
pub use trace::trace;
pub use turns::{checked_turns, paths, turns};

/// Columns where the output is not a terminal.
const PLAIN_WIDTH: u16 = 110;
/// Findings that `consolidate` prints before it refers to the workbook.
const MOST_PRINTED: usize = 40;

pub fn json(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// The same in one line.
pub fn json_line(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// A result as JSON, with what was warned of beside it.
pub fn json_warned(out: &mut impl Write, value: &impl Serialize, warnings: &[String]) -> Result<()> {
    #[derive(Serialize)]
    struct Warned<'a, T> {
        #[serde(flatten)]
        value: &'a T,
        warnings: &'a [String],
    }
    match warnings.is_empty() {
        true => json(out, value),
        false => json(out, &Warned { value, warnings }),
    }
}

/// A table without lines, as wide as the terminal; colour only on a terminal and never the only signal.
pub(super) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(PLAIN_WIDTH);
    }
    if !std::io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some() {
        table.force_no_tty();
    }
    if !headings.is_empty() {
        table.set_header(headings.iter().map(|h| Cell::new(h).add_attribute(Attribute::Bold)));
    }
    table
}

pub(super) fn show(out: &mut impl Write, table: &Table) -> Result<()> {
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn severity(severity: Severity) -> Cell {
    let colour = match severity {
        Severity::Error => Color::Red,
        Severity::Query => Color::Yellow,
        Severity::Note => Color::Grey,
    };
    Cell::new(severity.word()).fg(colour)
}

pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `3 errors, 1 query, 12 notes`: equal ones of a sheet are one, and it is said in how many cells they are.
fn tally<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let [errors, queries, notes] = causes(findings.iter().copied());
    let said = [count(errors, "error", "errors"), count(queries, "query", "queries"), count(notes, "note", "notes")];
    let cells = findings.iter().filter(|f| f.cell.is_some()).count();
    let more = findings.len() > errors + queries + notes;
    said.join(", ") + &if more { format!(", in {cells} cells") } else { String::new() }
}

/// The same without what there is none of, where only a part of the findings is listed.
fn tally_of_some(findings: &[&Finding]) -> String {
    let whole = tally(findings.iter().copied());
    let some: Vec<&str> = whole.split(", ").filter(|part| !part.starts_with("0 ")).collect();
    some.join(", ")
}

/// Findings grouped by service, each with place, expected, got and remedy.
pub fn findings(out: &mut impl Write, findings: &[&Finding], register: Option<&Register>) -> Result<()> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for f in findings {
        groups.entry((&f.service, &f.file)).or_default().push(f);
    }
    for ((service, file), mut group) in groups {
        let name = register.and_then(|r| r.service(service)).map_or(service, |s| s.name.as_str());
        let heading = match (name.is_empty(), file.is_empty()) {
            (true, _) => file.to_owned(),
            (false, true) => name.to_owned(),
            (false, false) => format!("{name}: {file}"),
        };
        writeln!(out, "{heading}  ({})", tally_of_some(&group))?;
        let mut rows = table(&[]);
        let mut places = 0;
        group.sort_by_key(|f| f.importance());
        for cause in Cause::among(group) {
            let (f, place) = (cause.first, cause.place());
            places = places.max(place.chars().count());
            let title = f.check().map_or("", |c| c.title);
            let about = cause.about();
            let what = [about.as_str(), title].iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>();
            let body = format!("{}\nexpected {}; got {}\n→ {}", what.join(": "), f.expected, f.got, f.remedy);
            rows.add_row(vec![severity(f.severity), Cell::new(&f.code), Cell::new(place), Cell::new(body)]);
        }
        // Severity and code never break; the place may, between its words; the rest has what is left.
        let exactly = |n| ColumnConstraint::Absolute(Width::Fixed(n));
        let widest = places.max(4) + 2;
        rows.set_constraints([exactly(8), exactly(6), exactly(fit::<u16>(widest.min(26)))]);
        show(out, &rows)?;
        writeln!(out)?;
    }
    Ok(())
}

pub fn init(out: &mut impl Write, dir: &Path, quarter: Period) -> Result<()> {
    let dir = dir.display();
    writeln!(out, "A workspace is ready in {dir}:")?;
    writeln!(out, "  quarterday.toml   the council's settings; every default is visible and explained")?;
    writeln!(
        out,
        "  register.xlsx     services, priorities, indicators, targets, checks: the rows there are examples"
    )?;
    writeln!(
        out,
        "\nNext: put your own services, priorities, indicators and targets in {dir}/register.xlsx. The sheets Sets, Checks,"
    )?;
    writeln!(
        out,
        "Comparators, Neighbours, Delivery plan, Outcomes and Control totals have worked rows too: delete them, or put your \
         own there."
    )?;
    writeln!(out, "Then")?;
    writeln!(out, "  quarterday check {dir}/register.xlsx")?;
    writeln!(out, "  quarterday templates {quarter} --workspace {dir}")?;
    Ok(())
}

pub fn templates(out: &mut impl Write, written: &WrittenForms, quarter: Period) -> Result<()> {
    let n = count(written.files.len(), "return workbook", "return workbooks");
    writeln!(out, "{n} for {} in {}", quarter.heading(), written.folder.display())?;
    if !written.kept.is_empty() {
        let kept = written.kept.join(", ");
        writeln!(out, "Left as they are, since they may be filled in (--replace writes over them): {kept}")?;
    }
    writeln!(out, "Next: send each service its own; put what comes back in {}, then", written.returns.display())?;
    writeln!(out, "  quarterday consolidate {quarter}")?;
    Ok(())
}

/// What became of a checked file.
fn taken_word(file: &Checked) -> &'static str {
    match (file.accepted, file.findings.iter().any(|f| f.severity == Severity::Error)) {
        (true, false) => "accepted",
        (true, true) => "accepted but for what is in error",
        (false, _) if file.layout == FINDINGS_ALONE => "a list of answers to queries, and no return",
        (false, _) => "not accepted",
    }
}

pub fn checked(out: &mut impl Write, files: &[Checked], workspace: &Workspace) -> Result<()> {
    for file in files {
        let all: Vec<&Finding> = file.findings.iter().collect();
        findings(out, &all, Some(&workspace.register))?;
        let quarter = file.period.map_or("no quarter".to_owned(), Period::heading);
        let state = taken_word(file);
        let corrections = match file.corrections {
            0 => None,
            n => Some(count(n, "correction of an earlier quarter", "corrections of earlier quarters")),
        };
        let more = lines::counted(file.milestones, file.revenue, file.capital, file.savings).into_iter();
        let more: String = more.chain(corrections).map(|counted| format!(", {counted}")).collect();
        writeln!(
            out,
            "{}: {state} ({quarter}, layout {}): {}, {}, {}, {}{}; {}",
            file.file,
            if file.layout.is_empty() { "none" } else { &file.layout },
            count(file.readings, "reading", "readings"),
            count(file.risks, "risk", "risks"),
            count(file.actions, "action", "actions"),
            count(file.feedback, "line of feedback", "lines of feedback"),
            more,
            tally(&file.findings)
        )?;
        if file.services.len() > 1 {
            writeln!(out, "returns of {} services: {}", file.services.len(), file.services.join(", "))?;
        }
        if let Some(other) = &file.superseded_by {
            writeln!(out, "{}: {other} counts", file.file)?;
        }
        if !file.trial.is_empty() {
            let codes: Vec<String> = trial(&file.trial).iter().map(on_trial).collect();
            writeln!(out, "on trial, for you alone: {}", codes.join("; "))?;
        }
        changes::changes(out, &file.changes, &workspace.register, "with --format json")?;
        let sum = |f: fn(&quarterday::record::Tally) -> u64| file.tallies.iter().map(f).sum::<u64>();
        writeln!(
            out,
            "cells read {} = accepted {} + refused {} + ignored by rule {}",
            sum(|t| t.read),
            sum(|t| t.accepted),
            sum(|t| t.refused),
            sum(|t| t.ignored_total())
        )?;
    }
    let mut all = files.iter().flat_map(|f| &f.findings).peekable();
    let some = all.peek().is_some();
    if all.any(|f| f.severity != Severity::Note) {
        writeln!(
            out,
            "\nNext: `quarterday rule CODE` explains a check; correct the cells named above and check again."
        )?;
    } else if some {
        writeln!(
            out,
            "\nNothing has to be corrected: notes are for information; `quarterday rule CODE` explains each."
        )?;
    }
    Ok(())
}

pub fn checked_register(out: &mut impl Write, checked: &CheckedRegister) -> Result<()> {
    findings(out, &checked.findings.iter().collect::<Vec<_>>(), None)?;
    let state = if checked.accepted { "in order for a run" } else { "no run can work with it" };
    writeln!(
        out,
        "{}: {state}: {}, {}, {}; {}",
        checked.file,
        count(checked.services, "service", "services"),
        count(checked.indicators, "indicator", "indicators"),
        count(checked.targets, "row of targets", "rows of targets"),
        tally(&checked.findings)
    )?;
    if !checked.findings.is_empty() {
        writeln!(out, "\nNext: `quarterday rule CODE` explains a check; correct the register and check it again.")?;
    }
    Ok(())
}

/// `S002 would have stopped 0 and asked about 3`
fn on_trial(of: &TrialResult<'_>) -> String {
    format!("{} would have stopped {} and asked about {}", of.code, of.stopped, of.asked)
}

pub fn consolidated(out: &mut impl Write, done: &Consolidated, workspace: &Workspace, all: bool) -> Result<()> {
    let wanted: Vec<&Finding> = done
        .quarter
        .accepted
        .findings
        .iter()
        .filter(|f| all || f.severity == Severity::Error || of_notebook(f))
        .collect();
    let printed = if all { wanted.len() } else { wanted.len().min(MOST_PRINTED) };
    findings(out, &wanted[..printed], Some(&workspace.register))?;
    if printed < wanted.len() {
        writeln!(out, "… and {} more errors on the workbook's Findings sheet.\n", wanted.len() - printed)?;
    }
    changes::changes(out, &done.quarter.accepted.changes, &workspace.register, "on the workbook's Returns sheet.")?;
    if let Some((number, changes)) = &done.after_release {
        publication::after_release(out, *number, changes, (&workspace.register, done.with_corrections))?;
    }
    for line in &done.summary {
        writeln!(out, "{line}")?;
    }
    let lines = lines::of_quarter(&done.quarter.accepted.returns);
    if !lines.is_empty() {
        writeln!(out, "Lines:    {}", lines.join(", "))?;
    }
    writeln!(out, "Findings: {}; all of them are on the Findings sheet.", tally(&done.quarter.accepted.findings))?;
    writeln!(out, "\nCabinet workbook: {}", done.workbook.display())?;
    for workbook in &done.workbooks {
        writeln!(out, "Beside it:        {}", workbook.display())?;
    }
    if let Some(page) = &done.page {
        writeln!(out, "Public page:      {}", page.display())?;
    }
    if !done.for_once.is_empty() {
        let keys: Vec<&str> = done.for_once.iter().map(|edition| edition.key()).collect();
        writeln!(
            out,
            "Asked for once:   {}; a run that does not ask takes away what this one wrote. `written` under [editions] in \
             quarterday.toml keeps it",
            keys.join(", ")
        )?;
    }
    writeln!(out, "Run record:       {}", done.run_json.display())?;
    writeln!(out, "Notebook:         {}", done.notebook.display())?;
    sent_back(out, &done.sent_back)?;
    if done.quarter.accepted.findings.iter().any(|f| f.severity == Severity::Error) {
        writeln!(
            out,
            "Next: `quarterday status {q}` lists whom to chase; run `quarterday consolidate {q}` again when returns are corrected.",
            q = done.period
        )?;
    }
    Ok(())
}

/// What the team itself has to put right.
fn of_notebook(f: &Finding) -> bool {
    f.check().is_some_and(|c| c.found_by == FoundBy::Notebook)
}

/// What was written for the services, and where.
pub fn sent_back(out: &mut impl Write, sent: &SentBack) -> Result<()> {
    if sent.marked.len() + sent.listed.len() + sent.texts.len() > 0 {
        let marked = count(sent.marked.len(), "marked workbook", "marked workbooks");
        let listed = match sent.listed.len() {
            0 => String::new(),
            n => format!(", {}", count(n, "findings workbook", "findings workbooks")),
        };
        let texts = count(sent.texts.len(), "text for an e-mail", "texts for e-mails");
        writeln!(out, "For the services: {marked}{listed}, {texts} in {}", sent.folder.display())?;
    }
    if !sent.kept.is_empty() {
        let kept = sent.kept.join(", ");
        writeln!(
            out,
            "Left as they are, since somebody has changed them; corrections belong among the returns: {kept}"
        )?;
    }
    Ok(())
}

pub fn demo(
    out: &mut impl Write,
    dir: &Path,
    imported: &Imported,
    written: &WrittenForms,
    kept: &[String],
    quarter: Period,
) -> Result<()> {
    let dir = dir.display();
    writeln!(out, "\nThat was Marchford, a fictional county council whose returns are as messy as life:")?;
    writeln!(out, "  {} past readings imported, {} consolidated,", imported.readings, quarter.heading())?;
    writeln!(
        out,
        "  {} for {} in {}.",
        count(written.files.len(), "return workbook", "return workbooks"),
        quarter.plus(1).heading(),
        written.folder.display()
    )?;
    if !kept.is_empty() {
        writeln!(out, "Left as you changed them: {}", kept.join(", "))?;
    }
    writeln!(out, "Try next:\n  quarterday status {quarter} --workspace {dir}")?;
    writeln!(out, "  quarterday rule C001")?;
    Ok(())
}

pub fn imported(out: &mut impl Write, imported: &Imported) -> Result<()> {
    findings(out, &imported.findings.iter().collect::<Vec<_>>(), None)?;
    writeln!(
        out,
        "{}: {}, {}, {}, {}{}; {}",
        imported.file,
        count(imported.readings, "reading", "readings"),
        count(imported.risks, "risk", "risks"),
        count(imported.actions, "action", "actions"),
        count(imported.feedback, "line of feedback", "lines of feedback"),
        match imported.money {
            0 => String::new(),
            n => format!(", {}", count(n, "line of money", "lines of money")),
        },
        tally(&imported.findings)
    )?;
    let (rows, cells) = (&imported.rows, &imported.cells);
    if cells.read > 0 {
        writeln!(
            out,
            "rows read {} = taken {} + refused {} + without a figure, where none is due {}",
            rows.read, rows.taken, rows.refused, rows.without_figure
        )?;
        writeln!(
            out,
            "cells read {} = accepted {} + refused {} + ignored by rule {}",
            cells.read, cells.accepted, cells.refused, cells.ignored
        )?;
    }
    let shown_in = imported.shown_in.map_or_else(String::new, |quarter| quarter.to_string());
    let on_sheet = format!("the report of {shown_in} shows old and new side by side on its sheet Restatements.");
    if imported.restated > 0 {
        let n = count(imported.restated, "figure that was there is", "figures that were there are");
        writeln!(out, "{n} restated: {on_sheet}")?;
    }
    if imported.late > 0 {
        let n = count(imported.late, "figure of a quarter", "figures of quarters");
        writeln!(out, "{n} that had been reported without: {on_sheet}")?;
    }
    let nothing = imported.rows.taken == 0;
    match imported.changed {
        _ if nothing => writeln!(out, "Nothing was taken; the ledger is as it was.")?,
        true => writeln!(out, "Recorded as number {} in the ledger.", imported.ledger)?,
        false => writeln!(out, "The ledger holds all of it already; nothing was changed.")?,
    }
    Ok(())
}
