//! Workbooks of OpenDocument: their parts, looked at one by one.

use super::cleared::Cleared;
use super::ods;
use super::parts::Parts;
use super::refusal::{Refusal, WorkbookFormat, damaged};
use super::xml::in_utf_8;
use crate::catalogue::{F001, F002};
use crate::settings::Limits;
use memchr::memmem;
use std::borrow::Cow;

const MANIFEST: &str = "meta-inf/manifest.xml";
const STYLES: &str = "styles.xml";
const CONTENTS: &str = "content.xml";
/// What the workbook says that it is.
const KIND: &str = "mimetype";
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Reads the workbook; no other parser sees it.
pub(super) fn inspect<'a>(bytes: &'a [u8], mut parts: Parts<'_>, limits: &Limits) -> Result<Cleared<'a>, Refusal> {
    let looked_at: Vec<usize> = [KIND, MANIFEST, STYLES, CONTENTS].iter().filter_map(|name| parts.find(name)).collect();
    parts.declared_together(looked_at.into_iter())?;
    may_be_read(&mut parts)?;
    let unreadable = |name: &str| damaged(&format!("the part “{name}” is unreadable"));
    let styles = match parts.find(STYLES) {
        Some(_) => ods::Styles::of_workbook(&part(&mut parts, STYLES)?).ok_or_else(|| unreadable(STYLES))?,
        None => ods::Styles::default(),
    };
    let contents = part(&mut parts, CONTENTS)?;
    let most = limits.sheet_cells.min(limits.workbook_cells);
    let read = ods::contents(&contents, styles, most).ok_or_else(|| unreadable(CONTENTS))?;
    let cleared = Cleared::of(WorkbookFormat::Ods, Cow::Borrowed(bytes));
    Ok(Cleared {
        styles: read.styles,
        sheets: read.sheets,
        tables: read.tables,
        rich: read.rich,
        links: read.links,
        ..cleared
    })
}

/// Refuses what is no workbook, and one that is encrypted.
pub(super) fn may_be_read(parts: &mut Parts<'_>) -> Result<(), Refusal> {
    if !part(parts, KIND)?.starts_with(SPREADSHEET) {
        return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", "a file of another program"));
    }
    if memmem::find(&part(parts, MANIFEST)?, b"encryption-data").is_some() {
        return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook"));
    }
    Ok(())
}

/// A part that every such workbook has.
fn part(parts: &mut Parts<'_>, name: &str) -> Result<Vec<u8>, Refusal> {
    let number = parts.find(name).ok_or_else(|| damaged(&format!("the part “{name}” is missing")))?;
    let part = parts.read(number)?;
    Ok(in_utf_8(&part).unwrap_or(part))
}
