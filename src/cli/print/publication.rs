//! What was approved and published, and what a draft says otherwise than the release that stands.

use super::{count, show, table};
use anyhow::Result;
use comfy_table::Cell;
use quarterday::pipeline::{Approved, CorrectedTarget, Published};
use quarterday::register::Register;
use quarterday::reported::{ReportedChange, ReportedFigure};
use quarterday::shown;
use std::io::Write;

/// Differences that are printed before the rest is counted.
const MOST_PRINTED: usize = 12;
/// Signs of a root that tell it from others.
const ROOT: usize = 16;

pub fn approved(out: &mut impl Write, approved: &Approved) -> Result<()> {
    let Approved { quarter, by, run, root, ledger, held_up } = approved;
    let root = &root[..ROOT.min(root.len())];
    writeln!(out, "{by} approves {quarter} as record {run} gave it (root {root}…); recorded as record {ledger}.")?;
    if held_up.is_empty() {
        writeln!(out, "Next: `quarterday publish {quarter} --by NAME`.")?;
        return Ok(());
    }
    writeln!(out, "It cannot be published yet:")?;
    for why in held_up {
        writeln!(out, "  - {why}")?;
    }
    writeln!(
        out,
        "What settles this changes what the quarter gives, and makes this approval void: then it is looked at and approved anew."
    )?;
    writeln!(
        out,
        "Next: settle these; `quarterday consolidate {quarter}`; approve; then `quarterday publish {quarter} --by NAME`."
    )?;
    Ok(())
}

pub fn published(out: &mut impl Write, published: &Published) -> Result<()> {
    let kind = if published.provisional { "Provisional release" } else { "Release" };
    let (quarter, number) = (published.quarter, published.release);
    if published.new {
        writeln!(out, "{kind} {number} of {quarter} is published and frozen (record {}).", published.ledger)?;
    } else {
        writeln!(out, "{kind} {number} of {quarter} is this very run; nothing was published again.")?;
    }
    if !published.approved_by.is_empty() {
        writeln!(out, "Approved by: {}", published.approved_by)?;
    }
    writeln!(out, "Root:        {}", published.root)?;
    for file in &published.files {
        writeln!(out, "  {}", published.folder.join(&file.file).display())?;
    }
    Ok(())
}

/// What a draft of a published quarter says otherwise, and whether it knows corrections that the release did not.
pub fn after_release(
    out: &mut impl Write,
    number: u32,
    changes: &[ReportedChange],
    (register, with_corrections): (&Register, bool),
) -> Result<()> {
    if changes.is_empty() {
        writeln!(
            out,
            "Release {number} of this quarter stands, and this run says the same value, target, status and outturn of every measure. \
             What it says otherwise of risks, actions, milestones and money stands among the changes."
        )?;
    } else {
        let n = count(changes.len(), "measure", "measures");
        writeln!(
            out,
            "Release {number} of this quarter stands. This run is a draft beside it and says otherwise of {n}:"
        )?;
        let mut rows = table(&["  Measure", "As published", "In this draft"]);
        for change in changes.iter().take(MOST_PRINTED) {
            let said =
                |figure: &Option<ReportedFigure>| figure.as_ref().map_or("nothing".to_owned(), |f| told(f, register));
            rows.add_row([
                Cell::new(format!("  {}", change.indicator)),
                Cell::new(said(&change.was)),
                Cell::new(said(&change.now)),
            ]);
        }
        show(out, &rows)?;
        if changes.len() > MOST_PRINTED {
            writeln!(out, "  … and {} more.", changes.len() - MOST_PRINTED)?;
        }
    }
    if with_corrections {
        writeln!(
            out,
            "Earlier quarters are as they are known now, with what was corrected since that release: comparisons with them, trends and \
             charts may differ from it."
        )?;
    }
    writeln!(out)?;
    Ok(())
}

/// `81.5, target 80, green`.
fn told(f: &ReportedFigure, register: &Register) -> String {
    let decimals = register.indicator(&f.indicator).map_or(2, |i| i.decimals);
    let number = |v: f64| shown::plain(decimals, v);
    let value = f.value.map_or_else(|| "no figure".to_owned(), number);
    let target = f.target.map(|t| format!(", target {}", number(t))).unwrap_or_default();
    format!("{value}{target}, {}", f.status.key())
}

/// A target that was put right.
pub fn corrected_target(out: &mut impl Write, done: &CorrectedTarget) -> Result<()> {
    let was = done.was.map_or_else(|| "none".to_owned(), |t| t.to_string());
    let [then, now] = done.status;
    writeln!(out, "{}, {}: the target was {was} ({then}) and is {} ({now}).", done.indicator, done.quarter, done.now)?;
    let (ledger, quarter) = (done.ledger, done.shown_in);
    writeln!(out, "Recorded as number {ledger}; the report of {quarter} shows both on its sheet Restatements.")?;
    Ok(())
}
