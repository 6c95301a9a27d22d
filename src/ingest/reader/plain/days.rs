//! Which styles make a day or a length of time of a number. Calamine knows, and is asked once for each list of styles:
//! by a workbook with a number in each of them.

use crate::ingest::preflight::workbook_of;
use calamine::{DataRef, ExcelDateTimeType, Reader, Xlsx};
use std::io::Cursor;
use std::sync::{Arc, Mutex};

/// By the number of a style, what a number in it is; nothing for a number.
#[derive(Debug, Default)]
pub(super) struct DayKinds(Vec<Option<ExcelDateTimeType>>);

impl DayKinds {
    pub fn of(&self, style: usize) -> Option<ExcelDateTimeType> {
        self.0.get(style).copied().flatten()
    }
}

/// Styles with what was learned of them.
type Asked = Option<(Vec<u8>, Arc<DayKinds>)>;

/// Of the part of the styles; `None` where calamine cannot read it. Returns of one form have the same: the last answer is
/// kept.
pub(super) fn of_styles(styles: &[u8]) -> Option<Arc<DayKinds>> {
    static LAST: Mutex<Asked> = Mutex::new(None);
    let mut last = LAST.lock().ok()?;
    if let Some((_, known)) = last.as_ref().filter(|(asked, _)| asked == styles) {
        return Some(Arc::clone(known));
    }
    let known = Arc::new(asked(styles)?);
    *last = Some((styles.to_vec(), Arc::clone(&known)));
    Some(known)
}

/// More than Excel takes of both: calamine reads such a workbook alone.
const STYLES: usize = 65_536;
const BYTES: usize = 4 << 20;

fn asked(styles: &[u8]) -> Option<DayKinds> {
    let xml = std::str::from_utf8(styles).ok().filter(|xml| xml.len() <= BYTES)?;
    // At least as many as there are; those that no cell can have say nothing.
    let most = xml.matches("<xf").count() + xml.matches(":xf").count();
    if most > STYLES {
        return None;
    }
    let rows: String = (0..most).map(|n| format!("<row><c s=\"{n}\"><v>1</v></c></row>")).collect();
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let bytes = workbook_of(styles, sheet.as_bytes())?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut cells = workbook.worksheet_cells_reader("Asked").ok()?;
    let mut out = vec![];
    while let Some(cell) = cells.next_cell().ok()? {
        out.push(match cell.get_value() {
            DataRef::DateTime(day) if day.is_datetime() => Some(ExcelDateTimeType::DateTime),
            DataRef::DateTime(_) => Some(ExcelDateTimeType::TimeDelta),
            DataRef::Float(_) => None,
            _ => return None,
        });
    }
    Some(DayKinds(out))
}
