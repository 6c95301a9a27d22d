//! A workbook whose parts another room reads: the same guards, and then the parts themselves.

use super::other_files::archive_without_workbook;
use super::package::relations;
use super::parts::Parts;
use super::refusal::{Refusal, WorkbookFormat};
use super::zipped::has_macros;
use super::{inspect, open_document};
use crate::catalogue::F001;
use crate::settings::Limits;

/// An .xlsx or .ods under the limits.
pub(crate) struct Opened<'a> {
    pub kind: WorkbookFormat,
    pub parts: Parts<'a>,
    /// The part that lists the sheets.
    pub workbook: String,
    pub macros: bool,
}

/// Opens an .xlsx, .xlsm or .ods; refuses what reading refuses, and the older and binary kinds.
pub(crate) fn open<'a>(bytes: &'a [u8], limits: &'a Limits) -> Result<Opened<'a>, Refusal> {
    const WANTED: &str = "an .xlsx, .xlsm or .ods workbook";
    let older = |got: &str| Refusal::new(&F001, WANTED, format!("{got}; save it in one of these kinds"));
    if !bytes.starts_with(b"PK\x03\x04") || bytes.len() as u64 > limits.file_mb << 20 {
        inspect(bytes, limits)?;
        return Err(older("an .xls of Excel 2003"));
    }
    let mut parts = Parts::open(bytes, limits)?;
    let macros = has_macros(&parts.names);
    let root = relations(&mut parts, "")?;
    let main = root.into_iter().find(|r| r.kind == "officedocument").map(|r| r.path);
    let main = main.filter(|path| parts.find(path).is_some());
    let usual = || parts.names.iter().find(|n| n.ends_with("workbook.xml")).cloned();
    let (kind, workbook) = match main.or_else(usual) {
        Some(path) if path.ends_with(".bin") => return Err(older("an .xlsb")),
        Some(path) if path.ends_with(".xml") && !path.contains("word/") && !path.contains("ppt/") => {
            (WorkbookFormat::Xlsx, path)
        }
        None if ["mimetype", "content.xml"].iter().all(|name| parts.find(name).is_some()) => {
            open_document::may_be_read(&mut parts)?;
            (WorkbookFormat::Ods, "content.xml".to_owned())
        }
        _ => return Err(Refusal::new(&F001, WANTED, archive_without_workbook(&parts.names))),
    };
    Ok(Opened { kind, parts, workbook, macros })
}
