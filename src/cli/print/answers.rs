//! What the ledger answers: what was exported, what was known on a day, what two reports say differently.

use super::{count, show, table};
use anyhow::Result;
use comfy_table::Cell;
use quarterday::difference::summary;
use quarterday::pipeline::{ComparedReport, Exported, ExportedRows, LedgerOnDay, QuarterOnDay, ReportDiff};
use serde_json::{Map, Value};
use std::io::Write;

pub fn exported(out: &mut impl Write, exported: &Exported) -> Result<()> {
    let Exported { folder, files, record, quarters, rows, of_rows, restated } = exported;
    let quarters = count(*quarters, "quarter", "quarters");
    writeln!(out, "{} of {quarters}, up to record {record}: {}.", count(*rows, "row", "rows"), of(of_rows))?;
    if *restated > 0 {
        let were = count(*restated, "was", "were");
        writeln!(out, "{were} put right after it was reported: the column restated says what.")?;
    }
    for file in files {
        writeln!(out, "  {}", folder.join(&file.file).display())?;
    }
    Ok(())
}

/// `30 with a figure, 1 held back, 2 without`.
fn of(rows: &ExportedRows) -> String {
    let ExportedRows { with_figure, held_back, without_figure } = rows;
    format!("{with_figure} with a figure, {held_back} held back, {without_figure} without one")
}

pub fn on_day(out: &mut impl Write, known: &LedgerOnDay) -> Result<()> {
    let LedgerOnDay { day, record, recorded, did, head, quarters, figures } = known;
    writeln!(out, "At the end of {day} record {record} was the newest ({did}, {recorded}).")?;
    writeln!(out, "Head: {head}\n")?;
    let mut rows = table(&["Quarter", "Run", "Release", "Approved by", "Figures", "Held back", "Without", "Put right"]);
    for quarter in quarters {
        let QuarterOnDay { quarter, run, release, approved_by, measures, restated } = quarter;
        let run = run.map_or_else(|| "imported".to_owned(), |run| format!("record {run}"));
        let early = |provisional: bool| if provisional { " (provisional)" } else { "" };
        let release = release.map_or_else(String::new, |r| format!("{}{}", r.number, early(r.provisional)));
        rows.add_row([
            Cell::new(quarter),
            Cell::new(run),
            Cell::new(release),
            Cell::new(approved_by),
            Cell::new(measures.with_figure),
            Cell::new(measures.held_back),
            Cell::new(measures.without_figure),
            Cell::new(restated),
        ]);
    }
    show(out, &rows)?;
    if let Some(figures) = figures {
        writeln!(out)?;
        self::figures(out, figures)?;
    }
    Ok(())
}

fn figures(out: &mut impl Write, figures: &[Map<String, Value>]) -> Result<()> {
    let mut rows = table(&["Measure", "Value", "Target", "Status", "Direction", "Put right", "Source"]);
    for figure in figures {
        let said = |name: &str| match figure.get(name) {
            Some(Value::String(words)) => words.clone(),
            Some(Value::Null) | None => String::new(),
            // Four decimals tell figures apart; all of them are in JSON.
            Some(Value::Number(n)) => n.as_f64().map(|n| (n * 1e4).round() / 1e4).unwrap_or_default().to_string(),
            Some(other) => other.to_string(),
        };
        let value = Some(said("value")).filter(|v| !v.is_empty()).unwrap_or_else(|| said("marker"));
        let source = match said("file") {
            file if file.is_empty() => file,
            file => format!("{file} › {}!{}", said("sheet"), said("cell")),
        };
        let other = [said("target"), said("status"), said("direction"), said("restated"), source];
        rows.add_row([said("indicator"), value].into_iter().chain(other).map(Cell::new));
    }
    show(out, &rows)
}

pub fn report_diff(out: &mut impl Write, diff: &ReportDiff) -> Result<()> {
    let [before, after] = [&diff.before, &diff.after].map(title);
    let (quarter, n) = (diff.quarter, count(diff.differences.len(), "difference", "differences"));
    if diff.differences.is_empty() {
        writeln!(out, "{quarter}: {before} and {after} say the same of every measure.")?;
        return lines(out, diff);
    }
    let of = count(diff.measures, "measure", "measures");
    let classes: Vec<String> = diff.classes.iter().map(|(class, n)| format!("{n} {class}")).collect();
    writeln!(out, "{quarter}: {before} → {after}: {n} of {of}: {}.", classes.join(", "))?;
    let mut rows = table(&["Measure", "What", "Was", "Is", "Class", "Why"]);
    for d in &diff.differences {
        let by = if d.author.is_empty() { String::new() } else { format!(" ({})", d.author) };
        rows.add_row([
            Cell::new(&d.indicator),
            Cell::new(d.of.words()),
            Cell::new(&d.was.said),
            Cell::new(&d.now.said),
            Cell::new(d.class.words()),
            Cell::new(format!("{}{by}", d.why)),
        ]);
    }
    show(out, &rows)?;
    lines(out, diff)
}

/// What differs of risks, actions and feedback.
fn lines(out: &mut impl Write, diff: &ReportDiff) -> Result<()> {
    if diff.lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nRisks, actions, feedback and money: {}.", summary(&diff.lines))?;
    let mut rows = table(&["Service", "Kind", "Of", "What", "Was", "Is"]);
    for change in &diff.lines {
        rows.add_row([
            Cell::new(&change.service),
            Cell::new(change.kind.words()),
            Cell::new(&change.subject),
            Cell::new(change.field),
            Cell::new(change.before.shown()),
            Cell::new(change.after.shown()),
        ]);
    }
    show(out, &rows)
}

fn title(report: &ComparedReport) -> String {
    match report.release {
        Some(release) => format!("release {release} (record {})", report.run),
        None => format!("record {} ({})", report.run, report.recorded),
    }
}
