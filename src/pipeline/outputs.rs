//! The files of a report, written beside their places: of a draft and of a release the same.

use super::staging::{Staged, stage};
use crate::analyse::Analysis;
use crate::error::{Error, Result};
use crate::export;
use crate::reading::Source;
use crate::record::Tally;
use crate::report::{self, Provenance};
use crate::workbook;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

pub(super) const CABINET: &str = "cabinet.xlsx";
pub(super) const RUN_RECORD: &str = "run.json";

/// Files that are written and not yet in their places.
pub(super) struct StagedReports {
    staged: Vec<Staged>,
    /// What each is called, with the hash of its bytes; the run record last.
    pub outputs: Vec<Source>,
    /// What the run record says.
    record: serde_json::Value,
}

/// Writes the reports beside their places in `folder`. `also` is what else the run wrote, for its record;
/// `figures` writes the table of the figures.
pub(super) fn stage_reports(
    analysis: &Analysis<'_>,
    provenance: &Provenance,
    tallies: &[(Arc<Source>, Vec<Tally>)],
    folder: &Path,
    also: Vec<Source>,
    figures: impl FnOnce((&Path, &mut File)) -> Result<()>,
) -> Result<StagedReports> {
    let [workbook, statistics, breakdowns, figures_csv, run_json] =
        [CABINET, report::STATISTICS, report::BREAKDOWNS, export::FIGURES, RUN_RECORD].map(|name| folder.join(name));
    let book = report::cabinet(analysis, provenance);
    let cabinet = stage(&workbook, |file| workbook::write(book, file, folder))?;
    let numbers =
        stage(&statistics, |file| report::statistics(analysis, file).map_err(Error::io("write", &statistics)))?;
    let parts = stage(&breakdowns, |file| report::breakdowns(analysis, file).map_err(Error::io("write", &breakdowns)))?;
    let figures = stage(&figures_csv, |file| figures((&figures_csv, file)))?;
    let mut staged = vec![cabinet, numbers, parts, figures];
    let mut outputs: Vec<Source> = staged.iter().map(Staged::source).collect::<Result<_>>()?;
    let listed: Vec<Source> = outputs.iter().cloned().chain(also).collect();
    let record = report::run_record(analysis, provenance, tallies, &listed);
    let run = stage(&run_json, |file| {
        let mut file = BufWriter::new(file);
        serde_json::to_writer_pretty(&mut file, &record)
            .map_err(io::Error::from)
            .map_err(Error::io("write", &run_json))?;
        file.flush().map_err(Error::io("write", &run_json))
    })?;
    outputs.push(run.source()?);
    staged.push(run);
    Ok(StagedReports { staged, outputs, record })
}

impl StagedReports {
    /// Puts every file in its place. Returns what the run record says.
    pub fn place(self) -> Result<serde_json::Value> {
        self.staged.into_iter().try_for_each(Staged::place)?;
        Ok(self.record)
    }
}
