//! Workbooks that are archives: their parts, looked at one by one, and a new archive of those that the parser reads,
//! under the names by which it looks for them.

use super::cleared::{Cleared, PartPlace};
use super::conditional::{hiding_formats, hiding_rules};
use super::facts::{CellStyle, SheetFacts};
use super::other_files::archive_without_workbook;
use super::package::{Package, Role};
use super::parts::Parts;
use super::refusal::{Refusal, WorkbookFormat};
use super::rich_values::RichValues;
use super::runs::{RichTexts, without_runs};
use super::stored::Archive;
use super::xlsb_texts::{self, Font};
use super::xml::{attributes_of, in_utf_8, is_true, without_interruptions};
use super::{open_document, package, saved, xlsb, xlsb_records, xlsx};
use crate::catalogue::F001;
use crate::settings::Limits;
use memchr::memmem;
use std::borrow::Cow;

/// Workbooks of more than `kept` bytes in all are searched part by part and forgotten: the parser unpacks them again.
pub(crate) fn inspect_zip<'a>(bytes: &'a [u8], limits: &Limits, kept: u64) -> Result<Cleared<'a>, Refusal> {
    let mut parts = Parts::open(bytes, limits)?;
    let macros = has_macros(&parts.names);
    let links = parts.names.iter().filter(|n| n.contains("/externallinks/") && !n.contains("/_rels/")).count();
    let saved = saved::of_parts(&mut parts);
    let of_ods = ["mimetype", "content.xml"].iter().all(|name| parts.find(name).is_some());
    let cleared = match Package::of(&mut parts)? {
        Some(package) => office(bytes, limits, parts, &package, kept)?,
        None if of_ods => Some(open_document::inspect(bytes, parts, limits)?),
        None => {
            let got = archive_without_workbook(&parts.names);
            return Err(Refusal::new(&F001, "an Excel or OpenDocument workbook", got));
        }
    };
    match cleared {
        Some(cleared) => Ok(Cleared { saved, macros, links: links + cleared.links, ..cleared }),
        // The parser must not read the original.
        None => inspect_zip(bytes, limits, u64::MAX),
    }
}

/// Whether a part of a workbook holds macros, by the parts' names.
pub(super) fn has_macros(names: &[String]) -> bool {
    let macro_part = |n: &String| {
        let inside = ["/activex/", "/macrosheets/"].iter().any(|folder| n.contains(folder));
        inside || n.ends_with("vbaproject.bin") || n.starts_with("basic/")
    };
    names.iter().any(macro_part)
}

/// What the parts of an .xlsx or .xlsb say.
#[derive(Default)]
struct PackageFacts {
    sheets: Vec<SheetFacts>,
    styles: Vec<CellStyle>,
    fonts: Vec<Font>,
    /// Of the formats for conditions in an .xlsx, those that show nothing.
    hiding: Vec<bool>,
    rich: RichTexts,
    values: RichValues,
}

/// The part of a worker's memory, as a divisor, that unpacked parts may take a second time.
const PLAIN_SHARE: u64 = 8;

/// `None` where the parser needs another archive than the original and `kept` is too small for that.
fn office<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    mut parts: Parts<'_>,
    package: &Package,
    kept: u64,
) -> Result<Option<Cleared<'a>>, Refusal> {
    let read = package.parts.iter().filter(|p| p.called.is_some()).map(|p| p.number);
    let together = parts.declared_together(read)?;
    let keep = together <= kept;
    // What is unpacked once more for the plain shape stands in memory beside the cells that are read from it.
    let may_be_plain = keep || together <= (limits.worker_mb << 20) / PLAIN_SHARE;
    if !keep && !package.as_expected {
        return Ok(None);
    }
    let mut archive = Archive::default();
    for (name, part) in package.first() {
        let crc = crc32fast::hash(&part);
        archive.add(name, |out| {
            out.extend(part);
            Ok(crc)
        })?;
    }
    let mut facts = PackageFacts { sheets: vec![SheetFacts::default(); package.sheets], ..PackageFacts::default() };
    let mut plain = vec![];
    for part in &package.parts {
        let Some(called) = &part.called else {
            // What is only looked at, and counted, refuses no return by its size.
            if parts.declared(part.number).is_ok_and(|size| size <= limits.entry_mb << 20) {
                let content = parts.read(part.number)?;
                facts.look_beside(part.role, package.kind, &in_utf_8(&content).unwrap_or(content));
            }
            continue;
        };
        let mut changed = false;
        let at = archive.add(called, |out| {
            let from = out.len();
            let crc = parts.unpack(part.number, out)?;
            Ok(facts.readable(part.role, package.kind, &out[from..]).map_or(crc, |readable| {
                changed = true;
                out.truncate(from);
                out.extend(readable);
                crc32fast::hash(&out[from..])
            }))
        })?;
        if changed && !keep {
            return Ok(None);
        }
        facts.look_at(part.role, package.kind, archive.part(&at));
        if let Some(may_be) = part.role.plain().filter(|_| may_be_plain && package.kind == WorkbookFormat::Xlsx) {
            let place = if keep { PartPlace::Unpacked(at) } else { PartPlace::Packed(part.number, at.len()) };
            plain.push((may_be, place));
        }
        if !keep {
            archive.clear();
        }
    }
    let (since_1904, recalculated) = of_workbook(package);
    Ok(Some(Cleared {
        styles: facts.styles,
        sheets: facts.sheets,
        rich: facts.rich,
        since_1904,
        recalculated,
        plain,
        ..Cleared::of(package.kind, if keep { Cow::Owned(archive.finish()) } else { Cow::Borrowed(bytes) })
    }))
}

/// Whether days count from 1904, and whether everything is to be calculated before it is looked at.
fn of_workbook(package: &Package) -> (bool, bool) {
    if package.kind == WorkbookFormat::Xlsb {
        return xlsb::workbook(&package.workbook);
    }
    let says =
        |element, attribute| attributes_of(&package.workbook, element, [attribute]).iter().any(|[on]| is_true(on));
    (says("workbookPr", "date1904"), says("calcPr", "fullCalcOnLoad"))
}

impl PackageFacts {
    /// A part as the parser can read it; `None` where it is so already.
    fn readable(&mut self, role: Role, kind: WorkbookFormat, part: &[u8]) -> Option<Vec<u8>> {
        if kind == WorkbookFormat::Xlsb {
            return match role {
                Role::Texts => xlsb_texts::shared(part, &self.fonts, &mut self.rich),
                Role::Sheet(_) => {
                    xlsb_records::in_long_form(part, |text| xlsb_texts::standing_for(text, &self.fonts, &mut self.rich))
                }
                _ => None,
            };
        }
        let mut changed = in_utf_8(part);
        changed = without_interruptions(changed.as_deref().unwrap_or(part)).or(changed);
        let element = match role {
            Role::Texts => "si",
            Role::Sheet(_) => "is",
            _ => return changed,
        };
        changed = without_runs(changed.as_deref().unwrap_or(part), element, &mut self.rich).or(changed);
        if role == Role::Texts {
            changed = with_possible_count(changed.as_deref().unwrap_or(part)).or(changed);
        }
        changed
    }

    /// Looks at a part that the parser reads.
    fn look_at(&mut self, role: Role, kind: WorkbookFormat, part: &[u8]) {
        match (role, kind) {
            (Role::Styles, WorkbookFormat::Xlsb) => (self.styles, self.fonts) = xlsb::styles(part),
            (Role::Sheet(n), WorkbookFormat::Xlsb) => self.sheets[n] = xlsb::sheet(part, &self.styles),
            (Role::Styles, _) => self.hiding = hiding_formats(part),
            (Role::Sheet(n), _) => {
                let hiding = hiding_rules(part, &self.hiding);
                self.sheets[n] = SheetFacts { hiding, ..xlsx::sheet(part, &self.values) };
            }
            _ => {}
        }
    }

    /// Looks at a part that the parser does not read.
    fn look_beside(&mut self, role: Role, kind: WorkbookFormat, part: &[u8]) {
        match role {
            Role::Metadata => self.values.take_metadata(part),
            Role::RichValues => self.values.take_values(part),
            Role::RichStructures => self.values.take_structures(part),
            Role::Drawing(n) => self.sheets[n].beside.take_drawing(part),
            Role::Threads(n) => self.sheets[n].beside.take_threads(part),
            Role::Comments(n) if kind == WorkbookFormat::Xlsb => self.sheets[n].beside.take_binary_comments(part),
            Role::Comments(n) => self.sheets[n].beside.take_comments(part),
            _ => {}
        }
    }
}

/// A workbook in memory of one sheet, which is called “Asked”, with these styles; `None` where they are too long for one.
pub(crate) fn workbook_of(styles: &[u8], sheet: &[u8]) -> Option<Vec<u8>> {
    const BOOK: &str = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
                        <sheet name=\"Asked\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
    let [root, relations] = package::of_one_sheet();
    let mut archive = Archive::default();
    let parts: [(&str, &[u8]); 5] = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, part) in parts {
        let filled = archive.add(name, |out| {
            out.extend_from_slice(part);
            Ok(crc32fast::hash(part))
        });
        filled.ok()?;
    }
    Some(archive.finish())
}

/// The shared texts with a declared number of them that is possible: the parser makes room for so many before it reads
/// one. Other programs do not look at it.
fn with_possible_count(xml: &[u8]) -> Option<Vec<u8>> {
    const COUNT: &[u8] = b"uniqueCount=";
    // The shortest shared text is <si/>.
    let possible = xml.len() as u64 / 5;
    let head = &xml[..memmem::find(xml, b"<si").unwrap_or(xml.len())];
    let at = memmem::find(head, COUNT)? + COUNT.len() + 1;
    let digits = head.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    let count =
        head[at..at + digits].iter().fold(0_u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(b - b'0')));
    (count > possible).then(|| {
        let mut out = xml.to_vec();
        out[at..at + digits].fill(b'0');
        out
    })
}
