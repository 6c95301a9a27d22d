//! The ledger as tables for Power BI, Excel, R and Python: `figures`, a row a measure and quarter; `risks`, `actions` and
//! `feedback`; `quarters`, a table of dates; `dictionary`, what every column means.

mod table;
mod figure;
mod columns;
mod lines;
mod csv;
mod parquet;
mod sqlite;

pub use columns::{FIGURES, figure_columns};
pub use csv::CsvFile;
pub use figure::{AsPublished, FigureContext, FigureRow, FiguresOf, RestatedPart, figures};
pub use table::{ExportColumn, ExportField, ExportTable, FieldKind};

use crate::error::{Error, Result};
use crate::history::{QuarterLines, Recorded};
use crate::period::Period;
use crate::reading::{Action, Feedback, Risk};
use columns::{Quarter, described, dictionary, quarters};
use std::collections::BTreeSet;

/// How the tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A file a table.
    Csv,
    /// A file a table, with types.
    Parquet,
    /// One database.
    Sqlite,
}

impl ExportFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Parquet, Self::Sqlite];

    /// As it is called on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
        }
    }
}

/// The name of the database.
const DATABASE: &str = "quarterday.sqlite";

/// The tables of an export.
pub struct ExportTables<'a> {
    figures: ExportTable<FigureRow<'a>>,
    risks: ExportTable<Recorded<Risk>>,
    actions: ExportTable<Recorded<Action>>,
    feedback: ExportTable<Recorded<Feedback>>,
    quarters: ExportTable<Quarter>,
    dictionary: ExportTable<columns::DictionaryRow>,
}

impl<'a> ExportTables<'a> {
    /// Of the rows, and with them the quarters that they are of.
    pub fn new(rows: Vec<FigureRow<'a>>, lines: QuarterLines, start_month: u32) -> Self {
        let figures = ExportTable { name: "figures", columns: figure_columns(), rows };
        let (risks, actions) = (lines::risks(lines.risks), lines::actions(lines.actions));
        let feedback = lines::feedback(lines.feedback);
        let of_figures = figures.rows.iter().map(|row| row.period);
        let of_lines = risks.rows.iter().map(|r| r.row.period).chain(actions.rows.iter().map(|r| r.row.period));
        let of_feedback = feedback.rows.iter().map(|r| r.row.period);
        let of: BTreeSet<Period> = of_figures.chain(of_lines).chain(of_feedback).collect();
        let quarters = quarters(of.into_iter().map(|quarter| (quarter, start_month)).collect());
        let described_lines = described(&risks).chain(described(&actions)).chain(described(&feedback));
        let dictionary = dictionary(described(&figures).chain(described_lines).chain(described(&quarters)).collect());
        Self { figures, risks, actions, feedback, quarters, dictionary }
    }

    /// The rows of the figures.
    pub fn rows(&self) -> &[FigureRow<'a>] {
        &self.figures.rows
    }

    /// The files in a format: the name and the bytes of each.
    ///
    /// # Errors
    /// When a table cannot be written.
    pub fn files(&self, format: ExportFormat) -> Result<Vec<(String, Vec<u8>)>> {
        let Self { figures, risks, actions, feedback, quarters, dictionary } = self;
        match format {
            ExportFormat::Csv => Ok(vec![
                as_csv(figures)?,
                as_csv(risks)?,
                as_csv(actions)?,
                as_csv(feedback)?,
                as_csv(quarters)?,
                as_csv(dictionary)?,
            ]),
            ExportFormat::Parquet => Ok(vec![
                as_parquet(figures)?,
                as_parquet(risks)?,
                as_parquet(actions)?,
                as_parquet(feedback)?,
                as_parquet(quarters)?,
                as_parquet(dictionary)?,
            ]),
            ExportFormat::Sqlite => {
                let mut database = sqlite::Database::new()?;
                database.add(figures)?;
                database.add(risks)?;
                database.add(actions)?;
                database.add(feedback)?;
                database.add(quarters)?;
                database.add(dictionary)?;
                Ok(vec![(DATABASE.to_owned(), database.bytes()?)])
            }
        }
    }
}

fn as_csv<R>(table: &ExportTable<R>) -> Result<(String, Vec<u8>)> {
    let (name, mut bytes) = (format!("{}.csv", table.name), vec![]);
    let mut write = || {
        let mut file = CsvFile::new(&mut bytes, &table.columns)?;
        file.add(&table.columns, &table.rows)?;
        file.finish()
    };
    write().map_err(Error::io("write", &name))?;
    Ok((name, bytes))
}

fn as_parquet<R>(table: &ExportTable<R>) -> Result<(String, Vec<u8>)> {
    Ok((format!("{}.parquet", table.name), parquet::bytes(table)?))
}

#[cfg(test)]
mod tests;
