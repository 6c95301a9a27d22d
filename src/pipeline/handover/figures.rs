//! What the ledger holds of each measure, and by which forms it was sent: counted quarter by quarter.

use crate::error::Result;
use crate::export::{FigureContext, figures};
use crate::history::{Ledger, SeenRecords};
use crate::layout::Layout;
use crate::period::Period;
use crate::pipeline::Workspace;
use crate::pipeline::export::past;
use crate::record::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is held of one measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptFigures {
    pub id: String,
    /// Its name; empty where the register has it no longer.
    pub name: String,
    /// The first and the last quarter of which there is a line.
    pub quarters: Option<(Period, Period)>,
    /// Quarters with a figure.
    pub figures: usize,
    /// Quarters with a figure that is told to nobody.
    pub held_back: usize,
    /// Quarters without one: due and not sent, or said to be not available.
    pub without: usize,
    /// Quarters whose figure or target was put right since it was reported.
    pub restated: usize,
}

/// Every measure of the register in its order, then those that it has no longer. One quarter is read after the other.
pub(super) fn kept_figures(workspace: &Workspace, ledger: &Ledger) -> Result<Vec<KeptFigures>> {
    let (seen, register) = (SeenRecords::default(), &workspace.register);
    let past = past(workspace, ledger, None)?;
    let context = FigureContext { register, settings: &workspace.settings, past: &past };
    let restatements = ledger.restatements(seen, None)?;
    let mut all: BTreeMap<String, KeptFigures> = BTreeMap::new();
    for quarter in ledger.quarters_with_figures(None) {
        let (told, hidden) = (ledger.figures(quarter, seen, &restatements)?, ledger.held_back(quarter)?);
        for row in figures(&context, &(&told).into(), &hidden) {
            let name = || row.indicator.map_or(String::new(), |i| i.name.clone());
            let kept = all.entry(row.id.to_owned()).or_insert_with(|| none_of(row.id, name()));
            kept.quarters = Some((kept.quarters.map_or(quarter, |(first, _)| first), quarter));
            match () {
                () if row.is_held_back() => kept.held_back += 1,
                () if row.value.is_some() => kept.figures += 1,
                () => kept.without += 1,
            }
            kept.restated += usize::from(row.restated.is_some());
        }
    }
    let of = |i: &crate::register::Indicator| all.remove(&*i.id).unwrap_or_else(|| none_of(&i.id, i.name.clone()));
    let mut out: Vec<KeptFigures> = register.indicators.iter().map(of).collect();
    out.extend(all.into_values());
    Ok(out)
}

fn none_of(id: &str, name: String) -> KeptFigures {
    KeptFigures { id: id.to_owned(), name, quarters: None, figures: 0, held_back: 0, without: 0, restated: 0 }
}

/// A form, and the quarters whose returns were read by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UsedLayout {
    pub id: String,
    /// What people call it; empty where it is among the layouts no longer.
    pub title: String,
    pub version: String,
    /// Its file in the pack; empty for the program's own form.
    pub file: String,
    pub quarters: BTreeSet<Period>,
    /// Files that were read by it.
    pub files: usize,
}

/// The council's layouts and the program's own, then those that are no longer there.
pub(super) fn used_layouts(workspace: &Workspace, ledger: &Ledger) -> Result<Vec<UsedLayout>> {
    let inputs: BTreeSet<&str> = ledger.records().iter().flat_map(|r| &r.inputs).map(|s| s.sha256.as_str()).collect();
    let mut sent: BTreeMap<Arc<str>, BTreeSet<(Period, String)>> = BTreeMap::new();
    for version in ledger.submissions_of(&inputs)? {
        let row = version.row;
        if !version.withdrawn && row.outcome == Outcome::Accepted && !row.layout.is_empty() {
            sent.entry(row.layout.clone()).or_default().insert((row.period, row.source.sha256.clone()));
        }
    }
    let mut used = |id: &str, title: String, version: String, file: String| {
        let sent = sent.remove(id).unwrap_or_default();
        let quarters = sent.iter().map(|(quarter, _)| *quarter).collect();
        UsedLayout { id: id.to_owned(), title, version, file, quarters, files: sent.len() }
    };
    let names = workspace.beside.iter().map(|f| f.source.file.clone()).filter(|f| f.starts_with("layouts/"));
    // Our own form first, then the council's in the order of their files.
    let names = std::iter::once(String::new()).chain(names);
    let of = |(layout, file): (&Layout, String)| used(&layout.id, layout.title.clone(), layout.version.clone(), file);
    let mut out: Vec<UsedLayout> = workspace.layouts.iter().zip(names).map(of).collect();
    let gone: Vec<Arc<str>> = sent.keys().cloned().collect();
    for id in gone {
        let sent = sent.remove(&id).unwrap_or_default();
        out.push(UsedLayout {
            id: id.to_string(),
            title: String::new(),
            version: String::new(),
            file: String::new(),
            quarters: sent.iter().map(|(quarter, _)| *quarter).collect(),
            files: sent.len(),
        });
    }
    Ok(out)
}

/// Quarters in few words: `2024-25Q1 to 2025-26Q3, 2026-27Q1`.
pub(super) fn in_runs(quarters: &BTreeSet<Period>) -> String {
    let mut runs: Vec<(Period, Period)> = vec![];
    for quarter in quarters {
        match runs.last_mut() {
            Some((_, last)) if last.plus(1) == *quarter => *last = *quarter,
            _ => runs.push((*quarter, *quarter)),
        }
    }
    let words = |(first, last): &(Period, Period)| match first == last {
        true => first.to_string(),
        false => format!("{first} to {last}"),
    };
    runs.iter().map(words).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_beside_each_other_are_told_together() {
        let quarters = |all: &[&str]| in_runs(&all.iter().map(|q| q.parse().unwrap()).collect());
        assert_eq!(quarters(&[]), "");
        assert_eq!(quarters(&["2026-27Q1"]), "2026-27Q1");
        assert_eq!(quarters(&["2025-26Q3", "2025-26Q4", "2026-27Q1"]), "2025-26Q3 to 2026-27Q1");
        assert_eq!(quarters(&["2024-25Q1", "2024-25Q3", "2024-25Q4"]), "2024-25Q1, 2024-25Q3 to 2024-25Q4");
    }
}
