//! The ledger as tables for Power BI, Excel, R and Python: `figures`, a row a measure and quarter; `risks`, `actions` and
//! `feedback`; `quarters`, a table of dates; `revenue`, `capital`, `savings` and `milestones`, where the ledger has any;
//! `dictionary`, what every column means.

mod table;
mod figure;
mod columns;
mod lines;
mod money;
mod csv;
mod parquet;
mod sqlite;

pub use columns::{DictionaryRow, FIGURES, described, dictionary, figure_columns};
pub use csv::CsvFile;
pub use figure::{AsPublished, FigureContext, FigureRow, FiguresOf, RestatedPart, figures};
pub use table::{ExportColumn, ExportField, ExportTable, FieldKind};

use crate::error::{Error, Result};
use crate::history::{QuarterLines, Recorded};
use crate::period::Period;
use crate::reading::money::MoneyLines;
use crate::reading::{Action, ActionKind, Feedback, Risk};
use columns::{DICTIONARY, Quarter, quarters};
use money::MoneyTables;
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
    money: MoneyTables,
    dictionary: ExportTable<columns::DictionaryRow>,
}

/// Does the same with every table that is written: those of money and milestones only where they have rows.
macro_rules! each_table {
    ($tables:expr, |$table:ident| $act:expr) => {{
        let ExportTables { figures, risks, actions, feedback, quarters, money, dictionary } = $tables;
        let MoneyTables { revenue, capital, savings, milestones } = money;
        each_table!(@one figures, $table, $act);
        each_table!(@one risks, $table, $act);
        each_table!(@one actions, $table, $act);
        each_table!(@one feedback, $table, $act);
        each_table!(@one quarters, $table, $act);
        each_table!(@some revenue, $table, $act);
        each_table!(@some capital, $table, $act);
        each_table!(@some savings, $table, $act);
        each_table!(@some milestones, $table, $act);
        each_table!(@one dictionary, $table, $act);
    }};
    (@one $of:ident, $table:ident, $act:expr) => {{
        let $table = $of;
        $act;
    }};
    (@some $of:ident, $table:ident, $act:expr) => {
        if !$of.rows.is_empty() {
            each_table!(@one $of, $table, $act);
        }
    };
}

impl<'a> ExportTables<'a> {
    /// Of the rows of figures, of risks, actions and feedback, of money and of milestones, and with them the quarters that
    /// they are of.
    pub fn new(
        rows: Vec<FigureRow<'a>>,
        mut lines: QuarterLines,
        money: MoneyLines,
        milestones: Vec<Action>,
        start_month: u32,
    ) -> Self {
        // Milestones have a table of their own.
        lines.actions.retain(|a| a.row.kind == ActionKind::Action);
        let (risks, actions) = (lines::risks(lines.risks), lines::actions(lines.actions));
        let feedback = lines::feedback(lines.feedback);
        let figures = rows.iter().map(|row| row.period);
        let lines = risks.rows.iter().map(|r| r.row.period).chain(actions.rows.iter().map(|r| r.row.period));
        let lines = lines.chain(feedback.rows.iter().map(|r| r.row.period));
        let amounts = money.revenue.iter().map(|l| l.period).chain(money.capital.iter().map(|s| s.period));
        let amounts = amounts.chain(money.savings.iter().map(|s| s.period)).chain(milestones.iter().map(|m| m.period));
        let of: BTreeSet<Period> = figures.chain(lines).chain(amounts).collect();
        let mut tables = Self {
            figures: ExportTable { name: "figures", columns: figure_columns(), rows },
            risks,
            actions,
            feedback,
            quarters: quarters(of.into_iter().map(|quarter| (quarter, start_month)).collect()),
            money: MoneyTables::new(money, milestones),
            dictionary: dictionary(DICTIONARY, vec![]),
        };
        let mut meanings = vec![];
        each_table!(&tables, |table| if table.name != DICTIONARY {
            meanings.extend(described(table))
        });
        tables.dictionary = dictionary(DICTIONARY, meanings);
        tables
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
        let mut files = vec![];
        match format {
            ExportFormat::Csv => each_table!(self, |table| files.push(as_csv(table)?)),
            ExportFormat::Parquet => each_table!(self, |table| files.push(as_parquet(table)?)),
            ExportFormat::Sqlite => {
                let mut database = sqlite::Database::new()?;
                each_table!(self, |table| database.add(table)?);
                files.push((DATABASE.to_owned(), database.bytes()?));
            }
        }
        Ok(files)
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
