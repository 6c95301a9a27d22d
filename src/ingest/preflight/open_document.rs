//! Workbooks of OpenDocument: their parts, looked at one by one.

use super::cleared::Cleared;
use super::ods;
use super::parts::Parts;
use super::refusal::{Refusal, WorkbookFormat};
use super::stored::Archive;
use super::xml::in_utf_8;
use std::borrow::Cow;

/// No other part is read.
const READ: [&str; 3] = ["mimetype", "content.xml", "meta-inf/manifest.xml"];

/// `None` where the parser needs another archive than the original and `kept` is too small for that.
pub(super) fn inspect<'a>(bytes: &'a [u8], mut parts: Parts<'_>, kept: u64) -> Result<Option<Cleared<'a>>, Refusal> {
    let wanted: Vec<(usize, String)> =
        parts.names.iter().cloned().enumerate().filter(|(_, n)| READ.contains(&n.as_str())).collect();
    let keep = parts.declared_together(wanted.iter().map(|(n, _)| *n))? <= kept;
    let mut archive = Archive::default();
    let mut sheets = Vec::new();
    for (number, name) in wanted {
        let called = if name == READ[2] { "META-INF/manifest.xml" } else { &name };
        let mut changed = false;
        let at = archive.add(called, |out| {
            let from = out.len();
            let crc = parts.unpack(number, out)?;
            let readable = in_utf_8(&out[from..]);
            let tight =
                ods::without_gaps(readable.as_deref().unwrap_or(&out[from..])).filter(|_| name == "content.xml");
            Ok(tight.or(readable).map_or(crc, |readable| {
                changed = true;
                out.truncate(from);
                out.extend(readable);
                crc32fast::hash(&out[from..])
            }))
        })?;
        if changed && !keep {
            return Ok(None);
        }
        if name == "content.xml" {
            sheets = ods::sheets(archive.part(&at));
        }
        if !keep {
            archive.clear();
        }
    }
    let bytes = if keep { Cow::Owned(archive.finish()) } else { Cow::Borrowed(bytes) };
    Ok(Some(Cleared { styles: ods::styles(), sheets, ..Cleared::of(WorkbookFormat::Ods, bytes) }))
}
