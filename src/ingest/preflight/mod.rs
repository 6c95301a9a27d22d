//! What is known of a file before any parser sees it: what it is, that it is whole, and that it is no larger than it
//! may be. Parts are inflated here, once, under the limits; calamine gets them in an archive that no longer needs
//! inflating. Sizes that a file declares about itself are never believed.

mod refusal;
mod facts;
mod ole;
mod stored;
mod xlsb_records;
mod xlsx;
mod xlsb;
mod xls;
mod ods;
mod readable;
pub(super) mod packing;

use crate::catalogue::{F001, F002, F004};
use crate::fit::fit;
use crate::settings::Limits;
pub(super) use facts::{CellStyle, SheetFacts, SpecialCell};
use memchr::memmem;
pub(super) use ods::{OdsTable, OdsValue};
use packing::Packing;
use quick_xml::events::Event;
use readable::{archive_without_workbook, file_of_another_kind, readable};
use refusal::damaged;
pub(super) use refusal::{Refusal, WorkbookFormat};
use std::borrow::Cow;
use std::io::{Cursor, Read};
#[cfg(test)]
pub(super) use xlsb_records::part as part_of_records;
use zip::ZipArchive;

const MB: u64 = 1 << 20;
/// Ratios say nothing of parts smaller than this.
const RATIO_FROM: u64 = 100 << 10;
/// Workbooks that inflate to more are searched part by part and inflated again by the parser, to hold memory down.
const KEEP_INFLATED: u64 = 64 * MB;

/// A file that may be parsed.
pub(super) struct Cleared<'a> {
    pub kind: WorkbookFormat,
    /// What the parser reads.
    pub bytes: Cow<'a, [u8]>,
    /// What each style of cells says, by its number. Not of .xlsx, whose parser gives them.
    pub styles: Vec<CellStyle>,
    /// What was found in each sheet, in the order of the workbook.
    pub sheets: Vec<SheetFacts>,
    /// The sheets of an .ods, which no other parser reads.
    pub tables: Vec<OdsTable>,
    /// Where the parser's cells stand in each sheet, in the order of the workbook; nothing where none were moved.
    pub packings: Vec<Packing>,
    pub macros: bool,
    /// The workbook says that its days count from 1904.
    pub since_1904: bool,
    /// Parts that link to other workbooks.
    pub links: usize,
    /// Texts of an .xls stand in Unicode, whatever it says of its code page.
    pub unicode: bool,
}

/// Looks at the bytes of a file.
pub(super) fn inspect<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cleared<'a>, Refusal> {
    if bytes.len() as u64 > limits.file_mb * MB {
        return Err(over_file_limit(bytes.len() as u64, limits));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        inspect_zip(bytes, limits, KEEP_INFLATED)
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        inspect_ole(bytes, limits)
    } else {
        Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", file_of_another_kind(bytes)))
    }
}

pub(super) fn over_file_limit(length: u64, limits: &Limits) -> Refusal {
    let (whole, limit) = (length.div_ceil(MB), limits.file_mb);
    Refusal::new(&F004, format!("no more than {limit} MB"), format!("{whole} MB"))
}

fn inspect_ole<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cleared<'a>, Refusal> {
    let ole::Container { names, workbook } = ole::open(bytes)?;
    if names.is_empty() {
        return Err(damaged("the container has no directory"));
    }
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook"));
    }
    if !has("Workbook") && !has("Book") {
        return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", "a file of another Office program"));
    }
    let xls::XlsFacts { styles, sheets, links, macro_sheet, unicode } = xls::workbook(&workbook);
    let macros = macro_sheet || has("_VBA_PROJECT_CUR");
    let (bytes, packings) = match packing::pack_xls(&workbook, limits)? {
        Some(packed) => (Cow::Owned(packed.bytes), packed.packings),
        None => (Cow::Borrowed(bytes), vec![]),
    };
    Ok(Cleared {
        kind: WorkbookFormat::Xls,
        bytes,
        styles,
        sheets,
        tables: vec![],
        packings,
        macros,
        since_1904: false,
        links,
        unicode,
    })
}

/// Parts that are never read: pictures, charts, printer settings and the like. They are not even inflated.
const PASSED_OVER: [&str; 17] = [
    "/media/",
    "/drawings/",
    "/theme/",
    "/printersettings/",
    "/charts/",
    "/chartsheets/",
    "/ctrlprops/",
    "/embeddings/",
    "/activex/",
    "/pivot",
    "/tables/",
    "/comments",
    "/threadedcomments",
    "/persons/",
    "/calcchain",
    "/vbaproject",
    "/externallinks/",
];

fn wanted(name: &str, kind: WorkbookFormat) -> bool {
    match kind {
        WorkbookFormat::Ods => matches!(name, "mimetype" | "content.xml" | "styles.xml" | "meta-inf/manifest.xml"),
        _ => {
            let kinds = [".xml", ".rels", ".bin"];
            kinds.iter().any(|k| name.ends_with(k))
                && !["docprops/", "customxml/", "[content_types]"].iter().any(|p| name.starts_with(p))
                && !PASSED_OVER.iter().any(|p| name.contains(p))
        }
    }
}

struct ZipPart {
    /// In lower case, with forward slashes.
    name: String,
    facts: Option<SheetFacts>,
}

/// Parts of more than `kept` bytes in all are searched and forgotten.
pub(super) fn inspect_zip<'a>(bytes: &'a [u8], limits: &Limits, kept: u64) -> Result<Cleared<'a>, Refusal> {
    let mut zip =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the archive's table of parts is unreadable"))?;
    if zip.len() as u64 > limits.zip_entries {
        return Err(Refusal::new(
            &F004,
            format!("no more than {} parts", limits.zip_entries),
            format!("{} parts", zip.len()),
        ));
    }
    let names =
        zip.file_names().map(|n| Some(n.ok()?.replace('\\', "/").to_ascii_lowercase())).collect::<Option<Vec<_>>>();
    let names = names.ok_or_else(|| damaged("a part whose name cannot be read"))?;
    let leaves =
        |n: &String| n.starts_with('/') || n.contains(':') || n.contains('\0') || n.split('/').any(|s| s == "..");
    if let Some(name) = names.iter().find(|n| leaves(n)) {
        return Err(damaged(&format!("a part named “{name}”")));
    }
    let has = |name: &str| names.iter().any(|n| n == name);
    let kind = if names.iter().any(|n| n.ends_with("workbook.xml")) {
        WorkbookFormat::Xlsx
    } else if names.iter().any(|n| n.ends_with("workbook.bin")) {
        WorkbookFormat::Xlsb
    } else if has("mimetype") && has("content.xml") {
        WorkbookFormat::Ods
    } else {
        return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", archive_without_workbook(&names)));
    };
    if kind == WorkbookFormat::Ods && !has("meta-inf/manifest.xml") {
        return Err(damaged("the list of its parts is missing"));
    }
    let keep = declared(&mut zip, &names, kind, limits)? <= kept;

    let mut archive = stored::Archive::default();
    let mut parts = Vec::new();
    let (mut whole, mut seen) = (0, PackageFacts::default());
    let doctype = memmem::Finder::new(b"<!DOCTYPE");
    let mut wanted: Vec<(usize, &String)> = names.iter().enumerate().filter(|(_, name)| wanted(name, kind)).collect();
    // The cells of .xlsb and .ods are looked at by their styles, and what is encrypted is not looked at.
    wanted.sort_by_key(|(_, name)| match name.as_str() {
        "meta-inf/manifest.xml" => 0,
        name if name.ends_with("styles.bin") || name == "styles.xml" => 1,
        _ => 2,
    });
    for (n, name) in wanted {
        let unreadable = || damaged(&format!("the part “{name}” is unreadable"));
        let mut file = zip.by_index(n).map_err(|_| unreadable())?;
        let (size, crc, original) = (file.size(), file.crc32(), file.name_raw().to_vec());
        let (mut inflated, mut changed) = (0, false);
        let at = archive
            .add(&original, |out| {
                let from = out.len();
                out.reserve(fit::<usize>(size));
                inflated = file.by_ref().take(size + 1).read_to_end(out)? as u64;
                let readable = (inflated <= size).then(|| readable(kind, name, &out[from..])).flatten();
                Ok(readable.map_or(crc, |readable| {
                    changed = true;
                    out.truncate(from);
                    out.extend(readable);
                    crc32fast::hash(&out[from..])
                }))
            })
            .map_err(|_| unreadable())?;
        if changed && !keep {
            // The parser must not inflate the original again.
            return inspect_zip(bytes, limits, u64::MAX);
        }
        whole += inflated;
        let xml = archive.part(&at);
        if inflated > size || whole > limits.unpacked_mb * MB {
            return Err(Refusal::new(
                &F004,
                format!("{size} bytes in the part “{name}”, as the file declares"),
                "more",
            ));
        }
        if !name.ends_with(".bin") && doctype.find(xml).is_some() {
            return Err(Refusal::new(&F004, "no document type declaration", format!("one in the part “{name}”")));
        }
        if name.ends_with("sharedstrings.xml") {
            check_count(xml)?;
        }
        let facts = match kind {
            WorkbookFormat::Ods => seen.look_at_ods(name, xml, limits).map(|()| None)?,
            _ => seen.look_at(kind, name, xml),
        };
        // An .ods is read already.
        if !keep || kind == WorkbookFormat::Ods {
            archive.clear();
        }
        parts.push(ZipPart { name: name.clone(), facts });
    }
    let since_1904 = seen.since_1904;
    let styles = std::mem::take(&mut seen.styles);
    let tables = std::mem::take(&mut seen.tables);
    let links_of_ods = seen.links;
    let sheets = seen.sheets(parts);
    let bytes = if keep { Cow::Owned(archive.finish()) } else { Cow::Borrowed(bytes) };
    let macro_part = |n: &String| {
        let inside = ["/activex/", "/macrosheets/"].iter().any(|folder| n.contains(folder));
        inside || n.ends_with("vbaproject.bin") || n.starts_with("basic/")
    };
    let macros = names.iter().any(macro_part);
    let links = names.iter().filter(|n| n.contains("/externallinks/") && !n.contains("/_rels/")).count();
    let links = links + links_of_ods;
    Ok(Cleared { kind, bytes, styles, sheets, tables, packings: vec![], macros, since_1904, links, unicode: true })
}

/// What the parts of an archive say of its sheets, in whatever order they come; styles come before sheets.
#[derive(Default)]
struct PackageFacts {
    /// Id and target.
    relations: Vec<[String; 2]>,
    /// Id of the relationship and name of each sheet, in the order of the workbook.
    list: Vec<[String; 2]>,
    since_1904: bool,
    /// What each style of cells says; not of .xlsx.
    styles: Vec<CellStyle>,
    of_ods: Vec<SheetFacts>,
    styles_of_ods: ods::Styles,
    tables: Vec<OdsTable>,
    /// Other workbooks that an .ods keeps cells of.
    links: usize,
}

impl PackageFacts {
    /// The facts of a part that is a sheet of its own.
    fn look_at(&mut self, kind: WorkbookFormat, name: &str, part: &[u8]) -> Option<SheetFacts> {
        let sheet = name.contains("sheets/");
        match kind {
            WorkbookFormat::Xlsx | WorkbookFormat::Xlsb
                if name.ends_with("workbook.xml.rels") || name.ends_with("workbook.bin.rels") =>
            {
                self.relations = attributes_of(part, "Relationship", ["Id", "Target"]);
            }
            WorkbookFormat::Xlsx if name.ends_with("workbook.xml") => {
                self.list = attributes_of(part, "sheet", ["r:id", "name"]);
                let properties = attributes_of(part, "workbookPr", ["date1904", ""]);
                self.since_1904 = properties.iter().any(|[on, _]| matches!(on.as_str(), "1" | "true"));
            }
            WorkbookFormat::Xlsx if sheet && name.ends_with(".xml") => return Some(xlsx::sheet(part)),
            WorkbookFormat::Xlsb if name.ends_with("workbook.bin") => {
                (self.list, self.since_1904) = xlsb::workbook(part)
            }
            WorkbookFormat::Xlsb if name.ends_with("styles.bin") => self.styles = xlsb::styles(part),
            WorkbookFormat::Xlsb if sheet && name.ends_with(".bin") => return Some(xlsb::sheet(part, &self.styles)),
            _ => {}
        }
        None
    }

    /// Reads a part of an .ods.
    fn look_at_ods(&mut self, name: &str, part: &[u8], limits: &Limits) -> Result<(), Refusal> {
        const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
        let unreadable = || damaged(&format!("the part “{name}” is unreadable"));
        match name {
            "mimetype" if !part.starts_with(SPREADSHEET) => {
                return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", "a file of another program"));
            }
            "meta-inf/manifest.xml" if memmem::find(part, b"encryption-data").is_some() => {
                return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted workbook"));
            }
            "styles.xml" => self.styles_of_ods = ods::Styles::of_workbook(part).ok_or_else(unreadable)?,
            "content.xml" => {
                let styles = std::mem::take(&mut self.styles_of_ods);
                let most = limits.workbook_cells.min(limits.sheet_cells);
                let read = ods::contents(part, styles, most).ok_or_else(unreadable)?;
                (self.styles, self.of_ods, self.tables, self.links) =
                    (read.styles, read.sheets, read.tables, read.links);
            }
            _ => {}
        }
        Ok(())
    }

    /// The facts of every sheet, in the order of the workbook.
    fn sheets(self, mut parts: Vec<ZipPart>) -> Vec<SheetFacts> {
        if !self.of_ods.is_empty() {
            return self.of_ods;
        }
        let of_sheet = |[id, _]: &[String; 2]| {
            let target = self.relations.iter().find(|[r, _]| r == id).map(|[_, t]| t.to_ascii_lowercase());
            let target = target.unwrap_or_default();
            let target = target.trim_start_matches('/');
            let part = parts
                .iter_mut()
                .find(|p| p.name == target || p.name.strip_suffix(target).is_some_and(|d| d.ends_with('/')));
            part.and_then(|p| p.facts.take()).unwrap_or_default()
        };
        self.list.iter().map(of_sheet).collect()
    }
}

/// Checks the sizes that the archive declares; returns the sum over the parts that will be read. A part that turns out
/// larger than declared is refused when it is inflated.
fn declared(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    names: &[String],
    kind: WorkbookFormat,
    limits: &Limits,
) -> Result<u64, Refusal> {
    let (mut all, mut read) = (0_u64, 0_u64);
    for (n, name) in names.iter().enumerate() {
        let file = zip.by_index_raw(n).map_err(|_| damaged(&format!("the part “{name}” is unreadable")))?;
        let (size, packed) = (file.size(), file.compressed_size());
        if file.encrypted() {
            return Err(Refusal::new(&F002, "a workbook that opens without a password", "an encrypted archive"));
        }
        if size > limits.entry_mb * MB {
            let got = format!("the part “{name}” of {} MB", size.div_ceil(MB));
            return Err(Refusal::new(
                &F004,
                format!("parts of no more than {} MB when unpacked", limits.entry_mb),
                got,
            ));
        }
        if size > RATIO_FROM && size / limits.ratio.max(1) > packed {
            let got = format!("the part “{name}”, {} times", size / packed.max(1));
            return Err(Refusal::new(
                &F004,
                format!("parts that unpack to no more than {} times their size", limits.ratio),
                got,
            ));
        }
        all = all.saturating_add(size);
        read += if wanted(name, kind) { size } else { 0 };
    }
    if all > limits.unpacked_mb * MB {
        let got = format!("{} MB", all.div_ceil(MB));
        return Err(Refusal::new(&F004, format!("no more than {} MB when unpacked", limits.unpacked_mb), got));
    }
    Ok(read)
}

/// The declared number of shared texts is reserved by the parser before it reads one: it must fit into the bytes.
fn check_count(xml: &[u8]) -> Result<(), Refusal> {
    // The shortest shared text is <si/>.
    let possible = xml.len() as u64 / 5;
    let head = &xml[..memmem::find(xml, b"<si").unwrap_or(xml.len())];
    for at in memmem::find_iter(head, b"ount=") {
        let digits = head[at + 6..].iter().take_while(|b| b.is_ascii_digit());
        let count = digits.fold(0_u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
        let unique = at >= 7 && head[..at].ends_with(b"uniqueC");
        if unique && count > possible {
            return Err(Refusal::new(
                &F004,
                format!("at most {possible} texts in so many bytes"),
                format!("a declared {count}"),
            ));
        }
    }
    Ok(())
}

/// Two attributes of every element of a name, in order; namespace prefixes do not count.
fn attributes_of(xml: &[u8], element: &str, wanted: [&str; 2]) -> Vec<[String; 2]> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut out = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == element => {
                let mut found = [String::new(), String::new()];
                for attribute in e.attributes().flatten() {
                    let key = attribute.key;
                    let slot = wanted.iter().position(|w| {
                        // An id of a relationship carries a prefix, the name and the sheet's own number do not.
                        let key: &str = key.as_ref();
                        if w.contains(':') { key.contains(':') && local(key) == local(w) } else { key == *w }
                    });
                    if let Some(slot) = slot {
                        found[slot] = attribute.value.to_string();
                    }
                }
                out.push(found);
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}
