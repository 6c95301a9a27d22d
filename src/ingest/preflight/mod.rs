//! What is known of a file before any parser sees it: what it is, that it is whole, and that it is no larger than it
//! may be. Parts are inflated here, once, under the limits; calamine gets them in an archive that no longer needs
//! inflating. Sizes that a file declares about itself are never believed.

mod refusal;
mod reference;
mod xml;
mod xlsb_records;
mod beside;
mod conditional;
mod facts;
mod runs;
mod ods;
mod parts;
mod saved;
mod labelled;
mod ole;
mod xls;
pub(super) mod packing;
mod cleared;
mod stored;
mod rich_values;
mod xlsx;
mod xlsb_texts;
mod xlsb;
mod package;
mod open_document;
mod other_files;
mod zipped;
mod opened;

use crate::catalogue::{F001, F002, F004, F050};
use crate::settings::Limits;
pub(super) use beside::Beside;
pub(super) use cleared::{Cleared, PlainPart};
pub(super) use facts::{CellStyle, SheetFacts, SpecialCell};
use memchr::memmem;
pub(crate) use ods::{Malformed, Next, XmlPart, attribute};
pub(super) use ods::{OdsTable, OdsValue};
pub(crate) use opened::{Opened, open};
use other_files::file_of_another_kind;
pub(crate) use package::relations;
use refusal::damaged;
pub(crate) use refusal::{Refusal, WorkbookFormat};
pub(super) use runs::RichTexts;
use std::borrow::Cow;
#[cfg(test)]
pub(super) use xlsb_records::part as part_of_records;
pub(crate) use xml::in_utf_8;
pub(super) use zipped::{inspect_zip, workbook_of};

const MB: u64 = 1 << 20;
/// Workbooks that inflate to more are searched part by part and inflated again by the parser, to hold memory down.
const KEEP_INFLATED: u64 = 64 * MB;

/// Looks at the bytes of a file.
pub(super) fn inspect<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cleared<'a>, Refusal> {
    if bytes.len() as u64 > limits.file_mb * MB {
        return Err(over_file_limit(bytes.len() as u64, limits));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        inspect_zip(bytes, limits, KEEP_INFLATED)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        inspect_ole(bytes, limits)
    } else if bytes.starts_with(labelled::WRAPPED) {
        Err(labelled::refusal(&[], &[]))
    } else if !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0) {
        let got = "a file of noughts, as long as the workbook may have been";
        Err(Refusal::new(&F050, "a workbook with something in it", got))
    } else {
        Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", file_of_another_kind(bytes)))
    }
}

pub(super) fn over_file_limit(length: u64, limits: &Limits) -> Refusal {
    let (whole, limit) = (length.div_ceil(MB), limits.file_mb);
    Refusal::new(&F004, format!("no more than {limit} MB"), format!("{whole} MB"))
}

fn inspect_ole(bytes: &[u8], limits: &Limits) -> Result<Cleared<'static>, Refusal> {
    let ole::Container { names, nested, workbook, properties, more_properties, label } = ole::open(bytes)?;
    if names.is_empty() {
        return Err(damaged("the container has no directory"));
    }
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    // What rights management puts beside an encrypted package, and into an .xls beside or around its streams.
    let rights = ["DRMEncrypted", "DRMContent", "DRMViewerContent", "DRMDataSpace", "DRMTransform"];
    let managed = |name: &String| rights.iter().any(|r| name.trim_start_matches(char::is_control).starts_with(r));
    // A label stands in the container itself only where it is what encrypts.
    if names.iter().chain(&nested).any(managed) || !label.is_empty() && has("EncryptedPackage") {
        return Err(labelled::refusal(&label, &more_properties));
    }
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook"));
    }
    if !has("Workbook") && !has("Book") {
        return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", "a file of another Office program"));
    }
    let by_excel = memmem::find(bytes, b"Microsoft Excel\0").is_some();
    let xls::XlsFacts { mended, styles, sheets, rich, links, macro_sheet, unicode } =
        xls::workbook(&workbook, by_excel);
    let macros = macro_sheet || has("_VBA_PROJECT_CUR");
    let packing::Packed { bytes, packings } = packing::pack_xls(mended, limits)?;
    let cleared = Cleared::of(WorkbookFormat::Xls, Cow::Owned(bytes));
    let saved = saved::of_stream(&properties);
    Ok(Cleared { styles, sheets, packings, rich, saved, macros, links, unicode, ..cleared })
}
