//! What became of a merge.

use super::{count, findings, show, table};
use anyhow::Result;
use comfy_table::Cell;
use quarterday::finding::Finding;
use quarterday::pipeline::{MadeWorkspace, MergeTerms, Merged};
use std::io::Write;

pub fn merged(out: &mut impl Write, merged: &Merged, terms: &MergeTerms) -> Result<()> {
    match merged {
        Merged::Drafted { crosswalk, councils } => {
            for (id, measures) in councils {
                writeln!(out, "{id}: {}", count(*measures, "measure", "measures"))?;
            }
            writeln!(out, "\nDrafted {}", crosswalk.display())?;
            writeln!(
                out,
                "Open it and go through its sheets: what is the same is a proposal from ids and words. Then run the same command \
                 without --successor and --first; with --check it looks at the crosswalk and makes nothing."
            )?;
        }
        Merged::Checked { findings: found, sound } => {
            said(out, found)?;
            match sound {
                true => writeln!(out, "The crosswalk is in order. Nothing was made.")?,
                false => writeln!(
                    out,
                    "Nothing was made: correct {} and run the command again.",
                    terms.into.join("crosswalk.xlsx").display()
                )?,
            }
        }
        Merged::Made { findings: found, successors, baseline, counts } => {
            said(out, found)?;
            for made in successors {
                workspace(out, made)?;
            }
            writeln!(
                out,
                "{}: {} of {} measures have a figure of all councils for the last year",
                baseline.display(),
                counts.comparable,
                counts.measures
            )?;
            writeln!(
                out,
                "  {} worded like another council's; {} of {} have nobody who answers for them",
                count(counts.risks_alike, "risk is", "risks are"),
                counts.actions_without_owner,
                count(counts.actions, "open action", "open actions")
            )?;
        }
    }
    Ok(())
}

fn said(out: &mut impl Write, found: &[Finding]) -> Result<()> {
    let found: Vec<&Finding> = found.iter().collect();
    if !found.is_empty() {
        findings(out, &found, None)?;
        writeln!(out)?;
    }
    Ok(())
}

fn workspace(out: &mut impl Write, made: &MadeWorkspace) -> Result<()> {
    let MadeWorkspace {
        id,
        name,
        folder,
        measures,
        taken_over,
        together,
        estimated,
        without_past,
        carried,
        left_behind,
    } = made;
    writeln!(out, "{name} ({id}): {}", folder.display())?;
    writeln!(
        out,
        "  {}: {taken_over} taken over, {together} put together, {estimated} estimated, {without_past} without a past",
        count(*measures, "measure", "measures")
    )?;
    writeln!(
        out,
        "  handed on: {}, {}, {}, {}, {}",
        count(carried.readings, "figure", "figures"),
        count(carried.parts, "part", "parts"),
        count(carried.risks, "review of risks", "reviews of risks"),
        count(carried.actions, "action", "actions"),
        count(carried.feedback, "line of feedback", "lines of feedback")
    )?;
    writeln!(out, "  next: read its quarterday.toml, which is that of an old council: team, e-mail, due dates")?;
    if !left_behind.is_empty() {
        writeln!(out, "  not handed on:")?;
        let mut rows = table(&[]);
        for left in left_behind {
            rows.add_row(vec![Cell::new("  "), Cell::new(&left.what), Cell::new(&left.why)]);
        }
        show(out, &rows)?;
    }
    writeln!(out)?;
    Ok(())
}
