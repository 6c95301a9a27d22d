//! What changed between returns: short on screen, whole in JSON and in the workbook.

use super::{count, show, table};
use anyhow::Result;
use comfy_table::Cell;
use quarterday::difference::{Against, Change, Side};
use quarterday::register::Register;
use std::io::Write;

/// Changes that are printed before the rest is counted.
const MOST_PRINTED: usize = 12;
/// Characters of a value that are printed.
const LONGEST: usize = 34;

/// The values that were superseded, or nothing where there are none.
pub fn changes(out: &mut impl Write, changes: &[Change], register: &Register, rest: &str) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let recorded = changes.iter().find_map(|c| match &c.against {
        Against::Record { record, recorded } => Some(format!(" (recorded: record {record} of {recorded})")),
        Against::Return => None,
    });
    let n = count(changes.len(), "value changed", "values changed");
    writeln!(out, "{n} between returns{}:", recorded.unwrap_or_default())?;
    let mut rows = table(&["  Service", "About", "What", "Gave way", "Counts now"]);
    for c in changes.iter().take(MOST_PRINTED) {
        let name = register.service(&c.service).map_or(&*c.service, |s| &*s.id);
        rows.add_row([
            Cell::new(format!("  {name}")),
            Cell::new(&c.subject),
            Cell::new(c.field),
            side(&c.before),
            side(&c.after),
        ]);
    }
    show(out, &rows)?;
    if changes.len() > MOST_PRINTED {
        writeln!(out, "  … and {} more {rest}", changes.len() - MOST_PRINTED)?;
    }
    writeln!(out)?;
    Ok(())
}

/// The value, and below it where it stands.
fn side(side: &Side) -> Cell {
    let value = match side.value.as_str() {
        "" => "nothing".to_owned(),
        text if text.chars().count() <= LONGEST => text.to_owned(),
        text => format!("{}…", text.chars().take(LONGEST - 1).collect::<String>().trim_end()),
    };
    let place = side.place().map(|place| format!("\n{} {place}", side.file)).unwrap_or_default();
    Cell::new(format!("{value}{place}"))
}
