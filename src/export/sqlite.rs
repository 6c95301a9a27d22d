//! Tables as one SQLite database: days as texts that sort and compare, yes as 1.

use super::table::{ExportColumn, ExportField, ExportTable, FieldKind};
use crate::error::{Error, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, params_from_iter};

/// A database that grows in memory: a file is there whole or not at all.
pub struct Database(Connection);

fn fault(e: rusqlite::Error) -> Error {
    Error::Internal(format!("the database cannot be written: {e}"))
}

impl Database {
    /// Without a table.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn new() -> Result<Self> {
        Connection::open_in_memory().map(Self).map_err(fault)
    }

    /// Adds a table with its rows.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn add<R>(&mut self, table: &ExportTable<R>) -> Result<()> {
        let transaction = self.0.transaction().map_err(fault)?;
        let columns: Vec<String> = table.columns.iter().map(|c| format!("\"{}\" {}", c.name, affinity(c))).collect();
        let create = format!("CREATE TABLE \"{}\" ({})", table.name, columns.join(", "));
        transaction.execute_batch(&create).map_err(fault)?;
        let places = vec!["?"; table.columns.len()].join(", ");
        let mut insert =
            transaction.prepare(&format!("INSERT INTO \"{}\" VALUES ({places})", table.name)).map_err(fault)?;
        for row in &table.rows {
            let values = table.columns.iter().map(|c| value((c.value)(row)));
            insert.execute(params_from_iter(values)).map_err(fault)?;
        }
        drop(insert);
        transaction.commit().map_err(fault)
    }

    /// The bytes of its file. The same tables give the same bytes.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn bytes(mut self) -> Result<Vec<u8>> {
        Ok(self.0.serialize(MAIN_DB).map_err(fault)?.to_vec())
    }
}

fn affinity<R>(column: &ExportColumn<R>) -> &'static str {
    match column.kind {
        FieldKind::Text | FieldKind::Day => "TEXT",
        FieldKind::Number => "REAL",
        FieldKind::Whole | FieldKind::Yes => "INTEGER",
    }
}

fn value(field: ExportField<'_>) -> Value {
    match field {
        ExportField::Text(words) if words.is_empty() => Value::Null,
        ExportField::Text(words) => Value::Text(words.into_owned()),
        ExportField::Number(n) => n.map_or(Value::Null, |n| Value::Real(n + 0.0)),
        ExportField::Whole(n) => n.and_then(|n| i64::try_from(n).ok()).map_or(Value::Null, Value::Integer),
        ExportField::Day(day) => day.map_or(Value::Null, |day| Value::Text(day.to_string())),
        ExportField::Yes(yes) => Value::Integer(yes.into()),
    }
}
