//! Columns and rows as they are before anything stands in them.

use crate::fit::fit;
use crate::workbook::Sheet;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Widths, heights, what is hidden, and what opens and closes.
pub(super) fn set_up(page: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    for (column, width) in sheet.widths.iter().enumerate() {
        page.set_column_width(fit::<u16>(column), *width)?;
    }
    for column in &sheet.hidden_columns {
        page.set_column_hidden(*column)?;
    }
    for group in &sheet.groups {
        match group.closed {
            true => page.group_columns_collapsed(group.first, group.last)?,
            false => page.group_columns(group.first, group.last)?,
        };
    }
    for (row, height) in &sheet.heights {
        page.set_row_height(*row, *height)?;
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(*row)?;
    }
    Ok(())
}
