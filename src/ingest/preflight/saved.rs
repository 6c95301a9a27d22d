//! When a workbook was last saved, as it says itself: of two returns of a service it may tell which is the later.

use chrono::{DateTime, NaiveDateTime, Timelike};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The properties of a document are short; what is longer is not looked at.
const PROPERTIES: u64 = 1 << 20;

/// The time of the last save. An old .xls is not asked: its properties are a format of their own.
pub(in crate::ingest) fn saved(bytes: &[u8]) -> Option<NaiveDateTime> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    [("docProps/core.xml", "modified"), ("meta.xml", "date")].iter().find_map(|(part, element)| {
        let mut xml = Vec::new();
        zip.by_name(part).ok()?.take(PROPERTIES).read_to_end(&mut xml).ok()?;
        time(&text_of(&xml, element)?)
    })
}

/// The text of the first element of this name, whatever its prefix.
fn text_of(xml: &[u8], element: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            quick_xml::events::Event::Start(tag) => inside = tag.local_name().as_ref() == element,
            quick_xml::events::Event::Text(text) if inside => return Some(text.to_string()),
            quick_xml::events::Event::Eof => return None,
            _ => {}
        }
    }
}

/// `2026-10-12T09:30:00Z`, with or without parts of a second, in the zone that it gives. LibreOffice gives none in .ods, and
/// means the time on the clock of the one who saved.
fn time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).map(|time| time.naive_utc());
    let time =
        zoned.or_else(|_| NaiveDateTime::parse_from_str(text.get(..19).unwrap_or_default(), "%Y-%m-%dT%H:%M:%S"));
    time.ok().map(|time| time.with_nanosecond(0).unwrap_or(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_properties_say() {
        let core = b"<cp:coreProperties><dcterms:created>2020-01-01T00:00:00Z</dcterms:created><dcterms:modified \
                     xsi:type=\"dcterms:W3CDTF\">2026-10-12T09:30:05Z</dcterms:modified></cp:coreProperties>";
        assert_eq!(text_of(core, "modified").as_deref(), Some("2026-10-12T09:30:05Z"));
        let at = chrono::NaiveDate::from_ymd_opt(2026, 10, 12).and_then(|d| d.and_hms_opt(9, 30, 5));
        assert_eq!(
            (time("2026-10-12T09:30:05Z"), time("2026-10-12T09:30:05.123456"), time("2026-10-12T10:30:05+01:00")),
            (at, at, at)
        );
        assert_eq!((time("yesterday"), saved(b"no archive")), (None, None));
    }
}
