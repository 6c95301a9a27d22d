//! The workbooks of a run, one for each reader: which are wanted, and their writing side by side.

use super::staging::{Staged, stage};
use crate::analyse::{Analysis, Inputs, Part, PartInputs};
use crate::disclosure::{HiddenFigures, WithoutSmallNumbers};
use crate::error::{Error, Result};
use crate::period::Period;
use crate::reading::{Marker, Value};
use crate::register::Register;
use crate::report::{self, Provenance, workbook_name};
use crate::settings::{Edition, Settings};
use crate::text::words::nearest;
use crate::workbook;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// An edition that somebody asks for beside those of the settings: `all`, or one by its name.
///
/// # Errors
/// What editions there are.
pub fn edition_named(name: &str) -> std::result::Result<Vec<Edition>, String> {
    let name = name.trim().to_lowercase();
    match Edition::from_key(&name) {
        Some(edition) => Ok(vec![edition]),
        None if name == "all" => Ok(Edition::ALL.to_vec()),
        None => {
            let keys = Edition::ALL.map(Edition::key);
            let near = nearest(&name, keys.into_iter())
                .map(|key| format!("; did you mean {key}?"))
                .unwrap_or_else(|| ".".to_owned());
            Err(format!("there is no edition {name}{near} One of {}, or all", keys.join(", ")))
        }
    }
}

/// The editions of a run: those of the settings that the quarter has, and `asked`.
///
/// # Errors
/// When an edition is asked for by its own name that this quarter or this register has none of.
pub(super) fn wanted(
    settings: &Settings,
    register: &Register,
    period: Period,
    asked: &[Edition],
) -> Result<Vec<Edition>> {
    let all = Edition::ALL.iter().all(|edition| asked.contains(edition));
    for edition in asked.iter().filter(|_| !all) {
        if let Some(quarter) = edition.quarter().filter(|_| !edition.is_of(period)) {
            let words = format!("the edition {} is of the quarter Q{quarter}, and {period} is another", edition.key());
            return Err(Error::Usage(words));
        }
        if *edition == Edition::Predecessors && register.predecessors.is_empty() {
            let words = "the register names no council before this one: its sheet Predecessors has no rows";
            return Err(Error::Usage(words.to_owned()));
        }
        if *edition == Edition::Portfolios && Part::portfolios(register).is_empty() {
            let words = "the register names no portfolio holder: add the column “Portfolio holder” to its sheet Services, or \
                         owners to its priorities";
            return Err(Error::Usage(words.to_owned()));
        }
    }
    let named = |e: &Edition| settings.editions.written.contains(e) || asked.contains(e);
    Ok(Edition::ALL.into_iter().filter(|e| named(e) && e.is_of(period)).collect())
}

/// What is in no portfolio's workbook, where some services of the register name their portfolio holder and others do not.
pub(super) fn without_portfolio(register: &Register, editions: &[Edition]) -> Option<String> {
    let (blank, named): (Vec<_>, Vec<_>) = register.services.iter().partition(|s| s.portfolio.is_empty());
    if !editions.contains(&Edition::Portfolios) || named.is_empty() || blank.is_empty() {
        return None;
    }
    let names: Vec<&str> = blank.iter().map(|s| s.name.as_str()).collect();
    Some(format!(
        "no portfolio holder is named of {}: what these report is in no portfolio's workbook. Fill in the column “Portfolio holder” of the register's sheet Services in each row, or in none, where owners of priorities are to have the portfolios",
        names.join(", ")
    ))
}

/// What is written of a quarter: all that is known, and the same without small numbers where any are to be hidden.
pub(super) struct Reported<'r, 'q> {
    /// What the quarter was computed from.
    pub inputs: &'r Inputs<'q>,
    /// The computed quarter.
    pub whole: &'r Analysis<'q>,
    /// Where it comes from.
    pub provenance: &'r Provenance,
    /// The quarter without what is hidden, and its analysis, which is made once for all who read it; `None` where nothing is
    /// hidden, or nobody asks.
    pub without: Option<(&'r WithoutSmallNumbers<'q>, &'r Analysis<'r>)>,
}

/// Writes the workbooks of these editions beside their places in `folder`.
pub(super) fn stage_editions(of: &Reported<'_, '_>, editions: &[Edition], folder: &Path) -> Result<Vec<Staged>> {
    let workbooks: Vec<Edition> = editions.iter().copied().filter(|edition| *edition != Edition::Public).collect();
    let hides = of.inputs.settings.public.hidden_from_members;
    let Some((without, analysis)) = of.without.filter(|_| hides) else {
        return stage_all((of.inputs, of.whole, of.provenance), &workbooks, &workbooks, folder);
    };
    let (own, others): (Vec<Edition>, Vec<Edition>) = workbooks.iter().partition(|edition| edition.knows_all());
    let provenance = without_hidden(of.provenance, without.hidden());
    let mut staged = stage_all((&without.inputs(), analysis, &provenance), &others, &workbooks, folder)?;
    staged.extend(stage_all((of.inputs, of.whole, of.provenance), &own, &workbooks, folder)?);
    Ok(staged)
}

/// Where figures come from, without those that are hidden.
fn without_hidden(provenance: &Provenance, hidden: &HiddenFigures) -> Provenance {
    let mut out = provenance.clone();
    for line in out.figures.iter_mut().filter(|line| hidden.has(line.indicator, line.quarter)) {
        line.value = Value::Marker(Marker::Suppressed);
        (line.numerator, line.denominator) = (None, None);
    }
    out
}

/// Writes the workbooks of some editions beside each other; `editions` are all that stand in the folder.
fn stage_all<'q>(
    (inputs, whole, provenance): (&Inputs<'q>, &Analysis<'q>, &Provenance),
    some: &[Edition],
    editions: &[Edition],
    folder: &Path,
) -> Result<Vec<Staged>> {
    let mut taken = BTreeSet::new();
    let jobs = some.iter().flat_map(|edition| {
        parts(*edition, inputs.register)
            .into_iter()
            .map(|part| {
                let name = free(workbook_name(*edition, part.as_ref()), &mut taken);
                (*edition, part, name)
            })
            .collect::<Vec<_>>()
    });
    let jobs: Vec<(Edition, Option<Part>, String)> = jobs.collect();
    // One after the other would leave all but one processor idle while the longest sheet of each is written.
    let written = jobs.into_par_iter().map(|(edition, part, name)| {
        stage(&folder.join(name), |file| match part {
            None => workbook::write(report::edition(whole, provenance, edition, editions), file),
            Some(part) => {
                let held = PartInputs::new(*inputs, whole, part);
                let own = held.analysis(whole);
                workbook::write(report::edition(&own, provenance, edition, editions), file)
            }
        })
    });
    written.collect()
}

/// The parts that have a workbook each; the whole alone where the edition is of the council.
fn parts(edition: Edition, register: &Register) -> Vec<Option<Part>> {
    match edition {
        Edition::Directorates => Part::directorates(register).into_iter().map(Some).collect(),
        Edition::Portfolios => Part::portfolios(register).into_iter().map(Some).collect(),
        Edition::Services => Part::services(register).into_iter().map(Some).collect(),
        Edition::Predecessors => Part::predecessors(register).into_iter().map(Some).collect(),
        _ => vec![None],
    }
}

/// The name, or the same with a number where two parts would have one file.
fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let stem = name.trim_end_matches(".xlsx").to_owned();
    let each = std::iter::once(name.clone()).chain((2..).map(|n| format!("{stem} ({n}).xlsx")));
    let free = each.into_iter().find(|name| !taken.contains(&name.to_lowercase())).unwrap_or(name);
    taken.insert(free.to_lowercase());
    free
}
