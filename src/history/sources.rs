//! Where the figures of earlier quarters come from, for the report that shows them.

use super::Ledger;
use super::columns::PLACE;
use super::opened::OpenedRows;
use super::rows::LedgerRow;
use super::table;
use crate::error::Result;
use crate::map::Map;
use crate::past::RecordedFigure;
use crate::period::Period;
use crate::reading::Reading;
use crate::register::Register;

/// The columns that a report shows of them.
const SHOWN: [&str; 5] = ["indicator", "value", "numerator", "denominator", "withdrawn"];

impl Ledger {
    /// The figures of the quarters from `first` up to and without `end` as a run that looks at the records up to `as_of`
    /// (all, when `None`) knows them, by position in the register.
    ///
    /// # Errors
    /// When a data file is missing, changed or unreadable.
    pub fn recorded_figures(
        &self,
        register: &Register,
        (first, end): (Period, Period),
        as_of: Option<u64>,
    ) -> Result<Map<(usize, Period), RecordedFigure>> {
        let columns: Vec<&str> = SHOWN.into_iter().chain(PLACE).collect();
        let mut out: Map<(usize, Period), RecordedFigure> = Map::default();
        let files = self.known_files(Reading::TABLE, as_of).filter(|(_, f)| (first..end).contains(&f.period));
        for opened in self.open_files(files, Some(&columns)) {
            let OpenedRows { record, file, frame } = opened?;
            // What a rename took away under the old id is there under the new one.
            let (gone, there): (Vec<_>, Vec<_>) = table::lines(&frame).partition(|line| line.flag("withdrawn"));
            for line in gone.into_iter().chain(there) {
                let Some(number) = register.indicator_number(line.text("indicator")) else { continue };
                let key = (number, file.period);
                match line.number("value").filter(|_| !line.flag("withdrawn")) {
                    None => _ = out.remove(&key),
                    Some(value) => {
                        let figure = RecordedFigure {
                            value,
                            numerator: line.number("numerator"),
                            denominator: line.number("denominator"),
                            place: self.understood(line.field(PLACE), &file.path)?,
                            record: record.seq,
                            recorded: record.recorded.clone(),
                        };
                        out.insert(key, figure);
                    }
                }
            }
        }
        Ok(out)
    }
}
