//! `quarterday cluster`: what an engine runs on its machines, and what is run before and after it.

use super::arguments::{Cluster, Rows};
use super::print;
use super::progress::Bars;
use anyhow::{Result, bail};
use quarterday::finding::Severity;
use quarterday::period::Period;
use quarterday::pipeline::{self, Host, JobOutput, RunTerms, Workspace};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// True when nothing of severity error was found.
pub fn cluster(out: &mut impl Write, command: Cluster, (host, bars): (&Host<'_>, &Bars)) -> Result<bool> {
    match command {
        Cluster::Terms { quarter, root } => {
            let terms = pipeline::cluster_terms(&root, quarter, host)?;
            let terms: BTreeMap<String, String> =
                terms.into_iter().map(|(of, terms)| (of, terms.to_string())).collect();
            bars.finish();
            print::json_line(out, &serde_json::json!(terms))?;
            Ok(true)
        }
        Cluster::Reader { quarter, root } => {
            let settings = pipeline::cluster_reader(&root, quarter, host)?;
            bars.finish();
            print::json_line(out, &settings)?;
            Ok(true)
        }
        Cluster::Read { root } => {
            pipeline::cluster_read(&root, io::stdin().lock(), out, host).map(|()| true).map_err(Into::into)
        }
        Cluster::Consolidate { root } => {
            pipeline::cluster_consolidate(&root, io::stdin().lock(), out, host).map(|()| true).map_err(Into::into)
        }
        Cluster::Schema { of } => pipeline::cluster_schema(of == Rows::Read, out).map(|()| true).map_err(Into::into),
        Cluster::Reports { quarter, root, from, by } => reports(out, (&root, quarter), (from, by), (host, bars)),
    }
}

/// Writes the reports of every organisation, one after the other.
fn reports(
    out: &mut impl Write,
    (root, quarter): (&Path, Period),
    (from, by): (PathBuf, String),
    (host, bars): (&Host<'_>, &Bars),
) -> Result<bool> {
    let organisations = pipeline::organisations(root)?;
    let (mut sound, mut undone) = (true, vec![]);
    for (organisation, folder) in &organisations {
        let job = JobOutput { folder: from.clone(), organisation: Some(organisation.clone()) };
        let terms = RunTerms { by: by.clone(), from: Some(job), ..RunTerms::default() };
        let done = Workspace::open(folder, host).and_then(|workspace| {
            let done = pipeline::consolidate(&workspace, quarter, &terms, host)?;
            sound &= done.quarter.accepted.findings.iter().all(|f| f.severity != Severity::Error);
            Ok((done.workbook, done.root))
        });
        bars.finish();
        let name = if organisation.is_empty() { "the workspace" } else { organisation };
        match done {
            Ok((workbook, root)) => writeln!(out, "{name}: {}, root {root}", workbook.display())?,
            Err(e) => {
                writeln!(out, "{name}: not done: {e}")?;
                undone.push(name);
            }
        }
    }
    if !undone.is_empty() {
        bail!("{} of {} could not be done: {}", undone.len(), organisations.len(), undone.join(", "));
    }
    Ok(sound)
}
